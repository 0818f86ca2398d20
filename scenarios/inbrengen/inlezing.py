"""One export looked at as the books would: a block to read it by, the lasten that gives, and what must be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from finance.bedragen import decimal_text
from finance.fouten import Invoerfout, list_words
from finance.taal.getallen import format_euros
from scenarios.boeken.boekingen import classify_bookings, join_bookings
from scenarios.boeken.geboekt import (
    DUBBEL,
    ONBEKENDE_DOELGROEP,
    ONBEKENDE_GEMEENTE,
    ONBEKENDE_VOORZIENING,
    SOORTREDENEN,
    VERKEERD_JAAR,
    Boekregels,
)
from scenarios.boeken.vertaling import CODEKOLOMMEN, guess, nearest
from scenarios.inlezen.bestand import open_export
from scenarios.inlezen.blok import Boekingbestand
from scenarios.inlezen.blokschrijven import block_text
from scenarios.inlezen.lezen import BATE, BUITEN, Gelezen, Weggelaten, load_table, read_export, read_table
from scenarios.inlezen.toetsen import check_reading
from scenarios.inlezen.voorstel import Leesvraag, Voorstel, propose

GEEN_LAST = (*SOORTREDENEN.values(), BUITEN, ONBEKENDE_GEMEENTE, VERKEERD_JAAR, ONBEKENDE_DOELGROEP, DUBBEL)
"""Reasons that keep a booking out of the lasten of the file; another pot does not."""
GETOOND = 8


@dataclass(frozen=True)
class Inlezing:
    """What one export says. Amounts in cents."""

    voorstel: Voorstel
    gelezen: Gelezen
    boekingen: pd.DataFrame
    lasten: int
    aantal_lasten: int
    baten: int
    aantal_baten: int
    weggelaten: tuple[Weggelaten, ...]
    vragen: tuple[Leesvraag, ...]
    codes: tuple[Onbekend, ...]

    @property
    def bestand(self) -> str:
        """The file, as the block names it."""
        return self.voorstel.blok.bestand

    @property
    def totaal(self) -> int:
        """Sum of the column of amounts: lasten less baten and what is left out."""
        return self.lasten - self.baten + sum(w.bedrag for w in self.weggelaten)

    def document(self) -> dict[str, Any]:
        """The same for programs: amounts as decimal text."""
        return {
            "bestand": self.bestand,
            "kop": self.gelezen.tabel.koppen[0],
            "kolommen": {k: t for k, t in self.voorstel.blok.kolommen.items() if t},
            "rijen": len(self.boekingen),
            "lasten": decimal_text(self.lasten),
            "baten": decimal_text(self.baten),
            "weggelaten": [
                {"reden": w.reden, "aantal": w.aantal, "bedrag": decimal_text(w.bedrag)} for w in self.weggelaten
            ],
            "totaal": decimal_text(self.totaal),
            "vragen": [v.tekst for v in self.vragen],
            "opmerkingen": list(self.voorstel.opmerkingen),
            "codes": [o.document() for o in self.codes],
            "blok": block_text(self.voorstel.blok),
        }


@dataclass(frozen=True)
class Onbekend:
    """A code of the ledger without a voorziening."""

    kolom: str
    waarde: str
    aantal: int
    bedrag: int
    voorstel: str
    waarom: str

    def document(self) -> dict[str, Any]:
        """For programs."""
        return {
            "kolom": self.kolom,
            "waarde": self.waarde,
            "aantal": self.aantal,
            "bedrag": decimal_text(self.bedrag),
            "voorstel": self.voorstel,
        }


def look_at(
    paden: Sequence[Path],
    blokken: Sequence[Mapping[str, Any]],
    regels: Boekregels,
    gemeenten: Mapping[str, str],
    ernaast: Sequence[tuple[Path, Boekingbestand]] = (),
) -> tuple[Inlezing, ...]:
    """Look at exports together, so that a booking in two of them counts once. Raises Invoerfout.

    blokken: per file what is already settled of its block, such as `bestand`, `jaar` and answers.
    gemeenten: CBS code -> name, of this region; ernaast: files that are read already.
    """
    gelezen = [_read(pad, gezegd, regels, gemeenten) for pad, gezegd in zip(paden, blokken, strict=True)]
    jaren = {v.blok.jaar for v, _ in gelezen}
    bekend, stuk = [], []
    for pad, blok in ernaast:
        if blok.jaar in jaren:
            try:
                bekend.append((blok, classify_bookings(read_export(pad, blok), blok, regels)))
            except Invoerfout:
                stuk.append(f"{blok.bestand} is niet te lezen en dus niet vergeleken op dubbele regels.")
    tabellen = [*(t for _, t in bekend), *(classify_bookings(g, v.blok, regels) for v, g in gelezen)]
    samen = join_bookings(tabellen, [*(b for b, _ in bekend), *(v.blok for v, _ in gelezen)], regels).tabel
    samen["elders"] = _stands_elsewhere(samen)
    grenzen = np.cumsum([0, *(len(t) for t in tabellen)])[len(bekend) :]
    return tuple(
        _judge(voorstel.notes(*stuk), lezing, samen.iloc[van:tot], regels)
        for (voorstel, lezing), van, tot in zip(gelezen, grenzen, grenzen[1:], strict=False)
    )


def _read(
    pad: Path, gezegd: Mapping[str, Any], regels: Boekregels, gemeenten: Mapping[str, str]
) -> tuple[Voorstel, Gelezen]:
    bladen = open_export(pad, gezegd["bestand"])
    voorstel = propose(bladen, gezegd, regels.who, gemeenten)
    lezing = read_table(load_table(bladen, voorstel.blok), voorstel.blok)
    voorstel = check_reading(voorstel, lezing, gezegd)
    if voorstel.opnieuw:
        lezing = read_table(load_table(bladen, voorstel.blok), voorstel.blok)
    return voorstel, lezing


def _judge(voorstel: Voorstel, lezing: Gelezen, tabel: pd.DataFrame, regels: Boekregels) -> Inlezing:
    # A double is no lasten of this file, also when it is refused for another reason.
    reden = tabel["reden"].astype(str).where(~tabel["dubbel"], DUBBEL)
    bate = reden == BATE
    buiten = reden.isin(GEEN_LAST)
    last = ~bate & ~buiten
    weg = [*lezing.weggelaten]
    for waarom in GEEN_LAST:
        deel = tabel[reden == waarom]
        if len(deel):
            weg.append(Weggelaten(waarom, len(deel), int(deel["bedrag"].sum()), tuple(deel["regel"][:20])))
    binnen = tabel[last]
    btw = int((binnen["bedrag"] - binnen["last"]).sum())
    if btw:
        wat = "btw die geen last is" if btw > 0 else "btw naast het bedrag, bij de lasten"
        weg.append(Weggelaten(wat, int((binnen["bedrag"] != binnen["last"]).sum()), btw))
    codes = tuple(unknown_codes(binnen[reden[last] == ONBEKENDE_VOORZIENING], regels))
    vragen = [*voorstel.vragen, *_book_questions(voorstel.blok, tabel, reden), *_code_questions(codes)]
    return Inlezing(
        voorstel,
        lezing,
        tabel,
        lasten=int(binnen["last"].sum()),
        aantal_lasten=len(binnen),
        baten=-int(tabel.loc[bate, "bedrag"].sum()),
        aantal_baten=int(bate.sum()),
        weggelaten=tuple(weg),
        vragen=tuple(vragen),
        codes=codes,
    )


def _book_questions(blok: Boekingbestand, tabel: pd.DataFrame, reden: pd.Series) -> Iterator[Leesvraag]:
    """What only shows beside the region and its other files."""
    vreemd = tabel[reden == ONBEKENDE_GEMEENTE]
    if len(vreemd):
        namen = vreemd["gemeente"].astype(str).unique()[:GETOOND]
        yield Leesvraag(
            "gemeente",
            f"{_amount(vreemd)} van {list_words([n or 'een lege cel' for n in namen])}: geen gemeente van deze regio. "
            "Zet de gemeente in regio.toml, of noem haar met --gemeente.",
        )
    fout = tabel[reden == VERKEERD_JAAR]
    if len(fout):
        jaren = sorted(fout["datum"].dt.year.unique())
        keuzes: tuple[tuple[str, Any], ...] = (("niet meetellen", "afkeuren"),)
        if jaren == [blok.jaar - 1]:
            keuzes = (*keuzes, (f"meetellen in {blok.jaar}, als correctie van {blok.jaar - 1}", "correctie"))
        if "vorig_jaar" not in blok.model_fields_set:
            welk = list_words([str(j) for j in jaren])
            yield Leesvraag(
                "vorig_jaar",
                f"{_amount(fout)} met een datum of boekjaar in {welk}, buiten {blok.jaar} (regel "
                f"{list_words([str(r) for r in fout['regel'][:GETOOND]])}). Wat betekenen die?",
                keuzes,
            )
    dubbel = tabel[reden == DUBBEL]
    eigen = dubbel[_equal_lines(tabel).loc[dubbel.index]]
    elders = tabel[tabel["elders"] | ((reden == DUBBEL) & ~_equal_lines(tabel))]
    if len(elders) * 2 > len(tabel):
        yield Leesvraag(
            "bestand", f"{_amount(elders)} staan al in een ander bestand. Lees dit bestand niet nog eens in."
        )
    los = tabel[(tabel["stuknummer"] == "") & _equal_lines(tabel) & (reden != BATE)]
    for deel, wat in ((eigen, "een eerdere regel met hetzelfde stuknummer"), (los, "een eerdere regel zonder nummer")):
        if len(deel) and "gelijke_regels" not in blok.model_fields_set:
            yield Leesvraag(
                "gelijke_regels",
                f"{_amount(deel)} gelijk aan {wat} (regel {list_words([str(r) for r in deel['regel'][:GETOOND]])}). "
                "Zijn dat aparte boekingen?",
                (("ja, alle tellen", "tellen"), ("nee, de tweede is dubbel", "dubbel")),
            )


def _stands_elsewhere(samen: pd.DataFrame) -> pd.Series:
    """Lines without a number that an earlier file holds too: perhaps the same export again."""
    sleutel = ["datum", "gemeente", "kostenplaats", "project", "grootboek", "omschrijving", "bedrag"]
    los = samen[samen["stuknummer"].astype(str) == ""]
    eerste = los.astype(dict.fromkeys(sleutel[1:6], str)).groupby(sleutel, sort=False)["bestand"].transform("first")
    return (eerste.astype(str) != los["bestand"].astype(str)).reindex(samen.index, fill_value=False)


def _equal_lines(tabel: pd.DataFrame) -> pd.Series:
    """Rows that repeat an earlier one in everything that can be read."""
    kolommen = [k for k in tabel.columns if k not in ("regel", "reden", "besluit", "bestand", "dubbel", "elders")]
    return tabel.astype({k: str for k in kolommen if isinstance(tabel[k].dtype, pd.CategoricalDtype)}).duplicated(
        kolommen
    )


def unknown_codes(tabel: pd.DataFrame, regels: Boekregels) -> Iterator[Onbekend]:
    """The codes of bookings without a voorziening, with their amounts and what they may be, the largest first."""
    if tabel.empty:
        return
    gevuld = [k for k in CODEKOLOMMEN if (tabel[k].astype(str) != "").any()]
    kolom = max(gevuld, key=lambda k: tabel[k].astype(str).nunique(), default="omschrijving")
    if kolom != "omschrijving" and tabel[kolom].astype(str).nunique() == 1 and not guess(_texts(tabel)):
        kolom = "omschrijving"
    elif "kostenplaats" in gevuld and tabel["kostenplaats"].astype(str).nunique() > 1:
        kolom = "kostenplaats"
    groepen = [(str(w), deel) for w, deel in tabel.groupby(tabel[kolom].astype(str))]
    for waarde, deel in sorted(groepen, key=lambda g: -abs(int(g[1]["last"].sum()))):
        buur = nearest(waarde, regels.vertaling)
        geraden = guess(_texts(deel)) or guess(deel["grootboek"].astype(str).unique().tolist())
        waarom = "naar de omschrijving" if geraden else f"zoals {buur.waarde}" if buur else ""
        yield Onbekend(
            kolom, waarde, len(deel), int(deel["bedrag"].sum()), geraden or (buur.voorziening if buur else ""), waarom
        )


def _texts(tabel: pd.DataFrame) -> list[str]:
    return tabel["omschrijving"].astype(str).unique()[:500].tolist()


def _code_questions(codes: Sequence[Onbekend]) -> Iterator[Leesvraag]:
    if not codes:
        return
    regels = [
        f"{o.waarde or '(leeg)'} ({o.aantal} x, {format_euros(o.bedrag)}"
        + (f"; misschien {o.voorstel}, {o.waarom})" if o.voorstel else ")")
        for o in codes[:GETOOND]
    ]
    rest = f" en nog {len(codes) - GETOOND}" if len(codes) > GETOOND else ""
    yield Leesvraag(
        "vertaling",
        f"Welke voorziening is {codes[0].kolom} {', '.join(regels)}{rest}? Vul verantwoording/vertaling.csv aan.",
    )


def _amount(deel: pd.DataFrame) -> str:
    aantal = "1 boeking" if len(deel) == 1 else f"{len(deel)} boekingen"
    return f"{aantal} ({format_euros(int(deel['bedrag'].sum()))})"


def answer(gezegd: Mapping[str, Any], vraag: Leesvraag, keuze: Any) -> dict[str, Any]:
    """The block with one question settled."""
    uit = dict(gezegd)
    if "." in vraag.sleutel:
        blok, _, naam = vraag.sleutel.partition(".")
        uit[blok] = {**uit.get(blok, {}), naam: keuze}
    else:
        uit[vraag.sleutel] = keuze
    return uit
