"""What a controller says in a scenario, worked out by hand: fte, euros, a tender, success, a wave, the korting."""

import shutil
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from finance.fouten import Invoerfout
from finance.voorzieningen import VOORZIENINGEN
from scenarios.engine.grid import parse_axes
from scenarios.engine.threads import run
from scenarios.grond.gegevens import data_path
from scenarios.grond.trekking import Verwachting
from scenarios.inzicht.aandacht import points_of_attention
from scenarios.model.model import build_model
from scenarios.model.simulatie import simulate_country
from scenarios.regiomap.gebeurtenissen import Gebeurtenis
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.wijziging import Wijziging

JAREN = range(2022, 2030)
ZONDER: dict[str, dict[int, float]] = {}
"""Fixed lasten of a region without any change."""


@pytest.fixture(scope="module")
def westfriesland():
    return read_region("voorbeeld:westfriesland")


@pytest.fixture
def met_formatie(tmp_path):
    """Rijssen-Holten with 3 fte of 96.000 euro."""
    doel = tmp_path / "regio"
    shutil.copytree(data_path() / "regios" / "rijssen-holten", doel)
    rij = "functie;fte;prijs;prijspeil;status;bron\nRegisseur;3;96000;;raming;eigen opgave\n"
    (doel / "formatie.csv").write_text(rij, encoding="utf-8")
    return read_region(str(doel))


def scenario(*wijzigingen):
    return Scenario(naam="proef", wijziging=tuple(Wijziging(**{"vanaf": date(2027, 1, 1)} | w) for w in wijzigingen))


def fixed(regio, *wijzigingen):
    """Fixed lasten of the region per year, without what movers cost."""
    model = build_model(regio, scenario(*wijzigingen))
    return dict(zip(JAREN, sum((g.vaste_lasten - g.verhuisd.lasten).sum(axis=0) for g in model.gemeenten), strict=True))


def more(regio, *wijzigingen):
    """What changes cost beside the region as it is, per year that differs."""
    if regio.naam not in ZONDER:
        ZONDER[regio.naam] = fixed(regio)
    voor, na = ZONDER[regio.naam], fixed(regio, *wijzigingen)
    return {j: round(na[j] - voor[j], 2) for j in JAREN if abs(na[j] - voor[j]) > 0.001}


def test_half_an_fte_more_costs_half_its_price(met_formatie):
    """0,5 x 96.000 = 48.000 a year from 2027; from 1 July 2028 only half of that year."""
    assert more(met_formatie, {"veld": "fte", "erbij": 0.5}) == {2027: 48_000, 2028: 48_000, 2029: 48_000}
    juli = {"veld": "fte.beleid_inkoop", "erbij": 0.5, "vanaf": date(2028, 7, 1)}
    assert more(met_formatie, juli) == {2028: 24_000, 2029: 48_000}
    # 3 becomes 2: a whole fte less.
    assert more(met_formatie, {"veld": "fte", "waarde": 2}) == dict.fromkeys((2027, 2028, 2029), -96_000)
    # 3 x 1,5 = 4,5, and 0,5 beside them: 2 more in all.
    beide = ({"veld": "fte", "factor": 1.5}, {"veld": "fte", "erbij": 0.5})
    assert more(met_formatie, *beide) == dict.fromkeys((2027, 2028, 2029), 192_000)


def test_fte_without_a_price_is_told(westfriesland):
    zonder = replace(westfriesland, contracten=tuple(c for c in westfriesland.contracten if not hasattr(c, "fte")))
    with pytest.raises(Invoerfout, match=r"formatie\.csv"):
        build_model(zonder, scenario({"veld": "fte", "erbij": 0.5}))


def test_a_fixed_sum_is_euros_of_the_region_together(westfriesland):
    """50.000 a year, 60.000 from 1 July 2028 on top: 30.000 in that year."""
    vast = {"veld": "vast.beleid_inkoop", "erbij": 50_000}
    assert more(westfriesland, vast) == dict.fromkeys((2027, 2028, 2029), 50_000)
    erbij = {"veld": "vast.beleid_inkoop", "erbij": 60_000, "vanaf": date(2028, 7, 1)}
    assert more(westfriesland, vast, erbij) == {2027: 50_000, 2028: 80_000, 2029: 110_000}
    # A sum for two gemeenten stays one sum.
    twee = {"veld": "vast.tolken", "erbij": 12_000, "tot": date(2028, 1, 1), "gemeenten": ("Hoorn", "Opmeer")}
    assert more(westfriesland, twee) == {2027: 12_000}


