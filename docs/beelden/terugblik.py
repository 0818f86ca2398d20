"""Write docs/terugblik.md with its figures: the back-test of the examples, and the calibration on synthetic histories.

Run from the root of the repository: make ijking (python -m docs.beelden.terugblik). It takes some minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import fmean

import scenarios  # noqa: F401 - before numpy, which it sets up
from finance.fouten import list_words
from finance.taal.getallen import dutch, format_date, percent
from reports.tabel.markdown import to_markdown
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.terugblik.tabellen import (
    LABELS,
    UITLEG,
    calibration_table,
    conclude,
    contest_table,
    coverage_table,
    in_sentence,
    kept_table,
    pit_figure,
    rank_figure,
)
from scenarios.regiomap.regio import Regio
from scenarios.terugblik.ijking import LAND, REGIO, TREKKINGEN, VALS_ALARM, Ijking, calibrate, calibrate_path
from scenarios.terugblik.landelijk import Padvergelijking, look_back_nationally
from scenarios.terugblik.oordeel import PAST, Bandoordeel, judge_all
from scenarios.terugblik.terugblik import REGIO as ALS_GEHEEL
from scenarios.terugblik.terugblik import Terugblikregel, leave_one_out, look_back
from scenarios.terugblik.toen import GELD
from scenarios.terugblik.trefzekerheid import compare_kept
from scenarios.waarheid.feiten import read_truth

DOCS = Path(__file__).parents[1]
OPDRACHT = 2000
"""Draws of `spuk terugblik` without options, so that the page shows what the command prints."""
FICTIEF = 1000
REGIOS, PADEN, VAKKEN = 200, 2000, 20
BEKEND = ", taakstelling bekend"
PEILDATUM = date(2024, 1, 1)
"""Synthetic regions counted two years and are forecast over the third."""


@dataclass(frozen=True)
class Beeldbron:
    """Everything the page is made of."""

    regio: Regio
    regels: Sequence[Terugblikregel]
    zonder: Sequence[Terugblikregel]
    pad: Sequence[Padvergelijking]
    fictief: Regio
    fictief_regels: Sequence[Terugblikregel]
    ijkingen: Sequence[Ijking]
    paden: Sequence[Ijking]


def compute() -> Beeldbron:
    """All runs; the heavy part."""
    regio, fictief = read_truth("voorbeeld:westfriesland"), read_truth("voorbeeld:zevenlinden")
    spreiding, samenhang, gewicht = (
        float(regio.parameters.in_year(n, 2022).getal) for n in ("pad_spreiding", "pad_samenhang", "gewicht_pad")
    )
    return Beeldbron(
        regio,
        look_back(regio, OPDRACHT, 1),
        leave_one_out(regio, OPDRACHT, 1),
        look_back_nationally(regio.land.taakstelling, 4000, spreiding, samenhang, gewicht),
        fictief,
        look_back(fictief, FICTIEF, 1),
        [
            *calibrate(regio, PEILDATUM, PEILDATUM, REGIOS, 1),
            *(
                replace(x, niveau=x.niveau + BEKEND)
                for x in calibrate(regio, PEILDATUM, PEILDATUM.replace(month=12, day=31), REGIOS, 1)
            ),
        ],
        calibrate_path(regio.parameters, 2022, PADEN, 1),
    )


def page(bron: Beeldbron) -> str:
    """The whole page, in Markdown."""
    oordelen = judge_all(bron.regels)
    geld = judge_all(bron.fictief_regels)
    delen = [
        "# Terugblik: hoe goed zou de raming zijn geweest?",
        "<!-- Gemaakt met: make ijking (python -m docs.beelden.terugblik). Verander de tekst daar, niet hier. -->",
        _KOP,
        *_verdict(bron, oordelen),
        "## Westfriesland: personen",
        _WESTFRIESLAND.format(draws=dutch(OPDRACHT), dag=format_date(bron.regio.bestand.peildatum)),
        to_markdown(coverage_table(oordelen)),
        to_markdown(contest_table(oordelen)),
        *UITLEG,
        _bullets(conclude(oordelen)),
        "![Waar de uitkomsten in hun verdeling vielen](beelden/terugblik-westfriesland.svg)",
        _PIT,
        "### De regio als geheel",
        _REGIO,
        to_markdown(_region_table(bron.regels)),
        "### Iedere gemeente zonder eigen cijfers",
        _ZONDER,
        to_markdown(coverage_table(judge_all(bron.zonder))),
        "## Het landelijke pad",
        *_path(bron.pad),
        "## Lasten en uitkering: Zevenlinden (FICTIEF)",
        _GELD.format(draws=dutch(FICTIEF)),
        to_markdown(coverage_table(geld)),
        to_markdown(contest_table(geld)),
        _bullets(conclude(geld)),
        "![Waar de uitkomsten in hun verdeling vielen](beelden/terugblik-zevenlinden.svg)",
        "### Wat er werkelijk is gezegd: bewaarde ramingen",
        _BEWAARD,
        *_kept(bron.fictief),
        "## IJking op gemaakte geschiedenissen",
        _IJKING.format(regios=REGIOS, jaar=PEILDATUM.year, paden=dutch(PADEN), vakken=VAKKEN, rang=TREKKINGEN),
        to_markdown(calibration_table([*bron.ijkingen, *bron.paden], VAKKEN)),
        _bullets(_calibrated(bron)),
        "![Rangen per grootheid, regio met de taakstelling bekend](beelden/ijking.svg)",
        "## Wat hier niet uit volgt",
        _GRENZEN,
    ]
    return "\n\n".join(d.strip("\n") for d in delen if d) + "\n"


def _bullets(zinnen: Iterator[str]) -> str:
    return "\n".join(f"* {zin}" for zin in zinnen)


def _verdict(bron: Beeldbron, oordelen: Sequence[Bandoordeel]) -> Iterator[str]:
    """The page in a few sentences."""
    niet = [
        f"{in_sentence(o.groep)} ({dutch(w.model, 1)} tegen {dutch(w.naief, 1)})"
        for o in oordelen
        for w in o.wedstrijden
        if w.winst <= 0
    ]
    los = [in_sentence(o.groep) for o in oordelen if o.groep in LABELS and not o.wedstrijden and o.perioden == 1]
    yield "**Kort.**"
    zinnen = [
        f"Waar de raming het in Westfriesland NIET wint van een naïeve raming: {list_words(niet)}."
        if niet
        else "Nergens in Westfriesland zat een naïeve raming gemiddeld dichterbij."
    ]
    if los:
        zinnen.append(f"Voor {list_words(los)} is er niets om tegen af te zetten: er is één jaar geteld.")
    slecht = [in_sentence(o.groep) for o in oordelen if o.dekking.oordeel != PAST]
    zinnen.append(
        f"De 80%-band klopt niet voor {list_words(slecht)}; voor de rest is er geen bewijs tegen, en ook weinig ervoor."
        if slecht
        else "Geen 80%-band is weerlegd, maar het bewijs is dun: zie de kolom Onafh."
    )
    zinnen += _calibrated(bron)
    yield _bullets(iter(zinnen))


def _calibrated(bron: Beeldbron) -> Iterator[str]:
    """Whether the model forecasts its own histories well, in words."""
    alle = [*bron.ijkingen, *bron.paden]
    grens = VALS_ALARM / len(alle)
    scheef = [x for x in alle if x.uniform(VAKKEN)[0] < grens]
    wie = [f"{in_sentence(x.grootheid)} ({x.niveau}, kans {dutch(x.uniform(VAKKEN)[0], 4)})" for x in scheef]
    if wie:
        yield f"IJking: de rangen zijn NIET gelijkmatig voor {list_words(wie)}."
    else:
        yield (
            f"IJking: voor alle {len(alle)} toetsen zijn de rangen gelijkmatig (kans op vals alarm over alle samen: "
            f"{percent(VALS_ALARM)})."
        )
    for naam, keuze in (("regio's en gemeenten", bron.ijkingen), ("het landelijke pad", bron.paden)):
        delen = [x.dekking[0] for x in keuze]
        buiten = [x for x in keuze if not x.dekking[1] <= x.verwacht <= x.dekking[2]]
        tekst = (
            f"IJking: de 80%-band hield bij {naam} {percent(min(delen))} tot {percent(max(delen))} van de uitkomsten"
        )
        if buiten:
            namen = [
                f"{in_sentence(x.grootheid)} {'' if x.niveau == LAND else x.niveau + ' '}{percent(x.dekking[0])} "
                f"(hoort {percent(x.verwacht)})"
                for x in buiten
            ]
            yield f"{tekst}. Buiten het 90%-interval, waar ongeveer één op de tien hoort te vallen: {'; '.join(namen)}."
        else:
            yield f"{tekst}, overal binnen het 90%-interval."


def _region_table(regels: Sequence[Terugblikregel]) -> Tabel:
    """The sum of all gemeenten, of everything that was counted."""
    keuze = [v for v in regels if v.gemeente == ALS_GEHEEL and v.grootheid != "taakstelling"]
    return Tabel(
        "",
        (
            *(Kolom("Peildatum", "datum"), *columns((("Wat", "Periode"), "tekst"))),
            *columns((("P10", "P50", "P90", "Werkelijk"), "heel"), (("Binnen", "Blind"), "ja_nee")),
        ),
        tuple(
            Rij(
                (
                    *(v.peildatum, LABELS[v.grootheid], v.periode),
                    *(v.model.laag, v.model.midden, v.model.hoog, v.werkelijk, v.binnen, not v.niet_blind),
                )
            )
            for v in keuze
        ),
    )


def _path(pad: Sequence[Padvergelijking]) -> Iterator[str]:
    binnen, aantal = sum(v.binnen for v in pad), len(pad)
    ons, naief = fmean(v.crps for v in pad), fmean(v.naief for v in pad)
    mis = sorted({str(v.peildatum.year) for v in pad if not v.binnen})
    yield _PAD.format(
        binnen=binnen,
        aantal=aantal,
        deel=percent(binnen / aantal),
        uitkomsten=len({v.halfjaar for v in pad}),
        mis=f"De missers komen uit ramingen van {list_words(mis)}." if mis else "",
    )
    stappen = sorted(Counter(v.stappen for v in pad).items())
    rijen = []
    for stap, n in stappen:
        eigen = [v for v in pad if v.stappen == stap]
        cijfers = (fmean(v.crps for v in eigen), fmean(v.naief for v in eigen))
        rijen.append(Rij((f"{stap}", n, sum(v.binnen for v in eigen), *cijfers)))
    kolommen = (Kolom("Halfjaren vooruit", rechts=True), *columns((("Aantal", "Binnen", "CRPS", "CRPS naïef"), "heel")))
    yield to_markdown(Tabel("", kolommen, tuple(rijen)))
    beter = "dichterbij dan" if ons < naief else "NIET dichterbij dan"
    yield (
        f"Gemiddeld zat het pad {beter} het gemiddelde van de laatste twee bekende halfjaren: {dutch(ons, 0)} tegen "
        f"{dutch(naief, 0)} personen landelijk."
    )


def _kept(regio: Regio) -> Iterator[str]:
    regels = compare_kept(regio)
    geld = [r for r in regels if r.grootheid in GELD]
    yield to_markdown(kept_table(regels))
    yield (
        f"{sum(r.binnen for r in regels)} van de {len(regels)} uitkomsten vielen binnen de band van toen, van de "
        f"bedragen {sum(r.binnen for r in geld)} van de {len(geld)}."
    )


_KOP = """
`spuk terugblik MAP` doet de raming over zoals zij op iedere eerdere peildatum (1 januari en 1 juli sinds 2022) zou
zijn gemaakt, en legt iedere latere telling, taakstelling en ieder later gesloten jaar ernaast. Deze bladzijde is door
een programma gemaakt: tekst en cijfers horen bij elkaar. Hoe het model rekent staat in
[model-volumes.md](model-volumes.md) (Engels).

