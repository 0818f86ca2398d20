"""The sheet Besteding per voorziening: bookings, shares in regional costs, corrections, taakvelden."""

from __future__ import annotations

from collections.abc import Sequence

from finance.voorzieningen import VOORZIENINGEN
from reports.tabel.xlsx import Blad, Cellen, Formule
from reports.verantwoording.boekingenblad import Rijenblad
from reports.verantwoording.controle import NAMEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording

CORRECTIE = "{} (correctie t-1)"


def write_besteding(
    blad: Blad, v: Verantwoording, rekening: Gemeenterekening, boekingen: Sequence[Rijenblad], cellen: Cellen
) -> None:
    """Lasten of the year per voorziening, summed live from the sheet Boekingen, and those of earlier years."""
    for regeling in rekening.regelingen:
        _per_voorziening(blad, v, regeling, boekingen, cellen)
        _corrections(blad, v, rekening, regeling, boekingen, cellen)
        _earlier_years(blad, regeling, cellen)
        _taakvelden(blad, regeling)
    _shares(blad, v, rekening)


def _sum_rows(boekingen: Sequence[Rijenblad], functie: str, *voorwaarden: tuple[str, str]) -> str:
    """SUMIFS or COUNTIFS over all booking sheets."""
    delen = []
    for rijenblad in boekingen:
        eisen = ",".join(f"{rijenblad.column(kolom)},{eis}" for kolom, eis in voorwaarden)
        som = f"{rijenblad.column('last')}," if functie == "SUMIFS" else ""
        delen.append(f"{functie}({som}{eisen})")
    return "+".join(delen)


def _per_voorziening(
    blad: Blad, v: Verantwoording, regeling: Regelingrekening, boekingen: Sequence[Rijenblad], cellen: Cellen
) -> None:
    lasten = [x for x in regeling.lasten if not x.correctie]
    blad.section(f"{NAMEN[regeling.regeling]}: lasten {v.jaar} per voorziening")
    blad.header(["Voorziening", "Code", "Boekingen", "Eigen boekingen", "Aandeel regionaal", "Totaal"], 2)
    eerste = blad.rij
    for naam, voorziening in VOORZIENINGEN.items():
        rijen = [x for x in lasten if x.voorziening == naam]
        if not rijen:
            continue
        eigen, aandeel = sum(x.bedrag for x in rijen if not x.lichaam), sum(x.bedrag for x in rijen if x.lichaam)
        blad.put(blad.rij, 0, voorziening.label)
        code = blad.put(blad.rij, 1, naam).hier
        eisen = (("voorziening", code), ("pot", f'"{regeling.regeling}"'))
        aantal = Formule(_sum_rows(boekingen, "COUNTIFS", *eisen), sum(x.aantal for x in rijen))
        blad.put(blad.rij, 2, aantal, "heel")
        links = blad.formula(blad.rij, 3, f"ROUND({_sum_rows(boekingen, 'SUMIFS', *eisen)},2)", eigen)
        rechts = blad.money(blad.rij, 4, aandeel)
        blad.formula(blad.rij, 5, f"{links.hier}+{rechts.hier}", eigen + aandeel)
        blad.rij += 1
    blad.put(blad.rij, 0, "Totaal", "totaal")
    blad.put(blad.rij, 1, "", "totaal")
    som = Formule(f"SUM(C{eerste + 1}:C{blad.rij})" if lasten else "0", sum(x.aantal for x in lasten))
    blad.put(blad.rij, 2, som, "heel totaal")
    blad.total(3, eerste, sum(x.bedrag for x in lasten if not x.lichaam))
    blad.total(4, eerste, sum(x.bedrag for x in lasten if x.lichaam))
    cellen[regeling.regeling, "besteding_in", v.jaar] = blad.total(5, eerste, regeling.jaar.besteding)
    blad.rij += 1


