"""A notebook run from top to bottom and written as one small HTML page: text, tables and figures, no scripts."""

from __future__ import annotations

import sys
from pathlib import Path
from runpy import run_path
from typing import Any

import scenarios  # noqa: F401 - before numpy, which it sets up

# isort: split
import pandas as pd

from scenarios.opslag import replacing

PAGINA = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{titel}</title><style>
body {{ font: 1rem/1.55 "Segoe UI", Arial, sans-serif; color: #222; max-width: 52rem; margin: 0 auto; padding: 1rem; }}
h1, h2, h3 {{ color: #1F4E79; line-height: 1.25; }}
div {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .8rem 0; }}
th, td {{ padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #DDD; }}
thead th {{ background: #1F4E79; color: #fff; }}
svg {{ width: 100%; min-width: 26rem; max-width: 46rem; height: auto; }}
.paragraph {{ display: block; margin: .7rem 0; }}
</style></head><body>
{inhoud}
</body></html>
"""


def run_notebook(pad: Path) -> list[Any]:
    """What every cell shows, in order; None where it shows nothing."""
    uitvoer, _ = run_path(str(pad))["app"].run()
    return list(uitvoer)


def render_notebook(pad: Path) -> str:
    """The page of one notebook. The same code and data give the same text."""
    delen = [f"<div>{_as_html(deel)}</div>" for deel in run_notebook(pad) if deel is not None]
    return PAGINA.format(titel=pad.stem, inhoud="\n".join(delen))


def _as_html(deel: Any) -> str:
    if isinstance(deel, pd.DataFrame):
        return str(deel.to_html(border=0, float_format=_dutch))
    return str(deel.text)


def _dutch(getal: float) -> str:
    tekst = f"{getal:,.2f}" if abs(getal) < 10 and not float(getal).is_integer() else f"{getal:,.0f}"
    return tekst.translate(str.maketrans(",.", ".,"))


def main() -> None:
    """`python -m reports.notitie notebooks/a.py ... docs/notebooks`: the last word is the folder."""
    *notebooks, map_ = map(Path, sys.argv[1:])
    for notebook in notebooks:
        with replacing(map_ / f"{notebook.stem}.html") as tijdelijk:
            tijdelijk.write_text(render_notebook(notebook), encoding="utf-8")


if __name__ == "__main__":
    main()
