"""An interval around a value that is not settled: P10 and P90, in the unit of the value itself.

One time in ten the value turns out below P10, one time in ten above P90; the value itself is the median. Where the
interval comes from is told in the source of the value, as for the value.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from pydantic import model_validator

from scenarios.regiomap.lezen import Getal, Invoermodel
from scenarios.regiomap.lezer.bezwaren import Misfit

SOORTEN = {
    "prijzen": "contractprijzen",
    "vast": "vaste lasten en formatie",
    "indexen": "indexen van prijzen, SPUK en Gemeentefonds",
    "wachttijd": "wachttijden tot intake, plan en start",
    "duur": "duur van de leerroutes",
    "verlenging": "deel dat verlenging krijgt",
    "uitval": "uitval per maand",
    "gebruik": "gebruik van voorzieningen per persoon",
    "start_aandeel": "deel dat een plan en een leerroute krijgt",
    "gemeentefonds": "uitvoeringsbudget in het Gemeentefonds",
    "abo": "bedrag per deelnemer aan de onderwijsroute (ABO)",
    "taakstelling": "bekendgemaakte landelijke taakstellingen die onzeker zijn",
    "aandelen": "PO en PA van de voorlopige uitkering",
}
"""Kinds of drivers, in words; each can be left out by itself (`zonder`)."""


INTERVALLEN_VAN_ROUTE = {
    **{"maanden": "maanden", "uitval": "uitval_per_maand"},
    **{"verlenging": "verlenging_aandeel", "geslaagd": "geslaagd"},
}
"""Name in the keys of an interval -> the field that it surrounds."""
RUIMSTE = 20
DELEN = ("aandeel", "geslaagd", "uitval_per_maand", "verlenging_aandeel")


class Interval(NamedTuple):
    """P10 and P90 as factors on the value."""

    p10: float
    p90: float


def check_interval(naam: str, waarde: float, p10: float | None, p90: float | None, status: str) -> None:
    """Raises Misfit for half an interval, one that leaves the value out or is out of proportion, and one around what
    is settled."""
    if p10 is None and p90 is None:
        return
    gevonden = (
        f"p10 {'leeg' if p10 is None else f'{p10:g}'}, {naam} {waarde:g}, p90 {'leeg' if p90 is None else f'{p90:g}'}"
    )
    if p10 is None or p90 is None:
        raise Misfit(gevonden, "p10 en p90 samen, of geen van beide")
    if not p10 <= waarde <= p90:
        raise Misfit(gevonden, f"p10 niet boven {naam} en p90 niet eronder")
    if waarde <= 0 or p10 <= 0:
        raise Misfit(gevonden, "een interval van bedragen of aantallen boven nul")
    if p90 > RUIMSTE * waarde or p10 * RUIMSTE < waarde:
        raise Misfit(gevonden, f"een interval van ten hoogste {RUIMSTE} keer zo veel en zo weinig als {naam}")
    if naam in DELEN and p90 > 1:
        raise Misfit(gevonden, f"een p90 van ten hoogste 1, want {naam} is een deel")
    if status == "vastgesteld":
        raise Misfit(gevonden, "geen interval bij een vastgesteld cijfer, of een andere status")


class MetInterval(Invoermodel):
    """A record whose main value (`KERN`) may carry an interval."""

    KERN: ClassVar[str]
    p10: Getal | None = None
    p90: Getal | None = None

    @model_validator(mode="after")
    def _interval(self) -> MetInterval:
        check_interval(self.KERN, getattr(self, self.KERN), self.p10, self.p90, getattr(self, "status", ""))
        return self

    @property
    def interval(self) -> Interval | None:
        """P10 and P90 as factors on the value; None where none was given."""
        if self.p10 is None or self.p90 is None:
            return None
        waarde = getattr(self, self.KERN)
        return Interval(self.p10 / waarde, self.p90 / waarde)
