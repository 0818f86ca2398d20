"""The tables of scenarios, their changes and events, and of policy goals."""

from __future__ import annotations

from scenarios.regiomap.doelen import SOORTEN as DOELSOORTEN
from scenarios.regiomap.gebeurtenissen import SOORTEN as GEBEURTENISSOORTEN
from scenarios.regiomap.modellen import BASIS
from scenarios.werkboek.kolommen import STATUSSEN, Invoertabel, Veld
from scenarios.werkboek.vaste_kolommen import DOELGROEPEN, ROUTES, origin

PER_SCENARIO = "scenarios/{scenario}.toml"
_SCENARIO = Veld("scenario", "tekst", "Naam van het scenario", "b1-duurder", verplicht=True)
_VANAF = Veld("vanaf", "datum", "Eerste dag", "01-01-2027", verplicht=True)
_TOT = Veld("tot", "datum", "Eerste dag erna", "01-01-2029", leeg="tot nader order")
_GEMEENTEN = Veld("gemeenten", "lijst", "Alleen voor deze gemeenten, met | ertussen", "Hoorn", leeg="alle")

SCENARIO = (
    Invoertabel(
        "scenarios", "Scenario's", "Scenario's", PER_SCENARIO,
        (
            Veld("scenario", "tekst", "Naam: kleine letters, cijfers en streepjes", "b1-duurder", verplicht=True),
            Veld("omschrijving", "lang", "Wat er gebeurt, voor de lezer", "B1-route 15% duurder vanaf 2027."),
            Veld("lezing.onderwerp", "lang", "Als het een lezing van wet of beleid is: van welke open vraag, en welke",
                 "reserveringsruimte: alleen 100% van het jaar zelf", leeg="geen lezing", kop="Lezing van"),
            Veld("lezing.soort", "keuze", "Waarover de open vraag gaat", "wet", keuzes=("budget", "wet", "beleid"),
                 leeg="wet", kop="Soort lezing"),
            Veld("lezing.status", "keuze", "Hoe zeker de lezing is", "onzeker", keuzes=STATUSSEN, leeg="onzeker",
                 kop="Status lezing"),
            Veld("lezing.bron", "lang", "Waar de open vraag staat; verplicht bij een lezing", "Wetsvoorstel 36 535",
                 kop="Bron lezing"),
        ),
        uitleg="Wat er in een scenario verandert, staat op de bladen Wijzigingen en Gebeurtenissen. Daarnaast zijn er "
        "altijd laag, midden, hoog, min20, verdubbeling en afschaffing, en de lezingen van wet en beleid.",
        pad="",
    ),
    Invoertabel(
        "wijzigingen", "Wijzigingen", "Wijzigingen per scenario", PER_SCENARIO,
        (
            _SCENARIO,
            Veld("veld", "tekst", "Wat verandert", "prijs.leerroute_b1", verplicht=True),
            _VANAF,
            _TOT,
            Veld("waarde", "veranderwaarde", "De nieuwe waarde (of factor, of erbij: precies één)", "0,8"),
            Veld("factor", "getal", "Vermenigvuldigen met", "1,15"),
            Veld("erbij", "getal", "Erbij optellen", "100"),
            Veld("p10", "getal", "Bij een prijs als waarde: één keer op de tien valt hij lager uit dan dit", "11800"),
            Veld("p90", "getal", "Bij een prijs als waarde: één keer op de tien valt hij hoger uit dan dit", "14000"),
            Veld("prijspeil", "heel", "Bij euro's: het jaar waarna zij met de contractindex meegaan", "2027",
                 leeg="een prijs zoals het contract ervoor, een vast bedrag ieder jaar gelijk"),
            _GEMEENTEN,
            Veld("toelichting", "lang", "Waarom", "nieuwe aanbesteding"),
        ),
        uitleg="Velden: parameter.NAAM, taakstelling.landelijk, realisatie, saldo_doorwerking, plichtig, gezin, "
        "mix.DOELGROEP.LEERROUTE, geslaagd.LEERROUTE, geslaagd_landelijk.LEERROUTE, prijs.VOORZIENING, "
        "gebruik.VOORZIENING, vast.VOORZIENING, fte, verdeling.VOORZIENING.POT, gemeentefonds, onderwijsroute, "
        "boeggolf, korting, index.prijzen, index.spuk en index.gemeentefonds. Een prijs is een factor of een waarde in "
        "euro's per eenheid; vast is een factor of euro's per jaar voor de genoemde gemeenten samen; gebruik is een "
        "factor.",
        pad="wijziging[]", plaats="wijziging van '{veld}'",
    ),
    Invoertabel(
        "gebeurtenissen", "Gebeurtenissen", "Gebeurtenissen per scenario", PER_SCENARIO,
        (
            Veld("scenario", "tekst", f"Naam van het scenario; {BASIS.naam}: in alle scenario's", "azc",
                 verplicht=True),
            Veld("soort", "keuze", "Wat er gebeurt", "boeggolf", keuzes=tuple(GEBEURTENISSOORTEN), verplicht=True),
            _VANAF,
            Veld("tot", "datum", "Eerste dag erna", "01-07-2027", leeg="één maand"),
            _GEMEENTEN,
            Veld("personen", "heel", "Aantal in de hele periode", "40", eenheid="personen"),
            Veld("landelijk", "ja_nee", "Is het aantal landelijk? Alleen bij versnelde_opname", "nee", leeg="nee"),
            Veld("telt_mee", "ja_nee", "Telt het mee voor de taakstelling? Alleen bij boeggolf", "ja", leeg="ja"),
            Veld("maanden_eerder", "heel", "Maanden eerder begonnen, bij vroege_start", "6", eenheid="maanden"),
            Veld("aandeel", "deel", "Deel voor wie het geldt", "50%", eenheid="deel", leeg="iedereen"),
            Veld("leerroutes", "lijst", "Leerroutes, met | ertussen", "b1|z", keuzes=ROUTES, leeg="alle"),
            Veld("cohort", "halfjaar", "Halfjaar van huisvesting, bij verhuizing", "2024H1",
                 leeg="halfjaar van de verhuizing"),
            Veld("status", "keuze", "Hoe zeker het is", "aanname", keuzes=STATUSSEN, leeg="aanname"),
            Veld("toelichting", "lang", "Waarom", "AZC in Hoorn", verplicht=True),
        ),
        pad="gebeurtenis[]", plaats="gebeurtenis {soort} vanaf {vanaf}",
    ),
    Invoertabel(
        "doelen", "Doelen", "Beleidsdoelen, voor spuk voortgang", "doelen.toml",
        (
            Veld("naam", "tekst", "Korte naam", "voldaan_b1", verplicht=True),
            Veld("label", "tekst", "Naam voor de lezer", "B1-route: voldaan binnen de termijn", verplicht=True),
            Veld("soort", "keuze", "Wat bereikt wordt", "voldaan", keuzes=(*DOELSOORTEN, "klant"), verplicht=True),
            Veld("vanaf", "datum", "Voor wie vanaf deze dag begint", "01-01-2022", leeg="1 januari 2022"),
            Veld("leerroute", "keuze", "Alleen deze leerroute", "b1", keuzes=ROUTES, leeg="alle"),
            Veld("doelgroepen", "lijst", "Doelgroepen, met | ertussen", "asielstatushouder", keuzes=DOELGROEPEN,
                 leeg="asielstatushouder"),
            Veld("streef", "deel", "Deel dat het doel haalt", "75%", eenheid="deel", leeg="alleen gemeten"),
            Veld("maanden", "heel", "Termijn van het doel", "36", eenheid="maanden"),
            Veld("begin", "keuze", "Vanaf welke stap de maanden tellen", "pip",
                 keuzes=("huisvesting", "intake", "pip", "start", "ontzorgen"), leeg="zoals bij de soort past"),
            Veld("vertrokken", "keuze", "Tellen vertrokkenen mee", "telt_mee", keuzes=("telt_mee", "telt_niet_mee"),
                 leeg="telt_mee"),
            Veld("verloop", "keuze", "Verwacht verloop", "gelijkmatig",
                 keuzes=("gelijkmatig", "leerroute", "aan_het_eind"), leeg="zoals bij de soort past"),
            Veld("score", "getal", "Bij soort klant: het cijfer", "7"),
            *origin("vastgesteld"),
        ),
        pad="doel[]", plaats="[[doel]] {naam}",
    ),
    Invoertabel(
        "metingen", "Doelen", "Metingen van klantbeleving", "doelen.toml",
        (
            Veld("doel", "tekst", "Naam van het doel", "klant", verplicht=True),
            Veld("wie", "tekst", "Wie gemeten is", "WerkSaam", verplicht=True),
            Veld("datum", "datum", "Dag van de meting", "31-03-2026", verplicht=True),
            Veld("score", "getal", "Cijfer", "7,8", leeg="geen cijfer genoemd"),
            *origin("vastgesteld"),
        ),
        pad="meting[]", plaats="[[meting]] {wie}",
    ),
)  # fmt: skip
