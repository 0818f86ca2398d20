"""A native bar chart in a docx: bars with a band, and a line. python-docx draws no charts; the part is written here.

The form follows DrawingML Charts (ECMA-376 part 1, chapter 21.2); the numbers stand in the chart itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from reports.figuren.figuren import BLAUW, GOUD, GRIJS
from reports.figuren.figuur import Staven

BREED, HOOG = Cm(16.4), Cm(5.3)
_NS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SOORT = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_RELATIE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_VORM = "<c:formatCode>[$-413]#,##0</c:formatCode>"


def add_chart(brief: Any, staven: Staven, omschrijving: str) -> None:
    """The chart at the end of a document, in thousands of euros; `omschrijving` is read aloud instead of it."""
    nummer = 1 + sum(p.partname.startswith("/word/charts/") for p in brief.part.package.iter_parts())
    deel = Part(PackURI(f"/word/charts/chart{nummer}.xml"), _SOORT, _chart(staven).encode(), brief.part.package)
    relatie = brief.part.relate_to(deel, _RELATIE)
    run = brief.add_paragraph().add_run()
    run._r.append(
        parse_xml(
            '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
            'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
            f"{_NS}>"
            '<wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{BREED}" cy="{HOOG}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{100 + nummer}" name="Figuur {nummer}" descr={quoteattr(omschrijving)}/>'
            "<wp:cNvGraphicFramePr/>"
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<c:chart r:id="{relatie}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
    )


def _chart(staven: Staven) -> str:
    naam, waarden = staven.staaf
    boven = [h - w for h, w in zip(staven.hoog, waarden, strict=True)]
    onder = [w - n for w, n in zip(waarden, staven.laag, strict=True)]
    kolommen = _texts(staven.kolommen)
    lijnen = [*staven.hoog, *staven.laag, *waarden, *staven.lijn[1]]
    # Bars begin at zero, and the band fits: programs that choose the axis themselves cut either.
    stap = 10 ** math.floor(math.log10(max(1000.0, *lijnen) / 1000)) / 2
    top = math.ceil(max(1000.0, *lijnen) / 1000 / stap) * stap
    balken = (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser>{_head(0, naam)}<c:spPr><a:solidFill><a:srgbClr val="{BLAUW[1:]}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/>'
        '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{_numbers(boven)}</c:plus><c:minus>{_numbers(onder)}</c:minus>{_line(GRIJS)}</c:errBars>"
        f"<c:cat>{kolommen}</c:cat><c:val>{_numbers(waarden)}</c:val></c:ser>"
        '<c:gapWidth val="80"/><c:axId val="111"/><c:axId val="112"/></c:barChart>'
    )
    lijn = (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'<c:ser>{_head(1, staven.lijn[0])}{_line(GOUD, 28575, True)}<c:marker><c:symbol val="circle"/>'
        f'<c:size val="6"/><c:spPr><a:solidFill><a:srgbClr val="{GOUD[1:]}"/></a:solidFill></c:spPr></c:marker>'
        f'<c:cat>{kolommen}</c:cat><c:val>{_numbers(staven.lijn[1])}</c:val><c:smooth val="0"/></c:ser>'
        '<c:marker val="1"/><c:axId val="111"/><c:axId val="112"/></c:lineChart>'
    )
    assen = (
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        '<c:crossAx val="112"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{top:.0f}"/><c:min val="{min(0.0, *lijnen) / 1000:.0f}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="l"/><c:majorGridlines>{_line("#DDDDDD")}</c:majorGridlines>'
        '<c:numFmt formatCode="[$-413]#,##0" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="111"/><c:crosses val="autoZero"/></c:valAx>'
    )
    tekst = (
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900">'
        '<a:latin typeface="Calibri"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="nl-NL"/></a:p></c:txPr>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NS}><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea><c:layout/>{balken}{lijn}{assen}</c:plotArea>"
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/></c:chart>'
        f"{tekst}</c:chartSpace>"
    )


def _head(nummer: int, naam: str) -> str:
    return f'<c:idx val="{nummer}"/><c:order val="{nummer}"/><c:tx><c:v>{escape(naam)}</c:v></c:tx>'


def _line(kleur: str, dikte: int = 12700, streep: bool = False) -> str:
    streepjes = '<a:prstDash val="dash"/>' if streep else ""
    vulling = f'<a:solidFill><a:srgbClr val="{kleur[1:]}"/></a:solidFill>'
    return f'<c:spPr><a:ln w="{dikte}">{vulling}{streepjes}</a:ln></c:spPr>'


def _numbers(euros: Sequence[float]) -> str:
    """Thousands of euros."""
    punten = "".join(f'<c:pt idx="{i}"><c:v>{waarde / 1000:.6f}</c:v></c:pt>' for i, waarde in enumerate(euros))
    return f'<c:numLit>{_VORM}<c:ptCount val="{len(euros)}"/>{punten}</c:numLit>'


def _texts(teksten: Sequence[str]) -> str:
    punten = "".join(f'<c:pt idx="{i}"><c:v>{escape(tekst)}</c:v></c:pt>' for i, tekst in enumerate(teksten))
    return f'<c:strLit><c:ptCount val="{len(teksten)}"/>{punten}</c:strLit>'
