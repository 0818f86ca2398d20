"""Sensitivity: the sources of uncertainty of one saldo as sentence, table and tornado, in euros and in chance."""

from __future__ import annotations

from collections.abc import Sequence

from finance.fouten import list_words
from finance.taal.getallen import euros, format_date, format_points, format_share, thousands
from reports.afweging.drijvers import label_of
from reports.afweging.keuze import Keuzestuk, drawn
from reports.figuren.figuur import Figuur
from reports.figuren.tornado import draw_chances, draw_tornado
from reports.grond.console import make_console
from reports.grond.rekenopties import Rekenkeuze
from reports.tabel.scherm import KRAP, RIJEN, print_fitting
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.tekst import DUIZENDEN
from scenarios.afweging.gevoeligheid import Gevoeligheid, Invloed
from scenarios.regiomap.intervallen import SOORTEN
from scenarios.regiomap.regio import Regio

TITEL = "Waar is het saldo gevoelig voor?"
UITLEG = (
    "Tegenvaller en meevaller: wat het verwachte saldo erbij of eraf krijgt, en wat de kans op sluiten wordt, als deze "
    "ene bron op haar ongunstige of gunstige tiende staat (P10 of P90) en al het andere getrokken blijft, met dezelfde "
    "trekkingen. Aandeel: deel van de variantie dat de bron alleen verklaart; met samenspel: ook wat zij samen met "
    "andere doet, dus die aandelen overlappen."
)
BRONNEN = (
    "Een bron beweegt met geen andere mee: prijzen van één aanbestedingsronde delen een deel van hun trekking en zijn "
    "samen één bron, net als de indexen; zij staan op de meest waarschijnlijke waarden waarbij hun deel van het saldo "
    "op zijn P10 of P90 ligt. Wat het aantal personen doet, is uit de trekkingen gelezen; de rest is doorgerekend."
)
KORT = {
    "gebruik": "gebruik",
    "start_aandeel": "deel dat een plan krijgt",
    "vast": "vaste lasten",
    "aandelen": "voorlopige uitkering",
    "abo": "onderwijsroute",
}
"""Kinds in fewer words, where the name of what it is comes behind it"""
KLEINST = 0.005
"""Total share below which a source that was not held goes without saying"""


def show_sensitivity(alle: Sequence[Gevoeligheid]) -> None:
    """On the terminal, year by year."""
    scherm = make_console()
    for g in alle:
        scherm.print(in_words(g), soft_wrap=True)
        print_fitting(scherm, _to_read(g), RIJEN, KRAP, DUIZENDEN)
    scherm.print(
        f"{_sharpness(alle)} Bedragen × € 1.000. {thousands(alle[0].trekkingen)} trekkingen. {UITLEG} {BRONNEN}",
        soft_wrap=True,
    )


def build_sensitivity(alle: Sequence[Gevoeligheid], regio: Regio, keuze: Rekenkeuze, scenario: str) -> Keuzestuk:
    """The page: a tornado in euros and one in chance, and the table, per year."""
    return Keuzestuk(
        f"{TITEL} {regio.naam}",
        f"Saldo op de eigen rekening van {regio.totaalnaam}, {list_words([g.eis.tekst for g in alle])}.",
        tuple(in_words(g) for g in alle),
        tuple(
            Hoofdstuk(
                f"{g.eis.tekst[0].upper()}{g.eis.tekst[1:]}",
                (),
                (_to_read(g),),
                (euro_figure(g), chance_figure(g)) if _held(g) else (),
            )
            for g in alle
        ),
        drawn(scenario, keuze.trekkingen, keuze.zaad),
    )


def in_words(g: Gevoeligheid) -> str:
    """The saldo, the chance, and the three sources that weigh most."""
    begin = (
        f"{g.eis.tekst[0].upper()}{g.eis.tekst[1:]} is het verwachte saldo {_rounded(g.verwacht)} en de kans op "
        f"sluiten {format_share(g.kans)}."
    )
    delen = [
        f"{name_of(b)} (tegenvaller {_rounded(b.euros[0])} en dan {format_share(b.kansen[0])} kans, meevaller "
        f"{_rounded(b.euros[1])} en dan {format_share(b.kansen[1])})"
        for b in _held(g)[:3]
        if b.euros and b.kansen
    ]
    return f"{begin} Het meest doen: {'; '.join(delen)}." if delen else begin


def name_of(invloed: Invloed) -> str:
    """What a controller calls a source."""
    if not invloed.drijvers:
        return invloed.naam
    eerste = invloed.drijvers[0]
    soort = SOORTEN[eerste.soort]
    if len(invloed.drijvers) > 1:
        if not eerste.ronde.startswith("aanbesteding"):
            return soort
        return f"{soort} die ingaan op {format_date(eerste.vanaf)} ({len(invloed.drijvers)} contracten)"
    label = label_of(eerste)
    return soort if label in (eerste.soort, eerste.naam) else f"{KORT.get(eerste.soort, soort)}: {label}"


