"""A made-up set of person records with a known truth, for tests of `spuk voortgang`. Nobody in it exists."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from scenarios.grond.datum import add_months

KOLOMMEN = (
    "id", "cbs_code", "doelgroep", "huisvesting", "plichtig", "intake", "pip", "leerroute", "start", "einde",
    "uitkomst", "pvt_afgerond", "ontzorgen", "zelfredzaam", "werk_orientatie", "werkstage", "vrijwilligerswerk",
    "betaalde_baan", "uitstroom",
)  # fmt: skip
GEMEENTEN = {"GM0405": 0.5, "GM0420": 0.3, "GM1598": 0.17, "GM0432": 0.03}
WAARHEID = {"b1": 0.72, "z": 0.85, "onderwijs": 0.80}
"""Share that fulfils the plicht within 36 months of the PIP, of those who do not leave before."""
WERK_IN_JAAR = 0.6
ZELFREDZAAM = 0.9


def make_records(aantal: int, zaad: int, van: date, tot: date, peildatum: date) -> list[dict[str, str]]:
    """`aantal` asielstatushouders housed between two days; everything from the peildatum on is not known yet."""
    toeval = np.random.default_rng(zaad)
    rijen = []
    for nummer in range(aantal):
        huisvesting = van + timedelta(days=int(toeval.integers((tot - van).days)))
        intake = huisvesting + timedelta(days=int(toeval.gamma(2, 20)))
        pip = intake + timedelta(days=int(toeval.integers(5, 40)))
        route = str(toeval.choice(["b1", "z", "onderwijs"], p=[0.5, 0.35, 0.15]))
        start = pip + timedelta(days=int(toeval.integers(1, 40)))
        weg = max(add_months(pip, int(toeval.exponential(20 * 12))), start) + timedelta(days=3)
        geslaagd = toeval.random() < WAARHEID[route]
        klaar = pip + timedelta(days=int(toeval.uniform(18, 35) * 30.4))
        einde = weg if weg < klaar else klaar if geslaagd else None
        uitkomst = "" if einde is None else str(toeval.choice(["verhuisd", "ontheven"])) if weg < klaar else "geslaagd"
        werk = pip + timedelta(days=int(toeval.exponential(365 / -np.log(1 - WERK_IN_JAAR))))
        ontzorgen = huisvesting + timedelta(days=7)
        zelfredzaam = add_months(ontzorgen, 6) if toeval.random() < ZELFREDZAAM else None
        dagen = {
            "huisvesting": huisvesting, "intake": intake, "pip": pip, "start": start, "einde": einde,
            "pvt_afgerond": pip + timedelta(days=int(toeval.exponential(300))), "ontzorgen": ontzorgen,
            "zelfredzaam": zelfredzaam, "werkstage": werk if werk < weg else None,
            "uitstroom": klaar + timedelta(days=60) if toeval.random() < 0.4 and klaar < weg else None,
        }  # fmt: skip
        rij = {k: d.isoformat() for k, d in dagen.items() if d is not None and d < peildatum}
        # A later step is not known before an earlier one.
        for eerst, dan in (("intake", "pip"), ("pip", "start"), ("ontzorgen", "zelfredzaam")):
            if eerst not in rij:
                rij.pop(dan, None)
        rijen.append(
            rij
            | {
                "id": f"F{nummer:05d}",
                "cbs_code": str(toeval.choice(list(GEMEENTEN), p=list(GEMEENTEN.values()))),
                "doelgroep": "asielstatushouder",
                "plichtig": "ja",
            }
            | ({"leerroute": route} if "pip" in rij else {})
            | ({"uitkomst": uitkomst} if "einde" in rij else {})
        )
    return rijen


def write_records(rijen: list[dict[str, str]], pad: Path) -> None:
    """As personen.csv."""
    with pad.open("w", newline="", encoding="utf-8") as bestand:
        schrijver = csv.DictWriter(bestand, KOLOMMEN, restval="")
        schrijver.writeheader()
        schrijver.writerows(rijen)
