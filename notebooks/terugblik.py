"""Terugblik: hoe goed zou de raming eerder zijn geweest?"""

import marimo

app = marimo.App(app_title="Terugblik")

with app.setup:
    import marimo as mo
    import pandas as pd

    from reports.volumes_scherm import lookback_rows
    from scenarios import lees_regio
    from scenarios.terugblik import coverage, look_back


@app.cell
def _():
    mo.md("""
    # Terugblik

    De raming wordt overgedaan met alleen wat op een eerdere dag bekend was, en vergeleken met wat er later werd geteld. Van
    een goede band van 80% valt ongeveer 80% van de tellingen erbinnen.
    """)
    return


@app.cell
def _():
    vergelijkingen = look_back(lees_regio("voorbeeld:westfriesland"), 500, 1)
    dekking = pd.DataFrame(
        {"groep": d.groep, "vergelijkingen": d.aantal, "binnen de band": d.binnen, "deel": d.binnen / d.aantal}
        for d in coverage(vergelijkingen)
    )
    return dekking, vergelijkingen


@app.cell
def _(dekking):
    dekking.set_index("groep")
    return


@app.cell
def _():
    mo.md("## Per gemeente: wat voorspeld werd en wat er kwam (eerste vijftien vergelijkingen)")
    return


@app.cell
def _(vergelijkingen):
    pd.DataFrame(lookback_rows(vergelijkingen)).head(15).set_index(["peildatum", "gemeente", "grootheid"])
    return


@app.cell
def _():
    mo.md("""
    Er is weinig geschiedenis: één geteld jaar. De vergelijkingen hangen bovendien samen, dus een dekking wat boven of
    onder 80% zegt nog weinig. Meer hierover staat in docs/terugblik.md.
    """)
    return


if __name__ == "__main__":
    app.run()
