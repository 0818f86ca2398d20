"""A new region folder: what comes along from an example, and what may not."""

import re

import pytest

from finance.fouten import Invoerfout
from reports.opdrachten.controle import check_folder
from scenarios.boeken.map import read_folder
from scenarios.grond.gegevens import data_path
from scenarios.inbrengen.skelet import write_skeleton
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.nieuw import copy_region, find_gemeenten
from scenarios.regiomap.regio import read_region


def test_a_copy_of_the_example_holds_no_figures_of_its_council(tmp_path):
    bestanden, over = copy_region("voorbeeld:westfriesland", tmp_path / "regio")
    namen = {p.relative_to(tmp_path / "regio").as_posix() for p in bestanden}
    assert "begroting.csv" not in namen
    assert not any(n.startswith("verantwoording") for n in namen)
    doelen = (tmp_path / "regio" / "doelen.toml").read_text(encoding="utf-8")
    assert "[[meting]]" not in doelen
    assert doelen.count("[[doel]]") == 10
    assert {"instroom.csv", "contracten.csv", "trajecten.toml"} <= over.keys()


def test_asked_for_it_comes_along(tmp_path):
    copy_region("voorbeeld:westfriesland", tmp_path / "regio", met_voorbeeld=True)
    assert (tmp_path / "regio" / "begroting.csv").is_file()
    assert "[[meting]]" in (tmp_path / "regio" / "doelen.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("van", ["westfriesland", "regio-alkmaar", "noordkop", "rijssen-holten", "landelijk"])
def test_a_folder_of_own_gemeenten_names_no_other(tmp_path, van):
    bestanden, over = copy_region(f"voorbeeld:{van}", tmp_path / "regio", gemeenten=["Amersfoort", "GM0327"])
    assert "instroom.csv" not in over
    tekst = "".join(p.read_text(encoding="utf-8") for p in bestanden if p.suffix == ".csv" or p.name == "regio.toml")
    vreemd = set(shipped().bevolking.namen) - {"GM0307", "GM0327"}
    assert not [code for code in vreemd if code in tekst]
    assert 'naam = "Amersfoort en Leusden"' in tekst


def test_a_folder_of_own_gemeenten_can_be_computed(tmp_path):
    copy_region("voorbeeld:landelijk", tmp_path / "regio", gemeenten=["Amersfoort", "Leusden"])
    regio, model = check_folder(str(tmp_path / "regio"))
    assert [g.naam for g in regio.gemeenten] == ["Amersfoort", "Leusden"]
    # A fixed sum of the country is not a fixed sum of two gemeenten: 1.07% of the inhabitants, 1.07% of 19.66 million.
    (vast,) = [c for c in regio.contracten if c.betaling == "vast"]
    inwoners = shipped().bevolking
    deel = sum(inwoners.of(c, 2021) for c in ("GM0307", "GM0327")) / inwoners.national(2021)
    assert vast.prijs == pytest.approx(19_660_000 * deel, abs=1)
    assert model.gemeenten[0].vaste_lasten.sum() > 0


def test_a_folder_with_errors_is_no_start_for_others(tmp_path):
    copy_region("voorbeeld:landelijk", tmp_path / "regio")
    (tmp_path / "regio" / "contracten.csv").write_text("contract;prijs\n", encoding="utf-8")
    with pytest.raises(Invoerfout, match=r"contracten\.csv"):
        copy_region(str(tmp_path / "regio"), tmp_path / "ander", gemeenten=["Leusden"])
    assert not (tmp_path / "ander").exists()


def test_names_and_codes_of_merged_gemeenten_are_those_of_today():
    assert find_gemeenten(shipped(), ["heerhugowaard", "GM0416"]) == {"GM1980": "Dijk en Waard"}
    with pytest.raises(Invoerfout, match="Bedoeld is misschien: Amersfoort"):
        find_gemeenten(shipped(), ["Amersfort"])


@pytest.mark.parametrize(
    "pad", sorted((data_path() / "regios").rglob("*.toml")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_what_is_copied_to_the_user_speaks_dutch(pad):
    """A controller reads the comments of an example in the folder of the gemeente."""
    toelichting = " ".join(r for r in pad.read_text(encoding="utf-8").splitlines() if r.startswith("#")).lower()
    assert not re.findall(r"\b(the|and|with|from|are|this|their|which)\b", toelichting)


def test_empty_books_of_own_gemeenten_can_be_read(tmp_path):
    copy_region("voorbeeld:landelijk", tmp_path / "regio", gemeenten=["Amersfoort", "Leusden"])
    bestanden = write_skeleton(tmp_path / "regio", read_region(str(tmp_path / "regio")).bestand.gemeente)
    boeken = read_folder(str(tmp_path / "regio"))
    assert boeken.instellingen.zelfstandige_uitvoering == {"GM0307": True, "GM0327": True}
    assert boeken.boekingen.tabel.empty
    assert {p.name for p in bestanden} >= {"beschikkingen.csv", "tellingen.csv", "standen.csv", "vertaling.csv"}
