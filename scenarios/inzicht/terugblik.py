"""Back-test: the forecast as it would have been made at each earlier peildatum, against what happened.

At an earlier peildatum only counts of periods that had ended, taakstellingen announced and records dated before it are
known. Every later count of instroom.csv and every later taakstelling is then an outcome that the forecast should hold.
docs/model-volumes.md section 7 tells what is and what is not hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scenarios.grond.gegevens import load_taakstelling
from scenarios.grond.tijdas import Tijdas
from scenarios.grond.trekking import BLOK, Trekking
from scenarios.inzicht.volumes_raming import draw_series
from scenarios.model.model import Gemeentemodel, Model, build_model
from scenarios.model.modelinvoer import published_taakstelling
from scenarios.model.simulatie import Volumes, draw_volumes, simulate_country
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.modellen import BASIS, STARTINDICATOREN
from scenarios.regiomap.records import count_records
from scenarios.regiomap.regio import Regio
from scenarios.volumes.landelijk_pad import estimate_path, number_of, path_factor
from scenarios.volumes.taakstelling import compute_taakstelling, latest_versions

BAND = (10, 90)
BEGIN = date(2022, 1, 1)
REGIO = "Regio"
"""Name under which the sum of all gemeenten is compared."""
GROOTHEDEN = ("taakstelling", "gehuisvest", "plichtig", "gezin", "gestart_b1", "gestart_z", "gestart_onderwijs")


@dataclass(frozen=True)
class Terugblikregel:
    """One forecast against one outcome."""

    peildatum: date
    gemeente: str
    grootheid: str
    periode: str
    stappen: int
    """half-years from the peildatum to the end of the period"""
    p10: float
    p50: float
    p90: float
    werkelijk: float
    rang: float
    """share of the draws below the outcome, ties for half: even between 0 and 1 when the forecast is right"""

    @property
    def binnen(self) -> bool:
        """Whether the 80% band holds the outcome."""
        return self.p10 <= self.werkelijk <= self.p90


@dataclass(frozen=True)
class Banddekking:
    """How often the 80% band held, over a group of comparisons."""

    groep: str
    aantal: int
    binnen: int
    onafhankelijk: int
    """number of comparisons that do not share a national shock: the real amount of evidence"""

    @property
    def deel(self) -> float:
        """Share inside the band."""
        return self.binnen / self.aantal if self.aantal else float("nan")


def known_on(regio: Regio, peildatum: date) -> Regio:
    """The region as it was known on an earlier peildatum: later counts, decisions and announcements left out."""
    bestand = regio.bestand.model_copy(update={"peildatum": peildatum, "bekend_op": peildatum})
    dossiers = {p.bestand for p in regio.personen}
    codes = [g.code for g in regio.gemeenten]
    return replace(
        regio,
        bestand=bestand,
        instroom=(
            *(r for r in regio.instroom if r.periode_tot <= peildatum and r.bestand not in dossiers),
            # Counted anew: who started after the peildatum had not started yet.
            *count_records(regio.personen, codes, peildatum),
        ),
        beschikkingen=tuple(b for b in regio.beschikkingen if b.datum <= peildatum),
        personen=tuple(p for p in regio.personen if p.huisvesting < peildatum),
        # A count of a year comes in the year after; the books are of no use to a look back at the forecast.
        tellingen=tuple(t for t in regio.tellingen if t.jaar < peildatum.year - (peildatum.month < 7)),
        feiten=Feiten(),
    )


def earlier_peildata(regio: Regio) -> list[date]:
    """Every 1 January and 1 July from 2022 up to the last taakstelling known now (at most the end of the grid)."""
    bekend = [h for h, v in latest_versions(load_taakstelling(), regio.bestand.bekend_op).items()]
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
    for gemeente in regio.gemeenten:
        model = build_model(without_own_counts(regio, gemeente.code), BASIS)
        uit += list(_compare(regio, model, BEGIN, trekkingen, zaad, {gemeente.code}))
    return [v for v in uit if v.grootheid != "taakstelling"]


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
        model = build_model(known_on(regio, peildatum), BASIS)
        uit += list(_compare(regio, model, peildatum, trekkingen, zaad, {g.code for g in regio.gemeenten}))
        voortgang(klaar, len(peildata))
    return uit


def _compare(
    regio: Regio, model: Model, peildatum: date, trekkingen: int, zaad: int, codes: set[str]
) -> Iterator[Terugblikregel]:
    """Forecasts of `model` for the gemeenten `codes` against everything the region knows of after the peildatum."""
    blokken = [Trekking(zaad, b) for b in range(-(-trekkingen // BLOK))]
    landen = [simulate_country(model, t) for t in blokken]
    samen: dict[tuple[str, int, int], tuple[int, NDArray[np.float64], float]] = {}
    for g in (g for g in model.gemeenten if g.code in codes):
        volumes = [draw_volumes(model, g, land, t) for land, t in zip(landen, blokken, strict=True)]
        for grootheid, van, tot, werkelijk in _outcomes(regio, g, model, peildatum):
            getrokken = np.concatenate(
                [_series(model, g, v, t, grootheid)[van:tot].sum(axis=0) for v, t in zip(volumes, blokken, strict=True)]
            )[:trekkingen]
            yield _judge(model, peildatum, g.naam, (grootheid, van, tot), getrokken, werkelijk)
            aantal, som, totaal = samen.get((grootheid, van, tot), (0, np.zeros_like(getrokken), 0.0))
            samen[grootheid, van, tot] = (aantal + 1, som + getrokken, totaal + werkelijk)
    # Errors that gemeenten share do not cancel in the sum, so the region is a test of its own.
    for sleutel, (aantal, som, totaal) in samen.items():
        if aantal == len(model.gemeenten) > 1:
            yield _judge(model, peildatum, REGIO, sleutel, som, totaal)


def _judge(
    model: Model,
    peildatum: date,
    naam: str,
    sleutel: tuple[str, int, int],
    getrokken: NDArray[np.float64],
    werkelijk: float,
) -> Terugblikregel:
    grootheid, van, tot = sleutel
    p10, p50, p90 = np.percentile(getrokken, (BAND[0], 50, BAND[1]))
    halfjaren = model.tijdas.halfjaren
    return Terugblikregel(
        peildatum,
        naam,
        grootheid,
        halfjaren[van] if tot == van + 1 else f"{halfjaren[van]} t/m {halfjaren[tot - 1]}",
        tot - model.tijdas.half_of(peildatum),
        float(p10),
        float(p50),
        float(p90),
        float(werkelijk),
        float((getrokken < werkelijk).mean() + (getrokken == werkelijk).mean() / 2),
    )


def _series(
    model: Model, g: Gemeentemodel, volumes: Volumes, trekking: Trekking, grootheid: str
) -> NDArray[np.float64]:
    if grootheid.startswith("gestart_"):
        route = GROOTHEDEN.index(grootheid) - GROOTHEDEN.index("gestart_b1")
        return draw_series(model, g, volumes, trekking)[0][5 + route]
    reeks: NDArray[np.float64] = getattr(volumes, grootheid)
    return reeks


def _outcomes(regio: Regio, g: Gemeentemodel, model: Model, peildatum: date) -> Iterator[tuple[str, int, int, float]]:
    """(quantity, first half-year, one after the last, outcome) of everything that became known afterwards."""
    tijdas = model.tijdas
    namen = {
        ("asielstatushouder", "gehuisvest"): "gehuisvest",
        ("asielstatushouder", "inburgeringsplichtig"): "plichtig",
        ("gezinsmigrant", "inburgeringsplichtig"): "gezin",
    }
    starts: dict[tuple[str, int, int], float] = {}
    for rij in regio.instroom:
        if rij.cbs_code != g.code or rij.periode_van < peildatum or rij.status == "aanname":
            continue
        van, tot = tijdas.half_of(rij.periode_van), tijdas.half_of(rij.periode_tot)
        if naam := namen.get((rij.doelgroep, rij.indicator)):
            yield naam, van, tot, rij.aantal
        elif rij.indicator in STARTINDICATOREN:
            sleutel = (f"gestart_{STARTINDICATOREN[rij.indicator]}", van, tot)
            starts[sleutel] = starts.get(sleutel, 0.0) + rij.aantal
    for (naam, van, tot), aantal in starts.items():
        yield naam, van, tot, aantal
    for h, aantal in published_later(regio, g, model, tijdas):
        yield "taakstelling", h, h + 1, aantal


def published_later(regio: Regio, g: Gemeentemodel, model: Model, tijdas: Tijdas) -> Iterator[tuple[int, float]]:
    """Taakstellingen that were not known at the peildatum and are now: published, or from the national number."""
    nu = latest_versions(load_taakstelling(), regio.bestand.bekend_op)
    gepubliceerd = published_taakstelling(regio, g.code, tijdas)
    for h, halfjaar in enumerate(tijdas.halfjaren):
        if halfjaar in nu and not model.landelijk.pad.bekend[h] and np.isnan(g.taakstelling_vast[h]):
            berekend = compute_taakstelling(
                np.array([float(nu[halfjaar].aantal)]), g.aandeel[h : h + 1], model.landelijk.methoden[h : h + 1]
            )[0]
            yield h, float(berekend if np.isnan(gepubliceerd[h]) else gepubliceerd[h])


def coverage(vergelijkingen: list[Terugblikregel]) -> list[Banddekking]:
    """Coverage of the 80% band per quantity and in total.

    Gemeenten share the national number, so for the taakstelling a peildatum and a half-year count as one piece of
    evidence however many gemeenten there are.
    """
    uit = []
    lokaal = [v for v in vergelijkingen if v.gemeente != REGIO]
    for groep, keuze in [
        *((naam, [v for v in lokaal if v.grootheid == naam]) for naam in GROOTHEDEN),
        ("alle gemeenten", lokaal),
        ("regio als geheel", [v for v in vergelijkingen if v.gemeente == REGIO]),
    ]:
        if keuze:
            los = {
                (v.peildatum, v.periode) if v.grootheid == "taakstelling" else (v.peildatum, v.periode, v.gemeente)
                for v in keuze
            }
            uit.append(Banddekking(groep, len(keuze), sum(v.binnen for v in keuze), len(los)))
    return uit


def calibration(vergelijkingen: list[Terugblikregel], punten: int = 9) -> list[tuple[float, float]]:
    """(nominal, observed): the share of outcomes inside the central band of each nominal width."""
    rangen = np.array([v.rang for v in vergelijkingen])
    breedtes = np.arange(1, punten + 1) / (punten + 1)
    return [(float(b), float((np.abs(rangen - 0.5) <= b / 2 + 1e-9).mean())) for b in breedtes]


@dataclass(frozen=True)
class Padvergelijking:
    """The national number forecast from what was known before it was announced."""

    peildatum: date
    halfjaar: str
    stappen: int
    rang: float


def look_back_nationally(trekkingen: int, spreiding: float, samenhang: float, gewicht: float) -> list[Padvergelijking]:
    """The national path on its own, at every half-year since 2022, against the last version known now."""
    nu = latest_versions(load_taakstelling())
    uit = []
    for begin in range(4044, max(number_of(h) for h in nu) + 1):
        peildatum = date(begin // 2, 7 if begin % 2 else 1, 1)
        toen = latest_versions(load_taakstelling(), peildatum)
        kennis = estimate_path({h: v.aantal for h, v in toen.items()}, spreiding, samenhang, gewicht)
        laatste = max(number_of(h) for h in toen)
        later = [h for h in sorted(nu) if number_of(h) > laatste]
        if not later:
            continue
        trekking = Trekking(1, 0, trekkingen)
        stroom = trekking.stream("terugblik", str(peildatum))
        lengte = max(number_of(h) for h in later) - laatste
        keuze = np.searchsorted(np.cumsum(kennis.kans)[:-1], stroom.beta(1.0, 1.0, trekkingen), side="right")
        s = np.sqrt(kennis.schaal[keuze] / stroom.gamma(kennis.vorm, 1.0, trekkingen))
        factor, _ = path_factor(
            stroom.standard_normal((lengte, trekkingen)),
            np.zeros(lengte, dtype=bool),
            s,
            kennis.samenhang[keuze],
            stroom.standard_normal(trekkingen),
            kennis.niveaugewicht[keuze],
        )
        centraal = kennis.centre(np.arange(1.0, lengte + 1))
        for h in later:
            k = number_of(h) - laatste
            getrokken = centraal[k - 1] * factor[k - 1]
            uit.append(Padvergelijking(peildatum, h, k, float((getrokken < nu[h].aantal).mean())))
    return uit
