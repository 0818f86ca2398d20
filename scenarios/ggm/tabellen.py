"""The tables and columns of one database, found under the names of the mapping; everything missing at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import Date, DateTime, TypeEngine

from finance.fouten import Melding, raise_if_any, suggest
from scenarios.ggm import model
from scenarios.ggm.kaart import BESTAND, Kaart, Plek

_PASSEND: Mapping[str, tuple[str, type | tuple[type, ...]]] = {
    "DATE": ("een datum", (Date, DateTime)),
    "DECIMAL": ("een bedrag", (sa.Numeric, sa.Integer)),
}
"""Type of GGM -> what is expected, and the types that will do; a code or a key may be of any type"""

Aanwezig = Mapping[str, Mapping[str, Mapping[str, TypeEngine[Any]]]]
"""schema ('' is the default one) -> table -> column -> type, as the database tells"""


@dataclass(frozen=True)
class Tabellen:
    """The tables to read, by their GGM name; columns are found by their GGM name too (`.c.NAAM`)."""

    ggm: Mapping[str, sa.Table]
    gemeente: sa.Table | None = None
    """Local: columns persoon and waarde"""
    huisvesting: sa.Table | None = None

    @property
    def all(self) -> list[sa.Table]:
        """Every table that is read."""
        return [*self.ggm.values(), *(t for t in (self.gemeente, self.huisvesting) if t is not None)]


def needed_schemas(kaart: Kaart, nodig: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The schemas to look in; '' stands for the default one."""
    return {kaart.table_name(t)[0] for t in nodig} | {_local_name(p, kaart)[0] for p in _places(kaart)}


def find_tables(kaart: Kaart, nodig: Mapping[str, tuple[str, ...]], aanwezig: Aanwezig) -> Tabellen:
    """Raises Invoerfout with every missing table or column and every date that is no date, with the nearest names.

    nodig: GGM table -> columns. Upper and lower case are equal, as in the data definition of the GGM itself.
    """
    zoeker = _Zoeker(aanwezig)
    ggm = {}
    for tabel, kolommen in nodig.items():
        namen = {k: kaart.kolommen.get(tabel, {}).get(k, k) for k in kolommen}
        soorten = {k: model.load_types()[tabel, k] for k in kolommen}
        ggm[tabel] = zoeker.find(tabel, *kaart.table_name(tabel), namen, soorten)
    lokaal: dict[str, sa.Table | None] = {"gemeente": None, "huisvesting": None}
    if "INBURGERAAR" in nodig:
        for naam, plek, soort in (("gemeente", kaart.gemeente, "TEKST"), ("huisvesting", kaart.huisvesting, "DATE")):
            if plek is not None:
                namen = {"persoon": plek.persoon, "waarde": plek.kolom}
                lokaal[naam] = zoeker.find(naam, *_local_name(plek, kaart), namen, {"waarde": soort})
    raise_if_any(zoeker.meldingen)
    return Tabellen({t: tabel for t, tabel in ggm.items() if tabel is not None}, **lokaal)


def _places(kaart: Kaart) -> list[Plek]:
    return [p for p in (kaart.gemeente, kaart.huisvesting) if p is not None]


def _local_name(plek: Plek, kaart: Kaart) -> tuple[str, str]:
    schema, _, naam = plek.tabel.rpartition(".")
    return schema or kaart.db_schema, naam


class _Zoeker:
    def __init__(self, aanwezig: Aanwezig) -> None:
        self._aanwezig = aanwezig
        self._leeg: set[str] = set()
        self.meldingen: list[Melding] = []

    def find(
        self, eigen: str, schema: str, naam: str, kolommen: Mapping[str, str], soorten: Mapping[str, str]
    ) -> sa.Table | None:
        plaats = f"tabel {eigen}"
        tabellen = self._aanwezig.get(schema, {})
        echt = _same(naam, tabellen)
        if not tabellen:
            if schema not in self._leeg:
                waar = f"schema {schema}" if schema else "het schema waarin de database standaard zoekt"
                mend = "Noem het schema achter ?schema= in het adres, of bij schema in ggm.toml."
                self._report("", f"geen tabellen in {waar}", "de tabellen van het GGM", mend)
            self._leeg.add(schema)
            return None
        if echt is None:
            waar = f" in schema {schema}" if schema else ""
            self._report(plaats, f"geen tabel {naam}{waar}", "een tabel of view in de database", _near(naam, tabellen))
            return None
        gevonden: dict[str, sa.Column[Any]] = {}
        for kolom, lokaal in kolommen.items():
            echte = _same(lokaal, tabellen[echt])
            if echte is None:
                mend = _near(lokaal, tabellen[echt])
                self._report(plaats, f"geen kolom {lokaal} in {echt}", f"een kolom voor {kolom}", mend)
                continue
            soort = tabellen[echt][echte]
            verwacht, passend = _PASSEND.get(soorten.get(kolom, "").partition("(")[0], ("", TypeEngine))
            if not isinstance(soort, passend):
                self._report(plaats, f"kolom {echte} van het type {soort}", verwacht, "Maak er een view voor.")
            if echte in gevonden:
                mend = "Maak een view met twee kolommen."
                self._report(plaats, f"kolom {echte} voor {gevonden[echte].key} en {kolom}", "twee kolommen", mend)
            gevonden[echte] = sa.Column(echte, soort, key=kolom)
        # Both cases quoted as the database tells them; nothing here is typed by hand.
        return sa.Table(sa.quoted_name(echt, None), sa.MetaData(), *gevonden.values(), schema=schema or None)

    def _report(self, plaats: str, gevonden: str, verwacht: str, mend: str) -> None:
        self.meldingen.append(Melding(BESTAND, plaats, gevonden, verwacht, mend))


def _same(naam: str, bekend: Mapping[str, object]) -> str | None:
    """The name as the database writes it; exactly when both cases occur."""
    if naam in bekend:
        return naam
    return next((b for b in bekend if b.casefold() == naam.casefold()), None)


def _near(naam: str, bekend: Mapping[str, object]) -> str:
    """The nearest names, compared in the case that the database uses."""
    groot = all(b == b.upper() for b in bekend)
    return suggest(naam.upper() if groot else naam.lower(), bekend)


def columns_read(tabellen: Tabellen) -> Iterator[tuple[sa.Table, str]]:
    """(table, column as the database names it) for everything that is read."""
    for tabel in tabellen.all:
        for kolom in tabel.columns:
            yield tabel, kolom.name
