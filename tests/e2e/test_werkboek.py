"""The workbook, recalculated by LibreOffice: equal to the engine as delivered and after a change of an input cell."""

import dataclasses
import re
import subprocess
from datetime import date
from itertools import takewhile

import openpyxl
import pytest

from finance.taal.getallen import euros, format_value
from reports.raming.kerncijfers import EIGEN
from reports.raming.rekenblad import EERSTE_JAARKOLOM
from reports.raming.werkboek import write_workbook
from scenarios.afweging.besluit import decide
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.model.opbouw.bouwen import build_up
from scenarios.regiomap.gebeurtenissen import Gebeurtenis
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.regio import choose_scenarios, read_region
from scenarios.regiomap.wijziging import Wijziging
from tests.hulp import need_program
from tests.hulp_model import render_report
from tests.libreoffice import formula_differences, recalculate, to_pdf

HALVE_CENT = 0.005
TERUG = "Terug te betalen aan het Rijk over dit jaar, ook een te hoog voorschot"
BIJZONDER = Scenario(
    naam="bijzonder",
    wijziging=(
        Wijziging(veld="parameter.nadere_voorlopige", vanaf=date(2027, 1, 1), waarde="ja"),
        Wijziging(veld="parameter.landelijke_verhouding", vanaf=date(2028, 1, 1), waarde=0.93),
    ),
    gebeurtenis=(
        Gebeurtenis(
            soort="verhuizing", vanaf=date(2027, 3, 1), gemeenten=("Opmeer",), personen=-40, cohort="2026H1",
            toelichting="proef",
        ),
    ),
)  # fmt: skip
VALS = '=HYPERLINK("http://x";"klik")<script>alert(1)</script> مرحبا 🏠 ' + "lang " * 40 + "einde"


@pytest.fixture(scope="module")
def regio():
    return read_region("voorbeeld:westfriesland")


def make(regio, scenarios, doel, eerste_gemeente=None):
    """A raming as a workbook; returns the first result."""
    modellen = [build_model(regio, s) for s in scenarios]
    resultaten, opbouwen = [run(m, 200) for m in modellen], build_up(modellen[0])
    if eerste_gemeente:
        resultaten = [dataclasses.replace(r, gemeenten=rename(r.gemeenten, eerste_gemeente)) for r in resultaten]
        opbouwen = rename(opbouwen, eerste_gemeente)
    write_workbook(resultaten, opbouwen, regio, doel, decide(resultaten[0], regio.bestand.peildatum.year))
    return resultaten[0]


@pytest.fixture(scope="module")
def gewoon(regio, tmp_path_factory):
    """The workbook of the region as it is, and the result that it shows."""
    boek = tmp_path_factory.mktemp("gewoon") / "raming.xlsx"
    return boek, make(regio, (BASIS,), boek)


def test_it_prints_what_somebody_reads(gewoon, tmp_path):
    need_program("soffice", "libreoffice-calc-nogui")
    need_program("pdftotext", "poppler-utils")
    pdf = to_pdf(gewoon[0], tmp_path)
    tekst = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    # Of 5,000 rows of calculation none, and no sheet whose last column falls on a page of its own.
    assert "Raming inburgering Westfriesland: Antwoord" in tekst
    assert "Raming inburgering Westfriesland: Gebruik per persoon" not in tekst
    assert 12 <= int(re.findall(r"pagina \d+ van (\d+)", tekst)[0]) <= 22


@pytest.fixture(scope="module")
def bladen(gewoon):
    """Its sheets, to look at."""
    return openpyxl.load_workbook(gewoon[0])


@pytest.fixture(scope="module")
def groot(regio, tmp_path_factory):
    """The sheets of a region that counts as a large one."""
    boek = tmp_path_factory.mktemp("groot") / "raming.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.raming.antwoordblad.EEN_SCHERM", 3)
        patch.setattr("reports.raming.rekenblad.VEEL_GEMEENTEN", 3)
        make(regio, (BASIS,), boek)
    return openpyxl.load_workbook(boek)


def rename(delen, naam):
    return (dataclasses.replace(delen[0], naam=naam), *delen[1:])


def row_of(blad, gemeente, label):
    return next(
        r for r in range(1, blad.max_row + 1) if (blad.cell(r, 1).value, blad.cell(r, 2).value) == (gemeente, label)
    )


