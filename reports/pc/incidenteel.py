"""The overview of incidental lasten and baten (BBV art. 19): as decided, na wijziging, and realised.

What is incidental in the begroting stands in `begroting.csv`. Of what was realised the books tell the temporary SPUK
and corrections of earlier years, and `begroting.csv` what was entered as such; for other posts the decided amount is
taken, because differences on standing policy stay structural. The piece says for which posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finance.fouten import list_words
from reports.pc.delen import CORRECTIE, GEMEENTEFONDS, MERKBAAR, NAMEN, ONDERWIJS, SALDO, SPUK, Wie, money, number
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Centen, Rij, Som, Tabel, cents_table, column, line
from scenarios.boeken.begroting import POSTEN, UITVOERING, Begroting
from scenarios.boeken.realisatie import Rekening, realised

BUITEN_DE_BOEKEN = (UITVOERING, GEMEENTEFONDS)
"""Posts that no booking of a SPUK tells"""
UITLEG = (
    "Incidenteel is wat de begroting zo noemt, een tijdelijke SPUK met haar lasten, en wat over eerdere jaren gaat "
    "(BBV art. 19). Structureel saldo: het saldo zonder incidentele lasten en baten."
)


@dataclass(frozen=True)
class Incidenteel:
    """The incidental part of one post, in cents."""

    post: str
    primitief: int
    gewijzigd: int
    rekening: int
    aangenomen: bool = False
    """The realised part was not told: it is the decided one"""

    @property
    def bedragen(self) -> tuple[int, int, int]:
        """As the columns stand."""
        return self.primitief, self.gewijzigd, self.rekening


def incidental_chapter(
    begroting: Begroting, rekening: Rekening, wie: Wie, jaar: int, saldo: Sequence[Centen]
) -> Hoofdstuk:
    """saldo: primitief, na wijziging, rekening, of the piece as a whole."""
    kop = "Wat is incidenteel?"
    posten = find_incidental(begroting, rekening, wie, jaar)
    if not posten:
        return Hoofdstuk(kop, (f"Er zijn in {jaar} geen incidentele lasten of baten. {UITLEG}",))
    tabel = _table(posten, jaar, saldo)
    aangenomen = [NAMEN[p.post] for p in posten if p.aangenomen]
    zinnen = [UITLEG]
    som = sum(p.rekening * (1 if _is_bate(p.post) else -1) for p in posten)
    zinnen.append(
        f"Incidentele lasten en baten zijn in {jaar} gelijk."
        if abs(som) < MERKBAAR
        else f"Per saldo is in {jaar} {money(abs(som))} incidenteel {'voordeel' if som > 0 else 'nadeel'}."
    )
    if aangenomen:
        zinnen.append(
            f"Aanname: bij {list_words(aangenomen)} is zoveel incidenteel als is besloten; verschillen op bestaand "
            "beleid blijven structureel. Weet u het werkelijke deel, zet dan in begroting.csv een regel met soort "
            "rekening en aard incidenteel."
        )
    return Hoofdstuk(kop, tuple(zinnen), (tabel,))


def find_incidental(begroting: Begroting, rekening: Rekening, wie: Wie, jaar: int) -> list[Incidenteel]:
    """Every post with an incidental part, lasten first."""
    uit = []
    for post in POSTEN:
        primitief, gewijzigd, ingevoerd = begroting.incidental(jaar, wie.codes, post)
        geboekt = _booked(rekening, wie.codes, post)
        aangenomen = False
        werkelijk = ingevoerd if post in BUITEN_DE_BOEKEN or ingevoerd else geboekt
        if not werkelijk and gewijzigd > 0 and post not in BUITEN_DE_BOEKEN:
            heel = number(realised(begroting, rekening, jaar, wie.codes, post))
            werkelijk, aangenomen = min(gewijzigd, max(0, heel)), True
        deel = Incidenteel(post, primitief, gewijzigd, werkelijk, aangenomen)
        uit += [deel] if any(deel.bedragen) else []
    if later := rekening.correction(wie.codes):
        uit.append(Incidenteel(CORRECTIE, 0, 0, later))
    return sorted(uit, key=lambda p: _is_bate(p.post))


def _booked(rekening: Rekening, codes: Sequence[str], post: str) -> int:
    """What the books know to be incidental of one post: paid from the temporary SPUK, or the bate of a correction."""
    rekeningen = [r for g in rekening.verantwoording.gemeenten if g.gemeente.code in codes for r in g.regelingen]
    if post == ONDERWIJS:
        return sum(r.jaar.baten for r in rekeningen if r.regeling == ONDERWIJS)
    if post == SPUK:
        return sum(r.jaar.correctie_besteding for r in rekeningen if r.regeling == SPUK)
    tijdelijk = [x for r in rekeningen if r.regeling == ONDERWIJS for x in r.lasten]
    return sum(x.bedrag for x in tijdelijk if not x.correctie and x.voorziening in POSTEN[post].voorzieningen)


def _table(posten: Sequence[Incidenteel], jaar: int, saldo: Sequence[Centen]) -> Tabel:
    rijen: list[Rij] = []

    def put(aard: str, label: str) -> int:
        eigen = [p for p in posten if _is_bate(p.post) == (aard == "baten")]
        begin = len(rijen)
        rijen.extend(line(NAMEN[p.post], aard, p.bedragen, merk="I") for p in eigen)  # type: ignore[arg-type]
        som: Som = tuple((i, 1) for i in range(begin, len(rijen)))
        rijen.append(line(label, aard, (0, 0, 0), som))  # type: ignore[arg-type]
        return len(rijen) - 1

    lasten, baten = put("lasten", "Incidentele lasten"), put("baten", "Incidentele baten")
    rijen.append(line("Incidenteel saldo", "saldo", (), ((baten, 1), (lasten, -1))))
    rijen.append(line(SALDO, "saldo", saldo))
    rijen.append(line("Structureel saldo", "saldo", (), ((len(rijen) - 1, 1), (len(rijen) - 2, -1))))
    return cents_table(
        f"Incidentele lasten en baten {jaar}",
        (column("Begroting primitief"), column("Begroting na wijziging"), column(f"Rekening {jaar}")),
        rijen,
        eerste_kop="Post",
    )


def _is_bate(post: str) -> bool:
    return post in POSTEN and POSTEN[post].aard == "baten"
