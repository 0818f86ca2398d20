"""Rolling a folder on: what changes in its files, and when it is refused."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest

from finance.fouten import Invoerfout, Melding
from scenarios.boeken.overgangen import Overgegaan, read_rollovers, record_of, record_text
from scenarios.grond.gegevens import data_path
from scenarios.jaar.overgang import _edit_region, _rewrite, plan_rollover
from scenarios.jaar.stand import not_followed
from scenarios.regiomap.modellen import OPEN, Contractrij
from scenarios.regiomap.regio import read_region
from tests.hulp_jaar import not_yet_rolled

NOORDKOP = "voorbeeld:noordkop"


@pytest.fixture
def own(tmp_path):
    def copy(naam: str):
        return shutil.copytree(data_path() / "regios" / naam, tmp_path / naam)

    return copy


def refusal(verwijzing, **keuzes) -> str:
    with pytest.raises(Invoerfout) as fout:
        plan_rollover(str(verwijzing), **keuzes)
    return str(fout.value)


def test_the_region_file_keeps_everything_but_the_moments():
    tekst = (
        '# Eigen opmerking\nnaam = "X"  # naam\npeildatum = 2026-07-01  # halfjaar\neindjaar = 2030\n\n'
        '[vraag] # de vraag\ntekst = "In 2026-2030?"\nvan = 2026\ntot = 2030 # einde\n'
    )
    nieuw = {"peildatum": date(2027, 1, 1), "eindjaar": 2031, "tekst": "In 2027-2031?", "van": 2027, "tot": 2031}
    verwacht = (
        tekst.replace("2026-07-01", "2027-01-01")
        .replace("eindjaar = 2030", "eindjaar = 2031")
        .replace("2026-2030", "2027-2031")
        .replace("van = 2026", "van = 2027")
        .replace("tot = 2030", "tot = 2031")
    )
    assert _edit_region(tekst, nieuw) == verwacht
    assert _edit_region(tekst.replace("\n", "\r\n"), nieuw) == verwacht.replace("\n", "\r\n")


def test_a_horizon_that_follows_the_peildatum_stays_unsaid():
    assert "eindjaar" not in _edit_region("peildatum = 2026-07-01\n", {"peildatum": date(2027, 1, 1), "eindjaar": 2031})


@pytest.mark.parametrize(
    ("inhoud", "verwacht"),
    [
        ("é;1\n".encode(), "é;1\n+"),
        # A spreadsheet that knew the file by its mark or its code page still reads it.
        ("é;1\n".encode("utf-8-sig"), "\ufeffé;1\n+"),
        ("é;1\n".encode("cp1252"), "\ufeffé;1\n+"),
    ],
)
def test_a_spreadsheet_still_reads_the_file(inhoud, verwacht, tmp_path):
    (tmp_path / "a.csv").write_bytes(inhoud)
    assert _rewrite(tmp_path / "a.csv", lambda tekst: f"{tekst}+") == verwacht


def test_a_record_is_read_back_or_named(tmp_path):
    meldingen: list[Melding] = []
    overgegaan = Overgegaan(van=2026, naar=2027, op="2027-02-01", wie="é", bestanden={"regio.toml": ("a", "b")})
    record_of(tmp_path, 2027).parent.mkdir(parents=True)
    record_of(tmp_path, 2027).write_text(record_text(overgegaan), encoding="utf-8")
    assert read_rollovers(tmp_path, meldingen) == {2027: overgegaan}
    record_of(tmp_path, 2028).write_text('{"versie": 2}', encoding="utf-8")
    assert read_rollovers(tmp_path, meldingen) == {2027: overgegaan}
    assert [m.bestand for m in meldingen] == ["verantwoording/gesloten/overgang-2028.json"]


def test_a_contract_is_followed_for_some_gemeenten_and_routes():
    def line(gemeenten: str, routes: str, van: int, tot: date = OPEN) -> Contractrij:
        return Contractrij(
            bestand="contracten.csv", regel=2, contract="x", leverancier="y", voorziening="knm", gemeenten=gemeenten,
            leerroutes=routes, van=date(van, 1, 1), tot=tot, eenheid="traject", prijs=1, status="aanname", bron="z",
        )  # fmt: skip

    eerste, tweede = line("alle", "alle", 2022, date(2027, 1, 1)), line("Schagen", "b1|z", 2027)
    regio = replace(read_region(NOORDKOP), contracten=(eerste, tweede))
    open_ = not_followed(regio, eerste)
    schagen = regio.gemeente_codes("Schagen")[0]
    assert {r: schagen in codes for r, codes in open_.items()} == {"b1": False, "z": False, "onderwijs": True}
    assert all(len(codes) == len(regio.gemeenten) - (r != "onderwijs") for r, codes in open_.items())


def test_a_year_that_is_not_closed_is_not_left():
    tekst = refusal("voorbeeld:zevenlinden")
    assert "de map staat al in 2026: peildatum 01-07-2026, tot en met 2030" in tekst
    assert "spuk sluit MAP --jaar 2026" in tekst
    tekst = refusal("voorbeeld:zevenlinden", jaar=2026)
    assert "2026 is niet gesloten" in tekst


def test_a_folder_without_books_says_which_year_is_over():
    assert "Geef met --jaar het jaar dat voorbij is." in refusal(NOORDKOP)
    overgang = plan_rollover(NOORDKOP, 2025)
    nieuw = {v.wat: v.wordt for v in overgang.veranderingen if v.bestand == "regio.toml"}
    assert (nieuw["peildatum"], nieuw["eindjaar"]) == ("01-01-2026", "2030")


def test_a_question_about_years_that_were_over_stays():
    overgang = plan_rollover("voorbeeld:regio-alkmaar", 2024)
    assert [v.wat for v in overgang.veranderingen if v.bestand == "regio.toml"] == ["peildatum", "eindjaar"]


def test_what_ends_at_the_old_horizon_goes_on_as_an_assumption(tmp_path):
    overgang = plan_rollover(str(not_yet_rolled(tmp_path / "z")))
    assert (overgang.van, overgang.naar) == (2025, 2026)
    oud = (overgang.map / "contracten.csv").read_text(encoding="utf-8")
    nieuw = overgang.teksten["contracten.csv"]
    assert nieuw.startswith(oud)
    erbij = nieuw.removeprefix(oud).splitlines()
    assert erbij[0] == (
        "B1 vanaf 2026 (verlengd);Taalhuis De Linde;leerroute_b1;alle;b1;2030-01-01;;traject;11200;gespreid;levering;"
        "2026;aanname;aanname van spuk jaarovergang: regel 3 gaat na 01-01-2030 door tegen dezelfde prijs, omdat de "
        "raming verder kijkt, nog geen contract"
    )
    # Fourteen of the seventeen lines end there; the other three were followed in 2026.
    assert len(erbij) == 14


def test_records_that_stop_early_are_not_taken_for_nobody(own):
    map_ = own("noordkop")
    code = read_region(NOORDKOP).gemeenten[0].code
    dossier = f"id;cbs_code;doelgroep;huisvesting;plichtig\nP1;{code};asielstatushouder;2025-03-01;ja\n"
    (map_ / "personen.csv").write_text(dossier, encoding="utf-8")
    tekst = refusal(map_, jaar=2025)
    assert "gevonden dossiers tot en met 01-03-2025" in tekst
    assert "--peildatum 01-01-2025" in tekst
    overgang = plan_rollover(str(map_), 2025, date(2025, 7, 1))
    assert {v.wat: v.wordt for v in overgang.veranderingen}["peildatum"] == "01-07-2025"
    assert "een peildatum van 01-01-2026 (nu 01-01-2025)" in {t.wat for t in overgang.tekorten}
    (map_ / "personen.csv").write_text(dossier.replace("2025-03", "2025-11"), encoding="utf-8")
    assert plan_rollover(str(map_), 2025).naar == 2026


def test_a_roll_does_not_go_back(tmp_path):
    with pytest.raises(
        Invoerfout, match=r"gevonden --peildatum 01-01-2026; verwacht 01-07-2026, zoals nu in regio.toml"
    ):
        plan_rollover(str(not_yet_rolled(tmp_path / "z")), peildatum=date(2026, 1, 1))
