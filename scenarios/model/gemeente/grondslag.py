"""What the gemeenten of one model share: the scenario, the rules, the weights, and what all their counts teach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Melding
from scenarios.grond.opzoeker import Opzoeker
from scenarios.grond.tijdas import Tijdas
from scenarios.model.gemeente.werkplaats import Onthouden
from scenarios.model.gewichten import Weger
from scenarios.model.landelijk import Landelijk
from scenarios.model.modelinvoer import agreements, published_taakstelling, shares
from scenarios.model.regels import Regels
from scenarios.model.uitbreiding import Uitbreider
from scenarios.regiomap.gebeurtenissen import Gebeurtenissen, Gevolgen
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import Veranderaar
from scenarios.verandering.vast import Vastverandering
from scenarios.volumes.herverdeling import Afspraak, redistribute
from scenarios.volumes.instroom import Instroom, count_by_duo, read_counts, saldo_before
from scenarios.volumes.opgave import known_opgave
from scenarios.volumes.schatting import Kennis, learn
from scenarios.volumes.taakstelling import compute_taakstelling


@dataclass(frozen=True)
class Samenhang:
    """Who comes to the gemeenten of a region, beside one another: what one gets or teaches depends on the others.

    Every list in the order of the region.
    """

    aandeel: Sequence[NDArray[np.float64]]
    """(h,) inhabitants as share of the country"""
    vast: Sequence[NDArray[np.float64]]
    """(h,) published taakstelling; NaN: computed"""
    gevolgen: Sequence[Gevolgen]
    instroom: Sequence[Instroom]
    achterstand: Sequence[float]
    kennis: Kennis
    afspraken: tuple[Afspraak, ...]


@dataclass(frozen=True)
class Grondslag:
    """What every gemeente of a model is worked out from."""

    vast: Vastverandering
    """with the region, the scenario and the grid that it holds for"""
    zoek: Opzoeker
    regels: Regels
    uitbreider: Uitbreider
    samen: Samenhang
    geslaagd: NDArray[np.float64]
    """(r, 2) Beta(a, b) of the share that succeeds"""
    prijsloos: Onthouden[Any]
    """What was worked out for a scenario that differs in prices only"""

    @property
    def regio(self) -> Regio:
        """The region, with its contracts as the scenario prices them."""
        return self.vast.regio

    @property
    def verander(self) -> Veranderaar:
        """The changes of the scenario."""
        return self.vast.verander

    @property
    def tijdas(self) -> Tijdas:
        """The grid."""
        return self.vast.tijdas

    @property
    def weger(self) -> Weger:
        """The weights as entered."""
        return self.uitbreider.weger

    @property
    def meldingen(self) -> list[Melding]:
        """Where problems of the input are noted."""
        return self.weger.meldingen


def relate(
    regio: Regio,
    landelijk: Landelijk,
    gebeurtenissen: Gebeurtenissen,
    zoek: Opzoeker,
    tijdas: Tijdas,
    meldingen: list[Melding],
) -> Samenhang:
    """The taakstelling of every gemeente after what they agreed, and what their counts against it teach."""
    codes = [g.code for g in regio.gemeenten]
    aandeel = [shares(regio.land.bevolking, c, tijdas, landelijk.methoden, regio.bestand.bekend_op) for c in codes]
    berekend = [compute_taakstelling(landelijk.pad.centraal, a, landelijk.methoden) for a in aandeel]
    vast = [published_taakstelling(regio, c, tijdas) for c in codes]
    gevolgen = [gebeurtenissen.of(c) for c in codes]
    eerst = {
        c: (np.where(np.isnan(v), b, v) + e.taakstelling)[:, None]
        for c, v, b, e in zip(codes, vast, berekend, gevolgen, strict=True)
    }
    afspraken = agreements(regio, tijdas, meldingen)
    taakstelling = [t[:, 0] for t in ({**eerst, **redistribute(eerst, afspraken)}).values()]
    instroom = [read_counts(regio, c, tijdas, t) for c, t in zip(codes, taakstelling, strict=True)]
    achterstand = [float(g.achterstand) + saldo_before(regio, g.code, tijdas) for g in regio.gemeenten]
    opgave = [known_opgave(t, i.gehuisvest, a) for t, i, a in zip(taakstelling, instroom, achterstand, strict=True)]
    kennis = learn(instroom, taakstelling, opgave, [a[0] for a in aandeel], landelijk.mix, zoek, tijdas.jaren[0])
    # What the counts teach comes from the gemeente's own; who counts is for DUO to say.
    geteld = [
        count_by_duo(i, (t for t in regio.tellingen if (t.cbs_code, t.soort) == (c, "definitief")), tijdas)
        for i, c in zip(instroom, codes, strict=True)
    ]
    return Samenhang(aandeel, vast, gevolgen, geteld, achterstand, kennis, afspraken)
