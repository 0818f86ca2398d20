"""The Python API: every example of docs/api.md runs, and its figures are those of the command line."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from finance.fouten import Invoerfout
from scenarios import lees_regio, simuleer
from tests.warm import run as spuk

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
VOORBEELDEN = re.findall(r"^## (.+?)\n.*?```python\n(.+?)```", DOCUMENT, re.MULTILINE | re.DOTALL)


def test_there_are_five_examples():
    assert len(VOORBEELDEN) == 5


@pytest.mark.parametrize("code", [code for _, code in VOORBEELDEN], ids=[kop for kop, _ in VOORBEELDEN])
def test_the_example_runs_and_prints_a_table(code, capsys):
    exec(compile(code, "docs/api.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) > 2


def test_the_columns_are_those_of_the_document():
    raming = simuleer(lees_regio("voorbeeld:westfriesland"), trekkingen=50)
    for naam in ("cijfers", "oordelen", "oorzaken", "waarden"):
        regel = next(r for r in DOCUMENT.splitlines() if r.startswith(f"| `{naam}` |"))
        assert list(getattr(raming, naam).columns) == re.findall(r"`(\w+)`", regel.rsplit("|", 2)[1])


def test_the_figures_are_those_of_the_command(tmp_path):
    uit = spuk(
        *("raming", "voorbeeld:westfriesland", "--scenario", "duurder-b1", "--trekkingen", "200", "--stil"),
        cwd=tmp_path,
    )
    assert uit.returncode == 0, uit.stderr
    rijen = json.loads((tmp_path / "raming.json").read_text(encoding="utf-8"))["rijen"]
    regio = lees_regio("voorbeeld:westfriesland")
    duurder = {"veld": "prijs.leerroute_b1", "vanaf": date(2027, 1, 1), "factor": 1.15}
    for raming in (
        simuleer(regio, "duurder-b1", trekkingen=200),
        simuleer(regio, wijzigingen=[duurder], trekkingen=200),
    ):
        for kolom in ("verwacht", "p5", "p50", "p95", "standaardfout"):
            assert np.array_equal(raming.cijfers[kolom], [rij[kolom] for rij in rijen]), kolom


def test_bad_changes_are_named_all_at_once():
    regio = lees_regio("voorbeeld:westfriesland")
    with pytest.raises(Invoerfout) as fout:
        simuleer(regio, wijzigingen=[{"veld": "realisatie"}, {"veld": "gezin", "vanaf": date(2027, 1, 1)}])
    assert {m.bestand for m in fout.value.meldingen} == {"wijziging 1", "wijziging 2"}
    with pytest.raises(Invoerfout, match=r"prijs\.leerroute_b1"):
        simuleer(regio, wijzigingen=[{"veld": "prijs.leerroute_b", "vanaf": date(2027, 1, 1), "factor": 1.1}])


@pytest.mark.parametrize("veld", ["realisatie", "routemix_z", "gewicht_mix", "samenweging_gezin"])
def test_a_value_that_is_read_once_cannot_change_halfway(veld):
    """It would do nothing, in silence."""
    halverwege = {"veld": f"parameter.{veld}", "vanaf": date(2027, 1, 1), "waarde": 0.5}
    with pytest.raises(Invoerfout, match="vanaf 01-01-2022, zonder tot"):
        simuleer(lees_regio("voorbeeld:westfriesland"), wijzigingen=[halverwege], trekkingen=20)


NIEMAND = {"veld": "taakstelling.landelijk", "vanaf": date(2022, 1, 1), "waarde": 0}


def test_a_country_without_taakstelling_has_no_traceback():
    """While weights equal amounts nothing is redistributed; after that a ratio of nobody is refused in words."""
    regio = lees_regio("voorbeeld:westfriesland")
    cijfers = simuleer(regio, wijzigingen=[NIEMAND], trekkingen=20).cijfers
    hoorn = cijfers.query("gemeente == 'Hoorn' and jaar == 2022 and grootheid == 'spuk_voorlopig'")["verwacht"]
    # Published: 42 and 57 for Hoorn. 2022 has component a only: 99 x 0,7 x 8.057,10.
    assert hoorn.item() == pytest.approx(99 * 0.7 * 8057.10)
    nul = {"veld": "parameter.landelijk_asiel", "vanaf": date(2022, 1, 1), "waarde": 0}
    with pytest.raises(Invoerfout, match="landelijke aantallen 2026"):
        simuleer(regio, wijzigingen=[NIEMAND, nul], trekkingen=20)


def test_importing_the_package_loads_nothing_heavy():
    vraag = "import sys, scenarios; print(sorted({'numpy', 'pandas', 'pydantic', 'scipy'} & sys.modules.keys()))"
    uit = subprocess.run([sys.executable, "-c", vraag], cwd=ROOT, capture_output=True, text=True, check=True)
    assert uit.stdout.strip() == "[]"
