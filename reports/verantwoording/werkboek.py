"""The workbook of one gemeente: from decision, count and bookings to SiSa, every figure a formula one can follow."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from finance.jaarrekening import COMPONENTEN
from finance.taal.tekst import by_key, formula
from finance.uitkering import ABO, BA, BGO, GRONDSLAGEN, NABETALING, SOM_GG, UITKERING, VOORSCHOT, last_decision
from reports.tabel.xlsx import Blad, Cel, Cellen, Formule, Werkboek
from reports.verantwoording.balans import write_journaal, write_reservering, write_verloop
from reports.verantwoording.besteding import CORRECTIE, write_besteding
from reports.verantwoording.boekingenblad import add_row_sheets, fill_row_sheets
from reports.verantwoording.controle import NAMEN, reconcile_gemeente
from reports.verantwoording.sisa import BREEDTES, Sjabloon, write_deadlines, write_sisa
from reports.verantwoording.slot import write_controle, write_judgement, write_uitgangspunten
from scenarios.boeken.boekingsregels import SPUK_POTTEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.regiomap.feiten import DEFINITIEF, HERREKEND

COMPONENTNAMEN = dict(
    zip(
        COMPONENTEN,
        (
            "BGO: gezinsmigranten en overige migranten",
            "BA a: asielstatushouders cohort t",
            "BA b: asielstatushouders cohort t-1",
            "BA c: asielstatushouders cohort t-2",
            "AIA: afgeronde trajecten",
            "ABO: onderwijsroute",
        ),
        strict=True,
    )
)
KORTING = "Korting prestatiebekostiging (opgegeven)"
FIGUREN = {
    "uitkering": "Uitkering U(t)",
    "besteding": "Besteding",
    "correctie_besteding": "Correctie besteding eerder jaar",
    "baten": "Baten",
    "reservering_begin": "Reservering per ultimo t-1",
    "onttrekking": "Onttrekking aan de reservering",
    "toevoeging": "Toevoeging aan de reservering",
    "reservering_eind": "Reservering per ultimo t",
    "doorgeschoven_begin": "Doorgeschoven lasten van t-1",
    "doorgeschoven_eind": "Doorgeschoven lasten naar t+1",
    "terug_te_betalen": "Terug te betalen aan het Rijk over t",
    "eigen_lasten": "Eigen lasten",
}
_KERN = ("uitkering", "reservering_begin", "lasten", "reservering_eind", "terug_te_betalen", "doorgeschoven_eind")


def write_gemeente(verantwoording: Verantwoording, rekening: Gemeenterekening, sjabloon: Sjabloon, doel: Path) -> None:
    """Write the workbook of one gemeente to `doel`."""
    jaar, naam = verantwoording.jaar, rekening.gemeente.naam
    goed, af = split_rows(verantwoording, [rekening.gemeente.code])
    kaal = doel.with_suffix(".kaal")
    titel = f"Verantwoording SPUK inburgering {jaar}, gemeente {naam}"
    breed = len(rekening.spuk.jaren)
    with Werkboek(kaal, titel, verantwoording.invoer.instellingen.toelichting) as boek:
        # The order of the sheets is the reader's; they are filled in the order in which formulas lean on each other.
        samenvatting = boek.add("Samenvatting", (40, *(19,) * 6))
        beschikkingen = boek.add("Beschikkingen", (11, 26, 20, 20, 20, 22, 16), "Ontvangen besluiten en het kasritme")
        telling = boek.add(
            "Telling",
            (46, 14, 19, 19),
            "Uitkering herrekend uit de aantallen van DUO (Besluit inburgering 2021 art. 10.2)",
            staand=True,
        )
        besteding = boek.add(
            "Besteding per voorziening",
            (52, 27, 12, 19, 19, 19),
            "Lasten uit boekingen en het aandeel in regionale kosten",
        )
        reservering = boek.add(
            "Reservering",
            (46, *(18,) * breed),
            "Meeneemregeling: Besluit inburgering 2021 art. 10.5 en 10.6",
            staand=breed < 4,
        )
        verloop = boek.add("Verloop overlopende passiva", (8, *(17,) * 9), "BBV art. 40a, 49 en 52a")
        sisa = boek.add("SiSa", BREEDTES, f"Verantwoordingsjaar {jaar}; euro's zonder decimalen")
        journaal = boek.add(
            "Journaalposten", (5, 11, 22, 52, 38, 17, 17), f"Boekingen met het Rijk over {jaar}; debet = credit"
        )
        goedblad = add_row_sheets(
            boek, "Boekingen", goed, f"Goedgekeurde boekingen {jaar}: de bron van Besteding per voorziening"
        )
        afblad = add_row_sheets(boek, "Afgekeurd", af, f"Afgekeurde boekingen {jaar} met de reden", met_reden=True)
        controle = boek.add(
            "Controle", (92, 18, 18, 15, 11), "Twee berekeningen van hetzelfde bedrag; het verschil is nul"
        )
        uitgangspunten = boek.add("Uitgangspunten", (46, 11, 20, 15, 13, 90))

        cellen: Cellen = {}
        _telling(telling, rekening.spuk, jaar, cellen)
        _beschikkingen(beschikkingen, rekening, jaar, cellen)
        write_besteding(besteding, verantwoording, rekening, goedblad, cellen)
        write_reservering(reservering, rekening, cellen)
        write_verloop(verloop, rekening, cellen)
        write_sisa(sisa, rekening, sjabloon, cellen)
        write_journaal(journaal, rekening, verantwoording.invoer.instellingen.account_names)
        aansluitingen = reconcile_gemeente(verantwoording, rekening)
        telcel = write_controle(controle, aansluitingen)
        write_uitgangspunten(uitgangspunten, verantwoording)
        sluit = not any(a.verschil for a in aansluitingen)
        _samenvatting(samenvatting, rekening, telcel, sluit, cellen)
        write_judgement(samenvatting, verantwoording, rekening.gemeente.code)
    fill_row_sheets(kaal, doel, [*goedblad, *afblad])
    kaal.unlink()


def split_rows(verantwoording: Verantwoording, wie: list[str] | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Accepted and rejected rows of the year booked by `wie`; None: by nobody in the region."""
    tabel = verantwoording.invoer.boekingen.tabel
    tabel = tabel[(tabel["jaar"] == verantwoording.jaar) & tabel["gemeente"].isin(wie or [])]
    if tabel["correctie"].any():
        pot = tabel["pot"].astype(object)
        for naam in SPUK_POTTEN:
            pot[(tabel["correctie"]) & (pot == naam)] = CORRECTIE.format(naam)
        tabel = tabel.assign(pot=pot.astype("category"))
    volgorde = tabel.sort_values(["datum", "bestand", "regel"], kind="stable")
    return volgorde[volgorde["reden"] == ""], volgorde[volgorde["reden"] != ""]


