"""The words of a comparison: what is compared, what it says, and what cannot be compared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from finance.fouten import list_words
from finance.taal.getallen import format_amount, format_date, format_share
from reports.vergelijking.tabellen import DRIJVERLABELS, GEMERKT, Verschilregel, causes, differing_years
from scenarios.engine.read import StoredResult
from scenarios.inzicht.vergelijkbaar import Vergelijking
from scenarios.inzicht.vergelijking import SALDODELEN

MEESTE_BESTANDEN = 6


def titles(vergelijking: Vergelijking) -> list[str]:
    """A short name per result: the scenario, with the folder of its file where the scenarios alone do not tell."""
    namen = [u.result.scenario for u in vergelijking.uitslagen]
    if len(set(namen)) == len(namen):
        return namen
    return [f"{naam} ({_place(u)})" for naam, u in zip(namen, vergelijking.uitslagen, strict=True)]


def _place(uitslag: StoredResult) -> str:
    pad = Path(uitslag.bestand)
    return str(pad.parent if pad.name == "raming.json" and pad.parent.name else pad)


def describe(uitslag: StoredResult) -> str:
    """One result in a line: scenario, file, peildatum and draws."""
    r = uitslag.result
    wijze = f"{format_amount(r.trekkingen)} trekkingen, zaad {r.zaad}" if r.trekkingen else "verwachte waarden"
    return (
        f"{r.regio}, scenario {r.scenario}; {uitslag.bestand}; peildatum {format_date(uitslag.peildatum)}; "
        f"{wijze}; spuk {uitslag.spuk}"
    )


def summary(vergelijking: Vergelijking, nummer: int, code: str) -> list[str]:
    """What differs from A and why, over all years, in at most three sentences."""
    letter, wie = vergelijking.letters[nummer], vergelijking.name(code)
    jaren = differing_years(vergelijking, nummer, code)
    if not jaren:
        return [f"{letter} geeft voor {wie} in ieder jaar dezelfde lasten, uitkering en hetzelfde saldo als A."]
    periode = str(jaren[0]) if len(jaren) == 1 else f"{jaren[0]}-{jaren[-1]}"
    lasten, uitkering, saldo = causes(vergelijking, nummer, code, jaren)
    zinnen = [f"{wie}, {letter} tegenover A, {periode} samen: {_both(lasten, uitkering)}."]
    if round(saldo.totaal):
        beter = "beter" if saldo.totaal > 0 else "slechter"
        zinnen.append(f"Het saldo is € {format_amount(abs(saldo.totaal))} {beter}{_mostly(saldo)}.")
    else:
        zinnen.append("Het saldo verandert per saldo niet.")
    zinnen += _chance(vergelijking, nummer, code)
    return zinnen


def _both(lasten: Verschilregel, uitkering: Verschilregel) -> str:
    return f"{_moved(lasten, 'lasten')}; {_moved(uitkering, 'uitkering')}"


def _moved(oorzaak: Verschilregel, wat: str) -> str:
    if not round(oorzaak.totaal):
        return f"{wat} gelijk"
    richting = "hoger" if oorzaak.totaal > 0 else "lager"
    return f"{wat} € {format_amount(abs(oorzaak.totaal))} {richting}{_mostly(oorzaak)}"


def _mostly(oorzaak: Verschilregel) -> str:
    """', vooral door prijs (...)': the largest part that works in the direction of the whole."""
    teken = math.copysign(1, oorzaak.totaal)
    deel, naam = max((d * teken, naam) for d, naam in zip(oorzaak.delen, SALDODELEN, strict=True))
    if deel >= 0.995 * abs(oorzaak.totaal) and sum(abs(d) for d in oorzaak.delen) < 1.01 * abs(oorzaak.totaal):
        return f", door {DRIJVERLABELS[naam].lower()}"
    return f", vooral door {DRIJVERLABELS[naam].lower()} ({_signed(deel * teken)})"


def _signed(bedrag: float) -> str:
    return ("+" if bedrag >= 0 else "-") + f"€ {format_amount(abs(bedrag))}"


def _chance(vergelijking: Vergelijking, nummer: int, code: str) -> Iterator[str]:
    """The year in which the chance of a covered year moves most, when both results know chances."""
    if not all(vergelijking.uitslagen[n].result.trekkingen for n in (0, nummer)):
        return

    kansen = {
        jaar: (was.kans, wordt.kans)
        for jaar in vergelijking.jaren
        if (was := vergelijking.verdict(0, code, jaar)) and (wordt := vergelijking.verdict(nummer, code, jaar))
    }
    if not kansen:
        return
    jaar = max(kansen, key=lambda j: abs(kansen[j][1] - kansen[j][0]))
    toen, nu = map(format_share, kansen[jaar])
    if toen != nu:
        yield f"De kans op een sluitend jaar verandert het meest in {jaar}: van {toen} naar {nu}."


def remarks(vergelijking: Vergelijking) -> list[str]:
    """What a reader must know before trusting a difference."""
    uitslagen = list(zip(vergelijking.letters, vergelijking.uitslagen, strict=True))
    return [
        *(tekst for letter, u in uitslagen for tekst in _choice(letter, u)),
        *_years(vergelijking),
        *_closed(vergelijking),
        *(tekst for nummer in range(1, len(uitslagen)) for tekst in _against_a(vergelijking, nummer)),
        *_chance_of_differences(vergelijking),
    ]


def _choice(letter: str, uitslag: StoredResult) -> Iterator[str]:
    if uitslag.others:
        yield (
            f"{letter}: {uitslag.bestand} bevat ook {_few(uitslag.others)}; gekozen is "
            f"{uitslag.result.scenario}, het eerste. Kies een ander met #NAAM achter het bestand."
        )


def _years(vergelijking: Vergelijking) -> Iterator[str]:
    alle = {u.result.jaren for u in vergelijking.uitslagen}
    if len(alle) > 1:
        jaren = vergelijking.jaren
        yield (
            f"Niet iedere uitslag heeft dezelfde jaren; vergeleken is wat alle hebben: {jaren[0]}-{jaren[-1]}."
            if len(jaren) > 1
            else f"Niet iedere uitslag heeft dezelfde jaren; vergeleken is het ene jaar dat alle hebben: {jaren[0]}."
        )


def _closed(vergelijking: Vergelijking) -> Iterator[str]:
    """Which years are facts, per result."""
    code = "" if vergelijking.hele_regio else vergelijking.codes[0]
    delen = [
        f"{letter} {jaren[0]}-{jaren[-1]}" if len(jaren) > 1 else f"{letter} {jaren[0]}"
        for nummer, letter in enumerate(vergelijking.letters)
        if (jaren := vergelijking.closed(nummer, code))
    ]
    if delen:
        yield (
            f"{GEMERKT} gerealiseerd ({'; '.join(delen)}): lasten en uitkering van de SPUK's zoals geboekt, zonder "
            "kans en zonder buffer."
        )


def _against_a(vergelijking: Vergelijking, nummer: int) -> Iterator[str]:
    a, b = vergelijking.uitslagen[0], vergelijking.uitslagen[nummer]
    letter = vergelijking.letters[nummer]
    if a.result.regio != b.result.regio:
        yield f"A heet {a.result.regio}, {letter} heet {b.result.regio}; de vergeleken gemeenten zijn dezelfde."
    if a.peildatum != b.peildatum:
        yield (
            f"De peildatum van A is {format_date(a.peildatum)}, die van {letter} {format_date(b.peildatum)}: een "
            "verschil bevat ook wat er tussen die dagen werkelijk gebeurde."
        )
    if a.spuk != b.spuk:
        yield f"A is gemaakt met spuk {a.spuk}, {letter} met spuk {b.spuk}: een verschil kan ook van het model komen."
    for soort, van_a, van_b in (("wettelijke gegevens", a.gegevens, b.gegevens), ("invoer", a.invoer, b.invoer)):
        if anders := sorted(n for n in {**van_a, **van_b} if van_a.get(n) != van_b.get(n)):
            yield f"De {soort} van A en {letter} verschillen: {_few(anders)}."
    if a.result.zekerheid != b.result.zekerheid:
        yield (
            f"De buffers zijn niet te vergelijken: A vraagt {format_share(a.result.zekerheid, 0)} zekerheid, "
            f"{letter} {format_share(b.result.zekerheid, 0)}."
        )


def _chance_of_differences(vergelijking: Vergelijking) -> Iterator[str]:
    """What chance does to a difference with A, and which band it can have; one remark for all results alike."""
    soorten: dict[str, list[int]] = {}
    for nummer in range(1, len(vergelijking.uitslagen)):
        soorten.setdefault(_pairing(vergelijking.uitslagen[0], vergelijking.uitslagen[nummer]), []).append(nummer)
    code, jaar = "" if vergelijking.hele_regio else vergelijking.codes[0], vergelijking.jaren[-1]
    waarvan = f"lasten {vergelijking.name(code)} {jaar}"

    def letters(nummers: Sequence[int]) -> str:
        return list_words([vergelijking.letters[n] for n in nummers])

    def with_a(nummers: Sequence[int]) -> str:
        return letters([0, *nummers])

    def errors(nummer: int) -> tuple[float, float]:
        van_a, van_b = (vergelijking.value(n, code, "lasten", jaar, "standaardfout") for n in (0, nummer))
        return van_a, van_b

    if nummers := soorten.get("verwacht"):
        yield (
            f"{with_a(nummers)} zijn verwachte waarden, zonder toeval: tekorten en terugvorderingen zijn daarin "
            "te laag, en kans en buffer zeggen niets."
        )
    if nummers := soorten.get("ongelijksoortig"):
        zonder, met = "A", letters(nummers)
        if vergelijking.uitslagen[0].result.trekkingen:
            zonder, met = met, zonder
        yield (
            f"{zonder}: gerekend met verwachte waarden; {met}: met trekkingen. Lasten en uitkering zijn te "
            f"vergelijken. Tekorten en terugvorderingen zijn in {zonder} te laag en het saldo dus te gunstig; "
            "vergelijk kans en buffer niet."
        )
    if nummers := soorten.get("samen"):
        grens = max(sum(errors(n)) for n in nummers)
        yield (
            f"{with_a(nummers)} gebruiken dezelfde toevalsreeksen, trekking voor trekking: het meeste toeval "
            "valt in het verschil weg. De standaardfout van het verschil staat niet in raming.json; zij is hoogstens "
            f"de som van beide ({waarvan}: € {format_amount(grens)}) en meestal veel kleiner."
        )
    if nummers := soorten.get("los"):
        grens = max(2 * math.hypot(*errors(n)) for n in nummers)
        yield (
            f"{with_a(nummers)} gebruiken ander toeval: zaad of aantal trekkingen verschilt. Een verschil tot "
            f"ongeveer € {format_amount(grens)} ({waarvan}) kan alleen daaruit bestaan. Reken met hetzelfde zaad en "
            "evenveel trekkingen voor een scherper beeld."
        )
    if soorten.keys() & {"samen", "los"}:
        yield (
            "Een band om een verschil is hieruit niet te maken: percentielen van twee uitslagen laten zich niet "
            "aftrekken. Reken daarvoor met hetzelfde zaad en --parquet, en trek per trekking af."
        )


def _pairing(a: StoredResult, b: StoredResult) -> str:
    trekkingen = (a.result.trekkingen, b.result.trekkingen)
    if not all(trekkingen):
        return "ongelijksoortig" if any(trekkingen) else "verwacht"
    return "samen" if same_chance(a, b) else "los"


def same_chance(a: StoredResult, b: StoredResult) -> bool:
    """Whether draw n of one is draw n of the other: equal seed, number and blocks."""
    return (a.result.zaad, a.result.trekkingen, a.blok) == (b.result.zaad, b.result.trekkingen, b.blok)


def _few(namen: Sequence[str]) -> str:
    if len(namen) <= MEESTE_BESTANDEN:
        return list_words(namen)
    return list_words([*namen[: MEESTE_BESTANDEN - 1], f"{len(namen) - MEESTE_BESTANDEN + 1} andere"])
