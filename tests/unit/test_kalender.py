"""The course of a year: its commands exist, its page says the same, and what a folder lacks is looked up."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from cli import main
from reports.jaar.kalender import lacks_table, page_table
from reports.opdrachten.pc import STUKKEN
from reports.tabel.markdown import to_markdown
from scenarios.grond.gegevens import docs_path
from scenarios.jaar.kalender import MOMENTEN, Momentstand, find_state, year_names
from scenarios.jaar.stand import Mapstand, decided_by, read_state
from scenarios.regiomap.feiten import Feiten


@pytest.fixture(scope="module")
def zevenlinden() -> Mapstand:
    return read_state("voorbeeld:zevenlinden")


def states(stand: Mapstand, jaar: int, op: date) -> dict[str, Momentstand]:
    return {b.moment.naam.format(**year_names(jaar)): b.stand for b in find_state(stand, jaar, op)}


def lacking(stand: Mapstand, jaar: int, op: date, moment: str) -> list[str]:
    bevindingen = find_state(stand, jaar, op)
    return next([t.wat for t in b.tekorten] for b in bevindingen if b.moment.naam.format(**year_names(jaar)) == moment)


@pytest.mark.parametrize("regel", sorted({o for m in MOMENTEN for o in m.opdrachten}))
def test_every_command_exists_with_its_options(regel):
    _, naam, *woorden = regel.format(**year_names(2026)).split()
    opties = {o for p in main.commands[naam].params for o in (*p.opts, *p.secondary_opts)}
    assert {w for w in woorden if w.startswith("--")} <= opties
    if "--stuk" in woorden:
        assert woorden[woorden.index("--stuk") + 1] in STUKKEN


def test_the_page_shows_the_same_moments():
    tabel = to_markdown(page_table())
    assert tabel in (docs_path() / "jaarronde.md").read_text(encoding="utf-8"), f"Zet in docs/jaarronde.md:\n{tabel}"


def test_the_days_of_the_law():
    """Besluit art. 10.1, 10.2 and 10.8; Gemeentewet art. 191 and 200: before 15 November and before 15 July."""
    dagen = {m.naam: m.tot for m in MOMENTEN if m.wet}
    assert dagen == {
        "Definitieve beschikking {vorig}": (6, 30),
        "Uiterste dag SiSa {eerder}": (6, 30),
        "Jaarrekening {vorig}": (7, 14),
        "SiSa {vorig}": (7, 15),
        "Gegevens terugvordering {vorig}": (9, 30),
        "Voorlopige beschikking {volgend}": (10, 1),
        "Begroting {volgend} en meerjarenraming": (11, 14),
    }
    assert [decided_by(2026, voorlopig) for voorlopig in (True, False)] == [date(2025, 10, 1), date(2027, 6, 30)]


def test_what_was_done_and_what_was_not(zevenlinden):
    """2025 is closed and the begroting of 2027 entered; no decision of the spring and autumn of 2026 was."""
    nu = states(zevenlinden, 2026, date(2026, 11, 27))
    assert {n for n, s in nu.items() if s == Momentstand.TE_LAAT} == {
        "Definitieve beschikking 2025", "Gegevens terugvordering 2025", "Voorlopige beschikking 2027",
    }  # fmt: skip
    gedaan = {n for n, s in nu.items() if s == Momentstand.GEDAAN}
    assert {"2025 sluiten", "Overgang naar 2026", "Halfjaar bijwerken", "Uiterste dag SiSa 2024"} < gedaan
    assert nu["Begroting 2027 en meerjarenraming"] == Momentstand.GEDAAN
    assert nu["Jaareinde 2026 voorbereiden"] == Momentstand.LATER


def test_nothing_is_late_before_its_day(zevenlinden):
    erna, ervoor = (states(zevenlinden, 2026, date(2026, 10, dag)) for dag in (2, 1))
    assert erna["Voorlopige beschikking 2027"] == Momentstand.TE_LAAT
    assert ervoor["Voorlopige beschikking 2027"] == Momentstand.ONTBREEKT
    assert set(states(zevenlinden, 2027, date(2026, 12, 31)).values()) <= {Momentstand.LATER, Momentstand.GEDAAN}


def test_the_folder_itself_is_looked_at(zevenlinden):
    op = date(2027, 4, 20)
    assert lacking(zevenlinden, 2027, op, "2026 sluiten") == [
        "boekingen van 2026 na 25-09-2026",
        "het gesloten jaar 2026",
    ]
    assert lacking(zevenlinden, 2027, op, "Overgang naar 2027")[:2] == [
        "het gesloten jaar 2026",
        "dossiers na 28-06-2026",
    ]
    kaderbrief = lacking(zevenlinden, 2027, op, "Kaderbrief 2028")
    assert "een peildatum van 01-01-2027 (nu 01-07-2026)" in kaderbrief
    assert "het bedrag uit het Gemeentefonds 2027 van alle gemeenten" in kaderbrief


def test_one_gemeente_is_named(zevenlinden):
    regio = zevenlinden.regio
    eigen = tuple(b for b in regio.beschikkingen if (b.jaar, b.cbs_code) != (2026, "FM0002"))
    stand = replace(zevenlinden, regio=replace(regio, beschikkingen=eigen))
    assert [t.wat for t in stand.decision(2026, "voorlopig", "nader")] == [
        "de voorlopige beschikking 2026 van Oudermare"
    ]


def test_books_that_cannot_be_read_are_named(zevenlinden):
    stand = replace(zevenlinden, boeken=None, boekfout="kapot", regio=replace(zevenlinden.regio, feiten=Feiten()))
    assert lacking(stand, 2026, date(2026, 11, 1), "Jaarrekening 2025") == ["boeken die niet te lezen zijn: kapot"]


def test_what_lacks_is_named_once(zevenlinden):
    tabel = lacks_table(find_state(zevenlinden, 2026, date(2026, 11, 27)), 2026, "MIJN")
    wat = [rij.cellen[0] for rij in tabel.rijen]
    assert len(wat) == len(set(wat))
    besluit = next(r for r in tabel.rijen if str(r.cellen[0]).startswith("de definitieve beschikking 2025"))
    assert besluit.cellen[3] == "Definitieve beschikking 2025 en Gegevens terugvordering 2025"
    assert not any(re.search(r"\bMAP\b", str(c)) for rij in tabel.rijen for c in rij.cellen)
