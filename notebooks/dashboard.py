"""Het dashboard: draai aan een knop en zie het saldo bewegen. Start het met: spuk dashboard MAP"""

import marimo

app = marimo.App(width="full", app_title="spuk dashboard", css_file="dashboard.css")

with app.setup:
    from datetime import date
    from html import escape

    import marimo as mo

    from finance.fouten import Invoerfout
    from reports.dashboard.bestanden import report, workbook
    from reports.dashboard.html import answer_html, messages_html, saved_html, verdict_html, years_ahead
    from reports.dashboard.knoppen import GROEPEN, KNOPPEN, Schuif, describe, turn, years_to_turn
    from reports.dashboard.prijzen import route_prices
    from scenarios.engine.explore import KEPT, Explorer
    from scenarios.regiomap.regio import choose_scenarios
    from scenarios.regiomap.scenario_bewaren import changed_since, save_scenario
    from scenarios.waarheid.feiten import read_truth


@app.cell
def _():
    # `spuk dashboard` gives the folder with the request; opened as a notebook it is an argument: -- --map MAP
    verzoek = mo.app_meta().request
    map_ = (verzoek.meta.get("map") if verzoek else None) or mo.cli_args().get("map") or "voorbeeld:westfriesland"
    return (map_,)


@app.cell
def _(map_):
    try:
        regio = read_truth(map_)
    except Invoerfout as fout:
        mo.stop(True, mo.Html(f'<div class="spuk kop"><h1>Dashboard</h1>{messages_html(fout)}</div>'))
    verkenner = Explorer(regio)
    bewaard, set_bewaard = mo.state(())
    gekozen = {}  # The scenario to start from, so that it stays chosen when another is saved.
    gemeld = {}  # What was last said about saving, and of what: it stays as long as that is on the page.
    _traag = "" if len(regio.gemeenten) <= KEPT else " Met zoveel gemeenten duurt dat even; zolang is het vorige grijs."
    mo.Html(
        f'<div class="spuk kop"><h1>{escape(regio.naam)}: wat doet het saldo?</h1><p>Draai aan een knop; het antwoord '
        f"volgt meteen.{_traag} Een knop zegt hoeveel meer of minder dan in het uitgangspunt, vanaf 1 januari van het gekozen "
        "jaar; op 0 verandert er niets.</p></div>"
    )
    return bewaard, gekozen, gemeld, regio, set_bewaard, verkenner


@app.cell
def _():
    terug = mo.ui.button(label="Alle knoppen terug op nul", value=0, on_click=lambda n: n + 1)
    return (terug,)


@app.cell
def _(regio):
    jaren, eerste = years_to_turn(regio)
    vanaf = mo.ui.dropdown([str(j) for j in jaren], value=str(eerste), label="Veranderingen vanaf", full_width=True)
    samen = f"Regio {regio.naam}"
    wie = mo.ui.dropdown([samen, *(g.naam for g in regio.gemeenten)], value=samen, label="Voor", full_width=True)
    zekerheid = mo.ui.dropdown(
        {f"{p}%": p / 100 for p in (50, 60, 70, 75, 80, 85, 90, 95, 99)},
        value="90%",
        label="Zekerheid",
        full_width=True,
    )
    return samen, vanaf, wie, zekerheid


@app.cell
def _(bewaard, gekozen, regio):
    # What was saved on this page stands beside what was read when it opened. To start from, the first of a name stays:
    # with the replacement the knobs would count twice. To compare with, the last one is taken.
    _alle = (*choose_scenarios(regio, (), alle=True), *bewaard())
    _laatste = {s.naam: s for s in _alle}
    _eerste = {s.naam: s for s in reversed(_alle)}
    uitgangspunt = mo.ui.dropdown(
        {naam: _eerste[naam] for naam in _laatste},
        value=gekozen.get("naam", _alle[0].naam),
        on_change=lambda s: gekozen.update(naam=s.naam),
        label="Uitgangspunt (scenario)",
        full_width=True,
    )
    vergelijk = mo.ui.dropdown(
        {"niet vergelijken": None, **_laatste},
        value=bewaard()[-1].naam if bewaard() else "niet vergelijken",
        label="Vergelijk met scenario",
        full_width=True,
    )
    return uitgangspunt, vergelijk


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
def _(knoppen, uitgangspunt, vanaf):
    dag = date(int(vanaf.value), 1, 1)
    scenario = turn(uitgangspunt.value, knoppen.value, dag)
    uitleg = describe(uitgangspunt.value, knoppen.value, dag)
    return dag, scenario, uitleg


