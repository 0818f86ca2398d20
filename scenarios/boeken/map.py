"""The part of a region folder that a year is closed with: `verantwoording/`.

It stands apart from the forecast input, so that decisions, counts and bookings of the books never move a forecast
by accident. `docs/invoer-verantwoording.md` describes every file and column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from finance.jaarrekening import COMPONENTEN
from finance.journaal import REKENINGEN
from finance.meeneemregeling import ONDERWIJSROUTE_JAREN
from finance.parameters import Parameters
from finance.voorzieningen import VOORZIENINGEN
from scenarios.boeken.boekingen import Boekingen, make_rules, read_bookings
from scenarios.boeken.boekingsregels import load_rules
from scenarios.boeken.vertaling import load_translation
from scenarios.inlezen.blok import Boekingbestand
from scenarios.inlezen.waarden import parse_cents
from scenarios.regiomap.lezen import Aantal, Datum, Invoermodel, R, Rij, read_rows, read_toml
from scenarios.regiomap.modellen import Gemeente, Regiobestand, Tekst
from scenarios.regiomap.namen import check_rows, foreign_code
from scenarios.regiomap.regio import find_region, read_parameters

SUBMAP = "verantwoording"
INSTELLINGEN = "verantwoording.toml"
LANDELIJK = "NL"
EXPORTS = (".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".txt", ".tsv")
"""Endings of a file in boekingen/ that must not be forgotten."""
EERSTE_JAAR = 2022

Centen = Annotated[int, BeforeValidator(parse_cents)]
NietNegatief = Annotated[Centen, Field(ge=0)]
Jaar = Annotated[Aantal, Field(ge=EERSTE_JAAR, le=2100)]
Regeling = Literal["spuk", "spuk_onderwijsroute"]
Telwaarde = Annotated[Aantal, Field(ge=0, le=1_000_000)]


class Lichaam(Invoermodel):
    """[[regeling]]: a regional body, its key and, when it sends figures instead of bookings, its costs of one year."""

    naam: Tekst
    jaar: Jaar
    sleutel: Literal["personen", "vast", "gebruik"]
    delen: dict[str, Annotated[int | float, Field(ge=0)]] = Field(default_factory=dict)
    """CBS code -> weight, for `vast` (shares) and `gebruik` (units used)."""
    gemeenten: tuple[str, ...] = ()
    """CBS codes that share by `personen`; empty: all."""
    voorzieningen: tuple[str, ...] = ()
    """The voorzieningen this key is for; empty: all that no other block of this body and year names."""
    kosten: dict[str, Centen] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Lichaam:
        if (self.sleutel == "personen") == bool(self.delen):
            raise ValueError("delen bij sleutel vast of gebruik, en geen delen bij personen")
        if self.sleutel != "personen" and sum(self.delen.values()) <= 0:
            raise ValueError("delen met een positieve som")
        for naam in (*self.voorzieningen, *self.kosten):
            if naam not in VOORZIENINGEN:
                raise ValueError(f"een bestaande voorziening in plaats van {naam!r}. {suggest(naam, VOORZIENINGEN)}")
        return self

    @property
    def weights(self) -> dict[str, Decimal]:
        """The key as exact decimals."""
        return {code: Decimal(str(deel)) for code, deel in self.delen.items()}


class Correctie(Invoermodel):
    """[[correctie]]: lasten of an earlier, closed year that year `jaar` accounts for."""

    jaar: Jaar
    over: Jaar
    cbs_code: Tekst
    regeling: Regeling = "spuk"
    bedrag: Centen
    reden: Tekst

    @model_validator(mode="after")
    def _earlier(self) -> Correctie:
        if self.over >= self.jaar:
            raise ValueError("over een jaar vóór jaar")
        return self


def parse_exact(waarde: object) -> object:
    """'0,98765' or 0.98765 -> Decimal, as written; ValueError when it is not one finite number."""
    try:
        getal = Decimal(str(waarde).strip().replace(",", "."))
    except InvalidOperation:
        raise ValueError('een getal als tekst, zoals "0.98765"') from None
    if isinstance(waarde, bool) or not getal.is_finite():
        raise ValueError('een eindig getal, zoals "0.98765"')
    return getal


class Verhoudingblok(Invoermodel):
    """[[verhouding]]: the national factor TBA / SOM_GG of one year as given, instead of national counts."""

    jaar: Jaar
    soort: Literal["definitief", "voorlopig"] = "definitief"
    waarde: Annotated[Decimal, BeforeValidator(parse_exact), Field(gt=0, le=2)]
    status: Literal["vastgesteld", "raming", "aanname", "onzeker"]
    bron: Tekst


class Kortingblok(Invoermodel):
    """[[korting]]: what the variant `korting` of prestatiebekostiging takes off the definitieve uitkering."""

    jaar: Jaar
    cbs_code: Tekst
    bedrag: NietNegatief
    bron: Tekst


class Instellingen(Invoermodel):
    """`verantwoording.toml`."""

    toelichting: str = ""
    """Shown at the head of every sheet, such as FICTIEF."""
    hoofdtaakveld: Tekst = "6.1"
    zelfstandige_uitvoering: dict[str, bool] = Field(default_factory=dict)
    rekeningen: dict[str, str] = Field(default_factory=dict)
    boekingen: tuple[Boekingbestand, ...] = ()
    regeling: tuple[Lichaam, ...] = ()
    correctie: tuple[Correctie, ...] = ()
    verhouding: tuple[Verhoudingblok, ...] = ()
    korting: tuple[Kortingblok, ...] = ()

    @model_validator(mode="after")
    def _accounts(self) -> Instellingen:
        for naam in self.rekeningen:
            if naam not in REKENINGEN:
                raise ValueError(f"een van {', '.join(REKENINGEN)} bij rekeningen in plaats van {naam!r}")
        for blok, sleutels in (
            ("verhouding", [(v.jaar, str(v.soort)) for v in self.verhouding]),
            ("korting", [(k.jaar, k.cbs_code) for k in self.korting]),
        ):
            for sleutel in sleutels:
                if sleutels.count(sleutel) > 1:
                    raise ValueError(f"één blok [[{blok}]] voor {sleutel[0]} {sleutel[1]}")
        return self

    @property
    def account_names(self) -> dict[str, str]:
        """Names of the general ledger accounts, the gemeente's own where it gave them."""
        return {naam: self.rekeningen.get(naam, label) for naam, label in REKENINGEN.items()}


