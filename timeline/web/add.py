"""Add an article: paste it, upload it, or give its address."""

import json
from collections.abc import Iterator

from flask import Blueprint, redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response

from timeline.core.article import Anchor, Draft, read_published
from timeline.core.errors import (
    BadInput,
    StoreUnavailable,
    TimelineError,
    TooLarge,
    UnknownPublication,
)
from timeline.sources.fetch import Fetcher
from timeline.sources.read import read_bytes, read_url
from timeline.tasks.add import Added, Found, Taken, Waits, add_in_steps
from timeline.tasks.drafts import Given
from timeline.web import words
from timeline.web.language import _, ngettext
from timeline.web.services import services

blueprint = Blueprint("add", __name__)

LINES = "application/x-ndjson"
"""How a script asks to be told each step as it is done, a JSON object a line."""

Answer = str | Response | tuple[str, int]


@blueprint.get("/add")
def show() -> str:
    """The forms, empty."""
    return render_template("add.html", error=None, guess=None, asked=False)


@blueprint.post("/add")
def add() -> Answer:
    """Read what was given and show what it tells; what was typed stays where it cannot be read."""
    if request.headers.get("Accept") == LINES:
        return Response(stream_with_context(_lines()), mimetype=LINES)
    try:
        for step in _steps():
            if isinstance(step, Added | Waits):
                return redirect(_place(step), code=303)
    except UnknownPublication as error:
        return _again(error, 422, guess=error.guess, asked=True)
    except TooLarge as error:
        return _again(error, 413)
    except StoreUnavailable as error:
        return _again(error, 503)
    except BadInput as error:
        return _again(error, 422)
    raise AssertionError("the last step is what was added")


def _steps() -> Iterator[Taken | Found | Waits | Added]:
    ours = services()
    published = request.form.get("published", "").strip()
    given = Given(
        published=Anchor(published=read_published(published)) if published else None,
        title=request.form.get("title", "").strip() or None,
    )
    return add_in_steps(
        ours.database, ours.reader, _draft(), given, now=ours.now(), queue=ours.queue
    )


def _lines() -> Iterator[str]:
    """Each step in words, `to` with the last; or the `error`, with the day to ask for."""
    try:
        for step in _steps():
            yield _line(**_said(step))
    except UnknownPublication as error:
        yield _line(error=words.sentence(str(error)), asked=True, guess=error.guess or "")
    except (TooLarge, StoreUnavailable, BadInput) as error:
        yield _line(error=words.sentence(str(error)))


def _said(step: Taken | Found | Waits | Added) -> dict[str, str]:
    match step:
        case Taken(words=count):
            said = ngettext("%(num)s word read", "%(num)s words read", count)
            return {"step": "read", "said": said}
        case Found(timexes=count):
            said = ngettext(
                "%(num)s time expression found", "%(num)s time expressions found", count
            )
            return {"step": "found", "said": said}
        case Waits():
            said = _("It waits for a worker to read it")
        case Added(known=True):
            said = _("It was here already")
        case Added(events=told):
            said = ngettext("%(num)s event added", "%(num)s events added", len(told))
    return {"step": "added", "said": said, "to": _place(step)}


def _line(**told: object) -> str:
    return json.dumps(told) + "\n"


def _place(added: Added | Waits) -> str:
    """The page of the article, with what is new of it; of one that waits the page that says so."""
    if isinstance(added, Waits):
        return url_for("jobs.wait", job_id=added.job)
    return url_for(
        "articles.show",
        article_id=added.article.id,
        added="known" if added.known else "new",
        new=[one.event.id for one in added.events if one.new],
    )


def _draft() -> Draft:
    """What one of the forms gives; the hidden field `way` says which."""
    match request.form.get("way"):
        case "file":
            return _uploaded()
        case "url":
            url = request.form.get("url", "").strip()
            if not url:
                raise BadInput("no address was given: paste the one of an article")
            return read_url(url, Fetcher(allow=services().config.fetch_allow))
        case _:
            text = request.form.get("text", "")
            if not text.strip():
                raise BadInput("no text was given: paste an article with at least one sentence")
            return read_bytes(text.encode("utf-8", "surrogatepass"))


def _uploaded() -> Draft:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadInput("no file was chosen: choose a text, HTML, PDF or DOCX file")
    return read_bytes(file.read(), name=file.filename, content_type=file.mimetype or "")


def _again(
    error: TimelineError, status: int, *, guess: str | None = None, asked: bool = False
) -> tuple[str, int]:
    page = render_template("add.html", error=str(error), guess=guess, asked=asked)
    return page, status
