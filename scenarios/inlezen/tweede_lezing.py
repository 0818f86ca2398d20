"""A second, simple reading of a text export: the lines one by one and the amounts added up, by none of the same code.

What the first reading finds must come out of this one too: a row that was swallowed, or a column that shifted, shows as
a difference. It knows no quotes beyond its own line, no totals and no kinds: it counts and adds up. Lines that are
written plainly are counted by the places of their bytes, many at once; the others one by one, with the same outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Melding
from finance.taal.getallen import format_euros
from scenarios.grond.openen import MEEST_EXPORT, read_bytes

_GEWOON = re.compile(r"[-+]?[0-9][0-9.,]*-?")
_HEEL = re.compile(r"[0-9]+|[0-9]{1,3}([.,][0-9]{3})+")
_STREEP = re.compile(r"[-=_+*|]{3,}|")
_EINDE, _HAAK = ord("\n"), ord('"')
_BLOK = 4_000_000
"""Bytes that are counted at once"""
_LANGST = 18
"""Bytes of an amount that is counted with others"""


@dataclass(frozen=True)
class Natelling:
    """Rows under the head of one file, and the sum of each of its amount columns in cents."""

    regels: int
    sommen: Mapping[str, int]

    @property
    def totaal(self) -> int:
        """All columns together."""
        return sum(self.sommen.values())


@dataclass(frozen=True)
class Leesplek:
    """Where the first reading says that the head and an amount column stand."""

    kop: int
    kolom: int
    decimaal: str


def count_again(pad: Path, scheiding: str, plekken: Mapping[str, Leesplek]) -> Natelling | None:
    """The rows and sums of a text file; None when an amount is written in a way that this reading does not know."""
    inhoud, codering = _content(pad)
    begin = 0
    for _ in range(next(iter(plekken.values())).kop):
        kop, begin = begin, (inhoud.find(b"\n", begin) + 1) or len(inhoud)
    kopregel = inhoud[kop:begin].removesuffix(b"\n")
    regels, sommen = 0, dict.fromkeys(plekken, 0)
    while begin < len(inhoud):
        eind = (inhoud.find(b"\n", begin + _BLOK) + 1) or len(inhoud)
        gewoon, over = _count_plain(inhoud[begin:eind].removesuffix(b"\n"), scheiding, plekken, kopregel)
        anders = _count_lines((r.decode(codering, "replace") for r in over if r != kopregel), scheiding, plekken)
        if anders is None:
            return None
        regels += gewoon.regels + anders.regels
        sommen = {naam: som + gewoon.sommen[naam] + anders.sommen[naam] for naam, som in sommen.items()}
        begin = eind
    return Natelling(regels, sommen)


def _count_lines(regels: Iterable[str], scheiding: str, plekken: Mapping[str, Leesplek]) -> Natelling | None:
    telling, sommen = 0, dict.fromkeys(plekken, 0)
    for regel in regels:
        cellen = _cells(regel, scheiding)
        # Empty lines and lines of dashes.
        if all(_STREEP.fullmatch(c.strip()) for c in cellen):
            continue
        telling += 1
        for naam, plek in plekken.items():
            tekst = cellen[plek.kolom].strip().replace("\u00a0", "") if plek.kolom < len(cellen) else ""
            centen = _cents(tekst, plek.decimaal)
            if centen is None:
                return None
            sommen[naam] += centen
    return Natelling(telling, sommen)


def _count_plain(
    blok: bytes, scheiding: str, plekken: Mapping[str, Leesplek], kopregel: bytes
) -> tuple[Natelling, list[bytes]]:
    """What the plain lines of a block count and add up, and the other lines.

    A plain line has as many fields as most of its block, quotes only around whole fields, and an amount of digits,
    groups of three and two decimals in one column at least, with nothing in the others or such an amount.
    """
    tekens = np.frombuffer(blok, dtype=np.uint8)
    tot = np.append(np.flatnonzero(tekens == _EINDE), len(tekens))
    van = np.append(0, tot[:-1] + 1)
    alles = np.arange(len(van))
    niets = Natelling(0, dict.fromkeys(plekken, 0))
    if not scheiding.isascii() or scheiding == '"':
        return niets, [blok[a:b] for a, b in zip(van.tolist(), tot.tolist(), strict=True)]
    grens = np.flatnonzero(tekens == ord(scheiding))
    goed = np.ones(len(van), dtype=bool)
    if b'"' in blok:
        grens, goed = _outside_quotes(tekens, grens, van, tot, scheiding)
    aantal = np.bincount(np.searchsorted(tot, grens), minlength=len(van))
    meest = int(np.bincount(aantal).argmax())
    # A line that may be the head once more is compared as a text.
    goed &= (aantal == meest) & (tot - van != len(kopregel))
    kiest = np.flatnonzero(goed)
    tussen = grens[np.repeat(goed, aantal)].reshape(len(kiest), meest)
    randen = np.column_stack([van[kiest] - 1, tussen, tot[kiest]])
    genoemd = np.zeros(len(kiest), dtype=bool)
    bekend = np.ones(len(kiest), dtype=bool)
    bedragen = {}
    for naam, plek in plekken.items():
        if plek.kolom <= meest:
            begin, eind = randen[:, plek.kolom] + 1, randen[:, plek.kolom + 1]
            centen, gelezen = _plain_cents(tekens, begin, eind, plek.decimaal)
            genoemd |= gelezen
            bekend &= gelezen | (begin == eind)
            bedragen[naam] = centen
    telt = genoemd & bekend
    over = np.delete(alles, kiest[telt]).tolist()
    sommen = {naam: int(bedragen[naam][telt].sum()) if naam in bedragen else 0 for naam in plekken}
    return Natelling(int(telt.sum()), sommen), [blok[van[n] : tot[n]] for n in over]


def _outside_quotes(
    tekens: NDArray[np.uint8], grens: NDArray[np.int64], van: NDArray[np.int64], tot: NDArray[np.int64], scheiding: str
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The separators that part fields, and the lines in which every quote opens a field, closes one, or is doubled."""
    haken = np.flatnonzero(tekens == _HAAK)
    regel = np.searchsorted(tot, haken)
    eerste = np.searchsorted(haken, van)
    opent = (np.arange(len(haken)) - eerste[regel]) % 2 == 0
    buur = np.where(opent, haken - 1, haken + 1)
    rand = (buur < van[regel]) | (buur >= tot[regel])
    naast = tekens[np.where(rand, 0, buur)]
    past = rand | (naast == ord(scheiding)) | (naast == _HAAK)
    goed = np.diff(np.append(eerste, len(haken))) % 2 == 0
    goed[regel[~past]] = False
    binnen = (np.searchsorted(haken, grens) - eerste[np.searchsorted(tot, grens)]) % 2 == 1
    return grens[~binnen], goed


