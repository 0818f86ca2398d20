"""A region and a scenario resolved to arrays: everything the simulation needs and nothing it has to look up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.parameters import Waarde
from finance.uitkering import VOORSCHOT
from finance.voorzieningen import DOELGROEPEN
from scenarios.grond.gegevens import load_bevolking
from scenarios.grond.opzoeker import Opzoeker
from scenarios.grond.tijdas import Tijdas
from scenarios.model.feiten import Gemeentefeiten, gather_facts
from scenarios.model.gewichten import NUMMERS_VARIABEL, VARIABEL, Weger, part_name
from scenarios.model.landelijk import Landelijk, note_pace, resolve_country
from scenarios.model.modelinvoer import (
    agreements,
    allocation,
    beside_books,
    budget,
    closed_after,
    counting_years,
    decisions,
    fixed_costs,
    known,
    learn_trajecten,
    mix_factor,
    paid_otherwise,
    published_taakstelling,
    region_success,
    shares,
)
from scenarios.model.regels import Regels, change_parameters, first_unsettled, resolve_rules
from scenarios.model.uitbreiding import Uitbreider, Uitbreiding, budget_bands
from scenarios.model.uitvoeringsbudget import INGEVOERD, assumed_budget, own_budget
from scenarios.model.verhuizing import Verhuisd, count_moved
from scenarios.onzekerheid.drijvers import Drijver, gather_drivers
from scenarios.onzekerheid.spreiding import Onzekerheid, Termen, moves
from scenarios.onzekerheid.uitgangspunten import ground_values
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.gebeurtenissen import Gebeurtenissen, Gevolgen
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio, total_name
from scenarios.regiomap.wijziging import GESLAAGD, Veranderaar
from scenarios.verandering.aanbesteding import price_contracts
from scenarios.verandering.slagen import Slagen, change_success, mean_success, paid_on_result
from scenarios.verandering.spreektaal import by_code, spell_out
from scenarios.verandering.vast import Vastverandering, change_fixed
from scenarios.volumes.herverdeling import Afspraak, redistribute
from scenarios.volumes.instroom import Instroom, count_by_duo, read_counts, saldo_before
from scenarios.volumes.opgave import Inhaal, known_opgave
from scenarios.volumes.schatting import Eigen, Kennis, learn, mix_mean, rate_mean, share_mean
from scenarios.volumes.taakstelling import compute_taakstelling
from scenarios.volumes.trajecten import Verloop
from scenarios.volumes.uitleg import Geleerd
from scenarios.volumes.voltooid import Afronding, realised

EERSTE_BUDGET = 2020
"""The first year that `budgetten.csv` may hold."""


@dataclass(frozen=True)
class Schatting:
    """What a gemeente adds to the region's mean, its prior scale, and the scenario's factor."""

    eigen: Eigen
    basis: float
    """The region's mean is a factor on this (1 for a share)"""
    factor: NDArray[np.float64]
    """(h,)"""


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
    """persons still to house when the grid begins (negative: voorsprong)"""
    doorwerking: NDArray[np.float64]
    """(h,) share of the saldo that carries over; 1 by law"""
    gevolgen: Gevolgen
    realisatie: Schatting
    """Gamma: share of the opgave that is housed"""
    spreidingsindex: float
    """variance over mean of the persons housed in a half-year"""
    inhaal: Inhaal
    plichtig: Schatting
    """Beta: share that is inburgeringsplichtig"""
    gezin: Schatting
    """Gamma: gezinsmigranten per half-year"""
    mix: tuple[Eigen, ...]
    """Dirichlet route mix per doelgroep"""
    mix_factor: NDArray[np.float64]
    """(p, r, h) the scenario's factor on each share, before they are made to add up to 1 again"""
    gestart: NDArray[np.float64]
    einde: NDArray[np.float64]
    """(p, r, h, j) events per person"""
    slagen: Slagen
    """what the scenario makes of the share that succeeds"""
    afronding: Afronding
    """what was realised of that in the years before the peildatum"""
    verhuisd: Verhuisd
    eenheden: NDArray[np.float64]
    """(p, r, h, v, j)"""
    euros: NDArray[np.float64]
    """(p, r, h, v, j)"""
    vaste_lasten: NDArray[np.float64]
    """(V, j) euros per year, over all voorzieningen"""
    euros_per_maand: NDArray[np.float32]
    """(p, r, h, v, m) and"""
    vast_per_maand: NDArray[np.float64]
    """(V, m): the same by month from the first open year on, as entered: the shape of a year"""
    anders_betaald: NDArray[np.float64]
    """(m,) what decided advances differ from twelve equal parts, euros in those months"""
    gestart_erbij: Termen
    einde_erbij: Termen
    uitbreiding: Uitbreiding
    """what the drivers add to those events, weights, fixed sums and budget"""
    verdeling: NDArray[np.float64]
    """(V, pot, j) shares adding up to 1"""
    gemeentefonds: NDArray[np.float64]
    onderwijsroute: NDArray[np.float64]
    eigen_geld: NDArray[np.float64]
    """(j,) euros each; own money is decided, so no driver moves it"""
    voorlopig: NDArray[np.float64]
    definitief: NDArray[np.float64]
    """(j,) known by a decision, the counts of DUO or a closed year; NaN: computed"""
    feiten: Gemeentefeiten
    """what the books say in the place of a forecast"""


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
    kennis: Kennis
    """posteriors of the region"""
    afspraken: tuple[Afspraak, ...]
    """joint redistributions of the taakstelling"""
    lokaal: dict[str, NDArray[np.float64]]
    """code -> local additions (h,) to the taakstelling of everyone who redistributes: what a gemeente gets depends on
    the others, so it belongs to the model and not to one gemeente"""
    verloop: Verloop
    tempo: tuple[Geleerd, ...]
    """What the region's counts say of its pace, beside the waiting times that were given"""
    telt_vanaf: int
    vraag_vanaf: int
    """Numbers of the years from which the saldo is added up: the first open one, and the first of the question"""
    feiten: Feiten
    """what the books and DUO say, with their names"""
    drijvers: tuple[Drijver, ...]
    """What is drawn beside people: prices, pace, indexes and budgets that are not settled"""
    onzeker: Onzekerheid
    waarden: tuple[Waarde, ...]
    """Every parameter value and input with a status that the run rests on"""

    @property
    def totaalnaam(self) -> str:
        """What the sum of the gemeenten is called."""
        return total_name(self.regio)


