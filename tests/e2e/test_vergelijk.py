"""`spuk vergelijk`: the parts add up to what the results say, and bad input is refused all at once."""

import csv
import json
import re
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import main
from reports.grond.profiel import find_profile
from reports.vergelijking.stuk import build_comparison, write_comparison
from reports.vergelijking.tabellen import causes, differing_years, side_by_side
from scenarios.engine.read import read_results
from scenarios.engine.threads import run
from scenarios.engine.write import to_document, write_json
from scenarios.grond.gegevens import data_path
from scenarios.inzicht.vergelijkbaar import compare_results
from scenarios.inzicht.vergelijking import NODIG
from scenarios.model.model import build_model
from scenarios.regiomap.nieuw import copy_region
from scenarios.regiomap.regio import choose_scenarios, read_region
from scenarios.waarheid.feiten import read_truth
from tests.hulp import need_program, violations
from tests.libreoffice import formula_differences, recalculate


@pytest.fixture(scope="module")
def bestand(tmp_path_factory):
    regio = read_region("voorbeeld:westfriesland")
    keuze = choose_scenarios(regio, ("basis", "duurder-b1", "korting", "hoog"), False)
    doel = tmp_path_factory.mktemp("uitvoer") / "raming.json"
    write_json(to_document([run(build_model(regio, s), 200) for s in keuze], regio), doel)
    return doel


def test_the_drivers_add_up_to_the_difference(bestand):
    uitslagen = read_results([str(bestand), *(f"{bestand}#{s}" for s in ("duurder-b1", "korting", "hoog"))], NODIG)
    v = compare_results(uitslagen)
    for nummer, verschil in enumerate(v.verschillen, start=1):
        for code in ("", *v.codes):
            for jaar in v.jaren:
                deel = verschil.together(v.members(code), (jaar,))

                def moved(naam, nummer=nummer, code=code, jaar=jaar):
                    return v.value(nummer, code, naam, jaar) - v.value(0, code, naam, jaar)

                assert sum(e.totaal for e in deel.lasten.values()) == pytest.approx(moved("lasten"), abs=0.005)
                uitkering = moved("spuk_definitief") + moved("onderwijsroute")
                assert sum(e.totaal for e in deel.uitkering.values()) == pytest.approx(uitkering, abs=0.005)
                assert sum(deel.saldodelen) == pytest.approx(moved("saldo"), abs=0.005)
    duurder, korting, _ = v.verschillen
    for deel in duurder.per_gemeente.values():
        for e in deel.lasten.values():
            assert e.prijs == pytest.approx(e.totaal, abs=0.005)
    for deel in korting.per_gemeente.values():
        for e in deel.uitkering.values():
            assert e.regel == pytest.approx(e.totaal, abs=0.005)


def test_on_the_terminal(bestand):
    een = CliRunner().invoke(main, ["vergelijk", str(bestand), f"{bestand}#duurder-b1", "--gemeente", "hoorn"])
    assert een.exit_code == 0, een.output
    assert "Hoorn" in een.output
    uit = CliRunner().invoke(main, ["vergelijk", str(bestand.parent), f"{bestand.parent}#duurder-b1"])
    assert uit.exit_code == 0
    assert "waarom B anders is dan A" in uit.stdout
    assert "dezelfde toevalsreeksen" in uit.stdout.replace("\n", " ")


def read_table(tabel):
    """Label -> values of a table that was built, totals included."""
    return {r.kop: w[1:] for r, w in zip(tabel.rijen, tabel.values(), strict=True)}


def test_the_piece_closes_to_the_cent(bestand):
    """What stands in one table stands in every other, without a cent between them."""
    vergelijking = compare_results(read_results([str(bestand), f"{bestand}#duurder-b1", f"{bestand}#hoog"], NODIG))
    stuk = build_comparison(vergelijking, vergelijking.shown(("alle",)))
    per_code = 3
    assert len(stuk.hoofdstukken) == per_code * (1 + len(vergelijking.codes)) + 2
    for n in range(0, per_code * (1 + len(vergelijking.codes)), per_code):
        (naast,) = stuk.hoofdstukken[n].tabellen
        staat = read_table(naast)
        for nummer in (1, 2):
            tabellen = stuk.hoofdstukken[n + nummer].tabellen
            per_jaar = read_table(tabellen[0])
            for wat in ("lasten", "uitkering", "saldo"):
                som = per_jaar[f"Samen {wat}"][-1]
                assert som == staat[f"Samen {wat}"][nummer] - staat[f"Samen {wat}"][0]
            for tabel in tabellen[1:]:
                wat = "lasten" if "lasten per" in tabel.titel else "uitkering"
                assert read_table(tabel)["Samen"][-1] == per_jaar[f"Samen {wat}"][-1]


