"""Taking a file or a figure into the data folder of a user: read as it was published, written in our own columns.

Nothing is written before the folder as it would become has been read whole.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from finance.parameters import Bron, Parameters, Waarde, parse_parameters
from scenarios.grond.bestanden import copy_file, no_formula, one_set, scratch, write_text
from scenarios.grond.csvtekst import read_records, record_text
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import exists_as_folder, is_there, read_text
from scenarios.grond.wissel import alone, tidy
from scenarios.regiomap.land.eigen import BESTANDEN, Herindelingrij, Inwonerrij, Landelijkrij, read_land
from scenarios.regiomap.land.gepubliceerd import parse_published
from scenarios.regiomap.land.keuze import IN_DE_REGIOMAP, SUBMAP, Gegevensmap
from scenarios.regiomap.land.landsgegevens import (
    BEVOLKING,
    HERINDELINGEN,
    PARAMETERS,
    PER_GEMEENTE,
    TAAKSTELLING,
    Landsgegevens,
    shipped,
)
from scenarios.regiomap.land.statline import BRON, read_statline
from scenarios.regiomap.land.taakstellingoverzicht import BLADEN, find_head, read_overview, read_table
from scenarios.regiomap.lezen import Invoerrij, parse_date, parse_number, separator_of_head
from scenarios.regiomap.modellen import Taakstellingrij
from scenarios.regiomap.regio import VOORBEELD

Rij = dict[str, str]


@dataclass(frozen=True)
class _Tabel:
    model: type[Invoerrij]
    sleutel: tuple[str, ...]

    @property
    def kolommen(self) -> tuple[str, ...]:
        return tuple(n for n in self.model.model_fields if n not in Invoerrij.model_fields)

    @property
    def nodig(self) -> frozenset[str]:
        """The columns that no file may lack."""
        return frozenset(k for k in self.kolommen if self.model.model_fields[k].is_required())


_TABELLEN = {
    BEVOLKING: _Tabel(Inwonerrij, ("cbs_code", "jaar")),
    TAAKSTELLING: _Tabel(Landelijkrij, ("halfjaar", "bekend_op")),
    PER_GEMEENTE: _Tabel(Taakstellingrij, ("cbs_code", "halfjaar", "bekend_op")),
    HERINDELINGEN: _Tabel(Herindelingrij, ("oude_code",)),
}


@dataclass(frozen=True)
class Herkomst:
    """Where a figure is from, as the user says it."""

    bron: str = ""
    status: str = ""
    bekend_op: date | None = None
    halfjaar: str = ""


@dataclass(frozen=True)
class Opname:
    """What went into one file of the folder."""

    pad: Path
    wat: str
    erbij: int
    vervangen: int


def data_folder(map_: Path) -> Path:
    """The data folder that is meant: of a region folder, or beside a workbook, the one inside it. Raises Invoerfout for
    what is shipped."""
    if map_.suffix.lower() in BLADEN and map_.is_file():
        return map_.parent / SUBMAP
    if str(map_).startswith(VOORBEELD) or map_.resolve().is_relative_to(data_path().resolve()):
        mend = "Maak een eigen map met: spuk nieuw MAP"
        raise Invoerfout([Melding("--map", "", str(map_), "een eigen gegevensmap of regiomap", mend)])
    return map_ / SUBMAP if is_there(map_ / "regio.toml") else map_


def take_in(bron: Path, map_: Path, herkomst: Herkomst) -> list[Opname]:
    """A file as it was published, or one of our own columns. Raises Invoerfout, and has written nothing then."""
    _refuse_file(map_)
    land = _land_of(map_)
    if bron.suffix.lower() == ".toml":
        gelezen = parse_parameters(read_text(bron), bron.name, bekend=shipped().parameters)
        return _append_values(map_, [w for p in gelezen.values() for w in p.versies])
    rijen = _own_columns(bron) or _published(bron, land, herkomst) or _inhabitants(bron, land, herkomst)
    return _write(map_, rijen)


def set_taakstelling(map_: Path, aantal: str, herkomst: Herkomst) -> list[Opname]:
    """The national number of one half-year."""
    rij = {
        "halfjaar": herkomst.halfjaar,
        "bekend_op": _required_day(herkomst).isoformat(),
        "aantal": str(geheel) if (geheel := parse_published(aantal)) is not None else aantal,
        "status": herkomst.status,
        "bron": herkomst.bron,
    }
    return _write(map_, {TAAKSTELLING: [rij]})


def set_value(map_: Path, naam: str, waarde: str, van: date, herkomst: Herkomst) -> list[Opname]:
    """One value of a parameter of the law or a shared assumption, from a day on."""
    parameter = shipped().parameters.get(naam)
    if parameter is None:
        mend = suggest(naam, ("taakstelling", *shipped().parameters))
        raise Invoerfout([Melding("NAAM", "", repr(naam), "taakstelling, of een parameter", mend)])
    if not parameter.keuzes:
        waarde = _as_decimal(waarde)
    nieuw = Waarde(naam, van, waarde, herkomst.status, Bron(herkomst.bron), bekend_op=herkomst.bekend_op)
    gelezen = parse_parameters(_as_toml(nieuw), PARAMETERS, bekend=shipped().parameters)
    return _append_values(map_, gelezen[naam].versies)


def _as_decimal(waarde: str) -> str:
    """'€ 1.234,50' -> '1234.50', with the decimals that were typed. Raises Invoerfout."""
    try:
        parse_number(waarde)
    except ValueError as fout:
        raise Invoerfout([Melding("WAARDE", "", waarde or "niets", str(fout))]) from None
    kaal = re.sub(r"[\s€]", "", waarde)
    return kaal.replace(".", "").replace(",", ".") if "," in kaal else kaal


def _land_of(map_: Path) -> Landsgegevens:
    return read_land(Gegevensmap(map_, IN_DE_REGIOMAP)) if is_there(map_) else shipped()


def _own_columns(bron: Path) -> dict[str, list[Rij]]:
    """A file that has our own columns already."""
    if bron.suffix.lower() != ".csv":
        return {}
    tekst = read_text(bron)
    kop = next(iter(read_records(tekst, separator_of_head(tekst), bron.name)), (1, []))[1]
    for naam, tabel in _TABELLEN.items():
        # A taakstelling of a gemeente has every column of a national one, and more.
        if tabel.nodig <= {k.strip() for k in kop} <= {*tabel.kolommen}:
            rijen = _rows_of(bron)
            _refuse_twice(bron, tabel, rijen)
            return {naam: rijen}
    return {}


def _refuse_twice(bron: Path, tabel: _Tabel, rijen: Sequence[Rij]) -> None:
    """Of two rows of one key the last would hold in silence."""
    aantal = Counter(_key(tabel, r) for r in rijen)
    raise_if_any(
        Melding(bron.name, "", f"{n} regels van {', '.join(sleutel)}", "ieder cijfer één keer")
        for sleutel, n in aantal.items()
        if n > 1
    )


def _published(bron: Path, land: Landsgegevens, herkomst: Herkomst) -> dict[str, list[Rij]]:
    """A published overview of taakstellingen; nothing when it is none."""
    if bron.suffix.lower() == ".json" or find_head(read_table(bron), herkomst.halfjaar) is None:
        return {}
    overzicht = read_overview(bron, land, herkomst.halfjaar)
    gedeeld = {
        "bekend_op": _required_day(herkomst).isoformat(),
        "status": herkomst.status or "vastgesteld",
        "bron": herkomst.bron or bron.name,
    }
    per_gemeente = [
        {"halfjaar": h, "cbs_code": code, "gemeente": naam, "aantal": str(n), **gedeeld}
        for code, naam, h, n in overzicht.per_gemeente
    ]
    landelijk = [{"halfjaar": h, "aantal": str(n), **gedeeld} for h, n in overzicht.landelijk.items()]
    return {PER_GEMEENTE: per_gemeente, **({TAAKSTELLING: landelijk} if landelijk else {})}


def _inhabitants(bron: Path, land: Landsgegevens, herkomst: Herkomst) -> dict[str, list[Rij]]:
    rijen = [
        {
            "cbs_code": r.cbs_code,
            "gemeente": r.gemeente,
            "jaar": str(r.jaar),
            "inwoners": str(r.inwoners),
            "status": herkomst.status or ("raming" if r.voorlopig else "vastgesteld"),
            "bron": herkomst.bron or f"{BRON}, {bron.name}{', voorlopig' if r.voorlopig else ''}",
        }
        for r in read_statline(bron, land)
    ]
    return {BEVOLKING: rijen}


def _required_day(herkomst: Herkomst) -> date:
    if herkomst.bekend_op is None:
        uitleg = "Het is de dag van de circulaire of de Staatscourant; een terugblik gebruikt het cijfer pas vanaf dan."
        raise Invoerfout([Melding("--bekend-op", "", "niets", "de dag waarop de taakstelling bekend werd", uitleg)])
    return herkomst.bekend_op


def _rows_of(pad: Path) -> list[Rij]:
    tekst = read_text(pad)
    gelezen = read_records(tekst, separator_of_head(tekst), pad.name)
    kop, *rijen = (cellen for _, cellen in gelezen if any(map(str.strip, cellen)))
    return [dict(zip((k.strip() for k in kop), (c.strip() for c in rij), strict=False)) for rij in rijen]


def _key(tabel: _Tabel, rij: Mapping[str, str]) -> tuple[str, ...]:
    def plain(kolom: str) -> str:
        waarde = rij.get(kolom, "")
        try:
            return str(parse_date(waarde)) if kolom == "bekend_op" else waarde
        except ValueError:
            return waarde  # Told when the folder is read.

    return tuple(map(plain, tabel.sleutel))


def _write(map_: Path, per_bestand: Mapping[str, Sequence[Rij]]) -> list[Opname]:
    """Rows beside those that are there, in place of those of the same key."""
    teksten, opnamen = {}, []
    with _undisturbed(map_):
        for naam, nieuw in per_bestand.items():
            tabel, pad = _TABELLEN[naam], map_ / naam
            alle = {_key(tabel, r): r for r in (_rows_of(pad) if is_there(pad) else [])}
            eigen = {_key(tabel, r): r for r in nieuw}
            vervangen = sum(k in alle for k in eigen)
            opnamen.append(Opname(pad, _what(naam, nieuw), len(eigen) - vervangen, vervangen))
            teksten[naam] = _as_csv(tabel.kolommen, [r for _, r in sorted((alle | eigen).items())])
        _write_checked(map_, teksten)
    return opnamen


@contextmanager
def _undisturbed(map_: Path) -> Iterator[None]:
    """Nobody else writes in the folder between reading it and writing it again."""
    _refuse_file(map_)
    tidy(map_)
    with alone(map_) if map_.is_dir() else nullcontext():
        yield


def _refuse_file(map_: Path) -> None:
    if is_there(map_) and not exists_as_folder(map_):
        raise Invoerfout([Melding("--map", "", str(map_), "een gegevensmap of regiomap")])


def _what(naam: str, rijen: Sequence[Rij]) -> str:
    """Which years or half-years came in."""
    kolom = {BEVOLKING: "jaar", HERINDELINGEN: "datum"}.get(naam, "halfjaar")
    waarden = sorted({r.get(kolom, "") for r in rijen})
    return ", ".join(f"1-1-{w}" if kolom == "jaar" else w for w in waarden)


def _as_csv(kolommen: Sequence[str], rijen: Sequence[Rij]) -> str:
    return record_text([kolommen, *([no_formula(rij.get(k, "")) for k in kolommen] for rij in rijen)], ";")


def _append_values(map_: Path, waarden: Sequence[Waarde]) -> list[Opname]:
    """Values behind those that are there; one of the same day is not replaced in silence."""
    pad = map_ / PARAMETERS
    with _undisturbed(map_):
        oud = read_text(pad) if is_there(pad) else ""
        eerder = parse_parameters(oud, PARAMETERS, bekend=shipped().parameters) if oud else Parameters({})
        al = {(w.parameter, w.vanaf, w.bekend_op) for p in eerder.values() for w in p.versies}
        if dubbel := [w for w in waarden if (w.parameter, w.vanaf, w.bekend_op) in al]:
            gevonden = f"al een waarde vanaf {dubbel[0].vanaf}"
            herstel = "Pas haar daar aan."
            raise Invoerfout([Melding(str(pad), dubbel[0].parameter, gevonden, "een nieuwe datum", herstel)])
        tekst = "\n\n".join(filter(None, (oud.rstrip("\n"), *map(_as_toml, waarden)))) + "\n"
        _write_checked(map_, {PARAMETERS: tekst})
    return [Opname(pad, ", ".join(dict.fromkeys(f"{w.parameter} {w.vanaf}" for w in waarden)), len(waarden), 0)]


def _as_toml(waarde: Waarde) -> str:
    regels = [f"[[{waarde.parameter}.waarde]]", f"vanaf = {waarde.vanaf}"]
    if waarde.bekend_op:
        regels.append(f"bekend_op = {waarde.bekend_op}")
    teksten = {"waarde": waarde.waarde, "status": waarde.status, "p10": waarde.p10, "p90": waarde.p90}
    teksten["toelichting"] = waarde.toelichting
    regels += [f"{naam} = {json.dumps(tekst, ensure_ascii=False)}" for naam, tekst in teksten.items() if tekst]
    if waarde.bron:
        bron = {"titel": waarde.bron.titel, "bwb": waarde.bron.bwb, "url": waarde.bron.url}
        delen = [f"{naam} = {json.dumps(tekst, ensure_ascii=False)}" for naam, tekst in bron.items() if tekst]
        delen += [f"versie = {waarde.bron.versie}"] if waarde.bron.versie else []
        regels.append(f"bron = {{ {', '.join(delen)} }}")
    return "\n".join(regels)


def _write_checked(map_: Path, teksten: Mapping[str, str]) -> None:
    """Write these files when the folder with them is right. Raises Invoerfout with all that is not."""
    with scratch() as werk:
        proef = werk / SUBMAP
        for naam in BESTANDEN:
            if is_there(map_ / naam):
                copy_file(map_ / naam, proef / naam)
        for naam, tekst in teksten.items():
            write_text(proef / naam, tekst)
        read_land(Gegevensmap(proef, IN_DE_REGIOMAP))
    with one_set():
        for naam, tekst in teksten.items():
            write_text(map_ / naam, tekst)
