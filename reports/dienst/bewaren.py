"""What is kept of a request: one folder with the files of its command, and beside them what became of it.

These folders are all there is: no database. After a start they are read back.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from finance.fouten import Invoerfout, Melding
from reports.dienst.soorten import SOORTEN
from reports.dienst.wachtrij import GESTOPT, TOESTANDEN, Aanvraag, Wachtrij
from reports.grond.meldingen import from_rows
from scenarios.grond.bestanden import remove_folder, write_text
from scenarios.grond.openen import exists_as_folder, files_in, is_there, parse_json, read_bytes

STAND = "aanvraag.json"
GESTOPT_MET_DIENST = Melding(
    "aanvraag", "", "de dienst stopte voor hij klaar was", "een dienst die draait", "Vraag het opnieuw."
)


@dataclass(frozen=True)
class Bewaarplaats:
    """A folder with one folder per caller and request."""

    map_: Path

    def folder(self, aanvraag: Aanvraag) -> Path:
        """Where the files of a request stand. Both names are made here, never by a caller."""
        return self.map_ / aanvraag.beller / aanvraag.nummer

    def files(self, aanvraag: Aanvraag) -> dict[str, Path]:
        """Those of its kind that are there."""
        map_ = self.folder(aanvraag)
        return {naam: map_ / naam for naam in SOORTEN[aanvraag.soort].bestanden if is_there(map_ / naam)}

    def write(self, aanvraag: Aanvraag) -> None:
        """Keep what became of it. Raises Schrijffout."""
        write_text(self.folder(aanvraag) / STAND, json.dumps(asdict(aanvraag), ensure_ascii=False))

    def remove(self, aanvraag: Aanvraag) -> None:
        """Take its folder away. Raises Schrijffout."""
        remove_folder(self.folder(aanvraag))

    def read_back(self, rij: Wachtrij) -> None:
        """Everything that an earlier service kept; what it left unfinished is over."""
        mappen = (onder for map_ in _folders(self.map_) for onder in _folders(map_))
        standen = [stand for map_ in mappen for stand in files_in(map_, STAND)]
        gelezen = [a for pad in standen if (a := _read(pad)) is not None]
        for aanvraag in sorted(gelezen, key=lambda a: (a.ontvangen, a.nummer)):
            rij.alle[aanvraag.nummer] = aanvraag
            if not aanvraag.over:
                rij.finish(aanvraag, GESTOPT, [GESTOPT_MET_DIENST])
                self.write(aanvraag)


def _folders(map_: Path) -> list[Path]:
    return [pad for pad in files_in(map_) if exists_as_folder(pad)]


def _read(pad: Path) -> Aanvraag | None:
    """A request as it was kept; None for a file that is no such thing."""
    try:
        inhoud: dict[str, Any] = parse_json(read_bytes(pad))
        aanvraag = Aanvraag(**{**inhoud, "meldingen": tuple(from_rows(inhoud["meldingen"]))})
    except (Invoerfout, ValueError, TypeError, KeyError):
        return None
    tijden = (aanvraag.ontvangen, aanvraag.begonnen or 0.0, aanvraag.geeindigd or 0.0)
    if not all(isinstance(t, int | float) for t in tijden):
        return None
    eigen = (aanvraag.beller, aanvraag.nummer) == (pad.parent.parent.name, pad.parent.name)
    return aanvraag if eigen and aanvraag.soort in SOORTEN and aanvraag.toestand in TOESTANDEN else None
