"""Volumes on the terminal and as files."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Group
from rich.text import Text

from finance.fouten import Invoerfout, Melding, list_words, raise_if_any, suggest
from finance.taal.getallen import dutch, format_share, percent
from finance.voorzieningen import LEERROUTES
from reports.grond.console import make_console, print_whole
from reports.tabel.csv import to_csv
from reports.tabel.scherm import KRAP, RIJEN, VOL_HEEL, print_fitting, to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.grond.bestanden import raise_if_writing_fails, replacing
from scenarios.inzicht.volumes_raming import (
    DOELGROEPLABELS,
    HALFJAARREEKSEN,
    MAANDREEKSEN,
    Intaketoets,
    Volumereeks,
    Volumeresultaat,
)
from scenarios.model.model import Model
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.volumes.landelijk_pad import number_of
from scenarios.volumes.schatting import beta_mean, gamma_mean, mix_mean, rate_mean, share_mean
from scenarios.volumes.taakstelling import latest_versions, overview_taakstelling
from scenarios.volumes.uitleg import explain

KOPPEN = {
    "taakstelling": "Taakst.",
    "opgave": "Opgave",
    "gehuisvest": "Gehuisvest",
    "plichtig": "Plichtig",
    "gezin": "Gezin",
    "gestart_b1": "Start B1",
    "gestart_z": "Start Z",
    "gestart_onderwijs": "Start ond.",
}


def show_volumes(resultaat: Volumeresultaat, per: str, vanaf: date, gemeente: str | None) -> None:
    """Median and 80% band per gemeente and region, from the peildatum on; certain counts without a band."""
    scherm = make_console()
    namen = HALFJAARREEKSEN if per == "halfjaar" else MAANDREEKSEN
    perioden = resultaat.halfjaren if per == "halfjaar" else resultaat.maanden
    eerste = (vanaf.year - int(perioden[0][:4])) * (2 if per == "halfjaar" else 12)
    eerste += (vanaf.month - 1) // (6 if per == "halfjaar" else 1)
    wijze = f"{resultaat.trekkingen} trekkingen" if resultaat.trekkingen else "verwachte waarden"
    titel = f"{resultaat.regio}, scenario {resultaat.scenario}: personen per {per} (P50 en P10-P90, {wijze})"
    reeksen = [r for r in resultaat.reeksen if gemeente is None or gemeente.casefold() == r.naam.casefold()]

    def rows(reeks: Volumereeks, tussen: str) -> Iterable[tuple[str, ...]]:
        """Name and period, and per quantity the middle with its band after `tussen`."""
        cijfers = reeks.halfjaar if per == "halfjaar" else reeks.maand
        for t in range(eerste, len(perioden)):
            banden = (_band([float(cijfers[s, k, t]) for s in (1, 2, 3)], tussen) for k in range(len(namen)))
            yield (reeks.naam, perioden[t], *banden)

    kolommen = (Kolom("Gemeente"), Kolom("Periode"), *_narrowing(*(KOPPEN[n] for n in namen)))
    breed = Tabel(titel, kolommen, tuple(Rij(r) for reeks in reeksen for r in rows(reeks, " ")), groepen=True)

    def draw_narrow() -> Group:
        """A table for each gemeente, with the band under its middle."""
        tabellen = (Tabel(r.naam, kolommen, tuple(map(Rij, rows(r, "\n")))).without("Gemeente") for r in reeksen)
        return Group(Text(titel, style="italic"), *(to_screen(tabel, KRAP, smal=True) for tabel in tabellen))

    print_whole(scherm, to_screen(breed, RIJEN), draw_narrow)


def _narrowing(*koppen: str) -> Iterator[Kolom]:
    """Columns of figures whose heads break at a space where there is little room."""
    return (Kolom(kop, "heel", smal=kop.replace(" ", "\n")) for kop in koppen)


def _band(kwantielen: Sequence[float], tussen: str) -> str:
    laag, midden, hoog = kwantielen
    return f"{midden:.0f}" if laag == hoog else f"{midden:.0f}{tussen}{laag:.0f}-{hoog:.0f}"


def show_posteriors(model: Model) -> None:
    """What was learned per gemeente: own figure, the region, and the pooled estimate that the forecast uses."""
    scherm, kennis = make_console(), model.kennis
    titel = "Geleerd uit eigen cijfers (eigen / samen met de regio; onderaan het gemiddelde van de regio)"
    koppen = ("Realisatie", "Plichtig", "Gezin per halfjaar", *(f"Asiel {r}" for r in LEERROUTES))
    one, two = (partial(dutch, decimalen=n) for n in (1, 2))
    rijen: list[Rij] = []
    for i, g in enumerate(model.gemeenten):
        realisatie, plichtig, gezin, mix = g.realisatie.eigen, g.plichtig.eigen, g.gezin.eigen, g.mix[0]
        aantallen = kennis.mix[0].succes[i]
        samen = mix_mean(kennis.mix[0].regio, mix)
        rijen.append(
            Rij(
                (
                    g.naam,
                    _pair(realisatie, rate_mean(kennis.realisatie.regio, realisatie, g.realisatie.basis), two),
                    _pair(plichtig, share_mean(kennis.plichtig.regio, plichtig), percent),
                    _pair(gezin, rate_mean(kennis.gezin.regio, gezin, g.gezin.basis), one),
                    *(
                        f"{percent(aantallen[r] / mix.totaal) if mix.totaal else '-'} / {percent(samen[r])}"
                        for r in range(len(LEERROUTES))
                    ),
                )
            )
        )
    mix = kennis.mix[0].regio / kennis.mix[0].regio.sum()
    rijen.append(
        Rij(
            (
                "Regio",
                dutch(gamma_mean(kennis.realisatie.regio) * kennis.basis_realisatie, 2),
                percent(beta_mean(kennis.plichtig.regio)),
                dutch(gamma_mean(kennis.gezin.regio) * kennis.basis_gezin.sum(), 1) + " (samen)",
                *map(percent, mix),
            ),
            nadruk="totaal",
        )
    )
    tabel = Tabel(titel, (Kolom("Gemeente"), *_narrowing(*koppen)), tuple(rijen))
    print_fitting(scherm, tabel, RIJEN, KRAP)
    pad = model.landelijk.pad.kennis
    s, fi = (
        [kwantiel(deel) for deel in (0.1, 0.5, 0.9)] for kwantiel in (pad.spreiding_kwantiel, pad.samenhang_kwantiel)
    )
    scherm.print(
        f"Landelijk pad, geschat op {pad.aantal} bekende halfjaren (weinig): spreiding {_range(s)}, "
        f"samenhang {_range(fi)}.",
        soft_wrap=True,
    )


UITLEG = {
    "realisatie": "Deel van de taakstelling gehuisvest",
    "plichtig": "Deel plichtig",
    "gezin": "Gezinsmigranten per halfjaar",
}


def show_learned(model: Model) -> None:
    """Every figure that was learned: what was counted, what it is laid beside, what each weighs, what comes of it."""
    scherm = make_console()
    scherm.print(f"Wat {model.totaalnaam} leert uit eigen tellingen, en waarvan", soft_wrap=True)
    geleerd = (*explain(model.kennis, [g.naam for g in model.gemeenten]), *model.tempo)
    for grootheid, regels in groupby(geleerd, key=lambda x: x.grootheid):
        kolommen = (
            Kolom("Wie"),
            *(Kolom(kop, "aantal", decimalen=2) for kop in ("Eigen", "Ernaast", "Uitkomst")),
            *(Kolom(kop, "aantal", kop.replace(" ", "\n"), decimalen=1) for kop in ("Geteld", "Weegt ernaast")),
            Kolom("Eigen telt voor", "procent", "Eigen\ntelt"),
            Kolom("Hoogstens", "aantal", decimalen=2),
            Kolom("Begrensd", "ja_nee"),
        )
        rijen = tuple(
            Rij((
                x.wie, None if math.isnan(x.eigen) else x.eigen, x.anders, x.uitkomst, x.waarnemingen, x.gewicht,
                x.aandeel_eigen, x.hoogstens, x.begrensd,
            ))
            for x in regels
        )  # fmt: skip
        titel = UITLEG.get(grootheid, grootheid.replace("_", " "))
        print_fitting(scherm, Tabel(titel, kolommen, rijen), RIJEN, KRAP)
    scherm.print(
        "Ernaast: het cijfer van de regio, en bij het tempo het deel dat de opgegeven wachttijden geven. Uitkomst = "
        "(geteld x eigen + weegt ernaast x ernaast) / (geteld + weegt ernaast), en nooit boven hoogstens. Geteld is in "
        "huishoudens (gehuisvest), personen of halfjaren (gezinsmigranten). Begrensd: er is meer geteld dan kan.",
        soft_wrap=True,
    )


def _range(kwantielen: Sequence[float]) -> str:
    laag, midden, hoog = (dutch(k, 2) for k in kwantielen)
    return f"{midden} (80%: {laag}-{hoog})"


def _pair(eigen: Any, samen: float, toon: Callable[[float], str]) -> str:
    return f"{toon(eigen.succes / eigen.totaal) if eigen.totaal else '-'} / {toon(samen)}"


def show_intake(toetsen: Iterable[Intaketoets]) -> None:
    """The waiting times against the national count of CBS."""
    scherm = make_console()
    scherm.print("Brede intake begonnen, deel van een cohort (toets op de wachttijden):")
    for t in toetsen:
        landelijk = list_words([format_share(x, 0) for x in t.landelijk])
        scherm.print(
            f"  {DOELGROEPLABELS[t.doelgroep]}, {t.moment}: model {format_share(t.model, 0)}, "
            f"CBS landelijk {landelijk}",
            soft_wrap=True,
        )
    scherm.print(
        "  CBS telt vanaf het begin van de plicht, bij asiel dus met de maanden in het AZC; het model vanaf de "
        "huisvesting. Een eigen tempo mag daar dus boven liggen.",
        soft_wrap=True,
    )


def check_target(doel: Path | None) -> None:
    """Refuse a file name that cannot be written before anything is computed. Raises Invoerfout."""
    if doel is not None:
        if doel.suffix not in (".csv", ".xlsx"):
            raise Invoerfout([Melding("--uit", "", str(doel), "een bestandsnaam op .csv of .xlsx")])
        raise_if_writing_fails([doel])


def write_rows(rijen: Iterable[dict[str, Any]], doel: Path) -> None:
    """Rows as CSV (; and decimal comma, as Dutch spreadsheets read it) or XLSX, written beside and renamed."""
    alle = list(rijen)
    kop = list(alle[0]) if alle else []
    tabel = Tabel("", columns((kop, "tekst")), tuple(Rij(tuple(r.values())) for r in alle))
    if doel.suffix == ".csv":
        to_csv(tabel, doel)
        return
    with replacing(doel) as tijdelijk, Werkboek(tijdelijk, doel.stem) as boek:
        blad = boek.add_data("Volumes", [max(len(k) + 4, 12) for k in kop])
        to_xlsx(blad, tabel, vast=1)
        blad.filter()


def select_taakstelling(
    land: Landsgegevens, gemeenten: Sequence[str], halfjaren: Sequence[str], bekend_op: date | None
) -> list[dict[str, Any]]:
    """Rows of the named gemeenten (name or CBS code, an old one too; none: all) and half-years.

    Raises Invoerfout for an unknown gemeente or half-year.
    """
    bevolking = land.bevolking
    gekozen, meldingen = set(), []
    for naam in gemeenten:
        is_code = naam.upper().startswith("GM")
        code = land.current_code(naam.upper()) if is_code else land.codes_by_name.get(naam.casefold(), "")
        if code in bevolking.inwoners:
            gekozen.add(code)
        else:
            meldingen.append(
                Melding("GEMEENTE", "", naam, "een naam of CBS-code", suggest(naam, bevolking.namen.values()))
            )
    bekend = latest_versions(land.taakstelling, bekend_op)
    meldingen += [
        Melding("--halfjaar", "", h, "een bekend halfjaar", f"Bekend zijn: {', '.join(sorted(bekend))}.")
        for h in halfjaren
        if h not in bekend
    ]
    raise_if_any(meldingen)
    rijen = overview_taakstelling(bevolking, land.taakstelling, halfjaren, bekend_op)
    return [r for r in rijen if not gekozen or r["cbs_code"] in gekozen]


def show_taakstelling(rijen: Sequence[dict[str, Any]], alle: bool) -> None:
    """Taakstelling per gemeente and half-year by both methods. alle: every known half-year, so tell which are not."""
    tabel = Tabel(
        "Taakstelling huisvesting vergunninghouders",
        (
            *columns((("Gemeente", "Halfjaar"), "tekst"), (("Landelijk",), "heel")),
            Kolom("Bekend op", "datum", rechts=True),
            *columns((("Praktijk", "Wettelijk"), "heel")),
        ),
        tuple(
            Rij(
                (
                    r["gemeente"],
                    r["halfjaar"],
                    r["landelijk"],
                    date.fromisoformat(r["bekend_op"]),
                    r["praktijk"],
                    r["wettelijk"],
                )
            )
            for r in rijen
        ),
    )
    console = make_console()
    console.print(to_screen(tabel, replace(VOL_HEEL, getal="heel")))
    nummers = {number_of(r["halfjaar"]) for r in rijen}
    if alle and (gaten := [n for n in range(min(nummers), max(nummers)) if n not in nummers]):
        namen = list_words([f"{n // 2}H{n % 2 + 1}" for n in gaten])
        console.print(f"Van {namen} is geen landelijke taakstelling gevonden.", soft_wrap=True)


def check_gemeente(naam: str | None, reeksen: Sequence[Volumereeks]) -> None:
    """Raises Invoerfout when `naam` is not among the series."""
    bekend = [r.naam for r in reeksen]
    if naam is not None and naam.casefold() not in (b.casefold() for b in bekend):
        raise Invoerfout([Melding("--gemeente", "", naam, f"een van {', '.join(bekend)}")])
