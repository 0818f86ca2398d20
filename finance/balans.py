"""Overlopend passief, vordering and debt of one uitkering (BBV art. 40a, 49 lid 1 b and 52a), in whole cents.

What was received and not yet spent is an overlopend passief (art. 49), what was spent and not yet received a vordering
(art. 40a); what must go back is a debt to the Rijk.
"""

from __future__ import annotations

from dataclasses import dataclass

from finance.meeneemregeling import SALDO
from finance.taal.regel import Naam, Wetsregel, at_least_nil, smallest

_BBV, _BESLUIT = "BBV", "Besluit inburgering 2021"
_52A, _STELSEL = f"{_BBV} art. 52a", f"{_BBV}, stelsel van baten en lasten"


def _name(sleutel: str, tekst: str) -> Naam:
    return Naam(sleutel, tekst, sleutel)


_CORRECTIE = _name("correctie_uitkering", "de correctie op de uitkering van een eerder jaar")
_BESTEDING = Naam("besteding", "de besteding", "B")
_CORRECTIE_BESTEDING = _name("correctie_besteding", "de correctie op de besteding van een eerder jaar")
_UITKERING, _VOORLOPIG = Naam("uitkering", "de uitkering", "U"), Naam("voorlopig", "het voorschot", "V")
_DEFINITIEF = _name("definitief", "de definitieve uitkering")
_RESERVERING = Naam("reservering", "de reservering per 1 januari", "R")
_EIGEN = _name("eigen_lasten", "de eigen last")
_TERUG = _name("terugvordering", "de terugvordering")

LASTEN = Wetsregel("lasten", "De last van het jaar", _STELSEL, _BESTEDING + _CORRECTIE_BESTEDING)
SALDO_BOEKEN = Wetsregel(
    "saldo_boeken",
    "Het saldo in de jaarrekening",
    SALDO.artikel,
    SALDO.spelled_out(uitkering=_UITKERING + _CORRECTIE, besteding=LASTEN.term),
)
BATEN = Wetsregel(
    "baten", "De baat", _STELSEL, _name("lasten", "de last van het jaar") - _EIGEN,
    toelichting="Baten volgen de lasten; wat geen uitkering meer dekt draagt de gemeente zelf.",
)  # fmt: skip
CORRECTIE = Wetsregel(
    "correctie_uitkering", "De correctie op de uitkering van een eerder jaar", f"{_BESLUIT} art. 10.2",
    _DEFINITIEF - _UITKERING,
    toelichting="Het verschil met waarop dat jaar gesloten is, geboekt in het jaar van de beschikking.",
)  # fmt: skip
NAGEKOMEN = Wetsregel(
    "nagekomen_bate", "De nagekomen baat", _STELSEL,
    smallest(at_least_nil(_CORRECTIE), at_least_nil(_name("tekort_eerder", "wat eerder eigen last werd"))),
    toelichting="Een hogere beschikking na het slotjaar betaalt eerst de lasten die toen niet gedekt waren; die zijn "
    "gemaakt, dus er is niets terug te vorderen.",
)  # fmt: skip
_JAARSALDO = at_least_nil(_name("saldo", "het saldo") - _RESERVERING)
TOEVOEGING = Wetsregel(
    "toevoeging", "De toevoeging aan de reservering", _52A, _JAARSALDO - smallest(_TERUG, _JAARSALDO),
    toelichting="Eerst komt erbij wat het jaar zelf overhoudt; wat het jaar tekort komt gaat van de reservering af.",
)  # fmt: skip
ONTTREKKING = Wetsregel(
    "onttrekking", "De onttrekking aan de reservering", _52A,
    _RESERVERING + _name("toevoeging", "de toevoeging") - _name("meenemen", "de reservering per 31 december"),
)  # fmt: skip

NABETAALD = Wetsregel(
    "nabetaald", "Wat na de definitieve beschikking wordt bijbetaald", f"{_BESLUIT} art. 10.8",
    at_least_nil(_DEFINITIEF - _VOORLOPIG),
)  # fmt: skip
TERUGBETAALD = Wetsregel(
    "terugbetaald", "Wat na de definitieve beschikking van het voorschot terug gaat", f"{_BESLUIT} art. 10.8",
    at_least_nil(_VOORLOPIG - _DEFINITIEF),
)  # fmt: skip
_TE_VEEL = at_least_nil(_VOORLOPIG - _UITKERING)
NAAR_SCHULD = Wetsregel(
    "naar_schuld", "Wat schuld aan het Rijk wordt", f"{_BESLUIT} art. 10.5 en 10.8", _TERUG + _TE_VEEL
)
SCHULD_CORRECTIE = Wetsregel(
    "schuld_correctie", "Wat een definitieve beschikking over een eerder jaar aan de schuld verandert",
    f"{_BESLUIT} art. 10.8", TERUGBETAALD.term - _TE_VEEL,
)  # fmt: skip
NOG_TE_ONTVANGEN = Wetsregel(
    "nog_te_ontvangen", "Wat van de uitkering nog te ontvangen is", f"{_BESLUIT} art. 10.8",
    at_least_nil(_UITKERING - _VOORLOPIG),
)  # fmt: skip

