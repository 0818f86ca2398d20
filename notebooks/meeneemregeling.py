"""De meeneemregeling, uitgelegd met getallen."""

import marimo

app = marimo.App(app_title="Meeneemregeling")

with app.setup:
    from datetime import date
    from decimal import Decimal

    import marimo as mo
    import numpy as np
    import pandas as pd

    from finance.reservering import settle_years
    from scenarios import lees_regio, simuleer


@app.cell
def _():
    mo.md("""
    # De meeneemregeling

    Wat van de SPUK overblijft, mag mee naar het volgende jaar, tot de reserveringsruimte (Besluit inburgering 2021, art.
    10.5). Wat meer overblijft, gaat terug naar het Rijk. Een tekort schuift door naar het volgende jaar (art. 10.6).

    ## Een voorbeeld met ronde bedragen (× € 1.000)
    """)
    return


@app.cell
def _():
    uitkering = np.array([100.0, 100.0, 100.0, 100.0])
    besteding = np.array([40.0, 30.0, 160.0, 150.0])
    return besteding, uitkering


@app.cell
def _(besteding, uitkering):
    def tabel(percentage_vorig):
        stap = settle_years(uitkering, besteding, [(Decimal(1), Decimal(percentage_vorig))] * 4)
        return pd.DataFrame(
            {
                "uitkering": uitkering,
                "uit vorig jaar": stap.reservering_begin,
                "besteding": besteding,
                "ruimte": stap.ruimte,
                "mee te nemen": stap.reservering,
                "terug naar het Rijk": stap.terugvordering,
                "door te schuiven": stap.doorgeschoven,
            },
            index=pd.Index([1, 2, 3, 4], name="jaar"),
        )

    mo.md("**De tekst van 2022**: de ruimte is 100% van de uitkering van het jaar zelf.")
    return (tabel,)


@app.cell
def _(tabel):
    tabel("0")
    return


@app.cell
def _():
    mo.md("**De lezing van de huidige tekst**: er komt 50% van de uitkering van het vorige jaar bij (onzeker).")
    return


@app.cell
def _(tabel):
    tabel("0.5")
    return


@app.cell
def _():
    mo.md("""
    In jaar 2 blijft meer over dan de ruimte van 2022 toelaat; dat verschil gaat terug of mag mee, al naar de lezing.
    Het tekort van de latere jaren hangt daarvan af.

    ## Wat scheelt dat in Westfriesland? (regio, mee te nemen en terug te betalen, in euro)
    """)
    return


@app.cell
def _():
    regio = lees_regio("voorbeeld:westfriesland")
    oud = {"veld": "parameter.ruimte_percentage_vorig", "vanaf": date(2024, 1, 1), "waarde": 0.0}
    delen = {}
    for naam, wijzigingen in (("huidige lezing", []), ("tekst 2022", [oud])):
        cijfers = simuleer(regio, wijzigingen=wijzigingen, trekkingen=1_000).cijfers
        samen = cijfers[cijfers["cbs_code"] == ""].pivot(index="jaar", columns="grootheid", values="verwacht")
        delen[naam] = samen[["meenemen", "terugvordering"]]
    pd.concat(delen, axis=1).round(-3)
    return


@app.cell
def _():
    mo.md(
        "Staan beide helften gelijk, dan past wat overblijft al binnen de ruimte van 2022 en maakt de lezing niets uit."
    )
    return


if __name__ == "__main__":
    app.run()
