"""The P&C pages as a browser shows them: nothing wider than a phone, and a letter on one A4."""

import re

import pytest

from tests.hulp import AFGEKNIPT, TE_BREED, violations
from tests.hulp_pc import STUKKEN


@pytest.fixture(scope="module")
def paginas(stukken):
    """(plain or hostile, piece) -> the page."""
    return {
        (soort, stuk): (stukken / soort / f"{naam}.html").read_text(encoding="utf-8")
        for soort in ("gewoon", "vijandig")
        for stuk, naam in STUKKEN.items()
    }


@pytest.mark.parametrize("soort", ["gewoon", "vijandig"])
@pytest.mark.parametrize("breed", [390, 1280])
def test_nothing_is_wider_than_the_screen(bladzij, paginas, soort, breed):
    bladzij.set_viewport_size({"width": breed, "height": 800})
    for stuk in STUKKEN:
        bladzij.set_content(paginas[soort, stuk])
        assert bladzij.evaluate(TE_BREED) == []
        assert bladzij.evaluate("document.documentElement.scrollWidth") <= breed
        assert bladzij.evaluate(AFGEKNIPT) == []
        assert bladzij.title().startswith(stuk.capitalize())
        assert ("HYPERLINK" in bladzij.title()) == (soort == "vijandig"), "text from input runs no script"
        if (soort, breed) == ("gewoon", 390):
            assert violations(bladzij) == []


@pytest.mark.parametrize(("stuk", "paginas_"), [("raadsbrief", 1), ("begroting", 3), ("tussenrapportage", 4)])
def test_fingerprints_take_no_paper_and_a_letter_is_one_page(bladzij, paginas, stuk, paginas_):
    bladzij.set_content(paginas["gewoon", stuk])
    pdf = bladzij.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= paginas_
