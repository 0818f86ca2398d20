"""A region and a scenario resolved to arrays: everything the simulation needs and nothing it has to look up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.parameters import Parameters, Waarde
from finance.voorzieningen import DOELGROEPEN
from scenarios.grond.opzoeker import Opzoeker
from scenarios.grond.tijdas import Tijdas
from scenarios.model.feiten import gather_facts
from scenarios.model.gemeente.batenkant import count_income
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gemeente.grondslag import Grondslag, relate
from scenarios.model.gemeente.komst import expect_people
from scenarios.model.gemeente.lastenkant import purchases, weigh_costs
from scenarios.model.gemeente.werkplaats import PRIJSLOOS, WEGER, Kenbaar, Werkplaats, before_prices, workshop
from scenarios.model.gewichten import Weger
from scenarios.model.landelijk import Landelijk, note_pace, resolve_country
from scenarios.model.modelinvoer import counting_years, learn_trajecten, region_success
from scenarios.model.regels import Regels, change_parameters, first_unsettled, resolve_rules
from scenarios.model.uitbreiding import Uitbreider
from scenarios.onzekerheid.drijvers import Drijver, gather_drivers
from scenarios.onzekerheid.spreiding import Onzekerheid, moves
from scenarios.onzekerheid.uitgangspunten import ground_values
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.gebeurtenissen import Gebeurtenissen
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio, total_name
from scenarios.regiomap.wijziging import PRIJS, Veranderaar
from scenarios.verandering.aanbesteding import price_contracts
from scenarios.verandering.slagen import paid_on_result
from scenarios.verandering.spreektaal import by_code, spell_out
from scenarios.verandering.vast import change_fixed
from scenarios.volumes.herverdeling import Afspraak
from scenarios.volumes.schatting import Kennis
from scenarios.volumes.trajecten import Verloop
from scenarios.volumes.uitleg import Geleerd

INDEXEN = ("index_contract", "index_spuk", "index_gemeentefonds")


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

    lasten_vanaf: units and lasten count from this month on, of a year booked so far; people and uitkeringen are whole.
    alleen: CBS codes of the gemeenten to work out, beside those that share their taakstelling; None: all.
    """
    tijdas = Tijdas(regio.bestand.eindjaar)
    scenario = spell_out(scenario)
    verander = Veranderaar(tuple(by_code(w, regio) for w in scenario.wijziging))
    meldingen: list[Melding] = []
    werkplaats = _unpriced(regio, verander, scenario, alleen)
    geheugen = werkplaats.open(PRIJSLOOS)
    prijsloos = geheugen.kind(PRIJSLOOS)
    once = prijsloos.once
    regio = replace(regio, contracten=price_contracts(regio, verander.wijzigingen, scenario.naam, meldingen))
    vast = change_fixed(regio, verander, tijdas, scenario.naam, meldingen)
    zoek = Opzoeker(once("parameters", lambda: _changed_parameters(regio, verander, tijdas, scenario)))
    regels = once("regels", lambda: resolve_rules(zoek, tijdas.jaren))
    gebeurtenissen = _events(regio, scenario, tijdas)
    indexen = {naam: np.array([zoek.number(naam, j) for j in tijdas.jaren]) for naam in INDEXEN}
    verloop, tempo = learn_trajecten(regio, regio.trajecten, zoek, tijdas)
    note_pace(tempo, zoek, regio.bestand.peildatum)
    geslaagd = once("geslaagd", lambda: region_success(regio, verloop, zoek, tijdas.jaren[0]))
    landelijk = once("landelijk", lambda: resolve_country(regio, verander, zoek, tijdas, gebeurtenissen, verloop))
    telt_vanaf, vraag_vanaf = counting_years(regio, tijdas)
    maanden = tijdas.month_of(lasten_vanaf) if lasten_vanaf else 0, 12 * telt_vanaf
    uitbreider = _weigher(regio, zoek, tijdas, verloop, indexen["index_contract"], maanden)
    samen = once("samen", lambda: relate(regio, landelijk, gebeurtenissen, zoek, tijdas, uitbreider.weger.meldingen))
    gemeenten = _gemeenten(Grondslag(vast, zoek, regels, uitbreider, samen, geslaagd, prijsloos), alleen)
    # What was found before asked for its fields and parameters then.
    verander.bekend |= once("bekend", lambda: set(verander.bekend))
    zoek.gebruikt = once("gebruikt", lambda: dict(zoek.gebruikt)) | zoek.gebruikt
    vreemd = verander.unknown(f"scenario {scenario.naam}", {g.code: g.naam for g in regio.gemeenten})
    raise_if_any([*meldingen, *zoek.meldingen, *uitbreider.weger.meldingen, *gebeurtenissen.meldingen, *vreemd])
    uitbreider.keep()
    werkplaats.keep(PRIJSLOOS, geheugen)
    return Model(
        regio.naam,
        scenario.naam,
        tijdas,
        regels,
        landelijk,
        gemeenten,
        geslaagd,
        verloop.start_aandeel[DOELGROEPEN[0]],
        samen.kennis,
        samen.afspraken,
        {g.code: g.gevolgen.taakstelling for g in gemeenten if any(g.code in a.codes for a in samen.afspraken)},
        verloop,
        tempo,
        telt_vanaf,
        vraag_vanaf,
        regio.feiten,
        uitbreider.drijvers,
        Onzekerheid(indexen, first_unsettled(zoek, tijdas.jaren)),
        ground_values(regio, scenario, zoek.gebruikt.values(), uitbreider.drijvers),
    )


