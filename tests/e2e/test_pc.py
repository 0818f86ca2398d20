"""`spuk pc` as a controller runs it: every piece, recalculated, opened, and fed with hostile text."""

import re
import subprocess
import zipfile
from datetime import date
from html import unescape

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import main
from reports.grond.profiel import find_profile, list_profiles
from reports.pc.delen import choose_who
from reports.pc.jaarrekening import Rekeningjaren, build_jaarrekening
from reports.tabel.html import render_page
from reports.tabel.xlsx_stuk import write_piece
from scenarios.boeken.begroting import read_budget
from scenarios.boeken.realisatie import close_year, find_books
from scenarios.waarheid.feiten import read_truth
from tests.hulp import need_program
from tests.hulp_boeken import copy_with_books
from tests.hulp_pc import STUKKEN
from tests.libreoffice import formula_differences, recalculate

VOORBEELD = "voorbeeld:zevenlinden"


def spuk(*woorden):
    """Run the command; returns exit code, stdout and stderr."""
    uit = CliRunner().invoke(main, ["pc", *map(str, woorden)])
    return uit.exit_code, uit.stdout, uit.stderr


@pytest.fixture
def gemaakt(stukken):
    """Every piece of the example."""
    return stukken / "gewoon"


def test_every_piece_is_written(gemaakt):
    namen = {p.name for p in gemaakt.iterdir()}
    assert namen == {f"{n}.html" for n in STUKKEN.values()} | {
        f"{n}.{'docx' if n.startswith('raadsbrief') else 'xlsx'}" for n in STUKKEN.values()
    }


@pytest.mark.parametrize("naam", [n for n in STUKKEN.values() if not n.startswith("raadsbrief")])
def test_workbooks_recalculate_to_what_they_carry(gemaakt, naam, tmp_path):
    need_program("soffice", "libreoffice-calc")
    pad = gemaakt / f"{naam}.xlsx"
    aantal, verschillen = formula_differences(pad, recalculate(pad, tmp_path))
    assert aantal > 100
    assert verschillen == []


def test_a_filled_cell_moves_totals_difference_and_letter(gemaakt, tmp_path):
    """Raise one booked amount by 1 million: lasten and saldo follow in the shown sheet."""
    need_program("soffice", "libreoffice-calc")
    boek = load_workbook(gemaakt / "jaarrekening-2025.xlsx")
    blad = boek["Onafgerond"]
    rij = next(r[0].row for r in blad.iter_rows() if r[0].value == "Leerroute Z")
    blad.cell(rij, 6).value += 1_000_000
    boek.save(tmp_path / "j.xlsx")
    oud, nieuw = (
        load_workbook(p, data_only=True)["Jaarrekening"]
        for p in (gemaakt / "jaarrekening-2025.xlsx", recalculate(tmp_path / "j.xlsx", tmp_path))
    )

    def value(blad, label, kolom):
        return next(r[kolom].value for r in blad.iter_rows() if r[0].value == label)

    assert value(nieuw, "Lasten taakveld 6.1", 5) - value(oud, "Lasten taakveld 6.1", 5) == 1000
    assert value(nieuw, "Saldo inburgering", 6) - value(oud, "Saldo inburgering", 6) == -1000


def test_on_31_december_the_tussenrapportage_is_the_jaarrekening(gemaakt, tmp_path, boekenmap):
    code, _, fout = spuk(
        boekenmap, "--stuk", "tussenrapportage", "--op", "2025-12-31", "--trekkingen", 50,
        "--uit", tmp_path,
    )  # fmt: skip
    assert code == 0, fout

    def column(pad, kolom):
        rijen = list(load_workbook(pad, data_only=True)["Onafgerond"].iter_rows(values_only=True))
        begin = next(i for i, r in enumerate(rijen) if r[0] == "Leerroute B1")
        eind = next(i for i, r in enumerate(rijen) if r[0] == "Saldo inburgering")
        return {r[0]: r[kolom] for r in rijen[begin : eind + 1]}

    verwacht = column(tmp_path / "tussenrapportage-2025-12-31.xlsx", 5)
    rekening = column(gemaakt / "jaarrekening-2025.xlsx", 5)
    assert verwacht.keys() == rekening.keys()
    assert {post: (verwacht[post], b) for post, b in rekening.items() if abs(verwacht[post] - b) >= 0.005} == {}


