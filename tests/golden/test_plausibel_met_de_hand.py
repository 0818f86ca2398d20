"""Own figures beside published ones, worked out by hand for a region folder of one gemeente, in 2027.

A published amount of before grows by the index of the region, 1,8% a year.
"""

import json

import pytest

from reports.plausibel.tabel import plausible_table, points_of_doubt
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.plausibel.naast import Plausibelregel, lay_beside
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from tests.hulp_handregio import write_region


@pytest.fixture(scope="module")
def regels(tmp_path_factory):
    regio = read_region(str(write_region(tmp_path_factory.mktemp("regio"))))
    model = build_model(regio, BASIS)
    return {r.cijfer: r for r in lay_beside(regio, model, run(model, 0))}


def test_the_budget_per_inhabitant_is_far_below_what_was_published(regels):
    """10.000 of 2022 x 1,018^5 = 10.932,99 in 2027. Published, expected 3,17730 per inhabitant of 2021 in 2024, less
    half an interval of 3,07768 x (0,22832 / wortel 2) x wortel 1,5 = 0,60854 is 2,56876: x 17.454.963 x 1,018^3."""
    regel = regels["uitvoeringsbudget"]
    inwoners, land = shipped().bevolking.of("GM0432", 2027), shipped().bevolking.national(2027)
    assert regel.eigen == pytest.approx(10_932.99 / inwoners, rel=1e-6)
    assert regel.laag == pytest.approx(2.56876 * 17_454_963 * 1.018**3 / land, rel=1e-5)
    assert regel.hoog == pytest.approx((3.17730 + 0.60854) * 17_454_963 * 1.018**3 / land, rel=1e-5)
    assert regel.oordeel == "lager"


def test_the_price_of_a_traject_is_beside_that_of_its_year(regels):
    """48.000 a traject from 2026; published 11.600 in 2025 with a fifth around it, 9.280 and 13.920, x 1,018^2."""
    regel = regels["trajectprijs_b1"]
    assert regel.eigen == pytest.approx(48_000)
    assert (regel.laag, regel.hoog) == (pytest.approx(9_280 * 1.018**2), pytest.approx(13_920 * 1.018**2))
    assert regel.oordeel == "hoger"
    # Nobody pays for the other routes: nothing published is below a price of nil but the price itself.
    assert regels["trajectprijs_z"].oordeel == "lager"


def test_lasten_of_the_uitvoering_are_nil_and_the_share_of_the_law(regels):
    """No voorziening of the Gemeentefonds costs anything here; 120 of 120 counted persons were plichtig, which pulls
    the share above the 70% of the law and out of 60%-80%."""
    assert regels["uitvoering_per_inburgeraar"].eigen == 0
    assert regels["aandeel_plichtig"].eigen > 0.9
    assert regels["aandeel_plichtig"].oordeel == "hoger"
    assert (regels["realisatie"].laag, regels["realisatie"].hoog) == (0.61, 1.04)


def test_taakveld_is_a_ceiling(regels):
    """3.751 million of 2026 over the inhabitants of 2026; whoever is below it gets no remark."""
    regel = regels["taakveld_6_1"]
    assert regel.hoog == pytest.approx(3_751_000_000 / shipped().bevolking.national(2026))
    assert regel.oordeel == ""


def test_outside_is_a_sentence_with_source_and_within_is_none():
    buiten = Plausibelregel("x", "Prijs", 2025, 12_000.0, 8_000.0, 11_000.0, "EUR", "Divosa 2025", "")
    binnen = Plausibelregel("y", "Budget", 2025, 3.0, 2.5, 3.5, "EUR per inwoner", "raadsvoorstel", "")
    aandeel = Plausibelregel("z", "Plichtig", 2025, 0.5, 0.6, 0.8, "deel", "Regeling", "")
    assert points_of_doubt([buiten, binnen, aandeel]) == [
        "Prijs (2025) is € 12.000, hoger dan gepubliceerd: € 8.000 tot € 11.000 (Divosa 2025).",
        "Plichtig (2025) is 50%, lager dan gepubliceerd: 60% tot 80% (Regeling).",
    ]
    rijen = plausible_table([buiten, binnen, aandeel]).rijen
    # Euros below a hundred stand in whole cents, as the table wants them.
    assert [rij.cellen[2:5] for rij in rijen[:2]] == [(12_000.0, 8_000.0, 11_000.0), (300, 250, 350)]
    assert [rij.status for rij in rijen] == ["onzeker", "", "onzeker"]


def test_a_row_in_the_document_has_its_verdict():
    rij = Plausibelregel("x", "Prijs", 2025, 12.0, 8.0, 11.0, "EUR", "bron", "").as_row()
    assert json.loads(json.dumps(rij))["oordeel"] == "hoger"
