"""The command: data on standard output, words on standard error, 2 where a person must act."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Protocol

import click
import pytest

from tests.e2e.conftest import free_port
from tests.tasks.fakes import FakeReader, Found
from timeline import cli
from timeline.core.article import Article
from timeline.core.filter import NAMES, Filter
from timeline.store import events
from timeline.store.engine import Database

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "cli.md"
VISIT = "The president of Latvia visits Germany on 2025-09-02. All is well.\n"
DUTY = "Latvia must submit its plan by 2031-06-30.\n"
SECRETIVE = "They met in Riga on Monday.\n"

Said = tuple[int, str, str]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh data folder, and a reader that needs no pipelines."""
    for name in os.environ:
        if name.startswith("TIMELINE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TIMELINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("timeline.extract.pipeline.Reader", FakeReader)
    return tmp_path / "data"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "visit.txt"
    file.write_text(VISIT, encoding="utf-8")
    return file


class Say(Protocol):
    """Run the command as the console script does."""

    def __call__(self, *words: object, stdin: bytes = b"") -> Said: ...


@pytest.fixture
def say(data_dir: Path, capfd: pytest.CaptureFixture[str]) -> Say:
    """The command, on a data folder of its own."""
    assert not data_dir.exists()

    def run(*words: object, stdin: bytes = b"") -> Said:
        kept = sys.stdin
        sys.stdin = TextIOWrapper(BytesIO(stdin))
        try:
            code = cli.main([str(word) for word in words])
        finally:
            sys.stdin = kept
        out, err = capfd.readouterr()
        return code, out, err

    return run


def ended_well(said: Said) -> str:
    assert said[0] == 0, said
    return said[1]


def refused(said: Said) -> str:
    """The one line of a refusal."""
    code, _out, err = said
    assert code == 2, said
    assert err.startswith("timeline: ")
    assert err.count("\n") == 1
    return err


def test_timex_prints_the_expressions_with_offsets_into_the_file(tmp_path: Path, say: Say) -> None:
    text = "Élysée – on Thursday.\r\nIt ends on 31 July 2025.\n"
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode())
    found = json.loads(ended_well(say("timex", file, "--published", "2025-07-17", "--lang", "en")))
    assert [one["value"] for one in found] == ["2025-07-17", "2025-07-31"]
    read = file.read_text(encoding="utf-8")
    for one in found:
        assert set(one) == {"text", "start", "end", "type", "value", "mod", "edtf"}
        assert read[one["start"] : one["end"]] == one["text"]


def test_extract_prints_the_events(data_dir: Path, article: Path, say: Say) -> None:
    out = ended_well(say("extract", article, "--published", "2025-07-17", "--lang", "en"))
    (event,) = json.loads(out)
    assert event["start"] == "2025-09-02"
    assert event["evidence"]["quote"] in VISIT
    assert not data_dir.exists()


def test_explain_says_in_words_how_the_article_was_read(article: Path, say: Say) -> None:
    words = ("explain", article, "--published", "2025-07-17", "--lang", "en")
    assert ended_well(say(*words)) == "1 events\n"


@pytest.mark.parametrize("command", ["timex", "extract"])
def test_articles_one_a_line_come_out_one_a_line(command: str, say: Say) -> None:
    lines = [
        {"id": 7, "published": "2025-07-17", "lang": "en", "text": VISIT},
        {"id": "b", "dct": "2025-07-18T09:00:00Z", "text": f"No date. {SECRETIVE}"},
        {"id": None, "lang": "en", "text": ""},
    ]
    content = "\n\n".join(json.dumps(line) for line in lines).encode()
    said = say(command, "-", "--jsonl", "--published", "2025-07-17", "--lang", "en", stdin=content)
    found = [json.loads(line) for line in ended_well(said).splitlines()]
    assert [one["id"] for one in found] == [7, "b", None]
    assert all(set(one) == {"id", "timexes" if command == "timex" else "events"} for one in found)


