"""The input workbook in place of a folder: wrong cells by name, the same figures, and conversion without loss."""

import json
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference

from cli import main
from finance.fouten import Invoerfout
from scenarios.api import lees_regio
from scenarios.grond.gegevens import data_path, list_examples
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.werkboek.cellen import read_sheets, read_workbook
from scenarios.werkboek.map import open_region
from tests.hulp import need_program
from tests.hulp_boeken import copy_with_books
from tests.werkboek import find_cell, make_workbook, type_in


@pytest.fixture(scope="module")
def vers(tmp_path_factory):
    return make_workbook(tmp_path_factory.mktemp("werkboek") / "invoer.xlsx")


@pytest.fixture
def boek(vers, tmp_path):
    return Path(shutil.copyfile(vers, tmp_path / "invoer.xlsx"))


def run(*args):
    uitkomst = CliRunner().invoke(main, [str(a) for a in args])
    if uitkomst.exception and not isinstance(uitkomst.exception, SystemExit):
        raise uitkomst.exception
    return uitkomst


def content(map_):
    return {p.relative_to(map_).as_posix(): p.read_bytes() for p in map_.rglob("*") if p.is_file()}


@pytest.mark.parametrize("voorbeeld", list_examples())
def test_folder_to_workbook_and_back_gives_equal_files(tmp_path, voorbeeld):
    boek, terug = tmp_path / "a" / "invoer.xlsx", tmp_path / "terug"
    assert run("invoer", f"voorbeeld:{voorbeeld}", "--excel", "--uit", boek).exit_code == 0
    assert run("invoer", boek, "--tekst", "--uit", terug).exit_code == 0
    assert content(terug) == content(data_path() / "regios" / voorbeeld)


def test_the_figures_of_the_workbook_are_those_of_the_folder(boek, tmp_path):
    uit = {}
    for naam, map_ in (("map", "voorbeeld:westfriesland"), ("boek", boek)):
        stap = ["--trekkingen", 50, "--scenario", "duurder-b1", "--stil", "--uit", tmp_path / naam]
        assert run("raming", map_, *stap).exit_code == 0
        uit[naam] = json.loads((tmp_path / naam / "raming.json").read_text(encoding="utf-8"))
    anders = {k for k in uit["map"] if uit["map"][k] != uit["boek"][k]}
    # Only the list of files that it rests on names the workbook as well.
    assert len(anders) <= 1
    assert "invoer.xlsx" in json.dumps(uit["boek"])


@pytest.fixture
def boek_met_boeken(tmp_path):
    """Decisions, counts and standings on their sheets, settings and bookings in files beside it."""
    boek = tmp_path / "boek" / "invoer.xlsx"
    assert run("invoer", copy_with_books(tmp_path / "map"), "--excel", "--uit", boek).exit_code == 0
    return boek


def test_decisions_where_they_used_to_stand_move_to_their_sheet_and_back_to_one_place(boek_met_boeken, tmp_path):
    oud = {n: tmp_path / "map" / "verantwoording" / f"{n}.csv" for n in ("beschikkingen", "tellingen", "standen")}
    assert not any((boek_met_boeken.parent / "verantwoording" / p.name).exists() for p in oud.values())
    inhoud = {naam: pad.read_bytes() for naam, pad in oud.items()}
    assert run("invoer", boek_met_boeken, "--tekst", "--vervang", "--uit", tmp_path / "map").exit_code == 0
    assert {naam: (tmp_path / "map" / f"{naam}.csv").read_bytes() for naam in oud} == inhoud
    assert not any(pad.exists() for pad in oud.values())


def test_a_year_is_not_closed_in_a_workbook(boek_met_boeken):
    uitkomst = run("sluit", boek_met_boeken, "--jaar", 2023)
    assert uitkomst.exit_code == 2
    assert "--tekst" in uitkomst.output


