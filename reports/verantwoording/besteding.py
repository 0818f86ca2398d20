"""The sheet Besteding per voorziening: bookings, shares in regional costs, corrections, taakvelden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance.voorzieningen import VOORZIENINGEN
from reports.tabel.adres import Adresboek, Formule, sum_of
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel
from reports.tabel.xlsx import Blad
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.boekingenblad import Rijenblad
from reports.verantwoording.controle import NAMEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.boeken.slot import Last
from scenarios.boeken.toerekening import Verdeelregel

Aandeel = tuple[str, str, bool]
"""Regeling, voorziening ('' for all together) and whether it is a correction of t-1."""
CORRECTIE = "{} (correctie t-1)"


@dataclass(frozen=True)
class Bronbladen:
    """The sheets with the bookings of the gemeente, and of regional bodies when they stand in this workbook."""

    eigen: Sequence[Rijenblad]
    regionaal: Sequence[Rijenblad] | None


def write_besteding(
    blad: Blad, v: Verantwoording, rekening: Gemeenterekening, bronnen: Bronbladen, cellen: Adresboek
) -> None:
    """Lasten of the year per voorziening, summed live from the sheet Boekingen, and those of earlier years."""
    for regeling in rekening.regelingen:
        _per_voorziening(blad, v, regeling, bronnen.eigen, cellen)
        _corrections(blad, v, rekening, regeling, bronnen.eigen, cellen)
        _earlier_years(blad, regeling, cellen)
        _taakvelden(blad, regeling)
    delen = _shares(blad, v, rekening, bronnen.regionaal)
    for regeling in rekening.regelingen:
        _refer_to_shares(blad, regeling, delen)


def _sum_rows(boekingen: Sequence[Rijenblad], functie: str, *voorwaarden: tuple[str, str]) -> str:
    """SUMIFS or COUNTIFS over all booking sheets."""
    delen = []
    for rijenblad in boekingen:
        eisen = ",".join(f"{rijenblad.column(kolom)},{eis}" for kolom, eis in voorwaarden)
        som = f"{rijenblad.column('last')}," if functie == "SUMIFS" else ""
        delen.append(f"{functie}({som}{eisen})")
    return "+".join(delen)


def _per_voorziening(
    blad: Blad, v: Verantwoording, regeling: Regelingrekening, boekingen: Sequence[Rijenblad], cellen: Adresboek
) -> None:
    lasten = [x for x in regeling.lasten if not x.correctie]
    blad.section(f"{NAMEN[regeling.regeling]}: lasten {v.jaar} per voorziening")
    rijen = []
    for naam, voorziening in VOORZIENINGEN.items():
        posten = [x for x in lasten if x.voorziening == naam]
        if not posten:
            continue
        eigen, aandeel = _own_and_share(posten)
        sleutel = (regeling.regeling, "voorziening", naam)
        code = ((sleutel, "code"),)
        eisen = (("voorziening", "{0}"), ("pot", f'"{regeling.regeling}"'))
        aantal = Formule(_sum_rows(boekingen, "COUNTIFS", *eisen), sum(x.aantal for x in posten), code)
        geboekt = Formule(f"ROUND({_sum_rows(boekingen, 'SUMIFS', *eisen)},2)", eigen, code)
        samen = sum_of((((sleutel, "eigen"), 1), ((sleutel, "aandeel"), 1)), eigen + aandeel)
        rijen.append(Rij((voorziening.label, naam, aantal, geboekt, aandeel, samen), sleutel))
    tabel = Tabel(
        "",
        (
            Kolom("Voorziening"),
            Kolom("Code", naam="code"),
            Kolom("Boekingen", "heel", naam="boekingen"),
            Kolom("Eigen boekingen", "cent", naam="eigen"),
            Kolom("Aandeel regionaal", "cent", naam="aandeel", vorm="geld in"),
            Kolom("Totaal", "cent", naam="totaal"),
        ),
        tuple(rijen),
    )
    sommen = (sum(x.aantal for x in lasten), *_own_and_share(lasten), regeling.jaar.besteding)
    som = (regeling.regeling, "voorziening", "totaal")
    cellen[regeling.regeling, "besteding_in", v.jaar] = to_xlsx(blad, tabel.total("Totaal", som, *sommen))[
        som, "totaal"
    ]


def _own_and_share(posten: Sequence[Last]) -> tuple[int, int]:
    """What the gemeente booked itself, and its share in what a regional body booked."""
    return sum(x.bedrag for x in posten if not x.lichaam), sum(x.bedrag for x in posten if x.lichaam)


def _corrections(
    blad: Blad,
    v: Verantwoording,
    rekening: Gemeenterekening,
    regeling: Regelingrekening,
    boekingen: Sequence[Rijenblad],
    cellen: Adresboek,
) -> None:
    pot, code = regeling.regeling, rekening.gemeente.code
    los = [c for c in v.correcties if (c.jaar, c.cbs_code, c.regeling) == (v.jaar, code, pot)]
    geboekt = sum(x.bedrag for x in regeling.lasten if x.correctie and not x.lichaam)
    regionaal = sum(x.bedrag for x in regeling.lasten if x.correctie and x.lichaam)
    blad.section(f"{NAMEN[pot]}: correcties over eerdere jaren")
    som = _sum_rows(boekingen, "SUMIFS", ("pot", f'"{CORRECTIE.format(pot)}"'))
    leeg: tuple[None, ...] = (None,) * 4
    rijen: list[tuple[Cel, ...]] = [
        ("Boekingen met een datum in het vorige jaar", *leeg, Formule(f"ROUND({som},2)", geboekt))
    ]
    rijen += [("Aandeel in regionale correcties", *leeg, regionaal)] if regionaal else []
    rijen += [(c.reden, c.over, None, None, None, c.bedrag) for c in los]
    tabel = Tabel(
        "",
        (
            Kolom("Reden", vorm="lang"),
            Kolom("Over", "jaar"),
            *(Kolom("") for _ in range(3)),
            Kolom("Bedrag", "cent", naam="bedrag", vorm="geld in"),
        ),
        tuple(Rij(cellen_, (pot, "correctie", nummer)) for nummer, cellen_ in enumerate(rijen)),
    )
    totaal = (pot, "correctie", "totaal")
    plaatsen = to_xlsx(blad, tabel.total("Totaal", totaal, regeling.jaar.correctie_besteding))
    cellen[pot, "correctie_in", v.jaar] = plaatsen[totaal, "bedrag"]


def _earlier_years(blad: Blad, regeling: Regelingrekening, cellen: Adresboek) -> None:
    eerder = regeling.jaren[:-1]
    if not eerder:
        return
    blad.section(f"{NAMEN[regeling.regeling]}: eerdere jaren")
    pot = regeling.regeling
    tabel = Tabel(
        "",
        (
            Kolom("Herkomst"),
            Kolom("Jaar", "jaar"),
            Kolom(""),
            Kolom(""),
            Kolom("Correctie", "cent", naam="correctie_in", vorm="geld in"),
            Kolom("Besteding", "cent", naam="besteding_in", vorm="geld in"),
        ),
        tuple(
            Rij(
                (regeling.herkomst[j.jaar], j.jaar, None, None, j.correctie_besteding, j.besteding),
                (pot, "eerder", j.jaar),
            )
            for j in eerder
        ),
    )
    plaatsen = to_xlsx(blad, tabel)
    for j in eerder:
        for naam in ("correctie_in", "besteding_in"):
            cellen[pot, naam, j.jaar] = plaatsen[(pot, "eerder", j.jaar), naam]


def _taakvelden(blad: Blad, regeling: Regelingrekening) -> None:
    blad.section(f"{NAMEN[regeling.regeling]}: taakvelden")
    velden = regeling.taakvelden
    rijen = []
    for veld in velden:
        sleutel = (regeling.regeling, "taakveld", veld.taakveld)
        saldo = Formule("ROUND({0}-{1},2)", veld.saldo, ((sleutel, "baten"), (sleutel, "lasten")))
        rijen.append(Rij((veld.taakveld, None, None, veld.lasten, veld.baten, saldo), sleutel))
    tabel = Tabel(
        "",
        (
            Kolom("Taakveld"),
            Kolom(""),
            Kolom(""),
            Kolom("Lasten", "cent", naam="lasten", vorm="geld in"),
            Kolom("Baten", "cent", naam="baten", vorm="geld in"),
            Kolom("Saldo", "cent", naam="saldo"),
        ),
        tuple(rijen),
    )
    sommen = (sum(getattr(t, naam) for t in velden) for naam in ("lasten", "baten", "saldo"))
    to_xlsx(blad, tabel.total("Totaal", (regeling.regeling, "taakveld", "totaal"), *sommen))


def _shares(
    blad: Blad, v: Verantwoording, rekening: Gemeenterekening, boekingen: Sequence[Rijenblad] | None
) -> dict[Aandeel, list[str]]:
    """The share table. Returns the cells that together are each share."""
    code = rekening.gemeente.code
    regels = [r for r in v.verdelingen if code in r.delen]
    if not regels:
        return {}
    blad.section("Aandeel in regionale kosten (delen zijn samen het regionale totaal, tot op de cent)")
    waar = "blad Boekingen regionaal" if boekingen else "blad Boekingen van het werkboek van de regio"
    blad.remark(f"De boekingen van de uitvoerder staan op {waar}. Een deel is: regionaal totaal x gewicht / som.")
    tabel = Tabel(
        "",
        (
            Kolom("Uitvoerder en voorziening"),
            Kolom("Sleutel"),
            Kolom("Gewicht", "aantal", vorm="waarde in"),
            Kolom("Som gewichten", "aantal", vorm="waarde in"),
            Kolom("Regionaal totaal", "cent", vorm="geld in"),
            Kolom("Aandeel", "cent", naam="aandeel", vorm="geld in"),
        ),
        tuple(
            Rij(
                (
                    f"{r.lichaam}: {VOORZIENINGEN[r.voorziening].label}{' (correctie t-1)' if r.correctie else ''}",
                    r.sleutel,
                    float(r.gewichten[code]),
                    float(sum(r.gewichten.values())),
                    _regional_total(v, r, boekingen or ()),
                    r.delen[code],
                ),
                ("regionaal", nummer),
            )
            for nummer, r in enumerate(regels)
        ),
    )
    plaatsen = to_xlsx(blad, tabel)
    uit: dict[Aandeel, list[str]] = {}
    for nummer, r in enumerate(regels):
        aandeel = (r.pot, "" if r.correctie else r.voorziening, r.correctie)
        uit.setdefault(aandeel, []).append(plaatsen[("regionaal", nummer), "aandeel"].hier)
    return uit


def _regional_total(v: Verantwoording, regel: Verdeelregel, boekingen: Sequence[Rijenblad]) -> Cel:
    """The sum of the body's lines where they are all there is; an amount stated without bookings stays a figure."""
    sleutel = (regel.lichaam, regel.jaar, regel.voorziening)
    opgegeven = any(
        (r.naam, r.jaar) == sleutel[:2] and regel.voorziening in r.kosten for r in v.invoer.instellingen.lichamen
    )
    # The bookings of one voorziening on several taakvelden are shared per taakveld.
    eigen = (*sleutel, regel.pot, regel.correctie)
    vaker = sum((r.lichaam, r.jaar, r.voorziening, r.pot, r.correctie) == eigen for r in v.verdelingen) > 1
    if not boekingen or opgegeven or vaker:
        return regel.totaal
    pot = CORRECTIE.format(regel.pot) if regel.correctie else regel.pot
    naam = regel.lichaam.replace('"', '""')
    eisen = (("gemeente", f'"{naam}"'), ("voorziening", f'"{regel.voorziening}"'), ("pot", f'"{pot}"'))
    return Formule(f"ROUND({_sum_rows(boekingen, 'SUMIFS', *eisen)},2)", regel.totaal)


def _refer_to_shares(blad: Blad, regeling: Regelingrekening, delen: Mapping[Aandeel, Sequence[str]]) -> None:
    """Make each share in the tables above a formula on the share table, which stands below them."""
    pot, adressen = regeling.regeling, blad.werkboek.adressen
    for (welke, voorziening, correctie), cellen in delen.items():
        if welke == pot:
            posten = [x for x in regeling.lasten if x.lichaam and x.correctie == correctie]
            bedrag = sum(x.bedrag for x in posten if correctie or x.voorziening == voorziening)
            sleutel = ((pot, "correctie", 1), "bedrag") if correctie else ((pot, "voorziening", voorziening), "aandeel")
            if bedrag and (plaats := adressen.get(sleutel)):
                blad.formula(plaats.rij, plaats.kolom, f"ROUND({'+'.join(cellen)},2)", bedrag)
