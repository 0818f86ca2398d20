"""A begrotingswijziging per gemeente: begroting na wijziging against the latest expectation of every post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from finance.administratie.boekstukken import Boekstuk
from finance.administratie.rollen import BATEN, CORRECTIE, GEMEENTEFONDS
from finance.administratie.wijziging import Wijzigingspost, Wijzigingsvoorstel, Zijde, book_change, propose
from finance.fouten import Invoerfout, Melding
from scenarios.administratie.rekeningschema import Codering, Rekeningschema
from scenarios.boeken.begroting import BESTAND, POSTEN, UITVOERING, Begroting
from scenarios.grond.csvtekst import Waarde
from scenarios.regiomap.modellen import Gemeente

_LABELS = {p.naam: p.label for p in POSTEN.values()} | {CORRECTIE: "Correctie over eerdere jaren"}
_SOORT: Mapping[str, tuple[Zijde, bool]] = {
    p.naam: (p.aard, p.naam not in (UITVOERING, GEMEENTEFONDS)) for p in POSTEN.values()
} | {CORRECTIE: ("lasten", True)}
_ROL: Mapping[str, tuple[str, str]] = {
    naam: (BATEN, naam) if (zijde, spuk) == ("baten", True) else (naam, "") for naam, (zijde, spuk) in _SOORT.items()
}


@dataclass(frozen=True)
class Raadsvoorstel:
    """What is proposed to the council of one gemeente about one year."""

    gemeente: Gemeente
    jaar: int
    besluit: str
    datum: date
    wijziging: Wijzigingsvoorstel
    schema: Rekeningschema
    pm: tuple[str, ...]
    """Labels of posts that were PM in the begroting and are proposed as a whole."""

    def label(self, post: Wijzigingspost) -> str:
        """What a controller calls it."""
        return _LABELS[post.post]

    def coding(self, post: Wijzigingspost) -> Codering:
        """Its account, taakveld and nature."""
        rol, uitkering = _ROL[post.post]
        return self.schema.find(rol, self.gemeente.code, uitkering)

    @property
    def entry(self) -> Boekstuk | None:
        """The change as one balanced entry for the financial system; None when nothing changes."""
        return book_change(self.datum, self.besluit, self.wijziging, _ROL)

    @property
    def gebruikt(self) -> set[tuple[str, str, str]]:
        """Every (role, gemeente, SPUK) on a line of the entry."""
        regels = self.entry.regels if self.entry else ()
        return {(r.rol, self.gemeente.code, r.uitkering) for r in regels}

    def budget_rows(self) -> Iterator[tuple[Waarde, ...]]:
        """The rows that the decision adds to `begroting.csv`; a correction has no post there."""
        for p in self.wijziging.posten:
            if p.post != CORRECTIE:
                yield (
                    self.jaar, self.gemeente.code, self.gemeente.naam, "wijziging", self.besluit, self.datum, p.post,
                    p.bedrag // 100, None, self.coding(p).aard, "raming",
                    f"spuk wijziging {self.jaar}",
                )  # fmt: skip


def make_proposal(
    gemeente: Gemeente,
    jaar: int,
    besluit: tuple[str, date],
    begroting: Begroting,
    verwacht: Mapping[str, int],
    schema: Rekeningschema,
) -> Raadsvoorstel:
    """The proposal of one gemeente. besluit: its name and day; verwacht: per post the expectation of the year, cents.

    Raises Invoerfout when the begroting of the year was not entered.
    """
    naam, dag = besluit
    nu = {p: begroting.amended(jaar, (gemeente.code,), p) for p in POSTEN}
    if any(b is None for b in nu.values()):
        herstel = "Zie: spuk uitleg invoer"
        wat = f"regels met soort primitief voor {jaar} en {gemeente.code}"
        raise Invoerfout([Melding(BESTAND, f"begroting {jaar}, {gemeente.naam}", "niets", wat, herstel)])
    begroot = {p: b if isinstance(b, int) else 0 for p, b in nu.items()}
    pm = tuple(_LABELS[p] for p, b in nu.items() if b == "PM")
    return Raadsvoorstel(gemeente, jaar, naam, dag, propose(begroot, verwacht, _SOORT), schema, pm)
