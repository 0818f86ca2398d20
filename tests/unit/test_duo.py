"""What DUO tells about persons: its codes beside ours, the ten weeks for a PIP, a move, a change of doelgroep."""

import shutil
from collections import Counter
from datetime import date

import pytest
from pydantic import ValidationError

from finance.fouten import Invoerfout
from finance.taal.duo import GEBEURTENISSEN, NAAR_ASIEL, NAAR_GEZIN, NIEUWE_GROEP, other_group
from scenarios.ggm.kaart import Kaart
from scenarios.grond.gegevens import data_path
from scenarios.inzicht.dossiertoets import Piptermijn, check_dossiers, measure_term
from scenarios.regiomap.records import Persoonrij, cohort_group, count_records
from scenarios.regiomap.regio import read_region

PEILDATUM = date(2024, 7, 1)
BEGIN = date(2023, 1, 2)


@pytest.fixture
def regiomap(tmp_path):
    """Westfriesland, where Hoorn and Medemblik keep dossiers instead of counts."""
    doel = tmp_path / "westfriesland"
    shutil.copytree(data_path() / "regios" / "westfriesland", doel)
    regels = (doel / "instroom.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    zonder = [r for r in regels if "GM0405" not in r and "GM0420" not in r]
    (doel / "instroom.csv").write_text("".join(zonder), encoding="utf-8")
    return doel


def persoon(nummer=1, **velden):
    return Persoonrij.model_validate(
        {
            "bestand": "personen.csv",
            "regel": nummer + 1,
            "id": f"P{nummer:04}",
            "cbs_code": "GM0405",
            "doelgroep": "asielstatushouder",
            "huisvesting": BEGIN,
            **velden,
        }
    )


@pytest.mark.parametrize(
    ("duo", "ons"), [("B", "b1"), ("b", "b1"), ("O", "onderwijs"), ("Z", "z"), ("onderwijs", "onderwijs")]
)
def test_a_leerroute_may_stand_in_the_code_of_duo(duo, ons):
    assert persoon(intake=BEGIN, pip=BEGIN, leerroute=duo).leerroute == ons
    # And in the database, where a case system keeps what DUO sends.
    assert Kaart().meanings("leerroute")[duo.upper()] == ons


def test_doelgroepen_and_ends_may_stand_in_the_words_of_duo():
    assert persoon(doelgroep="Gezinsmigrant en overige migrant").doelgroep == "gezinsmigrant"
    assert Kaart().meanings("doelgroep")["GEZINSMIGRANT_EN_OVERIGE_MIGRANT"] == "gezinsmigrant"
    redenen = Kaart().meanings("reden")
    assert redenen["VERTREK_UIT_NEDERLAND_LANGER_DAN_EEN_JAAR"] == "verhuisd"
    assert redenen["INBURGERINGSPLICHT_VOLDAAN"] == "geslaagd"
    # A temporary vrijstelling is no end.
    assert "TIJDELIJKE_VRIJSTELLING" not in redenen


@pytest.mark.parametrize(
    ("route", "niveau", "mag"), [("O", "A2", False), ("Z", "B1", False), ("B", "A2", True), ("Z", "A2", True)]
)
def test_a_level_must_go_with_the_leerroute(route, niveau, mag):
    velden = {"intake": BEGIN, "pip": BEGIN, "leerroute": route, "niveau": niveau}
    if mag:
        assert persoon(**velden).niveau == niveau
    else:
        with pytest.raises(ValidationError, match=f"geen niveau {niveau}"):
            persoon(**velden)


def test_ten_weeks_are_seventy_days_from_the_day_that_duo_tells():
    dagen = {"op tijd": date(2023, 3, 13), "een dag te laat": date(2023, 3, 14)}
    op_tijd, te_laat = (persoon(n, intake=BEGIN, pip=dag) for n, dag in enumerate(dagen.values(), 1))
    later_begonnen = persoon(3, intake=BEGIN, pip=date(2023, 3, 14), tien_weken_vanaf=date(2023, 1, 3))
    wacht = persoon(4)
    nog_niet = persoon(5, huisvesting=date(2024, 6, 1))
    weg_voor_het_eind = persoon(6, einde=date(2023, 2, 1), uitkomst="verhuisd")
    vrij = persoon(7, plichtig="nee")
    alle = [op_tijd, te_laat, later_begonnen, wacht, nog_niet, weg_voor_het_eind, vrij]
    assert measure_term(alle, PEILDATUM) == Piptermijn(op_tijd=2, te_laat=1, wacht_te_lang=1, zonder_begin=3)


def test_the_plan_of_the_previous_gemeente_goes_on():
    verhuisd = persoon(vorige_pip=date(2022, 9, 1), leerroute="B", start=date(2023, 2, 1))
    assert verhuisd.term_end == date(2025, 9, 1)
    tweede = persoon(2, vorige_pip=date(2022, 9, 1), intake=BEGIN, pip=date(2023, 2, 1))
    # It was made once, and not here.
    assert tweede.known("pip", PEILDATUM) is None
    assert measure_term([verhuisd, tweede], PEILDATUM) == Piptermijn(0, 0, 0, 0)


def test_who_changes_of_doelgroep_counts_once():
    gewisseld = persoon(doelgroep="gezinsmigrant", doelgroep_vanaf=date(2023, 9, 1), intake=BEGIN, pip=BEGIN)
    gewoon = persoon(2, doelgroep="gezinsmigrant")
    som: Counter[tuple[str, str]] = Counter()
    for rij in count_records([gewisseld, gewoon], ["GM0405"], PEILDATUM):
        som[rij.doelgroep, rij.indicator] += rij.aantal
    assert som["asielstatushouder", "inburgeringsplichtig"] == 1
    assert som["gezinsmigrant", "inburgeringsplichtig"] == 1


KOP = "id;cbs_code;doelgroep;huisvesting;intake;pip;vorige_pip\n"
RIJEN = (
    "P1;GM0405;gezinsmigrant;2022-03-01;2022-03-20;2022-06-30;\n"
    "P2;GM0405;asielstatushouder;2022-03-01;2022-03-20;2022-06-30;\n"
    "P3;GM0420;asielstatushouder;2022-03-01;2022-03-20;2022-06-30;2021-12-01\n"
    "P4;GM0420;asielstatushouder;2022-03-01;;;\n"
)
DUO = (
    "id;datum;gebeurtenis\nP1;2022-10-01;SS124\nP1;2022-10-01;SS124\nP2;2022-01-05;SS139\nP2;2022-05-01;SS139\n"
    "P4;2022-04-01;SS121\n"
)


def test_notifications_are_read_counted_and_checked(regiomap):
    (regiomap / "personen.csv").write_text(KOP + RIJEN, encoding="utf-8")
    (regiomap / "duo.csv").write_text(DUO, encoding="utf-8")
    regio = read_region(str(regiomap))
    p1, p2, *_ = regio.personen
    assert p1.doelgroep_vanaf == date(2022, 10, 1)
    # Who leaves the AZC gets ten weeks anew.
    assert p2.tien_weken_vanaf == date(2022, 5, 1)
    zinnen = " ".join(check_dossiers(regio))
    # P1 waited from 1 March to 30 June, P2 had two months; P4 waits, and P3 came with a plan.
    assert "PIP's vastgesteld: 2, waarvan later dan tien weken: 1 (50,0%). Na tien weken nog zonder PIP: 1." in zinnen
    assert "een eigen PIP naast dat van de vorige gemeente: 1." in zinnen
    assert "met een PIP kwamen (SS121), zonder vorige_pip: 1." in zinnen
    assert "van doelgroep wisselden: 1 (naar gezinsmigrant 1, naar asielstatushouder 0)" in zinnen
    assert "1 keer SS124" in zinnen
    assert "Dubbele meldingen, die eenmaal tellen: 1" in zinnen


@pytest.mark.parametrize(
    ("regel", "woord"),
    [
        ("P1;2022-10-01;SS125\n", "asielstatushouder, want duo.csv regel 2 is SS125"),
        ("P9;2022-10-01;SS139\n", "een id uit personen.csv"),
        ("P1;2022-10-01;SS999\n", "een gebeurtenisId van DUO, zoals SS139"),
    ],
)
def test_a_notification_that_cannot_be_is_refused(regiomap, regel, woord):
    (regiomap / "personen.csv").write_text(KOP + RIJEN, encoding="utf-8")
    (regiomap / "duo.csv").write_text(f"id;datum;gebeurtenis\n{regel}", encoding="utf-8")
    with pytest.raises(Invoerfout, match=woord):
        read_region(str(regiomap))


def test_the_number_by_which_duo_knows_somebody_is_refused(regiomap):
    (regiomap / "personen.csv").write_text(KOP + RIJEN, encoding="utf-8")
    (regiomap / "duo.csv").write_text("id;bsn;datum;gebeurtenis\nP1;1;2022-10-01;SS139\n", encoding="utf-8")
    with pytest.raises(Invoerfout, match="persoonsgegevens"):
        read_region(str(regiomap))


def test_who_changes_there_and_back_is_of_the_cohort_of_the_housing(regiomap):
    (regiomap / "personen.csv").write_text(KOP + RIJEN.replace("gezinsmigrant", "asielstatushouder"), encoding="utf-8")
    (regiomap / "duo.csv").write_text(
        "id;datum;gebeurtenis\nP1;2022-10-01;SS124\nP1;2023-02-01;SS125\n", encoding="utf-8"
    )
    assert cohort_group(read_region(str(regiomap)).personen[0]) == "asielstatushouder"


def test_a_begin_after_the_peildatum_is_not_known_on_it():
    wacht = persoon(tien_weken_vanaf=date(2024, 7, 2))
    assert measure_term([wacht], PEILDATUM) == Piptermijn(0, 0, 1, 1)
    assert measure_term([wacht], date(2024, 7, 3)) == Piptermijn(0, 0, 0, 0)


def test_who_becomes_one_was_the_other():
    """The description of DUO says it in words: "van asielstatushouder naar gezinsmigrant"."""
    for gebeurtenis in (NAAR_GEZIN, NAAR_ASIEL):
        van, naar = GEBEURTENISSEN[gebeurtenis].removeprefix("van ").split(" naar ")
        assert (NIEUWE_GROEP[gebeurtenis], other_group(NIEUWE_GROEP[gebeurtenis])) == (naar, van)
