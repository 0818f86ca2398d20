"""What each column of an export holds: by its title first, by its content where the title does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scenarios.grond.bladdetails import code_text
from scenarios.inlezen.datums import read_period
from scenarios.inlezen.kop import Brontabel
from scenarios.inlezen.tijd import is_date
from scenarios.inlezen.waarden import Bronkolom, read_amounts
from scenarios.inlezen.woorden import (
    ANDERE_SOORT,
    BAAT,
    BAATREKENING,
    BOEKINGSSLEUTEL,
    CREDITNOTA,
    DUIDELIJKE_SOORTEN,
    GEEN_GELD,
    GELD,
    KOPWOORDEN,
    LAST,
    LASTREKENING,
    ONGELDIG,
    OVERIG_GELD,
    REALISATIE,
    SOORTEN,
    dc_side,
    kind_of,
    plain,
)

MAAND = re.compile(
    r"(jan|feb|m(aa)?rt|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?( ?'?\d{2,4})?"
    r"|(periode|per|p|maand|kw|kwartaal|q) ?\d{1,2}"
)


@dataclass(frozen=True)
class Indeling:
    """Own name of a column -> its title, and what is not settled."""

    kolommen: Mapping[str, str]
    gelijk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Own name -> several titles that are as good."""
    ongelezen: tuple[str, ...] = ()
    """Titles of columns that hold amounts, D/C or kinds and are not read."""
    genoemd: tuple[str, ...] = ()
    """Titles of columns with amounts that are known to be something else."""
    maanden: tuple[str, ...] = ()
    """Titles that are months: a cross table."""
    valuta: str = ""
    """Title of the column that names the currency."""
    dezelfde: tuple[str, ...] = ()
    """Titles of columns that repeat the amount."""


def classify(tabel: Brontabel, gezegd: Mapping[str, str], ongebruikt: tuple[str, ...] = ()) -> Indeling:
    """Name the columns. gezegd: own name -> title, as the user chose; it goes before everything."""
    vrij = {t: k for t, k in zip(tabel.titels, tabel.kolommen, strict=True) if t not in ongebruikt}
    maanden = tuple(
        t for t in vrij if MAAND.fullmatch(t.strip().casefold()) and holds_amounts(t, vrij[t], streng=False)
    )
    kolommen = {
        eigen: next((t for t in tabel.titels if t.casefold() == titel.casefold()), titel)
        for eigen, titel in gezegd.items()
    }
    gelijk: dict[str, tuple[str, ...]] = {}
    for soort, titels in _by_title(vrij).items():
        keuze = [t for t, _ in titels if t not in kolommen.values()]
        if soort in kolommen or not keuze:
            continue
        kolommen[soort] = keuze[0]
        gelijk |= _ties(soort, [(t, r) for t, r in titels if t in keuze], vrij)
    _by_content(vrij, kolommen)
    valuta = kolommen.pop("valuta", "")
    gezien: set[str] = set()
    if (
        "bedrag" in kolommen
        and "bedrag" not in gezegd
        and {"debet", "credit"} <= kolommen.keys()
        and _is_difference(vrij, kolommen)
    ):
        gezien = {kolommen.pop("debet"), kolommen.pop("credit")}
    if (bedrag := vrij.get(kolommen.get("bedrag", ""))) is not None:
        rest = vrij.keys() - set(kolommen.values()) - {t for g in gelijk.values() for t in g}
        gezien |= {t for t in rest if holds_amounts(t, vrij[t]) and _same(bedrag, vrij[t])}
    over = [
        t
        for t in vrij
        if t not in {*kolommen.values(), valuta, *gezien, *maanden, *(x for g in gelijk.values() for x in g)}
    ]
    ongelezen = [t for t in over if _speaks(t, vrij[t], "dc" in kolommen)]
    genoemd = [
        t
        for t in over
        if t not in ongelezen and holds_amounts(t, vrij[t], streng=False) and OVERIG_GELD.search(plain(t))
    ]
    return Indeling(
        kolommen,
        gelijk,
        tuple(ongelezen),
        tuple(genoemd),
        maanden if len(maanden) >= 3 else (),
        valuta,
        tuple(sorted(gezien)),
    )


