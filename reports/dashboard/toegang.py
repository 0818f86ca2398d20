"""Who may see the dashboard: the first visitor with the one-time key of the address, and nobody else.

The key in the address works once and becomes a cookie that scripts cannot read; a new key is made at once, for a second
browser. Without key or cookie nothing is shown, and pages of other sites cannot speak to the dashboard. Nothing on
the page may be fetched from anywhere else: the browser itself is told to refuse that.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reports.grond.netwerk import is_own_name

SLEUTEL = "sleutel"
"""Name of the key in the address."""
GEWEIGERD = """<!doctype html><html lang="nl"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Geen toegang</title>
<body style="font: 1rem/1.6 'Segoe UI', Arial, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem">
<main><h1 style="font-size: 1.4rem; color: #1F4E79">Dit adres geeft geen toegang</h1>
<p>De sleutel ontbreekt, klopt niet of is al gebruikt: iedere sleutel werkt één keer. Gebruik het adres dat
<code>spuk dashboard</code> het laatst op het scherm zette, of start het opnieuw.</p></main>"""


class Toegang:
    """ASGI middleware around one dashboard; `meta` reaches the notebook with every request."""

    def __init__(
        self, app: ASGIApp, poort: int, meta: Mapping[str, Any], gebruikt: Callable[[], None] = lambda: None
    ) -> None:
        self._app = app
        self._koekje = f"spuk_{poort}"
        self._geheim = secrets.token_urlsafe(32)
        self._meta = dict(meta)
        self._gebruikt = gebruikt
        """Called when a key was used and `sleutel` is a new one."""
        self.sleutel = secrets.token_urlsafe(16)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, exchange its key for a cookie, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        verzoek = HTTPConnection(scope)
        if not is_own_name(verzoek.headers.get("host", "")):
            await _refuse(scope, receive, send)
        elif not self._is_known(verzoek):
            await self._exchange_or_refuse(verzoek, scope, receive, send)
        elif scope["type"] == "http" and SLEUTEL in verzoek.query_params:
            # Whoever is in already keeps a clean address.
            await RedirectResponse(_without_key(verzoek), 303)(scope, receive, send)
        else:
            await self._app({**scope, "meta": self._meta}, receive, _guarded(send, verzoek))

    def _is_known(self, verzoek: HTTPConnection) -> bool:
        herkomst = verzoek.headers.get("origin")
        eigen = herkomst is None or herkomst.partition("://")[2] == verzoek.headers.get("host")
        return eigen and _same(verzoek.cookies.get(self._koekje, ""), self._geheim)

    async def _exchange_or_refuse(self, verzoek: HTTPConnection, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await _refuse(scope, receive, send)
            return
        antwoord: Response = HTMLResponse(GEWEIGERD, 403)
        # Only a visit spends the key: a preview that asks for the head of the page does not.
        if scope["method"] == "GET" and _same(verzoek.query_params.get(SLEUTEL, ""), self.sleutel):
            antwoord = RedirectResponse(_without_key(verzoek), 303)
            antwoord.set_cookie(self._koekje, self._geheim, httponly=True, samesite="lax")
            self.sleutel = secrets.token_urlsafe(16)
            self._gebruikt()
        await antwoord(scope, receive, _guarded(send, verzoek))


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
    else:
        await HTMLResponse(GEWEIGERD, 403)(scope, receive, send)


def _without_key(verzoek: HTTPConnection) -> str:
    """The page, with what its address says of the knobs and without the key."""
    rest = urlencode([(k, v) for k, v in verzoek.query_params.multi_items() if k != SLEUTEL])
    return f"/?{rest}" if rest else "/"


def _same(gegeven: str, geheim: str) -> bool:
    return hmac.compare_digest(gegeven.encode(), geheim.encode())


def _guarded(send: Send, verzoek: HTTPConnection) -> Send:
    """Send with headers that keep the page to itself."""
    zelf = f"'self' ws://{verzoek.headers.get('host', '')}"
    beleid = "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src {zelf} data: blob:",
            "worker-src 'self' blob:",
            "frame-src 'self' data: blob:",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )

    async def guarded(bericht: Message) -> None:
        if bericht["type"] == "http.response.start":
            koppen = MutableHeaders(scope=bericht)
            koppen["Content-Security-Policy"] = beleid
            koppen["Referrer-Policy"] = "no-referrer"
            koppen["X-Content-Type-Options"] = "nosniff"
        await send(bericht)

    return guarded
