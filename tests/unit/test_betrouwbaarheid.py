"""The page of what was tried says what the scripts wrote, and nothing else."""

from __future__ import annotations

from tests.betrouwbaarheid import PAGINA, Afdeling, page


def test_the_page_is_put_together_from_the_figures():
    assert PAGINA.read_text(encoding="utf-8") == page()


def test_a_section_is_a_table_with_words_around_it():
    tekst = Afdeling(1, "Proef", ["Vooraf."], ["Wat", "Gevallen"], [["a", "10"]], ["Achteraf."]).text()
    assert tekst == "## Proef\n\nVooraf.\n\n| Wat | Gevallen |\n| --- | --: |\n| a | 10 |\n\nAchteraf.\n"
