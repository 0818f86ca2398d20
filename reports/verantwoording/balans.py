"""The sheets Reservering, Verloop overlopende passiva and Journaalposten of one gemeente."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from finance import balans
from finance.balans import Verlooppost
from finance.jaarrekening import Budgetjaar, Jaarrekening
from finance.meeneemregeling import (
    DOORSCHUIVEN,
    EIGEN_LASTEN,
    MEENEMEN,
    RUIMTE,
    RUIMTE_ONDERWIJSROUTE,
    TERUGVORDERING,
)
from finance.taal.regel import Naam, Wetsregel
from finance.taal.tekst import by_key, formula
from reports.tabel.adres import Adresboek, Plaats
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Blad
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.controle import NAMEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening

_VET = ("saldo", "reservering_eind", "terug_te_betalen", "doorgeschoven_eind")
_INVOER = {"uitkering": "uitkering_in", "voorlopig": "voorlopig_in"}
"""Figures of a rule that stand on the sheet Beschikkingen under another name."""
_RUIMTE_TEKST = {
    "spuk": "Ruimte = percentage x U(t) + percentage x U(t-1). Tot 1 oktober 2024: 100% en 0%. Daarna 100% en 50%; "
    "dat het tweede percentage over U(t-1) gaat, is een lezing (onzeker).",
    "spuk_onderwijsroute": "Ruimte = percentage x som van U vanaf 2022: meenemen binnen de looptijd 2022-2025 is een "
    "lezing (onzeker); wat eind 2025 over is, gaat terug.",
}


def write_reservering(blad: Blad, rekening: Gemeenterekening, cellen: Adresboek) -> None:
    """Every year since the start as a column; all rows recompute from the sheets before."""
    for regeling in rekening.regelingen:
        blad.section(NAMEN[regeling.regeling])
        blad.header(["Bedragen in euro's", *(str(j.jaar) for j in regeling.jaren)], 1)
        begin = blad.rij
        for kolom, (feiten, jaar) in enumerate(zip(regeling.feiten, regeling.jaren, strict=True), start=1):
            blad.rij = begin
            _column(blad, kolom, regeling, feiten, jaar, cellen)
        blad.remark(_RUIMTE_TEKST[regeling.regeling])
    blad.ws.freeze_panes(0, 1)


def _column(
    blad: Blad, kolom: int, regeling: Regelingrekening, feiten: Budgetjaar, jaar: Jaarrekening, cellen: Adresboek
) -> None:
    hier: dict[str, str] = {}

    def put(naam: str, label: str, schrijf: Callable[[int], Plaats]) -> None:
        if kolom == 1:
            blad.put(blad.rij, 0, label, "vet" if naam in _VET else "tekst")
        cel = schrijf(blad.rij)
        cellen[regeling.regeling, naam, jaar.jaar] = cel
        hier[naam] = cel.hier
        blad.rij += 1

    def row(naam: str, label: str, formule: str, centen: int) -> None:
        put(
            naam,
            label,
            lambda rij: blad.formula(rij, kolom, formule, centen, "geld totaal" if naam in _VET else "geld"),
        )

    def carried(naam: str, label: str, vorig: str, centen: int) -> None:
        """An opening balance: the closing balance of the column before, or a stated figure in the first column."""
        bron = cellen.get((regeling.regeling, vorig, jaar.jaar - 1))
        if bron is not None:
            row(naam, label, bron.hier, centen)
        else:
            put(naam, label, lambda rij: blad.money(rij, kolom, centen))

    def ref(naam: str, j: int = jaar.jaar) -> str:
        return str(cellen[regeling.regeling, naam, j])

    # What the rules call differently from the rows of this sheet.
    rijen = {
        "reservering": "reservering_begin", "doorgeschoven": "doorgeschoven_begin", "percentage": "deel",
        "percentage_vorig": "deel_vorig", "meenemen": "reservering_eind", "terugvordering": "terug_te_betalen",
    }  # fmt: skip

    def adres(naam: Naam) -> str:
        if naam.tot:
            return f"({hier['uitkering']}+{hier['uitkering_vorig']})"
        return hier["uitkering_vorig"] if naam.terug else hier[rijen.get(naam.naam, naam.naam)]

    def rule(naam: str, label: str, regel: Wetsregel, centen: int) -> None:
        row(naam, label, formula(regel, adres, {"slotjaar": feiten.slotjaar}, cents=True), centen)

    correctie = _over_settled(regeling, jaar.jaar, cellen, balans.CORRECTIE)
    row("uitkering", "Uitkering U(t)", ref("uitkering_in"), jaar.uitkering)
    row(
        "correctie_uitkering",
        "Correctie uitkering eerder jaar (definitief)",
        correctie or "0",
        jaar.correctie_uitkering,
    )
    carried("reservering_begin", "Reservering per 1 januari R(t)", "reservering_eind", jaar.reservering_begin)
    row("besteding", "Besteding B(t)", ref("besteding_in"), jaar.besteding)
    row("correctie_besteding", "Correctie besteding eerder jaar", ref("correctie_in"), jaar.correctie_besteding)
    carried("doorgeschoven_begin", "Doorgeschoven lasten van t-1 D(t)", "doorgeschoven_eind", jaar.doorgeschoven_begin)
    later = any(j.eigen_lasten < 0 for j in regeling.jaren)
    if later:
        ervoor = [str(cellen[regeling.regeling, "eigen_lasten", j.jaar]) for j in regeling.jaren if j.jaar < jaar.jaar]
        namen = {"correctie_uitkering": hier["correctie_uitkering"], "tekort_eerder": f"({'+'.join(ervoor) or '0'})"}
        tekst = formula(balans.NAGEKOMEN, by_key(namen), cents=True)
        row("nagekomen_bate", "Nagekomen baat: lasten die eerder niet gedekt waren", tekst, _later(regeling, jaar))
    min_later = f"-{hier['nagekomen_bate']}" if later else ""
    tekst = formula(balans.SALDO_BOEKEN, adres, {"slotjaar": feiten.slotjaar}, cents=True)
    row("saldo", "Saldo", tekst + min_later, jaar.saldo)
    deel, deel_vorig = feiten.percentages
    samen = feiten.cumulatief
    titel = "Ruimte: percentage van de som van U" if samen else "Ruimte: percentage van U(t)"
    put("deel", titel, lambda rij: blad.put(rij, kolom, float(deel), "procent in"))
    if not samen:
        titel = "Ruimte: percentage van U(t-1)"
        put("deel_vorig", titel, lambda rij: blad.put(rij, kolom, float(deel_vorig), "procent in"))
    eerder = [f for f in regeling.feiten if (f.jaar < jaar.jaar if samen else f.jaar == jaar.jaar - 1)]
    titel = "Som van U van de jaren voor t" if samen else "U(t-1)"
    if kolom == 1:
        put("uitkering_vorig", titel, lambda rij: blad.money(rij, kolom, regeling.uitkering_vorig))
    else:
        begin = [str(cellen[regeling.regeling, "uitkering_vorig", regeling.jaren[0].jaar])] if samen else []
        cel_per_jaar = [
            ref("definitief" if (f.definitief_in or jaar.jaar + 1) <= jaar.jaar else "uitkering_in", f.jaar)
            for f in eerder
        ]
        bedrag = (regeling.uitkering_vorig if samen else 0) + sum(f.known_in(jaar.jaar) for f in eerder)
        row("uitkering_vorig", titel, "+".join([*begin, *cel_per_jaar]), bedrag)
    rule("ruimte", "Reserveringsruimte", RUIMTE_ONDERWIJSROUTE if samen else RUIMTE, jaar.ruimte)
    rule("reservering_eind", "Reservering per 31 december R(t+1)", MEENEMEN, jaar.reservering_eind)
    rule("terug_te_betalen", "Terug te betalen aan het Rijk", TERUGVORDERING, jaar.terug_te_betalen)
    tekst = formula(EIGEN_LASTEN, adres, {"slotjaar": feiten.slotjaar}, cents=True)
    row("eigen_lasten", "Eigen lasten (geen later jaar)", tekst + min_later, jaar.eigen_lasten)
    rule("doorgeschoven_eind", "Door te schuiven lasten D(t+1)", DOORSCHUIVEN, jaar.doorgeschoven_eind)
    rule("toevoeging", "Toevoeging aan de reservering", balans.TOEVOEGING, jaar.toevoeging)
    rule("onttrekking", "Onttrekking aan de reservering", balans.ONTTREKKING, jaar.onttrekking)
    rule("lasten", "Lasten", balans.LASTEN, jaar.lasten)
    rule("baten", "Baten (volgen de lasten)", balans.BATEN, jaar.baten)
    put(
        "zelfstandig",
        "Zelfstandige uitvoering",
        lambda rij: blad.put(rij, kolom, "Ja" if jaar.zelfstandig else "Nee", "rechts"),
    )


def _later(regeling: Regelingrekening, jaar: Jaarrekening) -> int:
    """The nagekomen baat of one year, in cents."""
    tekort = sum(j.eigen_lasten for j in regeling.jaren if j.jaar < jaar.jaar)
    return int(balans.NAGEKOMEN(correctie_uitkering=jaar.correctie_uitkering, tekort_eerder=tekort))


def _over_settled(regeling: Regelingrekening, jaar: int, cellen: Adresboek, regel: Wetsregel) -> str:
    """The sum of a rule over the earlier years on which `jaar` brought the definitive decision; empty for none."""

    def of_year(j: int) -> str:
        return formula(regel, lambda naam: str(cellen[regeling.regeling, _INVOER.get(naam.naam, naam.naam), j]))

    return _joined(*(of_year(f.jaar) for f in regeling.feiten if f.definitief_in == jaar and f.jaar < jaar))


def _joined(*delen: str) -> str:
    return "+".join(deel for deel in delen if deel)


def write_verloop(blad: Blad, rekening: Gemeenterekening, cellen: Adresboek) -> None:
    """Movement tables of art. 52a (passief), art. 40a (vordering) and of the debt, per uitkering."""
    for regeling in rekening.regelingen:
        naam = NAMEN[regeling.regeling]
        blad.section(f"{naam}: geldstroom")
        blad.header(
            [
                "Jaar",
                "Netto stand 1 januari",
                "Ontvangen voorschot",
                "Ontvangen nabetaling",
                "Lasten ten laste van de uitkering",
                "Naar schuld aan het Rijk",
                "Netto stand 31 december",
                "Betaald op schuld",
                "Erbij",
                "Eraf",
            ],
            1,
        )
        for jaar in regeling.jaren:
            _cash_row(blad, regeling, jaar, cellen)
        koppen = ["Jaar", "Beginsaldo", "Ontvangen", "Vrijgevallen of terugbetaald", "Eindsaldo"]
        _movement(blad, f"{naam}: overlopende passiva (art. 49 en 52a)", koppen, regeling, "passief", cellen)
        koppen = ["Jaar", "Beginsaldo", "Voorgefinancierd", "Ontvangen", "Eindsaldo"]
        _movement(blad, f"{naam}: nog van het Rijk te ontvangen (art. 40a)", koppen, regeling, "vordering", cellen)
        koppen = ["Jaar", "Beginsaldo", "Toename", "Betaald", "Eindsaldo"]
        _movement(blad, f"{naam}: schuld aan het Rijk", koppen, regeling, "schuld", cellen)
    blad.rij += 1
    blad.remark(
        "Ontvangen en nog niet besteed is overlopend passief; besteed en nog niet ontvangen is vordering; "
        "netto stand = passief - vordering."
    )
    blad.remark(
        "Netto stand 31 december = reservering - doorgeschoven lasten - nog te ontvangen nabetaling (zie Controle)."
    )
    blad.remark(
        "Doorgeschoven lasten (art. 10.6) staan als voorfinanciering onder art. 40a: een lezing, geen vaste tekst."
    )


def _cash_row(blad: Blad, regeling: Regelingrekening, jaar: Jaarrekening, cellen: Adresboek) -> None:
    code, j, rij = regeling.regeling, jaar.jaar, blad.rij
    feiten = next(f for f in regeling.feiten if f.jaar == j)
    netto, eind = jaar.passief.begin - jaar.vordering.begin, jaar.passief.eind - jaar.vordering.eind

    blad.put(rij, 0, j, "jaar")
    vorig = cellen.get((code, "netto_eind", j - 1))
    begin = blad.formula(rij, 1, vorig.hier, netto) if vorig else blad.money(rij, 1, netto)
    voorschot = blad.formula(rij, 2, str(cellen[code, "voorlopig_in", j]), jaar.voorlopig)
    nabetaling = _over_settled(regeling, j, cellen, balans.NABETAALD) or "0"
    erbij = blad.formula(rij, 3, f"ROUND({nabetaling},2)", jaar.nabetaling)
    baten = blad.formula(rij, 4, str(cellen[code, "baten", j]), jaar.baten)
    namen = {
        "terugvordering": str(cellen[code, "terug_te_betalen", j]),
        "voorlopig": voorschot.hier,
        "uitkering": str(cellen[code, "uitkering", j]),
    }
    schuld = _joined(
        formula(balans.NAAR_SCHULD, by_key(namen)),
        _over_settled(regeling, j, cellen, balans.SCHULD_CORRECTIE),
    )
    naar_schuld = blad.formula(rij, 5, f"ROUND({schuld},2)", jaar.schuld.bij)
    standen = {
        "begin": begin.hier,
        "voorlopig": voorschot.hier,
        "nabetaald": erbij.hier,
        "baten": baten.hier,
        "naar_schuld": naar_schuld.hier,
    }
    netto_eind = formula(balans.NETTO_EIND, by_key(standen), cents=True)
    cellen[code, "netto_eind", j] = blad.formula(rij, 6, netto_eind, eind)
    betaald = _joined(f"{feiten.terugbetaald / 100:.2f}", _over_settled(regeling, j, cellen, balans.TERUGBETAALD))
    cellen[code, "schuld_betaald", j] = blad.formula(rij, 7, f"ROUND({betaald},2)", jaar.schuld.af)
    cellen[code, "netto_begin", j], cellen[code, "schuld_toename", j] = begin, naar_schuld
    bewegingen = {
        "ontvangen": f"({voorschot.hier}+{erbij.hier})",
        "besteed": f"({baten.hier}+{naar_schuld.hier})",
    }
    for kolom, regel in ((8, balans.KOMT), (9, balans.GAAT)):
        centen = int(regel(ontvangen=jaar.ontvangen, besteed=jaar.baten + jaar.schuld.bij))
        tekst = formula(regel, by_key(bewegingen))
        cellen[code, regel.naam, j] = blad.formula(rij, kolom, f"ROUND({tekst},2)", centen)
    blad.rij += 1


def _movement(
    blad: Blad, titel: str, koppen: Sequence[str], regeling: Regelingrekening, post: str, cellen: Adresboek
) -> None:
    blad.section(titel)
    blad.header(koppen, 1)
    code = regeling.regeling
    for jaar in regeling.jaren:
        verloop: Verlooppost = getattr(jaar, post)
        j, rij = jaar.jaar, blad.rij
        blad.put(rij, 0, j, "jaar")
        vorig = cellen.get((code, "schuld_eind", j - 1)) if post == "schuld" else None
        beginnen, erbij, eraf = _movement_formulas(post, cellen, code, j, vorig)
        begin = blad.formula(rij, 1, beginnen, verloop.begin)
        bij = blad.formula(rij, 2, erbij, verloop.bij)
        af = blad.formula(rij, 3, eraf, verloop.af)
        som = formula(balans.EIND, by_key({"begin": begin.hier, "bij": bij.hier, "af": af.hier}), cents=True)
        eind = blad.formula(rij, 4, som, verloop.eind, "geld totaal")
        cellen |= {(code, f"{post}_{n}", j): c for n, c in (("begin", begin), ("bij", bij), ("af", af), ("eind", eind))}
        blad.rij += 1


def _movement_formulas(post: str, cellen: Adresboek, code: str, j: int, vorig: Plaats | None) -> tuple[str, str, str]:
    """Opening balance, additions and deductions; passief and vordering as in `finance.balans`."""
    if post == "schuld":
        return (
            vorig.hier if vorig else "0",
            cellen[code, "schuld_toename", j].hier,
            cellen[code, "schuld_betaald", j].hier,
        )
    hier = {naam: cellen[code, naam, j].hier for naam in ("komt", "gaat")}
    hier["begin"] = cellen[code, "netto_begin", j].hier
    # Each of these points at what stands before it.
    for regel in (balans.AFGELOST, balans.VRIJVAL):
        hier[regel.naam] = formula(regel, by_key(hier))

    def rule(regel: Wetsregel) -> str:
        return formula(regel, by_key(hier), cents=True)

    if post == "passief":
        return rule(balans.PASSIEF_BEGIN), rule(balans.PASSIEF_BIJ), rule(balans.VRIJVAL)
    return rule(balans.VORDERING_BEGIN), rule(balans.VORDERING_BIJ), rule(balans.AFGELOST)


def write_journaal(blad: Blad, rekening: Gemeenterekening, namen: Mapping[str, str]) -> None:
    """Every entry of the year with its lines; debet and credit add up and are equal."""
    posten = [p for r in rekening.regelingen for p in sorted(r.posten, key=lambda p: p.datum)]
    rijen = [
        (
            nummer,
            post.datum,
            post.soort,
            post.omschrijving,
            namen[regel.rekening],
            regel.debet or None,
            regel.credit or None,
        )
        for nummer, post in enumerate(posten, start=1)
        for regel in post.regels
    ]
    tabel = Tabel(
        "",
        (
            Kolom("Nr", "jaar"),
            Kolom("Datum", "datum"),
            *columns((("Soort", "Omschrijving", "Rekening"), "tekst")),
            *(Kolom(kop, "cent", naam=kop, vorm="geld in") for kop in ("Debet", "Credit")),
        ),
        tuple(Rij(cellen, ("journaal", nummer)) for nummer, cellen in enumerate(rijen)),
    )
    sommen = (sum(p.debet for p in posten), sum(p.credit for p in posten))
    to_xlsx(blad, tabel.total("Totaal", ("journaal", "totaal"), *sommen), vast=1)
