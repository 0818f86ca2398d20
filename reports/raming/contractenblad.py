"""Who executes and who supplies what, where and when: a sheet of the workbook and a table of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finance.voorzieningen import VOORZIENINGEN
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.engine.result import Result
from scenarios.regiomap.modellen import OPEN, Contractrij
from scenarios.regiomap.regio import Regio


@dataclass(frozen=True)
class Levering:
    """One supplier of one voorziening in one set of gemeenten, over contracts that follow each other."""

    wat: str
    leverancier: str
    gemeenten: str
    van: date
    tot: date
    """the first day after"""


def executors(regio: Regio) -> dict[str, list[str]]:
    """Executing body -> names of its gemeenten, as entered; empty when nothing was."""
    uit: dict[str, list[str]] = {}
    for g in regio.gemeenten:
        if g.uitvoering:
            uit.setdefault(g.uitvoering, []).append(g.naam)
    return uit


def until(tot: date) -> date | str:
    """The first day after a contract, in words when it has none."""
    return "tot nader order" if tot == OPEN else tot


def deliveries(regio: Regio) -> list[Levering]:
    """In the order of the voorzieningen, then as entered."""
    groepen: dict[tuple[str, str, str], list[Contractrij]] = {}
    for c in in_order(regio):
        groepen.setdefault((what(c), c.leverancier, where(c, regio)), []).append(c)
    leveringen = []
    for sleutel, rijen in groepen.items():
        rijen = sorted(rijen, key=lambda c: c.van)
        begin = rijen[0].van
        for nu, straks in zip(rijen, [*rijen[1:], None], strict=True):
            # A gap between two contracts of one supplier stays visible.
            if straks is None or straks.van > nu.tot:
                leveringen.append(Levering(*sleutel, begin, nu.tot))
                begin = straks.van if straks else nu.tot
    return leveringen


def delivery_table(regio: Regio) -> Tabel:
    """The suppliers as a council reads them."""
    return Tabel(
        "Contracten waarmee is gerekend",
        columns((("Wat", "Leverancier", "Gemeenten"), "tekst"), (("Van", "Tot"), "datum")),
        tuple(Rij((d.wat, d.leverancier, d.gemeenten, d.van, until(d.tot))) for d in deliveries(regio)),
    )


def in_order(regio: Regio) -> list[Contractrij]:
    """The contracts by voorziening, then as entered."""
    return sorted(regio.contracten, key=lambda c: list(VOORZIENINGEN).index(c.voorziening))


def what(contract: Contractrij) -> str:
    """'Leerroute Z' or 'Leerroute Z: participatie'."""
    label = VOORZIENINGEN[contract.voorziening].label
    return f"{label}: {contract.onderdeel}" if contract.onderdeel else label


def where(contract: Contractrij, regio: Regio) -> str:
    """The gemeenten of a contract, by name and in the order of the region."""
    codes = regio.gemeente_codes(contract.gemeenten)
    namen = [g.naam for g in regio.gemeenten if g.code in codes]
    return "alle" if len(namen) == len(regio.gemeenten) else ", ".join(namen)


def write_contracts(boek: Werkboek, resultaat: Result, regio: Regio) -> None:
    """Executing bodies with what their gemeenten are expected to spend, then every contract as entered."""
    blad = boek.add(
        "Contracten",
        (34, 22, 36, 36, 11, 13, 11, 10, 10, 10, 8, 12, 140, 50),
        "Wie uitvoert en wie levert, zoals ingevoerd. Prijs naar start: wie begint, houdt de prijs van die dag. Deel: "
        "van de mensen voor wie deze prijs geldt. Een scenario verandert prijzen in zijn eigen berekening, niet hier.",
        afdruk=12,
    )
    if uitvoerders := executors(regio):
        blad.section(f"Wie uitvoert, en de verwachte lasten van die gemeenten (scenario {resultaat.scenario}, euro's)")
        per_naam = {deel.naam: deel for deel in resultaat.parts()}
        rijen = [
            Rij(
                (
                    wie,
                    jaar,
                    ", ".join(namen),
                    sum(per_naam[n].value("lasten", j) for n in namen if n in per_naam),
                )
            )
            for wie, namen in uitvoerders.items()
            for j, jaar in enumerate(resultaat.jaren)
        ]
        wie, wanneer = Kolom("Uitvoerder", vorm="lang"), Kolom("Jaar", "jaar")
        to_xlsx(blad, Tabel("", (wie, wanneer, Kolom("Gemeenten", vorm="lang"), Kolom("Lasten", "euro")), tuple(rijen)))
    blad.section("Wie wat levert")
    to_xlsx(blad, _contract_table(regio))
    blad.filter()


def _contract_table(regio: Regio) -> Tabel:
    """Every contract as entered."""
    return Tabel(
        "",
        (
            *(Kolom(kop, vorm="lang") for kop in ("Wat", "Onderdeel", "Leverancier", "Gemeenten")),
            *columns((("Van", "Tot"), "datum")),
            Kolom("Prijs", "euro", decimalen=2, vorm="prijs"),
            Kolom("Per", vorm="lang na_getal"),
            Kolom("Prijspeil", "jaar"),
            Kolom("Prijs naar", vorm="lang"),
            Kolom("Deel", "procent"),
            Kolom("Status", "status", vorm="lang na_getal"),
            *(Kolom(kop, vorm="lang") for kop in ("Bron en toelichting", "Contract")),
        ),
        tuple(
            Rij(
                (
                    VOORZIENINGEN[c.voorziening].label,
                    c.onderdeel,
                    c.leverancier,
                    where(c, regio),
                    c.van,
                    until(c.tot),
                    c.prijs,
                    c.eenheid,
                    c.prijspeil,
                    c.prijsmoment,
                    c.aandeel,
                    c.status,
                    c.bron,
                    c.contract,
                )
            )
            for c in in_order(regio)
        ),
    )
