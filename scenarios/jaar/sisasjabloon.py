"""The SiSa template of a year: which figure, count or text stands in which cell of the annex.

`data/sisa/JJJJ.toml`, or the region's own `verantwoording/sisa/JJJJ.toml`; docs/sisa.md describes every key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from finance.administratie.sisa import STANDEN
from finance.fouten import Invoerfout, Melding, list_words, raise_if_any, suggest
from finance.taal.grenzen import ERBIJ
from finance.taal.tomltekst import find_line
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import files_in, is_there, read_text
from scenarios.regiomap.besluiten import SUBMAP, Jaar, Regeling
from scenarios.regiomap.lezen import Aantal, Invoermodel, read_toml, within
from scenarios.regiomap.lezer.bezwaren import Misfit

MAP = "sisa"
SOORTEN = ("cijfer", "aantal", "gegeven", "tekst", "vast", "som")
_VELD = re.compile(r"veld ([\w.]+)")
Cijfer = Literal[
    "besteding",
    "besteding_zelf",
    "besteding_uitvoerder",
    "lasten",
    "baten",
    "uitkering",
    "voorlopig",
    "reservering_begin",
    "onttrekking",
    "toevoeging",
    "reservering_eind",
    "doorgeschoven_begin",
    "doorgeschoven_eind",
    "terug_te_betalen",
    "eigen_lasten",
    "zelfstandig",
    "correctie_besteding",
    "correctie_uitkering",
]
Telwoord = Literal["cohort_t", "cohort_t1", "cohort_t2", "asiel", "gezin", "aia", "onderwijsroute", "personen"]
Gegeven = Literal[
    "cbs_code",
    "gemeente",
    "jaar",
    "zelfstandig",
    "beschikkingsnummer",
    "beschikkingsnummer_voorlopig",
    "beschikkingsnummer_definitief",
]
VAN_UITVOERDER = {
    "cijfer": ("besteding", "correctie_besteding", "lasten"),
    "aantal": (),
    "gegeven": ("cbs_code", "gemeente", "jaar"),
}
"""What a regional body accounts for per gemeente; the rest is the gemeente's own."""


class Indicator(Invoermodel):
    """One cell of the annex, filled from exactly one of `SOORTEN`."""

    nummer: Annotated[str, Field(min_length=1)]
    label: Annotated[str, Field(min_length=1)]
    controle: Literal["", "R", "D1", "D2", "n.v.t."] = ""
    cijfer: Cijfer | None = None
    """A figure of the year account, in whole euros."""
    aantal: Telwoord | None = None
    """A count of DUO (`tellingen.csv`)."""
    gegeven: Gegeven | None = None
    """A text or code that the folder knows."""
    tekst: str | None = None
    """A text that is always the same."""
    vast: Annotated[Aantal, within(ERBIJ)] | None = None
    """A whole amount that is always the same."""
    som: tuple[str, ...] = ()
    """Numbers of other indicators that are added, in whole euros."""
    cumulatief: bool = False
    """From the first year up to and including this one."""

    @model_validator(mode="after")
    def _one_source(self) -> Indicator:
        gevuld = [s for s in SOORTEN if getattr(self, s) not in (None, ())]
        if len(gevuld) != 1:
            gevonden = list_words(gevuld) or "niets"
            raise Misfit(gevonden, f"precies één van {', '.join(SOORTEN)} bij indicator {self.nummer}")
        if self.cumulatief and (gevuld[0] not in ("cijfer", "aantal") or self.cijfer in (*STANDEN, "zelfstandig")):
            waarvan = self.cijfer or gevuld[0]
            raise Misfit(
                f"cumulatief bij {waarvan}", "cumulatief alleen bij een bedrag of aantal van een jaar",
                "Een stand of tekst is niet op te tellen over jaren: haal cumulatief weg.",
            )  # fmt: skip
        return self

    @property
    def soort(self) -> str:
        """What it is filled from: one of `SOORTEN`."""
        return next(s for s in SOORTEN if getattr(self, s) not in (None, ()))

    @property
    def geld(self) -> bool:
        """Whether it holds euros."""
        return self.soort in ("vast", "som") or (self.soort == "cijfer" and self.cijfer != "zelfstandig")


class Sisaregeling(Invoermodel):
    """The rows of one uitkering: of the gemeente itself, or a row per gemeente of the regional body that spends it."""

    regeling: Regeling
    vorm: Literal["gemeente", "uitvoerder"] = "gemeente"
    verstrekker: str
    code: str
    status: Literal["vastgesteld", "onzeker"]
    toelichting: str = ""
    uitkering: str
    grondslag: str
    gecontroleerd: bool
    indicator: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    def number(self, indicator: Indicator) -> str:
        """The indicator as the annex calls it, such as G10/01."""
        return f"{self.code or '?'}/{indicator.nummer}"


class Sjabloon(Invoermodel):
    """The whole template of one year."""

    jaar: Jaar
    regeling: Annotated[tuple[Sisaregeling, ...], Field(min_length=1)]


def load_template(jaar: int, eigen_map: Path) -> Sjabloon:
    """The template of year `jaar`: the region's own, else the shipped one.

    Raises Invoerfout when there is none, or with everything that is wrong in it.
    """
    eigen = template_of(eigen_map, jaar)
    pad = eigen if is_there(eigen) else data_path() / MAP / f"{jaar}.toml"
    if not pad.is_file():
        raise Invoerfout(
            [
                Melding(
                    f"{SUBMAP}/{MAP}/{jaar}.toml",
                    "",
                    "geen SiSa-sjabloon",
                    f"een sjabloon voor {jaar}",
                    f"Kopieer het sjabloon van een ander jaar naar {SUBMAP}/{MAP}/{jaar}.toml en pas het aan.",
                )
            ]
        )
    meldingen: list[Melding] = []
    sjabloon = _read(pad, meldingen)
    raise_if_any(meldingen)
    assert sjabloon is not None
    return sjabloon


