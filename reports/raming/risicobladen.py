"""The sheets Risico (percentiles, buffer, ratio class) and Scenario's (side by side with the first)."""

from __future__ import annotations

from collections.abc import Sequence

from finance.neutraliteit import LAAGSTE_KLASSE, RATIOKLASSEN
from finance.taal.getallen import format_certainty
from reports.afweging.oorzaken import KOP, cause_table
from reports.raming.kerncijfers import POTLABELS, amount_width, overview, tightest, verdicts
from reports.raming.rekenblad import are_many
from reports.tabel.adres import Formule
from reports.tabel.stijlen import EURO
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import PAGINABREED, Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.engine.origin import GEREALISEERD
from scenarios.engine.result import PERCENTILES, Result


def write_risk(boek: Werkboek, resultaten: Sequence[Result], vanaf: int, krapst: int) -> None:
    """Per gemeente the buffer that the worst year asks and the ratio to what is at hand; drivers of the saldo up to
    the hardest year, and percentiles below."""
    zekerheid = format_certainty(resultaten[0].zekerheid)
    bedrag = amount_width(resultaten[0])
    blad = boek.add(
        "Risico",
        (9 if len(resultaten) == 1 else 20, 18, 22, 8, bedrag, bedrag, 9, *[bedrag - 1] * len(PERCENTILES)),
        f"Benodigd: de buffer waarmee de eigen rekening in ieder jaar, en opgeteld sinds het begin, met {zekerheid} "
        "zekerheid sluit. Vul de beschikbare weerstandscapaciteit in; de ratio en de klasse volgen.",
    )
    if are_many(len(resultaten[0].gemeenten)):
        # The long table last, so that its heads come back on every page.
        _write_region(blad, resultaten, krapst)
        blad.remark(f"De toetsen per pot van de {len(resultaten[0].gemeenten)} gemeenten staan in raming.json.")
        blad.section("Benodigd en beschikbaar per gemeente")
        _remark_classes(blad)
        blad.ws.repeat_rows(blad.rij)
        _write_ratios(boek, blad, resultaten, vanaf)
        blad.filter()
        return
    _write_ratios(boek, blad, resultaten, vanaf)
    _remark_classes(blad)
    _write_region(blad, resultaten, krapst)
    blad.print_until_here()
    to_xlsx(blad, _pot_table(resultaten, regio=False), kop=False)
    blad.filter()


def _write_ratios(boek: Werkboek, blad: Blad, resultaten: Sequence[Result], vanaf: int) -> None:
    begin = blad.rij + 1
    to_xlsx(blad, _ratio_table(resultaten, vanaf))
    boek.boek.define_name("weerstandscapaciteit", f"=Risico!$F${begin + 1}:$F${blad.rij}")


def _remark_classes(blad: Blad) -> None:
    grenzen = " · ".join(f"{klasse} vanaf {str(grens).replace('.', ',')}" for klasse, grens in RATIOKLASSEN)
    blad.remark(f"Klassen van de ratio beschikbaar / benodigd: {grenzen} · {LAAGSTE_KLASSE} daaronder.")


def _write_region(blad: Blad, resultaten: Sequence[Result], krapst: int) -> None:
    oorzaken = cause_table(resultaten, krapst)
    if oorzaken.rijen:
        blad.section(f"{KOP} in het cumulatieve saldo (regio)")
        to_xlsx(blad, oorzaken)
    blad.section("Saldo voor de gemeente en toets per pot")
    to_xlsx(blad, _pot_table(resultaten, regio=True))


def _ratio_table(resultaten: Sequence[Result], vanaf: int) -> Tabel:
    """What the tightest year asks, what a controller fills in, and the ratio and class that follow."""
    rijen = []
    klassen = "".join(f'IF({{1}}/{{0}}>={grens},"{klasse}",' for klasse, grens in RATIOKLASSEN)
    for resultaat in resultaten:
        jaren = resultaat.judged_years(vanaf)
        oordelen = verdicts(resultaat, jaren)
        for deel in resultaat.parts():
            o = tightest(oordelen, deel.naam)
            sleutel = ("risico", resultaat.scenario, deel.naam)
            beide = ((sleutel, "benodigd"), (sleutel, "beschikbaar"))
            ratio = Formule('IF(OR({1}="",{0}<=0),"",{1}/{0})', "", beide)
            klasse = Formule(
                f'IF({{0}}<=0,"A",IF({{1}}="","",{klassen}"{LAAGSTE_KLASSE}"{")" * (len(RATIOKLASSEN) + 1)})',
                "A" if o.buffer <= 0 else "",
                beide,
            )
            rij = (resultaat.scenario, o.gemeente, POTLABELS[o.pot], o.slechtste_jaar, o.buffer, None, ratio, klasse)
            rijen.append(Rij(rij, sleutel))
    return Tabel(
        "",
        (
            *(Kolom(kop, vorm="lang") for kop in ("Scenario", "Gemeente", "Krapste toets")),
            Kolom("Jaar", "jaar"),
            Kolom("Benodigd", "euro", naam="benodigd"),
            Kolom("Beschikbaar", "euro", naam="beschikbaar", vorm="euro invoer"),
            Kolom("Ratio", "aantal", vorm="prijs"),
            Kolom("Klasse", vorm="midden"),
        ),
        tuple(rijen),
    )


