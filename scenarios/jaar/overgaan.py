"""Writing a roll: every file with its old text kept, the record and the log, as one set; and trying it out first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from scenarios.boeken.overgangen import Overgegaan, kept_of, record_of, record_text
from scenarios.grond.bestanden import copy_file, copy_folder, one_set, scratch, write_text
from scenarios.grond.openen import digest
from scenarios.grond.wissel import alone
from scenarios.jaar.overgang import OPDRACHT, Overgang
from scenarios.regiomap.regio import hash_files
from scenarios.waarheid.logboek import Logregel, add_to_log


@contextmanager
def tried(overgang: Overgang) -> Iterator[Path]:
    """The folder as it would become, somewhere else and for this block alone."""
    with scratch() as plek:
        proef = plek / overgang.map.resolve().name
        copy_folder(overgang.map, proef)
        for naam, tekst in overgang.teksten.items():
            write_text(proef / naam, tekst)
        yield proef


def roll_over(overgang: Overgang, wie: str, op: datetime) -> list[Path]:
    """Write it, or change nothing and raise Invoerfout. Returns the files that changed."""
    pad = overgang.map
    with alone(pad):
        if hash_files(pad) != overgang.hashes:
            herstel = "Geef de opdracht opnieuw. Er is niets geschreven."
            raise Invoerfout([Melding(OPDRACHT, "", "een map die intussen veranderde", "dezelfde invoer", herstel)])
        sommen = {n: (digest(pad / n), hashlib.sha256(t.encode()).hexdigest()) for n, t in overgang.teksten.items()}
        moment = op.isoformat(timespec="seconds")
        vastgelegd = record_text(Overgegaan(van=overgang.van, naar=overgang.naar, op=moment, wie=wie, bestanden=sommen))
        with one_set():
            for naam, tekst in overgang.teksten.items():
                copy_file(pad / naam, kept_of(pad, overgang.naar, naam))
                write_text(pad / naam, tekst)
            write_text(record_of(pad, overgang.naar), vastgelegd)
            add_to_log(pad, Logregel(op, "overgang", overgang.naar, wie), vastgelegd)
    return [pad / naam for naam in overgang.teksten]
