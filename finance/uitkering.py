"""The SPUK inburgeringsvoorzieningen: voorlopige and definitieve uitkering, bevoorschotting, prestatiebekostiging.

Legal source: Besluit inburgering 2021 (BWBR0045555) art. 10.1-10.8, amounts from Regeling inburgering 2021
(BWBR0045574) art. 10.2-10.4. Counts are arrays of any shape, commonly (n draw,) per budget year. Integer counts give
whole cents, floating counts give euros (see `finance.bedragen`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import Bedrag, is_cents, largest_remainder
from finance.taal.regel import Getal, Naam, Wetsregel, persons, received, scaled
from finance.tellingen import Telling


@dataclass(frozen=True)
class Bedragen:
    """Amounts or weights per counted person of one budget year, in euros (Regeling art. 10.2-10.4): Decimals.

    For draws of several years at once each is an array of float64 beside the counts; see `per_year`.

    `a`, `b`, `c`: asielstatushouders of cohort t, t-1, t-2; `d`: completed trajecten (AIA), zero until 2026;
    `gezin`: gezinsmigranten and overige migranten; `onderwijsroute`: ABO per person, zero until 2026.
    """

    a: Bedrag
    b: Bedrag
    c: Bedrag
    d: Bedrag = Decimal(0)
    gezin: Bedrag = Decimal(0)
    onderwijsroute: Bedrag = Decimal(0)


@dataclass(frozen=True)
class Uitkering:
    """Components of an uitkering in cents or euros; `korting` is what prestatiebekostiging takes off."""

    bgo: Bedrag
    ba: Bedrag
    abo: Bedrag
    korting: Bedrag = 0

    @property
    def totaal(self) -> Bedrag:
        """U = BGO + BA + ABO, less a korting."""
        return UITKERING(**vars(self))


_BESLUIT = "Besluit inburgering 2021"
_BEIDE = f"{_BESLUIT} art. 10.1 en 10.2"

TELT = {
    veld: Naam(veld, tekst, teken)
    for veld, tekst, teken in (
        ("asiel_t", "de asielstatushouders van cohort t", "AA"),
        ("asiel_t1", "de asielstatushouders van cohort t-1", "AA(t-1)"),
        ("asiel_t2", "de asielstatushouders van cohort t-2", "AA(t-2)"),
        ("gezin", "de gezinsmigranten en overige migranten die tellen", "AGO"),
        ("aia", "de afgeronde trajecten die tellen", "AIA"),
        ("onderwijsroute", "de personen voor de onderwijsroute", "AAO"),
    )
}
"""The fields of `Telling`."""
BEDRAG = {
    veld: Naam(f"bedrag_{veld}", f"het bedrag {tekst}", f"[{veld}]")
    for veld, tekst in (
        ("a", "a"), ("b", "b"), ("c", "c"), ("gezin", "per gezinsmigrant"), ("onderwijsroute", "onderwijsroute"),
    )
}  # fmt: skip
GEWICHT = {veld: Naam(f"gewicht_{veld}", f"het grondslagbedrag {veld}", f"[g{veld}]") for veld in "abcd"}
FACTOR = Naam("factor", "de verhouding tussen het landelijke bedrag en de landelijke grondslag", "f")

_GRONDSLAG = f"{_BEIDE} lid 3; Regeling inburgering 2021 art. 10.2-10.4"
GRONDSLAGEN = {
    naam: Wetsregel(naam, f"De grondslag {naam}", _GRONDSLAG, persons(TELT[veld], GEWICHT[gewicht]))
    for naam, veld, gewicht in (
        ("ba_a", "asiel_t", "a"), ("ba_b", "asiel_t1", "b"), ("ba_c", "asiel_t2", "c"), ("aia", "aia", "d"),
    )
}  # fmt: skip
"""The parts of GG, by component of the decision."""
SOM_GG = Wetsregel(
    "gg",
    "De grondslag GG",
    _GRONDSLAG,
    GRONDSLAGEN["ba_a"].term + GRONDSLAGEN["ba_b"].term + GRONDSLAGEN["ba_c"].term + GRONDSLAGEN["aia"].term,
    teken="GG",
    toelichting="Landelijk is dit de som van alle grondslagen.",
)
TBA = Wetsregel(
    "tba",
    "Het landelijke bedrag TBA",
    f"{_BEIDE} lid 3; Regeling inburgering 2021 art. 10.2-10.4",
    persons(TELT["asiel_t"], BEDRAG["a"])
    + persons(TELT["asiel_t1"], BEDRAG["b"])
    + persons(TELT["asiel_t2"], BEDRAG["c"]),
    teken="TBA",
    toelichting="Afgeronde trajecten herverdelen tussen gemeenten; landelijk voegen zij niets toe.",
)
VERHOUDING = Wetsregel(
    "factor",
    "De verhouding f",
    f"{_BEIDE} lid 3",
    TBA.term / SOM_GG.term,
    teken="f",
    toelichting="Precies 1 zolang de grondslagbedragen gelijk zijn aan de bedragen en d nul is.",
)
VERHOUDING_DEFINITIEF = Wetsregel(
    "factor_definitief",
    "De verhouding f van de definitieve uitkering",
    f"{_BESLUIT} art. 10.2 lid 3",
    received(Naam("verhouding", "de verhouding volgens het Rijk", "f Rijk"), VERHOUDING.term),
    teken="f",
)
BGO = Wetsregel("bgo", "Het deel BGO", _BEIDE, persons(TELT["gezin"], BEDRAG["gezin"]), teken="BGO")
BA = Wetsregel("ba", "Het deel BA", f"{_BEIDE} lid 3", scaled(SOM_GG.term, FACTOR), teken="BA")
ABO = Wetsregel(
    "abo",
    "Het deel ABO",
    _BEIDE,
    persons(TELT["onderwijsroute"], BEDRAG["onderwijsroute"]),
    teken="ABO",
    vanaf=date(2026, 1, 1),
)
_DELEN = Naam("bgo", "BGO", "BGO") + Naam("ba", "BA", "BA") + Naam("abo", "ABO", "ABO")
_BESCHIKKING = Naam("beschikking", "de ontvangen beschikking", "beschikking")
_VARIANT = "De korting is de beleidsvariant van 2021-2023; zij staat niet in de Regeling."
UITKERING = Wetsregel(
    "uitkering",
    "De uitkering",
    _BEIDE,
    _DELEN - Naam("korting", "de korting prestatiebekostiging", "korting"),
    teken="U",
    toelichting=_VARIANT,
)
VOORLOPIG = Wetsregel(
    "voorlopig", "De voorlopige uitkering", f"{_BESLUIT} art. 10.1", received(_BESCHIKKING, _DELEN), teken="V"
)
DEFINITIEF = Wetsregel(
    "definitief",
    "De definitieve uitkering",
    f"{_BESLUIT} art. 10.2",
    received(_BESCHIKKING, _DELEN * (Getal(1) - Naam("kortingsdeel", "het deel dat de korting wegneemt", "k"))),
    teken="U",
    toelichting=_VARIANT,
)
NABETALING = Wetsregel(
    "nabetaling",
    "De nabetaling (negatief: terug)",
    f"{_BESLUIT} art. 10.8",
    Naam("definitief", "de definitieve uitkering", "U") - Naam("voorlopig", "de voorlopige uitkering", "V"),
)
REGELS = (
    BGO, SOM_GG, TBA, VERHOUDING, VERHOUDING_DEFINITIEF, BA, ABO, UITKERING, VOORLOPIG, DEFINITIEF, NABETALING,
)  # fmt: skip


def rule_values(telling: Telling, bedragen: Bedragen, gewichten: Bedragen) -> dict[str, Any]:
    """Counts, amounts and weights under the keys that the rules of art. 10.1 and 10.2 ask for."""
    return {
        **vars(telling),
        **{naam.naam: getattr(bedragen, veld) for veld, naam in BEDRAG.items()},
        **{naam.naam: getattr(gewichten, veld) for veld, naam in GEWICHT.items()},
    }


def per_year(jaren: Sequence[Bedragen]) -> Bedragen:
    """The amounts of successive years for draws: float64 (j, 1) each, beside counts of shape (j, n)."""
    return Bedragen(*(np.array([[float(b)] for b in reeks]) for reeks in zip(*map(_amounts, jaren), strict=True)))


def _amounts(bedragen: Bedragen) -> tuple[Bedrag, ...]:
    return tuple(vars(bedragen).values())


def national_factor(landelijk: Telling, bedragen: Bedragen, gewichten: Bedragen) -> Bedrag | Fraction:
    """f = TBA / SOM_GG from national counts (art. 10.1 and 10.2 lid 3); 1 while weights equal amounts and d = 0.

    The exact quotient for counts of the books (whole numbers, or Fractions: LPAS x PA), float64 of the shape of the
    counts otherwise. Raises ValueError when the national weight is zero.
    """
    waarden = rule_values(landelijk, bedragen, gewichten)
    if np.any(np.asarray(SOM_GG(**waarden)) <= 0):
        raise ValueError("SOM_GG is nul: de landelijke aantallen ontbreken")
    return VERHOUDING(**waarden)


def compute_uitkering(
    telling: Telling, bedragen: Bedragen, gewichten: Bedragen, factor: Bedrag | Fraction = 1
) -> Uitkering:
    """The uitkering of one budget year from counts (art. 10.1 voorlopig, art. 10.2 definitief).

    The two formulas differ only in which counts go in: forecasts and taakstelling for the voorlopige, counts on the
    peildatum for the definitieve uitkering. `factor` is TBA / SOM_GG; with factor 1, equal weights and d = 0 the
    result is the plain sum of counts times amounts, exactly.
    """
    waarden = rule_values(telling, bedragen, gewichten)
    return Uitkering(bgo=BGO(**waarden), ba=BA(**waarden, factor=factor), abo=ABO(**waarden))


VOORSCHOT = ("voorlopig", "nader")
"""Kinds that state the voorlopige uitkering; a nader besluit states its new total."""


class Beschikt(Protocol):
    """What a decision tells here, whichever file it was read from."""

    @property
    def datum(self) -> date: ...

    @property
    def soort(self) -> str: ...


B = TypeVar("B", bound=Beschikt)


def last_decision(besluiten: Iterable[B], *soorten: str) -> B | None:
    """The decision that counts among those of these kinds; None when there is none (art. 10.1 and 10.2).

    The last one by date; on one day a nader besluit comes after the voorlopige, and of two alike the one further down
    in the file: who corrects a row adds it below.
    """
    gekozen = [b for b in besluiten if b.soort in soorten]
    return in_order(gekozen)[-1] if gekozen else None


def in_order(besluiten: Iterable[B]) -> list[B]:
    """Decisions in the order in which they count."""
    # Sorting is stable: what is equal here keeps the order of the file.
    return sorted(besluiten, key=lambda b: (b.datum, b.soort == "nader"))


def monthly_advances(voorlopig: int) -> NDArray[np.int64]:
    """Twelve monthly payments of the voorlopige uitkering in cents, adding up exactly (art. 10.8). shape: (12,)"""
    return largest_remainder(voorlopig, [1] * 12)


def settlement(voorlopig: Bedrag, definitief: Bedrag) -> Bedrag:
    """Nabetaling after the definitive decision; negative is reclaimed in one sum (art. 10.8)."""
    return NABETALING(definitief=definitief, voorlopig=voorlopig)


def korting_prestatie(
    leerroutebudget: Bedrag,
    resultaat: NDArray[np.float64],
    doel: NDArray[np.float64],
    personen: NDArray[np.float64],
    percentage: Decimal,
) -> Bedrag:
    """Variant `korting`: up to `percentage` of the leerroute budget is lost when results lag behind the target.

    `resultaat`, `personen`: shape (r leerroute, ...), share within the term and persons measured; `doel`: (r,).
    shortfall = max(0, 1 - result/target) per route, weighted by persons; nobody measured gives no korting.
    Policy documents 2021-2023 (prestatiebekostiging 10% of the leerroute budget); not in the Regeling.
    """
    gewicht = np.asarray(personen, dtype=float)
    streven = np.asarray(doel, dtype=float).reshape(-1, *[1] * (gewicht.ndim - 1))
    tekort = np.maximum(1.0 - np.asarray(resultaat, dtype=float) / streven, 0.0)
    som = gewicht.sum(axis=0)
    gemiddeld = np.divide((tekort * gewicht).sum(axis=0), som, out=np.zeros_like(som), where=som > 0)
    korting = np.asarray(leerroutebudget, dtype=float) * float(percentage) * gemiddeld
    return np.rint(korting).astype(np.int64) if is_cents(leerroutebudget) else korting
