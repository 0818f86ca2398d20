"""Chapters of the P&C pieces with the arithmetic written out, and the jaarrekening beside raming and verantwoording."""

from datetime import date

import pytest

from finance.administratie.rechtmatigheid import Lastenpost, split_overspending
from finance.verschil import Effecten
from reports.grond.profiel import STANDAARD, find_profile
from reports.pc.besluiten import Bijstelling, adjustment_chapter
from reports.pc.definities import Saldostand, definition_chapter, of_books, of_forecast, other_words
from reports.pc.delen import CORRECTIE, Wie, choose_who
from reports.pc.incidenteel import find_incidental
from reports.pc.jaarrekening import Rekeningjaren, build_jaarrekening, movement_tables
from reports.pc.verklaring import Verklaring, split_baten
from reports.tabel.getoond import in_profile
from scenarios.boeken.begroting import Begroting, Begrotingrij, read_budget
from scenarios.boeken.realisatie import close_year, find_books
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import BASIS
from scenarios.waarheid.feiten import read_truth

VOORBEELD = "voorbeeld:zevenlinden"


def plain(tekst):
    return tekst.replace("\u00a0", " ")


def test_an_overspending_by_kind():
    """B1 300 over, KNM 100 over, uitvoering 50 over; Z leaves 90. The SPUK brings in 200 more; 60 of B1 is volume.

    The taakveld: 90 of 450, by 300 : 100 : 50 = 60, 20, 10; left 240, 80, 40. The SPUK pays 200 of the 320 that is
    hers: 150 and 50; left 90 and 30. Volume: 60 of B1, so 30 of B1, 30 of KNM and 40 of uitvoering remain.
    """
    posten = {
        "leerroute_b1": Lastenpost(1000, 1300, "spuk", 60),
        "knm": Lastenpost(200, 300, "spuk"),
        "uitvoering": Lastenpost(400, 450, "", 0, "beleid"),
        "leerroute_z": Lastenpost(500, 410, "spuk"),
    }
    uit = split_overspending(posten, {"spuk": 200})
    assert {n: tuple(d.values()) for n, d in uit.items()} == {
        # taakveld, baten, open einde, beleid, raad
        "leerroute_b1": (60, 150, 60, 0, 30),
        "knm": (20, 50, 0, 0, 30),
        "uitvoering": (10, 0, 0, 40, 0),
    }


def test_a_sentence_per_post_above_the_threshold():
    """B1: 20.000 volume - 3.000 mix + 10.000 prijs = 27.000; the SPUK follows 27.000, and 2.000 less by itself."""
    lasten = {
        "leerroute_b1": Effecten(volume=2_000_000, mix=-300_000, prijs=1_000_000),
        "uitvoering": Effecten(vast=-3_000_000),
        "tolken": Effecten(prijs=100_000),
    }
    baten = split_baten(lasten, {"spuk": 2_600_000, "gemeentefonds": 0}, {})
    verklaring = Verklaring(lasten, baten)
    assert [plain(z) for z in verklaring.sentences(2_500_000)] == [
        "Uitvoering: intake, PIP, voortgang, beleid: € 30.000 minder lasten dan begroot (voordeel), zonder aantal "
        "begroot en dus niet te splitsen.",
        "Leerroute B1: € 27.000 meer lasten dan begroot (nadeel): € 20.000 meer door meer inburgeraars, € 3.000 minder "
        "door andere routes en voorzieningen per persoon en € 10.000 meer door een hogere prijs per eenheid.",
        # 27.000 + 1.000 of the lasten that it covers, less 2.000
        "SPUK inburgeringsvoorzieningen: € 26.000 meer baten dan begroot (voordeel): € 28.000 meer doordat de lasten "
        "die zij dekt hoger zijn en € 2.000 minder los van de lasten.",
        "1 post wijkt minder dan € 25.000 af; het effect op het saldo is € 1.000 nadeel.",
    ]
    # 26.000 - 27.000 + 30.000 - 1.000
    assert verklaring.saldo == 2_800_000


