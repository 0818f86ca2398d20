"""What every request passes: the right name, no other site, a known caller, a bounded size; and headers on the way out.

It stands before all pages, so none can be made that forgets it. What goes wrong behind it is told without a traceback.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from finance.fouten import Melding
from reports.dienst.antwoord import VERZOEK, Weigering, broken, refuse, where_it_broke
from reports.dienst.bellers import Beller, Bellers
from reports.grond.netwerk import is_own_name

BESLOTEN = "/v1/"
"""What only a known caller sees"""
BELLER = "beller"
"""Where the caller stands in the scope of a request"""
_KOPPEN = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
VRAAGT = 'Bearer, Basic realm="spuk dienst", charset="UTF-8"'
_HERSTEL_TOKEN = "Stuur de kop Authorization: Bearer met het token van uw beheerder."


class Deur:
    """ASGI middleware around the service."""

    def __init__(self, app: ASGIApp, bellers: Bellers, namen: frozenset[str], meeste: int, meld: Callable[[str], None]):
        self._app, self._bellers, self._namen, self._meeste, self._meld = app, bellers, namen, meeste, meld

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        uitgang = _Uitgang(send)
        try:
            beller = self._admit(scope["path"], Headers(scope=scope))
            await self._app({**scope, BELLER: beller}, self._bounded(receive), uitgang)
        except Weigering as weigering:
            await uitgang.answer(refuse(weigering), scope, receive)
        except ClientDisconnect:
            return  # Nobody is left to answer.
        except Exception as fout:
            self._meld(where_it_broke(fout))
            await uitgang.answer(refuse(broken()), scope, receive)

    def _admit(self, pad: str, koppen: Headers) -> Beller | None:
        """Who calls. Raises Weigering."""
        host, herkomst = koppen.get("host", ""), koppen.get("origin")
        if not is_own_name(host, self._namen):
            herstel = "Gebruik het adres van de dienst; een andere naam geeft de beheerder op met --naam."
            raise Weigering(421, [Melding(VERZOEK, "kop Host", "een andere naam", "een naam van deze dienst", herstel)])
        if herkomst is not None and herkomst.partition("://")[2] != host:
            gevonden = "een pagina van een andere site"
            raise Weigering(403, [Melding(VERZOEK, "kop Origin", gevonden, "een programma, geen pagina")])
        if not pad.startswith(BESLOTEN):
            return None
        beller = self._bellers.recognise(koppen.get("authorization", ""))
        if beller is None:
            gevonden = "een token dat niet klopt" if "authorization" in koppen else "geen token"
            melding = Melding(VERZOEK, "kop Authorization", gevonden, "een token van deze dienst", _HERSTEL_TOKEN)
            raise Weigering(401, [melding], {"WWW-Authenticate": VRAAGT})
        return beller

    def _bounded(self, receive: Receive) -> Receive:
        """Refuses a body that is longer than it may be, whatever its header says."""
        gelezen = 0

        async def bounded() -> Message:
            nonlocal gelezen
            bericht = await receive()
            gelezen += len(bericht.get("body", b""))
            if gelezen > self._meeste:
                raise self._too_large()
            return bericht

        return bounded

    def _too_large(self) -> Weigering:
        verwacht = f"ten hoogste {self._meeste // 1024} kB"
        return Weigering(413, [Melding(VERZOEK, "", "een te groot verzoek", verwacht)])


class _Uitgang:
    """Sends with the headers of every answer, and knows whether one has begun."""

    def __init__(self, send: Send):
        self._send, self._begonnen = send, False

    async def __call__(self, bericht: Message) -> None:
        if bericht["type"] == "http.response.start":
            self._begonnen = True
            koppen = MutableHeaders(scope=bericht)
            for naam, waarde in _KOPPEN.items():
                koppen[naam] = waarde
        await self._send(bericht)

    async def answer(self, antwoord: Response, scope: Scope, receive: Receive) -> None:
        """An answer of its own, when none has begun."""
        if not self._begonnen:
            await antwoord(scope, receive, self)
