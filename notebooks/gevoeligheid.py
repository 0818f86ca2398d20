"""Gevoeligheid: wat beweegt het saldo het meest?"""

import marimo

app = marimo.App(app_title="Gevoeligheid")

with app.setup:
    from datetime import date

    import marimo as mo
    import pandas as pd

    from finance.taal.getallen import format_amount, format_share
    from reports.dashboard.knoppen import KNOPPEN, Schuif, turn
    from reports.figuren.figuren import draw_bars
    from scenarios import lees_regio
    from scenarios.engine.explore import Explorer
    from scenarios.regiomap.modellen import BASIS


@app.cell
def _():
    mo.md("""
    # Gevoeligheid

    Elke schuif van het dashboard tien procent of procentpunt omlaag en omhoog vanaf 2027, één tegelijk; de index twee
    procentpunt, want die stapelt ieder jaar. Alle berekeningen delen hun toeval, dus het verschil komt alleen van de knop. De
    uitkomst is het saldo van de regio Westfriesland tot en met het laatste jaar, in euro's.
    """)
    return


@app.cell
def _():
    verkenner = Explorer(lees_regio("voorbeeld:westfriesland"), trekkingen=1_000)

    def uitkomst(**standen):
        """Het saldo tot en met het laatste jaar, en de kans dat het laatste jaar sluit."""
        samen = verkenner.compute(turn(BASIS, standen, date(2027, 1, 1))).result.totaal
        return samen.value("saldo_cumulatief", -1), samen.oordelen["totaal", 2029].kans

    saldo, kans = uitkomst()
    return kans, saldo, uitkomst


@app.cell
def _(saldo, uitkomst):
    rijen = []
    # Een boeggolf kan alleen erbij komen, en telt in mensen.
    for schuif in (k for k in KNOPPEN if isinstance(k, Schuif) and k.laag < 0):
        stand = 2 if schuif.naam == "index" else 10
        omlaag, omhoog = uitkomst(**{schuif.naam: -stand}), uitkomst(**{schuif.naam: stand})
        rijen.append(
            {
                "knop": f"{schuif.label} ({stand}{schuif.eenheid})",
                "omlaag": omlaag[0] - saldo,
                "omhoog": omhoog[0] - saldo,
                "kans 2029 omlaag": format_share(omlaag[1]),
                "kans 2029 omhoog": format_share(omhoog[1]),
            }
        )
    effect = pd.DataFrame(rijen).set_index("knop")
    effect = effect.loc[effect[["omlaag", "omhoog"]].abs().max(axis=1).sort_values(ascending=False).index]
    return (effect,)


@app.cell
def _(effect, kans):
    ergst = -effect[["omlaag", "omhoog"]].min(axis=1).sort_values()
    staven = draw_bars(
        "Tegenvaller per knop",
        "Zoveel lager wordt het saldo, per knop.",
        [(naam, bedrag, f"€ {format_amount(bedrag)}") for naam, bedrag in ergst.items()],
    )
    mo.Html(
        f"<h2>De kant die tegenvalt: zoveel lager wordt het saldo</h2>{staven}<p>Zonder verandering sluit 2029 met een kans van {format_share(kans)}.</p>"
    )
    return


@app.cell
def _():
    mo.md("## Beide kanten, in euro's")
    return


@app.cell
def _(effect):
    effect.round(-3)
    return


@app.cell
def _():
    mo.md("""
    Bij prijzen, index en SPUK-bedragen werken tegenvallers sterker door dan meevallers. Wat op de SPUK overblijft is geld van
    het Rijk en niet van de gemeente: een meevaller helpt het eigen saldo alleen voor zover er een tekort op de SPUK was. Een
    tekort draagt de gemeente wel zelf, tot een latere uitkering het dekt. Bij de knoppen van mensen liggen beide kanten dichter
    bij elkaar, want met de mensen beweegt ook de uitkering mee.
    """)
    return


if __name__ == "__main__":
    app.run()
