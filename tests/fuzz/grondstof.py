"""What the fuzzer bends: small inputs that are right, each as path in its folder -> content."""

from __future__ import annotations

import re
import tempfile
from functools import lru_cache
from pathlib import Path

import xlsxwriter
from click.testing import CliRunner

from cli import main
from reports.invoer.omzetten import to_workbook
from scenarios.grond.gegevens import data_path
from tests.huisregels import ROOT
from tests.hulp_handregio import book_settings, write_bookings, write_region
from tests.hulp_jaar import at_one_moment
from tests.regiomap import KOP, make_region

Map = dict[str, bytes]

_BIJ = {
    "scenarios/proef.toml": """naam = "proef"
[[wijziging]]
veld = "parameter.index_contract"
vanaf = 2026-01-01
waarde = 0.035
[[wijziging]]
veld = "realisatie"
vanaf = 2027-01-01
waarde = 0.9
[[wijziging]]
veld = "prijs.leerroute_b1"
vanaf = 2027-01-01
factor = 1.15
[[wijziging]]
veld = "gemeentefonds"
vanaf = 2027-01-01
erbij = 5000
gemeenten = ["Opmeer"]
[[gebeurtenis]]
soort = "boeggolf"
vanaf = 2027-01-01
tot = 2027-07-01
personen = 6
toelichting = "AZC"
""",
    "scenarios/taal.toml": """naam = "taal"
[[wijziging]]
veld = "fte"
vanaf = 2027-01-01
erbij = 0.5
[[wijziging]]
veld = "prijs.leerroute_b1"
vanaf = 2027-01-01
waarde = 12500
p10 = 11500
p90 = 14000
prijspeil = 2026
[[wijziging]]
veld = "geslaagd.b1"
vanaf = 2027-01-01
waarde = 0.7
[[wijziging]]
veld = "korting"
vanaf = 2027-01-01
waarde = 0.05
[[wijziging]]
veld = "index.prijzen"
vanaf = 2027-01-01
waarde = 0.03
""",
    "formatie.csv": "functie;fte;prijs;voorziening;van;tot;status;bron\nklantmanager;1,5;90.000,00;beleid_inkoop;"
    "01-01-2024;;aanname;test\n",
    "taakstelling.csv": "halfjaar,cbs_code,gemeente,aantal,bekend_op,status,bron\n"
    "2026H2,GM0432,Opmeer,14,2026-04-01,vastgesteld,test\n2027H1,GM0432,Opmeer,15,2026-10-01,vastgesteld,test\n",
    "tellingen.csv": "jaar;cbs_code;soort;cohort_t;cohort_t1;cohort_t2;gezin;aia;bron\n"
    "2024;GM0432;definitief;24;24;24;0;0;test\n",
    "standen.csv": "jaar;cbs_code;uitkering;besteding;reservering_begin;reservering_eind\n"
    "2022;GM0432;8.057,10;5.000,00;0;3.057,10\n",
    "begroting.csv": "jaar;cbs_code;gemeente;soort;besluit;datum;post;bedrag;aantal;aard;status;bron\n"
    "2026;GM0432;Opmeer;primitief;;;leerroute_b1;120000;10;structureel;vastgesteld;test\n"
    "2026;GM0432;Opmeer;wijziging;eerste;2026-04-01;leerroute_b1;-5000;;structureel;vastgesteld;test\n",
    "personen.csv": "id;cbs_code;doelgroep;huisvesting;plichtig;intake;pip;leerroute;start;einde;uitkomst\n"
    "P1;GM0432;gezinsmigrant;2022-03-01;ja;2022-04-01;2022-05-01;b1;2022-06-01;2024-01-15;geslaagd\n"
    "P2;GM0432;gezinsmigrant;2022-09-01;ja;;;;;;\n",
    "duo.csv": "id;datum;gebeurtenis\nP1;2022-04-01;SS139\n",
    "rekeningschema.csv": "rol;uitkering;cbs_code;gemeente;grootboek;kostenplaats;taakveld;categorie;aard;status;bron\n"
    "bank;;;;1010;;;A23;structureel;vastgesteld;test\n"
    "leerroute_b1;;GM0432;Opmeer;4343001;6130041;6.1;3.4.1;structureel;aanname;test\n",
    "doelen.toml": '[[doel]]\nnaam = "b1"\nlabel = "B1"\nsoort = "voldaan"\nstreef = 0.75\nmaanden = 36\n'
    'status = "aanname"\nbron = "test"\n',
    "maatregelen.toml": """[[maatregel]]
naam = "prijs"
soort = "prijs"
wat = "leerroute_b1"
vanaf = 2027-01-01
tot = -10
stap = 5
kosten_eenmalig = 20000
status = "aanname"
bron = "test"
[[maatregel]]
naam = "inkoop"
soort = "aanbesteding"
wat = "leerroute_b1"
data = [2027-01-01, 2027-07-01]
verandering = -8
status = "aanname"
bron = "test"
[[maatregel]]
naam = "plaatsing"
soort = "veld"
wat = "realisatie"
wijze = "factor"
vanaf = 2027-01-01
waarden = [0.9, 1.1]
kosten_per_jaar = 500
status = "aanname"
bron = "test"
[[maatregel]]
naam = "eigen geld"
soort = "eigen_geld"
vanaf = 2027-01-01
tot = 50000
stap = 25000
status = "aanname"
bron = "test"
""",
    "verantwoording/ontvangsten.csv": "datum;cbs_code;gemeente;uitkering;bedrag;omschrijving;stuknummer;bron\n"
    "31-01-2026;GM0432;Opmeer;spuk;1.000,00;voorschot;B1;test\n28-02-2026;GM0432;Opmeer;;-12,50;terug;B2;test\n",
    "verantwoording/saldibalans.csv": "jaar;rekening;debet;credit;boekbestand;omschrijving;bron\n"
    "2026;4300;3.000,50;100,00;boekingen/2026.csv;taal;test\n",
    "verantwoording/vertaling.csv": "waarde;voorziening;kolom;pot;gemeente;reden\n4399*;pvt;grootboek;;Opmeer;test\n"
    "4398;;grootboek;overig;;hoort elders\n",
    "verantwoording/boekingsregels.csv": "code;grootboek;pot;naar_voorziening;btw;reden\nX1;4397*;spuk;pvt;;test\n"
    "X2;4396*;gemeentefonds;;compensabel;uitvoering\n",
    "gegevens/bevolking.csv": "cbs_code;gemeente;jaar;inwoners;status;bron\nGM0432;Opmeer;2027;12500;raming;test\n",
    "gegevens/taakstelling.csv": "halfjaar;bekend_op;aantal;status;bron\n2027H1;2026-10-01;12000;raming;test\n",
    "gegevens/herindelingen.csv": "datum;oude_code;oude_naam;nieuwe_code;nieuwe_naam;status;bron\n"
    "2028-01-01;GM0498;Drechterland;GM0388;Enkhuizen;raming;test\n",
    "profielen/eigen.toml": 'naam = "eigen"\nlabel = "Eigen"\nbron = "test"\neenheid = "euro"\n',
}


