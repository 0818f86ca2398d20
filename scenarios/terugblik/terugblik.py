"""Back-test: the forecast as it would have been made at each earlier peildatum, against what happened.

Every later count of instroom.csv, every later taakstelling and every year that was closed later is an outcome that the
forecast should hold. `toen` tells what was known; every row says whether it is blind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scenarios.grond.tijdas import Tijdas
from scenarios.grond.trekking import BLOK, Trekking
from scenarios.inzicht.volumes_raming import HALFJAARREEKSEN, draw_series
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model, build_model
from scenarios.model.modelinvoer import published_taakstelling
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import Landbeeld, simulate_country, simulate_gemeente
from scenarios.regiomap.modellen import BASIS, STARTINDICATOREN
from scenarios.regiomap.regio import Regio
from scenarios.terugblik.naief import NAMEN, naive_money, naive_persons, score_naive
from scenarios.terugblik.scores import Score, pit_range, score
from scenarios.terugblik.toen import GELD, LASTEN, LATER, STARTS, UITKERING, hindsight, known_on
from scenarios.volumes.landelijk_pad import number_of
from scenarios.volumes.taakstelling import compute_taakstelling, latest_versions

BEGIN = date(2022, 1, 1)
REGIO = "Regio"
"""Name under which the sum of all gemeenten is compared."""
PERSONEN = ("taakstelling", "gehuisvest", "plichtig", "gezin", *STARTS)
GROOTHEDEN = (*PERSONEN, *GELD)

Doel = tuple[str, int, int]
"""(quantity, first half-year, one after the last)"""


@dataclass(frozen=True)
class Terugblikregel:
    """One forecast against one outcome, beside the naive ones of the same day."""

    peildatum: date
    gemeente: str
    grootheid: str
    periode: str
    stappen: int
    """half-years from the peildatum to the end of the period"""
    werkelijk: float
    model: Score
    naief: Mapping[str, Score]
    """by name in `naief.NAMEN`; those that had a basis"""
    rang: tuple[float, float]
    """share of the draws below the outcome, and at or below it"""
    niet_blind: tuple[str, ...]
    """what the forecast rests on that was not known then"""
    treffers: NDArray[np.bool_] = field(repr=False, compare=False)
    """(n,) whether the band holds each of the draws themselves: what a right forecast would have scored"""

    @property
    def binnen(self) -> bool:
        """Whether the 80% band holds the outcome."""
        return self.model.laag <= self.werkelijk <= self.model.hoog


@dataclass(frozen=True)
class _Uitspraak:
    """What was said of one thing, and what became of it."""

    doel: Doel
    getrokken: NDArray[np.float64]
    """(n,)"""
    werkelijk: float
    naief: Mapping[str, float]


@dataclass(frozen=True)
class _Getuige:
    """One model of an earlier day with its draws."""

    regio: Regio
    """as known now"""
    toen: Regio
    peildatum: date
    model: Model
    blokken: tuple[Trekking, ...]
    landen: tuple[Landbeeld, ...]
    trekkingen: int

    def join(self, delen: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        """The draws of all blocks as one row. (n,)"""
        return np.concatenate(delen)[: self.trekkingen]

    def judge(self, naam: str, wat: _Uitspraak) -> Terugblikregel:
        grootheid, van, tot = wat.doel
        getrokken, werkelijk = wat.getrokken, float(wat.werkelijk)
        halfjaren, jaren = self.model.tijdas.halfjaren, self.model.tijdas.jaren
        uitslag = score(getrokken, werkelijk)
        periode = halfjaren[van] if tot == van + 1 else f"{halfjaren[van]} t/m {halfjaren[tot - 1]}"
        return Terugblikregel(
            self.peildatum,
            naam,
            grootheid,
            str(jaren[van // 2]) if grootheid in GELD else periode,
            tot - self.model.tijdas.half_of(self.peildatum),
            werkelijk,
            uitslag,
            {n: score_naive(grootheid, x, werkelijk) for n, x in wat.naief.items()},
            pit_range(getrokken, werkelijk),
            hindsight(self.regio, self.peildatum, grootheid, jaren[(tot - 1) // 2]),
            (getrokken >= uitslag.laag) & (getrokken <= uitslag.hoog),
        )


def earlier_peildata(regio: Regio) -> list[date]:
    """Every 1 January and 1 July from 2022 up to the last taakstelling known now (at most the end of the grid)."""
    bekend = list(latest_versions(regio.land.taakstelling, regio.bestand.bekend_op))
    laatste = max(max(number_of(h) for h in bekend), 2 * regio.bestand.peildatum.year)
    einde = min(laatste, 2 * regio.bestand.eindjaar + 1)
    return [date(h // 2, 7 if h % 2 else 1, 1) for h in range(2 * 2022, einde + 1)]


def without_own_counts(regio: Regio, code: str) -> Regio:
    """The region as if one gemeente had counted nothing itself (assumptions stay)."""
    return replace(
        regio,
        instroom=tuple(r for r in regio.instroom if r.cbs_code != code or r.status == "aanname"),
        personen=tuple(p for p in regio.personen if p.cbs_code != code),
        tellingen=tuple(t for t in regio.tellingen if t.cbs_code != code),
    )


def leave_one_out(regio: Regio, trekkingen: int, zaad: int) -> list[Terugblikregel]:
    """Every gemeente forecast from the counts of the others only: what pooling is worth without own figures."""
    uit = []
    geteld = {r.cbs_code for r in regio.instroom if r.status != "aanname"}
    for gemeente in (g for g in regio.gemeenten if g.code in geteld):
        zonder = without_own_counts(regio, gemeente.code)
        uit += list(_compare(regio, zonder, BEGIN, trekkingen, zaad, {gemeente.code}))
    return [
        # Beside the counts of the others these know every national number: blind in space, not in time.
        replace(v, niet_blind=(LATER,))
        for v in uit
        if v.grootheid in PERSONEN and v.grootheid != "taakstelling"
    ]


def look_back(
    regio: Regio,
    trekkingen: int,
    zaad: int,
    voortgang: Callable[[int, int], None] = lambda klaar, totaal: None,
) -> list[Terugblikregel]:
    """All comparisons of a region. Raises Invoerfout as `build_model` does."""
    uit = []
    peildata = earlier_peildata(regio)
    for klaar, peildatum in enumerate(peildata, start=1):
        uit += look_back_from(regio, peildatum, trekkingen, zaad)
        voortgang(klaar, len(peildata))
    return uit


def look_back_from(regio: Regio, peildatum: date, trekkingen: int, zaad: int) -> list[Terugblikregel]:
    """The comparisons of one earlier peildatum."""
    codes = {g.code for g in regio.gemeenten}
    return list(_compare(regio, known_on(regio, peildatum), peildatum, trekkingen, zaad, codes))


def _compare(
    regio: Regio, toen: Regio, peildatum: date, trekkingen: int, zaad: int, codes: set[str]
) -> Iterator[Terugblikregel]:
    """Forecasts from the region as known then, for the gemeenten `codes`, against everything known of later."""
    model = build_model(toen, BASIS)
    # Nothing else shares these draws, so a block need not be whole.
    blokken = tuple(Trekking(zaad, b, min(trekkingen, BLOK)) for b in range(-(-trekkingen // BLOK)))
    getuige = _Getuige(
        regio, toen, peildatum, model, blokken, tuple(simulate_country(model, t) for t in blokken), trekkingen
    )
    samen: dict[Doel, list[_Uitspraak]] = {}
    for g in (g for g in model.gemeenten if g.code in codes):
        for uitspraak in (*_persons(getuige, g), *_money(getuige, g)):
            yield getuige.judge(g.naam, uitspraak)
            samen.setdefault(uitspraak.doel, []).append(uitspraak)
    # Errors that gemeenten share do not cancel in the sum, so the region is a test of its own.
    for uitspraken in samen.values():
        if len(uitspraken) == len(model.gemeenten) > 1:
            yield getuige.judge(REGIO, _add_up(uitspraken))


def _add_up(uitspraken: Sequence[_Uitspraak]) -> _Uitspraak:
    """The same forecast for all gemeenten together; a naive one only when every gemeente has it."""
    doel, namen = uitspraken[0].doel, [n for n in NAMEN if all(n in u.naief for u in uitspraken)]
    return _Uitspraak(
        doel,
        np.sum([u.getrokken for u in uitspraken], axis=0),
        sum(u.werkelijk for u in uitspraken),
        {n: sum(u.naief[n] for u in uitspraken) for n in namen},
    )


def _persons(getuige: _Getuige, g: Gemeentemodel) -> Iterator[_Uitspraak]:
    model, toen = getuige.model, getuige.model.tijdas.half_of(getuige.peildatum)
    reeksen = [
        draw_series(model, g, draw_volumes(model, g, land, t), t)[0]
        for land, t in zip(getuige.landen, getuige.blokken, strict=True)
    ]
    for grootheid, van, tot, werkelijk in _outcomes(getuige, g):
        k = HALFJAARREEKSEN.index(grootheid)
        yield _Uitspraak(
            (grootheid, van, tot),
            getuige.join([reeks[k, van:tot].sum(axis=0) for reeks in reeksen]),
            werkelijk,
            dict(naive_persons(model, g, toen, grootheid, van, tot)),
        )


def _money(getuige: _Getuige, g: Gemeentemodel) -> Iterator[_Uitspraak]:
    """Lasten and uitkering of the years that were closed after the peildatum; the outcome is what the books say."""
    model, feiten = getuige.model, getuige.regio.feiten
    jaren = [j for j in model.tijdas.jaren if j >= getuige.peildatum.year and feiten.closed(g.code, j)]
    if not jaren:
        return
    delen = [simulate_gemeente(model, g, land, t) for land, t in zip(getuige.landen, getuige.blokken, strict=True)]
    for jaar in jaren:
        j, feit = model.tijdas.jaren.index(jaar), feiten.jaren[g.code, "spuk", jaar]
        for grootheid, cent in ((LASTEN, feit.besteding), (UITKERING, feit.uitkering)):
            yield _Uitspraak(
                (grootheid, 2 * j, 2 * j + 2),
                getuige.join([deel[NUMMER[grootheid], j] for deel in delen]),
                cent / 100,
                dict(naive_money(getuige.toen, feiten, model, g, grootheid, jaar)),
            )


def _outcomes(getuige: _Getuige, g: Gemeentemodel) -> Iterator[tuple[str, int, int, float]]:
    """(quantity, first half-year, one after the last, outcome) of everything that became known afterwards."""
    tijdas = getuige.model.tijdas
    namen = {
        ("asielstatushouder", "gehuisvest"): "gehuisvest",
        ("asielstatushouder", "inburgeringsplichtig"): "plichtig",
        ("gezinsmigrant", "inburgeringsplichtig"): "gezin",
    }
    starts: dict[Doel, float] = {}
    for rij in getuige.regio.instroom:
        if rij.cbs_code != g.code or rij.periode_van < getuige.peildatum or rij.status == "aanname":
            continue
        van, tot = tijdas.half_of(rij.periode_van), tijdas.half_of(rij.periode_tot)
        if naam := namen.get((rij.doelgroep, rij.indicator)):
            yield naam, van, tot, rij.aantal
        elif rij.indicator in STARTINDICATOREN:
            sleutel = (f"gestart_{STARTINDICATOREN[rij.indicator]}", van, tot)
            starts[sleutel] = starts.get(sleutel, 0.0) + rij.aantal
    for (naam, van, tot), aantal in starts.items():
        yield naam, van, tot, aantal
    for h, aantal in published_later(getuige.regio, g, getuige.model, tijdas):
        yield "taakstelling", h, h + 1, aantal


def published_later(regio: Regio, g: Gemeentemodel, model: Model, tijdas: Tijdas) -> Iterator[tuple[int, float]]:
    """Taakstellingen that were not known at the peildatum and are now: published, or from the national number."""
    nu = latest_versions(regio.land.taakstelling, regio.bestand.bekend_op)
    gepubliceerd = published_taakstelling(regio, g.code, tijdas)
    for h, halfjaar in enumerate(tijdas.halfjaren):
        if halfjaar in nu and not model.landelijk.pad.bekend[h] and np.isnan(g.taakstelling_vast[h]):
            berekend = compute_taakstelling(
                np.array([float(nu[halfjaar].aantal)]), g.aandeel[h : h + 1], model.landelijk.methoden[h : h + 1]
            )[0]
            yield h, float(berekend if np.isnan(gepubliceerd[h]) else gepubliceerd[h])
