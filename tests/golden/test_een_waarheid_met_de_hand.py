"""One truth, worked out on paper: three closed years, one half-booked, one to come, of the region of `hulp_handregio`.

Whole euros unless stated; ruimte is 100% of U to 2023 and 25% from 2024.

| year | U          | R begin   | B                         | saldo      | R end     | back       | rests on         |
|------|------------|-----------|---------------------------|------------|-----------|------------|------------------|
| 2022 | 193.370,40 | 0         | 150.000                   | 43.370,40  | 43.370,40 | 0          | closed, decision |
| 2023 | 302.884,80 | 43.370,40 | 280.000                   | 66.255,20  | 66.255,20 | 0          | closed, decision |
| 2024 | 343.200,00 | 66.255,20 | 250.000                   | 159.455,20 | 85.800,00 | 73.655,20  | closed, count    |
| 2025 | 358.784,16 | 85.800,00 | 100.000 + 144.000 + 2.500 | 199.884,16 | 89.696,04 | 110.188,12 | booked to June   |
| 2026 | 287.664,96 | 89.696,04 | 1.152.000                 | -774.639   | 0         | 0          | forecast         |

2024 was closed on the recomputation, 24 x (8.800 + 4.400 + 1.100); the decision of May 2025 says 345.000: 1.800 more in
2025. An invoice of 2.500 over 2024 came in 2025. From July to December 2025 24 persons follow a route at 1.000 a month.
"""

import shutil
from datetime import date, datetime

import pytest
from click.testing import CliRunner

from cli import main
from finance.bedragen import whole_euros
from scenarios.boeken.jaar_sluiten import build_accounts
from scenarios.boeken.map import read_folder
from scenarios.boeken.prognose import forecast_rest
from scenarios.boeken.realisatie import close_year, realised_until
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.waarheid.feiten import read_truth
from scenarios.waarheid.nagerekend import changed_inputs
from scenarios.waarheid.sluiten import close_on_purpose
from tests.hulp_handregio import book_settings, write_bookings, write_region

OPMEER = "GM0432"
BESLUITEN = """jaar;cbs_code;soort;datum;bedrag
2022;GM0432;voorlopig;2021-10-01;190.000
2022;GM0432;definitief;2023-05-20;193.370,40
2023;GM0432;voorlopig;2022-10-01;300.000
2023;GM0432;definitief;2024-05-20;302.884,80
2024;GM0432;voorlopig;2023-10-01;340.000
2025;GM0432;voorlopig;2024-10-01;350.000
"""
GEBOEKT = {
    2022: {"31-12": "150.000"},
    2023: {"30-06": "130.000", "15-12": "150.000"},
    2024: {"20-12": "250.000"},
    2025: {"31-03": "60.000", "30-06": "40.000"},
}


@pytest.fixture(scope="module")
def regiomap(tmp_path_factory):
    map_ = write_region(tmp_path_factory.mktemp("hand"))
    for jaar, bedragen in GEBOEKT.items():
        write_bookings(map_, jaar, bedragen)
    blokken = book_settings(GEBOEKT)
    (map_ / "verantwoording" / "verantwoording.toml").write_text(blokken, encoding="utf-8")
    (map_ / "beschikkingen.csv").write_text(BESLUITEN, encoding="utf-8")
    (map_ / "tellingen.csv").write_text(
        "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin\n2024;GM0432;24;24;24;0\n", encoding="utf-8"
    )
    for jaar in (2022, 2023, 2024):
        close_on_purpose(str(map_), jaar, "controller", datetime(2025, 3, 1, 12))
    # After the closing: the decision on 2024, and an invoice.
    (map_ / "beschikkingen.csv").write_text(f"{BESLUITEN}2024;GM0432;definitief;2025-05-20;345.000\n", encoding="utf-8")
    correctie = '[[correctie]]\njaar = 2025\nover = 2024\ncbs_code = "GM0432"\nbedrag = "2500"\nreden = "nagekomen"\n'
    (map_ / "verantwoording" / "verantwoording.toml").write_text(blokken + correctie, encoding="utf-8")
    return map_


