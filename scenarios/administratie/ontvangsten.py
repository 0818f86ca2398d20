"""`verantwoording/ontvangsten.csv`: what the bank received from the Rijk, to set beside the decisions.

Without it the year accounts assume twelve equal payments. `docs/boekhouding.md` describes every column.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from finance.administratie.ontvangsten import Afstemming, Ontvangst, match_receipts
from finance.fouten import Melding, raise_if_any
from scenarios.boeken.jaar_sluiten import Gemeenterekening
from scenarios.grond.openen import is_there
from scenarios.regiomap.besluiten import ONTVANGSTEN, SUBMAP, Centen
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import Datum, Invoerrij, read_rows
from scenarios.regiomap.modellen import Gemeente, Tekst
from scenarios.regiomap.namen import check_rows, foreign_code


class Ontvangstrij(Invoerrij):
    """One receipt; negative for what was paid back. Without `uitkering` it is recognised by its amount, or not."""

    datum: Datum
    cbs_code: Tekst
    gemeente: str = ""
    uitkering: Literal["", "spuk", "spuk_onderwijsroute"] = ""
    bedrag: Centen
    omschrijving: str = ""
    stuknummer: str = ""
    bron: str = ""

    def as_receipt(self) -> Ontvangst:
        """The receipt without where it stands."""
        tekst = " ".join(d for d in (self.omschrijving or f"regel {self.regel}", self.stuknummer) if d)
        return Ontvangst(self.datum, self.bedrag, self.uitkering, tekst)


def read_receipts(map_: Path, gemeenten: Sequence[Gemeente], land: Landsgegevens) -> tuple[Ontvangstrij, ...] | None:
    """The receipts of a region folder; None when there is no such file. Raises Invoerfout with all problems."""
    pad = map_ / SUBMAP / ONTVANGSTEN
    if not is_there(pad):
        return None
    meldingen: list[Melding] = []
    rijen = tuple(read_rows(pad, Ontvangstrij, meldingen))
    codes = {g.code: g.naam for g in gemeenten}
    meldingen += check_rows(land, rijen, codes)
    meldingen += [foreign_code(land, r.bestand, r.plaats, r.cbs_code, codes) for r in rijen if r.cbs_code not in codes]
    gezien: dict[tuple[object, ...], Ontvangstrij] = {}
    for rij in rijen:
        sleutel = (rij.datum, rij.cbs_code, rij.uitkering, rij.bedrag, rij.omschrijving, rij.stuknummer)
        eerste = gezien.setdefault(sleutel, rij)
        if eerste is not rij:
            meldingen.append(
                Melding(
                    rij.bestand, rij.plaats, f"dezelfde ontvangst als regel {eerste.regel}", "iedere één keer",
                    "Zijn het er twee, geef ze dan een eigen stuknummer.",
                )
            )  # fmt: skip
    raise_if_any(meldingen)
    return rijen


def reconcile_receipts(rekening: Gemeenterekening, rijen: Sequence[Ontvangstrij], jaar: int) -> Afstemming:
    """The receipts of one gemeente in one year beside what its decisions say is paid in that year."""
    besloten = {r.regeling: r.ontvangsten for r in rekening.regelingen}
    eigen = [r.as_receipt() for r in rijen if r.cbs_code == rekening.gemeente.code and r.datum.year == jaar]
    return match_receipts(besloten, eigen)
