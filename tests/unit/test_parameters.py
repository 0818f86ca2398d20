"""The strict parameter loader: errors that name file, key and mend; overrides that leave the past alone."""

from datetime import date
from decimal import Decimal

import pytest

from finance.fouten import Invoerfout
from finance.parameters import Bron, Waarde, assumptions, parse_parameters
from scenarios.regiomap.land.landsgegevens import shipped

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
RAMING = 'waarde = "0.10"\nstatus = "raming"'
"""The value of the index, which may have an interval."""


@pytest.mark.parametrize(("p10", "p90"), [("0.05", "0.20"), ("0.10", "0.10")])
def test_an_interval_holds_its_value_and_may_end_on_it(p10, p90):
    index = parse_parameters(GOED.replace(RAMING, f'{RAMING}\np10 = "{p10}"\np90 = "{p90}"'), "p.toml")["index"]
    assert (index.waarden[0].p10, index.waarden[0].p90) == (p10, p90)


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        (RAMING, f'{RAMING}\np10 = "0.11"\np90 = "0.20"', "p10 niet boven de waarde en p90 niet eronder"),
        (RAMING, f'{RAMING}\np10 = "0.05"\np90 = "0.09"', "p10 niet boven de waarde en p90 niet eronder"),
        (RAMING, f'{RAMING}\np10 = "0.05"', "p10 en p90 samen, of geen van beide"),
        ('waarde = "100.00"', 'waarde = "100.00"\np10 = "90"\np90 = "110"', "geen interval bij een vastgesteld cijfer"),
    ],
)
def test_an_interval_that_cannot_be_is_named(oud, nieuw, melding):
    assert oud in GOED
    with pytest.raises(Invoerfout, match=melding):
        parse_parameters(GOED.replace(oud, nieuw), "p.toml")


def test_a_choice_has_no_interval():
    keuze = GOED.replace('projectie = "index"', 'keuzes = ["100.00", "110.00"]')
    assert parse_parameters(keuze, "p.toml")["x"].keuzes
    met = keuze.replace('waarde = "100.00"', 'waarde = "100.00"\np10 = "100.00"\np90 = "110.00"')
    with pytest.raises(Invoerfout, match="geen interval bij een keuze"):
        parse_parameters(met, "p.toml")


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
        shipped().parameters.override("prestatiebekostiging", date(2026, 1, 1), "boete", "aanname", BRON)


def test_every_shipped_value_has_a_source_or_a_reason():
    for parameter in shipped().parameters.values():
        assert parameter.label
        for waarde in parameter.waarden:
            assert waarde.herkomst, (parameter.naam, waarde.vanaf)


# Steps in time, worked out

INDEX = """
[[index.waarde]]
vanaf = 2025-01-01
waarde = "0.50"
status = "raming"
bron = { titel = "begroting" }
"""


def test_a_projection_takes_the_index_of_every_year_it_passes():
    """110 in 2023; index 10% in 2024 and 50% in 2025 and 2026: 121, 181.50 and 272.25; half a cent goes up."""
    x = parse_parameters(GOED + INDEX, "proef.toml")
    assert [x.in_year("x", j).waarde for j in (2024, 2025, 2026)] == ["121.00", "181.50", "272.25"]
    een = x.override("x", date(2023, 1, 1), "0.01", "aanname", BRON)
    assert een.in_year("x", 2025).waarde == "0.02"  # 0.01 x 1.10 x 1.50 = 0.0165
    waarde = x.in_year("x", 2025)
    assert (waarde.vanaf, waarde.bestand) == (date(2025, 1, 1), "proef.toml")
    assert "2023 (110.00) geïndexeerd met index" in waarde.toelichting


def test_a_yearly_value_holds_for_its_own_year_only():
    kaal = GOED.replace('projectie = "index"\n', "")
    x = parse_parameters(kaal.replace("vanaf = 2023-01-01", "vanaf = 2024-01-01"), "proef.toml")
    assert (x.has("x", 2022), x.has("x", 2023), x.has("x", 2024), x.has("x", 2025)) == (True, False, True, False)
    for jaar in (2023, 2025):
        with pytest.raises(Invoerfout, match=rf"geen waarde voor {jaar} \(bekend: 2022, 2024\)"):
            x.in_year("x", jaar)
    # A hole between known years is not projected over either.
    gat = parse_parameters(GOED.replace("vanaf = 2023-01-01", "vanaf = 2024-01-01"), "proef.toml")
    assert not gat.has("x", 2023)
    assert gat.has("x", 2025)


