"""A whole year of Zevenlinden, as a gemeente does it: begroting, wijziging, tussenrapportage, closing, jaarrekening,
SiSa, the file for the accountant, into the next year, and the begroting after that. Every figure that is compared is
added up here from the export of the ledger."""

import csv
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scenarios.grond.gegevens import data_path
from tests.hulp import TE_BREED, need_program, violations
from tests.jaarloop import GEMEENTEN, add_rows, booked, complete_year, count_second_half
from tests.libreoffice import formula_differences, recalculate_all
from tests.warm import run

SALARIS = "4100001 Salarissen"
"""Booked, and paid by no SPUK."""
JAAR = 2026
MINDER = ("--trekkingen", "500")


@pytest.fixture(scope="module")
def jaar(tmp_path_factory):
    """The folder, what came out, and what every command said."""
    map_ = shutil.copytree(data_path() / "regios" / "zevenlinden", tmp_path_factory.mktemp("jaar") / "zevenlinden")
    uit = map_.parent / "uit"
    gezegd: dict[str, str] = {}

    def do(*woorden: str, code: int = 0, naam: str = "") -> None:
        opdracht = run(woorden[0], map_, *woorden[1:], cwd=map_.parent)
        assert opdracht.returncode == code, f"{woorden}\n{opdracht.stdout}{opdracht.stderr}"
        gezegd[naam or woorden[0]] = opdracht.stdout

    def piece(stuk: str, jaar: int, *opties: str) -> None:
        do("pc", "--stuk", stuk, "--jaar", str(jaar), "--uit", "uit", *opties, *MINDER, naam=stuk)

    nu = ("--jaar", str(JAAR))
    piece("begroting", JAAR + 1)
    piece("tussenrapportage", JAAR)
    gezegd["eerder"] = gezegd["tussenrapportage"]
    do("wijziging", *nu, "--besluit", "Najaarsnota 2026", "--uit", "uit", *MINDER)
    for regels in sorted(uit.glob("wijziging-begrotingsregels-*.csv")):
        add_rows(map_ / "begroting.csv", read_csv(regels))
    piece("tussenrapportage", JAAR)
    complete_year(map_)
    do("sluit", *nu, "--wie", "controller")
    do("journaal", *nu, "--uit", "uit")
    do("iv3", *nu, "--uit", "uit")
    piece("jaarrekening", JAAR)
    do("sisa", *nu, "--uit", "uit", "--ods")
    do("dossier", *nu, "--uit", "uit", code=1)  # The codes of the Rijk were not found, and that stays an open question.
    do("jaarovergang", "--ja", "--wie", "controller")
    count_second_half(map_)
    do("controleer")
    do("aansluiting", "--uit", "uit")
    piece("begroting", JAAR + 2, "--pdf")
    do("kalender", "--op", "2027-04-15")
    return map_, uit, gezegd


def read_csv(pad: Path) -> list[dict[str, str]]:
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def euros(tekst: str) -> Decimal:
    return Decimal(tekst.replace(".", "").replace(",", "."))


def lasten(map_: Path) -> Decimal:
    """What the export says that the SPUK paid."""
    return sum((bedrag for rekening, bedrag in booked(map_).items() if rekening != SALARIS), Decimal())


def row(pad: Path, blad: str, kop: str) -> tuple:
    """The first row of a sheet that begins with this text."""
    rijen = load_workbook(pad, data_only=True, read_only=True)[blad].iter_rows(values_only=True)
    return next(r for r in rijen if r[0] == kop)


def test_the_council_is_asked_what_the_tussenrapportage_tells(jaar):
    _, uit, gezegd = jaar
    (verschil,) = re.findall(r"Dat is €\s([\d.]+) nadeliger dan begroot", gezegd["eerder"])
    posten = [r for p in uit.glob("wijziging-begrotingsregels-*.csv") for r in read_csv(p)]
    baten = {"spuk", "spuk_onderwijsroute", "gemeentefonds"}
    saldo = sum(euros(r["bedrag"]) * (1 if r["post"] in baten else -1) for r in posten)
    # Whole euros per post and gemeente: half a euro each at most.
    assert abs(saldo + euros(verschil)) <= len(posten) / 2
    assert len({r["cbs_code"] for r in posten}) == len(GEMEENTEN)
    # With the decision in begroting.csv nothing of it is left.
    (rest,) = re.findall(r"Dat is (?:gelijk aan de begroting|€\s([\d.]+) )", gezegd["tussenrapportage"])
    assert euros(rest or "0") <= len(posten) / 2


