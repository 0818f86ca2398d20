"""The inputs of one region, read and validated as a whole.

A region folder holds `regio.toml`, `instroom.csv`, `trajecten.toml`, `contracten.csv`, `budgetten.csv` and, when
there is something to say, `formatie.csv`, `parameters.toml`, `beschikkingen.csv`, `taakstelling.csv`, `personen.csv`,
`doelen.toml` and `scenarios/*.toml`; `instroom` and `personen` may be XLSX. `docs/invoer.md` describes every column.
Scenarios shipped in `data/scenarios` can be used in every region; a region's own scenario of the same name goes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from finance.fouten import Invoerfout, Melding, as_word, raise_if_any, suggest
from finance.parameters import Parameters, parse_parameters
from finance.voorzieningen import LEERROUTES
from scenarios.grond.gegevens import Bevolking, data_path, list_examples
from scenarios.grond.openen import digest, exists_as_folder, files_in, is_there, read_text
from scenarios.grond.wissel import in_room, tidy
from scenarios.regiomap.besluiten import Besluitrij, Standrij, Telrij, check_stukken, read_stukken
from scenarios.regiomap.doelen import Doelenbestand, check_goals
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.land.eigen import check_known, find_land, hash_folder
from scenarios.regiomap.land.keuze import IN_DE_REGIOMAP, Regiokeuze, Verwijzing
from scenarios.regiomap.land.keuze import SUBMAP as GEGEVENS
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.land.volgen import follow, follow_versions
from scenarios.regiomap.lezen import R, read_rows, read_toml
from scenarios.regiomap.modellen import (
    BASIS,
    Budgetrij,
    Contractrij,
    Formatierij,
    Gemeente,
    Instroomrij,
    Regiobestand,
    Scenario,
    Taakstellingrij,
    Trajecten,
)
from scenarios.regiomap.namen import check_gemeenten, check_rows, foreign_code, mend_name
from scenarios.regiomap.records import (
    Duorij,
    Persoonrij,
    check_records,
    count_records,
    join_events,
    refuse_bsn,
    refuse_personal_data,
)
from scenarios.regiomap.samenhang import (
    check_blocks,
    check_budgets,
    check_changes,
    check_fixed,
    check_name,
    check_periods,
    check_question,
    check_twice,
)

VOORBEELD = "voorbeeld:"
LAND = "NL"
"""The cbs_code of an amount for the whole country."""


@dataclass(frozen=True)
class Regio:
    """Everything known of one region. Rows keep file and line for messages."""

    map: Path
    bestand: Regiobestand
    land: Landsgegevens
    """The national data that it was read with"""
    parameters: Parameters
    """Those of `land` with the region's own before them"""
    trajecten: Trajecten
    instroom: tuple[Instroomrij, ...]
    contracten: tuple[Contractrij, ...]
    budgetten: tuple[Budgetrij, ...]
    beschikkingen: tuple[Besluitrij, ...] = ()
    taakstellingen: tuple[Taakstellingrij, ...] = ()
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    personen: tuple[Persoonrij, ...] = ()
    """Pseudonymous records; what they count is in `instroom` already."""
    duo: tuple[Duorij, ...] = ()
    """Notifications of DUO; what they change is in `personen` already."""
    doelen: Doelenbestand = field(default_factory=Doelenbestand)
    """Policy goals, for `spuk voortgang`"""
    tellingen: tuple[Telrij, ...] = ()
    """Counts of DUO."""
    standen: tuple[Standrij, ...] = ()
    """Closed years as they were accounted for."""
    feiten: Feiten = field(default_factory=Feiten)
    """What stands in the place of a forecast; nothing as long as `scenarios.waarheid` has not looked."""
    hashes: dict[str, str] = field(default_factory=dict)
    """sha256 per input file, for the manifest of a result."""

    @property
    def naam(self) -> str:
        """Name of the region."""
        return self.bestand.naam

    @property
    def totaalnaam(self) -> str:
        """What the gemeenten together are called."""
        return total_name(self.naam)

    @property
    def gemeenten(self) -> tuple[Gemeente, ...]:
        """The gemeenten in the order of `regio.toml`."""
        return tuple(self.bestand.gemeente)

    @property
    def lezingen(self) -> tuple[Scenario, ...]:
        """The scenarios that are a reading of what is open in law or policy."""
        return tuple(s for s in self.scenarios.values() if s.lezing is not None)

    def gemeente_codes(self, namen: str) -> tuple[str, ...]:
        """'alle' or names and codes split by | -> CBS codes; KeyError for an unknown one."""
        if namen.strip().casefold() == "alle":
            return tuple(g.code for g in self.gemeenten)
        delen = [n.strip() for n in namen.split("|")]
        for naam in delen:
            if naam.casefold() not in self._op_naam:
                raise KeyError(naam)
        return tuple(dict.fromkeys(self._op_naam[n.casefold()] for n in delen))

    @cached_property
    def _op_naam(self) -> dict[str, str]:  # kept: every amount of every gemeente asks for it
        return {getattr(g, wat).casefold(): g.code for wat in ("naam", "code") for g in self.gemeenten}


