"""Verkenning: van taakstelling naar saldo in tien cellen, voor wie een beetje Python leest."""

import marimo

app = marimo.App(app_title="Verkenning")

with app.setup:
    import marimo as mo

    from finance.taal.getallen import format_amount, format_share
    from reports.figuren.figuren import draw_fan
    from scenarios import lees_regio, simuleer


@app.cell
def _():
    mo.md("""
    # Van taakstelling naar saldo

    Het Rijk zegt hoeveel mensen een gemeente huisvest: de taakstelling. Wie van hen moet inburgeren, volgt een leerroute, en
    dat kost geld. Het Rijk betaalt een bedrag per persoon, de SPUK, en voor de uitvoering geld in het Gemeentefonds. Dit
    notebook loopt dat pad af voor het voorbeeld Westfriesland. De aantallen zijn echt, de prijzen zijn aannames.

    Eerst de regio lezen en 1.000 keer een mogelijke toekomst trekken. `per_jaar` houdt van al die trekkingen het gemiddelde.
    """)
    return


@app.cell
def _():
    regio = lees_regio("voorbeeld:westfriesland")
    raming = simuleer(regio, trekkingen=1_000, zekerheid=0.9)
    cijfers = raming.cijfers
    samen = cijfers[cijfers["cbs_code"] == ""]  # Alleen de regio als geheel.
    per_jaar = samen.pivot(index="jaar", columns="grootheid", values="verwacht")
    return per_jaar, raming, samen


@app.cell
def _():
    mo.md("""
    ## 1. Mensen

    De opgave is de taakstelling met de achterstand van eerder erbij. Een deel daarvan wordt in het jaar zelf gehuisvest, en
    van hen is weer een deel inburgeringsplichtig. Gezinsmigranten komen er los van de taakstelling bij.
    """)
    return


@app.cell
def _(per_jaar):
    per_jaar[["taakstelling", "opgave", "gehuisvest", "plichtig", "gezin"]].round(0)
    return


@app.cell
def _():
    mo.md("""
    ## 2. Trajecten en lasten

    Na enige maanden begint ieder aan een leerroute. Een traject duurt jaren, dus de lasten lopen achter de starts aan. Lasten
    in duizenden euro's, van alle voorzieningen en de uitvoering samen.
    """)
    return


@app.cell
def _(per_jaar):
    kosten = per_jaar[["gestart_b1", "gestart_z", "gestart_onderwijs"]].round(0)
    kosten["lasten"] = (per_jaar["lasten"] / 1_000).round(0)
    kosten.rename(columns={"gestart_b1": "start B1", "gestart_z": "start Z", "gestart_onderwijs": "start onderwijs"})
    return


@app.cell
def _():
    mo.md("""
    ## 3. De SPUK: wat blijft over, wat mag mee

    In duizenden euro's. Wat uit vorig jaar meekwam plus de uitkering, min de besteding, mag mee naar het volgende jaar of gaat
    terug; een tekort schuift door (meer daarover in het notebook over de meeneemregeling). Het zijn gemiddelden: in sommige
    trekkingen is er een tekort en in andere een overschot, en beide staan er dan voor een deel.
    """)
    return


@app.cell
def _(per_jaar):
    namen = {
        "reservering_begin": "uit vorig jaar",
        "spuk_definitief": "uitkering",
        "besteding": "besteding",
        "doorgeschoven_begin": "tekort van vorig jaar",
        "meenemen": "mag mee",
        "terugvordering": "gaat terug",
        "doorschuiven": "tekort schuift door",
    }
    (per_jaar[list(namen)].rename(columns=namen) / 1_000).round(0)
    return


@app.cell
def _():
    mo.md("""
    ## 4. Het saldo op de eigen rekening

    Een overschot op de SPUK is geld van het Rijk; een tekort draagt de gemeente tot een latere uitkering het dekt. Het saldo is
    daarom: Gemeentefonds min uitvoeringslasten, min wat er dit jaar aan tekort op een SPUK bij komt. De lijn is de middelste
    uitkomst; in 90 van de 100 trekkingen valt het saldo in de lichte band.
    """)
    return


@app.cell
def _(raming, samen):
    saldo = samen[samen["grootheid"] == "saldo"]
    banden = {p: list(saldo[p]) for p in ("p5", "p25", "p50", "p75", "p95")}
    svg, eenheid = draw_fan("Saldo per jaar", "Saldo van de regio per jaar.", list(saldo["jaar"]), banden, None)

    oordelen = raming.oordelen
    totaal = oordelen[(oordelen["cbs_code"] == "") & (oordelen["pot"] == "totaal")]
    krapst = totaal.sort_values(["buffer", "kans"], ascending=[False, True]).iloc[0]
    oordeel = "budgetneutraal" if krapst["budgetneutraal"] else "niet budgetneutraal"
    mo.Html(
        f"{svg}<p>Saldo in {eenheid}. Het krapste jaar is {krapst['jaar']}: de kans dat het sluit is "
        f"{format_share(krapst['kans'])}. Bij een gevraagde zekerheid van 90% is de regio dan {oordeel}; de buffer die "
        f"daarvoor ontbreekt is € {format_amount(krapst['buffer'])}.</p>"
    )
    return


if __name__ == "__main__":
    app.run()
