"""The question of a region: its answer follows the verdicts, and a question that cannot be answered is refused."""

import shutil
from dataclasses import replace

import pytest

from finance.fouten import Invoerfout
from reports.grond.profiel import STANDAARD, find_profile
from reports.pc.delen import Wie
from reports.pc.raadsbrief import build_raadsbrief
from reports.raming.kerncijfers import tightest, verdicts
from reports.raming.vraag import answer_question
from scenarios.engine.result import STATISTICS
from scenarios.engine.threads import run
from scenarios.grond.gegevens import data_path
from scenarios.model.grootheden import NUMMER
from scenarios.regiomap.modellen import Vraag
from scenarios.regiomap.regio import choose_scenarios, read_region
from tests.hulp_model import example_model


@pytest.fixture(scope="module")
def regio():
    return read_region("voorbeeld:noordkop")


@pytest.fixture(scope="module")
def resultaten():
    return [run(example_model(s, "voorbeeld:noordkop"), 128) for s in ("basis", "duurder")]


def question(resultaten, regio):
    antwoord = answer_question(resultaten, regio)
    assert antwoord is not None
    return antwoord


def with_chances(resultaat, kans):
    """The same result with another chance in every year; neutral from 90%."""
    oordelen = {
        sleutel: replace(o, kans=kans, neutraal=kans >= 0.9, buffer=0.0 if kans >= 0.9 else 1000.0)
        for sleutel, o in resultaat.totaal.oordelen.items()
    }
    return replace(resultaat, totaal=replace(resultaat.totaal, oordelen=oordelen))


def with_saldo(resultaat, euros):
    """The same result with another expected saldo of the region in every year."""
    statistiek = resultaat.totaal.statistics.copy()
    statistiek[STATISTICS.index("verwacht"), NUMMER["saldo"]] = euros
    return replace(resultaat, totaal=replace(resultaat.totaal, statistics=statistiek))


@pytest.mark.parametrize(
    ("kans", "saldo", "begin"),
    [
        (0.95, 1000.0, "Ja, met 90% zekerheid"),
        (0.5, 1000.0, "Naar verwachting wel, maar niet"),
        (0.5, -1000.0, "Nee, niet met 90% zekerheid"),
    ],
)
def test_the_answer_follows_the_verdicts(regio, resultaten, kans, saldo, begin):
    antwoord = question([with_saldo(with_chances(resultaten[0], kans), saldo)], regio)
    assert antwoord.zinnen[0].startswith(begin)
    assert antwoord.neutraal == (kans >= 0.9)


def test_years_that_fall_short_are_not_expected_to_close(regio, resultaten):
    """Three years of 10.000 and two of -4.000: 22.000 is left together, and 2026 and 2028 fall short by themselves."""
    resultaat = with_saldo(with_chances(resultaten[0], 0.5), 10_000.0)
    for jaar in (2026, 2028):
        nummer = resultaat.jaren.index(jaar)
        resultaat.totaal.statistics[STATISTICS.index("verwacht"), NUMMER["saldo"], nummer] = -4000.0
    zin = question([resultaat], regio).zinnen[0]
    assert zin.startswith(
        "Nee, niet met 90% zekerheid: over 2025-2029 samen blijft naar verwachting 22 duizend euro over op de eigen "
        "rekening, maar in 2026 en 2028 komt daar naar verwachting geld tekort; "
    )


def test_the_tightest_year_is_one_and_the_same_everywhere(regio, resultaten):
    """2028 has the smaller chance, 2029 the larger buffer: the answer, the verdict and the letter all name 2029."""
    resultaat = with_chances(resultaten[0], 0.95)
    oordelen = dict(resultaat.totaal.oordelen)
    for jaar, kans, buffer in ((2028, 0.179, 1000.0), (2029, 0.219, 2000.0)):
        oordelen["totaal", jaar] = replace(oordelen["totaal", jaar], neutraal=False, kans=kans, buffer=buffer)
    resultaat = replace(resultaat, totaal=replace(resultaat.totaal, oordelen=oordelen))
    assert "in het krapste jaar, 2029, is de kans op sluiten 21,9%" in question([resultaat], regio).zinnen[0]
    assert tightest(verdicts(resultaat, resultaat.jaren), resultaat.totaal.naam).slechtste_jaar == 2029
    brief = build_raadsbrief(regio, Wie("Regio", (), True), 2026, resultaat, find_profile(STANDAARD))
    teksten = " ".join(zin for h in brief.hoofdstukken for zin in h.zinnen)
    assert "Het krapste jaar (grootste buffer) is 2029: de kans dat het sluit is 21,9%" in teksten
    assert "In 2028 is die kans het kleinst: 17,9%." in teksten
    assert "is in 2029 een buffer van €\u00a02.000 nodig" in teksten


