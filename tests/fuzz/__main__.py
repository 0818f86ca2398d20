"""`make fuzz`: bent input by the thousand, and what spuk made of it.

    python -m tests.fuzz [--aantal 200] [--veel] [--zaad 1] [--soort regiomap ...] [--vanaf 0] [--minuten 30]

Without anything some minutes; `--veel` is 10,000 region folders and 10,000 booking files, and 2,000 of each other kind.
Cases run in processes of their own, so that one that dies counts as a failure. A case that failed comes back with
`--soort NAAM --vanaf NUMMER --aantal 1 --reeks --bewaar MAP`. `--schrijf` puts the figures in docs/betrouwbaarheid.md.
With `--stand BESTAND` what was done is kept there and the next run goes on after it: thousands in pieces of minutes;
what failed before is tried again.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import scenarios  # noqa: F401 - before numpy: it chooses how numpy rounds
from finance.taal.getallen import thousands
from scenarios.grond.bestanden import spuk_version
from tests.betrouwbaarheid import commit, put_section, version_words
from tests.fuzz.draaien import run_case
from tests.fuzz.soorten import SOORTEN
from tests.huisregels import ROOT

VEEL = {"regiomap": 10_000, "boekingen": 10_000}
VEEL_OVERIG = 2_000
REEKS = 100
"""Cases in one process: a fault of memory in one takes no others along"""
TIJD = 60 * REEKS


@dataclass
class Stand:
    """What came of the cases of one kind."""

    codes: Counter[int] = field(default_factory=Counter)
    mislukt: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Number of the case -> its exit code and what was wrong"""
    seconden: float = 0.0
    versies: list[str] = field(default_factory=list)
    """Commits that were tried, in order"""
    over: list[int] = field(default_factory=list)
    """Numbers that time left untried among those that were"""

    @property
    def gedaan(self) -> int:
        """Cases that were tried."""
        return self.codes.total()

    def note(self, nummer: int, code: int, fout: str) -> None:
        """One case; the same one tried again takes the place of what failed."""
        if nummer in self.mislukt:
            self.codes[self.mislukt.pop(nummer)[0]] -= 1
        self.codes[code] += 1
        if fout:
            self.mislukt[nummer] = (code, fout)


def main(woorden: Sequence[str]) -> int:
    keuze = _options().parse_args(woorden)
    if keuze.reeks:
        return _series(keuze)
    standen = _read(keuze.stand)
    for soort in keuze.soort or SOORTEN:
        standen.setdefault(soort, Stand())
    aantallen = {
        s: max(0, (VEEL.get(s, VEEL_OVERIG) if keuze.veel else keuze.aantal) - standen[s].gedaan)
        for s in keuze.soort or SOORTEN
    }
    for soort, aantal in aantallen.items():
        stand = standen[soort]
        deel = 60 * keuze.minuten * aantal / max(1, sum(aantallen.values()))
        _run(soort, keuze, aantal, stand, deel if keuze.minuten else float("inf"))
        _keep(keuze.stand, standen)
        print(f"{soort}: {stand.gedaan} gevallen, {len(stand.mislukt)} mislukt, {stand.seconden:.0f} s", flush=True)
        for nummer, (_, fout) in sorted(stand.mislukt.items())[:20]:
            print(f"  {soort} {nummer}: {fout.strip().splitlines()[-1][:300]}", flush=True)
    if keuze.schrijf:
        _write({s: standen[s] for s in SOORTEN if s in standen}, keuze)
    return 1 if any(s.mislukt for s in standen.values()) else 0


def _options() -> argparse.ArgumentParser:
    lezer = argparse.ArgumentParser(prog="python -m tests.fuzz")
    lezer.add_argument("--aantal", type=int, default=200)
    lezer.add_argument("--veel", action="store_true")
    lezer.add_argument("--zaad", type=int, default=1)
    lezer.add_argument("--soort", nargs="*", choices=list(SOORTEN), default=[])
    lezer.add_argument("--vanaf", type=int, default=0)
    lezer.add_argument("--werkers", type=int, default=2)
    lezer.add_argument("--minuten", type=float, default=0, help="no new cases after this; 0: until all are done")
    lezer.add_argument("--stand", type=Path, default=None, help="what was done, kept here; go on after it")
    lezer.add_argument("--bewaar", type=Path, default=None, help="keep the folder of each case here")
    lezer.add_argument("--schrijf", action="store_true")
    lezer.add_argument("--reeks", action="store_true", help=argparse.SUPPRESS)
    return lezer


