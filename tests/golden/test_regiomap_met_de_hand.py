"""A whole region folder worked out by hand: from counts to D, through the same code as `spuk raming --verwacht`.

One gemeente, 12 asielstatushouders in every half-year of 2022-2026, all in the B1-route from the month of housing; a
traject costs 12,000 euro over 12 months (48,000 from 2026), nothing else costs anything.
"""

import pytest

from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from tests.hulp_handregio import write_region


@pytest.fixture
def regiomap(tmp_path):
    return write_region(tmp_path)


def test_five_years_through_the_whole_engine(regiomap):
    resultaat = run(build_model(read_region(str(regiomap)), BASIS), trekkingen=0)

    def reeks(naam):
        return [resultaat.totaal.value(naam, j) for j in range(5)]

    # Two persons a month, 1,000 euro a month for 12 months each. Of a half-year that begins in January the first year
    # sees 2 x (12+11+10+9+8+7) = 114 thousand and the next year 30; of one that begins in July 2 x (6+5+4+3+2+1) = 42
    # and 102. 2022: 114 + 42 = 156; later years 156 + 30 + 102 = 288; 2026 at four times the price 1,152.
    besteding = [156_000, 288_000, 288_000, 288_000, 1_152_000]
    # 24 persons a year, cohorts t, t-1, t-2 (Regeling art. 10.3; 2024 as given above):
    uitkering = [
        193_370.40,  # 24 x 8057.10
        302_884.80,  # 24 x (8378.03 + 4242.17)
        343_200.00,  # 24 x (8800 + 4400 + 1100)
        358_784.16,  # 24 x (9154.91 + 4635.54 + 1158.89)
        287_664.96,  # 24 x (6087.34 + 4718.96 + 1179.74)
    ]
    # 2022: 193,370.40 - 156,000 = 37,370.40, all carried over (ruimte = U).
    # 2023: 302,884.80 + 37,370.40 - 288,000 = 52,255.20, all carried over.
    # 2024: 343,200.00 + 52,255.20 - 288,000 = 107,455.20; ruimte 85,800.00; reclaimed 21,655.20.
    # 2025: 358,784.16 + 85,800.00 - 288,000 = 156,584.16; ruimte 89,696.04; reclaimed 66,888.12.
    # 2026: 287,664.96 + 89,696.04 - 1,152,000 = -774,639.00, shifted to 2027.
    verwacht = {
        "gestart_b1": [24, 24, 24, 24, 24],
        "besteding": besteding,
        "spuk_definitief": uitkering,
        "meenemen": [37_370.40, 52_255.20, 85_800.00, 89_696.04, 0],
        "terugvordering": [0, 0, 21_655.20, 66_888.12, 0],
        "doorschuiven": [0, 0, 0, 0, 774_639.00],
        # 10,000 euro, 1.8% a year: 10,180.00, 10,363.24, 10,549.78 (10,549.778...), 10,739.67 (10,739.674...)
        "gemeentefonds": [10_000, 10_180, 10_363.24, 10_549.78, 10_739.67],
        "saldo": [10_000, 10_180, 10_363.24, 10_549.78, 10_739.67 - 774_639.00],
    }
    for naam, getallen in verwacht.items():
        assert reeks(naam) == pytest.approx(getallen, abs=0.006), naam
    # The received voorlopige uitkering of 2024 stands: 343,200 - 300,000 is paid afterwards.
    assert reeks("spuk_voorlopig")[2] == 300_000
    assert reeks("nabetaling")[2] == pytest.approx(43_200, abs=0.006)
    # Nobody but the gemeente can pay what is still open at the end.
    assert resultaat.totaal.oordelen["spuk", 2026].neutraal is False
    assert resultaat.totaal.oordelen["spuk", 2025].neutraal is True
