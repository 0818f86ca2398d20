"""The SiSa annex on a sheet: in the layout of the annex, and for every cell where its figure comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from finance.bedragen import whole_euros
from finance.journaal import accounting_deadlines
from reports.tabel.adres import Formule, Sleutel
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel
from reports.tabel.xlsx import Blad
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.jaar.sisa import Bijlage, Sisacel, Sisarij, annex_of
from scenarios.jaar.sisabron import count_of_cell, explain
from scenarios.jaar.sisasjabloon import Sisaregeling, Sjabloon

PER_RIJ = 6
NIET_GECONTROLEERD = "Niet gecontroleerd: vergelijk code, labels en nummers met de SiSa-bijlage van het Rijk"
OPEN = "nog in te vullen"
_HOEK = ("Verstrekker", "Uitkeringscode", "Specifieke uitkering", "Juridische grondslag", "Ontvanger")
KOPPEN = (*_HOEK, *(f"Indicator {i}" for i in range(1, PER_RIJ + 1)))
KOLOMMEN = tuple(Kolom(kop, naam=kop) for kop in KOPPEN)
BREEDTES = (20, 14, 30, 28, 20, *(23,) * PER_RIJ)
Geldcel = Callable[[Sisarij, Sisacel], Cel]


def write_deadlines(blad: Blad, jaar: int) -> None:
    """When the account over `jaar` must be in, and what happens when it is not."""
    blad.section(f"Termijnen van de verantwoording over {jaar} (Besluit inburgering 2021 art. 10.8)")
    termijnen = tuple(Rij((t.datum, t.wat)) for t in accounting_deadlines(jaar))
    to_xlsx(blad, Tabel("", (Kolom("", "datum"), Kolom("")), termijnen), kop=False)


def write_sisa(blad: Blad, v: Verantwoording, rekening: Gemeenterekening, sjabloon: Sjabloon) -> None:
    """Sheet SiSa of one gemeente; its figures refer to the cells of earlier sheets."""
    write_deadlines(blad, sjabloon.jaar)
    for deel in sjabloon.regeling:
        if (bijlage := annex_of(v, rekening, deel)) is None:
            continue
        regeling = next(r for r in rekening.regelingen if r.regeling == deel.regeling)
        blad.section(deel.uitkering)
        warn_unchecked(blad, deel)
        to_xlsx(blad, annex_table(bijlage, partial(_live, regeling, deel)))
        blad.section(f"{deel.uitkering}: waar ieder cijfer vandaan komt")
        to_xlsx(blad, _origin_table(v, rekening, regeling, bijlage))
        blad.remark(
            "Iedere bronregel met bestand en regel staat in sisa-JJJJ-bronregels.csv van: spuk sisa MAP --jaar JJJJ."
        )


def warn_unchecked(blad: Blad, deel: Sisaregeling) -> None:
    """Say so when nobody laid the template beside the annex."""
    if not deel.gecontroleerd:
        blad.put(blad.rij, 0, unchecked(deel), "let_op")
        blad.rij += 1


def not_final(v: Verantwoording) -> str:
    """Say so of a year that may still change; nothing of a closed one."""
    if v.jaar in v.invoer.gesloten:
        return ""
    return (
        f"{v.jaar} is niet gesloten: deze cijfers kunnen nog veranderen. Sluit het jaar eerst met spuk sluit MAP "
        f"--jaar {v.jaar}, en neem ze dan over."
    )


def unchecked(deel: Sisaregeling) -> str:
    """That nobody laid the template beside the annex."""
    return f"{NIET_GECONTROLEERD}. {deel.toelichting}."


def exact(_: Sisarij, cel: Sisacel) -> Cel:
    """The whole euros themselves, for a file to copy from."""
    return cel.waarde if cel.waarde is not None else OPEN


def annex_table(bijlage: Bijlage, geldcel: Geldcel = exact) -> Tabel:
    """As the annex: some indicators beside one another, each with its label, its check, its number and its values."""
    return Tabel("", KOLOMMEN, tuple(annex_rows(bijlage, geldcel)))


def annex_rows(bijlage: Bijlage, geldcel: Geldcel = exact) -> Iterator[Rij]:
    """The rows of one annex, block by block. geldcel: what stands in a cell of euros"""
    deel = bijlage.deel
    for begin in range(0, len(deel.indicator), PER_RIJ):
        hoek = (deel.verstrekker, deel.code or "onbekend", deel.uitkering, deel.grondslag, bijlage.ontvanger)
        leeg = [""] * len(_HOEK)
        naast = deel.indicator[begin : begin + PER_RIJ]
        yield _line([*(leeg if begin else hoek), *(i.label for i in naast)], ["lang"] * (len(_HOEK) + len(naast)))
        yield _line([*leeg, *(f"Aard controle {i.controle or 'nog in te vullen'}" for i in naast)])
        yield _line([*leeg, *(f"Indicator: {deel.number(i)}" for i in naast)])
        for rij in bijlage.rijen:
            cellen = rij.cellen[begin : begin + PER_RIJ]
            yield _line(
                [*leeg, *(geldcel(rij, c) if c.indicator.geld else exact(rij, c) for c in cellen)],
                [*leeg, *(_form(c) for c in cellen)],
                _key(deel, rij, begin),
            )
        yield _line([])


def _key(deel: Sisaregeling, rij: Sisarij, begin: int) -> Sleutel:
    """What a row of values is called; its cells are then called by the head of their column."""
    return "sisa", deel.regeling, deel.vorm, rij.gemeente.code, begin


def _form(cel: Sisacel) -> str:
    if cel.waarde is None:
        return "let_op"
    return "geld_heel" if cel.indicator.geld else "heel" if cel.indicator.soort == "aantal" else "rechts"


def _line(cellen: Sequence[Cel], vormen: Sequence[str] = (), sleutel: Sleutel = None) -> Rij:
    """A row as wide as the form; what says nothing of its own form explains what stands above it."""
    breed = len(BREEDTES)
    vormen = vormen or ["onder"] * breed
    leeg = [""] * breed
    return Rij((*cellen, *leeg[len(cellen) :]), sleutel, vormen=(*vormen, *leeg[len(vormen) :]))


def _live(regeling: Regelingrekening, deel: Sisaregeling, rij: Sisarij, cel: Sisacel) -> Cel:
    """The figure as it follows from the sheet that computes it, with the euro that makes the annex add up."""
    i, waarde = cel.indicator, int(cel.waarde or 0)
    if i.soort == "vast" or cel.waarde is None:
        return exact(rij, cel)
    if i.soort == "som":
        sleutels = tuple(_cell_key(deel, rij, nummer) for nummer in i.som)
        return Formule("+".join(f"{{{n}}}" for n in range(len(sleutels))), waarde, sleutels)
    if i.cijfer in ("besteding_zelf", "besteding_uitvoerder"):
        return waarde
    jaren = regeling.jaren if i.cumulatief else (regeling.jaar,)
    sleutels = tuple((deel.regeling, str(i.cijfer), j.jaar) for j in jaren)
    tekst = "+".join(f"ROUND({{{n}}},0)" for n in range(len(sleutels)))
    # Each year is rounded by its formula; what the annex has more stands behind it.
    erbij = waarde - sum(whole_euros(int(getattr(j, str(i.cijfer)))) for j in jaren)
    return Formule(f"{tekst}{erbij:+d}" if erbij else tekst, waarde, sleutels)


def _cell_key(deel: Sisaregeling, rij: Sisarij, nummer: str) -> Sleutel:
    """The cell of an indicator on the sheet."""
    plek = [i.nummer for i in deel.indicator].index(nummer)
    return _key(deel, rij, plek - plek % PER_RIJ), KOPPEN[len(_HOEK) + plek % PER_RIJ]


def _origin_table(v: Verantwoording, rekening: Gemeenterekening, regeling: Regelingrekening, bijlage: Bijlage) -> Tabel:
    """Per cell: the exact amount, what the annex says, and the rows behind it."""
    rijen = []
    for cel in bijlage.rijen[0].cellen:
        i = cel.indicator
        aantal, bestanden = count_of_cell(v, rekening, regeling, i)
        rijen.append(
            Rij(
                (
                    bijlage.deel.number(i), "", i.label, explain(i), ", ".join(bestanden),
                    aantal, _exact_cell(regeling, cel), cel.waarde if i.geld else None, cel.afronding or None,
                    cel.reden,
                ),
                vormen=("", "", "", "", "", "", "", "geld_heel" if i.geld else "", "", ""),
            )
        )  # fmt: skip
    return Tabel("", _ORIGIN, tuple(rijen))


_ORIGIN = (
    Kolom("Indicator"),
    Kolom(""),
    Kolom("Label", vorm="lang"),
    Kolom("Waar het vandaan komt", vorm="lang"),
    Kolom("Bestanden", vorm="lang"),
    Kolom("Bronregels", "heel"),
    Kolom("Op de cent", "cent"),
    Kolom("In de bijlage", "tekst", rechts=True),
    Kolom("Afronding", "cent"),
    Kolom("Waarom niet de naaste euro", vorm="lang"),
)


def _exact_cell(regeling: Regelingrekening, cel: Sisacel) -> Cel:
    """The amount to the cent, as the sheet has it that computes it where that is one cell."""
    i = cel.indicator
    if cel.centen is None or i.soort != "cijfer" or i.cumulatief or str(i.cijfer).startswith("besteding_"):
        return cel.centen
    return Formule("{0}", cel.centen, ((regeling.regeling, str(i.cijfer), regeling.jaar.jaar),))
