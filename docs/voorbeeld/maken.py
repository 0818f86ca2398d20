"""Make the fictitious example `voorbeeld:zevenlinden` from the model with a fixed seed: everything in it ties.

Run from the root of the repository: python -m docs.voorbeeld.maken. It keeps the files written by hand (regio.toml,
trajecten.toml, contracten.csv, budgetten.csv, parameters.toml, maatregelen.toml) and makes all others, in the order of
time: people, bookings and decisions of a year, then `spuk sluit` of that year, and a raming of every summer.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
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
from scenarios.boeken.begroting import POSTEN
from scenarios.boeken.jaar_sluiten import build_accounts
from scenarios.boeken.map import read_folder
from scenarios.engine.result import Result
from scenarios.engine.threads import run
from scenarios.engine.write import to_document
from scenarios.grond.gegevens import data_path
from scenarios.grond.trekking import Trekking
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import Regio, read_region
from scenarios.waarheid.feiten import read_truth
from scenarios.waarheid.sluiten import close_on_purpose

NAAM, ZAAD = "zevenlinden", 2022
MET_DE_HAND = (
    *("regio.toml", "trajecten.toml", "contracten.csv", "budgetten.csv", "parameters.toml", "maatregelen.toml"),
)
DOSSIERS = "FM0003"
"""The gemeente that keeps records instead of counts."""
SLUITJAREN = range(2022, 2026)
LOPEND, MAANDEN = 2026, 9
RAMINGEN = (date(2024, 7, 1), date(2025, 7, 1))
TREKKINGEN = 1000
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
    verwacht: Result
    """The model with all people and without books: what the lasten are drawn around."""
    besluiten: list[str] = field(default_factory=list)
    geboekt: dict[int, list[Voorbeeldboeking]] = field(default_factory=dict)
    ontvangen: list[str] = field(default_factory=list)

    def write(self, naam: str, regels: Sequence[str] | str) -> None:
        doel = self.pad / naam
        doel.parent.mkdir(parents=True, exist_ok=True)
        doel.write_text(regels if isinstance(regels, str) else "\n".join([*regels, ""]), encoding="utf-8", newline="\n")

    def book(self, jaar: int, maanden: int = 12) -> None:
        """The bookings of a year, and all settings and balances up to it."""
        self.geboekt[jaar] = draw_bookings(self.verwacht, jaar, maanden, self.trekking)
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
        j = self.verwacht.jaren.index(jaar)
        for deel in self.verwacht.gemeenten:
            self.besluiten.append(advance_row(jaar, deel.code, deel.naam, deel.value("spuk_voorlopig", j)))
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

    def keep_raming(self, op: date) -> None:
        """The raming as it was made on `op`: with the people and the books of that day."""
        with tempfile.TemporaryDirectory() as werk:
            toen = shutil.copytree(self.pad, Path(werk) / NAAM)
            tekst = (toen / "regio.toml").read_text(encoding="utf-8")
            (toen / "regio.toml").write_text(
                re.sub(r"peildatum = .*", f"peildatum = {op}", tekst), encoding="utf-8", newline="\n"
            )
            kop, *rijen = (toen / "instroom.csv").read_text(encoding="utf-8").splitlines()
            bekend = [r for r in rijen if r.split(";")[1] <= f"{op}"]
            (toen / "instroom.csv").write_text("\n".join([kop, *bekend, ""]), encoding="utf-8", newline="\n")
            regio = read_truth(str(toen))
            document = to_document([run(build_model(regio, BASIS), TREKKINGEN, ZAAD)], regio)
        self.write(f"ramingen/{op:%Y-%m}.json", json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")

    def budget(self) -> None:
        """Primitief of every year, a wijziging of 2026, and what no booking of a SPUK tells of the years gone by."""
        raming = run(build_model(read_truth(str(self.pad)), BASIS), 0)
        rijen = ["jaar;cbs_code;gemeente;soort;besluit;datum;post;bedrag;aantal;aard;status;bron"]
        for deel in raming.gemeenten:
            for jaar in (*SLUITJAREN, LOPEND, LOPEND + 1):
                bron = raming if jaar > LOPEND else self.verwacht
                rijen += _decided(bron, deel.code, deel.naam, jaar)
            rest = "Voorjaarsnota 2026 (FICTIEF);2026-06-25"
            for post in ("leerroute_b1", "spuk"):
                kop = f"{LOPEND};{deel.code};{deel.naam};wijziging;{rest};{post}"
                rijen.append(f"{kop};4000;;incidenteel;aanname;FICTIEF")
            for jaar in (*SLUITJAREN, LOPEND):
                j, deeljaar = raming.jaren.index(jaar), MAANDEN / 12 if jaar == LOPEND else 1
                datum = f"{LOPEND}-{MAANDEN}-30" if jaar == LOPEND else ""
                for post, naam in (("uitvoering", "lasten_gemeentefonds"), ("gemeentefonds", "gemeentefonds")):
                    bedrag = round(deel.value(naam, j) * deeljaar)
                    kop = f"{jaar};{deel.code};{deel.naam};rekening;;{datum};{post}"
                    rijen.append(f"{kop};{bedrag};;structureel;aanname;FICTIEF")
        self.write("begroting.csv", rijen)


ROUTEPOSTEN = ("leerroute_onderwijs", "spuk_onderwijsroute")
"""The lasten that the SPUK onderwijsroute pays, and her bate"""


def _decided(bron: Result, code: str, naam: str, jaar: int) -> Iterator[str]:
    """What the council of one gemeente decided in the November before: expected values, with units and persons."""
    deel, j = next(g for g in bron.gemeenten if g.code == code), bron.jaren.index(jaar)
    kop = f"{jaar};{code};{naam};primitief;Programmabegroting {jaar} (FICTIEF);{jaar - 1}-11-05"
    for post in POSTEN.values():
        if bedrag := _amount(bron, code, jaar, post.naam):
            enkel = len(post.voorzieningen) == 1
            aantal = f"{deel.value(f'volume.{post.naam}', j):.1f}" if enkel else ""
            # What the temporary SPUK pays is incidental, and so is she.
            tijdelijk = _amount(bron, code, jaar, "spuk_onderwijsroute") if post.naam in ROUTEPOSTEN else 0
            if tijdelijk:
                yield f"{kop};{post.naam};{tijdelijk};;incidenteel;aanname;FICTIEF"
            if bedrag > tijdelijk:
                yield f"{kop};{post.naam};{bedrag - tijdelijk};{aantal};structureel;aanname;FICTIEF"
    personen = sum(deel.value(n, k) for n in ("plichtig", "gezin") for k in (j - 1, j) if k >= 0)
    yield f"{kop};inburgeraars;0;{personen:.0f};structureel;aanname;FICTIEF"


def _amount(bron: Result, code: str, jaar: int, post: str) -> int:
    """The expected value of one post, in hundreds of euros."""
    deel, j = next(g for g in bron.gemeenten if g.code == code), bron.jaren.index(jaar)
    baten = {"spuk": "besteding", "spuk_onderwijsroute": "lasten_onderwijsroute", "gemeentefonds": "gemeentefonds"}
    namen = [baten[post]] if post in baten else [f"lasten.{v}" for v in POSTEN[post].voorzieningen]
    return round(sum(deel.value(n, j) for n in namen) / 100) * 100


def make(bron: Path, doel: Path) -> None:
    """Make the whole folder `doel` from the files written by hand in `bron`."""
    doel.mkdir(parents=True)
    for naam in MET_DE_HAND:
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
    verwacht = run(build_model(read_region(str(doel)), BASIS), 0)
    maker = Maker(doel, trekking, regio, mensen, verwacht)
    maker.write("verantwoording/boekingsregels.csv", REGELS)
    maker.write("rekeningschema.csv", [*chart_rows()])
    for jaar in SLUITJAREN:
        maker.decide_advances(jaar)
        maker.book(jaar)
        maker.close(jaar)
        for op in RAMINGEN:
            if op.year == jaar + 1:
                maker.keep_raming(op)
    maker.decide_advances(LOPEND)
    maker.book(LOPEND, MAANDEN)
    maker.receive(LOPEND, MAANDEN)
    maker.budget()


if __name__ == "__main__":
    eigen = data_path() / "regios" / NAAM
    with tempfile.TemporaryDirectory(dir=eigen.parent.parent) as werkmap:
        make(eigen, Path(werkmap) / NAAM)
        shutil.rmtree(eigen)
        shutil.move(Path(werkmap) / NAAM, eigen)
    sys.stdout.write(f"{eigen}\n")
