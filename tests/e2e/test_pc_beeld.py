"""The P&C pages as a browser shows them: nothing wider than a phone, and a letter on one A4."""

import re

import pytest
from click.testing import CliRunner

from cli import main
from tests.hulp import AFGEKNIPT, TE_BREED, violations
from tests.hulp_boeken import copy_with_books

STUKKEN = ("begroting", "tussenrapportage", "jaarrekening", "raadsbrief")
LANG = "=HYPERLINK" + "x" * 300 + "<script>document.title=1</script> مرحبا بكم 🏠"


@pytest.fixture(scope="module")
def paginas(tmp_path_factory):
    """(name of the region, piece) -> the page."""
    uit = {}
    for soort, naam in (("gewoon", "Westfriesland"), ("vijandig", LANG)):
        map_ = tmp_path_factory.mktemp(soort) / "regio"
        copy_with_books(map_)
        toml = (map_ / "regio.toml").read_text(encoding="utf-8")
        (map_ / "regio.toml").write_text(
            toml.replace('naam = "Westfriesland"', f'naam = "{naam}"', 1), encoding="utf-8"
        )
        for stuk in STUKKEN:
            doel = map_.parent / stuk
            antwoord = CliRunner().invoke(
                main, ["pc", str(map_), "--stuk", stuk, "--trekkingen", "200", "--uit", str(doel)]
            )
            assert antwoord.exit_code == 0, antwoord.stderr
            uit[soort, stuk] = next(doel.glob("*.html")).read_text(encoding="utf-8")
    return uit


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
