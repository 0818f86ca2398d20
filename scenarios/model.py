"""A region and a scenario resolved to arrays: everything the simulation needs and nothing it has to look up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.gemeentefonds import extend_budget
from finance.parameters import Bron, Waarde
from finance.voorzieningen import DOELGROEPEN, LEERROUTES, POTTEN, VOORZIENINGEN
from scenarios.gegevens import load_bevolking, load_taakstelling
from scenarios.gewichten import VARIABEL, Weger
from scenarios.instroom import Instroom, read_counts
from scenarios.invoermodellen import Contractrij, Scenario
from scenarios.regels import Opzoeker, Regels, change_parameters, resolve_rules
from scenarios.regio import Regio
from scenarios.schatting import beta_mean, gamma_mean, learn
from scenarios.taakstelling import LandelijkPad, compute_taakstelling, latest_versions, share_of_country
from scenarios.tijdas import Tijdas
from scenarios.wijziging import Veranderaar


@dataclass(frozen=True)
class Landelijk:
    """What all gemeenten share: the national path and what the factor TBA / SOM_GG is made of."""

    pad: LandelijkPad
    spreiding: float
    samenhang: float
    asiel: NDArray[np.float64]
    """(j,) known national counts of asielstatushouders; NaN where the path decides"""
    prognose: NDArray[np.float64]
    """(j,) SZW forecast for the voorlopige uitkering; NaN: as expected from the path"""
    aia: NDArray[np.float64]
    """(j,) national completed trajecten counting in j; NaN: projected"""
    mix: NDArray[np.float64]
    """(r,) planned national route mix, for the projection of completions"""
    methode: str
    """`praktijk` or `wettelijk`: how the taakstelling of a gemeente follows from the national number"""


@dataclass(frozen=True)
class Gemeentemodel:
    """One gemeente. h half-year, p doelgroep, r leerroute, v voorziening, j year."""

    code: str
    naam: str
    aandeel: NDArray[np.float64]
    """(h,) inhabitants as share of the country"""
    instroom: Instroom
    taakstelling_vast: NDArray[np.float64]
    """(h,) published taakstelling; NaN: computed"""
    achterstand: float
    realisatie: tuple[float, float, NDArray[np.float64]]
    """Gamma(shape, rate) of the share of the opgave that is housed, and the scenario's factor (h,)"""
    plichtig: tuple[float, float, NDArray[np.float64]]
    """Beta(a, b) of the share that is inburgeringsplichtig, and the scenario's factor (h,)"""
    gezin: tuple[float, float, NDArray[np.float64]]
    """Gamma(shape, rate) of gezinsmigranten per half-year, and the scenario's factor (h,)"""
    mix_alfa: NDArray[np.float64]
    """(p, r) Dirichlet parameters of the route mix"""
    mix_factor: NDArray[np.float64]
    """(p, r, h) the scenario's factor on each share, before they are made to add up to 1 again"""
    eenheden: NDArray[np.float64]
    """(p, r, h, v, j)"""
    euros: NDArray[np.float64]
    """(p, r, h, v, j)"""
    vaste_lasten: NDArray[np.float64]
    """(V, j) euros per year, over all voorzieningen"""
    verdeling: NDArray[np.float64]
    """(V, pot, j) shares adding up to 1"""
    gemeentefonds: NDArray[np.float64]
    onderwijsroute: NDArray[np.float64]
    """(j,) euros each"""
    voorlopig: NDArray[np.float64]
    definitief: NDArray[np.float64]
    """(j,) beschikkingen received; NaN: computed"""


@dataclass(frozen=True)
class Model:
    """A scenario of a region, ready to run."""

    regio: str
    scenario: str
    tijdas: Tijdas
    regels: Regels
    landelijk: Landelijk
    gemeenten: tuple[Gemeentemodel, ...]
    geslaagd: NDArray[np.float64]
    """(r, 2) Beta(a, b) of the share that succeeds within the term"""
    met_plan: float
    """Share of plichtige asielstatushouders that reaches a PIP"""
    gestart: NDArray[np.float64]
    einde: NDArray[np.float64]
    """(p, r, h, j) events per person"""
    waarden: tuple[Waarde, ...]
    """Every parameter value and input with a status that the run rests on"""


