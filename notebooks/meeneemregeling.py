"""De meeneemregeling, uitgelegd met getallen."""

import marimo

app = marimo.App(app_title="Meeneemregeling")

with app.setup:
    from datetime import date
    from decimal import Decimal

    import marimo as mo
    import numpy as np
    import pandas as pd

    from finance.meeneemregeling import settle_years
    from scenarios import lees_regio, simuleer


@app.cell
def _():
    mo.md("""
    # De meeneemregeling

    Wat van de SPUK overblijft, mag mee naar het volgende jaar, tot de reserveringsruimte (Besluit inburgering 2021, art.
    10.5). Wat meer overblijft, gaat terug naar het Rijk. Een tekort schuift door naar het volgende jaar (art. 10.6).

    ## Vier jaren met ronde bedragen (× € 1.000)

    Ieder jaar komt er 100 binnen. Eerst wordt er weinig uitgegeven, later veel.
    """)
    return


@app.cell
def _():
    uitkering = np.array([100.0, 100.0, 100.0, 100.0])
    besteding = np.array([40.0, 30.0, 160.0, 150.0])

    def tabel(percentage_vorig):
        """De afrekening, als ook dit deel van de uitkering van het jaar ervoor meetelt voor de ruimte."""
        stap = settle_years(uitkering, besteding, [(Decimal(1), Decimal(percentage_vorig))] * 4)
        return pd.DataFrame(
            {
                "uit vorig jaar": stap.reservering_begin,
                "uitkering": uitkering,
                "besteding": besteding,
                "ruimte": stap.ruimte,
                "mag mee": stap.reservering,
                "gaat terug": stap.terugvordering,
                "tekort schuift door": stap.doorgeschoven,
            },
            index=pd.Index([1, 2, 3, 4], name="jaar"),
        )

    return (tabel,)


@app.cell
def _():
    mo.md("""
    **De tekst van 2022**: de ruimte is de uitkering van het jaar zelf. In jaar 2 blijft 60 + 100 - 30 = 130 over; daarvan past
    100 in de ruimte en gaat 30 terug. Twee jaar later ontbreekt er 10.
    """)
    return


@app.cell
def _(tabel):
    tabel("0")
    return


@app.cell
def _():
    mo.md("""
    **De lezing van de tekst van nu** (onzeker): de helft van de uitkering van het jaar ervoor telt mee. In jaar 2 is de ruimte
    100 + 50 = 150 en mag de hele 130 mee. Het tekort van jaar 4 is er dan niet.
    """)
    return


@app.cell
def _(tabel):
    tabel("0.5")
    return


@app.cell
def _():
    mo.md("""
    ## Scheelt dat in een echte regio?

    In het voorbeeld Noordkop gaat ieder jaar veel mee naar het volgende. Wat mee mag en wat terug moet, in euro's, gemiddeld over
    1.000 trekkingen:
    """)
    return


@app.cell
def _():
    regio = lees_regio("voorbeeld:noordkop")
    tekst_2022 = {"veld": "parameter.ruimte_percentage_vorig", "vanaf": date(2024, 1, 1), "waarde": 0.0}

    def regeling(wijzigingen):
        cijfers = simuleer(regio, wijzigingen=wijzigingen, trekkingen=1_000).cijfers
        samen = cijfers[cijfers["cbs_code"] == ""].pivot(index="jaar", columns="grootheid", values="verwacht")
        return samen[["meenemen", "terugvordering"]].round(-3)

    naast_elkaar = pd.concat({"lezing van nu": regeling([]), "tekst van 2022": regeling([tekst_2022])}, axis=1)
    naast_elkaar.rename(columns={"meenemen": "mag mee", "terugvordering": "gaat terug"})
    return


@app.cell
def _():
    mo.md("""
    Het verschil is klein, omdat wat overblijft meestal al binnen de uitkering van het jaar zelf past. Wie weinig uitgeeft en
    veel krijgt, merkt het wel: daar gaat onder de tekst van 2022 geld terug dat later nodig kan zijn.
    """)
    return


if __name__ == "__main__":
    app.run()