_ONTVANGEN, _BESTEED = _name("ontvangen", "wat is ontvangen"), _name("besteed", "wat is besteed")
_BEGIN = _name("begin", "de netto stand per 1 januari")
_KOMT, _GAAT = _name("komt", "wat binnenkomt"), _name("gaat", "wat eruit gaat")
_AFGELOST, _VRIJVAL = _name("afgelost", "wat de vordering aflost"), _name("vrijval", "wat het passief vrijgeeft")
# A net credit on the lasten works as money coming in, and a net repayment of advances as money going out.
KOMT = Wetsregel("komt", "Wat binnenkomt", _52A, at_least_nil(_ONTVANGEN) + at_least_nil(-_BESTEED))
GAAT = Wetsregel("gaat", "Wat eruit gaat", _52A, at_least_nil(_BESTEED) + at_least_nil(-_ONTVANGEN))
PASSIEF_BEGIN = Wetsregel("passief_begin", "Het overlopend passief", f"{_BBV} art. 49 lid 1 b", at_least_nil(_BEGIN))
VORDERING_BEGIN = Wetsregel("vordering_begin", "De vordering", f"{_BBV} art. 40a", at_least_nil(-_BEGIN))
AFGELOST = Wetsregel("afgelost", "Wat de vordering aflost", f"{_BBV} art. 40a", smallest(_KOMT, VORDERING_BEGIN.term))
VRIJVAL = Wetsregel(
    "vrijval", "Wat het overlopend passief vrijgeeft", f"{_BBV} art. 49 lid 1 b",
    smallest(_GAAT, PASSIEF_BEGIN.term + _KOMT - _AFGELOST),
)  # fmt: skip
PASSIEF_BIJ = Wetsregel("passief_bij", "Wat aan het passief wordt toegevoegd", _52A, _KOMT - _AFGELOST)
VORDERING_BIJ = Wetsregel("vordering_bij", "Wat wordt voorgefinancierd", f"{_BBV} art. 40a", _GAAT - _VRIJVAL)
EIND = Wetsregel(
    "eind", "Het eindsaldo", _52A,
    _BEGIN + _name("bij", "wat erbij komt") - _name("af", "wat eraf gaat"),
)  # fmt: skip

NETTO_EIND = Wetsregel(
    "netto_eind",
    "De netto stand per 31 december",
    _52A,
    _BEGIN
    + _VOORLOPIG
    + _name("nabetaald", "wat is bijbetaald")
    - _name("baten", "de baat")
    - _name("naar_schuld", "wat schuld werd"),
    toelichting="Positief is overlopend passief, negatief een vordering.",
)

REGELS = (
    LASTEN, SALDO_BOEKEN, BATEN, CORRECTIE, NAGEKOMEN, TOEVOEGING, ONTTREKKING, NABETAALD, TERUGBETAALD, NAAR_SCHULD,
    SCHULD_CORRECTIE, NOG_TE_ONTVANGEN, KOMT, GAAT, PASSIEF_BEGIN, VORDERING_BEGIN, AFGELOST, VRIJVAL, PASSIEF_BIJ,
    VORDERING_BIJ, EIND, NETTO_EIND,
)  # fmt: skip


@dataclass(frozen=True)
class Verlooppost:
    """begin + bij - af = eind (BBV art. 52a)."""

    begin: int
    bij: int
    af: int

    @property
    def eind(self) -> int:
        """Closing balance."""
        return int(EIND(begin=self.begin, bij=self.bij, af=self.af))


def split_position(begin: int, ontvangen: int, besteed: int) -> tuple[Verlooppost, Verlooppost]:
    """Movement of overlopend passief (BBV art. 49, 52a) and vordering (BBV art. 40a) from one net position, in cents.

    `begin` > 0 is money received and not yet spent, < 0 spent and not yet received. What comes in pays the vordering
    off first; what is spent draws on the passief first. At most one of the two is open at the end.
    """
    komt, gaat = (int(regel(ontvangen=ontvangen, besteed=besteed)) for regel in (KOMT, GAAT))
    afgelost = int(AFGELOST(komt=komt, begin=begin))
    vrijval = int(VRIJVAL(gaat=gaat, begin=begin, komt=komt, afgelost=afgelost))
    return (
        Verlooppost(int(PASSIEF_BEGIN(begin=begin)), PASSIEF_BIJ(komt=komt, afgelost=afgelost), vrijval),
        Verlooppost(int(VORDERING_BEGIN(begin=begin)), VORDERING_BIJ(gaat=gaat, vrijval=vrijval), afgelost),
    )
