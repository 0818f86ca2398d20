"""Every test has exactly one kind, which is the folder it lives in; plus the profiles of Hypothesis."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

import scenarios  # noqa: F401 - before numpy: it chooses how numpy rounds, here and in what the tests start
import tests.omgeving  # noqa: F401 - before numpy as well
from tests.eenmaal import make_once
from tests.hulp import need_program
from tests.hulp_boeken import copy_with_books

KINDS = {
    "unit": "one function or rule",
    "properties": "a law that holds for all input",
    "golden": "an outcome established outside the program",
    "e2e": "the program as a user runs it",
}
TESTS = Path(__file__).parent

# No deadlines: a slow shared machine is not a bug. In CI the same examples every time.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
# For `make mutaties`: few examples, always the same, and the first that fails is enough.
settings.register_profile(
    "mutaties",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")


def pytest_configure(config: pytest.Config) -> None:
    for kind, meaning in KINDS.items():
        config.addinivalue_line("markers", f"{kind}: {meaning} (given by the folder tests/{kind})")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a test without exactly one kind into a collection error; pytest-xdist shows those too."""
    report = yield
    complaints = [
        complaint for item in report.result if isinstance(item, pytest.Item) and (complaint := _give_kind(item))
    ]
    if complaints:
        report.outcome = "failed"
        report.longrepr = "\n".join(complaints)
        report.result = []
    return report


def _give_kind(item: pytest.Item) -> str | None:
    """Mark the test with the kind of its folder; return what is wrong if it cannot have exactly one."""
    kind = item.path.relative_to(TESTS).parts[0]
    if kind not in KINDS:
        return f"{item.nodeid}: a test belongs in one of the folders {', '.join(f'tests/{k}' for k in KINDS)}"
    if others := sorted((KINDS.keys() - {kind}) & {mark.name for mark in item.iter_markers()}):
        return f"{item.nodeid}: lives in tests/{kind} but is marked {', '.join(others)}"
    item.add_marker(kind)
    return None


@pytest.fixture(scope="module")
def bladzij():
    """An empty page of a headless browser."""
    need_program("chromium", "chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.fixture(scope="session")
def boekenmap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region folder with books: 2022 closed, booked from 2023 up to and including June 2026."""
    return copy_with_books(tmp_path_factory.mktemp("boeken") / "regio")


@pytest.fixture(scope="session")
def stukken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every P&C piece: in `gewoon` of the example with books, in `vijandig` of one with hostile text for names."""
    from tests.hulp_pc import make_pieces

    return make_once(tmp_path_factory, "stukken", make_pieces)


@pytest.fixture(scope="session")
def zevenlinden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The expected raming of a region with closed years and one booked in part, in every form; `scherm.txt` what the
    command said."""
    need_program("chromium", "chromium")
    from tests.warm import run

    def make(map_: Path) -> None:
        opdracht = run("raming", "voorbeeld:zevenlinden", "--verwacht", "--uit", map_, "--ods", "--pdf")
        assert opdracht.returncode == 0, opdracht.stderr
        (map_ / "scherm.txt").write_text(opdracht.stdout, encoding="utf-8")

    return make_once(tmp_path_factory, "zevenlinden", make)
