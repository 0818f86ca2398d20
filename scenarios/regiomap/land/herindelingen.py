"""Which gemeenten merged, into which, from when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scenarios.grond.gegevens import Bevolking

VASTGESTELD = "vastgesteld"


@dataclass(frozen=True)
class Herindeling:
    """One gemeente that merges into another."""

    datum: date
    oud: str
    naam: str
    nieuw: str
    nieuwe_naam: str
    status: str = VASTGESTELD
    """Only what is settled is ever followed"""
    bron: str = ""

    def holds_on(self, dag: date) -> bool:
        """Whether the merger is a fact on a day."""
        return self.status == VASTGESTELD and self.datum <= dag


def follow_code(herindelingen: Mapping[str, Herindeling], code: str) -> str:
    """The code under which a gemeente goes on; its own when it never merged."""
    while code in herindelingen:
        code = herindelingen[code].nieuw
    return code


def merge_inhabitants(bevolking: Bevolking, samen: Iterable[Herindeling], later: Iterable[Herindeling]) -> Bevolking:
    """Inhabitants by the gemeenten of one day. samen: mergers of gemeenten that have figures of their own and are one
    by then; later: those that are not yet, so that the figures of the new gemeente hold for more than it is now."""
    inwoners, namen = dict(bevolking.inwoners), dict(bevolking.namen)
    for h in later:
        ervoor = {jaar: n for jaar, n in inwoners.get(h.nieuw, {}).items() if jaar < h.datum.year}
        if ervoor:
            inwoners[h.nieuw] = ervoor
    for h in sorted(samen, key=lambda h: h.datum):
        oud, nieuw = inwoners.pop(h.oud), inwoners.get(h.nieuw, {})
        namen.pop(h.oud, None)
        namen.setdefault(h.nieuw, h.nieuwe_naam)
        ervoor = {jaar: n for jaar, n in nieuw.items() if jaar < h.datum.year} or dict.fromkeys(oud, 0)
        opgeteld = {jaar: n + oud[jaar] for jaar, n in ervoor.items() if jaar in oud}
        inwoners[h.nieuw] = opgeteld | {jaar: n for jaar, n in nieuw.items() if jaar >= h.datum.year}
    return Bevolking(inwoners, namen, bevolking.herkomst)
