"""What a begroting says, before and after its wijzigingen, per post and day; all sums worked out here. Cents."""

from datetime import date

import pytest
from pydantic import ValidationError

from finance.fouten import Invoerfout
from scenarios.boeken.begroting import (
    INBURGERAARS,
    POSTEN,
    Begroting,
    Begrotingrij,
    Begrotingswijziging,
    read_budget,
)
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import Gemeente

HOORN, MEDEMBLIK = "GM0405", "GM0420"
BEIDE = (HOORN, MEDEMBLIK)
MEI, JULI = date(2026, 5, 20), date(2026, 7, 1)


def rij(post, bedrag=0, soort="primitief", code=HOORN, jaar=2026, **rest) -> Begrotingrij:
    if soort == "wijziging":
        rest = {"besluit": "1e", "datum": MEI} | rest
    if post == INBURGERAARS:
        rest |= {"aantal": bedrag}
        bedrag = 0
    return Begrotingrij.model_validate(
        {"bestand": "b", "regel": 1, "jaar": jaar, "cbs_code": code, "soort": soort, "post": post, "bedrag": bedrag,
         "status": "aanname", "bron": "proef"} | rest
    )  # fmt: skip


def test_the_primitieve_begroting_of_one_and_of_two_gemeenten():
    """1.000,50 for B1; another year, a wijziging and a rekening are not in it."""
    b = Begroting(
        (
            rij("leerroute_b1", "1000,50"),
            rij("leerroute_b1", 7, jaar=2025),
            rij("leerroute_b1", 9, "wijziging"),
            rij("leerroute_b1", 11, "rekening"),
            rij("pvt", 3),
            rij("leerroute_b1", 20, code=MEDEMBLIK),
        )
    )
    assert b.original(2026, (HOORN,), "leerroute_b1") == 100_050
    assert b.original(2026, BEIDE, "leerroute_b1") == 102_050
    assert b.original(2026, (HOORN,), "tolken") == 0
    assert b.original(2025, (HOORN,), "leerroute_b1") == 700
    # Medemblik entered nothing of 2025, so of both together nothing is known.
    assert b.original(2025, BEIDE, "leerroute_b1") is None
    assert b.original(2024, (HOORN,), "leerroute_b1") is None
    # A rekening alone is no begroting.
    assert Begroting((rij("pvt", 5, "rekening"),)).original(2026, (HOORN,), "pvt") is None


def test_what_was_decided_up_to_and_including_a_day():
    b = Begroting(
        (
            rij("spuk", 100),
            rij("spuk", 10, "wijziging"),
            rij("spuk", -4, "wijziging", besluit="2e", datum=JULI),
            rij("spuk", 50, "rekening"),
        )
    )
    dagen = (date(2026, 5, 19), MEI, date(2026, 6, 30), JULI, None)
    assert [b.amended(2026, (HOORN,), "spuk", d) for d in dagen] == [10_000, 11_000, 11_000, 10_600, 10_600]
    assert b.amended(2025, (HOORN,), "spuk") is None
    assert b.original(2026, (HOORN,), "spuk") == 10_000


def test_pm_stays_pm_until_an_amount_comes():
    pm = rij("tolken", "p.m.")
    assert pm.bedrag == "PM"
    assert Begroting((pm,)).original(2026, (HOORN,), "tolken") == "PM"
    assert Begroting((pm,)).amended(2026, (HOORN,), "tolken") == "PM"
    later = Begroting((pm, rij("tolken", 12, "wijziging")))
    assert [later.amended(2026, (HOORN,), "tolken", d) for d in (date(2026, 5, 19), MEI)] == ["PM", 1200]
    # Beside the amount of another gemeente it counts as nothing.
    assert Begroting((pm, rij("tolken", 5, code=MEDEMBLIK))).original(2026, BEIDE, "tolken") == 500


def test_units_need_every_gemeente():
    b = Begroting(
        (
            rij(INBURGERAARS, 40),
            rij(INBURGERAARS, 5, "wijziging"),
            rij("leerroute_b1", 100, aantal=10),
            rij("leerroute_b1", 50, "wijziging", aantal=2),
            rij("pvt", 3),
            rij(INBURGERAARS, 7, code=MEDEMBLIK),
            rij("leerroute_z", 100, "rekening", aantal=10),
            rij("leerroute_z", 100, aantal=3),
        )
    )
    assert [b.units(2026, (HOORN,), INBURGERAARS, d) for d in (date(2026, 5, 19), MEI, None)] == [40, 45, 45]
    assert b.units(2026, BEIDE, INBURGERAARS) == 52
    assert b.units(2026, (HOORN,), "leerroute_b1") == 12
    assert b.units(2026, BEIDE, "leerroute_b1") is None
    assert b.units(2026, (HOORN,), "pvt") is None
    assert b.units(2026, (HOORN,), "leerroute_z") == 3
    assert b.units(2025, (HOORN,), INBURGERAARS) is None


