"""A price in euros from a day on: the outcome of a tender, put in the place of the contracts that it follows.

The lines that hold on that day end there, and lines with the new price take over, so that everything that works on a
contract (price level, moment of the price, drivers) works on them. With P10 and P90 the price is a draw of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from finance.fouten import Melding, list_words
from scenarios.regiomap.intervallen import Interval
from scenarios.regiomap.modellen import OPEN, Contractrij
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import PRIJS, Wijziging

_EIGEN = 1_000_000
"""Line numbers from here on are of no file."""


class Prijsrij(Contractrij):
    """A contract line with the price of a scenario."""

    veld: str
    in_plaats_van: Contractrij
    band: Interval | None
    """P10 and P90 as factors: those of the scenario, else those of the line whose place it takes"""

    @property
    def interval(self) -> Interval | None:
        """Not from its own P10 and P90, which would differ in the last bit from one price to the next."""
        return self.band

    @property
    def plaats(self) -> str:
        """Where its price was given."""
        return f"wijziging van {self.veld!r}"


def price_contracts(
    regio: Regio, wijzigingen: Sequence[Wijziging], scenario: str, meldingen: list[Melding]
) -> tuple[Contractrij, ...]:
    """The contracts of a region with every price that these changes give. Problems are appended to `meldingen`."""
    rijen = regio.contracten
    for nummer, w in enumerate(wijzigingen, start=1):
        if w.veld.startswith(PRIJS) and w.waarde is not None:
            geraakt = [c for c in rijen if _meant(c, w)]
            if reden := _refusal(geraakt, w, scenario):
                meldingen.append(reden)
            else:
                rijen = tuple(
                    uit for c in rijen for uit in (_split(regio, c, w, nummer, geraakt) if c in geraakt else (c,))
                )
    return rijen


def _meant(rij: Contractrij, wijziging: Wijziging) -> bool:
    namen = (rij.voorziening, f"{rij.voorziening}.{rij.onderdeel}")
    return rij.betaling != "vast" and wijziging.veld.removeprefix(PRIJS) in namen


def _refusal(geraakt: Sequence[Contractrij], wijziging: Wijziging, scenario: str) -> Melding | None:
    """Why one price cannot stand for these lines."""

    def melding(gevonden: str, verwacht: str, herstel: str = "") -> Melding:
        return Melding(f"scenario {scenario}", f"wijziging van {wijziging.veld!r}", gevonden, verwacht, herstel)

    voorziening = wijziging.veld.removeprefix(PRIJS)
    if not geraakt:
        mend = f"Een bedrag per jaar verandert met vast.{voorziening.partition('.')[0]}."
        return melding("geen prijs per eenheid", "een contract met een prijs per eenheid", mend)
    binnen = [c for c in geraakt if c.tot > wijziging.vanaf and (wijziging.tot is None or c.van < wijziging.tot)]
    eenheden = sorted({c.eenheid for c in binnen})
    if len(eenheden) > 1:
        return melding(f"prijzen per {list_words(eenheden)}", "contracten met één eenheid, of een factor")
    delen = {(c.onderdeel, c.aandeel) for c in binnen}
    # Parts that share the people out can have one price; parts that add up for the same people cannot.
    if len({onderdeel for onderdeel, _ in delen}) > 1 and abs(sum(deel for _, deel in delen) - 1) > 1e-9:
        onderdelen = sorted({onderdeel for onderdeel, _ in delen})
        return melding(
            f"één prijs voor {list_words(onderdelen)}",
            f"een prijs per onderdeel, zoals {wijziging.veld}.{onderdelen[0]}",
        )
    return None


def _split(
    regio: Regio, rij: Contractrij, wijziging: Wijziging, nummer: int, geraakt: Sequence[Contractrij]
) -> Iterator[Contractrij]:
    """One line before, under and after the new price, and for the gemeenten that it does not hold for."""
    codes = regio.gemeente_codes(rij.gemeenten)
    hier = tuple(c for c in codes if not wijziging.gemeenten or c in wijziging.gemeenten)
    einde = wijziging.tot or OPEN
    laatste = _is_last(regio, rij, hier, geraakt)
    tot = einde if laatste else min(rij.tot, einde)
    van = max(rij.van, wijziging.vanaf)
    if not hier or van >= tot:
        yield rij
        return
    if len(hier) < len(codes):
        yield rij.model_copy(update={"gemeenten": "|".join(c for c in codes if c not in hier)})
        rij = rij.model_copy(update={"gemeenten": "|".join(hier)})
    if rij.van < van:
        yield rij.model_copy(update={"tot": min(rij.tot, van)})
    yield _priced(rij, wijziging, nummer, van, tot)
    if tot < rij.tot:
        yield rij.model_copy(update={"van": tot})


def _is_last(regio: Regio, rij: Contractrij, codes: Sequence[str], geraakt: Sequence[Contractrij]) -> bool:
    """Whether nothing follows a line: then the new price goes on as long as it was said to."""

    def shares(een: str, ander: str) -> bool:
        return "alle" in (een, ander) or bool(set(een.split("|")) & set(ander.split("|")))

    return not any(
        c.van >= rij.tot
        and c.onderdeel == rij.onderdeel
        and shares(c.leerroutes, rij.leerroutes)
        and set(regio.gemeente_codes(c.gemeenten)) & set(codes)
        for c in geraakt
    )


def _priced(rij: Contractrij, wijziging: Wijziging, nummer: int, van: date, tot: date) -> Prijsrij:
    assert isinstance(wijziging.waarde, float)
    inhoud: dict[str, object] = dict(rij)
    if wijziging.interval is not None:
        # One tender is one draw, whoever supplied before it.
        inhoud |= {"contract": f"aanbesteding {wijziging.veld.removeprefix(PRIJS)}", "status": "raming"}
    return Prijsrij.model_construct(
        **inhoud
        | {
            "bestand": "scenario",
            "regel": nummer * _EIGEN + rij.regel % _EIGEN,
            "van": van,
            "tot": tot,
            "prijs": wijziging.waarde,
            "prijspeil": wijziging.prijspeil or (wijziging.vanaf.year if rij.prijspeil is not None else None),
            "p10": None,
            "p90": None,
            "bron": wijziging.toelichting or wijziging.veld,
            "veld": wijziging.veld,
            "in_plaats_van": rij.in_plaats_van if isinstance(rij, Prijsrij) else rij,
            "band": wijziging.interval or rij.interval,
        }
    )
