"""What the people of one gemeente cost: its purchases folded to weights, its fixed sums, and what the books say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenarios.model.feiten import Gemeentefeiten
from scenarios.model.gemeente.gemeentemodel import Lastenkant
from scenarios.model.gemeente.grondslag import Grondslag
from scenarios.model.gemeente.inkoop import Inkoop, part_name
from scenarios.model.gemeente.verhuizing import Verhuisd, count_moved
from scenarios.model.gewichten import NUMMERS_VARIABEL, VARIABEL
from scenarios.model.modelinvoer import allocation, beside_books, budget, fixed_costs
from scenarios.model.uitbreiding import Uitbreiding, budget_bands
from scenarios.regiomap.gebeurtenissen import ONGEWIJZIGD
from scenarios.regiomap.modellen import Contractrij
from scenarios.volumes.schatting import mix_mean

Reeks = NDArray[np.float64]


def purchases(grond: Grondslag, nummer: int) -> Inkoop:
    """The contracts of gemeente number `nummer`, at the prices and the use of the scenario."""
    regio, verander, maanden = grond.regio, grond.verander, grond.tijdas.maanden
    gemeente = regio.gemeenten[nummer]
    code = gemeente.code
    contracten = [c for c in regio.contracten if code in regio.gemeente_codes(c.gemeenten)]
    prijs, gebruik = (
        {v.naam: verander.apply(f"{soort}.{v.naam}", np.ones(len(maanden)), maanden, code) for v in VARIABEL}
        for soort in ("prijs", "gebruik")
    )
    for contract in contracten:
        if contract.onderdeel:
            veld = part_name(contract)
            prijs[veld] = verander.apply(f"prijs.{veld}", prijs[contract.voorziening], maanden, code)
    return Inkoop(gemeente.naam, contracten, prijs, gebruik, grond.samen.gevolgen[nummer].verschuiving)


def weigh_costs(grond: Grondslag, nummer: int, inkoop: Inkoop, feiten: Gemeentefeiten) -> Lastenkant:
    """The lasten of gemeente number `nummer`; of years in the books what is left to forecast."""
    regio, tijdas, weger, uitbreider = grond.regio, grond.tijdas, grond.weger, grond.uitbreider
    code = regio.gemeenten[nummer].code

    def fixed(rijen: Sequence[Contractrij], kalender: Reeks, naast: bool = True) -> Reeks:
        return fixed_costs(grond.vast, rijen, weger, code, kalender, naast)

    eenheden, euros = weger.weigh(inkoop)
    verdeling = grond.prijsloos.once(
        ("verdeling", code),
        lambda: allocation(regio, grond.verander, grond.meldingen, tijdas, code, grond.regels.onderwijsroute_looptijd),
    )
    fonds = verdeling[:, 0]
    vast, vast_per_maand = (
        fixed(inkoop.contracten, kalender) for kalender in (weger.calendar(0), np.eye(len(tijdas.maanden)))
    )
    verhuisd = _moved(grond, nummer, inkoop)
    if feiten.in_boeken:
        rest = weger.weigh(inkoop, feiten.rest)[1]
        vast_rest = fixed(inkoop.contracten, weger.calendar(feiten.rest))
        euros = beside_books(feiten, fonds[NUMMERS_VARIABEL], euros, rest)
        vast = beside_books(feiten, fonds, vast, vast_rest) + feiten.geboekt
        # What who moved costs after the last booking is not told apart: it is little, and of the whole year.
        verhuisd = replace(verhuisd, lasten=beside_books(feiten, fonds, verhuisd.lasten, verhuisd.lasten))
    gewichten, naar_prijs = uitbreider.of_gemeente(
        inkoop, lambda rijen, maand: fixed(rijen, weger.calendar(maand), naast=False), feiten, fonds
    )
    fondsbanden = budget_bands(budget(regio, code, "gemeentefonds"), code, uitbreider.drijvers, tijdas)
    return Lastenkant(
        verhuisd=verhuisd,
        eenheden=eenheden,
        euros=euros,
        vaste_lasten=vast + verhuisd.lasten,
        euros_per_maand=weger.by_month(inkoop),
        vast_per_maand=vast_per_maand[:, weger.maandelijks :],
        uitbreiding=Uitbreiding(gewichten, naar_prijs, fondsbanden),
        verdeling=verdeling,
    )


def _moved(grond: Grondslag, nummer: int, inkoop: Inkoop) -> Verhuisd:
    """What moving does, as people come without any event: who moves is past it."""
    mix = grond.samen.kennis.mix[0]
    altijd = replace(inkoop, verschuiving=ONGEWIJZIGD)
    return count_moved(
        grond.samen.gevolgen[nummer],
        mix_mean(mix.regio, mix.own(nummer)),
        lambda vanaf: grond.weger.weigh(altijd, vanaf),
        grond.tijdas,
    )
