"""Ctrl+C and a request to stop, at whatever moment: exit code 130 or 143, one line in Dutch, never a traceback.

The first one is raised in the command, which ends in order; a later one disturbs nothing that is being tidied, and ends
the process when that takes long. However an interrupted command then ends, it is interrupted: a library that was
halfway may turn the interrupt into an error of its own (a zip file with an open member does). And where Python can
raise nothing (`__del__`, the callback of a weak reference) it drops the interrupt, so there it comes once more.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from scenarios.grond.wissel import close_rooms

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

AFGEBROKEN, BEEINDIGD = 130, 143
GEZEGD = "Afgebroken; er is niets half geschreven."
GEDULD = 2.0
"""Seconds of tidying after which asking again ends the process"""
_NOG_EENS = 0.01
"""Seconds until an interrupt that was dropped comes again: more than its dropping takes"""


class Beeindigd(KeyboardInterrupt):
    """A request to stop (SIGTERM): what is under way ends as with Ctrl+C."""


class Luisteraar:
    """What was heard while one command runs.

    The two signs are plain attributes: setting one is a step that no signal can come between, as it can with a call.
    """

    def __init__(self) -> None:
        self.sein = 0
        """The signal that was heard first; 0: none"""
        self.klaar = False
        """The command has ended: nothing is raised any more"""
        self._hoort = False
        self._sinds = float("inf")
        self._nu: Callable[[], float] = time.monotonic  # Still at hand when Python takes its modules apart.
        self._eerder: Callable[[UnraisableHookArgs], object] = sys.unraisablehook

    def begin(self) -> None:
        """From here on a signal is raised, also one that came before."""
        self._hoort = True
        if self.sein:
            self.hear(self.sein, None)

    def hear(self, nummer: int, _: FrameType | None) -> None:
        """The handler of both signals."""
        if self._hoort and not self.klaar:
            self._hoort = False
            self.sein = nummer
            self._sinds = self._nu()
            raise Beeindigd if nummer == signal.SIGTERM else KeyboardInterrupt
        self.sein = self.sein or nummer
        if self._nu() - self._sinds > GEDULD:
            close_rooms()
            os.write(2, f"{GEZEGD}\n".encode())
            os._exit(self.code)

    @property
    def code(self) -> int:
        """The exit code that goes with what was heard."""
        return BEEINDIGD if self.sein == signal.SIGTERM else AFGEBROKEN

    def unraisable(self, wat: UnraisableHookArgs) -> None:
        """What Python would show of an exception that it drops: nothing once interrupted."""
        if not self.sein:
            self._eerder(wat)
        elif issubclass(wat.exc_type, KeyboardInterrupt):
            # Not from here: what is raised here is dropped too.
            _thread.start_new_thread(self._raise_again, ())

    def _raise_again(self) -> None:
        time.sleep(_NOG_EENS)
        self._hoort = True
        _thread.interrupt_main(signal.Signals(self.sein))


@contextmanager
def listening(eigen_proces: bool) -> Iterator[Luisteraar]:
    """Both signals are heard inside the block, unless the process was started with them switched off.

    eigen_proces: afterwards too, for there is nobody else to hear them, and the process is about to end
    """
    luisteraar = Luisteraar()
    oud = {}
    try:
        for sein in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(sein) not in (signal.SIG_IGN, None):
                oud[sein] = signal.signal(sein, luisteraar.hear)
    except ValueError:  # Not in the main thread: whoever runs there decides.
        yield luisteraar
        return
    sys.unraisablehook = luisteraar.unraisable
    try:
        yield luisteraar
    finally:
        if not eigen_proces:
            sys.unraisablehook = luisteraar._eerder
            for sein, eerder in oud.items():
                signal.signal(sein, eerder)
