"""Running on dask.distributed: on a cluster, or on worker processes of this machine. See docs/dask.md.

A task is one group of gemeenten and one partij. It depends on nothing but the `Opdracht`, so a task whose worker died
is simply done again elsewhere, with the same outcome.
"""

from __future__ import annotations

import logging
import pickle
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any

from threadpoolctl import threadpool_limits

from finance.fouten import Invoerfout, Melding
from scenarios.engine.fingerprint import code_fingerprint, fingerprint
from scenarios.engine.malloc import keep_freed_memory
from scenarios.engine.work import Part, Rekenaar

LOKAAL = "lokaal"
WACHTTIJD = 30
"""Seconds to wait for a scheduler and its first worker."""
GEDULD = 10.0
"""Seconds without any worker, or without the scheduler, before a run gives up: a nanny starts a new worker sooner."""
_KIJKEN = 2.0
_OPHALEN = 30.0
"""Seconds between two looks at whether anybody is left."""

MEND_UITVAL = "Meestal is hun geheugen vol: kies een kleinere --partij, of geef de werkers meer geheugen."
MEND_WEG = "Start planner en werkers opnieuw. Een raster gaat verder met wat klaar was; zie: spuk uitleg dask"
MEND_ZONDER = "Installeer spuk in de omgeving van planner en werkers; zie: spuk uitleg dask"
MEND_VERSIE = "Start de werkers in dezelfde omgeving, met NPY_DISABLE_CPU_FEATURES=X86_V4; zie: spuk uitleg dask"


class _Weggevallen(Exception):
    """Nobody is left to compute, for longer than patience lasts; the message says who."""


class AndereVersie(RuntimeError):
    """A worker runs other code than the client, or its numpy rounds otherwise."""


class Dask:
    """An `Uitvoerder` on a connected client."""

    def __init__(self, client: Any, direct: bool = False) -> None:
        self._client = client
        self._direct = direct
        """Fetch results from the workers themselves instead of through the scheduler."""

    @property
    def werkers(self) -> int:
        """Threads of all workers at this moment."""
        return max(1, sum(self._client.nthreads().values()))

    @property
    def draden(self) -> int:
        """The workers may well be on this machine: one."""
        return 1

    def compute(self, rekenaar: Rekenaar, partij: int) -> Iterator[Part]:
        """The groups in order; a bounded number is under way, so results do not pile up here."""
        from distributed import KilledWorker

        # The scheduler keeps these bytes, so the machinery can be made again after the loss of any worker.
        bytes_ = pickle.dumps(rekenaar.opdracht)
        merk = fingerprint(bytes_)[:16]
        kopie = self._client.submit(_unpack, bytes_, code_fingerprint(), key=f"spuk-opdracht-{merk}")
        wachtrij = deque(rekenaar.opdracht.groups)
        lopend: deque[Any] = deque()
        try:
            while wachtrij or lopend:
                while wachtrij and len(lopend) < 2 * self.werkers:
                    groep = wachtrij.popleft()
                    sleutel = f"spuk-deel-{merk}-{partij}-{groep.start}"
                    lopend.append(self._client.submit(_compute, kopie, groep, partij, key=sleutel))
                yield self._await(lopend[0])
                lopend.popleft().release()
        except _Weggevallen as fout:
            raise _complaint(str(fout), "een planner met werkers", MEND_WEG) from None
        except AndereVersie as fout:
            raise _complaint(str(fout), "overal dezelfde spuk en numpy, even ver afgerond", MEND_VERSIE) from None
        except KilledWorker:
            raise _complaint("werkers die telkens uitvallen", "werkers die blijven draaien", MEND_UITVAL) from None
        except (OSError, TimeoutError, CancelledError):
            raise _complaint("een planner die wegviel", "een planner met werkers", MEND_WEG) from None
        except RuntimeError as fout:
            if "deserialization" not in str(fout):
                raise
            raise _complaint("een planner zonder spuk", "overal dezelfde spuk", MEND_ZONDER) from None
        finally:
            with suppress(OSError, TimeoutError, CancelledError):
                self._client.cancel(list(lopend))

    def _await(self, deel: Any) -> Part:
        """The outcome of one group. Raises _Weggevallen when nobody will bring it."""
        from distributed import wait

        stil_sinds: float | None = None
        while True:
            try:
                wait(deel, timeout=_KIJKEN)
                # Done is not here yet: what was done is lost when its worker falls away before it was fetched.
                return self._client.sync(self._fetch, deel, callback_timeout=_OPHALEN)
            except TimeoutError:
                weg = self._gone()
            stil_sinds = (stil_sinds or time.monotonic()) if weg else None
            if stil_sinds is not None and time.monotonic() - stil_sinds > GEDULD:
                raise _Weggevallen(weg)

    async def _fetch(self, deel: Any) -> Any:
        return await self._client.gather(deel, direct=self._direct, asynchronous=True)

    def _gone(self) -> str:
        """Who is not there at this moment; '' when somebody still computes."""
        if self._client.status != "running":
            return "een planner die wegviel"
        return "" if self._client.nthreads() else "geen werker die nog draait"

    def check_workers(self) -> None:
        """Raises Invoerfout when a worker cannot load spuk: it would drop out in silence."""
        # A function of spuk itself cannot be sent to a worker without it.
        fouten = self._client.run(exec, "import scenarios.engine.dask", {}, on_error="return")
        if zonder := sorted(adres for adres, fout in fouten.items() if isinstance(fout, ImportError)):
            raise _complaint(f"een werker zonder spuk ({zonder[0]})", "overal dezelfde spuk", MEND_ZONDER)


