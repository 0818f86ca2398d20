"""Volumes and the back-test on the terminal and as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
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
from scenarios.grond.bestanden import replacing
from scenarios.grond.gegevens import load_bevolking, load_taakstelling
from scenarios.inzicht.terugblik import Banddekking, Terugblikregel
from scenarios.inzicht.trefzekerheid import MAP, VERGELEKEN, Trefregel
from scenarios.inzicht.volumes_raming import HALFJAARREEKSEN, MAANDREEKSEN, Intaketoets, Volumereeks, Volumeresultaat
from scenarios.model.model import Model
from scenarios.regiomap.herindeling import current_code, load_herindelingen
from scenarios.volumes.landelijk_pad import number_of
from scenarios.volumes.schatting import beta_mean, gamma_mean, mix_mean, rate_mean, share_mean
from scenarios.volumes.taakstelling import latest_versions, overview_taakstelling

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
DOELGROEPLABELS = {"asielstatushouder": "asielstatushouders", "gezinsmigrant": "gezins- en overige migranten"}


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
        moment = "aan het einde van het cohortjaar" if t.moment == "zelfde jaar" else "een jaar later"
        landelijk = " en ".join(format_share(x, 0) for x in t.landelijk)
        scherm.print(
            f"  {DOELGROEPLABELS[t.doelgroep]}, {moment}: model {format_share(t.model, 0)}, CBS landelijk {landelijk}",
            soft_wrap=True,
        )
    scherm.print(
        "  CBS telt vanaf het begin van de plicht, bij asiel dus met de maanden in het AZC; het model vanaf de "
        "huisvesting en hoort daar hoger uit te komen.",
        soft_wrap=True,
    )


def show_lookback(dekkingen: Sequence[Banddekking], vergelijkingen: Sequence[Terugblikregel], alles: bool) -> None:
    """Coverage per quantity; with `alles` every comparison."""
    scherm = make_console()
    if alles:
        koppen = ("Gemeente", "Wat", "Periode", "P10", "P50", "P90", "Werkelijk")
        tabel = Tabel(
            "Raming op een eerdere peildatum tegen wat er gebeurde",
            (Kolom("Peildatum", "datum"), *columns((koppen, "tekst")), Kolom("Binnen", "ja_nee")),
            tuple(
                Rij((
                    v.peildatum, v.gemeente, KOPPEN[v.grootheid], v.periode,
                    *(f"{x:.0f}" for x in (v.p10, v.p50, v.p90, v.werkelijk)), v.binnen,
                ))
                for v in vergelijkingen
            ),
        )  # fmt: skip
        scherm.print(to_screen(tabel, VOL_HEEL))
    tabel = Tabel(
        "Terugblik: hoe vaak viel de uitkomst binnen de 80%-band?",
        (Kolom("Wat"), *columns((("Vergelijkingen", "Onafhankelijk", "Binnen"), "heel"), (("Dekking",), "procent"))),
        tuple(Rij((KOPPEN.get(d.groep, d.groep), d.aantal, d.onafhankelijk, d.binnen, d.deel)) for d in dekkingen),
    )
    scherm.print(to_screen(tabel, VOL_HEEL))
    scherm.print(
        "Onafhankelijk: gemeenten delen het landelijke cijfer, dus telt een taakstelling per peildatum en halfjaar één "
        "keer. Met weinig waarnemingen is ook een goede band soms 60% of 100%.",
        soft_wrap=True,
    )


def show_kept(regels: Sequence[Trefregel]) -> None:
    """Kept ramingen against what was realised; how they are kept when there are none."""
    scherm = make_console()
    if not regels:
        scherm.print(
            f"Geen bewaarde raming om te vergelijken: zet raming.json van iedere raming in {MAP}/ van de regiomap.",
            soft_wrap=True,
        )
        return
    kolommen = (
        *columns((("Raming van",), "datum"), (("Gemeente",), "tekst"), (("Jaar",), "jaar"), (("Wat",), "tekst")),
        *columns(
            (("P10", "Verwacht", "P90", "Werkelijk"), "heel"), (("Binnen",), "ja_nee"), (("Vooral door",), "tekst")
        ),
    )
    rijen = (
        Rij(
            (
                *(r.peildatum, r.gemeente, r.jaar, VERGELEKEN[r.grootheid]),
                *(round(x) for x in (r.p10, r.verwacht, r.p90, r.werkelijk)),
                *(r.binnen, r.oorzaak),
            )
        )
        for r in regels
    )
    scherm.print(to_screen(Tabel("Bewaarde ramingen tegen de realisatie", kolommen, tuple(rijen)), VOL_HEEL))
    binnen = sum(r.binnen for r in regels)
    scherm.print(f"{binnen} van de {len(regels)} uitkomsten vielen binnen de band van P10 tot P90 van toen.")


def show_leave_one_out(dekkingen: Sequence[Banddekking]) -> None:
    """Coverage when every gemeente is forecast from the others."""
    if dekkingen:
        delen = [f"{KOPPEN.get(d.groep, d.groep).lower()} {d.binnen} van {d.aantal}" for d in dekkingen]
        make_console().print(
            "Iedere gemeente geraamd zonder eigen cijfers, uit die van de andere: binnen de 80%-band "
            f"{', '.join(delen)}.",
            soft_wrap=True,
        )


def check_target(doel: Path | None) -> None:
    """Refuse a file name that cannot be written before anything is computed. Raises Invoerfout."""
    if doel is not None and doel.suffix not in (".csv", ".xlsx"):
        raise Invoerfout([Melding("--uit", "", str(doel), "een bestandsnaam op .csv of .xlsx")])


def write_rows(rijen: Iterable[dict[str, Any]], doel: Path) -> None:
    """Rows as CSV (; and decimal comma, as Dutch spreadsheets read it) or XLSX, written beside and renamed."""
    alle = list(rijen)
    kop = list(alle[0]) if alle else []
    tabel = Tabel("", columns((kop, "tekst")), tuple(Rij(tuple(r.values())) for r in alle))
    with replacing(doel) as tijdelijk:
        if doel.suffix == ".csv":
            to_csv(tabel, tijdelijk)
            return
        with Werkboek(tijdelijk, doel.stem) as boek:
            blad = boek.add_data("Volumes", [max(len(k) + 4, 12) for k in kop])
            to_xlsx(blad, tabel, vast=1)
            blad.filter()


def lookback_rows(vergelijkingen: Iterable[Terugblikregel]) -> Iterable[dict[str, Any]]:
    """Every comparison as a row for a file."""
    for v in vergelijkingen:
        yield {
            "peildatum": v.peildatum.isoformat(),
            "gemeente": v.gemeente,
            "grootheid": v.grootheid,
            "periode": v.periode,
            "halfjaren_vooruit": v.stappen,
            "p10": v.p10,
            "p50": v.p50,
            "p90": v.p90,
            "werkelijk": v.werkelijk,
            "binnen_80": "ja" if v.binnen else "nee",
        }


def select_taakstelling(
    gemeenten: Sequence[str], halfjaren: Sequence[str], bekend_op: date | None
) -> list[dict[str, Any]]:
    """Rows of the named gemeenten (name or CBS code, an old one too; none: all) and half-years.

    Raises Invoerfout for an unknown gemeente or half-year.
    """
    bevolking = load_bevolking()
    codes = {naam.casefold(): code for code, naam in bevolking.namen.items()}
    codes |= {h.naam.casefold(): current_code(h.oud) for h in load_herindelingen().values()}
    gekozen, meldingen = set(), []
    for naam in gemeenten:
        code = current_code(naam.upper()) if naam.upper().startswith("GM") else codes.get(naam.casefold(), "")
        if code in bevolking.inwoners:
            gekozen.add(code)
        else:
            meldingen.append(
                Melding("GEMEENTE", "", naam, "een naam of CBS-code", suggest(naam, bevolking.namen.values()))
            )
    bekend = latest_versions(load_taakstelling(), bekend_op)
    meldingen += [
        Melding("--halfjaar", "", h, "een bekend halfjaar", f"Bekend zijn: {', '.join(sorted(bekend))}.")
        for h in halfjaren
        if h not in bekend
    ]
    raise_if_any(meldingen)
    rijen = overview_taakstelling(bevolking, load_taakstelling(), halfjaren, bekend_op)
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
