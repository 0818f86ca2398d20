"""The uitkering recomputed from counts and from a raming, line by line; round amounts and shares of our own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from finance.fouten import Invoerfout
from finance.parameters import Bron, Parameters
from scenarios.boeken.geboekt import Boekingen
from scenarios.boeken.herrekening import Opzoeking, compute_voorlopig, recompute
from scenarios.boeken.map import Instellingen, read_folder
from scenarios.regiomap.besluiten import Telrij
from scenarios.regiomap.land.landsgegevens import shipped
from tests.regiomap import make_region

HOORN = "GM0405"
WAARDEN = {
    **{f"bedrag_asiel_{k}": w for k, w in (("a", "100"), ("b", "50"), ("c", "10"))},
    **{f"gewicht_asiel_{k}": w for k, w in (("a", "90"), ("b", "45"), ("c", "9"), ("d", "20"))},
    "bedrag_gezin": "7", "bedrag_onderwijsroute": "30", "aandeel_onderwijsroute": "0.25",
    "prestatiebekostiging": "wettelijk",
}  # fmt: skip
PA = {2022: "0.9", 2024: "0.6", 2025: "0.5", 2026: "0.8"}


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    uit, bron = shipped().parameters, Bron("proef")
    for naam, waarde in WAARDEN.items():
        uit = uit.override(naam, date(2022, 1, 1), waarde, "aanname", bron)
    for jaar, pa in PA.items():
        uit = uit.override("aandeel_plichtig", date(jaar, 1, 1), pa, "aanname", bron)
    return uit


@pytest.fixture
def zoek(parameters, tmp_path):
    def make(nl: Telrij | None = None, soort: str = "definitief", **instellingen) -> Opzoeking:
        leeg = replace(
            read_folder(str(make_region(tmp_path)), boekingen_ook=False), parameters=parameters, boekingen=BOEK
        )
        rijen = {} if nl is None else {(nl.jaar, "NL"): nl}
        return Opzoeking(
            replace(
                leeg,
                instellingen=Instellingen.model_validate(instellingen),
                tellingen=rijen if soort == "definitief" else {},
                ramingen=rijen if soort == "voorlopig" else {},
            )
        )

    return make


BOEK = Boekingen(None, (), {})


def count(jaar=2026, code=HOORN, soort="definitief", **aantallen) -> Telrij:
    alle = {"cohort_t": 10, "cohort_t1": 8, "cohort_t2": 6, "gezin": 4, "aia": 3, "onderwijsroute": 2} | aantallen
    return Telrij.model_validate({"bestand": "t", "regel": 1, "jaar": jaar, "cbs_code": code, "soort": soort, **alle})


def factor(jaar: int, waarde: str, **rest: str) -> dict:
    return {"jaar": jaar, "waarde": waarde, "status": "aanname", "bron": "x", **rest}


def test_the_definitieve_uitkering_line_by_line(zoek):
    """NL: TBA = 200 x 100 + 100 x 50 = 25.000; SOM_GG = 18.000 + 4.500 + 125 x 20 = 25.000, so f = 1.

    Hoorn: GG = 10 x 90 + 8 x 45 + 6 x 9 + 3 x 20 = 1.374.
    """
    een = zoek(count(code="NL", cohort_t=200, cohort_t1=100, cohort_t2=0, aia=125))
    uit = recompute(een, count(), 2026)
    assert (uit.factor, uit.grondslag, uit.ba) == (Fraction(1), 137_400, 137_400)
    assert dict(uit.componenten) == {
        "bgo": 2_800, "ba_a": 90_000, "ba_b": 36_000, "ba_c": 5_400, "aia": 6_000, "abo": 6_000,
    }  # fmt: skip
    assert uit.totaal == 146_200
    regels: list[tuple] = [(r.naam, r.personen, r.bedrag, r.factor, r.centen, r.grondslag) for r in uit.regels]
    assert regels == [
        ("bgo", 4, 7, 1, 2_800, 2_800), ("ba_a", 10, 90, 1, 90_000, 90_000), ("ba_b", 8, 45, 1, 36_000, 36_000),
        ("ba_c", 6, 9, 1, 5_400, 5_400), ("aia", 3, 20, 1, 6_000, 6_000), ("abo", 2, 30, 1, 6_000, 6_000),
    ]  # fmt: skip
    assert uit.telling.cohort_t == uit.personen.asiel_t == 10
    assert (uit.bedragen.a, uit.bedragen.d, uit.gewichten.a, uit.gewichten.d) == (100, 0, 90, 20)
    assert een.verhoudingen[2026, "definitief"] == uit.verhouding
    assert uit.verhouding.herkomst.startswith("TBA / SOM_GG")
    assert ("gewicht_asiel_d", 2026) in een.gebruikt
    assert een.gebruikt["bedrag_asiel_a", 2026].waarde == "100"


def test_the_factor_is_of_the_parts_of_ba_only(zoek):
    """f = 0,5 as given: BA halves, BGO and ABO do not. Those of another year or soort are not of this one."""
    andere = [factor(2025, "0.25"), factor(2026, "0.75", soort="voorlopig")]
    een = zoek(verhouding=[*andere, factor(2026, "0.5"), factor(2027, "2")])
    uit = recompute(een, count(), 2026)
    assert (uit.ba, uit.grondslag, uit.componenten["bgo"], uit.componenten["abo"]) == (68_700, 137_400, 2_800, 6_000)
    assert [r.factor for r in uit.regels] == [1, *[Fraction(1, 2)] * 4, 1]
    assert uit.verhouding.herkomst == "opgegeven (aanname): x"


@pytest.mark.parametrize(
    ("jaar", "t", "t1"),
    # PA(t) for the prognose of t, PA(t-1) for the taakstelling of t-1; before 2022 there is no PA(t-1).
    [(2026, "0.8", "0.5"), (2025, "0.5", "0.6"), (2023, "0.9", "0.9"), (2022, "0.9", "0.9")],
)
def test_expected_persons_of_the_voorlopige_uitkering(zoek, jaar, t, t1):
    een = zoek(verhouding=[factor(jaar, "1", soort="voorlopig")])
    later = {"cohort_t1": 0} if jaar == 2022 else {}
    later |= {"cohort_t2": 0} if jaar < 2024 else {}
    raming = count(jaar, soort="voorlopig", **later)
    uit = compute_voorlopig(een, raming, jaar)
    p = uit.personen
    assert p.asiel_t == 10 * Fraction(t)
    assert p.asiel_t1 == raming.cohort_t1 * Fraction(t1)
    assert (p.asiel_t2, p.gezin, p.aia, p.onderwijsroute) == (raming.cohort_t2, 4, 3, 10 * Fraction(t) / 4)
    assert uit.regels[1].personen == 10 * Fraction(t)
    gg = p.asiel_t * 90 + p.asiel_t1 * 45 + p.asiel_t2 * 9 + 3 * 20
    assert uit.totaal == 100 * (gg + 4 * 7 + p.onderwijsroute * 30)
    if jaar == 2023:
        assert een.gebruikt["aandeel_plichtig", 2022].waarde == "0.9"


def test_the_national_factor_of_a_raming_is_of_expected_persons(zoek):
    """NL: 100 x 0,8 and 40 x 0,5: TBA = 80 x 100 + 20 x 50 = 9.000; SOM_GG = 7.200 + 900 + 45 x 20 = 9.000."""
    nl = count(code="NL", soort="voorlopig", cohort_t=100, cohort_t1=40, cohort_t2=0, aia=45)
    een = zoek(nl, "voorlopig")
    assert compute_voorlopig(een, count(soort="voorlopig"), 2026).factor == 1
    assert compute_voorlopig(zoek(nl.model_copy(update={"aia": 0}), "voorlopig"), count(), 2026).factor == Fraction(
        9000, 8100
    )
    # A raming says nothing about the definitieve uitkering.
    with pytest.raises(Invoerfout, match="geen landelijke telling 2026 van de soort definitief"):
        recompute(een, count(), 2026)


def as_variant(een: Opzoeking, variant: str) -> Opzoeking:
    parameters = een.invoer.parameters.override(
        "prestatiebekostiging", date(2022, 1, 1), variant, "aanname", Bron("proef")
    )
    een.invoer = replace(een.invoer, parameters=parameters)
    return een


ANDEREN = [
    {"jaar": 2025, "cbs_code": HOORN, "bedrag": "99", "bron": "x"},
    {"jaar": 2026, "cbs_code": "GM0420", "bedrag": "77", "bron": "x"},
]
"""Kortingen of another year and of another gemeente."""


@pytest.mark.parametrize(("bedrag", "totaal"), [("48.00", 150_000), ("0", 154_800)])
def test_a_korting_comes_off_the_uitkering(zoek, bedrag, totaal):
    """Without weights of its own: 10 x 100 + 8 x 50 + 6 x 10 + 4 x 7 + 2 x 30 = 1.548, less 48 or nothing."""
    eigen = {"jaar": 2026, "cbs_code": HOORN, "bedrag": bedrag, "bron": "x"}
    uit = recompute(as_variant(zoek(korting=[*ANDEREN, eigen]), "korting"), count(), 2026)
    assert (sum(uit.componenten.values()), uit.totaal) == (154_800, totaal)


@pytest.mark.parametrize(
    ("variant", "korting", "gevonden"),
    [
        ("korting", ANDEREN, "geen korting, terwijl prestatiebekostiging in 2026 de variant korting heeft"),
        ("geen", [{"jaar": 2026, "cbs_code": HOORN, "bedrag": "48", "bron": "x"}],
         "een korting, terwijl prestatiebekostiging in 2026 de variant geen heeft"),
    ],
)  # fmt: skip
def test_a_korting_is_given_where_the_variant_has_one_and_nowhere_else(zoek, variant, korting, gevonden):
    with pytest.raises(Invoerfout) as fout:
        recompute(as_variant(zoek(korting=korting), variant), count(), 2026)
    (melding,) = fout.value.meldingen
    assert (melding.plaats, melding.gevonden) == (f"[[korting]] 2026 {HOORN}", gevonden)
    # What others have is no reason to refuse.
    assert recompute(as_variant(zoek(korting=ANDEREN), "geen"), count(), 2026).totaal == 154_800


@pytest.mark.parametrize(
    ("variant", "landelijk", "gevonden"),
    [
        # Weights that are the amounts leave no room for another factor.
        ("geen", False, "waarde 0,5"),
        ("wettelijk", True, "een verhouding, en landelijke aantallen in t, regel 1"),
    ],
)
def test_a_factor_has_one_source(zoek, variant, landelijk, gevonden):
    een = zoek(count(code="NL") if landelijk else None, verhouding=[factor(2026, "0.5")])
    with pytest.raises(Invoerfout) as fout:
        recompute(as_variant(een, variant), count(), 2026)
    assert [m.gevonden for m in fout.value.meldingen] == [gevonden]


def test_national_counts_of_nobody_give_no_factor(zoek):
    with pytest.raises(Invoerfout, match="gevonden nul personen"):
        recompute(zoek(count(code="NL", cohort_t=0, cohort_t1=0, cohort_t2=0, aia=0)), count(), 2026)


def test_a_factor_of_one_may_be_given_where_it_is_one(zoek):
    een = zoek(verhouding=[factor(2023, "1")])
    een.invoer = replace(een.invoer, parameters=shipped().parameters)
    telling = count(2023, cohort_t=1, cohort_t1=1, cohort_t2=0, gezin=1, aia=0, onderwijsroute=0)
    uit = recompute(een, telling, 2023)
    # 8.378,03 + 4.242,17 + 635,32
    assert (uit.totaal, int(uit.factor)) == (1_325_552, 1)
    assert uit.verhouding.herkomst == "gewichten zijn gelijk aan de bedragen"


def test_every_amount_that_lacks_is_named(zoek):
    kaal = zoek()
    kaal.invoer = replace(kaal.invoer, parameters=shipped().parameters)
    with pytest.raises(Invoerfout) as fout:
        kaal.amounts(2024)
    assert {m.plaats for m in fout.value.meldingen} == {
        f"[[bedrag_{n}.waarde]]" for n in ("asiel_a", "asiel_b", "asiel_c", "gezin")
    }
    assert Decimal("8057.10") == kaal.amounts(2022)[0].a == kaal.amounts(2022)[1].a
