"""The options `--ods`, `--pdf` and `--csv` of every command that writes a workbook, a page or a csv."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from finance.fouten import list_words
from scenarios.grond.bestanden import Vorm, also_as
from scenarios.grond.csvtekst import CSVVORMEN, csv_as

_SOORTEN = {"ods": ("werkboek", ".xlsx"), "pdf": ("pagina", ".html")}
_OPTIES = {
    "ods": click.option("--ods", is_flag=True, help="Schrijf ieder werkboek ook als .ods (OpenDocument)."),
    "pdf": click.option("--pdf", is_flag=True, help="Schrijf iedere pagina ook als .pdf, toegankelijk en op A4."),
}


def forms(*soorten: str, bij: str = "", bestand: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of these forms on a command.

    bij: the option without which the command writes nothing; bestand: that option names the workbook itself, which may
    be a text file instead
    """

    def decorate(opdracht: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(opdracht)
        def run(**opties: Any) -> Any:
            gevraagd = [soort for soort in soorten if opties.pop(soort)]
            if not gevraagd:
                return opdracht(**opties)
            for soort in gevraagd if bij else ():
                _refuse_nothing(soort, bij, opties[bij], bestand)
            return _in_forms(opdracht, gevraagd, opties)

        for soort in reversed(soorten):
            run = _OPTIES[soort](run)
        return run

    return decorate


def csv_option(opdracht: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--csv` on a command that writes a csv."""

    @wraps(opdracht)
    def run(csv_: str, **opties: Any) -> Any:
        with csv_as(csv_):
            return opdracht(**opties)

    help_ = "Vorm van csv: excel (puntkomma, decimale komma) of rfc (RFC 4180: komma, decimale punt)."
    return click.option("--csv", "csv_", type=click.Choice([*CSVVORMEN]), default="excel", help=help_)(run)


def _refuse_nothing(soort: str, bij: str, doel: Any, bestand: bool) -> None:
    if doel is None:
        raise click.UsageError(f"--{soort} hoort bij --{bij}.")
    wat, van = _SOORTEN[soort]
    if bestand and doel.suffix != van:
        raise click.UsageError(f"--{soort} hoort bij een {wat}: geef --{bij} een naam die eindigt op {van}.")


def _in_forms(opdracht: Callable[..., Any], gevraagd: list[str], opties: dict[str, Any]) -> Any:
    vormen = [_form(soort) for soort in gevraagd]
    with also_as(*vormen) as geschreven:
        try:
            uitkomst = opdracht(**opties)
        except SystemExit:
            # Some commands end with the exit code of their answer.
            _tell(vormen, geschreven, opties)
            raise
    _tell(vormen, geschreven, opties)
    return uitkomst


def _tell(vormen: Sequence[Vorm], geschreven: Sequence[Path], opties: Mapping[str, Any]) -> None:
    if geschreven and not opties.get("stil"):
        click.echo(f"Ook geschreven: {list_words([str(pad) for pad in geschreven])}")
    for vorm in vormen:
        if all(pad.suffix != vorm.naar for pad in geschreven):
            click.echo(f"Let op: geen {vorm.naar}, want deze opdracht schreef geen {vorm.van}.", err=True)


def _form(soort: str) -> Vorm:
    """How it is made. Raises Invoerfout when the package for it is not installed, before anything is computed."""
    if soort == "pdf":
        from reports.vormen.pdf import require_weasyprint, write_pdf

        require_weasyprint()
        return Vorm(_SOORTEN[soort][1], ".pdf", write_pdf)
    from reports.vormen.ods import write_ods

    return Vorm(_SOORTEN[soort][1], ".ods", write_ods)
