"""The jaarrekening of a closed year: primitief, na wijziging, rekening and verschil, and the balances of the SPUK."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from finance.balans import Verlooppost
from finance.fouten import list_words
from finance.jaarrekening import Jaarrekening
from finance.verschil import Effecten, total
from reports.grond.profiel import Profiel
from reports.pc.besluiten import EERSTE_JAAR, amendment_chapter, lacks_budget, lacks_months, lacks_realisation
from reports.pc.definities import SALDO_NOOT, definition_chapter, of_books
from reports.pc.delen import (
    CORRECTIE,
    FONDS,
    GEMEENTEFONDS,
    LASTEN,
    LASTENPOSTEN,
    SALDO,
    TAAKVELDEN,
    Wie,
    budget_rows,
    money,
    number,
    origin,
    saldo_phrase,
    simple_table,
)
from reports.pc.incidenteel import incidental_chapter
from reports.pc.rechtmatigheid import legality_chapter, weigh
from reports.pc.trefzekerheid import accuracy_chapter
from reports.pc.verklaring import UITLEG, Verklaring, counts_words, lasten_waterfall, split_baten
from reports.tabel.stuk import Hoofdstuk, Stuk
from reports.tabel.tabel import LEEG, Centen, Tabel, cents_table, column, line
from scenarios.boeken.begroting import POSTEN, Bedrag, Begroting
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening
from scenarios.boeken.prognose import split_difference
from scenarios.boeken.realisatie import Rekening, realised
from scenarios.engine.result import Result
from scenarios.regiomap.feiten import DEFINITIEF
from scenarios.regiomap.regio import Regio
from scenarios.waarheid.signalen import find_signals

REGELINGEN = {"spuk": "SPUK inburgeringsvoorzieningen", "spuk_onderwijsroute": "SPUK onderwijsroute"}
VORIG, PRIMITIEF, WIJZIGING, REKENING = range(4)
"""Columns of the main table; after them the difference."""


@dataclass(frozen=True)
class Rekeningjaren:
    """What the piece of a closed year rests on, beside the begroting."""

    rekening: Rekening
    vorig: Rekening | None
    """The books of the year before, when it has any"""
    laatste: date | None
    """Day of the last booking"""
    heel: Result | None
    """Expected values of the year with the people who came, for the units behind its lasten; None: not to be made"""


def build_jaarrekening(
    regio: Regio, wie: Wie, jaar: int, begroting: Begroting, boeken: Rekeningjaren, profiel: Profiel
) -> Stuk:
    """The piece of a closed year; no forecast is needed."""
    rekening = boeken.rekening
    keuze = profiel.kolommen.jaarrekening
    vergeleken = WIJZIGING if "na_wijziging" in keuze or "verschil" not in keuze else PRIMITIEF
    tabel = _compared(wie, jaar, begroting, boeken, vergeleken)
    waarden = {r.kop: w[1:] for r, w in zip(tabel.rijen, tabel.values(), strict=True)}
    saldo, lasten = waarden[SALDO], waarden[LASTEN]
    rekeningen = [g for g in rekening.verantwoording.gemeenten if g.gemeente.code in wie.codes]
    return Stuk(
        naam=f"jaarrekening-{jaar}",
        titel=f"Jaarrekening {jaar} inburgering, {wie.naam}",
        ondertitel="Begroting, rekening en balansposten van de SPUK",
        let_op=rekening.toelichting,
        antwoord=_answer(jaar, lasten[REKENING], saldo[REKENING]),
        hoofdstukken=(
            *_to_look_at(rekening, wie),
            Hoofdstuk("Hoe is het jaar afgesloten?", _year_words(jaar, waarden), (tabel.choose(keuze),)),
            *_why_chapter(wie, jaar, begroting, boeken, waarden, profiel),
            *_legality(wie, jaar, begroting, boeken, profiel),
            incidental_chapter(begroting, rekening, wie, jaar, (saldo[PRIMITIEF], saldo[WIJZIGING], saldo[REKENING])),
            *_last_year_chapter(jaar, tabel, profiel),
            *_definitions(jaar, saldo[REKENING], [r.jaar for g in rekeningen for r in g.regelingen]),
            Hoofdstuk(
                "Wat staat er op de balans?",
                tuple(_balance(rekeningen)),
                tuple(movement_tables(rekeningen, jaar, wie)),
            ),
            Hoofdstuk("Hoe is de SPUK afgerekend?", tuple(_grounds(rekeningen)), (_settlement(rekeningen),)),
            *accuracy_chapter(regio, wie, jaar),
            *amendment_chapter(begroting, wie, jaar),
        ),
        herkomst=origin(regio, None),
        vingerafdrukken=tuple(regio.hashes.items()),
        ontbreekt=(
            *lacks_months(boeken.laatste, jaar),
            *lacks_budget(begroting, wie, jaar),
            *lacks_realisation(begroting, wie, jaar),
        ),
    )


def _compared(wie: Wie, jaar: int, begroting: Begroting, boeken: Rekeningjaren, vergeleken: int) -> Tabel:
    """Last year, begroting and rekening side by side; vergeleken: number of the column that is compared with."""

    def cells(post: str) -> list[Centen]:
        vorig = realised(begroting, boeken.vorig, jaar - 1, wie.codes, post)
        return [
            LEEG if vorig is None and jaar - 1 < EERSTE_JAAR else vorig,
            begroting.original(jaar, wie.codes, post),
            begroting.amended(jaar, wie.codes, post),
            realised(begroting, boeken.rekening, jaar, wie.codes, post),
        ]

    eerder = boeken.vorig.correction(wie.codes) if boeken.vorig else 0
    return cents_table(
        f"Jaarrekening {jaar}, {wie.naam}",
        (
            column(f"Rekening {jaar - 1}", "vorig_jaar"),
            column("Begroting primitief", "primitief"),
            column("Begroting na wijziging", "na_wijziging"),
            column(f"Rekening {jaar}", "rekening"),
            column("Verschil", "verschil", verschil=(vergeleken, REKENING)),
        ),
        budget_rows(
            cells,
            lambda post: begroting.mark(jaar, wie.codes, post),
            correctie=[eerder, 0, 0, boeken.rekening.correction(wie.codes)],
        ),
        (TAAKVELDEN, SALDO_NOOT["B"], "SPUK: de bate volgt de lasten; wat overblijft staat op de balans."),
        "Taakveld en post",
    )


def _year_words(jaar: int, waarden: Mapping[str, Sequence[Centen]]) -> tuple[str, ...]:
    """Lasten and saldo beside those of the year before, where both are known."""
    zinnen = []
    for label, kop, woorden in (
        (LASTEN, "De lasten zijn", ("hoger", "lager")),
        (SALDO, "Het saldo is", ("beter", "slechter")),
    ):
        vorig, nu = waarden[label][VORIG], waarden[label][REKENING]
        if isinstance(vorig, int) and isinstance(nu, int):
            zinnen.append(f"{kop} {money(abs(nu - vorig))} {woorden[nu < vorig]} dan in {jaar - 1}.")
    return tuple(zinnen)


def _definitions(jaar: int, saldo: Centen, rekeningen: Sequence[Jaarrekening]) -> list[Hoofdstuk]:
    """Which saldo this is; nothing without one."""
    if not isinstance(saldo, int):
        return []
    return [definition_chapter("B", ((str(jaar), of_books(saldo, rekeningen)),))]


def _why_chapter(
    wie: Wie,
    jaar: int,
    begroting: Begroting,
    boeken: Rekeningjaren,
    waarden: Mapping[str, Sequence[Centen]],
    profiel: Profiel,
) -> list[Hoofdstuk]:
    """Every difference with the begroting na wijziging by driver; nothing where one of both is not known."""
    verklaring = explain_year(wie, jaar, begroting, boeken, waarden)
    if verklaring is None:
        return []
    lasten = total(verklaring.lasten.values())
    figuren = (
        [lasten_waterfall(jaar, number(waarden[LASTEN][WIJZIGING]), lasten, "Rekening")] if any(lasten.delen) else []
    )
    return [
        Hoofdstuk(
            "Waardoor wijkt de rekening af van de begroting na wijziging?",
            (
                *verklaring.sentences(100 * profiel.toelichten_vanaf),
                UITLEG,
                counts_words(begroting, wie.codes, [*verklaring.lasten], date(jaar, 12, 31)),
            ),
            (verklaring.table(f"Van begroting na wijziging naar rekening {jaar}: effect op het saldo"),),
            tuple(figuren),
        )
    ]


def explain_year(
    wie: Wie, jaar: int, begroting: Begroting, boeken: Rekeningjaren, waarden: Mapping[str, Sequence[Centen]]
) -> Verklaring | None:
    """The difference of every post with the begroting na wijziging, by driver; None where one of both is not known."""
    if not all(isinstance(waarden[SALDO][k], int) for k in (WIJZIGING, REKENING)):
        return None
    posten = [p for p in POSTEN.values() if p.label in waarden and p.naam != GEMEENTEFONDS]
    van, naar = (
        {p.naam: number(waarden[p.label][k]) for p in posten if p.aard == "lasten"} for k in (WIJZIGING, REKENING)
    )
    lasten = split_difference(begroting, wie.codes, boeken.heel, date(jaar, 12, 31), van, naar)
    if later := boeken.rekening.correction(wie.codes):
        lasten[CORRECTIE] = Effecten(vast=later)
    labels = {p.naam: p.label for p in posten if p.aard == "baten"} | {GEMEENTEFONDS: FONDS}
    verschil = {
        post: number(waarden[label][REKENING]) - number(waarden[label][WIJZIGING]) for post, label in labels.items()
    }
    return Verklaring(lasten, split_baten(lasten, verschil, {}))


def _legality(wie: Wie, jaar: int, begroting: Begroting, boeken: Rekeningjaren, profiel: Profiel) -> list[Hoofdstuk]:
    """Overspending by kind; nothing where a gemeente entered no begroting, or no realisation of a post."""

    def decided(code: str, post: str) -> Bedrag:
        return begroting.amended(jaar, (code,), post)

    def spent(code: str, post: str) -> Bedrag:
        return realised(begroting, boeken.rekening, jaar, (code,), post)

    def volume(code: str) -> dict[str, int]:
        paren = {p.naam: (decided(code, p.naam), spent(code, p.naam)) for p in LASTENPOSTEN}
        van, naar = ({n: number(paar[k]) for n, paar in paren.items()} for k in (0, 1))
        effecten = split_difference(begroting, (code,), boeken.heel, date(jaar, 12, 31), van, naar)
        return {n: int(e.volume) for n, e in effecten.items()}

    toetsingen = weigh(
        wie.codes,
        decided,
        spent,
        {code: volume(code) for code in wie.codes},
        lambda code: boeken.rekening.correction((code,)),
        profiel,
    )
    return [] if toetsingen is None else [legality_chapter(toetsingen, wie.regio)]


def _last_year_chapter(jaar: int, tabel: Tabel, profiel: Profiel) -> list[Hoofdstuk]:
    """Every post beside the year before, and the large differences in words; nothing without the year before."""
    rijen = tabel.values()
    if not any(isinstance(w[1 + VORIG], int) and w[1 + VORIG] for w in rijen):
        return []
    anders = sorted(
        (
            (w[1 + REKENING] - w[1 + VORIG], r)
            for r, w in zip(tabel.rijen, rijen, strict=True)
            if not r.totaal and isinstance(w[1 + VORIG], int) and isinstance(w[1 + REKENING], int)
        ),
        key=lambda paar: -abs(paar[0]),
    )
    drempel = 100 * profiel.toelichten_vanaf
    delen = [
        f"{r.kop} {money(abs(verschil))} {'meer' if verschil > 0 else 'minder'} {r.aard}"
        for verschil, r in anders
        if abs(verschil) >= drempel
    ]
    zin = f"Geen post wijkt ten minste {money(drempel)} af van {jaar - 1}."
    if delen:
        zin = f"Ten opzichte van {jaar - 1}: {list_words(delen)}."
    naast = tabel.choose(("vorig_jaar", "rekening"))
    vergeleken = replace(
        naast,
        titel=f"Rekening {jaar} naast {jaar - 1}",
        kolommen=(*naast.kolommen, replace(column("Verschil"), verschil=(1, 2))),
        rijen=tuple(replace(r, cellen=(*r.cellen, None)) for r in naast.rijen),
        opmerkingen=(),
    )
    return [Hoofdstuk(f"Wat is er anders dan in {jaar - 1}?", (zin,), (vergeleken,))]


def _to_look_at(rekening: Rekening, wie: Wie) -> list[Hoofdstuk]:
    """What must be looked at before these figures go out; no chapter without any."""
    v = rekening.verantwoording
    signalen = [s.tekst for s in find_signals(v) if s.code in ("", *wie.codes)]
    if not v.invoer.outside_totals(v.jaar):
        signalen.append("Er is geen totaal van buiten de boekingen: of ze volledig zijn, is niet getoetst.")
    return [Hoofdstuk("Wat moet eerst worden uitgezocht?", tuple(signalen), ())] if signalen else []


def _answer(jaar: int, lasten: Centen, saldo: Centen) -> str:
    if isinstance(lasten, int) and isinstance(saldo, int):
        return f"{jaar} sluit met {money(lasten)} aan lasten en {saldo_phrase(saldo)} in de boeken."
    return f"De lasten van de SPUK over {jaar} zijn bekend; voor het saldo zijn nog cijfers nodig."


def movement_table(titel: str, rijen: Sequence[tuple[str, Verlooppost]], naar: str, af: str) -> Tabel:
    """begin | bij | af | eind (BBV art. 52a, mirrored for art. 40a); with more than one row a total."""
    regels = [line(label, "stand", (v.begin, v.bij, v.af)) for label, v in rijen]
    if len(regels) > 1:
        regels.append(line("Totaal", "stand", (), tuple((i, 1) for i in range(len(regels)))))
    return cents_table(
        titel,
        (
            column("Beginsaldo 1-1"),
            column(naar),
            column(af),
            column("Eindsaldo 31-12", som=((0, 1), (1, 1), (2, -1))),
        ),
        tuple(regels),
        eerste_kop="Uitkering",
    )


def movement_tables(rekeningen: Sequence[Gemeenterekening], jaar: int, wie: Wie) -> list[Tabel]:
    """Overlopende passiva and what is still to come, per uitkering; what must go back when there is any."""

    def rows(kies: Callable[[Jaarrekening], Verlooppost]) -> list[tuple[str, Verlooppost]]:
        return [
            (f"{g.gemeente.naam}: {REGELINGEN[r.regeling]}" if wie.regio else REGELINGEN[r.regeling], kies(r.jaar))
            for g in rekeningen
            for r in g.regelingen
        ]

    uit = [
        movement_table(
            f"Vooruit ontvangen van het Rijk {jaar}, overlopende passiva (BBV art. 49 en 52a)",
            rows(lambda j: j.passief),
            "Ontvangen",
            "Vrijgevallen of terugbetaald",
        ),
        movement_table(
            f"Nog te ontvangen van het Rijk {jaar}, overlopende activa (BBV art. 40a)",
            rows(lambda j: j.vordering),
            "Voorgefinancierd",
            "Ontvangen",
        ),
    ]
    schuld = rows(lambda j: j.schuld)
    if any(v.begin or v.bij or v.af for _, v in schuld):
        uit.append(movement_table(f"Terug te betalen aan het Rijk {jaar}", schuld, "Toevoegingen", "Betaald"))
    return uit


def _accounts(rekeningen: Sequence[Gemeenterekening], regeling: str) -> list[Regelingrekening]:
    return [r for g in rekeningen for r in g.regelingen if r.regeling == regeling]


def _balance(rekeningen: Sequence[Gemeenterekening]) -> list[str]:
    alle = [r.jaar for g in rekeningen for r in g.regelingen]
    passief, vordering, schuld = (sum(getattr(j, n).eind for j in alle) for n in ("passief", "vordering", "schuld"))
    open_ = f", en {money(vordering)} als nog te ontvangen" if vordering else ""
    zinnen = [f"Op 31 december staat {money(passief)} SPUK als vooruit ontvangen bedrag op de balans{open_}."]
    if schuld:
        zinnen.append(f"Daarnaast moet nog {money(schuld)} terug naar het Rijk{_grown(alle)}.")
    doorgeschoven = sum(j.doorgeschoven_eind for j in alle)
    if doorgeschoven:
        zinnen.append(f"{money(doorgeschoven)} aan lasten is doorgeschoven naar een volgend jaar (art. 10.6).")
    return zinnen


def _grown(alle: Sequence[Jaarrekening]) -> str:
    """What made the debt to the Rijk grow this year: the settlement shows but one of both causes."""
    terug = sum(j.terug_te_betalen for j in alle)
    voorschot = sum(j.schuld.bij for j in alle) - terug
    oorzaken = [
        f"{money(bedrag)} {waarom}"
        for bedrag, waarom in (
            (voorschot, "omdat het voorschot hoger was dan de uitkering"),
            (terug, "dat niet mee mag naar een volgend jaar"),
        )
        if bedrag > 0
    ]
    return f"; daarvan kwam er dit jaar bij: {list_words(oorzaken)}" if oorzaken else ""


def _grounds(rekeningen: Sequence[Gemeenterekening]) -> list[str]:
    bronnen = sorted({r.grondslag for r in _accounts(rekeningen, "spuk")})
    zinnen = [f"Grondslag van de uitkering: {list_words(bronnen)}."]
    if bronnen != [DEFINITIEF]:
        zinnen.append("Een definitieve beschikking die anders is, wordt een correctie in het jaar waarin zij komt.")
    return zinnen


def _settlement(rekeningen: Sequence[Gemeenterekening]) -> Tabel:
    posten = (
        ("Meegenomen uit vorig jaar", "reservering_begin"),
        ("Uitkering over dit jaar", "uitkering"),
        ("Correctie op de uitkering van eerdere jaren", "correctie_uitkering"),
        ("Doorgeschoven lasten uit vorig jaar", "doorgeschoven_begin"),
        ("Lasten", "lasten"),
        ("Mee te nemen naar volgend jaar", "reservering_eind"),
        ("Terug te betalen aan het Rijk", "terug_te_betalen"),
        ("Door te schuiven lasten", "doorgeschoven_eind"),
        ("Eigen lasten: niet gedekt door de uitkering", "eigen_lasten"),
    )
    regelingen = [n for n in REGELINGEN if _accounts(rekeningen, n)]
    return simple_table(
        "Afrekening van de uitkering",
        [REGELINGEN[n] for n in regelingen],
        [
            (label, "stand", [sum(getattr(r.jaar, veld) for r in _accounts(rekeningen, n)) for n in regelingen])
            for label, veld in posten
        ],
        "Meegenomen + uitkering + correctie - doorgeschoven - lasten = mee te nemen + terug te betalen - door te "
        "schuiven - eigen lasten. Een voorschot boven de uitkering gaat ook terug: dat staat op de balans, niet hier.",
    )