WRONG_LINES = [
    b"{",
    b"[]",
    b'{"id": 1, "published": "2025-07-17"}',
    b'{"id": 1, "text": "x"}',
    b'{"id": 1, "text": "x", "published": "soon"}',
    b'{"text": "x", "published": "2025-07-17"}',
]


@pytest.mark.parametrize("line", WRONG_LINES)
def test_a_line_that_cannot_be_read_is_named(line: bytes, say: Say) -> None:
    assert "line 2 of -" in refused(
        say("timex", "-", "--jsonl", "--lang", "en", stdin=b"\n" + line)
    )


WRONG_FILES = [
    (b"", "is empty"),
    (b" \n", "is empty"),
    (b"\xff\xfe\x00", "UTF-8"),
    (b"PK\x03\x04\x00", "binary"),
]


@pytest.mark.parametrize(("content", "said"), WRONG_FILES)
@pytest.mark.parametrize("command", ["timex", "extract"])
def test_a_file_that_is_no_text_is_told(command: str, content: bytes, said: str, say: Say) -> None:
    told = refused(say(command, "-", "--published", "2025-07-17", stdin=content))
    assert said in told


REFUSED = [
    (["timex", "nosuch", "--published", "2025-07-17"], "cannot read 'nosuch'"),
    (["timex", "-"], "add --published"),
    (["timex", "-", "--published", "17.7."], "2025-07-17"),
    (["timex", "-", "--format", "xml"], "xml"),
    (["nosuch"], "nosuch"),
    (["add"], "FILE_OR_URL"),
    (["add", "-", "--published", "17.7."], "2025-07-17"),
    (["export"], "--format"),
    (["export", "--format", "json", "--type", "party"], "there are visit"),
    (["export", "--format", "json", "--from", "soon"], "2025-07-17"),
    (["export", "--format", "json", "--colour", "red"], "colour"),
    (["subscribe", "nobody", "--confirmed"], "cannot send mail to 'nobody'"),
    (["subscribe", "a@example.org", "--confirmed", "--zone", "Mars"], "Europe/Berlin"),
    (["subscribe", "https://", "--confirmed"], "cannot send mail to 'https://'"),
    (["subscribe", "https://u:p@a.example/x", "--confirmed"], "without them"),
    (["subscribe", "a@example.org", "--confirmed", "--lead", "-1"], "--lead"),
    (["subscribe", "a@example.org", "--confirmed", "--hour", "24"], "--hour"),
    (["subscribe", "a@example.org", "--confirmed", "--quiet", "22"], "22-7"),
    (["subscribe", "a@example.org", "--confirmed", "--rhythm", "hourly"], "--rhythm"),
    (["subscribe", "a@example.org", "--confirmed", "--topic", "weather"], "--topic"),
    (["subscribe", "a@example.org", "--confirmed", "--lang", "tlh"], "there are en, de, fr"),
    (["subscribe", "a@example.org", "--confirmed", "--status", "maybe"], "there are happened"),
    (["remind", "--dry-run", "--now", "soon"], "2025-07-17T09:00Z"),
    (["watch", "add", "nosuch"], "no folder 'nosuch'"),
    (["watch", "add", "ftp://a.example/"], "must begin with https://"),
    (["watch", "add", "https://a.example/", "--every", "1s"], "such as 30m"),
    (["serve", "--port", "0"], "PORT"),
    (["serve", "--host", "no.such.host.invalid"], "cannot listen"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=lambda one: " ".join(one))
def test_a_refusal_is_one_line_and_exit_code_2(
    data_dir: Path, words: list[str], said: str, say: Say
) -> None:
    assert said in refused(say(*words, stdin=VISIT.encode()))
    assert not (data_dir / "timeline.sqlite3").exists() or words[0] == "export"


def test_add_prints_what_it_found_and_does_no_harm_the_second_time(
    data_dir: Path, article: Path, say: Say
) -> None:
    words = ("add", article, "--published", "2025-07-17", "--lang", "en", "--title", "A visit")
    first = ended_well(say(*words))
    assert "1 events, 1 dates" in first
    assert re.search(r"new +2025-09-02 +visit +The president of Latvia visits Germany", first)
    assert "known already, nothing was changed" in ended_well(say(*words))
    (event,) = json.loads(ended_well(say("export", "--format", "json")))
    assert event["sources"][0]["title"] == "A visit"
    assert (data_dir / "timeline.sqlite3").exists()


class NewerReader(FakeReader):
    """Knows that the visit is none."""

    def read(self, article: Article) -> Found:
        return Found(super().read(article).timexes)


def test_reread_prints_what_a_newer_reader_reads_otherwise_and_applies_it_without_dry_run(
    article: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended_well(say("add", article, "--published", "2025-07-17", "--lang", "en", "--title", "One"))
    assert say("reread", "--all") == (0, "", "read 1 again, 0 changed\n")
    monkeypatch.setattr("timeline.extract.pipeline.Reader", NewerReader)
    code, dry, words = say("reread", "--all", "--dry-run")
    assert (code, words) == (0, "read 1 again, 1 would change\n")
    first, line = dry.splitlines()
    name, title = first.split(" ", 1)
    assert title == "One"
    assert line == "  - visit 2 September 2025, planned: The president of Latvia visits Germany"
    assert len(json.loads(ended_well(say("export", "--format", "json")))) == 1
    assert say("reread", "--article", name) == (0, dry, "read 1 again, 1 changed\n")
    assert json.loads(ended_well(say("export", "--format", "json"))) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give --article ID or --all"),
        (("--all", "--article", "a1"), "give --article ID or --all"),
        (("--article", "a1"), "there is no article 'a1'"),
    ],
)
def test_reread_asks_for_articles_that_there_are(
    words: tuple[str, ...], said: str, say: Say
) -> None:
    assert said in refused(say("reread", *words))


