"""The words of the decision page follow its figures, whatever those are."""

from dataclasses import replace
from datetime import date

import pytest

from finance.neutraliteit import Oordeel, capacity_class, capacity_ratio
from reports.afweging.besluit import (
    bound_table,
    bound_words,
    buffer_words,
    cash_words,
    decision_points,
    driver_table,
    driver_words,
    verdict_words,
    year_table,
    year_words,
)
from reports.afweging.risico import capacity_table, capacity_words, risk_table
from reports.tabel.tekst import show_rows
from scenarios.afweging.besluit import Beslissing, Grens, Jaaroordeel, decide
from scenarios.engine.result import Cause
from scenarios.engine.threads import run
from scenarios.kas.droog import Droog
from tests.hulp_model import example_model

HORIZON = date(2026, 1, 1), date(2029, 12, 1)


def verdict(kans, buffer=0.0, verwacht=0.0):
    return Oordeel(buffer == 0 and kans >= 0.9, kans, buffer, verwacht)


def decided(*jaren, trekkingen=1000, **rest):
    """jaren: (year, own verdict, added up)"""
    return Beslissing(
        "Regio X", "basis", 0.9, trekkingen, tuple(Jaaroordeel(*j) for j in jaren), **{"gesloten": (), **rest}
    )


JA = verdict(0.95)


def cause(naam, p10, p90):
    return Cause(naam, 0.2, 0.01, 0.2, 0.01, p10, p90)


def test_a_yes_names_the_hardest_year():
    besluit = decided((2026, verdict(0.97), verdict(0.97)), (2027, verdict(0.94), verdict(0.92)))
    assert verdict_words(besluit) == (
        "Regio X is in 2026-2027 budgetneutraal met 90% zekerheid (scenario basis): ieder jaar sluit, op zichzelf en "
        "opgeteld. Het krapst is 2026-2027 opgeteld: de kans op sluiten is 92,0%."
    )
    assert buffer_words(besluit) == (
        "Geen: zonder buffer sluit ieder jaar, op zichzelf en opgeteld, met 90% zekerheid.",
    )


def test_what_always_closes_has_no_hardest_year():
    besluit = decided((2026, verdict(1.0), verdict(1.0)), (2027, verdict(1.0), verdict(1.0)))
    assert verdict_words(besluit).endswith("ieder jaar sluit, op zichzelf en opgeteld, in alle trekkingen.")


@pytest.mark.parametrize(
    ("jaren", "woorden"),
    [
        # None closes, by itself or added up.
        (
            [(2026, verdict(0.1, 50e3), verdict(0.1, 50e3)), (2027, verdict(0.2, 60e3), verdict(0.1, 110e3))],
            "geen van de 2 jaren sluit. Het krapst is 2026-2027 opgeteld: de kans op sluiten is 10,0%.",
        ),
        # The last two fall short by themselves; what the first leaves pays them.
        (
            [(2026, JA, JA), (2027, verdict(0.2, 60e3), JA), (2028, verdict(0.3, 20e3), JA)],
            "2027-2028 sluiten niet, 2026 op zichzelf wel. Het krapst is 2027 op zichzelf: de kans op sluiten is "
            "20,0%.",
        ),
        # Every year closes, and yet small risks add up.
        (
            [(2026, JA, JA), (2027, JA, verdict(0.8, 5e3))],
            "ieder jaar sluit op zichzelf, maar opgeteld vanaf 2026 sluit 2027 niet. Het krapst is 2026-2027 opgeteld: "
            "de kans op sluiten is 80,0%.",
        ),
        ([(2029, verdict(0.4, 5e3), verdict(0.4, 5e3))], "het jaar sluit niet; de kans daarop is 40,0%."),
    ],
)
def test_a_no_says_which_years_close(jaren, woorden):
    besluit = decided(*jaren)
    assert not besluit.neutraal
    assert verdict_words(besluit).split("(scenario basis): ")[1] == woorden


