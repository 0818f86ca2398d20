"""Het dashboard: draai aan een knop en zie het saldo bewegen. Start het met: spuk dashboard MAP"""

import marimo

app = marimo.App(width="full", app_title="spuk dashboard", css_file="dashboard.css")

with app.setup:
    from datetime import date
    from html import escape

    import marimo as mo

    from finance.fouten import Invoerfout
    from reports.dashboard_bestanden import report, workbook
    from reports.dashboardblad import answer_html, messages_html, saved_html, verdict_html, years_ahead
    from reports.knoppen import GROEPEN, KNOPPEN, Schuif, describe, turn, years_to_turn
    from reports.prijzen import route_prices
    from scenarios.bewaren import changed_since, save_scenario
    from scenarios.regio import choose_scenarios, read_region
    from scenarios.verkennen import BEWAARD, Verkenner


@app.cell
def _():
    # `spuk dashboard` gives the folder with the request; opened as a notebook it is an argument: -- --map MAP
    verzoek = mo.app_meta().request
    map_ = (verzoek.meta.get("map") if verzoek else None) or mo.cli_args().get("map") or "voorbeeld:westfriesland"
    return (map_,)


@app.cell
def _(map_):
    try:
        regio = read_region(map_)
    except Invoerfout as fout:
        mo.stop(True, mo.Html(f'<div class="spuk kop"><h1>Dashboard</h1>{messages_html(fout)}</div>'))
    verkenner = Verkenner(regio)
    bewaard, set_bewaard = mo.state(())
    _traag = (
        "" if len(regio.gemeenten) <= BEWAARD else " Met zoveel gemeenten duurt dat even; zolang is het vorige grijs."
    )
    mo.Html(
        f'<div class="spuk kop"><h1>{escape(regio.naam)}: wat doet het saldo?</h1><p>Draai aan een knop; het antwoord '
        f"volgt meteen.{_traag} Een knop zegt hoeveel meer of minder dan in het uitgangspunt, vanaf 1 januari van het gekozen "
        "jaar; op 0 verandert er niets.</p></div>"
    )
    return bewaard, regio, set_bewaard, verkenner


@app.cell
def _():
    terug = mo.ui.button(label="Alle knoppen terug op nul", value=0, on_click=lambda n: n + 1)
    return (terug,)


@app.cell
def _(regio):
    jaren, eerste = years_to_turn(regio)
    namen = [s.naam for s in choose_scenarios(regio, (), alle=True)]
    uitgangspunt = mo.ui.dropdown(namen, value=namen[0], label="Uitgangspunt (scenario)", full_width=True)
    vanaf = mo.ui.dropdown([str(j) for j in jaren], value=str(eerste), label="Veranderingen vanaf", full_width=True)
    samen = f"Regio {regio.naam}"
    wie = mo.ui.dropdown([samen, *(g.naam for g in regio.gemeenten)], value=samen, label="Voor", full_width=True)
    zekerheid = mo.ui.dropdown(
        {f"{p}%": p / 100 for p in (50, 60, 70, 75, 80, 85, 90, 95, 99)},
        value="90%",
        label="Zekerheid",
        full_width=True,
    )
    return samen, uitgangspunt, vanaf, wie, zekerheid


@app.cell
def _(terug):
    terug.value  # Another press makes the knobs anew.
    knoppen = mo.ui.dictionary(
        {
            k.naam: mo.ui.slider(
                k.laag,
                k.hoog,
                k.stap,
                value=k.rust,
                label=f"{k.label} ({k.eenheid.strip()})",
                debounce=True,
                show_value=True,
                full_width=True,
            )
            if isinstance(k, Schuif)
            else mo.ui.dropdown(list(k.opties), value=k.rust, label=k.label, full_width=True)
            for k in KNOPPEN
        }
    )
    return (knoppen,)


@app.cell
def _(bewaard, regio):
    # What was saved on this page stands beside what was read when it opened, the last one chosen.
    _namen = {s.naam: s for s in (*choose_scenarios(regio, (), alle=True), *bewaard())}
    _keuze = bewaard()[-1].naam if bewaard() else "niet vergelijken"
    vergelijk = mo.ui.dropdown(
        {"niet vergelijken": None, **_namen}, value=_keuze, label="Vergelijk met scenario", full_width=True
    )
    return (vergelijk,)


