"""Policy goals of a region: dated input (`doelen.toml`), what each asks, and the record fields it is measured from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from finance.fouten import Melding, suggest
from finance.taal.grenzen import CIJFER
from scenarios.regiomap.lezen import Aantal, Dag, Getal, Invoermodel, within
from scenarios.regiomap.modellen import Deel, Status, Tekst


@dataclass(frozen=True)
class Soort:
    """One kind of goal: `velden` are the dates of which the first one counts as reached."""

    begin: str
    """Field from which the months count, unless the goal says otherwise"""
    velden: tuple[str, ...]
    nodig: tuple[str, ...]
    """Columns of personen.csv without which the goal cannot be measured"""
    verloop: str
    """Expected course, unless the goal says otherwise"""
    bewaard: tuple[str, ...]
    """Of these at least one must hold a value somewhere: empty everywhere means not kept, not never"""


WERKVELDEN = ("werk_orientatie", "werkstage", "vrijwilligerswerk", "betaalde_baan")
SOORTEN = {
    "voldaan": Soort("pip", ("einde",), ("pip", "leerroute", "einde", "uitkomst"), "leerroute", ("pip",)),
    "werk": Soort("pip", WERKVELDEN, ("pip", *WERKVELDEN), "gelijkmatig", WERKVELDEN),
    "uitstroom": Soort("pip", ("uitstroom",), ("pip", "leerroute", "uitstroom"), "gelijkmatig", ("uitstroom",)),
    "zelfredzaam": Soort("ontzorgen", ("zelfredzaam",), ("ontzorgen", "zelfredzaam"), "aan_het_eind", ("zelfredzaam",)),
    "pvt": Soort("pip", ("pvt_afgerond",), ("pip", "pvt_afgerond"), "gelijkmatig", ("pvt_afgerond",)),
}
KLANT = "klant"


class Doel(Invoermodel):
    """One goal: the share `streef` of a group reaches something within `maanden`; for soort klant a least `score`."""

    naam: Tekst
    label: Tekst
    soort: Literal["voldaan", "werk", "uitstroom", "zelfredzaam", "pvt", "klant"]
    vanaf: Dag = date(2022, 1, 1)
    """Holds for persons whose months begin on or after this day"""
    leerroute: Literal["b1", "z", "onderwijs"] | None = None
    doelgroepen: tuple[Literal["asielstatushouder", "gezinsmigrant"], ...] = ("asielstatushouder",)
    streef: Deel | None = None
    """Share to reach; empty: it is measured, without a verdict"""
    maanden: Annotated[Aantal, Field(ge=1, le=72)] | None = None
    begin: Literal["huisvesting", "intake", "pip", "start", "ontzorgen"] | None = None
    vertrokken: Literal["telt_mee", "telt_niet_mee"] = "telt_mee"
    """Whether who moved or became exempt stays in the group (Aalen-Johansen) or not (censored on that day)"""
    verloop: Literal["gelijkmatig", "leerroute", "aan_het_eind"] | None = None
    """How the reaching is expected to spread over the months: evenly, as the leerroutes end, or all at the end"""
    score: Annotated[Getal, within(CIJFER)] | None = None
    status: Status
    bron: Tekst

    @model_validator(mode="after")
    def _fits(self) -> Doel:
        if self.soort == KLANT:
            if self.score is None or self.maanden is not None or self.streef is not None:
                raise ValueError("bij soort klant een score, zonder streef en maanden")
        elif self.maanden is None or self.score is not None:
            raise ValueError("maanden (de termijn van het doel), en geen score")
        elif self.soort == "voldaan" and self.start != "pip":
            raise ValueError("bij soort voldaan begin pip: dan begint de inburgeringstermijn")
        return self

    @property
    def start(self) -> str:
        """The record field from which the months count."""
        return self.begin or SOORTEN[self.soort].begin

    @property
    def course(self) -> str:
        """How the reaching is expected to spread over the months."""
        return self.verloop or SOORTEN[self.soort].verloop


class Meting(Invoermodel):
    """One measured customer score."""

    doel: Tekst
    wie: Tekst
    datum: Dag
    score: Annotated[Getal, within(CIJFER)] | None = None
    """Empty: measured, but no figure published"""
    status: Status
    bron: Tekst


class Doelenbestand(Invoermodel):
    """`doelen.toml`."""

    doel: tuple[Doel, ...] = ()
    meting: tuple[Meting, ...] = ()


def check_goals(bestand: Doelenbestand) -> Iterator[Melding]:
    """Names once, and every score belongs to a goal that asks one."""
    namen = [d.naam for d in bestand.doel]
    for naam in sorted({n for n in namen if namen.count(n) > 1}):
        yield Melding("doelen.toml", f"[[doel]] {naam}", "dezelfde naam twee keer", "ieder doel één keer")
    klant = [d.naam for d in bestand.doel if d.soort == KLANT]
    for meting in bestand.meting:
        if meting.doel not in klant:
            yield Melding(
                "doelen.toml",
                f"[[meting]] {meting.wie}",
                f"doel {meting.doel!r}",
                "de naam van een doel van soort klant",
                suggest(meting.doel, klant),
            )
