"""What one gemeente buys: the contracts that serve it, and what a scenario makes of price and use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import Voorziening
from scenarios.regiomap.gebeurtenissen import ONGEWIJZIGD, Verschuiving
from scenarios.regiomap.modellen import Contractrij

Reeks = NDArray[np.float64]


@dataclass(frozen=True)
class Afname:
    """One voorziening that a gemeente buys."""

    gemeente: str
    voorziening: Voorziening
    contracten: Sequence[Contractrij]
    prijs: Mapping[str, Reeks]
    """onderdeel -> factor (m,)"""
    gebruik: Reeks
    """(m,) factor"""
    verschuiving: Verschuiving

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for who buys the same."""
        prijs = tuple(p.tobytes() for p in self.prijs.values())
        return self.voorziening.naam, tuple(self.contracten), prijs, self.gebruik.tobytes(), self.verschuiving

    @property
    def key_of_units(self) -> tuple[object, ...]:
        """Equal for whom the same units are delivered under contracts alike, whatever their prices."""
        rijen = tuple(
            (c.van, c.tot, c.eenheid, c.betaling, c.termijnen, c.prijsmoment, c.onderdeel, c.leerroutes)
            for c in self.contracten
        )
        return self.voorziening.naam, rijen, self.gebruik.tobytes(), self.verschuiving

    def of_route(self, route: str) -> Afname:
        """The contracts that serve one leerroute."""
        rijen = [c for c in self.contracten if c.leerroutes == "alle" or route in c.leerroutes.split("|")]
        return replace(self, contracten=rijen, prijs={c.onderdeel: self.prijs[c.onderdeel] for c in rijen})


@dataclass(frozen=True)
class Inkoop:
    """Everything that a gemeente buys, and when its people come to need it."""

    gemeente: str
    contracten: Sequence[Contractrij]
    prijs: Mapping[str, Reeks]
    """Per voorziening, and per `part_name` of a contract: factor (m,)"""
    gebruik: Mapping[str, Reeks]
    """Per voorziening: factor (m,)"""
    verschuiving: Verschuiving = ONGEWIJZIGD

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for gemeenten that buy the same: they share their weights, so that a country of them stays small."""
        factoren = (tuple(x.tobytes() for x in f.values()) for f in (self.prijs, self.gebruik))
        # The contracts themselves: in another scenario the same line may have another price.
        return tuple(self.contracten), *factoren, self.verschuiving

    def of(self, voorziening: Voorziening) -> Afname:
        """What it buys by volume of one voorziening."""
        rijen = [c for c in self.contracten if c.voorziening == voorziening.naam and c.betaling != "vast"]
        prijs = {c.onderdeel: self.prijs[part_name(c)] for c in rijen}
        return Afname(self.gemeente, voorziening, rijen, prijs, self.gebruik[voorziening.naam], self.verschuiving)


def part_name(contract: Contractrij) -> str:
    """The name under which a scenario changes the price: `voorziening`, or `voorziening.onderdeel`."""
    return f"{contract.voorziening}.{contract.onderdeel}" if contract.onderdeel else contract.voorziening
