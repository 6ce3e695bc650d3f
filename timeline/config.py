"""Every setting, read once from `TIMELINE_*` variables into a frozen value."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs

from timeline.core.errors import BadInput, StoreUnavailable

_SERVED = "address"

TICK = 60
"""Seconds between two looks at what is due."""

FullText = Literal["yes", "editors", "no"]
LogForm = Literal["text", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings; docs/configuration.md lists them with their defaults.

    `secret_key` and `smtp_url` are None where unset. `fetch_allow` holds (host, port) pairs;
    `tick` are seconds.
    """

    data_dir: Path
    database_url: str
    base_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str | None = None
    zone: str = "UTC"
    smtp_url: str | None = None
    mail_from: str = "Timeline <timeline@localhost>"
    public: bool = True
    full_text: FullText = "yes"
    open: bool = False
    fetch_allow: tuple[tuple[str, int], ...] = ()
    tick: int = TICK
    log: LogForm = "text"
    workers: bool = False

    @property
    def is_encrypted(self) -> bool:
        """True where browsers reach the service by https."""
        return self.base_url.startswith("https://")


def from_environ(environ: Mapping[str, str]) -> Config:
    """The settings that the environment gives; raises BadInput naming the variable.

    Any `TIMELINE_X` may also stand in a file that `TIMELINE_X_FILE` names.
    """
    read = partial(_read, environ)
    data_dir = Path(read("DATA_DIR") or platformdirs.user_data_path("timeline")).absolute()
    host = environ.get("HOST") or "127.0.0.1"
    port = _port(environ.get("PORT") or "8000")
    served = None if environ.get("PORT") else _served_at(data_dir)
    database_url = read("DATABASE_URL") or f"sqlite:///{data_dir / 'timeline.sqlite3'}"
    return Config(
        data_dir=data_dir,
        database_url=database_url,
        base_url=_base_url(read("BASE_URL") or served or f"http://{host}:{port}"),
        host=host,
        port=port,
        secret_key=read("SECRET_KEY"),
        zone=_zone(read("ZONE") or "UTC"),
        smtp_url=_smtp_url(read("SMTP_URL")),
        mail_from=read("MAIL_FROM") or "Timeline <timeline@localhost>",
        public=_choice("PUBLIC", read("PUBLIC") or "yes", ("yes", "no")) == "yes",
        open=_choice("OPEN", read("OPEN") or "no", ("yes", "no")) == "yes",
        full_text=_full_text(read("FULL_TEXT") or "yes"),
        fetch_allow=_pairs(read("FETCH_ALLOW") or ""),
        tick=_tick(read("TICK") or str(TICK)),
        log="json" if _choice("LOG", read("LOG") or "text", ("text", "json")) == "json" else "text",
        workers=_workers(read("WORKERS") or "no", database_url),
    )


def remember_address(config: Config) -> None:
    """Keep where the service stands, so that the links of mails from commands lead to it."""
    with contextlib.suppress(OSError):
        (config.data_dir / _SERVED).write_text(config.base_url + "\n", encoding="utf-8")


def _served_at(data_dir: Path) -> str | None:
    """The address that the last `timeline serve` of this data folder stood at, if any."""
    try:
        return (data_dir / _SERVED).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _read(environ: Mapping[str, str], name: str) -> str | None:
    value = environ.get(f"TIMELINE_{name}", "").strip()
    file = environ.get(f"TIMELINE_{name}_FILE", "").strip()
    if value or not file:
        return value or None
    try:
        return Path(file).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"cannot read the file {file!r} that TIMELINE_{name}_FILE names: {error}"
        ) from error


def _choice(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value.casefold() not in allowed:
        raise BadInput(f"TIMELINE_{name} is {value!r}: it can be {', '.join(allowed)}")
    return value.casefold()


def _full_text(value: str) -> FullText:
    match _choice("FULL_TEXT", value, ("yes", "editors", "no")):
        case "yes":
            return "yes"
        case "editors":
            return "editors"
        case _:
            return "no"


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise BadInput(f"PORT is {value!r}: give a number from 1 to 65535")
    return int(value)


def _tick(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= 300:
        raise BadInput(f"TIMELINE_TICK is {value!r}: give seconds from 1 to 300")
    return int(value)


def _workers(value: str, database_url: str) -> bool:
    asked = _choice("WORKERS", value, ("yes", "no")) == "yes"
    if asked and not database_url.startswith("postgresql"):
        raise BadInput(
            "TIMELINE_WORKERS is 'yes', and workers share a PostgreSQL: name it with "
            "TIMELINE_DATABASE_URL, or leave TIMELINE_WORKERS out"
        )
    return asked


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise BadInput(f"TIMELINE_BASE_URL is {value!r}: give an address such as https://a.example")
    return value.rstrip("/")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(
            f"TIMELINE_ZONE is {value!r}: give an IANA name such as Europe/Berlin"
        ) from error
    return value


def _smtp_url(value: str | None) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadInput(
            "TIMELINE_SMTP_URL cannot be read: give one such as smtp://user:password@host:587"
        )
    return value


def _pairs(value: str) -> tuple[tuple[str, int], ...]:
    pairs = []
    for part in filter(None, (one.strip() for one in value.split(","))):
        host, _, port = part.rpartition(":")
        if not host or not port.isdigit():
            raise BadInput(f"TIMELINE_FETCH_ALLOW has {part!r}: give host:port pairs")
        pairs.append((host.strip("[]"), int(port)))
    return tuple(pairs)


def with_secret_key(config: Config) -> Config:
    """The settings with a secret key: the one that is set, else the one in the data folder.

    Made on the first start and readable by its owner alone; raises StoreUnavailable where it can
    neither be read nor made.
    """
    if config.secret_key is not None:
        return config
    file = config.data_dir / "secret-key"
    try:
        config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _write_once(file, secrets.token_urlsafe(32))
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnavailable(
            f"cannot keep the secret key in {str(file)!r} ({error}): "
            "set TIMELINE_SECRET_KEY, or name another folder with TIMELINE_DATA_DIR"
        ) from error
    if not key:
        raise StoreUnavailable(f"the secret key in {str(file)!r} is empty: delete that file")
    return replace(config, secret_key=key)


def is_loopback(host: str) -> bool:
    """True where only this machine can reach `host`."""
    name = host.strip("[]").casefold()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _write_once(file: Path, text: str) -> None:
    """Make the file with all of its text at once; where another process was first, its own."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(f"{text}\n")
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
