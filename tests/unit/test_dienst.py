"""The service without a network: whose turn it is, what is kept, who is known, and what a request may hold."""

import asyncio
import base64
import hashlib
import json
import os
from contextlib import nullcontext
from dataclasses import replace

import pytest
import uvicorn
from uvicorn.server import ServerState

from finance.fouten import Invoerfout, Melding
from reports.dienst import geduld
from reports.dienst.antwoord import Weigering
from reports.dienst.app import build_app
from reports.dienst.bellers import Beller, Bellers, new_token, one_caller, read_callers
from reports.dienst.bewaren import Bewaarplaats
from reports.dienst.deur import Deur
from reports.dienst.grenzen import Dienstgrenzen
from reports.dienst.ingangen import INGANGEN, describe
from reports.dienst.kind import Afloop, _outcome, program
from reports.dienst.soorten import SOORTEN, read_request
from reports.dienst.uitleg import explain_page
from reports.dienst.uitvoerder import Uitvoerder
from reports.dienst.wachtrij import GESTOPT, GEWEIGERD, KLAAR, MISLUKT, REKENT, WACHT, Wachtrij
from reports.grond.meldingen import from_lines, to_document, to_line
from reports.grond.netwerk import is_own_name
from scenarios.engine.memory import free_memory
from scenarios.grond.bestanden import Schrijffout, held

TOKEN = "t" * 40
GRENZEN = Dienstgrenzen(wachtrij=3, per_beller=2, bewaren=100, bewaard_per_beller=2)


class Klok:
    nu = 1_000_000.0

    def __call__(self):
        return self.nu


@pytest.fixture
def klok():
    return Klok()


@pytest.fixture
def rij(klok):
    return Wachtrij(GRENZEN, klok)


def known(bellers, kop):
    """The name of who bears this header; None for nobody."""
    herkend = bellers.recognise(kop)
    return herkend and herkend.naam


def beller(naam="hoorn", token=TOKEN):
    return Beller(naam, "voorbeeld:westfriesland", hashlib.sha256(token.encode()).digest())


# The queue


def test_a_caller_may_have_so_many_under_way_and_the_queue_so_many_waiting(rij):
    for _ in range(2):
        rij.accept("a", "raming", {})
    with pytest.raises(Weigering) as vol:
        rij.accept("a", "raming", {})
    assert (vol.value.status, vol.value.koppen) == (429, {"Retry-After": "10"})
    rij.accept("b", "raming", {})
    with pytest.raises(Weigering) as vol:
        rij.accept("b", "raming", {})
    assert vol.value.status == 503
    # One that runs no longer waits; one that is over is nobody's burden.
    eerste = rij.start_next()
    rij.accept("b", "raming", {})
    rij.finish(eerste, KLAAR)
    rij.start_next()
    rij.accept("a", "raming", {})


def test_no_more_run_at_once_than_there_is_room_for(rij):
    eerste, tweede = rij.accept("a", "raming", {}), rij.accept("b", "raming", {})
    assert rij.start_next() is eerste
    assert rij.start_next() is None
    assert (eerste.toestand, tweede.toestand) == (REKENT, WACHT)
    rij.finish(eerste, KLAAR)
    assert rij.start_next() is tweede


def test_callers_take_turns(klok):
    rij = Wachtrij(replace(GRENZEN, wachtrij=20, per_beller=10), klok)
    for wie in "aaab":
        klok.nu += 1
        rij.accept(wie, "raming", {})
    volgorde = []
    while (aanvraag := rij.start_next()) is not None:
        volgorde.append(aanvraag.beller)
        klok.nu += 1
        rij.finish(aanvraag, KLAAR)
    assert "".join(volgorde) == "abaa"


def test_nobody_sees_the_request_of_another(rij):
    eigen = rij.accept("a", "raming", {})
    assert rij.find("a", eigen.nummer) is eigen
    assert (rij.of("a"), rij.of("b")) == ([eigen], [])
    for wie, nummer in (("b", eigen.nummer), ("a", "../a"), ("a", "")):
        with pytest.raises(Weigering) as weg:
            rij.find(wie, nummer)
        assert weg.value.status == 404


def test_the_latest_is_the_newest_that_is_ready(rij, klok):
    oud, nieuw = rij.accept("a", "raming", {}), rij.accept("a", "raming", {})
    rij.finish(oud, KLAAR)
    rij.finish(nieuw, GEWEIGERD)
    assert rij.latest("a", "raming") is oud
    for wie, soort in (("a", "zoek"), ("b", "raming")):
        with pytest.raises(Weigering):
            rij.latest(wie, soort)