def build_model(
    regio: Regio, scenario: Scenario, lasten_vanaf: date | None = None, alleen: Collection[str] | None = None
) -> Model:
    """Resolve one scenario. Raises Invoerfout with every missing parameter, contract gap and unknown field at once.

    lasten_vanaf: units and lasten count from this month on, for the rest of a year whose first part was booked. People
    and uitkeringen stay those of whole years.
    alleen: CBS codes of the gemeenten to work out, beside those that share their taakstelling; None: all.
    """
    tijdas = Tijdas(regio.bestand.eindjaar)
    scenario = spell_out(scenario)
    verander = Veranderaar(tuple(by_code(w, regio) for w in scenario.wijziging))
    meldingen: list[Melding] = []
    regio = replace(regio, contracten=price_contracts(regio, verander.wijzigingen, scenario.naam, meldingen))
    vast = change_fixed(regio, verander, tijdas, scenario.naam, meldingen)
    try:
        parameters = change_parameters(regio.parameters, verander, tijdas.jaren)
    except Invoerfout as fout:
        # A changed parameter comes from no file of its own: name the scenario.
        raise Invoerfout(replace(m, bestand=m.bestand or f"scenario {scenario.naam}") for m in fout.meldingen) from None
    zoek = Opzoeker(parameters)
    regels = resolve_rules(zoek, tijdas.jaren)
    gebeurtenissen = Gebeurtenissen(
        (*regio.bestand.gebeurtenis, *scenario.gebeurtenis),
        tijdas,
        regio.gemeente_codes,
        lambda code: load_bevolking().of(code, tijdas.jaren[0]),
        f"scenario {scenario.naam}",
    )
    indexen = {
        naam: np.array([zoek.number(naam, j) for j in tijdas.jaren])
        for naam in ("index_contract", "index_spuk", "index_gemeentefonds")
    }
    verloop, tempo = learn_trajecten(regio, regio.trajecten, zoek, tijdas)
    note_pace(tempo, zoek, regio.bestand.peildatum)
    geslaagd = region_success(regio, verloop, zoek, tijdas.jaren[0])
    landelijk = resolve_country(regio, verander, zoek, tijdas, gebeurtenissen, verloop)
    vanaf = tijdas.month_of(lasten_vanaf) if lasten_vanaf else 0
    telt_vanaf, vraag_vanaf = counting_years(regio, tijdas)
    contractindex, terugval = indexen["index_contract"], regio.bestand.contract_terugval
    weger = Weger(tijdas, regio.trajecten, verloop, contractindex, terugval, vanaf, 12 * telt_vanaf)
    drijvers = tuple(d for d in gather_drivers(regio, zoek) if moves(d))
    uitbreider = Uitbreider(weger, drijvers, regio.trajecten, lambda t: learn_trajecten(regio, t, zoek, tijdas)[0])
    gemeenten, kennis, afspraken = _gemeenten(
        regio, vast, zoek, landelijk, regels, uitbreider, gebeurtenissen, geslaagd, alleen
    )
    namen = {g.code: g.naam for g in regio.gemeenten}
    raise_if_any(
        [
            *meldingen,
            *zoek.meldingen,
            *weger.meldingen,
            *gebeurtenissen.meldingen,
            *verander.unknown(f"scenario {scenario.naam}", namen),
        ]
    )
    return Model(
        regio.naam,
        scenario.naam,
        tijdas,
        regels,
        landelijk,
        gemeenten,
        geslaagd,
        verloop.start_aandeel[DOELGROEPEN[0]],
        kennis,
        afspraken,
        {g.code: g.gevolgen.taakstelling for g in gemeenten if any(g.code in a.codes for a in afspraken)},
        verloop,
        tempo,
        telt_vanaf,
        vraag_vanaf,
        regio.feiten,
        drijvers,
        Onzekerheid(indexen, first_unsettled(zoek, tijdas.jaren)),
        ground_values(regio, scenario, zoek.gebruikt.values(), drijvers),
    )


