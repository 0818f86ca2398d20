"""The service itself: each entrance of `INGANGEN` and the function that answers it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from finance.fouten import Invoerfout, Melding
from reports.dienst.antwoord import VERZOEK, Weigering, broken, no_such, refuse
from reports.dienst.bellers import Beller
from reports.dienst.deur import BELLER, BESLOTEN
from reports.dienst.ingangen import INGANGEN, Ingang, describe
from reports.dienst.soorten import SOORTEN, read_request
from reports.dienst.uitleg import explain_page
from reports.dienst.uitvoerder import Uitvoerder
from reports.dienst.wachtrij import GEWEIGERD, KLAAR, WACHT, Aanvraag
from reports.grond.meldingen import to_document

MEDIA = {
    ".json": "application/json",
    ".html": "text/html",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
}
Antwoorder = Callable[[Request, Ingang], Awaitable[Response]]


class Dienst:
    """Answers requests; one function per task of `INGANGEN`."""

    def __init__(self, uitvoerder: Uitvoerder):
        self._werk, self._rij = uitvoerder, uitvoerder.rij
        self._beschrijving = describe(self._rij.grenzen)

    @cached_property
    def _pagina(self) -> str:
        return explain_page(self._beschrijving)

    async def health(self, verzoek: Request, ingang: Ingang) -> Response:
        """Nothing that says anything about a caller."""
        return JSONResponse({"toestand": "goed"})

    async def describe(self, verzoek: Request, ingang: Ingang) -> Response:
        """The OpenAPI document."""
        return JSONResponse(self._beschrijving)

    async def page(self, verzoek: Request, ingang: Ingang) -> Response:
        """The same to read."""
        return HTMLResponse(self._pagina)

    async def ask(self, verzoek: Request, ingang: Ingang) -> Response:
        """A new request; with `wacht` its outcome, and what is wrong with the region as 422."""
        assert ingang.soort is not None
        seconden = self._patience(verzoek)
        inhoud = read_request(ingang.soort, await verzoek.body(), self._rij.grenzen.trekkingen)
        aanvraag = self._werk.submit(_caller(verzoek), ingang.soort.naam, inhoud)
        await self._werk.wait(aanvraag, seconden)
        if aanvraag.toestand == GEWEIGERD:
            raise Weigering(422, aanvraag.meldingen)
        koppen = {"Location": f"{BESLOTEN}aanvragen/{aanvraag.nummer}"}
        return JSONResponse(self._tell(aanvraag), 202, koppen)

    async def everything(self, verzoek: Request, ingang: Ingang) -> Response:
        """All of one caller."""
        return JSONResponse({"aanvragen": [self._tell(a) for a in self._rij.of(_caller(verzoek).naam)]})

    async def state(self, verzoek: Request, ingang: Ingang) -> Response:
        """One of them."""
        aanvraag = self._own(verzoek)
        await self._werk.wait(aanvraag, self._patience(verzoek))
        return JSONResponse(self._tell(aanvraag))

    async def drop(self, verzoek: Request, ingang: Ingang) -> Response:
        """Stopped, or taken away."""
        aanvraag = self._own(verzoek)
        await self._werk.drop(aanvraag)
        return JSONResponse(self._tell(aanvraag))

    async def file(self, verzoek: Request, ingang: Ingang) -> Response:
        """A file of one that is ready; what came of it when it gave none."""
        aanvraag = self._own(verzoek)
        if not aanvraag.over:
            herstel = "Vraag het later opnieuw, of wacht met ?wacht=30 bij de aanvraag."
            gevonden = f"een aanvraag die {aanvraag.toestand}"
            raise Weigering(409, [Melding(VERZOEK, "het nummer", gevonden, "een aanvraag die klaar is", herstel)])
        if aanvraag.toestand != KLAAR:
            gestopt = Melding(
                VERZOEK, "het nummer", f"een aanvraag die is geëindigd: {aanvraag.toestand}", "een die klaar is"
            )
            raise Weigering(422 if aanvraag.toestand == GEWEIGERD else 409, aanvraag.meldingen or [gestopt])
        return self._file(aanvraag, verzoek.path_params["bestand"])

    async def latest(self, verzoek: Request, ingang: Ingang) -> Response:
        """A file of the newest that is ready."""
        assert ingang.soort is not None
        aanvraag = self._rij.latest(_caller(verzoek).naam, ingang.soort.naam)
        return self._file(aanvraag, verzoek.path_params["bestand"])

    def _own(self, verzoek: Request) -> Aanvraag:
        return self._rij.find(_caller(verzoek).naam, verzoek.path_params["nummer"])

    def _patience(self, verzoek: Request) -> int:
        """The seconds of `?wacht=`. Raises Weigering."""
        meest, tekst = self._rij.grenzen.wachten, verzoek.query_params.get("wacht", "0")
        if not (tekst.isascii() and tekst.isdecimal()) or len(tekst) > 4 or int(tekst) > meest:
            verwacht = f"een geheel getal van 0 tot en met {meest} (seconden)"
            raise Weigering(422, [Melding(VERZOEK, "veld wacht", tekst, verwacht)])
        return int(tekst)

    def _file(self, aanvraag: Aanvraag, naam: str) -> Response:
        pad = self._werk.plaats.files(aanvraag).get(naam)
        if pad is None:
            bekend = ", ".join(SOORTEN[aanvraag.soort].bestanden)
            raise no_such("het bestand", f"Bekend zijn: {bekend}.")
        return FileResponse(pad, media_type=MEDIA[pad.suffix], filename=naam)

    def _tell(self, aanvraag: Aanvraag) -> dict[str, Any]:
        rij = self._rij.waiting()
        bestanden = self._werk.plaats.files(aanvraag) if aanvraag.toestand == KLAAR else {}
        return {
            "nummer": aanvraag.nummer,
            "soort": aanvraag.soort,
            "toestand": aanvraag.toestand,
            "verzoek": aanvraag.verzoek,
            "ontvangen": _moment(aanvraag.ontvangen),
            "begonnen": _moment(aanvraag.begonnen),
            "geeindigd": _moment(aanvraag.geeindigd),
            "bewaard_tot": _moment(self._rij.kept_until(aanvraag)),
            "voor_u": rij.index(aanvraag) if aanvraag.toestand == WACHT else 0,
            "bestanden": {naam: f"{BESLOTEN}aanvragen/{aanvraag.nummer}/{naam}" for naam in bestanden},
            **to_document(aanvraag.meldingen),
        }


def build_app(uitvoerder: Uitvoerder) -> Starlette:
    """The routes; while it runs the workshop stays tidy, and when it stops so does all that it had under way."""
    dienst = Dienst(uitvoerder)

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        netjes = asyncio.create_task(uitvoerder.keep_tidy())
        yield
        netjes.cancel()
        with suppress(asyncio.CancelledError):
            await netjes
        await uitvoerder.close()

    async def go_to_page(verzoek: Request) -> Response:
        return RedirectResponse("/uitleg", 307)

    routes = [_route(ingang, getattr(dienst, ingang.taak)) for ingang in INGANGEN]
    fouten: dict[Any, Any] = {
        **{Weigering: _refused, HTTPException: _no_route},
        **{Invoerfout: _not_written, Exception: _unforeseen},
    }
    app = Starlette(routes=[Route("/", go_to_page), *routes], exception_handlers=fouten, lifespan=running)
    # It would send a caller and his token to another address, behind a server with TLS perhaps without it.
    app.router.redirect_slashes = False
    return app


def _route(ingang: Ingang, antwoorder: Antwoorder) -> Route:
    async def answer(verzoek: Request) -> Response:
        return await antwoorder(verzoek, ingang)

    return Route(ingang.pad, answer, methods=[ingang.methode])


async def _refused(verzoek: Request, fout: Weigering) -> Response:
    return refuse(fout)


async def _not_written(verzoek: Request, fout: Invoerfout) -> Response:
    """The folder of the service cannot be written in; where it stands is not the caller's to know."""
    meldingen = [Melding("dienst", "", m.gevonden, m.verwacht, "Meld dit aan de beheerder.") for m in fout.meldingen]
    return refuse(Weigering(503, meldingen))


async def _unforeseen(verzoek: Request, fout: Exception) -> Response:
    return refuse(broken())


async def _no_route(verzoek: Request, fout: HTTPException) -> Response:
    if fout.status_code == 405:
        melding = Melding(VERZOEK, verzoek.url.path, f"de methode {verzoek.method}", "een methode van dit pad")
        return refuse(Weigering(405, [melding], fout.headers))
    return refuse(no_such("het pad"))


def _caller(verzoek: Request) -> Beller:
    beller = verzoek.scope[BELLER]
    assert isinstance(beller, Beller)
    return beller


def _moment(seconden: float | None) -> str | None:
    """A moment as JSON knows it; None where it has not come."""
    return None if seconden is None else f"{datetime.fromtimestamp(seconden, UTC):%Y-%m-%dT%H:%M:%SZ}"