def test_every_command_takes_it(boek_met_boeken, monkeypatch):
    boek, map_ = boek_met_boeken, boek_met_boeken.parent
    monkeypatch.chdir(map_)
    for opdracht in (
        ("controleer", boek),
        ("controleer", map_),
        ("toets", boek, "--trekkingen", 50, "--stil"),
        ("volumes", boek, "--trekkingen", 50, "--stil"),
        ("parameters", "bedrag_asiel_a", "--regio", boek),
        ("verantwoording", boek, "--jaar", 2024, "--stil"),
        ("beschikking", boek, "--jaar", 2023),
        ("aansluiting", boek, "--jaar", 2024, "--gemeente", "Hoorn", "--stil"),
        ("voortgang", boek, "--stil"),
        ("pc", boek, "--stuk", "begroting", "--jaar", 2026, "--gemeente", "Hoorn", "--trekkingen", 50, "--stil"),
    ):
        uitkomst = run(*opdracht)
        assert uitkomst.exit_code in (0, 1), (opdracht, uitkomst.output)
        assert "Fout" not in uitkomst.output, (opdracht, uitkomst.output)


def problems(boek):
    with pytest.raises(Invoerfout) as fout:
        lees_regio(boek)
    return [str(m) for m in fout.value.meldingen]


FOUTE_CELLEN = (
    ("Contracten", "Prijs", "tien", "gevonden 'tien'; verwacht een getal"),
    ("Contracten", "Status", "zeker", "een van vastgesteld, raming, aanname, onzeker"),
    ("Contracten", "Voorziening", "leerroute_b2", "Bedoeld is misschien: leerroute_b1"),
    ("Huisvesting", "2022H1", "veel", "gevonden 'veel'; verwacht een geheel getal"),
    ("Huisvesting", "Gemeente", "Horn", "Bedoeld is misschien: Hoorn"),
    ("Gemeentefonds", "2022", "veel", "een getal"),
    ("Leerroutes", "Geslaagd", 75, "een deel van 0 tot en met 1"),
    ("Leerroutes", "Gemiddeld", None, "een waarde voor Gemiddeld"),
    ("Gebruik", "Anker", "begin", "een van huisvesting, intake, pip, start"),
    ("Onzekerheden", "Parameter", "bedrag_asiel_x", "Bedoeld is misschien: bedrag_asiel_"),
    ("Wijzigingen", "Vanaf", "volgend jaar", "een datum"),
    ("Begroting", "Post", "leerroute", "een van leerroute_b1"),
    ("Standen", "Uitkering", "onbekend", "een getal"),
    ("Doelen", "Streef", 75, "een deel van 0 tot en met 1"),
)


def test_every_wrong_cell_is_one_message_with_its_sheet_and_cell(boek):
    werkboek = load_workbook(boek)
    plekken = [find_cell(boek, blad, kop) for blad, kop, _, _ in FOUTE_CELLEN]
    for cel, (blad, _, waarde, _) in zip(plekken, FOUTE_CELLEN, strict=True):
        werkboek[blad][cel] = waarde
    werkboek.save(boek)
    meldingen = problems(boek)
    assert len(meldingen) == len(FOUTE_CELLEN), meldingen
    for cel, (blad, _, _, verwacht) in zip(plekken, FOUTE_CELLEN, strict=True):
        (melding,) = (m for m in meldingen if m.startswith(f"invoer.xlsx, blad {blad}, cel {cel}: "))
        assert verwacht in melding


def test_problems_of_cells_and_of_the_region_are_told_together(boek):
    prijs, tot = find_cell(boek, "Contracten", "Prijs"), find_cell(boek, "Contracten", "Tot", rij=1)
    type_in(boek, "Contracten", **{prijs: "tien", tot: datetime(2029, 12, 31)})
    meldingen = problems(boek)
    assert len(meldingen) == 2
    assert f"blad Contracten, cel {prijs}" in meldingen[0]
    assert f"blad Contracten, cel {tot}" in meldingen[1]
    assert "Bedoeld is misschien: tot = 2030-01-01" in meldingen[1]