@pytest.mark.parametrize("wat", ["two scenarios", "the rules that are rare", "many gemeenten"])
def test_every_formula_recalculates_to_the_value_it_carries(regio, wat, tmp_path, monkeypatch):
    """With a gemeente whose name looks like a formula: it stays text."""
    if wat == "many gemeenten":
        monkeypatch.setattr("reports.raming.rekenblad.VEEL_GEMEENTEN", 3)
    need_program("soffice", "libreoffice-calc-nogui")
    duurder, korting = (choose_scenarios(regio, (n,), False)[0] for n in ("duurder-b1", "korting"))
    zeldzaam = BIJZONDER.model_copy(update={"wijziging": (*BIJZONDER.wijziging, *korting.wijziging)})
    boek = tmp_path / "raming.xlsx"
    make(regio, (BASIS, duurder) if wat == "two scenarios" else (zeldzaam,), boek, VALS)
    herrekend = recalculate(boek, tmp_path)
    aantal, verschillen = formula_differences(boek, herrekend)
    assert aantal > 5000
    assert verschillen == []
    blad = openpyxl.load_workbook(boek)["Overzicht"]
    assert blad["B6"].value == VALS
    assert blad["B6"].data_type == "s"
    assert openpyxl.load_workbook(herrekend, data_only=True, read_only=True)["Overzicht"]["B6"].value == VALS


INVOERCELLEN = (
    ("Lasten", "Hoorn", "Tolken: prijs per uur", "prijs.tolken", ("GM0405",)),
    ("Volumes", "Hoorn", "Inburgeringsplichtige asielstatushouders", "plichtig", ("GM0405",)),
    ("Tarieven", "Landelijk", "Bedrag per asielstatushouder, cohort t", "parameter.bedrag_asiel_a", ()),
    ("Gemeentefonds", "Opmeer", "Uitvoeringsbudget", "gemeentefonds", ("GM0432",)),
)


def changed(veld, gemeenten):
    """A quarter more in 2027 only."""
    return Wijziging(veld=veld, vanaf=date(2027, 1, 1), tot=date(2028, 1, 1), factor=1.25, gemeenten=gemeenten)


def expected(regio, *wijzigingen):
    return run(build_model(regio, Scenario(naam="anders", wijziging=wijzigingen) if wijzigingen else BASIS), 0)


def test_changed_input_cells_give_what_a_fresh_run_gives(regio, gewoon, tmp_path):
    need_program("soffice", "libreoffice-calc-nogui")
    anders, oud = openpyxl.load_workbook(gewoon[0]), expected(regio)
    for blad, wie, label, veld, gemeenten in INVOERCELLEN:
        cel = anders[blad].cell(row_of(anders[blad], wie, label), EERSTE_JAARKOLOM + 1 + 2027 - 2022)
        assert isinstance(cel.value, int | float), "an input cell holds a number"
        cel.value *= 1.25
        alleen = expected(regio, changed(veld, gemeenten))
        assert any(
            abs(n.value(g, k) - o.value(g, k)) > 1
            for n, o in zip(alleen.parts(), oud.parts(), strict=True)
            for k in range(8)
            for g in ("saldo_spuk", "saldo")
        ), "each change matters"
    boek = tmp_path / "raming.xlsx"
    anders.save(boek)
    opnieuw = openpyxl.load_workbook(recalculate(boek, tmp_path), data_only=True)
    vers = expected(regio, *(changed(veld, gemeenten) for *_, veld, gemeenten in INVOERCELLEN))
    for werkblad, regel, grootheid in (
        ("Lasten", "Lasten, alle voorzieningen", "lasten"),
        ("SPUK", "SPUK definitieve uitkering", "spuk_definitief"),
        ("Meeneemregeling", "SPUK: mee te nemen naar volgend jaar", "meenemen"),
        ("Meeneemregeling", "SPUK: terugvordering", "terugvordering"),
        ("Meeneemregeling", TERUG, "terug_te_betalen"),
        ("Gemeentefonds", "Saldo voor de gemeente, cumulatief", "saldo_cumulatief"),
    ):
        for gemeente in vers.gemeenten:
            rij = row_of(opnieuw[werkblad], gemeente.naam, regel)
            for k in range(len(vers.jaren)):
                gevonden = opnieuw[werkblad].cell(rij, EERSTE_JAARKOLOM + 1 + k).value
                assert gevonden == pytest.approx(gemeente.value(grootheid, k), abs=HALVE_CENT), (
                    regel,
                    gemeente.naam,
                    k,
                )
    (uitslag,) = (b for a, b in opnieuw["Antwoord"].iter_rows(max_col=2, values_only=True) if a == "Controles")
    assert uitslag.startswith("alle ")


def test_the_first_sheet_says_how_sure_and_what_it_rests_on(bladen, groot):
    for boek, tabel_eerst in ((bladen, True), (groot, False)):
        blad = boek["Antwoord"]
        kop = next(c.row for c in blad["A"] if c.value == "Gemeente")
        assert (min(g.anchor._from.row for g in blad._charts) > kop) == tabel_eerst
    teksten = [c.value for c in blad["A"] if isinstance(c.value, str)]
    assert sum(t.startswith("Let op: ") for t in teksten) == 3
    oordeel = next(r[1] for r in blad.iter_rows(max_col=2, values_only=True) if r[0] == "Oordeel")
    assert "niet budgetneutraal met 90% zekerheid" in oordeel
    assert re.search(r"Het krapst is 20\d\d-20\d\d opgeteld: de kans op sluiten is \d+,\d%\.$", oordeel)
    assert blad.cell(kop, 11).value == "Budget-neutraal (90%)"
    assert blad.row_dimensions[1].height > 20, "the title is not cut"