@app.cell
def _(knoppen, terug, uitgangspunt, vanaf, wie, zekerheid):
    _groepen = "".join(
        f"<fieldset><legend>{groep}</legend>"
        + "".join(
            f'<div style="--nul:{k.nulpunt:.1%}">{knoppen[k.naam]}</div>'
            if isinstance(k, Schuif)
            else knoppen[k.naam].text
            for k in KNOPPEN
            if k.groep == groep
        )
        + "</fieldset>"
        for groep in GROEPEN
    )
    mo.Html(
        f'<div class="spuk knoppen"><fieldset><legend>Uitgangspunt</legend>{uitgangspunt}{vanaf}{wie}{zekerheid}'
        f"</fieldset>{_groepen}{terug}</div>"
    )
    return


@app.cell
def _(knoppen, regio, uitgangspunt, vanaf):
    _basis = choose_scenarios(regio, (uitgangspunt.value,))[0]
    dag = date(int(vanaf.value), 1, 1)
    scenario = turn(_basis, knoppen.value, dag)
    uitleg = describe(_basis, knoppen.value, dag)
    return dag, scenario, uitleg


@app.cell
def _(dag, regio, samen, scenario, vergelijk, verkenner, wie, zekerheid):
    _gemeente = "" if wie.value == samen else wie.value
    try:
        nu = verkenner.compute(scenario, zekerheid.value, _gemeente)
        ander = verkenner.compute(vergelijk.value, zekerheid.value, _gemeente).resultaat if vergelijk.value else None
    except Invoerfout as fout:
        mo.stop(True, mo.Html(f'<div class="spuk antwoord">{messages_html(fout)}</div>'))
    vooruit = years_ahead(regio, nu.resultaat)
    prijzen = route_prices(regio, scenario, dag, _gemeente)
    return ander, nu, prijzen, vooruit


@app.cell
def _(nu, vooruit):
    mo.Html(f'<div class="spuk vast">{verdict_html(nu, vooruit)}</div>')
    return


@app.cell
def _(ander, dag, nu, prijzen, vergelijk, vooruit):
    mo.Html(f'<div class="spuk antwoord">{vergelijk}{answer_html(nu, vooruit, ander, prijzen, dag)}</div>')
    return


@app.cell
def _():
    naam = mo.ui.text(label="Naam van het scenario", placeholder="zoals duurder-b1", full_width=True)
    vervang = mo.ui.checkbox(label="vervang een scenario dat al zo heet")
    knop_bewaar = mo.ui.run_button(label="Bewaar als scenario")
    return knop_bewaar, naam, vervang


@app.cell
def _(knop_bewaar, map_, naam, regio, scenario, set_bewaard, uitleg, vervang, zekerheid):
    melding = ""
    if knop_bewaar.value:
        _nieuw = scenario.model_copy(update={"naam": naam.value.strip(), "omschrijving": uitleg})
        try:
            _pad = save_scenario(regio, _nieuw, vervang.value)
        except Invoerfout as fout:
            melding = messages_html(fout)
        else:
            set_bewaard(lambda oud: (*(s for s in oud if s.naam != _nieuw.naam), _nieuw))
            melding = saved_html(map_, _pad, _nieuw.naam, zekerheid.value, changed_since(regio))
    return (melding,)


@app.cell
def _(knop_bewaar, melding, naam, regio, scenario, vergelijk, vervang, zekerheid):
    _scenarios = [scenario, *([vergelijk.value] if vergelijk.value else [])]
    _werkboek = mo.download(
        lambda: workbook(regio, _scenarios, zekerheid.value), filename="raming.xlsx", label="Werkboek (xlsx)"
    )
    _rapport = mo.download(
        lambda: report(regio, _scenarios, zekerheid.value), filename="rapport.html", label="Rapport (html)"
    )
    mo.Html(
        f'<div class="spuk bewaar"><fieldset><legend>Bewaren</legend>{naam}{vervang}{knop_bewaar}{melding}</fieldset>'
        f"<fieldset><legend>Downloaden</legend><p>Het maken duurt enkele seconden.</p>{_werkboek}{_rapport}</fieldset>"
        "</div>"
    )
    return


if __name__ == "__main__":
    app.run()
