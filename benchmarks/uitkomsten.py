"""Results of the benchmark per commit, small and in the repository, so that a slowdown shows."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

MAP = Path(__file__).parent / "uitkomsten"
TRAGER = 1.2
"""How much worse a row may be than the last time on the same machine before it is named."""
ZELFDE = ("systeem", "processor", "kernen", "blas")
"""What two machines must have in common; another kernel of BLAS multiplies at another speed"""
KOLOMMEN = ("werk", "waarde", "eenheid", "doel", "oordeel")
"""What a row holds"""


def name_of_commit() -> str:
    """Short hash of what is checked out, with a plus when there are changes on top."""

    def git(*woorden: str) -> str:
        return subprocess.run(["git", *woorden], capture_output=True, text=True, check=True, cwd=MAP.parent).stdout

    try:
        wijzigingen = git("status", "--porcelain", "--untracked-files=no").strip()
        return git("rev-parse", "--short=10", "HEAD").strip() + ("+" if wijzigingen else "")
    except (OSError, subprocess.CalledProcessError):
        return "onbekend"


def write(doel: Path, inhoud: dict[str, Any], rijen: list[dict[str, Any]]) -> None:
    """What is known of a run, and its rows: one a line, so that two results can be laid side by side."""
    gekort = [[float(f"{rij[k]:.4g}") if k == "waarde" else rij[k] for k in KOLOMMEN] for rij in rijen]
    regels = ",\n".join(json.dumps(rij, ensure_ascii=False) for rij in gekort)
    kop = json.dumps({**inhoud, "kolommen": KOLOMMEN}, ensure_ascii=False, indent=1).removesuffix("\n}")
    doel.parent.mkdir(parents=True, exist_ok=True)
    doel.write_text(f'{kop},\n "rijen": [\n{regels}\n ]\n}}\n', encoding="utf-8", newline="\n")


def latest(machine: dict[str, Any], map_: Path = MAP) -> dict[str, dict[str, Any]]:
    """Of every row the last one on this kind of machine, with the commit that it is of."""
    gelezen = [json.loads(pad.read_text(encoding="utf-8")) for pad in map_.glob("*.json")]
    zelfde = [u for u in gelezen if all(u["machine"][k] == machine[k] for k in ZELFDE)]
    uit = {}
    for u in sorted(zelfde, key=lambda u: u["gemeten_op"]):
        for rij in u["rijen"]:
            naam, waarde, *_ = rij
            uit[naam] = {"waarde": waarde, "commit": u["commit"]}
    return uit


def slower(nu: list[dict[str, Any]], toen: dict[str, dict[str, Any]]) -> list[str]:
    """A line for every row with a goal that is more than `TRAGER` worse than it was."""
    uit = []
    for rij in nu:
        eerder = toen.get(rij["werk"])
        if eerder is None or not rij["doel"] or min(rij["waarde"], eerder["waarde"]) <= 0:
            continue
        was = eerder["waarde"]
        # A goal that is a lower bound wants more, every other goal less.
        slechter = was / rij["waarde"] if rij["doel"].startswith(">=") else rij["waarde"] / was
        if slechter > TRAGER:
            nu_ = f"{rij['waarde']:.2f} {rij['eenheid']}".rstrip()
            uit.append(f"{rij['werk']}: {nu_}, was {was:.2f} ({eerder['commit']})")
    return uit
