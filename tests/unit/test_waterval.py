"""The waterfall: its steps can be read beside totals that are far larger, and an axis without zero says so."""

import re

import pytest

from reports.figuren.figuren import HOOG, draw_waterfall

GEBROKEN = "niet bij nul"


def bars(svg):
    """(height, label above it) of every bar."""
    hoogten = [float(h) for h in re.findall(r'<rect [^>]*height="([\d.]+)"', svg)]
    return list(zip(hoogten, re.findall(r'font-weight="bold">([^<]*)<', svg), strict=True))


def test_small_steps_are_seen_and_the_break_is_marked():
    svg, _ = draw_waterfall("t", "o", [("Begroot", 2_178_000), ("Volume", 12_000), ("Prijs", -9_000)], "Verwacht", -1)
    (_, begin), (volume, stap), (prijs, _), (_, eind) = bars(svg)
    assert (begin, stap, eind) == ("2.178", "12", "2.181")
    assert min(volume, prijs) > HOOG / 10
    assert volume / prijs == pytest.approx(12 / 9, abs=0.01), "the steps keep their proportion"
    assert "De as is onderbroken: hij begint bij 2.170, niet bij nul." in svg
    # Both totals are cut open, and a screen reader hears it too.
    assert svg.count('stroke="#FFFFFF"') == 2
    assert GEBROKEN in "".join(re.findall(r"<desc[^>]*>(.*?)</desc>", svg))


@pytest.mark.parametrize(
    "stappen",
    [
        [("Budget", 1_000_000), ("Lasten", -900_000)],  # to near zero
        [("Budget", 1_000_000), ("Lasten", -1_200_000)],  # through zero
        [("Begroot", 1_000_000)],  # no steps at all
        [("Begroot", -1_000_000), ("Volume", 1_000)],
        [("Begroot", 0.0), ("Volume", 0.0)],
    ],
)
def test_an_axis_that_shows_its_steps_keeps_its_zero(stappen):
    svg, _ = draw_waterfall("t", "o", stappen, "Eind")
    assert GEBROKEN not in svg
    assert 'stroke="#FFFFFF"' not in svg
    assert ">0<" in svg
