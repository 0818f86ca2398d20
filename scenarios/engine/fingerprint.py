"""Fingerprints: equal content, equal text, in every process and on every machine."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.grond.bestanden import spuk_version
from scenarios.grond.openen import read_bytes
from scenarios.model.feiten import Gemeentefeiten
from scenarios.model.kolommen import Gewichten
from scenarios.model.regels import Regels
from scenarios.onzekerheid.drijvers import Drijver

LEAVES = frozenset((bool, int, float, str, date, Decimal, type(None)))
"""Plain values: by far the most, so looked for first."""
SHARED = (Gewichten, Drijver, Regels, Gemeentefeiten)
"""What many gemeenten and points of a grid share"""


def fingerprint(content: object) -> str:
    """sha256 over a nest of dataclasses, mappings, sequences, arrays and plain values; order counts."""
    digest = hashlib.sha256()
    _feed(digest, content)
    return digest.hexdigest()


def same(one: Any, other: Any) -> bool:
    """Whether two nests have the same fingerprint, without making one: what they share is not looked into."""
    if one is other:
        return True
    kind = type(one)
    if kind is not type(other):
        return False
    if kind in LEAVES or isinstance(one, (str, bytes)):
        return bool(one == other or (one != one and other != other))
    if kind is tuple:
        return len(one) == len(other) and all(map(same, one, other))
    if is_dataclass(kind):
        return all(same(getattr(one, name), getattr(other, name)) for name in field_names(kind))
    if isinstance(one, np.ndarray):
        if one.shape != other.shape or one.dtype != other.dtype:
            return False
        return bool((one == other).all() or np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if isinstance(one, Mapping):
        return same([*one], [*other]) and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, Sequence):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other)


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """The declared fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


def make_mark(*what: object) -> str:
    """The mark of a run, for every file of its set: the same for the same input of the same version."""
    return fingerprint((spuk_version(), what))[:12]


@lru_cache
def code_fingerprint() -> str:
    """Fingerprint of what decides the outcome of a run: finance, scenarios, and how this numpy rounds."""
    root = Path(__file__).resolve().parents[2]
    files = sorted(p for layer in ("finance", "scenarios") for p in (root / layer).rglob("*.py"))
    points = np.linspace(0.01, 20.0, 999)
    code = [(p.relative_to(root).as_posix(), read_bytes(p)) for p in files]
    return fingerprint([*code, np.__version__, np.exp(points), np.log(points)])


def _digest_of(shared: Any, content: object) -> bytes:
    """That of what is shared: made once while it exists."""
    number = id(shared)
    if number not in _DIGESTS:
        own = hashlib.sha256()
        _feed(own, content)
        _DIGESTS[number] = own.digest()
        weakref.finalize(shared, _DIGESTS.pop, number, None)
    return _DIGESTS[number]


_DIGESTS: dict[int, bytes] = {}
"""By the number of an object that still exists"""
LARGE = 4096
"""Bytes of an array from which its digest is kept"""


def _feed(digest: Any, content: object) -> None:
    if type(content) in LEAVES:
        digest.update(_leaf(content))
    elif isinstance(content, SHARED):
        digest.update(_digest_of(content, [getattr(content, field.name) for field in fields(content)]))
    elif is_dataclass(content):
        # Only the declared fields: what was cached on the object is no content.
        kind: type = type(content)
        head, keys = _opening(kind)
        digest.update(head)
        for name, key in keys:
            digest.update(key)
            _feed(digest, getattr(content, name))
    elif isinstance(content, np.ndarray):
        digest.update(f"{content.dtype.str}{content.shape}".encode())
        whole = np.ascontiguousarray(content)
        digest.update(_digest_of(content, whole.tobytes()) if content.nbytes >= LARGE else whole)
    elif isinstance(content, Mapping):
        digest.update(f"m{len(content)}".encode())
        for key, value in content.items():
            _feed(digest, key)
            _feed(digest, value)
    elif isinstance(content, bytes):
        digest.update(f"b{len(content)}".encode() + content)
    elif isinstance(content, Sequence) and not isinstance(content, str):
        digest.update(f"r{len(content)}".encode())
        for item in content:
            _feed(digest, item)
    else:
        digest.update(_leaf(content))


def _leaf(content: object) -> bytes:
    """A plain value with its kind and length."""
    text = repr(content).encode()
    return f"{type(content).__name__}{len(text)}".encode() + text


@cache
def _opening(kind: Any) -> tuple[bytes, list[tuple[str, bytes]]]:
    """What every object of a dataclass begins with, and the names of its fields as a mapping would have them."""
    names = field_names(kind)
    return f"{kind.__name__}m{len(names)}".encode(), [(name, _leaf(name)) for name in names]
