"""The tables of progress, once for screen, workbook and report; a medium leaves out the columns it has no use for.

Hidden cells hold no figure, and for publication a share is stored as it is shown: in whole percents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from finance.taal.getallen import percent
from reports.tabel.adres import Bereik, Formule
from reports.tabel.tabel import VERBORGEN, Cel, Kolom, Rij, Tabel
from reports.tabel.tekst import Weergave
from reports.voortgang.tekst import ONBEKEND, PUNT, at_risk, goal_row, interval, origin_rows, region_name, share_cells
from scenarios.grond.bescherming import DREMPEL
from scenarios.inzicht.doelmeting import REGIO, Groep
from scenarios.inzicht.doeluitkomst import Doeluitkomst
from scenarios.inzicht.voortgang import Punt, Voortgang, curve_points
from scenarios.inzicht.voortgangstabellen import SOM, Voortgangstabel

WEERGAVE = Weergave(onbekend=ONBEKEND)
MARGE = "Marge (95%)"


def goals_table(voortgang: Voortgang) -> Tabel:
    """One goal on one line."""
    return Tabel(
        "",
        (
            Kolom("Doel", vorm="lang vet"),
            Kolom("Oordeel", "status"),
            Kolom("Streef", "procent"),
            Kolom("Stand", "procent"),
            Kolom(MARGE, "procent", vorm="midden"),
            Kolom("Toelichting", vorm="lang"),
        ),
        tuple(Rij((r.doel, r.oordeel, r.streef, r.stand, r.marge, r.reden)) for r in map(goal_row, voortgang.doelen)),
    )


def origin_table(voortgang: Voortgang) -> Tabel:
    """Where the goals come from."""
    koppen = ("Doel", "Telt vanaf", "Binnen")
    return Tabel(
        "Waar de doelen vandaan komen",
        (*(Kolom(k, vorm="lang") for k in koppen), Kolom("Status", "status", vorm="tekst"), Kolom("Bron", vorm="lang")),
        tuple(map(Rij, origin_rows(voortgang))),
    )


def measurement_table(uitkomsten: Iterable[Doeluitkomst], intern: bool) -> Tabel:
    """Per goal the years in which people began, the gemeenten and the region."""
    return Tabel(
        "",
        (
            *(Kolom(k, vorm="lang") for k in ("Doel", "Groep")),
            *(Kolom(k, "heel") for k in ("Mensen", "Volle termijn", "Na")),
            Kolom("Bereikt", "procent"),
            Kolom(MARGE, "procent"),
            *(Kolom(k, "procent") for k in ("Van", "Tot", "Weg", "Zonder vertrek")),
            Kolom("Oordeel", vorm="midden"),
        ),
        tuple(
            Rij((u.doel.label, *_group(groep, intern)), nadruk="totaal" if groep is u.regio else "")
            for u in uitkomsten
            if u.regio is not None
            for groep in (*u.cohorten, *u.gemeenten, u.regio)
        ),
    )


def _group(groep: Groep, intern: bool) -> tuple[Cel, ...]:
    if not groep.zichtbaar:
        return (groep.naam, VERBORGEN, *[""] * 9)
    na, stand, marge = share_cells(groep)
    if not na:
        # A verdict beside a hidden share would say between which bounds it lies.
        oordeel = "" if stand == PUNT else groep.oordeel
        return (groep.naam, groep.aantal, "", "", stand, "", stand, stand, "", "", oordeel)
    delen = (shown_share(d, intern) for d in (groep.aandeel.kans, groep.aandeel.onder, groep.aandeel.boven))
    vertrek = [
        shown_share(d, intern) if groep.vertrek_zichtbaar else VERBORGEN for d in (groep.weg, groep.blijvers.kans)
    ]
    kans, *grenzen = delen
    return (groep.naam, groep.aantal, at_risk(groep.vol, intern), na, kans, marge, *grenzen, *vertrek, groep.oordeel)


def shown_share(deel: float, intern: bool) -> float:
    """For publication in whole percents."""
    return deel if intern else round(deel, 2)


def curve_table(uitkomsten: Iterable[Doeluitkomst], intern: bool) -> Tabel:
    """The share that reached the goal, by months since the beginning."""
    return Tabel(
        "",
        (
            Kolom("Doel"),
            Kolom("Maanden", "aantal", vorm="decimalen:1"),
            Kolom("Nog gevolgd", "heel"),
            *(Kolom(k, "procent") for k in ("Bereikt", "Van", "Tot")),
        ),
        tuple(
            Rij(
                (
                    u.doel.label,
                    punt.tijd if intern else float(np.floor(punt.tijd)),
                    _followed(punt),
                    *(shown_share(d, intern) for d in (punt.aandeel.kans, punt.aandeel.onder, punt.aandeel.boven)),
                )
            )
            for u in uitkomsten
            for punt in (curve_points(u.regio, intern) if u.regio else [])
        ),
    )


def points_table(doel: str, punten: Sequence[Punt]) -> Tabel:
    """The points of one curve, as they stand under its figure."""
    return Tabel(
        f"{doel}: hoeveel mensen worden nog gevolgd",
        (Kolom("Maanden"), Kolom("Nog gevolgd", "heel"), Kolom("Bereikt (marge)", "procent")),
        tuple(
            Rij((f"{p.tijd:g}", _followed(p), f"{percent(a.kans)} ({interval(a.onder, a.boven)})"))
            for p in punten
            for a in (p.aandeel,)
        ),
    )


def _followed(punt: Punt) -> Cel:
    return f"<{DREMPEL}" if punt.risico is None else punt.risico


def count_table(voortgang: Voortgang, tabel: Voortgangstabel) -> Tabel:
    """Counts per gemeente with the region last; a sum is a formula where a reader sees everything that it adds up."""
    namen = {g.code: g.naam for g in voortgang.regio.gemeenten} | {REGIO: region_name(voortgang)}
    naam = tabel.opzet.sleutel
    return Tabel(
        tabel.opzet.titel,
        (
            Kolom("Gemeente", vorm="lang"),
            *(Kolom(label, "heel", naam=sleutel, vorm="heel in") for sleutel, label in tabel.kolommen),
        ),
        tuple(
            Rij(
                (wie, *(_count(tabel, (sleutel, code), list(namen)) for sleutel, _ in tabel.kolommen)),
                (naam, code),
                "totaal" if code == REGIO else "",
            )
            for code, wie in namen.items()
        ),
        (tabel.opzet.toelichting,) if tabel.opzet.toelichting else (),
    )


def _count(tabel: Voortgangstabel, cel: tuple[str, str], codes: Sequence[str]) -> Cel:
    sleutel, code = cel
    aantal = tabel.cellen[cel]
    if cel in tabel.verborgen:
        return VERBORGEN
    if aantal is None or not (code == REGIO or sleutel == SOM):
        return aantal
    if code == REGIO:
        delen = [(sleutel, c) for c in codes[:-1]]
        eerste, laatste = delen[0], delen[-1]
    else:
        delen = [(r.sleutel, code) for r in tabel.opzet.regels]
        voor = [s for s, _ in tabel.kolommen]
        eerste, laatste = (voor[0], code), (voor[voor.index(sleutel) - 1], code)
    if any(deel in tabel.verborgen for deel in delen):
        return aantal
    van, tot = (((tabel.opzet.sleutel, c), s) for s, c in (eerste, laatste))
    return Formule("SUM({0})", aantal, (Bereik(van, tot),))
