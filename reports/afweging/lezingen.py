"""The verdict under every reading of law and policy, as one table for screen, sheet and page."""

from __future__ import annotations

from collections.abc import Sequence

from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.afweging.lezingen import Lezingsoordeel, in_words

TITEL = "Lezingen van wet en beleid die nog open zijn"
UITLEG = (
    "Per jaar de kans dat de eigen rekening sluit, op zichzelf en opgeteld. Een lezing heeft zelf geen kans: wie wil "
    "weten wat zij doet, rekent haar door als scenario."
)


def reading_table(oordelen: Sequence[Lezingsoordeel], jaren: Sequence[int]) -> Tabel:
    """Reading | chance per year | largest buffer | what it changes | verdict; what differs from the base in colour."""
    basis = oordelen[0]
    rijen = []
    for o in oordelen:
        zwaarste = max(o.oordelen, key=lambda oordeel: oordeel.buffer)
        cellen = (
            o.onderwerp,
            o.naam,
            *(oordeel.kans for oordeel in o.oordelen),
            zwaarste.buffer,
            o.verschil,
            "ja" if o.neutraal else "nee",
        )
        rijen.append(Rij(cellen, status="onzeker" if o.neutraal != basis.neutraal else ""))
    return Tabel(
        TITEL,
        (
            Kolom("Lezing", vorm="lang"),
            Kolom("Scenario", vorm="lang"),
            *(Kolom(str(jaar), "deel", vorm="kans") for jaar in jaren),
            Kolom("Grootste buffer", "euro", smal="Buffer"),
            Kolom("Saldo t.o.v. basis", "euro", smal="Saldo"),
            Kolom("Budgetneutraal", "ja_nee", smal="Sluit"),
        ),
        tuple(rijen),
        (in_words(oordelen), UITLEG),
    )
