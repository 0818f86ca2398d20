"""Python for notebooks and scripts: read a region, simulate, and get tidy DataFrames. See docs/api.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from finance.fouten import Melding, raise_if_any
from scenarios.engine.result import Cause, Result
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.land.keuze import Regiokeuze, named_folder
from scenarios.regiomap.lezen import validate
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.regio import Regio, choose_scenarios
from scenarios.regiomap.wijziging import Wijziging
from scenarios.waarheid.feiten import read_truth
from scenarios.werkboek.map import cells_named, open_region


@dataclass(frozen=True)
class Raming:
    """The outcome of one scenario as DataFrames, one row per observation; amounts in euros, shares between 0 and 1."""

    resultaat: Result

    @property
    def cijfers(self) -> pd.DataFrame:
        """One row per jaar, gemeente and grootheid: verwacht, p5 ... p95 and standaardfout. The region comes last."""
        return self.resultaat.to_frame()

    @property
    def oordelen(self) -> pd.DataFrame:
        """One row per gemeente, pot and jaar: budgetneutraal, kans, buffer and verwacht."""
        return pd.DataFrame(self.resultaat.verdict_rows())

    @property
    def oorzaken(self) -> pd.DataFrame:
        """One row per jaar and oorzaak: its shares of the variance of the region's cumulative saldo with their
        errors, and what it costs and brings in euros at its P10 and P90."""
        velden = (veld.name for veld in fields(Cause))
        return pd.DataFrame(self.resultaat.cause_rows(), columns=["scenario", "jaar", *velden])

    @property
    def waarden(self) -> pd.DataFrame:
        """One row per parameter value and input that the outcome rests on, with its status and source."""
        return pd.DataFrame(
            {
                "naam": w.parameter,
                "vanaf": w.vanaf,
                "waarde": w.waarde,
                "status": w.status,
                "herkomst": w.herkomst,
            }
            for w in self.resultaat.waarden
        )


def lees_regio(map_: str | Path, gegevens: str | Path | None = None) -> Regio:
    """A region folder, a workbook in its place, or an example such as 'voorbeeld:westfriesland'.

    gegevens: a folder with national data of one's own, as `--gegevens` (docs/gegevens.md).

    Raises Invoerfout with every error at once.
    """
    with cells_named():
        return read_truth(open_region(Regiokeuze(str(map_), named_folder(Path(gegevens) if gegevens else None))))


def simuleer(
    regio: Regio,
    scenario: str | Scenario = BASIS.naam,
    wijzigingen: Iterable[Wijziging | Mapping[str, Any]] = (),
    *,
    trekkingen: int = 10_000,
    zaad: int = 1,
    zekerheid: float = 0.9,
) -> Raming:
    """Compute one scenario, with extra dated `wijzigingen` on top (keys as in a scenario file).

    `trekkingen` 0 gives expected values. The same region, scenario, changes, draws and seed give the same figures as
    `spuk raming`, to the last bit. Raises Invoerfout for an unknown scenario, field or value.
    """
    gekozen = choose_scenarios(regio, (scenario,))[0] if isinstance(scenario, str) else scenario
    if erbij := _read_changes(wijzigingen):
        gekozen = gekozen.model_copy(
            update={"naam": f"{gekozen.naam}, gewijzigd", "wijziging": (*gekozen.wijziging, *erbij)}
        )
    return Raming(run(build_model(regio, gekozen), trekkingen, zaad, zekerheid))


def _read_changes(wijzigingen: Iterable[Wijziging | Mapping[str, Any]]) -> tuple[Wijziging, ...]:
    meldingen: list[Melding] = []
    gelezen = [
        w if isinstance(w, Wijziging) else validate(dict(w), Wijziging, f"wijziging {nummer}", "", meldingen)
        for nummer, w in enumerate(wijzigingen, start=1)
    ]
    raise_if_any(meldingen)
    return tuple(w for w in gelezen if w is not None)
