"""A workbook that was written as xlsx, as ODS: OpenDocument, which every spreadsheet program reads.

No office program is needed. Cells, formulas with their outcome, looks, widths, frozen heads, rules on input,
conditions, comments, names, filters, charts and the page are carried over; docs/besluiten/0014-ods-en-pdf.md tells
what is not.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from reports.vormen.blad import GEWONE_HOOGTE, Bladschrijver, Plek
from reports.vormen.boek import NS, Bladdeel, Boekdelen
from reports.vormen.formule import cell_range, to_odf
from reports.vormen.grafiek import Grafiek, Maten, chart_styles, charts_of
from reports.vormen.opmaak import Opmaak
from reports.vormen.pagina import page_styles
from reports.vormen.vensters import settings
from reports.vormen.xml import document, element, leaf

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_RUIMTEN = "office style text table draw svg fo number xlink dc of"
_INGEBOUWD = "_xlnm."
"""Names by which Excel keeps what ODF has elements for"""


def write_ods(bron: Path, doel: Path) -> None:
    """The ODS of an xlsx, at a path that scenarios.grond.bestanden gave."""
    with zipfile.ZipFile(bron) as archief, zipfile.ZipFile(doel, "w", zipfile.ZIP_DEFLATED) as ods:
        # What kind of file it is stands first, and as it is, so that programs see it without unpacking.
        ods.writestr("mimetype", MIME, compress_type=zipfile.ZIP_STORED)
        _Odsdelen(Boekdelen(archief), ods).write()


class _Odsdelen:
    """The parts of one ODS."""

    def __init__(self, delen: Boekdelen, ods: zipfile.ZipFile):
        self._delen, self._ods = delen, ods
        self._opmaak = Opmaak(delen.looks)
        self._regels: list[str] = []
        self._grafieken: list[Grafiek] = []

    def write(self) -> None:
        """Everything, each part once."""
        # The sheets say which styles there are, so they come before the head of their part.
        tabellen = [self._table(nummer, blad) for nummer, blad in enumerate(self._delen.sheets)]
        self._content(tabellen)
        vellen, meesters = page_styles(self._delen.sheets)
        letters = self._fonts()
        self._part("styles.xml", document(
            "office:document-styles", _RUIMTEN, letters,
            element("office:styles", {}, self._opmaak.default, self._opmaak.common),
            element("office:automatic-styles", {}, vellen), element("office:master-styles", {}, meesters),
        ))  # fmt: skip
        self._part("settings.xml", settings(self._delen))
        self._part("meta.xml", self._meta())
        for nummer, grafiek in enumerate(self._grafieken, start=1):
            self._part(f"Object {nummer}/content.xml", grafiek.inhoud)
            self._part(f"Object {nummer}/styles.xml", chart_styles())
        self._part("META-INF/manifest.xml", self._manifest())

    def _part(self, naam: str, tekst: str) -> None:
        self._ods.writestr(naam, tekst)

    def _table(self, nummer: int, blad: Bladdeel) -> bytes:
        beelden: dict[Plek, str] = {}
        for grafiek in charts_of(self._delen, blad, self._sizes(blad)):
            self._grafieken.append(grafiek)
            beelden[grafiek.plek] = beelden.get(grafiek.plek, "") + grafiek.kader(f"Object {len(self._grafieken)}")
        schrijver = Bladschrijver(self._delen, blad, self._opmaak, self._regels)
        return schrijver.write(beelden, self._heads(nummer), f"ta{nummer}")

    def _content(self, tabellen: list[bytes]) -> None:
        """content.xml, written in pieces: it may be larger than what comfortably fits in memory."""
        vellen = "".join(self._table_style(nummer, blad) for nummer, blad in enumerate(self._delen.sheets))
        stijlen = element("office:automatic-styles", {}, self._opmaak.automatic, vellen)
        regels = element("table:content-validations", {}, *self._regels) if self._regels else ""
        rond = document("office:document-content", _RUIMTEN, self._fonts(), stijlen, "<office:body/>")
        voor, _, na = rond.partition("<office:body/>")
        with self._ods.open("content.xml", "w") as stroom:
            stroom.write(f"{voor}<office:body><office:spreadsheet>{_calculation()}{regels}".encode())
            for tabel in tabellen:
                stroom.write(zlib.decompress(tabel))
            stroom.write(f"{self._names()}{self._filters()}</office:spreadsheet></office:body>{na}".encode())

    def _table_style(self, nummer: int, blad: Bladdeel) -> str:
        getoond = {"table:display": "false" if blad.verborgen else "true", "table:tab-color": self._tab_colour(blad)}
        kenmerken = {"style:name": f"ta{nummer}", "style:family": "table", "style:master-page-name": f"Vel{nummer}"}
        return element("style:style", dict(kenmerken), element("style:table-properties", getoond))

    def _tab_colour(self, blad: Bladdeel) -> str | None:
        soort = blad.first("sheetPr")
        kleur = soort.find(f"{NS}tabColor") if soort is not None else None
        return f"#{kleur.get('rgb')[-6:].lower()}" if kleur is not None and kleur.get("rgb") else None

    def _sizes(self, blad: Bladdeel) -> Maten:
        if blad.first("drawing") is None:
            return Maten({}, {})
        kolommen = {
            nummer: int(float(k.get("width")) * 7 + 0.5) * 0.75
            for k in blad.delen.get("col", ())
            for nummer in range(int(k.get("min")) - 1, min(int(k.get("max")), 200))
        }
        rijen = {n - 1: float(rij.get("ht", GEWONE_HOOGTE)) for n, rij in self._delen.rows(blad)}
        return Maten(kolommen, rijen)

    def _heads(self, nummer: int) -> tuple[int, int] | None:
        """The rows that come back on every printed page, from 0."""
        for naam in self._delen.names:
            if (
                naam.naam == f"{_INGEBOUWD}Print_Titles"
                and naam.blad == nummer
                and (rijen := re.search(r"\$(\d+):\$(\d+)", naam.inhoud))
            ):
                return int(rijen[1]) - 1, int(rijen[2]) - 1
        return None

    def _names(self) -> str:
        namen = []
        for naam in self._delen.names:
            if naam.naam.startswith(_INGEBOUWD):
                continue
            basis = cell_range("$A$1", self._delen.sheets[naam.blad or 0].naam, vast=True)
            kenmerken: dict[str, str | None] = {"table:name": naam.naam, "table:base-cell-address": basis}
            try:
                gebied = {"table:cell-range-address": cell_range(naam.inhoud, vast=True)}
                namen.append(element("table:named-range", {**kenmerken, **gebied}))
            except ValueError:
                formule = {"table:expression": f"of:={to_odf(naam.inhoud)}"}
                namen.append(element("table:named-expression", {**kenmerken, **formule}))
        return element("table:named-expressions", {}, *namen) if namen else ""

    def _filters(self) -> str:
        uit = []
        for nummer, blad in enumerate(self._delen.sheets):
            if (knop := blad.first("autoFilter")) is not None:
                kenmerken = {
                    "table:name": f"__Anonymous_Sheet_DB__{nummer}",
                    "table:target-range-address": cell_range(knop.get("ref"), blad.naam),
                    "table:display-filter-buttons": "true",
                }
                uit.append(element("table:database-range", dict(kenmerken)))
        return element("table:database-ranges", {}, *uit) if uit else ""

    def _fonts(self) -> str:
        namen = dict.fromkeys([*self._opmaak.lettertypen, "Calibri"])
        return element("office:font-face-decls", {}, *(
            element("style:font-face", {"style:name": n, "svg:font-family": f"'{n}'" if " " in n else n}) for n in namen
        ))  # fmt: skip

    def _meta(self) -> str:
        van = self._delen.properties
        delen = (("dc:title", van.get("title")), ("dc:description", van.get("description")))
        gevuld = [leaf(naam, tekst) for naam, tekst in delen if tekst]
        gevuld += [leaf("meta:creation-date", van["created"])] if van.get("created") else []
        return document("office:document-meta", "office dc meta",
                        element("office:meta", {}, leaf("meta:generator", "spuk"), *gevuld,
                                leaf("dc:language", "nl-NL")))  # fmt: skip

    def _manifest(self) -> str:
        soort = "application/vnd.oasis.opendocument.chart"
        delen = [("/", MIME), *((n, "text/xml") for n in self._ods.namelist() if n != "mimetype")]
        delen += [(f"Object {n}/", soort) for n in range(1, len(self._grafieken) + 1)]
        return document("manifest:manifest", "manifest", *(
            element("manifest:file-entry", {"manifest:full-path": n, "manifest:media-type": s,
                                            "manifest:version": "1.3" if n == "/" else None}) for n, s in delen
        ))  # fmt: skip


def _calculation() -> str:
    """Formulas count as they do in Excel: no guessing of names from labels, * and ? as wildcards, days from 1900."""
    kenmerken = {
        "table:case-sensitive": "false",
        "table:automatic-find-labels": "false",
        "table:use-regular-expressions": "false",
        "table:use-wildcards": "true",
        "table:search-criteria-must-apply-to-whole-cell": "true",
    }
    return element("table:calculation-settings", dict(kenmerken))
