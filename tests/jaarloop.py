"""Zevenlinden through the rest of 2026 and into 2027: what would come in, made up around its own figures.

The shipped example stops at 30 September 2026. `complete_year` books October to December as
docs/voorbeeld does; counts, decisions and the last quarter of uitvoering are written out here.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from docs.voorbeeld.boeken import booking_rows, cents, draw_bookings
from docs.voorbeeld.wereld import read_world
from scenarios.grond.trekking import Trekking
from scenarios.regiomap.regio import read_region

JAAR = 2026
GEMEENTEN = {"FM0001": "Lissevoorde", "FM0002": "Oudermare", "FM0003": "Wiekerbroek"}
TELLINGEN = {"FM0001": (48, 52, 59, 30), "FM0002": (29, 27, 33, 19), "FM0003": (15, 14, 12, 12)}
"""Cohort of the year, of the year before, of two years before, and gezin, as DUO would count them of 2026."""
VOORSCHOT = {"FM0001": 791_004, "FM0002": 471_600, "FM0003": 260_412}
"""The voorlopige uitkering of 2027, in euros."""
INSTROOM = {
    code: [
        ("asielstatushouder", "gehuisvest", huis),
        ("asielstatushouder", "inburgeringsplichtig", plicht),
        ("gezinsmigrant", "inburgeringsplichtig", gezin),
    ]
    for code, huis, plicht, gezin in (("FM0001", 30, 21, 14), ("FM0002", 18, 13, 9))
}
VERHOUDING = f"""
[[verhouding]]
jaar = {JAAR}
waarde = "0.97"
status = "aanname"
bron = "FICTIEF: landelijke factor {JAAR}"
"""


def complete_year(pad: Path) -> None:
    """All that comes in between 1 October 2026 and 1 June 2027."""
    _book_last_quarter(pad)
    _add(pad / "tellingen.csv", [_counts(code) for code in GEMEENTEN])
    add_rows(pad / "beschikkingen.csv", [*(_definitive(code, pad) for code in GEMEENTEN), *map(_advance, GEMEENTEN)])
    for code in GEMEENTEN:
        add_rows(pad / "verantwoording/ontvangsten.csv", _received(code, pad))
    add_rows(pad / "personen.csv", map(_known, range(6)))
    _add(pad / "verantwoording/verantwoording.toml", [VERHOUDING])
    _realise_whole_year(pad / "begroting.csv")


def count_second_half(pad: Path) -> None:
    """The counts of the second half of 2026, which a folder takes once its peildatum is 1 January 2027."""
    for code in INSTROOM:
        add_rows(pad / "instroom.csv", _counted(code))


def booked(pad: Path, jaar: int = JAAR) -> dict[str, Decimal]:
    """grootboek -> euros of the export of a year, added up by itself."""
    with (pad / f"verantwoording/boekingen/{jaar}.csv").open(encoding="utf-8", newline="") as bestand:
        som: dict[str, Decimal] = {}
        for rij in csv.DictReader(bestand, delimiter=";"):
            som[rij["grootboek"]] = som.get(rij["grootboek"], Decimal()) + Decimal(rij["bedrag"].replace(",", "."))
    return som


def _book_last_quarter(pad: Path) -> None:
    boekingen = draw_bookings(read_region(str(pad)).gemeenten, read_world(), JAAR, 12, Trekking(2022, 0))
    export = pad / f"verantwoording/boekingen/{JAAR}.csv"
    _, *rijen = booking_rows(boekingen, JAAR)
    _add(export, [rij for boeking, rij in zip(boekingen, rijen, strict=True) if boeking.datum.month > 9])
    balans = pad / "verantwoording/saldibalans.csv"
    eerder = [r for r in balans.read_text(encoding="utf-8").splitlines() if not r.startswith(f"{JAAR};")]
    nu = [f"{JAAR};{rekening};{euros:.2f};0,00;FICTIEF".replace(".", ",") for rekening, euros in booked(pad).items()]
    balans.write_text("\n".join([*eerder, *nu, ""]), encoding="utf-8")


def _realise_whole_year(begroting: Path) -> None:
    """Uitvoering and Gemeentefonds of nine months become those of twelve."""
    rijen = []
    for rij in begroting.read_text(encoding="utf-8").splitlines():
        velden = rij.split(";")
        if velden[5] == f"{JAAR}-9-30":
            velden[5], velden[7] = f"{JAAR}-12-31", str(round(int(velden[7]) * 12 / 9))
        rijen.append(";".join(velden))
    begroting.write_text("\n".join([*rijen, ""]), encoding="utf-8")


def _counts(code: str) -> str:
    return ";".join([str(JAAR), code, GEMEENTEN[code], *map(str, TELLINGEN[code]), "FICTIEF"])


def _definitive(code: str, pad: Path) -> dict[str, object]:
    """The definitive decision of the year before, in September: the amount that its closed books reckoned with."""
    slot = json.loads((pad / f"verantwoording/gesloten/{JAAR - 1}.json").read_text(encoding="utf-8"))
    (centen,) = (
        stand["budget"]["uitkering"]
        for stand in slot["standen"]
        if (stand["cbs_code"], stand["regeling"]) == (code, "spuk")
    )
    return _decision(code, JAAR - 1, "definitief", "20-09", centen)


def _advance(code: str) -> dict[str, object]:
    return _decision(code, JAAR + 1, "voorlopig", "28-09", VOORSCHOT[code] * 100)


def _decision(code: str, jaar: int, soort: str, dag: str, centen: int) -> dict[str, object]:
    vast: dict[str, object] = {"cbs_code": code, "gemeente": GEMEENTEN[code], "regeling": "spuk", "bron": "FICTIEF"}
    return vast | {"jaar": jaar, "soort": soort, "datum": f"{dag}-{JAAR}", "bedrag": cents(centen)}


def _received(code: str, pad: Path) -> Iterator[dict[str, object]]:
    """What the bank still sees: the last three twelfths of the advance, and the year before settled."""
    vast: dict[str, object] = {"cbs_code": code, "gemeente": GEMEENTEN[code], "uitkering": "spuk", "bron": "FICTIEF"}
    voorlopig, definitief = (decided(pad, code, JAAR - 1, soort) for soort in ("voorlopig", "definitief"))
    yield vast | {
        "datum": f"25-09-{JAAR}",
        "bedrag": cents(definitief - voorlopig),
        "omschrijving": "FICTIEF afrekening",
    }
    twaalfde, rest = divmod(decided(pad, code, JAAR, "voorlopig"), 12)
    for maand in (10, 11, 12):
        bedrag = twaalfde + (maand <= rest)
        yield vast | {"datum": f"15-{maand}-{JAAR}", "bedrag": cents(bedrag), "omschrijving": "FICTIEF voorschot"}


def decided(pad: Path, code: str, jaar: int, soort: str) -> int:
    """A decision on the SPUK, in cents."""
    with (pad / "beschikkingen.csv").open(encoding="utf-8", newline="") as bestand:
        (tekst,) = (
            r["bedrag"]
            for r in csv.DictReader(bestand, delimiter=";")
            if (r["jaar"], r["cbs_code"], r["regeling"], r["soort"]) == (f"{jaar}", code, "spuk", soort)
        )
    return int(tekst.replace(",", ""))


def _counted(code: str) -> Iterator[dict[str, object]]:
    """The second half-year of a gemeente that keeps counts."""
    vast = {"periode_van": f"{JAAR}-07-01", "periode_tot": f"{JAAR + 1}-01-01", "cbs_code": code}
    vast |= {"gemeente": GEMEENTEN[code], "status": "vastgesteld", "bron": "FICTIEF"}
    for doelgroep, indicator, aantal in INSTROOM[code]:
        yield vast | {"doelgroep": doelgroep, "indicator": indicator, "aantal": aantal}


def _known(nummer: int) -> dict[str, object]:
    """A person who came in the second half-year to the gemeente that keeps records."""
    vast: dict[str, object] = {
        "id": f"Z9{nummer:03}",
        "cbs_code": "FM0003",
        "gemeente": GEMEENTEN["FM0003"],
        "plichtig": "ja",
    }
    return vast | {"doelgroep": "asielstatushouder", "huisvesting": f"{JAAR}-{7 + nummer}-10"}


def add_rows(bestand: Path, rijen: Iterable[Mapping[str, object]]) -> None:
    """Rows behind those of a CSV file, by the names of its columns."""
    kop = bestand.read_text(encoding="utf-8").splitlines()[0].split(";")
    with bestand.open("a", encoding="utf-8", newline="") as uit:
        csv.DictWriter(uit, kop, delimiter=";", lineterminator="\n").writerows(rijen)


def _add(bestand: Path, rijen: list[str]) -> None:
    with bestand.open("a", encoding="utf-8", newline="") as uit:
        uit.write("\n".join([*rijen, ""]))
