"""What may turn out otherwise than entered: every value that is not settled, with its interval, as a driver to draw.

A driver is one draw that all gemeenten share. It moves one or several values (`banden`), each by its own interval: the
steps of one waiting time move together, so do the amounts of one budget. Where nobody gave an interval the shipped
spread of its kind stands in (data/parameters/onzekerheid.toml), which is an assumption of its own and is listed so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from finance.fouten import Melding, raise_if_any, suggest
from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.opzoeker import Opzoeker
from scenarios.regiomap.intervallen import SOORTEN, Interval
from scenarios.regiomap.modellen import Contractrij
from scenarios.regiomap.regio import Regio

ALLES = "alles"
"""In place of a kind: nothing but people is drawn"""


@dataclass(frozen=True)
class Drijver:
    """One uncertain thing. Factors on the value as entered; points per year for an index."""

    naam: str
    """Key of its stream and name in results, such as `prijzen B1 vanaf 2027 2027-01-01`"""
    soort: str
    banden: Mapping[str, Interval]
    """What it moves -> P10 and P90: line of contracten.csv, step, leerroute, `code jaar`, or parameter"""
    status: str
    reden: str
    """Where the interval comes from"""
    vanaf: date
    """First day on which it works"""
    ronde: str = ""
    """Drivers of one round share part of their draw, `samenhang` of it"""
    samenhang: float = 0.0
    eigen: bool = True
    """Whether its owner gave the interval; else the shipped spread stands in"""
    stand: tuple[float, ...] = ()
    """Where it is held instead of drawn, as a standard normal number; of an index one per year"""


@dataclass(frozen=True)
class _Spreiding:
    """The shipped spreads, by status."""

    zoek: Opzoeker
    jaar: int

    def of(self, soort: str, status: str) -> Interval:
        """P10 and P90 as factors: as many times below as above."""
        boven = 1 + self.number(f"spreiding_{soort}") * self.ruimer(status)
        return Interval(1 / boven, boven)

    def points(self, status: str) -> Interval:
        """P10 and P90 of an index, in points per year."""
        punten = self.number("spreiding_index") * self.ruimer(status)
        return Interval(-punten, punten)

    def ruimer(self, status: str) -> float:
        """What is disputed is wider than what is estimated."""
        return self.number("spreiding_onzeker") if status == "onzeker" else 1.0

    def number(self, naam: str) -> float:
        """One parameter."""
        return self.zoek.number(naam, self.jaar)


def gather_drivers(regio: Regio, zoek: Opzoeker) -> tuple[Drijver, ...]:
    """Every driver of a region, without the kinds that it leaves out. Missing spreads are left with `zoek`."""
    spreiding = _Spreiding(zoek, regio.bestand.peildatum.year)
    alle = (
        *_prices(regio, spreiding),
        *_indexes(regio, spreiding),
        *_course(regio, spreiding),
        *_money(regio, spreiding),
    )
    return without(alle, regio.bestand.zonder)


def _prices(regio: Regio, spreiding: _Spreiding) -> Iterator[Drijver]:
    """One driver per contract and first day; those of one day are one round of tenders."""
    groepen: dict[tuple[str, str, date], list[Contractrij]] = {}
    for c in regio.contracten:
        if c.status != "vastgesteld" and c.prijs > 0:
            groepen.setdefault(("vast" if c.betaling == "vast" else "prijzen", c.contract, c.van), []).append(c)
    samenhang = spreiding.number("samenhang_prijs")
    for (soort, contract, van), rijen in groepen.items():
        anders = {c.status: spreiding.of("vast" if soort == "vast" else "prijs", c.status) for c in rijen}
        yield Drijver(
            f"{soort} {contract} {van}",
            soort,
            {f"{c.bestand} {c.regel}": c.interval or anders[c.status] for c in rijen},
            weakest(c.status for c in rijen),
            _reason([c.bron for c in rijen if c.interval], "spreiding_vast" if soort == "vast" else "spreiding_prijs"),
            van,
            f"aanbesteding {van}" if soort == "prijzen" else "",
            samenhang if soort == "prijzen" else 0.0,
            any(c.interval for c in rijen),
        )


def _indexes(regio: Regio, spreiding: _Spreiding) -> Iterator[Drijver]:
    """Yearly steps after the peildatum, of which the three indexes share a part."""
    jaar = regio.bestand.peildatum.year + 1
    samenhang = spreiding.number("samenhang_index")
    for naam in ("index_contract", "index_spuk", "index_gemeentefonds"):
        waarde = spreiding.zoek.value(naam, jaar)
        if waarde is None or waarde.status == "vastgesteld":
            continue
        eigen = bool(waarde.p10)
        punten = (
            Interval(float(waarde.p10) - float(waarde.getal), float(waarde.p90) - float(waarde.getal))
            if eigen
            else spreiding.points(waarde.status)
        )
        yield Drijver(
            naam, "indexen", {naam: punten}, waarde.status, _reason([waarde.herkomst] * eigen, "spreiding_index"),
            date(jaar, 1, 1), "index", samenhang, eigen,
        )  # fmt: skip


def _course(regio: Regio, spreiding: _Spreiding) -> Iterator[Drijver]:
    """Waiting per doelgroep, and duration, extension, leaving, use and reaching a plan."""
    trajecten, begin = regio.trajecten, date(2022, 1, 1)

    def driver(naam: str, soort: str, delen: Mapping[str, tuple[str, str, Interval | None]]) -> Iterator[Drijver]:
        open_ = {doel: deel for doel, deel in delen.items() if deel[0] != "vastgesteld"}
        if open_:
            yield Drijver(
                naam,
                soort,
                {doel: eigen or spreiding.of(soort, status) for doel, (status, _, eigen) in open_.items()},
                weakest(status for status, _, _ in open_.values()),
                _reason([bron for _, bron, eigen in open_.values() if eigen], f"spreiding_{soort}"),
                begin,
                eigen=any(eigen for _, _, eigen in open_.values()),
            )

    for doelgroep in DOELGROEPEN:
        stappen = {
            stap: (w.status, w.bron, w.interval) for stap, w in trajecten.wachten[doelgroep].items() if w.gemiddeld
        }
        yield from driver(f"wachttijd {doelgroep}", "wachttijd", stappen)
        aandeel = trajecten.start_aandeel[doelgroep]
        if 0 < aandeel.aandeel < 1:
            deel = {doelgroep: (aandeel.status, aandeel.bron, aandeel.interval)}
            yield from driver(f"start_aandeel {doelgroep}", "start_aandeel", deel)
    routes = {r: trajecten.route[r] for r in LEERROUTES}
    for soort, naam, veld in (
        ("duur", "maanden", "maanden"),
        ("verlenging", "verlenging", "verlenging_aandeel"),
        ("uitval", "uitval", "uitval_per_maand"),
    ):
        delen = {r: (x.status, x.bron, x.interval(naam)) for r, x in routes.items() if getattr(x, veld) > 0}
        yield from driver(soort, soort, delen)
    for voorziening, regel in trajecten.gebruik.items():
        # A leerroute is bought as a traject: who follows it, uses one.
        if regel.hoeveelheid > 0 and not voorziening.startswith("leerroute"):
            yield from driver(
                f"gebruik {voorziening}", "gebruik", {voorziening: (regel.status, regel.bron, regel.interval)}
            )


def _money(regio: Regio, spreiding: _Spreiding) -> Iterator[Drijver]:
    """The budget in the Gemeentefonds, the amount of ABO and the expected shares, as far as they are not settled."""
    open_ = [b for b in regio.budgetten if b.pot == "gemeentefonds" and b.status != "vastgesteld" and b.bedrag > 0]
    if open_:
        yield Drijver(
            "gemeentefonds",
            "gemeentefonds",
            {f"{b.cbs_code} {b.jaar}": b.interval or spreiding.of("gemeentefonds", b.status) for b in open_},
            weakest(b.status for b in open_),
            _reason([b.bron for b in open_ if b.interval], "spreiding_gemeentefonds"),
            date(min(b.jaar for b in open_), 1, 1),
            eigen=any(b.interval for b in open_),
        )
    jaren = range(regio.bestand.peildatum.year + 1, regio.bestand.eindjaar + 1)
    for naam, soort, spreidt in (
        ("bedrag_onderwijsroute", "abo", "abo"),
        ("aandeel_onderwijsroute", "aandelen", "aandeel"),
        ("aandeel_plichtig", "aandelen", "aandeel"),
    ):
        waarden = [w for j in jaren if (w := spreiding.zoek.value(naam, j)) and w.getal > 0]
        waarde = next((w for w in waarden if w.status != "vastgesteld"), None)
        if waarde is None:
            continue
        getal = float(waarde.getal)
        eigen = Interval(float(waarde.p10) / getal, float(waarde.p90) / getal) if waarde.p10 else None
        yield Drijver(
            naam,
            soort,
            {naam: eigen or spreiding.of(spreidt, waarde.status)},
            waarde.status,
            _reason([waarde.herkomst] if eigen else [], f"spreiding_{spreidt}"),
            waarde.vanaf,
            eigen=eigen is not None,
        )


def weakest(statussen: Iterable[str]) -> str:
    """The least certain of some statuses."""
    volgorde = ("vastgesteld", "raming", "aanname", "onzeker")
    return max(statussen, key=volgorde.index)


def _reason(bronnen: Iterable[str], parameter: str) -> str:
    eigen = list(dict.fromkeys(bronnen))
    return "; ".join(eigen) if eigen else f"geen eigen interval: {parameter} staat ervoor"


def leave_out(regio: Regio, soorten: Sequence[str]) -> Regio:
    """A region that draws some kinds no longer, beside those that it leaves out itself; `alles` is every kind.

    Raises Invoerfout for a kind that does not exist.
    """
    raise_if_any(
        Melding("--zonder", "", repr(soort), "een soort onzekerheid", suggest(soort, (*SOORTEN, ALLES)))
        for soort in soorten
        if soort not in (*SOORTEN, ALLES)
    )
    weg = tuple(SOORTEN) if ALLES in soorten else tuple(dict.fromkeys((*regio.bestand.zonder, *soorten)))
    return replace(regio, bestand=regio.bestand.model_copy(update={"zonder": weg})) if soorten else regio


def without(drijvers: Iterable[Drijver], soorten: Iterable[str]) -> tuple[Drijver, ...]:
    """The drivers that are left when kinds are switched off."""
    weg = set(soorten)
    return tuple(d for d in drijvers if d.soort not in weg)
