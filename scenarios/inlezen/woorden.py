"""What ledgers call their columns, kinds of rows and totals: Key2Financiën, Unit4, Centric, SAP, AFAS, Exact."""

from __future__ import annotations

import re
from collections.abc import Mapping

GELD = ("bedrag", "debet", "credit", "btw")
CODES = ("kostenplaats", "grootboek", "project")

KOPWOORDEN: Mapping[str, tuple[str, ...]] = {
    # kind: titles in small letters without signs, the best one first
    "datum": (
        "boekdatum", "boekingsdatum", "boekdat", "bkdatum", "datum boeking", "boek datum", "posting date", "boekd",
        "datum", "transactiedatum", "mutatiedatum", "dat", "date", "documentdatum", "document datum", "doc datum",
        "stukdatum",
        "datum stuk", "factuurdatum", "fact datum", "factuur datum", "invoerdatum", "journaaldatum", "dag",
    ),
    "boekjaar": ("boekjaar", "dienstjaar", "begrotingsjaar", "bkjr", "boek jaar", "jaar", "fiscal year", "jr"),
    "periode": (
        "periode", "boekperiode", "boekingsperiode", "bkper", "boek periode", "per", "jaar periode", "boekjaar periode",
        "periode jaar", "period", "maand", "mnd", "boekmaand", "posting period",
    ),
    "gemeente": (
        "gemeente", "gemeentenaam", "naam gemeente", "gemeentecode", "cbs code", "cbs code gemeente",
        "gemeente code", "deelnemer",
        "deelnemende gemeente", "opdrachtgever", "gem",
    ),
    "kostenplaats": (
        "kostenplaats", "kostenplaatscode", "kostenplaats code", "kostenplaatsnummer", "kostenplaats nr", "kostenpl",
        "kostpl",
        "kpl", "kst pl", "kp", "fcl", "fcl code", "functionele classificatie", "cost center", "cost centre",
        "costcenter",
        "dim1", "dimensie 1", "ktr", "kpl code",
    ),
    "grootboek": (
        "grootboekrekening", "grootboek", "grootboeknummer", "grootboekrek", "grootboek rekening", "gb rekening",
        "grb", "gbrek",
        "gbr", "grootboeknr", "rekening", "rekeningnummer", "rekeningnr", "reknr", "kostensoort", "kostensoortcode",
        "kstsrt",
        "kostensrt", "kosten soort", "kostensoort code", "ksrt", "economische categorie", "ecl", "ecl code",
        "categorie", "ecat",
        "account", "account code", "hoofdrekening", "g l account", "gl account", "ledger account",
        "kostenopbrengstsoort",
    ),
    "project": (
        "project", "projectnummer", "kostendrager", "kostendragercode", "kostendrager code", "verbijzondering",
        "verbijzonderingsas 1", "projectcode", "project code", "projectnr", "activiteit", "activiteitcode",
        "activiteitnr",
        "wbs element", "wbs", "psp element", "order", "ordernummer", "interne order", "product", "productcode",
        "prestatie",
        "taak", "werkorder", "dim2", "dimensie 2", "subactiviteit",
    ),
    "omschrijving": (
        "omschrijving", "omschrijving boeking", "boekingsomschrijving", "boekomschrijving", "omschrijving regel",
        "mutatieomschrijving",
        "regelomschrijving", "omschr", "omschrijving mutatie", "tekst", "boekingstekst", "boektekst", "regeltekst",
        "positietekst",
        "description", "toelichting", "memo", "naam", "opmerking",
    ),
    "stuknummer": (
        "stuknummer", "stuknr", "boekstuknummer", "boekstuknr", "boekstuk", "stuk", "stuk nr", "documentnummer",
        "documentnr",
        "document nr", "docnr", "doc nr", "document", "boekingsnummer", "boekingsnr", "journaalpostnummer",
        "journaalnummer", "transactienummer",
        "transactienr", "transnr", "trans nr", "mutatienummer", "bkst nr", "bkst", "factuurnummer", "factuurnr",
        "vouchernummer", "voucher",
        "voucher no", "referentie", "referentienummer", "document number",
    ),
    "regelnummer": (
        "regelnummer", "regelnr", "regel nr", "regel", "boekingsregel", "boekregel", "stukregel", "volgnummer",
        "volgnr", "posnr",
        "pos nr", "positienummer", "pos", "regelvolgnummer", "line", "line no", "boekingsregelnr", "id", "item",
    ),
    "bedrag": (
        "bedrag excl btw", "bedrag exclusief btw", "bedrag excl", "bedrag exclusief", "bedrag ex btw", "excl btw",
        "netto bedrag",
        "nettobedrag", "netto", "bedrag", "bedrag in eur", "bedrag eur", "bedr", "bedrag in euro", "bedrag euro",
        "boekbedrag", "boekingsbedrag",
        "regelbedrag", "mutatiebedrag", "mutatie", "transactiebedrag", "bedrag in eigen valuta", "bedrag in ev",
        "bedrag ev",
        "bedrag eigen valuta", "bedrag in lokale valuta", "bedrag in lv", "bedrag lokale valuta",
        "bedrag basisvaluta", "bedrag in basisvaluta",
        "totale waarde co val", "totale waarde co valuta", "waarde co val", "waarde co valuta",
        "waarde in co valuta", "waarde covaluta", "waarde obj valuta", "waarde in objvaluta",
        "bedrag saldo", "saldo bedrag", "euro", "eur", "waarde", "amount", "amount in local currency", "amount in lc",
        "realisatie", "gerealiseerd", "werkelijk", "werkelijke kosten", "lasten", "kosten", "geboekt", "factuurbedrag",
        "bedrag incl btw", "bedrag inclusief btw", "bedrag incl", "bedrag inclusief", "incl btw", "bruto bedrag",
        "brutobedrag", "bruto",
    ),
    "debet": ("debet", "debetbedrag", "bedrag debet", "debet bedrag", "debet eur", "debit", "debet euro", "deb",
    "soll"),
    "credit": ("credit", "creditbedrag", "bedrag credit", "credit bedrag", "credit eur", "credit euro", "cred",
    "kredit", "haben"),
    "dc": (
        "d c", "dc", "debet credit", "d c code", "dc code", "deb cred", "debetcredit", "d c indicator",
        "dc indicator", "s h", "sh",
        "debet credit code", "teken", "af bij", "bij af", "d c kenmerk", "dcind",
    ),
    "soort": (
        "soort", "soort boeking", "soort regel", "regelsoort", "soort bedrag", "bedragsoort", "waardesoort", "type",
        "type regel", "mutatiesoort",
        "soort mutatie", "budgetsoort", "r b v", "r v b", "b r v", "realisatie begroting", "versie", "boekingstype",
        "type boeking",
        "soort post", "boekingssoort", "waardetype",
    ),
    "lastbaat": ("lasten baten", "baten lasten", "l b", "b l", "lb", "bl", "lasten of baten", "last baat", "u i",
    "i u", "uitgaven inkomsten"),
    "btw": (
        "btw", "btw bedrag", "btwbedrag", "bedrag btw", "btw eur", "btw euro", "omzetbelasting", "belastingbedrag",
        "vat", "vat amount",
        "btw in eur", "compensabele btw", "bcf", "bcf btw",
    ),
    "valuta": ("valuta", "munt", "valutacode", "muntsoort", "currency", "val", "curr"),
    "voorziening": ("voorziening",),
    "doelgroep": ("doelgroep",),
    "leerroute": ("leerroute",),
    "crediteur": (
        "crediteur", "crediteurnaam", "crediteur naam", "naam crediteur", "leverancier", "naam leverancier",
        "crediteurnummer", "crediteurnr",
        "leveranciersnummer", "relatie", "relatienaam", "debiteur crediteur", "vendor", "offsetting account",
    ),
}  # fmt: skip
OVERIG_GELD = re.compile(
    r"saldo|cumulatie|begro|budget|raming|verplicht|obligo|ruimte|restant|vreemde valuta|transactievaluta"
    r"|in tv\b|\bvv\b"
    r"|incl|excl|bruto|netto|btw|bcf|totaal|prijs|tarief|koers|uren|aantal|hoeveelheid|percentage|perc|%"
)
"""Titles of amounts that are known to be something else than the booking; still named to the user."""
GEEN_GELD = re.compile(
    r"taakveld|programma|categorie|code|nummer|nr\b|naam|tekst|datum|uren|aantal|hoeveelheid|percentage|perc|%|koers|periode|jaar|\bid\b"
)
INCLUSIEF, EXCLUSIEF = re.compile(r"\bincl|\bbruto"), re.compile(r"\bexcl|\bex btw|\bnetto")
DUIZENDTALLEN = re.compile(
    r"(x|×|\*|in|bedragen)\s*(€|eur(o)?)?\s*1[. ]?000\b|duizend|\bk€|€\s*1[. ]000\b|\bt€", re.IGNORECASE
)

