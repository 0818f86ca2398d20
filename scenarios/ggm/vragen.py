"""The statements, in SQLAlchemy Core so that they compile for every dialect; the database joins and aggregates.

No statement names a column that `model` does not list. A code is compared as text, because local databases keep the
same enumeration as a number, a name or a boolean.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from scenarios.ggm.kaart import GESLAAGD, JA, NIET_GESLAAGD, TOEGESTAAN, VOLDOENDE, Boekingenblok, Kaart
from scenarios.ggm.tabellen import Tabellen

_NOOIT = date(1900, 1, 1)
"""Ranks what has no date behind everything that has one; NULLS LAST does not exist in every dialect."""

Uitdrukking = sa.ColumnElement[Any]


def select_persons(t: Tabellen, kaart: Kaart) -> sa.Select:
    """One row per inburgeraar; the columns are the fields of `oordeel.Dossier`, in that order."""
    i, a, g = t.ggm["INBURGERAAR"], t.ggm["ASIELSTATUSHOUDER"], t.ggm["GEZINSMIGRANT_EN_OVERIGE_MIGRANT_"]
    gemeente, plicht = t.ggm["GEMEENTE"], t.ggm["INBURGERINGSPLICHT"]
    aanbod, taal = t.ggm["INBURGERINGSAANBOD"], t.ggm["TAALVAARDIGHEID"]
    aanvraag = t.ggm["AANVRAAG_VERLENGING_INBURGERINGSTERMIJN"]
    intake, route, examen = _first_steps(t), _last_route(t, kaart), _exams(t, kaart)
    ontheffing, vrijstelling, termijn = _dispensations(t, kaart), _exemptions(t, kaart), _terms(t, kaart)
    eigen_gemeente, huisvesting = _local(t.gemeente), _local(t.huisvesting)

    persoon, plicht_id = i.c.NATUURLIJKPERSOON_ID, plicht.c.INBURGERINGSPLICHT_ID
    code: Uitdrukking = gemeente.c.GEMEENTECODE
    bron = (
        i.outerjoin(a, persoon == a.c.NATUURLIJKPERSOON_ID)
        .outerjoin(g, persoon == g.c.NATUURLIJKPERSOON_ID)
        .outerjoin(gemeente, gemeente.c.GEMEENTE_ID == a.c.IS_GEKOPPELD_AAN__GEMEENTE_ID)
        .outerjoin(taal, taal.c.TAALVAARDIGHEID_ID == a.c.HEEFT_TAALVAARDIGHEID_ID)
        .outerjoin(aanbod, aanbod.c.INBURGERINGSAANBOD_ID == i.c.VOOR_INBURGERINGSAANBOD_ID)
        .outerjoin(
            aanvraag,
            aanvraag.c.AANVRAAG_VERLENGING_INBURGERINGSTERMIJN_ID
            == i.c.HEEFT_AANVRAAG_VERLENGING_INBURGERINGSTERMIJN_ID,
        )
        .outerjoin(plicht, plicht_id == i.c.HEEFT_EEN_INBURGERINGSPLICHT_ID)
    )
    for deel in (intake, route, examen, ontheffing, vrijstelling, termijn):
        bron = bron.outerjoin(deel, deel.c.plicht == plicht_id)
    huisvestingsdag, andere_gemeente = _niets(), _niets()
    if eigen_gemeente is not None:
        bron = bron.outerjoin(eigen_gemeente, eigen_gemeente.c.persoon == persoon)
        code = sa.func.coalesce(_text(eigen_gemeente.c.waarde), _text(code))
        andere_gemeente = _text(eigen_gemeente.c.laatste)
    if huisvesting is not None:
        bron = bron.outerjoin(huisvesting, huisvesting.c.persoon == persoon)
        huisvestingsdag = _day(huisvesting.c.waarde)
    return sa.select(
        persoon.label("persoon"),
        code.label("gemeente"),
        andere_gemeente.label("andere_gemeente"),
        plicht.c.WORDTBEHANDELSALS.label("behandeld_als"),
        _day(plicht.c.DATUMGEWIJZIGDWORDTBEHANDELDALS).label("behandeld_vanaf"),
        _flag(a.c.NATUURLIJKPERSOON_ID.is_not(None)).label("is_asiel"),
        _flag(g.c.NATUURLIJKPERSOON_ID.is_not(None)).label("is_gezin"),
        huisvestingsdag.label("huisvesting"),
        plicht.c.INDICATORINBURGERINGSPLICHT.label("plichtig"),
        _day(plicht.c.DATUMSTART).label("plicht_start"),
        _day(plicht.c.DATUMEIND).label("plicht_eind"),
        plicht.c.BESCHIKKINGVOLDAANINBURGERINGSPLICHT.label("voldaan"),
        plicht.c.REDENGEENINBURGERINGSPLICHT.label("reden"),
        intake.c.intake,
        intake.c.pip,
        route.c.zonder_pip,
        route.c.leerroute,
        route.c.andere_leerroute,
        route.c.niveau,
        _day(taal.c.STARTVANTAALLESACTVITEIT).label("les"),
        sa.func.coalesce(route.c.schakel, _day(aanbod.c.DATUMAANVANGTAALSCHAKELTRAJECT)).label("schakel"),
        sa.func.coalesce(route.c.aanbod, _day(aanbod.c.DATUMINBURGERINGSAANBOD)).label("aanbod"),
        route.c.pvt,
        route.c.map,
        route.c.vreemd_resultaat,
        examen.c.geslaagd,
        examen.c.gezakt,
        examen.c.geslaagd_op,
        examen.c.vreemd_examen,
        ontheffing.c.ontheffing,
        ontheffing.c.deels_ontheven,
        ontheffing.c.vreemde_ontheffing,
        vrijstelling.c.vrijstelling,
        vrijstelling.c.map_vrijgesteld,
        vrijstelling.c.vreemd_onderdeel,
        aanvraag.c.BEOORDELINGAANVRAAGVERLENGING_ENUM_ID.label("verlenging"),
        termijn.c.verlengd_tot,
        termijn.c.vreemde_verlenging,
        termijn.c.termijn,
    ).select_from(bron)


def _first_steps(t: Tabellen) -> sa.Subquery:
    """Per plicht the first brede intake and the first PIP."""
    traject, intake, leerroute, pip = (t.ggm[n] for n in ("INBURGERINGSTRAJECT", "BREDE_INTAKE", "LEERROUTE", "PIP"))
    return (
        sa.select(
            traject.c.HEEFT_INBURGERINGSPLICHT_ID.label("plicht"),
            sa.func.min(_day(intake.c.STARTDATUM)).label("intake"),
            sa.func.min(_pip_day(pip)).label("pip"),
        )
        .select_from(
            traject.join(intake, intake.c.ONDERDEEL_VAN_INBURGERINGSTRAJECT_ID == traject.c.INBURGERINGSTRAJECT_ID)
            .outerjoin(leerroute, leerroute.c.LEERROUTE_ID == intake.c.HEEFT_LEERROUTE_ID)
            .outerjoin(pip, pip.c.PIP_ID == leerroute.c.AFGESPROKEN_IN_PIP_ID)
        )
        .group_by(traject.c.HEEFT_INBURGERINGSPLICHT_ID)
        .subquery("stappen")
    )


def _last_route(t: Tabellen, kaart: Kaart) -> sa.Subquery:
    """Per plicht the leerroute of the last PIP. With two kinds in that PIP `leerroute` and `andere_leerroute` differ:
    LEERROUTE has no dates of its own, so routes agreed on different days follow each other and others do not.
    """
    traject, intake, leerroute, pip = (t.ggm[n] for n in ("INBURGERINGSTRAJECT", "BREDE_INTAKE", "LEERROUTE", "PIP"))
    aanbod = t.ggm["INBURGERINGSAANBOD"]
    pvt = _per_route(t.ggm["PVT"], "DATUMONDERTEKENING_PVT", kaart, "pvt")
    map_ = _per_route(t.ggm["MAP"], "DATUMEINDGESPREKMAP", kaart, "map")
    plicht, dag = traject.c.HEEFT_INBURGERINGSPLICHT_ID, _pip_day(pip)
    sleutel = leerroute.c.LEERROUTE_ID
    gesorteerd = (
        sa.select(
            plicht.label("plicht"),
            _text(leerroute.c.LEERROUTETYPE).label("soort"),
            _text(leerroute.c.NIVEAU).label("niveau"),
            _flag(dag.is_(None)).label("zonder_pip"),
            _day(aanbod.c.DATUMAANVANGTAALSCHAKELTRAJECT).label("schakel"),
            _day(aanbod.c.DATUMINBURGERINGSAANBOD).label("aanbod"),
            pvt.c.dag.label("pvt"),
            map_.c.dag.label("map"),
            sa.func.coalesce(pvt.c.vreemd, map_.c.vreemd).label("vreemd"),
            sa.func.rank()
            .over(partition_by=plicht, order_by=sa.func.coalesce(dag, sa.cast(_NOOIT, sa.Date)).desc())
            .label("plaats"),
        )
        .select_from(
            traject.join(intake, intake.c.ONDERDEEL_VAN_INBURGERINGSTRAJECT_ID == traject.c.INBURGERINGSTRAJECT_ID)
            .join(leerroute, sleutel == intake.c.HEEFT_LEERROUTE_ID)
            .outerjoin(pip, pip.c.PIP_ID == leerroute.c.AFGESPROKEN_IN_PIP_ID)
            .outerjoin(aanbod, aanbod.c.INBURGERINGSAANBOD_ID == pip.c.BEVAT_INBURGERINGSAANBOD_ID)
            .outerjoin(pvt, pvt.c.route == sleutel)
            .outerjoin(map_, map_.c.route == sleutel)
        )
        .subquery("routes")
    )
    r = gesorteerd.c
    laatste = r.plaats == 1

    def of_last(extreem: Callable[..., Uitdrukking], kolom: Uitdrukking) -> Uitdrukking:
        return extreem(sa.case((laatste, kolom)))

    return (
        sa.select(
            r.plicht,
            sa.func.max(r.zonder_pip).label("zonder_pip"),
            of_last(sa.func.min, r.soort).label("leerroute"),
            of_last(sa.func.max, r.soort).label("andere_leerroute"),
            of_last(sa.func.max, r.niveau).label("niveau"),
            of_last(sa.func.min, r.schakel).label("schakel"),
            of_last(sa.func.min, r.aanbod).label("aanbod"),
            sa.func.min(r.pvt).label("pvt"),
            sa.func.min(r.map).label("map"),
            sa.func.max(r.vreemd).label("vreemd_resultaat"),
        )
        .group_by(r.plicht)
        .subquery("route")
    )


def _per_route(tabel: sa.Table, dag: str, kaart: Kaart, naam: str) -> sa.Subquery:
    """Per leerroute the first day on which the part was done; a part without a result counts by its date."""
    resultaat = tabel.c.RESULTAAT
    gehaald = _is_code(resultaat, _codes(kaart, "resultaat", VOLDOENDE)) | resultaat.is_(None)
    return (
        sa.select(
            tabel.c.ONDERDEEL_VAN_LEERROUTE_ID.label("route"),
            sa.func.min(sa.case((gehaald, _day(tabel.c[dag])))).label("dag"),
            _unknown(resultaat, kaart, "resultaat").label("vreemd"),
        )
        .group_by(tabel.c.ONDERDEEL_VAN_LEERROUTE_ID)
        .subquery(naam)
    )


def _exams(t: Tabellen, kaart: Kaart) -> sa.Subquery:
    """Per plicht whether an examen was passed or failed, and the day of the last part of the one that was passed."""
    traject, examen, onderdeel = (t.ggm[n] for n in ("INBURGERINGSTRAJECT", "EXAMEN", "EXAMENONDERDEEL"))
    uitslag = examen.c.EXAMENRESULTAAT
    geslaagd = _is_code(uitslag, _codes(kaart, "examen", GESLAAGD))
    gezakt = _is_code(uitslag, _codes(kaart, "examen", NIET_GESLAAGD))
    return (
        sa.select(
            traject.c.HEEFT_INBURGERINGSPLICHT_ID.label("plicht"),
            sa.func.max(_flag(geslaagd)).label("geslaagd"),
            sa.func.max(_flag(gezakt)).label("gezakt"),
            sa.func.max(sa.case((geslaagd, _day(onderdeel.c.DATUMREGISTRATIEUITSLAG)))).label("geslaagd_op"),
            _unknown(uitslag, kaart, "examen").label("vreemd_examen"),
        )
        .select_from(
            traject.join(
                examen, examen.c.AFGEROND_MET_INBURGERINGSTRAJECT_ID == traject.c.INBURGERINGSTRAJECT_ID
            ).outerjoin(onderdeel, onderdeel.c.EXAMEN_ID == examen.c.EXAMEN_ID)
        )
        .group_by(traject.c.HEEFT_INBURGERINGSPLICHT_ID)
        .subquery("examens")
    )


def _dispensations(t: Tabellen, kaart: Kaart) -> sa.Subquery:
    """Per plicht the day of the first ontheffing of the whole plicht, and whether one was granted for a part of the
    examen, which leaves the rest of the plicht in force."""
    o, onderdeel = t.ggm["ONTHEFFING"], t.ggm["EXAMENONDERDEEL"]
    voor_deel = onderdeel.c.ONTHEFFING_VOOR_ONTHEFFING_ID
    deel = sa.select(voor_deel.label("ontheffing")).where(voor_deel.is_not(None)).distinct().subquery("ontheven_deel")
    toegekend = _is_code(o.c.BESLISSINGONTHEFFING, _codes(kaart, "ja_nee", JA))
    van_deel = deel.c.ontheffing.is_not(None)
    return (
        sa.select(
            o.c.ONTHEFFING_INBURGERINGSPLICHT_ID.label("plicht"),
            sa.func.min(sa.case((toegekend & ~van_deel, _day(o.c.DATUMONTHEFFING)))).label("ontheffing"),
            sa.func.max(_flag(toegekend & van_deel)).label("deels_ontheven"),
            _unknown(o.c.BESLISSINGONTHEFFING, kaart, "ja_nee").label("vreemde_ontheffing"),
        )
        .select_from(o.outerjoin(deel, deel.c.ontheffing == o.c.ONTHEFFING_ID))
        .group_by(o.c.ONTHEFFING_INBURGERINGSPLICHT_ID)
        .subquery("ontheffingen")
    )


def _exemptions(t: Tabellen, kaart: Kaart) -> sa.Subquery:
    """Per plicht the first vrijstelling of the whole plicht, and the first of the MAP alone."""
    v, onderdeel = t.ggm["VRIJSTELLING"], t.ggm["EXAMENONDERDEEL"]
    deel, dag = v.c.VRIJSTELLING_VOOR_EXAMENONDERDEEL_ID, _day(v.c.DATUMVRIJSTELLING)
    soort = onderdeel.c.EXAMENONDERDEELSPECIFICATIE
    van_map = _is_code(soort, _codes(kaart, "onderdeel", "map"))
    return (
        sa.select(
            v.c.VRIJSTELLING_INBURGERINGSPLICHT_ID.label("plicht"),
            sa.func.min(sa.case((deel.is_(None), dag))).label("vrijstelling"),
            sa.func.min(sa.case((van_map, dag))).label("map_vrijgesteld"),
            _unknown(soort, kaart, "onderdeel").label("vreemd_onderdeel"),
        )
        .select_from(v.outerjoin(onderdeel, deel == onderdeel.c.EXAMENONDERDEEL_ID))
        .group_by(v.c.VRIJSTELLING_INBURGERINGSPLICHT_ID)
        .subquery("vrijstellingen")
    )


def _terms(t: Tabellen, kaart: Kaart) -> sa.Subquery:
    """Per plicht the last day of the termijn, and of a termijn whose verlenging was granted."""
    termijn, aanvraag = t.ggm["INBURGERINGSTERMIJN"], t.ggm["AANVRAAG_VERLENGING_INBURGERINGSTERMIJN"]
    einde = _day(termijn.c.DATUMEINDEINBURGERINGSTERMIJN)
    oordeel = aanvraag.c.BEOORDELINGAANVRAAGVERLENGING_ENUM_ID
    toegestaan = _is_code(oordeel, _codes(kaart, "verlenging", TOEGESTAAN))
    return (
        sa.select(
            termijn.c.HEEFT_INBURGERINGSPLICHT_ID.label("plicht"),
            sa.func.max(einde).label("termijn"),
            sa.func.max(sa.case((toegestaan, einde))).label("verlengd_tot"),
            _unknown(oordeel, kaart, "verlenging").label("vreemde_verlenging"),
        )
        .select_from(
            termijn.outerjoin(
                aanvraag,
                aanvraag.c.AANVRAAG_VERLENGING_INBURGERINGSTERMIJN_ID
                == termijn.c.BEOORDELING_AANVRAAG_AANVRAAG_VERLENGING_INBURGERINGSTERMIJN_ID,
            )
        )
        .group_by(termijn.c.HEEFT_INBURGERINGSPLICHT_ID)
        .subquery("termijnen")
    )


def _local(tabel: sa.Table | None) -> sa.Subquery | None:
    """Per person the first value of a local column, and the last, which tells whether there were several."""
    if tabel is None:
        return None
    waarde, laatste = sa.func.min(tabel.c.waarde).label("waarde"), sa.func.max(tabel.c.waarde).label("laatste")
    per_persoon = sa.select(tabel.c.persoon.label("persoon"), waarde, laatste).group_by(tabel.c.persoon)
    return per_persoon.subquery(f"eigen_{tabel.name}")


_VERWIJZINGEN = (
    ("asielstatushouder zonder inburgeraar", "ASIELSTATUSHOUDER.NATUURLIJKPERSOON_ID",
     "INBURGERAAR.NATUURLIJKPERSOON_ID"),
    ("gezinsmigrant zonder inburgeraar", "GEZINSMIGRANT_EN_OVERIGE_MIGRANT_.NATUURLIJKPERSOON_ID",
     "INBURGERAAR.NATUURLIJKPERSOON_ID"),
    ("inburgeringsplicht zonder inburgeraar", "INBURGERINGSPLICHT.INBURGERINGSPLICHT_ID",
     "INBURGERAAR.HEEFT_EEN_INBURGERINGSPLICHT_ID"),
    ("traject zonder inburgeringsplicht", "INBURGERINGSTRAJECT.HEEFT_INBURGERINGSPLICHT_ID",
     "INBURGERINGSPLICHT.INBURGERINGSPLICHT_ID"),
    ("brede intake zonder traject", "BREDE_INTAKE.ONDERDEEL_VAN_INBURGERINGSTRAJECT_ID",
     "INBURGERINGSTRAJECT.INBURGERINGSTRAJECT_ID"),
    ("leerroute zonder brede intake", "LEERROUTE.LEERROUTE_ID", "BREDE_INTAKE.HEEFT_LEERROUTE_ID"),
    ("PIP zonder leerroute", "PIP.PIP_ID", "LEERROUTE.AFGESPROKEN_IN_PIP_ID"),
    ("PVT zonder leerroute", "PVT.ONDERDEEL_VAN_LEERROUTE_ID", "LEERROUTE.LEERROUTE_ID"),
    ("MAP zonder leerroute", "MAP.ONDERDEEL_VAN_LEERROUTE_ID", "LEERROUTE.LEERROUTE_ID"),
    ("examen zonder traject", "EXAMEN.AFGEROND_MET_INBURGERINGSTRAJECT_ID",
     "INBURGERINGSTRAJECT.INBURGERINGSTRAJECT_ID"),
    ("vrijstelling zonder inburgeringsplicht", "VRIJSTELLING.VRIJSTELLING_INBURGERINGSPLICHT_ID",
     "INBURGERINGSPLICHT.INBURGERINGSPLICHT_ID"),
    ("ontheffing zonder inburgeringsplicht", "ONTHEFFING.ONTHEFFING_INBURGERINGSPLICHT_ID",
     "INBURGERINGSPLICHT.INBURGERINGSPLICHT_ID"),
    ("inburgeringstermijn zonder inburgeringsplicht", "INBURGERINGSTERMIJN.HEEFT_INBURGERINGSPLICHT_ID",
     "INBURGERINGSPLICHT.INBURGERINGSPLICHT_ID"),
)  # fmt: skip
"""What is counted, the column that must occur, and the column it must occur in"""


def count_loose(t: Tabellen) -> dict[str, sa.Select]:
    """What nobody can be found for: rows that hang on no inburgeraar, so no dossier shows them."""

    def column(naam: str) -> sa.Column:
        tabel, _, kolom = naam.partition(".")
        return t.ggm[tabel].c[kolom]

    def without(sleutel: sa.Column, verwijzing: sa.Column) -> sa.Select:
        # Never SELECT *, also not inside EXISTS: it asks for rights on every column.
        bestaat = sa.select(verwijzing).where(verwijzing == sleutel).exists()
        return sa.select(sa.func.count()).select_from(sleutel.table).where(~bestaat)

    return {soort: without(column(van), column(naar)) for soort, van, naar in _VERWIJZINGEN}


def select_names(t: Tabellen) -> tuple[sa.Select, sa.Select]:
    """The numbers of all hoofdrekeningen, and the names of all kostenplaatsen."""
    rekening, plaats = _text(t.ggm["HOOFDREKENING"].c.NUMMER), _text(t.ggm["KOSTENPLAATS"].c.NAAM)
    return sa.select(rekening).distinct(), sa.select(plaats).distinct()


def select_bookings(t: Tabellen, blok: Boekingenblok) -> sa.Select:
    """The sides of mutaties on the chosen hoofdrekeningen: mutatie, side, datum, rekening, kostenplaats, bedrag. In
    the chosen years, and without a date, because those would be missed in silence.

    A mutatie moves money from one account to another, so it is a last on the account it goes to and the same amount off
    the account it comes from; between two chosen accounts it gives both.
    """
    m, rekening, plaats = t.ggm["MUTATIE"], t.ggm["HOOFDREKENING"], t.ggm["KOSTENPLAATS"]
    dag, nummer, naam = _day(m.c.DATUM), _text(rekening.c.NUMMER), _text(plaats.c.NAAM)
    in_jaren = sa.or_(m.c.DATUM.is_(None), *((dag >= date(j, 1, 1)) & (dag < date(j + 1, 1, 1)) for j in blok.jaren))

    def side(verwijzing: sa.Column, teken: int) -> sa.Select:
        zijde = (
            sa.select(
                m.c.MUTATIE_ID.label("mutatie"),
                sa.literal_column(str(teken)).label("zijde"),
                dag.label("datum"),
                nummer.label("rekening"),
                naam.label("kostenplaats"),
                (m.c.BEDRAG if teken > 0 else -m.c.BEDRAG).label("bedrag"),
            )
            .select_from(
                m.join(rekening, verwijzing == rekening.c.HOOFDREKENING_ID).outerjoin(
                    plaats, plaats.c.KOSTENPLAATS_ID == m.c.HEEFT_BETREKKING_OP_KOSTENPLAATS_ID
                )
            )
            .where(nummer.in_(blok.hoofdrekeningen))
            .where(in_jaren)
        )
        return zijde.where(naam.in_(blok.kostenplaatsen)) if blok.kostenplaatsen else zijde

    zijden = sa.union_all(side(m.c.NAAR_HOOFDREKENING_ID, 1), side(m.c.VAN_HOOFDREKENING_ID, -1)).subquery("zijden")
    return sa.select(zijden).order_by(zijden.c.datum, zijden.c.mutatie, zijden.c.zijde)


def _pip_day(pip: sa.Table) -> Uitdrukking:
    """The day on which the plan was first fixed."""
    return sa.func.coalesce(_day(pip.c.DAGTEKENINGINITIELEPIP), _day(pip.c.DAGTEKENINGPIP))


def _day(kolom: Uitdrukking) -> Uitdrukking:
    """A warehouse often keeps days as moments."""
    return kolom if isinstance(kolom.type, sa.Date) else sa.cast(kolom, sa.Date)


def _flag(voorwaarde: Uitdrukking) -> Uitdrukking:
    # Not every dialect has booleans in a result.
    return sa.case((voorwaarde, 1), else_=0)


def _codes(kaart: Kaart, soort: str, begrip: str) -> list[str]:
    return sorted(code for code, betekenis in kaart.meanings(soort).items() if betekenis == begrip)


def _is_code(kolom: Uitdrukking, codes: Collection[str]) -> sa.ColumnElement[bool]:
    """Is it one of these codes, compared as `kaart.normal_code` does?"""
    kaal = sa.func.upper(sa.func.ltrim(sa.func.rtrim(_text(kolom))))
    return sa.func.replace(sa.func.replace(kaal, "-", "_"), " ", "_").in_(codes)


def _unknown(kolom: Uitdrukking, kaart: Kaart, soort: str) -> Uitdrukking:
    """In a group: a code that stands for nothing, NULL when all are known."""
    bekend = _is_code(kolom, sorted(kaart.meanings(soort)))
    return sa.func.max(sa.case((~bekend, _text(kolom))))


def _niets() -> Uitdrukking:
    return sa.literal_column("NULL")


def _text(kolom: Uitdrukking) -> Uitdrukking:
    return sa.cast(kolom, sa.String(255))
