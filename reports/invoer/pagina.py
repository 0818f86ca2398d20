"""The explanation of the input, made from the description of its sheets: as a page, and by topic on the terminal.

`python -m reports.invoer.pagina docs/invoer-werkboek.md` writes the page anew; a test holds it to the description.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from scenarios.werkboek.bladen import AANNAMES, BLADEN, TABELLEN
from scenarios.werkboek.kolommen import Invoertabel, Veld

BREEDTE = 100
_PLEK = re.compile(r"\{(\w+)\}")
_MEEST = 14
"""Choices that a page lists one by one"""
_KOP = f"""# Invoer in één werkboek

<!-- Gemaakt uit de beschrijving van de bladen met: python -m reports.invoer.pagina docs/invoer-werkboek.md -->

`invoer.xlsx` kan in de plaats staan van de tekstbestanden van een regiomap ([invoer.md](invoer.md)).
Iedere opdracht die een MAP vraagt, neemt ook het werkboek.

```
spuk nieuw mijn-regio --gemeenten "Amersfoort,Leusden" --excel  # een map met alleen invoer.xlsx
spuk controleer mijn-regio/invoer.xlsx                          # alle fouten tegelijk, met blad en cel
spuk raming mijn-regio/invoer.xlsx
spuk invoer mijn-map --excel --uit invoer.xlsx                  # van tekstbestanden naar een werkboek
spuk invoer invoer.xlsx --tekst --uit mijn-map                  # en terug, zonder verlies
```

* Gele cellen zijn invoer. Bij iedere kop staat een opmerking met een voorbeeld en met wat een lege cel betekent.
  Alleen wat hieronder *altijd invullen* heet, moet er staan.
* Kolommen mogen in een andere volgorde staan en lege rijen zijn geen fout. Een onbekende kop is dat wel, en een blad
  waarvan de naam op een bekende lijkt ook: anders zou er invoer wegvallen.
* Een werkboek van Excel (`.xlsx`, `.xlsm`) of LibreOffice (`.ods`) wordt gelezen. Van een formule telt de laatst
  opgeslagen uitkomst.
* Bedragen in hele euro's en centen mogen er staan zoals u ze typt: `1.010.000`, `€ 1.010.000`, `1010000,-`. Een prijs
  kan drie decimalen hebben; daar is `10.000` dus niet duidelijk. Hoofdletters in een keuze maken niet uit.
* Zonder status geldt de status die bij de kolom staat; zonder bron geldt *eigen opgave*. Een aanname heeft altijd een
  reden.
* Eigen bladen mogen ernaast staan. `spuk invoer MAP --excel --vervang` verandert in een bestaand werkboek alleen de
  cellen die iets anders zeggen; eigen bladen, formules en grafieken blijven.
* Het blad {AANNAMES} vult `spuk`. Het verborgen blad Bestanden bewaart opmerkingen en volgorde van de tekstbestanden;
  cijfers komen daar niet vandaan.
* Boekingen, dossiers (`personen.csv`), `maatregelen.toml`, `verantwoording.toml` en weergaveprofielen blijven
  bestanden in de map naast het werkboek: `verantwoording/`, `profielen/`, `ramingen/`. `spuk invoer` neemt ze mee
  naar de nieuwe plek.
* Een map met zowel `regio.toml` als `invoer.xlsx` wordt geweigerd: noem dan het werkboek zelf.
"""


def page() -> str:
    """The whole page, in Markdown."""
    delen = [_KOP]
    for blad in BLADEN:
        tabellen = [t for t in TABELLEN if t.blad == blad]
        delen.append(f"## {blad}\n")
        for tabel in tabellen:
            delen += [f"### {tabel.titel}\n"] if len(tabellen) > 1 else []
            delen.append("\n".join(_markdown(tabel)) + "\n")
    return "\n".join(delen)


def topics() -> list[str]:
    """What `explain` knows: the input as a whole, its sheets and its text files."""
    bestanden = (t.bestand for t in TABELLEN if not _PLEK.search(t.bestand))
    return list(dict.fromkeys(["invoer", *(b.casefold() for b in BLADEN), *bestanden]))


def explain(onderwerp: str) -> str:
    """What stands in a sheet or text file, for the terminal; empty when nothing is known by that name."""
    zoek = onderwerp.strip().casefold()
    if zoek in ("invoer", "werkboek", "invoer.xlsx"):
        regels = (
            textwrap.fill(
                ", ".join(t.titel for t in TABELLEN if t.blad == b),
                BREEDTE,
                initial_indent=f"{b:<22}",
                subsequent_indent=" " * 22,
            )
            for b in BLADEN
        )
        return "\n".join(["De bladen van invoer.xlsx; meer over een blad: spuk uitleg contracten", "", *regels])
    namen = {zoek, f"{zoek}.csv", f"{zoek}.toml"}
    tabellen = [t for t in TABELLEN if namen & {t.blad.casefold(), t.naam, t.bestand.casefold()}]
    return "\n\n".join("\n".join(_lines(t)) for t in tabellen)


def _lines(tabel: Invoertabel) -> Iterator[str]:
    yield textwrap.fill(f"{tabel.titel} (blad {tabel.blad}; als tekst: {_where(tabel)})", BREEDTE)
    if tabel.uitleg:
        yield textwrap.fill(tabel.uitleg, BREEDTE)
    for kolom in tabel.kolommen:
        if not (tabel.dwars and kolom.naam in tabel.dwars.kolommen):
            tekst = f"{kolom.label}: {kolom.toelichting}"
            yield textwrap.fill(tekst, BREEDTE, initial_indent="  ", subsequent_indent="    ")


def _markdown(tabel: Invoertabel) -> Iterator[str]:
    if tabel.uitleg:
        yield f"{tabel.uitleg}\n"
    yield f"Als tekst: `{_where(tabel)}`.\n"
    yield "| kolom | als tekst | betekenis | eenheid of keuzes | leeg | voorbeeld |"
    yield "|---|---|---|---|---|---|"
    for kolom in tabel.kolommen:
        if tabel.dwars and kolom.naam in tabel.dwars.kolommen:
            continue
        keuzes = ", ".join(f"`{k}`" for k in kolom.keuzes) if len(kolom.keuzes) <= _MEEST else "uit de lijst"
        leeg = kolom.leeg or kolom.standaard or ("altijd invullen" if kolom.verplicht else "mag")
        cellen: Sequence[str] = (
            _head(tabel, kolom),
            f"`{kolom.naam}`",
            kolom.uitleg,
            kolom.eenheid or keuzes,
            leeg,
            f"`{kolom.voorbeeld}`" if kolom.voorbeeld else "",
        )
        yield f"| {' | '.join(c.replace('|', chr(92) + '|') for c in cellen)} |"


def _head(tabel: Invoertabel, kolom: Veld) -> str:
    if tabel.dwars and kolom.naam == tabel.dwars.waarde:
        return "een kolom per halfjaar" if tabel.dwars.halfjaren else "een kolom per jaar"
    return kolom.label


def _where(tabel: Invoertabel) -> str:
    """File and block."""
    bestand, blok = (_PLEK.sub(lambda m: m[1].upper(), t or "") for t in (tabel.bestand, tabel.pad))
    blok = blok.removesuffix("[]")
    return f"{bestand}, {f'[[{blok}]]' if tabel.lijst else f'[{blok}]'}" if blok else bestand


if __name__ == "__main__":
    from scenarios.grond.bestanden import write_text

    write_text(Path(sys.argv[1]), page())
