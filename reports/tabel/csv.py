"""A table as a csv that Dutch spreadsheets read: semicolons, a decimal comma and no points between thousands."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from finance.taal.getallen import format_date, plain
from reports.tabel.adres import Formule
from reports.tabel.tabel import Cel, Kolom, Tabel, Teken


def to_csv(tabel: Tabel, doel: Path) -> None:
    """The heads and every value, exact; what a screen rounds is whole here."""
    with doel.open("w", encoding="utf-8-sig", newline="") as bestand:
        schrijver = csv.writer(bestand, delimiter=";")
        schrijver.writerow([k.kop for k in tabel.kolommen])
        for rij, waarden in zip(tabel.rijen, tabel.values(), strict=True):
            cellen = zip(waarden, tabel.kolommen, strict=True)
            schrijver.writerow([_text(cel, rij.column(kolom)) for cel, kolom in cellen])


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
    return cel if isinstance(cel, str) else plain(cel)
