"""`maatregelen.toml`: the levers that a region could pull, as they stand in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Annotated, Literal

from pydantic import model_validator

from finance.taal import grenzen
from finance.taal.grenzen import Betekenis, check_quantity, shown
from scenarios.regiomap.lezen import Dag, Getal, Invoermodel, check_first_day, within
from scenarios.regiomap.lezer.bezwaren import Misfit
from scenarios.regiomap.modellen import Status, Tekst

NAAM = "maatregelen.toml"
MEESTE_STANDEN = 60
"""Levels of one lever; of more a larger step says as much."""
MEESTE_MAATREGELEN = 40
"""Levers of one file: each is tried with all others, so twice as many take four times as long"""
MEESTE_GELD = 250
"""Combinations of own money, all of which are weighed at every point of the other levers"""
Soort = Literal["prijs", "uren", "groepsgrootte", "fte", "vast", "eigen_geld", "aanbesteding", "veld"]
VOORBEELD = """[[maatregel]]
naam = "grotere groepen"
soort = "groepsgrootte"
wat = "leerroute_b1"
vanaf = 2027-01-01
nu = 12
tot = 15
stap = 1
kosten_eenmalig = 25000
status = "aanname"
bron = "eigen schatting"

[[maatregel]]
naam = "eigen geld"
soort = "eigen_geld"
vanaf = 2027-01-01
tot = 500000
stap = 50000
status = "aanname"
bron = "ruimte in de begroting"
"""


@dataclass(frozen=True)
class Meeteenheid:
    """In what the levels of one kind of lever are told."""

    eenheid: str
    grootheid: Betekenis
    nu: float | None
    """Where it stands when nothing is done; None: the file tells"""
    maanden: tuple[int, ...] = tuple(range(1, 13))
    """Months in which it may begin"""


SOORTEN = {
    "prijs": Meeteenheid("%", grenzen.PROCENT, 0.0),
    "vast": Meeteenheid("%", grenzen.PROCENT, 0.0, (1,)),
    "uren": Meeteenheid("uur", grenzen.UREN, None),
    "groepsgrootte": Meeteenheid("per groep", grenzen.GROEP, None),
    "fte": Meeteenheid("fte", grenzen.FTE, None, (1,)),
    "eigen_geld": Meeteenheid("euro per jaar", grenzen.BEDRAG, 0.0, (1,)),
}
"""Kinds with levels from `nu` to `tot` in steps; the others name their levels."""


class Maatregel(Invoermodel):
    """One lever: what it changes, its levels, what they cost and from when."""

    naam: Tekst
    soort: Soort
    wat: str = ""
    """Voorziening, `voorziening.onderdeel`, or the field of a scenario"""
    gemeenten: tuple[str, ...] = ()
    """Empty: all"""
    vanaf: Dag | None = None
    nu: Annotated[Getal, within(grenzen.NIVEAU)] | None = None
    tot: Annotated[Getal, within(grenzen.NIVEAU)] | None = None
    stap: Annotated[Getal, within(grenzen.NIVEAU)] | None = None
    data: tuple[Dag, ...] = ()
    """Days on which a tender may begin to hold"""
    verandering: Annotated[Getal, within(grenzen.PROCENT)] | None = None
    """What a tender makes of the price, in per cents of what was entered"""
    wijze: Literal["waarde", "factor", "erbij"] = "waarde"
    waarden: tuple[float | int | str, ...] = ()
    """Levels of a field of a scenario"""
    kosten_eenmalig: Annotated[Getal, within(grenzen.BEDRAG)] = 0.0
    kosten_per_jaar: Annotated[Getal, within(grenzen.BEDRAG)] = 0.0
    kosten_per_eenheid: Annotated[Getal, within(grenzen.BEDRAG)] = 0.0
    """Euros a year for every unit that the level lies from `nu`"""
    status: Status
    bron: Tekst

    @model_validator(mode="after")
    def _whole(self) -> Maatregel:
        if fouten := [*self._keys(), *self._levels()]:
            standen = (f"{n} {shown(v)}" for n in ("nu", "tot", "stap") if (v := getattr(self, n)) is not None)
            raise Misfit(", ".join((f"soort {self.soort}", *standen)), "; ".join(fouten))
        for dag in (self.vanaf, *self.data):
            if dag is not None:
                check_first_day("vanaf", dag, self.maanden)
        return self

    def _keys(self) -> Iterator[str]:
        """Which keys belong to its kind."""
        soort, trap = self.soort, self.soort in SOORTEN
        if (soort == "eigen_geld") == bool(self.wat):
            yield "geen wat bij eigen_geld" if self.wat else f"wat: waar {soort} over gaat"
        horen = {
            "vanaf": soort != "aanbesteding",
            "tot": trap,
            "stap": trap,
            "nu": trap and SOORTEN[soort].nu is None,
            "data": soort == "aanbesteding",
            "verandering": soort == "aanbesteding",
            "waarden": soort == "veld",
        }
        for naam, hoort in horen.items():
            staat = getattr(self, naam) not in (None, ())
            # A kind that begins at 0 may say so.
            if staat != hoort and not (staat and naam == "nu" and trap):
                yield f"{naam} bij soort {soort}" if hoort else f"geen {naam} bij soort {soort}"
        if self.kosten_per_eenheid and not trap:
            yield f"geen kosten_per_eenheid bij soort {soort}"
        if soort == "eigen_geld" and (self.kosten_eenmalig or self.kosten_per_jaar or self.kosten_per_eenheid):
            yield "geen kosten bij eigen_geld: het bedrag zelf is de prijs"
        if soort == "fte" and self.gemeenten:
            yield "geen gemeenten bij fte: een formatie is van de regio"

    def _levels(self) -> Iterator[str]:
        """Whether there are not too many, none twice, and `tot` a whole number of steps from `nu` in its range."""
        for naam, standen in (("data", self.data), ("waarden", self.waarden)):
            if len(standen) > MEESTE_STANDEN:
                yield f"ten hoogste {MEESTE_STANDEN} {naam}"
            elif len(set(standen)) < len(standen):
                yield f"{naam} met iedere stand één keer"
        if self.soort not in SOORTEN or self.tot is None or self.stap is None:
            return
        if self.stap <= 0:
            yield "een stap boven 0"
            return
        stappen = abs(self.tot - self.base) / self.stap
        if stappen < 0.5 or abs(stappen - round(stappen)) > 1e-6:
            yield f"tot op een heel aantal stappen van {self.base:g}"
        if stappen > MEESTE_STANDEN:
            yield f"ten hoogste {MEESTE_STANDEN} stappen"
        yield from (m.verwacht for m in check_quantity(SOORTEN[self.soort].grootheid, (self.base, self.tot), "", ""))
        if self.soort in ("uren", "fte") and self.base <= 0:
            yield "nu boven 0"

    @property
    def base(self) -> float:
        """The level when nothing is done."""
        standaard = SOORTEN[self.soort].nu
        return self.nu if self.nu is not None else standaard or 0.0

    @property
    def maanden(self) -> tuple[int, ...]:
        """Months in which it may begin; the fields of a scenario have a grid of their own."""
        return SOORTEN[self.soort].maanden if self.soort in SOORTEN else tuple(range(1, 13))

    @property
    def begin(self) -> tuple[date, ...]:
        """Every day on which it may begin."""
        return self.data or ((self.vanaf,) if self.vanaf else ())


class Maatregelenbestand(Invoermodel):
    """`maatregelen.toml`."""

    maatregel: tuple[Maatregel, ...] = ()

    @model_validator(mode="after")
    def _not_too_many(self) -> Maatregelenbestand:
        if (aantal := len(self.maatregel)) > MEESTE_MAATREGELEN:
            verwacht = f"ten hoogste {MEESTE_MAATREGELEN}, want ieder wordt met alle andere samen beproefd"
            raise Misfit(f"{aantal} maatregelen", verwacht, "Laat weg wat niet kan of bijna gelijk is aan een andere.")
        geld = prod(1 + round(m.tot / m.stap) for m in self.maatregel if m.soort == "eigen_geld" and m.tot and m.stap)
        if geld > MEESTE_GELD:
            gevonden = f"{shown(geld)} combinaties van eigen geld"
            raise Misfit(gevonden, f"ten hoogste {shown(MEESTE_GELD)}", "Neem een grotere stap, of minder potten.")
        return self
