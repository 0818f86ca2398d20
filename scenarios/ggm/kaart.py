"""`ggm.toml`: what a gemeente named otherwise than GGM 2.5.1, and what GGM does not hold at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from finance.fouten import Melding, raise_if_any, suggest
from finance.taal.duo import DOELGROEPNAMEN, EINDREDENEN, LEERROUTECODES
from finance.voorzieningen import DOELGROEPEN, VOORZIENINGEN
from scenarios.ggm import model
from scenarios.grond.openen import is_there
from scenarios.regiomap.lezen import Aantal, Invoermodel, read_toml
from scenarios.regiomap.modellen import Tekst
from scenarios.regiomap.records import refuse_personal_data

BESTAND = "ggm.toml"
JA, NEE = "ja", "nee"
VOLDOENDE, ONVOLDOENDE = "voldoende", "onvoldoende"
TOEGESTAAN, AFGEWEZEN = "toegestaan", "afgewezen"
GESLAAGD, NIET_GESLAAGD = "geslaagd", "niet_geslaagd"
ANDERS = "anders"

_CODES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # WORDTBEHANDELDALS_ENUM
    "doelgroep": {
        DOELGROEPEN[0]: ("1", "ASIELSTATUSHOUDER", "STATUSHOUDER"),
        DOELGROEPEN[1]: ("2", "3", "GEZINSMIGRANT", "OVERIGEMIGRANT", "OVERIGE_MIGRANT"),
    },
    # UITKOMSTLEERBAARHEIDSTOETS_ENUM; LEERROUTETYPE itself has no enumeration
    "leerroute": {
        "b1": ("1", "B1", "B1_ROUTE"),
        "z": ("3", "Z", "Z_ROUTE"),
        "onderwijs": ("2", "ONDERWIJS", "ONDERWIJSROUTE"),
    },
    "ja_nee": {JA: ("1", "J", "JA", "T", "TRUE", "Y", "WAAR"), NEE: ("0", "N", "NEE", "F", "FALSE", "ONWAAR")},
    "voldaan": {JA: ("1", "J", "JA", "TRUE", "VOLDAAN"), NEE: ("0", "N", "NEE", "FALSE", "NIET_VOLDAAN")},
    # CLASSIFICATIEVOLDOENDEONVOLDOENDE__ENUM
    "resultaat": {VOLDOENDE: ("2", "VOLDOENDE", "BEHAALD"), ONVOLDOENDE: ("1", "ONVOLDOENDE", "NIET_BEHAALD")},
    "examen": {
        GESLAAGD: ("2", "GESLAAGD", "BEHAALD", "VOLDOENDE"),
        NIET_GESLAAGD: ("1", "NIET_GESLAAGD", "GEZAKT", "ONVOLDOENDE"),
    },
    "reden": {
        "verhuisd": ("VERHUISD", "VERTROKKEN"),
        "ontheven": ("ONTHEVEN", "ONTHEFFING", "VRIJGESTELD", "VRIJSTELLING"),
        "gestopt": ("GESTOPT", "OVERLEDEN"),
        "niet_geslaagd": ("TERMIJN_VERSTREKEN",),
        GESLAAGD: (),
    },
    # BEOORDELINGAANVRAAGVERLENGING_ENUM
    "verlenging": {TOEGESTAAN: ("2", "TOEGESTAAN"), AFGEWEZEN: ("1", "NIETTOEGESTAAN", "NIET_TOEGESTAAN")},
    "onderdeel": {"map": ("MAP",), ANDERS: ("PVT", "KNM", "LEZEN", "LUISTEREN", "SCHRIJVEN", "SPREKEN")},
}
"""What a code stands for -> the codes of GGM 2.5.1 and the obvious ways to write them."""
_VAN_DUO: Mapping[str, Mapping[str, str]] = {
    "doelgroep": DOELGROEPNAMEN,
    "leerroute": LEERROUTECODES,
    "reden": EINDREDENEN,
}
"""A case system may keep what DUO sends as it comes."""
BEGRIPPEN = {soort: tuple(namen) for soort, namen in _CODES.items()}


def normal_code(waarde: object) -> str:
    """A code as it is compared: 'b1-route ' and 'B1_ROUTE' are the same."""
    return str(waarde).strip().upper().replace("-", "_").replace(" ", "_")


class Plek(Invoermodel):
    """Where a local column stands: one value per person, the first when a person has several rows."""

    tabel: Tekst
    kolom: Tekst
    persoon: Tekst = "NATUURLIJKPERSOON_ID"
    """The column of that table that refers to the person."""


class Boekingenblok(Invoermodel):
    """[boekingen]: the mutaties that are fetched, and what they count for."""

    jaren: Annotated[tuple[Annotated[Aantal, Field(ge=2022, le=2100)], ...], Field(min_length=1)]
    hoofdrekeningen: Annotated[tuple[Tekst, ...], Field(min_length=1)]
    """HOOFDREKENING.NUMMER"""
    kostenplaatsen: tuple[Tekst, ...] = ()
    """KOSTENPLAATS.NAAM; empty: all"""
    gemeente: str = ""
    gemeenten: dict[str, str] = Field(default_factory=dict)
    """Kostenplaats -> CBS code, when one administration books for several gemeenten."""
    voorzieningen: dict[str, str] = Field(default_factory=dict)
    """Hoofdrekening or kostenplaats -> voorziening"""

    @model_validator(mode="after")
    def _consistent(self) -> Boekingenblok:
        if bool(self.gemeente) == bool(self.gemeenten):
            raise ValueError("gemeente (één voor alles) of het blok gemeenten (per kostenplaats)")
        for naam in self.voorzieningen.values():
            if naam not in VOORZIENINGEN:
                raise ValueError(f"een bestaande voorziening in plaats van {naam!r}. {suggest(naam, VOORZIENINGEN)}")
        return self


class Kaart(Invoermodel):
    """`ggm.toml`. Everything may be left out: then the names of GGM 2.5.1 hold."""

    db_schema: Annotated[str, Field(alias="schema")] = ""
    gemeente_vast: str = ""
    """CBS code of every person without a gemeente of its own in the database."""
    gemeente: Plek | None = None
    huisvesting: Plek | None = None
    tabellen: dict[str, Tekst] = Field(default_factory=dict)
    kolommen: dict[str, dict[str, Tekst]] = Field(default_factory=dict)
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    boekingen: Boekingenblok | None = None

    @model_validator(mode="after")
    def _known_codes(self) -> Kaart:
        for soort, vertaling in self.codes.items():
            if soort not in BEGRIPPEN:
                raise ValueError(f"een bekend blok codes in plaats van {soort!r}. {suggest(soort, BEGRIPPEN)}")
            for begrip in vertaling.values():
                if begrip not in BEGRIPPEN[soort]:
                    keuzes = ", ".join(BEGRIPPEN[soort])
                    raise ValueError(f"bij codes.{soort} een van {keuzes} in plaats van {begrip!r}")
        return self

    def meanings(self, soort: str) -> dict[str, str]:
        """Code -> what it stands for; the gemeente's own codes go first."""
        standaard = {code: begrip for begrip, codes in _CODES[soort].items() for code in codes}
        standaard |= {normal_code(code): begrip for code, begrip in _VAN_DUO.get(soort, {}).items()}
        return standaard | {normal_code(c): b for c, b in self.codes.get(soort, {}).items()}

    def table_name(self, tabel: str) -> tuple[str, str]:
        """(schema or '', name) of a GGM table in this database."""
        schema, _, naam = self.tabellen.get(tabel, tabel).rpartition(".")
        return schema or self.db_schema, naam


