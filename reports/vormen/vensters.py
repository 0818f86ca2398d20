"""How a workbook opens: which sheet is in front, what stays in sight while scrolling, and how large it shows."""

from __future__ import annotations

from reports.vormen.boek import NS, Bladdeel, Boekdelen
from reports.vormen.xml import document, element, leaf

_VRIJ, _VAST = "0", "2"


def settings(delen: Boekdelen) -> str:
    """settings.xml."""
    voor = next((b.naam for b in delen.sheets if _view(b).get("tabSelected") == "1"), delen.sheets[0].naam)
    bladen = (element("config:config-item-map-entry", {"config:name": b.naam}, *_items(b)) for b in delen.sheets)
    venster = element(
        "config:config-item-map-entry", {},
        _item("ViewId", "string", "view1"),
        element("config:config-item-map-named", {"config:name": "Tables"}, *bladen),
        _item("ActiveTable", "string", voor),
        # Once for the window and once for every sheet.
        _item("ShowGrid", "boolean", _grid(delen.sheets[0])),
    )  # fmt: skip
    vensters = element("config:config-item-map-indexed", {"config:name": "Views"}, venster)
    # The names are those of LibreOffice, and its prefix must be known; ODF leaves them to the program.
    alles = element("config:config-item-set", {"config:name": "ooo:view-settings"}, vensters)
    return document("office:document-settings", "office config ooo", element("office:settings", {}, alles))


def _view(blad: Bladdeel) -> dict[str, str]:
    venster = blad.first("sheetView")
    return dict(venster.attrib) if venster is not None else {}


def _items(blad: Bladdeel) -> list[str]:
    venster, kenmerken = blad.first("sheetView"), _view(blad)
    ruit = venster.find(f"{NS}pane") if venster is not None else None
    vast = dict(ruit.attrib) if ruit is not None and ruit.get("state") == "frozen" else {}
    breed, hoog = (int(float(vast.get(k, "0"))) for k in ("xSplit", "ySplit"))
    return [
        _item("HorizontalSplitMode", "short", _VAST if breed else _VRIJ),
        _item("VerticalSplitMode", "short", _VAST if hoog else _VRIJ),
        _item("HorizontalSplitPosition", "int", str(breed)),
        _item("VerticalSplitPosition", "int", str(hoog)),
        # The quarter in which the cursor is: bottom right, unless nothing is frozen on that side.
        _item("ActiveSplitRange", "short", str((1 if breed else 0) + 2)),
        _item("PositionLeft", "int", "0"),
        _item("PositionRight", "int", str(breed)),
        _item("PositionTop", "int", "0"),
        _item("PositionBottom", "int", str(hoog)),
        _item("ZoomType", "short", "0"),
        _item("ZoomValue", "int", kenmerken.get("zoomScale", "100")),
        _item("ShowGrid", "boolean", _grid(blad)),
    ]


def _grid(blad: Bladdeel) -> str:
    return "false" if _view(blad).get("showGridLines") == "0" else "true"


def _item(naam: str, soort: str, waarde: str) -> str:
    return leaf("config:config-item", waarde, {"config:name": naam, "config:type": soort})
