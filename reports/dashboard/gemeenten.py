"""Every gemeente of the region in one table, of a year or added up, in any order, with a way to the answer of each."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup

from finance.taal.getallen import format_share
from reports.dashboard.uitvoer import file_name, table_link
from reports.raming.kerncijfers import GEEN_OORDEEL
from reports.tabel.html import to_html
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.tabel.tekst import DUIZENDEN
from scenarios.engine.origin import GEREALISEERD
from scenarios.engine.result import Result, Summary

OPGETELD = "opgeteld"
KOLOMMEN = ("Gemeente", "Budget", "Lasten", "Saldo", "Saldo P10", "Saldo P90", "Kans sluitend", "Nodige buffer")


@dataclass(frozen=True)
class Volgorde:
    """An order of the rows: by which column, and which way."""

    kolom: int
    dalend: bool

    @property
    def code(self) -> str:
        """In an address."""
        return f"{file_name(KOLOMMEN[self.kolom])}-{'af' if self.dalend else 'op'}"

    @property
    def label(self) -> str:
        """In the list of orders."""
        einden = ("A", "Z") if not self.kolom else ("laagst", "hoogst")
        van, tot = reversed(einden) if self.dalend else einden
        return f"{KOLOMMEN[self.kolom]}, van {van} naar {tot}"


VOLGORDEN = tuple(
    Volgorde(k, dalend) for k in range(len(KOLOMMEN)) for dalend in ((False, True) if not k else (True, False))
)
"""First the one that a press on the head of a column gives"""
PER_CODE = {v.code: v for v in VOLGORDEN}
STANDAARD = Volgorde(len(KOLOMMEN) - 1, True)
"""The largest buffer first"""


def period_name(periode: str, jaren: tuple[int, ...]) -> str:
    """What a period is called: a year, or 'opgeteld 2026–2029'."""
    return f"opgeteld {jaren[0]}–{jaren[-1]}" if periode == OPGETELD else periode


def gemeente_table(resultaat: Result, jaren: tuple[int, ...], periode: str, volgorde: Volgorde = STANDAARD) -> Tabel:
    """The columns of `KOLOMMEN`, a row per gemeente in that order, and then the region.

    periode: a year of `jaren`, or `OPGETELD`: then everything is added up over them
    """
    rijen = [_row(resultaat, d, jaren, periode) for d in resultaat.gemeenten]
    # What has no figure stands last, either way.
    met, zonder = ([r for r in rijen if _has_figure(r[volgorde.kolom]) == ja] for ja in (True, False))
    met.sort(key=lambda r: r[volgorde.kolom], reverse=volgorde.dalend)  # type: ignore[arg-type, return-value]
    eerste, *bedragen, kans, buffer = KOLOMMEN
    return Tabel(
        f"{resultaat.totaal.naam}, {period_name(periode, jaren)}",
        (Kolom(eerste), *columns((bedragen, "euro")), Kolom(kans, "deel"), Kolom(buffer, "euro")),
        tuple(map(Rij, (*met, *zonder, _row(resultaat, resultaat.totaal, jaren, periode)))),
    )


def _has_figure(cel: Cel) -> bool:
    return not (isinstance(cel, float) and math.isnan(cel))


def _row(resultaat: Result, deel: Summary, jaren: tuple[int, ...], periode: str) -> tuple[Cel, ...]:
    nummers = [resultaat.jaren.index(j) for j in jaren]
    toets, saldo, laatste = "cumulatief", "saldo_cumulatief", nummers[-1]
    if periode != OPGETELD:
        nummers = [resultaat.jaren.index(int(periode))]
        toets, saldo, laatste = "totaal", "saldo", nummers[0]
    jaar = resultaat.jaren[laatste]
    oordeel, dicht = deel.oordelen[toets, jaar], resultaat.status(deel, jaar) == GEREALISEERD
    return (
        deel.naam,
        *(sum(deel.value(grootheid, j) for j in nummers) for grootheid in ("budget", "lasten")),
        deel.value(saldo, laatste),
        *(GEEN_OORDEEL if dicht else deel.value(saldo, laatste, p) for p in ("p10", "p90")),
        GEEN_OORDEEL if dicht else oordeel.kans,
        0.0 if dicht else oordeel.buffer,
    )


def gemeenten_html(
    resultaat: Result, jaren: tuple[int, ...], periode: str, volgorde: Volgorde, link: Callable[[str], Markup]
) -> str:
    """The table, each name with a link to its own answer. link: CBS code, or nothing for the region -> link"""
    tabel = gemeente_table(resultaat, jaren, periode, volgorde)
    codes = {d.naam: d.code for d in resultaat.gemeenten}
    rijen = tuple(
        replace(rij, cellen=(link(codes.get(str(rij.cellen[0]), "")), *rij.cellen[1:])) for rij in tabel.rijen
    )
    kolommen = tuple(_head(n, kolom, volgorde) for n, kolom in enumerate(tabel.kolommen))
    sluit = sum(d.oordelen[_judged(resultaat, jaren, periode)].neutraal for d in resultaat.gemeenten)
    kop = f"Per gemeente, {period_name(periode, jaren)}"
    uitleg = (
        f"{sluit} van de {len(resultaat.gemeenten)} gemeenten sluiten met {format_share(resultaat.zekerheid, 0)} "
        "zekerheid. Bedragen × € 1.000. Budget, lasten en saldo van de gemeenten tellen op tot de regio, op afronding "
        "na; P10, P90, kans en buffer niet, want het zit niet overal tegelijk tegen. De naam van een gemeente toont "
        "haar eigen antwoord, de kop van een kolom zet de rijen in die volgorde."
    )
    inhoud = to_html(replace(tabel, titel="", kolommen=kolommen, rijen=rijen), DUIZENDEN, f"Tabel {kop.lower()}")
    return (
        f'<section class="gemeenten"><h3>{kop}</h3><p class="klein">{uitleg}</p>{inhoud}{table_link(tabel, kop)}'
        "</section>"
    )


def _head(nummer: int, kolom: Kolom, nu: Volgorde) -> Kolom:
    """The head of a column as a button that orders by it, and the other way round when it does already."""
    eerst, anders = (v for v in VOLGORDEN if v.kolom == nummer)
    teken = ("▼" if nu.dalend else "▲") if nu.kolom == nummer else ""
    kop = Markup(
        '<button type="button" data-knop="volgorde" data-optie="{}">{}<span aria-hidden="true">{}</span></button>'
    )
    return replace(
        kolom,
        kop=kop.format((anders if nu == eerst else eerst).label, kolom.kop, teken),
        geordend=("descending" if nu.dalend else "ascending") if teken else "",
    )


def _judged(resultaat: Result, jaren: tuple[int, ...], periode: str) -> tuple[str, int]:
    return ("cumulatief", jaren[-1]) if periode == OPGETELD else ("totaal", int(periode))
