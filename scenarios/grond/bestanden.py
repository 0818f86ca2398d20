"""The one place that writes files: sets that are replaced whole, folders for a while, and every error in Dutch.

Nothing else in the house makes, renames or removes a file (a test holds it); libraries that write get a path from here.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PureWindowsPath

from finance.fouten import Invoerfout, Melding, raise_if_any
from scenarios.grond.wissel import GEWEIGERD, KAMER, Kamer, Wissel, lock


@dataclass(frozen=True)
class Vorm:
    """Another form of a file: every `van` also as `naar`, by `maak` from the one and at the path of the other."""

    van: str
    naar: str
    maak: Callable[[Path, Path], None]

    def beside(self, doel: Path) -> Path | None:
        """Where the other form of a file comes, when it has one."""
        return doel.with_suffix(self.naar) if doel.suffix == self.van else None


@dataclass
class _Vormen:
    """The forms that are asked for, and the files that were written in them."""

    vormen: tuple[Vorm, ...] = ()
    geschreven: list[Path] = field(default_factory=list)

    def beside(self, doelen: Iterable[Path]) -> list[tuple[Vorm, Path, Path]]:
        """(form, file, where it comes in that form)."""
        gevraagd = ((v, d, v.beside(d)) for d in doelen for v in self.vormen)
        return [(vorm, doel, ander) for vorm, doel, ander in gevraagd if ander is not None]


_samen: ContextVar[Wissel | None] = ContextVar("samen", default=None)
_ook_als: ContextVar[_Vormen] = ContextVar("ook_als", default=_Vormen())  # noqa: B039 - replaced, never changed
KENMERK = "kenmerk"
BEZIG = ".bezig"
"""Locked in a folder that a run holds"""
_FORMULE = ("=", "+", "-", "@", "\t", "\r")
_RUIMTE = 1_000_000
"""Bytes that must be free before anything is computed."""
_OORZAKEN = {
    errno.ENOSPC: ("een volle schijf", "Maak ruimte vrij, of kies een andere plek."),
    errno.EDQUOT: ("een volle schijf (uw deel is op)", "Maak ruimte vrij, of kies een andere plek."),
    errno.EFBIG: ("een bestand dat groter wordt dan hier mag", "Kies een andere plek."),
    errno.EROFS: ("een schijf waarop alleen gelezen mag worden", "Kies een andere plek."),
    errno.EACCES: ("geen rechten om te schrijven", "Vraag het recht, of kies een andere plek."),
    errno.EPERM: ("geen rechten om te schrijven", "Vraag het recht, of kies een andere plek."),
    errno.ENOTDIR: ("een bestand waar een map hoort", "Kies een andere plek."),
    errno.EISDIR: ("een map", "Kies de naam van een bestand."),
    errno.ENAMETOOLONG: ("een te lange naam", "Kies een kortere naam."),
    errno.EBUSY: ("een bestand dat in gebruik is", "Sluit het en probeer het opnieuw."),
    errno.ETXTBSY: ("een bestand dat in gebruik is", "Sluit het en probeer het opnieuw."),
}


_SLUIT = "Sluit het daar (Excel, Word, of de voorbeeldweergave van de Verkenner) en probeer het opnieuw."
VAN_WINDOWS = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{n}{i}" for n in ("COM", "LPT") for i in "123456789¹²³")})
"""Names that are devices there, whatever their ending"""
LANGSTE_PAD = 259
"""Characters of a path on a Windows that was not told to take longer ones"""


class Schrijffout(Invoerfout):
    """A file that cannot be written; nothing of its set was."""


def spuk_version() -> str:
    """Version of the installed package."""
    try:
        return version("spuk")
    except PackageNotFoundError:
        return "onbekend"


@contextmanager
def one_set() -> Iterator[Wissel]:
    """All files that `replacing` gives inside the block take their places when it ends well, or none does.

    Raises Schrijffout for every way in which a disk can fail.
    """
    if (buiten := _samen.get()) is not None:
        yield buiten
        return
    wissel = Wissel()
    merk = _samen.set(wissel)
    try:
        yield wissel
        ook = _make_forms(wissel)
        wissel.commit()
        _ook_als.get().geschreven.extend(ook)
    except OSError as fout:
        raise Schrijffout([_refusal(wissel.laatste or Path(fout.filename or "uitvoer"), fout)]) from None
    finally:
        _samen.reset(merk)
        with suppress(OSError):
            wissel.close()


@contextmanager
def also_as(*vormen: Vorm) -> Iterator[list[Path]]:
    """Every set written inside the block holds its files in these forms too. Yields the list of those, as it grows."""
    gevraagd = _Vormen(vormen)
    merk = _ook_als.set(gevraagd)
    try:
        yield gevraagd.geschreven
    finally:
        _ook_als.reset(merk)


def _make_forms(wissel: Wissel) -> list[Path]:
    """The files of a set in the forms asked for, as part of the set. Raises OSError, and Schrijffout for a target."""
    anders = _ook_als.get().beside(wissel.klaar)
    raise_if_writing_fails(ander for _, _, ander in anders)
    for vorm, doel, ander in anders:
        vorm.maak(wissel.klaar[doel], wissel.stage(ander))
    return [ander for _, _, ander in anders]


@contextmanager
def replacing(doel: Path, alleen_eigenaar: bool = False) -> Iterator[Path]:
    """A path for a new file that replaces `doel` when the block ends well; inside `one_set` with the rest of the set.

    alleen_eigenaar: nobody but the user may read it. Raises Schrijffout.
    """
    with one_set() as wissel:
        raise_if_writing_fails([doel])
        tijdelijk = wissel.stage(doel)
        yield tijdelijk
        if alleen_eigenaar:
            tijdelijk.chmod(0o600)


def write_text(doel: Path, tekst: str) -> None:
    """A text file in UTF-8, with the line ends of `tekst`, whole or not at all. Raises Schrijffout."""
    with replacing(doel) as tijdelijk:
        tijdelijk.write_text(tekst, encoding="utf-8", newline="")


def write_bytes(doel: Path, inhoud: bytes, alleen_eigenaar: bool = False) -> None:
    """A file, whole or not at all. Raises Schrijffout."""
    with replacing(doel, alleen_eigenaar) as tijdelijk:
        tijdelijk.write_bytes(inhoud)


def no_formula(tekst: str) -> str:
    """A text for a CSV that a spreadsheet will not take for a formula; a lone sign is none."""
    return f"'{tekst}" if tekst[:1] in _FORMULE and len(tekst) > 1 else tekst


def copy_file(bron: Path, doel: Path) -> None:
    """A copy, whole or not at all. Raises Schrijffout."""
    with replacing(doel) as tijdelijk:
        shutil.copyfile(bron, tijdelijk)


def copy_folder(bron: Path, doel: Path, zonder: Sequence[str] = ()) -> None:
    """The files of a folder into one that `new_folder` gave, but those called like one of `zonder`."""
    # copyfile leaves read-only marks of an installed example behind.
    weg = shutil.ignore_patterns(*zonder, f"{KAMER}*")
    shutil.copytree(bron, doel, copy_function=shutil.copyfile, ignore=weg, dirs_exist_ok=True)


def remove_file(pad: Path) -> None:
    """Take a file away, with the rest of the set. Raises Schrijffout."""
    with one_set() as wissel:
        wissel.drop(pad)


@contextmanager
def held(map_: Path) -> Iterator[Path]:
    """A folder, made when it is not there, that no other run holds as long as this block lasts. Raises Schrijffout."""
    try:
        map_.mkdir(parents=True, exist_ok=True)
        handvat = os.open(map_ / BEZIG, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fout:
        raise Schrijffout([_refusal(map_, fout)]) from None
    try:
        if lock(handvat) is False:
            raise Schrijffout([_complaint(map_, "een map die een ander proces gebruikt", "Kies een andere map.")])
        yield map_
    finally:
        os.close(handvat)


def remove_folder(pad: Path) -> None:
    """Take a folder away with all that is in it; nothing when it is not there. Raises Schrijffout."""
    try:
        shutil.rmtree(pad)
    except FileNotFoundError:
        return
    except OSError as fout:
        raise Schrijffout([_refusal(pad, fout)]) from None


def link_file(bron: Path, doel: Path) -> None:
    """A file of elsewhere under a name in a folder of `scratch`; a copy where links are not allowed."""
    doel.parent.mkdir(parents=True, exist_ok=True)
    doel.unlink(missing_ok=True)
    try:
        doel.symlink_to(bron)
    except OSError:
        shutil.copyfile(bron, doel)


def mark_of_run() -> str:
    """What the files of the set under way are marked with, so that a mixture of two sets can be told; else ''."""
    wissel = _samen.get()
    return wissel.kenmerk if wissel is not None else ""


def workspace(tijdelijk: Path) -> Path:
    """Where files may stand while `tijdelijk`, a path of `replacing`, is being made; they go with its room."""
    kamer = next((p for p in tijdelijk.parents if p.name.startswith(KAMER)), None)
    if kamer is None:
        return tijdelijk.parent
    werk = kamer / "werk"
    werk.mkdir(exist_ok=True)
    return werk


def named_mark() -> str:
    """The mark as it stands in the properties of a document, where `read_mark` finds it; else ''."""
    return f"{KENMERK}: {kenmerk}" if (kenmerk := mark_of_run()) else ""


@contextmanager
def new_folder(doel: Path) -> Iterator[Path]:
    """A folder to fill that becomes `doel`, which holds nothing yet, when the block ends well. Raises Schrijffout."""
    doel = Path(os.path.realpath(doel))
    if melding := _refused_by_name(doel, doel):
        raise Schrijffout([melding])
    try:
        doel.parent.mkdir(parents=True, exist_ok=True)
        kamer = Kamer(doel.parent)
        try:
            werk = kamer.place(Path(doel.name))
            werk.mkdir()
            yield werk
            if doel.exists():
                doel.rmdir()
            werk.replace(doel)
        finally:
            kamer.close()
    except OSError as fout:
        raise Schrijffout([_refusal(doel, fout)]) from None


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder for this block alone; of a killed run it is taken away at the next start."""
    kamer = Kamer(Path(tempfile.gettempdir()))
    try:
        yield kamer.place(Path("werk")).parent
    finally:
        kamer.close()


