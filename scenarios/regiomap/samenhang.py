"""Rows of one region that contradict each other, though each by itself is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from finance.fouten import Melding, suggest
from scenarios.regiomap.gebeurtenissen import Gebeurtenis
from scenarios.regiomap.lezen import R
from scenarios.regiomap.modellen import (
    BASIS,
    STARTINDICATOREN,
    Budgetrij,
    Contractrij,
    Instroomrij,
    Regiobestand,
    Scenario,
    Vraag,
)
from scenarios.regiomap.wijziging import Wijziging


def check_periods(instroom: Sequence[Instroomrij], peildatum: date) -> Iterator[Melding]:
    """The same count may not be given twice for one half-year, and starts never exceed the plichtigen."""
    gezien: dict[tuple[str, str, str], list[Instroomrij]] = {}
    for rij in instroom:
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
        if rij.periode_tot > peildatum:
            yield Melding(
                rij.bestand, rij.plaats, f"een periode tot {rij.periode_tot}",
                f"een periode tot de peildatum {peildatum}",
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


def check_budgets(budgetten: Sequence[Budgetrij]) -> Iterator[Melding]:
    """One amount per gemeente, pot and year, and no year missing between two known ones of the Gemeentefonds."""
    gezien: dict[tuple[str, str], dict[int, Budgetrij]] = {}
    for rij in budgetten:
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


def check_twice(rijen: Iterable[R], key: Callable[[R], Iterable[object]], verwacht: str) -> Iterator[Melding]:
    """Rows of which a second one would silently count double, or win."""
    eerste: dict[tuple[object, ...], R] = {}
    for rij in rijen:
        eerder = eerste.setdefault(tuple(key(rij)), rij)
        if eerder is not rij:
            yield Melding(rij.bestand, rij.plaats, f"hetzelfde als {eerder.plaats}", verwacht)


def check_fixed(contracten: Iterable[Contractrij]) -> Iterator[Melding]:
    """Fixed sums of one month add up, so that one which is there twice would count double."""
    eerste: dict[tuple[str, ...], list[Contractrij]] = {}
    for rij in contracten:
        if rij.betaling != "vast":
            continue
        wat = (rij.contract, rij.voorziening, rij.gemeenten, rij.leerroutes)
        eerder = eerste.setdefault((rij.bestand, *map(str.casefold, wat)), [])
        for ander in eerder:
            if rij.van < ander.tot and ander.van < rij.tot:
                gevonden = f"{rij.contract!r}, dezelfde vaste lasten als {ander.plaats} in dezelfde maanden"
                herstel = "Haal er een weg, laat ze op elkaar aansluiten, of geef iedere regel een eigen naam."
                yield Melding(rij.bestand, rij.plaats, gevonden, "vaste lasten één keer per maand", herstel)
                break
        eerder.append(rij)


def check_blocks(bestand: Regiobestand) -> Iterator[Melding]:
    """Blocks of `regio.toml` of which a second one would count double, or win."""
    naam = "regio.toml"
    yield from _twice(naam, "verdeling", [(v.voorziening, v.vanaf) for v in bestand.verdeling])
    yield from _twice(naam, "herverdeling", [_all_of(h) for h in bestand.herverdeling])
    yield from check_changes(naam, (), bestand.gebeurtenis)


def check_changes(
    naam: str, wijzigingen: Sequence[Wijziging], gebeurtenissen: Sequence[Gebeurtenis]
) -> Iterator[Melding]:
    """The same change or event twice in one file: a factor would work twice, and of two values the last would win."""
    waarden = [(w.veld, w.vanaf, w.tot, *sorted(w.gemeenten)) for w in wijzigingen if w.waarde is not None]
    yield from _twice(naam, "wijziging", waarden)
    yield from _twice(naam, "wijziging", [_all_of(w) for w in wijzigingen if w.waarde is None])
    yield from _twice(naam, "gebeurtenis", [_all_of(g) for g in gebeurtenissen])


def _all_of(blok: BaseModel) -> tuple[object, ...]:
    return tuple(w if isinstance(w, date) else str(w) for w in blok.model_dump().values())


def _twice(naam: str, kop: str, blokken: Sequence[tuple[object, ...]]) -> Iterator[Melding]:
    for blok in dict.fromkeys(b for b in blokken if blokken.count(b) > 1):
        wat = ", ".join(f"{deel:%d-%m-%Y}" if isinstance(deel, date) else str(deel) for deel in blok[:2])
        keren = f"{blokken.count(blok)} keer hetzelfde blok ({wat})"
        yield Melding(naam, f"[[{kop}]]", keren, "ieder blok één keer", "Haal er een weg, of zet ze bij elkaar.")


def check_name(pad: Path, scenario: Scenario) -> Iterator[Melding]:
    """`--scenario` asks for the file, the result shows the name: they are the same and not taken."""
    if scenario.naam != pad.stem:
        yield Melding(pad.name, "veld naam", repr(scenario.naam), f"{pad.stem!r}, zoals het bestand heet")
    if pad.stem == BASIS.naam:
        yield Melding(pad.name, "", "een scenario basis", "een andere naam", "basis is de regio zonder wijzigingen.")


def check_question(vraag: Vraag | None, scenarios: Mapping[str, Scenario]) -> Iterator[Melding]:
    for naam in vraag.scenarios if vraag else ():
        if naam not in scenarios:
            yield Melding(
                "regio.toml", "vraag", f"scenario {naam!r}", "een bestand in de map scenarios",
                suggest(naam, scenarios),
            )  # fmt: skip
