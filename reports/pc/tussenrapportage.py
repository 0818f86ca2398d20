"""The tussenrapportage: booked so far, forecast of the rest, the expectation of the year with its band, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from finance.fouten import Melding, list_words
from finance.taal.getallen import format_date
from finance.verschil import Effecten, total
from reports.figuren.figuren import draw_waterfall
from reports.figuren.figuur import Figuur
from reports.grond.profiel import Profiel
from reports.pc.besluiten import amendment_chapter, ask, lacks_budget
from reports.pc.delen import SALDO, TAAKVELDEN, Wie, budget_rows, cents, money, origin, saldo_phrase, simple_table
from reports.pc.trefzekerheid import accuracy_chapter
from reports.tabel.stuk import Hoofdstuk, Stuk
from reports.tabel.tabel import LEEG, PM, Centen, Tabel, cents_table, column, line
from scenarios.boeken.begroting import BESTAND, INBURGERAARS, POSTEN, UITVOERING, Begroting
from scenarios.boeken.prognose import Afwikkeling, Prognose, split_difference
from scenarios.regiomap.regio import Regio

GEMEENTEFONDS = "gemeentefonds"
LASTENPOSTEN = tuple(p for p in POSTEN.values() if p.aard == "lasten")
ONDERWIJS = "spuk_onderwijsroute"
LASTEN, BATEN = "Lasten taakveld 6.1", "Baten taakveld 6.1"
BEGROOT, GEBOEKT, REST, VERWACHT = range(4)
"""Columns of the main table; after them the three percentiles and the difference."""
_UITLEG = (
    "Volume: meer of minder mensen. Mix: andere routes en voorzieningen per persoon. Prijs: duurder of goedkoper per "
    "eenheid. Overig: correcties over eerdere jaren, het Gemeentefonds, en wat een SPUK anders was begroot dan haar "
    "lasten. Wisselwerking: wat pas ontstaat als deze samen veranderen. Doorgeschoven: lasten van vorig jaar die een "
    "SPUK nu dekt, min lasten van dit jaar die zij nog niet dekt."
)
_OORZAKEN = ("Volume", "Mix", "Prijs", "Overig", "Wisselwerking")
"""What the parts of a difference are called here: regel holds what no other driver and no shift explains."""
_AANTALLEN = (
    "De aantallen komen uit de begroting en de raming, want boekingen kennen geen aantallen. Wat de boekingen afwijken "
    "van aantal maal prijs, staat bij prijs."
)


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
            *_split_chapter(cijfers, waarden),
            Hoofdstuk("Wat betekent dat voor de SPUK?", tuple(_spuk_words(cijfers)), (_spuk_table(cijfers),)),
            *_proposal(jaar, waarden),
            *accuracy_chapter(regio, wie, jaar - 1),
            *amendment_chapter(begroting, wie, jaar, tot),
        ),
        herkomst=origin(regio, prognose.heel),
        vingerafdrukken=tuple(regio.hashes.items()),
        ontbreekt=tuple(_missing(cijfers)),
    )


def number(bedrag: Centen) -> int:
    """PM and nothing count as nothing."""
    return bedrag if isinstance(bedrag, int) else 0


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
            "P10 en P90: in 10 en in 90 van de 100 gevallen blijven de lasten onder dit bedrag. De banden van de "
            "posten tellen niet op tot de band van het totaal.",
        ),
        "Taakveld en post",
    )


def _answer(wie: Wie, jaar: int, waarden: Mapping[str, Sequence[Centen]]) -> str:
    lasten, saldo = waarden[LASTEN], waarden[SALDO]
    zin = f"Over heel {jaar} {wie.verwacht} {money(lasten[VERWACHT])} aan lasten en {saldo_phrase(saldo[VERWACHT])}."
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


def _split_chapter(cijfers: _Cijfers, waarden: Mapping[str, Sequence[Centen]]) -> list[Hoofdstuk]:
    """The difference in lasten and baten by driver; nothing without a begroting to compare with."""
    posten = [p for p in POSTEN.values() if p.label in waarden]
    begroot, verwacht = (
        {p.naam: waarden[p.label][k] for p in posten if p.aard == "lasten"} for k in (BEGROOT, VERWACHT)
    )
    if any(w is None for w in begroot.values()) or waarden[BATEN][BEGROOT] is None:
        return []
    jaar, codes = cijfers.prognose.jaar, cijfers.wie.codes
    lasten = split_difference(
        cijfers.begroting,
        codes,
        cijfers.prognose,
        {n: number(w) for n, w in begroot.items()},
        {n: number(w) for n, w in verwacht.items()},
    )
    if cijfers.correction:
        lasten["correctie"] = Effecten(regel=cijfers.correction)
    baten = split_baten(lasten, waarden, cijfers.shifted)
    namen = {p.naam: p.label for p in POSTEN.values()} | {"correctie": "Correctie over eerdere jaren"}
    rijen = [line(namen[n], "saldo", (*(-int(d) for d in _parts(e)), 0)) for n, e in lasten.items()]
    rijen += [line(namen[n], "saldo", (*(int(d) for d in _parts(e)), cijfers.shifted(n))) for n, e in baten.items()]
    tabel = cents_table(
        f"Van begroting naar verwachting {jaar}: effect op het saldo",
        (
            *(column(naam) for naam in (*_OORZAKEN, "Doorgeschoven")),
            column("Verschil", som=tuple((i, 1) for i in range(len(_OORZAKEN) + 1))),
        ),
        (*rijen, line(SALDO, "saldo", (), tuple((i, 1) for i in range(len(rijen))))),
        ("De delen tellen op tot het verschil, tot op de cent.",),
        "Post",
    )
    figuur = _waterfall(jaar, number(waarden[LASTEN][BEGROOT]), total(lasten.values()))
    return [Hoofdstuk("Waardoor wijkt het af?", (_UITLEG, _counts(cijfers)), (tabel,), (figuur,))]


def _parts(effecten: Effecten) -> tuple[Any, ...]:
    """In the order of `_OORZAKEN`: a post that was budgeted without units has a price and no fixed sum."""
    return effecten.volume, effecten.mix, effecten.prijs + effecten.vast, effecten.regel, effecten.wisselwerking


def _counts(cijfers: _Cijfers) -> str:
    """Where the counts come from, or what their absence does to the split."""

    def entered(post: str) -> bool:
        return cijfers.begroting.units(cijfers.prognose.jaar, cijfers.wie.codes, post, cijfers.prognose.tot) is not None

    if entered(INBURGERAARS):
        return _AANTALLEN
    waar = "mix" if any(entered(p.naam) for p in LASTENPOSTEN) else "prijs"
    return (
        f"In {BESTAND} staat niet op hoeveel inburgeraars de begroting {cijfers.prognose.jaar} rust. Volume en mix "
        f"zijn daarom niet te onderscheiden: wat de lasten daardoor verschillen, staat bij {waar}."
    )


def split_baten(
    lasten: Mapping[str, Effecten], waarden: Mapping[str, Sequence[Centen]], shifted: Callable[[str], int]
) -> dict[str, Effecten]:
    """The difference of the baten less what each has `shifted`.

    A SPUK follows its lasten, driver by driver; what it differs beyond that, and the Gemeentefonds, is regel.

    The SPUK onderwijsroute follows the lasten of that route in proportion, the other SPUK what is left of all lasten.
    """

    def change(label: str) -> int:
        return number(waarden[label][VERWACHT]) - number(waarden[label][BEGROOT]) if label in waarden else 0

    def follow(post: str, volgt: Effecten) -> Effecten:
        return volgt + Effecten(regel=change(POSTEN[post].label) - shifted(post) - volgt.totaal)

    volgt = total(e for n, e in lasten.items() if n not in (UITVOERING, "correctie"))
    uit = {}
    if POSTEN[ONDERWIJS].label in waarden:
        route = lasten.get("leerroute_onderwijs", Effecten())
        anders = change(POSTEN[ONDERWIJS].label) - shifted(ONDERWIJS)
        deel = Fraction(anders, int(route.totaal)) if route.totaal else Fraction(0)
        # Only a part can follow: a bate that moves against its lasten, or more, has another cause.
        mee = (route * deel).rounded(anders) if 0 < deel <= 1 else Effecten()
        uit[ONDERWIJS] = follow(ONDERWIJS, mee)
        volgt -= mee
    fonds = "Baten taakveld 0.7: Gemeentefonds"
    return {"spuk": follow("spuk", volgt), **uit, GEMEENTEFONDS: Effecten(regel=change(fonds))}


def _waterfall(jaar: int, begroot: int, effecten: Effecten) -> Figuur:
    stappen = [("Begroot", begroot / 100)] + [
        (naam, float(deel) / 100) for naam, deel in zip(_OORZAKEN, _parts(effecten), strict=True) if deel
    ]
    uitleg = "; ".join(f"{naam} {money(round(bedrag * 100))}" for naam, bedrag in stappen)
    svg, eenheid = draw_waterfall(
        f"Lasten {jaar} van begroting naar verwachting", f"{uitleg}.", stappen, "Verwacht", -1
    )
    return Figuur(
        "De lasten van begroting naar verwachting", svg, f"In {eenheid}. Groen is minder lasten, rood is meer."
    )


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


def _proposal(jaar: int, waarden: Mapping[str, Sequence[Centen]]) -> list[Hoofdstuk]:
    """The begrotingswijziging that would bring the begroting to the expectation, as a pair of lasten and baten."""
    if not all(isinstance(waarden[label][BEGROOT], int) for label in (LASTEN, SALDO)):
        return []

    def change(label: str) -> int:
        return number(waarden[label][VERWACHT]) - number(waarden[label][BEGROOT])

    fonds = change("Baten taakveld 0.7: Gemeentefonds")
    lasten, baten = change(LASTEN), change(BATEN) + fonds
    tabel = cents_table(
        f"Begroting {jaar} bijstellen naar de verwachting",
        (
            column("Lasten"),
            column("Baten"),
            column("Effect op het saldo", som=((0, 1), (1, 1))),
        ),
        (line("Bijstelling", "stand", (-lasten, baten), merk="I"),),
        ("Meer lasten en minder baten staan met een min.",),
        "Voorstel",
    )
    zin = (
        "Overweeg de begroting bij te stellen, lasten en baten samen: alleen het echte verschil komt dan in het saldo."
    )
    return [Hoofdstuk("Wat nu?", (zin,), (tabel,))]


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
