"""Reading input files: every error is collected with file, line and column; nothing stops at the first.

CSV may use ; or , as separator, UTF-8 (with or without BOM) or cp1252, decimal comma or point, ISO or dd-mm-jjjj
dates. Columns and keys are checked by strict pydantic models, whose errors become Dutch messages here.
"""

from __future__ import annotations

import csv
import io
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from finance.bedragen import to_cents
from finance.fouten import Melding, suggest, toml_problem

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
# "10.000" is ten thousand to a Dutch reader and ten to a computer, "10,000" the other way round; guessing would be off
# by a factor 1000.
_DUIZENDTAL = re.compile(r"-?[1-9]\d{0,2}((\.\d{3})+|(,\d{3})+)$")
_KOMMAGETAL = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$")
KOMMABEDRAG = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?")
PUNTBEDRAG = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?")
_NL = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")


class Misfit(ValueError):
    """A rule about a whole record that is broken: names the value, what was expected and how to mend it."""

    def __init__(self, gevonden: str, verwacht: str, herstel: str = ""):
        super().__init__(verwacht)
        self.gevonden, self.herstel = gevonden, herstel


class Invoermodel(BaseModel):
    """Base of every input record: strict, unknown keys refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _lists_are_tuples(cls, inhoud: object) -> object:
        # TOML knows lists only, and records are frozen all the way down.
        if isinstance(inhoud, dict):
            return {k: tuple(v) if isinstance(v, list) else v for k, v in inhoud.items()}
        return inhoud


class Rij(Invoermodel):
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
        schoon = tekst.strip().replace(" ", "").replace(" ", "").removeprefix("€")
        if _DUIZENDTAL.match(schoon):
            raise ValueError("een getal zonder twijfel: 10000 of 10.000,00 voor tienduizend, 10 of 10,00 voor tien")
        if "," in schoon:
            if not _KOMMAGETAL.match(schoon):
                raise ValueError("een getal, zoals 1234,56")
            schoon = schoon.replace(".", "").replace(",", ".")
        try:
            tekst = float(Decimal(schoon))
        except InvalidOperation:
            raise ValueError("een getal, zoals 1234,56") from None
    if isinstance(tekst, bool) or not isinstance(tekst, (int, float)) or not math.isfinite(tekst):
        raise ValueError("een eindig getal, zoals 1234,56")
    return float(tekst)


def parse_count(tekst: Any) -> Any:
    """A whole number; '12' or a TOML integer."""
    if isinstance(tekst, str) and re.fullmatch(r"-?\d+", tekst.strip()):
        return int(tekst)
    if isinstance(tekst, int) and not isinstance(tekst, bool):
        return tekst
    raise ValueError("een geheel getal, zoals 12")


def parse_date(tekst: Any) -> Any:
    """ISO (2025-01-31) or Dutch (31-01-2025) date."""
    if isinstance(tekst, date):
        return tekst
    schoon = str(tekst).strip()
    try:
        if iso := _ISO.match(schoon):
            return date(*map(int, iso.groups()))
        if nl := _NL.match(schoon):
            dag, maand, jaar = map(int, nl.groups())
            return date(jaar, maand, dag)
    except ValueError:
        pass
    raise ValueError("een datum als 31-01-2025 of 2025-01-31")


def to_whole_cents(waarde: Any, teken: str) -> int:
    """A cell as whole cents; `teken` is its decimal sign. Raises ValueError for anything else."""
    if isinstance(waarde, str):
        schoon = waarde.replace("\u00a0", "").replace(" ", "").replace("€", "").replace("EUR", "")
        if schoon.endswith("-"):  # SAP writes the sign behind the amount
            schoon = f"-{schoon[:-1]}"
        if not (KOMMABEDRAG if teken == "," else PUNTBEDRAG).fullmatch(schoon):
            raise ValueError
        return to_cents(schoon.replace("." if teken == "," else ",", "").replace(",", "."))
    if isinstance(waarde, bool) or not isinstance(waarde, (int, float)) or not math.isfinite(waarde):
        raise ValueError
    # A sheet holds binary fractions: 0.1 + 0.2 is thirty cents; 0.125 is no amount of money.
    centen = to_cents(Decimal(waarde))
    if abs(waarde * 100 - centen) > 1e-4:
        raise ValueError
    return centen


def parse_cents(waarde: Any) -> Any:
    """One amount typed by hand ('1.234,56', '1234.56', 1234) -> cents; for pydantic fields."""
    try:
        if isinstance(waarde, str):
            schoon = waarde.strip()
            return to_whole_cents(schoon, "." if PUNTBEDRAG.fullmatch(schoon) and "," not in schoon else ",")
        if isinstance(waarde, int) and not isinstance(waarde, bool):
            return to_cents(waarde)
    except ValueError:
        pass
    raise ValueError('een bedrag met ten hoogste twee decimalen, zoals "1234,56"')


Getal = Annotated[float, BeforeValidator(parse_number)]
Aantal = Annotated[int, BeforeValidator(parse_count)]
Datum = Annotated[date, BeforeValidator(parse_date)]


def check_first_day(veld: str, dag: date, maanden: tuple[int, ...] = tuple(range(1, 13))) -> None:
    """Raises Misfit when `dag` is not the first day of one of these months; names the day that is meant."""
    if dag.day == 1 and dag.month in maanden:
        return
    verwacht = "de eerste dag van een maand" if len(maanden) == 12 else "1 januari of 1 juli"
    raise Misfit(f"{veld} {dag}", verwacht, mend_first_day(veld, dag, maanden))


def mend_first_day(veld: str, dag: date, maanden: tuple[int, ...]) -> str:
    """The day after, when that is a first day: who writes 31 December as `tot` means the whole year."""
    erna = dag + timedelta(days=1)
    return f"Bedoeld is misschien: {veld} = {erna}." if erna.day == 1 and erna.month in maanden else ""


M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", bound=Rij)


def decode(inhoud: bytes) -> str:
    """Bytes of a text file -> text: UTF-8 when it is, else cp1252, the code page of Dutch desktop exports."""
    try:
        return inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return inhoud.decode("cp1252", errors="replace")


def refuse_wide(bestand: str, inhoud: bytes) -> Melding | None:
    """A message for UTF-16 or a binary file, which would be read as garbage."""
    if b"\x00" not in inhoud[:4096] and not inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    herstel = "Sla het bestand op als 'CSV UTF-8'."
    return Melding(bestand, "", "nulbytes (UTF-16 of een binair bestand)", "CSV in UTF-8 of Windows-1252", herstel)


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
    if pad.suffix != ".xlsx" and (breed := refuse_wide(pad.name, pad.read_bytes())):
        meldingen.append(breed)
        return []
    regels = _sheet_rows(pad, meldingen) if pad.suffix == ".xlsx" else _csv_rows(pad)
    if not regels:
        if not meldingen or meldingen[-1].bestand != pad.name:
            meldingen.append(Melding(pad.name, "", "een leeg bestand", "een kopregel met kolomnamen"))
        return []
    kolommen = [k.strip() for k in regels[0][1]]
    velden = {n: v for n, v in model.model_fields.items() if n not in Rij.model_fields}
    geweigerd = list(kolomtoets(pad.name, kolommen))
    ontbreekt = [n for n, v in velden.items() if v.is_required() and n not in kolommen]
    vreemd = [k for k in kolommen if k not in velden]
    meldingen += geweigerd
    if not geweigerd:
        meldingen += [
            Melding(pad.name, "regel 1", f"geen kolom {naam}", f"kolommen {', '.join(velden)}") for naam in ontbreekt
        ]
        meldingen += [
            Melding(pad.name, "regel 1", f"onbekende kolom {naam!r}", "een bekende kolom", suggest(naam, velden))
            for naam in vreemd
        ]
    if geweigerd or ontbreekt or vreemd:
        return []
    rijen = []
    for nummer, cellen in regels[1:]:
        if not any(c.strip() for c in cellen):
            continue
        plaats = f"regel {nummer}"
        if len(cellen) != len(kolommen):
            meldingen.append(
                Melding(
                    pad.name,
                    plaats,
                    f"{len(cellen)} velden",
                    f"{len(kolommen)} velden",
                    "Zet een tekst waarin het scheidingsteken voorkomt tussen aanhalingstekens.",
                )
            )
            continue
        waarden = {k: c.strip() for k, c in zip(kolommen, cellen, strict=True) if c.strip() != ""}
        fout = list(celtoets(pad.name, plaats, waarden))
        meldingen += fout
        if fout:
            continue
        rij = validate({**waarden, "bestand": pad.name, "regel": nummer}, model, pad.name, plaats, meldingen)
        if rij is not None:
            rijen.append(rij)
    return rijen


def find_separator(tekst: str) -> str:
    """The separator of a CSV text, from its head line."""
    kop = tekst.lstrip().partition("\n")[0]
    return ";" if kop.count(";") > kop.count(",") else ","


def _csv_rows(pad: Path) -> list[tuple[int, list[str]]]:
    """(line number, cells) of every line."""
    tekst = decode(pad.read_bytes())
    if not tekst.strip():
        return []
    lezer = csv.reader(io.StringIO(tekst), delimiter=find_separator(tekst))
    return [(lezer.line_num, cellen) for cellen in lezer]


def _sheet_rows(pad: Path, meldingen: list[Melding]) -> list[tuple[int, list[str]]]:
    """(row number, cells as text) of the first sheet; empty rows at the end are left out."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        blad = CalamineWorkbook.from_path(str(pad)).get_sheet_by_index(0)
        rijen = blad.to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as fout:
        meldingen.append(Melding(pad.name, "", f"geen leesbaar werkblad ({fout})", "een XLSX-bestand"))
        return []
    uit = [(nummer, [_cell_text(c) for c in rij]) for nummer, rij in enumerate(rijen, start=1)]
    while uit and not any(uit[-1][1]):
        uit.pop()
    return uit


