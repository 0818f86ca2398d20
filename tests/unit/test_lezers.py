"""Every reader of input has the same checks: a new file, record or field that lacks them makes this fail.

The tables name every file with rows and every TOML file; what the code reads and no table names is a failure.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_args

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError

import cli  # noqa: F401 - every record of the house
import reports.opdrachten.controle  # noqa: F401 - and those that commands load when they run
from finance.fouten import Invoerfout, Melding
from reports.grond.profiel import Profiel
from reports.opdrachten.controle import check_folder
from scenarios.administratie.ontvangsten import Ontvangstrij
from scenarios.administratie.rekeningschema import Schemarij
from scenarios.afweging.maatregelen.bestand import Maatregelenbestand
from scenarios.boeken.begroting import Begrotingrij
from scenarios.boeken.boekingsregels import Boekingsregel
from scenarios.boeken.map import Instellingen
from scenarios.boeken.saldibalans import Saldirij
from scenarios.boeken.vertaling import Vertaalrij
from scenarios.ggm.kaart import Kaart
from scenarios.jaar.sisasjabloon import Sjabloon
from scenarios.regiomap.besluiten import Besluitrij, Standrij, Telrij
from scenarios.regiomap.doelen import Doelenbestand
from scenarios.regiomap.intervallen import INTERVALLEN_VAN_ROUTE
from scenarios.regiomap.land.eigen import Herindelingrij, Inwonerrij, Landelijkrij
from scenarios.regiomap.lezen import MEESTE_FOUTEN, Invoermodel, Invoerrij, read_rows, read_toml
from scenarios.regiomap.modellen import (
    Budgetrij,
    Contractrij,
    Formatierij,
    Instroomrij,
    Regiobestand,
    Scenario,
    Taakstellingrij,
    Trajecten,
)
from scenarios.regiomap.records import Duorij, Persoonrij
from tests.fuzz.grondstof import mapping, small_region, template, write_folder
from tests.huisregels import house_modules

SJABLOON = "verantwoording/sisa/2026.toml"
BOEKEN = {f"verantwoording/{n}.csv" for n in ("boekingsregels", "vertaling", "saldibalans")}
"""Files that are read with the books alone"""
RIJEN: dict[str, type[Invoerrij]] = {
    "instroom.csv": Instroomrij,
    "personen.csv": Persoonrij,
    "duo.csv": Duorij,
    "contracten.csv": Contractrij,
    "formatie.csv": Formatierij,
    "budgetten.csv": Budgetrij,
    "taakstelling.csv": Taakstellingrij,
    "begroting.csv": Begrotingrij,
    "rekeningschema.csv": Schemarij,
    "beschikkingen.csv": Besluitrij,
    "tellingen.csv": Telrij,
    "standen.csv": Standrij,
    "gegevens/bevolking.csv": Inwonerrij,
    "gegevens/taakstelling.csv": Landelijkrij,
    "gegevens/herindelingen.csv": Herindelingrij,
    "verantwoording/ontvangsten.csv": Ontvangstrij,
    "verantwoording/saldibalans.csv": Saldirij,
    "verantwoording/vertaling.csv": Vertaalrij,
    "verantwoording/boekingsregels.csv": Boekingsregel,
}
"""File with rows -> what a row is. The small region of the fuzzer holds each of them."""
GEEN_BESTAND = {"Prijsrij", "Formatiecontract"}
"""Rows that are made of another row, and read from no file"""
BLOKKEN: dict[str, type[Invoermodel]] = {
    "regio.toml": Regiobestand,
    "trajecten.toml": Trajecten,
    "doelen.toml": Doelenbestand,
    "maatregelen.toml": Maatregelenbestand,
    "ggm.toml": Kaart,
    "scenarios/proef.toml": Scenario,
    "profielen/eigen.toml": Profiel,
    "verantwoording/verantwoording.toml": Instellingen,
    SJABLOON: Sjabloon,
}
"""TOML file -> its record; beside them `parameters.toml`, which has a reader of its own in finance/."""
ELDERS = {
    **dict.fromkeys(("MetInterval.p10", "MetInterval.p90", "Wijziging.p10", "Wijziging.p90"), "check_interval"),
    **{f"Route.{n}_{p}": "check_interval" for n in INTERVALLEN_VAN_ROUTE for p in ("p10", "p90")},
    "Wijziging.waarde": "the quantity of its field, on the resolved series",
    "Wijziging.erbij": "the quantity of its field, on the resolved series",
    "Maatregel.waarden": "as Wijziging.waarde: each level is tried on a model",
    "Vraag.van": "Regiobestand: 2022 to eindjaar",
    "Vraag.tot": "Regiobestand: 2022 to eindjaar",
    "Invoerrij.regel": "the number of a line, set by the reader",
}
"""Record.field whose range another check holds -> which."""
LEZEN = {("csv", "reader"), ("csv", "DictReader"), ("json", "load"), ("json", "loads")}
TE_GROOT: tuple[Any, ...] = (1e300, -1e300, float("nan"), float("inf"), 10**14, -(10**14), "1e300", "-1e300", "9" * 14)
DATA = (date(1, 1, 1), date(2200, 1, 1), "0001-01-01", "01-01-2200")


def records(model: type[Invoermodel] = Invoermodel) -> Iterator[type[Invoermodel]]:
    """Every record of input there is."""
    for onder in model.__subclasses__():
        yield onder
        yield from records(onder)


def fields() -> Iterator[tuple[str, Any]]:
    """(record.field, its type with what is checked), each where it is declared."""
    modellen: dict[type[Invoermodel], None] = dict.fromkeys((Invoerrij, *records()))
    for model in modellen:
        geerfd = {n for ouder in model.__mro__[1:] for n in getattr(ouder, "model_fields", {})}
        for naam, veld in model.model_fields.items():
            if naam not in geerfd:
                yield f"{model.__name__}.{naam}", (veld.annotation, *veld.metadata)


def _kinds(soort: Any) -> set[type]:
    """The plain types in an annotation."""
    if isinstance(soort, type) and not get_args(soort):
        return {soort}
    return {k for deel in get_args(soort) for k in _kinds(deel)}


def _taken(soort: tuple[Any, ...], waarden: tuple[Any, ...]) -> list[Any]:
    """Which of these values a field takes, by itself or in a list or a block of one."""
    typen, *merken = soort
    for merk in merken:
        typen = Annotated[typen, merk]
    toets: TypeAdapter[Any] = TypeAdapter(typen, config=ConfigDict(strict=True))
    uit = []
    for waarde in waarden:
        for vorm in (waarde, (waarde,), {"x": waarde}):
            try:
                toets.validate_python(vorm)
            except ValidationError:
                continue
            uit.append(waarde)
            break
    return uit


VELDEN = dict(fields())
GETALLEN = [n for n, s in VELDEN.items() if _kinds(s[0]) & {int, float} and bool not in _kinds(s[0])]
DAGEN = [n for n, s in VELDEN.items() if date in _kinds(s[0])]


def test_every_file_of_the_house_stands_in_a_table():
    rijen = {m.__name__ for m in records(Invoerrij)}
    assert rijen - GEEN_BESTAND == {m.__name__ for m in RIJEN.values()}
    gelezen = {
        knoop.args[1].id
        for module in house_modules()
        for knoop in ast.walk(module.tree)
        if isinstance(knoop, ast.Call)
        and isinstance(knoop.func, ast.Name)
        and "toml" in knoop.func.id
        and len(knoop.args) > 1
        and isinstance(knoop.args[1], ast.Name)
    }
    assert gelezen & {m.__name__ for m in records()} == {m.__name__ for m in BLOKKEN.values()}


def test_csv_and_json_are_read_in_one_place():
    """Elsewhere only what this house wrote itself, or what tells by itself that a line is none."""
    mag = {
        "scenarios/grond/csvtekst.py": "the one reader",
        "scenarios/grond/openen.py": "the one reader of JSON",
        "scenarios/inlezen/bestand.py": "counts fields line by line, to find the separator",
        "scenarios/waarheid/logboek.py": "a line at a time, and tells which is none",
        "scenarios/werkboek/plaatsen.py": "text that was made from a sheet",
        "scenarios/regiomap/nieuw.py": "a shipped example",
        "reports/grond/meldingen.py": "messages of another process of this house",
    }
    elders = {
        f"{module.path}:{knoop.lineno}"
        for module in house_modules()
        for knoop in ast.walk(module.tree)
        if isinstance(knoop, ast.Attribute)
        and isinstance(knoop.value, ast.Name)
        and (knoop.value.id, knoop.attr)
        in {("csv", "reader"), ("csv", "DictReader"), ("json", "load"), ("json", "loads")}
        and module.path not in mag
        and module.package not in {"benchmarks", "docs"}
    }
    assert elders == set()


@pytest.mark.parametrize("naam", GETALLEN)
def test_every_number_has_a_range(naam):
    if naam in ELDERS:
        assert _taken(VELDEN[naam], TE_GROOT), f"{naam} has a range of its own: take it out of ELDERS"
    else:
        assert _taken(VELDEN[naam], TE_GROOT) == []


@pytest.mark.parametrize("naam", DAGEN)
def test_every_day_is_of_this_time(naam):
    assert _taken(VELDEN[naam], DATA) == []


def _bent(tekst: str) -> dict[str, bytes | str]:
    """Ways in which no file with rows may be read."""
    kop, eerste, *rest = tekst.splitlines()
    teken = ";" if kop.count(";") > kop.count(",") else ","
    cellen = eerste.split(teken)
    open_ = teken.join([*cellen[:-1], f'"{cellen[-1]}'])
    return {
        "aanhalingsteken niet gesloten": "\n".join([kop, open_, *(rest or [eerste])]),
        "een tekst over twee regels": "\n".join([kop, open_, f'{eerste}"', *rest]),
        "kolom twee keer": "\n".join(f"{r}{teken}{r.split(teken)[0]}" for r in (kop, eerste, *rest)),
        "kolom zonder naam": "\n".join(f"{r}{teken}{'x' * n}" for n, r in enumerate((kop, eerste, *rest))),
        "onbekende kolom": "\n".join(f"{r}{teken}x" for r in (kop, eerste, *rest)),
        "een veld te veel": "\n".join([kop, f"{eerste}{teken}x", *rest]),
        "een veld te weinig": "\n".join([kop, teken.join(cellen[:-1]), *rest]),
        "een veld van 140.000 tekens": "\n".join([kop, teken.join([*cellen[:-1], "x" * 140_000]), *rest]),
        "nulbytes": f"{kop}\n{eerste}\x00\n",
        "utf-16": tekst.encode("utf-16"),
        "leeg": "",
        "alleen wit": " \n\n",
        "een titel erboven": f"Overzicht 2026\n{tekst}",
        "de kop nog eens": f"{tekst}{kop}\n",
        "twee coderingen": f"{tekst}caf\u00e9\n".encode() + "caf\u00e9\n".encode("cp1252"),
        "een byte van geen codering": f"{tekst}\n".encode() + b"\x81\n",
        "een werkboek": b"PK\x03\x04" + tekst.encode(),
        "ingepakt": b"\x1f\x8b" + tekst.encode(),
        "een webpagina": f"<html>{tekst}",
    }


def _same(tekst: str) -> dict[str, bytes | str]:
    """Ways in which a spreadsheet or a system writes the very same rows."""
    kop, *rijen = tekst.splitlines()
    teken = ";" if kop.count(";") > kop.count(",") else ","
    return {
        "lege kolommen erachter": "\n".join(f"{r}{teken}{teken}" for r in (kop, *rijen)),
        "scheidingstekens achter de rijen": "\n".join([kop, *(f"{r}{teken}" for r in rijen)]),
        "een lege kolom ervoor": "\n".join(f"{teken}{r}" for r in (kop, *rijen)),
        "tekens zonder breedte": "\n".join(["\ufeff\u200e" + kop, *(f"{r[:1]}\u200b{r[1:]}" for r in rijen)]),
        "vaste spaties": "\n".join([kop.replace(teken, f"\u00a0{teken}"), *rijen]),
    }


KOPLOOS = ("een titel erboven", "een werkboek", "ingepakt", "een webpagina", "nulbytes", "utf-16", "leeg")
"""Of these the cause is one, and so is the message"""


@pytest.mark.parametrize(("boven", "gevonden"), [("sep=;", "een regel sep="), ("", "een lege"), (";;", "een lege")])
def test_what_stands_above_the_head_is_one_message(tmp_path, boven, gevonden):
    pad = tmp_path / "budgetten.csv"
    pad.write_text(f"{boven}\n{small_region()['budgetten.csv'].decode()}", encoding="utf-8")
    meldingen: list[Melding] = []
    assert read_rows(pad, Budgetrij, meldingen) == []
    assert [(m.plaats, gevonden in m.gevonden) for m in meldingen] == [("regel 1", True)]


def test_a_file_of_another_kind_stops_before_it_takes_all_memory(tmp_path):
    pad = tmp_path / "budgetten.csv"
    kop, rij = small_region()["budgetten.csv"].decode().splitlines()
    pad.write_text("\n".join([kop, *[rij.replace("gemeentefonds", "x")] * 5000]), encoding="utf-8")
    meldingen: list[Melding] = []
    assert read_rows(pad, Budgetrij, meldingen) == []
    assert len(meldingen) == MEESTE_FOUTEN + 1
    assert str(meldingen[-1]).startswith("budgetten.csv, regel 1002: gevonden te veel fouten erboven")


@pytest.mark.parametrize("naam", RIJEN)
def test_no_file_with_rows_is_read_when_it_is_not_whole(tmp_path, naam):
    tekst, model = small_region()[naam].decode(), RIJEN[naam]
    pad = tmp_path / Path(naam).name
    pad.write_text(tekst, encoding="utf-8")
    heel: list[Melding] = []
    gelezen = read_rows(pad, model, heel)
    assert gelezen
    assert heel == []
    for einde in ("\r", "\r\n"):
        pad.write_bytes(tekst.replace("\n", einde).encode())
        assert read_rows(pad, model, heel) == gelezen
    for wat, inhoud in _same(tekst).items():
        pad.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
        assert read_rows(pad, model, heel) == gelezen, wat
        assert heel == [], wat
    for wat, inhoud in _bent(tekst).items():
        pad.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
        meldingen: list[Melding] = []
        read_rows(pad, model, meldingen)
        assert meldingen, wat
        assert {m.bestand for m in meldingen} == {pad.name}, wat
        assert wat not in KOPLOOS or len(meldingen) == 1, wat
    pad.unlink()
    pad.mkdir()
    read_rows(pad, model, meldingen := [])
    assert [m.gevonden for m in meldingen] == ["een map"]


_TOML = {
    "diep genest": "x = " + "[" * 60 + "]" * 60,
    "heel diep genest": "x = " + "[" * 3000,
    "een getal van 5.000 cijfers": "x = " + "9" * 5000,
    "een naam twee keer": "x = 1\nx = 2",
    "een onbekende naam": "naam_die_niet_bestaat = 1",
    "een stuurteken": 'naam_die_niet_bestaat = "a\\u0000b"',
    "geen TOML": "x = ",
    "nulbytes": "x = 1\x00",
}


SLEUTELS_IN_AANHALING = ("ggm.toml", SJABLOON)
"""Their keys are texts too, and a space in a name is another name"""


def _toml_files() -> dict[str, bytes]:
    return {**mapping(), SJABLOON: template()}


@pytest.mark.parametrize("naam", BLOKKEN)
def test_no_toml_file_is_read_when_it_is_not_right(tmp_path, naam):
    inhoud = _toml_files()[naam]
    pad = tmp_path / Path(naam).name
    pad.write_bytes(inhoud)
    heel: list[Melding] = []
    gelezen = read_toml(pad, BLOKKEN[naam], heel)
    assert gelezen is not None
    assert heel == []
    pad.write_bytes(inhoud.replace(b"\n", b"\r\n"))
    assert read_toml(pad, BLOKKEN[naam], heel) == gelezen
    pad.write_bytes("\u200b".encode() + re.sub(rb'"(\w+)"', '" \\1\u200b "'.encode(), inhoud))
    if naam not in SLEUTELS_IN_AANHALING:
        assert read_toml(pad, BLOKKEN[naam], heel) == gelezen
    for wat, erbij in _TOML.items():
        # Before the first block, so that it stands at the top.
        pad.write_bytes(erbij.encode() + b"\n" + inhoud)
        meldingen: list[Melding] = []
        assert read_toml(pad, BLOKKEN[naam], meldingen) is None, wat
        assert {m.bestand for m in meldingen} == {pad.name}, wat


@pytest.mark.parametrize(
    "namen",
    [
        # What the others hang on goes alone: with it broken they are not read.
        {"regio.toml"},
        {"maatregelen.toml"},
        {*RIJEN, *BLOKKEN, "parameters.toml"} - {"regio.toml", "maatregelen.toml", "ggm.toml", *BOEKEN},
        BOEKEN,
    ],
)
def test_controleer_tells_of_every_file(tmp_path, namen):
    """A reader whose problems nobody raises would be no reader. `ggm.toml` alone is read by `haal` only."""
    inhoud = {**small_region(), SJABLOON: template()}
    for naam in namen:
        toml = naam.endswith(".toml")
        inhoud[naam] = b'x = "\n' + inhoud[naam] if toml else inhoud[naam].replace(b"\n", b'\n"', 1)
    with pytest.raises(Invoerfout) as fout:
        check_folder(str(write_folder(tmp_path / "regio", inhoud)))
    assert {Path(n).name for n in namen} <= {Path(m.bestand).name for m in fout.value.meldingen}


def test_what_is_checked_elsewhere_is_still_there():
    assert set(ELDERS) <= set(VELDEN)
