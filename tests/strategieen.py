"""Hypothesis strategies that tests share: what a gemeente may have to account for, the unusual included.

Opening balances, years that start after 2022, cumulative room, the last year of a SPUK, definitive decisions that come
late or differ, several decisions on one day, corrections and repayments.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from finance.jaarrekening import Beginstand, Budgetjaar
from finance.journaal import Besluit
from finance.uitkering import Bedragen
from finance.voorzieningen import POTTEN, VOORZIENINGEN
from scenarios.grond.trekking import Verwachting
from scenarios.model.feiten import SPUKS, Gemeentefeiten, Potfeiten
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.model import Model
from scenarios.model.personen import Volumes
from scenarios.model.simulatie import Landbeeld, simulate_country
from tests.hulp_model import settled_model

CENTEN = st.integers(0, 10**11)
"""An amount of money of the size of the country, in cents."""
KLEIN = st.integers(0, 300)
"""A few cents, so that roundings and ties occur."""
BEDRAG = CENTEN | KLEIN
AANTAL = st.integers(0, 5000)
PRIJS = st.decimals(1, 20_000, places=2)
RUIMTE = st.sampled_from(
    [(Decimal(1), Decimal(0)), (Decimal(1), Decimal("0.5")), (Decimal("0.333"), Decimal("0.25")), (Decimal(0),) * 2]
)
"""Reserveringsruimte as shares of U(t) and U(t-1): the old text, the current one, one that rounds, and none."""
JAREN = range(8)
"""Years of a raming of the example region."""
TREKKINGEN = 5
"""As many as there are of nothing else."""


@st.composite
def ketens(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, list[tuple[Decimal, Decimal]], int, int]:
    """Uitkering, besteding and room of some years, with the opening balances. Cents."""
    jaren = draw(st.integers(1, 8))
    reeksen = st.lists(BEDRAG, min_size=jaren, max_size=jaren)
    u, b = (np.array(draw(reeksen), dtype=np.int64) for _ in range(2))
    return u, b, draw(st.lists(RUIMTE, min_size=jaren, max_size=jaren)), draw(BEDRAG), draw(BEDRAG)


@st.composite
def beginstanden(draw: st.DrawFn) -> Beginstand:
    """What was left of the years before the first: kept or overspent, not both."""
    over, tekort = draw(st.sampled_from([(BEDRAG, st.just(0)), (st.just(0), BEDRAG)]))
    return Beginstand(draw(over), draw(tekort), draw(BEDRAG))


@st.composite
def budgetjaren(draw: st.DrawFn, cumulatief: bool | None = None) -> list[Budgetjaar]:
    """The years of one SPUK, from any year on; `cumulatief`: of the SPUK onderwijsroute, or of either."""
    cum = draw(st.booleans()) if cumulatief is None else cumulatief
    eerste, aantal = draw(st.integers(2022, 2025)), draw(st.integers(1, 6))
    jaren = []
    for jaar in range(eerste, eerste + aantal):
        uitkering = draw(BEDRAG)
        # A decision may confirm the figure a year was closed on, or differ from it; so may the advances.
        ongeveer = st.just(uitkering) | BEDRAG
        definitief = draw(st.none() | ongeveer)
        ruimte = draw(RUIMTE)
        jaren.append(
            Budgetjaar(
                jaar,
                uitkering,
                draw(ongeveer),
                draw(ongeveer | st.integers(-(10**10), 10**11)),
                (ruimte[0], Decimal(0)) if cum else ruimte,
                definitief,
                None if definitief is None else jaar + draw(st.integers(1, 3)),
                draw(st.just(0) | st.integers(-(10**9), 10**9)),
                draw(st.just(0) | BEDRAG),
                slotjaar=cum and jaar == eerste + aantal - 1 and draw(st.booleans()),
                cumulatief=cum,
            )
        )
    return jaren


@st.composite
def besluiten(draw: st.DrawFn, jaar: int) -> list[Besluit]:
    """The voorlopige uitkering of a year and some nadere besluiten, in any order, sometimes of one day."""
    dagen = st.sampled_from([date(jaar - 1, 10, 1), date(jaar, 1, 1), date(jaar, 6, 15), date(jaar, 6, 16)])
    dagen |= st.dates(date(jaar - 1, 1, 1), date(jaar, 12, 31))
    eerste = st.dates(date(jaar - 1, 9, 1), date(jaar - 1, 10, 1)) | st.just(date(jaar, 3, 1))
    rijen = [Besluit(draw(eerste), "voorlopig", draw(BEDRAG))]
    nader = draw(st.lists(st.tuples(dagen, BEDRAG), max_size=3, unique_by=lambda d: d[0]))
    rijen += [Besluit(dag, "nader", bedrag) for dag, bedrag in nader if dag >= rijen[0].datum]
    anders = draw(st.lists(st.sampled_from(["definitief", "terugvordering"]), unique=True))
    rijen += [Besluit(date(jaar + 1, 6, 1), soort, draw(BEDRAG)) for soort in anders]
    return draw(st.permutations(rijen))


@st.composite
def bedragen(draw: st.DrawFn, gewichten: bool = False) -> Bedragen:
    """Amounts per person, or weights: those have a share for completed trajecten."""
    a, b, c, gezin, route = (draw(PRIJS) for _ in range(5))
    return Bedragen(a, b, c, draw(PRIJS) if gewichten else Decimal(0), gezin, route)


def dec(getal: Any) -> Decimal:
    """A float exactly, for the recomputations."""
    return Decimal(float(getal))


class Raming(NamedTuple):
    """One gemeente of a model, with the people that were drawn."""

    model: Model
    gemeente: Gemeentemodel
    land: Landbeeld
    volumes: Volumes

    def __repr__(self) -> str:
        # Whole it is 8 MB, and a test that fails spends half a minute on writing it.
        regels, vanaf = self.model.regels, self.gemeente.feiten.spuk.vanaf
        return f"Raming(looptijd={regels.onderwijsroute_looptijd}, prestatie={regels.prestatie}, gesloten={vanaf})"


@st.composite
def ramingen(draw: st.DrawFn) -> Raming:
    """Hoorn with other people, rules, decisions and movers than it has."""
    kans = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    model = settled_model()
    land = simulate_country(model, Verwachting())
    j, h, n = len(JAREN), 2 * len(JAREN), TREKKINGEN

    def per_year(wat: st.SearchStrategy) -> list:
        return draw(st.lists(wat, min_size=j, max_size=j))

    def shares() -> np.ndarray:
        return kans.uniform(0, 1, j).round(2)

    def amounts(d: bool) -> Bedragen:
        return Bedragen(*(Decimal(str(x)) * (k != 3 or d) for k, x in enumerate(kans.uniform(1, 9000, 6).round(2))))

    def decided() -> np.ndarray:
        return np.where(per_year(st.booleans()), np.nan, kans.uniform(0, 2e6, j).round(2))

    prestatie = tuple(per_year(st.sampled_from(["korting", "wettelijk", "geen"])))
    bedragen = tuple(amounts(False) for _ in JAREN)
    looptijd = draw(st.integers(1, 4))
    regels = replace(
        model.regels,
        bedragen=bedragen,
        gewichten=tuple(amounts(True) if p == "wettelijk" else b for p, b in zip(prestatie, bedragen, strict=True)),
        # A country where nobody is plichtig and nobody finishes is refused: `test_orakel_land`.
        aandeel_plichtig=np.maximum(shares(), 0.01),
        aandeel_onderwijsroute=shares(),
        ruimte=tuple(per_year(RUIMTE)),
        onderwijsroute_ruimte=tuple((p, Decimal(0)) for p, _ in per_year(RUIMTE)),
        onderwijsroute_looptijd=looptijd,
        op_taakstelling=np.array(per_year(st.booleans())),
        nader=np.array(per_year(st.booleans())),
        prestatie=prestatie,
        korting_percentage=tuple(Decimal(str(x)) for x in shares()),
        leerroute_aandeel=shares(),
        doelen=kans.uniform(0.5, 1, (j, 3)),
        blijft_wonen=shares(),
    )
    hoorn = next(g for g in model.gemeenten if g.naam == "Hoorn")
    verdeling = kans.uniform(0, 1, hoorn.verdeling.shape)
    verdeling[:, POTTEN.index("spuk_onderwijsroute"), looptijd:] = 0
    geteld = draw(st.booleans())
    beoordeeld = np.full((3, j), np.nan)
    beoordeeld[:, : 4 * geteld] = kans.integers(0, 3, (3, 4))[:, : 4 * geteld]
    g = replace(
        hoorn,
        verdeling=verdeling / verdeling.sum(axis=1, keepdims=True),
        gemeentefonds=kans.uniform(0, 1e6, j),
        onderwijsroute=np.where(np.arange(j) < looptijd, kans.uniform(0, 5e5, j), 0.0),
        vaste_lasten=kans.uniform(0, 1e5, hoorn.vaste_lasten.shape) * draw(st.sampled_from([0, 1, 20])),
        verhuisd=replace(
            hoorn.verhuisd,
            tellingen=np.asarray(kans.integers(-40, 40, (3, j)) * draw(st.booleans()), dtype=np.float64),
            eenheden=kans.uniform(-3, 3, hoorn.verhuisd.eenheden.shape),
        ),
        afronding=replace(
            hoorn.afronding,
            afgerond=np.where((np.arange(j) < 3) & geteld, kans.integers(0, 20, j), np.nan),
            beoordeeld=beoordeeld,
            op_tijd=np.floor(beoordeeld * kans.uniform(0, 1, (3, j))),
        ),
        voorlopig=decided(),
        definitief=decided(),
    )
    personen = kans.integers(0, draw(st.sampled_from([1, 20])), (2, 3, h, n)).astype(float)
    taakstelling, opgave, gehuisvest = (kans.integers(0, 60, (h, n)).astype(float) for _ in range(3))
    plichtig, gezin = personen.sum(axis=1)
    volumes = Volumes(taakstelling, opgave, gehuisvest, plichtig, gezin, personen)
    land = replace(
        land,
        prognose=kans.integers(0, 60_000, (j, n)).astype(float),
        factor_voorlopig=kans.uniform(0.8, 1.2, (j, n)),
        factor_definitief=kans.uniform(0.8, 1.2, (j, n)),
        geslaagd=kans.uniform(0, 1, (3, n)),
    )
    # What everybody asks for is worked out once and kept, so this is the share that reaches a plan in each draw.
    omstandigheden = replace(land.omstandigheden)
    vars(omstandigheden)["bereik"] = (kans.uniform(0.5, 1, n), 1.0)
    land = replace(land, omstandigheden=omstandigheden)
    met_plan = float(kans.uniform(0.5, 1))
    return Raming(replace(model, regels=regels, met_plan=met_plan), g, land, volumes)


@st.composite
def geboekte_ramingen(draw: st.DrawFn) -> Raming:
    """The same with the first years closed; decisions on them, and lasten of no known voorziening, in any year."""
    kans = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    model, g, land, volumes = draw(ramingen())
    j, vanaf = len(JAREN), draw(st.integers(1, 6))
    dicht = np.arange(j) < vanaf

    def pot() -> Potfeiten:
        onbekend, (over, tekort, eerder) = np.full(j, np.nan), kans.uniform(0, 5e5, 3)
        return Potfeiten(
            vanaf=vanaf,
            reservering=over,
            doorgeschoven=tekort,
            uitkering_eerder=eerder,
            standen=np.where(dicht, kans.uniform(0, 9e5, (7, j)), np.nan),
            uitkering=onbekend,
            voorlopig=onbekend,
            correctie=kans.uniform(-3e5, 3e5, j) * draw(st.booleans()),
            lasten=kans.uniform(0, 1e4, (len(VOORZIENINGEN), j)) * dicht,
            onverdeeld=kans.uniform(-1e3, 1e4, j) * draw(st.booleans()),
            dicht=dicht,
        )

    return Raming(model, replace(g, feiten=Gemeentefeiten(tuple(pot() for _ in SPUKS), None, 0)), land, volumes)
