"""Colours of the charts: told apart whatever one's colour vision, and read on their ground.

Colour vision is simulated by Machado, Oliveira and Fernandes (2009), "A physiologically-based model
for simulation of color vision deficiency", IEEE TVCG 15(6), severity 1.0, on linear sRGB. How far
apart two colours are is CIEDE2000 (Sharma, Wu and Dalal, 2005), in which 1 is the least that can be
seen side by side. Marks are small and stand apart, so they are held to ten times that.
"""

from itertools import combinations, pairwise

import numpy as np
import pytest

from insight.reporting.charts.group_specs import MARKERS
from insight.reporting.charts.palettes import PALETTES, in_steps
from insight.reporting.charts.series_specs import SHAPES

VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = XYZ.sum(axis=1)
APART = 10  # CIEDE2000
NEIGHBOURS = 7  # of lines in order, which have the shape of their points and their names as well
TEXT, MARK = 4.5, 3.0  # WCAG 2.1, 1.4.3 and 1.4.11
UNORDERED = ("series", "groups", "answers")
SCALES = {"scale": 5, "long_scale": 7}  # steps; behind them a grey for what is no step
THEMES = [pytest.param(palette, id=theme) for theme, palette in PALETTES.items()]


def linear(colour: str) -> np.ndarray:
    """The light of a colour such as ``#0b5c7a``: its red, green and blue, linear."""
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(XYZ[1] @ linear(colour))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(light: np.ndarray) -> np.ndarray:
    """Lightness and two opponent colours (CIELAB) of linear light."""
    parts = XYZ @ np.clip(light, 0, 1) / WHITE
    roots = np.where(parts > (6 / 29) ** 3, np.cbrt(parts), parts / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = roots
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def seen(colour: str, vision: str) -> np.ndarray:
    return lab(VISION[vision] @ linear(colour))


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """CIEDE2000, in the letters of its paper."""
    (L1, a1, b1), (L2, a2, b2) = one, other
    C = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    G = 0.5 * (1 - np.sqrt(C**7 / (C**7 + 25.0**7)))
    a1, a2 = (1 + G) * a1, (1 + G) * a2
    C1, C2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if C1 * C2 == 0 else (h2 - h1 + 180) % 360 - 180
    dL, dC, dH = L2 - L1, C2 - C1, 2 * np.sqrt(C1 * C2) * np.sin(np.radians(turn) / 2)
    L, C = (L1 + L2) / 2, (C1 + C2) / 2
    h = h1 + h2 if C1 * C2 == 0 else (h1 + turn / 2) % 360
    T = 1 + sum(
        part * np.cos(np.radians(times * h + more))
        for part, times, more in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    )
    S_L = 1 + 0.015 * (L - 50) ** 2 / np.sqrt(20 + (L - 50) ** 2)
    S_C, S_H = 1 + 0.045 * C, 1 + 0.015 * C * T
    theta = 30 * np.exp(-(((h - 275) / 25) ** 2))
    R = -2 * np.sqrt(C**7 / (C**7 + 25.0**7)) * np.sin(np.radians(2 * theta))
    light, c, h = dL / S_L, dC / S_C, dH / S_H
    return float(np.sqrt(light**2 + c**2 + h**2 + R * c * h))


def apart(one: str, other: str, vision: str) -> float:
    return difference(seen(one, vision), seen(other, vision))


# --- The measures themselves ---------------------------------------------------------------------

# From the table of test data of Sharma, Wu and Dalal.
PUBLISHED = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
]


@pytest.mark.parametrize(("one", "other", "published"), PUBLISHED)
def test_differences_are_those_of_the_published_table(one, other, published):
    assert difference(np.array(one), np.array(other)) == pytest.approx(published, abs=5e-5)
    assert difference(np.array(other), np.array(one)) == pytest.approx(published, abs=5e-5)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("vision", ["protanopia", "deuteranopia"])
def test_who_does_not_see_red_and_green_takes_olive_for_orange(vision):
    olive, orange = "#9a8d00", "#c07a10"
    assert apart(olive, orange, vision) < APART < apart(olive, orange, "normal")


# --- Told apart ----------------------------------------------------------------------------------


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("name", UNORDERED)
@pytest.mark.parametrize("palette", THEMES)
def test_any_two_groups_or_answers_are_told_apart(palette, name, vision):
    colours = getattr(palette, name)
    assert min(apart(*pair, vision) for pair in combinations(colours, 2)) >= APART


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("name", SCALES)
@pytest.mark.parametrize("palette", THEMES)
def test_any_two_steps_of_a_scale_are_told_apart(palette, name, vision):
    colours = getattr(palette, name)
    assert min(apart(*pair, vision) for pair in combinations(colours, 2)) >= APART


def test_documents_are_told_apart_by_shape_alone():
    assert len(set(SHAPES)) == len(SHAPES)


def test_lines_of_groups_differ_in_the_shape_of_their_points_too():
    for palette in PALETTES.values():
        assert len(set(MARKERS[: len(palette.groups)])) == len(palette.groups)


# --- In order ------------------------------------------------------------------------------------


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("name", "steps"), SCALES.items())
@pytest.mark.parametrize("palette", THEMES)
def test_a_scale_nears_its_ground_from_each_end_to_the_middle(palette, name, steps, vision):
    ground = seen(palette.background, vision)[0]
    colours = getattr(palette, name)[:steps]
    away = [abs(seen(one, vision)[0] - ground) for one in colours]
    middle = steps // 2
    assert all(one > other for one, other in pairwise(away[: middle + 1]))
    assert all(one < other for one, other in pairwise(away[middle:]))


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("count", range(2, 7))
@pytest.mark.parametrize("theme", PALETTES)
def test_groups_in_order_are_one_hue_in_even_steps_away_from_the_ground(theme, count, vision):
    colours, ground = in_steps(theme, count), seen(PALETTES[theme].background, vision)[0]
    away = [abs(seen(one, vision)[0] - ground) for one in colours]
    assert away == sorted(away)
    assert min(apart(*pair, vision) for pair in pairwise(colours)) >= NEIGHBOURS


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("palette", THEMES)
def test_a_heat_table_leaves_its_ground_evenly_enough_to_see_a_tenth(palette, vision):
    low, high = (seen(one, vision) for one in palette.heat)
    assert difference(low, high) >= 2 * APART
    ground = seen(palette.background, vision)[0]
    assert abs(low[0] - ground) < abs(high[0] - ground)


# --- Read on their ground ------------------------------------------------------------------------


@pytest.mark.parametrize("palette", THEMES)
def test_words_and_marks_stand_out_from_the_ground(palette):
    for name in ("ink", "secondary"):
        assert contrast(getattr(palette, name), palette.background) >= TEXT
    for colour in (*palette.series, *palette.groups):
        assert contrast(colour, palette.background) >= TEXT  # names and numbers have it too
    assert min(contrast(one, palette.background) for one in (*palette.steps, palette.slate)) >= MARK


@pytest.mark.parametrize("name", ["scale", "answers", "long_scale"])
@pytest.mark.parametrize("palette", THEMES)
def test_numbers_in_bars_are_read(palette, name):
    fills, inks = getattr(palette, name), getattr(palette, f"on_{name}")
    assert len(fills) == len(inks)
    for fill, ink in zip(fills, inks, strict=True):
        assert contrast(fill, ink) >= TEXT, (fill, ink)


@pytest.mark.parametrize("palette", THEMES)
def test_numbers_in_a_heat_table_are_read(palette):
    for fill in palette.heat:
        assert contrast(fill, palette.ink) >= TEXT
