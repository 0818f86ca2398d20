"""`spuk uitleg`: the rules, filled in with the figures of a region, give what engine and law give."""

from __future__ import annotations

import numpy as np
import pytest

from finance.fouten import Invoerfout
from scenarios.grond.trekking import Verwachting
from scenarios.inzicht.wetsuitleg import DEFINITIEF, ONDERWIJSROUTE, REGELS, SPUK, VOORLOPIG, explain_in_region
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import build_model
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

WESTFRIESLAND = "voorbeeld:westfriesland"
ENGINE = {
    (SPUK, "saldo"): "saldo_spuk",
    (SPUK, "ruimte"): "ruimte",
    (SPUK, "meenemen"): "meenemen",
    (SPUK, "terugvordering"): "terugvordering",
    (SPUK, "tekort"): "doorschuiven",
    (SPUK, "nabetaling"): "nabetaling",
    (ONDERWIJSROUTE, "saldo"): "saldo_onderwijsroute",
    (ONDERWIJSROUTE, "meenemen"): "meenemen_onderwijsroute",
    (ONDERWIJSROUTE, "terugvordering"): "terugvordering_onderwijsroute",
    (ONDERWIJSROUTE, "tekort"): "tekort_onderwijsroute",
    (VOORLOPIG, "voorlopig"): "spuk_voorlopig",
    (DEFINITIEF, "definitief"): "spuk_definitief",
    (DEFINITIEF, "bgo"): "spuk_bgo",
    (DEFINITIEF, "ba"): "spuk_ba",
}


@pytest.mark.parametrize("jaar", [2022, 2025, 2026])
def test_a_rule_filled_in_gives_what_the_engine_gives(jaar):
    model = build_model(read_region(WESTFRIESLAND), BASIS)
    land = simulate_country(model, Verwachting())
    gemeente = next(g for g in model.gemeenten if g.naam == "Hoorn")
    uit = simulate_gemeente(model, gemeente, land, Verwachting())[:, model.tijdas.jaren.index(jaar), 0]
    gezien = {
        (i.waarvan, i.regel.naam): i.uitkomst
        for i in explain_in_region(REGELS, WESTFRIESLAND, "Hoorn", jaar).invullingen
    }
    samen = [s for s in ENGINE if s in gezien]
    weg = {2022: {(SPUK, "ruimte")}, 2025: set(), 2026: {s for s in ENGINE if s[0] == ONDERWIJSROUTE}}[jaar]
    assert set(samen) == ENGINE.keys() - weg
    motor = [uit[NUMMER[ENGINE[s]]] for s in samen]
    np.testing.assert_allclose([gezien[s] for s in samen], motor, rtol=1e-9, atol=1e-6)


def test_the_figures_of_art_10_5_add_up_by_hand():
    ingevuld = explain_in_region(REGELS, WESTFRIESLAND, "Hoorn", 2025)
    [saldo] = [i for i in ingevuld.invullingen if (i.waarvan, i.regel.naam) == (SPUK, "saldo")]
    u, r, b, d = saldo.cijfers.values()
    assert saldo.uitkomst == pytest.approx(u + r - b - d)
    [ruimte] = [i for i in ingevuld.invullingen if i.regel.naam == "ruimte"]
    a, u, b, vorig = ruimte.cijfers.values()
    assert (a, b) == (1.0, 0.5)  # the text that is read to hold since 1 October 2024
    assert ruimte.uitkomst == pytest.approx(u + vorig / 2)


def test_each_text_of_art_10_5_is_shown_in_its_own_years():
    def rooms(jaar: int) -> list[str]:
        invullingen = explain_in_region(REGELS, WESTFRIESLAND, None, jaar).invullingen
        return [i.regel.naam for i in invullingen if i.regel.naam.startswith("ruimte") and i.waarvan == SPUK]

    assert [rooms(jaar) for jaar in (2022, 2023, 2024, 2025)] == [["ruimte_2022"]] * 2 + [["ruimte"]] * 2


def test_a_rule_that_does_not_hold_in_a_year_has_no_figures():
    regels = {i.regel.naam for i in explain_in_region(REGELS, WESTFRIESLAND, None, 2023).invullingen}
    assert "abo" not in regels
    assert "ruimte_onderwijsroute" in regels
    regels = {i.regel.naam for i in explain_in_region(REGELS, WESTFRIESLAND, None, 2026).invullingen}
    assert "abo" in regels
    assert "ruimte_onderwijsroute" not in regels


def test_before_the_change_of_art_10_1_the_taakstelling_of_the_year_itself_counts():
    def expected(jaar: int) -> str:
        invullingen = explain_in_region(REGELS, WESTFRIESLAND, "Hoorn", jaar).invullingen
        [regel] = [i for i in invullingen if i.regel.naam == "voorlopig_asiel_t"]
        return next(iter(regel.cijfers)).naam

    assert (expected(2023), expected(2024)) == ("taakstelling", "prognose")


def test_unknown_gemeente_and_year_are_told_together():
    with pytest.raises(Invoerfout) as fout:
        explain_in_region(REGELS, WESTFRIESLAND, "Horn", 1999)
    assert [m.bestand for m in fout.value.meldingen] == ["--gemeente", "--jaar"]
