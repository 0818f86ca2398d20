"""Goal seek and sensitivity as a controller runs them."""

import json

from click.testing import CliRunner

from cli import main
from tests.hulp import violations

REGIO = ["voorbeeld:rijssen-holten", "--trekkingen", "400"]


def test_a_bound_on_screen_page_and_json_is_one(tmp_path):
    json_ = tmp_path / "zoek.json"
    vraag = ["--knop", "gemeentefonds@2026-01-01", "--doel", "kans>=0.8 in 2026"]
    uit = CliRunner().invoke(main, ["zoek", *REGIO, *vraag, "--uit", str(tmp_path), "--json", str(json_)])
    assert uit.exit_code == 0, uit.output
    (knop,) = json.loads(json_.read_text(encoding="utf-8"))["knoppen"]
    assert knop["uitkomst"] == "grens"
    bedrag = f"€\u00a0{knop['waarde']:,.0f}".replace(",", ".")
    assert f"ten minste {bedrag} in 2026" in uit.output.replace("\n", " ")
    assert bedrag in (tmp_path / "zoek.html").read_text(encoding="utf-8")
    assert bedrag in (tmp_path / "zoek.csv").read_text(encoding="utf-8")


def test_what_cannot_be_sought_is_told_in_dutch_all_at_once():
    uit = CliRunner().invoke(main, ["zoek", *REGIO, "--knop", "fte", "--knop", "prijs.pip@morgen"])
    assert uit.exit_code == 2
    assert "2 fouten in de invoer" in uit.output
    assert "formatie.csv" in uit.output
    assert "Traceback" not in uit.output
    onbekend = CliRunner().invoke(main, ["zoek", *REGIO, "--knop", "prijs.leerrout_b1"])
    assert onbekend.exit_code == 2
    assert "prijs.leerroute_b1" in onbekend.output


def test_the_tornado_on_screen_and_in_files(tmp_path, bladzij):
    uit = CliRunner().invoke(main, ["gevoeligheid", *REGIO, "--jaar", "2027", "--uit", str(tmp_path)])
    assert uit.exit_code == 0, uit.output
    assert "uitvoeringsbudget in het Gemeentefonds" in uit.output
    assert "Opgeteld tot en met 2027 is het verwachte saldo" in uit.output
    for naam in ("gevoeligheid.html", "gevoeligheid.csv", "gevoeligheid-euro.svg", "gevoeligheid-kans.svg"):
        assert (tmp_path / naam).stat().st_size > 500
    assert violations(bladzij, (tmp_path / "gevoeligheid.html").read_text(encoding="utf-8")) == []
    laat = CliRunner().invoke(main, ["gevoeligheid", *REGIO, "--jaar", "2050"])
    assert laat.exit_code == 2
    assert "een open jaar" in laat.output
