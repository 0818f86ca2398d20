"""What makes the cumulative saldo of the region uncertain: shares and euros, as sentence, table and figure."""

from __future__ import annotations

from collections.abc import Sequence

from finance.taal.getallen import euros, format_share
from reports.figuren.figuur import Figuur
from reports.figuren.tornado import draw_tornado
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.afweging.besluit import drivers
from scenarios.engine.result import Result

KOP = "Drijvers van de onzekerheid, in euro's"
UITLEG = (
    "Aandeel: deel van de variantie van het saldo dat deze oorzaak alleen verklaart, met de standaardfout; "
    "met samenspel: ook wat zij samen met andere doet, dus die aandelen overlappen. Tegenvaller en meevaller: wat zij "
    "het saldo kost en brengt op haar P10 en P90, als het andere blijft zoals het is. Het toeval is wat overblijft."
)


def cause_table(resultaten: Sequence[Result], jaar: int, titel: str = "") -> Tabel:
    """Scenario | year | cause | shares with their errors | euros."""
    return Tabel(
        titel,
        (
            Kolom("Scenario", vorm="lang"),
            Kolom("Saldo", vorm="lang"),
            Kolom("Oorzaak", vorm="lang"),
            *(Kolom(kop, "deel") for kop in ("Aandeel", "Fout", "Met samenspel", "Fout")),
            Kolom("Tegenvaller (P10)", "euro", optelbaar=False),
            Kolom("Meevaller (P90)", "euro", optelbaar=False),
        ),
        tuple(
            Rij(
                (
                    *(r.scenario, f"tot en met {jaar}", o.oorzaak),
                    *(o.aandeel, o.aandeel_fout, o.totaal, o.totaal_fout, o.p10, o.p90),
                )
            )
            for r in resultaten
            for o in drivers(r, jaar)
        ),
        (UITLEG,),
    )


def cause_figure(resultaat: Result, jaar: int) -> Figuur | None:
    """The tornado of the report; None without causes."""
    oorzaken = drivers(resultaat, jaar)
    if not oorzaken:
        return None
    svg, eenheid = draw_tornado(
        KOP,
        "Tegenvaller en meevaller: "
        + "; ".join(f"{o.oorzaak} {euros(o.p10)} en {euros(o.p90)}" for o in oorzaken)
        + ".",
        [(f"{o.oorzaak} ({format_share(o.totaal)})", o.p10, o.p90) for o in oorzaken],
    )
    return Figuur(
        KOP,
        svg,
        f"Saldo van de regio tot en met {jaar}, in {eenheid}: wat iedere oorzaak kost op haar P10 (rood) en brengt "
        "op haar P90 (blauw), als de rest blijft zoals zij is. Tussen haakjes: deel van de variantie, met samenspel.",
    )
