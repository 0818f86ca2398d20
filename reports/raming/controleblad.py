"""Reconciliations of the workbook, as formulas: every cell that must agree with another does, or says so."""

from __future__ import annotations

from finance.voorzieningen import POTTEN
from reports.raming.rekenblad import Verwijzer
from reports.raming.rekenblad_spuk import Rekenmodel
from reports.raming.rekenblad_volumes import REGIO
from reports.tabel.adres import Formule
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.engine.result import Result
from scenarios.model.feiten import SPUKS

BALANS = "SPUK: uitkering + meegenomen + door te schuiven = besteding + doorgeschoven + mee te nemen + terug"
GRENS = "0.005"
"""Half a cent, in euros."""
KOLOMMEN = (
    Kolom("Gemeente", vorm="lang"),
    Kolom("Jaar", "jaar"),
    Kolom("Controle", vorm="lang"),
    Kolom("Links", "euro", naam="links", vorm="prijs"),
    Kolom("Rechts", "euro", naam="rechts", vorm="prijs"),
    Kolom("Verschil", "euro", vorm="prijs"),
    Kolom("Uitkomst", vorm="midden"),
)


def write_checks(boek: Werkboek, resultaat: Result, model: Rekenmodel) -> tuple[str, int]:
    """Fill the sheet. Returns the address of all verdicts and their number."""
    blad = boek.add(
        "Controle",
        (26, 8, 92, 16, 16, 12, 12),
        "Aansluitingen binnen de rekenbladen, tot op een halve cent; zij volgen ook na een wijziging van de invoer.",
        afdruk=0,
    )
    rijen: list[Rij] = []
    cel = model.cel
    for i, o in enumerate(model.opbouwen):
        u = model.uitkomsten[i]
        for j, jaar in enumerate(model.jaren):
            herkomst = u["spuk_definitief"][j] + u["reservering_begin"][j] + u["doorschuiven"][j]
            herkomst += o.regels.feiten.spuk.correctie[j]
            _check(
                rijen, o.naam, jaar, BALANS,
                "+".join((cel(("spuk_definitief", i), j), *(cel(("spuk", s, i), j) for s in ("mee_begin", "door"))))
                + model.correction(i, "spuk", j),
                "+".join(cel(("spuk", s, i), j) for s in ("besteding", "door_begin", "meenemen", "terug")),
                herkomst,
            )  # fmt: skip
            _check(
                rijen, o.naam, jaar, "Lasten van de drie potten = lasten van alle voorzieningen",
                "+".join(model.pot_sum(i, pot, j) for pot in POTTEN), cel(("lasten", i), j), u["lasten"][j],
            )  # fmt: skip
    for j, jaar in enumerate(model.jaren):
        _check(
            rijen, "Regio", jaar, "Lasten per voorziening van de regio = som van de gemeenten",
            "+".join(
                [*(cel(("last", naam, REGIO), j) for naam in model.voorzieningen),
                 *(model.undivided(i, pot, j) for i in range(len(model.opbouwen)) for pot in SPUKS)]
            ),
            cel(("lasten", REGIO), j),
            model.value(REGIO, "lasten")[j],
        )  # fmt: skip
        _check(
            rijen, "Regio", jaar, "Cumulatief saldo = som van de saldi vanaf het eerste open jaar",
            cel(("saldo_cumulatief", REGIO), j), _since(cel, j, model.opbouwen[0].regels.telt_vanaf),
            model.value(REGIO, "saldo_cumulatief")[j],
        )  # fmt: skip
    begin = blad.rij + 1
    to_xlsx(blad, Tabel("", KOLOMMEN, tuple(rijen)), vast=1)
    blad.filter()
    blad.ws.conditional_format(
        begin, 6, blad.rij - 1, 6,
        {"type": "cell", "criteria": "==", "value": '"afwijking"', "format": boek.stijl("status:onzeker")},
    )  # fmt: skip
    return f"Controle!$G${begin + 1}:$G${blad.rij}", blad.rij - begin


def _since(cel: Verwijzer, j: int, vanaf: int) -> str:
    """The sum of the saldi of the region from year number `vanaf` up to and including j."""
    if j < vanaf:
        return "0"
    eerder = f"-SUM({cel.range(('saldo', REGIO), vanaf)})" if vanaf else ""
    return f"SUM({cel.range(('saldo', REGIO), j + 1)}){eerder}"


def _check(rijen: list[Rij], wie: str, jaar: int, label: str, links: str, rechts: str, waarde: float) -> None:
    sleutel = ("controle", len(rijen))
    beide = ((sleutel, "links"), (sleutel, "rechts"))
    rijen.append(
        Rij(
            (
                wie,
                jaar,
                label,
                Formule(links, waarde),
                Formule(rechts, waarde),
                Formule("ROUND({0}-{1},4)", 0.0, beide),
                Formule(f'IF(ABS({{0}}-{{1}})<{GRENS},"akkoord","afwijking")', "akkoord", beide),
            ),
            sleutel,
        )
    )
