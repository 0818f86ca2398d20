"""A formula as ODF writes it (OpenFormula): the same functions, other addresses and separators."""

from __future__ import annotations

import re

_BLAD = r"(?:(?P<blad{0}>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
_DEEL = re.compile(
    r'(?P<tekst>"(?:[^"]|"")*")'
    rf"|{_BLAD.format(1)}(?P<van>\$?[A-Z]{{1,3}}\$?\d+)(?::(?P<tot>\$?[A-Z]{{1,3}}\$?\d+))?(?![\w.(!])"
    rf"|{_BLAD.format(2)}(?P<kolom>\$?[A-Z]{{1,3}}):(?P<kolomtot>\$?[A-Z]{{1,3}})(?![\w.(!])"
    rf"|{_BLAD.format(3)}(?P<rij>\$?\d+):(?P<rijtot>\$?\d+)(?![\w.(!])"
    r"|(?P<naam>[^\W\d][\w.]*)"
    r"|(?P<getal>\d+(?:\.\d+)?(?:E[+-]?\d+)?)"
    r"|(?P<teken>.)",
    re.DOTALL,
)
_VOORVOEGSEL = re.compile(r"^(_xlfn\.|_xlws\.)+")
_LAATSTE_RIJ, _LAATSTE_KOLOM = 1_048_576, "XFD"


def to_odf(formule: str) -> str:
    """'SUM(A1:B2,Blad!$C$3)' -> 'SUM([.A1:.B2];[$Blad.$C$3])', without what goes before it."""
    uit, array = [], 0
    for deel in _DEEL.finditer(formule):
        if deel["van"]:
            uit.append(_range(deel["blad1"], deel["van"], deel["tot"]))
        elif deel["kolom"]:
            uit.append(_range(deel["blad2"], f"{deel['kolom']}$1", f"{deel['kolomtot']}${_LAATSTE_RIJ}"))
        elif deel["rij"]:
            uit.append(_range(deel["blad3"], f"$A{deel['rij']}", f"${_LAATSTE_KOLOM}{deel['rijtot']}"))
        elif deel["naam"]:
            naam = _VOORVOEGSEL.sub("", deel["naam"])
            # Excel writes the truth values as constants, ODF as functions.
            waarde = naam in ("TRUE", "FALSE") and not formule.startswith("(", deel.end())
            uit.append(f"{naam}()" if waarde else naam)
        elif deel["teken"]:
            array += {"{": 1, "}": -1}.get(deel["teken"], 0)
            uit.append(_separator(deel["teken"], array))
        else:
            uit.append(deel[0])
    return "".join(uit)


def _separator(teken: str, array: int) -> str:
    if array:
        return {",": ";", ";": "|"}.get(teken, teken)
    return ";" if teken == "," else teken


def _range(blad: str | None, van: str, tot: str | None) -> str:
    waar = f"${sheet_name(unquoted(blad))}" if blad else ""
    return f"[{waar}.{van}:.{tot}]" if tot else f"[{waar}.{van}]"


def cell_range(verwijzing: str, blad: str = "", vast: bool = False) -> str:
    """An address or range of a sheet as an attribute of ODF holds it: 'Blad.A1:Blad.B2'.

    verwijzing: with its sheet, or of sheet `blad`; vast: with the signs of an address that stays
    """
    eigen, van, tot = area(verwijzing)
    naam = sheet_name(eigen or blad)
    if vast:
        naam, van, tot = f"${naam}", absolute(van), absolute(tot)
    return f"{naam}.{van}:{naam}.{tot}" if tot != van else f"{naam}.{van}"


def area(verwijzing: str) -> tuple[str, str, str]:
    """(sheet, first cell, last cell) of an address with its sheet."""
    deel = _DEEL.fullmatch(verwijzing.replace("$", ""))
    if deel is None or not deel["van"]:
        raise ValueError(verwijzing)
    return unquoted(deel["blad1"] or ""), deel["van"], deel["tot"] or deel["van"]


def absolute(cel: str) -> str:
    """'B2' -> '$B$2'."""
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", cel)


def sheet_name(blad: str) -> str:
    """A sheet as it stands in an address."""
    return blad if re.fullmatch(r"[A-Za-z_]\w*", blad, re.ASCII) else "'" + blad.replace("'", "''") + "'"


def unquoted(blad: str) -> str:
    """A sheet of an address as it is called."""
    return blad[1:-1].replace("''", "'") if blad.startswith("'") else blad