def _series(keuze: argparse.Namespace) -> int:
    """The cases of one process, each told on a line of its own as soon as it is known."""
    (soort,) = keuze.soort
    einde = time.monotonic() + 60 * keuze.minuten if keuze.minuten else float("inf")
    for nummer in range(keuze.vanaf, keuze.vanaf + keuze.aantal):
        if time.monotonic() > einde:
            break
        map_ = keuze.bewaar / f"{soort}-{nummer}" if keuze.bewaar else None
        geval = run_case(soort, keuze.zaad, nummer, map_)
        regel = {"nummer": nummer, "code": geval.uitkomst.code, "wat": geval.wat, "fouten": geval.fouten}
        print(json.dumps(regel), flush=True)
    return 0


def _read(plek: Path | None) -> dict[str, Stand]:
    if plek is None or not plek.exists():
        return {}
    bewaard = json.loads(plek.read_text(encoding="utf-8"))
    return {
        s: Stand(
            Counter({int(c): n for c, n in d["codes"].items()}),
            {int(n): (code, fout) for n, (code, fout) in d["mislukt"].items()},
            d["seconden"],
            d["versies"],
            d.get("over", []),
        )
        for s, d in bewaard.items()
    }


def _keep(plek: Path | None, standen: dict[str, Stand]) -> None:
    if plek is not None:
        plek.write_text(json.dumps({s: vars(t) for s, t in standen.items()}, indent=1), encoding="utf-8")


def _run(soort: str, keuze: argparse.Namespace, aantal: int, stand: Stand, seconden: float) -> None:
    """More cases of one kind, after those that its figures hold already."""
    begin, eerste = time.monotonic(), keuze.vanaf + stand.gedaan + len(stand.over)
    tot = eerste + aantal - len(stand.over)
    reeksen = [range(n, min(n + REEKS, tot)) for n in range(eerste, tot, REEKS)]
    reeksen = [*_in_rows(sorted((*stand.mislukt, *stand.over))), *reeksen]
    if reeksen and (versie := commit()) not in stand.versies:
        stand.versies.append(versie)
    with ThreadPoolExecutor(keuze.werkers) as pool:
        uitkomsten = list(pool.map(lambda r: _process(soort, keuze, r, begin + seconden), reeksen))
    gedaan = {n: u for deel in uitkomsten for n, u in deel.items()}
    for nummer, (code, fout) in gedaan.items():
        stand.note(nummer, code, fout)
    nieuw = range(eerste, max((eerste - 1, *gedaan)) + 1)
    stand.over = [n for n in (*stand.over, *nieuw) if n not in gedaan]
    stand.seconden += time.monotonic() - begin


def _in_rows(nummers: Sequence[int]) -> Iterator[range]:
    """The same numbers, in rows that follow each other."""
    for _, rij in itertools.groupby(enumerate(nummers), lambda paar: paar[1] - paar[0]):
        delen = [n for _, n in rij]
        yield from (range(n, min(n + REEKS, delen[-1] + 1)) for n in range(delen[0], delen[-1] + 1, REEKS))


def _process(soort: str, keuze: argparse.Namespace, nummers: range, einde: float) -> dict[int, tuple[int, str]]:
    """Number -> exit code and what was wrong; what a dead process did not tell is run on in another."""
    uit: dict[int, tuple[int, str]] = {}
    while (rest := [n for n in nummers if n not in uit]) and (nog := einde - time.monotonic()) > 0:
        woorden = ["--reeks", "--soort", soort, "--zaad", str(keuze.zaad), "--vanaf", str(rest[0])]
        woorden += ["--aantal", str(len(rest)), *(["--bewaar", str(keuze.bewaar)] if keuze.bewaar else [])]
        woorden += ["--minuten", str(nog / 60)] if nog < float("inf") else []
        try:
            gelopen = subprocess.run(
                [sys.executable, "-m", "tests.fuzz", *woorden],
                cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIJD,
            )  # fmt: skip
            tekst, waarom = gelopen.stdout, f"proces beëindigd met {gelopen.returncode}: {gelopen.stderr[-300:]}"
        except subprocess.TimeoutExpired as fout:
            ruw = fout.stdout or b""
            tekst, waarom = ruw.decode() if isinstance(ruw, bytes) else ruw, "geen einde"
        for regel in tekst.splitlines():
            geval = json.loads(regel)
            uit[geval["nummer"]] = (
                geval["code"],
                f"{geval['wat']}: {'; '.join(geval['fouten'])}" * bool(geval["fouten"]),
            )
        klaar = waarom.startswith("proces beëindigd met 0:") and nog < float("inf")
        if (erna := [n for n in nummers if n not in uit]) and not klaar:
            uit[erna[0]] = (-1, waarom)
    return uit


