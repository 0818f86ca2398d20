"""The sheet that tells what is still assumed: per sheet, by row, and of the values that spuk brings itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from finance.parameters import assumptions
from reports.tabel.adres import Formule, quoted
from reports.tabel.xlsx import Werkboek
from scenarios.werkboek.bladen import AANNAMES, TABELLEN
from scenarios.werkboek.kolommen import STATUSSEN, Inhoud, Invoertabel
from scenarios.werkboek.soorten import Omgeving, as_text

ZONDER = ("aanname", "onzeker")
"""What a reader should know before trusting an answer"""
GETOOND = 4


def write_assumptions(
    boek: Werkboek, inhoud: Inhoud, bereiken: Mapping[str, tuple[int, int, int]], omgeving: Omgeving
) -> None:
    """Live counts by status, the assumptions as they stand now, and those of spuk."""
    blad = boek.add(AANNAMES, (30, 40, 16, 16, 16, 16, 60), "Dit blad vult spuk; invoer staat op de andere bladen.")
    blad.section("Hoe zeker de invoer is (telt mee met wat u invult)")
    blad.header(["Blad", "Tabel", *STATUSSEN], rechts=2)
    for tabel in TABELLEN:
        if tabel.naam in bereiken:
            kolom, eerste, laatste = bereiken[tabel.naam]
            bereik = f"{quoted(tabel.blad)}!{xl_rowcol_to_cell(eerste, kolom, True, True)}:" + xl_rowcol_to_cell(
                laatste, kolom, True, True
            )
            blad.row((tabel.blad, "tekst"), (tabel.titel, "lang"), *(
                (Formule(f'COUNTIF({bereik},"{status}")', _shown_rows(tabel, inhoud, status)), "heel")
                for status in STATUSSEN
            ))  # fmt: skip
    blad.section("Nog aangenomen of onzeker, zoals het werkboek is gemaakt")
    blad.header(["Blad", "Wat", "Waarde", "Status", "", "", "Reden"])
    for tabel in TABELLEN:
        if tabel.naam in bereiken:
            for wat, getal, status, reden in _assumed(tabel, inhoud, omgeving):
                blad.row(
                    (tabel.blad, "tekst"), (wat, "lang"), (getal, "lang"), (status, f"tekst status:{status}"),
                    (None, "tekst"), (None, "tekst"), (reden, "lang"),
                )  # fmt: skip
    blad.section("Aannames die spuk meebrengt; een eigen waarde zet u op het blad Onzekerheden")
    blad.header(["Parameter", "Wat", "Waarde", "Status", "Vanaf", "Eenheid", "Herkomst"])
    parameters = omgeving.land.parameters
    for waarde in assumptions(w for p in parameters.values() for w in p.waarden):
        parameter = parameters[waarde.parameter]
        blad.row(
            (waarde.parameter, "tekst"), (parameter.label, "lang"), (waarde.waarde, "tekst"),
            (waarde.status, f"tekst status:{waarde.status}"), (waarde.vanaf, "datum"), (parameter.eenheid, "lang"),
            (waarde.herkomst, "lang"),
        )  # fmt: skip


def _shown_rows(tabel: Invoertabel, inhoud: Inhoud, status: str) -> int:
    """Rows on the sheet with this status; of a table that runs across those with the same key are one."""
    regels = [r.waarden for r in inhoud[tabel.naam] if r.waarden["status"] == status]
    if tabel.dwars is None:
        return len(regels)
    return len({tuple(w[k.naam] for k in tabel.vast) for w in regels})


def _assumed(tabel: Invoertabel, inhoud: Inhoud, omgeving: Omgeving) -> list[tuple[str, str, str, str]]:
    """(what, value, status, reason); rows with the same reason are one line."""
    groepen: dict[tuple[str, str, str], dict[str, None]] = {}
    for regel in inhoud[tabel.naam]:
        waarden = regel.waarden
        if waarden["status"] in ZONDER:
            delen = [k for k in tabel.vast if k.naam not in ("status", "bron", "toelichting")][:3]
            wat = ", ".join(
                omgeving.namen.get(as_text(waarden[k.naam]), as_text(waarden[k.naam]))
                for k in delen
                if waarden[k.naam] is not None
            )
            getal = next((n for n in ("prijs", "bedrag", "waarde", "fte", "aandeel") if waarden.get(n) is not None), "")
            waarde = as_text(waarden[getal]) if getal else ""
            reden = as_text(waarden.get("bron") or waarden.get("toelichting"))
            sleutel = (waarde if tabel.dwars is None else "", str(waarden["status"]), reden)
            groepen.setdefault(sleutel, {})[wat] = None
    return [(_some(list(wat)), *sleutel) for sleutel, wat in groepen.items()]


def _some(namen: Sequence[str]) -> str:
    rest = len(namen) - GETOOND
    return "; ".join([*namen[:GETOOND], f"en {rest} andere"] if rest > 1 else namen)