def build_model(regio: Regio, scenario: Scenario) -> Model:
    """Resolve one scenario. Raises Invoerfout with every missing parameter, contract gap and unknown field at once."""
    tijdas = Tijdas(regio.bestand.eindjaar)
    verander = Veranderaar(tuple(scenario.wijziging))
    try:
        parameters = change_parameters(regio.parameters, verander, tijdas.jaren)
    except Invoerfout as fout:
        # A changed parameter comes from no file of its own: name the scenario.
        raise Invoerfout(replace(m, bestand=m.bestand or f"scenario {scenario.naam}") for m in fout.meldingen) from None
    zoek = Opzoeker(parameters)
    regels = resolve_rules(zoek, tijdas.jaren)
    landelijk = _country(regio, verander, zoek, tijdas)
    contractindex = np.array([zoek.number("index_contract", j) for j in tijdas.jaren])
    weger = Weger(tijdas, regio.trajecten, contractindex, regio.bestand.contract_terugval)
    gemeenten = _gemeenten(regio, verander, zoek, tijdas, landelijk, regels, weger)
    gewicht = zoek.number("gewicht_geslaagd", tijdas.jaren[0])
    kansen = np.array([regio.trajecten.route[r].geslaagd for r in LEERROUTES])
    gestart, einde = weger.events()
    namen = {g.code: g.naam for g in regio.gemeenten}
    raise_if_any([*zoek.meldingen, *weger.meldingen, *verander.unknown(f"scenario {scenario.naam}", namen)])
    return Model(
        regio.naam,
        scenario.naam,
        tijdas,
        regels,
        landelijk,
        gemeenten,
        np.stack([gewicht * kansen, gewicht * (1 - kansen)], axis=1),
        regio.trajecten.start_aandeel[DOELGROEPEN[0]],
        gestart,
        einde,
        (*zoek.gebruikt.values(), *_input_values(regio)),
    )


def _country(regio: Regio, verander: Veranderaar, zoek: Opzoeker, tijdas: Tijdas) -> Landelijk:
    versies = latest_versions(load_taakstelling(), regio.bestand.bekend_op)
    bekend = np.array([h in versies for h in tijdas.halfjaren])
    pad = [zoek.number("taakstelling_pad", int(h[:4])) for h in tijdas.halfjaren]
    centraal = np.array([versies[h].aantal if h in versies else p for h, p in zip(tijdas.halfjaren, pad, strict=True)])
    for halfjaar in tijdas.halfjaren:
        if halfjaar in versies:
            versie = versies[halfjaar]
            naam = f"landelijke taakstelling {halfjaar}"
            zoek.gebruikt[naam, versie.bekend_op] = Waarde(
                naam,
                versie.bekend_op,
                str(versie.aantal),
                versie.status,
                Bron(versie.bron),
                versie.toelichting,
            )
    laatste = tijdas.jaren[-1]
    return Landelijk(
        LandelijkPad(verander.apply("taakstelling.landelijk", centraal, tijdas.halfjaarbegin), bekend),
        zoek.number("pad_spreiding", laatste),
        zoek.number("pad_samenhang", laatste),
        np.array([zoek.optional("landelijk_asiel", j) for j in tijdas.jaren]),
        np.array([zoek.optional("landelijke_prognose", j) for j in tijdas.jaren]),
        np.array([zoek.optional("landelijke_aia", j) for j in tijdas.jaren]),
        np.array([zoek.number(f"routemix_{r}", tijdas.jaren[0]) for r in LEERROUTES]),
        # One method per run; a scenario changes it as a whole.
        zoek.choice("taakstelling_methode", laatste) or "praktijk",
    )


