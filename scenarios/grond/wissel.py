"""A set of files that takes the place of the old set as a whole, also when the program is killed halfway.

New files wait in a hidden folder beside their targets, a room: `.spuk-...`, each at its own path below `inhoud`. The
set counts from the moment that a room holds the file `klaar`: whoever comes next finishes its moves. A room without it
whose run is gone is litter. Its file `slot` is locked by the run; the system drops that lock however a process ends.

Targets outside the folder of the first one get rooms of their own, which follow the first: they count when it does.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from types import FrameType

KAMER = ".spuk-"
SLOT, INHOUD, WEG, OUD, KLAAR, VOLGT = "slot", "inhoud", "weg", "oud", "klaar", "volgt"
_POGINGEN = 100
_GEDULD = (0.05, 0.1, 0.2, 0.4)
"""Seconds between attempts"""
GEWEIGERD = (5, 32, 33)
"""What Windows says (`winerror`) when a file cannot be replaced because another program has it open"""
_VERLATEN = 24 * 3600
"""Seconds after which a room counts as left, on a disk that knows no locks."""
_schoon: set[Path] = set()
"""Folders that this process has tidied."""
_kamers: list[Kamer] = []
"""Rooms of this process"""
_gehouden: ContextVar[frozenset[Path]] = ContextVar("gehouden", default=frozenset())
"""Folders that this thread has for itself."""


class Kamer:
    """A locked room of this run in one folder."""

    def __init__(self, map_: Path) -> None:
        tidy(map_)
        self._proces = os.getpid()
        # No room without somebody who knows of it.
        with _undisturbed():
            self._open(map_)
            _kamers.append(self)

    def _open(self, map_: Path) -> None:
        for _ in range(_POGINGEN):
            self.pad = Path(tempfile.mkdtemp(prefix=KAMER, dir=map_))
            try:
                self._handvat = os.open(self.pad / SLOT, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            except FileNotFoundError:  # Another run took the empty room for litter.
                continue
            if lock(self._handvat) is not False and (self.pad / SLOT).exists():
                return
            os.close(self._handvat)
        raise OSError(f"geen plaats voor tijdelijke bestanden in {map_}")

    def place(self, deel: Path, soort: str = INHOUD) -> Path:
        """Where a new file waits, or the sign that one goes; `deel`: its path below the folder."""
        plek = self.pad / soort / deel
        plek.parent.mkdir(parents=True, exist_ok=True)
        return plek

    def close(self) -> None:
        """Take the room away, once, and only in the process that made it."""
        if self in _kamers and self._proces == os.getpid():
            with _undisturbed():
                _kamers.remove(self)
                _remove(self.pad, self._handvat)


class Wissel:
    """The files of one run until they take their places together."""

    def __init__(self) -> None:
        self.kenmerk = ""
        """Says of which run a file is; the same for the same input, and written in every file of the set."""
        self.laatste: Path | None = None
        """The target that was asked for last: where an error most likely belongs."""
        self.klaar: dict[Path, Path] = {}
        """Target -> where its new file waits"""
        self._kamers: dict[Path, Kamer] = {}
        self._gemaakt: list[Path] = []
        """Folders that were not there; without their files they go again."""

    def stage(self, doel: Path) -> Path:
        """A path beside `doel` that takes its place at `commit`. Raises OSError."""
        kamer, deel = self._room(doel)
        self.klaar[doel] = kamer.place(deel)
        return self.klaar[doel]

    def drop(self, doel: Path) -> None:
        """Take `doel` away at `commit`. Raises OSError."""
        kamer, deel = self._room(doel)
        kamer.place(deel, WEG).touch()

    def _room(self, doel: Path) -> tuple[Kamer, Path]:
        self.laatste = doel
        # A link keeps pointing where it did: the file it names is the one replaced.
        echt = Path(os.path.realpath(doel))
        self._gemaakt += [p for p in (echt.parent, *echt.parent.parents) if not p.exists()]
        echt.parent.mkdir(parents=True, exist_ok=True)
        eerste = next(iter(self._kamers), echt.parent)
        samen = echt.parent.is_relative_to(eerste) and _device(echt.parent) == _device(eerste)
        map_ = eerste if samen else echt.parent
        if map_ not in self._kamers:
            self._kamers[map_] = Kamer(map_)
        return self._kamers[map_], echt.relative_to(map_)

    def commit(self) -> None:
        """Put every file in its place, or none. Raises OSError."""
        bestanden = [(k.pad, deel) for k in self._kamers.values() for deel in _contents(k.pad)]
        for kamer, deel in bestanden:
            _settle(kamer / INHOUD / deel)
        with _undisturbed(), ExitStack() as stapel:
            for map_ in sorted(self._kamers):
                stapel.enter_context(alone(map_))
            weg = [(k.pad, deel) for k in self._kamers.values() for deel in _contents(k.pad, WEG)]
            if len(bestanden) + len(weg) > 1:
                self._announce([*bestanden, *weg])
            gedaan: list[tuple[Path, Path]] = []
            try:
                # The first room goes last: as long as it is there, those that follow it count.
                for kamer, deel in reversed(bestanden):
                    self.laatste = kamer.parent / deel
                    _move(kamer, deel)
                    gedaan.append((kamer, deel))
                for kamer, deel in weg:
                    self.laatste = kamer.parent / deel
                    _take(kamer, deel)
                    gedaan.append((kamer, deel))
            except OSError:
                for kamer, deel in reversed(gedaan):
                    _put_back(kamer, deel)
                eerste = next(iter(self._kamers.values())).pad
                (eerste / KLAAR).unlink(missing_ok=True)
                raise

    def _announce(self, bestanden: list[tuple[Path, Path]]) -> None:
        """Keep the old files at hand, and write down that the set counts."""
        for kamer, deel in bestanden:
            _keep(kamer, deel)
        eerste, *volgers = (k.pad for k in self._kamers.values())
        for kamer in volgers:
            _write(kamer / VOLGT, str(eerste))
        _write(eerste / f"{KLAAR}.nieuw", "\n".join(map(str, volgers)))
        (eerste / f"{KLAAR}.nieuw").replace(eerste / KLAAR)

    def close(self) -> None:
        """Take the rooms away, those that follow first."""
        for kamer in reversed(self._kamers.values()):
            kamer.close()
        for map_ in sorted(set(self._gemaakt), reverse=True):
            with suppress(OSError):
                map_.rmdir()


def in_room(pad: Path) -> bool:
    """Whether a file, by its path in a folder, still waits for its place."""
    return any(deel.startswith(KAMER) for deel in pad.parts)


@atexit.register
def close_rooms() -> None:
    """Take away what an interrupt at a bad moment left open."""
    for kamer in _kamers:
        with suppress(OSError):
            kamer.close()


def tidy(map_: Path) -> None:
    """Finish or take away what runs that are gone left in a folder; once per process, in silence.

    A folder that may only be read stays as it is.
    """
    if map_ in _schoon:
        return
    _schoon.add(map_)
    with suppress(OSError):
        for kamer in sorted(map_.glob(f"{KAMER}*")):
            with suppress(OSError):
                _finish(kamer)


def _finish(kamer: Path) -> None:
    """One room: complete its set when that counts, then take it away; unless its run still lives."""
    soort = kamer.lstat()
    eigen = sys.platform == "win32" or soort.st_uid == os.geteuid()
    if kamer.is_symlink() or not kamer.is_dir() or not eigen:
        return
    try:
        handvat = os.open(kamer / SLOT, os.O_RDWR)
    except FileNotFoundError:
        kamer.rmdir()  # Made and not yet locked, or all but taken away: it is empty.
        return
    vrij = lock(handvat)
    if not (vrij or (vrij is None and time.time() - soort.st_mtime > _VERLATEN)):
        os.close(handvat)
        return
    try:
        with alone(kamer.parent):
            leider = Path((kamer / VOLGT).read_text(encoding="utf-8")) if (kamer / VOLGT).is_file() else kamer
            if (leider / KLAAR).is_file():
                for deel in _contents(kamer):
                    _move(kamer, deel)
                for deel in _contents(kamer, WEG):
                    _take(kamer, deel)
        volgers = (kamer / KLAAR).read_text(encoding="utf-8").splitlines() if (kamer / KLAAR).is_file() else ()
        for volger in map(Path, volgers):
            if volger.name.startswith(KAMER) and volger.is_dir():
                _finish(volger)
    except OSError:
        os.close(handvat)
        raise
    _remove(kamer, handvat)


def _contents(kamer: Path, soort: str = INHOUD) -> list[Path]:
    wortel = kamer / soort
    # A room that somebody else made may point elsewhere: what stands there is no part of it.
    if wortel.is_symlink():
        return []
    return sorted(p.relative_to(wortel) for p in wortel.rglob("*") if p.is_file() and not p.is_symlink())


def _move(kamer: Path, deel: Path) -> None:
    """One file to its place below the folder of its room; a room that somebody else made cannot reach outside it."""
    doel = kamer.parent / deel
    doel.parent.mkdir(parents=True, exist_ok=True)
    if _within(doel, kamer):
        _patiently(lambda: (kamer / INHOUD / deel).replace(doel))


def _take(kamer: Path, deel: Path) -> None:
    doel = kamer.parent / deel
    if _within(doel, kamer):
        _patiently(lambda: doel.unlink(missing_ok=True))


def _patiently(doe: Callable[[], object]) -> None:
    """Again a few times when Windows refuses: a virus scanner or an indexer holds a file for a moment."""
    for wacht in (*_GEDULD, 0.0):
        try:
            doe()
            return
        except PermissionError as fout:
            if not wacht or getattr(fout, "winerror", None) not in GEWEIGERD:
                raise
            time.sleep(wacht)


def _within(doel: Path, kamer: Path) -> bool:
    return doel.parent.resolve().is_relative_to(kamer.parent.resolve())


def _keep(kamer: Path, deel: Path) -> None:
    """The old file under a second name, in case a later one of the set cannot be replaced."""
    doel, oud = kamer.parent / deel, kamer / OUD / deel
    if not doel.exists():
        return
    oud.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(doel, oud)
    except OSError:  # A disk without links.
        shutil.copy2(doel, oud)


def _put_back(kamer: Path, deel: Path) -> None:
    # The new file waits again, so that a kill in between still leaves one whole set.
    doel, oud = kamer.parent / deel, kamer / OUD / deel
    if doel.exists():
        _patiently(lambda: doel.replace(kamer / INHOUD / deel))
    if oud.exists():
        _patiently(lambda: oud.replace(doel))


def _remove(kamer: Path, handvat: int) -> None:
    """The lock goes last, so that what is left of a room is either locked, or owned by nobody, or empty."""
    for pad in kamer.iterdir():
        if pad.is_dir() and not pad.is_symlink():
            shutil.rmtree(pad, ignore_errors=True)
        elif pad.name not in (SLOT, KLAAR):
            pad.unlink(missing_ok=True)
    (kamer / KLAAR).unlink(missing_ok=True)
    os.close(handvat)
    (kamer / SLOT).unlink(missing_ok=True)
    with suppress(OSError):
        kamer.rmdir()


def _write(pad: Path, tekst: str) -> None:
    pad.write_text(tekst, encoding="utf-8", newline="\n")
    _settle(pad)


def _settle(pad: Path) -> None:
    """On the disk before it counts: also when the power goes."""
    with pad.open("rb+") as bestand:
        os.fsync(bestand.fileno())


def _device(map_: Path) -> int:
    return map_.stat().st_dev


def lock(handvat: int, samen: bool = False) -> bool | None:
    """Take the lock of an open file: False when another has it, None on a disk that knows no locks.

    samen: others that only look may hold it too (on Windows they may not)
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handvat, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handvat, (fcntl.LOCK_SH if samen else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return None
    return True


@contextmanager
def alone(map_: Path) -> Iterator[None]:
    """No other run moves files in this folder; on Windows, where a folder has no lock, that is not held."""
    map_ = map_.resolve()
    if sys.platform == "win32" or map_ in _gehouden.get():
        yield
        return
    import fcntl

    handvat = os.open(map_, os.O_RDONLY)
    merk = _gehouden.set(_gehouden.get() | {map_})
    try:
        with suppress(OSError):
            fcntl.flock(handvat, fcntl.LOCK_EX)
        yield
    finally:
        _gehouden.reset(merk)
        os.close(handvat)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl+C and a request to stop wait for the end of the block: a matter of milliseconds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    gekregen: list[int] = []

    def wait(nummer: int, _: FrameType | None) -> None:
        gekregen.append(nummer)

    # Whatever comes while the one waits and the other not yet, or no longer: what waits is heard again.
    with ExitStack() as terug:
        for sein in (signal.SIGINT, signal.SIGTERM):
            eerder = signal.getsignal(sein)
            terug.callback(signal.signal, sein, eerder or signal.SIG_DFL)
            signal.signal(sein, wait)
        yield
    for nummer in gekregen[:1]:
        signal.raise_signal(nummer)
