"""`spuk haal`: from the database to the files of a region folder, by way of one snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import sqlalchemy as sa

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from scenarios.boeken.map import INSTELLINGEN, Instellingen
from scenarios.ggm import model, oordeel, vragen
from scenarios.ggm.bijeen import Afdrukken, of_harvest, quality_rows
from scenarios.ggm.boekingen import Boeking, check_names, check_settings, file_of, judge_side
from scenarios.ggm.kaart import BESTAND, Boekingenblok, Kaart, read_map
from scenarios.ggm.oordeel import Beoordelaar, Dossier, Opzij, Persoon
from scenarios.ggm.regiomap import (
    INSTROOM,
    KWALITEIT,
    PERSONEN,
    Plan,
    check_folder,
    csv_lines,
    inflow_lines,
    person_lines,
)
from scenarios.ggm.sleutel import Pseudoniemen
from scenarios.ggm.tabellen import Tabellen, find_tables, needed_schemas
from scenarios.ggm.tellingen import KLEINSTE_GROEP, Periodetelling, count_inflow, count_progress, merge_small
from scenarios.ggm.verbinding import Adres, check_rights, read_columns, reading, stream
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import is_there
from scenarios.inlezen.blok import EIGEN_KOLOMMEN
from scenarios.regiomap.besluiten import SUBMAP
from scenarios.regiomap.land.eigen import find_land
from scenarios.regiomap.land.keuze import Regiokeuze, Verwijzing
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import read_toml
from scenarios.regiomap.modellen import Instroomrij, Regiobestand
from scenarios.regiomap.regio import find_region

SOORTEN = ("instroom", "trajecten", "boekingen")
_VERWACHT = {"MAP": "een eigen regiomap", "--soort": f"een of meer van {', '.join(SOORTEN)}"}


@dataclass(frozen=True)
class Geval:
    """One case of the quality report: what, whom (a pseudonym or the number of a mutatie), where."""

    soort: str
    sleutel: str
    cbs_code: str = ""


@dataclass
class Opbrengst:
    """What one look at the database gave. Kept and set aside are together what was read."""

    personen: list[Persoon] = field(default_factory=list)
    boekingen: list[Boeking] = field(default_factory=list)
    gelezen: int = 0
    mutaties: int = 0
    """Sides of mutaties that were read"""
    opzij: list[Geval] = field(default_factory=list)
    boekingen_opzij: list[Geval] = field(default_factory=list)
    opmerkingen: list[Geval] = field(default_factory=list)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(block of ggm.toml, code) -> how often a code was not known"""
    los: dict[str, int] = field(default_factory=dict)
    """What hangs on no inburgeraar -> rows"""


@dataclass(frozen=True)
class Haalvraag:
    """What is asked: the region folder read and checked, before the database is opened."""

    map: Path
    regio: Regiobestand
    land: Landsgegevens
    kaart: Kaart
    soorten: tuple[str, ...]
    alleen_aantallen: bool = False

    @property
    def namen(self) -> dict[str, str]:
        """CBS code -> name of every gemeente of the region."""
        if self.regio.alle_gemeenten:
            return dict(self.land.bevolking.namen)
        return {g.code: g.naam for g in self.regio.gemeente}

    @property
    def personen_ook(self) -> bool:
        """Is personen.csv written?"""
        return "trajecten" in self.soorten and not self.alleen_aantallen

    @property
    def boekingenblok(self) -> Boekingenblok | None:
        """What to fetch of the books; None when they are not asked for."""
        return self.kaart.boekingen if "boekingen" in self.soorten else None


@dataclass(frozen=True)
class Haaluitkomst:
    """The files as they will stand, and what the user should know about them."""

    plan: Plan
    vervangen: tuple[Instroomrij, ...] = ()
    """Rows of the user's own that counted the same and give way"""
    achtergehouden: int = 0
    """Counted persons in groups too small to write"""


