"""The colours can be told from what they stand on, light and dark."""

import re
from itertools import combinations
from math import dist
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static" / "timeline.css").read_text(encoding="utf-8")
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([a-z0-9-]+):light-dark\((#[0-9a-f]{6}),(#[0-9a-f]{6})\)", CSS
    )
}


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["paper", "panel"])
@pytest.mark.parametrize("lane", ["meet", "pact", "law", "due", "word", "force"])
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_each_lane_colour_stands_out(lane: str, ground: str, scheme: int) -> None:
    assert contrast(TOKENS[lane][scheme], TOKENS[ground][scheme]) >= 4.6


@pytest.mark.parametrize("text", ["ink", "ink-2", "ink-3", "accent", "good", "bad"])
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read(text: str, scheme: int) -> None:
    assert contrast(TOKENS[text][scheme], TOKENS["paper"][scheme]) >= 4.5


# What people with one kind of cone missing see of linear RGB: Machado, Oliveira and Fernandes 2009,
# table 1 at severity 1.0.
SIGHTS = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Linear sRGB to XYZ (IEC 61966-2-1), and its white D65.
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)
Three = tuple[float, float, float]


def times(matrix: tuple[Three, Three, Three], vector: Three) -> Three:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def linear(colour: str) -> Three:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return _undone(red), _undone(green), _undone(blue)


def _undone(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def lab(colour: str, sight: str) -> Three:
    """CIE L*a*b* of the colour as this sight sees it."""
    seen = times(SIGHTS[sight], linear(colour))
    held = min(max(seen[0], 0), 1), min(max(seen[1], 0), 1), min(max(seen[2], 0), 1)
    x, y, z = (_bent(part / white) for part, white in zip(times(TO_XYZ, held), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _bent(ratio: float) -> float:
    return ratio ** (1 / 3) if ratio > (6 / 29) ** 3 else ratio / (3 * (6 / 29) ** 2) + 4 / 29


LANES = ("meet", "pact", "law", "due", "word", "force")


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_any_two_lanes_can_be_told_apart(scheme: int, sight: str) -> None:
    for one, other in combinations(LANES, 2):
        apart = dist(lab(TOKENS[one][scheme], sight), lab(TOKENS[other][scheme], sight))
        assert apart >= 20, f"{one} and {other} differ by {apart:.1f}"


def test_the_distance_of_colours_is_that_of_the_textbook() -> None:
    assert lab("#ffffff", "normal") == pytest.approx((100, 0, 0), abs=0.01)
    assert lab("#ff0000", "normal") == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