def test_lasten_that_shift_are_named_so_and_only_so(gemaakt):
    """The column Doorgeschoven of the explanation is what the table of the SPUK shifts to next year."""
    pagina = (gemaakt / f"{STUKKEN['tussenrapportage']}.html").read_text(encoding="utf-8")
    koppen, *_ = re.findall(r"<tr><th[^>]*>Post</th>(.*?)</tr>", pagina, re.S)
    namen = re.findall(r"<th[^>]*>(.*?)</th>", koppen, re.S)
    rij = next(r for r in re.findall(r"<tr.*?</tr>", pagina[pagina.index(koppen) :], re.S) if "SPUK inb" in r)
    waarden = dict(zip(namen, re.findall(r"<td[^>]*>(.*?)</td>", rij, re.S)[-len(namen) :], strict=True))
    door = re.search(r"Door te schuiven lasten</t[dh]><td[^>]*>(\d+)</td>", pagina)
    assert door is not None
    assert (waarden["Doorgeschoven"], waarden["Regel"]) == (f"-{door[1]}", "0")


def test_what_goes_back_is_the_same_in_begroting_and_letter(gemaakt):
    begroting, brief = (
        (gemaakt / f"{STUKKEN[n]}.html").read_text(encoding="utf-8") for n in ("begroting", "raadsbrief")
    )
    terug = 0
    for label in ("Terug te betalen boven de ruimte", "Te hoog voorschot, terug"):
        rij = re.search(rf"{label}</th>(.*?)</tr>", begroting, re.S)
        assert rij is not None
        terug += sum(int(c.replace(".", "")) for c in re.findall(r"<td>(.*?)</td>", rij[1]))
    zin = re.search(r"Over 2026-2029 samen gaat naar verwachting €\s(\d),(\d\d) miljoen terug naar het Rijk", brief)
    assert zin is not None
    assert abs(terug - 10 * int(zin[1] + zin[2])) <= 10


def test_the_letter_is_one_a4(gemaakt, tmp_path):
    need_program("soffice", "libreoffice-writer")
    need_program("pdfinfo", "poppler-utils")
    tekst = one_page(gemaakt / "raadsbrief-2026.docx", tmp_path)
    assert "Wat nu?" in tekst
    assert "Wat betekent dat?" in tekst


def test_the_forecast_begins_with_the_balance_of_the_books(gemaakt):
    """362.340 is left in the books at the end of 2025. The letter rests on the fictitious books too, and says so."""
    for naam in ("begroting-2026", "raadsbrief-2026"):
        pagina = (gemaakt / f"{naam}.html").read_text(encoding="utf-8")
        assert "De raming begint met de stand van de boeken op 31 december 2025" in pagina
        assert "FICTIEF" in pagina
    assert "362" in (gemaakt / "begroting-2026.html").read_text(encoding="utf-8")


