"""Every article has its place in the code, and the page of docs says the same as the code."""

from __future__ import annotations

from collections import Counter

import pytest

from finance.taal.regel import Als, Term
from finance.taal.tekst import sentence
from tests.wetsindex import PAGE, cited, index, page, rules


def test_the_page_says_what_the_code_says():
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.wetsindex > docs/wetsindex.md"


@pytest.mark.parametrize("article", ["10.1", "10.2", "10.3", "10.4", "10.5", "10.6"])
def test_every_article_of_the_spuk_has_a_rule(article):
    assert index()[f"Besluit {article}"][0]


@pytest.mark.parametrize("article", ["Besluit 10.7", "Besluit 10.8", "BBV 40a", "BBV 49", "BBV 52a"])
def test_every_article_of_the_books_has_a_function_or_rule(article):
    assert any(index()[article])


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("The room (art. 10.5).", ["Besluit 10.5"]),
        ("Besluit inburgering 2021 art. 10.1, 10.2 en 10.3 lid 5", ["Besluit 10.1", "Besluit 10.2", "Besluit 10.3"]),
        ("Movement (BBV art. 49 lid 1 b, 52a).", ["BBV 49", "BBV 52a"]),
        ("Amounts (Regeling art. 10.2-10.4)", ["Regeling 10.2", "Regeling 10.3", "Regeling 10.4"]),
        ("No article at all.", []),
    ],
)
def test_articles_are_read_from_a_text(text, articles):
    assert list(cited(text)) == articles


def test_every_rule_has_a_name_of_its_own():
    assert [naam for naam, aantal in Counter(r.naam for _, r in rules()).items() if aantal > 1] == []


def test_every_rule_reads_as_one_dutch_sentence():
    for _, regel in rules():
        zin = sentence(regel)
        assert zin[0].isupper()
        assert zin.endswith(").")
        assert "  " not in zin


def test_every_name_has_words_and_every_choice_a_reason():
    def terms(term: Term):
        yield term
        for deel in term.delen:
            yield from terms(deel)

    for _, regel in rules():
        assert all(naam.tekst for naam in regel.term.names())
        assert all(t.tekst for t in terms(regel.term) if isinstance(t, Als))