def read_folder(map_: Path) -> Map:
    """Every file of a folder."""
    return {p.relative_to(map_).as_posix(): p.read_bytes() for p in sorted(map_.rglob("*")) if p.is_file()}


def write_folder(map_: Path, inhoud: Map) -> Path:
    """The folder on disk."""
    for naam, deel in inhoud.items():
        doel = map_ / naam
        doel.parent.mkdir(parents=True, exist_ok=True)
        doel.write_bytes(deel)
    return map_


@lru_cache
def small_region() -> Map:
    """One gemeente with every file that a region folder can hold, books included."""
    with tempfile.TemporaryDirectory() as naam:
        map_ = write_region(Path(naam))
        # Counts of gezinsmigranten come from the records.
        regels = (map_ / "instroom.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        (map_ / "instroom.csv").write_text("".join(r for r in regels if "gezinsmigrant" not in r), encoding="utf-8")
        (map_ / "verantwoording").mkdir()
        (map_ / "verantwoording" / "verantwoording.toml").write_text(book_settings([2026]), encoding="utf-8")
        write_bookings(map_, 2026, {"31-03": "1.000,00", "30-06": "2.000,50", "30-09": "-100,00"})
        return read_folder(write_folder(map_, {n: t.encode() for n, t in _BIJ.items()}))


@lru_cache
def template() -> bytes:
    """A SiSa template as a region may have its own."""
    return (data_path() / "sisa" / "2026.toml").read_bytes()


@lru_cache
def example(naam: str) -> Map:
    """A shipped example."""
    return read_folder(data_path() / "regios" / naam)


_BOEKINGEN = [
    "31-03-2023;Hoorn;4343001 Taal;leerroute_b1;asielstatushouder;b1;1.000,00;210,00;Termijn 1;F1",
    "30-04-2023;Medemblik;4343001 Taal;leerroute_b1;asielstatushouder;b1;2.500,50;;Termijn 2;F2",
    '01-05-2023;Hoorn;4343002;leerroute_z;gezinsmigrant;z;12,34;;"Les; ochtend";F3',
    "15-05-2023;Hoorn;4343006;tolken;;;300,00;63,00;Tolk;F4",
    '20-06-2023;Medemblik;4343003;pvt;;;75,25;;"Pvt ""kort""";F5',
    "30-11-2022;Hoorn;4343003;pvt;;;80,00;;Oud jaar;F6",
]


@lru_cache
def books(soort: str) -> Map:
    """Two gemeenten with an export of one kind: csv, komma (with commas), or xlsx."""
    with tempfile.TemporaryDirectory() as naam:
        map_ = Path(naam)
        tekst = "\n".join([KOP, *_BOEKINGEN, ""])
        if soort == "xlsx":
            make_region(map_, _as_sheet(tekst), "b.xlsx")
        elif soort == "punt":
            # Amounts with a decimal point and a comma between fields.
            rijen = [r.replace(".", "").replace(",", ".") if i else r for i, r in enumerate([KOP, *_BOEKINGEN[:2]])]
            make_region(map_, "\n".join(rijen).replace(";", ",") + "\n")
        else:
            make_region(map_, tekst)
        return read_folder(map_)


def _as_sheet(tekst: str) -> bytes:
    with tempfile.TemporaryDirectory() as naam:
        pad = Path(naam) / "b.xlsx"
        boek = xlsxwriter.Workbook(str(pad))
        blad = boek.add_worksheet("Export")
        for r, regel in enumerate(tekst.splitlines()):
            for k, cel in enumerate(regel.replace('"Les; ochtend"', "Les").split(";")):
                if r and re.fullmatch(r"-?[0-9.]*[0-9],[0-9]{2}", cel):
                    blad.write_number(r, k, float(cel.replace(".", "").replace(",", ".")))
                else:
                    blad.write_string(r, k, cel)
        boek.close()
        return pad.read_bytes()


@lru_cache
def workbook() -> Map:
    """The small region as one workbook."""
    with tempfile.TemporaryDirectory() as naam:
        inhoud = {
            n: d for n, d in small_region().items() if not n.startswith(("verantwoording/", "profielen/", "gegevens/"))
        }
        map_ = write_folder(
            Path(naam) / "regio", {n: d for n, d in inhoud.items() if n not in ("personen.csv", "duo.csv")}
        )
        to_workbook(str(map_), Path(naam) / "invoer.xlsx")
        return {"invoer.xlsx": (Path(naam) / "invoer.xlsx").read_bytes()}


@lru_cache
def sheets() -> Map:
    """The small region with records and counts on a sheet instead of in text."""
    inhoud = small_region()
    als_blad = {n: _as_sheet(inhoud[n].decode().replace(",", ";")) for n in ("personen.csv", "instroom.csv")}
    rest = {n: d for n, d in inhoud.items() if n not in als_blad}
    return {**rest, **{n.replace(".csv", ".xlsx"): d for n, d in als_blad.items()}}


_EXPORTS = (
    "Boekdatum;Kostenplaats;Kostensoort;Omschrijving;Bedrag;Stuknummer\n15-01-2025;6130041;438100;Leerroute B1;"
    "12.500,00;1\n28-02-2025;6130047;438100;Tolken;350,00;2\n31-03-2025;6130044;438100;Pvt;85,71;3\n"
    ";;;Totaal;12.935,71;\n",
    "Export grootboek\n\nDatum,Rekening,Debet,Credit,Document,Tekst\n2025-01-15,6130041,12500.00,,A1,B1\n"
    "2025-02-28,6130047,350.00,,A2,Tolken\n2025-03-31,6130044,85.71,,A3,pvt\n",
    "Boekjaar\tPeriode\tGrootboek\tBedrag in EUR\tD/C\tStuk\n2025\t1\t6130041\t12500,00\tD\t1\n"
    "2025\t2\t6130047\t350,00\tC\t2\n",
)


def exports(soort: int) -> Map:
    """An export of a ledger that nobody described yet, as text or as a sheet."""
    tekst = _EXPORTS[soort % len(_EXPORTS)]
    if soort >= len(_EXPORTS):
        return {"gl.xlsx": _as_sheet(_EXPORTS[0])}
    return {"gl.csv": tekst.encode()}


@lru_cache
def results() -> Map:
    """Two results of the small region."""
    with tempfile.TemporaryDirectory() as naam:
        map_ = write_folder(Path(naam) / "regio", small_region())
        uit = {}
        for wat, woorden in (("a", ()), ("b", ("--scenario", "proef"))):
            opdracht = ["raming", str(map_), "--verwacht", "--stil", *woorden, "--uit", str(Path(naam) / wat)]
            gelopen = CliRunner().invoke(main, opdracht)
            assert gelopen.exit_code == 0, gelopen.output
            uit[f"{wat}.json"] = (Path(naam) / wat / "raming.json").read_bytes()
        return uit


@lru_cache
def closed_books() -> Map:
    """Books of which one year is closed on purpose."""
    with tempfile.TemporaryDirectory() as naam:
        december = _BOEKINGEN[0].replace("31-03", "31-12").replace("F1", "F9")
        map_ = make_region(Path(naam), "\n".join([KOP, *_BOEKINGEN[:2], december, ""]))
        gelopen = CliRunner().invoke(main, ["sluit", str(map_), "--jaar", "2023", "--wie", "test", "--stil"])
        assert gelopen.exit_code in (0, 1), gelopen.output
        return read_folder(map_)


@lru_cache
def year_books() -> Map:
    """The small region with four booked years of which three are closed, rolled into the fourth, and a template."""
    with tempfile.TemporaryDirectory() as naam:
        map_ = write_folder(Path(naam) / "regio", {**small_region(), "verantwoording/sisa/2026.toml": template()})
        jaren = range(2023, 2027)
        (map_ / "verantwoording" / "verantwoording.toml").write_text(book_settings(jaren), encoding="utf-8")
        for jaar in jaren:
            write_bookings(map_, jaar, {"31-03": "1.000,00", "30-09": "-100,00", "31-12": "2.000,50"})
        saldi = "".join(f"{j};4300;3.000,50;100,00;boekingen/{j}.csv\n" for j in jaren)
        kop = "jaar;rekening;debet;credit;boekbestand\n"
        (map_ / "verantwoording" / "saldibalans.csv").write_text(kop + saldi, encoding="utf-8")
        besluiten = "".join(f"{j},GM0432,voorlopig,{j - 1}-10-01,300000,test\n" for j in jaren)
        kop = "jaar,cbs_code,soort,datum,bedrag,bron\n"
        (map_ / "beschikkingen.csv").write_text(kop + besluiten, encoding="utf-8")
        # The moment is in the files: with one that stands, a case is the same whenever it is tried.
        with at_one_moment():
            for woorden in (*(("sluit", "--jaar", str(j)) for j in jaren[:3]), ("jaarovergang", "--ja")):
                gelopen = CliRunner().invoke(main, [woorden[0], str(map_), *woorden[1:], "--wie", "test", "--stil"])
                assert gelopen.exit_code in (0, 1), gelopen.output
        return read_folder(map_)


_OVERZICHT = (
    "Overzicht taakstelling\n\nGemeente;Provincie;Taakstelling 2026-II;Taakstelling 2027-I\n"
    "Den Helder;Noord-Holland;40;44\nSchagen;Noord-Holland;34;37\n"
    "Totaal Noord-Holland;;1.900;2.000\nTotaal;;12.500;13.750\n"
)
_EIGEN = {
    "bevolking.csv": "cbs_code;gemeente;jaar;inwoners;status;bron\nGM0400;Den Helder;2026;57000;vastgesteld;CBS\n"
    "GM0441;Schagen;2026;48100;vastgesteld;CBS\nGM0441;Schagen;2027;48400;raming;CBS\n",
    "taakstelling.csv": "halfjaar,bekend_op,aantal,status,bron\n2026H2,2026-04-01,12500,vastgesteld,IND\n"
    "2027H1,2026-10-01,13750,raming,IND\n",
    "taakstelling_gemeenten.csv": "halfjaar;cbs_code;gemeente;aantal;bekend_op;status;bron\n"
    "2026H2;GM0400;Den Helder;40;01-04-2026;vastgesteld;IND\n2026H2;GM0441;Schagen;34;01-04-2026;vastgesteld;IND\n",
    "herindelingen.csv": "datum,oude_code,oude_naam,nieuwe_code,nieuwe_naam,status,bron\n"
    "2027-01-01,GM0400,Den Helder,GM2001,Kop van Holland,raming,proef\n"
    "2027-01-01,GM0441,Schagen,GM2001,Kop van Holland,raming,proef\n",
    "parameters.toml": '[[bedrag_gezin.waarde]]\nvanaf = 2027-01-01\nwaarde = "731.00"\nstatus = "raming"\n'
    'bron = { titel = "proef" }\n\n[[index_contract.waarde]]\nvanaf = 2028-01-01\nwaarde = "0.02"\n'
    'status = "aanname"\nbron = { titel = "proef" }\n',
}


@lru_cache
def national() -> Map:
    """A data folder with every file that it may hold."""
    return {naam: tekst.encode() for naam, tekst in _EIGEN.items()}


@lru_cache
def downloads() -> Map:
    """What comes into a data folder: StatLine in its five shapes, an overview as text and as a sheet, own columns."""
    statline = {p.name: p.read_bytes() for p in (ROOT / "tests" / "data" / "statline").iterdir()}
    # A value of a day that is there already is refused.
    later = {"parameters.toml": national()["parameters.toml"].replace(b"vanaf = 202", b"vanaf = 203")}
    overzicht = {"overzicht.csv": _OVERZICHT.encode(), "overzicht.xlsx": _as_sheet(_OVERZICHT)}
    return {**statline, **overzicht, **national(), **later}


@lru_cache
def mapping() -> Map:
    """A region folder with a mapping of the GGM."""
    kaart = """schema = "ggm"
gemeente_vast = "GM0432"
[huisvesting]
tabel = "ASIELSTATUSHOUDER"
kolom = "DATUM_HUISVESTING"
[tabellen]
LEERROUTE = "dwh.LEERROUTE"
[kolommen.LEERROUTE]
LEERROUTETYPE = "SOORT"
[codes.leerroute]
"B1 kort" = "b1"
[codes.ja_nee]
X = "ja"
[boekingen]
jaren = [2023, 2024]
hoofdrekeningen = ["4343010"]
gemeente = "GM0432"
[boekingen.voorzieningen]
"4343010" = "leerroute_b1"
"""
    return {**small_region(), "ggm.toml": kaart.encode()}
