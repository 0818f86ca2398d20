"""Proof that a change of the code changes no answer: what every command says and writes, kept file by file.

    python tests/bewijs.py UIT [--boom DIR] [--alleen NAAM...]     run the cases on the tree DIR (this one)
    python tests/bewijs.py --vergelijk UIT1 UIT2 [--alleen ...]    exit 1 on a difference that nobody allowed

The cases stand in bewijs_gevallen.py. UIT/CASE/ holds per command N.stdout, N.stderr and N.code, and in werk/ each
file as the command left it; of an xlsx or docx the parts. Each command runs in a process of its own, forked when the
libraries are loaded, in the folder werk/ of its case and through the entry `spuk` of the tree's own pyproject.toml;
both trees on the Python that runs this. A command that loads a module of another tree is a failure of the script.

A difference is allowed by a line `glob | reason` in bewijs_toegestaan.txt. A glob after `~` allows only another
numbering of the texts and styles in a sheet: each cell still shows the same text in the same style.

Normalised, because it must differ (no output names a folder of the tree or of UIT, or an hour):
* docProps/core.xml of xlsx and docx, left out: it holds the time of writing, and so do the times in the zip itself;
* the names of `.raster/*.deel`, now the sha256 of the content: they hold the fingerprint of the code;
* the free memory that a large run states on stderr: it is that of the moment.

Not here, because they need a server or a browser: the page of `dashboard` and the harvest of `haal`; tests/e2e has
both.
"""

from __future__ import annotations

import argparse
import filecmp
import fnmatch
import hashlib
import itertools
import os
import re
import shlex
import shutil
import sys
import tomllib
import traceback
import zipfile
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

HIER = Path(__file__).resolve().parent
TEGELIJK = 2
HUIS = {"finance", "scenarios", "reports", "cli"}
Stappen = Sequence[str | Callable[[], None]]
"""Commands as typed after `spuk`, and what is done to the files between them."""
VAST = ("scenarios", "numpy", "pandas", "pydantic", "rich.table", "jinja2", "docx", "xlsxwriter")
"""Loaded once. The other modules of the tree are left to each command: there their order of import is the true one."""


def run_all(gevallen: Mapping[str, Stappen], uit: Path, boom: Path) -> None:
    """Every case in a process of its own, a few at a time."""
    os.environ |= {"COLUMNS": "200", "PYTHONPATH": str(boom), "PYTHONIOENCODING": "utf-8"}
    sys.path[:] = [str(boom), *(p for p in sys.path if Path(p).resolve() != HIER)]
    ingang = tomllib.loads((boom / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]["spuk"]
    for module in VAST:
        import_module(module)
    lopend: dict[int, str] = {}
    mislukt = []
    for naam, stappen in gevallen.items():
        if len(lopend) == TEGELIJK:
            mislukt += _wait(lopend)
        if not (kind := os.fork()):
            _exit_after(lambda: run_case(uit / naam, stappen, boom, ingang))  # noqa: B023 - the child sees this case only
        lopend[kind] = naam
    while lopend:
        mislukt += _wait(lopend)
    if mislukt:
        raise SystemExit(f"Not kept: {', '.join(mislukt)}")


def _wait(lopend: dict[int, str]) -> list[str]:
    kind, stand = os.wait()
    naam = lopend.pop(kind)
    print(naam, flush=True)
    return [naam] if stand else []


def run_case(map_: Path, stappen: Stappen, boom: Path, ingang: str) -> None:
    """The steps one after the other; then what they wrote is made comparable."""
    shutil.rmtree(map_, ignore_errors=True)
    (werk := map_ / "werk").mkdir(parents=True)
    os.chdir(werk)
    opdrachten = [stap for stap in stappen if isinstance(stap, str)]
    (map_ / "opdrachten.txt").write_text("".join(f"{n} spuk {o}\n" for n, o in enumerate(opdrachten)), encoding="utf-8")
    nummers = itertools.count()
    for stap in stappen:
        if not isinstance(stap, str):
            stap()
            continue
        begin = map_ / str(next(nummers))
        if not (kind := os.fork()):
            _exit_after(lambda: _run(stap, begin, boom, ingang))  # noqa: B023 - the child sees this step only
        code = os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1])
        begin.with_suffix(".code").write_text(f"{code}\n", encoding="utf-8")
    for pad in [p for p in map_.rglob("*") if p.is_file()]:
        normalise(pad)
    if any("Traceback" in pad.read_text(encoding="utf-8") for pad in map_.glob("*.stderr")):
        raise SystemExit("a command broke off with a traceback")


