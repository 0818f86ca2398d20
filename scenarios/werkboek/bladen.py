"""What the workbook holds: every table in the order in which a controller knows things.

The names of columns are those of the text files (docs/invoer.md); a test holds them to the models that read those.
"""

from __future__ import annotations

from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import (
    HALFJAARINDICATOREN,
    HUISHOUDINDICATOREN,
    STARTINDICATOREN,
    VOORTGANGSINDICATOREN,
)
from scenarios.werkboek.bladen_boeken import BOEKEN
from scenarios.werkboek.bladen_scenario import SCENARIO
from scenarios.werkboek.kolommen import STATUSSEN, Dwars, Invoertabel, Veld
from scenarios.werkboek.vaste_kolommen import (
    DOELGROEPEN,
    GEMEENTE,
    GEMEENTEN,
    ROUTES,
    VOORZIENINGNAMEN,
    interval,
    origin,
)

REGIO, VRAAG = "regio", "vraag"
INSTROOM = "instroom.csv"

_START = (
    Invoertabel(
        REGIO, "Start", "Regio", "regio.toml",
        (
            Veld("naam", "tekst", "Naam van de regio of gemeente, in alle uitvoer", "Westfriesland", verplicht=True),
            Veld("peildatum", "datum", "Tot deze dag zijn de aantallen bekend: 1 januari of 1 juli", "01-07-2026",
                 verplicht=True),
            Veld("eindjaar", "jaar", "Horizon: laatste jaar dat wordt doorgerekend", "2030",
                 leeg="begrotingsjaar (het jaar na de peildatum) + 3"),
            Veld("omschrijving", "lang", "Toelichting in eigen woorden"),
            Veld("bekend_op", "datum", "Alleen taakstellingen die op deze dag bekend waren, om een oude raming over "
                 "te doen", "31-01-2023", leeg="alles wat nu bekend is"),
            Veld("contract_terugval", "ja_nee", "Neemt een maand zonder contract de prijs van het dichtstbijzijnde "
                 "contract? Anders is dat een fout", "nee", leeg="nee"),
            Veld("zonder", "lijst", "Soorten onzekerheid die niet worden getrokken, met | ertussen", "prijzen|duur",
                 leeg="alles wat niet vaststaat, wordt getrokken"),
            Veld("alle_gemeenten", "ja_nee", "Heel Nederland in plaats van de gemeenten hieronder", "nee", leeg="nee"),
        ),
        pad="", formulier=True, verplicht=True,
    ),
    Invoertabel(
        VRAAG, "Start", "Vraag die het eerst beantwoord wordt", "regio.toml",
        (
            Veld("tekst", "lang", "De vraag in woorden", "Kunnen wij de wet budgettair neutraal uitvoeren?",
                 leeg="geen vraag vooraf", kop="Vraag"),
            Veld("van", "jaar", "Eerste jaar van de vraag", "2027", kop="Eerste jaar"),
            Veld("tot", "jaar", "Laatste jaar van de vraag", "2030", kop="Laatste jaar"),
            Veld("scenarios", "lijst", "Scenario's die er altijd naast staan, met | ertussen", "b1-duurder",
                 kop="Scenario's erbij", leeg="geen"),
        ),
        pad="vraag", formulier=True, plaats="vraag",
    ),
    Invoertabel(
        "gemeenten", "Start", "Gemeenten", "regio.toml",
        (
            Veld("naam", "tekst", "Naam van de gemeente", "Hoorn", verplicht=True, kop="Gemeente"),
            Veld("code", "tekst", "CBS-code", "GM0405", leeg="wordt bij de naam gezocht", kop="CBS-code"),
            Veld("uitvoering", "tekst", "Wie de wet uitvoert, voor de lezer", "WerkSaam"),
            Veld("achterstand", "heel", "Nog te huisvesten op 1 januari 2022; negatief is een voorsprong", "12",
                 eenheid="personen", leeg="0"),
        ),
        uitleg="In de volgorde waarin zij overal staan.", pad="gemeente[]", plaats="gemeente {naam}",
    ),
)  # fmt: skip


