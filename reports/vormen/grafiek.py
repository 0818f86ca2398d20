"""A chart of a workbook as an object of ODF that reads the same cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xlsxwriter.utility import xl_cell_to_rowcol

from reports.vormen.blad import Plek
from reports.vormen.boek import Bladdeel, Boekdelen, Element
from reports.vormen.formule import area, cell_range
from reports.vormen.getalvorm import data_style
from reports.vormen.xml import document, element, leaf, paragraphs

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
X = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SOORTEN = {"lineChart": "chart:line", "barChart": "chart:bar", "areaChart": "chart:area"}
_EMU = 12_700
"""In a point"""
_PALET = ("#1f4e79", "#c9a227", "#5b8c5a", "#a8323e", "#7fa7cf", "#8e6c8a")
"""Of lines without a colour of their own"""
_LEGENDA = {"b": "bottom", "r": "end", "l": "start", "t": "top"}
_RUIMTEN = "office style text table chart draw svg fo number xlink"


@dataclass(frozen=True)
class Grafiek:
    """A chart: where it hangs, the frame that stands there, and the part that it is."""

    plek: Plek
    kader: Callable[[str], str]
    """Name of its folder -> the frame"""
    inhoud: str


@dataclass(frozen=True)
class Maten:
    """Of a sheet, in points: width of every column, height of every row that has one."""

    kolommen: dict[int, float]
    rijen: dict[int, float]

    def width(self, van: int, tot: int) -> float:
        """Of the columns from `van` up to `tot`."""
        return sum(self.kolommen.get(k, 48.0) for k in range(van, tot))

    def height(self, van: int, tot: int) -> float:
        """Of the rows."""
        return sum(self.rijen.get(r, 15.0) for r in range(van, tot))


def charts_of(delen: Boekdelen, blad: Bladdeel, maten: Maten) -> list[Grafiek]:
    """The charts of a sheet, as far as ODF has their kind."""
    tekening = blad.first("drawing")
    if tekening is None:
        return []
    pad = delen.related(blad.pad)[tekening.get(f"{R}id")]
    paden = delen.related(pad)
    uit = []
    for anker in delen.xml(pad).iter(f"{X}twoCellAnchor"):
        verwijzing = next(anker.iter(f"{C}chart"), None)
        if verwijzing is None:
            continue
        ruimte = delen.xml(paden[verwijzing.get(f"{R}id")])
        soort = next((s for s in SOORTEN if ruimte.find(f".//{C}{s}") is not None), None)
        if soort is not None:
            uit.append(_chart(delen, anker, ruimte, soort, maten))
    return uit


def _chart(delen: Boekdelen, anker: Element, ruimte: Element, soort: str, maten: Maten) -> Grafiek:
    (kolom, links, rij, boven), (tot_kolom, rechts, tot_rij, onder) = (_corner(anker.find(f"{X}{n}"))
                                                                      for n in ("from", "to"))  # fmt: skip
    breed = maten.width(kolom, tot_kolom) + rechts - links
    hoog = maten.height(rij, tot_rij) + onder - boven
    eigen = next(anker.iter(f"{X}cNvPr"))

    def frame(map_: str) -> str:
        plaats = {"svg:x": f"{links:g}pt", "svg:y": f"{boven:g}pt", **_size(breed, hoog)}
        kenmerken = {"draw:name": eigen.get("name"), "draw:z-index": "0", **plaats}
        heen = {"xlink:type": "simple", "xlink:show": "embed", "xlink:actuate": "onLoad"}
        voorwerp = element("draw:object", {"xlink:href": f"./{map_}", **heen})
        uitleg = leaf("svg:desc", eigen.get("descr", ""))
        return element("draw:frame", kenmerken, voorwerp, uitleg)

    return Grafiek((rij, kolom), frame, _content(delen, ruimte, soort, _size(breed, hoog)))


def _size(breed: float, hoog: float) -> dict[str, str | None]:
    return {"svg:width": f"{breed:g}pt", "svg:height": f"{hoog:g}pt"}


def _corner(knoop: Element) -> tuple[int, float, int, float]:
    """(column, points into it, row, points into it)."""
    kolom, links, rij, boven = (int(knoop.find(f"{X}{n}").text) for n in ("col", "colOff", "row", "rowOff"))
    return kolom, links / _EMU, rij, boven / _EMU


def _content(delen: Boekdelen, ruimte: Element, soort: str, maat: dict[str, str | None]) -> str:
    vlak = ruimte.find(f".//{C}{soort}")
    stijlen, reeksen = [_frame_style()], []
    klasse = SOORTEN[soort]
    for nummer, reeks in enumerate(vlak.iter(f"{C}ser")):
        stijlen.append(_series_style(f"reeks{nummer}", reeks, soort, nummer))
        reeksen.append(_series(f"reeks{nummer}", reeks, klasse))
    (asvorm, rekenvorm), assen = _axes(ruimte, vlak)
    stijlen += [asvorm, _plot_style(vlak, soort)]
    titel = "".join(t.text or "" for t in ruimte.iterfind(f"{C}chart/{C}title//{A}t"))
    legenda = ruimte.find(f"{C}chart/{C}legend")
    letter = next((r for r in legenda.iter(f"{A}defRPr")), None) if legenda is not None else None
    stijlen.append(_text_style("legenda", int(letter.get("sz", "900")) / 100 if letter is not None else 9))
    kop = element("chart:title", {"chart:style-name": "titel"}, paragraphs(titel)) if titel else ""
    stijlen.append(_text_style("titel", 12))
    sleutel = ""
    if legenda is not None:
        plek = legenda.find(f"{C}legendPos")
        kenmerken = {"chart:legend-position": _LEGENDA[plek.get("val") if plek is not None else "r"]}
        sleutel = element("chart:legend", {**kenmerken, "chart:style-name": "legenda"})
    wand = element("chart:wall", {"chart:style-name": "wand"})
    stijlen.append(_style("wand", element("style:graphic-properties", {"draw:fill": "none", "draw:stroke": "none"})))
    binnen = element("chart:plot-area", {"chart:style-name": "vlak"}, *assen, *reeksen, wand)
    grafiek = element("chart:chart", {"chart:class": klasse, "chart:style-name": "kader", **maat}, kop, sleutel, binnen,
                      _local_table(delen, list(vlak.iter(f"{C}ser"))))  # fmt: skip
    return document(
        "office:document-content",
        _RUIMTEN,
        element("office:automatic-styles", {}, rekenvorm, *stijlen),
        element("office:body", {}, element("office:chart", {}, grafiek)),
    )


def _series(stijl: str, reeks: Element, klasse: str) -> str:
    naam, waarden = reeks.find(f"{C}tx"), reeks.find(f"{C}val//{C}f")
    kenmerken: dict[str, str | None] = {"chart:style-name": stijl, "chart:class": klasse}
    kenmerken["chart:values-cell-range-address"] = cell_range(waarden.text)
    verwijzing = naam.find(f".//{C}f") if naam is not None else None
    if verwijzing is not None:
        kenmerken["chart:label-cell-address"] = cell_range(verwijzing.text)
    punten = reeks.find(f"{C}val//{C}ptCount")
    return element("chart:series", kenmerken, element("chart:data-point", {"chart:repeated": punten.get("val")}))


def _local_table(delen: Boekdelen, reeksen: list[Element]) -> str:
    """What the chart shows, for programs that do not look into the sheets before a cell changes.

    A series whose name stands in no cell finds it here.
    """
    kolommen = [_values(delen, reeks) for reeks in reeksen]
    namen = [p.findtext(f"{C}v") or "" for p in reeksen[0].iterfind(f"{C}cat//{C}pt")]
    koppen = ("", *("".join(v.text or "" for v in reeks.iterfind(f"{C}tx//{C}v")) for reeks in reeksen))
    rijen = [element("table:table-row", {}, *map(_local_cell, rij)) for rij in zip(namen, *kolommen, strict=False)]
    breed = {"table:number-columns-repeated": str(len(reeksen))}
    return element(
        "table:table",
        {"table:name": "local-table"},
        element("table:table-header-columns", {}, element("table:table-column")),
        element("table:table-columns", {}, element("table:table-column", dict(breed))),
        element("table:table-header-rows", {}, element("table:table-row", {}, *map(_local_text, koppen))),
        element("table:table-rows", {}, *rijen),
    )


def _values(delen: Boekdelen, reeks: Element) -> list[str]:
    """The figures of a series from its sheet: what the chart itself keeps says 0 for a cell that is empty."""
    blad, van, tot = area(reeks.findtext(f"{C}val//{C}f"))
    return [waarde or "NaN" for waarde in delen.values(blad, xl_cell_to_rowcol(van), xl_cell_to_rowcol(tot))]


def _local_cell(waarde: str) -> str:
    try:
        float(waarde)
    except ValueError:
        return _local_text(waarde)
    return element("table:table-cell", {"office:value-type": "float", "office:value": waarde}, paragraphs(waarde))


def _local_text(tekst: str) -> str:
    return element("table:table-cell", {"office:value-type": "string"}, paragraphs(tekst))


def _axes(ruimte: Element, vlak: Element) -> tuple[tuple[str, str], list[str]]:
    """((styles, number style), the two axes)."""
    vorm = ruimte.find(f".//{C}valAx/{C}numFmt")
    code = vorm.get("formatCode", "General") if vorm is not None else "General"
    rekenvorm = data_style("N0", code).xml + data_style("N1", "General").xml
    laag = ruimte.find(f".//{C}catAx/{C}tickLblPos")
    onderaan = laag is not None and laag.get("val") == "low"
    stijlen = [
        # Years are numbers, not days.
        _axis_style("as_x", "N1", "outside-start" if onderaan else "near-axis", True),
        _axis_style("as_y", "N0", "near-axis", False),
        _style("raster", element("style:graphic-properties", {"svg:stroke-color": "#dddddd"})),
    ]
    kop = vlak.find(f".//{C}cat//{C}f")
    categorieen = element("chart:categories", {"table:cell-range-address": cell_range(kop.text)}) \
        if kop is not None else ""  # fmt: skip
    raster = element("chart:grid", {"chart:style-name": "raster", "chart:class": "major"})
    assen = [
        element("chart:axis", {"chart:dimension": "x", "chart:name": "primary-x", "chart:style-name": "as_x"},
                categorieen),
        element("chart:axis", {"chart:dimension": "y", "chart:name": "primary-y", "chart:style-name": "as_y"}, raster),
    ]  # fmt: skip
    return ("".join(stijlen), rekenvorm), assen


def _axis_style(naam: str, vorm: str, plaats: str, breekt: bool) -> str:
    eigen = element(
        "style:chart-properties",
        {
            "chart:display-label": "true",
            "chart:axis-label-position": plaats,
            "chart:link-data-style-to-source": "false",
            "text:line-break": "true" if breekt else "false",
            "style:rotation-angle": "0",
        },
    )
    kleur = element("style:graphic-properties", {"svg:stroke-color": "#878787"})
    return _style(naam, eigen + kleur + element("style:text-properties", {"fo:font-size": "9pt"}), vorm)


def _plot_style(vlak: Element, soort: str) -> str:
    groep = vlak.find(f"{C}grouping")
    manier = groep.get("val") if groep is not None else ""
    richting, ruimte = vlak.find(f"{C}barDir"), vlak.find(f"{C}gapWidth")
    kenmerken: dict[str, str | None] = {
        "chart:stacked": "true" if manier == "stacked" else None,
        "chart:percentage": "true" if manier == "percentStacked" else None,
        "chart:vertical": "true" if richting is not None and richting.get("val") == "bar" else None,
        "chart:gap-width": ruimte.get("val") if ruimte is not None else None,
        "chart:overlap": "100" if soort == "barChart" and manier != "clustered" else None,
        "chart:treat-empty-cells": "leave-gap",
        "chart:include-hidden-cells": "false",
    }
    return _style("vlak", element("style:chart-properties", kenmerken))


def _series_style(naam: str, reeks: Element, soort: str, nummer: int) -> str:
    lijn, kleur = reeks.find(f"{C}spPr/{A}ln"), reeks.find(f"{C}spPr//{A}srgbClr")
    tint = f"#{kleur.get('val').lower()}" if kleur is not None else _PALET[nummer % len(_PALET)]
    streep = lijn.find(f"{A}prstDash") if lijn is not None else None
    gestreept = streep is not None and streep.get("val") != "solid"
    dikte = int(lijn.get("w", "28575")) / _EMU if lijn is not None else 2.25
    eigen: dict[str, str | None] = {"chart:symbol-type": "none", "chart:link-data-style-to-source": "true"}
    vorm: dict[str, str | None] = {"draw:fill": "solid", "draw:fill-color": tint, "draw:stroke": "none"}
    if soort == "lineChart":
        vorm = {
            "draw:stroke": "dash" if gestreept else "solid",
            "draw:stroke-dash": "Streep" if gestreept else None,
            "svg:stroke-width": f"{dikte:g}pt",
            "svg:stroke-color": tint,
        }
    return _style(naam, element("style:chart-properties", eigen) + element("style:graphic-properties", vorm))


def _frame_style() -> str:
    vlak = {"draw:fill": "solid", "draw:fill-color": "#ffffff", "draw:stroke": "solid", "svg:stroke-color": "#d9d9d9"}
    return _style("kader", element("style:graphic-properties", dict(vlak)))


def _text_style(naam: str, punten: float) -> str:
    kaal = element("style:graphic-properties", {"draw:fill": "none", "draw:stroke": "none"})
    letter = {"fo:font-size": f"{punten:g}pt", "fo:font-weight": "bold" if naam == "titel" else "normal"}
    return _style(naam, kaal + element("style:text-properties", dict(letter)))


def _style(naam: str, eigenschappen: str, getalvorm: str | None = None) -> str:
    kenmerken = {"style:name": naam, "style:family": "chart", "style:data-style-name": getalvorm}
    return element("style:style", kenmerken, eigenschappen)


def chart_styles() -> str:
    """The styles of a chart that content.xml may not hold: the dash of a line."""
    streep = {
        "draw:name": "Streep",
        "draw:style": "rect",
        "draw:dots1": "1",
        "draw:dots1-length": "6pt",
        "draw:distance": "4pt",
    }
    return document(
        "office:document-styles",
        "office style draw",
        element("office:styles", {}, element("draw:stroke-dash", dict(streep))),
    )
