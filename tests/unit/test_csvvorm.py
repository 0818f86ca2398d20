"""One form for every csv that is written, and readers that take either."""

import csv
import io
from datetime import date
from decimal import Decimal

import click
import pytest
from click.testing import CliRunner

from cli import main
from reports.jaar.schema import write_chart
from reports.opdrachten.volumes import taakstelling
from scenarios.administratie.rekeningschema import read_chart
from scenarios.grond.csvtekst import csv_as, csv_text, record_text
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.lezen import parse_date, parse_number, separator_of_head

RIJ = ("Hoorn; stad", 1234567.25, Decimal("-0.50"), 3, date(2027, 12, 31), True, None, float("nan"), "=1+1", "-5")


def test_for_excel_in_dutch():
    assert csv_text(("wat", "x"), [RIJ]) == (
        "\ufeffwat;x\r\n\"Hoorn; stad\";1234567,25;-0,50;3;31-12-2027;ja;;;'=1+1;'-5\r\n"
    )


def test_by_rfc_4180():
    with csv_as("rfc"):
        tekst = csv_text(("wat", "x"), [RIJ, ('a "b", c',)])
    assert tekst == ('wat,x\r\nHoorn; stad,1234567.25,-0.50,3,2027-12-31,ja,,,\'=1+1,\'-5\r\n"a ""b"", c"\r\n')
    assert csv_text(("a",), []) == "\ufeffa\r\n", "outside the block it is as it was"


def test_what_has_its_own_form_keeps_it():
    with csv_as("rfc"):
        assert record_text([("a", 1), ("b;", "")], ";") == 'a;1\n"b;";\n'


@pytest.mark.parametrize("vorm", ["excel", "rfc"])
def test_values_come_back_from_either_form(vorm):
    with csv_as(vorm):
        tekst = csv_text(("dag", "getal"), [(date(2026, 2, 1), 1234.5)]).removeprefix("\ufeff")
    _, (dag, getal) = csv.reader(io.StringIO(tekst), delimiter=separator_of_head(tekst))
    assert (parse_date(dag), parse_number(getal)) == (date(2026, 2, 1), 1234.5)


def test_an_own_file_reads_back_from_either_form(tmp_path):
    standaard = read_chart(tmp_path, (), shipped())
    for vorm in ("excel", "rfc"):
        with csv_as(vorm):
            write_chart(standaard, tmp_path / "rekeningschema.csv")
        assert [*read_chart(tmp_path, (), shipped()).as_rows()] == [*standaard.as_rows()], vorm


def test_every_command_that_writes_csv_has_the_option():
    met = {naam for naam, opdracht in main.commands.items() if any("--csv" in p.opts for p in opdracht.params)}
    assert met == {
        *("raming", "volumes", "terugblik", "taakstelling", "zoek", "gevoeligheid", "omslag", "maatregelen"),
        *("journaal", "iv3", "wijziging", "sisa"),
    }


def test_the_option_asks_for_the_other_form(tmp_path):
    opdracht = ["Hoorn", "--halfjaar", "2025H1", "--uit"]
    for extra, begin, scheiding in (([], b"\xef\xbb\xbf", ";"), (["--csv", "rfc"], b"", ",")):
        doel = tmp_path / "t.csv"
        uit = CliRunner().invoke(taakstelling, [*opdracht, str(doel), *extra])
        assert uit.exit_code == 0, uit.output
        assert doel.read_bytes().startswith(begin + b"gemeente" + scheiding.encode()), doel.read_bytes()[:60]


def test_another_form_is_refused_in_dutch():
    @click.group(cls=type(main))
    def alleen() -> None:
        """Niets."""

    alleen.add_command(taakstelling)
    uit = CliRunner().invoke(alleen, ["taakstelling", "--csv", "duits"])
    assert (uit.exit_code, "--csv: kies uit excel, rfc." in uit.output) == (2, True), uit.output
