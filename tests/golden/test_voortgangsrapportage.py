"""Every table of the Voortgangsrapportage inburgering 1 juli 2022 - 1 juli 2023, regio Westfriesland, cell by cell.

The numbers stand here as the report prints them, with its paragraph and in its order of gemeenten ("-" is 0).
"""

from datetime import date

import pytest

from reports.voortgang.tekst import count_shares, count_text
from scenarios.inzicht.doelmeting import REGIO
from scenarios.inzicht.voortgang import build_progress
from scenarios.inzicht.voortgangstabellen import SOM
from scenarios.regiomap.regio import read_region

ZEVEN = ("Stede Broec", "Enkhuizen", "Drechterland", "Hoorn", "Koggenland", "Medemblik", "Opmeer")
NULLEN = (0,) * 7
GEPUBLICEERD = {
    # par. 2.2, "Voortgang statushouders"
    ("statushouders", "gehuisvest"): (29, 28, 28, 137, 37, 94, 20),
    ("statushouders", "inburgeringsplichtig"): (19, 23, 17, 112, 26, 51, 12),
    ("statushouders", "pip_vastgesteld"): (13, 21, 17, 77, 21, 34, 9),
    ("statushouders", "tussentijds_beeindigd"): (3, 2, 1, 8, 4, 4, 0),
    # par. 2.2, "Gezinsmigranten"
    ("gezinsmigranten", "inburgeringsplichtig"): (13, 18, 11, 55, 14, 14, 2),
    ("gezinsmigranten", "pip_vastgesteld"): (13, 16, 10, 32, 10, 8, 2),
    ("gezinsmigranten", "tussentijds_beeindigd"): (1, 2, 0, 2, 0, 1, 0),
    # par. 2.3.1, "Leerroute statushouders"
    ("leerroutes_statushouders", "z_gestart"): (8, 12, 8, 22, 12, 16, 5),
    ("leerroutes_statushouders", "z_afgerond"): NULLEN,
    ("leerroutes_statushouders", "b1_gestart"): (4, 5, 7, 40, 5, 11, 2),
    ("leerroutes_statushouders", "b1_afgerond"): NULLEN,
    ("leerroutes_statushouders", "onderwijs_gestart"): (0, 0, 0, 15, 0, 3, 0),
    ("leerroutes_statushouders", "onderwijs_afgerond"): NULLEN,
    # par. 2.3.1, "Leerroute gezinsmigranten"
    ("leerroutes_gezinsmigranten", "z_vastgesteld"): (0, 2, 1, 2, 1, 0, 0),
    ("leerroutes_gezinsmigranten", "z_afgerond"): NULLEN,
    ("leerroutes_gezinsmigranten", "b1_vastgesteld"): (13, 12, 9, 30, 8, 8, 2),
    ("leerroutes_gezinsmigranten", "b1_afgerond"): NULLEN,
    ("leerroutes_gezinsmigranten", "onderwijs_vastgesteld"): (0, 1, 0, 0, 1, 0, 0),
    ("leerroutes_gezinsmigranten", "onderwijs_afgerond"): NULLEN,
    # par. 2.3.2, "MAP statushouders en gezinsmigranten"
    ("map", "map_afgerond"): NULLEN,
    ("map", "map_vrijgesteld"): NULLEN,
    # par. 2.3.3, "PVT statushouders en gezinsmigranten"
    ("pvt", "pvt_afgerond"): (1, 3, 1, 2, 6, 0, 3),
    # par. 2.3.5, "Financieel ontzorgen" (the report has Drechterland before Enkhuizen here)
    ("ontzorgen", "ontzorgen_trajecten"): (8, 6, 12, 64, 13, 32, 8),
    ("ontzorgen", "ontzorgen_verlengd"): (0, 0, 0, 5, 2, 0, 0),
    # par. 2.3.6, "Werk"
    ("werk", "werk_orientatie"): (1, 1, 8, 8, 0, 3, 0),
    ("werk", "werkstage"): (0, 1, 0, 7, 0, 0, 0),
    ("werk", "vrijwilligerswerk"): (2, 0, 0, 1, 1, 2, 1),
    ("werk", "betaalde_baan"): (3, 0, 1, 3, 0, 3, 2),
}


@pytest.fixture(scope="module")
def regio():
    return read_region("voorbeeld:westfriesland")


@pytest.fixture(scope="module")
def intern(regio):
    return build_progress(regio, date(2022, 7, 1), date(2023, 7, 1), intern=True)


def cells(beeld):
    return {(t.opzet.sleutel, *sleutel): n for t in beeld.tabellen for sleutel, n in t.cellen.items()}


def test_every_table_as_published(regio, intern):
    codes = {g.naam: g.code for g in regio.gemeenten}
    uit = cells(intern)
    for (tabel, regel), getallen in GEPUBLICEERD.items():
        assert tuple(uit[tabel, regel, codes[n]] for n in ZEVEN) == getallen, (tabel, regel)
    # No table and no figure more than the report has.
    assert {(t, r) for t, r, _ in uit if r != SOM} == GEPUBLICEERD.keys()


def test_totals_that_report_and_memo_name(intern):
    """Samenvatting and raadsmemo: 373 housed, 260 plichtig, 127 gezinsmigranten, 48 in touch with work."""
    uit = cells(intern)
    assert uit["statushouders", "gehuisvest", REGIO] == 373
    assert uit["statushouders", "inburgeringsplichtig", REGIO] == 260
    assert uit["gezinsmigranten", "inburgeringsplichtig", REGIO] == 127
    assert uit["werk", SOM, REGIO] == 48


def test_five_and_ninety_five_percent(intern):
    """Par. 2.3.5: "Van de 143 trajecten zijn er slechts 7 verlengd. Dat is 5%. Dit betekent dat 95% ..." """
    zelf = next(u for u in intern.doelen if u.doel.naam == "zelfredzaam")
    assert (zelf.telling.van, zelf.telling.van - zelf.telling.aantal) == (143, 7)
    assert count_shares(zelf.telling) == "95% wel, 5% niet"


def test_goals_as_quoted(intern):
    """The yellow boxes of par. 2.3.2, 2.3.5, 2.3.6 and 2.5."""
    doelen = {u.doel.naam: u.doel.streef for u in intern.doelen}
    assert doelen == {
        "voldaan_b1": 0.75, "voldaan_z": 0.80, "voldaan_onderwijs": 0.80, "pvt": None, "zelfredzaam": 0.75,
        "werk": 0.80, "uitstroom_b1": 0.50, "uitstroom_z": 0.65, "uitstroom_onderwijs": 0.50, "klant": None,
    }  # fmt: skip
    assert next(u.doel.score for u in intern.doelen if u.doel.naam == "klant") == 7


def test_for_publication_the_same_numbers_or_nothing(regio, intern):
    open_, gesloten = cells(intern), build_progress(regio, date(2022, 7, 1), date(2023, 7, 1), intern=False)
    getoond = {(t.opzet.sleutel, *s): n for t in gesloten.tabellen for s, n in t.cellen.items() if s not in t.verborgen}
    assert getoond.items() <= open_.items()
    assert not {1, 2, 3, 4, 5, 6, 7, 8, 9} & set(getoond.values())
    zelf = next(u for u in gesloten.doelen if u.doel.naam == "zelfredzaam")
    assert zelf.telling is not None
    assert count_text(zelf.telling) == "meer dan 133 van 143"
    assert count_shares(zelf.telling) == "meer dan 93%"
