"""A block for an export nobody described yet: sheets, head, columns, year and gemeente, and what must be asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from finance.fouten import Invoerfout, Melding, list_words, raise_if_any
from scenarios.grond.bladdetails import code_text
from scenarios.inlezen.bestand import Bronblad
from scenarios.inlezen.blok import KOLOMMEN, Boekingbestand
from scenarios.inlezen.datums import read_date, read_period, read_year
from scenarios.inlezen.indelen import MAAND, Indeling, classify, holds_amounts
from scenarios.inlezen.kop import MAX_KOP, Brontabel, find_head, locate_head, make_table, titles
from scenarios.inlezen.waarden import BEDRAG, complain, read_amounts
from scenarios.inlezen.woorden import (
    DUIDELIJKE_SOORTEN,
    DUIZENDTALLEN,
    GELD,
    INCLUSIEF,
    REALISATIE,
    SOORTEN,
    dc_side,
    kind_of,
    plain,
)

NODIG = ("stuknummer", "grootboek", "gemeente")
"""Columns that the books expect unless the block says that there is none."""


@dataclass(frozen=True)
class Leesvraag:
    """Something to ask: the key of the block that settles it, and the answers there are."""

    sleutel: str
    tekst: str
    keuzes: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Voorstel:
    """A block, what must be asked before it holds, and what is worth knowing."""

    blok: Boekingbestand
    vragen: tuple[Leesvraag, ...] = ()
    opmerkingen: tuple[str, ...] = ()
    opnieuw: bool = False
    """Whether the block changed after the file was read by it."""

    def asks(self, *vragen: Leesvraag) -> Voorstel:
        """With these questions too."""
        return replace(self, vragen=(*self.vragen, *vragen))

    def notes(self, *teksten: str) -> Voorstel:
        """With these remarks too."""
        return replace(self, opmerkingen=(*self.opmerkingen, *teksten))

    def sets(self, **velden: Any) -> Voorstel:
        """With these keys of the block, to be read again."""
        return replace(self, blok=change(self.blok, **velden), opnieuw=True)


def change(blok: Boekingbestand, **velden: Any) -> Boekingbestand:
    """The block with other values, which then count as said."""
    return Boekingbestand(**{k: getattr(blok, k) for k in blok.model_fields_set} | velden)


def propose(
    bladen: Sequence[Bronblad],
    gezegd: Mapping[str, Any],
    who: Callable[[str], str | None],
    gemeenten: Mapping[str, str],
) -> Voorstel:
    """A block from what the file shows. gezegd: keys that are settled; who: text -> gemeente; gemeenten: code -> name.

    Raises Invoerfout when there is no table of bookings in the file.
    """
    naam = str(gezegd["bestand"])
    vragen: list[Leesvraag] = []
    opmerkingen: list[str] = []
    gekozen = _choose_sheets(naam, bladen, gezegd, vragen, opmerkingen)
    tabel = make_table(naam, gekozen)
    gezegde_kolommen = dict(gezegd.get("kolommen", {}))
    indeling = classify(tabel, gezegde_kolommen, tuple(gezegd.get("ongebruikt", ())))
    if indeling.maanden:
        raise Invoerfout([_cross_table(naam, indeling)])
    kolommen = dict(indeling.kolommen)
    if not kolommen.keys() & {"bedrag", "debet", "credit"}:
        indeling = _amounts_by_content(tabel, indeling, kolommen)
    velden: dict[str, Any] = dict(gezegd)
    _name_sheets(velden, bladen, gekozen)
    vragen += _column_questions(tabel, indeling, gezegd)
    vragen += _beside_the_table(bladen, gekozen, gezegd)
    velden["jaar"] = gezegd.get("jaar") or _year(tabel, kolommen, vragen)
    if not kolommen.keys() & {"datum", "boekjaar", "periode"} and "datum" not in gezegd:
        velden["datum"] = date(velden["jaar"], 12, 31)
        vraag = f"Het bestand noemt geen datum, boekjaar of periode. Horen alle regels bij {velden['jaar']}?"
        vragen.append(Leesvraag("datum", vraag, (("ja", date(velden["jaar"], 12, 31)),)))
    _gemeente(tabel, kolommen, velden, who, gemeenten, vragen)
    if not gezegd.keys() & {"blad", "bladen"} and (eigen := velden.get("gemeente")):
        vragen += _foreign_sheets(tabel, [b for b in tabel.bladen if who(b) not in (None, who(eigen))], eigen)
    if "soort" in kolommen and "soort" not in gezegde_kolommen:
        _drop_unkind(tabel, kolommen, opmerkingen)
    if "dc" in kolommen and "dc" not in gezegde_kolommen:
        _settle_side(tabel, kolommen, velden, vragen, opmerkingen)
    # A title may promise what the column does not hold; the books go by the title unless the block says no.
    afwezig = [k for k in KOLOMMEN if k not in kolommen and (k in NODIG or tabel.column(k) is not None)]
    kolommen |= {k: "" for k in afwezig if k != "gemeente" or not velden.get("gemeente")}
    velden["kolommen"] = kolommen
    if indeling.dezelfde:
        velden["ongebruikt"] = (*velden.get("ongebruikt", ()), *indeling.dezelfde)
    if INCLUSIEF.search(plain(kolommen.get("bedrag", ""))):
        velden.setdefault("bedrag", "inclusief")
    opmerkingen += [f"Kolom {t!r} met andere bedragen is niet gelezen." for t in indeling.genoemd]
    return Voorstel(Boekingbestand(**velden), tuple(vragen), tuple(opmerkingen))


def _amounts_by_content(tabel: Brontabel, indeling: Indeling, kolommen: dict[str, str]) -> Indeling:
    """Columns that hold amounts under a title nobody knows: asked about. Raises Invoerfout when there is none."""
    vrij = [(t, k) for t, k in zip(tabel.titels, tabel.kolommen, strict=True) if t not in kolommen.values()]
    titels = tuple(t for t, k in vrij if holds_amounts(t, k))
    if not titels:
        raise_if_any(_spoilt_amounts(tabel))
        raise Invoerfout(
            [Melding(tabel.naam, "", "geen kolom met bedragen", "een kolom als Bedrag, of Debet en Credit")]
        )
    kolommen["bedrag"] = titels[0]
    rest = tuple(t for t in indeling.ongelezen if t not in titels)
    return replace(indeling, gelijk={**indeling.gelijk, "bedrag": titels}, ongelezen=rest)


def _spoilt_amounts(tabel: Brontabel) -> Iterator[Melding]:
    """The cells of a column that is called an amount and mostly holds none."""
    for titel, kolom in zip(tabel.titels, tabel.kolommen, strict=True):
        soort = kind_of(titel)
        if soort and soort[0] in GELD and (fout := read_amounts(kolom).fout).any():
            yield from complain(tabel.naam, partial(_cell_of, tabel, titel, soort[0]), kolom, fout, BEDRAG)


def _cell_of(tabel: Brontabel, titel: str, soort: str, rij: int) -> str:
    return tabel.place(rij, titel, soort)


def _choose_sheets(
    naam: str, bladen: Sequence[Bronblad], gezegd: Mapping[str, Any], vragen: list[Leesvraag], opmerkingen: list[str]
) -> list[tuple[Bronblad, int]]:
    """The sheets with bookings and the index of their head."""
    genoemd = gezegd.get("bladen") or ([gezegd["blad"]] if gezegd.get("blad") else [])
    met_kop = [
        (b, k) for b in bladen if (k := _find_head(b, gezegd)) is not None and (not genoemd or b.naam in genoemd)
    ]
    if not met_kop:
        raise Invoerfout([_no_head(naam, bladen)])
    if not genoemd and not met_kop[0][0].zichtbaar and len(met_kop) == 1:
        enige = met_kop[0][0].naam
        vragen.append(
            Leesvraag("blad", f"Alleen het verborgen blad {enige} bevat boekingen. Is dat het?", (("ja", enige),))
        )
    if genoemd or len(met_kop) == 1:
        return met_kop
    gelijk: dict[frozenset[str], list[tuple[Bronblad, int]]] = {}
    for blad, kop in met_kop:
        gelijk.setdefault(frozenset(map(str.casefold, titles(blad, kop))), []).append((blad, kop))
    groep = max(gelijk.values(), key=lambda g: sum(len(b.rijen) for b, _ in g))
    apart = [b.naam for b, _ in met_kop if b.naam not in {x.naam for x, _ in groep}]
    vreemd = [b.naam for b, _ in groep if not b.zichtbaar or _kind_of_sheet(b.naam) not in ("", REALISATIE)]
    keuze = [(b, k) for b, k in groep if b.naam not in vreemd] or groep
    dubbel = _repeated(keuze)
    namen = [b.naam for b, _ in keuze]
    if apart or vreemd or dubbel:
        waarom = "verborgen, begroting of een andere indeling" if apart or vreemd else "met dezelfde regels"
        over = list_words([*vreemd, *apart, *dubbel])
        vraag = f"Welke bladen zijn de boekingen? Nu gelezen: {list_words(namen)}; {waarom}: {over}."
        alle = tuple(b.naam for b, _ in met_kop)
        keuzes = [(f"alleen {list_words(namen)}", tuple(namen)), ("alle bladen", alle), *((n, (n,)) for n in alle)]
        vragen.append(Leesvraag("bladen", vraag, tuple(keuzes)))
    elif len(keuze) > 1:
        opmerkingen.append(f"{len(keuze)} bladen met dezelfde kop zijn samen gelezen: {list_words(namen)}.")
    return keuze


def _find_head(blad: Bronblad, gezegd: Mapping[str, Any]) -> int | None:
    if gezegd.get("kop") in blad.regels:
        return blad.regels.index(gezegd["kop"])
    namen = [t for t in gezegd.get("kolommen", {}).values() if t]
    if namen and (kop := locate_head(blad, namen)) is not None:
        return kop
    gevonden = find_head(blad)
    if gevonden is None:
        # A cross table names one code and a row of months.
        return next((n for n, r in enumerate(blad.rijen[:30]) if sum(map(_is_month, r)) >= 3), None)
    return gevonden[0]


def _is_month(cel: Any) -> bool:
    return isinstance(cel, str) and MAAND.fullmatch(cel.strip().casefold()) is not None


def _no_head(naam: str, bladen: Sequence[Bronblad]) -> Melding:
    eerste = next((" | ".join(str(c) for c in b.rijen[0][:8]) for b in bladen if b.rijen), "niets")
    return Melding(
        naam,
        "",
        f"geen kopregel die te herkennen is (eerste rij: {eerste[:80]})",
        "een rij met namen als Boekdatum, Kostenplaats, Omschrijving en Bedrag",
        "Voeg een kopregel toe, of beschrijf het bestand met kolommen in verantwoording.toml.",
    )


def _cross_table(naam: str, indeling: Indeling) -> Melding:
    return Melding(
        naam,
        "",
        f"een kruistabel met een maand per kolom ({', '.join(indeling.maanden[:4])} ...)",
        "een regel per boeking",
        "Exporteer de boekingen zelf, met datum, omschrijving en bedrag; een kruistabel noemt geen boekingen.",
    )


def _beside_the_table(
    bladen: Sequence[Bronblad], gekozen: Sequence[tuple[Bronblad, int]], gezegd: Mapping[str, Any]
) -> list[Leesvraag]:
    """What may change the amounts and does not stand in the table: hidden rows nobody sees, a unit on another sheet."""
    uit = []
    if "verborgen" not in gezegd and not all(b.ziet_verborgen for b, _ in gekozen):
        vraag = "In dit soort bestand is niet te zien of er rijen verborgen zijn; alle rijen zijn gelezen. Klopt dat?"
        uit.append(Leesvraag("verborgen", vraag, (("ja, alle rijen tellen", "tellen"),)))
    namen = {b.naam for b, _ in gekozen}
    for blad in bladen if "eenheid" not in gezegd else ():
        teksten = " ".join(c for r in blad.rijen[:MAX_KOP] for c in r if isinstance(c, str))
        if blad.naam not in namen and (gevonden := DUIZENDTALLEN.search(teksten)):
            gelezen = list_words(sorted(namen))
            vraag = f"Op blad {blad.naam} staat {gevonden[0].strip()!r}. Zijn de bedragen op {gelezen} euro's?"
            uit.append(Leesvraag("eenheid", vraag, (("ja, euro's", "euro"),)))
    return uit


def _kind_of_sheet(naam: str) -> str:
    woorden = plain(naam).split()
    return next((SOORTEN[w] for w in woorden if w in DUIDELIJKE_SOORTEN), "")


def _repeated(keuze: Sequence[tuple[Bronblad, int]]) -> list[str]:
    """Sheets of which most rows stand on an earlier sheet too: a copy or a collection, not a part."""
    gezien: set[tuple[str, ...]] = set()
    uit = []
    for blad, kop in keuze:
        rijen = {tuple(map(str, r)) for r in blad.rijen[kop + 1 :]}
        if rijen and len(rijen & gezien) * 2 > min(len(rijen), len(gezien)):
            uit.append(blad.naam)
        gezien |= rijen
    return uit


def _name_sheets(velden: dict[str, Any], bladen: Sequence[Bronblad], gekozen: Sequence[tuple[Bronblad, int]]) -> None:
    """Put sheets and head in the block where the books would not find them by themselves."""
    namen = tuple(b.naam for b, _ in gekozen)
    if len(namen) > 1:
        velden["bladen"] = namen
        velden.pop("blad", None)
    elif len(bladen) > 1:
        velden["blad"] = namen[0]
        velden.pop("bladen", None)
    blad, kop = gekozen[0]
    if kop and len(namen) == 1:
        velden["kop"] = blad.regels[kop]


def _column_questions(tabel: Brontabel, indeling: Indeling, gezegd: Mapping[str, Any]) -> list[Leesvraag]:
    uit = []
    for soort, titels in indeling.gelijk.items():
        namen = list_words([repr(t) for t in titels])
        vraag = f"Welke kolom is het {soort}: {namen}?" if len(titels) > 1 else f"Is kolom {namen} het {soort}?"
        uit.append(Leesvraag(f"kolommen.{soort}", vraag, tuple((t, t) for t in titels)))
    if indeling.ongelezen:
        al = tuple(gezegd.get("ongebruikt", ()))
        namen = list_words([repr(t) for t in indeling.ongelezen])
        vraag = f"Kolom {namen} bevat bedragen of soorten en wordt niet gelezen. Is dat goed?"
        uit.append(Leesvraag("ongebruikt", vraag, (("ja, niet lezen", (*al, *indeling.ongelezen)),)))
    if indeling.valuta and (kolom := tabel.column(indeling.valuta)):
        vreemd = {str(w).strip().upper() for w in kolom.waarden} - {"", "EUR", "EURO", "€", "E"}
        if vreemd:
            al = tuple(gezegd.get("ongebruikt", ()))
            vraag = f"Kolom {indeling.valuta!r} noemt {list_words(sorted(vreemd))}: zijn de bedragen euro's?"
            uit.append(Leesvraag("ongebruikt", vraag, (("ja", (*al, indeling.valuta)),)))
    return uit


def _year(tabel: Brontabel, kolommen: Mapping[str, str], vragen: list[Leesvraag]) -> int:
    """The boekjaar of the file: what its rows say, most of them."""
    tellen: Counter[int] = Counter()
    lezers: tuple[tuple[str, Callable[[Any], int | None]], ...] = (
        ("boekjaar", read_year),
        ("periode", lambda w: read_period(w)[0]),
        ("datum", lambda w: read_date(w).year),
    )
    for soort, lees in lezers:
        kolom = tabel.column(kolommen.get(soort, ""))
        if kolom is None or tellen:
            continue
        for waarde, aantal in zip(kolom.waarden, np.bincount(kolom.codes, minlength=len(kolom.waarden)), strict=True):
            try:
                if jaar := lees(waarde):
                    tellen[jaar] += int(aantal)
            except ValueError:
                continue
    if not tellen:
        raise Invoerfout([Melding(tabel.naam, "", "geen datum of boekjaar", "een jaar", "Noem het jaar met --jaar.")])
    jaar = max(tellen.most_common(1)[0][0], 2022)
    if len(tellen) > 1:
        jaren = list_words([str(j) for j in sorted(tellen)])
        keuzes = tuple((str(j), j) for j in sorted(tellen))
        vragen.append(Leesvraag("jaar", f"Het bestand bevat regels van {jaren}. Voor welk boekjaar is het?", keuzes))
    return jaar


def _gemeente(
    tabel: Brontabel,
    kolommen: dict[str, str],
    velden: dict[str, Any],
    who: Callable[[str], str | None],
    gemeenten: Mapping[str, str],
    vragen: list[Leesvraag],
) -> None:
    """Whose bookings these are: the column, what was said, the only one there is, or a title above the table."""
    gezegd = velden.get("gemeente", "")
    if gezegd and who(gezegd) is None:
        raise Invoerfout(
            [Melding("--gemeente", "", gezegd, f"een gemeente van deze regio: {', '.join(gemeenten.values())}")]
        )
    if kolom := tabel.column(kolommen.get("gemeente", "")):
        waarden = {code_text(w) for w in kolom.waarden} - {""}
        bekend = {who(w) for w in waarden} - {None}
        if gezegd and bekend - {who(gezegd)}:
            vraag = f"De kolom {kolommen['gemeente']!r} noemt andere gemeenten dan {gezegd}. Welke geldt?"
            vragen.append(Leesvraag("gemeente", vraag, (("de kolom", ""), (f"alles is van {gezegd}", gezegd))))
        if bekend or not gezegd:
            velden.pop("gemeente", None)
            return
        kolommen.pop("gemeente")
        namen = list_words(sorted(waarden)[:5])
        vragen.append(Leesvraag("gemeente", f"De kolom gemeente noemt {namen}: is dat {gezegd}?", (("ja", gezegd),)))
        return
    kolommen.pop("gemeente", None)
    if gezegd:
        return
    if len(gemeenten) == 1:
        velden["gemeente"] = next(iter(gemeenten.values()))
        return
    tekst = " ".join([*tabel.boven, *tabel.bladen, tabel.naam]).casefold()
    genoemd = [n for n in gemeenten.values() if re.search(rf"\b{re.escape(n.casefold())}\b", tekst)]
    velden["gemeente"] = genoemd[0] if len(genoemd) == 1 else next(iter(gemeenten.values()))
    vragen.append(
        Leesvraag("gemeente", "Van welke gemeente zijn deze boekingen?", tuple((n, n) for n in gemeenten.values()))
    )


def _foreign_sheets(tabel: Brontabel, vreemd: list[str], eigen: str) -> list[Leesvraag]:
    """A sheet that is named after another gemeente than the one all rows would go to."""
    if not vreemd:
        return []
    vraag = f"Blad {list_words(vreemd)} heet naar een andere gemeente dan {eigen}. Welke bladen zijn van {eigen}?"
    rest = tuple(b for b in tabel.bladen if b not in vreemd)
    keuzes = (("alle", tabel.bladen), *([(f"alleen {list_words(rest)}", rest)] if rest else []))
    return [Leesvraag("bladen", vraag, keuzes)]


def _settle_side(
    tabel: Brontabel,
    kolommen: dict[str, str],
    velden: dict[str, Any],
    vragen: list[Leesvraag],
    opmerkingen: list[str],
) -> None:
    """Whether the column D/C turns amounts, or only repeats a sign they already have."""
    titel = kolommen["dc"]
    kant, bedrag = tabel.column(titel), tabel.column(kolommen.get("bedrag", ""))
    zonder = {k: t for k, t in kolommen.items() if k != "dc"} | {"dc": ""}
    al_gezegd = "debet" in kolommen or "credit" in kolommen
    if kant is not None and bedrag is not None and not al_gezegd:
        zijde = kant.take(map(dc_side, kant.waarden), np.int64)
        centen = read_amounts(bedrag, velden.get("decimaal", "")).centen
        credit, debet = centen[zijde < 0], centen[zijde > 0]
        al_gezegd = bool((credit <= 0).all() and (credit < 0).any() and (debet >= 0).all())
        if (credit < 0).any() and not al_gezegd:
            vraag = f"Kolom {titel!r} noemt ook negatieve bedragen credit. Keert credit het bedrag om?"
            keuzes = (("ja, credit keert om", dict(kolommen)), ("nee, het teken klopt al", zonder))
            vragen.append(Leesvraag("kolommen", vraag, keuzes))
    if al_gezegd:
        opmerkingen.append(f"Kolom {titel!r} zegt wat het bedrag al zegt; zij keert niets om.")
        velden["ongebruikt"] = (*velden.get("ongebruikt", ()), titel)
        kolommen["dc"] = ""


def _drop_unkind(tabel: Brontabel, kolommen: dict[str, str], opmerkingen: list[str]) -> None:
    """A column called soort or type with one unknown value for all rows says nothing about a row."""
    kolom = tabel.column(kolommen["soort"])
    waarden = {plain(code_text(w)) for w in kolom.waarden} if kolom else set()
    if len(waarden) <= 1 and not waarden & SOORTEN.keys():
        opmerkingen.append(f"Kolom {kolommen['soort']!r} is overal gelijk en niet gebruikt.")
        kolommen.pop("soort")
