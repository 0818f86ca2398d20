"""Published cases in a display profile: the figures of the gemeente itself, in thousands of euros."""

from datetime import date

from finance.balans import Verlooppost
from reports.grond.profiel import Profiel, find_profile
from reports.pc.besluiten import amendment_table
from reports.pc.delen import Wie
from reports.pc.jaarrekening import movement_table
from reports.tabel.getoond import in_profile
from reports.tabel.tabel import cents_table, column, line
from scenarios.boeken.begroting import Begroting, Begrotingrij


def row(post, bedrag, **extra):
    """A wijziging in euros."""
    return Begrotingrij(
        bestand="b", regel=1,
        jaar=2022, cbs_code="GM0637", soort="wijziging", besluit="Najaar", datum=date(2022, 10, 1),
        post=post, bedrag=bedrag, status="vastgesteld", bron="gepubliceerd", **extra,
    )  # fmt: skip


def test_beverwijk_2023_movements_with_one_decimal():
    # 0 + 3.064,6 - 1.894,2 = 1.170,4; 379,5 + 398,4 - 419,7 = 358,2; 56,8 + 17,6 - 56,8 = 17,6
    posten = (("OAB", 0, 306_460_000, 189_420_000), ("Sport", 37_950_000, 39_840_000, 41_970_000),
              ("RRE", 5_680_000, 1_760_000, 5_680_000))  # fmt: skip
    tabel = movement_table("t", [(n, Verlooppost(*b)) for n, *b in posten], "Toevoegingen", "Vrijgevallen")
    rijen = {r.kop: r.cellen[1:] for r in in_profile(tabel, find_profile("beverwijk")).rijen}
    assert rijen["OAB"] == ("0,0", "3.064,6", "1.894,2", "1.170,4")
    assert rijen["Sport"] == ("379,5", "398,4", "419,7", "358,2")
    assert rijen["RRE"] == ("56,8", "17,6", "56,8", "17,6")
    # 1.170,4 + 358,2 + 17,6
    assert rijen["Totaal"][-1] == "1.546,2"


def test_zoetermeer_2022_is_a_budget_neutral_pair():
    begroting = Begroting((row("leerroute_b1", "782000"), row("spuk", "782000")))
    tabel = amendment_table(begroting, Wie("Zoetermeer", ("GM0637",), False), 2022)
    assert tabel is not None
    rijen = in_profile(tabel, find_profile("standaard")).rijen
    assert rijen[0].cellen[1:] == ("S", "-782", "782", "0")


def test_boxtel_2022_three_changes_are_minus_38():
    delen = (4_500_000, -5_500_000, -2_800_000)
    rijen = tuple(line(str(b), "saldo", (b,)) for b in delen)
    tabel = cents_table("t", (column("Effect"),), (*rijen, line("Totaal", "saldo", (), ((0, 1), (1, 1), (2, 1)))))
    assert in_profile(tabel, find_profile("standaard")).rijen[-1].cellen[1:] == ("-38",)


def test_dalfsen_2024_advantage_in_whole_euros():
    # 90.000 V = 47.000 + 43.000
    tabel = cents_table(
        "t",
        (column("begroting"), column("rekening"), column("verschil", verschil=(0, 1))),
        (
            line("eigen", "lasten", (10_000_000, 5_300_000, None)),
            line("SPUK", "lasten", (10_000_000, 5_700_000, None)),
            line("Totaal", "lasten", (), ((0, 1), (1, 1))),
        ),
    )
    assert [r.cellen[-1] for r in in_profile(tabel, find_profile("dalfsen")).rijen] == [
        "47.000 V", "43.000 V", "90.000 V",
    ]  # fmt: skip


def test_shown_figures_may_differ_by_one_from_their_total():
    # 1,4 + 1,4 = 2,8: shown 1 + 1 = 3
    rijen = tuple(line(n, "lasten", (140_000,)) for n in "ab")
    tabel = cents_table("t", (column("k"),), (*rijen, line("Totaal", "lasten", (), ((0, 1), (1, 1)))))
    profiel = Profiel(naam="p", label="p", bron="p")
    assert [r.cellen[1:] for r in in_profile(tabel, profiel).rijen] == [("1",), ("1",), ("3",)]
