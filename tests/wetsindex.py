"""The index article -> rule and function, from the rules of `finance` and the docstrings beside them.

Write the page anew with: python -m tests.wetsindex > docs/wetsindex.md
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from finance import balans, meeneemregeling, tellingen, uitkering
from finance.taal.regel import Wetsregel
from finance.taal.tekst import notation

FINANCE = Path(__file__).parents[1] / "finance"
PAGE = FINANCE.parent / "docs" / "wetsindex.md"
HEAD = """# Index of the law: article -> rule -> function

Made from the code by `python -m tests.wetsindex > docs/wetsindex.md`; a test compares the two. A *rule* is an
expression, written once: it runs on cents and on draws, makes the formulas of the sheets, and prints as a sentence
(`spuk uitleg art. 10.5`). A *function* names the article in its docstring.

| article | rule | function |
|---|---|---|
"""
_LIST = r"\d+(?:\.\d+)?[a-z]?(?:-\d+\.\d+)?(?: lid \d+(?: [a-z]\b)?)?"
_CITED = re.compile(rf"(Regeling|BBV)?[^.()`]{{0,24}}\bart\. ({_LIST}(?:(?:, | and | en ){_LIST})*)")
_ARTICLE = re.compile(r"(\d+)\.(\d+)-\d+\.(\d+)|(\d+(?:\.\d+)?[a-z]?)")


def cited(text: str) -> Iterator[str]:
    """The articles that a text names, with their law: 'Besluit 10.5', 'BBV 40a'."""
    for law, names in _CITED.findall(text):
        for chapter, first, last, single in _ARTICLE.findall(re.sub(r"lid \d+( [a-z]\b)?", "", names)):
            numbers = [single] if single else [f"{chapter}.{n}" for n in range(int(first), int(last) + 1)]
            for number in numbers:
                # Articles of other laws are named with the law and are no part of this index.
                if "." in number or law == "BBV":
                    yield f"{law or 'Besluit'} {number}"


def rules() -> list[tuple[str, Wetsregel]]:
    """(module, rule) for every rule of law."""
    modules = {"tellingen": tellingen, "uitkering": uitkering, "meeneemregeling": meeneemregeling, "balans": balans}
    return [(name, rule) for name, module in modules.items() for rule in module.REGELS]


def functions() -> Iterator[tuple[str, str]]:
    """(module.function, docstring) for every public function and method of `finance` outside its language."""
    for path in sorted(FINANCE.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.stem}.{node.name}", ast.get_docstring(node) or ""


def index() -> dict[str, tuple[list[str], list[str]]]:
    """Article -> (rules, functions)."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for module, rule in rules():
        for article in dict.fromkeys(cited(rule.artikel)):
            found.setdefault(article, ([], []))[0].append(f"{module}: `{notation(rule)}`")
    for name, text in functions():
        for article in dict.fromkeys(cited(text)):
            found.setdefault(article, ([], []))[1].append(f"`{name}`")
    return dict(sorted(found.items(), key=lambda item: _order(item[0])))


def page() -> str:
    """The whole page."""
    rows = [f"| {article} | {'<br>'.join(a)} | {', '.join(b)} |" for article, (a, b) in index().items()]
    return HEAD + "\n".join(rows) + "\n"


def _order(article: str) -> tuple[str, list[int]]:
    law, number = article.split()
    return law, [int(n) for n in re.findall(r"\d+", number)]


if __name__ == "__main__":
    print(page(), end="")
