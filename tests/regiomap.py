"""A small region folder with the books of one gemeente, to bend out of shape in a test."""

from __future__ import annotations

from pathlib import Path

KOP = "datum;gemeente;grootboek;voorziening;doelgroep;leerroute;bedrag;btw;omschrijving;stuknummer"
REGEL = "31-03-2023;Hoorn;Taallessen;leerroute_b1;asielstatushouder;b1;1.000,00;;Termijn 1;F1"
INSTELLINGEN = '[[boekingen]]\nbestand = "boekingen/b.csv"\njaar = 2023\n'


def make_region(
    map_: Path, boekingen: bytes | str = f"{KOP}\n{REGEL}\n", naam: str = "b.csv", instellingen: str = ""
) -> Path:
    """Hoorn, closed on 2022, with decisions and counts of 2023 and one booking. Returns the region folder."""
    eigen = map_ / "verantwoording"
    (eigen / "boekingen").mkdir(parents=True, exist_ok=True)
    (map_ / "regio.toml").write_text(
        'naam = "Proef"\npeildatum = 2023-07-01\neindjaar = 2026\n[[gemeente]]\ncode = "GM0405"\nnaam = "Hoorn"\n'
        '[[gemeente]]\ncode = "GM0420"\nnaam = "Medemblik"\n',
        encoding="utf-8",
    )
    standaard = INSTELLINGEN.replace("b.csv", naam)
    (eigen / "verantwoording.toml").write_text(instellingen or standaard, encoding="utf-8")
    kop = "jaar;cbs_code;soort;datum;bedrag"
    rijen = [
        f"{jaar};{code};{soort};{datum};{bedrag}"
        for code in ("GM0405", "GM0420")
        for jaar, soort, datum, bedrag in (
            (2022, "voorlopig", "2021-10-01", "8.000,00"),
            (2022, "definitief", "2023-05-20", "8.057,10"),
            (2023, "voorlopig", "2022-10-01", "12.000,00"),
        )
    ]
    (eigen / "beschikkingen.csv").write_text("\n".join([kop, *rijen, ""]), encoding="utf-8")
    (eigen / "tellingen.csv").write_text(
        "jaar;cbs_code;cohort_t;cohort_t1;cohort_t2;gezin\n2023;GM0405;1;1;0;1\n2023;GM0420;1;0;0;0\n", encoding="utf-8"
    )
    kop = "jaar;cbs_code;uitkering;besteding;reservering_begin;reservering_eind"
    rijen = [f"2022;{code};8.057,10;5.000,00;0;3.057,10" for code in ("GM0405", "GM0420")]
    (eigen / "standen.csv").write_text("\n".join([kop, *rijen, ""]), encoding="utf-8")
    inhoud = boekingen.encode() if isinstance(boekingen, str) else boekingen
    (eigen / "boekingen" / naam).write_bytes(inhoud)
    return map_
