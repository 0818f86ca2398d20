"""LibreOffice as the second opinion on a workbook: recalculates every formula of a foreign file."""

import subprocess
from pathlib import Path

from tests.hulp import need_program

# Without this LibreOffice trusts the values stored in the file, and a conversion proves nothing.
ALTIJD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def recalculate(boek: Path, doel: Path) -> Path:
    """A copy of `boek` in folder `doel` with every formula computed anew."""
    soffice = need_program("soffice", "libreoffice-calc")
    profiel = doel / "profiel"
    (profiel / "user").mkdir(parents=True, exist_ok=True)
    (profiel / "user" / "registrymodifications.xcu").write_text(ALTIJD, encoding="utf-8")
    subprocess.run(
        [
            soffice, f"-env:UserInstallation={profiel.as_uri()}", "--headless", "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir", str(doel / "uit"), str(boek),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return doel / "uit" / boek.name
