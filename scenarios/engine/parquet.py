"""A run as Parquet: every single draw in one file, and the outcome as tables for a BI program.

Draws are keyed, so writing them is drawing them again: the run itself never holds more than it needs, and this file
holds exactly the draws behind its result, one gemeente and batch at a time. The tables are the rows of the JSON
document, never computed anew; their columns are stable (docs/powerbi.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from finance.fouten import Invoerfout, Melding
from scenarios.engine.work import Calculator, Run
from scenarios.grond.bestanden import KENMERK, mark_of_run, replacing
from scenarios.grond.gegevens import install_extra
from scenarios.model.grootheden import GROOTHEDEN, PER_NAAM

SUFFIX = ".parquet"
ROW_GROUP = 50_000
"""Rows of a table that are held beside its document"""
POT_ITEMS = {
    "gemeentefonds": ("gemeentefonds", "uitkering"),
    "lasten_gemeentefonds": ("gemeentefonds", "lasten"),
    "saldo_gemeentefonds": ("gemeentefonds", "saldo"),
    "spuk_voorlopig": ("spuk", "uitkering_voorlopig"),
    "spuk_definitief": ("spuk", "uitkering"),
    "reservering_begin": ("spuk", "meegenomen"),
    "doorgeschoven_begin": ("spuk", "doorgeschoven"),
    "besteding": ("spuk", "lasten"),
    "saldo_spuk": ("spuk", "saldo"),
    "ruimte": ("spuk", "reserveringsruimte"),
    "meenemen": ("spuk", "mee_te_nemen"),
    "terugvordering": ("spuk", "terugvordering"),
    "doorschuiven": ("spuk", "tekort"),
    "onderwijsroute": ("spuk_onderwijsroute", "uitkering"),
    "lasten_onderwijsroute": ("spuk_onderwijsroute", "lasten"),
    "saldo_onderwijsroute": ("spuk_onderwijsroute", "saldo"),
    "meenemen_onderwijsroute": ("spuk_onderwijsroute", "mee_te_nemen"),
    "terugvordering_onderwijsroute": ("spuk_onderwijsroute", "terugvordering"),
    "tekort_onderwijsroute": ("spuk_onderwijsroute", "tekort"),
}
"""Quantity -> (pot, what it is there), in the order in which a pot is read"""


@dataclass(frozen=True)
class Datakolom:
    """A column of a table for a BI program."""

    naam: str
    soort: str
    """tekst, geheel, getal, ja_nee or datum"""
    betekenis: str
    """In Dutch, for docs/powerbi.md"""


_WIE = (
    Datakolom("scenario", "tekst", "naam van het scenario"),
    Datakolom("gemeente", "tekst", "naam van de gemeente, of van de regio"),
    Datakolom("cbs_code", "tekst", "CBS-code; leeg bij de regio, die zelf de som is"),
)
_JAAR = Datakolom("jaar", "geheel", "kalenderjaar")
_BAND = tuple(
    Datakolom(naam, "getal", betekenis)
    for naam, betekenis in (
        ("verwacht", "gemiddelde over de trekkingen"),
        *((f"p{p}", f"P{p}: in {p} van de 100 trekkingen ten hoogste dit") for p in (10, 50, 90)),
    )
)
TABLES: dict[str, tuple[Datakolom, ...]] = {
    "cijfers": (
        *_WIE,
        _JAAR,
        Datakolom("grootheid", "tekst", "naam uit [uitvoer.md](uitvoer.md)"),
        Datakolom("omschrijving", "tekst", "de grootheid in woorden"),
        Datakolom("eenheid", "tekst", "EUR, personen, trajecten, of de eenheid van de voorziening"),
        *_BAND,
        Datakolom("p5", "getal", "als P10, van de laagste 5"),
        Datakolom("p25", "getal", "als P10, van de laagste 25"),
        Datakolom("p75", "getal", "als P10, van de laagste 75"),
        Datakolom("p95", "getal", "als P10, van de laagste 95"),
        Datakolom("standaardfout", "getal", "van verwacht: hoe ver het aantal trekkingen het openlaat"),
        *(Datakolom(f"standaardfout_p{p}", "getal", f"van P{p}; leeg waar niet gemeten") for p in (10, 50, 90)),
        Datakolom("herkomst", "tekst", "raming, gesloten boeken, voorlopige beschikking, telling van DUO en meer"),
    ),
    "potten": (
        *_WIE,
        _JAAR,
        Datakolom("pot", "tekst", "gemeentefonds, spuk of spuk_onderwijsroute"),
        Datakolom("post", "tekst", "uitkering, lasten, saldo, mee_te_nemen, terugvordering, tekort en meer"),
        Datakolom("omschrijving", "tekst", "de post in woorden"),
        Datakolom("grootheid", "tekst", "naam in de tabel cijfers"),
        *_BAND,
    ),
    "oordelen": (
        *_WIE,
        _JAAR,
        Datakolom("pot", "tekst", "een pot, totaal, cumulatief, vraag of sinds_2022"),
        Datakolom("budgetneutraal", "ja_nee", "of de kans ten minste de gevraagde zekerheid is"),
        Datakolom("kans", "getal", "kans dat het sluit, 0 tot 1"),
        Datakolom("standaardfout", "getal", "van de kans; leeg waar niet gemeten"),
        Datakolom("buffer", "getal", "EUR die ontbreken om met die zekerheid te sluiten"),
        Datakolom("verwacht", "getal", "EUR: verwacht saldo; van een SPUK het verwachte tekort, onder nul"),
    ),
    "oorzaken": (
        Datakolom("scenario", "tekst", "naam van het scenario"),
        _JAAR,
        Datakolom("oorzaak", "tekst", "wat het opgetelde saldo van de regio onzeker maakt"),
        Datakolom("aandeel", "getal", "deel van de variantie door deze oorzaak alleen, 0 tot 1"),
        Datakolom("aandeel_fout", "getal", "standaardfout van aandeel"),
        Datakolom("totaal", "getal", "deel met samenspel, 0 tot 1"),
        Datakolom("totaal_fout", "getal", "standaardfout van totaal"),
        Datakolom("p10", "getal", "EUR saldo als deze oorzaak op haar P10 staat"),
        Datakolom("p90", "getal", "EUR saldo als deze oorzaak op haar P90 staat"),
    ),
    "maanden": (
        *_WIE,
        Datakolom("pot", "tekst", "gemeentefonds, spuk of spuk_onderwijsroute"),
        Datakolom("maand", "datum", "eerste dag van de maand"),
        Datakolom("grootheid", "tekst", "lasten, voorschotten, nabetaling, terugvordering of kas"),
        *_BAND,
    ),
    "kleine_groepen": (
        Datakolom("gemeente", "tekst", "naam van de gemeente"),
        Datakolom("cbs_code", "tekst", "CBS-code"),
        Datakolom("groepen", "geheel", "getelde groepen van 1 tot en met 9 personen achter haar cijfers"),
    ),
    "herkomst": (
        Datakolom("onderdeel", "tekst", "run, invoer of gegevens"),
        Datakolom("naam", "tekst", "peildatum, trekkingen, zaad, zekerheid en meer, of de naam van een bestand"),
        Datakolom("waarde", "tekst", "de waarde, of de sha256 van het bestand"),
    ),
}
"""Name of the file -> its columns. A name never changes its meaning or kind; new ones come at the end."""


def require_pyarrow(wish: str = "--parquet") -> Any:
    """The library that writes Parquet, an optional extra. Raises Invoerfout when it is not installed."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise Invoerfout(
            [
                Melding(
                    wish,
                    "",
                    "geen pyarrow",
                    "het pakket pyarrow",
                    install_extra("parquet"),
                )
            ]
        ) from None
    return pyarrow


