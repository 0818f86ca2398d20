"""Who counts for the uitkering (Besluit inburgering 2021 art. 10.1-10.4): forecast, draws, books and sheets ask here.

An asielstatushouder counts in the year of housing and in the two years after, a gezinsmigrant or overige migrant once.
For the voorlopige uitkering the forecast and the taakstelling stand in for whom nobody could count yet; for the
definitieve uitkering counts who lives in the gemeente on 31 December. Cohorts before 2022 never count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import Bedrag
from finance.taal.regel import Als, Jaren, Naam, Term, Waarden, Wetsregel, at_least_nil


@dataclass(frozen=True)
class Telling:
    """Counts of one budget year t, each an array of the same shape (persons).

    `asiel_t`, `asiel_t1`, `asiel_t2`: asielstatushouders of cohort t, t-1, t-2; `gezin`: gezin/overig that count in t;
    `aia`: completed trajecten that count in t; `onderwijsroute`: persons for ABO. In the books all counts are whole
    numbers, or all are Fractions.
    """

    asiel_t: Bedrag
    asiel_t1: Bedrag
    asiel_t2: Bedrag
    gezin: Bedrag
    aia: Bedrag = 0
    onderwijsroute: Bedrag = 0


PROGNOSE = Naam("prognose", "de prognose van te huisvesten asielstatushouders", "GPAS")
TAAKSTELLING = Naam("taakstelling", "de taakstelling", "GHT")
PLICHTIG = Naam("plichtig", "het aantal gehuisveste asielstatushouders", "AA")
GEZIN = Naam("gezin", "het aantal gezinsmigranten en overige migranten", "AGO")
AFGEROND = Naam("afgerond", "het aantal trajecten met diploma of certificaat", "afgerond")
PA = Naam("pa", "het verwachte aandeel inburgeringsplichtigen", "PA")
PO = Naam("po", "het verwachte aandeel onderwijsroute", "PO")
BLIJFT = Naam("blijft", "het aandeel dat een jaar later nog in de gemeente woont", "blijft")
ONDERWIJSROUTE = Naam("onderwijsroute", "het aantal personen met de onderwijsroute in het PIP", "AAO")
ONDERWIJSDEEL = Naam("onderwijsdeel", "het aandeel met de onderwijsroute in het PIP", "deel onderwijsroute")
VERHUISD = tuple(Naam(f"verhuisd_{c}", f"wie van cohort {t} verhuisde", f"verhuisd({t})") for c, t in
                 (("a", "t"), ("b", "t-1"), ("c", "t-2")))  # fmt: skip

_BESLUIT = "Besluit inburgering 2021"
_NADER = ("nader", "er een nadere voorlopige uitkering is (wetsvoorstel 36 535)")


def _expected() -> Term:
    vooraf = Als("op_taakstelling", "het jaar voor de wijziging van 9 juni 2023 ligt", TAAKSTELLING, PROGNOSE)
    return Als(*_NADER, TAAKSTELLING, vooraf) * PA


def _moved(cohort: int, term: Term) -> Term:
    """Who moved takes the remaining counts along (art. 10.4)."""
    return Als("verhuisd", "er verhuizingen zijn", at_least_nil(term + VERHUISD[cohort]), term)


def _rule(soort: str, telling: str, onderwerp: str, artikel: str, term: Term, **rest: Any) -> Wetsregel:
    return Wetsregel(f"{soort}_{telling}", onderwerp, f"{_BESLUIT} art. {artikel}", term, **rest)


AIA = Wetsregel(
    "aia",
    "Het aantal afgeronde trajecten dat telt (AIA)",
    f"{_BESLUIT} art. 10.1, 10.2 en 10.3 lid 5",
    Als(
        "aia_geteld",
        "het geteld is",
        Naam("aia", "het getelde aantal afgeronde trajecten", "AIA"),
        Als("eerste_jaar_d", "dit het eerste jaar met een gewicht d is", AFGEROND.up_to(2), AFGEROND.earlier(2)),
    ),
    teken="AIA(t)",
    vanaf=date(2026, 1, 1),
)

VOORLOPIG: Mapping[str, Wetsregel] = {
    "asiel_t": _rule(
        "voorlopig", "asiel_t", "Het verwachte aantal asielstatushouders van cohort t", "10.1", _expected(),
        toelichting="Tot 9 juni 2023 noemde art. 10.1 de taakstelling van jaar t (parameter voorlopig_grondslag).",
    ),
    "asiel_t1": _rule(
        "voorlopig", "asiel_t1", "Het verwachte aantal asielstatushouders van cohort t-1", "10.1",
        Als(*_NADER, PLICHTIG.earlier(1), TAAKSTELLING.earlier(1) * PA.earlier(1)),
    ),
    "asiel_t2": _rule(
        "voorlopig", "asiel_t2", "Het aantal asielstatushouders van cohort t-2", "10.1", PLICHTIG.earlier(2)
    ),
    "gezin": _rule(
        "voorlopig", "gezin", "Het aantal gezinsmigranten en overige migranten dat telt", "10.1",
        Als(*_NADER, GEZIN.earlier(1), GEZIN.earlier(2)),
    ),
    "aia": AIA,
    "onderwijsroute": _rule(
        "voorlopig", "onderwijsroute", "Het verwachte aantal personen voor de onderwijsroute", "10.1",
        _expected() * PO, vanaf=date(2026, 1, 1),
    ),
}  # fmt: skip
"""Per field of `Telling`: whom the voorlopige uitkering counts (art. 10.1)."""

DEFINITIEF: Mapping[str, Wetsregel] = {
    "asiel_t": _rule(
        "definitief", "asiel_t", "Het aantal asielstatushouders van cohort t", "10.2 en 10.4", _moved(0, PLICHTIG)
    ),
    "asiel_t1": _rule(
        "definitief", "asiel_t1", "Het aantal asielstatushouders van cohort t-1", "10.2 en 10.4",
        _moved(1, PLICHTIG.earlier(1) * BLIJFT),
        toelichting="Peildatum 31 december van t; wie verhuisde neemt de resterende tellingen mee (lezing van 10.4).",
    ),
    "asiel_t2": _rule(
        "definitief", "asiel_t2", "Het aantal asielstatushouders van cohort t-2", "10.2 en 10.4",
        _moved(2, PLICHTIG.earlier(2) * BLIJFT**2),
        toelichting="Peildatum 31 december van t; wie verhuisde neemt de resterende tellingen mee (lezing van 10.4).",
    ),
    "gezin": _rule(
        "definitief", "gezin", "Het aantal gezinsmigranten en overige migranten dat telt", "10.2 en 10.3", GEZIN
    ),
    "aia": AIA,
    "onderwijsroute": _rule(
        "definitief", "onderwijsroute", "Het aantal personen voor de onderwijsroute", "10.2",
        Als("onderwijsroute_geteld", "het geteld is", ONDERWIJSROUTE, PLICHTIG * ONDERWIJSDEEL),
        vanaf=date(2026, 1, 1),
    ),
}  # fmt: skip
"""Per field of `Telling`: whom the definitieve uitkering counts (art. 10.2-10.4)."""

REGELS = tuple(dict.fromkeys((*VOORLOPIG.values(), *DEFINITIEF.values())))


def count_voorlopig(reeksen: Waarden) -> Telling:
    """Counts of every year for the voorlopige uitkering (art. 10.1).

    reeksen: figures by key, (j, ...) each, and conditions.
    """
    jaren = Jaren(reeksen)
    return Telling(**{veld: regel.over_years(jaren) for veld, regel in VOORLOPIG.items()})


def count_definitief(reeksen: Waarden) -> Telling:
    """Counts of every year for the definitieve uitkering (art. 10.2-10.4); see `count_voorlopig`."""
    jaren = Jaren(reeksen)
    return Telling(**{veld: regel.over_years(jaren) for veld, regel in DEFINITIEF.items()})


def count_in_books(regels: Mapping[str, Wetsregel], cijfers: Mapping[str, Bedrag]) -> Telling:
    """Counts of one year from figures that were counted or decided (art. 10.1-10.4); who moved is counted in them.

    regels: `VOORLOPIG` or `DEFINITIEF`; cijfers: by key, whole numbers or Fractions.
    """
    return Telling(**{veld: regel(**_IN_BOOKS, **cijfers) for veld, regel in regels.items()})


_IN_BOOKS = {
    "op_taakstelling": False, "nader": False, "verhuisd": False, "blijft": 1, "aia_geteld": True,
    "onderwijsroute_geteld": True,
}  # fmt: skip


def first_year_with_d(gewichten_d: Iterable[Decimal]) -> NDArray[np.bool_]:
    """Which year is the first in which completed trajecten weigh (art. 10.3 lid 5). shape (j,)"""
    weegt = np.array([d > 0 for d in gewichten_d])
    return np.asarray(weegt & (np.cumsum(weegt) == 1))
