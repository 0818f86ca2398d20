"""What a run rests on: every value with a status, and the interval in which it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from finance.fouten import list_words
from finance.parameters import Bron, Waarde
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.regiomap.intervallen import Interval
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio

Banden = dict[tuple[str, str], Interval]
"""(kind of driver, what it moves) -> P10 and P90 as factors"""
_LEEG = Interval(1.0, 1.0)


def bands_of(drijvers: Iterable[Drijver]) -> Banden:
    """What each driver moves, by kind; a step of waiting with its doelgroep."""
    uit: Banden = {}
    for d in drijvers:
        voor = f"{d.naam.removeprefix('wachttijd ')} " if d.soort == "wachttijd" else ""
        uit |= {(d.soort, f"{voor}{doel}"): band for doel, band in d.banden.items()}
    return uit


def ground_values(
    regio: Regio, scenario: Scenario, gebruikt: Iterable[Waarde], drijvers: Iterable[Drijver]
) -> tuple[Waarde, ...]:
    """Every parameter used and every input with a status of its own, each with its interval when it is drawn."""
    banden = bands_of(drijvers)
    return (*(_parameter(w, banden) for w in gebruikt), *_inputs(regio, scenario, banden))


def _parameter(waarde: Waarde, banden: Banden) -> Waarde:
    """A parameter as it is drawn: an index by points, the others by a factor; what is not drawn has no interval."""
    if waarde.status == "vastgesteld":
        return waarde
    kaal = replace(waarde, p10="", p90="")
    for soort in ("indexen", "abo", "aandelen"):
        if band := banden.get((soort, waarde.parameter)):
            getal = float(waarde.getal)
            grenzen = (getal + x if soort == "indexen" else getal * x for x in band)
            p10, p90 = (f"{x:.6g}" for x in grenzen)
            return replace(waarde, p10=p10, p90=p90)
    return kaal


def _inputs(regio: Regio, scenario: Scenario, banden: Banden) -> Iterator[Waarde]:
    peil = regio.bestand.peildatum

    def value(
        naam: str, getal: float | None, tekst: str, herkomst: tuple[str, str, str], plek: tuple[str, str] = ("", "")
    ) -> Waarde:
        status, bron, bestand = herkomst
        band = banden.get(plek, _LEEG)
        p10, p90 = (f"{getal * x:.6g}" if getal is not None and band is not _LEEG else "" for x in band)
        return Waarde(naam, peil, tekst, status, Bron(bron), "", bestand, p10, p90)

    for c in regio.contracten:
        soort = "vast" if c.betaling == "vast" else "prijzen"
        yield value(
            f"contract {c.contract}: {c.voorziening}",
            c.prijs,
            f"{c.prijs:g} euro per {c.eenheid}",
            (c.status, c.bron, c.bestand),
            (soort, f"{c.bestand} {c.regel}"),
        )
    for b in regio.budgetten:
        yield value(
            f"{b.pot} {b.jaar} {b.gemeente or b.cbs_code}",
            b.bedrag,
            f"{b.bedrag:.2f} euro",
            (b.status, b.bron, b.bestand),
            (b.pot, f"{b.cbs_code} {b.jaar}"),
        )
    for v in regio.bestand.verdeling:
        yield value(
            f"verdeling {v.voorziening} vanaf {v.vanaf}", None, f"spuk {v.spuk:g}", (v.status, v.bron, "regio.toml")
        )
    for i in regio.instroom:
        naam = f"{i.indicator} {i.doelgroep} {i.gemeente or i.cbs_code} {i.periode_van}"
        yield value(naam, None, str(i.aantal), (i.status, i.bron, i.bestand))
    for g in (*regio.bestand.gebeurtenis, *scenario.gebeurtenis):
        tekst = f"{g.personen} personen" if g.personen is not None else g.soort
        yield value(f"gebeurtenis {g.soort} vanaf {g.vanaf}", None, tekst, (g.status, g.toelichting, "scenario"))
    for h in regio.bestand.herverdeling:
        naam = f"herverdeling vanaf {h.vanaf}"
        yield value(naam, None, list_words(h.gemeenten), (h.status, h.bron, "regio.toml"))
    yield from _course(regio, value)


def _course(regio: Regio, value: Callable[..., Waarde]) -> Iterator[Waarde]:
    """What trajecten.toml says."""
    t, bestand = regio.trajecten, "trajecten.toml"
    for p, stappen in t.wachten.items():
        for stap, w in stappen.items():
            tekst = f"{w.gemiddeld:g} maanden"
            plek = ("wachttijd", f"{p} {stap}")
            yield value(f"wachten {p} {stap}", w.gemiddeld, tekst, (w.status, w.bron, bestand), plek)
    for p, a in t.start_aandeel.items():
        plek = ("start_aandeel", p)
        yield value(f"aandeel met plan {p}", a.aandeel, f"{a.aandeel:g}", (a.status, a.bron, bestand), plek)
    for r, x in t.route.items():
        yield value(f"leerroute {r}", x.maanden, f"{x.maanden} maanden", (x.status, x.bron, bestand), ("duur", r))
    for v, u in t.gebruik.items():
        tekst = f"{u.hoeveelheid:g} per persoon"
        yield value(f"gebruik {v}", u.hoeveelheid, tekst, (u.status, u.bron, bestand), ("gebruik", v))
