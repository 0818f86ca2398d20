"""What a comparison shows, before it is drawn: results side by side, and the drivers of each difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finance.bedragen import round_parts
from finance.verschil import DRIJVERS, total
from finance.voorzieningen import VOORZIENINGEN
from scenarios.inzicht.vergelijkbaar import Vergelijking
from scenarios.inzicht.vergelijking import SALDODELEN, Jaarverschil

DRIJVERLABELS = {
    "volume": "Volume",
    "mix": "Mix",
    "prijs": "Prijs",
    "vast": "Vaste lasten",
    "regel": "Regel",
    "wisselwerking": "Wisselwerking",
    "gemeentefonds": "Gemeentefonds",
    "meenemen": "Meenemen en terug",
}
UITLEG = {
    "volume": "meer of minder mensen per doelgroep en jaar van instroom, ieder zoals in A",
    "mix": "andere leerroutes en voorzieningen, of ander gebruik per persoon",
    "prijs": "euro's per eenheid van een voorziening",
    "vast": "bedragen per jaar die geen mensen volgen, zoals eigen formatie",
    "regel": "euro's per geteld persoon, de landelijke verhouding, korting, ontvangen beschikkingen en de aparte SPUK "
    "onderwijsroute",
    "wisselwerking": "wat pas ontstaat als er twee tegelijk veranderen, zoals extra mensen tegen een hogere prijs",
    "gemeentefonds": "het uitvoeringsbudget",
    "meenemen": "wat de SPUK's uit het vorige jaar meebrengen, min wat zij overhouden of terugbetalen; dat volgt uit "
    "alle oorzaken samen",
}
DEELLABELS = {
    **{v.naam: v.label for v in VOORZIENINGEN.values()},
    "onverdeeld": "Lasten zonder voorziening",
    "asiel_t": "SPUK asiel, instroom van het jaar",
    "asiel_t1": "SPUK asiel, instroom van een jaar eerder",
    "asiel_t2": "SPUK asiel, instroom van twee jaar eerder",
    "gezin": "SPUK gezins- en overige migranten (BGO)",
    "aia": "SPUK afgeronde trajecten (AIA)",
    "onderwijsroute": "SPUK onderwijsroute per persoon (ABO)",
    "besluit": "SPUK ontvangen beschikking, naast de berekening",
    "spuk_onderwijsroute": "Aparte SPUK onderwijsroute",
}
BEDRAGEN = ("Lasten", "Uitkering", "Saldo")
GEMERKT = "*"
"""Behind what is closed; `tekst.remarks` says what it means."""


@dataclass(frozen=True)
class Jaarcijfers:
    """One result in one year, in euros."""

    jaar: int
    letter: str
    bedragen: tuple[float, float, float]
    """in the order of `BEDRAGEN`"""
    verschillen: tuple[float, float, float]
    """the same, less A"""
    kans: float | None
    """None in a closed year, and so is the buffer"""
    buffer: float | None

    @property
    def gesloten(self) -> bool:
        """Whether the amounts are facts in this result."""
        return self.kans is None


@dataclass(frozen=True)
class Verschilregel:
    """The difference of one amount with A, in euros; `delen` in the order of `SALDODELEN`."""

    wat: str
    delen: tuple[float, ...]

    @property
    def totaal(self) -> float:
        """The whole difference."""
        return sum(self.delen)

    def whole(self, per: float = 1.0) -> tuple[list[int], int]:
        """The parts and their sum in whole units of `per` euros; the parts as shown add up to the sum as shown."""
        totaal = round(self.totaal / per)
        return round_parts([d / per for d in self.delen], totaal), totaal


def amounts(vergelijking: Vergelijking, nummer: int, code: str, jaar: int) -> tuple[float, float, float]:
    """Lasten, uitkering (both SPUKs, definitief) and saldo of one result."""

    def value(naam: str) -> float:
        return vergelijking.value(nummer, code, naam, jaar)

    return value("lasten"), value("spuk_definitief") + value("onderwijsroute"), value("saldo")


def side_by_side(vergelijking: Vergelijking, code: str) -> list[Jaarcijfers]:
    """Every result per year, for one gemeente or the region."""
    uit = []
    for jaar in vergelijking.jaren:
        basis = amounts(vergelijking, 0, code, jaar)
        for nummer, letter in enumerate(vergelijking.letters):
            bedragen = amounts(vergelijking, nummer, code, jaar)
            oordeel = vergelijking.verdict(nummer, code, jaar)
            kans, buffer = (oordeel.kans, oordeel.buffer) if oordeel else (None, None)
            lasten, uitkering, saldo = (b - a for a, b in zip(basis, bedragen, strict=True))
            uit.append(Jaarcijfers(jaar, letter, bedragen, (lasten, uitkering, saldo), kans, buffer))
    return uit


def folded_years(vergelijking: Vergelijking, code: str) -> list[tuple[int, ...]]:
    """The years in order: those in a row in which no result differs from A together, every other by itself."""
    uit: list[tuple[int, ...]] = []
    vorige = False
    for jaar in vergelijking.jaren:
        gelijk = _is_equal(vergelijking, code, jaar)
        if gelijk and vorige:
            uit[-1] += (jaar,)
        else:
            uit.append((jaar,))
        vorige = gelijk
    return uit


def _is_equal(vergelijking: Vergelijking, code: str, jaar: int) -> bool:
    """Whether amounts, chance and buffer are those of A in every result, to the cent."""

    def seen(nummer: int) -> tuple[object, ...]:
        oordeel = vergelijking.verdict(nummer, code, jaar)
        bedragen = (round(b * 100) for b in amounts(vergelijking, nummer, code, jaar))
        return (*bedragen, oordeel and (round(oordeel.kans, 4), round(oordeel.buffer)))

    return all(seen(n) == seen(0) for n in range(1, len(vergelijking.letters)))


def period(jaren: Sequence[int]) -> str:
    """'2027' or '2022-2026'."""
    return str(jaren[0]) if len(jaren) == 1 else f"{jaren[0]}-{jaren[-1]}"


def causes(vergelijking: Vergelijking, nummer: int, code: str, jaren: Sequence[int]) -> tuple[Verschilregel, ...]:
    """Why lasten, uitkering and saldo of result `nummer` differ from A in these years together."""
    return as_causes(together(vergelijking, nummer, code, jaren))


def together(vergelijking: Vergelijking, nummer: int, code: str, jaren: Sequence[int]) -> Jaarverschil:
    """The difference of result `nummer` with A for one gemeente or the region, years added up."""
    return vergelijking.verschillen[nummer - 1].together(vergelijking.members(code), jaren)


def as_causes(verschil: Jaarverschil) -> tuple[Verschilregel, ...]:
    """The three amounts of a difference by driver."""
    niets = (0.0,) * (len(SALDODELEN) - len(DRIJVERS))
    return (
        Verschilregel("Lasten", (*total(verschil.lasten.values()).delen, *niets)),
        Verschilregel("Uitkering", (*total(verschil.uitkering.values()).delen, *niets)),
        Verschilregel("Saldo", verschil.saldodelen),
    )


def differing_years(vergelijking: Vergelijking, nummer: int, code: str) -> tuple[int, ...]:
    """Years in which a driver of result `nummer` moves by half a euro or more."""
    return tuple(
        jaar
        for jaar in vergelijking.jaren
        if any(abs(d) >= 0.5 for o in causes(vergelijking, nummer, code, (jaar,)) for d in o.delen)
    )
