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

from finance.fouten import list_words
from finance.taal.duo import NIET_SAMEN, NIVEAUS
from finance.voorzieningen import DOELGROEPEN
from scenarios.ggm.kaart import GESLAAGD, JA, NEE, NIET_GESLAAGD, TOEGESTAAN, Kaart, normal_code
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.regiomap.land.landsgegevens import Landsgegevens

ONBEKENDE_DOELGROEP = "doelgroep: onbekende of ontbrekende code"
ZONDER_GEMEENTE = "zonder gemeente"
TWEE_GEMEENTEN = "meer dan één gemeente in de bron"
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
    DUBBEL, ONBEKENDE_DOELGROEP, ZONDER_GEMEENTE, TWEE_GEMEENTEN, BUITEN_REGIO, ONMOGELIJKE_DATUM, ONBEKENDE_PLICHT,
    ZONDER_BEGIN, OUDE_WET, NIET_PLICHTIG, NIET_GEHUISVEST, ONBEKENDE_ROUTE, TWEE_ROUTES, ROUTE_ZONDER_PIP,
    PIP_ZONDER_INTAKE, ONBEKENDE_UITKOMST, VOLGORDE,
)  # fmt: skip
"""Why somebody is set aside; the first that holds."""

LES_ZONDER_ROUTE = "les begonnen zonder leerroute: begin weggelaten"
BEGIN_UIT_AANBOD = "begin van de leerroute is de datum van het aanbod (aanname)"
LES_VOOR_PIP = "les van vóór het PIP (voorinburgering): niet het begin van de leerroute"
ZONDER_EINDDATUM = "voldaan aan de plicht zonder einddatum: einde weggelaten"
DEELS_ONTHEVEN = "ontheffing voor een deel van het examen: de plicht loopt door"
DOELGROEP_GEWISSELD = "doelgroep gewisseld: telt eenmaal, in de doelgroep van de huisvesting (aanname)"
ONBEKEND_NIVEAU = f"niveau anders dan {list_words(NIVEAUS, 'of')}: weggelaten"
NIVEAU_PAST_NIET = "niveau dat DUO niet aanneemt bij deze leerroute: weggelaten"
KORTE_TERMIJN = "verlengde termijn zonder PIP of korter dan drie jaar erna: weggelaten"
ONBEKENDE_CODES = {
    "resultaat": "PVT of MAP: onbekende code voor het resultaat, datum weggelaten",
    "examen": "examen: onbekende code, weggelaten",
    "voldaan": "beschikking voldaan: onbekende code, weggelaten",
    "reden": "reden van het einde: onbekende code, weggelaten",
    "ja_nee": "ontheffing: onbekende code, weggelaten",
    "onderdeel": "vrijstelling voor een onbekend onderdeel, weggelaten",
    "verlenging": "verlenging: onbekende code, weggelaten",
}
"""Block of codes in ggm.toml -> what is noticed about a code that it does not hold."""
EERSTE, LAATSTE, OPEN = date(2000, 1, 1), date(2100, 12, 31), date(9999, 1, 1)
"""Dates outside the first two are mistakes; from the last on they mean: no end."""
TERMIJNJAREN = 3


Code = tuple[str, str]
"""(block of codes in ggm.toml, a code that it does not hold)"""


