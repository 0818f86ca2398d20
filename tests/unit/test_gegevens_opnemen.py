"""What CBS and the Rijk publish, taken into a data folder. The shapes are theirs, the figures made up."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from finance.fouten import Invoerfout
from scenarios.grond.gegevens import data_path
from scenarios.regiomap.land.eigen import open_land
from scenarios.regiomap.land.gepubliceerd import parse_published
from scenarios.regiomap.land.keuze import OPTIE, Gegevensmap
from scenarios.regiomap.land.landsgegevens import Landsgegevens, shipped
from scenarios.regiomap.land.opnemen import Herkomst, data_folder, set_taakstelling, set_value, take_in
from scenarios.regiomap.land.stand import announced_on, describe, unknown_halves
from scenarios.regiomap.land.statline import parse_period, read_statline
from scenarios.regiomap.land.taakstellingoverzicht import parse_half, read_overview

STATLINE = Path(__file__).parents[1] / "data" / "statline"
HELDER, SCHAGEN, KROON, HAAG = "GM0400", "GM0441", "GM1911", "GM0518"


def folder(pad: Path) -> Landsgegevens:
    return open_land(None, Gegevensmap(pad, OPTIE))


@pytest.mark.parametrize(
    ("bestand", "verwacht"),
    [
        (
            "37230ned_tabel.csv",
            {(HELDER, 2026): 57_000, (KROON, 2026): 50_400, (SCHAGEN, 2026): 48_100, (HAAG, 2026): 575_000,
             (HELDER, 2027): 57_500, (KROON, 2027): 50_900, (SCHAGEN, 2027): 48_400, (HAAG, 2027): 577_000},
        ),
        ("70072ned_lang.csv", {(HELDER, 2026): 57_000, (HELDER, 2027): 57_500, (SCHAGEN, 2027): 48_400}),
        ("37230ned_onbewerkt.csv", {(HELDER, 2027): 57_500, (SCHAGEN, 2027): 48_400}),
        ("37230ned_odata.json", {(HELDER, 2027): 57_500, (KROON, 2027): 50_900}),
        ("37230ned_odata4.json", {(HELDER, 2027): 57_500, (SCHAGEN, 2027): 48_400}),
    ],
)  # fmt: skip
def test_every_shape_of_statline_gives_1_january_of_the_gemeenten_only(bestand, verwacht):
    gelezen = read_statline(STATLINE / bestand, shipped())
    assert {(r.cbs_code, r.jaar): r.inwoners for r in gelezen} == verwacht
    voorlopig = {r.jaar for r in gelezen if r.voorlopig}
    assert voorlopig == ({2027} if "tabel" in bestand or "lang" in bestand else set())


@pytest.mark.parametrize(
    ("tekst", "periode"),
    [
        ("2027", (2027, False)), ("2027*", (2027, True)), ("2027 januari**", (2027, True)), ("2027MM01", (2027, False)),
        ("2027JJ00", (2027, False)), ("2027MM02", None), ("2027 februari", None), ("2027 1e kwartaal", None),
        ("x", None),
    ],
)  # fmt: skip
def test_only_a_year_or_january_is_1_january(tekst, periode):
    assert parse_period(tekst) == periode


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        ('"Regio\'s";"Perioden";"Bevolking"\n"Atlantis";"2027";"12"\n', "regio 'Atlantis'"),
        ('"Regio\'s";"Perioden";"Bevolking"\n"Schagen";"2027";"veel"\n', "een aantal inwoners"),
        ('"Regio\'s";"Perioden";"Bevolking"\n"Schagen";"2027";"1"\n"Schagen";"2027";"2"\n', "één aantal per gemeente"),
        ('"Regio\'s";"Perioden";"Mannen";"Vrouwen"\n"Schagen";"2027";"1";"2"\n', "2 onderwerpen"),
        ('"Regio\'s";"Perioden";"Bevolking"\n"Nederland";"2027";"1"\n', "geen inwoners per gemeente"),
        ('"Regio\'s";"Perioden";"Bevolking"\n"Schagen";"2027";"48400.5"\n', "een aantal inwoners"),
        ('"Regio\'s";"Perioden";"Bevolking"\n"Schagen";"2027";"484"\n', "Schagen 484; verwacht in de buurt van de"),
        ('"Regio\'s";"Perioden";"Bevolking aan het einde"\n"Schagen";"2027";"48400"\n', "0 inwoners op 1 januari"),
        ("niets;hiervan\n1;2\n", "geen kop met regio's en perioden"),
    ],
)
def test_a_bad_export_is_told_and_nothing_is_written(tmp_path, inhoud, zegt):
    bron, doel = tmp_path / "export.csv", tmp_path / "g"
    bron.write_text(inhoud, encoding="utf-8")
    with pytest.raises(Invoerfout, match=zegt):
        take_in(bron, doel, Herkomst())
    assert not doel.exists()


def test_an_export_becomes_rows_with_status_and_source_and_a_second_one_replaces_them(tmp_path):
    doel = tmp_path / "g"
    (opname,) = take_in(STATLINE / "37230ned_tabel.csv", doel, Herkomst())
    assert (opname.erbij, opname.vervangen) == (8, 0)
    (opname,) = take_in(STATLINE / "37230ned_odata.json", doel, Herkomst("CBS, maart 2027", "vastgesteld"))
    assert (opname.erbij, opname.vervangen) == (0, 2)
    bevolking = folder(doel).bevolking
    assert bevolking.of(HELDER, 2027) == 57_500
    assert bevolking.herkomst[HELDER, 2027] == ("vastgesteld", "CBS, maart 2027")
    assert bevolking.herkomst[HAAG, 2027][0] == "raming"


def test_the_years_of_a_gemeente_that_is_no_more_are_not_counted_twice(tmp_path):
    bron = tmp_path / "export.csv"
    bron.write_text(
        '"Regio\'s";"Perioden";"Bevolking"\n"Weesp";"2021";"20000"\n"Schagen";"2027";"48400"\n', encoding="utf-8"
    )
    take_in(bron, tmp_path / "g", Herkomst())
    assert folder(tmp_path / "g").bevolking.national(2021) == shipped().bevolking.national(2021)


def test_a_line_of_nothing_but_spaces_is_no_row(tmp_path):
    bron = tmp_path / "bevolking.csv"
    bron.write_text(
        "cbs_code;gemeente;jaar;inwoners;status;bron\nGM0441;Schagen;2027;48400;raming;CBS\n ", encoding="utf-8"
    )
    (opname,) = take_in(bron, tmp_path / "g", Herkomst())
    assert (opname.erbij, len((tmp_path / "g" / "bevolking.csv").read_text(encoding="utf-8").split())) == (1, 2)


@pytest.mark.parametrize(
    ("tekst", "halfjaar"),
    [
        ("2027H1", "2027H1"), ("Taakstelling 2026-II", "2026H2"), ("2026-2", "2026H2"), ("2026 I", "2026H1"),
        ("1e helft 2027", "2027H1"), ("tweede halfjaar van 2026", "2026H2"), ("Inwoners 1-1-2026", ""),
        ("Inwoners 2026-1-1", ""), ("Provincie", ""),
    ],
)  # fmt: skip
def test_a_half_year_is_known_by_every_name(tekst, halfjaar):
    assert parse_half(tekst) == halfjaar


OVERZICHT = (
    "Overzicht taakstelling\n\nGemeente;Provincie;Taakstelling 2026-II;Taakstelling 2027-I\n"
    "Den Helder;Noord-Holland;40;44\nSchagen;Noord-Holland;34;37\n"
    "Totaal Noord-Holland;;1.900;2.000\nTotaal;;12.500;13.750\n"
)


def test_an_overview_gives_the_gemeenten_and_its_own_total(tmp_path):
    bron = tmp_path / "overzicht.csv"
    bron.write_text(OVERZICHT, encoding="utf-8")
    overzicht = read_overview(bron, shipped())
    assert overzicht.landelijk == {"2026H2": 12_500, "2027H1": 13_750}
    assert set(overzicht.per_gemeente) == {
        (HELDER, "Den Helder", "2026H2", 40), (HELDER, "Den Helder", "2027H1", 44),
        (SCHAGEN, "Schagen", "2026H2", 34), (SCHAGEN, "Schagen", "2027H1", 37),
    }  # fmt: skip
    with pytest.raises(Invoerfout, match="--bekend-op"):
        take_in(bron, tmp_path / "g", Herkomst())
    take_in(bron, tmp_path / "g", Herkomst("IND", bekend_op=date(2026, 10, 1)))
    land = folder(tmp_path / "g")
    assert {v.halfjaar: v.aantal for v in land.taakstelling if v.bron == "IND"} == overzicht.landelijk
    assert len(land.per_gemeente) == 4


def test_a_figure_of_a_circular_and_one_that_stands_already(tmp_path):
    herkomst = Herkomst("Stcrt. 2026, 1", "vastgesteld", date(2026, 10, 1), "2027H1")
    set_taakstelling(tmp_path / "g", "14.000", herkomst)
    set_value(tmp_path / "g", "bedrag_gezin", "731,00", date(2027, 1, 1), Herkomst("Stcrt. 2026, 2", "vastgesteld"))
    land = folder(tmp_path / "g")
    assert land.parameters.in_year("bedrag_gezin", 2027).waarde == "731.00"
    assert unknown_halves(land, date(2026, 11, 27)) == []
    uit = {r.naam: r.uit for r in describe(land, date(2026, 11, 27))}
    assert uit["Bedragen van de Regeling"] == f"{tmp_path / 'g'}/parameters.toml"
    assert uit["Landelijke cohorten (CBS)"] == "meegeleverd", "an amount says nothing of a cohort"
    with pytest.raises(Invoerfout, match="al een waarde vanaf 2027-01-01"):
        set_value(tmp_path / "g", "bedrag_gezin", "732,00", date(2027, 1, 1), Herkomst("x", "vastgesteld"))
    with pytest.raises(Invoerfout, match="bedrag_gezin"):
        set_value(tmp_path / "g", "bedrag_gezien", "1", date(2027, 1, 1), Herkomst("x", "vastgesteld"))
    with pytest.raises(Invoerfout, match="1 januari van een budgetjaar"):
        set_value(tmp_path / "g", "bedrag_gezin", "1", date(2027, 7, 1), Herkomst("x", "vastgesteld"))


def test_a_file_of_our_own_columns_and_values_goes_in_as_it_is(tmp_path):
    regels = tmp_path / "wijdemeren.csv"
    kop = "datum,oude_code,oude_naam,nieuwe_code,nieuwe_naam,status,bron"
    regels.write_text(f"{kop}\n2027-01-01,GM1696,Wijdemeren,GM0402,Hilversum,vastgesteld,Stb. 2026\n", encoding="utf-8")
    take_in(regels, tmp_path / "g", Herkomst())
    assert len(folder(tmp_path / "g").on(date(2027, 1, 1)).bevolking.namen) == 341
    waarden = tmp_path / "bedragen.toml"
    waarden.write_text(
        '[[bedrag_gezin.waarde]]\nvanaf = 2027-01-01\nwaarde = "731.00"\nstatus = "vastgesteld"\n'
        'bron = { titel = "Regeling", bwb = "BWBR0045574", versie = 2027-01-01 }\n',
        encoding="utf-8",
    )
    take_in(waarden, tmp_path / "g", Herkomst())
    bron = folder(tmp_path / "g").parameters.in_year("bedrag_gezin", 2027).bron
    assert str(bron) == "Regeling, BWBR0045574, versie 2027-01-01"


def test_taakstellingen_of_gemeenten_are_not_taken_for_national_ones(tmp_path):
    bron = tmp_path / "van-de-regio.csv"
    bron.write_text(
        "halfjaar,cbs_code,gemeente,aantal,bekend_op,status,bron\n"
        "2026H2,GM0400,Den Helder,40,2026-04-01,vastgesteld,IND\n2026H2,GM0441,Schagen,34,2026-04-01,vastgesteld,IND\n",
        encoding="utf-8",
    )
    (opname,) = take_in(bron, tmp_path / "g", Herkomst())
    assert (opname.pad.name, opname.erbij) == ("taakstelling_gemeenten.csv", 2)
    assert folder(tmp_path / "g").taakstelling == shipped().taakstelling


def test_where_it_goes(tmp_path):
    regio = tmp_path / "regio"
    regio.mkdir()
    assert data_folder(regio) == regio
    (regio / "regio.toml").touch()
    assert data_folder(regio) == regio / "gegevens"
    boek = tmp_path / "invoer.xlsx"
    boek.touch()
    assert data_folder(boek) == tmp_path / "gegevens"
    for verkeerd in (Path("voorbeeld:noordkop"), data_path() / "regios" / "noordkop"):
        with pytest.raises(Invoerfout, match="een eigen gegevensmap of regiomap"):
            data_folder(verkeerd)
    with pytest.raises(Invoerfout, match="een gegevensmap of regiomap"):
        take_in(STATLINE / "37230ned_odata.json", regio / "regio.toml", Herkomst())


def test_a_half_year_is_announced_in_october_before_or_april_in_it():
    assert [announced_on(h) for h in ("2027H1", "2027H2")] == [date(2026, 10, 1), date(2027, 4, 1)]
    assert unknown_halves(shipped(), date(2026, 3, 31)) == []
    assert unknown_halves(shipped(), date(2026, 4, 1)) == ["2026H2"]
    assert unknown_halves(shipped(), date(2026, 10, 1)) == ["2026H2", "2027H1"]


def test_what_is_missing_and_what_is_to_come_on_a_day(tmp_path):
    per_naam = {r.naam: r for r in describe(shipped(), date(2026, 11, 27))}
    assert per_naam["Inwoners per gemeente"].ontbreekt == ("1-1-2026: Hilversum en Wijdemeren",)
    assert per_naam["Landelijke taakstelling"].tot == "2026H1"
    assert per_naam["Landelijke taakstelling"].verwacht == ("2027H2: omstreeks 01-04-2027",)
    assert per_naam["Bedragen van de Regeling"].ontbreekt[0].startswith("2024: ")
    assert per_naam["Herindelingen"].verwacht == ("01-01-2027: Wijdemeren gaat op in Hilversum (onzeker)",)
    later = {r.naam: r for r in describe(shipped(), date(2027, 4, 1))}
    assert "1-1-2027: alle gemeenten" in later["Inwoners per gemeente"].ontbreekt
    assert later["Herindelingen"].ontbreekt != ()
    assert "2027: alle" in later["Bedragen van de Regeling"].ontbreekt
    set_taakstelling(tmp_path / "g", "14000", Herkomst("Stcrt.", "vastgesteld", date(2026, 4, 1), "2026H2"))
    eigen = {r.naam: r for r in describe(folder(tmp_path / "g"), date(2026, 11, 27))}["Landelijke taakstelling"]
    assert (eigen.tot, eigen.status, eigen.bron) == ("2026H2", "vastgesteld", "Stcrt.")
    assert eigen.uit == f"{tmp_path / 'g'}/taakstelling.csv"
    assert eigen.sha256 == hashlib.sha256((tmp_path / "g" / "taakstelling.csv").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("tekst", "aantal"),
    [("12345", 12_345), ("12.345", 12_345), ("12 345", 12_345), ("12.0", 12), ("12,00", 12), ("1.234.567", 1_234_567),
     ("12.5", None), ("75123.5", None), ("²", None), ("-5", None), ("1e4", None), ("", None)],
)  # fmt: skip
def test_a_number_of_people_is_whole_or_none(tekst, aantal):
    """A point that is no thousands was dropped: 12.5 became 125, and 14000.0 ten times as many."""
    assert parse_published(tekst) == aantal


def overview(tmp_path: Path, *regels: str) -> dict[tuple[str, str], int]:
    bron = tmp_path / "overzicht.csv"
    bron.write_text("\n".join(regels), encoding="utf-8")
    gelezen = read_overview(bron, shipped())
    return {(naam, h): n for _, naam, h, n in gelezen.per_gemeente} | {
        ("land", h): n for h, n in gelezen.landelijk.items()
    }


def test_gemeenten_that_are_one_now_are_added_up_in_an_overview_of_before(tmp_path):
    assert overview(tmp_path, "Gemeente;2021H1", "Amsterdam;500", "Weesp;12") == {("Amsterdam", "2021H1"): 512}


def test_what_stands_beside_the_taakstelling_is_not_taken_for_it(tmp_path):
    kop = "Gemeente;Taakstelling 2026-II;Gehuisvest 2026-II;Achterstand 2026-II"
    assert overview(tmp_path, kop, "Schagen;34;20;14") == {("Schagen", "2026H2"): 34}


@pytest.mark.parametrize(
    ("regels", "zegt"),
    [
        (("Gemeente;2027H1", "Hoorn;50", "Hoorn;60"), "regel 3: gevonden Hoorn, ook op regel 2"),
        (("Gemeente;2027H1", "Hoorn;12.5"), "Hoorn 2027H1; verwacht een aantal personen"),
        (("Gemeente;Opgave 2027-I;Gehuisvest 2027-I", "Hoorn;50;20"), "2 kolommen voor 2027H1: Opgave 2027-I en Geh"),
        # 88 for the whole country, of which two gemeenten with 0,7% of the inhabitants take everything.
        (("Gemeente;2027H1", "Hoorn;51", "Schagen;37", "Totaal;88"), "Totaal 88 in 2027H1, met 88 .* 0,7%"),
    ],
)
def test_an_overview_that_can_be_read_in_two_ways_is_refused(tmp_path, regels, zegt):
    with pytest.raises(Invoerfout, match=zegt):
        overview(tmp_path, *regels)


def test_a_total_is_not_judged_by_gemeenten_so_small_that_rounding_decides(tmp_path):
    assert overview(tmp_path, "Gemeente;2027H1", "Vlieland;1", "Totaal;14.000")["land", "2027H1"] == 14_000


def test_a_file_of_gemeenten_is_not_taken_for_one_of_the_country(tmp_path):
    """It has every column of the national file, and two more."""
    bron = tmp_path / "eigen.csv"
    kop = "halfjaar;cbs_code;gemeente;aantal;bekend_op;status;bron"
    hoorn = "2027H1;GM0405;Hoorn;51;2026-10-01;vastgesteld;IND"
    bron.write_text(f"{kop}\n{hoorn}\n2027H1;GM0441;Schagen;37;2026-10-01;vastgesteld;IND\n", encoding="utf-8")
    (opname,) = take_in(bron, tmp_path / "g", Herkomst())
    assert (opname.pad.name, opname.erbij) == ("taakstelling_gemeenten.csv", 2)
    assert folder(tmp_path / "g").taakstelling == shipped().taakstelling
    bron.write_text(f"{kop}\n{hoorn}\n{hoorn.replace(';51;', ';52;')}\n", encoding="utf-8")
    with pytest.raises(Invoerfout, match="2 regels van GM0405, 2027H1, 2026-10-01"):
        take_in(bron, tmp_path / "g", Herkomst())


def test_only_files_of_data_are_copied_to_be_read(tmp_path):
    """A data folder may lie in a folder with anything: a pipe in it would never end."""
    (tmp_path / "g").mkdir()
    os.mkfifo(tmp_path / "g" / "pijp") if hasattr(os, "mkfifo") else (tmp_path / "g" / "pijp").touch()
    (opname,) = take_in(STATLINE / "37230ned_odata.json", tmp_path / "g", Herkomst())
    assert opname.erbij == 2


def test_an_amount_as_it_is_typed(tmp_path):
    set_value(tmp_path / "g", "bedrag_gezin", "€ 1.234,50", date(2027, 1, 1), Herkomst("Stcrt.", "vastgesteld"))
    assert folder(tmp_path / "g").parameters.in_year("bedrag_gezin", 2027).waarde == "1234.50"
