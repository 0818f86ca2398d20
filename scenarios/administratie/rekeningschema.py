"""`rekeningschema.csv`: which account, kostenplaats, taakveld and economische categorie each role of the books has.

One list for wijziging, journaal and Iv3. What it does not name has a default with status aanname, which is told
wherever it is used. `docs/boekhouding.md` describes every column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from finance.administratie.rollen import ROLLEN, Aard, Rol
from finance.fouten import Melding, raise_if_any, suggest
from scenarios.grond.csvtekst import read_dicts
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import is_there
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import Invoerrij, read_rows
from scenarios.regiomap.lezer.bezwaren import Misfit
from scenarios.regiomap.modellen import Gemeente, Status, Tekst
from scenarios.regiomap.namen import check_rows, foreign_code

BESTAND = "rekeningschema.csv"
KOLOMMEN = (
    "rol", "uitkering", "cbs_code", "gemeente", "grootboek", "kostenplaats", "taakveld", "categorie", "aard", "status",
    "bron",
)  # fmt: skip
BRON_STANDAARD = "spuk: de code bestaat (CBS), dat deze post erop hoort is niet bevestigd"
Rekeningcode = Annotated[str, Field(pattern=r"^[^;\x00-\x1f]{1,40}$")]


@dataclass(frozen=True)
class Iv3code:
    """One code of CBS, valid in the years `vanaf` to `tot`; of a taakveld also the categories it may not have."""

    code: str
    naam: str
    vanaf: int
    tot: int
    grijs: Mapping[str, frozenset[str]]


@lru_cache
def load_codes() -> Mapping[str, Mapping[str, Iv3code]]:
    """Per kind (taakveld, lasten, baten, balans) the codes that CBS takes for gemeenten, 2022 and later."""
    uit: dict[str, dict[str, Iv3code]] = {}
    for r in read_dicts(data_path() / "iv3" / "codes.csv"):
        grijs = {zijde: frozenset(r[f"grijs_{zijde}"].split()) for zijde in ("lasten", "baten")}
        uit.setdefault(r["soort"], {})[r["code"]] = Iv3code(
            r["code"], r["naam"], int(r["vanaf"] or 0), int(r["tot_en_met"] or 9999), grijs
        )
    return uit


class Schemarij(Invoerrij):
    """The codes of one role; with `uitkering` of one SPUK, with `cbs_code` of one gemeente."""

    rol: Tekst
    uitkering: Literal["", "spuk", "spuk_onderwijsroute"] = ""
    cbs_code: str = ""
    gemeente: str = ""
    grootboek: Rekeningcode
    kostenplaats: Annotated[str, Field(pattern=r"^[^;\x00-\x1f]{0,40}$")] = ""
    taakveld: str = ""
    categorie: str = ""
    aard: Aard = "structureel"
    status: Status
    bron: Tekst

    @model_validator(mode="after")
    def _known(self) -> Schemarij:
        if self.rol not in ROLLEN:
            raise Misfit(f"rol {self.rol!r}", "een bestaande rol", suggest(self.rol, ROLLEN))
        rol, codes = ROLLEN[self.rol], load_codes()
        if self.uitkering and not rol.per_uitkering:
            raise Misfit(f"uitkering {self.uitkering}", f"geen uitkering bij {self.rol}: die rekening is van beide")
        if rol.zijde == "balans" and self.taakveld:
            raise Misfit(f"taakveld {self.taakveld}", f"geen taakveld bij {self.rol}, een rekening van de balans")
        if self.taakveld and self.taakveld not in codes["taakveld"]:
            raise Misfit(
                f"taakveld {self.taakveld!r}", "een taakveld uit de lijst van CBS, zoals 6.1",
                suggest(self.taakveld, codes["taakveld"]),
            )  # fmt: skip
        soort = "lasten" if rol.zijde == "saldo" else rol.zijde
        if self.categorie and self.categorie not in codes[soort]:
            wat = "een balanspost" if soort == "balans" else f"een economische categorie van {soort}"
            mend = suggest(self.categorie, codes[soort])
            raise Misfit(f"categorie {self.categorie!r}", f"{wat} uit de lijst van CBS", mend)
        veld = codes["taakveld"].get(self.taakveld or rol.taakveld)
        if veld is not None and self.categorie in veld.grijs.get(soort, ()):
            raise Misfit(
                f"categorie {self.categorie} op taakveld {veld.code}",
                f"een categorie die CBS op dit taakveld bij {soort} aanneemt",
            )
        return self


@dataclass(frozen=True)
class Codering:
    """What one line of the books is booked on."""

    grootboek: str
    kostenplaats: str
    taakveld: str
    categorie: str
    aard: Aard
    status: str

    @property
    def merk(self) -> str:
        """'S' or 'I'."""
        return self.aard[0].upper()


@dataclass(frozen=True)
class Rekeningschema:
    """The rows of the file, and a default for every role it does not name."""

    rijen: tuple[Schemarij, ...] = ()
    namen: Mapping[str, str] | None = None
    """Own names of accounts in `verantwoording.toml`, which a default takes over."""

    @property
    def aanwezig(self) -> bool:
        """Whether the region has the file."""
        return bool(self.rijen)

    def find(self, rol: str, code: str, uitkering: str = "") -> Codering:
        """The codes of a role for one gemeente and SPUK: the row that says most of them, else the default."""
        passend = [
            r for r in self.rijen if r.rol == rol and r.cbs_code in ("", code) and r.uitkering in ("", uitkering)
        ]
        if not passend:
            return self.default(ROLLEN[rol])
        rij = max(passend, key=lambda r: (bool(r.cbs_code), bool(r.uitkering)))
        standaard = ROLLEN[rol]
        return Codering(
            rij.grootboek, rij.kostenplaats, rij.taakveld or standaard.taakveld, rij.categorie or standaard.categorie,
            rij.aard, rij.status if rij.categorie or standaard.zijde == "balans" else "aanname",
        )  # fmt: skip

    def default(self, rol: Rol) -> Codering:
        """The role itself as account: an import refuses it, where a made-up number could hit another account."""
        grootboek = (self.namen or {}).get(rol.naam, rol.naam)
        return Codering(grootboek, "", rol.taakveld, rol.categorie, rol.aard, "aanname")

    def assumed(self, gebruikt: Iterable[tuple[str, str, str]]) -> list[str]:
        """The roles of these (role, gemeente, SPUK) that rest on an assumption, in the order of the list of roles."""
        rollen = {rol for rol, code, uitkering in gebruikt if self.find(rol, code, uitkering).status == "aanname"}
        return [n for n in ROLLEN if n in rollen]

    def as_rows(self) -> Iterator[tuple[str, ...]]:
        """The whole list as rows of the file: what was read, and the defaults that stand in for the rest."""
        genoemd = {r.rol for r in self.rijen}
        yield from (tuple(str(getattr(r, k)) for k in KOLOMMEN) for r in self.rijen)
        for rol in ROLLEN.values():
            if rol.naam not in genoemd:
                c = self.default(rol)
                yield (rol.naam, "", "", "", c.grootboek, c.kostenplaats, c.taakveld, c.categorie, c.aard, c.status,
                       BRON_STANDAARD)  # fmt: skip


def read_chart(
    map_: Path, gemeenten: Sequence[Gemeente], land: Landsgegevens, namen: Mapping[str, str] | None = None
) -> Rekeningschema:
    """`rekeningschema.csv` of a region folder; only defaults when there is none. Raises Invoerfout with all problems.

    namen: own names of accounts (`[rekeningen]` in `verantwoording.toml`), for what the file does not name
    """
    pad = map_ / BESTAND
    if not is_there(pad):
        return Rekeningschema(namen=namen)
    meldingen: list[Melding] = []
    rijen = tuple(read_rows(pad, Schemarij, meldingen))
    meldingen += _check(rijen, {g.code: g.naam for g in gemeenten}, land)
    raise_if_any(meldingen)
    return Rekeningschema(rijen, namen)


def _check(rijen: Sequence[Schemarij], codes: Mapping[str, str], land: Landsgegevens) -> Iterator[Melding]:
    genoemd = [r for r in rijen if r.cbs_code]
    yield from check_rows(land, genoemd, codes)
    gezien: dict[tuple[str, str, str], Schemarij] = {}
    for rij in rijen:
        if rij.cbs_code and rij.cbs_code not in codes:
            yield foreign_code(land, rij.bestand, rij.plaats, rij.cbs_code, codes)
        eerste = gezien.setdefault((rij.rol, rij.uitkering, rij.cbs_code), rij)
        if eerste is not rij:
            yield Melding(rij.bestand, rij.plaats, f"dezelfde rol als regel {eerste.regel}", "iedere rol één keer")


def code_name(soort: str, code: str) -> str:
    """What CBS calls a code; empty for a code of one's own."""
    gevonden = load_codes()[soort].get(code)
    return gevonden.naam if gevonden else ""


def refused_by_cbs(zijde: str, taakveld: str, categorie: str, jaar: int) -> str:
    """Why CBS does not take this cell of the matrix in this year; empty when it does."""
    codes = load_codes()
    for soort, code in (("taakveld", taakveld), (zijde, categorie)):
        gevonden = codes[soort].get(code)
        if gevonden is None or not gevonden.vanaf <= jaar <= gevonden.tot:
            return f"{'taakveld' if soort == 'taakveld' else 'categorie'} {code or '(leeg)'} bestaat niet in {jaar}"
    grijs = categorie in codes["taakveld"][taakveld].grijs[zijde]
    return f"categorie {categorie} kan op taakveld {taakveld} niet bij {zijde}" if grijs else ""