def test_the_raming_gives_the_figures_of_the_hand(regiomap):
    regio = read_truth(str(regiomap))
    resultaat = run(build_model(regio, BASIS), trekkingen=0)

    def reeks(naam):
        return [resultaat.totaal.value(naam, j) for j in range(5)]

    verwacht: dict[str, list[float]] = {
        "spuk_definitief": [193_370.40, 302_884.80, 343_200.00, 358_784.16, 287_664.96],
        "correctie_uitkering": [0, 0, 0, 1_800, 0],
        "besteding": [150_000, 280_000, 250_000, 246_500, 1_152_000],
        "lasten_onverdeeld": [0, 0, 0, 2_500, 0],
        "reservering_begin": [0, 43_370.40, 66_255.20, 85_800.00, 89_696.04],
        "saldo_spuk": [43_370.40, 66_255.20, 159_455.20, 199_884.16, -774_639.00],
        "meenemen": [43_370.40, 66_255.20, 85_800.00, 89_696.04, 0],
        "terugvordering": [0, 0, 73_655.20, 110_188.12, 0],
        "doorschuiven": [0, 0, 0, 0, 774_639.00],
        "nabetaling": [3_370.40, 2_884.80, 3_200.00, 8_784.16],
    }
    for naam, bedragen in verwacht.items():
        assert reeks(naam)[: len(bedragen)] == pytest.approx(bedragen, abs=0.006), naam
    # The open years decide: 10.549,78 of 2025 stays, and 10.739,67 - 774.639 of 2026 comes on top.
    assert reeks("saldo_cumulatief") == pytest.approx([0, 0, 0, 10_549.78, 10_549.78 + 10_739.67 - 774_639], abs=0.02)
    assert reeks("saldo_sinds_2022")[3] == pytest.approx(10_000 + 10_180 + 10_363.24 + 10_549.78, abs=0.02)
    assert [resultaat.status(resultaat.totaal, j) for j in (2022, 2024, 2025, 2026)] == [
        "gerealiseerd", "gerealiseerd", "deels", "",
    ]  # fmt: skip


def test_every_figure_tells_its_source(regiomap):
    resultaat = run(build_model(read_truth(str(regiomap)), BASIS), trekkingen=0)
    bron = {(r["grootheid"], r["jaar"]): r["herkomst"] for r in resultaat.rows() if r["cbs_code"] == OPMEER}
    assert bron["besteding", 2024] == "gesloten boeken"
    assert bron["besteding", 2025] == "boekingen tot en met 30-06-2025 en raming van de rest"
    assert bron["besteding", 2026] == "raming"
    assert bron["spuk_definitief", 2024] == "gesloten boeken"
    assert bron["spuk_definitief", 2025] == "raming"
    assert bron["plichtig", 2024] == "telling van DUO"
    assert bron["reservering_begin", 2025] == "gesloten boeken"
    assert bron["reservering_begin", 2026] == "keten"
    # A closed year has no chance.
    assert {o["jaar"] for o in resultaat.verdict_rows()} == {2025, 2026, 2027}


def test_the_tussenrapportage_gives_them_too(regiomap):
    invoer = read_folder(str(regiomap))
    boeken = realised_until(invoer, 2025, date(2025, 6, 30))
    prognose = forecast_rest(read_truth(str(regiomap)), BASIS, boeken, close_year(invoer, 2024), 0, 1, 0.9)
    stand = prognose.settle(OPMEER)
    assert (stand.begin, stand.besteding) == (8_580_000, 24_650_000)
    assert stand.uitkering == 35_878_416 + 180_000
    assert (int(stand.stap.reservering), int(stand.stap.terugvordering)) == (8_969_604, 11_018_812)


@pytest.mark.parametrize(
    ("jaar", "uitkering", "lasten", "begin", "eind", "terug"),
    [
        (2022, 19_337_040, 15_000_000, 0, 4_337_040, 0),
        (2023, 30_288_480, 28_000_000, 4_337_040, 6_625_520, 0),
        (2024, 34_320_000, 25_000_000, 6_625_520, 8_580_000, 7_365_520),
    ],
)
def test_jaarrekening_sisa_and_journaal(regiomap, jaar, uitkering, lasten, begin, eind, terug):
    (gemeente,) = build_accounts(read_folder(str(regiomap)), jaar).gemeenten
    r = gemeente.spuk.jaar
    assert (r.uitkering, r.lasten, r.reservering_begin, r.reservering_eind, r.terug_te_betalen) == (
        uitkering, lasten, begin, eind, terug,
    )  # fmt: skip
    assert whole_euros(r.lasten) == lasten // 100
    baten = sum(
        regel.credit - regel.debet
        for post in gemeente.spuk.posten
        for regel in post.regels
        if regel.rekening == "baten"
    )
    assert baten == lasten
    assert not any(r.checks().values())


def test_a_changed_booking_of_a_closed_year_is_a_correction_of_the_open_one(regiomap):
    """20.000 more in the bookings of 2023: the closed year stands, 2025 bears it."""
    voor = read_truth(str(regiomap)).feiten
    write_bookings(regiomap, 2023, {"30-06": "150.000", "15-12": "150.000"})
    try:
        na = read_truth(str(regiomap)).feiten
        assert na.jaren == voor.jaren
        assert na.correcties[OPMEER, "spuk", 2025] == (180_000, 250_000 + 2_000_000)
        assert "de boekingen van 2023 sluiten niet meer aan op het gesloten jaar" in na.afwijkingen[0]
    finally:
        write_bookings(regiomap, 2023, GEBOEKT[2023])


