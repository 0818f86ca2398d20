"""How fresh every national series is: through when it goes, what is missing on a day, and what lies ahead.

When a figure may be expected is a pattern of earlier years, no rule of law; docs/gegevens.md names it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from finance.fouten import list_words
from finance.parameters import STATUSSEN, Parameter
from finance.taal.getallen import format_date, thousands
from scenarios.grond.gegevens import Bevolking
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.regiomap.land.herindelingen import Herindeling
from scenarios.regiomap.land.keuze import SUBMAP
from scenarios.regiomap.land.landsgegevens import (
    BEVOLKING,
    HERINDELINGEN,
    PER_GEMEENTE,
    TAAKSTELLING,
    Landsgegevens,
    shipped_hashes,
)

MEEGELEVERD = "meegeleverd"
INWONERS_BEKEND = (3, 1)
"""Month and day on which CBS has counted 1 January"""
MAX_NAMEN = 4
BEDRAGEN = ("bedrag_", "gewicht_asiel_")
INDEXEN = ("index_",)
TELLINGEN = ("landelijk_asiel", "landelijk_gezin")
"""Names, or beginnings of names, of the parameters of a series"""


@dataclass(frozen=True)
class Reeksstand:
    """One national series on one day."""

    naam: str
    tot: str
    """The last that is known"""
    status: str
    bron: str
    uit: str
    """`MEEGELEVERD`, or the file of the data folder that goes before it"""
    sha256: str
    """Of the file that holds the last of it"""
    ontbreekt: tuple[str, ...] = ()
    verwacht: tuple[str, ...] = ()


def describe(land: Landsgegevens, op: date) -> list[Reeksstand]:
    """Every series, as it stands on a day."""
    return [
        _inhabitants(land, op),
        _taakstelling(land, op),
        _per_gemeente(land),
        _mergers(land, op),
        _amounts(land, op),
        _indexes(land),
        _counts(land, op),
    ]


def announced_on(halfjaar: str) -> date:
    """The day by which the taakstelling of a half-year was announced until now: 1 October before, or 1 April in it."""
    jaar = int(halfjaar[:4])
    return date(jaar - 1, 10, 1) if halfjaar.endswith("H1") else date(jaar, 4, 1)


def unknown_halves(land: Landsgegevens, op: date) -> list[str]:
    """Half-years after the last known taakstelling that were to be announced by then."""
    laatste = max((v.halfjaar for v in land.taakstelling if v.bekend_op <= op), default=land.taakstelling[0].halfjaar)
    return [h for h in _halves_after(laatste, op.year + 1) if announced_on(h) <= op]


def _halves_after(halfjaar: str, jaar: int) -> Iterator[str]:
    for j in range(int(halfjaar[:4]), jaar + 1):
        yield from (h for h in (f"{j}H1", f"{j}H2") if h > halfjaar)


def _from(land: Landsgegevens, bestand: str) -> tuple[str, str]:
    """Where a series comes from, and the sha256 of that file."""
    if land.eigen is not None and bestand in land.eigen.hashes:
        return f"{land.eigen.map.naam}/{bestand}", land.eigen.hashes[bestand]
    return MEEGELEVERD, shipped_hashes().get(bestand, "")


def _from_values(land: Landsgegevens, parameters: Sequence[Parameter]) -> tuple[str, str]:
    """The same of values, which stand in several files: where the last of them is."""
    eigen = [w for p in parameters for w in p.waarden if w.bestand.startswith(f"{SUBMAP}/")]
    laatste = eigen[-1] if eigen else max((w for p in parameters for w in p.waarden), key=lambda w: w.vanaf)
    return _from(land, laatste.bestand.removeprefix(f"{SUBMAP}/"))


def _tally(statussen: Iterable[str]) -> str:
    """'1.021 vastgesteld en 1.029 raming'; of one kind only its name."""
    aantal = Counter(statussen)
    if len(aantal) == 1:
        return next(iter(aantal))
    return list_words([f"{thousands(aantal[s])} {s}" for s in STATUSSEN if aantal[s]])


def _last_source(bevolking: Bevolking, jaar: int) -> str:
    bronnen = Counter(
        bron for (code, j), (_, bron) in bevolking.herkomst.items() if j == jaar and code in bevolking.namen
    )
    return bronnen.most_common(1)[0][0]


def _inhabitants(land: Landsgegevens, op: date) -> Reeksstand:
    bevolking = land.bevolking
    jaren = [j for j in bevolking.jaren if any(j in bevolking.inwoners[c] for c in bevolking.namen)]
    verwacht_jaar = op.year if op >= date(op.year, *INWONERS_BEKEND) else op.year - 1
    mist = []
    for jaar in range(jaren[0], max(jaren[-1], verwacht_jaar) + 1):
        zonder = [naam for code, naam in bevolking.namen.items() if jaar not in bevolking.inwoners[code]]
        if zonder:
            wie = "alle gemeenten" if len(zonder) == len(bevolking.namen) else _few(zonder)
            mist.append(f"1-1-{jaar}: {wie}")
    komt = max(jaren[-1], verwacht_jaar) + 1
    statussen = [status for (code, _), (status, _) in bevolking.herkomst.items() if code in bevolking.namen]
    return Reeksstand(
        "Inwoners per gemeente",
        f"1-1-{jaren[-1]} ({len(bevolking.namen)} gemeenten)",
        _tally(statussen),
        _last_source(bevolking, jaren[-1]),
        *_from(land, BEVOLKING),
        tuple(mist),
        (f"1-1-{komt}: omstreeks {format_date(date(komt, *INWONERS_BEKEND))}",),
    )


def _taakstelling(land: Landsgegevens, op: date) -> Reeksstand:
    toen = [v for v in land.taakstelling if v.bekend_op <= op] or land.taakstelling[:1]
    laatste = max(toen, key=lambda v: (v.halfjaar, v.bekend_op))
    bekend = {v.halfjaar for v in land.taakstelling}
    mist = [
        h for h in _halves_after(min(bekend), int(laatste.halfjaar[:4])) if h < laatste.halfjaar and h not in bekend
    ]
    na = unknown_halves(land, op)
    komt = next(h for h in _halves_after((na or [laatste.halfjaar])[-1], op.year + 2) if announced_on(h) > op)
    return Reeksstand(
        "Landelijke taakstelling",
        laatste.halfjaar,
        laatste.status,
        laatste.bron,
        *_from(land, TAAKSTELLING),
        (*(f"{h}: nooit gevonden" for h in mist), *(f"{h}: een raming (het pad)" for h in na)),
        (f"{komt}: omstreeks {format_date(announced_on(komt))}",),
    )


def _per_gemeente(land: Landsgegevens) -> Reeksstand:
    rijen = land.per_gemeente
    if not rijen:
        uitleg = "niet meegeleverd: berekend uit de landelijke taakstelling en de inwoners"
        return Reeksstand("Taakstelling per gemeente", "geen", "", uitleg, MEEGELEVERD, "")
    laatste = max(rijen, key=lambda r: r.halfjaar)
    return Reeksstand(
        "Taakstelling per gemeente",
        f"{laatste.halfjaar} ({len({r.cbs_code for r in rijen})} gemeenten)",
        _tally(r.status for r in rijen),
        laatste.bron,
        *_from(land, PER_GEMEENTE),
    )


def _mergers(land: Landsgegevens, op: date) -> Reeksstand:
    alle = sorted(land.herindelingen.values(), key=lambda h: h.datum)
    gedaan = [h for h in alle if h.holds_on(op)]
    open_ = [h for h in alle if not h.holds_on(op)]

    def tell(h: Herindeling) -> str:
        return f"{format_date(h.datum)}: {h.naam} gaat op in {h.nieuwe_naam} ({h.status})"

    return Reeksstand(
        "Herindelingen",
        format_date(gedaan[-1].datum) if gedaan else "geen",
        _tally(h.status for h in alle),
        gedaan[-1].bron if gedaan else "",
        *_from(land, HERINDELINGEN),
        tuple(f"{tell(h)}: is het een feit?" for h in open_ if h.datum <= op),
        tuple(tell(h) for h in open_ if h.datum > op),
    )


def _amounts(land: Landsgegevens, op: date) -> Reeksstand:
    namen = [n for n, p in land.parameters.items() if n.startswith(BEDRAGEN) and p.geldt == "jaar"]
    parameters = [land.parameters[n] for n in namen]
    laatste, mist = _years(parameters, BEGINJAAR, op.year)
    return Reeksstand(
        "Bedragen van de Regeling",
        str(laatste),
        _tally(w.status for p in parameters for w in p.waarden),
        _source(parameters),
        *_from_values(land, parameters),
        tuple(mist),
        (f"begrotingsjaar {max(laatste, op.year) + 1}: in de Staatscourant, meestal voor 1 januari van dat jaar",),
    )


def _counts(land: Landsgegevens, op: date) -> Reeksstand:
    parameters = [land.parameters[n] for n in TELLINGEN]
    laatste, mist = _years(parameters, BEGINJAAR, op.year - 2)
    return Reeksstand(
        "Landelijke cohorten (CBS)",
        str(laatste),
        _tally(w.status for p in parameters for w in p.waarden),
        _source(parameters),
        *_from_values(land, parameters),
        tuple(mist),
        (f"cohort {max(laatste, op.year - 2) + 1}: in de Statistiek Wet inburgering van CBS, een jaar later",),
    )


def _indexes(land: Landsgegevens) -> Reeksstand:
    parameters = [p for n, p in land.parameters.items() if n.startswith(INDEXEN)]
    sinds = max(w.vanaf for p in parameters for w in p.waarden)
    return Reeksstand(
        "Indexen van prijzen, SPUK en Gemeentefonds",
        f"vanaf {format_date(sinds)}",
        _tally(p.waarden[-1].status for p in parameters),
        _source(parameters),
        *_from_values(land, parameters),
    )


def _years(parameters: Sequence[Parameter], van: int, tot: int) -> tuple[int, list[str]]:
    """The last year of which all are known, and per year up to `tot` which are missing."""
    bekend = {p.naam: {w.vanaf.year for w in p.waarden} for p in parameters}
    mist = []
    for jaar in range(van, tot + 1):
        zonder = [naam for naam, jaren in bekend.items() if jaar not in jaren]
        if zonder:
            mist.append(f"{jaar}: {'alle' if len(zonder) == len(bekend) else _few(zonder)}")
    return max(set.intersection(*bekend.values()) or {van - 1}), mist


def _source(parameters: Sequence[Parameter]) -> str:
    laatste = max((w for p in parameters for w in p.waarden), key=lambda w: w.vanaf)
    return str(laatste.bron) if laatste.bron else laatste.toelichting


def _few(namen: Sequence[str]) -> str:
    rest = len(namen) - MAX_NAMEN
    return list_words([*namen[:MAX_NAMEN], f"{rest} andere"] if rest > 1 else list(namen))
