"""CSV files as rows of the workbook, and back: a line whose row did not change stays as it was typed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from scenarios.grond.csvtekst import read_records, record_text
from scenarios.regiomap.lezen import separator_of_head
from scenarios.werkboek.kolommen import HERKOMST, Invoertabel, Regel
from scenarios.werkboek.soorten import Omgeving, Waarde, as_text

_REGEL = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_DRIE_DECIMALEN = re.compile(r"-?[1-9]\d{0,2}\.\d{3}$")


@dataclass(frozen=True)
class _Csvregel:
    """One record: as it was typed, its cells, and the row that it says."""

    tekst: str
    cellen: Mapping[str, str]
    tabel: Invoertabel
    waarden: Mapping[str, Waarde]


@dataclass(frozen=True)
class Csvtekst:
    """A CSV text in its parts."""

    scheiding: str
    kop: tuple[str, ...]
    koptekst: str
    regels: tuple[_Csvregel, ...]


def read_csv(tekst: str, tabellen: Sequence[Invoertabel], omgeving: Omgeving) -> Csvtekst:
    """The rows of one CSV text that is known to be right; `tabellen` are those that share the file."""
    scheiding = separator_of_head(tekst)
    ruw = list(_records(tekst, scheiding))
    kop = tuple(k.strip() for k in ruw[0][1])
    regels = []
    for regeltekst, cellen in ruw[1:]:
        if any(c.strip() for c in cellen):
            per_kolom = dict(zip(kop, cellen, strict=True))
            tabel = _table_of(per_kolom, tabellen)
            waarden = {n: k.read(per_kolom.get(n), omgeving) for n, k in tabel.per_naam.items()}
            regels.append(_Csvregel(regeltekst, per_kolom, tabel, waarden))
    return Csvtekst(scheiding, kop, ruw[0][0], tuple(regels))


def write_csv(
    tekst: str, rijen: Sequence[tuple[Invoertabel, Regel]], tabellen: Sequence[Invoertabel], omgeving: Omgeving
) -> tuple[str, list[Regel]]:
    """The text with these rows, and the row behind each record in its order. `tekst`: how it stood, empty when new."""
    if not tekst.strip():
        tekst = _line(_head(tabellen[0]), ",", "\n")
    oud = read_csv(tekst, tabellen, omgeving)
    over = list(oud.regels)
    if [(r.tabel.naam, dict(r.waarden)) for r in over] == [(t.naam, r.waarden) for t, r in rijen]:
        return tekst, [r for _, r in rijen]
    einde = "\r\n" if oud.koptekst.endswith("\r\n") else "\n"
    erbij = tuple(
        n for n in tabellen[0].per_naam if n not in oud.kop and any(r.waarden.get(n) is not None for _, r in rijen)
    )
    kop = oud.kop + erbij
    volgorde = _ordered(over, rijen) if tabellen[0].dwars else _matched(over, rijen)
    if all(staat is not None for staat, _ in volgorde) and len(volgorde) == len(over) and _same_order(over, volgorde):
        return tekst, [r for _, (_, r) in volgorde]
    uit = [oud.koptekst.rstrip("\r\n") + einde if not erbij else _line(kop, oud.scheiding, einde)]
    for staat, (tabel, regel) in volgorde:
        if staat is not None and not erbij:
            uit.append(staat.tekst.rstrip("\r\n") + einde)
        else:
            basis = staat.cellen if staat is not None else {}
            cellen = [basis[k] if k in basis else _cell(k, tabel, regel, omgeving) for k in kop]
            uit.append(_line(cellen, oud.scheiding, einde))
    return "".join(uit), [r for _, (_, r) in volgorde]


_Paar = tuple[_Csvregel | None, tuple[Invoertabel, Regel]]


def _matched(oud: Sequence[_Csvregel], nieuw: Sequence[tuple[Invoertabel, Regel]]) -> list[_Paar]:
    """The new rows in their own order, each with the old record that says the same."""
    vrij = _index((_identity(o.tabel, o.waarden), o) for o in oud)
    return [(_take(vrij, _identity(t, r.waarden)), (t, r)) for t, r in nieuw]


def _ordered(oud: Sequence[_Csvregel], nieuw: Sequence[tuple[Invoertabel, Regel]]) -> list[_Paar]:
    """The new rows in the order of the old records: a sheet that runs across does not keep it. A changed value stays in
    the place of the old one, what is new comes last."""
    vrij = _index((_identity(t, r.waarden), (t, r)) for t, r in nieuw)
    gelijk = [_take(vrij, _identity(o.tabel, o.waarden)) for o in oud]
    rest = [paar for t, r in nieuw if (paar := _take(vrij, _identity(t, r.waarden))) is not None]
    anders = _index((_identity(t, r.waarden, kort=True), (t, r)) for t, r in rest)
    uit: list[_Paar] = []
    geplaatst = set()
    for o, paar in zip(oud, gelijk, strict=True):
        if paar is not None:
            uit.append((o, paar))
        elif (ander := _take(anders, _identity(o.tabel, o.waarden, kort=True))) is not None:
            uit.append((None, ander))
            geplaatst.add(id(ander[1]))
    return [*uit, *((None, paar) for paar in rest if id(paar[1]) not in geplaatst)]


def _identity(tabel: Invoertabel, waarden: Mapping[str, Waarde], kort: bool = False) -> tuple[Waarde, ...]:
    """What a row says; `kort`: which count or amount it is, whatever its value and source."""
    weg = {*HERKOMST, tabel.dwars.waarde if tabel.dwars else ""} if kort else ()
    return (tabel.naam, *(waarden.get(n) for n in tabel.per_naam if n not in weg))


T = TypeVar("T")


def _index(paren: Iterable[tuple[tuple[Waarde, ...], T]]) -> dict[tuple[Waarde, ...], deque[T]]:
    uit: dict[tuple[Waarde, ...], deque[T]] = {}
    for sleutel, iets in paren:
        uit.setdefault(sleutel, deque()).append(iets)
    return uit


def _take(vrij: dict[tuple[Waarde, ...], deque[T]], sleutel: tuple[Waarde, ...]) -> T | None:
    rij = vrij.get(sleutel)
    return rij.popleft() if rij else None


def _same_order(oud: Sequence[_Csvregel], paren: Sequence[_Paar]) -> bool:
    return all(o is p[0] for o, p in zip(oud, paren, strict=True))


def _records(tekst: str, scheiding: str) -> Iterator[tuple[str, list[str]]]:
    """(text with its line end, cells) of every line."""
    regels = _REGEL.findall(tekst)
    yield from zip(regels, (cellen for _, cellen in read_records(tekst, scheiding, "")), strict=True)


def _table_of(cellen: Mapping[str, str], tabellen: Sequence[Invoertabel]) -> Invoertabel:
    if len(tabellen) == 1:
        return tabellen[0]
    indicator = cellen.get("indicator", "").strip()
    return next((t for t in tabellen if indicator in t.hoort), tabellen[0])


def _head(tabel: Invoertabel) -> list[str]:
    kop = []
    for naam in tabel.per_naam:
        kop += [naam, "gemeente"] if naam == "cbs_code" else [naam]
    return kop


def _cell(kolom: str, tabel: Invoertabel, regel: Regel, omgeving: Omgeving) -> str:
    if kolom == "gemeente" and "cbs_code" in regel.waarden:
        return omgeving.namen.get(str(regel.waarden["cbs_code"]), "")
    tekst = as_text(regel.waarden.get(kolom))
    # Three decimals and no more look like thousands.
    soort = tabel.per_naam[kolom].soort if kolom in tabel.per_naam else ""
    return f"{tekst}0" if soort != "tekst" and _DRIE_DECIMALEN.match(tekst) else tekst


def _line(cellen: Sequence[str], scheiding: str, einde: str) -> str:
    return record_text([cellen], scheiding, einde)
