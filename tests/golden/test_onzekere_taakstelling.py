"""Published national numbers that are not sure are drawn within their interval; the others stand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.landelijk import draw_published
from scenarios.model.model import build_model
from scenarios.model.simulatie import simulate_country
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.wijziging import Wijziging
from tests.hulp_model import example_model

H = {"2023H2": 3, "2024H1": 4, "2026H1": 8}


def test_every_number_that_is_not_sure_carries_its_interval():
    for versie in shipped().taakstelling:
        zeker = versie.status == "vastgesteld"
        assert (versie.p10 is None, versie.p90 is None) == (zeker, zeker)
        if versie.p10 is not None and versie.p90 is not None:
            assert versie.p10 < versie.aantal < versie.p90


def test_2023h2_is_drawn_around_17_300():
    """Announced as 27.300 in April 2023, lowered by about 10.000 later: P10 16.800, P50 17.300, P90 23.000."""
    land = simulate_country(example_model(), Trekking(1, 0))
    kwantielen = np.percentile(land.taakstelling[H["2023H2"]], [10, 50, 90])
    assert kwantielen == pytest.approx([16_800, 17_300, 23_000], rel=0.02)
    assert (land.taakstelling[H["2024H1"]] == 18_750).all()
    verwacht = simulate_country(example_model(), Verwachting())
    assert verwacht.taakstelling[H["2023H2"], 0] == 17_300


def test_before_it_was_lowered_it_was_sure():
    regio = read_region("voorbeeld:westfriesland")
    toen = replace(regio, bestand=regio.bestand.model_copy(update={"bekend_op": date(2023, 7, 1)}))
    model = build_model(toen, BASIS)
    assert (simulate_country(model, Trekking(1, 0, 9)).taakstelling[H["2023H2"]] == 27_300).all()


@pytest.mark.parametrize("hoe", ["scenario", "zonder"])
def test_what_a_scenario_gives_or_a_region_leaves_out_is_not_drawn(hoe):
    regio, scenario = read_region("voorbeeld:westfriesland"), BASIS
    if hoe == "zonder":
        regio = replace(regio, bestand=regio.bestand.model_copy(update={"zonder": ("taakstelling",)}))
    else:
        wijziging = Wijziging(
            veld="taakstelling.landelijk", vanaf=date(2023, 7, 1), tot=date(2024, 1, 1), waarde=27_300
        )
        scenario = BASIS.model_copy(update={"wijziging": (wijziging,)})
    factor = draw_published(build_model(regio, scenario).landelijk.pad, Trekking(1, 0, 40))
    assert (factor[H["2023H2"]] == 1).all()
    assert (factor[H["2026H1"]] == 1).all() == (hoe == "zonder")
