"""The risicoparagraaf as a piece: what the paragraaf weerstandsvermogen en risicobeheersing says about inburgering."""

from __future__ import annotations

from finance.fouten import Melding
from finance.taal.getallen import format_date
from reports.afweging.besluit import period_words, verdict_words
from reports.afweging.risico import KOP, capacity_table, capacity_words, risk_table, risk_words
from reports.pc.delen import Wie, balance_words, origin, rests_on
from reports.tabel.stuk import Hoofdstuk, Stuk
from scenarios.afweging.besluit import decide
from scenarios.engine.result import Result
from scenarios.regiomap.regio import Regio


def build_risicoparagraaf(regio: Regio, wie: Wie, resultaat: Result, vermogen: float | None) -> Stuk:
    """Of the open years of the forecast. resultaat: of one gemeente only its own, so that its drivers are too.

    vermogen: the weerstandsvermogen that is at hand for it in euros; None when it was not given
    """
    besluit = decide(resultaat, regio.bestand.peildatum.year)
    risicos = risk_table(besluit)
    buffer, drijvers = risk_words(besluit)
    return Stuk(
        naam=f"risicoparagraaf-{besluit.jaren[0].jaar}",
        titel=f"{KOP} inburgering {period_words(besluit)}, {wie.naam}",
        ondertitel=f"Scenario {besluit.scenario}; aantallen tot {format_date(regio.bestand.peildatum)}",
        let_op=rests_on(resultaat),
        antwoord=capacity_words(besluit, vermogen),
        hoofdstukken=(
            Hoofdstuk(
                "Hoeveel weerstandsvermogen is nodig?",
                (verdict_words(besluit), buffer, *balance_words(resultaat)),
                (capacity_table(besluit, vermogen),),
            ),
            Hoofdstuk("Wat kan tegenvallen?", (drijvers,), (risicos,) if risicos.rijen else ()),
        ),
        herkomst=origin(regio, resultaat),
        vingerafdrukken=tuple(regio.hashes.items()),
        ontbreekt=() if vermogen is not None else (_ask(),),
    )


def _ask() -> Melding:
    return Melding(
        "--weerstandsvermogen",
        "",
        "niet ingevuld",
        "wat aan weerstandsvermogen voor dit risico beschikbaar is, in euro's",
        "Geef --weerstandsvermogen BEDRAG mee.",
    )
