"""The answers on the dashboard as HTML: verdict, the years, figures, pots and causes. Every number from the result."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from finance.fouten import Invoerfout
from reports.antwoordblad import answer
from reports.figuren import BLAUW, GOUD, LICHT, MIDDEN, draw_bars, draw_fan
from reports.opdrachtregel import error_lines
from reports.tabellen import POTLABELS, format_amount, format_share, is_neutral, overview, tightest, verdicts
from scenarios.regio import Regio
from scenarios.resultaat import PERCENTIELEN, Resultaat
from scenarios.verkennen import Verkenning

KOLOMMEN = ("Budget", "Lasten", "Saldo", "Saldo P10", "Saldo P90", "Mee te nemen", "Terug te betalen", "Kans sluitend")


def years_ahead(regio: Regio, resultaat: Resultaat) -> tuple[int, ...]:
    """The years that are judged: from the peildatum on, as in `spuk toets`."""
    return tuple(j for j in resultaat.jaren if j >= regio.bestand.peildatum.year)


def messages_html(fout: Invoerfout) -> str:
    """Everything that is wrong with the input, as the terminal says it."""
    kop, regels = error_lines(fout)
    lijst = "".join(f"<li>{escape(r)}</li>" for r in regels)
    return f'<div class="melding" role="alert"><p><b>{escape(kop)}</b></p><ul>{lijst}</ul></div>'


def verdict_html(nu: Verkenning, jaren: tuple[int, ...]) -> str:
    """The answer in one line, for the place that stays in sight."""
    resultaat = nu.resultaat
    neutraal = is_neutral(verdicts(resultaat, jaren), resultaat.totaal.naam)
    kans, buffer, *_ = _key_figures(resultaat, jaren)
    return (
        f'<section class="oordeel {"ja" if neutraal else "nee"}" role="status" aria-live="polite">'
        f"<h2>Budgetneutraal: {'ja' if neutraal else 'nee'}</h2>"
        f"<p>{kans[0]}: <b>{format_share(kans[1])}</b>. Buffer: <b>€ {format_amount(buffer[1])}</b>.</p></section>"
    )


def answer_html(nu: Verkenning, jaren: tuple[int, ...], ander: Resultaat | None = None) -> str:
    """The whole answer of one position of the knobs, beside another scenario when one is given."""
    delen = (
        _tiles(nu.resultaat, jaren, ander),
        _years(nu.resultaat, jaren),
        _fan(nu.resultaat, jaren, ander),
        _causes(nu.resultaat, jaren),
        _pots(nu.resultaat, jaren),
        _provenance(nu),
    )
    return "".join(delen)


def _tiles(resultaat: Resultaat, jaren: tuple[int, ...], ander: Resultaat | None) -> str:
    cijfers = _key_figures(resultaat, jaren)
    was = _key_figures(ander, jaren) if ander else cijfers
    tegels = "".join(
        _tile(label, waarde, waarde - vroeger if ander else None, als_deel)
        for (label, waarde, als_deel), (_, vroeger, _) in zip(cijfers, was, strict=True)
    )
    tegen = ""
    if ander:
        oordeel = "budgetneutraal" if is_neutral(verdicts(ander, jaren), ander.totaal.naam) else "niet budgetneutraal"
        tegen = f" Daaronder het verschil met scenario {ander.scenario}; dat is {oordeel}."
    zin = escape(answer(resultaat, jaren) + tegen)
    return f'<section><p class="zin">{zin}</p><dl class="tegels">{tegels}</dl></section>'


def _key_figures(resultaat: Resultaat, jaren: tuple[int, ...]) -> list[tuple[str, float, bool]]:
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
        punten = f"{100 * verschil:+.1f} procentpunt".replace(".", ",")
        euros = f"{'+' if round(verschil) > 0 else ''}{format_amount(verschil)}"
        erbij = f'<dd class="verschil">{punten if als_deel else f"€ {euros}"}</dd>'
    return f'<div><dt>{escape(label)}</dt><dd class="getal">{tekst}</dd>{erbij}</div>'


def _years(resultaat: Resultaat, jaren: tuple[int, ...]) -> str:
    koppen = "".join(f'<th scope="col">{k}</th>' for k in ("Jaar", *KOLOMMEN))
    rijen = []
    for regel in overview(resultaat):
        if regel.jaar not in jaren or regel.gemeente != resultaat.totaal.naam:
            continue
        budget, lasten, *_, saldo, mee, terug = regel.bedragen
        j = resultaat.jaren.index(regel.jaar)
        banden = (resultaat.totaal.value("saldo", j, p) for p in ("p10", "p90"))
        cellen = "".join(
            f"<td>{format_amount(b, duizend=True)}</td>" for b in (budget, lasten, saldo, *banden, mee, terug)
        )
        soort = "ja" if regel.neutraal else "nee"
        rijen.append(
            f'<tr><th scope="row">{regel.jaar}</th>{cellen}<td class="{soort}">{format_share(regel.kans)}</td></tr>'
        )
    return (
        '<section><h3>Per jaar</h3><div class="schuif" tabindex="0" role="region" aria-label="Tabel per jaar"><table>'
        f"<caption>{escape(resultaat.totaal.naam)}, bedragen × € 1.000</caption>"
        f"<thead><tr>{koppen}</tr></thead><tbody>{''.join(rijen)}</tbody></table></div></section>"
    )


def _fan(resultaat: Resultaat, jaren: tuple[int, ...], ander: Resultaat | None) -> str:
    nummers = [resultaat.jaren.index(j) for j in jaren]

    def series(wie: Resultaat, grootheid: str, statistiek: str) -> list[float]:
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
        banden = {f"p{p}": series(resultaat, grootheid, f"p{p}") for p in PERCENTIELEN}
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


def _causes(resultaat: Resultaat, jaren: tuple[int, ...]) -> str:
    oorzaken = resultaat.oorzaken.get(jaren[-1], [])[:5]
    if not oorzaken:
        return ""
    kop = "Grootste oorzaken van de onzekerheid"
    svg = draw_bars(
        kop, "; ".join(f"{n} {format_share(d)}" for n, d in oorzaken), [(n, d, format_share(d)) for n, d in oorzaken]
    )
    return (
        f'<section><figure><h3>{kop}</h3><div class="schuif" tabindex="0" role="region" aria-label="{kop}">{svg}</div>'
        f"<figcaption>Deel van de spreiding van het saldo tot en met {jaren[-1]} dat met deze oorzaak samengaat; de "
        "delen overlappen.</figcaption></figure></section>"
    )


def _pots(resultaat: Resultaat, jaren: tuple[int, ...]) -> str:
    rijen = "".join(
        f'<tr><th scope="row">{POTLABELS[o.pot]}</th><td class="{"ja" if o.neutraal else "nee"}">'
        f"{'ja' if o.neutraal else 'nee'}</td><td>{o.slechtste_jaar}</td><td>{format_share(o.kans)}</td>"
        f"<td>€ {format_amount(o.buffer)}</td></tr>"
        for o in verdicts(resultaat, jaren)
        if o.gemeente == resultaat.totaal.naam
    )
    koppen = "".join(f'<th scope="col">{k}</th>' for k in ("Pot", "Gedekt", "Krapste jaar", "Kans", "Buffer"))
    return (
        '<section><h3>Per pot</h3><div class="schuif" tabindex="0" role="region" aria-label="Tabel per pot"><table>'
        f"<thead><tr>{koppen}</tr></thead><tbody>{rijen}</tbody></table></div></section>"
    )


def _provenance(nu: Verkenning) -> str:
    resultaat = nu.resultaat
    tel = {s: sum(w.status == s for w in resultaat.aannames) for s in ("aanname", "onzeker", "raming")}
    return (
        f'<p class="klein">Gerekend in {nu.seconden:.2f} s'.replace(".", ",")
        + f", met {format_amount(resultaat.trekkingen)} trekkingen en zaad {resultaat.zaad}. Rust op {tel['aanname']} "
        f"aannames, {tel['onzeker']} onzekere waarden en {tel['raming']} ramingen; het werkboek noemt ze alle.</p>"
    )
