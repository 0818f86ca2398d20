"""The chart of accounts and the receipts as they are typed: what is refused, and which row goes for which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from finance.administratie.rollen import ROLLEN
from finance.fouten import Invoerfout
from reports.jaar.schema import assumed_words, write_chart
from scenarios.administratie.ontvangsten import read_receipts
from scenarios.administratie.rekeningschema import BESTAND, Rekeningschema, load_codes, read_chart, refused_by_cbs
from scenarios.grond.gegevens import data_path
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import Gemeente

GEMEENTEN = (Gemeente(code="GM0405", naam="Hoorn"), Gemeente(code="GM0420", naam="Medemblik"))
KOP = "rol;uitkering;cbs_code;gemeente;grootboek;kostenplaats;taakveld;categorie;aard;status;bron"


def read(map_: Path, *regels: str) -> Rekeningschema:
    (map_ / BESTAND).write_text("\n".join([KOP, *regels, ""]), encoding="utf-8")
    return read_chart(map_, GEMEENTEN, shipped())


def problems(map_: Path, *regels: str) -> list[str]:
    with pytest.raises(Invoerfout) as fout:
        read(map_, *regels)
    return [str(m) for m in fout.value.meldingen]


@pytest.mark.parametrize(
    ("regel", "verwacht"),
    [
        (
            "bnk;;;;1010;;;A23;;vastgesteld;x",
            "gevonden rol 'bnk'; verwacht een bestaande rol. Bedoeld is misschien: bank.",
        ),
        ("bank;spuk;;;1010;;;A23;;vastgesteld;x", "geen uitkering bij bank"),
        ("bank;;;;1010;;6.1;A23;;vastgesteld;x", "geen taakveld bij bank, een rekening van de balans"),
        ("bank;;;;1010;;;3.8;;vastgesteld;x", "een balanspost uit de lijst van CBS"),
        ("pvt;;;;43;;6.99;3.8;;vastgesteld;x", "gevonden taakveld '6.99'; verwacht een taakveld uit de lijst van CBS"),
        ("pvt;;;;43;;6.1;3.9;;vastgesteld;x", "een economische categorie van lasten uit de lijst van CBS"),
        ("baten;;;;84;;6.1;3.4.1;;vastgesteld;x", "een economische categorie van baten uit de lijst van CBS"),
        ("pvt;;;;43;;;4.3.1;;vastgesteld;x", "categorie 4.3.1 op taakveld 6.1"),
        ("pvt;;;;;;6.1;3.8;;vastgesteld;x", "een waarde voor grootboek"),
        (f"pvt;;;;{'9' * 41};;6.1;3.8;;vastgesteld;x", "veld grootboek"),
        ("pvt;;;;43;;6.1;3.8;soms;vastgesteld;x", "'structureel' of 'incidenteel'"),
        ("pvt;;;;43;;6.1;3.8;;zeker;x", "veld status"),
        ("pvt;;GM0363;;43;;6.1;3.8;;vastgesteld;x", "GM0363"),
        ("pvt;;GM0405;Medemblik;43;;6.1;3.8;;vastgesteld;x", "code en naam van dezelfde gemeente"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path, regel, verwacht):
    (melding,) = problems(tmp_path, regel)
    assert melding.startswith(f"{BESTAND}, regel 2")
    assert verwacht in melding


def test_all_slips_are_told_at_once(tmp_path):
    regels = ("bnk;;;;1;;;A23;;vastgesteld;x", "pvt;;;;1;;6.1;3.8;;vastgesteld;x", "pvt;;;;2;;6.1;3.8;;vastgesteld;x")
    eerste, tweede = problems(tmp_path, *regels)
    assert "bnk" in eerste
    assert "regel 4: gevonden dezelfde rol als regel 3" in tweede


def test_the_row_that_says_most_goes_first(tmp_path):
    schema = read(
        tmp_path,
        "baten;;;;10;;6.1;4.3.1;;vastgesteld;x",
        "baten;spuk;;;20;;6.1;4.3.1;;vastgesteld;x",
        "baten;;GM0405;Hoorn;30;;6.1;4.3.1;;vastgesteld;x",
        "baten;spuk;GM0405;Hoorn;40;;6.1;4.3.1;;vastgesteld;x",
    )
    minder = Rekeningschema(schema.rijen[:3])
    # The gemeente goes before the SPUK: it is the gemeente whose ledger it is.
    assert minder.find("baten", "GM0405", "spuk").grootboek == "30"
    wie = [("GM0420", "spuk_onderwijsroute"), ("GM0420", "spuk"), ("GM0405", "spuk_onderwijsroute"), ("GM0405", "spuk")]
    assert [schema.find("baten", code, pot).grootboek for code, pot in wie] == ["10", "20", "30", "40"]


def test_what_is_not_named_is_an_assumption_and_says_so(tmp_path):
    schema = read(tmp_path, "bank;;;;1010;;;A23;;vastgesteld;x", "pvt;;;;43;61;6.1;3.8;incidenteel;aanname;x")
    gebruikt = {("bank", "GM0405", ""), ("pvt", "GM0405", "spuk"), ("passief", "GM0405", "spuk")}
    assert schema.assumed(gebruikt) == ["passief", "pvt"]
    (zin,) = assumed_words(schema, gebruikt)
    assert "van passief en pvt zijn niet bevestigd" in zin
    assert list(assumed_words(schema, {("bank", "GM0405", "")})) == []
    assert schema.find("pvt", "GM0405").merk == "I"
    # An own name of an account stands in where the list has no row.
    eigen = Rekeningschema(namen={"passief": "2950 Passiva"})
    assert eigen.find("passief", "GM0405").grootboek == "2950 Passiva"
    assert eigen.find("passief", "GM0405").status == "aanname"


def test_a_written_chart_reads_back_as_it_was(tmp_path):
    schema = read(tmp_path, "baten;spuk;GM0405;Hoorn;=84;;6.1;4.3.1;;vastgesteld;x")
    write_chart(schema, tmp_path / "nieuw" / BESTAND)
    terug = read_chart(tmp_path / "nieuw", GEMEENTEN, shipped())
    assert {r.rol for r in terug.rijen} == set(ROLLEN)
    for rol in ROLLEN:
        was, nu = schema.find(rol, "GM0405", "spuk"), terug.find(rol, "GM0405", "spuk")
        assert (nu.taakveld, nu.categorie, nu.aard) == (was.taakveld, was.categorie, was.aard)
    # A spreadsheet would compute it.
    assert terug.find("baten", "GM0405", "spuk").grootboek == "'=84"


def test_every_default_is_a_cell_that_cbs_takes():
    codes = load_codes()
    for rol in ROLLEN.values():
        if rol.zijde in ("lasten", "baten"):
            for jaar in range(2022, 2027):
                assert refused_by_cbs(rol.zijde, rol.taakveld, rol.categorie, jaar) == "", rol.naam
        elif rol.zijde == "balans":
            assert rol.categorie in codes["balans"]


def test_a_code_counts_in_its_own_years():
    assert refused_by_cbs("lasten", "6.2", "3.8", 2023) == ""
    assert refused_by_cbs("lasten", "6.2", "3.8", 2026) == "taakveld 6.2 bestaat niet in 2026"
    assert refused_by_cbs("lasten", "6.1", "4.5.3", 2022) == "categorie 4.5.3 bestaat niet in 2022"
    assert refused_by_cbs("lasten", "6.1", "", 2025) == "categorie (leeg) bestaat niet in 2025"
    assert refused_by_cbs("baten", "0.7", "3.8", 2025) == "categorie 3.8 kan op taakveld 0.7 niet bij baten"


def test_the_example_has_a_chart_of_every_role_it_uses():
    schema = read_chart(data_path() / "regios" / "zevenlinden", (), shipped())
    voorzieningen = {"leerbaarheidstoets", "brede_intake", "pip", "voortgangsgesprek", "financieel_ontzorgen"}
    assert {r.rol for r in schema.rijen} == set(ROLLEN) - voorzieningen - {"beleid_inkoop"}


@pytest.mark.parametrize(
    ("regel", "verwacht"),
    [
        ("31-12-2025;GM0363;spuk;1,00;x;", "GM0363"),
        ("31-13-2025;GM0405;spuk;1,00;x;", "een datum als"),
        ("31-12-2025;GM0405;wsw;1,00;x;", "een van"),
        ("31-12-2025;GM0405;spuk;1,005;x;", "een bedrag met ten hoogste twee decimalen"),
    ],
)
def test_a_receipt_that_cannot_be_is_named(tmp_path, regel, verwacht):
    (tmp_path / "verantwoording").mkdir()
    doel = tmp_path / "verantwoording" / "ontvangsten.csv"
    doel.write_text(f"datum;cbs_code;uitkering;bedrag;omschrijving;stuknummer\n{regel}\n", encoding="utf-8")
    with pytest.raises(Invoerfout) as fout:
        read_receipts(tmp_path, GEMEENTEN, shipped())
    (melding,) = map(str, fout.value.meldingen)
    assert melding.startswith("ontvangsten.csv, regel 2")
    assert verwacht in melding


def test_the_same_receipt_twice_needs_a_number(tmp_path):
    assert read_receipts(tmp_path, GEMEENTEN, shipped()) is None
    (tmp_path / "verantwoording").mkdir()
    doel = tmp_path / "verantwoording" / "ontvangsten.csv"
    kop = "datum;cbs_code;uitkering;bedrag;omschrijving;stuknummer\n"
    doel.write_text(kop + "31-12-2025;GM0405;spuk;1,00;x;\n" * 2, encoding="utf-8")
    with pytest.raises(Invoerfout, match="dezelfde ontvangst als regel 2"):
        read_receipts(tmp_path, GEMEENTEN, shipped())
    doel.write_text(kop + "31-12-2025;GM0405;spuk;1,00;x;A\n31-12-2025;GM0405;spuk;1,00;x;B\n", encoding="utf-8")
    assert len(read_receipts(tmp_path, GEMEENTEN, shipped()) or ()) == 2


def test_what_is_bought_for_persons_has_an_account_per_spuk_and_what_staff_does_has_none():
    """Besluit: a SPUK pays no uitvoeringskosten. 3.4.1 is sociale uitkeringen in natura, 1.1 salarissen."""
    voor_personen = {
        *("leerroute_b1", "leerroute_z", "leerroute_onderwijs", "map", "pvt", "knm"),
        *("maatschappelijke_begeleiding", "tolken"),
    }
    eigen_werk = {
        *("leerbaarheidstoets", "brede_intake", "pip", "voortgangsgesprek", "financieel_ontzorgen", "beleid_inkoop"),
        "uitvoering",
    }
    lasten = {(r.naam, r.categorie, r.taakveld, r.per_uitkering) for r in ROLLEN.values() if r.zijde == "lasten"}
    assert lasten == {
        *((naam, "3.4.1", "6.1", True) for naam in (*voor_personen, "correctie", "onverdeeld")),
        *((naam, "1.1", "6.1", False) for naam in eigen_werk),
        ("bijdrage_gr", "4.3.3", "6.1", True),
    }