def read_map(pad: Path, schema: str = "") -> Kaart:
    """The mapping of one region folder; without a file the standard names. `schema`: from the address, goes first.

    Raises Invoerfout with every unknown table, column or code in it, and with every column that holds personal data.
    """
    meldingen: list[Melding] = []
    kaart: Kaart | None = Kaart()
    if is_there(pad / BESTAND):
        kaart = read_toml(pad / BESTAND, Kaart, meldingen)
    if kaart is not None:
        meldingen += _check_names(kaart)
    raise_if_any(meldingen)
    assert kaart is not None
    return kaart.model_copy(update={"db_schema": schema}) if schema else kaart


def _check_names(kaart: Kaart) -> Iterator[Melding]:
    """Only what is read can be renamed, and nothing that says who somebody is can be read under another name."""
    gelezen = {**model.PERSONEN, **model.BOEKINGEN}
    for tabel in (*kaart.tabellen, *kaart.kolommen):
        if tabel not in gelezen:
            mend = suggest(tabel, gelezen)
            yield Melding(BESTAND, "tabellen", f"tabel {tabel!r}", "een tabel van het GGM die spuk leest", mend)
    for tabel, namen in kaart.kolommen.items():
        for kolom in namen:
            if tabel in gelezen and kolom not in gelezen[tabel]:
                mend = suggest(kolom, gelezen[tabel])
                yield Melding(BESTAND, f"kolommen.{tabel}", f"kolom {kolom!r}", "een kolom die spuk leest", mend)
    lokaal = [p.kolom for p in (kaart.gemeente, kaart.huisvesting) if p]
    # KOSTENPLAATS.NAAM is not about people, so the tables of the books are not looked at.
    eigen = [k for t, namen in kaart.kolommen.items() if t not in model.BOEKINGEN for k in namen.values()]
    yield from refuse_personal_data(BESTAND, [*lokaal, *eigen])
