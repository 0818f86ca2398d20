"""Terugblik: hoe goed zou de raming eerder zijn geweest?"""

import marimo

app = marimo.App(app_title="Terugblik")

with app.setup:
    import marimo as mo
    import pandas as pd

    from finance.taal.getallen import format_share
    from reports.terugblik.tabellen import LABELS, lookback_rows
    from scenarios import lees_regio
    from scenarios.terugblik.naief import NAMEN
    from scenarios.terugblik.oordeel import judge_all
    from scenarios.terugblik.terugblik import look_back


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

    oordelen = judge_all(vergelijkingen)
    return oordelen, vergelijkingen


@app.cell
def _(oordelen):
    pd.DataFrame(
        {
            "wat": LABELS[o.groep],
            "vergelijkingen": o.dekking.aantal,
            "onafhankelijk": round(o.dekking.onafhankelijk),
            "binnen de band": o.dekking.binnen,
            "deel": format_share(o.dekking.deel, 0),
            "hoort": format_share(o.dekking.verwacht, 0),
        }
        for o in oordelen
    ).set_index("wat")
    return


@app.cell
def _():
    mo.md("""
    ## Beter dan zonder model?

    Een raming is haar werk waard als zij dichterbij zit dan een naïeve: vorig jaar nogmaals, of de taakstelling maal 70%. De CRPS
    is de gemiddelde afstand tot de uitkomst, met de hele verdeling gewogen; lager is beter.
    """)
    return


@app.cell
def _(oordelen):
    pd.DataFrame(
        {
            "wat": LABELS[o.groep],
            "tegen": NAMEN[w.naam],
            "raming": f"{w.model:.1f}".replace(".", ","),
            "naïef": f"{w.naief:.1f}".replace(".", ","),
            "de raming is": w.oordeel,
        }
        for o in oordelen
        for w in o.wedstrijden
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
def _(vergelijkingen):
    alle = pd.DataFrame(lookback_rows(vergelijkingen))
    hoorn = alle[(alle["gemeente"] == "Hoorn") & (alle["peildatum"].astype(str) == "2022-01-01")]
    kolommen = ["grootheid", "periode", "p10", "p50", "p90", "werkelijk", "binnen_80"]
    hoorn = hoorn[kolommen].rename(columns={"grootheid": "wat", "binnen_80": "binnen de band"})
    hoorn["wat"] = hoorn["wat"].map(LABELS)
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