class Besluitrij(Rij):
    """`beschikkingen.csv`: a decision received. A nader besluit states the new total of the voorlopige uitkering."""

    jaar: Jaar
    cbs_code: Tekst
    gemeente: str = ""
    regeling: Regeling = "spuk"
    soort: Literal["voorlopig", "nader", "definitief", "terugvordering"]
    datum: Datum
    bedrag: NietNegatief
    bgo: NietNegatief | None = None
    ba_a: NietNegatief | None = None
    ba_b: NietNegatief | None = None
    ba_c: NietNegatief | None = None
    aia: NietNegatief | None = None
    abo: NietNegatief | None = None
    bron: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Besluitrij:
        eerste, laatste = {
            "voorlopig": (self.jaar - 1, self.jaar),
            "nader": (self.jaar - 1, self.jaar),
            "definitief": (self.jaar + 1, self.jaar + 3),
            "terugvordering": (self.jaar + 1, self.jaar + 5),
        }[self.soort]
        if not eerste <= self.datum.year <= laatste:
            raise ValueError(f"een datum in {eerste} tot en met {laatste} bij {self.soort} over {self.jaar}")
        if self.components is not None and sum(self.components.values()) != self.bedrag:
            raise ValueError(f"onderdelen {', '.join(COMPONENTEN)} die samen het bedrag zijn")
        return self

    @property
    def components(self) -> dict[str, int] | None:
        """The split of the decision in cents; None when it gives none."""
        delen = {naam: getattr(self, naam) for naam in COMPONENTEN}
        return None if all(d is None for d in delen.values()) else {n: d or 0 for n, d in delen.items()}


class Telrij(Rij):
    """`tellingen.csv`: the counts of DUO on the peildatum; cbs_code NL is the whole country."""

    jaar: Jaar
    cbs_code: Tekst
    gemeente: str = ""
    soort: Literal["definitief", "voorlopig"] = "definitief"
    """`voorlopig`: what the voorlopige uitkering rests on (art. 10.1): cohort_t is the prognose or taakstelling of t,
    cohort_t1 the taakstelling of t-1, both before the share of asielstatushouders; cohort_t2 and gezin are of t-2.
    With cbs_code NL these are LPAS, LHT and LVAA."""
    cohort_t: Telwaarde
    cohort_t1: Telwaarde
    cohort_t2: Telwaarde
    gezin: Telwaarde
    aia: Telwaarde = 0
    onderwijsroute: Telwaarde = 0
    bron: str = ""

    @model_validator(mode="after")
    def _cohorts_of_the_law(self) -> Telrij:
        for jaren, naam in ((1, "cohort_t1"), (2, "cohort_t2")):
            if self.jaar - jaren < EERSTE_JAAR and getattr(self, naam):
                raise ValueError(f"{naam} 0 in {self.jaar}: cohorten van vóór {EERSTE_JAAR} tellen niet mee")
        return self


