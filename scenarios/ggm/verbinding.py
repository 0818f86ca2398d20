"""One read-only look at the database: address, snapshot, limits, and every failure in Dutch without a secret in it.

Messages are chosen here and never quote the driver: what libpq says may hold a user name, and a mistyped address a
password.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import psycopg
import psycopg.types.datetime
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.types import TypeEngine

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from scenarios.ggm.tabellen import Tabellen, columns_read

PLAATS = "--van"
VOORBEELD = "postgresql://server/database"
_PER_KEER = 10_000
"""Rows per round trip of a statement with many rows."""
_VERBINDTIJD = 10
"""Seconds to wait for the server, when the address says nothing else."""
_SLOTDEEL = 30
"""A lock may take this part of the time limit: waiting is of no use when a load of the warehouse is under way."""


@dataclass(frozen=True)
class Adres:
    """Where the database is. What is empty comes from the environment (PG...), the service file or ~/.pgpass."""

    parameters: Mapping[str, str] = field(repr=False)
    """Parameters of libpq, a password among them when the user put one in the address."""
    schema: str = ""

    def with_password(self, wachtwoord: str) -> Adres:
        """The same address with a password that was asked for."""
        return replace(self, parameters={**self.parameters, "password": wachtwoord})


def refuse_password(adres: Adres) -> None:
    """Raises Invoerfout for a password in the address: everybody on the machine sees it in the list of processes."""
    if "password" in adres.parameters:
        mend = "Zet het in PGPASSWORD of ~/.pgpass, of geef --wachtwoord: dan vraagt spuk erom."
        raise _complaint("een wachtwoord in het adres", "een adres zonder wachtwoord", mend)


def parse_address(tekst: str) -> Adres:
    """'postgresql://[user@]host[:port]/database[?schema=...&sslmode=...]' -> address.

    Everything in the query but `schema` goes to libpq as it is, so TLS (sslmode, sslrootcert) and `service` do too.
    Raises Invoerfout without repeating the address: it may hold a password.
    """
    kop, _, rest = tekst.partition("://")
    if kop.partition("+")[0] not in ("postgresql", "postgres"):
        soort = kop if kop.isalpha() else "een onbekend soort adres"
        raise _complaint(soort, VOORBEELD, "Alleen PostgreSQL wordt nu gelezen; zie: spuk uitleg ggm")
    if rest.partition("?")[0].count("@") > 1:
        raise _complaint("meer dan één @ in het adres", VOORBEELD, "Schrijf een @ in een wachtwoord als %40.")
    try:
        url = make_url(f"postgresql://{rest}")
        zoekdeel = {k: v if isinstance(v, str) else v[-1] for k, v in url.query.items()}
        schema = zoekdeel.pop("schema", "")
        eigen = url.set(query={}).translate_connect_args(database="dbname", username="user")
        parameters = {**zoekdeel, **{k: str(v) for k, v in eigen.items()}}
        psycopg.conninfo.make_conninfo("", **parameters)
    except (ArgumentError, ValueError):
        raise _complaint("een adres dat niet te lezen is", VOORBEELD) from None
    except psycopg.Error:
        bekend = "sslmode, sslrootcert, sslcert, sslkey, service, connect_timeout"
        raise _complaint("een onbekende instelling in het adres", f"schema of een van libpq, zoals {bekend}") from None
    return Adres(parameters, schema)


@contextmanager
def reading(adres: Adres, tijdslimiet: int) -> Iterator[sa.Connection]:
    """A connection in one read-only transaction on one snapshot, so that all counts belong to the same moment.

    tijdslimiet: seconds per statement. Raises Invoerfout for every way in which the database can fail.
    """
    parameters = {"connect_timeout": str(_VERBINDTIJD), "application_name": "spuk haal", **adres.parameters}
    motor = sa.create_engine(
        URL.create("postgresql+psycopg"),
        creator=lambda: _connect(parameters),
        poolclass=sa.NullPool,
        hide_parameters=True,
    )
    try:
        with motor.connect() as kaal:
            verbinding = kaal.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with verbinding.begin():
                _set_limits(verbinding, tijdslimiet)
                yield verbinding
    except DBAPIError as fout:
        raise _in_dutch(fout.orig, tijdslimiet) from None
    except psycopg.Error as fout:
        raise _in_dutch(fout, tijdslimiet) from None
    finally:
        motor.dispose()


def _connect(parameters: Mapping[str, str]) -> psycopg.Connection[Any]:
    verbinding = psycopg.connect("", **parameters)  # type: ignore[arg-type] # libpq takes any text
    verbinding.adapters.register_loader("date", _Dag)
    return verbinding


class _Dag(psycopg.types.datetime.DateLoader):
    """A day that Python cannot hold fails one dossier, not all: infinity is the last day, anything else the first."""

    def load(self, data: Any) -> date:
        try:
            return super().load(data)
        except psycopg.DataError:
            return date.max if bytes(data) == b"infinity" else date.min


def _set_limits(verbinding: sa.Connection, tijdslimiet: int) -> None:
    for naam, waarde in (
        ("statement_timeout", f"{tijdslimiet}s"),
        ("lock_timeout", f"{1000 * tijdslimiet // _SLOTDEEL}ms"),
        # A moment becomes a day on the Dutch calendar, whatever the time zone of the server.
        ("TimeZone", "Europe/Amsterdam"),
        # A cursor makes the planner hurry for the first rows; all of them are wanted.
        ("cursor_tuple_fraction", "1"),
    ):
        verbinding.execute(sa.select(sa.func.set_config(naam, waarde, True))).close()


def stream(verbinding: sa.Connection, vraag: sa.Select) -> Iterator[Sequence[Any]]:
    """The rows of a statement with a cursor on the server: only a few thousand are here at a time."""
    with verbinding.execute(vraag, execution_options={"yield_per": _PER_KEER}) as uitkomst:
        yield from uitkomst


def read_columns(verbinding: sa.Connection, schemas: set[str]) -> dict[str, dict[str, dict[str, TypeEngine[Any]]]]:
    """Tables and views with their columns and types, from the catalog only. Raises Invoerfout for a missing schema."""
    kijker = sa.inspect(verbinding)
    namen = kijker.get_schema_names()
    raise_if_any(
        Melding(PLAATS, "", f"geen schema {s!r} in de database", "een bestaand schema", suggest(s, namen))
        for s in sorted(schemas)
        if s and s not in namen
    )
    uit: dict[str, dict[str, dict[str, TypeEngine[Any]]]] = {}
    for schema in schemas:
        kolommen = kijker.get_multi_columns(schema=schema or None, kind=sa.engine.reflection.ObjectKind.ANY)
        uit[schema] = {tabel: {k["name"]: k["type"] for k in lijst} for (_, tabel), lijst in kolommen.items()}
    return uit


def check_rights(verbinding: sa.Connection, tabellen: Tabellen) -> None:
    """Raises Invoerfout that names every table with a column that may not be read."""
    bereider = verbinding.dialect.identifier_preparer
    paren = [(bereider.format_table(tabel), kolom) for tabel, kolom in columns_read(tabellen)]
    schemas = sorted({t.schema for t in tabellen.all if t.schema})
    toegang = [sa.func.has_schema_privilege(s, "USAGE") for s in schemas]
    for schema, mag in zip(schemas, verbinding.execute(sa.select(*toegang)).one() if schemas else (), strict=True):
        if not mag:
            raise _complaint(f"geen toegang tot schema {schema}", "leesrecht", _RECHTEN)
    vragen = [sa.func.has_column_privilege(tabel, kolom, "SELECT") for tabel, kolom in paren]
    antwoord = verbinding.execute(sa.select(*(v.label(f"r{n}") for n, v in enumerate(vragen)))).one()
    dicht: dict[str, list[str]] = {}
    for (tabel, kolom), mag in zip(paren, antwoord, strict=True):
        if not mag:
            dicht.setdefault(tabel, []).append(kolom)
    raise_if_any(
        Melding(
            PLAATS, "", f"geen leesrecht op {tabel} ({', '.join(kolommen)})", "leesrecht op deze kolommen", _RECHTEN
        )
        for tabel, kolommen in dicht.items()
    )


_RECHTEN = "Vraag de beheerder om SELECT op precies deze kolommen; de opdracht geeft: spuk uitleg ggm"


def _in_dutch(fout: BaseException | None, tijdslimiet: int) -> Invoerfout:
    staat = getattr(fout, "sqlstate", None) or ""
    for begin, (gevonden, verwacht, mend) in _STATEN.items():
        if staat.startswith(begin):
            return _complaint(gevonden, verwacht.format(tijdslimiet), mend)
    if staat:
        return _complaint(
            f"een fout van de database (SQLSTATE {staat})", "een antwoord", "Toon deze code de beheerder."
        )
    tekst = str(fout).casefold()
    for woorden, (gevonden, verwacht, mend) in _WOORDEN.items():
        if any(woord in tekst for woord in woorden):
            return _complaint(gevonden, verwacht, mend)
    if isinstance(fout, psycopg.DataError):
        return _complaint(*_STATEN["22"])
    verbinding = getattr(fout, "pgconn", None)
    if getattr(verbinding, "used_password", False):
        return _complaint(*_WOORDEN[_AANMELDING])
    return _complaint(*_WEGGEVALLEN)


_AANMELDING = ("password", "authentication", "pg_hba", "role ", "certificate authentication")
_WEGGEVALLEN = (
    "de verbinding met de database viel weg of kwam niet tot stand",
    "een server die antwoordt",
    "Er is niets geschreven; probeer het later opnieuw.",
)
_VOL = ("een server zonder ruimte voor deze vraag", "een server met ruimte", "Probeer het later opnieuw.")
_STATEN = {
    "42501": ("geen leesrecht op een tabel", "leesrecht op alle kolommen", _RECHTEN),
    "55P03": (
        "een tabel die door een ander proces is vergrendeld",
        "een tabel die gelezen mag worden",
        "Waarschijnlijk wordt het datawarehouse geladen; probeer het later opnieuw.",
    ),
    "57014": (
        "een vraag die te lang duurde",
        "een antwoord binnen {} seconden",
        "Probeer het later opnieuw, of geef meer tijd met --tijdslimiet.",
    ),
    "57P": _WEGGEVALLEN,
    "08": _WEGGEVALLEN,
    "42883": (
        "kolommen die naar elkaar verwijzen en een verschillend type hebben",
        "gelijke typen, zoals in het GGM",
        "Maak een view die het type gelijk maakt, en wijs die aan in ggm.toml.",
    ),
    "53": _VOL,
    "22": (
        "een waarde die geen datum of getal is",
        "datums en getallen die de database kan omzetten",
        "Verbeter de bron, of maak een view die zulke waarden leeg laat.",
    ),
}
"""Begin of a SQLSTATE -> found, expected, mend"""
_WOORDEN = {
    ("closed the connection", "eof detected", "shutting down", "starting up"): _WEGGEVALLEN,
    _AANMELDING: (
        "een geweigerde aanmelding",
        "een gebruiker en wachtwoord die de server kent",
        "Controleer PGUSER en PGPASSWORD, ~/.pgpass of het adres.",
    ),
    ("definition of service", "service file"): (
        "een service die niet in het servicebestand staat",
        "een bekende service",
        "Controleer PGSERVICE of service= in het adres, en het bestand ~/.pg_service.conf.",
    ),
    ("invalid ", "unrecognized configuration"): (
        "een instelling van de verbinding met een onmogelijke waarde",
        "waarden die PostgreSQL kent",
        "Controleer de PG-variabelen en de instellingen achter het vraagteken in het adres.",
    ),
    ("too many", "connection slots"): _VOL,
    ("does not exist",): ("een database die niet bestaat", VOORBEELD, "Controleer de naam van de database."),
    ("ssl", "certificate", "tls"): (
        "geen versleutelde verbinding volgens de gevraagde instellingen",
        "een server met TLS en een vertrouwd certificaat",
        "Controleer sslmode en sslrootcert.",
    ),
    ("resolve host", "translate host"): (
        "een servernaam die niet bestaat",
        VOORBEELD,
        "Controleer de naam van de server (PGHOST of het adres).",
    ),
    ("refused", "timeout", "timed out", "no such file"): (
        "geen antwoord van de server",
        "een draaiende PostgreSQL-server",
        "Controleer server en poort (PGHOST, PGPORT of het adres) en of u op het netwerk bent.",
    ),
}
"""Words in what libpq says about connecting, which has no SQLSTATE -> found, expected, mend"""


def _complaint(gevonden: str, verwacht: str, mend: str = "") -> Invoerfout:
    return Invoerfout([Melding(PLAATS, "", gevonden, verwacht, mend)])
