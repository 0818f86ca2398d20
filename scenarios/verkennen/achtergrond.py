"""The full answer in its own time: a thread that tells how far it is and can be told to stop."""

from __future__ import annotations

import threading

from finance.fouten import Invoerfout
from scenarios.regiomap.modellen import Scenario
from scenarios.verkennen.groot import LargeExplorer


class _Stopped(Exception):
    """The answer is no longer wanted."""


class Background:
    """Computes one full answer at a time. The explorer may be asked for an estimate only after `stop`."""

    def __init__(self, explorer: LargeExplorer) -> None:
        self._explorer = explorer
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self.done, self.total = 0, 0
        """Gemeenten"""
        self.fault: Exception | None = None
        """What ended it, when it was not asked to"""

    @property
    def busy(self) -> bool:
        """Whether it still computes."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, scenario: Scenario, zekerheid: float) -> None:
        """Begin with this answer, in the place of another."""
        self.stop()
        self.done, self.total, self.fault = 0, len(self._explorer.regio.gemeenten), None
        self._thread = threading.Thread(target=self._work, args=(scenario, zekerheid), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, and wait for that."""
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
            self._stop.clear()
            self._thread = None

    def _work(self, scenario: Scenario, zekerheid: float) -> None:
        try:
            self._explorer.compute(scenario, zekerheid, self._progress)
        except _Stopped:
            pass
        except (Invoerfout, ArithmeticError, MemoryError, ValueError) as fault:
            self.fault = fault

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        if self._stop.is_set():
            raise _Stopped
