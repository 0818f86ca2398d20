"""The SiSa annex to copy from and the accountant's file, made and opened as a controller does."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from cli import main
from reports.jaar.dossier import BLADEN
from scenarios.grond.gegevens import data_path
from tests.hulp import need_program
from tests.libreoffice import formula_differences, recalculate
from tests.regiomap import make_region

VOORBEELD = "voorbeeld:zevenlinden"
MAP = data_path() / "regios" / "zevenlinden"


def spuk(*woorden: object) -> Result:
    return CliRunner().invoke(main, [str(w) for w in woorden])


def rows(pad: Path) -> list[dict[str, str]]:
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    uit = tmp_path_factory.mktemp("dossier")
    resultaat = spuk("dossier", VOORBEELD, "--jaar", 2025, "--gemeente", "Wiekerbroek", "--zaad", 7, "--uit", uit)
    return uit / "controledossier-2025-wiekerbroek.xlsx", resultaat


def test_the_file_holds_every_sheet_and_says_what_is_open(dossier):
    pad, uit = dossier
    assert uit.exit_code == 1, uit.output
    assert "Het interval is een AANNAME" in uit.output
    assert "Zijn code, labels, nummers en aard controle die van het Rijk?" in uit.output
    boek = load_workbook(pad)
    assert boek.sheetnames == ["Inhoud", *BLADEN]
    assert "spuk dossier MAP --jaar 2025 --zaad 7 --gemeente Wiekerbroek" in {c.value for c in boek["Inhoud"]["B"]}


def test_no_person_and_no_other_gemeente_is_in_it(dossier):
    """Not a pseudonym, not a date of a record, not a description of a booking."""
    waarden = {str(c) for blad in load_workbook(dossier[0]).worksheets for rij in blad.values for c in rij if c}
    personen = {p["id"] for p in rows(MAP / "personen.csv")}
    teksten = {b["omschrijving"] for b in rows(MAP / "verantwoording" / "boekingen" / "2025.csv")}
    assert len(personen) > 50
    assert not waarden & personen
    assert not waarden & teksten
    assert not any("Lissevoorde" in w or "FM0001" in w for w in waarden)


def test_libreoffice_chooses_the_same_sample_and_the_same_seed_gives_it_again(dossier, tmp_path):
    need_program("soffice", "libreoffice-calc-nogui")
    pad, _ = dossier
    aantal, verschillen = formula_differences(pad, recalculate(pad, tmp_path))
    assert verschillen == []
    assert aantal > 2 * (96 + 12)
    spuk("dossier", VOORBEELD, "--jaar", 2025, "--gemeente", "FM0003", "--zaad", 7, "--uit", tmp_path, "--stil")
    nieuw = load_workbook(tmp_path / "controledossier-2025-wiekerbroek.xlsx")["Steekproef"].values
    assert [*nieuw] == [*load_workbook(pad)["Steekproef"].values]


def test_the_source_rows_of_every_cell_add_up_to_it(boekenmap, tmp_path):
    uit = spuk("sisa", boekenmap, "--jaar", 2023, "--uit", tmp_path)
    assert uit.exit_code == 0, uit.output
    niet = "2023 is niet gesloten: deze cijfers kunnen nog veranderen."
    bijlage = load_workbook(tmp_path / "sisa-2023.xlsx")["Bijlage"]
    assert niet in uit.output
    assert any(str(c).startswith(niet) for rij in bijlage.values for c in rij)
    bron: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for r in rows(tmp_path / "sisa-2023-bronregels.csv"):
        bron[r["Ontvanger"], r["Uitkering"], r["Gemeente"], r["Cijfer"]] += Decimal(r["Bedrag"].replace(",", "."))
    blad = [*load_workbook(tmp_path / "sisa-2023.xlsx", data_only=True)["Herkomst"].values]
    kop = next(n for n, r in enumerate(blad) if "Op de cent" in r)
    cellen = [dict(zip(blad[kop], r, strict=True)) for r in blad[kop + 1 :]]
    getoetst = 0
    for cel in cellen:
        cijfer = {"01": "besteding", "03": "reservering_begin", "10": "correctie_besteding"}.get(cel["Indicator"][-2:])
        if cijfer and cel["Ontvanger"] != "WerkSaam":
            plek = cel["Ontvanger"], cel["Uitkering"], cel["Gemeente"], cijfer
            assert bron[plek] == Decimal(str(cel["Op de cent"])), cel
            getoetst += cel["Bronregels"]
    assert getoetst > 50
    werksaam = [c for c in cellen if c["Ontvanger"] == "WerkSaam" and c["Label"].startswith("Besteding")]
    assert len(werksaam) > 1
    tekst = (tmp_path / "sisa-2023-bijlage.csv").read_text(encoding="utf-8-sig")
    assert f";{werksaam[0]['In de bijlage']};" in tekst
    som = sum(c["In de bijlage"] for c in werksaam)
    assert abs(som - sum(c["Op de cent"] for c in werksaam)) <= 0.5


def test_controleer_names_the_line_of_a_mistake_in_a_template(tmp_path):
    sjablonen = make_region(tmp_path) / "verantwoording" / "sisa"
    sjablonen.mkdir()
    goed = (data_path() / "sisa" / "2025.toml").read_text(encoding="utf-8")
    (sjablonen / "2025.toml").write_text(goed.replace('cijfer = "baten"', 'cijfer = "bate"', 1), encoding="utf-8")
    uit = spuk("controleer", tmp_path)
    assert uit.exit_code == 2
    assert "verantwoording/sisa/2025.toml, regel 22" in uit.output
    assert "Bedoeld is misschien: baten" in uit.output
