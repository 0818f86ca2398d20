"""From a region folder to the proposals of a year: begroting, latest expectation, chart of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.jaar.verwachting import Verwachtingskeuze, expect_year
from reports.raming.kerncijfers import check_gemeente
from scenarios.administratie.rekeningschema import Rekeningschema, read_chart
from scenarios.administratie.wijziging import Raadsvoorstel, make_proposal
from scenarios.boeken.begroting import read_budget
from scenarios.boeken.realisatie import find_books
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.regio import Regio
from scenarios.waarheid.feiten import read_truth


@dataclass(frozen=True)
class Voorstellen:
    """One proposal per gemeente that was asked for, and what they share."""

    regio: Regio
    schema: Rekeningschema
    voorstellen: Sequence[Raadsvoorstel]
    rust_op: str
    let_op: str


def make_proposals(
    map_: Verwijzing, jaar: int, gemeente: str | None, besluit: tuple[str, date | None], keuze: Verwachtingskeuze
) -> Voorstellen:
    """besluit: its name and day, as far as they are known. Raises Invoerfout with what is wrong or missing."""
    regio = read_truth(map_)
    naam = check_gemeente(regio, gemeente)
    boeken = find_books(map_)
    namen = boeken.instellingen.rekeningen if boeken is not None else None
    schema = read_chart(regio.map, regio.gemeenten, regio.land, namen)
    begroting = read_budget(regio.map, regio.gemeenten, regio.land)
    verwachting = expect_year(regio, boeken, begroting, jaar, keuze)
    wat = besluit[0] or f"voorstel wijziging {jaar}", besluit[1] or verwachting.op
    return Voorstellen(
        regio,
        schema,
        [
            make_proposal(g, jaar, wat, begroting, verwachting.posten(g.naam), schema)
            for g in regio.gemeenten
            if naam in (None, g.naam)
        ],
        verwachting.rust_op,
        boeken.instellingen.toelichting if boeken is not None else "",
    )
