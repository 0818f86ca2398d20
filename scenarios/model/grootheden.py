"""The quantities of a result: names, Dutch labels and units, in the order in which they are stored."""

from __future__ import annotations

from dataclasses import dataclass

from finance.voorzieningen import LEERROUTES, VOORZIENINGEN


@dataclass(frozen=True)
class Grootheid:
    """One reported quantity per gemeente and year."""

    naam: str
    label: str
    eenheid: str


_ROUTES = {"b1": "de B1-route", "z": "de Z-route", "onderwijs": "de onderwijsroute"}
_VAST = (
    ("taakstelling", "Taakstelling", "personen"),
    ("opgave", "Opgave (taakstelling plus achterstand bij het begin van het jaar)", "personen"),
    ("gehuisvest", "Gehuisvest", "personen"),
    ("plichtig", "Inburgeringsplichtige asielstatushouders", "personen"),
    ("gezin", "Gezins- en overige migranten", "personen"),
    *((f"gestart_{r}", f"Gestart in {_ROUTES[r]}", "personen") for r in LEERROUTES),
    ("afgerond", "Trajecten van asielstatushouders afgerond met diploma of certificaat", "trajecten"),
    ("gemeentefonds", "Uitvoeringsbudget Gemeentefonds", "EUR"),
    ("lasten_gemeentefonds", "Uitvoeringslasten", "EUR"),
    ("saldo_gemeentefonds", "Saldo Gemeentefonds", "EUR"),
    ("spuk_voorlopig", "SPUK voorlopige uitkering", "EUR"),
    ("spuk_bgo", "SPUK component gezin en overig (BGO)", "EUR"),
    ("spuk_ba", "SPUK component asiel (BA)", "EUR"),
    ("spuk_abo", "SPUK component onderwijsroute (ABO)", "EUR"),
    ("spuk_korting", "Korting prestatiebekostiging", "EUR"),
    ("spuk_definitief", "SPUK definitieve uitkering", "EUR"),
    ("nabetaling", "Nabetaling (negatief: terugbetaling) na de definitieve beschikking", "EUR"),
    ("correctie_uitkering", "Beschikkingen van dit jaar over gesloten jaren, beide SPUK's", "EUR"),
    ("reservering_begin", "Meegenomen uit vorig jaar", "EUR"),
    ("doorgeschoven_begin", "Doorgeschoven lasten uit vorig jaar", "EUR"),
    ("besteding", "Besteding SPUK", "EUR"),
    ("saldo_spuk", "Saldo SPUK", "EUR"),
    ("ruimte", "Reserveringsruimte", "EUR"),
    ("meenemen", "Mee te nemen naar volgend jaar", "EUR"),
    ("terugvordering", "Terugvordering SPUK: boven de reserveringsruimte", "EUR"),
    ("doorschuiven", "Door te schuiven lasten", "EUR"),
    ("onderwijsroute", "SPUK onderwijsroute", "EUR"),
    ("lasten_onderwijsroute", "Lasten SPUK onderwijsroute", "EUR"),
    ("saldo_onderwijsroute", "Saldo SPUK onderwijsroute", "EUR"),
    ("tekort_onderwijsroute", "Tekort SPUK onderwijsroute", "EUR"),
    ("meenemen_onderwijsroute", "Mee te nemen SPUK onderwijsroute", "EUR"),
    ("terugvordering_onderwijsroute", "Terugvordering SPUK onderwijsroute", "EUR"),
    ("terug_te_betalen", "Terug te betalen aan het Rijk over dit jaar (terugvordering en te hoog voorschot)", "EUR"),
    ("netto_terug", "Netto terug aan het Rijk over dit jaar: terug te betalen min nabetaling", "EUR"),
    ("budget", "Budget (alle potten, voorlopig)", "EUR"),
    ("lasten", "Lasten (alle potten)", "EUR"),
    ("saldo", "Saldo voor de gemeente", "EUR"),
    ("saldo_cumulatief", "Saldo voor de gemeente, opgeteld vanaf het eerste open jaar", "EUR"),
    ("saldo_vraag", "Saldo voor de gemeente, opgeteld vanaf het eerste jaar van de vraag", "EUR"),
    ("saldo_sinds_2022", "Saldo voor de gemeente, opgeteld sinds 2022", "EUR"),
    ("lasten_onverdeeld", "Lasten zonder voorziening: over eerdere jaren, of van een jaar als geheel", "EUR"),
)

GROOTHEDEN: tuple[Grootheid, ...] = (
    *(Grootheid(*g) for g in _VAST),
    *(Grootheid(f"lasten.{v.naam}", f"Lasten {v.label}", "EUR") for v in VOORZIENINGEN.values()),
    *(Grootheid(f"volume.{v.naam}", f"Volume {v.label}", v.eenheid) for v in VOORZIENINGEN.values() if not v.vast),
)
NUMMER = {g.naam: k for k, g in enumerate(GROOTHEDEN)}
PER_NAAM = {g.naam: g for g in GROOTHEDEN}
LASTENRIJEN = slice(len(_VAST), len(_VAST) + len(VOORZIENINGEN))
"""Where the lasten per voorziening stand, in the order of `VOORZIENINGEN`."""
VOLUMERIJEN = slice(LASTENRIJEN.stop, len(GROOTHEDEN))
"""Where the volumes of the voorzieningen that follow people stand."""
