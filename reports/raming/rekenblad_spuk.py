"""The live part of the workbook, second half: the uitkering, the meeneemregeling and the gemeente's own saldo."""

from __future__ import annotations

from typing import Any

import numpy as np

from reports.raming.rekenblad import Rekenblad
from reports.raming.rekenblad_volumes import REGIO, Rekenvolumes
from reports.tabel.xlsx import Werkboek
from scenarios.model.opbouw import Opbouw, count, factor

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
        cel = self.cel
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
                lambda j, i=i: f"{cel(('spuk_definitief', i), j)}-{cel(('spuk_voorlopig', i), j)}",
            )  # fmt: skip
        self._sums(blad, ("spuk_voorlopig", "spuk_definitief", "nabetaling"), "euro", "EUR")
        blad.filter()

    def _counts(self, blad: Rekenblad, i: int, wie: str, soort: str, telling: dict[str, Any], definitief: bool) -> None:
        cel, regels = self.cel, self.opbouwen[i].regels
        aia_begin = regels.aia_begin

        def earlier(groep: str, jaren: int) -> Any:
            return lambda j: cel((groep, i), j - jaren) if j >= jaren else "0"

        def year_before(j: int) -> str:
            if regels.nader[j]:
                return earlier("plichtig", 1)(j)
            return f"{cel(('taakstelling', i), j - 1)}*{cel(('pa',), j - 1)}" if j else "0"

        def moved(telling: int, formule: Any) -> Any:
            if ("verhuisd", telling, i) not in self._plaatsen:
                return formule
            return lambda j: f"MAX({formule(j)}+{cel(('verhuisd', telling, i), j)},0)"

        # Which count the law takes differs by year; the formula of a year says what holds in that year.
        def expected(j: int) -> str:
            groep = "taakstelling" if regels.op_taakstelling[j] or regels.nader[j] else "prognose"
            return f"{cel((groep, i), j)}*{cel(('pa',), j)}"

        def aia(j: int) -> str:
            if j == aia_begin:
                return f"SUM({cel.range(('afgerond', i), max(j - 1, 1))})" if j > 1 else "0"
            return cel(("afgerond", i), j - 2) if j >= 2 else "0"

        if definitief:
            formules = {
                "asiel_t": moved(0, earlier("plichtig", 0)),
                "asiel_t1": moved(1, lambda j: f"{earlier('plichtig', 1)(j)}*{cel(('blijft',), j)}"),
                "asiel_t2": moved(2, lambda j: f"{earlier('plichtig', 2)(j)}*{cel(('blijft',), j)}^2"),
                "gezin": earlier("gezin", 0),
                "aia": aia,
                "onderwijsroute": lambda j: f"{cel(('plichtig', i), j)}*{cel(('onderwijsdeel', i), j)}",
            }
        else:
            formules = {
                "asiel_t": expected,
                "asiel_t1": year_before,
                "asiel_t2": earlier("plichtig", 2),
                "gezin": lambda j: earlier("gezin", 1 if regels.nader[j] else 2)(j),
                "aia": aia,
                "onderwijsroute": lambda j: f"{expected(j)}*{cel(('po',), j)}",
            }
        labels = {
            "asiel_t": "asielstatushouders cohort t",
            "asiel_t1": "asielstatushouders cohort t-1",
            "asiel_t2": "asielstatushouders cohort t-2",
            "gezin": "gezins- en overige migranten",
            "aia": "trajecten afgerond (AIA)",
            "onderwijsroute": "onderwijsroute (ABO)",
        }
        for naam, formule in formules.items():
            blad.line(
                ("telt", soort, naam, i), wie, f"{soort.capitalize()}: {labels[naam]}", "personen", telling[naam],
                "aantal", formule,
            )  # fmt: skip

    def _amounts(self, blad: Rekenblad, i: int, wie: str, soort: str, telling: dict[str, Any]) -> None:
        cel, r, u = self.cel, self.opbouwen[i].regels, self.uitkomsten[i]
        f = factor(r, soort)
        gewichten = (("asiel_t", "a"), ("asiel_t1", "b"), ("asiel_t2", "c"), ("aia", "d"))
        gg = sum(telling[t] * getattr(r, f"gewicht_{g}") for t, g in gewichten)
        delen = {"bgo": telling["gezin"] * r.gezin, "ba": gg * f, "abo": telling["onderwijsroute"] * r.onderwijsroute}
        formules: dict[str, Any] = {
            "bgo": lambda j: f"{cel(('telt', soort, 'gezin', i), j)}*{cel(('gezin',), j)}",
            "ba": lambda j: (
                "("
                + "+".join(f"{cel(('telt', soort, t, i), j)}*{cel((f'gewicht_{g}',), j)}" for t, g in gewichten)
                + f")*{cel(('factor', soort), j)}"
            ),
            "abo": lambda j: f"{cel(('telt', soort, 'onderwijsroute', i), j)}*{cel(('onderwijsroute',), j)}",
        }
        labels = {"bgo": "gezin en overig (BGO)", "ba": "asiel (BA)", "abo": "onderwijsroute (ABO)"}
        for naam, formule in formules.items():
            label = f"{soort.capitalize()}: {labels[naam]}"
            blad.line((soort, naam, i), wie, label, "EUR", delen[naam], "euro", formule)

        def total(j: int) -> str:
            return "(" + "+".join(cel((soort, naam, i), j) for naam in labels) + ")"

        if soort == "definitief":
            blad.line(("korting", i), wie, "Korting prestatiebekostiging", "aandeel", r.korting, "deel", invoer=True)
        beschikking = getattr(r, soort)
        blad.line(
            (soort, "beschikking", i), wie, f"{soort.capitalize()}: ontvangen beschikking", "EUR", beschikking, "euro",
            invoer=True,
        )  # fmt: skip

        def outcome(j: int) -> str:
            keer = f"*(1-{cel(('korting', i), j)})" if soort == "definitief" else ""
            besluit = cel((soort, "beschikking", i), j)
            return f"IF(ISNUMBER({besluit}),{besluit},{total(j)}{keer})"

        label = f"SPUK {'voorlopige' if soort == 'voorlopig' else 'definitieve'} uitkering"
        blad.line((f"spuk_{soort}", i), wie, label, "EUR", u[f"spuk_{soort}"], "euro", outcome, vet=True)

    def _meenemen(self) -> None:
        blad = self._sheet(
            "Meeneemregeling",
            "Wat een jaar overhoudt gaat mee tot de reserveringsruimte (art. 10.5); de rest gaat terug. Een tekort "
            "schuift door naar het volgende jaar (art. 10.6).",
        )
        cel, looptijd = self.cel, self.opbouwen[0].regels.looptijd
        for i, o in enumerate(self.opbouwen):
            u, wie = self.uitkomsten[i], o.naam
            self._chain(
                blad, i, wie, "spuk", "SPUK", len(self.jaren), lambda j, i=i: cel(("spuk_definitief", i), j),
                lambda j: f"{cel(('ruimte',), j)}", u,
                {"uitkering": "spuk_definitief", "besteding": "besteding", "saldo": "saldo_spuk",
                 "meenemen": "meenemen", "terug": "terugvordering", "door": "doorschuiven"},
            )  # fmt: skip
            blad.line(
                ("ow", "budget", i), wie, "SPUK onderwijsroute: uitkering", "EUR", o.regels.onderwijsroute_budget,
                "euro", invoer=True,
            )  # fmt: skip
            self._chain(
                blad, i, wie, "spuk_onderwijsroute", "SPUK onderwijsroute", looptijd,
                lambda j, i=i: cel(("ow", "budget", i), j), lambda j: f"{cel(('ruimte_onderwijs',), j)}", u,
                {"uitkering": "", "besteding": "lasten_onderwijsroute", "saldo": "saldo_onderwijsroute",
                 "meenemen": "meenemen_onderwijsroute", "terug": "terugvordering_onderwijsroute",
                 "door": "tekort_onderwijsroute"},
            )  # fmt: skip

            def back(j: int, i: int = i) -> str:
                potten = ("spuk", "spuk_onderwijsroute") if j < looptijd else ("spuk",)
                terug = "+".join(cel((pot, "terug", i), j) for pot in potten)
                return f"{terug}-MIN({cel(('nabetaling', i), j)},0)"

            label = "Terug te betalen aan het Rijk over dit jaar, ook een te hoog voorschot"
            blad.line(("terug_te_betalen", i), wie, label, "EUR", u["terug_te_betalen"], "euro", back, vet=True)
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
        self, blad: Rekenblad, i: int, wie: str, pot: str, kop: str, looptijd: int, uitkering: Any, percentage: Any,
        u: dict[str, Any], namen: dict[str, str],
    ) -> None:  # fmt: skip
        """One pot over the years: uitkering + meegenomen - besteding - doorgeschoven, and where the saldo goes."""
        cel, aantal = self.cel, len(self.jaren)
        mee, door = u[namen["meenemen"]], u[namen["door"]]

        def within(formule: Any) -> Any:
            return lambda j: formule(j) if j < looptijd else "0"

        def line(sleutel: str, label: str, waarden: Any, formule: Any, vet: bool = False) -> None:
            waarden = np.where(np.arange(aantal) < looptijd, waarden, 0.0)
            blad.line((pot, sleutel, i), wie, f"{kop}: {label}", "EUR", waarden, "euro", within(formule), vet=vet)

        def here(sleutel: str, j: int) -> str:
            return cel((pot, sleutel, i), j)

        vorig = np.r_[0.0, mee[:-1]], np.r_[0.0, door[:-1]]
        if namen["uitkering"]:
            line("uitkering", "uitkering", u[namen["uitkering"]], uitkering)
        # The rows below point one year back, at rows that follow; their places are fixed here.
        basis = blad.rij
        for n, sleutel in enumerate(
            ("mee_begin", "door_begin", "besteding", "saldo", "ruimte", "meenemen", "terug", "door")
        ):
            self._plaatsen[pot, sleutel, i] = (blad.naam, basis + n)
        line("mee_begin", "meegenomen uit vorig jaar", vorig[0], lambda j: here("meenemen", j - 1) if j else "0")
        line("door_begin", "doorgeschoven lasten uit vorig jaar", vorig[1], lambda j: here("door", j - 1) if j else "0")
        line("besteding", "besteding", u[namen["besteding"]], lambda j: self.pot_sum(i, pot, j))
        line(
            "saldo", "saldo", u[namen["saldo"]],
            lambda j: f"{uitkering(j)}+{here('mee_begin', j)}-{here('besteding', j)}-{here('door_begin', j)}",
        )  # fmt: skip
        if pot == "spuk":
            ruimte = u["ruimte"]

            def room(j: int) -> str:
                eerder = f"+{cel(('ruimte_vorig',), j)}*{uitkering(j - 1)}" if j else ""
                return f"{percentage(j)}*{uitkering(j)}{eerder}"
        else:
            ruimte = u["ruimte_onderwijsroute"]

            def room(j: int) -> str:
                return f"{percentage(j)}*SUM({cel.range(('ow', 'budget', i), j + 1)})"

        line("ruimte", "reserveringsruimte", ruimte, room)
        line(
            "meenemen", "mee te nemen naar volgend jaar", mee,
            lambda j: f"MIN(MAX({here('saldo', j)},0),MAX({here('ruimte', j)},0))", vet=True,
        )  # fmt: skip
        line(
            "terug", "terugvordering", u[namen["terug"]],
            lambda j: f"MAX({here('saldo', j)},0)-{here('meenemen', j)}", vet=True,
        )  # fmt: skip
        line("door", "door te schuiven lasten", door, lambda j: f"MAX(-{here('saldo', j)},0)", vet=True)

    def _fonds(self) -> None:
        blad = self._sheet(
            "Gemeentefonds",
            "Uitvoeringsbudget min uitvoeringslasten, en wat een SPUK niet dekt: samen de eigen rekening.",
        )
        cel, looptijd = self.cel, self.opbouwen[0].regels.looptijd

        def shifted(i: int, j: int) -> str:
            potten = ("spuk", "spuk_onderwijsroute") if j < looptijd else ("spuk",)
            return "".join(f"+{cel((p, 'door_begin', i), j)}-{cel((p, 'door', i), j)}" for p in potten)

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
                lambda j, i=i: f"{cel(('saldo_cumulatief', i), j - 1) + '+' if j else ''}{cel(('saldo', i), j)}",
            )  # fmt: skip
        namen = ("gemeentefonds", "lasten_gemeentefonds", "saldo_gemeentefonds", "budget", "saldo", "saldo_cumulatief")
        self._sums(blad, namen, "euro", "EUR")
        blad.filter()
