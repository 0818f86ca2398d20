"""No record and no pseudonym of a person in what is computed from them, in any form it is written in."""

import zipfile

import pyarrow.parquet as pq
import pytest

from cli import main
from scenarios.grond.gegevens import data_path
from scenarios.regiomap.regio import read_region

REGIO = "voorbeeld:zevenlinden"


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
    ):
        with pytest.raises(SystemExit) as einde:
            main(list(woorden))
        assert einde.value.code == 0
    namen = {p.id for p in personen}
    gezien = 0
    for naam, tekst in texts(tmp_path):
        gezien += 1
        assert [i for i in namen if i in tekst] == [], naam
    assert gezien >= 8
    # The search finds them where they are.
    assert all(i in (data_path() / "regios" / "zevenlinden" / "personen.csv").read_text("utf-8") for i in namen)
