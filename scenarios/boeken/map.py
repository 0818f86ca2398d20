"""The part of a region folder that a year is closed with: `verantwoording/`.

Decisions, counts and standings are those of the region folder (`scenarios.regiomap.besluiten`): forecast and books
are two views of the same rows. `docs/invoer-verantwoording.md` describes every file and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from finance.journaal import REKENINGEN
from finance.parameters import Parameters
from finance.taal.grenzen import VEELHEID
from finance.voorzieningen import VOORZIENINGEN
from scenarios.boeken.boekingsregels import load_rules
from scenarios.boeken.geboekt import Boekingen, Boekregels, make_rules
from scenarios.boeken.overgangen import Overgegaan, read_rollovers
from scenarios.boeken.saldibalans import Buitentotaal, Saldirij, compare_outside, read_balances
from scenarios.boeken.slot import MAP, Sluiting, read_register
from scenarios.boeken.vertaling import load_translation
from scenarios.grond.openen import digest, files_in, is_there
from scenarios.grond.wissel import in_room
from scenarios.inlezen.blok import Boekingbestand
from scenarios.regiomap.besluiten import (
    BESTANDEN,
    SUBMAP,
    Besluitrij,
    Centen,
    Jaar,
    NietNegatief,
    Regeling,
    Standrij,
    Telrij,
    check_stukken,
    read_stukken,
)
from scenarios.regiomap.land.eigen import find_land, hash_folder
from scenarios.regiomap.land.keuze import Regiokeuze, Verwijzing
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import Invoermodel, read_toml, within
from scenarios.regiomap.modellen import Gemeente, Regiobestand, Tekst
from scenarios.regiomap.namen import check_gemeenten, foreign_code
from scenarios.regiomap.regio import find_region, read_parameters

_GETAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,30})?")
INSTELLINGEN = "verantwoording.toml"
EXPORTS = (".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".txt", ".tsv")
"""Endings of a file in boekingen/ that must not be forgotten."""


class Lichaam(Invoermodel):
    """[[gemeenschappelijke_regeling]]: a regional body, its key and, if it sends no bookings, its costs of one year."""

    naam: Tekst
    jaar: Jaar
    sleutel: Literal["personen", "vast", "gebruik"]
    delen: dict[str, Annotated[int | float, within(VEELHEID)]] = Field(default_factory=dict)
    """CBS code -> weight, for `vast` (shares) and `gebruik` (units used)."""
    gemeenten: tuple[str, ...] = ()
    """CBS codes that share by `personen`; empty: all."""
    voorzieningen: tuple[str, ...] = ()
    """The voorzieningen this key is for; empty: all that no other block of this body and year names."""
    kosten: dict[str, Centen] = Field(default_factory=dict)
    voorschot: dict[str, NietNegatief] = Field(default_factory=dict)
    """CBS code -> what the gemeente paid it in advance; the rest of its share is owed to or by the body."""

    @model_validator(mode="after")
    def _consistent(self) -> Lichaam:
        if (self.sleutel == "personen") == bool(self.delen):
            raise ValueError("delen bij sleutel vast of gebruik, en geen delen bij personen")
        if self.sleutel != "personen" and sum(self.delen.values()) <= 0:
            raise ValueError("delen met een positieve som")
        for naam in (*self.voorzieningen, *self.kosten):
            if naam not in VOORZIENINGEN:
                raise ValueError(f"een bestaande voorziening in plaats van {naam!r}. {suggest(naam, VOORZIENINGEN)}")
        return self

    @property
    def weights(self) -> dict[str, Decimal]:
        """The key as exact decimals."""
        return {code: Decimal(str(deel)) for code, deel in self.delen.items()}


class Correctie(Invoermodel):
    """[[correctie]]: lasten of an earlier, closed year that year `jaar` accounts for."""

    jaar: Jaar
    over: Jaar
    cbs_code: Tekst
    regeling: Regeling = "spuk"
    bedrag: Centen
    reden: Tekst

    @model_validator(mode="after")
    def _earlier(self) -> Correctie:
        if self.over >= self.jaar:
            raise ValueError("over een jaar vóór jaar")
        return self


def parse_exact(waarde: object) -> object:
    """'0,98765' or 0.98765 -> Decimal, as written; ValueError when it is not one finite number."""
    tekst = str(waarde).strip().replace(",", ".")
    if not _GETAL.fullmatch(tekst):
        raise ValueError('een eindig getal als tekst, zoals "0.98765"')
    return Decimal(tekst)


class Verhoudingblok(Invoermodel):
    """[[verhouding]]: the national factor TBA / SOM_GG of one year as given, instead of national counts."""

    jaar: Jaar
    soort: Literal["definitief", "voorlopig"] = "definitief"
    waarde: Annotated[Decimal, BeforeValidator(parse_exact), Field(gt=0, le=2)]
    status: Literal["vastgesteld", "raming", "aanname", "onzeker"]
    bron: Tekst


class Kortingblok(Invoermodel):
    """[[korting]]: what the variant `korting` of prestatiebekostiging takes off the definitieve uitkering."""

    jaar: Jaar
    cbs_code: Tekst
    bedrag: NietNegatief
    bron: Tekst


class Instellingen(Invoermodel):
    """`verantwoording.toml`."""

    toelichting: str = ""
    """Shown at the head of every sheet, such as FICTIEF."""
    hoofdtaakveld: Tekst = "6.1"
    zelfstandige_uitvoering: dict[str, bool] = Field(default_factory=dict)
    rekeningen: dict[str, str] = Field(default_factory=dict)
    boekingen: tuple[Boekingbestand, ...] = ()
    gemeenschappelijke_regeling: tuple[Lichaam, ...] = ()
    correctie: tuple[Correctie, ...] = ()
    verhouding: tuple[Verhoudingblok, ...] = ()
    korting: tuple[Kortingblok, ...] = ()
    vroeger: ClassVar[Mapping[str, str]] = {"regeling": "gemeenschappelijke_regeling"}

    @model_validator(mode="after")
    def _accounts(self) -> Instellingen:
        for naam in self.rekeningen:
            if naam not in REKENINGEN:
                raise ValueError(f"een van {', '.join(REKENINGEN)} bij rekeningen in plaats van {naam!r}")
        for blok, sleutels in (
            ("verhouding", [(v.jaar, str(v.soort)) for v in self.verhouding]),
            ("korting", [(k.jaar, k.cbs_code) for k in self.korting]),
        ):
            for sleutel in sleutels:
                if sleutels.count(sleutel) > 1:
                    raise ValueError(f"één blok [[{blok}]] voor {sleutel[0]} {sleutel[1]}")
        return self

    @property
    def lichamen(self) -> tuple[Lichaam, ...]:
        """The regional bodies, a block per body, year and key."""
        return self.gemeenschappelijke_regeling

    @property
    def account_names(self) -> dict[str, str]:
        """Names of the general ledger accounts, the gemeente's own where it gave them."""
        return {naam: self.rekeningen.get(naam, label) for naam, label in REKENINGEN.items()}