**Wat op een eerdere peildatum verborgen is:** tellingen van perioden die nog niet voorbij waren, taakstellingen die
nog niet bekend waren, latere inwonertallen, dossiers, beschikkingen en gesloten jaren, en iedere waarde die later
bekend werd. De landelijke cohorten van CBS (2022 en 2023) zijn er pas na hun uitgave; daarvoor geldt het plan van AEF
uit 2019. Voorkennis die is veranderd nadat de cijfers waren gezien, staat terug op wat zij was (de routeverdeling
woog 20 personen, nu 5). Wat niet verborgen kan worden, maakt de regel *niet blind*, met de reden: de wachttijden in
trajecten.toml passen op cijfers van CBS uit 2023 en 2024 en op het rapport waar de starts zelf in staan, prijzen van
latere contracten en bedragen van het Rijk van latere jaren zijn ingevuld toen ze bekend waren.

**Twee naïeve ramingen** die geen model nodig hebben: *vorig jaar nogmaals* (de laatste twee getelde halfjaren) en
*taakstelling x 70%* (de bekende taakstelling, anders de laatste, maal het deel dat het Rijk als plichtig rekent). Zij
krijgen het toeval van losse personen als band.
"""
_WESTFRIESLAND = """
{draws} trekkingen, zaad 1: wat `spuk terugblik voorbeeld:westfriesland` toont. De tellingen zijn echt en gaan over
één jaar, 1 juli 2022 tot 1 juli 2023 (peildatum van het voorbeeld: {dag}). Van vóór dat jaar is niets geteld, dus
*vorig jaar nogmaals* bestaat alleen voor de taakstelling. Dat het rapport pas na 1 juli 2023 verscheen, maakt hier
niet uit: geen raming gebruikt het.
"""
_PIT = """
Iedere staaf is een tiende van de geraamde verdeling, van laag naar hoog; het goud gestreepte niveau is wat een goede
raming geeft, de lichte strook wat het toeval daarvan maakt bij zo weinig losse vergelijkingen. Staven rechts: er
kwamen er meer dan geraamd.
"""
_REGIO = "Fouten die gemeenten delen vallen in de som niet tegen elkaar weg, dus de regio is een toets op zichzelf."
_ZONDER = """
Iedere gemeente over het getelde jaar geraamd uit de tellingen van de zes andere, met de landelijke cijfers bekend:
wat samenwegen waard is. Deze ramingen zijn niet blind in de tijd.
"""
_PAD = """
Het landelijke aantal op ieder halfjaar sinds 2022, geraamd uit wat toen bekend was, tegen de laatste versie van nu:
{binnen} van {aantal} binnen de 80%-band ({deel}). Dat zijn ramingen van {uitkomsten} uitkomsten, die ook nog
samenhangen; de taakstelling van een gemeente is dit getal maal een bekend deel, dus 342 gemeenten voegen geen bewijs
toe. {mis}
"""
_GELD = """
Alleen het voorbeeld Zevenlinden heeft gesloten jaren, en dat is FICTIEF: zijn mensen en boekingen zijn gemaakt rond
een model als dit. Het laat zien dat de toets werkt en wat u van uw eigen map te zien krijgt, en bewijst niets over
echte gemeenten. {draws} trekkingen.

