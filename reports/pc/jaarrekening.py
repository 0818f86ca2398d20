"""The jaarrekening of a closed year: primitief, na wijziging, rekening and verschil, and the balances of the SPUK."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from finance.balans import Verlooppost
from finance.jaarrekening import Jaarrekening
from reports.grond.profiel import Profiel, advantage
from reports.pc.besluiten import amendment_chapter, lacks_budget, lacks_months, lacks_realisation
from reports.pc.delen import SALDO, TAAKVELDEN, Wie, budget_rows, find_row, money, origin, saldo_phrase, simple_table
from reports.pc.trefzekerheid import accuracy_chapter
from reports.tabel.stuk import Hoofdstuk, Stuk
from reports.tabel.tabel import Centen, Tabel, cents_table, column, line
from scenarios.boeken.begroting import Begroting
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening
from scenarios.boeken.realisatie import Rekening, realised
from scenarios.regiomap.regio import Regio
from scenarios.waarheid.signalen import find_signals

REGELINGEN = {"spuk": "SPUK inburgeringsvoorzieningen", "spuk_onderwijsroute": "SPUK onderwijsroute"}
_TOP = 3
"""Differences that are told in words."""


def build_jaarrekening(
    regio: Regio,
    wie: Wie,
    jaar: int,
    begroting: Begroting,
    rekening: Rekening,
    laatste: date | None,
    profiel: Profiel,
) -> Stuk:
    """The piece of a closed year; no forecast is needed. `laatste`: day of its last booking."""
    keuze = profiel.kolommen.jaarrekening
    vergeleken = 1 if "na_wijziging" in keuze or "verschil" not in keuze else 0
    tabel = _compared(wie, jaar, begroting, rekening, vergeleken)
    saldo, lasten = (find_row(tabel, label) for label in (SALDO, "Lasten taakveld 6.1"))
    rekeningen = [g for g in rekening.verantwoording.gemeenten if g.gemeente.code in wie.codes]
    return Stuk(
        naam=f"jaarrekening-{jaar}",
        titel=f"Jaarrekening {jaar} inburgering, {wie.naam}",
        ondertitel="Begroting, rekening en balansposten van de SPUK",
        let_op=rekening.toelichting,
        antwoord=_answer(jaar, lasten[2], saldo[2]),
        hoofdstukken=(
            *_to_look_at(rekening, wie),
            Hoofdstuk(
                "Hoe is het jaar afgesloten?",
                tuple(_differences(tabel, vergeleken)),
                (tabel.choose(keuze),),
            ),
            Hoofdstuk(
                "Wat staat er op de balans?",
                tuple(_balance(rekeningen)),
                tuple(movement_tables(rekeningen, jaar, wie)),
            ),
            Hoofdstuk("Hoe is de SPUK afgerekend?", tuple(_grounds(rekeningen, jaar)), (_settlement(rekeningen),)),
            *accuracy_chapter(regio, wie, jaar),
            *amendment_chapter(begroting, wie, jaar),
        ),
        herkomst=origin(regio, None),
        vingerafdrukken=tuple(regio.hashes.items()),
        ontbreekt=(
            *lacks_months(laatste, jaar),
            *lacks_budget(begroting, wie, jaar),
            *lacks_realisation(begroting, wie, jaar),
        ),
    )


def _compared(wie: Wie, jaar: int, begroting: Begroting, rekening: Rekening, vergeleken: int) -> Tabel:
    """Begroting and rekening side by side; vergeleken: number of the column that the rekening is compared with."""

    def cells(post: str) -> list[Centen]:
        return [
            begroting.original(jaar, wie.codes, post),
            begroting.amended(jaar, wie.codes, post),
            realised(begroting, rekening, jaar, wie.codes, post),
        ]

    return cents_table(
        f"Jaarrekening {jaar}, {wie.naam}",
        (
            column("Begroting primitief", "primitief"),
            column("Begroting na wijziging", "na_wijziging"),
            column(f"Rekening {jaar}", "rekening"),
            column("Verschil", "verschil", verschil=(vergeleken, 2)),
        ),
        budget_rows(
            cells,
            lambda post: begroting.mark(jaar, wie.codes, post),
            correctie=[0, 0, rekening.correction(wie.codes)],
        ),
        (TAAKVELDEN, "SPUK: de bate volgt de lasten; wat overblijft staat op de balans."),
        "Taakveld en post",
    )


def _to_look_at(rekening: Rekening, wie: Wie) -> list[Hoofdstuk]:
    """What must be looked at before these figures go out; no chapter without any."""
    v = rekening.verantwoording
    signalen = [s.tekst for s in find_signals(v) if s.code in ("", *wie.codes)]
    if not v.invoer.outside_totals(v.jaar):
        signalen.append("Er is geen totaal van buiten de boekingen: of ze volledig zijn, is niet getoetst.")
    return [Hoofdstuk("Wat moet eerst worden uitgezocht?", tuple(signalen), ())] if signalen else []


def _answer(jaar: int, lasten: Centen, saldo: Centen) -> str:
    if isinstance(lasten, int) and isinstance(saldo, int):
        return f"{jaar} sluit met {money(lasten)} aan lasten en {saldo_phrase(saldo)}."
    return f"De lasten van de SPUK over {jaar} zijn bekend; voor het saldo zijn nog cijfers nodig."


def _differences(tabel: Tabel, vergeleken: int) -> list[str]:
    """The largest differences in words, lasten and baten apart: together they would hide each other."""
    rijen = [
        (regel, van, naar)
        for regel, (_, *begroot, naar, _) in zip(tabel.rijen, tabel.values(), strict=True)
        if not regel.totaal and isinstance(van := begroot[vergeleken], int) and isinstance(naar, int) and van != naar
    ]
    grootste = sorted(rijen, key=lambda r: -abs(r[2] - r[1]))[:_TOP]
    if not rijen:
        return []
    delen = [
        f"{regel.kop} {money(abs(naar - van))} {'meer' if naar > van else 'minder'} {regel.aard} "
        f"({'voordeel' if advantage(van, naar, regel.aard) > 0 else 'nadeel'})"
        for regel, van, naar in grootste
    ]
    return [f"De grootste verschillen met de begroting: {'; '.join(delen)}."]


def movement_table(titel: str, rijen: Sequence[tuple[str, Verlooppost]], naar: str, af: str) -> Tabel:
    """begin | bij | af | eind (BBV art. 52a); with more than one row a total."""
    regels = [line(label, "stand", (v.begin, v.bij, v.af)) for label, v in rijen]
    if len(regels) > 1:
        regels.append(line("Totaal", "stand", (), tuple((i, 1) for i in range(len(regels)))))
    return cents_table(
        titel,
        (
            column("Boekwaarde 1-1"),
            column(naar),
            column(af),
            column("Boekwaarde 31-12", som=((0, 1), (1, 1), (2, -1))),
        ),
        tuple(regels),
        eerste_kop="Uitkering",
    )


def movement_tables(rekeningen: Sequence[Gemeenterekening], jaar: int, wie: Wie) -> list[Tabel]:
    """Overlopende passiva always; vorderingen and schulden when there are any."""

    def rows(kies: Callable[[Jaarrekening], Verlooppost]) -> list[tuple[str, Verlooppost]]:
        return [
            (f"{g.gemeente.naam}: {REGELINGEN[r.regeling]}" if wie.regio else REGELINGEN[r.regeling], kies(r.jaar))
            for g in rekeningen
            for r in g.regelingen
        ]

    uit = [
        movement_table(
            f"Overlopende passiva {jaar}, vooruit ontvangen van het Rijk",
            rows(lambda j: j.passief),
            "Toevoegingen",
            "Vrijgevallen of terugbetaald",
        )
    ]
    for titel, kies, bij, af in (
        (f"Nog te ontvangen van het Rijk {jaar}", lambda j: j.vordering, "Toevoegingen", "Ontvangen"),
        (f"Terug te betalen aan het Rijk {jaar}", lambda j: j.schuld, "Toevoegingen", "Betaald"),
    ):
        gevuld = [(label, v) for label, v in rows(kies) if v.begin or v.bij or v.af]
        if gevuld:
            uit.append(movement_table(titel, gevuld, bij, af))
    return uit


def _accounts(rekeningen: Sequence[Gemeenterekening], regeling: str) -> list[Regelingrekening]:
    return [r for g in rekeningen for r in g.regelingen if r.regeling == regeling]


def _balance(rekeningen: Sequence[Gemeenterekening]) -> list[str]:
    alle = [r.jaar for g in rekeningen for r in g.regelingen]
    passief, schuld = sum(j.passief.eind for j in alle), sum(j.schuld.eind for j in alle)
    zinnen = [f"Op 31 december staat {money(passief)} SPUK als vooruit ontvangen bedrag op de balans."]
    if schuld:
        zinnen.append(f"Daarnaast moet nog {money(schuld)} terug naar het Rijk.")
    doorgeschoven = sum(j.doorgeschoven_eind for j in alle)
    if doorgeschoven:
        zinnen.append(f"{money(doorgeschoven)} aan lasten is doorgeschoven naar een volgend jaar (art. 10.6).")
    return zinnen


def _grounds(rekeningen: Sequence[Gemeenterekening], jaar: int) -> list[str]:
    bronnen = sorted({r.herkomst[jaar] for r in _accounts(rekeningen, "spuk")})
    return [f"De uitkering is genomen uit: {', '.join(bronnen)}."]


def _settlement(rekeningen: Sequence[Gemeenterekening]) -> Tabel:
    posten = (
        ("Meegenomen uit vorig jaar", "reservering_begin"),
        ("Uitkering over dit jaar", "uitkering"),
        ("Correctie op de uitkering van eerdere jaren", "correctie_uitkering"),
        ("Doorgeschoven lasten uit vorig jaar", "doorgeschoven_begin"),
        ("Lasten", "lasten"),
        ("Mee te nemen naar volgend jaar", "reservering_eind"),
        ("Terug te betalen aan het Rijk", "terug_te_betalen"),
        ("Door te schuiven lasten", "doorgeschoven_eind"),
        ("Eigen lasten: niet gedekt door de uitkering", "eigen_lasten"),
    )
    regelingen = [n for n in REGELINGEN if _accounts(rekeningen, n)]
    return simple_table(
        "Afrekening van de uitkering",
        [REGELINGEN[n] for n in regelingen],
        [
            (label, "stand", [sum(getattr(r.jaar, veld) for r in _accounts(rekeningen, n)) for n in regelingen])
            for label, veld in posten
        ],
        "Meegenomen + uitkering + correctie - doorgeschoven - lasten = mee te nemen + terug te betalen - door te "
        "schuiven - eigen lasten.",
    )
