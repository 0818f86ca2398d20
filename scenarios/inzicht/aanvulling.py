"""What came in the place of input that was not given, and what that moves in euros.

The amounts are differences between runs with expected values over the open years of the forecast: with the default and
without it, or with the default moved over its own uncertainty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import betaincinv

from finance.fouten import list_words
from finance.taal.getallen import thousands
from finance.voorzieningen import LEERROUTES, VOORZIENINGEN
from scenarios.engine.result import Result
from scenarios.engine.threads import run
from scenarios.grond.openen import is_there
from scenarios.model.model import Model, build_model
from scenarios.regiomap.land.keuze import IN_DE_REGIOMAP, SUBMAP
from scenarios.regiomap.modellen import BASIS, STARTINDICATOREN
from scenarios.regiomap.ongelezen import unread_files
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import Wijziging

TELLING_VAN = {"map": ("map_afgerond", "map_vrijgesteld"), "brede_intake": ("pip_vastgesteld",)}
"""Voorziening -> the counts that would tell how often it was used."""
GRENZEN = (0.1, 0.9)
"""A default is moved from its P10 to its P90."""


@dataclass(frozen=True)
class _Proef:
    """A region, its model, and expected-value runs of it with one change."""

    regio: Regio
    model: Model

    @cached_property
    def basis(self) -> Result:
        return run(self.model, 0)

    @cached_property
    def open_jaren(self) -> list[int]:
        """Numbers of the years that are forecast."""
        eerste = max(self.regio.bestand.peildatum.year, *self.regio.feiten.eerste_open.values(), 0)
        return [j for j, jaar in enumerate(self.basis.jaren) if jaar >= eerste]

    @property
    def periode(self) -> str:
        jaren = self.basis.jaren
        return f"{jaren[self.open_jaren[0]]}-{jaren[self.open_jaren[-1]]}"

    def lasten(self, resultaat: Result) -> float:
        """Lasten of the region over the open years."""
        return sum(resultaat.totaal.value("lasten", j) for j in self.open_jaren)

    def change(self, veld: str, waarde: float | None = None, factor: float | None = None) -> float:
        """What one change from the first open year does to the lasten."""
        vanaf = self.model.tijdas.jaarbegin[self.open_jaren[0]]
        wijziging = Wijziging(veld=veld, vanaf=vanaf, waarde=waarde, factor=factor)
        proef = BASIS.model_copy(update={"wijziging": (wijziging,)})
        return self.lasten(run(build_model(self.regio, proef), 0)) - self.lasten(self.basis)


def filled_in(regio: Regio, model: Model) -> list[str]:
    """Dutch sentences: what is missing, what stands in its place, what that moves, and the mend."""
    if regio.bestand.alle_gemeenten:
        # Of the whole country nobody can be asked for counts.
        return [*_unread(regio)]
    proef = _Proef(regio, model)
    return [*_unread(regio), *_route_mix(proef), *_uses(proef)]


def _unread(regio: Regio) -> Iterator[str]:
    for naam, bedoeld in unread_files(regio.map):
        yield f"{naam} wordt door niets gelezen." + (f" Bedoeld is misschien: {bedoeld}." if bedoeld else "")
    if (eigen := regio.land.eigen) is not None:
        for naam in eigen.ongelezen:
            yield f"{eigen.map.naam}/{naam} wordt door niets gelezen. Neem het op met: spuk gegevens bij {naam}"
        if eigen.map.hoe != IN_DE_REGIOMAP and is_there(regio.map / SUBMAP):
            yield f"de map {SUBMAP} in de regiomap wordt niet gelezen: die van {eigen.map.hoe} gaat voor."


def _route_mix(proef: _Proef) -> Iterator[str]:
    """Nobody counted who started which route: the national plan of 2019 decides what a traject costs."""
    if any(r.indicator in STARTINDICATOREN for r in proef.regio.instroom) or not proef.open_jaren:
        return
    # Without counts the posterior of the mix is its prior.
    alfa = proef.model.kennis.mix[0].regio
    nu = alfa / alfa.sum()
    delen = ", ".join(f"{r} {a:.0%}" for r, a in zip(LEERROUTES, nu, strict=True))
    k = int(np.argmax(alfa))
    laag, hoog = (float(betaincinv(alfa[k], alfa.sum() - alfa[k], p)) for p in GRENZEN)
    veld = f"mix.asielstatushouder.{LEERROUTES[k]}"
    effect = [proef.change(veld, waarde=deel) for deel in (laag, hoog)]
    yield (
        f"geen gestarte leerroutes in instroom.csv of personen.csv; de raming neemt de landelijke verdeling ({delen}). "
        f"Is het deel {LEERROUTES[k]} niet {nu[k]:.0%} maar {laag:.0%} of {hoog:.0%}, dan zijn de lasten "
        f"{proef.periode} {_more_or_less(effect[0])} of {_more_or_less(effect[1])}. Tel b1_gestart, z_gestart en "
        "onderwijs_gestart."
    )


def _uses(proef: _Proef) -> Iterator[str]:
    """Use of a voorziening that is an assumption, and that no count confirms."""
    geteld = {r.indicator for r in proef.regio.instroom}
    for naam, indicatoren in TELLING_VAN.items():
        gebruik = proef.regio.trajecten.gebruik[naam]
        if gebruik.status != "aanname" or geteld & set(indicatoren) or not proef.open_jaren:
            continue
        effect = proef.change(f"gebruik.{naam}", factor=0.0)
        if round(effect):
            yield (
                f"geen tellingen van {VOORZIENINGEN[naam].label} ({list_words(indicatoren, 'of')}); de raming neemt "
                f"{gebruik.hoeveelheid:g} per persoon voor {gebruik.aandeel:.0%} van de personen (trajecten.toml, "
                f"aanname): € {thousands(round(-effect))} aan lasten in {proef.periode}."
            )


def costs_without_budget(regio: Regio, model: Model, codes: Sequence[str], jaren: Sequence[int]) -> int:
    """Uitvoeringslasten in euros of these gemeenten and years: what no Gemeentefonds stands against."""
    resultaat = _Proef(regio, model).basis
    return round(
        sum(
            g.value("lasten_gemeentefonds", resultaat.jaren.index(jaar))
            for g in resultaat.gemeenten
            if g.code in codes
            for jaar in jaren
        )
    )


def _more_or_less(bedrag: float) -> str:
    return f"€ {thousands(round(abs(bedrag)))} {'hoger' if bedrag > 0 else 'lager'}"
