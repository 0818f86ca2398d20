"""One dossier of the database -> a person that the region folder can hold, or the reason why it cannot.

Pure: no database, no key. Whoever is set aside is counted with the first reason that holds, so that the persons kept
and the persons set aside are together the persons read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import ClassVar, NamedTuple

from finance.voorzieningen import DOELGROEPEN
from scenarios.ggm.kaart import JA, NEE, TOEGESTAAN, Kaart, normal_code
from scenarios.herindeling import current_code
from scenarios.tijdas import BEGINJAAR

ONBEKENDE_DOELGROEP = "doelgroep: onbekende of ontbrekende code"
ZONDER_GEMEENTE = "zonder gemeente"
BUITEN_REGIO = "gemeente buiten deze regio"
ONMOGELIJKE_DATUM = "een datum buiten 2000 tot en met 2100"
NIET_PLICHTIG = "niet inburgeringsplichtig en geen huisvestingsdatum in de bron"
NIET_GEHUISVEST = "nog niet gehuisvest"
ZONDER_BEGIN = "zonder begin van de inburgeringsplicht"
OUDE_WET = "plicht van vóór 2022 (oude wet)"
ONBEKENDE_PLICHT = "inburgeringsplicht: onbekende code"
PIP_ZONDER_INTAKE = "PIP zonder datum van een brede intake"
ROUTE_ZONDER_PIP = "leerroute zonder PIP"
TWEE_ROUTES = "twee leerroutes tegelijk"
ONBEKENDE_ROUTE = "leerroute: onbekende of ontbrekende code"
VOLGORDE = "onmogelijke volgorde van datums"
ONBEKENDE_UITKOMST = "einde zonder bekende reden"
DUBBEL = "inburgeraar meer dan eens in de bron"
REDENEN = (
    DUBBEL, ONBEKENDE_DOELGROEP, ZONDER_GEMEENTE, BUITEN_REGIO, ONMOGELIJKE_DATUM, ONBEKENDE_PLICHT, ZONDER_BEGIN,
    OUDE_WET, NIET_PLICHTIG, NIET_GEHUISVEST, ONBEKENDE_ROUTE, TWEE_ROUTES, ROUTE_ZONDER_PIP, PIP_ZONDER_INTAKE,
    ONBEKENDE_UITKOMST, VOLGORDE,
)  # fmt: skip
"""Why somebody is set aside; the first that holds."""

LES_ZONDER_ROUTE = "les begonnen zonder leerroute: begin weggelaten"
BEGIN_UIT_AANBOD = "begin van de leerroute is de datum van het aanbod (aanname)"
ONBEKEND_RESULTAAT = "PVT of MAP: onbekende code voor het resultaat, datum weggelaten"
ONBEKENDE_EXAMENCODE = "examen: onbekende code, weggelaten"
ONBEKENDE_VERLENGING = "verlenging: onbekende code, weggelaten"
KORTE_TERMIJN = "verlengde termijn zonder PIP of korter dan drie jaar erna: weggelaten"
OPMERKINGEN = (
    BEGIN_UIT_AANBOD, LES_ZONDER_ROUTE, ONBEKEND_RESULTAAT, ONBEKENDE_EXAMENCODE, ONBEKENDE_VERLENGING, KORTE_TERMIJN,
)  # fmt: skip
"""What is noticed about somebody who is kept."""

EERSTE, LAATSTE, OPEN = date(2000, 1, 1), date(2100, 12, 31), date(9999, 1, 1)
"""Dates outside the first two are mistakes; from the last on they mean: no end."""
TERMIJNJAREN = 3


class Dossier(NamedTuple):
    """One row of `vragen.select_persons`, as the database gives it."""

    persoon: object
    gemeente: str | None
    behandeld_als: object
    is_asiel: int
    is_gezin: int
    huisvesting: date | None
    plichtig: object
    plicht_start: date | None
    plicht_eind: date | None
    voldaan: object
    reden: object
    intake: date | None
    pip: date | None
    zonder_pip: int | None
    leerroute: object
    andere_leerroute: object
    les: date | None
    schakel: date | None
    aanbod: date | None
    pvt: date | None
    map: date | None
    vreemd_resultaat: int | None
    examen: object
    examendatum: date | None
    ontheffing: date | None
    vrijstelling: date | None
    map_vrijgesteld: date | None
    verlenging: object
    verlengd_tot: date | None
    termijn: date | None

    @property
    def days(self) -> tuple[date | None, ...]:
        """Every date that must be a real day; an end may also say: never."""
        return (
            self.huisvesting, self.plicht_start, self.intake, self.pip, self.les, self.schakel, self.aanbod, self.pvt,
            self.map, self.examendatum, self.ontheffing, self.vrijstelling, self.map_vrijgesteld,
        )  # fmt: skip

    @property
    def ends(self) -> tuple[date | None, date | None, date | None]:
        """Ends of the plicht, the extended termijn and the termijn; None for `OPEN`, as warehouses write it."""
        a, b, c = (None if d is None or d >= OPEN else d for d in (self.plicht_eind, self.verlengd_tot, self.termijn))
        return a, b, c


@dataclass(slots=True)
class Persoon:
    """One row of `personen.csv` (see `scenarios.records.Persoonrij` for the meaning of the fields)."""

    id: str
    cbs_code: str
    doelgroep: str
    huisvesting: date
    plichtig: str = JA
    intake: date | None = None
    pip: date | None = None
    leerroute: str | None = None
    start: date | None = None
    einde: date | None = None
    uitkomst: str | None = None
    termijn: date | None = None
    pvt_afgerond: date | None = None
    map_afgerond: date | None = None
    map_vrijgesteld: date | None = None
    bestand: ClassVar[str] = "personen.csv"
    regel: ClassVar[int] = 0

    def known(self, gebeurtenis: str, peildatum: date) -> date | None:
        """The day of an event, as far as it had happened on the peildatum."""
        dag: date | None = getattr(self, gebeurtenis)
        return dag if dag is not None and dag < peildatum else None


@dataclass(frozen=True)
class Opzij:
    """Somebody who cannot be used: why, and the code that was not known, if that is why."""

    reden: str
    cbs_code: str = ""
    code: tuple[str, str] | None = None
    """(block of codes in ggm.toml, the code)"""


class Beoordelaar:
    """Judges dossiers for one region with one mapping."""

    def __init__(self, kaart: Kaart, codes: Collection[str], notice: Callable[[str, str], None]):
        """`codes`: the CBS codes of the region. `notice(person, remark)` is called for who is kept with a remark."""
        self._codes = {soort: _Vertaler(kaart.meanings(soort)) for soort in ("doelgroep", "leerroute", "ja_nee")}
        self._codes |= {
            soort: _Vertaler(kaart.meanings(soort)) for soort in ("voldaan", "examen", "reden", "verlenging")
        }
        self._vast = kaart.gemeente_vast
        self._huisvesting_bekend = kaart.huisvesting is not None
        self._regio = frozenset(codes)
        self._notice = notice
        self._gemeenten: dict[str | None, str] = {}

    def judge(self, d: Dossier, id_: str) -> Persoon | Opzij:
        """The person under the pseudonym `id_`, or why not."""
        doelgroep = self._group(d)
        if isinstance(doelgroep, Opzij):
            return doelgroep
        code = self._gemeente(d.gemeente)
        if not code:
            return Opzij(ZONDER_GEMEENTE)
        if code not in self._regio:
            return Opzij(BUITEN_REGIO)
        uitkomst = self._judge_here(d, id_, code, doelgroep)
        return Opzij(uitkomst.reden, code, uitkomst.code) if isinstance(uitkomst, Opzij) else uitkomst

    def _judge_here(self, d: Dossier, id_: str, code: str, doelgroep: str) -> Persoon | Opzij:
        if any(dag is not None and not EERSTE <= dag <= LAATSTE for dag in (*d.days, *d.ends)):
            return Opzij(ONMOGELIJKE_DATUM)
        asiel = doelgroep == DOELGROEPEN[0]
        if d.plichtig is None:
            plichtig: str | None = JA if d.plicht_start else NEE
        else:
            plichtig = self._codes["ja_nee"].of(d.plichtig)
        if plichtig is None:
            return Opzij(ONBEKENDE_PLICHT, code=("ja_nee", normal_code(d.plichtig)))
        if plichtig == JA and d.plicht_start is None:
            return Opzij(ZONDER_BEGIN)
        if plichtig == JA and d.plicht_start and d.plicht_start.year < BEGINJAAR:
            return Opzij(OUDE_WET)
        if d.vrijstelling and d.plicht_start and d.vrijstelling <= d.plicht_start:
            plichtig = NEE
        if plichtig == NEE and not (asiel and self._huisvesting_bekend):
            return Opzij(NIET_PLICHTIG)
        begin = d.huisvesting if asiel and self._huisvesting_bekend else d.plicht_start
        if begin is None:
            return Opzij(NIET_GEHUISVEST)
        if plichtig == NEE:
            # Counts as housed and no more than that.
            return Persoon(id_, code, doelgroep, begin, NEE)
        return self._course(d, Persoon(id_, code, doelgroep, begin))

    def _course(self, d: Dossier, p: Persoon) -> Persoon | Opzij:
        """The steps from intake to end."""
        p.intake, p.pip = d.intake, d.pip
        if d.leerroute is not None or d.zonder_pip is not None:
            p.leerroute = self._codes["leerroute"].of(d.leerroute)
            if p.leerroute is None:
                return Opzij(ONBEKENDE_ROUTE, code=("leerroute", normal_code(d.leerroute or "")))
            if p.leerroute != self._codes["leerroute"].of(d.andere_leerroute):
                return Opzij(TWEE_ROUTES)
        if d.zonder_pip:
            return Opzij(ROUTE_ZONDER_PIP)
        if p.pip and p.intake is None:
            return Opzij(PIP_ZONDER_INTAKE)
        self._set_start(d, p)
        einde = self._end(d, p)
        if isinstance(einde, Opzij):
            return einde
        p.einde, p.uitkomst = einde
        if not _in_order(p.intake, p.pip, p.start) or not _in_order(d.plicht_start, p.einde):
            return Opzij(VOLGORDE)
        if p.einde and any(stap and stap > p.einde for stap in (p.intake, p.pip, p.start)):
            return Opzij(VOLGORDE)
        self._set_parts(d, p)
        return p

    def _set_start(self, d: Dossier, p: Persoon) -> None:
        """The first lesson; GGM has no start of a LEERROUTE, so the offer stands in when no lesson is dated."""
        if p.leerroute is None or p.pip is None:
            if d.les:
                self._notice(p.id, LES_ZONDER_ROUTE)
            return
        p.start = d.schakel or d.les if p.leerroute == "onderwijs" else d.les
        if p.start is None and d.aanbod and d.aanbod >= p.pip:
            p.start = d.aanbod
            self._notice(p.id, BEGIN_UIT_AANBOD)

    def _end(self, d: Dossier, p: Persoon) -> tuple[date | None, str | None] | Opzij:
        """When and how the plicht ended: fulfilled, dispensed, or the reason given."""
        examen = self._codes["examen"].of(d.examen)
        if d.examen is not None and examen is None:
            self._notice(p.id, ONBEKENDE_EXAMENCODE)
        einde = d.ends[0]
        ontheven = d.ontheffing or d.vrijstelling
        if einde is None:
            if ontheven:
                return ontheven, "ontheven"
            return (d.examendatum, examen) if examen == "geslaagd" and d.examendatum else (None, None)
        if self._codes["voldaan"].of(d.voldaan) == JA:
            return einde, "geslaagd"
        if ontheven and ontheven <= einde:
            return einde, "ontheven"
        if examen:
            return einde, examen
        reden = self._codes["reden"].of(d.reden)
        if reden is None:
            return Opzij(ONBEKENDE_UITKOMST, code=("reden", normal_code(d.reden)) if d.reden is not None else None)
        return einde, reden

    def _set_parts(self, d: Dossier, p: Persoon) -> None:
        """PVT, MAP and the extended term."""
        p.pvt_afgerond, p.map_afgerond, p.map_vrijgesteld = d.pvt, d.map, d.map_vrijgesteld
        if d.vreemd_resultaat:
            self._notice(p.id, ONBEKEND_RESULTAAT)
        oordeel = self._codes["verlenging"].of(d.verlenging)
        if d.verlenging is not None and oordeel is None:
            self._notice(p.id, ONBEKENDE_VERLENGING)
        _, verlengd_tot, termijn = d.ends
        p.termijn = verlengd_tot or (termijn if oordeel == TOEGESTAAN else None)
        if p.termijn and (p.pip is None or p.termijn < _years_later(p.pip, TERMIJNJAREN)):
            self._notice(p.id, KORTE_TERMIJN)
            p.termijn = None

    def _group(self, d: Dossier) -> str | Opzij:
        if d.behandeld_als is not None:
            doelgroep = self._codes["doelgroep"].of(d.behandeld_als)
            return doelgroep or Opzij(ONBEKENDE_DOELGROEP, code=("doelgroep", normal_code(d.behandeld_als)))
        if bool(d.is_asiel) == bool(d.is_gezin):
            return Opzij(ONBEKENDE_DOELGROEP)
        return DOELGROEPEN[0] if d.is_asiel else DOELGROEPEN[1]

    def _gemeente(self, code: str | None) -> str:
        """'405', '0405' or 'GM0405' -> the code under which the gemeente goes on; '' without one."""
        if code not in self._gemeenten:
            cijfers = (code or "").strip().upper().removeprefix("GM")
            volledig = f"GM{cijfers.zfill(4)}" if cijfers else self._vast
            self._gemeenten[code] = volledig if volledig in self._regio else current_code(volledig)
        return self._gemeenten[code]


class _Vertaler:
    """Codes -> meaning, each distinct code looked at once."""

    def __init__(self, betekenissen: Mapping[str, str]):
        self._betekenissen = betekenissen
        self._gezien: dict[object, str | None] = {}

    def of(self, waarde: object) -> str | None:
        """None for an unknown or missing code."""
        if waarde not in self._gezien:
            self._gezien[waarde] = None if waarde is None else self._betekenissen.get(normal_code(waarde))
        return self._gezien[waarde]


def _in_order(*dagen: date | None) -> bool:
    bekend = [d for d in dagen if d is not None]
    return all(a <= b for a, b in pairwise(bekend))


def _years_later(dag: date, jaren: int) -> date:
    """29 February becomes 28 February."""
    try:
        return dag.replace(year=dag.year + jaren)
    except ValueError:
        return dag.replace(year=dag.year + jaren, day=28)
