"""Fonts, fills, borders and formats of an xlsx as cell styles of ODF."""

from __future__ import annotations

from functools import cached_property

from reports.vormen.boek import NS, Element
from reports.vormen.formule import cell_range, to_odf
from reports.vormen.getalvorm import INGEBOUWD, Getalvorm, data_style
from reports.vormen.xml import element

INSPRINGING = 10.5
"""Points of one step of an indent"""
_LIJN = {"thin": "0.74pt solid", "hair": "0.06pt solid", "medium": "1.76pt solid", "thick": "2.49pt solid"}
_LIJN |= {"dashed": "0.74pt dashed", "dotted": "0.74pt dotted", "double": "2.1pt double"}
_VERTICAAL = {"top": "top", "center": "middle", "bottom": "bottom"}
_HORIZONTAAL = {"left": "start", "right": "end", "center": "center", "justify": "justify", "general": None}
_OPERATOREN = {
    **{"equal": "=", "notEqual": "!=", "greaterThan": ">", "lessThan": "<"},
    **{"greaterThanOrEqual": ">=", "lessThanOrEqual": "<="},
}


class Opmaak:
    """The styles that are asked for, each under one name."""

    def __init__(self, stijlen: Element):
        self._bron = stijlen
        self._namen: dict[tuple[int, str], str] = {}
        self._cellen: list[str] = []
        self._getallen: dict[str, tuple[str, Getalvorm]] = {}
        self._maten: dict[tuple[str, str], str] = {}
        self._voorwaardelijk: dict[int, str] = {}
        self.lettertypen: dict[str, None] = {}

    @property
    def automatic(self) -> str:
        """What stands in content.xml: formats, widths and heights, cells."""
        maten = (
            element("style:style", {"style:name": naam, "style:family": f"table-{soort}"}, eigenschappen)
            for (soort, eigenschappen), naam in self._maten.items()
        )
        return "".join((*(vorm.xml for _, vorm in self._getallen.values()), *maten, *self._cellen))

    @property
    def common(self) -> str:
        """What a condition puts on a cell; stands in styles.xml."""
        delen = []
        for nummer, naam in self._voorwaardelijk.items():
            dxf = self._list("dxfs")[nummer]
            vulling = dxf.find(f"{NS}fill/{NS}patternFill/{NS}bgColor")
            kleur = _colour(vulling) if vulling is not None else None
            cel = element("style:table-cell-properties", {"fo:background-color": kleur}) if kleur else ""
            kenmerken = {"style:name": naam, "style:family": "table-cell", "style:parent-style-name": "Default"}
            letter = self._font(font, True) if (font := dxf.find(f"{NS}font")) is not None else ""
            delen.append(element("style:style", dict(kenmerken), cel, letter))
        return "".join(delen)

    @property
    def default(self) -> str:
        """The looks of a cell without a style of its own."""
        kenmerken: dict[str, str | None] = {"style:name": "Default", "style:family": "table-cell"}
        return element("style:style", kenmerken, self._font(self._list("fonts")[0]))

    def size(self, soort: str, maat: str, breekt: bool = False) -> str:
        """The name of the style of a column of this width, or a row of this height."""
        kenmerk = "style:column-width" if soort == "column" else "style:row-height"
        # A height that the workbook gives stays; any other follows its text.
        zelf = {} if soort == "column" else {"style:use-optimal-row-height": "true" if breekt else "false"}
        eigenschappen = element(f"style:table-{soort}-properties", {kenmerk: maat, **zelf})
        return self._maten.setdefault((soort, eigenschappen), f"{soort[:2]}{len(self._maten)}")

    def value_type(self, stijl: int) -> str:
        """float, percentage or date."""
        vorm = self._format(self._list("cellXfs")[stijl])
        return vorm[1].soort if vorm else "float"

    def cell(self, stijl: int, voorwaarden: str = "") -> str:
        """The name of a cell style; voorwaarden: its maps, as `conditions` gives them"""
        sleutel = stijl, voorwaarden
        if sleutel not in self._namen:
            self._namen[sleutel] = f"ce{len(self._namen)}"
            self._cellen.append(self._cell(self._namen[sleutel], stijl, voorwaarden))
        return self._namen[sleutel]

    def conditions(self, regels: list[Element], blad: str, cel: str) -> str:
        """The maps of conditional formats; cel: where their addresses count from"""
        uit = []
        for regel in sorted(regels, key=lambda r: int(r.get("priority"))):
            naam = self._voorwaardelijk.setdefault(int(regel.get("dxfId")), f"Voorwaarde{regel.get('dxfId')}")
            uit.append(element("style:map", {"style:condition": _condition(regel), "style:apply-style-name": naam,
                                             "style:base-cell-address": cell_range(cel, blad)}))  # fmt: skip
        return "".join(uit)

    def _cell(self, naam: str, stijl: int, voorwaarden: str) -> str:
        xf = self._list("cellXfs")[stijl]
        plaats, slot = xf.find(f"{NS}alignment"), xf.find(f"{NS}protection")
        lijn = _HORIZONTAAL.get(plaats.get("horizontal", "general")) if plaats is not None else None
        inspringing = int(plaats.get("indent", "0")) * INSPRINGING if plaats is not None else 0
        verticaal = plaats.get("vertical", "bottom") if plaats is not None else "bottom"
        cel = {
            **self._fill(xf),
            **self._borders(xf),
            "fo:wrap-option": "wrap" if plaats is not None and plaats.get("wrapText") == "1" else None,
            "style:vertical-align": _VERTICAAL.get(verticaal),
            "style:text-align-source": "fix" if lijn else None,
            "style:cell-protect": "none" if slot is not None and slot.get("locked") == "0" else None,
        }
        alinea = {"fo:text-align": lijn, "fo:margin-left": f"{inspringing}pt" if inspringing else None}
        kenmerken = {
            "style:name": naam,
            "style:family": "table-cell",
            "style:parent-style-name": "Default",
            "style:data-style-name": vorm[0] if (vorm := self._format(xf)) else None,
        }
        delen = (element("style:table-cell-properties", cel), element("style:paragraph-properties", alinea))
        letter = self._font(self._list("fonts")[int(xf.get("fontId"))])
        return element("style:style", kenmerken, *delen, letter, voorwaarden)

    def _format(self, xf: Element) -> tuple[str, Getalvorm] | None:
        nummer = int(xf.get("numFmtId", "0"))
        code = self._codes.get(nummer) or INGEBOUWD.get(nummer, "")
        if not code or code == "General":
            return None
        if code not in self._getallen:
            naam = f"N{len(self._getallen) + 100}"
            self._getallen[code] = naam, data_style(naam, code)
        return self._getallen[code]

    def code_style(self, code: str) -> Getalvorm:
        """A format outside the cells, such as of an axis, under the name N0."""
        return data_style("N0", code)

    def _fill(self, xf: Element) -> dict[str, str | None]:
        vulling = self._list("fills")[int(xf.get("fillId", "0"))].find(f"{NS}patternFill")
        if vulling is None or vulling.get("patternType") != "solid":
            return {}
        return {"fo:background-color": _colour(vulling.find(f"{NS}fgColor"))}

    def _borders(self, xf: Element) -> dict[str, str | None]:
        rand = self._list("borders")[int(xf.get("borderId", "0"))]
        uit: dict[str, str | None] = {}
        for kant in ("top", "bottom", "left", "right"):
            lijn = rand.find(f"{NS}{kant}")
            if lijn is not None and lijn.get("style"):
                kleur = _colour(lijn.find(f"{NS}color")) or "#000000"
                uit[f"fo:border-{kant}"] = f"{_LIJN.get(lijn.get('style'), _LIJN['thin'])} {kleur}"
        return uit

    def _font(self, letter: Element, alleen_eigen: bool = False) -> str:
        """alleen_eigen: nothing that the font does not say, so that the cell keeps the rest"""
        vet, schuin, streep = (letter.find(f"{NS}{n}") is not None for n in ("b", "i", "u"))
        maat, soort = letter.find(f"{NS}sz"), letter.find(f"{NS}name")
        familie = soort.get("val") if soort is not None else None
        if familie:
            self.lettertypen[familie] = None
        return element(
            "style:text-properties",
            {
                "fo:color": _colour(letter.find(f"{NS}color")),
                "style:font-name": familie,
                "fo:font-size": f"{maat.get('val')}pt" if maat is not None else None,
                "fo:font-weight": "bold" if vet else None if alleen_eigen else "normal",
                "fo:font-style": "italic" if schuin else None,
                "style:text-underline-style": "solid" if streep else None,
            },
        )

    def _list(self, naam: str) -> Element:
        return self._lijsten[naam]

    @cached_property
    def _lijsten(self) -> dict[str, list[Element]]:
        namen = ("fonts", "fills", "borders", "cellXfs", "dxfs")
        return {n: list(lijst) if (lijst := self._bron.find(f"{NS}{n}")) is not None else [] for n in namen}

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {int(n.get("numFmtId")): n.get("formatCode") for n in self._bron.iter(f"{NS}numFmt")}


def _condition(regel: Element) -> str:
    formules = [to_odf(f.text or "") for f in regel.iter(f"{NS}formula")]
    if regel.get("type") != "cellIs":
        return f"is-true-formula({formules[0]})"
    soort = regel.get("operator")
    if soort in ("between", "notBetween"):
        woord = "between" if soort == "between" else "not-between"
        return f"cell-content-is-{woord}({formules[0]},{formules[1]})"
    return f"cell-content(){_OPERATOREN[soort]}{formules[0]}"


def _colour(knoop: Element | None) -> str | None:
    """'#rrggbb'; None for a colour of the theme or the system: what a program shows of itself."""
    kleur = knoop.get("rgb") if knoop is not None else None
    return f"#{kleur[-6:].lower()}" if kleur else None
