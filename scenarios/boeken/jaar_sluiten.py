"""From region folder to year accounts: every figure of the books, with where it came from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
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
from scenarios.boeken.map import Correctie, Verantwoordingsmap
from scenarios.boeken.slot import Last, Slot
from scenarios.boeken.toerekening import Verdeelregel, collect_costs, merge_closed
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.regiomap.besluiten import Besluitrij
from scenarios.regiomap.feiten import DEFINITIEF, GESLOTEN, HERREKEND, VOORLOPIG
from scenarios.regiomap.modellen import Gemeente

STAND = "gesloten jaar (standen.csv)"
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
    grondslag: str
    """What U(t) of the year asked for rests on; of a closed year what it was closed on."""
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
    nageboekt: tuple[Correctie, ...] = ()
    """What the files book of closed years now above what these were closed with."""

    @property
    def correcties(self) -> tuple[Correctie, ...]:
        """As entered, and what was booked later."""
        return (*self.invoer.instellingen.correctie, *self.nageboekt)


@dataclass(kw_only=True)
class _Boekjaren(Opzoeking):
    """What one run gathers beside that: the year, the lasten, the problems."""

    jaar: int
    lasten: Sequence[Last]
    """Of closed years as they were closed."""
    nageboekt: tuple[Correctie, ...]
    """What the files book of closed years now above what these were closed with."""
    meldingen: list[Melding]


def build_accounts(invoer: Verantwoordingsmap, jaar: int) -> Verantwoording:
    """Close year `jaar` for all gemeenten. Raises Invoerfout naming all that lacks and every break."""
    meldingen: list[Melding] = []
    lasten, verdelingen = collect_costs(invoer, meldingen)
    werk = _begin(invoer, jaar, lasten, meldingen)
    if jaar not in invoer.gesloten and not is_booked(invoer, jaar):
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
    gemeenten = _close_all(werk, invoer.gemeenten)
    waarden = tuple(w for _, w in sorted(werk.gebruikt.items()))
    relevant = tuple(v for v in verdelingen if v.jaar == jaar)
    return Verantwoording(
        jaar, invoer, gemeenten, tuple(werk.lasten), relevant, waarden, werk.verhoudingen, werk.nageboekt
    )


def build_chain(
    invoer: Verantwoordingsmap, jaar: int, codes: Collection[str], lasten: Sequence[Last]
) -> tuple[Gemeenterekening, ...]:
    """The years of these gemeenten up to and including `jaar`, which may be a year of `standen.csv` alone."""
    return _close_all(_begin(invoer, jaar, lasten, []), [g for g in invoer.gemeenten if g.code in codes])


def _begin(invoer: Verantwoordingsmap, jaar: int, lasten: Sequence[Last], meldingen: list[Melding]) -> _Boekjaren:
    """lasten: as the files have them now."""
    samen, nageboekt = merge_closed(invoer, lasten), tuple(booked_later(invoer, lasten))
    return _Boekjaren(invoer, jaar=jaar, lasten=samen, nageboekt=nageboekt, meldingen=meldingen)


def _close_all(werk: _Boekjaren, gemeenten: Sequence[Gemeente]) -> tuple[Gemeenterekening, ...]:
    uit = [
        Gemeenterekening(g, tuple(r for pot in SPUK_POTTEN if (r := _close(werk, g, pot)) is not None))
        for g in gemeenten
    ]
    raise_if_any(_distinct(werk.meldingen))
    return tuple(uit)


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
    gesloten = {j: slot.rekening for j in jaren if (slot := _slot(werk, gemeente.code, pot, j))}
    rekeningen = close_years(feiten, begin, gesloten)
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
        # Over a year before the chain only this is left to pay.
        *(
            Kasstroom(b.datum, b.soort, -b.bedrag)
            for b in besluiten
            if b.soort == "terugvordering" and b.datum.year == jaar and b.jaar not in herkomst
        ),
    ]
    telling = werk.invoer.tellingen.get((jaar, gemeente.code))
    berekening = recompute(werk, telling, jaar) if telling and pot == "spuk" else None
    definitief = last_decision((b for b in besluiten if b.jaar == jaar), "definitief")
    lasten = tuple(x for x in werk.lasten if (x.code, x.pot, x.jaar) == (gemeente.code, pot, jaar))
    per_veld: dict[str, int] = {}
    for last in lasten:
        per_veld[last.taakveld] = per_veld.get(last.taakveld, 0) + last.bedrag
    slot = _slot(werk, gemeente.code, pot, jaar)
    naam = "SPUK inburgering" if pot == "spuk" else "SPUK onderwijsroute"
    return Regelingrekening(
        regeling=pot,
        feiten=tuple(feiten),
        jaren=rekeningen,
        uitkering_vorig=begin.uitkering_vorig,
        herkomst=herkomst,
        besluiten=tuple(sorted(in_order(besluiten), key=lambda b: b.jaar)),
        grondslag=slot.herkomst if slot else herkomst[jaar],
        berekening=berekening,
        vergelijking=tuple(compare_components(definitief.components, berekening.componenten))
        if definitief and berekening
        else (),
        lasten=lasten,
        taakvelden=tuple(split_taakvelden(per_veld, laatste, werk.invoer.instellingen.hoofdtaakveld)),
        ontvangsten=tuple(sorted(ontvangsten, key=lambda s: s.datum)),
        kalender=(*voorschotten, *latere[jaar]),
        posten=slot.posten if slot else tuple(book_year(laatste, ontvangsten, naam)),
    )


def _years(werk: _Boekjaren, gemeente: Gemeente, pot: str) -> range:
    """The years of the chain: from 2022, or from the first closed year that was stated."""
    gesloten = [j for j, code, regeling in werk.invoer.standen if (code, regeling) == (gemeente.code, pot)]
    gesloten += [j for j in werk.invoer.gesloten if _slot(werk, gemeente.code, pot, j)]
    if pot == "spuk":
        return range(min([*gesloten, BEGINJAAR], key=lambda j: (j not in gesloten, j)), werk.jaar + 1)
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
    if (slot := _slot(werk, *sleutel, jaar)) is not None:
        return _since_closed(werk.invoer, slot, sleutel, last_decision(besluiten, "definitief")), GESLOTEN
    definitief, voorschot = last_decision(besluiten, "definitief"), last_decision(besluiten, *VOORSCHOT)
    stand = werk.invoer.standen.get((jaar, *sleutel))
    lasten = [x for x in werk.lasten if (x.code, x.pot, x.jaar) == (*sleutel, jaar)]
    correcties = (*werk.invoer.instellingen.correctie, *werk.nageboekt)
    correctie = sum(x.bedrag for x in lasten if x.correctie)
    correctie += sum(c.bedrag for c in correcties if (c.cbs_code, c.regeling, c.jaar) == (*sleutel, jaar))
    geboekt = sum(x.bedrag for x in lasten if not x.correctie)
    if stand is None and pot == "spuk" and not is_booked(werk.invoer, jaar):
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
    uitkering, herkomst = _uitkering(werk, gemeente, pot, jaar, voorschot)
    if stand is not None and (jaar < werk.jaar or not any(b.jaar == jaar for b in werk.invoer.instellingen.boekingen)):
        uitkering, herkomst, geboekt = stand.uitkering, STAND, stand.besteding
    terug = [
        b.bedrag
        for b in werk.invoer.besluiten
        if (b.cbs_code, b.regeling) == sleutel and b.soort == "terugvordering" and b.datum.year == jaar
    ]
    return Budgetjaar(
        jaar=jaar,
        uitkering=uitkering,
        # Without a decision on the advances nothing is left to settle.
        voorlopig=voorschot.bedrag if voorschot else uitkering,
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


def _slot(werk: _Boekjaren, code: str, pot: str, jaar: int) -> Slot | None:
    sluiting = werk.invoer.gesloten.get(jaar)
    return sluiting.sloten.get((code, pot)) if sluiting else None


def _since_closed(
    invoer: Verantwoordingsmap, slot: Slot, sleutel: tuple[str, str], definitief: Besluitrij | None
) -> Budgetjaar:
    """The facts of a closed year, with a decision that came or changed since: that counts in one open year, once."""
    feit, eerste_open = slot.budget, first_open(invoer, *sleutel)
    for jaar, sluiting in sorted(invoer.gesloten.items()):
        later = sluiting.sloten.get(sleutel)
        if later is not None and feit.jaar in later.besloten:
            feit = _decided(feit, later.besloten[feit.jaar], jaar, jaar)
    if definitief is None or definitief.bedrag == feit.definitief:
        return feit
    return _decided(feit, definitief.bedrag, max(definitief.datum.year, eerste_open), eerste_open)


def _decided(feit: Budgetjaar, bedrag: int, jaar: int, eerste_open: int) -> Budgetjaar:
    """The facts with another definitive decision, to be settled in `jaar`."""
    if feit.definitief is not None and feit.definitief_in is not None and feit.definitief_in < eerste_open:
        # That decision was settled in a closed year; only the change is left to settle.
        feit = replace(feit, uitkering=feit.definitief, voorlopig=feit.definitief)
    return replace(feit, definitief=bedrag, definitief_in=jaar)


def booked_later(invoer: Verantwoordingsmap, geboekt: Sequence[Last]) -> list[Correctie]:
    """What the files book of closed years now above what these were closed with: corrections of the first open year.

    geboekt: lasten as the files have them now.
    """
    uit = []
    for jaar, sluiting in sorted(invoer.gesloten.items()):
        for (code, pot), slot in sluiting.sloten.items() if is_booked(invoer, jaar) else ():
            nu = sum(x.bedrag for x in geboekt if (x.code, x.pot, x.jaar) == (code, pot, jaar))
            eigen = (c for c in invoer.instellingen.correctie if (c.cbs_code, c.regeling, c.jaar) == (code, pot, jaar))
            latere = (s.sloten[code, pot] for s in invoer.gesloten.values() if (code, pot) in s.sloten)
            gedragen = sum(s.nageboekt.get(jaar, 0) for s in latere)
            if verschil := nu + sum(c.bedrag for c in eigen) - slot.geboekt - gedragen:
                uit.append(
                    Correctie.model_construct(
                        jaar=first_open(invoer, code, pot), over=jaar, cbs_code=code, regeling=pot, bedrag=verschil,
                        reden=f"de boekingen van {jaar} sluiten niet meer aan op het gesloten jaar",
                    )
                )  # fmt: skip
    return uit


def first_open(invoer: Verantwoordingsmap, code: str, pot: str) -> int:
    """The year after the last one closed on purpose."""
    return max((j + 1 for j, s in invoer.gesloten.items() if (code, pot) in s.sloten), default=BEGINJAAR)


def _uitkering(
    werk: _Boekjaren, gemeente: Gemeente, pot: str, jaar: int, voorschot: Besluitrij | None
) -> tuple[int, str]:
    """U(t) on which a year is closed: what is known of it, the advances as the last resort."""
    if (bekend := known_uitkering(werk, gemeente.code, pot, jaar)) is not None:
        return bekend
    if voorschot is not None:
        return voorschot.bedrag, VOORLOPIG
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


def known_uitkering(zoek: Opzoeking, code: str, pot: str, jaar: int) -> tuple[int, str] | None:
    """U(t) and its source: the definitive decision, else the recomputation from the counts of DUO; None without both.

    Raises Invoerfout when there is a count and an amount or the national factor lacks.
    """
    besluiten = (b for b in zoek.invoer.besluiten if (b.cbs_code, b.regeling, b.jaar) == (code, pot, jaar))
    if (definitief := last_decision(besluiten, "definitief")) is not None:
        return definitief.bedrag, DEFINITIEF
    telling = zoek.invoer.tellingen.get((jaar, code))
    if telling is not None and pot == "spuk":
        return recompute(zoek, telling, jaar).totaal, HERREKEND
    return None


def _room(werk: _Boekjaren, pot: str, jaar: int) -> tuple[Decimal, Decimal]:
    if pot == "spuk":
        return werk.value("ruimte_percentage", jaar).getal, werk.value("ruimte_percentage_vorig", jaar).getal
    return werk.value("onderwijsroute_ruimte", jaar).getal, Decimal(0)


def is_booked(invoer: Verantwoordingsmap, jaar: int) -> bool:
    """Whether there are bookings of a year, or costs that a regional body states."""
    instellingen = invoer.instellingen
    kosten = any(r.jaar == jaar and r.kosten for r in instellingen.lichamen)
    return kosten or any(b.jaar == jaar for b in instellingen.boekingen)


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
