"""A test without exactly one kind is a collection error."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"


def run_pytest(folder: Path, files: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on a small tree of its own, under our conftest."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy(CONFTEST, folder / "tests")
    command = [sys.executable, "-m", "pytest", f"--rootdir={folder}", "--strict-markers", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_folder_gives_the_kind(tmp_path):
    files = {f"tests/{kind}/test_{kind}.py": "def test(): ..." for kind in ("unit", "properties", "golden", "e2e")}
    outcome = run_pytest(tmp_path, files, "-m", "golden", "--verbose")
    assert outcome.returncode == pytest.ExitCode.OK
    assert "1 passed, 3 deselected" in outcome.stdout
    assert "test_golden.py" in outcome.stdout


@pytest.mark.parametrize(
    ("options", "code"), [((), pytest.ExitCode.INTERRUPTED), (("-n", "1"), pytest.ExitCode.TESTS_FAILED)]
)
def test_without_a_single_kind_the_run_fails(tmp_path, options, code):
    files = {
        "tests/test_los.py": "def test(): ...",
        "tests/anders/test_vreemd.py": "def test(): ...",
        "tests/unit/test_twee.py": "import pytest\n@pytest.mark.e2e\ndef test(): ...",
        "tests/unit/test_goed.py": "def test(): ...",
    }
    outcome = run_pytest(tmp_path, files, *options)
    assert outcome.returncode == code
    for complaint in (
        "test_los.py::test: a test belongs in one of the folders",
        "test_vreemd.py::test: a test belongs in one of the folders",
        "test_twee.py::test: lives in tests/unit but is marked e2e",
    ):
        assert complaint in outcome.stdout
    assert "test_goed.py::test" not in outcome.stdout
