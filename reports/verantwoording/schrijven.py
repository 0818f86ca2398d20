"""Writing the books of a year: a workbook per gemeente, one for the region, and the figures for other programs."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from reports.verantwoording.controle import reconcile_gemeente, reconcile_region
from reports.verantwoording.regio import write_regio
from reports.verantwoording.werkboek import write_gemeente
from scenarios.boeken.jaar_sluiten import Verantwoording, summarise
from scenarios.boeken.map import Verantwoordingsmap
from scenarios.engine.fingerprint import make_mark
from scenarios.grond.bestanden import one_set, replacing, spuk_version, write_text
from scenarios.jaar.sisasjabloon import load_template
from scenarios.waarheid.aansluiting import Aansluitregel
from scenarios.waarheid.signalen import find_signals


def write_all(verantwoording: Verantwoording, uit: Path, aansluiting: Sequence[Aansluitregel] = ()) -> list[Path]:
    """Write all workbooks into `uit`; none replaces an older one before all of them are whole.

    aansluiting: the figures of the year beside those of every other piece, for the workbook of the region
    """
    sjabloon = load_template(verantwoording.jaar, verantwoording.invoer.map)
    doelen = workbooks_of(verantwoording.invoer, verantwoording.jaar, uit)
    with one_set() as samen:
        samen.kenmerk = make_mark(verantwoording.jaar, verantwoording.invoer.hashes)
        for rekening, doel in zip(verantwoording.gemeenten, doelen, strict=False):
            with replacing(doel) as tijdelijk:
                write_gemeente(verantwoording, rekening, sjabloon, tijdelijk)
        with replacing(doelen[-1]) as tijdelijk:
            write_regio(verantwoording, sjabloon, tijdelijk, aansluiting)
    return doelen


def workbooks_of(invoer: Verantwoordingsmap, jaar: int, uit: Path) -> list[Path]:
    """The files that `write_all` makes: one per gemeente, in order, and the one of the region."""
    namen = [*(slug(g.naam) for g in invoer.regio.gemeente), f"regio-{slug(invoer.regio.naam)}"]
    return [uit / f"verantwoording-{jaar}-{naam}.xlsx" for naam in namen]


def write_json(verantwoording: Verantwoording, doel: Path) -> None:
    """All figures to account for, in whole cents, with the parameters they rest on."""
    document = {
        "spuk": spuk_version(),
        "jaar": verantwoording.jaar,
        "regio": verantwoording.invoer.regio.naam,
        "toelichting": verantwoording.invoer.instellingen.toelichting,
        "eenheid": "eurocent",
        "invoer": dict(verantwoording.invoer.hashes),
        "gemeenten": summarise(verantwoording),
        "boekingen": [
            dict(zip(("bestand", "aantal", "totaal", "goedgekeurd", "afgekeurd"), rij, strict=True))
            for rij in verantwoording.invoer.boekingen.reconcile()
        ],
        "verschillen": [f"{plaats}: {naam}" for plaats, naam, _ in differences(verantwoording)],
        "totalen_van_buiten": len(verantwoording.invoer.outside_totals(verantwoording.jaar)),
        "uit_te_zoeken": [asdict(s) for s in find_signals(verantwoording)],
        "verhoudingen": [
            {"jaar": jaar, "soort": soort, "waarde": float(v.factor), "bron": v.herkomst}
            for (jaar, soort), v in sorted(verantwoording.verhoudingen.items())
        ],
        "parameters": [
            {
                "naam": w.parameter,
                "vanaf": w.vanaf.isoformat(),
                "waarde": w.waarde,
                "status": w.status,
                "bron": w.herkomst,
            }
            for w in verantwoording.parameters
        ],
    }
    write_text(doel, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def differences(verantwoording: Verantwoording) -> list[tuple[str, str, int]]:
    """Every reconciliation that does not close: (where, what, difference in cents)."""
    regio = reconcile_region(verantwoording)
    # What concerns the whole region, such as a file, stands in the list of every gemeente too.
    overal = {a.naam for a in regio}
    lijsten = [
        (g.gemeente.naam, [a for a in reconcile_gemeente(verantwoording, g) if a.naam not in overal])
        for g in verantwoording.gemeenten
    ]
    return [(plaats, a.naam, a.verschil) for plaats, lijst in [("regio", regio), *lijsten] for a in lijst if a.verschil]


def nothing_to_mend(verantwoording: Verantwoording) -> bool:
    """Whether every reconciliation closes and nothing in the books must be looked at."""
    return not differences(verantwoording) and not find_signals(verantwoording)


def file_name(wat: str, jaar: int, gemeente: str | None) -> str:
    """Without its ending: a piece of a year of the whole region, or of one gemeente."""
    return f"{wat}-{jaar}" + (f"-{slug(gemeente)}" if gemeente else "")


def slug(naam: str) -> str:
    """A name for in the name of a file, in letters that every system has: 'Súdwest-Fryslân' -> 'sudwest-fryslan'."""
    kaal = unicodedata.normalize("NFKD", naam.casefold())
    return re.sub(r"[^a-z0-9]+", "-", "".join(t for t in kaal if not unicodedata.combining(t))).strip("-")
