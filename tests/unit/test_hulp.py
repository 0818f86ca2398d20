"""A missing program: skipped on somebody's machine, failed in CI."""

import pytest

from tests.hulp import need_program


def test_a_present_program_is_found():
    assert need_program("sh", "dash").endswith("/sh")


@pytest.mark.parametrize(
    ("ci", "outcome"),
    [("", pytest.skip.Exception), ("true", pytest.fail.Exception)],
    ids=["own machine", "ci"],
)
def test_a_missing_program_says_what_to_install(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match=r"'geen-programma' is missing; .*apt-get install geen-pakket"):
        need_program("geen-programma", "geen-pakket")
