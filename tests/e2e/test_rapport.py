"""The report stands on its own, adds up, and shows text from input as text."""

import dataclasses
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from reports.raming.kerncijfers import KOLOMMEN, overview
from reports.raming.rapport import _steps_to_saldo
from reports.raming.voorbehoud import warnings
from reports.raming.vraag import answer_question, beside_decision
from scenarios.afweging.besluit import decide
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.regio import choose_scenarios, read_region
from scenarios.regiomap.wijziging import Wijziging
from tests.hulp_model import render_report

VALS = '=HYPERLINK("http://x")<script>alert(1)</script> مرحبا 🏠'


@pytest.fixture(scope="module")
def regio():
    return read_region("voorbeeld:westfriesland")


@pytest.fixture(scope="module")
def resultaten(regio):
    return [run(build_model(regio, s), 300) for s in choose_scenarios(regio, ("basis", "duurder-b1"), False)]


class Lezer(HTMLParser):
    """Collects tags with their attributes and all text."""

    def __init__(self):
        super().__init__()
        self.tags, self.tekst = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.tekst.append(data)


def read(html):
    lezer = Lezer()
    lezer.feed(html)
    return lezer


def test_the_report_is_one_file_that_reads_aloud(regio, resultaten):
    html = render_report(resultaten, regio)
    lezer = read(html)
    assert not re.search(r"(src|href)\s*=|url\(|@import|https?://", html)
    assert not [t for t, _ in lezer.tags if t in {"script", "link", "img", "iframe"}]
    assert [t for t, _ in lezer.tags if re.fullmatch("h[1-6]", t)][:2] == ["h1", "h2"]
    ids = [a["id"] for _, a in lezer.tags if "id" in a]
    assert len(ids) == len(set(ids))
    figuren = [a for t, a in lezer.tags if t == "svg"]
    assert len(figuren) == 7
    for figuur in figuren:
        assert figuur["role"] == "img"
        assert set(figuur["aria-labelledby"].split()) <= set(ids)
    assert ("html", {"lang": "nl"}) in lezer.tags
    assert "nan" not in "".join(lezer.tekst).lower().split()


def test_it_says_what_to_replace_and_how_to_read_it(regio, resultaten):
    tekst = " ".join("".join(read(render_report(resultaten, regio)).tekst).split())
    for zin in warnings(resultaten[0], regio):
        assert f"Let op: {zin}" in tekst
    assert "Budgetneutraal is een jaar als die kans ten minste 90% is" in tekst
    assert "Gewicht van de voorkennis" not in tekst, "weights of the model are for the workbook"
    assert "Bedrag per asielstatushouder, cohort t (EUR/persoon)" in tekst


def test_one_gemeente_is_spoken_of_as_one():
    regio = read_region("voorbeeld:rijssen-holten")
    html = render_report([run(build_model(regio, s), 100) for s in choose_scenarios(regio, ("basis",), False)], regio)
    tekst = " ".join("".join(read(html).tekst).split())
    assert "verwacht de gemeente " in tekst
    for fout in ("1 van de 1", "Alle 1 ", "de gemeenten samen", "als regio", "Gemeenten in 20"):
        assert fout not in tekst


def test_text_from_input_shows_as_text(regio, resultaten):
    eerste = resultaten[0]
    vreemd = dataclasses.replace(
        eerste, scenario=VALS, gemeenten=(dataclasses.replace(eerste.gemeenten[0], naam=VALS), *eerste.gemeenten[1:])
    )
    html = render_report([eerste, dataclasses.replace(vreemd, regio=VALS)], regio) + render_report([vreemd], regio)
    lezer = read(html)
    assert "script" not in {t for t, _ in lezer.tags}
    assert VALS in lezer.tekst


def test_the_waterfall_ends_at_the_saldo(resultaten):
    for resultaat in resultaten:
        for j, jaar in enumerate(resultaat.jaren):
            stappen = dict(_steps_to_saldo(resultaat, jaar))
            rij = next(r for r in overview(resultaat) if (r.gemeente, r.jaar) == (resultaat.totaal.naam, jaar))
            for naam, bedrag in zip(KOLOMMEN, rij.bedragen, strict=True):
                if naam in stappen:
                    assert abs(stappen[naam]) == pytest.approx(bedrag), "the figure says what the table says"
            som = sum(stappen.values())
            assert som == pytest.approx(resultaat.totaal.value("saldo", j), abs=0.01)


def test_expected_values_make_a_report_without_bands(regio):
    html = render_report([run(build_model(regio, choose_scenarios(regio, ("basis",), False)[0]), 0)], regio)
    assert "bij verwachte waarden" in html
    assert "verwachte waarden kennen geen tegenvaller" in html
    for schijn in ("P10", "P50", "P95", "Kans sluitend"):
        assert schijn not in html, "a band or chance that nobody computed"
    assert "Drijvers van de onzekerheid" not in html


def test_two_periods_do_not_contradict_each_other(regio, resultaten):
    nee = answer_question(resultaten, regio)
    assert nee is not None
    besluit = decide(resultaten[0], 2026)
    assert not besluit.neutraal
    assert beside_decision(nee, besluit) == (
        "Dit antwoord geldt voor 2022-2026; ook in 2026-2029 is Regio Westfriesland niet budgetneutraal."
    )
    assert beside_decision(dataclasses.replace(nee, neutraal=True), besluit) == (
        "Dit antwoord geldt voor 2022-2026; maar in 2026-2029 is Regio Westfriesland niet budgetneutraal."
    )
    assert beside_decision(dataclasses.replace(nee, periode="2026-2029"), besluit) == ""


def test_an_expected_shortfall_is_not_both_expected_and_not():
    regio = read_region("voorbeeld:rijssen-holten")
    # By AEF there is money enough over the years together, and here not in the last one.
    duurder, aef = choose_scenarios(regio, ("b1-duurder", "gemeentefonds-aef"), False)
    krap = Wijziging(veld="gemeentefonds", vanaf=date(2029, 1, 1), factor=0.5)
    duurder = duurder.model_copy(update={"wijziging": (*duurder.wijziging, *aef.wijziging, krap)})
    html = render_report([run(build_model(regio, duurder), 0)], regio)
    assert "Nee, niet bij verwachte waarden: over 2025-2029 samen blijft naar verwachting " in html
    assert "in het krapste jaar, 2029, komt " in html
    assert "Naar verwachting wel" not in html
    assert "kans op sluiten" not in html
