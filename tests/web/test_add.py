"""Adding an article by the three forms, and what is said where it cannot be read."""

import io

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import csrf

TEXT = "Germany signs a treaty in London on 2025-08-01. France must answer by 2025-09-01."


def post(client: FlaskClient, **fields: object) -> tuple[int, str, str]:
    sent = {"csrf_token": csrf(client, "/add")} | fields
    kind = "multipart/form-data" if "file" in fields else "application/x-www-form-urlencoded"
    answer = client.post("/add", data=sent, content_type=kind)
    return answer.status_code, answer.text, answer.headers.get("Location", "")


def test_pasted_text_leads_to_the_article_with_its_events(client: FlaskClient) -> None:
    status, _, where = post(client, way="text", text=TEXT, published="2025-07-17", title="Treaty")
    assert status == 303
    page = client.get(where).text
    assert "2 of them new" in page
    assert "Germany signs a treaty in London on" in page
    assert page.count("<mark") == 6, "each sentence is marked before, in and after its date"


def test_the_same_text_again_changes_nothing(client: FlaskClient) -> None:
    post(client, way="text", text=TEXT, published="2025-07-17")
    _, _, where = post(client, way="text", text=TEXT, published="2025-07-17")
    assert "was here already" in client.get(where).text


def test_a_file_is_read(client: FlaskClient) -> None:
    file = (io.BytesIO(TEXT.encode()), "treaty.txt")
    status, _, where = post(client, way="file", file=file, published="2025-07-17")
    assert status == 303
    assert "Germany signs" in client.get(where).text


def test_without_a_date_it_asks_and_keeps_what_was_typed(client: FlaskClient) -> None:
    status, page, _ = post(client, way="text", text=TEXT, title="My title")
    assert status == 422
    assert "When was it published?" in page
    assert "Germany signs a treaty" in page
    assert "My title" in page


def test_a_guess_is_filled_in(client: FlaskClient) -> None:
    dated = f"BERLIN, 17 July 2025\n\n{TEXT}"
    status, page, _ = post(client, way="text", text=dated)
    assert status == 422
    assert 'value="2025-07-17"' in page


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"way": "text", "text": "  "}, 422, "no text was given"),
        ({"way": "text", "text": TEXT, "published": "17.7."}, 422, "such as 2025-07-17"),
        ({"way": "url", "url": ""}, 422, "no address"),
        ({"way": "url", "url": "http://127.0.0.1/x"}, 422, "private"),
        ({"way": "url", "url": "ftp://example.org/x"}, 422, "https://"),
        ({"way": "file"}, 422, "no file was chosen"),
        ({"way": "file", "file": (io.BytesIO(b""), "a.txt")}, 422, "empty"),
        ({"way": "file", "file": (io.BytesIO(b"\x00\x01\x02"), "a.txt")}, 422, "no text"),
        ({"way": "text", "text": "x" * 5_100_000, "published": "2025-07-17"}, 413, "5 MB"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_nothing_is_kept(
    client: FlaskClient, fields: dict[str, object], status: int, said: str
) -> None:
    got, page, _ = post(client, **fields)
    assert got == status
    assert said.casefold() in page.casefold()
    assert 'role="alert"' in page
    assert "No article yet" in client.get("/articles").text


def test_the_page_has_four_ways_in(client: FlaskClient) -> None:
    page = client.get("/add").text
    for way in ("Paste text", "Web address", "Upload a file", "Watch a feed"):
        assert f"<h2>{way}</h2>" in page
    assert page.count('name="csrf_token"') == 4
