"""The language that rules of law are written in: a small expression, written once and read four ways.

A `Wetsregel` bears its article and its dates. It runs on exact cents and on arrays of draws (the dtype tells them
apart, see `finance.bedragen`); `finance.taal.tekst` renders it as the formula of a cell and prints it as a sentence.
Every reading asks for the same keys, so none can drift from another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from finance.bedragen import amount, quotient, share_of

BEGIN_WET = date(2022, 1, 1)

Waarden = Mapping[str, Any]
"""Values by key; conditions are among them, as truth values."""


@dataclass(frozen=True)
class Term:
    """A part of an expression. Operators keep the order they are written in: the bits of draws depend on it."""

    def __add__(self, ander: Term) -> Term:
        return Som((*_signed(self), (1, ander)))

    def __sub__(self, ander: Term) -> Term:
        return Som((*_signed(self), (-1, ander)))

    def __mul__(self, ander: Term) -> Term:
        return Bewerking("maal", (self, ander))

    def __truediv__(self, ander: Term) -> Term:
        return Bewerking("gedeeld", (self, ander))

    def __pow__(self, macht: int) -> Term:
        return Bewerking("macht", (self, Getal(macht)))

    def __neg__(self) -> Term:
        return Bewerking("tegendeel", (self,))

    @property
    def delen(self) -> tuple[Term, ...]:
        """The terms this one is made of."""
        return ()

    def names(self) -> dict[Naam, None]:
        """Every name in the expression once, in the order of writing."""
        return {naam: None for deel in self.delen for naam in deel.names()}


@dataclass(frozen=True)
class Naam(Term):
    """A figure by key. `terug`: that many years before t; `tot`: the sum of all years up to and including that one."""

    naam: str
    tekst: str = field(compare=False)
    """What a sentence calls it."""
    teken: str = field(default="", compare=False)
    """What notation calls it; the key when empty."""
    terug: int = 0
    tot: bool = False

    def names(self) -> dict[Naam, None]:
        return {self: None}

    @property
    def sleutel(self) -> str:
        """The key its value is given under: uitkering, uitkering_t1, uitkering_tot, afgerond_tot_t2."""
        return self.naam + ("_tot" if self.tot else "") + (f"_t{self.terug}" if self.terug else "")

    def earlier(self, jaren: int) -> Naam:
        """The same figure some years before."""
        return Naam(self.naam, self.tekst, self.teken, self.terug + jaren, self.tot)

    def up_to(self, jaren: int = 0) -> Naam:
        """The sum of the same figure over all years up to and including `jaren` before t."""
        return Naam(self.naam, self.tekst, self.teken, jaren, True)


@dataclass(frozen=True)
class Getal(Term):
    """A number that the rule itself names."""

    waarde: int


@dataclass(frozen=True)
class Som(Term):
    """Terms with their sign, added from left to right."""

    termen: tuple[tuple[int, Term], ...]

    @property
    def delen(self) -> tuple[Term, ...]:
        return tuple(term for _, term in self.termen)


@dataclass(frozen=True)
class Bewerking(Term):
    """An operation of `BEWERKINGEN` on its parts."""

    soort: str
    termen: tuple[Term, ...]

    @property
    def delen(self) -> tuple[Term, ...]:
        return self.termen


@dataclass(frozen=True)
class Als(Term):
    """One of two terms: which one holds in a year is told by the truth value under the key `voorwaarde`."""

    voorwaarde: str
    tekst: str
    dan: Term
    anders: Term

    @property
    def delen(self) -> tuple[Term, ...]:
        return self.dan, self.anders


def smallest(een: Term, ander: Term) -> Term:
    """The smallest of two."""
    return Bewerking("kleinste", (een, ander))


def at_least_nil(term: Term) -> Term:
    """The term, and nil when it is negative."""
    return Bewerking("grootste", (term, Getal(0)))


def share(deel: Term, bedrag: Term) -> Term:
    """A share of an amount; on cents rounded half up."""
    return Bewerking("deel", (deel, bedrag))


def scaled(bedrag: Term, factor: Term) -> Term:
    """An amount times a factor; on cents rounded half up."""
    return Bewerking("keer", (bedrag, factor))


def persons(aantal: Term, bedrag: Term) -> Term:
    """A number of persons times the amount per person."""
    return Bewerking("aantal", (aantal, bedrag))


def received(besluit: Term, anders: Term) -> Term:
    """What a decision says; as long as there is none, the computed term. Only a sheet decides this per cell."""
    return Bewerking("besluit", (besluit, anders))


def _decided(besluit: Any, anders: Any) -> Any:
    return np.where(np.isnan(besluit), anders, besluit)


BEWERKINGEN: dict[str, Callable[..., Any]] = {
    "maal": lambda een, ander: een * ander,
    "gedeeld": quotient,
    "macht": lambda grondtal, macht: grondtal**macht,
    "tegendeel": lambda bedrag: -bedrag,
    "kleinste": np.minimum,
    "grootste": np.maximum,
    "deel": lambda deel, bedrag: share_of(bedrag, deel),
    "keer": share_of,
    "aantal": amount,
    "besluit": _decided,
}


@dataclass(frozen=True)
class Wetsregel:
    """One rule of law: what it is about, where it stands, when it holds, and its expression."""

    naam: str
    onderwerp: str
    """The subject of its sentence."""
    artikel: str
    term: Term
    teken: str = ""
    """What notation calls the outcome; the key when empty."""
    vanaf: date = BEGIN_WET
    tot: date | None = None
    """The last day; None while it holds."""
    toelichting: str = ""
    """What is a reading, or not known."""
    _run: Callable[[Waarden], Any] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # One function per rule, made once: draws must not pay for the reading of an expression.
        object.__setattr__(self, "_run", _compile(self.term))

    def __call__(self, **waarden: Any) -> Any:
        """The outcome for values by key, in the representation of the values."""
        return self._run(waarden)

    def over_years(self, reeksen: Waarden) -> Any:
        """The outcome of all years at once. Figures run along the first axis and are nil before its first year."""
        return self._run(reeksen if isinstance(reeksen, Jaren) else Jaren(reeksen))

    def spelled_out(self, **delen: Term) -> Term:
        """The expression with terms in the place of names."""
        return _replace(self.term, delen)

    def as_holds(self, keuzes: Waarden) -> Wetsregel:
        """The rule with, of every choice, only the side that holds under these conditions."""
        return replace(self, term=_as_holds(self.term, keuzes))

    def figures(self, reeksen: Waarden) -> dict[Naam, Any]:
        """The figure of all years behind every name of the rule. See `over_years`."""
        jaren = Jaren(reeksen)
        return {naam: jaren[naam.sleutel] for naam in self.term.names()}

    def holds_in(self, jaar: int) -> bool:
        """Whether the rule holds at the end of a budget year."""
        return self.vanaf <= date(jaar, 12, 31) and (self.tot is None or self.tot >= date(jaar, 12, 31))


def earlier(reeks: Any, jaren: int) -> Any:
    """The values of some years before, nil before the first cohort of the law (2022). (j, ...) -> (j, ...)"""
    uit = np.zeros_like(reeks)
    uit[jaren:] = reeks[: len(reeks) - jaren]
    return uit


class Jaren(dict[str, Any]):
    """Figures of all years by key; those of years before are derived once, when a rule asks for them."""

    def __missing__(self, sleutel: str) -> Any:
        naam, _, terug = sleutel.rpartition("_t")
        if terug.isdigit():
            reeks = earlier(self[naam], int(terug))
        elif sleutel.endswith("_tot"):
            eigen = self[sleutel.removesuffix("_tot")]
            reeks = np.stack([eigen[: j + 1].sum(axis=0) for j in range(len(eigen))])
        else:
            raise KeyError(sleutel)
        self[sleutel] = reeks
        return reeks


def _signed(term: Term) -> tuple[tuple[int, Term], ...]:
    return term.termen if isinstance(term, Som) else ((1, term),)


def _replace(term: Term, delen: Mapping[str, Term]) -> Term:
    match term:
        case Naam(sleutel=sleutel):
            return delen.get(sleutel, term)
        case Som(termen):
            return Som(tuple((teken, _replace(t, delen)) for teken, t in termen))
        case Bewerking(soort, termen):
            return Bewerking(soort, tuple(_replace(t, delen) for t in termen))
        case Als(voorwaarde, tekst, dan, anders):
            return Als(voorwaarde, tekst, _replace(dan, delen), _replace(anders, delen))
    return term


def _as_holds(term: Term, keuzes: Waarden) -> Term:
    match term:
        case Als(voorwaarde, _, dan, anders):
            return _as_holds(dan if keuzes[voorwaarde] else anders, keuzes)
        case Som(termen):
            return Som(tuple((teken, _as_holds(t, keuzes)) for teken, t in termen))
        case Bewerking(soort, termen):
            return Bewerking(soort, tuple(_as_holds(t, keuzes) for t in termen))
    return term


def _compile(term: Term) -> Callable[[Waarden], Any]:
    """One function from values to the outcome, with the operations of the expression in their order."""
    match term:
        case Naam(sleutel=sleutel):
            return lambda waarden: waarden[sleutel]
        case Getal(waarde):
            return lambda waarden: waarde
        case Som(((_, eerste), *rest)):
            begin, vervolg = _compile(eerste), [(teken > 0, _compile(t)) for teken, t in rest]
            return lambda waarden: _add(begin(waarden), vervolg, waarden)
        case Bewerking(soort, (alleen,)):
            doe, op = BEWERKINGEN[soort], _compile(alleen)
            return lambda waarden: doe(op(waarden))
        case Bewerking(soort, (links, rechts)):
            doe, een, ander = BEWERKINGEN[soort], _compile(links), _compile(rechts)
            return lambda waarden: doe(een(waarden), ander(waarden))
        case Als(voorwaarde, _, dan, anders):
            ja, nee = _compile(dan), _compile(anders)
            return lambda waarden: _choose(waarden[voorwaarde], ja, nee, waarden)
    raise TypeError(f"geen uitdrukking: {term!r}")


def _add(som: Any, rest: list[tuple[bool, Callable[[Waarden], Any]]], waarden: Waarden) -> Any:
    for erbij, term in rest:
        som = som + term(waarden) if erbij else som - term(waarden)
    return som


def _choose(keuze: Any, ja: Callable[[Waarden], Any], nee: Callable[[Waarden], Any], waarden: Waarden) -> Any:
    if keuze is True or keuze is False:  # Half the time of a whole rule goes into asking numpy.
        return ja(waarden) if keuze else nee(waarden)
    # A side that holds in no year is not computed.
    if np.all(keuze):
        return ja(waarden)
    return np.where(keuze, ja(waarden), nee(waarden)) if np.any(keuze) else nee(waarden)
