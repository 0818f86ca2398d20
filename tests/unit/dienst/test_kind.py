"""What a child says when it is done, and what it may use."""

import pytest

from finance.fouten import Melding
from reports.dienst.kind import Afloop, _outcome, program
from reports.dienst.wachtrij import GEWEIGERD, KLAAR, MISLUKT
from reports.grond.meldingen import from_lines, to_document, to_line
from scenarios.engine.geheugen.memory import free_memory


def test_the_child_does_not_load_what_lies_beside_a_region():
    """`-P`: without it Python looks for modules in the folder where it starts, which is the region's."""
    assert program()[1:] == ["-P", "-m", "cli"]


def test_the_outcome_of_a_child_is_its_exit_code_with_its_messages():
    melding = Melding("contracten.csv", "regel 3", "-1", "een prijs", "Vul hem in.")
    assert _outcome(0, "") == Afloop(KLAAR)
    assert _outcome(2, f"Let op: iets.\n{to_line([melding])}\n") == Afloop(GEWEIGERD, (melding,))
    for code, tekst in ((1, "Traceback: Jansen"), (-9, ""), (2, "Fout: niets om te lezen")):
        afloop = _outcome(code, tekst)
        assert afloop.toestand == MISLUKT
        assert f"code {code}" in str(afloop.meldingen[0])
        assert "Jansen" not in str(afloop.meldingen)


def test_a_run_may_use_what_it_is_given_and_no_more_than_there_is(monkeypatch):
    monkeypatch.delenv("SPUK_GEHEUGEN", raising=False)
    vrij = free_memory()
    monkeypatch.setenv("SPUK_GEHEUGEN", "1000000")
    assert free_memory() == 1_000_000
    for waarde in ("veel", "-1", "9" * 18):
        monkeypatch.setenv("SPUK_GEHEUGEN", waarde)
        assert vrij is None or free_memory() == pytest.approx(vrij, rel=0.5)


def test_messages_go_to_json_and_back():
    meldingen = [Melding("a.csv", f"regel {n}", "x", "y", "z") for n in range(500)]
    rijen = to_document(meldingen)["meldingen"]
    assert len(rijen) == 201
    assert rijen[0] == {
        "bestand": "a.csv", "plaats": "regel 0", "gevonden": "x", "verwacht": "y", "herstel": "z",
        "tekst": "a.csv, regel 0: gevonden x; verwacht y. z",
    }  # fmt: skip
    assert "nog 300 fouten" in rijen[-1]["tekst"]
    assert from_lines(to_line(meldingen[:3])) == meldingen[:3]
    assert from_lines("iets anders") == []
