"""Cells of the input workbook: what people type is understood, and every column is known and explained."""

import re
from datetime import date, datetime

import pytest

from reports.invoer.onderwerp import find_page, list_topics
from reports.invoer.pagina import explain, page, topics
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.werkboek.bladen import PER_NAAM, TABELLEN
from scenarios.werkboek.cellen import parse_period, period_label
from scenarios.werkboek.kolommen import Veld
from scenarios.werkboek.sjabloon import read_templates, template_rows
from scenarios.werkboek.soorten import LEZERS, Celfout, Omgeving
from tests.huisregels import ROOT


def read(soort, cel, keuzes=()):
    return Veld("x", soort, "", keuzes=keuzes).read(cel, Omgeving(shipped(), {"GM0405": "Hoorn"}))


@pytest.mark.parametrize(
    ("soort", "cel", "waarde"),
    [
        ("euro", "1.010.000", 1_010_000.0),
        ("euro", "€ 1.010.000", 1_010_000.0),
        ("euro", "1010000,-", 1_010_000.0),
        ("euro", "€ 1.010.000,–", 1_010_000.0),
        ("euro", "10.000", 10_000.0),
        ("euro", "1.234,56", 1234.56),
        ("euro", 1234.5, 1234.5),
        ("euro_pm", "p.m.", "PM"),
        ("prijs", "11600,-", 11_600.0),
        ("prijs", "1.234,5", 1234.5),
        ("deel", "75%", 0.75),
        ("deel", 0.597, 0.597),
        ("heel", 12.0, 12),
        ("heel", "1.200", 1200),
        ("datum", datetime(2027, 1, 1), date(2027, 1, 1)),
        ("datum", "01-01-2027", date(2027, 1, 1)),
        ("datum", 46_388.0, date(2027, 1, 1)),
        ("ja_nee", "JA", True),
        ("ja_nee", False, False),
        ("halfjaar", "2026h1", "2026H1"),
        ("gemeente", "hoorn", "GM0405"),
        ("gemeente", "405", "GM0405"),
        ("gemeente", "GM0405", "GM0405"),
        ("gemeente", "Nederland", "NL"),
        ("lijst", " Hoorn | Opmeer ", "Hoorn|Opmeer"),
        ("sleutel", "Hoorn: 3;Opmeer:1,5", "Hoorn: 3; Opmeer: 1.5"),
        ("waarde", "8757.860", "8757.86"),
        ("waarde", 0.1, "0.1"),
        ("waarde", "Korting", "korting"),
        ("tekst", 2025.0, "2025"),
        ("tekst", "   ", None),
    ],
)
def test_what_people_type_is_understood(soort, cel, waarde):
    assert read(soort, cel) == waarde


@pytest.mark.parametrize(
    ("soort", "cel", "verwacht"),
    [
        ("prijs", "10.000", "zonder twijfel"),
        ("prijs", "tien", "een getal"),
        ("heel", 12.5, "geheel getal"),
        ("datum", "31-02-2027", "datum"),
        ("datum", 12.0, "datum"),
        ("ja_nee", "misschien", "ja of nee"),
        ("halfjaar", "2026", "2024H1"),
        ("sleutel", "3, 1", "gemeenten met hun deel"),
    ],
)
def test_what_means_two_things_or_nothing_is_refused(soort, cel, verwacht):
    with pytest.raises(Celfout, match=verwacht):
        read(soort, cel)


def test_a_choice_ignores_capitals_and_a_wrong_one_shows_what_may_stand_there():
    keuzes = ("vastgesteld", "raming", "aanname", "onzeker")
    assert read("keuze", " Vastgesteld ", keuzes) == "vastgesteld"
    assert read("keuze", "Leerroute B1", ("leerroute_b1",)) == "leerroute_b1"
    with pytest.raises(Celfout, match="een van vastgesteld, raming, aanname, onzeker"):
        read("keuze", "zeker", keuzes)


@pytest.mark.parametrize(
    ("kop", "halfjaren", "periode"),
    [
        ("2026H1", True, (date(2026, 1, 1), date(2026, 7, 1))),
        ("2026h2", True, (date(2026, 7, 1), date(2027, 1, 1))),
        ("2022H2-2023H1", True, (date(2022, 7, 1), date(2023, 7, 1))),
        (2025.0, True, (date(2025, 1, 1), date(2026, 1, 1))),
        (2027.0, False, (2027,)),
        ("2027H1", False, None),
        ("2023H1-2022H2", True, None),
        ("Toelichting", True, None),
    ],
)
def test_the_head_of_a_period(kop, halfjaren, periode):
    assert parse_period(kop, halfjaren) == periode
    if periode and not isinstance(kop, float):
        assert period_label(periode) == kop.upper()


def test_every_kind_is_known_and_every_column_explained():
    for tabel in TABELLEN:
        for kolom in tabel.kolommen:
            assert kolom.soort in LEZERS
            assert kolom.uitleg
            # Leeg or verplicht: nobody has to guess what an empty cell does.
        assert len({k.label for k in tabel.vast}) == len(tabel.vast)


