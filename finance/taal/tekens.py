"""A text as the eye sees it: signs without a width or an own place are left out, and composed letters are one."""

from __future__ import annotations

import re
import unicodedata

ONZICHTBAAR = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Spaces without a width and signs that steer the direction, as what stands between the brackets of a pattern"""
_ONZICHTBAAR = re.compile(f"[{ONZICHTBAAR}]")
_LOS_ACCENT = re.compile("[A-Za-z][\u0300-\u036f]+")
"""A letter with its accent behind it, as a Macintosh writes names of files and some systems all of their text"""


def visible(tekst: str) -> str:
    """'Ho\u200born' is the Hoorn that everybody reads; a u and its accent from a Macintosh are one letter."""
    if tekst.isascii():
        return tekst
    tekst = _ONZICHTBAAR.sub("", tekst)
    return _LOS_ACCENT.sub(lambda letter: unicodedata.normalize("NFC", letter[0]), tekst)


def named(tekst: str) -> str:
    """A text between quotes in a message, with the codes of what nobody would see in it."""
    return "'" + "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in tekst) + "'"
