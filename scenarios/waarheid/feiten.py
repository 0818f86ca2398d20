"""The order of truth: what is known of a region's money stands in the place of its forecast (docs/besluiten/0011).

lasten: closed year > bookings to a day + forecast of the rest > forecast. Uitkering: closed year > definitive
decision > recomputation from the counts of DUO > forecast. Balance: closed year > typed standing > chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from finance.fouten import Invoerfout, Melding
from finance.jaarrekening import Jaarrekening
from finance.meeneemregeling import ONDERWIJSROUTE_JAREN
from finance.taal.getallen import format_euros, thousands
from finance.uitkering import VOORSCHOT, last_decision
from scenarios.boeken.boekingsregels import SPUK_POTTEN
from scenarios.boeken.herrekening import Opzoeking
from scenarios.boeken.jaar_sluiten import Regelingrekening, booked_later, build_chain, known_uitkering
from scenarios.boeken.map import Correctie, Verantwoordingsmap, read_folder
from scenarios.boeken.prognose import end_of_month
from scenarios.boeken.realisatie import last_booking, last_full_year, realised_until
from scenarios.boeken.slot import Last
from scenarios.boeken.toerekening import collect_costs, merge_closed
from scenarios.regiomap.feiten import (
    GEBOEKT,
    GESLOTEN,
    STAND,
    VOORLOPIG,
    Deeljaar,
    Feiten,
    Jaarfeit,
    Openingsbalans,
)
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.regio import Regio, read_region
from scenarios.waarheid.grootte import find_odd
from scenarios.waarheid.logboek import find_loose
from scenarios.waarheid.nagerekend import describe_changes

SPUK, ONDERWIJS = SPUK_POTTEN


def read_truth(verwijzing: Verwijzing, bekend_op: date | None = None) -> Regio:
    """A region folder with the facts of its books. Raises Invoerfout with every problem of the input.

    bekend_op: as the region was known then; later facts are left out, so all of them.
    """
    regio = read_region(verwijzing, bekend_op)
    if bekend_op is not None:
        return regio
    try:
        invoer = read_folder(verwijzing, verplicht=False)
    except Invoerfout as fout:
        return replace(regio, feiten=Feiten(meldingen=fout.meldingen))
    return replace(regio, feiten=find_facts(invoer))


def find_facts(invoer: Verantwoordingsmap) -> Feiten:
    """Everything the books, decisions, counts and standings settle. What cannot be closed is named in `meldingen`."""
    werk = _Boeken.open(invoer)
    laatste = {code: jaar for g in invoer.gemeenten if (jaar := werk.last_closed(code := g.code)) is not None}
    jaren: dict[tuple[str, str, int], Jaarfeit] = {}
    balansen: dict[tuple[str, str], Openingsbalans] = {}
    correcties: dict[tuple[str, str, int], tuple[int, int]] = {}
    meldingen: list[Melding] = [*werk.meldingen]
    for jaar in sorted(set(laatste.values())):
        codes = [c for c, j in laatste.items() if j == jaar]
        try:
            rekeningen = build_chain(invoer, jaar, codes, werk.geboekt)
        except Invoerfout as fout:
            meldingen += fout.meldingen
            laatste = {c: j for c, j in laatste.items() if j != jaar}
            continue
        for rekening in rekeningen:
            code = rekening.gemeente.code
            for regeling in rekening.regelingen:
                jaren |= {(code, regeling.regeling, j): f for j, f in werk.year_facts(code, regeling).items()}
                balansen[code, regeling.regeling] = _balance(regeling)
                correcties |= werk.corrections(code, regeling)
            if werk.keeps_books(code):
                werk.close_unnamed(code, jaar, jaren, balansen)
    open_ = {code: jaar + 1 for code, jaar in laatste.items()}
    deel = werk.running_year(open_, meldingen)
    if deel is not None:
        for (code, pot), bedrag in werk.running_corrections(deel).items():
            eerder = correcties.get((code, pot, deel.jaar), (0, 0))
            correcties[code, pot, deel.jaar] = (eerder[0], eerder[1] + bedrag)
    uitkeringen = werk.known_uitkeringen(open_, meldingen)
    return Feiten(
        jaren,
        balansen,
        open_,
        deel,
        correcties,
        uitkeringen,
        frozenset((code, jaar) for jaar, code in invoer.tellingen),
        invoer.instellingen.toelichting,
        tuple(dict.fromkeys(meldingen)),
        tuple(werk.departures()),
        (*werk.changes(), *_refused_whole(invoer), *(los.tekst for los in find_loose(invoer))),
        tuple(_odd(invoer)),
    )


def _odd(invoer: Verantwoordingsmap) -> Iterator[str]:
    """Decisions whose amount is of another order than the others."""
    namen = {g.code: g.naam for g in invoer.gemeenten}
    for besluit, wat in find_odd(invoer):
        yield f"{namen.get(besluit.cbs_code, besluit.cbs_code)}: {wat} (€ {format_euros(besluit.bedrag)})."


def _refused_whole(invoer: Verantwoordingsmap) -> Iterator[str]:
    """Files of which no line counts: often the year, or a column, of its block is another."""
    tabel = invoer.boekingen.rijen
    if tabel is None:
        return
    for bestand, rijen in tabel.groupby("bestand", observed=True):
        if (rijen["reden"] != "").all():
            reden = rijen["reden"].value_counts().index[0]
            yield (
                f"van {bestand} telt geen boeking mee ({thousands(len(rijen))} afgekeurd, de meeste: {reden}). Kijk in "
                "verantwoording.toml het jaar en de kolommen van dit bestand na."
            )


@dataclass(frozen=True)
class _Boeken:
    """The input of the books and the lasten in it."""

    invoer: Verantwoordingsmap
    geboekt: tuple[Last, ...]
    """As the files have them now."""
    lasten: tuple[Last, ...]
    """The same, of closed years as they were closed."""
    vol: int | None
    """Last year booked into December."""
    later: tuple[Correctie, ...] = ()
    """What differs now from what was closed."""
    meldingen: tuple[Melding, ...] = ()

    @classmethod
    def open(cls, invoer: Verantwoordingsmap) -> _Boeken:
        problemen: list[Melding] = []
        lasten, _ = collect_costs(invoer, problemen)
        if problemen:
            return cls(invoer, (), (), None, meldingen=tuple(problemen))
        samen, later = merge_closed(invoer, lasten), booked_later(invoer, lasten)
        return cls(invoer, tuple(lasten), tuple(samen), last_full_year(invoer), tuple(later))

    def keeps_books(self, code: str) -> bool:
        return any(x.code == code for x in self.lasten)

    def last_closed(self, code: str) -> int | None:
        """The last year of one gemeente that is closed: on purpose, booked into December, or typed in `standen.csv`."""
        jaren = [j for j, c, r in self.invoer.standen if (c, r) == (code, SPUK)]
        jaren += [j for j, sluiting in self.invoer.gesloten.items() if (code, SPUK) in sluiting.sloten]
        if self.vol is not None and any(x.code == code and x.jaar <= self.vol for x in self.lasten):
            jaren.append(self.vol)
        return max(jaren, default=None)

    def year_facts(self, code: str, regeling: Regelingrekening) -> dict[int, Jaarfeit]:
        """Every year of the chain of one SPUK."""
        uit = {}
        for rekening in regeling.jaren:
            per_voorziening: dict[str, int] = {}
            typed = self._typed(code, regeling.regeling, rekening.jaar)
            for x in self.lasten:
                if (
                    not typed
                    and (x.code, x.pot, x.jaar) == (code, regeling.regeling, rekening.jaar)
                    and not x.correctie
                ):
                    per_voorziening[x.voorziening] = per_voorziening.get(x.voorziening, 0) + x.bedrag
            slot = self.invoer.gesloten.get(rekening.jaar)
            op_slot = slot is not None and (code, regeling.regeling) in slot.sloten
            bron = GESLOTEN if op_slot else STAND if typed else GEBOEKT
            uit[rekening.jaar] = _fact(rekening, per_voorziening, bron, regeling.herkomst[rekening.jaar])
        return uit

    def _typed(self, code: str, pot: str, jaar: int) -> bool:
        """Whether the year is known from `standen.csv` alone."""
        booked = any(b.jaar == jaar for b in self.invoer.instellingen.boekingen)
        return (jaar, code, pot) in self.invoer.standen and not (booked and jaar == self.vol)

    def close_unnamed(
        self,
        code: str,
        laatste: int,
        jaren: dict[tuple[str, str, int], Jaarfeit],
        balansen: dict[tuple[str, str], Openingsbalans],
    ) -> None:
        """Books that do not name the SPUK onderwijsroute left nothing of it, in every year that they close."""
        for jaar in range(ONDERWIJSROUTE_JAREN[0], min(laatste, ONDERWIJSROUTE_JAREN[-1]) + 1):
            if (code, SPUK, jaar) in jaren:
                jaren.setdefault((code, ONDERWIJS, jaar), _NIETS)
        balansen.setdefault((code, ONDERWIJS), Openingsbalans(0, 0, 0))

    def corrections(self, code: str, regeling: Regelingrekening) -> dict[tuple[str, str, int], tuple[int, int]]:
        """What was decided and booked later on closed years, by the open year that accounts for it."""
        pot, laatste = regeling.regeling, regeling.jaar.jaar
        uit: dict[tuple[str, str, int], tuple[int, int]] = {}
        for budget in regeling.feiten:
            if budget.definitief is not None and budget.definitief_in is not None and budget.definitief_in > laatste:
                uitkering, lasten = uit.get((code, pot, budget.definitief_in), (0, 0))
                uit[code, pot, budget.definitief_in] = (uitkering + budget.definitief - budget.uitkering, lasten)
        for c in (*self.invoer.instellingen.correctie, *self.later):
            if (c.cbs_code, c.regeling) == (code, pot) and c.jaar > laatste:
                uitkering, lasten = uit.get((code, pot, c.jaar), (0, 0))
                uit[code, pot, c.jaar] = (uitkering, lasten + c.bedrag)
        return uit

    def changes(self) -> Iterator[str]:
        """What the input now says otherwise of closed years; not where its lasten cannot be told."""
        if not self.meldingen:
            yield from describe_changes(self.invoer, self.geboekt)

    def departures(self) -> Iterator[str]:
        """What a closed year no longer agrees with, and where the difference went."""
        namen = {g.code: g.naam for g in self.invoer.gemeenten}
        for c in self.later:
            yield (
                f"{namen[c.cbs_code]}, {c.regeling}: {c.reden} (verschil € {format_euros(c.bedrag)}); het verschil "
                f"is een correctie in {c.jaar}."
            )

    def running_year(self, eerste_open: Mapping[str, int], meldingen: list[Melding]) -> Deeljaar | None:
        """The first open year of the gemeenten that keep books, as far as it is booked."""
        codes = [c for c in eerste_open if self.keeps_books(c)]
        jaar = max((eerste_open[c] for c in codes), default=None)
        laatste = last_booking(self.invoer, jaar) if jaar is not None else None
        if jaar is None or laatste is None:
            return None
        tot = end_of_month(laatste)
        try:
            boeken = realised_until(self.invoer, jaar, tot)
        except Invoerfout as fout:
            meldingen += fout.meldingen
            return None
        lasten: dict[tuple[str, str, str], int] = {}
        for x in boeken.lasten:
            if not x.correctie:
                sleutel = (x.code, x.pot, x.voorziening)
                lasten[sleutel] = lasten.get(sleutel, 0) + x.bedrag
        return Deeljaar(jaar, tot, frozenset(c for c in codes if eerste_open[c] == jaar), lasten)

    def running_corrections(self, deel: Deeljaar) -> dict[tuple[str, str], int]:
        """Bookings of the running year on a closed one."""
        uit: dict[tuple[str, str], int] = {}
        for x in self.lasten:
            if x.correctie and x.jaar == deel.jaar and x.code in deel.codes:
                uit[x.code, x.pot] = uit.get((x.code, x.pot), 0) + x.bedrag
        return uit

    def known_uitkeringen(
        self, eerste_open: Mapping[str, int], meldingen: list[Melding]
    ) -> dict[tuple[str, str, int], tuple[int, str]]:
        """Open years whose uitkering is settled by a decision or by the counts of DUO."""
        zoek = Opzoeking(self.invoer)
        sleutels: set[tuple[str, str, int]] = {(b.cbs_code, b.regeling, b.jaar) for b in self.invoer.besluiten}
        sleutels |= {(code, SPUK, jaar) for jaar, code in self.invoer.tellingen}
        bekend = {g.code for g in self.invoer.gemeenten}
        uit: dict[tuple[str, str, int], tuple[int, str]] = {}
        for code, pot, jaar in sorted(sleutels):
            if code not in bekend or jaar < eerste_open.get(code, 0):
                continue
            try:
                waarde = known_uitkering(zoek, code, pot, jaar)
            except Invoerfout as fout:
                meldingen += fout.meldingen
                continue
            # The separate SPUK onderwijsroute is a fixed sum: its voorlopige decision is what it brings.
            if waarde is None and pot == ONDERWIJS:
                eigen = (b for b in self.invoer.besluiten if (b.cbs_code, b.regeling, b.jaar) == (code, pot, jaar))
                besluit = last_decision(eigen, *VOORSCHOT)
                waarde = (besluit.bedrag, VOORLOPIG) if besluit else None
            if waarde is not None:
                uit[code, pot, jaar] = waarde
        return uit


_NIETS = Jaarfeit(0, 0, 0, {}, 0, 0, 0, 0, 0, 0, 0, 0, GEBOEKT, "geen beschikking")


def _fact(r: Jaarrekening, per_voorziening: Mapping[str, int], herkomst_lasten: str, herkomst: str) -> Jaarfeit:
    return Jaarfeit(
        uitkering=r.uitkering,
        voorlopig=r.voorlopig,
        correctie_uitkering=r.correctie_uitkering,
        lasten=dict(per_voorziening),
        onverdeeld=r.lasten - sum(per_voorziening.values()),
        reservering_begin=r.reservering_begin,
        doorgeschoven_begin=r.doorgeschoven_begin,
        ruimte=r.ruimte,
        saldo=r.saldo,
        reservering_eind=r.reservering_eind,
        doorgeschoven_eind=r.doorgeschoven_eind + r.eigen_lasten,
        terugvordering=r.terug_te_betalen,
        herkomst_lasten=herkomst_lasten,
        herkomst_uitkering=herkomst,
    )


def _balance(regeling: Regelingrekening) -> Openingsbalans:
    laatste, volgend = regeling.jaar, regeling.jaar.jaar + 1
    eerder: Sequence[int] = [f.known_in(volgend) for f in regeling.feiten]
    uitkering = sum(eerder) + regeling.uitkering_vorig if regeling.regeling == ONDERWIJS else eerder[-1]
    return Openingsbalans(laatste.reservering_eind, laatste.doorgeschoven_eind, uitkering)
