"""Recalculate a workbook with LibreOffice and read both sets of values.

A conversion proves nothing when the programme keeps the stored values, so they are taken out of the file first and the
profile says OOXMLRecalcMode and ODFRecalcMode = Always: what comes back was computed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_PROFIEL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TEKST = rb"""(?:"[^"]*"|'[^']*')"""
_GEREKEND = re.compile(
    rb"(<table:table-cell [^>]*table:formula=" + _TEKST + rb")(?: office:[a-z-]+=" + _TEKST + rb")*"
    rb"(?:/>|>(?:<text:p>.*?</text:p>|<text:p/>)*</table:table-cell>)"
)
"""A cell of an ods with a formula; its first group is the cell without outcome"""


def recalculate(pad: Path, werkmap: Path) -> Path:
    """A copy of `pad`, an xlsx or ods, whose formula values were all computed by LibreOffice; an xlsx."""
    return recalculate_all([pad], werkmap)[0]


def recalculate_all(paden: Sequence[Path], werkmap: Path) -> list[Path]:
    """`recalculate` of several workbooks of different names, with one start of the programme."""
    profiel = werkmap / "profiel" / "user"
    profiel.mkdir(parents=True, exist_ok=True)
    (profiel / "registrymodifications.xcu").write_text(_PROFIEL, encoding="utf-8")
    uit, kaal = werkmap / "uit", werkmap / "kaal"
    kaal.mkdir(exist_ok=True)
    for pad in paden:
        _strip(pad, kaal / pad.name)
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(werkmap / 'profiel').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(uit),
            *(str(kaal / pad.name) for pad in paden),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return [uit / f"{pad.stem}.xlsx" for pad in paden]


def _strip(pad: Path, kaal: Path) -> None:
    """Take the stored outcome of every formula out."""
    with zipfile.ZipFile(pad) as lees, zipfile.ZipFile(kaal, "w", zipfile.ZIP_DEFLATED) as schrijf:
        for deel in lees.infolist():
            inhoud = lees.read(deel)
            if deel.filename.startswith("xl/worksheets/"):
                inhoud = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", inhoud)
            if deel.filename == "content.xml":
                inhoud = _GEREKEND.sub(rb"\1/>", inhoud)
            schrijf.writestr(deel.filename, inhoud)


def to_pdf(pad: Path, werkmap: Path) -> Path:
    """The workbook as it comes on paper."""
    profiel = f"-env:UserInstallation={(werkmap / 'profiel').as_uri()}"
    opdracht = [str(SOFFICE), profiel, "--headless", "--convert-to", "pdf", "--outdir", str(werkmap), str(pad)]
    subprocess.run(opdracht, check=True, capture_output=True, timeout=300)
    return werkmap / f"{pad.stem}.pdf"


def formula_differences(pad: Path, herrekend: Path) -> tuple[int, list[str]]:
    """Number of formula cells, and a line for each whose stored and recomputed values differ."""
    formules = {
        (blad, cel.get("r")): (formule.text, _value(cel, teksten))
        for blad, cel, teksten in _cells(pad)
        if (formule := cel.find(f"{_NS}f")) is not None
    }
    nieuw = {
        (blad, cel.get("r")): _value(cel, teksten)
        for blad, cel, teksten in _cells(herrekend)
        if (blad, cel.get("r")) in formules
    }
    verschillen = []
    for (blad, waar), (inhoud, oud) in formules.items():
        komt = nieuw[blad, waar]
        gelijk = abs(oud - komt) < 0.005 if isinstance(oud, float) and isinstance(komt, float) else oud == komt
        if not gelijk:
            verschillen.append(f"{blad}!{waar}: {oud!r} tegenover {komt!r} (={inhoud})")
    return len(formules), verschillen


def _cells(pad: Path) -> Iterator[tuple[str, Element, Sequence[str]]]:
    """Every cell of an xlsx: its sheet, itself, and the texts that are shared.

    Straight from the parts of the file: openpyxl reads formulas and values in two passes, each several times as long.
    """
    with zipfile.ZipFile(pad) as pak:
        relaties = {r.get("Id"): r.get("Target", "") for r in fromstring(pak.read("xl/_rels/workbook.xml.rels"))}
        teksten = []
        if "xl/sharedStrings.xml" in pak.namelist():
            delen = fromstring(pak.read("xl/sharedStrings.xml"))
            teksten = ["".join(t.text or "" for t in deel.iter(f"{_NS}t")) for deel in delen]
        for blad in fromstring(pak.read("xl/workbook.xml")).iter(f"{_NS}sheet"):
            deel = relaties[blad.get(f"{_RELATIE}id")].removeprefix("/xl/")
            for cel in fromstring(pak.read(f"xl/{deel}")).iter(f"{_NS}c"):
                yield blad.get("name", ""), cel, teksten


def _value(cel: Element, teksten: Sequence[str]) -> float | str | None:
    soort, tekst = cel.get("t", "n"), cel.findtext(f"{_NS}v")
    if not tekst:
        return None
    if soort == "s":
        return teksten[int(tekst)]
    return float(tekst) if soort in ("n", "b") else tekst


def shown(pad: Path, werkmap: Path) -> dict[str, list[list[str]]]:
    """Per sheet the text of every cell as LibreOffice shows it."""
    uit = werkmap / "getoond"
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(werkmap / 'profiel').as_uri()}",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):9,34,UTF8,1,,0,false,false,true,false,false,-1",
            "--outdir",
            str(uit),
            str(pad),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {
        p.stem.removeprefix(f"{pad.stem}-"): [regel.split("\t") for regel in p.read_text(encoding="utf-8").splitlines()]
        for p in uit.glob("*.csv")
    }
