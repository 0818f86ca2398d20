"""Everything in a region folder that some command would refuse, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from finance.fouten import Invoerfout, Melding, raise_if_any
from reports.grond.profiel import find_profile, list_profiles
from scenarios.administratie.ontvangsten import read_receipts
from scenarios.administratie.rekeningschema import read_chart
from scenarios.afweging.maatregelen.lezen import read_measures
from scenarios.boeken.begroting import read_budget
from scenarios.boeken.realisatie import find_books
from scenarios.ggm.bijeen import find_mixture
from scenarios.grond.kenmerk import find_mixtures
from scenarios.inzicht.aandacht import points_of_attention
from scenarios.jaar.sisasjabloon import check_templates
from scenarios.model.model import Model, build_model
from scenarios.onzekerheid.drijvers import leave_out
from scenarios.onzekerheid.spreiding import LOOP
from scenarios.plausibel.naast import Plausibelregel
from scenarios.regiomap.besluiten import SUBMAP
from scenarios.regiomap.land.eigen import find_land
from scenarios.regiomap.land.keuze import Regiokeuze, Verwijzing
from scenarios.regiomap.lezen import read_toml
from scenarios.regiomap.modellen import BASIS, Regiobestand
from scenarios.regiomap.namen import check_gemeenten
from scenarios.regiomap.regio import Regio, choose_scenarios, find_region
from scenarios.waarheid.aansluiting import check_accounts
from scenarios.waarheid.feiten import read_truth
from scenarios.werkboek.map import by_sheet

T = TypeVar("T")


def check_folder(verwijzing: Verwijzing) -> tuple[Regio, Model]:
    """The region and the model of its base, when nothing in the folder is wrong.

    Raises Invoerfout with the problems of all files together: forecast input, scenarios, begroting, profiles, books
    and SiSa templates.
    """
    pad = find_region(verwijzing)
    meldingen: list[Melding] = []
    regio = _attempt(lambda: read_truth(verwijzing), meldingen)
    modellen = {}
    if regio is not None:
        # What pace does to every weight takes longest and refuses nothing: only the base, which is used, has it.
        kort = leave_out(regio, LOOP)
        for scenario in choose_scenarios(regio, (), alle=True):
            van = regio if scenario.naam == BASIS.naam else kort
            modellen[scenario.naam] = _attempt(partial(build_model, van, scenario), meldingen)
        # Measures are tried on the base: what is wrong with that would be told of each of them again.
        if modellen[BASIS.naam] is not None:
            _attempt(partial(read_measures, regio), meldingen)
    bestand = regio.bestand if regio else read_toml(pad / "regio.toml", Regiobestand, [])
    # What is wrong in the data folder was told with the region.
    land = regio.land if regio else find_land(pad, Regiokeuze.of(verwijzing).gegevens, [])
    gemeenten = bestand.gemeente if bestand is not None else ()
    if any(check_gemeenten(land.on(bestand.peildatum) if bestand else land, gemeenten)):
        gemeenten = ()
    if gemeenten:
        _attempt(partial(read_budget, pad, gemeenten, land), meldingen)
    for naam in list_profiles(pad):
        _attempt(partial(find_profile, naam, pad), meldingen)
    boeken = _attempt(partial(find_books, verwijzing), meldingen)
    if regio is not None and boeken is not None:
        _attempt(partial(check_accounts, regio, boeken), meldingen)
    _attempt(partial(check_templates, pad / SUBMAP), meldingen)
    if gemeenten:
        _attempt(partial(read_chart, pad, gemeenten, land), meldingen)
        _attempt(partial(read_receipts, pad, gemeenten, land), meldingen)
    meldingen += [*find_mixture(pad), *find_mixtures(pad)]
    # The books read regio.toml and parameters.toml again.
    raise_if_any(dict.fromkeys(meldingen))
    model = modellen[BASIS.naam]
    assert regio is not None
    assert model is not None
    return regio, model


def _attempt(lees: Callable[[], T], meldingen: list[Melding]) -> T | None:
    try:
        return lees()
    except Invoerfout as fout:
        meldingen.extend(fout.meldingen)
        return None


def check_document(regio: Regio, model: Model, plausibel: Sequence[Plausibelregel]) -> dict[str, Any]:
    """What `controleer` shows of a folder without errors, for programs."""
    return {
        "regio": regio.naam,
        "gemeenten": [{"gemeente": g.naam, "cbs_code": g.code} for g in regio.gemeenten],
        "peildatum": regio.bestand.peildatum.isoformat(),
        "eindjaar": regio.bestand.eindjaar,
        "scenarios": [BASIS.naam, *regio.scenarios],
        "signalen": list(regio.feiten.signalen),
        "let_op": [by_sheet(zin) for zin in points_of_attention(regio, model)],
        "plausibel": [regel.as_row() for regel in plausibel],
    }