def _samenvatting(blad: Blad, rekening: Gemeenterekening, telcel: Cel, sluit: bool, cellen: Cellen) -> None:
    blad.header(
        [
            "",
            "Uitkering",
            "Reservering 1 januari",
            "Lasten",
            "Reservering 31 december",
            "Terug te betalen",
            "Door te schuiven",
        ],
        1,
    )
    for regeling in rekening.regelingen:
        blad.put(blad.rij, 0, NAMEN[regeling.regeling], "vet")
        for kolom, figuur in enumerate(_KERN, start=1):
            bron = cellen[regeling.regeling, figuur, regeling.jaar.jaar]
            blad.formula(blad.rij, kolom, str(bron), int(getattr(regeling.jaar, figuur)))
        blad.rij += 1
    blad.rij += 1
    blad.put(blad.rij, 0, "Alle aansluitingen sluiten", "vet")
    uitslag = Formule(f'IF({telcel}=0,"ja","NEE, zie Controle")', "ja" if sluit else "NEE, zie Controle")
    blad.put(blad.rij, 1, uitslag, "vet")
    blad.rij += 1
    blad.section("Te verantwoorden cijfers")
    blad.header(["", *(NAMEN[r.regeling] for r in rekening.regelingen)], 1)
    for figuur, label in FIGUREN.items():
        blad.put(blad.rij, 0, label)
        for kolom, regeling in enumerate(rekening.regelingen, start=1):
            bron = cellen[regeling.regeling, figuur, regeling.jaar.jaar]
            blad.formula(blad.rij, kolom, str(bron), int(getattr(regeling.jaar, figuur)))
        blad.rij += 1
    for figuur, label in (
        ("passief_eind", "Overlopend passief per ultimo t (BBV art. 49)"),
        ("vordering_eind", "Vordering op het Rijk per ultimo t (BBV art. 40a)"),
        ("schuld_eind", "Schuld aan het Rijk per ultimo t"),
    ):
        blad.put(blad.rij, 0, label)
        for kolom, regeling in enumerate(rekening.regelingen, start=1):
            waarde = getattr(regeling.jaar, figuur.removesuffix("_eind")).eind
            blad.formula(blad.rij, kolom, str(cellen[regeling.regeling, figuur, regeling.jaar.jaar]), waarde)
        blad.rij += 1
    blad.put(blad.rij, 0, "Zelfstandige uitvoering")
    blad.put(blad.rij + 1, 0, "De uitkering komt uit")
    for kolom, regeling in enumerate(rekening.regelingen, start=1):
        bron = cellen[regeling.regeling, "zelfstandig", regeling.jaar.jaar]
        blad.put(blad.rij, kolom, Formule(str(bron), "Ja" if regeling.jaar.zelfstandig else "Nee"), "rechts")
        blad.put(blad.rij + 1, kolom, regeling.herkomst[regeling.jaar.jaar], "rechts")
    blad.rij += 3
    blad.remark("Blauw is invoer, zwart is berekend. Alle bedragen in euro's; gerekend is in hele centen.")
    blad.ws.activate()


