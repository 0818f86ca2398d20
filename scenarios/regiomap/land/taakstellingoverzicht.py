"""A published overview of taakstellingen: a row per gemeente, a column per half-year, perhaps a national total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from scenarios.grond.csvtekst import read_records
from scenarios.grond.openen import read_text
from scenarios.grond.werkboekbestand import read_first_sheet
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import separator_of_head

BLADEN = (".xlsx", ".xls", ".ods")
_JAAR_EERST = re.compile(r"\b(20\d\d)\s*[-_/ ]?\s*H?\s*(1|2|II?)\b(?![-/.]\d)", re.IGNORECASE)
_HELFT_EERST = re.compile(r"\b(1|2|eerste|tweede)\s*e?\s*(?:helft|half\w*)\D{0,12}(20\d\d)\b", re.IGNORECASE)
_EERSTE = {"1", "i", "eerste"}
_LAND = {"totaal", "nederland", "landelijk", "totaal nederland", "totaal landelijk", "landelijk totaal"}


@dataclass(frozen=True)
class Overzicht:
    """What an overview says."""

    per_gemeente: tuple[tuple[str, str, str, int], ...]
    """cbs_code, gemeente, halfjaar, aantal"""
    landelijk: dict[str, int]
    """Half-year -> the total that the overview gives itself"""


def parse_half(tekst: str) -> str:
    """'Taakstelling 2026-II', '2e helft 2026' or '2026H2' -> '2026H2'; '' when it names none."""
    if raak := _JAAR_EERST.search(tekst):
        return f"{raak[1]}H{1 if raak[2].casefold() in _EERSTE else 2}"
    if raak := _HELFT_EERST.search(tekst):
        return f"{raak[2]}H{1 if raak[1].casefold() in _EERSTE else 2}"
    return ""


def read_table(pad: Path) -> list[tuple[int, list[str]]]:
    """(line, cells) of a CSV file or the first sheet of a workbook. Raises Invoerfout."""
    if pad.suffix.lower() in BLADEN:
        return read_first_sheet(pad)
    tekst = read_text(pad)
    teken = ";" if tekst.count(";") >= tekst.count(",") else separator_of_head(tekst)
    return list(read_records(tekst, teken, pad.name))


def find_head(rijen: Sequence[tuple[int, list[str]]], halfjaar: str) -> tuple[int, int, dict[int, str]] | None:
    """The row of heads, the column of the gemeente, and per column its half-year; None when it is no such overview.

    halfjaar: of the one column with taakstellingen, when its head does not say so
    """
    for i, (_, cellen) in enumerate(rijen):
        naam = next((k for k, c in enumerate(cellen) if re.match(r"gemeente", c.strip(), re.IGNORECASE)), None)
        if naam is None:
            continue
        kolommen = {k: h for k, c in enumerate(cellen) if (h := parse_half(c))}
        if not kolommen and halfjaar:
            kolommen = {k: halfjaar for k, c in enumerate(cellen) if "taakstelling" in c.casefold()}
        if kolommen:
            return i, naam, kolommen
    return None


def read_overview(pad: Path, land: Landsgegevens, halfjaar: str = "") -> Overzicht:
    """Every taakstelling in an overview. Raises Invoerfout with all problems."""
    rijen = read_table(pad)
    kop = find_head(rijen, halfjaar)
    if kop is None:
        herstel = "Staat het halfjaar niet in de kop, geef het dan met --halfjaar."
        raise Invoerfout([Melding(pad.name, "", "geen kop met gemeente en halfjaar", "zoals Gemeente;2026H2", herstel)])
    begin, kolom, kolommen = kop
    meldingen: list[Melding] = []
    uit: list[tuple[str, str, str, int]] = []
    landelijk: dict[str, int] = {}
    for nummer, cellen in rijen[begin + 1 :]:
        naam = cellen[kolom].strip() if kolom < len(cellen) else ""
        aantallen = {h: _count(cellen[k]) for k, h in kolommen.items() if k < len(cellen) and cellen[k].strip()}
        if not naam or not aantallen:
            continue
        if fout := [h for h, n in aantallen.items() if n is None]:
            meldingen.append(Melding(pad.name, f"regel {nummer}", f"{naam} {fout[0]}", "een aantal personen"))
        elif naam.casefold() in _LAND:
            landelijk |= {h: n for h, n in aantallen.items() if n is not None}
        elif not naam.casefold().startswith("totaal"):
            code = land.codes_by_name.get(re.sub(r"\s*\(gemeente\)$", "", naam).casefold())
            if code is None:
                mend = suggest(naam, land.bevolking.namen.values())
                meldingen.append(Melding(pad.name, f"regel {nummer}", naam, "een gemeente", mend))
            else:
                uit += [(code, land.bevolking.namen[code], h, n) for h, n in aantallen.items() if n is not None]
    raise_if_any(meldingen)
    return Overzicht(tuple(uit), landelijk)


def _count(tekst: str) -> int | None:
    kaal = re.sub(r"[\s.]", "", tekst.strip().removesuffix(".0"))
    return int(kaal) if kaal.isdigit() else None
