"""Het dashboard: draai aan een knop en zie het saldo bewegen. Start het met: spuk dashboard MAP"""

import marimo

app = marimo.App(width="full", app_title="spuk dashboard", css_file="dashboard.css")

with app.setup:
    from datetime import date
    from html import escape

    import marimo as mo

    from finance.fouten import Invoerfout
    from finance.taal.getallen import format_amount, format_date
    from reports.dashboard.adres import (
        GEMEENTEN_IN,
        VOLGORDE,
        Standen,
        ahead,
        choices,
        link_to,
        read_address,
        write_address,
    )
    from reports.dashboard.bestanden import Bestelling
    from reports.dashboard.gemeenten import PER_CODE, gemeenten_html, period_name
    from reports.dashboard.html import answer_html, krapste, margin_html, verdict_html, years_ahead
    from reports.dashboard.knoppen import AANBESTEDINGSDAG, GROEPEN, Schuif, describe, knobs_of, label_of, turn
    from reports.dashboard.mededelingen import messages_html, notes_html, progress_html, saved_html
    from reports.dashboard.prijzen import route_prices
    from reports.dashboard.rekenaar import Rekenaar
    from reports.dashboard.taak import GRENS, RAPPORT, WERKBOEK, Taak, tasks
    from reports.dashboard.zoeken import VELDEN
    from scenarios.regiomap.regio import choose_scenarios
    from scenarios.regiomap.scenario_bewaren import (
        changed_since,
        read_scenario_text,
        save_scenario,
        scenario_text,
        valid_name,
    )
    from scenarios.verkennen.achtergrond import Background
    from scenarios.waarheid.feiten import read_truth


@app.cell
def _():
    # `spuk dashboard` gives the folder with the request; opened as a notebook it is an argument: -- --map MAP
    verzoek = mo.app_meta().request
    map_ = (verzoek.meta.get("map") if verzoek else None) or mo.cli_args().get("map") or "voorbeeld:westfriesland"
    return map_, verzoek


@app.cell
def _(map_, verzoek):
    try:
        regio = read_truth(map_)
    except Invoerfout as fout:
        mo.stop(True, mo.Html(f'<div class="spuk kop"><h1>Dashboard</h1>{messages_html(fout)}</div>'))
    bewaard, set_bewaard = mo.state(())
    klaar, set_klaar = mo.state(0)
    loopt, set_loopt = mo.state(False)  # Whether something is made that a button asked for.
    achtergrond, taak = Background(), Taak()
    gekozen = {}  # The scenarios to start from and to compare with, so that they stay when another is saved.
    gemeld = {}  # What was last said about saving, and of what: it stays as long as that is on the page.
    keuzen = choices(regio, [s.naam for s in choose_scenarios(regio, (), alle=True)])
    begin = read_address(dict(verzoek.query_params) if verzoek else {}, keuzen)
    knoplijst = knobs_of(regio)
    mo.Html(
        f'<div class="spuk kop"><h1>{escape(regio.naam)}: wat doet het saldo?</h1><p>Draai aan een knop; het antwoord '
        "volgt meteen. Een knop zegt hoeveel meer of minder dan in het uitgangspunt, vanaf 1 januari van het gekozen "
        "jaar; op 0 verandert er niets. Het adres van de pagina onthoudt hoe de knoppen staan.</p>"
        '<p class="koppeling"><button type="button" class="kopieer">Kopieer de koppeling</button>'
        '<span role="status"></span></p>'
        f"{notes_html(begin.meldingen)}</div>"
    )
    return (
        achtergrond,
        begin,
        bewaard,
        gekozen,
        gemeld,
        keuzen,
        klaar,
        knoplijst,
        loopt,
        regio,
        set_bewaard,
        set_klaar,
        set_loopt,
        taak,
    )


@app.cell
def _():
    terug = mo.ui.button(label="Alle knoppen terug op nul", value=0, on_click=lambda n: n + 1)
    return (terug,)


