"""What can be asked: each kind as the command that answers it, the fields of its request, and the files it gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from finance.fouten import Melding
from finance.taal.grenzen import BEDRAG
from reports.dienst.antwoord import VERZOEK, Weigering
from reports.grond.rekenopties import MEESTE_TREKKINGEN
from scenarios.engine.parquet import SUFFIX, TABLES
from scenarios.grond.openen import parse_json
from scenarios.regiomap.lezen import Invoermodel, parse_count, parse_number, validate
from scenarios.regiomap.lezer.bezwaren import Misfit

MEESTE_NAMEN, MEESTE_TEKENS = 20, 200
_NAAM = re.compile(r"\w[\w .-]{0,59}")


def _a_name(naam: str) -> str:
    if not _NAAM.fullmatch(naam):
        raise Misfit(repr(naam), "een naam van ten hoogste 60 letters, cijfers, punten, streepjes en spaties")
    return naam


def _a_line(tekst: str) -> str:
    if not 0 < len(tekst) <= MEESTE_TEKENS:
        raise Misfit(f"{len(tekst)} tekens", f"1 tot en met {MEESTE_TEKENS} tekens")
    return tekst


def _not_too_many(namen: tuple[str, ...]) -> tuple[str, ...]:
    if len(namen) > MEESTE_NAMEN:
        raise Misfit(f"{len(namen)} namen", f"ten hoogste {MEESTE_NAMEN}")
    return namen


Naam = Annotated[str, AfterValidator(_a_name)]
Regel = Annotated[str, AfterValidator(_a_line)]
Namen = Annotated[tuple[Naam, ...], AfterValidator(_not_too_many)]
Regels = Annotated[tuple[Regel, ...], AfterValidator(_not_too_many)]
# The range before the reader of text: then the description knows it too.
Zaad = Annotated[int, Field(ge=0, le=10**12, description="begin van de toevalsreeks"), BeforeValidator(parse_count)]
Zekerheid = Annotated[
    float, Field(gt=0, lt=1, description="gevraagde zekerheid van budgetneutraliteit"), BeforeValidator(parse_number)
]
Deel = Annotated[float, Field(gt=0, lt=1), BeforeValidator(parse_number)]
Euro = Annotated[int, Field(ge=0, le=int(BEDRAG.maximum)), BeforeValidator(parse_count)]
Partij = Annotated[int, Field(ge=1000, le=10_000_000), BeforeValidator(parse_count)]
Trekkingen = Annotated[
    int, Field(ge=2, le=MEESTE_TREKKINGEN, description="aantal trekkingen"), BeforeValidator(parse_count)
]
Trekkingensamen = Annotated[
    int, Field(ge=200, le=100_000, description="aantal trekkingen"), BeforeValidator(parse_count)
]
Zonder = Annotated[Namen, Field(description="soorten onzekerheid die niet getrokken worden, zoals prijzen")]


class Ramingverzoek(Invoermodel):
    """As `spuk raming`."""

    scenarios: Annotated[Namen, Field(description="scenario's uit de regiomap; leeg: de basis")] = ()
    trekkingen: Trekkingen = 10_000
    nauwkeurig: Annotated[Deel | None, Field(description="trek door tot de cijfers zo scherp zijn (deel)")] = None
    zaad: Zaad = 1
    zekerheid: Zekerheid = 0.9
    zonder: Zonder = ()
    verwacht: Annotated[bool, Field(description="verwachte waarden, zonder toeval")] = False
    partij: Annotated[Partij | None, Field(description="trekkingen die samen in het geheugen staan")] = None
    weerstandsvermogen: Annotated[Euro | None, Field(description="euro voor de risico's")] = None

    def options(self) -> list[str]:
        """As the command takes them; a value never stands by itself, so none is taken for an option."""
        return [
            *(f"--scenario={naam}" for naam in self.scenarios),
            f"--trekkingen={self.trekkingen}",
            *([f"--nauwkeurig={self.nauwkeurig!r}"] if self.nauwkeurig is not None else []),
            f"--zaad={self.zaad}",
            f"--zekerheid={self.zekerheid!r}",
            *(f"--zonder={naam}" for naam in self.zonder),
            *([f"--partij={self.partij}"] if self.partij is not None else []),
            *(["--verwacht"] if self.verwacht else []),
            *([f"--weerstandsvermogen={self.weerstandsvermogen}"] if self.weerstandsvermogen is not None else []),
        ]


class Zoekverzoek(Invoermodel):
    """As `spuk zoek`."""

    doel: Annotated[Regel | None, Field(description='wat moet houden, zoals "kans>=0.9 in 2027-2029"')] = None
    knoppen: Annotated[Regels, Field(description="wat beweegt, zoals prijs.leerroute_b1@2027-01-01")] = ()
    scenario: Annotated[Naam, Field(description="scenario uit de regiomap")] = "basis"
    trekkingen: Trekkingensamen = 10_000
    zaad: Zaad = 1
    zekerheid: Zekerheid = 0.9
    zonder: Zonder = ()

    def options(self) -> list[str]:
        """As `Ramingverzoek.options`."""
        return [
            *([f"--doel={self.doel}"] if self.doel is not None else []),
            *(f"--knop={knop}" for knop in self.knoppen),
            f"--scenario={self.scenario}",
            f"--trekkingen={self.trekkingen}",
            f"--zaad={self.zaad}",
            f"--zekerheid={self.zekerheid!r}",
            *(f"--zonder={naam}" for naam in self.zonder),
        ]


class Controleverzoek(Invoermodel):
    """As `spuk controleer`: nothing to choose."""

    def options(self) -> list[str]:
        """None."""
        return []


Dienstverzoek = Ramingverzoek | Zoekverzoek | Controleverzoek


@dataclass(frozen=True)
class Dienstsoort:
    """One kind of request."""

    naam: str
    """Also the name of its command"""
    pad: str
    wat: str
    model: type[Dienstverzoek]
    bestanden: tuple[str, ...]
    opties: Callable[[Path], list[str]]
    """Those that say where its files come"""

    def words(self, verzoek: Dienstverzoek, map_: str, uit: Path) -> list[str]:
        """The command, its options and the region."""
        return [self.naam, *self.opties(uit), *verzoek.options(), "--", map_]


SOORTEN = {
    s.naam: s
    for s in (
        Dienstsoort(
            "raming",
            "ramingen",
            "Vraag een raming: van taakstelling naar saldo.",
            Ramingverzoek,
            ("raming.json", "raming.xlsx", "rapport.html", *(f"{naam}{SUFFIX}" for naam in TABLES)),
            lambda uit: ["--stil", f"--uit={uit}", f"--tabellen={uit}"],
        ),
        Dienstsoort(
            "zoek",
            "zoektochten",
            "Vraag tot waar een prijs, fte of budget kan gaan, zodat een doel nog houdt.",
            Zoekverzoek,
            ("zoek.json", "zoek.html", "zoek.csv"),
            lambda uit: ["--stil", f"--uit={uit}", f"--json={uit / 'zoek.json'}"],
        ),
        Dienstsoort(
            "controleer",
            "controles",
            "Controleer de invoer van de regio: alle fouten in één keer, en wat opvalt.",
            Controleverzoek,
            ("controle.json",),
            lambda uit: [f"--json={uit / 'controle.json'}"],
        ),
    )
}


def read_request(soort: Dienstsoort, inhoud: bytes, meeste_trekkingen: int) -> Dienstverzoek:
    """The request of a body; an empty one asks for what is usual. Raises Weigering with every problem."""
    try:
        rij = parse_json(inhoud) if inhoud.strip() else {}
    except ValueError as fout:
        melding = Melding(VERZOEK, "", f"geen JSON ({fout})", 'een object als {"trekkingen": 2000}')
        raise Weigering(422, [melding]) from None
    if not isinstance(rij, dict):
        raise Weigering(
            422, [Melding(VERZOEK, "", "iets anders dan een object", 'een object als {"trekkingen": 2000}')]
        )
    meldingen: list[Melding] = []
    verzoek = validate(rij, soort.model, VERZOEK, "", meldingen)
    if verzoek is None:
        raise Weigering(422, meldingen)
    if (trekkingen := getattr(verzoek, "trekkingen", 0)) > meeste_trekkingen:
        herstel = "Vraag er minder, of vraag de beheerder om een hogere grens."
        waar = "veld trekkingen"
        melding = Melding(VERZOEK, waar, str(trekkingen), f"ten hoogste {meeste_trekkingen} in deze dienst", herstel)
        raise Weigering(422, [melding])
    return verzoek


def as_row(verzoek: Dienstverzoek) -> dict[str, Any]:
    """A request as it is told and kept."""
    return verzoek.model_dump(mode="json")
