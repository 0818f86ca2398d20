"""`spuk haal` on a real PostgreSQL with the tables of GGM 2.5.1 and a synthetic region with known answers."""

import csv
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from datetime import date
from itertools import pairwise

import psycopg
import pytest

from benchmarks.ggm_regio import FOUTEN, GEMEENTEN, WACHTWOORD_IN_GEGEVENS, create_tables, dossier, fill
from benchmarks.postgres import BEHEERDER, running_server
from scenarios.ggm.model import BOEKINGEN, PERSONEN
from scenarios.grond.gegevens import data_path
from scenarios.regiomap.regio import read_region
from tests.hulp import need_postgres, need_program
from tests.hulp_boeken import BOEKEN
from tests.hulp_haal import GEHEIM, LEZER, snapshot, spuk

NUMMERS = range(1, 701)
KAART = """
schema = "ggm"
[huisvesting]
tabel = "ASIELSTATUSHOUDER"
kolom = "DATUM_HUISVESTING"
[gemeente]
tabel = "INBURGERAAR"
kolom = "EIGEN_GEMEENTE"
"""
BOEKBLOK = """
[boekingen]
jaren = [2023]
hoofdrekeningen = ["4343010"]
gemeente = "GM0405"
[boekingen.voorzieningen]
"4343010" = "leerroute_b1"
"""


@pytest.fixture(scope="module")
def server():
    with running_server(need_postgres()) as server:
        with psycopg.connect(server.address(), autocommit=True) as verbinding, verbinding.cursor() as cursor:
            create_tables(cursor, "ggm")
            fill(cursor, "ggm", NUMMERS)
            cursor.execute("INSERT INTO ggm.HOOFDREKENING (HOOFDREKENING_ID, NUMMER, NAAM) VALUES "
                           "(1, '4343010', 'Taal'), (2, '1010', 'Bank')")  # fmt: skip
            cursor.execute("INSERT INTO ggm.KOSTENPLAATS (KOSTENPLAATS_ID, NAAM) VALUES (1, 'Inburgering')")
            cursor.execute("INSERT INTO ggm.MUTATIE (MUTATIE_ID, BEDRAG, DATUM, NAAR_HOOFDREKENING_ID, "
                           "VAN_HOOFDREKENING_ID) VALUES (1, 1000.25, '2023-03-31', 1, 2), (2, 100.10, '2023-04-30', "
                           "2, 1), (3, 5, '2022-12-31', 1, 2), (4, 7, NULL, 1, 2)")  # fmt: skip
            cursor.execute(f"CREATE ROLE {LEZER} LOGIN PASSWORD '{GEHEIM}'")
            cursor.execute(f"GRANT USAGE ON SCHEMA ggm TO {LEZER}")
            # Exactly the columns that docs/ggm.md lists, so that one more would fail.
            for tabel, kolommen in {**PERSONEN, **BOEKINGEN}.items():
                cursor.execute(f"GRANT SELECT ({', '.join(kolommen)}) ON ggm.{tabel} TO {LEZER}")
            cursor.execute(f"GRANT SELECT (DATUM_HUISVESTING) ON ggm.ASIELSTATUSHOUDER TO {LEZER}")
            cursor.execute(f"GRANT SELECT (EIGEN_GEMEENTE) ON ggm.INBURGERAAR TO {LEZER}")
        yield server


@pytest.fixture
def regio(tmp_path):
    map_ = tmp_path / "regio"
    shutil.copytree(data_path() / "regios" / "westfriesland", map_)
    (map_ / "ggm.toml").write_text(KAART, encoding="utf-8")
    # Half-years that the report of the region counts as one would not split equally.
    kop = "periode_van,periode_tot,cbs_code,gemeente,doelgroep,indicator,aantal,status,bron\n"
    eigen = "2022-07-01,2023-07-01,GM0405,Hoorn,allen,betaalde_baan,12,vastgesteld,eigen telling\n"
    (map_ / "instroom.csv").write_text(kop + eigen, encoding="utf-8")
    return map_


def known_counts():
    """(gemeente, doelgroep, indicator) -> persons, straight from the dossiers."""
    tel: Counter[tuple[str, str, str]] = Counter()
    for d in map(dossier, NUMMERS):
        if d.fout or d.huisvesting >= date(2023, 7, 1):
            continue
        groep = "asielstatushouder" if d.asiel else "gezinsmigrant"
        if d.asiel:
            tel[d.gemeente, groep, "gehuisvest"] += 1
        if d.plichtig:
            tel[d.gemeente, groep, "inburgeringsplichtig"] += 1
        if d.start and d.start < date(2023, 7, 1):
            tel[d.gemeente, groep, f"{d.route}_gestart"] += 1
    return tel


