"""The workbook of one gemeente: from decision, count and bookings to SiSa, every figure a formula one can follow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from finance.fouten import list_words
from finance.jaarrekening import COMPONENTEN
from finance.taal.tekst import formula
from finance.uitkering import ABO, BA, BGO, GRONDSLAGEN, NABETALING, SOM_GG, UITKERING, VOORSCHOT, last_decision
from reports.tabel.adres import Adresboek, Bereik, Formule, Plaats, Sleutel, from_rule
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.balans import write_journaal, write_verloop
from reports.verantwoording.besteding import CORRECTIE, Bronbladen, write_besteding
from reports.verantwoording.boekingenblad import REDEN, UITVOERDER, Rijenblad, add_row_sheets, fill_row_sheets
from reports.verantwoording.controle import KERN, NAMEN, reconcile_gemeente
from reports.verantwoording.reservering import write_reservering
from reports.verantwoording.sisa import BREEDTES, write_deadlines, write_sisa
from reports.verantwoording.slot import write_controle, write_judgement, write_uitgangspunten
from scenarios.boeken.boekingsregels import SPUK_POTTEN
from scenarios.boeken.herrekening import Berekening
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.grond.bestanden import workspace
from scenarios.jaar.sisasjabloon import Sjabloon
from scenarios.regiomap.besluiten import Besluitrij
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
MAX_REGIONAAL = 50_000
"""Lines of regional bodies that the workbook of every gemeente repeats; more stand in that of the region only."""
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


def write_gemeente(verantwoording: Verantwoording, rekening: Gemeenterekening, sjabloon: Sjabloon, doel: Path) -> None:
    """Write the workbook of one gemeente to `doel`."""
    jaar, naam = verantwoording.jaar, rekening.gemeente.naam
    goed, af = split_rows(verantwoording, [rekening.gemeente.code])
    kaal = workspace(doel) / f"{doel.stem}.kaal"
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
        regioblad = _add_regional(boek, verantwoording, rekening)
        afblad = add_row_sheets(boek, "Afgekeurd", af, f"Afgekeurde boekingen {jaar} met de reden", voorop=(REDEN,))
        controle = boek.add(
            "Controle", (92, 18, 18, 15, 11), "Twee berekeningen van hetzelfde bedrag; het verschil is nul"
        )
        uitgangspunten = boek.add("Uitgangspunten", (40, 11, 18, 15, 13, 66))

        cellen = boek.adressen
        _telling(telling, rekening.spuk, jaar, cellen)
        _beschikkingen(beschikkingen, rekening, jaar, cellen)
        write_besteding(besteding, verantwoording, rekening, Bronbladen(goedblad, regioblad), cellen)
        write_reservering(reservering, rekening, cellen)
        write_verloop(verloop, rekening, cellen)
        write_sisa(sisa, verantwoording, rekening, sjabloon)
        write_journaal(journaal, rekening, verantwoording.invoer.instellingen.account_names)
        aansluitingen = reconcile_gemeente(verantwoording, rekening)
        telcel = write_controle(controle, aansluitingen)
        write_uitgangspunten(uitgangspunten, verantwoording)
        sluit = not any(a.verschil for a in aansluitingen)
        _samenvatting(samenvatting, rekening, telcel, sluit)
        write_judgement(samenvatting, verantwoording, rekening.gemeente.code)
    fill_row_sheets(kaal, doel, [*goedblad, *(regioblad or ()), *afblad])


def _add_regional(boek: Werkboek, v: Verantwoording, rekening: Gemeenterekening) -> list[Rijenblad] | None:
    """The lines of the regional bodies that the gemeente pays for; None when there are none, or too many to repeat."""
    lichamen = sorted({r.lichaam for r in v.verdelingen if rekening.gemeente.code in r.delen})
    goed, _ = split_rows(v, lichamen)
    if goed.empty or len(goed) > MAX_REGIONAAL:
        return None
    tekst = f"Goedgekeurde boekingen {v.jaar} van {list_words(lichamen)}: de bron van het aandeel in regionale kosten"
    return add_row_sheets(boek, "Boekingen regionaal", goed, tekst, voorop=(UITVOERDER,))


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


def _samenvatting(blad: Blad, rekening: Gemeenterekening, telcel: Plaats, sluit: bool) -> None:
    to_xlsx(blad, _summary_table(rekening))
    blad.rij += 1
    blad.put(blad.rij, 0, "Alle aansluitingen sluiten", "vet")
    uitslag = Formule(f'IF({telcel}=0,"ja","NEE, zie Controle")', "ja" if sluit else "NEE, zie Controle")
    blad.put(blad.rij, 1, uitslag, "vet")
    blad.rij += 1
    blad.section("Te verantwoorden cijfers")
    to_xlsx(blad, _figures_table(rekening))
    blad.rij += 1
    blad.remark("Blauw is invoer, zwart is berekend. Alle bedragen in euro's; gerekend is in hele centen.")
    blad.ws.activate()


def _summary_table(rekening: Gemeenterekening) -> Tabel:
    """The year of each uitkering on one line."""
    return Tabel(
        "",
        (Kolom("", vorm="vet"), *columns((KERN.values(), "cent"))),
        tuple(
            Rij((NAMEN[r.regeling], *(_from_sheet(r, figuur, int(getattr(r.jaar, figuur))) for figuur in KERN)))
            for r in rekening.regelingen
        ),
    )


def _figures_table(rekening: Gemeenterekening) -> Tabel:
    """All figures to account for, an uitkering in each column."""
    regelingen = rekening.regelingen
    rijen = [
        Rij((label, *(_from_sheet(r, figuur, int(getattr(r.jaar, figuur))) for r in regelingen)))
        for figuur, label in FIGUREN.items()
    ]
    for figuur, label in (
        ("passief_eind", "Overlopend passief per ultimo t (BBV art. 49)"),
        ("vordering_eind", "Vordering op het Rijk per ultimo t (BBV art. 40a)"),
        ("schuld_eind", "Schuld aan het Rijk per ultimo t"),
    ):
        standen = [getattr(r.jaar, figuur.removesuffix("_eind")).eind for r in regelingen]
        rijen.append(Rij((label, *(_from_sheet(r, figuur, s) for r, s in zip(regelingen, standen, strict=True)))))
    zelfstandig = (_from_sheet(r, "zelfstandig", "Ja" if r.jaar.zelfstandig else "Nee") for r in regelingen)
    rijen.append(Rij(("Zelfstandige uitvoering", *zelfstandig), vorm="rechts"))
    rijen.append(Rij(("De uitkering komt uit", *(r.herkomst[r.jaar.jaar] for r in regelingen))))
    return Tabel("", (Kolom(""), *columns(((NAMEN[r.regeling] for r in regelingen), "cent"))), tuple(rijen))


def _from_sheet(regeling: Regelingrekening, figuur: str, waarde: int | str) -> Formule:
    """A figure of the year as it stands on the sheet that computes it."""
    return Formule("{0}", waarde, ((regeling.regeling, figuur, regeling.jaar.jaar),))


def _telling(blad: Blad, regeling: Regelingrekening, jaar: int, cellen: Adresboek) -> None:
    berekening = regeling.berekening
    if berekening is None:
        blad.remark(f"Voor {jaar} is geen telling van DUO ingevoerd (tellingen.csv); er is niets te herrekenen.")
        return
    blad.section(f"Telling en grondslag {jaar}")
    cellen["spuk", "herrekend", jaar] = to_xlsx(blad, _count_table(berekening))[("telling", "totaal"), "uitkomst"]
    blad.remark(f"Verhouding: {berekening.verhouding.herkomst}.")

    blad.section("Definitieve beschikking tegenover herrekening")
    definitief = last_decision((b for b in regeling.besluiten if b.jaar == jaar), "definitief")
    if definitief is None:
        blad.remark(f"Over {jaar} is nog geen definitieve beschikking ontvangen.")
        return
    gesplitst = definitief.components is not None
    to_xlsx(blad, _decided_table(regeling, berekening, definitief))
    if not gesplitst:
        blad.remark(
            "De beschikking is zonder onderdelen ingevoerd; vul bgo, ba_a, ba_b, ba_c, aia en abo in beschikkingen.csv."
        )


def _count_table(berekening: Berekening) -> Tabel:
    """Persons x amount per component, the national ratio on those of asiel, and what they add up to."""
    regels = {r.naam: r for r in berekening.regels}
    rijen = []
    for naam, regel in {"bgo": BGO, **GRONDSLAGEN, "abo": ABO}.items():
        rij, sleutel = regels[naam], ("telling", naam)
        namen = (n.sleutel for n in regel.term.names())
        plaats = dict(zip(namen, ((sleutel, "aantal"), (sleutel, "bedrag")), strict=True))
        uitkomst = from_rule(regel, plaats, rij.grondslag)
        rijen.append(Rij((COMPONENTNAMEN[naam], float(rij.personen), float(rij.bedrag), uitkomst), sleutel))
    gg, factor, ba = ((("telling", naam), "uitkomst") for naam in ("gg", "factor", "ba"))
    asiel = Bereik(*((("telling", naam), "uitkomst") for naam in ("ba_a", "aia")))
    grondslag = Formule("SUM({0})", berekening.grondslag, (asiel,))
    ba_tekst = formula(BA, lambda naam: "{1}", cents=True, parts={SOM_GG.term: "{0}"})
    rijen += [
        Rij(("Grondslag asiel (GG)", None, None, grondslag), gg[0]),
        Rij(("Landelijke verhouding TBA / SOM_GG", None, None, float(berekening.factor)), factor[0], vorm="factor in"),
        Rij(("BA = grondslag x verhouding", None, None, Formule(ba_tekst, berekening.ba, (gg, factor))), ba[0]),
    ]
    delen = {"bgo": (("telling", "bgo"), "uitkomst"), "ba": ba, "abo": (("telling", "abo"), "uitkomst")}
    som = from_rule(UITKERING, delen, berekening.totaal)
    if berekening.korting:
        korting = ("telling", "korting")
        rijen.append(Rij((KORTING, None, None, -berekening.korting), korting, vorm="geld in"))
        erbij = f"{som.tekst}+{{{len(som.sleutels)}}}"
        som = replace(som, tekst=erbij, sleutels=(*som.sleutels, (korting, "uitkomst")))
    rijen.append(Rij(("Uitkering herrekend", None, None, som), ("telling", "totaal"), "totaal"))
    return Tabel(
        "",
        (
            Kolom("Onderdeel"),
            Kolom("Aantal", "heel", naam="aantal", vorm="heel in"),
            Kolom("Bedrag of gewicht per persoon", "euro", naam="bedrag", vorm="geld in"),
            Kolom("Aantal x bedrag", "cent", naam="uitkomst"),
        ),
        tuple(rijen),
    )


def _decided_table(regeling: Regelingrekening, berekening: Berekening, definitief: Besluitrij) -> Tabel:
    """The decision beside the calculation, per component as far as the decision tells."""
    rijen = []
    for c in regeling.vergelijking:
        sleutel = ("vergelijking", c.naam)
        # With a national factor the parts of BA share one rounding, which no formula per part can give.
        eigen = berekening.factor == 1 or c.naam in ("bgo", "abo")
        herrekend: Cel = Formule("{0}", c.herrekend, ((("telling", c.naam), "uitkomst"),)) if eigen else c.herrekend
        verschil = None if c.beschikking is None or c.verschil is None else _difference(sleutel, c.verschil)
        rijen.append(Rij((COMPONENTNAMEN[c.naam], c.beschikking, herrekend, verschil), sleutel))
    if berekening.korting:
        korting = Formule("{0}", -berekening.korting, ((("telling", "korting"), "uitkomst"),))
        rijen.append(Rij((KORTING, None, korting, None), ("vergelijking", "korting")))
    tabel = Tabel(
        "",
        (
            Kolom("Onderdeel"),
            Kolom("Beschikking", "cent", naam="beschikking", vorm="geld in"),
            Kolom("Herrekend", "cent", naam="herrekend", vorm="geld in"),
            Kolom("Verschil", "cent"),
        ),
        tuple(rijen),
    )
    sleutel = ("vergelijking", "totaal")
    tabel = tabel.total("Totaal", sleutel, definitief.bedrag, berekening.totaal)
    *regels, som = tabel.rijen
    besluit = som.cellen[1] if definitief.components is not None else definitief.bedrag
    afwijking = _difference(sleutel, definitief.bedrag - berekening.totaal)
    som = replace(som, cellen=(som.cellen[0], besluit, som.cellen[2], afwijking), vorm="geld")
    return replace(tabel, rijen=(*regels, som))


def _difference(rij: Sleutel, centen: int) -> Formule:
    return Formule("ROUND({0}-{1},2)", centen, ((rij, "beschikking"), (rij, "herrekend")))


def _beschikkingen(blad: Blad, rekening: Gemeenterekening, jaar: int, cellen: Adresboek) -> None:
    blad.section("Ontvangen besluiten")
    besluiten = [b for regeling in rekening.regelingen for b in regeling.besluiten]
    tabel = Tabel(
        "",
        (
            Kolom("Jaar", "jaar"),
            *columns((("Regeling", "Soort"), "tekst"), (("Datum",), "datum")),
            Kolom("Bedrag", "cent", naam="bedrag", vorm="geld in"),
            Kolom("Bron", vorm="na_getal"),
        ),
        tuple(
            Rij((b.jaar, NAMEN[b.regeling], b.soort, b.datum, b.bedrag, b.bron), ("besluit", nummer))
            for nummer, b in enumerate(besluiten)
        ),
    )
    to_xlsx(blad, tabel)
    adres: dict[tuple[str, int, str], Sleutel] = {}
    for nummer, b in enumerate(besluiten):
        # They stand in the order in which they count: a later one replaces what was before it.
        adres[b.regeling, b.jaar, "voorschot" if b.soort in VOORSCHOT else b.soort] = (("besluit", nummer), "bedrag")
    for regeling in rekening.regelingen:
        _per_year(blad, regeling, adres, cellen)
        _cash(blad, regeling, jaar)
    write_deadlines(blad, jaar)


def _per_year(
    blad: Blad, regeling: Regelingrekening, adres: dict[tuple[str, int, str], Sleutel], cellen: Adresboek
) -> None:
    """What every year was closed on; other sheets call its amounts (regeling, figure, year)."""
    code = regeling.regeling
    blad.section(f"{NAMEN[code]}: per jaar")
    rijen = []
    for feiten in regeling.feiten:
        j, herkomst, sleutel = feiten.jaar, regeling.herkomst[feiten.jaar], (code, "per jaar", feiten.jaar)
        definitief = adres.get((code, j, "definitief")) if feiten.definitief is not None else None
        herrekend = (code, "herrekend", j) if (code, "herrekend", j) in cellen else None
        bron = {DEFINITIEF: adres.get((code, j, "definitief")), HERREKEND: herrekend}.get(herkomst)
        afrekening, wanneer = None, None
        if feiten.definitief is not None and feiten.definitief_in is not None:
            plaats = {"definitief": (sleutel, "definitief"), "voorlopig": (sleutel, "voorlopig_in")}
            afrekening = from_rule(NABETALING, plaats, feiten.definitief - feiten.voorlopig)
            wanneer = feiten.definitief_in
        bedragen = (
            _copy(adres.get((code, j, "voorschot")), feiten.voorlopig),
            _copy(bron, feiten.uitkering),
            _copy(definitief, feiten.definitief) if definitief is not None else None,
        )
        rijen.append(Rij((j, herkomst, *bedragen, afrekening, wanneer), sleutel))
    tabel = Tabel(
        "",
        (
            Kolom("Jaar", "jaar"),
            Kolom("Gesloten op (herkomst)", vorm="lang"),
            Kolom("Voorschot V(t)", "cent", naam="voorlopig_in", vorm="geld in"),
            Kolom("Uitkering U(t)", "cent", naam="uitkering_in", vorm="geld in"),
            Kolom("Definitief", "cent", naam="definitief"),
            Kolom("Afrekening: definitief - voorschot", "cent"),
            Kolom("Afgerekend in", "jaar"),
        ),
        tuple(rijen),
    )
    plaatsen = to_xlsx(blad, tabel)
    for feiten in regeling.feiten:
        for naam in ("voorlopig_in", "uitkering_in", "definitief"):
            cellen[code, naam, feiten.jaar] = plaatsen[(code, "per jaar", feiten.jaar), naam]


def _copy(bron: Sleutel | None, centen: int | None) -> Cel:
    """An amount as it stands elsewhere, or as it was stated."""
    return centen if bron is None or centen is None else Formule("{0}", centen, (bron,))


def _cash(blad: Blad, regeling: Regelingrekening, jaar: int) -> None:
    blad.section(f"{NAMEN[regeling.regeling]}: kasritme over {jaar}")
    kalender = regeling.kalender
    tabel = Tabel(
        "",
        (
            Kolom(""),
            Kolom("Soort"),
            Kolom("Stand"),
            Kolom("Datum", "datum"),
            Kolom("Bedrag", "cent", naam="bedrag", vorm="geld in"),
        ),
        tuple(
            Rij(
                (None, s.soort, "verwacht" if s.verwacht else "besloten", s.datum, s.bedrag),
                (regeling.regeling, "kas", nummer),
            )
            for nummer, s in enumerate(kalender)
        ),
    )
    tabel = tabel.total("", (regeling.regeling, "kas", "totaal"), sum(s.bedrag for s in kalender))
    *stromen, som = tabel.rijen
    to_xlsx(blad, replace(tabel, rijen=(*stromen, replace(som, cellen=("", "Totaal", *som.cellen[2:])))))
