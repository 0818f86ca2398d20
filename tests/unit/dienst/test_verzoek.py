"""What a request may hold, and the command it becomes."""

import json

import pytest

from reports.dienst.antwoord import Weigering
from reports.dienst.soorten import SOORTEN, read_request


def refused(soort, inhoud):
    with pytest.raises(Weigering) as fout:
        read_request(SOORTEN[soort], inhoud.encode(), 1000)
    assert fout.value.status == 422
    return str(fout.value.meldingen[0]) if len(fout.value.meldingen) == 1 else list(map(str, fout.value.meldingen))


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        ("{", "geen JSON"),
        ("[1]", "object"),
        ('{"trekkingen": NaN}', "NaN"),
        ('{"trekkingen": 1}', "veld trekkingen: gevonden 1; verwacht ten minste 2"),
        ('{"trekkingen": 1001}', "ten hoogste 1000 in deze dienst"),
        ('{"trekkingen": true}', "een geheel getal"),
        ('{"zekerheid": 1}', "minder dan 1"),
        ('{"scenarios": ["../../etc/passwd"]}', "een naam van ten hoogste"),
        ('{"scenarios": ["--uit=/tmp"]}', "een naam van ten hoogste"),
        ('{"scenarios": "basis"}', "een lijst"),
        ('{"map": "/etc"}', "onbekende sleutel 'map'"),
        (json.dumps({"zonder": ["x"] * 21}), "ten hoogste 20"),
        ('{"scenarios": ["a\\u0000b"]}', "onzichtbaar teken"),
        ('{"scenarios": ["\\ud800"]}', "een half teken"),
        ('{"\\udc80": 1}', "een half teken"),
        ('{"trekkingen": ' + "1" * 5000 + "}", "een getal met te veel cijfers"),
        ("[" * 50_000, "te diep genest"),
        ('{"zaad": 1', "geen JSON (regel 1, teken 11)"),
        ('{"zaad": "\u0661"}', "een geheel getal"),
    ],
)
def test_a_request_that_cannot_be_is_refused_in_dutch(inhoud, zegt):
    assert zegt in refused("raming", inhoud)


def test_every_problem_of_a_request_at_once():
    assert len(refused("raming", '{"trekkingen": 0, "zekerheid": 9, "x": 1}')) == 3


def test_a_request_becomes_the_command_that_a_user_would_type(tmp_path):
    inhoud = '{"scenarios": ["basis", "duurder-b1"], "trekkingen": 200, "zekerheid": 0.8, "verwacht": true}'
    soort = SOORTEN["raming"]
    woorden = soort.words(read_request(soort, inhoud.encode(), 1000), "-regio", tmp_path)
    assert woorden == [
        "raming", "--stil", f"--uit={tmp_path}", f"--tabellen={tmp_path}", "--scenario=basis", "--scenario=duurder-b1",
        "--trekkingen=200", "--zaad=1", "--zekerheid=0.8", "--verwacht", "--", "-regio",
    ]  # fmt: skip
    zoek = SOORTEN["zoek"]
    doel = zoek.words(read_request(zoek, b'{"doel": "kans>=0.9 in 2027", "trekkingen": 500}', 1000), "r", tmp_path)
    assert "--doel=kans>=0.9 in 2027" in doel
    leeg = read_request(SOORTEN["controleer"], b"", 1000)
    assert SOORTEN["controleer"].words(leeg, "r", tmp_path) == [
        "controleer", f"--json={tmp_path / 'controle.json'}", "--", "r",
    ]  # fmt: skip
