"""The voorlopige uitkering 2026 of one gemeente, worked by hand (Besluit art. 10.1, Regeling art. 10.2-10.4).

PA = 70%, PO = 25%, euros:

| cohort          | national | expected | amount   | TBA            | weight   | SOM_GG         |
|-----------------|----------|----------|----------|----------------|----------|----------------|
| t, prognose     | 20.000   | 14.000   | 6.087,34 |  85.222.760,00 | 5.820,70 |  81.489.800,00 |
| t-1, taakst.    | 30.000   | 21.000   | 4.718,96 |  99.098.160,00 | 4.247,06 |  89.188.260,00 |
| t-2, counted    | 25.000   | 25.000   | 1.179,74 |  29.493.500,00 | 1.061,77 |  26.544.250,00 |
| AIA             | 10.000   | 10.000   |          |                |   856,51 |   8.565.100,00 |
|                 |          |          |          | 213.814.420,00 |          | 205.787.410,00 |

The gemeente: prognose 40 (28 expected), taakstelling t-1 50 (35), cohort t-2 30, AIA 10, gezin 12:
GG = 162.979,60 + 148.647,10 + 31.853,10 + 8.565,10 = 352.044,90; BA = GG x 213.814.420 / 205.787.410;
BGO = 12 x 706,72 = 8.480,64; ABO = 28 x 25% = 7 x 5.400 = 37.800.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from scenarios.boeken.beschikking import explain_decisions
from scenarios.boeken.map import read_folder
from tests.regiomap import INSTELLINGEN, make_region

KOP = "jaar;cbs_code;soort;cohort_t;cohort_t1;cohort_t2;gezin;aia\n"
EIGEN = "2026;GM0405;voorlopig;40;50;30;12;10\n"


@pytest.fixture
def hoorn(tmp_path):
    make_region(tmp_path, instellingen=INSTELLINGEN)
    # The national row of the definitieve uitkering must not be touched: it would give another factor.
    landelijk = "2026;NL;voorlopig;20000;30000;25000;0;10000\n2026;NL;definitief;1;1;1;1;0\n"
    (tmp_path / "verantwoording" / "tellingen.csv").write_text(KOP + EIGEN + landelijk, encoding="utf-8")
    return explain_decisions(read_folder(str(tmp_path), boekingen_ook=False), 2026)[0]


def test_factor_and_components(hoorn):
    factor = Fraction(213_814_420, 205_787_410)
    assert hoorn.voorlopig.factor == factor
    delen = hoorn.voorlopig.componenten
    ba = Fraction("352044.90") * factor * 100
    assert sum(delen[n] for n in ("ba_a", "ba_b", "ba_c", "aia")) == round(ba) == 36_577_688
    assert (delen["bgo"], delen["abo"]) == (848_064, 3_780_000)
    assert hoorn.voorlopig.totaal == 36_577_688 + 848_064 + 3_780_000


def test_calculation_per_component(hoorn):
    regels = {r.naam: (r.personen, r.bedrag) for r in hoorn.voorlopig.regels}
    assert regels == {
        "bgo": (12, Decimal("706.72")),
        "ba_a": (28, Decimal("5820.70")),
        "ba_b": (35, Decimal("4247.06")),
        "ba_c": (30, Decimal("1061.77")),
        "aia": (10, Decimal("856.51")),
        "abo": (7, Decimal("5400")),
    }


def test_cohort_of_last_year_has_the_share_of_last_year(tmp_path):
    """PA(2025) = 70%, PA(2026) = 60%: 24 and 35 persons; PO 25% of 24 = 6 persons."""
    make_region(tmp_path, instellingen=INSTELLINGEN)
    (tmp_path / "parameters.toml").write_text(
        '[[aandeel_plichtig.waarde]]\nvanaf = 2026-01-01\nwaarde = "0.60"\nstatus = "aanname"\ntoelichting = "proef"\n',
        encoding="utf-8",
    )
    landelijk = "2026;NL;voorlopig;20000;30000;25000;0;10000\n"
    (tmp_path / "verantwoording" / "tellingen.csv").write_text(KOP + EIGEN + landelijk, encoding="utf-8")
    voorlopig = explain_decisions(read_folder(str(tmp_path), boekingen_ook=False), 2026)[0].voorlopig
    assert voorlopig is not None
    assert [r.personen for r in voorlopig.regels] == [12, 24, 35, 30, 10, 6]
    # 12.000 and 21.000 expected in the country
    tba = 12_000 * 608_734 + 21_000 * 471_896 + 25_000 * 117_974
    som_gg = 12_000 * 582_070 + 21_000 * 424_706 + 25_000 * 106_177 + 10_000 * 85_651
    assert voorlopig.factor == Fraction(tba, som_gg)
