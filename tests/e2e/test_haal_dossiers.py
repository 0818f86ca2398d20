"""What becomes of one dossier: each case stands in the tables of GGM 2.5.1 on a real PostgreSQL."""

import csv
import shutil
from collections import defaultdict
from typing import Any

import psycopg
import pytest

from benchmarks.ggm_regio import create_tables
from benchmarks.postgres import running_server
from scenarios.ggm import oordeel
from scenarios.ggm.sleutel import Pseudoniemen
from scenarios.grond.gegevens import data_path
from tests.hulp import need_postgres
from tests.hulp_haal import GEHEIM, LEZER, spuk

SLEUTEL = b"k" * 32
HUIS, INTAKE, PIP, LES = "2022-07-06", "2022-08-01", "2022-09-01", "2022-10-03"
KAART = """
schema = "ggm"
[huisvesting]
tabel = "ASIELSTATUSHOUDER"
kolom = "DATUM_HUISVESTING"
[gemeente]
tabel = "VERBLIJF"
kolom = "CODE"
persoon = "PERSOON"
[codes.onderdeel]
"Module arbeidsmarkt" = "map"
[codes.verlenging]
7 = "toegestaan"
"""
STANDAARD: dict[str, dict[str, Any]] = {
    "INBURGERAAR": {"NATUURLIJKPERSOON_ID": 0, "HEEFT_EEN_INBURGERINGSPLICHT_ID": 0},
    "ASIELSTATUSHOUDER": {
        "NATUURLIJKPERSOON_ID": 0, "IS_GEKOPPELD_AAN__GEMEENTE_ID": -1, "HEEFT_TAALVAARDIGHEID_ID": 0,
        "DATUM_HUISVESTING": HUIS,
    },
    "INBURGERINGSPLICHT": {
        "INBURGERINGSPLICHT_ID": 0, "DATUMSTART": HUIS, "INDICATORINBURGERINGSPLICHT": True,
        "WORDTBEHANDELSALS": "ASIELSTATUSHOUDER",
    },
    "INBURGERINGSTRAJECT": {"INBURGERINGSTRAJECT_ID": 0, "HEEFT_INBURGERINGSPLICHT_ID": 0},
    "BREDE_INTAKE": {"ONDERDEEL_VAN_INBURGERINGSTRAJECT_ID": 0, "STARTDATUM": INTAKE, "HEEFT_LEERROUTE_ID": 0},
    "LEERROUTE": {"LEERROUTE_ID": 0, "AFGESPROKEN_IN_PIP_ID": 0, "LEERROUTETYPE": "B1-route"},
    "PIP": {"PIP_ID": 0, "DAGTEKENINGPIP": PIP, "BEVAT_INBURGERINGSAANBOD_ID": 0},
    "TAALVAARDIGHEID": {"TAALVAARDIGHEID_ID": 0, "STARTVANTAALLESACTVITEIT": LES},
}  # fmt: skip
"""The rows of somebody who started; a 0 stands for the number of the case, times a thousand"""


def examen(uitslag, dag, nummer=0):
    return [
        ("EXAMEN", {"EXAMEN_ID": nummer, "AFGEROND_MET_INBURGERINGSTRAJECT_ID": 0, "EXAMENRESULTAAT": uitslag}),
        ("EXAMENONDERDEEL", {"EXAMENONDERDEEL_ID": nummer, "EXAMEN_ID": nummer, "DATUMREGISTRATIEUITSLAG": dag}),
    ]


def ontheffing(dag, beslissing=True, nummer=0):
    velden = {"ONTHEFFING_ID": nummer, "ONTHEFFING_INBURGERINGSPLICHT_ID": 0}
    return [("ONTHEFFING", {**velden, "DATUMONTHEFFING": dag, "BESLISSINGONTHEFFING": beslissing})]


