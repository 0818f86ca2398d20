"""Workbook and text files say the same, whatever a region holds, and turning one into the other loses nothing."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.fouten import Invoerfout
from reports.invoer.bijwerken import update_workbook
from reports.invoer.werkboek import write_input
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.werkboek.cellen import read_workbook
from scenarios.werkboek.omzetten import to_files, to_rows
from scenarios.werkboek.sjabloon import read_templates, template_rows
from tests.werkboekinhoud import comparable, contents

RUSTIG = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@RUSTIG
@given(contents())
def test_text_files_hold_every_row(inhoud):
    bestanden = to_files(inhoud, {}, shipped()).bestanden
    assert comparable(to_rows(bestanden, shipped())) == comparable(inhoud)
    # What says the same already is not touched.
    assert to_files(inhoud, bestanden, shipped()).bestanden == bestanden


@RUSTIG
@given(contents())
def test_a_workbook_holds_every_row_and_every_file(inhoud):
    bestanden = to_files(inhoud, {}, shipped()).bestanden
    with tempfile.TemporaryDirectory() as map_:
        pad = Path(map_) / "invoer.xlsx"
        write_input(inhoud, bestanden, pad, shipped())
        boek = read_workbook(pad, shipped())
    assert boek.meldingen == ()
    assert comparable(boek.inhoud) == comparable(inhoud)
    assert to_files(boek.inhoud, boek.sjablonen, shipped()).bestanden == bestanden


@RUSTIG
@given(contents(), contents())
def test_files_follow_whatever_becomes_of_the_rows(oud, nieuw):
    bestanden = to_files(oud, {}, shipped()).bestanden
    gewijzigd = to_files(nieuw, bestanden, shipped()).bestanden
    assert comparable(to_rows(gewijzigd, shipped())) == comparable(nieuw)


@settings(RUSTIG, max_examples=6)
@given(contents(), contents())
def test_an_updated_workbook_says_what_a_new_one_would(oud, nieuw):
    """Also when the sheet holds other rows, periods and gemeenten; or it is refused and stays what it was."""
    # Every region has all of these; there are no empty rows between them.
    nieuw = {**nieuw, **{t: oud[t] for t in ("routes", "wachttijden", "begint")}}
    with tempfile.TemporaryDirectory() as map_:
        pad = Path(map_) / "invoer.xlsx"
        write_input(oud, {}, pad, shipped())
        voor = pad.read_bytes()
        assert update_workbook(pad, oud, {}, shipped()) == 0
        bestanden = to_files(nieuw, {}, shipped()).bestanden
        try:
            update_workbook(pad, nieuw, bestanden, shipped())
        except Invoerfout:
            assert read_workbook(pad, shipped()).meldingen == ()
            assert len(pad.read_bytes()) == len(voor)
            return
        boek = read_workbook(pad, shipped())
    assert boek.meldingen == ()
    assert comparable(boek.inhoud) == comparable(nieuw)
    assert to_files(boek.inhoud, boek.sjablonen, shipped()).bestanden == bestanden


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.(csv|toml)", fullmatch=True), st.binary(max_size=80)))
def test_a_file_comes_back_byte_for_byte(bestanden):
    rijen = [("bestand", "vorm", "regel"), *template_rows(bestanden)]
    assert read_templates(rijen) == bestanden


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60), st.sampled_from(["\n", "\r\n"]))
def test_a_text_comes_back_with_its_line_ends(tekst, einde):
    inhoud = {"a.toml": tekst.replace("\n", einde).encode()}
    assert read_templates([("", "", ""), *template_rows(inhoud)]) == inhoud
