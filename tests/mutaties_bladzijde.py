"""The section of docs/betrouwbaarheid.md that `python -m tests.mutaties --schrijf` fills; the rest stays as it is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from finance.fouten import list_words
from finance.taal.getallen import dutch, format_share, thousands
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
    eerst, nu = sum(u.eerst for u in telt), sum(u.nu for u in telt)
    per_module: dict[str, list[Uitslag]] = {}
    for u in uitslagen:
        per_module.setdefault(u.bestand, []).append(u)
    regels = [
        "## Foute regels",
        "",
        "Gemaakt door `make mutaties`: in de geldkern (`finance/` en het geld van `scenarios/model` en "
        "`scenarios/boeken`) wordt telkens één regel fout gemaakt, zoals een grens die net wel of net niet meetelt, "
        "plus in plaats van min, een getal één hoger, een regel weg of twee gegevens verwisseld. Opgemerkt is zo'n "
        "fout als een test van `make test` zakt; alleen snelle tests tellen mee. Gelijkwaardig is een wijziging die "
        "geen uitkomst verandert; van ieder staat de reden in `tests/mutaties_gelijkwaardig.toml`.",
        "",
        "| Module | Mutanten | Geprobeerd | Eerst opgemerkt | Nu opgemerkt | Gelijkwaardig | Niet opgemerkt | Score |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *(_row(f"`{b}`", eigen) for b, eigen in sorted(per_module.items())),
        _row("**Samen**", uitslagen),
        "",
        f"Opgemerkt worden nu {thousands(nu)} van de {thousands(len(telt))} geprobeerde mutanten die niet "
        f"gelijkwaardig zijn ({_percent(nu, len(telt))}); bij de eerste poging, voor er tests voor werden geschreven, "
        f"{thousands(eerst)} ({_percent(eerst, len(telt))}).",
    ]
    if deels := [eigen for eigen in per_module.values() if 0 < sum(u.geprobeerd for u in eigen) < len(eigen)]:
        regels.append(f"Van {len(deels)} van de {len(per_module)} modules is een deel geprobeerd{_drawn(deels, zaad)}")
    niet = sorted(b for b, eigen in per_module.items() if not any(u.geprobeerd for u in eigen))
    regels += [f"Nog niet geprobeerd, en dus onbekend: {list_words([f'`{b}`' for b in niet])}."] if niet else []
    return "\n".join([*regels, "", f"Bijgewerkt {datetime.date.today().isoformat()}, versie {commit()}."])


def _drawn(modules: Sequence[Sequence[Uitslag]], zaad: int) -> str:
    """What the drawn part of modules says of all of their mutants."""
    # What was tried beyond the first that was not, was chosen: only what comes before it was drawn.
    geloot = [u for m in modules for u in takewhile(lambda u: u.geprobeerd, m) if not u.gelijkwaardig]
    if not geloot:
        return ", dat niet is geloot: het zegt niets over de rest."
    eerst = sum(u.eerst for u in geloot)
    laag, hoog = (f"{dutch(100 * x, 1)}%" for x in share_interval(eerst / len(geloot), len(geloot), 0.95))
    return (
        f", per module geloot (zaad {zaad}): van de {thousands(len(geloot))} geloten mutanten werden er bij de eerste "
        f"poging {thousands(eerst)} opgemerkt (gelijkwaardige tellen niet mee). Van alle "
        f"{thousands(sum(map(len, modules)))} mutanten van die modules is dat met 95% zekerheid {laag} tot {hoog}."
    )


def _row(naam: str, uitslagen: Sequence[Uitslag]) -> str:
    gedaan = [u for u in uitslagen if u.geprobeerd]
    telt = [u for u in gedaan if not u.gelijkwaardig]
    eerst, nu = sum(u.eerst for u in telt), sum(u.nu for u in telt)
    aantallen = (len(uitslagen), len(gedaan), eerst, nu, len(gedaan) - len(telt), len(telt) - nu)
    return f"| {naam} | {' | '.join(map(thousands, aantallen))} | {_percent(nu, len(telt))} |"


def _percent(deel: int, geheel: int) -> str:
    """Never 100% for what is not all."""
    return format_share(deel / geheel) if geheel else "–"
