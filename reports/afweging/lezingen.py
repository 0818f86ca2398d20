"""The verdict under every reading of budget, law and policy, as one table for sheet and page."""

from __future__ import annotations

from collections.abc import Sequence

from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.afweging.lezingen import Lezingsoordeel, in_words, judge_readings
from scenarios.engine.result import Result

BLAD = "Lezingen"
TITEL = "Lezingen van budget, wet en beleid die nog open zijn"
UITLEG = (
    "Per jaar de kans dat de eigen rekening sluit, op zichzelf of opgeteld vanaf het eerste jaar: die van beide die de "
    "grootste buffer vraagt. Een lezing heeft zelf geen kans: wie wil weten wat zij verder doet, rekent haar door met "
    "--scenario."
)


def reading_table(oordelen: Sequence[Lezingsoordeel], jaren: Sequence[int], titel: str = TITEL) -> Tabel:
    """Reading | chance per year | largest buffer | what it changes | verdict; what differs from the base in colour."""
    basis = oordelen[0]
    rijen = []
    for o in oordelen:
        cellen = (
            o.onderwerp,
            o.naam,
            *(oordeel.kans for oordeel in o.oordelen),
            max(oordeel.buffer for oordeel in o.oordelen),
            o.verschil,
            "ja" if o.neutraal else "nee",
        )
        rijen.append(Rij(cellen, status="onzeker" if o.neutraal != basis.neutraal else ""))
    return Tabel(
        titel,
        (
            Kolom("Lezing", vorm="lang"),
            Kolom("Scenario", vorm="lang"),
            *(Kolom(str(jaar), "deel", vorm="kans") for jaar in jaren),
            Kolom("Grootste buffer", "euro", smal="Buffer"),
            Kolom("Saldo t.o.v. basis", "euro", smal="Saldo"),
            Kolom("Budgetneutraal", "ja_nee", smal="Sluit"),
        ),
        tuple(rijen),
        (in_words(oordelen, jaren), UITLEG),
    )


def write_readings(boek: Werkboek, resultaat: Result, jaren: Sequence[int]) -> None:
    """The sheet."""
    tabel = reading_table(judge_readings(resultaat, jaren), jaren, "")
    blad = boek.add(BLAD, (46, 20, *[8] * len(jaren), 12, 12, 15), " ".join(tabel.opmerkingen))
    to_xlsx(blad, tabel, vast=1)