@app.cell
def _(begin, keuzen, regio):
    _opties = {k.naam: k.opties for k in keuzen}
    _begin = begin.keuzen
    vanaf = mo.ui.dropdown(_opties["vanaf"], value=_begin["vanaf"], label="Veranderingen vanaf", full_width=True)
    _namen = {f"Regio {regio.naam}": "", **{g.naam: g.code for g in regio.gemeenten}}
    naam_van = {code: naam for naam, code in _namen.items()}
    wie = mo.ui.dropdown(_namen, value=naam_van[_begin["voor"]], label="Voor", full_width=True)
    _vooruit = ahead(regio)
    _perioden = {"het krapste jaar": "", **{period_name(p, _vooruit): p for p in _opties[GEMEENTEN_IN] if p}}
    periode = mo.ui.dropdown(
        _perioden,
        value=next(naam for naam, p in _perioden.items() if p == _begin[GEMEENTEN_IN]),
        label="Gemeenten in",
        full_width=True,
    )
    volgorde = mo.ui.dropdown(
        {v.label: code for code, v in PER_CODE.items()},
        value=PER_CODE[_begin[VOLGORDE]].label,
        label="Volgorde",
        full_width=True,
    )
    zekerheid = mo.ui.dropdown(
        {f"{p}%": int(p) / 100 for p in _opties["zekerheid"]},
        value=f"{_begin['zekerheid']}%",
        label="Zekerheid",
        full_width=True,
    )
    _uitleg = ("snel", "zoals spuk raming")
    _aantallen = {
        f"{format_amount(int(n))} ({hoe})": int(n) for n, hoe in zip(_opties["trekkingen"], _uitleg, strict=True)
    }
    trekkingen = mo.ui.dropdown(
        _aantallen,
        value=next(t for t, n in _aantallen.items() if n == int(_begin["trekkingen"])),
        label="Trekkingen",
        full_width=True,
    )
    _dagen = {format_date(date.fromisoformat(d)): d for d in _opties[AANBESTEDINGSDAG]}
    aanbesteding = mo.ui.dropdown(
        _dagen,
        value=format_date(date.fromisoformat(_begin[AANBESTEDINGSDAG])),
        label="Nieuwe aanbesteding vanaf",
        full_width=True,
    )
    return aanbesteding, naam_van, periode, trekkingen, vanaf, volgorde, wie, zekerheid


@app.cell
def _(begin, bewaard, gekozen, regio):
    # What was saved on this page stands beside what was read when it opened. To start from, the first of a name stays:
    # with the replacement the knobs would count twice. To compare with, the last one is taken.
    _alle = (*choose_scenarios(regio, (), alle=True), *bewaard())
    _laatste = {s.naam: s for s in _alle}
    _eerste = {s.naam: s for s in reversed(_alle)}
    uitgangspunt = mo.ui.dropdown(
        {naam: _eerste[naam] for naam in _laatste},
        value=gekozen.get("naam", begin.keuzen["uitgangspunt"]),
        on_change=lambda s: gekozen.update(naam=s.naam),
        label="Uitgangspunt (scenario)",
        full_width=True,
    )
    _niet = "niet vergelijken"
    vergelijk = mo.ui.dropdown(
        {_niet: None, **_laatste},
        value=bewaard()[-1].naam if bewaard() else begin.keuzen["naast"] or _niet,
        label="Vergelijk met scenario",
        full_width=True,
    )
    return uitgangspunt, vergelijk


@app.cell
def _(begin, knoplijst, regio, terug):
    # Another press makes the knobs anew, at rest.
    _stand = {k.naam: k.rust if terug.value else begin.knoppen[k.naam] for k in knoplijst}
    knoppen = mo.ui.dictionary(
        {
            k.naam: mo.ui.slider(
                k.laag,
                k.hoog,
                k.stap,
                value=_stand[k.naam],
                label=label_of(k, regio),
                debounce=True,
                show_value=True,
                full_width=True,
            )
            if isinstance(k, Schuif)
            else mo.ui.dropdown(list(k.opties), value=_stand[k.naam], label=k.label, full_width=True)
            for k in knoplijst
        }
    )
    return (knoppen,)


