"""Help by topic: the input from its description, pages of docs/, and the words of the manual."""

from __future__ import annotations

from pathlib import Path

from reports.invoer.pagina import explain, topics
from scenarios.grond.gegevens import docs_path
from scenarios.grond.openen import read_text

HANDLEIDING = "handleiding"
"""The folder of the manual for a controller, whose first page has that name as topic."""


def find_page(onderwerp: str) -> str:
    """The page of that name, in Markdown; empty when there is none."""
    naam = onderwerp.strip().casefold().removeprefix("docs/").removeprefix(f"{HANDLEIDING}/").removesuffix(".md")
    pagina = _pages().get(naam.replace(" ", "-"))
    return read_text(pagina) if pagina else ""


def topic_of(pagina: str) -> str:
    """What to ask `spuk uitleg` for, to read the page that a link leads to; empty when it is none."""
    naam = Path(pagina).stem
    if not pagina.endswith(".md") or naam not in _pages():
        return HANDLEIDING if pagina.endswith("index.md") else ""
    # A sheet goes before a page of its name.
    return f"{naam}.md" if explain(naam) else naam


def list_topics() -> list[str]:
    """Everything that has an explanation or a page."""
    return sorted({*topics(), *_pages()})


def explain_word(woord: str) -> str:
    """What a word of the manual means, by its name or as the only one that begins so; else empty."""
    betekenis: dict[str, str] = {}
    for regel in read_text(_pages()["begrippen"]).splitlines():
        if regel.startswith("| ") and regel.endswith(" |"):
            namen, uitleg = (cel.strip() for cel in regel.strip("|").split("|"))
            betekenis |= {naam.casefold(): f"{namen}: {uitleg}." for naam in namen.split(", ")}
    zoek = woord.strip().casefold()
    gevonden = {betekenis[zoek]} if zoek in betekenis else {b for n, b in betekenis.items() if n.startswith(zoek)}
    return gevonden.pop() if len(gevonden) == 1 and zoek else ""


def _pages() -> dict[str, Path]:
    """Topic -> page; where both have one, that of the manual."""
    handleiding = {p.stem: p for p in (docs_path() / HANDLEIDING).glob("*.md")}
    paginas = {p.stem: p for p in docs_path().glob("*.md")} | handleiding
    return paginas | {HANDLEIDING: paginas.pop("index")}
