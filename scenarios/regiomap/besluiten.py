"""Decisions received, counts of DUO and closed years: read once, for the forecast and for the books alike.

They stand in the region folder. The old place, `verantwoording/`, is read too; a file in both must say the same.
`docs/invoer-verantwoording.md` describes every column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from finance.fouten import Invoerfout, Melding, list_words
from finance.jaarrekening import COMPONENTEN
from finance.meeneemregeling import ONDERWIJSROUTE_JAREN
from finance.uitkering import VOORSCHOT
from scenarios.grond.bedragen import parse_cents
from scenarios.grond.openen import is_there, read_text
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.land.volgen import follow_versions
from scenarios.regiomap.lezen import Aantal, Datum, Invoerrij, R, read_rows
from scenarios.regiomap.modellen import Tekst
from scenarios.regiomap.namen import check_rows, foreign_code

SUBMAP = "verantwoording"
LANDELIJK = "NL"
BESTANDEN = ("beschikkingen.csv", "tellingen.csv", "standen.csv")
ONTVANGSTEN = "ontvangsten.csv"
"""What the bank received; no figure of a year account rests on it."""

# In TOML an amount may be a text, to be exact.
_EUROS = {"type": ["number", "string"], "pattern": r"^[-€ 0-9.,]+$", "x-eenheid": "euro"}
Centen = Annotated[int, BeforeValidator(parse_cents), WithJsonSchema(_EUROS)]
"""Euros in the file, whole cents from here on"""
NietNegatief = Annotated[Centen, Field(ge=0), WithJsonSchema(_EUROS | {"minimum": 0})]
Jaar = Annotated[Aantal, Field(ge=BEGINJAAR, le=2100)]
Regeling = Literal["spuk", "spuk_onderwijsroute"]
Telwaarde = Annotated[Aantal, Field(ge=0, le=1_000_000)]


class Besluitrij(Invoerrij):
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
    beschikkingsnummer: str = ""
    """What the decision itself is called; the SiSa annex and the accountant ask for it."""
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


class Telrij(Invoerrij):
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
            if self.jaar - jaren < BEGINJAAR and getattr(self, naam):
                raise ValueError(f"{naam} 0 in {self.jaar}: cohorten van vóór {BEGINJAAR} tellen niet mee")
        return self


class Standrij(Invoerrij):
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
class Stukken:
    """The rows of the three files."""

    besluiten: tuple[Besluitrij, ...] = ()
    tellingen: tuple[Telrij, ...] = ()
    standen: tuple[Standrij, ...] = ()

    def follow(self, land: Landsgegevens, codes: Sequence[str]) -> Stukken:
        """With the decisions of merged gemeenten under the code of today."""

        def same(rij: Besluitrij) -> tuple[object, ...]:
            return rij.jaar, rij.regeling, "voorlopig" if rij.soort in VOORSCHOT else rij.soort

        return replace(self, besluiten=follow_versions(land, self.besluiten, codes, same, lambda b: b.datum, _join))


def _join(besluiten: Sequence[Besluitrij]) -> dict[str, Any]:
    """What the decisions of merged gemeenten say together; a part that one of them does not give is not known."""
    if len(besluiten) == 1:
        return {}
    delen = [b.components for b in besluiten]
    nummers = [b.beschikkingsnummer for b in besluiten]
    heel = [d for d in delen if d is not None]
    wie = list_words([b.gemeente or b.cbs_code for b in besluiten])
    return {
        "gemeente": "",
        "bedrag": sum(b.bedrag for b in besluiten),
        **{n: sum(d[n] for d in heel) if len(heel) == len(delen) else None for n in COMPONENTEN},
        "beschikkingsnummer": " + ".join(nummers) if all(nummers) else "",
        "bron": f"samen van {wie} (herindeling)",
    }


def read_stukken(pad: Path, meldingen: list[Melding]) -> Stukken:
    """The three files of a region folder, each from the one place where it stands; problems to `meldingen`."""
    besluiten, tellingen, standen = BESTANDEN
    return Stukken(
        _rows(pad, besluiten, Besluitrij, meldingen),
        _rows(pad, tellingen, Telrij, meldingen),
        _rows(pad, standen, Standrij, meldingen),
    )


def _rows(pad: Path, naam: str, model: type[R], meldingen: list[Melding]) -> tuple[R, ...]:
    plekken = [p for p in (pad / naam, pad / SUBMAP / naam) if is_there(p)]
    if len(plekken) == 2 and _differ(*plekken):
        meldingen.append(
            Melding(
                naam,
                "",
                f"een ander bestand dan {SUBMAP}/{naam}",
                "dezelfde regels op beide plekken, of één bestand",
                f"Houd {naam} in de regiomap bij en verwijder {SUBMAP}/{naam}.",
            )
        )
    return tuple(read_rows(plekken[0], model, meldingen)) if plekken else ()


def _differ(een: Path, ander: Path) -> bool:
    """Whether two files say something else; what cannot be read is told when it is."""
    try:
        return read_text(een).split() != read_text(ander).split()
    except Invoerfout:
        return False


def check_stukken(land: Landsgegevens, stukken: Stukken, codes: Mapping[str, str]) -> Iterator[Melding]:
    """Gemeenten of the region, the years of a regeling, one row for one thing. codes: CBS code -> name"""
    rijen: tuple[Besluitrij | Telrij | Standrij, ...] = (*stukken.besluiten, *stukken.tellingen, *stukken.standen)
    yield from check_rows(land, (r for r in rijen if r.cbs_code != LANDELIJK), codes)
    for rij in rijen:
        if rij.cbs_code not in codes and not (isinstance(rij, Telrij) and rij.cbs_code == LANDELIJK):
            yield foreign_code(land, rij.bestand, rij.plaats, rij.cbs_code, codes)
        if isinstance(rij, Besluitrij | Standrij) and rij.regeling != "spuk" and rij.jaar not in ONDERWIJSROUTE_JAREN:
            yield Melding(rij.bestand, rij.plaats, f"jaar {rij.jaar}", "2022 tot en met 2025 bij spuk_onderwijsroute")
    yield from _check_unique(stukken)


def _check_unique(stukken: Stukken) -> Iterator[Melding]:
    sleutels: list[tuple[Invoerrij, tuple[object, ...]]] = [
        # Several nadere besluiten may follow each other; of the others there is one.
        *(
            (b, (b.jaar, b.cbs_code, b.regeling, b.soort, b.datum if b.soort == "nader" else None))
            for b in stukken.besluiten
        ),
        *((t, (t.jaar, t.cbs_code, t.soort)) for t in stukken.tellingen),
        *((s, (s.jaar, s.cbs_code, s.regeling)) for s in stukken.standen),
    ]
    gezien: dict[tuple[object, ...], Invoerrij] = {}
    for rij, sleutel in sleutels:
        eerste = gezien.setdefault((rij.bestand, *sleutel), rij)
        if eerste is not rij:
            yield Melding(
                rij.bestand, rij.plaats, f"hetzelfde jaar en dezelfde gemeente als regel {eerste.regel}", "één regel"
            )
    for stand in stukken.standen:
        if stand.jaar == BEGINJAAR and (stand.reservering_begin or stand.doorgeschoven_begin):
            yield Melding(stand.bestand, stand.plaats, "een beginstand in 2022", "nul: de wet begon op 1 januari 2022")
