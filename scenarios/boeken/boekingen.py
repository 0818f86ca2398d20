"""Bookings: every row of every export is accepted into a SPUK or rejected with a reason; nothing is lost.

The result is one table with a row per booking. Money is whole cents; `bedrag` is what the file says and adds up to the
file total, `last` is what counts as lasten after BTW. The order of rows changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from finance.bedragen import format_euros
from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from finance.meeneemregeling import ONDERWIJSROUTE_JAREN
from finance.voorzieningen import DOELGROEPEN, VOORZIENINGEN
from scenarios.boeken.boekingsregels import SPUK_POTTEN, Boekingsregel, match_rules
from scenarios.boeken.bronbestand import Bronkolom, Bronkolommen, read_source
from scenarios.boeken.kolomwaarden import parse_amounts, parse_dates
from scenarios.regiomap.lezen import Aantal, Invoermodel, parse_cents

KOLOMMEN = (
    "datum",
    "gemeente",
    "grootboek",
    "voorziening",
    "doelgroep",
    "leerroute",
    "bedrag",
    "btw",
    "omschrijving",
    "stuknummer",
)
DUBBEL = "dubbel stuknummer"
ONBEKENDE_GEMEENTE = "gemeente niet in deze regio"
VERKEERD_JAAR = "datum buiten het boekjaar"
ONBEKENDE_VOORZIENING = "onbekende voorziening"
ONBEKENDE_DOELGROEP = "onbekende doelgroep"
BUITEN_LOOPTIJD = "SPUK onderwijsroute bestaat alleen 2022 tot en met 2025"
_VOORZIENINGNAMEN = {n: n for n in VOORZIENINGEN} | {v.label: n for n, v in VOORZIENINGEN.items()}
# GGM writes WORDTBEHANDELDALS; for the amounts gezin and overige migranten are one group.
_DOELGROEPNAMEN = {d: d for d in DOELGROEPEN} | {
    "statushouder": "asielstatushouder",
    "gezin": "gezinsmigrant",
    "overigemigrant": "gezinsmigrant",
    "overige migrant": "gezinsmigrant",
    "": "",
}


class Boekingbestand(Invoermodel):
    """One block [[boekingen]] of `verantwoording.toml`: how to read one export."""

    bestand: Annotated[str, Field(min_length=1)]
    jaar: Annotated[Aantal, Field(ge=2022, le=2100)]
    blad: str = ""
    gemeente: str = ""
    """One gemeente for the whole file, when it has no such column."""
    kolommen: dict[str, str] = Field(default_factory=dict)
    voorzieningen: dict[str, str] = Field(default_factory=dict)
    doelgroepen: dict[str, str] = Field(default_factory=dict)
    decimaal: Literal["", ",", "."] = ""
    bedrag: Literal["exclusief", "inclusief"] = "exclusief"
    credit: bool = False
    """Negative amounts (credit notes) are meant."""
    stuknummer: Literal["regels", "uniek"] = "regels"
    vorig_jaar: Literal["afkeuren", "correctie"] = "afkeuren"
    """What a date in the year before means: a booking in the wrong year, or a correction of t-1."""
    controletotaal: Annotated[int, BeforeValidator(parse_cents)] | None = None
    """What the file must add up to, as somebody else than the export says."""


@dataclass(frozen=True)
class Boekingen:
    """All bookings of a region. `tabel` has a row per booking; `reden` is empty for what is accepted."""

    tabel: pd.DataFrame
    regels: tuple[Boekingsregel, ...]
    totalen: Mapping[str, int]
    """Total of every file in cents, taken before anything was classified."""

    @property
    def goedgekeurd(self) -> pd.DataFrame:
        """The accepted rows."""
        return self.tabel[self.tabel["reden"] == ""]

    @property
    def afgekeurd(self) -> pd.DataFrame:
        """The rejected rows."""
        return self.tabel[self.tabel["reden"] != ""]

    def reconcile(self) -> list[tuple[str, int, int, int, int]]:
        """Per file: name, rows, total, accepted, rejected (cents)."""
        goed, af = (
            deel.groupby("bestand", observed=False)["bedrag"].agg(["size", "sum"])
            for deel in (self.goedgekeurd, self.afgekeurd)
        )
        return [
            (naam, int(goed["size"][naam] + af["size"][naam]), totaal, int(goed["sum"][naam]), int(af["sum"][naam]))
            for naam, totaal in sorted(self.totalen.items())
        ]


def read_bookings(
    map_: Path,
    bestanden: Sequence[Boekingbestand],
    gemeenten: Mapping[str, str],
    lichamen: Sequence[str],
    regels: Sequence[Boekingsregel],
) -> Boekingen:
    """Read and classify all exports. Raises Invoerfout with the problems of all files together.

    gemeenten: CBS code -> name; lichamen: regional bodies that book costs for several gemeenten.
    """
    meldingen: list[Melding] = []
    tabellen = []
    for bestand in bestanden:
        try:
            tabellen.append(_read_file(map_, bestand, _debtors(gemeenten, lichamen), regels))
        except Invoerfout as fout:
            meldingen.extend(fout.meldingen)
    raise_if_any(meldingen)
    if not tabellen:
        return Boekingen(_empty_table(), tuple(regels), {})
    totalen = {b.bestand: int(t["bedrag"].sum()) for b, t in zip(bestanden, tabellen, strict=True)}
    tabel = tabellen[0] if len(tabellen) == 1 else _concat(tabellen)
    _mark_duplicates(tabel, {b.bestand for b in bestanden if b.stuknummer == "uniek"})
    return Boekingen(tabel, tuple(regels), totalen)


def _read_file(
    map_: Path, bestand: Boekingbestand, boekers: Mapping[str, str], regels: Sequence[Boekingsregel]
) -> pd.DataFrame:
    meldingen = list(_check_mapping(bestand, boekers))
    raise_if_any(meldingen)
    verplicht = {"datum", "grootboek", "bedrag", "stuknummer"} | (set() if bestand.gemeente else {"gemeente"})
    namen = {k: bestand.kolommen.get(k, k) for k in KOLOMMEN}
    bron = read_source(map_ / bestand.bestand, bestand.bestand, namen, verplicht | set(bestand.kolommen), bestand.blad)
    rijen = len(bron.regels)
    kolommen = {k: bron.kolommen.get(k) or Bronkolom([""], np.zeros(rijen, dtype=np.int32)) for k in KOLOMMEN}
    bron = Bronkolommen(bron.naam, kolommen, bron.regels)

    bedrag = parse_amounts(bron, "bedrag", bestand.decimaal, meldingen)
    leeg_als_nul = [0.0 if w == "" else w for w in kolommen["btw"].waarden]
    kolommen["btw"] = Bronkolom(leeg_als_nul, kolommen["btw"].codes)
    btw = parse_amounts(bron, "btw", bestand.decimaal, meldingen)
    datum = parse_dates(bron, "datum", meldingen)
    if not bestand.credit:
        meldingen.extend(_negative_amounts(bron, bedrag))
    raise_if_any(meldingen)

    if bestand.gemeente:
        kolommen["gemeente"] = Bronkolom([bestand.gemeente], np.zeros(rijen, dtype=np.int32))
    kolommen["voorziening"] = _renamed(kolommen["voorziening"], _VOORZIENINGNAMEN | bestand.voorzieningen)
    kolommen["doelgroep"] = _renamed(kolommen["doelgroep"], _DOELGROEPNAMEN | bestand.doelgroepen)
    oordeel = _judge(bestand, kolommen, datum, boekers, regels)
    btw_is_last = oordeel["btw"] == "kostprijs"
    bij = 0 if bestand.bedrag == "inclusief" else btw
    af = btw if bestand.bedrag == "inclusief" else 0
    return pd.DataFrame(
        {
            "bestand": pd.Categorical.from_codes(np.zeros(rijen, dtype=np.int8), pd.Index([bestand.bestand])),
            "regel": bron.regels,
            "jaar": np.full(rijen, bestand.jaar, dtype=np.int16),
            "datum": datum.astype("datetime64[s]"),
            "gemeente": _categorical(_renamed(kolommen["gemeente"], boekers)),
            **{
                k: _categorical(kolommen[k])
                for k in ("grootboek", "doelgroep", "leerroute", "omschrijving", "stuknummer")
            },
            "bedrag": bedrag,
            "btw": btw,
            "last": bedrag + np.where(btw_is_last, bij, -np.asarray(af)),
            **{k: pd.Categorical(oordeel[k]) for k in ("voorziening", "pot", "taakveld", "besluit", "reden")},
            "correctie": oordeel["correctie"],
        }
    )


def _judge(
    bestand: Boekingbestand,
    kolommen: dict[str, Bronkolom],
    datum: NDArray[Any],
    boekers: Mapping[str, str],
    regels: Sequence[Boekingsregel],
) -> dict[str, NDArray[Any]]:
    """The verdict per row; the first reason in this order stands."""
    rijen = len(datum)
    nummer = match_rules(regels, kolommen, rijen)
    jaar = datum.astype("datetime64[Y]").astype(int) + 1970
    correctie = (jaar == bestand.jaar - 1) & (bestand.vorig_jaar == "correctie")
    pot = _per_rule([r.pot for r in regels], nummer)
    naar = _per_rule([r.naar_voorziening for r in regels], nummer)
    voorziening = np.where(naar == "", kolommen["voorziening"].take(kolommen["voorziening"].waarden, object), naar)
    bekend = kolommen["voorziening"].take((w in VOORZIENINGEN for w in kolommen["voorziening"].waarden), bool)
    reden = np.full(rijen, "", dtype=object)

    def reject(waar: NDArray[np.bool_], waarom: Any) -> None:
        raak = waar & (reden == "")
        reden[raak] = waarom[raak] if isinstance(waarom, np.ndarray) else waarom

    gemeente = kolommen["gemeente"]
    reject(gemeente.take((str(w).casefold() not in boekers for w in gemeente.waarden), bool), ONBEKENDE_GEMEENTE)
    reject((jaar != bestand.jaar) & ~correctie, VERKEERD_JAAR)
    doelgroep = kolommen["doelgroep"]
    reject(doelgroep.take((w not in {*DOELGROEPEN, ""} for w in doelgroep.waarden), bool), ONBEKENDE_DOELGROEP)
    spuk = np.isin(nummer, [i for i, r in enumerate(regels) if r.pot in SPUK_POTTEN])
    reject((nummer >= 0) & ~spuk, _per_rule([r.reden for r in regels], nummer))
    reject((nummer < 0) | ((naar == "") & ~bekend), ONBEKENDE_VOORZIENING)
    reject((pot == "spuk_onderwijsroute") & (bestand.jaar not in ONDERWIJSROUTE_JAREN), BUITEN_LOOPTIJD)
    return {
        "voorziening": voorziening,
        "pot": pot,
        "taakveld": _per_rule([r.taakveld for r in regels], nummer),
        "btw": _per_rule([r.btw for r in regels], nummer),
        "besluit": _per_rule([r.code for r in regels], nummer),
        "reden": reden,
        "correctie": correctie,
    }


def _mark_duplicates(tabel: pd.DataFrame, uniek: set[str]) -> None:
    """Reject a second line that equals an earlier one in everything that makes a booking; `uniek`: files whose
    stuknummers occur once, where all lines of a repeated number are refused because none can be preferred."""
    genoemd = np.asarray(tabel["stuknummer"] != "")
    sleutel = ["stuknummer", "gemeente", "datum", "grootboek", "voorziening", "doelgroep", "leerroute", "bedrag", "btw"]
    codes = tabel[sleutel].apply(lambda k: k.cat.codes if isinstance(k.dtype, pd.CategoricalDtype) else k)
    dubbel = np.asarray(codes.duplicated()) & genoemd
    streng = np.asarray(tabel["bestand"].isin(uniek))
    if streng.any():
        dubbel |= np.asarray(tabel["stuknummer"].duplicated(keep=False)) & genoemd & streng
    if not dubbel.any():
        return
    reden = tabel["reden"].astype(object)
    # A double of a row that is refused anyway keeps that reason: the first line would have had it too.
    reden[dubbel & np.asarray(reden == "")] = DUBBEL
    tabel["reden"] = reden.astype("category")


def _check_mapping(bestand: Boekingbestand, boekers: Mapping[str, str]) -> list[Melding]:
    plaats = f"[[boekingen]] {bestand.bestand}"
    paren = [("kolommen", k, KOLOMMEN) for k in bestand.kolommen] + [
        ("voorzieningen", v, tuple(VOORZIENINGEN)) for v in bestand.voorzieningen.values()
    ]
    paren += [("doelgroepen", d, DOELGROEPEN) for d in bestand.doelgroepen.values()]
    meldingen = [
        Melding(
            "verantwoording.toml",
            f"{plaats}, {blok}",
            repr(naam),
            f"een van {', '.join(bekend)}",
            suggest(naam, bekend),
        )
        for blok, naam, bekend in paren
        if naam not in bekend
    ]
    if bestand.gemeente and bestand.gemeente.casefold() not in boekers:
        meldingen.append(
            Melding(
                "verantwoording.toml",
                f"{plaats}, gemeente",
                repr(bestand.gemeente),
                "een gemeente uit regio.toml",
                suggest(bestand.gemeente, boekers.values()),
            )
        )
    return meldingen


def _negative_amounts(bron: Bronkolommen, bedrag: NDArray[np.int64]) -> list[Melding]:
    raak = np.flatnonzero(bedrag < 0)
    verwacht = "een bedrag van nul of meer"
    mend = "Zijn dit creditnota's, zet dan credit = true bij dit bestand in verantwoording.toml."
    uit = [
        Melding(bron.naam, f"regel {bron.regels[i]}, kolom bedrag", format_euros(bedrag[i]), verwacht, mend)
        for i in raak[:5]
    ]
    if len(raak) > 5:
        uit.append(Melding(bron.naam, "kolom bedrag", f"nog {len(raak) - 5} negatieve bedragen", verwacht, mend))
    return uit


def _debtors(gemeenten: Mapping[str, str], lichamen: Sequence[str]) -> dict[str, str]:
    """Every way to name who booked (code, name, regional body; lower case) -> CBS code or name of the body."""
    return (
        {code.casefold(): code for code in gemeenten}
        | {naam.casefold(): code for code, naam in gemeenten.items()}
        | {naam.casefold(): naam for naam in lichamen}
    )


def _renamed(kolom: Bronkolom, namen: Mapping[str, str]) -> Bronkolom:
    op_naam = {k.casefold(): v for k, v in namen.items()}
    return Bronkolom([op_naam.get(str(w).casefold(), str(w)) for w in kolom.waarden], kolom.codes)


def _categorical(kolom: Bronkolom) -> pd.Categorical[str]:
    """Unique values after renaming may coincide: number them again."""
    nummers: dict[str, int] = {}
    nieuw = np.array([nummers.setdefault(str(w), len(nummers)) for w in kolom.waarden], dtype=np.int32)
    return pd.Categorical.from_codes(nieuw[kolom.codes], pd.Index(list(nummers)))


def _per_rule(waarden: Sequence[str], nummer: NDArray[np.int16]) -> NDArray[Any]:
    """A property of the rule that matched, '' where none did. shape: (rij,)"""
    return np.array([*waarden, ""], dtype=object)[nummer]


def _concat(tabellen: Sequence[pd.DataFrame]) -> pd.DataFrame:
    from pandas.api.types import union_categoricals

    return pd.DataFrame(
        {
            k: union_categoricals([t[k] for t in tabellen])
            if isinstance(tabellen[0][k].dtype, pd.CategoricalDtype)
            else np.concatenate([t[k].to_numpy() for t in tabellen])
            for k in tabellen[0].columns
        }
    )


def _empty_table() -> pd.DataFrame:
    tekst = pd.Categorical([], categories=[""])
    getal = np.zeros(0, dtype=np.int64)
    soorten = dict.fromkeys(
        (
            "bestand",
            "gemeente",
            "grootboek",
            "doelgroep",
            "leerroute",
            "omschrijving",
            "stuknummer",
            "voorziening",
            "pot",
            "taakveld",
            "besluit",
            "reden",
        ),
        tekst,
    )
    return pd.DataFrame(
        soorten
        | dict.fromkeys(("regel", "jaar", "bedrag", "btw", "last"), getal)
        | {"datum": np.zeros(0, dtype="datetime64[s]"), "correctie": np.zeros(0, dtype=bool)}
    )
