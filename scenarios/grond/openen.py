"""The one place that opens a file to read: what is no file, may not be read or is too large is one message."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, BinaryIO

from finance.fouten import Invoerfout, Melding

MEEST_TEKST = 200_000_000
"""Bytes of a file that people or spuk keep; a region with a million records is half of it"""
_HALF_TEKEN = re.compile(rb"\\u[dD][89a-fA-F]")
MEEST_EXPORT = 2_000_000_000
"""Bytes of an export of another system"""
BEZET = (32, 33)
"""What Windows says (`winerror`) of a file that another program holds"""
_REDENEN = {
    errno.ENOENT: "geen bestand",
    errno.ENOTDIR: "geen bestand",
    errno.EACCES: "niet te lezen (geen rechten)",
    errno.EPERM: "niet te lezen (geen rechten)",
    errno.EISDIR: "een map",
    errno.ELOOP: "een verwijzing die in een kring loopt",
    errno.ENAMETOOLONG: "een naam die te lang is",
    errno.EIO: "niet te lezen (fout van schijf of netwerk)",
    errno.EINVAL: "geen bestand",
    errno.ENOSPC: "niet te schrijven (een volle schijf)",
}


def os_problem(fout: OSError) -> str:
    """What the system says, in Dutch."""
    if getattr(fout, "winerror", None) in BEZET:
        return "in gebruik door een ander programma"
    return _REDENEN.get(fout.errno or 0, f"niet te lezen ({fout.strerror or fout})")


def is_there(pad: Path) -> bool:
    """Whether something has this name, a file or not.

    A folder or a dead link in its place, or a folder around it that may not be looked into, is told by who reads it.
    """
    try:
        os.lstat(pad)
    except FileNotFoundError:
        return pad.parent.is_symlink() and not pad.parent.exists()
    except OSError:
        return True
    except ValueError:
        return False
    return True


def files_in(map_: Path, patroon: str = "*") -> list[Path]:
    """What in a folder is called so, in order; nothing when there is no such folder.

    Raises Invoerfout for what is none, or may not be looked into.
    """
    if not is_there(map_):
        return []
    try:
        return sorted(p for p in map_.iterdir() if fnmatchcase(p.name, patroon))
    except OSError as fout:
        gevonden = "geen map" if isinstance(fout, NotADirectoryError) else os_problem(fout)
        if isinstance(fout, FileNotFoundError):
            gevonden = "een verwijzing naar een map die er niet is"
        raise Invoerfout([Melding(map_.name, "", gevonden, "een map")]) from None


def exists_as_folder(pad: Path) -> bool:
    """Whether it is a folder; what may not be looked at is none."""
    try:
        return pad.is_dir()
    except (OSError, ValueError):
        return False


def refuse_other(pad: Path, naam: str = "", verwacht: str = "een bestand", meest: int = MEEST_TEKST) -> int:
    """The size of a file in bytes. Raises Invoerfout for what is none (a pipe would never end), or too large."""
    naam = naam or pad.name or str(pad)
    try:
        staat = pad.stat()
    except (OSError, ValueError) as fout:
        gevonden = os_problem(fout) if isinstance(fout, OSError) else "geen naam van een bestand"
        if isinstance(fout, FileNotFoundError) and pad.is_symlink():
            gevonden = "een verwijzing naar een bestand dat er niet is"
        raise Invoerfout([Melding(naam, "", gevonden, verwacht)]) from None
    if not stat.S_ISREG(staat.st_mode):
        gevonden = "een map" if stat.S_ISDIR(staat.st_mode) else "geen gewoon bestand (een pijp of apparaat)"
        raise Invoerfout([Melding(naam, "", gevonden, verwacht)])
    if staat.st_size > meest:
        gevonden, grens = (f"{n / 1e6:,.0f} MB".replace(",", ".") for n in (staat.st_size, meest))
        raise Invoerfout([Melding(naam, "", f"een bestand van {gevonden}", f"ten hoogste {grens}")])
    return staat.st_size


@contextmanager
def open_to_read(
    pad: Path, naam: str = "", verwacht: str = "een bestand", meest: int = MEEST_EXPORT
) -> Iterator[BinaryIO]:
    """A file as a stream of bytes. Raises Invoerfout."""
    refuse_other(pad, naam, verwacht, meest)
    try:
        with pad.open("rb") as stroom:
            yield stroom
    except OSError as fout:
        raise Invoerfout([Melding(naam or pad.name, "", os_problem(fout), verwacht)]) from None


def read_bytes(pad: Path, naam: str = "", verwacht: str = "een bestand", meest: int = MEEST_TEKST) -> bytes:
    """The bytes of a file. Raises Invoerfout."""
    with open_to_read(pad, naam, verwacht, meest) as stroom:
        return stroom.read()


def decode(inhoud: bytes) -> str:
    """Bytes of a text file -> text: UTF-8 when it is, else cp1252, the code page of Dutch desktop exports."""
    try:
        return inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return inhoud.decode("cp1252", errors="replace")


def refuse_wide(bestand: str, inhoud: bytes) -> Melding | None:
    """A message for UTF-16 or a binary file, which would be read as garbage."""
    if b"\x00" not in inhoud and not inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    soort = "CSV" if bestand.casefold().endswith(".csv") else "tekst"
    herstel = "Sla het bestand op als 'CSV UTF-8'." if soort == "CSV" else "Sla het bestand op als UTF-8."
    return Melding(bestand, "", "nulbytes (UTF-16 of een binair bestand)", f"{soort} in UTF-8 of Windows-1252", herstel)


def read_text(pad: Path, naam: str = "", verwacht: str = "een bestand") -> str:
    """The text of a file, whatever its encoding and line ends. Raises Invoerfout."""
    inhoud = read_bytes(pad, naam, verwacht)
    if breed := refuse_wide(naam or pad.name, inhoud):
        raise Invoerfout([breed])
    return decode(inhoud)


def digest(pad: Path) -> str:
    """sha256 of a file. Raises Invoerfout."""
    som = hashlib.sha256()
    with open_to_read(pad) as stroom:
        while blok := stroom.read(1 << 20):
            som.update(blok)
    return som.hexdigest()


class _Onleesbaar(ValueError):
    """What JSON of Python reads and we do not."""


def parse_json(inhoud: bytes) -> Any:
    """JSON without what is no number, no text or stands there twice. Raises ValueError in Dutch, also when too deep."""
    try:
        gelezen = json.loads(inhoud, parse_constant=_no_number, object_pairs_hook=_each_once)
    except RecursionError:
        raise ValueError("te diep genest") from None
    except json.JSONDecodeError as fout:
        raise ValueError(f"regel {fout.lineno}, teken {fout.colno}") from None
    except UnicodeDecodeError:
        raise ValueError("geen UTF-8") from None
    except _Onleesbaar:
        raise
    except ValueError:
        raise ValueError("een getal met te veel cijfers") from None
    if _HALF_TEKEN.search(inhoud):
        _refuse_half_signs(gelezen)
    return gelezen


def _refuse_half_signs(gelezen: Any) -> None:
    """Half of a sign of two parts stands for nothing, and cannot be written in any file."""
    try:
        json.dumps(gelezen, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("een half teken (surrogaat)") from None


def _no_number(naam: str) -> Any:
    raise _Onleesbaar(f"{naam} is geen getal")


def _each_once(paren: list[tuple[str, Any]]) -> dict[str, Any]:
    uit = dict(paren)
    if len(uit) < len(paren):
        raise _Onleesbaar("een naam die twee keer voorkomt")
    return uit
