"""Decisions on closed years of the SPUK onderwijsroute that come after 2025, worked out on paper: raming and books.

The region of `hulp_handregio`, whose route is paid from the SPUK onderwijsroute until 2026, which passes nothing on:
every year of 2022-2025 brings 60.000. Booked are 100.000 a year, so 40.000, 80.000, 120.000 and 160.000 is left
uncovered. While 2025 is open its lasten are 24 persons x 12.000 = 288.000, and 120.000 + 288.000 - 60.000 = 348.000.
"""

from datetime import datetime

import pytest

from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.waarheid.aansluiting import reconcile
from scenarios.waarheid.feiten import read_truth
from scenarios.waarheid.sluiten import close_on_purpose
from tests.hulp_handregio import book_settings, write_bookings, write_region

BESLUITEN = "jaar;cbs_code;soort;datum;bedrag;regeling\n" + "".join(
    f"{jaar};GM0432;voorlopig;{jaar - 1}-10-01;{bedrag};{pot}\n"
    for pot, bedrag, jaren in (
        ("spuk", "300.000", range(2022, 2027)),
        ("spuk_onderwijsroute", "60.000", range(2022, 2026)),
    )
    for jaar in jaren
)
LATER = "2023;GM0432;definitief;2026-05-20;{};spuk_onderwijsroute\n"
EIGEN_FACTUUR = (
    '[[correctie]]\njaar = 2026\nover = 2024\ncbs_code = "GM0432"\nregeling = "spuk_onderwijsroute"\n'
    'bedrag = "2500"\nreden = "factuur"\n'
)
BOEKINGSREGELS = """code;grootboek;voorziening;pot;taakveld;btw;reden
A;4300;;spuk_onderwijsroute;6.1;compensabel;test
"""


def close(map_, jaren):
    for jaar in jaren:
        close_on_purpose(str(map_), jaar, "controller", datetime(jaar + 1, 3, 1, 12))


def closed_region(map_, laatste, besluit, correctie=""):
    """Closed to and including `laatste`, before the decision on 2023 came in 2026."""
    map_.mkdir(exist_ok=True)
    write_region(map_)
    delen = (("2022-01-01", "0.0", "1.0"), ("2026-01-01", "1.0", "0.0"))
    with (map_ / "regio.toml").open("a", encoding="utf-8") as regio:
        for vanaf, spuk, onderwijsroute in delen:
            regio.write(
                f'[[verdeling]]\nvoorziening = "leerroute_b1"\nvanaf = {vanaf}\ngemeentefonds = 0.0\nspuk = {spuk}\n'
                f'spuk_onderwijsroute = {onderwijsroute}\nstatus = "aanname"\nbron = "test"\n'
            )
    with (map_ / "parameters.toml").open("a", encoding="utf-8") as parameters:
        parameters.write(
            '[[onderwijsroute_tekort_naar_spuk.waarde]]\nvanaf = 2022-01-01\nwaarde = "0"\nstatus = "aanname"\n'
            'toelichting = "niets"\n'
        )
    jaren = range(2022, laatste + 1)
    for jaar in jaren:
        write_bookings(map_, jaar, {"31-12": "100.000"})
    (map_ / "beschikkingen.csv").write_text(BESLUITEN, encoding="utf-8")
    boeken = map_ / "verantwoording"
    (boeken / "boekingsregels.csv").write_text(BOEKINGSREGELS, encoding="utf-8")
    (boeken / "verantwoording.toml").write_text(book_settings(jaren), encoding="utf-8")
    close(map_, jaren)
    (map_ / "beschikkingen.csv").write_text(BESLUITEN + LATER.format(besluit), encoding="utf-8")
    (boeken / "verantwoording.toml").write_text(book_settings(jaren) + correctie, encoding="utf-8")
    return map_


def ends(map_, *namen):
    """Of 2025 and 2026."""
    totaal = run(build_model(read_truth(str(map_)), BASIS), trekkingen=0).totaal
    return [[round(totaal.value(naam, j), 2) for j in (3, 4)] for naam in namen]


def own(map_):
    """The saldo of 2026 less that of the Gemeentefonds and of the SPUK inburgeringsvoorzieningen."""
    fonds, begin, eind, saldo = ends(map_, "saldo_gemeentefonds", "doorgeschoven_begin", "doorschuiven", "saldo")
    return round(saldo[1] - fonds[1] - begin[1] + eind[1], 2)


@pytest.mark.parametrize(
    ("laatste", "besluit", "correctie", "tekort", "terug"),
    [
        # 75.000 on 2023 is 15.000 more than it was closed on: a bate, whether 2025 is closed or still open.
        (2024, "75.000", "", [348_000, -15_000], [0, 0]),
        (2025, "75.000", "", [160_000, -15_000], [0, 0]),
        # 10.000 less for lasten that were made is an own cost, and so is an invoice of 2.500 over 2024.
        (2025, "50.000", EIGEN_FACTUUR, [160_000, 12_500], [0, 0]),
        # 240.000 more pays the 160.000; the other 80.000 was never spent and goes back.
        (2025, "300.000", "", [160_000, -160_000], [0, 80_000]),
    ],
)
def test_the_raming_settles_a_decision_that_comes_after_the_term(tmp_path, laatste, besluit, correctie, tekort, terug):
    map_ = closed_region(tmp_path, laatste, besluit, correctie)
    assert ends(map_, "tekort_onderwijsroute", "terugvordering_onderwijsroute") == [tekort, terug]
    assert own(map_) == -tekort[1]


@pytest.mark.parametrize(
    ("besluit", "eigen", "terug"), [("75.000", 15_000, 0), ("50.000", -10_000, 0), ("300.000", 160_000, 80_000)]
)
def test_the_books_of_that_year_say_the_same(tmp_path, besluit, eigen, terug):
    """2026 closed with nothing of the SPUK onderwijsroute but that decision."""
    map_ = closed_region(tmp_path, 2025, besluit)
    voor = own(map_)
    write_bookings(map_, 2026, {"31-12": "100.000"})
    boekingen = map_ / "verantwoording" / "boekingen" / "2026.csv"
    # Another account: that of the SPUK onderwijsroute takes no bookings after its term.
    boekingen.write_text(boekingen.read_text(encoding="utf-8").replace(";4300;", ";5000;"), encoding="utf-8")
    instellingen = map_ / "verantwoording" / "verantwoording.toml"
    instellingen.write_text(book_settings(range(2022, 2027)), encoding="utf-8")
    close(map_, [2026])
    assert (voor, own(map_)) == (eigen, eigen)
    regels = [r for r in reconcile(str(map_)) if r.jaar == 2026]
    assert not [r for r in regels if r.rood]
    # Where nothing goes back there is no such row.
    back = [r.cijfers["verantwoording"] for r in regels if r.post == "Terug SPUK onderwijsroute"]
    assert back == [100 * terug] * bool(terug)
