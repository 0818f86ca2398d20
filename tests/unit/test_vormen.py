"""A file in other forms: of the same set, known before anything is computed, and told."""

import os
import re
import sys
import zlib

import click
import pytest
from click.testing import CliRunner

from finance.fouten import Invoerfout
from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import STIL, file_option
from reports.grond.vormen import forms
from reports.tabel.xlsx import Werkboek
from reports.vormen.pdf import write_pdf
from scenarios.grond.bestanden import (
    Schrijffout,
    Vorm,
    also_as,
    mark_of_run,
    one_set,
    raise_if_writing_fails,
    replacing,
    write_text,
)
from scenarios.grond.kenmerk import find_mixtures, read_mark


def shout(bron, doel):
    doel.write_text(bron.read_text().upper())


LUID = Vorm(".a", ".b", shout)
PAGINA = """<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Een pagina</title>
<meta name="description" content="kenmerk: 0123456789ab"></head><body><main><h1>Kop</h1>
<p>Zie <a href="https://wetten.overheid.nl/">de wet</a>.</p><img src="https://voorbeeld.nl/spion.png" alt="spion">
<figure><svg viewBox="0 0 9 9" role="img"><title>Lasten per jaar</title><rect width="9" height="9"/></svg></figure>
<table><thead><tr><th scope="col">Jaar</th></tr></thead><tbody><tr><td>2027</td></tr></tbody></table>
</main></body></html>"""


def test_a_set_holds_the_other_form_too(tmp_path):
    with also_as(LUID) as geschreven, one_set():
        write_text(tmp_path / "x.a", "een")
        write_text(tmp_path / "onder" / "y.a", "twee")
        write_text(tmp_path / "z.c", "drie")
        assert not geschreven
    assert {p.name: p.read_text() for p in tmp_path.rglob("*.b")} == {"x.b": "EEN", "y.b": "TWEE"}
    assert geschreven == [tmp_path / "x.b", tmp_path / "onder" / "y.b"]
    write_text(tmp_path / "later.a", "x")
    assert not (tmp_path / "later.b").exists()


def test_when_a_form_fails_nothing_of_the_set_is_written(tmp_path):
    def fail(bron, doel):
        raise OSError(28, "vol")

    write_text(tmp_path / "x.a", "oud")
    with pytest.raises(Schrijffout), also_as(Vorm(".a", ".b", fail)) as geschreven:
        write_text(tmp_path / "x.a", "nieuw")
    assert (tmp_path / "x.a").read_text() == "oud"
    assert [p.name for p in tmp_path.iterdir()] == ["x.a"]
    assert not geschreven


def test_the_place_of_the_form_is_looked_at_beforehand(tmp_path):
    (tmp_path / "x.b").mkdir()
    raise_if_writing_fails([tmp_path / "x.a"])
    with also_as(LUID), pytest.raises(Schrijffout, match=r"x\.b"):
        raise_if_writing_fails([tmp_path / "x.a"])


@click.command(cls=Opdracht)
@file_option("uit", "Waar.")
@STIL
@forms("ods", "pdf", bij="uit", bestand=True)
def proef(uit, stil):
    """A command that writes one workbook, if it is asked for."""
    if uit is None:
        return
    with replacing(uit) as tijdelijk, Werkboek(tijdelijk, "Proef") as boek:
        boek.add("Blad", (10,))
    raise SystemExit(1)


def call(*woorden):
    return CliRunner().invoke(proef, [str(w) for w in woorden])


def test_the_option_writes_and_tells_whatever_the_exit_code(tmp_path):
    uitkomst = call("--uit", tmp_path / "a.xlsx", "--ods")
    assert uitkomst.exit_code == 1
    assert uitkomst.stdout == f"Ook geschreven: {tmp_path / 'a.ods'}\n"
    assert call("--uit", tmp_path / "b.xlsx").stdout == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.ods", "a.xlsx", "b.xlsx"]
    assert call("--uit", tmp_path / "a.xlsx", "--ods", "--stil").stdout == ""


def test_the_option_without_a_workbook_is_refused_beforehand(tmp_path):
    assert "--ods hoort bij --uit." in call("--ods").output
    uitkomst = call("--uit", tmp_path / "a.csv", "--ods")
    assert uitkomst.exit_code == 2
    assert "eindigt op .xlsx" in uitkomst.output
    assert not list(tmp_path.iterdir())


def test_without_the_package_nothing_is_computed(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    uitkomst = call("--uit", tmp_path / "a.html", "--pdf")
    assert isinstance(uitkomst.exception, Invoerfout)
    assert 'pip install ".[pdf]"' in str(uitkomst.exception.meldingen[0])
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    """A page as PDF, unpacked."""
    map_ = tmp_path_factory.mktemp("pdf")
    (map_ / "a.html").write_text(PAGINA, encoding="utf-8")
    try:
        write_pdf(map_ / "a.html", map_ / "a.pdf")
    except Invoerfout as fout:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(fout.meldingen[0]))
    ruw = (map_ / "a.pdf").read_bytes()
    stromen = re.findall(rb"FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", ruw, re.DOTALL)
    return map_ / "a.pdf", ruw + b"\n".join(zlib.decompressobj().decompress(s) for s in stromen)


def test_a_page_as_pdf_can_be_read_aloud(pdf):
    _, inhoud = pdf
    opbouw = (b"/StructTreeRoot", b"/MarkInfo", b"/Marked true", b"/S /H1", b"/S /TH")
    woorden = (b"/Lang (nl)", b'pdfuaid:part="1"', b"/Alt (Lasten per jaar)", b"/Title (Een pagina)")
    for woord in (*opbouw, *woorden, b"/URI (https://wetten.overheid.nl/)"):
        assert woord in inhoud, woord
    assert re.findall(rb"/MediaBox \[\s*0 0 595\.2\d* 841\.8\d*\s*\]", inhoud)
    # Nothing is fetched from elsewhere.
    assert b"/Subtype /Image" not in inhoud


def test_the_mark_of_a_run_is_found_in_every_form(pdf, tmp_path):
    assert read_mark(pdf[0]) == "0123456789ab"
    from reports.vormen.ods import write_ods

    for nummer, merk in enumerate(("0123456789ab", "ba9876543210")):
        with also_as(Vorm(".xlsx", ".ods", write_ods)), one_set() as samen:
            samen.kenmerk = merk
            assert mark_of_run() == merk
            with replacing(tmp_path / "raming.xlsx") as tijdelijk, Werkboek(tijdelijk, "Raming") as boek:
                boek.add("Blad", (10,))
        assert read_mark(tmp_path / "raming.ods") == merk
        assert not list(find_mixtures(tmp_path))
        if nummer == 0:
            oud = (tmp_path / "raming.ods").read_bytes()
    (tmp_path / "raming.ods").write_bytes(oud)
    assert len(list(find_mixtures(tmp_path))) == 1