def test_the_rekening_of_a_year_and_up_to_a_day():
    b = Begroting(
        (
            rij("uitvoering", 100, "rekening"),
            rij("uitvoering", 40, "rekening", datum=date(2026, 6, 30)),
            rij("uitvoering", 9),
            rij("uitvoering", 30, "rekening", code=MEDEMBLIK, datum=date(2026, 12, 31)),
        )
    )
    assert b.realised(2026, (HOORN,), "uitvoering") == 10_000
    assert b.realised(2026, (HOORN,), "uitvoering", date(2026, 12, 31)) == 10_000
    assert b.realised(2026, (HOORN,), "uitvoering", date(2026, 6, 30)) == 4_000
    assert b.realised(2026, (HOORN,), "uitvoering", date(2026, 6, 29)) is None
    assert b.realised(2026, BEIDE, "uitvoering") == 13_000
    assert b.realised(2026, BEIDE, "uitvoering", date(2026, 6, 30)) is None
    assert b.realised(2025, (HOORN,), "uitvoering") is None


def test_structural_incidental_or_both():
    b = Begroting(
        (
            rij("pvt", 10),
            rij("map", 10, aard="incidenteel"),
            rij("tolken", 10),
            rij("tolken", 5, "wijziging", aard="incidenteel"),
            rij("knm", 0, aard="incidenteel"),
            rij("knm", 8, "rekening", aard="incidenteel"),
        )
    )
    assert [b.mark(2026, (HOORN,), p) for p in ("pvt", "map", "tolken")] == ["S", "I", "I/S"]
    # Nothing was decided: the nature of the post. Only the SPUK onderwijsroute is temporary.
    assert b.mark(2026, (HOORN,), "knm") == "S"
    assert [p for p in POSTEN if b.mark(2025, (HOORN,), p) == "I"] == ["spuk_onderwijsroute"]


def test_wijzigingen_with_their_lasten_and_baten_oldest_first():
    b = Begroting(
        (
            rij("leerroute_b1", 30, "wijziging", besluit="2e", datum=JULI),
            rij("leerroute_b1", 10, "wijziging"),
            rij("pvt", 5, "wijziging"),
            rij("spuk", 12, "wijziging"),
            rij("gemeentefonds", 1, "wijziging", aard="incidenteel"),
            rij("tolken", "PM", "wijziging"),
            rij(INBURGERAARS, 3, "wijziging"),
            rij("pvt", 99),
            rij("pvt", 7, "wijziging", code=MEDEMBLIK),
            rij("pvt", 8, "wijziging", jaar=2025),
        )
    )
    eerst = Begrotingswijziging(2026, "1e", MEI, 1_500, 1_200, False)
    los = Begrotingswijziging(2026, "1e", MEI, 0, 100, True)
    later = Begrotingswijziging(2026, "2e", JULI, 3_000, 0, False)
    assert b.amendments(2026, (HOORN,)) == [eerst, los, later]
    assert b.amendments(2026, (HOORN,), MEI) == [eerst, los]
    assert b.amendments(2026, (HOORN,), date(2026, 5, 19)) == []
    assert b.amendments(2026, BEIDE, MEI)[0].lasten == 2_200


def test_every_voorziening_has_one_post_and_what_the_gemeentefonds_pays_is_uitvoering():
    assert POSTEN["uitvoering"].voorzieningen == (
        "leerbaarheidstoets", "brede_intake", "pip", "voortgangsgesprek", "financieel_ontzorgen", "beleid_inkoop",
    )  # fmt: skip
    lasten = {n for n, p in POSTEN.items() if p.aard == "lasten" and n != "uitvoering"}
    assert lasten == {
        "leerroute_b1", "leerroute_z", "leerroute_onderwijs", "map", "pvt", "knm", "maatschappelijke_begeleiding",
        "tolken",
    }  # fmt: skip
    assert {n: p.taakveld for n, p in POSTEN.items() if p.aard == "baten"} == {
        "spuk": "6.1", "spuk_onderwijsroute": "6.1", "gemeentefonds": "0.7",
    }  # fmt: skip
    # A voorziening of uitvoering is entered under its own name too.
    assert Begroting((rij("pip", 5), rij("brede_intake", 6))).original(2026, (HOORN,), "uitvoering") == 1_100


