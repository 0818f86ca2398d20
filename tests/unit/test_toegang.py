"""Who may speak to the dashboard, by the name it is called and the page that calls; and pages that open together."""

import ast
import asyncio
import threading
import time

import pytest
from marimo._ast import compiler, transformers

from reports.dashboard.ontleden import one_at_a_time, parse_one_at_a_time
from reports.dashboard.toegang import Toegang


def ask(toegang, soort="http", **koppen):
    """The status of one request; of a websocket the code by which it closes, or 'open'."""
    verstuurd = []

    async def receive():
        return {"type": "websocket.connect" if soort == "websocket" else "http.request"}

    async def send(bericht):
        verstuurd.append(bericht)

    regels = [(k.encode(), v.encode()) for k, v in koppen.items()]
    scope = {"type": soort, "method": "GET", "path": "/", "query_string": b"", "headers": regels}
    asyncio.run(toegang(scope, receive, send))
    return verstuurd[0].get("status", verstuurd[0].get("code", "open"))


@pytest.fixture
def toegang():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    return Toegang(app, 1234, {})


@pytest.mark.parametrize(
    "host",
    ["", "kwaad.example", "kwaad.example:1234", "127.0.0.1.kwaad.example", "localhost; script-src *", "a@b:1", "[::1"],
)
@pytest.mark.parametrize("soort", ["http", "websocket"])
def test_another_name_that_leads_here_is_refused(toegang, host, soort):
    koekje = f"spuk_1234={toegang._geheim}"
    assert ask(toegang, soort, host=host, cookie=koekje) == (403 if soort == "http" else 1008)


@pytest.mark.parametrize("host", ["127.0.0.1:1234", "localhost:1234", "LOCALHOST", "[::1]:1234", "192.168.1.20:1234"])
def test_its_own_names_are_let_in(toegang, host):
    koekje = f"spuk_1234={toegang._geheim}"
    assert ask(toegang, host=host, cookie=koekje) == 200
    assert ask(toegang, host=host) == 403


def test_the_state_in_the_address_outlives_the_key(toegang):
    """A link with knobs and key opens those knobs; whatever stands in it stays an address of this page."""
    verstuurd = []

    async def send(bericht):
        verstuurd.append(bericht)

    vraag = f"sleutel={toegang.sleutel}&prijs_b1=15&x=//kwaad.example%0d%0aSet-Cookie:a".encode()
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": vraag, "headers": [(b"host", b"localhost")]}
    asyncio.run(toegang(scope, None, send))
    koppen = {k.decode(): v.decode() for k, v in verstuurd[0]["headers"]}
    assert verstuurd[0]["status"] == 303
    assert koppen["location"] == "/?prijs_b1=15&x=%2F%2Fkwaad.example%0D%0ASet-Cookie%3Aa"


def test_a_page_of_another_site_is_refused(toegang):
    koekje = f"spuk_1234={toegang._geheim}"
    assert ask(toegang, host="localhost:1", origin="http://kwaad.example", cookie=koekje) == 403
    assert ask(toegang, "websocket", host="localhost:1", origin="http://kwaad.example", cookie=koekje) == 1008
    assert ask(toegang, host="localhost:1", origin="http://localhost:1", cookie=koekje) == 200


def test_one_thread_at_a_time():
    binnen, meeste = [], []

    @one_at_a_time
    def work():
        binnen.append(1)
        meeste.append(len(binnen))
        time.sleep(0.002)
        binnen.pop()

    draden = [threading.Thread(target=work) for _ in range(12)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert meeste == [1] * 12


def test_code_is_read_by_one_thread_at_a_time(monkeypatch):
    monkeypatch.setattr(ast, "parse", ast.parse)
    for module in (compiler, transformers):
        monkeypatch.setitem(vars(module), "compile", compile)
    echt = ast.parse
    parse_one_at_a_time()
    parse_one_at_a_time()
    assert ast.parse is not echt
    assert vars(ast.parse)["__wrapped__"] is echt
    assert ast.dump(ast.parse("a = 1")) == ast.dump(echt("a = 1"))
    for module in (compiler, transformers):
        assert vars(module)["compile"].__wrapped__ is compile
    assert ast.dump(compiler.module_compile("a = 1")) == ast.dump(echt("a = 1"))
