"""Closing a year from a region's decisions, counts, stated years and bookings, against loops of their own.

Two gemeenten and a regional body, both SPUKs, any years. The recomputation chooses the figures of every year itself and
leaves the chain to the one of `test_orakel`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finance.jaarrekening import Beginstand, Budgetjaar
from finance.journaal import Besluit, advance_calendar
from finance.parameters import Bron, Parameters
from scenarios.boeken.geboekt import Boekingen
from scenarios.boeken.jaar_sluiten import GEEN, STAND, build_accounts, summarise
from scenarios.boeken.map import Correctie, Instellingen, Lichaam, Verantwoordingsmap
from scenarios.boeken.realisatie import Rekening, realised_until
from scenarios.regiomap.besluiten import Besluitrij, Standrij, Telrij
from scenarios.regiomap.feiten import DEFINITIEF, HERREKEND, VOORLOPIG
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import Gemeente, Regiobestand
from tests.properties.test_orakel import account, euro

CODES = ("GM0405", "GM0420")
POTTEN = ("spuk", "spuk_onderwijsroute")
VOORZIENINGEN = ("leerroute_b1", "leerroute_onderwijs", "pvt")
NUL = Decimal(0)
# Amounts that Regeling 2024 and the room are looked up under; whole euros, so that every product is exact.
BEDRAGEN = {"bedrag_asiel_a": 8000, "bedrag_asiel_b": 4000, "bedrag_asiel_c": 1000, "bedrag_gezin": 600}
PERCENTAGES = {2022: ("1", "0"), 2023: ("1", "0"), 2024: ("0.5", "0.25"), 2025: ("1", "0.5")}


def parameters() -> Parameters:
    """The shipped ones, with round amounts and a room of every year's own."""
    uit, bron = shipped().parameters, Bron("proef")
    for jaar, (percentage, vorig) in PERCENTAGES.items():
        per_naam = {n: str(b) for n, b in BEDRAGEN.items()}
        for naam, waarde in {**per_naam, "ruimte_percentage": percentage, "ruimte_percentage_vorig": vorig}.items():
            uit = uit.override(naam, date(jaar, 1, 1), waarde, "aanname", bron)
    return uit


PARAMETERS = parameters()


@dataclass(frozen=True)
class Boeking:
    jaar: int
    wie: str
    pot: str
    voorziening: str
    taakveld: str
    last: int
    correctie: bool
    dag: date


def decision(jaar: int, code: str, pot: str, soort: str, dag: date, bedrag: int) -> Besluitrij:
    return Besluitrij.model_construct(
        bestand="b", regel=1, jaar=jaar, cbs_code=code, gemeente="", regeling=pot, soort=soort, datum=dag, bron="",
        bedrag=bedrag, **dict.fromkeys(("bgo", "ba_a", "ba_b", "ba_c", "aia", "abo")),
    )  # fmt: skip


