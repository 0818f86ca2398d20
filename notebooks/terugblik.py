"""Terugblik: hoe goed zou de raming eerder zijn geweest?"""

import marimo

app = marimo.App(app_title="Terugblik")

with app.setup:
    import marimo as mo
    import pandas as pd

    from finance.taal.getallen import format_share
    from reports.raming.volumes import lookback_rows
    from scenarios import lees_regio
    from scenarios.inzicht.terugblik import coverage, look_back
    from scenarios.model.grootheden import PER_NAAM


@app.cell
def _():
    mo.md("""
    # Terugblik

    Een raming die achteraf nooit wordt nagekeken, is niets waard. Daarom wordt de raming overgedaan met alleen wat op een
    eerdere dag bekend was, en vergeleken met wat er later werd geteld. De band loopt van P10 tot P90: van een goede band valt
    ongeveer 80% van de tellingen erbinnen.
    """)
    return


@app.cell
def _():
    vergelijkingen = look_back(lees_regio("voorbeeld:westfriesland"), 500, 1)

    def label(naam):
        return PER_NAAM[naam].label if naam in PER_NAAM else naam

    return label, vergelijkingen


@app.cell
def _(label, vergelijkingen):
    pd.DataFrame(
        {
            "wat": label(d.groep),
            "vergelijkingen": d.aantal,
            "binnen de band": d.binnen,
            "deel": format_share(d.binnen / d.aantal, 0),
        }
        for d in coverage(vergelijkingen)
    ).set_index("wat")
    return


@app.cell
def _():
    mo.md("""
    ## Van dichtbij: Hoorn, geraamd op 1 januari 2022

    Bij het begin van de wet was er nog geen eigen ervaring. De verdubbeling van de taakstelling in 2023 zag de raming niet
    komen: de taakstelling van 2023 en 2024 en de huisvesting liggen boven P90.
    """)
    return


@app.cell
def _(label, vergelijkingen):
    alle = pd.DataFrame(lookback_rows(vergelijkingen))
    hoorn = alle[(alle["gemeente"] == "Hoorn") & (alle["peildatum"].astype(str) == "2022-01-01")]
    kolommen = ["grootheid", "periode", "p10", "p50", "p90", "werkelijk", "binnen_80"]
    hoorn = hoorn[kolommen].rename(columns={"grootheid": "wat", "binnen_80": "binnen de band"})
    hoorn["wat"] = hoorn["wat"].map(label)
    hoorn.set_index("wat")
    return


@app.cell
def _():
    mo.md("""
    Er is weinig geschiedenis: van de gemeenten is één jaar geteld. De vergelijkingen hangen bovendien samen, dus een dekking
    wat boven of onder 80% zegt nog weinig. Meer hierover staat in docs/terugblik.md.
    """)
    return


if __name__ == "__main__":
    app.run()