def _run(opdracht: str, begin: Path, boom: Path, ingang: str) -> None:
    for kanaal, naam in ((1, ".stdout"), (2, ".stderr")):
        os.dup2(os.open(begin.with_suffix(naam), os.O_CREAT | os.O_WRONLY), kanaal)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.argv = ["spuk", *shlex.split(opdracht)]
    naam, _, functie = ingang.partition(":")
    try:
        getattr(import_module(naam), functie)()
    finally:
        huis = [m for naam, m in list(sys.modules.items()) if naam.partition(".")[0] in HUIS]
        if vreemd := [m for m in huis if not Path(str(m.__file__)).resolve().is_relative_to(boom)]:
            raise AssertionError(f"not of {boom}: {vreemd}")


def _exit_after(werk: Callable[[], None]) -> None:
    """Leave this child as Python leaves a program, whatever happens, without the rest of the parent's work."""
    code = 0
    try:
        werk()
    except SystemExit as einde:
        code = einde.code if isinstance(einde.code, int) else int(einde.code is not None)
        if isinstance(einde.code, str):
            print(einde.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def normalise(pad: Path) -> None:
    """Take from a kept file what differs on each run; see the top of this file."""
    if pad.suffix == ".deel":
        pad.rename(pad.with_stem(hashlib.sha256(pad.read_bytes()).hexdigest()))
    elif pad.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(pad) as boek:
            delen = {naam: boek.read(naam) for naam in boek.namelist() if naam != "docProps/core.xml"}
        pad.unlink()
        for naam, inhoud in delen.items():
            (pad / naam).parent.mkdir(parents=True, exist_ok=True)
            (pad / naam).write_bytes(inhoud)
    elif pad.suffix == ".stderr":
        pad.write_bytes(re.sub(rb"vrij \d+,\d GB", b"vrij ... GB", pad.read_bytes()))


def compare(een: Path, twee: Path, gekozen: Container[str]) -> int:
    """Print every difference and the permissions used; return the number of differences that none allows."""
    regels = (HIER / "bewijs_toegestaan.txt").read_text(encoding="utf-8").splitlines()
    toegestaan = [r for r in regels if r.strip() and not r.startswith("#")]
    gebruikt: dict[str, int] = {}
    alle = {p.relative_to(kant).as_posix() for kant in (een, twee) for p in kant.rglob("*") if p.is_file()}
    gevallen = {geval for geval in (naam.partition("/")[0] for naam in alle) if geval in gekozen}
    half = {geval for geval in gevallen if not ((een / geval).is_dir() and (twee / geval).is_dir())}
    namen = sorted(half) + sorted(naam for naam in alle if naam.partition("/")[0] in gevallen - half)
    fout = 0
    for naam in namen:
        paden = een / naam, twee / naam
        if all(pad.is_file() for pad in paden) and filecmp.cmp(*paden, shallow=False):
            continue
        links, rechts = (list(readable(pad)) for pad in paden)
        soort = "~" if links == rechts and "/worksheets/" in naam else ""
        passend = (r for r in toegestaan if _allows(r, naam, soort))
        if regel := next(passend, None):
            gebruikt[regel] = gebruikt.get(regel, 0) + 1
            continue
        fout += 1
        paren = enumerate(itertools.zip_longest(links, rechts, fillvalue="(no such line)"), 1)
        nummer, (a, b) = next(((n, p) for n, p in paren if p[0] != p[1]), (0, ("the same when read",) * 2))
        print(f"{naam}, line {nummer}\n  - {a[:300]}\n  + {b[:300]}")
    for regel, aantal in gebruikt.items():
        print(f"Allowed {aantal} times: {regel}")
    print(f"{len(gevallen)} cases, {len(namen)} files: {fout} differ")
    return fout


def _allows(regel: str, naam: str, soort: str) -> bool:
    patroon = regel.partition("|")[0].strip()
    return fnmatch.fnmatch(naam, patroon.removeprefix("~")) and (soort == "~" or not patroon.startswith("~"))


def readable(pad: Path) -> Iterator[str]:
    """The lines of a file; XML one element a line, in a sheet with the text and the style that a number stands for."""
    if not pad.is_file():
        yield "(a folder)" if pad.is_dir() else "(absent)"
        return
    tekst = pad.read_bytes().decode("utf-8", "backslashreplace")
    if pad.suffix not in (".xml", ".rels"):
        yield from tekst.split("\n")
        return
    if pad.parent.name == "worksheets":
        boek = pad.parent.parent
        teksten = [ElementTree.tostring(e, "unicode") for e in _children(boek / "sharedStrings.xml")]
        tekst = re.sub(r't="s"><v>(\d+)</v>', lambda m: f't="s"><v>{teksten[int(m[1])]}</v>', tekst)
        stijlen = _styles(boek / "styles.xml")
        tekst = re.sub(r' (s|style|dxfId)="(\d+)"', lambda m: f' {m[1]}="{stijlen[m[1]][int(m[2])]}"', tekst)
    yield from tekst.replace("><", ">\n<").splitlines()


def _children(pad: Path) -> list[ElementTree.Element]:
    return list(ElementTree.parse(pad).getroot()) if pad.is_file() else []


def _styles(pad: Path) -> dict[str, list[str]]:
    """Per attribute that names a style by its number: what the numbers stand for, as a short fingerprint."""
    lijst = {e.tag.rpartition("}")[2]: list(e) for e in _children(pad)}
    notaties = {e.get("numFmtId"): e.get("formatCode", "") for e in lijst.get("numFmts", [])}
    for stijl in lijst.get("cellXfs", []):
        for soort in ("font", "fill", "border"):
            stijl.set(
                f"{soort}Id", ElementTree.tostring(lijst[f"{soort}s"][int(stijl.get(f"{soort}Id", 0))], "unicode")
            )
        stijl.set("numFmtId", notaties.get(stijl.get("numFmtId"), stijl.get("numFmtId", "")))
    delen = {"s": "cellXfs", "style": "cellXfs", "dxfId": "dxfs"}
    return {
        merk: [hashlib.sha256(ElementTree.tostring(e)).hexdigest()[:8] for e in lijst.get(deel, [])]
        for merk, deel in delen.items()
    }


def main() -> None:
    """Read the arguments; run or compare."""
    lezer = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    lezer.add_argument("uit", type=Path, nargs="+")
    lezer.add_argument("--vergelijk", action="store_true", help="compare two folders")
    lezer.add_argument("--boom", type=Path, default=HIER.parent, help="the tree to run")
    lezer.add_argument(
        "--alleen", nargs="+", default=["*"], metavar="NAAM", help="only these cases; * stands for anything"
    )
    keuze = lezer.parse_args()
    if len(keuze.uit) != 1 + keuze.vergelijk:
        lezer.error("give one UIT, or two with --vergelijk")
    sys.path.append(str(HIER.parent))
    from tests.bewijs_gevallen import cases

    gekozen = {n: s for n, s in cases().items() if any(fnmatch.fnmatch(n, k) for k in keuze.alleen)}
    if keuze.vergelijk:
        raise SystemExit(min(compare(keuze.uit[0], keuze.uit[1], gekozen), 1))
    run_all(gekozen, keuze.uit[0].resolve(), keuze.boom.resolve())


if __name__ == "__main__":
    main()
