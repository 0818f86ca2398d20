"""What the leerroutes cost on one day: the price in the contract, and the price after the changes of a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from finance.voorzieningen import LEERROUTES
from scenarios.model.gemeente.inkoop import part_name
from scenarios.regiomap.modellen import Contractrij, Scenario
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import Veranderaar
from scenarios.verandering.aanbesteding import Prijsrij, price_contracts
from scenarios.verandering.spreektaal import by_code, spell_out

ROUTES = tuple(f"leerroute_{r}" for r in LEERROUTES)


@dataclass(frozen=True)
class Prijsregel:
    """One line of a contract, euros per unit before the yearly index."""

    contract: str
    eenheid: str
    prijspeil: int | None
    prijs: float
    laagst: float
    """after the changes, in the gemeente where it is lowest"""
    hoogst: float


def route_prices(regio: Regio, scenario: Scenario, dag: date, gemeente: str = "") -> list[Prijsregel]:
    """The lines for leerroutes that hold on `dag`, of all gemeenten or of the one with that name, in order of route."""
    verander = Veranderaar(tuple(by_code(w, regio) for w in spell_out(scenario).wijziging))
    contracten = price_contracts(regio, verander.wijzigingen, scenario.naam, [])
    gekozen = {g.code for g in regio.gemeenten if gemeente in ("", g.naam)}
    regels = []
    for contract in sorted(contracten, key=lambda c: (*ROUTES, c.voorziening).index(c.voorziening)):
        codes = gekozen.intersection(regio.gemeente_codes(contract.gemeenten))
        if contract.voorziening in ROUTES and contract.van <= dag < contract.tot and codes:
            prijzen = [float(contract.prijs) * _factor(verander, contract, dag, code) for code in codes]
            was = contract.in_plaats_van if isinstance(contract, Prijsrij) else contract
            regels.append(
                Prijsregel(
                    contract.contract,
                    contract.eenheid,
                    contract.prijspeil,
                    float(was.prijs),
                    min(prijzen),
                    max(prijzen),
                )
            )
    return regels


def _factor(verander: Veranderaar, contract: Contractrij, dag: date, code: str) -> float:
    factor = verander.apply(f"prijs.{contract.voorziening}", np.ones(1), [dag], code)
    if contract.onderdeel:
        factor = verander.apply(f"prijs.{part_name(contract)}", factor, [dag], code)
    return float(factor[0])
