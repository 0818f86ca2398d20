"""A new region folder from an example: as it is, or for gemeenten of one's own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from finance.fouten import Invoerfout, Melding, list_words, raise_if_any, suggest
from scenarios.grond.bestanden import copy_folder, new_folder, remove_file, write_text
from scenarios.grond.csvtekst import record_text
from scenarios.grond.gegevens import Bevolking, data_path
from scenarios.grond.openen import read_bytes, read_text
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.regiomap.besluiten import BESTANDEN, SUBMAP
from scenarios.regiomap.land.eigen import open_land
from scenarios.regiomap.land.keuze import Regiokeuze, Verwijzing
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import parse_date, parse_number, separator_of_head
from scenarios.regiomap.modellen import Regiobestand
from scenarios.regiomap.regio import LAND, find_region, read_region

ALLEEN_VOORBEELD = (
    *(SUBMAP, *BESTANDEN, "begroting.csv", "rekeningschema.csv", "personen.csv", "duo.csv", "ramingen"),
    "maatregelen.toml",
)
"""Made up, or decided by the gemeenten of the example: of no use to another."""
PEILJAAR = BEGINJAAR - 1
"""Inhabitants of its 1 January divide what is of a whole region."""
INHOUD = {
    "instroom.csv": "tellingen",
    "contracten.csv": "prijzen en aanbieders",
    "formatie.csv": "eigen formatie",
    "budgetten.csv": "Gemeentefonds en SPUK onderwijsroute",
    "trajecten.toml": "wachttijden, duur, slagen en gebruik",
    "parameters.toml": "SPUK-bedragen van 2024 (aanname)",
    "doelen.toml": "beleidsdoelen",
    "taakstelling.csv": "gepubliceerde taakstellingen",
    "scenarios": "scenario's",
}


def copy_region(
    van: Verwijzing, doel: Path, met_voorbeeld: bool = False, gemeenten: Sequence[str] = ()
) -> tuple[list[Path], dict[str, str]]:
    """Copy an example (or any region folder) to a new folder, whole or not at all.

    met_voorbeeld: with its bookings, decisions, begroting and measurements, which are fictitious or its own.
    gemeenten: names or CBS codes of another region; then no row of a gemeente of the example comes along.

    Returns the files made and, per file that still holds values of the example, what they are.

    Raises Invoerfout when `doel` already holds something: nothing of the user is ever overwritten.
    """
    bron = find_region(van)
    land = open_land(None, Regiokeuze.of(van).gegevens)
    eigen = find_gemeenten(land, gemeenten)
    # Only a folder without errors can be taken apart.
    oud = read_region(van).bestand if eigen else None
    if doel.exists() and (not doel.is_dir() or any(doel.iterdir())):
        raise Invoerfout(
            [Melding(str(doel), "", "een map of bestand met inhoud", "een nieuwe of lege map", "Kies een andere naam.")]
        )
    with new_folder(doel) as kopie:
        copy_folder(bron, kopie, () if met_voorbeeld else ALLEEN_VOORBEELD)
        if not met_voorbeeld:
            _drop_blocks(kopie / "doelen.toml", "[[meting]]")
        if oud is not None:
            _make_own(kopie, oud, eigen, land.bevolking)
    bestanden = sorted(p for p in doel.rglob("*") if p.is_file())
    return bestanden, {naam: wat for naam, wat in INHOUD.items() if _holds_values(doel / naam)}


def find_gemeenten(land: Landsgegevens, namen: Sequence[str]) -> dict[str, str]:
    """Names or CBS codes, those of merged gemeenten too -> code and name of today. Raises Invoerfout."""
    bekend = land.bevolking.namen
    codes = [land.codes_by_name.get(n.casefold()) or land.current_code(n.upper()) for n in namen]
    raise_if_any(
        Melding("--gemeenten", "", naam, "een gemeente of CBS-code", suggest(naam, bekend.values()))
        for naam, code in zip(namen, codes, strict=True)
        if code not in bekend
    )
    return {code: bekend[code] for code in codes}


def _make_own(map_: Path, oud: Regiobestand, eigen: dict[str, str], bevolking: Bevolking) -> None:
    """Turn a copy into a folder of other gemeenten: their names, and no row of anybody else."""
    deel = _part_of(bevolking, oud, eigen)
    for pad in map_.glob("*.csv"):
        if pad.name == "contracten.csv":
            _keep_contracts(pad, oud, deel)
        elif pad.name == "formatie.csv":
            _keep_own_people(pad, oud, deel)
        else:
            _keep_rows(pad, lambda rij: rij.get("cbs_code") in (LAND, *eigen))
    _take_national_pace(map_ / "trajecten.toml")
    for naam in ("instroom.xlsx", "personen.xlsx"):
        remove_file(map_ / naam)
    if not (map_ / "instroom.csv").exists():
        kop = "periode_van;periode_tot;cbs_code;gemeente;doelgroep;indicator;aantal;status;bron\n"
        write_text(map_ / "instroom.csv", kop)
    begin = [
        f'naam = "{list_words([*eigen.values()])}"',
        f"peildatum = {oud.peildatum}",
    ]
    blokken = [f'[[gemeente]]\ncode = "{code}"\nnaam = "{naam}"' for code, naam in eigen.items()]
    verdeling = [b.strip() for b in _blocks(map_ / "regio.toml") if "[[verdeling]]" in b.splitlines()]
    tekst = "\n\n".join(["\n".join(begin), *blokken, *verdeling])
    write_text(map_ / "regio.toml", f"{tekst}\n")


def _take_national_pace(pad: Path) -> None:
    """How long others waited says nothing of these gemeenten: they begin at the pace of the country."""

    def is_wait(blok: str) -> bool:
        return any(regel.startswith("[wachten.") for regel in blok.splitlines())

    landelijk = [b for b in _blocks(data_path() / "regios" / "landelijk" / "trajecten.toml") if is_wait(b)]
    blokken, eerste = [], True
    for blok in _blocks(pad):
        if not is_wait(blok):
            blokken.append(blok)
        elif eerste:
            blokken += landelijk
            eerste = False
    write_text(pad, "".join(blokken))


def _keep_contracts(pad: Path, oud: Regiobestand, deel: float) -> None:
    """Prices for everybody; a fixed sum of the old region becomes that of the new one by inhabitants."""

    def keep(rij: dict[str, str]) -> bool:
        if rij.get("betaling") == "vast":
            rij["prijs"] = f"{parse_number(rij['prijs']) * deel:.0f}"
            _mark_part(rij)
        if rij.get("tot") and parse_date(rij["tot"]).year > oud.eindjaar:
            # The example stops where its own horizon does; its last prices hold until the gemeente has its own.
            rij["tot"] = ""
            rij["contract"] = re.sub(r"(\d{4})-\d{4}$", r"vanaf \1", rij["contract"])
        return rij.get("gemeenten", "alle") == "alle"

    _keep_rows(pad, keep)


def _keep_own_people(pad: Path, oud: Regiobestand, deel: float) -> None:
    """The fte of the old region become those of the new one by inhabitants, at the same price."""

    def keep(rij: dict[str, str]) -> bool:
        rij["fte"] = f"{parse_number(rij['fte']) * deel:.2f}"
        _mark_part(rij)
        if rij.get("tot") and parse_date(rij["tot"]).year > oud.eindjaar:
            rij["tot"] = ""
        return rij.get("gemeenten", "alle") == "alle"

    _keep_rows(pad, keep)


def _part_of(bevolking: Bevolking, oud: Regiobestand, eigen: dict[str, str]) -> float:
    """Inhabitants of the new region as part of those of the old one."""
    nieuw, was = (sum(bevolking.of(c, PEILJAAR) for c in codes) for codes in (eigen, [g.code for g in oud.gemeente]))
    return nieuw / was


def _mark_part(rij: dict[str, str]) -> None:
    rij["status"] = "aanname"
    rij["bron"] += f"; hier het deel van deze gemeenten, naar inwoners op 1-1-{PEILJAAR}"


def _keep_rows(pad: Path, keep: Callable[[dict[str, str]], bool]) -> None:
    tekst = read_text(pad)
    teken = separator_of_head(tekst)
    lezer = csv.DictReader(io.StringIO(tekst), delimiter=teken)
    rijen = [rij for rij in lezer if keep(rij)]
    kop = lezer.fieldnames or ()
    write_text(pad, record_text([kop, *([rij[k] for k in kop] for rij in rijen)], teken))


def _blocks(pad: Path) -> list[str]:
    """The head of a TOML file and each of its blocks; comment lines belong to the block below them."""
    uit, wacht = [""], ""
    for regel in read_text(pad).splitlines(keepends=True):
        if regel.startswith("["):
            uit.append(wacht + regel)
            wacht = ""
        elif regel.startswith("#"):
            wacht += regel
        else:
            uit[-1] += wacht + regel
            wacht = ""
    uit[-1] += wacht
    return uit


def _drop_blocks(pad: Path, kop: str) -> None:
    if pad.is_file():
        blijft = [b for b in _blocks(pad) if kop not in b.splitlines()]
        write_text(pad, f"{''.join(blijft).rstrip()}\n")


def _holds_values(pad: Path) -> bool:
    """Whether a copied file or folder says anything; a CSV with only its head does not."""
    return pad.is_dir() or (pad.is_file() and (pad.suffix != ".csv" or len(read_bytes(pad).splitlines()) > 1))
