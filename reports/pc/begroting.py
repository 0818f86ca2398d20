"""The begroting of year T with its meerjarenraming: rekening T-2, begroting T-1, begroting T, raming T+1..T+3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from finance.taal.getallen import format_share
from reports.afweging.risico import capacity_table, capacity_words
from reports.grond.profiel import Profiel
from reports.pc.besluiten import EERSTE_JAAR, amendment_chapter, lacks_books, lacks_budget, lacks_realisation
from reports.pc.definities import SALDO_NOOT, definition_chapter, of_forecast
from reports.pc.delen import (
    LASTEN,
    SALDO,
    TAAKVELDEN,
    Wie,
    balance_words,
    budget_rows,
    cents,
    expected_post,
    find_row,
    money,
    number,
    origin,
    rests_on,
    shortage_words,
    simple_table,
)
from reports.pc.meerjaren import budget_headline
from reports.raming.kerncijfers import high_advance
from reports.tabel.stuk import Hoofdstuk, Stuk
from reports.tabel.tabel import LEEG, Centen, Tabel, cents_table, column, line
from scenarios.afweging.besluit import Beslissing, decide
from scenarios.boeken.begroting import POSTEN, Begroting
from scenarios.boeken.realisatie import Rekening, realised
from scenarios.engine.result import Result, Summary
from scenarios.model.grootheden import PER_NAAM
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import Wijziging

INDEXEN = ("index_contract", "index_gemeentefonds", "index_spuk")
NAAST_ELKAAR = 10
"""Gemeenten that fit as columns of one table."""
VOORUIT = 3
"""Years of the meerjarenraming after the begroting."""


def constant_prices(scenario: Scenario, jaar: int) -> Scenario:
    """The same scenario at the price level of `jaar`: from the year after, no index on prices or uitkeringen."""
    vast = tuple(Wijziging(veld=f"parameter.{i}", vanaf=date(jaar + 1, 1, 1), waarde=0.0) for i in INDEXEN)
    return scenario.model_copy(update={"wijziging": (*scenario.wijziging, *vast)})


def build_begroting(
    regio: Regio,
    wie: Wie,
    jaar: int,
    resultaat: Result,
    begroting: Begroting,
    rekening: Rekening | None,
    profiel: Profiel,
    prijzen: str,
    vermogen: float | None = None,
) -> Stuk:
    """The piece of year T.

    rekening: the books of T-2, None when that year cannot be closed from the folder; vermogen: the weerstandsvermogen
    at hand in euros, None when it was not given
    """
    deel = wie.part(resultaat)
    jaren = range(jaar, jaar + VOORUIT + 1)
    nummers = [resultaat.jaren.index(j) for j in jaren]

    tabel = _budget(wie, jaar, resultaat, begroting, rekening, prijzen)
    saldo = find_row(tabel, SALDO)[2:]
    lasten = find_row(tabel, LASTEN)[2:]
    return Stuk(
        naam=f"begroting-{jaar}",
        titel=f"Begroting {jaar} inburgering, {wie.naam}",
        ondertitel=f"Meerjarenraming {jaar + 1}-{jaar + VOORUIT}; scenario {resultaat.scenario}; "
        + (f"constante prijzen {jaar}" if prijzen == "constant" else "lopende prijzen"),
        let_op=rests_on(resultaat) or (rekening.toelichting if rekening else ""),
        antwoord=budget_headline(wie, resultaat, jaren, lasten[0], saldo),
        hoofdstukken=(
            Hoofdstuk(
                "Wat kost het en wie betaalt het?",
                (_course(jaren, lasten), *shortage_words(wie, resultaat, jaren)),
                (tabel.choose(profiel.kolommen.begroting),),
            ),
            _certainty(resultaat, deel, jaren, profiel),
            _capacity(decide(resultaat, regio.bestand.peildatum.year, None if wie.regio else deel), vermogen),
            _definitions(resultaat, wie, jaren, saldo, rekening),
            Hoofdstuk(
                "Wat blijft er van de SPUK?",
                balance_words(resultaat),
                (_spuk(deel, jaren, nummers),),
            ),
            Hoofdstuk("Met hoeveel mensen is gerekend?", (), (_people(deel, jaren, nummers),)),
            *amendment_chapter(begroting, wie, jaar - 1),
            *_per_gemeente(regio, wie, resultaat, jaar),
        ),
        herkomst=origin(regio, resultaat),
        vingerafdrukken=tuple(regio.hashes.items()),
        ontbreekt=(
            *resultaat.feiten.meldingen,
            *lacks_budget(begroting, wie, jaar - 1),
            *lacks_books(rekening, jaar - 2),
            *lacks_realisation(begroting, wie, jaar - 2),
        ),
    )


def _budget(
    wie: Wie, jaar: int, resultaat: Result, begroting: Begroting, rekening: Rekening | None, prijzen: str
) -> Tabel:
    """Rekening of T-2, begroting of T-1, and the years from T on, by taakveld and post."""
    deel = wie.part(resultaat)
    nummers = [resultaat.jaren.index(j) for j in range(jaar, jaar + VOORUIT + 1)]

    def cells(post: str) -> list[Centen]:
        was = realised(begroting, rekening, jaar - 2, wie.codes, post)
        return [
            LEEG if was is None and jaar - 2 < EERSTE_JAAR else was,
            begroting.amended(jaar - 1, wie.codes, post),
            *(expected_post(deel, post, j) for j in nummers),
        ]

    correctie: list[Centen] = [rekening.correction(wie.codes), *[0] * (1 + len(nummers))] if rekening else []
    return cents_table(
        f"Begroting {jaar} en meerjarenraming {jaar + 1}-{jaar + VOORUIT}, {wie.naam}",
        (
            column(f"Rekening {jaar - 2}", "rekening_t2"),
            column(f"Begroting {jaar - 1}", "begroting_t1"),
            column(f"Begroting {jaar}", "begroting_t"),
            *(column(f"Raming {jaar + n}", f"raming_t{n}") for n in range(1, VOORUIT + 1)),
        ),
        budget_rows(cells, lambda post: begroting.mark(jaar - 1, wie.codes, post), correctie=correctie),
        (
            f"Begroting {jaar - 1} is na wijziging. {_price_level(prijzen, jaar)}",
            TAAKVELDEN,
            f"{SALDO_NOOT['A']}" + (f" De kolom Rekening {jaar - 2} heeft definitie B." if rekening else ""),
            *([] if jaar - 2 >= EERSTE_JAAR else [f"De Wet inburgering 2021 geldt sinds {EERSTE_JAAR}."]),
            "SPUK: de bate volgt de lasten die de uitkering en het meegenomen bedrag dekken. Wat naar een later jaar "
            "schuift, is pas een bate in dat jaar.",
        ),
        "Taakveld en post",
    )


def _certainty(resultaat: Result, deel: Summary, jaren: Sequence[int], profiel: Profiel) -> Hoofdstuk:
    """The band of the lasten and the tightest year; without draws that there is none."""
    vraag = "Hoe zeker is dat?"
    if not resultaat.trekkingen:
        return Hoofdstuk(vraag, ("Gerekend met verwachte waarden, zonder toeval: er is geen bandbreedte.",))
    nummers = [resultaat.jaren.index(j) for j in jaren]
    oordelen = [deel.oordelen["totaal", j] for j in jaren]
    krap = min(range(len(nummers)), key=lambda i: oordelen[i].kans)
    return Hoofdstuk(
        vraag,
        (
            f"De lasten hangen vooral af van hoeveel mensen er komen. In 80 van de 100 gevallen liggen zij in "
            f"{jaren[0]} tussen {money(cents(deel.value('lasten', nummers[0], 'p10')))} en "
            f"{money(cents(deel.value('lasten', nummers[0], 'p90')))}.",
            f"De kans dat het jaar sluit is het kleinst in {jaren[krap]}: {format_share(oordelen[krap].kans)}.",
        ),
        (_risk(deel, jaren, nummers, profiel),),
    )


def _price_level(prijzen: str, jaar: int) -> str:
    if prijzen == "constant":
        return f"Constante prijzen: het peil van {jaar}, zonder index in latere jaren."
    return "Lopende prijzen: met de verwachte index van contracten en uitkeringen."


def _course(jaren: Sequence[int], lasten: Sequence[Centen]) -> str:
    eerste, laatste = lasten[0], lasten[-1]
    assert isinstance(eerste, int)
    assert isinstance(laatste, int)
    verschil = laatste - eerste
    if not verschil:
        return f"De lasten blijven tot en met {jaren[-1]} gelijk."
    stijgt = verschil > 0
    return (
        f"De lasten {'stijgen' if stijgt else 'dalen'} naar {money(laatste)} in {jaren[-1]}: "
        f"{money(abs(verschil))} {'meer' if stijgt else 'minder'} dan in {jaren[0]}."
    )


def _capacity(besluit: Beslissing, vermogen: float | None) -> Hoofdstuk:
    """Ratio and class of the weerstandsvermogen, as in the risicoparagraaf."""
    zinnen = [capacity_words(besluit, vermogen)]
    if vermogen is None:
        zinnen.append("Geef --weerstandsvermogen BEDRAG mee voor de ratio en haar klasse.")
    return Hoofdstuk("Is er genoeg weerstandsvermogen?", tuple(zinnen), (capacity_table(besluit, vermogen),))


def _definitions(
    resultaat: Result, wie: Wie, jaren: Sequence[int], saldo: Sequence[Centen], rekening: Rekening | None
) -> Hoofdstuk:
    """Which saldo the years of the raming have, and which the rekening beside them."""
    standen = [
        (str(j), of_forecast(wie.part(resultaat), number(s), resultaat.jaren, j))
        for j, s in zip(jaren, saldo, strict=True)
    ]
    deel = definition_chapter("A", standen)
    if rekening is None:
        return deel
    zin = f"De kolom Rekening {jaren[0] - 2} komt uit de boeken: daar staat definitie B."
    return replace(deel, zinnen=(*deel.zinnen, zin))


def _risk(deel: Summary, jaren: Sequence[int], nummers: Sequence[int], profiel: Profiel) -> Tabel:
    zeker = format_share(profiel.zekerheid, 0)
    return simple_table(
        "Bandbreedte van de lasten en nodige buffer",
        [str(j) for j in jaren],
        [
            *(
                (f"Lasten {s.upper()}", "stand", [cents(deel.value("lasten", j, s)) for j in nummers])
                for s in ("p10", "p50", "p90")
            ),
            (
                f"Buffer bij {zeker} zekerheid",
                "stand",
                [cents(deel.oordelen["totaal", j].buffer) for j in jaren],
            ),
        ],
        "P10, P50 en P90: in 10, 50 en 90 van de 100 gevallen blijven de lasten onder dit bedrag.",
        f"Buffer: wat er moet zijn om het jaar in {zeker} van de gevallen te laten sluiten.",
    )


def _spuk(deel: Summary, jaren: Sequence[int], nummers: Sequence[int]) -> Tabel:
    posten = (
        ("Meegenomen uit vorig jaar", "reservering_begin"),
        ("Definitieve uitkering", "spuk_definitief"),
        ("Doorgeschoven lasten uit vorig jaar", "doorgeschoven_begin"),
        ("Besteding", "besteding"),
        ("Mee te nemen naar volgend jaar", "meenemen"),
        ("Terug te betalen boven de ruimte", "terugvordering"),
        ("Door te schuiven lasten", "doorschuiven"),
    )
    rijen = [(label, "stand", [cents(deel.value(naam, j)) for j in nummers]) for label, naam in posten]
    return simple_table(
        "SPUK inburgeringsvoorzieningen, verwachte waarden",
        [str(j) for j in jaren],
        [*rijen, ("Te hoog voorschot, terug", "stand", [cents(high_advance(deel, j)) for j in nummers])],
        "Meegenomen + uitkering - doorgeschoven - besteding = mee te nemen + terug te betalen boven de ruimte - door "
        "te schuiven (Besluit inburgering 2021, art. 10.5 en 10.6).",
        "Een voorschot boven de definitieve uitkering gaat ook terug; de som rekent al met de definitieve uitkering.",
    )


def _people(deel: Summary, jaren: Sequence[int], nummers: Sequence[int]) -> Tabel:
    namen = ("taakstelling", "gehuisvest", "plichtig", "gezin", "gestart_b1", "gestart_z", "gestart_onderwijs")
    return simple_table(
        "Aantallen personen, verwachte waarden",
        [str(j) for j in jaren],
        [(PER_NAAM[n].label, "aantal", [cents(deel.value(n, j)) for j in nummers]) for n in namen],
    )


def _per_gemeente(regio: Regio, wie: Wie, resultaat: Result, jaar: int) -> list[Hoofdstuk]:
    """Lasten, baten and saldo per gemeente, where they fit beside each other."""
    if not wie.regio or not 1 < len(wie.codes) <= NAAST_ELKAAR:
        return []
    j = resultaat.jaren.index(jaar)

    def cells(aard: str) -> tuple[Centen, ...]:
        posten = [p.naam for p in POSTEN.values() if p.aard == aard]
        return tuple(sum(expected_post(deel, p, j) for p in posten) for deel in resultaat.gemeenten)

    kolommen = tuple(column(g.naam) for g in resultaat.gemeenten)
    samen = column("Samen", som=tuple((i, 1) for i in range(len(kolommen))))
    tabel = cents_table(
        f"Begroting {jaar} per gemeente",
        (*kolommen, samen),
        (
            line("Lasten", "lasten", cells("lasten")),
            line("Baten", "baten", cells("baten")),
            line("Saldo", "saldo", (), ((1, 1), (0, -1))),
        ),
    )
    return [Hoofdstuk("Wat is het per gemeente?", (), (tabel,))]
