"""Arguments and options that commands share: which folder, which draws, how and where to compute. No heavy imports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from finance.taal.grenzen import BEDRAG
from reports.grond.opdrachtregel import Fractie, GeheelGetal
from scenarios.regiomap.land.keuze import OPTIE, VARIABELE, Regiokeuze, named_folder

PARTIJ = 10_240
MEESTE_TREKKINGEN = 100_000_000
JAARTAL = GeheelGetal(2022, 2100)
"""A year that the law knows, and that books can have"""


_GENOEMD = "spuk.gegevens"
"""Where one run of a command keeps its data folder until MAP is read"""


class Regionaam(click.ParamType):
    """What a user calls a region, with the data folder of `--gegevens` or the environment."""

    name = "map"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Regiokeuze:
        """The name as it was typed."""
        return Regiokeuze(str(value), named_folder(ctx.meta.get(_GENOEMD) if ctx else None))


class Regiomap(Regionaam):
    """A folder, an example, or a workbook that stands in place of a folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Regiokeuze:
        """The folder to read. Raises Invoerfout when a workbook is not right."""
        from scenarios.werkboek.map import open_region

        return open_region(super().convert(value, param, ctx))


def _note_folder(ctx: click.Context, param: click.Parameter, waarde: Path | None) -> Path | None:
    ctx.meta[_GENOEMD] = waarde
    return waarde


def data_option(tonen: bool = False) -> Callable[..., Any]:
    """`--gegevens`: noted before a region is read. tonen: the command receives it too."""
    return click.option(
        OPTIE,
        type=click.Path(path_type=Path),
        default=None,
        metavar="MAP",
        is_eager=True,
        expose_value=tonen,
        callback=_note_folder,
        help=f"Eigen landelijke gegevens, vóór de meegeleverde ({VARIABELE}, of gegevens/ in de regiomap).",
    )


def _region_argument(soort: Regionaam) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The region of a command, with the option that names its data folder."""
    return lambda opdracht: click.argument("map_", metavar="MAP", type=soort)(data_option()(opdracht))


MAP = _region_argument(Regiomap())
TEKSTMAP = _region_argument(Regionaam())
"""A folder that the command itself writes in, or a name that it only shows"""

STIL = click.option("--stil", is_flag=True, help="Toon niets op het scherm, alleen fouten.")
SCENARIO = click.option(
    "--scenario",
    "namen",
    multiple=True,
    metavar="NAAM",
    help="Scenario uit de map scenarios; mag vaker. Zonder: de basis.",
)
ZAAD = click.option("--zaad", type=GeheelGetal(0), default=1, metavar="GETAL", help="Begin van de toevalsreeks (1).")


def draws_option(aantal: int) -> Callable[..., Any]:
    """`--trekkingen`, with so many unless the user asks otherwise."""
    return click.option(
        "--trekkingen",
        type=GeheelGetal(2, MEESTE_TREKKINGEN),
        default=aantal,
        metavar="AANTAL",
        help=f"Aantal trekkingen ({aantal}).",
    )


TREKKINGEN, TREKKINGEN_2000 = draws_option(10_000), draws_option(2_000)
NAUWKEURIG = click.option(
    "--nauwkeurig",
    type=Fractie(),
    default=None,
    metavar="DEEL",
    help="Trek door tot de cijfers van de regio zo scherp zijn, zoals 0.5% van de lasten, in plaats van --trekkingen.",
)
ZEKERHEID = click.option(
    "--zekerheid", type=Fractie(), default=0.9, metavar="DEEL", help="Gevraagde zekerheid van budgetneutraliteit (0.9)."
)

ZONDER = click.option(
    "--zonder",
    multiple=True,
    metavar="SOORT",
    help="Trek deze soort onzekerheid niet, zoals prijzen of duur; mag vaker; alles: alleen personen.",
)

VERMOGEN = click.option(
    "--weerstandsvermogen",
    "vermogen",
    type=GeheelGetal(0, int(BEDRAG.maximum)),
    default=None,
    metavar="EURO",
    help="Wat voor de risico's beschikbaar is; geeft de ratio van het weerstandsvermogen en haar klasse.",
)


def year_option(help_: str, verplicht: bool = True) -> Callable[..., Any]:
    """`--jaar`: a year that the law knows."""
    return click.option("--jaar", type=JAARTAL, default=None, required=verplicht, metavar="JJJJ", help=help_)


def gemeente_option(help_: str) -> Callable[..., Any]:
    """`--gemeente`: one of the region, by name or CBS code."""
    return click.option("--gemeente", default=None, metavar="NAAM", help=help_)


class Doelpad(click.ParamType):
    """Where to write: a file or folder with a name, and never a file that a region is read from."""

    name = "pad"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, or a Dutch usage error."""
        from scenarios.regiomap.ongelezen import is_input

        if not str(value).strip():
            self.fail("verwacht een naam van een bestand of map, gevonden niets.", param, ctx)
        pad = Path(value)
        # The chart of accounts is input as well: what is written holds all that was read.
        if is_input(pad) and not (param is not None and param.name == "schema"):
            self.fail(f"{pad} is invoer van een regiomap; kies een andere naam.", param, ctx)
        return pad


def folder_option(help_: str) -> Callable[..., Any]:
    """`--uit`: the folder that a command writes in."""
    return click.option("--uit", type=Doelpad(), default=".", metavar="MAP", help=help_)


def file_option(naam: str, help_: str, metavar: str = "BESTAND") -> Callable[..., Any]:
    """An option that names what to write to; without it nothing is written there. `json` arrives as `json_`."""
    namen = (f"--{naam}", "json_") if naam == "json" else (f"--{naam}",)
    return click.option(*namen, type=Doelpad(), default=None, metavar=metavar, help=help_)


@dataclass(frozen=True)
class Rekenkeuze:
    """Which draws at which certainty (0 draws: expected values), and how to compute them.

    Of the how `partij` moves only percentiles of more draws than it holds, `nauwkeurig` the number of draws.
    """

    trekkingen: int
    zaad: int
    zekerheid: float
    werkers: int | None = None
    partij: int = PARTIJ
    dask: str = ""
    nauwkeurig: float | None = None
    """Go on until the figures are that sharp, instead of a number of draws"""
    zonder: tuple[str, ...] = ()
    """Kinds of uncertainty that stand as entered"""

    @property
    def chosen(self) -> bool:
        """Whether the user chose how to compute."""
        return (self.werkers, self.partij, self.dask, self.nauwkeurig) != (None, PARTIJ, "", None)


def compute_options(opdracht: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--werkers`, `--partij` and `--dask`; the command receives `werkers`, `partij` and `dask`."""
    for optie in (
        click.option("--dask", default="", metavar="ADRES", help="Reken op Dask: adres van de planner, of lokaal:4."),
        click.option(
            "--partij",
            type=GeheelGetal(1000, 10_000_000),
            default=PARTIJ,
            metavar="AANTAL",
            help="Trekkingen die samen in het geheugen staan (10240).",
        ),
        click.option(
            "--werkers", type=GeheelGetal(1, 1000), default=None, metavar="AANTAL", help="Aantal draden (alle kernen)."
        ),
    ):
        opdracht = optie(opdracht)
    return opdracht
