"""The house style of every workbook: one vocabulary of cell formats that combine.

Blue is what was put in, black what was computed; blue on yellow is a cell that a controller may change.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

NL = "[$-413]"
"""Dutch (Netherlands): dot for thousands and comma for decimals, whatever the language of the reader's program."""
_ROOD = f"[Red]{NL}"
"""A colour goes before the language: behind a minus, LibreOffice shows the language as digits of the amount."""
EURO = f"{NL}#,##0;{_ROOD}-#,##0"
KLEUR = "#1F4E79"
STATUSKLEUR = {"aanname": "#FFE699", "onzeker": "#F8CBAD", "raming": "#DDEBF7", "vastgesteld": "#FFFFFF"}
_BLAUW = "#1F3FBF"
_DELEN: dict[str, dict[str, Any]] = {
    # numbers
    "euro": {"num_format": EURO},
    "geld": {"num_format": f'{NL}"€ "#,##0.00;{_ROOD}"€ "-#,##0.00'},
    "geld_heel": {"num_format": f'{NL}"€ "#,##0;{_ROOD}"€ "-#,##0'},
    "prijs": {"num_format": f"{NL}#,##0.00;{_ROOD}-#,##0.00"},
    "aantal": {"num_format": f"{NL}#,##0.0"},
    "heel": {"num_format": f"{NL}#,##0"},
    "waarde": {"num_format": f"{NL}#,##0.00####"},
    "gewicht": {"num_format": f"{NL}0.0000"},
    "factor": {"num_format": f"{NL}0.000000000000"},
    "deel": {"num_format": f"{NL}0.0%"},
    "deel_vrij": {"num_format": f"{NL}0.0###%"},
    "kans": {"num_format": f'[>=1]{NL}0.0%;[>=0.9995]">99,9%";{NL}0.0%'},
    "procent": {"num_format": "0%"},
    "jaar": {"num_format": "0", "align": "left", "indent": 1},
    "datum": {"num_format": "dd-mm-yyyy", "align": "left"},
    # texts
    "tekst": {},
    "lang": {"text_wrap": True},
    "titel": {"bold": True, "font_size": 15, "font_color": KLEUR},
    "tussenkop": {"bold": True, "font_size": 12, "font_color": KLEUR, "bottom": 1, "bottom_color": KLEUR},
    "onder": {"font_color": "#555555"},
    "antwoord": {"bold": True, "font_size": 12},
    "let_op": {"bold": True, "font_color": "#B00020"},
    "kop": {"bold": True, "bg_color": KLEUR, "font_color": "#FFFFFF", "text_wrap": True},
    # what may be added to them
    "in": {"font_color": _BLAUW},
    "invoer": {"font_color": _BLAUW, "bg_color": "#FFF9DB", "locked": False},
    "vet": {"bold": True},
    "boven": {"top": 1},
    "totaal": {"bold": True, "top": 1},
    "rechts": {"align": "right"},
    "midden": {"align": "center"},
    # A wrapped text has no side of its own, and an indent without a side is not shown.
    "na_getal": {"align": "left", "indent": 1},
}


class Stijlen:
    """The formats of one workbook; made on first use."""

    def __init__(self, boek: Workbook):
        self._boek = boek
        self._gemaakt: dict[str, Format] = {}

    def __call__(self, stijl: str) -> Format:
        """The format for names with spaces between, as "geld totaal".

        Also `status:...`, `kleur:...`, `decimalen:...`, `cijfers:DECIMALEN` (a shown figure) and
        `verschil:DECIMALEN:PLUS:MIN:TEKEN`: a figure with a letter behind it by its sign, `kaal` without that sign.
        """
        if stijl not in self._gemaakt:
            eigenschappen: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
            for naam in stijl.split():
                eigenschappen |= _properties(naam)
            self._gemaakt[stijl] = self._boek.add_format(eigenschappen)
        return self._gemaakt[stijl]


def _properties(naam: str) -> dict[str, Any]:
    soort, _, waarde = naam.partition(":")
    if soort == "status":
        return {"bg_color": STATUSKLEUR[waarde]}
    if soort == "kleur":
        return {"bg_color": waarde}
    if soort == "decimalen":
        return {"num_format": f"{NL}#,##0" + ("." + "0" * int(waarde) if int(waarde) else ""), "align": "left"}
    if soort == "cijfers":
        return {"num_format": _figure(int(waarde)), "align": "right"}
    if soort == "verschil":
        cijfers, plus, min_, teken = waarde.split(":")
        positief, negatief = _figure(int(cijfers)), _figure(int(cijfers), "" if teken == "kaal" else "-")
        return {"num_format": f'{positief}" {plus}";{negatief}" {min_}";{positief}', "align": "right"}
    return _DELEN[naam]


def _figure(decimalen: int, teken: str = "") -> str:
    return f"{NL}{teken}#,##0" + ("." + "0" * decimalen if decimalen else "")