_NAMEN = {
    "regiomap": "Regiomappen: een of twee bestanden verminkt, `controleer`, deels ook `raming`",
    "boekingen": "Boekingbestanden (CSV en XLSX) en hun instellingen, `boekingen`",
    "betekenis": "Waarden buiten hun betekenis (een aandeel 95, een negatieve prijs), `controleer`",
    "inlezen": "Exports van een grootboek (CSV en XLSX) zonder beschrijving, `inlezen`",
    "werkboek": "Werkboeken (invoer.xlsx, personen.xlsx, instroom.xlsx), `controleer`",
    "resultaat": "Bewaarde ramingen (raming.json), `vergelijk`; gesloten jaren, `verantwoording`",
    "ggm": "GGM-kaarten (ggm.toml), `haal` zonder database",
    "jaar": "Mappen met gesloten jaren: boeken, schema, ontvangsten, register, logboek; de opdrachten van het jaar",
    "opdrachtregel": "Vreemde waarden van opties",
    "gegevens": "Landelijke gegevens: downloads van StatLine, overzichten, gegevensmappen, `gegevens`, `bij` en `zet`",
}


def _unfinished(standen: dict[str, Stand]) -> Iterator[str]:
    for soort in SOORTEN:
        gedaan, bedoeld = standen[soort].gedaan if soort in standen else 0, VEEL.get(soort, VEEL_OVERIG)
        if gedaan < bedoeld:
            yield f"{soort} {thousands(gedaan)} van {thousands(bedoeld)}"


def _write(standen: dict[str, Stand], keuze: argparse.Namespace) -> None:
    rijen = [
        [_NAMEN[s], *map(thousands, (t.gedaan, t.codes[0] + t.codes[1], t.codes[2], len(t.mislukt)))]
        for s, t in standen.items()
    ]
    alles = [sum(f(t) for t in standen.values()) for f in (lambda t: t.gedaan, lambda t: len(t.mislukt))]
    kop = ["Wat is verminkt", "Gevallen", "Aanvaard", "Geweigerd", "Mislukt"]
    tabel = [f"| {' | '.join(rij)} |" for rij in (kop, ["---", *["---:"] * 4], *rijen)]
    mislukt = [
        f"- {s} {n}: {f.strip().splitlines()[-1][:160]}" for s, t in standen.items() for n, (_, f) in t.mislukt.items()
    ]
    tekst = [
        "## Invoer",
        "",
        "Gemaakt door `make fuzz`: goede invoer is op willekeurige plekken verminkt, zoals bytes, regels, "
        "cellen, aanhalingstekens, kolommen, regeleinden, coderingen, getallen, datums, blokken en de XML binnen een "
        "werkboek. Goed is: de opdracht eindigt met code 0, 1 of 2, zonder traceback en binnen een minuut rekenen; bij "
        "code 2 is niets geschreven of veranderd en zegt de melding in welk bestand en waar, in niet te veel tekens en "
        "zonder Python; wat is aanvaard heeft evenveel regels als het bestand; een waarde buiten haar "
        "[betekenis](grenzen.md) wordt geweigerd. Van tien regiomappen rekent er een ook de meegeleverde scenario's.",
        "",
        *tabel,
        "",
        f"Samen {thousands(alles[0])} gevallen, {thousands(alles[1])} mislukt. Zaad {keuze.zaad}, "
        f"{sum(t.seconden for t in standen.values()) / 60:.0f} minuten, spuk {spuk_version()}, "
        f"versie {version_words(v for t in standen.values() for v in t.versies)}"
        + (
            f"; na {keuze.minuten:g} minuten begonnen geen nieuwe gevallen meer."
            if keuze.minuten and not keuze.stand
            else "."
        ),
        *(["", f"Nog niet alles: {'; '.join(af)}."] if keuze.veel and (af := list(_unfinished(standen))) else []),
        *(["", *mislukt[:20]] if mislukt else []),
        "",
        "Een tekstbestand met boekingen wordt bovendien bij iedere lezing een tweede keer gelezen: die telt alleen "
        "regels en telt de bedragen op, zonder code van de eerste. Verschillen ze, dan wordt het bestand geweigerd; de "
        "uitkomst staat bij de aansluitingen van `spuk verantwoording`.",
    ]
    put_section("invoer", "\n".join(tekst))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
