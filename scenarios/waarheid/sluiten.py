"""Closing a year on purpose, and opening it again with a reason; both leave a line in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from scenarios.boeken.jaar_sluiten import Regelingrekening, Verantwoording, build_accounts
from scenarios.boeken.map import Verantwoordingsmap, read_folder
from scenarios.boeken.realisatie import last_booking
from scenarios.boeken.slot import Slot, Sluiting, register_of, to_json
from scenarios.grond.bestanden import one_set, remove_file, write_text
from scenarios.grond.openen import read_text
from scenarios.grond.wissel import alone
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.regio import VOORBEELD, find_region
from scenarios.waarheid.logboek import Logregel, add_to_log

OPDRACHT = "spuk sluit"


@dataclass(frozen=True)
class Afsluiting:
    """A closed year as it was written."""

    bestand: Path
    verantwoording: Verantwoording
    afgekeurd: int
    """Bookings of the year that count for nothing."""
    afgekeurd_bedrag: int
    """in cents"""


def close_on_purpose(verwijzing: Verwijzing, jaar: int, wie: str, op: datetime) -> Afsluiting:
    """Close one year. Raises Invoerfout when it is closed already, runs still, or does not close."""
    pad = own_folder(verwijzing, OPDRACHT)
    # What is read must still hold when it is written.
    with alone(pad):
        return _close(pad, read_folder(verwijzing), jaar, wie, op)


def _close(pad: Path, invoer: Verantwoordingsmap, jaar: int, wie: str, op: datetime) -> Afsluiting:
    if jaar in invoer.gesloten:
        gesloten = invoer.gesloten[jaar]
        raise _refuse(f"{jaar} is gesloten op {gesloten.op} door {gesloten.wie}", "een open jaar", "Zie --heropen.")
    laatste = last_booking(invoer, jaar)
    if laatste is None or laatste.month != 12:
        tot = f"boekingen tot en met {laatste:%d-%m-%Y}" if laatste else "geen boekingen"
        raise _refuse(f"{tot} over {jaar}", "boekingen tot in december", "Een lopend jaar sluit nog niet.")
    later = [j for j in invoer.gesloten if j > jaar]
    if later:
        raise _refuse(f"{max(later)} is al gesloten", "jaren die op volgorde sluiten", "Heropen eerst het latere jaar.")
    verantwoording = build_accounts(invoer, jaar)
    sloten = {
        (g.gemeente.code, r.regeling): _slot(verantwoording, g.gemeente.code, r)
        for g in verantwoording.gemeenten
        for r in g.regelingen
    }
    sluiting = Sluiting(jaar, op.isoformat(timespec="seconds"), wie, invoer.hashes, sloten)
    doel, tekst = register_of(pad) / f"{jaar}.json", to_json(sluiting)
    with one_set():
        write_text(doel, tekst)
        add_to_log(pad, Logregel(op, "gesloten", jaar, wie), tekst)
    afgekeurd = invoer.boekingen.afgekeurd.query("jaar == @jaar")
    return Afsluiting(doel, verantwoording, len(afgekeurd), int(afgekeurd["bedrag"].sum()))


def _slot(v: Verantwoording, code: str, r: Regelingrekening) -> Slot:
    """What one SPUK is closed with, and what it bears of years that were closed before."""
    dicht = {
        j: s.sloten[code, r.regeling].budget for j, s in v.invoer.gesloten.items() if (code, r.regeling) in s.sloten
    }
    besloten = {
        f.jaar: f.definitief
        for f in r.feiten[:-1]
        if f.definitief is not None
        and f.definitief_in == v.jaar
        and f.jaar in dicht
        and (f.definitief, f.definitief_in) != (dicht[f.jaar].definitief, dicht[f.jaar].definitief_in)
    }
    nageboekt = {
        c.over: c.bedrag for c in v.nageboekt if (c.cbs_code, c.regeling, c.jaar) == (code, r.regeling, v.jaar)
    }
    return Slot(r.feiten[-1], r.jaar, r.herkomst[v.jaar], r.lasten, r.posten, besloten, nageboekt)


def reopen(verwijzing: Verwijzing, jaar: int, wie: str, reden: str, op: datetime) -> Path:
    """Open the last closed year again; what it was closed with is kept beside it. Raises Invoerfout."""
    pad = own_folder(verwijzing, OPDRACHT)
    with alone(pad):
        return _reopen(pad, read_folder(verwijzing), jaar, wie, reden, op)


def _reopen(pad: Path, invoer: Verantwoordingsmap, jaar: int, wie: str, reden: str, op: datetime) -> Path:
    if jaar not in invoer.gesloten:
        raise _refuse(f"{jaar} is niet gesloten met spuk sluit", "een gesloten jaar", "")
    if max(invoer.gesloten) > jaar:
        raise _refuse(f"{max(invoer.gesloten)} is later gesloten", "het laatst gesloten jaar", "Heropen dat eerst.")
    bron = register_of(pad) / f"{jaar}.json"
    nummer = 1 + len(list(bron.parent.glob(f"{jaar}-heropend-*.json")))
    bewaard = bron.with_name(f"{jaar}-heropend-{nummer}.json")
    tekst = read_text(bron)
    with one_set():
        write_text(bewaard, tekst)
        add_to_log(pad, Logregel(op, "heropend", jaar, wie, reden), tekst)
        remove_file(bron)
    return bewaard


def own_folder(verwijzing: Verwijzing, opdracht: str) -> Path:
    """The folder of a region that may be written in. Raises Invoerfout for an example."""
    pad = find_region(verwijzing)
    if str(verwijzing).startswith(VOORBEELD):
        herstel = "Een meegeleverd voorbeeld verandert niet: spuk nieuw MAP."
        raise Invoerfout([Melding(opdracht, "", str(verwijzing), "een eigen regiomap", herstel)])
    return pad


def _refuse(gevonden: str, verwacht: str, herstel: str) -> Invoerfout:
    return Invoerfout([Melding(OPDRACHT, "", gevonden, verwacht, herstel)])