def test_what_has_been_kept_long_enough_goes_and_what_runs_stays(rij, klok):
    eerste = rij.accept("a", "raming", {})
    rij.start_next()
    klok.nu += 1000
    assert rij.expired() == []
    rij.finish(eerste, KLAAR)
    klok.nu += 99
    assert rij.expired() == []
    klok.nu += 1
    assert rij.expired() == [eerste]
    rij.forget(eerste)
    assert rij.alle == {}


def test_of_too_many_results_the_oldest_goes(rij):
    gedaan = []
    for _ in range(3):
        gedaan.append(rij.accept("a", "raming", {}))
        rij.finish(gedaan[-1], KLAAR)
    rij.finish(rij.accept("b", "raming", {}), KLAAR)
    assert rij.expired() == [gedaan[0]]


def test_a_number_is_never_given_twice(rij):
    eerste = rij.accept("a", "raming", {})
    rij._teller = 0
    assert rij.accept("a", "raming", {}).nummer != eerste.nummer


# Who calls


def test_a_token_is_known_by_its_hash_alone():
    bellers = Bellers([beller("a"), beller("b", "u" * 40)])
    assert known(bellers, f"Bearer {TOKEN}") == "a"
    assert known(bellers, f"bearer  {'u' * 40}") == "b"
    for kop in (
        "",
        TOKEN,
        f"Basic {TOKEN}",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer \udcff",
    ):
        assert bellers.recognise(kop) is None
    # What Excel and Power BI keep: the name of the caller, and the token as its password.
    for naam, wie in (("a", "a"), ("b", None), ("", None)):
        assert known(bellers, "Basic " + base64.b64encode(f"{naam}:{TOKEN}".encode()).decode()) == wie
    assert known(bellers, "Digest " + base64.b64encode(f"a:{TOKEN}".encode()).decode()) is None
    assert TOKEN not in repr(bellers.alle)
    assert beller().merk.hex() not in repr(bellers.alle)


def write_callers(map_, tekst, rechten=0o600):
    pad = map_ / "toegang.toml"
    pad.write_text(tekst, encoding="utf-8")
    pad.chmod(rechten)
    return pad


def test_the_file_of_callers_names_each_with_his_region(tmp_path):
    _, merk = new_token()
    pad = write_callers(tmp_path, f'[hoorn]\nmap = "voorbeeld:westfriesland"\ntoken_sha256 = "{merk}"\n')
    (eigen,) = read_callers(pad).alle
    assert (eigen.naam, eigen.map_, eigen.merk.hex()) == ("hoorn", "voorbeeld:westfriesland", merk)


def test_every_problem_of_the_file_of_callers_at_once(tmp_path):
    goed = f'map = "voorbeeld:westfriesland"\ntoken_sha256 = "{"ab" * 32}"\n'
    blokken = (
        f"[a]\n{goed}[b]\n{goed}",
        f'["../c"]\n{goed}',
        '[d]\nmap = "voorbeeld:westfriesland"\ntoken_sha256 = "geheim-in-klare-tekst"\n',
        f'[e]\nmap = "er-niet"\ntoken_sha256 = "{"cd" * 32}"\n',
        f'[f]\nmaap = "x"\n{goed}',
    )
    with pytest.raises(Invoerfout) as fout:
        read_callers(write_callers(tmp_path, "".join(blokken), 0o666))
    tekst = str(fout.value)
    for deel in (
        "b: gevonden het token van een ander",
        "'../c'",
        "d, veld token_sha256",
        "e, veld map",
        "maap",
    ):
        assert deel in tekst
    assert ("anderen mogen wijzigen" in tekst) == (os.name == "posix")
    assert "geheim" not in tekst


def test_without_a_token_in_the_environment_nobody_is_served(monkeypatch, tmp_path):
    for waarde in ("", "kort"):
        monkeypatch.setenv("SPUK_DIENST_TOKEN", waarde)
        with pytest.raises(Invoerfout, match="SPUK_DIENST_TOKEN"):
            one_caller("voorbeeld:westfriesland")
    monkeypatch.setenv("SPUK_DIENST_TOKEN", TOKEN)
    with pytest.raises(Invoerfout, match="onbekend voorbeeld"):
        one_caller("voorbeeld:er-niet")
    (tmp_path / "regio.toml").touch()
    monkeypatch.chdir(tmp_path)
    assert one_caller(".").alle[0].map_ == str(tmp_path.resolve())
    assert known(one_caller("voorbeeld:westfriesland"), f"Bearer {TOKEN}") == "eigen"


