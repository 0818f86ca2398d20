"""The files of the region folder that `spuk haal` writes: made whole, compared with the old, replaced together."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from scenarios.ggm.oordeel import Persoon
from scenarios.ggm.tellingen import Periodetelling
from scenarios.grond.bestanden import one_set, write_bytes
from scenarios.grond.csvtekst import record_text, split_lines
from scenarios.grond.openen import is_there, read_text
from scenarios.regiomap.lezen import read_rows
from scenarios.regiomap.modellen import STARTINDICATOREN, Instroomrij
from scenarios.regiomap.records import Persoonrij

INSTROOM, PERSONEN, KWALITEIT = "instroom.csv", "personen.csv", "kwaliteit.csv"
BRON = "GGM 2.5.1, geteld met spuk haal"
_PSEUDONIEM = re.compile(r"P[0-9a-f]{20}$")
_VELDEN = tuple(f.name for f in fields(Persoon) if f.name in Persoonrij.model_fields)
_KOP = ("periode_van", "periode_tot", "cbs_code", "gemeente", "doelgroep", "indicator", "aantal", "status", "bron")
_TOON = 200
"""Changed lines that are shown one by one; more are counted."""

Plan = Mapping[Path, list[str]]
"""File -> its lines, each with its line end"""


def person_lines(personen: Sequence[Persoon]) -> list[str]:
    """`personen.csv`, in the order of the pseudonyms, so that the place says nothing about the order in the source."""

    # No cell can hold a separator or a quote: codes of our own, dates and hexadecimal digits.
    regels = [";".join(person_cells(p)) + "\n" for p in personen]
    return [";".join(_VELDEN) + "\n", *sorted(regels)]


def person_cells(persoon: Persoon | Persoonrij) -> tuple[str, ...]:
    """The cells of one record, as they are written."""
    waarden = (getattr(persoon, veld) for veld in _VELDEN)
    return tuple("" if w is None else w.isoformat() if isinstance(w, date) else str(w) for w in waarden)


def inflow_lines(
    pad: Path, tellingen: Sequence[Periodetelling], namen: Mapping[str, str], geteld: Sequence[Periodetelling]
) -> tuple[list[str], list[Instroomrij]]:
    """`instroom.csv` with these counts, after the rows of the user's own that count something else.

    geteld: what the fetched data count, here or in personen.csv; own rows that count the same are left out, and
    returned.
    """
    meldingen: list[Melding] = []
    bestaand = read_rows(pad, Instroomrij, meldingen) if is_there(pad) else []
    if meldingen:
        raise Invoerfout(meldingen)
    perioden: dict[tuple[str, str, str], list[tuple[date, date]]] = {}
    for t in geteld:
        perioden.setdefault((t.cbs_code, t.doelgroep, _kind(t.indicator)), []).append((t.van, t.tot))
    eigen: list[Instroomrij] = []
    vervangen: list[Instroomrij] = []
    for rij in bestaand:
        if rij.bron == BRON:
            continue
        dubbel = perioden.get((rij.cbs_code, rij.doelgroep, _kind(rij.indicator)), [])
        raakt = any(rij.periode_van < tot and van < rij.periode_tot for van, tot in dubbel)
        (vervangen if raakt else eigen).append(rij)
    rijen = [
        [r.periode_van, r.periode_tot, r.cbs_code, r.gemeente, r.doelgroep, r.indicator, r.aantal, r.status, r.bron]
        for r in eigen
    ] + [
        [t.van, t.tot, t.cbs_code, namen[t.cbs_code], t.doelgroep, t.indicator, t.aantal, "vastgesteld", BRON]
        for t in tellingen
    ]
    return csv_lines(_KOP, rijen, _separator(pad)), vervangen


def _kind(indicator: str) -> str:
    """Starts and fixed routes tell the same, so one takes the place of the other."""
    return STARTINDICATOREN.get(indicator, indicator)


def _separator(pad: Path) -> str:
    kop = next(iter(split_lines(read_text(pad).lstrip())), "") if is_there(pad) else ""
    return "," if "," in kop and ";" not in kop else ";"


def csv_lines(kop: Sequence[str], rijen: Iterable[Sequence[object]], scheiding: str = ";") -> list[str]:
    """A head and rows as the lines of a CSV file."""
    return record_text([kop, *rijen], scheiding).splitlines(keepends=True)


def check_folder(pad: Path, personen: bool) -> Iterator[Melding]:
    """What stands in the way: a second file of the same kind, or records that did not come from here.

    personen: will personen.csv be written? Without it, an old one would count everybody a second time.
    """
    for naam in (INSTROOM, PERSONEN):
        blad = pad / f"{Path(naam).stem}.xlsx"
        if is_there(blad):
            yield Melding(blad.name, "", f"een werkblad naast {naam}", "alleen CSV", f"Sla het op als {naam}.")
    bestand = pad / PERSONEN
    if not is_there(bestand):
        return
    if not personen:
        mend = f"Haal {PERSONEN} weg, of haal ook de trajecten op."
        yield Melding(
            PERSONEN, "", "dossiers in de regiomap", "of dossiers, of aantallen: anders telt iedereen dubbel", mend
        )
        return
    eerste = [*split_lines(read_text(bestand)), "", ""][1]
    if eerste.strip() and not _PSEUDONIEM.match(re.split("[;,]", eerste)[0].strip('"')):
        mend = f"Bewaar {PERSONEN} elders en haal het weg uit de regiomap."
        yield Melding(PERSONEN, "regel 2", "dossiers uit een andere bron", "een bestand van spuk haal", mend)


@dataclass(frozen=True)
class Bestandsverschil:
    """How one file would change."""

    naam: str
    erbij: int
    weg: int
    gelijk: int
    regels: tuple[str, ...]
    """The changed lines themselves, when there are few and they hold counts, not persons"""


def compare(pad: Path, naam: str, nieuw: Sequence[str], toon: bool) -> Bestandsverschil:
    """Old and new lines of one file, as a set; `toon`: with a unified difference when it is short."""
    oud = read_text(pad).splitlines(keepends=True) if is_there(pad) else []
    tel_oud, tel_nieuw = Counter(oud), Counter(nieuw)
    gelijk = (tel_oud & tel_nieuw).total()
    erbij, weg = len(nieuw) - gelijk, len(oud) - gelijk
    regels: tuple[str, ...] = ()
    if toon and erbij + weg <= _TOON:
        regels = tuple(r.rstrip("\n") for r in difflib.unified_diff(oud, nieuw, naam, f"{naam} (nieuw)", n=0))
    return Bestandsverschil(naam, erbij, weg, gelijk, regels)


def replace_all(plan: Plan, eigen: frozenset[str] = frozenset()) -> None:
    """Put all files in place, or none. eigen: names of files for the user alone. Raises Schrijffout."""
    with one_set():
        for doel, regels in plan.items():
            write_bytes(doel, "".join(regels).encode(), alleen_eigenaar=doel.name in eigen)
