"""Simulation-based calibration: histories made by the model itself, forecast by the model that has to learn from them.

A synthetic region is one draw of the model before it has seen a count: its means, how much its gemeenten differ, what
every gemeente counted up to the peildatum and what came after. The model then gets the counts and nothing else. If
what it learns and what it draws are one and the same model, what came after falls anywhere among its draws: the rank is
even, and the 80% band holds 80%. (Cook, Gelman and Rubin 2006; Talts et al. 2018.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from finance.parameters import Bron, Parameters
from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.trekking import Trekking, Trekstroom
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import monthly_shares
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model, build_model
from scenarios.model.personen import Volumes, draw_volumes
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.modellen import BASIS, Instroomrij
from scenarios.regiomap.regio import Regio
from scenarios.terugblik.landelijk import draw_ahead
from scenarios.terugblik.scores import effective_number, score, share_interval, uniformity
from scenarios.terugblik.terugblik import GROOTHEDEN
from scenarios.volumes.landelijk_pad import ROOSTER, estimate_path
from scenarios.volumes.schatting import POOLING_SPREIDING

IJKGROOTHEDEN = (*GROOTHEDEN, "saldo")
REGIO, GEMEENTE, LAND = "regio", "gemeente", "landelijk"
TREKKINGEN = 99
"""Draws per forecast: ranks 0 .. 99."""
VALS_ALARM = 0.01
"""Chance that a right model is called wrong on any of all the quantities of one run together."""
PAD = "landelijke taakstelling, {} halfjaar vooruit"
STAPPEN = (1, 2, 4)
BEKEND, BEGINNIVEAU = 11, 15_000.0
"""Known half-years of a synthetic path, and its level; the prior of the level is flat, so any level does."""


@dataclass(frozen=True)
class Ijking:
    """One quantity over all synthetic regions."""

    grootheid: str
    niveau: str
    rangen: NDArray[np.int64]
    """(k,) number of draws below the outcome, ties broken at random"""
    binnen: NDArray[np.bool_]
    """(k,) whether the 80% band held the outcome"""
    verwacht: float
    """share that a right band holds; over 80% for small whole numbers"""

    def uniform(self, vakken: int) -> tuple[float, NDArray[np.int64]]:
        """Chance of ranks this uneven when they are even, and the count per bin."""
        return uniformity(self.rangen, TREKKINGEN + 1, vakken)

    @property
    def dekking(self) -> tuple[float, float, float]:
        """Share inside the band with its 90% interval; every region is independent of the others."""
        deel = float(self.binnen.mean())
        return (deel, *share_interval(deel, effective_number(deel, 0.0, len(self.binnen))))


class Los(Trekking):
    """Independent numbers for every purpose: evenly spread points lie too regularly between each other for a rank."""

    def stream(self, doel: str, sleutel: str = "") -> Trekstroom:
        """The stream of one purpose for one key."""
        return self.independent(doel, sleutel)


def calibrate(regio: Regio, peildatum: date, bekend_op: date, aantal: int, zaad: int) -> list[Ijking]:
    """Every quantity over the year after the peildatum, for the region and for one gemeente (each in its turn).

    bekend_op: the last day of which the national taakstelling is known. On the peildatum its path hides much of what a
    region learns; with that of the whole year known only the learning is left. What is certain then is no test.
    """
    kaal = _bare(regio, peildatum, bekend_op)
    cellen: dict[tuple[str, str], list[tuple[int, bool, float]]] = {}
    for k in range(aantal):
        waar, bekend = _synthetic(kaal, k, zaad)
        geraamd = _quantities(build_model(bekend, BASIS), Los(zaad + 1, k, TREKKINGEN), peildatum.year)
        gelijk = Trekking(zaad + 2, k).stream("ijking gelijk")
        deel = k % len(kaal.gemeenten)
        for i, naam in enumerate(IJKGROOTHEDEN):
            for niveau, uit, x in (
                (REGIO, waar[:, i, 0].sum(), geraamd[:, i].sum(axis=0)),
                (GEMEENTE, waar[deel, i, 0], geraamd[deel, i]),
            ):
                cellen.setdefault((naam, niveau), []).append(_place(x, float(uit), float(gelijk.beta(1.0, 1.0, 1)[0])))
    ijkingen = [_gather(naam, niveau, rijen) for (naam, niveau), rijen in cellen.items()]
    return [x for x in ijkingen if x.verwacht < 1]


def calibrate_path(parameters: Parameters, jaar: int, aantal: int, zaad: int) -> list[Ijking]:
    """The national path: synthetic half-years from its prior, the next ones forecast from those that are known."""
    spreiding, samenhang, gewicht = (
        float(parameters.in_year(n, jaar).getal) for n in ("pad_spreiding", "pad_samenhang", "gewicht_pad")
    )
    kans = np.cumsum(beta.pdf(ROOSTER, 1 + gewicht * samenhang, 1 + gewicht * (1 - samenhang)))
    cellen: dict[int, list[tuple[int, bool, float]]] = {s: [] for s in STAPPEN}
    for k in range(aantal):
        stroom = Trekking(zaad, k).stream("ijking pad")
        fi = ROOSTER[np.searchsorted(kans, float(stroom.beta(1.0, 1.0, 1)[0]) * kans[-1])]
        s = np.sqrt(gewicht * spreiding**2 / 2 / float(stroom.gamma(gewicht / 2, 1.0, 1)[0]))
        schok = stroom.standard_normal(BEKEND + max(STAPPEN))
        z = [schok[0]]
        for e in schok[1:]:
            z.append(fi * z[-1] + np.sqrt(1 - fi**2) * e)
        pad = BEGINNIVEAU * np.exp(s * np.array(z))
        halfjaren = {f"{2000 + h // 2}H{h % 2 + 1}": float(x) for h, x in enumerate(pad[:BEKEND])}
        kennis = estimate_path(halfjaren, spreiding, samenhang, gewicht)
        geraamd = draw_ahead(kennis, max(STAPPEN), Trekking(zaad + 1, k, TREKKINGEN), "ijking")
        for stap in STAPPEN:
            cellen[stap].append(_place(geraamd[stap - 1], float(pad[BEKEND + stap - 1]), 0.5))
    return [_gather(PAD.format(stap), LAND, rijen) for stap, rijen in cellen.items()]


def _bare(regio: Regio, peildatum: date, bekend_op: date) -> Regio:
    """The region without anything it counted, received or booked."""
    bestand = regio.bestand.model_copy(update={"peildatum": peildatum, "bekend_op": bekend_op})
    return replace(
        regio, bestand=bestand, instroom=(), personen=(), tellingen=(), beschikkingen=(), standen=(), feiten=Feiten()
    )


def _synthetic(kaal: Regio, k: int, zaad: int) -> tuple[NDArray[np.float64], Regio]:
    """One draw of the model without counts: what came after the peildatum (g, i, 1), and the region that counted."""
    # Two draws of which the first is the world: a single one would be the mode of expected values.
    trekking, peildatum = Los(zaad, k, 2), kaal.bestand.peildatum
    model = build_model(replace(kaal, parameters=_vary(kaal.parameters, trekking)), BASIS)
    land = simulate_country(model, trekking)
    rijen: list[Instroomrij] = []
    for g in model.gemeenten:
        rijen += _count(model, g, draw_volumes(model, g, land, trekking), trekking, peildatum)
    waar = _quantities(model, trekking, peildatum.year)[..., :1]
    return waar, replace(kaal, instroom=tuple(rijen))


def _vary(parameters: Parameters, trekking: Trekking) -> Parameters:
    """How much the gemeenten of a region differ is drawn from its prior too, as the model estimates it."""
    for naam in sorted(n for n in parameters if n.startswith("samenweging_")):
        eerste = parameters[naam].waarden[0]
        schok = float(trekking.stream("ijking samenweging", naam).standard_normal(1)[0])
        waarde = float(eerste.getal) * float(np.exp(POOLING_SPREIDING * schok))
        parameters = parameters.override(naam, eerste.vanaf, f"{waarde:.6f}", "aanname", Bron("ijking"))
    return parameters


def _count(
    model: Model, g: Gemeentemodel, volumes: Volumes, trekking: Trekking, peildatum: date
) -> Iterator[Instroomrij]:
    """What a gemeente counted per half-year up to the peildatum, in the first draw. Of a cohort only those have started
    whose waiting is over."""
    maand = model.tijdas.month_of(peildatum)
    kans = monthly_shares(model.tijdas, model.verloop, "start", g.gevolgen.verschuiving)[..., :maand].sum(axis=-1)
    personen = volumes.personen[..., 0].astype(np.int64)
    gestart = trekking.stream("ijking start", g.code).binomial(personen, np.clip(kans, 0.0, 1.0))
    begin = [*model.tijdas.halfjaarbegin, date(model.tijdas.eindjaar + 1, 1, 1)]
    for h in range(model.tijdas.half_of(peildatum)):
        tellingen = [(DOELGROEPEN[0], "gehuisvest", volumes.gehuisvest[h, 0])]
        for p, reeks in enumerate((volumes.plichtig, volumes.gezin)):
            tellingen.append((DOELGROEPEN[p], "inburgeringsplichtig", reeks[h, 0]))
            tellingen += [(DOELGROEPEN[p], f"{r}_gestart", gestart[p, i, h]) for i, r in enumerate(LEERROUTES)]
        for doelgroep, indicator, aantal in tellingen:
            yield Instroomrij.model_validate(
                {
                    **{"bestand": "ijking", "regel": 0, "periode_van": begin[h], "periode_tot": begin[h + 1]},
                    **{"cbs_code": g.code, "doelgroep": doelgroep, "indicator": indicator, "aantal": int(aantal)},
                    **{"status": "vastgesteld", "bron": "ijking"},
                }
            )


def _quantities(model: Model, trekking: Trekking, jaar: int) -> NDArray[np.float64]:
    """Every quantity of one year, per gemeente. (g, i, n)"""
    land, j = simulate_country(model, trekking), model.tijdas.jaren.index(jaar)
    nummers = [NUMMER[naam] for naam in IJKGROOTHEDEN]
    return np.stack([simulate_gemeente(model, g, land, trekking)[nummers, j] for g in model.gemeenten])


def _place(x: NDArray[np.float64], uitkomst: float, toeval: float) -> tuple[int, bool, float]:
    """Rank of the outcome among the draws with ties broken by `toeval` in 0..1, whether the band holds it, and the
    share of the draws that it holds."""
    lager, gelijk = int((x < uitkomst).sum()), int((x == uitkomst).sum())
    band = score(x, uitkomst)
    raak = (x >= band.laag) & (x <= band.hoog)
    return lager + int(toeval * (gelijk + 1)), band.laag <= uitkomst <= band.hoog, float(raak.mean())


def _gather(naam: str, niveau: str, rijen: list[tuple[int, bool, float]]) -> Ijking:
    rang, binnen, verwacht = zip(*rijen, strict=True)
    return Ijking(naam, niveau, np.array(rang), np.array(binnen), float(np.mean(verwacht)))
