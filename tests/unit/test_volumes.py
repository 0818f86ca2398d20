"""Records, counts, events, herindeling and redistribution through a region folder."""

import csv
import io
import shutil
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import xlsxwriter

from finance.fouten import Invoerfout
from scenarios.grond.gegevens import data_path
from scenarios.grond.tijdas import Tijdas
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.inzicht.volumes_raming import check_intake, forecast_volumes
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import build_model
from scenarios.model.modelinvoer import decisions, published_taakstelling
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.records import is_bsn
from scenarios.regiomap.regio import choose_scenarios, read_region
from scenarios.terugblik.toen import known_on
from scenarios.volumes.duur import learn_course
from scenarios.volumes.instroom import read_counts, saldo_before
from scenarios.volumes.schatting import mix_mean, share_mean

WESTFRIESLAND = data_path() / "regios" / "westfriesland"
KOP = "id,cbs_code,doelgroep,huisvesting,intake,pip,leerroute,start,einde,uitkomst\n"


@pytest.fixture
def regiomap(tmp_path):
    doel = tmp_path / "westfriesland"
    shutil.copytree(WESTFRIESLAND, doel)
    return doel


@pytest.fixture(scope="module")
def basis():
    return build_model(read_region("voorbeeld:westfriesland"), BASIS)


def refused(regiomap):
    with pytest.raises(Invoerfout) as fout:
        read_region(str(regiomap))
    return [str(m) for m in fout.value.meldingen]


def volumes_of(model, nummer=0, trekking=None):
    trekking = trekking or Verwachting()
    return draw_volumes(model, model.gemeenten[nummer], simulate_country(model, trekking), trekking)


def outcome(model, nummer=0):
    stroom = Verwachting()
    return simulate_gemeente(model, model.gemeenten[nummer], simulate_country(model, stroom), stroom)[..., 0]


def with_event(**velden):
    scenario = {"naam": "proef", "gebeurtenis": [{"toelichting": "proef", **velden}]}
    return build_model(read_region("voorbeeld:westfriesland"), Scenario.model_validate(scenario))


# Records


@pytest.mark.parametrize(
    ("kolom", "reden"),
    [
        ("naam", "pseudoniem"),
        ("Achternaam", "pseudoniem"),
        ("BSN", "burgerservicenummer"),
        ("burgerservicenummer", "burgerservicenummer"),
        ("geboortedatum", "geboortedatum"),
        ("Geb_datum", "geboortedatum"),
        ("postcode", "persoonsgegevens"),
    ],
)
def test_a_column_with_personal_data_is_refused_with_the_reason(regiomap, kolom, reden):
    (regiomap / "personen.csv").write_text(
        KOP.replace("einde", f"{kolom},einde") + "P1,GM0405,asielstatushouder,2022-09-01,,,,,x,,\n", encoding="utf-8"
    )
    [melding] = refused(regiomap)
    assert kolom in melding
    assert "AVG" in melding
    assert reden in melding


def test_a_bsn_in_a_cell_is_refused_and_not_repeated(regiomap):
    (regiomap / "personen.csv").write_text(
        KOP + "111222333,GM0405,asielstatushouder,2022-09-01,,,,,,\n", encoding="utf-8"
    )
    [melding] = refused(regiomap)
    assert "burgerservicenummer" in melding
    assert "111222333" not in melding


def test_elfproef():
    assert is_bsn("111222333")
    assert is_bsn("123456782")
    assert not is_bsn("123456789")
    assert not is_bsn("P0001")
    assert not is_bsn("2022")


def test_dates_out_of_order_and_half_outcomes_are_reported_with_their_line(regiomap):
    (regiomap / "personen.csv").write_text(
        KOP
        + "P1,GM0405,asielstatushouder,2022-09-01,2022-10-01,2022-09-15,,,,\n"
        + "P2,GM0405,asielstatushouder,2022-09-01,2022-10-01,2022-10-15,,2022-11-01,,\n"
        + "P3,GM0405,asielstatushouder,2022-09-01,,,,,2023-01-01,\n"
        + "P3,GM0405,asielstatushouder,2022-09-01,,,,,,\n"
        + "P4,GM9999,asielstatushouder,2022-09-01,,,,,,\n",
        encoding="utf-8",
    )
    meldingen = refused(regiomap)
    assert [m.split(":")[0].split(", veld")[0] for m in meldingen[:3]] == [
        f"personen.csv, regel {n}" for n in (2, 3, 4)
    ]


