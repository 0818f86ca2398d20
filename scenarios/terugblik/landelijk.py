"""The national path on its own: forecast from what was known at each half-year, against the number announced later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scenarios.grond.gegevens import LandelijkeTaakstelling
from scenarios.grond.trekking import Trekking
from scenarios.terugblik.scores import count_noise, pit_range, score
from scenarios.volumes.landelijk_pad import Padkennis, estimate_path, number_of, path_factor
from scenarios.volumes.taakstelling import latest_versions


@dataclass(frozen=True)
class Padvergelijking:
    """The national number forecast from what was known before it was announced."""

    peildatum: date
    halfjaar: str
    stappen: int
    rang: tuple[float, float]
    binnen: bool
    crps: float
    naief: float
    """crps of the mean of the last two known half-years"""


def look_back_nationally(
    versies: Sequence[LandelijkeTaakstelling], trekkingen: int, spreiding: float, samenhang: float, gewicht: float
) -> list[Padvergelijking]:
    """Every half-year since 2022, against the last version known now."""
    nu = latest_versions(versies)
    uit = []
    for begin in range(4044, max(number_of(h) for h in nu) + 1):
        peildatum = date(begin // 2, 7 if begin % 2 else 1, 1)
        toen = latest_versions(versies, peildatum)
        kennis = estimate_path({h: v.aantal for h, v in toen.items()}, spreiding, samenhang, gewicht)
        laatste = max(number_of(h) for h in toen)
        later = [h for h in sorted(nu) if number_of(h) > laatste]
        if not later:
            continue
        getrokken = draw_ahead(kennis, number_of(later[-1]) - laatste, Trekking(1, 0, trekkingen), str(peildatum))
        vorig = np.mean([toen[h].aantal for h in sorted(toen)[-2:]])
        for h in later:
            k, werkelijk = number_of(h) - laatste, float(nu[h].aantal)
            s = score(getrokken[k - 1], werkelijk)
            uit.append(
                Padvergelijking(
                    peildatum,
                    h,
                    k,
                    pit_range(getrokken[k - 1], werkelijk),
                    s.laag <= werkelijk <= s.hoog,
                    s.crps,
                    score(count_noise(float(vorig)), werkelijk).crps,
                )
            )
    return uit


def draw_ahead(kennis: Padkennis, lengte: int, trekking: Trekking, sleutel: str) -> NDArray[np.float64]:
    """The national number so many half-years beyond the last known one. (lengte, n)"""
    stroom, n = trekking.stream("terugblik", sleutel), trekking.aantal
    keuze = np.searchsorted(np.cumsum(kennis.kans)[:-1], stroom.beta(1.0, 1.0, n), side="right")
    s = np.sqrt(kennis.schaal[keuze] / stroom.gamma(kennis.vorm, 1.0, n))
    factor, _ = path_factor(
        stroom.standard_normal((lengte, n)),
        np.zeros(lengte, dtype=bool),
        s,
        kennis.samenhang[keuze],
        stroom.standard_normal(n),
        kennis.niveaugewicht[keuze],
    )
    return kennis.centre(np.arange(1.0, lengte + 1))[:, None] * factor
