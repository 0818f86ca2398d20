"""The SiSa annex of a year as data: every cell with its value, its exact amount, and why it was rounded so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from finance.administratie.sisa import REDENEN, split_whole, whole_rows, whole_year
from finance.bedragen import whole_euros
from finance.jaarrekening import Jaarrekening
from finance.uitkering import VOORSCHOT, last_decision
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.jaar.sisasjabloon import Indicator, Sisaregeling, Sjabloon
from scenarios.regiomap.besluiten import Besluitrij, Telrij
from scenarios.regiomap.modellen import Gemeente

CUMULATIEF = "opgeteld uit de hele euro's van ieder jaar, zoals eerdere bijlagen ze gaven"
SOM = "opgeteld uit de hele euro's van de delen"
UITVOERDER = "de rijen zijn samen het afgeronde totaal van de uitvoerder"
ZELF = "zelf en uitvoerder zijn samen de afgeronde besteding"


@dataclass(frozen=True)
class Sisacel:
    """One cell. `waarde`: whole euros, a count or a text; None is still to be filled in."""

    indicator: Indicator
    waarde: int | str | None
    centen: int | None = None
    """The exact amount behind whole euros."""
    reden: str = ""
    """Why whole euros are not those nearest to the amount."""

    @property
    def afronding(self) -> int:
        """Cents that the cell has more than its exact amount."""
        return 0 if self.centen is None else 100 * int(self.waarde or 0) - self.centen

    @property
    def bijgesteld(self) -> int:
        """Euros that the cell has more than by rounding it alone."""
        return 0 if self.centen is None else int(self.waarde or 0) - whole_euros(self.centen)


@dataclass(frozen=True)
class Sisarij:
    """One row of values: of a gemeente, in its own annex or in that of a regional body."""

    gemeente: Gemeente
    cellen: tuple[Sisacel, ...]

    def cell(self, nummer: str) -> Sisacel:
        """The cell of an indicator."""
        return next(c for c in self.cellen if c.indicator.nummer == nummer)


@dataclass(frozen=True)
class Bijlage:
    """What one ontvanger fills in for one uitkering."""

    deel: Sisaregeling
    ontvanger: str
    rijen: tuple[Sisarij, ...]

    @property
    def leeg(self) -> list[str]:
        """Indicators that are still to be filled in by hand."""
        gevonden = (self.deel.number(c.indicator) for r in self.rijen for c in r.cellen if c.waarde is None)
        return list(dict.fromkeys(gevonden))

    def total(self, indicator: Indicator) -> Sisacel | None:
        """What the rows of a regional body add up to; nothing for what is no euro."""
        cellen = [r.cell(indicator.nummer) for r in self.rijen]
        if not indicator.geld or len(cellen) < 2:
            return None
        return Sisacel(indicator, sum(int(c.waarde or 0) for c in cellen), sum(c.centen or 0 for c in cellen))


def build_annexes(v: Verantwoording, sjabloon: Sjabloon, codes: Iterable[str] = ()) -> tuple[Bijlage, ...]:
    """Every annex of the year: per gemeente its own, then those of the regional bodies. codes: only these gemeenten"""
    gekozen = set(codes) or {g.gemeente.code for g in v.gemeenten}
    eigen = [
        bijlage
        for g in v.gemeenten
        if g.gemeente.code in gekozen
        for deel in sjabloon.regeling
        if (bijlage := annex_of(v, g, deel)) is not None
    ]
    return (*eigen, *(b for deel in sjabloon.regeling if deel.vorm == "uitvoerder" for b in _bodies(v, deel, gekozen)))


def annex_of(v: Verantwoording, g: Gemeenterekening, deel: Sisaregeling) -> Bijlage | None:
    """The annex of one gemeente for one uitkering; None when it has none."""
    rekening = next((r for r in g.regelingen if r.regeling == deel.regeling), None)
    if rekening is None or deel.vorm != "gemeente":
        return None
    heel = {j.jaar: whole_year(j) for j in rekening.jaren}
    cellen: dict[str, Sisacel] = {}
    for i in deel.indicator:
        match i.soort:
            case "cijfer":
                cellen[i.nummer] = _figure(i, rekening, heel)
            case "aantal":
                cellen[i.nummer] = Sisacel(i, _count(v, g.gemeente.code, i))
            case "gegeven":
                cellen[i.nummer] = Sisacel(i, _datum(v, g, rekening, i))
            case _:
                cellen[i.nummer] = _fixed(i)
    return Bijlage(deel, f"Gemeente {g.gemeente.naam}", (_summed(g.gemeente, deel, cellen),))


def _figure(i: Indicator, rekening: Regelingrekening, heel: Mapping[int, Mapping[str, int]]) -> Sisacel:
    jaar = rekening.jaar
    if i.cijfer == "zelfstandig":
        return Sisacel(i, _yes_no(jaar))
    naam = str(i.cijfer)
    if naam in ("besteding_zelf", "besteding_uitvoerder"):
        return _part(i, rekening, heel[jaar.jaar]["besteding"])
    jaren = rekening.jaren if i.cumulatief else (jaar,)
    cel = Sisacel(i, sum(heel[j.jaar][naam] for j in jaren), sum(int(getattr(j, naam)) for j in jaren))
    return _explained(cel, CUMULATIEF if i.cumulatief else REDENEN.get(naam, ""))


def _explained(cel: Sisacel, reden: str) -> Sisacel:
    """The cell with the reason only where there is something to explain."""
    return Sisacel(cel.indicator, cel.waarde, cel.centen, reden if cel.bijgesteld else "")


def own_and_shared(rekening: Regelingrekening) -> tuple[int, int]:
    """The besteding of the year in cents: booked by the gemeente itself, and by a regional body for it."""
    gedeeld = sum(x.bedrag for x in rekening.lasten if x.lichaam and not x.correctie)
    return rekening.jaar.besteding - gedeeld, gedeeld


def _part(i: Indicator, rekening: Regelingrekening, besteding: int) -> Sisacel:
    if i.cumulatief:
        # Of years that were typed or closed the split is not known.
        return Sisacel(i, None)
    delen = own_and_shared(rekening)
    plek = 0 if i.cijfer == "besteding_zelf" else 1
    return _explained(Sisacel(i, split_whole(delen, besteding)[plek], delen[plek]), ZELF)


def _fixed(i: Indicator) -> Sisacel:
    if i.soort == "vast":
        return Sisacel(i, i.vast, 100 * (i.vast or 0))
    return Sisacel(i, i.tekst)


def _summed(gemeente: Gemeente, deel: Sisaregeling, cellen: dict[str, Sisacel]) -> Sisarij:
    """The row in the order of the template, its sums computed from the cells that it shows."""
    for i in deel.indicator:
        if i.soort == "som":
            delen = [cellen[nummer] for nummer in i.som]
            cel = Sisacel(i, sum(int(d.waarde or 0) for d in delen), sum(d.centen or 0 for d in delen))
            cellen[i.nummer] = _explained(cel, SOM)
    return Sisarij(gemeente, tuple(cellen[i.nummer] for i in deel.indicator))


def _yes_no(jaar: Jaarrekening) -> str:
    return "Ja" if jaar.zelfstandig else "Nee"


def _count(v: Verantwoording, code: str, i: Indicator) -> int | None:
    """Persons by DUO; None when a count lacks."""
    eerste = min((jaar for jaar, c in v.invoer.tellingen if c == code), default=v.jaar)
    jaren = range(eerste, v.jaar + 1) if i.cumulatief else (v.jaar,)
    tellingen = [v.invoer.tellingen.get((jaar, code)) for jaar in jaren]
    return sum(persons(t, str(i.aantal)) for t in tellingen if t) if all(tellingen) else None


def persons(telling: Telrij, wie: str) -> int:
    """One count of a row of DUO, or a sum of them."""
    asiel = telling.cohort_t + telling.cohort_t1 + telling.cohort_t2
    samen = {"asiel": asiel, "personen": asiel + telling.gezin}
    return samen[wie] if wie in samen else int(getattr(telling, wie))


def _datum(v: Verantwoording, g: Gemeenterekening, rekening: Regelingrekening, i: Indicator) -> str | None:
    """A text that the folder knows; None when it does not."""
    if i.gegeven == "zelfstandig":
        return _yes_no(rekening.jaar)
    if i.gegeven in ("cbs_code", "gemeente", "jaar"):
        return _known(v, g.gemeente, i)
    besluit = numbered(v, rekening, i)
    return besluit.beschikkingsnummer or None if besluit else None


def numbered(v: Verantwoording, rekening: Regelingrekening, i: Indicator) -> Besluitrij | None:
    """The decision whose number a cell holds: the definitive one before those of the advances."""
    besluiten = [b for b in rekening.besluiten if b.jaar == v.jaar]
    soorten = {"beschikkingsnummer_voorlopig": VOORSCHOT, "beschikkingsnummer_definitief": ("definitief",)}
    if gezocht := soorten.get(str(i.gegeven)):
        return last_decision(besluiten, *gezocht)
    return last_decision(besluiten, "definitief") or last_decision(besluiten, *VOORSCHOT)


def _known(v: Verantwoording, gemeente: Gemeente, i: Indicator) -> str:
    gegevens = {"cbs_code": gemeente.code, "gemeente": gemeente.naam, "jaar": str(v.jaar)}
    return gegevens[str(i.gegeven)]


def _bodies(v: Verantwoording, deel: Sisaregeling, gekozen: set[str]) -> Iterable[Bijlage]:
    """What every regional body spent for each gemeente: of a closed year as it was closed."""
    lasten = [x for x in v.lasten if (x.jaar, x.pot) == (v.jaar, deel.regeling) and x.lichaam]
    # Who is in the key and bears nothing has a row all the same.
    deelnemers = {(x.lichaam, x.code) for x in lasten}
    if v.jaar not in v.invoer.gesloten:
        deelnemers |= {(r.lichaam, c) for r in v.verdelingen if r.pot == deel.regeling for c in r.delen}
    namen = {g.gemeente.code: g.gemeente for g in v.gemeenten}
    for lichaam in sorted({naam for naam, _ in deelnemers}):
        codes = [c for c in namen if (lichaam, c) in deelnemers]
        if not gekozen.intersection(codes):
            continue
        per_soort = {
            correctie: {
                c: sum(x.bedrag for x in lasten if (x.lichaam, x.code, x.correctie) == (lichaam, c, correctie))
                for c in codes
            }
            for correctie in (False, True)
        }
        yield Bijlage(deel, lichaam, _body_rows(v, deel, [namen[c] for c in codes], per_soort))


def _body_rows(
    v: Verantwoording,
    deel: Sisaregeling,
    gemeenten: Sequence[Gemeente],
    per_soort: Mapping[bool, Mapping[str, int]],
) -> tuple[Sisarij, ...]:
    heel = {correctie: whole_rows(bedragen) for correctie, bedragen in per_soort.items()}
    rijen = []
    for gemeente in gemeenten:
        cellen = {}
        for i in deel.indicator:
            if i.soort == "cijfer":
                soorten = {"besteding": (False,), "correctie_besteding": (True,)}.get(str(i.cijfer), (False, True))
                euros, centen = (sum(b[s][gemeente.code] for s in soorten) for b in (heel, per_soort))
                cellen[i.nummer] = _explained(Sisacel(i, euros, centen), UITVOERDER)
            elif i.soort == "gegeven":
                cellen[i.nummer] = Sisacel(i, _known(v, gemeente, i))
            elif i.soort != "som":
                cellen[i.nummer] = _fixed(i)
        rijen.append(_summed(gemeente, deel, cellen))
    return tuple(rijen)
