"""The latest expectation of a year per post: booked and the rest where there are bookings, else the forecast."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from finance.administratie.rollen import CORRECTIE, GEMEENTEFONDS
from finance.taal.getallen import format_date
from reports.grond.profiel import find_profile
from reports.pc.delen import check_horizon, choose_who, expected_post, number
from reports.pc.tussenrapportage import build_tussenrapportage
from reports.tabel.tabel import Tabel
from scenarios.boeken.begroting import POSTEN, Begroting
from scenarios.boeken.map import Verantwoordingsmap
from scenarios.boeken.prognose import end_of_month, forecast_rest
from scenarios.boeken.realisatie import close_year, last_booking, realised_until
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.regio import Regio, choose_scenarios

ZEKERHEID = 0.9
"""No figure of a wijziging depends on it: what is asked of the council is a mean, without its band."""


@dataclass(frozen=True)
class Verwachtingskeuze:
    """How the expectation is made: the same draws as those of a piece make the same figures."""

    scenario: str
    op: date | None
    """Bookings to this day; None: to the end of the month of the last one."""
    trekkingen: int
    zaad: int


@dataclass(frozen=True)
class Jaarverwachting:
    """Per gemeente the expectation of one year, and what it rests on."""

    jaar: int
    op: date
    """Until when it is known: the day of the bookings, or of the counts."""
    rust_op: str
    posten: Callable[[str], dict[str, int]]
    """Name of a gemeente -> per post in cents"""


def expect_year(
    regio: Regio, boeken: Verantwoordingsmap | None, begroting: Begroting, jaar: int, keuze: Verwachtingskeuze
) -> Jaarverwachting:
    """The mean of every post, as the tussenrapportage or the begroting tells it with these draws.

    Raises Invoerfout for a year that the region folder does not reach.
    """
    check_horizon(regio, jaar, jaar)
    (scenario,) = choose_scenarios(regio, (keuze.scenario,))
    laatste = last_booking(boeken, jaar) if boeken is not None else None
    if boeken is None or laatste is None:
        resultaat = run(build_model(regio, scenario), keuze.trekkingen, keuze.zaad, ZEKERHEID)
        j = resultaat.jaren.index(jaar)

        def forecast(naam: str) -> dict[str, int]:
            deel = choose_who(regio, naam).part(resultaat)
            return {post: expected_post(deel, post, j) for post in POSTEN}

        peildatum = regio.bestand.peildatum
        return Jaarverwachting(jaar, peildatum, f"de raming met aantallen tot {format_date(peildatum)}", forecast)
    tot = keuze.op or end_of_month(laatste)
    prognose = forecast_rest(
        regio,
        scenario,
        realised_until(boeken, jaar, tot),
        close_year(boeken, jaar - 1),
        keuze.trekkingen,
        keuze.zaad,
        ZEKERHEID,
    )

    def with_bookings(naam: str) -> dict[str, int]:
        # Read from the piece itself: what the council is asked is what the tussenrapportage tells it.
        wie = choose_who(regio, naam)
        stuk = build_tussenrapportage(regio, wie, begroting, prognose, find_profile("standaard", regio.map), "")
        return _expected(stuk.tabellen) | {CORRECTIE: prognose.boeken.correction(wie.codes)}

    return Jaarverwachting(
        jaar, tot, f"de boekingen tot en met {format_date(tot)} en de raming van de rest", with_bookings
    )


def _expected(tabellen: Iterable[Tabel]) -> dict[str, int]:
    """Per post the expectation of the year, from the first table with that column."""
    for tabel in tabellen:
        namen = [k.naam for k in tabel.kolommen]
        if "verwachting" in namen:
            kolom = namen.index("verwachting")
            per_label = {r.kop: w[kolom] for r, w in zip(tabel.rijen, tabel.values(), strict=True)}
            # The Gemeentefonds is the only post on its taakveld, and has its name there.
            fonds = next(w for kop, w in per_label.items() if kop.startswith("Baten taakveld 0.7"))
            per_post = {p.naam: number(per_label.get(p.label, 0)) for p in POSTEN.values()}
            return per_post | {GEMEENTEFONDS: number(fonds)}
    raise AssertionError("a tussenrapportage without an expectation")
