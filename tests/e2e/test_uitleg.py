"""The command `uitleg`, as a controller types it."""

from __future__ import annotations

import pytest

from tests.warm import run as spuk


def test_an_article_with_the_figures_of_a_gemeente():
    uit = spuk("uitleg", "art.", "10.5", "--regio", "voorbeeld:westfriesland", "--gemeente", "Hoorn", "--jaar", "2025")
    assert uit.returncode == 0
    assert "saldo(t) = U(t) + R(t) - B(t) - D(t)" in uit.stdout
    assert "(Besluit inburgering 2021 art. 10.5)." in uit.stdout
    assert "Hoorn, 2025: verwachte waarden, zonder toeval." in uit.stdout
    assert "SPUK onderwijsroute" in uit.stdout


@pytest.mark.parametrize(
    ("woorden", "begin"),
    [
        (("contracten",), "Prijzen (blad Contracten"),
        (("beschikkingen",), "Ontvangen beschikkingen (blad Beschikkingen"),
        (("budgetten.csv",), "Gemeentefonds en SPUK onderwijsroute (blad Gemeentefonds"),
        (("invoer",), "De bladen van invoer.xlsx"),
        (("ggm",), "\nInput from a database"),
    ],
)
def test_what_messages_point_to_is_shown(woorden, begin):
    uit = spuk("uitleg", *woorden)
    assert uit.returncode == 0
    assert uit.stdout.startswith(begin)


def test_without_a_topic_all_articles_are_listed():
    uit = spuk("uitleg")
    assert uit.returncode == 0
    assert "art. 10.6" in uit.stdout
    assert "art. 52a" in uit.stdout


@pytest.mark.parametrize(
    ("woorden", "tekst"),
    [
        (("onzin",), "verwacht een artikel, zoals art. 10.5, of een regel, zoals saldo"),
        (("saldo", "--jaar", "2025"), "--gemeente en --jaar horen bij --regio"),
        (("saldo", "--regio", "voorbeeld:westfriesland", "--gemeente", "Horn"), "Bedoeld is misschien: Hoorn."),
    ],
)
def test_a_mistake_is_told_in_dutch_with_exit_2(woorden, tekst):
    uit = spuk("uitleg", *woorden)
    assert uit.returncode == 2
    assert tekst in uit.stderr
    assert "Traceback" not in uit.stderr


def test_a_word_of_the_manual_is_explained_and_a_rule_with_that_name_after_it():
    assert spuk("uitleg", "buffer").stdout.startswith("buffer: bedrag dat ontbreekt")
    beide = spuk("uitleg", "doorschuiven").stdout
    assert beide.startswith("doorschuiven: ")
    assert "D(t+1) = 0" in beide


def test_the_manual_reads_on_screen_and_says_how_to_open_its_pages():
    bladzijde = spuk("uitleg", "handleiding").stdout
    assert bladzijde.startswith("\nHandleiding voor de controller\n===")
    assert "In tien minuten (spuk uitleg tien-minuten)" in " ".join(bladzijde.split())
    assert "](" not in bladzijde
    assert spuk("uitleg", "tien-minuten").stdout.startswith("\nIn tien minuten\n")
    # What has a sheet of that name is reached as a file.
    assert spuk("uitleg", "invoer.md").stdout.startswith("\nInvoer: de regiomap\n")
