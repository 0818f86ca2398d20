"""The two definitions of the saldo in the P&C cycle, each named in words and tied to the other.

A, of raming, begroting and tussenrapportage: the own account. B, of the jaarrekening: the books. They differ by the
lasten that a SPUK covers in another year than in which they were made (Besluit inburgering 2021 art. 10.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from finance.jaarrekening import Jaarrekening
from finance.meeneemregeling import ONDERWIJSROUTE_JAREN
from reports.pc.delen import MERKBAAR, SALDO, cents, money, saldo_short
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Tabel, cents_table, column, line
from scenarios.engine.result import Summary

Definitie = Literal["A", "B"]
STUKKEN: dict[Definitie, str] = {"A": "raming, begroting en tussenrapportage", "B": "de jaarrekening"}
NAMEN: dict[Definitie, str] = {"A": "het saldo op de eigen rekening", "B": "het saldo van de boeken"}
UITLEG: dict[Definitie, str] = {
    "A": "lasten die een SPUK nog niet dekt, tellen als tekort in het jaar waarin zij ontstaan",
    "B": "de bate volgt de lasten; wat een SPUK pas later dekt, staat als vordering op de balans (BBV art. 40a)",
}


KOP = "Welk saldo is dit?"
SALDO_NOOT: dict[Definitie, str] = {
    "A": f"{SALDO}: {NAMEN['A']} (definitie A); {NAMEN['B']} (definitie B) staat bij: {KOP}",
    "B": f"{SALDO}: {NAMEN['B']} (definitie B); {NAMEN['A']} (definitie A) staat bij: {KOP}",
}
"""Below a main table"""


@dataclass(frozen=True)
class Saldostand:
    """The saldo of one year by both definitions, in cents."""

    eigen: int
    """Definition A"""
    begin: int = 0
    """Lasten of earlier years that a SPUK had not covered when the year began"""
    eind: int = 0
    """The same when it ended"""

    @property
    def boeken(self) -> int:
        """Definition B."""
        return self.eigen - self.begin + self.eind

    def by(self, definitie: Definitie) -> int:
        """The saldo by one of both."""
        return self.eigen if definitie == "A" else self.boeken


def of_forecast(deel: Summary, eigen: int, jaren: Sequence[int], jaar: int) -> Saldostand:
    """The expected saldo of a year of a result; eigen: as its table shows it.

    What the SPUK onderwijsroute leaves uncovered in its last year no later year pays: by both definitions it is lost.
    """
    j, slot = jaren.index(jaar), max(ONDERWIJSROUTE_JAREN)
    begin, eind = deel.value("doorgeschoven_begin", j), deel.value("doorschuiven", j)
    if j and jaar <= slot:
        begin += deel.value("tekort_onderwijsroute", j - 1)
    if jaar < slot:
        eind += deel.value("tekort_onderwijsroute", j)
    return Saldostand(eigen, cents(begin), cents(eind))


def of_books(boeken: int, rekeningen: Sequence[Jaarrekening]) -> Saldostand:
    """The saldo of closed books, with what they shifted on."""
    begin, eind = (sum(getattr(r, f"doorgeschoven_{n}") for r in rekeningen) for n in ("begin", "eind"))
    return Saldostand(boeken + begin - eind, begin, eind)


def other_words(definitie: Definitie, jaar: int, stand: Saldostand) -> str:
    """One sentence: by which definition a saldo stands here, and what it is by the other."""
    ander: Definitie = "B" if definitie == "A" else "A"
    kop = f"Saldo: {NAMEN[definitie].removeprefix('het saldo ')} (definitie {definitie})"
    if not (stand.begin or stand.eind):
        return f"{kop}; in {STUKKEN[ander]} (definitie {ander}) is het over {jaar} hetzelfde."
    waar = NAMEN[ander].removeprefix("het saldo ")
    return f"{kop}; {waar} (definitie {ander}, zoals in {STUKKEN[ander]}) in {jaar} {saldo_short(stand.by(ander))}."


def definition_chapter(definitie: Definitie, standen: Sequence[tuple[str, Saldostand]]) -> Hoofdstuk:
    """Which saldo this piece shows, what the other is, and how they tie. standen: (head, year)"""
    ander: Definitie = "B" if definitie == "A" else "A"
    zinnen = [
        f"Dit stuk toont {NAMEN[definitie]} (definitie {definitie}): {UITLEG[definitie]}.",
        f"In {STUKKEN[ander]} staat {NAMEN[ander]} (definitie {ander}): {UITLEG[ander]}.",
    ]
    if not any(abs(x) >= MERKBAAR for _, s in standen for x in (s.begin, s.eind)):
        return Hoofdstuk(KOP, (*zinnen, "Hier zijn beide gelijk: er schuiven geen lasten door."))
    return Hoofdstuk(KOP, (*zinnen, *_growing(standen)), (_tied(standen),))


def _growing(standen: Sequence[tuple[str, Saldostand]]) -> Sequence[str]:
    """What no year pays off is a question for the accountant, whatever the saldo of the books says."""
    (eerste, begin), (laatste, eind) = standen[0], standen[-1]
    if len(standen) < 2 or begin.eind < MERKBAAR or any(s.eind <= s.begin for _, s in standen):
        return ()
    return (
        f"De vordering groeit ieder jaar, van {money(begin.eind)} eind {eerste} tot {money(eind.eind)} eind {laatste}. "
        "Zij komt alleen binnen als een latere uitkering hoger is dan de lasten van dat jaar. Is dat niet te "
        "verwachten, stuur dan op definitie A, en vraag de accountant of de vordering op de balans kan blijven.",
    )


def _tied(standen: Sequence[tuple[str, Saldostand]]) -> Tabel:
    rijen = (
        line("Saldo op de eigen rekening (definitie A)", "saldo", (s.eigen for _, s in standen)),
        line("Af: lasten van eerdere jaren die een SPUK nog moest dekken", "stand", (-s.begin for _, s in standen)),
        line("Bij: lasten die een SPUK aan het eind nog moet dekken", "stand", (s.eind for _, s in standen)),
        line("Saldo van de boeken (definitie B)", "saldo", (), ((0, 1), (1, 1), (2, 1))),
    )
    return cents_table("Het saldo volgens beide definities", tuple(column(k) for k, _ in standen), rijen)
