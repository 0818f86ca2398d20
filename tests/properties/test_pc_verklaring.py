"""Laws of the P&C pieces: parts add up, an overspending has exactly one kind per cent, a headline is never too good."""

from hypothesis import given
from hypothesis import strategies as st

from finance.administratie.rechtmatigheid import SOORTEN, Lastenpost, split_overspending
from finance.verschil import Effecten
from reports.pc.besluiten import Bijstelling, adjustment_table
from reports.pc.definities import Saldostand
from reports.pc.delen import CORRECTIE, GEMEENTEFONDS, LASTENPOSTEN, ONDERWIJS, SPUK
from reports.pc.meerjaren import BEGIN, Jaarstand, Meerjaren, Sluit
from reports.pc.verklaring import Verklaring, split_baten

CENTEN = st.integers(-(10**9), 10**9)
EFFECTEN = st.builds(Effecten, *[CENTEN] * 6)
LASTEN = st.dictionaries(st.sampled_from([*(p.naam for p in LASTENPOSTEN), CORRECTIE]), EFFECTEN)


@given(LASTEN, st.tuples(CENTEN, CENTEN, CENTEN), st.booleans(), st.tuples(CENTEN, CENTEN))
def test_the_parts_of_an_explanation_add_up_to_the_cent(lasten, baten, met_route, door):
    verschil = {SPUK: baten[0], GEMEENTEFONDS: baten[1]} | ({ONDERWIJS: baten[2]} if met_route else {})
    doorgeschoven = {SPUK: door[0]} | ({ONDERWIJS: door[1]} if met_route else {})
    verklaring = Verklaring(lasten, split_baten(lasten, verschil, doorgeschoven), doorgeschoven)
    for post, anders in verschil.items():
        assert verklaring.baten[post].totaal + doorgeschoven.get(post, 0) == anders
    saldo = sum(verschil.values()) - sum(e.totaal for e in lasten.values())
    assert verklaring.saldo == saldo
    tabel = verklaring.table("t").values()
    assert tabel[-1][-1] == saldo
    assert sum(tabel[-1][1:-1]) == saldo
    for rij in tabel:
        assert sum(rij[1:-1]) == rij[-1]


@given(LASTEN, CENTEN, st.integers(0, 10**9))
def test_every_large_difference_has_one_sentence_and_the_rest_is_told_together(lasten, fonds, drempel):
    verschil = {SPUK: 0, GEMEENTEFONDS: fonds}
    verklaring = Verklaring(lasten, split_baten(lasten, verschil, {}))
    bedragen = [int(e.totaal) for e in lasten.values()] + [0, fonds]
    groot = sum(abs(b) >= drempel for b in bedragen if b)
    klein = sum(0 < abs(b) < drempel for b in bedragen)
    assert len(verklaring.sentences(drempel)) == groot + (1 if klein else 0)


POSTEN = st.dictionaries(
    st.sampled_from("abcdefg"),
    st.builds(
        Lastenpost,
        st.integers(0, 10**8),
        st.integers(-(10**6), 10**8),
        st.sampled_from(["", "x", "y"]),
        st.integers(0, 10**8),
        st.sampled_from(["open_einde", "beleid", "raad"]),
    ),
)


@given(POSTEN, st.dictionaries(st.sampled_from("xy"), CENTEN))
def test_every_cent_of_an_overspending_has_one_kind(posten, baten):
    uit = split_overspending(posten, baten)
    assert uit.keys() == {n for n, p in posten.items() if p.werkelijk > p.begroot}
    for naam, delen in uit.items():
        assert sum(delen.values()) == posten[naam].overschrijding
        assert min(delen.values()) >= 0
        assert delen.keys() == SOORTEN.keys()
    # What is not taken up within the taakveld is what the taakveld as a whole spent beyond its begroting.
    netto = max(0, sum(p.werkelijk - p.begroot for p in posten.values()))
    assert sum(sum(d.values()) - d["taakveld"] for d in uit.values()) == netto
    for bate, meer in baten.items():
        gedekt = sum(d["baten"] for n, d in uit.items() if posten[n].dekking == bate)
        assert gedekt <= max(0, meer)


REEKS = st.lists(st.tuples(st.integers(-200, 200), st.booleans()), min_size=4, max_size=4)


@given(REEKS, st.lists(REEKS, max_size=3), st.booleans())
def test_a_headline_is_never_better_than_the_worst_year(samen, apart, toeval):
    def read(reeks):
        return tuple(Jaarstand(2027 + n, saldo, zeker and toeval) for n, (saldo, zeker) in enumerate(reeks))

    meer = Meerjaren(read(samen), tuple((f"G{n}", read(r)) for n, r in enumerate(apart)), 0.9, toeval)
    kop = meer.headline()
    klasse = next(k for k in sorted(BEGIN, reverse=True) if kop.startswith(BEGIN[k]))
    for reeks in (samen, *apart):
        for saldo, zeker in reeks:
            slecht = Sluit.NIET if saldo <= -50 else Sluit.ZEKER if zeker and toeval else Sluit.VERWACHT
            assert klasse >= slecht
    assert all(f" in {2027 + n}" in kop for n in range(4))


@given(CENTEN, st.integers(0, 10**9), st.integers(0, 10**9))
def test_both_definitions_differ_by_what_is_carried(eigen, begin, eind):
    stand = Saldostand(eigen, begin, eind)
    assert stand.by("A") - stand.by("B") == begin - eind


ALLE = [*(p.naam for p in LASTENPOSTEN), SPUK, ONDERWIJS, GEMEENTEFONDS, CORRECTIE]


@given(st.dictionaries(st.sampled_from(ALLE), CENTEN, min_size=1))
def test_an_adjustment_adds_up_per_taakveld_and_together(posten):
    waarden = adjustment_table(2026, [Bijstelling(p, b) for p, b in posten.items()]).values()
    baten = sum(posten.get(p, 0) for p in (SPUK, ONDERWIJS, GEMEENTEFONDS))
    lasten = sum(posten.values()) - baten
    assert waarden[-1][1:] == (-lasten, baten, baten - lasten)
    assert sum(r[3] for r in waarden if str(r[0]).startswith("Taakveld")) == baten - lasten
