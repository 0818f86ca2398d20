"""A table as a csv that Dutch spreadsheets read: semicolons, a decimal comma and no points between thousands."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

from finance.taal.getallen import format_date, plain
from reports.tabel.adres import Formule
from reports.tabel.tabel import Cel, Kolom, Tabel, Teken
from scenarios.grond.bestanden import no_formula, write_text


def to_csv(tabel: Tabel, doel: Path) -> None:
    """The table as a file."""
    write_text(doel, csv_text(tabel))


def csv_text(tabel: Tabel) -> str:
    """The heads and every value, exact; what a screen rounds is whole here."""
    stroom = io.StringIO(newline="")
    schrijver = csv.writer(stroom, delimiter=";")
    schrijver.writerow([k.kop for k in tabel.kolommen])
    for rij, waarden in zip(tabel.rijen, tabel.values(), strict=True):
        cellen = zip(waarden, tabel.kolommen, strict=True)
        schrijver.writerow([_text(cel, rij.column(kolom)) for cel, kolom in cellen])
    # The mark by which Excel knows that it is UTF-8.
    return f"\ufeff{stroom.getvalue()}"


def _text(cel: Cel, kolom: Kolom) -> str:
    if isinstance(cel, Formule):
        cel = cel.waarde
    if cel is None:
        return ""
    if isinstance(cel, Teken):
        return str(cel.value)
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, int) and kolom.soort == "cent":
        return plain(Decimal(cel).scaleb(-2))
    if isinstance(cel, date):
        return format_date(cel)
    return no_formula(cel) if isinstance(cel, str) else plain(cel)