Boekingen van het lopende jaar gebruikt deze terugblik niet; de raming van nu doet dat wel en is dus beter dan hier.
Voor de uitkering is *taakstelling x 70%* het voorschot van het Rijk (de voorlopige beschikking, zodra zij er was),
voor de lasten het laatste gesloten jaar naar rato van de taakstelling. Een naïef bedrag heeft geen band: zijn CRPS is
de afstand tot de uitkomst, zijn intervalscore tien keer die afstand.
"""
_BEWAARD = """
Wat hierboven staat is achteraf overgedaan. Bewaar raming.json van iedere raming in de map `ramingen` van de regio
(onder een naam als `ramingen/2025-07.json`): dan tonen `spuk terugblik`, de tussenrapportage en de jaarrekening van
`spuk pc` wat er toen is gezegd van ieder jaar dat nu gesloten is. Per bedrag staat erbij waar het verschil vooral
door kwam: het aantal personen of het bedrag per persoon. Van Zevenlinden (FICTIEF):
"""
_IJKING = """
Een geschiedenis van vier jaar is te kort om een model op te toetsen. Daarom ook zo: het model maakt {regios} regio's
als Westfriesland, met alles wat onbekend is getrokken uit zijn eigen voorkennis, telt er twee jaar, en raamt uit
alleen die tellingen het jaar {jaar}. Klopt het leren en klopt het trekken, dan valt de uitkomst overal even vaak
tussen de trekkingen: de rangen 0-{rang} zijn gelijkmatig, en de 80%-band houdt 80%. Dat gebeurt twee keer: met het
landelijke pad nog open, en met de taakstelling van dat jaar bekend, waarna alleen het leren van de regio overblijft.
Het landelijke pad apart, op {paden} gemaakte paden van elf bekende halfjaren.

