"""The registry of quantities: what each can be at all, and what was meant by a slip."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from finance.fouten import Invoerfout, Melding
from finance.parameters import Bron
from finance.taal import grenzen
from finance.taal.grenzen import of_field, of_parameter
from scenarios.grond.gegevens import docs_path
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.lezen import validate
from scenarios.regiomap.modellen import Route
from scenarios.regiomap.wijziging import Veranderaar, Wijziging

ALLES = (-math.inf, math.inf)
"""Usual where no knob and no slip in per cent asks for it."""


@pytest.mark.parametrize(
    ("grootheid", "waarde", "herstel"),
    [
        (grenzen.INDEX, 3.5, "3,5 is 350%; bedoeld 0,035?"),
        (grenzen.REALISATIE, 95, "95 is 9.500%; bedoeld 0,95?"),
        (grenzen.DEEL, 75, "75 is 7.500%; bedoeld 0,75?"),
        (grenzen.FACTOR, 115, "115 is 11.500%; bedoeld 1,15?"),
        # From 2 on it may be per cent; 1,9 is just beyond the end.
        (grenzen.DEEL, 2, "2 is 200%; bedoeld 0,02?"),
        (grenzen.DEEL, 1.9, ""),
        (grenzen.FACTOR, 50, "50 is 5.000%; bedoeld 0,5?"),
        (grenzen.STAP, -30, "-30 is -3.000%; bedoeld -0,3?"),
        (grenzen.INTERVAL, 60, "60 is 6.000%; bedoeld 0,6?"),
        (grenzen.PUNTEN, 5, "5 is 500%; bedoeld 0,05?"),
        # In per cent it would be no usual value either; nobody says money, months or fte in per cent.
        (grenzen.INDEX, 300, ""),
        (grenzen.FACTOR, 49, ""),
        (grenzen.PRIJS, -5, ""),
        (grenzen.DUUR, 150, ""),
        (grenzen.FTE, 20_000, ""),
    ],
)
def test_what_was_meant(grootheid, waarde, herstel):
    assert not grootheid.allows(waarde)
    assert grootheid.mend(waarde) == herstel


def test_what_is_usual_includes_both_ends():
    assert [grenzen.BEDRAG.usual(w) for w in (-1, 0, 1e9, 1e9 + 1)] == [False, True, True, False]
    assert all(grenzen.FTE.usual(w) for w in (-1e300, 0, 1e300))


def test_no_quantity_allows_what_is_no_number():
    alle = [g for g in vars(grenzen).values() if isinstance(g, grenzen.Betekenis)]
    assert len(alle) > 15
    for grootheid in alle:
        for waarde in (math.nan, math.inf, -math.inf, 1e300):
            assert not grootheid.allows(waarde)
        if grootheid.gewoon != ALLES:
            laag, hoog = grootheid.gewoon
            assert grootheid.minimum <= laag < hoog <= grootheid.maximum


def test_the_page_names_every_range():
    regels = (docs_path() / "grenzen.md").read_text(encoding="utf-8").splitlines()
    for naam, g in ((n, g) for n, g in vars(grenzen).items() if isinstance(g, grenzen.Betekenis)):
        gewoon = "" if g.gewoon == ALLES else " tot en met ".join(map(grenzen.shown, g.gewoon))
        tekst = f"| {grenzen.shown(g.minimum)} | {grenzen.shown(g.maximum)} | {gewoon} | {g.eenheid} |"
        assert any(r.endswith(tekst) for r in regels), (naam, tekst)


def test_every_parameter_that_is_a_number_has_a_range():
    """And a usual one, for the knob on the dashboard."""
    getallen = {n: of_parameter(n, p.eenheid) for n, p in shipped().parameters.items() if not p.keuzes}
    assert [n for n, g in getallen.items() if g is None or g.gewoon == ALLES] == []


@pytest.mark.parametrize(
    "veld",
    [
        *("taakstelling.landelijk", "realisatie", "plichtig", "gezin", "mix.asielstatushouder.z", "verdeling.pvt.spuk"),
        *("prijs.leerroute_b1", "gebruik.tolken", "vast.beleid_inkoop", "saldo_doorwerking", "gemeentefonds"),
        "onderwijsroute",
    ],
)
def test_every_field_of_a_scenario_has_a_range(veld):
    assert of_field(veld) is not None


@pytest.mark.parametrize("waarde", ["3.5", "-1", "nan", "1e300", "\u0663", "1_0"])
def test_an_index_outside_its_meaning_is_refused_wherever_it_is_set(waarde):
    parameters = shipped().parameters
    vanaf = parameters["index_contract"].waarden[0].vanaf
    with pytest.raises(Invoerfout, match="index_contract"):
        parameters.override("index_contract", vanaf, waarde, "aanname", Bron("x"))


def test_a_share_in_per_cent_is_told_with_what_was_meant():
    meldingen: list[Melding] = []
    inhoud = {"maanden": 12, "geslaagd": 80, "status": "aanname", "bron": "x"}
    assert validate(inhoud, Route, "trajecten.toml", "", meldingen) is None
    (melding,) = meldingen
    assert (melding.plaats, melding.herstel) == ("veld geslaagd", "80 is 8.000%; bedoeld 0,8?")


DATA = [date(2026, 1, 1), date(2026, 7, 1)]


def changed(**wijziging):
    """What a change makes of a share of 0.9, and its message when it is refused."""
    volledig = Wijziging.model_validate({"veld": "plichtig", "vanaf": date(2026, 7, 1), **wijziging})
    veranderaar = Veranderaar((volledig,))
    reeks = veranderaar.apply("plichtig", np.array([0.9, 0.9]), DATA, "GM0405")
    return reeks.tolist(), [str(m) for m in veranderaar.unknown("s", {"GM0405": "Hoorn"})]


def test_a_usual_step_stops_at_all_and_everything_else_is_refused():
    assert changed(factor=1.3) == ([0.9, 1.0], [])
    assert changed(erbij=-0.5) == ([0.9, pytest.approx(0.4)], [])
    for wijziging in (
        {"factor": 3.0},
        {"erbij": 0.9},
        {"erbij": -0.95},
        {"waarde": 1.2},
        {"waarde": -1},
        {"waarde": 95},
    ):
        (melding,) = changed(**wijziging)[1]
        assert melding.startswith("s, wijziging van 'plichtig', Hoorn: gevonden")
        assert "verwacht een deel van 0 tot en met 1" in melding
