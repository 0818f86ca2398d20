"""Every csv that spuk writes: its columns, taken from the code that writes it, and what they mean in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from docs.standaarden.kolomteksten import BETEKENIS, EIGEN
from docs.standaarden.schema import DIALECT
from reports.afweging.gevoeligheid import sensitivity_rows
from reports.afweging.maatregelen import front_table
from reports.afweging.omslag import box_table
from reports.afweging.zoek import seek_table
from reports.jaar.iv3 import iv3_table
from reports.jaar.journaal import KOLOMMEN as JOURNAAL
from reports.jaar.sisa import source_table
from reports.kas.tabel import month_columns
from reports.raming.doorrekenen import RASTERKOLOMMEN
from reports.raming.volumes import select_taakstelling
from reports.tabel.tabel import Kolom, Soort
from reports.terugblik.tabellen import lookback_rows
from reports.verantwoording.sisa import KOLOMMEN as BIJLAGE
from scenarios.inzicht.volumes_raming import STATISTIEKEN, Volumeresultaat
from scenarios.regiomap.land.landsgegevens import shipped

_TYPEN: dict[Soort, dict[str, Any]] = {
    "tekst": {"type": "string"},
    "jaar": {"type": "integer"},
    "datum": {"type": "string", "format": "date"},
    "heel": {"type": "integer"},
    "status": {"type": "string"},
    "ja_nee": {"enum": ["ja", "nee"]},
}
_GETAL = {"type": "number"}
_EENHEDEN: dict[Soort, str] = {"euro": "euro", "cent": "euro, op de cent", "deel": "deel, 1 is alles"}


@dataclass(frozen=True)
class Csvbestand:
    """One csv."""

    naam: str
    opdracht: str
    kolommen: tuple[Kolom, ...]
    wat: str
    ook: str = ""
    """Columns that differ by run, in words"""

    @property
    def schema(self) -> str:
        """The name of its JSON Schema."""
        return f"uitvoer-{self.naam.removesuffix('.csv').replace('/', '-').casefold()}.schema.json"


def _plain(namen: Iterable[str], getallen: Sequence[str] = (), jaren: Sequence[str] = ()) -> tuple[Kolom, ...]:
    """Columns that the code knows by name only."""
    return tuple(Kolom(n, "jaar" if n in jaren else "aantal" if n in getallen else "tekst") for n in namen)


def _of_volumes() -> tuple[Kolom, ...]:
    reeks = SimpleNamespace(naam="", code="", halfjaar=np.zeros((len(STATISTIEKEN), 99, 1)))
    (rij, *_) = Volumeresultaat.rows(SimpleNamespace(reeksen=[reeks], halfjaren=[""], scenario=""), "halfjaar")  # type: ignore[arg-type]
    return _plain(rij, STATISTIEKEN)


def _of_lookback() -> tuple[Kolom, ...]:
    score = SimpleNamespace(laag=0, midden=0, hoog=0, crps=0, intervalscore=0, interval=0)
    regel = SimpleNamespace(
        peildatum=np.datetime64("2022-01-01").astype(object), gemeente="", grootheid="", periode="", stappen=1,
        model=score, werkelijk=0, binnen=True, niet_blind=(), rang=(0, 0), naief={},
    )  # fmt: skip
    (rij,) = lookback_rows([regel])  # type: ignore[list-item]
    teksten = ("peildatum", "gemeente", "grootheid", "periode", "binnen_80", "blind")
    return _plain(rij, [k for k in rij if k not in teksten])


def _of_taakstelling() -> tuple[Kolom, ...]:
    (rij,) = select_taakstelling(shipped(), ["Hoorn"], ["2025H1"], None)
    return _plain(rij, ("landelijk", "praktijk", "wettelijk"))


_BESTANDEN = (
    ("raster.csv", "spuk raming MAP --raster", "Iedere uitkomst van ieder punt van een raster"),
    ("maanden.csv", "spuk raming MAP --maanden BESTAND", "Lasten, ontvangsten en kas per maand"),
    ("volumes.csv", "spuk volumes MAP --uit BESTAND", "Aantallen per halfjaar of maand"),
    ("terugblik.csv", "spuk terugblik MAP --uit BESTAND", "Ramingen van eerdere peildata naast wat het werd"),
    ("taakstelling.csv", "spuk taakstelling --uit BESTAND", "Taakstelling per gemeente en halfjaar"),
    ("zoek.csv", "spuk zoek MAP --uit MAP", "Tot waar iets kan gaan"),
    ("gevoeligheid.csv", "spuk gevoeligheid MAP --uit MAP", "Wat het saldo het meest beweegt"),
    ("omslag.csv", "spuk omslag MAP --uit MAP", "Combinaties waarbij het misgaat"),
    ("maatregelen.csv", "spuk maatregelen MAP --uit MAP", "De goedkoopste pakketten"),
    ("journaal-JJJJ-GEMEENTE.csv", "spuk journaal MAP --jaar JJJJ", "Journaalposten voor het financiële systeem"),
    ("wijziging-JJJJ-GEMEENTE.csv", "spuk wijziging MAP --jaar JJJJ", "De begrotingswijziging als boekstuk"),
    ("iv3-JJJJ-GEMEENTE.csv", "spuk iv3 MAP --jaar JJJJ", "Iv3 per kwartaal"),
    ("sisa-JJJJ-bijlage.csv", "spuk sisa MAP --jaar JJJJ", "De SiSa-bijlage om over te nemen"),
    ("sisa-JJJJ-bronregels.csv", "spuk sisa MAP --jaar JJJJ", "De regels achter iedere cel"),
)
_OOK = {"raster.csv": "Ervoor staat een kolom per as van het raster, met de waarde van het punt."}


def files() -> tuple[Csvbestand, ...]:
    """All of them, with the columns that the code gives them today."""
    kolommen = _columns()
    return tuple(
        Csvbestand(naam, opdracht, kolommen[naam], wat, _OOK.get(naam, "")) for naam, opdracht, wat in _BESTANDEN
    )


def _columns() -> dict[str, tuple[Kolom, ...]]:
    leeg: Any = SimpleNamespace(bronnen=(), dozen=(), front=(), rest=None, regels=(), gezocht="een tekort")
    leeg.eis = SimpleNamespace(tekst="")
    return {
        "raster.csv": _plain(RASTERKOLOMMEN, RASTERKOLOMMEN[5:], ("jaar",)),
        "maanden.csv": month_columns(),
        "volumes.csv": _of_volumes(),
        "terugblik.csv": _of_lookback(),
        "taakstelling.csv": _of_taakstelling(),
        "zoek.csv": seek_table(()).kolommen,
        "gevoeligheid.csv": sensitivity_rows([leeg]).kolommen,
        "omslag.csv": box_table(leeg).kolommen,
        "maatregelen.csv": front_table(leeg).kolommen,
        "journaal-JJJJ-GEMEENTE.csv": JOURNAAL,
        "wijziging-JJJJ-GEMEENTE.csv": JOURNAAL,
        "iv3-JJJJ-GEMEENTE.csv": iv3_table(leeg).kolommen,
        "sisa-JJJJ-bijlage.csv": BIJLAGE,
        "sisa-JJJJ-bronregels.csv": source_table(()).kolommen,
    }


def schema_of(bestand: Csvbestand) -> dict[str, Any]:
    """The JSON Schema of one csv: a list of rows, an empty cell left out."""
    velden = {
        k.kop: {
            **_TYPEN.get(k.soort, _GETAL),
            **({"x-eenheid": _EENHEDEN[k.soort]} if k.soort in _EENHEDEN else {}),
            "description": meaning(bestand, k.kop),
        }
        for k in bestand.kolommen
    }
    rij = {"type": "object", "properties": velden, "additionalProperties": bool(bestand.ook)}
    kop = {"$schema": DIALECT, "$id": bestand.schema, "title": bestand.naam, "description": bestand.wat}
    return {**kop, "type": "array", "items": rij}


def meaning(bestand: Csvbestand, kolom: str) -> str:
    """What a column means. Raises KeyError when nobody wrote that down."""
    eigen = (bestand.naam, kolom)
    return EIGEN[eigen] if eigen in EIGEN else BETEKENIS[kolom]