def _telling(blad: Blad, regeling: Regelingrekening, jaar: int, cellen: Cellen) -> None:
    berekening = regeling.berekening
    if berekening is None:
        blad.remark(f"Voor {jaar} is geen telling van DUO ingevoerd (tellingen.csv); er is niets te herrekenen.")
        return
    rijen = {r.naam: r for r in berekening.regels}
    blad.section(f"Telling en grondslag {jaar}")
    blad.header(["Onderdeel", "Aantal", "Bedrag of gewicht per persoon", "Aantal x bedrag"], 1)
    adres: dict[str, str] = {}
    for naam, regel in {"bgo": BGO, **GRONDSLAGEN, "abo": ABO}.items():
        rij = rijen[naam]
        blad.put(blad.rij, 0, COMPONENTNAMEN[naam])
        personen = blad.put(blad.rij, 1, float(rij.personen), "heel in")
        prijs = blad.put(blad.rij, 2, float(rij.bedrag), "geld in")
        plaats = dict(zip(regel.term.names(), (personen.hier, prijs.hier), strict=True))
        adres[naam] = blad.formula(blad.rij, 3, formula(regel, plaats.__getitem__, cents=True), rij.grondslag).hier
        blad.rij += 1
    blad.put(blad.rij, 0, "Grondslag asiel (GG)")
    gg = blad.formula(blad.rij, 3, f"SUM({adres['ba_a']}:{adres['aia']})", berekening.grondslag)
    blad.put(blad.rij + 1, 0, "Landelijke verhouding TBA / SOM_GG")
    factor = blad.put(blad.rij + 1, 3, float(berekening.factor), "factor in")
    blad.put(blad.rij + 2, 0, "BA = grondslag x verhouding")
    ba_tekst = formula(BA, lambda naam: factor.hier, cents=True, parts={SOM_GG.term: gg.hier})
    ba = blad.formula(blad.rij + 2, 3, ba_tekst, berekening.ba)
    delen = {"bgo": adres["bgo"], "ba": ba.hier, "abo": adres["abo"]}
    formule = formula(UITKERING, by_key(delen), cents=True)
    blad.rij += 3
    if berekening.korting:
        blad.put(blad.rij, 0, KORTING)
        korting = blad.money(blad.rij, 3, -berekening.korting)
        formule += f"+{korting.hier}"
        blad.rij += 1
    blad.put(blad.rij, 0, "Uitkering herrekend", "totaal")
    cellen["spuk", "herrekend", jaar] = blad.formula(blad.rij, 3, formule, berekening.totaal, "geld totaal")
    blad.rij += 1
    blad.remark(f"Verhouding: {berekening.verhouding.herkomst}.")

    blad.section("Definitieve beschikking tegenover herrekening")
    definitief = last_decision((b for b in regeling.besluiten if b.jaar == jaar), "definitief")
    if definitief is None:
        blad.remark(f"Over {jaar} is nog geen definitieve beschikking ontvangen.")
        return
    blad.header(["Onderdeel", "Beschikking", "Herrekend", "Verschil"], 1)
    eerste = blad.rij
    gesplitst = definitief.components is not None
    for component in regeling.vergelijking:
        blad.put(blad.rij, 0, COMPONENTNAMEN[component.naam])
        # With a national factor the parts of BA share one rounding, which no formula per part can give.
        if berekening.factor == 1 or component.naam in ("bgo", "abo"):
            hier = blad.formula(blad.rij, 2, adres[component.naam], component.herrekend)
        else:
            hier = blad.money(blad.rij, 2, component.herrekend)
        if component.beschikking is not None and component.verschil is not None:
            besloten = blad.money(blad.rij, 1, component.beschikking)
            blad.formula(blad.rij, 3, f"ROUND({besloten.hier}-{hier.hier},2)", component.verschil)
        blad.rij += 1
    if berekening.korting:
        blad.put(blad.rij, 0, KORTING)
        blad.formula(blad.rij, 2, korting.hier, -berekening.korting)
        blad.rij += 1
    blad.put(blad.rij, 0, "Totaal", "totaal")
    if gesplitst:
        besluit = blad.total(1, eerste, definitief.bedrag)
    else:
        besluit = blad.money(blad.rij, 1, definitief.bedrag, "geld totaal")
    som = blad.total(2, eerste, berekening.totaal)
    blad.formula(
        blad.rij, 3, f"ROUND({besluit.hier}-{som.hier},2)", definitief.bedrag - berekening.totaal, "geld totaal"
    )
    blad.rij += 1
    if not gesplitst:
        blad.remark(
            "De beschikking is zonder onderdelen ingevoerd; vul bgo, ba_a, ba_b, ba_c, aia en abo in beschikkingen.csv."
        )


