"""Tries the program of one file: `python -m tests.eenbestand dist/spuk`, the last step of `make eenbestand`.

It runs with an empty home and nothing of Python around it, in a folder with a space and an é in its name; where
the system can do so, also without a network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

PROEVEN: tuple[tuple[str, ...], ...] = (
    ("--version",),
    ("raming", "voorbeeld:westfriesland", "--trekkingen", "200", "--stil", "--ods", "--uit", "uit"),
    ("nieuw", "mijn", "--gemeenten", "Leusden", "--excel"),
    ("controleer", "mijn/invoer.xlsx"),
    ("raming", "mijn/invoer.xlsx", "--trekkingen", "200", "--stil", "--uit", "eigen"),
    ("pc", "voorbeeld:zevenlinden", "--stuk", "jaarrekening", "--jaar", "2024", "--profiel", "almelo", "--uit", "pc"),
    ("dossier", "voorbeeld:zevenlinden", "--jaar", "2024", "--stil", "--uit", "dossier"),
    ("uitleg", "installeren"),
)
VERWACHT = ("uit/raming.xlsx", "uit/raming.ods", "uit/rapport.html", "uit/raming.json", "eigen/raming.xlsx")
MAG_EEN = {"dossier", "pc"}
"""Commands that end with 1 when something is open"""


def main() -> None:
    """Run every trial and print its seconds, by the clock and of the processor; exit 1 at the first that fails."""
    programma = Path(sys.argv[1]).resolve()
    alleen = _without_network()
    print(f"{programma.name}: {programma.stat().st_size / 1e6:.0f} MB", "zonder netwerk" if alleen else "")
    with tempfile.TemporaryDirectory(prefix="één bestand ") as map_:
        thuis = Path(map_) / "thuis"
        thuis.mkdir()
        kern = {k: v for k, v in os.environ.items() if k in ("SYSTEMROOT", "TEMP", "TMP", "LANG", "PATH")}
        omgeving = {**kern, "HOME": str(thuis), "USERPROFILE": str(thuis)}
        for woorden in PROEVEN:
            begin, kern_begin = time.perf_counter(), _spent()
            uit = subprocess.run(
                [*alleen, programma, *woorden],
                cwd=map_, env=omgeving, capture_output=True, encoding="utf-8", errors="replace", check=False,
            )  # fmt: skip
            klok, kern_tijd = time.perf_counter() - begin, _spent() - kern_begin
            print(
                f"{klok:6.1f} s ({kern_tijd:.1f} s rekentijd)  eindcode {uit.returncode}  spuk {' '.join(woorden)}",
                flush=True,
            )
            if uit.returncode not in ((0, 1) if woorden[0] in MAG_EEN else (0,)) or "Traceback" in uit.stderr:
                sys.exit(uit.stdout + uit.stderr)
        if ontbreekt := [naam for naam in VERWACHT if not (Path(map_) / naam).is_file()]:
            sys.exit(f"niet geschreven: {ontbreekt}")


def _spent() -> float:
    """Seconds of processor that the processes started here took; nought where the system does not keep them."""
    tijden = os.times()
    return tijden.children_user + tijden.children_system


def _without_network() -> Sequence[str]:
    """How to start it in a space without a network; nothing where the system does not let us."""
    los = ["unshare", "--net", "--map-root-user", "--"]
    kan = shutil.which("unshare") and subprocess.run([*los, "true"], capture_output=True, check=False).returncode == 0
    return los if kan else ()


if __name__ == "__main__":
    main()
