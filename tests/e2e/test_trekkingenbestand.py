"""Full draws on disk are the draws behind the result."""

import json

import pyarrow.parquet
import pytest

from tests.warm import run as spuk


def test_parquet_holds_every_draw_behind_the_result(tmp_path):
    uit = spuk(
        "raming", "voorbeeld:westfriesland", "--trekkingen", 2500, "--partij", 2048, "--uit", tmp_path,
        "--parquet", tmp_path / "trekkingen.parquet", "--stil",
    )  # fmt: skip
    assert (uit.returncode, uit.stderr) == (0, "")
    tabel = pyarrow.parquet.read_table(tmp_path / "trekkingen.parquet").to_pandas()
    # 7 gemeenten x 8 years x 2,500 draws, each exactly once.
    assert len(tabel) == 7 * 8 * 2500
    assert not tabel.duplicated(["cbs_code", "jaar", "trekking"]).any()
    rijen = json.loads((tmp_path / "raming.json").read_text(encoding="utf-8"))["rijen"]
    for grootheid in ("lasten", "spuk_definitief", "plichtig"):
        gemiddeld = tabel.groupby(["cbs_code", "jaar"])[grootheid].mean()
        for rij in rijen:
            if rij["grootheid"] == grootheid and rij["cbs_code"]:
                assert gemiddeld[rij["cbs_code"], rij["jaar"]] == pytest.approx(rij["verwacht"], rel=1e-12)
