"""JSON that a person can read, as fast as JSON that nobody can: one value a line, indented by one space."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from json.encoder import JSONEncoder
from typing import Any

NESTS = frozenset((dict, list, tuple))


def readable_json(content: Any) -> str:
    """As `json.dumps` with an indent of one, to the byte. Raises ValueError for a number that JSON does not know.

    That has no fast way with an indent, and a result has a hundred thousand lines: here whatever holds plain values
    only goes through the fast one, with a line end in its separator.
    """
    return "".join(_pieces(content, 0))


def _pieces(content: Any, depth: int) -> Iterator[str]:
    if type(content) not in NESTS or not content:
        yield _encoder(", ").encode(content)
        return
    named, line = type(content) is dict, "\n" + " " * (depth + 1)
    yield ("{" if named else "[") + line
    if NESTS.isdisjoint(map(type, content.values() if named else content)):
        yield _encoder("," + line).encode(content)[1:-1]
    else:
        for n, key in enumerate(content):
            if n:
                yield "," + line
            if named:
                # A key is text in JSON, whatever it was: the encoder knows which.
                yield _encoder(", ").encode({key: 0})[1:-2]
            yield from _pieces(content[key] if named else key, depth + 1)
    yield "\n" + " " * depth + ("}" if named else "]")


@cache
def _encoder(separator: str) -> JSONEncoder:
    return JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(separator, ": "))
