"""Pseudonymous person records: one row per person with dates, group, route and outcome. Never who it is.

Names, BSN, dates of birth and contact details are refused by column, and a BSN in any cell by its check digit: the
forecast does not need them (AVG art. 5 lid 1 c, gegevensminimalisatie; BSN: Uitvoeringswet AVG art. 46).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from finance.fouten import Melding
from finance.taal.duo import (
    DOELGROEPNAMEN,
    GEBEURTENISSEN,
    LEERROUTECODES,
    NIET_SAMEN,
    NIEUWE_GROEP,
    TIEN_WEKEN,
    other_group,
)
from finance.voorzieningen import LEERROUTES
from scenarios.grond.bescherming import DREMPEL
from scenarios.grond.datum import add_months
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.regiomap.besluiten import LANDELIJK, Telrij
from scenarios.regiomap.lezen import Datum, Invoerrij
from scenarios.regiomap.modellen import Instroomrij

TERMIJN = 36
"""Months of the inburgeringstermijn, by law, counted from the PIP."""
EINDUITKOMSTEN = ("geslaagd", "niet_geslaagd")
"""Outcomes of a traject that ran to its end; the others left before."""

_NAAM = "namen zijn niet nodig: een eigen, willekeurig id per dossier volstaat"
_VERBODEN = (
    (r"bsn|burgerservice|sofi", "het burgerservicenummer mag hier niet worden verwerkt (art. 46 Uitvoeringswet AVG)"),
    (r"geboorte|geboren|geb_?dat|birth|leeftijd", "een geboortedatum is niet nodig voor de raming"),
    (r"naam|voorletter|initialen|achternaam|tussenvoegsel|name$", _NAAM),
    (r"adres|straat|huisnummer|postcode|telefoon|mobiel|e-?_?mail|v_?nummer|vreemdeling|nationaliteit|geslacht",
     "contact- en persoonsgegevens zijn niet nodig"),
)  # fmt: skip


def _ours(codes: Mapping[str, str], waarde: Any) -> Any:
    """The noun of spuk for a code of DUO; anything else as it is."""
    eigen = {code.casefold(): noun for code, noun in codes.items()}
    return eigen.get(waarde.casefold(), waarde) if isinstance(waarde, str) else waarde


_Doelgroep = Annotated[Literal["asielstatushouder", "gezinsmigrant"], BeforeValidator(partial(_ours, DOELGROEPNAMEN))]
_Leerroute = Annotated[Literal["b1", "z", "onderwijs"], BeforeValidator(partial(_ours, LEERROUTECODES))]


class Persoonrij(Invoerrij):
    """`personen.csv`: `huisvesting` is the day of housing, for gezinsmigranten the start of the inburgeringsplicht."""

    id: Annotated[str, Field(min_length=1)]
    cbs_code: Annotated[str, Field(min_length=1)]
    gemeente: str = ""
    doelgroep: _Doelgroep
    huisvesting: Datum
    plichtig: Literal["ja", "nee"] = "ja"
    """With at least one `nee` in the file it holds everybody who was housed, so that it gives `gehuisvest` too."""
    intake: Datum | None = None
    pip: Datum | None = None
    leerroute: _Leerroute | None = None
    niveau: Literal["A2", "B1"] | None = None
    """Level in the PIP"""
    start: Datum | None = None
    afgeschaald: Datum | None = None
    einde: Datum | None = None
    uitkomst: Literal["geslaagd", "niet_geslaagd", "verhuisd", "ontheven", "gestopt"] | None = None
    # What DUO tells; `duo.csv` may tell it instead.
    tien_weken_vanaf: Datum | None = None
    """Day on which the ten weeks for the PIP began; empty: the housing, for a gezinsmigrant the start of the plicht"""
    doelgroep_vanaf: Datum | None = None
    """First day of `doelgroep`, for whom it changed: before it the other one held"""
    vorige_pip: Datum | None = None
    """Day of the PIP of the gemeente from which somebody moved here: it goes on, and no first one is made here"""
    # Only for `spuk voortgang`; the forecast does not use them.
    termijn: Datum | None = None
    """Last day of the inburgeringstermijn when DUO extended it; empty: 36 months after the PIP."""
    pvt_afgerond: Datum | None = None
    map_afgerond: Datum | None = None
    map_vrijgesteld: Datum | None = None
    ontzorgen: Datum | None = None
    """First day of financieel ontzorgen"""
    zelfredzaam: Datum | None = None
    """Day on which somebody manages their own money, as judged at the end of ontzorgen"""
    werk_orientatie: Datum | None = None
    werkstage: Datum | None = None
    vrijwilligerswerk: Datum | None = None
    betaalde_baan: Datum | None = None
    """First day of each kind of contact with work"""
    uitstroom: Datum | None = None
    """Day of outflow to work; in the onderwijsroute also to further education"""

    @model_validator(mode="after")
    def _in_order(self) -> Persoonrij:
        # Intake and start may come before the housing: an early start in the AZC.
        if self.niveau and (self.leerroute, self.niveau) in NIET_SAMEN:
            raise ValueError(f"bij leerroute {self.leerroute} geen niveau {self.niveau}: DUO neemt dat niet aan")
        for eerst, dan in (("intake", "pip"), ("eerste_pip", "start"), ("start", "afgeschaald"), ("start", "einde")):
            a, b = getattr(self, eerst), getattr(self, dan)
            if b is not None and dan != "einde" and a is None:
                raise ValueError(f"een datum bij {eerst.removeprefix('eerste_')}, want {dan} is ingevuld")
            if a is not None and b is not None and b < a:
                raise ValueError(f"{dan} niet voor {eerst.removeprefix('eerste_')}")
        if self.start is not None and self.leerroute is None:
            raise ValueError("een leerroute (b1, z of onderwijs), want start is ingevuld")
        if (self.einde is None) != (self.uitkomst is None):
            raise ValueError("einde en uitkomst samen")
        for veld, nodig in (("zelfredzaam", "ontzorgen"), ("termijn", "eerste_pip")):
            if getattr(self, veld) is not None and getattr(self, nodig) is None:
                raise ValueError(f"een datum bij {nodig.removeprefix('eerste_')}, want {veld} is ingevuld")
        if self.zelfredzaam is not None and self.ontzorgen is not None and self.zelfredzaam < self.ontzorgen:
            raise ValueError("zelfredzaam niet voor ontzorgen")
        begin = self.eerste_pip
        if self.termijn is not None and begin is not None and self.termijn < add_months(begin, TERMIJN):
            raise ValueError(f"een termijn van ten minste {TERMIJN} maanden na het PIP")
        return self

    @property
    def eerste_pip(self) -> date | None:
        """The PIP at which the term begins: it is not made anew for who moves."""
        return self.vorige_pip or self.pip

    def known(self, gebeurtenis: str, peildatum: date) -> date | None:
        """The day of an event, as far as it had happened on the peildatum."""
        if gebeurtenis == "pip" and self.vorige_pip is not None:
            return None  # A first PIP is made once, and it was made elsewhere.
        dag: date | None = getattr(self, gebeurtenis)
        return dag if dag is not None and dag < peildatum else None

    def result(self, peildatum: date) -> tuple[date, bool] | None:
        """The day on which it was settled whether the plicht was fulfilled within the term, and whether it was.

        None while that is open, and for who left before.
        """
        einde, laatste = self.known("einde", peildatum), self.term_end
        if einde is not None and (laatste is None or einde <= laatste):
            return (einde, self.uitkomst == "geslaagd") if self.uitkomst in EINDUITKOMSTEN else None
        return (laatste, False) if laatste is not None and laatste < peildatum else None

    @property
    def term_end(self) -> date | None:
        """Last day on which the plicht is fulfilled within the term; None without a PIP."""
        return self.termijn or (add_months(self.eerste_pip, TERMIJN) if self.eerste_pip else None)


class Duorij(Invoerrij):
    """`duo.csv`: a notification of DUO about somebody in `personen.csv`, by the same pseudonym."""

    id: Annotated[str, Field(min_length=1)]
    datum: Datum
    gebeurtenis: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _known_event(self) -> Duorij:
        if self.gebeurtenis not in GEBEURTENISSEN:
            raise ValueError(f"een gebeurtenisId van DUO, zoals {TIEN_WEKEN} ({GEBEURTENISSEN[TIEN_WEKEN]})")
        return self


def join_events(
    personen: Sequence[Persoonrij], gebeurtenissen: Sequence[Duorij], meldingen: list[Melding]
) -> tuple[Persoonrij, ...]:
    """The persons with what DUO told of them, where their own row does not say it."""
    per_id: dict[str, list[Duorij]] = {p.id: [] for p in personen}
    for g in gebeurtenissen:
        if g.id in per_id:
            per_id[g.id].append(g)
        else:
            meldingen.append(Melding(g.bestand, g.plaats, f"id {g.id!r}", "een id uit personen.csv"))
    return tuple(_with_events(p, per_id[p.id], meldingen) for p in personen)


def _with_events(p: Persoonrij, eigen: Sequence[Duorij], meldingen: list[Melding]) -> Persoonrij:
    nieuw: dict[str, date] = {}
    # The last one holds: who leaves the AZC gets ten weeks anew.
    begin = max((g.datum for g in eigen if g.gebeurtenis == TIEN_WEKEN), default=None)
    if begin is not None and p.tien_weken_vanaf is None:
        nieuw["tien_weken_vanaf"] = begin
    wissel = max((g for g in eigen if g.gebeurtenis in NIEUWE_GROEP), key=lambda g: g.datum, default=None)
    if wissel is not None and NIEUWE_GROEP[wissel.gebeurtenis] != p.doelgroep:
        meldingen.append(
            Melding(
                p.bestand,
                p.plaats,
                f"doelgroep {p.doelgroep}",
                f"{NIEUWE_GROEP[wissel.gebeurtenis]}, want {wissel.bestand} regel {wissel.regel} is "
                f"{wissel.gebeurtenis} ({GEBEURTENISSEN[wissel.gebeurtenis]})",
            )
        )
    elif wissel is not None and p.doelgroep_vanaf is None:
        # Who changed there and back again is of the cohort of the housing: only where it differs is there a change.
        later = (g for g in eigen if g.gebeurtenis in NIEUWE_GROEP and g.datum > p.huisvesting)
        eerst = min(later, key=lambda g: g.datum, default=wissel)
        if NIEUWE_GROEP[eerst.gebeurtenis] == p.doelgroep:
            nieuw["doelgroep_vanaf"] = wissel.datum
    return p.model_copy(update=nieuw) if nieuw else p


def refuse_personal_data(bestand: str, kolommen: Sequence[str]) -> Iterator[Melding]:
    """A message for every column that may not be there, with the reason."""
    for kolom in kolommen:
        for patroon, reden in _VERBODEN:
            if re.search(patroon, kolom.casefold().replace(" ", "_")) and kolom != "gemeentenaam":
                yield Melding(
                    bestand,
                    "regel 1",
                    f"kolom {kolom!r}: persoonsgegevens",
                    "alleen een pseudoniem id, data, groep, leerroute en uitkomst (AVG)",
                    f"Verwijder de kolom: {reden}.",
                )
                break


def refuse_bsn(bestand: str, plaats: str, cellen: Mapping[str, str]) -> Iterator[Melding]:
    """A message for every cell that holds a valid BSN. Its digits are not repeated."""
    for kolom, waarde in cellen.items():
        if is_bsn(waarde):
            yield Melding(
                bestand,
                plaats,
                f"in kolom {kolom!r} een getal dat een burgerservicenummer kan zijn",
                "een eigen pseudoniem, zoals P0001",
                "Het burgerservicenummer mag hier niet worden verwerkt (art. 46 Uitvoeringswet AVG).",
            )


def is_bsn(tekst: str) -> bool:
    """Eight or nine digits (points and spaces aside) that pass the elfproef."""
    cijfers = re.sub(r"[ .]", "", tekst.strip())
    if not re.fullmatch(r"\d{8,9}", cijfers) or int(cijfers) == 0:
        return False
    getallen = [int(c) for c in cijfers.zfill(9)]
    return (sum(w * c for w, c in zip(range(9, 1, -1), getallen, strict=False)) - getallen[8]) % 11 == 0


def check_records(personen: Sequence[Persoonrij]) -> Iterator[Melding]:
    """The same id twice would count one person twice."""
    eerste: dict[str, int] = {}
    for p in personen:
        if p.id in eerste:
            yield Melding(p.bestand, p.plaats, f"id {p.id!r} ook op regel {eerste[p.id]}", "ieder dossier één keer")
        eerste.setdefault(p.id, p.regel)


def cohort_group(persoon: Persoonrij) -> Literal["asielstatushouder", "gezinsmigrant"]:
    """The doelgroep on the day of housing, in which somebody counts once and for all: who changes later is still of
    that cohort, and must not be counted in both."""
    later = persoon.doelgroep_vanaf is not None and persoon.doelgroep_vanaf > persoon.huisvesting
    return other_group(persoon.doelgroep) if later else persoon.doelgroep


def count_records(personen: Sequence[Persoonrij], codes: Sequence[str], peildatum: date) -> list[Instroomrij]:
    """Counts per half-year, gemeente and doelgroep as rows of instroom, zeros included.

    From the half-year of the first housing on, to the peildatum. Only gemeenten with records are counted: one without
    any may simply not keep them.
    """
    bekend = [p for p in personen if p.huisvesting < peildatum]
    if not bekend:
        return []
    tellers: Counter[tuple[str, str, str, int]] = Counter()
    volledig = any(p.plichtig == "nee" for p in bekend)
    for p in bekend:
        half, groep = _half(p.huisvesting), cohort_group(p)
        if groep == "asielstatushouder":
            tellers[p.cbs_code, groep, "gehuisvest", half] += 1
        if p.plichtig == "ja":
            tellers[p.cbs_code, groep, "inburgeringsplichtig", half] += 1
            if p.known("start", peildatum) is not None:
                tellers[p.cbs_code, groep, f"{p.leerroute}_gestart", half] += 1
            einde = p.known("einde", peildatum)
            if einde is not None and p.uitkomst == "geslaagd" and p.leerroute:
                tellers[p.cbs_code, groep, f"{p.leerroute}_afgerond", _half(einde)] += 1
    rijen = []
    eerste = max(min(_half(p.huisvesting) for p in bekend), 2 * BEGINJAAR)
    for code in codes:
        eigen = [p for p in bekend if p.cbs_code == code]
        for doelgroep in sorted({cohort_group(p) for p in eigen}):
            indicatoren = [
                "inburgeringsplichtig",
                *(f"{r}_{wat}" for wat in ("gestart", "afgerond") for r in LEERROUTES),
            ]
            if volledig and doelgroep == "asielstatushouder":
                indicatoren.insert(0, "gehuisvest")
            for indicator in indicatoren:
                for half in range(eerste, _half(peildatum)):
                    rijen.append(
                        Instroomrij(
                            bestand=eigen[0].bestand,
                            regel=eigen[0].regel,
                            periode_van=_begin(half),
                            periode_tot=_begin(half + 1),
                            cbs_code=code,
                            doelgroep=doelgroep,
                            indicator=indicator,
                            aantal=tellers[code, doelgroep, indicator, half],
                            status="vastgesteld",
                            bron=f"geteld in {eigen[0].bestand}",
                        )
                    )
    return rijen


def small_groups(instroom: Iterable[Instroomrij], tellingen: Iterable[Telrij]) -> Counter[str]:
    """Code of a gemeente -> how many of its counted groups are so small that they may point at somebody.

    What is computed from a count can be computed back to it, whatever cell is hidden (docs/besluiten/0015).
    """
    aantallen = [(r.cbs_code, r.aantal) for r in instroom if r.status != "aanname"]
    for t in tellingen:
        if t.soort == "definitief" and t.cbs_code != LANDELIJK:
            cohorten = (t.cohort_t, t.cohort_t1, t.cohort_t2, t.gezin, t.aia, t.onderwijsroute)
            aantallen += [(t.cbs_code, n) for n in cohorten]
    return Counter(code for code, n in aantallen if 0 < n < DREMPEL)


def _half(dag: date) -> int:
    return dag.year * 2 + (dag.month > 6)


def _begin(half: int) -> date:
    return date(half // 2, 7 if half % 2 else 1, 1)
