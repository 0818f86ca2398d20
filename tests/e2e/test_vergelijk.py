"""`spuk vergelijk`: the parts add up to what the results say, and bad input is refused all at once."""

import pytest
from click.testing import CliRunner

from cli import main
from scenarios.model import build_model
from scenarios.opslag import to_document, write_json
from scenarios.regio import choose_scenarios, read_region
from scenarios.resultaatbestand import read_results
from scenarios.uitvoering import run
from scenarios.vergelijkbaar import compare_results
from scenarios.vergelijking import NODIG


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


def test_every_error_at_once(bestand, tmp_path):
    (tmp_path / "los.json").write_text("{", encoding="utf-8")
    (tmp_path / "ander.json").write_text('{"schema": "resultaat-9.schema.json"}', encoding="utf-8")
    fout = CliRunner().invoke(
        main, ["vergelijk", f"{bestand}#hog", str(tmp_path / "weg"), *map(str, tmp_path.glob("*.json"))]
    )
    assert fout.exit_code == 2
    for tekst in ("4 fouten", "misschien: hoog", "geen bestand", "geen JSON", "resultaat-9"):
        assert tekst in fout.stderr
