"""The live part of the workbook, second half: the uitkering, the meeneemregeling and the gemeente's own saldo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from finance import uitkering
from finance.balans import NAGEKOMEN
from finance.meeneemregeling import (
    DOORSCHUIVEN,
    EIGEN_LASTEN,
    MEENEMEN,
    NAAR_SPUK,
    RUIMTE,
    RUIMTE_ONDERWIJSROUTE,
    SALDO,
    TERUG_TE_BETALEN,
    TERUGVORDERING,
)
from finance.taal.regel import Waarden
from finance.tellingen import DEFINITIEF, VOORLOPIG, Telling
from reports.raming.rekenblad import Rekenblad
from reports.raming.rekenblad_volumes import BEDRAGRIJEN, REGIO, Rekenvolumes
from reports.tabel.adres import Bereik
from reports.tabel.xlsx import Werkboek
from scenarios.model.feiten import SPUKS
from scenarios.model.opbouw.delen import DELEN, Opbouw
from scenarios.model.opbouw.doorrekenen import count, factor, rule_conditions, split_components

BLADEN = (
    "Tarieven",
    "Volumes",
    "Lasten",
    "SPUK",
    "Meeneemregeling",
    "Gemeentefonds",
    "Gebruik per persoon",
    "Verdeling",
)


class Rekenmodel(Rekenvolumes):
    """All calculation sheets of one scenario."""

    def __init__(self, werkboek: Werkboek, opbouwen: tuple[Opbouw, ...], jaren: tuple[int, ...]):
        super().__init__(werkboek, opbouwen, jaren)
        self._spuk()
        self._meenemen()
        self._fonds()

    def _spuk(self) -> None:
        blad = self._sheet(
            "SPUK",
            "Aantallen × bedragen (Besluit inburgering 2021, art. 10.1 en 10.2). Vul een ontvangen beschikking in: die "
            "gaat voor de berekening.",
        )
        for i, o in enumerate(self.opbouwen):
            u, wie = self.uitkomsten[i], o.naam
            telling = count(o.personen, o.gebruik, o.regels)
            for soort, t, definitief in (
                ("voorlopig", telling.voorlopig, False),
                ("definitief", telling.definitief, True),
            ):
                self._counts(blad, i, wie, soort, vars(t), definitief)
                self._amounts(blad, i, wie, soort, vars(t))
            blad.line(
                ("nabetaling", i), wie, "Nabetaling (negatief: terug) na de definitieve beschikking", "EUR",
                u["nabetaling"], "euro",
                self.by_rule(
                    uitkering.NABETALING, {"definitief": ("spuk_definitief", i), "voorlopig": ("spuk_voorlopig", i)}
                ),
            )  # fmt: skip
        self._sums(blad, ("spuk_voorlopig", "spuk_definitief", "nabetaling"), "euro", "EUR")
        blad.filter()

    def _counts(self, blad: Rekenblad, i: int, wie: str, soort: str, telling: dict[str, Any], definitief: bool) -> None:
        o = self.opbouwen[i]
        voorwaarden = rule_conditions(o.personen, o.regels)
        rijen: dict[str, tuple] = {naam: (naam,) for naam in ("pa", "po", "blijft")}
        rijen |= {n: (n, i) for n in ("taakstelling", "prognose", "plichtig", "gezin", "afgerond", "onderwijsdeel")}
        verhuisd = {veld: ("verhuisd", n, i) for n, veld in enumerate(("asiel_t", "asiel_t1", "asiel_t2"))}
        rijen |= {f"verhuisd_{c}": sleutel for c, sleutel in zip("abc", verhuisd.values(), strict=True)}

        def choices(veld: str) -> Callable[[int], Waarden]:
            # A cohort of which nobody moved has no row to add.
            erbij = {"verhuisd": verhuisd.get(veld) in self._plaatsen}
            return lambda j: {naam: bool(waar[j]) for naam, waar in voorwaarden.items()} | erbij

        regels = DEFINITIEF if definitief else VOORLOPIG
        labels = {
            "asiel_t": "asielstatushouders cohort t",
            "asiel_t1": "asielstatushouders cohort t-1",
            "asiel_t2": "asielstatushouders cohort t-2",
            "gezin": "gezins- en overige migranten",
            "aia": "trajecten afgerond (AIA)",
            "onderwijsroute": "onderwijsroute (ABO)",
        }
        for naam, regel in regels.items():
            blad.line(
                ("telt", soort, naam, i), wie, f"{soort.capitalize()}: {labels[naam]}", "personen", telling[naam],
                "aantal", self.by_rule(regel, rijen, choices(naam)),
            )  # fmt: skip

    def _amounts(self, blad: Rekenblad, i: int, wie: str, soort: str, telling: dict[str, Any]) -> None:
        r, u = self.opbouwen[i].regels, self.uitkomsten[i]
        delen = dict(zip(DELEN, split_components(Telling(**telling), r, factor(r, soort)), strict=True))
        rijen = {**BEDRAGRIJEN, **{veld: ("telt", soort, veld, i) for veld in telling}, "factor": ("factor", soort)}
        rijen |= {naam: (soort, naam, i) for naam in (*DELEN, "beschikking")} | {"kortingsdeel": ("korting", i)}
        labels = {"bgo": "gezin en overig (BGO)", "ba": "asiel (BA)", "abo": "onderwijsroute (ABO)"}
        for naam, regel in zip(DELEN, (uitkering.BGO, uitkering.BA, uitkering.ABO), strict=True):
            label = f"{soort.capitalize()}: {labels[naam]}"
            blad.line((soort, naam, i), wie, label, "EUR", delen[naam], "euro", self.by_rule(regel, rijen))
        if soort == "definitief":
            blad.line(("korting", i), wie, "Korting prestatiebekostiging", "aandeel", r.korting, "deel", invoer=True)
        beschikking = getattr(r, soort)
        blad.line(
            (soort, "beschikking", i), wie, f"{soort.capitalize()}: ontvangen beschikking", "EUR", beschikking, "euro",
            invoer=True,
        )  # fmt: skip

        label = f"SPUK {'voorlopige' if soort == 'voorlopig' else 'definitieve'} uitkering"
        blad.line(
            (f"spuk_{soort}", i), wie, label, "EUR", u[f"spuk_{soort}"], "euro",
            self.by_rule(uitkering.VOORLOPIG if soort == "voorlopig" else uitkering.DEFINITIEF, rijen), vet=True,
        )  # fmt: skip

    def _meenemen(self) -> None:
        blad = self._sheet(
            "Meeneemregeling",
            "Wat een jaar overhoudt gaat mee tot de reserveringsruimte (art. 10.5); de rest gaat terug. Een tekort "
            "schuift door naar het volgende jaar (art. 10.6).",
        )
        cel, looptijd = self.cel, self.opbouwen[0].regels.looptijd
        for i, o in enumerate(self.opbouwen):
            u, wie = self.uitkomsten[i], o.naam
            blad.line(
                ("ow", "budget", i), wie, "SPUK onderwijsroute: uitkering", "EUR", o.regels.onderwijsroute_budget,
                "euro", invoer=True,
            )  # fmt: skip
            self._chain(
                blad, i, wie, "spuk_onderwijsroute", "SPUK onderwijsroute", looptijd, ("ow", "budget", i),
                ("ruimte_onderwijs",), u,
                {"uitkering": "", "besteding": "lasten_onderwijsroute", "saldo": "saldo_onderwijsroute",
                 "meenemen": "meenemen_onderwijsroute", "terug": "terugvordering_onderwijsroute",
                 "door": "tekort_onderwijsroute"},
            )  # fmt: skip
            self._chain(
                blad, i, wie, "spuk", "SPUK", len(self.jaren), ("spuk_definitief", i), ("ruimte",), u,
                {"uitkering": "spuk_definitief", "besteding": "besteding", "saldo": "saldo_spuk",
                 "meenemen": "meenemen", "terug": "terugvordering", "door": "doorschuiven"},
            )  # fmt: skip

            back = self.by_rule(
                TERUG_TE_BETALEN, {"terugvordering": ("spuk", "terug", i), "nabetaling": ("nabetaling", i)}
            )

            def both(j: int, i: int = i, back: Callable[[int], str] = back) -> str:
                return f"{back(j)}+{cel(('spuk_onderwijsroute', 'terug', i), j)}"

            label = "Terug te betalen aan het Rijk over dit jaar, ook een te hoog voorschot"
            blad.line(("terug_te_betalen", i), wie, label, "EUR", u["terug_te_betalen"], "euro", both, vet=True)
        for pot, kop in (("spuk", "SPUK"), ("spuk_onderwijsroute", "SPUK onderwijsroute")):
            for sleutel, label, naam in (
                ("meenemen", "mee te nemen", "meenemen"),
                ("terug", "terugvordering", "terugvordering"),
                ("door", "door te schuiven", "doorschuiven" if pot == "spuk" else "tekort"),
            ):
                groot = naam if pot == "spuk" else f"{naam}_onderwijsroute"
                blad.line(
                    (pot, sleutel, REGIO), "Regio", f"{kop}: {label}", "EUR", self.value(REGIO, groot), "euro",
                    lambda j, pot=pot, sleutel=sleutel: self._added((pot, sleutel), j),
                )  # fmt: skip
        self._sums(blad, ("terug_te_betalen",), "euro", "EUR")
        blad.filter()

    def _chain(
        self, blad: Rekenblad, i: int, wie: str, pot: str, kop: str, looptijd: int, ontvangen: tuple, percentage: tuple,
        u: dict[str, Any], namen: dict[str, str],
    ) -> None:  # fmt: skip
        """One pot over the years: uitkering + meegenomen - besteding - doorgeschoven, and where the saldo goes."""
        cel, aantal = self.cel, len(self.jaren)
        mee, door = u[namen["meenemen"]], u[namen["door"]]
        feiten = self.opbouwen[i].regels.feiten.potten[SPUKS.index(pot)]
        open_ = feiten.vanaf

        def within(formule: Any, erna: Any) -> Any:
            # A closed year stands as it was accounted for: an amount, no formula.
            return lambda j: "" if feiten.closed(j) else formule(j) if j < looptijd else erna(j)

        def line(sleutel: str, label: str, waarden: Any, formule: Any, vet: bool = False, erna: Any = None) -> None:
            if erna is None:
                waarden = np.where(np.arange(aantal) < looptijd, waarden, 0.0)
            formule = within(formule, erna or (lambda j: "0"))
            blad.line((pot, sleutel, i), wie, f"{kop}: {label}", "EUR", waarden, "euro", formule, vet=vet)

        def here(sleutel: str, j: int) -> str:
            return cel((pot, sleutel, i), j)

        def begins(j: int, sleutel: str) -> str:
            # The opening balance of the first open year is that of the books.
            return "" if j == open_ and open_ else here(sleutel, j - 1) if j else "0"

        vorig = feiten.openings(np.r_[0.0, mee[:-1]], np.r_[0.0, door[:-1]])
        if np.any(feiten.correctie):
            blad.line(
                (pot, "correctie", i), wie, f"{kop}: beschikkingen over gesloten jaren", "EUR", feiten.correctie,
                "euro", invoer=True,
            )  # fmt: skip
        if namen["uitkering"]:
            line("uitkering", "uitkering", u[namen["uitkering"]], lambda j: cel(ontvangen, j))
        # The rows below point one year back, at rows that follow; their places are fixed here.
        basis = blad.rij
        over = ("over",) if pot == SPUKS[1] else ()
        for n, sleutel in enumerate(
            ("mee_begin", "door_begin", *over, "besteding", "saldo", "ruimte", "meenemen", "terug", "door")
        ):
            self._plaatsen[pot, sleutel, i] = (blad.naam, basis + n)
        line("mee_begin", "meegenomen uit vorig jaar", vorig[0], lambda j: begins(j, "meenemen"))
        line("door_begin", "doorgeschoven lasten uit vorig jaar", vorig[1], lambda j: begins(j, "door"))
        deel = self.opbouwen[i].regels.naar_spuk

        def shortfall(j: int) -> dict[str, str]:
            # Of what is spent before anything is passed on, which has no row.
            ontvangst = f"({cel(ontvangen, j)}{self.correction(i, pot, j)})"
            return {
                "besteding": f"({self.pot_sum(i, pot, j)})",
                "uitkering": ontvangst,
                "aandeel": repr(float(deel[j])),
            }

        def spent(j: int) -> str:
            elders = cel((SPUKS[1], "over", i), j)
            return f"{self.pot_sum(i, pot, j)}{'-' if over else '+'}{elders}"

        rijen = {
            "uitkering": ontvangen, "percentage": percentage, "percentage_vorig": ("ruimte_vorig",),
            "reservering": (pot, "mee_begin", i), "doorgeschoven": (pot, "door_begin", i),
            **{naam: (pot, naam, i) for naam in ("besteding", "saldo", "ruimte", "meenemen")},
        }  # fmt: skip
        if over:
            passed_on = self.by_rule(NAAR_SPUK, rijen, anders=shortfall)
            line("over", "tekort dat de SPUK inburgeringsvoorzieningen betaalt", u["naar_spuk"], passed_on)
        line("besteding", "besteding", u[namen["besteding"]], spent)

        def received_before(j: int) -> dict[str, str]:
            # What was received before the first open year is as it is known now, not as it was closed.
            if not open_:
                return {}
            eerder = repr(feiten.uitkering_eerder)
            samen = f"(SUM({cel.range(ontvangen, j + 1)})-SUM({cel.range(ontvangen, open_)})+{eerder})"
            return {"uitkering_tot": samen} | ({"uitkering_t1": eerder} if j == open_ else {})

        eigen = RUIMTE if pot == "spuk" else RUIMTE_ONDERWIJSROUTE
        room, ruimte = self.by_rule(eigen, rijen, anders=received_before), u[eigen.naam]
        saldo = self.by_rule(SALDO, rijen)

        line("saldo", "saldo", u[namen["saldo"]], lambda j: saldo(j) + self.correction(i, pot, j))
        line("ruimte", "reserveringsruimte", ruimte, room)
        line("meenemen", "mee te nemen naar volgend jaar", mee, self.by_rule(MEENEMEN, rijen), vet=True)
        afterwards = self._afterwards(i, pot, looptijd) if pot == SPUKS[1] else (None, None)
        back = self.by_rule(TERUGVORDERING, rijen)
        line("terug", "terugvordering", u[namen["terug"]], back, vet=True, erna=afterwards[0])
        # What the last year of a SPUK leaves uncovered is shown too: no later year takes it on.
        shifted = self.by_rule(DOORSCHUIVEN, rijen, lambda j: {"slotjaar": False})
        line("door", "door te schuiven lasten", door, shifted, vet=True, erna=afterwards[1])

    def _afterwards(self, i: int, pot: str, looptijd: int) -> tuple[Callable[[int], str], Callable[[int], str]]:
        """What goes back after the last year of a SPUK, and what becomes an own cost: of decisions and lasten of years
        that are closed."""
        later = self.opbouwen[i].regels.feiten.onderwijsroute.correctie[looptijd:]
        if not (np.any(later) or np.any(self.uitkomsten[i]["lasten_onderwijsroute"][looptijd:])):
            return (lambda j: "0"), (lambda j: "0")
        door = (pot, "door", i)

        def earlier(j: int) -> dict[str, str]:
            return {"tekort_eerder": f"SUM({self.cel.adressen.text(Bereik((door, looptijd - 1), (door, j - 1)))})"}

        correctie = {"correctie_uitkering": (pot, "correctie", i)} if (pot, "correctie", i) in self._plaatsen else {}
        paid = self.by_rule(NAGEKOMEN, correctie, anders=earlier)

        def left(j: int) -> dict[str, str]:
            saldo = f"(0{self.correction(i, pot, j)}-({paid(j)})-({self.pot_sum(i, pot, j)}))"
            return {"saldo": saldo, "meenemen": "0"}

        own = self.by_rule(EIGEN_LASTEN, {}, lambda j: {"slotjaar": True}, left)
        return self.by_rule(TERUGVORDERING, {}, anders=left), lambda j: f"{own(j)}-({paid(j)})"

    def correction(self, i: int, pot: str, j: int) -> str:
        """Decisions of year number j on closed years, as a term; nothing without any."""
        sleutel = (pot, "correctie", i)
        return f"+{self.cel(sleutel, j)}" if sleutel in self._plaatsen else ""

    def _fonds(self) -> None:
        blad = self._sheet(
            "Gemeentefonds",
            "Uitvoeringsbudget min uitvoeringslasten, en wat een SPUK niet dekt: samen de eigen rekening.",
        )
        cel = self.cel

        def shifted(i: int, j: int) -> str:
            return "".join(f"+{cel((p, 'door_begin', i), j)}-{cel((p, 'door', i), j)}" for p in SPUKS)

        for i, o in enumerate(self.opbouwen):
            u, wie = self.uitkomsten[i], o.naam
            blad.line(
                ("gemeentefonds", i), wie, "Uitvoeringsbudget", "EUR", o.regels.gemeentefonds, "euro", invoer=True
            )
            blad.line(
                ("lasten_gemeentefonds", i), wie, "Uitvoeringslasten", "EUR", u["lasten_gemeentefonds"], "euro",
                lambda j, i=i: self.pot_sum(i, "gemeentefonds", j),
            )  # fmt: skip
            blad.line(
                ("saldo_gemeentefonds", i), wie, "Saldo Gemeentefonds", "EUR", u["saldo_gemeentefonds"], "euro",
                lambda j, i=i: f"{cel(('gemeentefonds', i), j)}-{cel(('lasten_gemeentefonds', i), j)}",
            )  # fmt: skip
            blad.line(
                ("budget", i), wie, "Budget, alle potten (voorlopig)", "EUR", u["budget"], "euro",
                lambda j, i=i: "+".join(
                    cel((*s, i), j) for s in (("gemeentefonds",), ("ow", "budget"), ("spuk_voorlopig",))
                ),
            )  # fmt: skip
            blad.line(
                ("saldo", i), wie, "Saldo voor de gemeente", "EUR", u["saldo"], "euro",
                lambda j, i=i: f"{cel(('saldo_gemeentefonds', i), j)}{shifted(i, j)}", vet=True,
            )  # fmt: skip
            self._plaatsen["saldo_cumulatief", i] = ("Gemeentefonds", blad.rij)
            blad.line(
                ("saldo_cumulatief", i), wie, "Saldo voor de gemeente, cumulatief", "EUR", u["saldo_cumulatief"],
                "euro",
                lambda j, i=i, van=o.regels.telt_vanaf: (
                    f"{cel(('saldo_cumulatief', i), j - 1) + '+' if j > van else ''}{cel(('saldo', i), j)}"
                    if j >= van
                    else "0"
                ),
            )  # fmt: skip
        namen = ("gemeentefonds", "lasten_gemeentefonds", "saldo_gemeentefonds", "budget", "saldo", "saldo_cumulatief")
        self._sums(blad, namen, "euro", "EUR")
        blad.filter()
