"""How long do a million bookings take, and how much memory? Read, classify, write the workbook.

    python benchmarks/boekingen.py [rows]

The bookings are made up, with every kind of row that occurs: accepted, rejected, double, without voorziening.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

GEMEENTEN = ("GM0405", "GM0420", "GM1598", "GM0498", "GM0388", "GM0532", "GM0432")
SOORTEN = (
    ("Taallessen", "leerroute_b1"),
    ("Taallessen", "leerroute_z"),
    ("Taallessen", "leerroute_onderwijs"),
    ("Begeleiding", "maatschappelijke_begeleiding"),
    ("Begeleiding", "pvt"),
    ("Begeleiding", "map"),
    ("Taallessen", "knm"),
    ("Inhuur personeel", ""),
    ("Begeleiding", "brede_intake"),
    ("Kantoorkosten", "iets anders"),
)


def write_bookings(pad: Path, rijen: int, jaar: int = 2023) -> None:
    """Write `rijen` made-up bookings; amounts in cents differ in nearly every row."""
    trekking = np.random.default_rng(1)
    gemeente = trekking.integers(len(GEMEENTEN), size=rijen)
    soort = trekking.integers(len(SOORTEN), size=rijen)
    centen = trekking.integers(1, 500_000, size=rijen)
    dagen = np.datetime64(f"{jaar}-01-01") + trekking.integers(365, size=rijen)
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.writer(bestand, delimiter=";")
        schrijver.writerow(
            [
                "datum",
                "gemeente",
                "grootboek",
                "voorziening",
                "doelgroep",
                "bedrag",
                "btw",
                "omschrijving",
                "stuknummer",
            ]
        )
        for i in range(rijen):
            grootboek, voorziening = SOORTEN[soort[i]]
            schrijver.writerow(
                [
                    str(dagen[i]),
                    GEMEENTEN[gemeente[i]],
                    grootboek,
                    voorziening,
                    "asielstatushouder",
                    f"{centen[i] // 100},{centen[i] % 100:02d}",
                    "",
                    f"Factuur {i} van leverancier {i % 97}",
                    f"F{i:07d}",
                ]
            )
