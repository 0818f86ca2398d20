"""Ways to bend a text file, a spreadsheet or a JSON document out of shape; each is a function of a source of chance."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

GETALLEN = (
    *(
        "-1",
        "0",
        "1",
        "95",
        "3.5",
        "0,035",
        "1e300",
        "1e999",
        "-1e9",
        "nan",
        "inf",
        "0.500",
        "1.000",
        "1,000",
        "1.234,56",
    ),
    *(
        "00.500,00",
        "12.345.678",
        "€ 5",
        "5%",
        "1 000",
        "\u0661\u0662\u0663",
        "1_000",
        "0x10",
        "9" * 30,
        "9" * 5000,
        "--5",
    ),
)
DATA = (
    *("9999-12-31", "0001-01-01", "2025-02-30", "31-12-2024", "2024-12-31", "01-01-2025", "2199-12-31", "2200-01-01"),
    *("1899-12-30", "45292", "2025-01-01T00:00:00", "januari", "\u0662\u0660\u0662\u0665-01-01"),
)
TEKSTEN = (
    *(
        '"',
        '"onaf',
        "'",
        "=1+1",
        '=cmd|"/c calc"!A0',
        "@x",
        "\t",
        "\x00",
        "\u202e",
        "é",
        "\ufeff",
        "\ud7ff",
        "😀",
        "a" * 2000,
    ),
    *(
        "x" * 140_000,
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "../../etc/passwd",
        "alle",
        "basis",
        "Hoorn",
        "GM0405",
    ),
    *("\r", "\n", ";", ",", "|", "a;b", '"a\nb"', "%s%n", "{0}", "[", "]", "#", "\\", "'''", '"""'),
)
TOML = (
    *(
        "true",
        "false",
        "[]",
        "{}",
        '""',
        '"x"',
        "[1, 2]",
        "{ a = 1 }",
        "1979-05-27",
        "07:32:00",
        "1979-05-27T07:32:00Z",
        "nan",
    ),
    *(
        "inf",
        "-inf",
        "1e400",
        "-1",
        "0",
        "95",
        "3.5",
        "9" * 25,
        "9" * 5000,
        "0.1",
        "'''x'''",
        "[[",
        "1,5",
        "2025-13-01",
    ),
    *("9999-12-31", "0001-01-01", "[" * 3000, "[" * 60 + "]" * 60, '"a\\u0000b"'),
)
Bender = Callable[[bytes, Random], bytes]


def _bytes(inhoud: bytes, toeval: Random) -> bytes:
    ruw = bytearray(inhoud or b"x")
    for _ in range(toeval.randint(1, 4)):
        plek = toeval.randrange(len(ruw))
        match toeval.randrange(5):
            case 0:
                ruw[plek] ^= 1 << toeval.randrange(8)
            case 1:
                ruw[plek:plek] = bytes(toeval.randrange(256) for _ in range(toeval.randint(1, 6)))
            case 2:
                del ruw[plek : plek + toeval.randint(1, 40)]
            case 3:
                ruw[plek:plek] = ruw[plek : plek + toeval.randint(1, 80)]
            case _:
                ruw[plek:plek] = toeval.choice((*TEKSTEN, *GETALLEN)).encode("utf-8", "replace")
        ruw = ruw or bytearray(b"x")
    return bytes(ruw)


def _lines(inhoud: bytes, toeval: Random) -> bytes:
    regels = inhoud.split(b"\n")
    for _ in range(toeval.randint(1, 3)):
        a, b = toeval.randrange(len(regels)), toeval.randrange(len(regels))
        match toeval.randrange(5):
            case 0:
                regels[a], regels[b] = regels[b], regels[a]
            case 1:
                regels.insert(b, regels[a])
            case 2 if len(regels) > 1:
                del regels[a]
            case 3:
                regels[a] = b""
            case _:
                regels = regels[: a + 1]
    return b"\n".join(regels)


def _whole(inhoud: bytes, toeval: Random) -> bytes:
    tekst = inhoud.decode("utf-8", "replace")
    match toeval.randrange(11):
        case 0:
            return tekst.replace("\n", "\r").encode()
        case 1:
            return tekst.replace("\n", "\r\n").encode()
        case 2:
            return tekst.encode("utf-16")
        case 3:
            return tekst.encode("utf-16-le")
        case 4:
            return tekst.encode("cp1252", "replace")
        case 5:
            return b"\xef\xbb\xbf" + inhoud
        case 6:
            return b""
        case 7:
            return inhoud[: toeval.randrange(len(inhoud) + 1)]
        case 8:
            return b"\x00" * 100 + inhoud
        case 9:
            return tekst.replace("\n", "\r\r\n").encode()
        case _:
            return inhoud + inhoud


def _separator(tekst: str) -> str:
    kop = tekst.split("\n", 1)[0]
    return ";" if kop.count(";") > kop.count(",") else ","


