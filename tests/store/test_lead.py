"""One process leads; the lead ends with the process, or with its connection."""

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from timeline.store import lead
from timeline.store.engine import Database
from timeline.store.lead import FileLead


def test_of_two_on_one_store_one_leads(database: Database, tmp_path: Path) -> None:
    other = Database(database.url)
    first, second = lead.choose(database, tmp_path), lead.choose(other, tmp_path)
    assert first.holds()
    assert first.holds()
    assert not second.holds()
    first.release()
    assert second.holds()
    assert not first.holds()
    second.release()
    other.dispose()


def test_a_lead_is_lost_with_its_connection(postgres_url: str, tmp_path: Path) -> None:
    database, other = Database(postgres_url), Database(postgres_url)
    first, second = lead.choose(database, tmp_path), lead.choose(other, tmp_path)
    assert first.holds()
    cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    with other.connect() as connection:
        connection.execute(sa.text(cut))
    assert second.holds()
    assert not first.holds()
    second.release()
    assert first.holds()
    first.release()
    database.dispose()
    other.dispose()


def test_the_lead_ends_with_the_process(tmp_path: Path) -> None:
    path = tmp_path / "scheduler.lock"
    code = (
        "import sys, pathlib; from timeline.store.lead import FileLead\n"
        "one = FileLead(pathlib.Path(sys.argv[1]))\n"
        "print(one.holds(), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        mine = FileLead(path)
        assert not mine.holds()
        process.kill()
        process.wait()
    assert mine.holds()
    mine.release()
