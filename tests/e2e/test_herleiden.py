"""No record and no pseudonym of a person in what is computed from them, in any form it is written in; and which of
these forms rest on small groups of people, told in the file itself."""

import json
import re
import zipfile

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from cli import main
from scenarios.grond.gegevens import data_path
from scenarios.model.grootheden import PER_NAAM
from scenarios.regiomap.regio import read_region
from tests.hulp_handregio import write_region

REGIO = "voorbeeld:zevenlinden"
PSEUDONIEM = re.compile(r"Z\d{4}")
PERSONEN = ("gehuisvest", "plichtig", "gezin", "gestart_b1", "gestart_z", "gestart_onderwijs", "afgerond")


def texts(map_):
    """What every file says; of a workbook each part, of Parquet every column of text."""
    for pad in sorted(p for p in map_.rglob("*") if p.is_file()):
        if pad.suffix == ".parquet":
            tabel = pq.read_table(pad)
            assert {"id", "huisvesting", "pip"}.isdisjoint(tabel.column_names)
            woorden = {str(w) for k in ("scenario", "gemeente", "cbs_code") for w in tabel[k].unique().to_pylist()}
            yield pad.name, "\n".join(woorden)
        elif pad.suffix == ".xlsx":
            with zipfile.ZipFile(pad) as boek:
                yield pad.name, "\n".join(boek.read(n).decode(errors="replace") for n in boek.namelist())
        else:
            yield pad.name, pad.read_text(encoding="utf-8")


def test_no_record_in_any_output(tmp_path):
    personen = read_region(REGIO).personen
    assert len(personen) > 100
    uit = ("--stil", "--uit", str(tmp_path))
    for woorden in (
        ("raming", REGIO, "--trekkingen", "2", "--parquet", str(tmp_path / "trekkingen.parquet"), *uit),
        ("voortgang", REGIO, *uit),
        ("pc", REGIO, "--stuk", "begroting", "--trekkingen", "2", *uit),
        ("sisa", REGIO, "--jaar", "2025", *uit),
        ("journaal", REGIO, "--jaar", "2026", *uit),
        ("dossier", REGIO, "--jaar", "2025", *uit),
    ):
        with pytest.raises(SystemExit) as einde:
            main(list(woorden))
        assert einde.value.code in (0, 1)
    namen = {p.id for p in personen}
    gezien = 0
    for naam, tekst in texts(tmp_path):
        gezien += 1
        assert namen & {*PSEUDONIEM.findall(tekst)} == set(), naam
    assert gezien >= 15
    # The search finds them where they are.
    bron = (data_path() / "regios" / "zevenlinden" / "personen.csv").read_text("utf-8")
    assert namen & {*PSEUDONIEM.findall(bron)} == namen


def test_what_rests_on_small_groups_says_so_in_the_file_itself(tmp_path):
    """Opmeer with 12 people in every half-year, and with 9 in one of them."""
    (tmp_path / "regio").mkdir()
    map_ = write_region(tmp_path / "regio")
    instroom = map_ / "instroom.csv"
    tekst = instroom.read_text(encoding="utf-8")
    gezegd = {}
    for aantal in (12, 9):
        rij = "2024-01-01,2024-07-01,GM0432,asielstatushouder,{},"
        for indicator in ("gehuisvest", "inburgeringsplichtig", "b1_gestart"):
            tekst = tekst.replace(f"{rij.format(indicator)}12,", f"{rij.format(indicator)}{aantal},")
        instroom.write_text(tekst, encoding="utf-8")
        uit = tmp_path / str(aantal)
        woorden = ("raming", str(map_), "--trekkingen", "2", "--parquet", str(uit / "t.parquet"), "--uit", str(uit))
        gelopen = CliRunner().invoke(main, woorden)
        assert gelopen.exit_code == 0, gelopen.output
        document = json.loads((uit / "raming.json").read_text(encoding="utf-8"))
        assert json.loads(pq.read_schema(uit / "t.parquet").metadata[b"kleine_groepen"]) == document["kleine_groepen"]
        vormen = {**dict(texts(uit)), "scherm": gelopen.output}
        volumes = CliRunner().invoke(main, ["volumes", str(map_), "--trekkingen", "2"]).output
        assert ("Alleen voor eigen gebruik: rekent met getelde groepen" in volumes) == (aantal == 9)
        gezegd[aantal] = {n for n, t in vormen.items() if "Alleen voor eigen gebruik: rekent met getelde groepen" in t}
        gezegd[aantal] |= {"raming.json"} & {n for n in vormen if document["kleine_groepen"]}
        # What is made to be shared names no number of people of a gemeente.
        cellen = re.findall(r">([^<>]+)</t[dh]>", (uit / "rapport.html").read_text(encoding="utf-8"))
        assert "Saldo" in cellen
        assert {PER_NAAM[n].label for n in PERSONEN}.isdisjoint(cellen)
    assert gezegd == {12: set(), 9: {"raming.json", "raming.xlsx", "scherm"}}
    assert document["kleine_groepen"] == [{"gemeente": "Opmeer", "cbs_code": "GM0432", "groepen": 3}]
