"""A workbook as ODS: formulas, number formats, and what a sheet says beside its cells."""

import zipfile

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from reports.tabel.adres import Formule
from reports.tabel.xlsx import Werkboek
from reports.vormen.formule import cell_range, to_odf
from reports.vormen.getalvorm import data_style
from reports.vormen.ods import write_ods
from reports.vormen.xml import RUIMTEN, document, paragraphs

NL = "[$-413]"


@pytest.mark.parametrize(
    ("excel", "odf"),
    [
        ("SUM(A1:B2,C3)", "SUM([.A1:.B2];[.C3])"),
        ("$A$1+Lasten!$D$5", "[.$A$1]+[$Lasten.$D$5]"),
        ("'Scenario''s'!$A$1:$B$2", "[$'Scenario''s'.$A$1:.$B$2]"),
        ("INDEX('Blad, een'!A:A,2)", "INDEX([$'Blad, een'.A$1:.A$1048576];2)"),
        ("SUM(Blad!$5:$6)", "SUM([$Blad.$A$5:.$XFD$6])"),
        ('IF(A1="a,b""c",TRUE,FALSE)', 'IF([.A1]="a,b""c";TRUE();FALSE())'),
        ("INDEX(regio_lasten,gekozen_jaar-2021)", "INDEX(regio_lasten;gekozen_jaar-2021)"),
        ("LOG10(A1)*1.5E-3", "LOG10([.A1])*1.5E-3"),
        ("_xlfn.IFNA(A1,{1,2;3,4})", "IFNA([.A1];{1;2|3;4})"),
        ("SUMPRODUCT((A1:A3>=B$1)*(A1:A3<>0))", "SUMPRODUCT(([.A1:.A3]>=[.B$1])*([.A1:.A3]<>0))"),
        ("TRUE()", "TRUE()"),
    ],
)
def test_a_formula_keeps_its_meaning(excel, odf):
    assert to_odf(excel) == odf


def test_an_address_as_attribute():
    assert cell_range("'Alle cijfers'!$A$5:$O$9") == "'Alle cijfers'.A5:'Alle cijfers'.O9"
    assert cell_range("B2", "Blad") == "Blad.B2"
    assert cell_range("Risico!$F$6", vast=True) == "$Risico.$F$6"
    with pytest.raises(ValueError, match="OFFSET"):
        cell_range("OFFSET(A1,1,1)")


def parse(vorm):
    return etree.fromstring(document("office:document-styles", "office style number fo", vorm.xml).encode())


def attributes(knoop, prefix="number"):
    return {etree.QName(k).localname: w for k, w in knoop.attrib.items() if RUIMTEN[prefix] in k}


def test_a_format_with_a_red_negative():
    positief, negatief = parse(data_style("N1", f'{NL}"€ "#,##0.00;[Red]{NL}"€ "-#,##0.00'))
    assert [e.text for e in positief.iter(f"{{{RUIMTEN['number']}}}text")] == ["€ "]
    assert [e.text for e in negatief.iter(f"{{{RUIMTEN['number']}}}text")] == ["€ -"]
    assert attributes(positief) == attributes(negatief) == {"language": "nl", "country": "NL"}
    getal = next(negatief.iter(f"{{{RUIMTEN['number']}}}number"))
    assert attributes(getal) == {"decimal-places": "2", "min-integer-digits": "1", "grouping": "true"}
    (kaart,) = negatief.iter(f"{{{RUIMTEN['style']}}}map")
    assert kaart.attrib.values() == ["value()>=0", "N1P0"]
    assert negatief[0].attrib.values() == ["#ff0000"]


def test_a_format_with_conditions_of_its_own():
    vorm = data_style("N1", f'[>=1]{NL}0.0%;[>=0.9995]">99,9%";{NL}0.0%')
    een, bijna, rest = parse(vorm)
    assert vorm.soort == "percentage"
    assert [k.attrib.values() for k in rest.iter(f"{{{RUIMTEN['style']}}}map")] == [
        ["value()>=1", "N1P0"],
        ["value()>=0.9995", "N1P1"],
    ]
    assert "".join(een.itertext()) == "%"
    assert "".join(bijna.itertext()) == ">99,9%"


@pytest.mark.parametrize(
    ("code", "wat"),
    [
        ("0.00####", {"decimal-places": "6", "min-decimal-places": "2", "min-integer-digits": "1"}),
        (
            "#,##0,,",
            {"decimal-places": "0", "min-integer-digits": "1", "grouping": "true", "display-factor": "1000000"},
        ),
        ("0", {"decimal-places": "0", "min-integer-digits": "1"}),
    ],
)
def test_decimals_and_thousands(code, wat):
    assert attributes(next(parse(data_style("N1", code)).iter(f"{{{RUIMTEN['number']}}}number"))) == wat


def test_a_date():
    vorm = data_style("N1", "dd-mm-yyyy")
    assert vorm.soort == "date"
    assert [(etree.QName(e).localname, e.text or attributes(e)["style"]) for e in parse(vorm)[0]] == [
        ("day", "long"), ("text", "-"), ("month", "long"), ("text", "-"), ("year", "long"),
    ]  # fmt: skip


