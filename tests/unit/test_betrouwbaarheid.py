"""The page of what was tried keeps the sections of several scripts apart."""

from __future__ import annotations

import pytest

from tests.betrouwbaarheid import KOP, commit, put_section, version_words
from tests.laagst import counts, section


def test_a_script_renews_its_own_section_and_no_other(tmp_path):
    pagina = tmp_path / "pagina.md"
    put_section("invoer", "## Invoer\n\nEen.\n", pagina)
    put_section("storingen", "## Storingen\n\nTwee.\n", pagina)
    put_section("invoer", "## Invoer\n\nDrie.\n", pagina)
    tekst = pagina.read_text(encoding="utf-8")
    assert tekst == (
        f"{KOP}\n<!-- invoer: begin -->\n## Invoer\n\nDrie.\n<!-- invoer: eind -->\n\n"
        "<!-- storingen: begin -->\n## Storingen\n\nTwee.\n<!-- storingen: eind -->\n"
    )


def test_only_versions_that_can_be_looked_up_are_named():
    nu = commit()
    if nu:
        assert version_words([nu, nu]) == nu
        assert version_words(["0" * 8, nu, "x"]) == f"{nu}, en 2 eerdere, die de geschiedenis niet meer heeft"
    assert version_words(["x"]) == "1 eerdere, die de geschiedenis niet meer heeft"
    assert version_words([]) == ""


@pytest.mark.parametrize(
    ("gezegd", "tellingen"),
    [
        ("........\n3 passed in 0.12s\n", {"geslaagd": 3}),
        (
            "== 1 failed, 3473 passed, 1 skipped in 1438.29s (0:23:58) ==\n",
            {"mislukt": 1, "geslaagd": 3473, "overgeslagen": 1},
        ),
        ("=== 2 passed, 3 warnings, 1 error in 1.00s ===\n", {"geslaagd": 2, "fout": 1}),
    ],
)
def test_the_last_line_of_pytest_is_counted(gezegd, tellingen):
    assert counts(gezegd) == tellingen
    assert "3.473 geslaagd" in section({"geslaagd": 3473}, 0, ["numpy 2.0.0"])


def test_without_a_last_line_there_is_no_outcome():
    with pytest.raises(SystemExit, match="geen uitslag"):
        counts("ERROR: file or directory not found: tests/niets\n")