def test_a_misspelt_sheet_or_head_is_not_read_over(boek):
    werkboek = load_workbook(boek)
    werkboek["Begroting"].title = "Begrotingen"
    cel = find_cell(boek, "Contracten", "Prijs")
    kop = f"{cel[0]}{int(cel[1:]) - 2}"
    werkboek["Contracten"][kop] = "Prijsje"
    werkboek.save(boek)
    meldingen = " ".join(problems(boek))
    assert "blad Begrotingen" in meldingen
    assert "Bedoeld is misschien: Begroting." in meldingen
    assert f"blad Contracten, cel {kop}: gevonden kolom 'Prijsje'" in meldingen
    assert "geen kolom 'Prijs'" in meldingen


def test_own_sheets_columns_in_another_order_and_empty_rows_do_no_harm(boek):
    werkboek = load_workbook(boek)
    werkboek.create_sheet("Mijn berekening")["A1"] = "=SUM(1,2)"
    ws = werkboek["Formatie"]
    kop = int(find_cell(boek, "Formatie", "Functie")[1:]) - 2
    # The line of the example moves down, below empty ones.
    for cel in ws[kop + 2]:
        cel.value = None
    rij = kop + 5
    for kolom, naam in enumerate(("Functie", "Prijs", "Fte", "Status"), start=1):
        ws.cell(kop, kolom).value = naam
    for kolom in range(5, 12):
        ws.cell(kop, kolom).value = None
    for kolom, waarde in enumerate(("Regisseur", "€ 95.000,-", 2.5, "Raming"), start=1):
        ws.cell(rij, kolom).value = waarde
    werkboek.save(boek)
    (regel,) = read_workbook(boek, shipped()).inhoud["formatie"]
    assert {k: v for k, v in regel.waarden.items() if v is not None} == {
        "functie": "Regisseur", "fte": 2.5, "prijs": 95_000.0, "status": "raming", "bron": "eigen opgave",
    }  # fmt: skip


def test_a_gemeente_needs_no_code_and_an_assumption_a_reason(boek):
    werkboek = load_workbook(boek)
    code = find_cell(boek, "Start", "CBS-code")
    werkboek["Start"][code] = None
    status, bron = (find_cell(boek, "Contracten", k) for k in ("Status", "Bron"))
    werkboek["Contracten"][bron] = None
    werkboek.save(boek)
    assert read_workbook(boek, shipped()).inhoud["gemeenten"][0].waarden["code"] == "GM0405"
    (melding,) = problems(boek)
    assert f"cel {bron}" in melding
    assert "waarom dit een aanname is" in melding
    type_in(boek, "Contracten", **{status: "vastgesteld"})
    assert read_workbook(boek, shipped()).inhoud["contracten"][0].waarden["bron"] == "eigen opgave"


def test_a_row_of_a_contract_asks_only_what_stands_nowhere_else(boek):
    werkboek = load_workbook(boek)
    ws = werkboek["Contracten"]
    rij = int(find_cell(boek, "Contracten", "Prijs")[1:])
    kop = {str(c.value): c.column for c in ws[rij - 2]}
    for naam in ("Leverancier", "Eenheid", "Gemeenten", "Tot", "Bron"):
        ws.cell(rij, kop[naam]).value = None
    ws.cell(rij, kop["Status"]).value = None
    werkboek.save(boek)
    waarden = read_workbook(boek, shipped()).inhoud["contracten"][0].waarden
    assert (waarden["eenheid"], waarden["leverancier"], waarden["status"]) == (
        "traject",
        "niet opgegeven",
        "vastgesteld",
    )
    assert waarden["tot"] is None
    assert waarden["gemeenten"] is None


