"""The inputs of one region, read and validated as a whole.

A region folder holds `regio.toml`, `instroom.csv`, `trajecten.toml`, `contracten.csv`, `budgetten.csv` and, when
there is something to say, `formatie.csv`, `parameters.toml`, `beschikkingen.csv`, `taakstelling.csv`, `personen.csv`,
`doelen.toml` and `scenarios/*.toml`; `instroom` and `personen` may be XLSX. `docs/invoer.md` describes every column.
Scenarios shipped in `data/scenarios` can be used in every region; a region's own scenario of the same name goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from finance.parameters import Parameters, parse_parameters
from finance.voorzieningen import LEERROUTES
from scenarios.grond.gegevens import data_path, list_examples, load_bevolking, load_parameters
from scenarios.grond.openen import digest, exists_as_folder, files_in, is_there, read_text
from scenarios.grond.wissel import in_room, tidy
from scenarios.regiomap.besluiten import Besluitrij, Standrij, Telrij, read_records
from scenarios.regiomap.besluiten import check_records as check_stukken
from scenarios.regiomap.doelen import Doelenbestand, check_goals
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.herindeling import follow, follow_versions
from scenarios.regiomap.lezen import R, read_rows, read_toml
from scenarios.regiomap.modellen import (
    BASIS,
    STARTINDICATOREN,
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
from scenarios.regiomap.namen import check_pair, check_rows, codes_by_name, foreign_code
from scenarios.regiomap.records import (
    Duorij,
    Persoonrij,
    check_records,
    count_records,
    join_events,
    refuse_bsn,
    refuse_personal_data,
)

VOORBEELD = "voorbeeld:"
LAND = "NL"
"""The cbs_code of an amount for the whole country."""


@dataclass(frozen=True)
class Regio:
    """Everything known of one region. Rows keep file and line for messages."""

    map: Path
    bestand: Regiobestand
    parameters: Parameters
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
        if namen.strip() == "alle":
            return tuple(g.code for g in self.gemeenten)
        op_naam = {g.naam.casefold(): g.code for g in self.gemeenten} | {
            g.code.casefold(): g.code for g in self.gemeenten
        }
        return tuple(op_naam[n.strip().casefold()] for n in namen.split("|"))


def find_region(verwijzing: str) -> Path:
    """'voorbeeld:naam' or a path -> the region folder. Raises Invoerfout when there is none."""
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
                    else f"Maak er een met: spuk nieuw {verwijzing}",
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


def total_name(regio: str) -> str:
    """'Regio Westfriesland'; a region that is called so already keeps its name."""
    return regio if regio.startswith("Regio ") else f"Regio {regio}"


def read_region(verwijzing: str, bekend_op: date | None = None) -> Regio:
    """Read and check one region folder. Raises Invoerfout with every problem of every file at once.

    bekend_op: overrides the day of the same name in regio.toml.
    """
    pad = find_region(verwijzing)
    meldingen: list[Melding] = []
    bestand = read_toml(pad / "regio.toml", Regiobestand, meldingen)
    trajecten = _toml_required(pad / "trajecten.toml", Trajecten, meldingen)
    parameters = read_parameters(pad / "parameters.toml", meldingen)
    instroom = _rows(_csv_or_sheet(pad, "instroom", meldingen), Instroomrij, True, meldingen)
    duo = _read_records(pad / "duo.csv", Duorij, meldingen)
    personen = join_events(
        _read_records(_csv_or_sheet(pad, "personen", meldingen), Persoonrij, meldingen), duo, meldingen
    )
    contracten = _rows(pad / "contracten.csv", Contractrij, True, meldingen)
    formatie = _rows(pad / "formatie.csv", Formatierij, False, meldingen)
    budgetten = _rows(pad / "budgetten.csv", Budgetrij, True, meldingen)
    stukken = read_records(pad, meldingen)
    taakstellingen = _rows(pad / "taakstelling.csv", Taakstellingrij, False, meldingen)
    doelen = read_toml(pad / "doelen.toml", Doelenbestand, meldingen) if is_there(pad / "doelen.toml") else None
    scenarios = {}
    for toml in (*files_in(data_path() / "scenarios", "*.toml"), *files_in(pad / "scenarios", "*.toml")):
        scenario = read_toml(toml, Scenario, meldingen)
        if scenario is not None:
            meldingen += _check_name(toml, scenario)
            scenarios[toml.stem] = scenario
    if bestand is None or trajecten is None:
        raise Invoerfout(meldingen)
    if bekend_op is not None:
        bestand = bestand.model_copy(update={"bekend_op": bekend_op})
    if bestand.alle_gemeenten:
        namen = load_bevolking().namen
        bestand = bestand.model_copy(update={"gemeente": tuple(Gemeente(code=c, naam=n) for c, n in namen.items())})
    meldingen += _twice(taakstellingen, lambda t: (t.halfjaar, t.cbs_code, t.bekend_op), "iedere dag één aantal")
    een = "één regel; zet de fte bij elkaar, of geef iedere regel een eigen functie"
    meldingen += _twice(formatie, lambda f: f.model_dump(exclude={"regel"}).values(), een)
    codes = [g.code for g in bestand.gemeente]
    personen = follow(personen, codes, lambda p: (p.id, p.regel))
    instroom = (
        *follow(instroom, codes, lambda r: (r.periode_van, r.periode_tot, r.doelgroep, r.indicator)),
        *count_records(personen, codes, bestand.peildatum),
    )
    taakstellingen = follow_versions(taakstellingen, codes, lambda r: (r.halfjaar,), lambda r: r.bekend_op)
    budgetten = follow(budgetten, codes, lambda r: (r.jaar, r.pot), "bedrag", "p10", "p90")
    stukken = stukken.follow(codes)
    regio = Regio(
        pad,
        bestand,
        parameters,
        trajecten,
        instroom,
        (*contracten, *(f.contract for f in formatie)),
        tuple(_divide_national(budgetten, bestand.gemeente)),
        stukken.besluiten,
        taakstellingen,
        scenarios,
        personen,
        duo,
        doelen or Doelenbestand(),
        stukken.tellingen,
        stukken.standen,
        Feiten(),
        hash_files(pad),
    )
    meldingen.extend(check_stukken(stukken, {g.code: g.naam for g in regio.gemeenten}))
    meldingen.extend(_check_codes(regio))
    meldingen.extend(_check_periods(regio))
    meldingen.extend(_check_budgets(regio))
    meldingen.extend(_check_question(regio))
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


def _twice(rijen: Iterable[R], key: Callable[[R], Iterable[object]], verwacht: str) -> Iterator[Melding]:
    """Rows of which a second one would silently count double, or win."""
    eerste: dict[tuple[object, ...], R] = {}
    for rij in rijen:
        eerder = eerste.setdefault(tuple(key(rij)), rij)
        if eerder is not rij:
            yield Melding(rij.bestand, rij.plaats, f"hetzelfde als {eerder.plaats}", verwacht)


def _check_name(pad: Path, scenario: Scenario) -> Iterator[Melding]:
    """`--scenario` asks for the file, the result shows the name: they are the same and not taken."""
    if scenario.naam != pad.stem:
        yield Melding(pad.name, "veld naam", repr(scenario.naam), f"{pad.stem!r}, zoals het bestand heet")
    if pad.stem == BASIS.naam:
        yield Melding(pad.name, "", "een scenario basis", "een andere naam", "basis is de regio zonder wijzigingen.")


def _divide_national(budgetten: Sequence[Budgetrij], gemeenten: Sequence[Gemeente]) -> Iterator[Budgetrij]:
    """Rows of the whole country become one row per gemeente, by inhabitants on 1 January of the year itself (the
    nearest known one)."""
    bevolking = load_bevolking()
    for rij in budgetten:
        if rij.cbs_code != LAND:
            yield rij
            continue
        peil = min(max(rij.jaar, bevolking.jaren[0]), bevolking.jaren[-1])
        for gemeente in gemeenten:
            # An unknown code is reported with the gemeente itself.
            if gemeente.code in bevolking.inwoners:
                deel = share_of_amount(gemeente.code, rij.jaar)
                eigen = {"cbs_code": gemeente.code, "gemeente": gemeente.naam, **rij.part(deel)}
                yield rij.model_copy(update={**eigen, "bron": f"{rij.bron}, naar inwoners op 1-1-{peil}"})


def share_of_amount(code: str, jaar: int) -> float:
    """Share of a gemeente in an amount of the country: inhabitants on 1 January of the year (the nearest known one)."""
    bevolking = load_bevolking()
    peil = min(max(jaar, bevolking.jaren[0]), bevolking.jaren[-1])
    return bevolking.of(code, peil) / bevolking.national(peil)


def read_parameters(pad: Path, meldingen: list[Melding]) -> Parameters:
    """The shipped parameters with the region's own on top; problems are appended to `meldingen`."""
    landelijk = load_parameters()
    if not is_there(pad):
        return landelijk
    try:
        return landelijk.merge(parse_parameters(read_text(pad), pad.name, bekend=landelijk))
    except Invoerfout as fout:
        meldingen.extend(fout.meldingen)
        return landelijk


