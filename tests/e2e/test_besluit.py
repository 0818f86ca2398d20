"""Screen, first sheet, first page of the report and JSON open with the same decision, in the same words and figures."""

import html
import json
import re
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner
from jsonschema import validate as validate_json

from cli import main
from finance.taal.getallen import euros, format_amount, format_share
from reports.kas.tabel import month_words
from scenarios.grond.gegevens import data_path

PUNTEN = ("Oordeel", "SPUK op", "Buffer", "Hoogste prijs en fte", "Drijvers")


@pytest.fixture(scope="module")
def uitvoer(tmp_path_factory):
    """One run: screen, cells of the first sheet, text of the report, and the record."""
    map_ = tmp_path_factory.mktemp("besluit")
    opdracht = [
        "raming",
        "voorbeeld:rijssen-holten",
        "--trekkingen",
        "300",
        "--weerstandsvermogen",
        "500000",
        "--uit",
        str(map_),
    ]
    scherm = CliRunner().invoke(main, opdracht)
    assert scherm.exit_code == 0, scherm.output
    blad = openpyxl.load_workbook(map_ / "raming.xlsx", read_only=True)["Antwoord"]
    rijen = list(blad.iter_rows(values_only=True))
    pagina = re.sub(r"<[^>]+>", " ", (map_ / "rapport.html").read_text(encoding="utf-8").split("</style>")[1])
    document = json.loads((map_ / "raming.json").read_text(encoding="utf-8"))
    schema = json.loads((data_path() / "schema" / "resultaat-1.schema.json").read_text(encoding="utf-8"))
    validate_json(document, schema)
    return plain(scherm.output), rijen, plain(html.unescape(pagina)), document["besluiten"][0]


def plain(tekst):
    return " ".join(tekst.split())


def test_all_open_with_the_same_words(uitvoer):
    scherm, rijen, pagina, _ = uitvoer
    zinnen = {r[0]: r[1] for r in rijen if r[0] in PUNTEN}
    assert tuple(zinnen) == PUNTEN, "in this order, and nothing before them"
    assert rijen[1][0] == "Oordeel"
    assert scherm.startswith("Oordeel: ")
    for kop, zin in zinnen.items():
        assert f"{kop}: {plain(zin)}" in scherm, kop
        assert f"{kop} {plain(zin)}" in pagina, kop
    plekken = [pagina.index(f"{kop} {plain(zin)}") for kop, zin in zinnen.items()]
    assert plekken == sorted(plekken)
    assert plekken[-1] < pagina.index("De vraag van de regio")


def test_the_words_and_tables_hold_the_figures_of_the_record(uitvoer):
    scherm, rijen, pagina, besluit = uitvoer
    zinnen = {r[0]: r[1] for r in rijen if r[0] in PUNTEN}
    krapst, droog = besluit["krapst"], besluit["droog"]
    assert f"de kans op sluiten is {format_share(krapst['kans'])}" in zinnen["Oordeel"]
    assert ("niet budgetneutraal" in zinnen["Oordeel"]) != besluit["budgetneutraal"]
    assert zinnen["Buffer"].startswith(f"{euros(besluit['buffer'])}, ")
    assert f"niet opraakt is {format_share(droog['kans_niet'])}" in zinnen["SPUK op"]
    p10 = month_words(date.fromisoformat(f"{droog['p10']}-01"))
    assert f"P10 {p10}" in zinnen["SPUK op"]
    per_jaar = {r[0]: r for r in rijen if isinstance(r[0], int)}
    for jaar in besluit["jaren"]:
        eigen, opgeteld = jaar["eigen"], jaar["opgeteld"]
        rij = next(r for r in rijen if r[0] == jaar["jaar"])
        assert rij[1:3] == pytest.approx((eigen["verwacht"], eigen["kans"]), abs=0.01)
        assert rij[4:6] == pytest.approx((opgeteld["verwacht"], opgeteld["kans"]), abs=0.01)
        assert rij[7] == pytest.approx(max(eigen["buffer"], opgeteld["buffer"]), abs=0.01)
        cellen = " ".join((str(jaar["jaar"]), format_amount(eigen["verwacht"], True), format_share(eigen["kans"])))
        assert cellen in scherm
        assert cellen in pagina
    assert len(per_jaar) >= len(besluit["jaren"]) == 5
    for drijver in besluit["drijvers"]:
        tekst = " ".join((drijver["oorzaak"], *(format_amount(drijver[k], True) for k in ("p10", "p90"))))
        assert tekst in scherm
        assert tekst in pagina
        rij = next(r for r in rijen if r[0] == drijver["oorzaak"])
        assert rij[1:3] == pytest.approx((drijver["p10"], drijver["p90"]), abs=0.01)
    assert len(besluit["drijvers"]) == 3
    for grens in besluit["grenzen"]:
        naam = ", ".join(filter(None, (grens["wat"].removeprefix("de "), grens["eenheid"])))
        rij = next(r for r in rijen if r[0] == naam)
        assert (rij[2] == "geen") == (grens["soort"] == "nooit")
        assert rij[4] == pytest.approx(grens["kans"])
        assert f"{naam} {rij[1]} {rij[2]}" in scherm
        assert f"{naam} {rij[1]} {rij[2]}" in pagina


def test_the_report_holds_the_risicoparagraaf_of_the_same_buffer(uitvoer):
    _, _, pagina, besluit = uitvoer
    ratio = 500_000 / besluit["buffer"]
    assert f"{euros(besluit['buffer'])} weerstandscapaciteit" in pagina
    assert f"een ratio van {int(100 * ratio) / 100:.2f}".replace(".", ",") in pagina
