"""The rules written as formulas, recalculated by LibreOffice, give the cents that the rules give."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import xlsxwriter
from openpyxl import load_workbook

from finance import balans, meeneemregeling, uitkering
from finance.taal.regel import Wetsregel
from finance.taal.tekst import by_key, formula
from tests.libreoffice import SOFFICE, recalculate

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is niet geïnstalleerd")

EUROS = ("uitkering", "uitkering_t1", "reservering", "besteding", "doorgeschoven", "saldo", "ruimte", "meenemen")
CASES = [
    # uitkering, year before, R, B, D, saldo, ruimte, R(t+1): whole cents, each by itself
    (161_895_969, 171_291_347, 108_692_085, 157_662_378, 0, 112_925_676, 247_541_643, 112_925_676),
    (10, 3, 0, 30, 1, -21, 12, 0),
    (30_001, 20_003, 7, 99_999, 11, -70_002, 40_003, 0),
    (99_999_999_999, 1, 1, 1, 1, 99_999_999_999, 99_999_999_999, 99_999_999_999),
]
RULES = [
    meeneemregeling.SALDO,
    meeneemregeling.RUIMTE,
    meeneemregeling.MEENEMEN,
    meeneemregeling.TERUGVORDERING,
    meeneemregeling.TEKORT,
    meeneemregeling.DOORSCHUIVEN,
    meeneemregeling.EIGEN_LASTEN,
    balans.ONTTREKKING,
]


def figures(case: tuple[int, ...]) -> dict[str, int]:
    return {**dict(zip(EUROS, case, strict=True)), "toevoeging": 17}


def test_cells_and_cents_agree(tmp_path):
    pad = tmp_path / "regels.xlsx"
    shares = {"percentage": Decimal(1), "percentage_vorig": Decimal("0.5")}
    expected: dict[tuple[int, int], int] = {}
    with xlsxwriter.Workbook(str(pad)) as boek:
        blad = boek.add_worksheet("Regels")
        for row, case in enumerate(CASES):
            values = figures(case)
            cell = {}
            for column, (naam, centen) in enumerate(values.items()):
                blad.write_number(row, column, centen / 100)
                cell[naam] = f"{chr(65 + column)}{row + 1}"
            for column, (naam, deel) in enumerate(shares.items(), start=len(values)):
                blad.write_number(row, column, float(deel))
                cell[naam] = f"{chr(65 + column)}{row + 1}"
            for n, (regel, slotjaar) in enumerate((r, s) for r in RULES for s in (False, True)):
                text = formula(regel, by_key(cell), {"slotjaar": slotjaar}, cents=True)
                blad.write_formula(row, 20 + n, f"={text}", None, 0)
                expected[row, 20 + n] = int(regel(**values, **shares, slotjaar=slotjaar))
    opnieuw = load_workbook(recalculate(pad, tmp_path), data_only=True)["Regels"]
    for (row, column), centen in expected.items():
        assert round(opnieuw.cell(row + 1, column + 1).value * 100) == centen, (row, column)
        assert opnieuw.cell(row + 1, column + 1).value == centen / 100


def test_a_uitkering_of_three_gemeenten(tmp_path):
    """BA with a national factor, rounded once: the formula of the count sheet."""
    pad = tmp_path / "uitkering.xlsx"
    weights = dict(zip("abcd", map(Decimal, ("5820.70", "4247.06", "1061.77", "856.51")), strict=True))
    factor = Fraction(103_530, 100_000)
    expected = []
    with xlsxwriter.Workbook(str(pad)) as boek:
        blad = boek.add_worksheet("Regels")
        for row, counts in enumerate(((97, 88, 70, 23), (1, 0, 0, 0), (0, 3, 7, 2))):
            values = dict(zip(("asiel_t", "asiel_t1", "asiel_t2", "aia"), counts, strict=True))
            amounts = {f"gewicht_{naam}": bedrag for naam, bedrag in weights.items()}
            cell = {}
            inputs: dict[str, int | Decimal | Fraction] = {**values, **amounts, "factor": factor}
            for column, (naam, waarde) in enumerate(inputs.items()):
                blad.write_number(row, column, float(waarde))
                cell[naam] = f"{chr(65 + column)}{row + 1}"
            blad.write_formula(row, 15, f"={formula(uitkering.BA, by_key(cell), cents=True)}", None, 0)
            expected.append(int(uitkering.BA(**values, **amounts, factor=factor)))
    opnieuw = load_workbook(recalculate(pad, tmp_path), data_only=True)["Regels"]
    assert [round(opnieuw.cell(row + 1, 16).value * 100) for row in range(3)] == expected


def test_every_rule_is_a_formula():
    """No rule is left without a text, and none holds a word of Dutch."""
    for module in (meeneemregeling, uitkering, balans):
        for regel in module.REGELS:
            assert isinstance(regel, Wetsregel)
            text = formula(regel, lambda naam: "A1", {"slotjaar": False}, cents=True)
            assert set(text) <= set("ABEFGIMNOPRSTUXUDNL0123456789()+-*/^,."), text