def test_a_fixed_sum_in_place_of_what_is_there(met_formatie):
    """288.000 of formatie and what the contracts say become 100.000; a factor after it works on that."""
    model = build_model(met_formatie, scenario({"veld": "vast.beleid_inkoop", "waarde": 100_000}))
    nummer = list(VOORZIENINGEN).index("beleid_inkoop")
    assert [round(x, 2) for x in model.gemeenten[0].vaste_lasten[nummer, 5:]] == [100_000] * 3
    keer = ({"veld": "vast.beleid_inkoop", "waarde": 100_000}, {"veld": "vast.beleid_inkoop", "factor": 1.2})
    model = build_model(met_formatie, scenario(*keer))
    assert [round(x, 2) for x in model.gemeenten[0].vaste_lasten[nummer, 5:]] == [120_000] * 3


def test_a_fixed_sum_follows_the_index_from_its_price_level(met_formatie):
    """40.000 of 2027 with an index of 3%: 40.000, 41.200 and 42.436."""
    index = {"veld": "index.prijzen", "waarde": 0.03}
    voor = fixed(met_formatie, index)
    na = fixed(met_formatie, index, {"veld": "vast.pip", "erbij": 40_000, "prijspeil": 2027})
    assert [round(na[j] - voor[j], 2) for j in (2027, 2028, 2029)] == [40_000, 41_200, 42_436]


def test_a_sum_cannot_fall_below_nothing(westfriesland):
    with pytest.raises(Invoerfout, match=r"vast\.pip"):
        build_model(westfriesland, scenario({"veld": "vast.pip", "erbij": -1}))


def euros(regio, *wijzigingen):
    """Euros per person who begins with B1 in the first half of 2028, over all years, of the first gemeente."""
    model = build_model(regio, scenario(*wijzigingen))
    eerste = model.gemeenten[0]
    return float(eerste.euros[0, 0, 12, 0].sum()), float(eerste.eenheden[0, 0, 12, 0].sum())


def test_a_price_in_euros_stands_from_its_day(westfriesland):
    """Without an index every traject begun costs 12.500; before it the price stays to the last bit."""
    vlak = {"veld": "index.prijzen", "waarde": 0.0}
    lasten, trajecten = euros(westfriesland, vlak, {"veld": "prijs.leerroute_b1", "waarde": 12_500})
    assert lasten == pytest.approx(12_500 * trajecten, rel=1e-12)
    # A factor from before no longer holds, one after it does.
    voor = ({"veld": "prijs.leerroute_b1", "factor": 1.4}, {"veld": "prijs.leerroute_b1", "waarde": 12_500})
    assert euros(westfriesland, vlak, *voor)[0] == lasten
    na = ({"veld": "prijs.leerroute_b1", "waarde": 12_500}, {"veld": "prijs.leerroute_b1", "factor": 1.1})
    assert euros(westfriesland, vlak, *na)[0] == pytest.approx(1.1 * lasten)


def test_a_tender_for_one_gemeente_leaves_the_others(westfriesland):
    def per_gemeente(*wijzigingen):
        model = build_model(westfriesland, scenario(*wijzigingen))
        return {g.naam: g.euros for g in model.gemeenten}

    was = per_gemeente()
    wordt = per_gemeente({"veld": "prijs.leerroute_b1", "waarde": 20_000, "gemeenten": ("Hoorn",)})
    anders = [naam for naam in was if not np.array_equal(was[naam], wordt[naam])]
    assert anders == ["Hoorn"]
    # Cohorts whose trajecten begin before 2027 keep their price.
    assert np.array_equal(was["Hoorn"][..., :5], wordt["Hoorn"][..., :5])