def test_the_columns_are_those_of_the_models():
    """A column that the readers do not know would be refused; one that they know and the sheet lacks is lost."""
    from scenarios.administratie.rekeningschema import Schemarij
    from scenarios.boeken.begroting import Begrotingrij
    from scenarios.regiomap import modellen
    from scenarios.regiomap.besluiten import Besluitrij, Standrij, Telrij
    from scenarios.regiomap.doelen import Doel, Meting
    from scenarios.regiomap.gebeurtenissen import Gebeurtenis
    from scenarios.regiomap.lezen import Invoermodel, Invoerrij
    from scenarios.regiomap.wijziging import Wijziging

    paren: dict[str, type[Invoermodel]] = {
        "gemeenten": modellen.Gemeente, "vraag": modellen.Vraag, "verdeling": modellen.Verdeling,
        "herverdeling": modellen.Herverdeling, "routes": modellen.Route, "wachttijden": modellen.Verzameling,
        "begint": modellen.Aandeel, "gebruik": modellen.Gebruiksregel, "huisvesting": modellen.Instroomrij,
        "contracten": modellen.Contractrij, "formatie": modellen.Formatierij, "budgetten": modellen.Budgetrij,
        "taakstelling": modellen.Taakstellingrij, "beschikkingen": Besluitrij, "rekeningschema": Schemarij,
        "tellingen": Telrij, "standen": Standrij, "begroting": Begrotingrij, "wijzigingen": Wijziging,
        "gebeurtenissen": Gebeurtenis, "doelen": Doel, "metingen": Meting,
    }  # fmt: skip
    elders = {"bron", "eenheid", "tekst", "van", "tot", "code"}
    for naam, model in paren.items():
        tabel = PER_NAAM[naam]
        velden = set(model.model_fields) - set(Invoerrij.model_fields)
        if "cbs_code" in velden:
            velden -= {"gemeente"}
        assert {k.naam for k in tabel.velden} == velden, naam
        for kolom in tabel.velden:
            if model.model_fields[kolom.naam].is_required() and not kolom.standaard:
                dwars = tabel.dwars is not None and kolom.naam == tabel.dwars.waarde
                assert kolom.verplicht or dwars or kolom.naam in elders, (naam, kolom.naam)
    regio = set(modellen.Regiobestand.model_fields)
    assert {k.naam for k in PER_NAAM["regio"].kolommen} <= regio


def test_the_page_is_that_of_the_description():
    pagina = (ROOT / "docs" / "invoer-werkboek.md").read_text(encoding="utf-8")
    assert pagina == page(), "python -m reports.invoer.pagina docs/invoer-werkboek.md"


@pytest.mark.parametrize("onderwerp", topics())
def test_every_topic_is_explained_in_one_screen_wide(onderwerp):
    tekst = explain(onderwerp)
    assert tekst
    assert max(map(len, tekst.splitlines())) <= 100
    assert "{" not in tekst


def test_a_topic_is_found_by_sheet_file_or_its_first_name():
    assert explain("Contracten") == explain("contracten.csv") == explain("contracten")
    assert "Voorbeeld: 11600." in explain("contracten")
    assert explain("niets") == ""


def test_messages_point_to_pages_that_are_there():
    bronnen = (p.read_text(encoding="utf-8") for top in ("scenarios", "reports") for p in (ROOT / top).rglob("*.py"))
    naam = re.compile(r"docs/([a-z-]+)\.md|zie: spuk uitleg ([a-z-]+)")
    genoemd = {een or ander for bron in bronnen for een, ander in naam.findall(bron)}
    assert len(genoemd) > 5
    assert genoemd <= set(list_topics())
    assert find_page("docs/ggm.md").startswith("#")
    assert find_page("../README") == ""


@pytest.mark.parametrize(
    ("wat", "rij", "cel"),
    [
        ("a cell of a line", 2, ("budgetten.csv", None, '"2022;GM0433"')),
        ("a line shorter", 2, ("budgetten.csv", None, '"2022"')),
        ("a line gone", 2, ("", None, "")),
        ("the lines in another order", 1, None),
        ("no such encoding", 1, ("budgetten.csv", "vorm", None)),
        ("an encoding that is not of text", 1, ("budgetten.csv", "rot13 lf 0123456789abcdef", None)),
        ("an encoding that lacks the sign", 1, ("budgetten.csv", "cp1252 lf 0123456789abcdef", '"\u0417"')),
        ("a form without a mark", 1, ("budgetten.csv", "utf-8 lf", None)),
        ("not of base 64", 1, ("budgetten.csv", "base64 0123456789abcdef", '"a"')),
    ],
)
def test_how_a_file_stood_is_left_when_its_hidden_sheet_is_damaged(wat, rij, cel):
    bestanden = {"budgetten.csv": b"jaar;cbs_code\n2022;GM0432\n2023;GM0432", "regio.toml": b'naam = "x"\n'}
    rijen = [("bestand", "vorm", "regel"), *template_rows(bestanden)]
    assert read_templates(rijen) == bestanden
    rijen[rij] = tuple(n if n is not None else o for n, o in zip(cel, rijen[rij], strict=True)) if cel else rijen[2]
    assert read_templates(rijen) == {"regio.toml": bestanden["regio.toml"]}, wat
