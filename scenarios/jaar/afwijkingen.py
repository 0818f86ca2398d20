"""Every rule that the region replaced by its own, with the reason that was given and since when it stands so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from finance.taal.getallen import format_date, format_euros
from finance.uitkering import VOORSCHOT, last_decision
from scenarios.boeken.beschikking import explain_decisions
from scenarios.boeken.boekingsregels import EIGEN_REGELS, SPUKNAMEN
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.boeken.map import INSTELLINGEN, Instellingen, Verantwoordingsmap
from scenarios.boeken.vertaling import VERTALING, load_translation
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import is_there
from scenarios.inlezen.blok import Boekingbestand
from scenarios.jaar.sisabron import place_of
from scenarios.jaar.sisasjabloon import template_of
from scenarios.regiomap.besluiten import SUBMAP
from scenarios.regiomap.lezen import read_rows

ZONDER_REDEN = "geen reden opgegeven"
EIGEN_PARAMETERS = "parameters.toml"
SCHAKELAARS = {
    "bedrag": "bedragen in het bestand",
    "teken": "teken van lasten",
    "credit": "negatieve bedragen tellen mee",
    "creditnotas": "creditnota's zonder minteken",
    "stuknummer": "wat een dubbele boeking is",
    "gelijke_regels": "gelijke regels in één bestand",
    "totaalrijen": "twijfelachtige totaalrijen",
    "verborgen": "verborgen rijen",
    "vorig_jaar": "boekingen met een datum in het vorige jaar",
    "gemeente": "één gemeente voor het hele bestand",
    "datum": "één datum voor het hele bestand",
    "weglaten": "rekeningen die buiten de telling blijven",
    "baten": "rekeningen die als ontvangst gelden",
    "ongebruikt": "kolommen met bedragen die niet gelezen worden",
}
"""Fields of [[boekingen]] that change what counts."""


@dataclass(frozen=True)
class Afwijking:
    """One rule of the region's own."""

    soort: str
    bestand: str
    plaats: str
    wat: str
    staat: str
    """What holds now."""
    anders: str
    """What held without it."""
    reden: str
    vanaf: str = ""
    """From when it holds, as the rule itself says."""


def find_overrides(v: Verantwoording, codes: Sequence[str] = ()) -> tuple[Afwijking, ...]:
    """All of them that bear upon the year. codes: of these gemeenten only, where a rule is of one"""
    return (
        *_parameters(v),
        *_decisions(v, codes),
        *_corrections(v, codes),
        *_settings(v.invoer.instellingen, v, codes),
        *_switches(v.invoer.instellingen, v.jaar),
        *_own_rules(v),
        *_translations(v),
        *_template(v),
    )


def same_when_closed(invoer: Verantwoordingsmap, bestand: str) -> list[int]:
    """The closed years that were closed with this file as it is now."""
    nu = invoer.hashes.get(bestand)
    return [jaar for jaar, sluiting in sorted(invoer.gesloten.items()) if nu and sluiting.hashes.get(bestand) == nu]


def _parameters(v: Verantwoording) -> Iterator[Afwijking]:
    """Values of the region's own that hold up to this year, beside the shipped ones."""
    geleverd = v.invoer.land.parameters
    for naam, parameter in v.invoer.parameters.items():
        for w in parameter.waarden:
            if w.bestand != EIGEN_PARAMETERS or w.vanaf.year > v.jaar:
                continue
            er_is = geleverd.has(naam, w.vanaf.year)
            geldt = v.invoer.parameters.has(naam, v.jaar) and v.invoer.parameters.in_year(naam, v.jaar).vanaf == w.vanaf
            toen = "" if geldt else f", niet van {v.jaar}"
            yield Afwijking(
                "parameter",
                EIGEN_PARAMETERS,
                naam,
                f"{parameter.label} ({parameter.eenheid}), {w.status}{toen}",
                w.waarde.replace(".", ","),
                geleverd.in_year(naam, w.vanaf.year).waarde.replace(".", ",") if er_is else "niet meegeleverd",
                w.herkomst or ZONDER_REDEN,
                format_date(w.vanaf),
            )


def _decisions(v: Verantwoording, codes: Sequence[str]) -> Iterator[Afwijking]:
    """A decision that goes before what the rules compute from the counts."""
    for o in explain_decisions(v.invoer, v.jaar):
        if codes and o.gemeente.code not in codes:
            continue
        for soorten, berekening in ((VOORSCHOT, o.voorlopig), (("definitief",), o.definitief)):
            besluit = last_decision(o.besluiten, *soorten)
            if besluit is not None and berekening is not None and besluit.bedrag != berekening.totaal:
                wat = f"{o.gemeente.naam}: {besluit.soort} {besluit.jaar}"
                yield Afwijking(
                    "beschikking", besluit.bestand, besluit.plaats, wat,
                    f"€ {format_euros(besluit.bedrag)}", f"€ {format_euros(berekening.totaal)} volgens de berekening",
                    f"de ontvangen beschikking gaat voor{f'; {besluit.bron}' if besluit.bron else ''}",
                    format_date(besluit.datum),
                )  # fmt: skip