DEBET, CREDIT = {"d", "debet", "debit", "s", "soll", "+", "bij", "deb", "dr", "db", "dt"}, {
    "c", "credit", "h", "haben", "-", "af", "cred", "cr", "kredit", "k", "ct",
}  # fmt: skip
LAST, BAAT = {"l", "last", "lasten", "u", "uitgaven", "uitgave", "kosten"}, {
    "b", "baat", "bate", "baten", "i", "inkomsten", "opbrengst", "opbrengsten", "o",
}  # fmt: skip
REALISATIE, VERPLICHTING, BEGROTING = "realisatie", "verplichting", "begroting"
_SOORTEN = {
    REALISATIE: (
        "r", "real", "realisatie", "gerealiseerd", "werkelijk", "werkelijke kosten", "w", "act", "actual", "actuals",
        "ist", "geboekt",
        "factuur", "facturen", "boeking", "inkoop", "inkoopboek", "verkoop", "verkoopboek", "memoriaal", "bank",
        "kas", "creditnota", "credit nota", "journaal", "mutatie", "rea", "uitgave", "last", "inkoopfactuur", "04",
    ),
    VERPLICHTING: ("v", "verpl", "verplicht", "verplichting", "verplichtingen", "obligo", "bestelling", "vpl",
    "aangegane verplichting", "commitment", "order", "22", "21"),
    BEGROTING: (
        "b", "begr", "begroting", "begrotingswijziging", "budget", "primitief", "primitieve begroting", "plan",
        "bud", "raming", "begrotingsregel",
        "wijziging", "bw", "begroot", "geraamd", "p", "01",
    ),
}  # fmt: skip
SOORTEN = {woord: soort for soort, woorden in _SOORTEN.items() for woord in woorden}
DUIDELIJKE_SOORTEN = {w for w in SOORTEN if len(w) > 2}
"""Kinds that need no title to be known: a code of a letter may be anything."""

