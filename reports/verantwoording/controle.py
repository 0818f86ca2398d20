"""Every reconciliation of a year in one list: two figures that must be equal, and their difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from finance.journaal import balance_changes
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording

NAMEN = {"spuk": "SPUK inburgering", "spuk_onderwijsroute": "SPUK onderwijsroute"}
KERN = {
    "uitkering": "Uitkering",
    "reservering_begin": "Reservering 1 januari",
    "lasten": "Lasten",
    "reservering_eind": "Reservering 31 december",
    "terug_te_betalen": "Terug te betalen",
    "doorgeschoven_eind": "Door te schuiven",
}
"""The figures of a year that stand on one line, and what a reader calls them."""


@dataclass(frozen=True)
class Aansluiting:
    """`links` must equal `rechts`; cents."""

    naam: str
    links: int
    rechts: int

    @property
    def verschil(self) -> int:
        """Zero when it reconciles."""
        return self.links - self.rechts


def reconcile_gemeente(verantwoording: Verantwoording, rekening: Gemeenterekening) -> list[Aansluiting]:
    """The reconciliations of one gemeente."""
    uit = list(_files(verantwoording))
    for regeling in rekening.regelingen:
        uit += _ledger(verantwoording, rekening, regeling)
    return uit


def reconcile_region(verantwoording: Verantwoording) -> list[Aansluiting]:
    """The reconciliations of the region: files, shared costs, and the sum over the gemeenten."""
    uit = list(_files(verantwoording))
    for v in verantwoording.verdelingen:
        uit.append(
            Aansluiting(
                f"{v.lichaam}, {v.voorziening}: delen tegenover regionaal totaal", sum(v.delen.values()), v.totaal
            )
        )
    goed = verantwoording.invoer.boekingen.goedgekeurd
    jaar = goed[goed["jaar"] == verantwoording.jaar]
    kosten = sum(
        sum(r.kosten.values()) for r in verantwoording.invoer.instellingen.lichamen if r.jaar == verantwoording.jaar
    )
    lasten = sum(x.bedrag for g in verantwoording.gemeenten for r in g.regelingen for x in r.lasten)
    uit.append(
        Aansluiting(
            "Goedgekeurde lasten en opgegeven kosten tegenover lasten per gemeente",
            int(jaar["last"].sum()) + kosten,
            lasten,
        )
    )
    return uit


def _files(verantwoording: Verantwoording) -> Iterable[Aansluiting]:
    for bestand, aantal, totaal, goed, af in verantwoording.invoer.boekingen.reconcile():
        yield Aansluiting(
            f"{bestand} ({aantal} boekingen): goedgekeurd + afgekeurd tegenover totaal", goed + af, totaal
        )
    for bestand, (eerste, tweede) in verantwoording.invoer.boekingen.tellingen.items():
        naam = f"{bestand}: bedragen van {eerste.regels} regels tegenover een tweede, eenvoudige lezing"
        yield Aansluiting(naam, eerste.totaal, tweede.totaal)
    for naam, geboekt, totaal in verantwoording.invoer.outside_totals(verantwoording.jaar):
        yield Aansluiting(naam, geboekt, totaal)


def _ledger(v: Verantwoording, rekening: Gemeenterekening, regeling: Regelingrekening) -> Iterable[Aansluiting]:
    naam = NAMEN[regeling.regeling]
    for vorig, volgend in pairwise(regeling.jaren):
        for post, begin, eind in (
            ("reservering", volgend.reservering_begin, vorig.reservering_eind),
            ("doorgeschoven lasten", volgend.doorgeschoven_begin, vorig.doorgeschoven_eind),
            ("overlopende passiva", volgend.passief.begin, vorig.passief.eind),
            ("vordering", volgend.vordering.begin, vorig.vordering.eind),
        ):
            yield Aansluiting(f"{naam}: beginstand {post} {volgend.jaar} tegenover eindstand {vorig.jaar}", begin, eind)
    for jaar in regeling.jaren:
        for wat, verschil in jaar.checks().items():
            yield Aansluiting(f"{naam} {jaar.jaar}: {wat}", verschil, 0)
    laatste = regeling.jaar
    code = rekening.gemeente.code
    goed = v.invoer.boekingen.goedgekeurd
    eigen = goed[(goed["jaar"] == v.jaar) & (goed["gemeente"] == code) & (goed["pot"] == regeling.regeling)]
    aandeel = sum(x.bedrag for x in regeling.lasten if x.lichaam)
    los = sum(c.bedrag for c in v.correcties if (c.jaar, c.cbs_code, c.regeling) == (v.jaar, code, regeling.regeling))
    yield Aansluiting(
        f"{naam}: boekingen + aandeel regionaal + correcties tegenover lasten",
        int(eigen["last"].sum()) + aandeel + los,
        laatste.lasten,
    )
    yield Aansluiting(
        f"{naam}: taakvelden tegenover lasten", sum(t.lasten for t in regeling.taakvelden), laatste.lasten
    )
    yield Aansluiting(f"{naam}: taakvelden tegenover baten", sum(t.baten for t in regeling.taakvelden), laatste.baten)
    yield Aansluiting(
        f"{naam}: journaalposten debet tegenover credit",
        sum(p.debet for p in regeling.posten),
        sum(p.credit for p in regeling.posten),
    )
    mutaties = balance_changes(regeling.posten)
    for post, debet, beweging in (
        ("overlopende passiva", -mutaties["passief"], laatste.passief),
        ("vordering", mutaties["vordering"], laatste.vordering),
        ("schuld aan het Rijk", -mutaties["schuld"], laatste.schuld),
    ):
        yield Aansluiting(f"{naam}: journaalposten tegenover verloop {post}", debet, beweging.eind - beweging.begin)
    yield Aansluiting(
        f"{naam}: ontvangen in kas tegenover voorschot en nabetaling",
        mutaties["bank"],
        laatste.ontvangen - laatste.schuld.af,
    )
    for jaar in regeling.jaren[:-1]:
        geboekt = _booked(v, code, regeling.regeling, jaar.jaar)
        if geboekt is not None:
            yield Aansluiting(f"{naam}: boekingen {jaar.jaar} tegenover gesloten besteding", geboekt, jaar.besteding)


def _booked(v: Verantwoording, code: str, pot: str, jaar: int) -> int | None:
    """Lasten of an earlier year when its bookings are in the folder as well; None otherwise."""
    bedragen = [x.bedrag for x in v.lasten if (x.code, x.pot, x.jaar) == (code, pot, jaar) and not x.correctie]
    return sum(bedragen) if bedragen else None
