"""What is hidden stays hidden: checked by counting every table that a reader cannot exclude."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from scenarios.grond.bescherming import DREMPEL, protect

AANTAL = st.one_of(st.integers(0, 12), st.integers(0, 60))


def two_way(rijen):
    """Cells, row and column totals and the grand total, with every sum between them."""
    hoog, breed = len(rijen), len(rijen[0])
    cellen: dict[tuple[object, object], int] = {(r, k): rijen[r][k] for r in range(hoog) for k in range(breed)}
    lijnen: list[tuple] = []
    for r in range(hoog):
        cellen[r, "som"] = sum(rijen[r])
        lijnen.append(((r, "som"), tuple((r, k) for k in range(breed))))
    for k in (*range(breed), "som"):
        cellen["som", k] = sum(cellen[r, k] for r in range(hoog))
        lijnen.append((("som", k), tuple((r, k) for r in range(hoog))))
    lijnen.append((("som", "som"), tuple(("som", k) for k in range(breed))))
    return cellen, lijnen


def possible_values(cel, cellen, lijnen, verborgen, tot):
    """Every value from 1 to `tot` that fits what a reader sees, by trying all tables. Inner cells decide the totals."""
    sommen = {som for som, _ in lijnen}
    binnen = [c for c in cellen if c not in sommen]
    onbekend = [c for c in binnen if c in verborgen]
    gevonden = set()
    for waarden in product(range(1, tot + 1), repeat=len(onbekend)):
        tabel = {c: cellen[c] for c in binnen} | dict(zip(onbekend, waarden, strict=True))
        # Totals of totals need their parts first.
        while len(tabel) < len(cellen):
            for som, delen in lijnen:
                if som not in tabel and all(d in tabel for d in delen):
                    tabel[som] = sum(tabel[d] for d in delen)
        if all(tabel[som] == sum(tabel[d] for d in delen) for som, delen in lijnen) and all(
            tabel[c] == cellen[c] if c not in verborgen else tabel[c] >= 1 for c in cellen
        ):
            gevonden.add(tabel[cel])
    return gevonden


@given(st.lists(st.integers(0, 7), min_size=1, max_size=4))
def test_a_hidden_group_cannot_be_computed_from_the_total(aantallen):
    cellen = dict(enumerate(aantallen)) | {"som": sum(aantallen)}
    lijnen = [("som", tuple(range(len(aantallen))))]
    verborgen = protect(cellen, lijnen, 4)
    for cel, aantal in cellen.items():
        if 0 < aantal < 4:
            # With a lower threshold every table can be tried.
            assert len(possible_values(cel, cellen, lijnen, verborgen, 8)) >= 3


@given(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=2))
def test_rows_and_columns_together_give_nothing_away(rijen):
    cellen, lijnen = two_way(rijen)
    verborgen = protect(cellen, lijnen, 3)
    for cel, aantal in cellen.items():
        if 0 < aantal < 3:
            assert cel in verborgen
            assert len(possible_values(cel, cellen, lijnen, verborgen, 6)) >= 2


@given(st.lists(st.lists(AANTAL, min_size=3, max_size=3), min_size=2, max_size=7))
def test_every_small_group_is_hidden_and_no_zero(rijen):
    cellen, lijnen = two_way(rijen)
    verborgen = protect(cellen, lijnen)
    assert all(c in verborgen for c, n in cellen.items() if 0 < n < DREMPEL)
    assert not any(n == 0 for c, n in cellen.items() if c in verborgen)


@given(st.lists(st.lists(st.integers(DREMPEL, 500), min_size=2, max_size=4), min_size=1, max_size=1))
def test_without_small_groups_nothing_is_hidden(rijen):
    cellen, lijnen = two_way(rijen)
    assert not protect(cellen, lijnen)


def test_one_small_group_takes_a_second_cell_along():
    """2 of a total of 132: the smallest other cell hides with it, the total stays."""
    cellen = {"Hoorn": 100, "Medemblik": 30, "Opmeer": 2, "Regio": 132}
    lijnen = [("Regio", ("Hoorn", "Medemblik", "Opmeer"))]
    assert protect(cellen, lijnen) == {"Opmeer", "Medemblik"}


def test_two_small_groups_that_add_up_to_little_take_a_third():
    """1 and 1 hidden with 2 to divide would be known exactly."""
    cellen = {"A": 1, "B": 1, "C": 40, "som": 42}
    assert protect(cellen, [("som", ("A", "B", "C"))]) == {"A", "B", "C"}
