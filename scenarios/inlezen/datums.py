"""Dates, boekjaren and perioden as the ledgers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Literal

EERSTE_JAAR, LAATSTE_JAAR = 2000, 2100
Volgorde = Literal["", "dag-maand", "maand-dag"]
_MAANDEN = (
    "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip
_MAANDNUMMER = {m: n for n, m in enumerate(_MAANDEN, start=1)} | {"maa": 3, "mar": 3, "may": 5, "oct": 10}
_TIJD = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AP]M)?(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE | re.ASCII)
_JAAR_EERST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})", re.ASCII)
_JAAR_LAATST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
_MET_NAAM = re.compile(r"(\d{1,2})[-/. ]*([a-zé]+)\.?[-/. ]*(\d{4}|\d{2})", re.IGNORECASE | re.ASCII)
_WEEKDAG = re.compile(
    r"(ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)[.,]{0,2} +", re.IGNORECASE
)
"""Before a date; which one is not asked: the date itself decides"""
_DAG_NUL = date(1899, 12, 30)
SERIE = range((date(EERSTE_JAAR, 1, 1) - _DAG_NUL).days, (date(LAATSTE_JAAR, 1, 1) - _DAG_NUL).days)
_PERIODE = re.compile(r"(?:(20\d{2})[-/. ]?)?(?:P|M)?(\d{1,3})(?:[-/. ](20\d{2}))?", re.IGNORECASE | re.ASCII)


def day_order(waarden: Iterable[Any]) -> tuple[Volgorde, bool]:
    """The order of day and month that a column shows ('' when it shows none), and whether it shows both."""
    delen = [m for w in waarden if isinstance(w, str) and (m := _JAAR_LAATST.fullmatch(_bare(w)))]
    dag_eerst = any(int(m[1]) > 12 for m in delen)
    maand_eerst = any(int(m[2]) > 12 for m in delen)
    return ("maand-dag" if maand_eerst and not dag_eerst else "dag-maand" if dag_eerst else ""), dag_eerst and (
        maand_eerst
    )


def read_date(waarde: Any, volgorde: Volgorde = "") -> date:
    """One cell -> a date; ValueError when it is none in 2000-2100."""
    if isinstance(waarde, datetime):
        dag = waarde.date()
    elif isinstance(waarde, date):
        dag = waarde
    else:
        tekst = str(int(waarde)) if isinstance(waarde, float) and waarde.is_integer() else str(waarde).strip()
        dag = _from_text(_bare(tekst), volgorde)
    if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
        raise ValueError
    return dag


def _bare(tekst: str) -> str:
    """Without the day of the week before it and the time behind it."""
    tekst = _TIJD.sub("", tekst.strip())
    return tekst[weekdag.end() :] if (weekdag := _WEEKDAG.match(tekst)) else tekst


def _from_text(tekst: str, volgorde: Volgorde) -> date:
    if m := _JAAR_EERST.fullmatch(tekst):
        return date(int(m[1]), int(m[2]), int(m[3]))
    if m := _JAAR_LAATST.fullmatch(tekst):
        dag, maand = (int(m[2]), int(m[1])) if volgorde == "maand-dag" else (int(m[1]), int(m[2]))
        return date(_full_year(m[3]), maand, dag)
    if (m := _MET_NAAM.fullmatch(tekst)) and (nummer := _MAANDNUMMER.get(m[2][:3].casefold())):
        return date(_full_year(m[3]), nummer, int(m[1]))
    if re.fullmatch(r"\d{8}", tekst, re.ASCII):
        if EERSTE_JAAR <= int(tekst[:4]) <= LAATSTE_JAAR and 1 <= int(tekst[4:6]) <= 12:
            return date(int(tekst[:4]), int(tekst[4:6]), int(tekst[6:]))
        return date(int(tekst[4:]), int(tekst[2:4]), int(tekst[:2]))
    if re.fullmatch(r"\d{5}(\.\d+)?", tekst, re.ASCII) and int(float(tekst)) in SERIE:
        return _DAG_NUL + timedelta(days=int(float(tekst)))
    raise ValueError


def _full_year(tekst: str) -> int:
    return int(tekst) if len(tekst) == 4 else 2000 + int(tekst)


def read_year(waarde: Any) -> int:
    """A boekjaar: 2025, '2025', '2025.0', 'Boekjaar 2025'. ValueError when it is none."""
    tekst = str(waarde).strip().removesuffix(".0")
    jaren = re.findall(
        r"(?<!\d)(20[0-9]{2})(?!\d)", f"20{tekst}" if re.fullmatch(r"[2-9]\d", tekst, re.ASCII) else tekst
    )
    if len(set(jaren)) != 1:
        raise ValueError
    return int(jaren[0])


def read_period(waarde: Any) -> tuple[int | None, int]:
    """A periode: (year or None, number). 202513, '2025-01', '01-2025', 'P03', 13, 'januari'. ValueError."""
    if isinstance(waarde, datetime | date):
        return waarde.year, waarde.month
    tekst = str(int(waarde)) if isinstance(waarde, float) and waarde.is_integer() else str(waarde).strip()
    tekst = re.sub(r"\s*([-/.])\s*", r"\1", tekst)
    if nummer := _MAANDNUMMER.get(tekst[:3].casefold()):
        jaar = re.search(r"20\d{2}", tekst)
        return (int(jaar[0]) if jaar else None), nummer
    if m := re.fullmatch(r"(\d{1,2})[-/. ]?(20\d{2})", tekst, re.ASCII):
        return int(m[2]), _number(m[1])
    if (m := _PERIODE.fullmatch(tekst)) and not (m[1] and m[3]):
        return (int(m[1] or m[3]) if m[1] or m[3] else None), _number(m[2])
    raise ValueError


def _number(tekst: str) -> int:
    if not 0 <= int(tekst) <= 16:
        raise ValueError
    return int(tekst)
