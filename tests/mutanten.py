"""Wrong rules made from right ones: every small change of a module that a test should notice.

A mutant changes one thing: a comparison takes its border or not, plus becomes minus, 1 becomes 0 or 2, a statement is
left out, two arguments change places. What only words a message, types a value or checks a type is left alone.
"""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_VERGELIJKING = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_REKENING = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Add,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_TEGENHANGER = {
    "min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any",
    "floor": "ceil", "ceil": "floor",
}  # fmt: skip
# Calls that word a message, and calls whose first two arguments say the same in either order or fail at once.
_WOORDEN = {"Melding", "_refuse", "complain", "suggest", "foreign_code", "TypeVar"}
_GEEN_VOLGORDE = {*_TEGENHANGER, "isinstance", "getattr", "setattr", "zip", "allclose", "array_equal", "cast"}
# Options without influence on the outcome.
_OPTIES = {"strict", "optimize", "frozen", "observed", "copy", "gt", "ge", "le", "default_factory"}
_TEKST = (ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.ListComp)


@dataclass
class Mutant:
    """One change: what stands in `functie` of `bestand`, and what takes its place."""

    bestand: str
    functie: str
    """Qualified name of the function or method; empty: outside any function."""
    regels: tuple[int, int]
    """First and last line of the statement: a test that runs none of them cannot notice."""
    was: str
    wordt: str
    ouder: ast.AST
    veld: str
    plek: int | None
    nieuw: ast.AST
    nummer: int = 1
    """Which of several equal changes in the same function."""
    tekst: str = ""
    """Hash of the function it stands in."""

    @property
    def naam(self) -> str:
        """Place and change, without line numbers: stays the same when other code moves."""
        volg = f" #{self.nummer}" if self.nummer > 1 else ""
        return f"{self.bestand}::{self.functie}: {self.was} -> {self.wordt}{volg}"

    @property
    def sleutel(self) -> str:
        """The name, and the text of the function."""
        return f"{self.naam} @{self.tekst}"

    def apply(self) -> None:
        """Make the change in the tree it was found in."""
        if self.plek is None:
            setattr(self.ouder, self.veld, self.nieuw)
        else:
            getattr(self.ouder, self.veld)[self.plek] = self.nieuw


def find_mutants(wortel: Path, bestand: str) -> tuple[ast.Module, list[Mutant]]:
    """The tree of a module and all its mutants, in the order of the text."""
    boom = ast.parse((wortel / bestand).read_text(encoding="utf-8"), bestand)
    geteld: Counter[str] = Counter()
    uit = []
    for mutant in _Zoeker(bestand).walk(boom):
        geteld[mutant.naam] += 1
        uit.append(replace(mutant, nummer=geteld[mutant.naam]))
    return boom, uit


class _Zoeker:
    """Walks a tree; knows in which function and statement it is."""

    def __init__(self, bestand: str):
        self.bestand = bestand
        self.namen: list[str] = []
        self.functie = ""
        self.tekst = ""
        self.regels = (0, 0)

    def walk(self, knoop: ast.AST) -> Iterator[Mutant]:
        for veld, waarde in ast.iter_fields(knoop):
            if veld in {"annotation", "returns", "decorator_list", "bases", "type_comment"}:
                continue
            for plek, kind in enumerate(waarde) if isinstance(waarde, list) else [(None, waarde)]:
                if isinstance(kind, ast.AST) and not _is_wording(kind):
                    yield from self._visit(knoop, veld, plek, kind)

    def _visit(self, ouder: ast.AST, veld: str, plek: int | None, kind: ast.AST) -> Iterator[Mutant]:
        vorig = (self.functie, self.tekst, self.regels)
        if isinstance(kind, ast.stmt):
            romp = getattr(kind, "body", None)
            self.regels = (kind.lineno, max(kind.lineno, romp[0].lineno - 1) if romp else kind.end_lineno or 0)
        benoemd = isinstance(kind, ast.FunctionDef | ast.ClassDef)
        if benoemd:
            self.namen.append(kind.name)  # type: ignore[attr-defined]
            if isinstance(kind, ast.FunctionDef) and not self.functie:
                self.functie = ".".join(self.namen)
                self.tekst = hashlib.sha256(ast.unparse(kind).encode()).hexdigest()[:12]
        if not self.functie:
            self.tekst = hashlib.sha256(ast.unparse(kind).encode()).hexdigest()[:12]
        for nieuw in _replacements(ouder, kind):
            yield Mutant(
                self.bestand, self.functie, self.regels, _show(kind), _show(nieuw), ouder, veld, plek,
                ast.fix_missing_locations(ast.copy_location(nieuw, kind)), tekst=self.tekst,
            )  # fmt: skip
        yield from self.walk(kind)
        if benoemd:
            self.namen.pop()
        self.functie, self.tekst, self.regels = vorig


