"""The page of what was tried keeps the sections of several scripts apart."""

from __future__ import annotations

from tests.betrouwbaarheid import KOP, put_section


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
