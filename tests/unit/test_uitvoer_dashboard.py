"""What the dashboard gives to take along, and what it takes in: tables, pictures, scenarios."""

from base64 import b64decode

import pytest

from finance.fouten import Invoerfout
from reports.dashboard.uitvoer import file_name, picture_links, table_link
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import shipped_scenario
from scenarios.regiomap.scenario_bewaren import read_scenario_text, scenario_text


def content(html):
    return b64decode(html.partition("base64,")[2].partition('"')[0]).decode("utf-8-sig")


def test_a_table_is_given_whole_and_no_cell_becomes_a_formula():
    tabel = Tabel("", (Kolom("Naam"), Kolom("Saldo", "euro")), (Rij(("=1+1", 1234.5)), Rij(("Hoorn", -2.0))))
    html = table_link(tabel, 'Per "jaar" <b>')
    assert content(html) == "Naam;Saldo\r\n'=1+1;1234,5\r\nHoorn;-2,0\r\n"
    assert 'download="per-jaar-b.csv"' in html
    assert "<b>" not in html


def test_a_picture_stands_by_itself():
    html = picture_links('<svg viewBox="0 0 640 340"></svg>', "Saldo per jaar")
    assert content(html).startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert 'data-naam="saldo-per-jaar"' in html


def test_a_file_name_holds_nothing_that_a_disk_understands():
    assert file_name("../../x; rm -rf") == "x-rm-rf"
    assert file_name("«»") == "spuk"


def test_a_shared_scenario_comes_back_as_it_was():
    scenario = shipped_scenario("hoog")
    assert read_scenario_text(scenario_text(scenario).encode(), "hoog.toml") == scenario


@pytest.mark.parametrize(
    ("inhoud", "woord"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"naam = ", "TOML"),
        (b'naam = "../../x"\n', "korte naam"),
        (b'naam = "<script>"\n', "korte naam"),
        (b'naam = "x"\nmap = "/etc"\n', "map"),
        (b'naam = "x"\n[[wijziging]]\nveld = "prijs.leerroute_b1"\nvanaf = 2027-01-01\nfactor = 1e9\n', "factor"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused_in_dutch(inhoud, woord):
    with pytest.raises(Invoerfout) as fout:
        read_scenario_text(inhoud, "gedeeld.toml")
    assert all("gedeeld.toml" in str(m) for m in fout.value.meldingen)
    assert woord in str(fout.value) or woord == "TOML"


def test_the_base_can_be_shared_too():
    assert read_scenario_text(scenario_text(BASIS).encode(), "x.toml").naam == "basis"
