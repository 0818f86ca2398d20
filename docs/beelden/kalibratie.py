"""Draw docs/beelden/kalibratie.svg and print the tables of docs/model-volumes.md section 7.

Run from the root of the repository: python -m docs.beelden.kalibratie. The drawing is written by hand, so it needs no
plotting library and equal numbers give an equal file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scenarios.inzicht.terugblik import (
    REGIO,
    Padvergelijking,
    calibration,
    coverage,
    leave_one_out,
    look_back,
    look_back_nationally,
)
from scenarios.regiomap.regio import read_region

TREKKINGEN = 2000
ZIJDE, RAND = 320, 50


def main() -> None:
    """Back-test of the example region and of the national path."""
    regio = read_region("voorbeeld:westfriesland")
    vergelijkingen = look_back(regio, TREKKINGEN, 1)
    landelijk = look_back_nationally(4000, 0.30, 0.60, 4)
    for dekking in coverage(vergelijkingen):
        print(f"| {dekking.groep} | {dekking.aantal} | {dekking.onafhankelijk} | {dekking.deel:.0%} |")
    for stappen in range(1, 9):
        rangen = [v.rang for v in landelijk if v.stappen == stappen]
        print(f"| {stappen} | {len(rangen)} | {sum(abs(r - 0.5) <= 0.4 for r in rangen)} |")
    for v in vergelijkingen:
        if v.gemeente == REGIO and v.grootheid != "taakstelling":
            print(f"| {v.peildatum} | {v.grootheid} | {v.p10:.0f} | {v.p50:.0f} | {v.p90:.0f} | {v.werkelijk:.0f} |")
    zonder_eigen = leave_one_out(regio, TREKKINGEN, 1)
    for dekking in coverage(zonder_eigen):
        print(f"| {dekking.groep} | {dekking.binnen} van {dekking.aantal} |")
    eigen = [v for v in vergelijkingen if v.grootheid != "taakstelling" and v.gemeente != REGIO]
    reeksen = (
        ("landelijke taakstelling", "#1f5fa8", calibration_of(landelijk)),
        ("Westfriesland: gehuisvest, plichtig, gezin, starts", "#b5561f", calibration(eigen)),
        ("Westfriesland: iedere gemeente uit de andere geraamd", "#2f7d4f", calibration(zonder_eigen)),
    )
    for naam, _, punten in reeksen:
        print(naam, [(round(x, 1), round(y, 2)) for x, y in punten])
    Path(__file__).with_name("kalibratie.svg").write_text(draw(reeksen), encoding="utf-8")


def calibration_of(vergelijkingen: Sequence[Padvergelijking]) -> list[tuple[float, float]]:
    """Nominal against observed share inside the central band, for the national path."""
    breedtes = [i / 10 for i in range(1, 10)]
    return [(b, sum(abs(v.rang - 0.5) <= b / 2 for v in vergelijkingen) / len(vergelijkingen)) for b in breedtes]


def draw(reeksen: Sequence[tuple[str, str, Sequence[tuple[float, float]]]]) -> str:
    """The calibration plot as SVG text."""

    def place(x: float, y: float) -> str:
        return f"{RAND + x * ZIJDE:.1f},{RAND / 2 + (1 - y) * ZIJDE:.1f}"

    delen = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{ZIJDE + 2 * RAND}" height="{ZIJDE + 140}" '
        'font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for i in range(0, 11, 2):
        d = i / 10
        delen.append(f'<polyline points="{place(d, 0)} {place(d, 1)}" stroke="#ddd"/>')
        delen.append(f'<polyline points="{place(0, d)} {place(1, d)}" stroke="#ddd"/>')
        delen.append(f'<text x="{RAND + d * ZIJDE:.1f}" y="{ZIJDE + 40}" text-anchor="middle">{i * 10}%</text>')
        y = RAND / 2 + (1 - d) * ZIJDE + 4
        delen.append(f'<text x="{RAND - 6}" y="{y:.1f}" text-anchor="end">{i * 10}%</text>')
    delen.append(f'<polyline points="{place(0, 0)} {place(1, 1)}" stroke="#888" stroke-dasharray="4 3"/>')
    for nummer, (naam, kleur, punten) in enumerate(reeksen):
        lijn = " ".join(place(x, y) for x, y in punten)
        delen.append(f'<polyline points="{lijn}" fill="none" stroke="{kleur}" stroke-width="2"/>')
        for x, y in punten:
            cx, cy = place(x, y).split(",")
            delen.append(f'<circle cx="{cx}" cy="{cy}" r="3" fill="{kleur}"/>')
        delen.append(f'<text x="{RAND}" y="{ZIJDE + 90 + 18 * nummer}" fill="{kleur}">{naam}</text>')
    delen.append(
        f'<text x="{RAND + ZIJDE / 2}" y="{ZIJDE + 62}" text-anchor="middle">'
        "breedte van de band (x) en deel van de uitkomsten erbinnen (y)</text>"
    )
    return "\n".join([*delen, "</svg>", ""])


if __name__ == "__main__":
    main()