def _cell_text(cel: object) -> str:
    """A cell as the user sees it: dates ISO, whole numbers without a point."""
    if isinstance(cel, datetime):
        return cel.date().isoformat()
    if isinstance(cel, float) and cel.is_integer():
        return str(int(cel))
    return str(cel)


def read_toml(pad: Path, model: type[M], meldingen: list[Melding]) -> M | None:
    """One TOML file as one record; problems are appended to `meldingen`."""
    tekst = decode(pad.read_bytes())
    try:
        inhoud = tomllib.loads(tekst)
    except tomllib.TOMLDecodeError as fout:
        meldingen.append(toml_problem(pad.name, fout, tekst))
        return None
    return validate(inhoud, model, pad.name, "", meldingen)


def validate(inhoud: dict[str, Any], model: type[M], bestand: str, plaats: str, meldingen: list[Melding]) -> M | None:
    """A record of `model`, or None with the problems appended in Dutch."""
    try:
        return model.model_validate(inhoud)
    except ValidationError as fout:
        for e in fout.errors():
            pad = ".".join(str(deel + 1) if isinstance(deel, int) else deel for deel in e["loc"])
            waar = ", ".join(d for d in (plaats, f"veld {pad}" if pad else "") if d)
            meldingen.append(Melding(bestand, waar, *_in_dutch(dict(e), model)))
        return None


