"""The money of the simulation against a small recomputation: one gemeente, one draw and one year at a time, in Decimal.

The numbers of people, the rules of every year, the decisions received and the movers are anything; what one person
costs is what the example region says. Equal to the cent.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from hypothesis import given, settings

from finance.voorzieningen import LEERROUTES, POTTEN, VOORZIENINGEN
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import VARIABEL
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.model.model import Model
from scenarios.model.personen import Volumes
from scenarios.model.simulatie import Landbeeld, account
from tests.strategieen import JAREN, TREKKINGEN, dec, ramingen

NUL = Decimal(0)


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
        abo = route * b.onderwijsroute
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

    def years(self) -> list[dict[str, Decimal]]:
        """Every figure of every year; the pots side by side."""
        uit: list[dict[str, Decimal]] = []
        over = schuift = route_over = route_tekort = vorige_u = ontvangen = NUL
        alles: list[Decimal] = []
        for j in JAREN:
            volume, lasten = self.costs(j)
            rij = self.uitkering(j)
            per_pot = {
                pot: sum((x * dec(self.g.verdeling[i, k, j]) for i, x in enumerate(lasten.values())), NUL)
                for k, pot in enumerate(POTTEN)
            }
            if j < self.r.onderwijsroute_looptijd:
                route_lasten = per_pot["spuk_onderwijsroute"]
                blijft_over = route_lasten + route_tekort - dec(self.g.onderwijsroute[j]) - route_over
                naar_spuk = min(dec(self.r.onderwijsroute_naar_spuk[j]) * max(blijft_over, NUL), max(route_lasten, NUL))
                per_pot["spuk"] += naar_spuk
                per_pot["spuk_onderwijsroute"] -= naar_spuk
            u, fonds = rij["spuk_definitief"], dec(self.g.gemeentefonds[j]) - per_pot["gemeentefonds"]
            ruimte = self.r.ruimte[j][0] * u + self.r.ruimte[j][1] * vorige_u
            saldo = u + over - per_pot["spuk"] - schuift
            kan_mee, tekort = min(max(saldo, NUL), max(ruimte, NUL)), max(-saldo, NUL)
            terug = max(saldo, NUL) - kan_mee
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
                s = dec(self.g.onderwijsroute[j]) + route_over - per_pot["spuk_onderwijsroute"] - route_tekort
                mee = min(max(s, NUL), self.r.onderwijsroute_ruimte[j][0] * ontvangen)
                route = {"saldo": s, "tekort": max(-s, NUL), "meenemen": mee, "terugvordering": max(s, NUL) - mee}
                eigen += route_tekort - route["tekort"]
                rij["terug_te_betalen"] += route["terugvordering"]
                route_over, route_tekort = mee, route["tekort"]
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
                "lasten_onderwijsroute": per_pot["spuk_onderwijsroute"], "lasten": sum(lasten.values(), NUL),
                "budget": dec(self.g.gemeentefonds[j]) + dec(self.g.onderwijsroute[j]) + rij["spuk_voorlopig"],
                "saldo": eigen, "saldo_cumulatief": sum(alles[self.model.telt_vanaf :], NUL),
                "saldo_vraag": sum(alles[self.model.vraag_vanaf :], NUL), "saldo_sinds_2022": sum(alles, NUL),
                "netto_terug": rij["terug_te_betalen"] - max(rij["nabetaling"], NUL),
                # Only books bring these.
                "correctie_uitkering": NUL, "lasten_onverdeeld": NUL,
            }  # fmt: skip
            rij |= {f"volume.{n}": x for n, x in volume.items()} | {f"lasten.{n}": x for n, x in lasten.items()}
            uit.append(rij)
        return uit


@settings(max_examples=12)
@given(ramingen())
def test_every_figure_of_every_year_and_draw(geval) -> None:
    model, g, land, volumes = geval
    uit = np.full((len(GROOTHEDEN), len(JAREN), TREKKINGEN), np.nan)
    account(model, g, land, volumes, uit)
    for n in (0, TREKKINGEN - 1):
        for j, rij in enumerate(Hand(model, g, land, volumes, n).years()):
            assert set(rij) == set(NUMMER)
            for naam, bedrag in rij.items():
                assert abs(dec(uit[NUMMER[naam], j, n]) - bedrag) < Decimal("0.005"), (naam, j, n)
