"""The colours can be told from what they stand on, light and dark."""

import re
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