def read_order(verwijzing: Verwijzing, adres: Adres, soorten: Sequence[str], alleen_aantallen: bool) -> Haalvraag:
    """Check the folder and the mapping. `soorten` empty: instroom and trajecten, and boekingen when mapped.

    Raises Invoerfout with all problems of the folder at once.
    """
    for plaats, woord in (("MAP", str(verwijzing)), *(("--soort", s) for s in soorten)):
        if "://" in woord:
            # Not repeated: it may hold a password.
            raise Invoerfout([Melding(plaats, "", "een adres", _VERWACHT[plaats], "Zet het adres achter --van.")])
    keuze = Regiokeuze.of(verwijzing)
    pad = find_region(keuze)
    if pad.is_relative_to(data_path()):
        mend = "Maak een eigen map met: spuk nieuw MAP"
        raise Invoerfout([Melding(str(verwijzing), "", "een voorbeeld", _VERWACHT["MAP"], mend)])
    meldingen: list[Melding] = []
    land = find_land(pad, keuze.gegevens, meldingen)
    regio = read_toml(pad / "regio.toml", Regiobestand, meldingen)
    kaart = Kaart()
    try:
        kaart = read_map(pad, adres.schema)
    except Invoerfout as fout:
        meldingen += fout.meldingen
    if not soorten:
        soorten = SOORTEN if kaart.boekingen else SOORTEN[:2]
    meldingen += [
        Melding("--soort", "", repr(s), _VERWACHT["--soort"], suggest(s, SOORTEN)) for s in soorten if s not in SOORTEN
    ]
    if regio is None:
        raise Invoerfout(meldingen)
    opdracht = Haalvraag(pad, regio, land.on(regio.peildatum), kaart, tuple(soorten), alleen_aantallen)
    if set(soorten) & set(SOORTEN[:2]):
        meldingen += check_folder(pad, opdracht.personen_ook)
    meldingen += _check_map(opdracht)
    raise_if_any(meldingen)
    return opdracht


def _check_map(opdracht: Haalvraag) -> Iterator[Melding]:
    kaart, codes = opdracht.kaart, opdracht.namen
    if kaart.gemeente_vast and kaart.gemeente_vast not in codes:
        mend = suggest(kaart.gemeente_vast, codes)
        yield Melding(BESTAND, "gemeente_vast", repr(kaart.gemeente_vast), "een CBS-code uit regio.toml", mend)
    if "boekingen" not in opdracht.soorten:
        return
    if kaart.boekingen is None:
        mend = "Een voorbeeld geeft: spuk uitleg ggm"
        yield Melding(BESTAND, "", "geen blok [boekingen]", "jaren, hoofdrekeningen en gemeente", mend)
        return
    meldingen: list[Melding] = []
    eigen = opdracht.map / SUBMAP / INSTELLINGEN
    instellingen = read_toml(eigen, Instellingen, meldingen) if is_there(eigen) else None
    yield from meldingen
    if not meldingen:
        yield from check_settings(kaart.boekingen, instellingen, codes, opdracht.land)


def fetch(opdracht: Haalvraag, adres: Adres, pseudoniemen: Pseudoniemen, tijdslimiet: int) -> Opbrengst:
    """Everything asked for, read in one transaction. Raises Invoerfout."""
    nodig: dict[str, tuple[str, ...]] = {}
    if set(opdracht.soorten) & set(SOORTEN[:2]):
        nodig |= model.PERSONEN
    if opdracht.boekingenblok:
        nodig |= model.BOEKINGEN
    with reading(adres, tijdslimiet) as verbinding:
        aanwezig = read_columns(verbinding, needed_schemas(opdracht.kaart, nodig))
        tabellen = find_tables(opdracht.kaart, nodig, aanwezig)
        check_rights(verbinding, tabellen)
        uit = Opbrengst()
        if "INBURGERAAR" in nodig:
            _fetch_persons(verbinding, tabellen, opdracht, pseudoniemen, uit)
        if opdracht.boekingenblok:
            _fetch_bookings(verbinding, tabellen, opdracht.boekingenblok, uit)
    return uit


def _fetch_persons(
    verbinding: sa.Connection, tabellen: Tabellen, opdracht: Haalvraag, pseudoniemen: Pseudoniemen, uit: Opbrengst
) -> None:
    def notice(sleutel: str, opmerking: str, code: oordeel.Code | None) -> None:
        uit.opmerkingen.append(Geval(opmerking, sleutel))
        if code is not None:
            uit.codes[code] += 1

    beoordelaar = Beoordelaar(opdracht.kaart, opdracht.namen, opdracht.land, notice)
    gezien: set[str] = set()
    dubbel: set[str] = set()
    for rij in stream(verbinding, vragen.select_persons(tabellen, opdracht.kaart)):
        uit.gelezen += 1
        dossier = Dossier(*rij)
        # From here on nobody is known by anything but the pseudonym.
        id_ = pseudoniemen.of(dossier.persoon)
        if id_ in gezien:
            dubbel.add(id_)
            gevonden: Persoon | Opzij = Opzij(oordeel.DUBBEL)
        else:
            gevonden = beoordelaar.judge(dossier, id_)
        gezien.add(id_)
        if isinstance(gevonden, Persoon):
            uit.personen.append(gevonden)
        else:
            uit.opzij.append(Geval(gevonden.reden, id_, gevonden.cbs_code))
            if gevonden.code is not None:
                uit.codes[gevonden.code] += 1
    _set_doubles_aside(uit, dubbel)
    for naam, vraag in vragen.count_loose(tabellen).items():
        uit.los[naam] = int(verbinding.execute(vraag).scalar_one())


