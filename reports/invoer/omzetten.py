"""Turning a region folder into a workbook and back, with what lies beside it; nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from finance.fouten import Invoerfout, Melding, as_word, list_words
from reports.invoer.bijwerken import update_workbook
from reports.invoer.werkboek import write_input
from scenarios.grond.bestanden import copy_file, one_set, remove_file, scratch, write_bytes
from scenarios.grond.openen import read_bytes
from scenarios.regiomap.land.keuze import Regiokeuze, Verwijzing
from scenarios.regiomap.nieuw import copy_region
from scenarios.regiomap.regio import find_region, read_region
from scenarios.werkboek.bladen import TABELLEN
from scenarios.werkboek.map import NAAM, cells_named, find_workbook, open_region
from scenarios.werkboek.omzetten import VOORHEEN, read_files, to_rows
from scenarios.werkboek.soorten import Celfout
from scenarios.werkboek.uitvouwen import companions

WERKBOEK = f"{NAAM}.xlsx"


@dataclass(frozen=True)
class Omzetting:
    """What a conversion wrote, what was right already, and what was taken away."""

    geschreven: tuple[Path, ...] = ()
    gelijk: tuple[Path, ...] = ()
    weg: tuple[Path, ...] = ()


def to_workbook(verwijzing: Verwijzing, doel: Path, vervang: bool = False) -> Omzetting:
    """The region as a workbook. Raises Invoerfout when the region has errors, or `doel` is there without `vervang`."""
    if doel.suffix.lower() != ".xlsx":
        raise Invoerfout([Melding("--uit", "", str(doel), "een bestand dat eindigt op .xlsx")])
    keuze = open_region(verwijzing)
    map_ = find_region(keuze)
    with cells_named():
        land = read_region(keuze).land
    bestanden = read_files(map_)
    try:
        inhoud = to_rows(bestanden, land)
    except Celfout as fout:
        herstel = f"Toets de map met: spuk controleer {as_word(map_)}"
        raise Invoerfout([Melding(str(map_), "", "een waarde die niet past", str(fout), herstel)]) from None
    if doel.exists() and not vervang:
        raise Invoerfout(
            [Melding(str(doel), "", "een bestand", "een nieuwe naam", "Kies een andere naam, of geef --vervang.")]
        )
    with one_set():
        if doel.exists():
            update_workbook(doel, inhoud, bestanden, land)
        else:
            write_input(inhoud, bestanden, doel, land)
        naast = _copy_along(companions(map_), doel.parent, vervang)
    return Omzetting((doel, *naast))


def to_text(verwijzing: Verwijzing, doel: Path, vervang: bool = False) -> Omzetting:
    """A workbook as a region folder. Raises Invoerfout when it has errors or `doel` holds something else already."""
    pad = find_workbook(verwijzing)
    if pad is None:
        herstel = "Een regiomap bestaat al uit tekstbestanden; een werkboek maakt u met: spuk invoer MAP --excel"
        raise Invoerfout([Melding(str(verwijzing), "", "geen werkboek", "een werkboek zoals invoer.xlsx", herstel)])
    if doel.exists() and (not doel.is_dir() or any(doel.iterdir())) and not vervang:
        herstel = "Kies een andere naam, of geef --vervang om de bestanden die anders zijn te vervangen."
        raise Invoerfout([Melding(str(doel), "", "een map of bestand met inhoud", "een nieuwe of lege map", herstel)])
    map_ = Path(open_region(verwijzing))
    with one_set():
        return _write_text_files(map_, doel, vervang)


def _write_text_files(map_: Path, doel: Path, vervang: bool) -> Omzetting:
    geschreven, gelijk = [], []
    nieuw = read_files(map_)
    for naam, inhoud in nieuw.items():
        bestand = doel / naam
        if bestand.is_file() and read_bytes(bestand) == inhoud:
            gelijk.append(bestand)
            continue
        write_bytes(bestand, inhoud)
        geschreven.append(bestand)
    weg = [p for p in sorted(doel.glob("scenarios/*.toml")) if p.relative_to(doel).as_posix() not in nieuw]
    weg += [doel / oud for oud, naam in VOORHEEN.items() if naam in nieuw and (doel / oud).is_file()]
    for bestand in weg:
        remove_file(bestand)
    naast = _copy_along(companions(map_), doel, vervang)
    return Omzetting((*geschreven, *naast), tuple(gelijk), tuple(weg))


def new_workbook(
    van: Regiokeuze, map_: Path, met_voorbeeld: bool, gemeenten: Sequence[str]
) -> tuple[Path, Mapping[str, str]]:
    """A new folder with one workbook in it, of an example or for gemeenten of one's own; see `copy_region`."""
    if map_.exists() and (not map_.is_dir() or any(map_.iterdir())):
        raise Invoerfout(
            [Melding(str(map_), "", "een map of bestand met inhoud", "een nieuwe of lege map", "Kies een andere naam.")]
        )
    with scratch() as werk:
        kopie = werk / "regio"
        _, over = copy_region(van, kopie, met_voorbeeld, gemeenten)
        to_workbook(replace(van, naam=str(kopie)), map_ / WERKBOEK)
    return map_ / WERKBOEK, over


def by_table(over: Mapping[str, str]) -> dict[str, str]:
    """What text files hold, by the sheets that stand for them."""
    uit: dict[str, str] = {}
    for bestand, wat in over.items():
        bladen = dict.fromkeys(t.blad for t in TABELLEN if t.bestand == bestand or t.bestand.startswith(f"{bestand}/"))
        uit[f"blad {list_words(list(bladen))}" if bladen else bestand] = wat
    return uit


def _copy_along(naast: Mapping[str, Path], doel: Path, vervang: bool) -> list[Path]:
    """Files without a sheet go where the workbook or folder goes; one that is there and differs is not lost unasked."""
    anders = {n: p for n, p in naast.items() if not _same(p, doel / n)}
    bezet = [n for n in anders if (doel / n).exists()]
    if bezet and not vervang:
        herstel = "Kies een andere plek, of geef --vervang."
        raise Invoerfout(
            [Melding(str(doel / n), "", "een ander bestand", "een plek die vrij is", herstel) for n in bezet]
        )
    for naam, bron in anders.items():
        copy_file(bron, doel / naam)
    return [doel / n for n in anders]


def _same(een: Path, ander: Path) -> bool:
    return ander.is_file() and (een.resolve() == ander.resolve() or read_bytes(een) == read_bytes(ander))