TOTAAL = re.compile(
    r"\W*(sub|eind|groot|generaal |grand |deel|tussen|kolom|rij)?[- ]?tota(al|len|als|l|ls)\b"
    r"|\W*(begin|eind|openings?|slot)?saldo\b|\W*som\b"
    r"|\*{1,4}$|.*\b(sub|eind|groot)?-?(totaal|total|resultaat)\W*$|\W*transport\b|\W*cumulatie(f|ve)",
    re.IGNORECASE,
)
TOTAALDELEN = ("tota", "saldo", "som", "resultaat", "transport", "cumulat", "*")
"""A text that `TOTAAL` matches has one of these in it, once it is folded: quick to look for in a million texts."""
LASTREKENING = re.compile(r"[4-7]\d{2,}|L[ .]?\d(\.\d)*", re.IGNORECASE)
BAATREKENING = re.compile(r"8\d{2,}|B[ .]?\d(\.\d)*", re.IGNORECASE)
"""Accounts of lasten and of baten, by number or by category of Iv3."""
CREDITNOTA = re.compile(r".*\b(credit(nota|factuur|note)?|storno|gecrediteerd|terugboeking)\b", re.IGNORECASE)
GEEN_BOEKING = re.compile(
    r"\b(primitieve|gewijzigde|begroting na)\b|\bbegroting(swijziging|spost|sregel)?\b|\bverplichting(en)?\b"
    r"|\bobligo\b|\bbestelling\b",
    re.IGNORECASE,
)
"""A text of a row that is no realisatie."""
ANDERE_SOORT = re.compile(
    r"verplicht|obligo|bestel(ling|d)|order\b|begro(ot|ting)|budget|geraamd|\braming|prognose|forecast"
    r"|concept|voorlopig|gestorneerd|geannuleerd|vervallen|afgekeurd|geblokkeerd"
)
"""A word in a column of few words that keeps its rows out of the realisatie."""
ONGELDIG = re.compile(r"storn|geannuleerd|vervallen|geblokkeerd|verwijderd|afgekeurd|voorlopig")
BOEKINGSSLEUTEL = re.compile(r"\bpk\b|boekingssleutel|posting key")
"""Titles of columns that say of a row that it does not count, and with which side (SAP: 40 debet, 50 credit)."""
ONTVANGST = re.compile(
    r"voorschot|rijksbijdrage|\bspuk\b|specifieke uitkering|ontvangen|ontvangst|bijdrage (van|rijk)"
    r"|\bbat(e|en)\b|opbrengst|beschikking"
    r"|uitkering rijk|\bszw\b|\bdus-?i\b|bevoorschotting|subsidie",
    re.IGNORECASE,
)


def plain(titel: str) -> str:
    """A title in small letters, without the signs and units around it."""
    return " ".join(re.sub(r"[^0-9a-zà-ÿ%]+", " ", titel.casefold().replace("€", " ")).split())


_OP_TITEL = {titel: (soort, rang) for soort, titels in KOPWOORDEN.items() for rang, titel in enumerate(titels)}


def kind_of(titel: str) -> tuple[str, int] | None:
    """What a column with this title holds, and how good a name it is for it (0 best); None when unknown."""
    kaal = plain(titel)
    if kaal in _OP_TITEL:
        return _OP_TITEL[kaal]
    # '(EUR)' and such behind a title; 'Omschrijving 2' is a second one.
    korter = re.sub(r" (in )?(eur|euro|nr|nummer|code)$| in$", "", kaal)
    soort = _OP_TITEL.get(korter)
    return (soort[0], soort[1] + 50) if soort else None


def dc_side(waarde: object) -> int:
    """1 for debet, -1 for credit, 0 for neither."""
    tekst = str(waarde).strip().casefold()
    return 1 if tekst in DEBET else -1 if tekst in CREDIT else 0
