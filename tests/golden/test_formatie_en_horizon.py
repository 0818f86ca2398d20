"""Own people in fte, contracts until further notice and the default horizon, worked out by hand."""

import shutil
from datetime import date

import pytest

from finance.fouten import Invoerfout
from scenarios.grond.gegevens import data_path
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import OPEN, Regiobestand
from scenarios.regiomap.nieuw import copy_region
from scenarios.regiomap.regio import choose_scenarios, read_region


@pytest.fixture
def regiomap(tmp_path):
    shutil.copytree(data_path() / "regios" / "rijssen-holten", tmp_path / "regio")
    return tmp_path / "regio"


def fixed(regiomap):
    """Fixed lasten per year of the only gemeente."""
    regio = read_region(str(regiomap))
    (gemeente,) = build_model(regio, choose_scenarios(regio, ())[0]).gemeenten
    return dict(zip(range(2022, regio.bestand.eindjaar + 1), gemeente.vaste_lasten.sum(axis=0), strict=True))


def test_two_and_a_half_fte_of_96000_from_april_2027(regiomap):
    voor = fixed(regiomap)
    (regiomap / "formatie.csv").write_text(
        "functie;fte;prijs;van;status;bron\nRegisseur;2,5;96.000,00;2027-04-01;raming;eigen opgave\n", encoding="utf-8"
    )
    na = fixed(regiomap)
    # 2,5 x 96.000 = 240.000 a year; nine months of 2027, without an index because there is no prijspeil.
    assert {j: round(na[j] - voor[j], 2) for j in na} == {
        2022: 0, 2023: 0, 2024: 0, 2025: 0, 2026: 0, 2027: 180_000, 2028: 240_000, 2029: 240_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rij", "tekst"),
    [
        ("Regie;2;90000;beleid_inkop;2027-01-01;;alle", "Bedoeld is misschien: beleid_inkoop"),
        ("Regie;2;90000;pip;2027-01-01;2027-12-31;alle", "Bedoeld is misschien: tot = 2028-01-01"),
        ("Regie;-2;90000;pip;2027-01-01;;alle", "veld fte: gevonden -2; verwacht een formatie van 0 tot en met 10.000"),
        ("Regie;2;90000;pip;2027-01-01;;Rijsen", "gemeente 'Rijsen'"),
    ],
)
def test_a_wrong_row_of_formatie_is_told_in_dutch(regiomap, rij, tekst):
    kop = "functie;fte;prijs;voorziening;van;tot;gemeenten;status;bron"
    (regiomap / "formatie.csv").write_text(f"{kop}\n{rij};raming;eigen opgave\n", encoding="utf-8")
    with pytest.raises(Invoerfout) as fout:
        read_region(str(regiomap))
    (melding,) = fout.value.meldingen
    assert str(melding).startswith("formatie.csv, regel 2")
    assert tekst in str(melding)
    assert "validation" not in str(melding)


def test_a_contract_without_an_end_is_one_that_ends_after_the_horizon(regiomap):
    pad = regiomap / "contracten.csv"
    voor = fixed(regiomap)
    tekst = pad.read_text(encoding="utf-8")
    assert ",2030-01-01," in tekst
    pad.write_text(tekst.replace(",2030-01-01,", ",,"), encoding="utf-8")
    assert fixed(regiomap) == voor
    assert any(c.tot == OPEN for c in read_region(str(regiomap)).contracten)


@pytest.mark.parametrize(("peildatum", "eindjaar"), [("2026-01-01", 2030), ("2026-07-01", 2030), ("2027-01-01", 2031)])
def test_the_horizon_is_the_begroting_of_next_year_and_three_more(peildatum, eindjaar):
    kaal = {
        "naam": "Proef",
        "peildatum": date.fromisoformat(peildatum),
        "gemeente": [{"code": "GM0405", "naam": "Hoorn"}],
    }
    assert Regiobestand.model_validate(kaal).eindjaar == eindjaar
    assert Regiobestand.model_validate({**kaal, "eindjaar": 2028}).eindjaar == 2028


def test_the_begroting_of_2027_works_from_the_defaults(tmp_path):
    copy_region("voorbeeld:landelijk", tmp_path / "regio", gemeenten=["Amersfoort"])
    regio = read_region(str(tmp_path / "regio"))
    assert "eindjaar" not in (tmp_path / "regio" / "regio.toml").read_text(encoding="utf-8")
    model = build_model(regio, choose_scenarios(regio, ())[0])
    assert model.tijdas.jaren == tuple(range(2022, 2031))
    assert {c.contract for c in regio.contracten if c.voorziening == "leerroute_b1"} == {
        "B1-route 2022-2024", "B1-route vanaf 2025",
    }  # fmt: skip
