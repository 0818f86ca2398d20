"""Requests under way: each in its child process, as many at once as there is room for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from reports.dienst.antwoord import broken, where_it_broke
from reports.dienst.bellers import Beller
from reports.dienst.bewaren import GESTOPT_MET_DIENST, Bewaarplaats
from reports.dienst.grenzen import Dienstgrenzen
from reports.dienst.kind import Afloop, run_child
from reports.dienst.soorten import SOORTEN, Dienstverzoek, as_row
from reports.dienst.wachtrij import GESTOPT, MISLUKT, REKENT, Aanvraag, Wachtrij
from scenarios.grond.openen import os_problem
from scenarios.regiomap.regio import VOORBEELD

Rekenaar = Callable[[Sequence[str], Path, Dienstgrenzen, asyncio.Event], Awaitable[Afloop]]
OPRUIMEN = 60.0
"""Seconds between two looks at what has been kept long enough"""


@dataclass
class _Loop:
    """A request that is not over: how to stop it, and what tells that it is over."""

    verzoek: Dienstverzoek
    map_: str
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Uitvoerder:
    """Carries out what the queue accepts."""

    rij: Wachtrij
    plaats: Bewaarplaats
    meld: Callable[[Aanvraag], None]
    """Told of every request that began or is over"""
    klaag: Callable[[str], None]
    """Told of what nobody foresaw"""
    rekenaar: Rekenaar = run_child
    _lopend: dict[str, _Loop] = field(default_factory=dict)
    _taken: set[asyncio.Task[None]] = field(default_factory=set)

    def submit(self, beller: Beller, soort: str, verzoek: Dienstverzoek) -> Aanvraag:
        """Put it in the queue. Raises Weigering, and Schrijffout."""
        self.tidy()
        aanvraag = self.rij.accept(beller.naam, soort, as_row(verzoek))
        try:
            self.plaats.write(aanvraag)
        except Exception:
            # What cannot be kept is not carried out, and may not take a place in the queue.
            with suppress(Invoerfout):
                self.plaats.remove(aanvraag)
            self.rij.forget(aanvraag)
            raise
        self._lopend[aanvraag.nummer] = _Loop(verzoek, beller.map_)
        self._fill()
        return aanvraag

    async def wait(self, aanvraag: Aanvraag, seconden: float) -> None:
        """Until it is over, or that long."""
        if (loop := self._lopend.get(aanvraag.nummer)) is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(loop.over.wait(), seconden)

    async def drop(self, aanvraag: Aanvraag) -> None:
        """Stop it when it is not over, and take it away when it is. Raises Schrijffout when its files cannot go."""
        if aanvraag.over:
            self.plaats.remove(aanvraag)
            self.rij.forget(aanvraag)
            return
        loop = self._lopend[aanvraag.nummer]
        loop.stop.set()
        if aanvraag.toestand == REKENT:
            await loop.over.wait()
        else:
            self._finish(aanvraag, Afloop(GESTOPT))

    def tidy(self) -> None:
        """Take away what has been kept long enough."""
        for aanvraag in self.rij.expired():
            self._forget(aanvraag)

    async def keep_tidy(self) -> None:
        """`tidy` again and again, also when nobody asks anything."""
        while True:
            await asyncio.sleep(OPRUIMEN)
            self.tidy()

    async def close(self) -> None:
        """Stop everything; what waits and runs is over."""
        for aanvraag in self.rij.waiting():
            self._finish(aanvraag, Afloop(GESTOPT, (GESTOPT_MET_DIENST,)))
        for loop in self._lopend.values():
            loop.stop.set()
        if self._taken:
            await asyncio.wait(self._taken)

    def _fill(self) -> None:
        while (aanvraag := self.rij.start_next()) is not None:
            taak = asyncio.create_task(self._carry_out(aanvraag))
            self._taken.add(taak)
            taak.add_done_callback(self._taken.discard)

    async def _carry_out(self, aanvraag: Aanvraag) -> None:
        loop, uit = self._lopend[aanvraag.nummer], self.plaats.folder(aanvraag)
        self.meld(aanvraag)
        try:
            # The region by its name alone: a message tells the caller nothing of where it stands.
            pad = Path(loop.map_)
            map_, naam = (uit, loop.map_) if loop.map_.startswith(VOORBEELD) else (pad.parent, pad.name)
            woorden = SOORTEN[aanvraag.soort].words(loop.verzoek, naam, uit)
            afloop = await self.rekenaar(woorden, map_, self.rij.grenzen, loop.stop)
        except OSError as fout:
            afloop = Afloop(MISLUKT, (Melding("aanvraag", "", os_problem(fout), "een proces dat start"),))
        except Exception as fout:
            # One run that breaks ends here: the queue goes on.
            self.klaag(where_it_broke(fout))
            afloop = Afloop(MISLUKT, broken().meldingen)
        self._finish(aanvraag, afloop)
        self._fill()

    def _finish(self, aanvraag: Aanvraag, afloop: Afloop) -> None:
        self.rij.finish(aanvraag, afloop.toestand, afloop.meldingen)
        # On a full disk its caller hears of it all the same: it is in memory.
        with suppress(Invoerfout):
            self.plaats.write(aanvraag)
        self.meld(aanvraag)
        self._lopend.pop(aanvraag.nummer).over.set()

    def _forget(self, aanvraag: Aanvraag) -> None:
        try:
            self.plaats.remove(aanvraag)
        except Invoerfout:
            return  # The next look tries again.
        self.rij.forget(aanvraag)
