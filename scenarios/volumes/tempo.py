"""The pace of trajecten as a region's own counts say it: the given waiting times, made shorter or longer.

Given are the national waiting times (CBS), unless the region knows better. A count of how many of the plichtigen had
reached a step by the end of the counted period is a share; beside it stands the share that the given waiting times
would have made. Both are weighed, and the mean waiting time is scaled until it gives what comes of them. A step that
was not counted is scaled along with the next one that was. docs/model-volumes.md section 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import DOELGROEPEN
from scenarios.regiomap.modellen import STARTINDICATOREN, Instroomrij, Trajecten, Verzameling
from scenarios.volumes.duur import months_between
from scenarios.volumes.trajecten import Verloop, month_distribution
from scenarios.volumes.uitleg import Geleerd
from scenarios.volumes.zoeken import find_root

STAPPEN: Mapping[str, tuple[str, ...]] = {
    "intake": ("intake_begonnen",),
    "pip": ("pip_vastgesteld",),
    "start": tuple(STARTINDICATOREN),
}
"""Step -> the indicators that count it"""
MEEST = 10.0
"""A waiting time is made at most so many times longer or shorter, whatever was counted."""


@dataclass(frozen=True)
class Cohort:
    """Plichtigen of one period, and how many of them had reached a step by the end of the counting."""

    van: date
    tot: date
    geteld_tot: date
    personen: int
    bereikt: int


def reached(rijen: Sequence[Instroomrij], doelgroep: str, stap: str) -> list[Cohort]:
    """The cohorts of which a step was counted, per gemeente and period. An assumption teaches nothing."""
    eigen = [r for r in rijen if r.doelgroep == doelgroep and r.status != "aanname"]
    plichtig = [r for r in eigen if r.indicator == "inburgeringsplichtig"]
    geteld: dict[tuple[str, date, date], int] = {}
    for r in eigen:
        if r.indicator in STAPPEN[stap]:
            sleutel = (r.cbs_code, r.periode_van, r.periode_tot)
            geteld[sleutel] = geteld.get(sleutel, 0) + r.aantal
    laatste = {code: max(tot for c, _, tot in geteld if c == code) for code, _, _ in geteld}
    uit = []
    for (code, van, tot), aantal in geteld.items():
        personen = sum(
            r.aantal for r in plichtig if r.cbs_code == code and van <= r.periode_van and r.periode_tot <= tot
        )
        if personen:
            uit.append(Cohort(van, tot, laatste[code], personen, aantal))
    return uit


def share_reached(cohorten: Sequence[Cohort], verdeling: NDArray[np.float64]) -> float:
    """Share of these cohorts that has reached a step which takes these months, when they came in evenly."""
    bereikt = np.cumsum(verdeling)
    som = 0.0
    for c in cohorten:
        # Who comes in the last month before the counting may have reached it within that month.
        langste, kortste = (months_between(dag, c.geteld_tot) for dag in (c.van, c.tot))
        som += c.personen * float(bereikt[min(kortste, len(bereikt) - 1) : langste].mean())
    return som / sum(c.personen for c in cohorten)


def learn_pace(
    verloop: Verloop, trajecten: Trajecten, rijen: Sequence[Instroomrij], gewicht: float
) -> tuple[Verloop, tuple[Geleerd, ...]]:
    """The course with waiting times as the counts of the region move them, and what was learned."""
    wachten, geleerd = dict(verloop.wachten), []
    for doelgroep in DOELGROEPEN:
        stappen, aandeel = dict(trajecten.wachten[doelgroep]), verloop.start_aandeel[doelgroep]
        wacht: list[str] = []
        for nummer, stap in enumerate(STAPPEN):
            wacht.append(stap)
            cohorten = reached(rijen, doelgroep, stap)
            if not cohorten:
                continue
            tot = tuple(STAPPEN)[: nummer + 1]
            deel = aandeel if stap != "intake" else 1.0
            stappen, regel = _scale(stappen, wacht, tot, cohorten, deel, gewicht, len(verloop.wachten[doelgroep][stap]))
            geleerd.append(replace(regel, grootheid=f"{doelgroep}: {stap} bereikt", wie="regio"))
            nieuw = {s: month_distribution(stappen[s], len(wachten[doelgroep][s])) for s in wacht}
            wachten[doelgroep] = {**wachten[doelgroep], **nieuw}
            wacht = []
    return replace(verloop, wachten=wachten), tuple(geleerd)


def _scale(
    stappen: Mapping[str, Verzameling],
    schaal: Sequence[str],
    tot: Iterable[str],
    cohorten: Sequence[Cohort],
    aandeel: float,
    gewicht: float,
    maanden: int,
) -> tuple[dict[str, Verzameling], Geleerd]:
    """The steps `schaal` with their mean times one factor, so that the share that reaches the last of `tot` fits."""

    def scaled(ln_factor: float) -> dict[str, Verzameling]:
        keer = float(np.exp(ln_factor))
        return {
            s: v.model_copy(update={"gemiddeld": v.gemiddeld * keer}) if s in schaal else v for s, v in stappen.items()
        }

    def share(ln_factor: float) -> float:
        delen = scaled(ln_factor)
        samen = reduce(np.convolve, (month_distribution(delen[s], maanden) for s in tot))[:maanden]
        return aandeel * share_reached(cohorten, samen)

    n = sum(c.personen for c in cohorten)
    bereikt = min(sum(c.bereikt for c in cohorten), n)
    gegeven = share(0.0)
    doel = (gewicht * gegeven + bereikt) / (gewicht + n)
    grens = float(np.log(MEEST))
    snelst, traagst = share(-grens), share(grens)
    if traagst < doel < snelst:
        factor = find_root(lambda x: share(x) - doel, -grens, grens, 1e-6)
    elif traagst < snelst:
        factor = -grens if doel >= snelst else grens
    else:
        # Steps without any waiting cannot be scaled.
        factor = 0.0
    uitkomst = share(factor)
    begrensd = abs(uitkomst - doel) > 1e-4
    return scaled(factor), Geleerd("", "", bereikt / n, float(n), gegeven, gewicht, uitkomst, begrensd=begrensd)
