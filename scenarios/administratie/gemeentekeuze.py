"""Which gemeenten a piece of the year is about."""

from __future__ import annotations

from finance.fouten import Invoerfout, Melding, suggest
from scenarios.boeken.map import Verantwoordingsmap


def choose_codes(invoer: Verantwoordingsmap, naam: str | None) -> tuple[str, ...]:
    """The code of one gemeente by its name or code, or of all. Raises Invoerfout for one that is not in the region."""
    if naam is None:
        return tuple(g.code for g in invoer.gemeenten)
    gevonden = tuple(
        g.code for g in invoer.gemeenten if naam.strip().casefold() in (g.naam.casefold(), g.code.casefold())
    )
    if not gevonden:
        bekend = [g.naam for g in invoer.gemeenten]
        raise Invoerfout([Melding("--gemeente", "", repr(naam), "een gemeente uit regio.toml", suggest(naam, bekend))])
    return gevonden


def chosen_name(invoer: Verantwoordingsmap, naam: str | None) -> str | None:
    """The name of the gemeente that was asked for by its name or code; none when all were."""
    codes = choose_codes(invoer, naam)
    return None if naam is None else next(g.naam for g in invoer.gemeenten if g.code == codes[0])
