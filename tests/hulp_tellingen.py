"""Example regions with other gemeenten and counts."""

from dataclasses import replace
from datetime import date

from scenarios.regiomap.modellen import Instroomrij
from scenarios.regiomap.regio import read_region


def row(code, jaar, half, indicator, aantal, doelgroep="asielstatushouder", status="vastgesteld"):
    """One count of one half-year."""
    van, tot = date(jaar, 6 * half - 5, 1), date(jaar + half - 1, 13 - 6 * half, 1)
    return Instroomrij(
        bestand="instroom.csv",
        regel=2,
        cbs_code=code,
        doelgroep=doelgroep,
        indicator=indicator,
        aantal=aantal,
        periode_van=van,
        periode_tot=tot,
        status=status,
        bron="test",
    )


def with_gemeenten(voorbeeld, gemeenten, rijen):
    """An example with these gemeenten and counts."""
    regio = read_region(voorbeeld)
    return replace(
        regio, bestand=regio.bestand.model_copy(update={"gemeente": tuple(gemeenten)}), instroom=tuple(rijen)
    )
