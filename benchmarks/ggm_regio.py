"""A synthetic region in a GGM database, with known answers: every dossier follows from its number by arithmetic.

The data definition is that of GGM 2.5.1 (`data/ggm/kolommen.csv`). The tables that say who somebody is are filled with
a watchword, so that a test can look for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scenarios.ggm.model import load_types

WACHTWOORD_IN_GEGEVENS = "NOOITNAARBUITEN"
GEMEENTEN = ("GM0405", "GM0420", "GM1598", "GM0498", "GM0388", "GM0532", "GM0432")
SOORTEN = ("B1_ROUTE", "Z_ROUTE", "ONDERWIJSROUTE")
ROUTES = ("b1", "z", "onderwijs")
FOUTEN = (
    "zonder gemeente",
    "twee routes",
    "route zonder pip",
    "pip zonder intake",
    "volgorde",
    "doelgroep",
    "oude wet",
)
"""Kinds of mistake, each made in one dossier of every hundred"""


@dataclass(frozen=True)
class Proefdossier:
    """What is true of person number `nummer`; `fout` is the mistake in the way it is kept, '' when there is none."""

    nummer: int
    gemeente: str
    asiel: bool
    huisvesting: date
    plichtig: bool
    intake: date | None
    pip: date | None
    route: str
    start: date | None
    einde: date | None
    fout: str


def dossier(n: int) -> Proefdossier:
    """Person n: housed between 2022 and mid 2023, 70% plichtig, routes 3 : 1 : 1, some further along than others."""
    fout = FOUTEN[n % 100 - 1] if 1 <= n % 100 <= len(FOUTEN) else ""
    asiel = n % 5 != 0
    huisvesting = date(2022, 1, 3) + timedelta(days=(n * 7919) % 540)
    plichtig = bool(fout) or not asiel or n % 10 < 7
    stap = n // 10 % 6 if not fout else 4
    intake = huisvesting + timedelta(days=20 + n % 40) if plichtig and stap >= 1 else None
    pip = intake + timedelta(days=15 + n % 30) if intake and stap >= 2 else None
    route = ROUTES[(n // 60 % 5) // 2 if n // 60 % 5 != 2 else 0] if pip else ""
    start = pip + timedelta(days=10 + n % 20) if pip and stap >= 3 and asiel else None
    einde = start + timedelta(days=200 + n % 50) if start and stap == 5 else None
    return Proefdossier(
        n, GEMEENTEN[n % len(GEMEENTEN)], asiel, huisvesting, plichtig, intake, pip, route, start, einde, fout
    )


def create_tables(cursor: Any, schema: str) -> None:
    """Every table of the three diagrams, with the types of GGM; a geometry is text here."""
    tabellen: dict[str, list[str]] = {}
    for (tabel, kolom), soort in load_types().items():
        tabellen.setdefault(tabel, []).append(f"{kolom} {'TEXT' if soort == 'GEOMETRY' else soort}")
    cursor.execute(f"CREATE SCHEMA {schema}")
    for tabel, kolommen in tabellen.items():
        cursor.execute(f"CREATE TABLE {schema}.{tabel} ({', '.join(kolommen)})")
    cursor.execute(f"ALTER TABLE {schema}.ASIELSTATUSHOUDER ADD COLUMN DATUM_HUISVESTING DATE")
    cursor.execute(f"ALTER TABLE {schema}.INBURGERAAR ADD COLUMN EIGEN_GEMEENTE VARCHAR(10)")


def fill(cursor: Any, schema: str, nummers: Sequence[int]) -> None:
    """One row per table that a dossier needs. A number is the key of everything that belongs to that person."""
    cursor.execute(f"INSERT INTO {schema}.GEMEENTE (GEMEENTE_ID, GEMEENTECODE) SELECT i, c FROM unnest(%s::text[]) "
                   "WITH ORDINALITY AS g(c, i)", (list(GEMEENTEN),))  # fmt: skip
    for tabel, (kolommen, rijen) in _TABELLEN.items():
        with cursor.copy(f"COPY {schema}.{tabel} ({', '.join(kolommen)}) FROM STDIN") as stroom:
            for n in nummers:
                for rij in rijen(dossier(n)):
                    stroom.write_row(rij)
    for tabel in {t for t, _ in load_types()}:
        cursor.execute(f"ANALYZE {schema}.{tabel}")


Rijen = Callable[[Proefdossier], Iterator[tuple[Any, ...]]]


def _natuurlijk(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    woord = WACHTWOORD_IN_GEGEVENS
    yield d.nummer, woord, woord, f"{woord}{d.nummer}", date(1985, 3, 7), woord


def _inburgeraar(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    eigen = None if d.asiel or d.fout == "zonder gemeente" else d.gemeente
    yield d.nummer, d.nummer if d.plichtig else None, eigen


def _asiel(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    if d.asiel:
        gemeente = None if d.fout == "zonder gemeente" else GEMEENTEN.index(d.gemeente) + 1
        yield d.nummer, gemeente, d.nummer, d.huisvesting


def _gezin(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    if not d.asiel:
        yield (d.nummer,)


def _plicht(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    if d.plichtig:
        begin = date(2021, 5, 1) if d.fout == "oude wet" else d.huisvesting
        code = "ONBEKENDE_SOORT" if d.fout == "doelgroep" else ("ASIELSTATUSHOUDER" if d.asiel else "GEZINSMIGRANT")
        yield d.nummer, begin, d.einde, True, code, "JA" if d.einde else None, d.nummer


def _traject(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    if d.plichtig:
        yield d.nummer, d.nummer


def _intake(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    if d.intake:
        dag = None if d.fout == "pip zonder intake" else d.intake
        route = d.nummer if d.route else None
        yield d.nummer, d.nummer, dag, route
        if d.fout == "twee routes":
            yield -d.nummer, d.nummer, dag, -d.nummer


def _leerroute(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    if d.route:
        yield d.nummer, None if d.fout == "route zonder pip" else d.nummer, SOORTEN[ROUTES.index(d.route)]
        if d.fout == "twee routes":
            yield -d.nummer, d.nummer, SOORTEN[ROUTES.index(d.route) - 1]


def _pip(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    if d.pip and d.intake:
        yield d.nummer, d.intake - timedelta(days=90) if d.fout == "volgorde" else d.pip


def _taal(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    if d.start:
        yield d.nummer, d.start


def _pvt(d: Proefdossier) -> Iterator[tuple[Any, ...]]:
    if d.start:
        yield d.nummer, d.nummer, d.start + timedelta(days=60), 2


_TABELLEN: dict[str, tuple[tuple[str, ...], Rijen]] = {
    "NATUURLIJKPERSOON": (
        ("NATUURLIJKPERSOON_ID", "ACHTERNAAM", "VOORNAMEN", "BURGERSERVICENUMMER", "DATUMGEBOORTE", "NATIONALITEIT"),
        _natuurlijk,
    ),
    "INBURGERAAR": (
        ("NATUURLIJKPERSOON_ID", "HEEFT_EEN_INBURGERINGSPLICHT_ID", "EIGEN_GEMEENTE"),
        _inburgeraar,
    ),
    "ASIELSTATUSHOUDER": (
        ("NATUURLIJKPERSOON_ID", "IS_GEKOPPELD_AAN__GEMEENTE_ID", "HEEFT_TAALVAARDIGHEID_ID", "DATUM_HUISVESTING"),
        _asiel,
    ),
    "GEZINSMIGRANT_EN_OVERIGE_MIGRANT_": (("NATUURLIJKPERSOON_ID",), _gezin),
    "INBURGERINGSPLICHT": (
        (
            "INBURGERINGSPLICHT_ID", "DATUMSTART", "DATUMEIND", "INDICATORINBURGERINGSPLICHT", "WORDTBEHANDELSALS",
            "BESCHIKKINGVOLDAANINBURGERINGSPLICHT", "V_NUMMER",
        ),
        _plicht,
    ),
    "INBURGERINGSTRAJECT": (("INBURGERINGSTRAJECT_ID", "HEEFT_INBURGERINGSPLICHT_ID"), _traject),
    "BREDE_INTAKE": (
        ("BREDE_INTAKE_ID", "ONDERDEEL_VAN_INBURGERINGSTRAJECT_ID", "STARTDATUM", "HEEFT_LEERROUTE_ID"),
        _intake,
    ),
    "LEERROUTE": (("LEERROUTE_ID", "AFGESPROKEN_IN_PIP_ID", "LEERROUTETYPE"), _leerroute),
    "PIP": (("PIP_ID", "DAGTEKENINGPIP"), _pip),
    "TAALVAARDIGHEID": (("TAALVAARDIGHEID_ID", "STARTVANTAALLESACTVITEIT"), _taal),
    "PVT": (("PVT_ID", "ONDERDEEL_VAN_LEERROUTE_ID", "DATUMONDERTEKENING_PVT", "RESULTAAT"), _pvt),
}  # fmt: skip
