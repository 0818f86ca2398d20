"""Files written beside their target and renamed, and the version that writes them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from finance.fouten import Invoerfout, Melding


def spuk_version() -> str:
    """Version of the installed package."""
    try:
        return version("spuk")
    except PackageNotFoundError:
        return "onbekend"


@contextmanager
def replacing(doel: Path) -> Iterator[Path]:
    """A temporary path beside `doel` that replaces it when the block ends well; else the old file stays whole.

    Raises Invoerfout when the folder cannot be written.
    """
    try:
        doel.parent.mkdir(parents=True, exist_ok=True)
        handvat, naam = tempfile.mkstemp(dir=doel.parent, prefix=f".{doel.stem}-", suffix=doel.suffix)
    except OSError as fout:
        raise Invoerfout(
            [
                Melding(
                    str(doel),
                    "",
                    f"niet te schrijven ({fout.strerror})",
                    "een map waarin geschreven mag worden",
                )
            ]
        ) from None
    os.close(handvat)
    tijdelijk = Path(naam)
    try:
        yield tijdelijk
        # mkstemp makes the file private; a report follows the user's own umask.
        masker = os.umask(0)
        os.umask(masker)
        tijdelijk.chmod(0o666 & ~masker)
        try:
            tijdelijk.replace(doel)
        except OSError as fout:
            raise Invoerfout(
                [
                    Melding(
                        str(doel),
                        "",
                        f"niet te vervangen ({fout.strerror})",
                        "een bestand dat nergens open staat",
                        "Sluit het bestand en probeer het opnieuw.",
                    )
                ]
            ) from None
    finally:
        tijdelijk.unlink(missing_ok=True)
