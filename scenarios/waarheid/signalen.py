"""What in the books of a year must be looked at before it is accounted for, each with its amount.

Books can reconcile with themselves and still be empty or wrong. None of this stops the computation; a command that
closes a year names it and ends with exit code 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from finance.fouten import list_words
from finance.taal.getallen import format_euros
from finance.uitkering import VOORSCHOT, last_decision
from finance.voorzieningen import VOORZIENINGEN
from scenarios.boeken.boekingsregels import SPUKNAMEN
from scenarios.boeken.geboekt import ONBEKENDE_DOELGROEP, ONBEKENDE_GEMEENTE, ONBEKENDE_VOORZIENING
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.grond.openen import is_there
from scenarios.regiomap.lezen import read_rows
from scenarios.regiomap.modellen import Budgetrij
from scenarios.waarheid.grootte import find_odd
from scenarios.waarheid.logboek import LOGBOEK, find_loose

ONBEKEND = (ONBEKENDE_GEMEENTE, ONBEKENDE_VOORZIENING, ONBEKENDE_DOELGROEP)
MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)
_GELD_VAN_HET_RIJK = (
    r"voorschot|beschikking|rijksbijdrage|specifieke uitkering|ontvangen van het rijk|spuk[- ]uitkering"
)


@dataclass(frozen=True)
class Signaal:
    """One thing to look at. `code` is empty when it belongs to no gemeente of the region."""

    code: str
    waar: str
    wat: str
    bedrag: int
    """in cents"""

    @property
    def tekst(self) -> str:
        """The sentence for the controller."""
        return f"{self.waar}: {self.wat} (€ {format_euros(self.bedrag)})"


def find_signals(v: Verantwoording, code: str | None = None) -> tuple[Signaal, ...]:
    """Everything to look at in the year of these accounts. code: what concerns one gemeente, or the whole region"""
    uit = [*_rejected(v)]
    for rekening in v.gemeenten if code is None else [g for g in v.gemeenten if g.gemeente.code == code]:
        uit += [*_without_bookings(v, rekening), *_negative(v, rekening), *_received(v, rekening)]
        uit += [s for r in rekening.regelingen for s in _decision_or_costs(v, rekening, r)]
    uit += [*_budgets(v), *_odd(v), *_loose(v)]
    return tuple(s for s in uit if code is None or s.code in ("", code))


def _loose(v: Verantwoording) -> Iterator[Signaal]:
    """Closed years whose file is not the one in the log: every later year begins with what they leave."""
    for los in find_loose(v.invoer):
        yield Signaal("", f"gesloten jaar {los.jaar}", f"{los.wat}; zie {LOGBOEK}", los.bedrag)


def _rejected(v: Verantwoording) -> Iterator[Signaal]:
    """Money that counts nowhere because spuk does not know what it was for."""
    namen = {g.code: g.naam for g in v.invoer.gemeenten}
    af = v.invoer.boekingen.afgekeurd
    af = af[(af["jaar"] == v.jaar) & af["reden"].isin(ONBEKEND)]
    groepen = af.groupby(["bestand", "gemeente", "reden"], observed=True)["bedrag"].agg(["size", "sum"])
    for plek, aantal, bedrag in zip(groepen.index, groepen["size"].tolist(), groepen["sum"].tolist(), strict=True):
        bestand, code, reden = plek
        waar = f"{bestand}, {namen.get(code, code)}" if code else bestand
        boekingen = "1 boeking" if aantal == 1 else f"{aantal} boekingen"
        yield Signaal(code if code in namen else "", waar, f"{boekingen} afgekeurd, {reden}", bedrag)


def _without_bookings(v: Verantwoording, rekening: Gemeenterekening) -> Iterator[Signaal]:
    """A gemeente, or months of it, without bookings in a year that is closed."""
    code, naam = rekening.gemeente.code, rekening.gemeente.naam
    eigen = [x for x in v.lasten if (x.code, x.jaar) == (code, v.jaar)]
    if not eigen:
        ontvangen = sum(r.jaar.uitkering for r in rekening.regelingen)
        yield Signaal(code, naam, f"geen enkele boeking in {v.jaar}, tegenover deze uitkering", ontvangen)
        return
    lichamen = {x.lichaam for x in eigen if x.lichaam}
    if any(r.kosten for r in v.invoer.instellingen.lichamen if r.jaar == v.jaar and r.naam in lichamen):
        return  # Stated as a whole year: no month can be seen.
    goed = v.invoer.boekingen.goedgekeurd
    dagen = goed[(goed["jaar"] == v.jaar) & goed["gemeente"].isin([code, *lichamen]) & ~goed["correctie"]]["datum"]
    leeg = _missing_months(sorted(set(dagen.dt.month.tolist())))
    if leeg:
        per_maand = sum(x.bedrag for x in eigen) // (12 - len(leeg))
        namen = list_words([MAANDEN[m - 1] for m in leeg])
        yield Signaal(code, naam, f"geen boekingen in {namen} {v.jaar}; in de andere maanden gemiddeld", per_maand)


def _missing_months(geboekt: list[int]) -> list[int]:
    """Months without bookings that break the rhythm: who books by quarter has none in January and February."""
    if not geboekt:
        return []
    ritme = median(b - a for a, b in pairwise(geboekt)) if len(geboekt) > 1 else 1
    grenzen = [0, *geboekt, 13]
    return [m for a, b in pairwise(grenzen) if b - a > ritme for m in range(a + 1, b)]


def _negative(v: Verantwoording, rekening: Gemeenterekening) -> Iterator[Signaal]:
    """A voorziening that costs less than nothing: a credit on the wrong account, or one of another year."""
    per: dict[tuple[str, str], int] = {}
    for x in v.lasten:
        if (x.code, x.jaar, x.correctie) == (rekening.gemeente.code, v.jaar, False):
            per[x.pot, x.voorziening] = per.get((x.pot, x.voorziening), 0) + x.bedrag
    for (pot, voorziening), bedrag in per.items():
        if bedrag < 0:
            wat = f"negatieve lasten op {VOORZIENINGEN[voorziening].label} ({SPUKNAMEN[pot]})"
            yield Signaal(rekening.gemeente.code, rekening.gemeente.naam, wat, bedrag)


def _decision_or_costs(v: Verantwoording, rekening: Gemeenterekening, r: Regelingrekening) -> Iterator[Signaal]:
    """A decision without lasten, or lasten without any decision or count."""
    code, naam = rekening.gemeente.code, rekening.gemeente.naam
    eigen = [b for b in r.besluiten if b.jaar == v.jaar]
    besluit = last_decision(eigen, "definitief") or last_decision(eigen, *VOORSCHOT)
    lasten = sum(x.bedrag for x in r.lasten if not x.correctie)
    geteld = r.regeling == "spuk" and (v.jaar, code) in v.invoer.tellingen
    if besluit is not None and besluit.bedrag and not lasten and any(x.code == code for x in v.lasten):
        yield Signaal(code, naam, f"een beschikking {SPUKNAMEN[r.regeling]} {v.jaar}, maar geen lasten", besluit.bedrag)
    if besluit is None and not geteld and lasten:
        wat = f"lasten {SPUKNAMEN[r.regeling]} {v.jaar} zonder beschikking of telling"
        yield Signaal(code, naam, wat, lasten)


def _odd(v: Verantwoording) -> Iterator[Signaal]:
    """Decisions on the year whose amount is of another order than the others."""
    namen = {g.code: g.naam for g in v.invoer.gemeenten}
    for besluit, wat in find_odd(v.invoer):
        if besluit.jaar == v.jaar and besluit.cbs_code in namen:
            yield Signaal(besluit.cbs_code, namen[besluit.cbs_code], wat, besluit.bedrag)


def _received(v: Verantwoording, rekening: Gemeenterekening) -> Iterator[Signaal]:
    """Money of the Rijk among the lasten: a credit that says so, or exactly an advance or a decision."""
    code = rekening.gemeente.code
    bedragen = {s.bedrag for r in rekening.regelingen for s in r.kalender}
    bedragen |= {b.bedrag for r in rekening.regelingen for b in r.besluiten if b.jaar == v.jaar}
    goed = v.invoer.boekingen.goedgekeurd
    goed = goed[(goed["jaar"] == v.jaar) & (goed["gemeente"] == code)]
    credit = goed[goed["bedrag"] < 0]
    teksten = credit["omschrijving"].astype(str) + " " + credit["grootboek"].astype(str)
    genoemd = credit[teksten.str.contains(_GELD_VAN_HET_RIJK, case=False, regex=True)].index
    raak = goed[goed.index.isin(genoemd) | goed["bedrag"].abs().isin(bedragen - {0})]
    # No description: it may hold a name, and a signal comes in pieces that leave the house.
    velden = (raak[k].tolist() for k in ("bestand", "regel", "grootboek", "bedrag"))
    for bestand, regel, grootboek, bedrag in zip(*velden, strict=True):
        wat = f"{bestand} regel {regel} lijkt ontvangen geld onder de lasten, op {grootboek or 'geen rekening'}"
        yield Signaal(code, rekening.gemeente.naam, wat, bedrag)


def _budgets(v: Verantwoording) -> Iterator[Signaal]:
    """`budgetten.csv` has the SPUK onderwijsroute for the forecast; its decision says the same or one is wrong."""
    pad = v.invoer.map.parent / "budgetten.csv"
    rijen = read_rows(pad, Budgetrij, []) if is_there(pad) else []
    for g in v.invoer.gemeenten:
        begroot = [r for r in rijen if (r.jaar, r.cbs_code, r.pot) == (v.jaar, g.code, "spuk_onderwijsroute")]
        eigen = [
            b for b in v.invoer.besluiten if (b.jaar, b.cbs_code, b.regeling) == (v.jaar, g.code, "spuk_onderwijsroute")
        ]
        besluit = last_decision(eigen, "definitief") or last_decision(eigen, *VOORSCHOT)
        if begroot and besluit is not None and (verschil := round(begroot[0].bedrag * 100) - besluit.bedrag):
            wat = f"SPUK onderwijsroute {v.jaar} in budgetten.csv wijkt af van de beschikking"
            yield Signaal(g.code, g.naam, wat, verschil)