@pytest.mark.parametrize(
    ("velden", "verwacht"),
    [
        ({"post": "leerroute_x"}, "een bestaande post"),
        ({"post": "pvt", "soort": "wijziging", "besluit": ""}, "besluit en datum bij een wijziging"),
        ({"post": "pvt", "soort": "wijziging", "datum": None}, "besluit en datum bij een wijziging"),
        ({"post": INBURGERAARS, "bedrag": None}, "bij inburgeraars een aantal"),
        ({"post": INBURGERAARS, "bedrag": 4, "soort": "rekening"}, "bij inburgeraars een aantal"),
        ({"post": "uitvoering", "bedrag": 4, "aantal": 3}, "geen aantal bij uitvoering"),
        ({"post": "spuk", "bedrag": 4, "aantal": 3}, "geen aantal bij spuk"),
        ({"post": "pvt", "bedrag": "PM", "soort": "rekening"}, "een bedrag bij rekening"),
    ],
)
def test_rows_that_say_nothing_are_refused(velden, verwacht):
    with pytest.raises(ValidationError, match=verwacht):
        rij(**velden)


def test_inburgeraars_are_no_money_and_money_needs_an_amount():
    with pytest.raises(ValidationError, match="bij inburgeraars een aantal"):
        Begrotingrij.model_validate(rij(INBURGERAARS, 4).model_dump() | {"bedrag": "5"})
    kaal = rij("pvt", 5).model_dump()
    kaal.pop("bedrag")
    with pytest.raises(ValidationError, match="een bedrag, of PM"):
        Begrotingrij.model_validate(kaal)


KOP = "jaar;cbs_code;soort;besluit;datum;post;bedrag;aard;status;bron\n"
EERSTE = f"2026;{HOORN};primitief;;;pvt;10,00;structureel;aanname;x\n"


@pytest.mark.parametrize(
    ("regels", "verwacht"),
    [
        (EERSTE + EERSTE, ["regel 3: gevonden dezelfde post als regel 2"]),
        (EERSTE + EERSTE.replace("structureel", "incidenteel"), []),
        (EERSTE + EERSTE.replace("pvt", "map"), []),
        (EERSTE + EERSTE.replace(HOORN, MEDEMBLIK), []),
        (EERSTE.replace(HOORN, "GM9999"), ["GM9999"]),
        (EERSTE.replace(f"{HOORN};", f"{HOORN};Medemblik;"), ["met de naam Medemblik"]),
        (
            EERSTE.replace("primitief;;", "rekening;;") + EERSTE.replace("primitief;;", "rekening;;2026-12-31"),
            ["regel 3: gevonden dezelfde post als regel 2"],
        ),
        (EERSTE.replace("primitief;;", "wijziging;1e;2026-05-01"), ["een wijziging van 2026 zonder begroting"]),
        (EERSTE + EERSTE.replace("primitief;;", "wijziging;1e;2026-05-01"), []),
        (
            EERSTE + EERSTE.replace("primitief;;", "wijziging;1e;2026-05-01").replace(HOORN, MEDEMBLIK),
            [f"regels met soort primitief voor 2026 en {MEDEMBLIK}"],
        ),
    ],
)
def test_reading_the_file(tmp_path, regels, verwacht):
    gemeenten = [Gemeente(code=HOORN, naam="Hoorn"), Gemeente(code=MEDEMBLIK, naam="Medemblik")]
    assert read_budget(tmp_path, gemeenten, shipped()).rijen == ()
    kop = KOP.replace("cbs_code;", "cbs_code;gemeente;") if "Medemblik" in regels else KOP
    (tmp_path / "begroting.csv").write_text(kop + regels, encoding="utf-8")
    if not verwacht:
        assert len(read_budget(tmp_path, gemeenten, shipped()).rijen) == regels.count("\n")
        return
    with pytest.raises(Invoerfout) as fout:
        read_budget(tmp_path, gemeenten, shipped())
    assert len(fout.value.meldingen) == len(verwacht)
    for melding, deel in zip(fout.value.meldingen, verwacht, strict=True):
        assert deel in str(melding)