def test_a_workbook_and_a_page_to_pass_on(bestand, tmp_path, bladzij):
    uit = CliRunner().invoke(
        main, ["vergelijk", str(bestand), f"{bestand}#hoog", "--uit", str(tmp_path), "--profiel", "leiden"]
    )
    assert uit.exit_code == 0, uit.output
    assert "vergelijking.xlsx en " in uit.stdout
    html = (tmp_path / "vergelijking.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|https?://|src=", html)
    # Two fans and two waterfalls.
    assert html.count("<svg") == 4
    assert violations(bladzij, html) == []
    need_program("soffice", "libreoffice-calc-nogui")
    boek = tmp_path / "vergelijking.xlsx"
    aantal, verschillen = formula_differences(boek, recalculate(boek, tmp_path))
    assert aantal > 100
    assert verschillen == []


def test_two_printed_pages_for_a_region_of_seven(bestand, bladzij, tmp_path):
    """Four years differ, with fans, waterfalls and a line per gemeente."""
    need_program("pdftotext", "poppler-utils")
    vergelijking = compare_results(read_results([str(bestand), f"{bestand}#hoog"], NODIG))
    _, pagina = write_comparison(vergelijking, ("",), find_profile("standaard"), tmp_path)
    bladzij.goto(pagina.as_uri())
    bladzij.pdf(path=tmp_path / "uit.pdf", prefer_css_page_size=True)
    tekst = subprocess.run(["pdftotext", tmp_path / "uit.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert tekst.count("\f") == 2
    assert all(g.naam in tekst for g in vergelijking.uitslagen[0].result.gemeenten)


def test_another_tender_is_price_and_nothing_else(bestand, tmp_path):
    """Another region folder with dearer contracts: the same people, so the whole difference in lasten is prijs."""
    copy_region("voorbeeld:westfriesland", tmp_path / "nieuw", met_voorbeeld=True)
    contracten = tmp_path / "nieuw" / "contracten.csv"
    tekst = contracten.read_text(encoding="utf-8")
    assert "11600" in tekst
    contracten.write_text(tekst.replace("11600", "12000"), encoding="utf-8")
    regio = read_region(str(tmp_path / "nieuw"))
    ander = tmp_path / "raming.json"
    write_json(to_document([run(build_model(regio, choose_scenarios(regio, ("basis",), False)[0]), 200)], regio), ander)
    vergelijking = compare_results(read_results([str(bestand), str(ander)], NODIG))
    stuk = build_comparison(vergelijking, ("",))
    lasten = next(t for t in stuk.tabellen if "lasten per voorziening" in t.titel)
    assert [k.kop for k in lasten.kolommen] == ["Post", "Prijs", "Verschil"]
    assert {r.kop for r in lasten.rijen} == {"Leerroute B1", "Leerroute Z", "Samen"}
    assert read_table(lasten)["Samen"][-1] > 100_000_00
    assert any("invoer van A en B verschillen: contracten.csv" in z for h in stuk.hoofdstukken for z in h.zinnen)


def test_text_from_a_result_stays_text(bestand, tmp_path):
    vals = '=HYPERLINK("http://x")<script>alert(1)</script> مرحبا 🏠 ' + "lang " * 40
    document = json.loads(bestand.read_text(encoding="utf-8"))
    ander = tmp_path / "raming.json"
    tekst = json.dumps(document, ensure_ascii=False).replace('"hoog"', json.dumps(vals, ensure_ascii=False))
    ander.write_text(tekst.replace('"Westfriesland"', json.dumps(vals, ensure_ascii=False)), encoding="utf-8")
    uitslagen = read_results([str(ander), str(ander)], NODIG)
    vreemd = [replace(u, result=replace(u.result, scenario=vals)) for u in uitslagen]
    write_comparison(compare_results(vreemd), ("",), find_profile("standaard"), tmp_path)
    html = (tmp_path / "vergelijking.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    cellen = [c for rij in load_workbook(tmp_path / "vergelijking.xlsx")["Vergelijking"].iter_rows() for c in rij]
    assert any(c.data_type == "s" and "=HYPERLINK" in c.value for c in cellen)
    assert not any(c.data_type == "f" and "HYPERLINK" in c.value for c in cellen)


def test_every_error_at_once(bestand, tmp_path):
    (tmp_path / "los.json").write_text("{", encoding="utf-8")
    (tmp_path / "ander.json").write_text('{"schema": "resultaat-9.schema.json"}', encoding="utf-8")
    fout = CliRunner().invoke(
        main, ["vergelijk", f"{bestand}#hog", str(tmp_path / "weg"), *map(str, tmp_path.glob("*.json"))]
    )
    assert fout.exit_code == 2
    for tekst in ("4 fouten", "misschien: hoog", "geen bestand", "geen JSON", "resultaat-9"):
        assert tekst in fout.stderr


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        ('"jaren":[2022,', '"jaren":[2022,2022,', "veld manifest.jaren: gevonden jaren 2022, 2022, 2023"),
        ('"trekkingen":1000', '"trekkingen":-1', "veld manifest.trekkingen: gevonden -1; verwacht ten minste 0"),
        ('"zekerheid":0.9', '"zekerheid":90.0', "veld manifest.zekerheid: gevonden 90.0; verwacht ten hoogste 1"),
    ],
)
def test_a_kept_raming_that_was_bent_is_told_before_anything_is_computed(tmp_path, oud, nieuw, melding):
    map_ = Path(shutil.copytree(data_path() / "regios" / "zevenlinden", tmp_path / "regio"))
    bewaard = map_ / "ramingen" / "2025-07.json"
    tekst = bewaard.read_text(encoding="utf-8")
    assert tekst.count(oud) == 1
    bewaard.write_text(tekst.replace(oud, nieuw), encoding="utf-8")
    gelopen = CliRunner().invoke(main, ["terugblik", str(map_)])
    assert (gelopen.exit_code, gelopen.stdout) == (2, "")
    assert melding in gelopen.stderr


@pytest.fixture(scope="module")
def met_boeken(tmp_path_factory):
    """A raming of the region with closed years 2022-2025, in two scenarios."""
    regio = read_truth("voorbeeld:zevenlinden")
    doel = tmp_path_factory.mktemp("zevenlinden") / "raming.json"
    keuze = choose_scenarios(regio, ("basis", "hoog"), False)
    write_json(to_document([run(build_model(regio, s), 50) for s in keuze], regio), doel)
    return doel


def test_closed_years_stand_as_facts_without_a_verdict(met_boeken, tmp_path):
    """The lasten of 2025 are what the export adds up to and the invoice of 1.850 over 2024, in both scenarios."""
    uit = CliRunner().invoke(main, ["vergelijk", str(met_boeken), f"{met_boeken}#hoog", "--uit", str(tmp_path)])
    assert uit.exit_code == 0, uit.output
    assert "* gerealiseerd (A 2022-2025; B 2022-2025)" in uit.stdout.replace("\n", " ")
    v = compare_results(read_results([str(met_boeken), f"{met_boeken}#hoog"], NODIG))
    regels = {(r.jaar, r.letter): r for r in side_by_side(v, "")}
    assert [(r.kans, r.buffer) for r in regels.values() if r.jaar <= 2025] == [(None, None)] * 8
    assert all(r.kans is not None for r in regels.values() if r.jaar >= 2026)
    assert regels[2025, "B"].verschillen == (0, 0, 0)
    assert differing_years(v, 1, "")[0] == 2026
    with (data_path() / "regios/zevenlinden/verantwoording/boekingen/2025.csv").open(encoding="utf-8") as export:
        geboekt = sum(
            Decimal(r["bedrag"].replace(",", "."))
            for r in csv.DictReader(export, delimiter=";")
            if r["grootboek"] != "4100001 Salarissen"
        )
    spuk = sum(v.value(1, "", naam, 2025) for naam in ("besteding", "lasten_onderwijsroute"))
    assert spuk == pytest.approx(float(geboekt) + 1_850, abs=0.005)
    (naast,) = build_comparison(v, ("",)).hoofdstukken[0].tabellen
    # What is closed is equal in both, so those years stand on one line.
    assert "2022-2025* lasten" in read_table(naast)
    assert "2026 lasten" in read_table(naast)


def test_a_forecast_year_is_compared_with_what_it_became(met_boeken):
    """The raming of July 2024 had 2025 open; the parts add up to the difference with the books."""
    toen = data_path() / "regios/zevenlinden/ramingen/2024-07.json"
    v = compare_results(read_results([str(toen), str(met_boeken)], NODIG))
    was, werd = (r for r in side_by_side(v, "") if r.jaar == 2025)
    assert (was.gesloten, werd.gesloten) == (False, True)
    for n, oorzaak in enumerate(causes(v, 1, "", (2025,))):
        assert oorzaak.totaal == pytest.approx(werd.verschillen[n], abs=0.01)
        assert abs(oorzaak.totaal) > 1
    uit = CliRunner().invoke(main, ["vergelijk", str(toen), str(met_boeken)])
    assert uit.exit_code == 0, uit.output


def test_an_open_year_without_a_verdict_is_refused(met_boeken, tmp_path):
    document = json.loads(met_boeken.read_text(encoding="utf-8"))
    document["oordelen"] = [o for o in document["oordelen"] if o["jaar"] != 2027]
    kapot = tmp_path / "raming.json"
    kapot.write_text(json.dumps(document), encoding="utf-8")
    uit = CliRunner().invoke(main, ["vergelijk", str(met_boeken), str(kapot)])
    assert uit.exit_code == 2
    assert "geen oordeel over totaal in 2027;" in uit.output