def test_amounts_that_overlap_say_so():
    opgeteld = decided((2026, verdict(0.1, 50e3), verdict(0.1, 50e3)), (2027, verdict(0.2, 60e3), verdict(0.1, 110e3)))
    zin, relatie, potten = buffer_words(opgeteld)
    assert (
        zin == "110 duizend euro, zoveel ontbreekt in 2026-2027 opgeteld. Daarmee sluit ieder jaar met 90% zekerheid."
    )
    assert relatie == (
        "Van de jaren op zichzelf vraagt 2027 het meest, 60 duizend euro. Dat zit in de optelling en komt er niet bij."
    )
    assert potten == "Tekorten van een SPUK tellen daarin al mee: zij komen er niet bij."
    alleen = decided((2026, JA, JA), (2027, verdict(0.2, 60e3), verdict(0.85, 9e3)))
    assert alleen.buffer == 60e3
    assert buffer_words(alleen)[1] == (
        "Opgeteld vanaf 2026 is 9 duizend euro genoeg, doordat andere jaren overhouden. Het hoogste bedrag telt."
    )
    pas = decided((2026, JA, JA), (2027, JA, verdict(0.8, 400.0)))
    assert buffer_words(pas)[:2] == (
        "400 euro, zoveel ontbreekt in 2026-2027 opgeteld. Daarmee sluit ieder jaar met 90% zekerheid.",
        "Ieder jaar op zichzelf sluit zonder buffer; pas opgeteld ontbreekt er geld.",
    )


def test_expected_values_speak_of_no_chance():
    besluit = decided((2026, Oordeel(False, 0.0, 7e3, -7e3), Oordeel(False, 0.0, 7e3, -7e3)), trekkingen=0)
    besluit = replace(besluit, droog=Droog(date(2027, 4, 1), date(2027, 4, 1), date(2027, 4, 1), 0.0, 0.0, HORIZON))
    tekst = " ".join(zin for punt in decision_points(besluit) for zin in punt.zinnen)
    assert "bij verwachte waarden" in tekst
    assert "kans" not in tekst.lower()
    assert "P10" not in tekst
    assert "Kans" not in [k.kop for k in year_table(besluit).kolommen]
    assert cash_words(besluit) == ("De SPUK van Regio X is bij verwachte waarden op in april 2027.",)


def test_closed_years_leave_nothing_to_decide():
    besluit = decided((2025, JA, JA), gesloten=(2024, 2025))
    assert verdict_words(besluit) == "Regio X: alle jaren zijn gerealiseerd. Er is geen open jaar om over te beslissen."
    assert buffer_words(besluit) == ("Geen: wat gerealiseerd is, vraagt geen buffer.",)
    assert driver_words(besluit) == "Geen: wat gerealiseerd is, staat vast."
    assert "open jaar" in bound_words(besluit)


@pytest.mark.parametrize(
    ("droog", "woorden"),
    [
        (
            Droog(date(2026, 3, 1), date(2028, 5, 1), None, 0.25, 0.01, HORIZON),
            "P50 mei 2028, P10 maart 2026, P90 na december 2029. De kans dat zij tot en met december 2029 niet "
            "opraakt is 25,0%.",
        ),
        (
            Droog(date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1), 0.0, 0.0, HORIZON),
            "P50 mei 2026, P10 maart 2026, P90 juli 2026. Zij raakt tot en met december 2029 in alle trekkingen op.",
        ),
        (
            Droog(None, None, None, 1.0, 0.0, HORIZON),
            "De SPUK van Regio X raakt tot en met december 2029 in geen enkele trekking op.",
        ),
    ],
)
def test_always_dry_never_dry_and_between(droog, woorden):
    (zin,) = cash_words(replace(decided((2026, JA, JA)), droog=droog))
    assert zin.endswith(woorden)


def bound(soort, hoogst, tussen=(None, None), eenheid="euro per traject", nu=10_000.0):
    return Grens(
        "de prijs van B1", eenheid, date(2027, 1, 1), nu, soort, hoogst, tussen, (0.0, 3 * nu), 0.9, "2027", 500
    )


