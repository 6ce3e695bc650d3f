"""Real Dask processes, killed in the midst: every article comes out, and each of them once."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from tests.conftest import NOW
from tests.mail.server import free_port
from tests.tasks.fakes import FakeReader, Found
from timeline.cli import main
from timeline.core.article import Article
from timeline.core.errors import BadInput
from timeline.jobs.bulk import readers
from timeline.sources.archive import find_files, read_entries
from timeline.tasks.bulk import Tally, run
from timeline.tasks.parquet import ParquetOutput

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Dask leaves sockets to the end
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

NUMBER = 350


class Notes(FakeReader):
    """Leaves the number of its process in a folder, and takes a while over each article."""

    def read(self, article: Article) -> Found:
        time.sleep(0.005)
        (Path(article.title) / str(os.getpid())).touch()
        return super().read(article)


class Deadly(FakeReader):
    """Dies of one article, whatever process reads it."""

    def read(self, article: Article) -> Found:
        if "Number 7 " in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(article)


@pytest.fixture(autouse=True)
def _workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def archive(folder: Path, number: int = NUMBER, title: str = "") -> Path:
    told = (
        {"text": f"Number {n} spoke. All is well.", "published": "2025-07-17", "title": title}
        for n in range(number)
    )
    file = folder / "in.jsonl"
    file.write_text("no JSON\n" + "".join(json.dumps(one) + "\n" for one in told))
    return file


def written(out: Path) -> list[str]:
    found: list[str] = pq.read_table(out / "articles")["article"].to_pylist()
    return found


@pytest.fixture
def pids(tmp_path: Path) -> Path:
    """Where the workers leave their numbers."""
    folder = tmp_path / "pids"
    folder.mkdir()
    return folder


def test_a_killed_worker_costs_nothing(tmp_path: Path, pids: Path) -> None:
    entries = read_entries(find_files([str(archive(tmp_path, title=str(pids)))], now=NOW))
    killed: list[int] = []

    def kill(tally: Tally) -> None:
        """One of the two dies by SIGKILL once the first chunk is there."""
        if tally.chunks == 1 and not killed:
            killed.append(int(next(pids.iterdir()).name))
            os.kill(killed[0], signal.SIGKILL)

    with readers(None, 2, Notes) as two:
        tally = run(entries, ParquetOutput(str(tmp_path / "out")), two, told=kill)
    assert killed
    assert (tally.read, tally.known, tally.refused.total()) == (NUMBER, 0, 1)
    assert len(written(tmp_path / "out")) == len(set(written(tmp_path / "out"))) == NUMBER


def test_a_chunk_that_kills_its_workers_is_left_out_and_told(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if not request.config.getoption("--soak"):
        pytest.skip("a long run, with many starts of processes: make soak")
    entries = read_entries(find_files([str(archive(tmp_path, 250))], now=NOW))
    with readers(None, 2, Deadly) as two:
        tally = run(entries, ParquetOutput(str(tmp_path / "out")), two)
    assert tally.read + tally.refused.total() == 251
    assert any("workers died" in reason for reason in tally.reasons())
    assert len(written(tmp_path / "out")) == tally.read > 0


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    file, out = archive(tmp_path), tmp_path / "out"
    command = "import sys; from timeline.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", command, "bulk", str(file), str(out), "--processes", "1"],
        env={**os.environ, "TIMELINE_DATA_DIR": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    ) as process:
        until = time.monotonic() + 120
        while not list(out.glob("articles/*.parquet")) and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.01)
        process.kill()
    before = {one.name: one.stat().st_mtime_ns for one in out.glob("articles/*.parquet")}
    entries = read_entries(find_files([str(file)], now=NOW))
    with readers(None, 1, FakeReader) as one:
        tally = run(entries, ParquetOutput(str(out)), one)
    after = {one.name: one.stat().st_mtime_ns for one in out.glob("articles/*.parquet")}
    assert tally.skipped == len(before) >= 1
    assert before.items() <= after.items(), "what is done is not written again"
    assert len(written(out)) == len(set(written(out))) == NUMBER


def test_workers_of_a_scheduler_elsewhere_read_too(tmp_path: Path) -> None:
    from distributed import LocalCluster

    cluster = LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0",
        scheduler_port=0, protocol="tcp",
    )  # fmt: skip
    with cluster, readers(cluster.scheduler_address, None, FakeReader) as there:
        entries = read_entries(find_files([str(archive(tmp_path, 60))], now=NOW))
        tally = run(entries, ParquetOutput(str(tmp_path / "out")), there)
    assert tally.read == 60


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline.jobs.bulk.CONNECTING", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(BadInput, match="dask scheduler"), readers(address, None, FakeReader):
        pass


def test_what_is_lacking_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("timeline.cli.archives.find_spec", lambda _name: None)
    assert main(["bulk", str(tmp_path), str(tmp_path / "out")]) == 2
    assert "make bulk" in capsys.readouterr().err