def totals(instroom):
    tel: Counter[tuple[str, str, str]] = Counter()
    for rij in instroom:
        if rij.indicator.endswith("_gestart") or rij.indicator in ("gehuisvest", "inburgeringsplichtig"):
            tel[rij.cbs_code, rij.doelgroep, rij.indicator] += rij.aantal
    return +tel


def test_dossiers_give_the_counts_of_the_generator(server, regio):
    uit = spuk(server, "haal", regio, map_=regio)
    assert uit.returncode == 0, uit.stderr
    fout = sum(bool(dossier(n).fout) for n in NUMMERS)
    assert f"{len(NUMMERS)} inburgeraars gelezen: {len(NUMMERS) - fout} gebruikt, {fout} opzij gezet" in uit.stdout
    gelezen = read_region(str(regio))
    assert totals(gelezen.instroom) == known_counts()
    assert len(gelezen.personen) == len(NUMMERS) - fout
    with (regio / "kwaliteit.csv").open(encoding="utf-8", newline="") as bestand:
        soorten = Counter(r["soort"] for r in csv.DictReader(bestand, delimiter=";") if r["oordeel"] == "opzij")
    assert list(soorten.values()) == [len(NUMMERS) // 100] * len(FOUTEN)
    # What the user counted otherwise stays.
    assert "eigen telling" in (regio / "instroom.csv").read_text(encoding="utf-8")


def test_counts_and_dossiers_agree(server, regio):
    uit = spuk(server, "haal", regio, "--soort", "instroom", map_=regio)
    assert uit.returncode == 0, uit.stderr
    assert not (regio / "personen.csv").exists()
    assert totals(read_region(str(regio)).instroom) == known_counts()
    met_de_hand = regio.parent / "hand"
    shutil.copytree(regio, met_de_hand)
    write_by_hand(met_de_hand / "instroom.csv")
    keep_plans(regio / "instroom.csv", met_de_hand / "instroom.csv")
    uitkomsten = []
    for map_ in (regio, met_de_hand):
        uit = spuk(server, "raming", map_, "--trekkingen", 200, "--uit", map_ / "uit", map_=map_)
        assert uit.returncode == 0, uit.stderr
        uitkomsten.append(json.loads((map_ / "uit" / "raming.json").read_text("utf-8"))["rijen"])
    assert uitkomsten[0] == uitkomsten[1]


def test_dossiers_forecast_as_the_same_records_typed_by_hand(server, regio):
    uit = spuk(server, "haal", regio, map_=regio)
    assert uit.returncode == 0, uit.stderr
    met_de_hand = regio.parent / "hand"
    shutil.copytree(regio, met_de_hand)
    kop = "id,cbs_code,doelgroep,huisvesting,plichtig,intake,pip,leerroute,start,einde,uitkomst"
    regels = [
        f"D{d.nummer},{d.gemeente},{'asielstatushouder' if d.asiel else 'gezinsmigrant'},{d.huisvesting},"
        f"{'ja' if d.plichtig else 'nee'},{d.intake or ''},{d.pip or ''},{d.route},{d.start or ''},{d.einde or ''},"
        f"{'geslaagd' if d.einde else ''}"
        for d in map(dossier, NUMMERS)
        if not d.fout
    ]
    (met_de_hand / "personen.csv").write_text("\n".join([kop, *regels]) + "\n", encoding="utf-8")
    uitkomsten = []
    for map_ in (regio, met_de_hand):
        uit = spuk(server, "raming", map_, "--trekkingen", 100, "--uit", map_ / "uit", map_=map_)
        assert uit.returncode == 0, uit.stderr
        uitkomsten.append(json.loads((map_ / "uit" / "raming.json").read_text("utf-8"))["rijen"])
    assert uitkomsten[0] == uitkomsten[1]


def keep_plans(bron, pad):
    """The plans as they were fetched: the pace is learned from them."""
    with bron.open(encoding="utf-8", newline="") as bestand:
        plannen = [r for r in csv.DictReader(bestand) if r["indicator"] == "pip_vastgesteld"]
    velden = ("periode_van", "periode_tot", "cbs_code", "doelgroep", "indicator", "aantal", "status")
    with pad.open("a", encoding="utf-8") as bestand:
        bestand.writelines(",".join([*(r[v] for v in velden), "geteld"]) + "\n" for r in plannen)


def write_by_hand(pad):
    """The same region as a controller would type it from the dossiers, one count per half-year."""
    halven = [date(2022, 1, 1), date(2022, 7, 1), date(2023, 1, 1), date(2023, 7, 1)]
    goed = [d for d in map(dossier, NUMMERS) if not d.fout]
    regels = ["periode_van,periode_tot,cbs_code,doelgroep,indicator,aantal,status,bron"]
    for code in GEMEENTEN:
        for asiel, groep in ((True, "asielstatushouder"), (False, "gezinsmigrant")):
            for van, tot in pairwise(halven):
                groepsleden = [d for d in goed if d.gemeente == code and d.asiel == asiel]
                wie = [d for d in groepsleden if van <= d.huisvesting < tot]
                tel = {"inburgeringsplichtig": sum(d.plichtig for d in wie)}
                for route in ("b1", "z", "onderwijs"):
                    tel[f"{route}_gestart"] = sum(
                        bool(d.start and d.start < halven[-1] and d.route == route) for d in wie
                    )
                    # A completion counts in the half-year of the diploma, not of the housing.
                    tel[f"{route}_afgerond"] = sum(
                        bool(d.einde and van <= d.einde < tot and d.route == route) for d in groepsleden
                    )
                if asiel:
                    tel["gehuisvest"] = len(wie)
                regels += [f"{van},{tot},{code},{groep},{i},{n},vastgesteld,met de hand" for i, n in tel.items()]
    pad.write_text("\n".join(regels) + "\n", encoding="utf-8")


def test_no_person_leaves_the_database(server, regio):
    begin = len(server.log)
    uit = spuk(server, "haal", regio, map_=regio)
    assert uit.returncode == 0, uit.stderr
    alles = uit.stdout + uit.stderr + "".join(p.read_text("utf-8") for p in regio.rglob("*.csv"))
    assert WACHTWOORD_IN_GEGEVENS not in alles
    assert GEHEIM not in alles
    assert "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" in server.log[begin:]
    # The statements that reached the server name no column but those listed.
    vragen = re.findall(r"DECLARE .*?(?=\n\d{4}-\d\d-\d\d )", server.log[begin:] + "\n2026-01-01 ", re.S)
    assert vragen
    gevraagd = {(t.upper(), k.upper()) for v in vragen for t, k in re.findall(r"ggm\.(\w+)\.(\w+)", v)}
    lijst = {(t, k) for t, kolommen in PERSONEN.items() for k in kolommen}
    assert gevraagd <= lijst | {("ASIELSTATUSHOUDER", "DATUM_HUISVESTING"), ("INBURGERAAR", "EIGEN_GEMEENTE")}
    assert gevraagd >= lijst - {("EXAMENONDERDEEL", "EXAMENONDERDEEL_ID")}


def test_the_key_is_private_and_decides_the_pseudonyms(server, regio):
    spuk(server, "haal", regio, map_=regio)
    sleutel = regio.parent / "instellingen" / "spuk" / "haal.sleutel"
    assert sleutel.stat().st_mode & 0o777 == 0o600
    eerste = (regio / "personen.csv").read_bytes()
    spuk(server, "haal", regio, map_=regio)
    assert (regio / "personen.csv").read_bytes() == eerste
    sleutel.unlink()
    spuk(server, "haal", regio, map_=regio)
    assert (regio / "personen.csv").read_bytes() != eerste


def test_only_counts_shows_no_small_group(server, regio):
    uit = spuk(server, "haal", regio, "--alleen-aantallen", map_=regio)
    assert uit.returncode == 0, uit.stderr
    with (regio / "instroom.csv").open(encoding="utf-8", newline="") as bestand:
        aantallen = [int(r["aantal"]) for r in csv.DictReader(bestand) if r["bron"].startswith("GGM")]
    assert aantallen
    assert not [a for a in aantallen if 0 < a < 10]
    assert not re.search(r"P[0-9a-f]{20}", "".join(p.read_text("utf-8") for p in regio.rglob("*.csv")))
    raming = spuk(server, "raming", regio, "--verwacht", "--uit", regio / "uit", map_=regio)
    assert raming.returncode == 0, raming.stderr


def test_a_trial_writes_nothing(server, regio):
    voor = snapshot(regio)
    uit = spuk(server, "haal", regio, "--proef", map_=regio)
    assert uit.returncode == 0, uit.stderr
    assert "Proef: er is niets geschreven" in uit.stdout
    assert snapshot(regio) == voor
    assert not (regio.parent / "instellingen").exists()


def test_bookings_land_in_the_year_accounts(server, regio):
    (regio / "ggm.toml").write_text(KAART.split("[")[0] + BOEKBLOK, encoding="utf-8")
    eigen = add_books(regio)
    geweigerd = spuk(server, "haal", regio, "--soort", "boekingen", map_=regio)
    assert geweigerd.returncode == 2
    assert 'bestand = "boekingen/ggm-2023.csv", jaar = 2023 en credit = true' in geweigerd.stderr
    blok = '\n[[boekingen]]\nbestand = "boekingen/ggm-2023.csv"\njaar = 2023\ncredit = true\n'
    eigen.write_text(eigen.read_text("utf-8") + blok, encoding="utf-8")
    uit = spuk(server, "haal", regio, "--soort", "boekingen", map_=regio)
    assert uit.returncode == 0, uit.stderr
    # 1.000,25 to the account, 100,10 away from it; another year is not read and one without a date set aside.
    assert "3 regels van mutaties gelezen: 2 gebruikt, 1 opzij gezet" in uit.stdout
    regels = (regio / "verantwoording" / "boekingen" / "ggm-2023.csv").read_text("utf-8").splitlines()[1:]
    assert [r.split(";")[6] for r in regels] == ["1000,25", "-100,10"]
    assert spuk(server, "boekingen", regio, "--jaar", 2023, map_=regio).returncode == 0


def add_books(regio):
    """The books of the tests in a region; returns their settings."""
    shutil.copytree(BOEKEN, regio / "verantwoording")
    return regio / "verantwoording" / "verantwoording.toml"


def write_bookings(regio, blok):
    (regio / "ggm.toml").write_text(KAART.split("[")[0] + blok, encoding="utf-8")
    eigen = add_books(regio)
    leest = '\n[[boekingen]]\nbestand = "boekingen/ggm-2023.csv"\njaar = 2023\ncredit = true\n'
    eigen.write_text(eigen.read_text("utf-8") + leest, encoding="utf-8")


def test_what_is_chosen_must_be_in_the_books(server, regio):
    blok = BOEKBLOK.replace('hoofdrekeningen = ["4343010"]', 'hoofdrekeningen = ["4343010", "4343O10"]')
    write_bookings(regio, blok.replace("gemeente =", 'kostenplaatsen = ["Inburgring"]\ngemeente ='))
    stderr = fails(server, regio, "'4343O10'", "4343010", "'Inburgring'", "Inburgering")
    assert stderr.startswith("2 fouten")


def test_money_is_not_counted_twice(server, regio):
    """A number that is a number, not a text; and a hoofdrekening that stands in the source with its history."""
    with psycopg.connect(server.address(), autocommit=True) as beheer:
        beheer.execute("CREATE TABLE ggm.REKENING AS SELECT HOOFDREKENING_ID, NUMMER::integer AS NUMMER "
                       "FROM ggm.HOOFDREKENING")  # fmt: skip
        beheer.execute(f"GRANT SELECT ON ggm.REKENING TO {LEZER}")
        write_bookings(regio, BOEKBLOK + '[tabellen]\nHOOFDREKENING = "rekening"\n')
        uit = spuk(server, "haal", regio, "--soort", "boekingen", map_=regio)
        assert "3 regels van mutaties gelezen: 2 gebruikt, 1 opzij gezet" in uit.stdout, uit.stderr
        beheer.execute("INSERT INTO ggm.REKENING VALUES (1, 4343010)")
        uit = spuk(server, "haal", regio, "--soort", "boekingen", map_=regio)
    assert "6 regels van mutaties gelezen: 0 gebruikt, 6 opzij gezet" in uit.stdout, uit.stderr
    assert "mutatie meer dan eens in de bron" in uit.stdout


def fails(server, regio, *verwacht, **opties):
    voor = snapshot(regio)
    uit = spuk(server, "haal", regio, "--tijdslimiet", 3, map_=regio, **opties)
    assert uit.returncode == 2, uit.stdout + uit.stderr
    assert "Traceback" not in uit.stderr
    for tekst in verwacht:
        assert tekst in uit.stderr
    assert GEHEIM not in uit.stdout + uit.stderr
    assert snapshot(regio) == voor
    return uit.stderr


def test_a_wrong_password(server, regio):
    fout = "een-ander-geheim"
    assert fout not in fails(server, regio, "een geweigerde aanmelding", geheim=fout)
    van = f"postgresql://{LEZER}:{fout}@127.0.0.1:{server.poort}/postgres"
    assert fout not in fails(server, regio, "een wachtwoord in het adres", "PGPASSWORD", van=van)


@pytest.mark.parametrize(
    "van",
    [
        "postgresql://lezer:een@ander@geheim@h/db",
        "postgresql://lezer:geheim-wachtwoord@h:poort/db",
        "postgresql://h/db?wachtwoord=geheim-wachtwoord",
        "mysql://lezer:geheim-wachtwoord@h/db",
    ],
)
def test_a_bad_address_is_not_repeated(server, regio, van):
    stderr = fails(server, regio, van=van)
    assert "geheim" not in stderr.replace("wachtwoord als", "")


@pytest.mark.parametrize(
    "woorden",
    [
        ["haal", "MAP", "postgresql://lezer:geheim@h/db"],
        ["haal", "postgresql://lezer:geheim@h/db"],
        ["haal", "MAP", "--soort", "postgresql://lezer:geheim@h/db"],
    ],
    ids=["loose", "folder", "kind"],
)
def test_an_address_in_the_wrong_place_is_not_repeated(server, regio, woorden):
    uit = spuk(server, *[str(regio) if w == "MAP" else w for w in woorden], map_=regio)
    assert uit.returncode == 2
    assert "--van" in uit.stderr
    assert "geheim" not in uit.stdout + uit.stderr


@pytest.mark.parametrize(
    ("variabele", "gevonden"),
    [
        ("PGSERVICE", "een service die niet in het servicebestand staat"),
        ("PGSSLMODE", "een instelling van de verbinding met een onmogelijke waarde"),
        ("PGPORT", "een instelling van de verbinding met een onmogelijke waarde"),
    ],
)
def test_a_bad_setting_is_told_apart_from_a_server_that_is_away(server, regio, variabele, gevonden):
    assert "geheim" not in fails(server, regio, gevonden, **{variabele: "geheim"})


def test_an_example_is_not_written_over(server, regio):
    uit = spuk(server, "haal", "voorbeeld:westfriesland", map_=regio)
    assert uit.returncode == 2
    assert "spuk nieuw" in uit.stderr


def test_a_moment_is_a_day_on_the_dutch_calendar(server, regio):
    """Views with names that need quotes, and housing as a moment; the session thinks it is in New York."""
    assert spuk(server, "haal", regio, map_=regio).returncode == 0
    eerste = (regio / "personen.csv").read_bytes()
    with psycopg.connect(server.address(), autocommit=True) as beheer:
        beheer.execute('CREATE SCHEMA "Ons DWH"')
        for tabel, kolommen in PERSONEN.items():
            namen = ", ".join(kolommen)
            beheer.execute(f'CREATE VIEW "Ons DWH"."{tabel}" AS SELECT {namen} FROM ggm.{tabel}')
        beheer.execute('CREATE VIEW "Ons DWH"."Wonen (BRP)" AS SELECT NATUURLIJKPERSOON_ID AS "Nummer %", '
                       "DATUM_HUISVESTING::timestamp AT TIME ZONE 'Europe/Amsterdam' AS \"Vanaf:dag\" "
                       "FROM ggm.ASIELSTATUSHOUDER")  # fmt: skip
        beheer.execute(f'GRANT USAGE ON SCHEMA "Ons DWH" TO {LEZER}')
        beheer.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA "Ons DWH" TO {LEZER}')
    kaart = """
schema = "Ons DWH"
huisvesting = { tabel = "Wonen (BRP)", kolom = "Vanaf:dag", persoon = "Nummer %" }
gemeente = { tabel = "ggm.INBURGERAAR", kolom = "EIGEN_GEMEENTE" }
"""
    (regio / "ggm.toml").write_text(kaart, encoding="utf-8")
    uit = spuk(server, "haal", regio, map_=regio, PGTZ="America/New_York")
    assert uit.returncode == 0, uit.stderr
    assert (regio / "personen.csv").read_bytes() == eerste


def test_no_server(server, regio):
    fails(server, regio, "geen antwoord van de server", van="postgresql://127.0.0.1:1/postgres")


def test_no_encryption(server, regio):
    van = f"postgresql://127.0.0.1:{server.poort}/postgres?sslmode=require"
    fails(server, regio, "geen versleutelde verbinding", van=van)


def test_encryption_is_asked_for_and_checked(server, regio):
    sleutel, bewijs = server.map / "data" / "server.key", server.map / "data" / "server.crt"
    opdracht = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=spuk -addext subjectAltName=IP:127.0.0.1"
    paden = ["-keyout", sleutel, "-out", bewijs]
    subprocess.run([need_program("openssl", "openssl"), *opdracht.split(), *paden], check=True, capture_output=True)
    if os.geteuid() == 0:
        shutil.chown(sleutel, BEHEERDER)
    with psycopg.connect(server.address(), autocommit=True) as beheer:
        beheer.execute("ALTER SYSTEM SET ssl = on")
        beheer.execute("SELECT pg_reload_conf()")
        ca = regio.parent / "ca.crt"
        shutil.copy(bewijs, ca)
        van = f"postgresql://127.0.0.1:{server.poort}/postgres?sslmode=verify-full&sslrootcert={ca}"
        try:
            uit = spuk(server, "haal", regio, "--proef", map_=regio, van=van)
            assert uit.returncode == 0, uit.stderr
            # Another name than the certificate has.
            fails(server, regio, "geen versleutelde verbinding", van=van.replace("127.0.0.1", "localhost"))
        finally:
            beheer.execute("ALTER SYSTEM RESET ssl")
            beheer.execute("SELECT pg_reload_conf()")


def test_a_statement_that_takes_too_long(server, regio):
    with psycopg.connect(server.address(), autocommit=True) as beheer:
        beheer.execute("CREATE VIEW ggm.traag AS SELECT p.* FROM ggm.pip p, pg_sleep(20)")
        beheer.execute(f"GRANT SELECT ON ggm.traag TO {LEZER}")
    (regio / "ggm.toml").write_text(KAART + '[tabellen]\nPIP = "traag"\n', encoding="utf-8")
    fails(server, regio, "een vraag die te lang duurde", "binnen 3 seconden")


def test_missing_names_come_all_at_once_with_the_nearest(server, regio):
    extra = '[tabellen]\nPIP = "PIPP"\n[kolommen.LEERROUTE]\nLEERROUTETYPE = "LEERROUTETYP"\n'
    (regio / "ggm.toml").write_text(KAART + extra, encoding="utf-8")
    fails(server, regio, "geen tabel PIPP", "pip", "geen kolom LEERROUTETYP in leerroute", "leerroutetype")


def test_personal_data_cannot_be_mapped(server, regio):
    (regio / "ggm.toml").write_text(KAART.replace("DATUM_HUISVESTING", "DATUMGEBOORTE"), encoding="utf-8")
    fails(server, regio, "persoonsgegevens")


def test_no_rights(server, regio):
    with psycopg.connect(server.address(), autocommit=True) as beheer:
        beheer.execute(f"REVOKE SELECT (DAGTEKENINGPIP) ON ggm.PIP FROM {LEZER}")
        try:
            fails(server, regio, "geen leesrecht op ggm.pip (dagtekeningpip)")
        finally:
            beheer.execute(f"GRANT SELECT (DAGTEKENINGPIP) ON ggm.PIP TO {LEZER}")


def test_a_table_that_is_locked(server, regio):
    with psycopg.connect(server.address()) as beheer:
        beheer.execute("LOCK TABLE ggm.PIP IN ACCESS EXCLUSIVE MODE")
        fails(server, regio, "door een ander proces is vergrendeld")


def test_a_server_that_stops_halfway(server, regio, monkeypatch):
    from finance.fouten import Invoerfout
    from scenarios.ggm import haal
    from scenarios.ggm.oordeel import Beoordelaar
    from scenarios.ggm.sleutel import Pseudoniemen
    from scenarios.ggm.verbinding import parse_address

    adres = parse_address(server.address(LEZER, GEHEIM))
    opdracht = haal.read_order(str(regio), adres, ["trajecten"], False)
    echt, geteld = Beoordelaar.judge, iter(range(10**6))

    def stop_at_the_hundredth(zelf, d, id_):
        if next(geteld) == 100:
            server.stop()
        return echt(zelf, d, id_)

    monkeypatch.setattr(Beoordelaar, "judge", stop_at_the_hundredth)
    voor = snapshot(regio)
    try:
        with pytest.raises(Invoerfout, match="viel weg"):
            haal.fetch(opdracht, adres, Pseudoniemen(b"k" * 32), 10)
    finally:
        server.start()
    assert snapshot(regio) == voor


def test_the_region_has_every_gemeente():
    assert {g.code for g in read_region("voorbeeld:westfriesland").gemeenten} == set(GEMEENTEN)
