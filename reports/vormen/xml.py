"""Elements of ODF as text: what a file of a hundred thousand rows is made of goes through as little as possible."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

_WIT = re.compile(r"^ | {2,}| $|\t")
RUIMTEN = {
    **{
        naam: f"urn:oasis:names:tc:opendocument:xmlns:{soort}:1.0"
        for naam, soort in (
            *((n, n) for n in ("office", "style", "text", "table", "meta", "chart", "config", "manifest")),
            *(("draw", "drawing"), ("number", "datastyle"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")),
        )
    },
    "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ooo": "http://openoffice.org/2004/office",
    "xlink": "http://www.w3.org/1999/xlink",
}
VERSIE = "1.3"


def element(naam: str, kenmerken: dict[str, str | None] | None = None, *binnen: str) -> str:
    """<naam kenmerken>binnen</naam>; a kenmerk that is None is left out, what is inside is XML already."""
    rij = "".join(f" {k}={quoteattr(w)}" for k, w in (kenmerken or {}).items() if w is not None)
    return f"<{naam}{rij}>{''.join(binnen)}</{naam}>" if binnen else f"<{naam}{rij}/>"


def leaf(naam: str, tekst: str, kenmerken: dict[str, str | None] | None = None) -> str:
    """<naam kenmerken>tekst</naam>, of plain text."""
    return element(naam, kenmerken, escape(tekst))


def document(naam: str, ruimten: str, *binnen: str) -> str:
    """A whole part; ruimten: the prefixes in it, with a space between"""
    xmlns: dict[str, str | None] = {f"xmlns:{n}": RUIMTEN[n] for n in ruimten.split()}
    versie = "manifest:version" if naam.startswith("manifest:") else "office:version"
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + element(naam, {**xmlns, versie: VERSIE}, *binnen)


def paragraphs(tekst: str) -> str:
    """A text as ODF keeps it: a paragraph per line, with spaces and tabs that would otherwise fold."""
    return "".join(f"<text:p>{_WIT.sub(_white, escape(regel))}</text:p>" for regel in tekst.split("\n"))


def _white(gevonden: re.Match[str]) -> str:
    wit = gevonden[0]
    return "<text:tab/>" if wit == "\t" else f'<text:s text:c="{len(wit)}"/>'
