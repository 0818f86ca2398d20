"""From a region folder to a written P&C piece: chooses the year, runs the forecast, builds, writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from reports.grond.profiel import Profiel, find_profile
from reports.pc.begroting import VOORUIT, build_begroting, constant_prices
from reports.pc.besluiten import lacks_books
from reports.pc.delen import check_horizon, choose_who
from reports.pc.jaarrekening import Rekeningjaren, build_jaarrekening
from reports.pc.raadsbrief import build_raadsbrief
from reports.pc.risicoparagraaf import build_risicoparagraaf
from reports.pc.tussenrapportage import build_tussenrapportage
from reports.raming.scherm import progress
from reports.tabel.docx import write_letter
from reports.tabel.html import render_page
from reports.tabel.stuk import Stuk
from reports.tabel.xlsx_stuk import write_piece
from scenarios.boeken.begroting import read_budget
from scenarios.boeken.map import Verantwoordingsmap
from scenarios.boeken.prognose import end_of_month, forecast_rest
from scenarios.boeken.realisatie import (
    Rekening,
    booked_years,
    close_year,
    find_books,
    last_booking,
    last_full_year,
    realised_until,
)
from scenarios.engine.explore import Explorer
from scenarios.engine.result import Result
from scenarios.engine.threads import run
from scenarios.engine.work import PARTIJ
from scenarios.grond.bestanden import one_set, raise_if_writing_fails, replacing, write_text
from scenarios.model.model import build_model
from scenarios.regiomap.land.keuze import Regiokeuze
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.regio import Regio, choose_scenarios
from scenarios.waarheid.aansluiting import Aansluitregel, reconcile
from scenarios.waarheid.feiten import read_truth


@dataclass(frozen=True)
class Opgave:
    """What was asked on the command line."""

    map_: Regiokeuze
    stuk: str
    profiel: str
    jaar: int | None
    gemeente: str | None
    op: date | None
    prijzen: str
    scenario: str
    trekkingen: int
    zaad: int
    vermogen: int | None = None
    """Weerstandsvermogen for a begroting or risicoparagraaf, in euros"""


def make_piece(opgave: Opgave, uit: Path, stil: bool) -> tuple[Stuk, list[Path]]:
    """Build the piece and write it into `uit`, all files or none. Raises Invoerfout."""
    regio = read_truth(opgave.map_)
    profiel = find_profile(opgave.profiel, regio.map)
    stuk = _BOUWERS[opgave.stuk](opgave, regio, profiel, stil)
    doelen = {soort: uit / f"{stuk.naam}.{soort}" for soort in (*_SOORTEN.get(opgave.stuk, ("xlsx",)), "html")}
    raise_if_writing_fails(list(doelen.values()))
    with one_set() as samen:
        samen.kenmerk = stuk.mark(profiel.naam)
        if "docx" in doelen:
            with replacing(doelen["docx"]) as document:
                write_letter(stuk, profiel, document)
        if "xlsx" in doelen:
            with replacing(doelen["xlsx"]) as document:
                write_piece(stuk, profiel, document, _reconciled(opgave, regio))
        write_text(doelen["html"], render_page(stuk, profiel))
    return stuk, list(doelen.values())


def _reconciled(opgave: Opgave, regio: Regio) -> list[Aansluitregel]:
    """Every figure that the books reach, for whom the piece is; nothing without books that count."""
    if not regio.feiten.jaren:
        return []
    codes = choose_who(regio, opgave.gemeente).codes
    return reconcile(opgave.map_, code=codes[0] if opgave.gemeente else "")


def forecast(opgave: Opgave, regio: Regio, scenario: Scenario, profiel: Profiel, stil: bool) -> Result:
    """The result of one scenario at the certainty of the profile."""
    model = build_model(regio, scenario)
    with progress(f"Scenario {model.scenario}", len(model.gemeenten), stil) as voortgang:
        return run(model, opgave.trekkingen, opgave.zaad, profiel.zekerheid, progress=voortgang)


def _begroting(opgave: Opgave, regio: Regio, profiel: Profiel, stil: bool) -> Stuk:
    wie = choose_who(regio, opgave.gemeente)
    boeken = find_books(opgave.map_)
    jaar = opgave.jaar or _budget_year(regio, boeken)
    check_horizon(regio, jaar, jaar + VOORUIT)
    begroting = read_budget(regio.map, regio.gemeenten, regio.land)
    (scenario,) = choose_scenarios(regio, (opgave.scenario,))
    if opgave.prijzen == "constant":
        scenario = constant_prices(scenario, jaar)
    rekening = close_year(boeken, jaar - 2)
    resultaat = forecast(opgave, regio, scenario, profiel, stil)
    return build_begroting(regio, wie, jaar, resultaat, begroting, rekening, profiel, opgave.prijzen, opgave.vermogen)


def _jaarrekening(opgave: Opgave, regio: Regio, profiel: Profiel, stil: bool) -> Stuk:
    wie = choose_who(regio, opgave.gemeente)
    boeken = find_books(opgave.map_)
    jaar = opgave.jaar or (last_full_year(boeken) if boeken else None)
    rekening = close_year(boeken, jaar) if jaar else None
    if jaar is None or rekening is None:
        raise Invoerfout(lacks_books(None, jaar or regio.bestand.peildatum.year))
    laatste = last_booking(boeken, jaar) if boeken else None
    cijfers = Rekeningjaren(rekening, _closed_or_none(boeken, jaar - 1), laatste, _people_of(regio, jaar))
    return build_jaarrekening(regio, wie, jaar, read_budget(regio.map, regio.gemeenten, regio.land), cijfers, profiel)


def _closed_or_none(boeken: Verantwoordingsmap | None, jaar: int) -> Rekening | None:
    """The books of a year that a piece only looks back at: without them its column stays open."""
    try:
        return close_year(boeken, jaar)
    except Invoerfout:
        return None


def _people_of(regio: Regio, jaar: int) -> Result | None:
    """Expected values of a closed year with the people who came: what the tussenrapportage of 31 December knows.

    None where the folder holds no forecast of that year; the books alone know no units.
    """
    try:
        resultaat = run(build_model(replace(regio, feiten=regio.feiten.until(jaar)), BASIS), 0)
    except Invoerfout:
        return None
    return resultaat if jaar in resultaat.jaren else None


def _tussenrapportage(opgave: Opgave, regio: Regio, profiel: Profiel, stil: bool) -> Stuk:
    wie = choose_who(regio, opgave.gemeente)
    boeken = find_books(opgave.map_)
    jaar = opgave.op.year if opgave.op else opgave.jaar or (booked_years(boeken)[-1] if boeken else None)
    laatste = last_booking(boeken, jaar) if boeken and jaar else None
    if boeken is None or jaar is None or laatste is None:
        raise Invoerfout(lacks_books(None, jaar or regio.bestand.peildatum.year))
    check_horizon(regio, jaar, jaar)
    tot = opgave.op or end_of_month(laatste)
    (scenario,) = choose_scenarios(regio, (opgave.scenario,))
    with progress("Heel het jaar en de rest", len(regio.gemeenten), stil) as voortgang:
        prognose = forecast_rest(
            regio,
            scenario,
            realised_until(boeken, jaar, tot),
            close_year(boeken, jaar - 1),
            opgave.trekkingen,
            opgave.zaad,
            profiel.zekerheid,
            voortgang,
        )
    begroting = read_budget(regio.map, regio.gemeenten, regio.land)
    return build_tussenrapportage(regio, wie, begroting, prognose, profiel, boeken.instellingen.toelichting)


def _raadsbrief(opgave: Opgave, regio: Regio, profiel: Profiel, stil: bool) -> Stuk:
    wie = choose_who(regio, opgave.gemeente)
    boeken = find_books(opgave.map_)
    jaar = opgave.jaar or _budget_year(regio, boeken)
    check_horizon(regio, jaar, jaar + VOORUIT)
    (scenario,) = choose_scenarios(regio, (opgave.scenario,))
    return build_raadsbrief(regio, wie, jaar, forecast(opgave, regio, scenario, profiel, stil), profiel)


def _risicoparagraaf(opgave: Opgave, regio: Regio, profiel: Profiel, stil: bool) -> Stuk:
    wie = choose_who(regio, opgave.gemeente)
    (scenario,) = choose_scenarios(regio, (opgave.scenario,))
    if wie.regio or len(regio.gemeenten) == 1:
        return build_risicoparagraaf(regio, wie, forecast(opgave, regio, scenario, profiel, stil), opgave.vermogen)
    if opgave.trekkingen > PARTIJ:
        verwacht = f"ten hoogste {PARTIJ} voor één gemeente: haar drijvers worden in één keer gemeten"
        raise Invoerfout([Melding("--trekkingen", "", str(opgave.trekkingen), verwacht)])
    alleen = Explorer(regio, opgave.trekkingen, opgave.zaad).compute(scenario, profiel.zekerheid, wie.naam)
    return build_risicoparagraaf(regio, wie, alleen.result, opgave.vermogen)


def _budget_year(regio: Regio, boeken: Verantwoordingsmap | None) -> int:
    """The year after the last full one in the books, or after the peildatum, as far as the region folder reaches."""
    vol = (last_full_year(boeken) if boeken else None) or regio.bestand.peildatum.year
    return min(max(vol, regio.bestand.peildatum.year) + 1, regio.bestand.eindjaar - VOORUIT)


_BOUWERS = {
    "raadsbrief": _raadsbrief,
    "begroting": _begroting,
    "jaarrekening": _jaarrekening,
    "tussenrapportage": _tussenrapportage,
    "risicoparagraaf": _risicoparagraaf,
}
_SOORTEN = {"raadsbrief": ("docx",), "risicoparagraaf": ("docx", "xlsx")}
"""What is written beside the page, where that is not a workbook alone; a paragraph is pasted into a letter."""
