"""Whether the files of `spuk haal` in a folder belong together: kwaliteit.csv holds a fingerprint of the others.

The fingerprint is of what the rows say, not of the bytes: a file saved again by a spreadsheet is still the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from finance.fouten import Invoerfout, Melding
from scenarios.engine.fingerprint import fingerprint
from scenarios.ggm.oordeel import Persoon
from scenarios.ggm.regiomap import BRON, INSTROOM, KWALITEIT, PERSONEN, person_cells
from scenarios.ggm.tellingen import Periodetelling
from scenarios.grond.csvtekst import read_records
from scenarios.grond.openen import is_there, read_text
from scenarios.regiomap.lezen import read_rows
from scenarios.regiomap.modellen import Instroomrij
from scenarios.regiomap.records import Persoonrij

SCHEIDING = "\x1f"
BESTAND = "bestand"
"""What a row with a fingerprint is called in the column `oordeel`"""
Afdrukken: TypeAlias = Mapping[str, str]
"""File -> fingerprint"""


def of_harvest(personen: Iterable[Persoon] | None, tellingen: Iterable[Periodetelling]) -> Afdrukken:
    """The fingerprints of what is about to be written; without records `personen` is None."""
    uit = {} if personen is None else {PERSONEN: _print(person_cells(p) for p in personen)}
    return uit | {INSTROOM: _print((t.van, t.tot, t.cbs_code, t.doelgroep, t.indicator, t.aantal) for t in tellingen)}


def quality_rows(afdrukken: Afdrukken) -> list[tuple[str, str, str, str, str]]:
    """The rows of kwaliteit.csv that hold them."""
    return [(BESTAND, naam, "", "", afdruk) for naam, afdruk in afdrukken.items()]


def find_mixture(map_: Path) -> Iterator[Melding]:
    """A message per file that is not of the same run as kwaliteit.csv."""
    try:
        genoteerd = _noted(map_ / KWALITEIT)
    except Invoerfout as fout:
        yield from fout.meldingen
        return
    for naam, toen in genoteerd.items():
        if naam not in (PERSONEN, INSTROOM) or _of_file(map_ / naam) == toen:
            continue
        mend = "Haal opnieuw op met spuk haal, of haal kwaliteit.csv weg als het bestand met opzet is aangepast."
        yield Melding(naam, "", f"andere gegevens dan bij {KWALITEIT}", "bestanden van dezelfde spuk haal", mend)


def _noted(pad: Path) -> dict[str, str]:
    if not is_there(pad):
        return {}
    rijen = [cellen for _, cellen in read_records(read_text(pad), ";", pad.name) if cellen]
    gelezen = (dict(zip(rijen[0], cellen, strict=False)) for cellen in rijen[1:])
    return {r.get("soort", ""): r.get("sleutel", "") for r in gelezen if r.get("oordeel") == BESTAND}


def _of_file(pad: Path) -> str:
    """The fingerprint of what came from the database in a file; of a file that cannot be read: ''."""
    meldingen: list[Melding] = []
    if not is_there(pad):
        return ""
    if pad.name == PERSONEN:
        uit = _print(person_cells(p) for p in read_rows(pad, Persoonrij, meldingen))
    else:
        rijen = [r for r in read_rows(pad, Instroomrij, meldingen) if r.bron == BRON]
        uit = _print((r.periode_van, r.periode_tot, r.cbs_code, r.doelgroep, r.indicator, int(r.aantal)) for r in rijen)
    return "" if meldingen else uit


def _print(rijen: Iterable[tuple[object, ...]]) -> str:
    """The sum of the marks of the rows: the order does not count, and a million of them are never held at once."""
    som, aantal = 0, 0
    for rij in rijen:
        som += int.from_bytes(blake2b(SCHEIDING.join(map(str, rij)).encode(), digest_size=16).digest(), "big")
        aantal += 1
    return fingerprint((som, aantal))[:12]
