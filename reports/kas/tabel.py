"""Months as words and tables: when the SPUK runs dry, and what every month and quarter brings and costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from finance.taal.getallen import format_share
from reports.tabel.csv import to_csv
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from scenarios.engine.result import Result, Summary
from scenarios.kas.droog import STROMEN, Droog, Kasbeeld

POTNAMEN = {
    "gemeentefonds": "Gemeentefonds",
    "spuk": "SPUK inburgeringsvoorzieningen",
    "spuk_onderwijsroute": "SPUK onderwijsroute",
}
MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
UITLEG = (
    "Kas: wat van een SPUK in huis is aan het eind van de maand: meegenomen geld en voorschotten, min de lasten; met "
    "de nabetaling en min de terugvordering over het jaar ervoor. Onder nul schiet de gemeente voor. Het "
    "Gemeentefonds telt vanaf nul bij het begin van het eerste open jaar."
)
GRONDEN = (
    "Voorschotten: een twaalfde per maand, of zoals beschikt (Besluit art. 10.8). De maand van nabetaling, "
    "terugvordering en betaling van facturen zijn aannames (kas_nabetaling, kas_terugvordering, kas_betaaltermijn op "
    "het blad Uitgangspunten). Binnen een jaar zijn de lasten van iedere trekking verdeeld zoals verwacht: naar "
    "instroom, wachttijd, duur en contract; twaalf maanden zijn samen precies het jaar. Daarom verspringt de band van "
    "de lasten in januari."
)
SOM = "Bij de regio is de kas een som: met wat een gemeente over heeft wordt een andere niet betaald."
VEEL_GEMEENTEN = 50
"""With more gemeenten than this a sheet or document holds the months of the region only."""


def month_words(maand: date) -> str:
    """mei 2028"""
    return f"{MAANDEN[maand.month - 1]} {maand.year}"


def _month_or_later(maand: date | None, droog: Droog) -> str:
    return month_words(maand) if maand else f"na {month_words(droog.horizon[1])}"


def dry_in_words(resultaat: Result) -> list[str]:
    """When the SPUK of the region runs dry, and of which gemeente first; nothing when no months were measured."""
    droog, eerste = resultaat.dry(), resultaat.first_dry() if len(resultaat.gemeenten) > 1 else None
    if droog is None:
        return []
    return dry_words(resultaat.totaal.naam, droog, bool(resultaat.trekkingen), eerste and (eerste[0].naam, eerste[1]))


def dry_words(naam: str, droog: Droog, toeval: bool, eerste: tuple[str, Droog] | None = None) -> list[str]:
    """When a SPUK runs dry. toeval: whether it was drawn; eerste: of a region, the gemeente that does so first"""
    eind = month_words(droog.horizon[1])
    if not toeval:
        wanneer = f"op in {month_words(droog.p50)}" if droog.p50 else f"tot en met {eind} niet op"
        zinnen = [f"De SPUK van {naam} is bij verwachte waarden {wanneer}."]
    elif droog.kans_niet == 1:
        zinnen = [f"De SPUK van {naam} raakt tot en met {eind} in geen enkele trekking op."]
    else:
        p10, p50, p90 = (_month_or_later(m, droog) for m in droog.maand)
        niet = (
            f"De kans dat zij tot en met {eind} niet opraakt is {format_share(droog.kans_niet)}."
            if droog.kans_niet
            else f"Zij raakt tot en met {eind} in alle trekkingen op."
        )
        zinnen = [f"De maand waarin de SPUK van {naam} op is: P50 {p50}, P10 {p10}, P90 {p90}. {niet}"]
    if eerste is None:
        return zinnen
    deel, eigen = eerste
    if not toeval:
        wanneer = f"Het eerst op is de SPUK van {deel}: {month_words(eigen.p50)}." if eigen.p50 else ""
        return [*zinnen, f"{wanneer} {SOM}".strip()]
    if eigen.p10 is None:
        return [*zinnen, f"Bij geen gemeente is die kans kleiner dan 90%. {SOM}"]
    p10, p50, _ = (_month_or_later(m, eigen) for m in eigen.maand)
    niet = f"de kans dat zij niet opraakt is {format_share(eigen.kans_niet)}"
    return [*zinnen, f"Het eerst op is de SPUK van {deel}: P50 {p50}, P10 {p10}; {niet}. {SOM}"]


def dry_table(resultaat: Result, titel: str = "") -> Tabel:
    """Per gemeente when its SPUK runs dry."""
    rijen = [
        Rij(
            (
                deel.naam,
                *(_month_or_later(m, droog) for m in droog.maand),
                droog.kans_niet,
            ),
            nadruk="totaal" if deel is resultaat.totaal else "",
        )
        for deel, kas in _parts(resultaat)
        for droog in (kas.droog(),)
    ]
    kolommen = (
        *(Kolom(kop, vorm="lang") for kop in ("Gemeente", "P10", "P50", "P90")),
        Kolom("Kans niet op", "deel", vorm="kans"),
    )
    return Tabel(titel, kolommen, tuple(rijen))


def month_table(resultaat: Result) -> Tabel:
    """Every month of every pot in which it holds anything, of the gemeenten and then the region."""
    rijen = []
    for deel, kas in _shown(resultaat):
        for pot in _pots(kas):
            waarden = _figures(kas, pot, False)
            for maand, bedragen in zip(kas.horizon.maanden, waarden, strict=True):
                wie = (deel.naam, POTNAMEN[pot], maand.year, (maand.month + 2) // 3, maand.month)
                if any(bedragen):
                    rijen.append(Rij((*wie, *bedragen)))
    return Tabel("", month_columns(), tuple(rijen))


def month_columns() -> tuple[Kolom, ...]:
    """What is told of every month."""
    return (*_heads(), Kolom("Kwartaal", "jaar"), Kolom("Maand", "jaar"), *_amounts("maand"))


def quarter_table(resultaat: Result, titel: str = "", vanaf: int = 0, pot: str = "") -> Tabel:
    """Every quarter of the region from year `vanaf` on, of one pot or of all."""
    kas = resultaat.kas[-1]
    rijen = []
    for p in (pot,) if pot else _pots(kas):
        for maand, bedragen in zip(kas.horizon.maanden[::3], _figures(kas, p, True), strict=True):
            if maand.year >= vanaf and any(bedragen):
                rijen.append(Rij((POTNAMEN[p], f"{maand.year} K{(maand.month + 2) // 3}", *bedragen)))
    return Tabel(
        titel, (Kolom("Pot", vorm="lang"), Kolom("Kwartaal", vorm="lang"), *_amounts("kwartaal")), tuple(rijen)
    )


def write_months(resultaat: Result, doel: Path) -> None:
    """Every month as csv."""
    to_csv(month_table(resultaat), doel)


def _parts(resultaat: Result) -> list[tuple[Summary, Kasbeeld]]:
    return list(zip(resultaat.parts(), resultaat.kas, strict=True))


def _shown(resultaat: Result) -> list[tuple[Summary, Kasbeeld]]:
    delen = _parts(resultaat)
    return delen if len(delen) <= VEEL_GEMEENTEN else delen[-1:]


def _pots(kas: Kasbeeld) -> list[str]:
    """The SPUKs first: of those it matters when the money comes."""
    return [pot for pot in ("spuk", "spuk_onderwijsroute", "gemeentefonds") if pot in kas.horizon.potten]


def _heads() -> tuple[Kolom, ...]:
    return (*(Kolom(kop, vorm="lang") for kop in ("Gemeente", "Pot")), Kolom("Jaar", "jaar"))


def _amounts(termijn: str) -> tuple[Kolom, ...]:
    koppen = ("Lasten", "Lasten P10", "Lasten P90", "Voorschot", "Nabetaling", "Terugvordering")
    return columns(((*koppen, f"Kas eind {termijn}", "Kas P10", "Kas P90"), "euro"))


def _figures(kas: Kasbeeld, pot: str, kwartaal: bool) -> Iterator[tuple[float, ...]]:
    """The amounts of `_amounts`, month by month or quarter by quarter."""
    neem = kas.quarters if kwartaal else kas.values
    reeksen = []
    for naam in STROMEN:
        banden = ("verwacht", "p10", "p90") if naam in ("lasten", "kas") else ("verwacht",)
        reeksen += [neem(naam, pot, s) for s in banden]
    # Less than half a cent is rounding.
    return (tuple(float(x) if abs(x) >= 0.005 else 0.0 for x in rij) for rij in zip(*reeksen, strict=True))
