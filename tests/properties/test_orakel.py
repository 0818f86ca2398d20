"""The books against a small recomputation of their own: plain loops over Decimal euros, written from the law.

Nothing here is taken from the program but the names of its fields. What is compared is equal to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from finance.jaarrekening import Beginstand, Budgetjaar, close_years, split_uitkering
from finance.journaal import Besluit, advance_calendar
from finance.meeneemregeling import settle_years
from finance.tellingen import Telling
from finance.uitkering import Bedragen, monthly_advances
from tests.strategieen import AANTAL, BEDRAG, bedragen, beginstanden, besluiten, budgetjaren, ketens

NUL, CENT = Decimal(0), Decimal("0.01")


def euro(centen: int) -> Decimal:
    return Decimal(centen) * CENT


def half_up(bedrag: Decimal) -> Decimal:
    return bedrag.quantize(CENT, rounding=ROUND_HALF_UP)


def known_at_the_end_of(jaar: int, j: Budgetjaar) -> Decimal:
    besloten = j.definitief is not None and j.definitief_in is not None and j.definitief_in <= jaar
    return euro(j.definitief if besloten and j.definitief is not None else j.uitkering)


def account(jaren: Sequence[Budgetjaar], begin: Beginstand) -> list[dict[str, Decimal]]:
    """Art. 10.5 and 10.6 and the two sides of the balance sheet, year after year."""
    over, tekort = euro(begin.reservering), euro(begin.doorgeschoven)
    passief, vordering = max(over - tekort, NUL), max(tekort - over, NUL)
    schuld = NUL
    uit = []
    for i, j in enumerate(jaren):
        u, v = euro(j.uitkering), euro(j.voorlopig)
        nagekomen = nabetaling = teruggestort = schuld_erbij = NUL
        for e in jaren[:i]:
            if e.definitief is None or e.definitief_in != j.jaar:
                continue
            toegekend, vooraf = euro(e.definitief), euro(e.voorlopig)
            nagekomen += toegekend - euro(e.uitkering)
            if toegekend > vooraf:
                nabetaling += toegekend - vooraf
            else:
                teruggestort += vooraf - toegekend
                schuld_erbij += vooraf - toegekend
            # What was too much by the figure of the closed year was a debt already.
            if vooraf > euro(e.uitkering):
                schuld_erbij -= vooraf - euro(e.uitkering)
        lasten = euro(j.besteding) + euro(j.correctie_besteding)
        eerder = [known_at_the_end_of(j.jaar, e) for e in jaren[:i]]
        if j.cumulatief:
            ruimte = half_up(j.percentages[0] * (u + euro(begin.uitkering_vorig) + sum(eerder)))
        else:
            vorig = eerder[-1] if eerder else euro(begin.uitkering_vorig)
            ruimte = half_up(j.percentages[0] * u) + half_up(j.percentages[1] * vorig)
        saldo = u + nagekomen + over - lasten - tekort
        kan_mee = min(max(saldo, NUL), max(ruimte, NUL))
        terug = max(saldo, NUL) - kan_mee
        ongedekt = max(-saldo, NUL)
        eigen = ongedekt if j.slotjaar else NUL
        # The surplus of the year itself is added first, and goes back first.
        van_het_jaar = max(saldo - over, NUL)
        toevoeging = van_het_jaar - min(terug, van_het_jaar)

        te_veel = max(v - u, NUL)
        naar_schuld = terug + te_veel + schuld_erbij
        binnen, weg = v + nabetaling, lasten - eigen + naar_schuld
        erbij, eraf = max(binnen, NUL) + max(-weg, NUL), max(weg, NUL) + max(-binnen, NUL)
        afgelost = min(vordering, erbij)
        vrijval = min(passief + erbij - afgelost, eraf)
        rij = {
            "saldo": saldo, "ruimte": ruimte, "correctie_uitkering": nagekomen, "lasten": lasten,
            "reservering_begin": over, "doorgeschoven_begin": tekort,
            "reservering_eind": kan_mee, "doorgeschoven_eind": ongedekt - eigen,
            "terug_te_betalen": terug, "eigen_lasten": eigen, "baten": lasten - eigen,
            "toevoeging": toevoeging, "onttrekking": over + toevoeging - kan_mee,
            "nabetaling": nabetaling, "ontvangen": binnen,
            "passief.begin": passief, "passief.bij": erbij - afgelost, "passief.af": vrijval,
            "vordering.begin": vordering, "vordering.bij": eraf - vrijval, "vordering.af": afgelost,
            "schuld.begin": schuld, "schuld.bij": naar_schuld, "schuld.af": teruggestort + euro(j.terugbetaald),
        }  # fmt: skip
        rij["nog_te_ontvangen"] = sum(
            (
                max(euro(e.uitkering) - euro(e.voorlopig), NUL)
                for e in jaren[: i + 1]
                if e.definitief_in is None or e.definitief_in > j.jaar
            ),
            NUL,
        )
        uit.append(rij)
        over, tekort = rij["reservering_eind"], rij["doorgeschoven_eind"]
        passief += rij["passief.bij"] - vrijval
        vordering += rij["vordering.bij"] - afgelost
        schuld += naar_schuld - rij["schuld.af"]
    return uit


@given(budgetjaren(), beginstanden())
@example(
    # The SPUK onderwijsroute from 2023 on: what 2022 received belongs to its room.
    [Budgetjaar(2023, 600, 600, 200, (Decimal(1), NUL), cumulatief=True)],
    Beginstand(900, 0, 1000),
)
@example(
    # A term of advances above U(t), settled later for less than the year was closed on.
    [
        Budgetjaar(2024, 100, 150, 20, (Decimal(1), NUL), 80, 2025),
        Budgetjaar(2025, 100, 90, 300, (Decimal(1), Decimal("0.5"))),
    ],
    Beginstand(0, 30, 70),
)
def test_year_accounts(jaren: list[Budgetjaar], begin: Beginstand) -> None:
    for rekening, verwacht in zip(close_years(jaren, begin), account(jaren, begin), strict=True):
        for naam, bedrag in verwacht.items():
            waarde: Any = rekening
            for deel in naam.split("."):
                waarde = getattr(waarde, deel)
            assert euro(waarde) == bedrag, (rekening.jaar, naam)
        assert not any(rekening.checks().values())


@given(ketens(), st.booleans())
def test_chain_of_the_simulation(keten, cumulatief: bool) -> None:
    """Cents through `settle_years`, which the draws go through as euros."""
    u, b, p, r0, d0 = keten
    p = [(deel, NUL) for deel, _ in p] if cumulatief else p
    k = settle_years(u, b, p, reservering=r0, doorgeschoven=d0, cumulatief=cumulatief)
    over, tekort, ontvangen, vorig = euro(r0), euro(d0), NUL, NUL
    for j, (uitkering, besteding) in enumerate(zip(u.tolist(), b.tolist(), strict=True)):
        ontvangen += euro(uitkering)
        basis = ontvangen if cumulatief else euro(uitkering)
        ruimte = half_up(p[j][0] * basis) + half_up(p[j][1] * vorig)
        saldo = euro(uitkering) + over - euro(besteding) - tekort
        kan_mee = min(max(saldo, NUL), ruimte)
        verwacht = (over, tekort, ruimte, saldo, kan_mee, max(saldo, NUL) - kan_mee, max(-saldo, NUL))
        namen = ("reservering_begin", "doorgeschoven_begin", "ruimte", "saldo")
        namen += ("reservering", "terugvordering", "doorgeschoven")  # type: ignore[assignment]
        assert tuple(euro(int(getattr(k, n)[j])) for n in namen) == verwacht
        over, tekort, vorig = kan_mee, max(-saldo, NUL), euro(uitkering)


def spread(bedrag: int, maanden: int) -> list[int]:
    """Equal parts in whole cents; the cents that are left go to the first months."""
    deel, rest = divmod(abs(bedrag), maanden)
    teken = -1 if bedrag < 0 else 1
    return [teken * (deel + (m < rest)) for m in range(maanden)]


@given(besluiten(2025))
@example([Besluit(date(2024, 10, 1), "voorlopig", 1200), Besluit(date(2025, 6, 15), "nader", 1800)])
@example([Besluit(date(2025, 12, 31), "nader", 1801), Besluit(date(2024, 10, 1), "voorlopig", 1200)])
@example([Besluit(date(2024, 10, 1), "nader", 2400), Besluit(date(2024, 10, 1), "voorlopig", 1200)])
def test_advances_month_by_month(rijen: list[Besluit]) -> None:
    """A twelfth a month; a nader besluit spreads what it changes over the months after its own (art. 10.8)."""
    maanden = [0] * 12
    for b in sorted((b for b in rijen if b.soort == "voorlopig"), key=lambda b: b.datum):
        maanden = spread(b.bedrag, 12)
    for b in sorted((b for b in rijen if b.soort == "nader"), key=lambda b: b.datum):
        # Whatever was decided before the year, or in December, has all twelve months or the last one left.
        besteld = 0 if b.datum.year == 2024 else min(b.datum.month, 11)
        if besteld == 0:
            maanden = spread(b.bedrag, 12)
        else:
            nieuw = spread(b.bedrag - sum(maanden), 12 - besteld)
            maanden = [*maanden[:besteld], *(m + n for m, n in zip(maanden[besteld:], nieuw, strict=True))]
    betaald = {s.datum: (s.soort, s.bedrag) for s in advance_calendar(2025, rijen)}
    assert betaald == {
        date(2025, m, 15): ("voorschot" if bedrag >= 0 else "verrekening voorschot", bedrag)
        for m, bedrag in enumerate(maanden, start=1)
        if bedrag
    }


@given(BEDRAG)
def test_monthly_advances_give_the_odd_cents_first(bedrag: int) -> None:
    assert monthly_advances(bedrag).tolist() == spread(bedrag, 12)


def split_by_hand(aantal: Sequence[Fraction], b: Bedragen, g: Bedragen, f: Fraction) -> dict[str, int]:
    """BGO, BA and ABO of art. 10.1 and 10.2 in exact cents; BA is rounded once and its cents shared out."""

    def whole(x: Fraction) -> int:
        return (2 * x.numerator + x.denominator) // (2 * x.denominator)

    t, t1, t2, gezin, aia, route = aantal
    gronden = [n * Fraction(w) * 100 for n, w in ((t, g.a), (t1, g.b), (t2, g.c), (aia, g.d))]
    ba, som = whole(sum(gronden, Fraction(0)) * f), sum(gronden, Fraction(0))
    exact = [ba * x / som if som else Fraction(0) for x in gronden]
    delen = [x.numerator // x.denominator for x in exact]
    for i in sorted(range(4), key=lambda i: (delen[i] - exact[i], i))[: ba - sum(delen)]:
        delen[i] += 1
    namen = ("bgo", "ba_a", "ba_b", "ba_c", "aia", "abo")
    los = whole(gezin * Fraction(b.gezin) * 100), whole(route * Fraction(b.onderwijsroute) * 100)
    return dict(zip(namen, (los[0], *delen, los[1]), strict=True))


@given(
    st.lists(AANTAL | st.just(0), min_size=6, max_size=6),
    bedragen(),
    bedragen(gewichten=True),
    st.fractions(Fraction(1, 2), 2, max_denominator=10**6),
    st.sampled_from([Fraction(1), Fraction(7, 10), Fraction(91, 1000)]),
)
def test_components_of_the_uitkering(aantallen, amounts, gewichten, factor, deel) -> None:
    """Whole counts (definitief) and expected persons (voorlopig) alike."""
    exact = [n * deel for n in aantallen]
    t, t1, t2, gezin, aia, route = exact if deel != 1 else aantallen
    telling = Telling(t, t1, t2, gezin, aia, route)
    assert split_uitkering(telling, amounts, gewichten, factor) == split_by_hand(
        [Fraction(x) for x in exact], amounts, gewichten, factor
    )
