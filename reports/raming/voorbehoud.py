"""What a result rests on that does not stand fast: said in the same words on screen, in the workbook and the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from finance.fouten import list_words
from finance.parameters import Waarde
from finance.taal.getallen import euros, format_share, thousands
from reports.afweging.drijvers import without_interval
from reports.raming.kerncijfers import is_neutral, tightest, verdicts
from scenarios.afweging.lezingen import in_words, judge_readings
from scenarios.engine.result import Result
from scenarios.engine.write import small_group_rows
from scenarios.grond.bescherming import DREMPEL
from scenarios.grond.gegevens import Bevolking
from scenarios.regiomap.land.stand import unknown_halves
from scenarios.regiomap.regio import Regio
from scenarios.werkboek.map import by_sheet

MAAL_TAAKSTELLING = 3
DEEL_INWONERS = 0.01
"""More persons in a year than so many times the taakstelling, or than this part of the inhabitants, is not believed."""
ALTIJD_MOGELIJK = 20
"""Persons in a year that may be housed however small the gemeente: a few households."""
MAX_GENOEMD = 4


def count_grounds(aannames: Sequence[Waarde]) -> str:
    """'128 aannames, 10 onzekere waarden en 45 ramingen, waarvan 60 zonder interval'."""
    tel = {s: sum(w.status == s for w in aannames) for s in ("aanname", "onzeker", "raming")}
    zonder = sum(map(without_interval, aannames))
    alle = f"{tel['aanname']} aannames, {tel['onzeker']} onzekere waarden en {tel['raming']} ramingen"
    return f"{alle}, waarvan {zonder} zonder interval" if zonder else alle


def warnings(resultaat: Result, regio: Regio) -> list[str]:
    """What a controller must replace or do before trusting saldo and kans."""
    aannames, uit = resultaat.assumed, []
    if not resultaat.trekkingen:
        uit.append(
            "verwachte waarden kennen geen tegenvaller: tekorten en terugvorderingen zijn zo te laag, en kans en "
            "percentielen zeggen niets. Toets budgetneutraliteit met trekkingen."
        )
    jaren = sorted({w.vanaf.year for w in aannames if w.status == "aanname" and w.parameter.startswith("bedrag_asiel")})
    if jaren:
        uit.append(f"de SPUK-bedragen van {list_words([*map(str, jaren)])} zijn een aanname uit de regiomap.")
    if any(w.status == "aanname" and w.parameter.startswith("gemeentefonds ") for w in aannames):
        uit.append(
            "het budget uit het Gemeentefonds is een aanname; saldo en kans rusten daarop. Zet het eigen budget in "
            "budgetten.csv."
        )
    jaren = sorted({w.vanaf.year for w in aannames if w.parameter.startswith("voorlopige uitkering ")})
    if jaren:
        uit.append(
            f"de voorlopige uitkering {list_words([*map(str, jaren)])} is berekend zonder gezinsmigranten; zet de "
            "ontvangen beschikking in beschikkingen.csv."
        )
    uit += old_data(regio)
    uit += implausible_persons(resultaat, regio.land.bevolking)
    return [by_sheet(zin) for zin in uit]


def old_data(regio: Regio) -> Iterator[str]:
    """National numbers that were to be known on the peildatum, and are not."""
    op = regio.bestand.bekend_op or regio.bestand.peildatum
    if halfjaren := unknown_halves(regio.land, op):
        laatste = max(v.halfjaar for v in regio.land.taakstelling if v.bekend_op <= op)
        yield (
            f"de landelijke taakstelling is hier bekend tot en met {laatste}; die van {list_words(halfjaren)} hoort op "
            "de peildatum bekend te zijn, en is nu een raming. Neem haar op met: spuk gegevens zet taakstelling."
        )


def internal_use(regio: Regio, rapport: bool = True) -> Iterator[str]:
    """Why the figures are for the house itself: they rest on small groups, which can be computed back.

    rapport: whether there is a page beside them that anybody may see
    """
    groepen = small_group_rows(regio)
    if groepen:
        groepen.sort(key=lambda rij: -rij["groepen"])
        namen = [f"{rij['gemeente']} {thousands(rij['groepen'])}" for rij in groepen[:MAX_GENOEMD]]
        rest = len(groepen) - len(namen)
        yield (
            f"Alleen voor eigen gebruik: rekent met getelde groepen van minder dan {DREMPEL} personen "
            f"({', '.join(namen)}{f' en nog {rest} gemeenten' if rest else ''}), en die zijn uit de cijfers terug te "
            "rekenen." + " rapport.html noemt geen aantal personen per gemeente." * rapport
        )


def readings(resultaat: Result, regio: Regio) -> list[str]:
    """Per reading of the budget a sentence with the verdict on the region, then under how many of all readings it
    holds: over the years of its question, and without one over those of the verdict. Nothing when there is but one."""
    if not resultaat.lezingen:
        return []
    vraag = regio.bestand.vraag
    jaren = resultaat.judged_years(regio.bestand.peildatum.year)
    if vraag:
        jaren = tuple(j for j in resultaat.jaren if vraag.van <= j <= vraag.tot)
    budget = [r for r in resultaat.lezingen if r.lezing and r.lezing.soort == "budget"]
    zinnen = [_under(r, jaren, vraag is not None) for r in (resultaat, *budget)] if budget else []
    return [*zinnen, in_words(judge_readings(resultaat, jaren, "vraag" if vraag else "cumulatief"), jaren)]


def _under(resultaat: Result, jaren: tuple[int, ...], vraag: bool) -> str:
    naam, oordelen = resultaat.totaal.naam, verdicts(resultaat, jaren, vraag)
    krap = tightest(oordelen, naam)
    saldo = sum(resultaat.totaal.value("saldo", resultaat.jaren.index(j)) for j in jaren)
    oordeel = "budgetneutraal" if is_neutral(oordelen, naam) else "niet budgetneutraal"
    samen = f"samen {euros(abs(saldo))} {'over' if saldo >= 0 else 'tekort'}"
    wanneer = f"in {krap.slechtste_jaar}" if krap.pot == "totaal" else f"opgeteld tot en met {krap.slechtste_jaar}"
    kans = f"is de kans op sluiten {format_share(krap.kans)}" if resultaat.trekkingen else ""
    buffer = f"ontbreekt {euros(krap.buffer)}" if krap.buffer > 0 else ""
    krapst = list_words([*filter(None, (kans, buffer))])
    slot = f"; {wanneer} {krapst}" if krapst else ""
    if krap.kans == 1 and resultaat.trekkingen:
        # When nothing ever falls short no year is the tightest.
        slot = "; ieder jaar sluit in alle trekkingen"
    lezing = resultaat.lezing.onderwerp if resultaat.lezing else resultaat.scenario
    return f"{lezing}: {oordeel} in {jaren[0]}-{jaren[-1]}, {samen}{slot}."


def implausible_persons(resultaat: Result, bevolking: Bevolking) -> Iterator[str]:
    """One sentence for all gemeenten and years with more persons than can be believed, the worst ones by name."""
    gevonden = []
    for g in resultaat.gemeenten:
        for j, jaar in enumerate(resultaat.jaren):
            taakstelling, gehuisvest = g.value("taakstelling", j), g.value("gehuisvest", j)
            personen, inwoners = gehuisvest + g.value("gezin", j), bevolking.of(g.code, jaar)
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
