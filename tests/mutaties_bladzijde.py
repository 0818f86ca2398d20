"""The section of docs/betrouwbaarheid.md that `python -m tests.mutaties --schrijf` fills; the rest stays as it is."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from finance.taal.getallen import dutch, thousands
from scenarios.terugblik.scores import share_interval
from tests.betrouwbaarheid import commit, put_section


@dataclass(frozen=True)
class Uitslag:
    """What became of one mutant."""

    bestand: str
    geprobeerd: bool
    eerst: bool
    """Noticed the first time it was tried, before anyone wrote a test for what survived."""
    nu: bool
    gelijkwaardig: bool
    """Argued to change no outcome, and not noticed."""


def write_page(uitslagen: Sequence[Uitslag], zaad: int) -> None:
    """Put the figures in their place on the page."""
    put_section("mutaties", section(uitslagen, zaad))


def section(uitslagen: Sequence[Uitslag], zaad: int) -> str:
    """What was tried, a table per module, and what the sample says about what was not tried, in Dutch.

    uitslagen: in the order in which they were drawn.
    """
    gedaan = [u for u in uitslagen if u.geprobeerd]
    telt = [u for u in gedaan if not u.gelijkwaardig]
    nu = sum(u.nu for u in telt)
    regels = [
        "## Foute regels",
        "",
        "Gemaakt door `make mutaties`: in de geldkern (`finance/` en het geld van `scenarios/model` en "
        "`scenarios/boeken`) wordt telkens één regel fout gemaakt, zoals een grens die net wel of net niet meetelt, "
        "plus in plaats van min, een getal één hoger, een regel weg of twee gegevens verwisseld. Opgemerkt is zo'n "
        "fout als een test van `make test` zakt; alleen snelle tests tellen mee. Gelijkwaardig is een wijziging die "
        "geen uitkomst verandert; van ieder staat de reden in `tests/mutaties_gelijkwaardig.toml`.",
        "",
        "| Module | Mutanten | Geprobeerd | Opgemerkt | Gelijkwaardig | Niet opgemerkt | Score |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(_row(f"`{b}`", [u for u in uitslagen if u.bestand == b]) for b in sorted({u.bestand for u in uitslagen})),
        _row("**Samen**", uitslagen),
        "",
    ]
    if len(gedaan) < len(uitslagen):
        kent = {u.bestand for u in gedaan}
        waaruit, niet = [u for u in uitslagen if u.bestand in kent], sorted({u.bestand for u in uitslagen} - kent)
        # What was tried beyond the first that was not, was chosen: only what comes before it was drawn.
        geloot = [u for u in takewhile(lambda u: u.geprobeerd, waaruit) if not u.gelijkwaardig]
        eerst = sum(u.eerst for u in geloot)
        laag, hoog = (_percent(x) for x in share_interval(eerst / len(geloot), len(geloot), 0.95))
        regels += [
            f"De score komt uit een steekproef van {thousands(len(geloot))} mutanten, geloot uit de "
            f"{thousands(len(waaruit))} van deze modules (zaad {zaad}; gelijkwaardige tellen niet mee). Bij de eerste "
            f"poging werden er {thousands(eerst)} opgemerkt ({_percent(eerst / len(geloot))}); van alle mutanten van "
            f"die modules is dat met 95% zekerheid {laag} tot {hoog}. Voor wat toen niet werd opgemerkt zijn tests "
            f"geschreven; van de {thousands(len(telt))} geprobeerde mutanten wordt nu {_percent(nu / len(telt))} "
            "opgemerkt." + f" Nog niet geprobeerd, en dus onbekend: {', '.join(f'`{b}`' for b in niet)}." * bool(niet),
            "",
        ]
    regels.append(f"Bijgewerkt {datetime.date.today().isoformat()}, versie {commit()}.")
    return "\n".join(regels)


def _row(naam: str, uitslagen: Sequence[Uitslag]) -> str:
    def count(welke: Callable[[Uitslag], bool]) -> int:
        return sum(u.geprobeerd and welke(u) for u in uitslagen)

    gedood, gelijk = count(lambda u: u.nu), count(lambda u: u.gelijkwaardig)
    leeft = count(lambda u: True) - gedood - gelijk
    score = _percent(gedood / (gedood + leeft)) if gedood + leeft else "–"
    aantallen = (len(uitslagen), gedood + leeft + gelijk, gedood, gelijk, leeft)
    return f"| {naam} | {' | '.join(map(thousands, aantallen))} | {score} |"


def _percent(deel: float) -> str:
    return f"{dutch(100 * deel, 1)}%"
