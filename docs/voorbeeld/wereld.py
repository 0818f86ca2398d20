"""What the fictitious bookings are drawn around: wereld.csv, written once from the expected values of the model."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

Wereld = Mapping[tuple[str, str, int], float]
"""(CBS code, quantity, year) -> euros: `lasten.<voorziening>` of the SPUKs and the voorlopige uitkering"""


def read_world() -> Wereld:
    """The lasten and voorlopige uitkeringen of the example, 2022 up to and including 2026."""
    with Path(__file__).with_name("wereld.csv").open(encoding="utf-8", newline="") as bestand:
        rijen = csv.DictReader(bestand, delimiter=";")
        return {(r["cbs_code"], r["grootheid"], int(r["jaar"])): float(r["euro"]) for r in rijen}