def find_region(keuze: Verwijzing) -> Path:
    """'voorbeeld:naam' or a path -> the region folder. Raises Invoerfout when there is none."""
    verwijzing = str(keuze)
    if verwijzing.startswith(VOORBEELD):
        naam = verwijzing.removeprefix(VOORBEELD)
        if naam not in list_examples():
            raise Invoerfout(
                [
                    Melding(
                        verwijzing,
                        "",
                        "een onbekend voorbeeld",
                        "een bestaand voorbeeld",
                        suggest(naam, list_examples()),
                    )
                ]
            )
        return data_path() / "regios" / naam
    pad = Path(verwijzing)
    tidy(pad)
    if not (exists_as_folder(pad) and is_there(pad / "regio.toml")):
        raise Invoerfout(
            [
                Melding(
                    verwijzing,
                    "",
                    "geen map met regio.toml",
                    "een regiomap",
                    f"Bedoeld is misschien: {VOORBEELD}{verwijzing}."
                    if verwijzing in list_examples()
                    else f"Maak er een met: spuk nieuw {as_word(verwijzing)}",
                )
            ]
        )
    return pad


def hash_files(pad: Path) -> dict[str, str]:
    """sha256 of every input file of a region folder."""
    return {
        str(p.relative_to(pad).as_posix()): digest(p)
        for p in sorted(pad.rglob("*"))
        if p.suffix in (".toml", ".csv", ".xlsx") and p.is_file() and not in_room(p.relative_to(pad))
    }


def hash_input(pad: Path, land: Landsgegevens) -> dict[str, str]:
    """Of the region folder, and of the data folder that holds, wherever it lies."""
    uit = hash_files(pad)
    if land.eigen is None or land.eigen.map.hoe == IN_DE_REGIOMAP:
        return uit
    uit = {naam: som for naam, som in uit.items() if not naam.startswith(f"{GEGEVENS}/")}
    return uit | hash_folder(land.eigen.map)


def total_name(regio: str) -> str:
    """'Regio Westfriesland'; a region that is called so already keeps its name."""
    return regio if regio.startswith("Regio ") else f"Regio {regio}"