def test_records_become_counts_and_waiting_times(regiomap):
    instroom = regiomap / "instroom.csv"
    regels = instroom.read_text(encoding="utf-8").splitlines()
    # Opmeer keeps records instead of counts.
    instroom.write_text("\n".join(r for r in regels if "GM0432" not in r) + "\n", encoding="utf-8")
    dossiers = [
        f"P{i},GM0432,asielstatushouder,2022-{8 + i % 5:02d}-01,2023-02-01,2023-03-01,z,2023-04-01,,\n"
        for i in range(10)
    ]
    wachtend = [f"W{i},GM0432,asielstatushouder,2022-07-01,,,,,,\n" for i in range(5)]
    (regiomap / "personen.csv").write_text(KOP + "".join(dossiers + wachtend), encoding="utf-8")
    regio = read_region(str(regiomap))
    model = build_model(regio, BASIS)
    opmeer = next(g for g in model.gemeenten if g.code == "GM0432")
    assert opmeer.instroom.plichtig[1:3].tolist() == [15, 0]
    assert opmeer.instroom.gestart[0, 1].sum() == 10
    # Nobody was seen earlier than two months; a third still waits, so the estimate is slower than the given 1,5 months.
    gegeven = build_model(read_region("voorbeeld:westfriesland"), BASIS).verloop.wachten["asielstatushouder"]["intake"]
    maanden = np.arange(len(gegeven))
    assert maanden @ model.verloop.wachten["asielstatushouder"]["intake"] > maanden @ gegeven + 1
    # Without the censored ones it would look faster.
    zonder = learn_course(regio.trajecten, regio.personen[:10], regio.bestand.peildatum, 20, len(gegeven))
    sneller = zonder.wachten["asielstatushouder"]["intake"]
    assert maanden @ sneller < maanden @ model.verloop.wachten["asielstatushouder"]["intake"]


def test_counts_as_xlsx_give_the_same_as_csv(regiomap):
    tekst = (regiomap / "instroom.csv").read_text(encoding="utf-8")
    rijen = list(csv.reader(io.StringIO(tekst)))
    boek = xlsxwriter.Workbook(regiomap / "instroom.xlsx")
    blad = boek.add_worksheet()
    datum = boek.add_format({"num_format": "dd-mm-yyyy"})
    for r, rij in enumerate(rijen):
        for k, cel in enumerate(rij):
            if r and k < 2:
                blad.write_datetime(r, k, date.fromisoformat(cel), datum)
            elif r and rijen[0][k] == "aantal":
                blad.write_number(r, k, int(cel))
            else:
                blad.write_string(r, k, cel)
    boek.close()
    assert any("ook instroom.csv" in m for m in refused(regiomap))
    gewoon = read_region("voorbeeld:westfriesland").instroom
    (regiomap / "instroom.csv").unlink()
    uit_blad = read_region(str(regiomap)).instroom
    assert [r.model_dump(exclude={"bestand"}) for r in uit_blad] == [r.model_dump(exclude={"bestand"}) for r in gewoon]


# Estimates


def test_the_result_shows_that_hoorn_differs_from_the_rest(basis):
    mix = {g.naam: mix_mean(basis.kennis.mix[0].regio, g.mix[0]) for g in basis.gemeenten}
    rest = [m for naam, m in mix.items() if naam != "Hoorn"]
    # Counted: 22 of 77 Z in Hoorn, 61 of 98 in the six others; 15 against 3 in the onderwijsroute.
    assert all(mix["Hoorn"][1] < m[1] - 0.1 for m in rest)
    assert all(mix["Hoorn"][2] > m[2] + 0.05 for m in rest)
    # A gemeente without a single onderwijsroute still expects some: it borrows from the region.
    assert all(m[2] > 0.01 for m in rest)


def test_a_small_gemeente_leans_on_the_region_more_than_a_large_one(basis):
    pool = basis.kennis.plichtig
    m = pool.regio[0] / pool.regio.sum()

    def own_weight(nummer):
        eigen = pool.own(nummer)
        return (share_mean(pool.regio, eigen) - m) / (eigen.succes / eigen.totaal - m)

    namen = [g.naam for g in basis.gemeenten]
    assert own_weight(namen.index("Hoorn")) > 0.8
    assert own_weight(namen.index("Opmeer")) < 0.5


def test_gemeenten_share_the_uncertainty_of_the_region(basis):
    """Together they vary more than each by itself would add up to; had they nothing in common the ratio would be 1."""
    trekking = Trekking(1, 0)
    land = simulate_country(basis, trekking)
    assert land.regio.gezin.std() > 0
    gezin = [draw_volumes(basis, g, land, trekking).gezin[-8:].sum(axis=0) for g in basis.gemeenten]
    verhouding = np.sum(gezin, axis=0).var() / sum(g.var() for g in gezin)
    # A variance of n draws is known to sqrt(2 / n).
    assert verhouding > 1 + 4 * np.sqrt(2 / trekking.aantal)