def unread(tabel: Brontabel, kolommen: Mapping[str, str], ongebruikt: Sequence[str]) -> list[str]:
    """Titles of columns with amounts, D/C or kinds that nobody reads."""
    gelezen = {t.casefold() for t in (*kolommen.values(), *ongebruikt)}
    over = [(t, k) for t, k in zip(tabel.titels, tabel.kolommen, strict=True) if t.casefold() not in gelezen]
    aanwezig = {t.casefold() for t in tabel.titels}
    dc = kolommen.get("dc", "").casefold() in aanwezig
    return [t for t, k in over if _speaks(t, k, dc)]


def usual_receipts(grootboek: Bronkolom) -> tuple[str, ...]:
    """Patterns of the accounts of baten that stand beside accounts of lasten."""
    codes = {str(w) for w in grootboek.waarden} - {""}
    baten = [c for c in codes if BAATREKENING.match(c)]
    return account_patterns(baten) if any(LASTREKENING.match(c) for c in codes) else ()


def account_patterns(codes: Iterable[str]) -> tuple[str, ...]:
    """Each account by its number, whatever name stands behind it."""
    return tuple(sorted({f"{m[0]}*" if (m := re.match(r"[\w.]+(?=\W)", c)) else c for c in codes}))


def _by_title(vrij: Mapping[str, Bronkolom]) -> dict[str, list[tuple[str, int]]]:
    """Kind -> its titles with their rank, the best first. A column that is empty names nothing."""
    uit: dict[str, list[tuple[str, int]]] = {}
    for titel, kolom in vrij.items():
        soort = kind_of(re.sub(r" \(\d+\)$", "", titel))
        if soort and _fits(soort[0], kolom):
            uit.setdefault(soort[0], []).append((titel, soort[1]))
    return {s: sorted(t, key=lambda p: p[1]) for s, t in uit.items()}


def _fits(soort: str, kolom: Bronkolom) -> bool:
    """Whether the content does not contradict the title."""
    waarden = [w for w in kolom.waarden if w != ""]
    if not waarden:
        return soort not in (*GELD, "datum", "boekjaar", "periode", "dc", "soort")
    if soort in GELD:
        goed = ~read_amounts(Bronkolom(waarden, np.arange(len(waarden), dtype=np.int32))).fout
        return bool(goed.mean() > 0.5)
    if soort == "periode":
        return sum(map(_is_period, waarden)) > len(waarden) / 2
    if soort == "dc":
        return sum(map(abs, map(dc_side, waarden))) > len(waarden) / 2
    if soort == "soort":
        return not all(map(dc_side, waarden)) and not _tells_receipts({code_text(w) for w in waarden})
    if soort == "datum":
        return sum(map(is_date, waarden)) + sum(is_date(w, "maand-dag") for w in waarden) > len(waarden) / 2
    return True


def _tells_receipts(waarden: set[str]) -> bool:
    """Whether a column says of every row that it is lasten or baten."""
    woorden = {plain(w) for w in waarden}
    return bool(woorden & LAST) and bool(woorden & BAAT) and woorden <= LAST | BAAT


def _is_period(waarde: object) -> bool:
    try:
        read_period(waarde)
    except ValueError:
        return False
    return True


def _ties(soort: str, titels: list[tuple[str, int]], vrij: Mapping[str, Bronkolom]) -> dict[str, tuple[str, ...]]:
    """Columns between which the titles do not choose, for kinds where the choice matters."""
    if soort not in ("bedrag", "gemeente", "btw") or len(titels) < 2:
        return {}
    beste = titels[0][1]
    if soort != "bedrag":
        return {}
    # Excl. and incl. beside each other are known; other amounts side by side are not.
    anders = [t for t, rang in titels if rang == beste or not OVERIG_GELD.search(plain(t))]
    gelijk = [t for t in anders if not _same(vrij[titels[0][0]], vrij[t])]
    return (
        {soort: (titels[0][0], *[t for t in gelijk if t != titels[0][0]])} if len({titels[0][0], *gelijk}) > 1 else {}
    )


def _same(a: Bronkolom, b: Bronkolom) -> bool:
    return bool(np.array_equal(read_amounts(a).centen, read_amounts(b).centen)) and a is not b


