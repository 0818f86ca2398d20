"""The report as a browser shows it: nothing wider than a phone, and a sensible number of pages on paper."""

import dataclasses
import re

import pytest

from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.regio import choose_scenarios, read_region
from tests.hulp import AFGEKNIPT, TE_BREED, violations
from tests.hulp_model import render_report

LANG = "=HYPERLINK" + "x" * 300 + '<script>document.title="mis"</script> مرحبا بكم 🏠'


@pytest.fixture(scope="module")
def html():
    regio = read_region("voorbeeld:westfriesland")
    uit = [run(build_model(regio, s), 200) for s in choose_scenarios(regio, ("basis", "duurder-b1"), False)]
    eerste = uit[0]
    delen = (dataclasses.replace(eerste.gemeenten[0], naam=LANG), *eerste.gemeenten[1:])
    return {
        "gewoon": render_report(uit, regio),
        "vijandig": render_report([dataclasses.replace(eerste, gemeenten=delen, scenario=LANG), *uit[1:]], regio),
    }


@pytest.mark.parametrize("soort", ["gewoon", "vijandig"])
@pytest.mark.parametrize("breed", [390, 1280])
def test_nothing_is_wider_than_the_screen(bladzij, html, soort, breed):
    bladzij.set_viewport_size({"width": breed, "height": 800})
    bladzij.set_content(html[soort])
    assert bladzij.evaluate(TE_BREED) == []
    assert bladzij.evaluate("document.documentElement.scrollWidth") <= breed
    assert bladzij.evaluate(AFGEKNIPT) == []
    assert bladzij.title().startswith("Raming"), "text from input runs no script"
    if (soort, breed) == ("gewoon", 390):
        assert violations(bladzij) == []


def test_it_prints_on_a_few_pages(bladzij, html):
    bladzij.set_content(html["gewoon"])
    pdf = bladzij.pdf(prefer_css_page_size=True)
    # The decision has a page of its own, and the months one.
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 8
