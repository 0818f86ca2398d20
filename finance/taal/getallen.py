"""How numbers, amounts, shares and dates read in Dutch: thousands with a point, decimals with a comma.

The one place where a figure becomes text. Sheets hold numbers and have their own formats, in `reports.tabel.stijlen`.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_GETAL = r"-?\d+(?:\.\d+)?"
_WISSEL = str.maketrans(",.", ".,")


def dutch(getal: Decimal | float, decimalen: int | None = None) -> str:
    """1234.5 -> '1.234,5'; without `decimalen` with those the number was given with."""
    return (f"{getal:,}" if decimalen is None else f"{getal:,.{decimalen}f}").translate(_WISSEL)


def short(getal: float, teken: bool = False) -> str:
    """7.8 -> '7,8' and 7.0 -> '7'; `teken`: with its sign, as '+7'."""
    return f"{getal:{'+' if teken else ''}g}".replace(".", ",")


def plain(getal: Decimal | float) -> str:
    """All decimals and no points between thousands, as a Dutch spreadsheet reads a csv; nothing for no number."""
    return "" if math.isnan(getal) else str(getal).replace(".", ",")


def thousands(getal: int) -> str:
    """A whole number: -1.234.567."""
    return f"{getal:,d}".replace(",", ".")


def format_euros(centen: int) -> str:
    """Cents as euros: -1.234,56."""
    heel, rest = divmod(abs(int(centen)), 100)
    return f"{'-' if centen < 0 else ''}{thousands(heel)},{rest:02d}"


def format_amount(euros: float, duizend: bool = False) -> str:
    """1234567.8 -> '1.234.568', or '1.235' in thousands; no minus before a zero, nothing for no number."""
    if math.isnan(euros):
        return ""
    return thousands(round(euros / 1000 if duizend else euros))


def format_difference(waarde: float, decimalen: int = 0) -> str:
    """A difference with its sign, and none before a zero: '+1.235'."""
    rond = round(waarde, decimalen)
    return f"{'+' if rond > 0 else '-' if rond < 0 else ''}{dutch(abs(rond), decimalen)}"


def euros(bedrag: float) -> str:
    """An amount in a sentence: '1,2 miljoen euro', '123 duizend euro' or '870 euro'."""
    if abs(bedrag) >= 999_500:
        return dutch(bedrag / 1e6, 1) + " miljoen euro"
    if abs(bedrag) < 999.5:
        return f"{round(bedrag)} euro"
    return f"{round(bedrag / 1e3)} duizend euro"


def format_share(deel: float, decimalen: int = 1) -> str:
    """0.953 -> '95,3%'; never 0% or 100% for what is not certain. A half goes up, as in a workbook; nothing for
    no number."""
    if math.isnan(deel):
        return ""
    kleinste = Decimal(1).scaleb(-decimalen)
    waarde = (Decimal(repr(float(deel))) * 100).quantize(kleinste, ROUND_HALF_UP)
    teken = ""
    if 0 < deel < 1 and waarde in (0, 100):
        teken, waarde = ("<", kleinste) if waarde == 0 else (">", 100 - kleinste)
    return f"{teken}{waarde}%".replace(".", ",")


def format_points(deel: float, decimalen: int = 1) -> str:
    """0.014 -> '1,4 procentpunt': how far two shares lie apart, which is no share of anything."""
    return format_share(deel, decimalen).replace("%", " procentpunt")


def format_certainty(zekerheid: float) -> str:
    """0.9 -> '90%', 0.975 -> '97,5%'."""
    return format_share(zekerheid).replace(",0%", "%")


def percent(deel: float) -> str:
    """A share in whole percents, for what may be nothing or all."""
    return f"{100 * deel:.0f}%"


def format_date(dag: date) -> str:
    """31-12-2026."""
    return f"{dag:%d-%m-%Y}"


def as_number(waarde: str) -> Decimal | None:
    """The text of a value as a number, with the decimals it was given with; None when it is no number."""
    return Decimal(waarde) if re.fullmatch(_GETAL, waarde) else None


def format_value(waarde: str) -> str:
    """The text of a value with its numbers in Dutch: '10000.5 euro' -> '10.000,5 euro'. Years and dates stay."""
    return re.sub(rf"(?<![\w.,-]){_GETAL}(?![\w.,-])", lambda getal: dutch(Decimal(getal[0])), waarde)
