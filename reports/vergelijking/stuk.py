"""A comparison as a piece to keep and pass on: side by side, and per result what makes the difference with A."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from finance.fouten import list_words
from finance.neutraliteit import Oordeel
from finance.taal.getallen import format_amount, format_share
from finance.verschil import DRIJVERS, Effecten, total
from reports.figuren.figuren import FANS, draw_fans, draw_waterfall
from reports.figuren.figuur import Figuur
from reports.grond.profiel import Aard, Profiel
from reports.pc.delen import money
from reports.tabel.html import render_page
from reports.tabel.stuk import Hoofdstuk, Stuk
from reports.tabel.tabel import Rij, Tabel, cents_table, column, line
from reports.tabel.xlsx_stuk import write_piece
from reports.vergelijking.centen import Centenverschil, amounts_in_cents, in_cents, together
from reports.vergelijking.tabellen import (
    BEDRAGEN,
    DEELLABELS,
    DRIJVERLABELS,
    GEMERKT,
    UITLEG,
    folded_years,
    period,
)
from reports.vergelijking.tekst import describe, remarks, summary, titles
from scenarios.engine.result import PERCENTILES
from scenarios.grond.bestanden import one_set, replacing, spuk_version, write_text
from scenarios.inzicht.vergelijkbaar import Vergelijking
from scenarios.inzicht.vergelijking import SALDODELEN

AARDEN: tuple[Aard, ...] = ("lasten", "baten", "saldo")
"""What the amounts of `BEDRAGEN` are."""
OPTELLEN = (
    "In een verschil is + meer dan in A, ook bij lasten; de delen tellen op tot het verschil, tot op de cent. Een "
    "drijver die niets deed heeft geen kolom."
)

GELIJK = "Jaren waarin alles gelijk is aan A staan samen op één regel."
KLEIN = 0.02
"""What is smaller than this part of the largest amount beside it has no line or step of its own."""
MEESTE_GEMEENTEN = 12
"""More gemeenten than these are shown by the largest differences and a sum of the others."""


def write_comparison(vergelijking: Vergelijking, codes: Sequence[str], profiel: Profiel, uit: Path) -> list[Path]:
    """The workbook and the page in `uit`, both or none."""
    stuk = build_comparison(vergelijking, codes)
    doelen = [uit / f"{stuk.naam}.{soort}" for soort in ("xlsx", "html")]
    with one_set() as samen:
        samen.kenmerk = stuk.mark(profiel.naam)
        with replacing(doelen[0]) as werkboek:
            write_piece(stuk, profiel, werkboek)
        write_text(doelen[1], render_page(stuk, profiel))
    return doelen


def build_comparison(vergelijking: Vergelijking, codes: Sequence[str]) -> Stuk:
    """The piece for these gemeenten (the empty code: the region)."""
    namen = [f"{letter}: {titel}" for letter, titel in zip(vergelijking.letters, titles(vergelijking), strict=True)]
    return Stuk(
        naam="vergelijking",
        titel=f"Vergelijking raming inburgering {vergelijking.uitslagen[0].result.regio}",
        ondertitel=" · ".join(namen),
        let_op="",
        antwoord=_answer(vergelijking, codes[0]),
        hoofdstukken=(
            *(h for code in codes for h in _chapters(vergelijking, code, namen)),
            *(_per_gemeente(vergelijking) if tuple(codes) == ("",) else ()),
            Hoofdstuk(
                "Hoe leest u dit?",
                (
                    "Lasten, uitkering en saldo zijn verwachte waarden. Uitkering: definitieve SPUK en de aparte SPUK "
                    f"onderwijsroute. Saldo: eigen rekening van de gemeente. {OPTELLEN}",
                    " ".join(f"{DRIJVERLABELS[naam]}: {uitleg}." for naam, uitleg in UITLEG.items()),
                ),
            ),
            Hoofdstuk("Waar moet u op letten?", tuple(f"Let op: {zin}" for zin in remarks(vergelijking))),
        ),
        herkomst=_origin(vergelijking),
        vingerafdrukken=_fingerprints(vergelijking),
        krap=True,
    )


def _answer(vergelijking: Vergelijking, code: str) -> str:
    """What every result does to the saldo, in one sentence."""
    jaren, scenarios = vergelijking.jaren, titles(vergelijking)
    saldi = [
        sum(amounts_in_cents(vergelijking, n, code, j)[2] for j in jaren) for n in range(len(vergelijking.letters))
    ]
    delen = [
        f"{letter} ({titel}) {_better(saldo - saldi[0])}"
        for letter, titel, saldo in zip(vergelijking.letters[1:], scenarios[1:], saldi[1:], strict=True)
    ]
    return (
        f"{vergelijking.name(code)}, saldo over {_period(jaren)}: A ({scenarios[0]}) {money(saldi[0])}; "
        f"daartegenover {list_words(delen)}."
    )


def _better(centen: int) -> str:
    if abs(centen) < 50:
        return "gelijk"
    return f"{money(abs(centen))} {'beter' if centen > 0 else 'slechter'}"


def _chapters(vergelijking: Vergelijking, code: str, namen: Sequence[str]) -> list[Hoofdstuk]:
    wie = vergelijking.name(code)
    uit = [Hoofdstuk(f"{wie}: naast elkaar", (), (_states(vergelijking, code, namen),))]
    for nummer in range(1, len(namen)):
        per_jaar = {j: d for j in vergelijking.jaren if (d := in_cents(vergelijking, nummer, code, j))}
        letter = vergelijking.letters[nummer]
        uit.append(
            Hoofdstuk(
                f"{wie}: waarom {letter} anders is dan A",
                (*summary(vergelijking, nummer, code), *_chances(vergelijking, nummer, code)),
                _causes(wie, letter, per_jaar) if per_jaar else (),
                (*_fans(vergelijking, nummer, code), *_waterfalls(vergelijking, nummer, code, per_jaar))
                if per_jaar
                else (),
            )
        )
    return uit


def _states(vergelijking: Vergelijking, code: str, namen: Sequence[str]) -> Tabel:
    """Every year with its lasten, uitkering and saldo, and their sums; a column per result and per difference."""
    gesloten = {jaar for n in range(len(namen)) for jaar in vergelijking.closed(n, code)}

    def added(nummer: int, jaren: Sequence[int], k: int) -> int:
        return sum(amounts_in_cents(vergelijking, nummer, code, j)[k] for j in jaren)

    rijen = [
        line(
            f"{period(jaren)}{GEMERKT if gesloten & set(jaren) else ''} {wat.lower()}",
            aard,
            tuple(added(n, jaren, k) for n in range(len(namen))),
        )
        for jaren in folded_years(vergelijking, code)
        for k, (wat, aard) in enumerate(zip(BEDRAGEN, AARDEN, strict=True))
    ]
    return cents_table(
        f"{vergelijking.name(code)}, naast elkaar",
        (
            *(column(naam) for naam in namen),
            *(column(f"Verschil {namen[n][0]} met A", verschil=(0, n)) for n in range(1, len(namen))),
        ),
        (*rijen, *_sums(rijen)),
        (GELIJK,) if any(len(jaren) > 1 for jaren in folded_years(vergelijking, code)) else (),
        eerste_kop="Jaar",
    )


def _sums(rijen: Sequence[Rij]) -> list[Rij]:
    """Lasten, uitkering and saldo over the years, for rows that repeat those three."""
    stap = len(BEDRAGEN)
    return [
        line(f"Samen {wat.lower()}", aard, (), tuple((i, 1) for i in range(k, len(rijen), stap)))
        for k, (wat, aard) in enumerate(zip(BEDRAGEN, AARDEN, strict=True))
    ]


def _causes(wie: str, letter: str, per_jaar: Mapping[int, Centenverschil]) -> tuple[Tabel, ...]:
    """By year, by voorziening and by part of the uitkering."""
    samen = together(per_jaar.values())
    periode = _period(list(per_jaar))
    rijen = [
        line(f"{jaar} {wat.lower()}", aard, delen)
        for jaar, d in per_jaar.items()
        for wat, aard, delen in zip(
            BEDRAGEN, AARDEN, (_cells(d.lasten), _cells(d.uitkering), d.saldodelen), strict=True
        )
    ]
    uit = [_drivers(f"{wie}, {letter} min A per jaar", "Jaar", SALDODELEN, rijen, _sums(rijen))]
    for titel, posten, aard in (
        ("lasten per voorziening", samen.lasten, AARDEN[0]),
        ("uitkering per deel", samen.uitkering, AARDEN[1]),
    ):
        bedragen = {DEELLABELS[n]: tuple(map(int, e.delen)) for n, e in posten.items() if any(e.delen)}
        regels = [line(label, aard, delen) for label, delen in fold_small(bedragen).items()]
        if regels:
            som = line("Samen", aard, (), tuple((i, 1) for i in range(len(regels))))
            uit.append(_drivers(f"{wie}, {letter} min A: {titel}, {periode}", "Post", DRIJVERS, regels, [som]))
    return tuple(uit)


def fold_small(bedragen: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The same amounts with what is hardly anything beside the largest added up in one line."""
    grens = KLEIN * max((abs(d) for delen in bedragen.values() for d in delen), default=0)
    klein = [label for label, delen in bedragen.items() if max(map(abs, delen)) < grens]
    if len(klein) < 2:
        return dict(bedragen)
    rest = tuple(sum(deel) for deel in zip(*(bedragen[label] for label in klein), strict=True))
    return {label: delen for label, delen in bedragen.items() if label not in klein} | {f"{len(klein)} kleine": rest}


