"""Causes of which shares and euros are known: a sum, a product, and one price on a fixed number of persons."""

import numpy as np
import pytest
from scipy.special import ndtri

from scenarios.engine.result import name_causes
from scenarios.grond.trekking import Trekking
from scenarios.onzekerheid.spreiding import factor_at
from scenarios.oorzaken.aandelen import Ontwerp
from scenarios.regiomap.intervallen import Interval

N = 10_240


def normals(aantal: int, doel: str = "invoer") -> np.ndarray:
    return np.hstack([Trekking(5, b).stream(doel).standard_normal((aantal, 2048)) for b in range(N // 2048)])


def test_shares_of_a_sum_are_its_variances():
    a, b, *c = normals(4)
    toeval = normals(1, "rest")[0]
    # Variances 9 + 4 + (1 + 1) + 1 = 16 million; the third group has two inputs, the fourth takes no part.
    saldo = 1000 * (3 * a + 2 * b + c[0] - c[1] + toeval)
    uit = Ontwerp([a[None], b[None], np.stack(c), normals(1, "elders")]).attribute(saldo[None])
    for g, deel in enumerate((9 / 16, 4 / 16, 2 / 16, 0, 1 / 16)):
        assert uit.eerste[g, 0] == pytest.approx(deel, abs=0.015)
        assert uit.totaal[g, 0] == pytest.approx(uit.eerste[g, 0], abs=0.002), "nothing works together"
    assert uit.eerste[:, 0].sum() == pytest.approx(1.0, abs=1e-3)
    assert (uit.eerste_fout[:3, 0] < 0.01).all()
    for g, spreiding in enumerate((3000, 2000, np.sqrt(2) * 1000)):
        assert uit.effect[:, g, 0] == pytest.approx([ndtri(0.1) * spreiding, ndtri(0.9) * spreiding], rel=0.04)


def test_a_product_is_interplay_only():
    a, b, c = normals(3)
    # Var(2 a b) = 4 and Var(c) = 1: by themselves a and b explain nothing, with each other 4/5.
    uit = Ontwerp([a[None], b[None], c[None]]).attribute(1000 * (2 * a * b + c)[None])
    for g, (eerste, totaal) in enumerate(((0, 0.8), (0, 0.8), (0.2, 0.2))):
        assert uit.eerste[g, 0] == pytest.approx(eerste, abs=0.02)
        assert uit.totaal[g, 0] == pytest.approx(totaal, abs=4 * uit.totaal_fout[g, 0] + 0.01)
    assert uit.totaal[3, 0] == pytest.approx(0, abs=0.05), "and nothing remains"


def test_a_square_with_a_linear_part_is_one_cause():
    a, b = normals(2)
    # 3 a + (a^2 - 1) has variance 9 + 2, b adds 1.
    uit = Ontwerp([a[None], b[None]]).attribute(1000 * (3 * a + a**2 + b)[None])
    assert uit.eerste[:, 0] == pytest.approx([11 / 12, 1 / 12, 0], abs=0.01)


def test_euros_stand_beside_the_expected_saldo():
    a, b = normals(2)
    # 4 a + a^2 / 2 is 0,5 in the mean, and -4,3050 and 5,9474 where a is at its tenths, -1,28155 and 1,28155.
    uit = Ontwerp([a[None], b[None]]).attribute(1000 * (4 * a + a**2 / 2 + b)[None])
    assert uit.effect[:, 0, 0] == pytest.approx([-4_805.0, 5_447.4], rel=0.03)


def test_one_price_on_fifty_persons():
    z = normals(1, "prijs")
    # 50 trajecten of 10.000: 10% dearer one time in ten costs 50.000; cheaper by 1/1,1 brings 500.000 x (1 - 1/1,1).
    saldo = 600_000 - 50 * 10_000 * factor_at(Interval(1 / 1.1, 1.1), z)
    uit = Ontwerp([z]).attribute(saldo)
    assert uit.eerste[0, 0] == pytest.approx(1.0, abs=1e-3)
    # The sample's own percentiles lie within two standard errors of those of the distribution.
    assert uit.effect[:, 0, 0] == pytest.approx([-50_000, 500_000 * (1 - 1 / 1.1)], rel=0.035)
    assert abs(uit.effect[:, 1, 0]).max() < 500


def test_standard_errors_hold_what_they_promise():
    uit = []
    for zaad in range(40):
        a, b = Trekking(zaad, 0).stream("ab").standard_normal((2, 2000))
        rest = Trekking(zaad, 0).stream("rest").standard_normal(2000)
        uit.append(Ontwerp([a[None], b[None]]).attribute(1000 * (a + 0.5 * b + rest)[None]))
    eerste = np.array([u.eerste[:2, 0] for u in uit])
    fouten = np.array([u.eerste_fout[:2, 0] for u in uit])
    # Shares 1/2,25 and 0,25/2,25; the spread over 40 seeds has itself an error of 11%.
    assert eerste.mean(axis=0) == pytest.approx([1 / 2.25, 0.25 / 2.25], abs=0.01)
    assert fouten.mean(axis=0) == pytest.approx(eerste.std(axis=0, ddof=1), rel=0.4)


def test_noise_has_no_cause():
    uit = Ontwerp([normals(12, "a"), normals(12, "b")]).attribute(1000 * normals(1, "rest"))
    assert abs(uit.eerste[:2, 0]).max() < 0.004, "24 inputs fit some of it, and that is taken off"
    assert uit.eerste[2, 0] == pytest.approx(1.0, abs=0.004)


def test_shares_by_themselves_are_never_more_than_the_whole():
    invoer = normals(60).reshape(20, 3, N)[..., :700]
    uit = name_causes(
        Ontwerp(list(invoer)).attribute(1000 * invoer.sum(axis=(0, 1))[None]), [f"{g}" for g in range(21)], (2027,)
    )
    assert 0.98 < sum(o.aandeel for o in uit[2027]) <= 1 + 1e-12
    assert all(o.p10 < 0 < o.p90 for o in uit[2027] if o.aandeel > 0.01)


@pytest.mark.parametrize("invoer", [[], [np.zeros((0, N))], [np.ones((3, N))]])
def test_nothing_drawn_has_no_causes(invoer):
    assert name_causes(Ontwerp(invoer).attribute(np.zeros((2, N))), ("prijs", "toeval"), (2027, 2028)) == {}


def test_what_does_not_vary_has_no_causes():
    a = normals(1)
    uit = name_causes(Ontwerp([a]).attribute(np.vstack([np.full(N, 8.0), 1000 * a])), ("prijs", "toeval"), (2027, 2028))
    assert list(uit) == [2028]
    assert uit[2028][0].oorzaak == "prijs"


def test_too_few_draws_say_nothing():
    a = normals(40)[:, :100]
    assert name_causes(Ontwerp([a]).attribute(1000 * a[:1]), ("prijs", "toeval"), (2027,)) == {}


def test_partijen_are_weighed_by_their_draws():
    a, b = normals(2)
    saldo = 1000 * (a + b)[None]
    een, twee = (Ontwerp([a[None, d], b[None, d]]).attribute(saldo[:, d]) for d in (slice(0, 8192), slice(8192, N)))
    samen = een.merge(twee)
    assert samen.n == N
    assert samen.eerste == pytest.approx(0.8 * een.eerste + 0.2 * twee.eerste)
    assert samen.eerste_fout == pytest.approx(np.sqrt((0.8 * een.eerste_fout) ** 2 + (0.2 * twee.eerste_fout) ** 2))
