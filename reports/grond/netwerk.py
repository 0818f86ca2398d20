"""Listening at an address of this computer, and whether a caller means this computer."""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
from functools import lru_cache
from urllib.parse import urlsplit

from finance.fouten import Invoerfout, Melding

OVERAL = ("0.0.0.0", "::")
LOKAAL = ("127.0.0.1", "localhost", "::1")
_NAAM = re.compile(r"[A-Za-z0-9.-]+(:\d+)?")


def listen(adres: str, poort: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one. Raises Invoerfout."""
    # Who closes a page while something is sent to it is no news: asyncio warns of every piece, in English.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    familie = socket.AF_INET6 if ":" in adres else socket.AF_INET
    try:
        return socket.create_server((adres, poort), family=familie)
    except (OSError, OverflowError) as fout:
        mend = (
            "Kies een andere poort met --poort, of laat --poort weg." if poort else "Kies een ander adres met --adres."
        )
        gevonden = f"niet te gebruiken ({getattr(fout, 'strerror', None) or fout})"
        melding = Melding(f"{adres}:{poort}", "", gevonden, "een vrij adres van deze computer", mend)
        raise Invoerfout([melding]) from None


def shown_host(adres: str) -> str:
    """An address as it stands in a URL."""
    return socket.gethostname() if adres in OVERAL else f"[{adres}]" if ":" in adres else adres


def is_own_name(host: str, namen: frozenset[str] = frozenset()) -> bool:
    """Whether a Host header names this computer: by number, by its own name, or by one of `namen`.

    Another name that leads here (DNS rebinding) would make this page one with somebody else's.
    """
    try:
        naam = (urlsplit(f"//{host}").hostname or "").removesuffix(".")
        ipaddress.ip_address(naam)
    except ValueError:
        return host != "" and _NAAM.fullmatch(host) is not None and naam in _own_names() | namen
    return True


@lru_cache
def _own_names() -> frozenset[str]:
    return frozenset(naam.casefold() for naam in ("localhost", socket.gethostname(), socket.getfqdn()))
