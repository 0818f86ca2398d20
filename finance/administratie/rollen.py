"""What a line of the gemeente's own books is about, before it has an account: what `rekeningschema.csv` gives codes.

Codes are those of Iv3 (BBV art. 71-74 and the Regeling informatie voor derden; lists of CBS in `data/iv3/codes.csv`).
The codes exist; that a voorziening of the law belongs on this one is an assumption until the gemeente says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from finance.journaal import REKENINGEN
from finance.voorzieningen import VOORZIENINGEN

Zijde = Literal["balans", "lasten", "baten", "saldo"]
Aard = Literal["structureel", "incidenteel"]

ONDERWEG, GR_VOORSCHOT, GR_VORDERING, GR_SCHULD = "onderweg", "gr_voorschot", "gr_vordering", "gr_schuld"
CORRECTIE, CORRECTIE_TEGEN, ONVERDEELD, BIJDRAGE_GR = "correctie", "correctie_tegen", "onverdeeld", "bijdrage_gr"
BATEN, UITVOERING, GEMEENTEFONDS, BEGROTINGSSALDO = "baten", "uitvoering", "gemeentefonds", "begrotingssaldo"
_NATURA, _RIJK = "3.4.1", "4.3.1"


@dataclass(frozen=True)
class Rol:
    """One role; `categorie` is the economische categorie, of a balance account its Iv3 balanspost."""

    naam: str
    label: str
    zijde: Zijde
    categorie: str
    taakveld: str = ""
    per_uitkering: bool = False
    """Whether each SPUK may have an account of its own (BBV art. 52a)."""
    aard: Aard = "structureel"


def _voorziening_roles() -> tuple[Rol, ...]:
    return tuple(
        # Voorzieningen are bought for persons; what the gemeente does itself is mostly salaries.
        Rol(v.naam, v.label, "lasten", _NATURA if v.pot == "spuk" else "1.1", "6.1", v.pot == "spuk")
        for v in VOORZIENINGEN.values()
    )


_BALANS = {"bank": "A23", "passief": "P29b", "vordering": "A29b", "schuld": "P213"}
ROLLEN: dict[str, Rol] = {
    r.naam: r
    for r in (
        *(Rol(n, REKENINGEN[n], "balans", post, per_uitkering=n != "bank") for n, post in _BALANS.items()),
        Rol(ONDERWEG, "Beschikt door het Rijk, verschil met de bank", "balans", "A29b", per_uitkering=True),
        Rol(GR_VOORSCHOT, "Voorschotten aan een gemeenschappelijke regeling", "balans", "A221b"),
        Rol(GR_VORDERING, "Te ontvangen van een gemeenschappelijke regeling", "balans", "A221b"),
        Rol(GR_SCHULD, "Te betalen aan een gemeenschappelijke regeling", "balans", "P213"),
        Rol(CORRECTIE_TEGEN, "Tegenrekening van correcties over eerdere jaren", "balans", "P29d"),
        *_voorziening_roles(),
        Rol(BIJDRAGE_GR, "Aandeel in de kosten van een gemeenschappelijke regeling", "lasten", "4.3.3", "6.1", True),
        Rol(CORRECTIE, "Correctie over eerdere jaren", "lasten", _NATURA, "6.1", True, "incidenteel"),
        Rol(ONVERDEELD, "Lasten van een jaar zonder boekingen", "lasten", _NATURA, "6.1", True),
        Rol(UITVOERING, "Uitvoering: intake, PIP, voortgang, beleid", "lasten", "1.1", "6.1"),
        Rol(BATEN, REKENINGEN[BATEN], "baten", _RIJK, "6.1", True),
        Rol(GEMEENTEFONDS, "Gemeentefonds", "baten", _RIJK, "0.7"),
        Rol(BEGROTINGSSALDO, "Saldo van de begroting", "saldo", "7.1", "0.11"),
    )
}
