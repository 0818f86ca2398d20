"""How long a connection waits for its caller."""

import asyncio

import pytest
import uvicorn
from uvicorn.server import ServerState

from reports.dienst import geduld

GROOT = 100 * 10**6
"""Bytes of an answer: more than what the buffers of both sides hold together."""


async def shown(_scope, receive, send):
    """Reads all, works a while, and answers much."""
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(0.3)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(GROOT // 10**6):
        await send({"type": "http.response.body", "body": b"x" * 10**6, "more_body": True})
    await send({"type": "http.response.body"})


@pytest.mark.parametrize(
    ("stuurt", "leest"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-", False),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", True),
    ],
)
def test_a_connection_does_not_wait_for_ever_for_its_caller(monkeypatch, stuurt, leest):
    """Nothing sent, half a head, half a body, an answer that nobody reads; who does read gets all of it."""
    monkeypatch.setattr(geduld, "GEDULD", 0.1)

    async def proef():
        staat = ServerState()
        config = uvicorn.Config(shown, lifespan="off", log_level="critical")
        bediening = await asyncio.get_running_loop().create_server(
            lambda: geduld.Ongeduldig(config, staat, {}), "127.0.0.1", 0
        )
        lezer, schrijver = await asyncio.open_connection(*bediening.sockets[0].getsockname())
        schrijver.write(stuurt)
        async with asyncio.timeout(20):
            while not staat.connections:
                await asyncio.sleep(0)
        gelezen = 0
        while leest and (deel := await lezer.read(2**20)):
            gelezen += len(deel)
        async with asyncio.timeout(20):
            while staat.connections:
                await asyncio.sleep(0.02)
        assert not leest or gelezen > GROOT
        schrijver.transport.abort()
        bediening.close()

    asyncio.run(proef())
