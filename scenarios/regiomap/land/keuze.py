"""What a user calls a region, and the data folder that goes with it. Loads nothing, so that the command line may."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

OPTIE, VARIABELE = "--gegevens", "SPUK_GEGEVENS"
SUBMAP = "gegevens"
"""The data folder inside a region folder"""


@dataclass(frozen=True)
class Gegevensmap:
    """A data folder, and how it was chosen."""

    map: Path
    hoe: str
    """`OPTIE`, `VARIABELE`, or that it lies in the region folder"""

    @property
    def naam(self) -> str:
        """What messages call it."""
        return SUBMAP if self.hoe == IN_DE_REGIOMAP else str(self.map)


IN_DE_REGIOMAP = "in de regiomap"


def named_folder(optie: Path | None) -> Gegevensmap | None:
    """The data folder that was named: by the option, or else by the environment."""
    if optie is not None:
        return Gegevensmap(optie, OPTIE)
    omgeving = os.environ.get(VARIABELE, "").strip()
    return Gegevensmap(Path(omgeving), VARIABELE) if omgeving else None


@dataclass(frozen=True)
class Regiokeuze(os.PathLike[str]):
    """A region folder, workbook or example by the name that a user gave it, and the data folder named beside it."""

    naam: str
    gegevens: Gegevensmap | None = None

    def __str__(self) -> str:
        return self.naam

    def __fspath__(self) -> str:
        return self.naam

    @classmethod
    def of(cls, verwijzing: Verwijzing) -> Regiokeuze:
        """A bare name goes with the data folder of the environment, if there is one."""
        return verwijzing if isinstance(verwijzing, Regiokeuze) else cls(verwijzing, named_folder(None))


Verwijzing = str | Regiokeuze
"""What names a region"""
