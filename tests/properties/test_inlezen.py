"""Laws of reading exports: a ledger in any layout gives the same lasten or a question; no row and no cent is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.fouten import Invoerfout
from finance.taal.getallen import format_euros
from scenarios.boeken.boekingsregels import load_rules
from scenarios.boeken.geboekt import make_rules
from scenarios.inbrengen.inlezing import Inlezing, look_at
from scenarios.inlezen.waarden import Bronkolom, matching, read_amounts
from scenarios.inlezen.woorden import TOTAAL, TOTAALDELEN
from scenarios.regiomap.land.landsgegevens import shipped
from tests.inleesmap import CODES

GEMEENTEN = {"GM0307": "Amersfoort"}
REGELS = make_rules(shipped(), GEMEENTEN, [], load_rules(Path(), []))
MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True)
class Regel:
    """One booking of the true ledger."""

    datum: date
    code: str
    tekst: str
    centen: int
    stuk: str


@st.composite
def ledgers(draw: st.DrawFn) -> list[Regel]:
    """Bookings of 2025 with, now and then, a credit note that is smaller than what it credits."""
    uit = []
    for nummer in range(draw(st.integers(2, 12))):
        code = draw(st.sampled_from(sorted(CODES)))
        centen = draw(st.integers(500_00, 90_000_00))
        dag = date(2025, draw(st.integers(1, 12)), draw(st.integers(1, 28)))
        uit.append(Regel(dag, code, f"Levering {nummer} {CODES[code]}", centen, f"F{nummer:04d}"))
        if draw(st.integers(0, 4)) == 0:
            uit.append(Regel(dag, code, f"Creditnota {nummer}", -(centen // draw(st.integers(2, 9))), f"C{nummer:04d}"))
    return uit


def plain_nl(centen: int) -> str:
    return format_euros(centen).replace(".", "")


GETAL: dict[str, Callable[[int], str]] = {
    "nl": format_euros,
    "zonder punten": plain_nl,
    "punt": lambda c: f"{c / 100:.2f}",
    "engels": lambda c: f"{c / 100:,.2f}",
    "minus achter": lambda c: format_euros(abs(c)) + ("-" if c < 0 else ""),
    "haakjes": lambda c: f"({format_euros(-c)})" if c < 0 else format_euros(c),
    "euro": lambda c: f"€ {format_euros(c)}",
    "minus euro": lambda c: f"{'-' if c < 0 else ''}€ {format_euros(abs(c))}",
    "smalle spatie": lambda c: format_euros(c).replace(".", "\u202f"),
    "apostrof": lambda c: format_euros(c).replace(".", "'"),
    "typografisch": lambda c: format_euros(c).replace("-", "\u2212"),
    "drie decimalen": lambda c: f"{format_euros(c)}0",
    "hele": lambda c: format_euros(c).removesuffix(",00") + (",-" if c % 100 == 0 else ""),
    "letter": lambda c: f"{format_euros(abs(c))} {'C' if c < 0 else 'D'}",
}
DAG: dict[str, Callable[[date], str]] = {
    "nl": lambda d: f"{d:%d-%m-%Y}",
    "schuin": lambda d: f"{d.day}/{d.month}/{d.year}",
    "punt": lambda d: f"{d:%d.%m.%Y}",
    "iso": lambda d: d.isoformat(),
    "iso T": lambda d: f"{d.isoformat()}T00:00:00",
    "tijd": lambda d: f"{d:%d-%m-%Y} 12:30",
    "sap": lambda d: f"{d:%Y%m%d}",
    "naam": lambda d: f"{d.day}-{MAANDEN[d.month - 1]}-{d.year}",
    "kort": lambda d: f"{d:%d-%m-%y}",
    "serie": lambda d: str((d - date(1899, 12, 30)).days),
}
KOPPEN = (
    ("Boekdatum", "Kostenplaats", "Kostensoort", "Omschrijving", "Bedrag", "Stuknummer"),
    ("Boekingsdatum", "FCL", "ECL", "Omschrijving", "Bedrag", "Stuknr"),
    ("Datum", "Kpl.", "Rekening", "Tekst", "Bedrag (EUR)", "Boekstuk"),
    ("Boekdatum", "Kostenplaats", "Kostensoort", "Omschrijving", "Waarde/CO-val.", "Documentnr"),
    ("Datum", "Kostenplaatscode", "Grootboekrekening", "Boekingstekst", "Boekbedrag", "Boekstuknummer"),
    ("TRANSACTIEDATUM", "KOSTENPLAATS", "GROOTBOEK", "OMSCHRIJVING", "MUTATIE", "FACTUURNUMMER"),
)
TEKEN = ("een kolom", "debet en credit", "d/c", "d/c verwerkt")


@st.composite
def layouts(draw: st.DrawFn) -> dict[str, object]:
    """How a system writes a ledger."""
    return {
        "getal": draw(st.sampled_from(sorted(GETAL))),
        "dag": draw(st.sampled_from(sorted(DAG))),
        "kop": draw(st.sampled_from(KOPPEN)),
        "teken": draw(st.sampled_from(TEKEN)),
        "scheiding": draw(st.sampled_from(";,\t|")),
        "codering": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
        "titels": draw(st.integers(0, 3)),
        "totaal": draw(st.sampled_from(["", "Eindtotaal", "Totaal", "zonder woord", "per code"])),
        "lege kolommen": draw(st.integers(0, 2)),
        "lege regels": draw(st.booleans()),
        "soort": draw(st.booleans()),
        "bate": draw(st.booleans()),
        "boekjaar": draw(st.booleans()),
        "volgorde": draw(st.permutations(range(6))),
    }


def lay_out(regels: list[Regel], hoe: dict[str, object]) -> bytes:
    """The ledger as a text file."""
    kop, cellen = _columns(regels, hoe)
    totaal = sum(r.centen for r in regels)
    breed = len(kop)
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=str(hoe["scheiding"]), lineterminator="\n")
    for nummer in range(int(str(hoe["titels"]))):
        schrijver.writerow([f"Grootboekkaart deel {nummer}"])
    schrijver.writerow(kop)
    for nummer, rij in enumerate(cellen):
        schrijver.writerow(rij)
        if hoe["lege regels"] and nummer % 3 == 2:
            schrijver.writerow([""] * breed)
    for woord, centen in _totals(regels, hoe, totaal):
        rij = [""] * breed
        rij[kop.index(str(hoe["kop"][1]))] = woord  # type: ignore[index]
        _set_amount(rij, kop, hoe, centen)
        schrijver.writerow(rij)
    tekst = uit.getvalue()
    try:
        return tekst.encode(str(hoe["codering"]))
    except UnicodeEncodeError:
        return tekst.encode("utf-8")


def _totals(regels: list[Regel], hoe: dict[str, object], totaal: int) -> list[tuple[str, int]]:
    if not hoe["totaal"]:
        return []
    if hoe["bate"] or hoe["soort"]:
        return []  # a total over unlike rows is another matter: it is asked about
    if hoe["totaal"] == "per code":
        codes = sorted({r.code for r in regels})
        return [(f"Totaal {c}", sum(r.centen for r in regels if r.code == c)) for c in codes]
    return [("" if hoe["totaal"] == "zonder woord" else str(hoe["totaal"]), totaal)]


def _columns(regels: list[Regel], hoe: dict[str, object]) -> tuple[list[str], list[list[str]]]:
    titels = [str(t) for t in hoe["kop"]]  # type: ignore[attr-defined]
    dag = DAG[str(hoe["dag"])]
    alle = [(r, "438100", "R") for r in regels]
    if hoe["bate"]:
        alle.append((Regel(date(2025, 1, 15), regels[0].code, "Termijn januari", -25_000_00, "R0001"), "841010", "R"))
    if hoe["soort"]:
        alle.append((Regel(date(2025, 1, 1), regels[0].code, "Jaarbedrag", 400_000_00, "B0001"), "438100", "B"))
    volgorde = [int(n) for n in hoe["volgorde"]]  # type: ignore[attr-defined]
    kop = [titels[n] for n in volgorde]
    extra = (["Soort"] if hoe["soort"] else []) + (["Boekjaar"] if hoe["boekjaar"] else [])
    if hoe["teken"] == "debet en credit":
        plek = kop.index(titels[4])
        kop[plek : plek + 1] = ["Debet", "Credit"]
    elif hoe["teken"] in ("d/c", "d/c verwerkt"):
        extra.append("D/C")
    kop += extra + [""] * int(str(hoe["lege kolommen"]))
    rijen = []
    for regel, rekening, soort in alle:
        waarden = {titels[0]: dag(regel.datum), titels[1]: regel.code, titels[2]: rekening, titels[3]: regel.tekst}
        waarden |= {titels[5]: regel.stuk, "Soort": soort, "Boekjaar": "2025", "D/C": "C" if regel.centen < 0 else "D"}
        rij = [waarden.get(k, "") for k in kop]
        _set_amount(rij, kop, hoe, regel.centen)
        rijen.append(rij)
    return kop, rijen


def _set_amount(rij: list[str], kop: list[str], hoe: dict[str, object], centen: int) -> None:
    getal = GETAL[str(hoe["getal"])]
    if hoe["teken"] == "debet en credit":
        rij[kop.index("Debet")], rij[kop.index("Credit")] = (getal(centen), "") if centen >= 0 else ("", getal(-centen))
    else:
        bedrag = abs(centen) if hoe["teken"] == "d/c" else centen
        rij[kop.index(str(hoe["kop"][4]))] = getal(bedrag)  # type: ignore[index]
        if hoe["teken"] == "d/c" and centen < 0:
            rij[kop.index("D/C")] = "C"


def look(inhoud: bytes, naam: str = "export.csv") -> Inlezing:
    with TemporaryDirectory() as map_:
        pad = Path(map_) / naam
        pad.write_bytes(inhoud)
        gezegd = {"bestand": naam, "jaar": 2025, "gemeente": "Amersfoort"}
        return look_at([pad], [gezegd], REGELS, GEMEENTEN)[0]


def doubts(inlezing: Inlezing) -> list[str]:
    """The questions beside the codes, which this region has no list for."""
    return [v.tekst for v in inlezing.vragen if v.sleutel != "vertaling"]


def may_be_thousands(inlezing: Inlezing, hoe: dict[str, object]) -> bool:
    """500,000 alone may be half a million: then it is asked, and read as that until it is answered."""
    return hoe["getal"] == "drie decimalen" and "decimaalteken" in " ".join(doubts(inlezing))


@settings(max_examples=60)
@given(ledgers(), layouts())
def test_any_layout_of_a_ledger_gives_the_same_lasten(regels: list[Regel], hoe: dict[str, object]) -> None:
    inlezing = look(lay_out(regels, hoe))
    if may_be_thousands(inlezing, hoe):
        return
    assert doubts(inlezing) == []
    assert inlezing.lasten == sum(r.centen for r in regels)
    assert inlezing.baten == (25_000_00 if hoe["bate"] else 0)


@settings(max_examples=25)
@given(ledgers(), layouts(), st.data())
def test_no_cent_is_lost(regels: list[Regel], hoe: dict[str, object], data: st.DataObject) -> None:
    """lasten - baten + weggelaten is the sum of the column, whatever stands in it; doubts change nothing in that."""
    raar = data.draw(st.lists(st.sampled_from([-1, 3, 100]), max_size=3))
    regels = [*regels, *(Regel(date(2024, 12, 18), "6130041", f"Raar {n}", r * 777_00, "") for n, r in enumerate(raar))]
    try:
        inlezing = look(lay_out(regels, hoe))
    except Invoerfout:
        return
    totaal = sum(r.centen for r in regels) + (400_000_00 if hoe["soort"] else 0) - (25_000_00 if hoe["bate"] else 0)
    totaal += sum(c for _, c in _totals(regels, hoe, sum(r.centen for r in regels)))
    assert abs(inlezing.totaal) == abs(totaal) * (1000 if may_be_thousands(inlezing, hoe) else 1)


@settings(max_examples=15)
@given(ledgers(), st.booleans(), st.integers(0, 3))
def test_a_sheet_gives_what_the_text_gives(regels: list[Regel], als_tekst: bool, boven: int) -> None:
    stroom = io.BytesIO()
    boek = xlsxwriter.Workbook(stroom, {"in_memory": True})
    blad = boek.add_worksheet("Export")
    dag = boek.add_format({"num_format": "dd-mm-yyyy"})
    if boven:
        blad.merge_range(0, 0, 0, 5, "Grootboekkaart 2025")
    blad.write_row(boven, 0, KOPPEN[0])
    for rij, r in enumerate(regels, start=boven + 1):
        if als_tekst:
            blad.write_row(rij, 0, [f"{r.datum:%d-%m-%Y}", r.code, "438100", r.tekst, format_euros(r.centen), r.stuk])
            continue
        blad.write_datetime(rij, 0, r.datum, dag)
        blad.write_row(rij, 1, [int(r.code), 438100, r.tekst, r.centen / 100, r.stuk])
    boek.close()
    inlezing = look(stroom.getvalue(), "export.xlsx")
    assert doubts(inlezing) == []
    assert inlezing.lasten == sum(r.centen for r in regels)
    assert set(inlezing.boekingen["kostenplaats"].astype(str)) == {r.code for r in regels}


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1), st.sampled_from(sorted(GETAL)))
def test_a_column_of_amounts_is_read_to_the_cent_or_not_at_all(centen: list[int], getal: str) -> None:
    kolom = Bronkolom([GETAL[getal](c) for c in centen], np.arange(len(centen), dtype=np.int32))
    gelezen = read_amounts(kolom)
    if not gelezen.twijfel:
        assert gelezen.centen[~gelezen.fout].tolist() == [c for c, f in zip(centen, gelezen.fout, strict=True) if not f]


@given(st.lists(st.from_regex(TOTAAL, fullmatch=True) | st.text(max_size=20), min_size=1, max_size=40))
def test_a_total_is_found_among_many_texts(teksten: list[str]) -> None:
    assert matching(teksten, TOTAAL, TOTAALDELEN) == [TOTAAL.match(t) is not None for t in teksten]
