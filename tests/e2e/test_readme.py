"""The README shows what the program prints: its excerpt is compared with a run."""

from pathlib import Path

from tests.e2e.test_opdrachten import spuk

README = Path(__file__).parents[2] / "README.md"


def test_the_excerpt_in_the_readme_is_what_a_run_prints(tmp_path):
    blok = README.read_text(encoding="utf-8").split("```text\n", 1)[1].split("```", 1)[0]
    uit = spuk("raming", "voorbeeld:westfriesland", "--uit", tmp_path / "uitvoer", cwd=tmp_path)
    assert uit.returncode == 0, uit.stderr
    gedrukt = [" ".join(regel.split()) for regel in uit.stdout.splitlines()]
    regels = [" ".join(r.split()) for r in blok.splitlines() if r.strip() and r.strip() != "..."]
    # Where the files went depends on where it ran.
    verwacht = [r for r in regels if not r.startswith("Geschreven")]
    assert len(verwacht) > 10
    ontbreekt = [r for r in verwacht if r not in gedrukt]
    assert not ontbreekt, "\n".join(ontbreekt)
