"""Messages to a controller: where, what, what else, and the nearest name."""

from datetime import date
from pathlib import Path

import pytest

from finance.fouten import Invoerfout, Melding, as_typed, as_word, list_words, raise_if_any, suggest
from finance.taal.tomltekst import MEESTE_LAGEN, find_line, parse_toml
from scenarios.regiomap.lezen import validate
from scenarios.regiomap.modellen import Scenario


def test_a_message_in_one_line():
    assert str(Melding("a.csv", "regel 2", "x", "y")) == "a.csv, regel 2: gevonden x; verwacht y."
    assert str(Melding("a.csv", "", "x", "y", "Doe z.")) == "a.csv: gevonden x; verwacht y. Doe z."


def test_a_long_value_is_cut_where_it_no_longer_fits():
    assert str(Melding("a.csv", "", "x" * 400, "y")) == f"a.csv: gevonden {'x' * 400}; verwacht y."
    assert str(Melding("a.csv", "", "x" * 401, "y")) == f"a.csv: gevonden {'x' * 400}... (401 tekens); verwacht y."


def test_all_messages_come_at_once_and_none_is_no_error():
    raise_if_any(iter(()))
    with pytest.raises(Invoerfout) as fout:
        raise_if_any(Melding("a", "", str(i), "y") for i in range(2))
    assert str(fout.value).splitlines() == ["a: gevonden 0; verwacht y.", "a: gevonden 1; verwacht y."]


