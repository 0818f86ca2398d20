"""The sheets Verloop overlopende passiva and Journaalposten of one gemeente."""

from __future__ import annotations

from collections.abc import Mapping

from finance import balans
from finance.balans import Verlooppost
from finance.jaarrekening import Jaarrekening
from finance.taal.regel import Wetsregel
from finance.taal.tekst import by_key, formula
from reports.tabel.adres import Adresboek, Formule, Sleutel, Verwijzingen, from_rule
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Blad
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.controle import NAMEN
from reports.verantwoording.reservering import over_settled
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening

_GELDSTROOM = {
    "netto_begin": "Netto stand 1 januari",
    "voorschot": "Ontvangen voorschot",
    "nabetaling": "Ontvangen nabetaling",
    "baten": "Lasten ten laste van de uitkering",
    "schuld_toename": "Naar schuld aan het Rijk",
    "netto_eind": "Netto stand 31 december",
    "schuld_betaald": "Betaald op schuld",
    "komt": "Erbij",
    "gaat": "Eraf",
}
_POSTEN = {
    "passief": ("overlopende passiva (art. 49 en 52a)", "Ontvangen", "Vrijgevallen of terugbetaald"),
    "vordering": ("nog van het Rijk te ontvangen (art. 40a)", "Voorgefinancierd", "Ontvangen"),
    "schuld": ("schuld aan het Rijk", "Toename", "Betaald"),
}
"""Movement table -> its title, what is added and what goes off."""
_STAND = ("begin", "bij", "af", "eind")


def write_verloop(blad: Blad, rekening: Gemeenterekening, cellen: Adresboek) -> None:
    """Movement tables of art. 52a (passief), art. 40a (vordering) and of the debt, per uitkering."""
    for regeling in rekening.regelingen:
        naam, code = NAMEN[regeling.regeling], regeling.regeling
        blad.section(f"{naam}: geldstroom")
        to_xlsx(blad, _cash_table(regeling))
        for post, (titel, _, _) in _POSTEN.items():
            blad.section(f"{naam}: {titel}")
            plaatsen = to_xlsx(blad, _movement_table(regeling, post))
            for j in regeling.jaren:
                cellen[code, f"{post}_eind", j.jaar] = plaatsen[_row(regeling, post, j.jaar), "eind"]
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


def _row(regeling: Regelingrekening, tabel: str, jaar: int) -> Sleutel:
    return regeling.regeling, tabel, jaar


def _cash_table(regeling: Regelingrekening) -> Tabel:
    """What came and went in money, year by year, and what that leaves."""
    return Tabel(
        "",
        (Kolom("Jaar", "jaar"), *(Kolom(kop, "cent", naam=naam, vorm="geld in") for naam, kop in _GELDSTROOM.items())),
        tuple(_cash_row(regeling, nummer) for nummer in range(len(regeling.jaren))),
    )


def _cash_row(regeling: Regelingrekening, nummer: int) -> Rij:
    jaar, feiten, code = regeling.jaren[nummer], regeling.feiten[nummer], regeling.regeling
    j = jaar.jaar
    rij = _row(regeling, "geldstroom", j)
    netto, eind = jaar.passief.begin - jaar.vordering.begin, jaar.passief.eind - jaar.vordering.eind
    vorig = (_row(regeling, "geldstroom", regeling.jaren[nummer - 1].jaar), "netto_eind")
    voorschot, baten = (code, "voorlopig_in", j), (code, "baten", j)
    standen = {
        "begin": "netto_begin", "voorlopig": "voorschot", "nabetaald": "nabetaling", "baten": "baten",
        "naar_schuld": "schuld_toename",
    }  # fmt: skip
    cellen: dict[str, Cel] = {
        "netto_begin": Formule("{0}", netto, (vorig,)) if nummer else netto,
        "voorschot": Formule("{0}", jaar.voorlopig, (voorschot,)),
        "nabetaling": _settled(regeling, jaar, balans.NABETAALD, jaar.nabetaling),
        "baten": Formule("{0}", jaar.baten, (baten,)),
        "schuld_toename": _to_debt(regeling, jaar),
        "netto_eind": from_rule(balans.NETTO_EIND, {naam: (rij, kolom) for naam, kolom in standen.items()}, eind),
        "schuld_betaald": _settled(
            regeling, jaar, balans.TERUGBETAALD, jaar.schuld.af, f"{feiten.terugbetaald / 100:.2f}"
        ),
        **{regel.naam: _moved(regel, rij, jaar) for regel in (balans.KOMT, balans.GAAT)},
    }
    return Rij((j, *(cellen[naam] for naam in _GELDSTROOM)), rij)


