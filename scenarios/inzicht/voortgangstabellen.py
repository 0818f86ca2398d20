"""The tables of a voortgangsrapportage, per gemeente: from counts, or from records where a gemeente keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from finance.fouten import Melding, raise_if_any
from scenarios.grond.bescherming import Lijn, protect
from scenarios.grond.datum import add_months
from scenarios.inzicht.doelmeting import REGIO
from scenarios.regiomap.doelen import WERKVELDEN
from scenarios.regiomap.modellen import Instroomrij
from scenarios.regiomap.records import Persoonrij
from scenarios.regiomap.regio import Regio

ONTZORGMAANDEN = 6
"""Financieel ontzorgen lasts six months, then it ends or is extended."""
WERKLABELS = dict(
    zip(WERKVELDEN, ("Oriëntatie op (werk)stage", "Werkstage", "Vrijwilligerswerk", "Betaalde baan"), strict=True)
)
ROUTELABELS = {"b1": "B1", "z": "Z", "onderwijs": "Onderwijs"}
SOM = "som"

Moment = Callable[[Persoonrij, date], date | None]
"""(person, peildatum) -> the day on which the person counts, as far as known then"""


@dataclass(frozen=True)
class Indicatorregel:
    """One figure of a table. `indicatoren` of instroom are added up; `moment` counts the same from records."""

    sleutel: str
    label: str
    indicatoren: tuple[str, ...]
    doelgroepen: tuple[str, ...]
    moment: Moment
    bewaard: Callable[[Persoonrij], bool] = lambda p: True
    """True for a record that shows that this is kept: without any such record the counts of instroom stand"""


@dataclass(frozen=True)
class Opzet:
    """One table: figures per gemeente, added up over its figures when `som` has a label."""

    sleutel: str
    titel: str
    regels: tuple[Indicatorregel, ...]
    som: str = ""
    toelichting: str = ""


@dataclass(frozen=True)
class Voortgangstabel:
    """A filled table. Keys of `cellen`: (figure or `SOM`, CBS code or `REGIO`); None: not given."""

    opzet: Opzet
    cellen: dict[tuple[str, str], int | None]
    verborgen: frozenset[tuple[str, str]]

    @property
    def kolommen(self) -> list[tuple[str, str]]:
        """(key, label) of every figure, the sum last."""
        kolommen = [(r.sleutel, r.label) for r in self.opzet.regels]
        return [*kolommen, (SOM, self.opzet.som)] if self.opzet.som else kolommen

    @property
    def leeg(self) -> bool:
        """No figure of any gemeente was given."""
        return all(aantal is None for aantal in self.cellen.values())


ASIEL, GEZIN, ALLEN = ("asielstatushouder",), ("gezinsmigrant",), ("asielstatushouder", "gezinsmigrant", "allen")


def _day(veld: str) -> Moment:
    return lambda p, peildatum: p.known(veld, peildatum)


def _left(p: Persoonrij, peildatum: date) -> date | None:
    return p.known("einde", peildatum) if p.uitkomst in ("verhuisd", "ontheven", "gestopt") else None


def _on_route(route: str, veld: str) -> Moment:
    return lambda p, peildatum: p.known(veld, peildatum) if p.leerroute == route else None


def _completed(route: str) -> Moment:
    return lambda p, peildatum: (
        p.known("einde", peildatum) if p.leerroute == route and p.uitkomst == "geslaagd" else None
    )


def _extended(p: Persoonrij, peildatum: date) -> date | None:
    """Counted with the start of the ontzorgen: an extension belongs to its traject."""
    if p.ontzorgen is None:
        return None
    einde = add_months(p.ontzorgen, ONTZORGMAANDEN)
    op_tijd = p.zelfredzaam is not None and p.zelfredzaam <= einde
    return None if op_tijd or einde >= peildatum else p.ontzorgen


def _furthest_work(veld: str) -> Moment:
    """Everybody once, at the furthest step: paid work, voluntary work, a stage, orientation."""

    def moment(p: Persoonrij, peildatum: date) -> date | None:
        bereikt = [v for v in WERKVELDEN if p.known(v, peildatum) is not None]
        return p.known(veld, peildatum) if bereikt and bereikt[-1] == veld else None

    return moment


def _routes(soort: str, doelgroep: tuple[str, ...], gestart: str, veld: str) -> Iterator[Indicatorregel]:
    for route in ("z", "b1", "onderwijs"):
        yield Indicatorregel(
            f"{route}_{gestart}", f"{ROUTELABELS[route]} {gestart}", (f"{route}_gestart", f"{route}_vastgesteld"),
            doelgroep, _on_route(route, veld),
        )  # fmt: skip
        yield Indicatorregel(
            f"{route}_afgerond", f"{ROUTELABELS[route]} afgerond", (f"{route}_afgerond",), doelgroep,
            _completed(route),
        )  # fmt: skip


def _plain(sleutel: str, label: str, doelgroep: tuple[str, ...], moment: Moment) -> Indicatorregel:
    return Indicatorregel(sleutel, label, (sleutel,), doelgroep, moment)


def _optional(sleutel: str, label: str, doelgroep: tuple[str, ...], moment: Moment, *kolommen: str) -> Indicatorregel:
    """A figure from columns that need not be kept."""

    def kept(p: Persoonrij) -> bool:
        return any(getattr(p, k) is not None for k in kolommen)

    return Indicatorregel(sleutel, label, (sleutel,), doelgroep, moment, kept)


def _not_plichtig(p: Persoonrij) -> bool:
    """A file without anybody who is not plichtig holds no children, so it does not tell who was housed."""
    return p.plichtig == "nee"


def _plichtig(p: Persoonrij, peildatum: date) -> date | None:
    return p.known("huisvesting", peildatum) if p.plichtig == "ja" else None


OPZETTEN = (
    Opzet(
        "statushouders",
        "Voortgang statushouders",
        (
            Indicatorregel("gehuisvest", "Gehuisvest", ("gehuisvest",), ASIEL, _day("huisvesting"), _not_plichtig),
            _plain("inburgeringsplichtig", "Plichtig", ASIEL, _plichtig),
            _plain("pip_vastgesteld", "PIP vastgesteld", ASIEL, _day("pip")),
            _plain("tussentijds_beeindigd", "Tussentijds beëindigd", ASIEL, _left),
        ),
        toelichting="Gehuisvest is met kinderen. Beëindigd: verhuisd, ontheven of gestopt.",
    ),
    Opzet(
        "gezinsmigranten",
        "Voortgang gezinsmigranten",
        (
            _plain("inburgeringsplichtig", "Plichtig", GEZIN, _plichtig),
            _plain("pip_vastgesteld", "PIP vastgesteld", GEZIN, _day("pip")),
            _plain("tussentijds_beeindigd", "Tussentijds beëindigd", GEZIN, _left),
        ),
    ),
    Opzet("leerroutes_statushouders", "Leerroutes statushouders", tuple(_routes("asiel", ASIEL, "gestart", "start"))),
    Opzet(
        "leerroutes_gezinsmigranten",
        "Leerroutes gezinsmigranten",
        tuple(_routes("gezin", GEZIN, "vastgesteld", "pip")),
    ),
    Opzet(
        "map",
        "Module Arbeidsmarkt en Participatie (MAP)",
        (
            _optional("map_afgerond", "Afgerond", ALLEN, _day("map_afgerond"), "map_afgerond"),
            _optional("map_vrijgesteld", "Vrijgesteld", ALLEN, _day("map_vrijgesteld"), "map_vrijgesteld"),
        ),
        toelichting="Statushouders en gezinsmigranten samen.",
    ),
    Opzet(
        "pvt",
        "Participatieverklaringstraject (PVT)",
        (_optional("pvt_afgerond", "Afgerond", ALLEN, _day("pvt_afgerond"), "pvt_afgerond"),),
        toelichting="Statushouders en gezinsmigranten samen.",
    ),
    Opzet(
        "ontzorgen",
        "Financieel ontzorgen",
        (
            _optional("ontzorgen_trajecten", "Trajecten", ASIEL, _day("ontzorgen"), "ontzorgen"),
            _optional("ontzorgen_verlengd", "Verlengd na zes maanden", ASIEL, _extended, "ontzorgen"),
        ),
    ),
    Opzet(
        "werk",
        "Werk",
        tuple(_optional(veld, label, ALLEN, _furthest_work(veld), *WERKVELDEN) for veld, label in WERKLABELS.items()),
        "In aanraking met werk",
        "Iedereen telt één keer, bij de verste stap.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Periode:
    """From the first day up to the first day after; open where nothing was asked."""

    van: date | None
    tot: date | None

    def holds(self, begin: date, einde: date) -> bool:
        """Whether begin..einde lies within the period."""
        return (self.van is None or self.van <= begin) and (self.tot is None or einde <= self.tot)

    def touches(self, begin: date, einde: date) -> bool:
        """Whether any day of begin..einde lies within the period."""
        return (self.van is None or self.van < einde) and (self.tot is None or begin < self.tot)


def build_tables(regio: Regio, periode: Periode, intern: bool) -> list[Voortgangstabel]:
    """Every table that has at least one figure. Raises Invoerfout when a count lies across the edge of the period."""
    geteld = {p.bestand for p in regio.personen}
    rijen = [r for r in regio.instroom if r.bestand not in geteld and periode.touches(r.periode_van, r.periode_tot)]
    raise_if_any(
        Melding(
            r.bestand,
            r.plaats,
            f"een telling van {r.periode_van:%d-%m-%Y} tot {r.periode_tot:%d-%m-%Y}, deels buiten de periode",
            "een periode die hele tellingen omvat",
            "Kies --van en --tot op de grens van de tellingen.",
        )
        for r in rijen
        if not periode.holds(r.periode_van, r.periode_tot)
    )
    codes = [g.code for g in regio.gemeenten]
    tabellen = [fill(o, codes, lambda r, c: _count(r, c, regio, rijen, periode), intern) for o in OPZETTEN]
    return [t for t in tabellen if not t.leeg]


def fill(
    opzet: Opzet, codes: Sequence[str], count: Callable[[Indicatorregel, str], int | None], intern: bool
) -> Voortgangstabel:
    """A table with its totals. Unless `intern`, small groups and what would give them away are hidden."""
    cellen: dict[tuple[str, str], int | None] = {}
    lijnen: list[Lijn[tuple[str, str]]] = []
    for regel in opzet.regels:
        for code in codes:
            cellen[regel.sleutel, code] = count(regel, code)
        _add(cellen, lijnen, (regel.sleutel, REGIO), [(regel.sleutel, c) for c in codes])
    if opzet.som:
        for code in (*codes, REGIO):
            _add(cellen, lijnen, (SOM, code), [(r.sleutel, code) for r in opzet.regels])
        lijnen.append(((SOM, REGIO), tuple((SOM, c) for c in codes)))
    bekend = {c: aantal for c, aantal in cellen.items() if aantal is not None}
    geldig = [(som, delen) for som, delen in lijnen if som in bekend and all(d in bekend for d in delen)]
    return Voortgangstabel(opzet, cellen, frozenset() if intern else protect(bekend, geldig))


def _add(
    cellen: dict[tuple[str, str], int | None],
    lijnen: list[Lijn[tuple[str, str]]],
    som: tuple[str, str],
    delen: list[tuple[str, str]],
) -> None:
    """The total of cells that are all known; with one of them missing there is none."""
    waarden = [cellen[d] for d in delen]
    cellen[som] = None if None in waarden else sum(w for w in waarden if w is not None)
    lijnen.append((som, tuple(delen)))


def _count(
    regel: Indicatorregel, code: str, regio: Regio, rijen: Sequence[Instroomrij], periode: Periode
) -> int | None:
    """From records when this gemeente keeps them and they hold what is needed, else from counts; None: neither."""
    peildatum = regio.bestand.peildatum
    personen = [p for p in regio.personen if p.cbs_code == code and p.doelgroep in regel.doelgroepen]
    if personen and any(regel.bewaard(p) for p in regio.personen):
        dagen = [d for p in personen if (d := regel.moment(p, peildatum)) is not None]
        return sum(periode.holds(d, d) and d != periode.tot for d in dagen)
    eigen = [
        r for r in rijen if r.cbs_code == code and r.indicator in regel.indicatoren and r.doelgroep in regel.doelgroepen
    ]
    return sum(r.aantal for r in eigen) if eigen else None
