"""Every figure beside the same figure of every other piece: what differs has a reason, or is red.

The pieces compute it in their own way: the raming in the model, the tussenrapportage from bookings and the rest, the
jaarrekening by post of the begroting, the verantwoording in the chain of the year accounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from finance.bedragen import whole_euros
from finance.fouten import Invoerfout
from finance.jaarrekening import Jaarrekening
from scenarios.boeken.begroting import POSTEN, Begroting, read_budget
from scenarios.boeken.jaar_sluiten import Verantwoording, build_accounts
from scenarios.boeken.map import Verantwoordingsmap, read_folder
from scenarios.boeken.prognose import Afwikkeling, Prognose, forecast_rest
from scenarios.boeken.realisatie import Rekening, booked_years, close_year, realised_until
from scenarios.engine.result import Result, Summary
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import Regio, read_region
from scenarios.waarheid.feiten import ONDERWIJS, SPUK, find_facts

RAMING, PRIMITIEF, GEWIJZIGD = "raming", "begroting primitief", "begroting na wijziging"
TUSSEN, REKENING, VERANTWOORDING, SISA = "tussenrapportage", "jaarrekening", "verantwoording", "SiSa"
BRONNEN = (RAMING, PRIMITIEF, GEWIJZIGD, TUSSEN, REKENING, VERANTWOORDING, SISA)

AFRONDING_EURO = "afronding op hele euro's"
AFRONDING_CENT = "afronding op de cent"
VOORAF = "besluit vooraf: een begroting is geen uitkomst"
DEFINITIE = (
    "definitie: de raming rekent een tekort van een SPUK in het jaar waarin het ontstaat, de boeken pas als het niet "
    "meer kan worden doorgeschoven"
)
ROOD = "geen verklaring"


@dataclass(frozen=True)
class Aansluitpost:
    """One figure and where each piece has it."""

    label: str
    regeling: str
    raming: tuple[str, ...]
    """Quantities that add up to it."""
    rekening: tuple[str, ...]
    """Fields of a Jaarrekening that add up to it."""
    tussen: str = ""
    sisa: bool = True


POSTEN_AANSLUITING = (
    Aansluitpost("Lasten SPUK inburgeringsvoorzieningen", SPUK, ("besteding",), ("lasten",), "besteding"),
    Aansluitpost("Uitkering SPUK", SPUK, ("spuk_definitief",), ("uitkering",), "uitkering"),
    Aansluitpost("Meegenomen uit vorig jaar", SPUK, ("reservering_begin",), ("reservering_begin",), "begin"),
    Aansluitpost("Doorgeschoven uit vorig jaar", SPUK, ("doorgeschoven_begin",), ("doorgeschoven_begin",),
         "doorgeschoven_begin"),
    Aansluitpost("Mee te nemen", SPUK, ("meenemen",), ("reservering_eind",), "reservering"),
    Aansluitpost("Terug boven de ruimte", SPUK, ("terugvordering",), ("terug_te_betalen",), "terugvordering"),
    Aansluitpost("Door te schuiven", SPUK, ("doorschuiven",), ("doorgeschoven_eind",), "doorgeschoven"),
    Aansluitpost("Lasten SPUK onderwijsroute", ONDERWIJS, ("lasten_onderwijsroute",), ("lasten",)),
    Aansluitpost("Uitkering SPUK onderwijsroute", ONDERWIJS, ("onderwijsroute",), ("uitkering",)),
    Aansluitpost("Mee te nemen SPUK onderwijsroute", ONDERWIJS, ("meenemen_onderwijsroute",), ("reservering_eind",)),
    Aansluitpost("Terug SPUK onderwijsroute", ONDERWIJS, ("terugvordering_onderwijsroute",), ("terug_te_betalen",)),
    Aansluitpost(
        "Tekort SPUK onderwijsroute", ONDERWIJS, ("tekort_onderwijsroute",), ("doorgeschoven_eind", "eigen_lasten"),
        sisa=False,
    ),
)  # fmt: skip
SALDO = "Saldo van de SPUK's op de eigen rekening"
LASTEN = Aansluitpost("Lasten van beide SPUK's", "", ("besteding", "lasten_onderwijsroute"), (), sisa=False)


@dataclass(frozen=True)
class Aansluitregel:
    """One figure of one gemeente and year, in cents per piece; None where a piece does not give it."""

    gemeente: str
    jaar: int
    post: str
    cijfers: Mapping[str, int | None]
    redenen: Mapping[str, str]
    """Why a piece differs from the first that counts, only where it does."""

    @property
    def rood(self) -> bool:
        """Whether a difference has no explanation."""
        return ROOD in self.redenen.values()


@dataclass(frozen=True)
class _Stukken:
    """Every piece of one year, as far as it can be made."""

    jaar: int
    raming: Result
    begroting: Begroting
    tussen: Prognose | None
    rekening: Rekening | None
    verantwoording: Verantwoording | None


def reconcile(verwijzing: Verwijzing, jaren: Sequence[int] = (), code: str = "") -> list[Aansluitregel]:
    """The figures of every gemeente (or `code`) in these years, or in all that the books reach.

    Expected values: a figure is compared, not its band. Raises Invoerfout as the pieces do.
    """
    return reconcile_books(read_region(verwijzing), read_folder(verwijzing, verplicht=False), jaren, code)


def reconcile_books(
    regio: Regio, invoer: Verantwoordingsmap, jaren: Sequence[int] = (), code: str = ""
) -> list[Aansluitregel]:
    """The same, of a region and its books as they were read."""
    regio = replace(regio, feiten=find_facts(invoer))
    raming = run(build_model(regio, BASIS), 0)
    begroting = read_budget(regio.map, regio.gemeenten, regio.land)
    bekend = sorted({j for _, _, j in regio.feiten.jaren} | {*booked_years(invoer)})
    uit: list[Aansluitregel] = []
    for jaar in (j for j in raming.jaren if j in (jaren or bekend)):
        stukken = _pieces(regio, invoer, raming, begroting, jaar)
        for gemeente in regio.gemeenten:
            if code in ("", gemeente.code):
                uit += _rows(stukken, gemeente.code, gemeente.naam)
    return uit


def reconcile_year(verwijzing: Verwijzing, invoer: Verantwoordingsmap, jaar: int) -> list[Aansluitregel]:
    """One year of books that are read already; nothing where the folder holds no forecast to compare with."""
    try:
        return reconcile_books(read_region(verwijzing), invoer, (jaar,))
    except Invoerfout:
        return []


def check_accounts(regio: Regio, invoer: Verantwoordingsmap) -> None:
    """Raises Invoerfout when a closed year that the raming is laid beside does not close for every gemeente."""
    for jaar in booked_years(invoer):
        if _closed(regio, invoer, jaar):
            build_accounts(invoer, jaar)


def _closed(regio: Regio, invoer: Verantwoordingsmap, jaar: int) -> bool:
    """Whether a year is closed on purpose, or booked and a fact of the raming."""
    booked = jaar in booked_years(invoer)
    return jaar in invoer.gesloten or (booked and any(regio.feiten.closed(g.code, jaar) for g in regio.gemeenten))


def _pieces(regio: Regio, invoer: Verantwoordingsmap, raming: Result, begroting: Begroting, jaar: int) -> _Stukken:
    gesloten = _closed(regio, invoer, jaar)
    tussen = None
    deel = regio.feiten.deel
    tot = date(jaar, 12, 31) if gesloten else deel.tot if deel is not None and deel.jaar == jaar else None
    if tot is not None:
        try:
            vorig = close_year(invoer, jaar - 1)
        except Invoerfout:
            vorig = None
        tussen = forecast_rest(regio, BASIS, realised_until(invoer, jaar, tot), vorig, 0, 1, raming.zekerheid)
    rekening = close_year(invoer, jaar) if gesloten else None
    return _Stukken(jaar, raming, begroting, tussen, rekening, build_accounts(invoer, jaar) if gesloten else None)


def _rows(stukken: _Stukken, code: str, naam: str) -> Iterator[Aansluitregel]:
    deel = next(g for g in stukken.raming.gemeenten if g.code == code)
    j = stukken.raming.jaren.index(stukken.jaar)
    rekeningen = {
        r.regeling: r.jaar
        for g in (stukken.verantwoording.gemeenten if stukken.verantwoording else ())
        if g.gemeente.code == code
        for r in g.regelingen
    }
    afwikkeling = stukken.tussen.settle(code) if stukken.tussen else None
    for post in POSTEN_AANSLUITING:
        cijfers = dict.fromkeys(BRONNEN, None) | {RAMING: _forecast(deel, post, j)}
        rekening = rekeningen.get(post.regeling)
        if rekening is not None:
            cijfers[VERANTWOORDING] = cijfers[REKENING] = sum(getattr(rekening, veld) for veld in post.rekening)
            cijfers[SISA] = _whole(rekening, post) if post.sisa else None
        if afwikkeling is not None and post.tussen:
            cijfers[TUSSEN] = _settled(afwikkeling, post.tussen)
        if any(cijfers.values()):
            yield _explain(naam, stukken.jaar, post.label, cijfers)
    cijfers = dict.fromkeys(BRONNEN, None) | _costs(stukken, deel, code, j)
    if rekeningen:
        cijfers[VERANTWOORDING] = sum(r.lasten for r in rekeningen.values())
    yield _explain(naam, stukken.jaar, LASTEN.label, cijfers)
    yield from _saldo(stukken, deel, j, [*rekeningen.values()])


def _saldo(stukken: _Stukken, deel: Summary, j: int, rekeningen: Sequence[Jaarrekening]) -> Iterator[Aansluitregel]:
    """What both SPUKs leave on the own account, without the Gemeentefonds: that stands in no books of a SPUK.

    The books carry lasten that are shifted on as a claim; the raming counts them as a shortfall of their own year. The
    difference has that reason only when it is what was shifted, to the cent.
    """
    raming = round(100 * (deel.value("saldo", j) - deel.value("saldo_gemeentefonds", j)))
    cijfers = dict.fromkeys(BRONNEN, None) | {RAMING: raming}
    verschoven = 0
    if rekeningen:
        cijfers[VERANTWOORDING] = cijfers[REKENING] = sum(r.baten - r.lasten for r in rekeningen)
        verschoven = sum(r.doorgeschoven_begin - r.doorgeschoven_eind for r in rekeningen)
    if stukken.tussen is not None:
        stand = stukken.tussen.settle(deel.code)
        over = stand.doorgeschoven_begin - int(stand.stap.doorgeschoven)
        cijfers[TUSSEN] = over + stukken.tussen.shift_onderwijsroute(deel.code)
    if any(cijfers.values()):
        yield _explain(deel.naam, stukken.jaar, SALDO, cijfers, verschoven)


def _forecast(deel: Summary, post: Aansluitpost, j: int) -> int:
    return round(100 * sum(deel.value(naam, j) for naam in post.raming))


def _whole(rekening: Jaarrekening, post: Aansluitpost) -> int:
    """The figure of the SiSa annex, in whole euros."""
    return 100 * whole_euros(sum(getattr(rekening, veld) for veld in post.rekening))


def _settled(stand: Afwikkeling, veld: str) -> int:
    return int(getattr(stand, veld) if hasattr(stand, veld) else getattr(stand.stap, veld))


def _costs(stukken: _Stukken, deel: Summary, code: str, j: int) -> dict[str, int | None]:
    """The lasten of both SPUKs together, which is what a begroting and a jaarrekening know by post."""
    jaar, posten = stukken.jaar, [p.naam for p in POSTEN.values() if p.aard == "lasten"]
    spuk = [p for p in posten if p != "uitvoering"]
    uit: dict[str, int | None] = {RAMING: _forecast(deel, LASTEN, j)}
    for bron, geef in ((PRIMITIEF, stukken.begroting.original), (GEWIJZIGD, stukken.begroting.amended)):
        bedragen = [geef(jaar, (code,), post) for post in spuk]
        if all(isinstance(b, int) for b in bedragen):
            uit[bron] = sum(b for b in bedragen if isinstance(b, int))
    if stukken.rekening is not None:
        per_post = (stukken.rekening.post((code,), post) for post in posten)
        uit[REKENING] = sum(b for b in per_post if isinstance(b, int)) + stukken.rekening.correction((code,))
    return uit


def _explain(
    gemeente: str, jaar: int, post: str, cijfers: Mapping[str, int | None], definitie: int = 0
) -> Aansluitregel:
    """What differs from the verantwoording, or from the raming where the year is open.

    definitie: what raming and tussenrapportage have more than the books by what they mean with the figure
    """
    toets = cijfers[VERANTWOORDING] if cijfers[VERANTWOORDING] is not None else cijfers[RAMING]
    assert toets is not None
    redenen = {}
    for bron, bedrag in cijfers.items():
        if bedrag is None or bedrag == toets:
            continue
        verschil = abs(bedrag - toets)
        if bron in (PRIMITIEF, GEWIJZIGD):
            redenen[bron] = VOORAF
        elif bron in (RAMING, TUSSEN) and definitie and abs(bedrag - toets - definitie) <= 1:
            redenen[bron] = DEFINITIE
        elif bron == SISA and verschil <= 50:
            redenen[bron] = AFRONDING_EURO
        elif verschil <= 1:
            redenen[bron] = AFRONDING_CENT
        else:
            redenen[bron] = ROOD
    return Aansluitregel(gemeente, jaar, post, dict(cijfers), redenen)


@dataclass(frozen=True)
class Tellingregel:
    """One count of DUO beside the gemeente's own; None where it did not count that whole year."""

    gemeente: str
    jaar: int
    wat: str
    duo: int
    eigen: int | None

    @property
    def verschil(self) -> int | None:
        """DUO, which counts, less the own count."""
        return None if self.eigen is None else self.duo - self.eigen


