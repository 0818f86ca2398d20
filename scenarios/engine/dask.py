"""Running on dask.distributed: on a cluster, or on worker processes of this machine. See docs/dask.md.

A task is one group of gemeenten and one batch. It depends on nothing but the `Run`, so a task whose worker died
is simply done again elsewhere, with the same outcome.
"""

from __future__ import annotations

import logging
import pickle
import signal
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from os import cpu_count
from typing import Any

from threadpoolctl import threadpool_limits

from finance.fouten import Invoerfout, Melding
from scenarios.engine.fingerprint import code_fingerprint, fingerprint
from scenarios.engine.geheugen.malloc import keep_freed_memory
from scenarios.engine.pieces import Part
from scenarios.engine.threads import Aside
from scenarios.engine.work import Calculator
from scenarios.grond.gegevens import install_extra

LOCAL = "lokaal"
CONNECT_SECONDS = 30
"""Seconds to wait for a scheduler and its first worker."""
PATIENCE = 10.0
"""Seconds without any worker, or without the scheduler, before a run gives up: a nanny starts a new worker sooner."""
_LOOK_EVERY = 2.0
"""Seconds between two looks at whether anybody is left."""
_QUIET = {"distributed.worker.profile.enabled": False, "distributed.admin.tick.interval": "1s"}
"""Processes of this machine do not watch themselves a hundred times a second: that took a twentieth of two cores"""
_MEANT = {"distributed.admin.large-graph-warning-threshold": "1TB"}
"""No warning of what is sent once and on purpose"""
_FETCH_SECONDS = 30.0
"""Seconds to fetch what a worker has done."""

MEND_DROPOUT = "Meestal is hun geheugen vol: kies een kleinere --partij, of geef de werkers meer geheugen."
MEND_GONE = "Start planner en werkers opnieuw. Een raster gaat verder met wat klaar was; zie: spuk uitleg dask"
MEND_WITHOUT = "Installeer spuk in de omgeving van planner en werkers; zie: spuk uitleg dask"
MEND_VERSION = "Start de werkers in dezelfde omgeving, met NPY_DISABLE_CPU_FEATURES=X86_V4; zie: spuk uitleg dask"


class _NobodyLeft(Exception):
    """Nobody is left to compute, for longer than patience lasts; the message says who."""


class OtherVersion(RuntimeError):
    """A worker runs other code than the client, or its numpy rounds otherwise."""


class Dask:
    """A `Runner` on a connected client."""

    def __init__(self, client: Any, direct: bool = False) -> None:
        self._client = client
        self._direct = direct
        """Fetch results from the workers themselves instead of through the scheduler."""

    @property
    def workers(self) -> int:
        """Threads of all workers at this moment."""
        return max(1, sum(self._client.nthreads().values()))

    @property
    def threads(self) -> int:
        """All that this machine has: workers on it are done when the region is measured."""
        return cpu_count() or 1

    def compute(self, calculator: Calculator, batch: int, aside: Aside = lambda: None) -> Iterator[Part]:
        """The groups in order; a bounded number is under way, so results do not pile up here."""
        # More threads in a matrix product may round in another order.
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(1) as pool:
            pool.submit(aside)
            yield from self._compute(calculator, batch)

    def _compute(self, calculator: Calculator, batch: int) -> Iterator[Part]:
        from dask import config
        from distributed import KilledWorker

        # The scheduler keeps these bytes, so the machinery can be made again after the loss of any worker.
        bytes_ = pickle.dumps(calculator.run)
        mark = fingerprint(bytes_)[:16]
        with config.set(_MEANT):
            copied = self._client.submit(_unpack, bytes_, code_fingerprint(), key=f"spuk-run-{mark}")
        queue = deque(calculator.run.groups)
        running: deque[Any] = deque()
        try:
            while queue or running:
                while queue and len(running) < 2 * self.workers:
                    group = queue.popleft()
                    key = f"spuk-part-{mark}-{batch}-{group.start}"
                    running.append(self._client.submit(_compute, copied, group, batch, key=key))
                yield self._await(running[0])
                running.popleft().release()
        except _NobodyLeft as error:
            raise _complaint(str(error), "een planner met werkers", MEND_GONE) from None
        except OtherVersion as error:
            raise _complaint(str(error), "overal dezelfde spuk en numpy, even ver afgerond", MEND_VERSION) from None
        except KilledWorker:
            raise _complaint("werkers die telkens uitvallen", "werkers die blijven draaien", MEND_DROPOUT) from None
        except (OSError, TimeoutError, CancelledError):
            raise _complaint("een planner die wegviel", "een planner met werkers", MEND_GONE) from None
        except RuntimeError as error:
            if "deserialization" not in str(error):
                raise
            raise _complaint("een planner zonder spuk", "overal dezelfde spuk", MEND_WITHOUT) from None
        finally:
            with suppress(OSError, TimeoutError, CancelledError):
                self._client.cancel(list(running))

    def _await(self, part: Any) -> Part:
        """The outcome of one group. Raises _NobodyLeft when nobody will bring it."""
        from distributed import wait

        silent_since: float | None = None
        while True:
            try:
                wait(part, timeout=_LOOK_EVERY)
                # Done is not here yet: what was done is lost when its worker falls away before it was fetched.
                return self._client.sync(self._fetch, part, callback_timeout=_FETCH_SECONDS)
            except TimeoutError:
                gone = self._gone()
            silent_since = (silent_since or time.monotonic()) if gone else None
            if silent_since is not None and time.monotonic() - silent_since > PATIENCE:
                raise _NobodyLeft(gone)

    async def _fetch(self, part: Any) -> Any:
        return await self._client.gather(part, direct=self._direct, asynchronous=True)

    def _gone(self) -> str:
        """Who is not there at this moment; '' when somebody still computes."""
        if self._client.status != "running":
            return "een planner die wegviel"
        return "" if self._client.nthreads() else "geen werker die nog draait"

    def check_workers(self) -> None:
        """Raises Invoerfout when a worker cannot load spuk: it would drop out in silence."""
        # A function of spuk itself cannot be sent to a worker without it.
        errors = self._client.run(exec, "import scenarios.engine.dask", {}, on_error="return")
        if without := sorted(address for address, error in errors.items() if isinstance(error, ImportError)):
            raise _complaint(f"een werker zonder spuk ({without[0]})", "overal dezelfde spuk", MEND_WITHOUT)


