"""Reading input files: every error is collected with file, line and column; nothing stops at the first.

CSV may use ; or , as separator, UTF-8 (with or without BOM) or cp1252, decimal comma or point, ISO or dd-mm-jjjj
dates. Columns and keys are checked by strict pydantic models, whose errors become Dutch messages here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from finance.fouten import Invoerfout, Melding, list_words
from finance.taal.grenzen import Betekenis, shown
from finance.taal.tekens import ONZICHTBAAR
from finance.taal.tomltekst import parse_toml
from scenarios.grond.csvtekst import read_records, split_lines
from scenarios.grond.openen import read_text
from scenarios.grond.werkboekbestand import read_first_sheet
from scenarios.regiomap.lezer.bezwaren import Misfit, causes, in_dutch, place
from scenarios.regiomap.lezer.kopregel import above_head, without_empty, wrong_head, wrong_row

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
# "10.000" is ten thousand to a Dutch reader and ten to a computer, "10,000" the other way round; guessing would be off
# by a factor 1000.
_DUIZENDTAL = re.compile(r"-?[1-9][0-9]{0,2}((\.[0-9]{3})+|(,[0-9]{3})+)")
_KOMMAGETAL = re.compile(r"-?([1-9][0-9]{0,2}(\.[0-9]{3})+|[0-9]{1,30}),[0-9]{1,60}")
_PUNTGETAL = re.compile(r"-?([0-9]{1,30}(\.[0-9]{0,60})?|\.[0-9]{1,60})(E[+-]?[0-9]{1,3})?", re.IGNORECASE)
_SPATIES = " \u00a0\u2009\u202f"
_SPATIE = re.compile(f"[{_SPATIES}]")
_TEKEN = re.compile(rf"^-[{_SPATIES}]+(?=[0-9])")
# A space parts thousands, or the cell holds two numbers.
_GROEPEN = re.compile(rf"-?[1-9][0-9]{{0,2}}([{_SPATIES}][0-9]{{3}})+([.,][0-9]*)?")
_HEEL = re.compile(r"-?[0-9]{1,15}")
_NL = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
# Of the unseen signs a tab and the ends of a line are text.
_STUURTEKEN = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{ONZICHTBAAR}]")
# Before it lie only the days that a spreadsheet makes of an empty cell, and those that systems write for none.
EERSTE_JAAR, LAATSTE_JAAR = 1980, 2199
MEEST_TEKENS = 10_000
"""Of one text; a cell of a workbook holds three times as many"""
MEESTE_FOUTEN = 1_000
"""Messages about one file with rows: of more the cause is one, and a million would take all memory"""


class Invoermodel(BaseModel):
    """Base of every input record: strict, unknown keys refused."""

    # A record that a region does not have is never checked: what checks it is built when the first one comes.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)
    vroeger: ClassVar[Mapping[str, str]] = {}
    """What a key was called before -> what it is called now."""

    @model_validator(mode="before")
    @classmethod
    def _lists_are_tuples(cls, inhoud: object) -> object:
        # TOML knows lists only, and records are frozen all the way down; spaces around a text nobody sees.
        if isinstance(inhoud, dict):
            return {k: tuple(map(_stripped, v)) if isinstance(v, list) else _stripped(v) for k, v in inhoud.items()}
        return inhoud


def _stripped(waarde: Any) -> Any:
    return waarde.strip() if isinstance(waarde, str) else waarde


class Invoerrij(Invoermodel):
    """A CSV row that knows where it stands."""

    bestand: str
    regel: int

    @property
    def plaats(self) -> str:
        """The place of this row in words, for messages."""
        return f"regel {self.regel}"


def parse_number(tekst: Any) -> Any:
    """'1.234,56', '1234.56' or a TOML number -> float; ValueError when it is not one finite number."""
    if isinstance(tekst, str):
        schoon = _TEKEN.sub("-", tekst.strip().removeprefix("€").strip())
        if _GROEPEN.fullmatch(schoon):
            schoon = _SPATIE.sub("", schoon)
        if _DUIZENDTAL.fullmatch(schoon):
            raise ValueError("een getal zonder twijfel: 10000 of 10.000,00 voor tienduizend, 10 of 10,00 voor tien")
        if _KOMMAGETAL.fullmatch(schoon):
            schoon = schoon.replace(".", "").replace(",", ".")
        elif not _PUNTGETAL.fullmatch(schoon):
            raise ValueError("een getal, zoals 1234,56")
        tekst = float(Decimal(schoon))
    if isinstance(tekst, bool) or not isinstance(tekst, (int, float)) or not abs(tekst) < math.inf:
        raise ValueError("een eindig getal, zoals 1234,56")
    try:
        return float(tekst)
    except OverflowError:
        raise ValueError("een eindig getal, zoals 1234,56") from None


def parse_count(tekst: Any) -> Any:
    """A whole number; '12' or a TOML integer."""
    if isinstance(tekst, str) and _HEEL.fullmatch(tekst.strip()):
        return int(tekst)
    if isinstance(tekst, int) and not isinstance(tekst, bool) and abs(tekst) < 10**15:
        return tekst
    raise ValueError("een geheel getal, zoals 12")


def parse_date(tekst: Any) -> Any:
    """ISO (2025-01-31) or Dutch (31-01-2025) date."""
    if isinstance(tekst, date):
        return check_year(tekst)
    schoon = str(tekst).strip()
    try:
        if iso := _ISO.fullmatch(schoon):
            jaar, maand, dag = map(int, iso.groups())
        elif nl := _NL.fullmatch(schoon):
            dag, maand, jaar = map(int, nl.groups())
        else:
            raise ValueError
        gevonden = date(jaar, maand, dag)
    except ValueError:
        raise ValueError("een datum als 31-01-2025 of 2025-01-31") from None
    return check_year(gevonden)


def check_year(dag: date) -> date:
    """A date that the calendar here knows; 31-12-9999 is what systems write for no end."""
    if not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR and dag != date.max:
        raise ValueError(f"een datum in {EERSTE_JAAR} tot en met {LAATSTE_JAAR}")
    return dag


def plain_list(namen: str) -> str:
    """'B1 | z' -> 'b1|z', as everybody compares them."""
    return "|".join(naam.strip().casefold() for naam in namen.split("|"))


@dataclass(frozen=True)
class Binnen:
    """A field that holds this quantity; so it is checked, and so it stands in the JSON Schema of its file."""

    grootheid: Betekenis

    def __get_pydantic_core_schema__(self, bron: Any, verder: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, verder(bron))

    def __get_pydantic_json_schema__(self, kern: CoreSchema, verder: GetJsonSchemaHandler) -> dict[str, Any]:
        g = self.grootheid
        return verder(kern) | {"minimum": g.minimum, "maximum": g.maximum, "x-eenheid": g.eenheid}

    def _check(self, waarde: float) -> float:
        if not self.grootheid.allows(waarde):
            raise Misfit(shown(waarde), self.grootheid.verwacht, self.grootheid.mend(waarde))
        return waarde


HALFJAAR = r"^20(1[5-9]|[234][0-9]|50)H[12]$"
"""The half-years that a taakstelling can be of"""
within = Binnen
Getal = Annotated[float, BeforeValidator(parse_number)]
Aantal = Annotated[int, BeforeValidator(parse_count)]
Datum = Annotated[date, BeforeValidator(parse_date)]
Lijst = Annotated[str, Field(min_length=1), AfterValidator(plain_list)]
Naam = Annotated[str, Field(min_length=1, max_length=100)]
"""Stands in titles and heads, where more does not fit"""
Dag = Annotated[date, AfterValidator(check_year)]
"""A date of TOML, which is no text."""


def check_first_day(veld: str, dag: date, maanden: tuple[int, ...] = tuple(range(1, 13))) -> None:
    """Raises Misfit when `dag` is not the first day of one of these months; names the day that is meant."""
    if dag.day == 1 and dag.month in maanden:
        return
    verwacht = "de eerste dag van een maand" if len(maanden) == 12 else "1 januari of 1 juli"
    raise Misfit(f"{veld} {dag}", verwacht, mend_first_day(veld, dag, maanden))


def mend_first_day(veld: str, dag: date, maanden: tuple[int, ...]) -> str:
    """The day after, when that is a first day: who writes 31 December as `tot` means the whole year."""
    if dag == date.max:
        return ""
    erna = dag + timedelta(days=1)
    return f"Bedoeld is misschien: {veld} = {erna}." if erna.day == 1 and erna.month in maanden else ""


M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", bound=Invoerrij)


Kolomtoets = Callable[[str, Sequence[str]], Iterable[Melding]]
"""(file, columns) -> messages: a refusal that goes before every other check."""
Celtoets = Callable[[str, str, Mapping[str, str]], Iterable[Melding]]
"""(file, place, column -> text) -> messages, per row."""


def read_rows(
    pad: Path,
    model: type[R],
    meldingen: list[Melding],
    kolomtoets: Kolomtoets = lambda bestand, kolommen: (),
    celtoets: Celtoets = lambda bestand, plaats, cellen: (),
) -> list[R]:
    """All valid rows of one CSV file or the first sheet of one XLSX file; problems are appended to `meldingen`."""
    try:
        regels = read_first_sheet(pad) if pad.suffix == ".xlsx" else _csv_rows(pad)
    except Invoerfout as fout:
        meldingen.extend(fout.meldingen)
        return []
    if not regels:
        meldingen.append(Melding(pad.name, "", "een leeg bestand", "een kopregel met kolomnamen"))
        return []
    if boven := above_head(pad.name, regels[0]):
        meldingen.append(boven)
        return []
    kolommen, regels = without_empty([k.strip() for k in regels[0][1]], regels)
    velden = {n: v for n, v in model.model_fields.items() if n not in Invoerrij.model_fields}
    geweigerd = list(kolomtoets(pad.name, kolommen))
    if fouten := geweigerd or list(wrong_head(pad.name, kolommen, velden)):
        meldingen += fouten
        return []
    rijen, eerder = [], len(meldingen)
    for nummer, cellen in regels[1:]:
        if not any(c.strip() for c in cellen):
            continue
        plaats = f"regel {nummer}"
        if len(meldingen) - eerder >= MEESTE_FOUTEN:
            verwacht = "een bestand met de kolommen en waarden van deze soort"
            meldingen.append(Melding(pad.name, plaats, "te veel fouten erboven: vanaf hier niet gelezen", verwacht))
            break
        if (scheef := wrong_row(pad.name, plaats, cellen, kolommen)) is not None:
            meldingen.append(scheef)
            continue
        waarden = {k: c.strip() for k, c in zip(kolommen, cellen, strict=True) if c.strip() != ""}
        geweigerd = list(celtoets(pad.name, plaats, waarden))
        meldingen += geweigerd
        if geweigerd:
            continue
        rij = validate({**waarden, "bestand": pad.name, "regel": nummer}, model, pad.name, plaats, meldingen)
        if rij is not None:
            rijen.append(rij)
    return rijen


def separator_of_head(tekst: str) -> str:
    """The separator of a CSV text, from its head line."""
    kop = next(iter(split_lines(tekst.lstrip())), "")
    return ";" if kop.count(";") > kop.count(",") else ","


def _csv_rows(pad: Path) -> list[tuple[int, list[str]]]:
    """(line number, cells) of every line. Raises Invoerfout."""
    tekst = read_text(pad)
    return list(read_records(tekst, separator_of_head(tekst), pad.name)) if tekst.strip() else []


def read_toml(pad: Path, model: type[M], meldingen: list[Melding]) -> M | None:
    """One TOML file as one record; problems are appended to `meldingen`."""
    try:
        inhoud = parse_toml(read_text(pad), pad.name)
    except Invoerfout as fout:
        meldingen.extend(fout.meldingen)
        return None
    return validate(inhoud, model, pad.name, "", meldingen)


def validate(inhoud: dict[str, Any], model: type[M], bestand: str, plaats: str, meldingen: list[Melding]) -> M | None:
    """A record of `model`, or None with the problems appended in Dutch."""
    if stuur := list(_control_signs(inhoud)):
        meldingen += [
            Melding(bestand, ", ".join(filter(None, (plaats, f"veld {veld}"))), gevonden, "leesbare tekst")
            for veld, gevonden in stuur
        ]
        return None
    try:
        return model.model_validate(inhoud)
    except ValidationError as fout:
        samen: dict[tuple[str, str, str], list[str]] = {}
        for e in causes(fout.errors()):
            plek = place(inhoud, e["loc"], e["type"])
            pad = ".".join(str(deel + 1) if isinstance(deel, int) else deel for deel in plek)
            waar = ", ".join(d for d in (plaats, f"veld {pad}" if pad else "") if d)
            gevonden, verwacht, herstel = in_dutch({**e, "loc": plek}, model)
            # What may be one of two things is refused by both.
            samen.setdefault((waar, gevonden, herstel), []).append(verwacht)
        meldingen += [
            Melding(bestand, w, g, list_words([*dict.fromkeys(v)], "of"), h) for (w, g, h), v in samen.items()
        ]
        return None


def _control_signs(inhoud: Any, veld: str = "") -> Iterator[tuple[str, str]]:
    """Texts with a sign that nobody sees and a terminal or a page may act on: (place, what was found)."""
    if isinstance(inhoud, str) and (raak := _STUURTEKEN.search(inhoud)):
        yield veld, f"een onzichtbaar teken (U+{ord(raak[0]):04X}) in de tekst"
    elif isinstance(inhoud, str) and len(inhoud) > MEEST_TEKENS:
        yield veld, f"een tekst van {len(inhoud)} tekens, meer dan de {MEEST_TEKENS} die passen"
    elif isinstance(inhoud, dict):
        for naam, deel in inhoud.items():
            if isinstance(deel, str | dict | list):
                yield from _control_signs(deel, f"{veld}.{naam}".lstrip("."))
    elif isinstance(inhoud, list):
        for nummer, deel in enumerate(inhoud, 1):
            yield from _control_signs(deel, f"{veld}.{nummer}")
