"""The cheapest set of measures, and what each certainty costs: as sentences, a table, a picture and a page."""

from __future__ import annotations

from math import sqrt

from finance.taal.getallen import dutch, euros, format_certainty, format_share, percent, thousands
from reports.afweging.keuze import Keuzestuk, drawn
from reports.figuren.figuren import BLAUW, GOUD, GRIJS, amount_label, unit_of
from reports.figuren.figuur import Figuur
from reports.figuren.wolk import As, Lijn, Stip, draw_cloud
from reports.grond.console import make_console
from reports.grond.rekenopties import Rekenkeuze
from reports.tabel.scherm import VOUW, to_screen
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.afweging.maatregelen.hefbomen import in_words
from scenarios.afweging.maatregelen.zoeken import Maatregelpunt, Maatregeluitslag
from scenarios.regiomap.regio import Regio

ZEKERHEDEN = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Certainties of which the screen shows the cheapest"""
MEESTE_PUNTEN = 700
UITLEG = (
    "Kosten: eigen geld, eenmalige en jaarlijkse kosten samen over de open jaren. Kosten van maatregelen drukken op "
    "het eigen saldo, eigen geld komt erbij. Kans: de kleinste van de open jaren, elk op zichzelf en opgeteld. "
    "Buffer: wat dan nog ontbreekt. Het saldo is verwacht en opgeteld over de open jaren."
)
KOP = "Wat kost welke zekerheid?"


def describe(uitslag: Maatregeluitslag, trekkingen: int) -> tuple[str, ...]:
    """The answer, and how it was found."""
    vraag, nu = uitslag.vraag, uitslag.nu
    jaren = f"{vraag.jaren[0]}-{vraag.jaren[-1]}"
    gevraagd = format_certainty(vraag.zekerheid)
    begin = f"Zonder maatregelen is de kans op een sluitende rekening in {jaren} {format_share(nu.kans)}"
    if nu.neutraal:
        return (
            f"{begin}: dat is al budgetneutraal met {gevraagd} zekerheid; er is geen maatregel nodig.",
            _how(uitslag),
        )
    eerste = f"{begin}; voor {gevraagd} zekerheid ontbreekt {euros(nu.buffer)}."
    beste = uitslag.beste
    if beste is None:
        verst = uitslag.front[-1]
        hoe = "Geen combinatie" if uitslag.volledig else "Geen van de doorgerekende combinaties"
        antwoord = (
            f"{hoe} van deze maatregelen is budgetneutraal met {gevraagd} zekerheid. Het verst komt "
            f"{in_words(uitslag.hefbomen, verst.standen)}: kans {format_share(verst.kans)}, en dan ontbreekt nog "
            f"{euros(verst.buffer)}."
        )
    else:
        marge = 196 * sqrt(beste.kans * (1 - beste.kans) / trekkingen)
        antwoord = (
            f"Het goedkoopst is: {in_words(uitslag.hefbomen, beste.standen)}. Dat kost "
            f"{thousands(round(beste.kosten))} euro over {jaren} en geeft een kans van {format_share(beste.kans)} (met "
            f"{thousands(trekkingen)} trekkingen op {dutch(marge, 1)} punt na)."
        )
    return (eerste, antwoord, _how(uitslag))


def _how(uitslag: Maatregeluitslag) -> str:
    aantal, gedaan = thousands(uitslag.combinaties), thousands(uitslag.doorgerekend)
    if uitslag.volledig:
        return (
            f"Er zijn {aantal} combinaties. Alle die goedkoper konden zijn, zijn bekeken ({gedaan} keer doorgerekend; "
            "eigen geld en kosten tellen erbij op zonder nieuwe berekening). Niets is goedkoper."
        )
    return (
        f"Er zijn {aantal} combinaties, te veel om alle door te rekenen. Gezocht is stap voor stap vanaf niets, alles "
        f"en iedere maatregel apart ({gedaan} keer doorgerekend): goed, maar niet zeker het goedkoopst."
    )


def front_table(uitslag: Maatregeluitslag, titel: str = "", kort: bool = False) -> Tabel:
    """Number | measures | cost | chance | buffer | saldo; kort: the cheapest of each of `ZEKERHEDEN` only."""
    rijen = []
    for nummer, punt in enumerate(uitslag.front, start=1):
        if kort and punt not in _shown(uitslag):
            continue
        cellen = (str(nummer), in_words(uitslag.hefbomen, punt.standen), punt.kosten, punt.kans, punt.buffer)
        rijen.append(Rij((*cellen, punt.verwacht), nadruk="vet" if punt == uitslag.beste else ""))
    return Tabel(
        titel,
        (
            Kolom("Nr"),
            Kolom("Maatregelen"),
            Kolom("Kosten", "euro"),
            Kolom("Kans", "deel"),
            Kolom("Buffer", "euro"),
            Kolom("Verwacht saldo", "euro", smal="Saldo"),
        ),
        tuple(rijen),
        (UITLEG,),
    )


def _shown(uitslag: Maatregeluitslag) -> list[Maatregelpunt]:
    gevraagd = (0.0, *ZEKERHEDEN, uitslag.vraag.zekerheid)
    return [p for z in gevraagd for p in [next((p for p in uitslag.front if p.kans >= z), uitslag.front[-1])]]


def front_figure(uitslag: Maatregeluitslag) -> Figuur:
    """Cost against chance: every combination that was looked at, and the cheapest of each certainty."""
    punten, front = uitslag.punten, uitslag.front
    hoogste = max(front[-1].kosten, 1.0) * 1.05
    eenheid, naam = unit_of([hoogste])
    x = As(f"kosten over de open jaren ({naam})", 0.0, hoogste, lambda w: amount_label(w, eenheid))
    laagst = max(min(p.kans for p in front) - 0.05, 0.0)
    y = As("kans dat alle open jaren sluiten (kleinste van de jaren)", laagst, 1.0, percent)
    stap = max(1, len(punten) // MEESTE_PUNTEN)
    trap: list[tuple[float, float]] = []
    for punt in front:
        trap += [(punt.kosten, trap[-1][1] if trap else punt.kans), (punt.kosten, punt.kans)]
    lijnen = [
        Lijn(trap, BLAUW),
        Lijn([(0.0, uitslag.vraag.zekerheid), (hoogste, uitslag.vraag.zekerheid)], GOUD, "8 4"),
    ]
    grijs = [Stip(p.kosten, p.kans, GRIJS, True) for p in punten[::stap] if p.kosten <= hoogste and p.kans >= laagst]
    beste = [Stip(uitslag.beste.kosten, uitslag.beste.kans, "#111111", straal=6)] if uitslag.beste else []
    onder = (
        f"Zwart: de goedkoopste voor {format_certainty(uitslag.vraag.zekerheid)} zekerheid, "
        f"{in_words(uitslag.hefbomen, uitslag.beste.standen)}."
        if uitslag.beste
        else "Geen combinatie haalt de gevraagde zekerheid."
    )
    return Figuur(
        KOP,
        draw_cloud(KOP, onder, x, y, [*grijs, *beste], lijnen),
        onder,
        (
            ("goedkoopste per zekerheid", BLAUW, "lijn"),
            ("gevraagde zekerheid", GOUD, "streep"),
            ("andere combinatie", "#CCCCCC", "vlak"),
        ),
    )


def show_measures(uitslag: Maatregeluitslag, trekkingen: int) -> None:
    """The sentences and the short table on the terminal."""
    scherm = make_console()
    for zin in describe(uitslag, trekkingen):
        scherm.print(zin, soft_wrap=True)
    scherm.print(to_screen(front_table(uitslag, kort=True), VOUW, smal=True))
    scherm.print(UITLEG, soft_wrap=True)


def build_measures(uitslag: Maatregeluitslag, regio: Regio, scenario: str, keuze: Rekenkeuze) -> Keuzestuk:
    """The page."""
    *antwoord, hoe = describe(uitslag, keuze.trekkingen)
    maatregelen = (h.maatregel for h in uitslag.hefbomen)
    return Keuzestuk(
        titel=f"Maatregelen: wat kost budgetneutraliteit in {regio.naam}",
        ondertitel=f"Scenario {scenario} · {thousands(keuze.trekkingen)} trekkingen · {KOP.lower()}",
        antwoord=tuple(antwoord),
        hoofdstukken=(
            Hoofdstuk(KOP, (hoe,), (front_table(uitslag),), (front_figure(uitslag),)),
            Hoofdstuk(
                "Waar rusten de maatregelen op?", tuple(f"{m.naam} ({m.status}): {m.bron}." for m in maatregelen)
            ),
        ),
        herkomst=drawn(scenario, keuze.trekkingen, keuze.zaad),
    )