def test_an_override_of_a_year_holds_for_the_years_after_it_until_the_last_known_one():
    x = parse_parameters(GOED, "proef.toml")
    anders = x.override("x", date(2022, 1, 1), "7", "aanname", BRON)
    assert [anders.in_year("x", j).waarde for j in (2022, 2023, 2024)] == ["7", "7", "7.70"]
    assert [w.vanaf.year for w in anders["x"].waarden] == [2022, 2023]
    later = x.override("x", date(2026, 1, 1), "50", "aanname", BRON)
    # 110 x 1.1 and x 1.1^2 stay projected; then 50 and 55.
    assert [later.in_year("x", j).waarde for j in (2024, 2025, 2026, 2027)] == ["121.00", "133.10", "50", "55.00"]
    assert [later.in_year("x", j).status for j in (2023, 2024, 2026)] == ["vastgesteld", "raming", "aanname"]
    eerste = x.override("x", date(2021, 1, 1), "1", "aanname", BRON)
    assert [w.vanaf.year for w in eerste["x"].waarden] == [2021, 2022, 2023]
    with pytest.raises(Invoerfout, match="1 januari van een budgetjaar"):
        x.override("x", date(2025, 7, 1), "1", "aanname", BRON)
    doorlopend = x.override("index", date(2025, 7, 1), "0.3", "aanname", BRON)
    assert [doorlopend.look_up("index", date(2025, m, 1)).waarde for m in (6, 7)] == ["0.10", "0.3"]
    weer = doorlopend.override("index", date(2024, 1, 1), "0.2", "aanname", BRON)
    assert len(weer["index"].waarden) == 2


def test_an_override_without_projection_leaves_the_years_between_open():
    kaal = parse_parameters(GOED.replace('projectie = "index"\n', ""), "proef.toml")
    anders = kaal.override("x", date(2026, 1, 1), "50", "aanname", BRON)
    assert [anders.has("x", j) for j in range(2022, 2028)] == [True, True, False, False, True, False]


def test_a_parameter_without_values_gets_its_first():
    leeg = parse_parameters('[z]\nlabel = "Z"\neenheid = "EUR"\ngeldt = "jaar"\n', "proef.toml")
    een = leeg.override("z", date(2024, 1, 1), "1", "aanname", BRON)
    assert [een.has("z", j) for j in (2023, 2024, 2025)] == [False, True, False]


def test_of_two_files_the_second_wins_on_the_same_date():
    eigen = """[[x.waarde]]
vanaf = 2023-01-01
waarde = "1"
status = "aanname"
toelichting = "eigen"
[[x.waarde]]
vanaf = 2021-01-01
waarde = "2"
status = "aanname"
toelichting = "eigen"
"""
    geleverd = parse_parameters(GOED, "proef.toml")
    los = parse_parameters(eigen, "eigen.toml", geleverd)
    assert (los["x"].label, los["x"].eenheid, los["x"].geldt, los["x"].projectie) == ("X", "EUR", "jaar", "index")
    samen = geleverd.merge(los)
    assert [(w.vanaf.year, w.waarde) for w in samen["x"].waarden] == [(2021, "2"), (2022, "100.00"), (2023, "1")]
    assert (samen["x"].label, samen["x"].eenheid, samen["x"].projectie) == ("X", "EUR", "index")
    assert len(samen) == 2
    nieuw = parse_parameters(GOED.replace("[x]", "[y]").replace("[[x.", "[[y."), "y.toml")
    assert set(geleverd.merge(nieuw)) == {"x", "y", "index"}


def test_what_is_not_settled_is_listed_once_and_in_order():
    x = parse_parameters(GOED, "proef.toml")
    waarden = [x.in_year("x", 2025), x.in_year("x", 2023), x.in_year("index", 2024), x.in_year("x", 2024)]
    assert [(w.parameter, w.vanaf.year) for w in assumptions([*waarden, *waarden])] == [
        ("index", 2022), ("x", 2024), ("x", 2025),
    ]  # fmt: skip


