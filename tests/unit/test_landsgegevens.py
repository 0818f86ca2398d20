"""The data folder of a user: which one holds, what goes before what, what is refused, and mergers by their day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from finance.fouten import Invoerfout
from scenarios.grond.gegevens import Bevolking
from scenarios.regiomap.land.eigen import find_folder, open_land
from scenarios.regiomap.land.herindelingen import Herindeling, merge_inhabitants
from scenarios.regiomap.land.keuze import IN_DE_REGIOMAP, OPTIE, VARIABELE, Gegevensmap, Regiokeuze, named_folder
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.volumes.taakstelling import latest_versions

KOP = {
    "bevolking.csv": "cbs_code;gemeente;jaar;inwoners;status;bron",
    "taakstelling.csv": "halfjaar;bekend_op;aantal;p10;p90;status;zekerheid;bron;toelichting",
    "taakstelling_gemeenten.csv": "halfjaar;cbs_code;gemeente;aantal;bekend_op;status;bron",
    "herindelingen.csv": "datum;oude_code;oude_naam;nieuwe_code;nieuwe_naam;status;bron",
}


def write(map_: Path, **bestanden: str) -> Gegevensmap:
    map_.mkdir(exist_ok=True)
    for stam, regels in bestanden.items():
        naam = f"{stam}.csv"
        (map_ / naam).write_text(f"{KOP[naam]}\n{regels}\n", encoding="utf-8")
    return Gegevensmap(map_, OPTIE)


def test_without_a_folder_the_shipped_record_is_the_very_same():
    assert open_land(Path("nergens"), None) is shipped()


def test_option_then_environment_then_region(tmp_path, monkeypatch):
    regio = tmp_path / "regio"
    (regio / "gegevens").mkdir(parents=True)
    monkeypatch.delenv(VARIABELE, raising=False)
    assert named_folder(None) is None
    assert find_folder(regio, None) == Gegevensmap(regio / "gegevens", IN_DE_REGIOMAP)
    monkeypatch.setenv(VARIABELE, "elders")
    assert find_folder(regio, Regiokeuze.of("regio").gegevens) == Gegevensmap(Path("elders"), VARIABELE)
    assert named_folder(Path("hier")) == Gegevensmap(Path("hier"), OPTIE)
    keuze = Regiokeuze("regio", None)
    assert Regiokeuze.of(keuze).gegevens is None, "a choice that was made is not made again"


def test_a_row_of_the_user_goes_before_the_shipped_one_and_others_stay(tmp_path):
    land = open_land(None, write(
        tmp_path / "g",
        bevolking="GM0405;Hoorn;2026;80000;vastgesteld;CBS\nGM0405;Hoorn;2027;81000;vastgesteld;CBS",
        taakstelling="2026H2;01-04-2026;12000;;;vastgesteld;hoog;Staatscourant;",
    ))  # fmt: skip
    oud = shipped().bevolking
    assert (land.bevolking.of("GM0405", 2026), land.bevolking.of("GM0405", 2027)) == (80_000, 81_000)
    assert land.bevolking.of("GM0405", 2025) == oud.of("GM0405", 2025)
    assert land.bevolking.national(2026) == oud.national(2026) + 80_000 - oud.of("GM0405", 2026)
    assert latest_versions(land.taakstelling)["2026H2"].aantal == 12_000
    assert latest_versions(land.taakstelling)["2025H1"] == latest_versions(shipped().taakstelling)["2025H1"]
    assert land.eigen is not None
    assert set(land.eigen.hashes) == {"bevolking.csv", "taakstelling.csv"}


def test_a_number_that_was_shipped_as_not_sure_gives_way_whatever_day_it_names(tmp_path):
    regels = "2026H1;01-09-2025;14500;;;vastgesteld;;Stcrt.;\n2025H1;01-09-2024;17000;;;vastgesteld;;Stcrt.;"
    land = open_land(None, write(tmp_path / "g", taakstelling=regels))
    assert latest_versions(shipped().taakstelling)["2026H1"].status == "onzeker"
    assert latest_versions(land.taakstelling)["2026H1"].aantal == 14_500
    assert latest_versions(land.taakstelling)["2025H1"].aantal == 15_000, "settled later, and lowered"


def test_an_amount_goes_before_the_shipped_one_and_keeps_its_source(tmp_path):
    folder = write(tmp_path / "g")
    (folder.map / "parameters.toml").write_text(
        '[[bedrag_gezin.waarde]]\nvanaf = 2027-01-01\nwaarde = "731.00"\nstatus = "vastgesteld"\n'
        'bron = { titel = "Stcrt. 2026, 99999" }\n',
        encoding="utf-8",
    )
    waarde = open_land(None, folder).parameters.in_year("bedrag_gezin", 2027)
    assert (waarde.waarde, waarde.status, waarde.bestand) == ("731.00", "vastgesteld", "gegevens/parameters.toml")
    assert shipped().parameters.in_year("bedrag_gezin", 2027).status == "raming"


def test_the_same_files_give_the_same_record_and_changed_ones_another(tmp_path):
    folder = write(tmp_path / "g", bevolking="GM0405;Hoorn;2026;80000;vastgesteld;CBS")
    eerst = open_land(None, folder)
    assert open_land(None, folder) is eerst
    write(tmp_path / "g", bevolking="GM0405;Hoorn;2026;80001;vastgesteld;CBS")
    assert open_land(None, folder).bevolking.of("GM0405", 2026) == 80_001


def test_all_that_is_wrong_is_told_at_once_with_file_and_line(tmp_path):
    folder = write(
        tmp_path / "g",
        bevolking="GM0405;Enkhuizen;2026;80000;vastgesteld;CBS\nGM0405;Hoorn;2027;0;vastgesteld;CBS\n"
        "GM0388;Enkhuizen;2027;19000;vastgesteld;CBS\nGM0388;Enkhuizen;2027;19001;vastgesteld;CBS",
        taakstelling="2026H3;01-04-2026;12000;;;vastgesteld;;Stcrt;\n2026H2;01-04-2026;12000;13000;14000;onzeker;;Stcrt;",
        taakstelling_gemeenten="2026H2;GM9999;Nergens;12;01-04-2026;vastgesteld;Stcrt",
        herindelingen="2027-01-01;GM0405;Hoorn;GM0388;Enkhuizen;vastgesteld;CBS\n"
        "2027-01-01;GM0388;Enkhuizen;GM0405;Hoorn;vastgesteld;CBS",
    )
    with pytest.raises(Invoerfout) as fout:
        open_land(None, folder)
    tekst = "\n".join(map(str, fout.value.meldingen))
    for stuk in (
        "bevolking.csv, regel 2: gevonden code GM0405 met de naam Enkhuizen",
        "bevolking.csv, regel 3",
        "bevolking.csv, regel 5: gevonden hetzelfde als regel 4",
        "taakstelling.csv, regel 2",
        "taakstelling.csv, regel 3",
        "taakstelling_gemeenten.csv, regel 2: gevonden code GM9999",
        "herindelingen.csv, regel 2",
        "een gemeente die blijft bestaan",
    ):
        assert stuk in tekst, tekst


@pytest.mark.parametrize(
    ("bestanden", "zegt"),
    [
        ({"bevolking": "GM9999;Nergenshuizen;2026;100000;vastgesteld;x"}, "code GM9999; verwacht een gemeente die"),
        ({"herindelingen": "2027-01-01;GM9997;Weg;GM0405;Hoorn;vastgesteld;x"}, "code GM9997; verwacht een gemeente"),
        ({"herindelingen": "2027-01-01;GM0405;Hoorn;GM9998;Enkhuizen;vastgesteld;x"}, "Enkhuizen is GM0388"),
        ({"herindelingen": "2027-01-01;GM0388;Hoorn;GM0441;Schagen;vastgesteld;x"}, "Hoorn is GM0405"),
        (
            {
                "herindelingen": "2027-01-01;GM0405;Hoorn;GM0388;Enkhuizen;vastgesteld;x\n"
                "2026-01-01;GM0388;Enkhuizen;GM0441;Schagen;vastgesteld;x"
            },
            r"Enkhuizen, die dan al weg is \(vanaf 01-01-2026\)",
        ),
    ],
)
def test_a_mistyped_gemeente_moves_no_share_of_the_country(tmp_path, bestanden, zegt):
    with pytest.raises(Invoerfout, match=zegt):
        open_land(None, write(tmp_path / "g", **bestanden))


def test_a_new_gemeente_is_known_by_who_goes_into_it(tmp_path):
    land = open_land(None, write(
        tmp_path / "g",
        bevolking="GM2999;Nieuwstad;2027;95000;vastgesteld;CBS",
        herindelingen="2027-01-01;GM0405;Hoorn;GM2999;Nieuwstad;vastgesteld;wet\n"
        "2027-01-01;GM0388;Enkhuizen;GM2999;Nieuwstad;vastgesteld;wet",
    )).on(date(2027, 1, 1))  # fmt: skip
    assert (len(land.bevolking.namen), land.bevolking.of("GM2999", 2027)) == (341, 95_000)


def test_a_taakstelling_of_a_region_goes_before_one_under_an_old_code(tmp_path):
    land = open_land(None, write(
        tmp_path / "g", taakstelling_gemeenten="2026H2;GM0457;Weesp;12;2026-04-01;vastgesteld;IND"
    ))  # fmt: skip
    (oud,) = land.published(["GM0363"], [])
    assert land.published(["GM0363"], [oud.model_copy(update={"cbs_code": "GM0363"})]) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Invoerfout, match="een map die er niet is"):
        open_land(None, Gegevensmap(tmp_path / "weg", OPTIE))


def test_a_file_that_nothing_reads_is_named(tmp_path):
    folder = write(tmp_path / "g", bevolking="GM0405;Hoorn;2026;80000;vastgesteld;CBS")
    (folder.map / "70072ned.csv").write_text("x", encoding="utf-8")
    land = open_land(None, folder)
    assert land.eigen is not None
    assert land.eigen.ongelezen == ("70072ned.csv",)


def test_a_published_taakstelling_counts_for_a_gemeente_that_gives_none_itself(tmp_path):
    regels = (
        "2026H2;GM0405;Hoorn;50;01-04-2026;vastgesteld;IND\n2026H2;GM0388;Enkhuizen;12;01-04-2026;vastgesteld;IND\n"
    )
    regels += "2026H1;GM0398;Heerhugowaard;30;01-10-2025;vastgesteld;IND"
    land = open_land(None, write(tmp_path / "g", taakstelling_gemeenten=regels))
    assert [t.aantal for t in land.published(["GM0405", "GM0388"], ())] == [50, 12]
    eigen = [t.model_copy(update={"aantal": 51}) for t in land.per_gemeente[:1]]
    assert [t.aantal for t in land.published(["GM0405", "GM0388"], eigen)] == [12]
    assert [t.aantal for t in land.published(["GM1980"], ())] == [30], "of what it was before it merged"


A, B = {2025: 100, 2026: 110}, {2025: 30, 2026: 33, 2027: 150}
SAMEN = Herindeling(date(2027, 1, 1), "GM0001", "Oud", "GM0002", "Nieuw")


def test_before_the_day_both_count_and_the_new_figures_of_one_are_left_out():
    ervoor = merge_inhabitants(Bevolking({"GM0001": A, "GM0002": B}, {"GM0001": "Oud", "GM0002": "Nieuw"}), [], [SAMEN])
    assert ervoor.national(2027) == 110 + 33
    assert list(ervoor.namen) == ["GM0001", "GM0002"]


def test_from_the_day_they_are_one_with_the_inhabitants_of_both():
    erna = merge_inhabitants(Bevolking({"GM0001": A, "GM0002": B}, {"GM0001": "Oud", "GM0002": "Nieuw"}), [SAMEN], [])
    assert erna.inwoners == {"GM0002": {2025: 130, 2026: 143, 2027: 150}}
    assert list(erna.namen) == ["GM0002"]
    nieuw = merge_inhabitants(Bevolking({"GM0001": A}, {"GM0001": "Oud"}), [SAMEN], [])
    assert (nieuw.inwoners, nieuw.namen) == ({"GM0002": A}, {"GM0002": "Nieuw"})


@pytest.mark.parametrize(
    ("status", "dag", "gemeenten"),
    [("vastgesteld", "2026-12-31", 342), ("vastgesteld", "2027-01-01", 341), ("onzeker", "2027-07-01", 342)],
)
def test_a_merger_is_a_fact_from_its_day_and_only_when_settled(tmp_path, status, dag, gemeenten):
    regel = f"2027-01-01;GM1696;Wijdemeren;GM0402;Hilversum;{status};wet"
    land = open_land(None, write(tmp_path / "g", herindelingen=regel)).on(date.fromisoformat(dag))
    assert len(land.bevolking.namen) == gemeenten
    assert land.bevolking.national(2025) == shipped().bevolking.national(2025)
    assert (land.current_code("GM1696") == "GM0402") == (gemeenten == 341)


def test_names_of_gemeenten_that_merged_long_ago_are_known_whatever_the_day():
    assert shipped().on(date(2021, 1, 1)).codes_by_name["heerhugowaard"] == "GM1980"
