"""A table as text: every cell as it reads on a screen, a page or a letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from finance.taal.getallen import dutch, format_amount, format_date, format_euros, format_share, percent
from reports.tabel.adres import Formule
from reports.tabel.tabel import PM, Cel, Kolom, Soort, Tabel, Teken


@dataclass(frozen=True)
class Weergave:
    """How cells read: the unit of euros, and the words where no figure stands."""

    per: int = 1
    """Euros in one shown unit."""
    onbekend: str = "-"
    pm: str = PM.value

    def word(self, teken: Teken | None) -> str:
        """What stands in a cell without a figure."""
        return self.onbekend if teken is None else self.pm if teken == PM else str(teken.value)


EUROS = Weergave()
DUIZENDEN = Weergave(per=1000)
OPEN = Weergave(onbekend="")
"""What was not entered stays an empty cell."""
_GETALLEN: dict[Soort, Callable[[Any, int | None], str]] = {
    "cent": lambda getal, _: format_euros(getal),
    "aantal": lambda getal, cijfers: dutch(getal, 1 if cijfers is None else cijfers),
    "heel": lambda getal, _: format_amount(getal),
    "deel": lambda getal, cijfers: format_share(getal, 1 if cijfers is None else cijfers),
    "procent": lambda getal, _: percent(getal),
    "datum": lambda dag, _: format_date(dag),
    "ja_nee": lambda ja, _: "ja" if ja else "nee",
}


def show_cell(cel: Cel, kolom: Kolom, weergave: Weergave = EUROS) -> str:
    """One cell as Dutch text; a text stays what it is, in every column."""
    if isinstance(cel, Formule):
        cel = cel.waarde
    if cel is None or isinstance(cel, Teken):
        return weergave.word(cel)
    if isinstance(cel, str):
        return cel
    if kolom.soort in _GETALLEN:
        return _GETALLEN[kolom.soort](cel, kolom.decimalen)
    if isinstance(cel, Decimal) and kolom.soort == "tekst":
        return dutch(cel)
    return _euros(cel, kolom.decimalen, weergave.per) if kolom.soort == "euro" else str(cel)


def show_rows(tabel: Tabel, weergave: Weergave = EUROS) -> list[list[str]]:
    """All cells as text. (row, column)"""
    return [
        [show_cell(cel, rij.column(kolom), weergave) for cel, kolom in zip(waarden, tabel.kolommen, strict=True)]
        for rij, waarden in zip(tabel.rijen, tabel.values(), strict=True)
    ]


def _euros(bedrag: Any, cijfers: int | None, per: int) -> str:
    return dutch(bedrag / per, cijfers) if cijfers else format_amount(bedrag / per)