class Dossier(NamedTuple):
    """One row of `vragen.select_persons`, as the database gives it."""

    persoon: object
    gemeente: str | None
    andere_gemeente: str | None
    behandeld_als: object
    behandeld_vanaf: date | None
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
    niveau: object
    les: date | None
    schakel: date | None
    aanbod: date | None
    pvt: date | None
    map: date | None
    vreemd_resultaat: object
    geslaagd: int | None
    gezakt: int | None
    geslaagd_op: date | None
    vreemd_examen: object
    ontheffing: date | None
    deels_ontheven: int | None
    vreemde_ontheffing: object
    vrijstelling: date | None
    map_vrijgesteld: date | None
    vreemd_onderdeel: object
    verlenging: object
    verlengd_tot: date | None
    vreemde_verlenging: object
    termijn: date | None

    @property
    def days(self) -> tuple[date | None, ...]:
        """Every date that must be a real day; an end may also say: never."""
        return (
            self.huisvesting, self.plicht_start, self.behandeld_vanaf, self.intake, self.pip, self.les, self.schakel,
            self.aanbod, self.pvt, self.map, self.geslaagd_op, self.ontheffing, self.vrijstelling, self.map_vrijgesteld,
        )  # fmt: skip

    @property
    def ends(self) -> tuple[date | None, date | None, date | None]:
        """Ends of the plicht, the extended termijn and the termijn; None for `OPEN`, as warehouses write it."""
        a, b, c = (None if d is None or d >= OPEN else d for d in (self.plicht_eind, self.verlengd_tot, self.termijn))
        return a, b, c


@dataclass(slots=True)
class Persoon:
    """One row of `personen.csv` (see `scenarios.regiomap.records.Persoonrij` for the meaning of the fields)."""

    id: str
    cbs_code: str
    doelgroep: str
    huisvesting: date
    plichtig: str = JA
    intake: date | None = None
    pip: date | None = None
    leerroute: str | None = None
    niveau: str | None = None
    doelgroep_vanaf: date | None = None
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
    code: Code | None = None