def test_no_workbook_at_all(tmp_path):
    for naam, inhoud in (("kapot.xlsx", b"niets"), ("leeg.ods", b"")):
        (tmp_path / naam).write_bytes(inhoud)
        with pytest.raises(Invoerfout, match="geen leesbaar"):
            open_region(str(tmp_path / naam))
    with pytest.raises(Invoerfout, match="spuk nieuw"):
        open_region(str(tmp_path / "weg.xlsx"))


def test_problems_of_the_model_are_told_by_sheet(boek):
    cel = find_cell(boek, "Contracten", "Tot")
    type_in(boek, "Contracten", **{cel: datetime(2024, 1, 1)})
    uitkomst = run("controleer", boek)
    assert uitkomst.exit_code == 2
    assert "invoer.xlsx, blad Contracten" in uitkomst.output
    assert ".csv" not in uitkomst.output
    assert ".toml" not in uitkomst.output


def test_own_gemeenten_get_one_workbook_that_can_be_computed(tmp_path):
    uitkomst = run("nieuw", tmp_path / "mijn", "--gemeenten", "Amersfoort,Leusden", "--excel")
    assert uitkomst.exit_code == 0, uitkomst.output
    assert content(tmp_path / "mijn").keys() == {"invoer.xlsx"}
    regio = lees_regio(tmp_path / "mijn")
    assert [g.naam for g in regio.gemeenten] == ["Amersfoort", "Leusden"]
    # Peildatum 1 January 2026: the begroting of 2027 and three years more.
    assert regio.bestand.eindjaar == 2030
    assert run("toets", tmp_path / "mijn", "--trekkingen", 50, "--stil").exit_code in (0, 1)
    assert run("nieuw", tmp_path / "mijn", "--excel").exit_code == 2


def test_a_folder_with_both_is_a_question(boek, tmp_path):
    (tmp_path / "regio.toml").write_text("", encoding="utf-8")
    with pytest.raises(Invoerfout, match="één van beide"):
        open_region(str(tmp_path))
    assert str(open_region(str(boek))) != str(tmp_path)


def test_what_writes_into_a_folder_refuses_a_workbook(boek):
    uitkomst = run("haal", boek, "--van", "postgresql://nergens/niets")
    assert uitkomst.exit_code == 2
    assert "spuk invoer" in uitkomst.output or "pakket" in uitkomst.output


def test_text_is_changed_only_where_the_workbook_changed(boek, tmp_path):
    type_in(boek, "Leerroutes", **{find_cell(boek, "Leerroutes", "Geslaagd"): 0.7})
    type_in(boek, "Huisvesting", **{find_cell(boek, "Huisvesting", "2022H1"): 3})
    werkboek = load_workbook(boek)
    ws = werkboek["Scenario's"]
    rij = next(r for r in range(1, 40) if ws.cell(r, 1).value is None and r > 8)
    ws.cell(rij, 1).value = "azc"
    ws.cell(rij, 2).value = "AZC erbij."
    werkboek.save(boek)
    run("invoer", boek, "--tekst", "--uit", tmp_path / "tekst")
    oud, nieuw = data_path() / "regios" / "westfriesland", tmp_path / "tekst"

    def changed(naam):
        a, b = ((m / naam).read_text(encoding="utf-8").splitlines() for m in (oud, nieuw))
        assert len(a) == len(b)
        return [(x, y) for x, y in zip(a, b, strict=True) if x != y]

    assert changed("trajecten.toml") == [("geslaagd = 0.75", "geslaagd = 0.7")]
    ((was, is_),) = changed("instroom.csv")
    assert was.replace(",inburgeringsplichtig,0,", ",inburgeringsplichtig,3,") == is_
    assert (nieuw / "scenarios" / "azc.toml").read_text(encoding="utf-8").splitlines() == [
        'naam = "azc"', 'omschrijving = "AZC erbij."',
    ]  # fmt: skip
    assert changed("regio.toml") == []


