"""The complete, fictitious example Zevenlinden: every piece can be made of it, and all of them tie."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import main
from docs.voorbeeld.maken import make
from docs.voorbeeld.personen import HALFJAREN, draw_people
from scenarios.grond.gegevens import data_path
from scenarios.grond.trekking import Trekking
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.regio import read_region
from scenarios.terugblik.trefzekerheid import compare_kept
from scenarios.waarheid.aansluiting import reconcile
from scenarios.waarheid.feiten import read_truth

VOORBEELD = "voorbeeld:zevenlinden"
MAP = data_path() / "regios" / "zevenlinden"
GESLOTEN = (2022, 2023, 2024, 2025)
TREFZEKER = "uitkomsten vielen binnen de band van P10 tot P90 van toen"


def spuk(*woorden: object):
    return CliRunner().invoke(main, [str(w) for w in woorden])


def rows(naam: str) -> list[dict[str, str]]:
    with (MAP / naam).open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def reconciled(werkboek: Path) -> list[dict[str, object]]:
    """The rows of the sheet Aansluiting by their heads."""
    blad = load_workbook(werkboek)["Aansluiting"]
    alle = [[c.value for c in rij] for rij in blad.iter_rows()]
    kop = next(n for n, rij in enumerate(alle) if rij[0] == "Gemeente")
    return [dict(zip(map(str, alle[kop]), rij, strict=True)) for rij in alle[kop + 1 :] if rij[1]]


def euros(tekst: str) -> Decimal:
    return Decimal(tekst.replace(",", "."))


@pytest.fixture(scope="module")
def regels():
    """Every figure of every piece beside itself."""
    return reconcile(VOORBEELD)


def test_no_figure_of_any_piece_is_red(regels):
    assert {r.jaar for r in regels} == {*GESLOTEN, 2026}
    assert {r.gemeente for r in regels} == {"Lissevoorde", "Oudermare", "Wiekerbroek"}
    assert [r for r in regels if r.rood] == []
    assert all(r.cijfers["begroting primitief"] for r in regels if r.post.startswith("Lasten van beide"))


@pytest.mark.parametrize("jaar", GESLOTEN)
def test_every_closed_year_reconciles_with_totals_from_outside(jaar, tmp_path):
    uit = spuk("verantwoording", VOORBEELD, "--jaar", jaar, "--uit", tmp_path)
    assert uit.exit_code == 0, uit.output
    assert "Alle aansluitingen sluiten, ook met " in uit.output
    assert "FICTIEF" in uit.output
    regels = reconciled(tmp_path / f"verantwoording-{jaar}-regio-zevenlinden.xlsx")
    assert {(r["Gemeente"], r["Jaar"]) for r in regels} == {
        (naam, jaar) for naam in ("Lissevoorde", "Oudermare", "Wiekerbroek")
    }


@pytest.mark.parametrize(
    ("stuk", "jaar", "zegt"),
    [
        ("begroting", 2026, ()),
        ("begroting", 2027, ()),
        # Two kept ramingen foresaw 2025, three gemeenten, lasten and uitkering: 12 figures.
        ("tussenrapportage", 2026, ("Eerdere ramingen van 2025", f"van de 12 {TREFZEKER}")),
        ("jaarrekening", 2025, ("Hoe goed was de raming?", TREFZEKER)),
        ("raadsbrief", 2027, ()),
    ],
)
def test_every_piece_of_the_pc_cycle_lacks_nothing(stuk, jaar, zegt, tmp_path):
    """And the two that look back tell how good the ramingen were that were kept."""
    uit = spuk("pc", VOORBEELD, "--stuk", stuk, "--jaar", jaar, "--trekkingen", 50, "--uit", tmp_path)
    assert uit.exit_code == 0, uit.output
    assert "Niet ingevuld" not in uit.output
    (pad,) = tmp_path.glob("*.html")
    bladzij = pad.read_text(encoding="utf-8")
    assert "Wat moet eerst worden uitgezocht?" not in bladzij
    for zin in zegt:
        assert zin in bladzij
    if stuk != "raadsbrief":
        (werkboek,) = tmp_path.glob("*.xlsx")
        assert {r["Jaar"] for r in reconciled(werkboek)} == {*GESLOTEN, 2026}


def test_a_piece_of_one_gemeente_reconciles_that_gemeente(tmp_path):
    """The uitkering of 2025 is what beschikkingen.csv decides, in every piece."""
    uit = spuk("pc", VOORBEELD, "--stuk", "jaarrekening", "--jaar", 2025, "--gemeente", "Oudermare", "--uit", tmp_path)
    assert uit.exit_code == 0, uit.output
    regels = reconciled(tmp_path / "jaarrekening-2025.xlsx")
    assert {r["Gemeente"] for r in regels} == {"Oudermare"}
    (uitkering,) = (r for r in regels if (r["Jaar"], r["Cijfer"]) == (2024, "Uitkering SPUK"))
    besluit = next(
        euros(r["bedrag"])
        for r in rows("beschikkingen.csv")
        if (r["jaar"], r["soort"], r["regeling"], r["gemeente"]) == ("2024", "definitief", "spuk", "Oudermare")
    )
    for stuk in ("Raming", "Tussenrapportage", "Jaarrekening", "Verantwoording"):
        assert uitkering[stuk] == pytest.approx(float(besluit)), stuk


def test_no_own_lasten_are_left_in_a_closed_year(regels):
    """So that the saldo of a closed year is what the Gemeentefonds leaves, in the raming and in the jaarrekening."""
    assert not any(any(regel.cijfers.values()) for regel in regels if regel.post == "Tekort SPUK onderwijsroute")


def test_the_trial_balance_adds_up_from_the_exports():
    saldi = {(r["jaar"], r["rekening"]): euros(r["debet"]) for r in rows("verantwoording/saldibalans.csv")}
    geboekt: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for jaar in (*GESLOTEN, 2026):
        for r in rows(f"verantwoording/boekingen/{jaar}.csv"):
            geboekt[str(jaar), r["grootboek"]] += euros(r["bedrag"])
            assert int(r["datum"][-4:]) == jaar
            assert jaar < 2026 or int(r["datum"][3:5]) <= 9
    assert geboekt == saldi


def test_a_definitive_decision_is_persons_times_amounts():
    """2023: gezin 635,32; cohorts 8.378,03 and 4.242,17 (Regeling inburgering 2021)."""
    besluiten = {
        r["cbs_code"]: r for r in rows("beschikkingen.csv") if (r["jaar"], r["soort"]) == ("2023", "definitief")
    }
    tellingen = [r for r in rows("tellingen.csv") if r["jaar"] == "2023"]
    assert len(tellingen) == len(besluiten) == 3
    for r in tellingen:
        bedrag = int(r["gezin"]) * Decimal("635.32")
        bedrag += int(r["cohort_t"]) * Decimal("8378.03") + int(r["cohort_t1"]) * Decimal("4242.17")
        assert euros(besluiten[r["cbs_code"]]["bedrag"]) == bedrag


def test_the_counts_are_drawn_with_the_fixed_seed_and_cover_every_half_year():
    mensen = draw_people("FM0001", Trekking(2022, 0))
    geteld = {
        r["periode_van"]: int(r["aantal"])
        for r in rows("instroom.csv")
        if (r["cbs_code"], r["indicator"]) == ("FM0001", "gehuisvest")
    }
    assert list(geteld.values()) == [m.gehuisvest for m in mensen.values()]
    assert len(geteld) == len(HALFJAREN) == 9
    assert {r["cbs_code"] for r in rows("personen.csv")} == {"FM0003"}


def test_the_maker_makes_what_is_shipped(tmp_path):
    """To the byte, whatever became of the model since."""
    make(MAP, tmp_path)
    gemaakt, verscheept = (
        {p.relative_to(m).as_posix(): p.read_bytes() for p in m.rglob("*") if p.is_file()} for m in (tmp_path, MAP)
    )
    assert gemaakt.keys() == verscheept.keys()
    assert [naam for naam, inhoud in gemaakt.items() if inhoud != verscheept[naam]] == []


def test_nobody_bears_these_names_and_everything_says_it_is_fictitious():
    regio = read_region(VOORBEELD)
    namen = [regio.naam, *(g.naam for g in regio.gemeenten)]
    assert not {n.casefold() for n in namen} & shipped().codes_by_name.keys()
    assert not {g.code for g in regio.gemeenten} & shipped().bevolking.namen.keys()
    for naam in (
        "instroom.csv",
        "beschikkingen.csv",
        "tellingen.csv",
        "begroting.csv",
        "budgetten.csv",
        "contracten.csv",
    ):
        assert all("FICTIEF" in r["bron"] for r in rows(naam)), naam
    assert all("FICTIEF" in r["bron"] for r in rows("verantwoording/saldibalans.csv"))


def test_fictitious_gemeenten_count_for_no_national_figure():
    bevolking = shipped().bevolking
    echt = sum(bevolking.of(code, 2024) for code in bevolking.inwoners if code.startswith("GM"))
    assert bevolking.national(2024) == echt
    assert bevolking.of("FM0001", 2024) == 46_000


def test_kept_ramingen_are_compared_with_the_books():
    """The lasten of Lissevoorde in 2025 as the export has them, without the salaries and the SPUK onderwijsroute."""
    regels = compare_kept(read_truth(VOORBEELD))
    assert {(r.peildatum.year, r.jaar) for r in regels} == {(2024, 2024), (2024, 2025), (2025, 2025)}
    geboekt = sum(
        euros(r["bedrag"])
        for r in rows("verantwoording/boekingen/2025.csv")
        if r["gemeente"] == "Lissevoorde"
        and r["grootboek"] not in ("4100001 Salarissen", "4343010 SPUK onderwijsroute")
    )
    (regel,) = (
        r for r in regels
        if (r.gemeente, r.peildatum.year, r.jaar, r.grootheid) == ("Lissevoorde", 2025, 2025, "besteding")
    )  # fmt: skip
    assert regel.werkelijk == pytest.approx(float(geboekt))
    assert regel.p10 < regel.verwacht < regel.p90
