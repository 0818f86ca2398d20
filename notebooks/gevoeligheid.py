"""Gevoeligheid: wat beweegt het saldo het meest?"""

import marimo

app = marimo.App(app_title="Gevoeligheid")

with app.setup:
    from datetime import date

    import marimo as mo

    from reports.figuren import draw_bars
    from reports.knoppen import KNOPPEN, Schuif, turn
    from reports.tabellen import format_amount
    from scenarios import lees_regio
    from scenarios.invoermodellen import BASIS
    from scenarios.verkennen import Verkenner


@app.cell
def _():
    mo.md("""
    # Gevoeligheid

    Elke knop van het dashboard tien procent of procentpunt omhoog vanaf 2027, één tegelijk; de index drie procentpunt, want
    die stapelt ieder jaar. Alle runs delen hun toeval, dus het verschil komt alleen van de knop. De uitkomst: het saldo
    van de regio tot en met het laatste jaar.
    """)
    return


@app.cell
def _():
    verkenner = Verkenner(lees_regio("voorbeeld:westfriesland"), trekkingen=1_000)

    def saldo(**standen):
        resultaat = verkenner.compute(turn(BASIS, standen, date(2027, 1, 1))).resultaat
        return resultaat.totaal.value("saldo_cumulatief", -1)

    basis = saldo()
    return basis, saldo


@app.cell
def _(basis, saldo):
    effecten = []
    for knop in KNOPPEN:
        if isinstance(knop, Schuif):
            stand = 3 if knop.naam == "index" else 10
            effecten.append((f"{knop.label} +{stand}{knop.eenheid}", saldo(**{knop.naam: stand}) - basis))
    effecten.sort(key=lambda e: -abs(e[1]))
    rijen = [(naam, bedrag, f"€ {format_amount(bedrag)}") for naam, bedrag in effecten]
    mo.Html(draw_bars("Effect op het saldo", "Verandering van het saldo per knop.", rijen))
    return


@app.cell
def _():
    mo.md("""
    Een hogere uitkering helpt het eigen saldo alleen voor zover er een tekort op de SPUK is: wat overblijft is geld van
    het Rijk, niet van de gemeente. Daarom werken tegenvallers sterker door dan meevallers.
    """)
    return


if __name__ == "__main__":
    app.run()
