"""What every P&C piece is made of: for whom, the rows of a begroting, amounts from a result, sentences about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from finance.fouten import Invoerfout, Melding, list_words
from finance.taal.getallen import dutch, format_date, thousands
from reports.afweging.besluit import year_words
from reports.raming.kerncijfers import check_gemeente
from reports.tabel.tabel import LEEG, Centen, Rij, Som, Tabel, cents_table, column, line
from scenarios.boeken.begroting import POSTEN, UITVOERING
from scenarios.engine.origin import GEREALISEERD
from scenarios.engine.result import Result, Summary
from scenarios.grond.bestanden import spuk_version
from scenarios.regiomap.regio import Regio

TAAKVELDEN = (
    "Taakveld 6.1 is Samenkracht en burgerparticipatie, 0.7 de Algemene uitkering en overige uitkeringen gemeentefonds."
)
SALDO = "Saldo inburgering"
LASTEN, BATEN, FONDS = "Lasten taakveld 6.1", "Baten taakveld 6.1", "Baten taakveld 0.7: Gemeentefonds"
"""Rows of a begroting by taakveld."""
SPUK, ONDERWIJS, GEMEENTEFONDS = "spuk", "spuk_onderwijsroute", "gemeentefonds"
CORRECTIE = "correctie"
"""Lasten of an earlier year: no post of a begroting."""
NAMEN = {p.naam: p.label for p in POSTEN.values()} | {CORRECTIE: "Correctie over eerdere jaren"}
LASTENPOSTEN = tuple(p for p in POSTEN.values() if p.aard == "lasten")
MERKBAAR = 50
"""Cents below which an amount is nothing to speak of"""
GENOEMD = 5
"""Gemeenten that are named in a sentence."""


@dataclass(frozen=True)
class Wie:
    """Whose piece it is: one gemeente, or the region as a whole."""

    naam: str
    codes: tuple[str, ...]
    regio: bool

    @property
    def verwacht(self) -> str:
        """Subject and verb of a sentence about what is to come."""
        return "verwachten de gemeenten samen" if self.regio else "verwacht de gemeente"

    def part(self, resultaat: Result) -> Summary:
        """Its part of a result."""
        if self.regio:
            return resultaat.totaal
        return next(g for g in resultaat.gemeenten if g.code == self.codes[0])


def choose_who(regio: Regio, gemeente: str | None) -> Wie:
    """The gemeente of that name, or the region; the only gemeente speaks for itself. Raises Invoerfout."""
    gemeente = check_gemeente(regio, gemeente)
    if gemeente is None and len(regio.gemeenten) == 1:
        gemeente = regio.gemeenten[0].naam
    if gemeente is None:
        return Wie(regio.totaalnaam, tuple(g.code for g in regio.gemeenten), True)
    return Wie(gemeente, (next(g.code for g in regio.gemeenten if g.naam == gemeente),), False)


def cents(euros: float) -> int:
    """An expected amount of the engine in whole cents; everything after this is exact."""
    return round(euros * 100)


def budget_rows(
    cellen: Callable[[str], Sequence[Centen]],
    merk: Callable[[str], str],
    totaal: Callable[[str], Sequence[Centen]] = lambda naam: (),
    correctie: Sequence[Centen] = (),
) -> tuple[Rij, ...]:
    """The rows of a begroting by taakveld: lasten, baten and saldo on 6.1, the bate on 0.7, and the whole.

    cellen, merk: by post; totaal: cells of 'lasten', 'baten', 'saldo' and 'geheel' for columns that do not add up;
    correctie: lasten of earlier years, when there are any. Posts that are zero everywhere are left out.
    """
    rijen: list[Rij] = []

    def put(regel: Rij) -> int:
        rijen.append(regel)
        return len(rijen) - 1

    def put_posts(aard: str) -> Som:
        plekken = []
        for post in POSTEN.values():
            waarden = tuple(cellen(post.naam))
            nodig = post.naam in (UITVOERING, "spuk") or any(w not in (0, LEEG) for w in waarden)
            if post.aard == aard and post.taakveld == "6.1" and nodig:
                plekken.append((put(line(post.label, post.aard, waarden, merk=merk(post.naam))), 1))
        if aard == "lasten" and any(correctie):
            plekken.append((put(line(NAMEN[CORRECTIE], "lasten", tuple(correctie), merk="I")), 1))
        return tuple(plekken)

    lasten = put(line(LASTEN, "lasten", tuple(totaal("lasten")), put_posts("lasten")))
    baten = put(line(BATEN, "baten", tuple(totaal("baten")), put_posts("baten")))
    saldo = put(line("Saldo taakveld 6.1", "saldo", tuple(totaal("saldo")), ((baten, 1), (lasten, -1))))
    fonds = put(line(FONDS, "baten", tuple(cellen(GEMEENTEFONDS)), merk=merk(GEMEENTEFONDS)))
    put(line(SALDO, "saldo", tuple(totaal("geheel")), ((saldo, 1), (fonds, 1))))
    return tuple(rijen)


def find_row(tabel: Tabel, label: str) -> tuple[Centen, ...]:
    """The values of the row with that label."""
    return next(w[1:] for r, w in zip(tabel.rijen, tabel.values(), strict=True) if r.kop == label)


def expected_post(deel: Summary, post: str, j: int) -> int:
    """The expected amount of one post in year number j, in cents.

    A SPUK is a bate as far as it covers lasten of the year itself or of the year before; what is shifted to a next year
    is one then. So baten - lasten is the saldo on the gemeente's own account (`finance.neutraliteit.own_saldo`).
    """
    if post == "gemeentefonds":
        return cents(deel.value("gemeentefonds", j))
    verschoven = deel.value("doorgeschoven_begin", j) - deel.value("doorschuiven", j)
    if post == "spuk":
        return cents(deel.value("besteding", j) + verschoven)
    if post == "spuk_onderwijsroute":
        # What the own account holds beside the Gemeentefonds and the other SPUK is the shift of this one.
        eigen = deel.value("saldo", j) - deel.value("saldo_gemeentefonds", j) - verschoven
        return cents(deel.value("lasten_onderwijsroute", j) + eigen)
    return cents(sum(deel.value(f"lasten.{v}", j) for v in POSTEN[post].voorzieningen))


def balance_words(resultaat: Result) -> tuple[str, ...]:
    """That the balance of the books is where the forecast begins; nothing without a closed year."""
    gesloten = [j for j in resultaat.jaren if resultaat.status(resultaat.totaal, j) == GEREALISEERD]
    if not gesloten:
        return ()
    return (f"De raming begint met de stand van de boeken op 31 december {gesloten[-1]}.",)


def rests_on(resultaat: Result) -> str:
    """What the books behind the first open year say of themselves, such as FICTIEF."""
    return resultaat.feiten.fictief if resultaat.feiten.jaren else ""


def shortage_words(wie: Wie, resultaat: Result, jaren: Sequence[int]) -> tuple[str, ...]:
    """Which gemeenten expect a shortage: a surplus of another does not pay it."""
    tekort = {
        g.naam: [j for j in jaren if cents(g.value("saldo", resultaat.jaren.index(j))) <= -MERKBAAR]
        for g in resultaat.gemeenten
    }
    tekort = {naam: jaren_ for naam, jaren_ in tekort.items() if jaren_}
    # Where all fall short in the same years these are told once.
    samen = len(tekort) > 1 and len({tuple(jaren_) for jaren_ in tekort.values()}) == 1
    wanneer = f"in {year_words(next(iter(tekort.values())))} " if samen else ""
    namen = [naam if samen else f"{naam} ({year_words(jaren_)})" for naam, jaren_ in tekort.items()]
    if not wie.regio or not namen:
        return ()
    over = len(namen) - GENOEMD
    rest = [f"nog {over} gemeente{'n' if over > 1 else ''}"] if over > 0 else []
    return (f"Per gemeente is er {wanneer}een tekort bij {list_words([*namen[:GENOEMD], *rest])}.",)


def simple_table(
    titel: str, koppen: Sequence[str], rijen: Sequence[tuple[str, str, Sequence[Centen]]], *opmerkingen: str
) -> Tabel:
    """A table without sums. rijen: (label, aard, cells)"""
    return cents_table(
        titel,
        tuple(column(k) for k in koppen),
        tuple(line(label, aard, tuple(cellen)) for label, aard, cellen in rijen),  # type: ignore[arg-type]
        tuple(opmerkingen),
    )


def money(centen: Centen) -> str:
    """An amount in a sentence: '€ 1,23 miljoen', '€ 123.000' or '€ 870'; rounded for reading, never for computing."""
    if not isinstance(centen, int):
        return "een nog onbekend bedrag"
    euros = abs(centen) / 100
    min_ = "-" if centen < 0 else ""
    if euros >= 999_500:
        return f"{min_}€\u00a0{dutch(euros / 1e6, 2)} miljoen"
    bedrag = round(euros / 1000) * 1000 if euros >= 9_950 else round(euros)
    return f"{'' if not bedrag else min_}€\u00a0{thousands(bedrag)}"


def number(bedrag: Centen) -> int:
    """PM and nothing count as nothing."""
    return bedrag if isinstance(bedrag, int) else 0


def saldo_short(centen: int) -> str:
    """'€ 1.000 voordelig', '€ 1.000 nadelig' or 'nul'."""
    if abs(centen) < MERKBAAR:
        return "nul"
    return f"{money(abs(centen))} {'voordelig' if centen > 0 else 'nadelig'}"


def saldo_phrase(centen: Centen) -> str:
    """'een voordelig saldo van € 1.000', 'een nadelig saldo van ...' or 'een saldo van nul'."""
    if not isinstance(centen, int):
        return "een nog onbekend saldo"
    if abs(centen) < MERKBAAR:
        return "een saldo van nul"
    return f"een {'voordelig' if centen > 0 else 'nadelig'} saldo van {money(abs(centen))}"


def origin(regio: Regio, resultaat: Result | None) -> tuple[tuple[str, str], ...]:
    """What a piece rests on, so that it can be made again."""
    uit = [("Versie van spuk", spuk_version()), ("Peildatum van de aantallen", format_date(regio.bestand.peildatum))]
    if resultaat is not None:
        tel = {s: sum(w.status == s for w in resultaat.assumed) for s in ("aanname", "onzeker", "raming")}
        uit += [
            ("Scenario", resultaat.scenario),
            ("Trekkingen en zaad", f"{thousands(resultaat.trekkingen)}, zaad {resultaat.zaad}"),
            (
                "Rust op",
                f"{tel['aanname']} aannames, {tel['onzeker']} onzekere waarden en {tel['raming']} ramingen; "
                "bronnen: spuk raming, blad Uitgangspunten",
            ),
        ]
    return tuple(uit)


def check_horizon(regio: Regio, jaar: int, nodig: int) -> None:
    """Refuse a year that the region folder does not reach. Raises Invoerfout."""
    if nodig > regio.bestand.eindjaar:
        raise Invoerfout(
            [
                Melding(
                    "regio.toml",
                    "veld eindjaar",
                    str(regio.bestand.eindjaar),
                    f"ten minste {nodig}, voor een stuk over {jaar}",
                    "Zet eindjaar later en vul contracten.csv tot dan, of vraag een eerder jaar met --jaar.",
                )
            ]
        )
