"""Mutaties of the books -> bookings as `spuk boekingen` reads them; what cannot be used is set aside with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from finance.fouten import Melding, suggest
from scenarios.boeken.map import INSTELLINGEN, Instellingen
from scenarios.ggm.kaart import BESTAND, Boekingenblok
from scenarios.inlezen.blok import EIGEN_KOLOMMEN
from scenarios.regiomap.besluiten import SUBMAP
from scenarios.regiomap.land.landsgegevens import Landsgegevens

ZONDER_DATUM = "mutatie zonder datum"
ZONDER_BEDRAG = "mutatie zonder bedrag"
HALVE_CENTEN = "mutatie met meer dan twee decimalen"
ZONDER_GEMEENTE = "mutatie op een kostenplaats zonder gemeente in ggm.toml"
DUBBEL = "mutatie meer dan eens in de bron"
REDENEN = (DUBBEL, ZONDER_DATUM, ZONDER_BEDRAG, HALVE_CENTEN, ZONDER_GEMEENTE)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Boeking:
    """One side of one mutatie."""

    datum: date
    cells: tuple[str, ...]
    """In the order of `scenarios.inlezen.blok.EIGEN_KOLOMMEN`."""


def judge_side(rijen: Sequence[Sequence[Any]], mutatie: object, blok: Boekingenblok) -> list[Boeking | str]:
    """The rows (datum, rekening, kostenplaats, bedrag) of one side of one mutatie -> bookings, or why not. More than
    one row would count the same money again."""
    return [DUBBEL] * len(rijen) if len(rijen) > 1 else [_judge(rijen[0], mutatie, blok)]


def _judge(rij: Sequence[Any], mutatie: object, blok: Boekingenblok) -> Boeking | str:
    datum, rekening, kostenplaats, bedrag = rij
    if datum is None:
        return ZONDER_DATUM
    if bedrag is None:
        return ZONDER_BEDRAG
    exact = Decimal(str(bedrag))
    if exact != exact.quantize(_CENT):
        return HALVE_CENTEN
    gemeente = blok.gemeente or blok.gemeenten.get(kostenplaats or "", "")
    if not gemeente:
        return ZONDER_GEMEENTE
    voorziening = blok.voorzieningen.get(rekening) or blok.voorzieningen.get(kostenplaats or "", "")
    geld = f"{exact.quantize(_CENT):f}".replace(".", ",")
    waarden = {
        "datum": datum.isoformat(),
        "gemeente": gemeente,
        "grootboek": rekening,
        "voorziening": voorziening,
        "bedrag": geld,
        "omschrijving": kostenplaats or "",
        "stuknummer": f"M{mutatie}",
    }
    return Boeking(datum, tuple(waarden.get(k, "") for k in EIGEN_KOLOMMEN))


def file_of(jaar: int) -> str:
    """The file with the bookings of one year, seen from `verantwoording/`."""
    return f"boekingen/ggm-{jaar}.csv"


def check_names(blok: Boekingenblok, rekeningen: Sequence[str], plaatsen: Sequence[str]) -> Iterator[Melding]:
    """What ggm.toml chooses must be in the administration: a slip would give an empty file."""
    for veld, namen, bekend in (
        ("hoofdrekeningen", blok.hoofdrekeningen, rekeningen),
        ("kostenplaatsen", blok.kostenplaatsen, plaatsen),
        ("gemeenten", blok.gemeenten, plaatsen),
        ("voorzieningen", blok.voorzieningen, [*rekeningen, *plaatsen]),
    ):
        for naam in namen:
            if naam not in bekend:
                mend = suggest(naam, bekend)
                yield Melding(BESTAND, f"boekingen.{veld}", f"{naam!r}", "een naam of nummer uit de database", mend)


def check_settings(
    blok: Boekingenblok, instellingen: Instellingen | None, codes: Iterable[str], land: Landsgegevens
) -> Iterator[Melding]:
    """Every file needs a block that reads it, and every gemeente must be in the region."""
    genoemd = {b.bestand for b in instellingen.boekingen} if instellingen else set()
    for jaar in blok.jaren:
        if file_of(jaar) not in genoemd:
            yield Melding(
                f"{SUBMAP}/{INSTELLINGEN}",
                "",
                f"geen blok [[boekingen]] voor {file_of(jaar)}",
                "een blok dat de opgehaalde boekingen leest",
                f'Voeg toe: [[boekingen]] met bestand = "{file_of(jaar)}", jaar = {jaar} en credit = true.',
            )
    bekend = set(codes)
    for code in sorted({blok.gemeente, *blok.gemeenten.values()} - {""}):
        if code not in bekend and land.current_code(code) not in bekend:
            yield Melding(BESTAND, "boekingen", f"gemeente {code!r}", "een CBS-code uit regio.toml")
