"""The published figures of Westfriesland (voortgangsrapportage 1 July 2022 - 1 July 2023) pass through unchanged."""

import numpy as np
import pytest

from scenarios.grond.tijdas import Tijdas
from scenarios.regiomap.regio import read_region
from scenarios.volumes.instroom import read_counts


@pytest.fixture(scope="module")
def regio():
    return read_region("voorbeeld:westfriesland")


def total(regio, doelgroep, indicator):
    return sum(r.aantal for r in regio.instroom if r.doelgroep == doelgroep and r.indicator == indicator)


def test_published_sums(regio):
    """373 housed, 260 plichtig, 127 gezinsmigranten, 143 trajecten financieel ontzorgen of which 7 extended."""
    assert total(regio, "asielstatushouder", "gehuisvest") == 373
    assert total(regio, "asielstatushouder", "inburgeringsplichtig") == 260
    assert total(regio, "gezinsmigrant", "inburgeringsplichtig") == 127
    assert total(regio, "asielstatushouder", "ontzorgen_trajecten") == 143
    assert total(regio, "asielstatushouder", "ontzorgen_verlengd") == 7


def test_counts_on_the_grid_keep_the_published_totals(regio):
    """Dividing the report year over its two half-years loses nobody, per gemeente."""
    tijdas = Tijdas(2024)
    gewicht = np.array([10.0, 13.5, 21.2, 17.3, 18.75, 17.0])
    per_gemeente = {g.naam: read_counts(regio, g.code, tijdas, gewicht) for g in regio.gemeenten}
    gepubliceerd = {
        "Stede Broec": (29, 19, 13),
        "Enkhuizen": (28, 23, 18),
        "Drechterland": (28, 17, 11),
        "Hoorn": (137, 112, 55),
        "Koggenland": (37, 26, 14),
        "Medemblik": (94, 51, 14),
        "Opmeer": (20, 12, 2),
    }
    for naam, (gehuisvest, plichtig, gezin) in gepubliceerd.items():
        telling = per_gemeente[naam]
        assert np.nansum(telling.gehuisvest[1:3]) == gehuisvest
        assert np.nansum(telling.plichtig[1:3]) == plichtig
        assert np.nansum(telling.gezin[1:3]) == gezin
    # Opmeer: 5 Z and 2 B1 among 12 plichtigen, no onderwijsroute.
    opmeer = per_gemeente["Opmeer"].gestart[0].sum(axis=1)
    assert opmeer.tolist() == [2, 5, 0]
