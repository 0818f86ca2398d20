"""Rolling a region folder into the year after a closed one: what changes in its files, as text; nothing is written.

What needs no change is the point of one truth: counts, decisions, books and begrotingen bear their year, so a closed
year stays where it stands, and the begroting of T becomes that of T-1 by itself. Only what says where the folder is in
time moves: the peildatum, the horizon, the question, and contracts that end before the new horizon.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import tomlkit

from finance.fouten import Invoerfout, Melding, list_words
from finance.taal.getallen import format_date, format_euros, short
from finance.uitkering import VOORSCHOT
from scenarios.grond.csvtekst import read_records, record_text
from scenarios.grond.openen import decode, read_bytes, read_text
from scenarios.jaar.stand import VERLENGD, Mapstand, Tekort, last_event, not_followed, read_state, routes_of
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.lezen import separator_of_head
from scenarios.regiomap.modellen import HORIZON, Contractrij, Formatiecontract, Regiobestand
from scenarios.regiomap.regio import Regio, hash_files

OPDRACHT = "spuk jaarovergang"
REGIO = "regio.toml"


@dataclass(frozen=True)
class Verandering:
    """One thing that changes."""

    bestand: str
    wat: str
    nu: str
    wordt: str


@dataclass(frozen=True)
class Overgang:
    """A roll as it would be written."""

    map: Path
    stand: Mapstand
    van: int
    """The year that is closed"""
    naar: int
    veranderingen: tuple[Verandering, ...]
    teksten: Mapping[str, str]
    """File -> its new text"""
    tekorten: tuple[Tekort, ...]
    """What the folder still lacks in the new year"""
    hashes: Mapping[str, str]
    """sha256 of all input as it was read"""


def plan_rollover(verwijzing: Verwijzing, jaar: int | None = None, peildatum: date | None = None) -> Overgang:
    """What a roll would change. Raises Invoerfout when the year is not closed, or the folder is past it already.

    jaar: the year that is over, for a folder without books; peildatum: another than 1 January
    """
    stand = read_state(verwijzing)
    regio = stand.regio
    van = _closed_year(stand, jaar)
    naar = van + 1
    _refuse_done(stand, naar)
    _refuse_back(stand, peildatum)
    nieuw = _moments(stand, naar, peildatum)
    _refuse_stale(stand, nieuw["peildatum"], peildatum is not None)
    teksten = {REGIO: _rewrite(regio.map / REGIO, lambda oud: _edit_region(oud, nieuw))}
    veranderingen = [*_described(regio.bestand, nieuw)]
    for bestand, rijen in _extensions(regio, nieuw["eindjaar"]).items():
        teksten[bestand] = _rewrite(regio.map / bestand, partial(_append, naam=bestand, rijen=rijen))
        veranderingen += [_extended(regio, rij) for rij in rijen]
    if not veranderingen:
        raise _already(stand, van)
    tekorten = tuple(_lacks(stand, van, nieuw["peildatum"]))
    return Overgang(regio.map, stand, van, naar, tuple(veranderingen), teksten, tekorten, hash_files(regio.map))


def _closed_year(stand: Mapstand, jaar: int | None) -> int:
    """The year that is over. Raises Invoerfout."""
    if stand.boeken is None:
        raise _refuse(
            f"boeken die niet te lezen zijn ({stand.boekfout})", "boeken zonder fouten", "spuk controleer MAP"
        )
    gesloten = stand.closed_years
    if not stand.keeps_books:
        if jaar is None:
            herstel = "Geef met --jaar het jaar dat voorbij is."
            raise _refuse("een map zonder boeken", "het jaar dat voorbij is", herstel)
        return jaar
    if not gesloten:
        raise _refuse("geen enkel gesloten jaar", "een gesloten jaar", "Sluit het eerst: spuk sluit MAP --jaar JJJJ")
    if jaar is not None and jaar != max(gesloten):
        wat = f"{jaar} is niet gesloten" if jaar not in gesloten else f"na {jaar} is ook {max(gesloten)} gesloten"
        herstel = f"Sluit het eerst: spuk sluit MAP --jaar {jaar}" if jaar not in gesloten else "Laat --jaar weg."
        raise _refuse(wat, f"het laatst gesloten jaar ({max(gesloten)})", herstel)
    return max(gesloten)


def _refuse_done(stand: Mapstand, naar: int) -> None:
    eerder = stand.boeken.overgangen.get(naar) if stand.boeken is not None else None
    if eerder is not None:
        door = f" door {eerder.wie}" if eerder.wie else ""
        wat = f"de overgang naar {naar} is al gedaan op {eerder.op}{door}"
        raise _refuse(wat, "een map die nog niet over is", _next_step(stand, naar))


def _refuse_back(stand: Mapstand, peildatum: date | None) -> None:
    """What was counted after an earlier peildatum would be outside it."""
    nu = stand.regio.bestand.peildatum
    if peildatum is not None and peildatum < nu:
        wat, verwacht = f"--peildatum {format_date(peildatum)}", f"{format_date(nu)}, zoals nu in {REGIO}, of later"
        raise _refuse(wat, verwacht, "Een overgang zet de peildatum niet terug.")


def _already(stand: Mapstand, van: int) -> Invoerfout:
    b = stand.regio.bestand
    jaar = max(van + 1, b.peildatum.year)
    wat = f"de map staat al in {jaar}: peildatum {format_date(b.peildatum)}, tot en met {b.eindjaar}"
    return _refuse(wat, "een map die nog niet over is", _next_step(stand, jaar))


def _next_step(stand: Mapstand, jaar: int) -> str:
    if not stand.keeps_books:
        return f"Is {jaar} ook voorbij, geef dan --jaar {jaar}."
    return f"De volgende overgang kan als {jaar} gesloten is: spuk sluit MAP --jaar {jaar}"


def _refuse_stale(stand: Mapstand, peildatum: date, gekozen: bool) -> None:
    """Records that end earlier would tell that nobody came since."""
    if gekozen or peildatum == stand.regio.bestand.peildatum or not list(stand.records(peildatum)):
        return
    laatste = last_event(stand.regio.personen)
    assert laatste is not None
    nu = format_date(stand.regio.bestand.peildatum)
    raise Invoerfout(
        [
            Melding(
                "personen.csv",
                "",
                f"dossiers tot en met {format_date(laatste)}",
                f"dossiers tot aan de nieuwe peildatum {format_date(peildatum)}: anders telt daarna niemand mee",
                f"Vervang het bestand eerst, of houd de peildatum met --peildatum {nu}.",
            )
        ]
    )


def _moments(stand: Mapstand, naar: int, peildatum: date | None) -> dict[str, Any]:
    """Where the folder is in time after the roll: peildatum, eindjaar, van, tot and tekst of the question."""
    b = stand.regio.bestand
    dag = peildatum or max(b.peildatum, date(naar, 1, 1))
    stap = naar - b.peildatum.year
    # As far ahead as before; a folder whose peildatum was moved by hand looks as far as a new one does.
    eindjaar = b.eindjaar + stap if stap > 0 else max(b.eindjaar, naar + HORIZON)
    uit: dict[str, Any] = {"peildatum": dag, "eindjaar": eindjaar}
    # A question about years that were over already is about just those years.
    if b.vraag is not None and b.peildatum.year <= b.vraag.van < naar:
        tot = max(min(b.vraag.tot + naar - b.vraag.van, eindjaar), naar)
        jaren = re.compile(rf"\b{b.vraag.van}(\s*(?:-|–|t/m|tot en met|tot)\s*){b.vraag.tot}\b")
        uit |= {"van": naar, "tot": tot, "tekst": jaren.sub(rf"{naar}\g<1>{tot}", b.vraag.tekst)}
    return uit


def _rewrite(pad: Path, edit: Callable[[str], str]) -> str:
    """The text of a file, edited. What a spreadsheet read by its code page or mark, it still reads: by the mark."""
    oud = read_bytes(pad)
    tekst = edit(read_text(pad))
    return tekst if oud.decode("utf-8", errors="replace") == decode(oud) else f"\ufeff{tekst}"


def _edit_region(tekst: str, nieuw: Mapping[str, Any]) -> str:
    """`regio.toml` with the new moments; everything else, comments too, stays as it was typed."""
    document = tomlkit.parse(tekst)
    document["peildatum"] = nieuw["peildatum"]
    # Without the key the horizon follows the peildatum.
    if "eindjaar" in document or nieuw["eindjaar"] != nieuw["peildatum"].year + HORIZON:
        document["eindjaar"] = nieuw["eindjaar"]
    vraag: Any = document.get("vraag", {})
    for sleutel in ("tekst", "van", "tot"):
        if sleutel in nieuw:
            vraag[sleutel] = nieuw[sleutel]
    return tomlkit.dumps(document)


def _described(b: Regiobestand, nieuw: Mapping[str, Any]) -> Iterator[Verandering]:
    paren: list[tuple[str, Any, Any]] = [
        ("peildatum", b.peildatum, nieuw["peildatum"]),
        ("eindjaar", b.eindjaar, nieuw["eindjaar"]),
    ]
    if b.vraag is not None and "van" in nieuw:
        paren += [(f"vraag, {s}", getattr(b.vraag, s), nieuw[s]) for s in ("tekst", "van", "tot")]
    for wat, oud, wordt in paren:
        if oud != wordt:
            yield Verandering(REGIO, wat, *(format_date(w) if isinstance(w, date) else str(w) for w in (oud, wordt)))


@dataclass(frozen=True)
class _Verlenging:
    """A price line that goes on from the end of another, for some gemeenten and leerroutes."""

    contract: Contractrij
    gemeenten: str
    leerroutes: str

    def cell(self, kolom: str, cellen: Mapping[str, str]) -> str:
        """What stands in a column: what the line had, but for whom, from when, and that nobody agreed it."""
        c = self.contract
        naam = f"{c.contract} (verlengd)"
        eigen = {
            "contract": naam, "functie": naam, "gemeenten": self.gemeenten, "leerroutes": self.leerroutes,
            "van": c.tot.isoformat(), "tot": "", "status": "aanname",
            "bron": f"{VERLENGD}: regel {c.regel} gaat na {format_date(c.tot)} door tegen dezelfde prijs, "
            "omdat de raming verder kijkt, nog geen contract",
        }  # fmt: skip
        return eigen.get(kolom, cellen[kolom])


def _extensions(regio: Regio, eindjaar: int) -> dict[str, list[_Verlenging]]:
    """File -> lines for what ends between the old horizon and the new one with nothing after it.

    What ended before was settled when it was entered; with `contract_terugval` a price goes on by itself.
    """
    uit: dict[str, list[_Verlenging]] = {}
    oud, nieuw = (date(j + 1, 1, 1) for j in (regio.bestand.eindjaar, eindjaar))
    namen = {g.code: g.naam for g in regio.gemeenten}
    for c in regio.contracten if not regio.bestand.contract_terugval else ():
        if not oud <= c.tot < nieuw:
            continue
        per_codes: dict[tuple[str, ...], list[str]] = {}
        for route, codes in not_followed(regio, c).items():
            per_codes.setdefault(codes, []).append(route)
        for codes, routes in per_codes.items():
            gemeenten = c.gemeenten if codes == regio.gemeente_codes(c.gemeenten) else "|".join(namen[k] for k in codes)
            leerroutes = c.leerroutes if tuple(routes) == routes_of(c) else "|".join(routes)
            uit.setdefault(c.bestand, []).append(_Verlenging(c, gemeenten, leerroutes))
    return uit


def _extended(regio: Regio, rij: _Verlenging) -> Verandering:
    c = rij.contract
    fte = f"{short(c.fte)} fte" if isinstance(c, Formatiecontract) else ""
    wat = fte or f"€ {format_euros(round(c.prijs * 100))} per {c.eenheid}"
    deel = [nu for nu, heel in ((rij.gemeenten, c.gemeenten), (rij.leerroutes, c.leerroutes)) if nu != heel]
    voor = f" ({', '.join(deel).replace('|', ', ')})" if deel else ""
    return Verandering(c.bestand, f"{c.contract}{voor}", f"tot {format_date(c.tot)}", f"loopt door, {wat} (aanname)")


def _append(tekst: str, naam: str, rijen: Iterable[_Verlenging]) -> str:
    """A CSV text with lines behind it, in its own columns, separator and line ends; what stood there stays as typed."""
    scheiding = separator_of_head(tekst)
    regels = dict(read_records(tekst, scheiding, ""))
    kop = [k.strip() for k in regels[1]]
    if "van" not in kop:
        raise _refuse(f"{naam} zonder kolom van", "een kolom van, om een contract te verlengen", "Voeg de kolom toe.")
    einde = "\r\n" if "\r\n" in tekst else "\n"
    nieuw = []
    for rij in rijen:
        cellen = dict(zip(kop, regels[rij.contract.regel], strict=True))
        nieuw.append([rij.cell(kolom, cellen) for kolom in kop])
    slot = "" if tekst.endswith(("\n", "\r")) else einde
    return tekst + slot + record_text(nieuw, scheiding, einde)


def _lacks(stand: Mapstand, van: int, peildatum: date) -> Iterator[Tekort]:
    """What was a forecast and could be known now, what the new year asks for, and what only a person can judge."""
    naar = van + 1
    if peildatum < (begin := date(naar, 1, 1)):
        yield from stand.peildatum(begin)
    yield from stand.inflow(peildatum)
    yield from stand.records(peildatum)
    yield from stand.counts(van)
    yield from stand.decision(van, "definitief")
    yield from stand.decision(naar, *VOORSCHOT)
    yield from stand.uitvoering_realised(van)
    yield from stand.budget(naar)
    yield from stand.gemeentefonds(naar)
    yield from stand.contracts(date(naar + 1, 1, 1))
    jaren = list(dict.fromkeys(re.findall(r"\b20\d\d\b", stand.regio.bestand.omschrijving)))
    if jaren and str(naar) not in jaren:
        wat = f"een omschrijving die past bij {naar} (de huidige noemt {list_words(jaren)})"
        yield Tekort(REGIO, wat, "Pas omschrijving zelf aan.")


def _refuse(gevonden: str, verwacht: str, herstel: str) -> Invoerfout:
    return Invoerfout([Melding(OPDRACHT, "", gevonden, verwacht, herstel)])