def _by_content(vrij: Mapping[str, Bronkolom], kolommen: dict[str, str]) -> None:
    """A column that says D or C in every row, or names kinds in full words, needs no title."""
    for titel, kolom in vrij.items():
        if titel in kolommen.values():
            continue
        waarden = {str(w).strip().casefold() for w in kolom.waarden} - {""}
        if "dc" not in kolommen and waarden and all(map(dc_side, waarden)) and len({dc_side(w) for w in waarden}) == 2:
            kolommen["dc"] = titel
        elif "lastbaat" not in kolommen and _tells_receipts(waarden):
            kolommen["lastbaat"] = titel
        elif (
            "soort" not in kolommen
            and len(waarden) > 1
            and waarden <= DUIDELIJKE_SOORTEN
            and len({SOORTEN[w] for w in waarden}) > 1
        ):
            kolommen["soort"] = titel


def holds_amounts(titel: str, kolom: Bronkolom, streng: bool = True) -> bool:
    """Whether a column holds amounts: by its content, unless the title says it is a code or a number of things."""
    waarden = [w for w in kolom.waarden if w != "" and not isinstance(w, bool)]
    if not waarden or (streng and GEEN_GELD.search(plain(titel))):
        return False
    waarden = waarden[:10_000]
    gelezen = read_amounts(Bronkolom(waarden, np.arange(len(waarden), dtype=np.int32)))
    if gelezen.fout.mean() > 0.2:
        return False
    if not streng:
        return True
    centen = any(c % 100 for c in gelezen.centen.tolist())
    geschreven = any(isinstance(w, str) and re.search(r"[.,]\d|€|\d-$|^-\d", w.strip()) for w in waarden)
    lengtes = {len(str(abs(c) // 100)) for c in gelezen.centen.tolist()}
    return (
        centen
        or geschreven
        or (
            len(lengtes) > 1
            and bool(gelezen.centen.max() >= 100_000)
            and all(isinstance(w, float | int) for w in waarden)
        )
    )


def _speaks(titel: str, kolom: Bronkolom, dc_bekend: bool) -> bool:
    """Whether an unread column may change the meaning of an amount."""
    waarden = {str(w).strip().casefold() for w in kolom.waarden} - {""}
    if holds_amounts(titel, kolom):
        return not OVERIG_GELD.search(plain(titel)) or plain(titel) in ("incl", "excl")
    kaal = plain(titel)
    overal_gelijk = len(kolom.waarden) == 1 and kaal not in KOPWOORDEN["dc"]
    if not dc_bekend and not overal_gelijk and _marks_credit(titel, waarden, len(kolom.waarden)):
        return True
    if len(kolom.waarden) > 1 and ONGELDIG.search(kaal):
        return True
    return (len(waarden) <= 12 and any(map(_is_other_kind, waarden))) or _tells_kinds(kaal, waarden)


def _is_other_kind(waarde: str) -> bool:
    """Whether a text in full words names another kind of row than realisatie."""
    kaal = plain(waarde)
    return SOORTEN[kaal] != REALISATIE if kaal in DUIDELIJKE_SOORTEN else ANDERE_SOORT.search(kaal) is not None


def _tells_kinds(titel: str, waarden: set[str]) -> bool:
    """Whether a few codes are kinds: the letters R, V and B, or one of them beside other short codes."""
    return (
        1 < len(waarden) <= 4
        and "btw" not in titel
        and all(w.isalpha() for w in waarden)
        and any(SOORTEN[w] != REALISATIE for w in waarden if w in SOORTEN)
    )


def _marks_credit(titel: str, waarden: set[str], verschillend: int) -> bool:
    """Whether a column tells some rows from others as credit. verschillend: how many values, the empty one too."""
    if waarden and all(map(dc_side, waarden)):
        return min(map(dc_side, waarden)) < 0 or verschillend > 1
    if waarden in ({"40", "50"}, {"1", "-1"}):
        return True
    if verschillend > 1 and (plain(titel) in KOPWOORDEN["dc"] or BOEKINGSSLEUTEL.search(plain(titel))):
        return True
    return len(waarden) <= 12 and (
        re.search(r"credit|storno|\bteken\b", plain(titel)) is not None or any(CREDITNOTA.match(w) for w in waarden)
    )


def _is_difference(vrij: Mapping[str, Bronkolom], kolommen: Mapping[str, str]) -> bool:
    """Whether bedrag = debet - credit in every row."""
    bedrag, debet, credit = (read_amounts(vrij[kolommen[k]]).centen for k in ("bedrag", "debet", "credit"))
    return bool(np.array_equal(bedrag, debet - credit))
