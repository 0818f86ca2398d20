"""A published overview of taakstellingen: a row per gemeente, a column per half-year, perhaps a national total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from finance.fouten import Invoerfout, Melding, list_words, raise_if_any, suggest
from finance.taal.getallen import format_share, thousands
from scenarios.grond.csvtekst import read_records
from scenarios.grond.openen import read_text
from scenarios.grond.werkboekbestand import read_first_sheet
from scenarios.regiomap.land.gepubliceerd import parse_published
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import separator_of_head

BLADEN = (".xlsx", ".xls", ".ods")
_JAAR_EERST = re.compile(r"\b(20\d\d)\s*[-_/ ]?\s*H?\s*(1|2|II?)\b(?![-/.]\d)", re.IGNORECASE)
_HELFT_EERST = re.compile(r"\b(1|2|eerste|tweede)\s*e?\s*(?:helft|half\w*)\D{0,12}(20\d\d)\b", re.IGNORECASE)
_EERSTE = {"1", "i", "eerste"}
_LAND = {"totaal", "nederland", "landelijk", "totaal nederland", "totaal landelijk", "landelijk totaal"}
SPELING = 2
"""How far a national total may lie from what the gemeenten beside it make of it by their inhabitants: a factor"""
MINSTENS = 20
"""Persons; of fewer, rounding says more than inhabitants"""


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
        genoemd = {k: h for k, h in kolommen.items() if "taakstelling" in cellen[k].casefold()}
        kolommen = genoemd or kolommen
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
    _refuse_second_columns(pad, rijen[begin], kolommen)
    per_gemeente: dict[tuple[str, str], int] = {}
    landelijk: dict[str, int] = {}
    totalen: list[tuple[int, str, dict[str, int]]] = []
    gezien: dict[str, int] = {}
    for nummer, cellen in rijen[begin + 1 :]:
        naam = cellen[kolom].strip() if kolom < len(cellen) else ""
        gelezen = {h: parse_published(cellen[k]) for k, h in kolommen.items() if k < len(cellen) and cellen[k].strip()}
        aantallen = {h: n for h, n in gelezen.items() if n is not None}
        waar, kaal = f"regel {nummer}", re.sub(r"\s*\(gemeente\)$", "", naam).casefold()
        if not naam or not gelezen:
            continue
        if fout := [h for h in gelezen if h not in aantallen]:
            meldingen.append(Melding(pad.name, waar, f"{naam} {fout[0]}", "een aantal personen"))
        elif kaal in _LAND:
            landelijk |= aantallen
            totalen.append((nummer, naam, aantallen))
        elif kaal.startswith("totaal"):
            continue
        elif (code := land.codes_by_name.get(kaal)) is None:
            mend = suggest(naam, land.bevolking.namen.values())
            meldingen.append(Melding(pad.name, waar, naam, "een gemeente", mend))
        elif (eerder := gezien.setdefault(kaal, nummer)) != nummer:
            meldingen.append(Melding(pad.name, waar, f"{naam}, ook op regel {eerder}", "iedere gemeente één keer"))
        else:
            # Gemeenten that are one now are named apart in an overview of before.
            per_gemeente |= {(code, h): n + per_gemeente.get((code, h), 0) for h, n in aantallen.items()}
    meldingen += (m for t in totalen if (m := _refuse_other_total(pad, t, per_gemeente, land)) is not None)
    raise_if_any(meldingen)
    namen = land.bevolking.namen
    return Overzicht(tuple((code, namen[code], h, n) for (code, h), n in per_gemeente.items()), landelijk)


def _refuse_second_columns(pad: Path, kop: tuple[int, list[str]], kolommen: dict[int, str]) -> None:
    """Beside a taakstelling stand what was housed and what is behind; which column is meant must be sure."""
    nummer, cellen = kop
    for halfjaar in dict.fromkeys(kolommen.values()):
        koppen = [cellen[k].strip() for k, h in kolommen.items() if h == halfjaar]
        if len(koppen) > 1:
            gevonden = f"{len(koppen)} kolommen voor {halfjaar}: {list_words(koppen)}"
            herstel = "Haal de andere weg, of noem deze Taakstelling."
            raise Invoerfout([Melding(pad.name, f"regel {nummer}", gevonden, "één met de taakstelling", herstel)])


def _refuse_other_total(
    pad: Path,
    totaal: tuple[int, str, dict[str, int]],
    per_gemeente: dict[tuple[str, str], int],
    land: Landsgegevens,
) -> Melding | None:
    """A total of a province or a region is not that of the country: by law a gemeente has its share of inhabitants."""
    nummer, naam, aantallen = totaal
    for halfjaar, n in aantallen.items():
        deel = {code: m for (code, h), m in per_gemeente.items() if h == halfjaar}
        aandeel = sum(land.bevolking.share(code, int(halfjaar[:4])) for code in deel)
        som, verwacht = sum(deel.values()), n * aandeel
        if max(som, verwacht) >= MINSTENS and not som / SPELING <= verwacht <= som * SPELING:
            gevonden = f"{naam} {thousands(n)} in {halfjaar}, met {thousands(som)} voor gemeenten met "
            gevonden += f"{format_share(aandeel)} van de inwoners"
            herstel = "Is het het totaal van een provincie of regio, haal de regel dan weg."
            return Melding(pad.name, f"regel {nummer}", gevonden, "de landelijke taakstelling", herstel)
    return None
