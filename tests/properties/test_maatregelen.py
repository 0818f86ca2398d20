"""Whatever the levers and the draws: nothing that is neutral is cheaper than what the search found."""

from datetime import date
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from finance.neutraliteit import judge
from scenarios.afweging.maatregelen.bestand import Maatregel
from scenarios.afweging.maatregelen.hefbomen import Hefboom, Hefboomstand, money
from scenarios.afweging.maatregelen.zoeken import Vraagstelling, search
from scenarios.regiomap.wijziging import Wijziging

JAREN, DRAWS = (2027, 2028), 40
BEGIN = date(2027, 1, 1)
EUROS = st.integers(0, 50).map(float)


@st.composite
def levers(draw) -> Hefboom:
    """One lever, that is simulated or only money, with costs that need not rise with its level."""
    naam = draw(st.sampled_from(["prijs", "geld"]))
    maatregel = Maatregel.model_construct(naam=naam, soort="prijs", gemeenten=())
    wijziging = (Wijziging(veld="prijs.pip", vanaf=BEGIN, factor=0.9),) if naam == "prijs" else ()
    aantal = draw(st.integers(1, 3))
    standen = [
        Hefboomstand(str(k), wijziging, BEGIN, draw(EUROS), draw(EUROS), 0.0 if wijziging else draw(EUROS))
        for k in range(aantal)
    ]
    return Hefboom(maatregel, (Hefboomstand("niet"), *standen))


@given(st.lists(levers(), min_size=1, max_size=3), st.integers(0, 2**16), st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_an_exhaustive_search_finds_nothing_cheaper(hefbomen, zaad, zekerheid):
    toeval = np.random.default_rng(zaad)
    saldo = toeval.normal(-20, 30, (len(JAREN), DRAWS))
    echt = [h for h in hefbomen if not h.only_money]
    werkt = {s: toeval.uniform(-20, 60) for s in product(*(range(len(h.standen)) for h in echt))}

    def peil(standen):
        eigen = saldo + werkt[standen]
        return np.stack([eigen, np.cumsum(eigen, axis=0)])

    gevonden = search(hefbomen, Vraagstelling(JAREN, JAREN[0], zekerheid), peil)
    kosten = []
    for standen in product(*(range(len(h.standen)) for h in hefbomen)):
        eigen = peil(tuple(s for h, s in zip(hefbomen, standen, strict=True) if not h.only_money))[0]
        geld = money(hefbomen, standen, JAREN)
        eigen = eigen + geld.saldo[:, None]
        if all(judge(reeks, zekerheid).neutraal for reeks in (*eigen, *np.cumsum(eigen, axis=0))):
            kosten.append(geld.kosten)
    assert (gevonden.beste.kosten if gevonden.beste else None) == min(kosten, default=None)
    for eerder, later in zip(gevonden.front, gevonden.front[1:], strict=False):
        assert eerder.kosten < later.kosten or eerder.kans < later.kans