def _beschikkingen(blad: Blad, rekening: Gemeenterekening, jaar: int, cellen: Cellen) -> None:
    blad.section("Ontvangen besluiten")
    blad.header(["Jaar", "Regeling", "Soort", "Datum", "Bedrag", "Bron"], 4, 5)
    adres: dict[tuple[str, int, str], Cel] = {}
    for regeling in rekening.regelingen:
        for b in regeling.besluiten:
            blad.put(blad.rij, 0, b.jaar, "jaar")
            blad.put(blad.rij, 1, NAMEN[b.regeling])
            blad.put(blad.rij, 2, b.soort)
            blad.put(blad.rij, 3, b.datum, "datum")
            # They stand in the order in which they count: a later one replaces what was before it.
            soort = "voorschot" if b.soort in VOORSCHOT else b.soort
            adres[b.regeling, b.jaar, soort] = blad.money(blad.rij, 4, b.bedrag)
            blad.put(blad.rij, 5, b.bron, "na_getal")
            blad.rij += 1
    for regeling in rekening.regelingen:
        _per_year(blad, regeling, adres, cellen)
        _cash(blad, regeling, jaar)
    write_deadlines(blad, jaar)


_AFREKENING = {"definitief": "definitief", "voorlopig": "voorlopig_in"}
"""Where the figures of the settlement stand."""


def _per_year(blad: Blad, regeling: Regelingrekening, adres: dict[tuple[str, int, str], Cel], cellen: Cellen) -> None:
    code = regeling.regeling
    blad.section(f"{NAMEN[code]}: per jaar")
    blad.header(
        [
            "Jaar",
            "Gesloten op (herkomst)",
            "Voorschot V(t)",
            "Uitkering U(t)",
            "Definitief",
            "Afrekening: definitief - voorschot",
            "Afgerekend in",
        ],
        2,
        6,
    )
    for feiten in regeling.feiten:
        j, rij = feiten.jaar, blad.rij
        herkomst = regeling.herkomst[j]
        voorschot, definitief = adres.get((code, j, "voorschot")), adres.get((code, j, "definitief"))
        blad.put(rij, 0, j, "jaar")
        blad.put(rij, 1, herkomst, "lang")
        if definitief is not None and feiten.definitief is not None:
            cellen[code, "definitief", j] = blad.formula(rij, 4, definitief.hier, feiten.definitief)
        bron = {DEFINITIEF: definitief, HERREKEND: cellen.get((code, "herrekend", j))}.get(herkomst)
        if bron is not None:
            cellen[code, "uitkering_in", j] = blad.formula(rij, 3, str(bron), feiten.uitkering)
        else:
            cellen[code, "uitkering_in", j] = blad.money(rij, 3, feiten.uitkering)
        if voorschot is not None:
            cellen[code, "voorlopig_in", j] = blad.formula(rij, 2, voorschot.hier, feiten.voorlopig)
        else:
            cellen[code, "voorlopig_in", j] = blad.money(rij, 2, feiten.voorlopig)
        if feiten.definitief is not None and feiten.definitief_in is not None:
            plaats = {naam: cellen[code, sleutel, j].hier for naam, sleutel in _AFREKENING.items()}
            formule = formula(NABETALING, by_key(plaats), cents=True)
            blad.formula(rij, 5, formule, feiten.definitief - feiten.voorlopig)
            blad.put(rij, 6, feiten.definitief_in, "jaar")
        blad.rij += 1


def _cash(blad: Blad, regeling: Regelingrekening, jaar: int) -> None:
    blad.section(f"{NAMEN[regeling.regeling]}: kasritme over {jaar}")
    blad.header(["", "Soort", "Stand", "Datum", "Bedrag"], 4)
    eerste = blad.rij
    for stroom in regeling.kalender:
        blad.put(blad.rij, 1, stroom.soort)
        blad.put(blad.rij, 2, "verwacht" if stroom.verwacht else "besloten")
        blad.put(blad.rij, 3, stroom.datum, "datum")
        blad.money(blad.rij, 4, stroom.bedrag)
        blad.rij += 1
    for kolom in range(4):
        blad.put(blad.rij, kolom, "Totaal" if kolom == 1 else "", "totaal")
    blad.total(4, eerste, sum(s.bedrag for s in regeling.kalender))
    blad.rij += 1
