"""Realised figures per post of a begroting: a closed year, or a year up to a day, from bookings and `begroting.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from finance.fouten import Invoerfout, Melding, raise_if_any
from scenarios.boeken.begroting import PER_VOORZIENING, POSTEN, UITVOERING, Bedrag, Begroting
from scenarios.boeken.jaar_sluiten import Verantwoording, booked_later, build_accounts
from scenarios.boeken.map import INSTELLINGEN, Correctie, Verantwoordingsmap, read_folder
from scenarios.boeken.slot import Last
from scenarios.boeken.toerekening import collect_costs, merge_closed
from scenarios.grond.openen import is_there
from scenarios.regiomap.besluiten import SUBMAP
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.regio import find_region


@dataclass(frozen=True)
class Rekening:
    """The books of a closed year, by post."""

    verantwoording: Verantwoording

    def post(self, codes: Sequence[str], post: str) -> Bedrag:
        """Lasten or baten in cents of these gemeenten; None where the books hold nothing on it."""
        if post == "gemeentefonds":
            return None
        rekeningen = [r for g in self.verantwoording.gemeenten if g.gemeente.code in codes for r in g.regelingen]
        if POSTEN[post].aard == "baten":
            return sum(r.jaar.baten for r in rekeningen if r.regeling == post)
        return _by_post([last for r in rekeningen for last in r.lasten], post)

    def correction(self, codes: Sequence[str]) -> int:
        """Lasten of earlier years that this year accounts for."""
        return sum(
            r.jaar.correctie_besteding
            for g in self.verantwoording.gemeenten
            if g.gemeente.code in codes
            for r in g.regelingen
        )

    @property
    def toelichting(self) -> str:
        """What stands above every sheet of the books, such as FICTIEF."""
        return self.verantwoording.invoer.instellingen.toelichting


@dataclass(frozen=True)
class Boeken:
    """Bookings of a year up to and including a day."""

    jaar: int
    tot: date
    lasten: tuple[Last, ...]
    correcties: tuple[Correctie, ...] = ()
    """Rows of [[correctie]] of that year."""

    def post(self, codes: Sequence[str], post: str) -> int:
        """Lasten of the year in cents; of a SPUK all its lasten, corrections too, because baten follow lasten."""
        eigen = [x for x in self.lasten if x.code in codes]
        if POSTEN[post].aard == "baten":
            gecorrigeerd = sum(c.bedrag for c in self.correcties if c.cbs_code in codes and c.regeling == post)
            return gecorrigeerd + sum(x.bedrag for x in eigen if x.pot == post)
        return _by_post(eigen, post)

    def correction(self, codes: Sequence[str]) -> int:
        """Lasten of earlier years that this year accounts for."""
        bedragen = [x.bedrag for x in self.lasten if x.code in codes and x.correctie]
        return sum([*bedragen, *(c.bedrag for c in self.correcties if c.cbs_code in codes)])


def _by_post(lasten: Sequence[Last], post: str) -> int:
    return sum(x.bedrag for x in lasten if not x.correctie and PER_VOORZIENING[x.voorziening] == post)


def find_books(map_: Verwijzing) -> Verantwoordingsmap | None:
    """The books of a region folder; None when it has none. Raises Invoerfout for books that cannot be read."""
    return read_folder(map_) if is_there(find_region(map_) / SUBMAP / INSTELLINGEN) else None


def booked_years(invoer: Verantwoordingsmap) -> list[int]:
    """Years with bookings or stated costs, in order."""
    instellingen = invoer.instellingen
    return sorted({b.jaar for b in instellingen.boekingen} | {r.jaar for r in instellingen.lichamen if r.kosten})


def close_year(invoer: Verantwoordingsmap | None, jaar: int) -> Rekening | None:
    """The books of one year; None without bookings of it. Raises Invoerfout when they do not close."""
    if invoer is None or jaar not in booked_years(invoer):
        return None
    return Rekening(build_accounts(invoer, jaar))


def realised(begroting: Begroting, rekening: Rekening | None, jaar: int, codes: Sequence[str], post: str) -> Bedrag:
    """The rekening of one post: from the books, else as entered in `begroting.csv`.

    The books hold the SPUKs only; uitvoeringslasten are what was entered, with what a SPUK paid of them on top.
    """
    ingevoerd = begroting.realised(jaar, codes, post)
    geboekt = rekening.post(codes, post) if rekening else None
    if post != UITVOERING:
        return ingevoerd if geboekt is None else geboekt
    if not isinstance(ingevoerd, int):
        return None
    return ingevoerd + (geboekt if isinstance(geboekt, int) else 0)


def last_booking(invoer: Verantwoordingsmap, jaar: int) -> date | None:
    """Day of the last accepted booking of a year."""
    dagen = invoer.boekingen.goedgekeurd.query("jaar == @jaar")["datum"]
    return None if dagen.empty else dagen.max().date()


def last_full_year(invoer: Verantwoordingsmap, tot: int | None = None) -> int | None:
    """The last year, up to and including `tot`, whose bookings run into December; None when there is none."""
    jaren = [j for j in booked_years(invoer) if tot is None or j <= tot]
    vol = [j for j in jaren if (dag := last_booking(invoer, j)) is None or dag.month == 12]
    return vol[-1] if vol else None


def booked_until(invoer: Verantwoordingsmap, jaar: int, tot: date) -> list[Last]:
    """Lasten booked in `jaar` up to and including `tot`, costs of regional bodies shared by their keys.

    Costs that a body states for a whole year count only from 31 December. Raises Invoerfout.
    """
    tabel = invoer.boekingen.tabel
    op_tijd = tabel[(tabel["jaar"] == jaar) & (tabel["datum"] <= np.datetime64(tot))]
    heel = tot >= date(jaar, 12, 31)
    lichamen = tuple(
        r if heel and r.jaar == jaar else r.model_copy(update={"kosten": {}}) for r in invoer.instellingen.lichamen
    )
    deel = replace(
        invoer,
        boekingen=replace(invoer.boekingen, rijen=op_tijd),
        instellingen=invoer.instellingen.model_copy(update={"gemeenschappelijke_regeling": lichamen}),
    )
    meldingen: list[Melding] = []
    lasten, _ = collect_costs(deel, meldingen)
    raise_if_any(meldingen)
    return lasten


def realised_until(invoer: Verantwoordingsmap, jaar: int, tot: date) -> Boeken:
    """What was booked in `jaar` up to and including `tot`, with the corrections that it accounts for.

    Raises Invoerfout where a body states costs of a whole year and less of it is asked.
    """
    heel = tot >= date(jaar, 12, 31)
    if not heel and any(r.kosten for r in invoer.instellingen.lichamen if r.jaar == jaar):
        raise Invoerfout(
            [
                Melding(
                    INSTELLINGEN,
                    f"[[gemeenschappelijke_regeling]] met kosten {jaar}",
                    "kosten over een heel jaar",
                    f"boekingen met een datum, om te weten wat er tot en met {tot:%d-%m-%Y} is besteed",
                    "Lever de boekingen van deze regeling aan, of kies --op op 31 december.",
                )
            ]
        )
    lasten = booked_until(invoer, jaar, tot)
    if invoer.gesloten:
        alle, _ = collect_costs(invoer, [])
        later = booked_later(invoer, alle)
        # A closed year as a whole is what it was closed with; within it only the bookings know a day.
        lasten = [x for x in merge_closed(invoer, lasten) if x.jaar == jaar] if heel else lasten
    else:
        later = []
    correcties = tuple(c for c in (*invoer.instellingen.correctie, *later) if c.jaar == jaar)
    return Boeken(jaar, tot, tuple(lasten), correcties)
