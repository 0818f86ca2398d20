"""The knobs of the dashboard: each turns into dated changes, the same that a scenario file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from finance.taal.getallen import format_date, short
from finance.voorzieningen import LEERROUTES
from scenarios.afweging.knoppen import FTE
from scenarios.regiomap.gebeurtenissen import Gebeurtenis
from scenarios.regiomap.modellen import Formatiecontract, Scenario
from scenarios.regiomap.regio import Regio, shipped_scenario
from scenarios.regiomap.wijziging import LANDELIJK, Wijziging
from scenarios.volumes.taakstelling import latest_versions

Stand = float | str


@dataclass(frozen=True)
class Schuif:
    """A number that moves fields: in per cent (a factor) or in percentage points (an addition). 0 changes nothing."""

    naam: str
    label: str
    groep: str
    velden: tuple[str, ...]
    laag: int
    hoog: int
    stap: int = 1
    punten: bool = False
    dag: str = ""
    """Name of the position that says from which day it works; empty: from the year chosen for all"""

    @property
    def eenheid(self) -> str:
        """What the number counts, for the label."""
        return " procentpunt" if self.punten else "%"

    def changes(self, stand: Stand, vanaf: date) -> tuple[Wijziging, ...]:
        """The changes of this position."""
        deel = round(float(stand) / 100, 6)
        if not deel:
            return ()
        hoe = {"erbij": deel} if self.punten else {"factor": round(1 + deel, 6)}
        return tuple(
            Wijziging.model_validate({"veld": veld, "vanaf": vanaf, "toelichting": self.explain(stand), **hoe})
            for veld in self.velden
        )

    def explain(self, stand: Stand) -> str:
        """The position in words."""
        return f"{self.label} {short(float(stand), teken=True)}{self.eenheid}"

    @property
    def rust(self) -> Stand:
        """The position that changes nothing."""
        return 0

    @property
    def nulpunt(self) -> float:
        """Where 0 lies between the ends, as a share."""
        return -self.laag / (self.hoog - self.laag)


@dataclass(frozen=True)
class Golf(Schuif):
    """Persons that come at once, as an event: housed in the first half-year."""

    @property
    def eenheid(self) -> str:
        """What the number counts, for the label."""
        return " personen"

    def changes(self, stand: Stand, vanaf: date) -> tuple[Wijziging, ...]:
        """None: it is an event."""
        return ()

    def events(self, stand: Stand, vanaf: date) -> tuple[Gebeurtenis, ...]:
        """The event of this position."""
        if not stand:
            return ()
        uitleg = self.explain(stand)
        inhoud = {"soort": "boeggolf", "vanaf": vanaf, "tot": date(vanaf.year, 7, 1), "toelichting": uitleg}
        return (Gebeurtenis.model_validate({**inhoud, "personen": int(stand)}),)


@dataclass(frozen=True)
class Keuze:
    """A choice between readings of a rule; the first option leaves the rule as it stands in the parameters."""

    naam: str
    label: str
    groep: str
    veld: str
    opties: Mapping[str, Stand | None]

    def changes(self, stand: Stand, vanaf: date) -> tuple[Wijziging, ...]:
        """The changes of this option."""
        waarde = self.opties[str(stand)]
        if waarde is None:
            return ()
        inhoud = {"veld": self.veld, "vanaf": vanaf, "waarde": waarde, "toelichting": self.explain(stand)}
        return (Wijziging.model_validate(inhoud),)

    def explain(self, stand: Stand) -> str:
        """The option in words."""
        return f"{self.label}: {stand}"

    @property
    def rust(self) -> Stand:
        """The option that changes nothing."""
        return next(iter(self.opties))


@dataclass(frozen=True)
class Pad(Keuze):
    """A choice between shipped scenarios that say nothing but a path of `veld`, each with dates of its own."""

    def changes(self, stand: Stand, vanaf: date) -> tuple[Wijziging, ...]:
        """The path; it takes the place of the one in the scenario to start from."""
        naam = self.opties[str(stand)]
        return () if naam is None else shipped_scenario(str(naam)).wijziging


ZOALS_NU = "zoals in het uitgangspunt"
MENSEN, PRIJZEN, AANBESTEDING, RIJK = "Mensen", "Prijzen", "Aanbesteding", "Het Rijk"
GROEPEN = (MENSEN, PRIJZEN, AANBESTEDING, RIJK)
AANBESTEDINGSDAG = "aanbesteding_dag"
"""Name of the position that says from which day the new tender holds"""
KNOPPEN: tuple[Schuif | Keuze, ...] = (
    Pad(
        "pad",
        "Pad van de taakstelling",
        MENSEN,
        LANDELIJK,
        {
            ZOALS_NU: None,
            "laag (asielprognose MPP)": "laag",
            "midden (asielprognose MPP)": "midden",
            "hoog (asielprognose MPP)": "hoog",
            "20% lager vanaf 2027": "min20",
            "twee keer zo hoog vanaf 2027": "verdubbeling",
        },
    ),
    Schuif("taakstelling", "Landelijke taakstelling", MENSEN, ("taakstelling.landelijk",), -60, 100, 5),
    Schuif("realisatie", "Gehuisvest deel van de opgave", MENSEN, ("realisatie",), -50, 50, 5),
    Golf("boeggolf", "Boeggolf: in een half jaar te huisvesten uit een AZC", MENSEN, ("boeggolf",), 0, 500, 10),
    Schuif("plichtig", "Deel dat inburgeringsplichtig is", MENSEN, ("plichtig",), -30, 30, 1),
    Schuif("mix_z", "Aandeel Z-route bij statushouders", MENSEN, ("mix.asielstatushouder.z",), -15, 40, 1, True),
    Schuif(
        "mix_onderwijs",
        "Aandeel onderwijsroute bij statushouders",
        MENSEN,
        ("mix.asielstatushouder.onderwijs",),
        -15,
        40,
        1,
        True,
    ),
    Schuif("prijs_b1", "Prijs leerroute B1", PRIJZEN, ("prijs.leerroute_b1",), -30, 60),
    Schuif("prijs_z", "Prijs leerroute Z", PRIJZEN, ("prijs.leerroute_z",), -30, 60),
    Schuif("prijs_onderwijs", "Prijs onderwijsroute", PRIJZEN, ("prijs.leerroute_onderwijs",), -30, 60),
    Schuif(
        "begeleiding",
        "Prijs maatschappelijke begeleiding",
        PRIJZEN,
        ("prijs.maatschappelijke_begeleiding",),
        -30,
        60,
    ),
    Schuif("fte", "Eigen formatie", PRIJZEN, (FTE,), -50, 100, 5),
    Schuif("vast", "Vaste lasten van beleid en inkoop", PRIJZEN, ("vast.beleid_inkoop",), -50, 100, 5),
    Schuif("index", "Jaarlijkse index van contracten", PRIJZEN, ("parameter.index_contract",), -2, 8, 1, True),
    Schuif(
        "aanbesteding",
        "Nieuwe aanbesteding: prijs van alle leerroutes",
        AANBESTEDING,
        tuple(f"prijs.leerroute_{r}" for r in LEERROUTES),
        -30,
        60,
        dag=AANBESTEDINGSDAG,
    ),
    Schuif("gemeentefonds", "Budget uit het Gemeentefonds", RIJK, ("gemeentefonds",), -30, 30),
    Schuif(
        "spuk",
        "SPUK-bedragen per persoon",
        RIJK,
        tuple(
            f"parameter.bedrag_{b}" for b in ("asiel_a", "asiel_b", "asiel_c", "gezin", "onderwijsroute")
        ),
        -30,
        30,
    ),
    Keuze(
        "prestatie",
        "Prestatiebekostiging",
        RIJK,
        "parameter.prestatiebekostiging",
        {
            ZOALS_NU: None,
            "geen": "geen",
            "wettelijk: verdeling naar afgeronde trajecten": "wettelijk",
            "korting bij achterblijvende resultaten": "korting",
        },
    ),
    Keuze(
        "reservering",
        "Meenemen (reserveringsruimte)",
        RIJK,
        "parameter.ruimte_percentage_vorig",
        {
            ZOALS_NU: None,
            "100% van het jaar zelf (tekst 2022)": 0.0,
            "ook 50% van het jaar ervoor (lezing nu)": 0.5,
        },
    ),
)  # fmt: skip
PER_NAAM = {knop.naam: knop for knop in KNOPPEN}


def turn(uitgangspunt: Scenario, standen: Mapping[str, Stand], vanaf: date) -> Scenario:
    """The scenario of these positions: the changes of `uitgangspunt` first, then those of the knobs, in fixed order.

    With every knob at rest it is `uitgangspunt` itself; otherwise its name says that knobs were turned.
    """
    gedraaid = _turned(standen, vanaf)
    if not gedraaid:
        return uitgangspunt
    vervangen = {knop.veld for knop, _ in gedraaid if isinstance(knop, Pad)}
    eerst = (w for w in uitgangspunt.wijziging if w.veld not in vervangen)
    wijzigingen = (w for knop, dag in gedraaid for w in knop.changes(standen[knop.naam], dag))
    golven = (g for knop, dag in gedraaid if isinstance(knop, Golf) for g in knop.events(standen[knop.naam], dag))
    return uitgangspunt.model_copy(
        update={
            "naam": f"{uitgangspunt.naam}, met verdraaide knoppen",
            "wijziging": (*eerst, *wijzigingen),
            "gebeurtenis": (*uitgangspunt.gebeurtenis, *golven),
        }
    )


def _turned(standen: Mapping[str, Stand], vanaf: date) -> list[tuple[Schuif | Keuze, date]]:
    """The knobs that are not at rest, with the day from which each works."""
    uit = []
    for knop in KNOPPEN:
        if knop.naam in standen and standen[knop.naam] != knop.rust:
            eigen = standen.get(knop.dag) if isinstance(knop, Schuif) and knop.dag else None
            uit.append((knop, date.fromisoformat(str(eigen)) if eigen else vanaf))
    return uit


def label_of(knop: Schuif, regio: Regio) -> str:
    """What stands beside a slider: the unit, and of the formatie how many fte it is on the peildatum."""
    if knop.naam != FTE:
        return f"{knop.label} ({knop.eenheid.strip()})"
    return f"{knop.label}, nu {short(own_fte(regio))} fte ({knop.eenheid.strip()})"


def own_fte(regio: Regio) -> float:
    """The own people on the peildatum, or the first ones after it."""
    rijen = [c for c in regio.contracten if isinstance(c, Formatiecontract)]
    dag = max(regio.bestand.peildatum, min((c.van for c in rijen), default=date.min))
    return sum(c.fte for c in rijen if c.van <= dag < c.tot)


def knobs_of(regio: Regio) -> tuple[Schuif | Keuze, ...]:
    """The knobs that move something in this region: without own people there are no fte."""
    return tuple(k for k in KNOPPEN if k.naam != FTE or own_fte(regio) > 0)


def years_to_turn(regio: Regio) -> tuple[tuple[int, ...], int]:
    """The years from which the knobs may hold, and the one to begin with: after the last known taakstelling."""
    # No knob moves a closed year.
    eerste = max([regio.bestand.peildatum.year, *regio.feiten.eerste_open.values()])
    jaren = tuple(range(min(eerste, regio.bestand.eindjaar), regio.bestand.eindjaar + 1))
    bekend = int(max(latest_versions(regio.land.taakstelling, regio.bestand.bekend_op))[:4])
    return jaren, min(max(bekend + 1, jaren[0]), jaren[-1])


def tender_days(regio: Regio) -> tuple[date, ...]:
    """The days on which a new tender may begin: of every half-year that the knobs may move."""
    jaren, _ = years_to_turn(regio)
    return tuple(date(jaar, maand, 1) for jaar in jaren for maand in (1, 7))


def describe(uitgangspunt: Scenario, standen: Mapping[str, Stand], vanaf: date) -> str:
    """One Dutch sentence that says what was turned, for a scenario file."""
    uitleg = "; ".join(
        knop.explain(standen[knop.naam]) + (f" (per {format_date(dag)})" if dag != vanaf else "")
        for knop, dag in _turned(standen, vanaf)
    )
    begin = f"Op basis van scenario {uitgangspunt.naam}"
    return f"{begin}, vanaf {vanaf.year}: {uitleg}." if uitleg else f"{begin}, zonder wijzigingen."