De toets is chi-kwadraat op {vakken} vakken; *Kans* is de kans op rangen minstens zo ongelijk als het model klopt. Dit
toetst of het model doet wat het zegt, niet of de wereld zo is.
"""
_GRENZEN = """
* **Weinig en samenhangend.** Eén geteld jaar van één echte regio, elf landelijke halfjaren. De kolom *Onafh.* zegt
  hoeveel losse vergelijkingen evenveel zouden zeggen: een handvol, ook waar het aantal honderden is.
* **De vorm van het model is niet blind.** Welke verdelingen, welke gewichten van de voorkennis (`pad_spreiding`,
  `samenweging_*`, `spreidingsindex_gehuisvest`) en welke methode voor de taakstelling is gekozen met deze cijfers in
  zicht. Alleen waar een waarde is veranderd nadat een uitkomst was gezien, is de oude teruggezet.
* **Aangekondigd is niet zeker.** Van de elf bekende halfjaren zijn er twee later verlaagd (27.300 naar ongeveer
  17.300, 17.700 naar 15.000). Op een peildatum geldt de versie van toen; de uitkomst is de laatste versie.
* **Eigen cijfers doen meer.** Twee jaar eigen tellingen in instroom.csv en een bewaarde raming per half jaar maken
  deze bladzijde voor uw regio; `spuk terugblik MAP --uit terugblik.xlsx --beeld terugblik.svg`.
"""


def main() -> None:
    """Write the page and its figures."""
    bron = compute()
    beelden = {
        "terugblik-westfriesland": pit_figure("Terugblik Westfriesland", judge_all(bron.regels)),
        "terugblik-zevenlinden": pit_figure("Terugblik Zevenlinden (FICTIEF)", judge_all(bron.fictief_regels)),
        "ijking": rank_figure(
            "IJking", [x for x in (*bron.ijkingen, *bron.paden) if x.niveau in (REGIO + BEKEND, LAND)], VAKKEN
        ),
    }
    for naam, svg in beelden.items():
        (DOCS / "beelden" / f"{naam}.svg").write_text(svg, encoding="utf-8", newline="\n")
    (DOCS / "terugblik.md").write_text(page(bron), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
