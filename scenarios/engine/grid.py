"""Grids: the product of overrides of a scenario, sharing draws, resumable after an interruption.

What is finished is kept per point and partij, named after everything that decides it (code, model, seed, draws) and
checked by hash before it is used again. A later grid with more values, or a run with more draws, takes it up too.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import reduce
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from finance.fouten import Invoerfout, Melding, raise_if_any
from scenarios.engine.delta import people_signature
from scenarios.engine.fingerprint import code_fingerprint, fingerprint
from scenarios.engine.result import Resultaat
from scenarios.engine.statistics import Distribution
from scenarios.engine.threads import Outcome, Uitvoerder, Voortgang, compute_partij, to_result
from scenarios.engine.work import Rekenaar, Run
from scenarios.grond.bestanden import write_bytes
from scenarios.grond.openen import read_bytes
from scenarios.model.model import Model
from scenarios.oorzaken.aandelen import Aandelen
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.lezen import validate
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.wijziging import Wijziging

SAMEN = 4
"""Different people that are computed side by side."""
VOLGERS = 64
"""Points computed side by side: those with the same people share one drawing and what their money leaves as it was."""
_AS = re.compile(r"(?P<veld>[\w.]+)(@(?P<vanaf>\d{4}-\d\d-\d\d))?(?P<soort>\*=|\+=|=)(?P<waarden>.+)")
_NUMMER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?(e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_SOORT = {"=": "waarde", "*=": "factor", "+=": "erbij"}


@dataclass(frozen=True)
class Rasteras:
    """One axis: a field, from when, how it changes, and the values it takes."""

    veld: str
    vanaf: date
    soort: str
    waarden: tuple[str, ...]

    def change(self, waarde: str) -> Wijziging:
        """The change that one value stands for. Raises Invoerfout when it cannot be one."""
        if self.soort != "waarde" and not _NUMMER.fullmatch(waarde):
            raise ValueError
        inhoud: Any = float(waarde) if _NUMMER.fullmatch(waarde) else waarde
        meldingen: list[Melding] = []
        velden = {"veld": self.veld, "vanaf": self.vanaf, self.soort: inhoud, "toelichting": "raster"}
        wijziging = validate(velden, Wijziging, "--raster", self.veld, meldingen)
        raise_if_any(meldingen)
        assert wijziging is not None
        return wijziging


def parse_axes(teksten: Sequence[str], vanaf: date) -> tuple[Rasteras, ...]:
    """'veld=a,b', 'veld*=a,b', 'veld+=a,b', each with an optional '@2027-01-01' after the field -> axes.

    `vanaf` holds where no date is given. Raises Invoerfout with every axis that cannot be read.
    """
    assen: list[Rasteras] = []
    meldingen: list[Melding] = []
    for tekst in teksten:
        try:
            if not (deel := _AS.fullmatch(tekst.replace(" ", ""))):
                raise ValueError
            dag = date.fromisoformat(deel["vanaf"]) if deel["vanaf"] else vanaf
            rasteras = Rasteras(deel["veld"], dag, _SOORT[deel["soort"]], tuple(deel["waarden"].split(",")))
            for waarde in rasteras.waarden:
                rasteras.change(waarde)
            assen.append(rasteras)
        except Invoerfout as fout:
            meldingen += fout.meldingen
        except ValueError:
            meldingen.append(
                Melding(
                    "--raster",
                    "",
                    repr(tekst),
                    "veld=a,b of veld*=a,b of veld+=a,b, met getallen als 1.15",
                    "Prijzen en gebruik veranderen met een factor: prijs.leerroute_b1*=1,1.15; met een datum: "
                    "prijs.leerroute_b1@2027-01-01*=1,1.15.",
                )
            )
    dubbel = {a.veld for a in assen if sum(b.veld == a.veld for b in assen) > 1}
    meldingen += [
        Melding("--raster", "", f"{veld} meer dan één keer", "ieder veld één keer") for veld in sorted(dubbel)
    ]
    raise_if_any(meldingen)
    return tuple(assen)


def grid_scenarios(basis: Scenario, assen: Sequence[Rasteras]) -> list[tuple[dict[str, str], Scenario]]:
    """Every point: its value per field, and the scenario with those changes after the ones of `basis`."""
    punten = []
    for waarden in product(*(rasteras.waarden for rasteras in assen)):
        wijzigingen = tuple(rasteras.change(w) for rasteras, w in zip(assen, waarden, strict=True))
        naam = " ".join(f"{rasteras.veld}={w}" for rasteras, w in zip(assen, waarden, strict=True))
        scenario = basis.model_copy(update={"naam": naam, "wijziging": (*basis.wijziging, *wijzigingen)})
        punten.append((dict(zip((a.veld for a in assen), waarden, strict=True)), scenario))
    return punten


def run_grid(
    modellen: Sequence[Model],
    sjabloon: Callable[[tuple[Model, ...]], Run],
    uitvoerder: Uitvoerder,
    kluis: Kluis,
    voortgang: Voortgang = lambda klaar, totaal: None,
) -> list[Resultaat]:
    """One result per model, in their order. `sjabloon` makes the `Run` of a batch of models."""
    partijen = sjabloon(tuple(modellen[:1])).partijen
    paden = {(i, p): kluis.path(sjabloon((m,)), p) for i, m in enumerate(modellen) for p in range(partijen)}
    klaar = {plek: bekend for plek, pad in paden.items() if (bekend := kluis.load(pad)) is not None}
    totaal = len(modellen) * partijen
    voortgang(len(klaar), totaal)
    for partij in range(partijen):
        for nummers in batches(modellen, [i for i in range(len(modellen)) if (i, partij) not in klaar]):
            opdracht = sjabloon(tuple(modellen[i] for i in nummers))
            for i, uitkomst in zip(nummers, compute_partij(Rekenaar(opdracht), partij, uitvoerder), strict=True):
                kluis.save(paden[i, partij], uitkomst)
                klaar[i, partij] = uitkomst
            voortgang(len(klaar), totaal)
    return [
        to_result(sjabloon((model,)), model, reduce(Outcome.merge, (klaar[i, p] for p in range(partijen))))
        for i, model in enumerate(modellen)
    ]


def batches(modellen: Sequence[Model], nummers: Sequence[int]) -> list[list[int]]:
    """The numbers in batches to compute side by side: those with the same people together."""
    mensen: dict[str, list[int]] = {}
    for i in nummers:
        mensen.setdefault(people_signature(modellen[i]), []).append(i)
    uit: list[list[int]] = []
    gezinnen = 0
    for leden in mensen.values():
        for begin in range(0, len(leden), VOLGERS):
            stuk = leden[begin : begin + VOLGERS]
            if not uit or gezinnen == SAMEN or len(uit[-1]) + len(stuk) > VOLGERS:
                uit.append([])
                gezinnen = 0
            uit[-1] += stuk
            gezinnen += 1
    return uit


class Kluis:
    """Finished outcomes in a folder, each file with its own sha256 in front."""

    def __init__(self, map_: Path) -> None:
        self.map = map_

    def load(self, pad: Path) -> Outcome | None:
        """The outcome that was kept there, or None when it is absent or damaged."""
        try:
            som, _, inhoud = read_bytes(pad).partition(b"\n")
        except Invoerfout:
            return None
        if som != hashlib.sha256(inhoud).hexdigest().encode():
            return None
        with np.load(io.BytesIO(inhoud), allow_pickle=False) as delen:
            aantal = sum(naam.endswith(".buffer") for naam in delen)
            standen = [_unpack(Distribution, f"{g}.", delen) for g in range(aantal)]
            return Outcome(tuple(standen[:-1]), standen[-1], _unpack(Aandelen, "oorzaken.", delen))

    def save(self, pad: Path, uitkomst: Outcome) -> None:
        """Keep one outcome. Raises Invoerfout when the folder cannot be written."""
        delen: dict[str, Any] = {}
        for g, stand in enumerate((*uitkomst.gemeenten, uitkomst.totaal)):
            delen |= {f"{g}.{veld.name}": getattr(stand, veld.name) for veld in fields(stand)}
        delen |= {f"oorzaken.{veld.name}": getattr(uitkomst.oorzaken, veld.name) for veld in fields(Aandelen)}
        with io.BytesIO() as stroom:
            np.savez(stroom, **delen)
            inhoud = stroom.getvalue()
        write_bytes(pad, hashlib.sha256(inhoud).hexdigest().encode() + b"\n" + inhoud)

    def path(self, opdracht: Run, partij: int) -> Path:
        """Where the outcome of the one model of `opdracht` is kept."""
        (model,) = opdracht.modellen
        # Names and explanations decide no figure; the total number of draws only through the size of this partij.
        inhoud = replace(model, scenario="", waarden=(), feiten=Feiten())
        deel = (
            opdracht.zaad,
            opdracht.zekerheid,
            opdracht.partij,
            partij,
            opdracht.size(partij),
            opdracht.trekkingen > 0,
        )
        return self.map / f"{fingerprint((code_fingerprint(), inhoud, deel))[:40]}.deel"


def _unpack(soort: type[Any], voor: str, delen: Any) -> Any:
    waarden = {veld.name: delen[voor + veld.name] for veld in fields(soort)}
    return soort(**{naam: x.item() if x.ndim == 0 else x for naam, x in waarden.items()})