def read_region(verwijzing: Verwijzing, bekend_op: date | None = None) -> Regio:
    """Read and check one region folder. Raises Invoerfout with every problem of every file at once.

    bekend_op: overrides the day of the same name in regio.toml.
    """
    keuze = Regiokeuze.of(verwijzing)
    pad = find_region(keuze)
    meldingen: list[Melding] = []
    land = find_land(pad, keuze.gegevens, meldingen)
    bestand = read_toml(pad / "regio.toml", Regiobestand, meldingen)
    trajecten = _toml_required(pad / "trajecten.toml", Trajecten, meldingen)
    parameters = read_parameters(pad / "parameters.toml", land, meldingen)
    instroom = _rows(_csv_or_sheet(pad, "instroom", meldingen), Instroomrij, True, meldingen)
    duo = _read_records(pad / "duo.csv", Duorij, meldingen)
    personen = join_events(
        _read_records(_csv_or_sheet(pad, "personen", meldingen), Persoonrij, meldingen), duo, meldingen
    )
    contracten = _rows(pad / "contracten.csv", Contractrij, True, meldingen)
    formatie = _rows(pad / "formatie.csv", Formatierij, False, meldingen)
    budgetten = _rows(pad / "budgetten.csv", Budgetrij, True, meldingen)
    stukken = read_stukken(pad, meldingen)
    taakstellingen = _rows(pad / "taakstelling.csv", Taakstellingrij, False, meldingen)
    doelen = read_toml(pad / "doelen.toml", Doelenbestand, meldingen) if is_there(pad / "doelen.toml") else None
    scenarios = {}
    for toml in (*files_in(data_path() / "scenarios", "*.toml"), *files_in(pad / "scenarios", "*.toml")):
        scenario = read_toml(toml, Scenario, meldingen)
        if scenario is not None:
            meldingen += check_name(toml, scenario)
            meldingen += check_changes(toml.name, scenario.wijziging, scenario.gebeurtenis)
            scenarios[toml.stem] = scenario
    if bestand is None or trajecten is None:
        raise Invoerfout(meldingen)
    land = land.on(bestand.peildatum)
    if bekend_op is not None:
        bestand = bestand.model_copy(update={"bekend_op": bekend_op})
    if bestand.alle_gemeenten:
        namen = land.bevolking.namen
        bestand = bestand.model_copy(update={"gemeente": tuple(Gemeente(code=c, naam=n) for c, n in namen.items())})
    meldingen += check_known(taakstellingen)
    meldingen += check_twice(taakstellingen, lambda t: (t.halfjaar, t.cbs_code, t.bekend_op), "iedere dag één aantal")
    meldingen += check_fixed([*contracten, *(f.contract for f in formatie)])
    meldingen += check_blocks(bestand)
    codes = [g.code for g in bestand.gemeente]
    personen = follow(land, personen, codes, lambda p: (p.id, p.regel))
    instroom = (
        *follow(land, instroom, codes, lambda r: (r.periode_van, r.periode_tot, r.doelgroep, r.indicator)),
        *count_records(personen, codes, bestand.peildatum),
    )
    taakstellingen = follow_versions(
        land,
        [*taakstellingen, *land.published(codes, taakstellingen)],
        codes,
        lambda r: (r.halfjaar,),
        lambda r: r.bekend_op,
    )
    budgetten = follow(land, budgetten, codes, lambda r: (r.jaar, r.pot), "bedrag", "p10", "p90")
    stukken = stukken.follow(land, codes)
    regio = Regio(
        pad,
        bestand,
        land,
        parameters,
        trajecten,
        instroom,
        (*contracten, *(f.contract for f in formatie)),
        tuple(_divide_national(land.bevolking, budgetten, bestand.gemeente)),
        stukken.besluiten,
        taakstellingen,
        scenarios,
        personen,
        duo,
        doelen or Doelenbestand(),
        stukken.tellingen,
        stukken.standen,
        Feiten(),
        hash_input(pad, land),
    )
    if vreemd := list(check_gemeenten(land, regio.gemeenten)):
        meldingen.extend(vreemd)
    else:
        meldingen.extend(check_stukken(land, stukken, {g.code: g.naam for g in regio.gemeenten}))
        meldingen.extend(_check_codes(regio))
        meldingen.extend(check_periods(regio.instroom, regio.bestand.peildatum))
        meldingen.extend(check_budgets(regio.budgetten))
    meldingen.extend(check_question(bestand.vraag, scenarios))
    meldingen.extend(check_records(regio.personen))
    meldingen.extend(check_goals(regio.doelen))
    raise_if_any(meldingen)
    return regio


def _csv_or_sheet(pad: Path, naam: str, meldingen: list[Melding]) -> Path:
    """`naam`.csv, or `naam`.xlsx when only that is there; both at once would be a guess."""
    tekst, blad = pad / f"{naam}.csv", pad / f"{naam}.xlsx"
    if is_there(tekst) and is_there(blad):
        meldingen.append(
            Melding(blad.name, "", f"ook {tekst.name}", "één van beide", "Verwijder het verouderde bestand.")
        )
    return blad if is_there(blad) and not is_there(tekst) else tekst


def _read_records(pad: Path, model: type[R], meldingen: list[Melding]) -> tuple[R, ...]:
    if not is_there(pad):
        return ()
    return tuple(read_rows(pad, model, meldingen, refuse_personal_data, refuse_bsn))


def _toml_required(pad: Path, model: type[Trajecten], meldingen: list[Melding]) -> Trajecten | None:
    if is_there(pad):
        return read_toml(pad, model, meldingen)
    meldingen.append(Melding(pad.name, "", "geen bestand", f"{pad.name} in de regiomap"))
    return None


