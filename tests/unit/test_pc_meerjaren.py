"""The headline of a begroting names all its years, and begins with how the worst of them closes."""

import pytest

from reports.pc.meerjaren import Jaarstand, Meerjaren


def years(*saldi, zeker=()):
    """2027 and on, in euros."""
    return tuple(Jaarstand(2027 + n, 100 * s, 2027 + n in zeker) for n, s in enumerate(saldi))


ALLE = (2027, 2028)


@pytest.mark.parametrize(
    ("samen", "gemeenten", "toeval", "begin"),
    [
        (years(-5000, 10), (), True, "Niet sluitend: 2027 sluit niet. "),
        (years(10, -5, -7), (), True, "Niet sluitend: 2028 en 2029 sluiten niet. "),
        (years(-1, -2, -3), (), True, "Niet sluitend: geen enkel jaar sluit. "),
        (years(5, 5, zeker=(2027,)), (), True, "Naar verwachting sluitend, maar niet in 2028 met 90% zekerheid. "),
        (years(5, 5), (), True, "Naar verwachting sluitend, maar in geen enkel jaar met 90% zekerheid. "),
        (years(5, 5), (), False, "Naar verwachting sluitend, zonder toeval gerekend. "),
        (years(5, 5, zeker=ALLE), (), True, "Sluitend met 90% zekerheid, in ieder jaar. "),
        # 49 cents short is nothing, 50 is.
        ((Jaarstand(2027, -49, True),), (), True, "Sluitend met 90% zekerheid, in ieder jaar. "),
        ((Jaarstand(2027, -50, True),), (), True, "Niet sluitend: geen enkel jaar sluit. "),
    ],
)
def test_the_worst_year_speaks_first(samen, gemeenten, toeval, begin):
    kop = Meerjaren(samen, gemeenten, 0.9, toeval).headline()
    assert kop.startswith(begin)
    assert all(f"in {stand.jaar}" in kop for stand in samen)


def test_a_surplus_of_another_gemeente_does_not_make_it_better():
    samen = years(900, 900, zeker=ALLE)
    for klein, begin in (
        (years(-100, 5), "Niet sluitend in Klein: een overschot van een ander betaalt dat niet. "),
        (years(100, 5), "Naar verwachting sluitend, maar in Klein niet met 90% zekerheid. "),
    ):
        kop = Meerjaren(samen, (("Groot", samen), ("Klein", klein)), 0.9, True).headline()
        assert kop.startswith(begin)
    veel = tuple((f"G{n}", years(-1)) for n in range(6))
    kop = Meerjaren(years(1), (*veel, ("Groot", years(9))), 0.9, True).headline()
    assert kop.startswith("Niet sluitend in 6 van de 7 gemeenten: ")


def test_every_year_has_its_saldo():
    kop = Meerjaren(years(-124_000, 0, 1_050_000), (), 0.9, True).headline().replace("\u00a0", " ")
    assert kop.endswith(
        "Het saldo op de eigen rekening is naar verwachting € 124.000 nadelig in 2027, nul in 2028 en € 1,05 miljoen "
        "voordelig in 2029."
    )
