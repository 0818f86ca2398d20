"""The commands that write, each with old files and input that gives new ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from benchmarks.ggm_regio import create_tables, fill
from benchmarks.postgres import BEHEERDER, WACHTWOORD, find_programs, running_server
from scenarios.grond.gegevens import data_path
from tests.hulp_jaar import at_one_moment, not_yet_rolled
from tests.storingen_draaien import Geval, run

REGIO = "voorbeeld:rijssen-holten"


@dataclass(frozen=True)
class Plek:
    """Where a case may work, and with which choices; what it starts there ends with the stack."""

    werk: Path
    keuzes: tuple[str, ...]
    einde: ExitStack


def _region(werk: Path, naam: str) -> Path:
    return Path(shutil.copytree(data_path() / "regios" / naam, werk / naam, copy_function=shutil.copyfile))


def _first_run(geval: Geval, *woorden: str) -> Geval:
    """The old files: of a run with other choices."""
    eerder = replace(geval, woorden=(*geval.woorden, *woorden))
    geval.map_.mkdir(parents=True, exist_ok=True)
    code, gezegd = run(eerder, geval.map_)
    assert code in geval.goed, gezegd
    return geval


def _raming(plek: Plek) -> Geval:
    return _first_run(Geval("raming", ("raming", REGIO, *plek.keuzes), plek.werk / "raming"), "--zaad", "7")


def _raster(plek: Plek) -> Geval:
    woorden = ("raming", REGIO, "--raster", "prijs.leerroute_b1*=1,1.1", *plek.keuzes)
    return _first_run(Geval("raster", woorden, plek.werk / "raster", (".raster",)), "--zaad", "7")


def _verantwoording(plek: Plek) -> Geval:
    bron = _region(plek.werk, "zevenlinden").rename(plek.werk / "bron")
    woorden = ("verantwoording", str(bron), "--jaar", "2025", "--stil", "--uit", "MAP", "--json", "MAP/v.json")
    geval = _first_run(Geval("verantwoording", woorden, plek.werk / "verantwoording", goed=(0, 1)))
    with (bron / "parameters.toml").open("a", encoding="utf-8") as bestand:
        bestand.write("# Andere invoer: een ander kenmerk.\n")
    return geval


def _sluit(plek: Plek) -> Geval:
    map_ = _region(plek.werk, "zevenlinden").rename(plek.werk / "sluit")
    (map_ / "verantwoording" / "gesloten" / "2025.json").unlink()
    return Geval(
        "sluit", ("sluit", "MAP", "--jaar", "2025", "--wie", "proef", "--stil"), map_, goed=(0, 1), eenmalig=True
    )


def _jaarovergang(plek: Plek) -> Geval:
    map_ = not_yet_rolled(plek.werk / "jaarovergang")
    return Geval("jaarovergang", ("jaarovergang", "MAP", "--ja", "--wie", "proef", "--stil"), map_, eenmalig=True)


def _inlezen(plek: Plek) -> Geval:
    map_ = _region(plek.werk, "zevenlinden").rename(plek.werk / "inlezen")
    toml = map_ / "verantwoording" / "verantwoording.toml"
    blok = '[[boekingen]]\nbestand = "boekingen/2026.csv"\njaar = 2026\n'
    toml.write_text(toml.read_text(encoding="utf-8").replace(blok, ""), encoding="utf-8")
    (map_ / "verantwoording" / "boekingen" / "2026.csv").rename(plek.werk / "2026.csv")
    woorden = ("inlezen", "MAP", str(plek.werk / "2026.csv"), "--ja", "--jaar", "2026")
    return Geval("inlezen", woorden, map_, goed=(0, 1), eenmalig=True)


def _tabellen(plek: Plek) -> Geval:
    """Parquet beside the raming: one set with it."""
    woorden = ("raming", REGIO, *plek.keuzes, "--tabellen", "MAP/tabellen")
    return _first_run(Geval("tabellen", woorden, plek.werk / "tabellen"), "--zaad", "7")


_OVERZICHT = (
    "Gemeente;Provincie;Taakstelling 2026-II;Taakstelling 2027-I\n"
    "Den Helder;Noord-Holland;{};44\nSchagen;Noord-Holland;34;37\nTotaal;;{};13.750\n"
)


def _gegevens_bij(plek: Plek) -> Geval:
    """A published overview that was mended: the numbers of the country and those of gemeenten, two files."""
    bron = plek.werk / "overzicht.csv"
    bron.write_text(_OVERZICHT.format(40, "12.500"), encoding="utf-8")
    woorden = ("gegevens", "bij", str(bron), "--map", "MAP", "--bron", "proef", "--bekend-op", "2026-10-01")
    geval = _first_run(Geval("gegevens bij", woorden, plek.werk / "gegevens_bij"))
    bron.write_text(_OVERZICHT.format(41, "12.600"), encoding="utf-8")
    return geval


def _gegevens_zet(plek: Plek) -> Geval:
    """One more value of a parameter behind those that are there."""
    woorden = ("gegevens", "zet", "bedrag_gezin", "731,00", "--bron", "proef", "--status", "raming", "--map", "MAP")
    geval = Geval("gegevens zet", (*woorden, "--van", "2028-01-01"), plek.werk / "gegevens_zet", eenmalig=True)
    return _first_run(geval, "--van", "2027-01-01")


def _reworded(bron: Path) -> None:
    """Another account, and of each gemeente a booking of the running year that is more: every file changes."""
    boekingen = "verantwoording/boekingen/2026.csv"
    for naam, oud, nieuw in (
        ("rekeningschema.csv", ";8431001;", ";8431999;"),
        *((boekingen, f";{b},", f";1{b},") for b in ("15221", "7515", "3224")),
    ):
        tekst = (bron / naam).read_text(encoding="utf-8")
        assert oud in tekst
        (bron / naam).write_text(tekst.replace(oud, nieuw), encoding="utf-8")


def _of_books(naam: str, jaar: str, *keuzes: str) -> Callable[[Plek], Geval]:
    """A command that makes files of the books, in a folder beside the region."""

    def make(plek: Plek) -> Geval:
        bron = _region(plek.werk, "zevenlinden").rename(plek.werk / "bron")
        woorden = (naam, str(bron), "--jaar", jaar, *keuzes, "--stil", "--uit", "MAP")
        geval = _first_run(Geval(naam, woorden, plek.werk / naam, goed=(0, 1)))
        _reworded(bron)
        return geval

    return make


_KAART = """
schema = "ggm"
[huisvesting]
tabel = "ASIELSTATUSHOUDER"
kolom = "DATUM_HUISVESTING"
[gemeente]
tabel = "INBURGERAAR"
kolom = "EIGEN_GEMEENTE"
"""


def _haal(plek: Plek) -> Geval:
    """A database that grew since the last time."""
    programmas = find_programs()
    if programmas is None:
        raise SystemExit("PostgreSQL ontbreekt: apt-get install postgresql")
    server = plek.einde.enter_context(running_server(programmas))
    map_ = _region(plek.werk, "westfriesland").rename(plek.werk / "haal")
    (map_ / "ggm.toml").write_text(_KAART, encoding="utf-8")
    omgeving = {"PGHOST": "127.0.0.1", "PGPORT": str(server.poort), "PGDATABASE": "postgres"}
    omgeving |= {"PGUSER": BEHEERDER, "PGPASSWORD": WACHTWOORD}
    geval = Geval("haal", ("haal", "MAP", "--sleutel", str(plek.werk / "sleutel")), map_, omgeving=omgeving)
    with psycopg.connect(server.address(), autocommit=True) as verbinding, verbinding.cursor() as cursor:
        create_tables(cursor, "ggm")
        fill(cursor, "ggm", range(1, 151))
        geval = _first_run(geval)
        # Gemeenten are there already.
        cursor.execute("TRUNCATE ggm.GEMEENTE")
        fill(cursor, "ggm", range(151, 301))
    return geval


GEVALLEN: dict[str, Callable[[Plek], Geval]] = {
    "raming": _raming,
    "raster": _raster,
    "verantwoording": _verantwoording,
    "sluit": _sluit,
    "jaarovergang": _jaarovergang,
    "inlezen": _inlezen,
    "haal": _haal,
    "wijziging": _of_books("wijziging", "2026", "--trekkingen", "20"),
    "journaal": _of_books("journaal", "2026"),
    "iv3": _of_books("iv3", "2026"),
    "sisa": _of_books("sisa", "2026"),
    "dossier": _of_books("dossier", "2026"),
    "tabellen": _tabellen,
    "gegevens bij": _gegevens_bij,
    "gegevens zet": _gegevens_zet,
}


ZONDER: dict[str, str] = {
    **dict.fromkeys(
        (
            *("controleer", "toets", "parameters", "kalender", "boekingen", "beschikking", "uitleg"),
            *("vergelijk", "terugblik", "taakstelling", "volumes", "jaarbeeld", "voortgang", "aansluiting"),
            *("zoek", "gevoeligheid", "omslag", "maatregelen"),
        ),
        "schrijft niets, of een of twee bestanden in een keer, langs dezelfde weg als raming",
    ),
    "pc": "als wijziging: een stuk met zijn werkboek in een keer",
    "invoer": "een werkboek in een keer, of een nieuwe map (tests/unit/test_bestanden.py, new_folder)",
    "nieuw": "een nieuwe map, die er heel is of niet (tests/unit/test_bestanden.py, new_folder)",
    "dienst": "iedere aanvraag is een raming in een map voor even",
    "dashboard": "schrijft alleen een scenario, in een keer",
}
"""Commands without a case of their own, and why."""


def prepare(trekkingen: int, plek: Path, einde: ExitStack, naam: str) -> Geval:
    """One command with its old files below `plek`."""
    einde.enter_context(at_one_moment())
    import reports.raming.werkboek  # noqa: F401 - loaded once, not in every child
    import scenarios.waarheid.aansluiting  # noqa: F401

    keuzes = ("--trekkingen", str(trekkingen), "--stil", "--werkers", "1", "--uit", "MAP")
    return GEVALLEN[naam](Plek(plek, keuzes, einde))
