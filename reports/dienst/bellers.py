"""Who may call: the hash of his token, and the one region that is his. A token itself is kept nowhere."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finance.fouten import Invoerfout, Melding, as_word, raise_if_any
from finance.taal.tomltekst import parse_toml
from scenarios.grond.openen import read_text
from scenarios.regiomap.lezen import Invoermodel, validate
from scenarios.regiomap.regio import VOORBEELD, find_region
from scenarios.werkboek.map import find_workbook

OMGEVING = "SPUK_DIENST_TOKEN"
EIGEN = "eigen"
"""The caller of a service for one region"""
KORTST = 32
"""Signs of a token that nobody can guess"""
_NAAM = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MERK = re.compile(r"[0-9a-f]{64}")
_HERSTEL = "Maak er een met: spuk dienst --nieuw-token"


@dataclass(frozen=True)
class Beller:
    """One caller and his region."""

    naam: str
    map_: str
    merk: bytes = field(repr=False)
    """sha256 of the token"""


class Bellerblok(Invoermodel):
    """A caller as the file has him."""

    map: str
    token_sha256: str


class Bellers:
    """All callers of a service."""

    def __init__(self, bellers: Sequence[Beller]):
        self.alle = tuple(bellers)

    def recognise(self, kop: str) -> Beller | None:
        """Who bears the token of an Authorization header. Every caller is compared, in constant time."""
        naam, token = _token(kop)
        merk = _hash(token)
        gelijk = [b for b in self.alle if hmac.compare_digest(b.merk, merk)]
        return next((b for b in gelijk if naam in (None, b.naam)), None)


def new_token() -> tuple[str, str]:
    """A new token, and its hash for the file of callers."""
    token = secrets.token_urlsafe(32)
    return token, _hash(token).hex()


def one_caller(map_: str) -> Bellers:
    """The token of the environment, for one region. Raises Invoerfout without one that is long enough."""
    token = os.environ.get(OMGEVING, "")
    if len(token) < KORTST:
        gevonden = f"een token van {len(token)} tekens" if token else "geen token"
        raise Invoerfout([Melding("omgeving", OMGEVING, gevonden, f"ten minste {KORTST} tekens", _HERSTEL)])
    map_ = _whole(map_, Path())
    find_input(map_)
    return Bellers([Beller(EIGEN, map_, _hash(token))])


def read_callers(pad: Path) -> Bellers:
    """The callers of a file, with a folder each, from that of the file on. Raises Invoerfout with every problem."""
    inhoud = parse_toml(read_text(pad), pad.name)
    meldingen = [*_writable_by_others(pad)]
    bellers = [b for naam, blok in inhoud.items() if (b := _caller(pad, naam, blok, meldingen)) is not None]
    if not inhoud:
        meldingen.append(Melding(pad.name, "", "geen beller", "een blok als [naam] met map en token_sha256", _HERSTEL))
    merken = [b.merk for b in bellers]
    for beller in bellers:
        if merken.count(beller.merk) > 1:
            meldingen.append(Melding(pad.name, beller.naam, "het token van een ander", "een eigen token", _HERSTEL))
    raise_if_any(meldingen)
    return Bellers(bellers)


def find_input(map_: str) -> None:
    """Raises Invoerfout when a region is no folder, workbook or example."""
    if find_workbook(map_) is None:
        find_region(map_)


def _caller(pad: Path, naam: str, blok: Any, meldingen: list[Melding]) -> Beller | None:
    if not _NAAM.fullmatch(naam):
        verwacht = "een naam van kleine letters, cijfers en streepjes"
        meldingen.append(Melding(pad.name, "", f"de naam {naam!r}", verwacht))
        return None
    if not isinstance(blok, dict):
        meldingen.append(Melding(pad.name, naam, "een waarde", "een blok met map en token_sha256"))
        return None
    gelezen = validate(blok, Bellerblok, pad.name, naam, meldingen)
    if gelezen is None:
        return None
    if not _MERK.fullmatch(gelezen.token_sha256):
        verwacht = "de sha256 van het token: 64 cijfers en letters a-f"
        meldingen.append(Melding(pad.name, f"{naam}, veld token_sha256", "iets anders", verwacht, _HERSTEL))
        return None
    map_ = _whole(gelezen.map, pad.resolve().parent)
    try:
        find_input(map_)
    except Invoerfout as fout:
        meldingen += [Melding(pad.name, f"{naam}, veld map", m.gevonden, m.verwacht, m.herstel) for m in fout.meldingen]
        return None
    return Beller(naam, map_, bytes.fromhex(gelezen.token_sha256))


def _whole(map_: str, van: Path) -> str:
    """A region by its whole path, whatever folder is the current one later; an example stays what it is."""
    return map_ if map_.startswith(VOORBEELD) else str((van / map_).resolve())


def _writable_by_others(pad: Path) -> list[Melding]:
    if os.name != "posix" or not pad.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return []
    gevonden, herstel = "een bestand dat anderen mogen wijzigen", f"Voer uit: chmod 600 {as_word(pad)}"
    return [Melding(pad.name, "", gevonden, "een bestand van de beheerder alleen", herstel)]


def _token(kop: str) -> tuple[str | None, str]:
    """The token of a header, and the caller that it names: Excel and Power BI keep a name with a password."""
    soort, _, rest = kop.partition(" ")
    if soort.casefold() == "bearer":
        return None, rest.strip()
    if soort.casefold() != "basic":
        return "", ""
    try:
        naam, _, token = base64.b64decode(rest.strip(), validate=True).decode("utf-8").partition(":")
    except ValueError:
        return "", ""
    return naam, token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
