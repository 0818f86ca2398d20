"""What is expected to be housed and what counts teach about it, worked out by hand."""

import numpy as np
import pytest

from scenarios.grond.trekking import Verwachting
from scenarios.model.model import build_model
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from scenarios.volumes.opgave import Inhaal, counted_against, expected_housed
from tests.hulp_tellingen import row, with_gemeenten

INHAAL = Inhaal(1.0, 5.0)


def housed(deel, taakstelling, saldo):
    """The expected path: every half-year passes its saldo on."""
    uit = []
    for doel in taakstelling:
        uit.append(float(expected_housed(np.array(deel), np.array(float(doel)), np.array(float(saldo)), INHAAL)))
        saldo += doel - uit[-1]
    return uit


@pytest.mark.parametrize(
    ("deel", "saldo", "paden"),
    [
        # 80% of 20; then of 20 + 4 and of 20 + 4,8: to the 20 that come in, with a lasting achterstand of 5.
        (0.8, 0, [16, 19.2, 19.84]),
        # A voorsprong of 30 is used up: nothing, then 80% of 10.
        (0.8, -30, [0, 8, 17.6]),
        # 1,5 x 20 makes a voorsprong of 10; after that as many as come in. Times the opgave it would be 30, 15, 22,5.
        (1.5, 0, [30, 20, 20]),
        # Who kept a voorsprong of 10 keeps it.
        (1.5, -10, [20, 20, 20]),
        # An achterstand of 60 goes one taakstelling at a time: 40, 40 and 40, then the usual 20.
        (1.0, 60, [40, 40, 40, 20]),
    ],
)
def test_expected_housing_by_hand(deel, saldo, paden):
    assert housed(deel, [20] * len(paden), saldo) == pytest.approx(paden)


def test_a_small_gemeente_may_always_house_a_household_of_its_achterstand():
    assert housed(1.0, [0, 0, 0], 12) == pytest.approx([5, 5, 2])


@pytest.mark.parametrize(
    ("gehuisvest", "taakstelling", "saldo", "paar"),
    [
        # Less than the opgave: 30 of 20 + 20 + 10.
        ([10, 20], [20, 20], [0, 10], (30, 50)),
        # Nothing to do in the first half (a voorsprong of 30 on 20), half of the 10 in the second.
        ([0, 5], [20, 20], [-30, -10], (5, 10)),
        # 24 housed with a voorsprong of 25 on 24, then 21 with one of 25 on 33 (an opgave of 8): all of it ahead, so
        # 24 + 25 and 21 + 25 beside 24 + 33. Beside the opgave of 8 this was 45 / 8.
        ([24, 21], [24, 33], [-25, -25], (95, 57)),
        # No taakstelling and none housed teaches nothing.
        ([0], [0], [0], (0, 0)),
    ],
)
def test_what_a_count_is_laid_beside(gehuisvest, taakstelling, saldo, paar):
    geteld, doel, stand = (np.array(x, dtype=float) for x in (gehuisvest, taakstelling, saldo))
    assert counted_against(geteld, doel, stand, INHAAL) == pytest.approx(paar)


def test_a_gemeente_that_keeps_a_voorsprong_goes_on_housing_its_taakstelling():
    """Wassenaar: a voorsprong of 25 on 1-1-2022, then 24 and 21 housed. Its taakstelling of 2023 is 33 + 27.

    Laid beside its opgave (-1 and 8) this once made 1.554 persons in 2023, and nobody in the six years after it.
    """
    bestand = read_region("voorbeeld:noordkop").bestand.gemeente[0]
    gemeenten = [
        bestand.model_copy(update={"code": "GM0629", "naam": "Wassenaar", "achterstand": -25}),
        bestand.model_copy(update={"code": "GM0503", "naam": "Delft", "achterstand": 0}),
    ]
    tellingen = (("GM0629", 24, 17), ("GM0629", 21, 15), ("GM0503", 85, 59), ("GM0503", 78, 55))
    rijen = [
        row(code, 2022, 1 + k % 2, indicator, aantal)
        for k, (code, *aantallen) in enumerate(tellingen)
        for indicator, aantal in zip(("gehuisvest", "inburgeringsplichtig"), aantallen, strict=True)
    ]
    model = build_model(with_gemeenten("voorbeeld:noordkop", gemeenten, rijen), BASIS)
    volumes = draw_volumes(model, model.gemeenten[0], simulate_country(model, Verwachting()), Verwachting())
    per_jaar = volumes.gehuisvest[:, 0].reshape(-1, 2).sum(axis=1)
    taakstelling = volumes.taakstelling[:, 0].reshape(-1, 2).sum(axis=1)
    assert per_jaar[0] == 45
    assert taakstelling[1] == 60
    assert (per_jaar[1:] > 0.6 * taakstelling[1:]).all()
    assert (per_jaar[1:] < 1.3 * taakstelling[1:]).all()
