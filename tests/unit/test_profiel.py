"""Profiles and the tables that they show."""

from pathlib import Path

import pytest

from finance.fouten import Invoerfout
from reports.grond.profiel import Profiel, find_profile, list_profiles
from reports.pc.delen import choose_who
from reports.tabel.getoond import in_profile
from reports.tabel.tabel import LEEG, PM, add, cents_table, column, line
from scenarios.regiomap.regio import read_region

GOED = 'naam = "eigen"\nlabel = "Eigen"\nbron = "Eigen begroting"\n'


def write(map_: Path, inhoud: str, naam: str = "eigen") -> Path:
    (map_ / "profielen").mkdir(exist_ok=True)
    (map_ / "profielen" / f"{naam}.toml").write_text(inhoud, encoding="utf-8")
    return map_


def messages(map_: Path, inhoud: str) -> str:
    with pytest.raises(Invoerfout) as fout:
        find_profile("eigen", write(map_, inhoud))
    return str(fout.value)


def test_every_shipped_profile_reads_and_tells_its_source():
    for naam in list_profiles():
        profiel = find_profile(naam)
        assert profiel.bron
        assert profiel.bekend or naam == "standaard"


def test_the_region_goes_first(tmp_path):
    assert find_profile("nijmegen").eenheid == "x 1.000"
    eigen = GOED.replace("eigen", "nijmegen", 1) + 'eenheid = "euro"\n'
    assert find_profile("nijmegen", write(tmp_path, eigen, "nijmegen")).eenheid == "euro"


def test_an_unknown_profile_names_its_neighbours():
    with pytest.raises(Invoerfout, match="nijmegen"):
        find_profile("nijmegn")


@pytest.mark.parametrize(
    ("regel", "woorden"),
    [
        ('eenheidd = "euro"', "eenheid"),
        ('eenheid = "x 100"', "x 1 mln"),
        ("decimalen = 4", "ten hoogste 3"),
        ("zekerheid = 1.0", "minder dan 1"),
        ('verschil = "zonder teken"\nvn = false', "vn = true"),
        ('bekend = ["kleur"]', "kleur"),
        ("toelichten_vanaf = -1", "een bedrag van 0"),
        ('[rechtmatigheid]\ngemeentefonds = "beleid"', "een post van lasten"),
        ('[rechtmatigheid]\nknm = "anders"', "open_einde"),
        ('[kolommen]\njaarrekening = ["primitief"]', "ten minste rekening"),
        ('[kolommen]\njaarrekening = ["rekening", "verschil"]', "naast verschil"),
        ('[kolommen]\nbegroting = ["begroting_t", "begroting_t"]', "één keer"),
        ('[kolommen]\nbegroting = ["begroting_t", "raming_t9"]', "raming_t9"),
        ('[kolommen]\nbegroting = "begroting_t"', "een lijst zoals"),
        ('[kolommen]\nbegrotin = ["begroting_t"]', "Bedoeld is misschien: begroting"),
    ],
)
def test_a_slip_in_a_profile_is_told_in_dutch(tmp_path, regel, woorden):
    assert woorden in messages(tmp_path, GOED + regel + "\n")


def test_a_folder_in_the_place_of_a_profile_is_told(tmp_path):
    (tmp_path / "profielen" / "map.toml").mkdir(parents=True)
    assert "map" in list_profiles(tmp_path)
    with pytest.raises(Invoerfout, match=r"^map\.toml: gevonden een map; verwacht een bestand"):
        find_profile("map", tmp_path)


def test_the_name_must_be_that_of_the_file(tmp_path):
    assert "'eigen'" in messages(tmp_path, GOED.replace('"eigen"', '"ander"'))


@pytest.mark.parametrize(
    ("naam", "lasten", "baten", "saldo"),
    [
        # begroot 100, rekening 90: an advantage for lasten, a disadvantage for baten and saldo
        ("standaard", "10 V", "-10 N", "-10 N"),
        ("nijmegen", "10 V", "10 N", "10 N"),
        ("almelo", "-10 V", "-10 N", "-10 N"),
        ("raalte", "-10", "10", "10"),
        ("ede", "10 V", "10 N", "10 N"),
        ("leiden", "10 V", "-10 N", "-10 N"),
    ],
)
def test_each_convention_by_hand(naam, lasten, baten, saldo):
    tabel = cents_table(
        "T",
        (column("b"), column("r"), column("v", verschil=(0, 1))),
        tuple(line(a, a, (10_000_000, 9_000_000, None)) for a in ("lasten", "baten", "saldo")),
    )
    rijen = {r.kop: r.cellen[-1] for r in in_profile(tabel, find_profile(naam)).rijen}
    assert rijen == {"lasten": lasten, "baten": baten, "saldo": saldo}


def test_leiden_shows_baten_negative_and_an_advantage_as_a_negative_saldo():
    leiden = find_profile("leiden")
    assert leiden.show(90_000_000, "baten") == "-900"
    assert leiden.show(1_000_000, "saldo") == "-10"
    assert leiden.show(90_000_000, "lasten") == "900"


@pytest.mark.parametrize(
    ("afronding", "centen", "getoond"),
    [("afronden", 50_000, "1"), ("afronden", -50_000, "-1"), ("afkappen", 99_999, "0"), ("afkappen", -199_999, "-1")],
)
def test_rounding_and_truncation(afronding, centen, getoond):
    profiel = Profiel(naam="p", label="p", bron="p", afronding=afronding)
    assert profiel.show(centen, "stand") == getoond


def test_no_letter_where_nothing_is_shown():
    assert find_profile("standaard").mark(0, 49_999, "lasten") == ""
    assert find_profile("standaard").mark(0, 50_000, "lasten") == "N"


def test_pm_counts_as_nothing_and_not_entered_spoils_a_total():
    assert add([(PM, 1), (5, 1)]) == 5
    assert add([(PM, 1)]) == PM
    assert add([(None, 1), (5, 1)]) is None
    assert add([(LEEG, 1), (5, -1)]) == -5


def test_a_profile_without_the_parts_keeps_the_sum():
    tabel = cents_table(
        "T",
        (column("a", "a"), column("b", "b"), column("som", "som", som=((0, 1), (1, 1)))),
        (
            line("x", "lasten", (1, 2)),
            line("y", "lasten", (3, 4)),
            line("t", "lasten", (), ((0, 1), (1, 1))),
        ),
    )
    assert [r[1] for r in tabel.choose(("som",)).values()] == [3, 7, 10]
    assert [r[1:] for r in tabel.choose(("som", "b")).values()] == [(3, 2), (7, 4), (10, 6)]


def test_a_piece_names_the_region_once_and_a_single_gemeente_by_itself():
    assert choose_who(read_region("voorbeeld:regio-alkmaar"), None).naam == "Regio Alkmaar"
    alleen = choose_who(read_region("voorbeeld:rijssen-holten"), None)
    assert (alleen.naam, alleen.regio) == ("Rijssen-Holten", False)
