"""Fingerprints: equal content, equal text, in every process and on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.grond.bestanden import spuk_version
from scenarios.grond.openen import read_bytes

BLADEREN = frozenset((bool, int, float, str, date, Decimal, type(None)))
"""Plain values: by far the most, so looked for first."""


def fingerprint(inhoud: object) -> str:
    """sha256 over a nest of dataclasses, mappings, sequences, arrays and plain values; order counts."""
    som = hashlib.sha256()
    _feed(som, inhoud)
    return som.hexdigest()


def make_mark(*waarop: object) -> str:
    """The mark of a run, for every file of its set: the same for the same input of the same version."""
    return fingerprint((spuk_version(), waarop))[:12]


@lru_cache
def code_fingerprint() -> str:
    """Fingerprint of what decides the outcome of a run: finance, scenarios, and how this numpy rounds."""
    wortel = Path(__file__).resolve().parents[2]
    bestanden = sorted(p for laag in ("finance", "scenarios") for p in (wortel / laag).rglob("*.py"))
    punten = np.linspace(0.01, 20.0, 999)
    code = [(p.relative_to(wortel).as_posix(), read_bytes(p)) for p in bestanden]
    return fingerprint([*code, np.__version__, np.exp(punten), np.log(punten)])


def _feed(som: Any, inhoud: object) -> None:
    if type(inhoud) in BLADEREN:
        tekst = repr(inhoud).encode()
        som.update(f"{type(inhoud).__name__}{len(tekst)}".encode() + tekst)
    elif is_dataclass(inhoud):
        som.update(type(inhoud).__name__.encode())
        # Only the declared fields: what was cached on the object is no content.
        _feed(som, {veld.name: getattr(inhoud, veld.name) for veld in fields(inhoud)})
    elif isinstance(inhoud, np.ndarray):
        som.update(f"{inhoud.dtype.str}{inhoud.shape}".encode())
        som.update(np.ascontiguousarray(inhoud))
    elif isinstance(inhoud, Mapping):
        som.update(f"m{len(inhoud)}".encode())
        for sleutel, waarde in inhoud.items():
            _feed(som, sleutel)
            _feed(som, waarde)
    elif isinstance(inhoud, bytes):
        som.update(f"b{len(inhoud)}".encode() + inhoud)
    elif isinstance(inhoud, Sequence) and not isinstance(inhoud, str):
        som.update(f"r{len(inhoud)}".encode())
        for deel in inhoud:
            _feed(som, deel)
    else:
        tekst = repr(inhoud).encode()
        som.update(f"{type(inhoud).__name__}{len(tekst)}".encode() + tekst)