def test_where_a_value_was_read_in_one_line():
    bron = Bron("Regeling", "BWBR0045574", date(2025, 1, 1), "https://x")
    assert str(bron) == "Regeling, BWBR0045574, versie 2025-01-01, https://x"
    assert str(Bron("Regeling")) == "Regeling"
    waarde = Waarde("x", date(2025, 1, 1), "1.50", "aanname", Bron("Regeling"), "eigen lezing")
    assert (waarde.herkomst, waarde.getal) == ("Regeling; eigen lezing", Decimal("1.5"))
    assert Waarde("x", date(2025, 1, 1), "1", "aanname", None, "eigen lezing").herkomst == "eigen lezing"


def complaints(oud: str, nieuw: str, bekend: bool = False) -> list[str]:
    assert oud in GOED
    geleverd = parse_parameters(GOED, "proef.toml")
    with pytest.raises(Invoerfout) as fout:
        parse_parameters(GOED.replace(oud, nieuw), "p.toml", geleverd if bekend else None)
    return [str(m) for m in fout.value.meldingen]


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        ('label = "X"\n', "", "p.toml, x: gevonden geen label; verwacht label als tekst."),
        ('eenheid = "EUR"\n', "", "p.toml, x: gevonden geen eenheid"),
        ('geldt = "jaar"\n', "", "p.toml, x: gevonden geen geldt"),
        ('geldt = "jaar"', 'geldt = "altijd"', "x.geldt: gevonden 'altijd'; verwacht jaar of doorlopend"),
        ("[x]", "los = 1\n[x]", "p.toml, los: gevonden een losse sleutel"),
        ("vanaf = 2023-01-01", 'vanaf = "2023"', "[[x.waarde]] nr 2: gevonden vanaf = '2023'"),
        ("vanaf = 2023-01-01", "vanaf = 2023-01-02", "[[x.waarde]] nr 2"),
        (
            "vanaf = 2023-01-01",
            "vanaf = 2023-01-01\njaar = 2023",
            "[[x.waarde]] nr 2: gevonden onbekende sleutel 'jaar'",
        ),
        ('waarde = "0.10"', 'waarde = "veel"', "[[index.waarde]] nr 1: gevonden 'veel'; verwacht een getal als tekst"),
        ('waarde = "0.10"', 'waarde = "Infinity"', "[[index.waarde]] nr 1: gevonden 'Infinity'"),
        ('bron = { titel = "begroting" }', 'bron = { titel = "" }', "gevonden geen bron"),
        ('bron = { titel = "begroting" }', 'toelichting = "zomaar"', "gevonden geen bron"),
        ('bron = { titel = "begroting" }', 'bron = "los"', "gevonden geen bron"),
        ('eenheid = "EUR"', 'eenheid = "EUR"\nkeuzes = ["100.00"]', "gevonden '110.00'; verwacht een van 100.00"),
    ],
)
def test_one_mistake_is_one_message(oud, nieuw, melding):
    [tekst] = complaints(oud, nieuw)
    assert melding in tekst


def test_values_that_are_no_list_of_blocks():
    assert "waarde is geen lijst van blokken" in complaints("[[index.waarde]]", "[index.waarde]")[0]
    with pytest.raises(Invoerfout, match="waarde is geen lijst van blokken"):
        parse_parameters('[i]\nlabel = "i"\neenheid = "x"\ngeldt = "jaar"\nwaarde = [1]\n', "p.toml")


def test_a_region_may_leave_label_and_unit_out_but_not_invent_a_name():
    geleverd = parse_parameters(GOED, "proef.toml")
    waarde = '[[{}.waarde]]\nvanaf = 2025-07-01\nwaarde = "0.2"\nstatus = "aanname"\ntoelichting = "x"\n'
    assert len(parse_parameters(waarde.format("index"), "e", geleverd)["index"].waarden) == 1
    with pytest.raises(Invoerfout, match="1 januari van een budgetjaar"):
        parse_parameters(waarde.format("x"), "e", geleverd)
    with pytest.raises(Invoerfout, match="een onbekende parameter"):
        parse_parameters(waarde.format("indx"), "e", geleverd)
    for dag in ("2025-07-02", "2025-12-31"):
        with pytest.raises(Invoerfout, match="de eerste dag van een maand"):
            parse_parameters(waarde.format("index").replace("2025-07-01", dag), "e", geleverd)


def test_an_unknown_name_is_told_with_what_is_near():
    with pytest.raises(Invoerfout, match="Bedoeld is misschien: index"):
        parse_parameters(GOED, "proef.toml").look_up("indx", date(2025, 1, 1))
