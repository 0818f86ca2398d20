"""What a region folder holds of a year, and what it still lacks: the questions that the course of a year asks of it.

Every answer looks at the input itself; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from finance.fouten import Invoerfout, list_words
from finance.taal.getallen import format_date
from finance.uitkering import VOORSCHOT
from finance.voorzieningen import LEERROUTES
from scenarios.boeken.begroting import UITVOERING, Begroting, read_budget
from scenarios.boeken.map import Verantwoordingsmap, read_folder
from scenarios.boeken.realisatie import last_booking
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.modellen import Contractrij
from scenarios.regiomap.records import Persoonrij
from scenarios.regiomap.regio import Regio
from scenarios.waarheid.feiten import read_truth
from scenarios.waarheid.signalen import MAANDEN

VERLENGD = "aanname van spuk jaarovergang"
"""Begins the source of a contract that only a roll made go on."""
BOEKINGEN, BESCHIKKINGEN, BEGROTING = "verantwoording.toml", "beschikkingen.csv", "begroting.csv"
_STAPPEN = ("huisvesting", "intake", "pip", "start", "einde")


@dataclass(frozen=True)
class Tekort:
    """Something that the folder lacks: in which file, what, and what to do."""

    bestand: str
    wat: str
    herstel: str


@dataclass(frozen=True)
class Mapstand:
    """One region folder, read."""

    regio: Regio
    boeken: Verantwoordingsmap | None
    """None when they cannot be read"""
    begroting: Begroting
    boekfout: str = ""
    """Why the books cannot be read"""

    @property
    def codes(self) -> tuple[str, ...]:
        """CBS codes of the gemeenten."""
        return tuple(g.code for g in self.regio.gemeenten)

    @property
    def keeps_books(self) -> bool:
        """Whether any year is booked, stated or closed here."""
        b = self.boeken
        return b is None or bool(b.instellingen.boekingen or b.instellingen.lichamen or b.standen or b.gesloten)

    @property
    def closed_years(self) -> frozenset[int]:
        """Years closed on purpose, and years without an export that `standen.csv` states for every gemeente."""
        if self.boeken is None:
            return frozenset()
        geboekt = {b.jaar for b in self.boeken.instellingen.boekingen}
        getypt = {j for j, _, r in self.boeken.standen if r == "spuk"}
        heel = {j for j in getypt - geboekt if all((j, c, "spuk") in self.boeken.standen for c in self.codes)}
        return frozenset({*self.boeken.gesloten, *heel})

    def named(self, heeft: Callable[[str], bool]) -> str:
        """The gemeenten for which `heeft` does not hold, in words; '' when it holds for all."""
        zonder = [g.naam for g in self.regio.gemeenten if not heeft(g.code)]
        if len(zonder) == len(self.codes) > 1:
            return "alle gemeenten"
        return list_words(zonder)

    # --- The books ---

    def bookings(self, jaar: int, maand: int) -> Iterable[Tekort]:
        """The year is booked up to and including a month, and the books can be read."""
        if self.boeken is None:
            yield Tekort("verantwoording", f"boeken die niet te lezen zijn: {self.boekfout}", "spuk controleer MAP")
            return
        if any(r.kosten for r in self.boeken.instellingen.lichamen if r.jaar == jaar):
            return
        laatste = last_booking(self.boeken, jaar)
        if laatste is None:
            yield Tekort(BOEKINGEN, f"boekingen van {jaar}", f"spuk inlezen MAP EXPORT --jaar {jaar}")
        elif laatste.month < maand:
            wat = f"boekingen van {jaar} na {format_date(laatste)}"
            yield Tekort(
                BOEKINGEN, wat, f"spuk inlezen MAP EXPORT --jaar {jaar}, met een export tot in {MAANDEN[maand - 1]}"
            )

    def outside_totals(self, jaar: int) -> Iterable[Tekort]:
        """Somebody else than the exports says what they add up to."""
        if self.boeken is not None and last_booking(self.boeken, jaar) and not self.boeken.outside_totals(jaar):
            wat = f"een saldibalans of controletotaal van {jaar}"
            yield Tekort("saldibalans.csv", wat, "Neem per rekening debet en credit over uit het grootboek.")

    def closed(self, jaar: int) -> Iterable[Tekort]:
        """The year is closed."""
        if jaar not in self.closed_years:
            yield Tekort("verantwoording/gesloten", f"het gesloten jaar {jaar}", f"spuk sluit MAP --jaar {jaar}")

    # --- Decisions and counts ---

    def decision(self, jaar: int, *soorten: str) -> Iterable[Tekort]:
        """Every gemeente has a decision of one of these kinds on the SPUK of a year."""
        heeft = {
            b.cbs_code
            for b in self.regio.beschikkingen
            if (b.regeling, b.jaar) == ("spuk", jaar) and b.soort in soorten
        }
        if namen := self.named(heeft.__contains__):
            voorschot = soorten == VOORSCHOT
            wat = f"de {'voorlopige' if voorschot else 'definitieve'} beschikking {jaar} van {namen}"
            voor = format_date(decided_by(jaar, voorschot))
            herstel = f"Het Rijk beslist uiterlijk op {voor}; dan per gemeente een regel, soort {soorten[0]}."
            yield Tekort(BESCHIKKINGEN, wat, herstel)

    def counts(self, jaar: int) -> Iterable[Tekort]:
        """Every gemeente has the counts of DUO, or the definitive decision that rests on them."""
        heeft = {t.cbs_code for t in self.regio.tellingen if (t.jaar, t.soort) == (jaar, "definitief")}
        if namen := self.named(heeft.__contains__):
            herstel = (
                f"DUO telt per 31-12-{jaar} en bericht voor de definitieve beschikking; dan per gemeente een regel."
            )
            yield Tekort("tellingen.csv", f"de telling {jaar} van DUO voor {namen}", herstel)

    def basis_of_uitkering(self, jaar: int) -> Iterable[Tekort]:
        """Something to close the year on: a decision, or the counts of DUO."""
        heeft = {b.cbs_code for b in self.regio.beschikkingen if (b.regeling, b.jaar) == ("spuk", jaar)}
        heeft |= {t.cbs_code for t in self.regio.tellingen if (t.jaar, t.soort) == (jaar, "definitief")}
        if namen := self.named(heeft.__contains__):
            wat = f"een beschikking of telling {jaar} van {namen}"
            yield Tekort(BESCHIKKINGEN, wat, "Zonder die is er geen uitkering om mee te sluiten.")

    # --- The begroting ---

    def budget(self, jaar: int) -> Iterable[Tekort]:
        """Every gemeente has its primitieve begroting."""
        heeft = {r.cbs_code for r in self.begroting.rijen if (r.jaar, r.soort) == (jaar, "primitief")}
        if namen := self.named(heeft.__contains__):
            yield Tekort(
                BEGROTING, f"de begroting {jaar} van {namen}", f"Voeg regels toe: jaar {jaar}, soort primitief."
            )

    def uitvoering_realised(self, jaar: int) -> Iterable[Tekort]:
        """What is in no books of a SPUK was entered as rekening of the whole year."""
        namen = self.named(lambda c: self.begroting.realised(jaar, (c,), UITVOERING) is not None)
        if namen and any(r.jaar == jaar for r in self.begroting.rijen):
            wat = f"de rekening {jaar} van uitvoering en Gemeentefonds van {namen}"
            yield Tekort(BEGROTING, wat, f"Voeg regels toe: jaar {jaar}, soort rekening, datum leeg (het hele jaar).")

    def gemeentefonds(self, jaar: int) -> Iterable[Tekort]:
        """Every gemeente has its amount from the Gemeentefonds."""
        heeft = {r.cbs_code for r in self.regio.budgetten if (r.pot, r.jaar) == ("gemeentefonds", jaar)}
        if namen := self.named(heeft.__contains__):
            wat = f"het bedrag uit het Gemeentefonds {jaar} van {namen}"
            yield Tekort("budgetten.csv", wat, "Voeg het toe; tot dan indexeert de raming het laatste bedrag.")

    # --- The forecast ---

    def peildatum(self, dag: date) -> Iterable[Tekort]:
        """The peildatum is that day or later."""
        if self.regio.bestand.peildatum < dag:
            wat = f"een peildatum van {format_date(dag)} (nu {format_date(self.regio.bestand.peildatum)})"
            yield Tekort("regio.toml", wat, "Zet hem later zodra de aantallen van het halfjaar ervoor bekend zijn.")

    def horizon(self, jaar: int) -> Iterable[Tekort]:
        """The forecast runs to the end of that year."""
        if self.regio.bestand.eindjaar < jaar:
            yield Tekort("regio.toml", f"eindjaar {jaar} (nu {self.regio.bestand.eindjaar})", "Zet eindjaar later.")

    def inflow(self, tot: date) -> Iterable[Tekort]:
        """The half-year that ends before `tot` was counted, from records or in `instroom.csv`."""
        van, laatste = half_before(tot), last_event(self.regio.personen)
        rijen = (r for r in self.regio.instroom if r.indicator in ("gehuisvest", "inburgeringsplichtig"))
        heeft = {r.cbs_code for r in rijen if r.periode_van <= van and r.periode_tot >= tot}
        if laatste is not None and laatste >= van:
            heeft |= {p.cbs_code for p in self.regio.personen}
        if namen := self.named(heeft.__contains__):
            wat = f"de aantallen van {van.year}H{1 if van.month == 1 else 2} van {namen}"
            yield Tekort("instroom.csv", wat, "Voeg ze toe, of haal ze met spuk haal MAP; tot dan zijn ze een raming.")

    def records(self, tot: date) -> Iterable[Tekort]:
        """The records run into the half-year before `tot`: who is missing there would count as nobody."""
        laatste = last_event(self.regio.personen)
        if laatste is not None and laatste < half_before(tot):
            wat = f"dossiers na {format_date(laatste)}"
            yield Tekort("personen.csv", wat, "Vervang het bestand door een nieuwe uitvoer, of spuk haal MAP.")

    def contracts(self, tot: date) -> Iterable[Tekort]:
        """Every contract that ends before `tot` is followed by one, and not by an extension that nobody agreed."""
        for c in self.regio.contracten:
            if c.bron.startswith(VERLENGD) and c.van < tot:
                wat = f"een contract na {c.contract}, vanaf {format_date(c.van)}"
                yield Tekort(
                    c.bestand, wat, f"Vervang de aangenomen verlenging op regel {c.regel} door het nieuwe contract."
                )
            elif c.tot < tot and c.tot > self.regio.bestand.peildatum and not_followed(self.regio, c):
                wat = f"een contract na {c.contract}, dat eindigt op {format_date(c.tot)}"
                yield Tekort(c.bestand, wat, "Voeg het nieuwe contract toe.")


def half_before(tot: date) -> date:
    """The first day of the half-year that ends before this 1 January or 1 July."""
    return date(tot.year - 1, 7, 1) if tot.month == 1 else date(tot.year, 1, 1)


def decided_by(jaar: int, voorlopig: bool) -> date:
    """The last day on which the Rijk decides on a year (Besluit inburgering 2021 art. 10.1 and 10.2)."""
    return date(jaar - 1, 10, 1) if voorlopig else date(jaar + 1, 6, 30)


def last_event(personen: Iterable[Persoonrij]) -> date | None:
    """The last day on which anything happened in the records; None without records."""
    dagen = (dag for p in personen for stap in _STAPPEN if (dag := getattr(p, stap)) is not None)
    return max(dagen, default=None)


def not_followed(regio: Regio, c: Contractrij) -> dict[str, tuple[str, ...]]:
    """Leerroute -> the gemeenten (CBS codes) for which no price line goes on where this one ends.

    Fixed sums run side by side, so one that only lasts longer does not follow.
    """
    later = [a for a in regio.contracten if a is not c and _same_matter(a, c) and _goes_on(a, c)]
    uit = {}
    for route in routes_of(c):
        gevolgd = {code for a in later if route in routes_of(a) for code in regio.gemeente_codes(a.gemeenten)}
        if codes := tuple(code for code in regio.gemeente_codes(c.gemeenten) if code not in gevolgd):
            uit[route] = codes
    return uit


def routes_of(c: Contractrij) -> tuple[str, ...]:
    """The leerroutes of a price line."""
    return LEERROUTES if c.leerroutes.strip() == "alle" else tuple(r.strip() for r in c.leerroutes.split("|"))


def _same_matter(a: Contractrij, c: Contractrij) -> bool:
    return (a.voorziening, a.onderdeel, a.betaling == "vast") == (c.voorziening, c.onderdeel, c.betaling == "vast")


def _goes_on(a: Contractrij, c: Contractrij) -> bool:
    return a.van >= c.tot or (c.betaling != "vast" and a.tot > c.tot)


def read_state(verwijzing: Verwijzing) -> Mapstand:
    """A region folder as the course of a year looks at it. Raises Invoerfout when the forecast input is not right."""
    regio = read_truth(verwijzing)
    begroting = read_budget(regio.map, regio.gemeenten, regio.land)
    try:
        return Mapstand(regio, read_folder(verwijzing, verplicht=False), begroting)
    except Invoerfout as fout:
        return Mapstand(regio, None, begroting, str(fout.meldingen[0]).rstrip("."))