def _cells(posten: Mapping[str, Effecten]) -> tuple[int, ...]:
    """The drivers of all posten, in the order of `SALDODELEN`."""
    return (*map(int, total(posten.values()).delen), *[0] * (len(SALDODELEN) - len(DRIJVERS)))


def _per_gemeente(vergelijking: Vergelijking) -> Iterator[Hoofdstuk]:
    """What each result does to the saldo of every gemeente over the years, by driver; none for one gemeente alone."""
    tabellen = []
    for nummer in range(1, len(vergelijking.letters)) if len(vergelijking.codes) > 1 else ():
        delen = {
            code: together(in_cents(vergelijking, nummer, code, j) for j in vergelijking.jaren).saldodelen
            for code in vergelijking.codes
        }
        anders = sorted((c for c in delen if any(delen[c])), key=lambda c: -abs(sum(delen[c])))
        genoemd = anders if len(anders) <= MEESTE_GEMEENTEN else anders[: MEESTE_GEMEENTEN - 1]
        rijen = [line(vergelijking.name(c), "saldo", delen[c]) for c in vergelijking.codes if c in genoemd]
        if rest := anders[len(genoemd) :]:
            som = (sum(bedragen) for bedragen in zip(*(delen[c] for c in rest), strict=True))
            rijen.append(line(f"{len(rest)} andere gemeenten", "saldo", som))
        if rijen:
            titel = f"Saldo per gemeente, {vergelijking.letters[nummer]} min A, {_period(vergelijking.jaren)}"
            tabellen.append(_drivers(titel, "Gemeente", SALDODELEN, rijen, ()))
    if tabellen:
        yield Hoofdstuk("Bij welke gemeente slaat het neer?", (), tuple(tabellen))


