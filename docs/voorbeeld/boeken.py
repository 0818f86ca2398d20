"""Fictitious books for the example: bookings around the expected lasten of the model, decisions and trial balance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from docs.voorbeeld.personen import Halfjaar
from docs.voorbeeld.wereld import Wereld
from finance.administratie.rollen import ROLLEN
from finance.bedragen import largest_remainder
from finance.uitkering import monthly_advances
from finance.voorzieningen import VOORZIENINGEN
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.grond.trekking import Trekking
from scenarios.regiomap.modellen import Gemeente

BOEKKOP = "datum;gemeente;grootboek;voorziening;doelgroep;bedrag;omschrijving;stuknummer"
BESLUITKOP = "jaar;cbs_code;gemeente;regeling;soort;datum;bedrag;bgo;ba_a;ba_b;ba_c;aia;abo;beschikkingsnummer;bron"
TELKOP = "jaar;cbs_code;gemeente;cohort_t;cohort_t1;cohort_t2;gezin;bron"
GROOTBOEK = {
    "leerroute_b1": "4343001 Taaltrajecten",
    "leerroute_z": "4343001 Taaltrajecten",
    "leerroute_onderwijs": "4343002 Onderwijsroute",
    "knm": "4343003 KNM en PVT",
    "pvt": "4343003 KNM en PVT",
    "maatschappelijke_begeleiding": "4343004 Begeleiding",
    "map": "4343005 MAP",
    "tolken": "4343006 Tolken",
}
APART = "4343010 SPUK onderwijsroute"
REGELS = (
    "code;grootboek;voorziening;pot;reden\n"
    f"Z01;{APART[:7]}*;;spuk_onderwijsroute;FICTIEF: rekening van de SPUK onderwijsroute\n"
)
ONTVANGSTKOP = "datum;cbs_code;gemeente;uitkering;bedrag;omschrijving;bron"
TE_LAAT = ("FM0002", date(2025, 10, 15)), date(2025, 11, 5)
"""The one payment that came late: whose and of when, and the day it came."""
SCHEMAKOP = "rol;uitkering;cbs_code;gemeente;grootboek;kostenplaats;taakveld;categorie;aard;status;bron"
_BALANSREKENINGEN = {
    "bank": "1010", "passief;spuk": "2951", "passief;spuk_onderwijsroute": "2952", "vordering;spuk": "1951",
    "vordering;spuk_onderwijsroute": "1952", "schuld;spuk": "2961", "schuld;spuk_onderwijsroute": "2962",
    "onderweg;spuk": "1961", "onderweg;spuk_onderwijsroute": "1962", "gr_voorschot": "1971", "gr_vordering": "1972",
    "gr_schuld": "2971", "correctie_tegen": "2981",
}  # fmt: skip
_LASTENREKENINGEN = {
    "bijdrage_gr": "4433001", "correctie;spuk": "4343008", "correctie;spuk_onderwijsroute": "4343010",
    "onverdeeld": "4343009", "uitvoering": "4100001",
}  # fmt: skip
_BATENREKENINGEN = {
    "baten;spuk": "8431001", "baten;spuk_onderwijsroute": "8431002", "gemeentefonds": "8431009",
    "begrotingssaldo": "9800001",
}  # fmt: skip
DEEL_APART = 0.25
"""Share of the onderwijsroute that the separate SPUK pays in 2022-2025, as in regio.toml."""
SALARIS = ("4100001 Salarissen", 850_000)
"""A booking per quarter that no SPUK pays: rejected with a reason, and known."""


@dataclass(frozen=True)
class Voorbeeldboeking:
    """One row of an export; cents."""

    datum: date
    gemeente: str
    grootboek: str
    voorziening: str
    bedrag: int
    omschrijving: str


def draw_bookings(
    gemeenten: Sequence[Gemeente], wereld: Wereld, jaar: int, maanden: int, trekking: Trekking
) -> list[Voorbeeldboeking]:
    """Every gemeente and voorziening of the SPUKs, month by month, around the lasten of the year in the world."""
    uit = []
    for deel in gemeenten:
        stroom = trekking.stream(f"voorbeeld boeking {jaar}", deel.code)
        for naam, v in VOORZIENINGEN.items():
            meer = 1 + 0.02 * float(stroom.standard_normal(1)[0])
            gewicht = 1 + 0.12 * stroom.standard_normal(12)
            if v.pot != "spuk":
                continue
            jaarbedrag = wereld[deel.code, f"lasten.{naam}", jaar] * meer
            if jaarbedrag < 1:
                continue
            bedragen = largest_remainder(round(jaarbedrag * 100), [max(float(w), 0.1) for w in gewicht])
            for m, bedrag in enumerate(bedragen[:maanden].tolist(), start=1):
                dag = date(jaar, m, 12 + (m * 5 + len(naam)) % 15)
                tekst = f"FICTIEF {v.label}, maand {m}"
                apart = round(bedrag * DEEL_APART) if naam == "leerroute_onderwijs" and jaar <= 2025 else 0
                uit.append(Voorbeeldboeking(dag, deel.naam, GROOTBOEK[naam], naam, bedrag - apart, tekst))
                if apart:
                    uit.append(Voorbeeldboeking(dag, deel.naam, APART, naam, apart, tekst))
        for m in range(3, maanden + 1, 3):
            uit.append(
                Voorbeeldboeking(
                    date(jaar, m, 28), deel.naam, SALARIS[0], "", SALARIS[1], f"FICTIEF salarissen, kwartaal {m // 3}"
                )
            )
    return sorted(uit, key=lambda b: (b.datum, b.gemeente, b.grootboek, b.voorziening))


def booking_rows(boekingen: Sequence[Voorbeeldboeking], jaar: int) -> Iterator[str]:
    """The export of one year."""
    yield BOEKKOP
    for n, b in enumerate(boekingen, start=1):
        doelgroep = "asielstatushouder" if b.voorziening else ""
        velden = (b.gemeente, b.grootboek, b.voorziening, doelgroep, cents(b.bedrag), b.omschrijving, f"Z{jaar}-{n:05}")
        yield f"{b.datum:%d-%m-%Y};" + ";".join(velden)


def balance_rows(boekingen: Sequence[Voorbeeldboeking], jaar: int) -> Iterator[str]:
    """The trial balance of one year, added up apart from the export."""
    per: dict[str, int] = {}
    for b in boekingen:
        per[b.grootboek] = per.get(b.grootboek, 0) + b.bedrag
    for rekening, bedrag in sorted(per.items()):
        yield f"{jaar};{rekening};{cents(bedrag)};0,00;FICTIEF"


def count_by_year(code: str, naam: str, mensen: Mapping[str, Halfjaar], trekking: Trekking, tot: int) -> Iterator[str]:
    """The rows of `tellingen.csv`: cohorts of the year itself as counted, of the years before less who moved away."""
    stroom = trekking.stream("voorbeeld duo", code)
    cohort = {j: sum(mensen[f"{j}H{h}"].plichtig for h in (1, 2)) for j in range(2022, tot + 1)}
    vorig: dict[int, int] = {}
    for jaar in range(2022, tot + 1):
        een, twee = (cohort.get(jaar - k, 0) for k in (1, 2))
        t1 = int(stroom.binomial(een, 0.97))
        t2 = min(int(stroom.binomial(twee, 0.96)), vorig.get(jaar - 1, twee))
        gezin = sum(mensen[f"{jaar}H{h}"].gezin for h in (1, 2))
        vorig[jaar] = t1
        yield f"{jaar};{code};{naam};{cohort[jaar]};{t1};{t2};{gezin};FICTIEF"


def chart_rows() -> Iterator[str]:
    """The chart of accounts; which category a cost is booked on nobody confirmed."""
    yield SCHEMAKOP
    lasten = {**{v: g.split()[0] for v, g in GROOTBOEK.items()}, **_LASTENREKENINGEN}
    for rekeningen, kostenplaats, status in (
        (_BALANSREKENINGEN, "", "vastgesteld"),
        (lasten, "61001", "aanname"),
        (_BATENREKENINGEN, "61001", "vastgesteld"),
    ):
        for wie, grootboek in rekeningen.items():
            naam, _, uitkering = wie.partition(";")
            rol = ROLLEN[naam]
            codes = f"{grootboek};{kostenplaats};{rol.taakveld};{rol.categorie};{rol.aard};{status}"
            yield f"{naam};{uitkering};;;{codes};FICTIEF"


def receipt_rows(v: Verantwoording, maanden: int) -> Iterator[str]:
    """What the bank showed of a year: every payment on the first working day from when it was due, one of them late."""
    for g in v.gemeenten:
        for r in g.regelingen:
            for s in r.ontvangsten:
                dag = s.datum + timedelta(days=max(0, 7 - s.datum.weekday()) if s.datum.weekday() > 4 else 0)
                if (g.gemeente.code, s.datum) == TE_LAAT[0] and r.regeling == "spuk":
                    dag = TE_LAAT[1]
                if s.datum.month <= maanden:
                    wat = f"{cents(s.bedrag)};FICTIEF ministerie van SZW, {s.soort};FICTIEF"
                    yield f"{dag:%d-%m-%Y};{g.gemeente.code};{g.gemeente.naam};{r.regeling};{wat}"


def advance_row(jaar: int, code: str, naam: str, euros: float) -> str:
    """A voorlopige decision, in whole euros that the twelve payments can be told from."""
    bedrag = round(euros) * 100
    assert sum(monthly_advances(bedrag)) == bedrag
    nummer = decision_number(jaar, code, "V")
    return f"{jaar};{code};{naam};spuk;voorlopig;28-09-{jaar - 1};{cents(bedrag)};;;;;;;{nummer};FICTIEF"


def definitive_rows(v: Verantwoording) -> Iterator[str]:
    """The definitive decisions of a year: the recomputation of art. 10.2 from the counts."""
    for g in v.gemeenten:
        berekening = g.spuk.berekening
        assert berekening is not None
        delen = [cents(berekening.componenten[n]) for n in ("bgo", "ba_a", "ba_b", "ba_c", "aia", "abo")]
        kop = f"{v.jaar};{g.gemeente.code};{g.gemeente.naam};spuk;definitief;20-05-{v.jaar + 1}"
        nummer = decision_number(v.jaar, g.gemeente.code, "D")
        yield ";".join([kop, cents(berekening.totaal), *delen, nummer, "FICTIEF"])


def decision_number(jaar: int, code: str, soort: str) -> str:
    """What a made-up decision is called: V voorlopig, D definitief, O onderwijsroute."""
    return f"FICTIEF-{jaar}-{soort}{code[-1]}"


def cents(bedrag: int) -> str:
    """1234 -> '12,34'."""
    return f"{'-' if bedrag < 0 else ''}{abs(bedrag) // 100},{abs(bedrag) % 100:02}"
