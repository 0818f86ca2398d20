"""`spuk vergelijk`: the parts add up to what the results say, and bad input is refused all at once."""

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import main
from reports.grond.profiel import find_profile
from reports.vergelijking.stuk import build_comparison, write_comparison
from scenarios.engine.read import read_results
from scenarios.engine.threads import run
from scenarios.engine.write import to_document, write_json
from scenarios.inzicht.vergelijkbaar import compare_results
from scenarios.inzicht.vergelijking import NODIG
from scenarios.model.model import build_model
from scenarios.regiomap.nieuw import copy_region
from scenarios.regiomap.regio import choose_scenarios, read_region
from tests.hulp import need_program
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


def test_a_workbook_and_a_page_to_pass_on(bestand, tmp_path):
    uit = CliRunner().invoke(
        main, ["vergelijk", str(bestand), f"{bestand}#hoog", "--uit", str(tmp_path), "--profiel", "leiden"]
    )
    assert uit.exit_code == 0, uit.output
    assert "vergelijking.xlsx en " in uit.stdout
    html = (tmp_path / "vergelijking.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|https?://|src=", html)
    assert html.count("<svg") == 2
    need_program("soffice", "libreoffice-calc-nogui")
    boek = tmp_path / "vergelijking.xlsx"
    aantal, verschillen = formula_differences(boek, recalculate(boek, tmp_path))
    assert aantal > 100
    assert verschillen == []


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
    vreemd = [replace(u, resultaat=replace(u.resultaat, scenario=vals)) for u in uitslagen]
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
