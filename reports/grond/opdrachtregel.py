"""A command line that speaks Dutch: headings, usage and errors of click, and the two exits a script can trust."""

from __future__ import annotations

import atexit
import codecs
import gc
import io
import re
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from encodings import ascii as ascii_codec
from typing import Any

import click

from finance.fouten import Invoerfout, Melding, list_words, shorten
from reports.grond.meldingen import for_programs, to_line
from reports.grond.onderbreking import GEZEGD, Luisteraar, listening
from scenarios.grond.openen import os_problem

FOUT = 2
EERSTE_JAAR, LAATSTE_JAAR = 1900, 2199
_SCHIJF = re.compile(r"[\"'(]?[A-Za-z]:[\\/](?!/)")
_GEWOON = "spuk-gewoon"
_ASCII = codecs.CodecInfo(
    name="spuk_ascii",
    encode=codecs.ascii_encode,
    decode=codecs.ascii_decode,
    incrementalencoder=ascii_codec.IncrementalEncoder,
    incrementaldecoder=ascii_codec.IncrementalDecoder,
)
_TEKENS = {
    **{"€": "EUR", "×": "x", "±": "+/-", "≥": ">=", "≤": "<=", "≈": "~", "→": "->", "…": "...", "·": ".", "•": "-"},
    **dict.fromkeys("–—−", "-"), **dict.fromkeys("‘’", "'"), **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("\u00a0\u202f\u2009", " "),
}  # fmt: skip
"""Sign -> what says the same on a console that does not know it."""
_HEEL = re.compile(r"[0-9]{1,15}")
_TE_LANG = re.compile(r"[1-9][0-9]{15,}")
_DUIZENDTAL = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
_DEEL = re.compile(r"([0-9]{1,3}|0?)([.,][0-9]{1,15})?%?")
MAX_REGELS = 3
MAX_PLAATSEN = 8
"""Places named for the same slip; of more the number is told."""
OBJECTEN = 200_000
"""New objects after which Python looks for cycles among them"""


class GeheelGetal(click.ParamType):
    """A whole number from `minimum` to `maximum`."""

    name = "getal"

    def __init__(self, minimum: int, maximum: int = 10**15):
        self.minimum = minimum
        self.maximum = maximum

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Text -> int, or a Dutch usage error."""
        tekst = str(value).strip()
        # "2.025" is a year with a slip or two thousand and something; nobody guesses which.
        if _TE_LANG.fullmatch(tekst):
            self.fail(f"verwacht een geheel getal van ten hoogste {self.maximum}, gevonden {value}.", param, ctx)
        if not _HEEL.fullmatch(tekst) or int(tekst) < self.minimum:
            kaal = tekst.replace(".", "")
            bedoeld = f" Bedoeld is misschien: {kaal}." if _DUIZENDTAL.fullmatch(tekst) else ""
            self.fail(
                f"verwacht een geheel getal van ten minste {self.minimum}, zonder punten, gevonden {value}.{bedoeld}",
                param,
                ctx,
            )
        if int(tekst) > self.maximum:
            self.fail(f"verwacht een geheel getal van ten hoogste {self.maximum}, gevonden {value}.", param, ctx)
        return int(tekst)


class Fractie(click.ParamType):
    """A share strictly between 0 and 1."""

    name = "deel"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Text, with decimal point or comma, or as a percentage -> float, or a Dutch usage error."""
        tekst = str(value).strip()
        deel = 0.0
        if _DEEL.fullmatch(tekst) and any(map(str.isdigit, tekst)):
            deel = float(tekst.removesuffix("%").replace(",", ".")) / (100 if tekst.endswith("%") else 1)
        if not 0 < deel < 1:
            self.fail(f"verwacht een getal tussen 0 en 1, zoals 0,9 of 90%, gevonden {value}.", param, ctx)
        return deel