def test_waiting_times_are_compared_with_cbs(basis):
    toetsen = check_intake(basis.verloop, read_region("voorbeeld:westfriesland").parameters)
    assert [t.landelijk for t in toetsen] == [(0.35, 0.45), (0.88,), (0.55, 0.55), (0.9,)]
    assert all(0 < t.model <= 1 for t in toetsen)


# Herindeling and redistribution


def test_history_follows_a_herindeling(regiomap):
    regio = regiomap / "regio.toml"
    tekst = regio.read_text(encoding="utf-8")
    regio.write_text(tekst + '\n[[gemeente]]\ncode = "GM1980"\nnaam = "Dijk en Waard"\n', encoding="utf-8")
    with (regiomap / "instroom.csv").open("a", encoding="utf-8") as f:
        for code, aantal in (("GM0398", 40), ("GM0416", 20)):
            f.write(f"2021-01-01,2021-07-01,{code},oud,asielstatushouder,gehuisvest,{aantal},vastgesteld,proef\n")
            f.write(f"2022-07-01,2023-07-01,{code},oud,asielstatushouder,gehuisvest,{aantal},vastgesteld,proef\n")
            f.write(f"2022-07-01,2023-07-01,{code},oud,asielstatushouder,inburgeringsplichtig,10,vastgesteld,proef\n")
    taakstelling = regiomap / "taakstelling.csv"
    with taakstelling.open("a", encoding="utf-8") as f:
        for code, aantal in (("GM0398", 45), ("GM0416", 22)):
            f.write(_taakstellingrij(taakstelling, "2021H1", code, aantal))
    regio = read_region(str(regiomap))
    tijdas = Tijdas(2029)
    # 45 + 22 asked and 40 + 20 housed in 2021H1: 7 still to do when the law began.
    assert saldo_before(regio, "GM1980", tijdas) == 7
    nieuw = read_counts(regio, "GM1980", tijdas, np.full(16, 60.0))
    assert np.nansum(nieuw.gehuisvest) == 60
    assert np.nansum(nieuw.plichtig) == 20
    assert not np.isnan(nieuw.gehuisvest[1:3]).any()


def test_decisions_of_merged_gemeenten_add_up_whatever_their_days(regiomap):
    """Heerhugowaard and Langedijk got their decisions on different days, and one of them a later one."""
    regio = regiomap / "regio.toml"
    regio.write_text(
        regio.read_text(encoding="utf-8") + '\n[[gemeente]]\ncode = "GM1980"\nnaam = "Dijk en Waard"\n',
        encoding="utf-8",
    )
    (regiomap / "beschikkingen.csv").write_text(
        "jaar,cbs_code,soort,datum,bedrag,bron\n"
        "2022,GM0398,voorlopig,2021-09-28,500000,x\n"
        "2022,GM0416,voorlopig,2021-10-04,200000,x\n"
        "2022,GM0416,nader,2022-06-01,250000,x\n",
        encoding="utf-8",
    )
    taakstelling = regiomap / "taakstelling.csv"
    with taakstelling.open("a", encoding="utf-8") as f:
        for code, aantal, dag in (("GM0398", 45, "2021-10-01"), ("GM0416", 22, "2021-10-08")):
            f.write(_taakstellingrij(taakstelling, "2022H1", code, aantal, dag))
    gelezen = read_region(str(regiomap))
    assert decisions(gelezen, "GM1980", ("voorlopig", "nader"), (2022,)).tolist() == [750_000]
    assert published_taakstelling(gelezen, "GM1980", Tijdas(2022))[0] == 67
    # Before both were known, none was.
    vroeg = read_region(str(regiomap), date(2021, 10, 2))
    assert np.isnan(published_taakstelling(vroeg, "GM1980", Tijdas(2022))[0])


def test_a_gemeente_without_contracts_is_reported(regiomap):
    regio = regiomap / "regio.toml"
    tekst = regio.read_text(encoding="utf-8")
    regio.write_text(tekst + '\n[[gemeente]]\ncode = "GM1980"\nnaam = "Dijk en Waard"\n', encoding="utf-8")
    with pytest.raises(Invoerfout) as fout:
        build_model(read_region(str(regiomap)), BASIS)
    assert "Dijk en Waard: gevonden geen contract" in str(fout.value)