def _corrections(v: Verantwoording, codes: Sequence[str]) -> Iterator[Afwijking]:
    namen = {g.code: g.naam for g in v.invoer.gemeenten}
    for c in v.correcties:
        if c.jaar == v.jaar and (not codes or c.cbs_code in codes):
            yield Afwijking(
                "correctie", *place_of(v, c),
                f"{namen.get(c.cbs_code, c.cbs_code)}: lasten over {c.over} in {c.jaar} ({SPUKNAMEN[c.regeling]})",
                f"€ {format_euros(c.bedrag)}", f"{c.over} blijft zoals gesloten", c.reden, str(c.jaar),
            )  # fmt: skip


def _settings(instellingen: Instellingen, v: Verantwoording, codes: Sequence[str]) -> Iterator[Afwijking]:
    bestand, namen = f"{SUBMAP}/{INSTELLINGEN}", {g.code: g.naam for g in v.invoer.gemeenten}
    standaard = Instellingen()
    if instellingen.hoofdtaakveld != standaard.hoofdtaakveld:
        yield Afwijking(
            "instelling", bestand, "hoofdtaakveld", "taakveld van lasten zonder eigen taakveld",
            instellingen.hoofdtaakveld, standaard.hoofdtaakveld, ZONDER_REDEN,
        )  # fmt: skip
    for code, zelf in instellingen.zelfstandige_uitvoering.items():
        if not zelf and (not codes or code in codes):
            yield Afwijking(
                "instelling", bestand, "zelfstandige_uitvoering", f"{namen[code]}: zelfstandige uitvoering",
                "nee", "ja", ZONDER_REDEN,
            )  # fmt: skip
    for verhouding in instellingen.verhouding:
        if verhouding.jaar <= v.jaar:
            yield Afwijking(
                "verhouding", bestand, f"[[verhouding]] {verhouding.jaar} {verhouding.soort}",
                f"landelijke verhouding TBA / SOM_GG, {verhouding.status}", str(verhouding.waarde).replace(".", ","),
                "uit de landelijke tellingen", verhouding.bron, str(verhouding.jaar),
            )  # fmt: skip
    for korting in instellingen.korting:
        if korting.jaar == v.jaar and (not codes or korting.cbs_code in codes):
            yield Afwijking(
                "korting", bestand, f"[[korting]] {korting.jaar}", f"{namen[korting.cbs_code]}: korting",
                f"€ {format_euros(korting.bedrag)}", "geen korting", korting.bron, str(korting.jaar),
            )  # fmt: skip


def _switches(instellingen: Instellingen, jaar: int) -> Iterator[Afwijking]:
    """How an export of the year is read, where it is not read as usual."""
    for blok in instellingen.boekingen:
        if blok.jaar != jaar:
            continue
        for veld, wat in SCHAKELAARS.items():
            waarde, gewoon = (
                getattr(blok, veld),
                Boekingbestand.model_fields[veld].get_default(call_default_factory=True),
            )
            if waarde != gewoon:
                yield Afwijking(
                    "schakelaar", f"{SUBMAP}/{INSTELLINGEN}", f"[[boekingen]] {blok.bestand}, {veld}", wat,
                    _say(waarde), _say(gewoon), ZONDER_REDEN, str(jaar),
                )  # fmt: skip


def _say(waarde: object) -> str:
    match waarde:
        case bool():
            return "ja" if waarde else "nee"
        case tuple():
            return ", ".join(map(str, waarde)) or "geen"
        case None | "":
            return "niet gezegd"
    return str(waarde)


def _own_rules(v: Verantwoording) -> Iterator[Afwijking]:
    """Rules of the region that decided bookings of the year, with how much they decided."""
    tabel = v.invoer.boekingen.tabel
    tabel = tabel[tabel["jaar"] == v.jaar]
    geleverd = {r.code for r in read_rows(data_path() / EIGEN_REGELS, type(v.invoer.boekingen.regels[0]), [])}
    for regel in v.invoer.boekingen.regels:
        if regel.code not in geleverd:
            raak = tabel[tabel["besluit"] == regel.code]
            yield Afwijking(
                "boekingsregel", f"{SUBMAP}/{EIGEN_REGELS}", f"{regel.plaats}, {regel.code}",
                f"{len(raak)} boekingen, samen € {format_euros(int(raak['bedrag'].sum()))}",
                SPUKNAMEN.get(regel.pot, regel.pot), "de meegeleverde regels", regel.reden,
            )  # fmt: skip


def _translations(v: Verantwoording) -> Iterator[Afwijking]:
    """Rows of the translation that say where a code goes and why; a plain translation is no override."""
    for rij in load_translation(v.invoer.map, []):
        if rij.pot:
            yield Afwijking(
                "vertaling", f"{SUBMAP}/{VERTALING}", rij.plaats, rij.waarde, SPUKNAMEN.get(rij.pot, rij.pot),
                "de boekingsregels", rij.reden or ZONDER_REDEN,
            )  # fmt: skip


def _template(v: Verantwoording) -> Iterator[Afwijking]:
    pad = template_of(v.invoer.map, v.jaar)
    if is_there(pad):
        yield Afwijking(
            "sjabloon", f"{SUBMAP}/sisa/{pad.name}", "", "SiSa-sjabloon van de regio", "eigen sjabloon",
            "het meegeleverde sjabloon", "zie het sjabloon", str(v.jaar),
        )  # fmt: skip