class Standrij(Rij):
    """`standen.csv`: a closed year as it was accounted for."""

    jaar: Jaar
    cbs_code: Tekst
    gemeente: str = ""
    regeling: Regeling = "spuk"
    uitkering: NietNegatief
    besteding: Centen
    reservering_begin: NietNegatief
    doorgeschoven_begin: NietNegatief = 0
    reservering_eind: NietNegatief
    doorgeschoven_eind: NietNegatief = 0
    terug_te_betalen: NietNegatief | None = None
    uitkering_vorig: NietNegatief = 0
    """U of the year before, only for a chain that starts after 2022."""
    bron: str = ""


@dataclass(frozen=True)
class Verantwoordingsmap:
    """Everything a year is closed with, read and checked."""

    map: Path
    """The folder `verantwoording/` itself."""
    regio: Regiobestand
    parameters: Parameters
    instellingen: Instellingen
    besluiten: tuple[Besluitrij, ...]
    tellingen: Mapping[tuple[int, str], Telrij]
    """By year and CBS code: the counts of the definitive uitkering."""
    ramingen: Mapping[tuple[int, str], Telrij]
    """By year and CBS code: what the voorlopige uitkering rests on."""
    standen: Mapping[tuple[int, str, str], Standrij]
    boekingen: Boekingen
    hashes: Mapping[str, str]
    """sha256 per input file, so that a workbook tells what it was made from."""

    @property
    def gemeenten(self) -> tuple[Gemeente, ...]:
        """The gemeenten in the order of `regio.toml`."""
        return self.regio.gemeente


def read_folder(verwijzing: str, boekingen_ook: bool = True) -> Verantwoordingsmap:
    """Read the `verantwoording/` part of a region, if asked without its bookings.

    Raises Invoerfout with the problems of all files together.
    """
    pad = find_region(verwijzing)
    eigen = pad / SUBMAP
    if not (eigen / INSTELLINGEN).is_file():
        raise Invoerfout(
            [
                Melding(
                    f"{SUBMAP}/{INSTELLINGEN}",
                    "",
                    "geen bestand",
                    "instellingen voor de verantwoording",
                    f"Maak in de regiomap een map {SUBMAP} met {INSTELLINGEN}; zie docs/invoer-verantwoording.md.",
                )
            ]
        )
    meldingen: list[Melding] = []
    regio = read_toml(pad / "regio.toml", Regiobestand, meldingen)
    instellingen = read_toml(eigen / INSTELLINGEN, Instellingen, meldingen)
    parameters = read_parameters(pad / "parameters.toml", meldingen)
    # Decisions kept beside the forecast input count as well: most regions keep them in one place.
    besluitpad = next((p for p in (eigen, pad) if (p / "beschikkingen.csv").is_file()), eigen)
    besluiten = _rows(besluitpad / "beschikkingen.csv", Besluitrij, meldingen)
    tellingen = _rows(eigen / "tellingen.csv", Telrij, meldingen)
    standen = _rows(eigen / "standen.csv", Standrij, meldingen)
    regels = load_rules(eigen, meldingen)
    vertaling = load_translation(eigen, meldingen)
    if regio is None or instellingen is None:
        raise Invoerfout(meldingen)
    codes = {g.code: g.naam for g in regio.gemeente}
    meldingen += _check_codes(codes, instellingen, (*besluiten, *tellingen, *standen))
    meldingen += _check_unique(besluiten, tellingen, standen)
    meldingen += _check_files(eigen, instellingen)
    boekingen = None
    try:
        lichamen = sorted({r.naam for r in instellingen.regeling})
        boekregels = make_rules(codes, lichamen, regels, vertaling)
        boekingen = read_bookings(eigen, instellingen.boekingen if boekingen_ook else (), boekregels)
    except Invoerfout as fout:
        meldingen += fout.meldingen
    raise_if_any(meldingen)
    assert boekingen is not None
    return Verantwoordingsmap(
        eigen,
        regio,
        parameters,
        instellingen,
        tuple(besluiten),
        {(t.jaar, t.cbs_code): t for t in tellingen if t.soort == "definitief"},
        {(t.jaar, t.cbs_code): t for t in tellingen if t.soort == "voorlopig"},
        {(s.jaar, s.cbs_code, s.regeling): s for s in standen},
        boekingen,
        _hash_files(pad),
    )


