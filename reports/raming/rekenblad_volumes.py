"""The live part of the workbook, first half: tariffs, people, volumes, lasten and their pots.

It recalculates the expected values (no randomness) of one scenario with the rules of `finance`; every formula carries
the value that `scenarios.model.opbouw.doorrekenen.evaluate` gives, so that it also reads right where nothing is
recalculated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from finance.taal.regel import Naam, Waarden, Wetsregel
from finance.taal.tekst import formula
from finance.uitkering import VERHOUDING, VERHOUDING_DEFINITIEF
from finance.voorzieningen import DOELGROEPEN, POTTEN, VOORZIENINGEN
from reports.raming.kerncijfers import POTLABELS
from reports.raming.rekenblad import Rekenblad, Verwijzer, are_many
from reports.tabel.adres import Bereik, Formule
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.model.feiten import SPUKS
from scenarios.model.gewichten import VARIABEL
from scenarios.model.grootheden import PER_NAAM
from scenarios.model.opbouw.delen import PLAATS, Opbouw
from scenarios.model.opbouw.doorrekenen import evaluate, factor, priced_volume

BEDRAGRIJEN: Mapping[str, tuple] = {
    **{f"bedrag_{n}": (n,) for n in ("a", "b", "c", "gezin", "onderwijsroute")},
    **{f"gewicht_{n}": (f"gewicht_{n}",) for n in "abcd"},
}
"""Key of the row of every amount and weight of the Regeling."""
REGIO = -1
"""Stands for the region in the key of a row."""
NAAR_PRIJS = "naar contractprijs"
NUMMER = {v.naam: n for n, v in enumerate(VARIABEL)}
DOELGROEPLABELS = dict(zip(DOELGROEPEN, ("asielstatushouders", "gezins- en overige migranten"), strict=True))


class Rekenvolumes:
    """Writes the sheets of one scenario up to the lasten per pot; `cel(sleutel, j)` points at their cells."""

    def __init__(self, werkboek: Werkboek, opbouwen: tuple[Opbouw, ...], jaren: tuple[int, ...]):
        self.opbouwen, self.jaren = opbouwen, jaren
        self._veel = are_many(len(opbouwen))
        self.uitkomsten = [evaluate(o.personen, o.gebruik, o.prijzen, o.regels) for o in opbouwen]
        self.cel = self._plaatsen = Verwijzer(werkboek.adressen, len(jaren))
        self._werkboek = werkboek
        self.voorzieningen = tuple(VOORZIENINGEN)
        self._deel: dict[tuple, list[str]] = {}
        self._rates()
        self._usage()
        self._volumes()
        self._lasten()
        self._shares()

    def value(self, i: int, naam: str) -> NDArray[np.float64]:
        """Expected value of a quantity for gemeente number i, or for the region. shape (j,)"""
        if i == REGIO:
            return np.sum([u[naam] for u in self.uitkomsten], axis=0)
        return self.uitkomsten[i][naam]

    def by_rule(
        self,
        regel: Wetsregel,
        rijen: Mapping[str, tuple],
        keuzes: Callable[[int], Waarden] = lambda j: {},
        anders: Callable[[int], Mapping[str, str]] = lambda j: {},
    ) -> Callable[[int], str]:
        """The formula of a rule of law per year number. rijen: the key of the row of every name; what has none is nil.

        keuzes: the conditions of a year; anders: what stands in no row of its own that year, written out.
        """

        def adres(naam: Naam, j: int) -> str:
            if (tekst := anders(j).get(naam.sleutel)) is not None:
                return tekst
            sleutel, jaar = rijen.get(naam.naam), j - naam.terug
            if sleutel is None or jaar < 0:
                return ""
            return f"SUM({self.cel.range(sleutel, jaar + 1)})" if naam.tot else self.cel(sleutel, jaar)

        return lambda j: formula(regel, lambda naam: adres(naam, j), keuzes(j))

    def _sheet(self, naam: str, uitleg: str) -> Rekenblad:
        return Rekenblad(self._werkboek, naam, self.jaren, uitleg, self._plaatsen)

    def _rates(self) -> None:
        blad = self._sheet(
            "Tarieven",
            "Gekleurde cellen zijn invoer: wijzig een bedrag of percentage en alle rekenbladen volgen. "
            "Bron en status staan op Uitgangspunten.",
        )
        r = self.opbouwen[0].regels
        cel = self.cel
        for naam, label in (
            ("a", "Bedrag per asielstatushouder, cohort t"),
            ("b", "Bedrag per asielstatushouder, cohort t-1"),
            ("c", "Bedrag per asielstatushouder, cohort t-2"),
            ("gezin", "Bedrag per gezins- of overige migrant"),
            ("onderwijsroute", "Bedrag onderwijsroute (ABO)"),
        ):
            blad.line((naam,), "Landelijk", label, "EUR", getattr(r, naam), "prijs", invoer=True)
        for naam in "abcd":
            gewicht, bedrag = getattr(r, f"gewicht_{naam}"), getattr(r, naam) if naam != "d" else np.zeros(len(r.a))
            gelijk = gewicht == bedrag

            def follow(j: int, naam: str = naam, gelijk: NDArray[np.bool_] = gelijk) -> str:
                return cel((naam,), j) if naam != "d" and gelijk[j] and r.gewicht_d[j] == 0 else ""

            blad.line(
                (f"gewicht_{naam}",),
                "Landelijk",
                f"Grondslagbedrag {naam}",
                "EUR",
                gewicht,
                "prijs",
                follow,
                invoer=True,
            )
        for soort, tellingen in (("voorlopig", r.landelijk_voorlopig), ("definitief", r.landelijk_definitief)):
            for naam, telling in zip(("t", "t-1", "t-2", "afgerond"), tellingen, strict=True):
                label = f"Landelijk {soort}: " + ("trajecten afgerond" if naam == "afgerond" else f"cohort {naam}")
                blad.line(("land", soort, naam), "Landelijk", label, "personen", telling, "aantal", invoer=True)

            if soort == "definitief":
                blad.line(
                    ("verhouding",), "Landelijk", "Verhouding volgens het Rijk, definitief (leeg: berekend)", "factor",
                    r.verhouding, "gewicht", invoer=True,
                )  # fmt: skip

            tellingen_van = {"asiel_t": "t", "asiel_t1": "t-1", "asiel_t2": "t-2", "aia": "afgerond"}
            rijen = {veld: ("land", soort, naam) for veld, naam in tellingen_van.items()}
            regel = VERHOUDING if soort == "voorlopig" else VERHOUDING_DEFINITIEF
            label = f"Verhouding TBA / som van de grondslagen, {soort}"
            blad.line(("factor", soort), "Landelijk", label, "factor", factor(r, soort), "gewicht",
                self.by_rule(regel, {**BEDRAGRIJEN, **rijen, "verhouding": ("verhouding",)}),
            )  # fmt: skip
        for naam, label, reeks in (
            ("pa", "Verwacht aandeel inburgeringsplichtigen in de taakstelling", r.aandeel_plichtig),
            ("po", "Verwacht aandeel onderwijsroute", r.aandeel_onderwijsroute),
            ("blijft", "Aandeel dat een jaar later nog in de gemeente woont", r.blijft_wonen),
            ("ruimte", "Meeneemregeling: deel van de uitkering van het jaar zelf", r.ruimte[0]),
            ("ruimte_vorig", "Meeneemregeling: deel van de uitkering van het jaar ervoor", r.ruimte[1]),
            ("ruimte_onderwijs", "SPUK onderwijsroute: deel van alles tot nu toe dat mee mag", r.onderwijsroute_ruimte),
        ):
            blad.line((naam,), "Landelijk", label, "aandeel", reeks, "deel", invoer=True)
        blad.lay_out()

    def _usage(self) -> None:
        """Units per person: a row per gemeente, voorziening, doelgroep and calendar year; columns are cohort years."""
        blad = self._werkboek.add(
            "Gebruik per persoon",
            (22, 40, 26, 12, *[11] * len(self.jaren)),
            "Eenheden die één persoon van een instroomjaar in een kalenderjaar gebruikt: wachttijd, leerroute, duur en "
            "uitval samen. Naar contractprijs: een eenheid telt voor wat zij kost tegenover de gemiddelde prijs.",
            afdruk=0,
        )
        rijen = []
        for i, o in enumerate(self.opbouwen):
            regels = [
                (v.naam, v.label, p, o.gebruik.eenheden[p, n].T)
                for n, v in enumerate(VARIABEL)
                for p in range(len(DOELGROEPEN))
                if np.any(o.gebruik.eenheden[p, n])
            ]
            regels.append(("afgerond", "Trajecten afgerond met diploma of certificaat", 0, o.gebruik.afgerond.T))
            for naam, label, p, per_jaar in regels:
                verhouding = o.prijzen.verhouding[p, NUMMER[naam]].T if naam in NUMMER else np.ones_like(per_jaar)
                groep = DOELGROEPLABELS[DOELGROEPEN[p]]
                for j, rij in enumerate(per_jaar):
                    sleutel = ("gebruik", i, naam, p, j)
                    # Who has not come yet or is done uses nothing; of many gemeenten that is half of the largest sheet.
                    cellen = tuple(k if k or not self._veel else None for k in rij.tolist())
                    rijen.append(Rij((o.naam, label, groep, self.jaren[j], *cellen), sleutel))
                    if np.any(verhouding[j] != 1.0):
                        delen = (
                            None if cel is None else Formule(f"{{0}}*{k!r}", cel * k, ((sleutel, c),))
                            for c, (cel, k) in enumerate(zip(cellen, verhouding[j].tolist(), strict=True))
                        )
                        koppen = (o.naam, f"{label}, {NAAR_PRIJS}", groep, self.jaren[j])
                        rijen.append(Rij((*koppen, *delen), ("naar prijs", *sleutel)))
        kolommen = (
            *(Kolom(kop, vorm="lang") for kop in ("Gemeente", "Voorziening", "Doelgroep")),
            Kolom("Kalenderjaar", "jaar"),
            *(
                Kolom(f"instroom {j}", "aantal", naam=c, vorm="gewicht invoer", spaarzaam=self._veel)
                for c, j in enumerate(self.jaren)
            ),
        )
        to_xlsx(blad, Tabel("", kolommen, tuple(rijen)), vast=1)
        blad.filter()

    def _per_person(self, i: int, naam: str, p: int, j: int, naar_prijs: bool = False) -> str:
        sleutel: tuple = ("gebruik", i, naam, p, j)
        if naar_prijs and (("naar prijs", *sleutel), 0) in self.cel.adressen:
            sleutel = ("naar prijs", *sleutel)
        return self.cel.adressen.text(Bereik((sleutel, 0), (sleutel, len(self.jaren) - 1)))

    def _volumes(self) -> None:
        blad = self._sheet(
            "Volumes",
            "Personen per instroomjaar (invoer) × gebruik per persoon = volume. Wijzig een aantal personen en de "
            "volumes, de lasten en de uitkering volgen.",
        )
        cel = self.cel
        for i, o in enumerate(self.opbouwen):
            u = self.uitkomsten[i]
            for p, (naam, label) in enumerate(
                (("plichtig", "Inburgeringsplichtige asielstatushouders"), ("gezin", "Gezins- en overige migranten"))
            ):
                blad.line((naam, i), o.naam, label, "personen", o.personen.instroom[p], "aantal", invoer=True)
            for naam, label, reeks in (
                ("taakstelling", "Taakstelling", o.personen.taakstelling),
                ("prognose", "Deel van de landelijke prognose", o.personen.prognose),
            ):
                blad.line((naam, i), o.naam, label, "personen", reeks, "aantal", invoer=True)
            for telling, cohort in enumerate(("t", "t-1", "t-2")):
                if np.any(reeks := o.personen.verhuisd[telling]):
                    blad.line(
                        ("verhuisd", telling, i), o.naam, f"Verhuisd, telt mee in cohort {cohort}", "personen", reeks,
                        "aantal", invoer=True,
                    )  # fmt: skip
            label = "Aandeel asielstatushouders met onderwijsroute in het PIP"
            blad.line(("onderwijsdeel", i), o.naam, label, "aandeel", o.gebruik.onderwijs, "deel", invoer=True)
            for n, v in enumerate(VARIABEL):
                if np.any(o.gebruik.overig[n]):
                    label = f"{v.label}, verhuisde personen"
                    blad.line(
                        ("overig", v.naam, i), o.naam, label, v.eenheid, o.gebruik.overig[n], "aantal", invoer=True
                    )

                blad.line(
                    ("volume", v.naam, i), o.naam, v.label, v.eenheid, u[f"volume.{v.naam}"], "aantal",
                    lambda j, i=i, naam=v.naam: self._used(i, naam, j),
                )  # fmt: skip

            if np.any(geteld := o.gebruik.afgerond_geteld):
                label = "Trajecten van asielstatushouders afgerond, geteld"
                blad.line(("afgerond_geteld", i), o.naam, label, "trajecten", geteld, "aantal", invoer=True)

            def done(j: int, i: int = i) -> str:
                berekend = f"SUMPRODUCT({cel.range(('plichtig', i))},{self._per_person(i, 'afgerond', 0, j)})"
                eigen = ("afgerond_geteld", i)
                return f"{berekend}+{cel(eigen, j)}" if eigen in self._plaatsen else berekend

            blad.line(
                ("afgerond", i), o.naam, "Trajecten van asielstatushouders afgerond", "trajecten", u["afgerond"],
                "aantal", done,
            )  # fmt: skip
        self._sums(blad, ("plichtig", "gezin", "taakstelling", "afgerond"), "aantal", "personen")
        blad.filter()

    def _used(self, i: int, naam: str, j: int, naar_prijs: bool = False) -> str:
        """Formula for the volume of one voorziening; `naar_prijs`: see `opbouw.doorrekenen.priced_volume`."""
        delen = [
            f"SUMPRODUCT({self.cel.range((groep, i))},{self._per_person(i, naam, p, j, naar_prijs)})"
            for p, groep in enumerate(("plichtig", "gezin"))
            if (("gebruik", i, naam, p, j), 0) in self.cel.adressen
        ]
        if ("overig", naam, i) in self._plaatsen:
            verhouding = float(self.opbouwen[i].prijzen.verhouding_overig[NUMMER[naam], j])
            keer = f"*{verhouding!r}" if naar_prijs and verhouding != 1.0 else ""
            delen.append(self.cel(("overig", naam, i), j) + keer)
        return "+".join(delen)

    def _lasten(self) -> None:
        blad = self._sheet(
            "Lasten",
            "Volume × prijs = lasten. De prijs per eenheid (invoer) is het gemiddelde over de contracten van dat jaar. "
            "Betaalt het ene instroomjaar meer dan het andere, dan geldt het volume naar contractprijs.",
        )
        cel = self.cel
        for i, o in enumerate(self.opbouwen):
            u, naar_prijs = self.uitkomsten[i], priced_volume(o.personen, o.gebruik, o.prijzen)
            for naam, v in VOORZIENINGEN.items():
                termen = []
                if not v.vast:
                    n = NUMMER[naam]
                    if not self._veel:
                        blad.line(
                            ("lastvolume", naam, i), o.naam, f"{v.label}: volume", v.eenheid, u[f"volume.{naam}"],
                            "aantal", lambda j, naam=naam, i=i: cel(("volume", naam, i), j),
                        )  # fmt: skip
                    blad.line(
                        ("prijs", naam, i), o.naam, f"{v.label}: prijs per {v.eenheid}", "EUR", o.prijzen.prijs[n],
                        "prijs", invoer=True,
                    )  # fmt: skip
                    termen = ["volume" if self._veel else "lastvolume", "prijs"]
                    if np.any(o.prijzen.verhouding[:, n] != 1.0) or np.any(o.prijzen.verhouding_overig[n] != 1.0):
                        termen[0] = "prijsvolume"
                        blad.line(
                            ("prijsvolume", naam, i), o.naam, f"{v.label}: volume {NAAR_PRIJS}", v.eenheid,
                            naar_prijs[n], "aantal", lambda j, naam=naam, i=i: self._used(i, naam, j, True),
                        )  # fmt: skip
                vast = o.prijzen.vast[PLAATS[naam]]
                if v.vast or np.any(vast):
                    blad.line(("vast", naam, i), o.naam, f"{v.label}: vaste lasten", "EUR", vast, "euro", invoer=True)

                def product(j: int, naam: str = naam, i: int = i, termen: list[str] = termen) -> str:
                    delen = ["*".join(cel((t, naam, i), j) for t in termen)] if termen else []
                    delen += [cel(("vast", naam, i), j)] if ("vast", naam, i) in self._plaatsen else []
                    return "+".join(delen)

                blad.line(
                    ("last", naam, i),
                    o.naam,
                    f"{v.label}: lasten",
                    "EUR",
                    u[f"lasten.{naam}"],
                    "euro",
                    product,
                    vet=True,
                )
            for pot, feiten in zip(SPUKS, o.regels.feiten.potten, strict=True):
                if np.any(feiten.onverdeeld):
                    blad.line(
                        ("onverdeeld", pot, i), o.naam, f"Lasten zonder voorziening, {POTLABELS[pot]}", "EUR",
                        feiten.onverdeeld, "euro", invoer=True,
                    )  # fmt: skip
            blad.line(
                ("lasten", i), o.naam, "Lasten, alle voorzieningen", "EUR", u["lasten"], "euro",
                lambda j, i=i: "+".join(
                    [*(cel(("last", naam, i), j) for naam in VOORZIENINGEN), *(self.undivided(i, p, j) for p in SPUKS)]
                ),
                vet=True,
            )  # fmt: skip
        for naam, v in VOORZIENINGEN.items():
            blad.line(
                ("last", naam, REGIO), "Regio", v.label, "EUR", self.value(REGIO, f"lasten.{naam}"), "euro",
                lambda j, naam=naam: self._added(("last", naam), j),
            )  # fmt: skip
        self._sums(blad, ("lasten",), "euro", "EUR")
        blad.filter()

    def _shares(self) -> None:
        jaren = self.jaren
        blad = self._werkboek.add(
            "Verdeling",
            (22, 30, 40, *[8] * len(jaren), *[12] * len(jaren)),
            "Welk deel van de lasten welke pot betaalt (invoer), en het bedrag dat daaruit volgt.",
            afdruk=0,
        )
        rijen = []
        for i, o in enumerate(self.opbouwen):
            for k, pot in enumerate(POTTEN):
                betaald = [naam for naam in VOORZIENINGEN if np.any(o.regels.verdeling[PLAATS[naam], k])]
                self._deel[i, pot] = betaald
                for naam in betaald:
                    sleutel = ("verdeling", i, pot, naam)
                    delen = o.regels.verdeling[PLAATS[naam], k].tolist()
                    lasten = self.uitkomsten[i][f"lasten.{naam}"].tolist()
                    bedragen = (
                        Formule("{0}*{1}", delen[j] * lasten[j], ((sleutel, ("deel", j)), (("last", naam, i), j)))
                        for j in range(len(jaren))
                    )
                    rijen.append(Rij((o.naam, POTLABELS[pot], VOORZIENINGEN[naam].label, *delen, *bedragen), sleutel))
        kolommen = (
            *(Kolom(kop, vorm="lang") for kop in ("Gemeente", "Pot", "Voorziening")),
            *(Kolom(f"deel {jaar}", "deel", naam=("deel", j), vorm="deel invoer") for j, jaar in enumerate(jaren)),
            *(Kolom(f"lasten {jaar}", "euro", naam=j) for j, jaar in enumerate(jaren)),
        )
        to_xlsx(blad, Tabel("", kolommen, tuple(rijen)), vast=3)
        blad.filter()

    def undivided(self, i: int, pot: str, j: int) -> str:
        """The lasten of one pot of gemeente number i that have no voorziening."""
        return self.cel(("onverdeeld", pot, i), j) if ("onverdeeld", pot, i) in self._plaatsen else "0"

    def pot_sum(self, i: int, pot: str, j: int) -> str:
        """Formula for the lasten of one pot of gemeente number i in year number j."""
        return f"{self._divided(i, pot, j)}+{self.undivided(i, pot, j)}"

    def _divided(self, i: int, pot: str, j: int) -> str:
        if not (betaald := self._deel[i, pot]):
            return "0"
        eerste, laatste = ((("verdeling", i, pot, naam), j) for naam in (betaald[0], betaald[-1]))
        return f"SUM({self.cel.adressen.text(Bereik(eerste, laatste))})"

    def _sums(self, blad: Rekenblad, namen: tuple[str, ...], vorm: str, eenheid: str) -> None:
        for naam in namen:
            blad.line(
                (naam, REGIO), "Regio", PER_NAAM[naam].label, eenheid, self.value(REGIO, naam), vorm,
                lambda j, naam=naam: self._added((naam,), j), vet=True,
            )  # fmt: skip

    def _added(self, sleutel: tuple, j: int) -> str:
        """The sum over the gemeenten of one row."""
        return "+".join(self.cel.adressen[(*sleutel, i), j].vast for i in range(len(self.opbouwen)))
