"""Writing a scenario file into a region folder."""

from __future__ import annotations

import re
from pathlib import Path

import tomli_w

from finance.fouten import Invoerfout, Melding, raise_if_any
from finance.taal.tomltekst import parse_toml
from scenarios.grond.bestanden import VAN_WINDOWS, write_text
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import read_text
from scenarios.regiomap.lezen import validate
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.regio import Regio, hash_input

WERKBOEKMERK = ".werkboek"
"""In the folder of a workbook that stands in place of text files: the path of that workbook."""
_NAAM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def save_scenario(regio: Regio, scenario: Scenario, vervang: bool = False) -> Path:
    """Write `scenarios/NAAM.toml`, whole or not at all, so that `--scenario NAAM` computes exactly this scenario.

    Raises Invoerfout for a name that cannot be a scenario or is taken (unless `vervang`), and for an example, which
    stays as it was shipped.
    """
    doel = regio.map / "scenarios" / f"{scenario.naam}.toml"
    if (fout := _refusal(regio, scenario.naam, doel, vervang)) is not None:
        raise Invoerfout([fout])
    write_text(doel, scenario_text(scenario))
    return doel


def scenario_text(scenario: Scenario) -> str:
    """The scenario as the text of a file."""
    return tomli_w.dumps(scenario.model_dump(exclude_defaults=True))


def valid_name(naam: str) -> bool:
    """Whether a scenario can be called this: the name is that of its file too."""
    return _NAAM.fullmatch(naam) is not None and len(naam) <= 60 and naam.upper() not in VAN_WINDOWS


def read_scenario_text(inhoud: bytes, bestand: str) -> Scenario:
    """A scenario that was given as a file, by someone else perhaps. Raises Invoerfout for whatever is wrong with it."""
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invoerfout([Melding(bestand, "", "geen tekst in UTF-8", "een scenariobestand (.toml)")]) from None
    meldingen: list[Melding] = []
    scenario = validate(parse_toml(tekst, bestand), Scenario, bestand, "", meldingen)
    raise_if_any(meldingen)
    assert scenario is not None
    if not valid_name(scenario.naam):
        mend = "Gebruik kleine letters, cijfers en streepjes, zoals duurder-b1; niet con, nul of aux."
        raise Invoerfout([Melding(bestand, "naam", repr(scenario.naam[:60]), "een korte naam", mend)])
    return scenario


def changed_since(regio: Regio) -> list[str]:
    """Input files that are no longer as they were when `regio` was read; the scenarios left aside."""
    nu = hash_input(regio.map, regio.land)
    anders = (n for n in sorted({*nu, *regio.hashes}) if nu.get(n) != regio.hashes.get(n))
    return [n for n in anders if not n.startswith("scenarios/")]


def _refusal(regio: Regio, naam: str, doel: Path, vervang: bool) -> Melding | None:
    if regio.map.is_relative_to(data_path()):
        mend = "Maak een eigen map met: spuk nieuw MAP"
        return Melding(str(regio.map), "", "een voorbeeld", "een eigen regiomap", mend)
    if (merk := regio.map / WERKBOEKMERK).is_file():
        mend = "Zet het scenario op de bladen Scenario's en Wijzigingen."
        return Melding(Path(read_text(merk)).name, "", "een werkboek", "een regiomap", mend)
    if not regio.map.is_dir():
        mend = "Zet de map terug, of start spuk dashboard met de map van nu."
        return Melding(str(regio.map), "", "geen map meer", "de regiomap van deze pagina", mend)
    if not valid_name(naam):
        mend = "Gebruik kleine letters, cijfers en streepjes, zoals duurder-b1; niet con, nul of aux."
        return Melding("naam van het scenario", "", repr(naam) if naam else "niets", "een korte naam", mend)
    if naam == BASIS.naam or (data_path() / "scenarios" / doel.name).is_file():
        return Melding("naam van het scenario", "", repr(naam), "een naam die nog vrij is", "Deze is van spuk zelf.")
    if doel.exists() and not vervang:
        mend = "Kies een andere naam, of vink aan dat het oude scenario vervangen mag worden."
        return Melding("naam van het scenario", "", f"{naam!r}, dat bestaat al", "een naam die nog vrij is", mend)
    return None
