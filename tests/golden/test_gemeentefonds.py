"""The uitvoeringsbudget after the last amount known: one step of the index for every year since."""

import pytest

from finance.gemeentefonds import extend_budget

INDEX = {2021: 0.02, 2022: 0.03, 2023: 0.01, 2024: 0.0}


def test_an_amount_of_2020_takes_two_steps_to_2022():
    """100.000 x 1,02 x 1,03 = 105.060; x 1,01 = 106.110,60; x 1 = 106.110,60."""
    assert extend_budget({2020: 100_000}, INDEX, (2022, 2023, 2024)).tolist() == pytest.approx(
        [105_060, 106_110.60, 106_110.60]
    )


def test_an_amount_within_the_years_goes_on_from_there():
    """Nothing before 2022; 50.000 x 1,01 = 50.500."""
    assert extend_budget({2022: 50_000}, INDEX, (2021, 2022, 2023)).tolist() == pytest.approx([0, 50_000, 50_500])
    with pytest.raises(ValueError, match="geen bedrag voor 2023"):
        extend_budget({2022: 1, 2024: 1}, INDEX, (2022, 2023, 2024))
