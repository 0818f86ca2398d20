"""Display profiles: how one gemeente shows its figures. A profile changes what is shown, never what is computed.

Amounts are whole cents until here; a profile rounds or truncates each shown figure by itself, so totals come from
unrounded figures. Shipped profiles stand in `data/profielen`, a region's own in `profielen/` of its folder.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from finance.fouten import Invoerfout, Melding, list_words, raise_if_any, suggest
from finance.taal.getallen import dutch
from finance.taal.grenzen import BEDRAG
from scenarios.boeken.begroting import POSTEN
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import files_in
from scenarios.regiomap.lezen import Aantal, Getal, Invoermodel, read_toml, within
from scenarios.regiomap.modellen import Tekst

STANDAARD = "standaard"
EENHEDEN = {"euro": 100, "x 1.000": 100_000, "x 1 mln": 100_000_000}
"""Unit -> cents in one of it."""
Aard = Literal["lasten", "baten", "saldo", "stand", "aantal"]
"""What an amount is. `saldo` is baten - lasten; a `stand` is a balance, an `aantal` no money at all."""

KOLOMMEN: dict[str, tuple[str, ...]] = {
    "begroting": ("rekening_t2", "begroting_t1", "begroting_t", "raming_t1", "raming_t2", "raming_t3"),
    "tussenrapportage": ("begroting", "realisatie", "prognose", "verwachting", "p10", "p50", "p90", "verschil"),
    "jaarrekening": ("vorig_jaar", "primitief", "na_wijziging", "rekening", "verschil"),
}
"""Column sets by piece; a profile picks from these and orders them."""
_NODIG = {"begroting": ("begroting_t",), "tussenrapportage": ("verwachting",), "jaarrekening": ("rekening",)}
_VERGELEKEN = {"tussenrapportage": ("begroting",), "jaarrekening": ("na_wijziging", "primitief")}
"""A difference needs one of these beside it, or a reader cannot check it."""


class Kolomkeuze(Invoermodel):
    """[kolommen]: the columns per piece, in the order shown."""

    begroting: tuple[str, ...] = KOLOMMEN["begroting"]
    tussenrapportage: tuple[str, ...] = ("begroting", "realisatie", "prognose", "verwachting", "p10", "p90", "verschil")
    jaarrekening: tuple[str, ...] = KOLOMMEN["jaarrekening"]

    @model_validator(mode="after")
    def _known(self) -> Kolomkeuze:
        for stuk, bekend in KOLOMMEN.items():
            keuze = getattr(self, stuk)
            for naam in keuze:
                if naam not in bekend:
                    raise ValueError(f"bij {stuk} kolommen uit {', '.join(bekend)}; gevonden {naam!r}")
                if keuze.count(naam) > 1:
                    raise ValueError(f"bij {stuk} iedere kolom één keer; {naam} staat er vaker")
            if any(naam not in keuze for naam in _NODIG[stuk]):
                raise ValueError(f"bij {stuk} ten minste {', '.join(_NODIG[stuk])}")
            if "verschil" in keuze and not any(k in keuze for k in _VERGELEKEN[stuk]):
                raise ValueError(f"bij {stuk} naast verschil ook {list_words(_VERGELEKEN[stuk], 'of')}")
        return self


class Profiel(Invoermodel):
    """One display profile, `profielen/NAAM.toml`; `docs/pc.md` describes every key."""

    naam: Tekst
    label: Tekst
    bron: Tekst
    """Where this way of showing was seen."""
    bekend: tuple[str, ...] = ()
    """The keys that the source shows; every other key is a default of spuk."""
    eenheid: Literal["euro", "x 1.000", "x 1 mln"] = "x 1.000"
    decimalen: Annotated[Aantal, Field(ge=0, le=3)] = 0
    afronding: Literal["afronden", "afkappen"] = "afronden"
    baten: Literal["positief", "negatief"] = "positief"
    verschil: Literal[
        "begroting - rekening", "rekening - begroting", "+ is voordeel", "- is voordeel", "zonder teken"
    ] = "+ is voordeel"
    vn: bool = True
    """V (voordeel) or N (nadeel) behind a difference."""
    incidenteel_structureel: bool = True
    """A column with I or S."""
    pm: Tekst = "PM"
    onbekend: Tekst = "n.i."
    """Stands where a figure was not entered."""
    zekerheid: Annotated[Getal, Field(gt=0.5, lt=1)] = 0.9
    toelichten_vanaf: Annotated[Aantal, within(BEDRAG)] = 25_000
    """Euros from which a difference with the begroting has a sentence of its own."""
    rechtmatigheid: dict[str, Literal["open_einde", "beleid", "raad"]] = Field(default_factory=dict)
    """Post -> the kind of an overspending that nothing else explains, by the financiële verordening."""
    kolommen: Kolomkeuze = Kolomkeuze()

    @model_validator(mode="after")
    def _readable(self) -> Profiel:
        if self.verschil == "zonder teken" and not self.vn:
            raise ValueError('vn = true bij verschil = "zonder teken": anders is voor- of nadeel niet te zien')
        if self.eenheid == "euro" and self.decimalen == 1:
            raise ValueError("bij eenheid euro 0 decimalen (hele euro's) of 2 (centen)")
        for post in self.rechtmatigheid:
            if post not in POSTEN or POSTEN[post].aard != "lasten":
                bekend = suggest(post, (p.naam for p in POSTEN.values() if p.aard == "lasten"))
                raise ValueError(f"bij rechtmatigheid een post van lasten in plaats van {post!r}. {bekend}")
        keuzes = set(Profiel.model_fields) - {"naam", "label", "bron", "bekend"}
        for sleutel in self.bekend:
            if sleutel not in keuzes:
                raise ValueError(f"bij bekend sleutels van dit profiel in plaats van {sleutel!r}")
        return self

    @property
    def unit(self) -> int:
        """Cents in one shown unit."""
        return EENHEDEN[self.eenheid]

    @property
    def unit_text(self) -> str:
        """The unit in words, for above a table."""
        return {"euro": "bedragen in euro's", "x 1.000": "bedragen × € 1.000", "x 1 mln": "bedragen × € 1 miljoen"}[
            self.eenheid
        ]

    def factor(self, aard: Aard) -> int:
        """Sign with which an amount of this kind is shown."""
        if aard == "baten":
            return -1 if self.baten == "negatief" else 1
        if aard == "saldo":
            return -1 if self.baten == "negatief" or self.verschil == "- is voordeel" else 1
        return 1

    def difference_factor(self, aard: Aard) -> int:
        """Sign with which an advantage is shown in the column of differences; 1 where nothing is an advantage."""
        if aard in ("stand", "aantal"):
            return -1 if self.verschil == "begroting - rekening" else 1
        if self.verschil in ("+ is voordeel", "zonder teken"):
            return 1
        if self.verschil == "- is voordeel":
            return -1
        # Plain arithmetic on the shown figures: lasten that rise, and baten that fall, are a disadvantage.
        teken = self.factor(aard) * (1 if self.verschil == "rekening - begroting" else -1)
        return -teken if aard == "lasten" else teken

    def round(self, centen: int, aard: Aard = "saldo") -> Decimal:
        """Cents -> the shown figure, without sign convention; never a negative zero. Numbers are shown whole."""
        if aard == "aantal":
            return (Decimal(centen) / 100).quantize(Decimal(1), ROUND_HALF_UP) + 0
        kleinste = Decimal(1).scaleb(-self.decimalen)
        wijze = ROUND_HALF_UP if self.afronding == "afronden" else ROUND_DOWN
        return (Decimal(centen) / self.unit).quantize(kleinste, wijze) + 0

    def show(self, centen: int, aard: Aard) -> str:
        """An amount as it stands in a table."""
        return dutch(self.round(self.factor(aard) * centen, aard))

    def difference(self, begroting: int, rekening: int, aard: Aard) -> int:
        """The difference in cents in the convention of this profile; computed before anything is rounded."""
        effect = advantage(begroting, rekening, aard)
        return abs(effect) if self.verschil == "zonder teken" else self.difference_factor(aard) * effect

    def mark(self, begroting: int, rekening: int, aard: Aard) -> str:
        """'V', 'N', or '' where nothing is shown or marks are not used."""
        effect = advantage(begroting, rekening, aard)
        if not self.vn or aard in ("stand", "aantal") or not self.round(effect):
            return ""
        return "V" if effect > 0 else "N"

    @property
    def legend(self) -> str:
        """How to read a difference, in one sentence."""
        zin = {
            "begroting - rekening": "Verschil: begroting min rekening.",
            "rekening - begroting": "Verschil: rekening min begroting.",
            "+ is voordeel": "Verschil: + is een voordeel, - een nadeel.",
            "- is voordeel": "Verschil: - is een voordeel, + een nadeel.",
            "zonder teken": "Verschil: zonder teken.",
        }[self.verschil]
        return f"{zin} V is voordeel, N is nadeel." if self.vn else zin

    def signs(self, aarden: Collection[Aard]) -> str:
        """How to read the signs of amounts of these kinds; empty when nobody can misread them."""
        delen = []
        if "baten" in aarden and self.baten == "negatief":
            delen.append("Baten staan als negatief bedrag.")
        if "saldo" in aarden:
            delen.append(f"Een saldo met een min is een {'nadeel' if self.factor('saldo') > 0 else 'voordeel'}.")
        return " ".join(delen)


def advantage(begroting: int, rekening: int, aard: Aard) -> int:
    """What the move from begroting to rekening does to the saldo; for a balance or number simply the change."""
    return begroting - rekening if aard == "lasten" else rekening - begroting


def find_profile(naam: str, map_: Path | None = None) -> Profiel:
    """The profile of that name: the region's own goes before a shipped one.

    Raises Invoerfout with every problem in the file, or the known names.
    """
    paden = {p.stem: p for p in _files(map_)}
    if naam not in paden:
        raise Invoerfout([Melding("--profiel", "", naam, "een bestaand profiel", suggest(naam, paden))])
    meldingen: list[Melding] = []
    profiel = read_toml(paden[naam], Profiel, meldingen)
    if profiel is not None and profiel.naam != naam:
        meldingen.append(
            Melding(paden[naam].name, "veld naam", repr(profiel.naam), f"{naam!r}, zoals het bestand heet")
        )
    raise_if_any(meldingen)
    assert profiel is not None
    return profiel


def list_profiles(map_: Path | None = None) -> list[str]:
    """Names of all profiles that can be asked for."""
    return sorted({p.stem for p in _files(map_)})


def _files(map_: Path | None) -> list[Path]:
    """Shipped first, so that a region's own of the same name replaces it."""
    mappen = [data_path() / "profielen", *([map_ / "profielen"] if map_ else [])]
    return [p for m in mappen for p in files_in(m, "*.toml")]