def _counts(naam: str, blad: str, titel: str, indicatoren: tuple[str, ...], uitleg: str) -> Invoertabel:
    """A part of instroom.csv, half-years across."""
    return Invoertabel(
        naam, blad, titel, INSTROOM,
        (
            GEMEENTE,
            Veld("doelgroep", "keuze", "Wie geteld zijn", "asielstatushouder", keuzes=(*DOELGROEPEN, "allen"),
                 standaard="asielstatushouder"),
            Veld("indicator", "keuze", "Wat geteld is", indicatoren[0], keuzes=indicatoren, standaard=indicatoren[0]),
            Veld("periode_van", "datum", "Eerste dag", verplicht=True),
            Veld("periode_tot", "datum", "Eerste dag erna", verplicht=True),
            Veld("aantal", "heel", "Aantal in het halfjaar; leeg: niet geteld", "57"),
            *origin("vastgesteld"),
        ),
        uitleg=uitleg, dwars=Dwars(("periode_van", "periode_tot"), "aantal"), hoort=indicatoren,
        verplicht=naam == "huisvesting", ruimte=12,
    )  # fmt: skip


_DUUR = (
    Veld("maanden", "heel", "Duur vanaf de start", "24", eenheid="maanden", verplicht=True),
    Veld("uitval_per_maand", "deel", "Deel dat iedere maand stopt", "0,5%", eenheid="deel per maand", leeg="0"),
    Veld("geslaagd", "deel", "Deel van wie er aan het einde nog is, dat binnen de termijn slaagt", "75%",
         eenheid="deel", verplicht=True),
    Veld("verlenging", "heel", "Verlenging van de termijn (Regeling art. 7.4)", "6", eenheid="maanden", leeg="0"),
    Veld("verlenging_aandeel", "deel", "Deel dat die verlenging krijgt", "10%", eenheid="deel", leeg="0"),
    Veld("afschalen_na", "heel", "Na zoveel maanden schaalt een deel af", "12", eenheid="maanden", leeg="0"),
    Veld("afschalen_aandeel", "deel", "Deel dat afschaalt", "20%", eenheid="deel", leeg="niemand"),
    Veld("afschalen_intensiteit", "deel", "Gebruik daarna", "60%", eenheid="deel", leeg="100%"),
)  # fmt: skip
_LEERROUTES = (
    Invoertabel(
        "routes", "Leerroutes", "Duur en slagen per leerroute", "trajecten.toml",
        (
            Veld("leerroute", "keuze", "Leerroute", "b1", keuzes=ROUTES, verplicht=True),
            *_DUUR,
            *interval("getal", "de duur", "maanden", "maanden_"),
            *interval("deel", "de uitval per maand", "deel", "uitval_"),
            *interval("deel", "het deel met verlenging", "deel", "verlenging_"),
            *interval("deel", "het deel dat slaagt", "deel", "geslaagd_"),
            *origin("aanname"),
        ),
        pad="route.{leerroute}", verplicht=True, ruimte=0,
    ),
    Invoertabel(
        "wachttijden", "Leerroutes", "Wachttijd tot iedere stap", "trajecten.toml",
        (
            Veld("doelgroep", "keuze", "Doelgroep", "asielstatushouder", keuzes=DOELGROEPEN, verplicht=True),
            Veld("stap", "keuze", "Tot welke stap: intake (vanaf huisvesting), pip (vanaf intake) of start (vanaf "
                 "pip)", "intake", keuzes=("intake", "pip", "start"), verplicht=True),
            Veld("gemiddeld", "getal", "Gemiddelde wachttijd; 0 is meteen", "1,5", eenheid="maanden", verplicht=True),
            Veld("vorm", "getal", "Vorm van de gammaverdeling: 1 heeft een lange staart, hoger ligt dichter bij het "
                 "gemiddelde", "1", leeg="1"),
            *interval("getal", "het gemiddelde", "maanden"),
            *origin("aanname"),
        ),
        pad="wachten.{doelgroep}.{stap}", verplicht=True, ruimte=0,
    ),
    Invoertabel(
        "begint", "Leerroutes", "Deel van de plichtigen dat een plan en een leerroute krijgt", "trajecten.toml",
        (
            Veld("doelgroep", "keuze", "Doelgroep", "asielstatushouder", keuzes=DOELGROEPEN, verplicht=True),
            Veld("aandeel", "deel", "Deel dat begint; de rest verhuist, is ontheven of volgt ander onderwijs",
                 "91,5%", eenheid="deel", verplicht=True),
            *interval("deel", "het deel", "deel"),
            *origin("aanname"),
        ),
        pad="start_aandeel.{doelgroep}", verplicht=True, ruimte=0,
    ),
    _counts("leerroutetelling", "Leerroutes", "Aantallen per leerroute", tuple(STARTINDICATOREN),
            "Van hoeveel plichtigen is de leerroute bekend: gestart of vastgesteld, niet allebei."),
)  # fmt: skip
_CONTRACT = (
    Invoertabel(
        "contracten", "Contracten", "Prijzen", "contracten.csv",
        (
            Veld("contract", "tekst", "Naam van het contract of de prijsregel", "B1 vanaf 2025", verplicht=True),
            Veld("leverancier", "tekst", "Wie levert", "NLtraining", standaard="niet opgegeven"),
            Veld("voorziening", "keuze", "Wat geleverd wordt", "leerroute_b1", keuzes=VOORZIENINGNAMEN,
                 verplicht=True),
            Veld("onderdeel", "tekst", "Deel van de voorziening, als die in delen is ingekocht: de prijzen tellen op",
                 "participatie", leeg="de hele voorziening", breed=14),
            Veld("aandeel", "deel", "Deel van de deelnemers voor wie deze prijs geldt", "20%", eenheid="deel",
                 leeg="iedereen"),
            GEMEENTEN,
            Veld("leerroutes", "lijst", "Leerroutes, met | ertussen, of alle", "b1|z", keuzes=(*ROUTES, "alle"),
                 leeg="alle"),
            Veld("van", "datum", "Eerste dag: de eerste van een maand", "01-01-2027", verplicht=True),
            Veld("tot", "datum", "Eerste dag erna: de eerste van een maand", "01-01-2030", leeg="tot nader order"),
            Veld("eenheid", "tekst", "Waarvoor de prijs geldt: de eenheid van de voorziening, uur, of jaar (vast "
                 "bedrag)", "traject", leeg="de eenheid van de voorziening; jaar bij een vast bedrag", breed=10),
            Veld("prijs", "prijs", "Prijs per eenheid", "11600", eenheid="€ per eenheid", verplicht=True),
            Veld("betaling", "keuze", "gespreid: maand voor maand; termijnen: zie die kolom; vast: bedrag per jaar",
                 "gespreid", keuzes=("gespreid", "termijnen", "vast"), leeg="gespreid; vast bij beleid_inkoop"),
            Veld("termijnen", "lijst", "Delen per moment, samen 1: start, halverwege, einde, resultaat",
                 "start:0.4|halverwege:0.3|resultaat:0.3", leeg="geen termijnen"),
            Veld("prijsmoment", "keuze", "levering: prijs van de maand van levering; start: wie begint, houdt zijn "
                 "prijs", "start", keuzes=("levering", "start"), leeg="levering"),
            Veld("prijspeil", "jaar", "Jaar van het prijspeil: daarna jaarlijks geïndexeerd", "2025",
                 leeg="nooit geïndexeerd"),
            *interval("prijs", "de prijs", "€ per eenheid"),
            *origin("vastgesteld"),
        ),
        uitleg="Iedere maand, gemeente, voorziening en leerroute precies één prijs; wat niets kost, krijgt prijs 0.",
        verplicht=True, ruimte=40,
    ),
    Invoertabel(
        "formatie", "Formatie", "Eigen mensen", "formatie.csv",
        (
            Veld("functie", "tekst", "Functie of taak", "Klantmanager inburgering", verplicht=True),
            Veld("fte", "getal", "Aantal fte", "2,5", eenheid="fte", verplicht=True),
            Veld("prijs", "euro", "Loonkosten van een hele fte per jaar", "95000", eenheid="€ per fte per jaar",
                 verplicht=True),
            Veld("voorziening", "keuze", "Waarvoor zij werken", "beleid_inkoop", keuzes=VOORZIENINGNAMEN,
                 leeg="beleid_inkoop"),
            GEMEENTEN,
            Veld("van", "datum", "Eerste dag: de eerste van een maand", "01-01-2027", leeg="1 januari 2022"),
            Veld("tot", "datum", "Eerste dag erna: de eerste van een maand", "01-01-2030", leeg="tot nader order"),
            Veld("prijspeil", "jaar", "Jaar van het prijspeil: daarna jaarlijks geïndexeerd", "2026",
                 leeg="nooit geïndexeerd"),
            *interval("euro", "de prijs", "€ per fte per jaar"),
            *origin("raming"),
        ),
        uitleg="Vaste lasten: fte × prijs per fte, naast de prijzen van het blad Contracten. Zet dezelfde mensen niet "
        "op allebei de bladen.",
    ),
    Invoertabel(
        "gebruik", "Gebruik", "Gebruik per persoon", "trajecten.toml",
        (
            Veld("voorziening", "keuze", "Voorziening", "map", keuzes=VOORZIENINGNAMEN, verplicht=True),
            Veld("anker", "keuze", "Vanaf welke stap het telt", "start",
                 keuzes=("huisvesting", "intake", "pip", "start"), verplicht=True),
            Veld("hoeveelheid", "getal", "Eenheden per persoon die het krijgt", "1", eenheid="eenheden",
                 verplicht=True),
            Veld("duur", "heel", "Gespreid over zoveel maanden", "12", eenheid="maanden",
                 leeg="zo lang als de leerroute"),
            Veld("na", "heel", "Begint zoveel maanden na die stap", "3", eenheid="maanden", leeg="0"),
            Veld("aandeel", "deel", "Deel van de personen dat het krijgt", "55%", eenheid="deel", leeg="iedereen"),
            Veld("verlenging", "heel", "Verlenging met hetzelfde gebruik per maand", "6", eenheid="maanden", leeg="0"),
            Veld("verlenging_aandeel", "deel", "Deel dat die verlenging krijgt", "20%", eenheid="deel", leeg="0"),
            Veld("uren", "getal", "Uren per eenheid, als een contract per uur gaat", "20", eenheid="uren", leeg="0"),
            Veld("doelgroepen", "lijst", "Alleen voor deze doelgroepen, met | ertussen", "asielstatushouder",
                 keuzes=DOELGROEPEN, leeg="zoals de wet zegt"),
            *interval("getal", "de hoeveelheid", "eenheden"),
            *origin("aanname"),
        ),
        pad="gebruik.{voorziening}", verplicht=True, ruimte=0,
    ),
)  # fmt: skip
_GELD = (
    Invoertabel(
        "budgetten", "Gemeentefonds", "Gemeentefonds en SPUK onderwijsroute", "budgetten.csv",
        (
            Veld("cbs_code", "gemeente", "Gemeente van het blad Start; NL is een landelijk bedrag, naar inwoners "
                 "verdeeld", "Hoorn", verplicht=True, kop="Gemeente"),
            Veld("pot", "keuze", "Welk geld", "gemeentefonds",
                 keuzes=("gemeentefonds", "spuk_onderwijsroute", "invoering"), standaard="gemeentefonds"),
            Veld("jaar", "jaar", "Begrotingsjaar", verplicht=True),
            Veld("bedrag", "euro", "Bedrag van het jaar; na het laatste jaar geïndexeerd", "237000", eenheid="€"),
            *interval("euro", "het bedrag", "€"),
            *origin("raming"),
        ),
        uitleg="Eén kolom per jaar; voeg een jaar toe door in de kop een jaartal te zetten.",
        dwars=Dwars(("jaar",), "bedrag"), verplicht=True, ruimte=12,
    ),
    Invoertabel(
        "verdeling", "Verdeling", "Uit welk geld een voorziening wordt betaald", "regio.toml",
        (
            Veld("voorziening", "keuze", "Voorziening", "leerroute_onderwijs", keuzes=VOORZIENINGNAMEN,
                 verplicht=True),
            Veld("vanaf", "datum", "Eerste dag; werkt per kalenderjaar", "01-01-2026", verplicht=True),
            *(Veld(p, "deel", f"Deel uit {n}", v, eenheid="deel", leeg="0")
              for p, n, v in (("gemeentefonds", "het Gemeentefonds", ""), ("spuk", "de SPUK", "100%"),
                              ("spuk_onderwijsroute", "de SPUK onderwijsroute (tot en met 2025)", ""))),
            *origin("vastgesteld"),
        ),
        uitleg="Alleen wat anders is dan de wet al zegt; de delen zijn samen 100%.", pad="verdeling[]",
    ),
    Invoertabel(
        "herverdeling", "Verdeling", "Afspraken om de taakstelling anders te verdelen", "regio.toml",
        (
            Veld("vanaf", "datum", "Eerste dag", "01-01-2026", verplicht=True),
            Veld("tot", "datum", "Eerste dag erna", "01-01-2028", leeg="tot nader order"),
            Veld("van", "tekst", "Gemeente die overdraagt", "Opmeer"),
            Veld("naar", "tekst", "Gemeente die overneemt", "Hoorn"),
            Veld("aantal", "heel", "Personen per halfjaar", "5", eenheid="personen"),
            Veld("sleutel", "sleutel", "In plaats daarvan: gemeenten met hun deel", "Hoorn: 3; Opmeer: 1"),
            *origin("vastgesteld"),
        ),
        uitleg="Huisvestingswet art. 29 lid 2.", pad="herverdeling[]",
    ),
    Invoertabel(
        "taakstelling", "Taakstelling", "Gepubliceerde taakstelling per gemeente", "taakstelling.csv",
        (
            GEMEENTE,
            Veld("halfjaar", "halfjaar", "Halfjaar", "2026H2", verplicht=True),
            Veld("aantal", "heel", "Taakstelling", "57", eenheid="personen", verplicht=True),
            Veld("bekend_op", "datum", "Dag waarop zij bekend werd", "01-04-2026", verplicht=True),
            *origin("vastgesteld"),
        ),
        uitleg="Alleen om de berekende taakstelling te vervangen.",
    ),
)  # fmt: skip
_ONZEKERHEDEN = (
    Invoertabel(
        "onzekerheden", "Onzekerheden", "Eigen waarden voor bedragen en aannames", "parameters.toml",
        (
            Veld("parameter", "keuze", "Wat een eigen waarde krijgt; zie ook: spuk parameters", "realisatie",
                 keuzes=tuple(shipped().parameters), verplicht=True),
            Veld("vanaf", "datum", "Eerste dag waarop de waarde geldt", "01-01-2026", verplicht=True),
            Veld("waarde", "waarde", "De waarde, in de eenheid van de parameter", "0,95", verplicht=True),
            *interval("waarde", "de waarde", "als de waarde"),
            Veld("status", "keuze", "Hoe zeker de waarde is", "aanname", keuzes=STATUSSEN, standaard="aanname"),
            Veld("toelichting", "lang", "Waarom; bij een aanname altijd", "gemiddelde van drie jaar"),
            Veld("bron.titel", "lang", "Waar de waarde staat; verplicht als het geen aanname is",
                 "Beschikking DUO 2024", kop="Bron"),
            Veld("bron.bwb", "tekst", "Nummer van de regeling op wetten.overheid.nl", "BWBR0045574"),
            Veld("bron.versie", "datum", "Versie van de regeling"),
            Veld("bron.url", "tekst", "Adres", "https://wetten.overheid.nl"),
        ),
        uitleg="Wat hier niet staat, komt uit spuk zelf; de lijst staat op het blad Aannames.",
        pad="{parameter}.waarde[]", plaats="[[{parameter}.waarde]]",
    ),
)  # fmt: skip

TABELLEN: tuple[Invoertabel, ...] = (
    *_START,
    _counts("huisvesting", "Huisvesting", "Gehuisvest en inburgeringsplichtig",
            (*HALFJAARINDICATOREN, *HUISHOUDINDICATOREN),
            "Eén kolom per halfjaar; voeg een halfjaar toe door in de kop 2026H2 te zetten (een heel jaar: "
            "2026H1-2026H2)."),
    *_LEERROUTES,
    *_CONTRACT,
    *_GELD,
    *BOEKEN,
    *_ONZEKERHEDEN,
    *SCENARIO,
    _counts("voortgang", "Voortgang", "Voortgang, voor spuk voortgang", VOORTGANGSINDICATOREN,
            "Niet nodig voor de raming."),
)  # fmt: skip
PER_NAAM = {t.naam: t for t in TABELLEN}
BLADEN = tuple(dict.fromkeys(t.blad for t in TABELLEN))
"""The sheets with input, in order."""
AANNAMES, TEKST, LIJSTEN = "Aannames", "Bestanden", "Lijsten"
"""Sheets that hold no input: what is still assumed, how the text files looked, and the lists to choose from."""
