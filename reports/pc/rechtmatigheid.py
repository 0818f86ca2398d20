"""Begrotingsrechtmatigheid in the jaarrekening: which posts cost more than the begroting na wijziging, and which kind.

Per gemeente, because the council of each decides on its own begroting; a region shows them together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from finance.administratie.rechtmatigheid import SOORTEN, Lastenpost, Soort, split_overspending
from finance.fouten import list_words
from reports.grond.profiel import Profiel
from reports.pc.delen import CORRECTIE, LASTENPOSTEN, MERKBAAR, NAMEN, ONDERWIJS, SPUK, money
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Tabel, cents_table, column, line
from scenarios.boeken.begroting import UITVOERING, Bedrag

BRONNEN = (
    "Hogere lasten dan de raad beschikbaar stelde zijn een begrotingsonrechtmatigheid (Kadernota rechtmatigheid 2023 "
    "van de commissie BBV, gelezen zoals Haarlemmermeer haar weergeeft in de jaarstukken 2023). De soorten staan zo in "
    "jaarstukken over 2023 (Weert, Bronckhorst) en eerder (Buren 2017); welke soort acceptabel is, bepaalt de raad in "
    "de financiële verordening.",
    "Aannames van spuk: de raad autoriseert per taakveld; wat andere posten overlaten gaat eerst, dan de hogere bate "
    "van de SPUK die de post dekt, dan het deel door meer inburgeraars (ieder die inburgeringsplichtig is krijgt een "
    "aanbod: open einde). Voor de rest geldt wat het profiel bij rechtmatigheid zegt; zonder dat oordeelt de raad.",
)


@dataclass(frozen=True)
class Toetsing:
    """The lasten of one gemeente against its begroting na wijziging, by post."""

    posten: Mapping[str, Lastenpost]
    baten: Mapping[str, int]
    """Bate -> what both SPUKs together brought in beyond the begroting"""

    @property
    def saldo(self) -> int:
        """What the taakveld as a whole spent beyond its begroting; negative: less."""
        return sum(p.werkelijk - p.begroot for p in self.posten.values())


def weigh(
    codes: Sequence[str],
    begroot: Callable[[str, str], Bedrag],
    werkelijk: Callable[[str, str], Bedrag],
    volume: Mapping[str, Mapping[str, int]],
    correctie: Callable[[str], int],
    profiel: Profiel,
) -> list[Toetsing] | None:
    """Per gemeente; None where a gemeente entered no begroting or realisation of a post.

    begroot, werkelijk: (code, post) -> amount; volume: code -> post -> what more persons cost; correctie: code ->
    lasten of earlier years, which no begroting has
    """
    uit = []
    for code in codes:
        posten: dict[str, Lastenpost] = {}
        for p in LASTENPOSTEN:
            was, is_ = begroot(code, p.naam), werkelijk(code, p.naam)
            if was is None or is_ is None:
                return None
            dekking = "" if p.naam == UITVOERING else SPUK
            rest: Soort = profiel.rechtmatigheid.get(p.naam, "raad")
            posten[p.naam] = Lastenpost(
                _whole(was), _whole(is_), dekking, max(0, volume.get(code, {}).get(p.naam, 0)), rest
            )
        if later := correctie(code):
            posten[CORRECTIE] = Lastenpost(0, later, SPUK)
        meer = sum(_whole(werkelijk(code, s)) - _whole(begroot(code, s)) for s in (SPUK, ONDERWIJS))
        uit.append(Toetsing(posten, {SPUK: meer}))
    return uit


def legality_chapter(toetsingen: Sequence[Toetsing], regio: bool) -> Hoofdstuk:
    """The chapter; without an overspending it says so."""
    kop = "Is binnen de begroting gebleven?"
    per_post: dict[str, dict[Soort, int]] = {}
    for toetsing in toetsingen:
        for post, soorten in split_overspending(toetsing.posten, toetsing.baten).items():
            eerder = per_post.setdefault(post, dict.fromkeys(SOORTEN, 0))
            for soort, bedrag in soorten.items():
                eerder[soort] += bedrag
    zinnen = [_taakveld_words(toetsingen, regio)]
    if not per_post:
        return Hoofdstuk(kop, (*zinnen, "Geen enkele post kost meer dan de begroting na wijziging.", BRONNEN[0]))
    samen = {soort: sum(delen[soort] for delen in per_post.values()) for soort in SOORTEN}
    zinnen.append(
        f"{len(per_post)} {'post kost' if len(per_post) == 1 else 'posten kosten'} samen {money(sum(samen.values()))} "
        f"meer dan begroot: {list_words([f'{money(b)} {SOORTEN[s]}' for s, b in samen.items() if b >= MERKBAAR])}."
    )
    return Hoofdstuk(kop, tuple(zinnen), (_table(per_post),))


def _table(per_post: Mapping[str, Mapping[Soort, int]]) -> Tabel:
    soorten = [s for s in SOORTEN if any(delen[s] for delen in per_post.values())]
    rijen = [line(NAMEN[n], "stand", (per_post[n][s] for s in soorten)) for n in NAMEN if n in per_post]
    return cents_table(
        "Overschrijdingen van de begroting na wijziging, per post en soort",
        (
            *(column(SOORTEN[s].capitalize()) for s in soorten),
            column("Overschrijding", som=tuple((i, 1) for i in range(len(soorten)))),
        ),
        (*rijen, line("Totaal", "stand", (), tuple((i, 1) for i in range(len(rijen))))),
        BRONNEN,
        "Post",
    )


def _taakveld_words(toetsingen: Sequence[Toetsing], regio: bool) -> str:
    over = [t.saldo for t in toetsingen if t.saldo >= MERKBAAR]
    wie = f" bij {len(over)} van de {len(toetsingen)} gemeenten" if regio and len(toetsingen) > 1 else ""
    if not over:
        return "De lasten van taakveld 6.1 blijven binnen de begroting na wijziging."
    return f"De lasten van taakveld 6.1 gaan {money(sum(over))} over de begroting na wijziging{wie}."


def _whole(bedrag: Bedrag) -> int:
    """PM counts as nothing."""
    return bedrag if isinstance(bedrag, int) else 0
