"""A caller who lets the service wait for ever: uvicorn itself ends only what is idle after an answer.

Without this a hundred connections that say nothing, or whose answer nobody reads, would keep everybody else out.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

GEDULD = 15.0
"""Seconds between two looks at a connection; one that waits for its caller at both is ended"""


class Ongeduldig(H11Protocol):
    """HTTP/1.1 of uvicorn, with an end to waiting for who sends or reads nothing."""

    _wekker: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look."""
        super().connection_made(transport)
        self._look(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """No longer look."""
        if self._wekker is not None:
            self._wekker.cancel()
        super().connection_lost(exc)

    def _look(self, eerder: tuple[Any, ...] | None) -> None:
        wacht = self._waits_for()
        if wacht is not None and wacht == eerder:
            self.transport.abort()
        else:
            self._wekker = self.loop.call_later(GEDULD, self._look, wacht)

    def _waits_for(self) -> tuple[Any, ...] | None:
        """What it waits for: a request, the rest of one, or somebody to read; None while the service is at work."""
        if self.cycle is None or self.cycle.response_complete:
            return self.cycle, "verzoek"
        if self.cycle.more_body:
            return self.cycle, "inhoud"
        if self.flow.write_paused:
            return self.cycle, "lezer", self.transport.get_write_buffer_size()
        return None
