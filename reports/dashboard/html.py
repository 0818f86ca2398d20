"""The answers on the dashboard as HTML: verdict, the years, figures, pots and causes. Every number from the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from html import escape

from finance.taal.getallen import dutch, format_amount, format_difference, format_share
from reports.afweging.besluit import IN_DUIZENDEN, decision_points
from reports.dashboard.figuren import ADDED_FANS, YEARLY_FANS, causes_html, fans_html
from reports.dashboard.prijzen import Prijsregel
from reports.dashboard.rekenaar import ALS_RAMING, Paginacijfers
from reports.dashboard.uitvoer import table_link
from reports.raming.kerncijfers import POTLABELS, is_neutral, overview, tightest, verdicts, worst_year
from reports.tabel.html import to_html
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.tabel.tekst import DUIZENDEN, EUROS, Weergave
from scenarios.afweging.besluit import Beslissing
from scenarios.engine.explore import Answer
from scenarios.engine.result import Result
from scenarios.engine.statistics import expected_error
from scenarios.regiomap.regio import Regio

SURE = 1.96
"""Standard errors on either side that hold 95%"""
KOLOMMEN = ("Budget", "Lasten", "Saldo", "Saldo P10", "Saldo P90", "Mee te nemen", "Terug te betalen", "Kans sluitend")
Cijfer = tuple[str, float, bool]
"""(label, value, whether it is a share)"""
Figures = Callable[[Result, tuple[int, ...], tuple[int, int]], list[Cijfer]]
MENSEN = {
    "taakstelling": "Taakstelling",
    "gehuisvest": "Gehuisvest",
    "plichtig": "Plichtig",
    "gezin": "Gezin en overig",
    "gestart_b1": "Start B1",
    "gestart_z": "Start Z",
    "gestart_onderwijs": "Start onderwijs",
}


def years_ahead(regio: Regio, resultaat: Result) -> tuple[int, ...]:
    """The years that are judged: from the peildatum on, as in `spuk toets`."""
    return resultaat.judged_years(regio.bestand.peildatum.year)


def verdict_html(nu: Answer, jaren: tuple[int, ...], geschat: bool = False) -> str:
    """The answer in one line, for the place that stays in sight."""
    resultaat = nu.result
    neutraal = is_neutral(verdicts(resultaat, jaren), resultaat.totaal.naam)
    krapst = tightest(verdicts(resultaat, jaren), resultaat.totaal.naam)
    jaar = krapst.slechtste_jaar
    waar = (
        f"Het krapst is {jaar} op zichzelf" if krapst.pot == "totaal" else f"Opgeteld tot en met {jaar} is het krapst"
    )
    ongeveer = "naar schatting " if geschat else ""
    return (
        f'<section class="oordeel {"ja" if neutraal else "nee"}" role="status" aria-live="polite">'
        f"<h2>Budgetneutraal: {ongeveer}{'ja' if neutraal else 'nee'}</h2>"
        f"<p>{waar}: kans op sluiten <b>{format_share(krapst.kans)}</b>, nodige buffer "
        f"<b>€ {format_amount(krapst.buffer)}</b>.</p></section>"
    )


def answer_html(
    nu: Answer, besluit: Beslissing, ander: Result | None, prijzen: Sequence[Prijsregel], vanaf: date
) -> str:
    """The whole answer of one position of the knobs, beside another scenario when one is given.

    besluit: on that answer; prijzen: those of the leerroutes on the day `vanaf`
    """
    jaren = tuple(j.jaar for j in besluit.jaren)
    periode = f"{jaren[0]}–{jaren[-1]}"
    delen = (
        _decision(besluit),
        _against(jaren, ander),
        '<h2 class="deel">Ieder jaar op zichzelf</h2>',
        _tiles(_yearly_figures, nu.result, jaren, ander),
        _years(nu.result, jaren, ander),
        fans_html(YEARLY_FANS, nu.result, jaren, ander),
        f'<h2 class="deel">Opgeteld over {periode}</h2>',
        _tiles(_added_figures, nu.result, jaren, ander),
        fans_html(ADDED_FANS, nu.result, jaren, ander),
        causes_html(nu.result, jaren),
        '<h2 class="deel">Wat erachter zit</h2>',
        _pots(nu.result, jaren),
        _people(nu.result, jaren),
        _prices(prijzen, vanaf),
        _provenance(nu, jaren),
    )
    return "".join(delen)


def _decision(besluit: Beslissing) -> str:
    """The decision page, in the words and figures of every other output."""
    delen = []
    for punt in decision_points(besluit):
        tabel = to_html(punt.tabel, DUIZENDEN, f"Tabel {punt.kop.lower()}") if punt.tabel else ""
        delen.append(f'<h3>{punt.kop}</h3><p class="zin">{escape(" ".join(punt.zinnen))}</p>{tabel}')
    return f'<section class="besluit">{"".join(delen)}<p class="klein">{IN_DUIZENDEN}</p></section>'


def _against(jaren: tuple[int, ...], ander: Result | None) -> str:
    """What stands beside the figures when another scenario is laid beside them."""
    if ander is None:
        return ""
    oordeel = "budgetneutraal" if is_neutral(verdicts(ander, jaren), ander.totaal.naam) else "niet budgetneutraal"
    tekst = f"Onder de cijfers het verschil met scenario {ander.scenario}; dat is {oordeel}."
    return f'<section class="vergeleken"><p class="zin">{escape(tekst)}</p></section>'


def _tiles(van: Figures, resultaat: Result, jaren: tuple[int, ...], ander: Result | None) -> str:
    """Figures of one kind beside one another. Of another scenario those of the same years are compared with."""
    op = krapste(resultaat, jaren)
    cijfers = van(resultaat, jaren, op)
    was = van(ander, jaren, op) if ander else cijfers
    tegels = "".join(
        _tile(label, waarde, waarde - vroeger if ander else None, als_deel)
        for (label, waarde, als_deel), (_, vroeger, _) in zip(cijfers, was, strict=True)
    )
    return f'<dl class="tegels">{tegels}</dl>'


def krapste(resultaat: Result, jaren: tuple[int, ...]) -> tuple[int, int]:
    """The hardest year by itself, and the hardest one up to which is added up."""
    op_zichzelf, opgeteld = (
        worst_year(resultaat.totaal, toets, resultaat.open_years(jaren)).slechtste_jaar
        for toets in ("totaal", "cumulatief")
    )
    return op_zichzelf, opgeteld


def _yearly_figures(resultaat: Result, jaren: tuple[int, ...], op: tuple[int, int]) -> list[Cijfer]:
    jaar, zeker = op[0], format_share(resultaat.zekerheid, 0)
    oordeel = resultaat.totaal.oordelen["totaal", jaar]
    return [
        (f"Kans dat {jaar} sluit, het krapste jaar", oordeel.kans, True),
        (f"Verwacht saldo van {jaar}", oordeel.verwacht, False),
        (f"Buffer voor {jaar} bij {zeker} zekerheid", oordeel.buffer, False),
    ]


def _added_figures(resultaat: Result, jaren: tuple[int, ...], op: tuple[int, int]) -> list[Cijfer]:
    jaar, zeker = op[1], format_share(resultaat.zekerheid, 0)
    oordeel, nummers = resultaat.totaal.oordelen["cumulatief", jaar], [resultaat.jaren.index(j) for j in jaren]
    value = resultaat.totaal.value
    mee = sum(value(n, nummers[-1]) for n in ("meenemen", "meenemen_onderwijsroute"))
    return [
        (f"Kans dat het opgeteld sluit tot en met {jaar}, het krapst", oordeel.kans, True),
        (f"Verwacht saldo opgeteld tot en met {jaren[-1]}", value("saldo_cumulatief", nummers[-1]), False),
        (f"Buffer opgeteld tot en met {jaar} bij {zeker} zekerheid", oordeel.buffer, False),
        (f"SPUK mee te nemen eind {jaren[-1]}", mee, False),
        ("Samen terug te betalen", sum(value("terug_te_betalen", j) for j in nummers), False),
    ]


def _tile(label: str, waarde: float, verschil: float | None, als_deel: bool) -> str:
    tekst = format_share(waarde) if als_deel else f"€ {format_amount(waarde)}"
    erbij = ""
    if verschil is not None:
        punten = f"{format_difference(100 * verschil, 1)} procentpunt"
        erbij = f'<dd class="verschil">{punten if als_deel else f"€ {format_difference(verschil)}"}</dd>'
    return f'<div><dt>{escape(label)}</dt><dd class="getal">{tekst}</dd>{erbij}</div>'


def _years(resultaat: Result, jaren: tuple[int, ...], ander: Result | None) -> str:
    naast = [Kolom(f"Saldo t.o.v. {ander.scenario}", "euro")] if ander else []
    eerste, rest = KOLOMMEN[:3], KOLOMMEN[3:-1]
    rijen = []
    for regel in overview(resultaat):
        if regel.jaar not in jaren or regel.gemeente != resultaat.totaal.naam:
            continue
        budget, lasten, *_, saldo, mee, terug = regel.bedragen
        j = resultaat.jaren.index(regel.jaar)
        banden = (resultaat.totaal.value("saldo", j, p) for p in ("p10", "p90"))
        verschil = [saldo - ander.totaal.value("saldo", j)] if ander else []
        cellen: tuple[Cel, ...] = (regel.jaar, budget, lasten, saldo, *verschil, *banden, mee, terug, regel.kans)
        rijen.append(Rij(cellen, merk=_verdict(regel.neutraal)))
    tabel = Tabel(
        f"{resultaat.totaal.naam}, bedragen × € 1.000",
        (
            Kolom("Jaar", "jaar"),
            *columns((eerste, "euro")),
            *naast,
            *columns((rest, "euro")),
            Kolom(KOLOMMEN[-1], "deel"),
        ),
        tuple(rijen),
    )
    return _section("Per jaar", tabel, DUIZENDEN, KOLOMMEN[-1])


def _people(resultaat: Result, jaren: tuple[int, ...]) -> str:
    nummers = {jaar: resultaat.jaren.index(jaar) for jaar in jaren}
    tabel = Tabel(
        "Verwachte aantallen personen; plichtig: statushouders die moeten inburgeren",
        columns((("Jaar",), "jaar"), (MENSEN.values(), "heel")),
        tuple(Rij((jaar, *(resultaat.totaal.value(g, j) for g in MENSEN))) for jaar, j in nummers.items()),
    )
    return _section("Mensen achter deze bedragen", tabel)


def _prices(prijzen: Sequence[Prijsregel], vanaf: date) -> str:
    tabel = Tabel(
        f"Contracten die op 1 januari {vanaf.year} gelden; prijs vóór de jaarlijkse index",
        columns((("Contract", "In het contract", "Met deze knoppen", "Per", "Prijspeil"), "tekst")),
        tuple(
            Rij(
                (
                    p.contract,
                    _price(p.prijs),
                    " tot ".join(dict.fromkeys(_price(bedrag) for bedrag in (p.laagst, p.hoogst))),
                    p.eenheid,
                    str(p.prijspeil or "geen index"),
                )
            )
            for p in prijzen
        ),
    )
    return _section("Prijzen van de leerroutes", tabel)


def _price(euros: float) -> str:
    """Whole euros, and cents for what is cheap."""
    return f"€ {dutch(euros, 2 if euros < 100 else 0)}"


def _pots(resultaat: Result, jaren: tuple[int, ...]) -> str:
    tabel = Tabel(
        "Buffer in euro's. Een tekort op een SPUK weegt mee op de eigen rekening tot een latere uitkering het dekt",
        (
            Kolom("Pot"),
            Kolom("Gedekt", "ja_nee"),
            Kolom("Krapste jaar", "jaar"),
            Kolom("Kans", "deel"),
            Kolom("Buffer", "euro"),
        ),
        tuple(
            Rij(
                (POTLABELS[o.pot], o.neutraal, o.slechtste_jaar, o.kans, o.buffer),
                merk=_verdict(o.neutraal),
            )
            for o in verdicts(resultaat, jaren)
            if o.gemeente == resultaat.totaal.naam
        ),
    )
    return _section("Per pot", tabel, EUROS, "Gedekt")


def _verdict(neutraal: bool) -> str:
    return "ja" if neutraal else "nee"


def _section(kop: str, tabel: Tabel, weergave: Weergave = EUROS, oordeel: str = "") -> str:
    """A table under its own heading; in the column `oordeel` the verdict of a row has a colour."""
    inhoud = to_html(
        replace(tabel, titel=""),
        weergave,
        f"Tabel {kop.lower()}",
        klassen=lambda rij, kolom: rij.merk if kolom.kop == oordeel else "",
    )
    return (
        f'<section class="{kop.lower().replace(" ", "-")}"><h3>{kop}</h3><p class="klein">{escape(tabel.titel)}.</p>'
        f"{inhoud}{table_link(tabel, kop)}</section>"
    )


def _provenance(nu: Answer, jaren: tuple[int, ...]) -> str:
    """How it was computed, and how far other draws could move it: here and in `spuk raming`."""
    resultaat = nu.result
    tel = {s: sum(w.status == s for w in resultaat.assumed) for s in ("aanname", "onzeker", "raming")}
    return (
        f'<p class="klein herkomst">Gerekend in {dutch(nu.seconds, 2)} s, met {format_amount(resultaat.trekkingen)} '
        f"trekkingen en zaad {resultaat.zaad}. Rust op {tel['aanname']} aannames, {tel['onzeker']} onzekere waarden en "
        f"{tel['raming']} ramingen; het werkboek noemt ze alle.</p>{_draws(resultaat, krapste(resultaat, jaren)[0])}"
    )


def _draws(resultaat: Result, jaar: int) -> str:
    """The number of draws of the page and of `spuk raming`, each with its error on the hardest year."""
    j, n = resultaat.jaren.index(jaar), resultaat.trekkingen
    kans, saldo = resultaat.totaal.chance_error("totaal", j) or 0.0, resultaat.totaal.value("saldo", j, "standaardfout")
    rijen = {"Deze pagina": n, "spuk raming (naar verwachting)": ALS_RAMING}
    if n == ALS_RAMING:
        rijen = {"Deze pagina, even veel als spuk raming": n}
    tabel = Tabel(
        "Zo veel kunnen kans en verwacht saldo met andere trekkingen ten hoogste anders uitkomen, in 95 van de 100 "
        "gevallen. Het aantal is onder Trekkingen te kiezen",
        (
            Kolom("Gerekend door"),
            Kolom("Trekkingen", "heel"),
            Kolom(f"Kans {jaar}, ± procentpunt", "aantal"),
            Kolom(f"Saldo {jaar}, ± euro", "euro"),
        ),
        tuple(
            Rij((wie, m, *(SURE * maat * expected_error(f, n, m) for maat, f in ((100, kans), (1, saldo)))))
            for wie, m in rijen.items()
        ),
    )
    return _section("Trekkingen en marge", tabel)


def margin_html(nu: Paginacijfers, jaren: tuple[int, ...]) -> str:
    """How far an estimate may be off; nothing of a full answer."""
    marge, resultaat = nu.marge, nu.answer.result
    if marge is None:
        return ""
    op_zichzelf, opgeteld = krapste(resultaat, jaren)
    delen = []
    for toets, jaar, euros_, waar in (
        ("totaal", op_zichzelf, marge.saldo, f"{op_zichzelf}"),
        ("cumulatief", opgeteld, marge.cumulative, f"opgeteld tot en met {opgeteld}"),
    ):
        laag, hoog = (format_share(x) for x in marge.chance[toets, jaar])
        kans = f"kans {laag}" if laag == hoog else f"kans tussen {laag} en {hoog}"
        delen.append(f"{waar}: saldo ± € {format_amount(euros_[resultaat.jaren.index(jaar)])}, {kans}")
    return (
        f'<p class="geschat" role="status">Naar schatting: wat u draaide is in {marge.taken} van de {marge.all} '
        f"gemeenten doorgerekend en naar inwoners opgehoogd; al het andere is volledig. Marge van die ophoging (95%), "
        f"{'; '.join(delen)}. P10, P90 en buffer kunnen enkele procenten anders uitkomen.</p>"
    )
