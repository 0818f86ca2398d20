"""The schemas, the data dictionary and the description of the shipped data: the same as the code, and true."""

import csv
import hashlib
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pydantic
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from docs.standaarden import uitvoer
from docs.standaarden.__main__ import made
from docs.standaarden.bestanden import BESTANDEN
from scenarios.grond.csvtekst import csv_as
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.lezen import separator_of_head

ROOT = Path(__file__).parents[2]
REGIOS = ROOT / "data" / "regios"
KEPT = ROOT / "data" / "schema"
SCHEMAS = {b.naam: json.loads((KEPT / "invoer" / b.schema).read_text(encoding="utf-8")) for b in BESTANDEN}


def test_what_is_kept_is_what_the_code_makes():
    vast = re.search(r"^pydantic==(\d+\.\d+)\.", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert vast is not None
    if not pydantic.VERSION.startswith(f"{vast[1]}."):
        pytest.skip(f"pydantic {pydantic.VERSION} words a schema otherwise than {vast[1]}, which is pinned")
    for pad, tekst in made():
        assert pad.is_file(), f"{pad}: make standaarden"
        assert pad.read_text(encoding="utf-8") == tekst, f"{pad}: make standaarden"


def test_every_schema_is_one_by_the_standard():
    for schema in (*SCHEMAS.values(), *map(uitvoer.schema_of, uitvoer.files())):
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)


def as_number(tekst: str) -> float | int | str:
    """A cell of a csv as JSON has it, without the program's own reader; what is no number stays text."""
    kaal = tekst.removeprefix("€").replace(" ", "")
    kaal = kaal.replace(".", "").replace(",", ".") if "," in kaal else kaal
    try:
        return int(kaal)
    except ValueError:
        pass
    try:
        return float(kaal)
    except ValueError:
        return tekst


def as_json(tekst: str, veld: dict) -> object:
    """A cell, by what its column says that it is."""
    soorten = [str(v.get("type")) for v in (veld, *veld.get("anyOf", ()))]
    if veld.get("format") == "date":
        delen = [deel.zfill(2) for deel in tekst.split("-")]
        return "-".join(delen if len(delen[0]) == 4 else reversed(delen))
    return as_number(tekst) if any("number" in s or "integer" in s for s in soorten) else tekst


def read(pad: Path, schema: dict) -> Any:
    """What a file says, as JSON."""
    tekst = pad.read_text(encoding="utf-8-sig")
    if pad.suffix == ".toml":
        return json.loads(json.dumps(tomllib.loads(tekst), default=date.isoformat))
    kop, *rijen = csv.reader(tekst.splitlines(), delimiter=separator_of_head(tekst))
    velden = schema["items"]["properties"]
    return [
        {k: as_json(c, velden.get(k, {})) for k, c in zip(kop, rij, strict=True) if c.strip()} for rij in rijen if rij
    ]


def examples() -> list[tuple[str, Path]]:
    """(name of the file, one that is shipped) of everything that a schema describes."""
    uit = []
    for bestand in BESTANDEN:
        patroon = bestand.naam.replace("NAAM", "*").replace("JJJJ", "*")
        uit += [(bestand.naam, p) for p in sorted(REGIOS.glob(f"*/{patroon}"))]
        if "/" not in bestand.naam:
            uit += [(bestand.naam, p) for p in sorted(REGIOS.glob(f"*/verantwoording/{patroon}"))]
        uit += [(bestand.naam, p) for p in sorted((ROOT / "data").glob(patroon)) if "/" in bestand.naam]
    uit += [(f"gegevens/{n}", ROOT / "data" / n) for n in ("bevolking.csv", "taakstelling.csv", "herindelingen.csv")]
    uit += [("verantwoording/boekingsregels.csv", ROOT / "data" / "boekingsregels.csv")]
    uit += [("verantwoording/sisa/JJJJ.toml", p) for p in sorted((ROOT / "data" / "sisa").glob("*.toml"))]
    return uit


def test_every_shipped_file_fits_its_schema():
    gezien = set()
    for naam, pad in examples():
        gezien.add(naam)
        toets = Draft202012Validator(SCHEMAS[naam], format_checker=FormatChecker())
        fouten = [f"{pad}: {f.json_path}: {f.message}" for f in toets.iter_errors(read(pad, SCHEMAS[naam]))]
        assert fouten == []
    assert SCHEMAS.keys() - gezien == {
        *("duo.csv", "ggm.toml", "standen.csv", "verantwoording/vertaling.csv", "gegevens/taakstelling_gemeenten.csv"),
    }


