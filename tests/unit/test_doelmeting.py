"""Goals from records: known truth comes back, the rule of the verdict, and what ends an observation."""

from datetime import date

import numpy as np
import pytest

from scenarios.inzicht.doelmeting import GEHAALD, NIET_OP_KOERS, OP_KOERS, TE_VROEG, judge, measure, observe
from scenarios.regiomap.doelen import Doel
from scenarios.regiomap.records import Persoonrij
from scenarios.volumes.overleving import BEREIKT, LOPEND, WEG, Aandeelschatting
from tests.dossiers import WAARHEID, make_records

PEILDATUM = date(2026, 7, 1)


def goal(soort="voldaan", streef=0.75, **velden):
    vast = {"naam": "d", "label": "D", "status": "aanname", "bron": "test", "maanden": 36}
    return Doel.model_validate({**vast, "soort": soort, "streef": streef, **velden})


def person(**velden):
    vast = {"bestand": "p", "regel": 2, "id": "F1", "cbs_code": "GM0405", "doelgroep": "asielstatushouder"}
    rij = {"huisvesting": "2022-01-10", "intake": "2022-02-01", "pip": "2022-03-01", "leerroute": "b1",
           "start": "2022-04-01"}  # fmt: skip
    return Persoonrij.model_validate({**vast, **rij, **velden})


@pytest.mark.parametrize(
    ("velden", "afloop", "tijd"),
    [
        ({"einde": "2025-03-01", "uitkomst": "geslaagd"}, BEREIKT, 36),
        ({"einde": "2025-03-02", "uitkomst": "geslaagd"}, WEG, 36),
        ({"einde": "2025-03-02", "uitkomst": "geslaagd", "termijn": "2025-09-01"}, BEREIKT, 36 + 1 / 31),
        ({"einde": "2024-03-01", "uitkomst": "verhuisd"}, WEG, 24),
        ({"einde": "2024-03-01", "uitkomst": "niet_geslaagd"}, WEG, 24),
        ({}, WEG, 36),
        ({"termijn": "2027-03-01"}, LOPEND, 52),
    ],
)
def test_how_an_observation_of_the_term_ends(velden, afloop, tijd):
    w = observe(goal(leerroute="b1"), person(**velden), PEILDATUM)
    assert w is not None
    assert w.afloop == afloop
    assert w.tijd == pytest.approx(tijd)


def test_who_is_not_in_the_group():
    assert observe(goal(leerroute="z"), person(), PEILDATUM) is None
    assert observe(goal(), person(doelgroep="gezinsmigrant"), PEILDATUM) is None
    assert observe(goal(vanaf=date(2023, 1, 1)), person(), PEILDATUM) is None
    assert observe(goal(), person(), date(2022, 3, 1)) is None


def test_known_truth_comes_back():
    """4000 made-up people, half of them still busy: the share of the generator lies within the interval."""
    rijen = make_records(4000, 7, date(2022, 1, 1), date(2025, 12, 1), PEILDATUM)
    personen = [Persoonrij.model_validate({**r, "bestand": "p", "regel": i}) for i, r in enumerate(rijen)]
    for route, waar in WAARHEID.items():
        doel = goal(leerroute=route, vertrokken="telt_niet_mee")
        waarnemingen = [w for p in personen if (w := observe(doel, p, PEILDATUM))]
        groep, cohorten, _ = measure(doel, waarnemingen, {}, "Regio", lambda m: m / 36, intern=True)
        assert groep.aandeel.onder < waar < groep.aandeel.boven
        assert groep.aandeel.boven - groep.aandeel.onder < 0.12
        # The naive share counts everybody who is still busy as not there yet.
        assert groep.bereikt / groep.aantal < groep.aandeel.onder
        assert sum(c.aantal for c in cohorten) == groep.aantal


RUIM, KRAP = Aandeelschatting(0.9, 0.8, 0.95), Aandeelschatting(0.5, 0.4, 0.6)


@pytest.mark.parametrize(
    ("invoer", "oordeel"),
    [
        # streef, aantal, tot, horizon, aandeel, verwacht, compleet
        ((0.75, 9, np.nan, 36, RUIM, 0.75, False), TE_VROEG),
        ((0.75, 50, 36, 36, RUIM, 0.75, False), GEHAALD),
        ((0.75, 50, 36, 36, Aandeelschatting(0.8, 0.7, 0.9), 0.75, False), OP_KOERS),
        ((0.75, 50, 36, 36, Aandeelschatting(0.7, 0.6, 0.8), 0.75, False), TE_VROEG),
        ((0.75, 50, 36, 36, KRAP, 0.75, False), NIET_OP_KOERS),
        ((0.75, 50, 12, 36, KRAP, 0.1, False), TE_VROEG),
        ((0.75, 50, 24, 36, KRAP, 0.45, False), OP_KOERS),
        ((0.75, 50, 24, 36, KRAP, 0.70, False), NIET_OP_KOERS),
        # Everybody known: no interval is needed.
        ((0.75, 12, 36, 36, Aandeelschatting(0.75, 0.4, 0.9), 0.75, True), GEHAALD),
        ((0.75, 12, 36, 36, Aandeelschatting(0.74, 0.4, 0.9), 0.75, True), NIET_OP_KOERS),
    ],
)
def test_the_rule_of_the_verdict(invoer, oordeel):
    assert judge(*invoer)[0] == oordeel
