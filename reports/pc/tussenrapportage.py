"""The tussenrapportage: booked so far, forecast of the rest, the expectation of the year with its band, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance.fouten import Melding, list_words
from finance.taal.getallen import format_date
from finance.verschil import Effecten, total
from reports.grond.profiel import Profiel
from reports.pc.besluiten import Bijstelling, adjustment_chapter, amendment_chapter, ask, lacks_budget
from reports.pc.definities import SALDO_NOOT, Saldostand, definition_chapter
from reports.pc.delen import (
    BATEN,
    CORRECTIE,
    FONDS,
    GEMEENTEFONDS,
    LASTEN,
    LASTENPOSTEN,
    ONDERWIJS,
    SALDO,
    SPUK,
    TAAKVELDEN,
    Wie,
    budget_rows,
    cents,
    money,
    number,
    origin,
    saldo_phrase,
    simple_table,
)
from reports.pc.trefzekerheid import accuracy_chapter
from reports.pc.verklaring import (
    UITLEG,
    UITLEG_DOORGESCHOVEN,
    Verklaring,
    counts_words,
    lasten_waterfall,
    split_baten,
)
from reports.tabel.stuk import Hoofdstuk, Stuk
from reports.tabel.tabel import LEEG, PM, Centen, Tabel, cents_table, column
from scenarios.boeken.begroting import INBURGERAARS, POSTEN, UITVOERING, Begroting
from scenarios.boeken.prognose import Afwikkeling, Prognose, split_difference
from scenarios.regiomap.regio import Regio

BEGROOT, GEBOEKT, REST, VERWACHT = range(4)
"""Columns of the main table; after them the three percentiles and the difference."""


@dataclass(frozen=True)
class _Cijfers:
    """The amounts behind the main table, per post and in cents."""

    wie: Wie
    begroting: Begroting
    prognose: Prognose
    afwikkeling: tuple[Afwikkeling, ...]

    def booked(self, post: str) -> Centen:
        """What no booking of a SPUK tells and was not entered either is PM: its forecast is of the whole year.

        Uitvoeringslasten are what was entered, with what a SPUK paid of them on top, as in `realisatie.realised`.
        """
        if post not in (UITVOERING, GEMEENTEFONDS):
            return self.prognose.boeken.post(self.wie.codes, post)
        ingevoerd = self.begroting.realised(self.prognose.jaar, self.wie.codes, post, self.prognose.tot)
        if not isinstance(ingevoerd, int):
            return PM
        return ingevoerd + (self.prognose.boeken.post(self.wie.codes, post) if post == UITVOERING else 0)

    @property
    def correction(self) -> int:
        return self.prognose.boeken.correction(self.wie.codes)

    @property
    def passed_on(self) -> int:
        """What the SPUK onderwijsroute cannot pay and the other SPUK does."""
        return sum(self.prognose.pass_on(code) for code in self.wie.codes)

    def shifted(self, post: str) -> int:
        """What a SPUK covers of last year's lasten, less what it leaves of this year's."""
        if post == "spuk":
            return sum(a.doorgeschoven_begin - int(a.stap.doorgeschoven) for a in self.afwikkeling)
        return sum(self.prognose.shift_onderwijsroute(code) for code in self.wie.codes) if post == ONDERWIJS else 0

    @property
    def carried(self) -> tuple[int, int]:
        """Lasten that a SPUK still had to cover when the year began and when it ends."""
        begin, eind = zip(*(self.prognose.carried(code) for code in self.wie.codes), strict=True)
        return sum(begin), sum(eind)

    def ahead(self, post: str) -> int:
        """What is still to come after the day; a SPUK covers no more than it has (`finance.neutraliteit.own_saldo`)."""
        heel, rest = (self.wie.part(r) for r in (self.prognose.heel, self.prognose.rest))
        nummer = self.prognose.nummer
        if post == "spuk":
            return cents(rest.value("besteding", nummer)) + self.passed_on + self.shifted(post)
        if post == ONDERWIJS:
            return cents(rest.value("lasten_onderwijsroute", nummer)) - self.passed_on + self.shifted(post)
        if post == GEMEENTEFONDS:
            if self.booked(post) != PM and (self.prognose.tot.month, self.prognose.tot.day) == (12, 31):
                return 0
            return cents(heel.value(post, nummer)) - number(self.booked(post))
        return self.prognose.ahead(heel if self.booked(post) == PM else rest, post)

    def cells(self, post: str) -> list[Centen]:
        """The row of one post in the main table."""
        geboekt = self.booked(post)
        band = None
        if POSTEN[post].aard == "lasten" and geboekt != PM:
            band = self.prognose.band(self.wie.part(self.prognose.rest), post, number(geboekt))
        begroot = self.begroting.amended(self.prognose.jaar, self.wie.codes, post, self.prognose.tot)
        return [begroot, geboekt, self.ahead(post), LEEG, *(band or (LEEG,) * 3), LEEG]

    def correction_cells(self) -> list[Centen]:
        """Lasten of earlier years: certain, and not in the begroting."""
        return [0, self.correction, 0, LEEG, *[self.correction] * 3, LEEG]

    def total_cells(self, rij: str) -> list[Centen]:
        """The band of all lasten; of baten and saldo none is given."""
        if rij != "lasten":
            return [LEEG] * 8
        rest = self.wie.part(self.prognose.rest)
        vast = sum(number(self.booked(p.naam)) for p in LASTENPOSTEN) + self.correction
        if self.booked(UITVOERING) != PM:
            return [*(LEEG,) * 4, *self.prognose.spread(rest, "lasten", vast), LEEG]
        if rest.value("lasten_onderwijsroute", self.prognose.nummer):
            return [LEEG] * 8
        # The whole year of uitvoering as expected, beside the band of the SPUK.
        return [*(LEEG,) * 4, *self.prognose.spread(rest, "besteding", vast + self.ahead(UITVOERING)), LEEG]


def build_tussenrapportage(
    regio: Regio, wie: Wie, begroting: Begroting, prognose: Prognose, profiel: Profiel, let_op: str
) -> Stuk:
    """The piece of a running year up to and including a day."""
    jaar, tot = prognose.jaar, prognose.tot
    cijfers = _Cijfers(wie, begroting, prognose, tuple(prognose.settle(code) for code in wie.codes))
    tabel = _main_table(cijfers)
    waarden = {r.kop: w[1:] for r, w in zip(tabel.rijen, tabel.values(), strict=True)}
    stand = Saldostand(number(waarden[SALDO][VERWACHT]), *cijfers.carried)
    return Stuk(
        naam=f"tussenrapportage-{tot:%Y-%m-%d}",
        titel=f"Tussenrapportage {jaar} inburgering, {wie.naam}",
        ondertitel=f"Boekingen tot en met {format_date(tot)}, raming van de rest; scenario {prognose.heel.scenario}",
        let_op=let_op,
        antwoord=_answer(wie, jaar, waarden),
        hoofdstukken=(
            Hoofdstuk(
                "Waar staan we en waar komen we uit?",
                tuple(_course(cijfers, waarden)),
                (tabel.choose(profiel.kolommen.tussenrapportage),),
            ),
            *_split_chapter(cijfers, waarden, 100 * profiel.toelichten_vanaf),
            Hoofdstuk("Wat betekent dat voor de SPUK?", tuple(_spuk_words(cijfers)), (_spuk_table(cijfers),)),
            *adjustment_chapter(jaar, _adjustments(cijfers, waarden)),
            definition_chapter("A", ((str(jaar), stand),)),
            *accuracy_chapter(regio, wie, jaar - 1),
            *amendment_chapter(begroting, wie, jaar, tot),
        ),
        herkomst=origin(regio, prognose.heel),
        vingerafdrukken=tuple(regio.hashes.items()),
        ontbreekt=tuple(_missing(cijfers)),
    )


def _main_table(cijfers: _Cijfers) -> Tabel:
    jaar, tot, wie = cijfers.prognose.jaar, cijfers.prognose.tot, cijfers.wie
    return cents_table(
        f"Tussenrapportage {jaar} tot en met {format_date(tot)}, {wie.naam}",
        (
            column("Begroting na wijziging", "begroting"),
            column(f"Geboekt t/m {tot:%d\u2011%m}", "realisatie"),
            column("Prognose rest", "prognose"),
            column(f"Verwachting {jaar}", "verwachting", som=((GEBOEKT, 1), (REST, 1))),
            *(column(n.upper(), n, optelbaar=False) for n in ("p10", "p50", "p90")),
            column("Verschil", "verschil", verschil=(BEGROOT, VERWACHT)),
        ),
        budget_rows(
            cijfers.cells,
            lambda post: cijfers.begroting.mark(jaar, wie.codes, post),
            cijfers.total_cells,
            cijfers.correction_cells() if cijfers.correction else (),
        ),
        (
            TAAKVELDEN,
            SALDO_NOOT["A"],
            "P10 en P90: in 10 en in 90 van de 100 gevallen blijven de lasten onder dit bedrag. De banden van de "
            "posten tellen niet op tot de band van het totaal.",
        ),
        "Taakveld en post",
    )


def _answer(wie: Wie, jaar: int, waarden: Mapping[str, Sequence[Centen]]) -> str:
    lasten, saldo = waarden[LASTEN], waarden[SALDO]
    zin = (
        f"Over heel {jaar} {wie.verwacht} {money(lasten[VERWACHT])} aan lasten en {saldo_phrase(saldo[VERWACHT])} op "
        "de eigen rekening."
    )
    if not isinstance(saldo[BEGROOT], int):
        return zin
    verschil = number(saldo[VERWACHT]) - number(saldo[BEGROOT])
    if abs(verschil) < 50:
        return f"{zin} Dat is gelijk aan de begroting."
    return f"{zin} Dat is {money(abs(verschil))} {'voordeliger' if verschil > 0 else 'nadeliger'} dan begroot."


def _course(cijfers: _Cijfers, waarden: Mapping[str, Sequence[Centen]]) -> list[str]:
    lasten, tot = waarden[LASTEN], cijfers.prognose.tot
    zinnen = [
        f"Tot en met {format_date(tot)} is {money(lasten[GEBOEKT])} aan lasten geboekt. Voor de rest van het jaar komt "
        f"daar naar verwachting {money(lasten[REST])} bij."
    ]
    p10, p90 = lasten[4], lasten[6]
    if isinstance(p10, int) and isinstance(p90, int) and p90 > p10:
        zinnen.append(
            f"In 80 van de 100 gevallen komen de lasten van het jaar uit tussen {money(p10)} en {money(p90)}."
        )
    if isinstance(lasten[BEGROOT], int):
        verschil = number(lasten[VERWACHT]) - number(lasten[BEGROOT])
        zinnen.append(
            f"Begroot is {money(lasten[BEGROOT])}: de lasten vallen {money(abs(verschil))} "
            f"{'hoger' if verschil > 0 else 'lager'} uit. De SPUK-bate volgt de lasten."
        )
    return zinnen


def _split_chapter(cijfers: _Cijfers, waarden: Mapping[str, Sequence[Centen]], drempel: int) -> list[Hoofdstuk]:
    """The difference in lasten and baten by driver; nothing without a begroting to compare with."""
    verklaring = _explain(cijfers, waarden)
    if verklaring is None:
        return []
    jaar, tot = cijfers.prognose.jaar, cijfers.prognose.tot
    return [
        Hoofdstuk(
            "Waardoor wijkt het af?",
            (
                *verklaring.sentences(drempel),
                f"{UITLEG} {UITLEG_DOORGESCHOVEN}",
                counts_words(cijfers.begroting, cijfers.wie.codes, [*verklaring.lasten], tot),
            ),
            (verklaring.table(f"Van begroting naar verwachting {jaar}: effect op het saldo"),),
            (lasten_waterfall(jaar, number(waarden[LASTEN][BEGROOT]), total(verklaring.lasten.values()), "Verwacht"),),
        )
    ]


def _explain(cijfers: _Cijfers, waarden: Mapping[str, Sequence[Centen]]) -> Verklaring | None:
    posten = [p for p in POSTEN.values() if p.label in waarden]
    begroot, verwacht = (
        {p.naam: waarden[p.label][k] for p in posten if p.aard == "lasten"} for k in (BEGROOT, VERWACHT)
    )
    if any(w is None for w in begroot.values()) or waarden[BATEN][BEGROOT] is None:
        return None
    lasten = split_difference(
        cijfers.begroting,
        cijfers.wie.codes,
        cijfers.prognose.heel,
        cijfers.prognose.tot,
        {n: number(w) for n, w in begroot.items()},
        {n: number(w) for n, w in verwacht.items()},
    )
    if cijfers.correction:
        lasten[CORRECTIE] = Effecten(vast=cijfers.correction)
    verschil = {p.naam: _change(waarden, p.label) for p in posten if p.aard == "baten"}
    verschil[GEMEENTEFONDS] = _change(waarden, FONDS)
    doorgeschoven = {post: cijfers.shifted(post) for post in (SPUK, ONDERWIJS)}
    return Verklaring(lasten, split_baten(lasten, verschil, doorgeschoven), doorgeschoven)


def _change(waarden: Mapping[str, Sequence[Centen]], label: str) -> int:
    return number(waarden[label][VERWACHT]) - number(waarden[label][BEGROOT])


def _spuk_words(cijfers: _Cijfers) -> list[str]:
    bron = "de rekening van het vorige jaar" if cijfers.prognose.vorig else "de raming"
    zinnen = [f"Wat uit het vorige jaar is meegenomen komt uit {bron}; de uitkering is de verwachte definitieve."]
    tekort = sum(int(a.stap.doorgeschoven) for a in cijfers.afwikkeling)
    if tekort:
        zinnen.append(
            f"Naar verwachting schuift {money(tekort)} aan lasten door naar volgend jaar; dat geld komt pas binnen "
            "als een latere uitkering het dekt."
        )
    if cijfers.shifted(ONDERWIJS) < 0:
        zinnen.append(
            f"De SPUK onderwijsroute komt naar verwachting {money(-cijfers.shifted(ONDERWIJS))} tekort voor de "
            "lasten van dit jaar."
        )
    return zinnen


def _spuk_table(cijfers: _Cijfers) -> Tabel:
    def together(*bedragen: int) -> list[Centen]:
        return [sum(bedragen)]

    alle = cijfers.afwikkeling
    return simple_table(
        f"SPUK inburgeringsvoorzieningen eind {cijfers.prognose.jaar}, verwachting",
        ("Bedrag",),
        (
            ("Meegenomen uit vorig jaar", "stand", together(*(a.begin for a in alle))),
            ("Definitieve uitkering", "stand", together(*(a.uitkering for a in alle))),
            ("Doorgeschoven lasten uit vorig jaar", "stand", together(*(a.doorgeschoven_begin for a in alle))),
            ("Besteding", "stand", together(*(a.besteding for a in alle))),
            ("Mee te nemen naar volgend jaar", "stand", together(*(int(a.stap.reservering) for a in alle))),
            ("Terug te betalen boven de ruimte", "stand", together(*(int(a.stap.terugvordering) for a in alle))),
            ("Door te schuiven lasten", "stand", together(*(int(a.stap.doorgeschoven) for a in alle))),
        ),
        "Meegenomen + uitkering - doorgeschoven - besteding = mee te nemen + terug te betalen - door te schuiven "
        "(Besluit inburgering 2021, art. 10.5 en 10.6), per gemeente berekend.",
    )


def _adjustments(cijfers: _Cijfers, waarden: Mapping[str, Sequence[Centen]]) -> list[Bijstelling]:
    """What would bring every post of the begroting to the expectation; nothing without a begroting."""
    if not all(isinstance(waarden[label][BEGROOT], int) for label in (LASTEN, SALDO)):
        return []
    labels = {p.naam: FONDS if p.naam == GEMEENTEFONDS else p.label for p in POSTEN.values()}
    uit = [Bijstelling(post, _change(waarden, label)) for post, label in labels.items() if label in waarden]
    if cijfers.correction:
        uit.append(Bijstelling(CORRECTIE, cijfers.correction))
    return [b for b in uit if b.bedrag]


def _missing(cijfers: _Cijfers) -> list[Melding]:
    jaar, tot, wie, begroting = cijfers.prognose.jaar, cijfers.prognose.tot, cijfers.wie, cijfers.begroting
    uit = lacks_budget(begroting, wie, jaar)
    open_ = [p for p in (UITVOERING, GEMEENTEFONDS) if cijfers.booked(p) == PM]
    if open_:
        uit.append(
            ask(
                f"{list_words(open_)} {jaar}",
                f"regels met soort rekening, post {list_words(open_)} en datum {format_date(tot)}",
            )
        )
    if not lacks_budget(begroting, wie, jaar) and begroting.units(jaar, wie.codes, INBURGERAARS, tot) is None:
        uit.append(ask(f"aantallen {jaar}", f"een regel met post {INBURGERAARS} en aantal voor {jaar}, per gemeente"))
    return uit
