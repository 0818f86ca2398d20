"""What was learned, figure by figure: the gemeente's own, the region's, what comes of them and what weighed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.volumes.schatting import Kennis, Pool, beta_mean, gamma_mean, mix_mean, rate_mean, share_mean


@dataclass(frozen=True)
class Geleerd:
    """One figure of one gemeente, or of a region beside the country."""

    grootheid: str
    wie: str
    eigen: float
    """NaN: nothing was counted"""
    waarnemingen: float
    """What the own figure weighs: persons, households or half-years"""
    anders: float
    """The figure that it is laid beside: of the region, or of the country"""
    gewicht: float
    """What that weighs, in the same unit"""
    uitkomst: float
    hoogstens: float = 1.0
    begrensd: bool = False
    """The counts asked for more than `hoogstens`"""

    @property
    def aandeel_eigen(self) -> float:
        """Share of the own figure in the outcome."""
        return self.waarnemingen / (self.waarnemingen + self.gewicht)


def explain(kennis: Kennis, namen: Sequence[str]) -> Iterator[Geleerd]:
    """Every posterior, by quantity and gemeente. namen: of the gemeenten, in the order of the pools."""
    basis = np.full(len(namen), kennis.basis_realisatie)
    yield from _rates("realisatie", namen, kennis.realisatie, basis)
    for i, naam in enumerate(namen):
        eigen = kennis.plichtig.own(i)
        yield Geleerd(
            "plichtig",
            naam,
            _ratio(float(eigen.succes), eigen.totaal),
            eigen.totaal,
            beta_mean(kennis.plichtig.regio),
            eigen.gewicht,
            share_mean(kennis.plichtig.regio, eigen),
        )
    yield from _rates("gezin", namen, kennis.gezin, kennis.basis_gezin)
    for doelgroep, pool in zip(DOELGROEPEN, kennis.mix, strict=True):
        regio = pool.regio / pool.regio.sum()
        for r, route in enumerate(LEERROUTES):
            for i, naam in enumerate(namen):
                totaal = float(pool.totaal[i])
                yield Geleerd(
                    f"{doelgroep} {route}",
                    naam,
                    _ratio(float(pool.succes[i, r]), totaal),
                    totaal,
                    float(regio[r]),
                    pool.gewicht,
                    float(mix_mean(pool.regio, pool.own(i))[r]),
                )


def _rates(grootheid: str, namen: Sequence[str], pool: Pool, basis: NDArray[np.float64]) -> Iterator[Geleerd]:
    for i, naam in enumerate(namen):
        eigen = pool.own(i)
        yield Geleerd(
            grootheid,
            naam,
            _ratio(float(eigen.succes), eigen.totaal),
            eigen.totaal,
            gamma_mean(pool.regio) * float(basis[i]),
            eigen.gewicht,
            rate_mean(pool.regio, eigen, float(basis[i])),
            eigen.hoogstens,
            pool.begrensd is not None and bool(pool.begrensd[i]),
        )


def _ratio(deel: float, geheel: float) -> float:
    return deel / geheel if geheel else float("nan")
