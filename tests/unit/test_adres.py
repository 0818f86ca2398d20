"""The state of the dashboard in its address: what was turned comes back, and nothing else comes in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.fouten import Invoerfout
from finance.taal import grenzen
from reports.dashboard.adres import Paginakeuze, Standen, choices, link_to, read_address, shared_state, write_address
from reports.dashboard.knoppen import KNOPPEN, Golf, Schuif
from scenarios.regiomap.regio import read_region

KEUZEN = (
    Paginakeuze("zekerheid", ("80", "90"), "90", "80 of 90"),
    Paginakeuze("voor", ("", "GM0405"), "", "een CBS-code"),
)
KWAAD = [
    *("<script>alert(1)</script>", "javascript:alert(1)", "1e3", "nan", "inf", "15.5", "0x0f", "١٥", "--5", "-", ""),
    *("999999999999999999999", "61", "-31", " 5", "5\n", "../../etc/passwd", "=1+1"),
]
KNOPSTANDEN = st.fixed_dictionaries(
    {
        k.naam: st.sampled_from(range(k.laag, k.hoog + 1, k.stap))
        if isinstance(k, Schuif)
        else st.sampled_from([*k.opties])
        for k in KNOPPEN
    }
)


@given(KNOPSTANDEN, st.sampled_from(["80", "90"]), st.sampled_from(["", "GM0405"]))
@settings(max_examples=30)
def test_what_was_turned_comes_back(knoppen, zekerheid, voor):
    standen = Standen({"zekerheid": zekerheid, "voor": voor}, knoppen)
    assert read_address(write_address(standen, KEUZEN), KEUZEN) == standen


def test_a_page_at_rest_has_a_clean_address():
    assert write_address(read_address({}, KEUZEN), KEUZEN) == {}


@pytest.mark.parametrize("waarde", KWAAD)
@pytest.mark.parametrize("naam", ["prijs_b1", "prestatie", "pad", "zekerheid"])
def test_a_value_that_no_knob_can_have_is_told_and_left_at_rest(naam, waarde):
    standen = read_address({naam: waarde}, KEUZEN)
    rust = read_address({}, KEUZEN)
    assert (standen.keuzen, standen.knoppen) == (rust.keuzen, rust.knoppen)
    (melding,) = standen.meldingen
    assert naam in str(melding)
    assert "verwacht" in str(melding)


def test_a_slider_takes_whole_steps_between_its_ends():
    for tekst, stand in (("-30", -30), ("60", 60), ("0", 0)):
        assert read_address({"prijs_b1": tekst}, KEUZEN).knoppen["prijs_b1"] == stand
    assert read_address({"taakstelling": "7"}, KEUZEN).meldingen[0].verwacht.endswith("in stappen van 5")


def test_what_the_page_does_not_know_is_told_and_what_marimo_adds_is_not():
    standen = read_address({"prijs_b2": "5", "session_id": "s_1", "prijs_b1": ["3", "4"]}, KEUZEN)
    assert standen.knoppen["prijs_b1"] == 4
    assert [m.gevonden for m in standen.meldingen] == ["'prijs_b2'"]


def test_the_choices_of_a_region_hold_no_figure_of_it():
    regio = read_region("voorbeeld:westfriesland")
    keuzen = {k.naam: k for k in choices(regio, ("basis", "hoog"))}
    assert keuzen["voor"].opties == ("", *(g.code for g in regio.gemeenten))
    assert keuzen["vanaf"].rust in keuzen["vanaf"].opties
    assert "2027-07-01" in keuzen["aanbesteding_dag"].opties
    assert read_address({"uitgangspunt": "../geheim"}, tuple(keuzen.values())).keuzen["uitgangspunt"] == "basis"


def test_the_ends_of_a_slider_are_usual_for_what_it_moves():
    for knop in (k for k in KNOPPEN if isinstance(k, Schuif)):
        for einde in (knop.laag, knop.hoog):
            if isinstance(knop, Golf):
                assert grenzen.PERSONEN.usual(einde), knop.naam
            elif knop.punten:
                assert grenzen.STAP.usual(einde / 100), knop.naam
            else:
                assert grenzen.FACTOR.allows(1 + einde / 100), knop.naam


@pytest.mark.parametrize(
    "koppeling",
    [
        "http://127.0.0.1:5/?sleutel=geheim&prijs_b1=15&voor=GM0405&session_id=s",
        "?prijs_b1=15&voor=GM0405",
        "prijs_b1=15&voor=GM0405 ",
    ],
)
def test_a_copied_address_gives_its_knobs_and_no_key(koppeling):
    assert shared_state(koppeling) == {"prijs_b1": "15", "voor": "GM0405"}


def test_no_address_has_nothing_turned_and_what_is_none_is_told():
    assert shared_state("") == shared_state("http://127.0.0.1:5/") == {}
    with pytest.raises(Invoerfout, match="Kopieer de koppeling"):
        shared_state("zomaar iets")


def test_a_link_keeps_the_rest_of_the_page_and_escapes():
    html = str(link_to({"prijs_b1": "15"}, "voor", "GM0405", 'Hoorn "<b>"'))
    assert 'href="?prijs_b1=15&amp;voor=GM0405"' in html
    assert "<b>" not in html
    assert link_to({"voor": "GM0405"}, "voor", "", "Regio", "Terug").startswith('<a href="?" data-knop="voor"')
