"""Running on dask.distributed: on a cluster, or on worker processes of this machine. See docs/dask.md.

A task is one group of gemeenten and one partij. It depends on nothing but the `Opdracht`, so a task whose worker died
is simply done again elsewhere, with the same outcome.
"""

from __future__ import annotations

import logging
import pickle
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from threadpoolctl import threadpool_limits

from finance.fouten import Invoerfout, Melding
from scenarios.engine.fingerprint import code_fingerprint, fingerprint
from scenarios.engine.malloc import keep_freed_memory
from scenarios.engine.work import Part, Rekenaar

LOKAAL = "lokaal"
WACHTTIJD = 30
"""Seconds to wait for a scheduler and its first worker."""

MEND_UITVAL = "Meestal is hun geheugen vol: kies een kleinere --partij, of geef de werkers meer geheugen."
MEND_VERSIE = "Start de werkers in dezelfde omgeving, met NPY_DISABLE_CPU_FEATURES=X86_V4; zie: spuk uitleg dask"


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
                yield self._client.gather(lopend[0], direct=self._direct)
                lopend.popleft().release()
        except AndereVersie as fout:
            raise _complaint(str(fout), "overal dezelfde spuk en numpy, even ver afgerond", MEND_VERSIE) from None
        except KilledWorker:
            raise _complaint("werkers die telkens uitvallen", "werkers die blijven draaien", MEND_UITVAL) from None
        finally:
            self._client.cancel(list(lopend))


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
        yield Dask(client)


def _complaint(gevonden: str, verwacht: str, mend: str = "") -> Invoerfout:
    return Invoerfout([Melding("--dask", "", gevonden, verwacht, mend)])
