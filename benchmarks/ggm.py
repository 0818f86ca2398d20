"""How long does `spuk haal` take for a million people, and how much memory? On a PostgreSQL of its own.

    python -m benchmarks.ggm [people]

Filling the database is not measured; reading, judging, counting and writing personen.csv is, as the command does it.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks.ggm_regio import create_tables, fill
from benchmarks.postgres import BEHEERDER, WACHTWOORD, find_programs, running_server
from benchmarks.tafel import Tafel
from finance.taal.getallen import thousands
from scenarios.grond.gegevens import data_path

KAART = """schema = "ggm"
huisvesting = { tabel = "ASIELSTATUSHOUDER", kolom = "DATUM_HUISVESTING" }
gemeente = { tabel = "INBURGERAAR", kolom = "EIGEN_GEMEENTE" }
"""


def measure(personen: int, programmas: Path) -> tuple[float, float]:
    """Seconds of the command and the most memory it held, in GB; the server's own memory apart."""
    with running_server(programmas) as server, tempfile.TemporaryDirectory() as naam:
        with psycopg.connect(server.address(), autocommit=True) as verbinding, verbinding.cursor() as cursor:
            create_tables(cursor, "ggm")
            fill(cursor, "ggm", range(1, personen + 1))
        map_ = Path(naam) / "regio"
        shutil.copytree(data_path() / "regios" / "westfriesland", map_)
        (map_ / "ggm.toml").write_text(KAART, encoding="utf-8", newline="\n")
        toegang = {"PGHOST": "127.0.0.1", "PGPORT": str(server.poort), "PGUSER": BEHEERDER, "PGPASSWORD": WACHTWOORD}
        opdracht = [sys.executable, "-m", "cli", "haal", str(map_), "--sleutel", f"{naam}/sleutel"]
        begin = time.perf_counter()
        uit = subprocess.run(opdracht, capture_output=True, text=True, check=True, env=toegang)
        duur = time.perf_counter() - begin
        if not re.search(r"gelezen: .* gebruikt", uit.stdout):
            raise AssertionError(uit.stdout)
    return duur, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6


def measure_fetch(tafel: Tafel, personen: int = 1_000_000) -> None:
    """Two rows, or the reason why there are none."""
    programmas = find_programs()
    if programmas is None:
        print("spuk haal: overgeslagen, PostgreSQL ontbreekt (apt-get install postgresql)")
        return
    duur, piek = measure(personen, programmas)
    tafel.at_most(f"haal: {thousands(personen)} personen uit PostgreSQL", duur, "s", 60)
    tafel.at_most("haal: grootste geheugen", piek, "GB", 1)


if __name__ == "__main__":
    measure_fetch(Tafel(), int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
