"""A region folder small enough to work out on paper: one gemeente, one route, round prices.

12 asielstatushouders in every half-year of 2022-2026, all in the B1-route from the month of housing; a traject costs
12,000 euro over 12 months (48,000 from 2026), nothing else costs anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from finance.voorzieningen import VOORZIENINGEN
from scenarios.regiomap.intervallen import SOORTEN

BRON = 'status = "aanname"\nbron = "test"\n'
BEDRAGEN_2024 = {"bedrag_gezin": 660, "bedrag_asiel_a": 8800, "bedrag_asiel_b": 4400, "bedrag_asiel_c": 1100}


def write_region(tmp_path: Path) -> Path:
    """The folder, written into `tmp_path`."""

    def write(naam, tekst):
        (tmp_path / naam).write_text(tekst, encoding="utf-8")

    write(
        "regio.toml",
        f'naam = "Proef"\npeildatum = 2027-01-01\neindjaar = 2027\nzonder = {list(SOORTEN)}\n'
        '[[gemeente]]\ncode = "GM0432"\nnaam = "Opmeer"\n',
    )
    wacht = "".join(f'{s} = {{ gemiddeld = 0, status = "aanname", bron = "t" }}\n' for s in ("intake", "pip", "start"))
    trajecten = f"[wachten.asielstatushouder]\n{wacht}[wachten.gezinsmigrant]\n{wacht}"
    trajecten += "[start_aandeel]\n" + "".join(
        f'{p} = {{ aandeel = 1.0, status = "aanname", bron = "t" }}\n' for p in ("asielstatushouder", "gezinsmigrant")
    )
    trajecten += "".join(f"[route.{r}]\nmaanden = 12\ngeslaagd = 0.8\n{BRON}" for r in ("b1", "z", "onderwijs"))
    trajecten += "".join(
        f'[gebruik.{v.naam}]\nanker = "start"\nhoeveelheid = {int(v.naam.startswith("leerroute"))}\n{BRON}'
        for v in VOORZIENINGEN.values()
        if not v.vast
    )
    write("trajecten.toml", trajecten)
    contracten = "contract,leverancier,voorziening,van,tot,eenheid,prijs,status,bron\n"
    for v in VOORZIENINGEN.values():
        if v.naam == "leerroute_b1":
            contracten += "B1 tot 2026,A,leerroute_b1,01-01-2022,01-01-2026,traject,12000,aanname,test\n"
            contracten += "B1 vanaf 2026,B,leerroute_b1,01-01-2026,01-01-2028,traject,48000,aanname,test\n"
        elif not v.vast:
            contracten += f"{v.naam},A,{v.naam},2022-01-01,2028-01-01,{v.eenheid},0,aanname,test\n"
    write("contracten.csv", contracten)
    write("budgetten.csv", "jaar;cbs_code;pot;bedrag;status;bron\n2022;GM0432;gemeentefonds;10.000,00;aanname;test\n")
    write(
        "beschikkingen.csv",
        "jaar,cbs_code,soort,datum,bedrag,bron\n2024,GM0432,voorlopig,2023-10-01,300000,test\n",
    )
    instroom = "periode_van,periode_tot,cbs_code,doelgroep,indicator,aantal,status,bron\n"
    grenzen = [f"{j}-{m}-01" for j in range(2022, 2027) for m in ("01", "07")] + ["2027-01-01"]
    for van, tot in pairwise(grenzen):
        for doelgroep, indicator, aantal in (
            ("asielstatushouder", "gehuisvest", 12),
            ("asielstatushouder", "inburgeringsplichtig", 12),
            ("asielstatushouder", "b1_gestart", 12),
            ("gezinsmigrant", "inburgeringsplichtig", 0),
        ):
            instroom += f"{van},{tot},GM0432,{doelgroep},{indicator},{aantal},vastgesteld,test\n"
    write("instroom.csv", instroom)

    def value(naam, waarde, vanaf):
        return (
            f'[[{naam}.waarde]]\nvanaf = {vanaf}\nwaarde = "{waarde}"\nstatus = "aanname"\ntoelichting = "rond getal"\n'
        )

    parameters = "".join(value(n, w, "2024-01-01") for n, w in BEDRAGEN_2024.items())
    parameters += "".join(value(f"gewicht_asiel_{k}", BEDRAGEN_2024[f"bedrag_asiel_{k}"], "2024-01-01") for k in "abc")
    parameters += value("gewicht_asiel_d", "0", "2024-01-01")
    # A quarter of U(t) as ruimte from 2024, so that the cap works; no prestatiebekostiging.
    parameters += value("ruimte_percentage", "0.25", "2024-01-01")
    parameters += value("ruimte_percentage_vorig", "0", "2024-01-01").replace("rond getal", "test")
    parameters += value("ruimte_percentage_vorig", "0", "2024-10-01")
    parameters += value("prestatiebekostiging", "geen", "2026-01-01")
    write("parameters.toml", parameters)
    return tmp_path


BOEKKOP = "datum;gemeente;grootboek;voorziening;doelgroep;bedrag;omschrijving;stuknummer"


def book_settings(jaren: Iterable[int]) -> str:
    """`verantwoording.toml` with one export per year."""
    return "".join(
        f'[[boekingen]]\nbestand = "boekingen/{j}.csv"\njaar = {j}\ncredit = true\ndecimaal = ","\n' for j in jaren
    )


def write_bookings(map_: Path, jaar: int, bedragen: Mapping[str, str]) -> None:
    """The export of one year. bedragen: day as 31-12 -> amount as typed"""
    doel = map_ / "verantwoording" / "boekingen" / f"{jaar}.csv"
    doel.parent.mkdir(parents=True, exist_ok=True)
    rijen = [
        f"{dag}-{jaar};Opmeer;4300;leerroute_b1;asielstatushouder;{bedrag};;{jaar}-{n}"
        for n, (dag, bedrag) in enumerate(bedragen.items())
    ]
    doel.write_text("\n".join([BOEKKOP, *rijen, ""]), encoding="utf-8")
