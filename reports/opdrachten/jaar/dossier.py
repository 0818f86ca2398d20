"""The command `dossier`: one workbook for the accountant."""

from __future__ import annotations

from pathlib import Path

import click

from finance.taal.grenzen import BEDRAG, VEELHEID
from reports.grond.opdrachtregel import GeheelGetal, Opdracht
from reports.grond.rekenopties import MAP, STIL, ZAAD, folder_option, gemeente_option, year_option
from reports.grond.vormen import forms
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@MAP
@year_option("Het verantwoordingsjaar.")
@gemeente_option("Alleen deze gemeente, en wat een uitvoerder voor haar boekte.")
@ZAAD
@click.option(
    "--interval",
    type=GeheelGetal(1, int(BEDRAG.maximum)),
    default=None,
    metavar="EURO",
    help="Steekproef: om de hoeveel euro een treffer. Zonder: uit de tolerantie; zie spuk parameters controle.",
)
@click.option(
    "--aantal",
    type=GeheelGetal(1, int(VEELHEID.maximum)),
    default=None,
    metavar="AANTAL",
    help="Steekproef: ten minste zoveel treffers per lijst, in plaats van --interval.",
)
@folder_option("Waar controledossier-JJJJ.xlsx komt (hier).")
@STIL
@forms("ods")
def dossier(
    map_: Regiokeuze,
    jaar: int,
    gemeente: str | None,
    zaad: int,
    interval: int | None,
    aantal: int | None,
    uit: Path,
    stil: bool,
) -> None:
    """Het controledossier voor de accountant, in één werkboek. Eindcode 1: er staan vragen open."""
    from reports.jaar.dossier import Controledossier, write_dossier
    from reports.jaar.sisa_scherm import show_dossier
    from reports.verantwoording.schrijven import file_name
    from scenarios.administratie.gemeentekeuze import choose_codes, chosen_name
    from scenarios.boeken.jaar_sluiten import build_accounts
    from scenarios.boeken.map import read_folder
    from scenarios.engine.fingerprint import make_mark
    from scenarios.grond.bestanden import raise_if_writing_fails
    from scenarios.jaar.sisa import build_annexes
    from scenarios.jaar.sisasjabloon import load_template
    from scenarios.jaar.steekproef import Steekproefkeuze, draw_samples
    from scenarios.waarheid.aansluiting import reconcile_year

    if interval is not None and aantal is not None:
        raise click.UsageError("--interval en --aantal sluiten elkaar uit.")
    invoer = read_folder(map_)
    codes = choose_codes(invoer, gemeente)
    doel = uit / f"{file_name('controledossier', jaar, chosen_name(invoer, gemeente))}.xlsx"
    raise_if_writing_fails([doel])
    sjabloon = load_template(jaar, invoer.map)
    rekening = build_accounts(invoer, jaar)
    keuze = Steekproefkeuze(zaad, None if interval is None else 100 * interval, aantal)
    namen = {g.naam for g in invoer.gemeenten if g.code in codes}
    extra = [f"--gemeente {gemeente}"] if gemeente else []
    extra += [f"--interval {interval}"] if interval else [f"--aantal {aantal}"] if aantal else []
    stuk = Controledossier(
        rekening,
        codes,
        build_annexes(rekening, sjabloon, codes),
        draw_samples(rekening, keuze, codes),
        keuze,
        tuple(r for r in reconcile_year(map_, invoer, jaar) if r.gemeente in namen),
        " ".join(["spuk dossier MAP", f"--jaar {jaar}", f"--zaad {zaad}", *extra]),
    )
    write_dossier(stuk, doel, make_mark(jaar, codes, zaad, interval, aantal, invoer.hashes))
    if not stil:
        show_dossier(stuk)
        click.echo(f"Geschreven: {doel}")
    raise SystemExit(1 if any(x.stand == "open" for x in stuk.vragen) else 0)
