"""Levers of maatregelen.toml: their levels, what is refused, and the search on saldi made up here."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from finance.fouten import Invoerfout, Melding
from scenarios.afweging.maatregelen import lezen
from scenarios.afweging.maatregelen.bestand import MEESTE_MAATREGELEN, VOORBEELD, Maatregel, Maatregelenbestand
from scenarios.afweging.maatregelen.bewaren import keep_point
from scenarios.afweging.maatregelen.hefbomen import Hefboom, Hefboomstand, as_scenario, in_words, levels, money, pull
from scenarios.afweging.maatregelen.lezen import read_measures
from scenarios.afweging.maatregelen.zoeken import Maatregelpunt, Vraagstelling, front, search
from scenarios.model.model import Model, build_model
from scenarios.regiomap.lezen import read_toml, validate
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.ongelezen import unread_files
from scenarios.regiomap.regio import read_region
from tests.hulp_handregio import write_region

D2027 = date(2027, 1, 1)


def measure(**velden) -> Maatregel:
    basis = {"naam": "m", "status": "aanname", "bron": "test"}
    return Maatregel.model_validate({**basis, **velden})


def problems(**velden) -> str:
    meldingen: list[Melding] = []
    inhoud = {"naam": "m", "status": "aanname", "bron": "test", **velden}
    assert validate(inhoud, Maatregel, "maatregelen.toml", "", meldingen) is None
    return "; ".join(map(str, meldingen))


@pytest.mark.parametrize(
    ("velden", "veld", "factoren", "teksten"),
    [
        ({"soort": "prijs", "wat": "pip", "tot": -10, "stap": 5}, "prijs.pip", [0.95, 0.9], ["-5%", "-10%"]),
        # From 12 to 15 in a group each pays 12/13, 12/14 and 12/15 of the price.
        (
            {"soort": "groepsgrootte", "wat": "leerroute_b1", "nu": 12, "tot": 15, "stap": 1},
            "prijs.leerroute_b1",
            [12 / 13, 12 / 14, 12 / 15],
            ["13 per groep", "14 per groep", "15 per groep"],
        ),
        ({"soort": "uren", "wat": "tolken", "nu": 40, "tot": 30, "stap": 10}, "prijs.tolken", [0.75], ["30 uur"]),
        (
            {"soort": "fte", "wat": "beleid_inkoop", "nu": 2, "tot": 1.5, "stap": 0.25},
            "vast.beleid_inkoop",
            [0.875, 0.75],
            ["1,75 fte", "1,5 fte"],
        ),
        ({"soort": "vast", "wat": "beleid_inkoop", "tot": 10, "stap": 10}, "vast.beleid_inkoop", [1.1], ["+10%"]),
    ],
)
def test_levels_are_factors_on_what_they_are_about(velden, veld, factoren, teksten):
    niet, *standen = levels(measure(vanaf=D2027, **velden))
    assert (niet.tekst, niet.wijzigingen) == ("niet", ())
    assert [s.tekst for s in standen] == teksten
    assert [s.wijzigingen[0].factor for s in standen] == pytest.approx(factoren)
    assert {s.wijzigingen[0].veld for s in standen} == {veld}


def test_a_tender_has_a_level_per_day_and_a_field_one_per_value():
    data = (D2027, date(2028, 7, 1))
    _, *standen = levels(measure(soort="aanbesteding", wat="leerroute_z", data=data, verandering=-8))
    assert [(s.wijzigingen[0].vanaf, s.wijzigingen[0].factor) for s in standen] == [(d, 0.92) for d in data]
    veld = {"soort": "veld", "wat": "parameter.ruimte_percentage_vorig", "vanaf": D2027, "waarden": (0, 0.25)}
    _, *standen = levels(measure(**veld))
    assert [s.wijzigingen[0].waarde for s in standen] == [0, 0.25]


def test_costs_are_told_per_year():
    maatregel = measure(
        soort="groepsgrootte", wat="leerroute_b1", vanaf=date(2027, 7, 1), nu=12, tot=14, stap=1,
        kosten_eenmalig=1000, kosten_per_jaar=200, kosten_per_eenheid=50,
    )  # fmt: skip
    eigen = measure(naam="e", soort="eigen_geld", vanaf=date(2028, 1, 1), tot=5000, stap=5000)
    # Two more per group: 200 + 2 x 50 a year, half of it in the first, which has what is paid once.
    geld = money(pull((maatregel, eigen)), (2, 1), (2026, 2027, 2028))
    assert geld.lasten.tolist() == [0, 1000 + 150, 300]
    assert geld.erin.tolist() == [0, 0, 5000]
    assert geld.kosten == 6450
    assert geld.saldo.tolist() == [0, -1150, 4700]


@pytest.mark.parametrize(
    ("velden", "woord"),
    [
        ({"soort": "prijs", "vanaf": D2027, "tot": -10, "stap": 5}, "wat: waar prijs over gaat"),
        ({"soort": "prijs", "wat": "pip", "vanaf": D2027, "tot": -10, "stap": 3}, "heel aantal stappen van 0"),
        ({"soort": "prijs", "wat": "pip", "vanaf": D2027, "tot": -110, "stap": 10}, "procent van de invoer"),
        ({"soort": "prijs", "wat": "pip", "vanaf": D2027, "tot": 0, "stap": 10}, "heel aantal stappen"),
        ({"soort": "prijs", "wat": "pip", "vanaf": D2027, "tot": 10, "stap": 0.1}, "ten hoogste 60 stappen"),
        ({"soort": "veld", "wat": "fte", "vanaf": D2027, "waarden": tuple(range(61))}, "ten hoogste 60 waarden"),
        ({"soort": "veld", "wat": "fte", "vanaf": D2027, "waarden": (1, 2, 1)}, "waarden met iedere stand één keer"),
        ({"soort": "aanbesteding", "wat": "pip", "data": (D2027, D2027), "verandering": -8}, "data met iedere stand"),
        ({"soort": "uren", "wat": "tolken", "vanaf": D2027, "tot": 30, "stap": 5}, "nu bij soort uren"),
        ({"soort": "aanbesteding", "wat": "pip", "vanaf": D2027, "verandering": 5}, "data bij soort aanbesteding"),
        ({"soort": "eigen_geld", "vanaf": date(2027, 7, 1), "tot": 10, "stap": 5}, "1 januari"),
        ({"soort": "eigen_geld", "vanaf": D2027, "tot": 10, "stap": 5, "kosten_per_jaar": 1}, "geen kosten"),
        ({"soort": "prijs", "wat": "pip", "vanaf": D2027, "tot": 9, "stap": 9, "kosten_eenmalig": -1}, "een bedrag"),
    ],
)
def test_a_measure_that_is_not_whole_is_refused_with_all_that_is_wrong(velden, woord):
    assert woord in problems(**velden)


def test_all_that_a_measure_lacks_is_told_at_once():
    samen = problems(soort="uren", tot=30)
    for woord in ("wat: waar uren over gaat", "vanaf bij soort uren", "stap bij soort uren", "nu bij soort uren"):
        assert woord in samen


def test_the_example_that_is_shown_can_be_pasted(tmp_path):
    (tmp_path / "m.toml").write_text(VOORBEELD, encoding="utf-8")
    meldingen: list[Melding] = []
    assert read_toml(tmp_path / "m.toml", Maatregelenbestand, meldingen) is not None
    assert meldingen == []


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    return write_region(tmp_path)


def _write(map_: Path, *maatregelen: str) -> None:
    bron = 'status = "aanname"\nbron = "t"\n'
    tekst = "\n".join(f"[[maatregel]]\n{m}\n{bron}" for m in maatregelen)
    (map_ / "maatregelen.toml").write_text(tekst, encoding="utf-8")


def test_what_does_not_fit_the_region_is_told_together(map_):
    _write(
        map_,
        'naam = "a"\nsoort = "prijs"\nwat = "leerroute_c1"\nvanaf = 2027-01-01\ntot = -5\nstap = 5',
        'naam = "b"\nsoort = "uren"\nwat = "leerroute_b1"\nvanaf = 2027-01-01\nnu = 600\ntot = 500\nstap = 50',
        'naam = "c"\nsoort = "fte"\nwat = "beleid_inkoop"\nvanaf = 2027-01-01\nnu = 3\ntot = 2\nstap = 1',
        'naam = "c"\nsoort = "eigen_geld"\nvanaf = 2040-01-01\ntot = 10\nstap = 10',
    )
    with pytest.raises(Invoerfout) as fout:
        read_measures(read_region(str(map_)))
    tekst = str(fout.value)
    for woord in ("leerroute_c1", "betaald per traject", "nu 3 fte", "twee keer", "01-01-2040"):
        assert woord in tekst
    assert all(m.bestand == "maatregelen.toml" for m in fout.value.meldingen)


def test_a_field_that_no_scenario_can_have_so_is_told_of_the_measure(map_):
    _write(
        map_,
        'naam = "a"\nsoort = "veld"\nwat = "gebruik.pip"\nvanaf = 2027-01-01\nwaarden = [100]',
        'naam = "b"\nsoort = "veld"\nwat = "parameter.prestatiebekostiging"\nvanaf = 2027-01-01\nwaarden = ["soms"]',
        'naam = "c"\nsoort = "groepsgrootte"\nwat = "pip"\nvanaf = 2027-01-01\nnu = 50\ntot = 1\nstap = 1',
    )
    with pytest.raises(Invoerfout) as fout:
        read_measures(read_region(str(map_)))
    assert [m.plaats.split(",")[0] for m in fout.value.meldingen] == ["maatregel 'a'", "maatregel 'c'", "maatregel 'b'"]
    assert "soms" in str(fout.value)


GELD = 'naam = "g{n}"\nsoort = "eigen_geld"\nvanaf = 2027-01-01\ntot = {tot}\nstap = 1000'


def test_more_measures_than_can_be_weighed_are_refused_with_the_limit(map_):
    maat = 'naam = "m{n}"\nsoort = "prijs"\nwat = "leerroute_b1"\nvanaf = 2027-01-01\ntot = -5\nstap = 5'
    _write(map_, *(maat.format(n=n) for n in range(MEESTE_MAATREGELEN + 1)))
    with pytest.raises(Invoerfout, match="41 maatregelen; verwacht ten hoogste 40"):
        read_measures(read_region(str(map_)))
    _write(map_, GELD.format(n=1, tot=15_000), GELD.format(n=2, tot=15_000))
    with pytest.raises(Invoerfout, match="256 combinaties van eigen geld; verwacht ten hoogste 250"):
        read_measures(read_region(str(map_)))
    _write(map_, GELD.format(n=1, tot=60_000))
    assert len(read_measures(read_region(str(map_)))) == 1


def test_many_values_are_tried_together_and_only_the_wrong_ones_are_told(map_, monkeypatch):
    gebouwd: list[int] = []

    def build(*woorden: Any) -> Model:
        gebouwd.append(1)
        return build_model(*woorden)

    monkeypatch.setattr(lezen, "build_model", build)
    veld = 'naam = "v{n}"\nsoort = "veld"\nwat = "{wat}"\nvanaf = 2027-01-01\nwaarden = [{waarden}]'
    goed = [veld.format(n=n, wat="realisatie", waarden="0.8, 0.9, 1.1") for n in range(8)]
    _write(map_, *goed)
    assert len(read_measures(read_region(str(map_)))) == 8
    assert len(gebouwd) == 3
    _write(map_, *goed, veld.format(n=9, wat="realisatie", waarden="0.8, 7, 1.1"))
    with pytest.raises(Invoerfout) as fout:
        read_measures(read_region(str(map_)))
    assert [(m.plaats.split(",")[0], m.gevonden) for m in fout.value.meldingen] == [("maatregel 'v9'", "7")]
    assert len(gebouwd) == 3 + 3 + 9


def test_fte_are_those_of_the_formatie(map_):
    formatie = "functie,fte,prijs,status,bron\nregisseur,3,90000,aanname,t\n"
    (map_ / "formatie.csv").write_text(formatie, encoding="utf-8")
    _write(map_, 'naam = "c"\nsoort = "fte"\nwat = "beleid_inkoop"\nvanaf = 2027-01-01\nnu = 3\ntot = 2\nstap = 1')
    (maatregel,) = read_measures(read_region(str(map_)))
    assert levels(maatregel)[1].wijzigingen[0].factor == pytest.approx(2 / 3)


def test_the_file_is_read_and_its_slip_is_named(map_):
    (map_ / "maatregel.toml").write_text(VOORBEELD, encoding="utf-8")
    assert ("maatregel.toml", "maatregelen.toml") in list(unread_files(map_))
    (map_ / "maatregel.toml").rename(map_ / "maatregelen.toml")
    assert list(unread_files(map_)) == []


def test_a_set_is_kept_as_a_scenario_with_its_money_divided(map_):
    _write(map_, 'naam = "eigen"\nsoort = "eigen_geld"\nvanaf = 2027-01-01\ntot = 10\nstap = 10')
    regio = read_region(str(map_))
    hefbomen, vraag = pull(read_measures(regio)), Vraagstelling((2027,), 2027, 0.9)
    uitslag = search(hefbomen, vraag, lambda standen: np.full((2, 1, 10), -5.0))
    assert uitslag.beste is not None
    keep_point(regio, BASIS, uitslag, "pakket", None, False)
    (wijziging,) = read_region(str(map_)).scenarios["pakket"].wijziging
    assert (wijziging.veld, wijziging.erbij, wijziging.gemeenten) == ("eigen_geld", 10.0, ("Opmeer",))
    with pytest.raises(Invoerfout, match="tot en met 2"):
        keep_point(regio, BASIS, uitslag, "ander", 3, False)
    assert as_scenario(regio, BASIS, hefbomen, (0,), (2027,)).wijziging == ()


def test_the_front_holds_what_is_surer_than_all_that_costs_no_more():
    def punt(kosten, kans):
        return Maatregelpunt(kosten, kans, 0.0, (0,), 0.0)

    punten = [punt(0, 0.2), punt(10, 0.1), punt(10, 0.5), punt(20, 0.5), punt(30, 0.9)]
    assert [(p.kosten, p.kans) for p in front(punten)] == [(0, 0.2), (10, 0.5), (30, 0.9)]


def test_without_measures_that_reach_it_the_best_is_nothing():
    stand = Hefboomstand("x", levels(measure(soort="prijs", wat="pip", vanaf=D2027, tot=-5, stap=5))[1].wijzigingen)
    hefboom = Hefboom(measure(soort="prijs", wat="pip", vanaf=D2027, tot=-5, stap=5), (Hefboomstand("niet"), stand))
    uitslag = search((hefboom,), Vraagstelling((2027,), 2027, 0.9), lambda s: np.full((2, 1, 10), -100.0 + 50 * s[0]))
    assert uitslag.beste is None
    assert uitslag.volledig
    assert in_words(uitslag.hefbomen, uitslag.nu.standen) == "geen maatregelen"