def _taakstellingrij(pad, halfjaar, code, aantal, dag="2020-10-01"):
    with pad.open(encoding="utf-8") as f:
        kop = f.readline().strip().split(",")
    rij = {"halfjaar": halfjaar, "cbs_code": code, "gemeente": "oud", "aantal": str(aantal), "bekend_op": dag}
    return ",".join({**rij, "status": "vastgesteld", "bron": "proef"}[k] for k in kop) + "\n"


def test_joint_redistribution_moves_people_and_keeps_the_sum(regiomap, basis):
    with (regiomap / "regio.toml").open("a", encoding="utf-8") as f:
        f.write(
            '\n[[herverdeling]]\nvanaf = 2027-01-01\nvan = "Opmeer"\nnaar = "Hoorn"\naantal = 5\n'
            'status = "aanname"\nbron = "proef"\n'
        )
    model = build_model(read_region(str(regiomap)), BASIS)
    trekking = Trekking(1, 0, 100)
    voor = [volumes_of(basis, i, trekking).taakstelling for i in range(7)]
    na = [volumes_of(model, i, trekking).taakstelling for i in range(7)]
    np.testing.assert_array_equal(sum(voor), sum(na))
    np.testing.assert_array_equal(voor[0][:10], na[0][:10])
    np.testing.assert_array_equal(na[0][10:], voor[0][10:] + np.minimum(5, voor[6][10:]))


# Events


def test_a_boeggolf_counts_for_the_taakstelling_or_comes_on_top(basis):
    velden = {"soort": "boeggolf", "vanaf": date(2027, 2, 1), "tot": date(2027, 8, 1), "gemeenten": ["Hoorn"]}
    voorsprong = volumes_of(with_event(**velden, personen=120))
    erbovenop = volumes_of(with_event(**velden, personen=120, telt_mee=False))
    gewoon = volumes_of(basis)
    halfjaar = 10
    extra = (erbovenop.gehuisvest - gewoon.gehuisvest)[:, 0]
    # Five of the six months fall in the first half-year.
    np.testing.assert_allclose(extra[halfjaar : halfjaar + 2], [100, 20])
    np.testing.assert_allclose(np.delete(extra, [halfjaar, halfjaar + 1]), 0, atol=1e-9)
    assert voorsprong.opgave[halfjaar + 1, 0] < gewoon.opgave[halfjaar + 1, 0] - 30
    # Counting for the taakstelling it is a bow wave: later housing makes up for it.
    op_termijn = (voorsprong.gehuisvest - gewoon.gehuisvest).sum()
    assert 0 <= op_termijn < 60


def test_an_early_start_moves_costs_forward_and_leaves_the_spuk_count(basis):
    model = with_event(
        soort="vroege_start", vanaf=date(2027, 1, 1), tot=date(2028, 1, 1), gemeenten=["Hoorn"], maanden_eerder=6
    )
    voor, na = outcome(basis), outcome(model)
    jaar = 2027 - 2022
    for grootheid in ("gehuisvest", "plichtig", "spuk_definitief"):
        np.testing.assert_allclose(na[NUMMER[grootheid], : jaar + 1], voor[NUMMER[grootheid], : jaar + 1])
    assert na[NUMMER["lasten.leerroute_b1"], jaar - 1] > voor[NUMMER["lasten.leerroute_b1"], jaar - 1]
    np.testing.assert_allclose(
        na[NUMMER["lasten.maatschappelijke_begeleiding"]], voor[NUMMER["lasten.maatschappelijke_begeleiding"]]
    )
    np.testing.assert_array_equal(outcome(model, 1), outcome(basis, 1))


def test_a_supplier_gap_postpones_starts(basis):
    model = with_event(soort="leveranciersgat", vanaf=date(2027, 1, 1), tot=date(2027, 7, 1), leerroutes=["b1"])
    voor, na = (forecast_volumes(m, 0, 1).reeksen[-1].maand[0] for m in (basis, model))
    gat = slice(60, 66)
    # Rows 3, 4, 5 are the starts of b1, z and onderwijs.
    np.testing.assert_allclose(na[3, gat], 0, atol=1e-9)
    assert na[3, 66] == pytest.approx(voor[3, 60:67].sum())
    np.testing.assert_allclose(na[4:], voor[4:])


def test_versnelde_opname_raises_the_taakstelling_nationally_or_here(basis):
    hier = volumes_of(with_event(soort="versnelde_opname", vanaf=date(2027, 1, 1), personen=70))
    land = volumes_of(with_event(soort="versnelde_opname", vanaf=date(2027, 1, 1), personen=10_000, landelijk=True))
    gewoon = volumes_of(basis)
    assert 15 <= (hier.taakstelling - gewoon.taakstelling)[10, 0] <= 35
    assert (land.taakstelling - gewoon.taakstelling)[10, 0] == pytest.approx(42, abs=1)


