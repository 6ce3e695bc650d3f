"""Adding an article by the three forms, and what is said where it cannot be read."""

import io
import json
import re

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
    assert "2 events: 2 new." in page
    assert "Germany signs a treaty in London on" in page
    assert page.count("<mark") == 6, "each sentence is marked before, in and after its date"


def test_the_same_text_again_changes_nothing(client: FlaskClient) -> None:
    post(client, way="text", text=TEXT, published="2025-07-17")
    _, _, where = post(client, way="text", text=TEXT, published="2025-07-17")
    assert "was here already" in client.get(where).text


def in_steps(client: FlaskClient, **fields: object) -> list[dict[str, object]]:
    """What a script is told, line by line."""
    sent = {"csrf_token": csrf(client, "/add")} | fields
    answer = client.post("/add", data=sent, headers={"Accept": "application/x-ndjson"})
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_script_is_told_each_step_with_its_count(client: FlaskClient) -> None:
    read, found, added = in_steps(client, way="text", text=TEXT, published="2025-07-17")
    assert read == {"step": "read", "said": "13 words read"}
    assert found == {"step": "found", "said": "2 time expressions found"}
    assert (added["step"], added["said"]) == ("added", "2 events added")
    assert "2 events: 2 new." in client.get(str(added["to"])).text
    *_, again = in_steps(client, way="text", text=TEXT, published="2025-07-17")
    assert again["said"] == "It was here already"


def test_a_script_is_told_what_went_wrong_and_which_day_to_ask_for(client: FlaskClient) -> None:
    (wrong,) = in_steps(client, way="text", text=" ")
    assert wrong == {"error": "No text was given: paste an article with at least one sentence."}
    (asked,) = in_steps(client, way="text", text=f"BERLIN, 17 July 2025\n\n{TEXT}")
    assert (asked["asked"], asked["guess"]) == (True, "2025-07-17")


def test_a_new_event_is_taken_back_where_it_was_added(client: FlaskClient) -> None:
    _, _, where = post(client, way="text", text=TEXT, published="2025-07-17")
    page = client.get(where).text
    action = re.search(r'action="(/events/[^"]+/reject)"', page)
    assert action
    fields = dict(re.findall(r'name="(csrf_token|back)" value="([^"]*)"', page))
    new = re.findall(r'name="new" value="([^"]*)"', page)
    answer = client.post(action.group(1), data=fields | {"new": new}, follow_redirects=True)
    assert "taken out" in answer.text
    assert answer.text.count("/reject") == 1, "the other one can be taken back as well"


def test_what_was_added_to_a_known_event_is_taken_back_alone(client: FlaskClient) -> None:
    post(client, way="text", text=TEXT, published="2025-07-17")
    other = f"{TEXT} This is said again elsewhere."
    _, _, where = post(client, way="text", text=other, published="2025-07-18")
    page = client.get(where).text
    assert "2 known already, now with this source too" in page
    action = re.search(r'action="(/events/[^"]+/split)"', page)
    assert action
    fields = dict(re.findall(r'name="(csrf_token|back|article)" value="([^"]*)"', page))
    answer = client.post(action.group(1), data=fields, follow_redirects=True)
    assert "1 known already" in answer.text


def test_all_of_an_article_is_taken_back_at_once(client: FlaskClient) -> None:
    _, _, where = post(client, way="text", text=TEXT, published="2025-07-17")
    page = client.get(where).text
    assert "Undo all of it" in page
    action = re.search(r'action="(/articles/[^"]+/delete)"', page)
    assert action
    client.post(action.group(1), data={"csrf_token": csrf(client, "/add")})
    assert "Germany signs" not in client.get("/?view=list").text


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
