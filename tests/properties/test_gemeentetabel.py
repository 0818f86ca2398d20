"""The table of all gemeenten and the values of a picture: sums, order, and what stands at the pointer."""

import math
from functools import lru_cache
from typing import Any

import pytest
from markupsafe import Markup

from finance.taal.getallen import format_amount
from reports.dashboard.adres import ahead, link_to
from reports.dashboard.figuren import ADDED_FANS, YEARLY_FANS, causes_html, fans_html
from reports.dashboard.gemeenten import KOLOMMEN, OPGETELD, VOLGORDEN, gemeente_table, gemeenten_html
from reports.dashboard.html import years_ahead
from scenarios.afweging.besluit import drivers
from scenarios.engine.explore import Explorer
from scenarios.regiomap.modellen import BASIS
from scenarios.waarheid.feiten import read_truth


@lru_cache
def answer(naam):
    regio = read_truth(naam)
    resultaat = Explorer(regio, 40).compute_all(BASIS)
    return regio, resultaat, years_ahead(regio, resultaat)


def regions(boekenmap):
    """One without closed years, and one with."""
    return ("voorbeeld:noordkop", str(boekenmap))


@pytest.mark.parametrize("welke", [0, 1])
def test_amounts_add_up_to_the_region_and_the_rows_go_in_order(boekenmap, welke):
    regio, resultaat, jaren = answer(regions(boekenmap)[welke])
    assert jaren == ahead(regio), "the list of periods is that of the answer"
    for periode in (*map(str, jaren), OPGETELD):
        for volgorde in VOLGORDEN:
            alle: list[Any] = [rij.cellen for rij in gemeente_table(resultaat, jaren, periode, volgorde).rijen]
            *rijen, som = alle
            assert len(rijen) == len(resultaat.gemeenten)
            assert som[0] == resultaat.totaal.naam
            for kolom in range(1, 4):
                assert sum(rij[kolom] for rij in rijen) == pytest.approx(som[kolom], abs=0.005), KOLOMMEN[kolom]
            waarden = [rij[volgorde.kolom] for rij in rijen]
            cijfers = [w for w in waarden if not (isinstance(w, float) and math.isnan(w))]
            assert waarden[: len(cijfers)] == cijfers, "what has no figure stands last"
            assert cijfers == sorted(cijfers, reverse=volgorde.dalend)


def test_a_head_orders_by_its_column_and_turns_round_the_one_that_it_is_in():
    _, resultaat, jaren = answer("voorbeeld:noordkop")
    namen = {"": "Regio", **{g.code: g.naam for g in resultaat.gemeenten}}
    for nu in VOLGORDEN:
        html = gemeenten_html(resultaat, jaren, OPGETELD, nu, lambda code: link_to({}, "voor", code, namen[code]))
        assert html.count("aria-sort") == 1
        assert f'aria-sort="{"descending" if nu.dalend else "ascending"}"' in html
        (anders,) = (v for v in VOLGORDEN if v.kolom == nu.kolom and v != nu)
        assert str(Markup('data-optie="{}"').format(anders.label)) in html
        assert f'data-optie="{nu.label}"' not in html
        assert html.count('data-knop="voor"') == len(namen)


def test_what_stands_at_the_pointer_is_the_result():
    _, resultaat, jaren = answer("voorbeeld:noordkop")
    for fan in (*YEARLY_FANS, *ADDED_FANS):
        html = fans_html([fan], resultaat, jaren, None)
        tips = html.split('<div class="tip">')[1:]
        assert len(tips) == len(jaren)
        for jaar, tip in zip(jaren, tips, strict=True):
            p50 = format_amount(resultaat.totaal.value(fan[1], resultaat.jaren.index(jaar), "p50"))
            assert f"<strong>{jaar}</strong>" in tip
            assert f"<i>P50</i><b>{p50}</b>" in tip
    tips = causes_html(resultaat, jaren).split('<div class="tip">')[1:]
    for oorzaak, tip in zip(drivers(resultaat, jaren[-1]), tips, strict=True):
        assert f"<i>Tegenvaller (P10)</i><b>{format_amount(oorzaak.p10)}</b>" in tip
