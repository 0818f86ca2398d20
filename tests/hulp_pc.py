"""Every P&C piece of the example with books, as it is and with hostile text for names."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from tests.hulp_boeken import copy_with_books

STUKKEN = {
    "begroting": "begroting-2026",
    "tussenrapportage": "tussenrapportage-2026-06-30",
    "jaarrekening": "jaarrekening-2025",
    "raadsbrief": "raadsbrief-2026",
}
VIJANDIG = '=HYPERLINK("http://x","klik") <script>document.title=1</script> שלום مرحبا بكم 🎉 ' + "w" * 300


def make_pieces(map_: Path) -> None:
    """`gewoon` and `vijandig`, each with its four pieces; the regions beside them."""
    for soort in ("gewoon", "vijandig"):
        regio = copy_with_books(map_ / "regio" / soort)
        if soort == "vijandig":
            put(regio / "regio.toml", 'naam = "Westfriesland"', f"naam = '{VIJANDIG[:100]}'")
            put(regio / "begroting.csv", "Voorjaarsnota 2025", '"' + VIJANDIG.replace('"', '""') + '"')
        with pytest.MonkeyPatch.context() as patch:
            if soort == "vijandig":
                # No text of the input comes on that sheet but names of gemeenten, and it is most of the work.
                patch.setattr("reports.pc.maken.reconcile", lambda *_, **__: [])
            for stuk, naam in STUKKEN.items():
                opdracht = ["pc", str(regio), "--stuk", stuk, "--trekkingen", "200", "--uit", str(map_ / soort)]
                antwoord = CliRunner().invoke(main, opdracht)
                assert antwoord.exit_code == 0, antwoord.stderr
                assert naam in antwoord.stdout


def put(pad: Path, oud: str, nieuw: str) -> None:
    """`nieuw` wherever `oud` stood; of a name in regio.toml the first time only."""
    tekst = pad.read_text(encoding="utf-8")
    assert oud in tekst
    pad.write_text(tekst.replace(oud, nieuw, 1 if pad.suffix == ".toml" else -1), encoding="utf-8")
