"""How the text files looked that a workbook was made from: comments, order and spelling, on a sheet of its own.

The sheet gives no figure: values always come from the sheets that people fill in. Without it the text files are written
anew, with the same content and without comments. So they are when a line of one was changed, which its mark tells: what
is no longer the file as it stood could say anything.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

_REGEL = 30_000
_CODERINGEN = ("utf-8", "cp1252")
_ONTOONBAAR = re.compile(r"[^\n\x20-\ud7ff\ue000-\ufffd\t]")


def template_rows(bestanden: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """(file, form and mark, line) for every line of every file."""
    for naam, inhoud in bestanden.items():
        vorm, regels = _as_lines(inhoud)
        for regel in regels:
            # Quotes keep the spaces that some programmes drop from the ends of a cell.
            yield naam, f"{vorm} {_mark(inhoud)}", f'"{regel}"'


def read_templates(cellen: Sequence[Sequence[object]]) -> dict[str, bytes]:
    """The files of such a sheet; what somebody wrote beside them or over them is left alone."""
    per_bestand: dict[str, tuple[str, list[str]]] = {}
    for rij in cellen[1:]:
        naam, vorm, regel = (str(c) for c in (*rij, "", "", "")[:3])
        if naam and vorm and len(regel) > 1:
            per_bestand.setdefault(naam, (vorm, []))[1].append(regel[1:-1])
    gelezen = ((naam, _from_lines(vorm, regels)) for naam, (vorm, regels) in per_bestand.items())
    return {naam: inhoud for naam, inhoud in gelezen if inhoud is not None}


def _mark(inhoud: bytes) -> str:
    return hashlib.sha256(inhoud).hexdigest()[:16]


def _as_lines(inhoud: bytes) -> tuple[str, list[str]]:
    for codering in _CODERINGEN:
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


def _from_lines(vorm: str, regels: Sequence[str]) -> bytes | None:
    """None when it is not the file that was marked."""
    vorm, _, merk = vorm.rpartition(" ")
    codering, _, einde = vorm.partition(" ")
    try:
        if codering == "base64":
            inhoud = base64.b64decode("".join(regels))
        elif codering in _CODERINGEN:
            inhoud = ("\r\n" if einde == "crlf" else "\n").join(regels).encode(codering)
        else:
            return None
    except ValueError:
        return None
    return inhoud if _mark(inhoud) == merk else None
