"""A number format as ODF writes it: a style per section, and which section is for which value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.vormen.xml import element, leaf

INGEBOUWD = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "dd-mm-yyyy"},
    **{15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 20: "h:mm", 21: "h:mm:ss", 22: "dd-mm-yyyy h:mm"},
    **{37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 49: "@"},
}
"""Formats that a workbook names by number only"""
_DEEL = re.compile(
    r'"(?P<tekst>[^"]*)"|\\(?P<los>.)|_.|\*.|\[(?P<haak>[^\]]*)\]|(?P<getal>[0#?][0#?,.]*|\.[0#?]+)(?P<macht>E[+-]0+)?'
    r"|(?P<procent>%)|(?P<algemeen>General|Standaard)|(?P<tijd>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|(?P<cel>@)|(?P<teken>.)",
    re.DOTALL,
)
_SECTIE = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*)(?:;|$)')
_VOORWAARDE = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)")
_KLEUREN = {"red": "#ff0000", "blue": "#0000ff", "green": "#00ff00", "black": "#000000", "white": "#ffffff"}
_TALEN = {"413": ("nl", "NL"), "409": ("en", "US")}
_TIJD = {"y": "year", "m": "month", "d": "day", "h": "hours", "s": "seconds"}


@dataclass(frozen=True)
class Getalvorm:
    """The styles of one format, the last of which is the one a cell names; soort: the value-type of such a cell."""

    xml: str
    soort: str


def data_style(naam: str, code: str) -> Getalvorm:
    """The format `code` under the name `naam`."""
    secties = (_SECTIE.findall(code)[:-1] or [code])[:3]
    gelezen = [_section(s) for s in secties]
    gegeven = [voorwaarde for _, _, voorwaarde in gelezen[:-1]]
    standaard = (">=0",) if len(secties) == 2 else (">0", "<0")
    uit, kaart = [], []
    for nummer, (soort, binnen, _) in enumerate(gelezen):
        eigen = f"{naam}P{nummer}" if nummer < len(gelezen) - 1 else naam
        if nummer < len(gelezen) - 1:
            wanneer = gegeven[nummer] or standaard[nummer]
            kaart.append(
                element("style:map", {"style:condition": f"value(){wanneer}", "style:apply-style-name": eigen})
            )
        kenmerken = {"style:name": eigen, "style:volatile": "true" if eigen != naam else None, **_language(code)}
        uit.append(element(f"number:{soort}-style", kenmerken, binnen, *(kaart if eigen == naam else ())))
    soort = gelezen[-1][0]
    return Getalvorm("".join(uit), soort if soort in ("percentage", "date") else "float")


def _language(code: str) -> dict[str, str | None]:
    for nummer, (taal, land) in _TALEN.items():
        if f"-{nummer}]" in code:
            return {"number:language": taal, "number:country": land}
    return {}


def _section(code: str) -> tuple[str, str, str]:
    """(kind, what stands in its style, condition or '')."""
    delen = list(_DEEL.finditer(code))
    datum = any(d["tijd"] for d in delen)
    soort = "date" if datum else "percentage" if any(d["procent"] for d in delen) else "number"
    soort = "text" if any(d["cel"] for d in delen) else soort
    kleur, voorwaarde, binnen, letters, vorige = "", "", [], "", ""
    for deel in delen:
        if deel["haak"] is not None:
            kleur = _KLEUREN.get(deel["haak"].casefold(), kleur)
            voorwaarde = f"{m[1]}{m[2]}" if (m := _VOORWAARDE.fullmatch(deel["haak"])) else voorwaarde
            letters += _currency(deel["haak"])
            continue
        vorm, los = _part(deel, datum, vorige)
        letters += los
        if vorm:
            binnen += [_text(letters), vorm]
            letters = ""
        vorige = (deel["tijd"] or vorige)[:1].casefold()
    binnen.append(_text(letters))
    opmaak = element("style:text-properties", {"fo:color": kleur}) if kleur else ""
    return soort, opmaak + "".join(binnen), voorwaarde


def _part(deel: re.Match[str], datum: bool, vorige: str) -> tuple[str, str]:
    """(element, or '' for what is only text; that text)."""
    if deel["getal"] and not datum:
        return (_scientific(deel["getal"], deel["macht"]) if deel["macht"] else _number(deel["getal"])), ""
    if deel["tijd"]:
        return _time(deel["tijd"], vorige), ""
    if deel["algemeen"]:
        return element("number:number", {"number:min-integer-digits": "1"}), ""
    if deel["cel"]:
        return element("number:text-content"), ""
    return "", deel["tekst"] or deel["los"] or deel["procent"] or deel["teken"] or ""


def _currency(haak: str) -> str:
    """The sign in [$€-413]; a language alone has none."""
    return haak[1:].partition("-")[0] if haak.startswith("$") else ""


def _text(letters: str) -> str:
    return leaf("number:text", letters) if letters else ""


def _number(vorm: str) -> str:
    kaal = vorm.rstrip(",")
    heel, _, deel = kaal.partition(".")
    duizend = len(vorm) - len(kaal)
    vast = deel.rstrip("#?")
    return element(
        "number:number",
        {
            "number:decimal-places": str(len(deel)),
            "number:min-decimal-places": str(len(vast)) if vast != deel else None,
            "number:min-integer-digits": str(heel.count("0")),
            "number:grouping": "true" if "," in heel else None,
            "number:display-factor": str(1000**duizend) if duizend else None,
        },
    )


def _scientific(vorm: str, macht: str) -> str:
    heel, _, deel = vorm.partition(".")
    kenmerken = {
        "number:decimal-places": str(len(deel)),
        "number:min-integer-digits": str(heel.count("0")),
        "number:min-exponent-digits": str(macht.count("0")),
    }
    return element("number:scientific-number", dict(kenmerken))


def _time(letters: str, vorige: str) -> str:
    soort = _TIJD[letters[0].casefold()]
    # Behind hours an m is minutes.
    soort = "minutes" if soort == "month" and vorige in ("h", "s") else soort
    lang = len(letters) == 4 or (len(letters) == 2 and soort != "year")
    woord = "true" if soort == "month" and len(letters) > 2 else None
    return element(f"number:{soort}", {"number:style": "long" if lang else None, "number:textual": woord})
