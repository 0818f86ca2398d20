"""What the commands share that write a file per gemeente from the books of a year."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from reports.grond.rekenopties import MAP, STIL, file_option, folder_option, gemeente_option, year_option
from reports.grond.vormen import csv_option

if TYPE_CHECKING:
    from scenarios.administratie.boeken import Jaarboeken

_OPTIES = (
    MAP,
    year_option("Het boekjaar: gesloten of open."),
    gemeente_option("Alleen deze gemeente."),
    folder_option("Waar de bestanden komen (hier)."),
    file_option("schema", "Schrijf ook het rekeningschema, met wat er nog niet in staat als aanname."),
    STIL,
)


class Boekbestand(Protocol):
    """What is written of one gemeente."""

    @property
    def gebruikt(self) -> Set[tuple[str, str, str]]:
        """(role, CBS code, uitkering) of every line whose codes stand in it."""


B = TypeVar("B", bound=Boekbestand)


def book_options(opdracht: Callable[..., Any]) -> Callable[..., Any]:
    """MAP and the options of such a command."""
    opdracht = csv_option(opdracht)
    for optie in reversed(_OPTIES):
        opdracht = optie(opdracht)
    return opdracht


def write_books(
    soort: str,
    boeken: Jaarboeken,
    doel: tuple[Path, Path | None],
    maak: Callable[[], Sequence[B]],
    schrijf: Callable[[Sequence[B]], object],
) -> tuple[Sequence[B], list[Path]]:
    """What was made and the files of it, as one set. doel: the folder, and where the chart of accounts goes."""
    from reports.jaar.journaal import file_of
    from reports.jaar.schema import write_chart
    from scenarios.engine.fingerprint import make_mark
    from scenarios.grond.bestanden import one_set, raise_if_writing_fails

    uit, schema = doel
    doelen = [file_of(soort, boeken.verantwoording.jaar, g, uit) for g in boeken.gemeenten]
    doelen += [schema] if schema is not None else []
    raise_if_writing_fails(doelen)
    alle = maak()
    with one_set() as samen:
        samen.kenmerk = make_mark(soort, boeken.mark)
        schrijf(alle)
        if schema is not None:
            write_chart(boeken.schema, schema)
    return alle, doelen


def tell_books(
    boeken: Jaarboeken, alle: Sequence[B], doelen: Sequence[Path], toon: Callable[[Sequence[B]], None]
) -> None:
    """What was made, with what it assumes, and where it stands."""
    from reports.jaar.schema import assumed_words

    for regel in boeken.running:
        click.secho(regel, fg="yellow")
    toon(alle)
    for regel in assumed_words(boeken.schema, {regel for b in alle for regel in b.gebruikt}):
        click.secho(regel, fg="yellow")
    click.echo("Geschreven:\n" + "\n".join(f"  {pad}" for pad in doelen))
