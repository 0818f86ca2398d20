"""Begrotingsrechtmatigheid: what was spent beyond the begroting as it last stood, by kind, in whole cents.

A budget of lasten that is exceeded is a begrotingsonrechtmatigheid (Kadernota rechtmatigheid of the Commissie BBV, from
2023 on); the council says in its financiële verordening (Gemeentewet art. 212) which kinds it accepts. The kinds here
are those that jaarstukken name; how a difference is divided over them is a proposal of this program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from finance.bedragen import largest_remainder

Soort = Literal["taakveld", "baten", "open_einde", "beleid", "raad"]
SOORTEN: dict[Soort, str] = {
    "taakveld": "binnen het taakveld opgevangen",
    "baten": "gecompenseerd door direct gerelateerde baten",
    "open_einde": "open-einderegeling",
    "beleid": "past binnen het beleid",
    "raad": "door de raad te beoordelen",
}
"""In the order in which an overspending is divided over them."""


@dataclass(frozen=True)
class Lastenpost:
    """One post of lasten against the begroting na wijziging."""

    begroot: int
    werkelijk: int
    dekking: str = ""
    """The bate that follows this post; empty: none does"""
    volume: int = 0
    """Of the difference what more persons cause, who must be served by law"""
    rest: Soort = "raad"
    """The kind of what no other kind explains"""

    @property
    def overschrijding(self) -> int:
        """What was spent beyond the begroting."""
        return max(0, self.werkelijk - self.begroot)


def split_overspending(posten: Mapping[str, Lastenpost], baten: Mapping[str, int]) -> dict[str, dict[Soort, int]]:
    """Every overspending of the posts of one taakveld by kind; the kinds add up to it, to the cent.

    What other posts left unspent comes first, over all overspendings in proportion; then what each bate brought in
    beyond its begroting, over the posts that it pays; then the part of more persons. Posts within their begroting are
    left out.
    baten: bate -> what it brought in beyond the begroting
    """
    open_ = {naam: p.overschrijding for naam, p in posten.items() if p.overschrijding}
    uit: dict[str, dict[Soort, int]] = {naam: dict.fromkeys(SOORTEN, 0) for naam in open_}

    def take(soort: Soort, beschikbaar: int, namen: list[str]) -> None:
        """Divide at most what these posts still have open, in proportion to it."""
        samen = sum(open_[n] for n in namen)
        if not samen:
            return
        delen = largest_remainder(min(max(beschikbaar, 0), samen), [open_[n] for n in namen]).tolist()
        for naam, deel in zip(namen, delen, strict=True):
            uit[naam][soort] += deel
            open_[naam] -= deel

    take("taakveld", sum(max(0, p.begroot - p.werkelijk) for p in posten.values()), list(open_))
    for bate, meer in baten.items():
        take("baten", meer, [n for n in open_ if posten[n].dekking == bate])
    for naam in open_:
        take("open_einde", posten[naam].volume, [naam])
        take(posten[naam].rest, open_[naam], [naam])
    return uit
