"""Pictures of months: the cash of the SPUK of the region with its band, and its lasten beside what comes in."""

from __future__ import annotations

from finance.taal.getallen import euros
from reports.figuren.figuren import BLAUW, GOUD, LICHT, MIDDEN, draw_fan
from reports.figuren.figuur import Figuur
from reports.kas.tabel import month_words
from scenarios.engine.result import PERCENTILES, Result
from scenarios.kas.droog import Kasbeeld


def cash_figures(resultaat: Result, pot: str = "spuk") -> list[Figuur]:
    """The cash and the lasten per month of one pot of the region; nothing when no months were measured."""
    if not resultaat.kas:
        return []
    kas = resultaat.kas[-1]
    eind = kas.values("kas", pot, "p50")[-1]
    stand = f"P50 eind {month_words(kas.horizon.maanden[-1])} {euros(float(eind))}"
    return [
        _fan(resultaat, kas, pot, "kas", ("Kas van de SPUK per maand", f"{stand}.", ". Onder nul is de SPUK op.")),
        _fan(
            resultaat,
            kas,
            pot,
            "lasten",
            (
                "Lasten en voorschot van de SPUK per maand",
                "Lasten per maand, daarnaast het voorschot.",
                ". De band verspringt in januari: een trekking verschilt per jaar, niet per maand.",
            ),
        ),
    ]


def _fan(resultaat: Result, kas: Kasbeeld, pot: str, grootheid: str, tekst: tuple[str, str, str]) -> Figuur:
    """One quantity with its bands, the lasten with the advances beside them. tekst: title, description, caption"""
    kop, omschrijving, uitleg = tekst
    kolommen = [str(m.year) if m.month == 1 else "" for m in kas.horizon.maanden]
    banden = {f"p{p}": kas.values(grootheid, pot, f"p{p}").tolist() for p in PERCENTILES}
    lijn = kas.values("voorschotten", pot).tolist() if grootheid == "lasten" else None
    svg, eenheid = draw_fan(kop, f"{kop}: {omschrijving}", kolommen, banden, lijn)
    sleutel = [("P50", BLAUW, "lijn"), ("P25-P75", MIDDEN, "vlak"), ("P5-P95", LICHT, "vlak")]
    if not resultaat.trekkingen:
        sleutel = [("Verwacht", BLAUW, "lijn")]
    if lijn:
        sleutel.append(("Voorschot, verwacht", GOUD, "streep"))
    return Figuur(kop, svg, f"{resultaat.totaal.naam}, in {eenheid}{uitleg}", tuple(sleutel))
