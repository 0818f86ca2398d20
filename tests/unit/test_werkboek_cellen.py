"""The input workbook: what people type is understood or refused by sheet and cell, one message per cause."""

import shutil
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from finance.fouten import Invoerfout
from scenarios.api import lees_regio
from scenarios.werkboek.bladen import PER_NAAM, TABELLEN
from scenarios.werkboek.cellen import parse_period, period_label, read_workbook
from scenarios.werkboek.kolommen import Kolom
from scenarios.werkboek.map import open_region
from scenarios.werkboek.soorten import LEZERS, Celfout, Omgeving
from tests.werkboek import find_cell, make_workbook, type_in


@pytest.fixture(scope="module")
def vers(tmp_path_factory):
    return make_workbook(tmp_path_factory.mktemp("werkboek") / "invoer.xlsx")


@pytest.fixture
def boek(vers, tmp_path):
    return shutil.copyfile(vers, tmp_path / "invoer.xlsx")


def read(soort, cel, keuzes=()):
    return Kolom("x", soort, "", keuzes=keuzes).read(cel, Omgeving({"GM0405": "Hoorn"}))


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


def problems(boek):
    with pytest.raises(Invoerfout) as fout:
        lees_regio(boek)
    return [str(m) for m in fout.value.meldingen]


@pytest.mark.parametrize(
    ("blad", "kop", "titel", "waarde", "verwacht"),
    [
        ("Contracten", "Prijs", "", "tien", "gevonden 'tien'; verwacht een getal"),
        ("Contracten", "Status", "", "zeker", "een van vastgesteld, raming, aanname, onzeker"),
        ("Contracten", "Voorziening", "", "leerroute_b2", "Bedoeld is misschien: leerroute_b1"),
        ("Huisvesting", "2022H1", "", "veel", "gevonden 'veel'; verwacht een geheel getal"),
        ("Huisvesting", "Gemeente", "", "Horn", "Bedoeld is misschien: Hoorn"),
        ("Gemeentefonds", "2022", "", "veel", "een getal"),
        ("Leerroutes", "Geslaagd", "", 75, "ten hoogste 1"),
        ("Leerroutes", "Gemiddeld", "", None, "een waarde voor Gemiddeld"),
        ("Gebruik", "Anker", "", "begin", "een van huisvesting, intake, pip, start"),
        ("Onzekerheden", "Parameter", "", "bedrag_asiel_x", "Bedoeld is misschien: bedrag_asiel_"),
        ("Wijzigingen", "Vanaf", "", "volgend jaar", "een datum"),
        ("Begroting", "Post", "", "leerroute", "een van leerroute_b1"),
        ("Standen", "Uitkering", "", "onbekend", "een getal"),
        ("Doelen", "Streef", "", 75, "ten hoogste 1"),
    ],
)
def test_one_wrong_cell_is_one_message_with_its_sheet_and_cell(boek, blad, kop, titel, waarde, verwacht):
    cel = find_cell(boek, blad, kop, titel=titel)
    type_in(boek, blad, **{cel: waarde})
    (melding,) = problems(boek)
    assert melding.startswith(f"invoer.xlsx, blad {blad}, cel {cel}: "), melding
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
    rij = kop + 5
    for kolom, waarde in enumerate(("Functie", "Prijs", "Fte", "Status"), start=1):
        ws.cell(kop, kolom).value = waarde
    for kolom in range(5, 12):
        ws.cell(kop, kolom).value = None
    for kolom, waarde in enumerate(("Regisseur", "€ 95.000,-", 2.5, "Raming"), start=1):
        ws.cell(rij, kolom).value = waarde
    werkboek.save(boek)
    (regel,) = read_workbook(boek).inhoud["formatie"]
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
    assert read_workbook(boek).inhoud["gemeenten"][0].waarden["code"] == "GM0405"
    (melding,) = problems(boek)
    assert f"cel {bron}" in melding
    assert "waarom dit een aanname is" in melding
    type_in(boek, "Contracten", **{status: "vastgesteld"})
    assert read_workbook(boek).inhoud["contracten"][0].waarden["bron"] == "eigen opgave"


def test_a_row_of_a_contract_asks_only_what_stands_nowhere_else(boek):
    werkboek = load_workbook(boek)
    ws = werkboek["Contracten"]
    rij = int(find_cell(boek, "Contracten", "Prijs")[1:])
    kop = {str(c.value): c.column for c in ws[rij - 2]}
    for naam in ("Leverancier", "Eenheid", "Gemeenten", "Tot", "Bron"):
        ws.cell(rij, kop[naam]).value = None
    ws.cell(rij, kop["Status"]).value = None
    werkboek.save(boek)
    waarden = read_workbook(boek).inhoud["contracten"][0].waarden
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
        with pytest.raises(Invoerfout, match="geen leesbaar werkboek"):
            open_region(str(tmp_path / naam))
    with pytest.raises(Invoerfout, match="spuk nieuw"):
        open_region(str(tmp_path / "weg.xlsx"))


def test_the_columns_are_those_of_the_models():
    """A column that the readers do not know would be refused; one that they know and the sheet lacks is lost."""
    from scenarios.boeken.begroting import Begrotingrij
    from scenarios.boeken.map import Besluitrij, Standrij, Telrij
    from scenarios.regiomap import modellen
    from scenarios.regiomap.doelen import Doel, Meting
    from scenarios.regiomap.gebeurtenissen import Gebeurtenis
    from scenarios.regiomap.lezen import Rij
    from scenarios.regiomap.wijziging import Wijziging

    paren = {
        "gemeenten": modellen.Gemeente, "vraag": modellen.Vraag, "verdeling": modellen.Verdeling,
        "herverdeling": modellen.Herverdeling, "routes": modellen.Route, "wachttijden": modellen.Verzameling,
        "begint": modellen.Aandeel, "gebruik": modellen.Gebruiksregel, "huisvesting": modellen.Instroomrij,
        "contracten": modellen.Contractrij, "formatie": modellen.Formatierij, "budgetten": modellen.Budgetrij,
        "taakstelling": modellen.Taakstellingrij, "beschikkingen": modellen.Beschikkingrij, "besluiten": Besluitrij,
        "tellingen": Telrij, "standen": Standrij, "begroting": Begrotingrij, "wijzigingen": Wijziging,
        "gebeurtenissen": Gebeurtenis, "doelen": Doel, "metingen": Meting,
    }  # fmt: skip
    elders = {"bron", "eenheid", "tekst", "van", "tot", "code"}
    for naam, model in paren.items():
        tabel = PER_NAAM[naam]
        velden = set(model.model_fields) - set(Rij.model_fields)
        if "cbs_code" in velden:
            velden -= {"gemeente"}
        assert {k.naam for k in tabel.velden} == velden, naam
        for kolom in tabel.velden:
            if model.model_fields[kolom.naam].is_required() and not kolom.standaard:
                dwars = tabel.dwars is not None and kolom.naam == tabel.dwars.waarde
                assert kolom.verplicht or dwars or kolom.naam in elders, (naam, kolom.naam)
    regio = set(modellen.Regiobestand.model_fields)
    assert {k.naam for k in PER_NAAM["regio"].kolommen} <= regio