def test_the_letter_begins_with_the_worst_of_its_years(regio, resultaten):
    tekort = "geen enkel jaar sluit. Het saldo op de eigen rekening is naar verwachting € 1.000 nadelig in 2026, "
    gemeenten = "Schagen, Hollands Kroon en Den Helder: een overschot van een ander betaalt dat niet. "
    for euros, zin in ((-1000.0, f"Niet sluitend: {tekort}"), (0.0, f"Niet sluitend in {gemeenten}")):
        wie = Wie("Regio", (), True)
        resultaat = with_chances(with_saldo(resultaten[0], euros), 0.5)
        brief = build_raadsbrief(regio, wie, 2026, resultaat, find_profile(STANDAARD))
        assert brief.antwoord.replace("\u00a0", " ").startswith(zin)


@pytest.mark.parametrize(
    ("kans", "begin", "slot"),
    [
        (1.0, "Ja, bij verwachte waarden: ", ", en ieder jaar sluit."),
        (0.0, "Nee, niet bij verwachte waarden: ", "; in het krapste jaar, 2025, komt 1 duizend euro tekort."),
    ],
)
def test_expected_values_know_no_chance(regio, resultaten, kans, begin, slot):
    zin = question([replace(with_chances(resultaten[0], kans), trekkingen=0)], regio).zinnen[0]
    assert zin.startswith(begin)
    assert zin.endswith(slot)
    assert "kans" not in zin


def test_no_year_is_the_tightest_when_none_ever_falls_short(regio, resultaten):
    zin = question([with_chances(resultaten[0], 1.0)], regio).zinnen[0]
    assert zin.endswith("; ieder jaar sluit in alle trekkingen.")
    assert "krapste" not in zin


def test_a_shortfall_is_a_no(regio, resultaten):
    basis = with_chances(resultaten[0], 0.2)
    statistiek = basis.totaal.statistics.copy()
    statistiek[:] = -1e6
    tekort = replace(basis, totaal=replace(basis.totaal, statistics=statistiek))
    begin = "Nee, niet met 90% zekerheid: over 2025-2029 samen komt"
    assert question([tekort], regio).zinnen[0].startswith(begin)


def test_a_chance_over_several_years_is_not_called_that_of_one(regio, resultaten):
    basis = with_chances(resultaten[0], 0.95)
    oordelen = {
        (pot, jaar): replace(o, kans=0.5, neutraal=False, buffer=1000.0) if pot == "vraag" else o
        for (pot, jaar), o in basis.totaal.oordelen.items()
    }
    zin = question([replace(basis, totaal=replace(basis.totaal, oordelen=oordelen))], regio).zinnen[0]
    assert "; opgeteld van 2025 tot en met 2025 is de kans op sluiten 50,0%." in zin
    assert "krapste jaar" not in zin


def test_amounts_are_those_of_the_years_of_the_question(regio, resultaten):
    antwoord = question(resultaten, regio)
    basis, duurder = antwoord.regels
    nummers = range(3, 8)  # 2025-2029
    for regel, resultaat in zip(antwoord.regels, resultaten, strict=True):
        assert regel.lasten == pytest.approx(sum(resultaat.totaal.value("lasten", j) for j in nummers))
        assert regel.saldo == pytest.approx(sum(resultaat.totaal.value("saldo", j) for j in nummers))
    assert duurder.lasten > basis.lasten
    assert f"{round((duurder.lasten - basis.lasten) / 1000)} duizend euro hogere lasten" in antwoord.zinnen[1]


def test_a_region_without_question_gets_no_answer(regio, resultaten):
    zonder = replace(regio, bestand=regio.bestand.model_copy(update={"vraag": None}))
    assert answer_question(resultaten, zonder) is None


def test_scenarios_of_the_question_run_when_none_is_named(regio):
    assert [s.naam for s in choose_scenarios(regio, (), vraag=True)] == [
        "basis", "gat-3-maanden", "gat-6-maanden", "duurder",
    ]  # fmt: skip
    assert [s.naam for s in choose_scenarios(regio, ("duurder",), vraag=True)] == ["duurder"]
    assert [s.naam for s in choose_scenarios(regio, ())] == ["basis"]


@pytest.mark.parametrize(
    ("zoek", "vervang", "verwacht"),
    [
        ('"gat-3-maanden"', '"gat-3-manden"', "gat-3-maanden"),
        ("tot = 2029\n", "tot = 2031\n", "eindjaar 2029"),
        ("tot = 2029\n", "tot = 2024\n", "niet voor het eerste"),
    ],
)
def test_a_question_that_cannot_be_answered_is_an_error(tmp_path, zoek, vervang, verwacht):
    map_ = tmp_path / "regio"
    shutil.copytree(data_path() / "regios" / "noordkop", map_)
    toml = map_ / "regio.toml"
    tekst = toml.read_text(encoding="utf-8")
    assert zoek in tekst
    toml.write_text(tekst.replace(zoek, vervang, 1), encoding="utf-8")
    with pytest.raises(Invoerfout) as fout:
        read_region(str(map_))
    assert verwacht in " ".join(str(m) for m in fout.value.meldingen)


def test_the_model_of_a_question_is_strict():
    with pytest.raises(ValueError, match="extra"):
        Vraag.model_validate({"tekst": "Kan het?", "van": 2025, "tot": 2026, "scenario": "x"})
