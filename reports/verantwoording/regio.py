"""The workbook of the region: the same sheets, with a row per gemeente and totals that are formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from finance.balans import EIND
from finance.uitkering import NABETALING
from finance.voorzieningen import VOORZIENINGEN
from reports.tabel.aansluiting import write_reconciliation
from reports.tabel.adres import Bereik, Formule, Plaats, Sleutel, from_rule, sum_of
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.boekingenblad import REDEN, add_row_sheets, fill_row_sheets
from reports.verantwoording.controle import KERN, NAMEN, reconcile_gemeente, reconcile_region
from reports.verantwoording.sisa import annex_table, exact, warn_unchecked, write_deadlines
from reports.verantwoording.slot import write_controle, write_judgement, write_uitgangspunten
from reports.verantwoording.werkboek import FIGUREN, split_rows
from scenarios.boeken.boekingsregels import SPUK_POTTEN
from scenarios.boeken.jaar_sluiten import Regelingrekening, Verantwoording
from scenarios.grond.bestanden import workspace
from scenarios.jaar.sisa import build_annexes
from scenarios.jaar.sisasjabloon import Indicator, Sjabloon
from scenarios.waarheid.aansluiting import Aansluitregel

_DELEN = ("BGO", "BA", "ABO", "Korting")
_VERLOOP = (
    (
        "passief",
        "overlopende passiva (BBV art. 49 en 52a)",
        ("Beginsaldo", "Ontvangen", "Vrijgevallen of terugbetaald", "Eindsaldo"),
    ),
    (
        "vordering",
        "nog van het Rijk te ontvangen (BBV art. 40a)",
        ("Beginsaldo", "Voorgefinancierd", "Ontvangen", "Eindsaldo"),
    ),
    ("schuld", "schuld aan het Rijk", ("Beginsaldo", "Toename", "Betaald", "Eindsaldo")),
)


def write_regio(
    verantwoording: Verantwoording, sjabloon: Sjabloon, doel: Path, aansluiting: Sequence[Aansluitregel] = ()
) -> None:
    """Write the workbook of the region to `doel`. Bookings of a gemeente itself stand in its own workbook."""
    jaar, regio = verantwoording.jaar, verantwoording.invoer.regio.naam
    lichamen = sorted({r.naam for r in verantwoording.invoer.instellingen.lichamen})
    codes = {g.code for g in verantwoording.invoer.gemeenten}
    vreemd = [w for w in verantwoording.invoer.boekingen.tabel["gemeente"].cat.categories if w not in codes]
    goed, af = split_rows(verantwoording, [*lichamen, *vreemd])
    kaal = workspace(doel) / f"{doel.stem}.kaal"
    with Werkboek(
        kaal, f"Verantwoording SPUK inburgering {jaar}, regio {regio}", verantwoording.invoer.instellingen.toelichting
    ) as boek:
        samenvatting = boek.add("Samenvatting", (40, *(19,) * 6))
        bladen = _sheets(boek, jaar, len(codes))
        goedblad = add_row_sheets(
            boek,
            "Boekingen",
            goed,
            f"Goedgekeurde boekingen {jaar} van de regionale uitvoerder; de andere staan per gemeente",
        )
        afblad = add_row_sheets(
            boek,
            "Afgekeurd",
            af,
            "Afgekeurd: boekingen van de regionale uitvoerder en van gemeenten buiten de regio",
            voorop=(REDEN,),
        )
        controle = boek.add(
            "Controle", (92, 18, 18, 15, 11), "Twee berekeningen van hetzelfde bedrag; het verschil is nul"
        )
        uitgangspunten = boek.add("Uitgangspunten", (40, 11, 18, 15, 13, 66))

        per_pot = _fill(bladen, verantwoording, sjabloon)
        aansluitingen = reconcile_region(verantwoording)
        verschillen = sum(a.verschil != 0 for a in aansluitingen)
        telcel = write_controle(controle, aansluitingen)
        write_uitgangspunten(uitgangspunten, verantwoording)
        _samenvatting(samenvatting, verantwoording, per_pot, telcel, verschillen == 0)
        write_judgement(samenvatting, verantwoording)
        if aansluiting:
            write_reconciliation(boek, aansluiting)
    fill_row_sheets(kaal, doel, [*goedblad, *afblad])


def _sheets(boek: Werkboek, jaar: int, gemeenten: int) -> dict[str, Blad]:
    """The sheets with a row or column per gemeente, in the order of the reader."""
    return {
        naam: boek.add(naam, breedtes, tekst)
        for naam, breedtes, tekst in (
            ("Beschikkingen", (24, 22, *(19,) * 5), "Voorschot, uitkering en afrekening per gemeente"),
            (
                "Telling",
                (24, *(18,) * 11),
                "Aantallen van DUO en de uitkering die daaruit volgt (Besluit inburgering 2021 art. 10.2)",
            ),
            (
                "Besteding per voorziening",
                (62, *(17,) * (gemeenten + 2)),
                "Lasten per gemeente, eigen boekingen en aandeel regionaal samen",
            ),
            (
                "Reservering",
                (24, *(18,) * len(FIGUREN), 18),
                "Meeneemregeling: Besluit inburgering 2021 art. 10.5 en 10.6",
            ),
            ("Verloop overlopende passiva", (24, *(20,) * 4), "BBV art. 40a, 49 en 52a"),
            ("SiSa", (24, *(20,) * 10), f"Verantwoordingsjaar {jaar}; euro's zonder decimalen"),
            (
                "Journaalposten",
                (24, 24, 40, 19, 19),
                "Som per gemeente, soort en rekening; de posten zelf staan in het werkboek van de gemeente",
            ),
        )
    }


def _fill(bladen: Mapping[str, Blad], v: Verantwoording, sjabloon: Sjabloon) -> dict[str, dict[str, Regelingrekening]]:
    """Everything per gemeente. Returns the books by uitkering and gemeente."""
    alle = {
        pot: {g.gemeente.naam: r for g in v.gemeenten for r in g.regelingen if r.regeling == pot} for pot in SPUK_POTTEN
    }
    per_pot = {pot: rekeningen for pot, rekeningen in alle.items() if rekeningen}
    write_deadlines(bladen["SiSa"], v.jaar)
    for pot, rekeningen in per_pot.items():
        _beschikkingen(bladen["Beschikkingen"], pot, rekeningen)
        _besteding(bladen["Besteding per voorziening"], v, pot, rekeningen)
        _reservering(bladen["Reservering"], pot, rekeningen)
        _verloop(bladen["Verloop overlopende passiva"], pot, rekeningen)
    _sisa(bladen["SiSa"], v, sjabloon)
    _telling(bladen["Telling"], per_pot["spuk"])
    _verdeling(bladen["Besteding per voorziening"], v)
    _journaal(bladen["Journaalposten"], v)
    return per_pot


def _table(
    blad: Blad,
    groep: tuple[str, ...],
    figuren: Mapping[str, tuple[str, Callable[[str], int]]],
    namen: Sequence[str],
    reken: Callable[[Sleutel, str, int], Cel] = lambda rij, figuur, centen: centen,
) -> None:
    """A row per gemeente and a row of sums; a formula calls them (*groep, gemeente) and (*groep, "totaal").

    figuren: figure -> (head, gemeente -> cents); reken: what stands in a cell, (row, figure, cents) -> cell
    """
    rijen = tuple(
        Rij((wie, *(reken((*groep, wie), naam, figuur(wie)) for naam, (_, figuur) in figuren.items())), (*groep, wie))
        for wie in namen
    )
    kolommen = (Kolom(kop, "cent", naam=naam, vorm="geld in") for naam, (kop, _) in figuren.items())
    tabel = Tabel("", (Kolom("Gemeente"), *kolommen), rijen)
    sommen = (sum(map(figuur, namen)) for _, figuur in figuren.values())
    to_xlsx(blad, tabel.total("Totaal", (*groep, "totaal"), *sommen))


def _figure(rekeningen: Mapping[str, Regelingrekening], figuur: str) -> Callable[[str], int]:
    return lambda naam: int(getattr(rekeningen[naam].jaar, figuur))


def _samenvatting(
    blad: Blad,
    v: Verantwoording,
    per_pot: Mapping[str, Mapping[str, Regelingrekening]],
    telcel: Plaats,
    sluit: bool,
) -> None:
    for pot, rekeningen in per_pot.items():
        blad.section(NAMEN[pot])
        figuren = {f: (kop, _figure(rekeningen, f)) for f, kop in KERN.items()}
        _table(blad, ("regio", pot, "samenvatting"), figuren, list(rekeningen))
        elders = ("regio", pot, "reservering", "totaal")
        cellen = (Formule("{0}", sum(map(f, rekeningen)), ((elders, naam),)) for naam, (_, f) in figuren.items())
        kolommen = (Kolom(""), *(Kolom("", "cent") for _ in figuren))
        to_xlsx(blad, Tabel("", kolommen, (Rij(("Totaal op blad Reservering", *cellen)),)), kop=False)
    blad.rij += 1
    blad.put(blad.rij, 0, "Alle aansluitingen van de regio sluiten", "vet")
    uitslag = Formule(f'IF({telcel}=0,"ja","NEE, zie Controle")', "ja" if sluit else "NEE, zie Controle")
    blad.put(blad.rij, 1, uitslag, "vet")
    blad.rij += 1
    for rekening in v.gemeenten:
        open_ = [a for a in reconcile_gemeente(v, rekening) if a.verschil]
        blad.put(blad.rij, 0, f"Aansluitingen {rekening.gemeente.naam}")
        blad.put(blad.rij, 1, f"{len(open_)} verschillen" if open_ else "sluiten", "let_op" if open_ else "tekst")
        blad.rij += 1
    blad.ws.activate()


def _beschikkingen(blad: Blad, pot: str, rekeningen: Mapping[str, Regelingrekening]) -> None:
    blad.section(NAMEN[pot])
    rijen = []
    for naam, rekening in rekeningen.items():
        feiten, sleutel = rekening.feiten[-1], ("regio", pot, "beschikking", naam)
        definitief = {n: (sleutel, n) for n in ("definitief", "voorlopig")}
        verschillen: list[Cel] = [None, None]
        if feiten.definitief is not None:
            verschillen[0] = from_rule(NABETALING, definitief, feiten.definitief - feiten.voorlopig)
            if rekening.berekening is not None:
                herrekend = rekening.berekening.totaal
                tekst = f"ROUND({{0}}-{herrekend / 100:.2f},2)"
                verschillen[1] = Formule(tekst, feiten.definitief - herrekend, (definitief["definitief"],))
        bedragen = (feiten.voorlopig, feiten.uitkering, feiten.definitief)
        rijen.append(Rij((naam, rekening.herkomst[feiten.jaar], *bedragen, *verschillen), sleutel))
    tabel = Tabel(
        "",
        (
            Kolom("Gemeente"),
            Kolom("Uitkering komt uit"),
            Kolom("Voorschot", "cent", naam="voorlopig", vorm="geld in"),
            Kolom("Uitkering", "cent", naam="uitkering", vorm="geld in"),
            Kolom("Definitief", "cent", naam="definitief", vorm="geld in"),
            Kolom("Definitief - voorschot", "cent", naam="nabetaling"),
            Kolom("Definitief - herrekend", "cent", naam="verschil"),
        ),
        tuple(rijen),
    )
    laatste = [r.feiten[-1] for r in rekeningen.values()]
    bekend = [(f, r.berekening) for f, r in zip(laatste, rekeningen.values(), strict=True)]
    sommen = (
        sum(f.voorlopig for f in laatste),
        sum(f.uitkering for f in laatste),
        sum(f.definitief or 0 for f in laatste),
        sum(f.definitief - f.voorlopig for f in laatste if f.definitief is not None),
        sum(f.definitief - b.totaal for f, b in bekend if f.definitief is not None and b is not None),
    )
    to_xlsx(blad, tabel.total("Totaal", ("regio", pot, "beschikking", "totaal"), *sommen))


def _telling(blad: Blad, rekeningen: Mapping[str, Regelingrekening]) -> None:
    velden = {
        "cohort_t": "Cohort t",
        "cohort_t1": "Cohort t-1",
        "cohort_t2": "Cohort t-2",
        "gezin": "Gezin en overig",
        "aia": "AIA",
        "onderwijsroute": "Onderwijsroute",
    }
    geteld = {n: r.berekening for n, r in rekeningen.items() if r.berekening is not None}
    delen = {n: (b.componenten["bgo"], b.ba, b.componenten["abo"], -b.korting) for n, b in geteld.items()}
    rijen = []
    for naam, b in geteld.items():
        sleutel = ("regio", "telling", naam)
        som = sum_of((((sleutel, kop), 1) for kop in _DELEN), b.totaal)
        rijen.append(Rij((naam, *(getattr(b.telling, veld) for veld in velden), *delen[naam], som), sleutel))
    tabel = Tabel(
        "",
        (
            Kolom("Gemeente"),
            *(Kolom(kop, "heel", naam=veld, vorm="heel in") for veld, kop in velden.items()),
            *(Kolom(kop, "cent", naam=kop, vorm="geld in") for kop in _DELEN),
            Kolom("Herrekend", "cent", naam="herrekend"),
        ),
        tuple(rijen),
    )
    sommen = (
        *(sum(getattr(b.telling, veld) for b in geteld.values()) for veld in velden),
        *(sum(deel[k] for deel in delen.values()) for k in range(len(_DELEN))),
        sum(b.totaal for b in geteld.values()),
    )
    to_xlsx(blad, tabel.total("Totaal", ("regio", "telling", "totaal"), *sommen), vast=1)


def _besteding(blad: Blad, v: Verantwoording, pot: str, rekeningen: Mapping[str, Regelingrekening]) -> None:
    blad.section(f"{NAMEN[pot]}: lasten {v.jaar}")
    lasten: dict[tuple[str, str], int] = {}
    for naam, rekening in rekeningen.items():
        for last in rekening.lasten:
            lasten[last.voorziening, naam] = lasten.get((last.voorziening, naam), 0) + last.bedrag
        los = rekening.jaar.lasten - sum(x.bedrag for x in rekening.lasten)
        if los:
            lasten["correctie", naam] = los
    labels = {n: x.label for n, x in VOORZIENINGEN.items()} | {"correctie": "Correcties eerdere jaren"}
    rijen = []
    for voorziening in [n for n in labels if any(sleutel[0] == n for sleutel in lasten)]:
        sleutel = ("regio", pot, "besteding", voorziening)
        bedragen = [lasten.get((voorziening, naam), 0) for naam in rekeningen]
        rijen.append(
            Rij((labels[voorziening], *bedragen, _sum_over(sleutel, list(rekeningen), sum(bedragen))), sleutel)
        )
    tabel = Tabel(
        "", (Kolom("Voorziening"), *_per_gemeente(rekeningen), Kolom("Totaal", "cent", naam="totaal")), tuple(rijen)
    )
    sommen = [r.jaar.lasten for r in rekeningen.values()]
    to_xlsx(blad, tabel.total("Totaal", ("regio", pot, "besteding", "totaal"), *sommen, sum(sommen)))


def _per_gemeente(namen: Iterable[str]) -> Iterator[Kolom]:
    return (Kolom(naam, "cent", naam=("gemeente", naam), vorm="geld in") for naam in namen)


def _sum_over(sleutel: Sleutel, namen: Sequence[str], centen: int) -> Formule:
    """The sum of a row over the gemeenten."""
    eerste, laatste = ((sleutel, ("gemeente", namen[k])) for k in (0, -1))
    return Formule("SUM({0})", centen, (Bereik(eerste, laatste),))


def _verdeling(blad: Blad, v: Verantwoording) -> None:
    """Regional costs per gemeente by key: the shares add up to the regional total."""
    if not v.verdelingen:
        return
    blad.section("Verdeling van regionale kosten: delen en regionaal totaal")
    namen = {g.code: g.naam for g in v.invoer.gemeenten}
    rijen = []
    for nummer, r in enumerate(v.verdelingen):
        sleutel = ("regio", "verdeling", nummer)
        delen = (r.delen.get(code, 0) for code in namen)
        som = _sum_over(sleutel, list(namen.values()), sum(r.delen.values()))
        wat = f"{r.lichaam}, {VOORZIENINGEN[r.voorziening].label} ({r.sleutel})"
        rijen.append(Rij((wat, *delen, som, r.totaal), sleutel))
    kolommen = (
        Kolom("Uitvoerder, voorziening (sleutel)", vorm="lang"),
        *_per_gemeente(namen.values()),
        Kolom("Som van de delen", "cent"),
        Kolom("Regionaal totaal", "cent", vorm="geld in"),
    )
    to_xlsx(blad, Tabel("", kolommen, tuple(rijen)))


def _reservering(blad: Blad, pot: str, rekeningen: Mapping[str, Regelingrekening]) -> None:
    blad.section(NAMEN[pot])
    figuren = {f: (kop, _figure(rekeningen, f)) for f, kop in {**FIGUREN, "lasten": "Lasten"}.items()}
    _table(blad, ("regio", pot, "reservering"), figuren, list(rekeningen))


def _verloop(blad: Blad, pot: str, rekeningen: Mapping[str, Regelingrekening]) -> None:
    for post, tekst, koppen in _VERLOOP:
        blad.section(f"{NAMEN[pot]}: {tekst}")
        figuren = {
            deel: (kop, lambda n, d=deel, p=post: int(getattr(getattr(rekeningen[n].jaar, p), d)))
            for deel, kop in zip(("begin", "bij", "af", "eind"), koppen, strict=True)
        }

        def closing(rij: Sleutel, deel: str, centen: int) -> Cel:
            if deel != "eind":
                return centen
            return from_rule(EIND, {d: (rij, d) for d in ("begin", "bij", "af")}, centen)

        _table(blad, ("regio", pot, post), figuren, list(rekeningen), closing)


def _sisa(blad: Blad, v: Verantwoording, sjabloon: Sjabloon) -> None:
    """The figures of every gemeente beside one another, and the annexes of the regional bodies."""
    bijlagen = build_annexes(v, sjabloon)
    for deel in sjabloon.regeling:
        eigen = [b for b in bijlagen if b.deel == deel]
        if not eigen:
            continue
        blad.section(f"{deel.uitkering}, code {deel.code or 'onbekend'}")
        warn_unchecked(blad, deel)
        if deel.vorm == "uitvoerder":
            for bijlage in eigen:
                to_xlsx(blad, annex_table(bijlage))
            continue
        kolommen = (Kolom("Gemeente"), *map(_indicator_column, deel.indicator))
        rijen = (Rij((r.gemeente.naam, *(exact(r, c) for c in r.cellen))) for b in eigen for r in b.rijen)
        to_xlsx(blad, Tabel("", kolommen, tuple(rijen)))


def _indicator_column(i: Indicator) -> Kolom:
    if i.geld:
        return Kolom(i.label, "euro", vorm="geld_heel")
    return Kolom(i.label, "heel" if i.aantal else "tekst")


def _journaal(blad: Blad, v: Verantwoording) -> None:
    namen = v.invoer.instellingen.account_names
    rijen = [
        (g.gemeente.naam, p.soort, namen[r.rekening], r.debet, r.credit)
        for g in v.gemeenten
        for regeling in g.regelingen
        for p in regeling.posten
        for r in p.regels
    ]
    regels = pd.DataFrame(rijen, columns=["gemeente", "soort", "rekening", "debet", "credit"])
    som = regels.groupby(["gemeente", "soort", "rekening"], sort=False)[["debet", "credit"]].sum()
    sommen_per = zip(som.index, som["debet"].tolist(), som["credit"].tolist(), strict=True)
    tabel = Tabel(
        "",
        (
            *columns((("Gemeente", "Soort", "Rekening"), "tekst")),
            *(Kolom(kop, "cent", naam=kop, vorm="geld in") for kop in ("Debet", "Credit")),
        ),
        tuple(
            Rij((*teksten, debet, credit), ("regio", "journaal", nummer))
            for nummer, (teksten, debet, credit) in enumerate(sommen_per)
        ),
    )
    sommen = (int(som[zijde].sum()) for zijde in ("debet", "credit"))
    to_xlsx(blad, tabel.total("Totaal", ("regio", "journaal", "totaal"), *sommen), vast=1)
