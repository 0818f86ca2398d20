"""The commands as a controller types them, in a process of their own."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import openpyxl
import pytest

from scenarios.grond.gegevens import data_path
from tests.warm import run as spuk


@pytest.fixture(scope="module")
def uitvoer(tmp_path_factory):
    map_ = tmp_path_factory.mktemp("uit")
    uit = spuk(
        "raming",
        "voorbeeld:westfriesland",
        "--scenario",
        "basis",
        "--scenario",
        "duurder-b1",
        "--trekkingen",
        500,
        "--uit",
        map_,
    )
    assert uit.returncode == 0, uit.stderr
    return map_, uit.stdout


@pytest.fixture
def regiomap(tmp_path):
    doel = tmp_path / "mijn-regio"
    uit = spuk("nieuw", doel)
    assert uit.returncode == 0, uit.stderr
    return doel


def test_raming_json_follows_its_schema(uitvoer):
    map_, _ = uitvoer
    document = json.loads((map_ / "raming.json").read_text(encoding="utf-8"))
    schema = json.loads((data_path() / "schema" / document["schema"]).read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    assert document["manifest"]["scenarios"] == ["basis", "duurder-b1"]
    gemeenten = {r["gemeente"] for r in document["rijen"]}
    assert gemeenten == {
        "Hoorn", "Medemblik", "Koggenland", "Drechterland", "Enkhuizen", "Stede Broec", "Opmeer", "Regio Westfriesland",
    }  # fmt: skip
    assert {r["jaar"] for r in document["rijen"]} == set(range(2022, 2030))
    # The amounts of 2024 are an assumption of the region, and the result says so.
    namen = {(a["naam"], a["vanaf"]) for a in document["aannames"]["basis"] if a["status"] == "aanname"}
    assert ("bedrag_asiel_a", "2024-01-01") in namen
    # One-off invoeringskosten of 2020 and 2021 stand apart, as history: 7 gemeenten x 2 years.
    assert [k["jaar"] for k in document["invoeringskosten"]].count(2020) == 7


def test_a_dearer_b1_route_costs_more_from_its_date_only(uitvoer):
    map_, _ = uitvoer
    document = json.loads((map_ / "raming.json").read_text(encoding="utf-8"))
    lasten = {
        (r["scenario"], r["jaar"]): r["verwacht"]
        for r in document["rijen"]
        if r["grootheid"] == "lasten.leerroute_b1" and not r["cbs_code"]
    }
    for jaar in range(2022, 2027):
        assert lasten["basis", jaar] == lasten["duurder-b1", jaar]
    for jaar in range(2027, 2030):
        assert lasten["basis", jaar] < lasten["duurder-b1", jaar] < 1.15 * lasten["basis", jaar] + 1
    # Whoever starts in 2027 or later pays 15% more. By 2029 (24 months later) nearly everyone does: the duration is
    # drawn around 24 months, so a few who started in 2026 are still there.
    assert 1.148 < lasten["duurder-b1", 2029] / lasten["basis", 2029] < 1.15


def test_screen_shows_the_answer(uitvoer):
    _, scherm = uitvoer
    for woord in ("Budget", "Lasten", "P10", "P50", "P90", "Saldo", "Regio Westfriesland", "aannames", "2024"):
        assert woord in scherm


def test_the_table_adds_up_with_the_note_under_it(uitvoer):
    """Every row of the region to its saldo, but for the rounding of seven amounts."""
    _, scherm = uitvoer
    noot = scherm.split("buiten de tabel: ")[1].split(".\n")[0]
    nabetaling = {int(j): int(b.replace(".", "")) for j, b in (stuk.split(" ") for stuk in noot.split(", "))}
    blok = scherm[scherm.index("Regio Westfriesland │ 2022") :].split("└")[0]
    vorig = 0
    for jaar, regel in zip(nabetaling, blok.splitlines(), strict=False):
        cellen = [c.strip() for c in regel.split("│")]
        begin = cellen.index(str(jaar)) + 1
        budget, lasten, _, _, _, saldo, mee, terug = (int(c.replace(".", "")) for c in cellen[begin : begin + 8])
        assert abs(vorig + budget + nabetaling[jaar] - lasten - mee - terug - saldo) <= 4
        vorig = mee
    assert sum(nabetaling.values()) > 1000


def test_workbook_holds_overview_and_sources(uitvoer):
    map_, _ = uitvoer
    boek = openpyxl.load_workbook(map_ / "raming.xlsx", read_only=True)
    assert boek.sheetnames == [
        "Antwoord", "Overzicht", "Maanden", "Uitgangspunten", "Contracten", "Tarieven", "Volumes", "Lasten", "SPUK",
        "Meeneemregeling", "Gemeentefonds", "Risico", "Lezingen", "Onzekerheid", "Plausibel", "Scenario's", "Controle",
        "Gebruik per persoon", "Verdeling", "Alle cijfers", "Herkomst",
    ]  # fmt: skip
    rijen = list(boek["Overzicht"].iter_rows(min_row=5, values_only=True))
    assert rijen[0][1:5] == ("Gemeente", "Jaar", "Budget", "Lasten")
    assert sum(r[1] == "Regio Westfriesland" for r in rijen) == 2 * 8


def test_expected_values_do_not_depend_on_the_seed(tmp_path):
    documenten = []
    for zaad in (1, 2):
        doel = tmp_path / f"{zaad}.json"
        uit = spuk(
            "raming",
            "voorbeeld:westfriesland",
            "--verwacht",
            "--zaad",
            zaad,
            "--uit",
            tmp_path,
            "--json",
            doel,
            "--stil",
        )
        assert (uit.returncode, uit.stdout, uit.stderr) == (0, "", "")
        documenten.append(json.loads(doel.read_text(encoding="utf-8")))
    assert documenten[0]["rijen"] == documenten[1]["rijen"]
    assert documenten[0]["manifest"]["trekkingen"] == 0


def test_toets_exits_0_for_yes_and_1_for_no(regiomap):
    ruim = ("--scenario", "gemeentefonds-aef")
    ja = spuk("toets", regiomap, *ruim, "--trekkingen", 500, "--zekerheid", "0,6")
    assert ja.returncode == 0, ja.stdout + ja.stderr
    assert "Regio Westfriesland is in 2023-2029 budgetneutraal met 60% zekerheid" in ja.stdout
    een = spuk("toets", regiomap, *ruim, "--trekkingen", "1000", "--zekerheid", "50%", "--gemeente", "hoorn")
    assert "Hoorn is in 2023-2029 budgetneutraal met 50% zekerheid" in een.stdout, een.stderr
    assert "Medemblik" not in een.stdout
    with (regiomap / "scenarios" / "halvering.toml").open("w", encoding="utf-8") as f:
        f.write('naam = "halvering"\n[[wijziging]]\nveld = "gemeentefonds"\nvanaf = 2026-01-01\nfactor = 0.5\n')
    nee = spuk("toets", regiomap, "--scenario", "halvering", "--trekkingen", 500)
    assert nee.returncode == 1
    assert "niet budgetneutraal" in nee.stdout


def test_new_folder_is_complete_and_never_overwritten(regiomap):
    assert spuk("controleer", regiomap).returncode == 0
    (regiomap / "regio.toml").write_text("mijn werk", encoding="utf-8")
    nogmaals = spuk("nieuw", regiomap)
    assert nogmaals.returncode == 2
    assert (regiomap / "regio.toml").read_text(encoding="utf-8") == "mijn werk"


def test_fictitious_bookings_come_along_only_when_asked_for(boekenmap, tmp_path):
    assert spuk("nieuw", tmp_path / "zonder", "--van", boekenmap).returncode == 0
    assert not (tmp_path / "zonder" / "verantwoording").exists()
    assert spuk("nieuw", tmp_path / "met", "--van", boekenmap, "--verantwoording").returncode == 0
    assert (tmp_path / "met" / "verantwoording" / "verantwoording.toml").is_file()


def test_new_folder_for_own_gemeenten_says_what_is_left_of_the_example(tmp_path):
    uit = spuk("nieuw", tmp_path / "eigen", "--gemeenten", "Amersfoort, Leusden")
    assert uit.returncode == 0, uit.stderr
    assert "Nog van voorbeeld:landelijk" in uit.stdout
    assert "- contracten.csv: prijzen en aanbieders" in uit.stdout
    assert "instroom.csv" not in uit.stdout
    toets = spuk("controleer", tmp_path / "eigen")
    assert "Geen fouten. Amersfoort en Leusden" in toets.stdout
    assert "Let op: geen tellingen van Amersfoort en Leusden" in toets.stdout


def test_the_same_slip_on_many_lines_is_told_once(regiomap):
    tekst = (regiomap / "regio.toml").read_text(encoding="utf-8")
    (regiomap / "regio.toml").write_text(tekst.replace("GM0405", "GM0307").replace("Hoorn", "Amersfoort"), "utf-8")
    uit = spuk("controleer", regiomap)
    assert uit.returncode == 2
    assert "instroom.csv, regels 2, 9, 19 en 27 andere: " in uit.stderr
    assert "cbs_code 'GM0405' (Hoorn); verwacht een gemeente uit regio.toml. Voeg Hoorn toe" in uit.stderr
    assert "misschien: GM0307" not in uit.stderr


def edit(pad: Path, oud: str, nieuw: str) -> None:
    tekst = pad.read_text(encoding="utf-8")
    assert oud in tekst
    pad.write_text(tekst.replace(oud, nieuw, 1), encoding="utf-8")


def test_all_input_errors_at_once_and_nothing_written(regiomap, tmp_path):
    with (regiomap / "instroom.csv").open(encoding="utf-8", newline="") as f:
        rijen = list(csv.reader(f))
    rijen[20][6], rijen[21][5] = "twaalf", "gehuisvestt"
    with (regiomap / "instroom.csv").open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(rijen)
    edit(regiomap / "contracten.csv", ",10000,", ",-5,")
    edit(regiomap / "parameters.toml", 'waarde = "664.12"', 'waarde = "veel"')
    edit(regiomap / "trajecten.toml", "geslaagd = 0.75", "geslaagdd = 0.75")
    for opdracht in (("controleer", regiomap), ("raming", regiomap, "--uit", tmp_path / "uit"), ("toets", regiomap)):
        uit = spuk(*opdracht)
        assert uit.returncode == 2
        assert "Traceback" not in uit.stderr
        for verwacht in (
            "instroom.csv, regel 21, veld aantal", "'twaalf'", "instroom.csv, regel 22", "misschien: gehuisvest",
            "contracten.csv, regel 2, veld prijs", "parameters.toml, [[bedrag_gezin.waarde]] nr 1", "geslaagdd",
        ):  # fmt: skip
            assert verwacht in uit.stderr, uit.stderr
    assert not (tmp_path / "uit").exists()


def test_missing_amounts_of_2024_stop_the_run(regiomap, tmp_path):
    (regiomap / "parameters.toml").unlink()
    uit = spuk("raming", regiomap, "--uit", tmp_path / "uit")
    assert uit.returncode == 2
    for naam in ("bedrag_gezin", "bedrag_asiel_a", "bedrag_asiel_b", "bedrag_asiel_c"):
        assert f"parameters.toml, [[{naam}.waarde]]: gevonden geen waarde voor 2024" in uit.stderr
    assert not (tmp_path / "uit").exists()


def test_gap_between_contracts_names_the_months(regiomap):
    edit(
        regiomap / "contracten.csv", "Hoorn,alle,2022-01-01,2030-01-01,maand", "Hoorn,alle,2022-01-01,2024-03-01,maand"
    )
    uit = spuk("controleer", regiomap)
    assert uit.returncode == 2
    assert "maatschappelijke_begeleiding" in uit.stderr
    assert "geen contract in 70 maanden van 03-2024 tot en met 12-2029" in uit.stderr


@pytest.mark.parametrize(
    ("woorden", "tekst"),
    [
        (("raming", "geen-map"), "spuk nieuw geen-map"),
        (("raming", "voorbeeld:westfrisland"), "Bedoeld is misschien: westfriesland"),
        (("nieuw", "x", "--van", "westfriesland"), "Bedoeld is misschien: voorbeeld:westfriesland"),
        (("raming", "voorbeeld:westfriesland", "--scenario", "duurder"), "duurder-b1"),
        (("raming", "voorbeeld:westfriesland", "--trekkingen", "veel"), "verwacht een geheel getal"),
        (("raming", "voorbeeld:westfriesland", "--trekingen", "5"), "--trekkingen"),
        (("toets", "voorbeeld:westfriesland", "--zekerheid", "90"), "tussen 0 en 1"),
        (
            ("toets", "voorbeeld:westfriesland", "--gemeente", "Horn", "--trekkingen", "10"),
            "Bedoeld is misschien: Hoorn",
        ),
        (("pc", "voorbeeld:westfriesland"), "--stuk ontbreekt: kies uit begroting, tussenrapportage"),
        (("ramig",), "de opdracht ramig bestaat niet"),
        (("raming",), "MAP ontbreekt"),
        (("parameters", "bedrag_asile"), "bedrag_asiel_a"),
    ],
)
def test_mistakes_get_a_dutch_answer_and_exit_2(woorden, tekst, tmp_path):
    uit = spuk(*woorden, cwd=tmp_path)
    assert uit.returncode == 2
    assert tekst in uit.stderr
    assert "Traceback" not in uit.stderr
    assert list(tmp_path.iterdir()) == []


def test_parameters_show_value_status_and_source():
    uit = spuk("parameters", "bedrag_asiel_a", "--op", "2025-06-01")
    assert uit.returncode == 0
    assert "9.154,91" in uit.stdout
    assert "vastgesteld" in uit.stdout
    assert "BWBR0045574" in uit.stdout
    assert "8.378,03" not in uit.stdout


def test_help_is_dutch_and_light():
    uit = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cli", "--help"],
        capture_output=True, text=True, cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=True,
    )  # fmt: skip
    assert "Gebruik:" in uit.stdout
    assert "Opdrachten:" in uit.stdout
    assert "Usage" not in uit.stdout
    geladen = {regel.rsplit("|", 1)[-1].strip() for regel in uit.stderr.splitlines()}
    assert not geladen & {"numpy", "pandas", "pydantic", "scipy", "xlsxwriter", "rich"}


def test_volumes_shows_bands_and_writes_every_period(tmp_path):
    doel = tmp_path / "volumes.csv"
    uit = spuk("volumes", "voorbeeld:westfriesland", "--trekkingen", 100, "--gemeente", "Hoorn", "--uit", doel)
    assert uit.returncode == 0, uit.stderr
    assert "Geleerd uit eigen cijfers" in uit.stdout
    assert "CBS landelijk 35% en 45%" in uit.stdout
    with doel.open(encoding="utf-8-sig", newline="") as f:
        rijen = list(csv.DictReader(f, delimiter=";"))
    # Seven gemeenten and the region, 8 series, 16 half-years.
    assert len(rijen) == 8 * 8 * 16
    hoorn = {(r["periode"], r["grootheid"]): r for r in rijen if r["gemeente"] == "Hoorn"}
    assert hoorn["2022H2", "taakstelling"]["verwacht"] == "57,0"


def test_terugblik_shows_the_coverage(tmp_path):
    doel = tmp_path / "terugblik.xlsx"
    beeld = tmp_path / "pit.svg"
    uit = spuk("terugblik", "voorbeeld:westfriesland", "--trekkingen", 100, "--uit", doel, "--beeld", beeld)
    assert uit.returncode == 0, uit.stderr
    assert "80%-band" in uit.stdout
    assert "Niet blind voor gestart B1" in uit.stdout
    assert ElementTree.parse(beeld).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    blad = openpyxl.load_workbook(doel).active
    assert [c.value for c in blad[1]][:4] == ["peildatum", "gemeente", "grootheid", "periode"]


def test_taakstelling_of_any_gemeente_as_known_on_a_date():
    uit = spuk("taakstelling", "Heerhugowaard", "--halfjaar", "2023H2", "--op", "2023-06-01")
    assert uit.returncode == 0, uit.stderr
    assert "Dijk en Waard" in uit.stdout
    assert "27.300" in uit.stdout
    assert "-2023" in uit.stdout
    alles = spuk("taakstelling", "Hoorn").stdout
    assert "01-04-2020" in alles
    assert "Van 2021H2 is geen landelijke taakstelling gevonden." in alles
    fout = spuk("taakstelling", "Hoorm", "--halfjaar", "2031H1")
    assert fout.returncode == 2
    assert "Hoorn" in fout.stderr
    assert "2031H1" in fout.stderr
