"""Answers that say no: the Dutch messages of the command line as JSON, with the status of HTTP."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence

from starlette.responses import JSONResponse

from finance.fouten import Melding
from reports.grond.meldingen import to_document

VERZOEK = "verzoek"
"""What a message calls the request itself."""


class Weigering(Exception):
    """A request that is not carried out: status, messages and headers."""

    def __init__(self, status: int, meldingen: Sequence[Melding], koppen: Mapping[str, str] | None = None):
        self.status, self.meldingen, self.koppen = status, tuple(meldingen), dict(koppen or {})
        super().__init__(f"{status}")


def refuse(weigering: Weigering) -> JSONResponse:
    """The answer to a refused request."""
    return JSONResponse(to_document(weigering.meldingen), weigering.status, weigering.koppen)


def no_such(plaats: str, herstel: str = "Zie /openapi.json voor wat er is.") -> Weigering:
    """Something that is not there, or not this caller's: nobody can tell which."""
    return Weigering(404, [Melding(VERZOEK, plaats, "niets", "een pad of nummer dat bestaat", herstel)])


def where_it_broke(fout: Exception) -> str:
    """The kind and the place of an error for the log, never its text: that may tell of the input."""
    plek = traceback.extract_tb(fout.__traceback__)[-1]
    return f"onverwachte fout: {type(fout).__name__} in {plek.name}, regel {plek.lineno}"


def broken() -> Weigering:
    """Something went wrong here that nobody foresaw; what, is for who runs the service."""
    return Weigering(500, [Melding(VERZOEK, "", "een fout in de dienst", "een antwoord", "Meld dit aan de beheerder.")])
