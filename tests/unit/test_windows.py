"""What Windows and macOS do otherwise, as far as it can be known on another system."""

import sys
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import psutil
import pytest
from click.testing import CliRunner

from cli import main
from reports.grond.opdrachtregel import _in_plain_signs, never_fail_on_a_sign, without_secret
from reports.verantwoording.schrijven import slug
from scenarios.engine.geheugen import memory
from scenarios.grond import bestanden
from scenarios.grond.bestanden import Schrijffout, new_folder, one_set, windows_refuses, write_text
from scenarios.grond.openen import os_problem, read_text
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.scenario_bewaren import valid_name

REGIOS = Path(__file__).parents[2] / "data" / "regios"


class Bezet(PermissionError):
    """What Windows raises for a file that another program has open."""

    winerror = 32


@pytest.mark.parametrize(
    ("codering", "verwacht"),
    [
        ("utf-8", "€\u00a05 – één × ≥ ½ ij漢"),
        ("cp1252", "€\u00a05 – één × >= ½ ij?"),
        ("cp850", "EUR\u00a05 - één × >= ½ ij?"),
        ("ascii", "EUR 5 - een x >= ? ij?"),
    ],
)
def test_an_old_console_shows_other_signs(codering, verwacht):
    never_fail_on_a_sign()
    tekst = "€\u00a05 – één × ≥ ½ ij漢"
    assert tekst.encode(codering, "spuk-gewoon").decode(codering) == verwacht


def test_what_cannot_be_read_is_no_matter_of_signs():
    fout = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "fout")
    with pytest.raises(UnicodeDecodeError):
        _in_plain_signs(fout)


@pytest.mark.parametrize(
    ("pad", "waarom"),
    [
        (r"C:\Mijn regio\Súdwest-Fryslân\raming.xlsx", ""),
        (r"\\server\Afdeling financiën\uit\raming.xlsx", ""),
        (r"D:..\uit", ""),
        (r"C:\uit\CON", "de naam CON, die Windows voor zichzelf houdt"),
        (r"C:\nul.txt\raming.xlsx", "de naam nul.txt, die Windows voor zichzelf houdt"),
        (r"C:\uit\com¹.csv", "de naam com¹.csv, die Windows voor zichzelf houdt"),
        (r"C:\uit\console.csv", ""),
        (r"C:\uit\raming.", "een naam die eindigt op een punt of een spatie, wat Windows niet toestaat"),
        (r"C:\uit \raming.csv", "een naam die eindigt op een punt of een spatie, wat Windows niet toestaat"),
        (r"C:\uit\wat?.csv", "een naam met ?, wat Windows niet toestaat"),
        ("C:\\" + "a" * 252 + "\\a.csv", "een pad van 261 tekens, en Windows kent er 259"),
        ("C:\\" + "a" * 250 + "\\a.csv", ""),
    ],
)
def test_names_that_windows_refuses(pad, waarom):
    assert windows_refuses(PureWindowsPath(pad)) == waarom


