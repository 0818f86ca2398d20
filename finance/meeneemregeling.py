"""Meeneemregeling (reservering), doorschuiven and terugvordering: Besluit inburgering 2021 art. 10.5 and 10.6.

Everything works on whole cents (int64) and on euros (float64) alike; years run along the first axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import Bedrag
from finance.taal.regel import Als, Getal, Naam, Wetsregel, at_least_nil, share, smallest

_BESLUIT = "Besluit inburgering 2021"
_MEENEMEN, _DOORSCHUIVEN = f"{_BESLUIT} art. 10.5", f"{_BESLUIT} art. 10.6"

UITKERING = Naam("uitkering", "de uitkering", "U")
RESERVERING = Naam("reservering", "de reservering uit het jaar ervoor", "R")
BESTEDING = Naam("besteding", "de besteding", "B")
DOORGESCHOVEN = Naam("doorgeschoven", "de lasten die van het jaar ervoor zijn doorgeschoven", "D")

SALDO = Wetsregel(
    "saldo",
    "Het saldo",
    f"{_BESLUIT} art. 10.5 en 10.6",
    UITKERING + RESERVERING - BESTEDING - DOORGESCHOVEN,
    teken="saldo(t)",
)
_DEEL_A = share(Naam("percentage", "het percentage a", "a"), UITKERING)
RUIMTE_2022 = Wetsregel(
    "ruimte_2022",
    "De reserveringsruimte van de SPUK inburgeringsvoorzieningen, tekst van 2022,",
    _MEENEMEN,
    _DEEL_A,
    teken="ruimte(t)",
    tot=date(2024, 9, 30),
)
RUIMTE = Wetsregel(
    "ruimte",
    "De reserveringsruimte van de SPUK inburgeringsvoorzieningen",
    _MEENEMEN,
    _DEEL_A + share(Naam("percentage_vorig", "het percentage b", "b"), UITKERING.earlier(1)),
    teken="ruimte(t)",
    vanaf=date(2024, 10, 1),
    toelichting="Dat b over U(t-1) gaat en dat deze tekst vanaf 1 oktober 2024 geldt, is een lezing (onzeker).",
)
RUIMTE_ONDERWIJSROUTE = Wetsregel(
    "ruimte_onderwijsroute",
    "De reserveringsruimte van de SPUK onderwijsroute",
    "Regeling SPUK onderwijsroute 2022-2025, Stcrt. 2022, 30604",
    share(Naam("percentage", "het percentage a", "a"), UITKERING.up_to()),
    teken="ruimte(t)",
    tot=date(2025, 12, 31),
    toelichting="Meenemen van alles wat binnen de looptijd is ontvangen is een lezing (onzeker).",
)
_OVERSCHOT = at_least_nil(Naam("saldo", "het saldo", "saldo"))
MEENEMEN = Wetsregel(
    "meenemen",
    "Wat wordt meegenomen naar het volgende jaar",
    _MEENEMEN,
    smallest(_OVERSCHOT, at_least_nil(Naam("ruimte", "de reserveringsruimte", "ruimte"))),
    teken="R(t+1)",
)
TERUGVORDERING = Wetsregel(
    "terugvordering",
    "Wat het Rijk terugvordert",
    _MEENEMEN,
    _OVERSCHOT - Naam("meenemen", "wat wordt meegenomen", "R(t+1)"),
    teken="terugvordering(t)",
)
TEKORT = Wetsregel(
    "tekort",
    "Wat de uitkering niet dekt",
    _DOORSCHUIVEN,
    at_least_nil(-Naam("saldo", "het saldo", "saldo")),
    teken="tekort(t)",
)
_SLOTJAAR = ("slotjaar", "dit het laatste jaar van de regeling is")
EIGEN_LASTEN = Wetsregel(
    "eigen_lasten",
    "De eigen last van de gemeente",
    _DOORSCHUIVEN,
    Als(*_SLOTJAAR, TEKORT.term, Getal(0)),
    teken="eigen lasten(t)",
    toelichting="Na 2025, het slotjaar van de SPUK onderwijsroute, is er geen uitkering die een tekort nog dekt.",
)
DOORSCHUIVEN = Wetsregel(
    "doorschuiven",
    "Wat doorschuift naar het volgende jaar",
    _DOORSCHUIVEN,
    Als(*_SLOTJAAR, Getal(0), TEKORT.term),
    teken="D(t+1)",
    toelichting="Het Besluit noemt geen grens of einde.",
)
NAAR_SPUK = Wetsregel(
    "naar_spuk",
    "Wat de SPUK inburgeringsvoorzieningen betaalt van een tekort van de SPUK onderwijsroute",
    f"{_BESLUIT} art. 10.1 en 10.2",
    smallest(
        share(
            Naam("aandeel", "het aandeel daarin", "aandeel"),
            at_least_nil(BESTEDING + DOORGESCHOVEN - UITKERING - RESERVERING),
        ),
        at_least_nil(BESTEDING),
    ),
    teken="naar SPUK(t)",
    toelichting="Wat van het jaar ervoor doorschuift zijn lasten van dat jaar: doorgegeven wordt ten hoogste de eigen "
    "besteding van het jaar. Dat deze SPUK zo'n tekort betaalt is een aanname.",
)
TERUG_TE_BETALEN = Wetsregel(
    "terug_te_betalen",
    "Wat over het jaar terug moet naar het Rijk, ook een te hoog voorschot,",
    f"{_BESLUIT} art. 10.5 en 10.8",
    Naam("terugvordering", "de terugvordering", "terugvordering")
    - smallest(Naam("nabetaling", "de nabetaling", "nabetaling"), Getal(0)),
)
REGELS = (
    SALDO, RUIMTE_2022, RUIMTE, RUIMTE_ONDERWIJSROUTE, MEENEMEN, TERUGVORDERING, TEKORT, EIGEN_LASTEN, DOORSCHUIVEN,
    NAAR_SPUK, TERUG_TE_BETALEN,
)  # fmt: skip


ONDERWIJSROUTE_JAREN = range(2022, 2026)
"""Years of the separate SPUK onderwijsroute; what 2025 leaves is final."""


@dataclass(frozen=True)
class Reserveringsstap:
    """The outcome of one year t; all amounts in the unit of the input."""

    saldo: Bedrag
    """U(t) + R(t) - B(t) - D(t); negative is overspending."""
    reservering: Bedrag
    """R(t+1): kept for the next year."""
    terugvordering: Bedrag
    """Reclaimed by the Rijk over year t."""
    doorgeschoven: Bedrag
    """D(t+1): lasten attributed to the next year (art. 10.6)."""
    eigen_lasten: Bedrag
    """Lasten that no later year can cover: those of a closing year."""


@dataclass(frozen=True)
class Reserveringsketen:
    """Several years in a row; every field has shape (j, ...), `*_begin` is the opening balance of year j."""

    reservering_begin: NDArray[Any]
    doorgeschoven_begin: NDArray[Any]
    ruimte: NDArray[Any]
    saldo: NDArray[Any]
    reservering: NDArray[Any]
    terugvordering: NDArray[Any]
    doorgeschoven: NDArray[Any]


def reserveringsruimte(
    uitkering: Bedrag, uitkering_eerder: Bedrag, percentages: tuple[Decimal, Decimal], *, cumulatief: bool = False
) -> Bedrag:
    """ruimte(t) = percentage x U(t) + percentage_vorig x U(t-1) (art. 10.5); the percentages say which text holds.

    `cumulatief`: the SPUK onderwijsroute, whose first percentage is of all it received within its term; then
    `uitkering_eerder` is the sum of U of all years before t, of the year t-1 otherwise.
    """
    percentage, percentage_vorig = percentages
    if cumulatief:
        return RUIMTE_ONDERWIJSROUTE(uitkering_tot=uitkering + uitkering_eerder, percentage=percentage)
    if not percentage_vorig:
        return RUIMTE_2022(uitkering=uitkering, percentage=percentage)
    return RUIMTE(
        uitkering=uitkering, uitkering_t1=uitkering_eerder, percentage=percentage, percentage_vorig=percentage_vorig
    )


def settle_year(
    uitkering: Bedrag,
    besteding: Bedrag,
    reservering: Bedrag,
    doorgeschoven: Bedrag,
    ruimte: Bedrag,
    slotjaar: bool = False,
) -> Reserveringsstap:
    """One year of art. 10.5 and 10.6: U(t), B(t), R(t), D(t) and ruimte(t) -> Reserveringsstap.

    saldo >= 0: R(t+1) = min(saldo, ruimte), the rest is reclaimed, D(t+1) = 0;
    saldo < 0: R(t+1) = 0, nothing is reclaimed, D(t+1) = -saldo, or an own cost in the closing year (`slotjaar`).
    """
    saldo = SALDO(uitkering=uitkering, reservering=reservering, besteding=besteding, doorgeschoven=doorgeschoven)
    meegenomen = MEENEMEN(saldo=saldo, ruimte=ruimte)
    return Reserveringsstap(
        saldo,
        meegenomen,
        TERUGVORDERING(saldo=saldo, meenemen=meegenomen),
        DOORSCHUIVEN(saldo=saldo, slotjaar=slotjaar),
        EIGEN_LASTEN(saldo=saldo, slotjaar=slotjaar),
    )


def settle_years(
    uitkering: NDArray[Any],
    besteding: NDArray[Any],
    percentages: Sequence[tuple[Decimal, Decimal]],
    *,
    reservering: Bedrag = 0,
    doorgeschoven: Bedrag = 0,
    uitkering_eerder: Bedrag = 0,
    cumulatief: bool = False,
) -> Reserveringsketen:
    """Chain `settle_year` over the years of the first axis (art. 10.5 and 10.6).

    uitkering, besteding: shape (j, ...), commonly (j,) or (j year, n draw); percentages: per year (of U(t), of U(t-1));
    reservering, doorgeschoven, uitkering_eerder: the opening balances, as `reserveringsruimte` has the last;
    `cumulatief`: the room of the SPUK onderwijsroute. What the last year leaves uncovered stands as D(t+1), whether a
    later year can cover it or not. Raises ValueError when lengths differ.
    """
    uitkering, besteding = np.broadcast_arrays(np.asarray(uitkering), np.asarray(besteding))
    if len(uitkering) != len(percentages):
        raise ValueError("per jaar is precies één paar percentages nodig")
    vorm = uitkering.shape[1:]
    r = np.broadcast_to(np.asarray(reservering, dtype=uitkering.dtype), vorm)
    d = np.broadcast_to(np.asarray(doorgeschoven, dtype=uitkering.dtype), vorm)
    eerder = np.broadcast_to(np.asarray(uitkering_eerder, dtype=uitkering.dtype), vorm)
    rijen = []
    for u, b, deel in zip(uitkering, besteding, percentages, strict=True):
        ruimte = reserveringsruimte(u, eerder, deel, cumulatief=cumulatief)
        stap = settle_year(u, b, r, d, ruimte)
        rijen.append((r, d, ruimte, stap.saldo, stap.reservering, stap.terugvordering, stap.doorgeschoven))
        r, d, eerder = stap.reservering, stap.doorgeschoven, eerder + u if cumulatief else u
    return Reserveringsketen(*(np.stack(kolom) for kolom in zip(*rijen, strict=True)))


def pass_on(
    uitkering: NDArray[Any],
    besteding: NDArray[Any],
    percentages: Sequence[tuple[Decimal, Decimal]],
    deel: Sequence[float],
    *,
    correctie: NDArray[Any] | None = None,
    reservering: Bedrag = 0,
    doorgeschoven: Bedrag = 0,
    uitkering_eerder: Bedrag = 0,
) -> NDArray[Any]:
    """What the SPUK onderwijsroute cannot pay of each year, as far as another pot bears it. (j, ...)

    deel: per year the share that the other pot bears; the rest shifts to the next year as in `settle_years`.
    correctie: what decisions on closed years add to the uitkering of a year, (j, ...); it makes no ruimte.
    """
    uitkering, besteding = np.broadcast_arrays(np.asarray(uitkering), np.asarray(besteding))
    erbij = np.zeros_like(uitkering) if correctie is None else np.broadcast_to(correctie, uitkering.shape)
    r, d, eerder = reservering, doorgeschoven, uitkering_eerder
    rijen = []
    for u, c, b, paar, aandeel in zip(uitkering, erbij, besteding, percentages, deel, strict=True):
        over = NAAR_SPUK(besteding=b, doorgeschoven=d, uitkering=u + c, reservering=r, aandeel=aandeel)
        ruimte = reserveringsruimte(u, eerder, paar, cumulatief=True)
        stap = settle_year(u + c, b - over, r, d, ruimte)
        rijen.append(over)
        r, d, eerder = stap.reservering, stap.doorgeschoven, eerder + u
    return np.stack(rijen)