def _hash_files(pad: Path) -> dict[str, str]:
    bestanden = [
        pad / "regio.toml",
        pad / "parameters.toml",
        pad / "beschikkingen.csv",
        *sorted((pad / SUBMAP).rglob("*")),
    ]
    uit = {}
    for bestand in bestanden:
        if bestand.is_file():
            with bestand.open("rb") as stroom:
                uit[bestand.relative_to(pad).as_posix()] = hashlib.file_digest(stroom, "sha256").hexdigest()
    return uit


def _rows(pad: Path, model: type[R], meldingen: list[Melding]) -> list[R]:
    return read_rows(pad, model, meldingen) if pad.is_file() else []


def _check_codes(
    codes: Mapping[str, str], instellingen: Instellingen, rijen: Sequence[Besluitrij | Telrij | Standrij]
) -> Iterator[Melding]:
    def complain(bestand: str, plaats: str, code: str) -> Melding:
        return foreign_code(bestand, plaats, code, codes)

    yield from check_rows((r for r in rijen if r.cbs_code != LANDELIJK), codes)
    for rij in rijen:
        if rij.cbs_code not in codes and not (isinstance(rij, Telrij) and rij.cbs_code == LANDELIJK):
            yield complain(rij.bestand, rij.plaats, rij.cbs_code)
        if isinstance(rij, Besluitrij | Standrij) and rij.regeling != "spuk" and rij.jaar not in ONDERWIJSROUTE_JAREN:
            yield Melding(rij.bestand, rij.plaats, f"jaar {rij.jaar}", "2022 tot en met 2025 bij spuk_onderwijsroute")
    for code in instellingen.zelfstandige_uitvoering:
        if code not in codes:
            yield complain(INSTELLINGEN, "zelfstandige_uitvoering", code)
    for lichaam in instellingen.regeling:
        for code in (*lichaam.delen, *lichaam.gemeenten):
            if code not in codes:
                yield complain(INSTELLINGEN, f"[[regeling]] {lichaam.naam} {lichaam.jaar}", code)
    for korting in instellingen.korting:
        if korting.cbs_code not in codes:
            yield complain(INSTELLINGEN, f"[[korting]] {korting.jaar}", korting.cbs_code)
    for correctie in instellingen.correctie:
        if correctie.cbs_code not in codes:
            yield complain(INSTELLINGEN, f"[[correctie]] {correctie.jaar}", correctie.cbs_code)


def _check_unique(
    besluiten: Sequence[Besluitrij], tellingen: Sequence[Telrij], standen: Sequence[Standrij]
) -> Iterator[Melding]:
    sleutels = [
        # Several nadere besluiten may follow each other; of the others there is one.
        *((b, (b.jaar, b.cbs_code, b.regeling, b.soort, b.datum if b.soort == "nader" else None)) for b in besluiten),
        *((t, (t.jaar, t.cbs_code, t.soort)) for t in tellingen),
        *((s, (s.jaar, s.cbs_code, s.regeling)) for s in standen),
    ]
    gezien: dict[tuple[object, ...], Rij] = {}
    for rij, sleutel in sleutels:
        eerste = gezien.setdefault((rij.bestand, *sleutel), rij)
        if eerste is not rij:
            yield Melding(
                rij.bestand, rij.plaats, f"hetzelfde jaar en dezelfde gemeente als regel {eerste.regel}", "één regel"
            )
    for stand in standen:
        if stand.jaar == EERSTE_JAAR and (stand.reservering_begin or stand.doorgeschoven_begin):
            yield Melding(stand.bestand, stand.plaats, "een beginstand in 2022", "nul: de wet begon op 1 januari 2022")


def _check_files(eigen: Path, instellingen: Instellingen) -> Iterator[Melding]:
    """A booking file that no block reads would be lost in silence."""
    genoemd = [b.bestand for b in instellingen.boekingen]
    for pad in sorted((eigen / "boekingen").glob("*")):
        naam = pad.relative_to(eigen).as_posix()
        if pad.suffix.lower() in EXPORTS and naam not in genoemd:
            yield Melding(
                INSTELLINGEN,
                "[[boekingen]]",
                f"geen blok voor {naam}",
                "een blok voor ieder bestand in boekingen/",
                f'Voeg toe: [[boekingen]] met bestand = "{naam}" en jaar, of haal het bestand weg.',
            )
    for naam in sorted({n for n in genoemd if genoemd.count(n) > 1}):
        yield Melding(INSTELLINGEN, "[[boekingen]]", f"{naam} {genoemd.count(naam)} keer", "ieder bestand één keer")