def test_bounds_in_their_own_unit():
    grenzen = (
        bound("grens", 9_480.0, (9_310.0, 9_655.0)),
        bound("altijd", None),
        bound("nooit", None),
        bound("grens", 1.25, (1.1, None), "", 1.0),
        bound("grens", 2.4, (2.25, 2.5), "fte", 2.0),
    )
    besluit = replace(decided((2026, JA, JA)), grenzen=grenzen)
    assert [rij[:4] for rij in show_rows(bound_table(besluit))] == [
        ["prijs van B1, euro per traject", "10.000", "9.480", "9.310 tot 9.655"],
        ["prijs van B1, euro per traject", "10.000", "meer dan 30.000", ""],
        ["prijs van B1, euro per traject", "10.000", "geen", ""],
        ["prijs van B1", "100%", "125%", "110% tot 300%"],
        ["prijs van B1, fte", "2,00", "2,40", "2,25 tot 2,50"],
    ]
    assert "sluit ieder jaar vanaf 2027" in bound_words(besluit)
    assert "met 500 trekkingen" in bound_words(besluit)
    assert bound_words(replace(besluit, grenzen=None)).startswith("Niet gezocht")
    assert bound_words(replace(besluit, grenzen=())).startswith("Geen prijs")


def test_years_that_follow_each_other_go_together():
    assert year_words([2023, 2025, 2026, 2027, 2029]) == "2023, 2025-2027 en 2029"


def test_the_risicoparagraaf_multiplies_and_classes_by_hand():
    besluit = decided(
        (2026, verdict(0.2, 500e3), verdict(0.2, 500e3)),
        drijvers=(cause("prijzen", -300e3, 1.0), cause("geluk", 5.0, 6.0)),
    )
    (rij,) = risk_table(besluit).rijen
    assert rij.cellen == ("prijzen", 30_000_000, 3_000_000), (
        "10% of 300.000 euro is 30.000; what costs nothing is no risk"
    )
    # 699.999 over 500.000 is just below 1,40: class C, and it must not read 1,40.
    assert capacity_words(besluit, 699_999).endswith("een ratio van 1,39, klasse C (voldoende).")
    assert capacity_words(besluit, 700_000).endswith("een ratio van 1,40, klasse B (ruim voldoende).")
    assert "niet ingevuld" in capacity_words(besluit, None)
    assert capacity_table(besluit, 700_000).values()[0][1:] == (70_000_000, 50_000_000, 20_000_000)
    assert capacity_words(decided((2026, JA, JA)), 5e3).endswith(
        "Beschikbaar is 5 duizend euro: klasse A (uitstekend)."
    )


@pytest.mark.parametrize(
    ("beschikbaar", "klasse"),
    [(2.0, "A"), (1.99, "B"), (1.4, "B"), (1.0, "C"), (0.8, "D"), (0.6, "E"), (0.59, "F"), (0, "F")],
)
def test_the_classes_of_the_ratio(beschikbaar, klasse):
    assert capacity_class(capacity_ratio(beschikbaar, 1.0)) == klasse


def test_the_record_holds_what_the_result_says():
    model = example_model("basis", "voorbeeld:rijssen-holten")
    resultaat = run(model, 256)
    besluit = decide(resultaat, 2025)
    assert besluit.naam == resultaat.totaal.naam
    assert [j.jaar for j in besluit.jaren] == [2025, 2026, 2027, 2028, 2029]
    buffers = [
        o.buffer
        for (toets, jaar), o in resultaat.totaal.oordelen.items()
        if jaar >= 2025 and toets in ("totaal", "cumulatief")
    ]
    assert besluit.buffer == max(buffers) > 0
    kosten = [d.p10 for d in besluit.drijvers]
    assert kosten == sorted(kosten)
    assert set(besluit.drijvers) <= set(resultaat.oorzaken[besluit.krapst.jaar])
    # The only gemeente is the region: its drivers are known. Of one of several they are not.
    assert decide(resultaat, 2025, resultaat.gemeenten[0]).drijvers == besluit.drijvers
    twee = replace(resultaat, gemeenten=resultaat.gemeenten * 2)
    assert "niet van een gemeente" in driver_words(decide(twee, 2025, resultaat.gemeenten[0]))
    assert driver_table(besluit).rijen[0].cellen[0] == besluit.drijvers[0].oorzaak
