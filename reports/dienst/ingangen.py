"""Every entrance of the service in one list: the routes, the OpenAPI description and the page all come from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reports.dienst.deur import BESLOTEN
from reports.dienst.grenzen import Dienstgrenzen
from reports.dienst.soorten import SOORTEN, Dienstsoort
from reports.dienst.wachtrij import TOESTANDEN
from reports.grond.meldingen import MEESTE, SLEUTEL, VELDEN
from scenarios.grond.bestanden import spuk_version

OPENAPI = "3.1.0"
WAT = "Raming van de Wet inburgering 2021 voor een ander programma: dezelfde cijfers als de opdrachtregel."
_NUMMER, _BESTAND = "{nummer}", "{bestand}"
_VELDEN = {"nummer": "nummer van de aanvraag", "bestand": "naam van het bestand"}
FOUTEN = {
    401: "geen token, of een dat niet klopt",
    403: "een pagina van een andere site",
    404: "niet van deze beller, of niet (meer) hier",
    409: "nog niet klaar, of geëindigd zonder bestanden",
    413: "een te groot verzoek",
    421: "de kop Host noemt een andere naam dan die van de dienst",
    422: "de invoer klopt niet: in het verzoek of in de regiomap",
    429: "deze beller heeft genoeg aanvragen lopen",
    503: "de rij is vol, of de schijf",
}
ALTIJD = (403, 421)


@dataclass(frozen=True)
class Ingang:
    """One method on one path."""

    methode: str
    pad: str
    taak: str
    """Which function answers it"""
    wat: str
    goed: tuple[int, str, str]
    """Status, what it holds, and as which schema or media type"""
    fouten: tuple[int, ...] = ()
    wacht: bool = False
    """Whether `?wacht=` may be asked"""
    soort: Dienstsoort | None = field(default=None, repr=False)

    @property
    def besloten(self) -> bool:
        """Whether it needs a token."""
        return self.pad.startswith(BESLOTEN)


INGANGEN = (
    Ingang("GET", "/gezondheid", "health", "Of de dienst werkt; zonder token.", (200, "hij werkt", "Gezondheid")),
    Ingang("GET", "/openapi.json", "describe", "Deze beschrijving; zonder token.", (200, "OpenAPI", "object")),
    Ingang("GET", "/uitleg", "page", "Deze beschrijving als pagina; zonder token.", (200, "een pagina", "text/html")),
    *(
        Ingang(
            "POST",
            f"{BESLOTEN}{soort.pad}",
            "ask",
            soort.wat,
            (202, "aangenomen; met wacht ook al over", "Aanvraag"),
            (401, 413, 422, 429, 503),
            wacht=True,
            soort=soort,
        )
        for soort in SOORTEN.values()
    ),
    Ingang(
        *("GET", f"{BESLOTEN}aanvragen", "everything", "Uw aanvragen, de nieuwste eerst."),
        (200, "uw aanvragen", "Aanvragen"),
        (401,),
    ),
    Ingang(
        *("GET", f"{BESLOTEN}aanvragen/{_NUMMER}", "state", "Hoe het met een aanvraag staat."),
        (200, "de aanvraag", "Aanvraag"),
        (401, 404),
        wacht=True,
    ),
    Ingang(
        *("DELETE", f"{BESLOTEN}aanvragen/{_NUMMER}", "drop", "Trek een aanvraag in, of ruim haar bestanden op."),
        (200, "zoals hij was", "Aanvraag"),
        (401, 404),
    ),
    Ingang(
        *("GET", f"{BESLOTEN}aanvragen/{_NUMMER}/{_BESTAND}", "file", "Een bestand van een aanvraag die klaar is."),
        (200, "het bestand", "application/octet-stream"),
        (401, 404, 409, 422),
    ),
    *(
        Ingang(
            "GET",
            f"{BESLOTEN}{soort.pad}/laatste/{_BESTAND}",
            "latest",
            f"Een bestand van de laatste {soort.naam} die klaar is: een vast adres voor Power BI.",
            (200, "het bestand", "application/octet-stream"),
            (401, 404),
            soort=soort,
        )
        for soort in SOORTEN.values()
    ),
)


def describe(grenzen: Dienstgrenzen) -> dict[str, Any]:
    """The OpenAPI document of a service with these limits."""
    paden: dict[str, dict[str, Any]] = {}
    for ingang in INGANGEN:
        paden.setdefault(ingang.pad, {})[ingang.methode.lower()] = _operation(ingang, grenzen)
    return {
        "openapi": OPENAPI,
        "info": {
            "title": "spuk dienst",
            "version": spuk_version(),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            "description": WAT,
        },
        "paths": paden,
        "components": {
            "schemas": {**_schemas(), **{s.model.__name__: _request(s, grenzen) for s in SOORTEN.values()}},
            "securitySchemes": {soort: {"type": "http", "scheme": soort} for soort in ("bearer", "basic")},
        },
    }


def _operation(ingang: Ingang, grenzen: Dienstgrenzen) -> dict[str, Any]:
    status, wat, vorm = ingang.goed
    antwoorden = {str(status): {"description": wat, "content": _content(vorm)}}
    fouten = (*ingang.fouten, *ALTIJD)
    antwoorden |= {str(f): {"description": FOUTEN[f], "content": _content("Meldingen")} for f in sorted(fouten)}
    uit: dict[str, Any] = {
        "summary": ingang.wat,
        "operationId": "_".join(filter(None, (ingang.taak, ingang.soort.naam if ingang.soort else ""))),
        "parameters": [_parameter(naam) for naam in _VELDEN if f"{{{naam}}}" in ingang.pad],
        "responses": antwoorden,
        "security": [{"bearer": []}, {"basic": []}] if ingang.besloten else [],
    }
    if ingang.wacht:
        schema = {"type": "integer", "minimum": 0, "maximum": grenzen.wachten, "default": 0}
        wacht = f"seconden om op de uitkomst te wachten, ten hoogste {grenzen.wachten}"
        uit["parameters"].append({"name": "wacht", "in": "query", "description": wacht, "schema": schema})
    if ingang.methode == "POST" and ingang.soort is not None:
        uit["requestBody"] = {"required": False, "content": _content(ingang.soort.model.__name__)}
    if ingang.soort is not None and _BESTAND in ingang.pad:
        uit["parameters"][-1]["schema"] = {"enum": list(ingang.soort.bestanden)}
    return uit


def _parameter(naam: str) -> dict[str, Any]:
    return {"name": naam, "in": "path", "required": True, "description": _VELDEN[naam], "schema": {"type": "string"}}


def _content(vorm: str) -> dict[str, Any]:
    if "/" in vorm:
        return {vorm: {"schema": {"type": "string"}}}
    schema = {"type": "object"} if vorm == "object" else {"$ref": f"#/components/schemas/{vorm}"}
    return {"application/json": {"schema": schema}}


def _schemas() -> dict[str, Any]:
    tekst = {"type": "string"}
    moment = {"type": ["string", "null"], "format": "date-time"}
    melding = {
        **dict.fromkeys(VELDEN, tekst),
        "tekst": {**tekst, "description": "de melding als één zin"},
    }
    meldingen = {"type": "array", "maxItems": MEESTE + 1, "items": _record(melding)}
    aanvraag = {
        "nummer": tekst,
        "soort": {"enum": list(SOORTEN)},
        "toestand": {"enum": list(TOESTANDEN), "description": "; ".join(f"{t}: {w}" for t, w in TOESTANDEN.items())},
        "verzoek": {"type": "object"},
        **dict.fromkeys(("ontvangen", "begonnen", "geeindigd", "bewaard_tot"), moment),
        "voor_u": {"type": "integer", "description": "aanvragen die eerder kwamen en nog wachten"},
        "bestanden": {
            "type": "object",
            "description": "naam van het bestand naar zijn pad",
            "additionalProperties": tekst,
        },
        SLEUTEL: meldingen,
    }
    return {
        "Gezondheid": _record({"toestand": {"enum": ["goed"]}}),
        "Aanvraag": _record(aanvraag),
        "Aanvragen": _record({"aanvragen": {"type": "array", "items": {"$ref": "#/components/schemas/Aanvraag"}}}),
        "Meldingen": _record({SLEUTEL: meldingen}),
    }


def _request(soort: Dienstsoort, grenzen: Dienstgrenzen) -> dict[str, Any]:
    """The fields of a request, with no more draws than this service takes on."""
    velden: dict[str, Any] = soort.model.model_json_schema().get("properties", {})
    if trekkingen := velden.get("trekkingen"):
        trekkingen["maximum"] = min(trekkingen["maximum"], grenzen.trekkingen)
    return {"type": "object", "additionalProperties": False, "properties": velden}


def _record(velden: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(velden), "properties": velden}