def _check_codes(regio: Regio) -> Iterator[Melding]:
    bevolking = load_bevolking()
    codes = [g.code for g in regio.gemeenten]
    for gemeente in regio.gemeenten:
        if gemeente.code not in bevolking.inwoners:
            mend = suggest(
                gemeente.naam, bevolking.namen.values(), lambda naam: f"{naam} ({codes_by_name()[naam.casefold()]})"
            )
            yield Melding("regio.toml", f"gemeente {gemeente.naam}", gemeente.code, "een CBS-code als GM0405", mend)
        yield from check_pair("regio.toml", f"gemeente {gemeente.naam}", gemeente.code, gemeente.naam)
        if codes.count(gemeente.code) > 1:
            yield Melding(
                "regio.toml",
                f"gemeente {gemeente.naam}",
                f"{gemeente.code} twee keer",
                "iedere code één keer",
            )
    rijen: Sequence[Instroomrij | Budgetrij | Taakstellingrij | Persoonrij] = (
        *regio.instroom, *regio.budgetten, *regio.taakstellingen, *regio.personen,
    )  # fmt: skip
    yield from check_rows(rijen, {g.code: g.naam for g in regio.gemeenten})
    for rij in rijen:
        if rij.cbs_code not in codes:
            yield foreign_code(rij.bestand, rij.plaats, rij.cbs_code, codes)
    for contract in regio.contracten:
        try:
            regio.gemeente_codes(contract.gemeenten)
        except KeyError as fout:
            namen = [g.naam for g in regio.gemeenten]
            yield Melding(
                contract.bestand, contract.plaats, f"gemeente {fout.args[0]!r}", "een gemeente uit regio.toml of alle",
                suggest(str(fout.args[0]), namen),
            )  # fmt: skip
        vreemd = {r.strip() for r in contract.leerroutes.split("|")} - {*LEERROUTES, "alle"}
        if vreemd:
            yield Melding(
                contract.bestand,
                contract.plaats,
                f"leerroute {', '.join(sorted(vreemd))}",
                f"{', '.join(LEERROUTES)} of alle",
            )