def scratch_folder() -> Path:
    """An empty folder that lasts as long as this process."""
    return Kamer(Path(tempfile.gettempdir())).place(Path("werk")).parent


def raise_if_writing_fails(doelen: Iterable[Path]) -> None:
    """What can be known before anything is computed: rights, room, and targets that are no file or in use, in every
    form asked for.

    Raises Schrijffout with every problem.
    """
    doelen = list(doelen)
    doelen += [ander for _, _, ander in _ook_als.get().beside(doelen)]
    echt = [Path(os.path.realpath(doel)) for doel in doelen]
    dubbel = [doel for nummer, doel in enumerate(doelen) if echt[nummer] in echt[:nummer]]
    meldingen = [_complaint(d, "een bestand voor twee uitkomsten", "Geef ieder een eigen naam.") for d in dubbel]
    meldingen += [m for plek, doel in zip(echt, doelen, strict=True) if (m := _obstacle(plek, doel))]
    try:
        raise_if_any(dict.fromkeys(meldingen))
    except Invoerfout as fout:
        raise Schrijffout(fout.meldingen) from None


def _obstacle(echt: Path, doel: Path) -> Melding | None:
    if melding := _refused_by_name(echt, doel):
        return melding
    try:
        if os.path.lexists(echt):
            soort = echt.stat().st_mode
            if stat.S_ISDIR(soort):
                return _refusal(doel, OSError(errno.EISDIR, ""))
            if not stat.S_ISREG(soort):
                return _complaint(doel, "een apparaat of ander bijzonder bestand", "Kies de naam van een bestand.")
            if not soort & stat.S_IWUSR:
                return _complaint(doel, "een bestand dat alleen gelezen mag worden", "Kies een andere naam of plek.")
            if in_use := _lock_of(echt):
                return _complaint(doel, f"een bestand dat open staat ({in_use})", "Sluit het en probeer het opnieuw.")
            # What another program holds cannot be opened on Windows, and is locked elsewhere.
            with echt.open("rb+") as bestand:
                if lock(bestand.fileno(), samen=True) is False:
                    return _refusal(doel, OSError(errno.EBUSY, ""))
        map_ = next(p for p in echt.parents if os.path.lexists(p))
        if not map_.is_dir():
            return _refusal(doel, OSError(errno.ENOTDIR, ""))
        if sys.platform != "win32" and os.statvfs(map_).f_flag & os.ST_RDONLY:
            return _refusal(doel, OSError(errno.EROFS, ""))
        if not os.access(map_, os.W_OK | os.X_OK):
            return _refusal(doel, OSError(errno.EACCES, ""))
        if shutil.disk_usage(map_).free < _RUIMTE:
            return _refusal(doel, OSError(errno.ENOSPC, ""))
    except OSError as fout:
        return _refusal(doel, fout)
    return None


