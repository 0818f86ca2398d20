"""Dated changes: the one mechanism by which a scenario departs from a region.

A change names a field, a first date and a new value, a factor or an addition. It works on the resolved series of that
field, element by element, so everything before its date stays bit-identical.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from finance.fouten import Melding, suggest
from finance.taal import grenzen
from finance.taal.grenzen import BEDRAG, DEEL, INDEX, PERSONEN, check_quantity, of_field, shown
from finance.taal.grenzen import PRIJS as PER_EENHEID
from scenarios.regiomap.intervallen import Interval, check_interval
from scenarios.regiomap.lezen import Aantal, Dag, Getal, Invoermodel, check_first_day, mend_first_day, within
from scenarios.regiomap.lezer.bezwaren import Misfit

PARAMETERS = "parameter."
LANDELIJK = "taakstelling.landelijk"
PRIJS, VAST, FTE = "prijs.", "vast.", "fte"
GEBRUIK = "gebruik."
GESLAAGD, GESLAAGD_LANDELIJK = "geslaagd", "geslaagd_landelijk"
BOEGGOLF, KORTING = "boeggolf", "korting"
INDEXEN = {
    "index.prijzen": "parameter.index_contract",
    "index.spuk": "parameter.index_spuk",
    "index.gemeentefonds": "parameter.index_gemeentefonds",
}
"""The yearly indexes as a controller calls them"""
KORT = {BOEGGOLF: PERSONEN, KORTING: DEEL, **dict.fromkeys(INDEXEN, INDEX)}
"""Short fields that are spelled out (`scenarios.verandering.spreektaal`), and what their value can be"""
_NATIONAAL = (PARAMETERS, LANDELIJK, GESLAAGD_LANDELIJK, KORTING, "index.")


ROOSTERS = {
    (1,): "1 januari",
    (1, 7): "1 januari of 1 juli",
    tuple(range(1, 13)): "de eerste dag van een maand",
}
"""Months in which a value of a series begins, in words."""


class Wijziging(Invoermodel):
    """One change of one field; exactly one of `waarde`, `factor`, `erbij`. Empty `gemeenten` means all."""

    veld: Annotated[str, Field(min_length=1)]
    vanaf: Dag
    tot: Dag | None = None
    """First day on which the change no longer holds."""
    waarde: Getal | str | None = None
    factor: Annotated[Getal, within(grenzen.FACTOR)] | None = None
    erbij: Getal | None = None
    p10: Getal | None = None
    p90: Getal | None = None
    """Around a price as `waarde`: one time in ten it turns out below P10, one time in ten above P90"""
    prijspeil: Annotated[Aantal, Field(ge=2015, le=2050)] | None = None
    """Of euros: the year since which they follow the index of contracts"""
    gemeenten: tuple[str, ...] = ()
    toelichting: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Wijziging:
        gegeven = sum(x is not None for x in (self.waarde, self.factor, self.erbij))
        if not gegeven:
            raise Misfit("geen daarvan", "precies één van waarde, factor en erbij")
        if gegeven > 1:
            raise ValueError("precies één van waarde, factor en erbij")
        if isinstance(self.waarde, str) and not self.veld.startswith(PARAMETERS):
            raise ValueError("een getal zonder aanhalingstekens als waarde; tekst past alleen bij parameter.NAAM")
        if self.factor is None and self.veld.startswith(GEBRUIK):
            raise ValueError(f"een factor bij {self.veld}: gebruik verandert ten opzichte van de invoer")
        if self.erbij is not None and self.veld.startswith(PRIJS):
            raise ValueError(f"een factor bij {self.veld}, of de prijs zelf als waarde in euro's per eenheid")
        if self.gemeenten and self.veld.startswith(_NATIONAAL):
            raise ValueError(f"geen gemeenten bij {self.veld}: dat veld is landelijk")
        if self.tot is not None and self.tot <= self.vanaf:
            raise ValueError("tot na vanaf")
        return self

    @model_validator(mode="after")
    def _euros(self) -> Wijziging:
        """What stands beside a price or a fixed sum in euros."""
        prijs = self.veld.startswith(PRIJS) and self.waarde is not None
        if isinstance(self.waarde, float) and (prijs or self.veld.startswith(VAST)):
            soort = PER_EENHEID if prijs else BEDRAG
            if not soort.allows(self.waarde):
                raise Misfit(shown(self.waarde), soort.verwacht)
        if (self.p10, self.p90) != (None, None):
            if not prijs:
                raise ValueError("p10 en p90 alleen bij een prijs als waarde, zoals prijs.leerroute_b1")
            assert isinstance(self.waarde, float)
            check_interval("waarde", self.waarde, self.p10, self.p90, "raming")
        if self.prijspeil is not None and not prijs and (self.factor is not None or not self.veld.startswith(VAST)):
            raise ValueError("prijspeil alleen bij euro's: een prijs als waarde, of vast met waarde of erbij")
        return self

    @model_validator(mode="after")
    def _short(self) -> Wijziging:
        """A short field is spelled out, so it takes a value or, where it is a parameter, whatever that takes."""
        soort = KORT.get(self.veld)
        if soort is None:
            return self
        if self.veld in (BOEGGOLF, KORTING) and not isinstance(self.waarde, float):
            raise ValueError(f"een waarde bij {self.veld}: {soort.eenheid}")
        if isinstance(self.waarde, float) and not soort.allows(self.waarde):
            raise Misfit(shown(self.waarde), soort.verwacht, soort.mend(self.waarde))
        if self.veld == BOEGGOLF:
            check_first_day("vanaf", self.vanaf)
            if self.tot is not None:
                check_first_day("tot", self.tot)
            if self.waarde != int(self.waarde or 0) or not self.waarde:
                raise ValueError("een heel aantal personen, ten minste 1")
        return self

    @property
    def interval(self) -> Interval | None:
        """P10 and P90 as factors on the value; None where none was given."""
        if self.p10 is None or self.p90 is None or not isinstance(self.waarde, float):
            return None
        return Interval(self.p10 / self.waarde, self.p90 / self.waarde)

    @property
    def saturates(self) -> bool:
        """Whether a share stops at none or all: a usual step on the share of each gemeente, which may lie near the end.

        A value that is set, or a step that nobody means, is refused instead.
        """
        return (self.factor is not None and grenzen.FACTOR.usual(self.factor)) or (
            self.erbij is not None and grenzen.STAP.usual(self.erbij)
        )

    def holds_on(self, dag: date) -> bool:
        """Whether the change works on `dag`."""
        return self.vanaf <= dag and (self.tot is None or dag < self.tot)


@dataclass
class Veranderaar:
    """Applies changes to named series and remembers which names exist, so that a misspelt one is reported."""

    wijzigingen: tuple[Wijziging, ...]
    bekend: set[str] = field(default_factory=set)
    scheef: dict[tuple[str, date], tuple[int, ...]] = field(default_factory=dict)
    """Changes that begin or end between two points of their series, with the months whose first day they should be."""
    buiten: dict[str, Melding] = field(default_factory=dict)
    """Fields that a change gives a value which they cannot have"""

    def apply(
        self, veld: str, reeks: NDArray[np.float64], data: Sequence[date], gemeente: str = ""
    ) -> NDArray[np.float64]:
        """A copy of `reeks` (one value per date of `data`) with every change of `veld` for `gemeente` applied."""
        self.bekend.add(veld)
        uit = np.array(reeks, dtype=float)
        for wijziging in self.of(veld, gemeente):
            self.check_grid(wijziging, data)
            raakt = np.array([wijziging.holds_on(dag) for dag in data])
            if wijziging.waarde is not None:
                # A price in euros stands in the contract; what was said of it before no longer holds.
                uit[raakt] = 1.0 if veld.startswith(PRIJS) else float(wijziging.waarde)
            elif wijziging.factor is not None:
                uit[raakt] *= wijziging.factor
            elif wijziging.erbij is not None:
                uit[raakt] += wijziging.erbij
            if wijziging.saturates and (grootheid := of_field(veld)) is not None and grootheid.procent:
                uit[raakt] = np.clip(uit[raakt], grootheid.minimum, grootheid.maximum)
            self.refuse(veld, uit[raakt], gemeente)
        return uit

    def refuse(self, veld: str, waarden: NDArray[np.float64], gemeente: str = "") -> None:
        """Note a changed series that holds what its quantity cannot be."""
        wie = f", {gemeente}" if gemeente else ""
        for melding in check_quantity(of_field(veld), waarden.tolist(), "", f"wijziging van {veld!r}"):
            # Of all gemeenten that it goes wrong in, one is named.
            self.buiten.setdefault(veld, replace(melding, plaats=f"{melding.plaats}{wie}"))

    def of(self, veld: str, gemeente: str = "") -> list[Wijziging]:
        """The changes of one field, in order, that hold for one gemeente."""
        self.bekend.add(veld)
        return [w for w in self.wijzigingen if w.veld == veld and (not w.gemeenten or gemeente in w.gemeenten)]

    def check_grid(self, wijziging: Wijziging, data: Sequence[date]) -> None:
        """Note a change that begins or ends off the grid: part of a year would silently become a whole one."""
        stap = (data[1].year - data[0].year) * 12 + data[1].month - data[0].month if len(data) > 1 else 12
        for dag in (wijziging.vanaf, wijziging.tot):
            if dag is not None and (dag.day != 1 or (dag.month - 1) % stap):
                self.scheef[wijziging.veld, dag] = tuple(range(1, 13, stap))

    def unknown(self, bestand: str, gemeenten: Mapping[str, str]) -> Iterable[Melding]:
        """A message for every change of a field that no series carries, or for a gemeente that the region does not
        have. gemeenten: CBS code -> name"""
        for melding in self.buiten.values():
            code = melding.plaats.rpartition(", ")[2]
            yield replace(melding, bestand=bestand, plaats=melding.plaats.replace(code, gemeenten.get(code, code)))
        for (veld, dag), maanden in self.scheef.items():
            rooster = ROOSTERS[maanden]
            mend = mend_first_day("tot", dag, maanden)
            yield Melding(bestand, f"wijziging van {veld!r}", f"{dag:%d-%m-%Y}", rooster, mend)
        for wijziging in self.wijzigingen:
            for code in wijziging.gemeenten:
                if code not in gemeenten:
                    yield Melding(
                        bestand,
                        f"wijziging van {wijziging.veld!r}",
                        f"gemeente {code!r}",
                        "een gemeente uit regio.toml",
                        suggest(code, gemeenten.values()),
                    )
            if wijziging.veld not in self.bekend:
                yield Melding(
                    bestand,
                    f"wijziging van {wijziging.veld!r}",
                    "een onbekend veld",
                    "een veld dat een scenario kan veranderen",
                    suggest(wijziging.veld, self.bekend | KORT.keys()),
                )
