"""Which results can stand side by side: the same gemeenten in the same years, or a plain refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from finance.fouten import Melding, list_words, raise_if_any, suggest
from finance.neutraliteit import Oordeel
from scenarios.engine.read import StoredResult
from scenarios.engine.result import Result, Summary
from scenarios.inzicht.vergelijking import Verschil, attribute_results

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALLE = "alle"


@dataclass(frozen=True)
class Vergelijking:
    """Results with A as base; `verschillen` are those of B, C, ... against A."""

    uitslagen: tuple[StoredResult, ...]
    jaren: tuple[int, ...]
    """years that all results have"""
    codes: tuple[str, ...]
    """gemeenten that are compared, by cbs_code, in the order of A"""
    hele_regio: bool
    """whether these are all gemeenten of every result, so that the regions can be compared"""
    verschillen: tuple[Verschil, ...]

    @property
    def letters(self) -> str:
        """One per result."""
        return LETTERS[: len(self.uitslagen)]

    def part(self, nummer: int, code: str) -> Summary:
        """One gemeente of one result; the empty code is the region."""
        return self._delen[nummer][code]

    def name(self, code: str) -> str:
        """What a gemeente, or the region, is called in A."""
        return self.part(0, code).naam

    def value(self, nummer: int, code: str, grootheid: str, jaar: int, statistiek: str = "verwacht") -> float:
        """One number of one result."""
        j = self.uitslagen[nummer].result.jaren.index(jaar)
        return self.part(nummer, code).value(grootheid, j, statistiek)

    def verdict(self, nummer: int, code: str, jaar: int) -> Oordeel | None:
        """The verdict of one result on a year as a whole; None when that year is closed."""
        return self.part(nummer, code).oordelen.get(("totaal", jaar))

    def closed(self, nummer: int, code: str) -> tuple[int, ...]:
        """The compared years that are closed in one result."""
        return tuple(jaar for jaar in self.jaren if self.verdict(nummer, code, jaar) is None)

    def members(self, code: str) -> tuple[str, ...]:
        """The gemeenten behind a code: itself, or all of the region."""
        return (code,) if code else self.codes

    def shown(self, gemeenten: Sequence[str]) -> tuple[str, ...]:
        """The codes that were asked for: the region (empty code), with `alle` its gemeenten too, or only the named."""
        if not self.hele_regio:
            return self.codes
        return ("", *self.codes) if ALLE in gemeenten else ("",)

    @cached_property
    def _delen(self) -> list[dict[str, Summary]]:
        return [{d.code: d for d in u.result.parts()} for u in self.uitslagen]


def compare_results(uitslagen: Sequence[StoredResult], gemeenten: Sequence[str] = ()) -> Vergelijking:
    """Results side by side, the first as base. `gemeenten`: names or codes; none or `alle`: every gemeente.

    Raises Invoerfout when gemeenten or years do not match: a difference would then be no difference of one thing.
    """
    basis = uitslagen[0].result
    kaarten = [
        {g: d.code for d in u.result.gemeenten for g in (d.naam.casefold(), d.code.casefold())} for u in uitslagen
    ]
    meldingen: list[Melding] = []
    if genoemd := [g for g in gemeenten if g != ALLE]:
        codes = _find_gemeenten(genoemd, basis, kaarten, meldingen)
    else:
        codes = [d.code for d in basis.gemeenten]
        meldingen += _other_gemeenten(uitslagen)
    jaren = tuple(j for j in basis.jaren if all(j in u.result.jaren for u in uitslagen))
    if not jaren:
        perioden = "; ".join(
            f"{letter}: {u.result.jaren[0]}-{u.result.jaren[-1]}" for letter, u in zip(LETTERS, uitslagen, strict=False)
        )
        meldingen.append(Melding("de uitslagen", "", perioden, "ten minste één jaar dat alle uitslagen hebben"))
    raise_if_any(dict.fromkeys(meldingen))
    return Vergelijking(
        tuple(uitslagen),
        jaren,
        tuple(codes),
        all(_codes(u.result) == set(codes) for u in uitslagen),
        tuple(attribute_results(basis, u.result, codes, jaren) for u in uitslagen[1:]),
    )


def _find_gemeenten(
    genoemd: Sequence[str], basis: Result, kaarten: Sequence[dict[str, str]], meldingen: list[Melding]
) -> list[str]:
    """Codes of the named gemeenten; who is not in every result is appended to `meldingen`."""
    samen = [d.naam for d in basis.gemeenten if all(d.code in kaart.values() for kaart in kaarten)]
    codes: list[str] = []
    for gemeente in genoemd:
        code = next((kaart[g] for kaart in kaarten if (g := gemeente.casefold()) in kaart), "")
        weg = [letter for letter, kaart in zip(LETTERS, kaarten, strict=False) if code not in kaart.values()]
        if weg:
            gevonden = f"{gemeente!r}, niet in {list_words(weg)}"
            meldingen.append(
                Melding("--gemeente", "", gevonden, "een gemeente van iedere uitslag", suggest(gemeente, samen))
            )
        elif code not in codes:
            codes.append(code)
    return codes


def _codes(resultaat: Result) -> set[str]:
    return {d.code for d in resultaat.gemeenten}


def _other_gemeenten(uitslagen: Sequence[StoredResult]) -> list[Melding]:
    """A message for every result with other gemeenten than the first."""
    basis = uitslagen[0].result
    gedeeld = set.intersection(*(_codes(u.result) for u in uitslagen))
    samen = [d.naam for d in basis.gemeenten if d.code in gedeeld]
    uit = []
    for u in uitslagen[1:]:
        meer = [d.naam for d in u.result.gemeenten if d.code not in _codes(basis)]
        minder = [d.naam for d in basis.gemeenten if d.code not in _codes(u.result)]
        if not meer and not minder:
            continue
        delen = [f"met ook {_few(meer)}" if meer else "", f"zonder {_few(minder)}" if minder else ""]
        uit.append(
            Melding(
                f"{u.bestand}, scenario {u.result.scenario}",
                "",
                f"een regio {list_words([*filter(None, delen)])}",
                f"dezelfde gemeenten als A ({basis.regio})",
                f"Vergelijk per gemeente, zoals --gemeente {samen[0]!r}." if samen else "",
            )
        )
    return uit


def _few(namen: Sequence[str]) -> str:
    return list_words(namen if len(namen) <= 4 else [*namen[:3], f"{len(namen) - 3} andere"])