def _gemeenten(
    regio: Regio,
    vastgelegd: Vastverandering,
    zoek: Opzoeker,
    landelijk: Landelijk,
    regels: Regels,
    uitbreider: Uitbreider,
    gebeurtenissen: Gebeurtenissen,
    geslaagd: NDArray[np.float64],
    alleen: Collection[str] | None,
) -> tuple[tuple[Gemeentemodel, ...], Kennis, tuple[Afspraak, ...]]:
    verander, tijdas = vastgelegd.verander, vastgelegd.tijdas
    codes, weger = [g.code for g in regio.gemeenten], uitbreider.weger
    aandeel = [shares(c, tijdas, landelijk.methoden, regio.bestand.bekend_op) for c in codes]
    berekend = [compute_taakstelling(landelijk.pad.centraal, a, landelijk.methoden) for a in aandeel]
    vast = [published_taakstelling(regio, c, tijdas) for c in codes]
    gevolgen = [gebeurtenissen.of(c) for c in codes]
    eerst = {
        c: (np.where(np.isnan(v), b, v) + e.taakstelling)[:, None]
        for c, v, b, e in zip(codes, vast, berekend, gevolgen, strict=True)
    }
    afspraken = agreements(regio, tijdas, weger.meldingen)
    taakstelling = [t[:, 0] for t in ({**eerst, **redistribute(eerst, afspraken)}).values()]
    instroom = [read_counts(regio, c, tijdas, t) for c, t in zip(codes, taakstelling, strict=True)]
    achterstand = [float(g.achterstand) + saldo_before(regio, g.code, tijdas) for g in regio.gemeenten]
    opgave = [known_opgave(t, i.gehuisvest, a) for t, i, a in zip(taakstelling, instroom, achterstand, strict=True)]
    kennis = learn(instroom, taakstelling, opgave, [a[0] for a in aandeel], landelijk.mix, zoek, tijdas.jaren[0])
    # What the counts teach comes from the gemeente's own; who counts is for DUO to say.
    instroom = [
        count_by_duo(i, (t for t in regio.tellingen if (t.cbs_code, t.soort) == (c, "definitief")), tijdas)
        for i, c in zip(instroom, codes, strict=True)
    ]
    index_fonds = {j: zoek.number("index_gemeentefonds", j) for j in tijdas.jaren}
    # An amount of before the grid takes the first index that is known for the steps up to it.
    index_fonds |= dict.fromkeys(range(EERSTE_BUDGET, tijdas.jaren[0]), index_fonds[tijdas.jaren[0]])
    gevraagd = set(codes if alleen is None else alleen).union(*(a.codes for a in afspraken))
    uit = []
    for i, gemeente in enumerate(regio.gemeenten):
        if (code := gemeente.code) not in gevraagd:
            continue
        contracten = [c for c in regio.contracten if code in regio.gemeente_codes(c.gemeenten)]
        prijs, gebruik = (
            {
                v.naam: verander.apply(f"{soort}.{v.naam}", np.ones(len(tijdas.maanden)), tijdas.maanden, code)
                for v in VARIABEL
            }
            for soort in ("prijs", "gebruik")
        )
        for contract in contracten:
            if contract.onderdeel:
                veld = part_name(contract)
                prijs[veld] = verander.apply(f"prijs.{veld}", prijs[contract.voorziening], tijdas.maanden, code)
        verschuiving = gevolgen[i].verschuiving
        eenheden, euros = weger.weigh(gemeente.naam, contracten, prijs, gebruik, verschuiving)
        feiten = gather_facts(regio.feiten, code, tijdas)
        verdeling = allocation(regio, verander, weger.meldingen, tijdas, code, regels.onderwijsroute_looptijd)
        vaste, vast_per_maand = (
            fixed_costs(vastgelegd, contracten, weger, code, kalender)
            for kalender in (weger.calendar(0), np.eye(len(tijdas.maanden)))
        )
        if geboekt := feiten.deels is not None or bool(feiten.dicht.any()):
            na = weger.weigh(gemeente.naam, contracten, prijs, gebruik, verschuiving, feiten.rest)[1]
            vaste_na = fixed_costs(vastgelegd, contracten, weger, code, weger.calendar(feiten.rest))
            euros = beside_books(feiten, verdeling[NUMMERS_VARIABEL, 0], euros, na)
            vaste = beside_books(feiten, verdeling[:, 0], vaste, vaste_na) + feiten.geboekt
        gestart, einde = weger.events(verschuiving)
        lezingen = [zoek.choice("gemeentefonds_lezing", j) for j in tijdas.jaren] if assumed_budget(regio, code) else ()
        fonds = own_budget(regio, code, lezingen or [INGEVOERD] * len(tijdas.jaren), index_fonds, tijdas.jaren)
        onderwijs = np.array([budget(regio, code, "spuk_onderwijsroute").get(j, 0.0) for j in tijdas.jaren])
        onderwijs = known(feiten.onderwijsroute.uitkering, onderwijs)
        realisatie, plichtig, gezin = (p.own(i) for p in (kennis.realisatie, kennis.plichtig, kennis.gezin))
        mix = tuple(m.own(i) for m in kennis.mix)
        verhuisd = count_moved(
            gevolgen[i],
            mix_mean(kennis.mix[0].regio, mix[0]),
            lambda vanaf: weger.weigh(gemeente.naam, contracten, prijs, gebruik, vanaf=vanaf),  # noqa: B023
            tijdas,
        )
        if geboekt:
            # What who moved costs after the last booking is not told apart: it is little, and of the whole year.
            lasten = beside_books(feiten, verdeling[:, 0], verhuisd.lasten, verhuisd.lasten)
            verhuisd = replace(verhuisd, lasten=lasten)
        gewichten, naar_prijs = uitbreider.of_gemeente(
            contracten,
            lambda maand: uitbreider.expand(gemeente.naam, contracten, prijs, gebruik, verschuiving, maand),  # noqa: B023
            lambda rijen, maand: fixed_costs(vastgelegd, rijen, weger, code, weger.calendar(maand), naast=False),
            feiten,
            verdeling[:, 0],
        )
        slagen = change_success(verander, GESLAAGD, mean_success(geslaagd), tijdas, code)
        paid_on_result(contracten, slagen, weger.meldingen)
        gestart_erbij, einde_erbij = uitbreider.events(verschuiving)
        fondsbanden = budget_bands(budget(regio, code, "gemeentefonds"), code, uitbreider.drijvers, tijdas)

        def factor(veld: str, basis: float) -> NDArray[np.float64]:
            reeks = np.full(len(tijdas.halfjaren), basis)
            return verander.apply(veld, reeks, tijdas.halfjaarbegin, code) / basis

        uit.append(
            Gemeentemodel(
                code=code,
                naam=gemeente.naam,
                aandeel=aandeel[i],
                instroom=instroom[i],
                taakstelling_vast=vast[i],
                achterstand=achterstand[i],
                doorwerking=verander.apply(
                    "saldo_doorwerking", np.ones(len(tijdas.halfjaren)), tijdas.halfjaarbegin, code
                ),
                gevolgen=gevolgen[i],
                realisatie=Schatting(
                    realisatie,
                    kennis.basis_realisatie,
                    factor("realisatie", rate_mean(kennis.realisatie.regio, realisatie, kennis.basis_realisatie)),
                ),
                spreidingsindex=kennis.spreidingsindex,
                inhaal=kennis.inhaal,
                plichtig=Schatting(plichtig, 1.0, factor("plichtig", share_mean(kennis.plichtig.regio, plichtig))),
                gezin=Schatting(
                    gezin,
                    float(kennis.basis_gezin[i]),
                    factor("gezin", rate_mean(kennis.gezin.regio, gezin, float(kennis.basis_gezin[i]))),
                ),
                mix=mix,
                mix_factor=mix_factor(
                    verander, [mix_mean(k.regio, e) for k, e in zip(kennis.mix, mix, strict=True)], tijdas, code
                ),
                gestart=gestart,
                einde=einde,
                slagen=slagen,
                afronding=realised(regio.instroom, regio.personen, code, tijdas, regio.bestand.peildatum),
                verhuisd=verhuisd,
                eenheden=eenheden,
                euros=euros,
                vaste_lasten=vaste + verhuisd.lasten,
                euros_per_maand=weger.by_month(gemeente.naam, contracten, prijs, gebruik, verschuiving),
                vast_per_maand=vast_per_maand[:, weger.maandelijks :],
                anders_betaald=paid_otherwise(regio, code, tijdas)[weger.maandelijks :],
                gestart_erbij=gestart_erbij,
                einde_erbij=einde_erbij,
                uitbreiding=Uitbreiding(gewichten, naar_prijs, fondsbanden),
                verdeling=verdeling,
                gemeentefonds=verander.apply("gemeentefonds", fonds, tijdas.jaarbegin, code),
                onderwijsroute=closed_after(
                    verander.apply("onderwijsroute", onderwijs, tijdas.jaarbegin, code),
                    regels.onderwijsroute_looptijd,
                    tijdas,
                    weger.meldingen,
                ),
                eigen_geld=verander.apply("eigen_geld", np.zeros(len(tijdas.jaren)), tijdas.jaarbegin, code),
                voorlopig=known(feiten.spuk.voorlopig, decisions(regio, code, VOORSCHOT, tijdas.jaren)),
                definitief=known(feiten.spuk.uitkering, decisions(regio, code, ("definitief",), tijdas.jaren)),
                feiten=feiten,
            )
        )
    return tuple(uit), kennis, afspraken
