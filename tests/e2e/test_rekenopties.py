"""The options of `spuk raming` that say how to compute."""

import csv
import json
import re

import pytest

from tests.warm import run as spuk


def raming(map_, *woorden):
    return spuk("raming", "voorbeeld:westfriesland", "--trekkingen", 2000, "--uit", map_, *woorden)


def test_memory_is_stated_before_the_start(tmp_path):
    uit = raming(tmp_path, "--partij", 2048, "--werkers", 1)
    assert uit.returncode == 0, uit.stderr
    assert uit.stderr.startswith("Geheugen: ongeveer 0,3 GB")
    assert json.loads((tmp_path / "raming.json").read_text(encoding="utf-8"))["manifest"]["partij"] == 2048


def test_a_small_run_says_nothing_about_memory(tmp_path):
    uit = raming(tmp_path)
    assert (uit.returncode, uit.stderr) == (0, "")


def test_dask_gives_the_same_result(tmp_path):
    hier, daar = raming(tmp_path / "draden"), raming(tmp_path / "dask", "--dask", "lokaal:2")
    assert (hier.returncode, daar.returncode) == (0, 0), daar.stderr
    een, ander = ((tmp_path / map_ / "raming.json").read_bytes() for map_ in ("draden", "dask"))
    assert een == ander


def test_a_grid_and_its_second_run(tmp_path):
    assen = ("--raster", "prijs.leerroute_b1*=1,1.15", "--raster", "taakstelling.landelijk@2027-01-01*=0.8,1")
    eerste = raming(tmp_path, *assen)
    assert eerste.returncode == 0, eerste.stderr
    assert "kans sluitend" in eerste.stdout
    with (tmp_path / "raster.csv").open(encoding="utf-8-sig", newline="") as bestand:
        rijen = list(csv.DictReader(bestand, delimiter=";"))
    punten = {(r["prijs.leerroute_b1"], r["taakstelling.landelijk"]) for r in rijen}
    assert punten == {("1", "0,8"), ("1", "1"), ("1,15", "0,8"), ("1,15", "1")}
    assert len(list((tmp_path / ".raster").iterdir())) == 4
    inhoud = (tmp_path / "raster.csv").read_bytes()
    assert raming(tmp_path, *assen).returncode == 0
    assert (tmp_path / "raster.csv").read_bytes() == inhoud


def test_a_run_goes_on_until_it_is_sharp(tmp_path):
    uit = raming(tmp_path, "--nauwkeurig", "1,5%", "--partij", 6144)
    assert uit.returncode == 0, uit.stderr
    zin = re.search(
        r"Na ([\d.]+) trekkingen liggen .* vast op (\d,\d\d)% van de lasten\.", uit.stdout.replace("\n", " ")
    )
    assert zin is not None
    assert float(zin[2].replace(",", ".")) <= 1.5
    document = json.loads((tmp_path / "raming.json").read_text(encoding="utf-8"))
    assert document["manifest"]["trekkingen"] == int(zin[1].replace(".", ""))
    # 1.96 standard errors of what the sentence names, out of the file itself.
    regio = [r for r in document["rijen"] if r["cbs_code"] == "" and r["scenario"] == "basis" and r["verwacht"]]
    fouten = ("standaardfout", "standaardfout_p10", "standaardfout_p50", "standaardfout_p90")
    lasten = {r["jaar"]: r for r in regio if r["grootheid"] == "lasten"}
    marges = [1.96 * max(r[f] for f in fouten) / r["verwacht"] for r in lasten.values()]
    saldi = [r for r in regio if r["grootheid"] == "saldo"]
    marges += [1.96 * r["standaardfout"] / lasten[r["jaar"]]["verwacht"] for r in saldi]
    assert 100 * max(marges) == pytest.approx(float(zin[2].replace(",", ".")), abs=0.006)


def test_wrong_options_are_explained(tmp_path):
    for woorden, woord in (
        (("--partij", 3000), "veelvoud van 2048"),
        (("--dask", "lokaal:nul"), "lokaal:4"),
        (("--raster", "prijs.leerroute_b2*=1"), "prijs.leerroute_b1"),
        (("--nauwkeurig", "1%", "--verwacht"), "--nauwkeurig gaat niet samen"),
        (("--nauwkeurig", "0"), "tussen 0 en 1"),
        (("--raster", "gezin*=1", "--scenario", "basis", "--scenario", "korting"), "één scenario"),
    ):
        uit = raming(tmp_path, *woorden)
        assert uit.returncode == 2
        assert woord in uit.stderr
