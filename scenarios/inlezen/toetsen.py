"""What the amounts themselves tell once they are read: sign, received money, VAT, unit, and doubts of the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.fouten import list_words
from finance.taal.getallen import format_euros
from scenarios.inlezen.indelen import account_patterns, usual_receipts
from scenarios.inlezen.lezen import BATE, TOTAALRIJ, VERBORGEN, Gelezen, matches
from scenarios.inlezen.voorstel import Leesvraag, Voorstel
from scenarios.inlezen.woorden import (
    CREDITNOTA,
    DUIZENDTALLEN,
    EXCLUSIEF,
    GEEN_BOEKING,
    INCLUSIEF,
    LASTREKENING,
    ONTVANGST,
    plain,
)

TEKST = "omschrijving"
KLEIN = 500_00
"""A ledger in euros of which no booking reaches this is rare; one in thousands of euros is then likely."""
TARIEVEN = (Decimal("0.21"), Decimal("0.09"), Decimal("0.06"))
_BALANS = re.compile(r"[0-3]\d{2,}|A\d|P\d")


def check_reading(voorstel: Voorstel, lezing: Gelezen, gezegd: Mapping[str, Any]) -> Voorstel:
    """The proposal, with what the first reading showed."""
    uit = voorstel.asks(*(Leesvraag(t.sleutel, t.vraag, t.keuzes) for t in lezing.twijfels))
    bedrag = lezing.bedrag
    uit = _accounts(uit, lezing, bedrag, gezegd)
    uit = _no_booking(uit, lezing, gezegd)
    gewoon = _counted(uit, lezing)
    uit = _sign(uit, lezing, bedrag, gewoon, gezegd)
    if uit.blok.teken != voorstel.blok.teken:
        bedrag = -bedrag
    uit = _received(uit, lezing, bedrag, gewoon, gezegd)
    uit = _unsigned_credit(uit, lezing, bedrag, gewoon)
    uit = _vat(uit, lezing, bedrag, gezegd)
    uit = _unit(uit, lezing, bedrag, gewoon)
    if (bedrag[gewoon] < 0).any() and not uit.blok.credit:
        uit = uit.sets(credit=True)
    return uit.notes(*_remarks(lezing))


def _counted(voorstel: Voorstel, lezing: Gelezen) -> NDArray[np.bool_]:
    """Rows that are lasten as far as known now. shape: (rij,)"""
    rijen = len(lezing.rijen)
    baten = matches(lezing.kolommen, voorstel.blok.baten, ("grootboek", "omschrijving"), rijen)
    buiten = matches(lezing.kolommen, voorstel.blok.weglaten, ("grootboek", "omschrijving"), rijen)
    return (lezing.soort == "") & ~baten & ~buiten


def _accounts(voorstel: Voorstel, lezing: Gelezen, bedrag: NDArray[np.int64], gezegd: Mapping[str, Any]) -> Voorstel:
    """Accounts of baten (8..) and of the balance sheet (0-3..) beside those of lasten (4-7..)."""
    kolom = lezing.kolommen.get("grootboek")
    if kolom is None:
        return voorstel
    codes = {str(w) for w in kolom.waarden} - {""}
    if not any(LASTREKENING.match(c) for c in codes):
        return voorstel
    baten = usual_receipts(kolom)
    balans = sorted(c for c in codes if _BALANS.match(c))
    if baten and "baten" not in gezegd:
        raak = lezing.soort == BATE
        last = lezing.soort == ""
        voorstel = voorstel.sets(baten=baten)
        if raak.any() and bedrag[raak].sum() * bedrag[last].sum() > 0:
            wat = f"Rekening {list_words(baten[:5])} lijkt van baten"
            vraag = f"{wat}, maar staat met hetzelfde teken als de lasten. Wat is het?"
            keuzes = (("baten: ontvangen", baten), ("lasten", ()))
            voorstel = voorstel.asks(Leesvraag("baten", vraag, keuzes))
    if balans and "weglaten" not in gezegd:
        vraag = f"Rekening {list_words(balans[:5])} lijkt van de balans. Tellen die regels mee als lasten?"
        keuzes = (("nee, weglaten", account_patterns(balans)), ("ja, het zijn lasten", ()))
        voorstel = voorstel.sets(weglaten=account_patterns(balans)).asks(Leesvraag("weglaten", vraag, keuzes))
    return voorstel


def _no_booking(voorstel: Voorstel, lezing: Gelezen, gezegd: Mapping[str, Any]) -> Voorstel:
    """Rows that call themselves a begroting or a verplichting, in a file without a column for the kind of row."""
    kolom = lezing.kolommen.get("omschrijving")
    if kolom is None or "weglaten" in gezegd or "soort" in lezing.kolommen:
        return voorstel
    raak = kolom.take((GEEN_BOEKING.search(str(w)) is not None for w in kolom.waarden), bool) & (lezing.soort == "")
    if not raak.any():
        return voorstel
    teksten = sorted({str(kolom.waarden[c]) for c in kolom.codes[raak]})
    weg = (*voorstel.blok.weglaten, *map(_literal, teksten))
    rijen = list_words([f"{lezing.regels[i]} ({_cell(lezing, TEKST, int(i))})" for i in np.flatnonzero(raak)[:5]])
    keuzes = (("nee, weglaten", weg), ("ja, het zijn boekingen", tuple(voorstel.blok.weglaten)))
    vraag = f"Regel {rijen} lijkt geen realisatie. Telt zij mee als last?"
    return voorstel.sets(weglaten=weg).asks(Leesvraag("weglaten", vraag, keuzes))


def _sign(
    voorstel: Voorstel, lezing: Gelezen, bedrag: NDArray[np.int64], gewoon: NDArray[np.bool_], gezegd: Mapping[str, Any]
) -> Voorstel:
    """Lasten with a minus: certain when baten stand beside them with a plus, else asked."""
    lasten = bedrag[gewoon]
    if "teken" in gezegd or not len(lasten):
        return voorstel
    negatief = (lasten < 0).sum()
    if lasten.sum() >= 0 and negatief * 2 <= (lasten != 0).sum():
        return voorstel
    baten = bedrag[~gewoon & _is_receipt(voorstel, lezing)]
    keuzes = (("omgekeerd: lasten staan met een minus", "omgekeerd"), ("gewoon: lasten staan zonder minus", "gewoon"))
    meeste = negatief * 2 > (lasten != 0).sum()
    if meeste and lasten.sum() < 0:
        voorstel = voorstel.sets(teken="omgekeerd")
        if len(baten) and baten.sum() > 0:
            return voorstel.notes("Lasten staan met een minus en baten met een plus; het teken is omgekeerd gelezen.")
    som = format_euros(int(lasten.sum()))
    vraag = f"{negatief} van {len(lasten)} regels zijn negatief; het totaal is {som}. Staan lasten met een minus?"
    return voorstel.asks(Leesvraag("teken", vraag, keuzes))


def _is_receipt(voorstel: Voorstel, lezing: Gelezen) -> NDArray[np.bool_]:
    raak = matches(lezing.kolommen, voorstel.blok.baten, ("grootboek", "omschrijving"), len(lezing.rijen))
    return (lezing.soort == BATE) | ((lezing.soort == "") & raak)


def _received(
    voorstel: Voorstel, lezing: Gelezen, bedrag: NDArray[np.int64], gewoon: NDArray[np.bool_], gezegd: Mapping[str, Any]
) -> Voorstel:
    """Negative bookings that may be received money and no credit notes: by text, or larger than what they credit."""
    if "baten" in gezegd or "credit" in gezegd:
        return voorstel
    minus = np.flatnonzero((bedrag < 0) & gewoon).tolist()
    if not len(minus) or len(minus) == gewoon.sum():
        return voorstel
    groep = _groups(lezing)
    plus = np.bincount(groep, weights=np.where((bedrag > 0) & gewoon, bedrag, 0))
    verdacht = [i for i in minus if ONTVANGST.search(_text(lezing, i)) or -bedrag[i] > plus[groep[i]]]
    if not verdacht:
        return voorstel
    rijen = [
        f"regel {lezing.regels[i]} ({', '.join(filter(None, (format_euros(int(bedrag[i])), _cell(lezing, TEKST, i))))})"
        for i in verdacht[:5]
    ]
    rest = f" en {len(verdacht) - 5} andere" if len(verdacht) > 5 else ""
    patronen = tuple(sorted({p for i in verdacht if (p := _cell(lezing, TEKST, i))}))
    eigen = tuple(voorstel.blok.baten)
    keuzes: tuple[tuple[str, Any], ...] = (("creditnota's: van de lasten af", eigen),)
    if patronen and not _also_lasten(lezing, patronen, bedrag):
        keuzes = (("ontvangen: apart houden", (*eigen, *map(_literal, patronen))), *keuzes)
        voorstel = voorstel.sets(baten=(*eigen, *map(_literal, patronen)))
    vraag = f"Is {', '.join(rijen)}{rest} ontvangen geld (een bate), of een creditnota?"
    return voorstel.asks(Leesvraag("baten", vraag, keuzes))


def _unsigned_credit(
    voorstel: Voorstel, lezing: Gelezen, bedrag: NDArray[np.int64], gewoon: NDArray[np.bool_]
) -> Voorstel:
    """Bookings that are called credit notes and stand with a plus: their sign may stand elsewhere."""
    if voorstel.blok.creditnotas:
        return voorstel
    raak = np.zeros(len(bedrag), dtype=bool)
    for kolom in (lezing.kolommen[k] for k in (TEKST, "soort") if k in lezing.kolommen):
        raak |= kolom.take((CREDITNOTA.match(str(w)) is not None for w in kolom.waarden), bool) & gewoon
    fout = np.flatnonzero(raak & (bedrag > 0)).tolist()
    if not fout:
        return voorstel
    rijen = list_words([f"{lezing.regels[i]} ({_cell(lezing, TEKST, i)})" for i in fout[:5]])
    vraag = f"Regel {rijen} heet een creditnota, maar heeft geen minteken. Klopt het teken?"
    return voorstel.asks(Leesvraag("creditnotas", vraag, (("ja, het bedrag klopt", "positief"),)))


def _literal(tekst: str) -> str:
    return re.sub(r"([\[])", "[[]", tekst)


def _also_lasten(lezing: Gelezen, patronen: tuple[str, ...], bedrag: NDArray[np.int64]) -> bool:
    kolom = lezing.kolommen["omschrijving"]
    return bool((kolom.take((w in patronen for w in kolom.waarden), bool) & (bedrag > 0)).any())


def _groups(lezing: Gelezen) -> NDArray[np.int64]:
    """One number per kostenplaats, project and account together. shape: (rij,)"""
    uit = np.zeros(len(lezing.rijen), dtype=np.int64)
    for naam in ("kostenplaats", "project", "grootboek"):
        if naam in lezing.kolommen:
            uit = np.unique(uit * 1_000_003 + lezing.kolommen[naam].codes, return_inverse=True)[1]
    return uit


def _cell(lezing: Gelezen, kolom: str, rij: int) -> str:
    if kolom not in lezing.kolommen:
        return ""
    return str(lezing.kolommen[kolom].waarden[lezing.kolommen[kolom].codes[rij]])


def _text(lezing: Gelezen, rij: int) -> str:
    return " ".join(_cell(lezing, k, rij) for k in ("omschrijving", "grootboek", "crediteur", "kostenplaats"))


def _vat(voorstel: Voorstel, lezing: Gelezen, bedrag: NDArray[np.int64], gezegd: Mapping[str, Any]) -> Voorstel:
    """Whether VAT is in the amount: the title says it, or the arithmetic does."""
    if "bedrag" in gezegd:
        return voorstel
    titel = plain(voorstel.blok.kolommen.get("bedrag", ""))
    keuzes = (("exclusief: de btw komt erbij", "exclusief"), ("inclusief: de btw zit erin", "inclusief"))
    if "btw" not in lezing.kolommen:
        if not INCLUSIEF.search(titel):
            return voorstel
        vraag = "De bedragen zijn inclusief btw, maar het bestand heeft geen kolom met btw. Tellen zij heel als last?"
        return voorstel.asks(Leesvraag("bedrag", vraag, (("ja, heel tellen", "inclusief"),)))
    btw = lezing.btw if voorstel.blok.teken == "gewoon" else -lezing.btw
    if not btw.any() or EXCLUSIEF.search(titel) or INCLUSIEF.search(titel):
        return voorstel
    exclusief, inclusief = (_fits(bedrag, btw, deel) for deel in (lambda r: r, lambda r: r / (1 + r)))
    if exclusief and not inclusief:
        return voorstel
    if inclusief:
        voorstel = voorstel.sets(bedrag="inclusief")
    wat = (
        "De btw past bij bedragen inclusief btw"
        if inclusief
        else "Uit de cijfers blijkt niet of de btw in het bedrag zit"
    )
    kolom = voorstel.blok.kolommen["btw"]
    return voorstel.asks(Leesvraag("bedrag", f"{wat} (kolom {kolom!r}). Is het bedrag inclusief of exclusief?", keuzes))


def _fits(bedrag: NDArray[np.int64], btw: NDArray[np.int64], deel: Any) -> bool:
    """Whether every VAT amount is that part of its booking at one of the rates, to the cent."""
    raak = btw != 0
    goed = np.zeros(int(raak.sum()), dtype=bool)
    for tarief in TARIEVEN:
        goed |= np.abs(bedrag[raak] * float(deel(tarief)) - btw[raak]) < 1.51
    return bool(goed.all())


def _unit(voorstel: Voorstel, lezing: Gelezen, bedrag: NDArray[np.int64], gewoon: NDArray[np.bool_]) -> Voorstel:
    """Thousands of euros do not belong in a ledger; the file says so, or its amounts are too small."""
    if voorstel.blok.eenheid:
        return voorstel
    tekst = " ".join([*lezing.tabel.boven, *lezing.tabel.titels])
    hoogste = int(np.abs(bedrag[gewoon]).max()) if gewoon.any() else 0
    gezegd = DUIZENDTALLEN.search(tekst)
    if not gezegd and not (0 < hoogste < KLEIN):
        return voorstel
    waarom = (
        f"Boven de tabel staat {gezegd[0].strip()!r}" if gezegd else f"Het hoogste bedrag is {format_euros(hoogste)}"
    )
    vraag = (
        f"{waarom}. Zijn dit euro's? Bedragen x 1.000 kunnen niet worden ingelezen: exporteer in hele euro's en centen."
    )
    return voorstel.asks(Leesvraag("eenheid", vraag, (("ja, euro's", "euro"),)))


def _remarks(lezing: Gelezen) -> Iterator[str]:
    for weg in lezing.weggelaten:
        if weg.reden == TOTAALRIJ:
            yield f"{weg.aantal} totaalrijen sluiten aan op de regels en tellen niet mee (rij {_rows(weg.regels)})."
        elif weg.reden == VERBORGEN:
            yield f"{weg.aantal} verborgen rijen zijn weggelaten (rij {_rows(weg.regels)})."
    if "stuknummer" in lezing.kolommen:
        kolom = lezing.kolommen["stuknummer"]
        tellen = np.bincount(kolom.codes, minlength=len(kolom.waarden))
        vaker = [str(w) for w, n in zip(kolom.waarden, tellen, strict=True) if n > 1 and w != ""]
        if vaker and len(vaker) <= 20:
            yield f"Stuknummer {list_words(vaker[:5])} komt vaker voor; iedere regel die verschilt, telt."


def _rows(regels: tuple[int, ...]) -> str:
    return list_words([str(r) for r in regels[:8]])
