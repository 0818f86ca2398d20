"""Every gemeente of the region in one table, of one year or added up, with a way to the page of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from finance.taal.getallen import format_share
from reports.dashboard.uitvoer import table_link
from reports.raming.kerncijfers import GEEN_OORDEEL
from reports.tabel.html import to_html
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.tabel.tekst import DUIZENDEN
from scenarios.engine.origin import GEREALISEERD
from scenarios.engine.result import Result, Summary

OPGETELD = "opgeteld"


def period_name(periode: str, jaren: tuple[int, ...]) -> str:
    """What a period is called: a year, or 'opgeteld 2026–2029'."""
    return f"opgeteld {jaren[0]}–{jaren[-1]}" if periode == OPGETELD else periode


def gemeente_table(resultaat: Result, jaren: tuple[int, ...], periode: str) -> Tabel:
    """Gemeente | budget | lasten | saldo | P10 | P90 | chance | buffer, largest buffer first, and then the region.

    periode: a year of `jaren`, or `OPGETELD`: then everything is added up over them
    """
    rijen = sorted((_row(resultaat, d, jaren, periode) for d in resultaat.gemeenten), key=_buffer, reverse=True)
    koppen = ("Budget", "Lasten", "Saldo", "Saldo P10", "Saldo P90")
    return Tabel(
        f"{resultaat.totaal.naam}, {period_name(periode, jaren)}",
        (
            Kolom("Gemeente"),
            *columns((koppen, "euro")),
            Kolom("Kans sluitend", "deel"),
            *columns((("Nodige buffer",), "euro")),
        ),
        tuple(map(Rij, (*rijen, _row(resultaat, resultaat.totaal, jaren, periode)))),
    )


def _buffer(rij: tuple[Cel, ...]) -> float:
    return float(str(rij[-1]))


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
    resultaat: Result, jaren: tuple[int, ...], periode: str, address: Callable[[str], str], bij: str = ""
) -> str:
    """The table, each gemeente with a link to its own page. address: CBS code -> address; bij: what to know of it"""
    tabel, codes = gemeente_table(resultaat, jaren, periode), {d.naam: d.code for d in resultaat.gemeenten}
    rijen = tuple(
        replace(rij, cellen=(_to_page(str(rij.cellen[0]), codes, address), *rij.cellen[1:])) for rij in tabel.rijen
    )
    sluit = sum(d.oordelen[_judged(resultaat, jaren, periode)].neutraal for d in resultaat.gemeenten)
    kop = f"Per gemeente, {period_name(periode, jaren)}"
    uitleg = Markup(
        "{} van de {} gemeenten sluiten met {} zekerheid. Bedragen × € 1.000; de grootste nodige buffer staat "
        "bovenaan. De naam van een gemeente opent haar eigen antwoord.{}"
    ).format(sluit, len(resultaat.gemeenten), format_share(resultaat.zekerheid, 0), f" {bij}" if bij else "")
    inhoud = to_html(replace(tabel, titel="", rijen=rijen), DUIZENDEN, f"Tabel {kop.lower()}")
    return (
        f'<section class="gemeenten"><h3>{kop}</h3><p class="klein">{uitleg}</p>{inhoud}{table_link(tabel, kop)}'
        "</section>"
    )


def _judged(resultaat: Result, jaren: tuple[int, ...], periode: str) -> tuple[str, int]:
    return ("cumulatief", jaren[-1]) if periode == OPGETELD else ("totaal", int(periode))


def _to_page(naam: str, codes: dict[str, str], address: Callable[[str], str]) -> Markup | str:
    return Markup('<a href="{}">{}</a>').format(address(codes[naam]), naam) if naam in codes else naam
