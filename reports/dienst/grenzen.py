"""What one service takes on: how much at once, how large, how long, and how long it keeps."""

from __future__ import annotations

from dataclasses import dataclass

UUR = 3600


@dataclass(frozen=True)
class Dienstgrenzen:
    """The limits of a service; docs/dienst.md tells them."""

    gelijktijdig: int = 1
    """Runs at the same time: one uses every core already"""
    wachtrij: int = 20
    """Requests of everybody that may wait"""
    per_beller: int = 5
    """Requests of one caller that wait or run"""
    seconden: int = 600
    """Of one run"""
    trekkingen: int = 100_000
    """Draws of one run"""
    geheugen: int | None = None
    """Bytes that one run may plan for; None: as much as is free"""
    bewaren: int = 24 * UUR
    """Seconds that a result is kept"""
    bewaard_per_beller: int = 50
    """Results of one caller that are kept; the oldest goes first"""
    verzoek: int = 64 * 1024
    """Bytes of one request"""
    wachten: int = 60
    """Seconds that one call may wait for an outcome"""
