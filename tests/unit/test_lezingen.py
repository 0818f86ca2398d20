"""The verdict under readings of law and policy: what is said of them, and that each reading is one."""

from finance.neutraliteit import Oordeel
from reports.afweging.lezingen import reading_table
from scenarios.afweging.lezingen import Lezingsoordeel, in_words, with_readings
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region


def verdict(naam, *kansen, buffer=0.0, verschil=0.0):
    oordelen = tuple(Oordeel(kans >= 0.9, kans, 0.0 if kans >= 0.9 else buffer, 0.0) for kans in kansen)
    return Lezingsoordeel(naam, f"lezing {naam}", oordelen, verschil)


def test_the_sentence_names_the_readings_under_which_the_verdict_turns():
    ja, nee = verdict("basis", 0.99, 0.95), verdict("a", 0.99, 0.5)
    jaren = (2027, 2028)
    assert in_words([ja, nee, verdict("b", 0.9, 0.9)], jaren) == (
        "Het oordeel over 2027-2028 (ja) houdt onder 2 van 3 lezingen van budget, wet en beleid; niet bij: lezing a."
    )
    assert in_words([ja, ja], jaren) == (
        "Het oordeel over 2027-2028 (ja) houdt onder alle 2 lezingen van budget, wet en beleid."
    )
    assert in_words([nee, ja, ja], jaren).startswith("Het oordeel over 2027-2028 (nee) houdt onder 1 van 3 lezingen")
    assert in_words([], jaren) == ""


def test_one_year_that_does_not_close_is_a_no():
    assert not verdict("a", 0.99, 0.89, 0.99).neutraal
    assert verdict("a", 0.9, 0.9).neutraal


def test_the_table_has_the_largest_buffer_and_colours_what_turns():
    tabel = reading_table([verdict("basis", 0.99), verdict("a", 0.5, buffer=1000.0, verschil=-7.0)], (2027,))
    assert tabel.rijen[1].cellen == ("lezing a", "a", 0.5, 1000.0, -7.0, "nee")
    assert [r.status for r in tabel.rijen] == ["", "onzeker"]


def test_a_reading_comes_on_top_of_what_is_asked():
    regio = read_region("voorbeeld:zevenlinden")
    laag = regio.scenarios["laag"]
    namen = {s.naam for s in with_readings(regio, BASIS)}
    assert {"reservering-alleen-t", "abo-geen", "nadere-voorlopige", "prestatie-vervalt", "afschaffing"} <= namen
    for lezing in with_readings(regio, laag):
        assert lezing.wijziging[: len(laag.wijziging)] == laag.wijziging
        assert len(lezing.wijziging) > len(laag.wijziging)
    assert "afschaffing" not in {s.naam for s in with_readings(regio, regio.scenarios["afschaffing"])}
