"""Bookings: every row of every export is accepted into a SPUK or rejected with a reason; nothing is lost.

The result is one table with a row per booking. Money is whole cents; `bedrag` is what the file says and adds up to the
file total, `last` is what counts as lasten after BTW. The order of rows changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.meeneemregeling import ONDERWIJSROUTE_JAREN
from finance.taal.getallen import format_euros
from finance.voorzieningen import DOELGROEPEN, VOORZIENINGEN
from scenarios.boeken.boekingsregels import SPUK_POTTEN, match_rules
from scenarios.boeken.geboekt import (
    BUITEN_LOOPTIJD,
    DUBBEL,
    HERKOMST,
    ONBEKENDE_DOELGROEP,
    ONBEKENDE_GEMEENTE,
    ONBEKENDE_VOORZIENING,
    SOORTREDENEN,
    VERKEERD_JAAR,
    Boekingen,
    Boekregels,
)
from scenarios.boeken.vertaling import per_row, translate
from scenarios.inlezen.blok import KOLOMMEN, Boekingbestand, check_block
from scenarios.inlezen.lezen import Gelezen, read_export
from scenarios.inlezen.waarden import Bronkolom, constant

_VOORZIENINGNAMEN = {n: n for n in VOORZIENINGEN} | {v.label: n for n, v in VOORZIENINGEN.items()}
# GGM writes WORDTBEHANDELDALS; for the amounts gezin and overige migranten are one group.
_DOELGROEPNAMEN = {d: d for d in DOELGROEPEN} | {
    "statushouder": "asielstatushouder",
    "gezin": "gezinsmigrant",
    "overigemigrant": "gezinsmigrant",
    "overige migrant": "gezinsmigrant",
    "": "",
}
TEKSTEN = ("grootboek", "doelgroep", "leerroute", "omschrijving", "stuknummer")


def read_bookings(map_: Path, bestanden: Sequence[Boekingbestand], regels: Boekregels) -> Boekingen:
    """Read and classify all exports. Raises Invoerfout with the problems of all files together."""
    meldingen: list[Melding] = []
    tabellen, weg, tellingen = [], {}, {}
    for bestand in bestanden:
        try:
            raise_if_any(check_block(bestand, regels.who(bestand.gemeente) is not None, sorted(regels.boekers)))
            gelezen = read_export(map_ / bestand.bestand, bestand)
            raise_if_any([] if bestand.credit else _negative_amounts(bestand, gelezen))
            tabellen.append(classify_bookings(gelezen, bestand, regels))
            weg[bestand.bestand] = gelezen.weggelaten
            if gelezen.tellingen is not None:
                tellingen[bestand.bestand] = gelezen.tellingen
        except Invoerfout as fout:
            meldingen.extend(fout.meldingen)
    raise_if_any(meldingen)
    return replace(join_bookings(tabellen, bestanden, regels), weggelaten=weg, tellingen=tellingen)


def join_bookings(
    tabellen: Sequence[pd.DataFrame], bestanden: Sequence[Boekingbestand], regels: Boekregels
) -> Boekingen:
    """The bookings of all files together, with those that stand in two of them refused once."""
    if not tabellen:
        return Boekingen(None, regels.regels, {})
    totalen = {b.bestand: int(t["bedrag"].sum()) for b, t in zip(bestanden, tabellen, strict=True)}
    tabel = tabellen[0].copy() if len(tabellen) == 1 else _concat(tabellen)
    _mark_duplicates(tabel, bestanden)
    return Boekingen(tabel, regels.regels, totalen)


def classify_bookings(gelezen: Gelezen, bestand: Boekingbestand, regels: Boekregels) -> pd.DataFrame:
    """The verdict on every booking of one file."""
    rijen = len(gelezen.rijen)
    kolommen = {k: gelezen.kolommen.get(k) or constant("", rijen) for k in KOLOMMEN}
    if bestand.gemeente:
        kolommen["gemeente"] = constant(bestand.gemeente, rijen)
    kolommen["voorziening"] = _renamed(kolommen["voorziening"], _VOORZIENINGNAMEN | bestand.voorzieningen)
    kolommen["doelgroep"] = _renamed(kolommen["doelgroep"], _DOELGROEPNAMEN | bestand.doelgroepen)
    oordeel = _judge(bestand, kolommen, gelezen, regels)
    btw_is_last = oordeel["btw"] == "kostprijs"
    bij = 0 if bestand.bedrag == "inclusief" else gelezen.btw
    af = gelezen.btw if bestand.bedrag == "inclusief" else 0
    teksten = {k: _categorical(kolommen[k]) for k in (*TEKSTEN, *HERKOMST)}
    return pd.DataFrame(
        {
            "bestand": pd.Categorical.from_codes(np.zeros(rijen, dtype=np.int8), pd.Index([bestand.bestand])),
            "regel": gelezen.regels,
            "jaar": np.full(rijen, bestand.jaar, dtype=np.int16),
            "datum": gelezen.datum.astype("datetime64[s]"),
            "gemeente": _categorical(_renamed(kolommen["gemeente"], regels.boekers)),
            **teksten,
            "bedrag": gelezen.bedrag,
            "btw": gelezen.btw,
            "last": gelezen.bedrag + np.where(btw_is_last, bij, -np.asarray(af)),
            **{k: pd.Categorical(oordeel[k]) for k in ("voorziening", "pot", "taakveld", "besluit", "reden")},
            "correctie": oordeel["correctie"],
        }
    )


def _judge(
    bestand: Boekingbestand, kolommen: dict[str, Bronkolom], gelezen: Gelezen, regels: Boekregels
) -> dict[str, NDArray[Any]]:
    """The verdict per row; the first reason in this order stands."""
    rijen = len(gelezen.rijen)
    eigen = kolommen["voorziening"]
    bekend = eigen.take((w in VOORZIENINGEN for w in eigen.waarden), bool)
    vertaald = translate(regels.vertaling, kolommen, ~bekend, regels.who)
    naam = per_row([v.voorziening for v in regels.vertaling], vertaald)
    soort = np.where(naam == "", eigen.take(eigen.waarden, object), naam)
    kolommen = kolommen | {"voorziening": _column_of(soort)}
    nummer = match_rules(regels.regels, kolommen, rijen)
    correctie = (gelezen.boekjaar == bestand.jaar - 1) & (bestand.vorig_jaar == "correctie")
    vertaalde_pot = per_row([v.pot for v in regels.vertaling], vertaald)
    pot = np.where(vertaalde_pot == "", _per_rule([r.pot for r in regels.regels], nummer), vertaalde_pot)
    naar = _per_rule([r.naar_voorziening for r in regels.regels], nummer)
    voorziening = np.where(naar == "", soort, naar)
    reden = np.full(rijen, "", dtype=object)

    def reject(waar: NDArray[np.bool_], waarom: Any) -> None:
        raak = waar & (reden == "")
        reden[raak] = waarom[raak] if isinstance(waarom, np.ndarray) else waarom

    gemeente = kolommen["gemeente"]
    reject(gelezen.soort != "", np.array([SOORTREDENEN.get(s, s) for s in gelezen.soort], dtype=object))
    reject(gemeente.take((regels.who(str(w)) is None for w in gemeente.waarden), bool), ONBEKENDE_GEMEENTE)
    reject((gelezen.boekjaar != bestand.jaar) & ~correctie, VERKEERD_JAAR)
    doelgroep = kolommen["doelgroep"]
    reject(doelgroep.take((w not in {*DOELGROEPEN, ""} for w in doelgroep.waarden), bool), ONBEKENDE_DOELGROEP)
    reject(vertaald >= 0, per_row([v.verdict for v in regels.vertaling], vertaald))
    gekozen = vertaalde_pot != ""
    spuk = np.isin(pot, SPUK_POTTEN)
    reject((nummer >= 0) & ~spuk & ~gekozen, _per_rule([r.reden for r in regels.regels], nummer))
    op_naam = np.isin(voorziening, list(VOORZIENINGEN))
    reject(((nummer < 0) & ~gekozen) | ~op_naam, ONBEKENDE_VOORZIENING)
    reject((pot == "spuk_onderwijsroute") & (bestand.jaar not in ONDERWIJSROUTE_JAREN), BUITEN_LOOPTIJD)
    besluit = np.where(gekozen, "vertaling", _per_rule([r.code for r in regels.regels], nummer))
    return {
        "voorziening": voorziening,
        "pot": pot,
        "taakveld": _per_rule([r.taakveld for r in regels.regels], nummer),
        "btw": _per_rule([r.btw for r in regels.regels], nummer),
        "besluit": besluit,
        "reden": reden,
        "correctie": correctie,
    }


def _column_of(waarden: NDArray[Any]) -> Bronkolom:
    codes, uniek = pd.factorize(waarden)
    return Bronkolom([str(u) for u in uniek], codes.astype(np.int32))


def _mark_duplicates(tabel: pd.DataFrame, bestanden: Sequence[Boekingbestand]) -> None:
    """Refuse a line that another file already holds, and one that repeats a line of its own file in everything.

    Two lines of one invoice may have the same amount: what differs in text or line number is another booking. Files are
    compared without these, by how often a booking occurs in each.
    """
    genoemd = np.asarray(tabel["stuknummer"] != "")
    sleutel = ["stuknummer", "gemeente", "datum", "grootboek", "voorziening", "doelgroep", "leerroute", "bedrag", "btw"]
    binnen = ["bestand", *sleutel, "omschrijving", "regelnummer", "kostenplaats", "project"]
    codes = tabel[binnen].apply(lambda k: k.cat.codes if isinstance(k.dtype, pd.CategoricalDtype) else k)
    tellen = {b.bestand for b in bestanden if b.gelijke_regels == "tellen"}
    herhaald = np.asarray(codes.duplicated()) & genoemd & ~np.asarray(tabel["bestand"].isin(tellen))
    dubbel = herhaald.copy()
    if len(bestanden) > 1:
        blijft = np.flatnonzero(genoemd & ~herhaald)
        deel = codes.iloc[blijft]
        keer = deel.groupby(["bestand", *sleutel], sort=False).cumcount()
        dubbel[blijft] |= np.asarray(deel[sleutel].assign(keer=keer).duplicated())
    streng = np.asarray(tabel["bestand"].isin({b.bestand for b in bestanden if b.stuknummer == "uniek"}))
    if streng.any():
        dubbel |= np.asarray(tabel["stuknummer"].duplicated(keep=False)) & genoemd & streng
    tabel["dubbel"] = dubbel
    if not dubbel.any():
        return
    reden = tabel["reden"].astype(object)
    # A double of a row that is refused anyway keeps that reason: the first line would have had it too.
    reden[dubbel & np.asarray(reden == "")] = DUBBEL
    tabel["reden"] = reden.astype("category")


def _negative_amounts(bestand: Boekingbestand, gelezen: Gelezen) -> list[Melding]:
    raak = np.flatnonzero((gelezen.bedrag < 0) & (gelezen.soort == ""))
    verwacht = "een bedrag van nul of meer"
    mend = "Zijn dit creditnota's, zet dan credit = true bij dit bestand in verantwoording.toml."
    uit = [
        Melding(
            bestand.bestand, f"regel {gelezen.regels[i]}, kolom bedrag", format_euros(gelezen.bedrag[i]), verwacht, mend
        )
        for i in raak[:5]
    ]
    if len(raak) > 5:
        uit.append(Melding(bestand.bestand, "kolom bedrag", f"nog {len(raak) - 5} negatieve bedragen", verwacht, mend))
    return uit


def _renamed(kolom: Bronkolom, namen: Mapping[str, str]) -> Bronkolom:
    op_naam = {k.casefold(): v for k, v in namen.items()}
    return Bronkolom([op_naam.get(str(w).casefold(), str(w)) for w in kolom.waarden], kolom.codes)


def _categorical(kolom: Bronkolom) -> pd.Categorical[str]:
    """Unique values after renaming may coincide: number them again."""
    nieuw, namen = pd.factorize(np.array([str(w) for w in kolom.waarden], dtype=object))
    return pd.Categorical.from_codes(nieuw.astype(np.int32)[kolom.codes], pd.Index(namen, dtype=object))


def _per_rule(waarden: Sequence[str], nummer: NDArray[np.int16]) -> NDArray[Any]:
    """A property of the rule that matched, '' where none did. shape: (rij,)"""
    return np.array([*waarden, ""], dtype=object)[nummer]


def _concat(tabellen: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            k: _union([t[k].array for t in tabellen])
            if isinstance(tabellen[0][k].dtype, pd.CategoricalDtype)
            else np.concatenate([t[k].to_numpy() for t in tabellen])
            for k in tabellen[0].columns
        }
    )


def _union(delen: Sequence[Any]) -> pd.Categorical[str]:
    """Columns under each other, with the texts in the order in which they come."""
    nummers, namen = pd.factorize(np.concatenate([d.categories.to_numpy(dtype=object) for d in delen]))
    grenzen = np.cumsum([0, *(len(d.categories) for d in delen)])
    codes = [nummers[van + d.codes.astype(np.int32)] for van, d in zip(grenzen, delen, strict=False)]
    return pd.Categorical.from_codes(np.concatenate(codes).astype(np.int32), pd.Index(namen, dtype=object))
