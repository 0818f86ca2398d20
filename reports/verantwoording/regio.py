"""The workbook of the region: the same sheets, with a row per gemeente and totals that are formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from finance.balans import EIND
from finance.taal.tekst import by_key, formula
from finance.uitkering import NABETALING
from finance.voorzieningen import VOORZIENINGEN
from reports.tabel.xlsx import Blad, Cel, Formule, Werkboek
from reports.verantwoording.boekingenblad import add_row_sheets, fill_row_sheets
from reports.verantwoording.controle import NAMEN, reconcile_gemeente, reconcile_region
from reports.verantwoording.sisa import NIET_GECONTROLEERD, Sjabloon, whole_euros, write_deadlines
from reports.verantwoording.slot import write_controle, write_judgement, write_uitgangspunten
from reports.verantwoording.werkboek import FIGUREN, split_rows
from scenarios.boeken.boekingsregels import SPUK_POTTEN
from scenarios.boeken.jaar_sluiten import Regelingrekening, Verantwoording

_KERN = {
    "uitkering": "Uitkering",
    "reservering_begin": "Reservering 1 januari",
    "lasten": "Lasten",
    "reservering_eind": "Reservering 31 december",
    "terug_te_betalen": "Terug te betalen",
    "doorgeschoven_eind": "Door te schuiven",
}
_VERLOOP = (
    (
        "passief",
        "overlopende passiva (BBV art. 49 en 52a)",
        ("Beginsaldo", "Ontvangen", "Vrijgevallen of terugbetaald", "Eindsaldo"),
    ),
    (
        "vordering",
        "nog van het Rijk te ontvangen (BBV art. 40a)",
        ("Beginsaldo", "Voorgefinancierd", "Ontvangen", "Eindsaldo"),
    ),
    ("schuld", "schuld aan het Rijk", ("Beginsaldo", "Toename", "Betaald", "Eindsaldo")),
)


def write_regio(verantwoording: Verantwoording, sjabloon: Sjabloon, doel: Path) -> None:
    """Write the workbook of the region to `doel`. Bookings of a gemeente itself stand in its own workbook."""
    jaar, regio = verantwoording.jaar, verantwoording.invoer.regio.naam
    lichamen = sorted({r.naam for r in verantwoording.invoer.instellingen.regeling})
    codes = {g.code for g in verantwoording.invoer.gemeenten}
    vreemd = [w for w in verantwoording.invoer.boekingen.tabel["gemeente"].cat.categories if w not in codes]
    goed, af = split_rows(verantwoording, [*lichamen, *vreemd])
    kaal = doel.with_suffix(".kaal")
    with Werkboek(
        kaal, f"Verantwoording SPUK inburgering {jaar}, regio {regio}", verantwoording.invoer.instellingen.toelichting
    ) as boek:
        breed = (24, *(18,) * 13)
        samenvatting = boek.add("Samenvatting", (40, *(19,) * 6))
        bladen = {
            naam: boek.add(naam, breedtes, tekst)
            for naam, breedtes, tekst in (
                ("Beschikkingen", (24, 22, *(19,) * 5), "Voorschot, uitkering en afrekening per gemeente"),
                (
                    "Telling",
                    breed[:12],
                    "Aantallen van DUO en de uitkering die daaruit volgt (Besluit inburgering 2021 art. 10.2)",
                ),
                (
                    "Besteding per voorziening",
                    (62, *(17,) * (len(codes) + 2)),
                    "Lasten per gemeente, eigen boekingen en aandeel regionaal samen",
                ),
                (
                    "Reservering",
                    (24, *(18,) * len(FIGUREN), 18),
                    "Meeneemregeling: Besluit inburgering 2021 art. 10.5 en 10.6",
                ),
                ("Verloop overlopende passiva", (24, *(20,) * 4), "BBV art. 40a, 49 en 52a"),
                ("SiSa", (24, *(20,) * 10), f"Verantwoordingsjaar {jaar}; euro's zonder decimalen"),
                (
                    "Journaalposten",
                    (24, 24, 40, 19, 19),
                    "Som per gemeente, soort en rekening; de posten zelf staan in het werkboek van de gemeente",
                ),
            )
        }
        goedblad = add_row_sheets(
            boek,
            "Boekingen",
            goed,
            f"Goedgekeurde boekingen {jaar} van de regionale uitvoerder; de andere staan per gemeente",
        )
        afblad = add_row_sheets(
            boek,
            "Afgekeurd",
            af,
            "Afgekeurd: boekingen van de regionale uitvoerder en van gemeenten buiten de regio",
            met_reden=True,
        )
        controle = boek.add(
            "Controle", (92, 18, 18, 15, 11), "Twee berekeningen van hetzelfde bedrag; het verschil is nul"
        )
        uitgangspunten = boek.add("Uitgangspunten", (46, 11, 20, 15, 13, 90))

        per_pot = {
            pot: {g.gemeente.naam: r for g in verantwoording.gemeenten for r in g.regelingen if r.regeling == pot}
            for pot in SPUK_POTTEN
        }
        per_pot = {pot: rekeningen for pot, rekeningen in per_pot.items() if rekeningen}
        totalen: dict[tuple[str, str], Cel] = {}
        write_deadlines(bladen["SiSa"], jaar)
        for pot, rekeningen in per_pot.items():
            _beschikkingen(bladen["Beschikkingen"], pot, rekeningen)
            _besteding(bladen["Besteding per voorziening"], verantwoording, pot, rekeningen)
            totalen |= _reservering(bladen["Reservering"], pot, rekeningen)
            _verloop(bladen["Verloop overlopende passiva"], pot, rekeningen)
            _sisa(bladen["SiSa"], pot, rekeningen, sjabloon)
        _telling(bladen["Telling"], per_pot["spuk"])
        _verdeling(bladen["Besteding per voorziening"], verantwoording)
        _journaal(bladen["Journaalposten"], verantwoording)
        aansluitingen = reconcile_region(verantwoording)
        verschillen = sum(a.verschil != 0 for a in aansluitingen)
        telcel = write_controle(controle, aansluitingen)
        write_uitgangspunten(uitgangspunten, verantwoording)
        _samenvatting(samenvatting, verantwoording, per_pot, totalen, telcel, verschillen == 0)
        write_judgement(samenvatting, verantwoording)
    fill_row_sheets(kaal, doel, [*goedblad, *afblad])
    kaal.unlink()


def _table(
    blad: Blad,
    koppen: Sequence[str],
    namen: Sequence[str],
    figuren: Sequence[Callable[[str], int]],
    schrijf: Callable[[Blad, str, int, int], None] | None = None,
) -> list[Cel]:
    """A row per gemeente and a row of sums.

    `figuren`: per column, gemeente -> cents; `schrijf` writes a cell its own way.
    """
    blad.header(koppen, 1)
    eerste = blad.rij
    for naam in namen:
        blad.put(blad.rij, 0, naam)
        for kolom, figuur in enumerate(figuren, start=1):
            if schrijf is None:
                blad.money(blad.rij, kolom, figuur(naam))
            else:
                schrijf(blad, naam, kolom, figuur(naam))
        blad.rij += 1
    blad.put(blad.rij, 0, "Totaal", "totaal")
    som = [blad.total(k, eerste, sum(figuur(n) for n in namen)) for k, figuur in enumerate(figuren, start=1)]
    blad.rij += 1
    return som


def _figure(rekeningen: Mapping[str, Regelingrekening], figuur: str) -> Callable[[str], int]:
    return lambda naam: int(getattr(rekeningen[naam].jaar, figuur))


def _samenvatting(
    blad: Blad,
    v: Verantwoording,
    per_pot: Mapping[str, Mapping[str, Regelingrekening]],
    totalen: Mapping[tuple[str, str], Cel],
    telcel: Cel,
    sluit: bool,
) -> None:
    for pot, rekeningen in per_pot.items():
        blad.section(NAMEN[pot])
        _table(blad, ["Gemeente", *_KERN.values()], list(rekeningen), [_figure(rekeningen, f) for f in _KERN])
        blad.put(blad.rij, 0, "Totaal op blad Reservering")
        for kolom, figuur in enumerate(_KERN, start=1):
            som = sum(_figure(rekeningen, figuur)(n) for n in rekeningen)
            blad.formula(blad.rij, kolom, str(totalen[pot, figuur]), som)
        blad.rij += 1
    blad.rij += 1
    blad.put(blad.rij, 0, "Alle aansluitingen van de regio sluiten", "vet")
    uitslag = Formule(f'IF({telcel}=0,"ja","NEE, zie Controle")', "ja" if sluit else "NEE, zie Controle")
    blad.put(blad.rij, 1, uitslag, "vet")
    blad.rij += 1
    for rekening in v.gemeenten:
        open_ = [a for a in reconcile_gemeente(v, rekening) if a.verschil]
        blad.put(blad.rij, 0, f"Aansluitingen {rekening.gemeente.naam}")
        blad.put(blad.rij, 1, f"{len(open_)} verschillen" if open_ else "sluiten", "let_op" if open_ else "tekst")
        blad.rij += 1
    blad.ws.activate()


def _beschikkingen(blad: Blad, pot: str, rekeningen: Mapping[str, Regelingrekening]) -> None:
    blad.section(NAMEN[pot])
    blad.header(
        [
            "Gemeente",
            "Uitkering komt uit",
            "Voorschot",
            "Uitkering",
            "Definitief",
            "Definitief - voorschot",
            "Definitief - herrekend",
        ],
        2,
    )
    eerste = blad.rij
    for naam, rekening in rekeningen.items():
        feiten = rekening.feiten[-1]
        blad.put(blad.rij, 0, naam)
        blad.put(blad.rij, 1, rekening.herkomst[feiten.jaar])
        voorschot = blad.money(blad.rij, 2, feiten.voorlopig)
        blad.money(blad.rij, 3, feiten.uitkering)
        if feiten.definitief is not None:
            definitief = blad.money(blad.rij, 4, feiten.definitief)
            plaats = by_key({"definitief": definitief.hier, "voorlopig": voorschot.hier})
            verschil = formula(NABETALING, plaats, cents=True)
            blad.formula(blad.rij, 5, verschil, feiten.definitief - feiten.voorlopig)
            if rekening.berekening is not None:
                herrekend = rekening.berekening.totaal
                blad.formula(
                    blad.rij, 6, f"ROUND({definitief.hier}-{herrekend / 100:.2f},2)", feiten.definitief - herrekend
                )
        blad.rij += 1
    blad.put(blad.rij, 0, "Totaal", "totaal")
    blad.put(blad.rij, 1, "", "totaal")
    laatste = [r.feiten[-1] for r in rekeningen.values()]
    bekend = [(f, r.berekening) for f, r in zip(laatste, rekeningen.values(), strict=True)]
    for kolom, som in (
        (2, sum(f.voorlopig for f in laatste)),
        (3, sum(f.uitkering for f in laatste)),
        (4, sum(f.definitief or 0 for f in laatste)),
        (5, sum(f.definitief - f.voorlopig for f in laatste if f.definitief is not None)),
        (6, sum(f.definitief - b.totaal for f, b in bekend if f.definitief is not None and b is not None)),
    ):
        blad.total(kolom, eerste, som)
    blad.rij += 1


def _telling(blad: Blad, rekeningen: Mapping[str, Regelingrekening]) -> None:
    velden = ("cohort_t", "cohort_t1", "cohort_t2", "gezin", "aia", "onderwijsroute")
    blad.header(
        [
            "Gemeente",
            "Cohort t",
            "Cohort t-1",
            "Cohort t-2",
            "Gezin en overig",
            "AIA",
            "Onderwijsroute",
            "BGO",
            "BA",
            "ABO",
            "Korting",
            "Herrekend",
        ],
        1,
        vast=1,
    )
    eerste = blad.rij
    geteld = {n: r.berekening for n, r in rekeningen.items() if r.berekening is not None}
    for naam, b in geteld.items():
        blad.put(blad.rij, 0, naam)
        for kolom, veld in enumerate(velden, start=1):
            blad.put(blad.rij, kolom, getattr(b.telling, veld), "heel in")
        delen = b.componenten
        bgo, abo = delen["bgo"], delen["abo"]
        cellen = [blad.money(blad.rij, k, c).hier for k, c in ((7, bgo), (8, b.ba), (9, abo), (10, -b.korting))]
        blad.formula(blad.rij, 11, "+".join(cellen), b.totaal)
        blad.rij += 1
    blad.put(blad.rij, 0, "Totaal", "totaal")
    for kolom, veld in enumerate(velden, start=1):
        letter = chr(ord("A") + kolom)
        som = sum(getattr(b.telling, veld) for b in geteld.values())
        bereik = f"{letter}{eerste + 1}:{letter}{max(eerste + 1, blad.rij)}"
        blad.put(blad.rij, kolom, Formule(f"SUM({bereik})", som), "heel totaal")
    for kolom, figuur in ((7, "bgo"), (9, "abo")):
        blad.total(kolom, eerste, sum(b.componenten[figuur] for b in geteld.values()))
    blad.total(8, eerste, sum(b.ba for b in geteld.values()))
    blad.total(10, eerste, -sum(b.korting for b in geteld.values()))
    blad.total(11, eerste, sum(b.totaal for b in geteld.values()))
    blad.rij += 1


def _besteding(blad: Blad, v: Verantwoording, pot: str, rekeningen: Mapping[str, Regelingrekening]) -> None:
    blad.section(f"{NAMEN[pot]}: lasten {v.jaar}")
    blad.header(["Voorziening", *rekeningen, "Totaal"], 1)
    eerste = blad.rij
    lasten: dict[tuple[str, str], int] = {}
    for naam, rekening in rekeningen.items():
        for last in rekening.lasten:
            lasten[last.voorziening, naam] = lasten.get((last.voorziening, naam), 0) + last.bedrag
        los = rekening.jaar.lasten - sum(x.bedrag for x in rekening.lasten)
        if los:
            lasten["correctie", naam] = los
    labels = {n: x.label for n, x in VOORZIENINGEN.items()} | {"correctie": "Correcties eerdere jaren"}
    for voorziening in [n for n in labels if any(sleutel[0] == n for sleutel in lasten)]:
        blad.put(blad.rij, 0, labels[voorziening])
        bedragen = [lasten.get((voorziening, naam), 0) for naam in rekeningen]
        cellen = [blad.money(blad.rij, k, c) for k, c in enumerate(bedragen, start=1)]
        blad.formula(blad.rij, len(cellen) + 1, f"SUM({cellen[0].hier}:{cellen[-1].hier})", sum(bedragen))
        blad.rij += 1
    blad.put(blad.rij, 0, "Totaal", "totaal")
    for kolom, naam in enumerate(rekeningen, start=1):
        blad.total(kolom, eerste, rekeningen[naam].jaar.lasten)
    blad.total(len(rekeningen) + 1, eerste, sum(r.jaar.lasten for r in rekeningen.values()))
    blad.rij += 1


def _verdeling(blad: Blad, v: Verantwoording) -> None:
    """Regional costs per gemeente by key: the shares add up to the regional total."""
    if not v.verdelingen:
        return
    blad.section("Verdeling van regionale kosten: delen en regionaal totaal")
    namen = {g.code: g.naam for g in v.invoer.gemeenten}
    blad.header(["Uitvoerder, voorziening (sleutel)", *namen.values(), "Som van de delen", "Regionaal totaal"], 1)
    for r in v.verdelingen:
        blad.put(blad.rij, 0, f"{r.lichaam}, {VOORZIENINGEN[r.voorziening].label} ({r.sleutel})", "lang")
        cellen = [blad.money(blad.rij, k, r.delen.get(code, 0)) for k, code in enumerate(namen, start=1)]
        blad.formula(blad.rij, len(namen) + 1, f"SUM({cellen[0].hier}:{cellen[-1].hier})", sum(r.delen.values()))
        blad.money(blad.rij, len(namen) + 2, r.totaal)
        blad.rij += 1


def _reservering(blad: Blad, pot: str, rekeningen: Mapping[str, Regelingrekening]) -> dict[tuple[str, str], Cel]:
    blad.section(NAMEN[pot])
    figuren = {**FIGUREN, "lasten": "Lasten"}
    som = _table(blad, ["Gemeente", *figuren.values()], list(rekeningen), [_figure(rekeningen, f) for f in figuren])
    return {(pot, figuur): cel for figuur, cel in zip(figuren, som, strict=True)}


def _verloop(blad: Blad, pot: str, rekeningen: Mapping[str, Regelingrekening]) -> None:
    for post, tekst, koppen in _VERLOOP:
        blad.section(f"{NAMEN[pot]}: {tekst}")
        figuren = [
            lambda n, d=deel, p=post: int(getattr(getattr(rekeningen[n].jaar, p), d))
            for deel in ("begin", "bij", "af", "eind")
        ]

        def schrijf(blad: Blad, naam: str, kolom: int, centen: int) -> None:
            if kolom == 4:
                plaats = {
                    naam: f"{letter}{blad.rij + 1}" for naam, letter in zip(("begin", "bij", "af"), "BCD", strict=True)
                }
                blad.formula(blad.rij, 4, formula(EIND, by_key(plaats), cents=True), centen)
            else:
                blad.money(blad.rij, kolom, centen)

        _table(blad, ["Gemeente", *koppen], list(rekeningen), figuren, schrijf)


def _sisa(blad: Blad, pot: str, rekeningen: Mapping[str, Regelingrekening], sjabloon: Sjabloon) -> None:
    deel = next((r for r in sjabloon.regeling if r.regeling == pot), None)
    if deel is None:
        return
    blad.section(f"{deel.uitkering}, code {deel.code or 'onbekend'}")
    if not deel.gecontroleerd:
        blad.put(blad.rij, 0, f"{NIET_GECONTROLEERD}. {deel.toelichting}.", "let_op")
        blad.rij += 1
    blad.header(["Gemeente", *(i.label for i in deel.indicator)], 1)
    for naam, rekening in rekeningen.items():
        blad.put(blad.rij, 0, naam)
        for kolom, indicator in enumerate(deel.indicator, start=1):
            waarde = getattr(rekening.jaar, indicator.cijfer)
            if indicator.cijfer == "zelfstandig":
                blad.put(blad.rij, kolom, "Ja" if waarde else "Nee", "rechts")
            else:
                blad.put(blad.rij, kolom, whole_euros(int(waarde)), "geld_heel")
        blad.rij += 1


def _journaal(blad: Blad, v: Verantwoording) -> None:
    namen = v.invoer.instellingen.account_names
    rijen = [
        (g.gemeente.naam, p.soort, namen[r.rekening], r.debet, r.credit)
        for g in v.gemeenten
        for regeling in g.regelingen
        for p in regeling.posten
        for r in p.regels
    ]
    tabel = pd.DataFrame(rijen, columns=["gemeente", "soort", "rekening", "debet", "credit"])
    som = tabel.groupby(["gemeente", "soort", "rekening"], sort=False)[["debet", "credit"]].sum()
    blad.header(["Gemeente", "Soort", "Rekening", "Debet", "Credit"], 3, vast=1)
    eerste = blad.rij
    for teksten, debet, credit in zip(som.index, som["debet"].tolist(), som["credit"].tolist(), strict=True):
        for kolom, tekst in enumerate(teksten):
            blad.put(blad.rij, kolom, tekst)
        blad.money(blad.rij, 3, debet)
        blad.money(blad.rij, 4, credit)
        blad.rij += 1
    for kolom in range(3):
        blad.put(blad.rij, kolom, "Totaal" if kolom == 0 else "", "totaal")
    blad.total(3, eerste, int(som["debet"].sum()))
    blad.total(4, eerste, int(som["credit"].sum()))
    blad.rij += 1
