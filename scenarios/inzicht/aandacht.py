"""What a controller may have forgotten: valid input with a consequence that is seldom meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from finance.fouten import list_words
from finance.taal.getallen import format_date, format_share, thousands
from finance.voorzieningen import POTTEN
from scenarios.grond.datum import add_months
from scenarios.grond.openen import files_in
from scenarios.inzicht.aanvulling import costs_without_budget, filled_in
from scenarios.inzicht.dossiertoets import check_dossiers
from scenarios.inzicht.volumes_raming import DOELGROEPLABELS, check_intake
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.model import Model
from scenarios.regiomap.gebeurtenissen import Gebeurtenis
from scenarios.regiomap.land.herindelingen import VASTGESTELD
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import Wijziging

MAX_NAMEN = 8
VER_VAN_CBS = 0.2
"""Twice what the two cohorts that CBS counted differ from each other."""


def points_of_attention(regio: Regio, model: Model) -> list[str]:
    """Dutch sentences, each with its mend; the result stands, but probably rests on a gap in the input."""
    return [
        *books_left_out(regio),
        *_other_names(regio),
        *_later_inhabitants(regio),
        *_mergers(regio),
        *_unused_onderwijsroute(model),
        *_without_gemeentefonds(regio, model),
        *_without_counts(regio),
        *_fixed_that_stops(regio, model),
        *_equal_indexes(regio, model),
        *_far_from_cbs(regio, model),
        *_beyond(regio, model),
        *filled_in(regio, model),
        *check_dossiers(regio),
    ]


def books_left_out(regio: Regio) -> list[str]:
    """Why the books do not count, so that their years are forecast; nothing when they do."""
    return [f"de boeken tellen niet mee. {melding}" for melding in regio.feiten.meldingen]


def own_data(regio: Regio) -> Iterator[str]:
    """From which data folder national figures come, when there is one."""
    if (eigen := regio.land.eigen) is not None:
        wat = list_words([*eigen.hashes]) if eigen.hashes else "geen bestand"
        yield f"Landelijke gegevens uit {eigen.map.map} ({eigen.map.hoe}) gaan vóór wat spuk meebrengt: {wat}."


def _other_names(regio: Regio) -> Iterator[str]:
    """A name that CBS does not give to the code beside it: the code counts, and a slip in it would not be seen."""
    for g in regio.gemeenten:
        officieel = regio.land.bevolking.namen.get(g.code, g.naam)
        if g.naam.casefold() != officieel.casefold():
            yield f"{g.code} heet hier {g.naam} en bij CBS {officieel}; de code telt. Klopt die?"


def _later_inhabitants(regio: Regio) -> Iterator[str]:
    """Inhabitants of a year that nobody has counted yet: they divide the taakstelling of later years anew."""
    eigen, codes = regio.land.eigen, {g.code for g in regio.gemeenten}
    jaren = {j for c, j in eigen.inwoners if c in codes and j > regio.bestand.peildatum.year + 1} if eigen else set()
    if jaren:
        yield (
            f"eigen inwoners van {_years(sorted(jaren))}, na de peildatum, verdelen de taakstelling van dan. Klopt het "
            "jaar in bevolking.csv?"
        )


def _mergers(regio: Regio) -> Iterator[str]:
    """A merger of a gemeente of the region that may come about before its last year ends."""
    codes, einde = {g.code for g in regio.gemeenten}, date(regio.bestand.eindjaar + 1, 1, 1)
    for h in regio.land.herindelingen.values():
        if h.oud not in regio.land.gevolgd and h.datum < einde and codes & {h.oud, h.nieuw}:
            status = "" if h.status == VASTGESTELD else f", {h.status}"
            yield (
                f"{h.naam} gaat op {format_date(h.datum)} op in {h.nieuwe_naam}{status}; de raming rekent ook daarna "
                "met de gemeenten van de peildatum."
            )


def _unused_onderwijsroute(model: Model) -> Iterator[str]:
    """Years in which the SPUK onderwijsroute brings money and pays for nothing: all of it goes back."""
    # What closed years paid stands in the books.
    bedragen = np.sum([g.onderwijsroute * ~g.feiten.dicht for g in model.gemeenten], axis=0)
    betaalt = np.sum([g.verdeling[:, POTTEN.index("spuk_onderwijsroute")].sum(axis=0) for g in model.gemeenten], axis=0)
    jaren = [j for j, bedrag, deel in zip(model.tijdas.jaren, bedragen, betaalt, strict=True) if bedrag and not deel]
    if jaren:
        totaal = thousands(round(bedragen[np.isin(model.tijdas.jaren, jaren)].sum()))
        yield (
            f"de SPUK onderwijsroute {_years(jaren)} krijgt € {totaal}, maar er gaan geen lasten naartoe; alles gaat "
            "terug. Zet in regio.toml een blok [[verdeling]] voor leerroute_onderwijs."
        )


def _without_gemeentefonds(regio: Regio, model: Model) -> Iterator[str]:
    """Gemeenten that get nothing from the Gemeentefonds in some years, together where the years are the same."""
    zonder: dict[tuple[int, ...], list[Gemeentemodel]] = {}
    for g in model.gemeenten:
        jaren = tuple(j for j, bedrag in zip(model.tijdas.jaren, g.gemeentefonds, strict=True) if not bedrag)
        if jaren:
            zonder.setdefault(jaren, []).append(g)
    for jaren, gemeenten in zonder.items():
        lasten = costs_without_budget(regio, model, [g.code for g in gemeenten], jaren)
        yield (
            f"geen budget uit het Gemeentefonds in {_years(jaren)} voor "
            f"{_names([g.naam for g in gemeenten], len(model.gemeenten))}; de raming rekent met € 0, tegenover "
            f"€ {thousands(lasten)} aan uitvoeringslasten. Zet het budget in budgetten.csv."
        )


def _without_counts(regio: Regio) -> Iterator[str]:
    geteld = {r.cbs_code for r in regio.instroom}
    namen = [g.naam for g in regio.gemeenten if g.code not in geteld]
    if namen:
        yield (
            f"geen tellingen van {_names(namen, len(regio.gemeenten))} in instroom.csv; de raming volgt daar de "
            "taakstelling en het gemiddelde."
        )


def _fixed_that_stops(regio: Regio, model: Model) -> Iterator[str]:
    """Fixed sums that begin or end within the years of the forecast with nothing before or after them."""
    begin, einde = model.tijdas.maanden[0], date(model.tijdas.jaren[-1] + 1, 1, 1)
    vast = [c for c in regio.contracten if c.betaling == "vast"]
    for c in vast:
        anderen = [a for a in vast if a is not c and a.voorziening == c.voorziening]
        bedrag = f"de vaste lasten {c.contract} van € {thousands(round(c.prijs))} per jaar ({c.bestand}, {c.plaats})"
        if begin < c.tot < einde and not any(a.van <= c.tot < a.tot for a in anderen):
            if not regio.bestand.contract_terugval:
                yield (
                    f"{bedrag} stoppen op {c.tot:%d-%m-%Y}; daarna kost dit niets meer. Vul contracten.csv aan, of zet "
                    "contract_terugval = true in regio.toml."
                )
            elif not any(a.van > c.tot for a in anderen):
                yield f"{bedrag} eindigen op {c.tot:%d-%m-%Y}; de raming laat ze daarna doorlopen (contract_terugval)."
        if begin < c.van < einde and not any(a.tot >= c.van > a.van for a in anderen):
            yield f"{bedrag} beginnen op {c.van:%d-%m-%Y}; ervoor kost dit niets."


def _equal_indexes(regio: Regio, model: Model) -> Iterator[str]:
    """Prices that follow the SPUK only because nobody said otherwise: dearer contracts are then unseen."""
    eigen, spuk = (
        max((w for w in model.waarden if w.parameter == naam), key=lambda w: w.vanaf, default=None)
        for naam in ("index_contract", "index_spuk")
    )
    if eigen is None or spuk is None or eigen.waarde != spuk.waarde:
        return
    meegeleverd = regio.land.parameters.in_year("index_contract", model.tijdas.jaren[-1])
    if (eigen.waarde, eigen.bestand) == (meegeleverd.waarde, meegeleverd.bestand):
        yield (
            f"de prijzen van contracten stijgen met dezelfde index als de SPUK ({format_share(float(eigen.getal))} per "
            "jaar), alleen omdat er niets anders is ingevuld; stijgen zij harder, dan is het saldo lager. Zet "
            "index_contract in parameters.toml, of reken een scenario met index.prijzen."
        )


def _far_from_cbs(regio: Regio, model: Model) -> Iterator[str]:
    """Waiting times with which far more, or far fewer, have begun the brede intake than CBS counted nationally."""
    for doelgroep, wie in DOELGROEPLABELS.items():
        toetsen = [t for t in check_intake(model.verloop, regio.parameters) if t.doelgroep == doelgroep]
        toets = max(toetsen, key=lambda t: t.afstand)
        if toets.afstand > VER_VAN_CBS:
            landelijk = " tot ".join(format_share(x, 0) for x in sorted({min(toets.landelijk), max(toets.landelijk)}))
            geteld = any(t.grootheid.startswith(doelgroep) for t in model.tempo)
            herkomst = "eigen tellingen" if geteld else "eigen dossiers" if regio.personen else "trajecten.toml"
            yield (
                f"van de {wie} is hier {toets.moment} {format_share(toets.model, 0)} aan de brede intake begonnen, "
                f"landelijk {landelijk} (CBS). Dat tempo volgt uit {herkomst} en bepaalt in welk jaar de lasten "
                "vallen; spuk volumes --uitleg toont hoe."
            )


def _beyond(regio: Regio, model: Model) -> Iterator[str]:
    """Changes and events that fall wholly outside the years of the forecast, in the folder or the chosen scenario."""
    eigen = {p.stem for p in files_in(regio.map / "scenarios", "*.toml")} | {model.scenario}
    begin, einde = model.tijdas.maanden[0], date(model.tijdas.jaren[-1], 12, 31)
    plekken: list[tuple[str, Sequence[Wijziging | Gebeurtenis]]] = [("regio.toml", regio.bestand.gebeurtenis)]
    plekken += [(f"scenario {n}", (*s.wijziging, *s.gebeurtenis)) for n, s in regio.scenarios.items() if n in eigen]
    for waar, alles in plekken:
        for iets in alles:
            soort = f"wijziging van {iets.veld}" if isinstance(iets, Wijziging) else f"gebeurtenis {iets.soort}"
            if iets.vanaf > einde:
                yield (
                    f"{waar}: de {soort} begint op {iets.vanaf:%d-%m-%Y}, na het eindjaar {einde.year}, en verandert "
                    "dus niets. Zet de datum eerder, of eindjaar in regio.toml later."
                )
            elif (tot := _end(iets)) is not None and tot <= begin:
                yield (
                    f"{waar}: de {soort} eindigt op {tot:%d-%m-%Y}, voor de raming begint ({begin:%d-%m-%Y}), en "
                    "verandert dus niets."
                )


def _end(iets: Wijziging | Gebeurtenis) -> date | None:
    """The first day on which it no longer holds; an event without one takes a month."""
    return add_months(iets.vanaf, 1) if iets.tot is None and isinstance(iets, Gebeurtenis) else iets.tot


def _years(jaren: Sequence[int]) -> str:
    heel = len(jaren) > 2 and jaren[-1] - jaren[0] == len(jaren) - 1
    return f"{jaren[0]}-{jaren[-1]}" if heel else list_words([str(j) for j in jaren])


def _names(namen: list[str], alle: int) -> str:
    if len(namen) == alle > MAX_NAMEN:
        return f"de {alle} gemeenten"
    return list_words(namen if len(namen) <= MAX_NAMEN else [*namen[:MAX_NAMEN], f"{len(namen) - MAX_NAMEN} andere"])