def _corrections(
    blad: Blad,
    v: Verantwoording,
    rekening: Gemeenterekening,
    regeling: Regelingrekening,
    boekingen: Sequence[Rijenblad],
    cellen: Cellen,
) -> None:
    pot, code = regeling.regeling, rekening.gemeente.code
    los = [c for c in v.correcties if (c.jaar, c.cbs_code, c.regeling) == (v.jaar, code, pot)]
    geboekt = sum(x.bedrag for x in regeling.lasten if x.correctie and not x.lichaam)
    regionaal = sum(x.bedrag for x in regeling.lasten if x.correctie and x.lichaam)
    blad.section(f"{NAMEN[pot]}: correcties over eerdere jaren")
    blad.header(["Reden", "Over", "", "", "", "Bedrag"], 5)
    eerste = blad.rij
    som = _sum_rows(boekingen, "SUMIFS", ("pot", f'"{CORRECTIE.format(pot)}"'))
    blad.put(blad.rij, 0, "Boekingen met een datum in het vorige jaar")
    blad.formula(blad.rij, 5, f"ROUND({som},2)", geboekt)
    blad.rij += 1
    if regionaal:
        blad.put(blad.rij, 0, "Aandeel in regionale correcties")
        blad.money(blad.rij, 5, regionaal)
        blad.rij += 1
    for correctie in los:
        blad.put(blad.rij, 0, correctie.reden, "lang")
        blad.put(blad.rij, 1, correctie.over, "jaar")
        blad.money(blad.rij, 5, correctie.bedrag)
        blad.rij += 1
    for kolom in range(5):
        blad.put(blad.rij, kolom, "Totaal" if kolom == 0 else "", "totaal")
    cellen[pot, "correctie_in", v.jaar] = blad.total(5, eerste, regeling.jaar.correctie_besteding)
    blad.rij += 1


def _earlier_years(blad: Blad, regeling: Regelingrekening, cellen: Cellen) -> None:
    eerder = regeling.jaren[:-1]
    if not eerder:
        return
    blad.section(f"{NAMEN[regeling.regeling]}: eerdere jaren")
    blad.header(["Herkomst", "Jaar", "", "", "Correctie", "Besteding"], 4)
    for jaar in eerder:
        blad.put(blad.rij, 0, regeling.herkomst[jaar.jaar])
        blad.put(blad.rij, 1, jaar.jaar, "jaar")
        cellen[regeling.regeling, "correctie_in", jaar.jaar] = blad.money(blad.rij, 4, jaar.correctie_besteding)
        cellen[regeling.regeling, "besteding_in", jaar.jaar] = blad.money(blad.rij, 5, jaar.besteding)
        blad.rij += 1


def _taakvelden(blad: Blad, regeling: Regelingrekening) -> None:
    blad.section(f"{NAMEN[regeling.regeling]}: taakvelden")
    blad.header(["Taakveld", "", "", "Lasten", "Baten", "Saldo"], 3)
    eerste = blad.rij
    for veld in regeling.taakvelden:
        blad.put(blad.rij, 0, veld.taakveld)
        lasten, baten = blad.money(blad.rij, 3, veld.lasten), blad.money(blad.rij, 4, veld.baten)
        blad.formula(blad.rij, 5, f"ROUND({baten.hier}-{lasten.hier},2)", veld.saldo)
        blad.rij += 1
    for kolom in range(3):
        blad.put(blad.rij, kolom, "Totaal" if kolom == 0 else "", "totaal")
    for kolom, naam in ((3, "lasten"), (4, "baten"), (5, "saldo")):
        blad.total(kolom, eerste, sum(getattr(t, naam) for t in regeling.taakvelden))
    blad.rij += 1


def _shares(blad: Blad, v: Verantwoording, rekening: Gemeenterekening) -> None:
    code = rekening.gemeente.code
    regels = [r for r in v.verdelingen if code in r.delen]
    if not regels:
        return
    blad.section("Aandeel in regionale kosten (delen zijn samen het regionale totaal, tot op de cent)")
    blad.header(["Uitvoerder en voorziening", "Sleutel", "Gewicht", "Som gewichten", "Regionaal totaal", "Aandeel"], 2)
    for r in regels:
        blad.put(blad.rij, 0, f"{r.lichaam}: {VOORZIENINGEN[r.voorziening].label}")
        blad.put(blad.rij, 1, r.sleutel)
        blad.put(blad.rij, 2, float(r.gewichten[code]), "waarde in")
        blad.put(blad.rij, 3, float(sum(r.gewichten.values())), "waarde in")
        blad.money(blad.rij, 4, r.totaal)
        blad.money(blad.rij, 5, r.delen[code])
        blad.rij += 1
