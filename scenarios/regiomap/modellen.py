"""The records of a region folder: what may stand in each file, strictly checked.

`docs/invoer.md` describes the same columns and keys for the controller.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from finance.contracten import TERMIJNEN
from finance.fouten import suggest
from finance.taal import grenzen
from finance.voorzieningen import DOELGROEPEN, LEERROUTES, VOORZIENINGEN
from scenarios.regiomap.gebeurtenissen import Gebeurtenis
from scenarios.regiomap.intervallen import INTERVALLEN_VAN_ROUTE, SOORTEN, Interval, MetInterval, check_interval
from scenarios.regiomap.lezen import (
    HALFJAAR,
    Aantal,
    Dag,
    Datum,
    Getal,
    Invoermodel,
    Invoerrij,
    Lijst,
    Naam,
    check_first_day,
    parse_number,
    within,
)
from scenarios.regiomap.lezer.bezwaren import Misfit, unknown
from scenarios.regiomap.wijziging import Wijziging

Status = Literal["vastgesteld", "raming", "aanname", "onzeker"]
Tekst = Annotated[str, Field(min_length=1)]
Deel = Annotated[Getal, within(grenzen.DEEL)]
Prijs = Annotated[Getal, within(grenzen.PRIJS)]
Positief = Annotated[Getal, within(grenzen.VEELHEID)]
Personen = Annotated[Aantal, within(grenzen.PERSONEN)]

HALFJAARMAANDEN = (1, 7)
"""Months in which a half-year begins"""

OPEN = date.max
"""The end of what holds until further notice"""
HORIZON = 4
"""Years from the peildatum to the last one computed: the begroting of the year after it, and three more"""

HALFJAARINDICATOREN = ("gehuisvest", "inburgeringsplichtig")
STARTINDICATOREN = {
    **{f"{r}_gestart": r for r in LEERROUTES},
    **{f"{r}_vastgesteld": r for r in LEERROUTES},
}
VOORTGANGSINDICATOREN = (
    *(f"{r}_afgerond" for r in LEERROUTES),
    "intake_begonnen", "pip_vastgesteld", "tussentijds_beeindigd", "map_afgerond", "map_vrijgesteld", "pvt_afgerond",
    "ontzorgen_trajecten", "ontzorgen_verlengd", "werk_orientatie", "werkstage", "vrijwilligerswerk", "betaalde_baan",
)  # fmt: skip
HUISHOUDINDICATOREN = ("alleenstaanden", "gezinnen", "volwassenen", "kinderen", "woningen")
"""Who was housed and in how many homes (COA): counted for the council, not used in the computation."""
INDICATOREN = (*HALFJAARINDICATOREN, *STARTINDICATOREN, *VOORTGANGSINDICATOREN, *HUISHOUDINDICATOREN)


class Gemeente(Invoermodel):
    """One gemeente of the region. `achterstand`: persons still to house on 1 January 2022 (negative: voorsprong)."""

    code: Tekst
    naam: Naam
    uitvoering: str = ""
    achterstand: Annotated[Aantal, within(grenzen.STAND)] = 0


class Herverdeling(Invoermodel):
    """`[[herverdeling]]` in regio.toml: `van`, `naar` and `aantal` per half-year, or `sleutel` (gemeente = share)."""

    vanaf: Dag
    tot: Dag | None = None
    """First day on which it no longer holds."""
    van: str = ""
    naar: str = ""
    aantal: Personen = 0
    sleutel: dict[str, Positief] = Field(default_factory=dict)
    status: Literal["vastgesteld", "raming", "aanname", "onzeker"]
    bron: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _one_kind(self) -> Herverdeling:
        overdracht = bool(self.van and self.naar and self.van != self.naar and not self.sleutel)
        sleutel = len(self.sleutel) > 1 and sum(self.sleutel.values()) > 0 and not (self.van or self.naar)
        if overdracht == sleutel:
            raise ValueError("van, naar (twee gemeenten) en aantal, of een sleutel over ten minste twee gemeenten")
        return self

    @property
    def gemeenten(self) -> tuple[str, ...]:
        """Names or codes of everyone who takes part."""
        return tuple(self.sleutel) or (self.van, self.naar)


class Verdeling(Invoermodel):
    """Explicit allocation of the lasten of one voorziening to pots, from a date."""

    voorziening: Tekst
    vanaf: Dag
    gemeentefonds: Deel = 0.0
    spuk: Deel = 0.0
    spuk_onderwijsroute: Deel = 0.0
    status: Status
    bron: Tekst

    @model_validator(mode="after")
    def _whole(self) -> Verdeling:
        if self.voorziening not in VOORZIENINGEN:
            raise unknown("voorziening", self.voorziening, VOORZIENINGEN)
        if abs(self.gemeentefonds + self.spuk + self.spuk_onderwijsroute - 1) > 1e-9:
            raise ValueError("delen die samen 1 zijn")
        return self


class Vraag(Invoermodel):
    """What a region wants answered first: is it budgetneutraal in these years, and under these scenarios?"""

    tekst: Tekst
    van: Aantal
    tot: Aantal
    """First and last year."""
    scenarios: tuple[Tekst, ...] = ()
    """Computed beside the base when the user names no scenario."""

    @model_validator(mode="after")
    def _order(self) -> Vraag:
        if self.tot < self.van:
            raise ValueError("een laatste jaar (tot) niet voor het eerste (van)")
        return self


class Regiobestand(Invoermodel):
    """`regio.toml`."""

    naam: Naam
    omschrijving: str = ""
    peildatum: Dag
    eindjaar: Annotated[Aantal, Field(ge=2022, le=2050)]
    bekend_op: Dag | None = None
    """Use only taakstellingen announced on or before this day; empty: everything known."""
    contract_terugval: bool = False
    alle_gemeenten: bool = False
    """Every gemeente of the country, instead of a list."""
    zonder: tuple[Tekst, ...] = ()
    """Kinds of uncertainty that are not drawn: their values stand as entered."""
    vraag: Vraag | None = None
    gemeente: tuple[Gemeente, ...] = ()
    verdeling: tuple[Verdeling, ...] = ()
    herverdeling: tuple[Herverdeling, ...] = ()
    """Joint redistribution of the taakstelling (Huisvestingswet art. 29 lid 2)."""
    gebeurtenis: tuple[Gebeurtenis, ...] = ()
    """Events that hold in every scenario, such as an AZC that is there."""

    @model_validator(mode="before")
    @classmethod
    def _horizon(cls, inhoud: object) -> object:
        if isinstance(inhoud, dict) and "eindjaar" not in inhoud:
            peildatum = inhoud.get("peildatum")
            # Without a peildatum that is what there is to tell, not the year that would follow from it.
            return {**inhoud, "eindjaar": peildatum.year + HORIZON if isinstance(peildatum, date) else 2050}
        return inhoud

    @model_validator(mode="after")
    def _somebody(self) -> Regiobestand:
        if self.alle_gemeenten == bool(self.gemeente):
            raise ValueError("ten minste één blok [[gemeente]], of alle_gemeenten = true zonder zulke blokken")
        return self

    @model_validator(mode="after")
    def _kinds(self) -> Regiobestand:
        for soort in self.zonder:
            if soort not in SOORTEN:
                raise unknown("soort onzekerheid", soort, SOORTEN)
        return self

    @model_validator(mode="after")
    def _dates(self) -> Regiobestand:
        check_first_day("peildatum", self.peildatum, HALFJAARMAANDEN)
        if not date(2022, 1, 1) <= self.peildatum <= date(self.eindjaar, 12, 31):
            raise ValueError("een peildatum tussen 1 januari 2022 en het einde van eindjaar")
        if self.vraag is not None and not 2022 <= self.vraag.van <= self.vraag.tot <= self.eindjaar:
            raise ValueError(f"een vraag over jaren van 2022 tot en met eindjaar {self.eindjaar}")
        return self


class Verzameling(MetInterval):
    """How long a step takes, in months: discretised gamma distribution (`vorm` 1 is exponential)."""

    KERN = "gemiddeld"

    gemiddeld: Annotated[Getal, within(grenzen.DUUR)]
    vorm: Annotated[Getal, within(grenzen.VORM)] = 1.0
    status: Status
    bron: Tekst


class Route(Invoermodel):
    """One leerroute: nominal duration in months, monthly share leaving, share that succeeds within the term.

    After `afschalen_na` months a share `afschalen_aandeel` goes on at `afschalen_intensiteit` (B1 stepping down).
    A share `verlenging_aandeel` takes `verlenging` months longer (Regeling inburgering 2021 art. 7.4).
    """

    maanden: Annotated[Aantal, Field(ge=1, le=72)]
    uitval_per_maand: Deel = 0.0
    geslaagd: Deel
    verlenging: Annotated[Aantal, Field(ge=0, le=24)] = 0
    verlenging_aandeel: Deel = 0.0
    afschalen_na: Annotated[Aantal, Field(ge=0, le=72)] = 0
    afschalen_aandeel: Deel = 0.0
    afschalen_intensiteit: Deel = 1.0
    maanden_p10: Getal | None = None
    maanden_p90: Getal | None = None
    uitval_p10: Getal | None = None
    uitval_p90: Getal | None = None
    verlenging_p10: Getal | None = None
    verlenging_p90: Getal | None = None
    geslaagd_p10: Getal | None = None
    geslaagd_p90: Getal | None = None
    """Intervals around `maanden`, `uitval_per_maand`, `verlenging_aandeel` and `geslaagd`."""
    status: Status
    bron: Tekst

    @model_validator(mode="after")
    def _intervals(self) -> Route:
        for naam, veld in INTERVALLEN_VAN_ROUTE.items():
            p10, p90 = getattr(self, f"{naam}_p10"), getattr(self, f"{naam}_p90")
            check_interval(veld, getattr(self, veld), p10, p90, self.status)
        return self

    def interval(self, naam: str) -> Interval | None:
        """P10 and P90 of one of `INTERVALLEN_VAN_ROUTE`, as factors on its value; None where none was given."""
        p10, waarde = getattr(self, f"{naam}_p10"), getattr(self, INTERVALLEN_VAN_ROUTE[naam])
        return None if p10 is None else Interval(p10 / waarde, getattr(self, f"{naam}_p90") / waarde)


class Gebruiksregel(MetInterval):
    """Use of one voorziening per person; see `finance.voorzieningen.Gebruik`. `duur` empty: as long as the route."""

    KERN = "hoeveelheid"

    anker: Literal["huisvesting", "intake", "pip", "start"]
    hoeveelheid: Annotated[Getal, within(grenzen.HOEVEELHEID)]
    duur: Annotated[Aantal, Field(ge=1, le=72)] | None = None
    na: Annotated[Aantal, Field(ge=0, le=60)] = 0
    aandeel: Deel = 1.0
    verlenging: Annotated[Aantal, Field(ge=0, le=36)] = 0
    verlenging_aandeel: Deel = 0.0
    uren: Annotated[Getal, within(grenzen.UREN)] = 0.0
    doelgroepen: tuple[Literal["asielstatushouder", "gezinsmigrant"], ...] = ()
    status: Status
    bron: Tekst


class Aandeel(MetInterval):
    """A share with its source."""

    KERN = "aandeel"

    aandeel: Deel
    status: Status
    bron: Tekst


class Trajecten(Invoermodel):
    """`trajecten.toml`: waiting times per doelgroep and step, leerroutes, use of voorzieningen."""

    wachten: dict[str, dict[str, Verzameling]]
    start_aandeel: dict[str, Aandeel]
    """Share of plichtigen that reaches a PIP and route; the rest moves, is exempt or follows other schooling."""
    route: dict[str, Route]
    gebruik: dict[str, Gebruiksregel]

    @model_validator(mode="after")
    def _complete(self) -> Trajecten:
        fouten = []
        for doelgroep in DOELGROEPEN:
            if set(self.wachten.get(doelgroep, {})) != {"intake", "pip", "start"}:
                fouten.append(f"wachten.{doelgroep} met intake, pip en start")
            if doelgroep not in self.start_aandeel:
                fouten.append(f"start_aandeel.{doelgroep}")
        fouten += [f"route.{r}" for r in LEERROUTES if r not in self.route]
        for blok, namen in (("wachten", DOELGROEPEN), ("start_aandeel", DOELGROEPEN), ("route", LEERROUTES)):
            vreemd = sorted(getattr(self, blok).keys() - set(namen))
            fouten += [f"geen {blok}.{naam} ({suggest(naam, namen)})" for naam in vreemd]
        nodig = {n for n, v in VOORZIENINGEN.items() if not v.vast}
        fouten += [f"gebruik.{n}" for n in sorted(nodig - self.gebruik.keys())]
        fouten += [f"geen gebruik.{n} ({suggest(n, nodig)})" for n in sorted(self.gebruik.keys() - nodig)]
        if fouten:
            raise ValueError(f"alle blokken en geen andere: {'; '.join(fouten)}")
        return self


class Instroomrij(Invoerrij):
    """`instroom.csv`: a realised count over a period of whole half-years."""

    periode_van: Datum
    periode_tot: Datum
    cbs_code: Tekst
    gemeente: str = ""
    doelgroep: Literal["asielstatushouder", "gezinsmigrant", "allen"]
    indicator: Tekst
    aantal: Personen
    status: Status
    bron: Tekst

    @model_validator(mode="after")
    def _period(self) -> Instroomrij:
        if self.indicator not in INDICATOREN:
            raise unknown("indicator", self.indicator, INDICATOREN)
        check_first_day("periode_van", self.periode_van, HALFJAARMAANDEN)
        check_first_day("periode_tot", self.periode_tot, HALFJAARMAANDEN)
        if self.periode_tot <= self.periode_van:
            raise Misfit(f"periode_tot {self.periode_tot}", f"een dag na periode_van {self.periode_van}")
        # Housing wholly before the law still matters: it leaves an achterstand or voorsprong.
        begin = date(2022, 1, 1)
        if self.periode_van < begin and not (self.indicator == "gehuisvest" and self.periode_tot <= begin):
            raise Misfit(f"periode_van {self.periode_van}", "een periode vanaf 1 januari 2022, het begin van de wet")
        return self


class Contractrij(Invoerrij, MetInterval):
    """`contracten.csv`: one price line. `gemeenten`, `leerroutes`: names or codes split by |, or `alle`."""

    KERN = "prijs"

    contract: Tekst
    leverancier: Tekst
    voorziening: Tekst
    gemeenten: Tekst = "alle"
    leerroutes: Lijst = "alle"
    van: Datum
    tot: Datum = OPEN
    eenheid: Tekst
    prijs: Prijs
    betaling: Literal["gespreid", "termijnen", "vast"] = "gespreid"
    termijnen: str = ""
    prijsmoment: Literal["levering", "start"] = "levering"
    prijspeil: Annotated[Aantal, Field(ge=2015, le=2050)] | None = None
    onderdeel: str = ""
    """Part of the voorziening that the price is for; the prices of all parts add up."""
    aandeel: Deel = 1.0
    """Share of the persons for whom it is paid."""
    status: Status
    bron: Tekst

    @model_validator(mode="after")
    def _consistent(self) -> Contractrij:
        voorziening = VOORZIENINGEN.get(self.voorziening)
        if voorziening is None:
            raise unknown("voorziening", self.voorziening, VOORZIENINGEN)
        check_first_day("van", self.van)
        if self.tot != OPEN:
            check_first_day("tot", self.tot)
        if self.tot <= self.van:
            raise Misfit(f"tot {self.tot}", f"een dag na van {self.van}")
        wijze = f"eenheid {self.eenheid!r} met betaling {self.betaling!r}"
        if voorziening.vast and self.betaling != "vast":
            raise Misfit(wijze, f"eenheid jaar met betaling vast: zo wordt {self.voorziening} betaald")
        if self.betaling == "vast" and self.eenheid != "jaar":
            raise Misfit(wijze, "eenheid jaar bij betaling vast")
        if self.betaling != "vast" and self.eenheid not in (voorziening.eenheid, "uur"):
            andere = ", of eenheid jaar met betaling vast" if self.eenheid == "jaar" else ""
            raise Misfit(wijze, f"eenheid {voorziening.eenheid} of uur bij {self.voorziening}{andere}")
        if self.betaling == "vast" and (self.onderdeel or self.aandeel != 1):
            raise ValueError("bij betaling vast geen onderdeel en geen aandeel")
        if self.betaling == "termijnen" and abs(sum(self.terms.values()) - 1) > 1e-9:
            raise ValueError("termijnen die samen 1 zijn, zoals start:0.4|halverwege:0.3|resultaat:0.3")
        return self

    @property
    def terms(self) -> dict[str, float]:
        """'start:0.4|einde:0.6' -> {'start': 0.4, 'einde': 0.6}; ValueError for an unknown term."""
        uit: dict[str, float] = {}
        for deel in filter(None, self.termijnen.split("|")):
            naam, _, waarde = deel.partition(":")
            if naam not in TERMIJNEN:
                raise ValueError(f"termijnen uit {', '.join(TERMIJNEN)}")
            deel = uit[naam] = parse_number(waarde)
            if not grenzen.DEEL.allows(deel):
                raise ValueError(f"termijnen tussen 0 en 1, zoals {naam}:0.4")
        return uit


class Formatiecontract(Contractrij):
    """The price line that a line of `formatie.csv` is."""

    fte: Annotated[float, within(grenzen.FTE)]


class Formatierij(Invoerrij, MetInterval):
    """`formatie.csv`: own people, in fte; a fixed sum per year beside the prices of `contracten.csv`."""

    KERN = "prijs"

    functie: Tekst
    fte: Annotated[Getal, within(grenzen.FTE)]
    prijs: Prijs
    """EUR per fte and year"""
    voorziening: str = "beleid_inkoop"
    gemeenten: Tekst = "alle"
    van: Datum = date(2022, 1, 1)
    tot: Datum = OPEN
    prijspeil: Annotated[Aantal, Field(ge=2015, le=2050)] | None = None
    status: Status
    bron: Tekst

    @model_validator(mode="after")
    def _consistent(self) -> Formatierij:
        # What a contract may not be, this may not be either.
        try:
            self.contract  # noqa: B018
        except ValidationError as fout:
            reden = fout.errors()[0].get("ctx", {}).get("error")
            raise (reden if isinstance(reden, ValueError) else ValueError("een vast bedrag per jaar")) from None
        return self

    @property
    def contract(self) -> Formatiecontract:
        """The price line that it is."""
        eigen = self.model_dump(exclude={"functie", "fte", "prijs", "p10", "p90", "bron"})
        rekensom = f"{self.fte:g} fte x {self.prijs:g} euro"
        return Formatiecontract(
            **eigen,
            fte=self.fte,
            contract=self.functie,
            leverancier="eigen formatie",
            eenheid="jaar",
            prijs=round(self.fte * self.prijs, 2),
            p10=None if self.p10 is None else self.fte * self.p10,
            p90=None if self.p90 is None else self.fte * self.p90,
            betaling="vast",
            bron=f"{rekensom}; {self.bron}",
        )


class Budgetrij(Invoerrij, MetInterval):
    """`budgetten.csv`: money that does not follow the number of people, per gemeente and year.

    With `cbs_code` NL it is the amount of the whole country: every gemeente of the region gets its part by inhabitants.
    """

    KERN = "bedrag"

    jaar: Annotated[Aantal, Field(ge=2020, le=2050)]
    cbs_code: Tekst
    gemeente: str = ""
    pot: Literal["gemeentefonds", "spuk_onderwijsroute", "invoering"]
    bedrag: Annotated[Getal, within(grenzen.BEDRAG)]
    status: Status
    bron: Tekst

    def part(self, deel: float) -> dict[str, float]:
        """A share of the amount and of its interval, in whole cents."""
        bedragen = {"bedrag": self.bedrag, "p10": self.p10, "p90": self.p90}
        return {naam: round(euros * deel, 2) for naam, euros in bedragen.items() if euros is not None}


class Taakstellingrij(Invoerrij):
    """`taakstelling.csv`: a published taakstelling of one gemeente; it overrides the computed one."""

    halfjaar: Annotated[str, Field(pattern=HALFJAAR)]
    cbs_code: Tekst
    gemeente: str = ""
    aantal: Personen
    bekend_op: Datum
    status: Status
    bron: Tekst


class Lezing(Invoermodel):
    """`[lezing]` of a scenario: of which open question of law or policy it is one reading."""

    onderwerp: Tekst
    """The question and this reading of it, in a few words"""
    soort: Literal["budget", "wet", "beleid", "basis"] = "wet"
    status: Status = "onzeker"
    bron: Tekst


class Scenario(Invoermodel):
    """`scenarios/NAAM.toml`: dated changes on the region."""

    naam: Tekst
    omschrijving: str = ""
    lezing: Lezing | None = None
    wijziging: tuple[Wijziging, ...] = ()
    gebeurtenis: tuple[Gebeurtenis, ...] = ()


BASIS = Scenario(naam="basis", omschrijving="De regio zoals ingevoerd")