class Greep:
    """Any books, from one seed: every choice drawn by hypothesis itself would take it minutes."""

    def __init__(self, zaad: int):
        self.kans = np.random.default_rng(zaad)

    def one(self, *uit: Any) -> Any:
        return uit[self.kans.integers(len(uit))]

    def number(self, laag: int, hoog: int) -> int:
        return int(self.kans.integers(laag, hoog + 1))

    def booking(self, jaar: int) -> Boeking:
        dag = date(jaar, 1, 1) + timedelta(days=self.number(0, 364))
        return Boeking(
            jaar, self.one(*CODES, "WerkSaam"), self.one(*POTTEN), self.one(*VOORZIENINGEN), self.one("", "6.1", "4.3"),
            self.number(-(10**6), 10**8), self.one(False, False, True), dag,
        )  # fmt: skip

    def decisions(self, jaar: int, code: str, pot: str) -> list[Besluitrij]:
        """Some of the decisions on one SPUK of one year, in any order; a nadere may be of the day of the voorlopige."""
        begin = date(jaar - 1, 10, 1)
        rijen = [("voorlopig", begin)] * self.one(0, 1, 1)
        if rijen:
            rijen += [("nader", d) for d in (begin, date(jaar, 5, 1), date(jaar, 9, 1)) if self.one(0, 0, 1)]
        rijen += [("definitief", date(jaar + self.number(1, 3), 6, 1))] * self.one(0, 1)
        rijen += [("terugvordering", date(jaar + self.number(1, 4), 6, 1))] * self.one(0, 0, 1)
        uit = [decision(jaar, code, pot, soort, dag, self.number(0, 10**8)) for soort, dag in rijen]
        self.kans.shuffle(uit)
        return uit

    def count(self, jaar: int, code: str) -> Telrij:
        t, t1, t2, gezin = (self.number(0, 60), self.number(0, 60), self.number(0, 60), self.number(1, 60))
        return Telrij.model_construct(
            bestand="t", regel=1, jaar=jaar, cbs_code=code, gemeente="", soort="definitief", bron="", cohort_t=t,
            cohort_t1=t1, cohort_t2=t2, gezin=gezin, aia=0, onderwijsroute=0,
        )  # fmt: skip

    def body(self, jaar: int) -> Lichaam:
        if self.one(True, False):
            return Lichaam(naam="WerkSaam", jaar=jaar, sleutel="vast", delen={CODES[0]: self.number(1, 9), CODES[1]: 2})
        kosten = {"pvt": str(self.number(0, 9999))} if self.one(True, False) else {}
        return Lichaam.model_validate({"naam": "WerkSaam", "jaar": jaar, "sleutel": "personen", "kosten": kosten})

    def correction(self, jaar: int) -> Correctie:
        return Correctie.model_validate(
            {"jaar": jaar, "over": jaar - 1, "cbs_code": self.one(*CODES), "regeling": self.one(*POTTEN), "reden": "x",
             "bedrag": str(self.number(-500, 500))}
        )  # fmt: skip


def table(geboekt: list[Boeking]) -> pd.DataFrame:
    rijen = [
        (f"{b.jaar}.csv", b.jaar, b.wie, b.pot, b.voorziening, b.taakveld, b.last, b.last, b.correctie, "", b.dag)
        for b in geboekt
    ]
    kop = [
        "bestand",
        "jaar",
        "gemeente",
        "pot",
        "voorziening",
        "taakveld",
        "last",
        "bedrag",
        "correctie",
        "reden",
        "datum",
    ]
    tabel = pd.DataFrame(rijen, columns=kop)
    tabel["datum"] = pd.to_datetime(tabel["datum"]).astype("datetime64[s]")
    return tabel


def any_books(zaad: int) -> tuple[int, Verantwoordingsmap, list[Boeking]]:
    """Everything a year between 2022 and 2025 is closed with."""
    greep = Greep(zaad)
    jaar = greep.number(2022, 2025)
    jaren = range(2022, jaar + 1)
    geboekt = [greep.booking(j) for j in jaren for _ in range(greep.number(0, 6))]
    besluiten = [b for j in jaren for c in CODES for p in POTTEN for b in greep.decisions(j, c, p)]
    invoer = Verantwoordingsmap(
        Path(),
        Regiobestand(
            naam="Proef", peildatum=date(2024, 1, 1), eindjaar=2026,
            gemeente=(Gemeente(code="GM0405", naam="Hoorn"), Gemeente(code="GM0420", naam="Medemblik")),
        ),
        shipped(),
        PARAMETERS,
        Instellingen.model_validate({
            "boekingen": [{"bestand": f"{j}.csv", "jaar": j} for j in jaren],
            "gemeenschappelijke_regeling": [greep.body(j) for j in jaren],
            "correctie": [greep.correction(j) for j in jaren[1:] for _ in range(greep.one(0, 0, 1))],
        }),
        tuple(besluiten), {(j, c): greep.count(j, c) for j in jaren for c in CODES}, {}, {},
        Boekingen(table(geboekt), (), {}), {}, {},
    )  # fmt: skip
    stand = greep.number(2022, 2026)
    if stand < jaar:
        bedragen = tuple(greep.number(0, 10**8) for _ in range(5))
        invoer = with_stated_year(invoer, geboekt, stand, greep.one(*POTTEN), bedragen)
    return jaar, invoer, geboekt


