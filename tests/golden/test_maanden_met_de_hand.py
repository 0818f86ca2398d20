"""The months of one gemeente, worked by hand on paper.

`hulp_handregio` up to 2025: two persons start every month and cost 1.000 euro a month for twelve months, so with 24
under way 24.000 a month. 24 persons a year count two more years. From 2026 a traject costs nothing any more, and one
party gets 1.152.000 a year instead: 96.000 a month.

| year | U          | lasten  | R at the end      | goes back | remark                                       |
|------|------------|---------|-------------------|-----------|----------------------------------------------|
| 2022 | 193.370,40 | 156.000 |         37.370,40 |         0 | 24 x 8.057,10; 2 + 4 + ... + 24 thousand     |
| 2023 | 302.884,80 | 288.000 |         52.255,20 |         0 | 24 x (8.378,03 + 4.242,17)                   |
| 2024 | 343.200,00 | 288.000 |         85.800,00 | 21.655,20 | a quarter of U may stay                      |
| 2025 | 358.784,16 | 288.000 |         89.696,04 | 66.888,12 | 24 x (9.154,91 + 4.635,54 + 1.158,89)        |

On 1 January 2026 there is 89.696,04 + 66.888,12 = 156.584,16 in cash: what goes back is paid in September. Every month
of 2026 brings 600.000 / 12 = 50.000, costs 96.000: 110.584,16 - 64.584,16 - 18.584,16 - and in April 27.415,84 short.
"""

from datetime import date

import numpy as np
import pytest

from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.waarheid.feiten import read_truth
from tests.hulp_handregio import write_region


@pytest.fixture
def map_(tmp_path):
    write_region(tmp_path)
    toml = (tmp_path / "regio.toml").read_text(encoding="utf-8")
    (tmp_path / "regio.toml").write_text(toml.replace("peildatum = 2027", "peildatum = 2026"), encoding="utf-8")
    instroom = (tmp_path / "instroom.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "instroom.csv").write_text("\n".join(r for r in instroom if r[:4] != "2026"), encoding="utf-8")
    kop, *rijen = (tmp_path / "contracten.csv").read_text(encoding="utf-8").replace(",48000,", ",0,").splitlines()
    rijen.append("Vast,C,leerroute_b1,01-01-2026,01-01-2028,jaar,1152000,aanname,test,vast")
    rijen = [f"{kop},betaling", *(r if r.endswith(",vast") else f"{r},gespreid" for r in rijen)]
    (tmp_path / "contracten.csv").write_text("\n".join(rijen), encoding="utf-8")
    with (tmp_path / "beschikkingen.csv").open("a", encoding="utf-8") as beschikkingen:
        beschikkingen.write("2025,GM0432,voorlopig,2024-10-01,358784.16,test\n")
        beschikkingen.write("2026,GM0432,voorlopig,2025-10-01,600000,test\n")
    return tmp_path


def months(map_):
    uitkomst = run(build_model(read_truth(str(map_)), BASIS), 0, maanden=True)
    return uitkomst, uitkomst.kas[-1]


def test_the_spuk_runs_dry_in_april(map_):
    uitkomst, kas = months(map_)
    assert kas.horizon.maanden[0] == date(2026, 1, 1)
    assert kas.values("lasten", "spuk")[:12] == pytest.approx([96_000.0] * 12)
    assert kas.values("voorschotten", "spuk")[:12] == pytest.approx([50_000.0] * 12)
    assert kas.values("terugvordering", "spuk")[:12] == pytest.approx([0.0] * 8 + [66_888.12] + [0.0] * 3)
    stand = kas.values("kas", "spuk")
    assert stand[:4] == pytest.approx([110_584.16, 64_584.16, 18_584.16, -27_415.84])
    # Eight months of 46.000 less: 211.415,84 short; in September 66.888,12 goes back as well.
    assert stand[[7, 8]] == pytest.approx([-211_415.84, -324_303.96])
    droog = uitkomst.dry()
    assert droog is not None
    assert droog.maand == (date(2026, 4, 1),) * 3
    assert droog.kans_niet == 0.0


def test_a_nader_besluit_is_paid_in_what_is_left_of_the_year(map_):
    """On 10 March the advances of 2026 become 1.140.000: 540.000 more in the nine payments from April on, 60.000 each.
    April then ends at 18.584,16 + 110.000 - 96.000 = 32.584,16, and every month adds 14.000."""
    with (map_ / "beschikkingen.csv").open("a", encoding="utf-8") as beschikkingen:
        beschikkingen.write("2026,GM0432,nader,2026-03-10,1140000,test\n")
    _, kas = months(map_)
    assert kas.values("voorschotten", "spuk")[:12] == pytest.approx([50_000.0] * 3 + [110_000.0] * 9)
    assert kas.values("kas", "spuk")[3:5] == pytest.approx([32_584.16, 46_584.16])


def test_invoices_paid_a_month_later(map_):
    """The 24.000 of December 2025 is then still in cash, and is paid in January: 156.584,16 + 24.000 + 50.000 - 24.000.
    Every next month 46.000 less: 206.584,16 - 160.584,16 - 114.584,16 - 68.584,16 - 22.584,16 - and dry in June."""
    with (map_ / "parameters.toml").open("a", encoding="utf-8") as parameters:
        parameters.write(
            '[[kas_betaaltermijn.waarde]]\nvanaf = 2022-01-01\nwaarde = "1"\nstatus = "aanname"\ntoelichting = "test"\n'
        )
    uitkomst, kas = months(map_)
    assert kas.values("kas", "spuk")[:6] == pytest.approx(156_584.16 + 50_000 - 46_000 * np.arange(6))
    droog = uitkomst.dry()
    assert droog is not None
    assert droog.p50 == date(2026, 6, 1)
