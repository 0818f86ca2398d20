"""The tables people read first: budget | lasten | P10/P50/P90 | saldo | mee te nemen | terug te betalen, and the
verdicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from finance.fouten import Invoerfout, Melding, suggest
from finance.taal.getallen import format_date
from finance.voorzieningen import VOORZIENINGEN
from reports.kas.tabel import POTNAMEN
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.xlsx import euro_width
from scenarios.engine.origin import GEREALISEERD
from scenarios.engine.result import TOETSEN, Result, Summary
from scenarios.regiomap.regio import Regio

POTLABELS = {
    **POTNAMEN,
    "totaal": "Totaal, eigen rekening",
    "cumulatief": "Totaal, cumulatief",
    "vraag": "Totaal, cumulatief over de vraag",
    "sinds_2022": "Totaal, sinds 2022 (ter informatie)",
}

KRAPST = (
    "Krapste jaar: het jaar met de grootste buffer, op zichzelf of opgeteld; is er geen nodig, dat met "
    "de kleinste kans."
)
"""What every table, sentence and sheet means by it."""

EIGEN = ("totaal", "cumulatief", "vraag")
"""The verdicts on the own account, which decide: of the open years, and added up over them or over the question."""
GEEN_OORDEEL = float("nan")
"""The band and the chance of a closed year: it has none."""

KOLOMMEN = ("Budget", "Lasten", "P10", "P50", "P90", "Saldo", "Mee te nemen", "Terug te betalen")


@dataclass(frozen=True)
class Overzichtsregel:
    """One gemeente (or the region) in one year, in euros."""

    gemeente: str
    jaar: int
    bedragen: tuple[float, ...]
    """in the order of `KOLOMMEN`; P10, P50 and P90 are percentiles of the lasten"""
    kans: float
    neutraal: bool
    """verdict on the own account of that year"""
    status: str = ""
    """`gerealiseerd`, `deels` or nothing"""

    @property
    def dicht(self) -> bool:
        """A closed year is a fact: it has no band and no chance."""
        return self.status == GEREALISEERD

    @property
    def oordeel(self) -> str:
        """ja, nee, or that the year is closed."""
        return self.status if self.dicht else "ja" if self.neutraal else "nee"


def amount_width(resultaat: Result) -> float:
    """Characters of a column in which every amount of the raming fits, also added up over the years."""
    jaren = range(len(resultaat.jaren))
    return euro_width(sum(resultaat.totaal.value(naam, j) for naam in ("budget", "lasten") for j in jaren))


def overview(resultaat: Result) -> list[Overzichtsregel]:
    """Per gemeente and region, per year. Amounts of both SPUKs are taken together in the last two columns."""
    return [_overview_row(resultaat, deel, j) for deel in resultaat.parts() for j in range(len(resultaat.jaren))]


def _overview_row(resultaat: Result, deel: Summary, j: int) -> Overzichtsregel:
    jaar = resultaat.jaren[j]
    status, oordeel = resultaat.status(deel, jaar), deel.oordelen["totaal", jaar]
    dicht = status == GEREALISEERD
    return Overzichtsregel(
        deel.naam,
        jaar,
        (
            deel.value("budget", j),
            deel.value("lasten", j),
            *(GEEN_OORDEEL if dicht else deel.value("lasten", j, p) for p in ("p10", "p50", "p90")),
            deel.value("saldo", j),
            deel.value("meenemen", j) + deel.value("meenemen_onderwijsroute", j),
            deel.value("terug_te_betalen", j),
        ),
        GEEN_OORDEEL if dicht else oordeel.kans,
        oordeel.neutraal,
        status,
    )


def status_words(resultaat: Result) -> tuple[str, ...]:
    """Which years are facts and what that means; nothing when all of it is a forecast."""
    gesloten = [j for j in resultaat.jaren if resultaat.status(resultaat.totaal, j) == GEREALISEERD]
    zinnen = []
    if gesloten:
        zinnen.append(
            f"* Gerealiseerd ({gesloten[0]}-{gesloten[-1]}): lasten en uitkering van de SPUK's zoals geboekt, zonder "
            "bandbreedte en zonder kans; uitvoeringslasten staan niet in die boeken en zijn geraamd. Het oordeel telt "
            "vanaf het eerste open jaar."
        )
    if (deel := resultaat.feiten.deel) is not None and deel.jaar in resultaat.jaren:
        zinnen.append(
            f"+ Deels gerealiseerd ({deel.jaar}): geboekt tot en met {format_date(deel.tot)}, de rest geraamd."
        )
    if zinnen and resultaat.feiten.fictief:
        zinnen.append(f"De boeken zeggen van zichzelf: {resultaat.feiten.fictief}.")
    zinnen += [f"Let op: {zin}" for zin in resultaat.feiten.signalen]
    return (*zinnen, *(f"Let op: de boeken tellen niet mee. {m}" for m in resultaat.feiten.meldingen))


def overview_table(
    resultaten: Sequence[Result],
    titel: str = "",
    kans: str = "Kans sluitend",
    oordeel: str = "Budgetneutraal",
    toon: Callable[[Overzichtsregel], bool] = lambda regel: True,
) -> Tabel:
    """Scenario | gemeente | year | the amounts | probability | verdict, the gemeenten before their region."""
    return Tabel(
        titel,
        (
            Kolom("Scenario", vorm="lang"),
            Kolom("Gemeente", vorm="lang"),
            Kolom("Jaar", "jaar"),
            *(Kolom(kop, "euro", naam=kop) for kop in KOLOMMEN),
            Kolom(kans, "deel", smal="Kans", naam="kans", vorm="kans"),
            Kolom(oordeel, "ja_nee", naam="oordeel"),
        ),
        tuple(
            Rij(
                (r.scenario, regel.gemeente, regel.jaar, *regel.bedragen, regel.kans, regel.oordeel),
                ("overzicht", r.scenario, regel.gemeente, regel.jaar),
            )
            for r in resultaten
            for regel in overview(r)
            if toon(regel)
        ),
    )


def high_advance(deel: Summary, j: int) -> float:
    """The part of `terug_te_betalen` that is no terugvordering: the voorschot above the definitieve uitkering."""
    vorderingen = ("terugvordering", "terugvordering_onderwijsroute")
    return deel.value("terug_te_betalen", j) - sum(deel.value(naam, j) for naam in vorderingen)


def late_payment(deel: Summary, j: int) -> float:
    """What the Rijk pays after the year: the definitieve uitkering above the voorschot, and what decisions of that
    year change in closed ones.

    With it a row adds up: saldo = mee te nemen of the year before + budget + this - lasten - mee te nemen - terug.
    """
    return deel.value("nabetaling", j) + high_advance(deel, j) + deel.value("correctie_uitkering", j)


@dataclass(frozen=True)
class Potoordeel:
    """The verdict on one pot over several years: the worst year decides."""

    gemeente: str
    pot: str
    neutraal: bool
    slechtste_jaar: int
    kans: float
    buffer: float


def verdicts(resultaat: Result, jaren: tuple[int, ...], vraag: bool = False) -> list[Potoordeel]:
    """Per gemeente and region, per pot, the open year of `jaren` with the largest buffer, then the lowest probability.

    vraag: added up from the first of these years, what was realised included, instead of from the first open year.
    """
    open_ = resultaat.open_years(jaren)
    potten = [p for p in TOETSEN if p != ("cumulatief" if vraag else "vraag")]
    return [worst_year(deel, pot, open_) for deel in resultaat.parts() for pot in potten]


def worst_year(deel: Summary, pot: str, jaren: Sequence[int]) -> Potoordeel:
    """The verdict on one pot in the krapste jaar, see `KRAPST`."""
    jaar = min(jaren, key=lambda j: (-deel.oordelen[pot, j].buffer, deel.oordelen[pot, j].kans, j))
    oordeel = deel.oordelen[pot, jaar]
    return Potoordeel(deel.naam, pot, oordeel.neutraal, jaar, oordeel.kans, oordeel.buffer)


def readable_name(naam: str) -> str:
    """The name of a value of the input, with labels for the codes in it: 'gebruik brede_intake' -> 'Gebruik brede
    intake'."""
    labels = {n: v.label for n, v in VOORZIENINGEN.items()} | POTLABELS
    tekst = re.sub("|".join(rf"\b{n}\b" for n in labels if n != "totaal"), lambda m: labels[m[0]], naam).replace(
        "_", " "
    )
    return tekst[:1].upper() + tekst[1:]


