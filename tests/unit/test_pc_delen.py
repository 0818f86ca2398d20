"""Sentences and questions that P&C pieces share."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from reports.pc.besluiten import lacks_books, lacks_months, lacks_realisation
from reports.pc.delen import Wie, balance_words, shortage_words
from reports.pc.raadsbrief import spuk_left, what_is_up
from reports.tabel.tabel import LEEG, add
from scenarios.boeken.begroting import Begroting

JAREN = (2025, 2026)


def part(naam: str = "A", **reeksen: tuple[float, ...]) -> Any:
    """A part of a result that holds these series, in euros."""
    return SimpleNamespace(naam=naam, value=lambda grootheid, j, statistiek="verwacht": reeksen[grootheid][j])


def test_a_forecast_without_closed_years_does_not_speak_of_books():
    resultaat: Any = SimpleNamespace(jaren=JAREN, totaal=part(), status=lambda deel, jaar: "")
    assert balance_words(resultaat) == ()
    resultaat.status = lambda deel, jaar: "gerealiseerd" if jaar == JAREN[0] else ""
    assert balance_words(resultaat) == (f"De raming begint met de stand van de boeken op 31 december {JAREN[0]}.",)


def test_a_surplus_of_the_region_does_not_hide_a_shortage_of_a_gemeente():
    resultaat: Any = SimpleNamespace(
        jaren=JAREN, gemeenten=(part("Groot", saldo=(900.0, 900.0)), part("Klein", saldo=(1.0, -100.0)))
    )
    assert shortage_words(Wie("Regio", ("1", "2"), True), resultaat, JAREN) == (
        "Per gemeente is er een tekort bij Klein (2026).",
    )
    assert shortage_words(Wie("Klein", ("2",), False), resultaat, JAREN) == ()
    resultaat.gemeenten = tuple(part(naam, saldo=(-9.0, -9.0)) for naam in ("A", "B", "C", "D", "E", "F"))
    assert shortage_words(Wie("Regio", ("1", "2"), True), resultaat, JAREN) == (
        "Per gemeente is er in 2025-2026 een tekort bij A, B, C, D, E en nog 1 gemeente.",
    )


def test_nothing_is_asked_of_a_year_before_the_law():
    wie = Wie("Hoorn", ("GM0405",), False)
    assert lacks_books(None, 2021) == lacks_realisation(Begroting(), wie, 2021) == []
    assert lacks_books(None, 2022)
    assert lacks_realisation(Begroting(), wie, 2022)


def test_a_jaarrekening_tells_that_months_are_missing():
    assert "30-06-2026" in str(lacks_months(date(2026, 6, 30), 2026)[0])
    assert lacks_months(date(2026, 12, 3), 2026) == lacks_months(None, 2026) == []


def test_blanks_add_up_to_a_blank():
    assert add([(LEEG, 1), (LEEG, -1)]) == LEEG


def test_people_of_a_letter_are_written_in_dutch():
    deel = part(plichtig=(20_525.4,), gezin=(986.0,), lasten=(0.0,))
    assert "20.525 statushouders en 986 gezinsmigranten" in what_is_up(Wie("R", (), True), deel, 2026, 0)


def test_a_letter_that_names_what_is_left_names_what_still_waits():
    deel = part(meenemen=(305.0, 0.0), doorschuiven=(1_632_000.0, 0.0))
    assert spuk_left(deel, 2030, 0).replace("\u00a0", " ") == (
        "Eind 2030 is van de SPUK naar verwachting nog € 305 over om mee te nemen, en wacht € 1,63 miljoen aan lasten "
        "op een latere uitkering."
    )
    assert spuk_left(deel, 2030, 1) == "Eind 2030 is van de SPUK naar verwachting niets over."
