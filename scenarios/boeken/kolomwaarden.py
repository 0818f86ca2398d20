"""Texts and cells of a booking export -> whole cents and dates, exactly; each distinct value is parsed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Melding
from scenarios.boeken.bronbestand import MAX_MELDINGEN, Bronkolom, Bronkolommen
from scenarios.regiomap.lezen import PUNTBEDRAG, parse_date, to_whole_cents

EERSTE_JAAR, LAATSTE_JAAR = 2000, 2100
_CENTEN = re.compile(r"[.,]\d{1,2}$")


def parse_amounts(bron: Bronkolommen, kolom: str, decimaal: str, meldingen: list[Melding]) -> NDArray[np.int64]:
    """Amounts in cents, shape (rij,). `decimaal`: ',' or '.', or '' to learn it from the column itself."""
    cellen = bron.kolommen[kolom]
    teksten = [w for w in cellen.waarden if isinstance(w, str)]
    teken = decimaal or _decimal_sign(teksten)
    if not teken:
        meldingen.append(
            Melding(
                bron.naam,
                f"kolom {kolom}",
                "decimale komma's en punten door elkaar",
                "één schrijfwijze",
                'Zet in verantwoording.toml decimaal = "," of "." bij dit bestand en verbeter de andere regels.',
            )
        )
        teken = ","
    return parse_column(
        bron,
        kolom,
        lambda w: to_whole_cents(w, teken),
        np.int64,
        "een bedrag in euro's met ten hoogste twee decimalen",
        meldingen,
    )


def parse_dates(bron: Bronkolommen, kolom: str, meldingen: list[Melding]) -> NDArray[np.datetime64]:
    """Dates, shape (rij,), dtype datetime64[D]."""
    verwacht = f"een datum als 31-01-2025 of 2025-01-31 in de jaren {EERSTE_JAAR} tot en met {LAATSTE_JAAR}"
    return parse_column(bron, kolom, _to_date, "datetime64[D]", verwacht, meldingen)


def parse_column(
    bron: Bronkolommen, kolom: str, parse: Callable[[Any], Any], dtype: Any, verwacht: str, meldingen: list[Melding]
) -> NDArray[Any]:
    """Apply `parse` to the distinct values; ValueError becomes a message for the lines that hold the value."""
    cellen = bron.kolommen[kolom]
    uit, fout = [], []
    leeg = np.zeros(1, dtype=dtype)[0]
    for nummer, waarde in enumerate(cellen.waarden):
        try:
            uit.append(parse(waarde))
        except ValueError:
            uit.append(leeg)
            fout.append(nummer)
    if fout:
        meldingen.extend(_messages(bron, cellen, kolom, fout, verwacht))
    return cellen.take(uit, dtype)


def _messages(bron: Bronkolommen, cellen: Bronkolom, kolom: str, fout: list[int], verwacht: str) -> Iterable[Melding]:
    raak = np.flatnonzero(np.isin(cellen.codes, fout))
    for rij in raak[:MAX_MELDINGEN]:
        waarde = cellen.waarden[cellen.codes[rij]]
        gevonden = "een lege cel" if waarde == "" else repr(waarde)
        yield Melding(bron.naam, f"regel {bron.regels[rij]}, kolom {kolom}", gevonden, verwacht)
    if len(raak) > MAX_MELDINGEN:
        rest = len(raak) - MAX_MELDINGEN
        yield Melding(bron.naam, f"kolom {kolom}", f"nog {rest} regels met zo'n fout", verwacht)


def _decimal_sign(teksten: Iterable[str]) -> str:
    """The sign before a last group of one or two digits; '' when both occur."""
    tekens = {treffer.group()[0] for t in teksten if (treffer := _CENTEN.search(t.rstrip(" -")))}
    if len(tekens) == 2:
        return ""
    # Only whole euros: three digits after a sign are thousands, with the sign that is used for them.
    return tekens.pop() if tekens else ("." if any(PUNTBEDRAG.fullmatch(t) and "," in t for t in teksten) else ",")


def _to_date(waarde: Any) -> date:
    if isinstance(waarde, (float, int)):
        raise ValueError
    dag = waarde.date() if isinstance(waarde, datetime) else parse_date(waarde)
    if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
        raise ValueError
    return dag
