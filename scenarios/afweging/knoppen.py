"""A knob: one field of a scenario from some day on, in the unit in which a controller entered it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.taal.grenzen import DEEL, REALISATIE, of_field, of_parameter
from finance.voorzieningen import DOELGROEPEN, LEERROUTES, VOORZIENINGEN
from scenarios.model.model import Model
from scenarios.regiomap.lezen import validate
from scenarios.regiomap.modellen import Contractrij, Formatiecontract, Scenario
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import LANDELIJK, PARAMETERS, Wijziging

FTE = "fte"
RUIMSTE = 3.0
"""Times what was entered, up to which is searched"""
SCHUIF = (0.5, 2.0)
"""Of a share or a number of persons: further out a model of this region says nothing"""
CIJFERS = 5
"""Figures in which a value is found"""
_POTTEN = {"gemeentefonds": "budget uit het Gemeentefonds", "onderwijsroute": "SPUK onderwijsroute"}
_MENSEN = {
    "realisatie": "realisatie van de opgave",
    "plichtig": "deel dat inburgeringsplichtig is",
    "gezin": "aantal gezinsmigranten",
    "saldo_doorwerking": "doorwerking van de achterstand",
    LANDELIJK: "landelijke taakstelling",
}
_ROUTES = {"b1": "de B1-route", "z": "de Z-route", "onderwijs": "de onderwijsroute"}


@dataclass(frozen=True)
class Knop:
    """What is turned. Its values are in `eenheid`; without one they are a factor on what was entered."""

    veld: str
    vanaf: date
    label: str
    """'prijs van Leerroute B1'"""
    eenheid: str = ""
    nu: float = 1.0
    ingevoerd: tuple[float, ...] = ()
    """Lowest and highest of what was entered, where a factor works on several values at once"""
    laag: float = 0.0
    hoog: float = RUIMSTE
    """Between which is searched"""
    stap: float = 1e-4
    """How fine"""
    zelf: bool = False
    """Whether a value is set instead of a factor"""

    def change(self, waarde: float) -> Wijziging:
        """The change of a scenario that this value is. Raises Invoerfout when it cannot be one."""
        soort = {"waarde": waarde} if self.zelf else {"factor": waarde / self.nu}
        inhoud: dict[str, Any] = {"veld": self.veld, "vanaf": self.vanaf, "toelichting": "spuk zoek", **soort}
        meldingen: list[Melding] = []
        wijziging = validate(inhoud, Wijziging, "--knop", self.veld, meldingen)
        if wijziging is None:
            raise Invoerfout(meldingen)
        return wijziging

    def scenario(self, basis: Scenario, waarde: float) -> Scenario:
        """`basis` with the knob at this value, after all that it changes itself."""
        return basis.model_copy(
            update={"naam": f"--knop {self.veld}", "wijziging": (*basis.wijziging, self.change(waarde))}
        )


def parse_knob(tekst: str, regio: Regio, model: Model) -> Knop:
    """'prijs.leerroute_b1@2027-01-01' -> knob. Raises Invoerfout for what cannot be turned.

    Without a date it works from the first 1 January that is not before the peildatum.
    """
    veld, apenstaart, dag = tekst.replace(" ", "").partition("@")
    try:
        vanaf = date.fromisoformat(dag) if apenstaart else next_year(regio.bestand.peildatum)
    except ValueError:
        raise _unfit(tekst, f"datum {dag!r}", "een dag als 2027-01-01") from None
    if not veld:
        raise _unfit(tekst, "geen veld", "een veld als prijs.leerroute_b1@2027-01-01")
    eind = date(model.tijdas.jaren[-1], 12, 31)
    if not model.tijdas.maanden[0] <= vanaf <= eind:
        raise _unfit(tekst, f"vanaf {vanaf:%d-%m-%Y}", f"een dag van {model.tijdas.jaren[0]} tot en met {eind.year}")
    soort, _, wat = veld.partition(".")
    if soort in ("prijs", "vast", FTE):
        return _of_contracts(veld, vanaf, regio)
    if soort == PARAMETERS.rstrip("."):
        return _of_parameter(wat, vanaf, regio)
    if veld in _POTTEN:
        jaren = model.tijdas.jaren
        bedrag = sum(float(getattr(g, veld)[jaren.index(vanaf.year)]) for g in model.gemeenten)
        if bedrag <= 0:
            raise _unfit(tekst, f"geen bedrag in {vanaf.year}", "een budget boven nul om te veranderen")
        return _scaled(veld, vanaf, f"{_POTTEN[veld]} van de regio", f"euro in {vanaf.year}", bedrag)
    grootheid = of_field(veld)
    if grootheid is None or soort == "verdeling":
        # A field that does not exist is told by the model, with the names that look like it.
        return Knop(veld, vanaf, veld)
    laag, hoog = SCHUIF if grootheid in (DEEL, REALISATIE) or veld in _MENSEN else (0.0, RUIMSTE)
    return Knop(veld, vanaf, _named(soort, wat, veld), laag=laag, hoog=hoog)


def parse_knobs(teksten: Sequence[str], regio: Regio, model: Model) -> list[Knop]:
    """Every knob, each once. Raises Invoerfout with all that cannot be turned, together."""
    uit: list[Knop] = []
    meldingen: list[Melding] = []
    for tekst in teksten:
        try:
            uit.append(parse_knob(tekst, regio, model))
        except Invoerfout as fout:
            meldingen += fout.meldingen
    raise_if_any(meldingen)
    return list(dict.fromkeys(uit))


def decision_knobs(regio: Regio, model: Model) -> list[Knop]:
    """What a decision turns first: the price of the B1-route and the Z-route, and the own fte.

    Without a price there is nothing to seek; without fte the fixed sum for them stands in.
    """
    uit = []
    for keuzes in (("prijs.leerroute_b1",), ("prijs.leerroute_z",), (FTE, "vast.beleid_inkoop")):
        for veld in keuzes:
            try:
                uit.append(parse_knob(veld, regio, model))
            except Invoerfout:
                continue
            break
    return uit


def next_year(peildatum: date) -> date:
    """The first 1 January that is not before a day."""
    return peildatum if (peildatum.month, peildatum.day) == (1, 1) else date(peildatum.year + 1, 1, 1)


def _of_contracts(veld: str, vanaf: date, regio: Regio) -> Knop:
    """A price, a fixed sum or the formatie, as the contracts that hold then have it."""
    soort, _, wat = veld.partition(".")
    naam, _, onderdeel = wat.partition(".")
    if soort == FTE:
        eigen = [c for c in regio.contracten if isinstance(c, Formatiecontract) and wat in ("", c.voorziening)]
        fte = sum(c.fte for c in eigen if c in _in_force(eigen, vanaf))
        if fte <= 0:
            raise _unfit(veld, "geen eigen formatie op die dag", "fte in formatie.csv", _ZONDER_FTE)
        return _scaled(veld, vanaf, "eigen formatie", FTE, fte)
    rijen = [
        c
        for c in regio.contracten
        if c.voorziening == naam and (c.betaling == "vast") == (soort == "vast") and onderdeel in ("", c.onderdeel)
    ]
    if not rijen and naam in VOORZIENINGEN:
        raise _unfit(veld, "geen contract", f"een regel voor {naam} in contracten.csv")
    geldt = [c for c in _in_force(rijen, vanaf) if c.prijs > 0]
    if not geldt:
        if not rijen:
            return Knop(veld, vanaf, veld)
        raise _unfit(veld, "een prijs van nul", "een prijs boven nul om te veranderen")
    label = VOORZIENINGEN[naam].label + (f", {onderdeel}" if onderdeel else "")
    if soort == "vast":
        samen = sum(c.prijs for c in geldt)
        return _scaled(veld, vanaf, f"vaste lasten van {label}", "euro per jaar", samen)
    prijzen, eenheden = sorted({c.prijs for c in geldt}), {c.eenheid for c in geldt}
    if len(prijzen) == 1 and len(eenheden) == 1:
        return _scaled(veld, vanaf, f"prijs van {label}", f"euro per {eenheden.pop()}", prijzen[0])
    return Knop(veld, vanaf, f"prijs van {label}", ingevoerd=(prijzen[0], prijzen[-1]))


_ZONDER_FTE = "Zet de eigen formatie in formatie.csv, of zoek een vast bedrag: vast.beleid_inkoop."


def _in_force(rijen: Sequence[Contractrij], vanaf: date) -> list[Contractrij]:
    """Those that hold on a day; else the last ones before it, which go on, or the first after it."""
    if geldt := [c for c in rijen if c.van <= vanaf < c.tot]:
        return geldt
    voorbij, komt = [c for c in rijen if c.tot <= vanaf], [c for c in rijen if c.van > vanaf]
    if komt:
        return [c for c in komt if c.van == min(k.van for k in komt)]
    return [c for c in voorbij if c.tot == max(v.tot for v in voorbij)]


def _of_parameter(naam: str, vanaf: date, regio: Regio) -> Knop:
    veld = PARAMETERS + naam
    parameter = regio.parameters.get(naam)
    if parameter is None:
        return Knop(veld, vanaf, veld)
    grootheid = of_parameter(naam, parameter.eenheid)
    if parameter.keuzes or grootheid is None or not regio.parameters.has(naam, vanaf.year):
        raise _unfit(veld, "geen getal in dat jaar", "een parameter met een getal; spuk parameters toont ze")
    nu = float(regio.parameters.in_year(naam, vanaf.year).getal)
    laag, hoog = max(grootheid.gewoon[0], grootheid.minimum), min(grootheid.gewoon[1], grootheid.maximum)
    if nu > 0 and not grootheid.procent:
        laag, hoog = max(laag, 0.0), min(hoog, RUIMSTE * nu)
    return Knop(veld, vanaf, parameter.label, parameter.eenheid, nu, (), laag, hoog, _step(hoog - laag), True)


def _scaled(veld: str, vanaf: date, label: str, eenheid: str, nu: float) -> Knop:
    """Values in the unit that was entered, which a factor makes."""
    return Knop(veld, vanaf, label, eenheid, nu, (nu, nu), 0.0, RUIMSTE * nu, max(_step(nu), 0.01))


def _step(grootte: float) -> float:
    return float(10.0 ** (math.floor(math.log10(grootte)) - CIJFERS + 1))


def _named(soort: str, wat: str, veld: str) -> str:
    if soort == "gebruik" and wat in VOORZIENINGEN:
        return f"gebruik van {VOORZIENINGEN[wat].label}"
    doelgroep, _, route = wat.partition(".")
    if soort == "mix" and doelgroep in DOELGROEPEN and route in LEERROUTES:
        return f"deel in {_ROUTES[route]} ({doelgroep})"
    return _MENSEN.get(veld, veld)


def _unfit(waar: str, gevonden: str, verwacht: str, herstel: str = "") -> Invoerfout:
    return Invoerfout([Melding("--knop", waar, gevonden, verwacht, herstel)])
