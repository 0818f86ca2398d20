"""A notebook run from top to bottom and written as one small HTML page: text, code, tables and figures, no scripts."""

from __future__ import annotations

import ast
import sys
from html import escape
from pathlib import Path
from runpy import run_path
from textwrap import dedent
from typing import Any

import scenarios  # noqa: F401 - before numpy, which it sets up
from finance.taal.getallen import dutch
from scenarios.grond.openen import read_text

# isort: split
import pandas as pd

from scenarios.grond.bestanden import write_text

PAGINA = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{titel}</title><style>
body {{ font: 1rem/1.55 "Segoe UI", Arial, sans-serif; color: #222; max-width: 62rem; margin: 0 auto; padding: 1rem; }}
h1, h2, h3 {{ color: #1F4E79; line-height: 1.25; }}
div {{ overflow-x: auto; }}
pre {{ background: #F4F7FA; border-left: .25rem solid #7FA7CF; padding: .6rem .8rem; overflow-x: auto; }}
pre, code {{ font: .82rem/1.5 Consolas, "DejaVu Sans Mono", monospace; }}
table {{ border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .8rem 0; }}
th, td {{ padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #DDD; vertical-align: top; }}
thead th {{ background: #1F4E79; color: #fff; }}
thead th[colspan] {{ text-align: center; border-left: 1px solid #fff; }}
th:first-child, td:first-child {{ text-align: left; font-weight: 600; }}
svg {{ width: 100%; min-width: 26rem; max-width: 46rem; height: auto; }}
.paragraph {{ display: block; margin: .7rem 0; max-width: 50rem; }}
</style></head><body><main>
{inhoud}
</main></body></html>
"""
SCHUIFT = ' tabindex="0"'
"""What may be wider than a screen can be scrolled by key."""


def run_notebook(pad: Path) -> list[tuple[str, Any]]:
    """The code of every cell (empty when it is only text) and what it shows (None when nothing), in order."""
    uitvoer, _ = run_path(str(pad))["app"].run()
    return list(zip(_codes(read_text(pad)), uitvoer, strict=True))


def render_notebook(pad: Path) -> str:
    """The page of one notebook. The same code and data give the same text."""
    delen = []
    for code, getoond in run_notebook(pad):
        if code:
            delen.append(f"<pre{SCHUIFT}>{escape(code)}</pre>")
        if getoond is not None:
            html = _as_html(getoond)
            delen.append(f"<div{SCHUIFT if '<table' in html or '<svg' in html else ''}>{html}</div>")
    return PAGINA.format(titel=pad.stem, inhoud="\n".join(delen))


def _codes(tekst: str) -> list[str]:
    """The lines of each cell without what marimo puts around them; empty for a cell that is only text."""
    regels = tekst.splitlines()
    codes = []
    for cel in ast.parse(tekst).body:
        if isinstance(cel, ast.FunctionDef):
            inhoud = [stap for stap in cel.body if not isinstance(stap, ast.Return)]
            code = dedent("\n".join(regels[cel.lineno : inhoud[-1].end_lineno]))
            codes.append("" if code.startswith("mo.md(") else code)
    return codes


def _as_html(deel: Any) -> str:
    if isinstance(deel, pd.DataFrame):
        kaal = deel.reset_index()
        kaal.columns.names = [None] * kaal.columns.nlevels
        return str(kaal.to_html(border=0, index=False, float_format=_dutch))
    return str(deel.text)


def _dutch(getal: float) -> str:
    return dutch(getal, 2 if abs(getal) < 10 and not float(getal).is_integer() else 0)


def main() -> None:
    """`python -m reports.grond.notitie notebooks/a.py ... docs/notebooks`: the last word is the folder."""
    *notebooks, map_ = map(Path, sys.argv[1:])
    for notebook in notebooks:
        write_text(map_ / f"{notebook.stem}.html", render_notebook(notebook))


if __name__ == "__main__":
    main()
