"""The legal parameters of a run, resolved per budget year, with every value that was used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Invoerfout, Melding
from finance.parameters import Bron, Parameters
from finance.uitkering import Bedragen
from finance.voorzieningen import LEERROUTES
from scenarios.grond.opzoeker import Opzoeker
from scenarios.regiomap.wijziging import PARAMETERS, Veranderaar, Wijziging


@dataclass(frozen=True)
class Regels:
    """Per budget year (j): what the law says. Euros and shares."""

    bedragen: tuple[Bedragen, ...]
    gewichten: tuple[Bedragen, ...]
    aandeel_plichtig: NDArray[np.float64]
    aandeel_onderwijsroute: NDArray[np.float64]
    ruimte: tuple[tuple[Decimal, Decimal], ...]
    onderwijsroute_ruimte: tuple[tuple[Decimal, Decimal], ...]
    onderwijsroute_naar_spuk: NDArray[np.float64]
    """(j,) share of what the SPUK onderwijsroute cannot pay that the other SPUK bears."""
    onderwijsroute_looptijd: int
    """Number of years, from 2022, that the separate SPUK onderwijsroute exists."""
    op_taakstelling: NDArray[np.bool_]
    """Years whose voorlopige uitkering rests on the taakstelling instead of the forecast (art. 10.1 before 2023)."""
    nader: NDArray[np.bool_]
    """Years with a nadere voorlopige uitkering halfway (bill 36 535)."""
    prestatie: tuple[str, ...]
    korting_percentage: tuple[Decimal, ...]
    leerroute_aandeel: NDArray[np.float64]
    doelen: NDArray[np.float64]
    """(j, r)"""
    blijft_wonen: NDArray[np.float64]
    nabetaald_na: tuple[int, ...]
    teruggevorderd_na: tuple[int, ...]
    betaald_na: tuple[int, ...]
    """Months after the year of the definitieve uitkering and of a terugvordering, and after the month of the lasten"""


EENMALIG = (
    *("realisatie", "spreidingsindex_gehuisvest", "inhaal_", "gezin_hoogstens"),
    *("routemix_", "pad_", "gewicht_", "samenweging_"),
    *("landelijk_wachten_", "landelijk_met_plan", "landelijk_maanden_", "landelijk_uitval", "landelijk_geslaagd_"),
)
"""Beginnings of parameters that are read once, at the first year; but the weights of the law are of every year."""


def _check_whole_run(wijziging: Wijziging, naam: str, jaren: tuple[int, ...]) -> None:
    """Refuse part of a run for a parameter that is read once. Raises Invoerfout."""
    eens = naam.startswith(EENMALIG) and not naam.startswith("gewicht_asiel_")
    if eens and not all(wijziging.holds_on(date(j, 12, 31)) for j in (jaren[0], jaren[-1])):
        periode = f"vanaf {wijziging.vanaf:%d-%m-%Y}" + (f" tot {wijziging.tot:%d-%m-%Y}" if wijziging.tot else "")
        raise Invoerfout(
            [
                Melding(
                    "",
                    f"wijziging van {wijziging.veld!r}",
                    periode,
                    f"vanaf 01-01-{jaren[0]}, zonder tot: deze waarde geldt voor de hele raming",
                    "Voor een deel van de jaren zijn er de velden realisatie en mix.DOELGROEP.LEERROUTE."
                    if naam == "realisatie" or naam.startswith("routemix_")
                    else "",
                )
            ]
        )


def change_parameters(parameters: Parameters, veranderaar: Veranderaar, jaren: tuple[int, ...]) -> Parameters:
    """The parameters of a scenario: every change `parameter.NAAM`, year by year, marked as an assumption."""
    nieuw = parameters
    for naam in parameters:
        for wijziging in veranderaar.of(PARAMETERS + naam):
            veranderaar.check_grid(wijziging, [date(j, 1, 1) for j in jaren])
            _check_whole_run(wijziging, naam, jaren)
            bron = Bron(f"scenario: {wijziging.toelichting or wijziging.veld}")
            voor = nieuw
            geraakt = False
            for jaar in jaren:
                raakt = wijziging.holds_on(date(jaar, 12, 31))
                geraakt = geraakt or raakt
                # Overriding a year also sets the later ones, so once touched every year is written back.
                if not geraakt or not (voor.has(naam, jaar) or wijziging.waarde is not None):
                    continue
                if raakt:
                    nieuw = nieuw.override(
                        naam, date(jaar, 1, 1), _changed(wijziging, voor, naam, jaar), "aanname", bron
                    )
                else:
                    was = voor.in_year(naam, jaar)
                    nieuw = nieuw.override(naam, date(jaar, 1, 1), was.waarde, was.status, was.bron or bron)
    return nieuw


def _changed(wijziging: Wijziging, voor: Parameters, naam: str, jaar: int) -> str:
    if wijziging.waarde is not None:
        return wijziging.waarde if isinstance(wijziging.waarde, str) else str(Decimal(str(wijziging.waarde)))
    if voor[naam].keuzes:
        raise Invoerfout(
            [
                Melding(
                    "",
                    f"wijziging van {wijziging.veld!r}",
                    "een factor of erbij",
                    f"een waarde uit {', '.join(voor[naam].keuzes)}",
                )
            ]
        )
    oud = voor.in_year(naam, jaar).getal
    if wijziging.factor is not None:
        return str(oud * Decimal(str(wijziging.factor)))
    return str(oud + Decimal(str(wijziging.erbij)))


def resolve_rules(zoek: Opzoeker, jaren: tuple[int, ...]) -> Regels:
    """Look up every legal parameter for every year. Missing ones are left with `zoek` for `finish`."""
    prestatie = tuple(zoek.choice("prestatiebekostiging", j) for j in jaren)
    bedragen = tuple(
        Bedragen(
            zoek.decimal("bedrag_asiel_a", j),
            zoek.decimal("bedrag_asiel_b", j),
            zoek.decimal("bedrag_asiel_c", j),
            Decimal(0),
            zoek.decimal("bedrag_gezin", j),
            zoek.decimal("bedrag_onderwijsroute", j),
        )
        for j in jaren
    )
    gewichten = tuple(
        Bedragen(
            zoek.decimal("gewicht_asiel_a", j),
            zoek.decimal("gewicht_asiel_b", j),
            zoek.decimal("gewicht_asiel_c", j),
            zoek.decimal("gewicht_asiel_d", j),
        )
        # Without the statutory variant nothing is redistributed: the weights are the amounts.
        if prestatie[i] == "wettelijk"
        else bedragen[i]
        for i, j in enumerate(jaren)
    )
    return Regels(
        bedragen,
        gewichten,
        np.array([zoek.number("aandeel_plichtig", j) for j in jaren]),
        np.array([zoek.number("aandeel_onderwijsroute", j) for j in jaren]),
        tuple((zoek.decimal("ruimte_percentage", j), zoek.decimal("ruimte_percentage_vorig", j)) for j in jaren),
        tuple((zoek.decimal("onderwijsroute_ruimte", j), Decimal(0)) for j in jaren),
        np.array([zoek.number("onderwijsroute_tekort_naar_spuk", j) for j in jaren]),
        sum(zoek.parameters.has("onderwijsroute_landelijk", j) for j in jaren),
        np.array([zoek.choice("voorlopig_grondslag", j) == "taakstelling" for j in jaren]),
        np.array([zoek.choice("nadere_voorlopige", j) == "ja" for j in jaren]),
        prestatie,
        tuple(zoek.decimal("korting_percentage", j) for j in jaren),
        np.array([zoek.number("leerroute_aandeel", j) for j in jaren]),
        np.array([[zoek.number(f"doel_{r}", j) for r in LEERROUTES] for j in jaren]),
        np.array([zoek.number("blijft_wonen", j) for j in jaren]),
        *(
            tuple(round(zoek.number(naam, j)) for j in jaren)
            for naam in ("kas_nabetaling", "kas_terugvordering", "kas_betaaltermijn")
        ),
    )


def first_unsettled(zoek: Opzoeker, jaren: tuple[int, ...]) -> int:
    """Number of the first year after the last one whose amounts of the SPUK are settled."""
    vast = [
        j for j, jaar in enumerate(jaren) if (w := zoek.value("bedrag_asiel_a", jaar)) and w.status == "vastgesteld"
    ]
    return vast[-1] + 1 if vast else 0
