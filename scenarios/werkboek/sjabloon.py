"""How the text files looked that a workbook was made from: comments, order and spelling, on a sheet of its own.

The sheet gives no figure: values always come from the sheets that people fill in. Without it the text files are written
anew, with the same content and without comments.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence

_REGEL = 30_000
_ONTOONBAAR = re.compile(r"[^\n\x20-\ud7ff\ue000-\ufffd\t]")


def template_rows(bestanden: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """(file, form, line) for every line of every file."""
    for naam, inhoud in bestanden.items():
        vorm, regels = _as_lines(inhoud)
        for regel in regels:
            # Quotes keep the spaces that some programmes drop from the ends of a cell.
            yield naam, vorm, f'"{regel}"'


def read_templates(cellen: Sequence[Sequence[object]]) -> dict[str, bytes]:
    """The files of such a sheet; what somebody wrote beside them is left alone."""
    per_bestand: dict[str, tuple[str, list[str]]] = {}
    for rij in cellen[1:]:
        naam, vorm, regel = (str(c) for c in (*rij, "", "", "")[:3])
        if naam and vorm and len(regel) > 1:
            per_bestand.setdefault(naam, (vorm, []))[1].append(regel[1:-1])
    return {naam: _from_lines(vorm, regels) for naam, (vorm, regels) in per_bestand.items()}


def _as_lines(inhoud: bytes) -> tuple[str, list[str]]:
    for codering in ("utf-8", "cp1252"):
        try:
            tekst = inhoud.decode(codering)
        except UnicodeDecodeError:
            continue
        einde = "crlf" if "\r\n" in tekst and "\n" not in tekst.replace("\r\n", "") else "lf"
        kaal = tekst.replace("\r\n", "\n") if einde == "crlf" else tekst
        regels = kaal.split("\n")
        if not _ONTOONBAAR.search(kaal) and max(map(len, regels)) < _REGEL:
            return f"{codering} {einde}", regels
    vast = base64.b64encode(inhoud).decode("ascii")
    return "base64", [vast[i : i + _REGEL] for i in range(0, len(vast), _REGEL)]


def _from_lines(vorm: str, regels: Sequence[str]) -> bytes:
    codering, _, einde = vorm.partition(" ")
    if codering == "base64":
        return base64.b64decode("".join(regels))
    return ("\r\n" if einde == "crlf" else "\n").join(regels).encode(codering)
