"""The arrays of one gemeente: three groups of what is worked out apart, and read together.

Axes: h half-year, p doelgroep, r leerroute, v voorziening with volume, V all voorzieningen, j year, m month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.model.feiten import Gemeentefeiten
from scenarios.model.gemeente.verhuizing import Verhuisd
from scenarios.model.uitbreiding import Uitbreiding
from scenarios.onzekerheid.spreiding import Termen
from scenarios.regiomap.gebeurtenissen import Gevolgen
from scenarios.verandering.slagen import Slagen
from scenarios.volumes.instroom import Instroom
from scenarios.volumes.opgave import Inhaal
from scenarios.volumes.schatting import Eigen
from scenarios.volumes.voltooid import Afronding


@dataclass(frozen=True)
class Schatting:
    """What a gemeente adds to the region's mean, its prior scale, and the scenario's factor."""

    eigen: Eigen
    basis: float
    """The region's mean is a factor on this (1 for a share)"""
    factor: NDArray[np.float64]
    """(h,)"""


@dataclass(frozen=True)
class Komst:
    """Who comes, what is known of them, and how they go through their trajecten."""

    aandeel: NDArray[np.float64]
    """(h,) inhabitants as share of the country"""
    instroom: Instroom
    taakstelling_vast: NDArray[np.float64]
    """(h,) published taakstelling; NaN: computed"""
    achterstand: float
    """persons still to house when the grid begins (negative: voorsprong)"""
    doorwerking: NDArray[np.float64]
    """(h,) share of the saldo that carries over; 1 by law"""
    gevolgen: Gevolgen
    realisatie: Schatting
    """Gamma: share of the opgave that is housed"""
    spreidingsindex: float
    """variance over mean of the persons housed in a half-year"""
    inhaal: Inhaal
    plichtig: Schatting
    """Beta: share that is inburgeringsplichtig"""
    gezin: Schatting
    """Gamma: gezinsmigranten per half-year"""
    mix: tuple[Eigen, ...]
    """Dirichlet route mix per doelgroep"""
    mix_factor: NDArray[np.float64]
    """(p, r, h) the scenario's factor on each share, before they are made to add up to 1 again"""
    gestart: NDArray[np.float64]
    einde: NDArray[np.float64]
    """(p, r, h, j) events per person"""
    slagen: Slagen
    """what the scenario makes of the share that succeeds"""
    afronding: Afronding
    """what was realised of that in the years before the peildatum"""
    gestart_erbij: Termen
    einde_erbij: Termen
    """what the drivers add to those events"""


@dataclass(frozen=True)
class Lastenkant:
    """What they cost, and which pot bears it."""

    verhuisd: Verhuisd
    eenheden: NDArray[np.float64]
    """(p, r, h, v, j)"""
    euros: NDArray[np.float64]
    """(p, r, h, v, j)"""
    vaste_lasten: NDArray[np.float64]
    """(V, j) euros per year, over all voorzieningen"""
    euros_per_maand: NDArray[np.float32]
    """(p, r, h, v, m) and"""
    vast_per_maand: NDArray[np.float64]
    """(V, m): the same by month from the first open year on, as entered: the shape of a year"""
    uitbreiding: Uitbreiding
    """what the drivers add to weights, fixed sums and budget"""
    verdeling: NDArray[np.float64]
    """(V, pot, j) shares adding up to 1"""


@dataclass(frozen=True)
class Batenkant:
    """What it is paid from, apart from what follows people."""

    anders_betaald: NDArray[np.float64]
    """(m,) what decided advances differ from twelve equal parts, euros in the months from the first open year on"""
    gemeentefonds: NDArray[np.float64]
    onderwijsroute: NDArray[np.float64]
    eigen_geld: NDArray[np.float64]
    """(j,) euros each; own money is decided, so no driver moves it"""
    voorlopig: NDArray[np.float64]
    definitief: NDArray[np.float64]
    """(j,) known by a decision, the counts of DUO or a closed year; NaN: computed"""


@dataclass(frozen=True)
class Gemeentemodel(Batenkant, Lastenkant, Komst):
    """One gemeente, ready to run."""

    code: str
    naam: str
    feiten: Gemeentefeiten
    """what the books say in the place of a forecast"""
