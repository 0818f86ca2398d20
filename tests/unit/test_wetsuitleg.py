"""Which rules an article names, and how a figure is shown."""

from __future__ import annotations

import pytest

from finance.fouten import Invoerfout
from finance.meeneemregeling import REGELS as MEENEEMREGELING
from reports.opdrachten.uitleg_scherm import show_figure
from scenarios.inzicht.wetsuitleg import REGELS, articles, find_rules


@pytest.mark.parametrize("onderwerp", ["art. 10.5", "10.5", "Art. 10.5", "artikel 10.5", " art 10.5 "])
def test_an_article_is_found_however_it_is_written(onderwerp):
    gevonden = find_rules(onderwerp)
    assert {"saldo", "ruimte", "meenemen", "terugvordering"} <= {r.naam for r in gevonden}
    assert all("10.5" in articles(r) for r in gevonden)
    assert gevonden[0].naam == "saldo"


def test_an_article_of_the_bbv_and_a_rule_by_name_are_found():
    assert {r.naam for r in find_rules("40a")} >= {"vordering_begin", "afgelost"}
    assert [r.naam for r in find_rules("doorschuiven")] == ["doorschuiven"]


def test_without_a_topic_there_is_everything():
    assert find_rules("") == REGELS
    assert set(MEENEEMREGELING) <= set(REGELS)


@pytest.mark.parametrize(("onderwerp", "bedoeld"), [("salde", "saldo"), ("10.55", "10.5")])
def test_an_unknown_topic_is_told_with_what_is_near(onderwerp, bedoeld):
    with pytest.raises(Invoerfout, match=bedoeld):
        find_rules(onderwerp)


@pytest.mark.parametrize(
    ("naam", "waarde", "tekst"),
    [
        ("uitkering", 1618959.694, "€ 1.618.959,69"),
        ("saldo", -88324.04, "€ -88.324,04"),
        ("percentage_vorig", 0.5, "50,00%"),
        ("plichtig", 99.6, "99,60 personen"),
        ("factor", 1.0355555, "1,035556"),
        ("beschikking", float("nan"), "geen"),
    ],
)
def test_a_figure_is_shown_in_its_unit(naam, waarde, tekst):
    assert show_figure(naam, waarde) == tekst
