"""The state of the page in its address, so that a reload and a link keep it. No figure of the region stands in it.

Only what a knob can be comes in: every value is looked up in the range or the options of its own knob, and what does
not fit is told and left at rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from markupsafe import Markup

from finance.fouten import Invoerfout, Melding, list_words
from reports.dashboard.gemeenten import OPGETELD, PER_CODE, STANDAARD
from reports.dashboard.knoppen import (
    AANBESTEDINGSDAG,
    KNOPPEN,
    Keuze,
    Schuif,
    Stand,
    tender_days,
    years_to_turn,
)
from reports.dashboard.rekenaar import TREKKINGEN
from reports.dashboard.toegang import SLEUTEL
from scenarios.engine.explore import DRAWS
from scenarios.engine.origin import judged_years
from scenarios.grond.tijdas import Tijdas
from scenarios.regiomap.regio import Regio

ZEKERHEDEN = tuple(str(p) for p in (50, 60, 70, 75, 80, 85, 90, 95, 99))
"""In per cent"""
MARIMO = {"session_id", "access_token", "refresh_token", "file", "kiosk", "show-chrome", "include-code", "view-as"}
"""Keys in an address that are not ours"""
GEMEENTEN_IN, VOLGORDE = "gemeenten_in", "volgorde"
"""Names of the choices of the table of all gemeenten"""
LANGST = 60
"""Characters of a wrong value that are repeated"""


@dataclass(frozen=True)
class Paginakeuze:
    """A choice on the page that is no knob: what may stand in the address, and what holds without it."""

    naam: str
    opties: tuple[str, ...]
    rust: str
    verwacht: str
    """What is expected, in words"""


def choices(regio: Regio, scenarios: Sequence[str]) -> tuple[Paginakeuze, ...]:
    """What can be chosen on the page of this region beside its knobs. scenarios: their names, the first one holds."""
    jaren, eerste = years_to_turn(regio)
    vooruit = tuple(map(str, ahead(regio)))
    return (
        Paginakeuze("uitgangspunt", tuple(scenarios), scenarios[0], "een scenario dat deze pagina kent"),
        Paginakeuze("naast", ("", *scenarios), "", "een scenario dat deze pagina kent"),
        Paginakeuze(
            "vanaf", tuple(str(j) for j in jaren), str(eerste), f"een jaar van {jaren[0]} tot en met {jaren[-1]}"
        ),
        Paginakeuze(
            AANBESTEDINGSDAG,
            tuple(d.isoformat() for d in tender_days(regio)),
            date(eerste, 1, 1).isoformat(),
            f"1 januari of 1 juli van {jaren[0]} tot en met {jaren[-1]}, zoals {eerste}-07-01",
        ),
        Paginakeuze("voor", ("", *(g.code for g in regio.gemeenten)), "", "de CBS-code van een gemeente van de regio"),
        Paginakeuze(GEMEENTEN_IN, ("", *vooruit, OPGETELD), "", list_words([*vooruit, OPGETELD], "of")),
        Paginakeuze(VOLGORDE, tuple(PER_CODE), STANDAARD.code, "een kolom met -op of -af, zoals saldo-op"),
        Paginakeuze("zekerheid", ZEKERHEDEN, "90", f"een van {', '.join(ZEKERHEDEN)} (procent)"),
        Paginakeuze("trekkingen", tuple(map(str, TREKKINGEN)), str(DRAWS), list_words([*map(str, TREKKINGEN)], "of")),
    )


def ahead(regio: Regio) -> tuple[int, ...]:
    """The years that are judged, as in every answer."""
    codes = [g.code for g in regio.gemeenten]
    return judged_years(regio.feiten, codes, Tijdas(regio.bestand.eindjaar).jaren, regio.bestand.peildatum.year)


@dataclass(frozen=True)
class Standen:
    """Where everything on the page stands."""

    keuzen: dict[str, str]
    """name -> code, of every choice"""
    knoppen: dict[str, Stand]
    """of every knob"""
    meldingen: tuple[Melding, ...] = field(default=())


def read_address(adres: Mapping[str, str | Sequence[str]], keuzen: Sequence[Paginakeuze]) -> Standen:
    """The state that an address holds; a message for everything in it that cannot be."""
    meldingen: list[Melding] = []
    namen = {*(k.naam for k in keuzen), *(k.naam for k in KNOPPEN)}
    for naam in sorted(adres.keys() - namen - MARIMO):
        mend = "Wat de pagina niet kent, telt niet mee."
        meldingen.append(Melding("adres van de pagina", "", repr(naam[:LANGST]), "een knop van deze pagina", mend))

    def given(naam: str) -> str | None:
        waarde = adres.get(naam)
        # The last of several counts, as in a form.
        return waarde if waarde is None or isinstance(waarde, str) else str(list(waarde)[-1])

    def refuse(naam: str, tekst: str, verwacht: str) -> None:
        mend = "De knop staat zoals zonder adres."
        meldingen.append(Melding("adres van de pagina", naam, repr(tekst[:LANGST]), verwacht, mend))

    gekozen: dict[str, str] = {}
    for keus in keuzen:
        tekst = given(keus.naam)
        if tekst is not None and tekst not in keus.opties:
            refuse(keus.naam, tekst, keus.verwacht)
            tekst = None
        gekozen[keus.naam] = keus.rust if tekst is None else tekst
    knoppen: dict[str, Stand] = {}
    for knop in KNOPPEN:
        tekst, stand = given(knop.naam), None
        if tekst is not None:
            stand = _position(knop, tekst)
            if stand is None:
                refuse(knop.naam, tekst, _expected(knop))
        knoppen[knop.naam] = knop.rust if stand is None else stand
    return Standen(gekozen, knoppen, tuple(meldingen))


def write_address(standen: Standen, keuzen: Sequence[Paginakeuze]) -> dict[str, str]:
    """What must stand in the address for this state: nothing of what is at rest."""
    uit = {k.naam: standen.keuzen[k.naam] for k in keuzen if standen.keuzen[k.naam] != k.rust}
    for knop in KNOPPEN:
        stand = standen.knoppen[knop.naam]
        if stand != knop.rust:
            uit[knop.naam] = f"{float(stand):g}" if isinstance(knop, Schuif) else _code(knop, str(stand))
    return uit


def link_to(adres: Mapping[str, str], knop: str, code: str, optie: str, tekst: str = "") -> Markup:
    """A link to the page as it stands but for one choice, which the script of the page makes without leaving it.

    adres: of the page as it stands; optie: what the list of that choice calls it
    """
    rest = {naam: waarde for naam, waarde in {**adres, knop: code}.items() if waarde}
    return Markup('<a href="{}" data-knop="{}" data-optie="{}">{}</a>').format(
        f"?{urlencode(rest)}", knop, optie, tekst or optie
    )


def shared_state(koppeling: str) -> dict[str, str]:
    """What a copied address says of the knobs, whatever page it was of; the page judges each of them.

    Raises Invoerfout when it is no address of a page.
    """
    deel = urlsplit(koppeling.strip())
    vraag = deel.query or ("" if deel.scheme else deel.path)
    try:
        return {
            k: v
            for k, v in parse_qsl(vraag, keep_blank_values=True, strict_parsing=bool(vraag))
            if k not in {*MARIMO, SLEUTEL}
        }
    except ValueError:
        mend = "Kopieer het adres van de pagina met 'Kopieer de koppeling', en zet het hier tussen aanhalingstekens."
        fout = Melding("--koppeling", "", repr(koppeling[:LANGST]), "een adres zoals ...?prijs_b1=15&vanaf=2028", mend)
        raise Invoerfout([fout]) from None


def _position(knop: Schuif | Keuze, tekst: str) -> Stand | None:
    """The position that a text means; None when it is none of this knob."""
    if isinstance(knop, Schuif):
        if not tekst.removeprefix("-").isascii() or not tekst.removeprefix("-").isdigit() or len(tekst) > 6:
            return None
        getal = int(tekst)
        past = knop.laag <= getal <= knop.hoog and (getal - knop.laag) % knop.stap == 0
        return getal if past else None
    return next((o for o in knop.opties if o != knop.rust and _code(knop, o) == tekst), None)


def _code(knop: Keuze, optie: str) -> str:
    return str(knop.opties[optie])


def _expected(knop: Schuif | Keuze) -> str:
    if isinstance(knop, Schuif):
        stap = f", in stappen van {knop.stap}" if knop.stap > 1 else ""
        return f"een heel getal van {knop.laag} tot en met {knop.hoog}{stap}"
    return list_words([_code(knop, o) for o in knop.opties if o != knop.rust], "of")