def vrijstelling(dag, onderdeel=None):
    rij = {"VRIJSTELLING_INBURGERINGSPLICHT_ID": 0, "DATUMVRIJSTELLING": dag}
    if onderdeel is None:
        return [("VRIJSTELLING", rij)]
    deel = ("EXAMENONDERDEEL", {"EXAMENONDERDEEL_ID": 0, "EXAMENONDERDEELSPECIFICATIE": onderdeel})
    return [("VRIJSTELLING", {**rij, "VRIJSTELLING_VOOR_EXAMENONDERDEEL_ID": 0}), deel]


def termijn(dag, oordeel_):
    verzoek = {"AANVRAAG_VERLENGING_INBURGERINGSTERMIJN_ID": 0, "BEOORDELINGAANVRAAGVERLENGING_ENUM_ID": oordeel_}
    rij = {
        "HEEFT_INBURGERINGSPLICHT_ID": 0, "DATUMEINDEINBURGERINGSTERMIJN": dag,
        "BEOORDELING_AANVRAAG_AANVRAAG_VERLENGING_INBURGERINGSTERMIJN_ID": 0,
    }  # fmt: skip
    return [("INBURGERINGSTERMIJN", rij), ("AANVRAAG_VERLENGING_INBURGERINGSTERMIJN", verzoek)]


def onderdeel(tabel, dag, resultaat):
    kolom = {"PVT": "DATUMONDERTEKENING_PVT", "MAP": "DATUMEINDGESPREKMAP"}[tabel]
    return [(tabel, {"ONDERDEEL_VAN_LEERROUTE_ID": 0, kolom: dag, "RESULTAAT": resultaat})]


def tweede_traject(route, pip, nummer=1):
    return [
        ("INBURGERINGSTRAJECT", {"INBURGERINGSTRAJECT_ID": nummer, "HEEFT_INBURGERINGSPLICHT_ID": 0}),
        ("BREDE_INTAKE", {"ONDERDEEL_VAN_INBURGERINGSTRAJECT_ID": nummer, "STARTDATUM": "2022-12-01",
                          "HEEFT_LEERROUTE_ID": nummer}),
        ("LEERROUTE", {"LEERROUTE_ID": nummer, "AFGESPROKEN_IN_PIP_ID": nummer, "LEERROUTETYPE": route}),
        ("PIP", {"PIP_ID": nummer, "DAGTEKENINGPIP": pip}),
    ]  # fmt: skip


def plicht(**velden):
    return ("INBURGERINGSPLICHT", {**STANDAARD["INBURGERINGSPLICHT"], **velden})


def einde(dag="2023-05-10", **velden):
    return {"vervang": [plicht(DATUMEIND=dag, **velden)]}


