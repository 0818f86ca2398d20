"""What is known of the money of a region: closed years, a partly booked year, decisions, opening balances.

A region folder that keeps no books has none of it. `scenarios.waarheid` decides what counts and fills these records;
the model takes them as data. Amounts in whole cents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from finance.fouten import Melding

GESLOTEN = "gesloten boeken"
GEBOEKT = "boekingen van het hele jaar"
DEELS = "boekingen tot en met {tot:%d-%m-%Y} en raming van de rest"
STAND = "getypte stand"
KETEN = "keten"
DEFINITIEF = "definitieve beschikking"
HERREKEND = "herrekend uit de telling"
VOORLOPIG = "voorlopige beschikking"
RAMING = "raming"
TELLING_DUO = "telling van DUO"

Sleutel = tuple[str, str]
"""(CBS code, regeling)"""


@dataclass(frozen=True)
class Jaarfeit:
    """One SPUK of one gemeente over one closed year."""

    uitkering: int
    voorlopig: int
    correctie_uitkering: int
    """Decisions of this year on earlier, closed years."""
    lasten: Mapping[str, int]
    """By voorziening."""
    onverdeeld: int
    """Lasten that no voorziening is known of: corrections over earlier years, and those of a year typed as a whole."""
    reservering_begin: int
    doorgeschoven_begin: int
    ruimte: int
    saldo: int
    reservering_eind: int
    doorgeschoven_eind: int
    """What a later year covers; in the closing year of the regeling what nobody covers any more."""
    terugvordering: int
    herkomst_lasten: str
    herkomst_uitkering: str

    @property
    def besteding(self) -> int:
        """All lasten that the year accounts for."""
        return sum(self.lasten.values()) + self.onverdeeld


@dataclass(frozen=True)
class Openingsbalans:
    """What the last closed year leaves to the first open one."""

    reservering: int
    doorgeschoven: int
    uitkering_eerder: int
    """U of the year before, as known now; of the SPUK onderwijsroute the sum of all years."""


@dataclass(frozen=True)
class Deeljaar:
    """The running year: what was booked up to and including a day."""

    jaar: int
    tot: date
    codes: frozenset[str]
    """Gemeenten that keep books of it."""
    lasten: Mapping[tuple[str, str, str], int]
    """(CBS code, regeling, voorziening) -> cents"""


@dataclass(frozen=True)
class Feiten:
    """Everything that stands in the place of a forecast."""

    jaren: Mapping[tuple[str, str, int], Jaarfeit] = field(default_factory=dict)
    """(CBS code, regeling, year): closed years"""
    balansen: Mapping[Sleutel, Openingsbalans] = field(default_factory=dict)
    eerste_open: Mapping[str, int] = field(default_factory=dict)
    """CBS code -> first open year, for gemeenten with a closed one"""
    deel: Deeljaar | None = None
    correcties: Mapping[tuple[str, str, int], tuple[int, int]] = field(default_factory=dict)
    """(CBS code, regeling, open year) -> what decisions and lasten over closed years add to its uitkering and lasten"""
    uitkeringen: Mapping[tuple[str, str, int], tuple[int, str]] = field(default_factory=dict)
    """(CBS code, regeling, open year) -> the uitkering and its source, when it is no forecast"""
    tellingen: frozenset[tuple[str, int]] = frozenset()
    """(CBS code, year) counted by DUO"""
    fictief: str = ""
    """What the books say of themselves, such as FICTIEF."""
    meldingen: tuple[Melding, ...] = ()
    """Why books that are there do not count."""
    afwijkingen: tuple[str, ...] = ()
    """What a closed year no longer agrees with."""
    veranderd: tuple[str, ...] = ()
    """Which files are not what a year was closed with, which count for nothing, and what the log does not vouch for."""
    vreemd: tuple[str, ...] = ()
    """Decisions whose amount is of another order than the others"""

    @property
    def signalen(self) -> tuple[str, ...]:
        """What to look at: where a closed year and the input of now differ, and decisions of another order."""
        return (*self.afwijkingen, *self.veranderd, *self.vreemd)

    def until(self, jaar: int) -> Feiten:
        """As before `jaar`, which is then the first open year: for a piece that shows that year as it went."""
        codes = {code: min(eerste, jaar) for code, eerste in self.eerste_open.items()}
        blijft = {s: f for s, f in self.jaren.items() if s[2] < codes.get(s[0], 0)}
        balansen = dict(self.balansen)
        for code, pot in balansen:
            if codes.get(code) != self.eerste_open.get(code):
                eigen = [f for s, f in sorted(blijft.items()) if s[:2] == (code, pot)]
                balansen[code, pot] = _opening(eigen, pot)
        later = {s: f for s, f in self.jaren.items() if s not in blijft}
        return replace(
            self,
            jaren=blijft,
            balansen=balansen,
            eerste_open=codes,
            deel=None,
            # Lasten over earlier years are among the bookings that the piece shows beside the forecast.
            correcties={s: (u, 0 if s[2] == jaar else lasten) for s, (u, lasten) in self.correcties.items()}
            | {s: (f.correctie_uitkering, 0) for s, f in later.items()},
            uitkeringen={**self.uitkeringen, **{s: (f.uitkering, f.herkomst_uitkering) for s, f in later.items()}},
        )

    def closed(self, code: str, jaar: int) -> bool:
        """Whether a year of one gemeente stands as a fact."""
        return (code, "spuk", jaar) in self.jaren

    def in_part(self, code: str, jaar: int) -> bool:
        """Whether a year of one gemeente is booked in part."""
        return self.deel is not None and self.deel.jaar == jaar and code in self.deel.codes

    def herkomst(self, code: str, regeling: str, jaar: int) -> tuple[str, str]:
        """Source of the lasten and of the uitkering of one SPUK in a year."""
        feit = self.jaren.get((code, regeling, jaar))
        if feit is not None:
            return feit.herkomst_lasten, feit.herkomst_uitkering
        lasten = RAMING
        if self.deel is not None and self.in_part(code, jaar):
            lasten = DEELS.format(tot=self.deel.tot)
        return lasten, self.uitkeringen.get((code, regeling, jaar), (0, RAMING))[1]


def _opening(jaren: Sequence[Jaarfeit], pot: str) -> Openingsbalans:
    """What the last of these years of one SPUK leaves; nothing when there is none."""
    if not jaren:
        return Openingsbalans(0, 0, 0)
    uitkering = sum(f.uitkering for f in jaren) if pot == "spuk_onderwijsroute" else jaren[-1].uitkering
    return Openingsbalans(jaren[-1].reservering_eind, jaren[-1].doorgeschoven_eind, uitkering)
