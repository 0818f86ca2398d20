"""A command line that speaks Dutch: headings, usage and errors of click, and the two exits a script can trust."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Any

import click

from finance.fouten import Invoerfout

FOUT = 2


class _Nederlands:
    """Dutch headings and help option for commands and groups alike."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        delen = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, delen, prefix="Gebruik: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        regels = [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx)) is not None]  # type: ignore[attr-defined]
        if regels:
            with formatter.section("Opties"):
                formatter.write_dl(regels)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        optie = super().get_help_option(ctx)  # type: ignore[misc]
        if optie is not None:
            optie.help = "Toon deze uitleg."
        return optie


class Opdracht(_Nederlands, click.Command):
    """A command in Dutch."""


class Opdrachten(_Nederlands, click.Group):
    """A group of commands in Dutch; runs with exit 2 and no traceback on bad input."""

    command_class = Opdracht

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section("Opdrachten"):
            formatter.write_dl(
                [(naam, self.commands[naam].get_short_help_str(100)) for naam in self.list_commands(ctx)]
            )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **opties: Any) -> Any:
        try:
            uit = super().main(args, standalone_mode=False, **opties)
        except Invoerfout as fout:
            show_errors(fout)
            sys.exit(FOUT)
        except click.exceptions.NoArgsIsHelpError as fout:
            click.echo(fout.ctx.get_help() if fout.ctx else "")
            sys.exit(0)
        except click.ClickException as fout:
            click.echo(f"Fout: {_in_dutch(fout)}", err=True)
            if isinstance(fout, click.UsageError) and fout.ctx is not None:
                click.echo(f"Uitleg: {fout.ctx.command_path} --help", err=True)
            sys.exit(FOUT)
        except (click.Abort, KeyboardInterrupt):
            click.echo("Afgebroken; er is niets half geschreven.", err=True)
            sys.exit(130)
        # In this mode click returns the code of ctx.exit() and sys.exit is ours to call.
        sys.exit(uit if isinstance(uit, int) else 0)


def show_errors(fout: Invoerfout) -> None:
    """Every message on its own line, on stderr."""
    aantal = len(fout.meldingen)
    click.echo("1 fout in de invoer:" if aantal == 1 else f"{aantal} fouten in de invoer:", err=True)
    for melding in fout.meldingen:
        click.echo(f"- {melding}", err=True)


def share_option(naam: str, standaard: float, uitleg: str) -> Callable[[Any], Any]:
    """An option that is a share strictly between 0 and 1."""

    def check(ctx: click.Context, param: click.Parameter, waarde: float) -> float:
        if not 0 < waarde < 1:
            raise click.BadParameter("een getal tussen 0 en 1, zoals 0.9", ctx, param)
        return waarde

    def decorator(functie: Any) -> Any:
        return update_wrapper(
            click.option(naam, type=float, default=standaard, show_default=False, callback=check, help=uitleg)(functie),
            functie,
        )

    return decorator


def _in_dutch(fout: click.ClickException) -> str:
    if isinstance(fout, click.NoSuchOption):
        suggesties = f" Bedoeld is misschien: {', '.join(fout.possibilities)}." if fout.possibilities else ""
        return f"de optie {fout.option_name} bestaat niet.{suggesties}"
    if isinstance(fout, click.MissingParameter):
        naam = (fout.param.human_readable_name if fout.param else "iets").upper()
        return f"{naam} ontbreekt."
    if isinstance(fout, click.BadParameter):
        naam = fout.param.opts[0] if fout.param and fout.param.opts else "de waarde"
        return f"{naam}: {_bad_value(fout)}"
    if isinstance(fout, click.UsageError) and "No such command" in fout.message:
        return f"de opdracht {fout.message.split(chr(39))[1]} bestaat niet."
    if isinstance(fout, click.UsageError) and "unexpected extra" in fout.message:
        return f"te veel woorden: {fout.message.rsplit('(', 1)[-1].rstrip(').')}."
    return fout.message


def _bad_value(fout: click.BadParameter) -> str:
    soort = fout.param.type if fout.param else None
    if isinstance(soort, click.IntRange):
        return f"verwacht een geheel getal van ten minste {soort.min}."
    if soort is click.INT:
        return "verwacht een geheel getal."
    if soort is click.FLOAT and "valid float" in fout.message:
        return "verwacht een getal, zoals 0.9."
    if isinstance(soort, click.DateTime):
        return "verwacht een datum als 2026-01-31."
    return f"verwacht {fout.message}." if not fout.message.endswith(".") else fout.message