def write_draws(
    runs: Sequence[Run],
    target: Path,
    small: Sequence[dict[str, Any]] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Long over draws, wide over quantities: scenario, gemeente, cbs_code, jaar, trekking and one column per grootheid.

    `small`: what the JSON document says of small groups, kept in the metadata. Row groups are one gemeente and batch,
    so memory stays at one buffer. Written atomically.
    """
    arrow = require_pyarrow()
    names = [g.naam for g in GROOTHEDEN]
    schema = arrow.schema(
        [("scenario", arrow.string()), ("gemeente", arrow.string()), ("cbs_code", arrow.string())]
        + [("jaar", arrow.int16()), ("trekking", arrow.int32())]
        + [(name, arrow.float64()) for name in names],
        metadata={"kleine_groepen": json.dumps(list(small), ensure_ascii=False)},
    )
    total = sum(len(o.models[0].gemeenten) * o.batches for o in runs)
    done = 0
    with replacing(target) as temporary, arrow.parquet.ParquetWriter(temporary, schema) as writer:
        for run in runs:
            calculator = Calculator(run)
            for batch in range(run.batches):
                for g in range(len(run.models[0].gemeenten)):
                    writer.write_table(arrow.table(_columns(calculator, g, batch, names), schema=schema))
                    done += 1
                    progress(done, total)


def _columns(calculator: Calculator, g: int, batch: int, names: Sequence[str]) -> dict[str, Any]:
    run = calculator.run
    (model,) = run.models
    drawn = calculator.begin(batch)
    for b in range(len(run.blocks(batch))):
        calculator.fill_block(g, batch, b, drawn)
    draws = drawn.draws[0][..., : run.size(batch)]
    _, years, n = draws.shape
    gemeente = model.gemeenten[g]
    numbers = np.arange(batch * run.partij, batch * run.partij + n, dtype=np.int32)
    columns: dict[str, Any] = {
        "scenario": [model.scenario] * (years * n),
        "gemeente": [gemeente.naam] * (years * n),
        "cbs_code": [gemeente.code] * (years * n),
        "jaar": np.repeat(np.array(model.tijdas.jaren, dtype=np.int16), n),
        "trekking": np.tile(numbers, years),
    }
    columns |= {name: draws[k].ravel().copy() for k, name in enumerate(names)}
    calculator.spare.give(drawn.draws)
    return columns


def table_files(folder: Path) -> dict[str, Path]:
    """Where each table comes."""
    return {name: folder / f"{name}{SUFFIX}" for name in TABLES}


def write_tables(document: dict[str, Any], folder: Path) -> None:
    """The JSON document of a run as one Parquet file per table. Raises Invoerfout and Schrijffout.

    Each says in its metadata of which run it is and what the document says of small groups; since a BI program shows no
    metadata, the table `kleine_groepen` says it too.
    """
    arrow = require_pyarrow()
    kinds = {
        "tekst": arrow.string(),
        "geheel": arrow.int32(),
        "getal": arrow.float64(),
        "ja_nee": arrow.bool_(),
        "datum": arrow.date32(),
    }
    about = {"kleine_groepen": json.dumps(document["kleine_groepen"], ensure_ascii=False), KENMERK: mark_of_run()}
    for name, target in table_files(folder).items():
        schema = arrow.schema([(k.naam, kinds[k.soort]) for k in TABLES[name]], metadata=about)
        rows = iter(_rows(name, document))
        with replacing(target) as temporary, arrow.parquet.ParquetWriter(temporary, schema) as writer:
            while group := list(islice(rows, ROW_GROUP)):
                writer.write_table(arrow.Table.from_pylist(group, schema=schema))


def _rows(name: str, document: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The rows of one table; what a row has beside its columns is left out, what it lacks is empty."""
    if name == "cijfers":
        return ({**row, "omschrijving": PER_NAAM[row["grootheid"]].label} for row in document["rijen"])
    if name == "potten":
        return _pot_rows(document["rijen"])
    if name == "maanden":
        return ({**row, "maand": date.fromisoformat(f"{row['maand']}-01")} for row in document["maanden"])
    if name == "herkomst":
        return _origin_rows(document["manifest"])
    return document[name]


def _pot_rows(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["grootheid"] in POT_ITEMS:
            pot, item = POT_ITEMS[row["grootheid"]]
            yield {**row, "pot": pot, "post": item, "omschrijving": PER_NAAM[row["grootheid"]].label}


def _origin_rows(manifest: dict[str, Any]) -> Iterator[dict[str, str]]:
    for name, value in manifest.items():
        if isinstance(value, dict):
            yield from ({"onderdeel": name, "naam": file, "waarde": mark} for file, mark in value.items())
        else:
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield {"onderdeel": "run", "naam": name, "waarde": text}