def one_page(docx, tmp_path):
    """The text of a letter that must be one A4."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(docx)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    pdf = tmp_path / f"{docx.stem}.pdf"
    info = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Pages:\s+1\n", info)
    assert re.search(r"Page size:\s+59[45]\S* x 84[12]", info)
    return subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout


def test_a_piece_takes_every_profile(tmp_path):
    """All that are shipped; what the books say is the same in each."""
    regio, boeken = read_truth(VOORBEELD), find_books(VOORBEELD)
    rekening = close_year(boeken, 2025)
    assert rekening is not None
    wie, begroting = choose_who(regio, "Oudermare"), read_budget(regio.map, regio.gemeenten, regio.land)
    cijfers = Rekeningjaren(rekening, close_year(boeken, 2024), date(2025, 12, 31), None)
    for naam in list_profiles():
        profiel = find_profile(naam)
        stuk = build_jaarrekening(regio, wie, 2025, begroting, cijfers, profiel)
        assert profiel.legend in unescape(render_page(stuk, profiel)), naam
        write_piece(stuk, profiel, tmp_path / f"{naam}.xlsx")
        blad = load_workbook(tmp_path / f"{naam}.xlsx", read_only=True)["Herkomst"]
        assert [r[1] for r in blad.values if r[0] == "Profiel"] == [f"{profiel.label}: {profiel.bron}"]


def test_one_gemeente_constant_prices_and_a_profile(tmp_path, boekenmap):
    code, tekst, fout = spuk(
        boekenmap, "--stuk", "begroting", "--gemeente", "Opmeer", "--prijzen", "constant", "--profiel", "leiden",
        "--trekkingen", 200, "--uit", tmp_path,
    )  # fmt: skip
    assert code == 0, fout
    assert "verwacht de gemeente" in tekst
    pagina = (tmp_path / "begroting-2026.html").read_text(encoding="utf-8")
    assert "Constante prijzen: het peil van 2026" in pagina
    assert "Baten staan als negatief bedrag" in pagina


@pytest.mark.parametrize(
    ("woorden", "melding"),
    [
        (("--stuk", "begroting", "--profiel", "bestaatniet"), "een bestaand profiel"),
        (("--stuk", "begroting", "--jaar", 2028), "veld eindjaar"),
        (("--stuk", "begroting", "--gemeente", "Horn"), "Hoorn"),
        (("--stuk", "jaarrekening", "--jaar", 2029), "boekingen 2029"),
        (("--stuk", "tussenrapportage", "--op", "2026-06-15"), "laatste dag van een maand"),
        (("--stuk", "jaarrekening", "--op", "2026-06-30"), "--op hoort bij"),
        (("--stuk", "folder"), "kies uit begroting"),
        ((), "--stuk ontbreekt: kies uit begroting"),
        (("--stuk", "tussenrapportage", "--jaar", 2025, "--op", "2026-06-30"), "een ander jaar"),
    ],
)
def test_bad_questions_end_with_two_and_write_nothing(tmp_path, woorden, melding, boekenmap):
    code, _, fout = spuk(boekenmap, *woorden, "--uit", tmp_path / "uit")
    assert code == 2
    assert melding in fout
    assert "Traceback" not in fout
    assert not (tmp_path / "uit").exists() or not list((tmp_path / "uit").iterdir())


def test_what_is_not_entered_is_asked_for_and_never_invented(tmp_path):
    map_ = tmp_path / "regio"
    copy_with_books(map_)
    (map_ / "begroting.csv").unlink()
    code, tekst, fout = spuk(map_, "--stuk", "jaarrekening", "--uit", tmp_path / "uit")
    assert code == 0, fout
    assert "Niet ingevuld: begroting.csv, begroting 2025" in tekst
    pagina = (tmp_path / "uit" / "jaarrekening-2025.html").read_text(encoding="utf-8")
    assert "n.i.: niet ingevuld." in pagina


def test_every_error_in_begroting_csv_at_once(tmp_path):
    map_ = tmp_path / "regio"
    copy_with_books(map_)
    kop = "jaar;cbs_code;soort;besluit;datum;post;bedrag;aantal;status;bron"
    rijen = (
        "2025;GM0405;primitief;;;leeroute_b1;100;;aanname;x",
        "2025;GM9999;primitief;;;spuk;100;;aanname;x",
        "2025;GM0405;wijziging;;;spuk;100;;aanname;x",
        "2025;GM0405;rekening;;;spuk;PM;;aanname;x",
        "2025;GM0405;primitief;;;uitvoering;100;5;aanname;x",
        "2025;GM0405;primitief;;;inburgeraars;;;aanname;x",
        "2025;GM0405;primitief;;;tolken;10.000;;aanname;x",
        "2024;GM0405;rekening;;;uitvoering;100;;aanname;x",
        "2024;GM0405;rekening;;2024-12-31;uitvoering;100;;aanname;x",
    )
    (map_ / "begroting.csv").write_text("\n".join([kop, *rijen]), encoding="utf-8")
    code, _, fout = spuk(map_, "--stuk", "jaarrekening", "--uit", tmp_path / "uit")
    assert code == 2
    for woord in ("leerroute_b1", "GM9999", "besluit en datum", "PM past alleen", "geen eenheden", "bij inburgeraars",
                  "zonder twijfel", "regel 10: gevonden dezelfde post als regel 9"):  # fmt: skip
        assert woord in fout


def test_hostile_text_stays_text(stukken, tmp_path):
    uit = stukken / "vijandig"
    for naam in STUKKEN.values():
        pagina = (uit / f"{naam}.html").read_text(encoding="utf-8")
        assert "<script" not in pagina
        assert "&lt;script&gt;" in pagina
        assert "http://" not in pagina.replace("=HYPERLINK(&#34;http://x&#34;", "")
    boek = load_workbook(uit / "jaarrekening-2025.xlsx")
    teksten = [c for blad in boek for rij in blad.iter_rows() for c in rij if "HYPERLINK" in str(c.value)]
    assert teksten
    assert all(c.data_type == "s" and c.hyperlink is None for c in teksten)
    need_program("soffice", "libreoffice-writer")
    docx = uit / "raadsbrief-2026.docx"
    with zipfile.ZipFile(docx) as pak:
        assert "<script>" not in pak.read("word/document.xml").decode()
    assert "=HYPERLINK" in one_page(docx, tmp_path)