@app.cell
def _(aanbesteding, knoplijst, knoppen, terug, trekkingen, uitgangspunt, vanaf, wie, zekerheid):
    _groepen = "".join(
        f"<fieldset><legend>{groep}</legend>"
        + "".join(
            f'<div style="--nul:{k.nulpunt:.1%}">{knoppen[k.naam]}</div>' + (f"{aanbesteding}" if k.dag else "")
            if isinstance(k, Schuif)
            else knoppen[k.naam].text
            for k in knoplijst
            if k.groep == groep
        )
        + "</fieldset>"
        for groep in GROEPEN
    )
    mo.Html(
        f'<div class="spuk knoppen"><fieldset><legend>Uitgangspunt</legend>{uitgangspunt}{vanaf}'
        f'<div data-stand="voor">{wie}</div>{zekerheid}{trekkingen}</fieldset>{_groepen}{terug}</div>'
    )
    return


@app.cell
def _(
    aanbesteding,
    begin,
    keuzen,
    knoppen,
    naam_van,
    periode,
    trekkingen,
    uitgangspunt,
    vanaf,
    vergelijk,
    volgorde,
    wie,
    zekerheid,
):
    # What is saved on this page alone does not come back with a reload, so it stays out of the address.
    _bekend = {k.naam: k.opties for k in keuzen}

    def known(keus, code):
        return code if code in _bekend[keus] else begin.keuzen[keus]

    standen = Standen(
        {
            "uitgangspunt": known("uitgangspunt", uitgangspunt.value.naam),
            "naast": known("naast", vergelijk.value.naam if vergelijk.value else ""),
            "vanaf": vanaf.value,
            AANBESTEDINGSDAG: aanbesteding.value,
            "voor": wie.value,
            GEMEENTEN_IN: periode.value,
            VOLGORDE: volgorde.value,
            "zekerheid": f"{100 * zekerheid.value:.0f}",
            "trekkingen": str(trekkingen.value),
        },
        {**begin.knoppen, **knoppen.value},
    )
    _adres, _nieuw = mo.query_params(), write_address(standen, keuzen)
    for _naam in [n for n in _adres.to_dict() if n not in _nieuw]:
        _adres.remove(_naam)
    for _naam, _waarde in _nieuw.items():
        if _adres.get(_naam) != _waarde:
            _adres.set(_naam, _waarde)

    def answer_of(code, tekst=""):
        """A link to the answer of one gemeente, or of the region without a code."""
        return link_to(_nieuw, "voor", code, naam_van[code], tekst)

    return answer_of, standen


@app.cell
def _(achtergrond, regio, trekkingen):
    rekenaar = Rekenaar(regio, trekkingen.value, achtergrond)
    return (rekenaar,)


@app.cell
def _(standen, uitgangspunt, vanaf):
    dag = date(int(vanaf.value), 1, 1)
    _alle = {**standen.knoppen, AANBESTEDINGSDAG: standen.keuzen[AANBESTEDINGSDAG]}
    scenario = turn(uitgangspunt.value, _alle, dag)
    uitleg = describe(uitgangspunt.value, _alle, dag)
    return dag, scenario, uitleg


@app.cell
def _(klaar, regio, rekenaar, scenario, vergelijk, wie, zekerheid):
    klaar()  # The full answer of a large region has come.
    gemeente = next((g.naam for g in regio.gemeenten if g.code == wie.value), "")
    try:
        nu = rekenaar.answer(scenario, zekerheid.value, gemeente)
        ander = nu and vergelijk.value and rekenaar.answer(vergelijk.value, zekerheid.value, gemeente)
    except Invoerfout as fout:
        mo.stop(True, mo.Html(f'<div class="spuk antwoord">{messages_html(fout)}</div>'))
    if nu is None or nu.marge is not None:
        rekenaar.complete(scenario, zekerheid.value)
    return ander, gemeente, nu


@app.cell
def _(achtergrond, loopt, nu, rekenaar, scenario, zekerheid):
    wacht = nu is None or nu.marge is not None
    tik = mo.ui.refresh(default_interval=1)  # Every second while something is computed in the background.
    stop = mo.ui.button(label="Stop met doorrekenen", on_click=lambda _: achtergrond.stop())
    verder = mo.ui.button(
        label="Reken verder", value=0, on_click=lambda n: rekenaar.complete(scenario, zekerheid.value) or n + 1
    )
    mo.Html(f'<div class="spuk tik" hidden>{tik}</div>') if wacht or loopt() else None
    return stop, tik, verder, wacht