def test_what_is_refused_is_told_and_the_others_stay(
    article: Path, tmp_path: Path, say: Say
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    words = ("add", empty, article, tmp_path / "nosuch.txt", "--published", "2025-07-17")
    code, out, err = say(*words, "--lang", "en")
    assert code == 2
    assert "visit.txt: 1 events" in out
    lines = err.splitlines()
    assert len(lines) == 2
    assert "empty.txt" in lines[0]
    assert "nosuch.txt" in lines[1]


def test_an_article_without_a_date_is_refused_with_what_to_type(say: Say) -> None:
    told = refused(say("add", "-", "--lang", "en", stdin=SECRETIVE.encode()))
    assert "--published" in told
    assert json.loads(ended_well(say("export", "--format", "json"))) == []


def test_export_writes_what_the_filter_chooses(say: Say) -> None:
    add = ("add", "-", "--published", "2025-07-17", "--lang", "en")
    ended_well(say(*add, stdin=(VISIT + DUTY).encode()))
    due = json.loads(ended_well(say("export", "--format", "json", "--deadline", "true")))
    assert [(one["start"], one["end"], one["outcome"]) for one in due] == [
        (None, "2031-07-01", "open")
    ]
    both = ("--country", "de", "--country", "LV", "--to", "2025-12-31", "--q", "president")
    assert len(json.loads(ended_well(say("export", "--format", "json", *both)))) == 1
    assert "BEGIN:VCALENDAR" in ended_well(say("export", "--format", "ics"))
    assert ended_well(say("export", "--format", "csv")).startswith("id")


KEYS = [
    "id", "type", "title", "start", "end", "precision", "edtf", "deadline", "status",
    "participants", "place", "evidence", "timex", "confidence", "outcome", "sources", "history",
]  # fmt: skip


def test_an_exported_event_has_the_keys_of_the_contract(say: Say) -> None:
    add = ("add", "-", "--lang", "en", "--published")
    ended_well(say(*add, "2025-07-17", stdin=VISIT.encode()))
    off = "The visit of Latvia to Germany on 2025-09-02 is off."
    ended_well(say(*add, "2025-08-01", stdin=off.encode()))
    (event,) = json.loads(ended_well(say("export", "--format", "json")))
    assert set(event) == set(KEYS)
    assert [set(one) for one in event["sources"]] == [
        {"article", "title", "url", "published", "evidence"}
    ] * 2
    change = next(one for one in event["history"] if one["what"] == "status")
    assert (change["old"], change["new"]) == ("planned", "cancelled")
    assert change["by"] == f"article:{event['sources'][1]['article']}"


def test_reminders_that_are_due_can_be_seen_before_they_are_sent(say: Say) -> None:
    ended_well(say("add", "-", "--published", "2025-07-17", "--lang", "en", stdin=DUTY.encode()))
    alice = ("subscribe", "Alice@Example.org", "--confirmed", "--country", "lv")
    for lead in (30, 7):  # the second time changes the first
        code, out, err = say(*alice, "--lead", lead, "--zone", "Europe/Riga")
        assert (code, out, err) == (0, "", "Alice@example.org gets reminders.\n")
    ended_well(say("subscribe", "bob@example.org", "--confirmed", "--country", "FR"))
    ended_well(say("subscribe", "carol@example.org", "--confirmed", "--deadline", "false"))
    dry = ("remind", "--dry-run", "--now")
    assert ended_well(say(*dry, "2031-06-20T09:00Z")) == ""
    assert ended_well(say(*dry, "2031-06-23T04:59Z")) == ""
    line = "Alice@example.org  7 days before 2031-06-30  Latvia must submit its plan\n"
    assert ended_well(say(*dry, "2031-06-23T05:00Z")) == line
    assert ended_well(say(*dry, "2031-06-24")) == line


def test_a_dry_run_says_for_which_occasion_each_mail_leaves(say: Say) -> None:
    ended_well(say("add", "-", "--published", "2025-07-17", "--lang", "en", stdin=DUTY.encode()))
    ended_well(say("subscribe", "alice@example.org", "--confirmed", "--lead", 1, "--lead", 0))
    ended_well(say("subscribe", "weekly@example.org", "--confirmed", "--rhythm", "weekly"))
    occasions = [
        ("2031-06-29T09:00Z", "alice@example.org", "1 day before"),
        ("2031-06-30T09:00Z", "alice@example.org", "on the day,"),
        ("2031-06-30T09:00Z", "weekly@example.org", "in the week ahead,"),
    ]
    for at, address, occasion in occasions:
        line = f"{address}  {occasion} 2031-06-30  Latvia must submit its plan"
        assert line in ended_well(say("remind", "--dry-run", "--now", at)).splitlines()


def test_a_dry_run_shows_what_waits_in_the_outbox_and_what_quiet_hours_hold_back(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended_well(say("add", "-", "--published", "2025-07-17", "--lang", "en", stdin=DUTY.encode()))
    ended_well(say("subscribe", "alice@example.org", "--confirmed", "--lead", 7))
    ended_well(say("subscribe", "bob@example.org", "--confirmed", "--lead", 7, "--quiet", "7-10"))
    dry = ("remind", "--dry-run", "--now")
    to_alice = "alice@example.org  7 days before 2031-06-30  Latvia must submit its plan\n"
    to_bob = to_alice.replace("alice", "bob")
    held = "1 more wait for the end of quiet hours.\n"
    assert say(*dry, "2031-06-23T08:00Z") == (0, to_alice, held)
    with monkeypatch.context() as away:  # both are queued; the server refuses, quiet hours hold
        away.setenv("TIMELINE_SMTP_URL", "smtp://127.0.0.1:1")
        assert "queued=2" in say("remind", "--now", "2031-06-23T08:00Z")[2]
    assert say(*dry, "2031-06-23T08:30Z")[:2] == (0, to_alice)
    assert sorted(ended_well(say(*dry, "2031-06-23T10:00Z")).splitlines(keepends=True)) == [
        to_alice,
        to_bob,
    ]
    assert "sent=2" in say("remind", "--now", "2031-06-23T10:00Z")[2]
    assert say(*dry, "2031-06-23T10:00Z") == (0, "", "")


def test_a_test_mail_without_a_server_says_where_it_lies_and_that_nothing_was_sent(
    data_dir: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = say("remind", "--test", "alice@example.org")
    (file,) = (data_dir / "mail").glob("*.eml")
    assert (code, out) == (0, "")
    assert err == (
        "No mail server is set, so nothing was sent: the mail to alice@example.org lies in "
        f"{file}. Set TIMELINE_SMTP_URL to send it.\n"
    )
    monkeypatch.setenv("TIMELINE_SMTP_URL", "smtp://127.0.0.1:1")
    assert "cannot be used" in refused(say("remind", "--test", "alice@example.org"))


def test_a_full_disk_is_one_line_and_changes_nothing(
    data_dir: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ("add", "-", "--published", "2025-07-17", "--lang", "en")
    ended_well(say(*add, stdin=VISIT.encode()))
    whole = Database.__init__

    def small(self: Database, url: str) -> None:
        import sqlalchemy as sa

        whole(self, url)
        sa.event.listen(
            self._engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count = 1")
        )

    monkeypatch.setattr(Database, "__init__", small)
    told = refused(say(*add, stdin=DUTY.encode() * 20000))
    assert "disk is full" in told
    monkeypatch.undo()
    database = Database(f"sqlite:///{data_dir / 'timeline.sqlite3'}")
    with database.read() as session:
        assert events.version(session) != "0"
        assert len(events.find_events(session, Filter())) == 1
    database.dispose()


def test_a_port_that_is_taken_is_told_before_anything_else(data_dir: Path, say: Say) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port} is taken" in refused(say("serve", "--port", port))
    assert not data_dir.exists()


def test_migrate_makes_the_store(data_dir: Path, say: Say) -> None:
    code, out, err = say("migrate")
    assert (code, out) == (0, "")
    assert "up to date" in err
    assert (data_dir / "timeline.sqlite3").exists()


HEAVY = ("spacy", "sqlalchemy", "flask", "dateparser", "icalendar", "apscheduler", "trafilatura")


def test_timex_starts_without_what_it_does_not_need(article: Path) -> None:
    script = (
        "import sys\n"
        "from timeline.cli import main\n"
        f"code = main(['timex', {str(article)!r}, '--published', '2025-07-17', '--lang', 'en'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr.strip() == "[]"


def test_an_address_is_forgotten_with_all_its_subscriptions(say: Say) -> None:
    for country in ("DE", "FR"):
        ended_well(say("subscribe", "a@example.org", "--confirmed", "--country", country))
    ended_well(say("subscribe", "b@example.org", "--confirmed", "--quiet", "22-7"))
    assert say("unsubscribe", "A@example.org") == (0, "", "2 subscriptions deleted.\n")
    assert say("unsubscribe", "a@example.org") == (0, "", "0 subscriptions deleted.\n")
    assert say("unsubscribe", "b@example.org") == (0, "", "1 subscription deleted.\n")


def test_a_folder_and_json_lines_are_added_and_gone_on_with(
    tmp_path: Path, article: Path, say: Say
) -> None:
    lines = [
        {"text": DUTY, "published": "2025-07-17", "lang": "en", "title": "Duty"},
        {"text": SECRETIVE, "lang": "en"},
        {"no": "article"},
    ]
    folder = tmp_path / "many"
    folder.mkdir()
    article.rename(folder / "visit.txt")
    written = "\n".join([*map(json.dumps, lines), "{", ""])
    (folder / "more.jsonl").write_text(written, encoding="utf-8")
    code, out, err = say("add", folder, "--lang", "en")
    assert code == 2
    assert "1 read (1 new events), 0 known already, 4 refused:" in out
    assert "2 times: this is no article" in out
    assert len(err.splitlines()) == 4
    assert "more.jsonl:4: this is no article" in err
    code, out, _ = say("add", folder / "more.jsonl", "--published", "2025-07-17")
    assert "1 read (0 new events), 1 known already, 2 refused" in out
    said = ended_well(say("add", folder / "visit.txt", "--published", "2025-07-17"))
    assert "1 events" in said


@pytest.fixture
def four(tmp_path: Path) -> Path:
    """A folder with a text and a file of three lines."""
    folder = tmp_path / "four"
    folder.mkdir()
    told = [f"The president of Latvia visits Germany on 2025-09-0{day}." for day in range(1, 5)]
    (folder / "a.txt").write_text(told.pop(), encoding="utf-8")
    lines = [json.dumps({"text": text, "published": "2025-07-17"}) for text in told]
    (folder / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


class Pressed(FakeReader):
    """Somebody presses Ctrl+C while the second article is read."""

    presses = 1

    def read(self, article: Article) -> Found:
        if len(self.read_articles) == 1:
            for _ in range(self.presses):
                signal.raise_signal(signal.SIGINT)
        return super().read(article)


class PressedTwice(Pressed):
    """Somebody cannot wait."""

    presses = 2


@pytest.mark.parametrize(("reader", "done"), [(Pressed, 2), (PressedTwice, 1)])
def test_ctrl_c_stops_after_the_article_under_way_and_the_same_command_goes_on(
    four: Path, say: Say, monkeypatch: pytest.MonkeyPatch, reader: type[Pressed], done: int
) -> None:
    words = ("add", four, "--published", "2025-07-17", "--lang", "en")
    with monkeypatch.context() as during:
        during.setattr("timeline.extract.pipeline.Reader", reader)
        code, out, err = say(*words)
    assert (code, out) == (130, "")
    assert "Stopping after what is under way" in err
    assert f"stopped after {done} of 4; {done} read" in err
    assert "The same command goes on from here." in err
    exported = json.loads(ended_well(say("export", "--format", "json")))
    assert len(exported) == done, "each article whole or not at all"
    said = ended_well(say(*words))
    assert f"{4 - done} read ({4 - done} new events), {done} known already, none refused" in said


def test_sources_are_watched_listed_and_left(tmp_path: Path, say: Say) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    file = folder / "visit.txt"
    file.write_text(f"---\npublished: 2025-07-17\n---\n{VISIT}", encoding="utf-8")
    os.utime(file, (1, 1))
    assert "every 2h" in say("watch", "add", folder, "https://a.example/feed", "--every", "2h")[2]
    listed = ended_well(say("watch", "list")).splitlines()
    assert len(listed) == 2
    assert "folder  every 2h  not looked at yet" in listed[0]
    assert "is paused" in say("watch", "pause", "https://a.example/feed")[2]
    assert "paused since" in ended_well(say("watch", "list")).splitlines()[1]
    assert "is gone on with" in say("watch", "resume", "https://a.example/feed")[2]
    assert "no longer" in say("watch", "remove", "https://a.example/feed")[2]
    assert "1 entries found, 1 read" in say("watch", "check")[2]
    assert "1 read, 0 waiting, 0 refused" in ended_well(say("watch", "list"))
    assert len(json.loads(ended_well(say("export", "--format", "json")))) == 1
    ended_well(say("watch", "remove", listed[0].split()[0]))
    assert ended_well(say("watch", "list")) == ""


def test_a_folder_is_watched_no_longer_by_its_name_though_it_is_gone(
    tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news2025").mkdir()
    ended_well(say("watch", "add", "news2025"))
    (tmp_path / "news2025").rmdir()
    assert say("watch", "remove", "news2025")[2] == f"{tmp_path}/news2025 is watched no longer.\n"
    assert "is not watched: `timeline watch list`" in refused(say("watch", "remove", "news2025"))


def test_what_a_folder_has_that_is_not_read_is_told_with_the_reason(four: Path, say: Say) -> None:
    (four / "photo.jpg").write_bytes(b"x")
    (four / "empty.txt").write_bytes(b"")
    (four / ".hidden").write_bytes(b"x")
    for file in four.iterdir():
        os.utime(file, (1, 1))
    why = "it is no article by its name: files in .txt, .md,"
    code, out, err = say("add", four, "--published", "2025-07-17", "--lang", "en")
    assert code == 2
    assert "4 read (4 new events), 0 known already, 1 skipped, 1 refused:\n" in out
    assert f"  1 times: {why}" in out
    assert "empty.txt: " in err
    ended_well(say("watch", "add", four))
    checked = say("watch", "check")[2]
    assert "1 skipped, 1 refused" in checked
    for said in (checked, ended_well(say("watch", "list"))):
        assert f"  {four}/photo.jpg: {why}" in said
        assert f"  {four}/empty.txt: " in said
        assert "hidden" not in said
    assert "waiting, 1 refused, 1 skipped" in ended_well(say("watch", "list"))


def test_a_private_feed_is_made_listed_and_revoked(say: Say) -> None:
    address = ended_well(say("feed", "add", "Baltic desk", "--country", "LV")).strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/f/[\w-]{32}\.ics", address)
    listed = ended_well(say("feed", "list"))
    assert "never used" in listed
    assert "Baltic desk" in listed
    assert address not in listed
    name = listed.split()[0]
    assert say("feed", "revoke", name) == (0, "", "revoked: Baltic desk\n")
    assert "revoked" in ended_well(say("feed", "list"))
    assert say("feed", "revoke", "nothing")[0] == 2


def test_a_hook_is_told_what_its_posts_are_signed_with(say: Say) -> None:
    err = say("subscribe", "https://hooks.example/x", "--confirmed")[2]
    assert err.startswith("https://hooks.example/x gets reminders.\n")
    assert re.search(r"HMAC-SHA256 of the body with the key [0-9a-f]{64}", err)


def test_a_backup_restores_what_was_there(article: Path, tmp_path: Path, say: Say) -> None:
    file = tmp_path / "backup.sqlite3"
    ended_well(say("add", article, "--published", "2025-07-17"))
    before = ended_well(say("export", "--format", "json"))
    assert "1 articles and 1 events are in" in say("backup", file)[2]
    ended_well(say("add", "-", "--published", "2025-07-17", stdin=DUTY.encode()))
    assert "--force" in refused(say("restore", file))
    ended_well(say("restore", file, "--force"))
    assert ended_well(say("export", "--format", "json")) == before


def test_accounts_are_made_listed_and_removed(say: Say) -> None:
    assert "10 to 1000" in refused(say("user", "add", "Alice", stdin=b"short\n"))
    ended_well(say("user", "add", "Alice", stdin=b"correct horse\n"))
    assert "already" in refused(say("user", "add", "alice", stdin=b"correct horse\n"))
    assert ended_well(say("user", "list")).endswith("  Alice\n")
    assert re.fullmatch(r"tl_[\w-]{43}\n", ended_well(say("user", "token", "alice", "wire")))
    ended_well(say("user", "password", "Alice", stdin=b"battery staple\n"))
    assert "user list" in refused(say("user", "token", "Bob", "wire"))
    ended_well(say("user", "remove", "Alice"))
    assert ended_well(say("user", "list")) == ""


def test_a_server_that_others_can_reach_needs_an_account_first(say: Say) -> None:
    told = refused(say("serve", "--host", "0.0.0.0", "--port", free_port()))
    assert "timeline user add NAME" in told
    assert "TIMELINE_OPEN=yes" in told


def test_every_command_and_option_is_documented_and_nothing_else() -> None:
    text = DOCS.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## timeline (\S+)\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    assert set(sections) == set(cli.timeline.commands)
    shared = {f"--{name}" for name in NAMES}
    for name, command in cli.timeline.commands.items():
        parts = command.commands.values() if isinstance(command, click.Group) else [command]
        options = {
            written
            for part in parts
            for one in part.params
            if isinstance(one, click.Option)
            for written in one.opts
        }
        rows = [line for line in sections[name].splitlines() if line.startswith("| `--")]
        said = {found for row in rows for found in re.findall(r"`(--\S+)`", row.split("|")[1])}
        if "filter's options" in sections[name]:
            said |= options & shared
        assert said == options, name


def test_every_command_explains_itself(say: Say) -> None:
    for name in cli.timeline.commands:
        out = ended_well(say(name, "--help"))
        assert "Usage: timeline" in out
