"""The queue: who may still ask, whose turn it is, and what has been kept long enough. No clock, file or process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from finance.fouten import Melding
from reports.dienst.antwoord import VERZOEK, Weigering, no_such
from reports.dienst.grenzen import Dienstgrenzen

WACHT, REKENT = "wacht", "rekent"
KLAAR, GEWEIGERD, TE_LANG, GESTOPT, MISLUKT = "klaar", "geweigerd", "te lang", "gestopt", "mislukt"
TOESTANDEN = {
    WACHT: "in de rij",
    REKENT: "onder handen",
    KLAAR: "de bestanden liggen klaar",
    GEWEIGERD: "de invoer klopt niet; de meldingen zeggen wat en waar",
    TE_LANG: "niet klaar binnen de tijd van deze dienst, en beëindigd",
    GESTOPT: "door de beller of door het stoppen van de dienst",
    MISLUKT: "het programma is onverwacht geëindigd",
}


@dataclass
class Aanvraag:
    """One request of one caller, and what became of it. Moments are seconds since 1970."""

    nummer: str
    beller: str
    soort: str
    verzoek: dict[str, Any]
    ontvangen: float
    regio: str = ""
    """His region then: of another one these figures are not"""
    toestand: str = WACHT
    begonnen: float | None = None
    geeindigd: float | None = None
    meldingen: tuple[Melding, ...] = ()

    @property
    def over(self) -> bool:
        """Whether nothing will change any more."""
        return self.geeindigd is not None


@dataclass
class Wachtrij:
    """All requests that are waiting, running or kept."""

    grenzen: Dienstgrenzen
    klok: Callable[[], float]
    regios: Mapping[str, str] = field(default_factory=dict)
    """By caller"""
    alle: dict[str, Aanvraag] = field(default_factory=dict)
    """By number, in the order of arrival"""
    _teller: int = 0

    def of(self, beller: str) -> list[Aanvraag]:
        """The requests of one caller for the region that is his, the newest first."""
        return [a for a in reversed(self.alle.values()) if self._is_of(a, beller)]

    def find(self, beller: str, nummer: str) -> Aanvraag:
        """One of his own. Raises Weigering."""
        aanvraag = self.alle.get(nummer)
        if aanvraag is None or not self._is_of(aanvraag, beller):
            raise no_such("het nummer", "GET /v1/aanvragen toont uw nummers.")
        return aanvraag

    def latest(self, beller: str, soort: str) -> Aanvraag:
        """The newest finished one of a kind. Raises Weigering."""
        klaar = (a for a in self.of(beller) if a.soort == soort and a.toestand == KLAAR)
        if (aanvraag := next(klaar, None)) is None:
            raise no_such("laatste", f"Vraag er eerst een; van wat langer dan {self._kept()} klaar is, is niets over.")
        return aanvraag

    def accept(self, beller: str, soort: str, verzoek: dict[str, Any]) -> Aanvraag:
        """A new request at the end of the queue. Raises Weigering when the caller or the queue has enough."""
        eigen = sum(not a.over for a in self.of(beller))
        if eigen >= self.grenzen.per_beller:
            verwacht = f"ten hoogste {self.grenzen.per_beller} tegelijk van één beller"
            raise self._full(429, f"{eigen} aanvragen die nog niet klaar zijn", verwacht)
        if (rij := len(self.waiting())) >= self.grenzen.wachtrij:
            raise self._full(503, f"{rij} wachtende aanvragen", f"ten hoogste {self.grenzen.wachtrij} in de rij")
        nu = self.klok()
        aanvraag = Aanvraag(self._number(nu), beller, soort, verzoek, nu, self.regios.get(beller, ""))
        self.alle[aanvraag.nummer] = aanvraag
        return aanvraag

    def waiting(self) -> list[Aanvraag]:
        """In the order of arrival."""
        return [a for a in self.alle.values() if a.toestand == WACHT]

    def running(self) -> list[Aanvraag]:
        """Those under way."""
        return [a for a in self.alle.values() if a.toestand == REKENT]

    def start_next(self) -> Aanvraag | None:
        """Begin one when there is room: of who has the fewest under way and began longest ago, the oldest."""
        bezig = self.running()
        if len(bezig) >= self.grenzen.gelijktijdig:
            return None
        wie = [a.beller for a in bezig]
        begonnen: dict[str, float] = {}
        for a in self.alle.values():
            begonnen[a.beller] = max(begonnen.get(a.beller, 0.0), a.begonnen or 0.0)
        beurt = min(self.waiting(), key=lambda a: (wie.count(a.beller), begonnen[a.beller]), default=None)
        if beurt is not None:
            beurt.toestand, beurt.begonnen = REKENT, self.klok()
        return beurt

    def finish(self, aanvraag: Aanvraag, toestand: str, meldingen: Iterable[Melding] = ()) -> None:
        """What became of it."""
        aanvraag.toestand, aanvraag.geeindigd, aanvraag.meldingen = toestand, self.klok(), tuple(meldingen)

    def kept_until(self, aanvraag: Aanvraag) -> float | None:
        """When its files go; None while it is not over."""
        return None if aanvraag.geeindigd is None else aanvraag.geeindigd + self.grenzen.bewaren

    def expired(self) -> list[Aanvraag]:
        """Those that have been kept long enough, or of which their caller has too many."""
        nu, uit = self.klok(), []
        per_beller: dict[str, int] = {}
        for a in reversed(self.alle.values()):
            if (tot := self.kept_until(a)) is None:
                continue
            per_beller[a.beller] = per_beller.get(a.beller, 0) + 1
            if nu >= tot or per_beller[a.beller] > self.grenzen.bewaard_per_beller:
                uit.append(a)
        return uit

    def forget(self, aanvraag: Aanvraag) -> None:
        """Let go of one that is over."""
        del self.alle[aanvraag.nummer]

    def _is_of(self, aanvraag: Aanvraag, beller: str) -> bool:
        return aanvraag.beller == beller and aanvraag.regio == self.regios.get(beller, "")

    def _number(self, nu: float) -> str:
        while True:
            self._teller += 1
            nummer = f"{datetime.fromtimestamp(nu):%Y%m%d-%H%M%S}-{self._teller}"
            if nummer not in self.alle:
                return nummer

    def _kept(self) -> str:
        return f"{self.grenzen.bewaren / 3600:g} uur"

    def _full(self, status: int, gevonden: str, verwacht: str) -> Weigering:
        herstel = "Wacht tot er een klaar is, of trek er een in met DELETE."
        return Weigering(status, [Melding(VERZOEK, "", gevonden, verwacht, herstel)], {"Retry-After": "10"})
