"""Verkenning: van taakstelling naar saldo in tien cellen, voor wie een beetje Python leest."""

import marimo

app = marimo.App(app_title="Verkenning")

with app.setup:
    import marimo as mo

    from reports.figuren import draw_fan
    from scenarios import lees_regio, simuleer


@app.cell
def _():
    mo.md("""
    # Van taakstelling naar saldo

    Het Rijk zegt hoeveel mensen een gemeente huisvest (de taakstelling). Wie inburgeringsplichtig is, krijgt lessen: dat
    kost geld. Het Rijk betaalt per persoon (de SPUK). Dit notebook loopt dat pad af voor een regio.
    """)
    return


@app.cell
def _():
    regio = lees_regio("voorbeeld:westfriesland")
    cijfers = simuleer(regio, trekkingen=1_000).cijfers
    samen = cijfers[cijfers["cbs_code"] == ""]
    per_jaar = samen.pivot(index="jaar", columns="grootheid", values="verwacht")
    return per_jaar, samen


@app.cell
def _(per_jaar):
    mo.md("## Mensen: van taakstelling naar plichtig")
    return


@app.cell
def _(per_jaar):
    per_jaar[["taakstelling", "opgave", "gehuisvest", "plichtig", "gezin"]].round(0)
    return


@app.cell
def _(per_jaar):
    mo.md("## Trajecten: wie begint aan welke leerroute")
    return


@app.cell
def _(per_jaar):
    per_jaar[["gestart_b1", "gestart_z", "gestart_onderwijs"]].round(0)
    return


@app.cell
def _():
    mo.md("## Geld: lasten, uitkering en wat er overblijft (in euro)")
    return


@app.cell
def _(per_jaar):
    per_jaar[["lasten", "gemeentefonds", "spuk_voorlopig", "spuk_definitief", "meenemen", "saldo"]].round(-3)
    return


@app.cell
def _(samen):
    saldo = samen[samen["grootheid"] == "saldo"]
    svg, eenheid = draw_fan(
        "Saldo per jaar",
        "Saldo van de regio per jaar met bandbreedte.",
        list(saldo["jaar"]),
        {p: list(saldo[p]) for p in ("p5", "p25", "p50", "p75", "p95")},
        None,
    )
    mo.Html(f"<h2>Saldo per jaar, in {eenheid}</h2>{svg}")
    return


@app.cell
def _():
    mo.md("De lijn is de middelste uitkomst; in 90 van de 100 gevallen blijft het saldo binnen de lichte band.")
    return


if __name__ == "__main__":
    app.run()
