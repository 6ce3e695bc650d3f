"""Add an article: paste it, upload it, or give its address."""

from flask import Blueprint, redirect, render_template, request, url_for
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
from timeline.tasks.add import Added, add_draft
from timeline.web.services import services

blueprint = Blueprint("add", __name__)

Answer = str | Response | tuple[str, int]


@blueprint.get("/add")
def show() -> str:
    """The forms, empty."""
    return render_template("add.html", error=None, guess=None, asked=False)


@blueprint.post("/add")
def add() -> Answer:
    """Read what was given and show what it tells; what was typed stays where it cannot be read."""
    try:
        added = _add()
    except UnknownPublication as error:
        return _again(error, 422, guess=error.guess, asked=True)
    except TooLarge as error:
        return _again(error, 413)
    except StoreUnavailable as error:
        return _again(error, 503)
    except BadInput as error:
        return _again(error, 422)
    new = [one.event.id for one in added.events if one.new]
    how = "known" if added.known else "new"
    return redirect(
        url_for("articles.show", article_id=added.article.id, added=how, new=new), code=303
    )


def _add() -> Added:
    ours = services()
    published = request.form.get("published", "").strip()
    anchor = Anchor(published=read_published(published)) if published else None
    return add_draft(
        ours.database,
        ours.reader,
        _draft(),
        now=ours.now(),
        published=anchor,
        title=request.form.get("title", "").strip() or None,
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