def _unpack(inhoud: bytes, code: str) -> Rekenaar:
    if code != code_fingerprint():
        raise AndereVersie("een werker met een andere versie van spuk of numpy, of die anders afrondt")
    return Rekenaar(pickle.loads(inhoud))


def _compute(rekenaar: Rekenaar, groep: range, partij: int) -> Part:
    # For good: this process does nothing else, and more BLAS threads may round in another order.
    threadpool_limits(1, "blas")
    keep_freed_memory()
    return rekenaar.compute_group(groep, partij)


@contextmanager
def open_dask(adres: str) -> Iterator[Dask]:
    """Connect to a scheduler (`tcp://host:8786`, `tls://...`), or start one with `lokaal:4`: four processes here.

    Raises Invoerfout when dask is not installed, nobody answers, or no worker comes.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise _complaint(
            "dask is niet geïnstalleerd", "het pakket dask", "Voer uit in de map van spuk: pip install '.[dask]'"
        ) from None
    soort, _, aantal = adres.partition(":")
    if soort == LOKAAL:
        if not aantal.isdigit() or int(aantal) < 1:
            raise _complaint(repr(adres), "lokaal:AANTAL, zoals lokaal:4")
        cluster = LocalCluster(
            n_workers=int(aantal),
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
    for naam in [n for n in logging.root.manager.loggerDict if n.startswith("distributed")]:
        logging.getLogger(naam).setLevel(logging.CRITICAL)
    try:
        client = Client(adres, timeout=WACHTTIJD)
        client.wait_for_workers(1, timeout=WACHTTIJD)
    except (OSError, TimeoutError, ValueError):
        mend = "Controleer het adres van de scheduler en of er werkers draaien; zie: spuk uitleg dask"
        raise _complaint(f"{adres}: geen antwoord", "een scheduler met werkers", mend) from None
    except TypeError:  # how distributed says that it has no certificates
        mend = "Noem de certificaten in de instellingen van Dask; zie: spuk uitleg dask"
        raise _complaint(f"{adres} zonder certificaten", "de certificaten van deze computer", mend) from None
    with client:
        dask = Dask(client)
        dask.check_workers()
        yield dask


def _complaint(gevonden: str, verwacht: str, mend: str = "") -> Invoerfout:
    return Invoerfout([Melding("--dask", "", gevonden, verwacht, mend)])