class Dag(click.ParamType):
    """A date, ISO or Dutch."""

    name = "datum"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Text -> date, or a Dutch usage error."""
        for vorm in ("%Y-%m-%d", "%d-%m-%Y"):
            try:
                dag = datetime.strptime(str(value), vorm).date()
            except ValueError:
                continue
            if EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
                return dag
            self.fail(f"verwacht een datum in {EERSTE_JAAR} tot en met {LAATSTE_JAAR}, gevonden {value}.", param, ctx)
        self.fail(f"verwacht een datum als 2026-01-31 of 31-01-2026, gevonden {value}.", param, ctx)


def seldom_look_for_cycles() -> None:
    """Nearly all that a command loads and computes stays until it ends.

    Looking for cycles after every 700 objects takes a twentieth of its time, and looking once more when all of them go
    at the end 0.2 s.
    """
    gc.set_threshold(OBJECTEN)
    atexit.register(gc.freeze)


class _Nederlands:
    """Dutch headings and help option for commands and groups alike."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        vertaald = {
            "[OPTIONS]": "[OPTIES]",
            "COMMAND [ARGS]...": "OPDRACHT ...",
            "[COMMAND] [ARGS]...": "[OPDRACHT ...]",
        }
        delen = " ".join(vertaald.get(d, d) for d in self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, delen, prefix="Gebruik: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        opties = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]  # type: ignore[attr-defined]
        regels = [r for p in opties if (r := p.get_help_record(ctx)) is not None]
        with formatter.section("Opties"):
            formatter.write_dl([(optie, uitleg.replace("[required]", "[verplicht]")) for optie, uitleg in regels])

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

    def main(self, args: Sequence[str] | None = None, *rest: Any, eigen_proces: bool = False, **opties: Any) -> Any:
        """Run a command, and end with its exit code; eigen_proces: the process ends with it."""
        never_fail_on_a_sign()
        with listening(eigen_proces) as luisteraar:
            try:
                luisteraar.begin()
                uit = super().main(args, standalone_mode=False, **opties)
                luisteraar.klaar = True
            except SystemExit:
                luisteraar.klaar = True
                raise
            except BaseException as fout:
                luisteraar.klaar = True
                uit = _tell_interrupt(luisteraar) if luisteraar.sein or _is_interrupt(fout) else _tell(fout)
        # In this mode click returns the code of ctx.exit() and sys.exit is ours to call.
        sys.exit(uit if isinstance(uit, int) else 0)


def _is_interrupt(fout: BaseException) -> bool:
    """Without a signal: the end of what is typed, at a question."""
    return isinstance(fout, click.Abort | KeyboardInterrupt)


def _tell_interrupt(luisteraar: Luisteraar) -> int:
    with suppress(OSError):  # Whoever closed the window reads it no more.
        click.echo(GEZEGD, err=True)
    return luisteraar.code


def _tell(fout: BaseException) -> int:
    """Say what ended a command, and give its exit code. Raises what is no fault of the user."""
    if isinstance(fout, Invoerfout):
        show_errors(fout)
    elif isinstance(fout, click.exceptions.NoArgsIsHelpError):
        click.echo(fout.ctx.get_help() if fout.ctx else "")
        return 0
    elif isinstance(fout, click.ClickException):
        _show_usage_error(fout)
    elif isinstance(fout, OSError):
        # What the readers and writers of files did not foresee is still one message.
        click.echo(f"Fout: {fout.filename or 'een bestand'}: {os_problem(fout)}.", err=True)
    else:
        raise fout
    return FOUT


def _show_usage_error(fout: click.ClickException) -> None:
    tekst = shorten(without_secret(_in_dutch(fout)), 4)
    if for_programs():
        click.echo(to_line([Melding("opdrachtregel", "", tekst, "een opdracht zoals --help toont")]), err=True)
        return
    click.echo(f"Fout: {tekst}", err=True)
    if isinstance(fout, click.UsageError) and fout.ctx is not None:
        click.echo(f"Uitleg: {fout.ctx.command_path} --help", err=True)


def never_fail_on_a_sign() -> None:
    """A console or file of an old code page shows in other signs what it does not know, such as the euro sign."""
    codecs.register_error(_GEWOON, _in_plain_signs)
    codecs.register(lambda naam: _ASCII if naam == _ASCII.name else None)
    for stroom in (sys.stdout, sys.stderr):
        if isinstance(stroom, io.TextIOWrapper):
            # Click takes ASCII for a mistake, and would write UTF-8 to it.
            ascii_ = codecs.lookup(stroom.encoding).name == "ascii"
            stroom.reconfigure(encoding=_ASCII.name if ascii_ else None, errors=_GEWOON)


def _in_plain_signs(fout: UnicodeError) -> tuple[str, int]:
    """'€ 5' -> 'EUR 5' and 'één' -> 'een'; a question mark for what has no such form."""
    if not isinstance(fout, UnicodeEncodeError):
        raise fout
    return "".join(map(_plain, fout.object[fout.start : fout.end])), fout.end


def _plain(teken: str) -> str:
    if (gewoon := _TEKENS.get(teken)) is not None:
        return gewoon
    # Only of letters: the parts of a fraction would become another number.
    kaal = unicodedata.normalize("NFKD", teken) if teken.isalpha() else ""
    return kaal.encode("ascii", "ignore").decode() or "?"


def without_secret(tekst: str) -> str:
    """A message without who signs in, and with what password, in an address that stands in the wrong place."""
    return re.sub(r"\S+", lambda m: _mask(m[0]), tekst)


def _mask(woord: str) -> str:
    # The drive of a Windows path is no user who signs in.
    if _SCHIJF.match(woord):
        return woord
    # Not one pattern over the whole text: that takes minutes for a word of a hundred thousand signs.
    voor, _, na = woord.rpartition("@")
    dubbele_punt = voor.find(":")
    if dubbele_punt < 0:
        return woord
    begin = voor.rfind("/", 0, dubbele_punt) + 1
    if begin == dubbele_punt:
        rest = voor[begin + 1 :]
        begin += 1 + len(rest) - len(rest.lstrip("/"))
    return f"{voor[:begin]}***@{na}"


def show_errors(fout: Invoerfout) -> None:
    """Every message on its own line, on stderr; for a program all in one line of JSON."""
    if for_programs():
        from scenarios.werkboek.map import explain

        click.echo(without_secret(to_line(explain(fout).meldingen)), err=True)
        return
    kop, regels = error_lines(fout)
    click.echo(kop, err=True)
    for regel in regels:
        click.echo(f"- {without_secret(regel)}", err=True)


def error_lines(fout: Invoerfout) -> tuple[str, list[str]]:
    """A heading and the messages; the same slip on many lines is one message with all its places."""
    from scenarios.grond.bestanden import Schrijffout
    from scenarios.werkboek.map import explain

    schrijven = isinstance(fout, Schrijffout)
    fout = explain(fout)
    gelijk: dict[Melding, list[str]] = {}
    for melding in fout.meldingen:
        gelijk.setdefault(replace(melding, plaats=""), []).append(melding.plaats)
    aantal = len(fout.meldingen)
    waar = "bij het schrijven" if schrijven else "in de invoer"
    kop = f"1 fout {waar}:" if aantal == 1 else f"{aantal} fouten {waar}:"
    return kop, [str(replace(m, plaats=_join_places(plaatsen))) for m, plaatsen in gelijk.items()]


def _join_places(plaatsen: Sequence[str]) -> str:
    """'regels 2, 9, 19 en 27 andere' when all are lines of a file; else the places side by side."""
    alle = list(dict.fromkeys(filter(None, plaatsen)))
    regels = [p.removeprefix("regel ") for p in alle]
    if len(alle) > 1 and all(r.isdigit() for r in regels):
        rest = len(regels) - MAX_REGELS
        return (
            f"regels {', '.join(regels[:MAX_REGELS])} en {rest} andere" if rest > 1 else f"regels {list_words(regels)}"
        )
    rest = len(alle) - MAX_PLAATSEN
    return "; ".join([*alle[:MAX_PLAATSEN], f"en {rest} andere plaatsen"] if rest > 1 else alle)


def _in_dutch(fout: click.ClickException) -> str:
    if isinstance(fout, click.NoSuchOption):
        suggesties = f" Bedoeld is misschien: {', '.join(fout.possibilities)}." if fout.possibilities else ""
        return f"de optie {fout.option_name} bestaat niet.{suggesties}"
    if isinstance(fout, click.MissingParameter):
        if isinstance(fout.param, click.Option):
            keuzes = fout.param.type.choices if isinstance(fout.param.type, click.Choice) else ()
            return f"{fout.param.opts[0]} ontbreekt{': kies uit ' if keuzes else ''}{', '.join(map(str, keuzes))}."
        naam = (fout.param.human_readable_name if fout.param else "iets").upper()
        return f"{naam} ontbreekt."
    if isinstance(fout, click.BadParameter):
        naam = fout.param.opts[0] if fout.param and fout.param.opts else "de waarde"
        if fout.param and isinstance(fout.param.type, click.Choice):
            return f"{naam}: kies uit {', '.join(map(str, fout.param.type.choices))}."
        return f"{naam}: {fout.message}"
    if isinstance(fout, click.UsageError) and "No such command" in fout.message:
        return f"de opdracht {fout.message.split(chr(39))[1]} bestaat niet."
    if isinstance(fout, click.UsageError) and "unexpected extra" in fout.message:
        # The address of a database may hold a password.
        woorden = fout.message.split("(", 1)[-1].rstrip(").")
        komma = " Staat er een komma in een woord, zet het dan in PowerShell tussen dubbele aanhalingstekens."
        teveel = re.sub(r"\S+://.*", "een adres, dat hoort achter --van", woorden)
        return f"te veel woorden: {teveel}.{komma if sys.platform == 'win32' else ''}"
    if isinstance(fout, click.UsageError) and "requires an argument" in fout.message:
        return f"achter {fout.message.split(chr(39))[1]} ontbreekt een waarde."
    return fout.message
