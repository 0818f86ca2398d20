"""Dated legal parameters: every value carries its own status and source.

A parameter is a step function of time. `geldt = "jaar"` means that a value holds for its own budget year only, so
a missing year is an error and never a silent continuation; `geldt = "doorlopend"` holds until the next value. After
the last known year a parameter with `projectie` is indexed by that parameter and marked `raming`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from finance.fouten import Invoerfout, Melding, as_typed, list_words, raise_if_any, suggest
from finance.taal.grenzen import check_quantity, of_parameter
from finance.taal.tomltekst import parse_toml

STATUSSEN = ("vastgesteld", "raming", "aanname", "onzeker")
GELDIGHEDEN = ("jaar", "doorlopend")
_GETAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,60})?(E[+-]?[0-9]{1,3})?", re.IGNORECASE)
_PARAMETER_SLEUTELS = {"label", "eenheid", "geldt", "projectie", "keuzes", "waarde"}
_WAARDE_SLEUTELS = {"vanaf", "bekend_op", "waarde", "p10", "p90", "status", "bron", "toelichting"}
_BRON_SLEUTELS = {"titel", "bwb", "versie", "url"}


@dataclass(frozen=True)
class Bron:
    """Where a value was read."""

    titel: str
    bwb: str = ""
    versie: date | None = None
    url: str = ""

    def __str__(self) -> str:
        delen = [self.titel, self.bwb, f"versie {self.versie}" if self.versie else "", self.url]
        return ", ".join(d for d in delen if d)


@dataclass(frozen=True)
class Waarde:
    """One value of one parameter from `vanaf` on."""

    parameter: str
    vanaf: date
    waarde: str
    status: str
    bron: Bron | None = None
    toelichting: str = ""
    bestand: str = ""
    p10: str = ""
    p90: str = ""
    """The interval around a value that is not settled: one time in ten below, one time in ten above"""
    bekend_op: date | None = None
    """First day on which it was known; None: always, as far as a look back is concerned"""

    @property
    def getal(self) -> Decimal:
        """The value as an exact decimal."""
        return Decimal(self.waarde)

    @property
    def herkomst(self) -> str:
        """Source and explanation in one line, for people."""
        return "; ".join(d for d in (str(self.bron) if self.bron else "", self.toelichting) if d)


@dataclass(frozen=True)
class Parameter:
    """A named step function of time; `waarden` is sorted by date."""

    naam: str
    label: str
    eenheid: str
    geldt: str
    waarden: tuple[Waarde, ...]
    projectie: str = ""
    keuzes: tuple[str, ...] = ()
    versies: tuple[Waarde, ...] = ()
    """Every value that ever held, in order; where none became known later these are `waarden` themselves"""


class Parameters(Mapping[str, Parameter]):
    """All parameters of a run. Immutable: `merge` and `override` return a new set."""

    def __init__(self, parameters: Mapping[str, Parameter]):
        self._parameters = dict(parameters)

    def __getitem__(self, naam: str) -> Parameter:
        return self._parameters[naam]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)

    def look_up(self, naam: str, op: date) -> Waarde:
        """The value of `naam` on date `op`. Raises Invoerfout naming file, key and mend when there is none."""
        parameter = self._require(naam)
        geldig = [w for w in parameter.waarden if w.vanaf <= op]
        if parameter.geldt == "doorlopend" and geldig:
            return geldig[-1]
        if geldig and geldig[-1].vanaf.year == op.year:
            return geldig[-1]
        if geldig and geldig[-1] is parameter.waarden[-1] and parameter.projectie:
            return self._project(parameter, op.year)
        raise Invoerfout([self._missing(parameter, op)])

    def in_year(self, naam: str, jaar: int) -> Waarde:
        """The value in budget year `jaar`, looked up on its last day (31 December is the peildatum of the law)."""
        return self.look_up(naam, date(jaar, 12, 31))

    def has(self, naam: str, jaar: int) -> bool:
        """Whether `in_year` would give a value."""
        try:
            self.in_year(naam, jaar)
        except Invoerfout:
            return False
        return True

    def merge(self, ander: Parameters) -> Parameters:
        """Values of `ander` added to these; the same date in both: `ander` wins."""
        samen = dict(self._parameters)
        for naam, nieuw in ander.items():
            oud = samen.get(naam)
            versies = (*oud.versies, *nieuw.versies) if oud else nieuw.versies
            samen[naam] = replace(oud or nieuw, waarden=_sorted_values(versies), versies=versies)
        return Parameters(samen)

    def known_on(self, dag: date) -> Parameters:
        """The parameters as they were known on an earlier day: a value that became known later gives way to the one
        before it for the same date, and is absent where there was none."""
        toen = {
            naam: replace(p, waarden=_sorted_values(v for v in p.versies if v.bekend_op is None or v.bekend_op <= dag))
            for naam, p in self.items()
        }
        return Parameters(toen)

    def override(self, naam: str, vanaf: date, waarde: str, status: str, bron: Bron) -> Parameters:
        """Replace the value of `naam` from `vanaf` on; every value before that date stays bit-identical."""
        parameter = self._require(naam)
        nieuw = Waarde(naam, vanaf, waarde, status, bron)
        meldingen = list(_check_value(parameter, nieuw))
        if parameter.geldt == "jaar" and vanaf != date(vanaf.year, 1, 1):
            meldingen.append(_off_grid(parameter, nieuw))
        raise_if_any(meldingen)
        eerder = [w for w in parameter.waarden if w.vanaf < vanaf]
        laatste = parameter.waarden[-1].vanaf.year if parameter.waarden else vanaf.year
        if parameter.geldt == "jaar":
            if parameter.projectie and eerder:
                # Years between the last known one and `vanaf` keep the projection they had.
                eerder += [self._project(parameter, jaar) for jaar in range(laatste + 1, vanaf.year)]
            later = [replace(nieuw, vanaf=date(jaar, 1, 1)) for jaar in range(vanaf.year, max(laatste, vanaf.year) + 1)]
        else:
            later = [nieuw]
        waarden = (*eerder, *later)
        return Parameters({**self._parameters, naam: replace(parameter, waarden=waarden, versies=waarden)})

    def _require(self, naam: str) -> Parameter:
        if naam not in self._parameters:
            raise Invoerfout(
                [
                    Melding(
                        "parameters",
                        naam,
                        "een onbekende naam",
                        "een bestaande parameter",
                        suggest(naam, self),
                    )
                ]
            )
        return self._parameters[naam]

    def _project(self, parameter: Parameter, jaar: int) -> Waarde:
        laatste = parameter.waarden[-1]
        bedrag = laatste.getal
        for tussenjaar in range(laatste.vanaf.year + 1, jaar + 1):
            bedrag *= 1 + self.in_year(parameter.projectie, tussenjaar).getal
        afgerond = bedrag.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        return Waarde(
            parameter.naam,
            date(jaar, 1, 1),
            str(afgerond),
            "raming",
            toelichting=f"bedrag {laatste.vanaf.year} ({laatste.waarde}) geïndexeerd met {parameter.projectie}",
            bestand=laatste.bestand,
        )

    def _missing(self, parameter: Parameter, op: date) -> Melding:
        bekend = ", ".join(str(w.vanaf.year) for w in parameter.waarden) or "geen"
        return Melding(
            "parameters.toml",
            f"[[{parameter.naam}.waarde]]",
            f"geen waarde voor {op.year} (bekend: {bekend})",
            f"{parameter.label} ({parameter.eenheid}) voor {op.year}",
            f"Zet in parameters.toml van de regiomap een waarde voor {parameter.naam} met vanaf = {op.year}-01-01, "
            "een status en een bron.",
        )


def parse_parameters(tekst: str, bestand: str, bekend: Mapping[str, Parameter] | None = None) -> Parameters:
    """Read one TOML text. `bekend`: parameters that a region file may extend without repeating label and unit.

    Raises Invoerfout with every problem found: unknown or duplicate keys, dates off the grid, missing source.
    """
    inhoud = parse_toml(tekst, bestand)
    meldingen: list[Melding] = []
    parameters = {
        naam: _parse_parameter(naam, blok, bestand, (bekend or {}).get(naam), meldingen)
        for naam, blok in inhoud.items()
        if _is_table(naam, blok, bestand, meldingen) and (bekend is None or naam in bekend)
    }
    if bekend is not None:
        # What is wrong within a block of no parameter is not looked at: its name is what there is to mend.
        meldingen += [
            Melding(bestand, naam, "een onbekende parameter", "een bestaande naam", suggest(naam, bekend))
            for naam in sorted(inhoud.keys() - bekend.keys())
            if isinstance(inhoud[naam], dict)
        ]
    raise_if_any(meldingen)
    return Parameters(parameters)


def assumptions(waarden: Iterable[Waarde]) -> list[Waarde]:
    """The distinct values that are not settled law: what a result rests on and must show."""
    gezien = {(w.parameter, w.vanaf): w for w in waarden if w.status != "vastgesteld"}
    return [gezien[sleutel] for sleutel in sorted(gezien)]


def _is_table(naam: str, blok: Any, bestand: str, meldingen: list[Melding]) -> bool:
    if isinstance(blok, dict):
        return True
    meldingen.append(Melding(bestand, naam, "een losse sleutel", f"een blok [{naam}]"))
    return False


def _parse_parameter(
    naam: str, blok: dict[str, Any], bestand: str, bekend: Parameter | None, meldingen: list[Melding]
) -> Parameter:
    _check_keys(blok, _PARAMETER_SLEUTELS, bestand, naam, meldingen)
    for sleutel in ("label", "eenheid", "geldt"):
        if bekend is None and not isinstance(blok.get(sleutel), str):
            meldingen.append(Melding(bestand, naam, f"geen {sleutel}", f"{sleutel} als tekst"))
    geldt = str(blok.get("geldt", bekend.geldt if bekend else "jaar"))
    if geldt not in GELDIGHEDEN:
        meldingen.append(Melding(bestand, f"{naam}.geldt", as_typed(geldt), list_words(GELDIGHEDEN, "of")))
    kaal = Parameter(
        naam,
        str(blok.get("label", bekend.label if bekend else naam)),
        str(blok.get("eenheid", bekend.eenheid if bekend else "")),
        geldt,
        (),
        str(blok.get("projectie", bekend.projectie if bekend else "")),
        tuple(blok.get("keuzes", bekend.keuzes if bekend else ())),
    )
    rijen = blok.get("waarde", [])
    if not isinstance(rijen, list) or not all(isinstance(rij, dict) for rij in rijen):
        meldingen.append(Melding(bestand, naam, "waarde is geen lijst van blokken", f"[[{naam}.waarde]]"))
        return kaal
    waarden = []
    for nummer, rij in enumerate(rijen, start=1):
        waarde = _parse_value(kaal, rij, bestand, f"[[{naam}.waarde]] nr {nummer}", meldingen)
        if waarde is not None:
            waarden.append(waarde)
    datums = [(w.vanaf, w.bekend_op) for w in waarden]
    for dubbel in sorted({d for d, bekend_op in datums if datums.count((d, bekend_op)) > 1}):
        meldingen.append(Melding(bestand, naam, f"twee waarden vanaf {dubbel}", "één waarde per datum"))
    versies = tuple(sorted(waarden, key=lambda w: w.bekend_op or date.min))
    return replace(kaal, waarden=_sorted_values(versies), versies=versies)


def _parse_value(
    parameter: Parameter, rij: dict[str, Any], bestand: str, plaats: str, meldingen: list[Melding]
) -> Waarde | None:
    _check_keys(rij, _WAARDE_SLEUTELS, bestand, plaats, meldingen)
    vanaf, waarde, bekend_op = rij.get("vanaf"), rij.get("waarde"), rij.get("bekend_op")
    if not isinstance(vanaf, date) or not isinstance(waarde, str):
        meldingen.append(
            Melding(
                bestand,
                plaats,
                f"vanaf = {as_typed(vanaf)}, waarde = {as_typed(waarde)}",
                'een datum en een waarde als tekst, zoals vanaf = 2025-01-01 en waarde = "9154.91"',
            )
        )
        return None
    ruwe_bron = rij.get("bron")
    bron = None
    if isinstance(ruwe_bron, dict):
        _check_keys(ruwe_bron, _BRON_SLEUTELS, bestand, f"{plaats}.bron", meldingen)
        bron = Bron(
            **{k: v for k, v in ruwe_bron.items() if k in _BRON_SLEUTELS} | {"titel": ruwe_bron.get("titel", "")}
        )
    if bekend_op is not None and not isinstance(bekend_op, date):
        meldingen.append(Melding(bestand, plaats, f"bekend_op = {as_typed(bekend_op)}", "een datum, zoals 2024-12-31"))
        return None
    resultaat = Waarde(
        parameter.naam,
        vanaf,
        waarde,
        status if isinstance(status := rij.get("status"), str) else as_typed(status),
        bron,
        str(rij.get("toelichting", "")),
        bestand,
        str(rij.get("p10", "")),
        str(rij.get("p90", "")),
        bekend_op,
    )
    fouten = [replace(m, bestand=bestand, plaats=plaats) for m in _check_value(parameter, resultaat)]
    if vanaf.day != 1 or (parameter.geldt == "jaar" and vanaf.month != 1):
        fouten.append(replace(_off_grid(parameter, resultaat), bestand=bestand, plaats=plaats))
    meldingen.extend(fouten)
    return None if fouten else resultaat


def _check_value(parameter: Parameter, waarde: Waarde) -> Iterator[Melding]:
    plaats = f"{parameter.naam} vanaf {waarde.vanaf}"
    if waarde.status not in STATUSSEN:
        yield Melding(waarde.bestand, plaats, f"status {waarde.status!r}", f"een van {', '.join(STATUSSEN)}")
    if not (waarde.bron and waarde.bron.titel) and not (waarde.status == "aanname" and waarde.toelichting):
        yield Melding(
            waarde.bestand,
            plaats,
            "geen bron",
            "een bron met titel, of status aanname met een toelichting",
            'Voeg toe: bron = { titel = "..." }.',
        )
    if parameter.keuzes:
        if waarde.p10 or waarde.p90:
            yield Melding(waarde.bestand, plaats, "p10 of p90 bij een keuze", "geen interval bij een keuze")
        if waarde.waarde not in parameter.keuzes:
            yield Melding(waarde.bestand, plaats, repr(waarde.waarde), f"een van {', '.join(parameter.keuzes)}")
        return
    grootheid = of_parameter(parameter.naam, parameter.eenheid)
    getallen = [t for t in (waarde.waarde, waarde.p10, waarde.p90) if t]
    onleesbaar = [t for t in getallen if not _GETAL.fullmatch(t)]
    for tekst in onleesbaar:
        yield Melding(waarde.bestand, plaats, as_typed(tekst), 'een getal als tekst met een punt, zoals "635.32"')
    if not onleesbaar:
        yield from check_quantity(grootheid, map(float, getallen), waarde.bestand, plaats)
    if not onleesbaar and (waarde.p10 or waarde.p90):
        yield from _check_interval(waarde, plaats)


def _check_interval(waarde: Waarde, plaats: str) -> Iterator[Melding]:
    gevonden = f"p10 {waarde.p10 or 'leeg'}, waarde {waarde.waarde}, p90 {waarde.p90 or 'leeg'}"
    if not (waarde.p10 and waarde.p90):
        yield Melding(waarde.bestand, plaats, gevonden, "p10 en p90 samen, of geen van beide")
    elif not Decimal(waarde.p10) <= waarde.getal <= Decimal(waarde.p90):
        yield Melding(waarde.bestand, plaats, gevonden, "p10 niet boven de waarde en p90 niet eronder")
    elif waarde.status == "vastgesteld":
        verwacht = "geen interval bij een vastgesteld cijfer, of een andere status"
        yield Melding(waarde.bestand, plaats, gevonden, verwacht)


def _off_grid(parameter: Parameter, waarde: Waarde) -> Melding:
    rooster = "1 januari van een budgetjaar" if parameter.geldt == "jaar" else "de eerste dag van een maand"
    return Melding(waarde.bestand, parameter.naam, f"vanaf = {waarde.vanaf}", rooster)


def _check_keys(
    blok: Mapping[str, Any], toegestaan: set[str], bestand: str, plaats: str, meldingen: list[Melding]
) -> None:
    for sleutel in blok.keys() - toegestaan:
        meldingen.append(
            Melding(
                bestand,
                plaats,
                f"onbekende sleutel {sleutel!r}",
                "een bekende sleutel",
                suggest(sleutel, toegestaan),
            )
        )


def _sorted_values(waarden: Iterable[Waarde]) -> tuple[Waarde, ...]:
    # Later entries win for the same date: that is what merging a region's own file means.
    return tuple(sorted({w.vanaf: w for w in waarden}.values(), key=lambda w: w.vanaf))
