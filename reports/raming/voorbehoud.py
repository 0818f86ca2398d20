"""What a result rests on that does not stand fast: said in the same words on screen, in the workbook and the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from finance.parameters import Waarde
from finance.taal.getallen import format_share, thousands
from scenarios.engine.result import Resultaat
from scenarios.grond.gegevens import load_bevolking
from scenarios.werkboek.map import by_sheet

MAAL_TAAKSTELLING = 3
DEEL_INWONERS = 0.01
"""More persons in a year than so many times the taakstelling, or than this part of the inhabitants, is not believed."""
ALTIJD_MOGELIJK = 20
"""Persons in a year that may be housed however small the gemeente: a few households."""
MAX_GENOEMD = 4


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
    uit += implausible_persons(resultaat)
    return [by_sheet(zin) for zin in uit]


def implausible_persons(resultaat: Resultaat) -> Iterator[str]:
    """One sentence for all gemeenten and years with more persons than can be believed, the worst ones by name."""
    gevonden = []
    for g in resultaat.gemeenten:
        for j, jaar in enumerate(resultaat.jaren):
            taakstelling, gehuisvest = g.value("taakstelling", j), g.value("gehuisvest", j)
            personen, inwoners = gehuisvest + g.value("gezin", j), load_bevolking().of(g.code, jaar)
            if gehuisvest > max(MAAL_TAAKSTELLING * taakstelling, ALTIJD_MOGELIJK):
                wat = f"{g.naam} {thousands(round(gehuisvest))} gehuisvest in {jaar} (taakstelling {taakstelling:.0f})"
                gevonden.append((gehuisvest - taakstelling, wat))
            elif personen > max(DEEL_INWONERS * inwoners, ALTIJD_MOGELIJK):
                wat = f"{g.naam} {thousands(round(personen))} personen in {jaar} ({thousands(inwoners)} inwoners)"
                gevonden.append((personen - DEEL_INWONERS * inwoners, wat))
    if gevonden:
        gevonden.sort(reverse=True)
        namen = [wat for _, wat in gevonden[:MAX_GENOEMD]]
        rest = len(gevonden) - len(namen)
        yield (
            f"meer personen dan aannemelijk (boven {MAAL_TAAKSTELLING} keer de taakstelling of "
            f"{format_share(DEEL_INWONERS, 0)} van de inwoners): {'; '.join(namen)}"
            f"{f'; en nog {rest} keer' if rest else ''}. Kijk de tellingen in instroom.csv, de achterstand "
            "in regio.toml en de gebeurtenissen na; spuk volumes --uitleg toont wat is geleerd."
        )


def _list(jaren: Sequence[int]) -> str:
    *eerste, laatste = map(str, jaren)
    return f"{', '.join(eerste)} en {laatste}" if eerste else laatste
