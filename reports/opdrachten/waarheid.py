"""The command `sluit`: closes a year of the books on purpose, or opens it again."""

from __future__ import annotations

from datetime import datetime

import click

from reports.grond.opdrachtregel import GeheelGetal, Opdracht
from reports.grond.rekenopties import MAP, STIL


@click.command(cls=Opdracht)
@MAP
@click.option("--jaar", type=GeheelGetal(2022), required=True, metavar="JJJJ", help="Het jaar dat sluit.")
@click.option("--wie", default="", metavar="NAAM", help="Wie sluit of heropent; komt in het logboek.")
@click.option("--heropen", default="", metavar="REDEN", help="Heropen het jaar, met deze reden in het logboek.")
@STIL
def sluit(map_: str, jaar: int, wie: str, heropen: str, stil: bool) -> None:
    """Sluit een jaar: de cijfers, journaalposten en vingerafdrukken blijven vaststaan."""
    from reports.verantwoording.scherm import show_accounts
    from scenarios.waarheid.sluiten import close_on_purpose, reopen

    nu = datetime.now()
    if heropen:
        bewaard = reopen(map_, jaar, wie, heropen, nu)
        if not stil:
            click.echo(f"{jaar} is weer open. Waarmee het gesloten was, staat in {bewaard}.")
        return
    afsluiting = close_on_purpose(map_, jaar, wie, nu)
    if not stil:
        show_accounts(afsluiting.verantwoording)
        if afsluiting.afgekeurd:
            click.echo(f"Afgekeurd: {afsluiting.afgekeurd} boekingen; zie spuk boekingen {map_} --jaar {jaar}.")
        click.echo(f"{jaar} is gesloten. De cijfers staan in {afsluiting.bestand} en veranderen niet meer.")
