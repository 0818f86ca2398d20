"""The parts of the accountant's file: the start of a sample, the sample of bookings, templates, overrides, the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from finance.administratie.steekproef import choose_lines, interval_for
from finance.fouten import Invoerfout
from finance.taal.tomltekst import find_line
from reports.jaar.vragen import ask
from scenarios.administratie.gemeentekeuze import choose_codes
from scenarios.boeken.jaar_sluiten import Verantwoording, build_accounts
from scenarios.boeken.map import read_folder
from scenarios.grond.gegevens import data_path
from scenarios.grond.trekking import draw_start
from scenarios.jaar.afwijkingen import find_overrides
from scenarios.jaar.dossier import list_inputs, list_versions
from scenarios.jaar.sisasjabloon import check_templates, load_template
from scenarios.jaar.steekproef import Steekproefkeuze, Volledigheid, complete, draw_samples
from scenarios.waarheid.feiten import find_facts
from scenarios.waarheid.logboek import find_loose, read_log
from scenarios.waarheid.signalen import find_signals
from scenarios.waarheid.sluiten import close_on_purpose, reopen
from tests.regiomap import KOP, make_region

REGELS = "".join(
    f"31-03-2023;Hoorn;Taallessen;leerroute_b1;asielstatushouder;b1;{bedrag};;Jan Jansen;F{n}\n"
    for n, bedrag in enumerate(("500,00", "-40,00", "1500,00", "250,00"), 1)
)
INSTELLINGEN = '[[boekingen]]\nbestand = "boekingen/b.csv"\njaar = 2023\ncredit = true\n'


def accounts(map_: Path, regels: str = REGELS) -> Verantwoording:
    return build_accounts(read_folder(str(make_region(map_, f"{KOP}\n{regels}", instellingen=INSTELLINGEN))), 2023)


def test_the_start_reaches_both_ends_and_differs_by_list_and_seed():
    assert {draw_start(zaad, "x", 3) for zaad in range(40)} == {1, 2, 3}
    assert (
        draw_start(1, "2025 a spuk", 10**9)
        != draw_start(1, "2025 b spuk", 10**9)
        != draw_start(2, "2025 b spuk", 10**9)
    )


@pytest.mark.parametrize(("bedragen", "interval", "start"), [([0], 5, 1), ([-3], 5, 1), ([9], 5, 0), ([9], 5, 6)])
def test_what_is_no_sample_is_refused(bedragen, interval, start):
    with pytest.raises(ValueError, match=r"bedragen boven nul|van 1 tot en met"):
        choose_lines(bedragen, interval, start)
    with pytest.raises(ValueError, match="ten minste één"):
        interval_for(100, 0)


def test_credits_stand_apart_and_the_order_of_rows_moves_nothing(tmp_path):
    v = accounts(tmp_path)
    (een,) = draw_samples(v, Steekproefkeuze(zaad=5, interval=60_000))
    assert (een.naam, een.steekproef.totaal, een.credit["last"].tolist()) == (
        "Hoorn, SPUK inburgering", 225_000, [-4_000],
    )  # fmt: skip
    assert 150_000 in een.gekozen["last"].tolist()
    boekingen = v.invoer.boekingen
    geschud = replace(boekingen, rijen=boekingen.tabel.iloc[[3, 1, 0, 2]])
    (ander,) = draw_samples(replace(v, invoer=replace(v.invoer, boekingen=geschud)), Steekproefkeuze(5, 60_000))
    assert ander.gekozen["regel"].tolist() == een.gekozen["regel"].tolist()
    assert ander.steekproef.start == een.steekproef.start


def test_the_default_interval_says_that_it_is_assumed(tmp_path):
    (p,) = draw_samples(accounts(tmp_path), Steekproefkeuze())
    assert p.steekproef.interval == 416_666  # € 12.500 / 3
    assert p.uitleg.startswith("AANNAME: tolerantie € 12.500,00")


def test_a_number_of_hits_gives_the_interval(tmp_path):
    (p,) = draw_samples(accounts(tmp_path), Steekproefkeuze(aantal=4))
    assert (p.steekproef.interval, p.uitleg[:30]) == (56_250, "€ 2.250,00 gedeeld door 4 (--a")


def test_a_list_that_was_taken_away_after_closing_is_missed(tmp_path):
    """€ 2.210,00 of Hoorn and € 5,00 over 2022, € 100,00 that WerkSaam states; then the bookings are gone."""
    lichaam = (
        '[[gemeenschappelijke_regeling]]\nnaam = "WerkSaam"\njaar = 2023\nsleutel = "vast"\n'
        'delen = { GM0405 = 1, GM0420 = 1 }\nkosten = { pvt = "100.00" }\n'
        '[[correctie]]\njaar = 2023\nover = 2022\ncbs_code = "GM0405"\nbedrag = "5.00"\nreden = "nagekomen"\n'
    )
    regels = REGELS.replace("31-03-2023", "31-12-2023")
    make_region(tmp_path, f"{KOP}\n{regels}", instellingen=INSTELLINGEN + lichaam)
    close_on_purpose(str(tmp_path), 2023, "Ans", datetime(2024, 6, 1, 12))
    gesloten = (
        "correctie over 2022: € 5,00, nagekomen; 2023 staat zoals het is gesloten; de lijst is van de bestanden van nu"
    )
    werksaam = Volledigheid(
        "WerkSaam, SPUK inburgering", 0, 10_000, 10_000, "opgegeven (verantwoording.toml): € 100,00"
    )

    def lists(*codes: str) -> tuple[Volledigheid, ...]:
        v = build_accounts(read_folder(str(tmp_path)), 2023)
        return complete(v, codes, draw_samples(v, Steekproefkeuze(), codes))

    assert lists() == (
        Volledigheid("Hoorn, SPUK inburgering", 221_000, 500, 221_500, "correctie over 2022: € 5,00, nagekomen"),
        werksaam,
    )
    assert lists("GM0420") == (werksaam,)
    (tmp_path / "verantwoording" / "boekingen" / "b.csv").write_text(
        f"{KOP}\n31-12-2023;Medemblik;Taallessen;leerroute_b1;asielstatushouder;b1;1,00;;;F9\n", encoding="utf-8"
    )
    medemblik, hoorn, _ = lists()
    assert (medemblik.naam, medemblik.verschil) == ("Medemblik, SPUK inburgering", 100)
    assert (hoorn.naam, hoorn.verschil, hoorn.waardoor) == ("Hoorn, SPUK inburgering", -221_000, gesloten)


def test_a_dossier_of_one_gemeente_answers_for_that_one(tmp_path):
    regels = REGELS + "31-03-2023;Medemblik;Salaris;;;;900,00;;;F8\n31-03-2023;Hoorn;Salaris;;;;30,00;;;F9\n"
    map_ = make_region(tmp_path, f"{KOP}\n{regels}", instellingen=INSTELLINGEN)
    (map_ / "verantwoording" / "boekingsregels.csv").write_text(
        "code;grootboek;pot;reden\nX1;Salaris*;gemeentefonds;uitvoering\n", encoding="utf-8"
    )
    v = build_accounts(read_folder(str(map_)), 2023)
    antwoord = {x.vraag: x.antwoord for x in ask(v, (), ["GM0405"])}
    assert "1 boekingen met een regel naar het Gemeentefonds, samen € 30,00" in antwoord.values()
    assert "Medemblik" not in antwoord["Wat valt op in de boekingen?"]
    assert "Medemblik" in {x.vraag: x.antwoord for x in ask(v, ())}["Wat valt op in de boekingen?"]


def test_what_stands_out_names_no_description_of_a_booking(tmp_path):
    """€ 12.000,00 is exactly the advance, so it looks like money of the Rijk; its description holds a name."""
    regels = "31-03-2023;Hoorn;Taallessen;leerroute_b1;asielstatushouder;b1;12.000,00;;Jan Jansen;F1\n"
    vragen = ask(accounts(tmp_path, regels), ())
    assert any("b.csv regel 2 lijkt ontvangen geld onder de lasten, op Taallessen" in x.antwoord for x in vragen)
    assert "Jansen" not in str(vragen)


def test_a_key_of_toml_is_found_by_its_line():
    tekst = 'jaar = 1\n[[a]]\nx = 1\n[[a.b]]\ny = 1\n[[a.b]]\ny = 2\n[[a]]\n[[a.b]]\ny = 3\n[c]\n"d" = 4\n'
    assert find_line(tekst, ("jaar",)) == 1
    assert find_line(tekst, ("a", 0, "b", 1, "y")) == 7
    assert find_line(tekst, ("a", 1, "b", 0, "y")) == 10
    assert find_line(tekst, ("a", 1, "b", 0, "weg")) == 9
    assert find_line(tekst, ("c", "d")) == 12
    assert find_line(tekst, ("niets",)) is None


@pytest.mark.parametrize("jaar", range(2022, 2027))
def test_the_shipped_templates_are_right(jaar, tmp_path):
    sjabloon = load_template(jaar, tmp_path)
    assert {(d.regeling, d.vorm) for d in sjabloon.regeling} >= {("spuk", "gemeente"), ("spuk", "uitvoerder")}
    assert not any(d.gecontroleerd for d in sjabloon.regeling)


FOUTEN = {
    'cijfer = "besteding"': ('cijfer = "bestedingen"', "regel 17", "Bedoeld is misschien: besteding"),
    'nummer = "03"': ('nummer = "02"', "regel 25", "02 voor de tweede keer"),
    'cijfer = "baten"': ('som = ["88"]', "regel 22", "gevonden 88; verwacht het nummer van een bedrag"),
    'cijfer = "toevoeging"': ('tekst = "x"\nvast = 1', "regel 34", "gevonden tekst en vast; verwacht precies één van"),
    'cijfer = "reservering_begin"': (
        'cijfer = "reservering_begin"\ncumulatief = true', "regel 24", "haal cumulatief weg"
    ),
    'gegeven = "cbs_code"': ('gegeven = "beschikkingsnummer"', "regel 79", "beschikkingsnummer bij vorm uitvoerder"),
    "gecontroleerd = false": ("gecontroleerd = true", "regel 8", "geen code bij gecontroleerd = true"),
    "jaar = 2026": ("jaar = 2025", "regel 3", "verwacht 2026, zoals het bestand heet"),
}  # fmt: skip


@pytest.mark.parametrize(("oud", "nieuw"), FOUTEN.items(), ids=FOUTEN)
def test_what_is_wrong_in_a_template_is_named_by_its_line(oud, nieuw, tmp_path):
    tekst = (data_path() / "sisa" / "2026.toml").read_text(encoding="utf-8")
    assert oud in tekst
    (tmp_path / "sisa").mkdir()
    (tmp_path / "sisa" / "2026.toml").write_text(tekst.replace(oud, nieuw[0], 1), encoding="utf-8")
    with pytest.raises(Invoerfout) as fout:
        check_templates(tmp_path)
    eerste = str(fout.value.meldingen[0])
    assert eerste.startswith(f"verantwoording/sisa/2026.toml, {nieuw[1]}, veld "), eerste
    assert nieuw[2] in eerste


def test_a_template_with_another_name_is_never_read(tmp_path):
    (tmp_path / "sisa").mkdir()
    (tmp_path / "sisa" / "sisa2026.toml").write_text("", encoding="utf-8")
    with pytest.raises(Invoerfout, match="Hernoem het bestand"):
        check_templates(tmp_path)


def test_own_rules_and_switches_are_named_with_their_reason(tmp_path):
    eigen = make_region(tmp_path, f"{KOP}\n{REGELS}", instellingen=INSTELLINGEN) / "verantwoording"
    (tmp_path / "parameters.toml").write_text(
        '[[bedrag_gezin.waarde]]\nvanaf = 2023-01-01\nwaarde = "700.00"\nstatus = "aanname"\ntoelichting = "proef"\n',
        encoding="utf-8",
    )
    (eigen / "boekingsregels.csv").write_text(
        "code;grootboek;pot;reden\nX1;Taal*;spuk;omdat het taal is\n", encoding="utf-8"
    )
    v = build_accounts(read_folder(str(tmp_path)), 2023)
    gevonden = {(a.soort, a.staat, a.anders, a.reden, a.vanaf) for a in find_overrides(v)}
    assert gevonden == {
        ("parameter", "700,00", "635,32", "proef", "01-01-2023"),
        ("boekingsregel", "SPUK inburgering", "de meegeleverde regels", "omdat het taal is", ""),
        ("schakelaar", "ja", "nee", "geen reden opgegeven", "2023"),
    }
    assert find_overrides(v, ["GM0420"]) == find_overrides(v)


def test_the_log_says_whether_its_file_is_still_there(tmp_path):
    regels = REGELS.replace("31-03-2023", "31-12-2023")
    make_region(tmp_path, f"{KOP}\n{regels}", instellingen=INSTELLINGEN)
    close_on_purpose(str(tmp_path), 2023, "Ans", datetime(2024, 6, 1, 12))
    invoer = read_folder(str(tmp_path))
    assert [(r.wat, r.wie, r.klopt) for r in read_log(invoer)] == [("gesloten", "Ans", "ja: 2023.json")]
    assert {b.naam: (b.gesloten, b.anders) for b in list_inputs(invoer)}["regio.toml"] == ((2023,), ())
    register = tmp_path / "verantwoording" / "gesloten" / "2023.json"
    register.write_text(register.read_text(encoding="utf-8").replace('"Ans"', '"Bea"'), encoding="utf-8")
    assert [r.klopt for r in read_log(invoer)] == ["NEE: 2023.json is een ander bestand"]
    assert [(x.jaar, x.wat) for x in find_loose(invoer)] == [(2023, "2023.json is een ander bestand")]
    reopen(str(tmp_path), 2023, "Ans", "fout gevonden", datetime(2024, 7, 1, 12))
    eerste, tweede = read_log(invoer)
    # The reopening keeps what stood there, so it hides nothing.
    assert (eerste.klopt, tweede.wat, tweede.reden, tweede.klopt) == (
        "NEE: 2023-heropend-1.json is een ander bestand", "heropend", "fout gevonden",
        "ja: 2023-heropend-1.json",
    )  # fmt: skip
    assert list(find_loose(invoer)) == []


def _log_of(map_: Path) -> Path:
    return map_ / "verantwoording" / "gesloten" / "logboek.csv"


@pytest.mark.parametrize(
    ("wijzig", "wat"),
    [
        (lambda log: log.unlink(), "2023.json staat in geen regel"),
        (lambda log: log.write_bytes(b""), "2023.json staat in geen regel"),
        (lambda log: log.write_text(log.read_text("utf-8").splitlines()[0], "utf-8"), "2023.json staat in geen regel"),
        (lambda log: log.with_name("2023.json").unlink(), "2023.json is weg"),
        (
            lambda log: log.write_text(log.read_text("utf-8").replace("Ans", "Bea"), "utf-8"),
            "2023.json noemt een ander moment of een andere naam",
        ),
        (
            lambda log: log.write_text(log.read_text("utf-8").replace(";2023;", ";2022;"), "utf-8"),
            "2022.json is weg",
        ),
    ],
)
def test_whoever_looks_at_the_books_hears_of_a_log_that_is_not_whole(tmp_path, wijzig, wat):
    make_region(tmp_path, f"{KOP}\n{REGELS.replace('31-03-2023', '31-12-2023')}", instellingen=INSTELLINGEN)
    close_on_purpose(str(tmp_path), 2023, "Ans", datetime(2024, 6, 1, 12))
    assert not any(wat in s.tekst for s in find_signals(build_accounts(read_folder(str(tmp_path)), 2023)))
    wijzig(_log_of(tmp_path))
    invoer = read_folder(str(tmp_path))
    assert any(wat in s.tekst for s in find_signals(build_accounts(invoer, 2023)))
    assert any(wat in zin for zin in find_facts(invoer).veranderd)


def test_line_ends_of_windows_leave_the_log_whole_and_closing_anew_mends_it(tmp_path):
    make_region(tmp_path, f"{KOP}\n{REGELS.replace('31-03-2023', '31-12-2023')}", instellingen=INSTELLINGEN)
    close_on_purpose(str(tmp_path), 2023, "Ans", datetime(2024, 6, 1, 12))
    for pad in _log_of(tmp_path).parent.iterdir():
        pad.write_bytes(pad.read_bytes().replace(b"\n", b"\r\n"))
    assert list(find_loose(read_folder(str(tmp_path)))) == []
    _log_of(tmp_path).with_name("2023.json").unlink()
    close_on_purpose(str(tmp_path), 2023, "Bea", datetime(2024, 7, 1, 12))
    invoer = read_folder(str(tmp_path))
    assert list(find_loose(invoer)) == []
    # What happened stays in the dossier.
    assert [r.klopt for r in read_log(invoer)] == ["NEE: 2023.json is een ander bestand", "ja: 2023.json"]


def test_the_log_of_a_year_closed_twice_is_whole(tmp_path):
    make_region(tmp_path, f"{KOP}\n{REGELS.replace('31-03-2023', '31-12-2023')}", instellingen=INSTELLINGEN)
    close_on_purpose(str(tmp_path), 2023, "Ans", datetime(2024, 6, 1, 12))
    reopen(str(tmp_path), 2023, "=1+1", "fout;\u2028en\nnog een", datetime(2024, 7, 1, 12))
    close_on_purpose(str(tmp_path), 2023, "Ans", datetime(2024, 7, 2, 12))
    invoer = read_folder(str(tmp_path))
    assert [(r.wie, r.reden, r.klopt) for r in read_log(invoer)] == [
        ("Ans", "", "ja: 2023-heropend-1.json"),
        ("'=1+1", "fout; en nog een", "ja: 2023-heropend-1.json"),
        ("Ans", "", "ja: 2023.json"),
    ]
    logboek = tmp_path / "verantwoording" / "gesloten" / "logboek.csv"
    kop, eerste, *_ = logboek.read_text(encoding="utf-8").splitlines()
    logboek.write_text(f"{kop}\n{eerste}\nweg;ermee\n", encoding="utf-8")
    assert [(r.wat, r.klopt) for r in read_log(invoer)] == [
        ("gesloten", "NEE: 2023.json is een ander bestand"),
        ("weg;ermee", "NEE: dit is geen regel van logboek.csv"),
        ("", "NEE: 2023-heropend-1.json staat in geen regel"),
    ]
    logboek.write_text("x" * 200_000, encoding="utf-8")
    assert read_log(invoer)[0].klopt == "NEE: dit is geen regel van logboek.csv"
    logboek.unlink()
    assert [r.klopt for r in read_log(invoer)] == [
        "NEE: 2023-heropend-1.json staat in geen regel", "NEE: 2023.json staat in geen regel",
    ]  # fmt: skip
    assert [x.stand for x in ask(build_accounts(invoer, 2023), ()) if "register" in x.vraag] == ["open"]


def test_versions_name_program_and_libraries():
    versies = dict(list_versions())
    assert {"spuk", "Python", "numpy", "pandas", "xlsxwriter"} <= versies.keys()
    assert len(versies["vingerafdruk van de rekenregels (sha256)"]) == 64


def test_a_gemeente_is_chosen_by_name_or_code(tmp_path):
    invoer = read_folder(str(make_region(tmp_path)))
    assert choose_codes(invoer, "hoorn") == choose_codes(invoer, "GM0405") == ("GM0405",)
    assert choose_codes(invoer, None) == ("GM0405", "GM0420")
    with pytest.raises(Invoerfout, match="Hoorn"):
        choose_codes(invoer, "Horn")