def _cell(inhoud: bytes, toeval: Random) -> bytes:
    """One cell or more of a CSV file gets something that does not belong there."""
    tekst = inhoud.decode("utf-8", "replace")
    teken = _separator(tekst)
    regels = [r.split(teken) for r in tekst.split("\n")]
    for _ in range(toeval.randint(1, 3)):
        rij = toeval.choice(regels)
        rij[toeval.randrange(len(rij))] = toeval.choice((*GETALLEN, *DATA, *TEKSTEN, ""))
    return "\n".join(teken.join(r) for r in regels).encode("utf-8", "replace")


def _quotes(inhoud: bytes, toeval: Random) -> bytes:
    """Cells that begin with a quote that nothing closes, or closes much later."""
    tekst = inhoud.decode("utf-8", "replace")
    teken = _separator(tekst)
    regels = [r.split(teken) for r in tekst.split("\n")]
    for _ in range(toeval.randint(1, 3)):
        rij = toeval.choice(regels)
        k = toeval.randrange(len(rij))
        rij[k] = toeval.choice((f'"{rij[k]}', f'{rij[k]}"', f'"{rij[k]}"', f'"{rij[k]}""', f'{rij[k]} 12" x'))
    return "\n".join(teken.join(r) for r in regels).encode()


def _gently(inhoud: bytes, toeval: Random) -> bytes:
    """A slip that often gives something which is right: another digit, a space, capitals, a point for a comma."""
    tekst = inhoud.decode("utf-8", "replace")
    for _ in range(toeval.choice((1, 1, 2))):
        plekken = [m.start() for m in re.finditer(r"[0-9]", tekst)] or [0]
        p = toeval.choice(plekken)
        match toeval.randrange(6):
            case 0:
                p = toeval.randrange(len(tekst) + 1)
                tekst = f"{tekst[:p]} {tekst[p:]}"
            case 1:
                tekst = tekst.replace(*toeval.choice(((".", ","), (",", "."), ("aanname", "raming"), ("test", "é"))), 1)
            case 2:
                tekst = tekst[:p] + toeval.choice("0123456789") + tekst[p:]
            case 3:
                tekst = tekst[:p] + tekst[p + 1 :]
            case _:
                tekst = tekst[:p] + toeval.choice("0123456789") + tekst[p + 1 :]
    return tekst.encode()


def _columns(inhoud: bytes, toeval: Random) -> bytes:
    """A column that is gone, there twice, elsewhere, or called otherwise."""
    tekst = inhoud.decode("utf-8", "replace")
    teken = _separator(tekst)
    regels = [r.split(teken) for r in tekst.split("\n")]
    k = toeval.randrange(len(regels[0]))
    keuze = toeval.randrange(4)
    for rij in regels:
        if k >= len(rij):
            continue
        if keuze == 0:
            del rij[k]
        elif keuze == 1:
            rij.insert(toeval.randrange(len(regels[0])) if rij is regels[0] else k, rij[k])
        elif keuze == 2:
            rij.append(rij.pop(k))
    if keuze == 3:
        regels[0][k] = toeval.choice(("", regels[0][0], "x", regels[0][k].upper(), f" {regels[0][k]} "))
    return "\n".join(teken.join(r) for r in regels).encode()


def _values(inhoud: bytes, toeval: Random) -> bytes:
    """One value or more of a TOML file gets something that does not belong there."""
    regels = inhoud.decode("utf-8", "replace").split("\n")
    for _ in range(toeval.randint(1, 3)):
        met = [i for i, r in enumerate(regels) if "=" in r]
        if not met:
            break
        i = toeval.choice(met)
        naam, _, oud = regels[i].partition("=")
        match toeval.randrange(6):
            case 0:
                regels[i] = f"{naam}x ={oud}"
            case 1:
                regels.insert(i, regels[i])
            case 2:
                regels[i] = f"{naam}= {toeval.choice(TEKSTEN)}"
            case 3:
                regels[i] = re.sub(r"-?\d+(\.\d+)?", lambda m: toeval.choice(GETALLEN), regels[i], count=1)
            case _:
                regels[i] = f"{naam}= {toeval.choice(TOML)}"
    return "\n".join(regels).encode("utf-8", "replace")


def _blocks(inhoud: bytes, toeval: Random) -> bytes:
    """A head of TOML that is called otherwise, comes twice, or is gone."""
    regels = inhoud.decode("utf-8", "replace").split("\n")
    koppen = [i for i, r in enumerate(regels) if r.startswith("[")]
    if koppen:
        i = toeval.choice(koppen)
        match toeval.randrange(5):
            case 0:
                regels[i] = regels[i].replace("[[", "[").replace("]]", "]")
            case 1:
                regels.insert(i, regels[i])
            case 2:
                del regels[i]
            case 3:
                regels[i] = f"[{regels[i]}]"
            case _:
                regels[i] = "[" + ".".join(["a"] * toeval.choice((3, 80))) + "]"
    return "\n".join(regels).encode()


CSV: tuple[Bender, ...] = (_bytes, _lines, _whole, _cell, _cell, _cell, _quotes, _quotes, _columns, *[_gently] * 5)
TOMLWIJZEN: tuple[Bender, ...] = (_bytes, _lines, _whole, _values, _values, _values, _blocks, *[_gently] * 4)


