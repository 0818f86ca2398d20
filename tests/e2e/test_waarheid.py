"""One truth as a user meets it: every piece of a region with books gives the same figure."""

import shutil

import openpyxl
import pytest
from click.testing import CliRunner

from cli import main
from scenarios.waarheid.aansluiting import ROOD, VERANTWOORDING, _explain, reconcile
from tests.hulp import need_program
from tests.libreoffice import formula_differences, recalculate


def spuk(*woorden):
    return CliRunner().invoke(main, [str(w) for w in woorden])


@pytest.fixture(scope="module")
def regels(boekenmap):
    return reconcile(str(boekenmap))


def test_hoorn_2025_is_one_figure_in_every_piece(regels):
    """Lasten 1.321.178,19 by the bookings; uitkering 41 x 694,23 + 63 x 9.154,91 + 69 x 4.635,54 + 72 x 1.158,89;
    carried over 429.993,24 + 1.008.515,10 - 1.321.178,19."""
    posten = {
        "Lasten SPUK inburgeringsvoorzieningen": 132_117_819,
        "Uitkering SPUK": 4_100 * 69_423 // 100 + 63 * 915_491 + 69 * 463_554 + 72 * 115_889,
        "Mee te nemen": 42_999_324 + 100_851_510 - 132_117_819,
    }
    for post, bedrag in posten.items():
        regel = next(r for r in regels if (r.gemeente, r.jaar, r.post) == ("Hoorn", 2025, post))
        for stuk in ("raming", "tussenrapportage", "jaarrekening", "verantwoording"):
            assert regel.cijfers[stuk] == bedrag, (post, stuk)
        assert abs(regel.cijfers["SiSa"] - bedrag) <= 50


def test_no_figure_of_any_gemeente_or_year_is_red(regels):
    assert {r.jaar for r in regels} == {2022, 2023, 2024, 2025, 2026}
    assert len({r.gemeente for r in regels}) == 7
    assert [r for r in regels if r.rood] == []


def test_a_difference_without_a_reason_is_red():
    cijfers = {"raming": 100_000, VERANTWOORDING: 100_000, "SiSa": 100_100, "tussenrapportage": 100_050}
    regel = _explain("Hoorn", 2025, "Uitkering", cijfers)
    assert regel.redenen == {"SiSa": ROOD, "tussenrapportage": ROOD}
    assert regel.rood


def test_the_command_writes_the_sheet_and_ends_with_nil(boekenmap, tmp_path):
    uit = spuk("aansluiting", boekenmap, "--jaar", 2025, "--gemeente", "Hoorn", "--uit", tmp_path)
    assert uit.exit_code == 0, uit.output
    assert "Geen verschil zonder verklaring." in uit.output
    blad = openpyxl.load_workbook(tmp_path / "aansluiting.xlsx")["Aansluiting"]
    namen = {rij[0].value for rij in blad.iter_rows()}
    assert "Hoorn" in namen
    assert "Medemblik" not in namen


def test_the_workbook_with_closed_years_recalculates(zevenlinden, tmp_path):
    need_program("soffice", "libreoffice-calc")
    assert "Gerealiseerd (2022-2025)" in (zevenlinden / "scherm.txt").read_text(encoding="utf-8")
    aantal, verschillen = formula_differences(
        zevenlinden / "raming.xlsx", recalculate(zevenlinden / "raming.xlsx", tmp_path)
    )
    assert aantal > 3_000
    assert verschillen == []


def test_the_same_decisions_in_both_places_are_read_once_and_others_are_refused(boekenmap, tmp_path):
    map_ = shutil.copytree(boekenmap, tmp_path / "regio")
    shutil.copy(map_ / "verantwoording" / "beschikkingen.csv", map_ / "beschikkingen.csv")
    assert spuk("controleer", map_).exit_code == 0
    with (map_ / "beschikkingen.csv").open("a", encoding="utf-8") as f:
        f.write("2026;GM0405;Hoorn;spuk;voorlopig;26-09-2025;1,00;;;;;;;x\n")
    uit = spuk("raming", map_, "--verwacht", "--uit", tmp_path)
    assert uit.exit_code == 2
    assert "dezelfde regels op beide plekken, of één bestand" in uit.output