def _check_periods(regio: Regio) -> Iterator[Melding]:
    """The same count may not be given twice for one half-year, and starts never exceed the plichtigen."""
    gezien: dict[tuple[str, str, str], list[Instroomrij]] = {}
    for rij in regio.instroom:
        sleutel = (rij.cbs_code, rij.doelgroep, rij.indicator)
        for ander in gezien.get(sleutel, []):
            if rij.periode_van < ander.periode_tot and ander.periode_van < rij.periode_tot:
                elders = f" van {ander.bestand}" if ander.bestand != rij.bestand else ""
                yield Melding(
                    rij.bestand, rij.plaats,
                    f"{rij.indicator} van een periode die al op regel {ander.regel}{elders} staat",
                    "iedere periode één keer",
                    "Geef van een gemeente dossiers of tellingen, niet allebei." if elders else "",
                )  # fmt: skip
        gezien.setdefault(sleutel, []).append(rij)
        if rij.periode_tot > regio.bestand.peildatum:
            yield Melding(
                rij.bestand, rij.plaats, f"een periode tot {rij.periode_tot}",
                f"een periode tot de peildatum {regio.bestand.peildatum}",
                "Zet de peildatum in regio.toml later of haal de regel weg.",
            )  # fmt: skip
    for (code, doelgroep, indicator), rijen in gezien.items():
        if indicator == "inburgeringsplichtig" and doelgroep == "asielstatushouder":
            for rij in rijen:
                # Only where the same period was counted both ways; what was not counted is drawn.
                binnen = [
                    g
                    for g in gezien.get((code, doelgroep, "gehuisvest"), [])
                    if rij.periode_van <= g.periode_van and g.periode_tot <= rij.periode_tot
                ]
                dagen = sum((g.periode_tot - g.periode_van).days for g in binnen)
                gehuisvest = sum(g.aantal for g in binnen)
                if dagen == (rij.periode_tot - rij.periode_van).days and rij.aantal > gehuisvest:
                    yield Melding(
                        rij.bestand,
                        rij.plaats,
                        f"{rij.aantal} inburgeringsplichtig",
                        f"ten hoogste de {gehuisvest} gehuisveste personen",
                    )
        if indicator == "volwassenen":
            for rij in rijen:
                yield from _check_households(rij, gezien)
        if indicator in STARTINDICATOREN:
            starts = sum(sum(r.aantal for r in gezien.get((code, doelgroep, i), [])) for i in STARTINDICATOREN)
            plichtig = sum(r.aantal for r in gezien.get((code, doelgroep, "inburgeringsplichtig"), []))
            if starts > plichtig and indicator == next(i for i in STARTINDICATOREN if (code, doelgroep, i) in gezien):
                yield Melding(
                    rijen[0].bestand,
                    rijen[0].plaats,
                    f"{starts} gestart in een leerroute",
                    f"ten hoogste de {plichtig} plichtigen",
                )