@pytest.mark.parametrize("opdracht", [("controleer",), ("raming", "--verwacht", "--uit")])
def test_files_that_went_on_after_a_closing_are_no_news(regiomap, tmp_path, opdracht):
    """Decision and correction came after 2024 was closed, and count in 2025: nothing of a closed year changed."""
    uit = CliRunner().invoke(main, [opdracht[0], str(regiomap), *opdracht[1:], *[str(tmp_path)] * (len(opdracht) > 1)])
    assert uit.exit_code == 0, uit.output
    assert changed_inputs(read_folder(str(regiomap)), 2024) == [
        "beschikkingen.csv", "verantwoording/verantwoording.toml",
    ]  # fmt: skip
    assert "gesloten op" not in uit.output
    assert "na het sluiten" not in uit.output
    assert read_truth(str(regiomap)).feiten.veranderd == ()


@pytest.fixture
def undecided(regiomap, tmp_path):
    """2024 without its definitive decision: it rests on the count."""
    map_ = shutil.copytree(regiomap, tmp_path / "regio")
    (map_ / "beschikkingen.csv").write_text(BESLUITEN, encoding="utf-8")
    return map_


def test_another_count_of_a_closed_year_is_told_with_its_amounts(undecided):
    """One person more in cohort t, 8.800: 343.200 would be 352.000, and a quarter of it 88.000 instead of 85.800.

    66.255,20 + 352.000 - 250.000 = 168.255,20; above the ruimte 80.255,20 instead of 73.655,20. Advances were 340.000:
    12.000 still to come instead of 3.200; owed at the end 80.255,20.
    """
    (undecided / "tellingen.csv").write_text(
        "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin\n2024;GM0432;25;24;24;0\n", encoding="utf-8"
    )
    assert read_truth(str(undecided)).feiten.veranderd == (
        "2024, gesloten op 01-03-2025, wordt met de invoer van nu anders (tellingen.csv en "
        "verantwoording/verantwoording.toml veranderd): Opmeer, SPUK inburgering: uitkering gesloten op € 343.200,00, "
        "nu € 352.000,00; reservering op 31 december gesloten op € 85.800,00, nu € 88.000,00; terug te betalen "
        "gesloten op € 73.655,20, nu € 80.255,20; en nog 3 cijfers. De cijfers van 2024 blijven zoals "
        "gesloten. De definitieve beschikking maakt van het verschil in uitkering een correctie in een open jaar.",
    )
    decided = f"{BESLUITEN}2024;GM0432;definitief;2025-05-20;345.000\n"
    (undecided / "beschikkingen.csv").write_text(decided, encoding="utf-8")
    assert read_truth(str(undecided)).feiten.veranderd == ()


def test_another_ruimte_of_a_closed_year_settles_itself_nowhere(undecided):
    """Half of 343.200 is 171.600: all of the 159.455,20 would have stayed, and nothing would go back."""
    parameters = undecided / "parameters.toml"
    parameters.write_text(parameters.read_text(encoding="utf-8").replace('"0.25"', '"0.50"'), encoding="utf-8")
    (zin,) = read_truth(str(undecided)).feiten.veranderd
    assert "reservering op 31 december gesloten op € 85.800,00, nu € 159.455,20; " in zin
    assert "terug te betalen gesloten op € 73.655,20, nu € 0,00; " in zin
    assert zin.endswith(
        "Dit verschil komt niet vanzelf in een open jaar: herstel de invoer, of heropen het jaar met spuk sluit MAP "
        "--jaar 2024 --heropen REDEN."
    )


def test_bookings_that_moved_are_told_by_their_place(undecided):
    """130.000 of 2023 booked as Leerroute Z: the same total, another voorziening. Another total is a correction."""
    boekingen = undecided / "verantwoording" / "boekingen" / "2023.csv"
    tekst = boekingen.read_text(encoding="utf-8")
    boekingen.write_text(
        tekst.replace("leerroute_b1;asielstatushouder;130", "leerroute_z;asielstatushouder;130"), "utf-8"
    )
    (zin,) = read_truth(str(undecided)).feiten.veranderd
    assert "lasten Leerroute B1 gesloten op € 280.000,00, nu € 150.000,00; " in zin
    assert "lasten Leerroute Z gesloten op € 0,00, nu € 130.000,00. De cijfers van 2023 blijven" in zin
    boekingen.write_text(tekst.replace("130.000", "131.000"), encoding="utf-8")
    feiten = read_truth(str(undecided)).feiten
    assert (feiten.veranderd, ["verschil € 1.000,00" in zin for zin in feiten.afwijkingen]) == ((), [True])