# What is asked


def refused(soort, inhoud):
    with pytest.raises(Weigering) as fout:
        read_request(SOORTEN[soort], inhoud.encode(), 1000)
    assert fout.value.status == 422
    return str(fout.value.meldingen[0]) if len(fout.value.meldingen) == 1 else list(map(str, fout.value.meldingen))


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        ("{", "geen JSON"),
        ("[1]", "object"),
        ('{"trekkingen": NaN}', "NaN"),
        ('{"trekkingen": 1}', "veld trekkingen: gevonden 1; verwacht ten minste 2"),
        ('{"trekkingen": 1001}', "ten hoogste 1000 in deze dienst"),
        ('{"trekkingen": true}', "een geheel getal"),
        ('{"zekerheid": 1}', "minder dan 1"),
        ('{"scenarios": ["../../etc/passwd"]}', "een naam van ten hoogste"),
        ('{"scenarios": ["--uit=/tmp"]}', "een naam van ten hoogste"),
        ('{"scenarios": "basis"}', "een lijst"),
        ('{"map": "/etc"}', "onbekende sleutel 'map'"),
        (json.dumps({"zonder": ["x"] * 21}), "ten hoogste 20"),
        ('{"scenarios": ["a\\u0000b"]}', "onzichtbaar teken"),
        ('{"scenarios": ["\\ud800"]}', "een half teken"),
        ('{"\\udc80": 1}', "een half teken"),
        ('{"trekkingen": ' + "1" * 5000 + "}", "een getal met te veel cijfers"),
        ("[" * 50_000, "te diep genest"),
        ('{"zaad": 1', "geen JSON (regel 1, teken 11)"),
        ('{"zaad": "\u0661"}', "een geheel getal"),
    ],
)
def test_a_request_that_cannot_be_is_refused_in_dutch(inhoud, zegt):
    assert zegt in refused("raming", inhoud)


def test_every_problem_of_a_request_at_once():
    assert len(refused("raming", '{"trekkingen": 0, "zekerheid": 9, "x": 1}')) == 3


def test_a_request_becomes_the_command_that_a_user_would_type(tmp_path):
    inhoud = '{"scenarios": ["basis", "duurder-b1"], "trekkingen": 200, "zekerheid": 0.8, "verwacht": true}'
    soort = SOORTEN["raming"]
    woorden = soort.words(read_request(soort, inhoud.encode(), 1000), "-regio", tmp_path)
    assert woorden == [
        "raming", "--stil", f"--uit={tmp_path}", f"--tabellen={tmp_path}", "--scenario=basis", "--scenario=duurder-b1",
        "--trekkingen=200", "--zaad=1", "--zekerheid=0.8", "--verwacht", "--", "-regio",
    ]  # fmt: skip
    zoek = SOORTEN["zoek"]
    doel = zoek.words(read_request(zoek, b'{"doel": "kans>=0.9 in 2027", "trekkingen": 500}', 1000), "r", tmp_path)
    assert "--doel=kans>=0.9 in 2027" in doel
    leeg = read_request(SOORTEN["controleer"], b"", 1000)
    assert SOORTEN["controleer"].words(leeg, "r", tmp_path) == [
        "controleer", f"--json={tmp_path / 'controle.json'}", "--", "r",
    ]  # fmt: skip


def test_the_child_does_not_load_what_lies_beside_a_region():
    """`-P`: without it Python looks for modules in the folder where it starts, which is the region's."""
    assert program()[1:] == ["-P", "-m", "cli"]


# What a child says


def test_the_outcome_of_a_child_is_its_exit_code_with_its_messages():
    melding = Melding("contracten.csv", "regel 3", "-1", "een prijs", "Vul hem in.")
    assert _outcome(0, "") == Afloop(KLAAR)
    assert _outcome(2, f"Let op: iets.\n{to_line([melding])}\n") == Afloop(GEWEIGERD, (melding,))
    for code, tekst in ((1, "Traceback: Jansen"), (-9, ""), (2, "Fout: niets om te lezen")):
        afloop = _outcome(code, tekst)
        assert afloop.toestand == MISLUKT
        assert f"code {code}" in str(afloop.meldingen[0])
        assert "Jansen" not in str(afloop.meldingen)


