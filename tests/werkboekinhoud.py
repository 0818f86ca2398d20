"""Random input of a region, as the rows of the workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from finance.taal.tekens import visible
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.werkboek.bladen import PER_NAAM, REGIO, TABELLEN
from scenarios.werkboek.kolommen import Inhoud, Invoertabel, Regel, Veld
from scenarios.werkboek.standaarden import complete

NAMEN = dict(sorted(shipped().bevolking.namen.items())[:12])
_TEKEN = st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" ")
TEKST = st.text(_TEKEN, min_size=1, max_size=25).map(visible).map(str.strip).filter(bool)
_DAG = st.dates(date(2000, 1, 1), date(2098, 12, 31))
_GETAL = st.decimals(0, 100_000, places=4).map(float)
_NAAM = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True).filter(lambda n: n != "basis")


def _parts(kolom: Veld) -> st.SearchStrategy[Any]:
    deel = st.sampled_from(kolom.keuzes) if kolom.keuzes else TEKST.filter(lambda t: not set(t) & set("|;"))
    return st.lists(deel, min_size=1, max_size=3, unique=True).map("|".join)


def value(kolom: Veld, codes: list[str]) -> st.SearchStrategy[Any]:
    """Any value of one column."""
    soorten = {
        "getal": _GETAL, "prijs": _GETAL, "deel": st.decimals(0, 1, places=6).map(float),
        "euro": st.decimals(0, 10_000_000, places=2).map(float),
        "euro_pm": st.one_of(st.just("PM"), st.decimals(0, 10_000_000, places=2).map(float)),
        "heel": st.integers(-500, 5000), "jaar": st.integers(2020, 2050), "datum": _DAG, "ja_nee": st.booleans(),
        "keuze": st.sampled_from(kolom.keuzes or ("",)), "halfjaar": st.from_regex(r"20[0-9]{2}H[12]", fullmatch=True),
        "lijst": _parts(kolom), "gemeente": st.sampled_from([*codes, "NL", "GM9999"]),
        "sleutel": st.just("Aa en Hunze: 3; Almere: 1.5"),
        "waarde": st.one_of(st.sampled_from(("korting", "0", "8757.86", "0.123456789012")), _GETAL.map(_plain)),
        "veranderwaarde": st.one_of(st.just("korting"), _GETAL.map(_plain)),
    }  # fmt: skip
    return soorten.get(kolom.soort, TEKST)


def _plain(getal: float) -> str:
    return str(int(getal)) if getal.is_integer() else repr(getal)


@st.composite
def contents(draw: Any) -> Inhoud:
    """Rows for every table, each filled in as a reader would leave it."""
    codes = draw(st.lists(st.sampled_from(sorted(NAMEN)), min_size=1, max_size=4, unique=True))
    inhoud: Inhoud = {}
    for tabel in TABELLEN:
        if tabel.naam == "gemeenten":
            inhoud[tabel.naam] = [_row(draw, tabel, codes, code=c, naam=NAMEN[c]) for c in codes]
        elif tabel.formulier:
            rij = _row(draw, tabel, codes, alle_gemeenten=None)
            inhoud[tabel.naam] = [rij] if tabel.verplicht or any(v is not None for v in rij.waarden.values()) else []
        else:
            rijen = [_row(draw, tabel, codes) for _ in range(draw(st.integers(0, 3)))]
            inhoud[tabel.naam] = list({_identity(tabel, r): r for r in rijen}.values())
    namen = {str(r.waarden["scenario"]) for t in ("wijzigingen", "gebeurtenissen") for r in inhoud[t]} - {"basis"}
    al = {r.waarden["scenario"] for r in inhoud["scenarios"]}
    leeg = dict.fromkeys(PER_NAAM["scenarios"].per_naam)
    inhoud["scenarios"] += [Regel({**leeg, "scenario": n}) for n in sorted(namen - al)]
    return inhoud


def _row(draw: Any, tabel: Invoertabel, codes: list[str], **vast: Any) -> Regel:
    while True:
        waarden = {}
        for kolom in tabel.kolommen:
            if kolom.naam in vast:
                waarden[kolom.naam] = vast[kolom.naam]
            elif kolom.naam == "scenario":
                waarden[kolom.naam] = draw(
                    st.one_of(_NAAM, *([st.just("basis")] if tabel.naam == "gebeurtenissen" else []))
                )
            elif tabel.dwars and kolom.naam in tabel.dwars.kolommen and tabel.dwars.halfjaren:
                continue
            else:
                nodig = kolom.verplicht or (tabel.dwars is not None and kolom.naam == tabel.dwars.waarde)
                strategie = value(kolom, codes)
                waarden[kolom.naam] = draw(strategie if nodig else st.one_of(st.none(), strategie))
        if tabel.dwars and tabel.dwars.halfjaren:
            half, lang = draw(st.integers(2 * 2021, 2 * 2040)), draw(st.integers(1, 3))
            waarden |= {"periode_van": _half(half), "periode_tot": _half(half + lang)}
        if tabel.formulier or not list(complete(tabel, waarden)):
            return Regel({k.naam: waarden[k.naam] for k in tabel.kolommen})
        vast = {**vast, "bron": "reden"}


def _identity(tabel: Invoertabel, regel: Regel) -> Any:
    """What may stand once: a block of TOML by its path, a count or amount by its keys; another row as it is."""
    if tabel.dwars:
        return tuple(v for k, v in regel.waarden.items() if k != tabel.dwars.waarde)
    if tabel.pad is not None and not tabel.lijst:
        return tuple(regel.waarden[s] for s in tabel.sleutels)
    return id(regel)


def _half(nummer: int) -> date:
    return date(nummer // 2, 7 if nummer % 2 else 1, 1)


def comparable(inhoud: Inhoud) -> dict[str, list[str]]:
    """Rows without their places; in order where order has a meaning (the first part of a price is the volume)."""
    uit = {}
    for naam, regels in inhoud.items():
        rijen = [repr(r.waarden) for r in regels]
        uit[naam] = rijen if naam in ("contracten", "gemeenten", REGIO) else sorted(rijen)
    assert set(uit) == set(PER_NAAM)
    return uit