@pytest.mark.parametrize(
    ("delen", "tekst"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_words_in_a_row(delen, tekst):
    assert list_words(delen) == tekst
    assert list_words(delen, "of") == tekst.replace(" en ", " of ")


def test_the_nearest_names_or_the_whole_list_when_it_is_short():
    assert suggest("Horn", ["Hoorn", "Opmeer"]) == "Bedoeld is misschien: Hoorn."
    assert suggest("Horn", ["Hoorn"], str.upper) == "Bedoeld is misschien: HOORN."
    assert suggest("x", ["b", "a"]) == "Bekend zijn: a, b."
    assert (suggest("x", ["b"]), suggest("x", [])) == ("Bekend zijn: b.", "")
    assert suggest("?", map(str, range(20))).count(",") == 19
    assert suggest("?", map(str, range(21))) == ""
    # At most three, and only what is alike.
    assert suggest("naam", ["naam1", "naam2", "naam3", "naam4"]).count(",") == 2


def problem(tekst: str) -> Melding:
    with pytest.raises(Invoerfout) as fout:
        parse_toml(tekst, "a.toml")
    (melding,) = fout.value.meldingen
    return melding


def test_a_broken_file_is_pointed_at():
    melding = problem("a = 1\nb = 2,5\n")
    assert (melding.plaats, melding.gevonden) == (
        "regel 2, teken 6", "ongeldige TOML: een getal met een komma (2,5), schrijf 2.5",
    )  # fmt: skip
    # Also on a last line without an end.
    assert "een getal met een komma (2,5)" in problem("a = 1\nb = 2,5").gevonden
    assert problem("a = [1").plaats == "einde van het bestand"
    assert "een naam die twee keer voorkomt" in problem("a = 1\na = 2\n").gevonden
    assert "een regel zonder =" in problem("a 1\n").gevonden
    assert "een kop die twee keer voorkomt" in problem("[x]\n[x]\n").gevonden


@pytest.mark.parametrize("tekst", ["a = " + "[" * 5000, "a = " + "[" * 60 + "]" * 60, f"[{'.'.join('a' * 60)}]"])
def test_a_file_that_nests_too_deep_is_one_message(tekst):
    assert f"ten hoogste {MEESTE_LAGEN}" in problem(tekst).verwacht


def test_what_nests_as_deep_as_it_may_is_read():
    """The file itself is the first of the 50."""
    lijsten = f"a = {'[' * 49}{']' * 49}"
    assert str(parse_toml(lijsten, "a.toml")["a"]) == lijsten.removeprefix("a = ")
    assert "te veel" in problem(f"a = {'[' * 50}{']' * 50}").gevonden
    assert parse_toml(f"[{'.'.join('a' * 49)}]", "a.toml")
    assert "te veel" in problem(f"[{'.'.join('a' * 50)}]").gevonden


def test_a_number_of_a_thousand_bits_is_read_and_one_more_is_not():
    assert parse_toml(f"a = [1, {hex(2**1000 - 1)}]", "a.toml")["a"][1] == 2**1000 - 1
    assert "honderden cijfers" in problem(f"a = [1, {hex(2**1000)}]").gevonden
    assert "honderden cijfers" in problem(f"[x]\na = 1\nb = {hex(2**1000)}\n").gevonden


@pytest.mark.parametrize("getal", ["9" * 5000, "9" * 1000, f"0x{'f' * 5000}", f"[{{ b = 0b1{'0' * 20000} }}]"])
def test_a_number_of_very_many_digits_is_one_message(getal):
    assert problem(f"a = {getal}").gevonden == "een getal van honderden cijfers of meer"


@pytest.mark.parametrize(
    ("waarde", "tekst"),
    [
        (None, "niets"),
        (True, "true"),
        (False, "false"),
        (date(2026, 1, 2), "2026-01-02"),
        ({"a": 1}, "een blok"),
        ([1], "een lijst"),
        ("x", "'x'"),
        (1.5, "1.5"),
    ],
)
def test_what_was_typed_is_shown_without_python(waarde, tekst):
    assert as_typed(waarde) == tekst


@pytest.mark.parametrize(
    ("pad", "woord"),
    [
        ("regio", "regio"),
        (Path("mijn-regio/b"), str(Path("mijn-regio/b"))),
        ("Mijn regio", '"Mijn regio"'),
        ("Almelo,Borne", '"Almelo,Borne"'),
        ("'s-Gravenhage", '"\'s-Gravenhage"'),
    ],
)
def test_a_command_in_a_message_can_be_typed_as_it_stands(pad, woord):
    assert as_word(pad) == woord


def test_a_value_that_may_be_two_things_is_one_message_at_its_own_place():
    meldingen: list[Melding] = []
    wijziging = {"veld": "plichtig", "vanaf": date(2026, 1, 1), "waarde": True}
    validate({"naam": "a", "wijziging": [wijziging]}, Scenario, "a.toml", "", meldingen)
    (melding,) = meldingen
    assert (melding.plaats, melding.gevonden) == ("veld wijziging.1.waarde", "true")
    assert melding.verwacht.endswith("of tekst")


def test_line_ends_of_an_old_macintosh_are_read():
    assert parse_toml("a = 1\r[b]\rc = 2\r", "a.toml") == {"a": 1, "b": {"c": 2}}


def test_what_was_found_cannot_fill_or_steer_the_screen():
    tekst = str(Melding("a.csv", "regel 2", "x" * 100_000 + "\x1b[2J", "een getal"))
    assert len(tekst) < 600
    assert "(100004 tekens)" in tekst
    assert "\n" not in str(Melding("a.csv", "", "een\ntwee\x1b[2J\u202eeird", "iets"))
    assert "\x1b" not in str(Melding("a.csv", "", "een\x1b[2J", "iets"))


def test_a_key_that_is_not_there_is_at_the_block_where_it_should_have_stood():
    tekst = "x = 1\n[b]\ny = 1\n[[a]]\n[[a]]\nz = 1\n"
    plekken: dict[tuple[str | int, ...], int | None] = {
        ("b", "z"): 2, ("a", 0, "y"): 4, ("a", 1, "y"): 5, ("a", 1, "y", 0): 5, ("a", 1, "y", 0, "q"): 5,
        ("a", 1, "z", 3): 6, ("c", "d"): None, (): None,
    }  # fmt: skip
    assert {plek: find_line(tekst, plek) for plek in plekken} == plekken


def test_a_key_below_a_block_that_is_no_list_has_its_own_line():
    assert find_line("[c.d]\nx = 1\n", ("c", "d", "x")) == 2
    assert find_line("[[a]]\n[a.b]\nx = 1\n[[a]]\n[a.b]\nx = 2\n", ("a", 1, "b", "x")) == 6


def test_a_mistyped_key_is_not_also_missing():
    inhoud = {
        "naam": "x",
        "wijziging": [{"veld": "mix_z", "vanaff": date(2026, 1, 1), "factor": 1.1, "toelichting": "t"}],
    }
    meldingen: list[Melding] = []
    assert validate(inhoud, Scenario, "s.toml", "", meldingen) is None
    (melding,) = meldingen
    assert (melding.gevonden, melding.herstel) == ("onbekende sleutel 'vanaff'", "Bedoeld is misschien: vanaf.")


def test_an_unlike_key_and_a_missing_one_are_two_messages():
    inhoud = {"naam": "x", "wijziging": [{"veld": "mix_z", "zoiets": 1, "factor": 1.1, "toelichting": "t"}]}
    meldingen: list[Melding] = []
    validate(inhoud, Scenario, "s.toml", "", meldingen)
    assert sorted(m.gevonden for m in meldingen) == ["niets", "onbekende sleutel 'zoiets'"]


@pytest.mark.parametrize(
    ("waarden", "gevonden"), [({}, "geen daarvan"), ({"factor": 1.1, "erbij": 0.1}, "factor 1.1, erbij 0.1")]
)
def test_a_change_without_a_value_says_so_and_one_with_two_names_them(waarden, gevonden):
    inhoud = {"naam": "x", "wijziging": [{"veld": "mix_z", "vanaf": date(2026, 1, 1), **waarden, "toelichting": "t"}]}
    meldingen: list[Melding] = []
    validate(inhoud, Scenario, "s.toml", "", meldingen)
    assert [(m.gevonden, m.verwacht) for m in meldingen] == [(gevonden, "precies één van waarde, factor en erbij")]
