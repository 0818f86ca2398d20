"""The year closed as a controller does it: commands, workbooks, and what bad input says."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from cli import main
from tests.hulp import need_program
from tests.libreoffice import formula_differences, recalculate
from tests.regiomap import KOP, REGEL, make_region

BLADEN = [
    "Samenvatting",
    "Beschikkingen",
    "Telling",
    "Besteding per voorziening",
    "Reservering",
    "Verloop overlopende passiva",
    "SiSa",
    "Journaalposten",
    "Boekingen",
    "Afgekeurd",
    "Controle",
    "Uitgangspunten",
]


def spuk(*woorden: object) -> Result:
    return CliRunner().invoke(main, [str(w) for w in woorden])


@pytest.fixture(scope="module")
def voorbeeld(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    uit = tmp_path_factory.mktemp("uit")
    resultaat = spuk(
        "verantwoording", "voorbeeld:westfriesland", "--jaar", 2023, "--uit", uit, "--json", uit / "v.json"
    )
    assert resultaat.exit_code == 0, resultaat.output
    return uit, resultaat.output


def test_example_is_closed_and_says_it_is_fictitious(voorbeeld):
    uit, scherm = voorbeeld
    assert "Alle aansluitingen sluiten." in scherm
    assert "FICTIEF" in scherm
    werkboeken = sorted(uit.glob("*.xlsx"))
    assert len(werkboeken) == 8
    for pad in werkboeken:
        boek = openpyxl.load_workbook(pad, data_only=True)
        assert boek.sheetnames == BLADEN
        assert all(blad["A3"].value.startswith("FICTIEF") for blad in boek.worksheets)
    assert sorted(p.name for p in uit.iterdir() if p.suffix not in (".xlsx", ".json")) == []


@pytest.mark.parametrize("jaar", [2024, 2025])
def test_example_is_closed_in_later_years(tmp_path, jaar):
    uit = spuk("verantwoording", "voorbeeld:westfriesland", "--jaar", jaar, "--uit", tmp_path)
    assert uit.exit_code == 0, uit.output
    assert "Alle aansluitingen sluiten." in uit.output
    assert len(list(tmp_path.glob("*.xlsx"))) == 8
    need_program("soffice", "libreoffice-calc-nogui")
    pad = tmp_path / f"verantwoording-{jaar}-hoorn.xlsx"  # with a SPUK onderwijsroute, whose last year is 2025
    assert formula_differences(pad, recalculate(pad, tmp_path))[1] == []


def test_json_holds_every_figure_in_cents(voorbeeld):
    document = json.loads((voorbeeld[0] / "v.json").read_text(encoding="utf-8"))
    hoorn = document["gemeenten"]["Hoorn"]["spuk"]
    assert document["verschillen"] == []
    assert hoorn["uitkering"] + hoorn["reservering_begin"] == hoorn["lasten"] + hoorn["reservering_eind"]
    assert all(b["goedgekeurd"] + b["afgekeurd"] == b["totaal"] for b in document["boekingen"])


def test_every_booking_stands_in_one_workbook(voorbeeld):
    uit, _ = voorbeeld
    document = json.loads((uit / "v.json").read_text(encoding="utf-8"))
    rijen = []
    for pad in uit.glob("*.xlsx"):
        boek = openpyxl.load_workbook(pad, data_only=True)
        for naam in ("Boekingen", "Afgekeurd"):
            waarden = list(boek[naam].values)
            kop = next(i for i, r in enumerate(waarden) if "Regelnr" in r)
            titels = waarden[kop]
            rijen += [
                (r[titels.index("Bestand")], r[titels.index("Regelnr")], r[titels.index("Bedrag")])
                for r in waarden[kop + 1 :]
            ]
    van_2023 = [b for b in document["boekingen"] if b["bestand"].endswith("2023.csv")]
    assert len(rijen) == len({r[:2] for r in rijen}) == sum(b["aantal"] for b in van_2023)
    assert round(sum(r[2] for r in rijen) * 100) == sum(b["totaal"] for b in van_2023)


def test_libreoffice_finds_the_same_value_in_every_formula(voorbeeld, tmp_path):
    need_program("soffice", "libreoffice-calc-nogui")
    for naam in ("hoorn", "koggenland", "regio-westfriesland"):
        pad = voorbeeld[0] / f"verantwoording-2023-{naam}.xlsx"
        aantal, verschillen = formula_differences(pad, recalculate(pad, tmp_path))
        assert verschillen == []
        assert aantal > 150


def test_booking_text_never_becomes_a_formula(tmp_path):
    rij = REGEL.replace("Termijn 1", '=HYPERLINK(""x"")').replace("Taallessen", "+1-1")
    make_region(tmp_path, f"{KOP}\n{rij}\n")
    assert spuk("verantwoording", tmp_path, "--jaar", 2023, "--uit", tmp_path / "uit").exit_code == 0
    blad = openpyxl.load_workbook(tmp_path / "uit" / "verantwoording-2023-hoorn.xlsx")["Boekingen"]
    cellen = [
        c for rij in blad.iter_rows() for c in rij if isinstance(c.value, str) and c.value.startswith(("=H", "+1"))
    ]
    assert [c.data_type for c in cellen] == ["s", "s"]


def test_five_years_with_overspending_recalculate(tmp_path):
    """Surplus beyond the ruimte, repayment, vordering: all branches of the live formulas."""
    need_program("soffice", "libreoffice-calc-nogui")
    instellingen = '[[boekingen]]\nbestand = "boekingen/b.csv"\njaar = 2026\n'
    make_region(
        tmp_path,
        f"{KOP}\n{REGEL.replace('2023', '2026').replace('1.000,00', '350.000,00')}\n",
        instellingen=instellingen,
    )
    eigen = tmp_path / "verantwoording"
    (eigen / "tellingen.csv").unlink()
    (eigen / "beschikkingen.csv").write_text(
        "jaar;cbs_code;soort;datum;bedrag\n"
        + "".join(
            f"2022;{c};voorlopig;2021-10-01;480000\n2022;{c};definitief;2023-05-20;500000\n"
            f"2023;{c};voorlopig;2022-10-01;420000\n2023;{c};definitief;2024-05-20;390000\n"
            f"2023;{c};terugvordering;2025-02-01;60000\n"
            f"2024;{c};voorlopig;2023-10-01;300000\n2025;{c};voorlopig;2024-10-01;200000\n2026;{c};voorlopig;2025-10-01;600000\n"
            for c in ("GM0405", "GM0420")
        ),
        encoding="utf-8",
    )
    (eigen / "standen.csv").write_text(
        "jaar;cbs_code;uitkering;besteding;reservering_begin;doorgeschoven_begin;reservering_eind;doorgeschoven_eind\n"
        + "".join(
            f"2022;{c};500000;300000;0;0;200000;0\n2023;{c};400000;100000;200000;0;400000;0\n"
            f"2024;{c};300000;150000;400000;0;495000;0\n2025;{c};200000;900000;495000;0;0;205000\n"
            for c in ("GM0405", "GM0420")
        ),
        encoding="utf-8",
    )
    uit = spuk("verantwoording", tmp_path, "--jaar", 2026, "--uit", tmp_path / "uit")
    assert uit.exit_code == 0, uit.output
    assert "Alle aansluitingen sluiten." in uit.output
    pad = tmp_path / "uit" / "verantwoording-2026-hoorn.xlsx"
    assert formula_differences(pad, recalculate(pad, tmp_path))[1] == []


def test_korting_is_a_line_of_the_sheet_telling(tmp_path):
    need_program("soffice", "libreoffice-calc-nogui")
    instellingen = '[[boekingen]]\nbestand = "boekingen/b.csv"\njaar = 2023\n' + "".join(
        f'[[korting]]\njaar = 2023\ncbs_code = "{c}"\nbedrag = "255.52"\nbron = "proef"\n' for c in ("GM0405", "GM0420")
    )
    make_region(tmp_path, instellingen=instellingen)
    (tmp_path / "parameters.toml").write_text(
        '[[prestatiebekostiging.waarde]]\nvanaf = 2023-01-01\nwaarde = "korting"\nstatus = "aanname"\n'
        'toelichting = "proef"\n',
        encoding="utf-8",
    )
    assert "Alle aansluitingen sluiten." in spuk("verantwoording", tmp_path, "--jaar", 2023, "--uit", tmp_path).output
    for naam in ("hoorn", "regio-proef"):
        pad = tmp_path / f"verantwoording-2023-{naam}.xlsx"
        assert formula_differences(pad, recalculate(pad, tmp_path))[1] == []
    blad = openpyxl.load_workbook(tmp_path / "verantwoording-2023-hoorn.xlsx", data_only=True)["Telling"]
    waarden = {r[0]: r[3] for r in blad.values if r[0]}
    assert (waarden["Korting prestatiebekostiging (opgegeven)"], waarden["Uitkering herrekend"]) == (-255.52, 13000)


def test_boekingen_and_beschikking_write_nothing(tmp_path):
    make_region(tmp_path)
    voor = sorted(tmp_path.rglob("*"))
    boekingen, beschikking = (spuk(o, tmp_path, "--jaar", 2023) for o in ("boekingen", "beschikking"))
    assert (boekingen.exit_code, beschikking.exit_code) == (0, 0), boekingen.output + beschikking.output
    assert "1.000,00" in boekingen.output
    assert "13.255,52" in beschikking.output
    assert all(d in beschikking.output for d in ("15-07-2024", "30-09-2024", "30-06-2025"))
    assert "x verhouding" in beschikking.output
    assert sorted(tmp_path.rglob("*")) == voor


def xlsx(pad: Path, *, samengevoegd: bool = False, formule: bool = False) -> bytes:
    boek = xlsxwriter.Workbook(str(pad))
    blad = boek.add_worksheet("Export")
    blad.write_row(0, 0, KOP.split(";"))
    blad.write_row(1, 0, REGEL.split(";"))
    if samengevoegd:
        blad.merge_range("A3:C3", "31-03-2023")
    if formule:
        blad.write_formula(2, 6, "=G2*2", None, "")
    boek.close()
    return pad.read_bytes()


def zip_bomb(pad: Path) -> bytes:
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("xl/workbook.xml", "<workbook/>")
        archief.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    return pad.read_bytes()


def bad_booking(kolom: str, waarde: str) -> str:
    rij = dict(zip(KOP.split(";"), REGEL.split(";"), strict=True)) | {kolom: waarde}
    return f"{KOP}\n{REGEL}\n{';'.join(rij.values())}\n"


SLECHT = {
    "leeg": (f"{KOP}\n", "b.csv", "geen boekingen"),
    "nul bytes": ("", "b.csv", "een bestand van 0 bytes"),
    "geen scheidingsteken": ("datum bedrag\n1 2\n", "b.csv", "één kolom"),
    "andere kolommen": ("Boekdatum;Euro\n1;2\n", "b.csv", "geen kolom 'datum'"),
    "gemengde codering": (f"{KOP}\n{REGEL} café\n".encode() + REGEL.encode() + b" caf\xe9\n", "b.csv", "door elkaar"),
    "binair": (f"{KOP}\n{REGEL}\0\n", "b.csv", "een binair bestand"),
    "te veel velden": (f"{KOP}\n{REGEL}\n{REGEL};;x\n", "b.csv", "regel 3: gevonden 12 velden"),
    "open aanhalingsteken": (f'{KOP}\n{REGEL}\n"{REGEL}\n', "b.csv", "b.csv"),
    "1e308": (bad_booking("bedrag", "1e308"), "b.csv", "regel 3, kolom bedrag: gevonden '1e308'"),
    "negatief": (bad_booking("bedrag", "-50,00"), "b.csv", "credit = true"),
    "nan": (bad_booking("bedrag", "NaN"), "b.csv", "regel 3, kolom bedrag: gevonden 'NaN'"),
    "leeg bedrag": (bad_booking("bedrag", ""), "b.csv", "regel 3, kolom bedrag: gevonden een lege cel"),
    "1900": (bad_booking("datum", "01-01-1900"), "b.csv", "regel 3, kolom datum: gevonden '01-01-1900'"),
    "punt en komma": (bad_booking("bedrag", "1000.50"), "b.csv", "door elkaar"),
}


def check_refused(map_: Path, deel: str) -> None:
    uit = spuk("verantwoording", map_, "--jaar", 2023, "--uit", map_ / "uit")
    assert uit.exit_code == 2, uit.output
    assert deel in uit.output
    assert "boekingen/b." in uit.output
    assert "Traceback" not in uit.output
    assert not (map_ / "uit").exists()


@pytest.mark.parametrize(("inhoud", "naam", "deel"), [pytest.param(*v, id=k) for k, v in SLECHT.items()])
def test_bad_csv_gives_one_clear_message_and_writes_nothing(tmp_path, inhoud, naam, deel):
    check_refused(make_region(tmp_path, inhoud, naam), deel)


@pytest.mark.parametrize(
    ("maak", "deel"),
    [
        pytest.param(lambda p: xlsx(p, samengevoegd=True), "cel G3: gevonden een lege cel", id="samengevoegd"),
        pytest.param(lambda p: xlsx(p, formule=True), "cel G3: gevonden een formule zonder uitkomst", id="formule"),
        pytest.param(zip_bomb, "Vertrouw dit bestand niet", id="zipbom"),
        pytest.param(lambda p: b"geen werkboek", "geen leesbaar XLSX-bestand", id="geen xlsx"),
        pytest.param(lambda p: xlsx(p)[:2000], "geen leesbaar XLSX-bestand", id="afgebroken"),
    ],
)
def test_bad_xlsx_gives_one_clear_message_and_writes_nothing(tmp_path, maak, deel):
    check_refused(make_region(tmp_path, maak(tmp_path / "maak.xlsx"), "b.xlsx"), deel)


def test_beschikking_of_a_year_without_data_is_refused(tmp_path):
    uit = spuk("beschikking", make_region(tmp_path), "--jaar", 2025)
    assert uit.exit_code == 2
    assert "geen beschikking 2025 voor Hoorn" in uit.output
