"""A region that keeps books: Westfriesland with fictitious decisions, counts, standings and bookings."""

from __future__ import annotations

import shutil
from pathlib import Path

from scenarios.grond.gegevens import data_path

BOEKEN = Path(__file__).parent / "boeken" / "westfriesland"


def copy_with_books(doel: Path) -> Path:
    """The example with the books of `tests/boeken`, as a folder of one's own."""
    shutil.copytree(data_path() / "regios" / "westfriesland", doel)
    shutil.copytree(BOEKEN, doel / "verantwoording")
    return doel
