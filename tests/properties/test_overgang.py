"""Rolling a folder on loses nothing, whatever its contracts are, and in whatever steps it is done."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from finance.voorzieningen import LEERROUTES
from scenarios.boeken.overgangen import kept_of
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import decode
from scenarios.jaar.overgaan import roll_over
from scenarios.jaar.overgang import Overgang, plan_rollover
from scenarios.jaar.stand import routes_of
from scenarios.regiomap.regio import Regio, hash_files, read_region

BRON = data_path() / "regios" / "noordkop"
GEMEENTEN = tuple(g.naam for g in read_region("voorbeeld:noordkop").gemeenten)
JAAR = 2025
"""The year that is over; the horizon moves from the end of 2029 to that of 2030"""
KOP = "contract;leverancier;voorziening;onderdeel;gemeenten;leerroutes;van;tot;eenheid;prijs;betaling;status;bron"
some = st.lists(st.sampled_from(GEMEENTEN), min_size=1, unique=True).map("|".join) | st.just("alle")
routes = st.lists(st.sampled_from(LEERROUTES), min_size=1, unique=True).map("|".join) | st.just("alle")


@dataclass(frozen=True)
class Vorm:
    """How a file was typed."""

    scheiding: str
    einde: str
    codering: str
    laatste: bool
    """Whether the last line ends"""

    def write(self, pad: Path, regels: list[str]) -> None:
        tekst = self.einde.join(r.replace(";", self.scheiding) for r in (KOP, *regels))
        pad.write_bytes((tekst + (self.einde if self.laatste else "")).encode(self.codering))


vormen = st.builds(
    Vorm, st.sampled_from(";,"), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.booleans(),
)  # fmt: skip


@st.composite
def lines(draw) -> list[str]:
    uit = []
    for nummer in range(draw(st.integers(1, 8))):
        # Mostly about the old horizon, where it matters what follows.
        van = draw(st.sampled_from([2022, 2028, 2030, 2031]))
        tot = draw(st.sampled_from([j for j in (2030, 2029, 2031, 2033, None) if j is None or j > van]))
        vast = draw(st.sampled_from([False, False, False, True]))
        wat = "beleid_inkoop;" if vast else f"knm;{draw(st.sampled_from(['', 'a']))}"
        hoe = "jaar;1000,5;vast" if vast else "traject;10,5;gespreid"
        einde = "" if tot is None else f"{tot}-01-01"
        wie = f"{draw(some)};{'alle' if vast else draw(routes)}"
        uit.append(f"café {nummer};x;{wat};{wie};{van}-01-01;{einde};{hoe};aanname;b".replace(",5", ".5"))
    return uit


def served(regio: Regio, jaar: int, voor: tuple[str, str, str]) -> list[int]:
    """Lines (numbers) of `contracten.csv` that hold in a year for a voorziening, onderdeel, gemeente and route."""
    voorziening, code, route = voor
    return [
        c.regel
        for c in regio.contracten
        if f"{c.voorziening} {c.onderdeel}" == voorziening
        and code in regio.gemeente_codes(c.gemeenten)
        and route in routes_of(c)
        and c.van <= date(jaar, 1, 1) < c.tot
    ]


def roll(map_: Path, jaar: int) -> Overgang:
    overgang = plan_rollover(str(map_), jaar)
    roll_over(overgang, "proef", datetime(2026, 11, 26, 12))
    return overgang


@settings(max_examples=10, deadline=None)
@given(lines(), vormen)
def test_every_line_stays_and_what_ended_with_the_horizon_goes_on(regels, vorm):
    with TemporaryDirectory() as plek:
        map_ = Path(shutil.copytree(BRON, Path(plek) / "map"))
        vorm.write(map_ / "contracten.csv", regels)
        oud, sommen = read_region(str(map_)), hash_files(map_)
        overgang = roll(map_, JAAR)
        nieuw, teksten = read_region(str(map_)), decode((map_ / "contracten.csv").read_bytes())
        # Every line as it was, and of every file that changed the old one to the byte.
        assert nieuw.contracten[: len(oud.contracten)] == oud.contracten
        assert teksten.startswith(decode(kept_bytes(map_, "contracten.csv", overgang)))
        anders = {n for n, som in hash_files(map_).items() if sommen.get(n) != som} - {
            "verantwoording/gesloten/logboek.csv"
        }
        assert anders == set(overgang.teksten)
        for voorziening in ("knm ", "knm a"):
            for code in oud.gemeente_codes("alle"):
                for route in LEERROUTES:
                    voor = (voorziening, code, route)
                    toen, gaat_door = served(oud, 2029, voor), served(oud, 2030, voor)
                    nu = served(nieuw, 2030, voor)
                    later = [c.regel for c in oud.contracten if c.van >= date(2030, 1, 1)]
                    if not toen:
                        continue
                    gevolgd = gaat_door or set(later) & {n for j in (2031, 2032) for n in served(oud, j, voor)}
                    assert nu == gaat_door if gevolgd else len(nu) == len(toen), voor


def kept_bytes(map_: Path, naam: str, overgang: Overgang) -> bytes:
    """The file as it was before the roll: kept beside the closed years when it changed."""
    bewaard = kept_of(map_, overgang.naar, naam)
    return (bewaard if naam in overgang.teksten else map_ / naam).read_bytes()


@settings(max_examples=4, deadline=None)
@given(lines())
def test_two_years_at_once_or_one_after_the_other(regels):
    with TemporaryDirectory() as plek:
        mappen = [Path(shutil.copytree(BRON, Path(plek) / naam)) for naam in ("stappen", "ineens")]
        for map_ in mappen:
            Vorm(";", "\n", "utf-8", laatste=True).write(map_ / "contracten.csv", regels)
        roll(mappen[0], JAAR)
        roll(mappen[0], JAAR + 1)
        roll(mappen[1], JAAR + 1)
        stappen, ineens = (sorted((m / "contracten.csv").read_text(encoding="utf-8").splitlines()) for m in mappen)
        assert stappen == ineens
        assert (mappen[0] / "regio.toml").read_bytes() == (mappen[1] / "regio.toml").read_bytes()
