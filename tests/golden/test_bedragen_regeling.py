"""Shipped legal amounts against the Regeling inburgering 2021 art. 10.2-10.4 as read, and their inner relations."""

from decimal import Decimal

import pytest

from finance.fouten import Invoerfout
from scenarios.regiomap.land.landsgegevens import shipped

D = Decimal
GEPUBLICEERD = {
    2022: ("610.98", "8057.10", "4079.67", "1019.92"),
    2023: ("635.32", "8378.03", "4242.17", "1060.54"),
    2025: ("694.23", "9154.91", "4635.54", "1158.89"),
    2026: ("706.72", "6087.34", "4718.96", "1179.74"),
}


@pytest.mark.parametrize("jaar", GEPUBLICEERD)
def test_amounts(jaar):
    p = shipped().parameters
    namen = ("bedrag_gezin", "bedrag_asiel_a", "bedrag_asiel_b", "bedrag_asiel_c")
    assert tuple(p.in_year(n, jaar).getal for n in namen) == tuple(map(D, GEPUBLICEERD[jaar]))
    assert all(p.in_year(n, jaar).status == "vastgesteld" for n in namen)


@pytest.mark.parametrize("jaar", [2022, 2023, 2025])
def test_weights_equal_amounts_until_2026(jaar):
    p = shipped().parameters
    for k in "abc":
        assert p.in_year(f"gewicht_asiel_{k}", jaar).getal == p.in_year(f"bedrag_asiel_{k}", jaar).getal
    assert p.in_year("gewicht_asiel_d", jaar).getal == 0


def test_weights_2026_move_ten_percent_of_the_leerroute_share():
    """4718.96 x 0.9 = 4247.06; 1179.74 x 0.9 = 1061.77; what is taken off a, b and c together is d."""
    p = shipped().parameters
    a, b, c, d = (p.in_year(f"gewicht_asiel_{k}", 2026).getal for k in "abcd")
    cent = D("0.01")
    assert b == (D("4718.96") * D("0.9")).quantize(cent)
    assert c == (D("1179.74") * D("0.9")).quantize(cent)
    assert (D("6087.34") - a) + (D("4718.96") - b) + (D("1179.74") - c) == d
    assert d == D("856.51") == D("266.64") + D("471.90") + D("117.97")


def test_2024_is_never_filled_in():
    """The amounts of 2024 were not found: asking for them names the file, the key and the mend."""
    with pytest.raises(Invoerfout) as fout:
        shipped().parameters.in_year("bedrag_asiel_a", 2024)
    tekst = str(fout.value)
    assert "parameters.toml" in tekst
    assert "[[bedrag_asiel_a.waarde]]" in tekst
    assert "vanaf = 2024-01-01" in tekst


def test_years_after_the_last_known_one_are_a_raming():
    """706.72 x 1.018 = 719.44 (719.440...), marked as projection."""
    waarde = shipped().parameters.in_year("bedrag_gezin", 2027)
    assert waarde.getal == D("719.44")
    assert waarde.status == "raming"
