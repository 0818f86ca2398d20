"""What a button of the page asks for and takes long: one thing at a time, with progress, and to be stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from reports.dashboard.bestanden import Bestelling, report, workbook
from reports.dashboard.mededelingen import task_html
from reports.dashboard.zoeken import bound_html
from scenarios.engine.threads import OnProgress
from scenarios.verkennen.achtergrond import Background

GRENS, WERKBOEK, RAPPORT = "De grens", "Het werkboek", "Het rapport"


@dataclass(frozen=True)
class Werk:
    """How one of these is made."""

    vraag: object
    """What it depends on, as the page stands"""
    do: Callable[[OnProgress], Any]
    stappen: int = 0
    """That are told; 0 when nobody knows how many"""


def tasks(bestelling: Bestelling, veld: str, vanaf: date) -> dict[str, Werk]:
    """Everything that can be asked for as the page stands. veld: of which the bound is sought, from `vanaf`"""
    rekening, scenario = (bestelling.zekerheid, bestelling.trekkingen), bestelling.scenarios[0]
    vraag = (bestelling.scenarios, rekening)
    return {
        GRENS: Werk((vraag, veld, vanaf), partial(bound_html, bestelling.regio, scenario, veld, vanaf, rekening)),
        WERKBOEK: Werk(vraag, partial(workbook, bestelling), bestelling.stappen),
        RAPPORT: Werk(vraag, partial(report, bestelling), bestelling.stappen),
    }


class Taak:
    """What buttons asked for. It holds as long as the page stands as it did then; one thing at a time is made."""

    def __init__(self) -> None:
        self._gevraagd: dict[str, tuple[object, Background[Any]]] = {}
        self._gedrukt: dict[str, int] = {}

    def busy(self, wat: str = "") -> bool:
        """Whether this is being made, or anything."""
        return any(b.busy for naam, (_, b) in self._gevraagd.items() if wat in ("", naam))

    def ask(self, drukken: Mapping[str, int], werk: Mapping[str, Werk]) -> bool:
        """Let be made what a button was pressed for since it was last asked, and give up what was being made.

        drukken: how often the button of each was pressed in all. Whether there was one.
        """
        nieuw = [wat for wat, aantal in drukken.items() if aantal > self._gedrukt.get(wat, 0)]
        self._gedrukt.update(drukken)
        for wat in nieuw:
            self.stop()
            background: Background[Any] = Background()
            self._gevraagd[wat] = werk[wat].vraag, background
            background.start(werk[wat].do, werk[wat].stappen)
        return bool(nieuw)

    def stop(self) -> None:
        """Give up what is being made. Nobody waits for the step that it is in."""
        for _, background in self._gevraagd.values():
            background.stop()

    def told(self, wat: str, werk: Mapping[str, Werk]) -> str:
        """How far it is, or why it is not there; nothing when it was not asked for.

        What was asked of the page as it stood before is given up.
        """
        vraag, background = self._gevraagd.get(wat, (None, None))
        if background is None:
            return ""
        if vraag != werk[wat].vraag:
            background.stop()
            return ""
        return task_html(background, wat)

    def made(self, wat: str, werk: Mapping[str, Werk]) -> Any:
        """What came of it; None as long as it is not there."""
        vraag, background = self._gevraagd.get(wat, (None, None))
        return background.outcome if background is not None and vraag == werk[wat].vraag else None
