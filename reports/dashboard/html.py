"""The answers on the dashboard as HTML: verdict, the years, figures, pots and causes. Every number from the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path

from finance.fouten import Invoerfout
from finance.taal.getallen import dutch, format_amount, format_difference, format_share
from reports.afweging.besluit import IN_DUIZENDEN, decision_points
from reports.dashboard.prijzen import Prijsregel
from reports.figuren.figuren import BLAUW, GOUD, LICHT, MIDDEN, draw_fan
from reports.grond.opdrachtregel import error_lines
from reports.raming.kerncijfers import POTLABELS, is_neutral, overview, tightest, verdicts
from reports.tabel.html import to_html
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.tabel.tekst import DUIZENDEN, EUROS, Weergave
from scenarios.afweging.besluit import Beslissing, decide
from scenarios.engine.explore import DRAWS, Answer
from scenarios.engine.result import PERCENTILES, Result
from scenarios.regiomap.regio import Regio

KOLOMMEN = ("Budget", "Lasten", "Saldo", "Saldo P10", "Saldo P90", "Mee te nemen", "Terug te betalen", "Kans sluitend")
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


def messages_html(fout: Invoerfout) -> str:
    """Everything that is wrong with the input, as the terminal says it."""
    kop, regels = error_lines(fout)
    lijst = "".join(f"<li>{escape(r)}</li>" for r in regels)
    return f'<div class="melding" role="alert"><p><b>{escape(kop)}</b></p><ul>{lijst}</ul></div>'


def saved_html(
    map_: str, pad: Path, naam: str, zekerheid: float, veranderd: Sequence[str], vervangt: bool = False
) -> str:
    """Where the scenario is, and the command that computes the same figures; or why it would not.

    vervangt: the page still starts from an older scenario with this name
    """
    zeker = "" if zekerheid == 0.9 else f" --zekerheid {dutch(zekerheid)}"
    waar = f'"{map_}"' if " " in map_ else map_
    opdracht = f"spuk raming {waar} --scenario {naam} --trekkingen {DRAWS}{zeker}"
    slot = "Het staat nu ook onder Uitgangspunt."
    if vervangt:
        slot = "Onder Uitgangspunt staat nog het oude, tot u de pagina ververst."
    if veranderd:
        slot = (
            f"Let op: {escape(', '.join(veranderd))} veranderde sinds deze pagina openging. De opdracht rekent met wat "
            "er nu staat; ververs de pagina om ook hier daarmee te rekenen."
        )
    belofte = "Zo rekent u het door" if veranderd else "Dezelfde cijfers, met de bestanden erbij"
    return (
        f'<div class="gelukt" role="status"><p>Bewaard in {escape(str(pad))}. {belofte}:</p>'
        f"<pre>{escape(opdracht)}</pre><p>{slot}</p></div>"
    )


def verdict_html(nu: Answer, jaren: tuple[int, ...]) -> str:
    """The answer in one line, for the place that stays in sight."""
    resultaat = nu.result
    neutraal = is_neutral(verdicts(resultaat, jaren), resultaat.totaal.naam)
    kans, buffer, *_ = _key_figures(resultaat, jaren)
    return (
        f'<section class="oordeel {"ja" if neutraal else "nee"}" role="status" aria-live="polite">'
        f"<h2>Budgetneutraal: {'ja' if neutraal else 'nee'}</h2>"
        f"<p>{kans[0]}: <b>{format_share(kans[1])}</b>. "
        f"Nodige buffer: <b>€ {format_amount(buffer[1])}</b>.</p></section>"
    )


def answer_html(
    nu: Answer, jaren: tuple[int, ...], ander: Result | None, prijzen: Sequence[Prijsregel], vanaf: date
) -> str:
    """The whole answer of one position of the knobs, beside another scenario when one is given.

    prijzen: those of the leerroutes on the day `vanaf`
    """
    delen = (
        _decision(decide(nu.result, jaren[0])),
        _tiles(nu.result, jaren, ander),
        _years(nu.result, jaren, ander),
        _fan(nu.result, jaren, ander),
        _pots(nu.result, jaren),
        _people(nu.result, jaren),
        _prices(prijzen, vanaf),
        _provenance(nu),
    )
    return "".join(delen)


def _decision(besluit: Beslissing) -> str:
    """The decision page, in the words and figures of every other output."""
    delen = []
    for punt in decision_points(besluit):
        tabel = to_html(punt.tabel, DUIZENDEN, f"Tabel {punt.kop.lower()}") if punt.tabel else ""
        delen.append(f'<h3>{punt.kop}</h3><p class="zin">{escape(" ".join(punt.zinnen))}</p>{tabel}')
    return f'<section>{"".join(delen)}<p class="klein">{IN_DUIZENDEN}</p></section>'


def _tiles(resultaat: Result, jaren: tuple[int, ...], ander: Result | None) -> str:
    cijfers = _key_figures(resultaat, jaren)
    was = _key_figures(ander, jaren) if ander else cijfers
    tegels = "".join(
        _tile(label, waarde, waarde - vroeger if ander else None, als_deel)
        for (label, waarde, als_deel), (_, vroeger, _) in zip(cijfers, was, strict=True)
    )
    tegen = ""
    if ander:
        oordeel = "budgetneutraal" if is_neutral(verdicts(ander, jaren), ander.totaal.naam) else "niet budgetneutraal"
        tegen = f"<p>Daaronder het verschil met scenario {escape(ander.scenario)}; dat is {oordeel}.</p>"
    return f'<section>{tegen}<dl class="tegels">{tegels}</dl></section>'


def _key_figures(resultaat: Result, jaren: tuple[int, ...]) -> list[tuple[str, float, bool]]:
    """(label, value, whether it is a share): what a controller asks first."""
    krapst = tightest(verdicts(resultaat, jaren), resultaat.totaal.naam)
    nummers = [resultaat.jaren.index(j) for j in jaren]
    value = resultaat.totaal.value
    mee = sum(value(n, nummers[-1]) for n in ("meenemen", "meenemen_onderwijsroute"))
    return [
        (f"Kans op een sluitend {krapst.slechtste_jaar}, het krapste jaar", krapst.kans, True),
        (f"Buffer die nodig is bij {format_share(resultaat.zekerheid, 0)} zekerheid", krapst.buffer, False),
        (f"Mee te nemen eind {jaren[-1]}", mee, False),
        (f"Terug te betalen, {jaren[0]}–{jaren[-1]}", sum(value("terug_te_betalen", j) for j in nummers), False),
    ]


def _tile(label: str, waarde: float, verschil: float | None, als_deel: bool) -> str:
    tekst = format_share(waarde) if als_deel else f"€ {format_amount(waarde)}"
    erbij = ""
    if verschil is not None:
        punten = f"{format_difference(100 * verschil, 1)} procentpunt"
        erbij = f'<dd class="verschil">{punten if als_deel else f"€ {format_difference(verschil)}"}</dd>'
    return f'<div><dt>{escape(label)}</dt><dd class="getal">{tekst}</dd>{erbij}</div>'


def _years(resultaat: Result, jaren: tuple[int, ...], ander: Result | None) -> str:
    naast = [Kolom(f"t.o.v. {ander.scenario}", "euro")] if ander else []
    eerste, rest = KOLOMMEN[:3], KOLOMMEN[3:-1]
    rijen = []
    for regel in overview(resultaat):
        if regel.jaar not in jaren or regel.gemeente != resultaat.totaal.naam:
            continue
        budget, lasten, *_, saldo, mee, terug = regel.bedragen
        j = resultaat.jaren.index(regel.jaar)
        banden = (resultaat.totaal.value("saldo", j, p) for p in ("p10", "p90"))
        verschil = [format_difference((saldo - ander.totaal.value("saldo", j)) / 1000)] if ander else []
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
        "Een tekort op een SPUK weegt mee op de eigen rekening tot een latere uitkering het dekt",
        (
            Kolom("Pot"),
            Kolom("Gedekt", "ja_nee"),
            Kolom("Krapste jaar", "jaar"),
            Kolom("Kans", "deel"),
            Kolom("Buffer", "euro"),
        ),
        tuple(
            Rij(
                (POTLABELS[o.pot], o.neutraal, o.slechtste_jaar, o.kans, f"€ {format_amount(o.buffer)}"),
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
    return f'<section><h3>{kop}</h3><p class="klein">{escape(tabel.titel)}.</p>{inhoud}</section>'


def _fan(resultaat: Result, jaren: tuple[int, ...], ander: Result | None) -> str:
    nummers = [resultaat.jaren.index(j) for j in jaren]

    def series(wie: Result, grootheid: str, statistiek: str) -> list[float]:
        return [wie.totaal.value(grootheid, j, statistiek) for j in nummers]

    figuren = []
    for kop, grootheid, lijn, naam in (
        (
            "Saldo per jaar",
            "saldo",
            ander and series(ander, "saldo", "p50"),
            f"P50 van {ander.scenario}" if ander else "",
        ),
        ("Lasten en budget", "lasten", series(resultaat, "budget", "verwacht"), "Budget"),
    ):
        banden = {f"p{p}": series(resultaat, grootheid, f"p{p}") for p in PERCENTILES}
        uitleg = "; ".join(f"{j}: {format_amount(b)} euro" for j, b in zip(jaren, banden["p50"], strict=True))
        svg, eenheid = draw_fan(kop, f"Middelste waarde (P50) per jaar: {uitleg}.", jaren, banden, lijn or None)
        sleutel = [("P50", BLAUW, "lijn"), ("P25–P75", MIDDEN, "vlak"), ("P5–P95", LICHT, "vlak")]
        sleutel += [(naam, GOUD, "streep")] if lijn else []
        figuren.append(
            f'<figure><h3>{kop}</h3>{_key(sleutel)}<div class="schuif" tabindex="0" role="region" '
            f'aria-label="Figuur {kop}">{svg}</div><figcaption>In {eenheid}.</figcaption></figure>'
        )
    return f'<section class="figuren">{"".join(figuren)}</section>'


def _key(sleutel: Sequence[tuple[str, str, str]]) -> str:
    regels = "".join(
        f'<li><span class="{soort}" style="{"background" if soort == "vlak" else "border-color"}:{kleur}"></span>'
        f"{escape(naam)}</li>"
        for naam, kleur, soort in sleutel
    )
    return f'<ul class="sleutel">{regels}</ul>'


def _provenance(nu: Answer) -> str:
    resultaat = nu.result
    tel = {s: sum(w.status == s for w in resultaat.aannames) for s in ("aanname", "onzeker", "raming")}
    return (
        f'<p class="klein">Gerekend in {dutch(nu.seconds, 2)} s, met {format_amount(resultaat.trekkingen)} trekkingen '
        f"en zaad {resultaat.zaad}. Rust op {tel['aanname']} aannames, {tel['onzeker']} onzekere waarden en "
        f"{tel['raming']} ramingen; het werkboek noemt ze alle.</p>"
    )