def _lock_of(pad: Path) -> str:
    """The file by which LibreOffice or Excel says that it has this one open."""
    namen = (f".~lock.{pad.name}#", f"~${pad.name}", f"~${pad.name[2:]}")
    return next((n for n in namen if (pad.parent / n).is_file()), "")


def windows_refuses(pad: PureWindowsPath) -> str:
    """Why Windows would have no file of this name; '' when it would."""
    for deel in pad.parts[1 if pad.anchor else 0 :]:
        if deel.partition(".")[0].rstrip().upper() in VAN_WINDOWS:
            return f"de naam {deel}, die Windows voor zichzelf houdt"
        if raak := sorted({*deel} & {*'<>:"|?*'}):
            return f"een naam met {' '.join(raak)}, wat Windows niet toestaat"
        if deel not in (".", "..") and deel[-1] in ". ":
            return "een naam die eindigt op een punt of een spatie, wat Windows niet toestaat"
    if len(str(pad)) > LANGSTE_PAD:
        return f"een pad van {len(str(pad))} tekens, en Windows kent er {LANGSTE_PAD}"
    return ""


def _refused_by_name(echt: Path, doel: Path) -> Melding | None:
    if sys.platform == "win32" and (waarom := windows_refuses(PureWindowsPath(echt))):
        return _complaint(doel, waarom, "Kies een andere naam of plek.")
    return None


def _refusal(doel: Path, fout: OSError) -> Melding:
    # Windows says "no access" of what is open elsewhere; that the file is there and may be written was seen before.
    if getattr(fout, "winerror", None) in GEWEIGERD and doel.is_file():
        return _complaint(doel, "een bestand dat open staat in een ander programma", _SLUIT)
    gevonden, herstel = _OORZAKEN.get(
        fout.errno or 0, (f"niet te schrijven ({fout.strerror or fout})", "Kies een andere plek.")
    )
    return _complaint(doel, gevonden, herstel)


def _complaint(doel: Path, gevonden: str, herstel: str) -> Melding:
    return Melding(str(doel), "", gevonden, "een plek om te schrijven", f"{herstel} Er is niets geschreven.")
