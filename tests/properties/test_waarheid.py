"""Laws of the one truth: a closed year does not move, and the forecast begins where the books ended, to the cent."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.boeken.jaar_sluiten import build_accounts
from scenarios.boeken.map import read_folder
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.waarheid.feiten import read_truth
from scenarios.waarheid.sluiten import close_on_purpose
from tests.hulp_handregio import book_settings, write_bookings, write_region

CENTEN = st.integers(0, 60_000_000)
JAREN = (2022, 2023, 2024)


def euros(centen: int) -> str:
    return f"{centen // 100},{centen % 100:02d}"


def write_books(map_: Path, uitkering: Mapping[int, int], geboekt: Mapping[int, int]) -> Path:
    """Three years with a decision and one booking each, in cents."""
    write_region(map_)
    for jaar in JAREN:
        write_bookings(map_, jaar, {"31-12": euros(geboekt[jaar])})
    (map_ / "verantwoording" / "verantwoording.toml").write_text(book_settings(JAREN), encoding="utf-8")
    rijen = [f"{j};GM0432;voorlopig;{j - 1}-10-01;{euros(uitkering[j])}" for j in JAREN]
    rijen += [f"{j};GM0432;definitief;{j + 1}-05-20;{euros(uitkering[j])}" for j in JAREN]
    (map_ / "beschikkingen.csv").write_text("\n".join(["jaar;cbs_code;soort;datum;bedrag", *rijen, ""]), "utf-8")
    return map_


bedragen = st.fixed_dictionaries(dict.fromkeys(JAREN, CENTEN))
UITKERING = {2022: 20_000_000, 2023: 30_000_001, 2024: 34_000_000}
deels_anders = st.fixed_dictionaries({j: st.just(bedrag) | CENTEN for j, bedrag in UITKERING.items()})


@given(bedragen, bedragen)
@settings(max_examples=15)
def test_the_forecast_opens_where_the_books_close_to_the_cent(uitkering, geboekt):
    with TemporaryDirectory() as map_:
        write_books(Path(map_), uitkering, geboekt)
        resultaat = run(build_model(read_truth(map_), BASIS), 0)
        (gemeente,) = build_accounts(read_folder(map_), 2024).gemeenten
    deel, jaar = resultaat.totaal, gemeente.spuk.jaar
    assert round(100 * deel.value("reservering_begin", 3), 6) == jaar.reservering_eind
    assert round(100 * deel.value("doorgeschoven_begin", 3), 6) == jaar.doorgeschoven_eind
    for j, rekening in enumerate(gemeente.spuk.jaren):
        for grootheid, veld in (
            ("besteding", "lasten"),
            ("spuk_definitief", "uitkering"),
            ("meenemen", "reservering_eind"),
            ("doorschuiven", "doorgeschoven_eind"),
            ("terugvordering", "terug_te_betalen"),
        ):
            # A fact has no band: every percentile is the figure of the books.
            for statistiek in ("verwacht", "p5", "p95"):
                assert round(100 * deel.value(grootheid, j, statistiek), 6) == getattr(rekening, veld)


@pytest.fixture(scope="module")
def gesloten(tmp_path_factory):
    map_ = write_books(
        tmp_path_factory.mktemp("boeken"),
        UITKERING,
        {2022: 15_000_000, 2023: 40_000_033, 2024: 1_000_000},
    )
    for jaar in JAREN:
        close_on_purpose(str(map_), jaar, "x", datetime(2025, 6, 1))
    return map_


@given(deels_anders, bedragen, st.integers(0, 40), st.sampled_from(["0.1", "0.25", "1"]))
@settings(max_examples=15)
def test_no_change_of_any_input_moves_a_closed_year(gesloten, uitkering, geboekt, personen, ruimte):
    voor = read_truth(str(gesloten)).feiten.jaren
    rekening = {j: build_accounts(read_folder(str(gesloten)), j).gemeenten[0].spuk for j in JAREN}
    with TemporaryDirectory() as werk:
        map_ = Path(shutil.copytree(gesloten, Path(werk) / "regio"))
        write_books(map_, uitkering, geboekt)
        (map_ / "tellingen.csv").write_text(
            "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin\n"
            + "".join(f"{j};GM0432;{personen};0;0;{personen}\n" for j in JAREN),
            encoding="utf-8",
        )
        parameters = (map_ / "parameters.toml").read_text(encoding="utf-8")
        (map_ / "parameters.toml").write_text(parameters.replace('"0.25"', f'"{ruimte}"'), encoding="utf-8")
        na = read_truth(str(map_)).feiten
        assert na.jaren == voor
        for jaar in JAREN:
            nu = build_accounts(read_folder(str(map_)), jaar).gemeenten[0].spuk
            assert (nu.jaar, nu.posten, nu.lasten) == (
                rekening[jaar].jaar, rekening[jaar].posten, rekening[jaar].lasten,
            )  # fmt: skip
    # Decision and bookings settle themselves, counts beside a decision say nothing: what is told is the rest.
    anders_voorschot = {j for j in JAREN if uitkering[j] != UITKERING[j]}
    anders_ruimte = {2024} if ruimte != "0.25" else set()
    assert {int(zin[:4]) for zin in na.veranderd} == anders_voorschot | anders_ruimte
    # What changed is not lost: it is a correction of the open year, and named.
    anders = sum(geboekt.values()) - 56_000_033
    assert sum(c[1] for c in na.correcties.values()) == anders
    assert bool(na.afwijkingen) == any(
        geboekt[j] != b for j, b in zip(JAREN, (15_000_000, 40_000_033, 1_000_000), strict=True)
    )
