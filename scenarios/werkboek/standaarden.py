"""What an empty cell becomes, and which cells may not be empty: nothing is asked that stands somewhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from finance.voorzieningen import VOORZIENINGEN
from scenarios.werkboek.kolommen import EIGEN_OPGAVE, Invoertabel
from scenarios.werkboek.soorten import Waarde

Waarden = dict[str, Waarde]


def complete(tabel: Invoertabel, waarden: Waarden) -> Iterator[tuple[str, str, str]]:
    """Fill in what follows from the rest of the row; yields (column, expected, mend) for what is missing."""
    if not any(w is not None for w in waarden.values()):
        return
    if tabel.naam == "contracten":
        _complete_contract(waarden)
    for kolom in tabel.kolommen:
        if waarden[kolom.naam] is None and kolom.standaard:
            waarden[kolom.naam] = kolom.standaard
    if "bron" in waarden and "status" in waarden and waarden["bron"] is None:
        if waarden["status"] == "aanname":
            yield "bron", "waarom dit een aanname is", "Zet de reden in de kolom Bron, of kies een andere status."
        else:
            waarden["bron"] = EIGEN_OPGAVE
    for kolom in tabel.kolommen:
        if kolom.verplicht and waarden[kolom.naam] is None:
            voorbeeld = f"Bijvoorbeeld: {kolom.voorbeeld}." if kolom.voorbeeld else ""
            yield kolom.naam, f"een waarde voor {kolom.label}", voorbeeld


def _complete_contract(waarden: Waarden) -> None:
    voorziening = VOORZIENINGEN.get(str(waarden["voorziening"]))
    if voorziening is None:
        return
    if waarden["betaling"] is None and voorziening.vast:
        waarden["betaling"] = "vast"
    if waarden["eenheid"] is None:
        waarden["eenheid"] = "jaar" if waarden["betaling"] == "vast" else voorziening.eenheid
    if waarden["contract"] is None and isinstance(van := waarden["van"], date):
        waarden["contract"] = f"{voorziening.label} vanaf {van.year}"
