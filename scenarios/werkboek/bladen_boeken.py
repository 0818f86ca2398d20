"""The tables of decisions, closed years and the begroting."""

from __future__ import annotations

from finance.administratie.rollen import ROLLEN
from scenarios.boeken.begroting import INBURGERAARS, PER_VOORZIENING, POSTEN
from scenarios.werkboek.kolommen import Invoertabel, Veld
from scenarios.werkboek.vaste_kolommen import GEMEENTE, origin

_JAAR = Veld("jaar", "jaar", "Begrotingsjaar", "2026", verplicht=True)
_BRON = Veld("bron", "lang", "Waar het cijfer vandaan komt", "DUO 24/123")
_REGELING = Veld("regeling", "keuze", "Welke SPUK", "spuk", keuzes=("spuk", "spuk_onderwijsroute"), leeg="spuk")
_GEMEENTE_OF_LAND = Veld(
    "cbs_code", "gemeente", "Gemeente van het blad Start, of NL", "Hoorn", verplicht=True, kop="Gemeente"
)


def _amount(naam: str, uitleg: str, verplicht: bool = False, leeg: str = "") -> Veld:
    return Veld(naam, "euro", uitleg, eenheid="€", verplicht=verplicht, leeg=leeg)


def _number(naam: str, uitleg: str, verplicht: bool = False, leeg: str = "") -> Veld:
    return Veld(naam, "heel", uitleg, eenheid="personen", verplicht=verplicht, leeg=leeg)


BOEKEN = (
    Invoertabel(
        "beschikkingen", "Beschikkingen", "Ontvangen beschikkingen", "beschikkingen.csv",
        (
            _JAAR,
            GEMEENTE,
            _REGELING,
            Veld("soort", "keuze", "Soort beschikking", "definitief",
                 keuzes=("voorlopig", "nader", "definitief", "terugvordering"), verplicht=True),
            Veld("datum", "datum", "Datum van de beschikking; de laatste telt", "15-05-2024", verplicht=True),
            _amount("bedrag", "Totaal", verplicht=True),
            *(_amount(n, f"Onderdeel {n.replace('_', ' ').upper()}", leeg="niet uitgesplitst")
              for n in ("bgo", "ba_a", "ba_b", "ba_c", "aia", "abo")),
            Veld("beschikkingsnummer", "tekst", "Nummer op de beschikking, voor SiSa en accountant", "FICTIEF-2024-17"),
            _BRON,
        ),
        uitleg="Voor raming en verantwoording. Een beschikking gaat altijd voor de berekende uitkering.",
    ),
    Invoertabel(
        "tellingen", "Tellingen", "Tellingen van DUO op de peildatum", "tellingen.csv",
        (
            _JAAR,
            _GEMEENTE_OF_LAND,
            Veld("soort", "keuze", "Waar de telling bij hoort", "definitief", keuzes=("definitief", "voorlopig"),
                 leeg="definitief"),
            _number("cohort_t", "Asielstatushouders, jaar zelf", verplicht=True),
            _number("cohort_t1", "Asielstatushouders, een jaar eerder", verplicht=True),
            _number("cohort_t2", "Asielstatushouders, twee jaar eerder", verplicht=True),
            _number("gezin", "Gezins- en overige migranten", verplicht=True),
            _number("aia", "Afgeronde trajecten", leeg="0"),
            _number("onderwijsroute", "Onderwijsroute", leeg="0"),
            _BRON,
        ),
    ),
    Invoertabel(
        "standen", "Standen", "Standen van afgesloten jaren", "standen.csv",
        (
            _JAAR,
            GEMEENTE,
            _REGELING,
            _amount("uitkering", "Definitieve uitkering", verplicht=True),
            _amount("besteding", "Besteding", verplicht=True),
            _amount("reservering_begin", "Reservering op 1 januari", verplicht=True),
            _amount("doorgeschoven_begin", "Doorgeschoven tekort op 1 januari", leeg="0"),
            _amount("reservering_eind", "Reservering op 31 december", verplicht=True),
            _amount("doorgeschoven_eind", "Doorgeschoven tekort op 31 december", leeg="0"),
            _amount("terug_te_betalen", "Terug te betalen", leeg="niet bekend"),
            _amount("uitkering_vorig", "Uitkering van het jaar ervoor, als de reeks na 2022 begint", leeg="0"),
            _BRON,
        ),
    ),
    Invoertabel(
        "begroting", "Begroting", "Wat de raad besloot", "begroting.csv",
        (
            _JAAR,
            GEMEENTE,
            Veld("soort", "keuze", "Primitief, wijziging, of rekening (gerealiseerd)", "primitief",
                 keuzes=("primitief", "wijziging", "rekening"), standaard="primitief"),
            Veld("besluit", "tekst", "Naam van het besluit; verplicht bij een wijziging", "Voorjaarsnota 2026"),
            Veld("datum", "datum", "Dag van het besluit; bij rekening: geboekt tot en met", "23-06-2026",
                 leeg="bij rekening het hele jaar"),
            Veld("post", "keuze", "Lasten, baten of het aantal inburgeraars", "leerroute_b1",
                 keuzes=tuple(dict.fromkeys((*POSTEN, *PER_VOORZIENING, INBURGERAARS))), verplicht=True),
            Veld("bedrag", "euro_pm", "Bedrag, altijd positief; of PM", "36000", eenheid="€"),
            Veld("aantal", "getal", "Eenheden achter de lasten, of het aantal inburgeraars", "98,5",
                 leeg="geen splitsing in volume en prijs"),
            Veld("aard", "keuze", "Structureel of incidenteel", "structureel", keuzes=("structureel", "incidenteel"),
                 leeg="structureel"),
            *origin("vastgesteld"),
        ),
        uitleg="Verandert geen raming; spuk pc zet het ernaast.", ruimte=60,
    ),
    Invoertabel(
        "rekeningschema", "Rekeningschema", "Rekeningen van de eigen administratie", "rekeningschema.csv",
        (
            Veld("rol", "keuze", "Waarvoor: een rekening van de balans, een soort last of een bate", "passief",
                 keuzes=tuple(ROLLEN), verplicht=True),
            Veld("uitkering", "keuze", "Alleen voor deze SPUK", "spuk", keuzes=("spuk", "spuk_onderwijsroute"),
                 leeg="beide"),
            Veld("cbs_code", "gemeente", "Alleen voor deze gemeente", "Hoorn", kop="Gemeente", leeg="alle"),
            Veld("grootboek", "tekst", "Rekening in het grootboek", "2950", verplicht=True),
            Veld("kostenplaats", "tekst", "Kostenplaats", "61001"),
            Veld("taakveld", "tekst", "Taakveld van CBS", "6.1", leeg="dat van spuk"),
            Veld("categorie", "tekst", "Economische categorie van CBS; bij de balans: de balanspost", "4.3.1",
                 leeg="die van spuk"),
            Veld("aard", "keuze", "Structureel of incidenteel", "structureel", keuzes=("structureel", "incidenteel"),
                 leeg="structureel"),
            *origin("vastgesteld"),
        ),
        uitleg="Voor spuk journaal, iv3 en wijziging; zie spuk uitleg boekhouding. Wat ontbreekt is een aanname.",
        ruimte=40,
    ),
)  # fmt: skip