def _check_households(rij: Instroomrij, gezien: Mapping[tuple[str, str, str], list[Instroomrij]]) -> Iterator[Melding]:
    """Of the persons housed in one period: adults and children are everybody, and whoever lives alone is an adult."""

    def same_period(indicator: str) -> int | None:
        for ander in gezien.get((rij.cbs_code, rij.doelgroep, indicator), []):
            if (ander.periode_van, ander.periode_tot) == (rij.periode_van, rij.periode_tot):
                return ander.aantal
        return None

    kinderen, gehuisvest, alleen = (same_period(i) for i in ("kinderen", "gehuisvest", "alleenstaanden"))
    if kinderen is not None and gehuisvest is not None and rij.aantal + kinderen != gehuisvest:
        yield Melding(
            rij.bestand, rij.plaats, f"{rij.aantal} volwassenen en {kinderen} kinderen",
            f"samen de {gehuisvest} gehuisveste personen",
        )  # fmt: skip
    if alleen is not None and alleen > rij.aantal:
        yield Melding(rij.bestand, rij.plaats, f"{alleen} alleenstaanden", f"ten hoogste de {rij.aantal} volwassenen")


def _check_budgets(regio: Regio) -> Iterator[Melding]:
    """One amount per gemeente, pot and year, and no year missing between two known ones of the Gemeentefonds."""
    gezien: dict[tuple[str, str], dict[int, Budgetrij]] = {}
    for rij in regio.budgetten:
        jaren = gezien.setdefault((rij.cbs_code, rij.pot), {})
        if rij.jaar in jaren:
            yield Melding(
                rij.bestand, rij.plaats, f"{rij.pot} {rij.jaar} van {rij.cbs_code} een tweede keer",
                "ieder bedrag één keer", f"Het staat al op regel {jaren[rij.jaar].regel}.",
            )  # fmt: skip
        jaren[rij.jaar] = rij
    for (code, pot), jaren in gezien.items():
        gaten = [str(j) for j in range(min(jaren), max(jaren)) if j not in jaren] if pot == "gemeentefonds" else []
        if gaten:
            yield Melding(
                jaren[max(jaren)].bestand, f"gemeentefonds van {code}", f"geen bedrag voor {', '.join(gaten)}",
                f"een bedrag voor ieder jaar van {min(jaren)} tot en met {max(jaren)}",
                "Vul die jaren aan; een landelijk bedrag (NL) is ook een bedrag van dat jaar.",
            )  # fmt: skip


def _check_question(regio: Regio) -> Iterator[Melding]:
    for naam in regio.bestand.vraag.scenarios if regio.bestand.vraag else ():
        if naam not in regio.scenarios:
            yield Melding(
                "regio.toml", "vraag", f"scenario {naam!r}", "een bestand in de map scenarios",
                suggest(naam, regio.scenarios),
            )  # fmt: skip


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
