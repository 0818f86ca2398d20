"""Make the fictitious example `voorbeeld:zevenlinden` with a fixed seed: everything in it ties.

Run from the root of the repository: python -m docs.voorbeeld.maken. It keeps the files of GEHOUDEN and makes all
others, in the order of time: people, bookings and decisions of a year, receipts, then `spuk sluit` of that year.

What was booked does not change when the model improves. So the lasten that the bookings are drawn around stand in
wereld.csv, as the model of November 2026 expected them of these people, and what a council decided or a raming foresaw
on a day (begroting.csv, ramingen/) is kept as it was made with that model.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import scenarios  # noqa: F401 - before numpy, which it sets up
from docs.voorbeeld.boeken import (
    BESLUITKOP,
    ONTVANGSTKOP,
    REGELS,
    TELKOP,
    Voorbeeldboeking,
    advance_row,
    balance_rows,
    booking_rows,
    cents,
    chart_rows,
    count_by_year,
    decision_number,
    definitive_rows,
    draw_bookings,
    receipt_rows,
)
from docs.voorbeeld.personen import Halfjaar, count_rows, draw_people, record_rows
from docs.voorbeeld.wereld import Wereld, read_world
from scenarios.boeken.jaar_sluiten import build_accounts
from scenarios.boeken.map import read_folder
from scenarios.grond.gegevens import data_path
from scenarios.grond.trekking import Trekking
from scenarios.regiomap.regio import Regio, read_region
from scenarios.waarheid.sluiten import close_on_purpose

NAAM, ZAAD = "zevenlinden", 2022
GEHOUDEN = (
    *("regio.toml", "trajecten.toml", "contracten.csv", "budgetten.csv", "parameters.toml", "maatregelen.toml"),
    *("begroting.csv", "ramingen/2024-07.json", "ramingen/2025-07.json"),
)
"""Written by hand, and made once with the model of a day"""
DOSSIERS = "FM0003"
"""The gemeente that keeps records instead of counts."""
SLUITJAREN = range(2022, 2026)
LOPEND, MAANDEN = 2026, 9
CORRECTIEJAAR = 2025
CORRECTIE = f"""
[[correctie]]
jaar = {CORRECTIEJAAR}
over = {CORRECTIEJAAR - 1}
cbs_code = "FM0002"
bedrag = "1850.00"
reden = "FICTIEF: nagekomen factuur van de taalaanbieder; {CORRECTIEJAAR - 1} is gesloten"
"""
FICTIEF = "FICTIEF VOORBEELD: Zevenlinden en zijn gemeenten bestaan niet; alle cijfers zijn gemaakt met een vast zaad"


@dataclass
class Maker:
    """The folder in the making, and what the world of it holds."""

    pad: Path
    trekking: Trekking
    regio: Regio
    mensen: dict[str, dict[str, Halfjaar]]
    wereld: Wereld
    besluiten: list[str] = field(default_factory=list)
    geboekt: dict[int, list[Voorbeeldboeking]] = field(default_factory=dict)
    ontvangen: list[str] = field(default_factory=list)

    def write(self, naam: str, regels: Sequence[str] | str) -> None:
        doel = self.pad / naam
        doel.parent.mkdir(parents=True, exist_ok=True)
        doel.write_text(regels if isinstance(regels, str) else "\n".join([*regels, ""]), encoding="utf-8", newline="\n")

    def book(self, jaar: int, maanden: int = 12) -> None:
        """The bookings of a year, and all settings and balances up to it."""
        self.geboekt[jaar] = draw_bookings(self.regio.gemeenten, self.wereld, jaar, maanden, self.trekking)
        self.write(f"verantwoording/boekingen/{jaar}.csv", [*booking_rows(self.geboekt[jaar], jaar)])
        blokken = "".join(f'\n[[boekingen]]\nbestand = "boekingen/{j}.csv"\njaar = {j}\n' for j in self.geboekt)
        codes = "".join(f"{g.code} = true\n" for g in self.regio.gemeenten)
        kop = f'# {FICTIEF}.\ntoelichting = "{FICTIEF}"\n\n[zelfstandige_uitvoering]\n{codes}'
        later = CORRECTIE if CORRECTIEJAAR in self.geboekt else ""
        self.write("verantwoording/verantwoording.toml", kop + blokken + later)
        saldi = [r for j, boekingen in self.geboekt.items() for r in balance_rows(boekingen, j)]
        self.write("verantwoording/saldibalans.csv", ["jaar;rekening;debet;credit;bron", *saldi])

    def decide_advances(self, jaar: int) -> None:
        """The voorlopige decisions of a year, of both SPUKs."""
        for g in self.regio.gemeenten:
            self.besluiten.append(advance_row(jaar, g.code, g.naam, self.wereld[g.code, "spuk_voorlopig", jaar]))
        for rij in self.regio.budgetten:
            if (rij.jaar, rij.pot) == (jaar, "spuk_onderwijsroute"):
                wie = f"{jaar};{rij.cbs_code};{rij.gemeente};spuk_onderwijsroute;voorlopig;12-12-{jaar - 1}"
                nummer = decision_number(jaar, rij.cbs_code, "O")
                self.besluiten.append(f"{wie};{cents(round(rij.bedrag * 100))};;;;;;;{nummer};FICTIEF")
        self.write("beschikkingen.csv", [BESLUITKOP, *self.besluiten])

    def count(self, tot: int) -> None:
        """The counts of DUO up to and including a year."""
        namen = {g.code: g.naam for g in self.regio.gemeenten}
        rijen = [r for c, m in self.mensen.items() for r in count_by_year(c, namen[c], m, self.trekking, tot)]
        self.write("tellingen.csv", [TELKOP, *rijen])

    def receive(self, jaar: int, maanden: int = 12) -> None:
        """What the bank received in a year, by its decisions."""
        self.ontvangen += receipt_rows(build_accounts(read_folder(str(self.pad)), jaar), maanden)
        self.write("verantwoording/ontvangsten.csv", [ONTVANGSTKOP, *self.ontvangen])

    def close(self, jaar: int) -> None:
        """Counts, definitive decision (2025 still waits for its own) and the closing, on 1 June after the year."""
        self.count(jaar)
        self.receive(jaar)
        if jaar < max(SLUITJAREN):
            self.besluiten += definitive_rows(build_accounts(read_folder(str(self.pad)), jaar))
            self.write("beschikkingen.csv", [BESLUITKOP, *self.besluiten])
        close_on_purpose(str(self.pad), jaar, "controller van Zevenlinden (FICTIEF)", datetime(jaar + 1, 6, 1, 12))


def make(bron: Path, doel: Path) -> None:
    """Make the whole folder `doel` from the files that are kept in `bron`."""
    for naam in GEHOUDEN:
        (doel / naam).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bron / naam, doel / naam)
    trekking = Trekking(ZAAD, 0)
    kop = "periode_van;periode_tot;cbs_code;gemeente;doelgroep;indicator;aantal;status;bron"
    (doel / "instroom.csv").write_text(f"{kop}\n", encoding="utf-8", newline="\n")
    regio = read_region(str(doel))
    mensen = {g.code: draw_people(g.code, trekking) for g in regio.gemeenten}
    tellingen = [r for g in regio.gemeenten if g.code != DOSSIERS for r in count_rows(g.code, g.naam, mensen[g.code])]
    (doel / "instroom.csv").write_text("\n".join([kop, *tellingen, ""]), encoding="utf-8", newline="\n")
    kop = "id;cbs_code;gemeente;doelgroep;huisvesting;plichtig;intake;pip;leerroute;start;einde;uitkomst"
    naam = next(g.naam for g in regio.gemeenten if g.code == DOSSIERS)
    dossiers = record_rows(DOSSIERS, naam, mensen[DOSSIERS], trekking, regio.bestand.peildatum)
    (doel / "personen.csv").write_text("\n".join([kop, *dossiers, ""]), encoding="utf-8", newline="\n")
    maker = Maker(doel, trekking, regio, mensen, read_world())
    maker.write("verantwoording/boekingsregels.csv", REGELS)
    maker.write("rekeningschema.csv", [*chart_rows()])
    for jaar in SLUITJAREN:
        maker.decide_advances(jaar)
        maker.book(jaar)
        maker.close(jaar)
    maker.decide_advances(LOPEND)
    maker.book(LOPEND, MAANDEN)
    maker.receive(LOPEND, MAANDEN)


if __name__ == "__main__":
    eigen = data_path() / "regios" / NAAM
    with tempfile.TemporaryDirectory(dir=eigen.parent.parent) as werkmap:
        make(eigen, Path(werkmap) / NAAM)
        shutil.rmtree(eigen)
        shutil.move(Path(werkmap) / NAAM, eigen)
    sys.stdout.write(f"{eigen}\n")
