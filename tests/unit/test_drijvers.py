"""Intervals around what is not settled: what is refused, and which drivers a region has."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from finance.fouten import Invoerfout
from finance.parameters import parse_parameters
from reports.afweging.drijvers import driver_table
from scenarios.grond.opzoeker import Opzoeker
from scenarios.onzekerheid.drijvers import gather_drivers
from scenarios.regiomap.intervallen import Interval, check_interval
from scenarios.regiomap.lezer.bezwaren import Misfit
from scenarios.regiomap.modellen import Contractrij
from scenarios.regiomap.regio import Regio, read_region


@pytest.fixture(scope="module")
def regio() -> Regio:
    return read_region("voorbeeld:zevenlinden")


def drivers(regio):
    return {d.naam: d for d in gather_drivers(regio, Opzoeker(regio.parameters))}


def with_contract(regio, **anders):
    eerste = regio.contracten[0]
    return replace(regio, contracten=(eerste.model_copy(update=anders), *regio.contracten[1:]))


@pytest.mark.parametrize(
    ("p10", "p90", "status", "verwacht"),
    [
        (90.0, None, "aanname", "samen"),
        (None, 110.0, "aanname", "samen"),
        (101.0, 110.0, "aanname", "niet boven"),
        (90.0, 99.0, "aanname", "niet boven"),
        (-1.0, 110.0, "aanname", "boven nul"),
        (90.0, 110.0, "vastgesteld", "vastgesteld"),
    ],
)
def test_an_interval_that_does_not_fit_is_refused(p10, p90, status, verwacht):
    with pytest.raises(Misfit, match=verwacht):
        check_interval("prijs", 100.0, p10, p90, status)


def test_a_contract_carries_its_interval_as_factors(regio):
    rij = regio.contracten[0].model_dump() | {"prijs": 10_000.0, "p10": 9_000.0, "p90": 12_000.0, "status": "raming"}
    assert Contractrij.model_validate(rij).interval == Interval(0.9, 1.2)
    with pytest.raises(ValidationError):
        Contractrij.model_validate(rij | {"status": "vastgesteld"})


def test_what_is_settled_has_no_driver_and_an_own_interval_goes_first(regio):
    eerste = regio.contracten[0]
    naam = f"prijzen {eerste.contract} {eerste.van}"
    plaats = f"contracten.csv {eerste.regel}"
    # Nobody gave an interval: P90 a tenth above, P10 as many times below.
    anders = drivers(regio)[naam]
    assert anders.banden[plaats].p90 == pytest.approx(1.10)
    assert anders.banden[plaats].p10 == pytest.approx(1 / 1.10)
    assert not anders.eigen
    assert "spreiding_prijs" in anders.reden
    assert naam not in drivers(with_contract(regio, status="vastgesteld"))
    prijs = eerste.prijs
    eigen = drivers(with_contract(regio, p10=prijs * 0.5, p90=prijs * 2, bron="offerte"))[naam]
    assert eigen.banden[plaats] == Interval(0.5, 2.0)
    assert eigen.eigen
    assert eigen.reden == "offerte"


def test_what_is_disputed_is_twice_as_wide(regio):
    eerste = regio.contracten[0]
    naam = f"prijzen {eerste.contract} {eerste.van}"
    assert drivers(with_contract(regio, status="onzeker"))[naam].banden[f"contracten.csv {eerste.regel}"].p90 == 1.2


def test_contracts_of_one_day_are_one_round(regio):
    rondes: dict[date, set[tuple[str, float]]] = {}
    for d in drivers(regio).values():
        if d.soort == "prijzen":
            rondes.setdefault(d.vanaf, set()).add((d.ronde, d.samenhang))
    assert len(rondes) > 1
    assert all(r == {(f"aanbesteding {dag}", 0.7)} for dag, r in rondes.items())


def test_each_kind_can_be_left_out(regio):
    soorten = {d.soort for d in drivers(regio).values()}
    for soort in soorten:
        zonder = replace(regio, bestand=regio.bestand.model_copy(update={"zonder": (soort,)}))
        assert {d.soort for d in drivers(zonder).values()} == soorten - {soort}


def test_the_index_moves_after_the_peildatum_only(regio):
    index = drivers(regio)["index_spuk"]
    assert index.vanaf == date(regio.bestand.peildatum.year + 1, 1, 1)
    assert index.banden["index_spuk"].p90 == pytest.approx(0.0128)


@pytest.mark.parametrize(
    ("regels", "verwacht"),
    [
        ('p10 = "1"', "samen"),
        ('p10 = "3"\np90 = "4"', "niet boven"),
        ('p10 = "een"\np90 = "4"', "getal"),
    ],
)
def test_a_parameter_refuses_an_interval_that_does_not_fit(regels, verwacht):
    tekst = (
        '[x]\nlabel = "X"\neenheid = "factor"\ngeldt = "doorlopend"\n[[x.waarde]]\nvanaf = 2022-01-01\nwaarde = "2"\n'
        f'status = "aanname"\ntoelichting = "t"\n{regels}\n'
    )
    with pytest.raises(Invoerfout) as fout:
        parse_parameters(tekst, "parameters.toml")
    assert verwacht in fout.value.meldingen[0].verwacht


def test_the_sheet_calls_each_driver_as_its_reader_does(regio):
    eerste = regio.contracten[0]
    wat = {str(rij.cellen[1]) for rij in driver_table(tuple(drivers(regio).values())).rijen}
    assert {eerste.contract, "Tolken", "Index van contractprijzen", "asielstatushouder"} <= wat
    assert not [naam for naam in wat if "_" in naam]
