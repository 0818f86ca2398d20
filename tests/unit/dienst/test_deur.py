"""The door and what stands behind it: who gets in, and what an answer says."""

import json

import pytest

from finance.fouten import Melding
from reports.dienst.app import build_app
from reports.dienst.bellers import Bellers
from reports.dienst.deur import Deur
from reports.dienst.ingangen import INGANGEN
from reports.dienst.kind import Afloop
from reports.dienst.wachtrij import GEWEIGERD
from reports.grond.meldingen import to_document
from reports.grond.netwerk import is_own_name
from tests.hulp_dienst import DRAAGT, beller, call, workshop


def test_only_who_bears_a_token_gets_in(dienst):
    for koppen in ({}, {"authorization": "Bearer x"}):
        status, terug, inhoud = call(dienst, "/v1/aanvragen", **koppen)
        assert (status, terug["www-authenticate"][:13]) == (401, "Bearer, Basic")
        assert json.loads(inhoud)["meldingen"][0]["bestand"] == "verzoek"
    assert call(dienst, "/v1/aanvragen", **DRAAGT)[0] == 200
    assert call(dienst, "/gezondheid")[2] == b'{"toestand":"goed"}'


def test_every_private_entrance_asks_for_a_token(dienst):
    for ingang in INGANGEN:
        pad = ingang.pad.replace("{nummer}", "1").replace("{bestand}", "raming.json")
        assert (call(dienst, pad, ingang.methode)[0] == 401) == ingang.besloten, ingang.pad


@pytest.mark.parametrize(
    ("koppen", "status"),
    [
        ({"host": "kwaad.example"}, 421),
        ({"host": "spuk.hoorn.nl"}, 200),
        ({"host": "127.0.0.1:8765"}, 200),
        ({"origin": "https://kwaad.example"}, 403),
        ({"origin": "http://localhost:1"}, 200),
    ],
)
def test_another_name_and_another_site_are_refused(dienst, koppen, status):
    assert call(dienst, "/v1/aanvragen", **DRAAGT, **koppen)[0] == status


def test_no_answer_lets_another_site_read_it(dienst):
    for pad in ("/gezondheid", "/v1/aanvragen", "/uitleg", "/er-niet"):
        _, koppen, _ = call(dienst, pad)
        assert koppen["cache-control"] == "no-store"
        assert koppen["x-content-type-options"] == "nosniff"
        assert koppen["cross-origin-resource-policy"] == "same-origin"
        assert "default-src 'none'" in koppen["content-security-policy"]
        assert not any(k.startswith("access-control") for k in koppen)


def test_a_large_request_is_refused_whatever_it_says_of_its_size(dienst):
    groot = b'{"scenarios": ["' + b"a" * 200 + b'"]}'
    for lengte in ("999999", "5"):
        assert call(dienst, "/v1/ramingen", "POST", groot, content_length=lengte, **DRAAGT)[0] == 413


def test_bad_input_is_422_with_the_messages_of_the_command_line(dienst):
    status, _, inhoud = call(dienst, "/v1/ramingen", "POST", b'{"trekkingen": "veel"}', **DRAAGT)
    assert status == 422
    (melding,) = json.loads(inhoud)["meldingen"]
    assert (melding["plaats"], melding["gevonden"], melding["verwacht"]) == (
        "veld trekkingen", "'veel'", "een geheel getal, zoals 12",
    )  # fmt: skip
    assert call(dienst, "/v1/ramingen?wacht=morgen", "POST", **DRAAGT)[0] == 422
    assert call(dienst, "/v1/ramingen?wacht=61", "POST", **DRAAGT)[0] == 422


def test_a_region_that_is_not_right_is_422_for_who_waits(tmp_path, klok, gezegd):
    melding = Melding("contracten.csv", "regel 3", "-1", "een prijs", "Vul hem in.")

    async def refusing(*_):
        return Afloop(GEWEIGERD, (melding,))

    werk, _ = workshop(tmp_path, klok, refusing)
    app = Deur(build_app(werk), Bellers([beller()]), frozenset(), 100, gezegd.append)
    status, _, inhoud = call(app, "/v1/ramingen?wacht=10", "POST", **DRAAGT)
    assert (status, json.loads(inhoud)) == (422, to_document([melding]))
    # And for who asks for a file of it later.
    pad = f"/v1/aanvragen/{werk.rij.of('hoorn')[0].nummer}/raming.json"
    status, _, inhoud = call(app, pad, **DRAAGT)
    assert (status, json.loads(inhoud)) == (422, to_document([melding]))


@pytest.mark.parametrize(
    ("methode", "pad", "status"),
    [
        ("GET", "/v1/aanvragen/20260101-000000-1", 404),
        ("DELETE", "/v1/aanvragen/../../etc", 404),
        ("GET", "/v1/aanvragen/x/../../etc/passwd", 404),
        ("GET", "/v1/ramingen/laatste/raming.json", 404),
        ("GET", "/er-niet", 404),
        ("PUT", "/gezondheid", 405),
        ("GET", "/v1/ramingen", 405),
        ("OPTIONS", "/v1/ramingen", 405),
        ("GET", "/v1/aanvragen/", 404),
        ("POST", "/v1/ramingen/", 404),
    ],
)
def test_what_is_not_there_is_told_as_every_other_error(dienst, methode, pad, status):
    gekregen, _, inhoud = call(dienst, pad, methode, **DRAAGT)
    assert gekregen == status
    assert json.loads(inhoud)["meldingen"][0]["verwacht"]


def test_an_unforeseen_error_tells_nobody_what_it_was_about(tmp_path, klok, gezegd):
    def broken(aanvraag):
        raise RuntimeError("Jansen")

    werk, _ = workshop(tmp_path, klok)
    werk.rij.accept("hoorn", "raming", {})
    werk.plaats = type("Stuk", (), {"files": broken, "remove": broken})()
    werk.rij.kept_until = broken
    app = Deur(build_app(werk), Bellers([beller()]), frozenset(), 100, gezegd.append)
    status, _, inhoud = call(app, "/v1/aanvragen", **DRAAGT)
    assert (status, json.loads(inhoud)["meldingen"][0]["gevonden"]) == (500, "een fout in de dienst")
    assert gezegd
    assert "RuntimeError" in gezegd[0]
    assert "Jansen" not in gezegd[0] + inhoud.decode()


def test_a_caller_who_leaves_halfway_is_no_error(dienst, gezegd):
    """Every line of the log is for somebody to look at."""

    async def gone():
        return {"type": "http.disconnect"}

    assert call(dienst, "/v1/ramingen", "POST", receive=gone, **DRAAGT)[0] in (None, 500)
    assert gezegd == []


def test_a_name_of_the_service_is_its_own():
    assert is_own_name("spuk.hoorn.nl:443", frozenset({"spuk.hoorn.nl"}))
    assert not is_own_name("spuk.hoorn.nl", frozenset())
