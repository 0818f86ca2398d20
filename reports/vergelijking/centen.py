"""The difference between two results in whole cents: every part adds up to its total, and every total to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from finance.bedragen import round_parts
from finance.verschil import Effecten, total
from reports.vergelijking.tabellen import amounts
from scenarios.inzicht.vergelijkbaar import Vergelijking
from scenarios.inzicht.vergelijking import Jaarverschil


@dataclass(frozen=True)
class Centenverschil:
    """One year, or several together, in whole cents."""

    lasten: Mapping[str, Effecten]
    """per voorziening"""
    uitkering: Mapping[str, Effecten]
    """per part of both SPUKs"""
    gemeentefonds: int
    meenemen: int

    @property
    def saldodelen(self) -> tuple[int, ...]:
        """In the order of `SALDODELEN`; they add up to the difference in saldo."""
        eigen = total(self.uitkering.values()) - total(self.lasten.values())
        return (*map(int, eigen.delen), self.gemeentefonds, self.meenemen)

    def __bool__(self) -> bool:
        """Whether anything differs by a cent."""
        delen = [d for e in (*self.lasten.values(), *self.uitkering.values()) for d in e.delen]
        return any((*delen, self.gemeentefonds, self.meenemen))


def close(verschil: Jaarverschil, lasten: int, uitkering: int, saldo: int) -> Centenverschil:
    """A difference in euros as whole cents that add up to these three differences in cents, each rounded elsewhere.

    What rounding leaves of the saldo goes to `meenemen`, which is what remains by definition.
    """
    van_lasten, van_uitkering = _close(verschil.lasten, lasten), _close(verschil.uitkering, uitkering)
    fonds = round(verschil.gemeentefonds * 100)
    return Centenverschil(van_lasten, van_uitkering, fonds, saldo - (uitkering - lasten) - fonds)


def _close(posten: Mapping[str, Effecten], totaal: int) -> dict[str, Effecten]:
    per_post = round_parts([e.totaal * 100 for e in posten.values()], totaal)
    return {naam: e.rounded(deel, 100) for (naam, e), deel in zip(posten.items(), per_post, strict=True)}


def in_cents(vergelijking: Vergelijking, nummer: int, code: str, jaar: int) -> Centenverschil:
    """Why result `nummer` differs from A in one year, for one gemeente or the region."""
    was, wordt = (amounts_in_cents(vergelijking, n, code, jaar) for n in (0, nummer))
    lasten, uitkering, saldo = (b - a for a, b in zip(was, wordt, strict=True))
    return close(
        vergelijking.verschillen[nummer - 1].together(vergelijking.members(code), (jaar,)), lasten, uitkering, saldo
    )


def amounts_in_cents(vergelijking: Vergelijking, nummer: int, code: str, jaar: int) -> tuple[int, ...]:
    """Lasten, uitkering and saldo of one result."""
    return tuple(round(bedrag * 100) for bedrag in amounts(vergelijking, nummer, code, jaar))


def together(delen: Iterable[Centenverschil]) -> Centenverschil:
    """Years added up."""
    alle = list(delen)
    return Centenverschil(
        _add([d.lasten for d in alle]),
        _add([d.uitkering for d in alle]),
        sum(d.gemeentefonds for d in alle),
        sum(d.meenemen for d in alle),
    )


def _add(delen: Sequence[Mapping[str, Effecten]]) -> dict[str, Effecten]:
    return {naam: total(d[naam] for d in delen) for naam in delen[0]}
