"""Amounts of money: exact cents for the books, shares that never lose one.

Two representations run through the same rules: whole cents (int64, or Python int) in the accounting path
and euros (float64) in the simulation. A function here tells them apart by dtype and rounds only cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bedrag = Any
"""A scalar or array: integer dtype means whole cents, floating dtype means euros."""

# int64 holds 92 quadrillion euros in cents; a municipal amount above 1e13 cents is a typing error.
MAX_CENTEN = 10**13


def to_cents(euros: Decimal | str | int) -> int:
    """Euros as decimal text or Decimal -> whole cents, half up. Raises ValueError when it is no finite amount."""
    try:
        waarde = Decimal(euros)
    except InvalidOperation:
        raise ValueError(f"geen bedrag: {euros!r}") from None
    if not waarde.is_finite() or abs(waarde) * 100 > MAX_CENTEN:
        raise ValueError(f"geen bruikbaar bedrag: {euros!r}")
    return int((waarde * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def is_cents(bedrag: Bedrag) -> bool:
    """Whether `bedrag` is in whole cents (integer dtype; Python int arrays of dtype object included)."""
    return np.asarray(bedrag).dtype.kind in "iuO"


def share_of(bedrag: Bedrag, deel: Decimal | Fraction | NDArray[np.float64]) -> Bedrag:
    """`deel` of `bedrag`: exact and rounded half up to the cent for cents, a plain product for euros.

    A share that was drawn, of the shape of `bedrag`, belongs to euros.
    """
    if not is_cents(bedrag):
        return np.asarray(bedrag, dtype=float) * np.asarray(deel, dtype=float)
    # The books hold whole numbers and Fractions, which no share of draws (an array) can be.
    breuk = Fraction(deel)  # type: ignore[arg-type]
    # Python integers: cents x numerator can pass 2**63 long before the result does.
    exact = np.asarray(bedrag).astype(object)
    teller, noemer = breuk.numerator, breuk.denominator
    afgerond = (2 * exact * teller + noemer) // (2 * noemer)
    return np.asarray(afgerond).astype(np.int64)


def amount(aantal: Bedrag, prijs: Bedrag) -> Bedrag:
    """Number of persons times an amount per person in euros, in the representation of `aantal`.

    Integer counts give exact cents; a Fraction (an expected number of persons) gives exact cents that are not rounded
    yet; floating counts (draws, expectations) give euros, and may have an amount each.
    """
    if isinstance(aantal, Fraction):
        return aantal * to_cents(prijs)
    if is_cents(aantal):
        return np.asarray(aantal, dtype=np.int64) * to_cents(prijs)
    return np.asarray(aantal, dtype=float) * np.asarray(prijs, dtype=float)


def exact_cents(centen: Bedrag) -> Fraction:
    """One amount in cents, rounded or not, as a Fraction of Python integers, which never overflows."""
    return centen if isinstance(centen, Fraction) else Fraction(int(centen))


def quotient(teller: Bedrag, noemer: Bedrag) -> Bedrag:
    """The ratio of two amounts: an exact Fraction of one pair of cents, float64 of euros."""
    if is_cents(teller):
        return exact_cents(teller) / exact_cents(noemer)
    return np.asarray(teller, dtype=float) / np.asarray(noemer, dtype=float)


def largest_remainder(totaal: int, sleutel: Sequence[int | float | Decimal | Fraction]) -> NDArray[np.int64]:
    """Split a whole `totaal` over shares in proportion to `sleutel`; the parts add up to `totaal` exactly.

    Ties go to the first. Raises ValueError for a negative, non-finite or all-zero key. shape: (len(sleutel),)
    """
    if any(not np.isfinite(float(s)) for s in sleutel):
        raise ValueError("verdeelsleutel moet uit eindige getallen bestaan")
    breuken = [Fraction(s) for s in sleutel]
    som = sum(breuken, Fraction(0))
    if som <= 0 or any(b < 0 for b in breuken):
        raise ValueError("verdeelsleutel moet niet-negatief zijn en een positieve som hebben")
    teken = -1 if totaal < 0 else 1
    quota = [abs(totaal) * b / som for b in breuken]
    delen = [q.numerator // q.denominator for q in quota]
    rest = abs(totaal) - sum(delen)
    volgorde = sorted(range(len(quota)), key=lambda i: (delen[i] - quota[i], i))
    for i in volgorde[:rest]:
        delen[i] += 1
    return teken * np.array(delen, dtype=np.int64)


def round_parts(delen: Sequence[int | float | Fraction], totaal: int) -> list[int]:
    """Whole numbers next to `delen` (of any sign) that add up to `totaal`, their sum as rounded elsewhere.

    The largest remainders go up, so a part that is nothing stays nothing; ties go to the first. What is left when
    `totaal` was rounded from other figures than the sum goes to the largest part. Raises ValueError when `totaal` is
    two or more away from the sum: then it is another sum.
    """
    exact = [Fraction(d) for d in delen]
    if abs(totaal - sum(exact, Fraction(0))) >= 2:
        raise ValueError("totaal is niet de som van de delen")
    uit = [d.numerator // d.denominator for d in exact]
    gebroken = sorted((i for i, d in enumerate(exact) if d != uit[i]), key=lambda i: (uit[i] - exact[i], i))
    for i in gebroken[: max(totaal - sum(uit), 0)]:
        uit[i] += 1
    grootste = max(range(len(uit)), key=lambda i: abs(exact[i]))
    uit[grootste] += totaal - sum(uit)
    return uit


def whole_euros(centen: int) -> int:
    """Cents -> whole euros, half away from zero as the spreadsheet's ROUND does."""
    return (abs(centen) + 50) // 100 * (1 if centen >= 0 else -1)


def decimal_text(centen: int) -> str:
    """Cents as decimal text for programs: -1234.56."""
    heel, rest = divmod(abs(int(centen)), 100)
    return f"{'-' if centen < 0 else ''}{heel}.{rest:02d}"
