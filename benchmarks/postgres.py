"""A PostgreSQL for one test or measurement, from Debian's package: on loopback, socket in a folder that goes away.

initdb refuses to run as root, so then the server runs as the package's user `postgres`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BEHEERDER, WACHTWOORD = "postgres", "beheer-van-de-proef"


@dataclass
class Server:
    """A running server."""

    map: Path
    poort: int
    programmas: Path

    def address(self, gebruiker: str = BEHEERDER, wachtwoord: str = WACHTWOORD, naam: str = "postgres") -> str:
        return f"postgresql://{gebruiker}:{wachtwoord}@127.0.0.1:{self.poort}/{naam}"

    @property
    def log(self) -> str:
        return (self.map / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        opties = (
            f"-p {self.poort} -k {self.map} -c listen_addresses=127.0.0.1 -c fsync=off -c log_statement=all "
            "-c shared_buffers=256MB -c lc_messages=C"
        )
        _run(self.programmas / "pg_ctl", "-D", self.map / "data", "-l", self.map / "log", "-o", opties, "-w", "start")

    def stop(self) -> None:
        _run(self.programmas / "pg_ctl", "-D", self.map / "data", "-m", "immediate", "-w", "stop", mag_falen=True)


def find_programs() -> Path | None:
    """The folder with initdb of the newest version, or None when PostgreSQL is not installed."""
    gevonden = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    pad = gevonden[-1] if gevonden else shutil.which("initdb")
    return Path(pad).parent if pad else None


@contextmanager
def running_server(programmas: Path) -> Iterator[Server]:
    """A new, empty server; gone afterwards."""
    # Folders of pytest are closed to other users.
    with tempfile.TemporaryDirectory(prefix="spuk-pg-") as naam:
        map_ = Path(naam)
        geheim = map_ / "wachtwoord"
        geheim.write_text(WACHTWOORD, encoding="utf-8", newline="\n")
        if os.geteuid() == 0:
            shutil.chown(map_, BEHEERDER)
            shutil.chown(geheim, BEHEERDER)
        _run(
            programmas / "initdb", "-D", map_ / "data", "-U", BEHEERDER, "-A", "scram-sha-256", f"--pwfile={geheim}",
            "-E", "UTF8", "--locale=C", "-N",
        )  # fmt: skip
        server = Server(map_, _free_port(), programmas)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _free_port() -> int:
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        return int(proef.getsockname()[1])


def _run(*woorden: object, mag_falen: bool = False) -> None:
    opdracht = [str(w) for w in woorden]
    if os.geteuid() == 0:
        opdracht = ["runuser", "-u", BEHEERDER, "--", *opdracht]
    # Not captured: a server that stays would keep a pipe open.
    subprocess.run(
        opdracht, check=not mag_falen, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", timeout=120
    )
