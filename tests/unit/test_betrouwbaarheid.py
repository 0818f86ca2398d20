"""The page of what was tried keeps the sections of several scripts apart."""

from __future__ import annotations

from tests.betrouwbaarheid import KOP, commit, put_section, version_words


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
