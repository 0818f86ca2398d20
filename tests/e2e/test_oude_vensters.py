"""The command line as it is shown on a console of an old code page, and with paths that are unusual."""

from click.testing import CliRunner

from cli import main
from tests.warm import run as spuk

OPDRACHTEN = (
    ("--help",),
    ("controleer", "voorbeeld:rijssen-holten"),
    ("taakstelling", "Súdwest-Fryslân", "Hoorn"),
    ("uitleg", "art. 10.5"),
    ("controleer", "weg: één map"),
)


def shown(codering: str, woorden: tuple[str, ...]) -> str:
    """What a command shows on a console of this encoding; it ends well, and every byte is one of that encoding."""
    uit = CliRunner(charset=codering).invoke(main, woorden)
    assert uit.exit_code == (2 if woorden[-1].startswith("weg") else 0), (woorden, uit.output)
    return uit.output_bytes.decode(codering)


def test_every_code_page_shows_every_command():
    for woorden in OPDRACHTEN:
        heel = shown("utf-8", woorden)
        for codering in ("cp850", "cp1252", "ascii"):
            gezien = shown(codering, woorden)
            # A question stays one; a question mark in the place of a sign would be one more.
            assert gezien.count("?") == heel.count("?"), (codering, woorden)
            assert gezien.isascii() or codering != "ascii"
    assert "Sudwest-Fryslan" in shown("ascii", OPDRACHTEN[2])
    assert "Súdwest-Fryslân" in shown("cp850", OPDRACHTEN[2])


def test_a_long_path_with_spaces_and_letters_of_elsewhere(tmp_path):
    diep = tmp_path
    while len(str(diep)) < 300:
        diep = diep / "Afdeling financiën – één & 漢 100%"
    diep.mkdir(parents=True)
    assert spuk("nieuw", "Mijn régio", "--gemeenten", "Leusden", "--excel", cwd=diep).returncode == 0
    assert spuk("controleer", "Mijn régio/invoer.xlsx", cwd=diep).returncode == 0
    gelopen = spuk("taakstelling", "Leusden", "--uit", "de uitkomst/één.xlsx", "--ods", cwd=diep)
    assert gelopen.returncode == 0, gelopen.stderr
    assert {p.name for p in (diep / "de uitkomst").iterdir()} == {"één.xlsx", "één.ods"}
