"""The SiSa annex: the figures to account for, in the layout of the annex, from a template file per year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.jaarrekening import Jaarrekening
from finance.journaal import accounting_deadlines
from reports.tabel.adres import Formule
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Blad
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.boeken.jaar_sluiten import Gemeenterekening
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import is_there
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
    pad = eigen if is_there(eigen) else data_path() / "sisa" / f"{jaar}.toml"
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


_HOEK = ("Verstrekker", "Uitkerings-code", "Specifieke uitkering", "Juridische grondslag", "Ontvanger")
BREEDTES = (20, 11, 30, 28, 20, *(23,) * PER_RIJ)


def write_sisa(blad: Blad, rekening: Gemeenterekening, sjabloon: Sjabloon) -> None:
    """Sheet SiSa; its values refer to the cells of earlier sheets."""
    write_deadlines(blad, sjabloon.jaar)
    aanwezig = {r.regeling: r for r in rekening.regelingen}
    for deel in sjabloon.regeling:
        if deel.regeling in aanwezig:
            blad.section(deel.uitkering)
            warn_unchecked(blad, deel)
            to_xlsx(blad, _form(deel, rekening.gemeente.naam, aanwezig[deel.regeling].jaar))


def warn_unchecked(blad: Blad, deel: Sisaregeling) -> None:
    """Say so when nobody laid the template beside the annex."""
    if not deel.gecontroleerd:
        blad.put(blad.rij, 0, f"{NIET_GECONTROLEERD}. {deel.toelichting}.", "let_op")
        blad.rij += 1


def _form(deel: Sisaregeling, gemeente: str, jaar: Jaarrekening) -> Tabel:
    """As the annex: some indicators beside one another, each with its label, its check, its number and its value."""
    rijen: list[Rij] = []
    for begin in range(0, len(deel.indicator), PER_RIJ):
        hoek = (deel.verstrekker, deel.code or "onbekend", deel.uitkering, deel.grondslag, gemeente)
        leeg = [""] * len(_HOEK)
        naast = deel.indicator[begin : begin + PER_RIJ]
        rijen += [
            _line([*(leeg if begin else hoek), *(i.label for i in naast)], ["lang"] * (len(_HOEK) + len(naast))),
            _line([*leeg, *(f"Aard controle {i.controle or 'nog in te vullen'}" for i in naast)]),
            _line([*leeg, *(f"Indicator: {deel.code or '?'}/{i.nummer}" for i in naast)]),
            _line(
                [*leeg, *(_value(deel.regeling, i, jaar) for i in naast)],
                [*leeg, *("rechts" if i.cijfer == "zelfstandig" else "geld_heel" for i in naast)],
            ),
            _line([]),
        ]
    koppen = (*_HOEK, *(f"Indicator {i}" for i in range(1, PER_RIJ + 1)))
    return Tabel("", columns((koppen, "tekst")), tuple(rijen))


def _line(cellen: Sequence[Cel], vormen: Sequence[str] = ()) -> Rij:
    """A row as wide as the form; what says nothing of its own form explains what stands above it."""
    breed = len(BREEDTES)
    vormen = vormen or ["onder"] * breed
    return Rij((*cellen, *[""] * (breed - len(cellen))), vormen=(*vormen, *[""] * (breed - len(vormen))))


def _value(regeling: str, indicator: Indicator, jaar: Jaarrekening) -> Formule:
    """The figure as it stands on the sheet that computes it."""
    sleutel = (regeling, indicator.cijfer, jaar.jaar)
    if indicator.cijfer == "zelfstandig":
        return Formule("{0}", "Ja" if jaar.zelfstandig else "Nee", (sleutel,))
    return Formule("ROUND({0},0)", whole_euros(int(getattr(jaar, indicator.cijfer))), (sleutel,))