GESTART = {"intake": INTAKE, "pip": PIP, "leerroute": "b1", "start": LES}
ZONDER_LES = {"zonder": ["TAALVAARDIGHEID"]}
AANBOD = ("INBURGERINGSAANBOD", {"INBURGERINGSAANBOD_ID": 0, "DATUMINBURGERINGSAANBOD": "2022-09-20"})
GEVALLEN: dict[str, tuple[dict[str, Any], Any, tuple[str, ...]]] = {
    # name: (how the rows differ from the standard, what the row or the reason must be, remarks)
    "gestart": ({}, {"huisvesting": HUIS, "cbs_code": "GM0405", "plichtig": "ja", **GESTART}, ()),
    "pvt en map": (
        {"erbij": onderdeel("PVT", "2022-11-01", 2) + onderdeel("MAP", "2023-01-09", 2)},
        {"pvt_afgerond": "2022-11-01", "map_afgerond": "2023-01-09"}, (),
    ),
    "pvt onvoldoende, daarna voldoende": (
        {"erbij": onderdeel("PVT", "2022-11-01", 1) + onderdeel("PVT", "2022-12-01", 2)},
        {"pvt_afgerond": "2022-12-01"}, (),
    ),
    "map met onbekend resultaat": (
        {"erbij": onderdeel("MAP", "2022-11-01", 8)},
        {"map_afgerond": ""}, (oordeel.ONBEKENDE_CODES["resultaat"],),
    ),
    "voldaan": (einde(BESCHIKKINGVOLDAANINBURGERINGSPLICHT="Voldaan"),
                {**GESTART, "einde": "2023-05-10", "uitkomst": "geslaagd"}, ()),
    "voldaan zonder datum": (
        {"vervang": [plicht(BESCHIKKINGVOLDAANINBURGERINGSPLICHT="JA")]},
        {"einde": ""}, (oordeel.ZONDER_EINDDATUM,),
    ),
    "voldaan met onbekende code": (
        einde(BESCHIKKINGVOLDAANINBURGERINGSPLICHT="zie brief"), oordeel.ONBEKENDE_UITKOMST, (),
    ),
    "einde in het oneindige": (einde("infinity"), {"einde": "", **GESTART}, ()),
    "datum buiten de kalender": (
        {"erbij": examen("GESLAAGD", "20230-05-01")}, oordeel.ONMOGELIJKE_DATUM, (),
    ),
    "geslaagd bij herkansing": (
        {"erbij": examen("Niet geslaagd", "2023-01-20") + examen("GESLAAGD", "2023-04-20", 1)
                  + examen("GEZAKT", "2023-05-20", 2)},
        {"einde": "2023-04-20", "uitkomst": "geslaagd"}, (),
    ),
    "gezakt en verhuisd": (
        {"erbij": examen("GEZAKT", "2023-01-20"), **einde(REDENGEENINBURGERINGSPLICHT="VERHUISD")},
        {"einde": "2023-05-10", "uitkomst": "verhuisd"}, (),
    ),
    "gezakt en klaar": (
        {"erbij": examen("GEZAKT", "2023-01-20"), **einde()}, {"uitkomst": "niet_geslaagd"}, (),
    ),
    "onbekende uitslag": ({"erbij": examen("7,5", "2023-01-20")}, {"einde": ""}, (oordeel.ONBEKENDE_CODES["examen"],)),
    "ontheven": ({"erbij": ontheffing("2023-03-01")}, {"einde": "2023-03-01", "uitkomst": "ontheven"}, ()),
    "ontheffing geweigerd": ({"erbij": ontheffing("2023-03-01", False)}, {"einde": ""}, ()),
    "ontheffing voor een onderdeel": (
        {"erbij": [*ontheffing("2023-03-01"),
                   ("EXAMENONDERDEEL", {"EXAMENONDERDEEL_ID": 0, "ONTHEFFING_VOOR_ONTHEFFING_ID": 0})]},
        {"einde": "", **GESTART}, (oordeel.DEELS_ONTHEVEN,),
    ),
    "vrijgesteld": ({"erbij": vrijstelling("2023-03-01")}, {"einde": "2023-03-01", "uitkomst": "ontheven"}, ()),
    "vrijgesteld vanaf het begin": ({"erbij": vrijstelling(HUIS)}, {"plichtig": "nee", "intake": ""}, ()),
    "vrijgesteld van de map": (
        {"erbij": vrijstelling("2023-03-01", "module-arbeidsmarkt")},
        {"einde": "", "map_vrijgesteld": "2023-03-01"}, (),
    ),
    "vrijgesteld van iets onbekends": (
        {"erbij": vrijstelling("2023-03-01", "??")}, {"einde": ""}, (oordeel.ONBEKENDE_CODES["onderdeel"],),
    ),
    "verlengd": ({"erbij": termijn("2026-03-01", 7)}, {"termijn": "2026-03-01"}, ()),
    "verlenging afgewezen": ({"erbij": termijn("2026-03-01", 1)}, {"termijn": ""}, ()),
    "verlenging onbekend": (
        {"erbij": termijn("2026-03-01", 9)}, {"termijn": ""}, (oordeel.ONBEKENDE_CODES["verlenging"],),
    ),
    "tweede traject": (
        {"erbij": tweede_traject("Z_ROUTE", "2023-01-15"),
         "vervang": [("TAALVAARDIGHEID", {"TAALVAARDIGHEID_ID": 0, "STARTVANTAALLESACTVITEIT": "2023-02-01"})]},
        {"intake": INTAKE, "pip": PIP, "leerroute": "z", "start": "2023-02-01"}, (),
    ),
    "twee routes in één plan": ({"erbij": tweede_traject("Z_ROUTE", PIP)}, oordeel.TWEE_ROUTES, ()),
    "les in het azc": (
        {"vervang": [("TAALVAARDIGHEID", {"TAALVAARDIGHEID_ID": 0, "STARTVANTAALLESACTVITEIT": "2022-05-02"})]},
        {"pip": PIP, "leerroute": "b1", "start": ""}, (oordeel.LES_VOOR_PIP,),
    ),
    "begin uit het aanbod": (
        {**ZONDER_LES, "erbij": [AANBOD]}, {"start": "2022-09-20"}, (oordeel.BEGIN_UIT_AANBOD,),
    ),
    "opzij zonder opmerking": (
        {**ZONDER_LES, "erbij": [AANBOD], **einde("2022-09-10", REDENGEENINBURGERINGSPLICHT="VERHUISD")},
        oordeel.VOLGORDE, (),
    ),
    "taalschakeltraject": (
        {"vervang": [("LEERROUTE", {**STANDAARD["LEERROUTE"], "LEERROUTETYPE": "onderwijsroute "})],
         "erbij": [("INBURGERINGSAANBOD", {"INBURGERINGSAANBOD_ID": 0,
                                           "DATUMAANVANGTAALSCHAKELTRAJECT": "2022-11-07"})]},
        {"leerroute": "onderwijs", "start": "2022-11-07"}, (),
    ),
    "gezinsmigrant": (
        {"zonder": ["ASIELSTATUSHOUDER"], "vervang": [plicht(WORDTBEHANDELSALS=None)],
         "erbij": [("GEZINSMIGRANT_EN_OVERIGE_MIGRANT_", {"NATUURLIJKPERSOON_ID": 0}),
                   ("VERBLIJF", {"PERSOON": 0, "CODE": "420"})]},
        {"doelgroep": "gezinsmigrant", "cbs_code": "GM0420", "huisvesting": HUIS}, (),
    ),
    "dezelfde gemeente op twee manieren": (
        {"erbij": [("VERBLIJF", {"PERSOON": 0, "CODE": "0420"}), ("VERBLIJF", {"PERSOON": 0, "CODE": "GM0420"})]},
        {"cbs_code": "GM0420"}, (),
    ),
    "verhuisd binnen de regio": (
        {"erbij": [("VERBLIJF", {"PERSOON": 0, "CODE": "0420"}), ("VERBLIJF", {"PERSOON": 0, "CODE": "0405"})]},
        oordeel.TWEE_GEMEENTEN, (),
    ),
    "woont elders": ({"erbij": [("VERBLIJF", {"PERSOON": 0, "CODE": "GM0361"})]}, oordeel.BUITEN_REGIO, ()),
    "twee keer gehuisvest": (
        {"erbij": [("ASIELSTATUSHOUDER", {**STANDAARD["ASIELSTATUSHOUDER"], "DATUM_HUISVESTING": "2023-01-09"})]},
        oordeel.DUBBEL, (),
    ),
    "PIP zonder intake": (
        {"vervang": [("BREDE_INTAKE", {**STANDAARD["BREDE_INTAKE"], "STARTDATUM": None})]},
        oordeel.PIP_ZONDER_INTAKE, (),
    ),
}  # fmt: skip


