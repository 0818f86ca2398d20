"""What stands twice and would count twice, or half, without a word."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from finance.fouten import Invoerfout
from scenarios.engine.grid import parse_axes
from scenarios.grond.csvtekst import read_records, record_text
from scenarios.regiomap.besluiten import Besluitrij
from scenarios.regiomap.gebeurtenissen import Gebeurtenis, Gebeurtenissen
from scenarios.regiomap.land.eigen import check_known
from scenarios.regiomap.land.volgen import follow_versions
from scenarios.regiomap.modellen import Contractrij, Taakstellingrij
from scenarios.regiomap.ongelezen import is_input, unread_files
from scenarios.regiomap.samenhang import check_changes, check_fixed
from scenarios.regiomap.wijziging import Wijziging

JAN = date(2027, 1, 1)


def _contract(regel: int, **anders: str) -> Contractrij:
    rij = {"contract": "Beleid", "leverancier": "A", "voorziening": "beleid_inkoop", "van": "2022-01-01"}
    vast = {"eenheid": "jaar", "prijs": "96000", "betaling": "vast", "status": "aanname", "bron": "t"}
    return Contractrij.model_validate({**rij, **vast, "bestand": "contracten.csv", "regel": regel, **anders})


def test_fixed_sums_of_the_same_months_are_there_once():
    een, twee = _contract(2), _contract(3, contract="BELEID ", prijs="98000")
    assert [m.plaats for m in check_fixed([een, twee])] == ["regel 3"]
    assert list(check_fixed([_contract(2, tot="2026-01-01"), _contract(3, van="2026-01-01")])) == []
    assert list(check_fixed([een, _contract(3, contract="Handhaving"), _contract(4, gemeenten="Opmeer")])) == []


def test_lists_of_leerroutes_are_read_as_everybody_compares_them():
    assert _contract(2, leerroutes="B1 | z").leerroutes == "b1|z"
    assert _contract(2, leerroutes="Alle").leerroutes == "alle"


def test_a_change_and_an_event_are_there_once():
    def said(*wijzigingen: Wijziging) -> list[str]:
        return [m.plaats for m in check_changes("x.toml", wijzigingen, ())]

    duurder = Wijziging(veld="prijs.leerroute_b1", vanaf=JAN, factor=1.15)
    assert said(duurder, duurder) == ["[[wijziging]]"]
    assert said(duurder, duurder.model_copy(update={"factor": 1.1})) == []
    waarden = [Wijziging(veld="realisatie", vanaf=JAN, waarde=w) for w in (0.9, 1.1)]
    assert said(*waarden) == ["[[wijziging]]"]
    azc = Gebeurtenis(soort="boeggolf", vanaf=JAN, personen=6, toelichting="AZC")
    assert [m.plaats for m in check_changes("x.toml", (), (azc, azc))] == ["[[gebeurtenis]]"]
    assert list(check_changes("x.toml", (), (azc, azc.model_copy(update={"toelichting": "tweede"})))) == []


def test_who_is_named_by_name_and_by_code_gets_all_of_it():
    azc = Gebeurtenis(soort="boeggolf", vanaf=JAN, personen=6, toelichting="AZC", gemeenten=("Opmeer", "GM0432"))
    werk = Gebeurtenissen((azc,), None, lambda naam: ("GM0432",), lambda code: 1.0, "x")  # type: ignore[arg-type]
    assert werk._codes(azc) == ("GM0432",)


@pytest.mark.parametrize("as_", ["prijs.leerroute_b1*=1,1", "prijs.leerroute_b1*=0,9", "prijs.leerroute_b1*=1,15"])
def test_a_comma_in_a_grid_is_no_decimal(as_):
    with pytest.raises(Invoerfout, match="decimaal met een punt"):
        parse_axes([as_], JAN)
    assert len(parse_axes(["prijs.leerroute_b1*=1,1.15", "gemeentefonds+=0,5000"], JAN)) == 2


def test_a_line_break_in_a_text_is_written_as_a_space():
    tekst = record_text([["a", "B1 tot\n2026"]], ";")
    assert list(read_records(tekst, ";", "x.csv")) == [(1, ["a", "B1 tot 2026"])]


def _besluit(regel: int, code: str, datum: str, bedrag: str) -> Besluitrij:
    rij = {"bestand": "b.csv", "regel": regel, "jaar": "2022", "cbs_code": code, "soort": "nader", "datum": datum}
    return Besluitrij.model_validate({**rij, "bedrag": bedrag})


def test_a_decision_of_before_the_merger_is_of_a_part_and_one_of_after_it_of_the_whole():
    """Purmerend keeps its code when Beemster joins it: neither may take the place of the other."""
    samen = SimpleNamespace(oud="GM0370", nieuw="GM0439", datum=date(2022, 1, 1))
    land: Any = SimpleNamespace(herindelingen={"GM0370": samen}, current_code=lambda c: "GM0439")
    rijen = [_besluit(2, "GM0439", "2021-11-01", "300,00"), _besluit(3, "GM0370", "2021-12-01", "40,00")]

    def followed(rijen: list[Besluitrij]) -> list[tuple[date, int]]:
        sommen = follow_versions(
            land,
            rijen,
            ["GM0439"],
            lambda b: (b.jaar,),
            lambda b: b.datum,
            lambda delen: {"bedrag": sum(b.bedrag for b in delen)},
        )
        return sorted((b.datum, b.bedrag) for b in sommen)

    assert followed(rijen) == [(date(2021, 12, 1), 34_000)]
    later = _besluit(4, "GM0439", "2022-05-01", "360,00")
    assert followed([*rijen, later]) == [(date(2021, 12, 1), 34_000), (date(2022, 5, 1), 36_000)]


def test_a_taakstelling_is_known_around_its_half_year():
    def said(dag: str) -> list[str]:
        rij = {"bestand": "taakstelling.csv", "regel": 2, "halfjaar": "2027H1", "cbs_code": "GM0432", "aantal": "14"}
        vast = {"bekend_op": dag, "status": "vastgesteld", "bron": "t"}
        return [m.verwacht for m in check_known([Taakstellingrij.model_validate({**rij, **vast})])]

    assert said("2026-10-01") == []
    assert said("2036-10-01") == said("1999-10-01") == ["een dag in 2021 tot en met 2028"]


def test_input_of_another_ending_is_named_and_no_result_becomes_input(tmp_path):
    (tmp_path / "regio.toml").touch()
    (tmp_path / "scenarios").mkdir()
    for naam in ("personen.xlsm", "instroom.ods", "budgetten.txt", "verslag.xlsx", "notities.txt"):
        (tmp_path / naam).touch()
    assert [naam for naam, _ in unread_files(tmp_path)] == ["budgetten.txt", "instroom.ods", "personen.xlsm"]
    assert is_input(tmp_path / "scenarios" / "nieuw.toml")
    assert not is_input(tmp_path / "uitvoer" / "nieuw.toml")