def source_table(g: Gevoeligheid) -> Tabel:
    """Source | euros and chance at both tenths | shares with their errors."""
    bronnen = [b for b in g.bronnen if b.euros or b.totaal >= KLEINST]
    return Tabel(
        "",
        (
            Kolom("Bron", vorm="lang"),
            Kolom("Gelezen uit", smal="Uit"),
            Kolom("Tegenvaller", "euro", smal="Tegen", optelbaar=False),
            Kolom("Meevaller", "euro", smal="Mee", optelbaar=False),
            Kolom("Kans bij tegenvaller", "deel", smal="Kans"),
            Kolom("Kans bij meevaller", "deel", smal="Kans"),
            Kolom("Aandeel", "deel"),
            Kolom("Fout aandeel", "deel", smal="Fout"),
            Kolom("Met samenspel", "deel", smal="Samen"),
            Kolom("Fout samenspel", "deel", smal="Fout"),
        ),
        tuple(
            Rij(
                (
                    *(name_of(b), "" if not b.euros else "doorgerekend" if b.drijvers else "trekkingen"),
                    *(b.euros or (None, None)),
                    *(b.kansen or (None, None)),
                    *(max(b.eerste, 0.0), b.eerste_fout, max(b.totaal, b.eerste, 0.0), b.totaal_fout),
                )
            )
            for b in (*bronnen, *([g.rest] if g.rest else []))
        ),
        (_sharpness([g]), UITLEG, BRONNEN),
    )


def _to_read(g: Gevoeligheid) -> Tabel:
    """The table without the errors of each share."""
    return source_table(g).without("Fout aandeel", "Fout samenspel")


def _sharpness(alle: Sequence[Gevoeligheid]) -> str:
    """How sure the shares are, and the chances."""
    if any(g.rest is None for g in alle):
        return "Voor aandelen zijn dit te weinig trekkingen."
    aandeel = max(max(b.eerste_fout, b.totaal_fout) for g in alle for b in g.bronnen)
    kans = max(g.fout for g in alle)
    return (
        f"Standaardfout: van de aandelen ten hoogste {format_points(aandeel)}, van de kans op sluiten "
        f"{format_points(kans)}."
    )


def euro_figure(g: Gevoeligheid) -> Figuur:
    """The tornado in euros."""
    rijen = [(name_of(b), *b.euros) for b in _held(g) if b.euros]
    kop = "Wat iedere bron het saldo kost en brengt"
    omschrijving = "; ".join(f"{naam}: {euros(laag)} en {euros(hoog)}" for naam, laag, hoog in rijen)
    svg, eenheid = draw_tornado(f"{kop} {g.eis.tekst}", f"{omschrijving}.", rijen)
    return Figuur(
        kop,
        svg,
        f"Verandering van het verwachte saldo, {g.eis.tekst}, in {eenheid}: rood op de ongunstige tiende, blauw op de "
        f"gunstige. Verwacht is {_rounded(g.verwacht)}.",
    )


def chance_figure(g: Gevoeligheid) -> Figuur:
    """The tornado in points of the chance."""
    rijen = [(name_of(b), b.kansen[0] - g.kans, b.kansen[1] - g.kans) for b in _held(g) if b.kansen]
    kop = "En de kans op sluiten"
    omschrijving = "; ".join(
        f"{name_of(b)}: {format_share(b.kansen[0])} en {format_share(b.kansen[1])}" for b in _held(g) if b.kansen
    )
    return Figuur(
        kop,
        draw_chances(f"{kop} {g.eis.tekst}", f"{omschrijving}.", rijen),
        f"Verandering van de kans in procentpunten; nu {format_share(g.kans)}.",
    )


def sensitivity_rows(alle: Sequence[Gevoeligheid]) -> Tabel:
    """For csv: all years below one another."""
    tabellen = [source_table(g) for g in alle]
    rijen = tuple(
        Rij((g.eis.tekst, *rij.cellen)) for g, tabel in zip(alle, tabellen, strict=True) for rij in tabel.rijen
    )
    return Tabel("", (Kolom("Saldo"), *tabellen[0].kolommen), rijen)


def _held(g: Gevoeligheid) -> list[Invloed]:
    """Those of which the effect is known, widest first."""
    bekend = [b for b in g.bronnen if b.euros is not None]
    return sorted(bekend, key=lambda b: -max(map(abs, b.euros or (0.0,))))


def _rounded(bedrag: float) -> str:
    """To three figures: more would be false precision."""
    return euros(float(f"{bedrag:.3g}"))