def rows(verschil):
    """(table, row) of one case."""
    vervang = dict(verschil.get("vervang", ()))
    for tabel, rij in STANDAARD.items():
        if tabel not in verschil.get("zonder", ()):
            yield tabel, vervang.get(tabel, rij)
    yield from verschil.get("erbij", ())


@pytest.fixture(scope="module")
def uitkomst(tmp_path_factory):
    """Per case: its row in personen.csv or the reasons, and its remarks; and what stood on the screen."""
    map_ = tmp_path_factory.mktemp("gevallen") / "regio"
    shutil.copytree(data_path() / "regios" / "westfriesland", map_)
    (map_ / "ggm.toml").write_text(KAART, encoding="utf-8")
    sleutel = map_.parent / "sleutel"
    sleutel.write_bytes(SLEUTEL)
    sleutel.chmod(0o600)
    with running_server(need_postgres()) as server:
        with psycopg.connect(server.address(), autocommit=True) as beheer, beheer.cursor() as cursor:
            create_tables(cursor, "ggm")
            cursor.execute("CREATE TABLE ggm.VERBLIJF (PERSOON INTEGER, CODE VARCHAR(10))")
            cursor.execute("INSERT INTO ggm.GEMEENTE (GEMEENTE_ID, GEMEENTECODE) VALUES (-1, '0405')")
            for nummer, (verschil, *_) in enumerate(GEVALLEN.values(), start=1):
                for tabel, rij in rows(verschil):
                    insert(cursor, tabel, rij, nummer)
            cursor.execute(f"CREATE ROLE {LEZER} LOGIN PASSWORD '{GEHEIM}'")
            cursor.execute(f"GRANT USAGE ON SCHEMA ggm TO {LEZER}")
            cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA ggm TO {LEZER}")
        uit = spuk(server, "haal", map_, "--sleutel", sleutel, map_=map_)
    assert uit.returncode == 0, uit.stderr
    pseudoniemen = Pseudoniemen(SLEUTEL)
    wie = {pseudoniemen.of(n * 1000): naam for n, naam in enumerate(GEVALLEN, start=1)}
    personen = {wie[r["id"]]: r for r in read(map_ / "personen.csv")}
    oordelen: dict[str, defaultdict[str, list[str]]] = {
        soort: defaultdict(list) for soort in ("opzij", "opmerking", "los")
    }
    for rij in read(map_ / "kwaliteit.csv"):
        if rij["oordeel"] == "bestand":  # The fingerprints of the files beside it.
            continue
        oordelen[rij["oordeel"]][wie.get(rij["sleutel"], "")].append(rij["soort"])
    return personen, oordelen, uit.stdout


