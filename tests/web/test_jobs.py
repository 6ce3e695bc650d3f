"""Where workers read articles, a request is answered at once and says where the answer will be."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.tasks.fakes import FakeReader
from tests.web.conftest import csrf
from timeline.config import Config
from timeline.core.article import Article
from timeline.mail.transport import Outbox
from timeline.store import articles
from timeline.store.engine import Database
from timeline.tasks.later import Parcel, State, name_of, pack, read_parcel
from timeline.web import create_app

VISIT = "The president of Latvia visits Germany on 2025-09-02. All is well."
BODY = {"text": VISIT, "published": "2025-07-17", "lang": "en", "title": "A visit"}


class Waiting:
    """A queue in memory."""

    def __init__(self) -> None:
        self.parcels: dict[str, Parcel] = {}
        self.states: dict[str, State] = {}

    def put(self, article: Article) -> str:
        job = name_of(article)
        self.parcels[job], self.states[job] = pack(article), State.WAITING
        return job

    def state(self, job: str) -> State | None:
        return self.states.get(job)

    def work(self, database: Database) -> None:
        """Read all that waits, as a worker does."""
        while self.parcels:
            job, parcel = self.parcels.popitem()
            read_parcel(database, FakeReader(), parcel, now=lambda: NOW)
            del self.states[job]


@pytest.fixture
def queue() -> Waiting:
    return Waiting()


@pytest.fixture
def client(sqlite_database: Database, config: Config, queue: Waiting) -> Iterator[FlaskClient]:
    app = create_app(
        config,
        database=sqlite_database,
        reader=FakeReader(),
        transport=Outbox(),
        now=lambda: NOW,
        queue=queue,
    )
    with app.test_client() as client:
        yield client


def test_the_api_answers_202_with_an_address_that_comes_to_hold_the_events(
    client: FlaskClient, queue: Waiting, sqlite_database: Database
) -> None:
    answer = client.post("/api/v1/articles", json=BODY)
    assert (answer.status_code, list(answer.json or ())) == (202, ["job"])
    place = (answer.json or {})["job"]
    assert client.get(place).json == {"state": "waiting"}
    (job,) = queue.states
    queue.states[job] = State.READING
    assert client.get(place).json == {"state": "reading"}
    queue.work(sqlite_database)
    done = client.get(place).json or {}
    assert done["state"] == "done"
    assert done["article"]["title"] == "A visit"
    assert [one["start"] for one in done["events"]] == ["2025-09-02"]
    again = client.post("/api/v1/articles", json=BODY)
    assert again.status_code == 200, "what is known is answered at once"
    assert (again.json or {})["article"]["id"] == done["article"]["id"]


def test_what_cannot_be_used_is_refused_at_once(client: FlaskClient, queue: Waiting) -> None:
    answer = client.post("/api/v1/articles", json={"text": VISIT})
    assert (answer.status_code, (answer.json or {})["guess"]) == (422, None)
    assert client.post("/api/v1/articles", json={**BODY, "text": "\x00"}).status_code == 422
    assert not queue.parcels


def test_a_job_that_failed_says_so(client: FlaskClient, queue: Waiting) -> None:
    place = (client.post("/api/v1/articles", json=BODY).json or {})["job"]
    queue.states[place.rsplit("/", 1)[1]] = State.FAILED
    assert (client.get(place).json or {}).keys() == {"state", "error"}
    assert client.get(place.replace("/api/v1/jobs", "/add")).status_code == 422


def test_a_job_that_there_never_was_is_no_page(client: FlaskClient) -> None:
    for job in ("0", "0" * 64 + "-2025-07-17"):
        answer = client.get(f"/api/v1/jobs/{job}")
        assert answer.status_code == 404
        assert "no job" in (answer.json or {})["error"]


def test_the_page_says_that_it_waits_and_then_shows_the_events(
    client: FlaskClient, queue: Waiting, sqlite_database: Database
) -> None:
    form = {"way": "text", "text": VISIT, "published": "2025-07-17"}
    token = csrf(client, "/add")
    sent = client.post("/add", data={**form, "csrf_token": token})
    assert sent.status_code == 303
    waits = client.get(sent.location)
    assert "waits to be read" in waits.text
    assert 'http-equiv="refresh"' in waits.text
    queue.work(sqlite_database)
    found = client.get(sent.location)
    assert found.status_code == 303
    assert "/articles/" in found.location
    assert "Latvia" in client.get(found.location).text
    with sqlite_database.read() as session:
        assert articles.count_articles(session) == 1


def test_the_script_of_the_page_is_led_to_the_same_place(client: FlaskClient) -> None:
    form = {"way": "text", "text": VISIT, "published": "2025-07-17"}
    token = csrf(client, "/add")
    answer = client.post(
        "/add",
        data={**form, "csrf_token": token},
        headers={"Accept": "application/x-ndjson"},
    )
    assert '"step": "added"' in answer.text
    assert '"to": "/add/' in answer.text


def test_where_articles_are_read_at_once_there_are_no_jobs(
    sqlite_database: Database, config: Config
) -> None:
    app = create_app(
        config, database=sqlite_database, reader=FakeReader(), transport=Outbox(), now=lambda: NOW
    )
    with app.test_client() as client:
        assert client.post("/api/v1/articles", json=BODY).status_code == 201
        assert client.get("/api/v1/jobs/1").status_code == 404
