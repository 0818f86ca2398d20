"""The sheet Reservering of one gemeente: the meeneemregeling, with every year since the start as a column."""

from __future__ import annotations

from dataclasses import dataclass

from finance import balans
from finance.jaarrekening import Budgetjaar, Jaarrekening
from finance.meeneemregeling import (
    DOORSCHUIVEN,
    EIGEN_LASTEN,
    MEENEMEN,
    RUIMTE,
    RUIMTE_ONDERWIJSROUTE,
    TERUGVORDERING,
)
from finance.taal.regel import Naam, Wetsregel
from finance.taal.tekst import by_key, formula
from reports.tabel.adres import Adresboek, Formule, Sleutel, Verwijzingen
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel
from reports.tabel.xlsx import Blad
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.controle import NAMEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening

_TOTALEN = ("saldo", "reservering_eind", "terug_te_betalen", "doorgeschoven_eind")
_PERCENTAGES = ("deel", "deel_vorig")
_INVOER = {"uitkering": "uitkering_in", "voorlopig": "voorlopig_in"}
"""Figures of a rule that stand on the sheet Beschikkingen under another name."""
_RIJEN = {
    "reservering": "reservering_begin", "doorgeschoven": "doorgeschoven_begin", "percentage": "deel",
    "percentage_vorig": "deel_vorig", "meenemen": "reservering_eind", "terugvordering": "terug_te_betalen",
}  # fmt: skip
"""What the rules call differently from the rows of this sheet."""
_RUIMTE_TEKST = {
    "spuk": "Ruimte = percentage x U(t) + percentage x U(t-1). Tot 1 oktober 2024: 100% en 0%. Daarna 100% en 50%; "
    "dat het tweede percentage over U(t-1) gaat, is een lezing (onzeker).",
    "spuk_onderwijsroute": "Ruimte = percentage x som van U vanaf 2022: meenemen binnen de looptijd 2022-2025 is een "
    "lezing (onzeker); wat eind 2025 over is, gaat terug.",
}
_Figuren = dict[str, tuple[str, Cel]]
"""What other sheets call a figure -> its label and what stands there."""


def write_reservering(blad: Blad, rekening: Gemeenterekening, cellen: Adresboek) -> None:
    """Every year since the start as a column; all rows recompute from the sheets before."""
    for regeling in rekening.regelingen:
        blad.section(NAMEN[regeling.regeling])
        for sleutel, plaats in to_xlsx(blad, _table(regeling)).items():
            match sleutel:
                case ((code, figuur), jaar):
                    cellen[code, figuur, jaar] = plaats
        blad.remark(_RUIMTE_TEKST[regeling.regeling])
    blad.ws.freeze_panes(0, 1)


def _table(regeling: Regelingrekening) -> Tabel:
    """A row per figure with its key (regeling, figure), a column per year."""
    jaren = [_Boekjaar(regeling, nummer) for nummer in range(len(regeling.jaren))]
    kolommen = [{**j.income(), **j.room(), **j.outcome()} for j in jaren]
    return Tabel(
        "",
        (
            Kolom("Bedragen in euro's"),
            *(Kolom(str(j.jaar), "cent", naam=j.jaar, vorm="geld in") for j in regeling.jaren),
        ),
        tuple(
            Rij(
                (label, *(kolom[figuur][1] for kolom in kolommen)),
                (regeling.regeling, figuur),
                "totaal" if figuur in _TOTALEN else "",
                vorm="procent in" if figuur in _PERCENTAGES else "",
            )
            for figuur, (label, _) in kolommen[0].items()
        ),
    )


