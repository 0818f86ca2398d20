"""What one gemeente is paid: the Gemeentefonds, the SPUK onderwijsroute, own money, and what was decided."""

from __future__ import annotations

import numpy as np

from finance.uitkering import VOORSCHOT
from scenarios.grond.opzoeker import Opzoeker
from scenarios.model.feiten import Gemeentefeiten
from scenarios.model.gemeente.gemeentemodel import Batenkant
from scenarios.model.gemeente.grondslag import Grondslag
from scenarios.model.modelinvoer import budget, closed_after, decisions, known, paid_otherwise
from scenarios.model.uitvoeringsbudget import INGEVOERD, assumed_budget, own_budget

EERSTE_BUDGET = 2020
"""The first year that `budgetten.csv` may hold."""


def count_income(grond: Grondslag, code: str, feiten: Gemeentefeiten) -> Batenkant:
    """The budgets and decisions of one gemeente, as the scenario changes them."""
    regio, verander, tijdas, zoek = grond.regio, grond.verander, grond.tijdas, grond.zoek
    jaren = tijdas.jaren
    lezingen = [zoek.choice("gemeentefonds_lezing", j) for j in jaren] if assumed_budget(regio, code) else ()
    fonds = own_budget(regio, code, lezingen or [INGEVOERD] * len(jaren), _fund_index(zoek, jaren), jaren)
    ingevoerd = budget(regio, code, "spuk_onderwijsroute")
    onderwijs = known(feiten.onderwijsroute.uitkering, np.array([ingevoerd.get(j, 0.0) for j in jaren]))
    fonds = verander.apply("gemeentefonds", fonds, tijdas.jaarbegin, code)
    onderwijs = verander.apply("onderwijsroute", onderwijs, tijdas.jaarbegin, code)
    return Batenkant(
        anders_betaald=paid_otherwise(regio, code, tijdas)[grond.weger.maandelijks :],
        gemeentefonds=fonds,
        onderwijsroute=closed_after(onderwijs, grond.regels.onderwijsroute_looptijd, tijdas, grond.meldingen),
        eigen_geld=verander.apply("eigen_geld", np.zeros(len(jaren)), tijdas.jaarbegin, code),
        voorlopig=known(feiten.spuk.voorlopig, decisions(regio, code, VOORSCHOT, jaren)),
        definitief=known(feiten.spuk.uitkering, decisions(regio, code, ("definitief",), jaren)),
    )


def _fund_index(zoek: Opzoeker, jaren: tuple[int, ...]) -> dict[int, float]:
    """The index of every year; an amount of before the grid takes the first that is known for the steps up to it."""
    index = {j: zoek.number("index_gemeentefonds", j) for j in jaren}
    return index | dict.fromkeys(range(EERSTE_BUDGET, jaren[0]), index[jaren[0]])
