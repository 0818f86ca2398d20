"""Iv3 of a year per gemeente: what was booked to the end of every quarter, and whether it ties to the year account.

Lasten stand in the quarter of their booking; what has no day (costs that a regional body states for a whole year, a
correction, what a closed year was closed with beside its bookings) stands in the fourth. Baten follow lasten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from finance.administratie.iv3 import KWARTALEN, Iv3regel, follow_costs, join, quarters_of
from finance.administratie.rollen import BATEN, BIJDRAGE_GR, CORRECTIE, GEMEENTEFONDS, ONVERDEELD, UITVOERING
from scenarios.administratie.journaal import Sluitpost, loose_correction, unsplit_costs
from scenarios.administratie.rekeningschema import Rekeningschema, refused_by_cbs
from scenarios.boeken.begroting import Begroting
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.boeken.realisatie import booked_until
from scenarios.boeken.slot import Last
from scenarios.regiomap.modellen import Gemeente

KWARTAALEINDEN = ((3, 31), (6, 30), (9, 30))
"""The fourth quarter ends with the year account itself."""
Standen = Sequence[Sequence[Last]]
Zijde = Literal["lasten", "baten"]
LOS: Mapping[str, Zijde] = {UITVOERING: "lasten", GEMEENTEFONDS: "baten"}
"""Posts that the books of a SPUK do not hold: they are entered as rekening in `begroting.csv`."""


@dataclass(frozen=True)
class Iv3:
    """The matrix of one gemeente over one year, tied to the year account."""

    gemeente: Gemeente
    jaar: int
    regels: tuple[Iv3regel, ...]
    gebruikt: frozenset[tuple[str, str, str]]
    """Every (role, gemeente, SPUK) that a cell got its category from."""
    sluitposten: tuple[Sluitpost, ...]
    geweigerd: tuple[str, ...]
    """Cells that CBS does not take, and why."""
    zonder_kwartaal: int
    """Lasten in the fourth quarter that no booking of it holds, in cents."""
    heel_jaar: tuple[str, ...]
    """Regional bodies that state costs of the whole year, which stand in the fourth quarter."""
    ontbreekt: tuple[str, ...]
    """Posts of which the realised figure was not entered."""
    in_een_keer: tuple[str, ...]
    """Posts entered of the whole year only, which stand in the fourth quarter."""

    @property
    def sluit(self) -> bool:
        """Whether every total ties to the year account."""
        return not any(s.verschil for s in self.sluitposten)


def build_iv3(v: Verantwoording, begroting: Begroting, schema: Rekeningschema) -> list[Iv3]:
    """One matrix per gemeente. begroting: for uitvoering and Gemeentefonds, which no booking of a SPUK holds

    Raises Invoerfout when the bookings of a quarter cannot be shared.
    """
    standen = [booked_until(v.invoer, v.jaar, date(v.jaar, *dag)) for dag in KWARTAALEINDEN]
    einde = [x for x in booked_until(v.invoer, v.jaar, date.max) if x.jaar == v.jaar]
    return [_build(v, g, [*standen, einde], begroting, schema) for g in v.gemeenten]


def _build(
    v: Verantwoording, rekening: Gemeenterekening, standen: Standen, begroting: Begroting, schema: Rekeningschema
) -> Iv3:
    code, hoofd = rekening.gemeente.code, v.invoer.instellingen.hoofdtaakveld
    gebruikt: set[tuple[str, str, str]] = set()

    def categorie(rol: str, uitkering: str = "") -> str:
        gebruikt.add((rol, code, uitkering))
        return schema.find(rol, code, uitkering).categorie

    regels: list[Iv3regel] = []
    zonder = 0
    for r in rekening.regelingen:
        eigen = [[x for x in stand if (x.code, x.pot) == (code, r.regeling)] for stand in standen]
        lasten = _costs(r, eigen[:3], hoofd)
        regels += [Iv3regel("lasten", veld, categorie(rol, r.regeling), q) for (rol, veld), q in lasten.items()]
        per_veld: dict[str, list[int]] = {}
        for (_, veld), kwartalen in lasten.items():
            rij = per_veld.setdefault(veld, [0] * 4)
            per_veld[veld] = [a + b for a, b in zip(rij, kwartalen, strict=True)]
        baten = follow_costs(per_veld, {t.taakveld: t.baten for t in r.taakvelden})
        regels += [Iv3regel("baten", veld, categorie(BATEN, r.regeling), q) for veld, q in baten.items()]
        zonder += r.jaar.lasten - sum(x.bedrag for x in eigen[3])
    los = {rol: _entered(begroting, code, v.jaar, rol) for rol in LOS}
    for rol, erbij in los.items():
        if erbij is not None:
            regels.append(Iv3regel(LOS[rol], schema.find(rol, code).taakveld, categorie(rol), erbij))
    samen = join(regels)
    return Iv3(
        rekening.gemeente, v.jaar, samen, frozenset(gebruikt),
        tuple(_tie(rekening, samen, begroting, schema)),
        tuple(dict.fromkeys(w for x in samen if (w := refused_by_cbs(x.zijde, x.taakveld, x.categorie, v.jaar)))),
        zonder,
        tuple(sorted({b.naam for b in v.invoer.instellingen.lichamen if b.jaar == v.jaar and b.kosten})),
        tuple(rol for rol, kwartalen in los.items() if kwartalen is None),
        tuple(rol for rol, kwartalen in los.items() if kwartalen and kwartalen[3] and not any(kwartalen[:3])),
    )  # fmt: skip


def _costs(r: Regelingrekening, standen: Standen, hoofd: str) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    """Per role and taakveld the lasten of one SPUK in quarters; the year is that of the year account.

    standen: what was booked to the end of the first three quarters
    """
    heel = _by_role(r.lasten)
    for rol, bedrag in ((CORRECTIE, loose_correction(r)), (ONVERDEELD, unsplit_costs(r))):
        if bedrag:
            heel[rol, hoofd] = heel.get((rol, hoofd), 0) + bedrag
    return quarters_of([*map(_by_role, standen), heel])


def _by_role(lasten: Sequence[Last]) -> dict[tuple[str, str], int]:
    uit: dict[tuple[str, str], int] = {}
    for x in lasten:
        sleutel = (BIJDRAGE_GR if x.lichaam else x.voorziening), x.taakveld
        uit[sleutel] = uit.get(sleutel, 0) + x.bedrag
    return uit


def _entered(begroting: Begroting, code: str, jaar: int, post: str) -> tuple[int, int, int, int] | None:
    """What was entered as rekening of a post in quarters, as far as it was entered by quarter; None without a year."""
    dagen = [*(date(jaar, *dag) for dag in KWARTAALEINDEN), None]
    standen = [begroting.realised(jaar, (code,), post, dag) for dag in dagen]
    if not any(isinstance(s, int) for s in standen):
        return None
    # A quarter without a standing of its own has that of the quarter before.
    bekend: list[int] = []
    for stand in standen:
        bekend.append(stand if isinstance(stand, int) else bekend[-1] if bekend else 0)
    return quarters_of([{post: s} for s in bekend])[post]


def _tie(
    rekening: Gemeenterekening, regels: Sequence[Iv3regel], begroting: Begroting, schema: Rekeningschema
) -> Iterator[Sluitpost]:
    """Every taakveld and the quarters together, beside the year account and what was entered as rekening."""
    code, jaar = rekening.gemeente.code, rekening.spuk.jaar.jaar
    toets: dict[tuple[Zijde, str], int] = {}
    for r in rekening.regelingen:
        for t in r.taakvelden:
            toets["lasten", t.taakveld] = toets.get(("lasten", t.taakveld), 0) + t.lasten
            toets["baten", t.taakveld] = toets.get(("baten", t.taakveld), 0) + t.baten
    for post, zijde in LOS.items():
        sleutel = zijde, schema.find(post, code).taakveld
        toets[sleutel] = toets.get(sleutel, 0) + _whole_year(begroting, code, jaar, post)
    for zijde, veld in dict.fromkeys([*toets, *((x.zijde, x.taakveld) for x in regels)]):
        eigen = sum(x.totaal for x in regels if (x.zijde, x.taakveld) == (zijde, veld))
        yield Sluitpost(f"{zijde.capitalize()} taakveld {veld}", eigen, toets.get((zijde, veld), 0))
    for zijde in ("lasten", "baten"):
        per_kwartaal = [sum(x.kwartalen[k] for x in regels if x.zijde == zijde) for k in range(KWARTALEN)]
        heel = sum(getattr(r.jaar, zijde) for r in rekening.regelingen)
        heel += sum(_whole_year(begroting, code, jaar, post) for post, z in LOS.items() if z == zijde)
        yield Sluitpost(f"{zijde.capitalize()}, vier kwartalen samen", sum(per_kwartaal), heel)


def _whole_year(begroting: Begroting, code: str, jaar: int, post: str) -> int:
    """The last standing that was entered as rekening of a post; nothing without one."""
    standen = (
        begroting.realised(jaar, (code,), post, d) for d in (None, *(date(jaar, *d) for d in KWARTAALEINDEN[::-1]))
    )
    return next((s for s in standen if isinstance(s, int)), 0)