@pytest.mark.parametrize(
    ("naam", "regel", "veld"),
    [
        ("instroom.csv", {"aantal": -1}, "aantal"),
        ("instroom.csv", {"aantal": 12.5}, "aantal"),
        ("instroom.csv", {"doelgroep": "iedereen"}, "doelgroep"),
        ("instroom.csv", {"periode_van": "1 januari"}, "periode_van"),
        ("instroom.csv", {"bron": ""}, "bron"),
        ("contracten.csv", {"aandeel": 1.5}, "aandeel"),
        ("contracten.csv", {"prijspeil": 1999}, "prijspeil"),
        ("beschikkingen.csv", {"bedrag": -5}, "bedrag"),
        ("begroting.csv", {"bedrag": "veel"}, "bedrag"),
    ],
)
def test_a_schema_refuses_what_the_program_refuses(naam, regel, veld):
    eerste, *_ = (rij for n, pad in examples() if n == naam for rij in read(pad, SCHEMAS[naam]))
    toets = Draft202012Validator(SCHEMAS[naam], format_checker=FormatChecker())
    assert list(toets.iter_errors([eerste])) == []
    (fout,) = toets.iter_errors([{**eerste, **regel}])
    assert fout.json_path == f"$[0].{veld}"
    (fout,) = toets.iter_errors([{**eerste, "onbekend": 1}])
    assert "onbekend" in fout.message
    kaal = {k: v for k, v in eerste.items() if k != "cbs_code"}
    assert [f.message for f in toets.iter_errors([kaal])] == ["'cbs_code' is a required property"] * (kaal != eerste)


def test_a_csv_that_is_written_fits_its_schema(tmp_path):
    from reports.raming.volumes import select_taakstelling, write_rows

    rijen = select_taakstelling(shipped(), ["Hoorn", "Opmeer"], [], None)
    (bestand,) = (b for b in uitvoer.files() if b.naam == "taakstelling.csv")
    schema = uitvoer.schema_of(bestand)
    for vorm in ("excel", "rfc"):
        with csv_as(vorm):
            write_rows(rijen, tmp_path / "t.csv")
        inhoud = read(tmp_path / "t.csv", schema)
        assert len(inhoud) == len(rijen)
        assert list(Draft202012Validator(schema).iter_errors(inhoud)) == []


def test_the_shipped_data_are_described_as_they_are():
    """The properties that DCAT-AP-NL 3.0 asks (Geonovum, 12 December 2024), and what every file really is."""
    catalogus = json.loads((ROOT / "data" / "dcat.jsonld").read_text(encoding="utf-8"))
    assert catalogus.keys() >= {"dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcat:dataset"}
    beschreven: dict[str, str] = {}
    for dataset in catalogus["dcat:dataset"]:
        assert dataset.keys() >= {
            *("dct:title", "dct:description", "dct:identifier", "dct:publisher", "dct:creator", "dct:accessRights"),
            *("dcat:theme", "dcat:contactPoint", "dcat:distribution"),
        }
        for deel in dataset["dcat:distribution"]:
            naam = deel["dct:title"]["@value"]
            assert deel["dcat:downloadURL"]["@id"].endswith(f"/data/{naam}")
            inhoud = (ROOT / "data" / naam).read_bytes()
            assert deel["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(inhoud).hexdigest()
            assert deel["dcat:byteSize"]["@value"] == str(len(inhoud))
            beschreven[naam] = deel["dct:license"]["@id"].rpartition("/")[2]
    erbij = {
        p.relative_to(ROOT / "data").as_posix() for p in (ROOT / "data").rglob("*") if p.suffix in (".csv", ".toml")
    }
    assert beschreven.keys() == erbij
    # As REUSE.toml has it: what is of CBS is CC BY 4.0.
    assert {n for n, licentie in beschreven.items() if licentie == "CC_BY_4_0"} == {"bevolking.csv", "iv3/codes.csv"}
    jaargangen = {d["dct:identifier"]: d["dct:temporal"] for d in catalogus["dcat:dataset"] if "dct:temporal" in d}
    assert jaargangen["spuk-bevolking"]["dcat:startDate"]["@value"] == "2021"
