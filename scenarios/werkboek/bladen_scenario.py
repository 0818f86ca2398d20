"""The tables of scenarios, their changes and events, and of policy goals."""

from __future__ import annotations

from scenarios.regiomap.doelen import SOORTEN as DOELSOORTEN
from scenarios.regiomap.gebeurtenissen import SOORTEN as GEBEURTENISSOORTEN
from scenarios.regiomap.modellen import BASIS
from scenarios.werkboek.kolommen import STATUSSEN, Kolom, Tabel
from scenarios.werkboek.vaste_kolommen import DOELGROEPEN, ROUTES, origin

PER_SCENARIO = "scenarios/{scenario}.toml"
_SCENARIO = Kolom("scenario", "tekst", "Naam van het scenario", "b1-duurder", verplicht=True)
_VANAF = Kolom("vanaf", "datum", "Eerste dag", "01-01-2027", verplicht=True)
_TOT = Kolom("tot", "datum", "Eerste dag erna", "01-01-2029", leeg="tot nader order")
_GEMEENTEN = Kolom("gemeenten", "lijst", "Alleen voor deze gemeenten, met | ertussen", "Hoorn", leeg="alle")

SCENARIO = (
    Tabel(
        "scenarios", "Scenario's", "Scenario's", PER_SCENARIO,
        (
            Kolom("scenario", "tekst", "Naam: kleine letters, cijfers en streepjes", "b1-duurder", verplicht=True),
            Kolom("omschrijving", "lang", "Wat er gebeurt, voor de lezer", "B1-route 15% duurder vanaf 2027."),
            Kolom("lezing.onderwerp", "lang", "Als het een lezing van wet of beleid is: van welke open vraag, en welke",
                  "reserveringsruimte: alleen 100% van het jaar zelf", leeg="geen lezing", kop="Lezing van"),
            Kolom("lezing.soort", "keuze", "Waarover de open vraag gaat", "wet", keuzes=("budget", "wet", "beleid"),
                  leeg="wet", kop="Soort lezing"),
            Kolom("lezing.status", "keuze", "Hoe zeker de lezing is", "onzeker", keuzes=STATUSSEN, leeg="onzeker",
                  kop="Status lezing"),
            Kolom("lezing.bron", "lang", "Waar de open vraag staat; verplicht bij een lezing", "Wetsvoorstel 36 535",
                  kop="Bron lezing"),
        ),
        uitleg="Wat er in een scenario verandert, staat op de bladen Wijzigingen en Gebeurtenissen. Daarnaast zijn er "
        "altijd laag, midden, hoog, min20, verdubbeling en afschaffing, en de lezingen van wet en beleid.",
        pad="",
    ),
    Tabel(
        "wijzigingen", "Wijzigingen", "Wijzigingen per scenario", PER_SCENARIO,
        (
            _SCENARIO,
            Kolom("veld", "tekst", "Wat verandert", "prijs.leerroute_b1", verplicht=True),
            _VANAF,
            _TOT,
            Kolom("waarde", "veranderwaarde", "De nieuwe waarde (of factor, of erbij: precies één)", "0,8"),
            Kolom("factor", "getal", "Vermenigvuldigen met", "1,15"),
            Kolom("erbij", "getal", "Erbij optellen", "100"),
            _GEMEENTEN,
            Kolom("toelichting", "lang", "Waarom", "nieuwe aanbesteding"),
        ),
        uitleg="Velden: parameter.NAAM, taakstelling.landelijk, realisatie, saldo_doorwerking, plichtig, gezin, "
        "mix.DOELGROEP.LEERROUTE, prijs.VOORZIENING, gebruik.VOORZIENING, vast.VOORZIENING, verdeling.VOORZIENING.POT, "
        "gemeentefonds en onderwijsroute. Prijs, gebruik en vast veranderen alleen met een factor.",
        pad="wijziging[]", plaats="wijziging van '{veld}'",
    ),
    Tabel(
        "gebeurtenissen", "Gebeurtenissen", "Gebeurtenissen per scenario", PER_SCENARIO,
        (
            Kolom("scenario", "tekst", f"Naam van het scenario; {BASIS.naam}: in alle scenario's", "azc",
                  verplicht=True),
            Kolom("soort", "keuze", "Wat er gebeurt", "boeggolf", keuzes=tuple(GEBEURTENISSOORTEN), verplicht=True),
            _VANAF,
            Kolom("tot", "datum", "Eerste dag erna", "01-07-2027", leeg="één maand"),
            _GEMEENTEN,
            Kolom("personen", "heel", "Aantal in de hele periode", "40", eenheid="personen"),
            Kolom("landelijk", "ja_nee", "Is het aantal landelijk? Alleen bij versnelde_opname", "nee", leeg="nee"),
            Kolom("telt_mee", "ja_nee", "Telt het mee voor de taakstelling? Alleen bij boeggolf", "ja", leeg="ja"),
            Kolom("maanden_eerder", "heel", "Maanden eerder begonnen, bij vroege_start", "6", eenheid="maanden"),
            Kolom("aandeel", "deel", "Deel voor wie het geldt", "50%", eenheid="deel", leeg="iedereen"),
            Kolom("leerroutes", "lijst", "Leerroutes, met | ertussen", "b1|z", keuzes=ROUTES, leeg="alle"),
            Kolom("cohort", "halfjaar", "Halfjaar van huisvesting, bij verhuizing", "2024H1",
                  leeg="halfjaar van de verhuizing"),
            Kolom("status", "keuze", "Hoe zeker het is", "aanname", keuzes=STATUSSEN, leeg="aanname"),
            Kolom("toelichting", "lang", "Waarom", "AZC in Hoorn", verplicht=True),
        ),
        pad="gebeurtenis[]", plaats="gebeurtenis {soort} vanaf {vanaf}",
    ),
    Tabel(
        "doelen", "Doelen", "Beleidsdoelen, voor spuk voortgang", "doelen.toml",
        (
            Kolom("naam", "tekst", "Korte naam", "voldaan_b1", verplicht=True),
            Kolom("label", "tekst", "Naam voor de lezer", "B1-route: voldaan binnen de termijn", verplicht=True),
            Kolom("soort", "keuze", "Wat bereikt wordt", "voldaan", keuzes=(*DOELSOORTEN, "klant"), verplicht=True),
            Kolom("vanaf", "datum", "Voor wie vanaf deze dag begint", "01-01-2022", leeg="1 januari 2022"),
            Kolom("leerroute", "keuze", "Alleen deze leerroute", "b1", keuzes=ROUTES, leeg="alle"),
            Kolom("doelgroepen", "lijst", "Doelgroepen, met | ertussen", "asielstatushouder", keuzes=DOELGROEPEN,
                  leeg="asielstatushouder"),
            Kolom("streef", "deel", "Deel dat het doel haalt", "75%", eenheid="deel", leeg="alleen gemeten"),
            Kolom("maanden", "heel", "Termijn van het doel", "36", eenheid="maanden"),
            Kolom("begin", "keuze", "Vanaf welke stap de maanden tellen", "pip",
                  keuzes=("huisvesting", "intake", "pip", "start", "ontzorgen"), leeg="zoals bij de soort past"),
            Kolom("vertrokken", "keuze", "Tellen vertrokkenen mee", "telt_mee", keuzes=("telt_mee", "telt_niet_mee"),
                  leeg="telt_mee"),
            Kolom("verloop", "keuze", "Verwacht verloop", "gelijkmatig",
                  keuzes=("gelijkmatig", "leerroute", "aan_het_eind"), leeg="zoals bij de soort past"),
            Kolom("score", "getal", "Bij soort klant: het cijfer", "7"),
            *origin("vastgesteld"),
        ),
        pad="doel[]", plaats="[[doel]] {naam}",
    ),
    Tabel(
        "metingen", "Doelen", "Metingen van klantbeleving", "doelen.toml",
        (
            Kolom("doel", "tekst", "Naam van het doel", "klant", verplicht=True),
            Kolom("wie", "tekst", "Wie gemeten is", "WerkSaam", verplicht=True),
            Kolom("datum", "datum", "Dag van de meting", "31-03-2026", verplicht=True),
            Kolom("score", "getal", "Cijfer", "7,8", leeg="geen cijfer genoemd"),
            *origin("vastgesteld"),
        ),
        pad="meting[]", plaats="[[meting]] {wie}",
    ),
)  # fmt: skip