@dataclass(frozen=True)
class Verantwoordingsmap:
    """Everything a year is closed with, read and checked."""

    map: Path
    """The folder `verantwoording/` itself."""
    regio: Regiobestand
    land: Landsgegevens
    """The national data that it was read with"""
    parameters: Parameters
    instellingen: Instellingen
    besluiten: tuple[Besluitrij, ...]
    tellingen: Mapping[tuple[int, str], Telrij]
    """By year and CBS code: the counts of the definitive uitkering."""
    ramingen: Mapping[tuple[int, str], Telrij]
    """By year and CBS code: what the voorlopige uitkering rests on."""
    standen: Mapping[tuple[int, str, str], Standrij]
    boekingen: Boekingen
    gesloten: Mapping[int, Sluiting]
    """By year: what was closed on purpose; it stands whatever the files say now."""
    hashes: Mapping[str, str]
    """sha256 per input file, so that a workbook tells what it was made from."""
    saldibalans: tuple[Saldirij, ...] = ()
    """Totals of the ledger from outside the exports."""
    overgangen: Mapping[int, Overgegaan] = field(default_factory=dict)
    """By the year that it led into: every roll of the folder"""

    @property
    def gemeenten(self) -> tuple[Gemeente, ...]:
        """The gemeenten in the order of `regio.toml`."""
        return self.regio.gemeente

    def outside_totals(self, jaar: int) -> list[Buitentotaal]:
        """Every total of one year that somebody else than the exports gave, beside what the bookings add up to."""
        return compare_outside(self.saldibalans, self.instellingen.boekingen, self.boekingen, jaar)


def read_folder(verwijzing: Verwijzing, boekingen_ook: bool = True, verplicht: bool = True) -> Verantwoordingsmap:
    """Read the `verantwoording/` part of a region, if asked without its bookings.

    verplicht: there must be settings; else a folder with only decisions, counts or standings is read as well. Raises
    Invoerfout with the problems of all files together.
    """
    keuze = Regiokeuze.of(verwijzing)
    pad = find_region(keuze)
    eigen = pad / SUBMAP
    if verplicht and not is_there(eigen / INSTELLINGEN):
        raise Invoerfout([_no_settings()])
    meldingen: list[Melding] = []
    land = find_land(pad, keuze.gegevens, meldingen)
    regio = read_toml(pad / "regio.toml", Regiobestand, meldingen)
    instellingen: Instellingen | None = Instellingen()
    if is_there(eigen / INSTELLINGEN):
        instellingen = read_toml(eigen / INSTELLINGEN, Instellingen, meldingen)
    parameters = read_parameters(pad / "parameters.toml", land, meldingen)
    stukken = read_stukken(pad, meldingen)
    regels = load_rules(eigen, meldingen)
    vertaling = load_translation(eigen, meldingen)
    gesloten = read_register(pad, meldingen)
    overgangen = read_rollovers(pad, meldingen)
    if regio is None or instellingen is None:
        raise Invoerfout(meldingen)
    land = land.on(regio.peildatum)
    codes = {g.code: g.naam for g in regio.gemeente}
    if vreemd := list(check_gemeenten(land, regio.gemeente)):
        raise Invoerfout([*meldingen, *vreemd])
    stukken = stukken.follow(land, list(codes))
    meldingen += check_stukken(land, stukken, codes)
    meldingen += _check_codes(land, codes, instellingen)
    meldingen += _check_files(eigen, instellingen)
    saldibalans = read_balances(eigen, [b.bestand for b in instellingen.boekingen], meldingen)
    boekingen = None
    try:
        lichamen = sorted({r.naam for r in instellingen.lichamen})
        boekregels = make_rules(land, codes, lichamen, regels, vertaling)
        boekingen = _read_bookings(eigen, instellingen.boekingen if boekingen_ook else (), boekregels)
    except Invoerfout as fout:
        meldingen += fout.meldingen
    raise_if_any(meldingen)
    assert boekingen is not None
    return Verantwoordingsmap(
        eigen,
        regio,
        land,
        parameters,
        instellingen,
        stukken.besluiten,
        {(t.jaar, t.cbs_code): t for t in stukken.tellingen if t.soort == "definitief"},
        {(t.jaar, t.cbs_code): t for t in stukken.tellingen if t.soort == "voorlopig"},
        {(s.jaar, s.cbs_code, s.regeling): s for s in stukken.standen},
        boekingen,
        gesloten,
        _hash_files(pad) | (hash_folder(land.eigen.map) if land.eigen else {}),
        saldibalans,
        overgangen,
    )


