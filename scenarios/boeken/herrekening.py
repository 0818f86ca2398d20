"""The uitkering recomputed: definitief from the counts of DUO, voorlopig from prognose and taakstelling.

Legal source: Besluit inburgering 2021 art. 10.1 (voorlopig) and 10.2 (definitief). All in exact cents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from finance.bedragen import amount, share_of
from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.jaarrekening import COMPONENTEN, split_uitkering
from finance.parameters import Waarde
from finance.tellingen import DEFINITIEF, VOORLOPIG, Telling, count_in_books
from finance.uitkering import GRONDSLAGEN, SOM_GG, Bedragen, national_factor, rule_values
from scenarios.boeken.map import INSTELLINGEN, Verantwoordingsmap
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.regiomap.besluiten import LANDELIJK, Telrij

WETTELIJK_EEN = "gewichten zijn gelijk aan de bedragen"
UIT_TELLING = "TBA / SOM_GG uit de landelijke aantallen (tellingen.csv)"


@dataclass(frozen=True)
class Verhouding:
    """The factor f = TBA / SOM_GG of one year, and where it came from."""

    factor: Fraction
    herkomst: str


@dataclass(frozen=True)
class Rekenregel:
    """One component of a calculation: persons x amount x factor = cents."""

    naam: str
    personen: Fraction
    bedrag: Decimal
    """Euros per person: the amount, or the weight in the grondslag of BA."""
    factor: Fraction
    centen: int

    @property
    def grondslag(self) -> int:
        """Persons x amount, before the factor, in cents."""
        return int(share_of(amount(self.personen, self.bedrag), Fraction(1)))


@dataclass(frozen=True)
class Berekening:
    """The uitkering of one year recomputed from counts."""

    telling: Telrij
    personen: Telling
    """What the amounts are applied to: the counts themselves, or (voorlopig) expected persons."""
    bedragen: Bedragen
    gewichten: Bedragen
    verhouding: Verhouding
    componenten: Mapping[str, int]
    """Per component in cents."""
    korting: int = 0
    """What the variant `korting` of prestatiebekostiging takes off, as given (cents)."""

    @property
    def factor(self) -> Fraction:
        """TBA / SOM_GG."""
        return self.verhouding.factor

    @property
    def grondslag(self) -> int:
        """GG in cents (art. 10.2 lid 3)."""
        return int(share_of(SOM_GG(**rule_values(self.personen, self.bedragen, self.gewichten)), Fraction(1)))

    @property
    def ba(self) -> int:
        """BA in cents."""
        return sum(self.componenten[naam] for naam in GRONDSLAGEN)

    @property
    def totaal(self) -> int:
        """U in cents, after the korting."""
        return sum(self.componenten.values()) - self.korting

    @property
    def regels(self) -> tuple[Rekenregel, ...]:
        """The calculation per component; the parts of BA share one rounding."""
        p, g, een = self.personen, self.gewichten, Fraction(1)
        delen = (
            (p.gezin, self.bedragen.gezin, een),
            (p.asiel_t, g.a, self.factor),
            (p.asiel_t1, g.b, self.factor),
            (p.asiel_t2, g.c, self.factor),
            (p.aia, g.d, self.factor),
            (p.onderwijsroute, self.bedragen.onderwijsroute, een),
        )
        return tuple(
            Rekenregel(naam, Fraction(personen), bedrag, factor, self.componenten[naam])
            for naam, (personen, bedrag, factor) in zip(COMPONENTEN, delen, strict=True)
        )


@dataclass
class Opzoeking:
    """Looks parameters up and remembers each one, so that the sheet Uitgangspunten can show it."""

    invoer: Verantwoordingsmap
    gebruikt: dict[tuple[str, int], Waarde] = field(default_factory=dict)
    verhoudingen: dict[tuple[int, str], Verhouding] = field(default_factory=dict)
    """By year and soort: every factor that was used."""

    def value(self, naam: str, jaar: int) -> Waarde:
        """The value in a budget year. Raises Invoerfout when there is none."""
        waarde = self.invoer.parameters.in_year(naam, jaar)
        self.gebruikt[naam, jaar] = waarde
        return waarde

    def amounts(self, jaar: int) -> tuple[Bedragen, Bedragen]:
        """Amounts and weights of a budget year. Raises Invoerfout naming every amount that lacks."""
        # Without the statutory prestatiebekostiging nothing is redistributed: the weights are the amounts.
        wettelijk = self.value("prestatiebekostiging", jaar).waarde == "wettelijk"
        namen = [*(f"bedrag_asiel_{k}" for k in "abc"), "bedrag_gezin", "bedrag_onderwijsroute"]
        namen += [f"gewicht_asiel_{k}" for k in "abcd"] if wettelijk else []
        getallen: list[Decimal] = []
        meldingen: list[Melding] = []
        for naam in namen:
            try:
                getallen.append(self.value(naam, jaar).getal)
            except Invoerfout as fout:
                meldingen.extend(fout.meldingen)
        raise_if_any(meldingen)
        a, b, c, gezin, route, *gewicht = getallen
        bedragen = Bedragen(a, b, c, Decimal(0), gezin, route)
        if not wettelijk:
            return bedragen, bedragen
        return bedragen, Bedragen(gewicht[0], gewicht[1], gewicht[2], gewicht[3], gezin, route)

    def factor(self, jaar: int, soort: str, bedragen: Bedragen, gewichten: Bedragen) -> Verhouding:
        """The national factor of a budget year: given in verantwoording.toml, or from the row NL of that soort.

        soort: `definitief` (art. 10.2) or `voorlopig` (art. 10.1). Raises Invoerfout when both or none are there while
        the weights ask for one.
        """
        verhouding = self._find_factor(jaar, soort, bedragen, gewichten)
        self.verhoudingen[jaar, soort] = verhouding
        return verhouding

    def _find_factor(self, jaar: int, soort: str, bedragen: Bedragen, gewichten: Bedragen) -> Verhouding:
        gegeven = next((v for v in self.invoer.instellingen.verhouding if (v.jaar, v.soort) == (jaar, soort)), None)
        rijen = self.invoer.tellingen if soort == "definitief" else self.invoer.ramingen
        landelijk = rijen.get((jaar, LANDELIJK))
        plaats = f"[[verhouding]] {jaar} {soort}"
        if gewichten == bedragen:
            if gegeven is not None and gegeven.waarde != 1:
                raise _refuse(
                    INSTELLINGEN, plaats, f"waarde {gegeven.waarde}".replace(".", ","), f"1: de {WETTELIJK_EEN}", ""
                )
            return Verhouding(Fraction(1), WETTELIJK_EEN)
        if gegeven is not None and landelijk is not None:
            raise _refuse(
                INSTELLINGEN,
                plaats,
                f"een verhouding, en landelijke aantallen in {landelijk.bestand}, {landelijk.plaats}",
                "één van beide",
                "Laat de verhouding weg om haar uit de aantallen te berekenen, of haal de regel NL weg.",
            )
        if gegeven is not None:
            return Verhouding(Fraction(gegeven.waarde), f"opgegeven ({gegeven.status}): {gegeven.bron}")
        if landelijk is None:
            raise _refuse(
                "tellingen.csv",
                "",
                f"geen landelijke telling {jaar} van de soort {soort}",
                f"een regel met jaar {jaar}, cbs_code {LANDELIJK} en soort {soort}",
                f"De gewichten van {jaar} wijken af van de bedragen: zonder landelijke aantallen geen BA. Of geef de "
                f'verhouding in {INSTELLINGEN}: [[verhouding]] met jaar = {jaar} en soort = "{soort}".',
            )
        personen = count_persons(landelijk) if soort == "definitief" else self.expect_persons(landelijk, jaar)
        try:
            return Verhouding(national_factor(personen, bedragen, gewichten), UIT_TELLING)
        except ValueError:
            raise _refuse(
                landelijk.bestand, landelijk.plaats, "nul personen", "landelijke aantallen van meer dan nul", ""
            ) from None

    def expect_persons(self, raming: Telrij, jaar: int) -> Telling:
        """Art. 10.1: expected asielstatushouders are PA(t) of the prognose and PA(t-1) of the taakstelling of t-1."""
        pa = Fraction(self.value("aandeel_plichtig", jaar).getal)
        # Cohorts before the first year of the law never count, so that year has no PA(t-1).
        vorig = Fraction(self.value("aandeel_plichtig", max(jaar - 1, BEGINJAAR)).getal)
        po = Fraction(self.value("aandeel_onderwijsroute", jaar).getal)
        cijfers = {
            "prognose": raming.cohort_t,
            "taakstelling_t1": raming.cohort_t1,
            "plichtig_t2": raming.cohort_t2,
            "gezin_t2": raming.gezin,
            "aia": raming.aia,
        }
        aandelen = {"pa": pa, "pa_t1": vorig, "po": po}
        return count_in_books(VOORLOPIG, aandelen | {naam: Fraction(getal) for naam, getal in cijfers.items()})


def recompute(zoek: Opzoeking, telling: Telrij, jaar: int) -> Berekening:
    """The definitieve uitkering from the counts of DUO (art. 10.2). Raises Invoerfout when an amount lacks."""
    bedragen, gewichten = zoek.amounts(jaar)
    verhouding = zoek.factor(jaar, "definitief", bedragen, gewichten)
    return _compute(count_persons(telling), telling, bedragen, gewichten, verhouding, _korting(zoek, telling, jaar))


def compute_voorlopig(zoek: Opzoeking, raming: Telrij, jaar: int) -> Berekening:
    """The voorlopige uitkering (art. 10.1); rounded at the end. Raises Invoerfout when an amount lacks."""
    bedragen, gewichten = zoek.amounts(jaar)
    verhouding = zoek.factor(jaar, "voorlopig", bedragen, gewichten)
    return _compute(zoek.expect_persons(raming, jaar), raming, bedragen, gewichten, verhouding)


def count_persons(rij: Telrij) -> Telling:
    """The counts of DUO as they are."""
    cijfers = {
        "plichtig": rij.cohort_t,
        "plichtig_t1": rij.cohort_t1,
        "plichtig_t2": rij.cohort_t2,
        "gezin": rij.gezin,
        "aia": rij.aia,
        "onderwijsroute": rij.onderwijsroute,
    }
    return count_in_books(DEFINITIEF, cijfers)


def _compute(
    personen: Telling, rij: Telrij, bedragen: Bedragen, gewichten: Bedragen, verhouding: Verhouding, korting: int = 0
) -> Berekening:
    componenten = split_uitkering(personen, bedragen, gewichten, verhouding.factor)
    return Berekening(rij, personen, bedragen, gewichten, verhouding, componenten, korting)


def _korting(zoek: Opzoeking, telling: Telrij, jaar: int) -> int:
    """The korting as given; counts do not tell results, so the books never compute it."""
    variant = zoek.value("prestatiebekostiging", jaar).waarde
    blok = next((k for k in zoek.invoer.instellingen.korting if (k.jaar, k.cbs_code) == (jaar, telling.cbs_code)), None)
    plaats = f"[[korting]] {jaar} {telling.cbs_code}"
    if variant == "korting" and blok is None:
        raise _refuse(
            INSTELLINGEN,
            plaats,
            f"geen korting, terwijl prestatiebekostiging in {jaar} de variant korting heeft",
            "een blok [[korting]] met jaar, cbs_code, bedrag en bron",
            'De korting volgt niet uit de telling. Is er geen, geef dan bedrag = "0".',
        )
    if variant != "korting" and blok is not None:
        raise _refuse(
            INSTELLINGEN,
            plaats,
            f"een korting, terwijl prestatiebekostiging in {jaar} de variant {variant} heeft",
            "geen blok [[korting]]",
            "Haal het blok weg, of zet prestatiebekostiging in parameters.toml op korting.",
        )
    return blok.bedrag if blok else 0


def _refuse(bestand: str, plaats: str, gevonden: str, verwacht: str, herstel: str) -> Invoerfout:
    return Invoerfout([Melding(bestand, plaats, gevonden, verwacht, herstel)])
