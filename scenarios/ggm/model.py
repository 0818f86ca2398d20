"""What `spuk haal` may read of the GGM: these columns and no others (AVG art. 5 lid 1 c, gegevensminimalisatie).

Not one of them is a name, BSN, V-nummer, birth date or address. Types come from the shipped `data/ggm/kolommen.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from scenarios.grond.csvtekst import read_dicts
from scenarios.grond.gegevens import data_path

PERSONEN: Mapping[str, tuple[str, ...]] = {
    "INBURGERAAR": (
        "NATUURLIJKPERSOON_ID",
        "HEEFT_EEN_INBURGERINGSPLICHT_ID",
        "HEEFT_AANVRAAG_VERLENGING_INBURGERINGSTERMIJN_ID",
        "VOOR_INBURGERINGSAANBOD_ID",
    ),
    "ASIELSTATUSHOUDER": ("NATUURLIJKPERSOON_ID", "IS_GEKOPPELD_AAN__GEMEENTE_ID", "HEEFT_TAALVAARDIGHEID_ID"),
    "GEZINSMIGRANT_EN_OVERIGE_MIGRANT_": ("NATUURLIJKPERSOON_ID",),
    "GEMEENTE": ("GEMEENTE_ID", "GEMEENTECODE"),
    "INBURGERINGSPLICHT": (
        "INBURGERINGSPLICHT_ID",
        "DATUMSTART",
        "DATUMEIND",
        "INDICATORINBURGERINGSPLICHT",
        "REDENGEENINBURGERINGSPLICHT",
        "WORDTBEHANDELSALS",
        "DATUMGEWIJZIGDWORDTBEHANDELDALS",
        "BESCHIKKINGVOLDAANINBURGERINGSPLICHT",
    ),
    "INBURGERINGSTRAJECT": ("INBURGERINGSTRAJECT_ID", "HEEFT_INBURGERINGSPLICHT_ID"),
    "BREDE_INTAKE": ("ONDERDEEL_VAN_INBURGERINGSTRAJECT_ID", "HEEFT_LEERROUTE_ID", "STARTDATUM"),
    "LEERROUTE": ("LEERROUTE_ID", "AFGESPROKEN_IN_PIP_ID", "LEERROUTETYPE", "NIVEAU"),
    "PIP": ("PIP_ID", "BEVAT_INBURGERINGSAANBOD_ID", "DAGTEKENINGINITIELEPIP", "DAGTEKENINGPIP"),
    "INBURGERINGSAANBOD": (
        "INBURGERINGSAANBOD_ID",
        "DATUMINBURGERINGSAANBOD",
        "DATUMAANVANGTAALSCHAKELTRAJECT",
    ),
    "TAALVAARDIGHEID": ("TAALVAARDIGHEID_ID", "STARTVANTAALLESACTVITEIT"),
    "PVT": ("ONDERDEEL_VAN_LEERROUTE_ID", "DATUMONDERTEKENING_PVT", "RESULTAAT"),
    "MAP": ("ONDERDEEL_VAN_LEERROUTE_ID", "DATUMEINDGESPREKMAP", "RESULTAAT"),
    "EXAMEN": ("EXAMEN_ID", "AFGEROND_MET_INBURGERINGSTRAJECT_ID", "EXAMENRESULTAAT"),
    "EXAMENONDERDEEL": (
        "EXAMENONDERDEEL_ID",
        "EXAMEN_ID",
        "DATUMREGISTRATIEUITSLAG",
        "EXAMENONDERDEELSPECIFICATIE",
        "ONTHEFFING_VOOR_ONTHEFFING_ID",
    ),
    "VRIJSTELLING": (
        "VRIJSTELLING_INBURGERINGSPLICHT_ID",
        "VRIJSTELLING_VOOR_EXAMENONDERDEEL_ID",
        "DATUMVRIJSTELLING",
    ),
    "ONTHEFFING": ("ONTHEFFING_ID", "ONTHEFFING_INBURGERINGSPLICHT_ID", "DATUMONTHEFFING", "BESLISSINGONTHEFFING"),
    "INBURGERINGSTERMIJN": (
        "HEEFT_INBURGERINGSPLICHT_ID",
        "BEOORDELING_AANVRAAG_AANVRAAG_VERLENGING_INBURGERINGSTERMIJN_ID",
        "DATUMEINDEINBURGERINGSTERMIJN",
    ),
    "AANVRAAG_VERLENGING_INBURGERINGSTERMIJN": (
        "AANVRAAG_VERLENGING_INBURGERINGSTERMIJN_ID",
        "BEOORDELINGAANVRAAGVERLENGING_ENUM_ID",
    ),
}
"""Table -> columns read for instroom and trajecten."""

BOEKINGEN: Mapping[str, tuple[str, ...]] = {
    "MUTATIE": (
        "MUTATIE_ID",
        "BEDRAG",
        "DATUM",
        "HEEFT_BETREKKING_OP_KOSTENPLAATS_ID",
        "NAAR_HOOFDREKENING_ID",
        "VAN_HOOFDREKENING_ID",
    ),
    "HOOFDREKENING": ("HOOFDREKENING_ID", "NUMMER"),
    "KOSTENPLAATS": ("KOSTENPLAATS_ID", "NAAM"),
}
"""Table -> columns read for bookings. KOSTENPLAATS.NAAM names a cost centre, not a person."""


@lru_cache
def load_types() -> Mapping[tuple[str, str], str]:
    """(table, column) -> type of GGM 2.5.1, for every table of the diagrams Inburgering, Leerroute and Financiën."""
    # A table stands in several diagrams, sometimes with fewer columns.
    return {(r["tabel"], r["kolom"]): r["type"] for r in read_dicts(data_path() / "ggm" / "kolommen.csv")}
