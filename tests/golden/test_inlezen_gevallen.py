"""Fifty exports as ledgers write them: each is read right, asked about or refused, and never wrong in silence."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from finance.bedragen import to_cents
from scenarios.boeken.map import read_folder
from tests.inleesmap import make_folder, read_in

GEVALLEN = sorted((Path(__file__).parents[1] / "gevallen" / "boekingen").iterdir())
GEVRAAGD = {
    "21": "dag en maand",
    "35": "Staan lasten met een minus?",
    "42": "'Bedrag' en 'Bedrag (2)'",
    "49": "buiten 2025",
    "50": "buiten 2025",
    "54": "Zijn dit euro's?",
    "57": "inclusief of exclusief",
    "74": "verborgen rij",
}
GEWEIGERD = {
    "39": "regel 5: gevonden 7 velden",
    "60": "geen boekingen",
    "71": "een kruistabel",
    "77": "cel E4: gevonden '#N/B'",
    "79": "geen leesbaar XLS-bestand",
}
ANDERS = {"50", "54", "74"}
"""Cases in which the question decides the amount."""


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda pad: pad.name[:40])
def test_an_export_is_read_right_or_asked_about(geval: Path, tmp_path: Path) -> None:
    gegeven = tomllib.loads((geval / "geval.toml").read_text(encoding="utf-8"))
    nummer = geval.name[:2]
    gelopen, document = read_in(make_folder(tmp_path), geval / gegeven["bestand"])
    if nummer in GEWEIGERD:
        assert gelopen.exit_code == 2
        assert GEWEIGERD[nummer] in gelopen.output
        return
    assert gelopen.exit_code == (1 if nummer in GEVRAAGD else 0), gelopen.output
    if nummer in GEVRAAGD:
        assert GEVRAAGD[nummer] in " ".join(document["vragen"])
    if nummer not in ANDERS:
        assert document["lasten"] == gegeven["lasten"]
    if gelopen.exit_code == 0:
        goed = read_folder(str(tmp_path)).boekingen.goedgekeurd
        assert int(goed["last"].sum()) == to_cents(gegeven["lasten"])


@pytest.mark.parametrize("geval", [g for g in GEVALLEN if g.name[:2] in ("01", "45", "82")], ids=lambda g: g.name[:2])
def test_codes_without_a_voorziening_are_asked_with_amount_and_proposal(geval: Path, tmp_path: Path) -> None:
    gelopen, document = read_in(make_folder(tmp_path, vertaald=False), geval / "export.csv")
    assert gelopen.exit_code == 1
    assert document["lasten"] == "28995.30"
    voorgesteld = {c["voorstel"] for c in document["codes"]}
    assert {"leerroute_b1", "tolken"} <= voorgesteld
    assert sum(to_cents(c["bedrag"]) for c in document["codes"]) == 2899530
    assert not (tmp_path / "verantwoording" / "boekingen").exists()


def test_a_received_voorschot_stands_apart(tmp_path: Path) -> None:
    geval = next(g for g in GEVALLEN if g.name.startswith("34"))
    _, document = read_in(make_folder(tmp_path), geval / "export.csv")
    assert (document["lasten"], document["baten"]) == ("28995.30", "25000.00")


@pytest.mark.parametrize(
    ("nummer", "sleutel", "lasten"),
    [
        ("50", 'vorig_jaar = "correctie"', "29695.30"),
        ("49", 'vorig_jaar = "afkeuren"', "28995.30"),
        ("74", 'verborgen = "tellen"', "33995.30"),
        ("74", 'verborgen = "weglaten"', "28995.30"),
        ("57", 'bedrag = "inclusief"', "28995.30"),
        ("35", 'teken = "omgekeerd"', "28995.30"),
        ("21", 'datumvolgorde = "maand-dag"', "28995.30"),
        ("54", 'eenheid = "euro"', "28.99"),
    ],
)
def test_an_answer_in_the_block_settles_the_question(nummer: str, sleutel: str, lasten: str, tmp_path: Path) -> None:
    geval = next(g for g in GEVALLEN if g.name.startswith(nummer))
    bestand = next(p for p in geval.iterdir() if p.stem == "export")
    map_ = make_folder(tmp_path)
    (map_ / "verantwoording" / "verantwoording.toml").write_text(
        f'[[boekingen]]\nbestand = "boekingen/{bestand.name}"\njaar = 2025\n{sleutel}\n', encoding="utf-8"
    )
    gelopen, document = read_in(map_, bestand)
    assert (gelopen.exit_code, document["lasten"]) == (0, lasten), gelopen.output
    assert int(read_folder(str(map_)).boekingen.goedgekeurd["last"].sum()) == to_cents(lasten)
