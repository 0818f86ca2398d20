"""docs/gegevenswoordenboek.md: every file that is read or written, field by field, in Dutch; made from the schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docs.standaarden import uitvoer
from docs.standaarden.bestanden import BESTANDEN, Bestandsvorm, when_empty
from docs.standaarden.schema import schema_of
from finance.taal.grenzen import shown
from scenarios.inlezen.blok import EIGEN_KOLOMMEN
from scenarios.model.grootheden import GROOTHEDEN

MAP = "data/schema"
_SOORTEN = {"string": "tekst", "number": "getal", "integer": "geheel getal", "boolean": "ja of nee", "object": "blok"}
_KOP = f"""# Gegevenswoordenboek

<!-- Gemaakt uit de code met: make standaarden -->

Ieder bestand dat `spuk` leest of schrijft, veld voor veld. Van ieder bestand staat er een JSON Schema (draft 2020-12)
in `{MAP}`, in een geïnstalleerd pakket in `spuk_data/schema`. Deze bladzijde en die schema's komen uit dezelfde
modellen als waarmee `spuk` de bestanden leest en schrijft; een test houdt ze gelijk.

In een JSON Schema is een csv een lijst van rijen: iedere rij een object met de kolommen als sleutels, getallen als
getal en datums als `2026-01-31`. Een lege cel staat er niet in. Regels die over meer velden tegelijk gaan (een einde
na een begin, delen die samen 1 zijn) kent een schema niet; die noemt `spuk controleer`.

## Csv

* Lezen: puntkomma of komma als scheiding, decimale komma of punt, UTF-8 (met of zonder BOM) of Windows-1252,
  regeleinden van Windows, Unix of een oude Macintosh, datums als `31-01-2026` of `2026-01-31`.
* Schrijven: de vorm van een Nederlandse Excel (puntkomma, decimale komma, datum als `31-01-2026`, UTF-8 met BOM), of
  met `--csv rfc` die van RFC 4180 (komma, decimale punt, datum als `2026-01-31`, UTF-8 zonder BOM). In beide eindigt
  een regel op CR LF, staan getallen heel en zonder punten voor duizenden, en staat er een `'` voor een tekst die een
  rekenblad als formule zou lezen. `spuk` leest beide terug.
* Een bestand in een regiomap dat `spuk` bijwerkt, houdt zijn eigen vorm.
"""
_PARAMETERS = """### `parameters.toml`

Wettelijke bedragen en aannames, met een datum. Een tabel per parameter, zoals `[[bedrag_gezin.waarde]]`; welke er zijn
toont `spuk parameters`, en wat een waarde kan zijn staat op [grenzen.md](grenzen.md).

