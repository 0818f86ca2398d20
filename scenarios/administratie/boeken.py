"""The books of one year for a file that goes to the financial system or to CBS, with the chart of accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scenarios.administratie.gemeentekeuze import choose_codes
from scenarios.administratie.journaal import last_month
from scenarios.administratie.rekeningschema import Rekeningschema, read_chart
from scenarios.boeken.begroting import BESTAND as BEGROTING
from scenarios.boeken.jaar_sluiten import Verantwoording, build_accounts
from scenarios.boeken.map import Verantwoordingsmap, read_folder
from scenarios.grond.openen import digest, is_there
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.modellen import Gemeente
from scenarios.waarheid.signalen import MAANDEN


@dataclass(frozen=True)
class Jaarboeken:
    """The year accounts of the gemeenten asked for, and their chart of accounts."""

    invoer: Verantwoordingsmap
    verantwoording: Verantwoording
    schema: Rekeningschema

    @property
    def map(self) -> Path:
        """The region folder."""
        return self.invoer.map.parent

    @property
    def gemeenten(self) -> tuple[Gemeente, ...]:
        """Whose books these are."""
        return tuple(g.gemeente for g in self.verantwoording.gemeenten)

    @property
    def mark(self) -> tuple[object, ...]:
        """What the files made of them rest on."""
        begroting = self.map / BEGROTING
        extra = digest(begroting) if is_there(begroting) else ""
        return self.verantwoording.jaar, self.invoer.hashes, tuple(self.schema.as_rows()), extra

    @property
    def running(self) -> Iterator[str]:
        """A sentence when the bookings of the year do not run into December; nothing else."""
        maand = last_month(self.verantwoording)
        if maand < 12:
            jaar = self.verantwoording.jaar
            yield f"{jaar} loopt nog, met boekingen tot in {MAANDEN[maand - 1]}; afgesloten alsof het dan eindigt."


def open_books(verwijzing: Verwijzing, jaar: int, gemeente: str | None) -> Jaarboeken:
    """The books of a year, of one gemeente if asked. Raises Invoerfout with what is wrong in the folder."""
    invoer = read_folder(verwijzing)
    codes = choose_codes(invoer, gemeente)
    schema = read_chart(invoer.map.parent, invoer.gemeenten, invoer.land, invoer.instellingen.rekeningen)
    v = build_accounts(invoer, jaar)
    deel = tuple(g for g in v.gemeenten if g.gemeente.code in codes)
    return Jaarboeken(invoer, replace(v, gemeenten=deel), schema)
