"""The voorzieningen of the law: who gets them, which pot may pay them, and usage per month since they begin.

Legal source: Wet inburgering 2021 art. 13-20 and 40-42; the division over pots follows the SPUK ("niet zijnde
uitvoeringskosten") and the explanation of VNG and Divosa. A gemeente may allocate otherwise, explicitly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DOELGROEPEN = ("asielstatushouder", "gezinsmigrant")
"""GGM names; `gezinsmigrant` stands for gezinsmigrant and overige migrant, one group for the amounts."""
LEERROUTES = ("b1", "z", "onderwijs")
POTTEN = ("gemeentefonds", "spuk", "spuk_onderwijsroute")
ANKERS = ("huisvesting", "intake", "pip", "start")
"""Events that usage counts from; for gezinsmigranten `huisvesting` is the start of the inburgeringsplicht."""


@dataclass(frozen=True)
class Voorziening:
    """One voorziening or uitvoeringstaak; `pot` is the default allocation, `eenheid` what volume counts."""

    naam: str
    label: str
    eenheid: str
    pot: str
    doelgroepen: tuple[str, ...] = DOELGROEPEN
    leerroutes: tuple[str, ...] = LEERROUTES
    vast: bool = False
    """A fixed yearly cost without volume, such as beleid en inkoop."""


_ASIEL = ("asielstatushouder",)

VOORZIENINGEN: dict[str, Voorziening] = {
    v.naam: v
    for v in (
        # Gezinsmigranten pay their own lessons (Wet art. 19), so leerroutes and KNM are for asielstatushouders.
        Voorziening("leerroute_b1", "Leerroute B1", "traject", "spuk", _ASIEL, ("b1",)),
        Voorziening("leerroute_z", "Leerroute Z", "traject", "spuk", _ASIEL, ("z",)),
        Voorziening("leerroute_onderwijs", "Leerroute onderwijs", "traject", "spuk", _ASIEL, ("onderwijs",)),
        # The onderwijsroute knows no MAP.
        Voorziening("map", "Module Arbeidsmarkt en Participatie", "traject", "spuk", leerroutes=("b1", "z")),
        Voorziening("pvt", "Participatieverklaringstraject", "traject", "spuk"),
        Voorziening("knm", "Kennis van de Nederlandse Maatschappij", "traject", "spuk", _ASIEL),
        Voorziening("maatschappelijke_begeleiding", "Maatschappelijke begeleiding", "maand", "spuk", _ASIEL),
        Voorziening("tolken", "Tolken", "uur", "spuk", _ASIEL),
        Voorziening("leerbaarheidstoets", "Leerbaarheidstoets", "toets", "gemeentefonds"),
        Voorziening("brede_intake", "Brede intake", "intake", "gemeentefonds"),
        Voorziening("pip", "Plan Inburgering en Participatie", "plan", "gemeentefonds"),
        Voorziening("voortgangsgesprek", "Voortgangsgesprekken", "gesprek", "gemeentefonds"),
        Voorziening("financieel_ontzorgen", "Financieel ontzorgen", "maand", "gemeentefonds", _ASIEL),
        Voorziening("beleid_inkoop", "Beleid, inkoop en handhaving", "jaar", "gemeentefonds", vast=True),
    )
}


@dataclass(frozen=True)
class Gebruik:
    """How one person uses a voorziening.

    `hoeveelheid` units per person of those who get it (`aandeel`), spread evenly over `duur` months from `na` months
    after the anchor event; a share `verlenging_aandeel` goes on for `verlenging` months at the same monthly rate.
    `uren` converts one unit into hours for contracts priced per hour.
    """

    anker: str
    hoeveelheid: float
    duur: int = 1
    na: int = 0
    aandeel: float = 1.0
    verlenging: int = 0
    verlenging_aandeel: float = 0.0
    uren: float = 0.0


def usage_per_month(gebruik: Gebruik, blijft: NDArray[np.float64], maanden: int) -> NDArray[np.float64]:
    """Expected units per month since the usage began, per person that reached the anchor. shape: (maanden,)

    `blijft`: shape (>= maanden,), the share still in the traject that many months later (1 at month 0).
    """
    profiel = np.zeros(maanden)
    per_maand = gebruik.aandeel * gebruik.hoeveelheid / gebruik.duur
    profiel[: gebruik.duur] = per_maand
    profiel[gebruik.duur : gebruik.duur + gebruik.verlenging] = per_maand * gebruik.verlenging_aandeel
    return profiel * blijft[:maanden]