def _drivers(titel: str, kop: str, namen: Sequence[str], rijen: Sequence[Rij], sommen: Sequence[Rij]) -> Tabel:
    """Rows by driver with their sum; a driver that did nothing in any row is left out."""
    plekken = [k for k in range(len(namen)) if any(r.cellen[k + 1] for r in rijen)]
    return cents_table(
        titel,
        (
            *(column(DRIJVERLABELS[namen[k]]) for k in plekken),
            column("Verschil", som=tuple((k, 1) for k in range(len(plekken)))),
        ),
        (*(replace(r, cellen=(r.kop, *(r.cellen[k + 1] for k in plekken))) for r in rijen), *sommen),
        eerste_kop=kop,
    )


def _chances(vergelijking: Vergelijking, nummer: int, code: str) -> list[str]:
    """The years in which the chance or the buffer moves, when both results know chances."""
    if not all(vergelijking.uitslagen[n].result.trekkingen for n in (0, nummer)):
        return []
    delen = []
    for jaar in vergelijking.jaren:
        was, wordt = (vergelijking.verdict(n, code, jaar) for n in (0, nummer))
        if was is None or wordt is None:
            continue
        kansen, buffers = ([f(o) for o in (was, wordt)] for f in (_chance, _buffer))
        if kansen[0] != kansen[1] or buffers[0] != buffers[1]:
            buffer = f" (buffer van {buffers[0]} naar {buffers[1]})" if was.buffer or wordt.buffer else ""
            delen.append(f"{jaar} van {kansen[0]} naar {kansen[1]}{buffer}")
    return [f"Kans op een sluitend jaar, met de buffer die ontbreekt: {'; '.join(delen)}."] if delen else []