@dataclass(frozen=True)
class _Boekjaar:
    """One column: the figures of a year of one uitkering, in the order of the sheet."""

    regeling: Regelingrekening
    nummer: int

    @property
    def jaar(self) -> Jaarrekening:
        return self.regeling.jaren[self.nummer]

    @property
    def feiten(self) -> Budgetjaar:
        return self.regeling.feiten[self.nummer]

    @property
    def later(self) -> bool:
        """Whether a year of the chain had costs that nothing covered: a later decision may pay them."""
        return any(j.eigen_lasten < 0 for j in self.regeling.jaren)

    def income(self) -> _Figuren:
        """What came in, what was spent, and the saldo."""
        jaar = self.jaar
        correctie = Verwijzingen()
        tekst = over_settled(self.regeling, jaar.jaar, balans.CORRECTIE, correctie) or "0"
        figuren: _Figuren = {
            "uitkering": ("Uitkering U(t)", self._entered("uitkering_in", jaar.uitkering)),
            "correctie_uitkering": (
                "Correctie uitkering eerder jaar (definitief)",
                correctie.formula(tekst, jaar.correctie_uitkering),
            ),
            "reservering_begin": (
                "Reservering per 1 januari R(t)",
                self._carried("reservering_eind", jaar.reservering_begin),
            ),
            "besteding": ("Besteding B(t)", self._entered("besteding_in", jaar.besteding)),
            "correctie_besteding": (
                "Correctie besteding eerder jaar",
                self._entered("correctie_in", jaar.correctie_besteding),
            ),
            "doorgeschoven_begin": (
                "Doorgeschoven lasten van t-1 D(t)",
                self._carried("doorgeschoven_eind", jaar.doorgeschoven_begin),
            ),
        }
        if self.later:
            figuren["nagekomen_bate"] = ("Nagekomen baat: lasten die eerder niet gedekt waren", self._later_income())
        return figuren | {"saldo": ("Saldo", self._less_later(balans.SALDO_BOEKEN, jaar.saldo))}

    def room(self) -> _Figuren:
        """What may be kept."""
        samen, (deel, deel_vorig) = self.feiten.cumulatief, self.feiten.percentages
        titel = "Ruimte: percentage van de som van U" if samen else "Ruimte: percentage van U(t)"
        figuren: _Figuren = {"deel": (titel, float(deel))}
        if not samen:
            figuren["deel_vorig"] = ("Ruimte: percentage van U(t-1)", float(deel_vorig))
        titel = "Som van U van de jaren voor t" if samen else "U(t-1)"
        figuren["uitkering_vorig"] = (titel, self._income_before())
        ruimte = self._rule(RUIMTE_ONDERWIJSROUTE if samen else RUIMTE, self.jaar.ruimte)
        return figuren | {"ruimte": ("Reserveringsruimte", ruimte)}

    def outcome(self) -> _Figuren:
        """Where the saldo goes, and the year account."""
        jaar = self.jaar
        return {
            "reservering_eind": ("Reservering per 31 december R(t+1)", self._rule(MEENEMEN, jaar.reservering_eind)),
            "terug_te_betalen": ("Terug te betalen aan het Rijk", self._rule(TERUGVORDERING, jaar.terug_te_betalen)),
            "eigen_lasten": ("Eigen lasten (geen later jaar)", self._less_later(EIGEN_LASTEN, jaar.eigen_lasten)),
            "doorgeschoven_eind": ("Door te schuiven lasten D(t+1)", self._rule(DOORSCHUIVEN, jaar.doorgeschoven_eind)),
            "toevoeging": ("Toevoeging aan de reservering", self._rule(balans.TOEVOEGING, jaar.toevoeging)),
            "onttrekking": ("Onttrekking aan de reservering", self._rule(balans.ONTTREKKING, jaar.onttrekking)),
            "lasten": ("Lasten", self._rule(balans.LASTEN, jaar.lasten)),
            "baten": ("Baten (volgen de lasten)", self._rule(balans.BATEN, jaar.baten)),
            "zelfstandig": ("Zelfstandige uitvoering", "Ja" if jaar.zelfstandig else "Nee"),
        }

    def _here(self, figuur: str, nummer: int | None = None) -> Sleutel:
        """The cell of a row of this sheet, of this year or another."""
        jaren = self.regeling.jaren
        return (self.regeling.regeling, figuur), jaren[self.nummer if nummer is None else nummer].jaar

    def _entered(self, figuur: str, centen: int) -> Formule:
        """A figure of an earlier sheet."""
        return Formule("{0}", centen, ((self.regeling.regeling, figuur, self.jaar.jaar),))

    def _carried(self, figuur: str, centen: int) -> Cel:
        """An opening balance: the closing balance of the column before, or a stated figure in the first column."""
        return Formule("{0}", centen, (self._here(figuur, self.nummer - 1),)) if self.nummer else centen

    def _rule(self, regel: Wetsregel, centen: int) -> Formule:
        cel = Verwijzingen()
        return cel.formula(self._written(regel, cel), centen)

    def _written(self, regel: Wetsregel, cel: Verwijzingen) -> str:
        def address(naam: Naam) -> str:
            vorig = cel[self._here("uitkering_vorig")] if naam.tot or naam.terug else ""
            if naam.tot:
                return f"({cel[self._here('uitkering')]}+{vorig})"
            return vorig or cel[self._here(_RIJEN.get(naam.naam, naam.naam))]

        return formula(regel, address, {"slotjaar": self.feiten.slotjaar}, cents=True)

    def _less_later(self, regel: Wetsregel, centen: int) -> Formule:
        """A rule, without what a later decision paid of earlier costs."""
        cel = Verwijzingen()
        tekst = self._written(regel, cel)
        return cel.formula(f"{tekst}-{cel[self._here('nagekomen_bate')]}" if self.later else tekst, centen)

    def _later_income(self) -> Formule:
        cel = Verwijzingen()
        eerder = self.regeling.jaren[: self.nummer]
        delen = [cel[self._here("eigen_lasten", n)] for n in range(self.nummer)]
        namen = {
            "correctie_uitkering": cel[self._here("correctie_uitkering")],
            "tekort_eerder": f"({'+'.join(delen) or '0'})",
        }
        bate = balans.NAGEKOMEN(
            correctie_uitkering=self.jaar.correctie_uitkering, tekort_eerder=sum(j.eigen_lasten for j in eerder)
        )
        return cel.formula(formula(balans.NAGEKOMEN, by_key(namen), cents=True), int(bate))

    def _income_before(self) -> Cel:
        """U of the year before, or of all years before, as it was known this year."""
        r, j, samen = self.regeling, self.jaar.jaar, self.feiten.cumulatief
        if not self.nummer:
            return r.uitkering_vorig
        cel = Verwijzingen()
        delen = [cel[self._here("uitkering_vorig", 0)]] if samen else []
        eerder = [f for f in r.feiten if (f.jaar < j if samen else f.jaar == j - 1)]
        for f in eerder:
            bekend = f.definitief_in is not None and f.definitief_in <= j
            delen.append(cel[r.regeling, "definitief" if bekend else "uitkering_in", f.jaar])
        bedrag = (r.uitkering_vorig if samen else 0) + sum(f.known_in(j) for f in eerder)
        return cel.formula("+".join(delen), bedrag)


def over_settled(regeling: Regelingrekening, jaar: int, regel: Wetsregel, cel: Verwijzingen) -> str:
    """The sum of a rule over the earlier years on which `jaar` brought the definitive decision; empty for none."""

    def of_year(j: int) -> str:
        return formula(regel, lambda naam: cel[regeling.regeling, _INVOER.get(naam.naam, naam.naam), j])

    return "+".join(of_year(f.jaar) for f in regeling.feiten if f.definitief_in == jaar and f.jaar < jaar)
