"""The course of a year: every moment of the planning and control cycle with its command and what the folder must hold.

One list, for `spuk kalender` and for its page. Dates of the law are those of Wet, Besluit and Gemeentewet; the others
are when gemeenten usually do it, and never late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from finance.uitkering import VOORSCHOT
from scenarios.jaar.stand import Mapstand, Tekort, decided_by
from scenarios.regiomap.modellen import HORIZON

Vraag = Callable[[Mapstand, int, date], Iterable[Tekort]]
"""(folder, year of the calendar, today) -> what it lacks"""


def year_names(jaar: int) -> dict[str, str]:
    """What stands for the years in the texts of a moment."""
    return {"j": str(jaar), "vorig": str(jaar - 1), "eerder": str(jaar - 2), "volgend": str(jaar + 1)}


class Momentstand(StrEnum):
    """How far a moment is."""

    GEDAAN = "gedaan"
    KAN = "kan nu"
    ONTBREEKT = "mist iets"
    TE_LAAT = "te laat"
    LATER = "later"
    VOORBIJ = "voorbij"


@dataclass(frozen=True)
class Moment:
    """One moment of the year; texts name the years as in `year_names`, days are (month, day)."""

    naam: str
    vanaf: tuple[int, int]
    tot: tuple[int, int]
    opdrachten: tuple[str, ...]
    """Commands"""
    nodig: str
    """What must be in the folder, in words"""
    mist: Vraag
    gedaan: Vraag | None = None
    """What is lacking as long as it was not done; None where the folder cannot tell"""
    wet: str = ""
    """The article that sets the last day; '' when it is only usual"""

    def days(self, jaar: int) -> tuple[date, date]:
        """First and last day in the calendar of a year."""
        return date(jaar, *self.vanaf), date(jaar, *self.tot)


@dataclass(frozen=True)
class Bevinding:
    """One moment as this folder stands on a day."""

    moment: Moment
    vanaf: date
    tot: date
    stand: Momentstand
    tekorten: tuple[Tekort, ...]


def find_state(stand: Mapstand, jaar: int, op: date) -> tuple[Bevinding, ...]:
    """Every moment of the calendar of `jaar`, by its last day, as it stands on `op`."""
    uit = [_judge(m, stand, jaar, op) for m in MOMENTEN]
    return tuple(sorted(uit, key=lambda b: b.tot))


def _judge(moment: Moment, stand: Mapstand, jaar: int, op: date) -> Bevinding:
    vanaf, tot = moment.days(jaar)
    open_ = tuple(moment.gedaan(stand, jaar, op)) if moment.gedaan else ()
    if moment.gedaan and not open_:
        return Bevinding(moment, vanaf, tot, Momentstand.GEDAAN, ())
    tekorten = tuple(dict.fromkeys((*moment.mist(stand, jaar, op), *(open_ if op > tot else ()))))
    if op < vanaf:
        return Bevinding(moment, vanaf, tot, Momentstand.LATER, ())
    if op > tot and moment.gedaan is None:
        # Whether it was sent or decided stands in no file; without what it needs it cannot have been.
        over = Momentstand.TE_LAAT if moment.wet else Momentstand.ONTBREEKT
        return Bevinding(moment, vanaf, tot, over if tekorten else Momentstand.VOORBIJ, tekorten)
    if op > tot and moment.wet:
        return Bevinding(moment, vanaf, tot, Momentstand.TE_LAAT, tekorten)
    return Bevinding(moment, vanaf, tot, Momentstand.ONTBREEKT if tekorten else Momentstand.KAN, tekorten)


# --- What each moment asks of the folder ---


def _booked_year(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.bookings(j - 1, 12)
    yield from s.outside_totals(j - 1)
    yield from s.uitvoering_realised(j - 1)


def _to_close(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.bookings(j - 1, 12)
    yield from s.basis_of_uitkering(j - 1)
    if s.closed_years and max(s.closed_years) < j - 2:
        yield from s.closed(j - 2)


def _to_roll(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    if s.keeps_books:
        yield from s.closed(j - 1)
    yield from s.records(date(j, 1, 1))


def _rolled(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.peildatum(date(j, 1, 1))
    yield from s.horizon(j + 1)


def _accounts(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.bookings(j - 1, 12)
    yield from s.budget(j - 1)
    yield from s.uitvoering_realised(j - 1)


def _outlook(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.peildatum(date(j, 1, 1))
    yield from s.inflow(date(j, 1, 1))
    yield from s.gemeentefonds(j)
    yield from s.contracts(date(j + 2, 1, 1))


def _first_report(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.budget(j)
    yield from s.bookings(j, 3)


def _second_report(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.budget(j)
    yield from s.bookings(j, 8)
    yield from s.peildatum(date(j, 7, 1))


def _final_decision(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.decision(j - 1, "definitief")


def _counted(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.counts(j - 1)
    yield from s.decision(j - 1, "definitief")


def _last_sisa(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.closed(j - 2)


def _half_year(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.records(date(j, 7, 1))
    yield from s.inflow(date(j, 7, 1))


def _moved_on(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.peildatum(date(j, 7, 1))


def _sisa(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.closed(j - 1)


def _reclaim(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.closed(j - 1)
    yield from s.decision(j - 1, "definitief")


def _advance(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.decision(j + 1, *VOORSCHOT)


def _begroting(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.peildatum(date(j, 7, 1))
    yield from s.horizon(j + HORIZON)
    if op > decided_by(j + 1, voorlopig=True):
        yield from s.decision(j + 1, *VOORSCHOT)
    yield from s.gemeentefonds(j + 1)
    yield from s.contracts(date(j + 2, 1, 1))


def _decided(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.budget(j + 1)


def _year_end(s: Mapstand, j: int, op: date) -> Iterator[Tekort]:
    yield from s.bookings(j, 11)
    yield from s.contracts(date(j + 1, 1, 2))


MOMENTEN = (
    Moment(
        "Boeken {vorig} compleet", (1, 1), (2, 15),
        ("spuk inlezen MAP EXPORT --jaar {vorig} --ja", "spuk boekingen MAP --jaar {vorig}"),
        "boekingen van {vorig} tot in december, een saldibalans of controletotaal, en in begroting.csv de rekening "
        "{vorig} van uitvoering en Gemeentefonds",
        _booked_year,
        gedaan=_booked_year,
    ),
    Moment(
        "{vorig} sluiten", (1, 1), (3, 31),
        (
            "spuk verantwoording MAP --jaar {vorig}", "spuk sluit MAP --jaar {vorig} --wie NAAM",
            "spuk journaal MAP --jaar {vorig}",
        ),
        "boekingen van {vorig} tot in december, van iedere gemeente een beschikking of telling, en {eerder} gesloten",
        _to_close,
        gedaan=_sisa,
    ),
    Moment(
        "Overgang naar {j}", (1, 1), (4, 1), ("spuk jaarovergang MAP", "spuk jaarovergang MAP --ja --wie NAAM"),
        "{vorig} gesloten; wie dossiers bijhoudt: tot in het tweede halfjaar van {vorig}",
        _to_roll,
        gedaan=_rolled,
    ),
    Moment(
        "Jaarrekening {vorig}", (2, 1), (7, 14),
        (
            "spuk aansluiting MAP --jaar {vorig}", "spuk pc MAP --stuk jaarrekening --jaar {vorig}",
            "spuk iv3 MAP --jaar {vorig}",
        ),
        "boekingen, begroting en rekening van uitvoering van {vorig}",
        _accounts,
        wet="Gemeentewet art. 200: vóór 15 juli bij gedeputeerde staten",
    ),
    Moment(
        "Kaderbrief {volgend}", (3, 1), (6, 15),
        ("spuk raming MAP", "spuk pc MAP --stuk raadsbrief"),
        "peildatum 1 januari {j} of later, de aantallen tot dan, het Gemeentefonds {j}, en een contract na ieder "
        "contract dat voor het einde van {volgend} afloopt",
        _outlook,
    ),
    Moment(
        "Eerste tussenrapportage {j}", (4, 1), (6, 30),
        (
            "spuk pc MAP --stuk tussenrapportage --jaar {j} --op {j}-04-30",
            "spuk wijziging MAP --jaar {j} --op {j}-04-30",
        ),
        "de begroting {j}, en boekingen tot en met maart",
        _first_report,
    ),
    Moment(
        "Definitieve beschikking {vorig}", (5, 1), (6, 30), ("spuk beschikking MAP --jaar {vorig}",),
        "in tellingen.csv de telling {vorig} van DUO, om de beschikking mee na te rekenen, en in beschikkingen.csv die "
        "beschikking",
        _counted,
        gedaan=_final_decision,
        wet="Besluit inburgering 2021 art. 10.2: het Rijk beslist uiterlijk 30 juni",
    ),
    Moment(
        "Uiterste dag SiSa {eerder}", (1, 1), (6, 30),
        ("spuk sisa MAP --jaar {eerder}",),
        "{eerder} gesloten en verantwoord; anders vordert het Rijk de hele uitkering {eerder} terug",
        _last_sisa,
        gedaan=_last_sisa,
        wet="Wet inburgering 2021 art. 40-42, Besluit art. 10.8: 18 maanden na het jaar",
    ),
    Moment(
        "SiSa {vorig}", (4, 1), (7, 15), ("spuk sisa MAP --jaar {vorig}", "spuk dossier MAP --jaar {vorig}"),
        "{vorig} gesloten",
        _sisa,
        wet="Wet inburgering 2021 art. 40-42, Besluit art. 10.8: uiterlijk 15 juli",
    ),
    Moment(
        "Halfjaar bijwerken", (7, 1), (8, 31), ("spuk haal MAP", "spuk controleer MAP", "spuk raming MAP"),
        "in regio.toml peildatum 1 juli {j}, en de aantallen van het eerste halfjaar in instroom.csv of personen.csv",
        _half_year,
        gedaan=_moved_on,
    ),
    Moment(
        "Gegevens terugvordering {vorig}", (7, 15), (9, 30),
        ("spuk verantwoording MAP --jaar {vorig}", "spuk aansluiting MAP --jaar {vorig}"),
        "{vorig} gesloten, en de definitieve beschikking {vorig}",
        _reclaim,
        wet="Wet inburgering 2021 art. 40-42, Besluit art. 10.8: uiterlijk 30 september",
    ),
    Moment(
        "Voorlopige beschikking {volgend}", (9, 1), (10, 1), ("spuk beschikking MAP --jaar {volgend}",),
        "in beschikkingen.csv de voorlopige beschikking {volgend} van iedere gemeente",
        _advance,
        gedaan=_advance,
        wet="Besluit inburgering 2021 art. 10.1: het Rijk beslist uiterlijk 1 oktober",
    ),
    Moment(
        "Tweede tussenrapportage {j}", (9, 1), (11, 15),
        (
            "spuk pc MAP --stuk tussenrapportage --jaar {j} --op {j}-09-30",
            "spuk wijziging MAP --jaar {j} --op {j}-09-30",
        ),
        "de begroting {j}, boekingen tot en met augustus, en peildatum 1 juli {j}",
        _second_report,
    ),
    Moment(
        "Begroting {volgend} en meerjarenraming", (8, 15), (11, 14),
        (
            "spuk raming MAP", "spuk pc MAP --stuk begroting --jaar {volgend}",
            "spuk pc MAP --stuk risicoparagraaf --jaar {volgend}",
        ),
        "peildatum 1 juli {j}, een eindjaar drie jaar na {volgend}, en van {volgend} de voorlopige beschikking, het "
        "Gemeentefonds en de contracten; na het besluit van de raad ook de begroting {volgend} in begroting.csv",
        _begroting,
        gedaan=_decided,
        wet="Gemeentewet art. 191: vóór 15 november bij gedeputeerde staten",
    ),
    Moment(
        "Jaareinde {j} voorbereiden", (12, 1), (12, 31), ("spuk boekingen MAP --jaar {j}", "spuk controleer MAP"),
        "boekingen tot en met november, en een contract na ieder contract dat per 1 januari {volgend} afloopt",
        _year_end,
    ),
)  # fmt: skip
