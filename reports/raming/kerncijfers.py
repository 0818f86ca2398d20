"""The tables people read first: budget | lasten | P10/P50/P90 | saldo | mee te nemen | terug te betalen, and the
verdicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from finance.fouten import Invoerfout, Melding, suggest
from finance.voorzieningen import VOORZIENINGEN
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.engine.result import TOETSEN, Resultaat, Samenvatting
from scenarios.regiomap.regio import Regio

POTLABELS = {
    "gemeentefonds": "Gemeentefonds",
    "spuk": "SPUK inburgeringsvoorzieningen",
    "spuk_onderwijsroute": "SPUK onderwijsroute",
    "totaal": "Totaal, eigen rekening",
    "cumulatief": "Totaal, cumulatief",
}

KRAPST = (
    "Krapste jaar: het jaar met de grootste buffer, op zichzelf of opgeteld sinds het begin; is er geen nodig, dat met "
    "de kleinste kans."
)
"""What every table, sentence and sheet means by it."""

EIGEN = ("totaal", "cumulatief")
"""The verdicts on the own account, which decide."""

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


def overview(resultaat: Resultaat) -> list[Overzichtsregel]:
    """Per gemeente and region, per year. Amounts of both SPUKs are taken together in the last two columns."""
    return [
        Overzichtsregel(
            deel.naam,
            jaar,
            (
                deel.value("budget", j),
                deel.value("lasten", j),
                *(deel.value("lasten", j, p) for p in ("p10", "p50", "p90")),
                deel.value("saldo", j),
                deel.value("meenemen", j) + deel.value("meenemen_onderwijsroute", j),
                deel.value("terug_te_betalen", j),
            ),
            deel.oordelen["totaal", jaar].kans,
            deel.oordelen["totaal", jaar].neutraal,
        )
        for deel in resultaat.parts()
        for j, jaar in enumerate(resultaat.jaren)
    ]


def overview_table(
    resultaten: Sequence[Resultaat],
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
                (r.scenario, regel.gemeente, regel.jaar, *regel.bedragen, regel.kans, regel.neutraal),
                ("overzicht", r.scenario, regel.gemeente, regel.jaar),
            )
            for r in resultaten
            for regel in overview(r)
            if toon(regel)
        ),
    )


def high_advance(deel: Samenvatting, j: int) -> float:
    """The part of `terug_te_betalen` that is no terugvordering: the voorschot above the definitieve uitkering."""
    vorderingen = ("terugvordering", "terugvordering_onderwijsroute")
    return deel.value("terug_te_betalen", j) - sum(deel.value(naam, j) for naam in vorderingen)


def late_payment(deel: Samenvatting, j: int) -> float:
    """What the Rijk pays after the year, where the definitieve uitkering is above the voorschot.

    With it a row adds up: saldo = mee te nemen of the year before + budget + this - lasten - mee te nemen - terug.
    """
    return deel.value("nabetaling", j) + high_advance(deel, j)


@dataclass(frozen=True)
class Potoordeel:
    """The verdict on one pot over several years: the worst year decides."""

    gemeente: str
    pot: str
    neutraal: bool
    slechtste_jaar: int
    kans: float
    buffer: float


def verdicts(resultaat: Resultaat, jaren: tuple[int, ...]) -> list[Potoordeel]:
    """Per gemeente and region, per pot, the year of `jaren` with the largest buffer, then the lowest probability."""
    return [worst_year(deel, pot, jaren) for deel in resultaat.parts() for pot in TOETSEN]


def worst_year(deel: Samenvatting, pot: str, jaren: Sequence[int]) -> Potoordeel:
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
