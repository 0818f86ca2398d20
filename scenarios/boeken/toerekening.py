"""Lasten per gemeente: its own bookings, and its share of the costs of a regional body by a stated key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from finance.fouten import Melding
from finance.jaarrekening import allocate_costs
from scenarios.boeken.map import Lichaam, Verantwoordingsmap
from scenarios.boeken.slot import Last


@dataclass(frozen=True)
class Verdeelregel:
    """How one amount of a regional body was shared: the total, the key, and what each gemeente bears (cents)."""

    lichaam: str
    jaar: int
    pot: str
    voorziening: str
    sleutel: str
    gewichten: Mapping[str, Decimal]
    delen: Mapping[str, int]
    totaal: int
    correctie: bool
    """Costs of t-1 that year `jaar` accounts for."""


def merge_closed(invoer: Verantwoordingsmap, lasten: Iterable[Last]) -> list[Last]:
    """The same lasten, of closed years as they were closed."""
    dicht = {(code, pot, jaar) for jaar, s in invoer.gesloten.items() for code, pot in s.sloten}
    open_ = [x for x in lasten if (x.code, x.pot, x.jaar) not in dicht]
    return [*open_, *(x for s in invoer.gesloten.values() for slot in s.sloten.values() for x in slot.lasten)]


def collect_costs(invoer: Verantwoordingsmap, meldingen: list[Melding]) -> tuple[list[Last], list[Verdeelregel]]:
    """All lasten per gemeente, and how those of regional bodies were shared; problems are appended to `meldingen`."""
    hoofd = invoer.instellingen.hoofdtaakveld
    lichamen = {r.naam for r in invoer.instellingen.lichamen}
    eigen: list[Last] = []
    regionaal: dict[tuple[str, int, str, str, str, bool], int] = {}
    sleutels = ["jaar", "gemeente", "pot", "voorziening", "taakveld", "correctie"]
    for plek, bedrag, aantal in invoer.boekingen.add_up(sleutels):
        jaar, wie, pot, voorziening, veld, correctie = plek
        taakveld = veld or hoofd
        if wie in lichamen:
            sleutel = (wie, int(jaar), pot, voorziening, taakveld, bool(correctie))
            regionaal[sleutel] = regionaal.get(sleutel, 0) + bedrag
        else:
            eigen.append(Last(int(jaar), wie, pot, voorziening, taakveld, bedrag, aantal, "", bool(correctie)))
    for lichaam in invoer.instellingen.lichamen:
        for voorziening, bedrag in lichaam.kosten.items():
            sleutel = (lichaam.naam, lichaam.jaar, "spuk", voorziening, hoofd, False)
            regionaal[sleutel] = regionaal.get(sleutel, 0) + bedrag
    verdelingen = []
    for (naam, jaar, pot, voorziening, taakveld, correctie), bedrag in regionaal.items():
        blok = _find_key(invoer, naam, jaar, voorziening, meldingen)
        gewichten = _weights(invoer, blok, meldingen) if blok else {}
        if not blok or not gewichten:
            continue
        delen = {code: d[voorziening] for code, d in allocate_costs({voorziening: bedrag}, gewichten).items()}
        verdelingen.append(
            Verdeelregel(naam, jaar, pot, voorziening, blok.sleutel, gewichten, delen, bedrag, correctie)
        )
        eigen += [
            Last(jaar, code, pot, voorziening, taakveld, deel, 0, naam, correctie)
            for code, deel in delen.items()
            if deel
        ]
    return eigen, verdelingen


def _find_key(
    invoer: Verantwoordingsmap, naam: str, jaar: int, voorziening: str, meldingen: list[Melding]
) -> Lichaam | None:
    blokken = [r for r in invoer.instellingen.lichamen if (r.naam, r.jaar) == (naam, jaar)]
    gericht = [r for r in blokken if voorziening in r.voorzieningen]
    keuze = gericht or [r for r in blokken if not r.voorzieningen]
    if len(keuze) == 1:
        return keuze[0]
    meldingen.append(
        Melding(
            "verantwoording.toml",
            f"[[gemeenschappelijke_regeling]] {naam} {jaar}",
            f"{len(keuze)} verdeelsleutels voor {voorziening}",
            "precies één",
            "Geef een blok [[gemeenschappelijke_regeling]] met dit jaar en een sleutel.",
        )
    )
    return None


def _weights(invoer: Verantwoordingsmap, blok: Lichaam, meldingen: list[Melding]) -> dict[str, Decimal]:
    if blok.sleutel != "personen":
        return blok.weights
    codes = list(blok.gemeenten) or [g.code for g in invoer.gemeenten]
    ontbreekt = [c for c in codes if (blok.jaar, c) not in invoer.tellingen]
    if ontbreekt:
        meldingen.append(
            Melding(
                "tellingen.csv",
                "",
                f"geen telling {blok.jaar} voor {', '.join(ontbreekt)}",
                f"een telling per gemeente voor de sleutel personen van {blok.naam}",
            )
        )
        return {}
    tellingen = [invoer.tellingen[blok.jaar, c] for c in codes]
    personen = [t.cohort_t + t.cohort_t1 + t.cohort_t2 + t.gezin for t in tellingen]
    if not sum(personen):
        meldingen.append(
            Melding("tellingen.csv", "", f"nul personen in {blok.jaar}", f"personen voor de sleutel van {blok.naam}")
        )
        return {}
    return dict(zip(codes, map(Decimal, personen), strict=True))
