"""The section of docs/betrouwbaarheid.md that `python -m tests.storingen --schrijf` fills; the rest stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from finance.taal.getallen import thousands
from tests.betrouwbaarheid import put_section, version_words

if TYPE_CHECKING:
    from tests.storingen import Uitslag


def write_section(uitslagen: Mapping[str, Uitslag], zaad: int) -> None:
    """Put the figures in their place on the page."""
    put_section("storingen", section(uitslagen, zaad))


def section(uitslagen: Mapping[str, Uitslag], zaad: int) -> str:
    """The heading, one table and what failed, in Dutch."""
    steekproef = [f"{naam} een op de {u.elke}" for naam, u in uitslagen.items() if u.elke > 1]
    soorten = list(dict.fromkeys(s for u in uitslagen.values() for s in u.geprobeerd))
    regels = [
        "## Storingen",
        "",
        "Gemaakt door `make storingen`: iedere opdracht die schrijft wordt afgebroken bij bestandsgebeurtenissen "
        + f"({', '.join(steekproef)}) " * bool(steekproef)
        + "en op willekeurige momenten. Van iedere bestandsgebeurtenis is bovendien bewaard wat er op dat moment op de "
        "schijf stond, en dat is wat een afgebroken opdracht daar achterlaat. Van alle regels code waar een opdracht "
        "langs komt is er geloot waarbij Ctrl+C precies daar komt. Ook krijgt iedere opdracht een volle "
        "schijf, een bestand dat open staat of alleen gelezen mag "
        "worden, en drie runs tegelijk in een map. Goed is: daarna staan de oude bestanden er, of de nieuwe, nooit "
        "door elkaar en zonder resten; de opdracht opnieuw geeft tot op de bit de nieuwe; de eindcode is 130 na "
        "Ctrl+C, 143 na SIGTERM en 2 na een weigering, met een melding in het Nederlands. In de tabel: "
        "geprobeerd / mislukt.",
        "",
        f"| Storing | {' | '.join(uitslagen)} |",
        f"|---|{'---:|' * len(uitslagen)}",
    ]
    for soort in soorten:
        cellen = [
            f"{thousands(u.geprobeerd[soort])} / {thousands(sum(s == soort for s, _ in u.mislukt))}"
            for u in uitslagen.values()
        ]
        regels.append(f"| {soort} | {' | '.join(cellen)} |")
    totaal = sum(u.geprobeerd.total() for u in uitslagen.values())
    af = [naam for naam, u in uitslagen.items() if not u.klaar]
    mislukt = [(naam, soort, fout) for naam, u in uitslagen.items() for soort, fout in u.mislukt]
    regels += [
        "",
        f"Samen {thousands(totaal)} storingen, {thousands(len(mislukt))} mislukt. Zaad {zaad}, "
        f"{sum(u.seconden for u in uitslagen.values()) / 60:.0f} minuten, "
        f"versie {version_words(v for u in uitslagen.values() for v in u.versies)}."
        + f" Niet alle storingen van {', '.join(af)} zijn geprobeerd."
        * bool(af),
        "",
    ]
    regels += [f"- {naam}, {soort}: {fout.splitlines()[0][:160]}" for naam, soort, fout in mislukt[:20]]
    return "\n".join([*regels, ""] if mislukt else regels)