@app.cell
def _(dag, regio, samen, scenario, vergelijk, verkenner, wie, zekerheid):
    _gemeente = "" if wie.value == samen else wie.value
    try:
        nu = verkenner.compute(scenario, zekerheid.value, _gemeente)
        ander = verkenner.compute(vergelijk.value, zekerheid.value, _gemeente).result if vergelijk.value else None
    except Invoerfout as fout:
        mo.stop(True, mo.Html(f'<div class="spuk antwoord">{messages_html(fout)}</div>'))
    vooruit = years_ahead(regio, nu.result)
    prijzen = route_prices(regio, scenario, dag, _gemeente)
    return ander, nu, prijzen, vooruit


@app.cell
def _(nu, vooruit):
    mo.Html(f'<div class="spuk vast">{verdict_html(nu, vooruit)}</div>')
    return


@app.cell
def _(ander, dag, nu, prijzen, vergelijk, vooruit):
    mo.Html(
        f'<div class="spuk antwoord"><div class="smal">{vergelijk}</div>'
        f"{answer_html(nu, vooruit, ander, prijzen, dag)}</div>"
    )
    return


@app.cell
def _():
    naam = mo.ui.text(label="Naam van het scenario", placeholder="zoals duurder-b1", full_width=True)
    vervang = mo.ui.checkbox(label="vervang een scenario dat al zo heet")
    knop_bewaar = mo.ui.button(label="Bewaar als scenario", value=0, on_click=lambda n: n + 1)
    return knop_bewaar, naam, vervang


@app.cell
def _(gemeld, knop_bewaar, map_, naam, regio, scenario, set_bewaard, uitgangspunt, uitleg, vervang, zekerheid):
    _vraag = (scenario, naam.value, vervang.value, zekerheid.value)
    melding = gemeld.get("melding", "") if gemeld.get("vraag") == _vraag else ""
    if knop_bewaar.value != gemeld.get("druk", 0):
        gemeld["druk"] = knop_bewaar.value  # Each press once, however often this cell runs.
        _nieuw = scenario.model_copy(update={"naam": naam.value.strip(), "omschrijving": uitleg})
        try:
            _pad = save_scenario(regio, _nieuw, vervang.value)
        except Invoerfout as fout:
            melding = messages_html(fout)
        else:
            _vervangt = _nieuw.naam in uitgangspunt.options
            melding = saved_html(map_, _pad, _nieuw.naam, zekerheid.value, changed_since(regio), _vervangt)
            set_bewaard(lambda oud: (*oud, _nieuw))
        gemeld.update(vraag=_vraag, melding=melding)
    return (melding,)


@app.cell
def _(knop_bewaar, melding, naam, regio, scenario, vergelijk, vervang, zekerheid):
    _scenarios = [scenario, *(s for s in (vergelijk.value,) if s and s != scenario)]
    _werkboek = mo.download(
        lambda: workbook(regio, _scenarios, zekerheid.value), filename="raming.xlsx", label="Werkboek (xlsx)"
    )
    _rapport = mo.download(
        lambda: report(regio, _scenarios, zekerheid.value), filename="rapport.html", label="Rapport (html)"
    )
    mo.Html(
        f'<div class="spuk bewaar"><fieldset><legend>Bewaren</legend><div class="smal">{naam}</div>{vervang}'
        f"{knop_bewaar}{melding}</fieldset>"
        f"<fieldset><legend>Downloaden</legend><p>Het maken duurt enkele seconden.</p>{_werkboek}{_rapport}</fieldset>"
        "</div>"
    )
    return


if __name__ == "__main__":
    app.run()
