"""The SPUK inburgeringsvoorzieningen: voorlopige and definitieve uitkering, bevoorschotting, prestatiebekostiging.

Legal source: Besluit inburgering 2021 (BWBR0045555) art. 10.1-10.8, amounts from Regeling inburgering 2021
(BWBR0045574) art. 10.2-10.4. Counts are arrays of any shape, commonly (n draw,) per budget year. Integer counts give
whole cents, floating counts give euros (see `finance.bedragen`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import Bedrag, amount, exact_cents, is_cents, largest_remainder, share_of


@dataclass(frozen=True)
class Bedragen:
    """Amounts or weights per counted person of one budget year, in euros (Regeling art. 10.2-10.4).

    `a`, `b`, `c`: asielstatushouders of cohort t, t-1, t-2; `d`: completed trajecten (AIA), zero until 2026;
    `gezin`: gezinsmigranten and overige migranten; `onderwijsroute`: ABO per person, zero until 2026.
    """

    a: Decimal
    b: Decimal
    c: Decimal
    d: Decimal = Decimal(0)
    gezin: Decimal = Decimal(0)
    onderwijsroute: Decimal = Decimal(0)


@dataclass(frozen=True)
class Telling:
    """Counts of one budget year t, each an array of the same shape (persons).

    `asiel_t`, `asiel_t1`, `asiel_t2`: asielstatushouders of cohort t, t-1, t-2; `gezin`: gezin/overig that count in t;
    `aia`: completed trajecten that count in t; `onderwijsroute`: persons for ABO. In the books all counts are whole
    numbers, or all are Fractions.
    """

    asiel_t: Bedrag
    asiel_t1: Bedrag
    asiel_t2: Bedrag
    gezin: Bedrag
    aia: Bedrag = 0
    onderwijsroute: Bedrag = 0


@dataclass(frozen=True)
class Uitkering:
    """Components of an uitkering in cents or euros; `korting` is what prestatiebekostiging takes off."""

    bgo: Bedrag
    ba: Bedrag
    abo: Bedrag
    korting: Bedrag = 0

    @property
    def totaal(self) -> Bedrag:
        """U = BGO + BA + ABO, less a korting."""
        return self.bgo + self.ba + self.abo - self.korting


def bedrag_asiel(telling: Telling, bedragen: Bedragen) -> Bedrag:
    """Sum of counts of asielstatushouders times [a], [b], [c] and completed trajecten times [d].

    With the weights this is GG, with the amounts (d = 0) the local term of TBA (art. 10.1 lid 3, 10.2 lid 3).
    """
    return (
        amount(telling.asiel_t, bedragen.a)
        + amount(telling.asiel_t1, bedragen.b)
        + amount(telling.asiel_t2, bedragen.c)
        + amount(telling.aia, bedragen.d)
    )


def national_factor(landelijk: Telling, bedragen: Bedragen, gewichten: Bedragen) -> Bedrag:
    """f = TBA / SOM_GG from national counts; exactly 1 while weights equal amounts and d = 0.

    TBA uses the amounts with d = 0: completed trajecten redistribute between gemeenten, they add nothing.
    Returns float64 of the shape of the counts. Raises ValueError when the national weight is zero.
    """
    tba = bedrag_asiel(landelijk, _without_d(bedragen))
    som_gg = bedrag_asiel(landelijk, gewichten)
    if np.any(np.asarray(som_gg) <= 0):
        raise ValueError("SOM_GG is nul: de landelijke aantallen ontbreken")
    return np.asarray(tba, dtype=float) / np.asarray(som_gg, dtype=float)


def exact_factor(landelijk: Telling, bedragen: Bedragen, gewichten: Bedragen) -> Fraction:
    """`national_factor` for the books: the exact quotient of two amounts in cents.

    Counts are whole numbers or Fractions (LPAS x PA). Raises ValueError when the national weight is zero.
    """
    tba, som_gg = (exact_cents(bedrag_asiel(landelijk, b)) for b in (_without_d(bedragen), gewichten))
    if som_gg <= 0:
        raise ValueError("SOM_GG is nul: de landelijke aantallen ontbreken")
    return tba / som_gg


def compute_uitkering(
    telling: Telling, bedragen: Bedragen, gewichten: Bedragen, factor: Bedrag | Fraction = 1
) -> Uitkering:
    """The uitkering of one budget year from counts (art. 10.1 voorlopig, art. 10.2 definitief).

    The two formulas differ only in which counts go in: forecasts and taakstelling for the voorlopige, counts on the
    peildatum for the definitieve uitkering. `factor` is TBA / SOM_GG; with factor 1, equal weights and d = 0 the
    result is the plain sum of counts times amounts, exactly.
    """
    gg = bedrag_asiel(telling, gewichten)
    if is_cents(gg):
        exact = factor if isinstance(factor, Fraction) else Fraction(factor)
        ba = share_of(gg, exact)
    else:
        ba = gg * np.asarray(factor, dtype=float)
    return Uitkering(
        bgo=amount(telling.gezin, bedragen.gezin),
        ba=ba,
        abo=amount(telling.onderwijsroute, bedragen.onderwijsroute),
    )


def monthly_advances(voorlopig: int) -> NDArray[np.int64]:
    """Twelve monthly payments of the voorlopige uitkering in cents, adding up exactly (art. 10.8). shape: (12,)"""
    return largest_remainder(voorlopig, [1] * 12)


def settlement(voorlopig: Bedrag, definitief: Bedrag) -> Bedrag:
    """Nabetaling after the definitive decision; negative is reclaimed in one sum (art. 10.8)."""
    return definitief - voorlopig


def korting_prestatie(
    leerroutebudget: Bedrag,
    resultaat: NDArray[np.float64],
    doel: NDArray[np.float64],
    personen: NDArray[np.float64],
    percentage: Decimal,
) -> Bedrag:
    """Variant `korting`: up to `percentage` of the leerroute budget is lost when results lag behind the target.

    `resultaat`, `personen`: shape (r leerroute, ...), share within the term and persons measured; `doel`: (r,).
    shortfall = max(0, 1 - result/target) per route, weighted by persons; nobody measured gives no korting.
    Policy documents 2021-2023 (prestatiebekostiging 10% of the leerroute budget); not in the Regeling.
    """
    gewicht = np.asarray(personen, dtype=float)
    streven = np.asarray(doel, dtype=float).reshape(-1, *[1] * (gewicht.ndim - 1))
    tekort = np.clip(1.0 - np.asarray(resultaat, dtype=float) / streven, 0.0, 1.0)
    som = gewicht.sum(axis=0)
    gemiddeld = np.divide((tekort * gewicht).sum(axis=0), som, out=np.zeros_like(som), where=som > 0)
    korting = np.asarray(leerroutebudget, dtype=float) * float(percentage) * gemiddeld
    return np.rint(korting).astype(np.int64) if is_cents(leerroutebudget) else korting


def _without_d(bedragen: Bedragen) -> Bedragen:
    return Bedragen(bedragen.a, bedragen.b, bedragen.c, Decimal(0), bedragen.gezin, bedragen.onderwijsroute)
