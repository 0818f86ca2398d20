"""What takes longer than a page may be silent: work in a thread that tells how far it is and can be told to stop."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from finance.fouten import Invoerfout
from scenarios.engine.threads import OnProgress

T = TypeVar("T")
STEPS_ASIDE = (Invoerfout, ArithmeticError, MemoryError, ValueError, OSError)
"""What may be wrong with the work itself; it is kept to be told"""


class _Stopped(Exception):
    """The outcome is no longer wanted."""


class _Work(Generic[T]):
    """One piece of work, and how far it is."""

    def __init__(self, total: int) -> None:
        self.done, self.total = 0, total
        self.stopped = threading.Event()
        self.outcome: T | None = None
        self.fault: Exception | None = None
        self.thread: threading.Thread | None = None


class Background(Generic[T]):
    """Does one thing at a time. What nobody can ask for any more, as its page is gone, ends by itself."""

    def __init__(self) -> None:
        self._work: _Work[T] = _Work(0)

    @property
    def done(self) -> int:
        """Steps that were told, of `total`."""
        return self._work.done

    @property
    def total(self) -> int:
        """Steps; 0 when it is not known how many."""
        return self._work.total

    @property
    def busy(self) -> bool:
        """Whether it still works on what was last asked."""
        work = self._work
        return work.thread is not None and work.thread.is_alive() and not work.stopped.is_set()

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop before it was ready."""
        return self._work.stopped.is_set()

    @property
    def outcome(self) -> T | None:
        """What came of it; None as long as it works, and when it was stopped or failed."""
        return None if self.stopped else self._work.outcome

    @property
    def fault(self) -> Exception | None:
        """What ended it, when it was not asked to."""
        return self._work.fault

    def start(self, do: Callable[[OnProgress], T], total: int = 0, pause: float = 0) -> None:
        """Begin with this, in the place of what it works on. `do` tells how far it is, and must not catch what that
        raises. pause: seconds in which something else may still take its place at no cost
        """
        self.stop()
        work = self._work = _Work(total)
        work.thread = threading.Thread(target=_run, args=(work, do, weakref.ref(self), pause), daemon=True)
        work.thread.start()

    def stop(self) -> None:
        """End it at the next step that it tells; nobody waits for that."""
        if self.busy:
            self._work.stopped.set()

    def join(self, seconds: float) -> None:
        """Wait until it is ready, so long at most."""
        if self._work.thread is not None:
            self._work.thread.join(seconds)


def _run(work: _Work[T], do: Callable[[OnProgress], T], owner: weakref.ref[Background[T]], pause: float) -> None:
    def tell(done: int, total: int) -> None:
        work.done, work.total = done, total
        if work.stopped.is_set() or owner() is None:
            raise _Stopped

    if work.stopped.wait(pause):
        return
    try:
        work.outcome = do(tell)
    except _Stopped:
        pass
    except STEPS_ASIDE as fault:
        work.fault = fault