def compare_counts(regio: Regio) -> list[Tellingregel]:
    """Per gemeente and year the persons by DUO and by the gemeente, and what became of the earlier cohorts."""
    uit = []
    per_jaar = {(t.cbs_code, t.jaar): t for t in regio.tellingen if t.soort == "definitief"}
    for gemeente in regio.gemeenten:
        for (code, jaar), telling in sorted(per_jaar.items()):
            if code != gemeente.code:
                continue
            for wat, duo, doelgroep in (
                ("asielstatushouders van cohort t", telling.cohort_t, "asielstatushouder"),
                ("gezins- en overige migranten", telling.gezin, "gezinsmigrant"),
            ):
                uit.append(Tellingregel(gemeente.naam, jaar, wat, duo, _own_count(regio, code, jaar, doelgroep)))
            for jaren, naam, duo in ((1, "t-1", telling.cohort_t1), (2, "t-2", telling.cohort_t2)):
                eerder = per_jaar.get((code, jaar - jaren))
                if eerder is not None:
                    wat = f"cohort {naam}, tegenover DUO in {jaar - jaren}"
                    uit.append(Tellingregel(gemeente.naam, jaar, wat, duo, eerder.cohort_t))
    return uit


def _own_count(regio: Regio, code: str, jaar: int, doelgroep: str) -> int | None:
    """What the gemeente counted of a whole year; None when it did not, or over other periods."""
    rijen = [
        r
        for r in regio.instroom
        if (r.cbs_code, r.doelgroep, r.indicator) == (code, doelgroep, "inburgeringsplichtig")
        and r.periode_van >= date(jaar, 1, 1)
        and r.periode_tot <= date(jaar + 1, 1, 1)
    ]
    dagen = sum((r.periode_tot - r.periode_van).days for r in rijen)
    return sum(r.aantal for r in rijen) if dagen == (date(jaar + 1, 1, 1) - date(jaar, 1, 1)).days else None
