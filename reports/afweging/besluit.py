"""The decision page: the same things in the same words for screen, first sheet, first page of the report and dashboard.

Every figure comes from one record, `scenarios.afweging.besluit.Beslissing`; every sentence follows its figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from finance.fouten import list_words
from finance.taal.getallen import dutch, euros, format_certainty, format_share, thousands
from reports.kas.tabel import dry_words
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.afweging.besluit import Beslissing, Grens, Jaaroordeel
from scenarios.afweging.zoek import NOOIT

VERDICT = "Oordeel"
SPELING = "Speling"
IN_DUIZENDEN = "Saldo, buffer en drijvers × € 1.000."
"""Below tables that show euros so"""
TOEVAL = ("Kans", "Kans opgeteld")
"""Columns that say nothing without draws"""


@dataclass(frozen=True)
class Beslispunt:
    """One of the things to decide on: what it is, what is said of it, and its figures."""

    kop: str
    zinnen: tuple[str, ...]
    tabel: Tabel | None = None


def decision_points(besluit: Beslissing) -> tuple[Beslispunt, ...]:
    """All of them, in the order of the page."""
    return (
        Beslispunt(VERDICT, (verdict_words(besluit),), year_table(besluit)),
        Beslispunt("SPUK op", cash_words(besluit)),
        Beslispunt("Buffer", buffer_words(besluit)),
        Beslispunt("Hoogste prijs en fte", (bound_words(besluit),), bound_table(besluit) if besluit.grenzen else None),
        Beslispunt("Drijvers", (driver_words(besluit),), driver_table(besluit) if besluit.drijvers else None),
    )


def certainty_words(besluit: Beslissing) -> str:
    """How a verdict was reached."""
    if not besluit.trekkingen:
        return "bij verwachte waarden"
    return f"met {format_certainty(besluit.zekerheid)} zekerheid"


def period_words(besluit: Beslissing) -> str:
    """The open years: 2026-2029, or the only one."""
    return _run([j.jaar for j in besluit.jaren])


def verdict_words(besluit: Beslissing) -> str:
    """Yes or no over the open years, which of them close, and which is the hardest."""
    if besluit.voorbij:
        return f"{besluit.naam}: alle jaren zijn gerealiseerd. Er is geen open jaar om over te beslissen."
    niet = "" if besluit.neutraal else "niet "
    hoe = f"{niet}budgetneutraal {certainty_words(besluit)} (scenario {besluit.scenario})"
    return f"{besluit.naam} is in {period_words(besluit)} {hoe}: {_which_years(besluit)}{_hardest(besluit)}."


def _which_years(besluit: Beslissing) -> str:
    jaren = besluit.jaren
    tekort = [j.jaar for j in jaren if not j.eigen.neutraal]
    goed = [j.jaar for j in jaren if j.eigen.neutraal]
    if not tekort:
        op_zichzelf = "het jaar sluit" if len(jaren) == 1 else "ieder jaar sluit"
        later = [j.jaar for j in jaren if not j.opgeteld.neutraal]
        if later:
            return f"{op_zichzelf} op zichzelf, maar opgeteld vanaf {jaren[0].jaar} sluit {year_words(later)} niet"
        return op_zichzelf if len(jaren) == 1 else f"{op_zichzelf}, op zichzelf en opgeteld"
    if not goed:
        return "het jaar sluit niet" if len(jaren) == 1 else f"geen van de {len(jaren)} jaren sluit"
    return f"{year_words(tekort)} {_closes(tekort)} niet, {year_words(goed)} op zichzelf wel" + (
        "" if all(j.opgeteld.neutraal for j in jaren) else f"; {_added_up(jaren)}"
    )


def _added_up(jaren: Sequence[Jaaroordeel]) -> str:
    tekort = [j.jaar for j in jaren if not j.opgeteld.neutraal]
    if len(tekort) == len(jaren):
        return f"opgeteld vanaf {jaren[0].jaar} sluit geen jaar"
    return f"opgeteld vanaf {jaren[0].jaar} {_closes(tekort)} {year_words(tekort)} niet"


def _closes(jaren: Sequence[int]) -> str:
    return "sluit" if len(jaren) == 1 else "sluiten"


def _hardest(besluit: Beslissing) -> str:
    """The hardest year with its chance; nothing for expected values, of which the buffer says it all."""
    krapst = besluit.krapst
    if not besluit.trekkingen:
        return ""
    if krapst.oordeel.kans == 1:
        # When nothing ever falls short no year is the tightest.
        return ", in alle trekkingen"
    if len(besluit.jaren) == 1:
        return f"; de kans daarop is {format_share(krapst.oordeel.kans)}"
    return f". Het krapst is {hardest_words(besluit)}: de kans op sluiten is {format_share(krapst.oordeel.kans)}"


def hardest_words(besluit: Beslissing) -> str:
    """Which year it is, by itself or added up."""
    krapst = besluit.krapst
    if krapst.opgeteld:
        return f"{besluit.jaren[0].jaar}-{krapst.jaar} opgeteld"
    return f"{krapst.jaar} op zichzelf"


def year_words(jaren: Sequence[int]) -> str:
    """2023, 2025-2027 en 2029: years that follow each other taken together."""
    reeksen: list[list[int]] = []
    for jaar in jaren:
        if reeksen and reeksen[-1][-1] == jaar - 1:
            reeksen[-1].append(jaar)
        else:
            reeksen.append([jaar])
    return list_words([_run(reeks) for reeks in reeksen])


def _run(jaren: Sequence[int]) -> str:
    return str(jaren[0]) if len(jaren) == 1 else f"{jaren[0]}-{jaren[-1]}"


def buffer_words(besluit: Beslissing) -> tuple[str, ...]:
    """What must be at hand, and how the amounts of the years and of the sum go together."""
    if besluit.voorbij:
        return ("Geen: wat gerealiseerd is, vraagt geen buffer.",)
    hoe = certainty_words(besluit)
    if not besluit.buffer:
        return (f"Geen: zonder buffer sluit ieder jaar, op zichzelf en opgeteld, {hoe}.",)
    zin = f"{euros(besluit.buffer)}, zoveel ontbreekt in {hardest_words(besluit)}. Daarmee sluit ieder jaar {hoe}."
    return (zin, *_relation(besluit), "Tekorten van een SPUK tellen daarin al mee: zij komen er niet bij.")


def _relation(besluit: Beslissing) -> Iterator[str]:
    """What the other of both asks: the hardest year by itself, or the years added up."""
    eigen = max(besluit.jaren, key=lambda j: j.eigen.buffer)
    opgeteld = max(besluit.jaren, key=lambda j: j.opgeteld.buffer)
    if besluit.krapst.opgeteld:
        if eigen.eigen.buffer:
            yield (
                f"Van de jaren op zichzelf vraagt {eigen.jaar} het meest, {euros(eigen.eigen.buffer)}. Dat zit in de "
                "optelling en komt er niet bij."
            )
        else:
            yield "Ieder jaar op zichzelf sluit zonder buffer; pas opgeteld ontbreekt er geld."
    elif opgeteld.opgeteld.buffer < besluit.buffer:
        minder = f"is {euros(opgeteld.opgeteld.buffer)} genoeg" if opgeteld.opgeteld.buffer else "is geen buffer nodig"
        vanaf = besluit.jaren[0].jaar
        yield f"Opgeteld vanaf {vanaf} {minder}, doordat andere jaren overhouden. Het hoogste bedrag telt."


def cash_words(besluit: Beslissing) -> tuple[str, ...]:
    """In which month the SPUK runs dry and how likely it does not; of a region also where first."""
    droog = besluit.droog
    if besluit.voorbij:
        return ("Niet berekend: er is geen open jaar meer.",)
    if droog is None:
        return ("Niet berekend op deze uitkomst; spuk raming rekent de maanden uit.",)
    return tuple(dry_words(besluit.naam, droog, bool(besluit.trekkingen), besluit.eerst_droog))


def bound_words(besluit: Beslissing) -> str:
    """What the table of bounds is of, or why there is none."""
    if besluit.voorbij:
        return "Niet gezocht: er is geen open jaar meer."
    if besluit.grenzen is None:
        waarom = "op deze uitkomst" if besluit.trekkingen else "zonder trekkingen"
        return f"Niet gezocht {waarom}; spuk zoek doet dat, en op het dashboard de knop Zoek."
    if not besluit.grenzen:
        return "Geen prijs van een leerroute en geen formatie ingevoerd om te veranderen."
    aantal, vanaf = thousands(besluit.grenzen[0].trekkingen), min(g.vanaf.year for g in besluit.grenzen)
    geen = " Staat er geen, dan is dit de hoogste kans die zo te halen is."
    return (
        f"Ieder op zichzelf en de rest zoals ingevoerd: tot hier sluit ieder jaar vanaf {vanaf}, op zichzelf en "
        f"opgeteld, {certainty_words(besluit)}. Kans: van het krapste jaar bij die grens, met {aantal} trekkingen; "
        f"speling: wat die openlaten (95%).{geen if any(g.soort == NOOIT for g in besluit.grenzen) else ''}"
    )


def bound_table(besluit: Beslissing) -> Tabel:
    """What | as entered | highest that is neutral | what the draws leave open | chance there."""
    return Tabel(
        "",
        (
            Kolom("Wat", vorm="lang"),
            *(Kolom(kop, rechts=True, vorm="lang rechts") for kop in ("Nu", "Hoogst neutraal", SPELING)),
            Kolom("Kans", "deel", vorm="kans"),
        ),
        tuple(Rij((_with_unit(g), _shown(g, g.nu), _highest(g), _open(g), g.kans)) for g in besluit.grenzen or ()),
    )


def _shown(grens: Grens, waarde: float) -> str:
    """In the unit that was entered; where several prices move together in per cent of them."""
    if not grens.eenheid:
        return format_share(waarde, 0)
    return dutch(waarde, 0 if grens.nu >= 100 else 2)


def _with_unit(grens: Grens) -> str:
    """The unit stands with the name: a column of a sheet is no wider than a figure."""
    return ", ".join(filter(None, (grens.wat.removeprefix("de "), grens.eenheid)))


def _highest(grens: Grens) -> str:
    if grens.hoogst is not None:
        return _shown(grens, grens.hoogst)
    return "geen" if grens.soort == NOOIT else f"meer dan {_shown(grens, grens.gezocht[1])}"


def _open(grens: Grens) -> str:
    if grens.hoogst is None:
        return ""
    laag, hoog = (
        _shown(grens, x if x is not None else eind) for x, eind in zip(grens.tussen, grens.gezocht, strict=True)
    )
    return f"{laag} tot {hoog}"


def driver_words(besluit: Beslissing) -> str:
    """What the table of drivers is of, or why there is none."""
    if besluit.voorbij:
        return "Geen: wat gerealiseerd is, staat vast."
    if not besluit.trekkingen:
        return "Niet te zeggen zonder trekkingen: verwachte waarden kennen geen tegenvaller."
    if not besluit.gemeten:
        return "Alleen van de regio als geheel gemeten, niet van een gemeente."
    if not besluit.drijvers:
        return "Niet gemeten: te weinig trekkingen, of niets maakt het saldo onzeker."
    return (
        f"Wat het saldo opgeteld tot en met {besluit.krapst.jaar} het meest kost als het tegenvalt (P10: eens in de "
        "tien keer zoveel of meer) en brengt als het meevalt (P90), als het andere blijft zoals het is. Zij treffen "
        "niet alle tegelijk: de bedragen tellen niet op tot de buffer."
    )


def year_table(besluit: Beslissing) -> Tabel:
    """Per open year the verdict by itself, added up from the first, and the buffer that both together ask."""
    tabel = Tabel(
        "",
        (
            Kolom("Jaar", "jaar"),
            Kolom("Saldo", "euro"),
            Kolom("Kans", "deel", vorm="kans"),
            Kolom("Sluit", "ja_nee"),
            Kolom("Saldo opgeteld", "euro", smal="Saldo\nopgeteld"),
            Kolom("Kans opgeteld", "deel", smal="Kans\nopgeteld", vorm="kans"),
            Kolom("Sluit opgeteld", "ja_nee", smal="Sluit\nopgeteld"),
            Kolom("Buffer", "euro"),
        ),
        tuple(
            Rij(
                (
                    j.jaar,
                    *(j.eigen.verwacht, j.eigen.kans, j.eigen.neutraal),
                    *(j.opgeteld.verwacht, j.opgeteld.kans, j.opgeteld.neutraal),
                    j.buffer,
                ),
                nadruk="vet" if j.jaar == besluit.krapst.jaar and len(besluit.jaren) > 1 else "",
            )
            for j in besluit.jaren
        ),
    )
    return tabel if besluit.trekkingen and not besluit.voorbij else tabel.without(*TOEVAL)


def driver_table(besluit: Beslissing) -> Tabel:
    """Driver | what it costs at its P10 | what it brings at its P90."""
    return Tabel(
        "",
        (
            Kolom("Drijver", vorm="lang"),
            Kolom("Valt tegen (P10)", "euro", optelbaar=False),
            Kolom("Valt mee (P90)", "euro", optelbaar=False),
        ),
        tuple(Rij((d.oorzaak, d.p10, d.p90)) for d in besluit.grootste),
    )
