"""A block [[boekingen]] as TOML text, and put in its place in `verantwoording.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from finance.taal.tomltekst import parse_toml
from scenarios.inlezen.blok import Boekingbestand


def block_text(blok: Boekingbestand) -> str:
    """The block with the keys that say something, tables last."""
    velden = {k: getattr(blok, k) for k in type(blok).model_fields if k in blok.model_fields_set}
    standaard = {k: v.default for k, v in type(blok).model_fields.items()}
    gewoon = {k: v for k, v in velden.items() if not isinstance(v, Mapping) and (v != standaard[k] or k in KEUZES)}
    regels = ["[[boekingen]]", *(f"{k} = {_value(v)}" for k, v in gewoon.items())]
    for naam, tabel in velden.items():
        if isinstance(tabel, Mapping) and tabel:
            regels += ["", f"[boekingen.{naam}]", *(f"{_key(k)} = {_value(v)}" for k, v in tabel.items())]
    return "\n".join(regels) + "\n"


KEUZES = frozenset({"bestand", "jaar", "bedrag", "teken", "gelijke_regels", "vorig_jaar", "baten", "weglaten"})
"""Keys that are written also with their default, once a choice was made."""


def _key(tekst: str) -> str:
    return tekst if re.fullmatch(r"[A-Za-z0-9_-]+", tekst) else _value(tekst)


def _value(waarde: Any) -> str:
    if isinstance(waarde, bool):
        return "true" if waarde else "false"
    if isinstance(waarde, int):
        return str(waarde)
    if isinstance(waarde, date):
        return waarde.isoformat()
    if isinstance(waarde, tuple | list):
        return f"[{', '.join(map(_value, waarde))}]"
    tekst = str(waarde).replace("\\", "\\\\").replace('"', '\\"')
    tekst = re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", tekst)
    return f'"{tekst}"'


def put_block(inhoud: str, blok: Boekingbestand) -> str:
    """The file with this block: in place of the block for the same file, else behind everything. Other lines stay."""
    delen = re.split(r"(?m)^(?=\[\[)", inhoud)
    nieuw = block_text(blok)
    for nummer, deel in enumerate(delen):
        if deel.startswith("[[boekingen]]") and _file_of(deel) == blok.bestand:
            delen[nummer] = f"{nieuw}{_tail(deel)}"
            break
    else:
        voor = f"{''.join(delen).rstrip()}\n\n" if inhoud.strip() else ""
        delen = [voor, nieuw]
    uit = "".join(delen)
    parse_toml(uit, "verantwoording.toml")
    return uit


def _file_of(deel: str) -> str:
    return str(parse_toml(deel, "verantwoording.toml")["boekingen"][0].get("bestand", ""))


def _tail(deel: str) -> str:
    """What follows the block itself: blank lines, comment lines for the next block, and other tables."""
    regels = deel.splitlines(keepends=True)
    for nummer, regel in enumerate(regels[1:], start=1):
        if re.match(r"\[(?!boekingen\.)", regel):
            return "\n" + "".join(regels[nummer:])
    einde = len(regels)
    while einde and (not regels[einde - 1].strip() or regels[einde - 1].lstrip().startswith("#")):
        einde -= 1
    return "".join(regels[einde:])
