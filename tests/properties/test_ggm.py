"""Whatever stands in the database: nobody is lost, and who is kept fits in personen.csv."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scenarios.ggm.kaart import Kaart, Plek
from scenarios.ggm.oordeel import (
    BEGIN_UIT_AANBOD,
    DEELS_ONTHEVEN,
    DOELGROEP_GEWISSELD,
    KORTE_TERMIJN,
    LES_VOOR_PIP,
    LES_ZONDER_ROUTE,
    NIVEAU_PAST_NIET,
    ONBEKEND_NIVEAU,
    ONBEKENDE_CODES,
    REDENEN,
    ZONDER_EINDDATUM,
    Beoordelaar,
    Dossier,
    Opzij,
    Persoon,
)
from scenarios.ggm.regiomap import _VELDEN
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.records import Persoonrij

OPMERKINGEN = {
    *(BEGIN_UIT_AANBOD, LES_ZONDER_ROUTE, LES_VOOR_PIP, ZONDER_EINDDATUM, DEELS_ONTHEVEN, KORTE_TERMIJN),
    *(DOELGROEP_GEWISSELD, ONBEKEND_NIVEAU, NIVEAU_PAST_NIET),
    *ONBEKENDE_CODES.values(),
}
dagen = (
    st.none() | st.dates(date(2021, 6, 1), date(2025, 6, 1)) | st.sampled_from([date(9999, 12, 31), date(1900, 1, 1)])
)
codes = st.none() | st.sampled_from(
    [
        "1",
        "2",
        1,
        2,
        3,
        True,
        False,
        "B1-route",
        "Z_ROUTE",
        "ASIELSTATUSHOUDER",
        "VERHUISD",
        "JA",
        "GESLAAGD",
        "??",
        "B",
        "O",
        "A2",
        "B1",
        "Overlijden",
    ]
)
vlag = st.sampled_from([0, 1])
_SOORTEN = {"date | None": dagen, "object": codes, "int": vlag, "int | None": vlag}
dossiers = st.builds(
    Dossier,
    **{
        naam: st.sampled_from([None, "405", "0405", "GM0405", "GM9999"]) if "gemeente" in naam else _SOORTEN[str(soort)]
        for naam, soort in ((n, s.__forward_arg__) for n, s in Dossier.__annotations__.items())
    },
)


@given(st.lists(dossiers, max_size=20), st.booleans())
def test_kept_and_set_aside_are_together_what_was_read(rijen, met_huisvesting):
    opmerkingen = []
    plek = Plek(tabel="t", kolom="k") if met_huisvesting else None
    beoordelaar = Beoordelaar(
        Kaart(huisvesting=plek), ["GM0405"], shipped(), lambda wie, wat, code: opmerkingen.append(wat)
    )
    uitkomsten = [beoordelaar.judge(d, f"P{n}") for n, d in enumerate(rijen)]
    behouden = [u for u in uitkomsten if isinstance(u, Persoon)]
    opzij = [u for u in uitkomsten if isinstance(u, Opzij)]
    assert len(behouden) + len(opzij) == len(rijen)
    assert {u.reden for u in opzij} <= set(REDENEN)
    assert set(opmerkingen) <= OPMERKINGEN
    for p in behouden:
        velden = {v: getattr(p, v) for v in _VELDEN if getattr(p, v) is not None}
        Persoonrij.model_validate({**velden, "bestand": "personen.csv", "regel": 2})