def test_the_lasten_of_the_export_stand_in_every_piece(jaar):
    map_, uit, gezegd = jaar
    heel = lasten(map_)
    iv3 = [r for code in GEMEENTEN.values() for r in read_csv(uit / f"iv3-{JAAR}-{code.lower()}.csv")]
    spuk = [r for r in iv3 if (r["soort"], r["taakveld"], r["economische categorie"]) == ("lasten", "6.1", "3.4.1")]
    assert sum(euros(r["bedrag"]) for r in spuk) == heel
    rekening = row(uit / f"jaarrekening-{JAAR}.xlsx", "Onafgerond", "SPUK inburgeringsvoorzieningen")
    assert round(Decimal(rekening[5]), 2) == heel
    (besteding,) = re.findall(r"01 Besteding.*?((?:\s+[\d.]+)+)\s*\n", gezegd["sisa"])
    # Whole euros per gemeente.
    assert abs(sum(euros(b) for b in besteding.split()) - heel) <= Decimal("1.5")
    assert f"{heel:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".") in gezegd["journaal"]


def test_every_entry_balances_and_all_tie_outs_close(jaar):
    _, uit, gezegd = jaar
    for naam in GEMEENTEN.values():
        per_stuk: dict[str, Decimal] = {}
        for regel in read_csv(uit / f"journaal-{JAAR}-{naam.lower()}.csv"):
            saldo = euros(regel["debet"]) - euros(regel["credit"])
            per_stuk[regel["boekstuk"]] = per_stuk.get(regel["boekstuk"], Decimal()) + saldo
        assert per_stuk
        assert set(per_stuk.values()) == {Decimal()}
    for naam in ("journaal", "iv3"):
        assert "Alles sluit aan op de jaarrekening, tot op de cent." in gezegd[naam]
    assert "Geen verschil zonder verklaring." in gezegd["aansluiting"]
    assert "Alle aansluitingen sluiten" in gezegd["sluit"]


def test_the_next_year_begins_where_this_one_closed(jaar):
    map_, uit, gezegd = jaar
    tekst = (map_ / "regio.toml").read_text(encoding="utf-8")
    assert "peildatum = 2027-01-01" in tekst
    assert "eindjaar = 2031" in tekst
    assert "Geen fouten." in gezegd["controleer"]
    # Begroting T has become that of T-1.
    koppen = row(uit / f"begroting-{JAAR + 2}.xlsx", "Onafgerond", "Leerroute B1")
    eerder = [r for r in read_csv(map_ / "begroting.csv") if (r["jaar"], r["post"]) == (f"{JAAR + 1}", "leerroute_b1")]
    assert koppen[3] == sum(int(r["bedrag"]) for r in eerder)
    assert re.search(rf"Overgang naar {JAAR + 1} +gedaan", gezegd["kalender"])
    assert re.search(rf"{JAAR} sluiten +gedaan", gezegd["kalender"])
    assert (uit / f"begroting-{JAAR + 2}.pdf").read_bytes().startswith(b"%PDF")


def test_the_workbooks_of_the_year_are_recalculated_without_a_difference(jaar, tmp_path):
    need_program("soffice", "libreoffice-calc")
    _, uit, _ = jaar
    namen = (
        f"jaarrekening-{JAAR}.xlsx",
        f"controledossier-{JAAR}.xlsx",
        f"sisa-{JAAR}.ods",
        f"begroting-{JAAR + 2}.xlsx",
    )
    opnieuw = recalculate_all([uit / n for n in namen], tmp_path)
    for naam, herrekend in zip(namen, opnieuw, strict=True):
        aantal, verschillen = formula_differences((uit / naam).with_suffix(".xlsx"), herrekend)
        assert verschillen == [], naam
        assert aantal > 0 or naam.startswith("sisa"), naam


@pytest.mark.parametrize("breed", [1280, 390])
def test_the_pages_of_the_year_open_in_a_browser(jaar, bladzij, breed):
    _, uit, _ = jaar
    fouten: list[str] = []
    bladzij.on("pageerror", lambda fout: fouten.append(str(fout)))
    bladzij.set_viewport_size({"width": breed, "height": 900})
    paginas = sorted(uit.glob("*.html"))
    assert len(paginas) == 4
    for pagina in paginas:
        bladzij.goto(pagina.as_uri())
        assert bladzij.evaluate(TE_BREED) == [], pagina.name
        assert bladzij.locator(".antwoord").inner_text()
        if breed == 390:
            assert violations(bladzij) == [], pagina.name
    assert fouten == []


def test_the_pdf_of_the_begroting_has_ink_on_every_page(jaar, tmp_path):
    need_program("pdftoppm", "poppler-utils")
    _, uit, _ = jaar
    subprocess.run(["pdftoppm", "-r", "20", "-gray", uit / f"begroting-{JAAR + 2}.pdf", tmp_path / "b"], check=True)
    beelden = sorted(tmp_path.glob("b-*.pgm"))
    assert beelden
    for beeld in beelden:
        assert sum(byte < 128 for byte in beeld.read_bytes()[20:]) > 300, beeld.name
