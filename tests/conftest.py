"""What many tests share: a store on both databases, a clock that stands still, and the cast."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from tests import postgres
from tests.fuzz.examples import SOAK
from timeline.core.reminder import Subscriber
from timeline.store.engine import Database
from timeline.tasks import accounts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOW = datetime(2025, 7, 18, 9, 0, tzinfo=UTC)

# The databases make single examples slow at times; nothing is gained by failing on that.
settings.register_profile(
    "timeline",
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("timeline")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make soak`: the long runs too."""
    parser.addoption("--soak", action="store_true", help="run the long runs of the tests too")


def pytest_configure(config: pytest.Config) -> None:
    """How many examples are made up must be known before the tests are read."""
    if config.getoption("--soak"):
        os.environ[SOAK] = "1"


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Passwords are hashed cheaply: what a hash costs is Argon2's own business."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
        patch.setattr(accounts, "_hasher", lambda: cheap)
        yield


@pytest.fixture
def now() -> datetime:
    """The instant at which every test takes place."""
    return NOW


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and nothing in them, to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    database = Database(f"sqlite:///{file}")
    database.migrate()
    database.dispose()
    return file


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of an empty store in SQLite."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'timeline.sqlite3')}"


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of a running PostgreSQL."""
    return postgres.start()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty store in PostgreSQL."""
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty store, on each database in turn."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty store, on each database in turn."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """An empty store in SQLite, for what does not touch the database's own ways."""
    opened = Database(sqlite_url)
    yield opened
    opened.dispose()


def subscriber(name: str, *, confirmed: bool) -> Subscriber:
    """Somebody who wants mail about everything at eight in the morning, UTC."""
    return Subscriber(
        id=name,
        address=f"{name}@example.org",
        created_at=NOW,
        confirmed_at=NOW if confirmed else None,
    )


@pytest.fixture
def alice() -> Subscriber:
    """Alice, who confirmed that she wants reminders."""
    return subscriber("alice", confirmed=True)


@pytest.fixture
def bob() -> Subscriber:
    """Bob, who confirmed as well."""
    return subscriber("bob", confirmed=True)


@pytest.fixture
def charlie() -> Subscriber:
    """Charlie, who never followed the link: nothing may reach him."""
    return subscriber("charlie", confirmed=False)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A headless Chromium; the test fails with a sentence where there is none."""
    from playwright.sync_api import sync_playwright

    from tests.chromium import launch

    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()
