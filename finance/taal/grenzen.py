"""Every quantity that can be filled in: its unit, what it can be at all, and what it usually is.

The one registry for CSV, TOML, workbook, scenario, parameter, raster and dashboard. A value outside its meaning is
refused wherever it comes from; a share or a rate that was typed in per cent gets the value that was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf

from finance.fouten import Melding
from finance.taal.getallen import short


@dataclass(frozen=True)
class Betekenis:
    """One quantity."""

    wat: str
    eenheid: str
    minimum: float
    maximum: float
    gewoon: tuple[float, float] = (-inf, inf)
    """The range in which it usually lies: how far a knob of a parameter goes, and what a slip was meant to be. Any
    value is usual of what has no knob and nobody says in per cent."""
    procent: bool = False
    """Whether people say it in per cent"""

    def allows(self, waarde: float) -> bool:
        """Whether a value can have this meaning; not-a-number never can."""
        return self.minimum <= waarde <= self.maximum

    def usual(self, waarde: float) -> bool:
        """Whether a value lies where it usually lies."""
        return self.gewoon[0] <= waarde <= self.gewoon[1]

    @property
    def verwacht(self) -> str:
        """What is expected, in words."""
        return f"{self.wat} van {shown(self.minimum)} tot en met {shown(self.maximum)} ({self.eenheid})"

    def mend(self, waarde: float) -> str:
        """What was meant by a value that was typed in per cent; empty when that is no explanation."""
        # Just beyond the end is no slip in per cent: 1,03 is not meant to be 0,0103.
        if not self.procent or self.allows(waarde) or not self.usual(waarde / 100) or abs(waarde) < 2:
            return ""
        return f"{short(waarde)} is {shown(100 * waarde)}%; bedoeld {short(waarde / 100)}?"


def shown(getal: float) -> str:
    return f"{getal:,.12g}".translate(str.maketrans(",.", ".,"))


DEEL = Betekenis("een deel", "1 is alles", 0, 1, (0, 1), procent=True)
BEDRAG = Betekenis("een bedrag", "euro", 0, 1e10, (0, 1e9))
ERBIJ = Betekenis("een bedrag", "euro per jaar erbij, negatief is eraf", -1e10, 1e10)
PRIJS = Betekenis("een prijs", "euro per eenheid", 0, 1e8)
PER_PERSOON = Betekenis("een bedrag", "euro per persoon of traject", 0, 1e6, (0, 25_000))
PERSONEN = Betekenis("een aantal", "personen", 0, 1e6, (0, 100_000))
LANDELIJK = Betekenis("een landelijke taakstelling", "personen per halfjaar", 1000, 200_000)
INWONERS = Betekenis("een aantal", "inwoners", 1, 2e6)
STAND = Betekenis("een stand", "personen", -1e5, 1e5)
"""A backlog, negative when ahead"""
STROOM = Betekenis("een aantal", "personen erbij of eraf", -1e6, 1e6)
INDEX = Betekenis("een verandering per jaar", "0,035 is 3,5%", -0.5, 0.5, (-0.05, 0.15), procent=True)
FACTOR = Betekenis("een factor", "1 is zoals ingevoerd", 0, 20, (0.5, 2), procent=True)
STAP = Betekenis("een stap", "deel van 1", -1, 1, (-0.5, 0.5), procent=True)
REALISATIE = Betekenis("een deel van de opgave", "1 is precies de opgave", 0, 5, (0.25, 2), procent=True)
DUUR = Betekenis("een duur", "maanden", 0, 120, (0, 36))
KASMAAND = Betekenis("een aantal maanden na het jaar", "maanden", 1, 36, (5, 24))
BETAALTERMIJN = Betekenis("een betaaltermijn", "hele maanden", 0, 12, (0, 3))
VORM = Betekenis("een vorm", "1 is exponentieel", 0.05, 1000, (0.5, 10))
HOEVEELHEID = Betekenis("een hoeveelheid", "eenheden per persoon", 0, 10_000)
VEELHEID = Betekenis("een aantal", "eenheden", 0, 1e9)
UREN = Betekenis("een aantal uren", "uren", 0, 10_000)
FTE = Betekenis("een formatie", "fte", 0, 10_000)
GROEP = Betekenis("een groepsgrootte", "personen per groep", 1, 1000)
PROCENT = Betekenis("een verandering", "procent van de invoer", -100, 1900)
NIVEAU = Betekenis("een stand van een maatregel", "eenheid van de soort", -1e10, 1e10)
CIJFER = Betekenis("een cijfer", "1 tot 10", 1, 10)
GEWICHT = Betekenis("een gewicht", "waarnemingen", 0.01, 1e6, (1, 100))
SPREIDING = Betekenis("een spreiding", "logaritme", 0.001, 3, (0.05, 1))
SAMENHANG = Betekenis("een samenhang", "tussen 0 en 1", 0, 0.999, (0.2, 0.9))
INTERVAL = Betekenis("een interval", "deel van de waarde", 0, 0.95, (0, 0.6), procent=True)
PUNTEN = Betekenis("een interval", "punten per jaar", 0, 0.25, (0, 0.05), procent=True)
VERHOUDING = Betekenis("een verhouding", "factor", 0.01, 100, (0.5, 5))

VAN_PARAMETER = {
    "aandeel": DEEL,
    "per jaar": INDEX,
    "EUR": BEDRAG,
    "EUR/persoon": PER_PERSOON,
    "EUR/traject": PER_PERSOON,
    "personen": PERSONEN,
    "personen/halfjaar": PERSONEN,
    "trajecten": PERSONEN,
    "maanden": DUUR,
    "gamma": VORM,
    "factor": VERHOUDING,
    "verhouding": VERHOUDING,
    "deel": INTERVAL,
    "punten per jaar": PUNTEN,
    "log": SPREIDING,
    "correlatie": SAMENHANG,
    **dict.fromkeys(("halfjaren", "huishoudens", "dossiers", "waarnemingen"), GEWICHT),
}
"""Unit of a parameter -> its quantity."""
_BIJ_NAAM = (
    ("kas_betaaltermijn", BETAALTERMIJN),
    ("kas_", KASMAAND),
    ("realisatie", REALISATIE),
    ("gewicht_asiel", PER_PERSOON),
    ("gewicht_", GEWICHT),
    ("samenweging_", GEWICHT),
)
"""Beginnings of names of parameters that mean something else than their unit alone says."""
VAN_VELD = (
    ("taakstelling.landelijk", PERSONEN),
    ("realisatie", REALISATIE),
    ("plichtig", DEEL),
    ("gezin", PERSONEN),
    ("mix.", DEEL),
    ("verdeling.", DEEL),
    ("saldo_doorwerking", DEEL),
    *((soort, FACTOR) for soort in ("prijs.", "gebruik.")),
    *((euros, BEDRAG) for euros in ("vast.", "gemeentefonds", "onderwijsroute")),
    ("fte", FTE),
    ("geslaagd", DEEL),
    ("eigen_geld", ERBIJ),
)
"""Beginnings of the fields of a scenario -> what their series holds."""


def of_parameter(naam: str, eenheid: str) -> Betekenis | None:
    """What a parameter means; None when its unit says nothing about its range."""
    return next((g for begin, g in _BIJ_NAAM if naam.startswith(begin)), None) or VAN_PARAMETER.get(eenheid)


def of_field(veld: str) -> Betekenis | None:
    """What the series of a scenario field means."""
    return next((g for begin, g in VAN_VELD if veld.startswith(begin)), None)


def check_quantity(
    grootheid: Betekenis | None, waarden: Iterable[float], bestand: str, plaats: str
) -> Iterator[Melding]:
    """A message for the first of these values that has not this meaning."""
    for waarde in waarden if grootheid else ():
        if grootheid and not grootheid.allows(waarde):
            yield Melding(bestand, plaats, shown(waarde), grootheid.verwacht, grootheid.mend(waarde))
            return
