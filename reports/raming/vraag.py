"""The question that a region asks in `regio.toml`, and the answer that the run gives: for the top of every output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finance.fouten import list_words
from finance.taal.getallen import euros, format_share
from reports.afweging.besluit import period_words
from reports.raming.kerncijfers import Potoordeel, is_neutral, tightest, verdicts
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.afweging.besluit import Beslissing
from scenarios.engine.result import Result
from scenarios.regiomap.regio import Regio

KOPPEN = (
    "Scenario", "Lasten", "Saldo", "Mee te nemen", "Terug te betalen", "Krapste jaar", "Kans sluitend", "Budgetneutraal"
)  # fmt: skip
MERKBAAR = 500.0
"""Euros below which a difference is no difference in thousands."""


@dataclass(frozen=True)
class Scenarioregel:
    """What one scenario does to the region over the years of the question; euros, expected values."""

    scenario: str
    omschrijving: str
    lasten: float
    saldo: float
    meenemen: float
    """of both SPUKs, at the end of the last year"""
    terug: float
    oordeel: Potoordeel
    """the verdict that decides: on the own account, per year or cumulative, whichever is tighter"""
    neutraal: bool

    @property
    def bedragen(self) -> tuple[float, ...]:
        """The amounts in the order of `KOPPEN`."""
        return (self.lasten, self.saldo, self.meenemen, self.terug)


@dataclass(frozen=True)
class Antwoord:
    """Question, years, the answer in sentences and what every scenario does."""

    vraag: str
    periode: str
    zinnen: tuple[str, ...]
    regels: tuple[Scenarioregel, ...]
    neutraal: bool


def answer_question(resultaten: Sequence[Result], regio: Regio) -> Antwoord | None:
    """The answer to the question of the region, None when it asks none. The first result is the one to compare with."""
    vraag = regio.bestand.vraag
    if vraag is None:
        return None
    jaren = tuple(j for j in resultaten[0].jaren if vraag.van <= j <= vraag.tot)
    regels = tuple(_row(r, jaren, _describe(regio, r.scenario)) for r in resultaten)
    periode = f"{jaren[0]}-{jaren[-1]}"
    zinnen = (
        _verdict(regels[0], resultaten[0], jaren),
        *(_change(r, regels[0], resultaten[0], periode) for r in regels[1:]),
    )
    return Antwoord(vraag.tekst, periode, zinnen, regels, regels[0].neutraal)


def beside_decision(antwoord: Antwoord, besluit: Beslissing) -> str:
    """How the answer goes with the decision, when it is about other years; else nothing."""
    periode = period_words(besluit)
    if antwoord.periode == periode:
        return ""
    gelijk = "ook" if antwoord.neutraal == besluit.neutraal else "maar"
    niet = "" if besluit.neutraal else "niet "
    return f"Dit antwoord geldt voor {antwoord.periode}; {gelijk} in {periode} is {besluit.naam} {niet}budgetneutraal."


def question_table(antwoord: Antwoord, titel: str, oordeel: str = KOPPEN[-1]) -> Tabel:
    """A row for each scenario; the year and the verdict are outcomes, and stand right like the amounts."""
    scenario, *bedragen, jaar, kans, _ = KOPPEN
    return Tabel(
        titel,
        (
            Kolom(scenario),
            *(Kolom(kop, "euro", smal=_narrow(kop)) for kop in bedragen),
            Kolom(jaar, "jaar", smal=_narrow(jaar), vorm="jaar rechts", rechts=True),
            Kolom(kans, "deel", smal=_narrow(kans), vorm="kans"),
            Kolom(oordeel, "ja_nee", smal="Neutraal", rechts=True),
        ),
        tuple(
            Rij((r.scenario, *r.bedragen, r.oordeel.slechtste_jaar, r.oordeel.kans, r.neutraal))
            for r in antwoord.regels
        ),
    )


def _narrow(kop: str) -> str:
    return kop.replace(" ", "\n")


def _describe(regio: Regio, scenario: str) -> str:
    """First sentence of what the scenario says about itself."""
    tekst = regio.scenarios[scenario].omschrijving if scenario in regio.scenarios else ""
    return tekst.split(". ")[0].rstrip(".")


def _row(resultaat: Result, jaren: tuple[int, ...], omschrijving: str) -> Scenarioregel:
    nummers = [resultaat.jaren.index(j) for j in jaren]
    oordelen, totaal = verdicts(resultaat, jaren, vraag=True), resultaat.totaal
    lasten, saldo, terug = (sum(totaal.value(g, j) for j in nummers) for g in ("lasten", "saldo", "terug_te_betalen"))
    return Scenarioregel(
        resultaat.scenario,
        omschrijving,
        lasten,
        saldo,
        sum(totaal.value(g, nummers[-1]) for g in ("meenemen", "meenemen_onderwijsroute")),
        terug,
        tightest(oordelen, totaal.naam),
        is_neutral(oordelen, totaal.naam),
    )


def _verdict(regel: Scenarioregel, resultaat: Result, jaren: tuple[int, ...]) -> str:
    """Yes, no, or not with this certainty; with the year and the amount that decide."""
    bedrag, periode = euros(abs(regel.saldo)), f"{jaren[0]}-{jaren[-1]}"
    samen = f"over {periode} samen {'blijft' if regel.saldo >= 0 else 'komt'} naar verwachting {bedrag} " + (
        "over op de eigen rekening" if regel.saldo >= 0 else "tekort op de eigen rekening"
    )
    waar = _when(regel.oordeel, periode)
    if not resultaat.trekkingen:
        # Expected values know no chance: a year closes or does not.
        if regel.neutraal:
            return f"Ja, bij verwachte waarden: {samen}, en ieder jaar sluit."
        return f"Nee, niet bij verwachte waarden: {samen}; {waar} komt {euros(regel.oordeel.buffer)} tekort."
    hoe = f"met {format_share(resultaat.zekerheid, 0)} zekerheid"
    krap = f"{waar} is de kans op sluiten {format_share(regel.oordeel.kans)}"
    if regel.neutraal:
        # When nothing ever falls short no year is the tightest.
        return f"Ja, {hoe}: {samen}; {krap if regel.oordeel.kans < 1 else 'ieder jaar sluit in alle trekkingen'}."
    begin = f"Nee, niet {hoe}"
    if regel.saldo >= 0:
        # What is left over the years together does not close a year that falls short by itself.
        tekort = [str(j) for j in resultaat.open_years(jaren) if _saldo(resultaat, j) <= -MERKBAAR]
        if tekort:
            samen += f", maar in {list_words(tekort)} komt daar naar verwachting geld tekort"
        else:
            begin = f"Naar verwachting wel, maar niet {hoe}"
    return f"{begin}: {samen}; {krap}. De buffer die ontbreekt is dan {euros(regel.oordeel.buffer)}."


def _saldo(resultaat: Result, jaar: int) -> float:
    return resultaat.totaal.value("saldo", resultaat.jaren.index(jaar))


def _when(oordeel: Potoordeel, periode: str) -> str:
    if oordeel.pot == "totaal":
        return f"in het krapste jaar, {oordeel.slechtste_jaar},"
    return f"opgeteld van {periode[:4]} tot en met {oordeel.slechtste_jaar}"


def _change(regel: Scenarioregel, basis: Scenarioregel, resultaat: Result, periode: str) -> str:
    """What a scenario changes, in one sentence."""
    namen = (("hogere", "lagere", "lasten"), ("hoger", "lager", "saldo"), ("meer", "minder", "mee te nemen"))
    verschillen = [
        f"{euros(abs(nu - eerst))} {meer if nu > eerst else minder} {wat}"
        for nu, eerst, (meer, minder, wat) in zip(regel.bedragen, basis.bedragen, namen, strict=False)
        if abs(nu - eerst) >= MERKBAAR
    ]
    wat = list_words(verschillen) or "geen merkbaar verschil"
    slot = ""
    if regel.neutraal != basis.neutraal:
        slot = f"; daarmee {'wel' if regel.neutraal else 'niet'} budgetneutraal"
    kans = ""
    if resultaat.trekkingen:
        # Two scenarios may have another krapste jaar: their buffers compare, their chances do not.
        kans = f"; kans op sluiten {format_share(regel.oordeel.kans)}"
        if regel.oordeel.buffer >= MERKBAAR:
            kans = f"; {_when(regel.oordeel, periode)} ontbreekt {euros(regel.oordeel.buffer)}"
    return f"{regel.omschrijving or regel.scenario}: {wat}{kans}{slot}."