def test_a_tender_with_a_range_is_one_driver_from_its_day(westfriesland):
    (as_,) = parse_axes(["prijs.leerroute_b1@2027-01-01=11800/12500/14000"], date(2022, 1, 1))
    model = build_model(westfriesland, Scenario(naam="proef", wijziging=(as_.change(as_.values[0]),)))
    (drijver,) = [d for d in model.drijvers if d.naam == "prijzen aanbesteding leerroute_b1 2027-01-01"]
    # Both suppliers, of one tender: 11.800 / 12.500 and 14.000 / 12.500.
    assert {tuple(b) for b in drijver.banden.values()} == {(0.944, 1.12)}
    assert len(drijver.banden) == 2
    assert (drijver.vanaf, drijver.ronde) == (date(2027, 1, 1), "aanbesteding 2027-01-01")
    assert drijver.eigen


def test_the_price_of_a_part_needs_its_name(westfriesland):
    """Parts of 80% and 20% of the participants have one price; parts that add up have none together."""
    vlak = {"veld": "index.prijzen", "waarde": 0.0}
    model = build_model(westfriesland, scenario(vlak, {"veld": "prijs.leerroute_onderwijs", "waarde": 18_000}))
    g = model.gemeenten[0]
    v = 2
    assert g.euros[0, 2, 12, v].sum() == pytest.approx(18_000 * g.eenheden[0, 2, 12, v].sum())
    with pytest.raises(Invoerfout, match="geen prijs per eenheid"):
        build_model(
            replace(westfriesland, contracten=tuple(c for c in westfriesland.contracten if c.voorziening != "tolken")),
            scenario({"veld": "prijs.tolken", "waarde": 60}),
        )


def test_a_wave_is_the_event(westfriesland):
    """40 people in the first half of 2027 in Hoorn, said in one line or as an event."""
    kort = {"veld": "boeggolf", "waarde": 40, "tot": date(2027, 7, 1), "gemeenten": ("Hoorn",), "toelichting": "azc"}
    lang = Gebeurtenis(
        soort="boeggolf", vanaf=date(2027, 1, 1), tot=date(2027, 7, 1), gemeenten=("Hoorn",), personen=40,
        toelichting="azc",
    )  # fmt: skip
    een = run(build_model(westfriesland, scenario(kort)), 0)
    ander = run(build_model(westfriesland, Scenario(naam="proef", gebeurtenis=(lang,))), 0)
    assert np.array_equal(een.totaal.statistics, ander.totaal.statistics)


def test_the_korting_is_the_variant_and_its_percentage(westfriesland):
    kort = build_model(westfriesland, scenario({"veld": "korting", "waarde": 0.08})).regels
    assert kort.prestatie[5:] == ("korting",) * 3
    assert kort.prestatie[4] != "korting"
    assert [float(x) for x in kort.korting_percentage[5:]] == [0.08] * 3


def test_prices_and_the_spuk_have_an_index_of_their_own(westfriesland):
    model = build_model(
        westfriesland, scenario({"veld": "index.prijzen", "waarde": 0.05}, {"veld": "index.spuk", "erbij": 0.01})
    )
    basis = build_model(westfriesland, scenario())
    assert model.onzeker.indexen["index_contract"][5:].tolist() == [0.05] * 3
    verschil = model.onzeker.indexen["index_spuk"] - basis.onzeker.indexen["index_spuk"]
    assert verschil.round(6).tolist() == [0.0] * 5 + [0.01] * 3


def aia_of(regio, *wijzigingen):
    """Completed trajecten per year, TBA / SOM_GG and BA of the region, expected values."""
    uit = run(build_model(regio, scenario(*wijzigingen)), 0).totaal
    return [[uit.value(naam, j) for j in range(8)] for naam in ("afgerond", "spuk_ba")]


