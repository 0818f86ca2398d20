"""Journal, Iv3 and a wijziging of a year worked out on paper: Hoorn and Medemblik in 2022, with a regional body.

Hoorn counts one person of cohort t: U = 8.000,00. It got V = 9.000,00 in advance, twelve times 750,00, and booked
2.000,00 in February, 1.000,00 in May and 500,00 in December. WerkSaam booked 100,01 in February and again in August,
shared 60:40:

    February          100,01 -> 60,006 and 40,004 -> 60,01 and 40,00
    February, August  200,02 -> 120,012 and 80,008 -> 120,01 and 80,01, so August is 60,00 and 40,01

    lasten Hoorn  2.000,00 + 1.000,00 + 500,00 + 120,01 = 3.620,01 = baten
    to the Rijk   V - U = 1.000,00
    kept          8.000,00 - 3.620,01 = 4.379,99, which is what is left of 9.000,00 - 3.620,01 - 1.000,00

Hoorn paid WerkSaam 150,00 in advance, 29,99 more than its share.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from finance.administratie.boekstukken import take_over
from finance.administratie.ontvangsten import Ontvangst, match_receipts
from finance.administratie.wijziging import propose
from finance.fouten import Invoerfout
from finance.jaarrekening import Taakveldregel
from finance.journaal import Kasstroom
from reports.jaar.iv3 import iv3_table
from reports.jaar.iv3 import to_mend as iv3_to_mend
from reports.jaar.journaal import coded_table, receipt_words, to_mend
from reports.jaar.wijziging import proposal_words
from reports.tabel.csv import csv_text
from scenarios.administratie.iv3 import build_iv3
from scenarios.administratie.journaal import build_journals
from scenarios.administratie.ontvangsten import read_receipts
from scenarios.administratie.rekeningschema import BESTAND, Rekeningschema, read_chart
from scenarios.administratie.wijziging import make_proposal
from scenarios.boeken.begroting import Begroting, Begrotingrij
from scenarios.boeken.jaar_sluiten import Verantwoording, build_accounts
from scenarios.boeken.map import Correctie
from scenarios.regiomap.besluiten import Standrij
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import Gemeente
from tests.golden.test_realisatie_met_de_hand import HOORN, MEDEMBLIK, booking, books
from tests.properties.test_orakel_boeken import decision

GEMEENTEN = (Gemeente(code=HOORN, naam="Hoorn"), Gemeente(code=MEDEMBLIK, naam="Medemblik"))
KOP = "rol;uitkering;cbs_code;grootboek;kostenplaats;taakveld;categorie;aard;status;bron"


def year() -> Verantwoording:
    """The books of the head of this page."""
    invoer = books(
        booking(2022, 2, 200_000), booking(2022, 5, 100_000), booking(2022, 12, 50_000),
        booking(2022, 2, 10_001, wie="WerkSaam"), booking(2022, 8, 10_001, wie="WerkSaam"),
        regeling=[{"naam": "WerkSaam", "jaar": 2022, "sleutel": "vast", "delen": {HOORN: 60, MEDEMBLIK: 40},
                   "voorschot": {HOORN: "150,00"}}],
    )  # fmt: skip
    besluit = decision(2022, HOORN, "spuk", "voorlopig", date(2021, 10, 1), 900_000)
    return build_accounts(replace(invoer, besluiten=(besluit,)), 2022)


def chart(tmp_path: Path, *regels: str) -> Rekeningschema:
    (tmp_path / BESTAND).write_text("\n".join([KOP, *regels, ""]), encoding="utf-8")
    return read_chart(tmp_path, GEMEENTEN, shipped())


def lines(tekst: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(tekst.removeprefix("\ufeff")), delimiter=";"))


def receipts(tmp_path: Path, *regels: str):
    map_ = tmp_path / "verantwoording"
    map_.mkdir(exist_ok=True)
    (map_ / "ontvangsten.csv").write_text("\n".join(["datum;cbs_code;uitkering;bedrag;omschrijving", *regels, ""]))
    return read_receipts(tmp_path, GEMEENTEN, shipped())


def test_the_journal_of_hoorn_line_by_line(tmp_path):
    schema = chart(
        tmp_path,
        "bank;;;1010;;;A23;;vastgesteld;eigen administratie",
        "passief;spuk;;2950;;;P29b;;vastgesteld;eigen administratie",
        "schuld;;;2960;;;P213;;vastgesteld;eigen administratie",
        "baten;spuk;;8430;61001;6.1;4.3.1;structureel;vastgesteld;eigen administratie",
        "bijdrage_gr;;;4433;61002;6.1;4.3.3;structureel;vastgesteld;eigen administratie",
        f"bijdrage_gr;;{HOORN};4439;61009;6.1;4.3.3;structureel;vastgesteld;eigen administratie",
    )
    hoorn, medemblik = build_journals(year(), None)
    kop, *rijen = lines(csv_text(coded_table(2022, hoorn.stukken, schema, HOORN)))
    assert kop == ["boekjaar", "periode", "boekstuk", "datum", "grootboek", "kostenplaats", "taakveld",
                   "economische categorie", "debet", "credit", "omschrijving"]  # fmt: skip
    assert rijen[:2] == [
        ["2022", "1", "INB2022-0001", "15-01-2022", "1010", "", "", "A23", "750,00", "0,00",
         "SPUK inburgering: voorschot"],
        ["2022", "1", "INB2022-0001", "15-01-2022", "2950", "", "", "P29b", "0,00", "750,00",
         "SPUK inburgering: voorschot"],
    ]  # fmt: skip
    assert [r[8] for r in rijen if r[4] == "1010"] == ["750,00"] * 12
    ultimo = [(r[2], *r[4:10]) for r in rijen if r[3] == "31-12-2022"]
    assert ultimo == [
        ("INB2022-0013", "2950", "", "", "P29b", "3620,01", "0,00"),
        ("INB2022-0013", "8430", "61001", "6.1", "4.3.1", "0,00", "3620,01"),
        ("INB2022-0014", "2950", "", "", "P29b", "1000,00", "0,00"),
        ("INB2022-0014", "2960", "", "", "P213", "0,00", "1000,00"),
        ("INB2022-0015", "4439", "61009", "6.1", "4.3.3", "120,01", "0,00"),
        ("INB2022-0015", "gr_voorschot", "", "", "A221b", "0,00", "150,00"),
        ("INB2022-0015", "gr_vordering", "", "", "A221b", "29,99", "0,00"),
    ]
    assert hoorn.sluit
    assert not to_mend(hoorn)
    assert {s.wat: s.hier for s in hoorn.sluitposten}[
        "SPUK inburgering: overlopend passief, verandering in het jaar"
    ] == 437_999
    assert [(s.lichaam, s.aandeel, s.voorschot, s.te_betalen, s.bekend) for s in hoorn.lichamen] == [
        ("WerkSaam", 12_001, 15_000, -2_999, True)
    ]
    # Medemblik told nothing of what it paid: all of its share is owed.
    assert [(s.aandeel, s.te_betalen, s.bekend) for s in medemblik.lichamen] == [(8_001, 8_001, False)]
    schuld = [r for s in medemblik.stukken for r in s.regels if r.rol == "gr_schuld"]
    assert [(r.debet, r.credit) for r in schuld] == [(0, 8_001)]


def test_iv3_by_quarter(tmp_path):
    hoorn, medemblik = build_iv3(year(), Begroting(), Rekeningschema())
    assert [(r.zijde, r.taakveld, r.categorie, r.kwartalen) for r in hoorn.regels] == [
        ("lasten", "6.1", "3.4.1", (200_000, 100_000, 0, 50_000)),
        ("lasten", "6.1", "4.3.3", (6_001, 0, 6_000, 0)),
        ("baten", "6.1", "4.3.1", (206_001, 100_000, 6_000, 50_000)),
    ]
    assert medemblik.regels[0].kwartalen == (4_000, 0, 4_001, 0)
    _, *rijen = lines(csv_text(iv3_table(hoorn)))
    assert [r[1:3] + r[4:6] + r[7:8] + r[9:] for r in rijen if r[7] == "4.3.3"] == [
        ["1", HOORN, "lasten", "6.1", "4.3.3", "60,01", "60,01"],
        ["2", HOORN, "lasten", "6.1", "4.3.3", "0,00", "60,01"],
        ["3", HOORN, "lasten", "6.1", "4.3.3", "60,00", "120,01"],
        ["4", HOORN, "lasten", "6.1", "4.3.3", "0,00", "120,01"],
    ]
    assert hoorn.sluit
    assert hoorn.ontbreekt == ("uitvoering", "gemeentefonds")
    assert hoorn.zonder_kwartaal == 0


def test_what_was_entered_of_uitvoering_stands_in_its_quarter():
    """100 to the end of March and 250 to the end of September, 400 in the year: 100, 0, 150 and 150."""
    standen = (("uitvoering", "31-03-2022", "100"), ("uitvoering", "30-09-2022", "250"), ("uitvoering", "", "400"),
               ("gemeentefonds", "30-06-2022", "300"))  # fmt: skip
    rijen = tuple(
        Begrotingrij.model_validate(
            {"bestand": "b", "regel": 1, "jaar": "2022", "cbs_code": HOORN, "soort": "rekening", "post": post,
             "bedrag": bedrag, "status": "vastgesteld", "bron": "proef"} | ({"datum": dag} if dag else {})
        )
        for post, dag, bedrag in standen
    )  # fmt: skip
    hoorn, medemblik = build_iv3(year(), Begroting(rijen), Rekeningschema())
    per_cel = {(r.zijde, r.taakveld, r.categorie): r.kwartalen for r in hoorn.regels}
    assert per_cel["lasten", "6.1", "1.1"] == (10_000, 0, 15_000, 15_000)
    # Nothing was entered after June: the rest of the year stays what it was.
    assert per_cel["baten", "0.7", "4.3.1"] == (0, 30_000, 0, 0)
    assert hoorn.sluit
    assert hoorn.ontbreekt == hoorn.in_een_keer == ()
    assert medemblik.ontbreekt == ("uitvoering", "gemeentefonds")


def test_a_year_entered_at_once_is_named_beside_its_fourth_quarter():
    rij = Begrotingrij.model_validate(
        {"bestand": "b", "regel": 1, "jaar": "2022", "cbs_code": HOORN, "soort": "rekening", "post": "uitvoering",
         "bedrag": "400", "status": "vastgesteld", "bron": "proef"}
    )  # fmt: skip
    hoorn, medemblik = build_iv3(year(), Begroting((rij,)), Rekeningschema())
    assert (hoorn.in_een_keer, hoorn.ontbreekt) == (("uitvoering",), ("gemeentefonds",))
    assert medemblik.in_een_keer == ()


def test_cbs_refuses_a_category_on_a_taakveld(tmp_path):
    with pytest.raises(Invoerfout, match=r"categorie 4\.2 op taakveld 6\.1"):
        chart(tmp_path, "pvt;;;4343;;6.1;4.2;structureel;vastgesteld;x")


def test_a_cell_that_cbs_does_not_take_is_named():
    """Bookings on taakveld 0.7, where only the Gemeentefonds has a bate and nobody gets anything in natura."""
    v = year()
    instellingen = v.invoer.instellingen.model_copy(update={"hoofdtaakveld": "0.7"})
    hoorn, _ = build_iv3(
        build_accounts(replace(v.invoer, instellingen=instellingen), 2022), Begroting(), Rekeningschema()
    )
    assert hoorn.sluit
    assert hoorn.geweigerd == ("categorie 3.4.1 kan op taakveld 0.7 niet bij lasten",)
    assert iv3_to_mend(hoorn)


def test_what_the_bank_did_not_show_stands_in_transit(tmp_path):
    elf = [f"1{m % 10}-{m:02}-2022;{HOORN};spuk;750,00;SZW" for m in range(1, 12)]
    rijen = receipts(
        tmp_path, *elf, f"16-12-2022;{HOORN};spuk;700,00;SZW", f"20-12-2022;{HOORN};;12,34;onbekend",
        f"16-12-2023;{HOORN};spuk;1,00;ander jaar",
    )  # fmt: skip
    hoorn, _ = build_journals(year(), rijen)
    som: dict[str, int] = {}
    for r in (r for s in hoorn.stukken for r in s.regels):
        som[r.rol] = som.get(r.rol, 0) + r.debet - r.credit
    assert (som["bank"], som["onderweg"], som["passief"]) == (895_000, 5_000, -437_999)
    assert hoorn.sluit
    assert to_mend(hoorn)
    assert list(receipt_words(hoorn)) == [
        "Hoorn, SPUK inburgering: eind december 2022 50,00 nog niet ontvangen; staat op rol onderweg.",
        "Hoorn: ontvangst van 20-12-2022, 12,34 (onbekend) hoort bij geen uitkering en telt niet mee.",
    ]
    assert hoorn.afstemming is not None
    assert [(m.maand, m.besloten, m.ontvangen) for m in hoorn.afstemming.maanden if m.verschil] == [
        (12, 75_000, 70_000)
    ]


def test_a_receipt_without_a_name_is_known_by_its_amount(tmp_path):
    twaalf = [f"20-{m:02}-2022;{HOORN};;750,00;ministerie" for m in range(1, 13)]
    hoorn, _ = build_journals(year(), receipts(tmp_path, *twaalf))
    assert not to_mend(hoorn)
    assert sum(r.debet for s in hoorn.stukken for r in s.regels if r.rol == "bank") == 900_000


def test_a_wijziging_on_paper():
    """B1 30 euro up, PVT 10,40 down, SPUK 19,60 up: +30, -10 and +20 in whole euros, a pair of 20. Uitvoering 7 up."""

    def row(post: str, bedrag: str) -> Begrotingrij:
        return Begrotingrij.model_validate(
            {"bestand": "b", "regel": 1, "jaar": "2026", "cbs_code": HOORN, "soort": "primitief", "post": post,
             "bedrag": bedrag, "status": "vastgesteld", "bron": "proef"}
        )  # fmt: skip

    begroting = Begroting(
        tuple(row(p, b) for p, b in (("leerroute_b1", "1000"), ("pvt", "100"), ("spuk", "1100"), ("uitvoering", "50")))
    )
    verwacht = {"leerroute_b1": 103_000, "pvt": 8_960, "spuk": 111_960, "uitvoering": 5_700}
    v = make_proposal(GEMEENTEN[0], 2026, ("Najaarsnota", date(2026, 11, 5)), begroting, verwacht, Rekeningschema())
    assert [(p.post, p.bedrag) for p in v.wijziging.posten] == [
        ("leerroute_b1", 3_000), ("pvt", -1_000), ("uitvoering", 700), ("spuk", 2_000),
    ]  # fmt: skip
    assert (v.wijziging.neutraal, v.wijziging.saldo) == (2_000, -700)
    assert v.entry is not None
    assert [(r.rol, r.debet, r.credit) for r in v.entry.regels] == [
        ("leerroute_b1", 3_000, 0), ("pvt", 0, 1_000), ("uitvoering", 700, 0), ("baten", 0, 2_000),
        ("begrotingssaldo", 0, 700),
    ]  # fmt: skip
    zinnen = [z.replace("\u00a0", " ") for z in proposal_words(v)]
    assert zinnen == [
        "De raad wordt gevraagd de begroting 2026 te wijzigen: de lasten met € 27 omhoog en de baten met € 20 omhoog.",
        "Budgetneutraal is € 20 meer lasten en € 20 meer baten van de SPUK: de bate volgt de lasten (-20/+20 op het "
        "saldo).",
        "Het saldo op de eigen rekening (definitie A, zoals in begroting en tussenrapportage) verslechtert met € 7. "
        "Over de dekking daarvan beslist de raad; in het invoerbestand staat het bedrag op de rekening van de rol "
        "begrotingssaldo.",
    ]
    assert [rij[6:8] for rij in v.budget_rows()] == [
        ("leerroute_b1", 30), ("pvt", -10), ("uitvoering", 7), ("spuk", 20),
    ]  # fmt: skip
    # Read back, the begroting is what was expected, to the euro.
    erbij = tuple(
        Begrotingrij.model_validate(
            {k: w for k, w in zip(("jaar", "cbs_code", "gemeente", "soort", "besluit", "datum", "post", "bedrag",
                                   "aantal", "aard", "status", "bron"), rij, strict=True) if w}
            | {"bestand": "b", "regel": 9}
        )
        for rij in v.budget_rows()
    )  # fmt: skip
    na = Begroting((*begroting.rijen, *erbij))
    assert na.amended(2026, (HOORN,), "leerroute_b1") == 103_000
    assert na.amended(2026, (HOORN,), "spuk") == 112_000
    besloten = verwacht | {"pvt": 9_000, "spuk": 112_000}
    opnieuw = make_proposal(GEMEENTEN[0], 2026, ("x", date(2026, 12, 1)), na, besloten, Rekeningschema())
    assert opnieuw.entry is None


def test_rounding_never_breaks_a_pair():
    """0,60 and 0,60 of lasten are 1,20: one euro, as the bate of 1,20 is, and not one euro each."""
    soort = {"a": ("lasten", True), "b": ("lasten", True), "s": ("baten", True)}
    w = propose({}, {"a": 60, "b": 60, "s": 120}, soort)  # type: ignore[arg-type]
    assert (w.total("lasten"), w.total("baten"), w.saldo) == (100, 100, 0)


def test_what_is_paid_back_over_a_year_before_the_chain_leaves_the_bank():
    """Hoorn stated 2023 as its first year; in March 2024 it pays 1.234,56 back over 2022, which its chain has not."""
    invoer = books(booking(2024, 2, 100_000), jaren=(2022, 2023, 2024))
    stand = Standrij.model_construct(
        bestand="s", regel=2, jaar=2023, cbs_code=HOORN, gemeente="", regeling="spuk", uitkering=800_000,
        besteding=800_000, reservering_begin=0, doorgeschoven_begin=0, reservering_eind=0, doorgeschoven_eind=0,
        terug_te_betalen=None, uitkering_vorig=0, bron="",
    )  # fmt: skip
    terug = decision(2022, HOORN, "spuk", "terugvordering", date(2024, 3, 1), 123_456)
    v = build_accounts(replace(invoer, standen={(2023, HOORN, "spuk"): stand}, besluiten=(terug,)), 2024)
    hoorn, _ = build_journals(v, None)
    maart = [s for s in hoorn.stukken if s.datum == date(2024, 3, 1)]
    assert [(r.rol, r.debet, r.credit) for s in maart for r in s.regels] == [
        ("schuld", 123_456, 0), ("bank", 0, 123_456),
    ]  # fmt: skip
    assert hoorn.sluit


def test_each_body_has_its_own_advance():
    """WerkSaam costs Hoorn 60,00 of 100,00 and got 50,00 in two blocks; Taalhuis cost nothing and got 70,00."""
    vast = {"jaar": 2022, "sleutel": "vast", "delen": {HOORN: 60, MEDEMBLIK: 40}}
    invoer = books(
        booking(2022, 2, 10_000, wie="WerkSaam"),
        regeling=[
            {**vast, "naam": "WerkSaam", "voorschot": {HOORN: "20,00"}},
            {**vast, "naam": "WerkSaam", "voorzieningen": ("map",), "voorschot": {HOORN: "30,00"}},
            {**vast, "naam": "Taalhuis", "voorschot": {HOORN: "70,00"}},
        ],
    )
    hoorn, medemblik = build_journals(build_accounts(invoer, 2022), None)
    assert [(s.lichaam, s.aandeel, s.voorschot, s.te_betalen) for s in hoorn.lichamen] == [
        ("WerkSaam", 6_000, 5_000, 1_000), ("Taalhuis", 0, 7_000, -7_000),
    ]  # fmt: skip
    assert [(s.lichaam, s.te_betalen) for s in medemblik.lichamen] == [("WerkSaam", 4_000)]
    gr = [(r.rol, r.debet, r.credit) for s in hoorn.stukken for r in s.regels if "gr" in r.rol]
    assert gr == [
        ("bijdrage_gr", 6_000, 0), ("gr_voorschot", 0, 5_000), ("gr_schuld", 0, 1_000),
        ("gr_voorschot", 0, 7_000), ("gr_vordering", 7_000, 0),
    ]  # fmt: skip
    assert hoorn.sluit


def test_baten_of_two_taakvelden_that_cancel_are_booked_on_each():
    """A credit of 5,00 on 6.1 and lasten of 5,00 on 4.3: no bate in total, so no journaalpost."""
    velden = [Taakveldregel("4.3", 500, 500), Taakveldregel("6.1", -500, -500)]
    [stuk] = take_over([], "spuk", velden, date(2025, 12, 31))
    assert [(r.rol, r.taakveld, r.debet, r.credit) for r in stuk.regels] == [
        ("baten", "4.3", 0, 500), ("baten", "6.1", 500, 0),
    ]  # fmt: skip
    assert (stuk.datum, stuk.soort) == (date(2025, 12, 31), "jaareinde")
    assert take_over([], "spuk", [Taakveldregel("6.1", 0, 0)], date(2025, 12, 31)) == []


def test_a_payment_is_recognised_once_and_first_by_who_names_it():
    def bank(dag: int, maand: int, uitkering: str = "") -> Ontvangst:
        return Ontvangst(date(2025, maand, dag), 100, uitkering, "x")

    januari, februari = (Kasstroom(date(2025, m, 15), "voorschot", 100) for m in (1, 2))
    uit = match_receipts({"spuk": [januari, februari]}, [bank(20, 1), bank(20, 2, "spuk"), bank(1, 3)])
    assert (len(uit.ontvangen["spuk"]), uit.los) == (2, (bank(1, 3),))
    # Who names its SPUK has the payment, though the other came a day before.
    uit = match_receipts({"spuk": [januari]}, [bank(14, 1), bank(15, 1, "spuk")])
    assert (uit.ontvangen["spuk"], uit.los) == ((bank(15, 1, "spuk"),), (bank(14, 1),))
    # Both SPUKs decided this amount: nobody guesses.
    uit = match_receipts({"spuk": [januari], "spuk_onderwijsroute": [januari]}, [bank(15, 1)])
    assert uit.los == (bank(15, 1),)


def test_a_pair_goes_down_as_it_goes_up():
    """Lasten 30 down and the bate 20: 20 of both pay for each other, 10 is an advantage."""
    soort = {"a": ("lasten", True), "s": ("baten", True)}
    w = propose({"a": 10_000, "s": 10_000}, {"a": 7_000, "s": 8_000}, soort)  # type: ignore[arg-type]
    assert (w.neutraal, w.saldo) == (-2_000, 1_000)


def test_the_council_hears_why_a_bate_does_not_follow_its_lasten():
    """Budgeted 1.100 of lasten and 1.200 of bate; expected 1.300 and 1.250, or 1.300 and 1.300."""

    def words(bate: int) -> str:
        begroting = Begroting(
            tuple(
                Begrotingrij.model_validate(
                    {"bestand": "b", "regel": 1, "jaar": "2026", "cbs_code": HOORN, "soort": "primitief", "post": post,
                     "bedrag": bedrag, "status": "vastgesteld", "bron": "proef"}
                )
                for post, bedrag in (("leerroute_b1", "1100"), ("spuk", "1200"))
            )
        )  # fmt: skip
        verwacht = {"leerroute_b1": 130_000, "spuk": bate}
        v = make_proposal(GEMEENTEN[0], 2026, ("x", date(2026, 11, 5)), begroting, verwacht, Rekeningschema())
        return next(z for z in proposal_words(v) if z.startswith("Van de SPUK")).replace("\u00a0", " ")

    gat = (
        "Van de SPUK wordt € {} minder bate verwacht dan bij de verandering van haar lasten hoort. In de begroting is "
    )
    gat += "de bate € 100 hoger dan de lasten."
    assert words(130_000) == gat.format(100)
    assert words(125_000).startswith(f"{gat.format(150)} Nu dekt de SPUK € 50 van de lasten niet. De raming telt")
    assert words(131_000) == f"{gat.format(90)} Nu dekt de SPUK ook € 10 aan lasten van een vorig jaar."


def test_a_correction_is_booked_only_where_no_booking_holds_it():
    """50,00 over 2022 was booked on 31 March 2023, 7,00 more is stated as [[correctie]]."""
    geboekt = replace(booking(2023, 3, 5_000, correctie=True), dag=date(2023, 3, 31))
    invoer = books(booking(2022, 2, 100), booking(2023, 2, 10_000), geboekt)
    correctie = Correctie.model_validate(
        {"jaar": 2023, "over": 2022, "cbs_code": HOORN, "bedrag": "7,00", "reden": "nagekomen"}
    )
    instellingen = invoer.instellingen.model_copy(update={"correctie": (correctie,)})
    v = build_accounts(replace(invoer, instellingen=instellingen), 2023)
    hoorn, _ = build_journals(v, None)
    regels = [(r.rol, r.debet, r.credit) for s in hoorn.stukken for r in s.regels if r.rol.startswith("correctie")]
    assert regels == [("correctie", 700, 0), ("correctie_tegen", 0, 700)]
    assert hoorn.sluit
    iv3, _ = build_iv3(v, Begroting(), Rekeningschema())
    assert [r.kwartalen for r in iv3.regels if r.zijde == "lasten"] == [(15_000, 0, 0, 700)]
    assert (iv3.sluit, iv3.zonder_kwartaal) == (True, 700)