def test_the_buffer_on_the_sheet_risico_is_the_one_of_the_report(regio, gewoon, bladen):
    resultaat, blad = gewoon[1], bladen["Risico"]
    benodigd = {blad.cell(r, 2).value: blad.cell(r, 5).value for r in range(6, 14)}
    for deel in resultaat.parts():
        buffers = [o.buffer for (pot, jaar), o in deel.oordelen.items() if jaar >= 2023 and pot in EIGEN]
        assert benodigd[deel.naam] == pytest.approx(max(buffers))
    assert benodigd["Regio Westfriesland"] > 0
    assert f"een buffer van {euros(benodigd['Regio Westfriesland'])}" in render_report([resultaat], regio)


def test_values_of_the_law_have_a_name(regio, bladen):
    cellen = bladen.defined_names["bedrag_asiel_a"].attr_text.split("!")[1].replace("$", "")
    # Regeling inburgering 2021 art. 10.3, cohort t of 2025.
    assert bladen["Tarieven"][cellen][0][3].value == 9154.91
    assert bladen["Lasten"][bladen.defined_names["jaren"].attr_text.split("!")[1]][0][3].value == "2025"
    for naam in ("aandeel_plichtig", "ruimte_percentage", "gewicht_asiel_d"):
        assert naam in regio.parameters


def test_uitgangspunten_show_labels_and_numbers(regio, bladen):
    rijen = list(bladen["Uitgangspunten"].iter_rows(min_row=6))
    per_naam = {(r[10].value, r[2].value): r for r in rijen}
    bedrag = per_naam["bedrag_asiel_a", "01-01-2025"]
    # Regeling inburgering 2021 art. 10.3, cohort t of 2025.
    assert (bedrag[1].value, bedrag[3].value, bedrag[6].value) == (
        "Bedrag per asielstatushouder, cohort t", 9154.91, "EUR/persoon",
    )  # fmt: skip
    assert bedrag[3].number_format == "[$-413]#,##0.00"
    labels = {r[1].value for r in rijen}
    assert not labels & set(regio.parameters), "a label where there is one"
    assert not [w for w in labels if "_" in w], "no code names"
    assert "10.000 euro per traject" in {r[3].value for r in rijen}


def test_a_country_of_gemeenten_keeps_only_the_region_in_alle_cijfers(regio, bladen, groot):
    for boek, namen in (
        (bladen, {g.naam for g in regio.gemeenten} | {"Regio Westfriesland"}),
        (groot, {"Regio Westfriesland"}),
    ):
        blad = boek["Alle cijfers"]
        assert {blad.cell(r, 2).value for r in range(6, blad.max_row + 1)} == namen
    assert "raming.json" in blad["A3"].value


def test_a_country_of_gemeenten_says_nothing_twice(bladen, groot):
    def pots(boek):
        rijen = list(boek["Risico"].iter_rows(values_only=True))
        kop = next(n for n, rij in enumerate(rijen) if rij[2] == "Pot")
        return {rij[1] for rij in takewhile(lambda rij: rij[1], rijen[kop + 1 :])}

    assert "Hoorn" in pots(bladen)
    assert pots(groot) == {"Regio Westfriesland"}
    kop = next(r for r in range(1, 200) if groot["Risico"].cell(r, 3).value == "Krapste toets")
    assert groot["Risico"].print_title_rows == f"${kop}:${kop}", "the heads of the long table on every page"
    for boek, staat in ((bladen, True), (groot, False)):
        labels = {rij[1] for rij in boek["Lasten"].iter_rows(values_only=True)}
        assert ("Tolken: volume" in labels) == staat
        eerste = next(rij for rij in boek["Gebruik per persoon"].iter_rows(min_row=6) if rij[3].value == 2022)
        assert (eerste[5].value == 0) == staat


@pytest.mark.parametrize(
    ("tekst", "komt"),
    [
        ("10000.5 euro", "10.000,5 euro"),
        ("spuk 0.597", "spuk 0,597"),
        ("2024-2029 geprojecteerd", "2024-2029 geprojecteerd"),
        ("taakstelling", "taakstelling"),
        ("-3 personen", "-3 personen"),
        ("9154.91", "9.154,91"),
    ],
)
def test_numbers_inside_a_value_are_dutch(tekst, komt):
    assert format_value(tekst) == komt
