"""The README and the pages in docs show what the program gives: their figures are compared with a run."""

from pathlib import Path

import pytest

from docs.beelden.schermen import MAP, dashboard_text, report_text, workbook_text
from scenarios import lees_regio, simuleer
from tests.warm import run as spuk

README = Path(__file__).parents[2] / "README.md"
DOCS = README.parent / "docs"


@pytest.fixture(scope="module")
def raming(tmp_path_factory):
    """What `spuk raming` gives of the example: the folder with its files, and what it printed, line by line."""
    map_ = tmp_path_factory.mktemp("raming")
    uit = spuk("raming", "voorbeeld:westfriesland", "--uit", map_, cwd=map_)
    assert uit.returncode == 0, uit.stderr
    return map_, [" ".join(regel.split()) for regel in uit.stdout.splitlines()]


@pytest.mark.parametrize(("pagina", "minstens"), [(README, 1), (DOCS / "uitvoer.md", 30)], ids=lambda x: str(x)[-10:])
def test_the_excerpt_on_the_page_is_what_a_run_prints(raming, pagina, minstens):
    blok = pagina.read_text(encoding="utf-8").split("```text\n", 1)[1].split("```", 1)[0]
    regels = [" ".join(r.split()) for r in blok.splitlines() if r.strip() and r.strip() != "..."]
    # Where the files went depends on where it ran.
    verwacht = [r for r in regels if not r.startswith("Geschreven")]
    assert len(verwacht) >= minstens
    ontbreekt = [r for r in verwacht if r not in raming[1]]
    assert not ontbreekt, "\n".join(ontbreekt)


@pytest.mark.parametrize("naam", ["rapport", "werkboek", "dashboard"])
def test_a_screenshot_shows_what_a_run_gives(raming, naam):
    """Its text, which stands beside it: letters and pixels may differ."""
    map_, _ = raming
    nu = {
        "rapport": lambda: report_text((map_ / "rapport.html").read_text(encoding="utf-8")),
        "werkboek": lambda: workbook_text(map_ / "raming.xlsx"),
        "dashboard": dashboard_text,
    }[naam]()
    assert (MAP / f"{naam}.txt").read_text(encoding="utf-8") == nu, "vernieuw met: make beelden"
    assert 1_000 < (MAP / f"{naam}.webp").stat().st_size < 150_000


def test_the_back_test_in_the_docs_is_what_the_program_prints():
    tekst = (DOCS / "terugblik.md").read_text(encoding="utf-8")
    tekst = tekst.split("## Westfriesland: personen", 1)[1].split("![", 1)[0]
    verwacht = [" ".join(r.strip("|").replace(" | ", " ").split()) for r in tekst.splitlines() if r.startswith("| ")]
    uit = spuk("terugblik", "voorbeeld:westfriesland")
    assert uit.returncode == 0, uit.stderr
    gedrukt = {" ".join(r.split()) for r in uit.stdout.splitlines()}
    rijen = [r for r in verwacht if not r.startswith(("Wat", "---"))]
    assert len(rijen) >= 9 + 7
    assert [r for r in rijen if r not in gedrukt] == [], "vernieuw met: make ijking"


def test_what_expected_values_flatter_in_the_docs_is_what_a_run_gives():
    alinea = " ".join((DOCS / "model.md").read_text(encoding="utf-8").split("`--verwacht` runs", 1)[1].split())
    regio = lees_regio("voorbeeld:westfriesland")
    verwacht, getrokken = (simuleer(regio, trekkingen=n).resultaat.totaal for n in (0, 10_000))

    def both(grootheid: str, deler: float, vorm: str) -> list[str]:
        return [f"{r.value(grootheid, -1, 'verwacht') / deler:{vorm}}".replace(".", ",") for r in (verwacht, getrokken)]

    assert "lasten {} million against {} (".format(*both("lasten", 1e6, ".3f")) in alinea
    assert "doorgeschoven lasten {} against {} thousand".format(*both("doorschuiven", 1e3, ".0f")) in alinea
    assert "to be taken along {} against {} thousand".format(*both("meenemen", 1e3, ".0f")) in alinea
    assert "own saldo {} against {} thousand".format(*both("saldo", 1e3, ".0f")) in alinea