def _unpack(content: bytes, code: str) -> Calculator:
    if code != code_fingerprint():
        raise OtherVersion("een werker met een andere versie van spuk of numpy, of die anders afrondt")
    return Calculator(pickle.loads(content))


def _compute(calculator: Calculator, group: range, batch: int) -> Part:
    # For good: this process does nothing else, and more BLAS threads may round in another order.
    threadpool_limits(1, "blas")
    keep_freed_memory()
    return calculator.compute_group(group, batch)


@contextmanager
def open_dask(address: str) -> Iterator[Dask]:
    """Connect to a scheduler (`tcp://host:8786`, `tls://...`), or start one with `lokaal:4`: four processes here.

    Raises Invoerfout when dask is not installed, nobody answers, or no worker comes.
    """
    try:
        from dask import config
        from distributed import Client, LocalCluster
    except ImportError:
        raise _complaint("dask is niet geïnstalleerd", "het pakket dask", install_extra("dask")) from None
    kind, _, count = address.partition(":")
    if kind == LOCAL:
        if not count.isdigit() or int(count) < 1:
            raise _complaint(repr(address), "lokaal:AANTAL, zoals lokaal:4")
        # As long as it runs: a worker that is started again takes these settings as well.
        with config.set(_QUIET):
            with _deaf_to_interrupts():
                cluster = LocalCluster(
                    n_workers=int(count),
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    # What goes wrong there is either mended or told in Dutch.
                    silence_logs=logging.CRITICAL,
                )
            with cluster, Client(cluster) as client:
                yield Dask(client, direct=True)
        return
    # What goes wrong is told in Dutch, and once.
    for name in [n for n in logging.root.manager.loggerDict if n.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError):
        mend = "Controleer het adres van de scheduler en of er werkers draaien; zie: spuk uitleg dask"
        raise _complaint(f"{address}: geen antwoord", "een scheduler met werkers", mend) from None
    except TypeError:  # how distributed says that it has no certificates
        mend = "Noem de certificaten in de instellingen van Dask; zie: spuk uitleg dask"
        raise _complaint(f"{address} zonder certificaten", "de certificaten van deze computer", mend) from None
    with client:
        dask = Dask(client)
        dask.check_workers()
        yield dask


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """What is started in here does not hear Ctrl+C: a terminal gives it to all, and the client ends its workers itself.

    Threads and processes inherit this, so also the workers that they start later; one that comes meanwhile waits.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows knows no such thing.
        yield
        return
    from multiprocessing import resource_tracker

    # It hears again what the thread that starts it did not.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _complaint(found: str, expected: str, mend: str = "") -> Invoerfout:
    return Invoerfout([Melding("--dask", "", found, expected, mend)])
