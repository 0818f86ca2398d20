"""The money of the simulation against a small recomputation: one gemeente, one draw and one year at a time, in Decimal.

The numbers of people, the rules of every year, the decisions received, the movers and what the books closed are
anything; what one person costs is what the example region says. Equal to the cent.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.uitkering import Bedragen
from finance.voorzieningen import LEERROUTES, POTTEN, VOORZIENINGEN
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import VARIABEL
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.model.lasten import PLAATS_VARIABEL, Stappen
from scenarios.model.model import Model
from scenarios.model.personen import Volumes
from scenarios.model.simulatie import Landbeeld, account
from tests.strategieen import JAREN, TREKKINGEN, Raming, dec, geboekte_ramingen, ramingen

NUL = Decimal(0)
VROEG, LAAT = (0, 1, 2, 3), (6, 7, 5, 4, 8)
"""Years from which something changes: while the SPUK onderwijsroute may run, and after it, also after the last."""


class Hand:
    """One draw of one gemeente, worked out year by year."""

    def __init__(self, model: Model, g: Gemeentemodel, land: Landbeeld, volumes: Volumes, n: int):
        self.r, self.g, self.land, self.n, self.model = model.regels, g, land, n, model
        self.personen = volumes.personen[..., n]
        self.asiel, self.gezin, self.taak, self.gehuisvest = (
            [dec(reeks[2 * j, n]) + dec(reeks[2 * j + 1, n]) for j in JAREN]
            for reeks in (volumes.plichtig, volumes.gezin, volumes.taakstelling, volumes.gehuisvest)
        )
        # The opgave of a year is that of its first half with the taakstelling of the second on top.
        self.opgave = [dec(volumes.opgave[2 * j, n]) + dec(volumes.taakstelling[2 * j + 1, n]) for j in JAREN]

    def summed(self, gewicht: np.ndarray) -> Decimal:
        """Persons of every doelgroep, leerroute and half-year times what one of them weighs. gewicht: (p, r, h)"""
        return sum((dec(a) * dec(b) for a, b in zip(gewicht.ravel(), self.personen.ravel(), strict=True)), NUL)

    def at(self, reeks: list[Decimal], j: int) -> Decimal:
        return reeks[j] if j >= 0 else NUL

    def completions(self, j: int) -> tuple[list[Decimal], Decimal]:
        """Trajecten of asielstatushouders that come to an end in a year, per leerroute, and how many were passed."""
        ten_einde = [
            sum((dec(self.g.einde[0, r, h, j]) * dec(self.personen[0, r, h]) for h in range(16)), NUL) for r in range(3)
        ]
        geteld = self.g.afronding.afgerond[j]
        if not np.isnan(geteld):
            return ten_einde, dec(geteld)
        return ten_einde, sum((t * dec(self.land.geslaagd[r, self.n]) for r, t in enumerate(ten_einde)), NUL)

    def aia(self, j: int) -> Decimal:
        eerste = next((k for k in JAREN if self.r.gewichten[k].d > 0), None)
        jaren = range(j - 1) if j == eerste else [j - 2]
        return sum((self.completions(k)[1] for k in jaren if k >= 0), NUL)

    def korting(self, j: int, uitkering: Decimal) -> Decimal:
        if self.r.prestatie[j] != "korting" or not np.isnan(self.g.definitief[j]):
            return NUL
        gewogen = som = NUL
        for r, einde in enumerate(self.completions(j)[0]):
            personen, geslaagd = einde, dec(self.land.geslaagd[r, self.n])
            if not np.isnan(self.g.afronding.beoordeeld[r, j]):
                personen = dec(self.g.afronding.beoordeeld[r, j])
                geslaagd = dec(self.g.afronding.op_tijd[r, j]) / personen if personen else NUL
            gewogen += personen * max(NUL, 1 - geslaagd / dec(self.r.doelen[j, r]))
            som += personen
        tekort = gewogen / som if som else NUL
        return uitkering * dec(self.r.leerroute_aandeel[j]) * self.r.korting_percentage[j] * tekort

    def uitkering(self, j: int) -> dict[str, Decimal]:
        """Art. 10.1 and 10.2."""
        b, w, g = self.r.bedragen[j], self.r.gewichten[j], self.g
        nader, blijft = self.r.nader[j], dec(self.r.blijft_wonen[j])
        if self.r.op_taakstelling[j] or nader:
            verwacht = self.taak[j]
        else:
            verwacht = dec(self.land.prognose[j, self.n]) * dec(g.aandeel[2 * j])
        verwacht *= dec(self.r.aandeel_plichtig[j])
        if nader:
            t1, gezin = self.at(self.asiel, j - 1), self.at(self.gezin, j - 1)
        else:
            t1 = self.at(self.taak, j - 1) * dec(self.r.aandeel_plichtig[j - 1])
            gezin = self.at(self.gezin, j - 2)
        gg = verwacht * w.a + t1 * w.b + self.at(self.asiel, j - 2) * w.c + self.aia(j) * w.d
        vooraf = gezin * b.gezin + gg * dec(self.land.factor_voorlopig[j, self.n])
        vooraf += verwacht * dec(self.r.aandeel_onderwijsroute[j]) * b.onderwijsroute

        geteld = [self.asiel[j], self.at(self.asiel, j - 1) * blijft, self.at(self.asiel, j - 2) * blijft * blijft]
        a1, b1, c1 = (max(NUL, x + dec(g.verhuisd.tellingen[k, j])) for k, x in enumerate(geteld))
        bgo = self.gezin[j] * b.gezin
        ba = (a1 * w.a + b1 * w.b + c1 * w.c + self.aia(j) * w.d) * dec(self.land.factor_definitief[j, self.n])
        route = dec(self.personen[0, LEERROUTES.index("onderwijs"), 2 * j : 2 * j + 2].sum()) * dec(self.model.met_plan)
        # Of them only who reaches a plan counts.
        abo = route * dec(np.ravel(self.land.omstandigheden.bereik[0])[self.n]) * b.onderwijsroute
        korting = self.korting(j, bgo + ba + abo)
        v = vooraf if np.isnan(g.voorlopig[j]) else dec(g.voorlopig[j])
        u = bgo + ba + abo - korting if np.isnan(g.definitief[j]) else dec(g.definitief[j])
        return {
            "spuk_voorlopig": v, "spuk_bgo": bgo, "spuk_ba": ba, "spuk_abo": abo, "spuk_korting": korting,
            "spuk_definitief": u, "nabetaling": u - v,
        }  # fmt: skip

    def costs(self, j: int) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
        """Volume and lasten per voorziening."""
        variabel = [v.naam for v in VARIABEL]
        lasten, volume = {}, {}
        for i, naam in enumerate(VOORZIENINGEN):
            lasten[naam] = dec(self.g.vaste_lasten[i, j])
            if naam in variabel:
                v = variabel.index(naam)
                lasten[naam] += self.summed(self.g.euros[:, :, :, v, j])
                volume[naam] = self.summed(self.g.eenheden[:, :, :, v, j]) + dec(self.g.verhuisd.eenheden[v, j])
        return volume, lasten

    def per_pot(self, lasten: dict[str, Decimal], j: int) -> dict[str, Decimal]:
        """The lasten by pot: of a closed year as both SPUKs booked them, and the rest in the Gemeentefonds."""
        uit = {
            pot: sum((x * dec(self.g.verdeling[i, k, j]) for i, x in enumerate(lasten.values())), NUL)
            for k, pot in enumerate(POTTEN)
        }
        for naam, pot in zip(POTTEN[1:], self.g.feiten.potten, strict=True):
            uit[naam] += dec(pot.onverdeeld[j])
            if pot.dicht[j]:
                uit[naam] = sum((dec(x) for x in pot.lasten[:, j]), dec(pot.onverdeeld[j]))
        if self.g.feiten.dicht[j]:
            geboekt = sum((dec(x) for pot in self.g.feiten.potten for x in pot.lasten[:, j]), NUL)
            uit["gemeentefonds"] = sum(lasten.values(), NUL) - geboekt
        return uit

    def years(self) -> list[dict[str, Decimal]]:
        """Every figure of every year; the pots side by side."""
        uit: list[dict[str, Decimal]] = []
        over = schuift = route_over = route_tekort = vorige_u = ontvangen = NUL
        alles: list[Decimal] = []
        spuk, eigen_route = self.g.feiten.potten
        eigen_last = NUL
        """What the SPUK onderwijsroute left uncovered at its end, as far as no decision paid it yet."""
        for j in JAREN:
            volume, lasten = self.costs(j)
            rij, per_pot = self.uitkering(j), self.per_pot(lasten, j)
            totaal, los, erbij = sum(per_pot.values(), NUL), dec(spuk.onverdeeld[j]), dec(spuk.correctie[j])
            if 0 < j == spuk.vanaf:
                over, schuift, vorige_u = (
                    dec(x) for x in (spuk.reservering, spuk.doorgeschoven, spuk.uitkering_eerder)
                )
            if 0 < j == eigen_route.vanaf:
                standen = (eigen_route.reservering, eigen_route.doorgeschoven, eigen_route.uitkering_eerder)
                route_over, route_tekort, ontvangen = (dec(x) for x in standen)
            if eigen_route.vanaf <= j < self.r.onderwijsroute_looptijd:
                route_lasten = per_pot["spuk_onderwijsroute"]
                route_u = dec(self.g.onderwijsroute[j]) + dec(eigen_route.correctie[j])
                blijft_over = route_lasten + route_tekort - route_u - route_over
                naar_spuk = min(dec(self.r.onderwijsroute_naar_spuk[j]) * max(blijft_over, NUL), max(route_lasten, NUL))
                per_pot["spuk"] += naar_spuk
                per_pot["spuk_onderwijsroute"] -= naar_spuk
            u, fonds = rij["spuk_definitief"], dec(self.g.gemeentefonds[j]) - per_pot["gemeentefonds"]
            ruimte = self.r.ruimte[j][0] * u + self.r.ruimte[j][1] * vorige_u
            saldo = u + erbij + over - per_pot["spuk"] - schuift
            kan_mee, tekort = min(max(saldo, NUL), max(ruimte, NUL)), max(-saldo, NUL)
            terug = max(saldo, NUL) - kan_mee
            if j < spuk.vanaf:
                over, schuift, ruimte, saldo, kan_mee, terug, tekort = (dec(x) for x in spuk.standen[:, j])
            eigen = fonds + schuift - tekort
            rij |= {
                "reservering_begin": over, "doorgeschoven_begin": schuift, "saldo_spuk": saldo, "ruimte": ruimte,
                "meenemen": kan_mee, "terugvordering": terug, "doorschuiven": tekort, "besteding": per_pot["spuk"],
                "terug_te_betalen": terug + max(-rij["nabetaling"], NUL),
            }  # fmt: skip
            over, schuift, vorige_u = kan_mee, tekort, u
            route = dict.fromkeys(("saldo", "tekort", "meenemen", "terugvordering"), NUL)
            if j < self.r.onderwijsroute_looptijd:
                ontvangen += dec(self.g.onderwijsroute[j])
                s = dec(self.g.onderwijsroute[j]) + dec(eigen_route.correctie[j]) + route_over
                s -= per_pot["spuk_onderwijsroute"] + route_tekort
                mee = min(max(s, NUL), self.r.onderwijsroute_ruimte[j][0] * ontvangen)
                route = {"saldo": s, "tekort": max(-s, NUL), "meenemen": mee, "terugvordering": max(s, NUL) - mee}
                if j < eigen_route.vanaf:
                    _, route_tekort, _, *einde = (dec(x) for x in eigen_route.standen[:, j])
                    route = dict(zip(("saldo", "meenemen", "terugvordering", "tekort"), einde, strict=True))
                    mee = route["meenemen"]
                eigen += route_tekort - route["tekort"]
                rij["terug_te_betalen"] += route["terugvordering"]
                route_over, route_tekort = mee, route["tekort"]
                # Within its term a decision counts in the chain; after it, it pays what was left uncovered first.
                eigen_last = route["tekort"]
            else:
                betaald = min(max(dec(eigen_route.correctie[j]), NUL), max(eigen_last, NUL))
                rest = dec(eigen_route.correctie[j]) - betaald - per_pot["spuk_onderwijsroute"]
                route |= {"tekort": max(-rest, NUL) - betaald, "terugvordering": max(rest, NUL)}
                eigen -= route["tekort"]
                eigen_last += route["tekort"]
                rij["terug_te_betalen"] += route["terugvordering"]
            correctie = erbij + dec(eigen_route.correctie[j])
            alles.append(eigen)
            gestart = {
                f"gestart_{r}": sum((dec(x) for x in (self.g.gestart[:, k, :, j] * self.personen[:, k]).ravel()), NUL)
                for k, r in enumerate(LEERROUTES)
            }
            rij |= {f"{n}_onderwijsroute": b for n, b in route.items()} | gestart | {
                "taakstelling": self.taak[j], "opgave": self.opgave[j], "gehuisvest": self.gehuisvest[j],
                "plichtig": self.asiel[j], "gezin": self.gezin[j], "afgerond": self.completions(j)[1],
                "gemeentefonds": dec(self.g.gemeentefonds[j]), "lasten_gemeentefonds": per_pot["gemeentefonds"],
                "saldo_gemeentefonds": fonds, "onderwijsroute": dec(self.g.onderwijsroute[j]),
                "lasten_onderwijsroute": per_pot["spuk_onderwijsroute"], "lasten": totaal,
                "budget": dec(self.g.gemeentefonds[j]) + dec(self.g.onderwijsroute[j]) + rij["spuk_voorlopig"],
                "saldo": eigen, "saldo_cumulatief": sum(alles[self.model.telt_vanaf :], NUL),
                "saldo_vraag": sum(alles[self.model.vraag_vanaf :], NUL), "saldo_sinds_2022": sum(alles, NUL),
                "netto_terug": rij["terug_te_betalen"] - max(rij["nabetaling"], NUL) - correctie,
                "correctie_uitkering": correctie, "lasten_onverdeeld": los + dec(eigen_route.onverdeeld[j]),
            }  # fmt: skip
            rij |= {f"volume.{n}": x for n, x in volume.items()} | {f"lasten.{n}": x for n, x in lasten.items()}
            uit.append(rij)
        return uit


def check(uit: np.ndarray, geval: Raming) -> None:
    """Every figure of every year, in the first and the last draw."""
    for n in (0, TREKKINGEN - 1):
        for j, rij in enumerate(Hand(*geval, n).years()):
            assert set(rij) == set(NUMMER)
            for naam, bedrag in rij.items():
                assert abs(dec(uit[NUMMER[naam], j, n]) - bedrag) < Decimal("0.005"), (naam, j, n)


def accounted(geval: Raming) -> np.ndarray:
    uit = np.full((len(GROOTHEDEN), len(JAREN), TREKKINGEN), np.nan)
    account(*geval, uit)
    return uit


@settings(max_examples=12)
@given(ramingen())
def test_every_figure_of_every_year_and_draw(geval) -> None:
    check(accounted(geval), geval)


@settings(max_examples=10)
@given(geboekte_ramingen())
def test_what_the_books_closed_stands(geval) -> None:
    check(accounted(geval), geval)


def richer(g: Gemeentemodel, later: np.ndarray) -> Gemeentemodel:
    """The same with more from the Gemeentefonds in these years. later: (j,)"""
    return replace(g, gemeentefonds=g.gemeentefonds + 1000.0 * later)


def dearer(g: Gemeentemodel, plaats: tuple[int, int], later: np.ndarray) -> Gemeentemodel:
    """The same with one voorziening that costs more in these years. later: (j,)"""
    i, v = plaats
    return replace(
        g,
        euros=np.where(later & (np.arange(g.euros.shape[3]) == v)[:, None], 1.5 * g.euros, g.euros),
        vaste_lasten=g.vaste_lasten + 1000 * later * (np.arange(len(VOORZIENINGEN)) == i)[:, None],
    )


def paying_more(model: Model, vanaf: int) -> Model:
    """The same with a tenth more per person from year number `vanaf` on."""

    def more(reeks: tuple[Bedragen, ...]) -> tuple[Bedragen, ...]:
        maal = Decimal("1.1")
        return tuple(Bedragen(*(x * maal for x in vars(b).values())) if j >= vanaf else b for j, b in enumerate(reeks))

    return replace(
        model,
        regels=replace(model.regels, bedragen=more(model.regels.bedragen), gewichten=more(model.regels.gewichten)),
    )


def other_room(model: Model, vanaf: int) -> Model:
    """The same with other rules of the pots from year number `vanaf` on."""
    r = model.regels
    ruimte = tuple((Decimal("0.4"), Decimal("0.1")) if j >= vanaf else paar for j, paar in enumerate(r.ruimte))
    naar_spuk = np.where(np.arange(len(JAREN)) >= vanaf, 0.8, r.onderwijsroute_naar_spuk)
    return replace(model, regels=replace(r, ruimte=ruimte, onderwijsroute_naar_spuk=naar_spuk))


@pytest.mark.parametrize(
    ("wat", "jaren"),
    [
        ("gemeentefonds", LAAT),
        ("spuk_onderwijsroute", VROEG),
        ("spuk", LAAT + VROEG),
        ("alle potten of de uitkering", LAAT + VROEG),
        ("budget", LAAT + VROEG),
    ],
)
@settings(max_examples=5)
@given(ramingen() | geboekte_ramingen(), st.data())
def test_only_what_changed_from_a_year_on_is_done_again(wat, jaren, geval, data) -> None:
    """One voorziening, paid by any or by one pot, costs more from a year on; or the Rijk pays more per person; or the
    Gemeentefonds pays more and the pots have other rules."""
    vanaf, (i, v) = data.draw(st.sampled_from(jaren)), data.draw(st.sampled_from(PLAATS_VARIABEL))
    model, g, land, volumes = geval
    # Half of what the SPUK onderwijsroute is short of goes to the other, so that a second time would take more.
    model = replace(model, regels=replace(model.regels, onderwijsroute_naar_spuk=np.full(len(JAREN), 0.5)))
    if wat in POTTEN:
        verdeling = g.verdeling.copy()
        verdeling[i] *= (np.array(POTTEN) == wat)[:, None]
        g = replace(g, verdeling=verdeling)
    uit = accounted(Raming(model, g, land, volumes))
    later, stappen = np.arange(len(JAREN)) >= vanaf, Stappen(vanaf=vanaf)
    lasten, uitkering = wat in POTTEN, False
    if wat == "budget":
        model, g = other_room(model, vanaf), richer(g, later)
        stappen |= Stappen(potten=frozenset(POTTEN), budget=True)
    elif not lasten:
        lasten, uitkering = data.draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    if lasten:
        g = dearer(g, (i, v), later)
        stappen |= Stappen(lasten=frozenset({i}), potten=frozenset({wat} if wat in POTTEN else POTTEN))
    if uitkering:
        model = paying_more(model, vanaf)
        stappen |= Stappen(uitkering=True)
    account(model, g, land, volumes, uit, stappen)
    check(uit, Raming(model, g, land, volumes))
