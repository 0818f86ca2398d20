"""Journal and Iv3 of any books add up to the year account, to the cent.

Two gemeenten and a regional body, both SPUKs, decisions under old codes too, opening balances, years closed on purpose
whose bookings changed since, bank receipts that go their own way.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.administratie.ontvangsten import Ontvangst, match_receipts
from finance.administratie.wijziging import propose
from finance.journaal import Kasstroom
from reports.jaar.iv3 import iv3_table
from reports.jaar.journaal import coded_table
from reports.tabel.csv import csv_text
from scenarios.administratie.iv3 import build_iv3
from scenarios.administratie.journaal import build_journals
from scenarios.administratie.ontvangsten import Ontvangstrij
from scenarios.administratie.rekeningschema import Rekeningschema, Schemarij
from scenarios.boeken.begroting import Begroting, Begrotingrij
from scenarios.boeken.jaar_sluiten import Verantwoording, build_accounts
from scenarios.boeken.map import Verantwoordingsmap
from scenarios.boeken.slot import Slot, Sluiting
from scenarios.regiomap.besluiten import Stukken
from scenarios.regiomap.land.landsgegevens import shipped
from tests.properties.test_orakel_boeken import CODES, POTTEN, Greep, any_books

OUD = {"GM0420": "GM0364"}
"""Andijk, which went into Medemblik on 1 January 2011."""
ROLLEN = ("bank", "passief", "vordering", "schuld", "onderweg")


def chart() -> Rekeningschema:
    """Every SPUK its own accounts, so that the file alone tells what each moved."""
    rijen = [
        Schemarij.model_validate(
            {"bestand": "r", "regel": n, "rol": rol, "uitkering": pot, "grootboek": f"{rol}-{pot}", "bron": "proef",
             "status": "vastgesteld", "categorie": "3.8" if rol == "bijdrage_gr" else ""}
        )
        for n, (rol, pot) in enumerate(product((*ROLLEN[1:], "baten", "bijdrage_gr", "correctie"), POTTEN))
    ]  # fmt: skip
    return Rekeningschema(tuple(rijen))


SCHEMA = chart()


def lines(tekst: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tekst.removeprefix("\ufeff")), delimiter=";"))


def cents(tekst: str) -> int:
    return int((Decimal(tekst.replace(",", ".")) * 100).to_integral_exact())


def books(zaad: int) -> tuple[Verantwoording, Greep]:
    """Any books of a year; of some the year is closed and its bookings changed after."""
    jaar, invoer, _ = any_books(zaad)
    greep = Greep(zaad + 1)
    voorschot = {CODES[0]: str(greep.number(0, 500_000))} if greep.one(True, False) else {}
    lichamen = tuple(
        type(b).model_validate(
            {**b.model_dump(), "delen": dict(b.delen), "kosten": _text(b.kosten), "voorschot": voorschot}
        )
        for b in invoer.instellingen.lichamen
    )
    instellingen = invoer.instellingen.model_copy(update={"gemeenschappelijke_regeling": lichamen})
    besluiten = [
        b.model_copy(update={"cbs_code": OUD[b.cbs_code]}) if _moves(b, greep) else b for b in invoer.besluiten
    ]
    invoer = replace(
        invoer,
        instellingen=instellingen,
        besluiten=Stukken(besluiten=tuple(besluiten)).follow(shipped(), CODES).besluiten,
    )
    if greep.one(True, False):
        invoer = closed_and_changed(invoer, jaar, greep)
    return build_accounts(invoer, jaar), greep


def _text(kosten: dict[str, int]) -> dict[str, str]:
    return {n: str(Decimal(b) / 100) for n, b in kosten.items()}


def _moves(besluit, greep: Greep) -> bool:
    """Whether a decision arrived under the code of before a herindeling."""
    return besluit.cbs_code in OUD and greep.one(True, False)


def closed_and_changed(invoer: Verantwoordingsmap, jaar: int, greep: Greep) -> Verantwoordingsmap:
    """The year closed on purpose; then a booking of it went and another got a new amount and day."""
    v = build_accounts(invoer, jaar)
    sloten = {
        (g.gemeente.code, r.regeling): Slot(r.feiten[-1], r.jaar, r.herkomst[jaar], r.lasten, r.posten)
        for g in v.gemeenten
        for r in g.regelingen
    }
    tabel = invoer.boekingen.tabel.copy()
    eigen = tabel.index[tabel["jaar"] == jaar]
    if len(eigen):
        tabel.loc[eigen[0], ["last", "bedrag"]] = greep.number(-100, 10**7)
        tabel.loc[eigen[0], "datum"] = pd.Timestamp(date(jaar, greep.number(1, 12), 28))
        tabel = tabel.drop(index=eigen[1:2])
    return replace(
        invoer, gesloten={jaar: Sluiting(jaar, "x", "x", {}, sloten)}, boekingen=replace(invoer.boekingen, rijen=tabel)
    )


def receipts(v: Verantwoording, greep: Greep) -> list[Ontvangstrij]:
    """What the bank shows: as decided, late, in two parts, not at all, or of something else."""
    uit: list[Ontvangstrij] = []
    for g in v.gemeenten:
        stromen = [(r.regeling, s) for r in g.regelingen for s in r.ontvangsten]
        stromen += [("", Kasstroom(date(v.jaar, 3, 1), "x", greep.number(-999, 999)))]
        for pot, s in stromen:
            dag = min(s.datum + timedelta(days=greep.number(0, 40)), date(v.jaar, 12, 31))
            deel = greep.one(s.bedrag, s.bedrag, 0, s.bedrag // 3)
            for bedrag in {deel, s.bedrag - deel * greep.one(0, 1)}:
                uit.append(
                    Ontvangstrij.model_construct(
                        bestand="o", regel=len(uit), datum=dag, cbs_code=g.gemeente.code, gemeente="", bedrag=bedrag,
                        uitkering=greep.one(pot, ""), omschrijving="x", stuknummer=str(len(uit)), bron="",
                    )
                )  # fmt: skip
    return uit


def entered(v: Verantwoording, greep: Greep) -> Begroting:
    """The realised uitvoering and Gemeentefonds: by quarter, of a year alone, or not."""
    rijen = []
    for code in CODES:
        for post in ("uitvoering", "gemeentefonds"):
            dagen = [d for d in (date(v.jaar, 3, 31), date(v.jaar, 9, 30), None) if greep.one(True, False)]
            rijen += [
                Begrotingrij.model_construct(
                    bestand="b", regel=1, jaar=v.jaar, cbs_code=code, gemeente="", soort="rekening", besluit="",
                    datum=dag, post=post, bedrag=greep.number(0, 10**8), aantal=None, aard="structureel",
                )
                for dag in dagen
            ]  # fmt: skip
    return Begroting(tuple(rijen))


def per_account(rijen: Iterable[dict[str, str]]) -> dict[str, int]:
    som: dict[str, int] = defaultdict(int)
    for r in rijen:
        som[r["grootboek"]] += cents(r["debet"]) - cents(r["credit"])
    return som


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_the_journal_is_the_year_account(zaad: int, met_bank: bool) -> None:
    v, greep = books(zaad)
    bank = receipts(v, greep) if met_bank else None
    for g, journaal in zip(v.gemeenten, build_journals(v, bank), strict=True):
        code = g.gemeente.code
        rijen = lines(csv_text(coded_table(v.jaar, journaal.stukken, SCHEMA, code)))
        per_stuk: dict[str, int] = defaultdict(int)
        for rij in rijen:
            per_stuk[rij["boekstuk"]] += cents(rij["debet"]) - cents(rij["credit"])
            assert rij["debet"] == "0,00" or rij["credit"] == "0,00"
            assert int(rij["periode"]) == int(rij["datum"][3:5])
        assert not any(per_stuk.values())
        assert journaal.sluit
        som = per_account(rijen)
        kas = 0
        for r in g.regelingen:
            j, pot = r.jaar, r.regeling
            assert -som[f"baten-{pot}"] == j.baten
            assert -som[f"passief-{pot}"] == j.passief.eind - j.passief.begin
            assert som[f"vordering-{pot}"] == j.vordering.eind - j.vordering.begin
            assert -som[f"schuld-{pot}"] == j.schuld.eind - j.schuld.begin
            eigen = sum(x.bedrag for x in r.lasten if not x.lichaam)
            gr, correctie = som[f"bijdrage_gr-{pot}"], som[f"correctie-{pot}"]
            assert eigen + gr + correctie == j.lasten
            per_veld: dict[str, int] = defaultdict(int)
            for rij in rijen:
                if rij["grootboek"] == f"baten-{pot}":
                    per_veld[rij["taakveld"]] += cents(rij["credit"]) - cents(rij["debet"])
            assert {t.taakveld: t.baten for t in r.taakvelden if t.baten} == {k: b for k, b in per_veld.items() if b}
            kas += j.ontvangen - j.schuld.af
        assert som["bank"] + sum(som[f"onderweg-{p}"] for p in POTTEN) == kas
        lichaam = -som["gr_schuld"] - som["gr_vordering"] - som["gr_voorschot"]
        assert lichaam == sum(x.bedrag for r in g.regelingen for x in r.lasten if x.lichaam)
        if bank is not None and journaal.afstemming is not None:
            herkend = sum(o.bedrag for rij in journaal.afstemming.ontvangen.values() for o in rij)
            los = sum(o.bedrag for o in journaal.afstemming.los)
            assert som["bank"] == herkend
            assert herkend + los == sum(o.bedrag for o in bank if o.cbs_code == code)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_iv3_is_the_year_account(zaad: int) -> None:
    v, greep = books(zaad)
    begroting = entered(v, greep)
    alle = build_iv3(v, begroting, SCHEMA)
    gr: dict[int, int] = defaultdict(int)
    for g, iv3 in zip(v.gemeenten, alle, strict=True):
        assert iv3.sluit
        rijen = lines(csv_text(iv3_table(iv3)))
        som: dict[tuple[str, str], int] = defaultdict(int)
        laatste: dict[tuple[str, str, str], int] = {}
        for rij in rijen:
            som[rij["soort"], rij["taakveld"]] += cents(rij["bedrag"])
            cel = rij["soort"], rij["taakveld"], rij["economische categorie"]
            laatste[cel] = laatste.get(cel, 0) + cents(rij["bedrag"])
            assert laatste[cel] == cents(rij["cumulatief"])
            if rij["economische categorie"] == "3.8":
                gr[int(rij["kwartaal"])] += cents(rij["bedrag"])
        verwacht: dict[tuple[str, str], int] = defaultdict(int)
        for r in g.regelingen:
            for t in r.taakvelden:
                verwacht["lasten", t.taakveld] += t.lasten
                verwacht["baten", t.taakveld] += t.baten
        for soort, post, veld in (("lasten", "uitvoering", "6.1"), ("baten", "gemeentefonds", "0.7")):
            eigen = [r for r in begroting.rijen if (r.cbs_code, r.post) == (g.gemeente.code, post)]
            if eigen:
                jaarstand = max(eigen, key=lambda r: r.datum or date.max)
                verwacht[soort, veld] += int(jaarstand.bedrag)
        assert {k: b for k, b in som.items() if b} == {k: b for k, b in verwacht.items() if b}
    totaal = {"lasten": 0, "baten": 0}
    for r in (r for g in v.gemeenten for r in g.regelingen):
        totaal["lasten"] += r.jaar.lasten
        totaal["baten"] += r.jaar.baten
    los = sum(sum(x.kwartalen) for i in alle for x in i.regels if x.zijde == "lasten") - totaal["lasten"]
    assert los == sum(
        int(max(e, key=lambda r: r.datum or date.max).bedrag) for e in _per_gemeente(begroting, "uitvoering")
    )
    if not v.invoer.gesloten and not any(b.kosten for b in v.invoer.instellingen.lichamen if b.jaar == v.jaar):
        # A quarter of the body is shared by its key without losing a cent.
        for kwartaal, maanden in ((1, (1, 2, 3)), (2, (4, 5, 6)), (3, (7, 8, 9)), (4, (10, 11, 12))):
            tabel = v.invoer.boekingen.tabel
            deel = tabel[(tabel["jaar"] == v.jaar) & (tabel["gemeente"] == "WerkSaam")]
            assert gr[kwartaal] == int(deel[deel["datum"].dt.month.isin(maanden)]["last"].sum())


def _per_gemeente(begroting: Begroting, post: str) -> list[list[Begrotingrij]]:
    delen = [[r for r in begroting.rijen if (r.cbs_code, r.post) == (code, post)] for code in CODES]
    return [d for d in delen if d]


STROOM = st.builds(
    lambda dag, bedrag: Kasstroom(date(2025, 1, 1) + timedelta(days=dag), "voorschot", bedrag),
    st.integers(0, 364), st.integers(-500, 500),
)  # fmt: skip
BANK = st.builds(
    lambda dag, bedrag, pot: Ontvangst(date(2025, 1, 1) + timedelta(days=dag), bedrag, pot, "x"),
    st.integers(0, 364), st.integers(-500, 500), st.sampled_from(["", "spuk", "spuk_onderwijsroute"]),
)  # fmt: skip


@given(st.lists(STROOM, max_size=8), st.lists(STROOM, max_size=8), st.lists(BANK, max_size=12))
def test_no_receipt_is_lost_or_counted_twice(spuk: list, route: list, bank: list[Ontvangst]) -> None:
    besloten = {"spuk": spuk, "spuk_onderwijsroute": route}
    uit = match_receipts(besloten, bank)
    alle = [*(o for rij in uit.ontvangen.values() for o in rij), *uit.los]
    assert sorted(map(repr, alle)) == sorted(map(repr, bank))
    for pot, stromen in besloten.items():
        maanden = [m for m in uit.maanden if m.uitkering == pot]
        assert sum(m.besloten for m in maanden) == sum(s.bedrag for s in stromen)
        assert sum(m.ontvangen for m in maanden) == sum(o.bedrag for o in uit.ontvangen[pot])
        assert uit.open_after(pot) == sum(m.besloten - m.ontvangen for m in maanden)
    assert not any(o.uitkering for o in uit.los)


POSTEN = {
    "a": ("lasten", True),
    "b": ("lasten", True),
    "c": ("lasten", False),
    "s": ("baten", True),
    "g": ("baten", False),
}
BEDRAGEN = st.fixed_dictionaries({p: st.integers(-(10**10), 10**10) for p in POSTEN})


@given(BEDRAGEN, BEDRAGEN)
def test_a_wijziging_is_whole_euros_and_keeps_what_pays_for_itself(begroot: dict, verwacht: dict) -> None:
    verwacht = verwacht | {"s": begroot["s"] + sum(verwacht[p] - begroot[p] for p in "ab")}
    w = propose(begroot, verwacht, POSTEN)  # type: ignore[arg-type]
    assert all(p.bedrag % 100 == 0 for p in w.posten)
    assert w.total("lasten", spuk=True) == w.total("baten", spuk=True) == w.neutraal
    assert w.saldo == w.total("baten", spuk=False) - w.total("lasten", spuk=False)
    for groep in (("a", "b"), ("c",), ("s",), ("g",)):
        gewijzigd = sum(p.bedrag for p in w.posten if p.post in groep)
        assert abs(Fraction(gewijzigd - sum(verwacht[p] - begroot[p] for p in groep), 100)) <= Fraction(1, 2)
