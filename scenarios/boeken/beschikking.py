"""Decisions explained: voorlopig, nader and definitief with their calculation, and when the money comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from finance.jaarrekening import Component, compare_components
from finance.journaal import Besluit, Kasstroom, advance_calendar, settlement_calendar
from finance.uitkering import VOORSCHOT, in_order, last_decision
from scenarios.boeken.herrekening import Berekening, Opzoeking, compute_voorlopig, recompute
from scenarios.boeken.map import Verantwoordingsmap
from scenarios.regiomap.besluiten import Besluitrij
from scenarios.regiomap.modellen import Gemeente


@dataclass(frozen=True)
class Besluitoverzicht:
    """The SPUK of one gemeente and year: what was decided, what the rules give, and the cash calendar."""

    gemeente: Gemeente
    besluiten: tuple[Besluitrij, ...]
    voorlopig: Berekening | None
    definitief: Berekening | None
    vergelijking: tuple[Component, ...]
    kalender: tuple[Kasstroom, ...]

    @property
    def leeg(self) -> bool:
        """No decision, no count and nothing to compute a voorlopige uitkering from."""
        return not self.besluiten and self.voorlopig is None and self.definitief is None


def explain_decisions(invoer: Verantwoordingsmap, jaar: int, naam: str | None = None) -> list[Besluitoverzicht]:
    """One overview per gemeente, or of gemeente `naam` only.

    Raises Invoerfout naming every amount that is missing, or when there is nothing at all about the year.
    """
    namen = [g.naam for g in invoer.gemeenten]
    if naam is not None and naam not in namen:
        raise Invoerfout([Melding("--gemeente", "", repr(naam), "een gemeente uit regio.toml", suggest(naam, namen))])
    zoek = Opzoeking(invoer)
    meldingen: list[Melding] = []
    uit = []
    for gemeente in invoer.gemeenten:
        if naam not in (None, gemeente.naam):
            continue
        besluiten = [b for b in invoer.besluiten if (b.cbs_code, b.regeling, b.jaar) == (gemeente.code, "spuk", jaar)]
        telling, raming = (t.get((jaar, gemeente.code)) for t in (invoer.tellingen, invoer.ramingen))
        try:
            berekening = recompute(zoek, telling, jaar) if telling else None
            voorlopig = compute_voorlopig(zoek, raming, jaar) if raming else None
        except Invoerfout as fout:
            meldingen.extend(fout.meldingen)
            continue
        definitief = last_decision(besluiten, "definitief")
        uit.append(
            Besluitoverzicht(
                gemeente,
                tuple(in_order(besluiten)),
                voorlopig,
                berekening,
                tuple(compare_components(definitief.components, berekening.componenten))
                if definitief and berekening
                else (),
                tuple(_calendar(jaar, besluiten, voorlopig, berekening)),
            )
        )
    raise_if_any(dict.fromkeys(meldingen))
    if all(o.leeg for o in uit):
        raise Invoerfout(_nothing_known(o.gemeente, jaar) for o in uit)
    return uit


def _nothing_known(gemeente: Gemeente, jaar: int) -> Melding:
    rij = f"jaar {jaar} en cbs_code {gemeente.code}"
    return Melding(
        "beschikkingen.csv",
        "",
        f"geen beschikking {jaar} voor {gemeente.naam}, en in tellingen.csv geen telling",
        f"een regel met {rij} in een van beide",
        f"Voeg aan beschikkingen.csv een regel toe met {rij} (soort voorlopig), of aan tellingen.csv (soort voorlopig "
        "of definitief).",
    )


def _calendar(
    jaar: int, besluiten: Sequence[Besluitrij], voorlopig: Berekening | None, berekening: Berekening | None
) -> list[Kasstroom]:
    ontvangen = [Besluit(b.datum, b.soort, b.bedrag) for b in besluiten]
    laatste = last_decision(ontvangen, *VOORSCHOT)
    if laatste:
        voorschot = laatste.bedrag
        stromen = advance_calendar(jaar, ontvangen)
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