def test_a_run_may_use_what_it_is_given_and_no_more_than_there_is(monkeypatch):
    monkeypatch.delenv("SPUK_GEHEUGEN", raising=False)
    vrij = free_memory()
    monkeypatch.setenv("SPUK_GEHEUGEN", "1000000")
    assert free_memory() == 1_000_000
    for waarde in ("veel", "-1", "9" * 18):
        monkeypatch.setenv("SPUK_GEHEUGEN", waarde)
        assert vrij is None or free_memory() == pytest.approx(vrij, rel=0.5)


def test_messages_go_to_json_and_back():
    meldingen = [Melding("a.csv", f"regel {n}", "x", "y", "z") for n in range(500)]
    rijen = to_document(meldingen)["meldingen"]
    assert len(rijen) == 201
    assert rijen[0] == {
        "bestand": "a.csv", "plaats": "regel 0", "gevonden": "x", "verwacht": "y", "herstel": "z",
        "tekst": "a.csv, regel 0: gevonden x; verwacht y. z",
    }  # fmt: skip
    assert "nog 300 fouten" in rijen[-1]["tekst"]
    assert from_lines(to_line(meldingen[:3])) == meldingen[:3]
    assert from_lines("iets anders") == []


# The workshop, with a computer that does what it is told


class Rekenaar:
    """Ends when it is told to, by hand or by the stop of the service."""

    def __init__(self):
        self.gevraagd, self.klaar = [], asyncio.Event()

    async def __call__(self, woorden, map_, grenzen, stop):
        self.gevraagd.append(woorden)
        einde = {asyncio.create_task(self.klaar.wait()), asyncio.create_task(stop.wait())}
        await asyncio.wait(einde, return_when=asyncio.FIRST_COMPLETED)
        for taak in einde:
            taak.cancel()
        return Afloop(GESTOPT) if stop.is_set() else Afloop(KLAAR)


def workshop(map_, klok, rekenaar=None):
    gezien = []
    werk = Uitvoerder(
        Wachtrij(GRENZEN, klok), Bewaarplaats(map_), lambda a: gezien.append(a.toestand), gezien.append,
        rekenaar or Rekenaar(),
    )  # fmt: skip
    return werk, gezien


def ask(werk, wie="hoorn"):
    return werk.submit(beller(wie), "raming", read_request(SOORTEN["raming"], b"", 10**6))


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


# The door and what stands behind it


def call(app, pad, methode="GET", inhoud=b"", receive=None, **koppen):
    """(status, headers, body) of one request."""
    verstuurd = []
    koppen = {"host": "localhost:1"} | {k.replace("_", "-"): v for k, v in koppen.items()}

    async def whole():
        return {"type": "http.request", "body": inhoud, "more_body": False}

    async def send(bericht):
        verstuurd.append(bericht)

    pad, _, vraag = pad.partition("?")
    scope = {
        **{"type": "http", "method": methode, "path": pad, "raw_path": pad.encode(), "query_string": vraag.encode()},
        "headers": [(k.encode(), v.encode()) for k, v in koppen.items()],
        **{
            "http_version": "1.1",
            "scheme": "http",
            "server": ("127.0.0.1", 1),
            "client": ("127.0.0.1", 2),
            "root_path": "",
        },
    }
    asyncio.run(app(scope, receive or whole, send))
    if not verstuurd:
        return None, {}, b""
    begin = verstuurd[0]
    return (
        begin["status"],
        {k.decode(): v.decode() for k, v in begin["headers"]},
        b"".join(b.get("body", b"") for b in verstuurd[1:]),
    )


@pytest.fixture
def gezegd():
    return []


@pytest.fixture
def dienst(tmp_path, klok, gezegd):
    werk, _ = workshop(tmp_path, klok)
    return Deur(build_app(werk), Bellers([beller()]), frozenset({"spuk.hoorn.nl"}), 100, gezegd.append)


DRAAGT = {"authorization": f"Bearer {TOKEN}"}


def test_only_who_bears_a_token_gets_in(dienst):
    for koppen in ({}, {"authorization": "Bearer x"}):
        status, terug, inhoud = call(dienst, "/v1/aanvragen", **koppen)
        assert (status, terug["www-authenticate"][:13]) == (401, "Bearer, Basic")
        assert json.loads(inhoud)["meldingen"][0]["bestand"] == "verzoek"
    assert call(dienst, "/v1/aanvragen", **DRAAGT)[0] == 200
    assert call(dienst, "/gezondheid")[2] == b'{"toestand":"goed"}'


