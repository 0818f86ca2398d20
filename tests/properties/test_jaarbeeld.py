"""A year for the council: quarters add up to the year, and the counts of merged gemeenten follow them."""

import shutil
from functools import lru_cache

import numpy as np
import pytest

from finance.fouten import Invoerfout
from scenarios.engine.threads import run
from scenarios.grond.gegevens import data_path
from scenarios.inzicht.jaarbeeld import make_overview
from scenarios.inzicht.jaarbescherming import GETELD, HALVEN, JAAR
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region


@lru_cache
def expected(voorbeeld):
    """An example and its expected values; once for all years."""
    regio = read_region(f"voorbeeld:{voorbeeld}")
    return regio, run(build_model(regio, BASIS), 0)


@pytest.mark.parametrize("voorbeeld", ["regio-alkmaar", "noordkop", "rijssen-holten", "westfriesland"])
@pytest.mark.parametrize("jaar", [2022, 2024, 2026])
def test_quarters_add_up_to_the_year(voorbeeld, jaar):
    regio, heel = expected(voorbeeld)
    beeld = make_overview(regio, BASIS, jaar)
    j = heel.jaren.index(jaar)
    for deel, totaal in zip(beeld.kwartalen, heel.parts(), strict=True):
        for naam, reeks in deel.lasten.items():
            # The engine expands what pace does to the weights, the build-up rebuilds them.
            assert reeks.sum() == pytest.approx(totaal.value(naam, j), rel=5e-5, abs=1e-6)
            assert np.all(reeks >= -1e-6)
        for naam in ("gehuisvest", "plichtig", "gezin"):
            assert deel.personen[naam].sum() == pytest.approx(totaal.value(naam, j), rel=1e-9)
    # The region is the sum of its gemeenten.
    *gemeenten, regionaal = beeld.kwartalen
    np.testing.assert_allclose(sum(g.lasten["lasten"] for g in gemeenten), regionaal.lasten["lasten"], rtol=1e-9)


def test_households_of_alkmaar():
    """Dijk en Waard 2023: 191 housed = 134 adults + 57 children; 68 alone + 33 families = 101 homes (by the rule)."""
    beeld = make_overview(read_region("voorbeeld:regio-alkmaar"), BASIS, 2023)
    dijk = next(d for d in beeld.instroom if d.naam == "Dijk en Waard")
    assert dijk.gehuisvest == 191
    assert dict(dijk.huishoudens) == {
        "alleenstaanden": 68, "gezinnen": 33, "volwassenen": 134, "kinderen": 57, "woningen": 101,
    }  # fmt: skip
    assert beeld.aannames
    assert all(b.startswith("FICTIEF") for b in beeld.aannames)


def test_small_households_stay_hidden_with_what_gives_them_away():
    """Uitgeest 2023 has 5 families and 9 children; of 53 and 31 housed, adults are the rest, so those hide as well."""
    regio = read_region("voorbeeld:regio-alkmaar")
    beeld = make_overview(regio, BASIS, 2023)
    for d in beeld.instroom:
        for indicator, aantal in d.huishoudens.items():
            assert aantal is not None
            assert aantal == 0 or aantal >= 10 or (d.naam, indicator, JAAR) in beeld.verborgen
    assert {(n, i) for n, i, _ in beeld.verborgen} == {
        (naam, indicator)
        for naam in ("Heiloo", "Uitgeest")
        for indicator in ("alleenstaanden", "gezinnen", "volwassenen", "kinderen")
    }
    assert not make_overview(regio, BASIS, 2023, intern=True).verborgen


def test_counted_persons_per_quarter_cannot_be_computed_back():
    """Westfriesland counted 1 July 2022 - 1 July 2023: every sum with a hidden part misses at least two figures."""
    regio = read_region("voorbeeld:westfriesland")
    model = build_model(regio, BASIS)
    for jaar, half in ((2022, 1), (2023, 0)):
        verborgen = make_overview(regio, BASIS, jaar).verborgen
        for reeks in GETELD:
            kolom = [(naam, reeks, HALVEN[half]) for naam in (*(g.naam for g in model.gemeenten), model.totaalnaam)]
            klein = [0 < getattr(g.instroom, reeks)[2 * (jaar - 2022) + half] < 10 for g in model.gemeenten]
            assert all(c in verborgen for c, k in zip(kolom, klein, strict=False) if k)
            assert sum(c in verborgen for c in kolom) != 1
            # The year less what is expected of the other half is the count.
            assert all(((naam, reeks, JAAR) in verborgen) == ((naam, reeks, h) in verborgen) for naam, _, h in kolom)
        assert not [c for c in verborgen if c[2] == HALVEN[1 - half]]


def test_the_achterstand_of_heerhugowaard_and_langedijk_goes_on_in_dijk_en_waard():
    """45 + 22 asked, 43 + 20 housed in 2021H1: 4 still to house when the law begins."""
    model = build_model(read_region("voorbeeld:regio-alkmaar"), BASIS)
    assert {g.naam: g.achterstand for g in model.gemeenten if g.achterstand} == {"Dijk en Waard": 4.0}


@pytest.mark.parametrize(
    ("zoek", "vervang", "verwacht"),
    [("volwassenen,134", "volwassenen,133", "samen de 191"), ("alleenstaanden,68", "alleenstaanden,135", "134")],
)
def test_households_that_do_not_add_up_are_refused(tmp_path, zoek, vervang, verwacht):
    map_ = tmp_path / "regio"
    shutil.copytree(data_path() / "regios" / "regio-alkmaar", map_)
    csv = map_ / "instroom.csv"
    tekst = csv.read_text(encoding="utf-8")
    assert zoek in tekst
    csv.write_text(tekst.replace(zoek, vervang, 1), encoding="utf-8")
    with pytest.raises(Invoerfout) as fout:
        read_region(str(map_))
    assert verwacht in " ".join(str(m) for m in fout.value.meldingen)


def test_a_year_outside_the_grid_is_refused():
    with pytest.raises(Invoerfout):
        make_overview(read_region("voorbeeld:regio-alkmaar"), BASIS, 2030)
