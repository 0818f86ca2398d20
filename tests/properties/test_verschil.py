"""Laws of the attribution of a difference: it adds up, and a driver gets what is its own and nothing else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from finance.bedragen import round_parts
from finance.verschil import DRIJVERS, Effecten, Post, Samenstelling, attribute, total

NAMEN = ("leerroute_b1", "leerroute_z", "map", "tolken", "beleid_inkoop")
aantallen = st.one_of(st.just(Fraction(0)), st.fractions(0, 10_000, max_denominator=1000))
positief = st.fractions(Fraction(1, 1000), 10_000, max_denominator=1000)
centen = st.integers(-(10**9), 10**9)
posten = st.dictionaries(
    st.sampled_from(NAMEN), st.builds(Post, aantallen, centen, st.none() | aantallen, st.just(0) | centen)
)
sommen = st.builds(Samenstelling, aantallen, posten)
tarieven = st.sampled_from(("prijs", "regel"))
volle = st.builds(
    Samenstelling,
    positief,
    st.fixed_dictionaries({n: st.builds(Post, positief, st.integers(1, 10**9)) for n in NAMEN[:4]}),
)
"""Every post has persons, units and an amount."""
gewoon = st.fractions(1, 1000, max_denominator=10)
gewone = st.builds(
    Samenstelling, gewoon, st.fixed_dictionaries({n: st.builds(Post, gewoon, st.integers(1, 10**8)) for n in NAMEN[:3]})
)
"""Of the size of a gemeente."""


def amount(som: Samenstelling) -> Fraction:
    return sum((Fraction(p.bedrag) for p in som.posten.values()), Fraction(0))


def scaled(som: Samenstelling, keer: Fraction, tarief: Fraction) -> Samenstelling:
    """All units times `keer`, every tariff times `tarief`."""
    return Samenstelling(
        som.personen * keer,
        {n: Post(p.aantal * keer, p.bedrag * keer * tarief) for n, p in som.posten.items()},
    )


@given(sommen, sommen, tarieven, st.sampled_from((None, "vast")))
def test_the_parts_add_up_per_post_and_together(oud, nieuw, tarief, vast):
    effecten = attribute(oud, nieuw, tarief, vast)
    for naam, e in effecten.items():
        was, wordt = (f.posten[naam].bedrag if naam in f.posten else 0 for f in (oud, nieuw))
        assert e.totaal == wordt - was
    assert total(effecten.values()).totaal == amount(nieuw) - amount(oud)


@given(sommen, sommen, tarieven)
def test_whole_cents_add_up_and_none_is_lost(oud, nieuw, tarief):
    verschil = int(amount(nieuw) - amount(oud))
    exact = total(attribute(oud, nieuw, tarief).values())
    heel = exact.rounded(verschil)
    assert heel.totaal == verschil
    assert all(isinstance(d, int) for d in heel.delen)
    assert all(abs(h - e) < 1 for h, e in zip(heel.delen, exact.delen, strict=True))


@given(sommen, tarieven)
def test_equal_figures_differ_in_nothing(som, tarief):
    assert all(e == Effecten() for e in attribute(som, som, tarief).values())


@given(volle, positief)
def test_only_more_people_is_volume(som, keer):
    for e in attribute(som, scaled(som, keer, Fraction(1)), "prijs").values():
        assert e == Effecten(volume=e.totaal)


@given(volle, volle)
def test_only_another_mix_is_mix(som, ander):
    """The same persons use other numbers of units at the old price."""
    nieuw = Samenstelling(
        som.personen,
        {
            n: Post(ander.posten[n].aantal, Fraction(p.bedrag) / p.aantal * ander.posten[n].aantal)
            for n, p in som.posten.items()
        },
    )
    for e in attribute(som, nieuw, "prijs").values():
        assert e == Effecten(mix=e.totaal)


@given(volle, volle, tarieven)
def test_only_another_tariff_is_the_tariff(som, ander, tarief):
    nieuw = replace(som, posten={n: Post(p.aantal, ander.posten[n].bedrag) for n, p in som.posten.items()})
    for e in attribute(som, nieuw, tarief).values():
        assert e == Effecten(**{tarief: e.totaal})


@given(sommen, sommen, tarieven)
def test_the_way_back_is_the_opposite(oud, nieuw, tarief):
    """The whole is; a driver only when it changes alone, for its effect is valued at where one starts."""
    heen, terug = (total(attribute(paar[0], paar[1], tarief).values()) for paar in ((oud, nieuw), (nieuw, oud)))
    assert heen.totaal == -terug.totaal


@given(volle, positief, positief)
def test_a_driver_alone_goes_back_as_it_came(som, keer, tarief):
    for nieuw in (scaled(som, keer, Fraction(1)), scaled(som, Fraction(1), tarief)):
        heen, terug = attribute(som, nieuw, "prijs"), attribute(nieuw, som, "prijs")
        assert all(heen[n] == -terug[n] for n in heen)


@given(volle, positief, positief)
def test_more_people_at_another_price_interact(som, keer, tarief):
    """The wisselwerking of volume and price is the extra persons times the extra price."""
    effecten = total(attribute(som, scaled(som, keer, tarief), "prijs").values())
    assert effecten.mix == 0
    assert effecten.wisselwerking == amount(som) * (keer - 1) * (tarief - 1)


@settings(max_examples=30)
@given(st.lists(st.tuples(sommen, sommen), min_size=1, max_size=4), st.randoms())
def test_gemeenten_and_posten_add_up_in_any_order(gemeenten, kans):
    def together(paren):
        return total(total(attribute(paar[0], paar[1], "prijs").values()) for paar in paren)

    def shuffled(som):
        namen = list(som.posten)
        kans.shuffle(namen)
        return replace(som, posten={n: som.posten[n] for n in namen})

    anders = [(shuffled(a), shuffled(b)) for a, b in gemeenten]
    kans.shuffle(anders)
    assert together(gemeenten) == together(anders)


@settings(max_examples=40)
@given(st.lists(st.tuples(gewone, gewone), min_size=1, max_size=4))
def test_floats_follow_fractions_without_drift(gemeenten):
    """The simulation (euros, float64) and the books (cents) run the same rule."""

    def as_float(som):
        return Samenstelling(
            float(som.personen), {n: Post(float(p.aantal), p.bedrag / 100) for n, p in som.posten.items()}
        )

    exact = total(total(attribute(a, b, "prijs").values()) for a, b in gemeenten)
    los = total(total(attribute(as_float(a), as_float(b), "prijs").values()) for a, b in gemeenten)
    for e, f in zip(exact.delen, los.delen, strict=True):
        assert abs(float(e) / 100 - f) <= 1e-10 * max(abs(float(d)) for d in exact.delen) + 1e-4
    verschil = round(sum(float(amount(b) - amount(a)) for a, b in gemeenten))
    assert los.rounded(verschil, per=100).totaal == verschil


@given(st.lists(st.fractions(-(10**6), 10**6, max_denominator=997), min_size=1, max_size=12))
def test_rounded_parts_add_up_and_nothing_stays_nothing(delen):
    totaal = round(sum(delen))
    heel = round_parts(delen, totaal)
    assert sum(heel) == totaal
    for h, d in zip(heel, delen, strict=True):
        assert abs(h - d) < 2
    if sum(delen) == totaal:
        assert all(abs(h - d) < 1 for h, d in zip(heel, delen, strict=True))
        assert all(h == d for h, d in zip(heel, delen, strict=True) if d.denominator == 1)


def test_drivers_in_the_order_of_the_table():
    assert DRIJVERS == ("volume", "mix", "prijs", "vast", "regel", "wisselwerking")


@given(volle, positief, centen)
def test_what_follows_nobody_is_neither_price_nor_volume(som, keer, euros):
    """More people, and a fixed sum beside every post that changes: volume and vast, and nothing that they share."""
    nieuw = scaled(som, keer, Fraction(1))
    nieuw = replace(nieuw, posten={n: replace(p, bedrag=p.bedrag + euros, vast=euros) for n, p in nieuw.posten.items()})
    for naam, e in attribute(som, nieuw, "prijs", "vast").items():
        assert e == Effecten(volume=som.posten[naam].bedrag * (keer - 1), vast=euros)
