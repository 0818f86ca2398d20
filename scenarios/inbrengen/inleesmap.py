"""A region folder as `spuk inlezen` needs it: what is settled already, and where a block, a file and codes are put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finance.fouten import Invoerfout, Melding
from scenarios.boeken.boekingsregels import load_rules
from scenarios.boeken.geboekt import Boekregels, make_rules
from scenarios.boeken.map import INSTELLINGEN, Instellingen
from scenarios.boeken.vertaling import VERTALING, load_translation
from scenarios.grond.bestanden import copy_file, one_set, write_text
from scenarios.grond.openen import digest, is_there, read_text
from scenarios.grond.wissel import alone
from scenarios.inbrengen.inlezing import Inlezing, Onbekend, look_at
from scenarios.inlezen.blok import Boekingbestand
from scenarios.inlezen.blokschrijven import put_block
from scenarios.regiomap.besluiten import SUBMAP
from scenarios.regiomap.land.eigen import find_land
from scenarios.regiomap.land.keuze import Regiokeuze, Verwijzing
from scenarios.regiomap.lezen import read_toml
from scenarios.regiomap.modellen import Regiobestand
from scenarios.regiomap.regio import VOORBEELD, find_region

KOP_VERTALING = "waarde;voorziening;kolom;pot;gemeente;reden\n"


@dataclass(frozen=True)
class Inleesmap:
    """A region folder; `verantwoording/` may still be missing."""

    verwijzing: Verwijzing
    map: Path
    gemeenten: Mapping[str, str]
    """CBS code -> name."""
    blokken: tuple[Boekingbestand, ...]
    regels: Boekregels

    @property
    def eigen(self) -> Path:
        """The folder `verantwoording/`."""
        return self.map / SUBMAP

    def find(self, bestand: str) -> tuple[Path, str]:
        """Path of an export, and its name in a block: where it stands, or where it will be put."""
        pad = next((p for p in (Path(bestand), self.eigen / bestand, self.map / bestand) if p.is_file()), Path(bestand))
        binnen = pad.resolve().is_relative_to(self.eigen.resolve())
        return pad, (pad.resolve().relative_to(self.eigen.resolve()).as_posix() if binnen else f"boekingen/{pad.name}")

    def settled(self, naam: str, jaar: int | None, gemeente: str | None) -> dict[str, Any]:
        """What an earlier block says of this file, and what was said now."""
        blok = next((b for b in self.blokken if b.bestand == naam), None)
        uit: dict[str, Any] = {k: getattr(blok, k) for k in blok.model_fields_set} if blok else {}
        uit["bestand"] = naam
        return uit | ({"jaar": jaar} if jaar else {}) | ({"gemeente": gemeente} if gemeente else {})

    def look(self, paden: Sequence[Path], gezegd: Sequence[Mapping[str, Any]]) -> tuple[Inlezing, ...]:
        """Look at exports beside those that the folder already reads. Raises Invoerfout."""
        namen = {g["bestand"] for g in gezegd}
        ernaast = [(self.eigen / b.bestand, b) for b in self.blokken if b.bestand not in namen]
        return look_at(paden, gezegd, self.regels, self.gemeenten, [(p, b) for p, b in ernaast if p.is_file()])


def open_folder(verwijzing: Verwijzing) -> Inleesmap:
    """Read what is needed of a region folder. Raises Invoerfout with all its problems."""
    keuze = Regiokeuze.of(verwijzing)
    map_ = find_region(keuze)
    meldingen: list[Melding] = []
    land = find_land(map_, keuze.gegevens, meldingen)
    regio = read_toml(map_ / "regio.toml", Regiobestand, meldingen)
    pad = map_ / SUBMAP / INSTELLINGEN
    instellingen = read_toml(pad, Instellingen, meldingen) if is_there(pad) else Instellingen()
    regels = load_rules(map_ / SUBMAP, meldingen)
    vertaling = load_translation(map_ / SUBMAP, meldingen)
    if meldingen or regio is None or instellingen is None:
        raise Invoerfout(meldingen)
    gemeenten = {g.code: g.naam for g in regio.gemeente}
    lichamen = sorted({r.naam for r in instellingen.lichamen})
    boekregels = make_rules(land.on(regio.peildatum), gemeenten, lichamen, regels, vertaling)
    return Inleesmap(verwijzing, map_, gemeenten, instellingen.boekingen, boekregels)


def save(folder: Inleesmap, pad: Path, blok: Boekingbestand) -> list[Path]:
    """Put the file in `boekingen/` and its block in `verantwoording.toml`, or change nothing and raise Invoerfout."""
    _refuse_example(folder)
    doel = folder.eigen / blok.bestand
    if doel.exists() and not doel.samefile(pad) and digest(doel) != digest(pad):
        raise Invoerfout(
            [
                Melding(
                    str(doel),
                    "",
                    "een ander bestand met dezelfde naam",
                    "een naam die nog vrij is",
                    "Geef de export een eigen naam, zoals 2025-grootboek.csv.",
                )
            ]
        )
    with alone(folder.map):
        return _put(pad, doel, folder.eigen / INSTELLINGEN, blok)


def _put(pad: Path, doel: Path, instellingen: Path, blok: Boekingbestand) -> list[Path]:
    inhoud = put_block(read_text(instellingen) if is_there(instellingen) else "", blok)
    with one_set():
        if not doel.exists():
            copy_file(pad, doel)
        write_text(instellingen, inhoud)
    return [doel, instellingen]


def add_codes(folder: Inleesmap, codes: Sequence[Onbekend]) -> Path:
    """Put codes with their proposed voorziening behind `vertaling.csv`."""
    _refuse_example(folder)
    with alone(folder.map):
        return _append(folder.eigen / VERTALING, codes)


def _append(pad: Path, codes: Sequence[Onbekend]) -> Path:
    inhoud = read_text(pad) if is_there(pad) else ""
    kop = (inhoud.splitlines() or [KOP_VERTALING.strip()])[0]
    teken = ";" if ";" in kop else ","
    namen = kop.split(teken)
    regels = [
        teken.join({"waarde": c.waarde, "voorziening": c.voorstel, "kolom": c.kolom}.get(n, "") for n in namen)
        for c in codes
        if c.voorstel and c.waarde
    ]
    write_text(pad, "\n".join([inhoud.rstrip() or kop, *regels]) + "\n")
    return pad


def _refuse_example(folder: Inleesmap) -> None:
    if str(folder.verwijzing).startswith(VOORBEELD):
        raise Invoerfout(
            [
                Melding(
                    str(folder.verwijzing), "", "een voorbeeld", "een eigen regiomap", "Maak er een met: spuk nieuw MAP"
                )
            ]
        )
