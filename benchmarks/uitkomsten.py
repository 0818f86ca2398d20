"""Results of the benchmark per commit, small and in the repository, so that a slowdown shows."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

MAP = Path(__file__).parent / "uitkomsten"
TRAGER = 1.2
"""How much worse a row may be than the last time on the same machine before it is named."""


def name_of_commit() -> str:
    """Short hash of what is checked out, with a plus when there are changes on top."""

    def git(*woorden: str) -> str:
        return subprocess.run(["git", *woorden], capture_output=True, text=True, check=True, cwd=MAP.parent).stdout

    try:
        wijzigingen = git("status", "--porcelain", "--untracked-files=no").strip()
        return git("rev-parse", "--short=10", "HEAD").strip() + ("+" if wijzigingen else "")
    except (OSError, subprocess.CalledProcessError):
        return "onbekend"


def latest(machine: dict[str, Any], map_: Path = MAP) -> dict[str, Any] | None:
    """The last result of this kind of machine."""
    gelezen = [json.loads(pad.read_text(encoding="utf-8")) for pad in map_.glob("*.json")]
    zelfde = [u for u in gelezen if all(u["machine"][k] == machine[k] for k in ("processor", "kernen", "systeem"))]
    return max(zelfde, key=lambda u: u["gemeten_op"], default=None)


def slower(nu: list[dict[str, Any]], toen: list[dict[str, Any]]) -> list[str]:
    """A line for every row with a goal that is more than `TRAGER` worse than it was."""
    eerder = {rij["werk"]: rij["waarde"] for rij in toen}
    uit = []
    for rij in nu:
        was = eerder.get(rij["werk"])
        if not was or not rij["doel"] or rij["waarde"] <= 0:
            continue
        # A goal that is a lower bound wants more, every other goal less.
        slechter = was / rij["waarde"] if rij["doel"].startswith(">=") else rij["waarde"] / was
        if slechter > TRAGER:
            uit.append(f"{rij['werk']}: {rij['waarde']:.2f} {rij['eenheid']}, was {was:.2f}")
    return uit