@app.cell
def _(achtergrond, nu, rekenaar, scenario, set_klaar, stop, tik, verder, wacht, zekerheid):
    tik.value, stop.value, verder.value
    if wacht and rekenaar.news(scenario, zekerheid.value, nu is not None):
        set_klaar(lambda n: n + 1)
    _knop = stop if achtergrond.busy else verder
    mo.Html(f'<div class="spuk voortgang">{progress_html(achtergrond, nu is None)}{_knop}</div>') if wacht else None
    return


@app.cell
def _(dag, gemeente, nu, regio, scenario):
    mo.stop(nu is None)
    vooruit = years_ahead(regio, nu.answer.result)
    prijzen = route_prices(regio, scenario, dag, gemeente)
    return prijzen, vooruit


@app.cell
def _(nu, vooruit):
    mo.Html(f'<div class="spuk vast">{verdict_html(nu.answer, vooruit, nu.marge is not None)}</div>')
    return


@app.cell
def _(answer_of, ander, dag, gemeente, nu, prijzen, rekenaar, scenario, uitgangspunt, vergelijk, vooruit):
    # A search takes longer than a move may: the page opens with the bounds, and of a move the button finds them.
    _besluit = rekenaar.decide(nu.answer, scenario, scenario == uitgangspunt.value and not gemeente)
    _naast = ander.answer.result if ander else None
    _terug = f'<p class="terug">Dit is het antwoord van {escape(gemeente)}. {answer_of("", "Terug naar de regio")}</p>'
    mo.Html(
        f'<div class="spuk antwoord">{_terug if gemeente else ""}{margin_html(nu, vooruit)}<div class="smal">{vergelijk}</div>'
        f"{answer_html(nu.answer, _besluit, _naast, prijzen, dag)}</div>"
    )
    return


@app.cell
def _(answer_of, nu, periode, regio, rekenaar, scenario, volgorde, vooruit, zekerheid):
    mo.stop(len(regio.gemeenten) < 2)
    _heel = rekenaar.whole(scenario, zekerheid.value)
    _in = periode.value or str(krapste(nu.answer.result, vooruit)[0])
    _tabel = (
        gemeenten_html(_heel, vooruit, _in, PER_CODE[volgorde.value], answer_of)
        if _heel
        else "<h3>Per gemeente</h3><p>Volgt zodra de hele regio met deze knoppen is doorgerekend.</p>"
    )
    mo.Html(
        f'<div class="spuk alle"><div class="keuzen"><div>{periode}</div><div data-stand="volgorde">{volgorde}</div></div>'
        f"{_tabel}</div>"
    )
    return


@app.cell
def _(taak):
    veld = mo.ui.dropdown(
        {naam: v for v, naam in VELDEN.items()}, value="prijs leerroute B1", label="Zoek de grens van", full_width=True
    )
    maak = {
        wat: mo.ui.button(label=label, value=0, on_click=lambda n: n + 1)
        for wat, label in ((GRENS, "Zoek"), (WERKBOEK, "Maak werkboek (xlsx)"), (RAPPORT, "Maak rapport (html)"))
    }
    zoek, maak_werkboek, maak_rapport = maak.values()
    geef_op = mo.ui.button(label="Stop met maken", on_click=lambda _: taak.stop())
    return geef_op, maak_rapport, maak_werkboek, veld, zoek


@app.cell
def _(dag, maak_rapport, maak_werkboek, regio, scenario, set_loopt, taak, trekkingen, veld, vergelijk, zekerheid, zoek):
    _scenarios = (scenario, *(s for s in (vergelijk.value,) if s and s != scenario))
    werk = tasks(Bestelling(regio, _scenarios, zekerheid.value, trekkingen.value), veld.value, dag)
    _drukken = {GRENS: zoek.value, WERKBOEK: maak_werkboek.value, RAPPORT: maak_rapport.value}
    if taak.ask(_drukken, werk):
        set_loopt(True)
    return (werk,)


