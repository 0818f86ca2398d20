"""A CBS code and the name beside it must mean the same gemeente: swapped, they move money to a neighbour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from finance.fouten import Melding, suggest
from scenarios.regiomap.land.landsgegevens import Landsgegevens


class MetGemeente(Protocol):
    """A row that names a gemeente twice."""

    @property
    def bestand(self) -> str: ...
    @property
    def cbs_code(self) -> str: ...
    @property
    def gemeente(self) -> str: ...
    @property
    def plaats(self) -> str: ...


class MetNaam(Protocol):
    """A gemeente of `regio.toml`."""

    @property
    def code(self) -> str: ...
    @property
    def naam(self) -> str: ...


def check_pair(
    land: Landsgegevens, bestand: str, plaats: str, code: str, naam: str, eigen: Mapping[str, str] | None = None
) -> Iterator[Melding]:
    """A message when `naam` is another gemeente than `code`; a name that no gemeente has is free text.

    eigen: code -> name in `regio.toml`, for names that CBS writes otherwise.
    """
    kaal = naam.strip().casefold()
    zelf = next((c for c, n in (eigen or {}).items() if n.casefold() == kaal), None)
    bedoeld = land.codes_by_name.get(kaal, zelf)
    if bedoeld is not None and bedoeld != land.current_code(code):
        officieel = land.bevolking.namen.get(code)
        yield Melding(
            bestand,
            plaats,
            f"code {code}{f' ({officieel})' if officieel else ''} met de naam {naam}",
            "code en naam van dezelfde gemeente",
            f"{naam} is {bedoeld}.",
        )


def foreign_code(land: Landsgegevens, bestand: str, plaats: str, code: str, codes: Collection[str]) -> Melding:
    """The message for a code outside the region: no guess when it is another gemeente, for then it was meant."""
    naam = land.bevolking.namen.get(code)
    herstel = f"Voeg {naam} toe aan regio.toml of haal de regel weg." if naam else suggest(code, codes)
    gevonden = f"cbs_code {code!r}{f' ({naam})' if naam else ''}"
    return Melding(bestand, plaats, gevonden, "een gemeente uit regio.toml", herstel)


def mend_name(land: Landsgegevens, naam: str, gemeenten: Sequence[MetNaam]) -> str:
    """How to mend a name that no gemeente of the region has; where the region has its code, that may be mistyped."""
    code = land.codes_by_name.get(naam.strip().casefold())
    for gemeente in gemeenten:
        if gemeente.code == code:
            return f"In regio.toml heet {code} {gemeente.naam!r}; schrijf op beide plaatsen dezelfde naam."
    return suggest(naam, [g.naam for g in gemeenten])


def check_rows(land: Landsgegevens, rijen: Iterable[MetGemeente], eigen: Mapping[str, str]) -> Iterator[Melding]:
    """The same for every row with a column `gemeente` beside `cbs_code`."""
    for rij in rijen:
        yield from check_pair(land, rij.bestand, rij.plaats, rij.cbs_code, rij.gemeente, eigen)


def check_gemeenten(land: Landsgegevens, gemeenten: Sequence[MetNaam]) -> Iterator[Melding]:
    """What is wrong with the gemeenten of `regio.toml`; with one of these no code of any row says anything."""
    bevolking, codes = land.bevolking, [g.code for g in gemeenten]
    for gemeente in gemeenten:
        if gemeente.code not in bevolking.inwoners:
            mend = suggest(
                gemeente.naam, bevolking.namen.values(), lambda naam: f"{naam} ({land.codes_by_name[naam.casefold()]})"
            )
            if (h := land.gevolgd.get(gemeente.code)) is not None:
                mend = f"{h.naam} ging per {h.datum:%d-%m-%Y} op in {h.nieuwe_naam} ({land.current_code(h.oud)})."
            yield Melding("regio.toml", f"gemeente {gemeente.naam}", gemeente.code, "een CBS-code als GM0405", mend)
        else:
            yield from check_pair(land, "regio.toml", f"gemeente {gemeente.naam}", gemeente.code, gemeente.naam)
        if codes.count(gemeente.code) > 1:
            yield Melding(
                "regio.toml",
                f"gemeente {gemeente.naam}",
                f"{gemeente.code} twee keer",
                "iedere code één keer",
            )