class Beoordelaar:
    """Judges dossiers for one region with one mapping."""

    def __init__(
        self,
        kaart: Kaart,
        codes: Collection[str],
        land: Landsgegevens,
        notice: Callable[[str, str, Code | None], None],
    ):
        """`codes`: the CBS codes of the region. `notice(person, remark, unknown code)` is called for who is kept with a
        remark."""
        soorten = ("doelgroep", "leerroute", "ja_nee", "voldaan", "reden", "verlenging")
        self._codes = {soort: _Vertaler(kaart.meanings(soort)) for soort in soorten}
        self._vast = kaart.gemeente_vast
        self._huisvesting_bekend = kaart.huisvesting is not None
        self._regio = frozenset(codes)
        self._land = land
        self._notice = notice
        self._opmerkingen: list[tuple[str, Code | None]] = []
        self._gemeenten: dict[str | None, str] = {}

    def judge(self, d: Dossier, id_: str) -> Persoon | Opzij:
        """The person under the pseudonym `id_`, or why not."""
        doelgroep = self._group(d)
        if isinstance(doelgroep, Opzij):
            return doelgroep
        code = self._gemeente(d.gemeente)
        if not code:
            return Opzij(ZONDER_GEMEENTE)
        if d.andere_gemeente is not None and self._gemeente(d.andere_gemeente) != code:
            return Opzij(TWEE_GEMEENTEN)
        if code not in self._regio:
            return Opzij(BUITEN_REGIO)
        self._opmerkingen.clear()
        uitkomst = self._judge_here(d, id_, code, doelgroep)
        if isinstance(uitkomst, Opzij):
            return Opzij(uitkomst.reden, code, uitkomst.code)
        for opmerking, onbekend in self._opmerkingen:
            self._notice(id_, opmerking, onbekend)
        return uitkomst

    def _remark(self, opmerking: str) -> None:
        self._opmerkingen.append((opmerking, None))

    def _unknown(self, soort: str, waarde: object) -> None:
        """Remark that a code is not known; nothing for None."""
        if waarde is not None:
            self._opmerkingen.append((ONBEKENDE_CODES[soort], (soort, normal_code(waarde))))

    def _meaning(self, soort: str, waarde: object) -> str | None:
        """What a code stands for; remarks when it stands for nothing."""
        betekenis = self._codes[soort].of(waarde)
        if betekenis is None:
            self._unknown(soort, waarde)
        return betekenis

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
        if d.behandeld_vanaf and d.behandeld_vanaf > p.huisvesting:
            p.doelgroep_vanaf = d.behandeld_vanaf
            self._remark(DOELGROEP_GEWISSELD)
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
        self._set_level(d, p)
        self._set_start(d, p)
        einde = self._end(d)
        if isinstance(einde, Opzij):
            return einde
        p.einde, p.uitkomst = einde
        if not _in_order(p.intake, p.pip, p.start) or not _in_order(d.plicht_start, p.einde):
            return Opzij(VOLGORDE)
        if p.einde and any(stap and stap > p.einde for stap in (p.intake, p.pip, p.start)):
            return Opzij(VOLGORDE)
        self._set_parts(d, p)
        return p

    def _set_level(self, d: Dossier, p: Persoon) -> None:
        """The level of the PIP, as far as DUO would take it with this leerroute."""
        if d.niveau is None or p.leerroute is None:
            return
        niveau = normal_code(d.niveau)
        if niveau not in NIVEAUS:
            self._remark(ONBEKEND_NIVEAU)
        elif (p.leerroute, niveau) in NIET_SAMEN:
            self._remark(NIVEAU_PAST_NIET)
        else:
            p.niveau = niveau

    def _set_start(self, d: Dossier, p: Persoon) -> None:
        """The first lesson; GGM has no start of a LEERROUTE, so the offer stands in when no lesson is dated."""
        if p.leerroute is None or p.pip is None:
            if d.les:
                self._remark(LES_ZONDER_ROUTE)
            return
        les = d.les
        if les and les < p.pip:
            self._remark(LES_VOOR_PIP)
            les = None
        p.start = d.schakel or les if p.leerroute == "onderwijs" else les
        if p.start is None and d.aanbod and d.aanbod >= p.pip:
            p.start = d.aanbod
            self._remark(BEGIN_UIT_AANBOD)

    def _end(self, d: Dossier) -> tuple[date | None, str | None] | Opzij:
        """When and how the plicht ended: fulfilled, dispensed, or the reason given. An examen that was failed says the
        least: it can be done again."""
        self._unknown("examen", d.vreemd_examen)
        self._unknown("ja_nee", d.vreemde_ontheffing)
        self._unknown("onderdeel", d.vreemd_onderdeel)
        if d.deels_ontheven:
            self._remark(DEELS_ONTHEVEN)
        voldaan = self._meaning("voldaan", d.voldaan) == JA
        einde, ontheven = d.ends[0], min(filter(None, (d.ontheffing, d.vrijstelling)), default=None)
        if einde is None:
            if ontheven:
                return ontheven, "ontheven"
            if d.geslaagd_op:
                return d.geslaagd_op, GESLAAGD
            if voldaan or d.geslaagd:
                self._remark(ZONDER_EINDDATUM)
            return None, None
        if voldaan:
            return einde, GESLAAGD
        if ontheven and ontheven <= einde:
            return einde, "ontheven"
        if d.geslaagd:
            return einde, GESLAAGD
        reden = self._meaning("reden", d.reden)
        if reden is None and d.gezakt:
            reden = NIET_GESLAAGD
        if reden is None:
            soort, code = ("reden", d.reden) if d.reden is not None else ("voldaan", d.voldaan)
            onbekend = code is not None and self._codes[soort].of(code) is None
            return Opzij(ONBEKENDE_UITKOMST, code=(soort, normal_code(code)) if onbekend else None)
        return einde, reden

    def _set_parts(self, d: Dossier, p: Persoon) -> None:
        """PVT, MAP and the extended term."""
        p.pvt_afgerond, p.map_afgerond, p.map_vrijgesteld = d.pvt, d.map, d.map_vrijgesteld
        self._unknown("resultaat", d.vreemd_resultaat)
        self._unknown("verlenging", d.vreemde_verlenging)
        oordeel = self._meaning("verlenging", d.verlenging)
        _, verlengd_tot, termijn = d.ends
        p.termijn = verlengd_tot or (termijn if oordeel == TOEGESTAAN else None)
        if p.termijn and (p.pip is None or p.termijn < _years_later(p.pip, TERMIJNJAREN)):
            self._remark(KORTE_TERMIJN)
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
            self._gemeenten[code] = volledig if volledig in self._regio else self._land.current_code(volledig)
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
