"""What the house promises of itself: its layers, its locks, its top level, its words."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {
    ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "app.py", "benchmarks",
    "docs", "migrations", "pyproject.toml", "requirements", "seeds", "static", "templates", "tests",
    "timeline", "translations",
}  # fmt: skip


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_imports_go_one_way_only() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["run.lock", "bulk.lock", "test.lock"])
def test_a_lock_holds_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    pinned = re.findall(r"^[a-z0-9._-]+(?:\[[a-z]+\])?==\S+", text, re.MULTILINE)
    assert len(pinned) > 20
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_every_requirement_of_the_package_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE))
    wanted = {re.match(r"[a-z0-9-]+", line).group() for line in project["dependencies"]}  # type: ignore[union-attr]
    assert wanted <= locked | {"psycopg"}, wanted - locked
    described = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").casefold()
    unsaid = {name for name in wanted if name.split("[")[0] not in described}
    assert not unsaid, f"docs/dependencies.md says nothing of {unsaid}"


def test_the_top_level_is_the_one_that_was_agreed() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP_LEVEL


def test_pages_ask_no_other_host() -> None:
    """Links of people's articles come from the store; what a page loads comes from us."""
    loads = re.compile(r"""(?:src|href|action)\s*=\s*["']https?://|@import|url\(\s*["']?https?:""")
    allowed = re.compile(r"https://(calendar\.google\.com|outlook\.live\.com)/")
    for path in tracked():
        if path.parent.name in {"static", "templates"} and path.suffix in {".html", ".css", ".js"}:
            for line in path.read_text(encoding="utf-8").splitlines():
                assert not loads.search(allowed.sub("", line)), f"{path}: {line.strip()}"


def test_only_the_clock_asks_for_the_time() -> None:
    asks = re.compile(r"datetime\.now\(|utcnow\(|date\.today\(|time\.time\(")
    for path in tracked():
        if path.suffix == ".py" and path.is_relative_to(ROOT / "timeline"):
            found = asks.search(path.read_text(encoding="utf-8"))
            assert not found or path.name == "clock.py", path