def test_movers_take_the_remaining_counts_and_the_costs_along(basis):
    model = with_event(soort="verhuizing", vanaf=date(2028, 1, 1), personen=10, gemeenten=["Hoorn"], cohort="2027H1")
    hoorn = model.gemeenten[0]
    # Housed in 2027: the counts of 2028 (t-1) and 2029 (t-2) come along, that of 2027 stays behind.
    assert hoorn.verhuisd.tellingen[:, 5:].tolist() == [[0, 0, 0], [0, 10, 0], [0, 0, 10]]
    voor, na = outcome(basis), outcome(model)
    np.testing.assert_allclose(na[NUMMER["lasten"], :6], voor[NUMMER["lasten"], :6])
    assert na[NUMMER["lasten"], 6] > voor[NUMMER["lasten"], 6]
    assert na[NUMMER["spuk_definitief"], 6] > voor[NUMMER["spuk_definitief"], 6]


@pytest.mark.parametrize("cohort", ["2021H2", "2028H2"])
def test_movers_were_housed_under_the_law_and_before_they_move(cohort):
    """Cohorts before 2022 never count; as a cohort of the move they would bring in three years of uitkering."""
    with pytest.raises(ValueError, match="van 2022H1 tot en met 2028H1"):
        with_event(soort="verhuizing", vanaf=date(2028, 1, 1), personen=10, gemeenten=["Hoorn"], cohort=cohort)


def test_an_event_in_an_unknown_gemeente_is_reported():
    with pytest.raises(Invoerfout) as fout:
        with_event(soort="boeggolf", vanaf=date(2027, 1, 1), personen=10, gemeenten=["Hoorm"])
    assert "Hoorm" in str(fout.value)


def test_national_scenarios_work_in_any_region_and_leave_the_past_alone(basis):
    regio = read_region("voorbeeld:westfriesland")
    namen = ["laag", "midden", "hoog", "afschaffing", "verdubbeling", "min20"]
    trekking = Trekking(1, 0, 200)
    gewoon = volumes_of(basis, 0, trekking)
    uit = {}
    for scenario in choose_scenarios(regio, namen):
        v = volumes_of(build_model(regio, scenario), 0, trekking)
        np.testing.assert_array_equal(v.personen[:, :, :9], gewoon.personen[:, :, :9])
        uit[scenario.naam] = v.gehuisvest[-4:].mean()
    assert uit["afschaffing"] < uit["min20"] < gewoon.gehuisvest[-4:].mean() < uit["midden"] < uit["hoog"]
    assert uit["laag"] < uit["midden"]
    assert uit["hoog"] < uit["verdubbeling"]


# Back-test


def test_an_earlier_peildatum_knows_nothing_of_later():
    regio = read_region("voorbeeld:westfriesland")
    toen = known_on(regio, date(2022, 7, 1))
    assert all(r.periode_tot <= date(2022, 7, 1) for r in toen.instroom)
    model = build_model(toen, BASIS)
    halfjaren = model.tijdas.halfjaren
    assert [h for h, b in zip(halfjaren, model.landelijk.pad.bekend, strict=True) if b] == ["2022H1", "2022H2"]
    # What is published later does not reach the model: the same forecast with and without.
    later = replace(toen, taakstellingen=tuple(t for t in toen.taakstellingen if t.bekend_op <= date(2022, 7, 1)))
    a, b = volumes_of(model), volumes_of(build_model(later, BASIS))
    np.testing.assert_array_equal(a.gehuisvest, b.gehuisvest)


def test_records_of_later_starts_are_hidden_at_an_earlier_peildatum(regiomap):
    instroom = regiomap / "instroom.csv"
    regels = instroom.read_text(encoding="utf-8").splitlines()
    instroom.write_text("\n".join(r for r in regels if "GM0432" not in r) + "\n", encoding="utf-8")
    (regiomap / "personen.csv").write_text(
        KOP
        + "P1,GM0432,asielstatushouder,2022-07-15,2022-08-01,2022-09-01,b1,2022-10-01,,\n"
        + "P2,GM0432,asielstatushouder,2022-07-15,2022-12-01,2023-02-01,z,2023-03-01,,\n",
        encoding="utf-8",
    )
    toen = known_on(read_region(str(regiomap)), date(2023, 1, 1))
    starts = {r.indicator: r.aantal for r in toen.instroom if r.bestand == "personen.csv"}
    assert (starts["inburgeringsplichtig"], starts["b1_gestart"], starts["z_gestart"]) == (2, 1, 0)
