"""What a strict record says of a value, in the words of who typed it: one message for one cause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from finance.fouten import as_typed, list_words, neighbours, suggest


class Misfit(ValueError):
    """A rule about a whole record that is broken: names the value, what was expected and how to mend it."""

    def __init__(self, gevonden: str, verwacht: str, herstel: str = ""):
        super().__init__(verwacht)
        self.gevonden, self.herstel = gevonden, herstel


def unknown(wat: str, naam: str, bekend: Iterable[str]) -> Misfit:
    """For a name that is none of those known."""
    return Misfit(f"{wat} {naam!r}", f"een bestaande {wat}", suggest(naam, bekend))


def causes(fouten: Sequence[Any]) -> Iterator[Any]:
    """The errors without what only follows from another: fields that are all missing are one, a field of which the name
    is mistyped is not also missing, and a list of which a value is refused is not also too short."""
    fouten = [e for e in fouten if not _mistyped(e, fouten)]
    mist = [e for e in fouten if e["type"] == "missing" and len(e["loc"]) == 1]
    if len(mist) > 1:
        yield {**mist[0], "loc": (list_words([str(e["loc"][0]) for e in mist]),)}
        fouten = [e for e in fouten if e not in mist]
    plekken = [e["loc"] for e in fouten]
    for e in fouten:
        diep = len(e["loc"])
        if e["type"] != "too_short" or not any(len(p) > diep and p[:diep] == e["loc"] for p in plekken):
            yield e


def _mistyped(fout: Any, fouten: Sequence[Any]) -> bool:
    """Whether a field is missing because an unknown key beside it looks like its name."""
    *waar, naam = fout["loc"] or ("",)
    return fout["type"] == "missing" and any(
        e["type"] == "extra_forbidden" and [*e["loc"][:-1]] == waar and neighbours(str(e["loc"][-1]), [str(naam)])
        for e in fouten
    )


def place(inhoud: Any, plek: Sequence[str | int], soort: str) -> tuple[str | int, ...]:
    """Where it went wrong in what was typed, without the names of the kinds that were tried there."""
    uit: list[str | int] = []
    for nummer, deel in enumerate(plek, 1):
        if isinstance(inhoud, list) and isinstance(deel, int) and deel < len(inhoud):
            inhoud = inhoud[deel]
        elif isinstance(inhoud, dict) and deel in inhoud:
            inhoud = inhoud[str(deel)]
        elif soort != "missing" or nummer < len(plek):
            continue
        uit.append(deel)
    return tuple(uit)


def _named_in(verwacht: str, inhoud: Mapping[str, Any]) -> str:
    """The values of a record that the broken rule is about: those it names."""
    woorden = set(re.findall(r"\w+", verwacht))
    genoemd = {k: v for k, v in inhoud.items() if k in woorden and not isinstance(v, dict | list | tuple)}
    return ", ".join(f"{k} {as_typed(v)}" for k, v in genoemd.items()) or "waarden die niet passen"


def _model_at(plek: Sequence[str | int], model: type[BaseModel]) -> type[BaseModel]:
    """The record that the last key of `plek` stands in, as far as the way to it is one of blocks and lists of them."""
    for deel in plek[:-1]:
        if isinstance(deel, int):
            continue
        veld = model.model_fields.get(deel)
        soorten = (veld.annotation, *get_args(veld.annotation)) if veld is not None else ()
        onder = next((s for s in soorten if isinstance(s, type) and issubclass(s, BaseModel)), None)
        if onder is None:
            break
        model = onder
    return model


def _known_key(naam: str, model: type[BaseModel]) -> str:
    """The key that a reader meant by a key that this record does not have."""
    if nu := getattr(model, "vroeger", {}).get(naam):
        return f"{naam!r} heet nu {nu!r}; de inhoud blijft gelijk. Pas alleen de naam aan."
    return suggest(naam, tuple(model.model_fields))


def in_dutch(fout: dict[str, Any], model: type[BaseModel]) -> tuple[str, str, str]:
    soort, context, gevonden = fout["type"], fout.get("ctx", {}), as_typed(fout.get("input"))
    naam = str(fout["loc"][-1]) if fout["loc"] else ""
    if soort == "missing":
        meer = "regel" in model.model_fields and " en " in naam
        herstel = "Is dit een totaal of een opmerking, haal de regel dan weg." if meer else ""
        return "niets", f"een waarde voor {naam}", herstel
    van_blokken = _model_at((*fout["loc"], ""), model) is not _model_at(fout["loc"], model)
    if soort == "tuple_type" and van_blokken and isinstance(fout.get("input"), dict):
        return f"een blok [{naam}]", f"[[{naam}]], met dubbele haken", ""
    if soort == "extra_forbidden":
        binnen = _model_at(fout["loc"], model)
        if binnen is not model and naam in model.model_fields:
            herstel = f"Wat onder een kop als [{fout['loc'][0]}] staat, hoort bij dat blok."
            return f"sleutel {naam!r} in een blok", "deze sleutel boven de eerste kop", herstel
        return f"onbekende sleutel {naam!r}", "een bekende sleutel", _known_key(naam, binnen)
    if soort == "value_error" and isinstance(reden := context.get("error"), Misfit):
        return reden.gevonden, str(reden), reden.herstel
    if soort == "value_error":
        # A rule about a whole record would print all of it; the place already says which one.
        samen = isinstance(fout.get("input"), dict)
        regel = str(context.get("error", "")).rstrip(".")
        return _named_in(regel, fout["input"]) if samen else gevonden, regel, ""
    if soort in ("literal_error", "enum"):
        keuzes = str(context.get("expected", "")).replace(" or ", " of ")
        return gevonden, f"een van {keuzes}", ""
    grens = {"greater_than_equal": "ge", "greater_than": "gt", "less_than_equal": "le", "less_than": "lt"}
    if soort in grens:
        woord = {"ge": "ten minste", "gt": "meer dan", "le": "ten hoogste", "lt": "minder dan"}[grens[soort]]
        return gevonden, f"{woord} {context.get(grens[soort])}", ""
    verwacht = {
        "string_type": "tekst",
        "list_type": "een lijst",
        "tuple_type": 'een lijst zoals ["een", "twee"]',
        "dict_type": "een blok",
        "model_type": "een blok",
        "bool_type": "true of false",
        "date_type": "een datum zonder aanhalingstekens, zoals 2025-07-01",
        "string_too_short": "een ingevulde tekst",
        "string_too_long": f"ten hoogste {context.get('max_length')} tekens",
        "string_pattern_mismatch": "een CBS-code als GM0405" if "GM" in str(context) else "een halfjaar zoals 2024H1",
        "too_short": "ten minste één waarde",
    }
    return gevonden, verwacht.get(soort, "een geldige waarde"), ""
