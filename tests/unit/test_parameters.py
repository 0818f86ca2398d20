"""The strict parameter loader: errors that name file, key and mend; overrides that leave the past alone."""

from datetime import date

import pytest

from finance.fouten import Invoerfout
from finance.parameters import Bron, parse_parameters
from scenarios.grond.gegevens import load_parameters

GOED = """
[x]
label = "X"
eenheid = "EUR"
geldt = "jaar"
projectie = "index"
[[x.waarde]]
vanaf = 2022-01-01
waarde = "100.00"
status = "vastgesteld"
bron = { titel = "wet" }
[[x.waarde]]
vanaf = 2023-01-01
waarde = "110.00"
status = "vastgesteld"
bron = { titel = "wet" }
[index]
label = "index"
eenheid = "per jaar"
geldt = "doorlopend"
[[index.waarde]]
vanaf = 2022-01-01
waarde = "0.10"
status = "raming"
bron = { titel = "begroting" }
"""
BRON = Bron("scenario")


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        ('eenheid = "EUR"', 'eenheidd = "EUR"', "onbekende sleutel 'eenheidd'"),
        ("vanaf = 2023-01-01", "vanaf = 2023-02-01", "1 januari van een budgetjaar"),
        ("vanaf = 2023-01-01", "vanaf = 2022-01-01", "twee waarden vanaf 2022-01-01"),
        ('bron = { titel = "wet" }\n[index]', "[index]", "geen bron"),
        ('waarde = "110.00"', "waarde = 110.00", "waarde als tekst"),
        ('waarde = "110.00"', 'waarde = "NaN"', "een getal als tekst"),
        ('status = "raming"', 'status = "ongeveer"', "status 'ongeveer'"),
        ('label = "X"', 'label = "X"\nlabel = "Y"', "ongeldige TOML"),
        (
            'bron = { titel = "wet" }\n[index]',
            'bron = { titel = "wet", blz = "3" }\n[index]',
            "onbekende sleutel 'blz'",
        ),
    ],
)
def test_every_mistake_is_named(oud, nieuw, melding):
    assert oud in GOED
    with pytest.raises(Invoerfout) as fout:
        parse_parameters(GOED.replace(oud, nieuw), "proef.toml")
    assert "proef.toml" in str(fout.value)
    assert melding in str(fout.value)


def test_look_up_before_the_first_value_is_an_error():
    parameters = parse_parameters(GOED, "proef.toml")
    with pytest.raises(Invoerfout, match="geen waarde voor 2021"):
        parameters.look_up("x", date(2021, 12, 31))


def test_projection_is_indexed_and_marked():
    """110 x 1.10 x 1.10 = 133.10"""
    waarde = parse_parameters(GOED, "proef.toml").in_year("x", 2025)
    assert (waarde.waarde, waarde.status) == ("133.10", "raming")


def test_override_keeps_every_earlier_value():
    parameters = parse_parameters(GOED, "proef.toml")
    anders = parameters.override("x", date(2025, 1, 1), "50", "aanname", BRON)
    for jaar in (2022, 2023, 2024):
        assert anders.in_year("x", jaar).waarde == parameters.in_year("x", jaar).waarde
    assert anders.in_year("x", 2025).waarde == "50"
    # 50 x 1.10: the override is what later years are projected from.
    assert anders.in_year("x", 2026).waarde == "55.00"


def test_override_of_a_choice_is_checked():
    with pytest.raises(Invoerfout, match="geen, wettelijk, korting"):
        load_parameters().override("prestatiebekostiging", date(2026, 1, 1), "boete", "aanname", BRON)


def test_every_shipped_value_has_a_source_or_a_reason():
    for parameter in load_parameters().values():
        assert parameter.label
        for waarde in parameter.waarden:
            assert waarde.herkomst, (parameter.naam, waarde.vanaf)
