"""TOML files as rows of the workbook, and back: only what changed is rewritten, comments stay where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import AoT

from finance.taal.tomltekst import parse_toml
from scenarios.werkboek.kolommen import Invoertabel, Regel, Veld
from scenarios.werkboek.soorten import Omgeving, Waarde, as_toml

Waarden = dict[str, Waarde]


def read_toml_rows(
    inhoud: Mapping[str, Any], tabel: Invoertabel, omgeving: Omgeving, sleutels: Mapping[str, str]
) -> list[Waarden]:
    """The rows that one TOML document holds of a table. `sleutels`: key columns that the name of the file says."""
    paden = (tabel.pad or "").split(".") if tabel.pad else []
    uit = []
    for blok, gevonden in _walk(inhoud, paden, dict(sleutels)):
        rij: Waarden = {n: tabel.per_naam[n].read(v, omgeving) for n, v in gevonden.items() if n in tabel.per_naam}
        rij |= {k.naam: k.read(_look(blok, k), omgeving) for k in tabel.velden}
        uit.append({k.naam: rij.get(k.naam) for k in tabel.kolommen})
    return uit


def write_toml(
    tekst: str, delen: Sequence[tuple[Invoertabel, Sequence[Regel]]], omgeving: Omgeving, **sleutels: str
) -> str:
    """The text with these rows. `tekst`: how it stood, empty when new."""
    inhoud = parse_toml(tekst, "")
    document = tomlkit.parse(tekst)
    anders = False
    for tabel, regels in delen:
        oud = _by_path(tabel, read_toml_rows(inhoud, tabel, omgeving, sleutels))
        nieuw = _by_path(tabel, [r.waarden for r in regels])
        for pad in dict.fromkeys((*oud, *nieuw)):
            if oud.get(pad) != nieuw.get(pad):
                anders = True
                edit = _edit_list if tabel.lijst else _edit_block
                edit(document, tabel, pad, oud.get(pad, []), nieuw.get(pad, []))
    return tomlkit.dumps(document) if anders else tekst


def _walk(knoop: Any, paden: Sequence[str], gevonden: dict[str, str]) -> Iterator[tuple[Mapping[str, Any], dict]]:
    if not paden:
        yield knoop, gevonden
        return
    deel, rest = paden[0], paden[1:]
    if deel.startswith("{"):
        for naam, onder in knoop.items():
            if isinstance(onder, Mapping):
                yield from _walk(onder, rest, {**gevonden, deel.strip("{}"): naam})
    elif deel.endswith("[]"):
        for onder in knoop.get(deel.removesuffix("[]"), ()):
            yield from _walk(onder, rest, gevonden)
    elif deel in knoop:
        yield from _walk(knoop[deel], rest, gevonden)


def _look(blok: Mapping[str, Any], kolom: Veld) -> Any:
    """The value of a column, of a small table inside the block when its name has a point."""
    for deel in kolom.naam.split("."):
        if not isinstance(blok, Mapping) or deel not in blok:
            return None
        blok = blok[deel]
    return blok


def _by_path(tabel: Invoertabel, rijen: Sequence[Waarden]) -> dict[tuple[str, ...], list[Waarden]]:
    uit: dict[tuple[str, ...], list[Waarden]] = {}
    for rij in rijen:
        uit.setdefault(tabel.path(rij), []).append(rij)
    return uit


def _edit_block(
    document: Any, tabel: Invoertabel, pad: tuple[str, ...], oud: Sequence[Waarden], nieuw: Sequence[Waarden]
) -> None:
    if not nieuw:
        if pad:
            _parent(document, pad).pop(pad[-1])
        return
    # The parent makes the block itself when it is not there yet.
    blok = _parent(document, (*pad, ""))
    _set(blok, tabel, oud[0] if oud else {}, nieuw[-1])


def _edit_list(
    document: Any, tabel: Invoertabel, pad: tuple[str, ...], oud: Sequence[Waarden], nieuw: Sequence[Waarden]
) -> None:
    """Every new row takes the block that says the same, else the next one that no row says any more, else a new one."""
    ouder = _parent(document, pad)
    blokken = list(ouder.get(pad[-1], ()))
    vrij = list(range(len(oud)))
    gekozen: list[int | None] = []
    for rij in nieuw:
        gelijk = next((i for i in vrij if oud[i] == rij), None)
        if gelijk is not None:
            vrij.remove(gelijk)
        gekozen.append(gelijk)
    for plek, keuze in enumerate(gekozen):
        if keuze is None and vrij:
            gekozen[plek] = vrij.pop(0)
    uit = []
    for keuze, rij in zip(gekozen, nieuw, strict=True):
        blok = tomlkit.table() if keuze is None else blokken[keuze]
        _set(blok, tabel, {} if keuze is None else oud[keuze], rij)
        uit.append(blok)
    if gekozen == list(range(len(oud))):
        return
    if not uit:
        ouder.pop(pad[-1])
    elif gekozen[: len(oud)] == list(range(len(oud))) and isinstance(ouder.get(pad[-1]), AoT):
        for blok in uit[len(oud) :]:
            ouder[pad[-1]].append(blok)
    else:
        lijst = tomlkit.aot()
        for blok in uit:
            lijst.append(blok)
        ouder[pad[-1]] = lijst


def _parent(document: Any, pad: tuple[str, ...]) -> Any:
    """The table that holds the last part of a path; what is missing is made."""
    for deel in pad[:-1]:
        if deel not in document:
            document[deel] = tomlkit.table(is_super_table=True)
        document = document[deel]
    return document


def _set(blok: Any, tabel: Invoertabel, oud: Mapping[str, Waarde], nieuw: Mapping[str, Waarde]) -> None:
    for kolom in tabel.velden:
        waarde = nieuw.get(kolom.naam)
        if waarde == oud.get(kolom.naam):
            continue
        houder, naam = blok, kolom.naam
        if "." in naam:
            klein, naam = naam.split(".")
            if klein not in blok:
                blok[klein] = tomlkit.inline_table()
            houder = blok[klein]
        if waarde is not None:
            houder[naam] = as_toml(kolom.soort, waarde)
        else:
            houder.pop(naam, None)
            if houder is not blok and not houder:
                blok.pop(klein)
