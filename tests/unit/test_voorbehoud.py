"""The verdict under each reading, in one sentence for screen, sheet and report."""

from dataclasses import replace

import numpy as np
import pytest

from reports.raming.voorbehoud import readings
from scenarios.afweging.lezingen import INGEVOERD
from scenarios.engine.threads import run
from scenarios.regiomap.modellen import Lezing
from scenarios.regiomap.regio import read_region
from tests.hulp_model import example_model, render_report


@pytest.fixture(scope="module")
def regio():
    return read_region("voorbeeld:noordkop")


@pytest.fixture(scope="module")
def basis():
    return run(example_model("basis", "voorbeeld:noordkop"), 64)


def judged(resultaat, lezing, kans, buffer, saldo):
    """The same result under a reading of the budget, with one verdict in every year and one saldo."""
    oordelen = {
        sleutel: replace(o, kans=kans, neutraal=buffer == 0, buffer=buffer)
        for sleutel, o in resultaat.totaal.oordelen.items()
    }
    statistiek = np.full_like(resultaat.totaal.statistics, saldo)
    lezing = Lezing(onderwerp=lezing, soort="budget", bron="test")
    return replace(resultaat, lezing=lezing, totaal=replace(resultaat.totaal, oordelen=oordelen, statistics=statistiek))


def test_each_reading_has_its_verdict_over_the_years_of_the_question(regio, basis):
    """Noordkop asks about 2025-2029: five years of -100.000 make -500.000, five of 20.000 make 100.000."""
    krap = judged(basis, "Zoals ingevoerd", 0.25, 70_000.0, -100_000.0)
    ruim = judged(basis, "Volgens A", 0.95, 0.0, 20_000.0)
    zeker = judged(basis, "Volgens B", 1.0, 0.0, 20_000.0)
    zinnen = readings(replace(krap, lezingen=(ruim, zeker)), regio)
    assert zinnen == [
        "Zoals ingevoerd: niet budgetneutraal in 2025-2029, samen 500 duizend euro tekort; in 2025 is de kans op "
        "sluiten 25,0% en ontbreekt 70 duizend euro.",
        "Volgens A: budgetneutraal in 2025-2029, samen 100 duizend euro over; in 2025 is de kans op sluiten 95,0%.",
        "Volgens B: budgetneutraal in 2025-2029, samen 100 duizend euro over; ieder jaar sluit in alle trekkingen.",
        "Het oordeel over 2025-2029 (nee) houdt onder 1 van 3 lezingen van budget, wet en beleid; niet bij: Volgens A; "
        "Volgens B.",
    ]
    assert readings(krap, regio) == []


def test_the_report_and_the_document_tell_every_reading(regio, basis):
    """The report has the sentences; the document a row per reading, pot and open year of the region, its own first."""
    anders = judged(basis, "Volgens A", 0.95, 0.0, 20_000.0)
    samen = replace(basis, lezing=INGEVOERD, lezingen=(anders,))
    assert "Volgens A: budgetneutraal in 2025-2029" in render_report([samen], regio)
    assert "onder iedere lezing" not in render_report([basis], regio)
    rijen = list(samen.reading_rows())
    assert [r["lezing"] for r in rijen] == ["Zoals ingevoerd"] * (len(rijen) // 2) + ["Volgens A"] * (len(rijen) // 2)
    assert {r["kans"] for r in rijen if r["lezing"] == "Volgens A"} == {0.95}
    assert list(basis.reading_rows()) == []


def test_years_outside_the_question_do_not_turn_the_sentence_about_it(regio, basis):
    """Noordkop asks about 2025-2029. Under the other reading all of those close, and 2024 before them does not."""
    krap = judged(basis, "Zoals ingevoerd", 0.25, 70_000.0, -100_000.0)
    ruim = judged(basis, "Volgens A", 0.95, 0.0, 20_000.0)
    oordelen = dict(ruim.totaal.oordelen)
    for toets in ("totaal", "cumulatief"):
        oordelen[toets, 2024] = replace(oordelen[toets, 2024], neutraal=False, kans=0.1, buffer=1000.0)
    # Added up from the peildatum on is another test than added up over the question.
    oordelen["cumulatief", 2026] = replace(oordelen["cumulatief", 2026], neutraal=False, kans=0.1, buffer=1000.0)
    ruim = replace(ruim, totaal=replace(ruim.totaal, oordelen=oordelen))
    zinnen = readings(replace(krap, lezingen=(ruim,)), regio)
    assert zinnen[1].startswith("Volgens A: budgetneutraal in 2025-2029")
    assert zinnen[2] == (
        "Het oordeel over 2025-2029 (nee) houdt onder 1 van 2 lezingen van budget, wet en beleid; niet bij: Volgens A."
    )
