"""Pseudonyms: a keyed hash of the person's number in the database. The key stays with the user.

Without the key nobody can tell which number a pseudonym belongs to, also not by trying all numbers (AVG art. 4 lid 5).
This is the one place beside `scenarios.grond.trekking` where chance comes in: no figure ever depends on the key.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from pathlib import Path

from finance.fouten import Invoerfout, Melding, as_word
from scenarios.grond.bestanden import write_bytes
from scenarios.grond.openen import read_bytes

LENGTE = 32
"""Bytes of a key."""
_DOEL = b"spuk-persoon-1"


def default_path() -> Path:
    """Where the key of this user lives when no other place is named."""
    thuis = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(thuis) / "spuk" / "haal.sleutel"


class Pseudoniemen:
    """Person number -> pseudonym under one key."""

    def __init__(self, sleutel: bytes):
        self._begin = hashlib.blake2b(key=sleutel, digest_size=10, person=_DOEL)

    def of(self, persoon: object) -> str:
        """'P' and 20 hexadecimal digits: never a number that could pass for a BSN."""
        som = self._begin.copy()
        som.update(str(persoon).encode())
        return f"P{som.hexdigest()}"


def open_key(pad: Path, regiomap: Path, aanmaken: bool = True) -> Pseudoniemen:
    """Read the key, or make it (readable by the user alone). Without `aanmaken` a missing key lasts for one run.

    Raises Invoerfout for a key inside the region folder, which is meant to be shared, or one that others can read.
    """
    if pad.resolve().is_relative_to(regiomap.resolve()):
        raise _complaint(
            pad, "een sleutel in de regiomap", "een plaats daarbuiten", "Kies een ander pad bij --sleutel."
        )
    try:
        if not pad.exists():
            return Pseudoniemen(_make(pad) if aanmaken else secrets.token_bytes(LENGTE))
        if os.name == "posix" and pad.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise _complaint(
                pad, "een sleutel die anderen kunnen lezen", "alleen de eigen gebruiker", f"chmod 600 {as_word(pad)}"
            )
        sleutel = read_bytes(pad)
    except OSError as fout:
        raise _complaint(pad, f"niet te lezen of te maken ({fout.strerror})", "een eigen sleutelbestand") from None
    if len(sleutel) != LENGTE:
        mend = "Zet de bewaarde sleutel terug; met een nieuwe sleutel krijgt iedereen een ander pseudoniem."
        raise _complaint(pad, f"een bestand van {len(sleutel)} bytes", f"een sleutel van {LENGTE} bytes", mend)
    return Pseudoniemen(sleutel)


def _make(pad: Path) -> bytes:
    sleutel = secrets.token_bytes(LENGTE)
    write_bytes(pad, sleutel, alleen_eigenaar=True)
    return sleutel


def _complaint(pad: Path, gevonden: str, verwacht: str, mend: str = "") -> Invoerfout:
    return Invoerfout([Melding("--sleutel", str(pad), gevonden, verwacht, mend)])