def _read_bookings(map_: Path, bestanden: tuple[Boekingbestand, ...], regels: Boekregels) -> Boekingen:
    """The bookings of these files. Raises Invoerfout."""
    if not bestanden:
        return Boekingen(None, regels.regels, {})
    from scenarios.boeken.boekingen import read_bookings  # with pandas, and with all that reads an export

    return read_bookings(map_, bestanden, regels)


def _no_settings() -> Melding:
    return Melding(
        f"{SUBMAP}/{INSTELLINGEN}",
        "",
        "geen bestand",
        "instellingen voor de verantwoording",
        f"Maak in de regiomap een map {SUBMAP} met {INSTELLINGEN}; zie: spuk uitleg invoer-verantwoording",
    )


def _hash_files(pad: Path) -> dict[str, str]:
    bestanden = [
        pad / "regio.toml",
        pad / "parameters.toml",
        *(pad / naam for naam in BESTANDEN),
        *sorted((pad / SUBMAP).rglob("*")),
    ]
    uit = {}
    for bestand in bestanden:
        if bestand.is_file() and bestand.parent.name != MAP and not in_room(bestand.relative_to(pad)):
            uit[bestand.relative_to(pad).as_posix()] = digest(bestand)
    return uit


def _check_codes(land: Landsgegevens, codes: Mapping[str, str], instellingen: Instellingen) -> Iterator[Melding]:
    def complain(bestand: str, plaats: str, code: str) -> Melding:
        return foreign_code(land, bestand, plaats, code, codes)

    for code in instellingen.zelfstandige_uitvoering:
        if code not in codes:
            yield complain(INSTELLINGEN, "zelfstandige_uitvoering", code)
    bezet = {naam.casefold() for paar in codes.items() for naam in paar}
    for lichaam in instellingen.lichamen:
        plaats = f"[[gemeenschappelijke_regeling]] {lichaam.naam} {lichaam.jaar}"
        if lichaam.naam.casefold() in bezet:
            anders = f"Noem haar anders, hier en in de boekingen, zoals {lichaam.naam} voor de regio."
            wat = "een naam die geen gemeente heeft: haar eigen boekingen zouden over de regio worden verdeeld"
            yield Melding(INSTELLINGEN, plaats, f"naam {lichaam.naam!r}", wat, anders)
        for code in (*lichaam.delen, *lichaam.gemeenten, *lichaam.voorschot):
            if code not in codes:
                yield complain(INSTELLINGEN, plaats, code)
    for korting in instellingen.korting:
        if korting.cbs_code not in codes:
            yield complain(INSTELLINGEN, f"[[korting]] {korting.jaar}", korting.cbs_code)
    for correctie in instellingen.correctie:
        if correctie.cbs_code not in codes:
            yield complain(INSTELLINGEN, f"[[correctie]] {correctie.jaar}", correctie.cbs_code)


def _check_files(eigen: Path, instellingen: Instellingen) -> Iterator[Melding]:
    """A booking file that no block reads would be lost in silence."""
    genoemd = [b.bestand for b in instellingen.boekingen]
    for pad in files_in(eigen / "boekingen"):
        naam = pad.relative_to(eigen).as_posix()
        if pad.suffix.lower() in EXPORTS and naam not in genoemd:
            yield Melding(
                INSTELLINGEN,
                "[[boekingen]]",
                f"geen blok voor {naam}",
                "een blok voor ieder bestand in boekingen/",
                f'Voeg toe: [[boekingen]] met bestand = "{naam}" en jaar, of haal het bestand weg.',
            )
    for naam in sorted({n for n in genoemd if genoemd.count(n) > 1}):
        yield Melding(INSTELLINGEN, "[[boekingen]]", f"{naam} {genoemd.count(naam)} keer", "ieder bestand één keer")