@pytest.fixture
def ods(tmp_path):
    """A small workbook of ours with most of what sheets hold, as ODS."""
    xlsx, doel = tmp_path / "a.xlsx", tmp_path / "a.ods"
    with Werkboek(xlsx, "Titel & <meer>") as boek:
        blad = boek.add("Blad's één", (20, 10), staand=True)
        blad.header(["Naam", "Bedrag"], rechts=1, vast=1)
        blad.row(('=HYPERLINK("http://x")', "tekst"), (1.5, "geld"))
        blad.row(("  twee  \nregels", "lang"), (Formule("B6*2", 3.0), "geld"))
        blad.row(("woord", "tekst"), (Formule('IF(B6>1,"=ja","nee")', "=ja"), "tekst"))
        blad.filter()
        blad.ws.merge_range(10, 0, 11, 1, "samen")
        blad.ws.conditional_format(
            5, 1, 8, 1, {"type": "cell", "criteria": ">", "value": 2, "format": boek.stijl("vet")}
        )
        blad.ws.data_validation(12, 0, 12, 0, {"validate": "list", "source": ["a", "b"], "error_message": "Kies."})
        blad.ws.write_comment(5, 0, "Uitleg")
        boek.boek.define_name("bedrag", "='Blad''s één'!$B$6")
        boek.boek.add_worksheet("Weg").hide()
    write_ods(xlsx, doel)
    return doel


def content(ods):
    with zipfile.ZipFile(ods) as archief:
        return etree.fromstring(archief.read("content.xml"))


def find(wortel, naam, **kenmerken):
    prefix, _, kort = naam.partition(":")
    return [
        e for e in wortel.iter(f"{{{RUIMTEN[prefix]}}}{kort}")
        if all(e.get(f"{{{RUIMTEN['table']}}}{k.replace('_', '-')}") == w for k, w in kenmerken.items())
    ]  # fmt: skip


def test_text_stays_text_however_it_begins(ods):
    cellen = CalamineWorkbook.from_path(str(ods)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert cellen[4][:2] == ['=HYPERLINK("http://x")', 1.5]
    assert cellen[5][:2] == ["  twee  \nregels", 3.0]
    assert cellen[6][1] == "=ja"
    formules = [c.get(f"{{{RUIMTEN['table']}}}formula") for c in find(content(ods), "table:table-cell")]
    assert [f for f in formules if f] == ["of:=[.B6]*2", 'of:=IF([.B6]>1;"=ja";"nee")']


def test_spaces_and_tabs_do_not_fold():
    assert paragraphs(" a  b\t<c> d\n") == (
        '<text:p><text:s text:c="1"/>a<text:s text:c="2"/>b<text:tab/>&lt;c&gt; d</text:p><text:p></text:p>'
    )


def test_what_stands_beside_the_cells(ods):
    wortel = content(ods)
    assert len(find(wortel, "table:table-header-rows")) == 1
    samen = find(wortel, "table:table-cell", number_columns_spanned="2", number_rows_spanned="2")
    assert ["".join(c.itertext()) for c in samen] == ["samen"]
    assert len(find(wortel, "table:covered-table-cell")) == 3
    (regel,) = find(wortel, "table:content-validation")
    assert regel.get(f"{{{RUIMTEN['table']}}}condition") == 'of:cell-content-is-in-list("a";"b")'
    assert ["".join(a.itertext()) for a in find(wortel, "office:annotation")] == ["Uitleg"]
    (naam,) = find(wortel, "table:named-range")
    assert naam.get(f"{{{RUIMTEN['table']}}}cell-range-address") == "$'Blad''s één'.$B$6"
    (filter_,) = find(wortel, "table:database-range")
    assert filter_.get(f"{{{RUIMTEN['table']}}}target-range-address") == "'Blad''s één'.A4:'Blad''s één'.B7"
    voorwaarden = {k.get(f"{{{RUIMTEN['style']}}}condition") for k in find(wortel, "style:map")}
    assert "cell-content()>2" in voorwaarden
    getoond = [p.get(f"{{{RUIMTEN['table']}}}display") for p in find(wortel, "style:table-properties")]
    assert getoond == ["true", "false"]


def test_the_page_and_the_window(ods):
    with zipfile.ZipFile(ods) as archief:
        assert archief.infolist()[0].filename == "mimetype"
        assert archief.infolist()[0].compress_type == zipfile.ZIP_STORED
        stijlen, vensters, eigen = (archief.read(f"{n}.xml").decode() for n in ("styles", "settings", "meta"))
    assert 'fo:page-width="210mm" fo:page-height="297mm" style:print-orientation="portrait"' in stijlen
    assert 'style:scale-to-X="1"' in stijlen
    assert 'style:first-page-number="continue"' in stijlen
    assert "Titel &amp; &lt;meer&gt;: <text:sheet-name>" in stijlen
    assert 'xmlns:ooo="http://openoffice.org/2004/office"' in vensters
    assert (
        '<config:config-item config:name="VerticalSplitPosition" config:type="int">4</config:config-item>' in vensters
    )
    assert "<dc:title>Titel &amp; &lt;meer&gt;</dc:title>" in eigen
