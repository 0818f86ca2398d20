"""The pace of a region: what CBS counted nationally, and what its own counts make of it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scenarios.grond.gegevens import list_examples
from scenarios.inzicht.aandacht import points_of_attention
from scenarios.inzicht.volumes_raming import check_intake
from scenarios.model.model import build_model
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import BASIS, Verzameling
from scenarios.regiomap.nieuw import copy_region
from scenarios.regiomap.regio import read_region
from scenarios.volumes.tempo import learn_pace, reached, share_reached
from scenarios.volumes.trajecten import given_course, month_distribution
from tests.hulp_tellingen import row, with_gemeenten

# Verzonnen; the others begin at the pace of the country.
EIGEN_TEMPO = {"zevenlinden"}


def intake(model):
    return [(t.doelgroep, t.moment, t.model) for t in check_intake(model.verloop, shipped().parameters)]


@pytest.mark.parametrize("naam", sorted(set(list_examples()) - EIGEN_TEMPO))
def test_the_given_pace_of_an_example_is_that_of_cbs(naam):
    """CBS, Statistiek Wet inburgering 2022 and 2023: asiel 45% (cohort 2023) and 88% (cohort 2022, a year later), gezin
    and overig 55% and 90%."""
    trajecten = read_region(f"voorbeeld:{naam}").trajecten
    gegeven = [t.model for t in check_intake(given_course(trajecten, 120), shipped().parameters)]
    assert gegeven == pytest.approx([0.45, 0.88, 0.55, 0.90], abs=0.002)


def test_the_country_of_the_factor_has_the_same_pace():
    intake = read_region("voorbeeld:landelijk").trajecten.wachten["asielstatushouder"]["intake"]
    getallen = [shipped().parameters.in_year(f"landelijk_wachten_{n}", 2022).getal for n in ("intake", "intake_vorm")]
    assert [float(g) for g in getallen] == [intake.gemiddeld, intake.vorm]


def test_a_new_folder_begins_at_the_national_pace_whatever_it_was_copied_from(tmp_path):
    copy_region("voorbeeld:zevenlinden", tmp_path / "amersfoort", gemeenten=("Amersfoort",))
    nieuw, land = (read_region(str(x)).trajecten for x in (tmp_path / "amersfoort", "voorbeeld:landelijk"))
    assert nieuw.wachten == land.wachten


def test_share_reached_by_hand():
    """Half a year of arrivals, counted at its end: who came k months before the last month had k months. With half at
    once and half after three months: 50% in the last three months, 100% in the first three."""
    [cohort] = reached(
        [row("GM0405", 2024, 1, "inburgeringsplichtig", 12), row("GM0405", 2024, 1, "pip_vastgesteld", 5)],
        "asielstatushouder",
        "pip",
    )
    verdeling = np.zeros(24)
    verdeling[[0, 3]] = 0.5
    assert (cohort.personen, cohort.bereikt) == (12, 5)
    assert share_reached([cohort], verdeling) == pytest.approx(0.75)
    later = replace(cohort, geteld_tot=date(2024, 10, 1))
    assert share_reached([later], verdeling) == pytest.approx(1.0)


def test_own_counts_move_the_pace_by_their_number():
    """Westfriesland on 1-7-2023: 192 of 260 had a PIP. The national pace gives 39% by then, and weighs 20 persons:
    (20 x 0,3879 + 192) / 280 = 0,7134. 175 of 260 had started."""
    model = build_model(read_region("voorbeeld:westfriesland"), BASIS)
    pip, start, *_ = model.tempo
    assert pip.eigen == pytest.approx(192 / 260)
    assert (pip.waarnemingen, pip.gewicht) == (260, 20)
    assert pip.uitkomst == pytest.approx((20 * pip.anders + 192) / 280, abs=1e-5)
    assert pip.uitkomst == pytest.approx(0.7134, abs=0.0005)
    assert start.uitkomst == pytest.approx((20 * start.anders + 175) / 280, abs=1e-5)
    # And the course that comes of it gives that share back.
    stappen = model.verloop.wachten["asielstatushouder"]
    tot_pip = 0.915 * np.convolve(stappen["intake"], stappen["pip"])
    cohorten = reached(read_region("voorbeeld:westfriesland").instroom, "asielstatushouder", "pip")
    assert share_reached(cohorten, tot_pip) == pytest.approx(pip.uitkomst, abs=1e-5)


@pytest.mark.parametrize(("aantal", "sneller"), [(0, False), (60, True)])
def test_counts_of_one_step_move_that_step_only(aantal, sneller):
    regio = read_region("voorbeeld:noordkop")
    rijen = [
        row("GM0400", 2024, 1, "inburgeringsplichtig", 60),
        row("GM0400", 2024, 1, "intake_begonnen", aantal),
    ]
    gegeven = given_course(regio.trajecten, 120)
    geleerd, [regel] = learn_pace(gegeven, regio.trajecten, rijen, 20.0)
    oud, nieuw = (np.cumsum(v.wachten["asielstatushouder"]["intake"])[5] for v in (gegeven, geleerd))
    assert (nieuw > oud) == sneller
    assert 0 <= regel.uitkomst <= 1
    for stap in ("pip", "start"):
        np.testing.assert_array_equal(
            geleerd.wachten["asielstatushouder"][stap], gegeven.wachten["asielstatushouder"][stap]
        )
    assert geleerd.wachten["gezinsmigrant"] == gegeven.wachten["gezinsmigrant"]
    # A waiting time is at most ten times longer or shorter, even when nobody at all was counted.
    schaal = np.cumsum(month_distribution(Verzameling(gemiddeld=84, vorm=1.17, status="aanname", bron="test"), 120))
    assert (np.cumsum(geleerd.wachten["asielstatushouder"]["intake"]) >= schaal - 1e-9).all()


def test_assumed_counts_move_nothing():
    rijen = [
        row("GM0400", 2024, 1, indicator, 60, status="aanname")
        for indicator in ("inburgeringsplichtig", "pip_vastgesteld")
    ]
    gemeenten = read_region("voorbeeld:noordkop").bestand.gemeente
    assert build_model(with_gemeenten("voorbeeld:noordkop", gemeenten, rijen), BASIS).tempo == ()


@pytest.mark.parametrize(("naam", "genoemd"), [("westfriesland", 1), ("noordkop", 0), ("landelijk", 0)])
def test_a_pace_far_from_cbs_is_named(naam, genoemd):
    regio = read_region(f"voorbeeld:{naam}")
    zinnen = [z for z in points_of_attention(regio, build_model(regio, BASIS)) if "brede intake begonnen" in z]
    assert len(zinnen) == genoemd
    assert all("landelijk 35% tot 45% (CBS)" in z and "eigen tellingen" in z for z in zinnen)