def insert(cursor, tabel, rij, nummer):
    """Keys are the number of the case times a thousand, and what the row adds to it; a key below zero is itself."""
    waarden = [
        v + nummer * 1000 if k.endswith(("_ID", "PERSOON")) and "ENUM" not in k and v is not None and v >= 0 else v
        for k, v in rij.items()
    ]
    plaatsen = ", ".join(["%s"] * len(rij))
    cursor.execute(f"INSERT INTO ggm.{tabel} ({', '.join(rij)}) VALUES ({plaatsen})", waarden)


def read(pad):
    with pad.open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


@pytest.mark.parametrize("naam", GEVALLEN)
def test_every_case_is_judged_as_it_should(uitkomst, naam):
    personen, oordelen, _ = uitkomst
    _, verwacht, opmerkingen = GEVALLEN[naam]
    if isinstance(verwacht, str):
        assert naam not in personen
        assert set(oordelen["opzij"][naam]) == {verwacht}
    else:
        assert oordelen["opzij"][naam] == []
        assert {k: personen[naam][k] for k in verwacht} == verwacht
    assert tuple(oordelen["opmerking"][naam]) == opmerkingen


def test_nobody_is_lost(uitkomst):
    personen, oordelen, scherm = uitkomst
    opzij = sum(map(len, oordelen["opzij"].values()))
    # One case has two rows.
    assert len(personen) + opzij == len(GEVALLEN) + 1
    assert f"{len(GEVALLEN) + 1} inburgeraars gelezen: {len(personen)} gebruikt, {opzij} opzij gezet" in scherm


def test_the_screen_names_no_person(uitkomst):
    personen, _, scherm = uitkomst
    assert not [r["id"] for r in personen.values() if r["id"] in scherm]
    assert Pseudoniemen(SLEUTEL).of(1000 * (1 + list(GEVALLEN).index("PIP zonder intake"))) not in scherm