def with_own_sheet(boek):
    """A sheet with a formula on a price, its stored value, and a chart."""
    werkboek = load_workbook(boek)
    eigen = werkboek.create_sheet("Mijn berekening", 2)
    eigen["A1"], eigen["B1"] = "kosten", "=Contracten!K8*2"
    eigen["A2"], eigen["B2"] = "vast", 12
    grafiek = BarChart()
    grafiek.add_data(Reference(eigen, min_col=2, min_row=1, max_row=2))
    eigen.add_chart(grafiek, "D2")
    werkboek.save(boek)
    # Excel keeps the value beside the formula; openpyxl does not write it.
    with zipfile.ZipFile(boek) as lees:
        delen = {n: lees.read(n) for n in lees.namelist()}
    naam = next(n for n, d in delen.items() if n.startswith("xl/worksheets/sheet") and b"Contracten!K8*2" in d)
    delen[naam] = delen[naam].replace(b"<f>Contracten!K8*2</f><v></v>", b"<f>Contracten!K8*2</f><v>20000</v>")
    delen[naam] = delen[naam].replace(b"<f>Contracten!K8*2</f><v/>", b"<f>Contracten!K8*2</f><v>20000</v>")
    assert b"<v>20000</v>" in delen[naam]
    with zipfile.ZipFile(boek, "w") as schrijf:
        for n, d in delen.items():
            schrijf.writestr(n, d)
    return naam


def test_own_sheets_keep_their_values_formulas_and_charts(boek, tmp_path):
    naam = with_own_sheet(boek)
    with zipfile.ZipFile(boek) as lees:
        voor = {n: lees.read(n) for n in lees.namelist()}
    map_ = tmp_path / "map"
    shutil.copytree(data_path() / "regios" / "westfriesland", map_)
    tekst = (map_ / "contracten.csv").read_text(encoding="utf-8")
    (map_ / "contracten.csv").write_text(tekst.replace("traject,10000,", "traject,10250,", 1), encoding="utf-8")
    weigert = run("invoer", map_, "--excel", "--uit", boek)
    assert weigert.exit_code == 2
    assert "--vervang" in weigert.output
    assert run("invoer", map_, "--excel", "--uit", boek, "--vervang").exit_code == 0
    with zipfile.ZipFile(boek) as lees:
        na = {n: lees.read(n) for n in lees.namelist()}
    assert na[naam] == voor[naam]
    assert {n for n in voor if "chart" in n or "drawing" in n} <= na.keys()
    assert all(na[n] == voor[n] for n in voor if "chart" in n)
    assert read_workbook(boek, shipped()).inhoud["contracten"][0].waarden["prijs"] == 10_250
    assert run("invoer", boek, "--tekst", "--uit", tmp_path / "terug", "--vervang").exit_code == 0
    assert (tmp_path / "terug" / "contracten.csv").read_bytes() == (map_ / "contracten.csv").read_bytes()


def test_a_formula_that_gives_the_right_value_stays(boek, tmp_path):
    cel = find_cell(boek, "Contracten", "Prijs")
    with zipfile.ZipFile(boek) as lees:
        delen = {n: lees.read(n) for n in lees.namelist()}
    naam = next(n for n, d in delen.items() if f'r="{cel}"'.encode() in d and b"<v>10000</v>" in d)
    voor, midden, na = delen[naam].partition(f'r="{cel}"'.encode())
    delen[naam] = voor + midden + na.replace(b"<v>10000</v>", b"<f>5000*2</f><v>10000</v>", 1)
    with zipfile.ZipFile(boek, "w") as schrijf:
        for n, d in delen.items():
            schrijf.writestr(n, d)
    assert read_workbook(boek, shipped()).inhoud["contracten"][0].waarden["prijs"] == 10_000
    run("invoer", "voorbeeld:westfriesland", "--excel", "--uit", boek, "--vervang")
    assert load_workbook(boek)["Contracten"][cel].value == "=5000*2"


