"""`spuk inlezen` as a controller runs it: preview, questions in a terminal, block, file and list of codes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

from cli import main
from scenarios.boeken.map import read_folder
from tests.hulp import need_program
from tests.inleesmap import CODES, EEN, KOP, make_folder, read_in

RIJEN = (EEN, "28-02-2025;6130047;438100;Tolken;-350,00;2")


def export(map_: Path, *rijen: str, kop: str = KOP, naam: str = "gl-2025.csv") -> Path:
    pad = map_ / naam
    pad.write_text("\n".join([kop, *rijen, ""]), encoding="utf-8")
    return pad


def lasten(map_: Path) -> int:
    return int(read_folder(str(map_)).boekingen.goedgekeurd["last"].sum())


def test_without_doubt_the_block_is_written_and_the_books_agree(tmp_path):
    map_ = make_folder(tmp_path / "regio")
    pad = export(tmp_path, RIJEN[0], ";;;Totaal;12.500,00;")
    gelopen, document = read_in(map_, pad)
    assert gelopen.exit_code == 0, gelopen.output
    assert document["lasten"] == "12500.00"
    assert document["weggelaten"] == [{"reden": "totaalrij", "aantal": 1, "bedrag": "12500.00"}]
    assert (map_ / "verantwoording" / "boekingen" / "gl-2025.csv").read_bytes() == pad.read_bytes()
    assert lasten(map_) == 1_250_000
    uit = CliRunner().invoke(main, ["boekingen", str(map_), "--jaar", "2025"])
    assert "totaalrij niet geteld, 1 keer, 12.500,00 (regel 3)" in " ".join(uit.output.split())


def test_looking_again_changes_nothing(tmp_path):
    map_ = make_folder(tmp_path / "regio")
    pad = export(tmp_path, RIJEN[0])
    _, eerst = read_in(map_, pad)
    blok = (map_ / "verantwoording" / "verantwoording.toml").read_bytes()
    gelopen, nog_eens = read_in(map_, map_ / "verantwoording" / "boekingen" / "gl-2025.csv")
    assert gelopen.exit_code == 0, gelopen.output
    assert nog_eens == eerst
    assert (map_ / "verantwoording" / "verantwoording.toml").read_bytes() == blok


def test_the_same_lines_as_xlsx_and_csv_count_once(tmp_path):
    map_ = make_folder(tmp_path / "regio")
    csv = export(tmp_path, RIJEN[0])
    boek = xlsxwriter.Workbook(str(tmp_path / "gl-2025.xlsx"))
    blad = boek.add_worksheet("Export")
    blad.write_row(0, 0, KOP.split(";"))
    blad.write_row(1, 0, ["15-01-2025", 6130041, 438100, "Leerroute B1", 12500, 1])
    boek.close()
    gelopen, (eerste, tweede) = read_in(map_, csv, tmp_path / "gl-2025.xlsx")
    assert gelopen.exit_code == 1
    assert (eerste["lasten"], tweede["lasten"]) == ("12500.00", "0.00")
    assert "staan al in een ander bestand" in tweede["vragen"][0]


def test_in_a_terminal_every_question_is_asked_and_the_codes_are_kept(tmp_path, monkeypatch):
    map_ = make_folder(tmp_path / "regio", vertaald=False)
    pad = export(tmp_path, *RIJEN, "18-12-2024;6130041;438100;Leerroute B1 dec;700,00;3")
    monkeypatch.setattr("reports.opdrachten.inlezen._interactive", lambda: True)
    antwoorden = "2\n2\nj\nj\n"  # a credit note, a correction, the codes, the block
    gelopen = CliRunner().invoke(main, ["inlezen", str(map_), str(pad), "--jaar", "2025"], input=antwoorden)
    assert gelopen.exit_code == 0, gelopen.output
    assert 'vorig_jaar = "correctie"' in (map_ / "verantwoording" / "verantwoording.toml").read_text(encoding="utf-8")
    tekst = (map_ / "verantwoording" / "vertaling.csv").read_text(encoding="utf-8")
    assert "6130041;leerroute_b1;kostenplaats;;;" in tekst
    assert lasten(map_) == 1_250_000 - 35_000 + 70_000


@pytest.mark.parametrize(
    ("kop", "rij", "deel"),
    [
        (f"{KOP};D/C", f"{RIJEN[0]};C", "kolom D/C"),
        (f"{KOP};Bijdrage derden", f"{RIJEN[0]};12,50", "kolom Bijdrage derden"),
        (f"{KOP};Kenmerk", f"{RIJEN[0]};Begroting", "kolom Kenmerk"),
    ],
)
def test_the_books_refuse_a_column_that_may_change_an_amount(tmp_path, kop, rij, deel):
    map_ = make_folder(tmp_path)
    (map_ / "verantwoording" / "boekingen").mkdir()
    export(map_ / "verantwoording" / "boekingen", rij, kop=kop)
    blok = (
        '[[boekingen]]\nbestand = "boekingen/gl-2025.csv"\njaar = 2025\ngemeente = "Amersfoort"\n'
        '[boekingen.kolommen]\ndatum = "Boekdatum"\ngrootboek = "Kostensoort"\n'
    )
    (map_ / "verantwoording" / "verantwoording.toml").write_text(blok, encoding="utf-8")
    uit = CliRunner().invoke(main, ["boekingen", str(map_), "--jaar", "2025"])
    assert uit.exit_code == 2
    assert deel in uit.output


def test_another_file_of_the_same_name_is_never_overwritten(tmp_path):
    map_ = make_folder(tmp_path / "regio")
    read_in(map_, export(tmp_path, RIJEN[0]))
    gelopen, _ = read_in(map_, export(tmp_path, RIJEN[0].replace("12.500", "13.500").replace(";1", ";9")))
    assert gelopen.exit_code == 2
    assert "een ander bestand met dezelfde naam" in gelopen.output
    assert lasten(map_) == 1_250_000


def test_a_refused_file_leaves_no_figures_of_an_earlier_run(tmp_path):
    map_ = make_folder(tmp_path / "regio")
    uit = tmp_path / "uit.json"
    uit.write_text('{"lasten": "12500.00"}', encoding="utf-8")
    pad = export(tmp_path, RIJEN[0].replace("12.500,00", "#N/B"), RIJEN[1])
    gelopen = CliRunner().invoke(main, ["inlezen", str(map_), str(pad), "--jaar", "2025", "--json", str(uit)])
    assert gelopen.exit_code == 2
    document = json.loads(uit.read_text(encoding="utf-8"))
    assert (document["bestand"], document["lasten"], document["baten"]) == ("gl-2025.csv", None, None)
    assert "regel 2, kolom bedrag: gevonden '#N/B'" in document["vragen"][0]


def test_hidden_rows_that_a_file_cannot_tell_are_asked_about(tmp_path):
    need_program("soffice", "libreoffice-calc")
    boek = xlsxwriter.Workbook(str(tmp_path / "gl-2025.xlsx"))
    blad = boek.add_worksheet("Export")
    for rij, regel in enumerate((KOP, RIJEN[0], RIJEN[0].replace("12.500,00;1", "2.500,00;2"))):
        blad.write_row(rij, 0, regel.split(";"))
    blad.set_row(2, options={"hidden": True})
    boek.close()
    woorden = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profiel", "--headless", "--convert-to", "xls"]
    subprocess.run([*woorden, "--outdir", tmp_path, tmp_path / "gl-2025.xlsx"], check=True, capture_output=True)
    map_ = make_folder(tmp_path / "regio")
    gelopen, document = read_in(map_, tmp_path / "gl-2025.xls")
    assert gelopen.exit_code == 1
    assert document["lasten"] == "15000.00"  # 12.500 + 2.500, the hidden row with it
    assert "niet te zien of er rijen verborgen zijn" in document["vragen"][0]


def test_a_sheet_named_after_another_gemeente_is_asked_about(tmp_path):
    map_ = make_folder(tmp_path / "regio")
    regio = map_ / "regio.toml"
    regio.write_text(
        f'{regio.read_text(encoding="utf-8")}[[gemeente]]\ncode = "GM0342"\nnaam = "Soest"\n', encoding="utf-8"
    )
    boek = xlsxwriter.Workbook(str(tmp_path / "gl-2025.xlsx"))
    for naam, regel in (("Amersfoort", RIJEN[0]), ("Soest", RIJEN[0].replace(";1", ";9"))):
        blad = boek.add_worksheet(naam)
        blad.write_row(0, 0, KOP.split(";"))
        blad.write_row(1, 0, regel.split(";"))
    boek.close()
    gelopen, document = read_in(map_, tmp_path / "gl-2025.xlsx")
    assert gelopen.exit_code == 1, gelopen.output
    assert "Blad Soest heet naar een andere gemeente dan Amersfoort" in " ".join(document["vragen"])


def test_an_unknown_gemeente_and_an_example_are_refused(tmp_path):
    pad = export(tmp_path, RIJEN[0])
    for woorden in (["--gemeente", "Utrecht"], []):
        doel = str(make_folder(tmp_path / "regio")) if woorden else "voorbeeld:westfriesland"
        uit = CliRunner().invoke(main, ["inlezen", doel, str(pad), *woorden, "--ja"])
        assert uit.exit_code == (2 if woorden else 1), uit.output


def test_every_known_code_is_read(tmp_path):
    map_ = make_folder(tmp_path / "regio")
    rijen = [f"15-01-2025;{c};438100;Levering {n};1.000,00;{n}" for n, c in enumerate(CODES)]
    assert read_in(map_, export(tmp_path, *rijen))[0].exit_code == 0
    goed = read_folder(str(map_)).boekingen.goedgekeurd
    assert set(goed["voorziening"].astype(str)) == set(CODES.values())
    assert set(goed["kostenplaats"].astype(str)) == set(CODES)
