"""A page of the manual on the terminal: Markdown with headings, tables and code, and a command for every link."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Heading, Markdown, MarkdownElement
from rich.text import Text

from reports.invoer.onderwerp import topic_of

BREEDTE = 120
_OPMERKING = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_BEELD = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_VERWIJZING = re.compile(r"\[([^\]]+)\]\(([^)#\s]*)(?:#[^)\s]*)?\)")


class _Kop(Heading):
    """A heading at the margin: a frame or a middle says nothing more on a terminal."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        tekst = self.text
        tekst.justify = "left"
        tekst.stylize("bold")
        niveau = int(self.tag[1:])
        yield Text()
        yield tekst
        if niveau <= len(_STREEP):
            yield Text(_STREEP[niveau - 1] * tekst.cell_len)


_STREEP = "=-"


class Bladzijde(Markdown):
    """Markdown for a terminal."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {**Markdown.elements, "heading_open": _Kop}


def readable(tekst: str) -> Bladzijde:
    """A page of docs/, with the command that opens it behind every link to another one."""
    return Bladzijde(prepare(tekst), hyperlinks=False)


def prepare(tekst: str) -> str:
    """Markdown without what a terminal cannot follow: pictures become their words, links a command."""
    zonder = _BEELD.sub(r"*(Beeld: \1.)*", _OPMERKING.sub("", tekst))
    return _VERWIJZING.sub(lambda v: _link(v[1], v[2]), zonder)


def _link(woorden: str, doel: str) -> str:
    if "://" in doel:
        return f"{woorden} ({doel})"
    onderwerp = topic_of(doel)
    if not onderwerp:
        return woorden
    opdracht = f"`spuk uitleg {onderwerp}`"
    return opdracht if woorden.strip("`") == doel else f"{woorden} ({opdracht})"
