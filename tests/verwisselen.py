"""Puts a mutant in the place of the code it was made from: in living functions, or when its module loads."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import sys
from dataclasses import is_dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]


def module_name(bestand: str) -> str:
    """finance/taal/regel.py -> finance.taal.regel"""
    return bestand.removesuffix(".py").replace("/", ".")


def take_over(module: ModuleType, boom: ast.Module, functie: str) -> bool:
    """Give the living function the code of the tree, so that everyone who imported it has it too.

    False when it no longer fits: a method that calls `super` no more knows its class no more.
    """
    code: CodeType = compile(boom, str(module.__file__), "exec")
    knoop: Any = boom
    levend: Any = module
    for naam in functie.split("."):
        code = next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == naam)
        knoop = next(k for k in knoop.body if isinstance(k, ast.FunctionDef | ast.ClassDef) and k.name == naam)
        levend = vars(levend)[naam]
    if hasattr(levend, "cache_clear"):
        levend.cache_clear()  # What it gave before is of the code that goes.
    if isinstance(levend, property):
        levend = levend.fget
    levend = getattr(levend, "func", getattr(levend, "__func__", levend))  # cached_property, classmethod
    while not isinstance(levend, FunctionType):
        levend = levend.__wrapped__
    if code.co_freevars != levend.__code__.co_freevars:
        return False
    levend.__code__ = code

    def value(uitdrukking: ast.expr) -> Any:
        return eval(compile(ast.Expression(uitdrukking), functie, "eval"), vars(module))

    if knoop.args.defaults:
        levend.__defaults__ = tuple(value(d) for d in knoop.args.defaults)
    namen = zip(knoop.args.kwonlyargs, knoop.args.kw_defaults, strict=True)
    levend.__kwdefaults__ = {naam.arg: value(d) for naam, d in namen if d} or None
    return True


def take_over_rest(module: ModuleType, boom: ast.Module) -> None:
    """Give the living module what the tree says outside functions: its rules, tables, defaults and constants."""
    nieuw: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(boom, str(module.__file__), "exec"), nieuw)
    for naam, waarde in nieuw.items():
        oud = vars(module).get(naam)
        if naam.startswith("__") or isinstance(oud, FunctionType | ModuleType | TypeVar):
            continue
        if isinstance(oud, type):
            if is_dataclass(oud) and oud.__module__ == module.__name__:
                oud.__init__.__defaults__ = waarde.__init__.__defaults__
        elif isinstance(oud, dict):
            oud.clear()
            oud.update(waarde)
        elif type(oud).__module__.startswith(("finance", "scenarios")):
            vars(oud).update(vars(waarde))  # An object, such as a rule: who imported it holds the same one.
        elif oud != waarde:
            for ander in list(sys.modules.values()):
                if getattr(ander, naam, None) is oud:
                    setattr(ander, naam, waarde)


class Wisselaar(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a changed tree."""

    def __init__(self, bestand: str, boom: ast.Module):
        self.naam = module_name(bestand)
        self.pad = ROOT / bestand
        self.boom = boom

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname != self.naam:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(self.pad))

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.pad)
        exec(compile(self.boom, str(self.pad), "exec"), vars(module))
