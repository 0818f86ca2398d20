"""The description of the service, and its page."""

import json
from dataclasses import replace

from reports.dienst.ingangen import INGANGEN, describe
from reports.dienst.uitleg import explain_page
from tests.hulp_dienst import GRENZEN


def test_the_description_holds_every_entrance_and_refers_to_nothing_that_is_not_there():
    beschrijving = describe(GRENZEN)
    assert {(m.upper(), pad) for pad, taken in beschrijving["paths"].items() for m in taken} == {
        (i.methode, i.pad) for i in INGANGEN
    }
    tekst = json.dumps(beschrijving)
    for naam in {deel.split('"')[0] for deel in tekst.split("#/components/schemas/")[1:]}:
        assert naam in beschrijving["components"]["schemas"]
    taken = [taak["operationId"] for pad in beschrijving["paths"].values() for taak in pad.values()]
    assert len(set(taken)) == len(taken)
    # No more draws than this service takes on, and nothing of the code in English.
    eigen = describe(replace(GRENZEN, trekkingen=1000))["components"]["schemas"]
    assert {eigen[n]["properties"]["trekkingen"]["maximum"] for n in ("Ramingverzoek", "Zoekverzoek")} == {1000}
    assert "description" not in eigen["Ramingverzoek"]


def test_the_page_needs_nothing_from_elsewhere():
    pagina = explain_page(describe(GRENZEN))
    for ingang in INGANGEN:
        assert f"{ingang.methode} {ingang.pad}" in pagina
    assert "://" not in pagina
    assert "<script" not in pagina
    assert "src=" not in pagina
    assert "nauwkeurig" in pagina