def _gemeenten(
    regio: Regio,
    verander: Veranderaar,
    zoek: Opzoeker,
    tijdas: Tijdas,
    landelijk: Landelijk,
    regels: Regels,
    weger: Weger,
) -> tuple[Gemeentemodel, ...]:
    aandeel = [_shares(g.code, tijdas, landelijk.methode) for g in regio.gemeenten]
    berekend = [compute_taakstelling(landelijk.pad.centraal, a, landelijk.methode) for a in aandeel]
    vast = [_published(regio, g.code, tijdas) for g in regio.gemeenten]
    taakstelling = [np.where(np.isnan(v), b, v) for v, b in zip(vast, berekend, strict=True)]
    instroom = [read_counts(regio, g.code, tijdas, t) for g, t in zip(regio.gemeenten, taakstelling, strict=True)]
    kennis = learn(instroom, taakstelling, [a[0] for a in aandeel], landelijk.mix, zoek, tijdas.jaren[0])
    index_fonds = [zoek.number("index_gemeentefonds", j) for j in tijdas.jaren]
    uit = []
    for i, gemeente in enumerate(regio.gemeenten):
        code = gemeente.code
        contracten = [c for c in regio.contracten if code in regio.gemeente_codes(c.gemeenten)]
        prijs, gebruik = (
            {
                v.naam: verander.apply(f"{soort}.{v.naam}", np.ones(len(tijdas.maanden)), tijdas.maanden, code)
                for v in VARIABEL
            }
            for soort in ("prijs", "gebruik")
        )
        eenheden, euros = weger.weigh(gemeente.naam, contracten, prijs, gebruik)
        fonds = extend_budget(_budget(regio, code, "gemeentefonds"), index_fonds, tijdas.jaren)
        onderwijs = np.array([_budget(regio, code, "spuk_onderwijsroute").get(j, 0.0) for j in tijdas.jaren])
        uit.append(
            Gemeentemodel(
                code=code,
                naam=gemeente.naam,
                aandeel=aandeel[i],
                instroom=instroom[i],
                taakstelling_vast=vast[i],
                achterstand=float(gemeente.achterstand),
                realisatie=_with_factor(verander, "realisatie", kennis.realisatie[:, i], gamma_mean, tijdas, code),
                plichtig=_with_factor(verander, "plichtig", kennis.plichtig[:, i], beta_mean, tijdas, code),
                gezin=_with_factor(verander, "gezin", kennis.gezin[:, i], gamma_mean, tijdas, code),
                mix_alfa=kennis.mix[i],
                mix_factor=_mix_factor(verander, kennis.mix[i], tijdas, code),
                eenheden=eenheden,
                euros=euros,
                vaste_lasten=_fixed_costs(regio, contracten, weger, verander, tijdas, code),
                verdeling=_allocation(regio, verander, weger.meldingen, tijdas, code, regels.onderwijsroute_looptijd),
                gemeentefonds=verander.apply("gemeentefonds", fonds, tijdas.jaarbegin, code),
                onderwijsroute=verander.apply("onderwijsroute", onderwijs, tijdas.jaarbegin, code),
                voorlopig=_decisions(regio, code, ("voorlopig", "nader"), tijdas.jaren),
                definitief=_decisions(regio, code, ("definitief",), tijdas.jaren),
            )
        )
    return tuple(uit)


def _shares(code: str, tijdas: Tijdas, methode: str) -> NDArray[np.float64]:
    return np.array([share_of_country(load_bevolking(), code, int(h[:4]), methode) for h in tijdas.halfjaren])


def _with_factor(
    verander: Veranderaar,
    veld: str,
    verdeling: NDArray[np.float64],
    mean: Callable[[NDArray[np.float64]], float],
    tijdas: Tijdas,
    code: str,
) -> tuple[float, float, NDArray[np.float64]]:
    """Distribution parameters and, per half-year, the scenario's mean relative to the distribution's own."""
    basis = np.full(len(tijdas.halfjaren), mean(verdeling))
    return (
        float(verdeling[0]),
        float(verdeling[1]),
        verander.apply(veld, basis, tijdas.halfjaarbegin, code) / basis,
    )


def _mix_factor(verander: Veranderaar, alfa: NDArray[np.float64], tijdas: Tijdas, code: str) -> NDArray[np.float64]:
    uit = np.ones((*alfa.shape, len(tijdas.halfjaren)))
    for p, doelgroep in enumerate(DOELGROEPEN):
        for r, route in enumerate(LEERROUTES):
            basis = np.full(len(tijdas.halfjaren), alfa[p, r] / alfa[p].sum())
            uit[p, r] = verander.apply(f"mix.{doelgroep}.{route}", basis, tijdas.halfjaarbegin, code) / basis
    return uit


def _published(regio: Regio, code: str, tijdas: Tijdas) -> NDArray[np.float64]:
    """(h,) the last published version known on `bekend_op`, NaN where none."""
    uit = np.full(len(tijdas.halfjaren), np.nan)
    for rij in sorted(regio.taakstellingen, key=lambda r: r.bekend_op):
        gekend = regio.bestand.bekend_op is None or rij.bekend_op <= regio.bestand.bekend_op
        if rij.cbs_code == code and rij.halfjaar in tijdas.halfjaren and gekend:
            uit[tijdas.halfjaren.index(rij.halfjaar)] = rij.aantal
    return uit


def _fixed_costs(
    regio: Regio,
    contracten: list[Contractrij],
    weger: Weger,
    verander: Veranderaar,
    tijdas: Tijdas,
    code: str,
) -> NDArray[np.float64]:
    """(V, j) yearly prices; one shared by several gemeenten is divided by inhabitants."""
    uit = np.zeros((len(VOORZIENINGEN), len(tijdas.jaren)))
    for contract in contracten:
        if contract.betaling == "vast":
            delers = {c: _shares(c, tijdas, "praktijk")[0] for c in regio.gemeente_codes(contract.gemeenten)}
            uit[list(VOORZIENINGEN).index(contract.voorziening)] += (
                weger.fixed(contract) * delers[code] / sum(delers.values())
            )
    for v, naam in enumerate(VOORZIENINGEN):
        uit[v] *= verander.apply(f"vast.{naam}", np.ones(len(tijdas.jaren)), tijdas.jaarbegin, code)
    return uit


