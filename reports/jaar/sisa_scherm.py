"""What the commands of a year's accounts show on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from finance.fouten import list_words
from finance.taal.getallen import thousands
from reports.grond.console import make_console
from reports.jaar.dossier import Controledossier
from reports.tabel.scherm import STREEP, to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.verantwoording.sisa import OPEN, not_final, unchecked
from scenarios.boeken.boekingsregels import SPUKNAMEN
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.jaar.sisa import Bijlage

AANNAME = (
    "Het interval is een AANNAME: de tolerantie op de lasten gedeeld door 3 (spuk parameters controle; per lijst op "
    "het blad Steekproef). De accountant bepaalt: --interval of --aantal."
)


def _shown(waarde: int | str | None) -> str:
    if waarde is None:
        return OPEN
    return thousands(waarde) if isinstance(waarde, int) else waarde


def show_annexes(v: Verantwoording, bijlagen: Sequence[Bijlage]) -> None:
    """Per uitkering the figures of every ontvanger, and what is still to be filled in."""
    scherm = make_console()
    if v.invoer.instellingen.toelichting:
        scherm.print(v.invoer.instellingen.toelichting, style="bold red", markup=False)
    if voorlopig := not_final(v):
        scherm.print(voorlopig, style="bold red", markup=False, soft_wrap=True)
    for deel in dict.fromkeys(b.deel for b in bijlagen):
        eigen = [b for b in bijlagen if b.deel == deel]
        wie = [(r.gemeente.naam, r) for b in eigen for r in b.rijen]
        door = f" bij {list_words([b.ontvanger for b in eigen])}" if deel.vorm == "uitvoerder" else ""
        tabel = Tabel(
            f"SiSa {v.jaar}, {SPUKNAMEN[deel.regeling]}{door}, code {deel.code or 'onbekend'} (hele euro's)",
            (Kolom("Indicator"), *(Kolom(naam, "tekst", rechts=True) for naam, _ in wie)),
            tuple(
                Rij((f"{i.nummer} {i.label}", *(_shown(r.cell(i.nummer).waarde) for _, r in wie)))
                for i in deel.indicator
            ),
        )
        scherm.print(to_screen(tabel, STREEP))
        if not deel.gecontroleerd:
            scherm.print(unchecked(deel), style="yellow", markup=False)
    leeg = [f"{b.ontvanger}: {nummer}" for b in bijlagen for nummer in b.leeg]
    if leeg:
        scherm.print(f"Nog in te vullen: {', '.join(leeg)}.", style="bold red", markup=False)


def show_dossier(d: Controledossier) -> None:
    """The samples on one line each, and what is still open."""
    scherm = make_console()
    if d.verantwoording.invoer.instellingen.toelichting:
        scherm.print(d.verantwoording.invoer.instellingen.toelichting, style="bold red", markup=False)
    tabel = Tabel(
        f"Steekproef op bedrag {d.verantwoording.jaar}, zaad {d.keuze.zaad} (euro's)",
        (
            Kolom("Lijst"),
            Kolom("Regels", "heel"),
            *(Kolom(kop, "cent") for kop in ("Totaal", "Interval", "Start")),
            Kolom("Gekozen", "heel"),
        ),
        tuple(
            Rij(
                (
                    p.naam,
                    len(p.rijen),
                    *(p.steekproef.totaal, p.steekproef.interval, p.steekproef.start),
                    len(p.steekproef.gekozen),
                )
            )
            for p in d.populaties
        ),
    )
    scherm.print(to_screen(tabel, STREEP))
    if any(p.uitleg.startswith("AANNAME") for p in d.populaties):
        scherm.print(AANNAME, style="yellow", markup=False, soft_wrap=True)
    open_ = [x for x in d.vragen if x.stand == "open"]
    scherm.print(f"{len(open_)} vragen open:" if open_ else "Geen vragen open.", style="bold")
    for x in open_:
        scherm.print(f"  {x.vraag} {x.antwoord}.", markup=False, soft_wrap=True)
