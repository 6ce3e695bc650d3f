"""Mails leave by a real server, or become files, and failures say whether they will pass."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.mail.server import free_port, running
from timeline.mail import message
from timeline.mail.transport import (
    Folder,
    Outbox,
    PermanentFailure,
    Smtp,
    TemporaryFailure,
    choose,
)

AT = datetime(2025, 7, 18, 8, tzinfo=UTC)


def a_mail() -> EmailMessage:
    return message.test(to="alice@example.org", mail_from="Timeline <t@example.org>", at=AT)


def test_a_mail_reaches_the_server_whole() -> None:
    with running() as server:
        Smtp(server.url).send(a_mail())
        assert [str(mail["Subject"]) for mail in server.mails] == ["Timeline can send mail"]


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("451 later", TemporaryFailure),
        ("421 busy", TemporaryFailure),
        ("550 unknown", PermanentFailure),
        ("554 refused", PermanentFailure),
        ("cut", TemporaryFailure),
    ],
)
def test_a_refusal_is_told_apart(answer: str, failure: type[Exception]) -> None:
    with running() as server:
        server.answers = [answer]
        with pytest.raises(failure):
            Smtp(server.url).send(a_mail())
        assert server.mails == []


def test_a_password_is_never_sent_in_clear_and_the_mail_waits() -> None:
    with running() as server:
        with_password = server.url.replace("smtp://", "smtp://user:secret@")
        with pytest.raises(TemporaryFailure, match="not sent in clear"):
            Smtp(with_password).send(a_mail())


def test_a_server_that_is_not_there_may_come_back() -> None:
    with pytest.raises(TemporaryFailure, match="see that it runs"):
        Smtp(f"smtp://127.0.0.1:{free_port()}").send(a_mail())


def test_without_a_server_mails_are_files_once_each(tmp_path: Path) -> None:
    folder = choose(None, tmp_path / "mail")
    folder.send(a_mail())
    folder.send(a_mail())
    files = list((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml"]
    read = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert read["To"] == "alice@example.org"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    with pytest.raises(TemporaryFailure, match="cannot write the mail"):
        Folder(tmp_path / "mail").send(a_mail())


def test_the_outbox_keeps_what_was_sent() -> None:
    outbox = Outbox()
    outbox.send(a_mail())
    assert len(outbox.sent) == 1
    assert isinstance(choose("smtp://h:1", Path()), Smtp)


def test_a_server_that_answers_is_there_and_gets_no_mail() -> None:
    with running() as server:
        Smtp(server.url).check()
        assert server.mails == []


def test_a_server_that_is_away_or_wants_a_password_in_clear_is_not_there() -> None:
    with pytest.raises(TemporaryFailure, match="cannot be used"):
        Smtp(f"smtp://127.0.0.1:{free_port()}").check()
    with running() as server, pytest.raises(TemporaryFailure, match="not sent in clear"):
        Smtp(server.url.replace("smtp://", "smtp://user:secret@")).check()


def test_a_folder_is_there_unless_something_stands_in_its_way(tmp_path: Path) -> None:
    Folder(tmp_path / "mail").check()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(TemporaryFailure, match="cannot make the folder"):
        Folder(tmp_path / "file").check()
