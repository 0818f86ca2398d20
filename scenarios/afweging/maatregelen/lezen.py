"""Reading `maatregelen.toml`, and what in it does not fit the rest of the region folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from finance.fouten import Invoerfout, Melding, raise_if_any
from scenarios.afweging.maatregelen.bestand import NAAM, Maatregel, Maatregelenbestand
from scenarios.afweging.maatregelen.hefbomen import Hefboomstand, levels
from scenarios.grond.openen import is_there
from scenarios.model.model import build_model
from scenarios.regiomap.lezen import read_rows, read_toml
from scenarios.regiomap.modellen import BASIS, Formatierij
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import Wijziging

MEESTE_RONDEN = 5
"""Levels at which something fails, after which the rest waits until that is mended"""


def read_measures(regio: Regio) -> tuple[Maatregel, ...]:
    """The levers of a region; none without the file. Raises Invoerfout with every problem at once."""
    pad = regio.map / NAAM
    if not is_there(pad):
        return ()
    meldingen: list[Melding] = []
    bestand = read_toml(pad, Maatregelenbestand, meldingen)
    raise_if_any(meldingen)
    assert bestand is not None
    raise_if_any(dict.fromkeys(check_measures(regio, bestand.maatregel)))
    return bestand.maatregel


def without_file(regio: Regio) -> Melding:
    """What to tell who asks for measures and has none."""
    herstel = "Hierboven staat een voorbeeld om in dat bestand te plakken, met eigen getallen."
    return Melding(NAAM, "", "geen maatregelen", f"{NAAM} in de regiomap {regio.map.name}", herstel)


def check_measures(regio: Regio, maatregelen: tuple[Maatregel, ...]) -> Iterator[Melding]:
    """What does not fit the rest of the folder; the fields themselves are tried on a model."""
    namen = [m.naam for m in maatregelen]
    for naam in sorted({n for n in namen if namen.count(n) > 1}):
        yield Melding(NAAM, f"maatregel {naam!r}", "dezelfde naam twee keer", "iedere maatregel één keer")
    peil, eind = regio.bestand.peildatum, regio.bestand.eindjaar
    for m in maatregelen:
        plaats = f"maatregel {m.naam!r}"
        for dag in m.begin:
            if not peil.year <= dag.year <= eind:
                yield Melding(NAAM, plaats, f"{dag:%d-%m-%Y}", f"een dag in {peil.year} tot en met {eind}")
        if m.soort == "uren":
            yield from _priced_by_the_hour(regio, m, plaats)
        if m.soort == "fte":
            yield from _own_people(regio, m, plaats)
    yield from _fields(regio, maatregelen)


def _priced_by_the_hour(regio: Regio, m: Maatregel, plaats: str) -> Iterator[Melding]:
    """Hours move a price in proportion only where they are what is paid for."""
    assert m.vanaf is not None
    rijen = [
        c for c in regio.contracten if c.tot > m.vanaf and m.wat in (c.voorziening, f"{c.voorziening}.{c.onderdeel}")
    ]
    anders = sorted({c.eenheid for c in rijen} - {"uur"})
    if anders:
        herstel = "Zet de verandering van de prijs erin met soort prijs."
        yield Melding(NAAM, plaats, f"uren van {m.wat}, betaald per {anders[0]}", "een prijs per uur", herstel)


def _own_people(regio: Regio, m: Maatregel, plaats: str) -> Iterator[Melding]:
    """Fte are a factor on the fixed sum of their voorziening: exact where that is own people alone."""
    assert m.vanaf is not None
    pad = regio.map / "formatie.csv"
    rijen = read_rows(pad, Formatierij, []) if is_there(pad) else []
    fte = sum(f.fte for f in rijen if f.voorziening == m.wat and f.van <= m.vanaf < f.tot)
    vast = [c for c in regio.contracten if c.betaling == "vast" and c.voorziening == m.wat and c.tot > m.vanaf]
    if any(c.leverancier != "eigen formatie" for c in vast):
        herstel = "Zet de eigen mensen in formatie.csv, of geef de verandering in procenten met soort vast."
        yield Melding(NAAM, plaats, f"ook een vast bedrag voor {m.wat} in contracten.csv", "alleen formatie", herstel)
    elif abs(fte - m.base) > 1e-6:
        yield Melding(NAAM, plaats, f"nu {m.base:g} fte", f"{fte:g} fte, zoals formatie.csv op {m.vanaf:%d-%m-%Y}")


def _fields(regio: Regio, maatregelen: tuple[Maatregel, ...]) -> Iterator[Melding]:
    """What a scenario with a lever at its end would be refused for, told of the measure."""
    proef: dict[Maatregel, tuple[Hefboomstand, ...]] = {}
    for m in maatregelen:
        try:
            # Of a kind with steps the last lies furthest; of a field every value may be one of a few words.
            proef[m] = levels(m)[1:] if m.soort == "veld" else levels(m)[-1:]
        except Invoerfout as fout:
            yield from (_of_measure(melding, m) for melding in fout.meldingen)
    # A model is dear, so of all measures the same level is tried at once, and each by itself only where that fails.
    mis = 0
    for ronde in zip_longest(*proef.values()):
        deze = {m: stand.wijzigingen for m, stand in zip(proef, ronde, strict=True) if stand is not None}
        if mis < MEESTE_RONDEN and any(_refused(regio, [w for wijzigingen in deze.values() for w in wijzigingen])):
            mis += 1
            for m, wijzigingen in deze.items():
                yield from (_of_measure(melding, m) for melding in _refused(regio, wijzigingen))


def _of_measure(melding: Melding, m: Maatregel) -> Melding:
    return replace(melding, bestand=NAAM, plaats=", ".join(filter(None, (f"maatregel {m.naam!r}", melding.plaats))))


def _refused(regio: Regio, wijzigingen: Sequence[Wijziging]) -> Iterator[Melding]:
    try:
        build_model(regio, BASIS.model_copy(update={"naam": NAAM, "wijziging": tuple(wijzigingen)}))
    except Invoerfout as fout:
        yield from fout.meldingen
