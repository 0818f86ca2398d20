"""Listening at an address of this computer."""

from __future__ import annotations

import asyncio
import socket
import struct

from reports.grond.netwerk import listen


def test_who_leaves_while_something_is_sent_is_no_news(caplog):
    """A page is closed while the server goes on telling it what it computes."""

    async def talk(_lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter) -> None:
        # Until the system has said that nobody is there, and then as often as asyncio bears in silence.
        while not schrijver.transport.is_closing():
            schrijver.write(b"x")
            await asyncio.sleep(0.001)
        for _ in range(20):
            schrijver.write(b"x")
        weg.set()

    async def serve() -> None:
        async with await asyncio.start_server(talk, sock=luisteraar):
            beller = socket.create_connection(luisteraar.getsockname())
            # Closed at once, without a word.
            beller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            beller.close()
            await asyncio.wait_for(weg.wait(), 30)

    weg = asyncio.Event()
    luisteraar = listen("127.0.0.1", 0)
    asyncio.run(serve())
    assert caplog.text == ""
