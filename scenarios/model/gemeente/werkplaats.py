"""What models of one region share while they are built: what was worked out for an earlier one.

A scenario of money changes the weights of one voorziening, and of a grid or a search every point is such a scenario.
One of prices leaves the people, the rules and what pays for them as they were (`before_prices`).
Each weight is kept under everything that decides it, so what is found here is what would be worked out. Only a model
without any remark on its input leaves something: a remark is made while weights are worked out, and must not be missed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

from scenarios.grond.tijdas import Tijdas
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.regiomap.gebeurtenissen import Gebeurtenis
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import Wijziging
from scenarios.volumes.trajecten import Verloop

T = TypeVar("T")
PRIJSLOOS = "prijsloos"
"""Under which everything is kept that no price moves"""
WEGER = "weger"
"""Under which the results of the weights as entered are kept, beside those at nodes"""
MEESTE = 256
"""Results of one kind that are kept from model to model, each of at most some 100 KB"""


@dataclass(frozen=True)
class Kenbaar(Generic[T]):
    """What is too large to compare, with a mark to know it by."""

    merk: object
    inhoud: T = field(compare=False)


class Onthouden(Generic[T]):
    """What was worked out, by what decides it; what was not asked for longest is let go first."""

    def __init__(self, eerder: Onthouden[T] | None = None) -> None:
        self._bekend: dict[Hashable, T] = {} if eerder is None else dict(eerder._bekend)

    def once(self, sleutel: Hashable, maak: Callable[[], T]) -> T:
        """What is kept under this key, worked out when nothing is."""
        uit = self._bekend.pop(sleutel) if sleutel in self._bekend else maak()
        self._bekend[sleutel] = uit
        return uit

    def trim(self) -> Onthouden[T]:
        """The same with the last `MEESTE` only."""
        while len(self._bekend) > MEESTE:
            self._bekend.pop(next(iter(self._bekend)))
        return self


@dataclass(frozen=True)
class Geheugen:
    """Kinds of results by name, of one weigher or of what rebuilds it at the nodes of its drivers."""

    soorten: dict[str, Onthouden[Any]] = field(default_factory=dict)

    def kind(self, naam: str) -> Onthouden[Any]:
        """The results of one kind."""
        return self.soorten.setdefault(naam, Onthouden())

    def copy(self) -> Geheugen:
        """Another that begins with the same."""
        return Geheugen({naam: Onthouden(eerder) for naam, eerder in self.soorten.items()})


@dataclass
class Werkplaats:
    """The results of the models with the same course of trajecten, index and grid, by the drivers of that course."""

    geheugens: dict[Hashable, Geheugen] = field(default_factory=dict)
    drijvers: tuple[Drijver, ...] = ()
    """Those of the last model"""

    def as_before(self, drijvers: tuple[Drijver, ...]) -> tuple[Drijver, ...]:
        """The same object as that of the last model when they are equal: it need not be looked into again."""
        if drijvers != self.drijvers:
            self.drijvers = drijvers
        return self.drijvers

    def open(self, sleutel: Hashable) -> Geheugen:
        """What a new model may begin with."""
        return self.geheugens.get(sleutel, Geheugen()).copy()

    def keep(self, sleutel: Hashable, geheugen: Geheugen) -> None:
        """What a model without remarks leaves."""
        self.geheugens[sleutel] = Geheugen({naam: soort.trim() for naam, soort in geheugen.soorten.items()})


@lru_cache(maxsize=4)
def workshop(
    verloop: Kenbaar[Verloop], tijdas: Tijdas, contractindex: bytes, terugval: bool, maanden: tuple[int, int]
) -> Werkplaats:
    """That of all models with these; those of the last four are kept."""
    return Werkplaats()


@lru_cache(maxsize=2)
def before_prices(
    regio: Kenbaar[Regio],
    wijzigingen: tuple[Wijziging, ...],
    gebeurtenissen: tuple[Gebeurtenis, ...],
    alleen: frozenset[str] | None,
) -> Werkplaats:
    """That of all scenarios of a region that differ in prices only, by their other changes; the last two are kept."""
    return Werkplaats()
