"""Fictitious people for the example: counts of two gemeenten, and pseudonymous records of the third."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from finance.voorzieningen import LEERROUTES
from scenarios.grond.trekking import Trekking, Trekstroom
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.volumes.taakstelling import latest_versions, share_of_country

HALFJAREN = tuple(f"{j}H{h}" for j in range(2022, 2027) for h in (1, 2))[:-1]
"""2022H1 up to and including 2026H1"""
ROUTEDELEN = {"b1": 0.56, "z": 0.30, "onderwijs": 0.14}
GESTART = (0.88, 0.88, 0.88, 0.88, 0.87, 0.86, 0.82, 0.68, 0.30)
"""Share of the plichtigen of each half-year that has started a route by 1 July 2026."""
DOELGROEPEN = ("asielstatushouder", "gezinsmigrant")


@dataclass
class Halfjaar:
    """What one gemeente counts of the people of one half-year."""

    gehuisvest: int
    plichtig: int
    gezin: int
    gestart: dict[str, dict[str, int]] = field(default_factory=dict)
    """doelgroep -> leerroute -> persons"""


def begin(halfjaar: str) -> date:
    """First day of '2024H2'."""
    return date(int(halfjaar[:4]), 1 if halfjaar.endswith("1") else 7, 1)


def end(halfjaar: str) -> date:
    """Day after the last of '2024H2'."""
    dag = begin(halfjaar)
    return date(dag.year + (dag.month == 7), 7 if dag.month == 1 else 1, 1)


def draw_people(code: str, trekking: Trekking) -> dict[str, Halfjaar]:
    """Everybody who came to one gemeente: around the published taakstelling and what was left of the one before."""
    bevolking, landelijk = shipped().bevolking, latest_versions(shipped().taakstelling)
    gezin = float(shipped().parameters.in_year("landelijk_gezin", 2023).getal) / 2
    huis, plicht, nareis = (trekking.stream(f"voorbeeld {w}", code) for w in ("huis", "plicht", "gezin"))
    routes = {p: trekking.stream(f"voorbeeld route {p}", code) for p in DOELGROEPEN}
    uit: dict[str, Halfjaar] = {}
    achter = 0
    for k, halfjaar in enumerate(HALFJAREN):
        deel = share_of_country(bevolking, code, int(halfjaar[:4]), "praktijk")
        opgave = max(achter + round(landelijk[halfjaar].aantal * deel), 0)
        # Families come together: about as many households as a third of the persons.
        gehuisvest = int(huis.poisson(opgave / 3)) * 3
        achter = opgave - gehuisvest
        rij = Halfjaar(gehuisvest, int(plicht.binomial(gehuisvest, 0.71)), int(nareis.poisson(gezin * deel)))
        for doelgroep, aantal in zip(DOELGROEPEN, (rij.plichtig, rij.gezin), strict=True):
            rij.gestart[doelgroep] = _split(routes[doelgroep], aantal, GESTART[k])
        uit[halfjaar] = rij
    return uit


def _split(stroom: Trekstroom, plichtig: int, gestart: float) -> dict[str, int]:
    over, kans, uit = int(stroom.binomial(plichtig, gestart)), 1.0, {}
    for route in LEERROUTES:
        deel = min(ROUTEDELEN[route] / kans, 1.0)
        uit[route] = int(stroom.binomial(over, deel))
        over, kans = over - uit[route], max(kans - ROUTEDELEN[route], 1e-9)
    return uit


def count_rows(code: str, naam: str, mensen: dict[str, Halfjaar]) -> Iterator[str]:
    """The rows of `instroom.csv` of one gemeente."""
    for halfjaar, rij in mensen.items():
        tellingen = [("asielstatushouder", "gehuisvest", rij.gehuisvest)]
        for doelgroep, aantal in zip(DOELGROEPEN, (rij.plichtig, rij.gezin), strict=True):
            tellingen.append((doelgroep, "inburgeringsplichtig", aantal))
            tellingen += [(doelgroep, f"{r}_gestart", n) for r, n in rij.gestart[doelgroep].items()]
        gestart = sum(rij.gestart["asielstatushouder"].values())
        tellingen.append(("asielstatushouder", "pip_vastgesteld", gestart))
        tellingen.append(("asielstatushouder", "map_afgerond", gestart // 3))
        for doelgroep, indicator, aantal in tellingen:
            kop = f"{begin(halfjaar)};{end(halfjaar)};{code};{naam}"
            yield f"{kop};{doelgroep};{indicator};{aantal};vastgesteld;FICTIEF"


def record_rows(
    code: str, naam: str, mensen: dict[str, Halfjaar], trekking: Trekking, peildatum: date
) -> Iterator[str]:
    """The rows of `personen.csv` of one gemeente, the same people one by one."""
    stroom, nummer = trekking.stream("voorbeeld dossier", code), 0
    for halfjaar, rij in mensen.items():
        for doelgroep, aantal, nee in (
            ("asielstatushouder", rij.plichtig, rij.gehuisvest - rij.plichtig),
            ("gezinsmigrant", rij.gezin, 0),
        ):
            routes = [r for r, n in rij.gestart[doelgroep].items() for _ in range(n)]
            for k in range(aantal + nee):
                nummer += 1
                route = routes[k] if k < len(routes) else ""
                velden = _course(stroom, begin(halfjaar), end(halfjaar), route, peildatum) if k < aantal else None
                dag, *rest = velden or (begin(halfjaar) + _days(stroom, 0, 180), *[""] * 6)
                yield ";".join(
                    [f"Z{nummer:04}", code, naam, doelgroep, f"{dag}", "ja" if k < aantal else "nee", *map(str, rest)]
                )


def _course(stroom: Trekstroom, van: date, tot: date, route: str, peildatum: date) -> tuple[object, ...]:
    """Day of housing, intake, PIP, leerroute, start, end and outcome, as far as they had come on the peildatum."""
    ruim = min((tot - van).days, 180) - (60 if route else 0)
    dag = van + _days(stroom, 0, ruim)
    intake = dag + _days(stroom, 8, 20)
    pip = intake + _days(stroom, 5, 15)
    start = pip + _days(stroom, 5, 20)
    einde = start + _days(stroom, 500, 800)
    geslaagd = "geslaagd" if int(stroom.binomial(1, 0.78)) else "niet_geslaagd"
    if not route:
        return dag, intake if intake < peildatum else "", "", "", "", "", ""
    klaar = einde < peildatum
    return dag, intake, pip, route, start, einde if klaar else "", geslaagd if klaar else ""


def _days(stroom: Trekstroom, van: int, tot: int) -> timedelta:
    return timedelta(days=int(stroom.integers(van, tot, 1, int)[0]))
