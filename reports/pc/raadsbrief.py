"""The raadsbrief: one page for the council with what, so what and what now, one table and one figure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finance.taal.getallen import dutch, format_date, format_share
from reports.figuren.figuren import BLAUW, GOUD, LICHT, MIDDEN, draw_fan
from reports.figuren.figuur import Figuur, Staven
from reports.grond.profiel import Profiel
from reports.pc.begroting import VOORUIT
from reports.pc.definities import of_forecast, other_words
from reports.pc.delen import (
    MERKBAAR,
    Wie,
    balance_words,
    cents,
    expected_post,
    find_row,
    money,
    number,
    origin,
    rests_on,
    shortage_words,
)
from reports.pc.meerjaren import read_years
from reports.raming.kerncijfers import worst_year
from reports.tabel.stuk import Hoofdstuk, Stuk
from reports.tabel.tabel import Centen, Rij, cents_table, column, line
from scenarios.boeken.begroting import POSTEN
from scenarios.engine.result import PERCENTILES, Result, Summary
from scenarios.regiomap.regio import Regio


def build_raadsbrief(regio: Regio, wie: Wie, jaar: int, resultaat: Result, profiel: Profiel) -> Stuk:
    """The letter about year T and the three years after it, on the forecast of the region folder."""
    deel = wie.part(resultaat)
    boeken = balance_words(resultaat)
    jaren = range(jaar, jaar + VOORUIT + 1)
    nummers = [resultaat.jaren.index(j) for j in jaren]

    def row(label: str, aard: str, posten: Sequence[str]) -> Rij:
        cellen: tuple[Centen, ...] = tuple(sum(expected_post(deel, p, j) for p in posten) for j in nummers)
        return line(label, aard, cellen)  # type: ignore[arg-type]

    tabel = cents_table(
        f"Inburgering {jaren[0]}-{jaren[-1]}",
        tuple(column(str(j)) for j in jaren),
        (
            row("Lasten", "lasten", [p.naam for p in POSTEN.values() if p.aard == "lasten"]),
            row("Uitkeringen van het Rijk (SPUK)", "baten", ("spuk", "spuk_onderwijsroute")),
            row("Gemeentefonds", "baten", ("gemeentefonds",)),
            line("Saldo", "saldo", (), ((1, 1), (2, 1), (0, -1))),
        ),
        eerste_kop="Verwacht",
    )
    saldo = find_row(tabel, "Saldo")
    saldozin = other_words("A", jaar, of_forecast(deel, number(saldo[0]), resultaat.jaren, jaar))
    return Stuk(
        naam=f"raadsbrief-{jaar}",
        titel=f"Raadsbrief inburgering {jaar}, {wie.naam}",
        ondertitel=f"Raming {jaren[0]}-{jaren[-1]}; aantallen tot {format_date(regio.bestand.peildatum)}",
        let_op=rests_on(resultaat),
        ontbreekt=resultaat.feiten.meldingen,
        antwoord=read_years(wie, resultaat, jaren, saldo).headline(),
        hoofdstukken=(
            Hoofdstuk(
                "Wat is er aan de hand?",
                (what_is_up(wie, deel, jaar, nummers[0]),),
                (tabel,),
                (_figure(deel, jaren, nummers),),
            ),
            Hoofdstuk(
                "Wat betekent dat?",
                (
                    *_meaning(deel, jaren, resultaat, profiel),
                    *shortage_words(wie, resultaat, jaren),
                    " ".join((*boeken, saldozin)),
                ),
            ),
            Hoofdstuk("Wat nu?", tuple(_now(deel, jaren, nummers, resultaat, profiel))),
        ),
        herkomst=origin(regio, resultaat),
        vingerafdrukken=tuple(regio.hashes.items()),
        een_pagina=True,
    )


def what_is_up(wie: Wie, deel: Summary, jaar: int, j: int) -> str:
    """People and lasten of the first year, with the band."""
    plichtig, gezin = (dutch(Decimal(round(deel.value(n, j)))) for n in ("plichtig", "gezin"))
    wie_voert = "voeren de gemeenten" if wie.regio else "voert de gemeente"
    return (
        f"Sinds 2022 {wie_voert} de Wet inburgering uit. In {jaar} beginnen naar verwachting {plichtig} "
        f"statushouders en {gezin} gezinsmigranten aan hun inburgering. De lasten hangen vooral af van hoeveel mensen "
        f"er komen: in 80 van de 100 gevallen liggen zij tussen {money(cents(deel.value('lasten', j, 'p10')))} en "
        f"{money(cents(deel.value('lasten', j, 'p90')))}."
    )


def _meaning(deel: Summary, jaren: Sequence[int], resultaat: Result, profiel: Profiel) -> list[str]:
    krap = worst_year(deel, "totaal", jaren)
    kans, kleinst = min((deel.oordelen["totaal", j].kans, j) for j in jaren)
    ook = f" In {kleinst} is die kans het kleinst: {format_share(kans)}." if kans < krap.kans else ""
    aannames = dutch(Decimal(sum(w.status == "aanname" for w in resultaat.assumed)))
    eerst = "Het krapste jaar (grootste buffer) is" if cents(krap.buffer) >= MERKBAAR else "Het krapste jaar is"
    return [
        f"{eerst} {krap.slechtste_jaar}: de kans dat het sluit is {format_share(krap.kans)}; wij "
        f"willen ten minste {format_share(profiel.zekerheid, 0)}.{ook} De SPUK volgt achteraf de echte aantallen; de "
        f"uitvoeringskosten komen uit het Gemeentefonds. De raming rust op {aannames} aannames."
    ]


def _now(deel: Summary, jaren: Sequence[int], nummers: Sequence[int], resultaat: Result, profiel: Profiel) -> list[str]:
    krap = worst_year(deel, "totaal", jaren)
    buffer = (
        f"Voor {format_share(profiel.zekerheid, 0)} zekerheid is in {krap.slechtste_jaar} een buffer van "
        f"{money(cents(krap.buffer))} nodig."
        if cents(krap.buffer) >= 50
        else f"Bij {format_share(profiel.zekerheid, 0)} zekerheid is geen buffer nodig."
    )
    terug = cents(sum(deel.value("terug_te_betalen", j) for j in nummers))
    weg = (
        f" Over {jaren[0]}-{jaren[-1]} samen gaat naar verwachting {money(terug)} terug naar het Rijk, als "
        "terugvordering of te hoog voorschot."
        if terug >= 50_000
        else ""
    )
    return [
        f"{buffer} {spuk_left(deel, jaren[-1], nummers[-1])}{weg} Wij "
        "volgen de aantallen per halfjaar en melden afwijkingen in de tussenrapportage."
    ]


def spuk_left(deel: Summary, jaar: int, j: int) -> str:
    """What the SPUK has left at the end of the last year, and the lasten that still wait for it."""
    mee, wacht = (cents(deel.value(n, j)) for n in ("meenemen", "doorschuiven"))
    over = f"nog {money(mee)} over om mee te nemen" if mee >= MERKBAAR else "niets over"
    open_ = f", en wacht {money(wacht)} aan lasten op een latere uitkering" if wacht >= MERKBAAR else ""
    return f"Eind {jaar} is van de SPUK naar verwachting {over}{open_}."


def _figure(deel: Summary, jaren: Sequence[int], nummers: Sequence[int]) -> Figuur:
    def series(naam: str, statistiek: str = "verwacht") -> tuple[float, ...]:
        return tuple(deel.value(naam, j, statistiek) for j in nummers)

    # What is to come in for the year: baten that only follow lasten would hide a shortage.
    middelen = tuple(
        sum(d) for d in zip(*(series(n) for n in ("gemeentefonds", "onderwijsroute", "spuk_definitief")), strict=True)
    )
    uitleg = (
        f"Lasten in {jaren[0]} {money(cents(series('lasten')[0]))} en in {jaren[-1]} "
        f"{money(cents(series('lasten')[-1]))}; uitkeringen van het jaar zelf in {jaren[-1]} "
        f"{money(cents(middelen[-1]))}."
    )
    # What is over stays for later years; what is short is paid from it while it lasts.
    meer, minder = (
        any(teken * (x - m) >= 1000 for x, m in zip(series("lasten"), middelen, strict=True)) for teken in (1, -1)
    )
    toelichting = " ".join(
        zin
        for waar, zin in (
            (meer, "Waar de lasten hoger zijn, betaalt wat eerder is overgehouden het verschil, zolang dat er is."),
            (minder, "Waar de lasten lager zijn, blijft er geld over."),
        )
        if waar
    )
    svg, eenheid = draw_fan(
        "Lasten met bandbreedte en uitkeringen",
        uitleg,
        jaren,
        {f"p{p}": list(series("lasten", f"p{p}")) for p in PERCENTILES},
        list(middelen),
    )
    return Figuur(
        "Lasten en uitkeringen van het jaar zelf",
        svg,
        f"{uitleg} In {eenheid}. {toelichting}".rstrip(),
        (
            ("Lasten, middelste uitkomst", BLAUW, "lijn"),
            ("In 50 van de 100 gevallen", MIDDEN, "vlak"),
            ("In 90 van de 100 gevallen", LICHT, "vlak"),
            ("Uitkeringen van het jaar zelf", GOUD, "streep"),
        ),
        Staven(
            tuple(map(str, jaren)),
            ("Lasten (streep: in 80 van de 100 gevallen)", series("lasten")),
            series("lasten", "p10"),
            series("lasten", "p90"),
            ("Uitkeringen van het jaar zelf", middelen),
        ),
    )
