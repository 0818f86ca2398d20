"""The command line `spuk`: the commands of reports/opdrachten, in the order of its help. Dutch for the user."""

from __future__ import annotations

import click

import scenarios  # noqa: F401 - before numpy, which it sets up
from reports.grond.opdrachtregel import Opdrachten, seldom_look_for_cycles
from reports.opdrachten.beheer.dienst import dienst
from reports.opdrachten.beheer.gegevens import gegevens
from reports.opdrachten.beslissen.gevoeligheid import gevoeligheid
from reports.opdrachten.beslissen.maatregelen import maatregelen
from reports.opdrachten.beslissen.omslag import omslag
from reports.opdrachten.beslissen.zoek import zoek
from reports.opdrachten.dashboard import dashboard
from reports.opdrachten.haal import haal
from reports.opdrachten.inlezen import inlezen
from reports.opdrachten.invoer import invoer
from reports.opdrachten.jaar.dossier import dossier
from reports.opdrachten.jaar.iv3 import iv3
from reports.opdrachten.jaar.jaarovergang import jaarovergang
from reports.opdrachten.jaar.journaal import journaal
from reports.opdrachten.jaar.kalender import kalender
from reports.opdrachten.jaar.sisa import sisa
from reports.opdrachten.jaar.wijziging import wijziging
from reports.opdrachten.pc import pc
from reports.opdrachten.raming import raming, toets
from reports.opdrachten.regiomap import controleer, nieuw, parameters
from reports.opdrachten.uitleg import uitleg
from reports.opdrachten.verantwoording import aansluiting, beschikking, boekingen, sluit, verantwoording
from reports.opdrachten.vergelijking import vergelijk
from reports.opdrachten.volumes import taakstelling, terugblik, volumes
from reports.opdrachten.voortgang import jaarbeeld, voortgang

OPDRACHTEN = (
    *(nieuw, invoer, controleer, raming, toets, volumes, terugblik, taakstelling, parameters, vergelijk, jaarbeeld),
    *(zoek, gevoeligheid, omslag, maatregelen),
    *(kalender, wijziging, journaal, iv3, sisa, dossier, jaarovergang),
    *(inlezen, verantwoording, sluit, aansluiting, boekingen, beschikking, pc, voortgang, dashboard),
    *(haal, gegevens, dienst, uitleg),
)


@click.group(cls=Opdrachten, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(
    None, "--versie", "--version", package_name="spuk", message="spuk %(version)s", help="Toon de versie."
)
def main() -> None:
    """Raming en verantwoording van de Wet inburgering 2021 voor gemeenten.

    MAP is een regiomap, een werkboek zoals invoer.xlsx, of een voorbeeld zoals voorbeeld:westfriesland.
    """


for opdracht in OPDRACHTEN:
    main.add_command(opdracht)
seldom_look_for_cycles()

if __name__ == "__main__":
    main()
