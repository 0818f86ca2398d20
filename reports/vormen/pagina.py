"""The page that a sheet is printed on, as ODF has it: paper, margins, fit to its width, and what stands at its foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from reports.vormen.boek import NS, Bladdeel, Element
from reports.vormen.xml import element

_PAPIER = {"8": (297.0, 420.0), "9": (210.0, 297.0), "11": (148.0, 210.0), "1": (215.9, 279.4)}
"""Number of the paper -> width and height in mm, upright"""
_DUIM = 25.4
_VOET = 5.0
"""Room for the foot in mm"""
_VELDEN = {"P": "<text:page-number>1</text:page-number>", "N": "<text:page-count>1</text:page-count>"}
_VELDEN |= {"A": "<text:sheet-name>?</text:sheet-name>", "D": "<text:date/>", "&": "&amp;"}
_DELEN = {"L": "left", "C": "center", "R": "right"}


def page_styles(bladen: Sequence[Bladdeel]) -> tuple[str, str]:
    """(layouts, the masters of the sheets): Vel0, Vel1, ..."""
    vellen: dict[str, str] = {}
    meesters = []
    for nummer, blad in enumerate(bladen):
        eigenschappen = _layout(blad)
        vel = vellen.setdefault(eigenschappen, f"vel{len(vellen)}")
        voet = _footer(blad.first("headerFooter"))
        meesters.append(
            element("style:master-page", {"style:name": f"Vel{nummer}", "style:page-layout-name": vel},
                    element("style:header", {"style:display": "false"}), voet)
        )  # fmt: skip
    layouts = (element("style:page-layout", {"style:name": naam}, eigen) for eigen, naam in vellen.items())
    return "".join(layouts), "".join(meesters)


def _layout(blad: Bladdeel) -> str:
    opzet, marges, soort = blad.first("pageSetup"), blad.first("pageMargins"), blad.first("sheetPr")
    breed, hoog = _PAPIER.get(opzet.get("paperSize", "9") if opzet is not None else "9", _PAPIER["9"])
    liggend = opzet is not None and opzet.get("orientation") == "landscape"
    breed, hoog = (hoog, breed) if liggend else (breed, hoog)
    kanten = {kant: float(marges.get(kant, "0.7")) * _DUIM if marges is not None else 18.0
              for kant in ("left", "right", "top", "bottom")}  # fmt: skip
    past = soort is not None and (p := soort.find(f"{NS}pageSetUpPr")) is not None and p.get("fitToPage") == "1"
    onder = float(marges.get("footer", "0.3")) * _DUIM if marges is not None else 8.0
    kenmerken = {
        "fo:page-width": f"{breed:g}mm",
        "fo:page-height": f"{hoog:g}mm",
        "style:print-orientation": "landscape" if liggend else "portrait",
        "fo:margin-left": f"{kanten['left']:.2f}mm",
        "fo:margin-right": f"{kanten['right']:.2f}mm",
        "fo:margin-top": f"{kanten['top']:.2f}mm",
        "fo:margin-bottom": f"{onder:.2f}mm",
        # Otherwise every sheet begins at page 1.
        "style:first-page-number": "continue",
        "style:print": "charts drawings objects zero-values",
        **(_fit(opzet) if past else {}),
    }
    ruimte = max(kanten["bottom"] - onder, _VOET)
    voet = element(
        "style:header-footer-properties",
        {
            **{"fo:min-height": f"{ruimte:.2f}mm", "fo:margin-top": "2mm"},
            **{"fo:margin-left": "0mm", "fo:margin-right": "0mm"},
        },
    )
    return element("style:page-layout-properties", dict(kenmerken)) + element("style:footer-style", {}, voet)


def _fit(opzet: Element | None) -> dict[str, str | None]:
    breed, hoog = (opzet.get(k, "1") if opzet is not None else "1" for k in ("fitToWidth", "fitToHeight"))
    return {"style:scale-to-X": breed if breed != "0" else None, "style:scale-to-Y": hoog if hoog != "0" else None}


def _footer(knoop: Element | None) -> str:
    tekst = knoop.findtext(f"{NS}oddFooter") if knoop is not None else None
    if not tekst:
        return element("style:footer", {"style:display": "false"})
    stukken = re.split(r"(?<!&)((?:&&)*)&([LCR])", tekst)
    # What stands before the first letter belongs in the middle.
    delen = {"C": stukken[0] + (stukken[1] if len(stukken) > 1 else "")}
    for n in range(2, len(stukken), 3):
        delen[stukken[n]] = stukken[n + 1] + (stukken[n + 2] if n + 2 < len(stukken) else "")
    return element("style:footer", {}, *(
        element(f"style:region-{kant}", {}, element("text:p", {}, _fields(delen[letter])))
        for letter, kant in _DELEN.items() if delen.get(letter)
    ))  # fmt: skip


def _fields(tekst: str) -> str:
    uit = []
    for deel in re.split(r"(&[A-Z&])", tekst):
        veld = _VELDEN.get(deel[1:]) if deel.startswith("&") and len(deel) == 2 else None
        uit.append(veld if veld is not None else escape(deel))
    return "".join(uit)
