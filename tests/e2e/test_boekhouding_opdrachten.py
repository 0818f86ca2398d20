"""journaal, iv3 and wijziging as a user runs them on the complete example: files, exit codes, what the screen says."""

from __future__ import annotations

import csv
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from cli import main
from scenarios.grond.gegevens import data_path

VOORBEELD = "voorbeeld:zevenlinden"


def spuk(*woorden: object):
    return CliRunner().invoke(main, [str(w) for w in woorden])


def rows(pad: Path) -> list[dict[str, str]]:
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def euros(tekst: str) -> Decimal:
    return Decimal(tekst.replace(",", "."))


@pytest.fixture
def eigen(tmp_path) -> Path:
    """The example as a folder of one's own."""
    return Path(shutil.copytree(data_path() / "regios" / "zevenlinden", tmp_path / "regio"))


def test_journal_and_iv3_of_a_closed_year(tmp_path):
    uit = spuk("journaal", VOORBEELD, "--jaar", 2025, "--uit", tmp_path)
    assert (uit.exit_code, uit.stderr) == (0, "")
    assert "Alles sluit aan op de jaarrekening, tot op de cent." in uit.stdout
    # The payment of October came in November.
    assert re.search(r"oktober +50\.039,25 +0,00 +-50\.039,25", uit.stdout)
    regels = rows(tmp_path / "journaal-2025-oudermare.csv")
    assert sum(euros(r["debet"]) - euros(r["credit"]) for r in regels) == 0
    bank = [r for r in regels if (r["grootboek"], r["datum"]) == ("1010", "05-11-2025")]
    assert [r["debet"] for r in bank] == ["50039,25"]
    uit = spuk("iv3", VOORBEELD, "--jaar", 2025, "--uit", tmp_path)
    assert (uit.exit_code, uit.stderr) == (0, "")
    assert "1.850,00 lasten zonder boeking staat in kwartaal 4" in uit.stdout
    assert "taakveld en economische categorie van leerroute_b1" in uit.stdout
    iv3 = rows(tmp_path / "iv3-2025-oudermare.csv")
    per_kwartaal = {r["kwartaal"] for r in iv3 if r["soort"] == "baten" and r["taakveld"] == "6.1"}
    assert per_kwartaal == {"1", "2", "3", "4"}
    baten = sum(euros(r["bedrag"]) for r in iv3 if (r["soort"], r["taakveld"]) == ("baten", "6.1"))
    assert baten == sum(euros(r["credit"]) - euros(r["debet"]) for r in regels if r["grootboek"].startswith("84310"))


def test_without_chart_or_receipts_the_assumptions_are_named(eigen, tmp_path):
    (eigen / "rekeningschema.csv").unlink()
    (eigen / "verantwoording" / "ontvangsten.csv").unlink()
    doel = tmp_path / "uit"
    schema = doel / "rekeningschema.csv"
    uit = spuk("journaal", eigen, "--jaar", 2026, "--gemeente", "wiekerbroek", "--uit", doel, "--schema", schema)
    assert (uit.exit_code, uit.stderr) == (0, "")
    assert "2026 loopt nog, met boekingen tot in september" in uit.stdout
    assert "Aanname: er is geen verantwoording/ontvangsten.csv" in uit.stdout
    assert "Aanname: er is geen rekeningschema.csv in de regiomap" in uit.stdout
    assert sorted(p.name for p in doel.iterdir()) == ["journaal-2026-wiekerbroek.csv", "rekeningschema.csv"]
    shutil.copy(schema, eigen / "rekeningschema.csv")
    uit = spuk("iv3", eigen, "--jaar", 2026, "--gemeente", "FM0003", "--uit", doel)
    assert uit.exit_code == 0
    assert "rekeningschema.csv stelt niet alles vast" in uit.stdout
    tekst = schema.read_text(encoding="utf-8").replace("leerroute_b1;;6.1;3.4.1", "leerroute_b1;;6.1;9")
    (eigen / "rekeningschema.csv").write_text(tekst, encoding="utf-8")
    uit = spuk("iv3", eigen, "--jaar", 2026, "--uit", tmp_path)
    assert uit.exit_code == 2
    assert "rekeningschema.csv, regel" in uit.stderr
    assert "categorie '9'" in uit.stderr
    uit = spuk("controleer", eigen)
    assert "categorie '9'" in uit.stderr
    uit = spuk("iv3", eigen, "--jaar", 2026, "--gemeente", "Zevenaar")
    assert (uit.exit_code, "een gemeente uit regio.toml" in uit.stderr) == (2, True)


def test_a_wijziging_that_is_decided_leaves_nothing_to_change(eigen, tmp_path):
    uit = spuk(
        "wijziging", eigen, "--jaar", 2026, "--gemeente", "Oudermare", "--uit", tmp_path, "--besluit", "Najaarsnota"
    )
    assert (uit.exit_code, uit.stderr) == (0, "")
    assert "rust op de boekingen tot en met 30-09-2026 en de raming van de rest" in uit.stdout
    brief = Document(str(tmp_path / "wijziging-2026-oudermare.docx"))
    tekst = "\n".join(p.text for p in brief.paragraphs)
    assert "Begrotingswijziging 2026 inburgering, Oudermare" in tekst
    assert "De raad wordt gevraagd de begroting 2026 te wijzigen" in tekst
    assert "FICTIEF" in tekst
    boekingen = rows(tmp_path / "wijziging-2026-oudermare.csv")
    assert sum(euros(r["debet"]) - euros(r["credit"]) for r in boekingen) == 0
    nieuw = (tmp_path / "wijziging-begrotingsregels-2026-oudermare.csv").read_text(encoding="utf-8-sig").splitlines()
    begroting = eigen / "begroting.csv"
    assert nieuw[0] == begroting.read_text(encoding="utf-8").splitlines()[0]
    begroting.write_text(begroting.read_text(encoding="utf-8") + "\n".join([*nieuw[1:], ""]), encoding="utf-8")
    uit = spuk("wijziging", eigen, "--jaar", 2026, "--gemeente", "Oudermare", "--uit", tmp_path / "na")
    assert uit.exit_code == 0
    assert "Oudermare: de begroting 2026 hoeft niet te wijzigen." in uit.stdout
    assert not (tmp_path / "na").exists()