def _chance(oordeel: Oordeel) -> str:
    return format_share(oordeel.kans)


def _buffer(oordeel: Oordeel) -> str:
    return f"€\u00a0{format_amount(oordeel.buffer)}"


def _fans(vergelijking: Vergelijking, nummer: int, code: str) -> Iterator[Figuur]:
    """A and the other result over each other with what may happen around them: lasten and saldo of every year."""
    if not any(vergelijking.uitslagen[n].result.trekkingen for n in (0, nummer)):
        return
    letters = [vergelijking.letters[n] for n in (0, nummer)]
    for grootheid in ("lasten", "saldo"):
        waaiers = [
            {
                f"p{p}": [vergelijking.value(n, code, grootheid, j, f"p{p}") for j in vergelijking.jaren]
                for p in PERCENTILES
            }
            for n in (0, nummer)
        ]
        kop = f"{vergelijking.name(code)}: {grootheid} van A en {letters[1]}"
        jaar = vergelijking.jaren[-1]
        standen = "; ".join(
            f"{letter} {jaar}: P50 {_money(w['p50'])}, P5 {_money(w['p5'])}, P95 {_money(w['p95'])}"
            for letter, w in zip(letters, waaiers, strict=True)
        )
        svg, eenheid = draw_fans(kop, f"{standen}.", vergelijking.jaren, waaiers)
        sleutel = tuple(
            (letter, kleur, lijn) for letter, kleur, lijn in zip(letters, FANS, ("lijn", "streep"), strict=True)
        )
        yield Figuur(kop, svg, f"In {eenheid}; lijn P50, vlakken P25-P75 en P5-P95. {standen}.", sleutel)


def _money(reeks: Sequence[float]) -> str:
    return money(round(reeks[-1] * 100))


def _waterfalls(
    vergelijking: Vergelijking, nummer: int, code: str, per_jaar: Mapping[int, Centenverschil]
) -> tuple[Figuur, ...]:
    """From A to the other result, step by step, over the years that differ: lasten and saldo."""
    samen, periode, letter = together(per_jaar.values()), _period(list(per_jaar)), vergelijking.letters[nummer]
    uit = []
    for k, wat, delen, gunstig in (
        (0, "lasten", _cells(samen.lasten), -1),
        (2, "saldo", samen.saldodelen, 1),
    ):
        if not any(delen):
            continue
        begin = sum(amounts_in_cents(vergelijking, 0, code, j)[k] for j in per_jaar)
        per_drijver = {DRIJVERLABELS[n]: (deel,) for n, deel in zip(SALDODELEN, delen, strict=True) if deel}
        stappen = [(f"A, {wat}", begin / 100)] + [
            (naam, deel / 100) for naam, (deel,) in fold_small(per_drijver).items() if deel
        ]
        kop = f"{vergelijking.name(code)}: {wat} van A naar {letter}, {periode}"
        eind = (f"{letter}, {wat}", (begin + sum(delen)) / 100)
        uitleg = "; ".join(f"{naam} {money(round(bedrag * 100))}" for naam, bedrag in (*stappen, eind))
        svg, eenheid = draw_waterfall(kop, f"{uitleg}.", stappen, eind[0], gunstig)
        uit.append(Figuur(kop, svg, f"In {eenheid}. Groen is gunstig voor de gemeente, rood ongunstig. {uitleg}."))
    return tuple(uit)


def _period(jaren: Sequence[int]) -> str:
    return period(jaren) if len(jaren) == 1 else f"{period(jaren)} samen"


def _origin(vergelijking: Vergelijking) -> tuple[tuple[str, str], ...]:
    uit = [("Versie van spuk", spuk_version())]
    for letter, uitslag in zip(vergelijking.letters, vergelijking.uitslagen, strict=True):
        uit.append((letter, describe(uitslag)))
    return tuple(uit)


def _fingerprints(vergelijking: Vergelijking) -> tuple[tuple[str, str], ...]:
    """Of every file behind every result."""
    return tuple(
        (f"{letter}: {naam}", hash_)
        for letter, uitslag in zip(vergelijking.letters, vergelijking.uitslagen, strict=True)
        for naam, hash_ in {**uitslag.invoer, **uitslag.gegevens}.items()
    )
