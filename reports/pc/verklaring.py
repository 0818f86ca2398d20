"""Why a figure differs from the begroting: the parts of the difference per post, in a table and in sentences.

Amounts in whole cents; the parts of a post, and the posts together, add up to the difference to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from finance.fouten import list_words
from finance.verschil import Effecten, total
from reports.figuren.figuren import draw_waterfall
from reports.figuren.figuur import Figuur
from reports.pc.delen import CORRECTIE, GEMEENTEFONDS, MERKBAAR, NAMEN, ONDERWIJS, SALDO, SPUK, money
from reports.tabel.tabel import Tabel, cents_table, column, line
from scenarios.boeken.begroting import BESTAND, INBURGERAARS, UITVOERING, Begroting

OORZAKEN = ("Volume", "Mix", "Prijs", "Regel", "Overig", "Wisselwerking")
DOORGESCHOVEN = "Doorgeschoven"
UITLEG = (
    "Volume: meer of minder mensen. Mix: andere routes en voorzieningen per persoon. Prijs: duurder of goedkoper per "
    "eenheid. Regel: wat een bate los van de lasten verandert: het bedrag van het Gemeentefonds, of een SPUK die "
    "anders was begroot dan haar lasten. Overig: lasten die zonder aantal zijn begroot, en correcties over eerdere "
    "jaren. Wisselwerking: wat pas ontstaat als deze samen veranderen."
)
UITLEG_DOORGESCHOVEN = (
    "Doorgeschoven: lasten van vorig jaar die een SPUK nu dekt, min lasten van dit jaar die zij nog niet dekt."
)
_AANTALLEN = (
    "De aantallen komen uit de begroting en de raming, want boekingen kennen geen aantallen. Wat de boekingen afwijken "
    "van aantal maal prijs, staat bij prijs."
)


@dataclass(frozen=True)
class Verklaring:
    """The differences of one piece by driver; lasten and baten by post, both as they changed."""

    lasten: Mapping[str, Effecten]
    baten: Mapping[str, Effecten]
    doorgeschoven: Mapping[str, int] = field(default_factory=dict)
    """What a SPUK has of lasten of last year, less what it leaves to a next one; only where lasten can shift"""

    @property
    def saldo(self) -> int:
        """What all of it does to the saldo."""
        baten = int(total(self.baten.values()).totaal) + sum(self.doorgeschoven.values())
        return baten - int(total(self.lasten.values()).totaal)

    def table(self, titel: str) -> Tabel:
        """Every post by driver, as its effect on the saldo."""
        schuift = bool(self.doorgeschoven)
        koppen = (*OORZAKEN, *([DOORGESCHOVEN] if schuift else []))

        def cells(post: str, effecten: Effecten, teken: int) -> tuple[int, ...]:
            door = (self.doorgeschoven.get(post, 0),) if schuift else ()
            return (*(teken * deel for deel in parts(effecten)), *door)

        rijen = [line(NAMEN[n], "saldo", cells(n, e, -1)) for n, e in self.lasten.items()]
        rijen += [line(NAMEN[n], "saldo", cells(n, e, 1)) for n, e in self.baten.items()]
        return cents_table(
            titel,
            (*map(column, koppen), column("Verschil", som=tuple((i, 1) for i in range(len(koppen))))),
            (*rijen, line(SALDO, "saldo", (), tuple((i, 1) for i in range(len(rijen))))),
            ("De delen tellen op tot het verschil, tot op de cent.",),
            "Post",
        )

    def sentences(self, drempel: int) -> list[str]:
        """One sentence for each post that differs by `drempel` cents or more, the largest first; then what is left."""
        alle: list[tuple[int, str, Literal["lasten", "baten"]]] = [
            *((int(e.totaal), n, "lasten") for n, e in self.lasten.items()),
            *((int(e.totaal) + self.doorgeschoven.get(n, 0), n, "baten") for n, e in self.baten.items()),
        ]
        alle = sorted((x for x in alle if x[0]), key=lambda x: -abs(x[0]))
        groot = [x for x in alle if abs(x[0]) >= drempel]
        uit = [self._sentence(*x) for x in groot]
        if klein := alle[len(groot) :]:
            rest = sum(bedrag * (1 if aard == "baten" else -1) for bedrag, _, aard in klein)
            posten = "1 post wijkt" if len(klein) == 1 else f"{len(klein)} posten wijken"
            samen = "" if len(klein) == 1 else "samen "
            uit.append(
                f"{posten} minder dan {money(drempel)} af; het effect op het saldo is {samen}{money(abs(rest))} "
                f"{'voordeel' if rest >= 0 else 'nadeel'}."
            )
        return uit

    def _sentence(self, verschil: int, post: str, aard: Literal["lasten", "baten"]) -> str:
        effecten = (self.lasten if aard == "lasten" else self.baten)[post]
        door = self.doorgeschoven.get(post, 0) if aard == "baten" else 0
        gunstig = (verschil > 0) == (aard == "baten")
        kop = (
            f"{NAMEN[post]}: {money(abs(verschil))} {'meer' if verschil > 0 else 'minder'} {aard} dan begroot "
            f"({'voordeel' if gunstig else 'nadeel'})"
        )
        delen = [(b, waarom) for b, waarom in _reasons(effecten, door, aard) if abs(b) >= MERKBAAR]
        if len(delen) == 1:
            return f"{kop}, {delen[0][1]}."
        stukken = [f"{money(abs(b))} {'meer' if b > 0 else 'minder'} {waarom}" for b, waarom in delen]
        return f"{kop}: {list_words(stukken)}."


def _reasons(effecten: Effecten, doorgeschoven: int, aard: Literal["lasten", "baten"]) -> list[tuple[int, str]]:
    """What a difference consists of, each part with why; a bate that follows its lasten tells their drivers no more."""
    e = effecten
    if aard == "baten":
        volgt = int(e.totaal - e.regel)
        return [
            (volgt, f"doordat de lasten die zij dekt {'hoger' if volgt > 0 else 'lager'} zijn"),
            (int(e.regel), "los van de lasten"),
            (doorgeschoven, "door lasten die naar een ander jaar schuiven"),
        ]
    return [
        (int(e.volume), f"door {'meer' if e.volume > 0 else 'minder'} inburgeraars"),
        (int(e.mix), "door andere routes en voorzieningen per persoon"),
        (int(e.prijs), f"door een {'hogere' if e.prijs > 0 else 'lagere'} prijs per eenheid"),
        (int(e.vast), "zonder aantal begroot en dus niet te splitsen"),
        (int(e.wisselwerking), "doordat deze samen veranderen"),
    ]


def parts(effecten: Effecten) -> tuple[int, ...]:
    """In the order of `OORZAKEN`."""
    e = effecten
    return tuple(map(int, (e.volume, e.mix, e.prijs, e.regel, e.vast, e.wisselwerking)))


def split_baten(
    lasten: Mapping[str, Effecten], verschil: Mapping[str, int], doorgeschoven: Mapping[str, int]
) -> dict[str, Effecten]:
    """The difference of each of the baten, less what it has `doorgeschoven`.

    A SPUK follows its lasten, driver by driver; what it differs beyond that is regel. The SPUK onderwijsroute follows
    the lasten of that route in proportion, the other SPUK what is left of all lasten. The Gemeentefonds is regel.
    verschil: post -> change of the bate, with the SPUK onderwijsroute only where it plays a part
    """

    def follow(post: str, volgt: Effecten) -> Effecten:
        return volgt + Effecten(regel=verschil[post] - doorgeschoven.get(post, 0) - volgt.totaal)

    volgt = total(e for n, e in lasten.items() if n not in (UITVOERING, CORRECTIE))
    uit = {}
    if ONDERWIJS in verschil:
        route = lasten.get("leerroute_onderwijs", Effecten())
        anders = verschil[ONDERWIJS] - doorgeschoven.get(ONDERWIJS, 0)
        deel = Fraction(anders, int(route.totaal)) if route.totaal else Fraction(0)
        # Only a part can follow: a bate that moves against its lasten, or more, has another cause.
        mee = (route * deel).rounded(anders) if 0 < deel <= 1 else Effecten()
        uit[ONDERWIJS] = follow(ONDERWIJS, mee)
        volgt -= mee
    return {SPUK: follow(SPUK, volgt), **uit, GEMEENTEFONDS: Effecten(regel=verschil[GEMEENTEFONDS])}


def counts_words(begroting: Begroting, codes: Sequence[str], posten: Sequence[str], op: date) -> str:
    """Where the counts come from, or what their absence does to the split of these posts of lasten."""

    def entered(post: str) -> bool:
        return begroting.units(op.year, codes, post, op) is not None

    zonder = [NAMEN[p] for p in posten if p not in (UITVOERING, CORRECTIE) and not entered(p)]
    met = any(entered(p) for p in posten)
    waar = f"In {BESTAND} staat niet op hoeveel"
    if not met:
        return (
            f"{waar} eenheden de begroting {op.year} rust. Aantal en prijs zijn daarom niet te onderscheiden: het "
            "verschil staat bij overig."
        )
    zin = _AANTALLEN
    if not entered(INBURGERAARS):
        zin = (
            f"{waar} inburgeraars de begroting {op.year} rust. Volume en mix zijn daarom niet te onderscheiden: wat "
            "de lasten daardoor verschillen, staat bij mix."
        )
    return f"{zin} Zonder aantal begroot, dus bij overig: {list_words(zonder)}." if zonder else zin


_EINDE = {"Verwacht": "verwachting", "Rekening": "rekening"}
"""The last bar of a waterfall -> what it stands for"""


def lasten_waterfall(jaar: int, begroot: int, effecten: Effecten, eind: str) -> Figuur:
    """The lasten from begroting to what came or is expected of them."""
    stappen = [("Begroot", begroot / 100)]
    stappen += [(naam, deel / 100) for naam, deel in zip(OORZAKEN, parts(effecten), strict=True) if deel]
    uitleg = "; ".join(f"{naam} {money(round(bedrag * 100))}" for naam, bedrag in stappen)
    naar = f"De lasten van begroting naar {_EINDE[eind]}"
    svg, eenheid = draw_waterfall(f"{naar} {jaar}", f"{uitleg}.", stappen, eind, -1)
    return Figuur(naar, svg, f"In {eenheid}. Groen is minder lasten, rood is meer.")
