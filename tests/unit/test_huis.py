"""The code keeps the rules of the house, and the rules can tell good from bad."""

import pytest

from tests.huisregels import (
    GROTER,
    HARD_LINES,
    MAX_FILES,
    MAX_FUNCTION,
    MAX_LINES,
    Module,
    crowded,
    csv_elsewhere,
    cycles,
    forks,
    homonyms,
    house_modules,
    impure_finance,
    listed_elsewhere,
    misplaced_chance,
    opened_elsewhere,
    oversized,
    too_long,
    unnamed_newline,
    without_room,
    writes_elsewhere,
    wrong_direction,
    wrong_room,
)

RULES = [
    *(wrong_direction, wrong_room, without_room, misplaced_chance, impure_finance),
    *(opened_elsewhere, writes_elsewhere, listed_elsewhere, too_long),
    *(csv_elsewhere, unnamed_newline, forks),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule):
    assert [complaint for module in house_modules() for complaint in rule(module)] == []


def test_no_import_cycles():
    assert list(cycles(house_modules())) == []


def test_a_class_name_has_one_meaning():
    assert list(homonyms(house_modules())) == []


def test_two_meanings_are_seen():
    een, twee = (Module(f"reports/{n}/a.py", "class Rij:\n    pass") for n in ("pc", "tabel"))
    assert len(list(homonyms([een, twee]))) == 1


def test_every_reason_to_be_larger_is_still_needed():
    assert GROTER.keys() - {name for module in house_modules() for name, _, _ in oversized(module)} == set()


def test_an_enumeration_with_a_word_between_every_two_is_seen():
    for regel in ('" en ".join(jaren)', "', of '.join(jaren)"):
        assert list(listed_elsewhere(Module("reports/pc/a.py", regel)))
    assert not list(listed_elsewhere(Module("reports/pc/a.py", '", ".join(jaren)')))


def test_no_room_is_crowded():
    assert list(crowded(house_modules())) == []


def test_a_crowded_room_is_seen():
    room = [Module(f"reports/pc/{n}.py", "") for n in range(MAX_FILES)]
    assert list(crowded([*room, Module("reports/pc/__init__.py", "")])) == []
    assert len(list(crowded([*room, Module("reports/pc/a.py", "")]))) == 1


def test_no_tests_outside_the_tests_folder():
    assert [module.path for module in house_modules() if "/test_" in module.path] == []


