"""What others read of the project: publiccode.yml by its standard, and the workflow by what it calls."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from cli import main

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

# publiccode.yml 0.4 (yml.publiccode.tools/schema.core.html): which keys must be there, and what may stand there.
NODIG = {
    *("publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType"),
    *("description", "legal", "maintenance", "localisation"),
}
MAG = {
    *("applicationSuite", "landingURL", "isBasedOn", "softwareVersion", "releaseDate", "logo", "usedBy", "roadmap"),
    *("intendedAudience", "dependsOn", "inputTypes", "outputTypes", "monochromeLogo"),
}
STATUS = {"concept", "development", "beta", "stable", "obsolete"}
SOORT = {
    *(f"standalone/{s}" for s in ("mobile", "iot", "desktop", "web", "backend", "other")),
    *("addon", "library", "configurationFiles"),
}
GEBIED = {
    *("agriculture", "culture", "defence", "education", "emergency-services", "employment", "energy", "environment"),
    *("finance-and-economic-development", "foreign-affairs", "government", "healthcare", "infrastructures", "justice"),
    *("local-authorities", "manufacturing", "research", "science-and-technology", "security", "society", "sport"),
    *("tourism", "transportation", "welfare"),
}
# Of the list of a hundred: those that fit software for money.
CATEGORIE = {
    *("accounting", "budgeting", "business-intelligence", "compliance-management", "data-analytics", "erp"),
    *("data-visualization", "financial-reporting", "grant-management", "predictive-analysis", "resource-management"),
}


@pytest.fixture(scope="module")
def publiccode() -> dict:
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_publiccode_keeps_its_standard(publiccode):
    assert publiccode.keys() >= NODIG
    assert publiccode.keys() <= NODIG | MAG
    assert publiccode["publiccodeYmlVersion"] == "0.4"
    assert publiccode["developmentStatus"] in STATUS
    assert publiccode["softwareType"] in SOORT
    assert {*publiccode["categories"]} <= CATEGORIE
    assert {*publiccode["intendedAudience"]["scope"]} <= GEBIED
    assert publiccode["intendedAudience"]["countries"] == ["nl"]
    assert re.fullmatch(r"https://\S+", publiccode["url"])
    for taal, tekst in publiccode["description"].items():
        assert re.fullmatch("[a-z]{2}", taal)
        assert len(tekst["shortDescription"]) <= 150
        assert 150 <= len(tekst["longDescription"]) <= 10_000
        assert 5 <= len(tekst["features"]) <= 20
    onderhoud = publiccode["maintenance"]
    assert onderhoud["type"] in {"internal", "contract", "community", "none"}
    assert onderhoud["type"] == "none" or onderhoud.get("contacts") or onderhoud.get("contractors")
    assert isinstance(publiccode["localisation"]["localisationReady"], bool)
    assert publiccode["localisation"]["availableLanguages"] == ["nl"]
    assert all(d["name"] for d in publiccode["dependsOn"]["open"])


def test_publiccode_says_what_the_project_says(publiccode):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert publiccode["softwareVersion"] == project["version"]
    assert publiccode["legal"]["license"] == project["license"]
    assert publiccode["dependsOn"]["open"][0] == {
        "name": "Python", "versionMin": project["requires-python"].removeprefix(">="), "optional": False,
    }  # fmt: skip


def test_what_the_owner_must_fill_in_says_so():
    """No name of somebody else's place: an address that is not filled in cannot be fetched by mistake."""
    tekst = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert re.search(r"# In te vullen [^\n]*\nurl: https://example\.org/in-te-vullen/", tekst)
    assert re.search(r"# In te vullen [^\n]*\nmaintenance:", tekst)


@pytest.fixture(scope="module")
def steps() -> list[str]:
    """Every line that a workflow runs."""
    uit = []
    for pad in WORKFLOWS:
        for taak in yaml.safe_load(pad.read_text(encoding="utf-8"))["jobs"].values():
            assert taak["timeout-minutes"] <= 60
            uit += [regel for stap in taak["steps"] if "run" in stap for regel in stap["run"].splitlines()]
    return uit


def test_a_workflow_calls_what_exists(steps):
    doelen = {*re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)}
    assert {r.split()[1] for r in steps if r.startswith("make ")} <= doelen
    assert {r.split()[1] for r in steps if r.startswith("spuk ")} <= main.commands.keys()
    genoemd = {w for r in steps for w in r.split() if re.fullmatch(r"[\w./-]+\.(lock|spec|sh)|\.ci/run|tests/\w+", w)}
    assert genoemd >= {".ci/run", "requirements.lock", "requirements-eenbestand.lock", "verpakking/eenbestand.spec"}
    assert [w for w in genoemd if not (ROOT / w).exists()] == []
    modules = {r.split()[2] for r in steps if r.startswith("python -m ")}
    assert {m for m in modules if m.startswith("tests.")} == {"tests.eenbestand"}


def test_a_workflow_runs_every_python_and_system_that_is_promised():
    taken = {n: t for p in WORKFLOWS for n, t in yaml.safe_load(p.read_text(encoding="utf-8"))["jobs"].items()}
    talen = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["classifiers"]
    beloofd = {c.rpartition(" ")[2] for c in talen if re.search(r":: 3\.\d+$", c)}
    assert {*taken["linux"]["strategy"]["matrix"]["python"]} == beloofd
    assert {*taken["andere-systemen"]["strategy"]["matrix"]["systeem"]} == {"windows-latest", "macos-latest"}


def test_the_version_is_told_by_both_names():
    uit = subprocess.run(
        [sys.executable, "-m", "cli", "--help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert "--versie, --version" in uit.stdout
