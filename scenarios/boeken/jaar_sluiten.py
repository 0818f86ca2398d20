"""From region folder to year accounts: every figure of the books, with where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.jaarrekening import (
    Beginstand,
    Budgetjaar,
    Component,
    Eindstand,
    Jaarrekening,
    Taakveldregel,
    check_chain,
    close_years,
    compare_components,
    split_taakvelden,
)
from finance.journaal import Besluit, Journaalpost, Kasstroom, advance_calendar, book_year, settlement_calendar
from finance.meeneemregeling import ONDERWIJSROUTE_JAREN
from finance.parameters import Waarde
from finance.taal.getallen import format_euros
from finance.uitkering import VOORSCHOT, in_order, last_decision
from scenarios.boeken.boekingsregels import SPUK_POTTEN
from scenarios.boeken.herrekening import Berekening, Opzoeking, Verhouding, recompute
from scenarios.boeken.map import EERSTE_JAAR, Besluitrij, Verantwoordingsmap
from scenarios.boeken.toerekening import Last, Verdeelregel, collect_costs
from scenarios.regiomap.modellen import Gemeente

DEFINITIEF = "definitieve beschikking"
HERREKEND = "herrekend uit de telling"
VOORLOPIG = "voorlopige beschikking"
GESLOTEN = "gesloten jaar (standen.csv)"
GEEN = "geen beschikking"


@dataclass(frozen=True)
class Regelingrekening:
    """All years of one uitkering (regeling) of one gemeente, up to the year asked for."""

    regeling: str
    feiten: tuple[Budgetjaar, ...]
    jaren: tuple[Jaarrekening, ...]
    uitkering_vorig: int
    """U of the years before the first one, as stated (cents)."""
    herkomst: dict[int, str]
    """Where U(t) of each year came from."""
    besluiten: tuple[Besluitrij, ...]
    berekening: Berekening | None
    vergelijking: tuple[Component, ...]
    """Definitive decision beside recomputation, for the year asked for; empty when one of them lacks."""
    lasten: tuple[Last, ...]
    """Lasten of the year asked for."""
    taakvelden: tuple[Taakveldregel, ...]
    ontvangsten: tuple[Kasstroom, ...]
    """Cash during the year."""
    kalender: tuple[Kasstroom, ...]
    """Cash that belongs to the year, before and after its end."""
    posten: tuple[Journaalpost, ...]

    @property
    def jaar(self) -> Jaarrekening:
        """The year asked for."""
        return self.jaren[-1]


@dataclass(frozen=True)
class Gemeenterekening:
    """The books of one gemeente: the SPUK, and the SPUK onderwijsroute when it has one."""

    gemeente: Gemeente
    regelingen: tuple[Regelingrekening, ...]

    @property
    def spuk(self) -> Regelingrekening:
        """The SPUK inburgeringsvoorzieningen."""
        return self.regelingen[0]


@dataclass(frozen=True)
class Verantwoording:
    """The books of a region over one year."""

    jaar: int
    invoer: Verantwoordingsmap
    gemeenten: tuple[Gemeenterekening, ...]
    lasten: tuple[Last, ...]
    """Lasten of all gemeenten and all years with bookings."""
    verdelingen: tuple[Verdeelregel, ...]
    parameters: tuple[Waarde, ...]
    """Every legal value that was used."""
    verhoudingen: Mapping[tuple[int, str], Verhouding]
    """Every national factor TBA / SOM_GG that was used, by year and soort."""


@dataclass
class _Boekjaren(Opzoeking):
    """What one run gathers beside that: the year, the lasten, the problems."""

    jaar: int = 0
    lasten: Sequence[Last] = ()
    meldingen: list[Melding] = field(default_factory=list)


def build_accounts(invoer: Verantwoordingsmap, jaar: int) -> Verantwoording:
    """Close year `jaar` for all gemeenten. Raises Invoerfout naming all that lacks and every break."""
    meldingen: list[Melding] = []
    lasten, verdelingen = collect_costs(invoer, meldingen)
    werk = _Boekjaren(invoer, jaar=jaar, lasten=lasten, meldingen=meldingen)
    if not any(b.jaar == jaar for b in invoer.instellingen.boekingen) and not any(
        r.jaar == jaar and r.kosten for r in invoer.instellingen.regeling
    ):
        meldingen.append(
            Melding(
                "verantwoording.toml",
                "[[boekingen]]",
                f"geen bestand voor {jaar}",
                f"de boekingen van {jaar}",
                f"Voeg een blok [[boekingen]] toe met jaar = {jaar}.",
            )
        )
        raise Invoerfout(meldingen)
    gemeenten = []
    for gemeente in invoer.gemeenten:
        regelingen = [r for pot in SPUK_POTTEN if (r := _close(werk, gemeente, pot)) is not None]
        gemeenten.append(Gemeenterekening(gemeente, tuple(regelingen)))
    raise_if_any(_distinct(meldingen))
    waarden = tuple(w for _, w in sorted(werk.gebruikt.items()))
    relevant = tuple(v for v in verdelingen if v.jaar == jaar)
    return Verantwoording(jaar, invoer, tuple(gemeenten), tuple(lasten), relevant, waarden, werk.verhoudingen)


def _close(werk: _Boekjaren, gemeente: Gemeente, pot: str) -> Regelingrekening | None:
    jaren = _years(werk, gemeente, pot)
    if not jaren:
        return None
    aantal = len(werk.meldingen)
    feiten, herkomst = [], {}
    for jaar in jaren:
        try:
            feit, herkomst[jaar] = _facts(werk, gemeente, pot, jaar)
            feiten.append(feit)
        except Invoerfout as fout:
            werk.meldingen.extend(fout.meldingen)
    if len(werk.meldingen) > aantal:
        return None
    eerste = werk.invoer.standen.get((jaren[0], gemeente.code, pot))
    begin = (
        Beginstand(eerste.reservering_begin, eerste.doorgeschoven_begin, eerste.uitkering_vorig)
        if eerste
        else Beginstand()
    )
    rekeningen = close_years(feiten, begin)
    _check_stated(werk, gemeente, pot, rekeningen)
    return _complete(werk, gemeente, pot, feiten, begin, rekeningen, herkomst)


def _complete(
    werk: _Boekjaren,
    gemeente: Gemeente,
    pot: str,
    feiten: Sequence[Budgetjaar],
    begin: Beginstand,
    rekeningen: tuple[Jaarrekening, ...],
    herkomst: dict[int, str],
) -> Regelingrekening:
    laatste, jaar = rekeningen[-1], rekeningen[-1].jaar
    besluiten = [b for b in werk.invoer.besluiten if (b.cbs_code, b.regeling) == (gemeente.code, pot)]
    per_jaar = {j: [Besluit(b.datum, b.soort, b.bedrag) for b in besluiten if b.jaar == j] for j in herkomst}
    # Without a decision the year was closed on U(t) as if it came in twelve parts.
    toegekend = [b for b in per_jaar[jaar] if b.soort in VOORSCHOT]
    voorschotten = advance_calendar(jaar, toegekend or [Besluit(date(jaar - 1, 10, 1), "voorlopig", laatste.voorlopig)])
    latere = {
        r.jaar: settlement_calendar(r.jaar, r.voorlopig, r.uitkering, r.terug_te_betalen, per_jaar[r.jaar])
        for r in rekeningen
    }
    ontvangsten = [
        *voorschotten,
        *(s for rij in latere.values() for s in rij if s.datum.year == jaar and not s.verwacht),
    ]
    telling = werk.invoer.tellingen.get((jaar, gemeente.code))
    berekening = recompute(werk, telling, jaar) if telling and pot == "spuk" else None
    definitief = last_decision((b for b in besluiten if b.jaar == jaar), "definitief")
    lasten = tuple(x for x in werk.lasten if (x.code, x.pot, x.jaar) == (gemeente.code, pot, jaar))
    per_veld: dict[str, int] = {}
    for last in lasten:
        per_veld[last.taakveld] = per_veld.get(last.taakveld, 0) + last.bedrag
    naam = "SPUK inburgering" if pot == "spuk" else "SPUK onderwijsroute"
    return Regelingrekening(
        regeling=pot,
        feiten=tuple(feiten),
        jaren=rekeningen,
        uitkering_vorig=begin.uitkering_vorig,
        herkomst=herkomst,
        besluiten=tuple(sorted(in_order(besluiten), key=lambda b: b.jaar)),
        berekening=berekening,
        vergelijking=tuple(compare_components(definitief.components, berekening.componenten))
        if definitief and berekening
        else (),
        lasten=lasten,
        taakvelden=tuple(split_taakvelden(per_veld, laatste, werk.invoer.instellingen.hoofdtaakveld)),
        ontvangsten=tuple(sorted(ontvangsten, key=lambda s: s.datum)),
        kalender=(*voorschotten, *latere[jaar]),
        posten=tuple(book_year(laatste, ontvangsten, naam)),
    )


def _years(werk: _Boekjaren, gemeente: Gemeente, pot: str) -> range:
    """The years of the chain: from 2022, or from the first closed year that was stated."""
    gesloten = [j for j, code, regeling in werk.invoer.standen if (code, regeling) == (gemeente.code, pot)]
    if pot == "spuk":
        return range(min([*gesloten, EERSTE_JAAR], key=lambda j: (j not in gesloten, j)), werk.jaar + 1)
    bekend = [
        *gesloten,
        *(b.jaar for b in werk.invoer.besluiten if (b.cbs_code, b.regeling) == (gemeente.code, pot)),
        *(x.jaar for x in werk.lasten if (x.code, x.pot) == (gemeente.code, pot)),
    ]
    # After 2025, the last year of the regulation, the ledger goes on for what is still to be settled.
    return range(min(bekend), werk.jaar + 1) if bekend else range(0)


def _facts(werk: _Boekjaren, gemeente: Gemeente, pot: str, jaar: int) -> tuple[Budgetjaar, str]:
    sleutel = (gemeente.code, pot)
    besluiten = [b for b in werk.invoer.besluiten if (b.cbs_code, b.regeling, b.jaar) == (*sleutel, jaar)]
    definitief, voorlopig = last_decision(besluiten, "definitief"), last_decision(besluiten, *VOORSCHOT)
    stand = werk.invoer.standen.get((jaar, *sleutel))
    lasten = [x for x in werk.lasten if (x.code, x.pot, x.jaar) == (*sleutel, jaar)]
    correctie = sum(x.bedrag for x in lasten if x.correctie) + sum(
        c.bedrag for c in werk.invoer.instellingen.correctie if (c.cbs_code, c.regeling, c.jaar) == (*sleutel, jaar)
    )
    geboekt = sum(x.bedrag for x in lasten if not x.correctie)
    if stand is None and jaar < werk.jaar and pot == "spuk" and not _has_bookings(werk, jaar):
        raise Invoerfout(
            [
                Melding(
                    "standen.csv",
                    "",
                    f"geen cijfers over {jaar} voor {gemeente.naam}",
                    f"een gesloten jaar {jaar}, of een bestand met boekingen van {jaar}",
                    f"De keten van de reservering breekt in {jaar}: vul standen.csv aan.",
                )
            ]
        )
    uitkering, herkomst = _uitkering(werk, gemeente, pot, jaar, definitief, voorlopig)
    if stand is not None and jaar < werk.jaar:
        uitkering, herkomst, geboekt = stand.uitkering, GESLOTEN, stand.besteding
    terug = [
        b.bedrag
        for b in werk.invoer.besluiten
        if (b.cbs_code, b.regeling) == sleutel and b.soort == "terugvordering" and b.datum.year == jaar
    ]
    return Budgetjaar(
        jaar=jaar,
        uitkering=uitkering,
        # Without a decision on the advances nothing is left to settle.
        voorlopig=voorlopig.bedrag if voorlopig else uitkering,
        besteding=geboekt,
        percentages=_room(werk, pot, jaar),
        cumulatief=pot != "spuk",
        definitief=definitief.bedrag if definitief else None,
        definitief_in=definitief.datum.year if definitief else None,
        correctie_besteding=correctie,
        terugbetaald=sum(terug),
        slotjaar=pot != "spuk" and jaar >= max(ONDERWIJSROUTE_JAREN),
        zelfstandig=werk.invoer.instellingen.zelfstandige_uitvoering.get(gemeente.code, True),
    ), herkomst


def _uitkering(
    werk: _Boekjaren,
    gemeente: Gemeente,
    pot: str,
    jaar: int,
    definitief: Besluitrij | None,
    voorlopig: Besluitrij | None,
) -> tuple[int, str]:
    """U(t): a received decision overrides the computed figure; the advances are the last resort."""
    telling = werk.invoer.tellingen.get((jaar, gemeente.code))
    if definitief is not None:
        return definitief.bedrag, DEFINITIEF
    if telling is not None and pot == "spuk":
        return recompute(werk, telling, jaar).totaal, HERREKEND
    if voorlopig:
        return voorlopig.bedrag, VOORLOPIG
    if pot != "spuk" or (jaar, gemeente.code, pot) in werk.invoer.standen:
        return 0, GEEN
    raise Invoerfout(
        [
            Melding(
                "beschikkingen.csv",
                "",
                f"geen beschikking en geen telling {jaar} voor {gemeente.naam}",
                "een beschikking (voorlopig of definitief) of een telling",
                f"Voeg een regel toe met jaar {jaar} en cbs_code {gemeente.code}.",
            )
        ]
    )


def _room(werk: _Boekjaren, pot: str, jaar: int) -> tuple[Decimal, Decimal]:
    if pot == "spuk":
        return werk.value("ruimte_percentage", jaar).getal, werk.value("ruimte_percentage_vorig", jaar).getal
    return werk.value("onderwijsroute_ruimte", jaar).getal, Decimal(0)


def _has_bookings(werk: _Boekjaren, jaar: int) -> bool:
    return any(b.jaar == jaar for b in werk.invoer.instellingen.boekingen)


def _check_stated(werk: _Boekjaren, gemeente: Gemeente, pot: str, rekeningen: Sequence[Jaarrekening]) -> None:
    """Each stated opening and closing balance must be the one of the chain."""
    rijen = {s.jaar: s for (_, code, r), s in werk.invoer.standen.items() if (code, r) == (gemeente.code, pot)}
    standen = [
        Eindstand(
            s.jaar,
            s.reservering_begin,
            s.doorgeschoven_begin,
            s.reservering_eind,
            s.doorgeschoven_eind,
            s.terug_te_betalen,
        )
        for s in rijen.values()
        if s.jaar <= werk.jaar
    ]
    for breuk in check_chain(rekeningen, standen):
        rij = rijen[breuk.jaar]
        bron = (
            f"de eindstand {breuk.jaar - 1}" if breuk.post.endswith("begin") else "uitkering, besteding en beginstand"
        )
        werk.meldingen.append(
            Melding(
                rij.bestand,
                f"{rij.plaats}, kolom {breuk.post}",
                f"€ {format_euros(breuk.opgegeven)} in {breuk.jaar}",
                f"€ {format_euros(breuk.verwacht)}, zoals volgt uit {bron} van {gemeente.naam}",
                f"De keten breekt in {breuk.jaar}; herstel de stand, of boek het verschil later als [[correctie]].",
            )
        )


def _distinct(meldingen: Sequence[Melding]) -> list[Melding]:
    """A missing national figure is one problem, not one per gemeente."""
    return list(dict.fromkeys(meldingen))


def summarise(verantwoording: Verantwoording) -> Mapping[str, dict[str, dict[str, object]]]:
    """All figures to account for, gemeente -> regeling -> figure; amounts in cents."""
    posten = (
        "uitkering",
        "voorlopig",
        "besteding",
        "correctie_besteding",
        "correctie_uitkering",
        "lasten",
        "baten",
        "reservering_begin",
        "onttrekking",
        "toevoeging",
        "reservering_eind",
        "doorgeschoven_begin",
        "doorgeschoven_eind",
        "terug_te_betalen",
        "eigen_lasten",
        "nog_te_ontvangen",
        "zelfstandig",
    )
    return {
        g.gemeente.naam: {
            r.regeling: {p: getattr(r.jaar, p) for p in posten} | {"herkomst_uitkering": r.herkomst[r.jaar.jaar]}
            for r in g.regelingen
        }
        for g in verantwoording.gemeenten
    }