def convert(pad, soort, werkmap):
    need_program("soffice", "libreoffice-calc")
    profiel = f"-env:UserInstallation={(werkmap / 'profiel').as_uri()}"
    opdracht = ["soffice", profiel, "--headless", "--convert-to", soort, "--outdir", str(werkmap / soort), str(pad)]
    subprocess.run(opdracht, check=True, capture_output=True, timeout=300)
    return werkmap / soort / f"{pad.stem}.{soort}"


def test_what_libreoffice_saves_says_the_same(boek, tmp_path):
    run("invoer", "voorbeeld:westfriesland", "--excel", "--uit", boek, "--vervang")
    eerst = read_workbook(boek, shipped())
    for soort in ("ods", "xlsx"):
        nieuw = read_workbook(convert(boek, soort, tmp_path), shipped())
        assert nieuw.meldingen == ()
        assert nieuw.sjablonen == eerst.sjablonen
        for naam, regels in eerst.inhoud.items():
            assert [r.waarden for r in nieuw.inhoud[naam]] == [r.waarden for r in regels], (soort, naam)
            assert [r.cellen for r in nieuw.inhoud[naam]] == [r.cellen for r in regels]


def test_libreoffice_opens_an_updated_workbook(boek, tmp_path):
    """Also with rows and columns that the sheet did not have."""
    run("invoer", "voorbeeld:regio-alkmaar", "--excel", "--uit", boek, "--vervang")
    nieuw = convert(boek, "ods", tmp_path)
    assert read_workbook(nieuw, shipped()).meldingen == ()
    (map_,) = [open_region(str(nieuw))]
    assert content(Path(map_)).items() >= content(data_path() / "regios" / "regio-alkmaar").items()


def test_the_workbook_looks_after_its_reader(vers):
    """Lists to choose from, comments on heads, dates as dates, coloured input cells; printed on one page wide."""
    werkboek = load_workbook(vers)
    ws = werkboek["Contracten"]
    koppen = {c.value: c for c in ws[int(find_cell(vers, "Contracten", "Prijs")[1:]) - 2]}
    assert all(c.comment is not None and len(c.comment.text) > 10 for c in koppen.values())
    assert "Voorbeeld: 11600" in koppen["Prijs"].comment.text
    lijsten = {str(v.sqref).split(":")[0][:1]: v for v in ws.data_validations.dataValidation if v.type == "list"}
    assert koppen["Voorziening"].column_letter in lijsten
    eerste = ws[find_cell(vers, "Contracten", "Van")]
    assert isinstance(eerste.value, datetime)
    assert "yy" in eerste.number_format
    assert eerste.fill.fgColor.rgb.endswith("FFF9DB")
    assert ws.sheet_properties.pageSetUpPr.fitToPage
    assert ws.print_title_rows
    assert ws.freeze_panes
    assert werkboek["Bestanden"].sheet_state == "hidden"
    assert list(werkboek.sheetnames)[:3] == ["Start", "Huisvesting", "Leerroutes"]
    assert not any(cel == "#NAAM?" for blad in read_sheets(vers).values() for rij in blad for cel in rij)


def test_an_error_of_a_formula_is_told_as_what_it_is(boek):
    prijs, omschrijving = find_cell(boek, "Contracten", "Prijs"), find_cell(boek, "Contracten", "Bron")
    type_in(boek, "Contracten", **{prijs: "#N/A", omschrijving: "#REF!"})
    uit = run("raming", boek, "--trekkingen", 50)
    assert uit.exit_code == 2
    tekst = " ".join(uit.output.split())
    assert f"blad Contracten, cel {prijs}: gevonden #N/A; verwacht een waarde. De formule in deze cel" in tekst
    assert f"blad Contracten, cel {omschrijving}: gevonden #REF!" in tekst
