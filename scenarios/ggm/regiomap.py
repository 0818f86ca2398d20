"""The files of the region folder that `spuk haal` writes: made whole, compared with the old, replaced together."""

from __future__ import annotations

import csv
import difflib
import io
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from scenarios.ggm.oordeel import Persoon
from scenarios.ggm.tellingen import Periodetelling
from scenarios.grond.csvtekst import split_lines
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

    def cell(waarde: object) -> str:
        return "" if waarde is None else waarde.isoformat() if isinstance(waarde, date) else str(waarde)

    # No cell can hold a separator or a quote: codes of our own, dates and hexadecimal digits.
    regels = [";".join([cell(getattr(p, veld)) for veld in _VELDEN]) + "\n" for p in personen]
    return [";".join(_VELDEN) + "\n", *sorted(regels)]


def inflow_lines(
    pad: Path, tellingen: Sequence[Periodetelling], namen: Mapping[str, str], geteld: Sequence[Periodetelling]
) -> tuple[list[str], list[Instroomrij]]:
    """`instroom.csv` with these counts, after the rows of the user's own that count something else.

    geteld: what the fetched data count, here or in personen.csv; own rows that count the same are left out, and
    returned.
    """
    meldingen: list[Melding] = []
    bestaand = read_rows(pad, Instroomrij, meldingen) if pad.is_file() else []
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
    stroom = io.StringIO()
    schrijver = csv.writer(stroom, delimiter=scheiding, lineterminator="\n")
    schrijver.writerow(kop)
    schrijver.writerows(rijen)
    return stroom.getvalue().splitlines(keepends=True)


def check_folder(pad: Path, personen: bool) -> Iterator[Melding]:
    """What stands in the way: a second file of the same kind, or records that did not come from here.

    personen: will personen.csv be written? Without it, an old one would count everybody a second time.
    """
    for naam in (INSTROOM, PERSONEN):
        blad = pad / f"{Path(naam).stem}.xlsx"
        if blad.is_file():
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
    """Write all files beside their targets, then put them in place; when one fails the others go back as they were.

    eigen: names of files for the user alone. Raises Invoerfout when the folder cannot be written.
    """
    klaar: dict[Path, Path] = {}
    oud: dict[Path, Path | None] = {}
    try:
        for doel, regels in plan.items():
            klaar[doel] = _stage(doel, regels, doel.name in eigen)
        for doel, tijdelijk in klaar.items():
            oud[doel] = _keep(doel)
            tijdelijk.replace(doel)
    except BaseException as fout:
        for plek, bewaard in oud.items():
            if bewaard is not None:
                bewaard.replace(plek)
            elif not klaar[plek].exists():
                plek.unlink(missing_ok=True)
        if not isinstance(fout, OSError):
            raise
        gevonden = f"niet te schrijven ({fout.strerror})"
        mend = "Sluit de bestanden en probeer het opnieuw; er is niets veranderd."
        raise Invoerfout([Melding(str(doel), "", gevonden, "een map waarin geschreven mag worden", mend)]) from None
    finally:
        for pad in (*klaar.values(), *(p for p in oud.values() if p is not None)):
            pad.unlink(missing_ok=True)


def _stage(doel: Path, regels: Iterable[str], alleen_eigenaar: bool) -> Path:
    doel.parent.mkdir(parents=True, exist_ok=True)
    handvat, naam = tempfile.mkstemp(dir=doel.parent, prefix=f".{doel.stem}-", suffix=".nieuw")
    with os.fdopen(handvat, "w", encoding="utf-8", newline="") as bestand:
        bestand.writelines(regels)
    pad = Path(naam)
    if not alleen_eigenaar:
        # mkstemp makes the file private; counts follow the user's own umask.
        masker = os.umask(0)
        os.umask(masker)
        pad.chmod(0o666 & ~masker)
    return pad


def _keep(doel: Path) -> Path | None:
    """A copy of the old file, to put back when a later one fails; the old one itself stays until it is replaced."""
    if not doel.exists():
        return None
    handvat, naam = tempfile.mkstemp(dir=doel.parent, prefix=f".{doel.stem}-", suffix=".oud")
    os.close(handvat)
    try:
        return Path(shutil.copy2(doel, naam))
    except OSError:
        Path(naam).unlink()
        raise
