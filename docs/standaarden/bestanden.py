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
from scenarios.regiomap.land.eigen import Herindelingrij, Inwonerrij, Landelijkrij
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
class Bestandsvorm:
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
    Bestandsvorm("regio.toml", Regiobestand, "De regio: naam, gemeenten, peildatum, horizon, verdeling over potten"),
    Bestandsvorm("instroom.csv", Instroomrij, "Gerealiseerde aantallen per periode en gemeente"),
    Bestandsvorm("trajecten.toml", Trajecten, "Wachttijden, leerroutes en gebruik van voorzieningen"),
    Bestandsvorm("contracten.csv", Contractrij, "Prijzen per voorziening en periode"),
    Bestandsvorm("formatie.csv", Formatierij, "Eigen mensen, in fte"),
    Bestandsvorm("budgetten.csv", Budgetrij, "Bedragen die niet met het aantal mensen meebewegen"),
    Bestandsvorm("taakstelling.csv", Taakstellingrij, "Gepubliceerde taakstelling van een gemeente"),
    Bestandsvorm("scenarios/NAAM.toml", Scenario, "Een scenario: wijzigingen en gebeurtenissen met een datum"),
    Bestandsvorm("begroting.csv", Begrotingrij, "Wat de raad besloot, en de jaarrekening"),
    Bestandsvorm("rekeningschema.csv", Schemarij, "Rekening, taakveld en economische categorie per rol"),
    Bestandsvorm("beschikkingen.csv", Besluitrij, "Ontvangen beschikkingen (in de map zelf of in verantwoording/)"),
    Bestandsvorm("tellingen.csv", Telrij, "Tellingen van DUO (in de map zelf of in verantwoording/)"),
    Bestandsvorm("standen.csv", Standrij, "Gesloten jaren (in de map zelf of in verantwoording/)"),
    Bestandsvorm("personen.csv", Persoonrij, "Gepseudonimiseerde dossiers, een rij per persoon"),
    Bestandsvorm("duo.csv", Duorij, "Wat DUO over die personen meldde"),
    Bestandsvorm("doelen.toml", Doelenbestand, "Beleidsdoelen en metingen, voor spuk voortgang"),
    Bestandsvorm("maatregelen.toml", Maatregelenbestand, "Waaraan te draaien is, voor spuk maatregelen"),
    Bestandsvorm("profielen/NAAM.toml", Profiel, "Een weergaveprofiel voor de P&C-stukken"),
    Bestandsvorm(f"{_VERANTWOORDING}verantwoording.toml", Instellingen, "Hoe de boekingen gelezen en verdeeld worden"),
    Bestandsvorm(f"{_VERANTWOORDING}boekingsregels.csv", Boekingsregel, "Waar een boeking op telt: pot, taakveld, btw"),
    Bestandsvorm(f"{_VERANTWOORDING}vertaling.csv", Vertaalrij, "Eigen codes en woorden van het boekhoudsysteem"),
    Bestandsvorm(f"{_VERANTWOORDING}saldibalans.csv", Saldirij, "Totalen van het grootboek, ter controle"),
    Bestandsvorm(f"{_VERANTWOORDING}ontvangsten.csv", Ontvangstrij, "Wat de bank van het Rijk ontving"),
    Bestandsvorm(f"{_VERANTWOORDING}sisa/JJJJ.toml", Sjabloon, "Een eigen sjabloon van de SiSa-bijlage"),
    Bestandsvorm("gegevens/bevolking.csv", Inwonerrij, "Nieuwere inwoners op 1 januari dan de meegeleverde"),
    Bestandsvorm("gegevens/taakstelling.csv", Landelijkrij, "Nieuwere landelijke taakstelling per halfjaar"),
    Bestandsvorm("gegevens/taakstelling_gemeenten.csv", Taakstellingrij, "Gepubliceerde taakstelling per gemeente"),
    Bestandsvorm("gegevens/herindelingen.csv", Herindelingrij, "Gemeenten die opgaan in een andere"),
    Bestandsvorm("ggm.toml", Kaart, "Afwijkende namen in de database, voor spuk haal"),
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
