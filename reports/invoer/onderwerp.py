"""Help by topic: the input from its description, other matters from the shipped pages of docs/."""

from __future__ import annotations

from reports.invoer.pagina import explain, topics
from scenarios.grond.gegevens import docs_path
from scenarios.grond.openen import read_text


def find_topic(onderwerp: str) -> str:
    """The explanation of a sheet, a text file or a page; empty when nothing is known by that name."""
    naam = onderwerp.strip().casefold().removeprefix("docs/").removesuffix(".md").replace(" ", "-")
    pagina = docs_path() / f"{naam}.md"
    return explain(onderwerp) or (read_text(pagina) if naam in _pages() else "")


def list_topics() -> list[str]:
    """Everything that `find_topic` knows."""
    return sorted({*topics(), *_pages()})


def _pages() -> set[str]:
    return {p.stem for p in docs_path().glob("*.md")}
