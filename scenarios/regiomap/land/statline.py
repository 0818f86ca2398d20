"""Inhabitants per gemeente out of what CBS StatLine delivers: a table as CSV, a raw data set, or OData as JSON.

A table as CSV has lines around it (a title, "Bron: CBS") and its periods beside its regions or above its columns. Raw
data and OData name regions and periods by code: GM0405, 2026JJ00 (a year) or 2026MM01 (a month).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finance.fouten import Invoerfout, Melding, suggest
from scenarios.grond.csvtekst import read_records
from scenarios.grond.openen import parse_json, read_bytes, read_text
from scenarios.regiomap.land.gepubliceerd import parse_published
from scenarios.regiomap.land.landsgegevens import Landsgegevens

_PERIODECODE = re.compile(r"(\d{4})(JJ00|MM(\d{2})|KW0\d|HJ0\d)")
_PERIODE = re.compile(r"(\d{4})(?:\s+([a-z]+))?(?:\s+(\d+)e?\s+\w+)?\s*(\*{0,2})", re.IGNORECASE)
_MAANDEN = ("januari", "1 januari")
_ANDERS = re.compile(r"\((PV|LD|CR|AM|GR|WGR|RG|L\.?D)\)$|^Nederland$|^(Noord|Oost|West|Zuid)-Nederland", re.IGNORECASE)
"""Regions that are no gemeente"""
_LEEG = {"", ".", "-", "x"}
_BEGIN = ("begin", "1 januari", "totale bevolking", "inwoners", "bevolkingsomvang")
"""Words of a subject that is the number of inhabitants on 1 January"""
_EINDE = ("einde", "groei", "geboren", "overled", "vestig", "vertrek", "migratie", "mannen", "vrouwen", "dichtheid")
BRON = "CBS StatLine"


@dataclass(frozen=True)
class Gelezeninwoners:
    """One figure as it was read."""

    cbs_code: str
    gemeente: str
    jaar: int
    inwoners: int
    voorlopig: bool


@dataclass(frozen=True)
class _Waarneming:
    """One cell: where it stands, of which region and period, on which subject."""

    plaats: str
    regio: str
    periode: str
    onderwerp: str
    waarde: str


def read_statline(pad: Path, land: Landsgegevens) -> list[Gelezeninwoners]:
    """Inhabitants on 1 January of every gemeente and year in the file. Raises Invoerfout with all problems."""
    cellen = list(_json_cells(pad) if pad.suffix.lower() == ".json" else _csv_cells(pad))
    onderwerpen = dict.fromkeys(c.onderwerp for c in cellen)
    gekozen = _choose_subject(pad, list(onderwerpen))
    meldingen: list[Melding] = []
    uit: dict[tuple[str, int], Gelezeninwoners] = {}
    for cel in cellen:
        if cel.onderwerp != gekozen or cel.waarde.strip() in _LEEG or _is_no_gemeente(cel.regio):
            continue
        periode = parse_period(cel.periode)
        if periode is None:
            continue
        gelezen = _to_row(pad, cel, periode, land, meldingen)
        if gelezen is None:
            continue
        sleutel = gelezen.cbs_code, gelezen.jaar
        if (eerder := uit.setdefault(sleutel, gelezen)).inwoners != gelezen.inwoners:
            gevonden = f"{gelezen.gemeente} {gelezen.jaar}: {eerder.inwoners} en {gelezen.inwoners}"
            meldingen.append(Melding(pad.name, cel.plaats, gevonden, "één aantal per gemeente en jaar"))
    if not uit and not meldingen:
        meldingen.append(
            Melding(pad.name, "", "geen inwoners per gemeente op 1 januari", "een export van StatLine", HERSTEL)
        )
    if meldingen:
        raise Invoerfout(list(dict.fromkeys(meldingen)))
    return list(uit.values())


HERSTEL = "Kies in StatLine tabel 70072ned of 37230ned: bevolking aan het begin van de periode, alle gemeenten, CSV."


def parse_period(tekst: str) -> tuple[int, bool] | None:
    """'2026', '2026 januari*', '2026JJ00' or '2026MM01' -> (year, provisional); None for no 1 January."""
    kaal = tekst.strip()
    if code := _PERIODECODE.fullmatch(kaal):
        return (int(code[1]), False) if code[2] in ("JJ00", "MM01") else None
    if (naam := _PERIODE.fullmatch(kaal)) and (naam[2] is None or naam[2].lower() in _MAANDEN) and naam[3] is None:
        return int(naam[1]), bool(naam[4])
    return None


def _is_period(tekst: str) -> bool:
    return bool(_PERIODECODE.fullmatch(tekst.strip()) or _PERIODE.fullmatch(tekst.strip()))


def _is_no_gemeente(regio: str) -> bool:
    kaal = regio.strip()
    return bool(_ANDERS.search(kaal)) or (bool(re.fullmatch(r"[A-Z]{2}\d{2,4}", kaal)) and not kaal.startswith("GM"))


def _to_row(
    pad: Path, cel: _Waarneming, periode: tuple[int, bool], land: Landsgegevens, meldingen: list[Melding]
) -> Gelezeninwoners | None:
    gevonden = _find_gemeente(cel.regio, land)
    getal = parse_published(cel.waarde)
    if gevonden is None:
        herstel = suggest(cel.regio.strip(), land.bevolking.namen.values())
        nieuw = "Is zij nieuw? Neem dan eerst herindelingen.csv op."
        meldingen.append(
            Melding(pad.name, cel.plaats, f"regio {cel.regio.strip()!r}", "een gemeente", f"{herstel} {nieuw}".strip())
        )
    elif gevonden[0] in land.gevolgd:
        return None  # The years of a gemeente that is no more stand with the one that it went into.
    elif getal is None:
        meldingen.append(Melding(pad.name, cel.plaats, f"{cel.waarde!r}", "een aantal inwoners"))
    else:
        return Gelezeninwoners(*gevonden, periode[0], getal, periode[1])
    return None


def _find_gemeente(regio: str, land: Landsgegevens) -> tuple[str, str] | None:
    """Code and name of today; of a merged gemeente its own, for its years are of before."""
    kaal = regio.strip()
    namen = {**{h.oud: h.naam for h in land.herindelingen.values()}, **_new(land), **land.bevolking.namen}
    if kaal in namen:
        return kaal, namen[kaal]
    zonder = re.sub(r"\s*\(gemeente\)$", "", kaal).casefold()
    return next(((code, naam) for code, naam in namen.items() if naam.casefold() == zonder), None)


def _new(land: Landsgegevens) -> Mapping[str, str]:
    return {h.nieuw: h.nieuwe_naam for h in land.herindelingen.values()}


def _choose_subject(pad: Path, onderwerpen: Sequence[str]) -> str:
    """The column with inhabitants on 1 January. Raises Invoerfout when it is not clear which one that is."""
    if len(onderwerpen) == 1 and not (_says(onderwerpen[0], _EINDE) and not _says(onderwerpen[0], _BEGIN)):
        return onderwerpen[0]
    past = [o for o in onderwerpen if _says(o, _BEGIN) and not _says(o, _EINDE)]
    if len(past) != 1:
        gevonden = f"{len(onderwerpen)} onderwerpen, waarvan {len(past)} inwoners op 1 januari lijken"
        raise Invoerfout([Melding(pad.name, "", gevonden, "één onderwerp: de bevolking op 1 januari", HERSTEL)])
    return past[0]


def _says(onderwerp: str, woorden: Iterable[str]) -> bool:
    # BevolkingAanHetBeginVanDePeriode_1 and 'Bevolking aan het begin van de periode (aantal)' say the same.
    kaal = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", onderwerp).casefold()
    return any(woord in kaal for woord in woorden)


def _json_cells(pad: Path) -> Iterator[_Waarneming]:
    verwacht = "OData van CBS: een lijst value met RegioS en Perioden"
    try:
        inhoud = parse_json(read_bytes(pad))
    except ValueError as fout:
        raise Invoerfout([Melding(pad.name, "", f"geen JSON ({fout})", verwacht)]) from None
    rijen = inhoud.get("value") if isinstance(inhoud, dict) else None
    if not isinstance(rijen, list) or not all(
        isinstance(r, dict) and {"RegioS", "Perioden"} <= r.keys() for r in rijen
    ):
        raise Invoerfout([Melding(pad.name, "", "een andere vorm", verwacht, HERSTEL)])
    for nummer, rij in enumerate(rijen, 1):
        yield from _coded(rij, f"rij {nummer}")


def _coded(rij: Mapping[str, Any], plaats: str) -> Iterator[_Waarneming]:
    """The subjects of one row with codes; of OData 4 a row has one, named by Measure."""
    regio, periode = str(rij["RegioS"]), str(rij["Perioden"])
    if "Measure" in rij:
        yield _Waarneming(plaats, regio, periode, str(rij["Measure"]), _shown(rij.get("Value")))
        return
    for naam, waarde in rij.items():
        if naam not in ("ID", "Id", "RegioS", "Perioden"):
            yield _Waarneming(plaats, regio, periode, naam, _shown(waarde))


def _shown(waarde: object) -> str:
    return "" if waarde is None else str(waarde)


def _csv_cells(pad: Path) -> Iterator[_Waarneming]:
    rijen = [(n, [c.strip() for c in cellen]) for n, cellen in read_records(read_text(pad), ";", pad.name)]
    for i, (_, kop) in enumerate(rijen):
        namen = [_plain(c) for c in kop]
        if "regios" in namen and "perioden" in namen:
            if any(_is_period(c) for c in kop):
                break
            yield from _long(kop, namen, rijen[i + 1 :])
            return
    yield from _wide(pad, rijen)


def _plain(cel: str) -> str:
    return re.sub(r"[^a-z]", "", cel.casefold())


def _long(kop: Sequence[str], namen: Sequence[str], rijen: Iterable[tuple[int, list[str]]]) -> Iterator[_Waarneming]:
    """A row per region and period, a column per subject."""
    regio, periode = namen.index("regios"), namen.index("perioden")
    for nummer, cellen in rijen:
        if len(cellen) != len(kop):
            continue  # "Bron: CBS"
        for k, naam in enumerate(kop):
            if k not in (regio, periode) and namen[k] != "id":
                yield _Waarneming(f"regel {nummer}", cellen[regio], cellen[periode], naam, cellen[k])


def _wide(pad: Path, rijen: Sequence[tuple[int, list[str]]]) -> Iterator[_Waarneming]:
    """Regions below, periods above: the row of periods is the first with one beyond its first cell."""
    kop = next((i for i, (_, c) in enumerate(rijen) if any(_is_period(x) for x in c[1:])), None)
    if kop is None:
        raise Invoerfout(
            [Melding(pad.name, "", "geen kop met regio's en perioden", "een export van StatLine", HERSTEL)]
        )
    perioden = rijen[kop][1]
    boven = [c for _, c in rijen[:kop] if len(c) == len(perioden)]
    for nummer, cellen in rijen[kop + 1 :]:
        if len(cellen) != len(perioden) or _plain(cellen[0]) in ("regios", "onderwerp", "perioden", ""):
            continue
        for k in range(1, len(cellen)):
            if _is_period(perioden[k]):
                onderwerp = " ".join(c[k] for c in boven if c[k])
                yield _Waarneming(f"regel {nummer}", cellen[0], perioden[k], onderwerp, cellen[k])
