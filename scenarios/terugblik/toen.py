"""What was known on an earlier day, and what cannot be hidden from a forecast that is made anew.

Hidden: counts of periods that had not ended, taakstellingen, decisions and inhabitants of later, records of later,
years that were closed later, and every parameter value with a later `bekend_op` (the national cohorts; a prior that was
changed after the counts were seen goes back to what it was). What has no earlier version stays; `hindsight` names it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.records import count_records
from scenarios.regiomap.regio import Regio

STARTS = ("gestart_b1", "gestart_z", "gestart_onderwijs")
LASTEN, UITKERING = "besteding", "spuk_definitief"
GELD = (LASTEN, UITKERING)

WACHTTIJDEN = "wachttijden (trajecten.toml)"
PRIJZEN = "contracten van later"
BEDRAGEN = "bedragen van het Rijk"
GEBEURTENIS = "gebeurtenissen van later (regio.toml)"
LATER = "landelijke cijfers van later"


def known_on(regio: Regio, peildatum: date) -> Regio:
    """The region as it was known on an earlier peildatum."""
    bestand = regio.bestand.model_copy(update={"peildatum": peildatum, "bekend_op": peildatum})
    dossiers = {p.bestand for p in regio.personen}
    codes = [g.code for g in regio.gemeenten]
    dicht = last_counted(peildatum)
    return replace(
        regio,
        bestand=bestand,
        parameters=regio.parameters.known_on(peildatum),
        instroom=(
            *(r for r in regio.instroom if r.periode_tot <= peildatum and r.bestand not in dossiers),
            # Counted anew: who started after the peildatum had not started yet.
            *count_records(regio.personen, codes, peildatum),
        ),
        beschikkingen=tuple(b for b in regio.beschikkingen if b.datum <= peildatum),
        personen=tuple(p for p in regio.personen if p.huisvesting < peildatum),
        tellingen=tuple(t for t in regio.tellingen if t.jaar <= dicht),
        # Closed years tell the balance, which no quantity that is compared rests on.
        feiten=Feiten(),
    )


def last_counted(peildatum: date) -> int:
    """The last year that DUO had counted and a gemeente had closed: from July on the year before."""
    return peildatum.year - (1 if peildatum.month >= 7 else 2)


def hindsight(regio: Regio, peildatum: date, grootheid: str, jaar: int) -> tuple[str, ...]:
    """What the forecast of a quantity up to and including a year rests on that was not known on an earlier peildatum;
    nothing: it is blind."""
    if peildatum >= regio.bestand.peildatum:
        return ()
    uit = []
    if grootheid in (*STARTS, LASTEN):
        uit.append(WACHTTIJDEN)
    if grootheid == LASTEN and any(peildatum < c.van <= date(jaar, 12, 31) for c in regio.contracten):
        uit.append(PRIJZEN)
    if grootheid == UITKERING and jaar > peildatum.year:
        uit.append(BEDRAGEN)
    if any(peildatum < g.vanaf <= date(jaar, 12, 31) for g in regio.bestand.gebeurtenis):
        uit.append(GEBEURTENIS)
    return tuple(uit)
