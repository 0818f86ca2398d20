"""What is carried out, kept, stopped and found again after a start."""

import asyncio
from contextlib import nullcontext

import pytest

from reports.dienst.antwoord import Weigering
from reports.dienst.bewaren import Bewaarplaats
from reports.dienst.wachtrij import GESTOPT, KLAAR, MISLUKT, REKENT, WACHT, Wachtrij
from scenarios.grond.bestanden import Schrijffout, held
from tests.hulp_dienst import GRENZEN, ask, workshop


def test_a_request_is_carried_out_and_kept(tmp_path, klok):
    async def proef():
        werk, gezien = workshop(tmp_path, klok)
        eerste, tweede = ask(werk), ask(werk)
        await werk.wait(eerste, 0)
        assert (eerste.toestand, tweede.toestand) == (REKENT, WACHT)
        werk.rekenaar.klaar.set()
        await werk.wait(tweede, 10)
        assert gezien == [REKENT, KLAAR, REKENT, KLAAR]
        # What an earlier service kept is there after a start; a file that is something else is not.
        (tmp_path / "hoorn" / "vreemd").mkdir()
        (tmp_path / "hoorn" / "vreemd" / "aanvraag.json").write_text(
            (tmp_path / "hoorn" / tweede.nummer / "aanvraag.json")
            .read_text(encoding="utf-8")
            .replace("hoorn", "ander"),
            encoding="utf-8",
        )
        (tmp_path / "hoorn" / "stuk").mkdir()
        (tmp_path / "hoorn" / "stuk" / "aanvraag.json").write_text('{"nummer": "stuk"}', encoding="utf-8")
        (tmp_path / "los.txt").touch()
        later, _ = workshop(tmp_path, klok)
        later.plaats.read_back(later.rij)
        assert later.rij.of("hoorn") == [tweede, eerste]
        # And goes when it is asked, or has been kept long enough.
        await later.drop(eerste)
        klok.nu += GRENZEN.bewaren
        later.tidy()
        assert later.rij.of("hoorn") == []
        assert sorted(p.name for p in (tmp_path / "hoorn").iterdir()) == ["stuk", "vreemd"]

    asyncio.run(proef())


def test_whoever_stops_a_request_stops_it_at_once(tmp_path, klok):
    async def proef():
        werk, _ = workshop(tmp_path, klok)
        bezig, wacht = ask(werk), ask(werk)
        await werk.drop(wacht)
        await werk.drop(bezig)
        assert (bezig.toestand, wacht.toestand) == (GESTOPT, GESTOPT)
        assert len(werk.rekenaar.gevraagd) == 1

    asyncio.run(proef())


def test_the_end_of_the_service_is_the_end_of_what_it_had_under_way(tmp_path, klok):
    async def proef():
        werk, _ = workshop(tmp_path, klok)
        bezig, wacht = ask(werk), ask(werk)
        await werk.close()
        assert (bezig.toestand, wacht.toestand) == (GESTOPT, GESTOPT)
        assert "dienst stopte" in str(wacht.meldingen[0])

    asyncio.run(proef())


def test_one_run_that_breaks_does_not_stop_the_queue(tmp_path, klok):
    async def breaking(*_):
        raise KeyError("Jansen")

    async def proef():
        werk, gezien = workshop(tmp_path, klok, breaking)
        eerste, tweede = ask(werk), ask(werk)
        await werk.wait(tweede, 10)
        assert (eerste.toestand, tweede.toestand) == (MISLUKT, MISLUKT)
        assert "onverwachte fout: KeyError in breaking" in gezien[1]
        assert "Jansen" not in str(gezien) + str(eerste.meldingen)

    asyncio.run(proef())


def test_what_cannot_be_kept_takes_no_place_in_the_queue(tmp_path, klok, monkeypatch):
    """A full disk, or anything else: the next request must find the queue as it was, and the disk too."""

    async def proef():
        werk, _ = workshop(tmp_path, klok)
        for fout in (Schrijffout([]), UnicodeEncodeError("utf-8", "x", 0, 1, "")):

            def full(_, aanvraag, fout=fout):
                werk.plaats.folder(aanvraag).mkdir(parents=True)
                raise fout

            with monkeypatch.context() as m:
                m.setattr(Bewaarplaats, "write", full)
                with pytest.raises(type(fout)):
                    ask(werk)
        assert werk.rij.alle == {}
        assert list((tmp_path / "hoorn").iterdir()) == []
        werk.rekenaar.klaar.set()
        goed = ask(werk)
        await werk.wait(goed, 10)
        assert goed.toestand == KLAAR

    asyncio.run(proef())


def test_who_asks_to_take_files_away_hears_when_they_stay(tmp_path, klok, monkeypatch):
    async def proef():
        werk, _ = workshop(tmp_path, klok)
        werk.rekenaar.klaar.set()
        aanvraag = ask(werk)
        await werk.wait(aanvraag, 10)
        with monkeypatch.context() as m:
            m.setattr("scenarios.grond.bestanden.shutil.rmtree", lambda _: (_ for _ in ()).throw(PermissionError()))
            with pytest.raises(Schrijffout):
                await werk.drop(aanvraag)
        assert werk.rij.of("hoorn") == [aanvraag]

    asyncio.run(proef())


def test_figures_of_another_region_are_not_those_of_a_caller(tmp_path, klok):
    """The same name or the only caller with another region after a start: `laatste` must not give the old figures."""

    async def proef():
        werk, _ = workshop(tmp_path, klok)
        werk.rij.regios["hoorn"] = "oud"
        werk.rekenaar.klaar.set()
        eerste = ask(werk)
        await werk.wait(eerste, 10)
        for regio, ziet in (("nieuw", []), ("oud", [eerste])):
            later = Wachtrij(GRENZEN, klok, {"hoorn": regio})
            Bewaarplaats(tmp_path).read_back(later)
            assert later.of("hoorn") == ziet
            with pytest.raises(Weigering) if not ziet else nullcontext():
                later.find("hoorn", eerste.nummer)
            klok.nu += GRENZEN.bewaren
            assert later.expired() == [eerste], "they still go in their time"
            klok.nu -= GRENZEN.bewaren

    asyncio.run(proef())


def test_a_state_that_holds_no_moments_is_not_read(tmp_path, klok):
    async def proef():
        werk, _ = workshop(tmp_path, klok)
        stand = tmp_path / "hoorn" / ask(werk).nummer / "aanvraag.json"
        await werk.close()
        stand.write_text(stand.read_text(encoding="utf-8").replace("1000000.0", '"toen"', 1), encoding="utf-8")
        later = Wachtrij(GRENZEN, klok)
        Bewaarplaats(tmp_path).read_back(later)
        assert later.alle == {}

    asyncio.run(proef())


def test_what_was_killed_halfway_is_over_after_a_start(tmp_path, klok):
    async def proef():
        werk, _ = workshop(tmp_path, klok)
        ask(werk)
        later, _ = workshop(tmp_path, klok)
        later.plaats.read_back(later.rij)
        (gevonden,) = later.rij.of("hoorn")
        assert (gevonden.toestand, gevonden.over) == (GESTOPT, True)
        await werk.close()

    asyncio.run(proef())


def test_one_service_at_a_time_keeps_results_in_a_folder(tmp_path):
    with held(tmp_path / "nieuw") as map_:
        assert map_.is_dir()
        with pytest.raises(Schrijffout, match="ander proces"), held(map_):
            pass
    with held(map_):
        pass