def template_of(eigen_map: Path, jaar: int) -> Path:
    """Where the region's own template of a year stands."""
    return eigen_map / MAP / f"{jaar}.toml"


def check_templates(eigen_map: Path) -> None:
    """Raises Invoerfout with everything that is wrong in the region's own templates."""
    meldingen: list[Melding] = []
    for pad in files_in(eigen_map / MAP):
        if re.fullmatch(r"20[0-9]{2}\.toml", pad.name):
            _read(pad, meldingen)
        elif pad.is_file():
            verwacht = "een sjabloon met het jaar als naam, zoals 2026.toml"
            meldingen.append(Melding(f"{SUBMAP}/{MAP}", "", pad.name, verwacht, "Hernoem het bestand of haal het weg."))
    raise_if_any(meldingen)


def _read(pad: Path, meldingen: list[Melding]) -> Sjabloon | None:
    gevonden: list[Melding] = []
    sjabloon = read_toml(pad, Sjabloon, gevonden)
    if sjabloon is not None:
        gevonden += _misfits(sjabloon, pad)
    meldingen += [_with_line(m, pad) for m in gevonden]
    return sjabloon


def _with_line(melding: Melding, pad: Path) -> Melding:
    """The same, with the line of the file in front of the name of the field."""
    melding = replace(melding, bestand=f"{SUBMAP}/{MAP}/{pad.name}", herstel=melding.herstel or _near(melding))
    veld = _VELD.search(melding.plaats)
    if veld is None:
        return melding
    plek = tuple(int(deel) - 1 if deel.isdigit() else deel for deel in veld[1].split("."))
    regel = find_line(read_text(pad), plek)
    waar = f"regel {regel}, {melding.plaats}" if regel else melding.plaats
    return replace(melding, plaats=waar)


def _near(melding: Melding) -> str:
    """The choice that was meant, where there are many."""
    keuzes = re.findall(r"'([\w.]+)'", melding.verwacht)
    return suggest(melding.gevonden.strip("'"), keuzes) if len(keuzes) > 1 else ""


def _misfits(sjabloon: Sjabloon, pad: Path) -> Iterator[Melding]:
    """What fits in itself and not in the whole."""

    def complain(plek: str, gevonden: str, verwacht: str, herstel: str = "") -> Melding:
        return Melding(pad.name, f"veld {plek}", gevonden, verwacht, herstel)

    if str(sjabloon.jaar) != pad.stem:
        yield complain("jaar", str(sjabloon.jaar), f"{pad.stem}, zoals het bestand heet")
    for n, deel in enumerate(sjabloon.regeling, 1):
        if any((d.regeling, d.vorm) == (deel.regeling, deel.vorm) for d in sjabloon.regeling[: n - 1]):
            gevonden = f"{deel.regeling} voor de tweede keer (vorm {deel.vorm})"
            yield complain(f"regeling.{n}.regeling", gevonden, "één blok per regeling en vorm")
        if deel.gecontroleerd and not deel.code:
            yield complain(f"regeling.{n}.code", "geen code bij gecontroleerd = true", "de code uit de bijlage")
        for m, i in enumerate(deel.indicator, 1):
            hier = f"regeling.{n}.indicator.{m}"
            if i.nummer in {eerder.nummer for eerder in deel.indicator[: m - 1]}:
                yield complain(f"{hier}.nummer", f"{i.nummer} voor de tweede keer", "ieder nummer één keer")
            if deel.gecontroleerd and not i.controle:
                yield complain(f"{hier}.controle", "niets bij gecontroleerd = true", "R, D1, D2 of n.v.t.")
            for onbekend in _wrong_parts(deel, i):
                bekend = [a.nummer for a in deel.indicator if a.geld and a.soort != "som"]
                wat = "het nummer van een bedrag in dit blok dat zelf geen som is"
                yield complain(f"{hier}.som", onbekend, wat, suggest(onbekend, bekend))
            if (anders := _foreign(deel, i)) is not None:
                toegestaan = VAN_UITVOERDER[i.soort]
                wat = f"{i.soort} {', '.join(toegestaan)}" if toegestaan else "een cijfer, gegeven, tekst, vast of som"
                yield complain(f"{hier}.{i.soort}", f"{anders} bij vorm uitvoerder", wat)


def _wrong_parts(deel: Sisaregeling, indicator: Indicator) -> list[str]:
    """Parts of a sum that are no amount of this block."""
    bedragen = {i.nummer for i in deel.indicator if i.geld and i.soort != "som"}
    return [nummer for nummer in indicator.som if nummer not in bedragen]


def _foreign(deel: Sisaregeling, indicator: Indicator) -> str | None:
    """A figure that a regional body does not have."""
    if deel.vorm != "uitvoerder" or indicator.soort not in VAN_UITVOERDER:
        return None
    naam = str(getattr(indicator, indicator.soort))
    eigen = naam in VAN_UITVOERDER[indicator.soort] and not indicator.cumulatief
    return None if eigen else f"cumulatief {naam}" if indicator.cumulatief else naam
