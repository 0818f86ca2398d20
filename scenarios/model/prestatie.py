"""What the variant `korting` of prestatiebekostiging takes off the uitkering of one block of draws."""

from __future__ import annotations

import numpy as np

from finance.uitkering import korting_prestatie
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.model import Model
from scenarios.model.personen import Landtrekking
from scenarios.onzekerheid.spreiding import Reeks


def draw_korting(model: Model, g: Gemeentemodel, land: Landtrekking, totaal: Reeks, ten_einde: Reeks | None) -> Reeks:
    """What prestatiebekostiging takes off the uitkering in the years of that variant. totaal: (j, n) -> (j, n)"""
    regels, korting = model.regels, np.zeros_like(totaal)
    jaren = [j for j, vast in enumerate(g.definitief) if regels.prestatie[j] == "korting" and np.isnan(vast)]
    if not jaren:
        return korting
    assert ten_einde is not None
    geslaagd = g.slagen.of(land.geslaagd)
    for j in jaren:
        resultaat, gemeten = g.afronding.results(j, geslaagd[:, j], ten_einde[:, j])
        korting[j] = korting_prestatie(
            totaal[j] * regels.leerroute_aandeel[j],
            resultaat,
            regels.doelen[j],
            gemeten,
            regels.korting_percentage[j],
        )
    return korting
