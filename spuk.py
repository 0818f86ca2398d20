"""`spuk` and `python -m spuk`: the command line, once it is certain that the packages found are those of spuk.

Their names are common, and in a shared environment another package may have the same: see docs/installeren.md. So
nothing of the house is imported before it is known where it would come from. Dutch for the user.

Nor is anything else that takes time: from here on Ctrl+C is heard here, until a command hears it itself. Before, while
Python itself starts, it says what happens then, in its own words.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
"""As that of `typing`, which takes long to load"""
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import FrameType

VOORDAT = "Afgebroken voordat er iets begon."
PAKKETTEN = ("finance", "scenarios", "reports", "cli")
_HERSTEL = """Een ander pakket heet ook zo. Zet spuk in een omgeving voor zichzelf:
  python -m venv spuk-omgeving          (Windows: py -m venv spuk-omgeving)
en installeer spuk daarin opnieuw, of gebruik pipx of uv tool, die dat zelf doen."""
_HIERNAAST = "Start spuk vanuit een andere map, of geef dat bestand of die map een andere naam."


def main() -> None:
    """Run the command, or tell in one message why that cannot be."""
    listen()
    from pathlib import Path

    hier = Path(__file__).resolve().parent
    # One file that holds its own packages finds no others.
    if not getattr(sys, "frozen", False) and (vreemd := [*strangers(hier)] or [*overwritten(hier)]):
        print(explain(vreemd, hier), file=sys.stderr)
        sys.exit(2)
    from cli import main as opdrachten

    opdrachten(prog_name="spuk", eigen_proces=True)


def listen() -> None:
    """Hear Ctrl+C and a request to stop, unless who started this process switched them off."""
    for sein, vanzelf in ((signal.SIGINT, signal.default_int_handler), (signal.SIGTERM, signal.SIG_DFL)):
        if signal.getsignal(sein) is vanzelf:
            signal.signal(sein, _stop)


def _stop(nummer: int, _: FrameType | None) -> None:
    """Nothing was begun, so nothing need be tidied: the process ends where it is."""
    os.write(2, f"{VOORDAT}\n".encode())
    os._exit(128 + nummer)


def strangers(hier: Path) -> Iterator[tuple[str, Path]]:
    """(name, file) of every package that would come from somewhere else than `hier`."""
    from importlib.util import find_spec
    from pathlib import Path

    for naam in PAKKETTEN:
        plek = find_spec(naam)
        plekken = [plek.origin, *(plek.submodule_search_locations or ())] if plek else []
        gevonden = Path(next((p for p in plekken if p), f"nergens/{naam}"))
        if gevonden.resolve() not in (hier / f"{naam}.py", hier / naam / "__init__.py"):
            yield naam, gevonden


def overwritten(hier: Path) -> Iterator[tuple[str, Path]]:
    """(name, file) of every package whose first file is no longer the one that was installed.

    Two packages of one name are installed into the same folder, the later over the earlier.
    """
    eerste = {f"{naam}.py": naam for naam in PAKKETTEN} | {f"{naam}/__init__.py": naam for naam in PAKKETTEN}
    for lijst in sorted(hier.glob("spuk-*.dist-info/RECORD"))[:1]:
        for regel in lijst.read_text(encoding="utf-8").splitlines():
            bestand, _, rest = regel.partition(",")
            if bestand in eerste and rest.partition(",")[0] != f"sha256={_digest(hier / bestand)}":
                yield eerste[bestand], hier / bestand


def _digest(pad: Path) -> str:
    """As an installer writes it down."""
    import base64
    import hashlib

    try:
        som = hashlib.sha256(pad.read_bytes()).digest()
    except OSError:
        return ""
    return base64.urlsafe_b64encode(som).rstrip(b"=").decode()


def explain(vreemd: Sequence[tuple[str, Path]], hier: Path) -> str:
    """Which file was found for which package, where that of spuk is, and how to mend it."""
    from pathlib import Path

    regels = ["Fout: spuk vindt niet zijn eigen pakketten."]
    for naam, gevonden in vreemd:
        eigen = hier / naam if naam != "cli" else hier / "cli.py"
        waar = "door een ander pakket overschreven" if hier in gevonden.parents else f"dat van spuk: {eigen}"
        regels.append(f"- {naam}: gevonden {gevonden}; {waar}")
    map_ = Path.cwd()
    hiernaast = map_ != hier and all(gevonden.resolve().parent in (map_, map_ / naam) for naam, gevonden in vreemd)
    return "\n".join([*regels, _HIERNAAST if hiernaast else _HERSTEL])


if __name__ == "__main__":
    main()
