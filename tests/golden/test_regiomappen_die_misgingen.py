"""Region folders that once went wrong, each small enough to work out on paper, on the region of `hulp_handregio`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from finance.fouten import Invoerfout
from reports.raming.vraag import answer_question
from scenarios.boeken.jaar_sluiten import build_accounts
from scenarios.boeken.map import read_folder
from scenarios.engine.threads import run
from scenarios.inzicht.aandacht import points_of_attention
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from scenarios.waarheid.aansluiting import check_accounts, reconcile
from scenarios.waarheid.feiten import find_facts
from tests.hulp_handregio import book_settings, write_bookings, write_region
from tests.regiomap import KOP, REGEL, make_region


def change(map_, naam, *vervangen):
    """Texts in one file of the folder. vervangen: (what, by what), each of which is there"""
    tekst = (map_ / naam).read_text(encoding="utf-8")
    for wat, door in vervangen:
        assert wat in tekst, wat
        tekst = tekst.replace(wat, door)
    (map_ / naam).write_text(tekst, encoding="utf-8")


def extend_contracts(map_, eerste, b1, overig):
    """Give every contract the columns `eerste`: those of the leerroute B1 the cells `b1`, the others `overig`."""
    regels = (map_ / "contracten.csv").read_text(encoding="utf-8").splitlines()
    uit = [f"{regels[0]},{eerste}", *(f"{r},{b1 if r.startswith('B1') else overig}" for r in regels[1:])]
    (map_ / "contracten.csv").write_text("\n".join([*uit, ""]), encoding="utf-8")


def add_fixed(map_, van="2022-01-01", tot="2026-01-01"):
    """24.000 euro a year for beleid en inkoop, paid from the Gemeentefonds."""
    extend_contracts(map_, "betaling", "gespreid", "gespreid")
    with (map_ / "contracten.csv").open("a", encoding="utf-8") as f:
        f.write(f"Beleid,A,beleid_inkoop,{van},{tot},jaar,24000,aanname,test,vast\n")


def write_terms(tmp_path, termijnen, deel):
    """The region with the leerroute B1 in terms; `deel` of the persons goes on for 12 months more."""
    map_ = write_region(tmp_path)
    extend_contracts(map_, "betaling,termijnen,prijsmoment", f"termijnen,{termijnen},start", "gespreid,,start")
    oud = "[route.b1]\nmaanden = 12\n"
    change(map_, "trajecten.toml", (oud, f"{oud}verlenging = 12\nverlenging_aandeel = {deel}\n"))
    return map_


def series(resultaat, naam):
    return [resultaat.totaal.value(naam, j) for j in range(len(resultaat.jaren))]


def compute(map_):
    regio = read_region(str(map_))
    model = build_model(regio, BASIS)
    return regio, model, run(model, trekkingen=0)


@pytest.mark.parametrize(
    ("terugval", "na", "zegt"),
    [
        (
            "false",
            0,
            "van € 24.000 per jaar (contracten.csv, regel {}) stoppen op 01-01-2026; daarna kost dit niets meer",
        ),
        ("true", 24_000, "van € 24.000 per jaar (contracten.csv, regel {}) eindigen op 01-01-2026; de raming laat ze"),
    ],
)
def test_a_fixed_contract_that_stops_is_named_and_falls_back_when_asked(tmp_path, terugval, na, zegt):
    """24.000 a year from 2022 to 2025; from 2026 nothing, or with `contract_terugval` the same 24.000."""
    map_ = write_region(tmp_path)
    add_fixed(map_)
    change(map_, "regio.toml", ("eindjaar = 2027\n", f"eindjaar = 2027\ncontract_terugval = {terugval}\n"))
    regio, model, resultaat = compute(map_)
    assert series(resultaat, "lasten.beleid_inkoop") == pytest.approx([24_000] * 4 + [na] * 2)
    regel = len((map_ / "contracten.csv").read_text(encoding="utf-8").splitlines())
    assert any(zegt.format(regel) in zin for zin in points_of_attention(regio, model))


def test_a_fixed_contract_that_starts_later_is_named(tmp_path):
    map_ = write_region(tmp_path)
    add_fixed(map_, "2024-01-01", "2028-01-01")
    regio, model, resultaat = compute(map_)
    assert series(resultaat, "lasten.beleid_inkoop") == pytest.approx([0, 0, *[24_000] * 4])
    assert any("beginnen op 01-01-2024; ervoor kost dit niets" in zin for zin in points_of_attention(regio, model))


@pytest.mark.parametrize("deel", [0.0, 0.2, 1.0])
def test_a_traject_paid_at_its_start_costs_the_same_whoever_goes_on_longer(tmp_path, deel):
    """24 starts a year, each 12.000 in the month of its start, and 48.000 from 2026."""
    resultaat = compute(write_terms(tmp_path, "start:1", deel))[2]
    assert series(resultaat, "lasten.leerroute_b1")[:5] == pytest.approx([288_000] * 4 + [1_152_000])


@pytest.mark.parametrize(
    ("deel", "tot_2025"),
    # The end is the last of 12 months, or of 24 for `deel` of the persons. Before 2025 ended the 24 + 24 + 2 starts to
    # January 2024, or the 24 + 2 to January 2023: 72 x 3.000 + 9.000 x (50 x (1 - deel) + 26 x deel).
    [(0.0, 666_000), (0.2, 622_800), (1.0, 450_000)],
)
def test_terms_at_start_and_end_add_up_to_one_traject(tmp_path, deel, tot_2025):
    resultaat = compute(write_terms(tmp_path, "start:0.25|einde:0.75", deel))[2]
    lasten = series(resultaat, "lasten.leerroute_b1")
    assert sum(lasten[:3]) == pytest.approx(tot_2025)
    if not deel:
        # 24 x 3.000 and 2 x 9.000; from the second year 24 starts and 24 ends.
        assert lasten[:3] == pytest.approx([90_000, 288_000, 288_000])


def test_the_asked_years_decide_and_the_years_before_do_not(tmp_path):
    """Own lasten of 24.000 against 10.000 to 2025, nothing from 2026, and the SPUK covers its own lasten.

    The budget grows to 10.739,67 in 2026 (`test_een_waarheid_met_de_hand`): that year closes with as much, and since
    2022 the gemeente is 4 x 24.000 - 10.000 - 10.180 - 10.363,24 - 10.549,78 = 54.906,98 short before it.
    """
    map_ = write_region(tmp_path)
    add_fixed(map_)
    change(map_, "contracten.csv", ("48000", "12000"))
    change(map_, "regio.toml", ("[[gemeente]]", '[vraag]\ntekst = "?"\nvan = 2026\ntot = 2026\n\n[[gemeente]]'))
    regio, _, resultaat = compute(map_)
    antwoord = answer_question([resultaat], regio)
    assert antwoord is not None
    assert antwoord.neutraal
    assert antwoord.zinnen[0].startswith("Ja, bij verwachte waarden: ")
    assert series(resultaat, "saldo")[:5] == pytest.approx(
        [-14_000, -13_820, -13_636.76, -13_450.22, 10_739.67], abs=0.01
    )
    assert series(resultaat, "saldo_vraag")[4] == pytest.approx(10_739.67, abs=0.01)
    assert series(resultaat, "saldo_sinds_2022")[4] == pytest.approx(10_739.67 - 54_906.98, abs=0.02)


def test_a_higher_decision_on_the_onderwijsroute_is_a_bate_and_not_reclaimed(tmp_path):
    """2025: lasten 72.000, received 60.000; decided in 2026 at 70.000: 10.000 of the 12.000 short is paid after all."""
    map_ = write_region(tmp_path)
    write_bookings(map_, 2026, {"01-03": "50.000"})
    (map_ / "verantwoording" / "verantwoording.toml").write_text(book_settings([2026]), encoding="utf-8")
    (map_ / "standen.csv").write_text(
        "jaar;cbs_code;regeling;uitkering;besteding;reservering_begin;doorgeschoven_begin;reservering_eind;"
        "doorgeschoven_eind;terug_te_betalen;bron\n"
        + "".join(f"{j};GM0432;spuk;100000;100000;0;0;0;0;0;t\n" for j in range(2022, 2026))
        + "".join(f"{j};GM0432;spuk_onderwijsroute;60000;60000;0;0;0;0;0;t\n" for j in range(2022, 2025))
        + "2025;GM0432;spuk_onderwijsroute;60000;72000;0;0;0;0;0;t\n",
        encoding="utf-8",
    )
    (map_ / "beschikkingen.csv").write_text(
        "jaar;cbs_code;regeling;soort;datum;bedrag\n"
        "2026;GM0432;spuk;voorlopig;2025-10-01;60000\n"
        "2025;GM0432;spuk_onderwijsroute;voorlopig;2024-10-01;60000\n"
        "2025;GM0432;spuk_onderwijsroute;definitief;2026-05-20;70000\n",
        encoding="utf-8",
    )
    (gemeente,) = build_accounts(read_folder(str(map_)), 2026).gemeenten
    r = next(r for r in gemeente.regelingen if r.regeling == "spuk_onderwijsroute").jaar
    assert (r.baten, r.lasten, r.eigen_lasten) == (1_000_000, 0, -1_000_000)
    assert (r.terug_te_betalen, r.reservering_eind, r.nabetaling) == (0, 0, 1_000_000)
    assert not any(r.checks().values())


def test_books_that_close_no_year_are_not_laid_beside_the_raming(tmp_path):
    """The bookings of 2023 are of a voorziening that no SPUK pays, and there is no decision: nothing to compare."""
    map_ = write_region(tmp_path)
    (map_ / "standen.csv").write_text(
        "jaar;cbs_code;uitkering;besteding;reservering_begin;reservering_eind\n2022;GM0432;8.057,10;5.000,00;0;3.057,10\n",
        encoding="utf-8",
    )
    write_bookings(map_, 2023, {"31-12": "1.000,00"})
    change(map_ / "verantwoording" / "boekingen", "2023.csv", ("leerroute_b1", "onbekend"))
    (map_ / "verantwoording" / "verantwoording.toml").write_text(book_settings([2023]), encoding="utf-8")
    assert {r.jaar for r in reconcile(str(map_))} == {2022, 2023}
    assert not find_facts(read_folder(str(map_))).closed("GM0432", 2023)


def test_a_closed_year_that_lacks_a_decision_of_one_gemeente_is_told_before_the_raming(tmp_path):
    """Hoorn closes 2023; Medemblik booked nothing and got no decision, so the accounts of 2023 cannot be made."""
    map_ = make_region(tmp_path, f"{KOP}\n{REGEL.replace('31-03', '31-12')}\n")
    eigen = map_ / "verantwoording"
    change(eigen, "beschikkingen.csv", ("2023;GM0420;voorlopig;2022-10-01;12.000,00\n", ""))
    change(eigen, "tellingen.csv", ("2023;GM0420;1;0;0;0\n", ""))
    boeken = read_folder(str(map_))
    regio: Any = SimpleNamespace(feiten=find_facts(boeken), gemeenten=boeken.gemeenten)
    assert regio.feiten.closed("GM0405", 2023)
    with pytest.raises(Invoerfout, match="geen telling 2023 voor Medemblik"):
        check_accounts(regio, boeken)


@pytest.mark.parametrize(
    ("naam", "kop", "rijen", "melding"),
    [
        (
            "taakstelling.csv",
            "halfjaar,cbs_code,aantal,bekend_op,status,bron",
            ("2026H1,GM0432,14,2025-10-01,vastgesteld,t", "2026H1,GM0432,15,01-10-2025,raming,t"),
            "taakstelling.csv, regel 3: gevonden hetzelfde als regel 2",
        ),
        (
            "formatie.csv",
            "functie;fte;prijs;status;bron",
            ("inkoop;1,5;90000;aanname;t", "inkoop;1,50;90.000,00;aanname;t"),
            "formatie.csv, regel 3: gevonden 'inkoop', dezelfde vaste lasten als regel 2 in dezelfde maanden",
        ),
    ],
)
def test_a_second_row_of_the_same_neither_wins_nor_counts_double(tmp_path, naam, kop, rijen, melding):
    map_ = write_region(tmp_path)
    for aantal in (1, 2):
        (map_ / naam).write_text("\n".join([kop, *rijen[:aantal], ""]), encoding="utf-8")
        if aantal == 1:
            read_region(str(map_))
            continue
        with pytest.raises(Invoerfout, match=melding):
            read_region(str(map_))


@pytest.mark.parametrize(
    ("naam", "oud", "nieuw", "melding"),
    [
        (
            "regio.toml",
            'naam = "Proef"',
            r'naam = "Pro\u001b[31mef"',
            "regio.toml, veld naam: gevonden een onzichtbaar teken",
        ),
        (
            "regio.toml",
            'naam = "Opmeer"',
            r'naam = "Opmeer\u0000"',
            r"veld gemeente.1.naam: .* \(U\+0000\) in de tekst",
        ),
        (
            "contracten.csv",
            "B1 tot 2026",
            "B1\x07 tot 2026",
            r"contracten.csv, regel \d+, veld contract: gevonden een onz",
        ),
    ],
)
def test_a_sign_that_a_terminal_would_act_on_is_refused(tmp_path, naam, oud, nieuw, melding):
    map_ = write_region(tmp_path)
    change(map_, naam, (oud, nieuw))
    with pytest.raises(Invoerfout, match=melding):
        read_region(str(map_))


def test_a_file_of_which_no_booking_counts_is_told(tmp_path):
    """2023 typed for the bookings of 2024: every line is left out, and that is said outside the books too."""
    map_ = make_region(tmp_path, f"{KOP}\n{REGEL.replace('2023', '2024')}\n")
    signalen = find_facts(read_folder(str(map_))).signalen
    assert any("van boekingen/b.csv telt geen boeking mee (1 afgekeurd, de meeste: datum buiten" in s for s in signalen)