@app.cell
def _(dag, geef_op, loopt, maak_rapport, maak_werkboek, rekenaar, set_loopt, taak, tik, veld, werk, zoek):
    tik.value, geef_op.value
    if loopt() and not taak.busy():
        set_loopt(False)
    _stand = {wat: taak.told(wat, werk) + (f"{geef_op}" if taak.busy(wat) else "") for wat in werk}
    _zoek = (
        "<p>Een regio van deze grootte vraagt daarvoor enkele minuten: gebruik spuk zoek op de opdrachtregel.</p>"
        if rekenaar.groot
        else f"<p>Tot waar kan dit gaan, vanaf 1 januari {dag.year} en met de andere knoppen zoals ze staan, zonder dat "
        f'de regio niet meer budgetneutraal is?</p><div class="smal">{veld}</div>{zoek}{_stand[GRENS]}'
        f"{taak.made(GRENS, werk) or ''}"
    )
    _klaar = "".join(
        f"{mo.download(taak.made(wat, werk), filename=bestand, label=f'Download {bestand}')}"
        for wat, bestand in ((WERKBOEK, "raming.xlsx"), (RAPPORT, "rapport.html"))
        if taak.made(wat, werk)
    )
    mo.Html(
        f'<div class="spuk bewaar"><fieldset><legend>Doel zoeken</legend>{_zoek}</fieldset><fieldset><legend>Downloaden'
        f"</legend><p>Wat op de pagina staat, als bestand.</p>{maak_werkboek}{maak_rapport}{_stand[WERKBOEK]}"
        f"{_stand[RAPPORT]}{_klaar}</fieldset></div>"
    )
    return


@app.cell
def _():
    naam = mo.ui.text(label="Naam van het scenario", placeholder="zoals duurder-b1", full_width=True)
    vervang = mo.ui.checkbox(label="vervang een scenario dat al zo heet")
    knop_bewaar = mo.ui.button(label="Bewaar als scenario", value=0, on_click=lambda n: n + 1)
    return knop_bewaar, naam, vervang


@app.cell
def _(
    gemeld,
    knop_bewaar,
    map_,
    naam,
    regio,
    scenario,
    set_bewaard,
    trekkingen,
    uitgangspunt,
    uitleg,
    vervang,
    zekerheid,
):
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
            _rekening = (zekerheid.value, trekkingen.value)
            melding = saved_html(map_, _pad, _nieuw.naam, _rekening, changed_since(regio), _vervangt)
            set_bewaard(lambda oud: (*oud, _nieuw))
        gemeld.update(vraag=_vraag, melding=melding)
    return (melding,)


@app.cell
def _(gekozen, gemeld, set_bewaard):
    def load(bestanden):
        """A scenario that somebody shared: to start from on this page, and nothing is written."""
        for b in bestanden:
            try:
                _scenario = read_scenario_text(b.contents, b.name[:80])
            except Invoerfout as fout:
                gemeld["geladen"] = messages_html(fout)
            else:
                gemeld["geladen"] = (
                    f'<p class="gelukt" role="status">Scenario {escape(_scenario.naam)} staat nu onder Uitgangspunt en onder '
                    "Vergelijk. Het is niet bewaard.</p>"
                )
                set_bewaard(lambda oud, s=_scenario: (*oud, s))

    laad = mo.ui.file(filetypes=[".toml"], max_size=200_000, label="Scenario laden (.toml)", on_change=load)
    return (laad,)


@app.cell
def _(gemeld, knop_bewaar, laad, melding, naam, scenario, uitleg, vervang):
    laad.value
    _naam = naam.value.strip() if valid_name(naam.value.strip()) else "gedeeld"
    _deel = mo.download(
        lambda: scenario_text(scenario.model_copy(update={"naam": _naam, "omschrijving": uitleg})).encode(),
        filename=f"{_naam}.toml",
        mimetype="application/toml",
        label="Scenario (toml)",
    )
    mo.Html(
        f'<div class="spuk bewaar"><fieldset><legend>Bewaren</legend><div class="smal">{naam}</div>{vervang}'
        f"{knop_bewaar}{melding}</fieldset>"
        "<fieldset><legend>Delen</legend><p>Het scenario van deze pagina als bestand, zonder cijfers van de regio; "
        f"wie het laadt, begint ermee.</p>{_deel}{laad}{gemeld.get('geladen', '')}</fieldset>"
        "</div>"
    )
    return


if __name__ == "__main__":
    app.run()
