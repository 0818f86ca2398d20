"""The kinds of cases: what is bent, which command gets it, and what must hold beside the general rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

from finance.fouten import Invoerfout
from reports.opdrachten import controle
from scenarios.boeken.map import read_folder as read_books
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import decode
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio, choose_scenarios, read_region
from tests.fuzz import grondstof
from tests.fuzz.grondstof import Map, write_folder
from tests.fuzz.oordelen import Uitkomst, count_lines, judge, run, unchanged
from tests.fuzz.wijzigen import DATA, GETALLEN, TEKSTEN, bend
from tests.inleesmap import make_folder

GIF: tuple[tuple[str, str, str], ...] = (
    *(
        ("contracten.csv", "12000,aanname", f"{w},aanname")
        for w in ("-1", "-0.01", "1e9", "1e300", "nan", "999999999999")
    ),
    *(("budgetten.csv", ";10.000,00;", f";{w};") for w in ("-1", "-0,01", "1e11", "99999999999999", "inf")),
    *(("instroom.csv", ",gehuisvest,12,", f",gehuisvest,{w},") for w in ("-1", "1000001", "9" * 40, "12.5", "1e3")),
    *(("formatie.csv", ";1,5;", f";{w};") for w in ("-1", "10001", "nan")),
    *(("taakstelling.csv", ",14,", f",{w},") for w in ("-1", "2000000", "0.5")),
    *(("tellingen.csv", ";24;24;24;", f";{w};24;24;") for w in ("-1", "1000001", "1.000")),
    *(("standen.csv", "8.057,10", w) for w in ("-1", "1e20", "0.500,00")),
    *(("beschikkingen.csv", ",300000,", f",{w},") for w in ("-1", "9" * 20, "nan")),
    *(("trajecten.toml", "aandeel = 1.0", f"aandeel = {w}") for w in ("95", "-0.1", "1.01", "nan", "inf", "1e300")),
    *(("trajecten.toml", "geslaagd = 0.8", f"geslaagd = {w}") for w in ("80", "-1", "nan")),
    *(("trajecten.toml", "gemiddeld = 0", f"gemiddeld = {w}") for w in ("-1", "1000", "nan", "1e300")),
    *(("trajecten.toml", "hoeveelheid = 1", f"hoeveelheid = {w}") for w in ("-1", "1e9", "nan")),
    *(("parameters.toml", 'waarde = "8800"', f'waarde = "{w}"') for w in ("-1", "1e9", "nan", "1e300", "٨٨")),
    *(("parameters.toml", 'waarde = "0.25"', f'waarde = "{w}"') for w in ("25", "-0.1", "1.5")),
    *(("scenarios/proef.toml", "waarde = 0.035", f"waarde = {w}") for w in ("3.5", "-1", "nan", "1e300", "95")),
    *(("scenarios/proef.toml", "waarde = 0.9", f"waarde = {w}") for w in ("95", "-1", "nan", "1e300")),
    *(("scenarios/proef.toml", "factor = 1.15", f"factor = {w}") for w in ("-1", "115", "nan", "1e300")),
    *(("scenarios/proef.toml", "erbij = 5000", f"erbij = {w}") for w in ("-1e9", "1e300", "nan")),
    *(("scenarios/proef.toml", 'veld = "realisatie"', f'veld = "{v}"\n#') for v in ("taakstelling.landelijk.x", "x")),
    *(("scenarios/proef.toml", "personen = 6", f"personen = {w}") for w in ("-6", "1e3", "99999999")),
    *(("scenarios/taal.toml", "erbij = 0.5", f"erbij = {w}") for w in ("1e6", "-100", "nan")),
    *(("scenarios/taal.toml", "waarde = 12500", f"waarde = {w}") for w in ("-1", "1e9", "nan", "1e300")),
    *(("scenarios/taal.toml", "p90 = 14000", f"p90 = {w}") for w in ("-1", "12000", "nan", "1e300")),
    *(("scenarios/taal.toml", "prijspeil = 2026", f"prijspeil = {w}") for w in ("1", "9999", "2026.5")),
    *(("scenarios/taal.toml", "waarde = 0.7", f"waarde = {w}") for w in ("70", "-0.1", "nan")),
    *(("scenarios/taal.toml", "waarde = 0.05", f"waarde = {w}") for w in ("5", "-0.1", "nan")),
    *(("scenarios/taal.toml", "waarde = 0.03", f"waarde = {w}") for w in ("3", "-1", "nan")),
    *(("regio.toml", 'naam = "Opmeer"', f'naam = "Opmeer"\nachterstand = {w}') for w in ("1000000", "-1000000", "1.5")),
    *(("maatregelen.toml", "tot = -10", f"tot = {w}") for w in ("-110", "2000", "nan", "1e300", "-7")),
    *(("maatregelen.toml", "stap = 5\n", f"stap = {w}\n") for w in ("0", "-5", "0.0001", "nan")),
    *(("maatregelen.toml", "kosten_eenmalig = 20000", f"kosten_eenmalig = {w}") for w in ("-1", "1e11", "nan")),
    *(("maatregelen.toml", "verandering = -8", f"verandering = {w}") for w in ("-101", "1901", "nan")),
    *(("maatregelen.toml", "waarden = [0.9, 1.1]", f"waarden = [{w}]") for w in ("115", "-1", "nan", "0.9, 0.9", "''")),
    *(("maatregelen.toml", "tot = 50000", f"tot = {w}") for w in ("1e11", "nan", "50001")),
    *(
        ("verantwoording/ontvangsten.csv", "1.000,00", w)
        for w in ("1e20", "-1e11", "nan", "1,000", "0.500,00", "\u0661")
    ),
    *(("verantwoording/ontvangsten.csv", "31-01-2026", w) for w in ("31-02-2026", "9999-01-01", "2026-13-01", "46053")),
    *(("verantwoording/saldibalans.csv", "3.000,50", w) for w in ("-1", "1e20", "inf", "3,000")),
    *(("verantwoording/saldibalans.csv", "2026;4300", w) for w in ("1926;4300", "2.026;4300", "2026;")),
    *(("rekeningschema.csv", ";6.1;", f";{w};") for w in ("61", "6.1.", "9.9", "=6.1")),
    *(("rekeningschema.csv", ";structureel;", f";{w};") for w in ("vast", "S", "1")),
    *(("duo.csv", "2022-04-01", w) for w in ("2022-02-30", "0022-04-01", "9999-12-30", "01-04-22")),
    *(("begroting.csv", ";120000;", f";{w};") for w in ("1e11", "nan", "120.000", "-1e300")),
    *(("begroting.csv", ";10;", f";{w};") for w in ("-10", "1e10", "inf")),
    *(("doelen.toml", "streef = 0.75", f"streef = {w}") for w in ("75", "-1", "nan")),
)
"""(file, what stands there, a value that cannot have that meaning)."""


@dataclass(frozen=True)
class Geval:
    """One case: what was bent in words, and what is wrong with the outcome."""

    wat: str
    uitkomst: Uitkomst
    fouten: tuple[str, ...]


def _bent(map_: Map, kandidaten: Sequence[str], toeval: Random, meeste: int = 2) -> tuple[Map, list[str]]:
    namen = toeval.sample(sorted(kandidaten), min(toeval.randint(1, meeste), len(kandidaten)))
    return {**map_, **{n: bend(n, map_[n], toeval) for n in namen}}, namen


def _checked(werk: Path, map_: Path, woorden: Sequence[str], namen: Sequence[str]) -> tuple[Uitkomst, list[str]]:
    """A command on bent input: the general rules, and nothing written when it is refused."""
    with unchanged(map_) as changes:
        uitkomst = run(woorden)
        fouten = list(judge(uitkomst, namen))
        fouten += [f"gewijzigd: {c}" for c in changes()]
    if uitkomst.code == 2 and (werk / "uit").exists() and any((werk / "uit").rglob("*")):
        fouten.append("iets geschreven bij eindcode 2")
    return uitkomst, fouten


def region(werk: Path, toeval: Random) -> Geval:
    """A region folder: checked, and computed when it is accepted."""
    keus = toeval.random()
    bron = (
        grondstof.small_region()
        if keus < 0.95
        else grondstof.example("rijssen-holten" if keus < 0.985 else "zevenlinden")
    )
    # The shipped scenarios change no input: one case in ten builds them all, the others their own alone.
    alles = toeval.random() < 0.1
    kandidaten = [n for n in bron if n.endswith((".csv", ".toml")) and not n.startswith("ramingen/")]
    inhoud, namen = _bent(bron, kandidaten, toeval)
    map_ = write_folder(werk / "regio", inhoud)
    with nullcontext() if alles else patch.object(controle, "choose_scenarios", _own_scenarios):
        uitkomst, fouten = _checked(werk, map_, ["controleer", str(map_)], namen)
    if uitkomst.code == 0 and not fouten:
        fouten += _same_rows(map_, inhoud)
        if toeval.random() < 0.08 and bron is grondstof.small_region():
            na, erbij = _checked(
                werk, map_, ["raming", str(map_), "--verwacht", "--stil", "--uit", str(werk / "uit")], namen
            )
            fouten += erbij
            if na.code not in (0, 1) and not erbij:
                fouten.append(f"controleer zegt goed, raming weigert: {na.tekst[:300]}")
    return Geval(f"regiomap {namen}", uitkomst, tuple(fouten))


def _own_scenarios(regio: Regio, namen: Sequence[str], alle: bool) -> Sequence[Scenario]:
    meegeleverd = {p.stem for p in (data_path() / "scenarios").glob("*.toml")}
    return [s for s in choose_scenarios(regio, namen, alle) if s.naam not in meegeleverd]


def _same_rows(map_: Path, inhoud: Map) -> Iterator[str]:
    regio = read_region(str(map_))
    gelezen = {
        "contracten.csv": len(regio.contracten) - count_lines(inhoud.get("formatie.csv", b"")),
        "taakstelling.csv": len(regio.taakstellingen),
        "personen.csv": len(regio.personen),
    }
    if not any(b.bron.endswith("naar inwoners") or b.cbs_code == "NL" for b in regio.budgetten):
        gelezen["budgetten.csv"] = len(regio.budgetten)
    for naam, aantal in gelezen.items():
        regels = count_lines(inhoud.get(naam, b""))
        # An amount for the whole country becomes one row per gemeente.
        if naam == "budgetten.csv" and b"NL" in inhoud[naam]:
            continue
        if aantal != regels:
            yield f"{naam}: {regels} regels, {aantal} gelezen"


def poison(werk: Path, toeval: Random) -> Geval:
    """A value outside its meaning must be refused, in whichever file it stands."""
    naam, oud, nieuw = toeval.choice(GIF)
    bron = grondstof.small_region()
    tekst = bron[naam].decode()
    plekken = tekst.count(oud)
    assert plekken, (naam, oud)
    delen = tekst.split(oud)
    plek = toeval.randrange(plekken) + 1
    inhoud = {**bron, naam: (oud.join(delen[:plek]) + nieuw + oud.join(delen[plek:])).encode()}
    map_ = write_folder(werk / "regio", inhoud)
    uitkomst, fouten = _checked(werk, map_, ["controleer", str(map_)], [naam])
    if uitkomst.code != 2 and not uitkomst.fout:
        fouten.append(f"aanvaard: {nieuw} in {naam}")
    return Geval(f"gif {naam}: {nieuw[:60]}", uitkomst, tuple(fouten))


def books(werk: Path, toeval: Random) -> Geval:
    """Booking files: text three times, a sheet once."""
    soort = toeval.choice(("csv", "csv", "punt", "xlsx"))
    bron = grondstof.books(soort)
    boekingen = [n for n in bron if "/boekingen/" in n]
    rest = [n for n in bron if n.startswith("verantwoording/") and n not in boekingen]
    inhoud, namen = _bent(bron, boekingen if toeval.random() < 0.85 else rest, toeval, 1)
    map_ = write_folder(werk / "regio", inhoud)
    uitkomst, fouten = _checked(werk, map_, ["boekingen", str(map_), "--jaar", "2023"], namen)
    if uitkomst.code in (0, 1) and not fouten and soort != "xlsx":
        try:
            gelezen = read_books(str(map_)).boekingen
        except Invoerfout as fout:
            fouten.append(f"de ene keer goed, de andere keer niet: {fout}")
        else:
            weg = sum(w.aantal for lijst in gelezen.weggelaten.values() for w in lijst)
            regels = sum(count_lines(inhoud[n]) for n in boekingen)
            # What holds nothing but separators or quotes may be told as a row without an amount.
            meeste = sum(count_lines(inhoud[n], leeg="") for n in boekingen)
            if not regels <= len(gelezen.tabel) + weg <= meeste and b"\x00" not in inhoud[boekingen[0]]:
                fouten.append(f"{regels} regels, {len(gelezen.tabel)} boekingen en {weg} weggelaten")
    return Geval(f"boekingen {soort} {namen}", uitkomst, tuple(fouten))


def workbook(werk: Path, toeval: Random) -> Geval:
    """The workbook in place of a region folder, or two sheets in one."""
    heel = toeval.random() < 0.6
    bron = grondstof.workbook() if heel else grondstof.sheets()
    inhoud, namen = _bent(bron, [n for n in bron if n.endswith(".xlsx")], toeval)
    map_ = write_folder(werk / "regio", inhoud)
    uitkomst, fouten = _checked(werk, map_, ["controleer", str(map_ / "invoer.xlsx" if heel else map_)], namen)
    return Geval(f"werkboek {namen}", uitkomst, tuple(fouten))


def ledger(werk: Path, toeval: Random) -> Geval:
    """An export that nobody described: looked at, and put in the books when nothing is doubtful."""
    inhoud, namen = _bent(bron := grondstof.exports(toeval.randrange(4)), list(bron), toeval)
    pad = werk / "export" / namen[0]
    write_folder(pad.parent, inhoud)
    map_ = make_folder(werk / "regio")
    woorden = ["inlezen", str(map_), str(pad), "--jaar", "2025", "--gemeente", "Amersfoort", "--ja"]
    with unchanged(map_) as changes:
        uitkomst = run(woorden)
        fouten = list(judge(uitkomst, namen))
        if uitkomst.code == 2:
            fouten += [f"gewijzigd: {c}" for c in changes()]
    if uitkomst.code == 0 and not uitkomst.fout:
        na = run(["boekingen", str(map_), "--jaar", "2025"])
        fouten += judge(na, namen)
        if na.code not in (0, 1) and not na.fout:
            fouten.append(f"ingelezen, en daarna geweigerd: {na.tekst[:300]}")
    return Geval(f"inlezen {namen}", uitkomst, tuple(fouten))


def result(werk: Path, toeval: Random) -> Geval:
    """A kept result, compared with one that is whole; or a closed year, with the books it stands beside."""
    if toeval.random() < 0.4:
        bron = grondstof.closed_books()
        inhoud, namen = _bent(bron, [n for n in bron if n.endswith(".json")], toeval)
        map_ = write_folder(werk / "regio", inhoud)
        woorden = ["verantwoording", str(map_), "--jaar", "2023", "--stil", "--uit", str(werk / "uit")]
        uitkomst, fouten = _checked(werk, map_, woorden, namen)
        return Geval("gesloten jaar", uitkomst, tuple(fouten))
    inhoud, namen = _bent(grondstof.results(), ["b.json"], toeval)
    map_ = write_folder(werk / "regio", inhoud)
    woorden = ["vergelijk", str(map_ / "a.json"), str(map_ / "b.json"), "--uit", str(werk / "uit")]
    uitkomst, fouten = _checked(werk, map_, woorden, namen)
    return Geval("resultaat", uitkomst, tuple(fouten))


_JAAR: dict[str, tuple[str, ...]] = {
    "kalender": ("--op", "2026-03-01"),
    "journaal": ("--jaar", "2026"),
    "iv3": ("--jaar", "2026"),
    "sisa": ("--jaar", "2026"),
    "dossier": ("--jaar", "2025"),
    "wijziging": ("--jaar", "2026", "--trekkingen", "20"),
    "jaarovergang": (),
    "verantwoording": ("--jaar", "2026"),
    "sluit": ("--jaar", "2026"),
    "controleer": (),
}
"""The commands for the course of a year, with what they ask."""
_SCHRIJFT = {"journaal", "iv3", "sisa", "dossier", "wijziging", "verantwoording"}


def year(werk: Path, toeval: Random) -> Geval:
    """Closed years, their log, and what the commands of a year read beside the books."""
    bron = grondstof.year_books()
    los = ("rekeningschema.csv", "begroting.csv", "budgetten.csv", "formatie.csv", "beschikkingen.csv", "regio.toml")
    kandidaten = [n for n in bron if n.startswith("verantwoording/") or n in los]
    inhoud, namen = _bent(bron, kandidaten, toeval)
    map_ = write_folder(werk / "regio", inhoud)
    opdracht = toeval.choice(sorted(_JAAR))
    woorden = [opdracht, str(map_), *_JAAR[opdracht]]
    woorden += ["--uit", str(werk / "uit")] if opdracht in _SCHRIJFT else []
    if opdracht != "sluit":
        uitkomst, fouten = _checked(werk, map_, woorden, namen)
    else:
        with unchanged(map_) as changes:
            uitkomst = run(woorden)
            fouten = list(judge(uitkomst, namen))
            fouten += [f"gewijzigd: {c}" for c in changes() if uitkomst.code == 2]
    if opdracht == "controleer" and uitkomst.code == 0:
        # A closed year that is another, or of which the log is gone, is told.
        raak = [n for n in namen if re.search(r"gesloten/\d{4}\.json$|logboek\.csv$", n)]
        anders = [n for n in raak if _log_differs(n, bron[n], inhoud[n])]
        if anders and "logboek.csv staat niet in voor" not in " ".join(uitkomst.tekst.split()):
            fouten.append(f"niet gemerkt: {anders}")
    return Geval(f"jaar {opdracht} {namen}", uitkomst, tuple(fouten))


def _log_differs(naam: str, oud: bytes, nieuw: bytes) -> bool:
    """Whether a closed year says something else, or its log no longer has the lines that vouch for one."""
    if naam.endswith(".json"):
        return decode(oud).replace("\r\n", "\n") != decode(nieuw).replace("\r\n", "\n")
    voor, na = (set(re.findall(rb"gesloten;(\d{4});.*;([0-9a-f]{64})\b", tekst)) for tekst in (oud, nieuw))
    return not voor <= na


def mapping(werk: Path, toeval: Random) -> Geval:
    """The mapping of the GGM; there is no database, which is the last thing that is told."""
    inhoud, namen = _bent(grondstof.mapping(), ["ggm.toml"], toeval)
    map_ = write_folder(werk / "regio", inhoud)
    woorden = [
        "haal",
        str(map_),
        "--proef",
        "--van",
        "postgresql://127.0.0.1:1/niets",
        "--sleutel",
        str(werk / "sleutel"),
    ]
    uitkomst, fouten = _checked(werk, map_, woorden, namen)
    if uitkomst.code != 2 and not uitkomst.fout:
        fouten.append("geen database, en toch geen eindcode 2")
    return Geval("ggm.toml", uitkomst, tuple(fouten))


_OPTIES: dict[str, tuple[str, ...]] = {
    "toets": ("--trekkingen", "--zaad", "--zekerheid", "--gemeente", "--scenario"),
    "volumes": ("--trekkingen", "--zaad", "--gemeente", "--bekend-op", "--per"),
    "taakstelling": ("--halfjaar", "--op"),
    "parameters": ("--op",),
    "verantwoording": ("--jaar",),
    "boekingen": ("--jaar",),
    "beschikking": ("--jaar", "--gemeente"),
    "jaarbeeld": ("--jaar", "--gemeente", "--scenario"),
    "voortgang": ("--van", "--tot"),
    "aansluiting": ("--jaar", "--gemeente"),
}
_ZONDER_MAP = {"taakstelling", "parameters"}
_MET_UIT = {"verantwoording", "voortgang", "aansluiting"}


def command_line(werk: Path, toeval: Random) -> Geval:
    """Odd values of options, on input that is right."""
    opdracht = toeval.choice(sorted(_OPTIES))
    map_ = write_folder(werk / "regio", grondstof.small_region())
    woorden = [opdracht, *([] if opdracht in _ZONDER_MAP else [str(map_)])]
    if opdracht in ("toets", "volumes"):
        woorden += ["--trekkingen", "20"]
    for optie in toeval.sample(_OPTIES[opdracht], toeval.randint(1, min(2, len(_OPTIES[opdracht])))):
        if optie != "--trekkingen":
            woorden += [optie, toeval.choice((*GETALLEN, *DATA, *TEKSTEN, "2026", "2.026", "2023", "90%", "2026H1"))]
        else:
            woorden += [optie, toeval.choice(("1", "2", "1.000", "-5", "x", "2e1", "\u0662"))]
    if opdracht in _MET_UIT:
        woorden += ["--uit", str(werk / "uit")]
    uitkomst, fouten = _checked(werk, map_, woorden, [])
    return Geval(f"opdracht {' '.join(w[:40] for w in woorden[1:] if w != str(map_))}", uitkomst, tuple(fouten))


_ZET = (
    ("bedrag_gezin", "745,00", "--van", "2029-01-01", "--status", "raming"),
    ("taakstelling", "12.600", "--halfjaar", "2026H2", "--bekend-op", "2026-10-01", "--status", "vastgesteld"),
)


def national(werk: Path, toeval: Random) -> Geval:
    """The national data: a download or a file of our own columns taken in, or a data folder that is bent itself."""
    erbij = toeval.random() < 0.6
    bron = grondstof.downloads() if erbij else grondstof.national()
    inhoud, namen = _bent(bron, list(bron), toeval, 1)
    uit_bron = write_folder(werk / "bron", {namen[0]: inhoud[namen[0]]}) / namen[0]
    map_ = write_folder(werk / "gegevens", grondstof.national() if erbij else inhoud)
    bij = ["gegevens", "bij", str(uit_bron), "--bekend-op", "2026-10-01", "--map", str(map_)]
    zet = ["gegevens", "zet", *toeval.choice(_ZET), "--bron", "proef", "--map", str(map_)]
    toon = ["gegevens", "--gegevens", str(map_)]
    woorden = bij if erbij else toeval.choice((zet, toon))
    with unchanged(map_) as changes:
        uitkomst = run(woorden)
        fouten = list(judge(uitkomst, namen))
        fouten += [f"gewijzigd: {c}" for c in changes() if uitkomst.code == 2 or woorden is toon]
    if uitkomst.code == 0 and not fouten:
        na = run(toon)
        fouten += [*judge(na, namen), *([f"opgenomen, en daarna geweigerd: {na.tekst[:300]}"] * (na.code != 0))]
        if erbij and namen[0] in grondstof.national() and namen[0].endswith(".csv"):
            gezegd = sum(map(int, re.findall(r"(\d+) (?:erbij|vervangen)", uitkomst.tekst)))
            if gezegd != (regels := count_lines(inhoud[namen[0]])):
                fouten.append(f"{regels} regels, {gezegd} opgenomen")
    return Geval(f"gegevens {woorden[1][:9]} {namen}", uitkomst, tuple(fouten))


SOORTEN: dict[str, Callable[[Path, Random], Geval]] = {
    "regiomap": region,
    "boekingen": books,
    "betekenis": poison,
    "inlezen": ledger,
    "werkboek": workbook,
    "resultaat": result,
    "ggm": mapping,
    "jaar": year,
    "opdrachtregel": command_line,
    "gegevens": national,
}
"""Name -> the kind; each case gets a folder of its own and a source of chance that follows from seed and number."""
