"""Who executes and who supplies: the regions of the council documents are recognised in what the reader gets."""

from datetime import date

import pytest

from reports.raming.contractenblad import deliveries, executors
from scenarios.regiomap.regio import read_region


def suppliers(regio, wat):
    return {(d.leverancier, d.gemeenten, d.van, d.tot) for d in deliveries(regio) if d.wat == wat}


def test_westfriesland_has_two_executors_and_suppliers_by_gemeente():
    """Voortgangsrapportage 2022-2023, par. 1.3 and 1.4."""
    regio = read_region("voorbeeld:westfriesland")
    zes = "Medemblik, Koggenland, Drechterland, Enkhuizen, Stede Broec, Opmeer"
    assert {wie: ", ".join(namen) for wie, namen in executors(regio).items()} == {
        "1.Hoorn": "Hoorn",
        "RIT, WerkSaam Westfriesland": zes,
    }
    begin, eind = date(2022, 1, 1), date(2030, 1, 1)
    for route in ("Leerroute B1", "Leerroute Z"):
        # Two contracts of one supplier that follow each other are one line.
        assert suppliers(regio, route) == {
            ("Fiolet en Edinova", "Hoorn, Koggenland, Opmeer", begin, eind),
            ("NLtraining en NewBees", "Medemblik, Drechterland, Enkhuizen, Stede Broec", begin, eind),
        }
    assert suppliers(regio, "Maatschappelijke begeleiding") == {
        ("1.Hoorn", "Hoorn", begin, eind),
        ("VluchtelingenWerk Nederland", zes, begin, date(2023, 1, 1)),
        ("Stichting Inova", zes, date(2023, 1, 1), eind),
    }
    assert suppliers(regio, "Leerroute onderwijs: mbo") == {("Vonk en Horizon College", "alle", begin, eind)}
    hbo = "Hogeschool van Amsterdam en Vrije Universiteit, per inburgeraar"
    assert suppliers(regio, "Leerroute onderwijs: hbo en wo") == {(hbo, "alle", begin, eind)}


@pytest.mark.parametrize(
    ("voorbeeld", "wat", "leverancier", "van"),
    [
        ("regio-alkmaar", "Leerroute B1", "Edinova", date(2021, 10, 1)),
        (
            "regio-alkmaar",
            "Leerroute onderwijs: mbo",
            "mbo (aanbieders van de bovenregionale inkoop)",
            date(2022, 7, 1),
        ),
        (
            "noordkop",
            "Leerroute Z: maatschappelijke begeleiding",
            "SIN (VluchtelingenWerk, tot 1-1-2025)",
            date(2022, 1, 1),
        ),
        ("rijssen-holten", "Financieel ontzorgen", "Stadsbank Oost Nederland", date(2022, 1, 1)),
    ],
)
def test_the_parties_of_the_other_regions(voorbeeld, wat, leverancier, van):
    assert (leverancier, van) in {
        (d.leverancier, d.van) for d in deliveries(read_region(f"voorbeeld:{voorbeeld}")) if d.wat == wat
    }
