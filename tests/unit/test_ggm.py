"""The statements, the mapping and the merging of small groups, without a database."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, oracle, postgresql

from finance.fouten import Invoerfout
from scenarios.ggm import model, vragen
from scenarios.ggm.kaart import Boekingenblok, Kaart
from scenarios.ggm.regiomap import replace_all
from scenarios.ggm.sleutel import open_key
from scenarios.ggm.tabellen import Tabellen, find_tables
from scenarios.ggm.tellingen import Periodetelling, merge_small
from scenarios.regiomap.records import refuse_personal_data

BLOK = Boekingenblok(jaren=(2025,), hoofdrekeningen=("4343010",), gemeente="GM0405")


TYPEN = {"DATE": sa.Date(), "DECIMAL": sa.Numeric(10, 2), "INTEGER": sa.Integer()}


def standard_tables() -> Tabellen:
    """All tables as GGM 2.5.1 names them."""
    aanwezig: dict[str, dict[str, Any]] = {}
    for (tabel, kolom), soort in model.load_types().items():
        aanwezig.setdefault(tabel, {})[kolom] = TYPEN.get(soort.partition("(")[0], sa.String())
    return find_tables(Kaart(), {**model.PERSONEN, **model.BOEKINGEN}, {"": aanwezig})


@pytest.mark.parametrize("dialect", [postgresql, mssql, oracle], ids=lambda d: d.__name__.rpartition(".")[2])
def test_every_statement_compiles_for_every_dialect(dialect):
    t = standard_tables()
    for vraag in (
        vragen.select_persons(t, Kaart()),
        vragen.select_bookings(t, BLOK),
        *vragen.count_loose(t).values(),
        *vragen.select_names(t),
    ):
        tekst = str(vraag.compile(dialect=dialect.dialect(), compile_kwargs={"render_postcompile": True}))
        assert tekst.startswith("SELECT")
        assert "NULLS LAST" not in tekst


def test_what_is_read_exists_in_ggm_and_says_not_who_somebody_is():
    for tabel, namen in {**model.PERSONEN, **model.BOEKINGEN}.items():
        assert {(tabel, k) for k in namen} <= model.load_types().keys()
    kolommen = [k for tabel in model.PERSONEN.values() for k in tabel if k != "NATUURLIJKPERSOON_ID"]
    assert list(refuse_personal_data("ggm", kolommen)) == []
    assert "NATUURLIJKPERSOON" not in model.PERSONEN
    assert "VREEMDELING" not in model.PERSONEN


def test_the_documentation_grants_exactly_what_is_read():
    tekst = (Path(__file__).parents[2] / "docs" / "ggm.md").read_text(encoding="utf-8")
    gegeven = {
        tabel: tuple(re.split(r",\s*", kolommen))
        for kolommen, tabel in re.findall(r"GRANT SELECT \(([^)]*)\)\s+ON\s+ggm\.(\w+)", tekst)
    }
    assert gegeven == {**model.PERSONEN, **model.BOEKINGEN}


def test_a_date_that_is_text_is_reported():
    aanwezig = {"": {"pip": {k.lower(): sa.String() for k in model.PERSONEN["PIP"]}}}
    with pytest.raises(Invoerfout) as fout:
        find_tables(Kaart(), {"PIP": model.PERSONEN["PIP"]}, aanwezig)
    assert sum("een datum" in m.verwacht for m in fout.value.meldingen) == 2


def test_one_column_cannot_stand_for_two():
    aanwezig = {"": {"pip": {k.lower(): sa.Date() for k in model.PERSONEN["PIP"]}}}
    kolommen = {"PIP": {"DAGTEKENINGINITIELEPIP": "dagtekeningpip"}}
    with pytest.raises(Invoerfout, match="dagtekeningpip voor DAGTEKENINGINITIELEPIP en DAGTEKENINGPIP"):
        find_tables(Kaart(kolommen=kolommen), {"PIP": model.PERSONEN["PIP"]}, aanwezig)


def test_a_schema_without_tables_is_told_once():
    with pytest.raises(Invoerfout, match="geen tabellen in het schema") as fout:
        find_tables(Kaart(), model.PERSONEN, {"": {}})
    assert len(fout.value.meldingen) == 1


def test_an_amount_that_is_text_is_reported():
    aanwezig = {"": {"mutatie": {k.lower(): sa.String() for k in model.BOEKINGEN["MUTATIE"] if k != "DATUM"}}}
    nodig = tuple(k for k in model.BOEKINGEN["MUTATIE"] if k != "DATUM")
    with pytest.raises(Invoerfout, match="een bedrag"):
        find_tables(Kaart(), {"MUTATIE": nodig}, aanwezig)


def telling(half, aantal):
    van, tot = (date(h // 2, 7 if h % 2 else 1, 1) for h in (4044 + half, 4045 + half))
    return Periodetelling("GM0405", "asielstatushouder", "gehuisvest", van, tot, aantal)


@pytest.mark.parametrize(
    ("aantallen", "samen", "weg"),
    [([12, 4, 7, 20], [12, 11, 20], 0), ([12, 3], [15], 0), ([4, 3], [], 7), ([0, 12, 0, 5], [0, 17], 0)],
)
def test_small_groups_are_merged(aantallen, samen, weg):
    uit, achtergehouden = merge_small([telling(h, n) for h, n in enumerate(aantallen)])
    assert [t.aantal for t in uit] == samen
    assert achtergehouden == weg


def test_files_are_replaced_all_or_none(tmp_path):
    (tmp_path / "a.csv").write_text("oud\n")
    (tmp_path / "map.csv").mkdir()
    with pytest.raises(Invoerfout):
        replace_all({tmp_path / "a.csv": ["nieuw\n"], tmp_path / "b.csv": ["nieuw\n"], tmp_path / "map.csv": ["x\n"]})
    assert (tmp_path / "a.csv").read_text() == "oud\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "map.csv"]


def test_a_key_stays_outside_the_region_folder_and_for_oneself(tmp_path):
    with pytest.raises(Invoerfout, match="een sleutel in de regiomap"):
        open_key(tmp_path / "regio" / "s", tmp_path / "regio")
    pad = tmp_path / "s"
    een = open_key(pad, tmp_path / "regio").of(17)
    assert een == open_key(pad, tmp_path / "regio").of(17)
    assert een != open_key(tmp_path / "t", tmp_path / "regio").of(17)
    pad.chmod(0o644)
    with pytest.raises(Invoerfout, match="die anderen kunnen lezen"):
        open_key(pad, tmp_path / "regio")
