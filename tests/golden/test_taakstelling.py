"""Published taakstellingen: Hoorn and Hof van Twente, first and second half of 2022."""

import numpy as np
import pytest

from scenarios.gegevens import load_bevolking, load_taakstelling
from scenarios.taakstelling import compute_taakstelling, latest_versions, share_of_country

HOORN, HOF_VAN_TWENTE = "GM0405", "GM1735"


@pytest.mark.parametrize(
    ("code", "halfjaar", "gepubliceerd"),
    [(HOORN, "2022H1", 42), (HOORN, "2022H2", 57), (HOF_VAN_TWENTE, "2022H1", 20), (HOF_VAN_TWENTE, "2022H2", 27)],
)
def test_published_taakstelling(code, halfjaar, gepubliceerd):
    landelijk = latest_versions(load_taakstelling())[halfjaar].aantal
    aandeel = share_of_country(load_bevolking(), code, 2022, "praktijk")
    assert compute_taakstelling(np.array([landelijk]), np.array([aandeel]), "praktijk")[0] == gepubliceerd


def test_the_text_of_the_law_rounds_up():
    """Huisvestingswet art. 29 lid 1: 10,000 x 73,619 / 17,475,415 = 42.13, up is 43 (Hoorn was told 42)."""
    landelijk, aandeel = np.array([10_000.0]), np.array([73_619 / 17_475_415])
    assert compute_taakstelling(landelijk, aandeel, "wettelijk")[0] == 43
    assert compute_taakstelling(landelijk, aandeel, "praktijk")[0] == 42


def test_an_exact_quotient_is_not_rounded_up():
    """0.1 x 30 is a hair above 3 in doubles; the law means 3."""
    assert compute_taakstelling(np.array([30.0]), np.array([0.1]), "wettelijk")[0] == 3


def test_versions_as_known_on():
    """2023H2 was announced as 27,300 and later lowered by about 10,000."""
    from datetime import date

    assert latest_versions(load_taakstelling(), date(2023, 6, 1))["2023H2"].aantal == 27_300
    assert latest_versions(load_taakstelling(), date(2024, 1, 1))["2023H2"].aantal == 17_300
    assert "2024H1" not in latest_versions(load_taakstelling(), date(2023, 6, 1))
