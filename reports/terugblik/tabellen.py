"""What a back-test shows: its tables, and the sentences that say plainly where the model is no better."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import fmean
from typing import Any

from finance.fouten import list_words
from finance.taal.getallen import dutch, percent
from reports.figuren.figuren import as_file
from reports.figuren.pit import Pitbeeld, draw_pit
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from scenarios.terugblik.ijking import TREKKINGEN, VALS_ALARM, Ijking
from scenarios.terugblik.naief import NAMEN
from scenarios.terugblik.oordeel import (
    ALLE,
    BETER,
    GELIJK,
    ONBEKEND,
    PAST,
    RUIM,
    SAMEN,
    SLECHTER,
    SMAL,
    Bandoordeel,
    Dekking,
    Wedstrijd,
)
from scenarios.terugblik.scores import interval_score
from scenarios.terugblik.terugblik import Terugblikregel
from scenarios.terugblik.toen import GELD, LASTEN, UITKERING
from scenarios.terugblik.trefzekerheid import VERGELEKEN, Trefregel

LABELS = {
    "taakstelling": "Taakstelling",
    "gehuisvest": "Gehuisvest",
    "plichtig": "Plichtig",
    "gezin": "Gezin en overig",
    "gestart_b1": "Gestart B1",
    "gestart_z": "Gestart Z",
    "gestart_onderwijs": "Gestart onderwijs",
    LASTEN: "Lasten SPUK",
    UITKERING: "Uitkering SPUK",
    "saldo": "Saldo",
    ALLE: "Alle personen",
    SAMEN: "Regio als geheel",
}
MENS, EURO = "personen", "euro"


def coverage_table(oordelen: Sequence[Bandoordeel]) -> Tabel:
    """How often the band held, beside what a right band would have held, and what may be concluded."""
    return Tabel(
        "Terugblik: hoe vaak viel de uitkomst binnen de 80%-band?",
        (
            Kolom("Wat"),
            *columns((("Aantal", "Onafh.", "Blind", "Binnen"), "heel"), (("Dekking", "Hoort"), "procent")),
            *columns((("90%-interval", "De band"), "tekst")),
        ),
        tuple(
            Rij(
                (
                    LABELS.get(o.groep, o.groep),
                    *(o.dekking.aantal, o.dekking.onafhankelijk, o.blind, o.dekking.binnen),
                    *(o.dekking.deel, o.dekking.verwacht, _range(o.dekking), o.dekking.oordeel),
                )
            )
            for o in oordelen
        ),
    )


def _range(dekking: Dekking) -> str:
    return " - ".join(percent(x) for x in dekking.interval)


def contest_table(oordelen: Sequence[Bandoordeel]) -> Tabel:
    """The scores of the model beside those of the naive forecasts, per quantity; lower is better."""
    rijen = []
    for o in oordelen:
        toon = _show(o.groep)
        for w in o.wedstrijden:
            cijfers = (w.model, w.naief, w.interval_model, w.interval_naief)
            rijen.append(
                Rij((LABELS[o.groep], NAMEN[w.naam], w.aantal, *map(toon, cijfers), percent(w.winst), w.oordeel))
            )
        if not o.wedstrijden and o.groep in LABELS and o.groep not in (ALLE, SAMEN):
            rijen.append(
                Rij(
                    (LABELS[o.groep], "geen", o.dekking.aantal, toon(o.crps), "-", toon(o.interval), "-", "-", ONBEKEND)
                )
            )
    kop = ("CRPS", "naïef", "Interval", "naïef")
    kolommen = (*columns((("Wat", "Tegen"), "tekst"), (("Aantal",), "heel")), *(Kolom(k, rechts=True) for k in kop))
    return Tabel(
        "Dichterbij dan een naïeve raming? (CRPS en intervalscore: lager is beter)",
        (*kolommen, Kolom("Winst", rechts=True), Kolom("De raming is")),
        tuple(rijen),
    )


def _show(groep: str) -> Callable[[float], str]:
    return lambda x: dutch(x, 0 if groep in GELD else 1)


def conclude(oordelen: Sequence[Bandoordeel]) -> Iterator[str]:
    """What the tables say, in words: bands that do not fit, and every naive forecast that was not beaten."""
    banden = {o.groep: o.dekking.oordeel for o in oordelen}
    for oordeel, tekst in ((SMAL, "De band is te smal voor"), (RUIM, "De band is te ruim voor")):
        if namen := [in_sentence(g) for g, x in banden.items() if x == oordeel]:
            yield f"{tekst}: {list_words(namen)}."
    if all(x == PAST for x in banden.values()):
        yield "Geen enkele dekking is in strijd met een goede band; hoe weinig dat zegt, staat in de kolom Onafh."
    gewogen = [(o, w) for o in oordelen for w in o.wedstrijden]
    for oordeel, tekst in (
        (BETER, "Beter dan naïef, door meer dan toeval"),
        (GELIJK, "Niet aantoonbaar beter dan naïef"),
        (SLECHTER, "SLECHTER dan naïef"),
        (ONBEKEND, "Op één periode na niets om op te toetsen"),
    ):
        if delen := [_against(o, w) for o, w in gewogen if w.oordeel == oordeel]:
            yield f"{tekst}: {'; '.join(delen)}."
    if los := [in_sentence(o.groep) for o in oordelen if o.groep not in (ALLE, SAMEN) and not o.wedstrijden]:
        yield f"Zonder naïeve raming om tegen af te zetten (geen eerder jaar geteld): {list_words(los)}."
    redenen: dict[str, list[str]] = {}
    for o in oordelen:
        for reden in o.redenen if o.groep not in (ALLE, SAMEN) else ():
            redenen.setdefault(reden, []).append(in_sentence(o.groep))
    for reden, namen in redenen.items():
        yield f"Niet blind voor {list_words(namen)}: {reden} waren op de peildatum nog niet zo bekend."


def _against(o: Bandoordeel, w: Wedstrijd) -> str:
    toon, eenheid = _show(o.groep), EURO if o.groep in GELD else MENS
    wie = "" if w.winst > 0 else ", de naïeve zat dichterbij"
    return f"{in_sentence(o.groep)} tegen {NAMEN[w.naam]} ({toon(w.model)} tegen {toon(w.naief)} {eenheid}{wie})"


def in_sentence(groep: str) -> str:
    """A label within a sentence: 'gestart B1'."""
    label = LABELS.get(groep, groep)
    return label[0].lower() + label[1:]


UITLEG = (
    "Onafh.: zoveel losse vergelijkingen zeggen evenveel; gemeenten delen het landelijke cijfer en de regio, en "
    "dezelfde uitkomst wordt op meer peildata geraamd. Hoort: wat een goede band zou halen; bij kleine hele aantallen "
    "is dat meer dan 80%. Blind: met alleen wat op de peildatum bekend was.",
    "CRPS: de gemiddelde afstand tot de uitkomst, met de hele verdeling gewogen. Interval: de breedte van de band, "
    "plus tien keer wat de uitkomst erbuiten ligt. Taakstelling x 70%: bij gehuisvest de taakstelling zelf, bij de "
    "uitkering het voorschot, bij de lasten het laatste gesloten jaar naar rato van de taakstelling.",
)


def pit_figure(titel: str, oordelen: Sequence[Bandoordeel]) -> str:
    """The PIT picture of every quantity, as an SVG file."""
    keuze = [o for o in oordelen if o.groep not in (ALLE, SAMEN)]
    tekst = "; ".join(f"{LABELS[o.groep]}: {', '.join(percent(x) for x in o.pit)}" for o in keuze)
    uitleg = f"Deel van de uitkomsten per tiende van de geraamde verdeling, van laag naar hoog. {tekst}."
    beelden = [Pitbeeld(LABELS[o.groep], o.pit.tolist(), o.dekking.onafhankelijk) for o in keuze]
    return as_file(draw_pit(titel, uitleg, beelden))


def lookback_rows(vergelijkingen: Iterable[Terugblikregel]) -> Iterator[dict[str, Any]]:
    """Every comparison as a row for a file."""
    for v in vergelijkingen:
        yield {
            "peildatum": v.peildatum.isoformat(),
            "gemeente": v.gemeente,
            "grootheid": v.grootheid,
            "periode": v.periode,
            "halfjaren_vooruit": v.stappen,
            "p10": v.model.laag,
            "p50": v.model.midden,
            "p90": v.model.hoog,
            "werkelijk": v.werkelijk,
            "binnen_80": "ja" if v.binnen else "nee",
            "blind": "nee: " + list_words(list(v.niet_blind)) if v.niet_blind else "ja",
            "rang": sum(v.rang) / 2,
            "crps": v.model.crps,
            "intervalscore": v.model.interval,
            **{f"crps_{naam}": v.naief[naam].crps if naam in v.naief else "" for naam in NAMEN},
            **{f"intervalscore_{naam}": v.naief[naam].interval if naam in v.naief else "" for naam in NAMEN},
        }


def kept_table(regels: Sequence[Trefregel]) -> Tabel:
    """The kept ramingen per quantity, scored beside last year again where a year had been closed by then."""
    rijen = []
    for grootheid, label in VERGELEKEN.items():
        eigen = [r for r in regels if r.grootheid == grootheid]
        samen = [(r, naief) for r in eigen if (naief := r.naief) is not None]
        toon = _show(grootheid)
        cijfers = ["-"] * 4
        if samen:
            scores = [
                [interval_score(r.p10, r.p90, r.werkelijk) for r, _ in samen],
                [n.interval for _, n in samen],
                [abs(r.verschil) for r, _ in samen],
                [n.fout for _, n in samen],
            ]
            cijfers = [toon(fmean(x)) for x in scores]
        if eigen:
            rijen.append(Rij((label, len(eigen), sum(r.binnen for r in eigen), len(samen), *cijfers)))
    kop = ("Interval", "vorig jaar", "Fout", "vorig jaar")
    return Tabel(
        "Bewaarde ramingen naast vorig jaar nogmaals (interval en fout: lager is beter)",
        (
            Kolom("Wat"),
            *columns((("Aantal", "Binnen", "Met vorig jaar"), "heel")),
            *(Kolom(k, rechts=True) for k in kop),
        ),
        tuple(rijen),
    )


def calibration_table(ijkingen: Sequence[Ijking], vakken: int) -> Tabel:
    """Ranks and coverage over synthetic regions."""
    grens = VALS_ALARM / len(ijkingen)
    rijen = []
    for x in ijkingen:
        kans, _ = x.uniform(vakken)
        deel, onder, boven = x.dekking
        rijen.append(
            Rij(
                (
                    *(LABELS.get(x.grootheid, x.grootheid), x.niveau, len(x.rangen)),
                    *(dutch(kans, 3), "gelijkmatig" if kans >= grens else "NIET gelijkmatig"),
                    *(deel, x.verwacht, f"{percent(onder)} - {percent(boven)}"),
                    PAST if onder <= x.verwacht <= boven else SMAL if boven < x.verwacht else RUIM,
                )
            )
        )
    kolommen = (
        *columns((("Wat", "Van"), "tekst"), (("Aantal",), "heel")),
        *(Kolom("Kans", rechts=True), Kolom("Rangen")),
        *columns((("Dekking", "Hoort"), "procent"), (("90%-interval", "De band"), "tekst")),
    )
    return Tabel("Ijking op gemaakte geschiedenissen", kolommen, tuple(rijen))


def rank_figure(titel: str, ijkingen: Sequence[Ijking], vakken: int) -> str:
    """The rank histograms, as an SVG file."""
    beelden = []
    for x in ijkingen:
        _, aantal = x.uniform(vakken)
        kop = LABELS.get(x.grootheid, x.grootheid.replace("landelijke taakstelling", "Landelijk"))
        beelden.append(Pitbeeld(kop, (aantal / len(x.rangen)).tolist(), float(len(x.rangen))))
    tekst = f"Rangen 0-{TREKKINGEN} van de uitkomst tussen de trekkingen, in {vakken} vakken."
    return as_file(draw_pit(titel, tekst, beelden))