def test_a_closed_year_without_its_bookings_is_not_computed_again(undecided):
    (undecided / "verantwoording" / "boekingen" / "2023.csv").unlink()
    instellingen = book_settings(j for j in GEBOEKT if j != 2023)
    (undecided / "verantwoording" / "verantwoording.toml").write_text(instellingen, encoding="utf-8")
    (zin,) = read_truth(str(undecided)).feiten.veranderd
    assert zin == (
        "verantwoording/boekingen/2023.csv en verantwoording/verantwoording.toml, na het sluiten van 2023 veranderd, "
        "sluiten niet meer aan op het gesloten jaar: het is niet na te rekenen (standen.csv: geen cijfers over 2023 "
        "voor Opmeer). De cijfers blijven zoals gesloten."
    )


def test_what_a_closed_year_settled_is_not_settled_again(regiomap, tmp_path):
    """2025 is closed with the 1.800 of the decision on 2024 and 20.000 more of 2023: 2026 bears neither.

    A decision of 346.000 after that leaves 1.000, and 1.500 more in the bookings leave 1.500.
    """
    map_ = shutil.copytree(regiomap, tmp_path / "regio")
    write_bookings(map_, 2023, {"30-06": "150.000", "15-12": "150.000"})
    write_bookings(map_, 2025, {"31-03": "60.000", "15-12": "40.000"})
    close_on_purpose(str(map_), 2025, "controller", datetime(2026, 3, 1, 12))
    (rekening,) = build_accounts(read_folder(str(map_)), 2025).gemeenten
    assert (rekening.spuk.jaar.correctie_uitkering, rekening.spuk.jaar.correctie_besteding) == (180_000, 2_250_000)
    feiten = read_truth(str(map_)).feiten
    assert (feiten.correcties, feiten.afwijkingen, feiten.veranderd) == ({}, (), ())
    decided = f"{BESLUITEN}2024;GM0432;definitief;2026-05-20;346.000\n"
    (map_ / "beschikkingen.csv").write_text(decided, encoding="utf-8")
    write_bookings(map_, 2023, {"30-06": "151.500", "15-12": "150.000"})
    feiten = read_truth(str(map_)).feiten
    assert feiten.correcties == {(OPMEER, "spuk", 2026): (100_000, 150_000)}
    assert (len(feiten.afwijkingen), feiten.veranderd) == (1, ())


def test_closing_and_opening_leave_a_log(regiomap):
    weg = CliRunner().invoke(main, ["sluit", str(regiomap), "--jaar", "2023", "--heropen", "fout", "--wie", "X"])
    assert weg.exit_code == 2
    assert "2024 is later gesloten" in weg.output
    nogmaals = CliRunner().invoke(main, ["sluit", str(regiomap), "--jaar", "2024", "--wie", "X"])
    assert nogmaals.exit_code == 2
    assert "2024 is gesloten op 2025-03-01" in nogmaals.output
    logboek = (regiomap / "verantwoording" / "gesloten" / "logboek.csv").read_text(encoding="utf-8")
    assert [r.split(";")[1:4] for r in logboek.splitlines()[1:]] == [
        ["gesloten", str(j), "controller"] for j in (2022, 2023, 2024)
    ]


@pytest.mark.parametrize(
    ("debet", "zegt"),
    [
        ("", "Er is geen totaal van buiten de boekingen"),
        ("150.000,00", "Alle aansluitingen sluiten, ook met 1 totalen van buiten de boekingen."),
        ("150.000,01", "VERSCHIL"),
    ],
)
def test_closing_compares_with_a_total_from_outside_and_says_when_there_is_none(tmp_path, debet, zegt):
    map_ = write_region(tmp_path)
    write_bookings(map_, 2022, GEBOEKT[2022])
    (map_ / "verantwoording" / "verantwoording.toml").write_text(book_settings([2022]), encoding="utf-8")
    (map_ / "beschikkingen.csv").write_text(BESLUITEN, encoding="utf-8")
    if debet:
        (map_ / "verantwoording" / "saldibalans.csv").write_text(
            f"jaar;rekening;debet;credit;bron\n2022;4300;{debet};0;test\n", encoding="utf-8"
        )
    uit = CliRunner().invoke(main, ["sluit", str(map_), "--jaar", "2022", "--wie", "controller"])
    assert zegt in uit.output
    assert ("Alle aansluitingen sluiten" in uit.output) == (debet == "150.000,00")
    assert "2022 is gesloten." in uit.output
