"""The bookings of a region as they were read, what they are classified by, and why one is refused.

How they are read and classified stands in `boekingen`, which a region without bookings does not load.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.boeken.boekingsregels import Boekingsregel
from scenarios.boeken.vertaling import Vertaalrij
from scenarios.regiomap.land.landsgegevens import Landsgegevens

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.inlezen.lezen import Weggelaten
    from scenarios.inlezen.tweede_lezing import Natelling

DUBBEL = "dubbel stuknummer"
ONBEKENDE_GEMEENTE = "gemeente niet in deze regio"
VERKEERD_JAAR = "datum buiten het boekjaar"
SOORTREDENEN = {"verplichting": "verplichting: nog geen last", "begroting": "begrotingsregel: geen last"}
ONBEKENDE_VOORZIENING = "onbekende voorziening"
ONBEKENDE_DOELGROEP = "onbekende doelgroep"
BUITEN_LOOPTIJD = "SPUK onderwijsroute bestaat alleen 2022 tot en met 2025"
HERKOMST = ("kostenplaats", "project", "crediteur", "regelnummer")
"""The source's own columns, kept beside each booking."""


@dataclass(frozen=True)
class Boekingen:
    """All bookings of a region."""

    rijen: pd.DataFrame | None
    """A row per booking; `reden` is empty for what is accepted. None where no file was read: a table loads slowly."""
    regels: tuple[Boekingsregel, ...]
    totalen: Mapping[str, int]
    """Total of every file in cents, taken before anything was classified."""
    weggelaten: Mapping[str, tuple[Weggelaten, ...]] = field(default_factory=dict)
    """Per file the rows that are no booking, such as totals."""
    tellingen: Mapping[str, tuple[Natelling, Natelling]] = field(default_factory=dict)
    """Per text file what its reading and a second, simple one count and add up; with a difference it is refused."""

    @cached_property
    def tabel(self) -> pd.DataFrame:
        """A row per booking, also where no file was read."""
        return _empty_table() if self.rijen is None else self.rijen

    @cached_property
    def goedgekeurd(self) -> pd.DataFrame:
        """The accepted rows."""
        return self.tabel[self.tabel["reden"] == ""]

    @cached_property
    def afgekeurd(self) -> pd.DataFrame:
        """The rejected rows."""
        return self.tabel[self.tabel["reden"] != ""]

    def add_up(self, sleutels: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], int, int]]:
        """The accepted lasten per combination of columns: what they are, their sum in cents and their number."""
        if self.rijen is None:
            return
        groepen = self.goedgekeurd.groupby([*sleutels], observed=True, sort=True)["last"].agg(["sum", "size"])
        yield from zip(groepen.index, groepen["sum"].tolist(), groepen["size"].tolist(), strict=True)

    def reconcile(self) -> list[tuple[str, int, int, int, int]]:
        """Per file: name, rows, total, accepted, rejected (cents)."""
        goed, af = (
            deel.groupby("bestand", observed=False)["bedrag"].agg(["size", "sum"])
            for deel in (self.goedgekeurd, self.afgekeurd)
        )
        return [
            (naam, int(goed["size"][naam] + af["size"][naam]), totaal, int(goed["sum"][naam]), int(af["sum"][naam]))
            for naam, totaal in sorted(self.totalen.items())
        ]


@dataclass(frozen=True)
class Boekregels:
    """What the bookings of a region are classified by."""

    boekers: Mapping[str, str]
    """Every way to name who booked, in small letters -> CBS code or name of a regional body."""
    regels: tuple[Boekingsregel, ...]
    vertaling: tuple[Vertaalrij, ...] = ()

    def who(self, naam: str) -> str | None:
        """CBS code, or name of the body, of a text in the column gemeente; None when it is not in this region."""
        return self.boekers.get(" ".join(naam.split()).casefold())


def make_rules(
    land: Landsgegevens,
    gemeenten: Mapping[str, str],
    lichamen: Sequence[str],
    regels: Sequence[Boekingsregel],
    vertaling: Sequence[Vertaalrij] = (),
) -> Boekregels:
    """gemeenten: CBS code -> name; lichamen: regional bodies that book costs for several gemeenten."""
    namen = {oud: code for oud, code in land.codes_by_name.items() if code in gemeenten}
    namen |= {naam.casefold(): code for code, naam in gemeenten.items()}
    namen |= {f"{voor}{naam}": code for naam, code in namen.items() for voor in ("gemeente ", "gem. ", "gem ")}
    oud = {h.oud: land.current_code(h.oud) for h in land.gevolgd.values()} | {c: c for c in gemeenten}
    codes = {
        c.casefold(): nu
        for code, nu in oud.items()
        if nu in gemeenten
        for c in (code, code.removeprefix("GM"), code.removeprefix("GM").lstrip("0"))
    }
    return Boekregels(namen | codes | {n.casefold(): n for n in lichamen}, tuple(regels), tuple(vertaling))


def _empty_table() -> pd.DataFrame:
    import pandas as pd  # loads slowly, and who has no bookings seldom asks for their table

    tekst = pd.Categorical([], categories=[""])
    getal = np.zeros(0, dtype=np.int64)
    soorten = dict.fromkeys(
        (
            "bestand",
            "gemeente",
            "grootboek",
            "doelgroep",
            "leerroute",
            "omschrijving",
            "stuknummer",
            *HERKOMST,
            "voorziening",
            "pot",
            "taakveld",
            "besluit",
            "reden",
        ),
        tekst,
    )
    return pd.DataFrame(
        soorten
        | dict.fromkeys(("regel", "jaar", "bedrag", "btw", "last"), getal)
        | {
            "datum": np.zeros(0, dtype="datetime64[s]"),
            "correctie": np.zeros(0, dtype=bool),
            "dubbel": np.zeros(0, dtype=bool),
        }
    )
