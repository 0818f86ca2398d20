"""The form of a description: a table of a sheet with its columns, and where each value stands in the text files.

Everything about the workbook follows from these descriptions: what is written, how it is read, what is refused, and the
page that explains it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from finance.fouten import list_words
from scenarios.werkboek.soorten import LEZERS, Celfout, Omgeving, Waarde, clean

STATUSSEN = ("vastgesteld", "raming", "aanname", "onzeker")
HERKOMST = ("status", "bron")
EIGEN_OPGAVE = "eigen opgave"
"""The source of a settled figure that its owner typed without one."""
BREEDTES = {"lang": 48.0, "tekst": 22.0, "keuze": 12.0, "gemeente": 18.0, "lijst": 14.0, "sleutel": 24.0}
_PLEK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Veld:
    """One column of a table, or one line of a form."""

    naam: str
    """Its name in the text file; with a point the key of a small table, such as `bron.titel`"""
    soort: str
    """A kind of `soorten.LEZERS`"""
    uitleg: str
    voorbeeld: str = ""
    eenheid: str = ""
    keuzes: tuple[str, ...] = ()
    standaard: str = ""
    """What an empty cell becomes in the text file"""
    leeg: str = ""
    """What an empty cell means, in words"""
    verplicht: bool = False
    kop: str = ""
    breed: float = 0.0
    """Width in characters; 0: that of its kind"""

    @cached_property
    def label(self) -> str:
        """The head of the column."""
        return self.kop or self.naam.replace("_", " ").replace(".", " ").capitalize()

    @property
    def breedte(self) -> float:
        """Width in characters."""
        if self.breed:
            return self.breed
        lijst = min(max(map(len, self.keuzes), default=0) + 2.0, 28.0) if self.soort == "keuze" else 0.0
        return max(lijst, BREEDTES.get(self.soort, 11.0), min(len(self.label) + 3.0, 16.0))

    def read(self, cel: object, omgeving: Omgeving) -> Waarde:
        """The value of a cell, of CSV text or of a TOML value. Raises Celfout."""
        waarde = clean(cel)
        if waarde is None:
            return None
        try:
            return LEZERS[self.soort](waarde, replace(omgeving, keuzes=self.keuzes))
        except Celfout:
            raise
        except ValueError as fout:
            raise Celfout(str(fout).rstrip(".")) from None

    @property
    def toelichting(self) -> str:
        """Everything worth knowing, as the comment on its head."""
        delen = [self.uitleg.rstrip(".") + "."]
        if self.eenheid:
            delen.append(f"Eenheid: {self.eenheid}.")
        if self.keuzes and len(self.keuzes) <= 14:
            delen.append(f"Kies uit: {', '.join(self.keuzes)}.")
        if self.voorbeeld:
            delen.append(f"Voorbeeld: {self.voorbeeld}.")
        if self.standaard or self.leeg:
            delen.append(f"Leeg: {self.leeg or self.standaard}.")
        elif self.verplicht:
            delen.append("Altijd invullen.")
        return " ".join(delen)


@dataclass(frozen=True)
class Dwars:
    """A table that runs across: one column per period, the counted value in its cells."""

    kolommen: tuple[str, ...]
    """The columns of the text file that the head of such a column says: two days, or a year"""
    waarde: str

    @property
    def halfjaren(self) -> bool:
        """Half-years across, or years."""
        return len(self.kolommen) == 2


@dataclass(frozen=True)
class Invoertabel:
    """One table or form: where it stands in the workbook, and where in the text files."""

    naam: str
    blad: str
    titel: str
    bestand: str
    """The text file; `scenarios/{scenario}.toml` has a file per value of that column"""
    kolommen: tuple[Veld, ...]
    uitleg: str = ""
    pad: str | None = None
    """Place in TOML, such as `route.{leerroute}` or `doel[]`; None for CSV"""
    formulier: bool = False
    dwars: Dwars | None = None
    hoort: tuple[str, ...] = ()
    """Of a CSV that several tables share: the values of `indicator` that stand here"""
    plaats: str = ""
    """How messages call a row of TOML, such as `gemeente {naam}`"""
    verplicht: bool = False
    """Its file must be there, also without rows"""
    ruimte: int = 20
    """Empty rows to fill in"""
    per_naam: dict[str, Veld] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "per_naam", {k.naam: k for k in self.kolommen})

    @cached_property
    def sleutels(self) -> tuple[str, ...]:
        """Columns that are part of the path in the text files and not written there."""
        return tuple(_PLEK.findall(f"{self.bestand} {self.pad or ''}"))

    @cached_property
    def velden(self) -> tuple[Veld, ...]:
        """The columns that the file itself holds."""
        return tuple(k for k in self.kolommen if k.naam not in self.sleutels)

    @cached_property
    def vast(self) -> tuple[Veld, ...]:
        """The columns that every row has; of a table that runs across without its periods and its value."""
        weg = (*self.dwars.kolommen, self.dwars.waarde) if self.dwars else ()
        return tuple(k for k in self.kolommen if k.naam not in weg)

    def path(self, waarden: dict[str, Waarde]) -> tuple[str, ...]:
        """The path of a row in its TOML file, with the values of its key columns."""
        return tuple(deel.removesuffix("[]").format(**waarden) for deel in (self.pad or "").split(".") if deel)

    @property
    def lijst(self) -> bool:
        """Whether TOML has a list of blocks at that path."""
        return bool(self.pad) and str(self.pad).endswith("[]")


@dataclass
class Regel:
    """One row: its values by column, and where each stands in the workbook."""

    waarden: dict[str, Waarde]
    rij: int = 0
    cellen: dict[str, str] = field(default_factory=dict)
    """Column -> address, of empty cells too"""


Inhoud = dict[str, list[Regel]]
"""Name of a table -> its rows."""


def allowed(keuzes: tuple[str, ...]) -> str:
    """The allowed values in words."""
    return list_words(keuzes)
