"""A table as a csv: what a screen rounds is whole here, without points between thousands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from reports.tabel.adres import Formule
from reports.tabel.tabel import Cel, Kolom, Tabel, Teken
from scenarios.grond import csvtekst
from scenarios.grond.bestanden import write_text


def to_csv(tabel: Tabel, doel: Path) -> None:
    """The table as a file."""
    write_text(doel, csv_text(tabel))


def csv_text(tabel: Tabel) -> str:
    """The heads and every value."""
    rijen = zip(tabel.rijen, tabel.values(), strict=True)
    return csvtekst.csv_text(
        [k.kop for k in tabel.kolommen],
        ([_value(cel, rij.column(k)) for cel, k in zip(cellen, tabel.kolommen, strict=True)] for rij, cellen in rijen),
    )


def _value(cel: Cel, kolom: Kolom) -> csvtekst.Waarde:
    if isinstance(cel, Formule):
        cel = cel.waarde
    if isinstance(cel, Teken):
        return str(cel.value)
    if isinstance(cel, int) and not isinstance(cel, bool) and kolom.soort == "cent":
        return Decimal(cel).scaleb(-2)
    return cel
