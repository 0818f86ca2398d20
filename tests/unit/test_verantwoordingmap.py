"""The verantwoording folder: what is missing, double or broken is named with its mend."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from finance.fouten import Invoerfout
from finance.journaal import accounting_deadlines, settlement_calendar
from scenarios.boeken.beschikking import explain_decisions
from scenarios.boeken.jaar_sluiten import build_accounts
from scenarios.boeken.map import read_folder
from scenarios.regiomap.feiten import HERREKEND
from tests.regiomap import INSTELLINGEN, KOP, REGEL, make_region

LICHAAM = '[[gemeenschappelijke_regeling]]\nnaam = "WerkSaam"\njaar = 2023\n'


def complaints(map_: Path, jaar: int = 2023) -> str:
    with pytest.raises(Invoerfout) as fout:
        build_accounts(read_folder(str(map_)), jaar)
    return str(fout.value)


def replace(map_: Path, naam: str, oud: str, nieuw: str) -> None:
    pad = map_ / "verantwoording" / naam
    tekst = pad.read_text(encoding="utf-8")
    assert oud in tekst
    pad.write_text(tekst.replace(oud, nieuw), encoding="utf-8")


def test_year_without_decision_is_recomputed_from_counts(tmp_path):
    hoorn, medemblik = build_accounts(read_folder(str(make_region(tmp_path))), 2023).gemeenten
    # 8.378,03 + 4.242,17 + 635,32 and 8.378,03
    assert (hoorn.spuk.jaar.uitkering, medemblik.spuk.jaar.uitkering) == (1325552, 837803)
    assert hoorn.spuk.herkomst[2023] == HERREKEND
    assert (hoorn.spuk.jaar.besteding, medemblik.spuk.jaar.besteding) == (100000, 0)
    assert hoorn.spuk.jaar.reservering_begin == 305710


def test_chain_says_where_it_breaks(tmp_path):
    make_region(tmp_path)
    replace(
        tmp_path, "standen.csv", "2022;GM0405;8.057,10;5.000,00;0;3.057,10", "2022;GM0405;8.057,10;5.000,00;0;3.057,11"
    )
    tekst = complaints(tmp_path)
    assert "standen.csv, regel 2, kolom reservering_eind" in tekst
    assert "De keten breekt in 2022" in tekst


def test_opening_balance_must_be_the_last_closing_balance(tmp_path):
    make_region(tmp_path)
    pad = tmp_path / "verantwoording" / "standen.csv"
    pad.write_text(pad.read_text() + "2023;GM0405;13.255,52;1.000,00;3.000,00;15.255,52\n", encoding="utf-8")
    tekst = complaints(tmp_path)
    assert "kolom reservering_begin: gevonden € 3.000,00 in 2023; verwacht € 3.057,10" in tekst
    assert "de eindstand 2022" in tekst


def test_missing_year_in_the_chain(tmp_path):
    make_region(tmp_path)
    replace(tmp_path, "standen.csv", "2022;GM0420;8.057,10;5.000,00;0;3.057,10\n", "")
    assert "geen cijfers over 2022 voor Medemblik" in complaints(tmp_path)


def test_opening_balance_in_2022_is_refused(tmp_path):
    make_region(tmp_path)
    replace(tmp_path, "standen.csv", "2022;GM0405;8.057,10;5.000,00;0;", "2022;GM0405;8.057,10;5.000,00;1;")
    assert "een beginstand in 2022" in complaints(tmp_path)


def test_amounts_of_2024_are_asked_for(tmp_path):
    make_region(tmp_path, instellingen=INSTELLINGEN + INSTELLINGEN.replace("b.csv", "c.csv").replace("2023", "2024"))
    (tmp_path / "verantwoording" / "boekingen" / "c.csv").write_text(f"{KOP}\n{REGEL.replace('2023', '2024')}\n")
    replace(
        tmp_path,
        "tellingen.csv",
        "2023;GM0420;1;0;0;0",
        "2023;GM0420;1;0;0;0\n2024;GM0405;1;1;1;1\n2024;GM0420;1;1;1;1",
    )
    tekst = complaints(tmp_path, 2024)
    assert "geen waarde voor 2024" in tekst
    assert "parameters.toml van de regiomap" in tekst
    assert tekst.count("[[bedrag_asiel_a.waarde]]") == 1  # once for the whole region


def test_regional_costs_are_shared_to_the_cent(tmp_path):
    blok = LICHAAM + 'sleutel = "vast"\ndelen = { GM0405 = 2, GM0420 = 1 }\nkosten = { pvt = "100.00" }\n'
    rij = REGEL.replace("Hoorn", "WerkSaam").replace("1.000,00", "200,00").replace("F1", "F2")
    make_region(tmp_path, f"{KOP}\n{REGEL}\n{rij}\n", instellingen=INSTELLINGEN + blok)
    hoorn, medemblik = build_accounts(read_folder(str(tmp_path)), 2023).gemeenten
    assert (hoorn.spuk.jaar.besteding, medemblik.spuk.jaar.besteding) == (100000 + 13333 + 6667, 6667 + 3333)


def test_booking_of_a_body_without_key(tmp_path):
    blok = LICHAAM + 'sleutel = "personen"\nvoorzieningen = ["pvt"]\n'
    make_region(tmp_path, f"{KOP}\n{REGEL.replace('Hoorn', 'WerkSaam')}\n", instellingen=INSTELLINGEN + blok)
    assert "0 verdeelsleutels voor leerroute_b1" in complaints(tmp_path)


def test_the_former_name_of_a_block_is_told_with_its_present_one(tmp_path):
    blok = LICHAAM.replace("gemeenschappelijke_regeling", "regeling") + 'sleutel = "personen"\n'
    make_region(tmp_path, instellingen=INSTELLINGEN + blok)
    tekst = complaints(tmp_path)
    assert "verantwoording.toml" in tekst
    assert "'regeling' heet nu 'gemeenschappelijke_regeling'" in tekst


def test_a_file_that_no_block_reads_is_named(tmp_path):
    make_region(tmp_path)
    (tmp_path / "verantwoording" / "boekingen" / "vergeten.csv").write_text(KOP)
    assert "geen blok voor boekingen/vergeten.csv" in complaints(tmp_path)


def test_correction_of_an_earlier_year_leaves_that_year_as_it_was(tmp_path):
    blok = (
        '[[correctie]]\njaar = 2023\nover = 2022\ncbs_code = "GM0405"\nbedrag = "50.00"\nreden = "Nagekomen factuur"\n'
    )
    make_region(tmp_path, instellingen=INSTELLINGEN + blok)
    vorig, jaar = build_accounts(read_folder(str(tmp_path)), 2023).gemeenten[0].spuk.jaren
    assert (vorig.besteding, vorig.reservering_eind) == (500000, 305710)
    assert (jaar.besteding, jaar.correctie_besteding, jaar.lasten) == (100000, 5000, 105000)


@pytest.mark.parametrize(
    ("oud", "nieuw", "deel"),
    [
        ("8.057,10", "-8.057,10", "ten minste 0"),
        ("2023-05-20", "2022-05-20", "een datum in 2023 tot en met 2025"),
        ("2022-10-01", "1990-10-01", "een datum in 2022 tot en met 2023"),
        ("2022-10-01", "1900-10-01", "een datum in 1980 tot en met 2199"),
        ("12.000,00", "1e308", "een bedrag"),
        ("GM0405;voorlopig;2022", "GM9999;voorlopig;2022", "een gemeente uit regio.toml"),
    ],
)
def test_bad_decisions(tmp_path, oud, nieuw, deel):
    make_region(tmp_path)
    replace(tmp_path, "beschikkingen.csv", oud, nieuw)
    assert deel in complaints(tmp_path)


def test_voorlopige_uitkering_is_computed_from_prognose_and_taakstelling(tmp_path):
    make_region(tmp_path)
    pad = tmp_path / "verantwoording" / "tellingen.csv"
    pad.write_text(
        "jaar;cbs_code;soort;cohort_t;cohort_t1;cohort_t2;gezin\n2023;GM0405;voorlopig;10;20;0;4\n", encoding="utf-8"
    )
    hoorn, medemblik = explain_decisions(read_folder(str(tmp_path), boekingen_ook=False), 2023)
    # 10 x 70% x 8.378,03 + 20 x 70% x 4.242,17 + 4 x 635,32
    assert hoorn.voorlopig is not None
    assert hoorn.voorlopig.totaal == 5864621 + 5939038 + 254128
    assert medemblik.voorlopig is None
    assert sum(s.bedrag for s in hoorn.kalender) == 1200000


def test_onderwijsroute_is_its_own_ledger_and_ends_in_2025(tmp_path):
    make_region(tmp_path)
    pad = tmp_path / "verantwoording" / "beschikkingen.csv"
    rijen = pad.read_text().splitlines()
    pad.write_text(
        "\n".join([rijen[0] + ";regeling", *(r + ";spuk" for r in rijen[1:])])
        + "\n2023;GM0405;voorlopig;2022-12-01;500,00;spuk_onderwijsroute\n",
        encoding="utf-8",
    )
    (tmp_path / "verantwoording" / "boekingsregels.csv").write_text(
        "code;voorziening;pot;reden\nW1;leerroute_onderwijs;spuk_onderwijsroute;eigen rekening\n", encoding="utf-8"
    )
    rij = REGEL.replace("leerroute_b1", "leerroute_onderwijs").replace("1.000,00", "620,00").replace("F1", "F2")
    (tmp_path / "verantwoording" / "boekingen" / "b.csv").write_text(f"{KOP}\n{REGEL}\n{rij}\n", encoding="utf-8")
    hoorn, medemblik = build_accounts(read_folder(str(tmp_path)), 2023).gemeenten
    assert len(medemblik.regelingen) == 1
    route = hoorn.regelingen[1].jaar
    assert (route.uitkering, route.besteding, route.doorgeschoven_eind) == (50000, 62000, 12000)
    assert hoorn.spuk.jaar.besteding == 100000


def test_weights_of_2026_need_the_national_count(tmp_path):
    instellingen = INSTELLINGEN.replace("2023", "2026")
    make_region(tmp_path, f"{KOP}\n{REGEL.replace('2023', '2026')}\n", instellingen=instellingen)
    eigen = tmp_path / "verantwoording"
    kop, rij = "jaar;cbs_code;uitkering;besteding;reservering_begin;reservering_eind", "{};{};0;0;0;0"
    rijen = [rij.format(j, c) for j in range(2022, 2026) for c in ("GM0405", "GM0420")]
    (eigen / "standen.csv").write_text("\n".join([kop, *rijen, ""]), encoding="utf-8")
    (eigen / "beschikkingen.csv").unlink()
    telling = "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin;aia;onderwijsroute\n"
    telling += "2026;GM0405;10;9;8;7;6;2\n2026;GM0420;3;3;3;3;0;0\n"
    (eigen / "tellingen.csv").write_text(telling, encoding="utf-8")
    assert "geen landelijke telling 2026 van de soort definitief" in complaints(tmp_path, 2026)
    (eigen / "tellingen.csv").write_text(telling + "2026;NL;20000;18000;15000;9000;8000;0\n", encoding="utf-8")
    hoorn = build_accounts(read_folder(str(tmp_path)), 2026).gemeenten[0].spuk
    tba = 20000 * 608734 + 18000 * 471896 + 15000 * 117974
    som_gg = 20000 * 582070 + 18000 * 424706 + 15000 * 106177 + 8000 * 85651
    grondslag = 10 * 582070 + 9 * 424706 + 8 * 106177 + 6 * 85651
    assert hoorn.berekening is not None
    delen = hoorn.berekening.componenten
    assert hoorn.berekening.factor == Fraction(tba, som_gg)
    assert sum(delen[n] for n in ("ba_a", "ba_b", "ba_c", "aia")) == (2 * grondslag * tba + som_gg) // (2 * som_gg)
    assert (delen["bgo"], delen["abo"]) == (7 * 70672, 2 * 540000)
    assert hoorn.jaar.uitkering == sum(delen.values())


GEGEVEN = '[[verhouding]]\njaar = {}\nsoort = "{}"\nwaarde = "{}"\nstatus = "aanname"\nbron = "proef"\n'
TELLING_2026 = (
    "jaar;cbs_code;soort;cohort_t;cohort_t1;cohort_t2;gezin\n"
    "2026;GM0405;definitief;10;0;0;0\n2026;GM0405;voorlopig;10;0;0;0\n"
)


def decisions(map_: Path, tellingen: str, instellingen: str = "", jaar: int = 2026):
    make_region(map_, instellingen=INSTELLINGEN + instellingen)
    (map_ / "verantwoording" / "tellingen.csv").write_text(tellingen, encoding="utf-8")
    return explain_decisions(read_folder(str(map_), boekingen_ook=False), jaar)


def test_the_national_factor_may_be_given_per_soort(tmp_path):
    gegeven = GEGEVEN.format(2026, "definitief", "1,25") + GEGEVEN.format(2026, "voorlopig", "1.10")
    hoorn = decisions(tmp_path, TELLING_2026, gegeven)[0]
    assert hoorn.definitief is not None
    assert hoorn.voorlopig is not None
    assert hoorn.definitief.totaal == 10 * 582070 * 5 // 4
    # 10 x 70% x 5.820,70 x 1,10, and ABO 10 x 70% x 25% x 5.400
    assert hoorn.voorlopig.totaal == 4481939 + 945000
    assert hoorn.voorlopig.verhouding.herkomst == "opgegeven (aanname): proef"


@pytest.mark.parametrize(
    ("tellingen", "instellingen", "deel"),
    [
        (TELLING_2026, GEGEVEN.format(2026, "definitief", "1"), "geen landelijke telling 2026 van de soort voorlopig"),
        (
            TELLING_2026 + "2026;NL;voorlopig;1000;1000;0;0\n",
            GEGEVEN.format(2026, "voorlopig", "1") + GEGEVEN.format(2026, "definitief", "1"),
            "verwacht één van beide",
        ),
        (TELLING_2026 + "2026;NL;voorlopig;0;0;0;0\n", GEGEVEN.format(2026, "definitief", "1"), "nul personen"),
        (
            "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin\n2026;GM0405;1;0;0;0\n",
            GEGEVEN.format(2026, "definitief", "1") * 2,
            "één blok [[verhouding]] voor 2026 definitief",
        ),
        (
            "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin\n2026;GM0405;1;0;0;0\n",
            GEGEVEN.format(2026, "definitief", "0"),
            "meer dan 0",
        ),
        (
            "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin\n2026;GM0405;1;0;0;0\n",
            GEGEVEN.format(2026, "definitief", "nan"),
            "een eindig getal",
        ),
    ],
)
def test_factor_missing_double_or_impossible(tmp_path, tellingen, instellingen, deel):
    with pytest.raises(Invoerfout) as fout:
        decisions(tmp_path, tellingen, instellingen)
    assert deel in str(fout.value)


def test_a_factor_other_than_one_is_refused_while_weights_equal_amounts(tmp_path):
    with pytest.raises(Invoerfout, match="1: de gewichten zijn gelijk aan de bedragen"):
        decisions(
            tmp_path,
            "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin\n2023;GM0405;1;0;0;0\n",
            GEGEVEN.format(2023, "definitief", "0.9"),
            2023,
        )


def test_cohorts_before_the_law_never_count(tmp_path):
    with pytest.raises(Invoerfout, match="cohorten van vóór 2022 tellen niet mee"):
        decisions(tmp_path, "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin\n2023;GM0405;1;1;1;0\n", "", 2023)


VARIANT = (
    '[[prestatiebekostiging.waarde]]\nvanaf = 2023-01-01\nwaarde = "korting"\n'
    'status = "aanname"\ntoelichting = "proef"\n'
)
KORTING = '[[korting]]\njaar = 2023\ncbs_code = "{}"\nbedrag = "{}"\nbron = "proef"\n'


def test_korting_is_asked_for_and_deducted(tmp_path):
    make_region(tmp_path)
    (tmp_path / "parameters.toml").write_text(VARIANT, encoding="utf-8")
    tekst = complaints(tmp_path)
    assert "[[korting]] 2023 GM0405: gevonden geen korting" in tekst
    assert "[[korting]] 2023 GM0420" in tekst
    blokken = KORTING.format("GM0405", "255.52") + KORTING.format("GM0420", "0")
    make_region(tmp_path, instellingen=INSTELLINGEN + blokken)
    hoorn, medemblik = build_accounts(read_folder(str(tmp_path)), 2023).gemeenten
    # 13.255,52 - 255,52, and nothing off
    assert (hoorn.spuk.jaar.uitkering, medemblik.spuk.jaar.uitkering) == (1300000, 837803)


def test_korting_in_another_variant_is_refused(tmp_path):
    make_region(tmp_path, instellingen=INSTELLINGEN + KORTING.format("GM0405", "255.52"))
    assert "terwijl prestatiebekostiging in 2023 de variant geen heeft" in complaints(tmp_path)


def test_year_without_any_data_names_file_and_row(tmp_path):
    with pytest.raises(Invoerfout) as fout:
        explain_decisions(read_folder(str(make_region(tmp_path)), boekingen_ook=False), 2025)
    assert "beschikkingen.csv: gevonden geen beschikking 2025 voor Hoorn" in str(fout.value)
    assert "jaar 2025 en cbs_code GM0420" in str(fout.value)


def test_expected_terugvordering_stands_on_the_date_of_the_text():
    (stroom,) = settlement_calendar(2025, 100, 100, 40, [])
    assert (stroom.datum, stroom.bedrag, stroom.verwacht) == (date(2026, 9, 30), -40, True)
    assert [t.datum for t in accounting_deadlines(2025)] == [date(2026, 7, 15), date(2026, 9, 30), date(2027, 6, 30)]


@pytest.mark.parametrize("naam", ["Hoorn", "hoorn", "GM0405"])
def test_a_regional_body_may_not_bear_the_name_of_a_gemeente(naam, tmp_path):
    """The own bookings of Hoorn would be shared over the region, and nobody would see it."""
    make_region(tmp_path, instellingen=INSTELLINGEN + LICHAAM.replace("WerkSaam", naam) + 'sleutel = "personen"\n')
    assert f"gevonden naam '{naam}'; verwacht een naam die geen gemeente heeft" in complaints(tmp_path)


def test_the_decisions_of_merged_gemeenten_are_one_with_all_their_parts_and_numbers(tmp_path):
    """Voorne aan Zee, three gemeenten in 2022: € 57,10 + € 4.000,00 + € 4.000,00."""
    make_region(tmp_path)
    for pad in (p for p in tmp_path.rglob("*") if p.is_file()):
        tekst = pad.read_text(encoding="utf-8").replace("GM0405", "GM1992").replace("Hoorn", "Voorne aan Zee")
        pad.write_text(tekst, encoding="utf-8")
    besluiten = tmp_path / "verantwoording" / "beschikkingen.csv"
    kop, *rijen = besluiten.read_text(encoding="utf-8").splitlines()
    rijen = [f"{r};;;" for r in rijen if "2022;GM1992" not in r] + [
        "2022;GM0501;definitief;2023-05-20;57,10;57,10;0;A1",
        "2022;GM0530;definitief;2023-05-21;4.000,00;0;4.000,00;A2",
        "2022;GM0614;definitief;2023-05-20;4.000,00;0;4.000,00;A3",
        *(f"2022;{code};voorlopig;2021-10-01;2.000,00;;;{n}" for code, n in (("GM0501", "V1"), ("GM0530", ""))),
        "2022;GM0614;voorlopig;2021-10-01;2.000,00;1.000,00;1.000,00;V3",
    ]
    besluiten.write_text("\n".join([f"{kop};bgo;ba_a;beschikkingsnummer", *rijen, ""]), encoding="utf-8")
    samen = {b.soort: b for b in read_folder(str(tmp_path)).besluiten if (b.jaar, b.cbs_code) == (2022, "GM1992")}
    definitief, voorlopig = samen["definitief"], samen["voorlopig"]
    assert (definitief.bedrag, definitief.bgo, definitief.ba_a) == (805_710, 5_710, 800_000)
    assert (definitief.beschikkingsnummer, definitief.bron) == (
        "A1 + A3 + A2", "samen van GM0501, GM0614 en GM0530 (herindeling)",
    )  # fmt: skip
    # What one of them does not give is not known of all.
    assert (voorlopig.bedrag, voorlopig.components, voorlopig.beschikkingsnummer) == (600_000, None, "")
