"""Reading and classifying bookings, and the amounts in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from finance.fouten import Invoerfout, Melding
from finance.voorzieningen import VOORZIENINGEN
from scenarios.boeken.boekingen import read_bookings
from scenarios.boeken.boekingsregels import load_rules
from scenarios.boeken.geboekt import DUBBEL, VERKEERD_JAAR, Boekingen, make_rules
from scenarios.grond.bedragen import parse_cents
from scenarios.inlezen.blok import Boekingbestand
from scenarios.inlezen.waarden import Bronkolom, read_amounts
from scenarios.regiomap.land.landsgegevens import shipped
from tests.regiomap import KOP

GEMEENTEN = {"GM0405": "Hoorn", "GM0420": "Medemblik"}


def read(map_: Path, inhoud: bytes | str, naam: str = "b.csv", **instellingen) -> Boekingen:
    (map_ / naam).write_bytes(inhoud.encode() if isinstance(inhoud, str) else inhoud)
    meldingen: list[Melding] = []
    regels = load_rules(map_, meldingen)
    assert not meldingen
    return read_bookings(
        map_,
        [Boekingbestand(bestand=naam, jaar=2023, **instellingen)],
        make_rules(shipped(), GEMEENTEN, ["WerkSaam"], regels),
    )


def reasons(map_: Path, *rijen: str, **instellingen) -> list[str]:
    return read(map_, "\n".join([KOP, *rijen, ""]), **instellingen).tabel["reden"].tolist()


@pytest.mark.parametrize(
    ("teksten", "centen"),
    [
        (["1.234,56", "0,1", "-7", "€ 12,00", "3,10-"], [123456, 10, -700, 1200, -310]),
        (["1,234.56", "0.1", "1,000"], [123456, 10, 100000]),
        (["1.234", "12"], [123400, 1200]),
        ([0.1 + 0.2, 1234.56, 5], [30, 123456, 500]),
        (["0,29", "1,15", "8,41"], [29, 115, 841]),
    ],
)
def test_amounts_are_exact_cents(teksten, centen):
    gelezen = read_amounts(Bronkolom(teksten, np.arange(len(teksten), dtype=np.int32)))
    assert gelezen.centen.tolist() == centen
    assert not gelezen.fout.any()


@pytest.mark.parametrize(
    "tekst", ["1e308", "nan", "inf", "1,234", "12,345", "1.2.3", "abc", "9" * 30, float("nan"), 0.125]
)
def test_what_is_no_amount_of_money_is_refused(tekst):
    gelezen = read_amounts(Bronkolom(["1,00", tekst], np.array([0, 1], dtype=np.int32)), ",")
    assert gelezen.fout.tolist() == [False, True]


@pytest.mark.parametrize(
    ("tekst", "centen"), [("1.234,56", 123456), ("1234.56", 123456), ("1.234", 123400), ("0,500", 50), (12, 1200)]
)
def test_parse_cents(tekst, centen):
    assert parse_cents(tekst) == centen


@pytest.mark.parametrize("tekst", ["150,000", "-1,000", "1,000,000", "€ 12,000", "1,234"])
def test_an_amount_that_may_be_a_thousand_times_as_much_is_refused(tekst):
    with pytest.raises(ValueError, match="een bedrag met ten hoogste twee decimalen"):
        parse_cents(tekst)


def test_every_reason_is_named(tmp_path):
    gemeenschappelijk = "asielstatushouder;;10,00;;x"
    rijen = {
        "31-03-2023;Hoorn;Les;leerroute_b1;" + gemeenschappelijk + ";F1": "",
        "2023-03-31;gm0405;Les;LEERROUTE_B1;" + gemeenschappelijk + ";F2": "",
        "31-03-2023;Hoorn;Les;leerroute_b1;" + gemeenschappelijk + " twee;F1": "",
        "31-03-2023;GM0405;Les;leerroute_b1;" + gemeenschappelijk + ";F1": DUBBEL,
        "31-12-2022;Hoorn;Les;leerroute_b1;" + gemeenschappelijk + ";F3": VERKEERD_JAAR,
        "31-03-2023;Alkmaar;Les;leerroute_b1;" + gemeenschappelijk + ";F4": "gemeente niet in deze regio",
        "31-03-2023;Hoorn;Les;zomerfeest;" + gemeenschappelijk + ";F5": "onbekende voorziening",
        "31-03-2023;Hoorn;Les;leerroute_b1;buurman;;10,00;;x;F6": "onbekende doelgroep",
        "31-03-2023;Hoorn;BUIG 2023;leerroute_b1;"
        + gemeenschappelijk
        + ";F7": "BUIG-uitkering: bijstand hoort niet bij de SPUK inburgering",
        "31-03-2023;Hoorn;Les;brede_intake;"
        + gemeenschappelijk
        + ";F8": "Uitvoeringskosten: brede intake (Gemeentefonds)",
        "31-03-2023;Hoorn;Les;leerroute_z;gezinsmigrant;;10,00;;x;F9": "Gezinsmigranten betalen hun leerroute zelf"
        " (Wet inburgering 2021 art. 19)",
    }
    assert reasons(tmp_path, *rijen) == list(rijen.values())


def test_shipped_rules_agree_with_the_pots_of_the_voorzieningen(tmp_path):
    rijen = [f"31-03-2023;Hoorn;Kosten;{n};asielstatushouder;;1,00;;x;{n}" for n in VOORZIENINGEN]
    tabel = read(tmp_path, "\n".join([KOP, *rijen])).tabel
    assert dict(zip(tabel["voorziening"], tabel["pot"], strict=True)) == {n: v.pot for n, v in VOORZIENINGEN.items()}


def test_a_rule_of_the_region_goes_first_and_needs_a_reason(tmp_path):
    rij = "31-03-2023;Hoorn;Les;zomerfeest;;;10,00;2,10;x;F1"
    kop = "code;voorziening;pot;naar_voorziening;btw;reden\n"
    (tmp_path / "boekingsregels.csv").write_text(
        kop + "W1;zomer*;spuk;pvt;kostprijs;Besluit college\n", encoding="utf-8"
    )
    tabel = read(tmp_path, f"{KOP}\n{rij}\n").tabel
    assert tabel[["reden", "voorziening", "last", "besluit"]].values.tolist() == [["", "pvt", 1210, "W1"]]
    (tmp_path / "boekingsregels.csv").write_text(kop + "W1;zomer*;spuk;pvt;;\n", encoding="utf-8")
    meldingen: list[Melding] = []
    load_rules(tmp_path, meldingen)
    assert [(m.plaats, m.gevonden) for m in meldingen] == [("regel 2, veld reden", "niets")]


def test_btw(tmp_path):
    rij = "31-03-2023;Hoorn;Les;leerroute_b1;;;121,00;21,00;x;F1"
    assert read(tmp_path, f"{KOP}\n{rij}\n").tabel["last"].tolist() == [12100]
    assert read(tmp_path, f"{KOP}\n{rij}\n", bedrag="inclusief").tabel["last"].tolist() == [10000]


def test_previous_year_can_be_a_correction(tmp_path):
    rij = "31-12-2022;Hoorn;Les;leerroute_b1;;;10,00;;x;F1"
    assert reasons(tmp_path, rij, vorig_jaar="correctie") == [""]


def test_unique_stuknummers_refuse_all_lines_of_a_repeated_number(tmp_path):
    rijen = [f"31-03-2023;Hoorn;Les;leerroute_b1;;;{b},00;;x;{s}" for b, s in ((1, "F1"), (2, "F1"), (3, "F2"))]
    assert reasons(tmp_path, *rijen, stuknummer="uniek") == [DUBBEL, DUBBEL, ""]
    assert reasons(tmp_path, *rijen) == ["", "", ""]


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("scheiding", [";", ","])
def test_encodings_and_separators(tmp_path, codering, scheiding):
    kop = KOP.replace(";", scheiding)
    rij = scheiding.join(["31-03-2023", "Hoorn", "Café", "pvt", "", "", '"1234,50"', "", '"ab;c,d"', "F1"])
    tabel = read(tmp_path, f"{kop}\n{rij}\n{rij.replace('F1', 'F2')}\n".encode(codering)).tabel
    assert tabel["grootboek"].tolist() == ["Café", "Café"]
    assert tabel["bedrag"].tolist() == [123450, 123450]
    assert tabel["regel"].tolist() == [2, 3]


@pytest.mark.parametrize("rest", ["", '\n31-03-2023;Hoorn;x;pvt;;;5,00;;"12"" buis";F3'])
@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
def test_a_quote_that_does_not_close_on_its_own_line_swallows_nothing(tmp_path, rest, einde):
    regels = f'{KOP}\n31-03-2023;Hoorn;x;pvt;;;7,00;;"Termijn;F1\n31-03-2023;Hoorn;x;pvt;;;6,00;;"Nota";F2{rest}\n'
    with pytest.raises(Invoerfout, match="regel 2: gevonden een aanhalingsteken"):
        read(tmp_path, regels.replace("\n", einde).encode())


@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
def test_line_ends_change_nothing(tmp_path, einde):
    rij = "31-03-2023;Hoorn;x;pvt;;;7,00;;Termijn;F"
    tabel = read(tmp_path, f"{KOP}\n{rij}1\n\n{rij}2\n".replace("\n", einde).encode()).tabel
    assert (tabel["regel"].tolist(), tabel["last"].sum()) == ([2, 4], 1400)


@pytest.mark.parametrize("bedrag", ["0.500", "\u0661\u0662,50", "00.500,00"])
def test_what_is_no_amount_in_a_comma_file_is_not_guessed(tmp_path, bedrag):
    rij = "31-03-2023;Hoorn;x;pvt;;;{};;Termijn;F1"
    with pytest.raises(Invoerfout, match="kolom bedrag"):
        read(tmp_path, f"{KOP}\n{rij.format('12,50')}\n{rij.format(bedrag)}\n".encode())


def test_xlsx_equals_csv(tmp_path):
    import datetime

    boek = xlsxwriter.Workbook(str(tmp_path / "b.xlsx"))
    blad = boek.add_worksheet("Export")
    blad.write_row(1, 0, KOP.split(";"))
    blad.write_datetime(2, 0, datetime.datetime(2023, 3, 31), boek.add_format({"num_format": "dd-mm-yyyy"}))
    blad.write_row(2, 1, ["Hoorn", "Les", "pvt", "", ""])
    blad.write_formula(2, 6, "=0.1+0.2", None, 0.30000000000000004)
    blad.write_string(2, 9, "F1")
    boek.close()
    tabel = read(tmp_path, (tmp_path / "b.xlsx").read_bytes(), "b.xlsx").tabel
    assert tabel[["bedrag", "regel", "stuknummer", "reden"]].values.tolist() == [[30, 3, "F1", ""]]
    assert str(tabel["datum"].iloc[0].date()) == "2023-03-31"


def test_all_problems_are_reported_at_once(tmp_path):
    rijen = [
        "31-13-2023;Hoorn;Les;pvt;;;1,00;;x;F1",
        "31-03-2023;Hoorn;Les;pvt;;;x;;x;F2",
        "01-01-1900;Hoorn;Les;pvt;;;2,00;;x;F3",
    ]
    with pytest.raises(Invoerfout) as fout:
        reasons(tmp_path, *rijen)
    plaatsen = sorted(m.plaats for m in fout.value.meldingen)
    assert plaatsen == ["regel 2, kolom datum", "regel 3, kolom bedrag", "regel 4, kolom datum"]


def test_a_booking_above_the_head_is_not_passed_over(tmp_path):
    rij = "31-03-2023;Hoorn;x;pvt;;;7,00;;Termijn;F"
    with pytest.raises(Invoerfout, match="regel 1: gevonden een boeking boven de kopregel"):
        read(tmp_path, f"{rij}1\n{KOP}\n{rij}2\n".encode())
    # Titles and a total may stand there.
    boven = "Export grootboek;;;;;;;;;\nPeriode 2023;;;;;;7,00;;;\n31-12-2023;;;;;;;;;\n"
    assert len(read(tmp_path, f"{boven}{KOP}\n{rij}2\n".encode()).tabel) == 1