def test_the_rules_see_all_layers():
    assert {module.package for module in house_modules()} >= {"finance", "scenarios", "reports", "cli", "spuk"}


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (wrong_direction, "finance/a.py", "import scenarios"),
        (wrong_direction, "finance/a.py", "def f():\n    from reports.tabel.xlsx import maak"),
        (wrong_direction, "scenarios/a.py", "import reports.tabel.xlsx as b"),
        (wrong_direction, "reports/a.py", "from cli import main"),
        (wrong_direction, "cli.py", "from tests import hulp"),
        (wrong_direction, "finance/a.py", "import_module('scenarios')"),
        (wrong_direction, "finance/a.py", "importlib.import_module(naam)"),
        (wrong_room, "scenarios/grond/a.py", "from scenarios.regiomap.regio import Regio"),
        (wrong_room, "scenarios/ggm/a.py", "def f():\n    import scenarios.api"),
        (wrong_room, "reports/tabel/a.py", "from reports.raming import rapport"),
        (without_room, "scenarios/a.py", ""),
        (without_room, "reports/zolder/a.py", ""),
        (misplaced_chance, "finance/a.py", "import random as r"),
        (misplaced_chance, "scenarios/a.py", "from numpy import random"),
        (misplaced_chance, "scenarios/a.py", "from numpy.random import Generator"),
        (misplaced_chance, "reports/a.py", "x = np.random.normal()"),
        (misplaced_chance, "cli.py", "g = default_rng(1)"),
        (misplaced_chance, "scenarios/ggm/sleutel.py", "from numpy import random"),
        (misplaced_chance, "scenarios/a.py", "import secrets"),
        (misplaced_chance, "scenarios/sub/trekking.py", "stats.norm(0, 1).rvs(10)"),
        (misplaced_chance, "reports/a.py", "def f(rng): ..."),
        (misplaced_chance, "reports/a.py", "tabel.sample(3, random_state=1)"),
        (misplaced_chance, "reports/a.py", "import secrets"),
        (misplaced_chance, "reports/dashboard/toegang.py", "import random"),
        (wrong_direction, "notebooks/a.py", "from cli import main"),
        (wrong_direction, "cli.py", "import spuk"),
        (csv_elsewhere, "reports/tabel/csv.py", "csv.writer(stroom)"),
        (csv_elsewhere, "scenarios/a.py", "x = csv.DictWriter(stroom, kop)"),
        (unnamed_newline, "docs/a.py", "pad.write_text(tekst, encoding='utf-8')"),
        (unnamed_newline, "benchmarks/a.py", "open(pad, 'w', encoding='utf-8')"),
        (unnamed_newline, "benchmarks/a.py", "pad.open('a', encoding='utf-8')"),
        (forks, "scenarios/a.py", "os.fork()"),
        (forks, "scenarios/a.py", "from multiprocessing import Pool"),
        (forks, "scenarios/a.py", "from concurrent.futures import ProcessPoolExecutor"),
        (writes_elsewhere, "reports/a.py", "import tempfile"),
        (writes_elsewhere, "reports/a.py", "open(naam, 'w')"),
        (writes_elsewhere, "reports/a.py", "pad.open(mode='a')"),
        (writes_elsewhere, "reports/a.py", "pad.write_text('a')"),
        (writes_elsewhere, "scenarios/a.py", "pad.replace(doel)"),
        (writes_elsewhere, "scenarios/a.py", "pad.rename(doel)"),
        (writes_elsewhere, "scenarios/a.py", "os.open(pad, vlaggen)"),
        (writes_elsewhere, "scenarios/a.py", "os.remove(pad)"),
        (writes_elsewhere, "cli.py", "tabel.to_csv('a.csv')"),
        (writes_elsewhere, "notebooks/a.py", "xlsxwriter.Workbook('a.xlsx')"),
        (wrong_direction, "reports/a.py", "import notebooks"),
        (impure_finance, "finance/a.py", "from pathlib import Path"),
        (impure_finance, "finance/a.py", "import os.path"),
        (impure_finance, "finance/a.py", "from time import time"),
        (impure_finance, "finance/sub/a.py", "open('x')"),
        (impure_finance, "finance/a.py", "pad.read_text()"),
        (impure_finance, "finance/a.py", "from datetime import date\nx = date.today()"),
        (impure_finance, "finance/a.py", "x = datetime.datetime.now"),
        (impure_finance, "finance/a.py", "x = pd.read_csv('x')"),
        (impure_finance, "finance/a.py", "def f():\n    global stand\n    stand = 1"),
        (opened_elsewhere, "scenarios/a.py", "pad.read_text()"),
        (opened_elsewhere, "reports/a.py", "x = lezer(pad.read_bytes)"),
        (opened_elsewhere, "reports/a.py", "with open(pad) as f: ..."),
        (opened_elsewhere, "reports/a.py", "with pad.open('rb') as f: ..."),
        (opened_elsewhere, "reports/a.py", "with pad.open(encoding='utf-8') as f: ..."),
        (opened_elsewhere, "scenarios/a.py", "CalamineWorkbook.from_path(pad)"),
        (opened_elsewhere, "scenarios/a.py", "tomllib.loads(tekst)"),
        (too_long, "reports/a.py", "x = 1\n" * (MAX_LINES + 1)),
        (too_long, "scenarios/ggm/vragen.py", "x = 1\n" * (HARD_LINES + 1)),
        (too_long, "reports/a.py", "def f():\n" + "    x = 1\n" * MAX_FUNCTION),
        (too_long, "reports/a.py", "def f(a, b, c, d, e, *, f, g): ..."),
    ],
)
def test_a_rule_sees_the_wrong(rule, path, text):
    assert [complaint.split(":")[0] for complaint in rule(Module(path, text))] == [path]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "finance/a.py",
            "from datetime import date\nimport numpy as np\nfrom . import b\nnu = date(2025, 1, 1)",
        ),
        ("scenarios/grond/trekking.py", "from numpy.random import default_rng\nfrom finance import bedrag"),
        ("scenarios/ggm/sleutel.py", "import secrets"),
        ("scenarios/grond/openen.py", "x = Path('a').read_text()"),
        ("benchmarks/a.py", "x = pad.read_text()"),
        ("reports/pc/a.py", "with archief.open(deel) as g: ..."),
        ("reports/pc/a.py", "from ..tabel.xlsx import maak\nimport scenarios.grond.trekking, finance"),
        ("cli.py", "import click\nfrom reports import blad"),
        ("benchmarks/a.py", "import time\nimport cli"),
        ("notebooks/a.py", "def _():\n    from scenarios import lees_regio\n    from reports import figuren"),
        ("reports/dashboard/toegang.py", "import secrets"),
        ("reports/pc/a.py", "x = 1\n" * MAX_LINES),
    ],
)
def test_a_rule_leaves_the_good_alone(path, text):
    assert [complaint for rule in RULES for complaint in rule(Module(path, text))] == []


@pytest.mark.parametrize(
    "texts",
    [
        {"finance/a.py": "from finance import b", "finance/b.py": "import finance.a"},
        {
            "finance/a.py": "from .b import x",
            "finance/b.py": "from .c import x",
            "finance/c.py": "from .a import x",
        },
        {"finance/a.py": "import scenarios.b", "scenarios/b.py": "from finance.a import x"},
        {"finance/__init__.py": "from finance.a import x", "finance/a.py": "from finance import x"},
    ],
)
def test_cycles_are_seen(texts):
    [complaint] = cycles(Module(path, text) for path, text in texts.items())
    assert "import cycle" in complaint


def test_a_tree_is_no_cycle():
    texts = {
        "finance/__init__.py": "from finance.a import x",
        "finance/a.py": "from . import b",
        "finance/b.py": "",
        "cli.py": "from finance import a",
    }
    assert list(cycles(Module(path, text) for path, text in texts.items())) == []
