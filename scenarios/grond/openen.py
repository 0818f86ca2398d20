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

from finance.fouten import Invoerfout, Melding, raise_if_any

MEEST_TEKST = 200_000_000
"""Bytes of a file that people or spuk keep; a region with a million records is half of it"""
_HALF_TEKEN = re.compile(rb"\\u[dD][89a-fA-F]")
_UTF8_TEKEN = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x82\xac")
UTF_32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
"""How a text in UTF-32 begins"""
_SOORTEN = (
    (b"PK\x03\x04", "een werkboek (.xlsx, .ods) of zipbestand met deze naam"),
    (b"PK\x05\x06", "een leeg zipbestand met deze naam"),
    (b"\xd0\xcf\x11\xe0", "een oud of versleuteld Excel-bestand met deze naam"),
    (b"\x1f\x8b", "een ingepakt bestand (gzip) met deze naam"),
    (b"%PDF", "een PDF met deze naam"),
    (b"{\\rtf", "een RTF-bestand met deze naam"),
    *(
        (b, "een webpagina (HTML of XML) met deze naam")
        for b in (b"<!DOCTYPE", b"<html", b"<HTML", b"<?xml", b"<table")
    ),
)
"""How files of other kinds begin, and what they are"""
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


def refuse_encoding(bestand: str, inhoud: bytes) -> Iterator[Melding]:
    """A message for what is no text in UTF-8 or cp1252 from beginning to end: some of it would be read as garbage."""
    try:
        inhoud.decode("utf-8")
        return
    except UnicodeDecodeError as fout:
        regel = inhoud.count(b"\n", 0, fout.start) + 1
    if _UTF8_TEKEN.search(inhoud) or inhoud.startswith(b"\xef\xbb\xbf"):
        gevonden, verwacht = "UTF-8 en Windows-1252 door elkaar", "één tekencodering in het hele bestand"
        herstel = "Maak de export opnieuw; plak geen bestanden aan elkaar."
        yield Melding(bestand, f"regel {regel}", gevonden, verwacht, herstel)
        return
    try:
        inhoud.decode("cp1252")
    except UnicodeDecodeError as fout:
        regel = inhoud.count(b"\n", 0, fout.start) + 1
        yield Melding(bestand, f"regel {regel}", f"byte {inhoud[fout.start]:#04x}", "UTF-8 of Windows-1252")


def _refuse_kind(bestand: str, inhoud: bytes) -> Iterator[Melding]:
    """A message for a file of another kind under this name, and for UTF-16, which would be read as garbage."""
    csv = bestand.casefold().endswith(".csv")
    verwacht = f"{'CSV' if csv else 'tekst'} in UTF-8 of Windows-1252"
    herstel = "Sla het bestand op als 'CSV UTF-8'." if csv else "Sla het bestand op als UTF-8."
    if soort := next((wat for begin, wat in _SOORTEN if inhoud.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(begin)), ""):
        openen = "Open het in Excel en sla het op als 'CSV UTF-8'." if csv else herstel
        yield Melding(bestand, "", soort, verwacht, openen)
    elif inhoud.startswith(UTF_32):
        yield Melding(bestand, "", "tekst in UTF-32", verwacht, herstel)
    elif b"\x00" in inhoud or inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Melding(bestand, "", "nulbytes (UTF-16 of een binair bestand)", verwacht, herstel)
    else:
        yield from refuse_encoding(bestand, inhoud)


def read_text(pad: Path, naam: str = "", verwacht: str = "een bestand") -> str:
    """The text of a file, whatever its encoding and line ends. Raises Invoerfout."""
    inhoud = read_bytes(pad, naam, verwacht)
    raise_if_any(_refuse_kind(naam or pad.name, inhoud))
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