def _rows(pad: Path, model: type[R], verplicht: bool, meldingen: list[Melding]) -> tuple[R, ...]:
    if is_there(pad):
        return tuple(read_rows(pad, model, meldingen))
    if verplicht:
        meldingen.append(Melding(pad.name, "", "geen bestand", f"{pad.name} in de regiomap"))
    return ()


def _divide_national(
    bevolking: Bevolking, budgetten: Sequence[Budgetrij], gemeenten: Sequence[Gemeente]
) -> Iterator[Budgetrij]:
    """Rows of the whole country become one row per gemeente, by inhabitants on 1 January of the year itself (the
    nearest known one)."""
    for rij in budgetten:
        if rij.cbs_code != LAND:
            yield rij
            continue
        peil = min(max(rij.jaar, bevolking.jaren[0]), bevolking.jaren[-1])
        for gemeente in gemeenten:
            # An unknown code is reported with the gemeente itself.
            if gemeente.code in bevolking.inwoners:
                deel = bevolking.share(gemeente.code, rij.jaar)
                eigen = {"cbs_code": gemeente.code, "gemeente": gemeente.naam, **rij.part(deel)}
                yield rij.model_copy(update={**eigen, "bron": f"{rij.bron}, naar inwoners op 1-1-{peil}"})


def read_parameters(pad: Path, land: Landsgegevens, meldingen: list[Melding]) -> Parameters:
    """The national parameters with the region's own on top; problems are appended to `meldingen`."""
    landelijk = land.parameters
    if not is_there(pad):
        return landelijk
    try:
        return landelijk.merge(parse_parameters(read_text(pad), pad.name, bekend=landelijk))
    except Invoerfout as fout:
        meldingen.extend(fout.meldingen)
        return landelijk


def _check_codes(regio: Regio) -> Iterator[Melding]:
    land, codes = regio.land, [g.code for g in regio.gemeenten]
    rijen: Sequence[Instroomrij | Budgetrij | Taakstellingrij | Persoonrij] = (
        *regio.instroom, *regio.budgetten, *regio.taakstellingen, *regio.personen,
    )  # fmt: skip
    yield from check_rows(land, rijen, {g.code: g.naam for g in regio.gemeenten})
    for rij in rijen:
        if rij.cbs_code not in codes:
            yield foreign_code(land, rij.bestand, rij.plaats, rij.cbs_code, codes)
    for contract in regio.contracten:
        try:
            regio.gemeente_codes(contract.gemeenten)
        except KeyError as fout:
            yield Melding(
                contract.bestand, contract.plaats, f"gemeente {fout.args[0]!r}", "een gemeente uit regio.toml of alle",
                mend_name(land, str(fout.args[0]), regio.gemeenten),
            )  # fmt: skip
        vreemd = set(contract.leerroutes.split("|")) - ({"alle"} if contract.leerroutes == "alle" else {*LEERROUTES})
        if vreemd:
            yield Melding(
                contract.bestand,
                contract.plaats,
                f"leerroute {', '.join(sorted(vreemd))}",
                f"{', '.join(LEERROUTES)} of alle",
            )


@lru_cache
def shipped_scenario(naam: str) -> Scenario:
    """A scenario that every region can use. Raises Invoerfout when the file is no longer right."""
    meldingen: list[Melding] = []
    scenario = read_toml(data_path() / "scenarios" / f"{naam}.toml", Scenario, meldingen)
    raise_if_any(meldingen)
    assert scenario is not None
    return scenario


def choose_scenarios(regio: Regio, namen: Sequence[str], alle: bool = False, vraag: bool = False) -> list[Scenario]:
    """The named scenarios, everything with `alle`; when none is named `basis`, with `vraag` those of the region's
    question beside it. Raises Invoerfout for an unknown name."""
    if vraag and not namen and regio.bestand.vraag is not None:
        namen = (BASIS.naam, *regio.bestand.vraag.scenarios)
    bekend = {BASIS.naam: BASIS, **regio.scenarios}
    if alle:
        return list(bekend.values())
    vreemd = [n for n in namen if n not in bekend]
    raise_if_any(
        Melding("scenarios", "", f"geen scenario {n!r}", "een bestand in de map scenarios", suggest(n, bekend))
        for n in vreemd
    )
    return [bekend[n] for n in namen or (BASIS.naam,)]