def _fields_at(plek: Sequence[str | int], model: type[BaseModel]) -> Sequence[str]:
    """The keys that may stand beside the last one of `plek`; those of the outermost block when a list is on the way."""
    for deel in plek[:-1]:
        veld = model.model_fields.get(str(deel))
        if veld is None or not (isinstance(veld.annotation, type) and issubclass(veld.annotation, BaseModel)):
            break
        model = veld.annotation
    return tuple(model.model_fields)


def _in_dutch(fout: dict[str, Any], model: type[BaseModel]) -> tuple[str, str, str]:
    soort, context, gevonden = fout["type"], fout.get("ctx", {}), repr(fout.get("input"))
    naam = str(fout["loc"][-1]) if fout["loc"] else ""
    if soort == "missing":
        return "niets", f"een waarde voor {naam}", ""
    if soort == "extra_forbidden":
        return f"onbekende sleutel {naam!r}", "een bekende sleutel", suggest(naam, _fields_at(fout["loc"], model))
    if soort == "value_error" and isinstance(reden := context.get("error"), Misfit):
        return reden.gevonden, str(reden), reden.herstel
    if soort == "value_error":
        # A rule about a whole record would print all of it; the place already says which one.
        samen = isinstance(fout.get("input"), dict)
        return "waarden die niet passen" if samen else gevonden, str(context.get("error", "")).rstrip("."), ""
    if soort in ("literal_error", "enum"):
        keuzes = str(context.get("expected", "")).replace(" or ", " of ")
        return gevonden, f"een van {keuzes}", ""
    grens = {"greater_than_equal": "ge", "greater_than": "gt", "less_than_equal": "le", "less_than": "lt"}
    if soort in grens:
        woord = {"ge": "ten minste", "gt": "meer dan", "le": "ten hoogste", "lt": "minder dan"}[grens[soort]]
        return gevonden, f"{woord} {context.get(grens[soort])}", ""
    verwacht = {
        "string_type": "tekst",
        "list_type": "een lijst",
        "tuple_type": 'een lijst zoals ["een", "twee"]',
        "dict_type": "een blok",
        "model_type": "een blok",
        "bool_type": "true of false",
        "date_type": "een datum zonder aanhalingstekens, zoals 2025-07-01",
        "string_too_short": "een ingevulde tekst",
        "string_pattern_mismatch": "een halfjaar zoals 2024H1",
        "too_short": "ten minste één waarde",
    }
    return gevonden, verwacht.get(soort, "een geldige waarde"), ""
