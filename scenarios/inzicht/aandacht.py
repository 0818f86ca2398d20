"""What a controller may have forgotten: valid input with a consequence that is seldom meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from finance.bedragen import thousands
from finance.fouten import list_words
from finance.voorzieningen import POTTEN
from scenarios.model.model import Model
from scenarios.regiomap.regio import Regio

MAX_NAMEN = 8


def points_of_attention(regio: Regio, model: Model) -> list[str]:
    """Dutch sentences, each with its mend; the result stands, but probably rests on a gap in the input."""
    return [*_unused_onderwijsroute(model), *_without_gemeentefonds(model), *_without_counts(regio)]


def _unused_onderwijsroute(model: Model) -> Iterator[str]:
    """Years in which the SPUK onderwijsroute brings money and pays for nothing: all of it goes back."""
    bedragen = np.sum([g.onderwijsroute for g in model.gemeenten], axis=0)
    betaalt = np.sum([g.verdeling[:, POTTEN.index("spuk_onderwijsroute")].sum(axis=0) for g in model.gemeenten], axis=0)
    jaren = [j for j, bedrag, deel in zip(model.tijdas.jaren, bedragen, betaalt, strict=True) if bedrag and not deel]
    if jaren:
        totaal = thousands(round(bedragen[np.isin(model.tijdas.jaren, jaren)].sum()))
        yield (
            f"de SPUK onderwijsroute {_years(jaren)} krijgt € {totaal}, maar er gaan geen lasten naartoe; alles gaat "
            "terug. Zet in regio.toml een blok [[verdeling]] voor leerroute_onderwijs."
        )


def _without_gemeentefonds(model: Model) -> Iterator[str]:
    """Gemeenten that get nothing from the Gemeentefonds in some years, together where the years are the same."""
    zonder: dict[tuple[int, ...], list[str]] = {}
    for g in model.gemeenten:
        jaren = tuple(j for j, bedrag in zip(model.tijdas.jaren, g.gemeentefonds, strict=True) if not bedrag)
        if jaren:
            zonder.setdefault(jaren, []).append(g.naam)
    for jaren, namen in zonder.items():
        yield (
            f"geen budget uit het Gemeentefonds in {_years(jaren)} voor {_names(namen, len(model.gemeenten))}; de "
            "raming rekent met € 0. Zet het budget in budgetten.csv."
        )


def _without_counts(regio: Regio) -> Iterator[str]:
    geteld = {r.cbs_code for r in regio.instroom}
    namen = [g.naam for g in regio.gemeenten if g.code not in geteld]
    if namen:
        yield (
            f"geen tellingen van {_names(namen, len(regio.gemeenten))} in instroom.csv; de raming volgt daar de "
            "taakstelling en het gemiddelde."
        )


def _years(jaren: Sequence[int]) -> str:
    heel = len(jaren) > 2 and jaren[-1] - jaren[0] == len(jaren) - 1
    return f"{jaren[0]}-{jaren[-1]}" if heel else list_words([str(j) for j in jaren])


def _names(namen: list[str], alle: int) -> str:
    if len(namen) == alle > MAX_NAMEN:
        return f"de {alle} gemeenten"
    return list_words(namen if len(namen) <= MAX_NAMEN else [*namen[:MAX_NAMEN], f"{len(namen) - MAX_NAMEN} andere"])