def _is_wording(knoop: ast.AST) -> bool:
    match knoop:
        case ast.Assert() | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id=naam) | ast.Attribute(attr=naam)):
            return naam in _WOORDEN or naam.endswith(("Error", "fout", "Fout"))
        case ast.keyword(arg=naam):
            return naam in _OPTIES
    return False


def _show(knoop: ast.AST) -> str:
    tekst = " ".join(ast.unparse(knoop).split())
    return tekst if len(tekst) <= 100 else f"{tekst[:97]}..."


def _replacements(ouder: ast.AST, knoop: ast.AST) -> Iterator[ast.AST]:
    match knoop:
        case ast.Compare(left=links, ops=ops, comparators=rechts):
            for i, op in enumerate(ops):
                anders = [*ops[:i], _VERGELIJKING[type(op)](), *ops[i + 1 :]]
                yield ast.Compare(links, anders, rechts)
        case ast.BinOp(left=links, op=op, right=rechts) if type(op) in _REKENING and not (
            _is_text(links) or _is_text(rechts)
        ):
            yield ast.BinOp(links, _REKENING[type(op)](), rechts)
        case ast.BoolOp(op=op, values=waarden):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), waarden)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=wat):
            yield wat
        case ast.Constant(value=bool() as waarde):
            yield ast.Constant(not waarde)
        case ast.Constant(value=int() | float() as waarde):
            yield from (ast.Constant(n) for n in ((0, 2) if waarde == 1 else (waarde + 1,)))
        case ast.Constant(value=str() as tekst) if isinstance(ouder, ast.Compare):
            yield ast.Constant(f"{tekst}?")
        case ast.IfExp(body=dan, orelse=anders):
            yield dan
            yield anders
        case ast.If(body=romp, orelse=rest) if not isinstance(knoop.test, ast.Constant):
            yield ast.If(ast.Constant(True), romp, rest)
            yield ast.If(ast.Constant(False), romp, rest)
        case ast.comprehension(target=doel, iter=reeks, ifs=[_, *_] as eisen):
            yield from (ast.comprehension(doel, reeks, [*eisen[:i], *eisen[i + 1 :]], 0) for i in range(len(eisen)))
        case ast.Expr() | ast.AugAssign() | ast.Continue() | ast.Raise():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
        case ast.Call(func=functie, args=args, keywords=opties):
            yield from _other_calls(functie, args, opties)


def _other_calls(functie: ast.expr, args: list[ast.expr], opties: list[ast.keyword]) -> Iterator[ast.AST]:
    naam = functie.attr if isinstance(functie, ast.Attribute) else functie.id if isinstance(functie, ast.Name) else ""
    if naam in _TEGENHANGER:
        anders = _TEGENHANGER[naam]
        ander: ast.expr = (
            ast.Attribute(functie.value, anders, ast.Load())
            if isinstance(functie, ast.Attribute)
            else ast.Name(anders, ast.Load())
        )
        yield ast.Call(ander, args, opties)
    vast = any(isinstance(a, ast.Starred | ast.Constant | ast.GeneratorExp) for a in args[:2])
    if len(args) > 1 and naam not in _GEEN_VOLGORDE and not vast and ast.dump(args[0]) != ast.dump(args[1]):
        yield ast.Call(functie, [args[1], args[0], *args[2:]], opties)


def _is_text(knoop: ast.AST) -> bool:
    return isinstance(knoop, _TEKST) or (isinstance(knoop, ast.Constant) and isinstance(knoop.value, str))
