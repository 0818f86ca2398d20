"""The date and the boekjaar of every booking, from the columns datum, boekjaar and periode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.inlezen.blok import Boekingbestand
from scenarios.inlezen.datums import EERSTE_JAAR, LAATSTE_JAAR, Volgorde, day_order, read_date, read_period, read_year
from scenarios.inlezen.waarden import Bronkolom

DATUM = f"een datum als 31-01-2025 of 2025-01-31 in de jaren {EERSTE_JAAR} tot en met {LAATSTE_JAAR}"
PERIODE = "een periode als 1, 13, 202501 of 2025-01"


@dataclass(frozen=True)
class Tijd:
    """shapes: (rij,)"""

    datum: NDArray[np.datetime64]
    boekjaar: NDArray[np.int64]
    fouten: tuple[tuple[str, NDArray[np.bool_], str], ...]
    """Per column: which cells cannot be read, and what was expected."""
    twijfels: tuple[str, ...] = ()


def read_time(kolommen: dict[str, Bronkolom], blok: Boekingbestand, rijen: int) -> Tijd:
    """The boekjaar of the file decides the year, the date does not: a date outside it moves to its edge."""
    fouten: list[tuple[str, NDArray[np.bool_], str]] = []
    jaar = np.zeros(rijen, dtype=np.int64)
    periode = np.full(rijen, 12, dtype=np.int64)
    if "periode" in kolommen:
        paren, fout = _parsed(kolommen["periode"], read_period, (0, 12))
        jaar = kolommen["periode"].take((j or 0 for j, _ in paren), np.int64)
        periode = kolommen["periode"].take((p for _, p in paren), np.int64)
        fouten.append(("periode", fout, PERIODE))
    if "boekjaar" in kolommen:
        jaren, fout = _parsed(kolommen["boekjaar"], read_year, 0)
        jaar = kolommen["boekjaar"].take(jaren, np.int64)
        fouten.append(("boekjaar", fout, "een boekjaar als 2025"))
    geen = np.datetime64("NaT", "D")
    datum = np.full(rijen, geen if blok.datum is None else np.datetime64(blok.datum), dtype="datetime64[D]")
    twijfels: tuple[str, ...] = ()
    if "datum" in kolommen:
        orde, twijfels = _order(kolommen["datum"], blok.datumvolgorde)
        dagen, fout = _parsed(kolommen["datum"], lambda w: read_date(w, orde), geen)
        datum = kolommen["datum"].take(dagen, "datetime64[D]")
        zonder = ~kolommen["datum"].filled() & ((jaar > 0) | ("periode" in kolommen))
        fouten.append(("datum", fout & ~zonder, DATUM))
    genoemd = jaar > 0
    vol = np.where(genoemd, jaar, blok.jaar)
    datum = np.where(np.isnat(datum), _period_end(vol, periode), datum)
    boekjaar = np.where(genoemd, jaar, datum.astype("datetime64[Y]").astype(np.int64) + 1970)
    begin, eind = ((vol - 1970 + n).astype("datetime64[Y]").astype("datetime64[D]") - n for n in (0, 1))
    return Tijd(np.where(genoemd, np.clip(datum, begin, eind), datum), boekjaar, tuple(fouten), twijfels)


def _period_end(jaar: NDArray[np.int64], periode: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Last day of the month; periode 0 is the opening and 13 and later the closing of the year."""
    erna = ((jaar - 1970) * 12 + np.clip(periode, 1, 12)).astype("datetime64[M]").astype("datetime64[D]")
    opening = (jaar - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return np.where(periode == 0, opening, erna - 1)


def _order(kolom: Bronkolom, gezegd: Volgorde) -> tuple[Volgorde, tuple[str, ...]]:
    volgorde, beide = day_order(kolom.waarden[c] for c in set(kolom.codes.tolist()))
    if gezegd or not (beide or volgorde == "maand-dag"):
        return gezegd or volgorde, ()
    return volgorde, ("dag en maand lijken verwisseld (zoals 01/31/2025). Klopt dat?",)


def is_date(waarde: Any, volgorde: Volgorde = "") -> bool:
    """Whether a cell can be read as a date."""
    try:
        read_date(waarde, volgorde)
    except ValueError:
        return False
    return True


def _parsed(kolom: Bronkolom, lees: Callable[[Any], Any], leeg: Any) -> tuple[list[Any], NDArray[np.bool_]]:
    """The unique values read, and in which rows that failed."""
    uit, fout = [], []
    for waarde in kolom.waarden:
        try:
            uit.append(lees(waarde))
            fout.append(False)
        except ValueError:
            uit.append(leeg)
            fout.append(True)
    return uit, kolom.take(fout, bool)