def bend(naam: str, inhoud: bytes, toeval: Random) -> bytes:
    """The content of one file, bent in a way that fits its kind."""
    if naam.endswith((".xlsx", ".ods")):
        return bend_sheet(inhoud, toeval)
    if naam.endswith(".json"):
        return bend_json(inhoud, toeval)
    return toeval.choice(TOMLWIJZEN if naam.endswith(".toml") else CSV)(inhoud, toeval)


def bend_sheet(inhoud: bytes, toeval: Random) -> bytes:
    """A spreadsheet with bytes turned over, or with its XML changed inside."""
    if toeval.random() < 0.2:
        return _bytes(inhoud, toeval) if toeval.random() < 0.7 else inhoud[: toeval.randrange(len(inhoud))]
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        delen = {d.filename: archief.read(d) for d in archief.infolist()}
    namen = [n for n in delen if n.endswith(".xml")]
    bladen = [n for n in namen if "worksheets/sheet" in n or n == "content.xml"] or namen
    doel = toeval.choice(bladen if toeval.random() < 0.7 else sorted(delen))
    delen[doel] = _bend_xml(delen[doel], toeval)
    if toeval.random() < 0.05:
        del delen[toeval.choice(sorted(delen))]
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, deel in delen.items():
            archief.writestr(naam, deel)
    return uit.getvalue()


_STRIKT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def _bend_xml(inhoud: bytes, toeval: Random) -> bytes:
    cellen = list(re.finditer(rb'<c r="([A-Z]+)(\d+)"[^>]*>', inhoud))
    match toeval.randrange(10):
        case 0:
            return _bytes(inhoud, toeval)
        case 1:
            for oud, nieuw in _STRIKT:
                inhoud = inhoud.replace(oud, nieuw)
            return inhoud
        case 2 if cellen:
            ver = toeval.choice((b"XFD1048576", b"Z1048576", b"XFD1", b"A1048576", b"AAAA1", b"A99999999", b"A0", b"5"))
            cel = b'<c r="' + ver + b'" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>'
            rij = re.sub(rb"\D", b"", ver) or b"1"
            return inhoud.replace(b"</sheetData>", b'<row r="' + rij + b'">' + cel + b"</row></sheetData>")
        case 3 | 4 | 5:
            waarden = list(re.finditer(rb"<v>([^<]*)</v>", inhoud))
            if waarden:
                raak = toeval.choice(waarden)
                nieuw = toeval.choice((*GETALLEN, *DATA, "#N/A", "")).encode()
                return inhoud[: raak.start(1)] + nieuw + inhoud[raak.end(1) :]
            return _bytes(inhoud, toeval)
        case 6 if cellen:
            raak = toeval.choice(cellen)
            cel = toeval.choice(
                (b' t="s">', b' t="e">', b' t="b">', b' t="d">', b' t="str">', b' t="n">', b' s="9999">')
            )
            return inhoud[: raak.end() - 1].removesuffix(b"/") + cel + inhoud[raak.end() :]
        case 7:
            return inhoud[: toeval.randrange(len(inhoud) + 1)]
        case 8:
            return re.sub(rb"<t([^>]*)>[^<]{0,40}</t>", _other_text(toeval), inhoud, count=toeval.randint(1, 40))
        case _:
            return b""


def _other_text(toeval: Random) -> Callable[[re.Match[bytes]], bytes]:
    def other(gevonden: re.Match[bytes]) -> bytes:
        if toeval.random() < 0.9:
            return gevonden[0]
        tekst = toeval.choice((*GETALLEN, *DATA, *TEKSTEN)).replace("&", "").replace("<", "").replace("\x00", "")
        return b"<t" + gevonden[1] + b">" + tekst.encode("utf-8", "replace") + b"</t>"

    return other


def bend_json(inhoud: bytes, toeval: Random) -> bytes:
    """A JSON document with one or more values or keys changed, or its text itself."""
    if toeval.random() < 0.3:
        return (_bytes if toeval.random() < 0.7 else _whole)(inhoud, toeval)
    document = json.loads(inhoud)
    for _ in range(toeval.randint(1, 3)):
        _bend_node(document, toeval)
    return json.dumps(document).encode()


_JSON: tuple[Any, ...] = (
    *(None, True, -1, 0, 1e308, float("inf"), float("nan"), 10**30, "", "x", [], {}, [[]], "2025-13-01", "9999-12-31"),
    *("\x00", "GM0405", "0", -(10**12), 0.5, [1, 2, 3], {"a": 1}, "a" * 5000),
)


def _bend_node(knoop: Any, toeval: Random) -> None:
    while True:
        plekken = list(knoop) if isinstance(knoop, dict) else list(range(len(knoop)))
        if not plekken:
            return
        plek = toeval.choice(plekken)
        if isinstance(knoop[plek], dict | list) and knoop[plek] and toeval.random() < 0.9:
            knoop = knoop[plek]
            continue
        match toeval.randrange(4):
            case 0:
                del knoop[plek]
            case 1 if isinstance(knoop, list):
                knoop.append(knoop[plek])
            case _:
                knoop[plek] = toeval.choice(_JSON)
        return