def with_stated_year(
    invoer: Verantwoordingsmap, geboekt: list[Boeking], jaar: int, pot: str, bedragen: tuple[int, ...]
) -> Verantwoordingsmap:
    """The same, where Hoorn stated a closed year with which its chain starts; its end follows from its figures."""
    u, b, over, tekort, vorig = bedragen
    over, tekort = (0, 0) if jaar == 2022 else (over, 0) if over % 2 else (0, tekort)
    rij = Standrij.model_construct(
        bestand="s", regel=2, jaar=jaar, cbs_code="GM0405", gemeente="", regeling=pot, uitkering=u, besteding=b,
        reservering_begin=over, doorgeschoven_begin=tekort, reservering_eind=0, doorgeschoven_eind=0,
        terug_te_betalen=None, uitkering_vorig=vorig * (jaar > 2022), bron="",
    )  # fmt: skip
    proef = replace(invoer, standen={(jaar, "GM0405", pot): rij})
    (feiten, _), *_ = Hand(proef, geboekt, jaar + 1).facts("GM0405", pot)
    if feiten.jaar < jaar:
        return invoer  # The SPUK onderwijsroute has earlier traces, so its chain starts before.
    [einde] = account([feiten], Beginstand(over, tekort, rij.uitkering_vorig))
    goed = {n: int(einde[n] * 100) for n in ("reservering_eind", "doorgeschoven_eind")}
    return replace(invoer, standen={(jaar, "GM0405", pot): rij.model_copy(update=goed)})


class Hand:
    """The figures of every year, chosen by the rules of the books."""

    def __init__(self, invoer: Verantwoordingsmap, geboekt: list[Boeking], jaar: int):
        self.invoer, self.jaar = invoer, jaar
        self.lasten = [
            (x.jaar, c, x.pot, x.voorziening, x.taakveld or "6.1", d, x.correctie) for x, c, d in self.shares(geboekt)
        ]

    def key(self, jaar: int) -> dict[str, Decimal]:
        blok = next(r for r in self.invoer.instellingen.lichamen if r.jaar == jaar)
        if blok.sleutel == "vast":
            return {c: Decimal(str(d)) for c, d in blok.delen.items()}
        t = self.invoer.tellingen
        return {
            c: Decimal(t[jaar, c].cohort_t + t[jaar, c].cohort_t1 + t[jaar, c].cohort_t2 + t[jaar, c].gezin)
            for c in CODES
        }

    def shares(self, geboekt: list[Boeking]) -> Iterator[tuple[Boeking, str, int]]:
        """Own bookings as they are; what the body booked and stated, added up per kind and divided by its key."""
        samen: dict[tuple, int] = {}
        for b in geboekt:
            if b.wie in CODES:
                yield b, b.wie, b.last
            else:
                plek = (b.jaar, b.pot, b.voorziening, b.taakveld or "6.1", b.correctie)
                samen[plek] = samen.get(plek, 0) + b.last
        for blok in self.invoer.instellingen.lichamen:
            for voorziening, bedrag in blok.kosten.items():
                plek = (blok.jaar, "spuk", voorziening, "6.1", False)
                samen[plek] = samen.get(plek, 0) + bedrag
        for (jaar, pot, voorziening, veld, correctie), bedrag in samen.items():
            sleutel = self.key(jaar)
            exact = {c: abs(bedrag) * d / sum(sleutel.values()) for c, d in sleutel.items()}
            heel = {c: int(x) for c, x in exact.items()}
            rest = abs(bedrag) - sum(heel.values())
            for c in sorted(exact, key=lambda c: (heel[c] - exact[c], CODES.index(c)))[:rest]:
                heel[c] += 1
            for c, deel in heel.items():
                if not deel:
                    continue  # No part, no last.
                teken = -1 if bedrag < 0 else 1
                yield Boeking(jaar, c, pot, voorziening, veld, 0, correctie, date(jaar, 1, 1)), c, teken * deel

    def facts(self, code: str, pot: str) -> list[tuple[Budgetjaar, str]]:
        """One SPUK of one gemeente: the years of its chain, and where U(t) came from."""
        eigen = [b for b in self.invoer.besluiten if (b.cbs_code, b.regeling) == (code, pot)]
        gesloten = [j for j, c, p in self.invoer.standen if (c, p) == (code, pot)]
        if pot == "spuk":
            eerste = min(gesloten, default=2022)
        else:
            sporen = [*gesloten, *(b.jaar for b in eigen), *(x[0] for x in self.lasten if x[1:3] == (code, pot))]
            if not sporen:
                return []
            eerste = min(sporen)
        return [self.year(code, pot, j, [b for b in eigen if b.jaar == j], eigen) for j in range(eerste, self.jaar + 1)]

    def year(self, code: str, pot: str, j: int, besluiten: list, alle: list) -> tuple[Budgetjaar, str]:
        definitief = [b for b in besluiten if b.soort == "definitief"]
        vooraf = sorted(
            (b for b in besluiten if b.soort in ("voorlopig", "nader")), key=lambda b: (b.datum, b.soort == "nader")
        )
        lasten = [x for x in self.lasten if x[:3] == (j, code, pot)]
        besteding = sum(x[5] for x in lasten if not x[6])
        correctie = sum(x[5] for x in lasten if x[6])
        for c in self.invoer.instellingen.correctie:
            if (c.jaar, c.cbs_code, c.regeling) == (j, code, pot):
                correctie += c.bedrag
        t = self.invoer.tellingen[j, code]
        stand = self.invoer.standen.get((j, code, pot))
        if definitief:
            u, bron = definitief[0].bedrag, DEFINITIEF
        elif pot == "spuk":
            b = BEDRAGEN
            u = t.cohort_t * b["bedrag_asiel_a"] + t.cohort_t1 * b["bedrag_asiel_b"] + t.cohort_t2 * b["bedrag_asiel_c"]
            u, bron = 100 * (u + t.gezin * b["bedrag_gezin"]), HERREKEND
        elif vooraf:
            u, bron = vooraf[-1].bedrag, VOORLOPIG
        else:
            u, bron = 0, GEEN
        if stand is not None and j < self.jaar:
            u, bron, besteding = stand.uitkering, STAND, stand.besteding
        route = pot != "spuk"
        percentages = PERCENTAGES[j] if not route else ("1" if j < 2025 else "0", "0")
        return Budgetjaar(
            j, u, vooraf[-1].bedrag if vooraf else u, besteding, tuple(Decimal(p) for p in percentages),  # type: ignore[arg-type]
            definitief[0].bedrag if definitief else None, definitief[0].datum.year if definitief else None, correctie,
            sum(b.bedrag for b in alle if b.soort == "terugvordering" and b.datum.year == j),
            slotjaar=route and j >= 2025, cumulatief=route,
        ), bron  # fmt: skip