def test_every_private_entrance_asks_for_a_token(dienst):
    for ingang in INGANGEN:
        pad = ingang.pad.replace("{nummer}", "1").replace("{bestand}", "raming.json")
        assert (call(dienst, pad, ingang.methode)[0] == 401) == ingang.besloten, ingang.pad


@pytest.mark.parametrize(
    ("koppen", "status"),
    [
        ({"host": "kwaad.example"}, 421),
        ({"host": "spuk.hoorn.nl"}, 200),
        ({"host": "127.0.0.1:8765"}, 200),
        ({"origin": "https://kwaad.example"}, 403),
        ({"origin": "http://localhost:1"}, 200),
    ],
)
def test_another_name_and_another_site_are_refused(dienst, koppen, status):
    assert call(dienst, "/v1/aanvragen", **DRAAGT, **koppen)[0] == status


def test_no_answer_lets_another_site_read_it(dienst):
    for pad in ("/gezondheid", "/v1/aanvragen", "/uitleg", "/er-niet"):
        _, koppen, _ = call(dienst, pad)
        assert koppen["cache-control"] == "no-store"
        assert koppen["x-content-type-options"] == "nosniff"
        assert koppen["cross-origin-resource-policy"] == "same-origin"
        assert "default-src 'none'" in koppen["content-security-policy"]
        assert not any(k.startswith("access-control") for k in koppen)


def test_a_large_request_is_refused_whatever_it_says_of_its_size(dienst):
    groot = b'{"scenarios": ["' + b"a" * 200 + b'"]}'
    for lengte in ("999999", "5"):
        assert call(dienst, "/v1/ramingen", "POST", groot, content_length=lengte, **DRAAGT)[0] == 413


def test_bad_input_is_422_with_the_messages_of_the_command_line(dienst):
    status, _, inhoud = call(dienst, "/v1/ramingen", "POST", b'{"trekkingen": "veel"}', **DRAAGT)
    assert status == 422
    (melding,) = json.loads(inhoud)["meldingen"]
    assert (melding["plaats"], melding["gevonden"], melding["verwacht"]) == (
        "veld trekkingen", "'veel'", "een geheel getal, zoals 12",
    )  # fmt: skip
    assert call(dienst, "/v1/ramingen?wacht=morgen", "POST", **DRAAGT)[0] == 422
    assert call(dienst, "/v1/ramingen?wacht=61", "POST", **DRAAGT)[0] == 422


def test_a_region_that_is_not_right_is_422_for_who_waits(tmp_path, klok, gezegd):
    melding = Melding("contracten.csv", "regel 3", "-1", "een prijs", "Vul hem in.")

    async def refusing(*_):
        return Afloop(GEWEIGERD, (melding,))

    werk, _ = workshop(tmp_path, klok, refusing)
    app = Deur(build_app(werk), Bellers([beller()]), frozenset(), 100, gezegd.append)
    status, _, inhoud = call(app, "/v1/ramingen?wacht=10", "POST", **DRAAGT)
    assert (status, json.loads(inhoud)) == (422, to_document([melding]))
    # And for who asks for a file of it later.
    pad = f"/v1/aanvragen/{werk.rij.of('hoorn')[0].nummer}/raming.json"
    status, _, inhoud = call(app, pad, **DRAAGT)
    assert (status, json.loads(inhoud)) == (422, to_document([melding]))


@pytest.mark.parametrize(
    ("methode", "pad", "status"),
    [
        ("GET", "/v1/aanvragen/20260101-000000-1", 404),
        ("DELETE", "/v1/aanvragen/../../etc", 404),
        ("GET", "/v1/aanvragen/x/../../etc/passwd", 404),
        ("GET", "/v1/ramingen/laatste/raming.json", 404),
        ("GET", "/er-niet", 404),
        ("PUT", "/gezondheid", 405),
        ("GET", "/v1/ramingen", 405),
        ("OPTIONS", "/v1/ramingen", 405),
        ("GET", "/v1/aanvragen/", 404),
        ("POST", "/v1/ramingen/", 404),
    ],
)
def test_what_is_not_there_is_told_as_every_other_error(dienst, methode, pad, status):
    gekregen, _, inhoud = call(dienst, pad, methode, **DRAAGT)
    assert gekregen == status
    assert json.loads(inhoud)["meldingen"][0]["verwacht"]


