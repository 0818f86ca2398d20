"""Realised completions take the place of computed ones: AIA and the variant korting, by hand."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from finance.uitkering import korting_prestatie
from scenarios.grond.tijdas import Tijdas
from scenarios.grond.trekking import Verwachting
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import build_model
from scenarios.model.opbouw.bouwen import build_up
from scenarios.model.opbouw.doorrekenen import count, evaluate
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.regiomap.nieuw import copy_region
from scenarios.regiomap.records import Persoonrij, count_records
from scenarios.regiomap.regio import choose_scenarios, read_region
from scenarios.volumes.voltooid import realised
from tests.dossiers import write_records

PEILDATUM = date(2026, 1, 1)
VAST = {"cbs_code": "GM0405", "doelgroep": "asielstatushouder", "plichtig": "ja", "huisvesting": "2022-02-01",
        "intake": "2022-03-01", "pip": "2022-04-01", "start": "2022-05-01", "leerroute": "b1"}  # fmt: skip
# In 2024 three passed and one failed; of 2025 two passed, the second after the term, and one let the term run out.
UITKOMSTEN = (
    ("2024-03-01", "geslaagd"), ("2024-05-01", "geslaagd"), ("2024-09-01", "geslaagd"), ("2024-09-02", "niet_geslaagd"),
    ("2025-02-01", "geslaagd"), ("2025-08-01", "geslaagd"), ("", ""), ("2023-06-01", "verhuisd"),
)  # fmt: skip


@pytest.fixture(scope="module")
def regio(tmp_path_factory):

    map_ = tmp_path_factory.mktemp("regio") / "hoorn"
    copy_region("voorbeeld:westfriesland", map_)
    toml = (map_ / "regio.toml").read_text(encoding="utf-8")
    (map_ / "regio.toml").write_text(toml.replace("2023-07-01", "2026-01-01", 1), encoding="utf-8")
    instroom = map_ / "instroom.csv"
    instroom.write_text(instroom.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    rijen = [{**VAST, "id": f"F{i}", "einde": e, "uitkomst": u} for i, (e, u) in enumerate(UITKOMSTEN)]
    write_records(rijen, map_ / "personen.csv")
    return read_region(str(map_))


def test_completions_per_year(regio):
    uit = realised(regio.instroom, regio.personen, "GM0405", Tijdas(2029), PEILDATUM)
    assert uit.afgerond[:4].tolist() == [0, 0, 3, 2]
    assert np.isnan(uit.afgerond[4:]).all()
    # B1: 2024 three of four within the term; 2025 one in time, two whose term ended on 1 April 2025.
    assert uit.op_tijd[0, :4].tolist() == [0, 0, 3, 1]
    assert uit.beoordeeld[0, :4].tolist() == [0, 0, 4, 3]
    assert np.isnan(realised(regio.instroom, regio.personen, "GM0420", Tijdas(2029), PEILDATUM).afgerond).all()


def test_they_become_aia(regio):
    """In 2026, the first year with weight d, all completions up to 2024 count (art. 10.3 lid 5): 3. In 2027 those of
    2025: 2.
    """
    model = build_model(regio, choose_scenarios(regio, ())[0])
    hoorn = next(g for g in model.gemeenten if g.code == "GM0405")
    uit = simulate_gemeente(model, hoorn, simulate_country(model, Verwachting()), Verwachting())[..., 0]
    assert uit[NUMMER["afgerond"]][:4].tolist() == [0, 0, 3, 2]
    opbouw = build_up(model)[[g.code for g in model.gemeenten].index("GM0405")]
    assert evaluate(opbouw.personen, opbouw.gebruik, opbouw.prijzen, opbouw.regels)["spuk_ba"] == pytest.approx(
        uit[NUMMER["spuk_ba"]]
    )

    aia = count(opbouw.personen, opbouw.gebruik, opbouw.regels).definitief.aia
    assert aia[[4, 5]].tolist() == [3, 2]


def test_results_within_the_term_for_the_korting(regio):
    """B1, target 75%: 2024 has 3 of 4, no shortfall; 2025 has 1 of 3, a shortfall of 1 - (1/3) / 0.75 = 5/9."""
    uit = realised(regio.instroom, regio.personen, "GM0405", Tijdas(2029), PEILDATUM)
    berekend = np.full((3, 1), 0.5), np.full((3, 1), 10.0)
    doel = np.array([0.75, 0.80, 0.80])
    for j, tekort in ((2, 0.0), (3, 5 / 9)):
        resultaat, personen = uit.results(j, *berekend)
        korting = korting_prestatie(np.array([90_000.0]), resultaat, doel, personen, Decimal("0.10"))
        assert korting[0] == pytest.approx(90_000 * 0.10 * tekort)
    # A year that is not over keeps what was computed.
    assert uit.results(4, *berekend)[0] is not None
    assert uit.results(4, *berekend)[1].tolist() == berekend[1].tolist()


def test_a_count_across_new_year_tells_neither_year(regio):
    persoon = Persoonrij.model_validate({**VAST, "bestand": "p", "regel": 2, "id": "F1"})
    rij = next(r for r in count_records([persoon], ["GM0405"], PEILDATUM) if r.indicator == "b1_afgerond")
    half = {"periode_van": date(2023, 7, 1), "periode_tot": date(2024, 7, 1)}
    alle = [
        rij.model_copy(update={"periode_van": date(2022, 1, 1), "periode_tot": date(2026, 1, 1), "indicator": i})
        for i in ("z_afgerond", "onderwijs_afgerond")
    ]
    for aantal, bekend in ((0, True), (4, False)):
        rijen = [
            *alle,
            rij.model_copy(update={"periode_van": date(2022, 1, 1), "periode_tot": date(2023, 7, 1)}),
            rij.model_copy(update={**half, "aantal": aantal}),
            rij.model_copy(update={"periode_van": date(2024, 7, 1), "periode_tot": date(2025, 1, 1)}),
        ]
        uit = realised(rijen, [], "GM0405", Tijdas(2026), PEILDATUM).afgerond
        assert np.isfinite(uit[[1, 2]]).tolist() == [bekend, bekend]
