"""The bits of draws: what the hand-written rules gave before they became expressions, kept as numbers.

Same operations in the same order; a rule that is rewritten so that it only nearly gives the same is seen here.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from finance.meeneemregeling import settle_years
from finance.tellingen import Telling
from finance.uitkering import Bedragen, compute_uitkering, national_factor

U = np.array([[812345.67, 0.1, 733000.9], [913000.33, 0.3, 512345.01], [1012345.07, 0.7, 402345.11]])
B = np.array([[300000.13, 0.2, 900000.7], [1200000.77, 0.1, 411111.3], [1500000.01, 0.05, 404040.4]])
R = np.array([5000.05, 0.0, 1.1])
P = [(Decimal(1), Decimal(0)), (Decimal(1), Decimal("0.5")), (Decimal(1), Decimal("0.5"))]

NIL = "0x0.0p+0"
KETEN = {
    "saldo": [
        ["0x1.f93865c28f5c4p+18", "-0x1.999999999999ap-4", "-0x1.462b599999998p+17"],
        ["0x1.c1e4933333330p+17", "0x1.9999999999998p-4", "-0x1.00e4fd70a3d6cp+16"],
        ["-0x1.f68ee51eb8528p+17", "0x1.7ffffffffffffp-1", "-0x1.078447ae147acp+16"],
    ],
    "reservering": [
        ["0x1.f93865c28f5c4p+18", NIL, NIL],
        ["0x1.c1e4933333330p+17", "0x1.9999999999998p-4", NIL],
        [NIL, "0x1.7ffffffffffffp-1", NIL],
    ],
    "terugvordering": [[NIL] * 3] * 3,
    "doorgeschoven": [
        [NIL, "0x1.999999999999ap-4", "0x1.462b599999998p+17"],
        [NIL, NIL, "0x1.00e4fd70a3d6cp+16"],
        ["0x1.f68ee51eb8528p+17", NIL, "0x1.078447ae147acp+16"],
    ],
}
KETEN["ruimte"] = [
    ["0x1.8ca73570a3d71p+19", "0x1.999999999999ap-4", "0x1.65e91cccccccdp+19"],
    ["0x1.421052a3d70a4p+20", "0x1.6666666666666p-2", "0x1.ad1faeb851eb8p+19"],
    ["0x1.669ad3c28f5c2p+20", "0x1.b333333333333p-1", "0x1.418ab3ae147aep+19"],
]
P_ONDERWIJSROUTE = [(Decimal(1), Decimal(0)), (Decimal("0.9"), Decimal(0)), (Decimal(0), Decimal(0))]
KETEN_ONDERWIJSROUTE = {
    "ruimte": [
        ["0x1.8ca73570a3d71p+19", "0x1.999999999999ap-4", "0x1.65e91cccccccdp+19"],
        ["0x1.7b1ab66666667p+20", "0x1.70a3d70a3d70bp-2", "0x1.11a2b51a9fbe8p+20"],
        [NIL, NIL, NIL],
    ],
    "saldo": [
        ["0x1.f93865c28f5c4p+18", "-0x1.999999999999ap-4", "-0x1.462b599999998p+17"],
        ["0x1.c1e4933333330p+17", "0x1.9999999999998p-4", "-0x1.00e4fd70a3d6cp+16"],
        ["-0x1.f68ee51eb8528p+17", "0x1.7ffffffffffffp-1", "-0x1.078447ae147acp+16"],
    ],
    "reservering": [
        ["0x1.f93865c28f5c4p+18", NIL, NIL],
        ["0x1.c1e4933333330p+17", "0x1.9999999999998p-4", NIL],
        [NIL, NIL, NIL],
    ],
    "terugvordering": [[NIL, NIL, NIL], [NIL, NIL, NIL], [NIL, "0x1.7ffffffffffffp-1", NIL]],
    "doorgeschoven": [
        [NIL, "0x1.999999999999ap-4", "0x1.462b599999998p+17"],
        [NIL, NIL, "0x1.00e4fd70a3d6cp+16"],
        ["0x1.f68ee51eb8528p+17", NIL, "0x1.078447ae147acp+16"],
    ],
}


def bits(values) -> list:
    return [bits(v) if np.ndim(v) else float(v).hex() for v in values]


@pytest.mark.parametrize(
    ("percentages", "cumulatief", "keten"), [(P, False, KETEN), (P_ONDERWIJSROUTE, True, KETEN_ONDERWIJSROUTE)]
)
def test_the_chain_of_art_10_5_and_10_6(percentages, cumulatief, keten):
    uit = settle_years(U, B, percentages, reservering=R, cumulatief=cumulatief)
    assert {naam: bits(getattr(uit, naam)) for naam in keten} == keten


def test_factor_and_components_of_art_10_2():
    personen = np.array([[97.3, 101.7], [88.1, 64.9], [70.7, 71.3], [51.9, 49.1], [23.13, 17.7], [15.92, 16.01]])
    telling = Telling(*personen)
    bedragen = Bedragen(*map(Decimal, ("6087.34", "4718.96", "1179.74", "0", "706.72", "17000")))
    gewichten = Bedragen(*map(Decimal, ("5820.70", "4247.06", "1061.77", "856.51")))
    land = [[9800.1, 9700.7], [10100.3, 9000.9], [8700.7, 8800.8], [0.0, 0.0], [2100.3, 2200.1]]
    factor = national_factor(Telling(*np.array(land)), bedragen, gewichten)
    assert bits(factor) == ["0x1.0f3da0d6f958fp+0", "0x1.0e78e3971fd69p+0"]
    uitkering = compute_uitkering(telling, bedragen, gewichten, factor)
    assert bits(uitkering.bgo) == ["0x1.1e8d89374bc6bp+15", "0x1.0f17e76c8b43ap+15"]
    assert bits(uitkering.ba) == ["0x1.0bd4fd7760a75p+20", "0x1.ee74f9b51d041p+19"]
    assert bits(uitkering.abo) == ["0x1.084c000000000p+18", "0x1.09ca800000000p+18"]
    assert bits(uitkering.totaal) == ["0x1.56dc69c11b058p+20", "0x1.4225dc15f2dc2p+20"]
