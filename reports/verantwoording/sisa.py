"""The SiSa annex: the figures to account for, in the layout of the annex, from a template file per year."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.jaarrekening import Jaarrekening
from finance.journaal import accounting_deadlines
from reports.tabel.adres import Adresboek, Formule, Plaats
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.xlsx import Blad
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.boeken.jaar_sluiten import Gemeenterekening
from scenarios.grond.gegevens import data_path
from scenarios.regiomap.besluiten import Regeling
from scenarios.regiomap.lezen import Aantal, Invoermodel, read_toml

PER_RIJ = 6
NIET_GECONTROLEERD = "Niet gecontroleerd: vergelijk code, labels en nummers met de SiSa-bijlage van het Rijk"


class Indicator(Invoermodel):
    """One cell of the annex. `cijfer` names a figure of `finance.jaarrekening.Jaarrekening`."""

    nummer: str
    label: Annotated[str, Field(min_length=1)]
    cijfer: Literal[
        "besteding",
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
    controle: Literal["", "R", "D1", "D2", "n.v.t."] = ""


class Sisaregeling(Invoermodel):
    """The rows of one uitkering."""

    regeling: Regeling
    verstrekker: str
    code: str
    status: Literal["vastgesteld", "onzeker"]
    toelichting: str = ""
    uitkering: str
    grondslag: str
    gecontroleerd: bool
    indicator: Annotated[tuple[Indicator, ...], Field(min_length=1)]


class Sjabloon(Invoermodel):
    """`data/sisa/JJJJ.toml`, or the region's own copy."""

    jaar: Aantal
    regeling: tuple[Sisaregeling, ...]


def load_template(jaar: int, eigen_map: Path) -> Sjabloon:
    """The template of year `jaar`: the region's own, else the shipped one. Raises Invoerfout when there is none."""
    eigen = eigen_map / "sisa" / f"{jaar}.toml"
    pad = eigen if eigen.is_file() else data_path() / "sisa" / f"{jaar}.toml"
    if not pad.is_file():
        raise Invoerfout(
            [
                Melding(
                    f"sisa/{jaar}.toml",
                    "",
                    "geen SiSa-sjabloon",
                    f"een sjabloon voor {jaar}",
                    f"Kopieer het sjabloon van een ander jaar naar verantwoording/sisa/{jaar}.toml en pas het aan.",
                )
            ]
        )
    meldingen: list[Melding] = []
    sjabloon = read_toml(pad, Sjabloon, meldingen)
    raise_if_any(meldingen)
    assert sjabloon is not None
    return sjabloon


def whole_euros(centen: int) -> int:
    """Cents -> whole euros, half away from zero as the spreadsheet's ROUND does."""
    return (abs(centen) + 50) // 100 * (1 if centen >= 0 else -1)


def write_deadlines(blad: Blad, jaar: int) -> None:
    """When the account over `jaar` must be in, and what happens when it is not."""
    blad.section(f"Termijnen van de verantwoording over {jaar} (Besluit inburgering 2021 art. 10.8)")
    termijnen = tuple(Rij((t.datum, t.wat)) for t in accounting_deadlines(jaar))
    to_xlsx(blad, Tabel("", (Kolom("", "datum"), Kolom("")), termijnen), kop=False)


BREEDTES = (20, 11, 30, 28, 20, *(23,) * PER_RIJ)


def write_sisa(blad: Blad, rekening: Gemeenterekening, sjabloon: Sjabloon, cellen: Adresboek) -> None:
    """Sheet SiSa; its values refer to the cells of earlier sheets."""
    write_deadlines(blad, sjabloon.jaar)
    aanwezig = {r.regeling: r for r in rekening.regelingen}
    for deel in sjabloon.regeling:
        if deel.regeling not in aanwezig:
            continue
        blad.section(deel.uitkering)
        if not deel.gecontroleerd:
            blad.put(blad.rij, 0, f"{NIET_GECONTROLEERD}. {deel.toelichting}.", "let_op")
            blad.rij += 1
        koppen = ["Verstrekker", "Uitkerings-code", "Specifieke uitkering", "Juridische grondslag", "Ontvanger"]
        blad.header([*koppen, *(f"Indicator {i}" for i in range(1, PER_RIJ + 1))])
        jaar = aanwezig[deel.regeling].jaar
        for begin in range(0, len(deel.indicator), PER_RIJ):
            hoek = (deel.verstrekker, deel.code or "onbekend", deel.uitkering, deel.grondslag, rekening.gemeente.naam)
            for kolom, tekst in enumerate(hoek if begin == 0 else ("",) * 5):
                blad.put(blad.rij, kolom, tekst, "lang")
            for plek, indicator in enumerate(deel.indicator[begin : begin + PER_RIJ], start=5):
                blad.put(blad.rij, plek, indicator.label, "lang")
                blad.put(blad.rij + 1, plek, f"Aard controle {indicator.controle or 'nog in te vullen'}", "onder")
                blad.put(blad.rij + 2, plek, f"Indicator: {deel.code or '?'}/{indicator.nummer}", "onder")
                _value(blad, plek, indicator, jaar, cellen[deel.regeling, indicator.cijfer, jaar.jaar])
            blad.rij += 5


def _value(blad: Blad, plek: int, indicator: Indicator, jaar: Jaarrekening, cel: Plaats) -> None:
    if indicator.cijfer == "zelfstandig":
        blad.put(blad.rij + 3, plek, Formule(str(cel), "Ja" if jaar.zelfstandig else "Nee"), "rechts")
        return
    centen = int(getattr(jaar, indicator.cijfer))
    blad.formula(blad.rij + 3, plek, f"ROUND({cel},0)", whole_euros(centen) * 100, "geld_heel")
