"""Whole euros of the SiSa annex worked out by hand, and a template with every kind of cell on a small folder.

The reservering runs from € 89.000,38 by a withdrawal of € 68.955,60 to € 20.044,78. Rounded one by one that is
89.000 - 68.956 = 20.044, and 20.045 is accounted for: the movement is 68.955, and the balances stay.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from finance.administratie.sisa import GELDCIJFERS, whole_rows, whole_year
from scenarios.boeken.jaar_sluiten import Verantwoording, build_accounts
from scenarios.boeken.map import read_folder
from scenarios.jaar.sisa import build_annexes
from scenarios.jaar.sisabron import Bronregel, base_figures, count_of_cell, find_body_rows, find_rows, fixed_rows
from scenarios.jaar.sisasjabloon import load_template
from scenarios.waarheid.sluiten import close_on_purpose
from tests.regiomap import KOP, make_region

BOEKINGEN = f"""{KOP}
31-03-2023;Hoorn;Taallessen;leerroute_b1;asielstatushouder;b1;1.000,40;;Geheim Persoon;F1
30-06-2023;Hoorn;Taallessen;leerroute_b1;asielstatushouder;b1;2.000,40;;Geheim Persoon;F2
30-11-2022;Hoorn;Taallessen;leerroute_b1;asielstatushouder;b1;500,40;;nagekomen;F3
"""
INSTELLINGEN = """[[boekingen]]
bestand = "boekingen/b.csv"
jaar = 2023
vorig_jaar = "correctie"

[[gemeenschappelijke_regeling]]
naam = "WerkSaam"
jaar = 2023
sleutel = "vast"
delen = { GM0405 = 2, GM0420 = 1 }
kosten = { pvt = "100.00" }
"""
SJABLOON = """jaar = 2023

[[regeling]]
regeling = "spuk"
verstrekker = "SZW"
code = "G10"
status = "onzeker"
uitkering = "SPUK"
grondslag = "Wet"
gecontroleerd = false
indicator = [
  { nummer = "01", label = "Besteding zelf", cijfer = "besteding_zelf" },
  { nummer = "02", label = "Besteding door de uitvoerder", cijfer = "besteding_uitvoerder" },
  { nummer = "03", label = "Correctie", cijfer = "correctie_besteding" },
  { nummer = "04", label = "Samen", som = ["01", "02", "03"] },
  { nummer = "05", label = "Cumulatieve besteding", cijfer = "besteding", cumulatief = true },
  { nummer = "06", label = "Asielstatushouders", aantal = "asiel" },
  { nummer = "07", label = "Beschikking", gegeven = "beschikkingsnummer" },
  { nummer = "08", label = "Eindverantwoording", tekst = "Nee" },
  { nummer = "09", label = "Niets", vast = 0 },
  { nummer = "10", label = "Code", gegeven = "cbs_code" },
]

