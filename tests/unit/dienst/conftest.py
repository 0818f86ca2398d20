"""A queue, a workshop and a door, each with a clock that stands still."""

import pytest

from reports.dienst.app import build_app
from reports.dienst.bellers import Bellers
from reports.dienst.deur import Deur
from reports.dienst.wachtrij import Wachtrij
from tests.hulp_dienst import GRENZEN, Klok, beller, workshop


@pytest.fixture
def klok():
    return Klok()


@pytest.fixture
def rij(klok):
    return Wachtrij(GRENZEN, klok)


@pytest.fixture
def gezegd():
    return []


@pytest.fixture
def dienst(tmp_path, klok, gezegd):
    werk, _ = workshop(tmp_path, klok)
    return Deur(build_app(werk), Bellers([beller()]), frozenset({"spuk.hoorn.nl"}), 100, gezegd.append)
