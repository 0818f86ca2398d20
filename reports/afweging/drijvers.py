"""What was drawn beside people: every driver with its interval and where that comes from, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from finance.fouten import list_words
from finance.parameters import Waarde
from finance.taal.getallen import format_date, short
from finance.voorzieningen import VOORZIENINGEN
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.model.model import Model
from scenarios.model.regels import EENMALIG
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.regiomap.intervallen import SOORTEN, Interval
from scenarios.regiomap.land.landsgegevens import shipped

BLAD = "Onzekerheid"
GEEN = "geen interval"
NIET_GETROKKEN = ("geschat pad", "landelijke taakstelling", "spreiding_", "samenhang_")
"""Beginnings of values that have a spread of their own or are one"""
UITLEG = (
    "Wat naast de aantallen personen wordt getrokken. Eén op de tien keer valt de waarde lager uit dan P10 en één op "
    "de tien keer hoger dan P90; het ingevoerde getal is de mediaan. Zet een eigen interval naast het getal in de "
    "invoer, of laat een soort weg met --zonder. Waar eigen tellingen het tempo leren, bewegen de wachttijden minder "
    "dan hier staat."
)


def driver_table(drijvers: Sequence[Drijver]) -> Tabel:
    """Kind | what | P10 | P90 | from | status | where the interval comes from."""
    return Tabel(
        "",
        (
            *(Kolom(kop, vorm="lang") for kop in ("Soort", "Wat", "P10", "P90", "Werkt vanaf", "Status")),
            *(Kolom(kop, vorm="lang") for kop in ("Interval", "Waarom")),
        ),
        tuple(
            Rij(
                (
                    SOORTEN[d.soort],
                    label_of(d),
                    *_ends(d),
                    format_date(d.vanaf),
                    d.status,
                    "eigen" if d.eigen else "van spuk",
                    d.reden,
                ),
                status=d.status,
            )
            for d in drijvers
        ),
    )


def label_of(drijver: Drijver) -> str:
    """What a reader calls it: the contract, the voorziening or the parameter by its label."""
    naam = drijver.naam.removeprefix(f"{drijver.soort} ").removesuffix(f" {drijver.vanaf}")
    if naam in VOORZIENINGEN:
        return VOORZIENINGEN[naam].label
    parameter = shipped().parameters.get(naam)
    return parameter.label if parameter else naam


def _ends(drijver: Drijver) -> tuple[str, str]:
    """How far the values may move: points a year of an index, else percents; of several values the widest."""
    if drijver.soort == "indexen":
        (band,) = drijver.banden.values()
        p10, p90 = (f"{short(round(100 * x, 2), teken=True)} punt per jaar" for x in band)
    else:
        breedst = max(drijver.banden.values(), key=_width)
        p10, p90 = (f"{short(round(100 * (x - 1), 1), teken=True)}%" for x in breedst)
    return p10, p90


def _width(band: Interval) -> float:
    return band.p90 / band.p10


def drawn_in_words(model: Model) -> str:
    """'Getrokken: personen, contractprijzen, ...; als ingevoerd: ...'."""
    # Uncertain published numbers move the national path, which is no driver of the list.
    land = {"taakstelling"} if model.landelijk.pad.onzeker.any() else set()
    soorten = {d.soort for d in model.drijvers} | land
    wel = ["personen", *(label for soort, label in SOORTEN.items() if soort in soorten)]
    niet = [label for soort, label in SOORTEN.items() if soort not in soorten]
    slot = f"; als ingevoerd: {list_words(niet)}" if niet else ""
    return f"Getrokken: {list_words(wel)}{slot}. Zie het blad {BLAD}."


def without_interval(waarde: Waarde) -> bool:
    """Whether a value is not settled and yet stands as entered; a prior of the volumes is drawn in its own way."""
    prior = waarde.parameter.startswith((*EENMALIG, *NIET_GETROKKEN))
    return waarde.status != "vastgesteld" and not waarde.p10 and not prior


def write_drivers(boek: Werkboek, drijvers: Sequence[Drijver]) -> None:
    """The sheet."""
    blad = boek.add(BLAD, (36, 44, 18, 18, 12, 12, 12, 80), UITLEG)
    to_xlsx(blad, driver_table(drijvers), vast=1)
    blad.filter()
