"""What a result rests on that does not stand fast: said in the same words on screen, in the workbook and the report."""

from __future__ import annotations

from collections.abc import Sequence

from finance.parameters import Waarde
from scenarios.engine.result import Resultaat
from scenarios.werkboek.map import by_sheet


def count_grounds(aannames: Sequence[Waarde]) -> str:
    """'128 aannames, 10 onzekere waarden en 45 ramingen'."""
    tel = {s: sum(w.status == s for w in aannames) for s in ("aanname", "onzeker", "raming")}
    return f"{tel['aanname']} aannames, {tel['onzeker']} onzekere waarden en {tel['raming']} ramingen"


def warnings(resultaat: Resultaat) -> list[str]:
    """What a controller must replace or do before trusting saldo and kans."""
    aannames, uit = resultaat.aannames, []
    if not resultaat.trekkingen:
        uit.append(
            "verwachte waarden kennen geen tegenvaller: tekorten en terugvorderingen zijn zo te laag, en kans en "
            "percentielen zeggen niets. Toets budgetneutraliteit met trekkingen."
        )
    jaren = sorted({w.vanaf.year for w in aannames if w.status == "aanname" and w.parameter.startswith("bedrag_asiel")})
    if jaren:
        uit.append(f"de SPUK-bedragen van {_list(jaren)} zijn een aanname uit de regiomap.")
    if any(w.status == "aanname" and w.parameter.startswith("gemeentefonds ") for w in aannames):
        uit.append(
            "het budget uit het Gemeentefonds is een aanname; saldo en kans rusten daarop. Zet het eigen budget in "
            "budgetten.csv."
        )
    jaren = sorted({w.vanaf.year for w in aannames if w.parameter.startswith("voorlopige uitkering ")})
    if jaren:
        uit.append(
            f"de voorlopige uitkering {_list(jaren)} is berekend zonder gezinsmigranten; zet de ontvangen beschikking "
            "in beschikkingen.csv."
        )
    return [by_sheet(zin) for zin in uit]


def _list(jaren: Sequence[int]) -> str:
    *eerste, laatste = map(str, jaren)
    return f"{', '.join(eerste)} en {laatste}" if eerste else laatste
