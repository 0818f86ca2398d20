"""The head of a file with rows, and rows that do not fit it: one message for one cause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic.fields import FieldInfo

from finance.fouten import Melding, shorten, suggest
from finance.taal.tekens import named
from scenarios.grond.werkboekbestand import column_letter

_TUSSEN = re.compile(r"[\s_-]+")
Regels = list[tuple[int, list[str]]]
"""(line number, cells) of every line"""


def above_head(bestand: str, eerste: tuple[int, list[str]]) -> Melding | None:
    """One message for what stands above the head, instead of one for every column that is then not there."""
    nummer, cellen = eerste
    leeg = not any(c.strip() for c in cellen)
    if not leeg and (cellen[0].strip().casefold() != "sep=" or any(cellen[1:])):
        return None
    gevonden = "een lege regel" if leeg else "een regel sep="
    herstel = "Haal weg wat boven de kopregel staat."
    return Melding(bestand, f"regel {nummer}", gevonden, "de kopregel met kolomnamen", herstel)


def without_empty(kolommen: list[str], regels: Regels) -> tuple[list[str], Regels]:
    """Without the columns that have no name and hold nothing, as a spreadsheet leaves them behind."""
    breed = len(kolommen)
    leeg = {k for k in range(max(len(c) for _, c in regels)) if k >= breed or not kolommen[k]}
    leeg -= {k for k in leeg for _, c in regels if k < len(c) and c[k].strip()}
    if not leeg:
        return kolommen, regels
    rijen = [(nummer, [c for k, c in enumerate(cellen) if k not in leeg]) for nummer, cellen in regels]
    return [naam for k, naam in enumerate(kolommen) if k not in leeg], rijen


def wrong_row(bestand: str, plaats: str, cellen: Sequence[str], kolommen: Sequence[str]) -> Melding | None:
    """A message for a row that is the head again, or has other cells than the head."""
    if [c.strip() for c in cellen] == kolommen:
        herstel = "Zijn er twee bestanden aan elkaar geplakt? Haal deze regel weg."
        return Melding(bestand, plaats, "de kopregel een tweede keer", "een regel met waarden", herstel)
    if len(cellen) == len(kolommen):
        return None
    herstel = "Zet een tekst waarin het scheidingsteken voorkomt tussen aanhalingstekens."
    if len(cellen) == 1:
        herstel = "Is dit een opmerking of een voetnoot, haal de regel dan weg."
    gevonden, verwacht = (f"{n} {'veld' if n == 1 else 'velden'}" for n in (len(cellen), len(kolommen)))
    return Melding(bestand, plaats, gevonden, verwacht, herstel)


def wrong_head(bestand: str, kolommen: Sequence[str], velden: Mapping[str, FieldInfo]) -> Iterator[Melding]:
    """Columns that stand twice, are missing or are not known; one message for a head that is none at all."""
    nodig = [naam for naam, veld in velden.items() if veld.is_required()]
    mist = [naam for naam in nodig if naam not in kolommen]
    vreemd = [k for k in dict.fromkeys(kolommen) if k not in velden]
    if mist and not set(kolommen) & set(velden) and not any(_meant(k, mist) for k in vreemd):
        gevonden = f"geen kop met kolomnamen, maar {named(shorten(kolommen[0]))}"
        herstel = "Haal weg wat boven de kopregel staat."
        yield Melding(bestand, "regel 1", gevonden, f"kolommen {', '.join(nodig)}, gescheiden door ; of ,", herstel)
        return
    for naam in dict.fromkeys(k for k in kolommen if k and kolommen.count(k) > 1):
        yield Melding(bestand, "regel 1", f"kolom {named(naam)} {kolommen.count(naam)} keer", "iedere kolom één keer")
    for naam in vreemd:
        if bedoeld := _meant(naam, mist):
            mist.remove(bedoeld)
            yield Melding(bestand, "regel 1", f"kolom {named(naam)}", f"kolom {bedoeld}, zo geschreven")
        elif naam:
            herstel = suggest(naam, velden)
            yield Melding(bestand, "regel 1", f"onbekende kolom {named(naam)}", "een bekende kolom", herstel)
        else:
            gevonden = f"waarden in een kolom zonder naam ({column_letter(kolommen.index(naam))})"
            herstel = "Geef de kolom een naam, of maak haar leeg."
            yield Melding(bestand, "regel 1", gevonden, "een naam boven iedere kolom", herstel)
    for naam in mist:
        yield Melding(bestand, "regel 1", f"geen kolom {naam}", f"kolommen {', '.join(velden)}")


def _meant(naam: str, mist: Sequence[str]) -> str:
    """The missing column that a column was meant to be, but for capitals, spaces and signs between words."""
    kaal = _TUSSEN.sub("", naam.casefold())
    return next((m for m in mist if _TUSSEN.sub("", m) == kaal), "")
