"""Whatever a region counted, what is learned of it stays bounded and the forecast does not swing."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.model import build_model
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from scenarios.volumes.opgave import Inhaal, counted_against, expected_housed
from scenarios.volumes.schatting import rate_mean, share_mean
from tests.hulp_tellingen import row, with_gemeenten

INHAAL = Inhaal(1.0, 5.0)
aantal = st.one_of(st.just(0), st.integers(0, 60), st.integers(0, 2000))
VOORBEELD = "voorbeeld:noordkop"
halfjaar = st.tuples(aantal, aantal, aantal)


def counts(code, tellingen):
    """Rows of instroom.csv. tellingen: (gehuisvest, plichtig, gezin) per half-year from 2022 on; None: not counted"""
    for h, telling in enumerate(tellingen):
        if telling is not None:
            gehuisvest, plichtig, gezin = telling
            yield row(code, 2022 + h // 2, 1 + h % 2, "gehuisvest", gehuisvest)
            yield row(code, 2022 + h // 2, 1 + h % 2, "inburgeringsplichtig", plichtig)
            yield row(code, 2022 + h // 2, 1 + h % 2, "inburgeringsplichtig", gezin, "gezinsmigrant")


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_learned_and_forecast_is_bounded_for_any_counts(data):
    """Voorsprong, achterstand, zeros, gaps and figures that cannot be: at most three times the taakstelling (or twice
    it and five persons) is expected, before chance; and no rate passes its bound."""
    gemeenten = tuple(
        g.model_copy(update={"achterstand": data.draw(st.integers(-300, 300), label=f"achterstand {g.naam}")})
        for g in read_region(VOORBEELD).bestand.gemeente
    )
    rijen = [
        rij
        for g in gemeenten
        for rij in counts(g.code, data.draw(st.lists(st.one_of(st.none(), halfjaar), max_size=6), label=g.naam))
    ]
    model = build_model(with_gemeenten(VOORBEELD, gemeenten, rijen), BASIS)
    land = simulate_country(model, Verwachting())
    for g in model.gemeenten:
        v = draw_volumes(model, g, land, Verwachting())
        open_ = np.isnan(g.instroom.gehuisvest)
        meest = np.maximum(3 * v.taakstelling, 2 * v.taakstelling + 5)
        # Nobody is plichtig without a house, so an impossible count of plichtigen may ask for more.
        gewoon = open_ & np.isnan(g.instroom.plichtig)
        assert (v.gehuisvest[gewoon] <= meest[gewoon] + 1e-9).all()
        assert (v.gezin[np.isnan(g.instroom.gezin)] <= 5 * g.gezin.basis + 1e-9).all()
        assert rate_mean(model.kennis.realisatie.regio, g.realisatie.eigen, g.realisatie.basis) <= 2
        assert 0 <= share_mean(model.kennis.plichtig.regio, g.plichtig.eigen) <= 1
        assert np.isfinite(v.personen).all()
        assert (v.personen >= 0).all()
    trekking = Trekking(1, 0, 50)
    land = simulate_country(model, trekking)
    for g in model.gemeenten:
        v = draw_volumes(model, g, land, trekking)
        assert np.isfinite(v.gehuisvest).all()
        assert (v.personen >= 0).all()


@given(st.floats(0, 2), st.integers(0, 200), st.integers(-500, 500))
def test_an_even_taakstelling_is_housed_evenly(deel, taakstelling, saldo):
    """From any voorsprong or achterstand the expected path only rises or only falls to where it stays: no sawtooth."""
    pad, doel = [], np.array(float(taakstelling))
    stand = np.array(float(saldo))
    for _ in range(14):
        pad.append(float(expected_housed(np.array(deel), doel, stand, INHAAL)))
        stand = stand + doel - pad[-1]
    stappen = np.diff(pad)
    assert (stappen >= -1e-9).all() or (stappen <= 1e-9).all()


@given(
    st.floats(0.05, 2),
    st.lists(st.integers(1, 200), min_size=1, max_size=6),
    st.integers(-200, 200),
)
def test_learning_finds_the_realisatie_that_made_the_counts(deel, taakstelling, saldo):
    """Counts that are exactly as expected give that realisatie back, with a voorsprong or an achterstand, as long as
    there was something to house in every half-year."""
    reeksen = []
    for doel in map(float, taakstelling):
        nu = float(expected_housed(np.array(deel), np.array(doel), np.array(float(saldo)), INHAAL))
        if nu == 0:
            return
        reeksen.append((nu, doel, saldo))
        saldo += doel - nu
    gehuisvest, doelen, saldi = np.array(reeksen).T
    aantal, van = counted_against(gehuisvest, doelen, saldi, INHAAL)
    assert abs(aantal / van - deel) < 1e-6
