"""A short piece as a letter: one A4 in docx, with a native chart that stays sharp and can be copied.

Text from input becomes text runs and nothing else; characters that XML forbids are left out.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from reports.figuren.docx_grafiek import add_chart
from reports.grond.profiel import Profiel
from reports.tabel.getoond import in_profile
from reports.tabel.stijlen import KLEUR
from reports.tabel.stuk import Stuk
from reports.tabel.tabel import Tabel
from reports.tabel.tekst import EUROS, Weergave, show_rows
from scenarios.grond.bestanden import named_mark, spuk_version

TEKSTBREEDTE, LABELBREEDTE = 16.4, 6.0
"""Centimetres between the margins, and of the first column."""
LANGSTE_NAAM = 90
"""Characters of a title or label: a longer one would push the letter over its page."""
_VERBODEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")


def write_letter(stuk: Stuk, profiel: Profiel, doel: Path) -> None:
    """One A4: title, answer, the chapters with their table and figure, and a line on how to read the figures."""
    brief = Document()
    _set_up(brief, stuk)
    _paragraph(brief, shorten(stuk.titel), vet=True, punten=16, kleur=True, na=1)
    _paragraph(brief, shorten(stuk.ondertitel), punten=9, na=4)
    if stuk.let_op:
        _paragraph(brief, shorten(stuk.let_op, 2 * LANGSTE_NAAM), vet=True, punten=9)
    _paragraph(brief, stuk.antwoord, vet=True, punten=11, na=4)
    opmerkingen: list[str] = []
    for hoofdstuk in stuk.hoofdstukken:
        kop = brief.add_heading(clean(hoofdstuk.kop), level=1)
        kop.paragraph_format.space_before, kop.paragraph_format.space_after = Pt(6), Pt(2)
        for zin in hoofdstuk.zinnen:
            _paragraph(brief, zin)
        for tabel in hoofdstuk.tabellen:
            getoond = in_profile(tabel, profiel)
            to_docx(brief, getoond)
            opmerkingen += getoond.opmerkingen
        for figuur in hoofdstuk.figuren:
            if figuur.staven is not None:
                _paragraph(brief, f"{figuur.kop}, × € 1.000", vet=True, punten=9, na=0)
                add_chart(brief, figuur.staven, f"{figuur.kop}. {figuur.bijschrift}")
    voet = [
        *dict.fromkeys(opmerkingen),
        "Totalen zijn berekend met onafgeronde bedragen.",
        f"Gemaakt met spuk {spuk_version()}.",
    ]
    _paragraph(brief, " ".join(voet), punten=8, na=0)
    brief.core_properties.comments = named_mark()
    # First whole in memory: what is left open on a full disk would complain once more when it is thrown away.
    inhoud = io.BytesIO()
    brief.save(inhoud)
    with doel.open("wb") as bestand:
        bestand.write(inhoud.getbuffer())


def clean(tekst: str) -> str:
    """The text without characters that no docx can hold."""
    return _VERBODEN.sub("", tekst)


def shorten(tekst: str, meeste: int = LANGSTE_NAAM) -> str:
    """At most so many characters, without line breaks."""
    kort = " ".join(clean(tekst).split())
    return kort if len(kort) <= meeste else kort[: meeste - 1] + "…"


def _set_up(brief: Any, stuk: Stuk) -> None:
    blad = brief.sections[0]
    blad.page_width, blad.page_height = Cm(21), Cm(29.7)
    blad.left_margin = blad.right_margin = Cm(2.2)
    blad.top_margin = blad.bottom_margin = Cm(1.5)
    gewoon = brief.styles["Normal"]
    gewoon.font.name, gewoon.font.size = "Calibri", Pt(10)
    gewoon.paragraph_format.space_after = Pt(4)
    taal = parse_xml(f'<w:lang {nsdecls("w")} w:val="nl-NL"/>')
    gewoon.element.get_or_add_rPr().append(taal)
    kop = brief.styles["Heading 1"]
    kop.font.name, kop.font.size, kop.font.color.rgb = "Calibri", Pt(12), RGBColor.from_string(KLEUR[1:])
    kop.element.rPr.rFonts.attrib.update({qn(f"w:{soort}"): "Calibri" for soort in ("ascii", "hAnsi")})
    brief.core_properties.title = clean(stuk.titel)[:255]
    brief.core_properties.author = ""
    brief.core_properties.language = "nl-NL"


def _paragraph(
    brief: Any, tekst: str, vet: bool = False, punten: float = 10, kleur: bool = False, na: float = 4
) -> None:
    alinea = brief.add_paragraph()
    alinea.paragraph_format.space_after = Pt(na)
    run = alinea.add_run(clean(tekst))
    run.bold, run.font.size = vet, Pt(punten)
    if kleur:
        run.font.color.rgb = RGBColor.from_string(KLEUR[1:])


def to_docx(brief: Any, tabel: Tabel, weergave: Weergave = EUROS) -> None:
    """The table under its title, as wide as the text."""
    _paragraph(brief, tabel.titel, vet=True, punten=9, na=1)
    kader = brief.add_table(rows=0, cols=len(tabel.kolommen))
    kader.autofit = False
    kader.style, kader.alignment = "Light Grid Accent 1", WD_TABLE_ALIGNMENT.CENTER
    koppen = [k.kop for k in tabel.kolommen]
    teksten = zip(show_rows(tabel, weergave), (r.totaal for r in tabel.rijen), strict=True)
    for (label, *cellen), vet in ((koppen, True), *teksten):
        rij = kader.add_row()
        for k, tekst in enumerate((shorten(label), *cellen)):
            alinea = rij.cells[k].paragraphs[0]
            alinea.paragraph_format.space_after = Pt(0)
            if k:
                alinea.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = alinea.add_run(clean(tekst))
            run.bold, run.font.size = vet, Pt(9)
    kader.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    rest = (TEKSTBREEDTE - LABELBREEDTE) / (len(koppen) - 1)
    for k, kolom in enumerate(kader.columns):
        kolom.width = Cm(rest if k else LABELBREEDTE)
        for cel in kolom.cells:
            cel.width = kolom.width
    brief.add_paragraph().paragraph_format.space_after = Pt(0)
