"""A goal: which saldi of the region must be covered, and how surely."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from finance.fouten import Invoerfout, Melding
from finance.neutraliteit import covered, draws_needed
from scenarios.engine.origin import GEREALISEERD, find_status, judged_years
from scenarios.engine.statistics import chance_error
from scenarios.model.model import Model
from scenarios.onzekerheid.spreiding import Reeks
from scenarios.regiomap.regio import Regio

PER_JAAR, OPGETELD = "totaal", "cumulatief"
"""The tests of a verdict: a year by itself, and all added up from the first open one"""
_DOEL = re.compile(
    r"kans\s*>=\s*(?P<kans>[0-9]{1,3}([.,][0-9]{1,6})?)(?P<procent>%?)\s+in\s+"
    r"(?P<van>[0-9]{4})(\s*-\s*(?P<tot>[0-9]{4}))?",
    re.IGNORECASE,
)
VORM = 'een doel als "kans>=0.9 in 2027-2030"'


@dataclass(frozen=True)
class Eis:
    """One saldo that must be covered: test and year."""

    toets: str
    jaar: int

    @property
    def tekst(self) -> str:
        """'2027 op zichzelf' or 'opgeteld tot en met 2027'."""
        return f"{self.jaar} op zichzelf" if self.toets == PER_JAAR else f"opgeteld tot en met {self.jaar}"


@dataclass(frozen=True)
class Zoekdoel:
    """All of `eisen` must be covered with this chance, each by itself."""

    kans: float
    eisen: tuple[Eis, ...]
    oordeel: bool = False
    """Whether it is the verdict on the region rather than a goal that somebody wrote"""
    gesloten: tuple[int, ...] = ()
    """Years that were asked for and are closed: nothing can change them"""

    @property
    def jaren(self) -> tuple[int, ...]:
        """The years that are asked for."""
        return tuple(dict.fromkeys(e.jaar for e in self.eisen))

    def since(self, jaar: int) -> Zoekdoel:
        """A verdict as far as something that works from that year on can move it; a goal as it was written."""
        later = tuple(e for e in self.eisen if e.jaar >= jaar) if self.oordeel else ()
        return replace(self, eisen=later or self.eisen)

    def saldi(self, saldo: Reeks, model: Model) -> Reeks:
        """What must be covered. saldo: (j, n) -> (e, n)"""
        telt = np.arange(len(saldo)) >= model.telt_vanaf
        opgeteld = np.cumsum(saldo * telt[:, None], axis=0)
        jaren = model.tijdas.jaren
        return np.stack([(saldo if e.toets == PER_JAAR else opgeteld)[jaren.index(e.jaar)] for e in self.eisen])


def goal_of(regio: Regio, model: Model, zekerheid: float, tekst: str | None = None) -> Zoekdoel:
    """The verdict on the region over its open years, or what `tekst` asks. Raises Invoerfout when it cannot be read."""
    codes, feiten = [g.code for g in model.gemeenten], model.feiten
    if tekst is None:
        jaren = judged_years(feiten, codes, model.tijdas.jaren, regio.bestand.peildatum.year)
        return Zoekdoel(zekerheid, tuple(Eis(t, j) for j in jaren for t in (PER_JAAR, OPGETELD)), True)
    kans, gevraagd = parse_goal(tekst)
    weg = [j for j in gevraagd if j not in model.tijdas.jaren]
    dicht = [j for j in gevraagd if j not in weg and find_status(feiten, codes, j) == GEREALISEERD]
    open_ = [j for j in gevraagd if j not in (*weg, *dicht)]
    begin, eind = model.tijdas.jaren[0], model.tijdas.jaren[-1]
    if weg or not open_:
        gevonden = f"{weg[0]}" if weg else f"{gevraagd[0]}-{gevraagd[-1]}, alle gesloten"
        mend = "Een later eindjaar zet u in regio.toml (eindjaar)." if weg else ""
        raise Invoerfout([Melding("--doel", "", gevonden, f"open jaren tussen {begin} en {eind}", mend)])
    return Zoekdoel(kans, tuple(Eis(PER_JAAR, j) for j in open_), gesloten=tuple(dicht))


def parse_goal(tekst: str) -> tuple[float, tuple[int, ...]]:
    """'kans>=0.9 in 2027-2030' -> chance and years. Raises Invoerfout."""
    deel = _DOEL.fullmatch(tekst.strip())
    if deel is None:
        raise Invoerfout([Melding("--doel", "", repr(tekst), VORM)])
    kans = float(deel["kans"].replace(",", ".")) / (100 if deel["procent"] else 1)
    van, tot = int(deel["van"]), int(deel["tot"] or deel["van"])
    if not 0 < kans < 1:
        mend = f"Bedoeld is misschien: {deel['kans']}%." if 1 < kans < 100 else ""
        raise Invoerfout([Melding("--doel", "kans", deel["kans"] + deel["procent"], "een deel tussen 0 en 1", mend)])
    if tot < van:
        raise Invoerfout([Melding("--doel", "jaren", f"{van}-{tot}", "het eerste jaar niet na het laatste")])
    return kans, tuple(range(van, tot + 1))


@dataclass(frozen=True)
class Stand:
    """A goal at one value of a knob."""

    waarde: float
    saldi: Reeks
    """(e, n) of every demand, sorted upwards"""
    kansen: tuple[float, ...]
    fouten: tuple[float, ...]
    """per demand, the chance and its standard error"""

    def margin(self, kans: float) -> float:
        """Euros by which the hardest demand is covered with this chance; negative what is missing."""
        return float(self.margins(kans).min())

    def margins(self, kans: float) -> Reeks:
        """(e,) the same of every demand"""
        n = self.saldi.shape[-1]
        return np.asarray(self.saldi[:, n - min(draws_needed(kans, n), n)])

    def holds(self, kans: float) -> bool:
        """Whether every demand is covered with this chance."""
        return bool(covered(self.margins(kans)).all())


def stand_at(waarde: float, saldi: Reeks) -> Stand:
    """saldi: (e, n) in the order of the draws"""
    kansen = covered(saldi).mean(axis=-1)
    return Stand(waarde, np.sort(saldi, axis=-1), tuple(map(float, kansen)), tuple(map(chance_error, saldi)))


def hardest(stand: Stand, kans: float) -> int:
    """Number of the demand that lacks most, then leaves least."""
    marges = stand.margins(kans)
    return min(range(len(marges)), key=lambda i: (float(marges[i]), stand.kansen[i]))
