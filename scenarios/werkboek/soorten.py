"""What a cell may hold: every kind is read from a cell, from CSV and from TOML into one value, and written back.

The value is the same whatever it came from, so a workbook and a folder can be compared: text without spaces around it,
float, int, date, bool, or None for nothing. A list is its parts with | between, a key is `name: number` with ; between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from finance.fouten import suggest
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import parse_count, parse_date, parse_number
from scenarios.regiomap.regio import LAND

Waarde = str | float | int | date | bool | None

_EXCEL_BEGIN = date(1899, 12, 30)
_SERIE = range(36_526, 73_051)
"""Day numbers of 2000 to 2099: a date in a cell that lost its format."""
_DUIZENDTAL = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d{1,2})?$", re.ASCII)
_CODE = re.compile(r"(?:GM)?0*(\d{1,4})$", re.IGNORECASE)
_LIJST = re.compile(r"\s*[|;]\s*")


class Celfout(ValueError):
    """A cell that does not fit: the message says what was expected; `herstel` how to mend it."""

    def __init__(self, verwacht: str, herstel: str = ""):
        super().__init__(verwacht)
        self.herstel = herstel


@dataclass(frozen=True)
class Omgeving:
    """What a cell is read against: the gemeenten of the region, and the values that its column allows."""

    land: Landsgegevens
    namen: Mapping[str, str] = field(default_factory=dict)
    """CBS code -> name, of the region itself"""
    keuzes: tuple[str, ...] = ()

    def code(self, tekst: str) -> str:
        """A name or code of a gemeente -> CBS code."""
        if tekst.upper() == LAND or tekst.casefold() == "nederland":
            return LAND
        if (code := tekst.upper()) in self.namen or code in self.land.bevolking.inwoners:
            return code
        if getal := _CODE.match(tekst):
            return f"GM{int(getal[1]):04d}"
        eigen = {naam.casefold(): code for code, naam in self.namen.items()}
        bekend = eigen.get(tekst.casefold()) or self.land.codes_by_name.get(tekst.casefold())
        if bekend is None:
            raise Celfout("een gemeente van het blad Start", suggest(tekst, self.namen.values()))
        return bekend


def clean(cel: object) -> object:
    """A cell or value without the spaces around it; nothing at all is None."""
    if isinstance(cel, str):
        return cel.strip().replace("\r\n", "\n") or None
    return cel


def _text(cel: Any, _: Omgeving) -> Waarde:
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, float) and cel.is_integer():
        return str(int(cel))
    if isinstance(cel, datetime):
        return cel.date().isoformat()
    return str(cel)


def _bare_amount(cel: Any) -> Any:
    """'€ 1.010,-' -> '1.010': what people write around an amount."""
    if not isinstance(cel, str):
        return cel
    kaal = re.sub(r"[\s\u00a0\u202f]", "", cel).replace("EUR", "").replace("€", "").replace("\u2212", "-")
    return re.sub(r",[-\u2013=]+$", "", kaal)


def _number(cel: Any, _: Omgeving) -> Waarde:
    if isinstance(cel, bool | date):
        raise Celfout("een getal, zoals 1234,56")
    return parse_number(_bare_amount(cel))


def _euro(cel: Any, omgeving: Omgeving) -> Waarde:
    """An amount in euros has two decimals at most, so three digits behind a point can only be thousands."""
    kaal = _bare_amount(cel)
    if isinstance(kaal, str) and _DUIZENDTAL.match(kaal):
        kaal = kaal.replace(".", "")
    return _number(kaal, omgeving)


def _euro_or_pm(cel: Any, omgeving: Omgeving) -> Waarde:
    return "PM" if isinstance(cel, str) and cel.upper().replace(".", "") == "PM" else _euro(cel, omgeving)


def _share(cel: Any, omgeving: Omgeving) -> Waarde:
    if isinstance(cel, str) and cel.endswith("%"):
        deel = _number(cel.removesuffix("%"), omgeving)
        assert isinstance(deel, float)
        return float(Decimal(str(deel)) / 100)
    return _number(cel, omgeving)


def _count(cel: Any, _: Omgeving) -> Waarde:
    if isinstance(cel, float) and cel.is_integer():
        return int(cel)
    if isinstance(cel, str) and re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+", cel, re.ASCII):
        return int(cel.replace(".", ""))
    return parse_count(cel)


def _day(cel: Any, _: Omgeving) -> Waarde:
    if isinstance(cel, datetime):
        return cel.date()
    if isinstance(cel, float | int) and not isinstance(cel, bool) and cel in _SERIE:
        return _EXCEL_BEGIN + timedelta(days=int(cel))
    return parse_date(cel)


def _yes_no(cel: Any, _: Omgeving) -> Waarde:
    if isinstance(cel, bool):
        return cel
    woord = str(cel).casefold()
    if woord not in ("ja", "nee", "true", "false", "waar", "onwaar", "j", "n"):
        raise Celfout("ja of nee")
    return woord in ("ja", "true", "waar", "j")


def _choice(cel: Any, omgeving: Omgeving) -> Waarde:
    """One of the allowed values; capitals, spaces and underscores do not matter."""
    gezocht = _loose(str(cel))
    for keuze in omgeving.keuzes:
        if _loose(keuze) == gezocht:
            return keuze
    raise Celfout(f"een van {', '.join(omgeving.keuzes)}", suggest(str(cel), omgeving.keuzes))


def _loose(tekst: str) -> str:
    return re.sub(r"[\s_-]+", "_", tekst.strip().casefold())


def _half_year(cel: Any, _: Omgeving) -> Waarde:
    gevonden = re.fullmatch(r"(20\d\d)[\s-]*H([12])", str(cel), re.IGNORECASE)
    if not gevonden:
        raise Celfout("een halfjaar zoals 2024H1")
    return f"{gevonden[1]}H{gevonden[2]}"


def _parts(cel: Any, omgeving: Omgeving) -> Waarde:
    delen = [str(d).strip() for d in cel] if isinstance(cel, list | tuple) else _LIJST.split(str(cel))
    if omgeving.keuzes:
        delen = [str(_choice(d, omgeving)) for d in delen if d]
    return "|".join(d for d in delen if d) or None


def _key(cel: Any, omgeving: Omgeving) -> Waarde:
    if isinstance(cel, Mapping):
        delen = [(str(k), v) for k, v in cel.items()]
    else:
        paren = [deel.rpartition(":") for deel in re.split(r"\s*[;|]\s*", str(cel)) if deel]
        if not all(naam.strip() for naam, _, _ in paren):
            raise Celfout("gemeenten met hun deel, zoals Hoorn: 3; Opmeer: 1")
        delen = [(naam.strip(), deel) for naam, _, deel in paren]
    return "; ".join(f"{naam}: {as_text(_number(clean(deel), omgeving))}" for naam, deel in delen) or None


def _number_or_text(cel: Any, omgeving: Omgeving) -> Waarde:
    """The value of a parameter: a number or a choice. Numbers keep all their decimals, as text."""
    if isinstance(cel, bool):
        return _text(cel, omgeving)
    if isinstance(cel, str):
        try:
            getal = Decimal(cel)
        except InvalidOperation:
            try:
                getal = Decimal(as_text(_euro(cel, omgeving)))
            except ValueError:
                return cel.casefold() if re.fullmatch(r"[A-Za-z_]+", cel) else cel
    else:
        getal = Decimal(as_text(_number(cel, omgeving)))
    return f"{getal.normalize():f}" if getal.is_finite() else str(cel)


def _gemeente(cel: Any, omgeving: Omgeving) -> Waarde:
    return omgeving.code(str(_text(cel, omgeving)))


LEZERS: dict[str, Callable[[Any, Omgeving], Waarde]] = {
    "tekst": _text,
    "lang": _text,
    "getal": _number,
    "prijs": _number,
    "deel": _share,
    "euro": _euro,
    "euro_pm": _euro_or_pm,
    "heel": _count,
    "jaar": _count,
    "datum": _day,
    "ja_nee": _yes_no,
    "keuze": _choice,
    "halfjaar": _half_year,
    "lijst": _parts,
    "sleutel": _key,
    "waarde": _number_or_text,
    "veranderwaarde": _number_or_text,
    "gemeente": _gemeente,
}
"""Kind of a column -> how a cell of it is read. Raises ValueError with what was expected."""


def as_text(waarde: Waarde) -> str:
    """A value as it stands in CSV: decimal point, ISO date."""
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, float):
        return str(int(waarde)) if waarde.is_integer() and abs(waarde) < 1e15 else f"{Decimal(repr(waarde)):f}"
    return waarde.isoformat() if isinstance(waarde, date) else str(waarde)


def as_toml(soort: str, waarde: Waarde) -> Any:
    """A value as TOML has it: lists and keys taken apart, whole numbers without a point, parameters as text."""
    if soort == "lijst":
        return str(waarde).split("|")
    if soort == "sleutel":
        paren = (deel.rpartition(": ") for deel in str(waarde).split("; "))
        return {naam: as_toml("getal", float(deel)) for naam, _, deel in paren}
    if soort == "veranderwaarde":
        try:
            return as_toml("getal", float(str(waarde)))
        except ValueError:
            return waarde
    if isinstance(waarde, float) and waarde.is_integer() and abs(waarde) < 1e15:
        return int(waarde)
    return waarde