def _set_doubles_aside(uit: Opbrengst, dubbel: set[str]) -> None:
    """Which of several rows is right cannot be known, and the database gives them in any order: none is used."""
    if not dubbel:
        return
    uit.opzij += [Geval(oordeel.DUBBEL, p.id, p.cbs_code) for p in uit.personen if p.id in dubbel]
    uit.personen = [p for p in uit.personen if p.id not in dubbel]
    uit.opmerkingen = [g for g in uit.opmerkingen if g.sleutel not in dubbel]


def _fetch_bookings(verbinding: sa.Connection, tabellen: Tabellen, blok: Boekingenblok, uit: Opbrengst) -> None:
    namen = [[str(n) for n in verbinding.scalars(v) if n is not None] for v in vragen.select_names(tabellen)]
    raise_if_any(check_names(blok, *namen))
    regels = stream(verbinding, vragen.select_bookings(tabellen, blok))
    for (mutatie, _), zijde in groupby(regels, key=lambda r: (r[0], r[1])):
        for gevonden in judge_side([r[2:] for r in zijde], mutatie, blok):
            uit.mutaties += 1
            if isinstance(gevonden, Boeking):
                uit.boekingen.append(gevonden)
            else:
                uit.boekingen_opzij.append(Geval(gevonden, f"M{mutatie}"))


def make_files(opdracht: Haalvraag, opbrengst: Opbrengst) -> Haaluitkomst:
    """The files of the folder as they will stand; nothing is written yet."""
    plan: dict[Path, list[str]] = {}
    vervangen: list[Instroomrij] = []
    achtergehouden = 0
    afdrukken: Afdrukken = {}
    if set(opdracht.soorten) & set(SOORTEN[:2]):
        peildatum = opdracht.regio.peildatum
        instroom = count_inflow(opbrengst.personen, list(opdracht.namen), peildatum)
        geteld = [*instroom, *count_progress(opbrengst.personen, peildatum)]
        if opdracht.personen_ook:
            # personen.csv counts for itself; the same counts beside it would be double.
            plan[opdracht.map / PERSONEN] = person_lines(opbrengst.personen)
            tellingen: list[Periodetelling] = []
        elif opdracht.alleen_aantallen:
            tellingen, achtergehouden = merge_small(geteld)
        else:
            tellingen = geteld
        pad = opdracht.map / INSTROOM
        plan[pad], vervangen = inflow_lines(pad, tellingen, opdracht.namen, geteld)
        afdrukken = of_harvest(opbrengst.personen if opdracht.personen_ook else None, tellingen)
    blok = opdracht.boekingenblok
    for jaar in blok.jaren if blok else ():
        rijen = [b.cells for b in opbrengst.boekingen if b.datum.year == jaar]
        plan[opdracht.map / SUBMAP / file_of(jaar)] = csv_lines(EIGEN_KOLOMMEN, rijen)
    plan[opdracht.map / KWALITEIT] = _quality_lines(opbrengst, opdracht.alleen_aantallen, afdrukken)
    return Haaluitkomst(plan, tuple(vervangen), achtergehouden)


def _quality_lines(opbrengst: Opbrengst, alleen_aantallen: bool, afdrukken: Afdrukken) -> list[str]:
    """Every case with its key, with only counts a line per kind; and fingerprints of the files beside it."""
    groepen = (
        ("opzij", opbrengst.opzij),
        ("opzij", opbrengst.boekingen_opzij),
        ("opmerking", opbrengst.opmerkingen),
    )
    if alleen_aantallen:
        rijen = [
            (wat, soort, count_shown(aantal), "", "")
            for wat, gevallen in groepen
            for soort, aantal in sorted(count_kinds(gevallen).items())
        ]
    else:
        rijen = sorted((wat, g.soort, "1", g.cbs_code, g.sleutel) for wat, gevallen in groepen for g in gevallen)
    toon = count_shown if alleen_aantallen else str
    rijen += [("los", soort, toon(n), "", "") for soort, n in opbrengst.los.items() if n]
    rijen += quality_rows(afdrukken)
    return csv_lines(("oordeel", "soort", "aantal", "cbs_code", "sleutel"), rijen)


def count_kinds(gevallen: Sequence[Geval]) -> Mapping[str, int]:
    """Cases per kind."""
    return Counter(g.soort for g in gevallen)


def count_shown(aantal: int) -> str:
    """A count as it may be written when single persons must not be recognised."""
    return str(aantal) if aantal >= KLEINSTE_GROEP else f"minder dan {KLEINSTE_GROEP}"
