"""From the national number to the opgave of a gemeente: Huisvestingswet 2014 art. 28 and 29.

National numbers per half-year are published figures in versions, then a path (`volumes.landelijk_pad`). The share of a
gemeente follows inhabitants. Two methods exist: `wettelijk` (the text: rounded up, inhabitants of t-1) and `praktijk`
(nearest, inhabitants of t-2), which published figures follow; see docs/besluiten/0001.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import largest_remainder
from finance.fouten import Invoerfout, Melding
from scenarios.grond.gegevens import Bevolking, LandelijkeTaakstelling

PEILJAAR = {"praktijk": 2, "wettelijk": 1}
"""Inhabitants of 1 January of how many years before the half-year."""


def latest_versions(
    versies: Iterable[LandelijkeTaakstelling], bekend_op: date | None = None
) -> dict[str, LandelijkeTaakstelling]:
    """The last announced version per half-year, using only what was known on `bekend_op`.

    Raises Invoerfout when nothing was known yet.
    """
    op_volgorde = sorted(versies, key=lambda v: v.bekend_op)
    bekend = {v.halfjaar: v for v in op_volgorde if bekend_op is None or v.bekend_op <= bekend_op}
    if not bekend and bekend_op is not None:
        gevonden = f"{bekend_op:%d-%m-%Y}: toen was nog geen taakstelling bekend"
        eerste = min((v.bekend_op for v in op_volgorde), default=bekend_op)
        raise Invoerfout([Melding("bekend op", "", gevonden, f"een dag vanaf {eerste:%d-%m-%Y}")])
    return bekend


def share_of_country(bevolking: Bevolking, code: str, jaar: int, methode: str, bekend_op: date | None = None) -> float:
    """iG / iN for a half-year in `jaar`; where that year's inhabitants are missing the nearest year stands in.

    Seen from `bekend_op` only inhabitants of 1 January up to that day are used.
    """
    peiljaar = jaar - PEILJAAR[methode]
    if bekend_op is not None:
        peiljaar = min(peiljaar, bekend_op.year)
    return bevolking.of(code, peiljaar) / bevolking.national(peiljaar)


def taakstelling_of_all(
    bevolking: Bevolking, landelijk: int, halfjaar: str, methode: str, bekend_op: date | None = None
) -> dict[str, int]:
    """The taakstelling of every gemeente for one half-year: CBS code -> persons.

    Each is rounded by itself, as the law says, so together they may differ from the national number by a few.
    """
    jaar = int(halfjaar[:4])
    codes = list(bevolking.namen)
    aandeel = np.array([share_of_country(bevolking, c, jaar, methode, bekend_op) for c in codes])
    aantallen = round_taakstelling(float(landelijk) * aandeel, methode)
    return {c: int(a) for c, a in zip(codes, aantallen, strict=True)}


def overview_taakstelling(
    bevolking: Bevolking,
    versies: Iterable[LandelijkeTaakstelling],
    halfjaren: Iterable[str] = (),
    bekend_op: date | None = None,
) -> list[dict[str, str | int]]:
    """Every gemeente and half-year by both methods, as known on `bekend_op`. Empty `halfjaren`: all known ones."""
    nu = latest_versions(versies, bekend_op)
    uit: list[dict[str, str | int]] = []
    for halfjaar in sorted(set(halfjaren) or nu):
        versie = nu[halfjaar]
        per_methode = {m: taakstelling_of_all(bevolking, versie.aantal, halfjaar, m, bekend_op) for m in PEILJAAR}
        uit += [
            {
                "gemeente": bevolking.namen[code],
                "cbs_code": code,
                "halfjaar": halfjaar,
                "landelijk": versie.aantal,
                "bekend_op": versie.bekend_op.isoformat(),
                **{m: per_methode[m][code] for m in PEILJAAR},
            }
            for code in bevolking.namen
        ]
    return uit


def round_taakstelling(exact: NDArray[np.float64], methode: str) -> NDArray[np.float64]:
    """Whole persons: `wettelijk` rounds up (art. 29 lid 1), `praktijk` to the nearest."""
    if methode == "wettelijk":
        # A product of doubles may land a hair above a whole number; the law means the exact quotient.
        return np.ceil(np.round(exact, 9))
    return np.floor(exact + 0.5)


def compute_taakstelling(
    landelijk: NDArray[np.float64], aandeel: NDArray[np.float64], methoden: Sequence[str]
) -> NDArray[np.float64]:
    """vg x iG / iN in whole persons. landelijk: (h, ...), aandeel: (h,), methoden: one per half-year -> (h, ...)"""
    exact = landelijk * aandeel.reshape(-1, *[1] * (np.ndim(landelijk) - 1))
    uit = np.empty_like(exact)
    for methode in set(methoden):
        hier = [m == methode for m in methoden]
        uit[hier] = round_taakstelling(exact[hier], methode)
    return uit


def spread_over_halves(totaal: int, gewicht: NDArray[np.float64]) -> NDArray[np.int64]:
    """A count over several half-years divided in proportion to `gewicht`, in whole persons. shape (h,)"""
    return _divided(totaal, tuple(gewicht.tolist())).copy()


@lru_cache(maxsize=4096)
def _divided(totaal: int, gewicht: tuple[float, ...]) -> NDArray[np.int64]:
    """The same counts are divided for every scenario of a region."""
    return largest_remainder(totaal, gewicht if sum(gewicht) > 0 else [1.0] * len(gewicht))