def _pot_table(resultaten: Sequence[Result], regio: bool) -> Tabel:
    """The verdict on every pot in every year, with the percentiles where there is one amount to give them of: of the
    region, or of its gemeenten."""
    reeks = {
        "totaal": "saldo",
        "cumulatief": "saldo_cumulatief",
        "vraag": "saldo_vraag",
        "sinds_2022": "saldo_sinds_2022",
        "gemeentefonds": "saldo_gemeentefonds",
    }
    rijen = []
    for resultaat in resultaten:
        for deel in (resultaat.totaal,) if regio else resultaat.gemeenten:
            for (pot, jaar), oordeel in deel.oordelen.items():
                if resultaat.status(deel, jaar) == GEREALISEERD:
                    continue
                j, naam = resultaat.jaren.index(jaar), reeks.get(pot)
                banden = (deel.value(naam, j, f"p{p}") if naam else None for p in PERCENTILES)
                wie = (resultaat.scenario, deel.naam, POTLABELS[pot], jaar)
                rijen.append(Rij((*wie, oordeel.buffer, oordeel.verwacht, oordeel.kans, *banden)))
    return Tabel(
        "",
        (
            *(Kolom(kop, vorm="lang") for kop in ("Scenario", "Gemeente", "Pot")),
            Kolom("Jaar", "jaar"),
            *columns((("Buffer", "Verwacht"), "euro")),
            Kolom("Kans sluitend", "deel", vorm="kans"),
            *columns(((f"P{p}" for p in PERCENTILES), "euro")),
        ),
        tuple(rijen),
    )


def write_scenarios(boek: Werkboek, resultaten: Sequence[Result]) -> None:
    """Every scenario per gemeente and year, with the difference to the first, and the cumulative saldo as a chart."""
    blad = boek.add(
        "Scenario's",
        (18, 20, 7, *[amount_width(resultaten[0])] * 4, 9, *[amount_width(resultaten[0])] * 2),
        f"Alle scenario's naast {resultaten[0].scenario}. Meer: spuk raming MAP --scenario basis --scenario NAAM.",
        # One scenario says what the sheet Overzicht says.
        afdruk=None if len(resultaten) > 1 else 0,
    )
    tabel = _scenario_table(resultaten)
    begin = blad.rij + 1
    to_xlsx(blad, tabel, vast=2)
    grafiek = boek.boek.add_chart({"type": "line"})
    per_scenario, jaren = len(tabel.rijen) // len(resultaten), len(resultaten[0].jaren)
    for nummer in range(len(resultaten)):
        start = begin + nummer * per_scenario
        laatste = start + per_scenario - 1
        grafiek.add_series(
            {
                "name": [blad.naam, start, 0],
                "categories": [blad.naam, laatste - jaren + 1, 2, laatste, 2],
                "values": [blad.naam, laatste - jaren + 1, 6, laatste, 6],
            }
        )
    blad.filter()
    titel = "Saldo van de regio, cumulatief"
    grafiek.set_title({"name": titel, "name_font": {"size": 12}})
    grafiek.set_y_axis({"num_format": EURO, "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
    grafiek.set_x_axis({"label_position": "low"})
    grafiek.set_legend({"position": "bottom"})
    grafiek.set_size({"width": PAGINABREED, "height": 480})
    blad.ws.insert_chart(3, 11, grafiek, {"description": titel})
    blad.print_beside(11)


def _scenario_table(resultaten: Sequence[Result]) -> Tabel:
    rijen = []
    eerste = overview(resultaten[0])
    for nummer, resultaat in enumerate(resultaten):
        delen = {d.naam: d for d in resultaat.parts()}
        for n, (r, basis) in enumerate(zip(overview(resultaat), eerste, strict=True)):
            cumulatief = delen[r.gemeente].value("saldo_cumulatief", resultaat.jaren.index(r.jaar))
            hier, daar = ("scenario", nummer, n), ("scenario", 0, n)
            verschillen = (
                Formule("{0}-{1}", r.bedragen[k] - basis.bedragen[k], ((hier, naam), (daar, naam)))
                for naam, k in (("lasten", 1), ("saldo", 5))
            )
            bedragen = (r.bedragen[0], r.bedragen[1], r.bedragen[5], cumulatief)
            rijen.append(Rij((resultaat.scenario, r.gemeente, r.jaar, *bedragen, r.kans, *verschillen), hier))
    return Tabel(
        "",
        (
            *(Kolom(kop, vorm="lang") for kop in ("Scenario", "Gemeente")),
            Kolom("Jaar", "jaar"),
            Kolom("Budget", "euro"),
            Kolom("Lasten", "euro", naam="lasten"),
            Kolom("Saldo", "euro", naam="saldo"),
            Kolom("Saldo cumulatief", "euro"),
            Kolom("Kans sluitend", "deel", vorm="kans"),
            *columns((("Lasten: verschil met eerste", "Saldo: verschil met eerste"), "euro")),
        ),
        tuple(rijen),
    )
