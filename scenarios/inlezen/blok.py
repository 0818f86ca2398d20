"""One block [[boekingen]] of `verantwoording.toml`: how to read one export."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from finance.fouten import Melding, suggest
from finance.voorzieningen import DOELGROEPEN, VOORZIENINGEN
from scenarios.grond.bedragen import parse_cents
from scenarios.inlezen.datums import Volgorde
from scenarios.regiomap.lezen import Aantal, Dag, Invoermodel

EIGEN_KOLOMMEN = (
    *("datum", "gemeente", "grootboek", "voorziening", "doelgroep", "leerroute", "bedrag", "btw", "omschrijving"),
    "stuknummer",
)
"""The columns of a file that spuk writes itself, in order."""
KOLOMMEN = (
    *EIGEN_KOLOMMEN,
    *("debet", "credit", "dc", "boekjaar", "periode", "kostenplaats", "project", "regelnummer", "soort", "lastbaat"),
    "crediteur",
)
"""Own names of the columns that can be read."""
Regelsoort = Literal["realisatie", "verplichting", "begroting"]


class Boekingbestand(Invoermodel):
    """How to read one export. Empty: not said, and then the file must leave no doubt."""

    bestand: Annotated[str, Field(min_length=1)]
    jaar: Annotated[Aantal, Field(ge=2022, le=2100)]
    blad: str = ""
    bladen: tuple[str, ...] = ()
    """Several sheets with the same head, read as one."""
    kop: Annotated[Aantal, Field(ge=0, le=10_000)] = 0
    """Row or line of the head; 0: the first that holds the titles."""
    gemeente: str = ""
    """One gemeente for the whole file, when it has no such column."""
    datum: Dag | None = None
    """One date for the whole file, when it has none."""
    kolommen: dict[str, str] = Field(default_factory=dict)
    ongebruikt: tuple[str, ...] = ()
    """Titles of columns with amounts or kinds that are meant to be left alone."""
    voorzieningen: dict[str, str] = Field(default_factory=dict)
    doelgroepen: dict[str, str] = Field(default_factory=dict)
    soorten: dict[str, Regelsoort] = Field(default_factory=dict)
    """Text in the column soort -> the kind of row; only realisatie is lasten or baten."""
    baten: tuple[str, ...] = ()
    """Patterns of ledger accounts, or of texts, that are received money."""
    weglaten: tuple[str, ...] = ()
    """Patterns of ledger accounts, or of texts, that are neither: the balance sheet, a begroting, a verplichting."""
    decimaal: Literal["", ",", "."] = ""
    datumvolgorde: Volgorde = ""
    bedrag: Literal["exclusief", "inclusief"] = "exclusief"
    teken: Literal["gewoon", "omgekeerd"] = "gewoon"
    """`omgekeerd`: lasten stand with a minus."""
    creditkolom: Literal["", "gewoon", "negatief"] = ""
    """`negatief`: the column credit holds its amounts with a minus already."""
    credit: bool = False
    """Negative amounts (credit notes) are meant."""
    creditnotas: Literal["", "positief"] = ""
    """`positief`: bookings that are called credit notes and have no minus are meant."""
    eenheid: Literal["", "euro"] = ""
    """`euro`: small amounts are meant, and no thousands of euros."""
    stuknummer: Literal["regels", "uniek"] = "regels"
    gelijke_regels: Literal["dubbel", "tellen"] = "dubbel"
    """Lines of one file that are equal in everything: one booking twice, or two bookings."""
    totaalrijen: Literal["", "weglaten", "tellen"] = ""
    """Rows of which it is not certain whether they are a total."""
    verborgen: Literal["", "tellen", "weglaten"] = ""
    """Hidden rows of a sheet."""
    vorig_jaar: Literal["afkeuren", "correctie"] = "afkeuren"
    """What a date in the year before means: a booking in the wrong year, or a correction of t-1."""
    controletotaal: Annotated[int, BeforeValidator(parse_cents)] | None = None
    """What the file must add up to, as somebody else than the export says."""

    def title(self, kolom: str) -> str:
        """The name in the file of one of KOLOMMEN; empty: the file has no such column."""
        return self.kolommen.get(kolom, kolom)

    def required(self) -> set[str]:
        """The columns without which nothing can be read; a column with an empty title is not there."""
        uit = {"datum", "grootboek", "bedrag", "stuknummer", "gemeente", *self.kolommen}
        weg = set()
        if self.kolommen.keys() & {"debet", "credit"}:
            weg.add("bedrag")
        if self.datum is not None or self.kolommen.keys() & {"boekjaar", "periode"}:
            weg.add("datum")
        uit = uit - weg | self.kolommen.keys()
        return {k for k in uit if self.title(k)} - ({"gemeente"} if self.gemeente else set())


def check_block(blok: Boekingbestand, gemeente_bekend: bool, gemeenten: list[str]) -> list[Melding]:
    """Names in the block that nothing answers to."""
    plaats = f"[[boekingen]] {blok.bestand}"
    paren = [("kolommen", k, KOLOMMEN) for k in blok.kolommen] + [
        ("voorzieningen", v, tuple(VOORZIENINGEN)) for v in blok.voorzieningen.values()
    ]
    paren += [("doelgroepen", d, DOELGROEPEN) for d in blok.doelgroepen.values()]
    meldingen = [
        Melding(
            "verantwoording.toml",
            f"{plaats}, {deel}",
            repr(naam),
            f"een van {', '.join(bekend)}",
            suggest(naam, bekend),
        )
        for deel, naam, bekend in paren
        if naam not in bekend
    ]
    if blok.gemeente and not gemeente_bekend:
        meldingen.append(
            Melding(
                "verantwoording.toml",
                f"{plaats}, gemeente",
                repr(blok.gemeente),
                "een gemeente uit regio.toml",
                suggest(blok.gemeente, gemeenten),
            )
        )
    return meldingen
