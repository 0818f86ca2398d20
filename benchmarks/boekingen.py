"""How long do a million bookings take, and how much memory? Read, classify, close the year, write the workbooks.

    python -m benchmarks.boekingen [rows]

The bookings are made up by arithmetic, with every kind of row that occurs: accepted, rejected, no voorziening. They
stand in a copy of the example Westfriesland, so that the whole command is measured and not a part of it.
"""

from __future__ import annotations

import csv
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from reports.verantwoording.schrijven import write_all
from scenarios.boeken.jaar_sluiten import build_accounts
from scenarios.boeken.map import read_folder
from scenarios.grond.gegevens import data_path

BOEKEN = Path(__file__).parents[1] / "tests" / "boeken" / "westfriesland"
"""Fictitious decisions, counts and settings for its books"""
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
KOP = ("datum", "gemeente", "grootboek", "voorziening", "doelgroep", "bedrag", "btw", "omschrijving", "stuknummer")


def write_bookings(pad: Path, rijen: int, jaar: int = 2023) -> None:
    """Write `rijen` made-up bookings; amounts and texts differ in nearly every row."""
    # A multiplicative hash scatters as well as chance does, and is the same everywhere.
    strooi = (np.arange(rijen, dtype=np.uint64) * np.uint64(2_654_435_761)) % np.uint64(2**32)
    gemeente, soort = (strooi % 7).tolist(), (strooi // 7 % 10).tolist()
    centen, dagen = (strooi // 70 % 500_000 + 1).tolist(), (strooi // 1000 % 365).astype(int)
    datums = np.datetime_as_string(np.datetime64(f"{jaar}-01-01") + dagen).tolist()
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.writer(bestand, delimiter=";")
        schrijver.writerow(KOP)
        for i in range(rijen):
            grootboek, voorziening = SOORTEN[soort[i]]
            bedrag = f"{centen[i] // 100},{centen[i] % 100:02d}"
            tekst = f"Factuur {i} van leverancier {i % 97}"
            rij = [datums[i], GEMEENTEN[gemeente[i]], grootboek, voorziening, "asielstatushouder", bedrag, "", tekst]
            schrijver.writerow([*rij, f"F{i:07d}"])


def measure(rijen: int) -> dict[str, float]:
    """Seconds per step and peak memory in GB for one file of `rijen` bookings."""
    with tempfile.TemporaryDirectory() as werkmap:
        map_ = Path(werkmap) / "regio"
        shutil.copytree(data_path() / "regios" / "westfriesland", map_)
        shutil.copytree(BOEKEN, map_ / "verantwoording")
        write_bookings(map_ / "verantwoording" / "boekingen" / "werksaam-2023.csv", rijen)
        begin = time.perf_counter()
        invoer = read_folder(str(map_))
        gelezen = time.perf_counter()
        verantwoording = build_accounts(invoer, 2023)
        afgesloten = time.perf_counter()
        bestanden = write_all(verantwoording, Path(werkmap) / "uit")
        klaar = time.perf_counter()
        omvang = sum(b.stat().st_size for b in bestanden)
    return {
        "boekingen": len(invoer.boekingen.tabel),
        "lezen en rubriceren (s)": gelezen - begin,
        "jaar sluiten (s)": afgesloten - gelezen,
        "werkboeken schrijven (s)": klaar - afgesloten,
        "totaal (s)": klaar - begin,
        "werkboeken (MB)": omvang / 1e6,
        "piekgeheugen (GB)": _peak(),
    }


def _peak() -> float:
    """Most memory of this process, GB. Not ru_maxrss, which begins at the size of the process that started this one."""
    stand = Path("/proc/self/status").read_text(encoding="ascii")
    gevonden = re.search(r"VmHWM:\s+(\d+)", stand)
    return int(gevonden[1]) * 1024 / 1e9 if gevonden else float("nan")


if __name__ == "__main__":
    for naam, waarde in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000).items():
        print(f"{naam:28} {waarde:12.2f}")
