"""What is watched: feeds, pages, calendars and folders, how far they are read, what went wrong."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from timeline.core.errors import BadInput
from timeline.core.filter import host
from timeline.core.watched import SourceKind, Watched, read_every
from timeline.sources.addresses import read_target
from timeline.store import sources
from timeline.store.sources import Progress
from timeline.web import words
from timeline.web.language import N_
from timeline.web.services import services

blueprint = Blueprint("sources", __name__, url_prefix="/sources")

EVERY = ("15m", "30m", "1h", "6h", "1d")
"""How often the form offers to look."""

_KINDS = {
    None: N_("New"),
    SourceKind.FEED: N_("Feed"),
    SourceKind.PAGE: N_("Page"),
    SourceKind.CALENDAR: N_("Calendar"),
    SourceKind.FOLDER: N_("Folder"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A source with how far its reading is, and what was left unread last: where, and why.

    `every` is how often it is looked at, in words: `every hour`, `every 30 minutes`.
    """

    source: Watched
    name: str
    kind: str
    every: str
    progress: Progress
    unread: list[tuple[str, str]]


@blueprint.get("")
def show() -> str:
    """What is watched, and the form for one more."""
    return _page()


@blueprint.post("")
def add() -> Response | tuple[str, int]:
    """Watch one more address. Folders are watched by the command alone: they are the server's."""
    ours = services()
    given = request.form.get("url", "").strip()
    try:
        if given.startswith("webcal:"):
            given = "https" + given.removeprefix("webcal")
        address, every = read_target(given).url, read_every(request.form.get("every", "30m"))
    except BadInput as error:
        return _page(error=str(error), typed=given), 422
    with ours.database.write() as session:
        sources.add_source(session, address, every=every, now=ours.now())
    return redirect(url_for("sources.show"), code=303)


@blueprint.post("/<source_id>/check")
def check(source_id: str) -> Response:
    """Look at the source at the next tick."""
    ours = services()
    with ours.database.write() as session:
        sources.ask_now(session, source_id, ours.now() - timedelta(seconds=1))
    return redirect(url_for("sources.show"), code=303)


@blueprint.post("/<source_id>/pause", defaults={"goes_on": False})
@blueprint.post("/<source_id>/resume", defaults={"goes_on": True})
def pause(source_id: str, *, goes_on: bool) -> Response:
    """Leave the source and what waits of it alone, or go on with it. Raises NotFound."""
    ours = services()
    with ours.database.write() as session:
        sources.pause_source(session, source_id, None if goes_on else ours.now())
    return redirect(url_for("sources.show"), code=303)


@blueprint.post("/<source_id>/remove")
def remove(source_id: str) -> Response:
    """Watch the source no longer; its articles stay. Raises NotFound."""
    with services().database.write() as session:
        sources.remove_source(session, source_id)
    return redirect(url_for("sources.show"), code=303)


def _page(*, error: str | None = None, typed: str = "") -> str:
    with services().database.read() as session:
        progress = sources.find_progress(session)
        shown = [
            Shown(
                source=one,
                name=_name(one),
                kind=_KINDS[one.kind],
                every=words.how_often(one.every),
                progress=progress.get(one.id, Progress()),
                unread=sources.find_refused(session, one.id, limit=5),
            )
            for one in sources.find_sources(session)
        ]
    is_reading = any(one.progress.waiting and not one.source.paused_at for one in shown)
    return render_template(
        "sources.html",
        shown=shown,
        is_reading=is_reading,
        every=[(one, words.how_often(read_every(one))) for one in EVERY],
        error=error,
        typed=typed,
    )


def _name(source: Watched) -> str:
    """What people call it: its title, else its host, else the folder's own name."""
    return source.title or host(source.location) or PurePath(source.location).name