| veld | soort | nodig | betekenis |
|---|---|---|---|
| `vanaf` | datum | ja | eerste dag waarop de waarde geldt |
| `waarde` | getal als tekst | ja | de waarde, exact, met een decimale punt |
| `p10`, `p90` | getal als tekst | nee | interval van een waarde die niet vaststaat |
| `bekend_op` | datum | nee | eerste dag waarop de waarde bekend was |
| `status` | tekst | ja | `vastgesteld`, `raming`, `aanname` of `onzeker` |
| `toelichting` | tekst | bij een aanname | waarom |
| `bron.titel`, `bron.bwb`, `bron.versie`, `bron.url` | tekst, datum | als het vaststaat | waar het staat |
"""


def page() -> str:
    """The whole page, in Markdown."""
    delen = [_KOP, "## Invoer\n"]
    for bestand in BESTANDEN:
        delen.append("\n".join(_input(bestand)))
    delen += [_PARAMETERS, _bookings(), "## Uitvoer\n", "\n".join(_result())]
    delen += ["\n".join(_output(bestand)) for bestand in uitvoer.files()]
    return "\n".join(delen)


def _input(bestand: Bestandsvorm) -> Iterator[str]:
    schema = schema_of(bestand)
    yield f"### `{bestand.naam}`\n"
    yield f"{bestand.wat}. Schema: [`{bestand.schema}`](../{MAP}/invoer/{bestand.schema}).\n"
    lichaam = schema["items"] if bestand.rijen else schema
    yield from _fields(bestand.model.__name__, lichaam)
    for naam, deel in schema.get("$defs", {}).items():
        yield f"**{_in_words(naam)}**\n"
        yield from _fields(naam, deel)


def _in_words(model: str) -> str:
    """What the page calls a block."""
    return model.removesuffix("blok").removesuffix("bestand") or model


def _fields(model: str, lichaam: Mapping[str, Any]) -> Iterator[str]:
    yield "| veld | soort | bereik of keuzes | nodig | betekenis |"
    yield "|---|---|---|---|---|"
    nodig = lichaam.get("required", ())
    for naam, veld in lichaam["properties"].items():
        leeg = when_empty(model, naam) or _shown(veld.get("default"))
        cellen = (
            f"`{naam}`",
            _kind(veld),
            _range(veld),
            "ja" if naam in nodig else f"nee: {leeg}" if leeg else "nee",
            veld["description"],
        )
        yield f"| {' | '.join(c.replace('|', chr(92) + '|') for c in cellen)} |"
    yield ""


def _kind(veld: Mapping[str, Any]) -> str:
    if ref := veld.get("$ref"):
        return f"blok {_in_words(ref.rpartition('/')[2])}"
    if "anyOf" in veld:
        return " of ".join(dict.fromkeys(_kind(v) for v in veld["anyOf"]))
    if veld.get("type") == "array":
        return f"lijst van {_kind(veld['items'])}" if veld.get("items") else "lijst"
    if isinstance(extra := veld.get("additionalProperties"), Mapping):
        return f"per naam: {_kind(extra)}"
    if veld.get("format") == "date":
        return "datum"
    soort = veld.get("type")
    return _SOORTEN.get(str(soort[0] if isinstance(soort, list) else soort), "tekst")


def _range(veld: Mapping[str, Any]) -> str:
    """The choices or the limits, with the unit."""
    for deel in (veld, veld.get("items") or {}, *(v for v in veld.get("anyOf", ()))):
        keuzes = deel.get("enum") or ([deel["const"]] if "const" in deel else [])
        if keuzes:
            return ", ".join(f"`{k}`" if k != "" else "leeg" for k in keuzes)
    laag, hoog = (veld.get(k, veld.get(f"exclusive{k.capitalize()}")) for k in ("minimum", "maximum"))
    delen = [f"van {shown(laag)}" if laag is not None else "", f"tot en met {shown(hoog)}" if hoog is not None else ""]
    if (patroon := veld.get("pattern")) and veld.get("type") == "string":
        delen = [f"patroon `{patroon}`"]
    eenheid = veld.get("x-eenheid", "")
    return " ".join(filter(None, (*delen, f"({eenheid})" if eenheid else "")))


def _shown(waarde: Any) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, int | float):
        return shown(waarde)
    if isinstance(waarde, list | tuple):
        return ", ".join(map(str, waarde))
    return "" if isinstance(waarde, Mapping) or waarde is None else str(waarde)


def _bookings() -> str:
    kolommen = ", ".join(f"`{k}`" for k in EIGEN_KOLOMMEN)
    return (
        "### `verantwoording/boekingen/JJJJ.csv`\n\nEen export van het financiële systeem, in de kolommen van dat "
        "systeem; `spuk inlezen` zoekt uit wat wat is. Wat `spuk haal` er zelf schrijft, heeft de kolommen "
        f"{kolommen}. Zie [inlezen.md](inlezen.md).\n"
    )


def _result() -> Iterator[str]:
    yield "### `raming.json`\n"
    yield (
        f"Het resultaat voor programma's; schema: [`resultaat-1.schema.json`](../{MAP}/resultaat-1.schema.json), "
        "uitleg in [uitvoer.md](uitvoer.md). De uitkomsten (`grootheid`) en hun eenheid:\n"
    )
    yield "| grootheid | betekenis | eenheid |"
    yield "|---|---|---|"
    yield from (f"| `{g.naam}` | {g.label} | {g.eenheid} |" for g in GROOTHEDEN)
    yield ""


def _output(bestand: uitvoer.Csvbestand) -> Iterator[str]:
    yield f"### `{bestand.naam}`\n"
    waar = f"[`{bestand.schema}`](../{MAP}/uitvoer/{bestand.schema})"
    yield f"{bestand.wat}: `{bestand.opdracht}`. Schema: {waar}. {bestand.ook}".rstrip() + "\n"
    yield "| kolom | soort | betekenis |"
    yield "|---|---|---|"
    for naam, veld in uitvoer.schema_of(bestand)["items"]["properties"].items():
        eenheid = f" ({veld['x-eenheid']})" if "x-eenheid" in veld else ""
        yield f"| `{naam}` | {_kind(veld)}{eenheid} | {veld['description']} |"
    yield ""
