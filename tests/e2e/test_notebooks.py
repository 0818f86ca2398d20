"""Every notebook runs from top to bottom, and the page in docs/notebooks is what it gives."""

from pathlib import Path

import pytest

from reports.grond.notitie import render_notebook, run_notebook
from tests.hulp import violations

ROOT = Path(__file__).parents[2]
NAMEN = ("verkenning", "meeneemregeling", "gevoeligheid", "terugblik")


@pytest.mark.parametrize("naam", NAMEN)
def test_the_page_is_what_the_notebook_gives(naam, bladzij):
    gemaakt = render_notebook(ROOT / "notebooks" / f"{naam}.py")
    assert "http" not in gemaakt.replace("http://www.w3.org", "")
    assert "<script" not in gemaakt
    bewaard = (ROOT / "docs" / "notebooks" / f"{naam}.html").read_text(encoding="utf-8")
    assert gemaakt == bewaard, "maak de pagina's opnieuw met: make notebooks"
    bladzij.set_viewport_size({"width": 390, "height": 800})
    assert violations(bladzij, gemaakt) == []


def test_every_notebook_but_the_dashboard_has_a_page():
    assert {p.stem for p in (ROOT / "notebooks").glob("*.py")} == {*NAMEN, "dashboard"}


def test_the_exploration_goes_from_taakstelling_to_saldo_in_ten_cells_and_shows_its_code():
    cellen = run_notebook(ROOT / "notebooks" / "verkenning.py")
    assert len(cellen) == 10
    codes = [code for code, _ in cellen if code]
    assert codes[0].startswith('regio = lees_regio("voorbeeld:westfriesland")\n')
    assert codes[1] == 'per_jaar[["taakstelling", "opgave", "gehuisvest", "plichtig", "gezin"]].round(0)'
    assert "Het krapste jaar is" in cellen[-1][1].text