def _unpriced(regio: Regio, verander: Veranderaar, scenario: Scenario, alleen: Collection[str] | None) -> Werkplaats:
    """What was found for the scenarios that differ from this one in prices only."""
    anders = tuple(w for w in verander.wijzigingen if not w.veld.startswith(PRIJS))
    codes = None if alleen is None else frozenset(alleen)
    return before_prices(Kenbaar(id(regio), regio), anders, scenario.gebeurtenis, codes)


def _events(regio: Regio, scenario: Scenario, tijdas: Tijdas) -> Gebeurtenissen:
    return Gebeurtenissen(
        (*regio.bestand.gebeurtenis, *scenario.gebeurtenis),
        tijdas,
        regio.gemeente_codes,
        lambda code: regio.land.bevolking.of(code, tijdas.jaren[0]),
        f"scenario {scenario.naam}",
    )


def _changed_parameters(regio: Regio, verander: Veranderaar, tijdas: Tijdas, scenario: Scenario) -> Parameters:
    try:
        return change_parameters(regio.parameters, verander, tijdas.jaren)
    except Invoerfout as fout:
        # A changed parameter comes from no file of its own: name the scenario.
        raise Invoerfout(replace(m, bestand=m.bestand or f"scenario {scenario.naam}") for m in fout.meldingen) from None


def _weigher(
    regio: Regio,
    zoek: Opzoeker,
    tijdas: Tijdas,
    verloop: Verloop,
    contractindex: NDArray[np.float64],
    maanden: tuple[int, int],
) -> Uitbreider:
    """What weighs every gemeente, as entered and as the drivers change it.

    maanden: from which lasten count, and from which they are told by month.
    """
    terugval = regio.bestand.contract_terugval
    # Who learned the same course of trajecten once has the same of it.
    werkplaats = workshop(Kenbaar(id(verloop), verloop), tijdas, contractindex.tobytes(), terugval, maanden)
    weger = Weger(tijdas, regio.trajecten, verloop, contractindex, terugval, *maanden, geheugen=werkplaats.open(WEGER))
    drijvers = werkplaats.as_before(tuple(d for d in gather_drivers(regio, zoek) if moves(d)))
    return Uitbreider(
        weger, drijvers, regio.trajecten, lambda t: learn_trajecten(regio, t, zoek, tijdas)[0], werkplaats
    )


def _gemeenten(grond: Grondslag, alleen: Collection[str] | None) -> tuple[Gemeentemodel, ...]:
    """The gemeenten that were asked for, and those that share their taakstelling."""
    codes = [g.code for g in grond.regio.gemeenten]
    gevraagd = set(codes if alleen is None else alleen).union(*(a.codes for a in grond.samen.afspraken))
    return tuple(_work_out(grond, i) for i, code in enumerate(codes) if code in gevraagd)


def _work_out(grond: Grondslag, nummer: int) -> Gemeentemodel:
    gemeente, once = grond.regio.gemeenten[nummer], grond.prijsloos.once
    feiten = once(("feiten", nummer), lambda: gather_facts(grond.regio.feiten, gemeente.code, grond.tijdas))
    inkoop = purchases(grond, nummer)
    lasten = weigh_costs(grond, nummer, inkoop, feiten)
    komst = once(("komst", nummer), lambda: expect_people(grond, nummer))
    paid_on_result(inkoop.contracten, komst.slagen, grond.meldingen)
    baten = once(("baten", nummer), lambda: count_income(grond, gemeente.code, feiten))
    delen = {**vars(komst), **vars(lasten), **vars(baten)}
    return Gemeentemodel(code=gemeente.code, naam=gemeente.naam, feiten=feiten, **delen)
