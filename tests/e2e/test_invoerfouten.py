"""Slips of a controller in a region folder: each gives a message that names file, place and mend, and no result."""

import shutil
import sys

import pytest

from finance.fouten import Invoerfout
from reports.opdrachten.controle import check_folder
from scenarios.inzicht.aandacht import points_of_attention
from tests.fuzz.grondstof import small_region, write_folder
from tests.hulp_boeken import copy_with_books


@pytest.fixture
def regiomap(tmp_path):
    return copy_with_books(tmp_path / "regio")


def messages(map_):
    """Everything that `spuk controleer` would show, one message per line."""
    with pytest.raises(Invoerfout) as fout:
        check_folder(str(map_))
    return str(fout.value)


def replace_in(pad, oud, nieuw):
    tekst = pad.read_text(encoding="utf-8")
    assert oud in tekst
    pad.write_text(tekst.replace(oud, nieuw, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("bestand", "oud", "nieuw", "verwacht"),
    [
        ("contracten.csv", ",traject,10000,", ",traject,10.000,", "10000 of 10.000,00 voor tienduizend"),
        ("contracten.csv", ",traject,10000,", ',traject,"12,100",', "10000 of 10.000,00 voor tienduizend"),
        ("instroom.csv", "GM0420,Medemblik", "GM0420,Hoorn", "code GM0420 (Medemblik) met de naam Hoorn"),
        ("instroom.csv", "GM0420,Medemblik", "GM0420,Grave", "Grave is GM1982."),
        (
            "instroom.csv",
            ",inburgeringsplichtig,",
            ",inburgeringsplicht,",
            "indicator 'inburgeringsplicht'; verwacht een",
        ),
        ("contracten.csv", ",traject,10000,", ",jaar,10000,", "eenheid 'jaar' met betaling 'gespreid'"),
        ("contracten.csv", ",2025-01-01,traject", ",2024-12-31,traject", "Bedoeld is misschien: tot = 2025-01-01."),
        ("contracten.csv", ",2025-01-01,traject", ",2024-12-01,traject", "geen contract in 12-2024 (B1 Fiolet"),
        ("contracten.csv", ",2025-01-01,traject", ",2025-03-01,traject", "vanaf 2025 op regel 3)"),
        (
            "regio.toml",
            "peildatum = 2023-07-01",
            "peildatum = 2023-06-30",
            "Bedoeld is misschien: peildatum = 2023-07-01.",
        ),
        ("regio.toml", "2023-07-01", '"2023-07-01"', "een datum zonder aanhalingstekens, zoals 2025-07-01"),
        ("regio.toml", '"GM0420"', '"GM9999"', "misschien: Medemblik (GM0420)."),
        ("regio.toml", 'naam = "Medemblik"', 'naam = "Leusden"', "code GM0420 (Medemblik) met de naam Leusden"),
        ("begroting.csv", "GM0405;Hoorn", "GM0405;Opmeer", "code GM0405 (Hoorn) met de naam Opmeer"),
        ("begroting.csv", ";uitvoering;", ";uitvoerng;", "een bestaande post"),
        ("verantwoording/tellingen.csv", "GM0405;Hoorn", "GM0405;Opmeer", "code GM0405 (Hoorn) met de naam Opmeer"),
        ("verantwoording/verantwoording.toml", "jaar = 2023", "jaar = 1923", "ten minste 2022"),
        ("doelen.toml", 'soort = "voldaan"', 'soort = "voldoen"', "een van 'voldaan'"),
        (
            "contracten.csv",
            ",leerroute_b1,",
            ",leerroute_bb1,",
            "regel 2: gevonden voorziening 'leerroute_bb1'; verwacht een bestaande voorziening. Bedoeld",
        ),
        (
            "budgetten.csv",
            "2023,NL,,gemeentefonds",
            "2027,NL,,gemeentefonds",
            "bedrag voor 2023",
        ),
        ("contracten.csv", "2030-01-01,traject,85.71", "2030-01-01,uur,85.71", "Zet uren in [gebruik.pvt]"),
        ("budgetten.csv", "2021,GM0405,Hoorn", "2020,GM0405,Hoorn", "Het staat al op regel 6."),
        ("instroom.csv", "2022-01-01,2022-07-01,GM0405", "2021-07-01,2022-07-01,GM0405", "het begin van de wet"),
        ("instroom.csv", "2022-07-01,2023-07-01", "2022-07-01,2024-01-01", "een periode tot de peildatum"),
        ("trajecten.toml", "[gebruik.tolken]", '[gebruik.tolken]\ndoelgroepen = ["asiel"]', "'asielstatushouder' of"),
        ("taakstelling.csv", "2022H1", "2022H3", "een halfjaar zoals 2024H1"),
        ("scenarios/korting.toml", 'naam = "korting"', 'naam = "kort"', "'korting', zoals het bestand heet"),
    ],
)
def test_slip_in_a_file_is_named(regiomap, bestand, oud, nieuw, verwacht):
    replace_in(regiomap / bestand, oud, nieuw)
    assert verwacht in messages(regiomap)


@pytest.mark.parametrize(
    ("regels", "verwacht"),
    [
        ('veld = "gebruik.pvt"\nwaarde = 95.5', "een factor bij gebruik.pvt"),
        ('veld = "prijs.pvt"\nwaarde = "duur"', "een getal zonder aanhalingstekens"),
        ('veld = "prijs.pvt"\nfactor = 2\ngemeenten = ["Horn"]', "Bedoeld is misschien: Hoorn."),
        ('veld = "onderwijsroute"\nerbij = 1000.0', "die SPUK is dan gesloten"),
        ('veld = "prijs.pvt"\nfactor = 2\ngemeenten = ["GM9999"]', "gemeente 'GM9999'"),
        ('veld = "taakstelling.landelijk"\nfactor = 2\ngemeenten = ["GM0405"]', "dat veld is landelijk"),
        ('veld = "parameter.prestatiebekostiging"\nfactor = 2', "een waarde uit geen, wettelijk, korting"),
        ('veld = "parameter.prestatiebekostiging"\nwaarde = "veel"', "scenario proef, prestatiebekostiging vanaf"),
    ],
)
def test_slip_in_a_change_is_named(regiomap, regels, verwacht):
    proef = f'naam = "proef"\n[[wijziging]]\nvanaf = 2027-01-01\n{regels}\n'
    (regiomap / "scenarios" / "proef.toml").write_text(proef, encoding="utf-8")
    assert verwacht in messages(regiomap)


def test_gap_between_contracts_is_named_once(regiomap):
    replace_in(regiomap / "regio.toml", "eindjaar = 2029", "eindjaar = 2030")
    regels = messages(regiomap).splitlines()
    assert len(regels) == len(set(regels)) > 0


def test_a_change_between_two_points_of_its_series_is_refused(regiomap):
    """Half a year of a yearly amount would silently become a whole year, or none."""
    proef = 'naam = "proef"\n[[wijziging]]\nvanaf = 2027-07-01\nveld = "gemeentefonds"\nfactor = 0.9\n'
    (regiomap / "scenarios" / "proef.toml").write_text(proef, encoding="utf-8")
    assert "01-07-2027; verwacht 1 januari" in messages(regiomap)


@pytest.mark.parametrize(
    ("regel", "plaats", "reden"),
    [
        ('naam = "West\nx = 1', "regel 1, teken 13", "een tekst die niet op dezelfde regel wordt gesloten"),
        ("eindjaar 2029", "regel 1, teken 10", "een regel zonder ="),
        ("deel = 0,7", "regel 1, teken 9", "een getal met een komma (0,7), schrijf 0.7"),
        ("x = { gemiddeld = 1,5 }", "regel 1, teken 23", "een getal met een komma (1,5), schrijf 1.5"),
        ("datum = 1 juli", "regel 1, teken 11", "te veel achter een waarde"),
        ("naam = Hoorn", "regel 1, teken 8", "een waarde die geen tekst, getal, datum of lijst is"),
        ("a = 1\na = 2\n", "regel 2, teken 6", "een naam die twee keer voorkomt"),
        ("[x]\n[x]", "regel 2, teken 3", "een kop die twee keer voorkomt"),
        ("a = [1, 2", "einde van het bestand", "een lijst zonder sluitende ]"),
    ],
)
def test_a_file_that_is_no_toml_says_where_and_why_in_dutch(regiomap, regel, plaats, reden):
    (regiomap / "regio.toml").write_text(regel, encoding="utf-8")
    tekst = messages(regiomap)
    assert f"regio.toml, {plaats}: gevonden ongeldige TOML: {reden}" in tekst
    assert "(0.7)" in tekst
    assert not any(woord in tekst for woord in ("Expected", "Invalid", "line", "Cannot"))


def test_an_own_profile_is_checked(regiomap):
    (regiomap / "profielen").mkdir()
    (regiomap / "profielen" / "mijn.toml").write_text('naam = "ander"\n', encoding="utf-8")
    assert "mijn.toml" in messages(regiomap)


def test_errors_of_the_books_and_the_forecast_come_together(regiomap):
    replace_in(regiomap / "contracten.csv", ",traject,10000,", ",traject,-1,")
    replace_in(regiomap / "begroting.csv", ";uitvoering;", ";uitvoerng;")
    replace_in(regiomap / "regio.toml", 'naam = "Opmeer"', 'naam = "Opmeer"\nkleur = "rood"')
    (regiomap / "verantwoording" / "standen.csv").write_text("jaar;kleur\n", encoding="utf-8")
    regels = messages(regiomap).splitlines()
    assert len(regels) == len(set(regels))
    for bestand in ("contracten.csv", "regio.toml", "standen.csv"):
        assert any(r.startswith(bestand) for r in regels)


def attention(map_):
    """All that is said, but for the pace of the example, which is its own, and its one index for prices and SPUK."""
    zinnen = points_of_attention(*check_folder(str(map_)))
    bekend = ("aan de brede intake begonnen", "dezelfde index als de SPUK")
    return " ".join(zin for zin in zinnen if not any(deel in zin for deel in bekend))


def test_money_for_the_onderwijsroute_that_pays_nothing_is_named(regiomap):
    assert attention(regiomap) == ""
    tekst = (regiomap / "regio.toml").read_text(encoding="utf-8")
    (regiomap / "regio.toml").write_text(tekst.split("[[verdeling]]")[0], encoding="utf-8")
    # The books tell what the closed years paid.
    assert attention(regiomap) == ""
    shutil.rmtree(regiomap / "verantwoording")
    assert "SPUK onderwijsroute 2022-2025 krijgt € " in attention(regiomap)
    assert "[[verdeling]] voor leerroute_onderwijs" in attention(regiomap)


def test_a_gemeente_without_gemeentefonds_or_counts_is_named(regiomap):
    for naam, weg in (("budgetten.csv", "NL,,gemeentefonds"), ("instroom.csv", "GM0432")):
        regels = (regiomap / naam).read_text(encoding="utf-8").splitlines()
        (regiomap / naam).write_text("\n".join(r for r in regels if weg not in r), encoding="utf-8")
    assert "geen budget uit het Gemeentefonds in 2022-2029 voor Hoorn" in attention(regiomap)
    assert "geen tellingen van Opmeer" in attention(regiomap)


def test_a_file_in_utf_16_is_one_message(regiomap):
    tekst = (regiomap / "instroom.csv").read_text(encoding="utf-8")
    (regiomap / "instroom.csv").write_text(tekst, encoding="utf-16")
    assert messages(regiomap).splitlines()[0].endswith("Sla het bestand op als 'CSV UTF-8'.")
    assert messages(regiomap).count("instroom.csv") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links")
@pytest.mark.parametrize(
    "naam",
    [
        *("begroting.csv", "doelen.toml", "profielen/eigen.toml", "verantwoording/verantwoording.toml"),
        *("scenarios", "profielen", "verantwoording", "verantwoording/boekingen"),
    ],
)
def test_what_stands_in_the_place_of_a_file_is_never_passed_over(tmp_path, naam):
    map_ = write_folder(
        tmp_path / "regio", {n: d for n, d in small_region().items() if not f"{n}/".startswith(f"{naam}/")}
    )
    (map_ / naam).parent.mkdir(parents=True, exist_ok=True)
    if (map_ / naam).is_dir():
        shutil.rmtree(map_ / naam)
    (map_ / naam).symlink_to(tmp_path / "nergens")
    assert "een verwijzing naar een" in messages(map_)