def is_neutral(oordelen: list[Potoordeel], gemeente: str) -> bool:
    """Whether one gemeente (or the region) is budgetneutraal: its own account, every year and cumulatively.

    The separate pots are shown beside it: a shortfall of a SPUK weighs on the own account until a later uitkering
    covers it.
    """
    return all(o.neutraal for o in oordelen if o.gemeente == gemeente and o.pot in EIGEN)


def tightest(oordelen: list[Potoordeel], gemeente: str) -> Potoordeel:
    """The verdict on the own account of one gemeente (or the region) that asks the largest buffer."""
    eigen = [o for o in oordelen if o.gemeente == gemeente and o.pot in EIGEN]
    return min(eigen, key=lambda o: (-o.buffer, o.kans))


def check_gemeente(regio: Regio, gemeente: str | None) -> str | None:
    """The name as the region writes it, of a name or CBS code in any case; None when none was asked.

    Raises Invoerfout for an unknown gemeente, before anything is computed.
    """
    if gemeente is None:
        return None
    try:
        (code,) = regio.gemeente_codes(gemeente)
    except (KeyError, ValueError):
        namen = [g.naam for g in regio.gemeenten]
        mend = suggest(gemeente, namen)
        raise Invoerfout([Melding("--gemeente", "", gemeente, "een gemeente van de regio", mend)]) from None
    return next(g.naam for g in regio.gemeenten if g.code == code)
