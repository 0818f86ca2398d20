"""Everything that is drawn, recomputed month by month in plain loops for one small region; and rebuilt weights.

Nothing is taken from the program but the persons and the standard normal numbers of one draw.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.opzoeker import Opzoeker
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.gemeente.inkoop import Inkoop
from scenarios.model.gewichten import VARIABEL, Weger
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import build_model
from scenarios.model.modelinvoer import learn_trajecten
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.model.uitwerking import drawn_columns, drawn_euros
from scenarios.onzekerheid.loop import change_course
from scenarios.onzekerheid.spreiding import LOOP, Omstandigheden, course_band, course_name, factor_at
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from tests.hulp_handregio import write_region

Z90 = 1.2815515655446004
JAREN = range(2022, 2028)
INDEX = 0.018
EUROS = {"leerroute_b1": 12_000.0, "leerroute_b1 vanaf 2026": 48_000.0, "tolken": 50.0, "vast": 60_000.0}


def times(p10: float, p90: float, z: float) -> float:
    """The factor of an interval around 1."""
    return p90 ** (z / Z90) if z > 0 else (1 / p10) ** (z / Z90)


def small_region(tmp_path):
    """The region on paper with waiting, leaving, an extension, interpreters, a fixed sum, and every kind drawn."""
    regio = read_region(str(write_region(tmp_path)))
    t = regio.trajecten
    wachten = dict(t.wachten["asielstatushouder"])
    for stap, maanden in (("intake", 2.0), ("start", 1.0)):
        wachten[stap] = wachten[stap].model_copy(
            update={"gemiddeld": maanden, "p10": 0.7 * maanden, "p90": 1.4 * maanden}
        )
    aandeel = {**t.start_aandeel}
    aandeel["asielstatushouder"] = aandeel["asielstatushouder"].model_copy(
        update={"aandeel": 0.9, "p10": 0.9 * 0.9, "p90": 0.9 * 1.05}
    )
    route = {**t.route}
    route["b1"] = route["b1"].model_copy(
        update={
            **{"verlenging": 6, "verlenging_aandeel": 0.3, "verlenging_p10": 0.2, "verlenging_p90": 0.4},
            **{"uitval_per_maand": 0.01, "uitval_p10": 0.007, "uitval_p90": 0.015},
            **{"maanden_p10": 10.5, "maanden_p90": 14.0},
        }
    )
    gebruik = {**t.gebruik}
    gebruik["tolken"] = gebruik["tolken"].model_copy(
        update={"anker": "huisvesting", "hoeveelheid": 10.0, "duur": 6, "p10": 8.0, "p90": 13.0}
    )
    contracten = []
    for c in regio.contracten:
        if c.voorziening == "leerroute_b1":
            peil = 2025 if c.van.year == 2026 else None
            c = c.model_copy(update={"prijspeil": peil, "p10": 0.9 * c.prijs, "p90": 1.2 * c.prijs})
        if c.voorziening == "tolken":
            c = c.model_copy(update={"prijs": 50.0, "prijspeil": 2024, "p10": 45.0, "p90": 60.0})
            vast = {"voorziening": "beleid_inkoop", "eenheid": "jaar", "betaling": "vast", "prijs": 60_000.0}
            vast |= {"p10": 50_000.0, "p90": 66_000.0, "prijspeil": 2025, "regel": 90, "contract": "beleid"}
            contracten.append(c.model_copy(update=vast))
        contracten.append(c)
    budgetten = tuple(b.model_copy(update={"p10": 9_000.0, "p90": 12_000.0}) for b in regio.budgetten)
    bestand = regio.bestand.model_copy(update={"peildatum": date(2025, 1, 1), "zonder": ()})
    trajecten = t.model_copy(
        update={
            "wachten": {**t.wachten, "asielstatushouder": wachten},
            **{"start_aandeel": aandeel, "route": route, "gebruik": gebruik},
        }
    )
    # Counts that are an assumption teach no pace: the waiting times stay as given.
    instroom = tuple(i.model_copy(update={"status": "aanname"}) for i in regio.instroom)
    regio = replace(regio, instroom=instroom, contracten=tuple(contracten))
    return replace(regio, bestand=bestand, trajecten=trajecten, budgetten=budgetten)


def step_kansen(gemiddeld: float) -> list[float]:
    """Whole months of an exponential waiting time: what rounds to them."""
    kansen, onder = [], 0.0
    for k in range(72):
        boven = 1 - math.exp(-(k + 0.5) / gemiddeld)
        kansen.append(boven - onder)
        onder = boven
    return kansen


def months_by_hand(personen: np.ndarray, z: dict[str, float]) -> tuple[dict, dict, dict]:
    """Units and euros per (voorziening, year), and starts per year, of asielstatushouders in B1. personen: (h,)"""
    wacht = times(0.7, 1.4, z["wachttijd asielstatushouder"])
    intake, start = step_kansen(2 * wacht), step_kansen(wacht)
    bereikt = min(0.9 * times(0.9, 1.05, z["start_aandeel asielstatushouder"]), 1.0)
    weg = 0.01 * times(0.7, 1.5, z["uitval"])
    langer = 0.3 * times(2 / 3, 4 / 3, z["verlenging"])
    duren: dict[int, float] = defaultdict(float)
    for maanden, deel in ((12 * times(10.5 / 12, 14 / 12, z["duur"]), 1 - langer),):
        for erbij, kans in ((0, deel), (6, langer)):
            heel = int(maanden + erbij)
            duren[heel] += kans * (1 - (maanden + erbij - heel))
            duren[heel + 1] += kans * (maanden + erbij - heel)
    niveau = {
        (peil, j): math.prod(1 + INDEX + z[f"punten {y}"] for y in JAREN if peil < y <= j)
        for peil in (2024, 2025)
        for j in JAREN
    }
    eenheden: dict = defaultdict(float)
    euros: dict = defaultdict(float)
    gestart: dict = defaultdict(float)
    per_start = [0.0] * 72
    for duur, kans in duren.items():
        for k in range(duur):
            per_start[k] += kans / duur * (1 - weg) ** k
    for h, aantal in enumerate(personen.tolist()):
        for aankomst in range(6 * h, 6 * h + 6):
            for k in range(6):
                maand = aankomst + k
                if maand < 72:
                    jaar, uren = 2022 + maand // 12, aantal / 6 * 10 / 6 * times(0.8, 1.3, z["gebruik tolken"])
                    eenheden["tolken", jaar] += uren
                    euros["tolken", jaar] += uren * 50 * times(0.9, 1.2, z["prijs tolken"]) * niveau[2024, jaar]
            for a, pa in enumerate(intake):
                for b, pb in enumerate(start):
                    begin = aankomst + a + b
                    if begin >= 72 or pa * pb < 1e-12:
                        continue
                    starts = aantal / 6 * bereikt * pa * pb
                    gestart[2022 + begin // 12] += starts
                    for k, deel in enumerate(per_start[: 72 - begin]):
                        jaar = 2022 + (begin + k) // 12
                        eenheden["leerroute_b1", jaar] += starts * deel
                        prijs = (
                            48_000 * times(0.9, 1.2, z["prijs 2026"]) * niveau[2025, jaar]
                            if jaar >= 2026
                            else 12_000 * times(0.9, 1.2, z["prijs 2022"])
                        )
                        euros["leerroute_b1", jaar] += starts * deel * prijs
    return eenheden, euros, gestart


def normals(omstandigheden: Omstandigheden, n: int) -> dict[str, float]:
    """The standard normal numbers of one draw under short names, and the points of the contract index per year."""
    assert omstandigheden.z is not None
    z = {naam: float(reeks[..., n]) for naam, reeks in omstandigheden.z.items() if reeks.ndim == 1}
    for kort, naam in (
        ("prijs 2022", "prijzen B1 tot 2026 2022-01-01"),
        ("prijs 2026", "prijzen B1 vanaf 2026 2026-01-01"),
        ("prijs tolken", "prijzen tolken 2022-01-01"),
        ("vast", "vast beleid 2022-01-01"),
    ):
        z[kort] = z[naam]
    for kort, naam in (("punten", "index_contract"), ("spuk", "index_spuk"), ("fonds", "index_gemeentefonds")):
        for j, jaar in enumerate(JAREN):
            z[f"{kort} {jaar}"] = 0.0128 / Z90 * float(omstandigheden.z[naam][j, n]) if jaar >= 2026 else 0.0
    return z


@pytest.fixture(scope="module")
def klein(tmp_path_factory):
    """The small region, the country of one block, and all quantities and persons of its draws."""
    model = build_model(small_region(tmp_path_factory.mktemp("klein")), BASIS)
    trekking = Trekking(17, 0)
    land = simulate_country(model, trekking)
    gemeente = model.gemeenten[0]
    uit = simulate_gemeente(model, gemeente, land, trekking)
    return model, land, draw_volumes(model, gemeente, land, trekking), uit


def test_every_kind_is_drawn_in_the_small_region(klein):
    assert {d.soort for d in klein[0].drijvers} == {
        *("prijzen", "vast", "indexen", "wachttijd", "duur", "verlenging", "uitval", "gebruik", "start_aandeel"),
        *("gemeentefonds", "abo", "aandelen"),
    }


@pytest.mark.parametrize("n", [0, 7, 13])
def test_lasten_month_by_month(klein, n):
    """B1 within 0,5% (the expansion, of draws between P1 and P99), what needs none of it to the cent."""
    _, land, volumes, uit = klein
    z = normals(land.omstandigheden, n)
    personen = volumes.personen[0, :, :, n]
    eenheden, euros, gestart = months_by_hand(personen[0], z)
    for r in (1, 2):
        # Interpreters are for every leerroute; nobody else pays anything here.
        andere, kosten, _ = months_by_hand(personen[r], z)
        for jaar in JAREN:
            eenheden["tolken", jaar] += andere["tolken", jaar]
            euros["tolken", jaar] += kosten["tolken", jaar]
    for j, jaar in enumerate(JAREN):
        for naam, rel in (("leerroute_b1", 0.005), ("tolken", 1e-9)):
            assert uit[NUMMER[f"volume.{naam}"], j, n] == pytest.approx(eenheden[naam, jaar], rel=rel), (naam, jaar)
            assert uit[NUMMER[f"lasten.{naam}"], j, n] == pytest.approx(euros[naam, jaar], rel=rel), (naam, jaar)
        # Gezinsmigranten start in the month in which they come.
        gezin = volumes.personen[1, 0, 2 * j : 2 * j + 2, n].sum()
        assert uit[NUMMER["gestart_b1"], j, n] == pytest.approx(gestart[jaar] + gezin, rel=0.005)
        niveau = math.prod(1 + INDEX + z[f"punten {y}"] for y in JAREN if 2025 < y <= jaar)
        vast = 60_000 * times(5 / 6, 1.1, z["vast"]) * niveau
        assert uit[NUMMER["lasten.beleid_inkoop"], j, n] == pytest.approx(vast)


@pytest.mark.parametrize("n", [0, 7, 13])
def test_budget_and_uitkering_of_one_draw(klein, n):
    model, land, volumes, uit = klein
    z, g = normals(land.omstandigheden, n), model.gemeenten[0]
    assert land.omstandigheden.z is not None
    deel = times(0.9, 1.05, z["start_aandeel asielstatushouder"])
    abo = times(1 / 1.2, 1.2, z["bedrag_onderwijsroute"])
    po = [float(x) for x in model.regels.aandeel_onderwijsroute]
    po = [min(p * times(1 / 1.2, 1.2, z["aandeel_onderwijsroute"]), 1.0) for p in po]
    pa = [float(x) for x in model.regels.aandeel_plichtig]
    asiel, gezin = (reeks[:, n].reshape(-1, 2).sum(axis=1) for reeks in (volumes.plichtig, volumes.gezin))
    taak = volumes.taakstelling[:, n].reshape(-1, 2).sum(axis=1)
    for j, jaar in enumerate(JAREN):
        # 10.000 euro in 2022, 1,8% a year and what is drawn of it from 2026 on.
        niveau = math.prod(1 + INDEX + z[f"fonds {y}"] for y in JAREN if 2022 < y <= jaar)
        fonds = 10_000 * times(0.9, 1.2, z["gemeentefonds"]) * niveau
        assert uit[NUMMER["gemeentefonds"], j, n] == pytest.approx(fonds)
        # Amounts are settled until 2026, so the step of 2026 is a fact and only that of 2027 is drawn.
        b = model.regels.bedragen[j]
        maal = (1 + INDEX + z["spuk 2027"]) / (1 + INDEX) if jaar == 2027 else 1.0
        assert uit[NUMMER["spuk_bgo"], j, n] == pytest.approx(gezin[j] * float(b.gezin) * maal)
        if jaar >= 2026:
            onderwijs = volumes.personen[0, LEERROUTES.index("onderwijs"), 2 * j : 2 * j + 2, n].sum()
            verwacht = onderwijs * min(0.9 * deel, 1.0) * float(b.onderwijsroute) * abo * maal
            assert uit[NUMMER["spuk_abo"], j, n] == pytest.approx(verwacht)
        if np.isnan(g.voorlopig[j]) and jaar >= 2026:
            vooraf = land.prognose[j, n] * g.aandeel[2 * j] * pa[j]
            bedrag = vooraf * float(b.a) + taak[j - 1] * pa[j - 1] * float(b.b) + asiel[j - 2] * float(b.c)
            bedrag += gezin[j - 2] * float(b.gezin) + vooraf * po[j] * float(b.onderwijsroute) * abo
            assert uit[NUMMER["spuk_voorlopig"], j, n] == pytest.approx(bedrag * maal)


# Rebuilt weights


@pytest.mark.parametrize("naam", ["westfriesland", "rijssen-holten"])
def test_the_expansion_is_that_of_rebuilt_weights(naam):
    """Lasten of every year within 0,5% of those of weights that are built anew, for any drivers of the course between
    P1 and P99; 2022, when nobody had come far, apart."""
    regio = read_region(f"voorbeeld:{naam}")
    model = build_model(regio, BASIS)
    loop = tuple(d for d in model.drijvers if d.soort in LOOP)
    n = 25
    trekking = Trekking(23, 0, n)
    z = {d.naam: np.clip(trekking.stream("proef", d.naam).standard_normal(n), -2.3263, 2.3263) for d in loop}
    omstandigheden = Omstandigheden(model.tijdas, {d.naam: d for d in loop}, model.onzeker.indexen, (1.0, 1.0), z)
    g = model.gemeenten[0]
    volumes = draw_volumes(model, g, simulate_country(model, Verwachting()), Verwachting())
    steeds = replace(volumes, personen=np.repeat(volumes.personen, n, axis=-1))
    kolommen = [drawn_columns(g, v, steeds, omstandigheden) for v in range(len(VARIABEL))]
    euros = np.stack([drawn_euros(g, v, reeksen, omstandigheden) for v, reeksen in enumerate(kolommen)])
    contracten = [c for c in regio.contracten if g.code in regio.gemeente_codes(c.gemeenten)]
    een = {v.naam: np.ones(len(model.tijdas.maanden)) for v in VARIABEL}
    een |= {f"{c.voorziening}.{c.onderdeel}": een[c.voorziening] for c in contracten if c.onderdeel}
    for i in range(n):
        erbij = {}
        for soort in {d.soort for d in loop}:
            erbij[soort] = np.zeros((len(DOELGROEPEN), len(LEERROUTES)))
            for p, r in np.ndindex(erbij[soort].shape):
                d = omstandigheden.drijvers.get(course_name(soort, p))
                band = course_band(d, r) if d else None
                erbij[soort][p, r] = float(factor_at(band, z[d.naam][i])) - 1 if d and band else 0.0
        anders = change_course(regio.trajecten, erbij)
        verloop = learn_trajecten(regio, anders, Opzoeker(regio.parameters), model.tijdas)[0]
        weger = Weger(
            model.tijdas,
            regio.trajecten,
            verloop,
            model.onzeker.indexen["index_contract"],
            regio.bestand.contract_terugval,
        )
        vers = weger.weigh(Inkoop(g.naam, contracten, een, een, g.gevolgen.verschuiving))[1]
        verwacht = np.einsum("prhvj,prh->j", vers, volumes.personen[..., 0])
        assert euros[..., i].sum(axis=0)[1:] == pytest.approx(verwacht[1:], rel=0.005)