def _allocation(
    regio: Regio, verander: Veranderaar, meldingen: list[Melding], tijdas: Tijdas, code: str, looptijd: int
) -> NDArray[np.float64]:
    """(V, pot, j) share of the lasten of each voorziening that each pot pays."""
    uit = np.zeros((len(VOORZIENINGEN), len(POTTEN), len(tijdas.jaren)))
    for v, voorziening in enumerate(VOORZIENINGEN.values()):
        uit[v, POTTEN.index(voorziening.pot)] = 1.0
        for regel in sorted(regio.bestand.verdeling, key=lambda r: r.vanaf):
            if regel.voorziening == voorziening.naam:
                for j, dag in enumerate(tijdas.jaarbegin):
                    if dag >= regel.vanaf:
                        uit[v, :, j] = [getattr(regel, pot) for pot in POTTEN]
        for k, pot in enumerate(POTTEN):
            uit[v, k] = verander.apply(f"verdeling.{voorziening.naam}.{pot}", uit[v, k], tijdas.jaarbegin, code)

    def report(v: int, j: int, gevonden: str, verwacht: str) -> None:
        plaats = f"verdeling van {list(VOORZIENINGEN)[v]} in {tijdas.jaren[j]}"
        melding = Melding("regio.toml of scenario", plaats, gevonden, verwacht)
        if melding not in meldingen:
            meldingen.append(melding)

    for v, j in np.argwhere(np.abs(uit.sum(axis=1) - 1) > 1e-9):
        report(v, j, f"delen die samen {uit[v, :, j].sum():g} zijn", "delen die samen 1 zijn")
    onderwijs = uit[:, POTTEN.index("spuk_onderwijsroute")]
    for v, j in np.argwhere(onderwijs > 0):
        if j >= looptijd:
            report(v, j, "een deel uit de SPUK onderwijsroute", f"0 na {tijdas.jaren[looptijd - 1]}: gesloten")
    return uit


def _budget(regio: Regio, code: str, pot: str) -> dict[int, float]:
    return {r.jaar: r.bedrag for r in regio.budgetten if r.cbs_code == code and r.pot == pot}


def _decisions(regio: Regio, code: str, soorten: tuple[str, ...], jaren: tuple[int, ...]) -> NDArray[np.float64]:
    """(j,) the last decision received of these kinds, NaN where none."""
    uit = np.full(len(jaren), np.nan)
    for rij in sorted(regio.beschikkingen, key=lambda r: r.datum):
        if rij.cbs_code == code and rij.soort in soorten and rij.jaar in jaren:
            uit[jaren.index(rij.jaar)] = rij.bedrag
    return uit


def _input_values(regio: Regio) -> list[Waarde]:
    """Inputs of the region with a status of their own, as parameter values, so that a result can list them."""
    peil = regio.bestand.peildatum
    rijen: list[tuple[str, str, str, str, str]] = []
    rijen += [
        (
            f"contract {c.contract}: {c.voorziening}",
            f"{c.prijs:g} euro per {c.eenheid}",
            c.status,
            c.bron,
            c.bestand,
        )
        for c in regio.contracten
    ]
    rijen += [
        (f"{b.pot} {b.jaar} {b.gemeente or b.cbs_code}", f"{b.bedrag:.2f} euro", b.status, b.bron, b.bestand)
        for b in regio.budgetten
    ]
    rijen += [
        (f"verdeling {v.voorziening} vanaf {v.vanaf}", f"spuk {v.spuk:g}", v.status, v.bron, "regio.toml")
        for v in regio.bestand.verdeling
    ]
    rijen += [
        (
            f"{i.indicator} {i.doelgroep} {i.gemeente or i.cbs_code} {i.periode_van}",
            str(i.aantal),
            i.status,
            i.bron,
            i.bestand,
        )
        for i in regio.instroom
    ]
    t = regio.trajecten
    rijen += [
        (f"wachten {p} {stap}", f"{w.gemiddeld:g} maanden", w.status, w.bron, "trajecten.toml")
        for p, stappen in t.wachten.items()
        for stap, w in stappen.items()
    ]
    rijen += [
        (f"leerroute {r}", f"{x.maanden} maanden", x.status, x.bron, "trajecten.toml") for r, x in t.route.items()
    ]
    rijen += [
        (f"gebruik {v}", f"{g.hoeveelheid:g} per persoon", g.status, g.bron, "trajecten.toml")
        for v, g in t.gebruik.items()
    ]
    return [
        Waarde(naam, peil, waarde, status, Bron(bron), "", bestand) for naam, waarde, status, bron, bestand in rijen
    ]
