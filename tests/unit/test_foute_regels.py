"""The table of wrong rules still fits the code: each stands where it says, and has a test that exists."""

import ast

from tests.foute_regels import read_rules
from tests.verwisselen import ROOT


def test_every_wrong_rule_can_be_put_in():
    for regel in read_rules():
        bestand = ROOT / regel.bestand
        assert ast.dump(regel.tree()) != ast.dump(ast.parse(bestand.read_text(encoding="utf-8"))), regel.wat


def test_every_wrong_rule_names_a_test_that_exists():
    for regel in read_rules():
        pad, _, naam = regel.test.partition("::")
        functies = {k.name for k in ast.parse((ROOT / pad).read_text(encoding="utf-8")).body if hasattr(k, "name")}
        assert naam in functies, regel.wat
