"""Every file that people give to spuk: the model that reads it, and what each of its fields means, in Dutch.

The meaning of what the workbook has too is taken from the description of its sheets; only the rest stands here and in
`teksten`. A field without a meaning cannot be described, and that is an error.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from docs.standaarden.teksten import TEKSTEN
from reports.grond.profiel import Profiel
from scenarios.administratie.ontvangsten import Ontvangstrij
from scenarios.administratie.rekeningschema import Schemarij
from scenarios.afweging.maatregelen.bestand import Maatregelenbestand
from scenarios.boeken.begroting import Begrotingrij
from scenarios.boeken.boekingsregels import Boekingsregel
from scenarios.boeken.map import Instellingen
from scenarios.boeken.saldibalans import Saldirij
from scenarios.boeken.vertaling import Vertaalrij
from scenarios.ggm.kaart import Kaart
from scenarios.jaar.sisasjabloon import Sjabloon
from scenarios.regiomap.besluiten import Besluitrij, Standrij, Telrij
from scenarios.regiomap.doelen import Doelenbestand
from scenarios.regiomap.lezen import Invoerrij
from scenarios.regiomap.modellen import (
    Budgetrij,
    Contractrij,
    Formatierij,
    Instroomrij,
    Regiobestand,
    Scenario,
    Taakstellingrij,
    Trajecten,
)
from scenarios.regiomap.records import Duorij, Persoonrij
from scenarios.werkboek.bladen import TABELLEN


@dataclass(frozen=True)
class Invoerbestand:
    """One file. `naam`: where it stands in a region folder."""

    naam: str
    model: type[BaseModel]
    wat: str

    @property
    def rijen(self) -> bool:
        """Whether it is a CSV, of rows; else TOML."""
        return issubclass(self.model, Invoerrij)

    @property
    def schema(self) -> str:
        """The name of its JSON Schema."""
        return f"{self.naam.replace('/', '-').rpartition('.')[0].casefold()}.schema.json"


_VERANTWOORDING = "verantwoording/"
BESTANDEN = (
    Invoerbestand("regio.toml", Regiobestand, "De regio: naam, gemeenten, peildatum, horizon, verdeling over potten"),
    Invoerbestand("instroom.csv", Instroomrij, "Gerealiseerde aantallen per periode en gemeente"),
    Invoerbestand("trajecten.toml", Trajecten, "Wachttijden, leerroutes en gebruik van voorzieningen"),
    Invoerbestand("contracten.csv", Contractrij, "Prijzen per voorziening en periode"),
    Invoerbestand("formatie.csv", Formatierij, "Eigen mensen, in fte"),
    Invoerbestand("budgetten.csv", Budgetrij, "Bedragen die niet met het aantal mensen meebewegen"),
    Invoerbestand("taakstelling.csv", Taakstellingrij, "Gepubliceerde taakstelling van een gemeente"),
    Invoerbestand("scenarios/NAAM.toml", Scenario, "Een scenario: wijzigingen en gebeurtenissen met een datum"),
    Invoerbestand("begroting.csv", Begrotingrij, "Wat de raad besloot, en de jaarrekening"),
    Invoerbestand("rekeningschema.csv", Schemarij, "Rekening, taakveld en economische categorie per rol"),
    Invoerbestand("beschikkingen.csv", Besluitrij, "Ontvangen beschikkingen (in de map zelf of in verantwoording/)"),
    Invoerbestand("tellingen.csv", Telrij, "Tellingen van DUO (in de map zelf of in verantwoording/)"),
    Invoerbestand("standen.csv", Standrij, "Gesloten jaren (in de map zelf of in verantwoording/)"),
    Invoerbestand("personen.csv", Persoonrij, "Gepseudonimiseerde dossiers, een rij per persoon"),
    Invoerbestand("duo.csv", Duorij, "Wat DUO over die personen meldde"),
    Invoerbestand("doelen.toml", Doelenbestand, "Beleidsdoelen en metingen, voor spuk voortgang"),
    Invoerbestand("maatregelen.toml", Maatregelenbestand, "Waaraan te draaien is, voor spuk maatregelen"),
    Invoerbestand("profielen/NAAM.toml", Profiel, "Een weergaveprofiel voor de P&C-stukken"),
    Invoerbestand(f"{_VERANTWOORDING}verantwoording.toml", Instellingen, "Hoe de boekingen gelezen en verdeeld worden"),
    Invoerbestand(
        f"{_VERANTWOORDING}boekingsregels.csv", Boekingsregel, "Waar een boeking op telt: pot, taakveld, btw"
    ),
    Invoerbestand(f"{_VERANTWOORDING}vertaling.csv", Vertaalrij, "Eigen codes en woorden van het boekhoudsysteem"),
    Invoerbestand(f"{_VERANTWOORDING}saldibalans.csv", Saldirij, "Totalen van het grootboek, ter controle"),
    Invoerbestand(f"{_VERANTWOORDING}ontvangsten.csv", Ontvangstrij, "Wat de bank van het Rijk ontving"),
    Invoerbestand(f"{_VERANTWOORDING}sisa/JJJJ.toml", Sjabloon, "Een eigen sjabloon van de SiSa-bijlage"),
    Invoerbestand("ggm.toml", Kaart, "Afwijkende namen in de database, voor spuk haal"),
)
"""In the order of the page. Of `parameters.toml` and the bookings themselves the form is told there in words."""

_TABELLEN = {
    **{"Regiobestand": "regio", "Vraag": "vraag", "Gemeente": "gemeenten", "Verdeling": "verdeling"},
    **{"Herverdeling": "herverdeling", "Instroomrij": "huisvesting", "Route": "routes", "Verzameling": "wachttijden"},
    **{"Aandeel": "begint", "Gebruiksregel": "gebruik", "Contractrij": "contracten", "Formatierij": "formatie"},
    **{
        "Budgetrij": "budgetten",
        "Taakstellingrij": "taakstelling",
        "Scenario": "scenarios",
        "Wijziging": "wijzigingen",
    },
    **{"Gebeurtenis": "gebeurtenissen", "Begrotingrij": "begroting", "Schemarij": "rekeningschema", "Doel": "doelen"},
    **{"Besluitrij": "beschikkingen", "Telrij": "tellingen", "Standrij": "standen", "Meting": "metingen"},
}
"""Model -> the table of the workbook that holds the same."""
_VELDEN = {(t.naam, veld.naam): veld for t in TABELLEN for veld in t.kolommen}


def meaning(model: str, veld: str) -> str:
    """What a field means. Raises KeyError when nobody wrote that down."""
    tabel = _TABELLEN.get(model, "")
    if (model, veld) in TEKSTEN:
        return TEKSTEN[model, veld]
    if gevonden := _VELDEN.get((tabel, veld)):
        return gevonden.uitleg.rstrip(".")
    return TEKSTEN["", veld]


def when_empty(model: str, veld: str) -> str:
    """What an empty value means, where the workbook says it in words."""
    gevonden = _VELDEN.get((_TABELLEN.get(model, ""), veld))
    return gevonden.leeg if gevonden else ""
