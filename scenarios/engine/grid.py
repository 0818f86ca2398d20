"""Grids: the product of overrides of a scenario, sharing draws, resumable after an interruption.

What is finished is kept per point and batch, named after everything that decides it (code, model, seed, draws) and
checked by hash before it is used again. A later grid with more values, or a run with more draws, takes it up too.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import reduce
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.taal.grenzen import FACTOR
from scenarios.engine.delta import group_by, same_people
from scenarios.engine.fingerprint import code_fingerprint, fingerprint
from scenarios.engine.result import Result
from scenarios.engine.statistics import Distribution
from scenarios.engine.threads import OnProgress, Outcome, Runner, compute_batch, to_result
from scenarios.engine.work import Calculator, Run
from scenarios.grond.bestanden import one_set, write_bytes
from scenarios.grond.openen import read_bytes
from scenarios.model.model import Model
from scenarios.oorzaken.aandelen import Aandelen
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.lezen import validate
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.wijziging import Wijziging

FAMILIES_TOGETHER = 4
"""Different people that are computed side by side."""
MODELS_TOGETHER = 100
"""Points computed side by side: those with the same people share one drawing and what their money leaves as it was.

Every company draws its leader anew, and every point in it holds what may differ (some 10 MB at 10,000 draws)."""
_AXIS = re.compile(r"(?P<field>[\w.]+)(@(?P<start>\d{4}-\d\d-\d\d))?(?P<kind>\*=|\+=|=)(?P<values>.+)")
_PART = "deel."
"""Before the names of what is kept of every gemeente and the region"""
_CAUSES = {field.name for field in fields(Aandelen)}
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?(e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_FIGURES = tuple("123456789")
_KIND = {"=": "waarde", "*=": "factor", "+=": "erbij"}


@dataclass(frozen=True)
class GridAxis:
    """One axis: a field, from when, how it changes, and the values it takes."""

    field: str
    start: date
    kind: str
    values: tuple[str, ...]

    def change(self, value: str) -> Wijziging:
        """The change that one value stands for. Raises Invoerfout when it cannot be one."""
        low, content, high = _content(value)
        if self.kind != "waarde" and not isinstance(content, float):
            raise ValueError
        meldingen: list[Melding] = []
        entries = {"veld": self.field, "vanaf": self.start, self.kind: content, "toelichting": "raster"}
        if low is not None:
            entries |= {"p10": low, "p90": high}
        change = validate(entries, Wijziging, "--raster", self.field, meldingen)
        raise_if_any(meldingen)
        assert change is not None
        return change


def _content(value: str) -> tuple[Any, Any, Any]:
    """'12500' or 'wettelijk', or low, expected and high of a tender: '11800/12500/14000'. P10, value and P90."""
    parts = [float(part) if _NUMBER.fullmatch(part) else part for part in value.split("/")]
    if len(parts) == 3 and all(isinstance(part, float) for part in parts):
        return parts[0], parts[1], parts[2]
    return None, float(value) if _NUMBER.fullmatch(value) else value, None


def parse_axes(texts: Sequence[str], start: date) -> tuple[GridAxis, ...]:
    """'veld=a,b', 'veld*=a,b', 'veld+=a,b', each with an optional '@2027-01-01' after the field -> axes.

    `start` holds where no date is given. Raises Invoerfout with every axis that cannot be read.
    """
    axes: list[GridAxis] = []
    meldingen: list[Melding] = []
    for text in texts:
        try:
            if not (part := _AXIS.fullmatch(text.replace(" ", ""))):
                raise ValueError
            day = date.fromisoformat(part["start"]) if part["start"] else start
            axis = GridAxis(part["field"], day, _KIND[part["kind"]], tuple(part["values"].split(",")))
            _refuse_comma(axis, text)
            for value in axis.values:
                axis.change(value)
            axes.append(axis)
        except Invoerfout as error:
            meldingen += error.meldingen
        except ValueError:
            meldingen.append(
                Melding(
                    "--raster",
                    "",
                    repr(text),
                    "veld=a,b of veld*=a,b of veld+=a,b, met getallen als 1.15",
                    "Met een datum: prijs.leerroute_b1@2027-01-01*=1,1.15; een prijs in euro's, of laag/verwacht/hoog: "
                    "prijs.leerroute_b1@2027-01-01=12500,11800/13000/15000.",
                )
            )
    repeated = {a.field for a in axes if sum(b.field == a.field for b in axes) > 1}
    meldingen += [
        Melding("--raster", "", f"{field} meer dan één keer", "ieder veld één keer") for field in sorted(repeated)
    ]
    raise_if_any(meldingen)
    return tuple(axes)


def _refuse_comma(axis: GridAxis, text: str) -> None:
    """A comma parts values, and a Dutch reader may have meant a decimal. Raises Invoerfout when it looks like that."""
    herstel = "Een komma scheidt de waarden; schrijf een decimaal met een punt: 0.9,1.15."
    if len(set(axis.values)) < len(axis.values):
        double = next(v for v in axis.values if axis.values.count(v) > 1)
        raise Invoerfout(
            [Melding("--raster", axis.field, f"{double} meer dan één keer", "iedere waarde één keer", herstel)]
        )
    whole = all(value.isdigit() for value in axis.values)
    # Two may be one decimal; of other numbers only a part that is no factor says so: a zero, or more than one figure.
    odd = any(not (FACTOR.usual(float(value)) if len(axis.values) == 2 else value in _FIGURES) for value in axis.values)
    if axis.kind == "factor" and whole and odd:
        raise Invoerfout(
            [Melding("--raster", axis.field, repr(text), "factoren rond 1, zoals 0.9,1.15; hele als 1.0,3.0", herstel)]
        )


def grid_scenarios(base: Scenario, axes: Sequence[GridAxis]) -> list[tuple[dict[str, str], Scenario]]:
    """Every point: its value per field, and the scenario with those changes after the ones of `base`."""
    points = []
    for values in product(*(axis.values for axis in axes)):
        changes = tuple(axis.change(value) for axis, value in zip(axes, values, strict=True))
        name = " ".join(f"{axis.field}={value}" for axis, value in zip(axes, values, strict=True))
        scenario = base.model_copy(update={"naam": name, "wijziging": (*base.wijziging, *changes)})
        points.append((dict(zip((a.field for a in axes), values, strict=True)), scenario))
    return points


def run_grid(
    models: Sequence[Model],
    template: Callable[[tuple[Model, ...]], Run],
    runner: Runner,
    store: Store,
    progress: OnProgress = lambda done, total: None,
) -> list[Result]:
    """One result per model, in their order. `template` makes the `Run` of some models."""
    batches = template(tuple(models[:1])).batches
    paths = {(i, p): store.path(template((m,)), p) for i, m in enumerate(models) for p in range(batches)}
    done = {place: known for place, path in paths.items() if (known := store.load(path)) is not None}
    total = len(models) * batches
    progress(len(done), total)
    for batch in range(batches):
        for numbers in side_by_side(models, [i for i in range(len(models)) if (i, batch) not in done]):
            run = template(tuple(models[i] for i in numbers))
            outcomes = dict(zip(numbers, compute_batch(Calculator(run), batch, runner), strict=True))
            # All at once: to put one file in its place by itself costs more than to write it.
            with one_set():
                for i, outcome in outcomes.items():
                    store.save(paths[i, batch], outcome)
            done |= {(i, batch): outcome for i, outcome in outcomes.items()}
            progress(len(done), total)
    return [
        to_result(template((model,)), model, reduce(Outcome.merge, (done[i, p] for p in range(batches))))
        for i, model in enumerate(models)
    ]


def side_by_side(models: Sequence[Model], numbers: Sequence[int]) -> list[list[int]]:
    """The numbers in companies to compute side by side: those with the same people together."""
    out: list[list[int]] = []
    family_count = 0
    for members in group_by(models, numbers, same_people):
        for begin in range(0, len(members), MODELS_TOGETHER):
            piece = members[begin : begin + MODELS_TOGETHER]
            if not out or family_count == FAMILIES_TOGETHER or len(out[-1]) + len(piece) > MODELS_TOGETHER:
                out.append([])
                family_count = 0
            out[-1] += piece
            family_count += 1
    return out


class Store:
    """Finished outcomes in a folder, each file with its own sha256 in front."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, path: Path) -> Outcome | None:
        """The outcome that was kept there, or None when it is absent or damaged."""
        try:
            digest, _, content = read_bytes(path).partition(b"\n")
        except Invoerfout:
            return None
        if digest != hashlib.sha256(content).hexdigest().encode():
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as kept:
            parts = dict(kept)
        causes = _unpack(Aandelen, {name: x for name, x in parts.items() if name in _CAUSES})
        count = len(parts[f"{_PART}n"])
        places = [{f.name: parts[_PART + f.name][g] for f in fields(Distribution)} for g in range(count)]
        *gemeenten, total = (_unpack(Distribution, place) for place in places)
        return Outcome(tuple(gemeenten), total, causes)

    def save(self, path: Path, outcome: Outcome) -> None:
        """Keep one outcome. Raises Invoerfout when the folder cannot be written."""
        own = (*outcome.gemeenten, outcome.total)
        # Few arrays in a file: each of them costs as much as what is in it.
        parts: dict[str, Any] = {
            _PART + f.name: np.stack([getattr(d, f.name) for d in own]) for f in fields(Distribution)
        }
        with io.BytesIO() as stream:
            np.savez(stream, **parts, **vars(outcome.causes))
            content = stream.getvalue()
        write_bytes(path, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)

    def path(self, run: Run, batch: int) -> Path:
        """Where the outcome of the one model of `run` is kept."""
        (model,) = run.models
        # Names and explanations decide no figure; the total number of draws only through the size of this batch.
        content = replace(model, scenario="", waarden=(), feiten=Feiten())
        part = (
            run.zaad,
            run.zekerheid,
            run.partij,
            batch,
            run.size(batch),
            run.trekkingen > 0,
            run.oorzaken,
            run.percentielfouten,
        )
        return self.folder / f"{fingerprint((code_fingerprint(), content, part))[:40]}.deel"


def _unpack(kind: type[Any], values: Mapping[str, Any]) -> Any:
    return kind(**{name: x.item() if x.ndim == 0 else x for name, x in values.items()})
