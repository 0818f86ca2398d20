"""A small gemeente by hand, 2022-2026, to the cent: uitkering, carry-over, cap, terugvordering, doorschuiven.

Counts: asielstatushouders 10 (2022), 12 (2023), 8 (2024), 6 (2025), 5 (2026); gezinsmigranten 3, 4, 5, 4, 2. The
amounts are those of the Regeling inburgering 2021 art. 10.2-10.3; those of 2024 were not found and are set to round
figures here. All arithmetic below is in cents.
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np

from finance.meeneemregeling import settle_years
from finance.tellingen import Telling
from finance.uitkering import Bedragen, compute_uitkering

ASIEL = {2022: 10, 2023: 12, 2024: 8, 2025: 6, 2026: 5}
GEZIN = {2022: 3, 2023: 4, 2024: 5, 2025: 4, 2026: 2}
D = Decimal
BEDRAGEN = {
    2022: Bedragen(D("8057.10"), D("4079.67"), D("1019.92"), gezin=D("610.98")),
    2023: Bedragen(D("8378.03"), D("4242.17"), D("1060.54"), gezin=D("635.32")),
    2024: Bedragen(D("8800.00"), D("4400.00"), D("1100.00"), gezin=D("660.00")),
    2025: Bedragen(D("9154.91"), D("4635.54"), D("1158.89"), gezin=D("694.23")),
    2026: Bedragen(D("6087.34"), D("4718.96"), D("1179.74"), gezin=D("706.72"), onderwijsroute=D("5400.00")),
}
GEWICHTEN_2026 = Bedragen(D("5820.70"), D("4247.06"), D("1061.77"), D("856.51"))

# U(2022) = 10 x 8057.10 + 3 x 610.98 = 80571.00 + 1832.94
U2022 = 8_057_100 + 183_294
# U(2023) = 12 x 8378.03 + 10 x 4242.17 + 4 x 635.32 = 100536.36 + 42421.70 + 2541.28
U2023 = 10_053_636 + 4_242_170 + 254_128
# U(2024) = 8 x 8800 + 12 x 4400 + 10 x 1100 + 5 x 660 = 70400 + 52800 + 11000 + 3300
U2024 = 7_040_000 + 5_280_000 + 1_100_000 + 330_000
# U(2025) = 6 x 9154.91 + 8 x 4635.54 + 12 x 1158.89 + 4 x 694.23 = 54929.46 + 37084.32 + 13906.68 + 2776.92
U2025 = 5_492_946 + 3_708_432 + 1_390_668 + 277_692
# 2026, with 20 completed trajecten since 2022 and factor f = 1:
# GG = 5 x 5820.70 + 6 x 4247.06 + 8 x 1061.77 + 20 x 856.51
#    = 29103.50 + 25482.36 + 8494.16 + 17130.20; BGO = 2 x 706.72; ABO = 1 x 5400
GG2026 = 2_910_350 + 2_548_236 + 849_416 + 1_713_020
U2026 = GG2026 + 141_344 + 540_000


def counts(jaar):
    def asiel(j):
        return np.int64(ASIEL.get(j, 0))

    extra = {"aia": np.int64(20), "onderwijsroute": np.int64(1)} if jaar == 2026 else {}
    return Telling(asiel(jaar), asiel(jaar - 1), asiel(jaar - 2), np.int64(GEZIN[jaar]), **extra)


def uitkering(jaar, factor=1):
    gewichten = GEWICHTEN_2026 if jaar == 2026 else BEDRAGEN[jaar]
    return int(compute_uitkering(counts(jaar), BEDRAGEN[jaar], gewichten, factor).totaal)


def test_definitieve_uitkering_to_the_cent():
    assert [uitkering(j) for j in range(2022, 2027)] == [U2022, U2023, U2024, U2025, U2026]


def test_national_factor_works_on_ba_only():
    """f = 1.01: BA = 80212.22... = 1.01 x GG, half up to the cent; BGO and ABO stay."""
    assert GG2026 == 8_021_022
    # 8,021,022 x 1.01 = 8,101,232.22 -> 8,101,232
    assert uitkering(2026, Fraction(101, 100)) == 8_101_232 + 141_344 + 540_000


def test_five_years_old_ruimte():
    """Old text: ruimte = 100% of U(t). Besteding chosen so that every branch of art. 10.5 and 10.6 is passed."""
    besteding = [1_000_000, 3_000_000, 16_000_000, 20_000_000, 6_000_000]
    keten = settle_years(
        np.array([U2022, U2023, U2024, U2025, U2026]), np.array(besteding), [(Decimal(1), Decimal(0))] * 5
    )
    # 2022: 8,240,394 - 1,000,000 = 7,240,394 <= 8,240,394: all carried over.
    # 2023: 14,549,934 + 7,240,394 - 3,000,000 = 18,790,328 > 14,549,934: capped, 4,240,394 reclaimed.
    # 2024: 13,750,000 + 14,549,934 - 16,000,000 = 12,299,934 <= 13,750,000: all carried over.
    # 2025: 10,869,738 + 12,299,934 - 20,000,000 = 3,169,672: carried over.
    # 2026: 8,702,366 + 3,169,672 - 6,000,000 = 5,872,038: carried over.
    assert keten.saldo.tolist() == [7_240_394, 18_790_328, 12_299_934, 3_169_672, 5_872_038]
    assert keten.reservering.tolist() == [7_240_394, 14_549_934, 12_299_934, 3_169_672, 5_872_038]
    assert keten.terugvordering.tolist() == [0, 4_240_394, 0, 0, 0]
    assert keten.doorgeschoven.tolist() == [0, 0, 0, 0, 0]


def test_five_years_new_ruimte_from_2024_and_overspending():
    """From 2024: ruimte = 100% U(t) + 50% U(t-1). Overspending in 2022 shifts to 2023, in 2025 to 2026."""
    besteding = [9_000_000, 1_000_000, 2_000_000, 33_000_000, 8_000_000]
    oud, nieuw = (Decimal(1), Decimal(0)), (Decimal(1), Decimal("0.5"))
    keten = settle_years(
        np.array([U2022, U2023, U2024, U2025, U2026]), np.array(besteding), [oud, oud, nieuw, nieuw, nieuw]
    )
    # 2022: 8,240,394 - 9,000,000 = -759,606: shifted to 2023.
    # 2023: 14,549,934 - 1,000,000 - 759,606 = 12,790,328 <= 14,549,934: carried over.
    # 2024: 13,750,000 + 12,790,328 - 2,000,000 = 24,540,328; ruimte 13,750,000 + 7,274,967 = 21,024,967;
    #       reclaimed 3,515,361.
    # 2025: 10,869,738 + 21,024,967 - 33,000,000 = -1,105,295: shifted to 2026.
    # 2026: 8,702,366 - 8,000,000 - 1,105,295 = -402,929: still open at the end.
    assert keten.ruimte.tolist()[2] == 21_024_967
    assert keten.saldo.tolist() == [-759_606, 12_790_328, 24_540_328, -1_105_295, -402_929]
    assert keten.reservering.tolist() == [0, 12_790_328, 21_024_967, 0, 0]
    assert keten.terugvordering.tolist() == [0, 0, 3_515_361, 0, 0]
    assert keten.doorgeschoven.tolist() == [759_606, 0, 0, 1_105_295, 402_929]


def test_the_onderwijsroute_may_be_taken_along_within_its_term():
    """Received 100, 60, 80, 90; spent 10, 20, 30, 40. All of it may go along until 2024, nothing after 2025.

    2022: 90 left, 100 received so far: kept. 2023: 90 + 60 - 20 = 130 of 160: kept. 2024: 130 + 80 - 30 = 180 of 240:
    kept, though 180 is more than the 80 of that year. 2025: 180 + 90 - 40 = 230: all reclaimed.
    """
    u = np.array([100, 60, 80, 90])
    alles, niets = (Decimal(1), Decimal(0)), (Decimal(0), Decimal(0))
    keten = settle_years(u, np.array([10, 20, 30, 40]), [alles] * 3 + [niets], cumulatief=True)
    assert keten.reservering.tolist() == [90, 130, 180, 0]
    assert keten.terugvordering.tolist() == [0, 0, 0, 230]
