"""data/dcat.jsonld: what data are shipped, in the words of DCAT-AP-NL 3.0: source, licence, vintage, size and sha256.

The owner of the catalogue and where it is published are for whoever publishes: PLAATS and CONTACT say so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.grond.csvtekst import read_dicts

DATA = Path(__file__).resolve().parents[2] / "data"
DOEL = DATA / "dcat.jsonld"
PLAATS = "https://example.org/in-te-vullen/spuk/"
"""Where the files can be fetched: to be filled in by whoever publishes them"""
CONTACT = "in te vullen door wie spuk uitgeeft"
_EU = "http://publications.europa.eu/resource/authority"
_LICENTIES = {
    "EUPL-1.2": f"{_EU}/licence/EUPL_1_2",
    "CC-BY-4.0": f"{_EU}/licence/CC_BY_4_0",
    "BSD-3-Clause": f"{_EU}/licence/BSD_3_CLAUSE",
}
_SOORTEN = {".csv": ("text/csv", "CSV"), ".toml": ("application/toml", "TXT"), ".json": ("application/json", "JSON")}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Gegevensverzameling:
    """One dataset: its files, and what no file says of itself."""

    naam: str
    titel: str
    wat: str
    maker: str
    bestanden: tuple[str, ...]
    licentie: str = "EUPL-1.2"
    thema: str = "GOVE"
    jaarkolom: str = ""
    """Column that says of which day or year a row is: from it follows the vintage"""


VERZAMELINGEN = (
    Gegevensverzameling(
        "bevolking", "Inwoners per gemeente op 1 januari",
        "Inwoners per gemeente uit CBS StatLine 70072ned en 37230ned; status zegt hoe vast een cijfer staat.",
        "Centraal Bureau voor de Statistiek", ("bevolking.csv",), "CC-BY-4.0", "SOCI", "jaar",
    ),
    Gegevensverzameling(
        "taakstelling", "Landelijke taakstelling huisvesting vergunninghouders per halfjaar",
        "Een rij per versie, met de dag waarop zij bekend werd, de bron en hoe zeker het cijfer is.",
        "de makers van spuk, uit openbare aankondigingen", ("taakstelling.csv",), thema="SOCI", jaarkolom="bekend_op",
    ),
    Gegevensverzameling(
        "herindelingen", "Gemeentelijke herindelingen sinds 2021", "Welke gemeente onder welke code doorging.",
        "Centraal Bureau voor de Statistiek", ("herindelingen.csv",), jaarkolom="datum",
    ),
    Gegevensverzameling(
        "gepubliceerd", "Gepubliceerde cijfers over de uitvoering van de Wet inburgering 2021",
        "Budgetten, prijzen en aandelen van gemeenten, waar eigen cijfers naast gelegd worden; de bron staat per rij.",
        "de makers van spuk, uit openbare stukken", ("gepubliceerd.csv",), thema="ECON", jaarkolom="jaar",
    ),
    Gegevensverzameling(
        "parameters", "Wettelijke parameters en aannames van de Wet inburgering 2021",
        "Bedragen, gewichten, indexen en onzekerheden met datum, status en bron per waarde.", "de makers van spuk",
        ("parameters/*.toml",), thema="ECON",
    ),
    Gegevensverzameling(
        "scenarios", "Landelijke scenario's voor de asielinstroom en de wet",
        "Laag, midden en hoog naar de MPP van najaar 2025, en lezingen van wat in de wet openstaat.",
        "de makers van spuk", ("scenarios/*.toml",), thema="SOCI",
    ),
    Gegevensverzameling(
        "iv3", "Codes van Iv3", "Taakvelden en categorieën, en welke cellen CBS niet aanneemt.",
        "Centraal Bureau voor de Statistiek", ("iv3/*.csv",), "CC-BY-4.0",
    ),
    Gegevensverzameling(
        "sisa", "Sjablonen van de SiSa-bijlage", "De indicatoren van de SPUK inburgering per verantwoordingsjaar.",
        "de makers van spuk", ("sisa/*.toml",), thema="ECON",
    ),
    Gegevensverzameling(
        "ggm", "Tabellen van het Gemeentelijk Gegevensmodel 2.5.1",
        "Tabellen, kolommen, verwijzingen en waarden van de diagrammen Inburgering, Leerroute en Financiën.",
        "Gemeente Delft", ("ggm/*.csv",),
    ),
    Gegevensverzameling(
        "boekingsregels", "Regels voor het toerekenen van boekingen", "Waar een boeking op telt: pot, taakveld en btw.",
        "de makers van spuk", ("boekingsregels.csv",), thema="ECON",
    ),
    Gegevensverzameling(
        "sobol", "Richtinggetallen van een Sobol-reeks", "De eerste 64 dimensies van new-joe-kuo-6.21201.",
        "S. Joe en F.Y. Kuo", ("sobol.csv",), "BSD-3-Clause", "TECH",
    ),
    Gegevensverzameling(
        "profielen", "Weergaveprofielen van P&C-stukken", "Hoe gemeenten hun begroting en rekening tonen.",
        "de makers van spuk", ("profielen/*.toml",), thema="ECON",
    ),
    Gegevensverzameling(
        "voorbeelden", "Voorbeeldregio's",
        "Regiomappen om mee te beginnen; Zevenlinden en zijn gemeenten (bevolking_fictief.csv) zijn verzonnen.",
        "de makers van spuk, uit openbare stukken", ("bevolking_fictief.csv", "regios/**/*.csv", "regios/**/*.toml"),
        thema="ECON",
    ),
)  # fmt: skip


def catalogue() -> dict[str, Any]:
    """The whole description."""
    uitgever = {"@type": "foaf:Agent", "foaf:name": "de makers van spuk"}
    return {
        "@context": _CONTEXT,
        "@type": "dcat:Catalog",
        "@id": f"{PLAATS}data",
        "dct:title": _dutch("Meegeleverde gegevens van spuk"),
        "dct:description": _dutch(
            "Wat spuk aan gegevens meebrengt, met bron, licentie, jaargang en sha256 per bestand."
        ),
        "dct:publisher": uitgever,
        "dct:license": {"@id": _LICENTIES["EUPL-1.2"]},
        "dct:language": {"@id": f"{_EU}/language/NLD"},
        "dct:conformsTo": {"@id": "https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/"},
        "dcat:contactPoint": _contact(),
        "dcat:dataset": [_dataset(v, uitgever) for v in VERZAMELINGEN],
    }


def _dataset(v: Gegevensverzameling, uitgever: dict[str, str]) -> dict[str, Any]:
    paden = paths(v)
    return {
        "@type": "dcat:Dataset",
        "@id": f"{PLAATS}data/{v.naam}",
        "dct:identifier": f"spuk-{v.naam}",
        "dct:title": _dutch(v.titel),
        "dct:description": _dutch(v.wat),
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": v.maker},
        "dct:publisher": uitgever,
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dct:language": {"@id": f"{_EU}/language/NLD"},
        "dcat:theme": {"@id": f"{_EU}/data-theme/{v.thema}"},
        "dcat:contactPoint": _contact(),
        **_vintage(v, paden),
        "dcat:distribution": [_distribution(v, pad) for pad in paden],
    }


def paths(v: Gegevensverzameling) -> Sequence[Path]:
    """The files of a dataset, in order."""
    return sorted({pad for patroon in v.bestanden for pad in DATA.glob(patroon) if pad.is_file()})


def _vintage(v: Gegevensverzameling, paden: Sequence[Path]) -> dict[str, Any]:
    """The period that the rows are of, where a column says so."""
    if not v.jaarkolom:
        return {}
    dagen = sorted(rij[v.jaarkolom] for pad in paden for rij in read_dicts(pad) if rij[v.jaarkolom])
    soort = "gYear" if re.fullmatch(r"\d{4}", dagen[0]) else "date"
    van, tot = ({"@type": f"xsd:{soort}", "@value": dag} for dag in (dagen[0], dagen[-1]))
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": van, "dcat:endDate": tot}}


def _distribution(v: Gegevensverzameling, pad: Path) -> dict[str, Any]:
    soort, formaat = _SOORTEN[pad.suffix]
    inhoud = pad.read_bytes()
    waar = f"{PLAATS}data/{pad.relative_to(DATA).as_posix()}"
    som = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
        "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": hashlib.sha256(inhoud).hexdigest()},
    }
    return {
        "@type": "dcat:Distribution",
        "dct:title": _dutch(pad.relative_to(DATA).as_posix()),
        "dcat:accessURL": {"@id": waar},
        "dcat:downloadURL": {"@id": waar},
        "dct:license": {"@id": _LICENTIES[v.licentie]},
        "dct:format": {"@id": f"{_EU}/file-type/{formaat}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{soort}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(len(inhoud))},
        "spdx:checksum": som,
    }


def _contact() -> dict[str, str]:
    return {"@type": "vcard:Kind", "vcard:fn": CONTACT}


def _dutch(tekst: str) -> dict[str, str]:
    return {"@language": "nl", "@value": tekst}
