"""What `spuk inlezen` shows: how a file is read, what that gives, what is left out and what must be asked."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console

from reports.grond.console import make_console
from reports.tabel.scherm import STREEP, to_screen
from reports.tabel.tabel import LEEG, Rij, Tabel, columns
from scenarios.boeken.inlezing import Inlezing
from scenarios.inlezen.blokschrijven import block_text

EERSTE_RIJEN = 5
GETOOND = 12


def show_reading(inlezing: Inlezing) -> None:
    """The preview of one file."""
    scherm = make_console()
    tabel, blok = inlezing.gelezen.tabel, inlezing.voorstel.blok
    bladen = [f"{n or 'het bestand'}, rij {k}" for n, k in zip(tabel.bladen, tabel.koppen, strict=True)]
    scherm.print(f"{inlezing.bestand}: boekjaar {blok.jaar}, kop op {'; '.join(bladen)}", style="bold", markup=False)
    kolommen = tuple(Rij((eigen, titel or "(geen)")) for eigen, titel in blok.kolommen.items())
    koppen = columns((("Wat", "Kolom in het bestand"), "tekst"))
    scherm.print(to_screen(Tabel("Kolommen", koppen, kolommen), STREEP))
    scherm.print(f"Teken: {_sign(inlezing)}", markup=False)
    scherm.print(to_screen(_first_rows(inlezing), STREEP))
    scherm.print(to_screen(_outcome(inlezing), STREEP))
    scherm.print("Vergelijk de lasten en het totaal met het grootboek.", markup=False)
    _show_codes(scherm, inlezing)
    for tekst in inlezing.voorstel.opmerkingen:
        scherm.print(f"- {tekst}", markup=False)
    for vraag in inlezing.vragen:
        scherm.print(f"VRAAG {vraag.tekst}", style="bold red", markup=False)
        for label, _ in vraag.keuzes:
            scherm.print(f"      - {label}", markup=False)
    scherm.print("Blok voor verantwoording.toml:", style="bold")
    scherm.print(block_text(blok), markup=False)


def _outcome(inlezing: Inlezing) -> Tabel:
    weg = [Rij((f"Weggelaten: {w.reden}", w.aantal, w.bedrag)) for w in inlezing.weggelaten]
    return Tabel(
        "Uitkomst (euro's)",
        columns((("Wat",), "tekst"), (("Regels",), "heel"), (("Bedrag",), "cent")),
        (
            Rij(("Lasten", inlezing.aantal_lasten, inlezing.lasten)),
            Rij(("Baten (ontvangen)", inlezing.aantal_baten, inlezing.baten)),
            *weg,
            Rij(("Totaal van de bedragkolom", LEEG, inlezing.totaal), nadruk="vet"),
        ),
    )


def _sign(inlezing: Inlezing) -> str:
    blok = inlezing.voorstel.blok
    if blok.kolommen.get("debet") or blok.kolommen.get("credit"):
        regel = "debet min credit"
    else:
        dc = blok.kolommen.get("dc")
        regel = f"{dc}: debet telt op, credit telt af" if dc else "het bedrag zoals het er staat"
    if blok.teken == "omgekeerd":
        regel += ", omgekeerd: lasten staan met een minus"
    return f"{regel}; btw {blok.bedrag}" if blok.kolommen.get("btw") else regel


def _first_rows(inlezing: Inlezing) -> Tabel:
    eerste = inlezing.boekingen.head(EERSTE_RIJEN)
    codes = eerste[["kostenplaats", "project", "grootboek"]].astype(str).to_numpy()
    rijen = []
    for rij, delen in zip(eerste.itertuples(), codes, strict=True):
        cellen = (str(rij.regel), f"{rij.datum:%d-%m-%Y}", " / ".join(filter(None, delen)), str(rij.omschrijving)[:40])
        rijen.append(Rij((*cellen, int(str(rij.bedrag)))))
    koppen = columns((("Regel", "Datum", "Code", "Omschrijving"), "tekst"), (("Bedrag",), "cent"))
    return Tabel("Eerste regels zoals gelezen", koppen, tuple(rijen))


def _show_codes(scherm: Console, inlezing: Inlezing) -> None:
    """Unknown codes as the lines of `vertaling.csv` that would settle them."""
    for kolom, groep in groupby(inlezing.codes, key=lambda c: c.kolom):
        codes = list(groep)
        rijen = [
            Rij((c.waarde or "(leeg)", f"{c.voorstel} ({c.waarom})" if c.voorstel else LEEG, c.aantal, c.bedrag))
            for c in codes[:GETOOND]
        ]
        if rest := codes[GETOOND:]:
            rijen.append(Rij((f"en nog {len(rest)}", LEEG, sum(c.aantal for c in rest), sum(c.bedrag for c in rest))))
        koppen = columns((("Waarde", "Misschien"), "tekst"), (("Regels",), "heel"), (("Bedrag",), "cent"))
        scherm.print(to_screen(Tabel(f"Zonder voorziening, naar {kolom}", koppen, tuple(rijen)), STREEP))
        scherm.print("Voor verantwoording/vertaling.csv:\nwaarde;voorziening;kolom", markup=False)
        scherm.print("\n".join(f"{c.waarde};{c.voorstel};{c.kolom}" for c in codes), markup=False)
