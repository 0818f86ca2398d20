"""The build-up of the expected result: persons x usage x price, counts x amounts, pot by pot.

Everything linear in people is folded to one number per cohort year, so that a reader can trace every euro and a
workbook can recalculate it.

Axes: p doelgroep, v voorziening with volume, V all voorzieningen, c cohort year, j calendar year, k pot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.tellingen import Telling
from finance.voorzieningen import VOORZIENINGEN
from scenarios.model.feiten import Gemeentefeiten

PLAATS = {naam: i for i, naam in enumerate(VOORZIENINGEN)}

DELEN = ("bgo", "ba", "abo")
"""Components of the uitkering."""

Reeks = NDArray[np.float64]


@dataclass(frozen=True)
class Personen:
    """How many people there are."""

    instroom: Reeks
    """(p, c) persons per cohort year"""
    taakstelling: Reeks
    """(j,) persons, for the voorlopige uitkering"""
    prognose: Reeks
    """(j,) the gemeente's part of the national forecast, all housed persons"""
    verhuisd: Reeks
    """(3, j) movers that count for the definitieve uitkering in cohort t, t-1 and t-2; negative for who left"""


@dataclass(frozen=True)
class Gebruiksprofiel:
    """What one person uses: leerroutes, waiting, duration and usage together."""

    eenheden: Reeks
    """(p, v, c, j) units invoiced in j per person of cohort c"""
    overig: Reeks
    """(v, j) units of people who moved: they follow no cohort of this gemeente"""
    onderwijs: Reeks
    """(c,) persons for ABO per asielstatushouder of cohort c"""
    afgerond: Reeks
    """(c, j) trajecten completed in j per asielstatushouder of cohort c; 0 in a year of which they were counted"""
    afgerond_geteld: Reeks
    """(j,) trajecten completed in j as counted; 0 where not"""

    def completed(self, asiel: Reeks) -> Reeks:
        """Trajecten completed per year by these asielstatushouders (c,). shape (j,)"""
        return asiel @ self.afgerond + self.afgerond_geteld


@dataclass(frozen=True)
class Prijzen:
    """What it costs."""

    prijs: Reeks
    """(v, j) euros per unit, averaged over cohorts"""
    vast: Reeks
    """(V, j) euros per year that follow no volume"""
    verhouding: Reeks
    """(p, v, c, j) what cohort c pays for a unit in j, as a ratio to `prijs`; 1 where it uses nothing"""
    verhouding_overig: Reeks
    """(v, j) the same for people who moved"""


@dataclass(frozen=True)
class Regelset:
    """What the law and the decisions received say. (j,) unless stated."""

    a: Reeks
    b: Reeks
    c: Reeks
    gezin: Reeks
    onderwijsroute: Reeks
    """amounts per person, euros"""
    gewicht_a: Reeks
    gewicht_b: Reeks
    gewicht_c: Reeks
    gewicht_d: Reeks
    landelijk_voorlopig: Reeks
    landelijk_definitief: Reeks
    """(4, j) national counts of cohort t, t-1, t-2 and AIA, behind TBA / SOM_GG"""
    verhouding: Reeks
    """TBA / SOM_GG of the definitieve uitkering when given; NaN: from the counts"""
    op_taakstelling: Reeks
    """1 where the voorlopige uitkering rests on the taakstelling of the year itself, else 0"""
    nader: Reeks
    """1 where a nadere voorlopige uitkering counts what is known halfway, else 0"""
    aandeel_plichtig: Reeks
    aandeel_onderwijsroute: Reeks
    blijft_wonen: Reeks
    korting: Reeks
    """share of the uitkering lost to prestatiebekostiging"""
    ruimte: Reeks
    """(2, j) share of U(t) and of U(t-1) that may be kept"""
    onderwijsroute_ruimte: Reeks
    """share of everything received so far that may be kept"""
    telt_vanaf: int
    """number of the year from which the saldo is added up"""
    naar_spuk: Reeks
    """share of a shortfall of the SPUK onderwijsroute that the other SPUK bears"""
    looptijd: int
    """years that the separate SPUK onderwijsroute exists"""
    aia_begin: int
    """number of the first year with weight d, or -1"""
    verdeling: Reeks
    """(V, k, j) share of each pot"""
    gemeentefonds: Reeks
    onderwijsroute_budget: Reeks
    voorlopig: Reeks
    definitief: Reeks
    """as decided, counted or closed; NaN where none"""
    feiten: Gemeentefeiten


@dataclass(frozen=True)
class Opbouw:
    """One gemeente, expected values."""

    naam: str
    code: str
    personen: Personen
    gebruik: Gebruiksprofiel
    prijzen: Prijzen
    regels: Regelset


@dataclass(frozen=True)
class Tellingen:
    """Counts per budget year, shape (j,) each field."""

    voorlopig: Telling
    definitief: Telling
