"""What the records and the notifications of DUO say of their own quality: terms, moves, changes of doelgroep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from finance.fouten import list_words
from finance.taal.duo import ASIEL, GEBEURTENISSEN, MET_PIP, PIP_DAGEN, TIEN_WEKEN
from finance.taal.getallen import format_share
from scenarios.regiomap.records import Duorij, Persoonrij
from scenarios.regiomap.regio import Regio


@dataclass(frozen=True)
class Piptermijn:
    """How the first PIPs of the gemeenten themselves stand to the ten weeks, on the peildatum."""

    op_tijd: int
    te_laat: int
    wacht_te_lang: int
    """Still without a PIP, though the ten weeks are over"""
    zonder_begin: int
    """Of all these: the ten weeks are counted from the housing, because no other day is known"""


def measure_term(personen: Sequence[Persoonrij], peildatum: date) -> Piptermijn:
    """Who is plichtig and had to get a PIP here. Who left before the ten weeks were over had no term to miss."""
    tellers: Counter[str] = Counter()
    for p in personen:
        if p.plichtig == "nee" or p.vorige_pip is not None:
            continue
        begin = p.known("tien_weken_vanaf", peildatum)
        uiterlijk = (begin or p.huisvesting) + timedelta(days=PIP_DAGEN)
        pip, einde = p.known("pip", peildatum), p.known("einde", peildatum)
        if pip is not None:
            soort = "op_tijd" if pip <= uiterlijk else "te_laat"
        elif uiterlijk < min(peildatum, einde or peildatum):
            soort = "wacht_te_lang"
        else:
            continue
        tellers[soort] += 1
        tellers["zonder_begin"] += begin is None
    return Piptermijn(*(tellers[naam] for naam in ("op_tijd", "te_laat", "wacht_te_lang", "zonder_begin")))


def check_dossiers(regio: Regio) -> Iterator[str]:
    """Dutch sentences on the records of a region; none without records."""
    yield from _term_words(measure_term(regio.personen, regio.bestand.peildatum))
    yield from _moved(regio.personen, regio.duo)
    yield from _changed(regio.personen)
    yield from _told(regio.duo)


def _term_words(t: Piptermijn) -> Iterator[str]:
    gemaakt = t.op_tijd + t.te_laat
    if t.te_laat or t.wacht_te_lang:
        deel = f" ({format_share(t.te_laat / gemaakt)})" if t.te_laat else ""
        begin = (
            f" Geteld vanaf de huisvesting, omdat het begin ontbreekt (aanname): {t.zonder_begin}; vul "
            f"tien_weken_vanaf in, of {TIEN_WEKEN} in duo.csv."
            if t.zonder_begin
            else ""
        )
        yield (
            f"PIP's vastgesteld: {gemaakt}, waarvan later dan tien weken: {t.te_laat}{deel}. Na tien weken nog zonder "
            f"PIP: {t.wacht_te_lang}.{begin}"
        )


def _moved(personen: Sequence[Persoonrij], duo: Sequence[Duorij]) -> Iterator[str]:
    dubbel = sum(p.vorige_pip is not None and p.pip is not None for p in personen)
    if dubbel:
        yield (
            f"dossiers met een eigen PIP naast dat van de vorige gemeente: {dubbel}. Dat is geen eerste PIP en telt "
            "niet: het plan van de vorige gemeente loopt door."
        )
    gemeld = {g.id for g in duo if g.gebeurtenis == MET_PIP}
    zonder = sum(p.id in gemeld and p.vorige_pip is None for p in personen)
    if zonder:
        yield (
            f"dossiers die volgens DUO met een PIP kwamen ({MET_PIP}), zonder vorige_pip: {zonder}. Plan en termijn "
            "tellen daar als nieuw; vul vorige_pip in."
        )


def _changed(personen: Sequence[Persoonrij]) -> Iterator[str]:
    gewisseld = [p for p in personen if p.doelgroep_vanaf is not None and p.doelgroep_vanaf > p.huisvesting]
    if gewisseld:
        asiel = sum(p.doelgroep == ASIEL for p in gewisseld)
        yield (
            f"dossiers die van doelgroep wisselden: {len(gewisseld)} (naar gezinsmigrant {len(gewisseld) - asiel}, "
            f"naar asielstatushouder {asiel}). Ieder telt eenmaal, in de doelgroep van bij de huisvesting (aanname)."
        )


def _told(duo: Sequence[Duorij]) -> Iterator[str]:
    eenmaal = {(g.id, g.datum, g.gebeurtenis) for g in duo}
    if not eenmaal:
        return
    aantallen = Counter(code for *_, code in eenmaal)
    lijst = list_words([f"{n} keer {code} ({GEBEURTENISSEN[code]})" for code, n in sorted(aantallen.items())])
    weg = len(duo) - len(eenmaal)
    yield f"DUO meldde {lijst}." + (f" Dubbele meldingen, die eenmaal tellen: {weg}." if weg else "")
