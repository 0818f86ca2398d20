"""The pages on input name every column and key that the code reads: what is not named there nobody fills in."""

import re
from pathlib import Path

import pytest

from reports.grond.profiel import Profiel
from reports.invoer.leesbaar import prepare
from scenarios.boeken.boekingsregels import Boekingsregel
from scenarios.boeken.map import Correctie, Instellingen, Kortingblok, Lichaam, Verhoudingblok
from scenarios.boeken.saldibalans import Saldirij
from scenarios.regiomap.besluiten import Besluitrij, Standrij, Telrij
from scenarios.regiomap.doelen import Doel, Meting
from scenarios.regiomap.gebeurtenissen import SOORTEN, Gebeurtenis
from scenarios.regiomap.lezen import Invoerrij
from scenarios.regiomap.modellen import (
    INDICATOREN,
    Budgetrij,
    Contractrij,
    Formatierij,
    Gebruiksregel,
    Gemeente,
    Herverdeling,
    Instroomrij,
    Lezing,
    Regiobestand,
    Route,
    Taakstellingrij,
    Verdeling,
    Verzameling,
    Vraag,
)
from scenarios.regiomap.records import Duorij, Persoonrij
from scenarios.regiomap.wijziging import INDEXEN, KORT, Wijziging

DOCS = Path(__file__).parents[2] / "docs"
BLADZIJDEN = {
    ("invoer", "`regio.toml`"): (Regiobestand, Gemeente, Verdeling, Herverdeling, Vraag),
    ("invoer", "`instroom.csv`"): (Instroomrij,),
    ("invoer", "`trajecten.toml`"): (Verzameling, Route, Gebruiksregel),
    ("invoer", "`contracten.csv`"): (Contractrij,),
    ("invoer", "`formatie.csv`"): (Formatierij,),
    ("invoer", "`budgetten.csv`"): (Budgetrij,),
    ("invoer", "`taakstelling.csv`"): (Taakstellingrij,),
    ("invoer", "`personen.csv` of `personen.xlsx`"): (Persoonrij,),
    ("invoer", "`duo.csv`"): (Duorij,),
    ("invoer", "Scenario's"): (Wijziging, Lezing, Gebeurtenis),
    ("invoer-verantwoording", "`verantwoording.toml`"): (
        *(Instellingen, Lichaam, Correctie, Verhoudingblok, Kortingblok),
    ),
    ("invoer-verantwoording", "`boekingsregels.csv`"): (Boekingsregel,),
    ("invoer-verantwoording", "`beschikkingen.csv`"): (Besluitrij,),
    ("invoer-verantwoording", "`tellingen.csv`"): (Telrij,),
    ("invoer-verantwoording", "`standen.csv`"): (Standrij,),
    ("invoer-verantwoording", "`saldibalans.csv`"): (Saldirij,),
    ("pc", "Weergaveprofielen"): (Profiel,),
    ("voortgang", "Doelen: `doelen.toml`"): (Doel, Meting),
}


def _section(pagina: str, kop: str) -> str:
    tekst = (DOCS / f"{pagina}.md").read_text(encoding="utf-8")
    return re.split(r"^## ", tekst.split(f"\n## {kop}\n", 1)[1], maxsplit=1, flags=re.M)[0]


@pytest.mark.parametrize("plaats", BLADZIJDEN, ids=lambda p: f"{p[0]} {p[1]}")
def test_every_field_is_named(plaats):
    deel = _section(*plaats)
    # Where a record stands is the program's to know; a status and a source are explained once, for all.
    velden = {v for model in BLADZIJDEN[plaats] for v in model.model_fields} - {*Invoerrij.model_fields, "bron"}
    assert [v for v in sorted(velden) if not re.search(rf"[`\[.]{re.escape(v)}\b", deel)] == []


def test_every_indicator_event_and_short_field_is_named():
    for kop, namen in (("`instroom.csv`", INDICATOREN), ("Scenario's", (*SOORTEN, *KORT, *INDEXEN))):
        deel = _section("invoer", kop)
        assert [n for n in namen if f"`{n}`" not in deel] == []


def test_on_a_terminal_a_link_is_a_command_and_a_picture_its_words():
    tekst = "<!-- gemaakt -->\n![Een rapport](b/r.webp) Zie [pc](../pc.md#x), [invoer.md](invoer.md), [a](#b), [w](https://w.nl)."
    assert prepare(tekst) == (
        "*(Beeld: Een rapport.)* Zie pc (`spuk uitleg pc`), `spuk uitleg invoer.md`, a, w (https://w.nl)."
    )
