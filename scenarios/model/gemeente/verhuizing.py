"""What moving does to a gemeente: expected use and lasten after the move, and counts for the SPUK."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import VOORZIENINGEN
from scenarios.grond.tijdas import Tijdas
from scenarios.model.gewichten import VARIABEL
from scenarios.regiomap.gebeurtenissen import Gevolgen


@dataclass(frozen=True)
class Verhuisd:
    """What moving does: expected use and lasten after the move, and counts for the SPUK."""

    eenheden: NDArray[np.float64]
    """(v, j)"""
    lasten: NDArray[np.float64]
    """(V, j) over all voorzieningen; negative for people who left"""
    tellingen: NDArray[np.float64]
    """(3, j) persons added to components a, b and c"""


def count_moved(
    gevolgen: Gevolgen,
    mix: NDArray[np.float64],
    weigh_from: Callable[[int], tuple[NDArray[np.float64], NDArray[np.float64]]],
    tijdas: Tijdas,
) -> Verhuisd:
    """Expected use and lasten after each move, with the mean route mix (r,), and counts at every next peildatum."""
    jaren = len(tijdas.jaren)
    uit = Verhuisd(np.zeros((len(VARIABEL), jaren)), np.zeros((len(VOORZIENINGEN), jaren)), np.zeros((3, jaren)))
    namen = list(VOORZIENINGEN)
    for v in gevolgen.verhuizingen:
        eenheden, euros = weigh_from(v.maand)
        uit.eenheden[:] += v.personen * np.einsum("r,rvj->vj", mix, eenheden[0, :, v.cohort])
        per_voorziening = v.personen * np.einsum("r,rvj->vj", mix, euros[0, :, v.cohort])
        for i, voorziening in enumerate(VARIABEL):
            uit.lasten[namen.index(voorziening.naam)] += per_voorziening[i]
        for telling in range(3):
            jaar = v.cohort // 2 + telling
            if v.maand // 12 <= jaar < jaren:
                uit.tellingen[telling, jaar] += v.personen
    return uit