def test_a_refused_name_is_told_before_anything_is_computed(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(Schrijffout, match="de naam aux"):
        bestanden.raise_if_writing_fails([tmp_path / "aux.csv"])
    with pytest.raises(Schrijffout, match="eindigt op een punt"), new_folder(tmp_path / "regio."):
        pass
    assert list(tmp_path.iterdir()) == []


def test_made_names_are_of_letters_that_every_system_has():
    assert slug("Súdwest-Fryslân") == "sudwest-fryslan"
    assert slug("Regio 's-Gravenhage / Zuid.") == "regio-s-gravenhage-zuid"
    assert not any(map(valid_name, ("con", "aux", "lpt1")))
    assert valid_name("console")


def test_a_windows_path_in_a_message_is_no_address_with_a_password():
    for pad in (r"C:\Users\jan@hoorn.nl\mijn.csv", r"'D:\x@y'", "C:/a@b"):
        assert without_secret(f"Fout: {pad}: geen bestand") == f"Fout: {pad}: geen bestand"
    for adres in ("postgresql://jan:geheim@host", "c://jan:geheim@host"):
        assert "geheim" not in without_secret(adres)


def test_a_word_that_powershell_parts_is_explained(monkeypatch):
    woorden = ["nieuw", "map", "--gemeenten", "Amersfoort", "Leusden"]
    assert "PowerShell" not in CliRunner().invoke(main, woorden).output
    monkeypatch.setattr(sys, "platform", "win32")
    uit = CliRunner().invoke(main, woorden).output
    assert "te veel woorden: Leusden. Staat er een komma in een woord, zet het dan in PowerShell" in uit


def refuse(monkeypatch, naam, keer):
    """Windows refuses to give a file this place, so many times; returns how long was waited in between."""
    gewacht: list[float] = []
    over = [keer]
    echt = Path.replace

    def replace(self, doel):
        if Path(doel).name == naam and over[0]:
            over[0] -= 1
            raise Bezet(13, "Het proces heeft geen toegang tot het bestand", str(doel))
        return echt(self, doel)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr("time.sleep", gewacht.append)
    return gewacht


def test_a_file_that_is_open_in_excel_is_one_message_and_nothing_is_lost(tmp_path, monkeypatch):
    for naam in ("a.csv", "raming.xlsx"):
        (tmp_path / naam).write_text("oud", encoding="utf-8", newline="\n")
    refuse(monkeypatch, "raming.xlsx", 99)

    def write_all() -> None:
        with one_set():
            for naam in ("a.csv", "raming.xlsx", "nieuw.csv"):
                write_text(tmp_path / naam, "nieuw")

    with pytest.raises(Schrijffout) as fout:
        write_all()
    (melding,) = fout.value.meldingen
    assert melding.gevonden == "een bestand dat open staat in een ander programma"
    assert melding.herstel.startswith("Sluit het daar (Excel, ")
    assert melding.herstel.endswith("Er is niets geschreven.")
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {"a.csv": "oud", "raming.xlsx": "oud"}


def test_a_virus_scanner_that_looks_for_a_moment_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("oud", encoding="utf-8", newline="\n")
    gewacht = refuse(monkeypatch, "a.csv", 3)
    write_text(tmp_path / "a.csv", "nieuw")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "nieuw"
    assert gewacht == [0.05, 0.1, 0.2]


def test_a_file_to_read_that_is_held_is_told():
    assert os_problem(Bezet(13, "x")) == "in gebruik door een ander programma"


@pytest.mark.parametrize("voorbeeld", ["zevenlinden", "westfriesland"])
def test_line_ends_and_code_page_of_windows_change_nothing(voorbeeld, tmp_path):
    anders = tmp_path / "Mijn régio"
    for bron in sorted((REGIOS / voorbeeld).rglob("*")):
        doel = anders / bron.relative_to(REGIOS / voorbeeld)
        if bron.is_dir() or bron.suffix not in (".csv", ".toml"):
            continue
        doel.parent.mkdir(parents=True, exist_ok=True)
        tekst = read_text(bron).replace("\r\n", "\n").replace("\n", "\r\n")
        doel.write_bytes(tekst.encode("cp1252" if bron.suffix == ".csv" else "utf-8-sig"))
    hier, daar = read_region(f"voorbeeld:{voorbeeld}"), read_region(str(anders))
    for naam in ("bestand", "trajecten", "instroom", "contracten", "budgetten", "taakstellingen", "scenarios"):
        assert getattr(hier, naam) == getattr(daar, naam), naam


def test_free_memory_is_known_on_every_system(monkeypatch, tmp_path):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=3_000))
    monkeypatch.setattr(memory, "_number", lambda pad: None)
    assert memory.free_memory() == 3_000
    monkeypatch.setattr(memory, "_number", lambda pad: {"memory.max": 2_000, "memory.current": 500}[pad.name])
    assert memory.free_memory() == 1_500, "a container allows less than the machine has"

    def silent() -> None:
        raise OSError

    monkeypatch.setattr(psutil, "virtual_memory", silent)
    assert memory.free_memory() == 1_500
    monkeypatch.setattr(memory, "_number", lambda pad: None)
    assert memory.free_memory() is None
