"""The risicoparagraaf: kans x gevolg per driver, the buffer and the weerstandsvermogen against it, as it is pasted."""

from __future__ import annotations

import math

from finance.neutraliteit import KLASSEN_BRON, KLASSEWOORDEN, RATIOKLASSEN, capacity_class, capacity_ratio
from finance.taal.getallen import dutch, euros, format_share, short
from reports.afweging.besluit import buffer_words, certainty_words, driver_words, hardest_words, period_words
from reports.tabel.tabel import Tabel, cents_table, column, line
from scenarios.afweging.besluit import Beslissing
from scenarios.oorzaken.aandelen import STAARTEN

KOP = "Risicoparagraaf"
KANS = STAARTEN[0]
"""The chance that a driver costs its P10 or more"""


def capacity_words(besluit: Beslissing, vermogen: float | None) -> str:
    """What is needed, what is at hand, and the class of their ratio; in one paragraph."""
    nodig = f"De Wet inburgering vraagt van {besluit.naam} in {period_words(besluit)} {certainty_words(besluit)} " + (
        f"{euros(besluit.buffer)} weerstandscapaciteit ({hardest_words(besluit)})."
        if besluit.buffer
        else "geen weerstandscapaciteit."
    )
    if vermogen is None:
        return f"{nodig} Het beschikbare weerstandsvermogen is niet ingevuld; de ratio volgt daaruit."
    ratio = capacity_ratio(vermogen, besluit.buffer)
    klasse = capacity_class(ratio)
    beschikbaar = f"{nodig} Beschikbaar is {euros(vermogen)}"
    if ratio is None:
        return f"{beschikbaar}: klasse {klasse} ({KLASSEWOORDEN[klasse]})."
    return f"{beschikbaar}: een ratio van {dutch(_cut(ratio), 2)}, klasse {klasse} ({KLASSEWOORDEN[klasse]})."


def _cut(ratio: float) -> float:
    """To two decimals, never up: a ratio just below a class must not look as if it were in it."""
    return math.floor(100 * ratio + 1e-9) / 100


def risk_words(besluit: Beslissing) -> tuple[str, ...]:
    """The buffer, how its parts go together, and what the drivers are."""
    return ("Buffer: " + " ".join(buffer_words(besluit)), driver_words(besluit))


def risk_table(besluit: Beslissing) -> Tabel:
    """Driver | what it costs or more in one of ten cases | that times its chance."""
    kans = format_share(KANS, 0)
    return cents_table(
        f"Risico's voor het saldo tot en met {besluit.krapst.jaar}",
        (column(f"Gevolg bij een kans van {kans}", optelbaar=False), column("Kans × gevolg", optelbaar=False)),
        tuple(
            line(d.oorzaak, "stand", (round(-100 * d.p10), round(-100 * KANS * d.p10)))
            for d in besluit.drijvers
            if d.p10 < 0
        ),
        (
            f"In {kans} van de gevallen kost het risico het gevolg of meer. Kans × gevolg ordent de risico's; de "
            "nodige buffer volgt uit alle trekkingen samen en is niet de som van deze kolom.",
        ),
        "Risico",
    )


def capacity_table(besluit: Beslissing, vermogen: float | None) -> Tabel:
    """At hand, needed and what is over."""
    grenzen = " · ".join(f"{klasse} vanaf {short(grens)}" for klasse, grens in RATIOKLASSEN)
    return cents_table(
        "Weerstandsvermogen",
        (
            column("Beschikbaar"),
            column("Benodigd"),
            column("Over of tekort", som=((0, 1), (1, -1))),
        ),
        (
            line(
                "Inburgering",
                "stand",
                (None if vermogen is None else round(100 * vermogen), round(100 * besluit.buffer)),
            ),
        ),
        (f"Klassen van de ratio beschikbaar / benodigd: {grenzen} · F daaronder.", KLASSEN_BRON),
    )
