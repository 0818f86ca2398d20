"""A password that was typed in the wrong place is never repeated."""

import pytest

from cli import main

ADRES = "postgresql://lezer:geheim@server/db"


@pytest.mark.parametrize(
    "woorden",
    [
        ("haal", "MAP", f"--van{ADRES}"),
        ("haal", "MAP", "--tijdslimiet", ADRES),
        ("haal", "MAP", ADRES),
        ("haal", "MAP", "lezer:geheim@server"),
        ("haal", "MAP", "--soort", ADRES),
        ("raming", ADRES),
        ("raming", "voorbeeld:westfriesland", "--scenario", ADRES),
        ("parameters", ADRES),
        ("vergelijk", ADRES, ADRES),
        (ADRES,),
    ],
)
def test_a_password_is_never_repeated(capsys, woorden):
    with pytest.raises(SystemExit) as einde:
        main(list(woorden))
    gezegd = capsys.readouterr()
    assert einde.value.code == 2
    assert gezegd.err
    assert "geheim" not in gezegd.out + gezegd.err
