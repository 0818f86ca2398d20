"""Rules of law on the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal

import click

from finance.taal.getallen import dutch, format_date
from finance.taal.regel import Wetsregel
from finance.taal.tekst import notation, say, sentence, sign_of
from reports.grond.console import make_console
from scenarios.inzicht.wetsuitleg import Ingevuld, articles

BREEDTE = 100
_AANDELEN = {"pa", "po", "blijft", "percentage", "percentage_vorig", "kortingsdeel", "onderwijsdeel"}
_PERSONEN = {
    *("asiel_t", "asiel_t1", "asiel_t2", "aia", "onderwijsroute", "gezin", "plichtig", "taakstelling", "prognose"),
    *("afgerond", "verhuisd_a", "verhuisd_b", "verhuisd_c"),
}


def show_overview(regels: Sequence[Wetsregel]) -> None:
    """Every article and the names of its rules."""
    per_artikel: dict[str, list[str]] = {}
    for regel in regels:
        for artikel in articles(regel) or ("zonder artikel",):
            per_artikel.setdefault(artikel, []).append(regel.naam)
    click.echo("Vraag uitleg van een artikel of een regel, zoals: spuk uitleg art. 10.5")
    for artikel in sorted(per_artikel, key=_order):
        namen = ", ".join(dict.fromkeys(per_artikel[artikel]))
        kop = f"art. {artikel}" if artikel[0].isdigit() else artikel
        click.echo(_wrap(f"{kop:<15} {namen}", 0, 16))


def show_page(tekst: str) -> None:
    """A page of the manual, as wide as it reads well."""
    from reports.invoer.leesbaar import BREEDTE as LEESBREEDTE
    from reports.invoer.leesbaar import readable

    console = make_console()
    console.width = min(console.width, LEESBREEDTE)
    with console.capture() as gevangen:
        console.print(readable(tekst))
    # Rich fills every line up to the width.
    click.echo("\n".join(regel.rstrip() for regel in gevangen.get().splitlines()))


def show_rules(regels: Iterable[Wetsregel]) -> None:
    """Sentence, formula, dates and remark of every rule."""
    for regel in regels:
        _show_rule(regel)


def show_figures(ingevuld: Ingevuld) -> None:
    """Every rule with the expected figures of one gemeente and year."""
    click.echo(f"{ingevuld.gemeente}, {ingevuld.jaar}: verwachte waarden, zonder toeval.")
    click.echo()
    for regel in ingevuld.regels:
        _show_rule(regel)
        invullingen = [i for i in ingevuld.invullingen if i.regel.naam == regel.naam]
        if not invullingen:
            click.echo(
                _wrap("Geen cijfers: deze regel geldt dan niet, of hoort bij de boeken en niet bij de raming.", 2)
            )
            click.echo()
        for invulling in invullingen:
            click.echo(_wrap(f"{invulling.waarvan}: {notation(invulling.regel)}", 2))
            for naam, waarde in invulling.cijfers.items():
                regel_ = f"{sign_of(naam):<22} {show_figure(naam.naam, waarde):>18}  {say(naam)}"
                click.echo(_wrap(regel_, 4, 47 if _width() > 80 else 8))
            click.echo(f"    {'uitkomst':<22} {_outcome(invulling.regel, invulling.uitkomst):>18}")
            click.echo()


def show_figure(naam: str, waarde: float) -> str:
    """A figure in the unit of its key: a share, persons, or euros."""
    if waarde != waarde:
        return "geen"
    if naam in _AANDELEN:
        return f"{dutch(_rounded(100 * waarde, 2))}%"
    if naam in _PERSONEN:
        return f"{dutch(_rounded(waarde, 2))} personen"
    if naam in ("factor", "verhouding"):
        return dutch(_rounded(waarde, 6))
    return f"€ {dutch(_rounded(waarde, 2))}"


def _outcome(regel: Wetsregel, waarde: float) -> str:
    telt = regel.naam.startswith(("voorlopig_", "definitief_")) or regel.naam == "aia"
    soort = "plichtig" if telt and waarde == waarde else "factor" if regel.naam.startswith("factor") else ""
    return show_figure(soort, waarde)


def _show_rule(regel: Wetsregel) -> None:
    geldt = f"Geldt vanaf {format_date(regel.vanaf)}" + (f" tot en met {format_date(regel.tot)}." if regel.tot else ".")
    click.echo(click.style(regel.naam, bold=True))
    for tekst in (sentence(regel), notation(regel), f"{geldt} {regel.toelichting}".strip()):
        click.echo(_wrap(tekst, 2))
    click.echo()


def _width() -> int:
    return min(BREEDTE, make_console().width)


def _wrap(tekst: str, inspringen: int, daarna: int | None = None) -> str:
    """Text in the width of the terminal; columns made with spaces stay."""
    volgend = " " * (inspringen + 2 if daarna is None else daarna)
    return textwrap.fill(
        tekst, _width(), initial_indent=" " * inspringen, subsequent_indent=volgend, replace_whitespace=False
    )


def _rounded(waarde: float, cijfers: int) -> Decimal:
    return Decimal(repr(float(waarde))).quantize(Decimal(1).scaleb(-cijfers))


def _order(artikel: str) -> tuple[bool, list[tuple[int, str]]]:
    return not artikel[0].isdigit(), [(int("".join(filter(str.isdigit, d)) or 0), d) for d in artikel.split(".")]
