"""One export and its block -> bookings: amounts with their sign, dates, kinds, and what is left out and why.

The proposal and the books both read through this page, so they find the same amounts.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from finance.taal.getallen import format_euros
from scenarios.grond.bladdetails import LegeFormule, code_text
from scenarios.inlezen.bestand import Bronblad, open_export
from scenarios.inlezen.blok import KOLOMMEN, Boekingbestand
from scenarios.inlezen.indelen import unread, usual_receipts
from scenarios.inlezen.kop import Brontabel, labelled, locate_head, make_table, missing_titles, second_columns, titles
from scenarios.inlezen.tijd import is_date, read_time
from scenarios.inlezen.totalen import Totalen, find_totals
from scenarios.inlezen.tweede_lezing import Leesplek, Natelling, count_again, differences
from scenarios.inlezen.waarden import BEDRAG, MAX_MELDINGEN, Bedragkolom, Bronkolom, complain, read_amounts
from scenarios.inlezen.woorden import BAAT, CODES, LAST, REALISATIE, SOORTEN, dc_side, plain

BATE = "bate: ontvangen, geen last"
BUITEN = "weggelaten volgens het blok"
ZONDER_BEDRAG = "rij zonder bedrag"
TOTAALRIJ = "totaalrij"
VERBORGEN = "verborgen rij"
CODE = "een code of naam; een celfout of een afgerond getal zoals 6,13E+06 zegt niet meer welke"
DATUMKEUZES = (("de maand staat voor de dag", "maand-dag"), ("de dag staat voor de maand", "dag-maand"))
_BTW = "niet meer btw dan het bedrag van de boeking"
_VAN_BOEKING = (("datum",), ("bedrag", "debet", "credit"))
_CIJFER = re.compile(r"[0-9]")
_GELD = re.compile(r"\d[.,]\d{2}(?!\d)")
_VERLOREN = re.compile(r"#(N/?[AB]|NV|[A-Z]+[!?]|(DIV|DEEL)/0!)|\d[.,]\d+E\+\d+")
_SOM = re.compile(r"=.*\b(SUM|SOM|SUBTOTAL|SUBTOTAAL|AGGREGATE)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Weggelaten:
    """Rows that are no booking, with the sum of their amounts in cents."""

    reden: str
    aantal: int
    bedrag: int
    regels: tuple[int, ...] = ()


@dataclass(frozen=True)
class Twijfel:
    """Something the file does not settle: the key of the block that would, and what may be filled in."""

    sleutel: str
    vraag: str
    keuzes: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Gelezen:
    """The bookings of one export. shapes: (rij,)"""

    tabel: Brontabel
    kolommen: dict[str, Bronkolom]
    rijen: NDArray[np.int64]
    """Index in `tabel` of every booking."""
    bedrag: NDArray[np.int64]
    btw: NDArray[np.int64]
    datum: NDArray[np.datetime64]
    boekjaar: NDArray[np.int64]
    soort: NDArray[Any]
    """'' for realisatie, else the kind that keeps the row out of the lasten."""
    weggelaten: tuple[Weggelaten, ...]
    twijfels: tuple[Twijfel, ...]
    delen: Mapping[str, Bedragkolom] = field(default_factory=dict)
    """The columns with amounts as they stand, of every row of `tabel`"""
    tellingen: tuple[Natelling, Natelling] | None = None
    """What this reading and another, simple one count and add up; None: no text file, or amounts unknown to that one"""

    @property
    def regels(self) -> NDArray[np.int32]:
        """Line or row number of every booking. shape: (rij,)"""
        return self.tabel.regels[self.rijen]


def read_export(pad: Path, blok: Boekingbestand) -> Gelezen:
    """Read a file by its block. Raises Invoerfout with every problem, doubts included."""
    gelezen = read_table(load_table(open_export(pad, blok.bestand), blok), blok)
    if titels := unread(
        gelezen.tabel, blok.kolommen | {k: k for k in KOLOMMEN if k not in blok.kolommen}, blok.ongebruikt
    ):
        mend = "Draai spuk inlezen, geef haar een naam onder kolommen, of noem haar in ongebruikt."
        raise Invoerfout(
            Melding(blok.bestand, f"kolom {t}", "bedragen of soorten die niet worden gelezen", "een keuze", mend)
            for t in titels
        )
    raise_if_any(second_columns(gelezen.tabel, blok))
    raise_if_any(
        Melding(
            blok.bestand, "", f"twijfel: {t.vraag}", "een keuze", f"Draai spuk inlezen, of zet {t.sleutel} in het blok."
        )
        for t in gelezen.twijfels
    )
    return replace(gelezen, tellingen=_read_again(pad, blok, gelezen))


def _read_again(pad: Path, blok: Boekingbestand, gelezen: Gelezen) -> tuple[Natelling, Natelling] | None:
    """The same file by a reading that shares nothing with this one. Raises Invoerfout when they differ."""
    tabel, delen = gelezen.tabel, gelezen.delen
    if not tabel.scheiding:
        return None
    plekken = {
        k: Leesplek(tabel.koppen[0], tabel.plekken[blok.title(k).casefold()], b.decimaal) for k, b in delen.items()
    }
    tweede = count_again(pad, tabel.scheiding, plekken)
    if tweede is None:
        return None
    eerste = Natelling(len(tabel.regels), {k: int(b.centen.sum()) for k, b in delen.items()})
    raise_if_any(differences(blok.bestand, eerste, tweede))
    return eerste, tweede


def load_table(bladen: Sequence[Bronblad], blok: Boekingbestand) -> Brontabel:
    """The rows under the head of the sheets that the block means. Raises Invoerfout."""
    naam = blok.bestand
    verplicht = sorted(blok.required())
    gezocht = [(k, blok.title(k)) for k in verplicht]
    namen = blok.bladen or ((blok.blad,) if blok.blad else ())
    if onbekend := [n for n in namen if n not in {b.naam for b in bladen}]:
        bekend = [b.naam for b in bladen]
        raise Invoerfout(
            [Melding(naam, "", f"geen blad {n!r}", "een bestaand blad", suggest(n, bekend)) for n in onbekend]
        )
    keuze = [b for b in bladen if not namen or b.naam in namen]
    if blok.kop and keuze and not any(blok.kop in b.regels for b in keuze):
        herstel = "Haal kop weg: dan wordt de kopregel gezocht."
        wat = f"kop = {blok.kop}, een lege of geen regel"
        raise Invoerfout([Melding(naam, "", wat, "de regel met de kolomnamen", herstel)])
    koppen = [(b, _head(b, blok, [t for _, t in gezocht])) for b in keuze]
    gevonden = [(b, k) for b, k in koppen if k is not None]
    if not gevonden or (namen and len(gevonden) < len(namen)):
        fout = next((b for b, k in koppen if k is None), None)
        if fout is None:
            raise Invoerfout([Melding(naam, "", "geen blad met een tabel", "een kopregel en boekingen")])
        raise Invoerfout(missing_titles(naam, fout, _nearest(fout, [t for _, t in gezocht]), gezocht))
    if len(gevonden) > 1 and not namen:
        titels = ", ".join(b.naam for b, _ in gevonden[:8])
        mend = 'Noem het blad in verantwoording.toml: blad = "...", of alle: bladen = ["...", "..."].'
        raise Invoerfout([Melding(naam, "", f"{len(gevonden)} bladen met boekingen ({titels})", "één blad", mend)])
    raise_if_any(m for b, k in gevonden for m in _above(naam, b, k, blok))
    return make_table(naam, gevonden)


def _above(naam: str, blad: Bronblad, kop: int, blok: Boekingbestand) -> Iterator[Melding]:
    """Bookings above the head, which nothing would read: the head was sorted or cut into the rows."""
    plek = {t.casefold(): n for n, t in enumerate(titles(blad, kop))}
    data, bedragen = ([plek[t] for k in namen if (t := blok.title(k).casefold()) in plek] for namen in _VAN_BOEKING)
    for rij, regel in zip(blad.rijen[:kop], blad.regels[:kop], strict=True):
        if any(k < len(rij) and is_date(rij[k], blok.datumvolgorde) for k in data) and any(
            k < len(rij) and (isinstance(rij[k], float) or _CIJFER.search(str(rij[k]))) for k in bedragen
        ):
            plaats = f"blad {blad.naam}, rij {regel}" if blad.naam else f"regel {regel}"
            herstel = f"Zet de kopregel (nu op {blad.regels[kop]}) bovenaan, of haal deze regel weg."
            yield Melding(naam, plaats, "een boeking boven de kopregel", "alleen titels boven de kop", herstel)


def _head(blad: Bronblad, blok: Boekingbestand, titels: list[str]) -> int | None:
    if blok.kop and blok.kop in blad.regels:
        return blad.regels.index(blok.kop)
    return locate_head(blad, titels)


def _nearest(blad: Bronblad, titels: Iterable[str]) -> int:
    """The row that holds the most of the titles: the head in which something is missing."""
    gezocht = {t.casefold() for t in titels}
    tellen = [len({str(c).strip().casefold() for c in r} & gezocht) for r in blad.rijen[:60]]
    return tellen.index(max(tellen)) if tellen else 0


def read_table(tabel: Brontabel, blok: Boekingbestand) -> Gelezen:
    """The bookings in a table. Raises Invoerfout for cells that cannot be read; doubts are kept."""
    twijfels: list[Twijfel] = []
    alle = {k: c for k in KOLOMMEN if blok.title(k) and (c := tabel.column(blok.title(k))) is not None}
    delen = {k: read_amounts(alle[k], blok.decimaal) for k in (*_amount_columns(alle), "btw") if k in alle}
    bedragen = _amounts(tabel, delen, blok, twijfels)
    omkeer = -1 if blok.teken == "omgekeerd" else 1
    teken = _dc_sign(alle, len(tabel.regels)) * omkeer
    totalen = _totals(tabel, alle, bedragen, teken)
    blijft, weg = _keep(tabel, alle, bedragen, totalen, blok, twijfels)
    if not len(blijft):
        raise Invoerfout([Melding(tabel.naam, "", "geen boekingen", "ten minste één boeking onder de kopregel")])
    kolommen = {n: k.rows(blijft) for n, k in alle.items()}
    meldingen = [*_unreadable_amounts(tabel, kolommen, blok, blijft, delen), *_short(tabel, blijft)]
    if "btw" in delen:
        bedrag, btw = bedragen.centen[blijft], delen["btw"].centen[blijft]
        # In the amount or on top of it, tax is never more than what it is on; a row may hold tax alone.
        teveel = (np.abs(btw) > np.abs(bedrag)) & (bedrag != 0)
        meldingen += complain(tabel.naam, _places(tabel, blijft, blok, "btw"), kolommen["btw"], teveel, _BTW)
    tijd = read_time(kolommen, blok, len(blijft))
    for kolom, fout, verwacht in tijd.fouten:
        meldingen += complain(tabel.naam, _places(tabel, blijft, blok, kolom), kolommen[kolom], fout, verwacht)
    meldingen += _lost_codes(tabel, kolommen, blok, blijft)
    raise_if_any(meldingen)
    twijfels += [Twijfel("datumvolgorde", t, DATUMKEUZES) for t in tijd.twijfels]
    twijfels += _without_side(kolommen, blok)
    teksten = _fill_down({n: k.texts() for n, k in kolommen.items()})
    soort = _sorts(teksten, blok, len(blijft), twijfels)
    bedrag = (bedragen.centen * teken)[blijft] * _unsigned_receipts(teksten, soort, (bedragen.centen * teken)[blijft])
    return Gelezen(
        tabel,
        teksten,
        blijft,
        bedrag,
        _vat(delen, blijft, bedrag * omkeer, "dc" in kolommen or "credit" in kolommen) * omkeer,
        tijd.datum,
        tijd.boekjaar,
        soort,
        tuple(replace(w, bedrag=w.bedrag * omkeer) for w in weg),
        tuple(twijfels),
        delen,
    )


def _unreadable_amounts(
    tabel: Brontabel,
    kolommen: dict[str, Bronkolom],
    blok: Boekingbestand,
    blijft: NDArray[np.int64],
    delen: dict[str, Bedragkolom],
) -> Iterable[Melding]:
    for kolom, gelezen in delen.items():
        leeg_is_fout = _amount_columns(kolommen) == [kolom]
        fout = (gelezen.fout | gelezen.leeg if leeg_is_fout else gelezen.fout)[blijft]
        if fout.any():
            yield from complain(tabel.naam, _places(tabel, blijft, blok, kolom), kolommen[kolom], fout, BEDRAG)


def _lost_codes(
    tabel: Brontabel, kolommen: dict[str, Bronkolom], blok: Boekingbestand, blijft: NDArray[np.int64]
) -> Iterable[Melding]:
    """Cells in which a code or a gemeente stood before a sheet made an error or a rounded number of it."""
    for kolom in (k for k in (*CODES, "gemeente", "voorziening") if k in kolommen):
        fout = kolommen[kolom].take((_VERLOREN.fullmatch(str(w)) is not None for w in kolommen[kolom].waarden), bool)
        if fout.any():
            yield from complain(tabel.naam, _places(tabel, blijft, blok, kolom), kolommen[kolom], fout, CODE)


def _vat(
    delen: dict[str, Bedragkolom], blijft: NDArray[np.int64], bedrag: NDArray[np.int64], kant_apart: bool
) -> NDArray[np.int64]:
    """VAT per row in cents. Where a column says debet or credit, VAT goes with its booking. shape: (rij,)"""
    if "btw" not in delen:
        return np.zeros(len(bedrag), dtype=np.int64)
    btw = delen["btw"].centen[blijft]
    return np.where(bedrag == 0, btw, np.abs(btw) * np.sign(bedrag)) if kant_apart else btw


def _sorts(teksten: dict[str, Bronkolom], blok: Boekingbestand, rijen: int, twijfels: list[Twijfel]) -> NDArray[Any]:
    """'' for lasten, else what the row is instead. shape: (rij,)"""
    soort = _kinds(teksten, blok, rijen, twijfels)
    buiten = matches(teksten, blok.weglaten, ("grootboek", "omschrijving"), rijen)
    soort = np.where((soort == "") & buiten, BUITEN, soort)
    return np.where((soort == "") & _receipts(teksten, blok, rijen), BATE, soort)


def _looks_like_money(waarde: Any) -> bool:
    return isinstance(waarde, LegeFormule) or (isinstance(waarde, str) and _GELD.search(waarde) is not None)


def _short(tabel: Brontabel, blijft: NDArray[np.int64]) -> Iterable[Melding]:
    """A booking with fewer cells than the head has one of them in the wrong column."""
    raak = blijft[tabel.kort[blijft]]
    for rij in raak[:MAX_MELDINGEN]:
        mend = "Controleer deze regel; er ontbreekt een cel."
        yield Melding(tabel.naam, f"regel {tabel.regels[rij]}", "minder velden dan de kop", "evenveel velden", mend)
    if len(raak) > MAX_MELDINGEN:
        yield Melding(tabel.naam, "", f"nog {len(raak) - MAX_MELDINGEN} van zulke regels", "evenveel velden")


def _places(tabel: Brontabel, rijen: NDArray[np.int64], blok: Boekingbestand, kolom: str) -> Callable[[int], str]:
    return lambda rij: tabel.place(int(rijen[rij]), blok.title(kolom), kolom)


def _amount_columns(kolommen: dict[str, Bronkolom]) -> list[str]:
    return ["bedrag"] if "bedrag" in kolommen else [k for k in ("debet", "credit") if k in kolommen]


def _amounts(
    tabel: Brontabel, gelezen: dict[str, Bedragkolom], blok: Boekingbestand, twijfels: list[Twijfel]
) -> Bedragkolom:
    """One amount per row: the column bedrag, or debet less credit."""
    delen = {k: b for k, b in gelezen.items() if k != "btw"}
    waarom = next((d.twijfel for d in delen.values() if d.twijfel), "")
    if waarom and any(d.fout.any() for d in delen.values()):
        mend = 'Zet in verantwoording.toml decimaal = "," of "." bij dit bestand en verbeter de andere regels.'
        raise Invoerfout([Melding(tabel.naam, "kolom bedrag", waarom, "één schrijfwijze", mend)])
    if waarom and not blok.decimaal:
        keuzes = (("een komma is het decimaalteken", ","), ("een punt is het decimaalteken", "."))
        twijfels.append(Twijfel("decimaal", f"{waarom}. Wat is het decimaalteken?", keuzes))
    if "bedrag" in delen:
        return delen["bedrag"]
    leeg = np.logical_and.reduce([d.leeg for d in delen.values()])
    fout = np.logical_or.reduce([d.fout for d in delen.values()])
    nul = np.zeros(len(tabel.regels), dtype=np.int64)
    debet, credit = (delen[k].centen if k in delen else nul for k in ("debet", "credit"))
    if (credit < 0).any() and not (credit > 0).any() and not blok.creditkolom:
        keuzes = (
            ("het minteken is het credit: optellen bij debet", "negatief"),
            ("een correctie: aftrekken", "gewoon"),
        )
        vraag = f"kolom {blok.title('credit')!r} is overal negatief. Wat betekent het minteken?"
        twijfels.append(Twijfel("creditkolom", vraag, keuzes))
    if blok.creditkolom == "negatief":
        credit = -credit
    return Bedragkolom(debet - credit, leeg, fout)


def _totals(
    tabel: Brontabel, kolommen: dict[str, Bronkolom], bedragen: Bedragkolom, teken: NDArray[np.int64]
) -> Totalen:
    label = labelled(tabel)
    for kolom in (k for n in _amount_columns(kolommen) if not (k := kolommen[n]).kaal):
        label |= kolom.take((isinstance(w, LegeFormule) and _SOM.match(w) is not None for w in kolom.waarden), bool)
    kenmerken = [kolommen[k].filled() for k in ("datum", "stuknummer", "omschrijving", "grootboek") if k in kolommen]
    leeg = bedragen.leeg | bedragen.fout
    onvolledig = label | ~np.logical_and.reduce([*kenmerken, np.ones(len(label), dtype=bool)])
    groepen = [
        kolommen[k].texts() for k in (*CODES, "gemeente", "voorziening", "periode", "omschrijving") if k in kolommen
    ]
    teksten = {int(r): _words(tabel, int(r)) for r in np.flatnonzero(onvolledig & ~leeg)[:20_000]}
    return find_totals(bedragen.centen * teken, leeg, label, teksten, groepen, kenmerken)


def _words(tabel: Brontabel, rij: int) -> list[str]:
    """What a total may be the total of: the texts of the row, whole, without the word total, and word by word."""
    cellen = [code_text(k.waarden[k.codes[rij]]).casefold() for k in tabel.kolommen]
    uit = []
    for cel in filter(None, cellen):
        kort = re.sub(r"\W*\b(sub|eind|groot)?-?tota(al|l)\b\W*", " ", cel).strip()
        uit += [cel, kort, *kort.replace(":", " ").split()]
    return uit


def _keep(
    tabel: Brontabel,
    kolommen: dict[str, Bronkolom],
    bedragen: Bedragkolom,
    totalen: Totalen,
    blok: Boekingbestand,
    twijfels: list[Twijfel],
) -> tuple[NDArray[np.int64], list[Weggelaten]]:
    """Indices of the rows that are bookings, and what is left out."""
    weg = totalen.zeker.copy()
    if totalen.twijfel.any():
        if blok.totaalrijen == "weglaten":
            weg |= totalen.twijfel
        elif not blok.totaalrijen:
            twijfels.append(_doubtful_totals(tabel, bedragen, totalen.twijfel))
            weg |= totalen.twijfel & labelled(tabel)
    zonder = bedragen.leeg & ~weg & ~_whole_booking(tabel, kolommen, bedragen.leeg, blok)
    verborgen = tabel.verborgen & ~weg & ~zonder
    if verborgen.any() and not blok.verborgen:
        twijfels.append(_hidden(tabel, bedragen, verborgen))
    verborgen &= blok.verborgen == "weglaten"
    redenen = ((TOTAALRIJ, weg), (ZONDER_BEDRAG, zonder), (VERBORGEN, verborgen))
    lijst = [
        Weggelaten(reden, int(m.sum()), int(bedragen.centen[m].sum()), tuple(map(int, tabel.regels[m][:20])))
        for reden, m in redenen
        if m.any()
    ]
    return np.flatnonzero(~(weg | zonder | verborgen)), lijst


def _doubtful_totals(tabel: Brontabel, bedragen: Bedragkolom, twijfel: NDArray[np.bool_]) -> Twijfel:
    rijen = [f"rij {tabel.regels[i]} ({format_euros(bedragen.centen[i])})" for i in np.flatnonzero(twijfel)[:5]]
    vraag = f"{', '.join(rijen)} lijkt een totaal, maar dat is niet zeker. Weglaten of als boeking tellen?"
    return Twijfel(
        "totaalrijen", vraag, (("weglaten: het is een totaal", "weglaten"), ("tellen: het is een boeking", "tellen"))
    )


def _hidden(tabel: Brontabel, bedragen: Bedragkolom, verborgen: NDArray[np.bool_]) -> Twijfel:
    rijen = [f"rij {tabel.regels[i]} ({format_euros(bedragen.centen[i])})" for i in np.flatnonzero(verborgen)[:5]]
    vraag = f"{verborgen.sum()} verborgen rijen tellen mee: {', '.join(rijen)}. Klopt dat?"
    return Twijfel("verborgen", vraag, (("ja, tellen", "tellen"), ("nee, weglaten", "weglaten")))


def _whole_booking(
    tabel: Brontabel, kolommen: dict[str, Bronkolom], leeg: NDArray[np.bool_], blok: Boekingbestand
) -> NDArray[np.bool_]:
    """Empty ones with something of a booking beside the amount: then it is missing, or stands elsewhere."""
    uit = np.zeros(len(tabel.regels), dtype=bool)
    zonder = np.flatnonzero(leeg)
    for kolom in (k.rows(zonder) for k in tabel.kolommen):
        uit[zonder] |= kolom.each(_looks_like_money, bool)
    if "datum" in kolommen:
        uit[zonder] |= kolommen["datum"].rows(zonder).each(lambda w: is_date(w, blok.datumvolgorde), bool)
    if "stuknummer" in kolommen:
        uit[zonder] |= kolommen["stuknummer"].rows(zonder).filled()
    return uit


def _kinds(kolommen: dict[str, Bronkolom], blok: Boekingbestand, rijen: int, twijfels: list[Twijfel]) -> NDArray[Any]:
    """'' for realisatie, else the kind. shape: (rij,)"""
    if "soort" not in kolommen:
        return np.full(rijen, "", dtype=object)
    kolom = kolommen["soort"].texts()
    eigen = {k.casefold(): v for k, v in blok.soorten.items()}
    soorten = [eigen.get(str(w).casefold()) or SOORTEN.get(plain(str(w))) or "" for w in kolom.waarden]
    gebruikt = set(kolom.codes.tolist())
    if onbekend := [
        str(w) for n, (w, s) in enumerate(zip(kolom.waarden, soorten, strict=True)) if not s and n in gebruikt
    ]:
        namen = ", ".join(repr(o) for o in onbekend[:8])
        vraag = f"kolom {blok.title('soort')!r} bevat {namen}. Zijn die regels realisatie, verplichting of begroting?"
        keuzes = tuple(
            (f"alles {s}", {**blok.soorten, **dict.fromkeys(onbekend, s)})
            for s in ("realisatie", "verplichting", "begroting")
        )
        twijfels.append(Twijfel("soorten", vraag, keuzes))
    return kolom.take(("" if s in ("", REALISATIE) else s for s in soorten), object)


def _receipts(teksten: dict[str, Bronkolom], blok: Boekingbestand, rijen: int) -> NDArray[np.bool_]:
    """Rows with received money: by their account or text, or by a column that says so."""
    patronen = blok.baten
    if "baten" not in blok.model_fields_set and "grootboek" in teksten:
        patronen = usual_receipts(teksten["grootboek"])
    uit = matches(teksten, patronen, ("grootboek", "omschrijving"), rijen)
    if "lastbaat" in teksten:
        woorden = [plain(str(w)) for w in teksten["lastbaat"].waarden]
        uit |= teksten["lastbaat"].take((w in BAAT and w not in LAST for w in woorden), bool)
    return uit


def _unsigned_receipts(
    teksten: dict[str, Bronkolom], soort: NDArray[Any], bedrag: NDArray[np.int64]
) -> NDArray[np.int64]:
    """-1 for baten where a column, and no sign, tells them from lasten. shape: (rij,)"""
    bate = soort == BATE
    gelijk = "lastbaat" in teksten and bedrag[bate].sum() * bedrag[soort == ""].sum() > 0
    return np.where(bate & gelijk, -1, 1)


def matches(
    teksten: dict[str, Bronkolom], patronen: Sequence[str], kolommen: Sequence[str], rijen: int
) -> NDArray[np.bool_]:
    """Rows in which one of these columns fits one of the patterns. shape: (rij,)"""
    uit = np.zeros(rijen, dtype=bool)
    if not patronen:
        return uit
    raak = re.compile("|".join(fnmatch.translate(p.casefold()) for p in patronen)).match
    for kolom in (teksten[k] for k in kolommen if k in teksten):
        uit |= kolom.take((raak(str(w).casefold()) is not None for w in kolom.waarden), bool)
    return uit


def _dc_sign(kolommen: dict[str, Bronkolom], rijen: int) -> NDArray[np.int64]:
    """-1 for a row that the column D/C calls credit. shape: (rij,)"""
    if "dc" not in kolommen:
        return np.ones(rijen, dtype=np.int64)
    kant = kolommen["dc"].take(map(dc_side, kolommen["dc"].waarden), np.int64)
    return np.where(kant < 0, -1, 1)


def _without_side(kolommen: dict[str, Bronkolom], blok: Boekingbestand) -> Iterable[Twijfel]:
    if "dc" in kolommen:
        gebruikt = {kolommen["dc"].waarden[c] for c in set(kolommen["dc"].codes.tolist())}
        if vreemd := [str(w) or "een lege cel" for w in gebruikt if not dc_side(w)]:
            namen = ", ".join(sorted(vreemd)[:5])
            vraag = f"kolom {blok.title('dc')!r} bevat {namen}, en dat is debet noch credit. Verbeter die regels."
            yield Twijfel("kolommen.dc", vraag)


def _fill_down(kolommen: dict[str, Bronkolom]) -> dict[str, Bronkolom]:
    """A code that stands once above the rows it holds for, as a pivot table shows it, is put in each of them."""
    leeg = {n: ~kolommen[n].filled() for n in (*CODES, "gemeente", "voorziening") if n in kolommen}
    draai = [n for n in leeg if _is_pivot(kolommen[n], leeg[n])]
    uit = dict(kolommen)
    for naam, gaten in leeg.items():
        # A second code of the pivot may come back in every group, but is empty only within one.
        if naam in draai or (gaten.any() and any((leeg[n] | ~gaten).all() and not gaten[0] for n in draai)):
            laatste = np.maximum.accumulate(np.where(gaten, 0, np.arange(len(gaten))))
            uit[naam] = kolommen[naam].rows(laatste)
    return uit


def _is_pivot(kolom: Bronkolom, leeg: NDArray[np.bool_]) -> bool:
    """Whether every code stands in one row only, the first row has one, and others have none."""
    codes = kolom.codes[~leeg].tolist()
    return bool(len(leeg) and leeg.any() and not leeg[0]) and len(set(codes)) == len(codes)
