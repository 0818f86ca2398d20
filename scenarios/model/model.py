"""A region and a scenario resolved to arrays: everything the simulation needs and nothing it has to look up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Invoerfout, raise_if_any
from finance.parameters import Bron, Waarde
from finance.uitkering import VOORSCHOT
from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.gegevens import load_bevolking, load_taakstelling
from scenarios.grond.opzoeker import Opzoeker
from scenarios.grond.tijdas import Tijdas
from scenarios.model.drijvers import Drijver, gather_drivers
from scenarios.model.feiten import Gemeentefeiten, gather_facts
from scenarios.model.gewichten import NUMMERS_VARIABEL, VARIABEL, Weger, part_name
from scenarios.model.modelinvoer import (
    agreements,
    allocation,
    beside_books,
    budget,
    closed_after,
    decisions,
    expected_then,
    fixed_costs,
    input_values,
    known,
    mix_factor,
    published_taakstelling,
    shares,
)
from scenarios.model.regels import Regels, change_parameters, resolve_rules
from scenarios.model.uitvoeringsbudget import INGEVOERD, assumed_budget, own_budget
from scenarios.model.verhuizing import Verhuisd, count_moved
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.gebeurtenissen import Gebeurtenissen, Gevolgen
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio, total_name
from scenarios.regiomap.wijziging import Veranderaar, Wijziging
from scenarios.volumes.duur import learn_course
from scenarios.volumes.herverdeling import Afspraak, redistribute
from scenarios.volumes.instroom import Instroom, count_by_duo, read_counts, saldo_before
from scenarios.volumes.landelijk_pad import Padkennis, estimate_path, number_of
from scenarios.volumes.schatting import Eigen, Kennis, learn, mix_mean, rate_mean, share_mean
from scenarios.volumes.taakstelling import compute_taakstelling, latest_versions
from scenarios.volumes.trajecten import Verloop
from scenarios.volumes.voltooid import Afronding, realised

EERSTE_BUDGET = 2020
"""The first year that `budgetten.csv` may hold."""


@dataclass(frozen=True)
class LandelijkPad:
    """National taakstelling per half-year. arrays of shape (h,)"""

    centraal: NDArray[np.float64]
    bekend: NDArray[np.bool_]
    """True where a published number stands; the rest is path."""
    erbij: NDArray[np.float64]
    """Extra versnelde opname of the scenario, on top of the path"""
    kennis: Padkennis


@dataclass(frozen=True)
class Landelijk:
    """What all gemeenten share: the national path and what the factor TBA / SOM_GG is made of."""

    pad: LandelijkPad
    asiel: NDArray[np.float64]
    """(j,) known national counts of asielstatushouders; NaN where the path decides"""
    prognose: NDArray[np.float64]
    """(j,) SZW forecast for the voorlopige uitkering; NaN: as expected from the path"""
    aia: NDArray[np.float64]
    """(j,) national completed trajecten counting in j; NaN: projected"""
    verhouding: NDArray[np.float64]
    """(j,) TBA / SOM_GG of the definitieve uitkering when given; NaN: derived from national numbers"""
    mix: NDArray[np.float64]
    """(r,) planned national route mix, for the projection of completions"""
    methoden: tuple[str, ...]
    """(h,) `praktijk` or `wettelijk`: how the taakstelling of a gemeente follows from the national number"""


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
    afronding: Afronding
    """what was realised of that in the years before the peildatum"""
    verhuisd: Verhuisd
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
    einde: NDArray[np.float64]
    """(p, r, h, j) trajecten coming to their end per person, without events: for the national projection"""
    telt_vanaf: int
    vraag_vanaf: int
    """Numbers of the years from which the saldo is added up: the first open one, and the first of the question"""
    feiten: Feiten
    """what the books and DUO say, with their names"""
    drijvers: tuple[Drijver, ...]
    """What is drawn beside people: prices, pace, indexes and budgets that are not settled"""
    waarden: tuple[Waarde, ...]
    """Every parameter value and input with a status that the run rests on"""

    @property
    def totaalnaam(self) -> str:
        """What the sum of the gemeenten is called."""
        return total_name(self.regio)


def build_model(regio: Regio, scenario: Scenario, lasten_vanaf: date | None = None) -> Model:
    """Resolve one scenario. Raises Invoerfout with every missing parameter, contract gap and unknown field at once.

    lasten_vanaf: units and lasten count from this month on, for the rest of a year whose first part was booked. People
    and uitkeringen stay those of whole years.
    """
    tijdas = Tijdas(regio.bestand.eindjaar)
    verander = Veranderaar(tuple(_by_code(w, regio) for w in scenario.wijziging))
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
    landelijk = _country(regio, verander, zoek, tijdas, gebeurtenissen)
    contractindex = np.array([zoek.number("index_contract", j) for j in tijdas.jaren])
    verloop = learn_course(
        regio.trajecten,
        regio.personen,
        regio.bestand.peildatum,
        zoek.number("gewicht_wachten", tijdas.jaren[0]),
        len(tijdas.maanden),
    )
    vanaf = tijdas.month_of(lasten_vanaf) if lasten_vanaf else 0
    weger = Weger(tijdas, regio.trajecten, verloop, contractindex, regio.bestand.contract_terugval, vanaf)
    gemeenten, kennis, afspraken = _gemeenten(regio, verander, zoek, tijdas, landelijk, regels, weger, gebeurtenissen)
    gewicht = zoek.number("gewicht_geslaagd", tijdas.jaren[0])
    drijvers = gather_drivers(regio, zoek)
    kansen = np.array([regio.trajecten.route[r].geslaagd for r in LEERROUTES])
    resultaten = np.array([verloop.geslaagd[r] for r in LEERROUTES])
    namen = {g.code: g.naam for g in regio.gemeenten}
    raise_if_any(
        [
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
        np.stack([gewicht * kansen, gewicht * (1 - kansen)], axis=1) + resultaten,
        verloop.start_aandeel[DOELGROEPEN[0]],
        kennis,
        afspraken,
        {g.code: g.gevolgen.taakstelling for g in gemeenten if any(g.code in a.codes for a in afspraken)},
        verloop,
        weger.events()[1],
        *_counting_years(regio, tijdas),
        regio.feiten,
        drijvers,
        (*zoek.gebruikt.values(), *input_values(regio, scenario)),
    )


def _counting_years(regio: Regio, tijdas: Tijdas) -> tuple[int, int]:
    """Numbers of the first year that counts for the cumulative verdict, and for that of the question."""
    eerste = max(regio.feiten.eerste_open.values(), default=regio.bestand.peildatum.year) - tijdas.jaren[0]
    vraag = regio.bestand.vraag
    return eerste, vraag.van - tijdas.jaren[0] if vraag else eerste


def _by_code(wijziging: Wijziging, regio: Regio) -> Wijziging:
    """The same change with the names of gemeenten as CBS codes; an unknown name stays and is reported."""
    codes = {g.naam.casefold(): g.code for g in regio.gemeenten}
    return wijziging.model_copy(update={"gemeenten": tuple(codes.get(g.casefold(), g) for g in wijziging.gemeenten)})


def _country(
    regio: Regio, verander: Veranderaar, zoek: Opzoeker, tijdas: Tijdas, gebeurtenissen: Gebeurtenissen
) -> Landelijk:
    versies = latest_versions(load_taakstelling(), regio.bestand.bekend_op)
    bekend = np.array([h in versies for h in tijdas.halfjaren])
    jaar = tijdas.jaren[0]
    kennis = estimate_path(
        {h: v.aantal for h, v in versies.items()},
        zoek.number("pad_spreiding", jaar),
        zoek.number("pad_samenhang", jaar),
        zoek.number("gewicht_pad", jaar),
    )
    for naam, waarde in (
        ("spreiding", kennis.spreiding_kwantiel(0.5)),
        ("samenhang", kennis.samenhang_verwacht),
        ("gemiddelde", kennis.gemiddelde),
    ):
        zoek.gebruikt[f"geschat pad: {naam}", date(jaar, 1, 1)] = Waarde(
            f"geschat pad: {naam}",
            date(jaar, 1, 1),
            f"{waarde:.3g}" if waarde < 10 else f"{waarde:.0f}",
            "raming",
            Bron(f"eigen schatting op {kennis.aantal} bekende halfjaren, zie docs/model-volumes.md"),
        )
    laatste = max(number_of(h) for h in versies)
    stappen = np.array([max(number_of(h) - laatste, 0) for h in tijdas.halfjaren], dtype=float)
    # A value in a region or scenario replaces the centre that the known half-years give.
    gegeven = np.array([zoek.optional("taakstelling_pad", int(h[:4])) for h in tijdas.halfjaren])
    pad = np.where(np.isnan(gegeven), np.rint(kennis.centre(stappen)), gegeven)
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
    _note_projections(regio, zoek, tijdas)
    return Landelijk(
        LandelijkPad(
            verander.apply("taakstelling.landelijk", centraal, tijdas.halfjaarbegin),
            bekend,
            gebeurtenissen.national(),
            kennis,
        ),
        np.array([zoek.optional("landelijk_asiel", j) for j in tijdas.jaren]),
        np.array([expected_then(zoek, j, bool(bekend[2 * i : 2 * i + 2].all())) for i, j in enumerate(tijdas.jaren)]),
        np.array([zoek.optional("landelijke_aia", j) for j in tijdas.jaren]),
        np.array([zoek.optional("landelijke_verhouding", j) for j in tijdas.jaren]),
        np.array([zoek.number(f"routemix_{r}", tijdas.jaren[0]) for r in LEERROUTES]),
        # A method that is missing is reported with the rest; any stands in until then.
        tuple(zoek.choice("taakstelling_methode", int(h[:4])) or "praktijk" for h in tijdas.halfjaren),
    )


def _note_projections(regio: Regio, zoek: Opzoeker, tijdas: Tijdas) -> None:
    """National figures that were not found are projected; the result lists that as any other raming."""
    for naam, vanaf, uitleg in (
        ("landelijke_prognose", 2024, "verwachting van het landelijke pad op 1 oktober ervoor x aandeel plichtig"),
        ("landelijke_aia", 2026, "landelijke cohorten door de wachttijden, duur en slagingskansen van deze regio"),
    ):
        jaren = [j for j in tijdas.jaren if j >= vanaf and not zoek.parameters.has(naam, j)]
        if jaren:
            dag = date(jaren[0], 1, 1)
            waarde = f"{jaren[0]}-{jaren[-1]} geprojecteerd"
            zoek.gebruikt[naam, dag] = Waarde(naam, dag, waarde, "raming", Bron("spuk, docs/model.md"), uitleg)
    ontvangen = {(b.cbs_code, b.jaar) for b in regio.beschikkingen if b.regeling == "spuk" and b.soort in VOORSCHOT}
    for jaar in (2022, 2023):
        if any((g.code, jaar) not in ontvangen for g in regio.gemeenten):
            naam, dag = f"voorlopige uitkering {jaar}: gezin en overig", date(jaar, 1, 1)
            uitleg = "cohort t-2 bestond nog niet en wat het Rijk nam is niet bekend; neem de ontvangen beschikking op"
            zoek.gebruikt[naam, dag] = Waarde(
                naam, dag, "0", "onzeker", Bron("Besluit inburgering 2021, art. 10.1"), uitleg
            )


def _gemeenten(
    regio: Regio,
    verander: Veranderaar,
    zoek: Opzoeker,
    tijdas: Tijdas,
    landelijk: Landelijk,
    regels: Regels,
    weger: Weger,
    gebeurtenissen: Gebeurtenissen,
) -> tuple[tuple[Gemeentemodel, ...], Kennis, tuple[Afspraak, ...]]:
    codes = [g.code for g in regio.gemeenten]
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
    kennis = learn(instroom, opgave, [a[0] for a in aandeel], landelijk.mix, zoek, tijdas.jaren[0])
    # What the counts teach comes from the gemeente's own; who counts is for DUO to say.
    instroom = [
        count_by_duo(i, (t for t in regio.tellingen if (t.cbs_code, t.soort) == (c, "definitief")), tijdas)
        for i, c in zip(instroom, codes, strict=True)
    ]
    index_fonds = {j: zoek.number("index_gemeentefonds", j) for j in tijdas.jaren}
    # An amount of before the grid takes the first index that is known for the steps up to it.
    index_fonds |= dict.fromkeys(range(EERSTE_BUDGET, tijdas.jaren[0]), index_fonds[tijdas.jaren[0]])
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
        for contract in contracten:
            if contract.onderdeel:
                veld = part_name(contract)
                prijs[veld] = verander.apply(f"prijs.{veld}", prijs[contract.voorziening], tijdas.maanden, code)
        verschuiving = gevolgen[i].verschuiving
        eenheden, euros = weger.weigh(gemeente.naam, contracten, prijs, gebruik, verschuiving)
        feiten = gather_facts(regio.feiten, code, tijdas)
        verdeling = allocation(regio, verander, weger.meldingen, tijdas, code, regels.onderwijsroute_looptijd)
        vaste = fixed_costs(regio, contracten, weger, verander, tijdas, code)
        if geboekt := feiten.deels is not None or bool(feiten.dicht.any()):
            na = weger.weigh(gemeente.naam, contracten, prijs, gebruik, verschuiving, feiten.rest)[1]
            vaste_na = fixed_costs(regio, contracten, weger, verander, tijdas, code, feiten.rest)
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

        def factor(veld: str, basis: float) -> NDArray[np.float64]:
            reeks = np.full(len(tijdas.halfjaren), basis)
            return verander.apply(veld, reeks, tijdas.halfjaarbegin, code) / basis  # noqa: B023

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
                afronding=realised(regio.instroom, regio.personen, code, tijdas, regio.bestand.peildatum),
                verhuisd=verhuisd,
                eenheden=eenheden,
                euros=euros,
                vaste_lasten=vaste + verhuisd.lasten,
                verdeling=verdeling,
                gemeentefonds=verander.apply("gemeentefonds", fonds, tijdas.jaarbegin, code),
                onderwijsroute=closed_after(
                    verander.apply("onderwijsroute", onderwijs, tijdas.jaarbegin, code),
                    regels.onderwijsroute_looptijd,
                    tijdas,
                    weger.meldingen,
                ),
                voorlopig=known(feiten.spuk.voorlopig, decisions(regio, code, VOORSCHOT, tijdas.jaren)),
                definitief=known(feiten.spuk.uitkering, decisions(regio, code, ("definitief",), tijdas.jaren)),
                feiten=feiten,
            )
        )
    return tuple(uit), kennis, afspraken


def known_opgave(
    taakstelling: NDArray[np.float64], gehuisvest: NDArray[np.float64], achterstand: float
) -> NDArray[np.float64]:
    """opgave(h) = taakstelling(h) + saldo(h-1); where nothing was counted the opgave is taken as met. (h,) -> (h,)"""
    opgave, saldo = np.empty_like(taakstelling), achterstand
    for h, doel in enumerate(taakstelling):
        opgave[h] = doel + saldo
        saldo = 0.0 if np.isnan(gehuisvest[h]) else opgave[h] - gehuisvest[h]
    return opgave