def test_an_unforeseen_error_tells_nobody_what_it_was_about(tmp_path, klok, gezegd):
    def broken(aanvraag):
        raise RuntimeError("Jansen")

    werk, _ = workshop(tmp_path, klok)
    werk.rij.accept("hoorn", "raming", {})
    werk.plaats = type("Stuk", (), {"files": broken, "remove": broken})()
    werk.rij.kept_until = broken
    app = Deur(build_app(werk), Bellers([beller()]), frozenset(), 100, gezegd.append)
    status, _, inhoud = call(app, "/v1/aanvragen", **DRAAGT)
    assert (status, json.loads(inhoud)["meldingen"][0]["gevonden"]) == (500, "een fout in de dienst")
    assert gezegd
    assert "RuntimeError" in gezegd[0]
    assert "Jansen" not in gezegd[0] + inhoud.decode()


def test_a_caller_who_leaves_halfway_is_no_error(dienst, gezegd):
    """Every line of the log is for somebody to look at."""

    async def gone():
        return {"type": "http.disconnect"}

    assert call(dienst, "/v1/ramingen", "POST", receive=gone, **DRAAGT)[0] in (None, 500)
    assert gezegd == []


# A connection


async def shown(_scope, receive, send):
    """Reads all, works a while, and answers much."""
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(0.3)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(100):
        await send({"type": "http.response.body", "body": b"x" * 10**6, "more_body": True})
    await send({"type": "http.response.body"})


@pytest.mark.parametrize(
    ("stuurt", "leest"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-", False),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", True),
    ],
)
def test_a_connection_does_not_wait_for_ever_for_its_caller(monkeypatch, stuurt, leest):
    """Nothing sent, half a head, half a body, an answer that nobody reads; who does read gets all of it."""
    monkeypatch.setattr(geduld, "GEDULD", 0.1)

    async def proef():
        staat = ServerState()
        config = uvicorn.Config(shown, lifespan="off", log_level="critical")
        bediening = await asyncio.get_running_loop().create_server(
            lambda: geduld.Ongeduldig(config, staat, {}), "127.0.0.1", 0
        )
        lezer, schrijver = await asyncio.open_connection(*bediening.sockets[0].getsockname())
        schrijver.write(stuurt)
        await asyncio.sleep(0.05)
        assert len(staat.connections) == 1
        gelezen = 0
        while leest and (deel := await lezer.read(2**20)):
            gelezen += len(deel)
        async with asyncio.timeout(20):
            while staat.connections:
                await asyncio.sleep(0.02)
        assert not leest or gelezen > 10**8
        schrijver.transport.abort()
        bediening.close()

    asyncio.run(proef())


# The description


def test_the_description_holds_every_entrance_and_refers_to_nothing_that_is_not_there():
    beschrijving = describe(GRENZEN)
    assert {(m.upper(), pad) for pad, taken in beschrijving["paths"].items() for m in taken} == {
        (i.methode, i.pad) for i in INGANGEN
    }
    tekst = json.dumps(beschrijving)
    for naam in {deel.split('"')[0] for deel in tekst.split("#/components/schemas/")[1:]}:
        assert naam in beschrijving["components"]["schemas"]
    taken = [taak["operationId"] for pad in beschrijving["paths"].values() for taak in pad.values()]
    assert len(set(taken)) == len(taken)
    # No more draws than this service takes on, and nothing of the code in English.
    eigen = describe(replace(GRENZEN, trekkingen=1000))["components"]["schemas"]
    assert {eigen[n]["properties"]["trekkingen"]["maximum"] for n in ("Ramingverzoek", "Zoekverzoek")} == {1000}
    assert "description" not in eigen["Ramingverzoek"]


def test_the_page_needs_nothing_from_elsewhere():
    pagina = explain_page(describe(GRENZEN))
    for ingang in INGANGEN:
        assert f"{ingang.methode} {ingang.pad}" in pagina
    assert "://" not in pagina
    assert "<script" not in pagina
    assert "src=" not in pagina
    assert "nauwkeurig" in pagina


def test_a_name_of_the_service_is_its_own():
    assert is_own_name("spuk.hoorn.nl:443", frozenset({"spuk.hoorn.nl"}))
    assert not is_own_name("spuk.hoorn.nl", frozenset())
