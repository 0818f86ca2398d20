"""Who calls: tokens, and the file of callers."""

import base64
import os

import pytest

from finance.fouten import Invoerfout
from reports.dienst.bellers import Bellers, new_token, one_caller, read_callers
from tests.hulp_dienst import TOKEN, beller


def known(bellers, kop):
    """The name of who bears this header; None for nobody."""
    herkend = bellers.recognise(kop)
    return herkend and herkend.naam


def test_a_token_is_known_by_its_hash_alone():
    bellers = Bellers([beller("a"), beller("b", "u" * 40)])
    assert known(bellers, f"Bearer {TOKEN}") == "a"
    assert known(bellers, f"bearer  {'u' * 40}") == "b"
    for kop in (
        "",
        TOKEN,
        f"Basic {TOKEN}",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer \udcff",
    ):
        assert bellers.recognise(kop) is None
    # What Excel and Power BI keep: the name of the caller, and the token as its password.
    for naam, wie in (("a", "a"), ("b", None), ("", None)):
        assert known(bellers, "Basic " + base64.b64encode(f"{naam}:{TOKEN}".encode()).decode()) == wie
    assert known(bellers, "Digest " + base64.b64encode(f"a:{TOKEN}".encode()).decode()) is None
    assert TOKEN not in repr(bellers.alle)
    assert beller().merk.hex() not in repr(bellers.alle)


def write_callers(map_, tekst, rechten=0o600):
    pad = map_ / "toegang.toml"
    pad.write_text(tekst, encoding="utf-8")
    pad.chmod(rechten)
    return pad


def test_the_file_of_callers_names_each_with_his_region(tmp_path):
    _, merk = new_token()
    pad = write_callers(tmp_path, f'[hoorn]\nmap = "voorbeeld:westfriesland"\ntoken_sha256 = "{merk}"\n')
    (eigen,) = read_callers(pad).alle
    assert (eigen.naam, eigen.map_, eigen.merk.hex()) == ("hoorn", "voorbeeld:westfriesland", merk)


def test_every_problem_of_the_file_of_callers_at_once(tmp_path):
    goed = f'map = "voorbeeld:westfriesland"\ntoken_sha256 = "{"ab" * 32}"\n'
    blokken = (
        f"[a]\n{goed}[b]\n{goed}",
        f'["../c"]\n{goed}',
        '[d]\nmap = "voorbeeld:westfriesland"\ntoken_sha256 = "geheim-in-klare-tekst"\n',
        f'[e]\nmap = "er-niet"\ntoken_sha256 = "{"cd" * 32}"\n',
        f'[f]\nmaap = "x"\n{goed}',
    )
    with pytest.raises(Invoerfout) as fout:
        read_callers(write_callers(tmp_path, "".join(blokken), 0o666))
    tekst = str(fout.value)
    for deel in (
        "b: gevonden het token van een ander",
        "'../c'",
        "d, veld token_sha256",
        "e, veld map",
        "maap",
    ):
        assert deel in tekst
    assert ("anderen mogen wijzigen" in tekst) == (os.name == "posix")
    assert "geheim" not in tekst


def test_without_a_token_in_the_environment_nobody_is_served(monkeypatch, tmp_path):
    for waarde in ("", "kort"):
        monkeypatch.setenv("SPUK_DIENST_TOKEN", waarde)
        with pytest.raises(Invoerfout, match="SPUK_DIENST_TOKEN"):
            one_caller("voorbeeld:westfriesland")
    monkeypatch.setenv("SPUK_DIENST_TOKEN", TOKEN)
    with pytest.raises(Invoerfout, match="onbekend voorbeeld"):
        one_caller("voorbeeld:er-niet")
    (tmp_path / "regio.toml").touch()
    monkeypatch.chdir(tmp_path)
    assert one_caller(".").alle[0].map_ == str(tmp_path.resolve())
    assert known(one_caller("voorbeeld:westfriesland"), f"Bearer {TOKEN}") == "eigen"