[[regeling]]
regeling = "spuk"
vorm = "uitvoerder"
verstrekker = "SZW"
code = "G10B"
status = "onzeker"
uitkering = "SPUK"
grondslag = "Wet"
gecontroleerd = false
indicator = [
  { nummer = "01", label = "Code", gegeven = "cbs_code" },
  { nummer = "02", label = "Besteding", cijfer = "besteding" },
]
"""


def accounts(map_: Path) -> Verantwoording:
    make_region(map_, BOEKINGEN, instellingen=INSTELLINGEN)
    besluiten = map_ / "verantwoording" / "beschikkingen.csv"
    kop, *rijen = besluiten.read_text(encoding="utf-8").splitlines()
    genummerd = [f"{r};SZW-{n}" for n, r in enumerate(rijen, 1)]
    besluiten.write_text("\n".join([f"{kop};beschikkingsnummer", *genummerd, ""]), encoding="utf-8")
    (map_ / "verantwoording" / "sisa").mkdir()
    (map_ / "verantwoording" / "sisa" / "2023.toml").write_text(SJABLOON, encoding="utf-8")
    return build_accounts(read_folder(str(map_)), 2023)


def test_the_movement_takes_what_the_rounded_balances_ask_for():
    jaar = SimpleNamespace(**dict.fromkeys(GELDCIJFERS, 0))
    jaar.reservering_begin, jaar.onttrekking, jaar.reservering_eind = 89_000_38, 68_955_60, 20_044_78
    heel = whole_year(jaar)  # type: ignore[arg-type]
    assert (heel["reservering_begin"], heel["onttrekking"], heel["reservering_eind"]) == (89_000, 68_955, 20_045)


def test_parts_are_rounded_with_their_whole():
    """€ 0,40 of the year and € 0,40 of a correction are € 0,80 of lasten: 1 and 0, not 0 and 0."""
    jaar = SimpleNamespace(**dict.fromkeys(GELDCIJFERS, 0))
    jaar.besteding = jaar.correctie_besteding = 40
    jaar.lasten = jaar.baten = 80
    heel = whole_year(jaar)  # type: ignore[arg-type]
    assert (heel["besteding"], heel["correctie_besteding"], heel["lasten"]) == (1, 0, 1)


def test_the_rows_of_a_regional_body_add_up_to_its_total():
    """€ 100,00 over three is 33,34 + 33,33 + 33,33: in whole euros 34 + 33 + 33."""
    assert whole_rows({"a": 3334, "b": 3333, "c": 3333}) == {"a": 34, "b": 33, "c": 33}


def test_every_kind_of_cell(tmp_path):
    """Hoorn: € 3.000,80 itself, 2/3 of € 100 by the body, € 500,40 over 2022; in 2022 it spent € 5.000,00.

    Besteding is 3.000,80 + 66,67 = 3.067,47 and with the correction 3.567,87 of lasten, so 3.568. Of the two the
    besteding has most above a whole euro (47 cents, against 40): 3.068 and 500. Its own parts are then 3.001 and 67.
    """
    v = accounts(tmp_path)
    hoorn, medemblik, werksaam = build_annexes(v, load_template(2023, v.invoer.map))
    cellen = {c.indicator.nummer: c for c in hoorn.rijen[0].cellen}
    waarden = {nummer: c.waarde for nummer, c in cellen.items()}
    assert waarden == {
        "01": 3_001, "02": 67, "03": 500, "04": 3_568, "05": 8_068, "06": 2, "07": "SZW-3", "08": "Nee", "09": 0,
        "10": "GM0405",
    }  # fmt: skip
    assert (cellen["05"].centen, cellen["05"].bijgesteld, cellen["05"].afronding) == (806_747, 1, 53)
    assert cellen["05"].reden == "opgeteld uit de hele euro's van ieder jaar, zoals eerdere bijlagen ze gaven"
    assert (cellen["01"].reden, cellen["01"].afronding) == ("", 20)
    assert medemblik.ontvanger == "Gemeente Medemblik"
    assert (werksaam.ontvanger, [[c.waarde for c in r.cellen] for r in werksaam.rijen]) == (
        "WerkSaam", [["GM0405", 67], ["GM0420", 33]],
    )  # fmt: skip


def test_the_rows_behind_a_cell_are_its_amount_and_name_nobody(tmp_path):
    v = accounts(tmp_path)
    g = v.gemeenten[0]
    cellen = build_annexes(v, load_template(2023, v.invoer.map))[0].rijen[0].cellen
    bron: dict[str, list[Bronregel]] = {}
    for i in (c.indicator for c in cellen):
        figuren = (find_rows(v, g, g.spuk, cijfer) for cijfer in base_figures(i))
        bron[i.nummer] = [*fixed_rows(v, g, g.spuk, i), *(rij for rijen in figuren for rij in rijen)]
        assert count_of_cell(v, g, g.spuk, i)[0] == len(bron[i.nummer])
    assert [(b.bestand, b.plaats, b.bedrag, b.stuknummer) for b in bron["01"]] == [
        ("verantwoording/boekingen/b.csv", "regel 2", 100_040, "F1"),
        ("verantwoording/boekingen/b.csv", "regel 3", 200_040, "F2"),
    ]
    assert [b.bedrag for b in bron["02"]] == [6_667]
    assert "aandeel 2 van 3 (vast) in € 100,00 van WerkSaam" in bron["02"][0].wat
    assert [(b.plaats, b.bedrag) for b in bron["03"]] == [("regel 4", 50_040)]
    assert [b.bedrag for b in bron["05"]] == [500_000, 100_040, 200_040, 6_667]
    assert [(b.bestand, b.plaats) for b in bron["06"]] == [("tellingen.csv", "regel 2")]
    assert [(b.bestand, b.plaats) for b in bron["07"]] == [("beschikkingen.csv", "regel 4")]
    assert "Geheim" not in str(bron)


def test_a_regional_body_accounts_for_a_closed_year_as_it_was_closed(tmp_path):
    """€ 100 was shared 66,67 and 33,33; the key is changed after the closing, and that is a correction of 2024."""
    accounts(tmp_path)
    boekingen = tmp_path / "verantwoording" / "boekingen" / "b.csv"
    boekingen.write_text(boekingen.read_text(encoding="utf-8").replace("30-06-2023", "31-12-2023"), encoding="utf-8")
    close_on_purpose(str(tmp_path), 2023, "Ans", datetime(2024, 6, 1, 12))
    instellingen = tmp_path / "verantwoording" / "verantwoording.toml"
    tekst = instellingen.read_text(encoding="utf-8").replace("GM0405 = 2, GM0420 = 1", "GM0405 = 1, GM0420 = 1")
    instellingen.write_text(tekst, encoding="utf-8")
    v = build_accounts(read_folder(str(tmp_path)), 2023)
    hoorn, _, werksaam = build_annexes(v, load_template(2023, v.invoer.map))
    assert hoorn.rijen[0].cell("02").waarde == 67
    assert [r.cell("02").waarde for r in werksaam.rijen] == [67, 33]
    bron = find_body_rows(v, v.gemeenten[0], v.gemeenten[0].spuk, "besteding_uitvoerder", "WerkSaam")
    assert [b.bedrag for b in bron] == [5_000, 1_667]
    assert bron[1].wat == "verschil tussen de regels van nu en 2023, gesloten op 2024-06-01"
