"""Laws of showing: totals come from unrounded figures, V and N agree with the signs, in every shipped profile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.grond.profiel import advantage, find_profile, list_profiles
from reports.tabel.getoond import in_profile
from reports.tabel.tabel import cents_table, column, line
from reports.tabel.xlsx_stuk import difference_style

BEDRAG = st.integers(-(10**12), 10**12)
GELD = ("lasten", "baten", "saldo")
PROFIELEN = [find_profile(n) for n in list_profiles()]
alle = pytest.mark.parametrize("profiel", PROFIELEN, ids=lambda p: p.naam)


def shown(tekst):
    """The number in a shown figure, in the unit of the profile."""
    return float(tekst.split()[0].replace(".", "").replace(",", "."))


@alle
@given(bedragen=st.lists(BEDRAG, min_size=1, max_size=12), aard=st.sampled_from(GELD))
def test_a_shown_total_is_the_rounded_unrounded_total(profiel, bedragen, aard):
    rijen = tuple(line(str(i), aard, (b,)) for i, b in enumerate(bedragen))
    som = line("totaal", aard, (), tuple((i, 1) for i in range(len(bedragen))))
    *_, (_, getoond) = (r.cellen for r in in_profile(cents_table("T", (column("k"),), (*rijen, som)), profiel).rijen)
    assert getoond == profiel.show(sum(bedragen), aard)
    halve = 0.5 * 10 ** (-profiel.decimalen) if profiel.afronding == "afronden" else 10 ** (-profiel.decimalen)
    assert abs(shown(getoond) - profiel.factor(aard) * sum(bedragen) / profiel.unit) <= halve * (1 + 1e-6)


@alle
@given(begroting=BEDRAG, rekening=BEDRAG, aard=st.sampled_from(GELD))
def test_letter_and_sign_say_the_same(profiel, begroting, rekening, aard):
    effect = advantage(begroting, rekening, aard)
    getoond = profiel.round(profiel.difference(begroting, rekening, aard))
    letter = profiel.mark(begroting, rekening, aard)
    if not getoond:
        assert letter == ""
        return
    assert letter == ("" if not profiel.vn else "V" if effect > 0 else "N")
    if profiel.verschil == "zonder teken":
        assert getoond > 0
    else:
        assert (getoond > 0) == (effect * profiel.difference_factor(aard) > 0)


@alle
@given(begroting=BEDRAG, rekening=BEDRAG, aard=st.sampled_from(GELD))
def test_arithmetic_conventions_are_arithmetic_on_shown_signs(profiel, begroting, rekening, aard):
    van, naar = (profiel.factor(aard) * b for b in (begroting, rekening))
    if profiel.verschil == "begroting - rekening":
        assert profiel.difference(begroting, rekening, aard) == van - naar
    if profiel.verschil == "rekening - begroting":
        assert profiel.difference(begroting, rekening, aard) == naar - van


@alle
@given(bedrag=BEDRAG)
def test_zero_has_no_sign(profiel, bedrag):
    assert profiel.show(bedrag, "saldo") not in ("-0", "-0,0", "-0,00")


@alle
@given(centen=BEDRAG)
def test_a_table_tells_how_to_read_the_sign_of_its_saldo(profiel, centen):
    tabel = in_profile(cents_table("T", (column("k"),), (line("s", "saldo", (centen,)),)), profiel)
    getoond = tabel.rijen[0].cellen[1]
    min_is = "voordeel" if "Een saldo met een min is een voordeel." in tabel.opmerkingen else "nadeel"
    assert f"Een saldo met een min is een {min_is}." in tabel.opmerkingen
    if shown(getoond):
        assert (min_is == "voordeel") == (shown(getoond) * centen < 0)


@alle
def test_negative_baten_are_told_in_every_table_that_has_them(profiel):
    tabel = in_profile(cents_table("T", (column("k"),), (line("b", "baten", (100_000,)),)), profiel)
    assert ("Baten staan als negatief bedrag." in tabel.opmerkingen) == (shown(tabel.rijen[0].cellen[1]) < 0)


@alle
@given(begroting=BEDRAG, rekening=BEDRAG, aard=st.sampled_from(GELD))
def test_a_workbook_shows_the_letter_of_the_page(profiel, begroting, rekening, aard):
    """The number format of a difference holds one letter above zero and one below."""
    soort, *delen = difference_style(profiel, aard).split(":")
    effect = advantage(begroting, rekening, aard)
    getoond = profiel.round(profiel.difference_factor(aard) * effect)
    letter = "" if soort == "cijfers" or not getoond else delen[1] if getoond > 0 else delen[2]
    assert letter == profiel.mark(begroting, rekening, aard)