@settings(max_examples=40)
@example(16717)  # What is paid back over a year before the chain.
@given(st.integers(0, 2**32 - 1))
def test_a_closed_year(zaad: int) -> None:
    jaar, invoer, geboekt = any_books(zaad)
    hand, boeken = Hand(invoer, geboekt, jaar), build_accounts(invoer, jaar)
    overzicht = summarise(boeken)
    for gemeente in boeken.gemeenten:
        code = gemeente.gemeente.code
        rekeningen = {r.regeling: r for r in gemeente.regelingen}
        for pot in POTTEN:
            feiten = hand.facts(code, pot)
            if not feiten:
                assert pot not in rekeningen
                continue
            r = rekeningen[pot]
            stand = invoer.standen.get((feiten[0][0].jaar, code, pot))
            begin = (
                Beginstand(stand.reservering_begin, stand.doorgeschoven_begin, stand.uitkering_vorig)
                if stand
                else Beginstand()
            )
            assert r.herkomst == {f.jaar: bron for f, bron in feiten}
            verwacht = account([f for f, _ in feiten], begin)
            for rekening, rij in zip(r.jaren, verwacht, strict=True):
                for naam in ("saldo", "ruimte", "reservering_eind", "doorgeschoven_eind", "terug_te_betalen", "lasten"):
                    assert euro(getattr(rekening, naam)) == rij[naam], (code, pot, rekening.jaar, naam)
                assert euro(rekening.passief.eind) == rij["passief.begin"] + rij["passief.bij"] - rij["passief.af"]
                assert euro(rekening.schuld.eind) == rij["schuld.begin"] + rij["schuld.bij"] - rij["schuld.af"]
                assert euro(rekening.nabetaling) == rij["nabetaling"]
            laatste = feiten[-1][0]
            assert (r.jaar.voorlopig, r.jaar.uitkering) == (laatste.voorlopig, laatste.uitkering)
            assert r.uitkering_vorig == begin.uitkering_vorig
            assert overzicht[gemeente.gemeente.naam][pot]["terug_te_betalen"] == r.jaar.terug_te_betalen
            per_veld: dict[str, int] = {}
            for x in hand.lasten:
                if x[:3] == (jaar, code, pot):
                    per_veld[x[4]] = per_veld.get(x[4], 0) + x[5]
            los = r.jaar.lasten - sum(per_veld.values())
            per_veld["6.1"] = per_veld.get("6.1", 0) + los
            assert {t.taakveld: t.lasten for t in r.taakvelden} == {"6.1": per_veld.get("6.1", 0), **per_veld}
            assert sum(t.baten for t in r.taakvelden) == r.jaar.baten
            ontvangen = sum(s.bedrag for s in r.ontvangsten if s.soort in ("voorschot", "verrekening voorschot"))
            assert ontvangen == laatste.voorlopig
            assert all(s.datum.year == jaar and not s.verwacht for s in r.ontvangsten)
            toegekend = [b for b in invoer.besluiten if (b.jaar, b.cbs_code, b.regeling) == (jaar, code, pot)]
            maanden = advance_calendar(jaar, [Besluit(b.datum, b.soort, b.bedrag) for b in toegekend])
            assert sum(s.bedrag for s in r.ontvangsten if s.soort == "nabetaling") == r.jaar.nabetaling
            terug = [
                b.bedrag
                for b in invoer.besluiten
                if (b.cbs_code, b.regeling, b.soort, b.datum.year) == (code, pot, "terugvordering", jaar)
            ]
            assert -sum(s.bedrag for s in r.ontvangsten if s.soort == "terugvordering") == sum(terug)
            if maanden:
                assert list(r.kalender[: len(maanden)]) == maanden


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12))
def test_booked_until_a_day_and_the_whole_year(zaad: int, maand: int) -> None:
    """Bookings up to and including the day, shared as a whole year is; the end of the year is the closed year."""
    jaar, invoer, geboekt = any_books(zaad)
    einde = date(jaar, 12, 31)
    heel = realised_until(invoer, jaar, einde)
    rekening = Rekening(build_accounts(invoer, jaar))
    hand = Hand(invoer, geboekt, jaar)
    stated = {(c, p) for j, c, p in invoer.standen if j == jaar}
    for codes in ((CODES[0],), (CODES[1],), CODES):
        for post in ("leerroute_b1", "pvt", "leerroute_onderwijs"):
            som = sum(x[5] for x in hand.lasten if x[0] == jaar and x[1] in codes and x[3] == post and not x[6])
            assert heel.post(codes, post) == rekening.post(codes, post) == som
        assert heel.correction(codes) == rekening.correction(codes)
        assert (heel.jaar, heel.tot) == (jaar, einde)
        if not stated:
            for pot in POTTEN:
                lasten = sum(x[5] for x in hand.lasten if x[0] == jaar and x[1] in codes and x[2] == pot)
                lasten += sum(
                    c.bedrag
                    for c in invoer.instellingen.correctie
                    if c.cbs_code in codes and (c.regeling, c.jaar) == (pot, jaar)
                )
                assert heel.post(codes, pot) == lasten
    assert rekening.post(CODES, "gemeentefonds") is None
    if any(r.kosten for r in invoer.instellingen.lichamen if r.jaar == jaar):
        return
    tot = date(jaar, maand, 15)
    eerder = [b for b in geboekt if b.jaar == jaar and b.dag <= tot]
    deel = realised_until(invoer, jaar, tot)
    for post in ("leerroute_b1", "pvt"):
        assert deel.post(CODES, post) == sum(b.last for b in eerder if b.voorziening == post and not b.correctie)