def _settled(regeling: Regelingrekening, jaar: Jaarrekening, regel: Wetsregel, centen: int, begin: str = "") -> Formule:
    """A rule over the years that this one settled, beside an amount of its own."""
    cel = Verwijzingen()
    delen = [deel for deel in (begin, over_settled(regeling, jaar.jaar, regel, cel)) if deel]
    return cel.formula(f"ROUND({'+'.join(delen) or '0'},2)", centen)


def _to_debt(regeling: Regelingrekening, jaar: Jaarrekening) -> Formule:
    """What became a debt over the year itself, and what a decision over an earlier year changed in it."""
    cel, j = Verwijzingen(), jaar.jaar
    namen = {
        "terugvordering": cel[regeling.regeling, "terug_te_betalen", j],
        "voorlopig": cel[_row(regeling, "geldstroom", j), "voorschot"],
        "uitkering": cel[regeling.regeling, "uitkering", j],
    }
    delen = [
        formula(balans.NAAR_SCHULD, by_key(namen)),
        over_settled(regeling, j, balans.SCHULD_CORRECTIE, cel),
    ]
    return cel.formula(f"ROUND({'+'.join(deel for deel in delen if deel)},2)", jaar.schuld.bij)


def _moved(regel: Wetsregel, rij: Sleutel, jaar: Jaarrekening) -> Formule:
    """What comes or goes in all, whatever it is called."""
    cel = Verwijzingen()
    bewegingen = {
        "ontvangen": f"({cel[rij, 'voorschot']}+{cel[rij, 'nabetaling']})",
        "besteed": f"({cel[rij, 'baten']}+{cel[rij, 'schuld_toename']})",
    }
    centen = int(regel(ontvangen=jaar.ontvangen, besteed=jaar.baten + jaar.schuld.bij))
    return cel.formula(f"ROUND({formula(regel, by_key(bewegingen))},2)", centen)


def _movement_table(regeling: Regelingrekening, post: str) -> Tabel:
    """begin + bij - af = eind, year by year."""
    _, bij, af = _POSTEN[post]
    koppen = dict(zip(_STAND, ("Beginsaldo", bij, af, "Eindsaldo"), strict=True))
    rijen = []
    for nummer, jaar in enumerate(regeling.jaren):
        verloop: Verlooppost = getattr(jaar, post)
        rij = _row(regeling, post, jaar.jaar)
        begin, erbij, eraf = (
            _debt(regeling, nummer, verloop) if post == "schuld" else _position(regeling, post, jaar.jaar, verloop)
        )
        eind = from_rule(balans.EIND, {naam: (rij, naam) for naam in _STAND[:3]}, verloop.eind)
        rijen.append(Rij((jaar.jaar, begin, erbij, eraf, eind), rij, vormen=("", "", "", "", "geld totaal")))
    return Tabel(
        "",
        (Kolom("Jaar", "jaar"), *(Kolom(kop, "cent", naam=naam) for naam, kop in koppen.items())),
        tuple(rijen),
    )


def _debt(regeling: Regelingrekening, nummer: int, verloop: Verlooppost) -> tuple[Formule, ...]:
    """Opening balance, additions and payments of the debt."""
    kas = _row(regeling, "geldstroom", regeling.jaren[nummer].jaar)
    begin = Formule("0", verloop.begin)
    if nummer:
        vorig = _row(regeling, "schuld", regeling.jaren[nummer - 1].jaar)
        begin = Formule("{0}", verloop.begin, ((vorig, "eind"),))
    return (
        begin,
        Formule("{0}", verloop.bij, ((kas, "schuld_toename"),)),
        Formule("{0}", verloop.af, ((kas, "schuld_betaald"),)),
    )


def _position(regeling: Regelingrekening, post: str, jaar: int, verloop: Verlooppost) -> tuple[Formule, ...]:
    """Opening balance, additions and deductions of passief or vordering, as in `finance.balans`."""
    kas = _row(regeling, "geldstroom", jaar)
    regels = {
        "passief": (balans.PASSIEF_BEGIN, balans.PASSIEF_BIJ, balans.VRIJVAL),
        "vordering": (balans.VORDERING_BEGIN, balans.VORDERING_BIJ, balans.AFGELOST),
    }[post]

    def rule(regel: Wetsregel, centen: int) -> Formule:
        cel = Verwijzingen()
        hier = {"komt": cel[kas, "komt"], "gaat": cel[kas, "gaat"], "begin": cel[kas, "netto_begin"]}
        # Each of these points at what stands before it.
        for deel in (balans.AFGELOST, balans.VRIJVAL):
            hier[deel.naam] = formula(deel, by_key(hier))
        return cel.formula(formula(regel, by_key(hier), cents=True), centen)

    return tuple(map(rule, regels, (verloop.begin, verloop.bij, verloop.af)))


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
