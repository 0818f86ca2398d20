"""Reading a workbook (xlsx, xlsm or ods): the rows of every table with their cells, and every problem by its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from finance.fouten import Invoerfout, Melding, suggest
from scenarios.grond.bladdetails import LegeFormule
from scenarios.grond.werkboekbestand import is_error, open_workbook, read_sheet
from scenarios.regiomap.land.landsgegevens import Landsgegevens, shipped
from scenarios.werkboek.bladen import AANNAMES, BLADEN, LIJSTEN, TABELLEN, TEKST
from scenarios.werkboek.kolommen import Inhoud, Invoertabel, Regel, Veld
from scenarios.werkboek.sjabloon import read_templates
from scenarios.werkboek.soorten import Celfout, Omgeving, Waarde, clean
from scenarios.werkboek.standaarden import complete

_KOPIE = re.compile(r"[ _-]*(\(\d+\)|copy\d*|kopie)$", re.IGNORECASE)
_HALFJAREN = re.compile(r"(\d{4})(?:H([12]))?(?:\s*(?:-|t/m|–)\s*(\d{4})(?:H([12]))?)?$", re.IGNORECASE)
MINSTENS = 3
"""Heads that make a row the head of a table: fewer may be words that stand there by chance"""
Cellen = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Boek:
    """What a workbook says: its rows, and how the text files looked that it was made from."""

    pad: Path
    inhoud: Inhoud
    sjablonen: Mapping[str, bytes]
    meldingen: tuple[Melding, ...] = ()


@dataclass(frozen=True)
class Ligging:
    """Where a table lies: its head, its columns (or the periods that stand across), and its rows; numbers from 0."""

    kop: int
    kolommen: Mapping[int, Veld | tuple[Waarde, ...]]
    rijen: Sequence[int]


@dataclass
class _Lezer:
    """Collects the problems of one workbook while its tables are read."""

    naam: str
    bladen: Mapping[str, Cellen]
    """Sheet name in small letters -> cells"""
    omgeving: Omgeving
    meldingen: list[Melding] = field(default_factory=list)

    def complain(self, blad: str, cel: str, gevonden: object, verwacht: str, herstel: str = "") -> None:
        waar = f"blad {blad}, cel {cel}" if cel else f"blad {blad}"
        self.meldingen.append(Melding(self.naam, waar, str(gevonden), verwacht, herstel))

    def value(self, blad: str, kolom: Veld, cel: object, adres: str) -> Waarde:
        if is_error(cel):
            self.complain(blad, adres, cel, "een waarde", "De formule in deze cel geeft een fout; verbeter haar.")
            return None
        if isinstance(cel, LegeFormule):
            self.complain(blad, adres, "een formule zonder uitkomst", "een waarde", "Open en bewaar het in Excel.")
            return None
        try:
            return kolom.read(cel, self.omgeving)
        except Celfout as fout:
            self.complain(blad, adres, shown(cel), str(fout), fout.herstel)
            return None


def read_workbook(pad: Path, land: Landsgegevens) -> Boek:
    """All tables of a workbook; problems are kept in it, so that they can be shown beside those of the region.

    Raises Invoerfout when it is no workbook at all.
    """
    ruw = read_sheets(pad)
    lezer = _Lezer(pad.name, {naam.casefold(): cellen for naam, cellen in ruw.items()}, Omgeving(land))
    if "start" not in lezer.bladen:
        raise Invoerfout(
            [
                Melding(
                    pad.name,
                    "",
                    "geen blad Start",
                    "een werkboek met invoer",
                    "Maak er een met: spuk nieuw MAP --excel",
                )
            ]
        )
    lezer.meldingen += _misnamed(pad.name, list(ruw))
    inhoud: Inhoud = {t.naam: [] for t in TABELLEN}
    inhoud["gemeenten"] = _read_gemeenten(lezer)
    for tabel in TABELLEN:
        if tabel.naam != "gemeenten":
            inhoud[tabel.naam] = _read_table(lezer, tabel)
    _complete(lezer, inhoud)
    sjablonen = read_templates(ruw.get(TEKST, ()))
    return Boek(pad, inhoud, sjablonen, tuple(dict.fromkeys(lezer.meldingen)))


def _complete(lezer: _Lezer, inhoud: Inhoud) -> None:
    """Fill in what follows from elsewhere; an empty cell that may not be is told, unless it was wrong before."""
    fout = {m.plaats for m in lezer.meldingen}
    for tabel in TABELLEN:
        for regel in inhoud[tabel.naam]:
            for kolom, verwacht, herstel in complete(tabel, regel.waarden):
                cel = regel.cellen.get(kolom, "")
                if f"blad {tabel.blad}, cel {cel}" not in fout:
                    lezer.complain(tabel.blad, cel, "niets", verwacht, herstel)


def address(rij: int, kolom: int) -> str:
    """Row and column from 0 -> 'K7'."""
    letters = ""
    kolom += 1
    while kolom:
        kolom, rest = divmod(kolom - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{rij + 1}"


def shown(cel: object) -> str:
    """A cell as a message shows it."""
    if isinstance(cel, date):
        return f"{cel:%d-%m-%Y}"
    if isinstance(cel, float) and cel.is_integer():
        return str(int(cel))
    return repr(cel) if isinstance(cel, str) else str(cel)


def read_sheets(pad: Path) -> dict[str, Cellen]:
    """Every sheet of a workbook. Raises Invoerfout when it cannot be read."""
    boek = open_workbook(pad, pad.name)
    return {naam: read_sheet(pad, boek, naam, pad.name, export=False).cellen for naam in boek.sheet_names}


def _misnamed(bestand: str, namen: Sequence[str]) -> Iterator[Melding]:
    """A sheet that nobody reads because its name is one letter off would be lost in silence."""
    bekend = {n.casefold() for n in (*BLADEN, AANNAMES, TEKST, LIJSTEN)}
    ontbreekt = [b for b in BLADEN if b.casefold() not in {n.casefold() for n in namen}]
    for naam in namen:
        origineel = next((b for b in BLADEN if b.casefold() == _KOPIE.sub("", naam).casefold()), "")
        if naam.casefold() not in bekend and origineel not in (*ontbreekt, ""):
            herstel = f"Alleen {origineel} wordt gelezen: haal de kopie weg, of noem haar anders."
            yield Melding(
                bestand, f"blad {naam}", f"een kopie van het blad {origineel}", "ieder blad één keer", herstel
            )
        elif naam.casefold() not in bekend and (herstel := suggest(naam, ontbreekt)) and herstel.startswith("Bedoeld"):
            yield Melding(bestand, f"blad {naam}", "een blad dat op een ander lijkt", "een andere naam", herstel)
    nodig = {t.blad for t in TABELLEN if t.verplicht}
    for blad in ontbreekt:
        if blad in nodig:
            yield Melding(bestand, "", f"geen blad {blad}", "alle bladen van het werkboek")


def _read_gemeenten(lezer: _Lezer) -> list[Regel]:
    """The gemeenten come first: every other cell names them."""
    tabel, land = next(t for t in TABELLEN if t.naam == "gemeenten"), lezer.omgeving.land
    regels = _read_table(lezer, tabel)
    for regel in regels:
        naam, code = regel.waarden["naam"], regel.waarden["code"]
        if code is not None or naam is not None:
            bekend = land.codes_by_name.get(str(naam).casefold())
            try:
                regel.waarden["code"] = lezer.omgeving.code(str(code)) if code is not None else bekend
            except Celfout:
                lezer.complain("Start", regel.cellen["code"], shown(code), "een CBS-code als GM0405")
            if code is None and bekend is None:
                herstel = suggest(str(naam), land.codes_by_name, str.title)
                lezer.complain(
                    "Start", regel.cellen["naam"], shown(naam), "een gemeente, of een CBS-code ernaast", herstel
                )
    lezer.omgeving = Omgeving(
        land, {str(r.waarden["code"]): str(r.waarden["naam"]) for r in regels if r.waarden["naam"]}
    )
    return regels


def _read_table(lezer: _Lezer, tabel: Invoertabel) -> list[Regel]:
    cellen = lezer.bladen.get(tabel.blad.casefold(), ())
    if tabel.formulier:
        return _read_form(lezer, tabel, cellen)
    ligging = _locate(lezer, tabel, cellen)
    if ligging is None:
        if cellen and tabel.verplicht:
            lezer.complain(tabel.blad, "", f"geen kop van {tabel.titel!r}", f"kolommen {', '.join(_labels(tabel))}")
        return []
    _refuse_unnamed(lezer, tabel, cellen, ligging)
    regels = []
    for rij in ligging.rijen:
        waarden = cellen[rij]
        if any(clean(waarden[k]) is not None for k in ligging.kolommen if k < len(waarden)):
            regels += _read_row(lezer, tabel, ligging.kolommen, waarden, rij)
    return regels


def _refuse_unnamed(lezer: _Lezer, tabel: Invoertabel, cellen: Cellen, ligging: Ligging) -> None:
    """Tell of values under an empty head, which nothing would read. Beside the table a text is a note, a number not."""
    kop, eerste, laatste = cellen[ligging.kop], min(ligging.kolommen, default=0), max(ligging.kolommen, default=0)
    for nummer in range(max((len(cellen[r]) for r in ligging.rijen), default=0)):
        if nummer in ligging.kolommen or (nummer < len(kop) and clean(kop[nummer]) is not None):
            continue
        gevuld = [c for r in ligging.rijen if nummer < len(cellen[r]) and clean(c := cellen[r][nummer]) is not None]
        if any(eerste < nummer < laatste or type(c) in (int, float) for c in gevuld):
            herstel = "Zet een naam of jaar boven de kolom, of maak haar leeg."
            plek = address(ligging.kop, nummer)
            lezer.complain(tabel.blad, plek, "waarden onder een lege kop", "een kop boven iedere kolom", herstel)


def locate(tabel: Invoertabel, cellen: Cellen) -> Ligging | None:
    """Where a table lies on its sheet; None when it is not there."""
    # Nothing is read or told here, so by whose names does not matter.
    return _locate(_Lezer("", {}, Omgeving(shipped())), tabel, cellen)


def _locate(lezer: _Lezer, tabel: Invoertabel, cellen: Cellen) -> Ligging | None:
    kop = _find_head(tabel, cellen)
    if kop is None:
        return None
    rijen = [r for r in range(kop + 1, _end(tabel, cellen, kop)) if not _is_units(tabel, cellen[r])]
    return Ligging(kop, _columns(lezer, tabel, cellen, kop), rijen)


def _read_form(lezer: _Lezer, tabel: Invoertabel, cellen: Cellen) -> list[Regel]:
    """Label and value beside each other."""
    regel = Regel(dict.fromkeys(tabel.per_naam))
    for naam, (rij, nummer) in form_cells(tabel, cellen).items():
        adres = regel.cellen[naam] = address(rij, nummer)
        regel.rij = regel.rij or rij + 1
        cel = cellen[rij][nummer] if nummer < len(cellen[rij]) else None
        regel.waarden[naam] = lezer.value(tabel.blad, tabel.per_naam[naam], cel, adres)
    leeg = all(w is None for w in regel.waarden.values())
    return [] if leeg and not tabel.verplicht else [regel]


def form_cells(tabel: Invoertabel, cellen: Cellen) -> dict[str, tuple[int, int]]:
    """Row and column, from 0, of the value of every line of a form."""
    labels = {_plain(k.label): k.naam for k in tabel.kolommen}
    uit: dict[str, tuple[int, int]] = {}
    for nummer, rij in enumerate(cellen):
        naam = labels.get(_plain(rij[0])) if rij else None
        if naam is not None:
            uit.setdefault(naam, (nummer, 1))
    return uit


def _labels(tabel: Invoertabel) -> list[str]:
    return [k.label for k in tabel.vast if k.verplicht]


def _plain(cel: object) -> str:
    return re.sub(r"\s+", " ", str(cel).strip(" *:").casefold())


def _find_head(tabel: Invoertabel, cellen: Cellen) -> int | None:
    """The row that holds most of the heads of the table.

    Tables of one sheet share heads, so the search begins at the title of its own.
    """
    begin = next((i for i, rij in enumerate(cellen) if rij and _plain(rij[0]) == _plain(tabel.titel)), 0)
    labels = {_plain(k.label) for k in tabel.vast}
    treffers = [len(labels & {_plain(c) for c in rij}) for rij in cellen[begin : _end(tabel, cellen, begin)]]
    beste = max(treffers, default=0)
    return begin + treffers.index(beste) if beste >= min(MINSTENS, len(labels)) else None


def _end(tabel: Invoertabel, cellen: Cellen, kop: int) -> int:
    """Where the next table of the same sheet begins."""
    titels = {_plain(t.titel) for t in TABELLEN if t.blad == tabel.blad and t.naam != tabel.naam}
    return next((i for i in range(kop + 1, len(cellen)) if cellen[i] and _plain(cellen[i][0]) in titels), len(cellen))


def _is_units(tabel: Invoertabel, rij: Sequence[object]) -> bool:
    """The line of units under the heads."""
    teksten = {str(c).strip() for c in rij if clean(c) is not None}
    return bool(teksten) and teksten <= {k.eenheid for k in tabel.kolommen}


def _columns(lezer: _Lezer, tabel: Invoertabel, cellen: Cellen, kop: int) -> dict[int, Veld | tuple[Waarde, ...]]:
    """Column number -> the column, or the period that stands across."""
    labels = {_plain(k.label): k for k in tabel.vast}
    gevonden: dict[int, Veld | tuple[Waarde, ...]] = {}
    for nummer, cel in enumerate(cellen[kop]):
        if clean(cel) is None:
            continue
        if kolom := labels.get(_plain(cel)):
            if kolom in gevonden.values():
                lezer.complain(tabel.blad, address(kop, nummer), f"kolom {shown(cel)} een tweede keer", "één keer")
            gevonden[nummer] = kolom
        elif tabel.dwars and (periode := parse_period(cel, tabel.dwars.halfjaren)):
            gevonden[nummer] = periode
        else:
            verwacht = "een bekende kolom" if not tabel.dwars else f"een bekende kolom of {period_example(tabel)}"
            herstel = suggest(str(cel), [k.label for k in tabel.vast])
            lezer.complain(tabel.blad, address(kop, nummer), f"kolom {shown(cel)}", verwacht, herstel)
    for kolom in tabel.vast:
        if kolom.verplicht and kolom not in gevonden.values():
            verwacht = f"kolommen {', '.join(_labels(tabel))}"
            lezer.complain(tabel.blad, address(kop, 0), f"geen kolom {kolom.label!r}", verwacht)
    return gevonden


def period_example(tabel: Invoertabel) -> str:
    """What a head across looks like."""
    return "een halfjaar zoals 2026H1" if tabel.dwars and tabel.dwars.halfjaren else "een jaar zoals 2027"


def parse_period(cel: object, halfjaren: bool) -> tuple[Waarde, ...] | None:
    """'2026H1', '2025H1-2026H2' or '2026' -> first day and first day after; with years across the year itself."""
    gevonden = _HALFJAREN.match(shown(cel).strip("' ").replace(" ", ""))
    if not gevonden or not 1900 < int(gevonden[1]) < 2200:
        return None
    if not halfjaren:
        return (int(gevonden[1]),) if not (gevonden[2] or gevonden[3]) else None
    jaar, half, tot_jaar, tot_half = gevonden.groups()
    eerste = int(jaar) * 2 + (half == "2")
    laatste = int(tot_jaar or jaar) * 2 + ((tot_half or "2") == "2" if tot_jaar or not half else half == "2")
    return (_half(eerste), _half(laatste + 1)) if laatste >= eerste else None


def period_label(waarden: Sequence[Waarde]) -> str | int:
    """The head of a column across."""
    if len(waarden) == 1:
        return int(str(waarden[0]))
    van, tot = waarden
    assert isinstance(van, date)
    assert isinstance(tot, date)
    eerste, laatste = van.year * 2 + (van.month > 6), tot.year * 2 + (tot.month > 6) - 1
    delen = dict.fromkeys(f"{h // 2}H{h % 2 + 1}" for h in (eerste, laatste))
    return "-".join(delen)


def _half(nummer: int) -> date:
    return date(nummer // 2, 7 if nummer % 2 else 1, 1)


def _read_row(
    lezer: _Lezer,
    tabel: Invoertabel,
    kolommen: Mapping[int, Veld | tuple[Waarde, ...]],
    cellen: Sequence[object],
    rij: int,
) -> list[Regel]:
    """The row of a table; of one that runs across a row per period that has a value."""
    basis = Regel(dict.fromkeys(tabel.per_naam), rij + 1)
    perioden = []
    for nummer, kolom in kolommen.items():
        cel = cellen[nummer] if nummer < len(cellen) else None
        if isinstance(kolom, tuple):
            if clean(cel) is not None:
                perioden.append((nummer, kolom, cel))
            continue
        basis.cellen[kolom.naam] = address(rij, nummer)
        basis.waarden[kolom.naam] = lezer.value(tabel.blad, kolom, cel, basis.cellen[kolom.naam])
    if tabel.dwars is None:
        return [basis]
    uit = []
    for nummer, periode, cel in perioden:
        adres = address(rij, nummer)
        waarde = lezer.value(tabel.blad, tabel.per_naam[tabel.dwars.waarde], cel, adres)
        waarden = {**basis.waarden, **dict(zip(tabel.dwars.kolommen, periode, strict=True)), tabel.dwars.waarde: waarde}
        extra = dict.fromkeys((*tabel.dwars.kolommen, tabel.dwars.waarde), adres)
        uit.append(Regel(waarden, rij + 1, {**basis.cellen, **extra}))
    return uit
