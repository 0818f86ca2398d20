"""`begroting.csv`: what the council decided (primitief and wijzigingen), and realised figures that no booking holds.

It changes no forecast and no year account; the P&C pieces show it beside them. `docs/invoer.md` describes every column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from finance.fouten import Melding, raise_if_any, suggest
from finance.taal.grenzen import BEDRAG
from finance.voorzieningen import VOORZIENINGEN
from scenarios.grond.openen import is_there
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import Aantal, Datum, Invoerrij, parse_number, read_rows
from scenarios.regiomap.modellen import Gemeente, Positief, Status, Tekst
from scenarios.regiomap.namen import check_rows, foreign_code

BESTAND = "begroting.csv"
UITVOERING = "uitvoering"
INBURGERAARS = "inburgeraars"
"""No money: the persons that a begroting rests on, who came in the year or the one before."""


@dataclass(frozen=True)
class Begrotingspost:
    """One line of a begroting: lasten of one or more voorzieningen, or the baten of one pot."""

    naam: str
    label: str
    aard: Literal["lasten", "baten"]
    taakveld: str
    voorzieningen: tuple[str, ...] = ()
    tijdelijk: bool = False
    """Money of a temporary regulation: incidenteel unless the begroting says otherwise."""


POSTEN: dict[str, Begrotingspost] = {
    p.naam: p
    for p in (
        *(
            Begrotingspost(v.naam, v.label, "lasten", "6.1", (v.naam,))
            for v in VOORZIENINGEN.values()
            if v.pot == "spuk"
        ),
        Begrotingspost(
            UITVOERING,
            "Uitvoering: intake, PIP, voortgang, beleid",
            "lasten",
            "6.1",
            tuple(v.naam for v in VOORZIENINGEN.values() if v.pot == "gemeentefonds"),
        ),
        Begrotingspost("spuk", "SPUK inburgeringsvoorzieningen", "baten", "6.1"),
        Begrotingspost("spuk_onderwijsroute", "SPUK onderwijsroute", "baten", "6.1", tijdelijk=True),
        Begrotingspost("gemeentefonds", "Gemeentefonds", "baten", "0.7"),
    )
}
"""Lasten on taakveld 6.1, the bate of the Gemeentefonds on 0.7 (BBV)."""
PER_VOORZIENING = {v: p.naam for p in POSTEN.values() for v in p.voorzieningen}
_NAMEN = {**{p: p for p in POSTEN}, **PER_VOORZIENING, INBURGERAARS: INBURGERAARS}
Bedrag = int | Literal["PM"] | None
"""Cents, PM, or None when nothing was entered."""


def _parse_amount(tekst: Any) -> Any:
    if isinstance(tekst, str) and tekst.strip().upper().replace(".", "") == "PM":
        return "PM"
    bedrag = parse_number(tekst)
    if not abs(bedrag) <= BEDRAG.maximum:
        raise ValueError(f"een bedrag van ten hoogste {BEDRAG.maximum:,.0f} euro".replace(",", "."))
    return round(bedrag * 100)


_EUROS_OF_PM = {"anyOf": [{"type": "number"}, {"const": "PM"}], "x-eenheid": "euro"}


class Begrotingrij(Invoerrij):
    """One amount of `begroting.csv`; lasten and baten both as a positive amount, a wijziging as the change."""

    jaar: Annotated[Aantal, Field(ge=2020, le=2100)]
    cbs_code: Tekst
    gemeente: str = ""
    soort: Literal["primitief", "wijziging", "rekening"]
    besluit: str = ""
    datum: Datum | None = None
    post: Tekst
    bedrag: Annotated[int | Literal["PM"], BeforeValidator(_parse_amount), WithJsonSchema(_EUROS_OF_PM)] = 0
    aantal: Positief | None = None
    """Units of the voorziening behind the lasten, or persons; only for a split into volume, mix and prijs."""
    aard: Literal["structureel", "incidenteel"] = "structureel"
    status: Status
    bron: Tekst

    @model_validator(mode="after")
    def _consistent(self) -> Begrotingrij:
        if self.post not in _NAMEN:
            raise ValueError(f"een bestaande post in plaats van {self.post!r}. {suggest(self.post, _NAMEN)}")
        if self.soort == "wijziging" and not (self.besluit and self.datum):
            raise ValueError("besluit en datum bij een wijziging")
        if self.post == INBURGERAARS:
            if self.aantal is None or self.bedrag != 0 or self.soort == "rekening":
                raise ValueError(f"bij {INBURGERAARS} een aantal, geen bedrag, en soort primitief of wijziging")
        elif "bedrag" not in self.model_fields_set:
            raise ValueError("een bedrag, of PM")
        elif self.aantal is not None and len(POSTEN[_NAMEN[self.post]].voorzieningen) != 1:
            raise ValueError(f"geen aantal bij {self.post}: daar zijn geen eenheden van één soort")
        if self.soort == "rekening" and self.bedrag == "PM":
            raise ValueError("een bedrag bij rekening: PM past alleen bij een begroting")
        return self


@dataclass(frozen=True)
class Begrotingswijziging:
    """One begrotingswijziging of some gemeenten together: the change per post, in cents."""

    jaar: int
    besluit: str
    datum: date
    lasten: int
    baten: int
    incidenteel: bool


@dataclass(frozen=True)
class Begroting:
    """All rows of `begroting.csv`; amounts of several gemeenten are added."""

    rijen: tuple[Begrotingrij, ...] = ()

    def original(self, jaar: int, codes: Sequence[str], post: str) -> Bedrag:
        """The primitieve begroting. A gemeente that entered a begroting has 0 on a post that it does not name."""
        if not all(
            any(r.jaar == jaar and r.cbs_code == c and r.soort == "primitief" for r in self.rijen) for c in codes
        ):
            return None
        return _total(r.bedrag for r in self._select(jaar, codes, post) if r.soort == "primitief")

    def amended(self, jaar: int, codes: Sequence[str], post: str, op: date | None = None) -> Bedrag:
        """The begroting na wijziging, with the decisions up to and including `op`."""
        begin = self.original(jaar, codes, post)
        if begin is None:
            return None
        erbij = [
            r.bedrag
            for r in self._select(jaar, codes, post)
            if r.soort == "wijziging" and (op is None or (r.datum or date.max) <= op)
        ]
        # A wijziging gives a PM post its amount; without one it stays PM.
        return _total([begin, *erbij]) if erbij else begin

    def units(self, jaar: int, codes: Sequence[str], post: str, op: date | None = None) -> float | None:
        """Units or persons that the begroting na wijziging rests on; None when a gemeente did not enter them."""
        rijen = [r for r in self._select(jaar, codes, post) if r.soort != "rekening" and r.aantal is not None]
        if {r.cbs_code for r in rijen if r.soort == "primitief"} != set(codes):
            return None
        return sum(
            r.aantal or 0.0 for r in rijen if r.soort == "primitief" or op is None or (r.datum or date.max) <= op
        )

    def realised(self, jaar: int, codes: Sequence[str], post: str, op: date | None = None) -> Bedrag:
        """What was entered as rekening of the year, or up to and including `op`; None unless every gemeente did."""
        einde = date(jaar, 12, 31)
        dagen = (None, einde) if op in (None, einde) else (op,)
        rijen = [r for r in self._select(jaar, codes, post) if r.soort == "rekening" and r.datum in dagen]
        return _total(r.bedrag for r in rijen) if {r.cbs_code for r in rijen} == set(codes) else None

    def incidental(self, jaar: int, codes: Sequence[str], post: str) -> tuple[int, int, int]:
        """What of a post is incidental: primitief, na wijziging, and as entered of the rekening of the whole year."""
        per_soort = {"primitief": 0, "wijziging": 0, "rekening": 0}
        for r in self._select(jaar, codes, post):
            if r.aard != "incidenteel":
                continue
            if r.soort != "rekening" or r.datum in (None, date(jaar, 12, 31)):
                per_soort[r.soort] += r.bedrag if isinstance(r.bedrag, int) else 0
        primitief, wijziging, rekening = per_soort.values()
        return primitief, primitief + wijziging, rekening

    def mark(self, jaar: int, codes: Sequence[str], post: str) -> str:
        """'I', 'S' or 'I/S' of what was decided for that year; else the nature of the post."""
        soorten = {r.aard for r in self._select(jaar, codes, post) if r.soort != "rekening" and r.bedrag}
        if not soorten:
            return "I" if POSTEN[post].tijdelijk else "S"
        return "/".join(sorted(s[0].upper() for s in soorten))

    def amendments(self, jaar: int, codes: Sequence[str], op: date | None = None) -> list[Begrotingswijziging]:
        """Every wijziging of the year with its change of lasten and of baten, oldest first."""
        uit: dict[tuple[date, str, bool], list[int]] = {}
        for r in self.rijen:
            gevraagd = r.soort == "wijziging" and r.jaar == jaar and r.cbs_code in codes
            if (
                gevraagd
                and r.post != INBURGERAARS
                and isinstance(r.bedrag, int)
                and r.datum
                and (op is None or r.datum <= op)
            ):
                paar = uit.setdefault((r.datum, r.besluit, r.aard == "incidenteel"), [0, 0])
                paar[POSTEN[_NAMEN[r.post]].aard == "baten"] += r.bedrag
        return [
            Begrotingswijziging(jaar, besluit, dag, lasten, baten, eenmalig)
            for (dag, besluit, eenmalig), (lasten, baten) in sorted(uit.items())
        ]

    def _select(self, jaar: int, codes: Sequence[str], post: str) -> list[Begrotingrij]:
        return [r for r in self.rijen if r.jaar == jaar and r.cbs_code in codes and _NAMEN[r.post] == post]


def _total(bedragen: Any) -> Bedrag:
    """PM counts as nothing beside an amount; PM alone stays PM, nothing at all is zero."""
    alle = list(bedragen)
    getallen = [b for b in alle if isinstance(b, int)]
    return sum(getallen) if getallen or not alle else "PM"


def read_budget(map_: Path, gemeenten: Sequence[Gemeente], land: Landsgegevens) -> Begroting:
    """`begroting.csv` of a region folder; empty when there is none. Raises Invoerfout with every problem at once."""
    pad = map_ / BESTAND
    if not is_there(pad):
        return Begroting()
    meldingen: list[Melding] = []
    rijen = tuple(read_rows(pad, Begrotingrij, meldingen))
    meldingen += _check(rijen, {g.code: g.naam for g in gemeenten}, land)
    raise_if_any(meldingen)
    return Begroting(rijen)


def _check(rijen: Sequence[Begrotingrij], codes: dict[str, str], land: Landsgegevens) -> Iterator[Melding]:
    gezien: dict[tuple[object, ...], Begrotingrij] = {}
    primitief = {(r.jaar, r.cbs_code) for r in rijen if r.soort == "primitief"}
    yield from check_rows(land, rijen, codes)
    for rij in rijen:
        if rij.cbs_code not in codes:
            yield foreign_code(land, rij.bestand, rij.plaats, rij.cbs_code, codes)
        # The rekening of a whole year is that of 31 December.
        datum = rij.datum or (date(rij.jaar, 12, 31) if rij.soort == "rekening" else None)
        sleutel = (rij.jaar, rij.cbs_code, rij.soort, rij.besluit, datum, rij.post, rij.aard)
        eerste = gezien.setdefault(sleutel, rij)
        if eerste is not rij:
            yield Melding(
                rij.bestand, rij.plaats, f"dezelfde post als regel {eerste.regel}", "iedere post één keer per besluit"
            )
        if rij.soort == "wijziging" and (rij.jaar, rij.cbs_code) not in primitief:
            yield Melding(
                rij.bestand,
                rij.plaats,
                f"een wijziging van {rij.jaar} zonder begroting",
                f"ook regels met soort primitief voor {rij.jaar} en {rij.cbs_code}",
            )
