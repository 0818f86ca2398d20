"""What tests/bewijs.py runs: every shipped example with every command and option that says or writes something.

Few draws, one seed: the proof is that nothing changes, not that the figures are good. A case that takes long stands
first, so that it does not decide alone when the run ends.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

LANDELIJK = "landelijk"
WESTFRIESLAND = "voorbeeld:westfriesland"
VOORBEELDEN = {
    LANDELIJK: ("Utrecht", "hoog"),
    "westfriesland": ("Hoorn", "duurder-b1"),
    "regio-alkmaar": ("Heiloo", "korting"),
    "noordkop": ("Schagen", "gat-3-maanden"),
    "rijssen-holten": ("Rijssen-Holten", "vroege-start"),
}
STUKKEN = ("begroting", "tussenrapportage", "jaarrekening", "raadsbrief")
PROFIELEN = (
    *("standaard", "almelo", "beverwijk", "dalfsen", "ede", "heemskerk", "langedijk", "leiden", "maassluis"),
    *("nijmegen", "raalte"),
)
GEMEENTEN = ("Hoorn", "Medemblik", "Koggenland", "Drechterland", "Enkhuizen", "Stede Broec", "Opmeer")
JAREN = range(2022, 2028)
OPDRACHTEN = (
    *("", "nieuw", "controleer", "raming", "toets", "volumes", "terugblik", "taakstelling", "parameters", "vergelijk"),
    *("jaarbeeld", "verantwoording", "boekingen", "beschikking", "pc", "voortgang", "dashboard", "haal"),
    *("wijziging", "journaal", "iv3"),
)
Stap = str | Callable[[], None]
"""A command as typed after `spuk`, or what is done to the files before the next one."""


def cases() -> dict[str, list[Stap]]:
    """Name -> the steps that share a folder."""
    gevallen: dict[str, list[Stap]] = {}
    for naam, (gemeente, scenario) in VOORBEELDEN.items():
        gevallen |= _example(naam, gemeente, scenario)
    gevallen |= _accounts()
    for stuk, profiel in itertools.product(STUKKEN, PROFIELEN):
        gevallen[f"pc-{stuk}-{profiel}"] = [f"pc {WESTFRIESLAND} --stuk {stuk} --profiel {profiel} --trekkingen 200"]
    return gevallen | _large() | _small() | _wrong()


def _example(naam: str, gemeente: str, scenario: str) -> dict[str, list[Stap]]:
    """What every example can do; of the country only what is done in seconds."""
    map_, land = f"voorbeeld:{naam}", naam == LANDELIJK
    n = f"--trekkingen {20 if land else 200}"
    gevallen: dict[str, list[Stap]] = {
        "raming": [f"raming {map_} {n}"],
        "raming-verwacht": [f"raming {map_} --verwacht --scenario {scenario} --uit uit --json los.json"],
        "controleer": [f"controleer {map_}", f"parameters --regio {map_}"],
        "toets-jaarbeeld": [
            f"toets {map_} {n}",
            f"jaarbeeld {map_} --jaar 2026 --gemeente '{gemeente}' --uit jaarbeeld.xlsx",
        ],
        "pc": [f"pc {map_} --stuk {s} {n} --gemeente '{gemeente}'" for s in ("begroting", "raadsbrief")],
    }
    if not land:
        keuze = f"--scenario basis --scenario {scenario}"
        gevallen |= {
            "raming-scenario": [
                f"raming {map_} {n} {keuze} --parquet trekkingen.parquet",
                f"vergelijk . '.#{scenario}' --gemeente alle --uit verschil",
                f"raming {map_} {n} --zaad 2 --scenario min20 --stil --uit min20",
                f"vergelijk . min20 --uit driehoek --profiel ede --gemeente '{gemeente}'",
            ],
            "raming-raster": [
                f"raming {map_} {n} --raster 'prijs.leerroute_b1*=1,1.1' --raster 'taakstelling.landelijk*=0.9,1'"
            ],
            "toets": [
                *(
                    f"toets {map_} {n} {w}"
                    for w in ("", f"--gemeente '{gemeente}'", f"--scenario {scenario} --zekerheid 60%")
                )
            ],
            "volumes": [
                f"volumes {map_} {n} --uit volumes.csv",
                f"volumes {map_} {n} --per maand --gemeente '{gemeente}' {keuze} --uit volumes.xlsx",
                f"volumes {map_} {n} --bekend-op 2024-12-31",
            ],
            "terugblik": [f"terugblik {map_} {n} --uit terugblik.csv"],
            "jaarbeeld": [
                f"jaarbeeld {map_} --jaar 2024 --uit jaarbeeld.xlsx",
                f"jaarbeeld {map_} --jaar 2026 --gemeente '{gemeente}' --scenario {scenario} --intern",
            ],
            "voortgang": [
                f"voortgang {map_}",
                f"voortgang {map_} --van 2022-07-01 --tot 2023-07-01 --intern --uit intern",
            ],
            "stukken": [f"pc {map_} --stuk {stuk} {n}" for stuk in STUKKEN],
            "verantwoording": [f"{o} {map_} --jaar 2025" for o in ("verantwoording", "boekingen", "beschikking")],
        }
    return {f"{naam}-{soort}": stappen for soort, stappen in gevallen.items()}


def _accounts() -> dict[str, list[Stap]]:
    """The years of the books; of each year the workbooks of region and gemeenten are all written."""
    gevallen: dict[str, list[Stap]] = {
        f"jaar-{jaar}": [
            f"verantwoording {WESTFRIESLAND} --jaar {jaar} --json cijfers.json",
            f"boekingen {WESTFRIESLAND} --jaar {jaar}",
            f"beschikking {WESTFRIESLAND} --jaar {jaar}",
            f"jaarbeeld {WESTFRIESLAND} --jaar {jaar} --gemeente Hoorn --uit jaarbeeld.xlsx",
            *(f"beschikking {WESTFRIESLAND} --jaar {jaar} --gemeente '{g}'" for g in GEMEENTEN),
        ]
        for jaar in JAREN
    }
    gevallen["pc-opties"] = [
        f"pc {WESTFRIESLAND} --trekkingen 200 {opties}"
        for opties in (
            "--stuk begroting --prijzen constant --uit constant",
            "--stuk begroting --jaar 2025 --scenario duurder-b1 --uit scenario",
            "--stuk tussenrapportage --op 2025-09-30",
            "--stuk tussenrapportage --op 31-08-2024 --gemeente Opmeer --profiel nijmegen --uit opmeer",
            "--stuk jaarrekening --jaar 2023 --gemeente Hoorn --profiel leiden --uit hoorn",
        )
    ]
    return gevallen


def _large() -> dict[str, list[Stap]]:
    """More draws than one partij, over threads and over Dask: the same figures."""
    ruim = f"raming {WESTFRIESLAND} --trekkingen 5000 --partij 2000"
    return {
        "partijen": [f"{ruim} --werkers 1 --parquet trekkingen.parquet"],
        "dask": [f"{ruim} --dask lokaal:2"],
        "terugblik-alles": [f"terugblik {WESTFRIESLAND} --trekkingen 50 --alles --uit terugblik.xlsx"],
    }


def _small() -> dict[str, list[Stap]]:
    """Help, tables of law, and region folders made anew."""
    return {
        "help": ["--versie", *(f"{opdracht} --help" for opdracht in OPDRACHTEN)],
        "parameters": ["parameters", "parameters bedrag", "parameters doel --op 2025-01-01"],
        "taakstelling": [
            "taakstelling Hoorn Opmeer",
            "taakstelling --halfjaar 2025H1 --uit alle.csv",
            "taakstelling Hoorn --halfjaar 2024H2 --op 2024-10-01 --uit hoorn.xlsx",
        ],
        "nieuw": ["nieuw eigen", "controleer eigen", "nieuw eigen", "toets eigen --trekkingen 200"],
        "nieuw-boeken": ["nieuw eigen --van voorbeeld:westfriesland --verantwoording", "boekingen eigen --jaar 2025"],
        "nieuw-gemeenten": ["nieuw eigen --gemeenten Amersfoort,Leusden", "raming eigen --trekkingen 200 --uit uit"],
    }


def _wrong() -> dict[str, list[Stap]]:
    """What a controller mistypes, and files with slips."""
    raming = f"raming {WESTFRIESLAND}"
    return {
        "fout-opdracht": [
            *("bestaatniet", "raming", "raming geen-map", "raming voorbeeld:nergens", f"{raming} --scenario nergens"),
            *(
                f"{raming} --trekkingen 1",
                f"{raming} --zekerheid 2",
                f"{raming} --nietbestaand",
                f"{raming} teveel woorden",
            ),
            *(
                f"{raming} --raster onzin",
                f"{raming} --raster 'prijs.nietbestaand*=1,2'",
                "toets",
                "vergelijk",
                "vergelijk a b",
            ),
            *(
                f"pc {WESTFRIESLAND} {w}"
                for w in ("", "--stuk onzin", "--stuk begroting --op 2025-01-31", "--stuk begroting --profiel x")
            ),
            *(
                f"volumes {WESTFRIESLAND} --uit volumes.doc",
                f"volumes {WESTFRIESLAND} --gemeente Horn",
                "taakstelling Horn",
            ),
            *(
                f"verantwoording {WESTFRIESLAND} --jaar twee",
                f"beschikking {WESTFRIESLAND} --jaar 2025 --gemeente Horn",
            ),
            *(f"jaarbeeld {WESTFRIESLAND} --jaar 2040", "parameters nietbestaand", "nieuw x --van voorbeeld:nergens"),
            *(
                "nieuw x --gemeenten Atlantis",
                "haal geen-map --van postgresql://x/y",
                f"toets {WESTFRIESLAND} --gemeente Horn",
            ),
        ],
        "fout-invoer": [
            "nieuw eigen --verantwoording",
            lambda: _replace("eigen/regio.toml", "GM0405", "GM0307"),
            *("controleer eigen", "raming eigen --trekkingen 200", "verantwoording eigen --jaar 2025"),
            lambda: _replace("eigen/regio.toml", "GM0307", "GM0405"),
            lambda: _replace("eigen/contracten.csv", "20", "x"),
            lambda: _replace("eigen/verantwoording/boekingen/hoorn-2025.csv", "20", "x"),
            *("controleer eigen", "boekingen eigen --jaar 2025"),
        ],
    }


def _replace(naam: str, oud: str, nieuw: str) -> None:
    tekst = Path(naam).read_text(encoding="utf-8")
    if oud not in tekst:
        raise SystemExit(f"{naam} holds no {oud}")
    Path(naam).write_text(tekst.replace(oud, nieuw), encoding="utf-8")
