"""A rule of law in writing: the formula of a cell, the notation of the law, a Dutch sentence with its article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from finance.taal.regel import Als, Bewerking, Getal, Naam, Som, Term, Waarden, Wetsregel

Adres = Callable[[Naam], str]
"""Where a name stands. No text: it does not exist there (a year before the law, a count nobody has) and is nil."""

_SOM, _PRODUCT, _MACHT, _LOS = range(1, 5)
"""How tightly a text holds together: what is looser than its surroundings gets brackets."""


@dataclass(frozen=True)
class _Schrift:
    """One way to write: names, signs and what rounding asks."""

    adres: Adres
    keuzes: Waarden | None
    """The conditions of the year; None: both sides of a choice are written."""
    centen: bool = False
    taal: str = "blad"
    cellen: Mapping[Term, str] = field(default_factory=dict)
    """Parts that stand in a cell of their own."""

    def sign(self, teken: str) -> str:
        """An operator: tight in a cell, with spaces for people."""
        return teken if self.taal == "blad" else f" {_TEKENS[self.taal][teken]} "


_TEKENS = {
    "notatie": {"+": "+", "-": "-", "*": "×", "/": "/"},
    "zin": {"+": "plus", "-": "min", "*": "maal", "/": "gedeeld door"},
}
_Tekst = tuple[str, int]
_NUL: _Tekst = ("0", _LOS)


def formula(
    regel: Wetsregel,
    adres: Adres,
    keuzes: Waarden | None = None,
    *,
    cents: bool = False,
    parts: Mapping[Term, str] | None = None,
) -> str:
    """The formula of a cell, without its sign of equality. `keuzes`: the conditions that hold in the year.

    `cents`: the cells hold whole cents; a product is rounded, and so is a difference, of which binary fractions would
    leave a residue where the books say nil. `parts`: terms that stand in a cell of their own, with its address.
    """
    wijze = _Schrift(adres, keuzes or {}, cents, cellen=parts or {})
    tekst, _ = _write(regel.term, wijze) or _NUL
    return f"ROUND({tekst},2)" if cents and _subtracts(regel.term, wijze) else tekst


def by_key(cellen: Mapping[str, str]) -> Adres:
    """Addresses by the key of a name; a name without one is nil."""
    return lambda naam: cellen.get(naam.sleutel, "")


def notation(regel: Wetsregel, keuzes: Waarden | None = None) -> str:
    """The rule with the signs of the law: saldo = U(t) + R(t) - B(t) - D(t)."""
    tekst, _ = _write(regel.term, _Schrift(sign_of, keuzes, taal="notatie")) or _NUL
    return f"{regel.teken or regel.naam} = {tekst}"


def sentence(regel: Wetsregel) -> str:
    """The rule as a Dutch sentence with its article."""
    tekst, _ = _write(regel.term, _Schrift(say, None, taal="zin")) or ("nul", _LOS)
    return f"{regel.onderwerp} is {tekst} ({regel.artikel})."


def sign_of(naam: Naam) -> str:
    """A name in notation: U(t), U(t-1), som U(2022..t); a sign that names its year keeps it: R(t+1)."""
    teken = naam.teken or naam.naam
    if teken.endswith((")", "]")):
        return teken
    jaar = f"t-{naam.terug}" if naam.terug else "t"
    if naam.tot:
        return f"som {teken}(2022..{jaar})"
    return f"{teken}({jaar})"


def say(naam: Naam) -> str:
    """A name in a sentence: de uitkering van jaar t-1."""
    jaar = f"jaar t-{naam.terug}"
    if naam.tot:
        return f"de som van {naam.tekst} van 2022 tot en met {jaar if naam.terug else 'jaar t'}"
    return f"{naam.tekst} van {jaar}" if naam.terug else naam.tekst


def _write(term: Term, wijze: _Schrift) -> _Tekst | None:
    """The text of a term and how tightly it holds together; None: it is nil."""
    if term in wijze.cellen:
        return wijze.cellen[term], _LOS
    match term:
        case Naam():
            tekst = wijze.adres(term)
            return (tekst, _LOS) if tekst else None
        case Getal(waarde):
            return (str(waarde), _LOS) if waarde else None
        case Som(termen):
            return _write_sum(termen, wijze)
        case Als(voorwaarde, tekst, dan, anders):
            if wijze.keuzes is not None:
                return _write(dan if wijze.keuzes[voorwaarde] else anders, wijze)
            geldt = _write(dan, wijze)
            ja = _bracket((_text(geldt, wijze), geldt[1] if geldt else _LOS), _SOM)
            nee = _text(_write(anders, wijze), wijze)
            return f"{ja} als {tekst}, en anders {nee}", 0
        case Bewerking(soort, delen):
            return _write_operation(soort, delen, wijze)
    raise TypeError(f"geen uitdrukking: {term!r}")


def _write_sum(termen: tuple[tuple[int, Term], ...], wijze: _Schrift) -> _Tekst | None:
    uit = ""
    for teken, term in _flatten(termen):
        geschreven = _write(term, wijze)
        if geschreven is None:
            continue
        los = _bracket(geschreven, _SOM)
        if uit:
            uit += wijze.sign("+" if teken > 0 else "-") + los
        else:
            uit = los if teken > 0 else f"-{los}"
    return (uit, _SOM) if uit else None


def _flatten(termen: tuple[tuple[int, Term], ...]) -> list[tuple[int, Term]]:
    """What is subtracted as a sum is written term by term."""
    uit: list[tuple[int, Term]] = []
    for teken, term in termen:
        if isinstance(term, Som):
            uit += [(teken * t, deel) for t, deel in _flatten(term.termen)]
        else:
            uit.append((teken, term))
    return uit


def _write_operation(soort: str, delen: tuple[Term, ...], wijze: _Schrift) -> _Tekst | None:
    geschreven = [_write(deel, wijze) for deel in delen]
    if soort in ("kleinste", "grootste"):
        return _write_limit(soort, [g or (_text(g, wijze), _LOS) for g in geschreven], delen, wijze)
    if soort == "besluit":
        besluit, anders = _text(geschreven[0], wijze), _bracket(geschreven[1] or _NUL, _PRODUCT)
        if wijze.taal == "blad":
            return f"IF(ISNUMBER({besluit}),{besluit},{anders})", _LOS
        return f"{besluit} als die er is, en anders {anders}", 0
    if any(g is None for g in geschreven):
        return None
    eerste, *rest = [g for g in geschreven if g is not None]
    if soort == "tegendeel":
        los = _bracket(eerste, _PRODUCT)
        return f"{los} met omgekeerd teken" if wijze.taal == "zin" else f"-{los}", _SOM
    [tweede] = rest
    if soort == "macht":
        macht = " in het kwadraat" if wijze.taal == "zin" else f"^{tweede[0]}"
        return _bracket(eerste, _MACHT) + macht, _MACHT
    if soort == "gedeeld":
        return f"{_bracket(eerste, _PRODUCT)}{wijze.sign('/')}{_bracket(tweede, _MACHT)}", _PRODUCT
    product = f"{_bracket(eerste, _PRODUCT)}{wijze.sign('*')}{_bracket(tweede, _PRODUCT)}"
    if soort == "deel" and wijze.taal == "zin":
        return f"{_bracket(eerste, _PRODUCT)} van {_bracket(tweede, _PRODUCT)}", _PRODUCT
    rond = wijze.centen and soort in ("deel", "keer", "aantal")
    return (f"ROUND({product},2)", _LOS) if rond else (product, _PRODUCT)


def _write_limit(soort: str, geschreven: list[_Tekst], delen: tuple[Term, ...], wijze: _Schrift) -> _Tekst:
    een, ander = geschreven
    if wijze.taal != "zin":
        naam, teken = {"kleinste": "MIN", "grootste": "MAX"}[soort], "," if wijze.taal == "blad" else "; "
        return f"{naam}({een[0]}{teken}{ander[0]})", _LOS
    if delen[1] == Getal(0):
        return f"{een[0]}, ten {'hoogste' if soort == 'kleinste' else 'minste'} nul", 0
    return f"het {soort} van {_bracket(een, _SOM)} en {_bracket(ander, _SOM)}", _LOS


def _text(geschreven: _Tekst | None, wijze: _Schrift) -> str:
    return geschreven[0] if geschreven else "nul" if wijze.taal == "zin" else "0"


def _bracket(geschreven: _Tekst, minstens: int) -> str:
    tekst, vastheid = geschreven
    return tekst if vastheid >= minstens else f"({tekst})"


def _subtracts(term: Term, wijze: _Schrift) -> bool:
    """Whether anything is subtracted in what is written of it."""
    if term in wijze.cellen:
        return False
    eigen = isinstance(term, Som) and any(teken < 0 and _write(deel, wijze) for teken, deel in term.termen)
    return eigen or any(_subtracts(deel, wijze) for deel in term.delen)