def test_less_success_costs_the_region_and_not_the_country(westfriesland):
    """Half as many succeed from 2025 on in every route: half as many completions from 2025, nothing before it.

    Completions of t-2 weigh d in GG: BA = GG / SOM_GG x TBA. As the region leaves SOM_GG alone, BA falls by d x what is
    missing x TBA / SOM_GG. National success at half instead raises BA, because SOM_GG falls.
    """
    half = [{"veld": f"geslaagd.{r}", "factor": 0.5, "vanaf": date(2025, 1, 1)} for r in ("b1", "z", "onderwijs")]
    was, wordt = aia_of(westfriesland), aia_of(westfriesland, *half)
    berekend = [j for j in range(8) if was[0][j] != wordt[0][j]]
    assert berekend, "no year is computed from 2025 on"
    assert [wordt[0][j] for j in berekend] == pytest.approx([was[0][j] / 2 for j in berekend])
    assert wordt[1][:5] == was[1][:5]
    mist = {j + 2: was[0][j] / 2 for j in berekend if j + 2 < 8}
    model = build_model(westfriesland, scenario())
    verhouding = simulate_country(model, Verwachting()).factor_definitief
    for j, aantal in mist.items():
        d = float(model.regels.gewichten[j].d)
        assert was[1][j] - wordt[1][j] == pytest.approx(d * aantal * verhouding[j, 0])
    landelijk = [
        {"veld": f"geslaagd_landelijk.{r}", "factor": 0.5, "vanaf": date(2025, 1, 1)} for r in ("b1", "z", "onderwijs")
    ]
    land = aia_of(westfriesland, *landelijk)
    assert land[0] == was[0]
    assert all(land[1][j] > was[1][j] for j in mist)


def test_a_result_that_is_paid_for_needs_its_share_in_the_input(westfriesland):
    """Nothing is computed half: the lasten of such a contract would not follow."""
    contracten = tuple(
        c.model_copy(update={"betaling": "termijnen", "termijnen": "start:0.5|resultaat:0.5"})
        if c.voorziening == "leerroute_b1"
        else c
        for c in westfriesland.contracten
    )
    op_resultaat = replace(westfriesland, contracten=contracten)
    with pytest.raises(Invoerfout, match="betaling op resultaat"):
        build_model(op_resultaat, scenario({"veld": "geslaagd.b1", "factor": 0.9}))
    build_model(op_resultaat, scenario({"veld": "geslaagd.z", "factor": 0.9}))


@pytest.mark.parametrize(
    ("wijziging", "gezegd"),
    [
        ({"veld": "index.prijzen", "waarde": 0.03}, False),
        ({"veld": "index.spuk", "waarde": 0.0}, False),
        ({"veld": "gezin", "factor": 1.1}, True),
    ],
)
def test_equal_indexes_are_told_as_long_as_nobody_chose_them(westfriesland, wijziging, gezegd):
    zinnen = points_of_attention(westfriesland, build_model(westfriesland, scenario(wijziging)))
    assert any("dezelfde index als de SPUK (1,8% per jaar)" in zin for zin in zinnen) == gezegd


@pytest.mark.parametrize(
    ("wijziging", "zegt"),
    [
        ({"vanaf": date(2041, 1, 1)}, "begint op 01-01-2041, na het eindjaar 2029"),
        ({"vanaf": date(2020, 1, 1), "tot": date(2022, 1, 1)}, "eindigt op 01-01-2022, voor de raming begint"),
        ({"vanaf": date(2027, 1, 1)}, ""),
    ],
)
def test_a_change_outside_the_years_of_the_forecast_is_told(westfriesland, wijziging, zegt):
    buiten = scenario({"veld": "gezin", "factor": 1.1, **wijziging})
    regio = replace(westfriesland, scenarios={buiten.naam: buiten})
    zinnen = [z for z in points_of_attention(regio, build_model(regio, buiten)) if "verandert dus niets" in z]
    assert [zegt in zin for zin in zinnen] == [True] * bool(zegt)


def test_an_event_of_the_region_after_its_years_is_told(westfriesland):
    gebeurtenis = Gebeurtenis(soort="boeggolf", vanaf=date(2041, 1, 1), personen=6, toelichting="AZC")
    regio = replace(westfriesland, bestand=westfriesland.bestand.model_copy(update={"gebeurtenis": (gebeurtenis,)}))
    zinnen = points_of_attention(regio, build_model(regio, BASIS))
    assert any("regio.toml: de gebeurtenis boeggolf begint op 01-01-2041" in zin for zin in zinnen)
