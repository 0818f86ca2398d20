"""Decisions explained: voorlopig, nader and definitief with their calculation, and when the money comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.journaal import Besluit, Kasstroom, advance_calendar, settlement_calendar
from finance.spuk import Telling, compute_uitkering
from finance.verantwoording import Component, compare_components
from scenarios.invoermodellen import Gemeente
from scenarios.verantwoording import Berekening, Opzoeking, recompute
from scenarios.verantwoordingmap import Besluitrij, Telrij, Verantwoordingsmap


@dataclass(frozen=True)
class Voorlopig:
    """The voorlopige uitkering computed from prognose and taakstelling (art. 10.1), in cents."""

    bgo: int
    ba: int
    abo: int

    @property
    def totaal(self) -> int:
        """U voorlopig."""
        return self.bgo + self.ba + self.abo


@dataclass(frozen=True)
class Besluitoverzicht:
    """The SPUK of one gemeente and year: what was decided, what the rules give, and the cash calendar."""

    gemeente: Gemeente
    besluiten: tuple[Besluitrij, ...]
    voorlopig: Voorlopig | None
    definitief: Berekening | None
    vergelijking: tuple[Component, ...]
    kalender: tuple[Kasstroom, ...]


def explain_decisions(invoer: Verantwoordingsmap, jaar: int) -> list[Besluitoverzicht]:
    """One overview per gemeente. Raises Invoerfout naming every amount that is missing."""
    zoek = Opzoeking(invoer)
    meldingen: list[Melding] = []
    uit = []
    for gemeente in invoer.gemeenten:
        besluiten = [b for b in invoer.besluiten if (b.cbs_code, b.regeling, b.jaar) == (gemeente.code, "spuk", jaar)]
        telling, raming = (t.get((jaar, gemeente.code)) for t in (invoer.tellingen, invoer.ramingen))
        try:
            berekening = recompute(zoek, telling, jaar) if telling else None
            voorlopig = compute_voorlopig(zoek, raming, jaar) if raming else None
        except Invoerfout as fout:
            meldingen.extend(fout.meldingen)
            continue
        definitief = next((b for b in besluiten if b.soort == "definitief"), None)
        uit.append(
            Besluitoverzicht(
                gemeente,
                tuple(sorted(besluiten, key=lambda b: b.datum)),
                voorlopig,
                berekening,
                tuple(compare_components(definitief.components, berekening.componenten))
                if definitief and berekening
                else (),
                tuple(_calendar(jaar, besluiten, voorlopig, berekening)),
            )
        )
    raise_if_any(dict.fromkeys(meldingen))
    return uit


def compute_voorlopig(zoek: Opzoeking, raming: Telrij, jaar: int) -> Voorlopig:
    """Art. 10.1: expected asielstatushouders are a share (PA) of prognose and taakstelling; rounded at the end."""
    pa = float(zoek.value("aandeel_plichtig", jaar).getal)
    po = float(zoek.value("aandeel_onderwijsroute", jaar).getal)
    telling = Telling(
        asiel_t=raming.cohort_t * pa,
        asiel_t1=raming.cohort_t1 * pa,
        asiel_t2=float(raming.cohort_t2),
        gezin=float(raming.gezin),
        aia=float(raming.aia),
        onderwijsroute=raming.cohort_t * pa * po,
    )
    bedragen, gewichten, factor = zoek.amounts(jaar)
    uitkering = compute_uitkering(telling, bedragen, gewichten, float(factor))
    return Voorlopig(*(round(float(deel) * 100) for deel in (uitkering.bgo, uitkering.ba, uitkering.abo)))


def _calendar(
    jaar: int, besluiten: Sequence[Besluitrij], voorlopig: Voorlopig | None, berekening: Berekening | None
) -> list[Kasstroom]:
    ontvangen = [Besluit(b.datum, b.soort, b.bedrag) for b in besluiten]
    toegekend = [b for b in ontvangen if b.soort in ("voorlopig", "nader")]
    if toegekend:
        voorschot = max(toegekend, key=lambda b: (b.datum, b.soort == "nader")).bedrag
        stromen = advance_calendar(jaar, toegekend)
    elif voorlopig:
        voorschot = voorlopig.totaal
        stromen = [
            Kasstroom(s.datum, s.soort, s.bedrag, verwacht=True)
            for s in advance_calendar(jaar, [Besluit(date(jaar - 1, 10, 1), "voorlopig", voorschot)])
        ]
    else:
        return []
    uitkering = berekening.totaal if berekening else voorschot
    return [*stromen, *settlement_calendar(jaar, voorschot, uitkering, 0, ontvangen)]
