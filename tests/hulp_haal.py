"""`spuk haal` as a test runs it: a reader of the database, and a folder to compare."""

import os
from pathlib import Path

from tests import warm

LEZER, GEHEIM = "lezer", "sesam-open-u-42"


def spuk(server, *woorden, map_=None, geheim=GEHEIM, van=None, **extra):
    """Run the command as the reader of the database; `extra`: variables of the environment."""
    omgeving = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {
        "PGHOST": "127.0.0.1", "PGPORT": str(server.poort), "PGUSER": LEZER, "PGPASSWORD": geheim,
        "PGDATABASE": "postgres", "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONIOENCODING": "utf-8",
        "XDG_CONFIG_HOME": str(map_.parent / "instellingen") if map_ else "/nergens", "APPDATA": "",
    } | extra  # fmt: skip
    return warm.run(*woorden, *(["--van", van] if van else []), env=omgeving, timeout=120)


def snapshot(map_):
    """Every file of a folder with its content."""
    return {p.relative_to(map_).as_posix(): p.read_bytes() for p in map_.rglob("*") if p.is_file()}
