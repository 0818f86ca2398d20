"""The service without a network: a clock, a caller, a computer that does what it is told, and one request."""

import asyncio
import hashlib

from reports.dienst.bellers import Beller
from reports.dienst.bewaren import Bewaarplaats
from reports.dienst.grenzen import Dienstgrenzen
from reports.dienst.kind import Afloop
from reports.dienst.soorten import SOORTEN, read_request
from reports.dienst.uitvoerder import Uitvoerder
from reports.dienst.wachtrij import GESTOPT, KLAAR, Wachtrij

TOKEN = "t" * 40
GRENZEN = Dienstgrenzen(wachtrij=3, per_beller=2, bewaren=100, bewaard_per_beller=2)
DRAAGT = {"authorization": f"Bearer {TOKEN}"}


class Klok:
    nu = 1_000_000.0

    def __call__(self):
        return self.nu


def beller(naam="hoorn", token=TOKEN):
    return Beller(naam, "voorbeeld:westfriesland", hashlib.sha256(token.encode()).digest())


class Rekenaar:
    """Ends when it is told to, by hand or by the stop of the service."""

    def __init__(self):
        self.gevraagd, self.klaar = [], asyncio.Event()

    async def __call__(self, woorden, map_, grenzen, stop):
        self.gevraagd.append(woorden)
        einde = {asyncio.create_task(self.klaar.wait()), asyncio.create_task(stop.wait())}
        await asyncio.wait(einde, return_when=asyncio.FIRST_COMPLETED)
        for taak in einde:
            taak.cancel()
        return Afloop(GESTOPT) if stop.is_set() else Afloop(KLAAR)


def workshop(map_, klok, rekenaar=None):
    gezien = []
    werk = Uitvoerder(
        Wachtrij(GRENZEN, klok), Bewaarplaats(map_), lambda a: gezien.append(a.toestand), gezien.append,
        rekenaar or Rekenaar(),
    )  # fmt: skip
    return werk, gezien


def ask(werk, wie="hoorn"):
    return werk.submit(beller(wie), "raming", read_request(SOORTEN["raming"], b"", 10**6))


def call(app, pad, methode="GET", inhoud=b"", receive=None, **koppen):
    """(status, headers, body) of one request."""
    verstuurd = []
    koppen = {"host": "localhost:1"} | {k.replace("_", "-"): v for k, v in koppen.items()}

    async def whole():
        return {"type": "http.request", "body": inhoud, "more_body": False}

    async def send(bericht):
        verstuurd.append(bericht)

    pad, _, vraag = pad.partition("?")
    scope = {
        **{"type": "http", "method": methode, "path": pad, "raw_path": pad.encode(), "query_string": vraag.encode()},
        "headers": [(k.encode(), v.encode()) for k, v in koppen.items()],
        **{
            "http_version": "1.1",
            "scheme": "http",
            "server": ("127.0.0.1", 1),
            "client": ("127.0.0.1", 2),
            "root_path": "",
        },
    }
    asyncio.run(app(scope, receive or whole, send))
    if not verstuurd:
        return None, {}, b""
    begin = verstuurd[0]
    return (
        begin["status"],
        {k.decode(): v.decode() for k, v in begin["headers"]},
        b"".join(b.get("body", b"") for b in verstuurd[1:]),
    )
