"""A decision in thousands of euros, or with a figure too many, is said in the forecast and in the year accounts."""

from __future__ import annotations

import pytest

from scenarios.boeken.jaar_sluiten import build_accounts
from scenarios.boeken.map import Verantwoordingsmap, read_folder
from scenarios.waarheid.feiten import find_facts
from scenarios.waarheid.grootte import find_odd
from scenarios.waarheid.signalen import find_signals
from tests.regiomap import make_region


def folder(map_, bedrag: str, rijen: int | None = None) -> Verantwoordingsmap:
    """The voorlopige uitkering of Hoorn in 2023 is `bedrag`; of the decisions only the last `rijen` are kept."""
    make_region(map_)
    pad = map_ / "verantwoording" / "beschikkingen.csv"
    kop, *eigen = pad.read_text(encoding="utf-8").splitlines()
    hoorn = [r.replace("12.000,00", bedrag) if r.startswith("2023;GM0405") else r for r in eigen]
    pad.write_text("\n".join([kop, *hoorn[-(rijen or 6) :], ""]), encoding="utf-8")
    return read_folder(str(map_))


@pytest.mark.parametrize(
    ("bedrag", "vreemd"),
    [
        # Cents per inhabitant: Hoorn 10,77 and 10,84 (of 74.297), Medemblik 17,60 and 17,72 (of 45.464) and 26,07 (of
        # 46.031). With a small sixth the median is (10,84 + 17,60) / 2 = 14,22, with a large one (17,60 + 17,72) / 2 =
        # 17,66; a tenth and ten times, over the 75.216 of Hoorn, are € 1.069,61 and € 132.827.
        ("1.065,00", True),
        ("1.075,00", False),
        ("132.000,00", False),
        ("134.000,00", True),
        ("0,00", False),
    ],
)
def test_ten_times_the_usual_or_a_tenth_of_it_is_odd(tmp_path, bedrag, vreemd):
    gevonden = [(b.cbs_code, b.jaar, b.soort) for b, _ in find_odd(folder(tmp_path, bedrag))]
    assert gevonden == [("GM0405", 2023, "voorlopig")] * vreemd


def test_of_four_decisions_none_is_usual(tmp_path):
    assert list(find_odd(folder(tmp_path, "12,00", rijen=4))) == []


def test_it_is_said_in_the_forecast_and_in_the_accounts_of_its_year(tmp_path):
    invoer = folder(tmp_path, "12.000.000,00")
    zin = (
        "Hoorn: beschikking SPUK inburgering 2023 (voorlopig, 01-10-2022) is per inwoner € 159,54, waar die in deze "
        "map op € 0,18 liggen: kijk of het bedrag klopt en in euro's staat (€ 12.000.000,00)"
    )
    assert f"{zin}." in find_facts(invoer).signalen
    assert zin in [s.tekst for s in find_signals(build_accounts(invoer, 2023))]
