"""The options of `spuk raming` that say how to compute."""

import csv
import json

from tests.warm import run as spuk


def raming(map_, *woorden):
    return spuk("raming", "voorbeeld:westfriesland", "--trekkingen", 2000, "--uit", map_, *woorden)


def test_memory_is_stated_before_the_start(tmp_path):
    uit = raming(tmp_path, "--partij", 2000, "--werkers", 1)
    assert uit.returncode == 0, uit.stderr
    assert uit.stderr.startswith("Geheugen: ongeveer 0,3 GB")
    assert json.loads((tmp_path / "raming.json").read_text(encoding="utf-8"))["manifest"]["partij"] == 2000


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
    with (tmp_path / "raster.csv").open(encoding="utf-8") as bestand:
        rijen = list(csv.DictReader(bestand))
    punten = {(r["prijs.leerroute_b1"], r["taakstelling.landelijk"]) for r in rijen}
    assert punten == {("1", "0.8"), ("1", "1"), ("1.15", "0.8"), ("1.15", "1")}
    assert len(list((tmp_path / ".raster").iterdir())) == 4
    inhoud = (tmp_path / "raster.csv").read_bytes()
    assert raming(tmp_path, *assen).returncode == 0
    assert (tmp_path / "raster.csv").read_bytes() == inhoud


def test_wrong_options_are_explained(tmp_path):
    for woorden, woord in (
        (("--partij", 3000), "veelvoud van 2000"),
        (("--dask", "lokaal:nul"), "lokaal:4"),
        (("--raster", "prijs.leerroute_b2*=1"), "prijs.leerroute_b1"),
        (("--raster", "gezin*=1", "--scenario", "basis", "--scenario", "korting"), "één scenario"),
    ):
        uit = raming(tmp_path, *woorden)
        assert uit.returncode == 2
        assert woord in uit.stderr
