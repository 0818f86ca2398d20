"""Volumes and the back-test on the terminal and as files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from finance.bedragen import thousands
from finance.fouten import Invoerfout, Melding, list_words, raise_if_any, suggest
from finance.voorzieningen import LEERROUTES
from reports.grond.console import make_console, print_whole
from reports.raming.kerncijfers import format_amount, format_share
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

    def rows(reeks: Volumereeks, tussen: str) -> Iterable[list[str]]:
        """The period, and per quantity the middle with its band after `tussen`."""
        cijfers = reeks.halfjaar if per == "halfjaar" else reeks.maand
        for t in range(eerste, len(perioden)):
            banden = (_band([float(cijfers[s, k, t]) for s in (1, 2, 3)], tussen) for k in range(len(namen)))
            yield [perioden[t], *banden]

    breed = _table(titel, "Gemeente", "Periode", *(KOPPEN[n] for n in namen))
    for reeks in reeksen:
        for nummer, rij in enumerate(rows(reeks, " ")):
            breed.add_row(Text("" if nummer else reeks.naam), *rij)
        breed.add_section()

    def draw_narrow() -> Group:
        """A table for each gemeente, with the band under its middle."""
        tabellen = []
        for reeks in reeksen:
            tabel = _table(escape(reeks.naam), "Periode", *(KOPPEN[n] for n in namen), smal=True)
            for rij in rows(reeks, "\n"):
                tabel.add_row(*rij)
            tabellen.append(tabel)
        return Group(Text(titel, style="italic"), *tabellen)

    print_whole(scherm, breed, draw_narrow)


def _table(titel: str, *koppen: str, smal: bool = False) -> Table:
    """Names and periods left, numbers right and never folded; a narrow one breaks its heads at a space."""
    tabel = Table(title=titel, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 0 if smal else 1))
    for kop in koppen:
        links = kop in ("Gemeente", "Periode")
        tabel.add_column(kop.replace(" ", "\n") if smal else kop, justify="left" if links else "right", no_wrap=True)
    return tabel


def _band(kwantielen: Sequence[float], tussen: str) -> str:
    laag, midden, hoog = kwantielen
    return f"{midden:.0f}" if laag == hoog else f"{midden:.0f}{tussen}{laag:.0f}-{hoog:.0f}"


def show_posteriors(model: Model) -> None:
    """What was learned per gemeente: own figure, the region, and the pooled estimate that the forecast uses."""
    scherm, kennis = make_console(), model.kennis
    titel = "Geleerd uit eigen cijfers (eigen / samen met de regio; onderaan het gemiddelde van de regio)"
    koppen = ("Gemeente", "Realisatie", "Plichtig", "Gezin per halfjaar", *(f"Asiel {r}" for r in LEERROUTES))
    rijen: list[list[str | Text]] = []
    for i, g in enumerate(model.gemeenten):
        realisatie, plichtig, gezin, mix = g.realisatie.eigen, g.plichtig.eigen, g.gezin.eigen, g.mix[0]
        aantallen = kennis.mix[0].succes[i]
        samen = mix_mean(kennis.mix[0].regio, mix)
        rijen.append(
            [
                Text(g.naam),
                _pair(realisatie, rate_mean(kennis.realisatie.regio, realisatie, g.realisatie.basis), "{:.2f}"),
                _pair(plichtig, share_mean(kennis.plichtig.regio, plichtig), "{:.0%}"),
                _pair(gezin, rate_mean(kennis.gezin.regio, gezin, g.gezin.basis), "{:.1f}"),
                *(
                    (f"{aantallen[r] / mix.totaal:.0%} / " if mix.totaal else "- / ") + f"{samen[r]:.0%}"
                    for r in range(len(LEERROUTES))
                ),
            ]
        )
    mix = kennis.mix[0].regio / kennis.mix[0].regio.sum()
    rijen.append(
        [
            "Regio",
            _dutch("{:.2f}", gamma_mean(kennis.realisatie.regio) * kennis.basis_realisatie),
            f"{beta_mean(kennis.plichtig.regio):.0%}",
            _dutch("{:.1f} (samen)", gamma_mean(kennis.gezin.regio) * kennis.basis_gezin.sum()),
            *(f"{deel:.0%}" for deel in mix),
        ]
    )

    def draw(smal: bool) -> Table:
        tabel = _table(titel, *koppen, smal=smal)
        for nummer, rij in enumerate(rijen, start=1):
            tabel.add_row(*rij, end_section=nummer == len(rijen) - 1)
        return tabel

    print_whole(scherm, draw(False), lambda: draw(True))
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
    laag, midden, hoog = (_dutch("{:.2f}", k) for k in kwantielen)
    return f"{midden} (80%: {laag}-{hoog})"


def _pair(eigen: Any, samen: float, vorm: str) -> str:
    links = _dutch(vorm, eigen.succes / eigen.totaal) if eigen.totaal else "-"
    return f"{links} / {_dutch(vorm, samen)}"


def _dutch(vorm: str, getal: float) -> str:
    """A number with a decimal comma."""
    return vorm.format(getal).replace(".", ",")


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
        tabel = Table(title="Raming op een eerdere peildatum tegen wat er gebeurde", title_justify="left")
        for kop in ("Peildatum", "Gemeente", "Wat", "Periode", "P10", "P50", "P90", "Werkelijk", "Binnen"):
            tabel.add_column(kop, no_wrap=True)
        for v in vergelijkingen:
            tabel.add_row(
                f"{v.peildatum:%d-%m-%Y}", v.gemeente, KOPPEN[v.grootheid], v.periode,
                f"{v.p10:.0f}", f"{v.p50:.0f}", f"{v.p90:.0f}", f"{v.werkelijk:.0f}", "ja" if v.binnen else "nee",
            )  # fmt: skip
        scherm.print(tabel)
    tabel = Table(title="Terugblik: hoe vaak viel de uitkomst binnen de 80%-band?", title_justify="left")
    tabel.add_column("Wat", no_wrap=True)
    for kop in ("Vergelijkingen", "Onafhankelijk", "Binnen", "Dekking"):
        tabel.add_column(kop, justify="right")
    for d in dekkingen:
        tabel.add_row(KOPPEN.get(d.groep, d.groep), str(d.aantal), str(d.onafhankelijk), str(d.binnen), f"{d.deel:.0%}")
    scherm.print(tabel)
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
    tabel = Table(title="Bewaarde ramingen tegen de realisatie", title_justify="left")
    for kop in ("Raming van", "Gemeente", "Jaar", "Wat"):
        tabel.add_column(kop, no_wrap=True)
    for kop in ("P10", "Verwacht", "P90", "Werkelijk"):
        tabel.add_column(kop, justify="right")
    for kop in ("Binnen", "Vooral door"):
        tabel.add_column(kop)
    for r in regels:
        getallen = (thousands(round(x)) for x in (r.p10, r.verwacht, r.p90, r.werkelijk))
        wie = (f"{r.peildatum:%d-%m-%Y}", r.gemeente, str(r.jaar), VERGELEKEN[r.grootheid])
        tabel.add_row(*wie, *getallen, "ja" if r.binnen else "nee", r.oorzaak)
    scherm.print(tabel)
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
    with replacing(doel) as tijdelijk:
        if doel.suffix == ".csv":
            with tijdelijk.open("w", encoding="utf-8-sig", newline="") as bestand:
                schrijver = csv.writer(bestand, delimiter=";")
                schrijver.writerow(kop)
                schrijver.writerows([_text(rij[k]) for k in kop] for rij in alle)
            return
        import xlsxwriter

        with xlsxwriter.Workbook(str(tijdelijk), {"strings_to_formulas": False}) as boek:
            blad = boek.add_worksheet("Volumes")
            blad.write_row(0, 0, kop)
            for nummer, rij in enumerate(alle, start=1):
                blad.write_row(nummer, 0, [v if isinstance(v, int | float) else str(v) for v in rij.values()])
            blad.freeze_panes(1, 0)
            blad.autofilter(0, 0, max(len(alle), 1), max(len(kop) - 1, 0))


def _text(waarde: Any) -> str:
    return str(waarde).replace(".", ",") if isinstance(waarde, float) else str(waarde)


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
    tabel = Table(title="Taakstelling huisvesting vergunninghouders", title_justify="left")
    for kop in ("Gemeente", "Halfjaar", "Landelijk", "Bekend op", "Praktijk", "Wettelijk"):
        tabel.add_column(kop, no_wrap=True, justify="left" if kop in ("Gemeente", "Halfjaar") else "right")
    for r in rijen:
        getallen = [format_amount(r[k]) for k in ("landelijk", "praktijk", "wettelijk")]
        bekend_op = f"{date.fromisoformat(r['bekend_op']):%d-%m-%Y}"
        tabel.add_row(r["gemeente"], r["halfjaar"], getallen[0], bekend_op, *getallen[1:])
    console = make_console()
    console.print(tabel)
    nummers = {number_of(r["halfjaar"]) for r in rijen}
    if alle and (gaten := [n for n in range(min(nummers), max(nummers)) if n not in nummers]):
        namen = list_words([f"{n // 2}H{n % 2 + 1}" for n in gaten])
        console.print(f"Van {namen} is geen landelijke taakstelling gevonden.", soft_wrap=True)


def check_gemeente(naam: str | None, reeksen: Sequence[Volumereeks]) -> None:
    """Raises Invoerfout when `naam` is not among the series."""
    bekend = [r.naam for r in reeksen]
    if naam is not None and naam.casefold() not in (b.casefold() for b in bekend):
        raise Invoerfout([Melding("--gemeente", "", naam, f"een van {', '.join(bekend)}")])
