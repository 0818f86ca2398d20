"""Grids: every point is what it would be alone, and what was finished is not done again."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.fouten import Invoerfout
from finance.voorzieningen import POTTEN, VOORZIENINGEN
from scenarios.engine.delta import families
from scenarios.engine.grid import Store, grid_scenarios, parse_axes, run_grid
from scenarios.engine.threads import Threads, run, run_together
from scenarios.engine.work import Run
from scenarios.grond.trekking import Trekking
from scenarios.model.grootheden import GROOTHEDEN
from scenarios.model.lasten import Stappen
from scenarios.model.model import build_model
from scenarios.model.personen import draw_volumes
from scenarios.model.regels import EENMALIG
from scenarios.model.simulatie import account, simulate_country, weigh_country
from scenarios.onzekerheid.drijvers import leave_out
from scenarios.onzekerheid.spreiding import LOOP
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.wijziging import Veranderaar, Wijziging
from scenarios.waarheid.feiten import read_truth
from tests.hulp_model import same_bits

ASSEN = (
    "prijs.leerroute_b1*=1,1.1,1.2",
    "mix.asielstatushouder.z=0.2,0.3",
    "parameter.prestatiebekostiging@2027-01-01=korting",
)


@pytest.fixture(scope="module")
def regio():
    """Three gemeenten: enough to add up."""
    return read_region("voorbeeld:noordkop")


@pytest.fixture(scope="module")
def modellen(regio):
    punten = grid_scenarios(BASIS, parse_axes(ASSEN, regio.bestand.peildatum))
    return [build_model(regio, punt) for _, punt in punten]


class Teller(Threads):
    """Counts the partijen that were really computed, and may break off."""

    def __init__(self, stop=None):
        super().__init__(2)
        self.gedaan = 0
        self.stop = stop

    def compute(self, rekenaar, partij, aside=None):
        if self.gedaan == self.stop:
            raise KeyboardInterrupt
        self.gedaan += 1
        yield from super().compute(rekenaar, partij, aside)


def template(modellen):
    return Run(modellen, 2500, 1, 0.9, partij=2048)


def test_points_are_the_product(modellen):
    assert [m.scenario.split()[:2] for m in modellen][:3] == [
        ["prijs.leerroute_b1=1", "mix.asielstatushouder.z=0.2"],
        ["prijs.leerroute_b1=1", "mix.asielstatushouder.z=0.3"],
        ["prijs.leerroute_b1=1.1", "mix.asielstatushouder.z=0.2"],
    ]
    assert len(modellen) == 6


def test_every_point_is_what_it_would_be_alone(modellen, tmp_path):
    samen = run_grid(modellen, template, Threads(2), Store(tmp_path))
    for model, resultaat in zip(modellen, samen, strict=True):
        assert same_bits(resultaat, run(model, 2500, workers=1, partij=2048))


GELD = (
    {"veld": "prijs.leerroute_z", "factor": 1.3},
    {"veld": "prijs.tolken", "factor": 0.5},
    {"veld": "prijs.leerroute_onderwijs", "factor": 1.2},
    {"veld": "vast.beleid_inkoop", "factor": 1.1},
    {"veld": "vast.tolken", "erbij": 20_000.0},
    {"veld": "prijs.leerroute_b1.taal en participatie", "waarde": 12_500.0},
    {"veld": "prijs.map", "waarde": 1_200.0, "p10": 1_000.0, "p90": 1_500.0},
    {"veld": "gebruik.tolken", "factor": 2.0},
    {"veld": "gemeentefonds", "factor": 0.9},
    {"veld": "onderwijsroute", "factor": 0.5},
    {"veld": "parameter.bedrag_asiel_b", "factor": 1.2},
    {"veld": "parameter.gewicht_asiel_d", "factor": 2.0},
    {"veld": "parameter.ruimte_percentage", "waarde": 0.0},
    {"veld": "parameter.onderwijsroute_ruimte", "waarde": 0.0},
    {"veld": "parameter.prestatiebekostiging", "waarde": "korting"},
    {"veld": "parameter.aandeel_plichtig", "factor": 0.9},
    {"veld": "parameter.nadere_voorlopige", "waarde": "ja"},
)


@settings(max_examples=6)
@given(st.lists(st.tuples(st.sampled_from(GELD), st.sampled_from([2025, 2027, 2029])), min_size=1, max_size=3))
def test_whatever_moves_no_person_is_settled_as_if_alone(regio, wijzigingen):
    """Followers take turns in one copy of their leader: nothing of one may be left behind in the next."""
    lijst = [Wijziging(vanaf=date(jaar, 1, 1), **w) for w, jaar in wijzigingen]
    punten = [build_model(regio, Scenario(naam=f"punt {i}", wijziging=(w,))) for i, w in enumerate(lijst)]
    modellen = (build_model(regio, BASIS), *punten, build_model(regio, Scenario(naam="alle", wijziging=tuple(lijst))))
    assert len(families(modellen)) == 1
    samen = run_together(Run(modellen, 300, 1, 0.9), Threads(2))
    for model, resultaat in zip(modellen, samen, strict=True):
        assert same_bits(resultaat, run(model, 300))


@pytest.mark.parametrize(
    ("wijziging", "anders", "zelfde"),
    [
        (
            {"veld": "prijs.leerroute_b1", "factor": 1.1},
            {"lasten", "besteding", "meenemen", "saldo", "lasten.leerroute_b1", "netto_terug"},
            {"spuk_definitief", "ruimte", "budget", "saldo_gemeentefonds", "lasten.leerroute_z", "gestart_b1"},
        ),
        (
            {"veld": "parameter.gewicht_asiel_a", "factor": 1.1},
            {"spuk_voorlopig", "spuk_definitief", "ruimte", "budget", "meenemen", "saldo", "netto_terug"},
            {"lasten", "saldo_gemeentefonds", "tekort_onderwijsroute", "lasten.leerroute_b1", "gemeentefonds"},
        ),
    ],
)
def test_a_point_carries_what_its_money_touches_and_no_more(regio, wijziging, anders, zelfde):
    punt = Scenario(naam="punt", wijziging=(Wijziging(vanaf=date(2027, 1, 1), **wijziging),))
    ((_, ((_, delta),)),) = [(f.leader, f.followers) for f in families([build_model(regio, s) for s in (BASIS, punt)])]
    namen = {GROOTHEDEN[k].naam for k in delta.rows}
    assert anders <= namen
    assert not zelfde & namen
    assert regio.bestand.eindjaar - 2022 >= delta.year == 5


def change(regio, veld, vanaf):
    """A change of one field that the model accepts."""
    if veld.startswith("parameter."):
        parameter = regio.parameters[veld.removeprefix("parameter.")]
        if parameter.keuzes:
            return Wijziging(veld=veld, vanaf=vanaf, waarde=parameter.keuzes[-1])
        if parameter.naam.startswith(EENMALIG) and not parameter.naam.startswith("gewicht_asiel_"):
            vanaf = date(2022, 1, 1)
    if veld == "parameter.onderwijsroute_landelijk":
        # An amount where there was none: the SPUK onderwijsroute then lasts until the end.
        return Wijziging(veld=veld, vanaf=vanaf, waarde=1.0)
    if veld.startswith("mix."):
        return Wijziging(veld=veld, vanaf=vanaf, waarde=0.3)
    return Wijziging(veld=veld, vanaf=vanaf, factor=1.4 if veld.startswith("prijs.") else 0.7)


def elsewhere(voorziening, vanaf):
    """Another pot pays: the gemeentefonds, or the SPUK where that did."""
    pot = "gemeentefonds" if VOORZIENINGEN[voorziening].pot != "gemeentefonds" else "spuk"
    return tuple(Wijziging(veld=f"verdeling.{voorziening}.{p}", vanaf=vanaf, waarde=float(p == pot)) for p in POTTEN)


def all_levers(regio, vanaf):
    """Every field that a scenario of this region can change, as the model itself names them."""
    velden, unknown = set(), Veranderaar.unknown

    def remember(zelf, *plaats):
        velden.update(zelf.bekend)
        return unknown(zelf, *plaats)

    with pytest.MonkeyPatch.context() as wijzig:
        wijzig.setattr(Veranderaar, "unknown", remember)
        build_model(regio, BASIS)
    verdeeld = {veld.split(".")[1] for veld in velden if veld.startswith("verdeling.")}
    los = (veld for veld in velden if not veld.startswith("verdeling."))
    punten = {veld: (change(regio, veld, vanaf),) for veld in sorted(los)}
    return punten | {v: elsewhere(v, vanaf) for v in sorted(verdeeld)}


KORT = Trekking(1, 0, 128)
"""A block of few draws: enough to see a bit."""


def settled(model, g, land, volumes):
    """All quantities of gemeente number `g`, settled whole. (k, j, n)"""
    uit = np.empty((len(GROOTHEDEN), len(model.tijdas.jaren), KORT.aantal))
    account(model, model.gemeenten[g], land, volumes, uit)
    return uit


TEKORT = tuple(
    Wijziging(veld=veld, vanaf=date(2022, 1, 1), waarde=waarde)
    for veld, waarde in (
        ("verdeling.leerroute_onderwijs.spuk", 0.0),
        ("verdeling.leerroute_onderwijs.spuk_onderwijsroute", 1.0),
        ("onderwijsroute", 1000.0),
    )
)
"""Only the SPUK onderwijsroute pays for that route, and it cannot: the other SPUK bears the rest."""


@pytest.mark.parametrize(
    ("naam", "vanaf", "eindjaar", "basis"),
    [
        pytest.param("zevenlinden", date(2025, 1, 1), 2030, (), id="closed years, and one booked in part"),
        pytest.param("rijssen-holten", date(2023, 1, 1), 2029, (), id="open years only"),
        pytest.param("rijssen-holten", date(2023, 1, 1), 2025, TEKORT, id="a shortfall of the SPUK onderwijsroute"),
    ],
)
def test_every_lever_is_settled_as_if_alone(naam, vanaf, eindjaar, basis):
    """To the last bit, and what is not named as possibly different is what it was."""
    regio = read_truth(f"voorbeeld:{naam}")
    regio = replace(regio, bestand=regio.bestand.model_copy(update={"eindjaar": eindjaar}))
    # Expanding the weights in pace for a hundred models takes minutes; `alone` below does it for fewer.
    regio = leave_out(regio, LOOP)
    punten = {"basis": (), **all_levers(regio, vanaf)}
    modellen = tuple(build_model(regio, Scenario(naam=n, wijziging=(*basis, *w))) for n, w in punten.items())
    gezinnen = families(modellen)
    assert sum(len(f.followers) for f in gezinnen) > 80
    anders = set()
    for leider, volgers in ((modellen[f.leader], f.followers) for f in gezinnen if f.followers):
        land = simulate_country(leider, KORT)
        for g, gemeente in enumerate(leider.gemeenten):
            volumes = draw_volumes(leider, gemeente, land, KORT)
            voor = settled(leider, g, land, volumes)
            werk, vorige = voor.copy(), Stappen()
            for model, delta in ((modellen[m], delta) for m, delta in volgers):
                eigen = weigh_country(model, land)
                account(model, model.gemeenten[g], eigen, volumes, werk, delta.steps | vorige)
                vorige, alleen = delta.steps, settled(model, g, eigen, volumes)
                gelijk = np.ones(voor.shape[:2], dtype=bool)
                gelijk[delta.rows, delta.year :] = False
                if not (np.array_equal(werk, alleen) and np.array_equal(alleen[gelijk], voor[gelijk])):
                    anders.add(model.scenario)
    assert anders == set()


def test_resuming_after_an_interruption(modellen, tmp_path):
    heel = run_grid(modellen, template, Threads(2), Store(tmp_path / "heel"))
    # Two partijen of six points side by side: two pieces of work. The second is broken off.
    with pytest.raises(KeyboardInterrupt):
        run_grid(modellen, template, Teller(stop=1), Store(tmp_path / "deels"))
    bewaard = sorted((tmp_path / "deels").iterdir())
    assert len(bewaard) == 6
    # One of the kept pieces is damaged on disk, another cut short: they are done again.
    bewaard[0].write_bytes(bewaard[0].read_bytes()[:-1] + b"x")
    bewaard[1].write_bytes(bewaard[1].read_bytes()[:100])
    standen = []
    verder = Teller()
    na = run_grid(modellen, template, verder, Store(tmp_path / "deels"), lambda *stand: standen.append(stand))
    assert all(same_bits(a, b) for a, b in zip(heel, na, strict=True))
    assert standen[0] == (4, 12)
    assert standen[-1] == (12, 12)
    niets = Teller()
    run_grid(modellen, template, niets, Store(tmp_path / "deels"))
    assert niets.gedaan == 0


def test_another_seed_takes_nothing_over(modellen, tmp_path):
    run_grid(modellen[:1], template, Threads(1), Store(tmp_path))
    opnieuw = Teller()
    run_grid(modellen[:1], lambda m: Run(m, 2500, 2, 0.9, partij=2048), opnieuw, Store(tmp_path))
    assert opnieuw.gedaan == 2


def test_more_draws_take_over_what_is_whole(modellen, tmp_path):
    run_grid(modellen[:1], template, Threads(1), Store(tmp_path))
    langer = Teller()
    run_grid(modellen[:1], lambda m: Run(m, 4000, 1, 0.9, partij=2048), langer, Store(tmp_path))
    # The first partij of 2,000 is there; the second held 500 draws and is now whole.
    assert langer.gedaan == 1


@pytest.mark.parametrize("tekst", ["prijs", "prijs=", "=1", "prijs*=duur", "prijs@morgen=1", "prijs@2027-13-01=1"])
def test_a_wrong_axis_is_explained(tekst):
    with pytest.raises(Invoerfout, match="--raster"):
        parse_axes([tekst], date(2026, 1, 1))


@pytest.mark.parametrize("waarden", ["3", "1,2,3", "1.0,3.0", "1,2"])
def test_whole_factors_are_read(waarden):
    (axis,) = parse_axes([f"gezin*={waarden}"], date(2026, 1, 1))
    assert axis.values == tuple(waarden.split(","))


@pytest.mark.parametrize("waarden", ["1,3", "1,15", "0,9,1,15", "0,9"])
def test_factors_that_may_be_decimals_with_a_comma_are_refused(waarden):
    with pytest.raises(Invoerfout, match=r"hele als 1\.0,3\.0"):
        parse_axes([f"gezin*={waarden}"], date(2026, 1, 1))


def test_the_same_field_twice_is_refused():
    with pytest.raises(Invoerfout, match="meer dan één keer"):
        parse_axes(["gezin=1", "gezin*=2"], date(2026, 1, 1))


def test_an_unknown_field_is_explained(regio):
    ((_, punt),) = grid_scenarios(BASIS, parse_axes(["prijs.leerroute_b2*=1"], date(2026, 1, 1)))
    with pytest.raises(Invoerfout, match=r"prijs\.leerroute_b1"):
        build_model(regio, punt)
