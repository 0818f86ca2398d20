"""The data folder of a user: files of the same columns as the shipped ones, checked, and put before them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, model_validator

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.parameters import Parameters, parse_parameters
from finance.taal import grenzen
from finance.taal.getallen import thousands
from scenarios.grond.gegevens import LandelijkeTaakstelling
from scenarios.grond.openen import digest, exists_as_folder, files_in, is_there, read_text
from scenarios.regiomap.land.herindelingen import VASTGESTELD, Herindeling
from scenarios.regiomap.land.keuze import IN_DE_REGIOMAP, SUBMAP, Gegevensmap
from scenarios.regiomap.land.landsgegevens import (
    BEVOLKING,
    HERINDELINGEN,
    PARAMETERS,
    PER_GEMEENTE,
    TAAKSTELLING,
    EigenGegevens,
    Inwonertal,
    Landsgegevens,
    Meegeleverd,
    make_land,
    shipped,
    shipped_rows,
)
from scenarios.regiomap.lezen import HALFJAAR, Aantal, Datum, Invoerrij, read_rows, within
from scenarios.regiomap.lezer.bezwaren import Misfit
from scenarios.regiomap.modellen import Status, Taakstellingrij, Tekst

R = TypeVar("R", bound=Invoerrij)
BESTANDEN = (BEVOLKING, TAAKSTELLING, PER_GEMEENTE, HERINDELINGEN, PARAMETERS)
"""What a data folder may hold"""
_EINDES = (".csv", ".toml", ".json", ".xlsx", ".xls", ".ods", ".txt")
SPRONG = 3
"""How many times as large or small a gemeente can be as it was last"""
Code = Annotated[str, Field(pattern=r"^GM[0-9]{4}$")]
Halfjaar = Annotated[str, Field(pattern=HALFJAAR)]
Inwoners = Annotated[Aantal, within(grenzen.INWONERS)]
Jaar = Annotated[Aantal, Field(ge=2015, le=2050)]
Opgave = Annotated[Aantal, within(grenzen.LANDELIJK)]


class Inwonerrij(Invoerrij):
    """`bevolking.csv`: inhabitants of one gemeente on 1 January."""

    cbs_code: Code
    gemeente: Tekst
    jaar: Jaar
    inwoners: Inwoners
    status: Status
    bron: Tekst


class Landelijkrij(Invoerrij):
    """`taakstelling.csv`: one version of the national number of a half-year."""

    halfjaar: Halfjaar
    bekend_op: Datum
    aantal: Opgave
    p10: Opgave | None = None
    p90: Opgave | None = None
    status: Status
    zekerheid: str = ""
    bron: Tekst
    toelichting: str = ""

    @model_validator(mode="after")
    def _interval(self) -> Landelijkrij:
        if (self.p10 is None) != (self.p90 is None):
            raise Misfit(f"p10 {self.p10}, p90 {self.p90}", "p10 en p90 samen, of geen van beide")
        if self.p10 is not None and self.p90 is not None and not self.p10 <= self.aantal <= self.p90:
            raise Misfit(f"p10 {self.p10}, p90 {self.p90}", f"{self.aantal} ertussen")
        if self.p10 is not None and self.status == "vastgesteld":
            raise Misfit("vastgesteld, met p10 en p90", "geen interval bij een vastgesteld cijfer")
        return self


class Herindelingrij(Invoerrij):
    """`herindelingen.csv`: one gemeente that merges into another."""

    datum: Datum
    oude_code: Code
    oude_naam: Tekst
    nieuwe_code: Code
    nieuwe_naam: Tekst
    status: Status
    bron: Tekst


@dataclass(frozen=True)
class _Rijen:
    """What stands in a data folder."""

    inwoners: tuple[Inwonerrij, ...]
    landelijk: tuple[Landelijkrij, ...]
    per_gemeente: tuple[Taakstellingrij, ...]
    herindelingen: tuple[Herindelingrij, ...]
    parameters: Parameters


def find_folder(regiomap: Path | None, genoemd: Gegevensmap | None) -> Gegevensmap | None:
    """The data folder that holds: the one that was named, else the one in the region folder."""
    if genoemd is not None:
        return genoemd
    eigen = regiomap / SUBMAP if regiomap is not None else None
    return Gegevensmap(eigen, IN_DE_REGIOMAP) if eigen is not None and is_there(eigen) else None


def find_land(regiomap: Path | None, genoemd: Gegevensmap | None, meldingen: list[Melding]) -> Landsgegevens:
    """The national data of a region folder, or of none. What is wrong in a data folder is appended to `meldingen`."""
    folder = find_folder(regiomap, genoemd)
    try:
        return read_land(folder) if folder is not None else shipped()
    except Invoerfout as fout:
        meldingen.extend(fout.meldingen)
        return shipped()


def open_land(regiomap: Path | None, genoemd: Gegevensmap | None) -> Landsgegevens:
    """`find_land`; raises Invoerfout for what is wrong."""
    meldingen: list[Melding] = []
    land = find_land(regiomap, genoemd, meldingen)
    raise_if_any(meldingen)
    return land


def read_land(folder: Gegevensmap) -> Landsgegevens:
    """What is shipped with a data folder before it. Raises Invoerfout with every problem of every file in it."""
    if not exists_as_folder(folder.map):
        gevonden = "geen map" if is_there(folder.map) else "een map die er niet is"
        herstel = "Maak haar met: spuk gegevens bij BESTAND --map MAP"
        raise Invoerfout([Melding(folder.naam, folder.hoe, gevonden, "een map met gegevens", herstel)])
    hashes = tuple((naam, digest(folder.map / naam)) for naam in BESTANDEN if is_there(folder.map / naam))
    ongelezen = tuple(p.name for p in files_in(folder.map) if p.name not in BESTANDEN and p.suffix.lower() in _EINDES)
    return _read_once(folder, hashes, ongelezen)


def hash_folder(folder: Gegevensmap) -> dict[str, str]:
    """sha256 of every file that is read, under the name that it has in a region folder."""
    return {f"{SUBMAP}/{naam}": digest(folder.map / naam) for naam in BESTANDEN if is_there(folder.map / naam)}


@lru_cache(maxsize=16)
def _read_once(folder: Gegevensmap, hashes: tuple[tuple[str, str], ...], ongelezen: tuple[str, ...]) -> Landsgegevens:
    """The same files give the same record, so that what was computed from it is known again."""
    rijen = _read_files(folder, [naam for naam, _ in hashes])
    return lay_over(shipped_rows(), rijen, EigenGegevens(folder, dict(hashes), ongelezen))


def _read_files(folder: Gegevensmap, namen: Iterable[str]) -> _Rijen:
    meldingen: list[Melding] = []
    aanwezig = set(namen)

    def read(naam: str, model: type[R], key: Callable[[R], object]) -> tuple[R, ...]:
        if naam not in aanwezig:
            return ()
        rijen = tuple(read_rows(folder.map / naam, model, meldingen))
        meldingen.extend(_twice(rijen, key))
        return rijen

    inwoners = read(BEVOLKING, Inwonerrij, lambda r: (r.cbs_code, r.jaar))
    landelijk = read(TAAKSTELLING, Landelijkrij, lambda r: (r.halfjaar, r.bekend_op))
    per_gemeente = read(PER_GEMEENTE, Taakstellingrij, lambda r: (r.cbs_code, r.halfjaar, r.bekend_op))
    herindelingen = read(HERINDELINGEN, Herindelingrij, lambda r: r.oude_code)
    parameters = Parameters({})
    geleverd = shipped_rows()
    if PARAMETERS in aanwezig:
        try:
            pad = folder.map / PARAMETERS
            # Under the name of its folder: a region has a file of the same name.
            parameters = parse_parameters(read_text(pad), f"{SUBMAP}/{PARAMETERS}", bekend=geleverd.parameters)
        except Invoerfout as fout:
            meldingen += [replace(m, bestand=PARAMETERS) for m in fout.meldingen]
    meldingen += check_known([*landelijk, *per_gemeente])
    meldingen += _check_codes(inwoners, per_gemeente, herindelingen, geleverd)
    raise_if_any(replace(m, bestand=f"{folder.naam}/{m.bestand}") for m in meldingen)
    eigen = tuple(r.model_copy(update={"bestand": f"{SUBMAP}/{PER_GEMEENTE}"}) for r in per_gemeente)
    return _Rijen(inwoners, landelijk, eigen, herindelingen, parameters)


def check_known(rijen: Iterable[Landelijkrij | Taakstellingrij]) -> Iterator[Melding]:
    """A day on which no taakstelling of that half-year can have become known: a slip in the year."""
    for rij in rijen:
        jaar = int(rij.halfjaar[:4])
        if not jaar - 6 <= rij.bekend_op.year <= jaar + 1:
            gevonden = f"bekend_op {rij.bekend_op:%d-%m-%Y} bij {rij.halfjaar}"
            yield Melding(rij.bestand, rij.plaats, gevonden, f"een dag in {jaar - 6} tot en met {jaar + 1}")


def _twice(rijen: Iterable[R], key: Callable[[R], object]) -> Iterator[Melding]:
    eerste: dict[object, R] = {}
    for rij in rijen:
        eerder = eerste.setdefault(key(rij), rij)
        if eerder is not rij:
            yield Melding(rij.bestand, rij.plaats, f"hetzelfde als {eerder.plaats}", "ieder cijfer één keer")


def _check_codes(
    inwoners: Sequence[Inwonerrij],
    per_gemeente: Sequence[Taakstellingrij],
    herindelingen: Sequence[Herindelingrij],
    geleverd: Meegeleverd,
) -> Iterator[Melding]:
    """A code and the name beside it are of one gemeente, a taakstelling is of one that exists, and no merger runs in
    a circle."""
    namen = {code: naam for code, naam, *_ in geleverd.inwoners}
    codes = {naam.casefold(): code for code, naam in namen.items()}
    bestaat = namen.keys() | {r.nieuwe_code for r in herindelingen}
    for h in geleverd.herindelingen.values():
        bestaat |= {h.oud, h.nieuw}
    paren: list[tuple[Invoerrij, str, str]] = [(r, r.cbs_code, r.gemeente) for r in inwoners]
    paren += [(r, r.cbs_code, r.gemeente) for r in per_gemeente]
    paren += [(r, r.oude_code, r.oude_naam) for r in herindelingen]
    for rij, code, naam in [*paren, *((r, r.nieuwe_code, r.nieuwe_naam) for r in herindelingen)]:
        bedoeld = codes.get(naam.casefold())
        if bedoeld is not None and bedoeld != code:
            gevonden, verwacht = f"code {code} met de naam {naam}", "code en naam van dezelfde gemeente"
            yield Melding(rij.bestand, rij.plaats, gevonden, verwacht, f"{naam} is {bedoeld}.")
        elif bedoeld is None and code in namen and _bare(naam) != _bare(namen[code]):
            gevonden = f"code {code} met de naam {naam}, die geen gemeente heeft"
            herstel = "In regio.toml mag een gemeente anders heten; de code telt."
            yield Melding(rij.bestand, rij.plaats, gevonden, f"de naam {namen[code]}", herstel)
    for rij, code, _ in paren:
        if code not in bestaat:
            herstel = "Is zij nieuw? Zet dan in herindelingen.csv wie in haar opgaat."
            yield Melding(rij.bestand, rij.plaats, f"code {code}", "een gemeente die bestaat", herstel)
    yield from _check_leaps(inwoners, herindelingen, geleverd)
    gegaan = {h.oud: h for h in geleverd.herindelingen.values() if h.oud not in namen}
    for inwoner in inwoners:
        if inwoner.cbs_code in gegaan:
            gevonden, waar = f"{inwoner.gemeente} ({inwoner.cbs_code})", gegaan[inwoner.cbs_code].nieuwe_naam
            yield Melding(inwoner.bestand, inwoner.plaats, gevonden, f"{waar}, waarin zij is opgegaan")
    yield from _check_steps(herindelingen, geleverd)


def _bare(naam: str) -> str:
    """'Utrecht (gemeente)' and 'Utrecht' are one name."""
    return naam.partition(" (")[0].strip().casefold()


def _check_leaps(
    inwoners: Sequence[Inwonerrij], herindelingen: Sequence[Herindelingrij], geleverd: Meegeleverd
) -> Iterator[Melding]:
    """No gemeente becomes so much larger or smaller, unless another goes into it: a digit or a column too many."""
    laatste = {code: (jaar, n) for code, _, jaar, n, *_ in sorted(geleverd.inwoners, key=lambda r: r[2])}
    groeit = {r.nieuwe_code for r in herindelingen}
    for rij in inwoners:
        jaar, aantal = laatste.get(rij.cbs_code, (0, rij.inwoners))
        if rij.cbs_code not in groeit and not aantal / SPRONG <= rij.inwoners <= aantal * SPRONG:
            gevonden = f"{rij.gemeente} {thousands(rij.inwoners)}"
            verwacht = f"in de buurt van de {thousands(aantal)} van {jaar}"
            yield Melding(rij.bestand, rij.plaats, gevonden, verwacht)


def _check_steps(herindelingen: Sequence[Herindelingrij], geleverd: Meegeleverd) -> Iterator[Melding]:
    """Who merges goes on, in one that is still there on that day."""
    weg = {r.oude_code: r.datum for r in herindelingen}
    for rij in herindelingen:
        if (dag := weg.get(rij.nieuwe_code)) is not None and dag < rij.datum:
            gevonden = f"{rij.nieuwe_naam}, die dan al weg is (vanaf {dag:%d-%m-%Y})"
            yield Melding(rij.bestand, rij.plaats, gevonden, "een gemeente die er op die dag is")
    stappen: dict[str, str] = {h.oud: h.nieuw for h in geleverd.herindelingen.values()}
    stappen |= {r.oude_code: r.nieuwe_code for r in herindelingen}
    for rij_ in herindelingen:
        gezien, code = {rij_.oude_code}, rij_.nieuwe_code
        while code in stappen and code not in gezien:
            gezien.add(code)
            code = stappen[code]
        if code in gezien:
            gevonden = f"{rij_.oude_code} gaat op in {rij_.nieuwe_code}, en die weer in haar"
            yield Melding(rij_.bestand, rij_.plaats, gevonden, "een gemeente die blijft bestaan")


def lay_over(geleverd: Meegeleverd, eigen: _Rijen, herkomst: EigenGegevens) -> Landsgegevens:
    """The shipped rows with those of a user after them, which so go before those of the same key."""
    inwoners: tuple[Inwonertal, ...] = tuple(
        (r.cbs_code, r.gemeente, r.jaar, r.inwoners, r.status, r.bron) for r in eigen.inwoners
    )
    landelijk = tuple(
        LandelijkeTaakstelling(r.halfjaar, r.bekend_op, r.aantal, r.status, r.bron, r.toelichting, r.p10, r.p90)
        for r in eigen.landelijk
    )
    # What is shipped as not sure gives way to who knows it, whatever day either of them names.
    halfjaren = {v.halfjaar for v in landelijk}
    herindelingen: Mapping[str, Herindeling] = {
        r.oude_code: Herindeling(r.datum, r.oude_code, r.oude_naam, r.nieuwe_code, r.nieuwe_naam, r.status, r.bron)
        for r in eigen.herindelingen
    }
    land = make_land(
        geleverd.parameters.merge(eigen.parameters),
        (*geleverd.inwoners, *inwoners),
        geleverd.fictief,
        (*(v for v in geleverd.taakstelling if v.halfjaar not in halfjaren or v.status == VASTGESTELD), *landelijk),
        {**geleverd.herindelingen, **herindelingen},
    )
    sleutels = frozenset((r.cbs_code, r.jaar) for r in eigen.inwoners)
    return replace(land, per_gemeente=eigen.per_gemeente, eigen=replace(herkomst, inwoners=sleutels))