def test_an_adjustment_per_post_and_taakveld():
    """Lasten + 40 - 15 = + 25 (of which 5 of earlier years), SPUK + 30, Gemeentefonds - 7: 6.1 + 5, 0.7 - 7."""
    posten = (("leerroute_b1", 3500), ("tolken", -1500), (CORRECTIE, 500), ("spuk", 3000), ("gemeentefonds", -700))
    (hoofdstuk,) = adjustment_chapter(2026, [Bijstelling(p, 100_000 * b // 100) for p, b in posten])
    rijen = {r.kop: r.cellen[2:] for r in in_profile(hoofdstuk.tabellen[0], find_profile(STANDAARD)).rijen}
    assert rijen["Leerroute B1"] == ("-35", "0", "-35")
    assert rijen["Taakveld 6.1"] == ("-25", "30", "5")
    assert rijen["Taakveld 0.7"] == ("0", "-7", "-7")
    assert rijen["Bijstelling"] == ("-25", "23", "-2")
    assert "€ 25.000 budgettair neutraal" in plain(hoofdstuk.zinnen[0])
    assert "Het effect op het saldo is € 2.000 nadelig." in plain(hoofdstuk.zinnen[0])
    assert adjustment_chapter(2026, []) == []


def test_both_saldi_tie():
    """A -124.000; 41.000 of before is covered now, 370.000 is not yet: B = -124 - 41 + 370 = 205."""
    stand = Saldostand(-12_400_000, 4_100_000, 37_000_000)
    tabel = definition_chapter("A", (("2027", stand),)).tabellen[0]
    assert [r[1] for r in tabel.values()] == [-12_400_000, -4_100_000, 37_000_000, 20_500_000]
    zin = plain(other_words("A", 2027, stand))
    assert "definitie A" in zin
    assert "definitie B, zoals in de jaarrekening) in 2027 € 205.000 voordelig" in zin
    groei = ("2028", Saldostand(0, 37_000_000, 78_000_000))
    zin = plain(definition_chapter("A", (("2027", stand), groei)).zinnen[-1])
    assert zin.startswith("De vordering groeit ieder jaar, van € 370.000 eind 2027 tot € 780.000 eind 2028.")
    kleiner = ("2028", Saldostand(0, 37_000_000, 10_000_000))
    assert "groeit" not in " ".join(definition_chapter("A", (("2027", stand), kleiner)).zinnen)
    gelijk = definition_chapter("B", (("2025", Saldostand(5, 0, 0)),))
    assert gelijk.tabellen == ()
    assert "beide gelijk" in gelijk.zinnen[-1]


def closed(boeken, jaar):
    """The books of a year that must be there."""
    rekening = close_year(boeken, jaar)
    assert rekening is not None
    return rekening


@pytest.fixture(scope="module")
def zevenlinden():
    """Region, books and budget of the example."""
    regio = read_truth(VOORBEELD)
    return regio, find_books(VOORBEELD), read_budget(regio.map, regio.gemeenten, shipped())


def test_the_saldo_of_closed_books_is_that_of_the_raming_by_definition_a(zevenlinden):
    regio, boeken, _ = zevenlinden
    raming = run(build_model(regio, BASIS), 0)
    for jaar in (2023, 2024, 2025):
        rekening = closed(boeken, jaar)
        for g in rekening.verantwoording.gemeenten:
            alle = [r.jaar for r in g.regelingen]
            deel = next(d for d in raming.gemeenten if d.code == g.gemeente.code)
            fonds = deel.value("saldo_gemeentefonds", raming.jaren.index(jaar))
            eigen = deel.value("saldo", raming.jaren.index(jaar)) - fonds
            stand = of_books(sum(r.baten - r.lasten for r in alle), alle)
            assert stand.eigen == pytest.approx(100 * eigen, abs=1)
            # The same two, from the side of the raming.
            ander = of_forecast(deel, round(100 * eigen), raming.jaren, jaar)
            assert ander.boeken == pytest.approx(stand.boeken, abs=2)


def test_a_jaarrekening_shows_what_the_verantwoording_closed_with(zevenlinden):
    regio, boeken, begroting = zevenlinden
    rekening, vorig = closed(boeken, 2025), closed(boeken, 2024)
    wie = choose_who(regio, "Oudermare")
    cijfers = Rekeningjaren(rekening, vorig, date(2025, 12, 31), None)
    stuk = build_jaarrekening(regio, wie, 2025, begroting, cijfers, find_profile(STANDAARD))
    tabellen = {t.titel: {r[0]: r[1:] for r in t.values()} for t in stuk.tabellen}
    (gemeente,) = (g for g in rekening.verantwoording.gemeenten if g.gemeente.naam == "Oudermare")
    (eerder,) = (g for g in vorig.verantwoording.gemeenten if g.gemeente.naam == "Oudermare")
    hoofd = tabellen["Jaarrekening 2025, Oudermare"]
    assert hoofd["SPUK inburgeringsvoorzieningen"][3] == gemeente.spuk.jaar.baten
    assert hoofd["SPUK inburgeringsvoorzieningen"][0] == eerder.spuk.jaar.baten
    effect = tabellen["Van begroting na wijziging naar rekening 2025: effect op het saldo"]["Saldo inburgering"]
    assert effect[-1] == hoofd["Saldo inburgering"][3] - hoofd["Saldo inburgering"][2]
    for titel, naam in (("Vooruit ontvangen", "passief"), ("Nog te ontvangen", "vordering")):
        rijen = next(v for t, v in tabellen.items() if t.startswith(titel))
        for r in gemeente.regelingen:
            post = getattr(r.jaar, naam)
            rij = rijen["SPUK onderwijsroute" if r.regeling != "spuk" else "SPUK inburgeringsvoorzieningen"]
            assert rij == (post.begin, post.bij, post.af, post.eind)
    # Voorschot 600.471,00, uitkering 366.755,57: 233.715,43 too much. Of the onderwijsroute 24.266,07 may not stay.
    balans, afrekening = (
        [plain(z) for z in h.zinnen] for h in stuk.hoofdstukken if "balans" in h.kop or "afgerekend" in h.kop
    )
    assert balans[1] == (
        "Daarnaast moet nog € 258.000 terug naar het Rijk; daarvan kwam er dit jaar bij: € 234.000 omdat het voorschot "
        "hoger was dan de uitkering en € 24.000 dat niet mee mag naar een volgend jaar."
    )
    assert afrekening[0] == "Grondslag van de uitkering: herrekend uit de telling."


def test_both_tables_stand_there_without_any_movement(zevenlinden):
    """Art. 40a mirrors art. 52a: per uitkering, also where nothing is still to come."""
    _, boeken, _ = zevenlinden
    gemeenten = closed(boeken, 2025).verantwoording.gemeenten
    passief, vordering, *_ = movement_tables(gemeenten, 2025, Wie("Regio", ("x", "y"), True))
    assert [r.kop for r in passief.rijen] == [r.kop for r in vordering.rijen]
    assert [k.kop for k in passief.kolommen[1:]] == [
        "Beginsaldo 1-1", "Ontvangen", "Vrijgevallen of terugbetaald", "Eindsaldo 31-12",
    ]  # fmt: skip


def decided(post, bedrag, soort="primitief", aard="incidenteel"):
    """A row of Oudermare in 2025, in euros."""
    return Begrotingrij(
        bestand="b", regel=1, jaar=2025, cbs_code="FM0002", soort=soort, besluit="x", datum=date(2025, 6, 1), post=post,
        bedrag=bedrag, aard=aard, status="aanname", bron="met de hand",
    )  # fmt: skip


def test_incidental_from_the_books_as_entered_and_as_decided(zevenlinden):
    regio, boeken, _ = zevenlinden
    rekening = closed(boeken, 2025)
    wie = choose_who(regio, "Oudermare")
    assert wie.codes == ("FM0002",)
    begroting = Begroting(
        (
            decided("leerroute_b1", 4000, aard="structureel"),
            decided("leerroute_b1", 1000, "wijziging"),
            decided("uitvoering", 500, "wijziging"),
            replace_day(decided("uitvoering", 700, "rekening")),
        )
    )
    uit = {p.post: p for p in find_incidental(begroting, rekening, wie, 2025)}
    # Nothing tells the real part of B1: what was decided, and said so. Of uitvoering 700 was entered.
    assert (uit["leerroute_b1"].bedragen, uit["leerroute_b1"].aangenomen) == ((0, 100_000, 100_000), True)
    assert (uit["uitvoering"].bedragen, uit["uitvoering"].aangenomen) == ((0, 50_000, 70_000), False)
    route = next(r for g in rekening.verantwoording.gemeenten if g.gemeente.code == "FM0002" for r in g.regelingen[1:])
    # The temporary SPUK with the lasten that it pays.
    assert uit["spuk_onderwijsroute"].rekening == route.jaar.baten > 0
    assert uit["leerroute_onderwijs"].rekening == sum(x.bedrag for x in route.lasten)


def replace_day(rij):
    return rij.model_copy(update={"datum": None})


def test_a_profile_says_the_kind_of_what_is_left():
    profiel = replace_kind(find_profile(STANDAARD), {"uitvoering": "beleid"})
    assert profiel.rechtmatigheid == {"uitvoering": "beleid"}
    with pytest.raises(ValueError, match="een post van lasten"):
        replace_kind(profiel, {"gemeentefonds": "beleid"})


def replace_kind(profiel, soorten):
    return type(profiel).model_validate({**profiel.model_dump(exclude={"kolommen"}), "rechtmatigheid": soorten})
