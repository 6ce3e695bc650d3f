"""Every setting: its default, what it may be, and what is said where it cannot be read."""

import re
import stat
from pathlib import Path

import pytest

from timeline.config import Config, from_environ, remember_address, with_secret_key
from timeline.core.errors import BadInput, StoreUnavailable

DOCS = Path(__file__).parents[1] / "docs" / "configuration.md"
SOURCE = Path(__file__).parents[1] / "timeline" / "config.py"


def test_every_setting_has_a_default_that_works_on_a_laptop(tmp_path: Path) -> None:
    config = from_environ({"TIMELINE_DATA_DIR": str(tmp_path)})
    assert config == Config(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path}/timeline.sqlite3",
        base_url="http://127.0.0.1:8000",
    )
    assert from_environ({}).data_dir.name == "timeline"


READ = [
    ({"TIMELINE_BASE_URL": "https://a.example/t/"}, "base_url", "https://a.example/t"),
    ({"HOST": "0.0.0.0", "PORT": "80"}, "base_url", "http://0.0.0.0:80"),
    ({"TIMELINE_ZONE": "Europe/Berlin"}, "zone", "Europe/Berlin"),
    ({"TIMELINE_SMTP_URL": "smtp://a:b@mail.example:587"}, "smtp_url", "smtp://a:b@mail.example:587"),
    ({"TIMELINE_MAIL_FROM": "a@b.example"}, "mail_from", "a@b.example"),
    ({"TIMELINE_PUBLIC": "No"}, "public", False),
    ({"TIMELINE_FULL_TEXT": "editors"}, "full_text", "editors"),
    ({"TIMELINE_FULL_TEXT": "no"}, "full_text", "no"),
    ({"TIMELINE_FETCH_ALLOW": "a:80, [::1]:8080,"}, "fetch_allow", (("a", 80), ("::1", 8080))),
    ({"TIMELINE_TICK": "300"}, "tick", 300),
    ({"TIMELINE_LOG": "JSON"}, "log", "json"),
    ({"TIMELINE_SECRET_KEY": " s "}, "secret_key", "s"),
    ({"TIMELINE_DATABASE_URL": "postgresql+psycopg://h/d"}, "database_url", "postgresql+psycopg://h/d"),
]  # fmt: skip


@pytest.mark.parametrize(("environ", "name", "expected"), READ)
def test_a_setting_is_read(environ: dict[str, str], name: str, expected: object) -> None:
    assert getattr(from_environ(environ), name) == expected


WRONG = [
    {"PORT": "0"},
    {"PORT": "70000"},
    {"PORT": "٣"},
    {"TIMELINE_BASE_URL": "ftp://a"},
    {"TIMELINE_BASE_URL": "a.example"},
    {"TIMELINE_ZONE": "Mars/Olympus"},
    {"TIMELINE_ZONE": "../etc/passwd"},
    {"TIMELINE_SMTP_URL": "mail.example"},
    {"TIMELINE_PUBLIC": "perhaps"},
    {"TIMELINE_FULL_TEXT": "some"},
    {"TIMELINE_FETCH_ALLOW": "example.org"},
    {"TIMELINE_TICK": "0"},
    {"TIMELINE_LOG": "xml"},
    {"TIMELINE_TICK": "301"},
    {"TIMELINE_TICK": "soon"},
    {"TIMELINE_SECRET_KEY_FILE": "/nowhere/at/all"},
]


@pytest.mark.parametrize("environ", WRONG, ids=str)
def test_a_value_that_does_not_parse_stops_the_start_and_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=next(iter(environ))) as told:
        from_environ(environ)
    assert "\n" not in str(told.value)


def test_commands_link_to_where_the_service_stood_last(tmp_path: Path) -> None:
    environ = {"TIMELINE_DATA_DIR": str(tmp_path)}
    remember_address(from_environ({**environ, "PORT": "8300"}))
    assert from_environ(environ).base_url == "http://127.0.0.1:8300"
    assert from_environ({**environ, "PORT": "9000"}).base_url == "http://127.0.0.1:9000"
    named = {**environ, "TIMELINE_BASE_URL": "https://t.example"}
    assert from_environ(named).base_url == "https://t.example"


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "smtp"
    file.write_text("smtp://a:b@mail.example\n")
    environ = {"TIMELINE_SMTP_URL_FILE": str(file)}
    assert from_environ(environ).smtp_url == "smtp://a:b@mail.example"


def test_a_password_is_not_repeated_where_it_cannot_be_read() -> None:
    with pytest.raises(BadInput) as told:
        from_environ({"TIMELINE_SMTP_URL": "http://alice:geheim@mail.example"})
    assert "geheim" not in str(told.value)


def test_nothing_private_may_be_fetched_by_default() -> None:
    assert from_environ({}).fetch_allow == ()


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    config = from_environ({"TIMELINE_DATA_DIR": str(tmp_path / "new")})
    first = with_secret_key(config)
    assert first.secret_key is not None
    assert len(first.secret_key) >= 40
    (file,) = (tmp_path / "new").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert with_secret_key(config) == first


def test_a_secret_key_that_is_set_is_not_written_down(tmp_path: Path) -> None:
    config = from_environ({"TIMELINE_DATA_DIR": str(tmp_path), "TIMELINE_SECRET_KEY": "s"})
    assert with_secret_key(config) is config
    assert not list(tmp_path.iterdir())


def test_the_key_of_the_process_that_was_first_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = from_environ({"TIMELINE_DATA_DIR": str(tmp_path)})
    key = with_secret_key(config).secret_key
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert with_secret_key(config).secret_key == key
    assert len(list(tmp_path.iterdir())) == 1


def test_a_key_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    config = from_environ({"TIMELINE_DATA_DIR": str(tmp_path / "file" / "data")})
    with pytest.raises(StoreUnavailable, match="TIMELINE_SECRET_KEY"):
        with_secret_key(config)
    (tmp_path / "secret-key").write_text("\n")
    config = from_environ({"TIMELINE_DATA_DIR": str(tmp_path)})
    with pytest.raises(StoreUnavailable, match="is empty"):
        with_secret_key(config)


def test_every_setting_is_documented_and_nothing_else() -> None:
    read = set(re.findall(r'read\("([A-Z_]+)"\)', SOURCE.read_text(encoding="utf-8")))
    said = re.findall(r"^\| `(?:TIMELINE_)?([A-Z_]+)`", DOCS.read_text(encoding="utf-8"), re.M)
    assert set(said) == read | {"HOST", "PORT"}
    assert len(said) == len(set(said))


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "timeline.service"])
def test_the_examples_of_deployment_set_what_there_is(name: str) -> None:
    said = set(re.findall(r"^\| `(TIMELINE_[A-Z_]+)`", DOCS.read_text(encoding="utf-8"), re.M))
    example = (DOCS.parent / "deploy" / name).read_text(encoding="utf-8")
    named = {one.removesuffix("_FILE") for one in re.findall(r"TIMELINE_[A-Z_]+", example)}
    assert named
    assert named <= said