def _plain_cents(
    tekens: NDArray[np.uint8], begin: NDArray[np.int64], eind: NDArray[np.int64], decimaal: str
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The cents of amounts by the places of their first byte and after their last, and which are plain."""
    in_haken = (begin < eind) & (tekens[np.minimum(begin, len(tekens) - 1)] == _HAAK)
    begin, eind = begin + in_haken, eind - in_haken
    lang = eind - begin
    breed = min(_LANGST, int(lang.max(initial=1)))
    plekken = np.minimum(begin[:, None] + np.arange(breed), len(tekens) - 1)
    cel = np.where(np.arange(breed) < lang[:, None], tekens[plekken], 0)
    cijfer = (cel >= ord("0")) & (cel <= ord("9"))
    minus = (cel[:, :1] == ord("-")).any(axis=1)
    komma = cel == ord(decimaal)
    heel = np.where(komma.any(axis=1), komma.argmax(axis=1), lang)
    duizend = cel == ord("." if decimaal == "," else ",")
    # Groups of three before the decimal sign, all of them or none.
    groepen, cijfers = duizend.sum(axis=1), heel - minus
    op_plek = (duizend & ((heel[:, None] - np.arange(breed)) % 4 == 0) & (np.arange(breed) < heel[:, None])).sum(axis=1)
    in_groepen = (groepen == op_plek) & (groepen == cijfers // 4) & (cijfers % 4 != 0)
    komma_s = komma.sum(axis=1)
    achter = lang - heel - komma_s
    goed = (cijfers > 0) & (lang <= _LANGST) & (komma_s <= 1) & (achter <= 2) & ((achter > 0) | (komma_s == 0))
    goed &= ((groepen == 0) | in_groepen) & (cijfer.sum(axis=1) + minus + komma_s + groepen == lang)
    som = np.zeros(len(lang), dtype=np.int64)
    for plek in range(breed):
        som = np.where(cijfer[:, plek], som * 10 + cel[:, plek] - ord("0"), som)
    som *= np.where(achter == 2, 1, np.where(achter == 1, 10, 100))
    return np.where(minus, -som, som), goed


def differences(naam: str, eerste: Natelling, tweede: Natelling) -> Iterator[Melding]:
    """A message for every count or sum that the two readings do not share."""
    herstel = "Meld dit bestand: een van beide lezingen mist iets. Controleer de export op aanhalingstekens."
    if eerste.regels != tweede.regels:
        yield Melding(naam, "", f"{eerste.regels} gelezen regels", f"{tweede.regels} regels in het bestand", herstel)
    for kolom, som in tweede.sommen.items():
        if eerste.sommen[kolom] != som:
            gevonden = f"een som van {format_euros(eerste.sommen[kolom])}"
            yield Melding(naam, f"kolom {kolom}", gevonden, f"{format_euros(som)} volgens de tweede lezing", herstel)


def _content(pad: Path) -> tuple[bytes, str]:
    """The bytes of a file with one kind of line end, and how they are to be read."""
    inhoud = read_bytes(pad, meest=MEEST_EXPORT)
    if inhoud[:2] in (b"\xff\xfe", b"\xfe\xff"):
        inhoud = inhoud.decode("utf-16", "replace").encode()
    codering = "utf-8"
    if not inhoud.isascii():
        try:
            inhoud.decode()
        except UnicodeDecodeError:
            codering = "cp1252"
    inhoud = inhoud.removeprefix(b"\xef\xbb\xbf")
    return (inhoud.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in inhoud else inhoud), codering


def _cells(regel: str, scheiding: str) -> list[str]:
    """The fields of one line: a field that begins with a quote ends with one, and two of them inside are one."""
    if '"' not in regel:
        return regel.split(scheiding)
    delen: list[str] = []
    while True:
        if regel.startswith('"'):
            eind = 1
            while (eind := regel.find('"', eind)) >= 0 and regel[eind + 1 : eind + 2] == '"':
                eind += 2
            if eind < 0:
                return [*delen, regel]
            deel, komma, rest = regel[1:eind].replace('""', '"'), regel[eind + 1 : eind + 2], regel[eind + 2 :]
        else:
            deel, komma, rest = regel.partition(scheiding)
        delen.append(deel)
        if not komma:
            return delen
        regel = rest


def _cents(tekst: str, decimaal: str) -> int | None:
    """One amount of at most two decimals; None for any other way to write it."""
    if not tekst:
        return 0
    if not _GEWOON.fullmatch(tekst):
        return None
    heel, _, rest = tekst.strip("+-").partition(decimaal)
    # Groups of three, or none: what stands otherwise the first reading does not take for an amount either.
    if not _HEEL.fullmatch(heel) or len(rest.rstrip("0")) > 2 or (rest and not rest.isdigit()):
        return None
    centen = int(heel.replace(".", "").replace(",", "")) * 100 + int(rest[:2].ljust(2, "0"))
    return -centen if "-" in tekst else centen
