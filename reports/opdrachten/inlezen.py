"""The command `inlezen`: an export of the ledger looked at, asked about, and put in the books."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from finance.fouten import Invoerfout
from reports.grond.opdrachtregel import Opdracht, error_lines
from reports.grond.rekenopties import MAP, file_option, gemeente_option, year_option
from scenarios.regiomap.land.keuze import Regiokeuze

if TYPE_CHECKING:
    from scenarios.inbrengen.inleesmap import Inleesmap
    from scenarios.inbrengen.inlezing import Inlezing
    from scenarios.inlezen.voorstel import Leesvraag

VRAGEN = 1


@click.command(cls=Opdracht)
@MAP
@click.argument("bestanden", metavar="BESTAND...", nargs=-1, required=True)
@year_option("Het boekjaar (uit het bestand).", verplicht=False)
@gemeente_option("Van wie de boekingen zijn, als er geen kolom is.")
@click.option(
    "--ja", is_flag=True, help="Zet het blok in verantwoording.toml zonder te vragen, als niets twijfelachtig is."
)
@file_option("json", "Ook de uitkomst voor programma's.")
def inlezen(
    map_: Regiokeuze, bestanden: tuple[str, ...], jaar: int | None, gemeente: str | None, ja: bool, json_: Path | None
) -> None:
    """Bekijk een export van het grootboek en stel voor hoe die te lezen: eindcode 0 zonder twijfel, 1 met vragen."""
    try:
        _read_in(map_, bestanden, (jaar, gemeente), ja, json_)
    except Invoerfout as fout:
        if json_ is not None:
            _write_refusal(bestanden, fout, json_)
        raise


def _read_in(
    map_: Regiokeuze, bestanden: tuple[str, ...], gegeven: tuple[int | None, str | None], ja: bool, json_: Path | None
) -> None:
    from reports.verantwoording.inlezen import show_reading
    from scenarios.inbrengen.inleesmap import open_folder, save

    folder = open_folder(map_)
    gevonden = [folder.find(b) for b in bestanden]
    paden = [p for p, _ in gevonden]
    gezegd = [folder.settled(naam, *gegeven) for _, naam in gevonden]
    inlezingen = folder.look(paden, gezegd)
    vragend = _interactive() and not ja
    if vragend:
        inlezingen = _ask_all(folder, paden, gezegd, inlezingen)
    for inlezing in inlezingen:
        show_reading(inlezing)
    if vragend and any(i.codes for i in inlezingen):
        inlezingen = _ask_codes(folder, paden, gezegd, inlezingen)
    if json_ is not None:
        _write_json(inlezingen, json_)
    if any(i.vragen for i in inlezingen):
        click.echo("Er zijn vragen; er is niets geschreven. Beantwoord ze in het blok, of draai dit in een terminal.")
        raise SystemExit(VRAGEN)
    if ja or (vragend and _agrees("Dit blok in verantwoording.toml zetten?")):
        geschreven = [b for pad, i in zip(paden, inlezingen, strict=True) for b in save(folder, pad, i.voorstel.blok)]
        click.echo("Geschreven:\n" + "\n".join(f"  {b}" for b in dict.fromkeys(geschreven)))
    elif not vragend:
        click.echo("Niets geschreven; met --ja komt het blok in verantwoording.toml.")


def _interactive() -> bool:
    return sys.stdin.isatty()


def _ask_all(
    folder: Inleesmap, paden: Sequence[Path], gezegd: list[dict[str, Any]], inlezingen: tuple[Inlezing, ...]
) -> tuple[Inlezing, ...]:
    """Ask until nothing is left that has answers to choose from; each answer may settle or raise another question."""
    from scenarios.inbrengen.inlezing import answer

    gehad: set[tuple[int, str]] = set()
    while True:
        open_ = [(n, v) for n, i in enumerate(inlezingen) for v in i.vragen if v.keuzes and (n, v.tekst) not in gehad]
        if not open_:
            return inlezingen
        nummer, vraag = open_[0]
        gehad.add((nummer, vraag.tekst))
        keuze = _ask(paden[nummer], vraag)
        if keuze is not None:
            gezegd[nummer] = answer(gezegd[nummer], vraag, keuze)
            inlezingen = folder.look(paden, gezegd)


def _ask(pad: Path, vraag: Leesvraag) -> Any:
    click.echo(f"\n{pad.name}: {vraag.tekst}")
    for nummer, (label, _) in enumerate(vraag.keuzes, start=1):
        click.echo(f"  {nummer}. {label}")
    click.echo("  0. weet ik niet")
    gekozen = int(_prompt("Keuze", [str(n) for n in range(len(vraag.keuzes) + 1)]))
    return vraag.keuzes[gekozen - 1][1] if gekozen else None


def _agrees(vraag: str) -> bool:
    return _prompt(f"{vraag} (j/n)", ["j", "ja", "n", "nee"]).startswith("j")


def _prompt(vraag: str, antwoorden: Sequence[str]) -> str:
    while (antwoord := str(click.prompt(vraag, prompt_suffix=": ")).strip().casefold()) not in antwoorden:
        click.echo(f"Kies uit {', '.join(antwoorden)}.")
    return antwoord


def _ask_codes(
    folder: Inleesmap, paden: Sequence[Path], gezegd: list[dict[str, Any]], inlezingen: tuple[Inlezing, ...]
) -> tuple[Inlezing, ...]:
    from scenarios.inbrengen.inleesmap import add_codes, open_folder

    codes = [c for i in inlezingen for c in i.codes if c.voorstel]
    if not codes or not _agrees(f"De {len(codes)} voorstellen in vertaling.csv zetten?"):
        return inlezingen
    click.echo(f"Geschreven: {add_codes(folder, codes)}")
    return open_folder(folder.verwijzing).look(paden, gezegd)


def _write_json(inlezingen: Sequence[Inlezing], pad: Path) -> None:
    _write_documents([i.document() for i in inlezingen], pad)


def _write_refusal(bestanden: Sequence[str], fout: Invoerfout, pad: Path) -> None:
    """Instead of figures of an earlier run: no amounts, and why not."""
    waarom = error_lines(fout)[1]
    leeg = {"lasten": None, "baten": None, "weggelaten": [], "vragen": waarom}
    _write_documents([{"bestand": Path(b).name, **leeg} for b in bestanden], pad)


def _write_documents(inhoud: list[dict[str, Any]], pad: Path) -> None:
    from scenarios.grond.bestanden import write_text

    tekst = json.dumps(inhoud[0] if len(inhoud) == 1 else inhoud, ensure_ascii=False, indent=2)
    write_text(pad, f"{tekst}\n")
