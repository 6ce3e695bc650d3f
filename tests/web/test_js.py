"""The scripts: their pure parts in node, and how much a page loads."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
NODE = Path(sys.executable).parent / "node"


@pytest.mark.parametrize("name", ["time.test.mjs", "layout.test.mjs", "moving.test.mjs"])
def test_the_pure_scripts_do_what_their_tests_say(name: str) -> None:
    if not NODE.is_file():
        pytest.fail(f"there is no node at {NODE}: install requirements/test.lock, which has it")
    done = subprocess.run(
        [str(NODE), "--test", str(ROOT / "tests" / "web" / "js" / name)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


FIRST = ("page.js", "board.js", "view.js", "elements.js", "layout.js", "time.js")
LATER = ("gestures.js", "moving.js")  # once idle, or once somebody reaches for it
ELSEWHERE = ("add.js", "subscribe.js", "zone.js")  # with the forms and dialog that need them


@pytest.mark.parametrize(
    ("names", "most"), [(FIRST, 15_000), (LATER, 4_000), (("timeline.css",), 12_000)]
)
def test_a_page_loads_little(names: tuple[str, ...], most: int) -> None:
    sizes = [len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names]
    assert 0 < sum(sizes) <= most


def test_no_script_is_forgotten() -> None:
    assert {file.name for file in STATIC.glob("*.js")} == {*FIRST, *LATER, *ELSEWHERE}


def test_the_fonts_are_ours_and_small() -> None:
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert len(fonts) == 2
    assert sum(file.stat().st_size for file in fonts) <= 100_000
    assert len(list((STATIC / "fonts").glob("LICENSE-*.txt"))) == 2
