"""One event: what, when, who, the sentence in its place, every source, its history."""

from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from timeline.core.errors import NotFound
from timeline.core.event import Event, Source, as_of
from timeline.store import articles, copies, events, occasions
from timeline.store.copies import Copy
from timeline.store.engine import Session
from timeline.web import words
from timeline.web.marking import Piece, around, cut
from timeline.web.services import services
from timeline.web.who import sees_whole_texts

blueprint = Blueprint("event", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A source with its sentence cut at the expression, and what stands around it.

    `copies` are the other addresses of the same text, with small edits or none.
    """

    source: Source
    before: str
    pieces: tuple[Piece, ...]
    after: str
    copies: tuple[Copy, ...] = ()


@blueprint.get("/events/<event_id>")
def show(event_id: str) -> str | Response:
    """The event's page; a merged-away id leads to the event that it went to."""
    ours = services()
    with ours.database.read() as session:
        event = events.get_event(session, event_id)
        if event.id != event_id:
            return redirect(url_for("event.show", event_id=event.id), code=301)
        shown = _all_shown(session, event)
        part_of, parts = _related(session, event.id)
    today = ours.today()
    return render_template(
        "event.html",
        event=as_of(event, today),
        shown=shown,
        distance=words.distance(event, today),
        part_of=part_of,
        parts=parts,
    )


def _related(session: Session, event_id: str) -> tuple[Event | None, list[Event]]:
    """The visit during which the event takes place, and what takes place during it."""
    occasion = occasions.find_occasions(session, [event_id]).get(event_id)
    parts = occasions.find_parts(session, event_id)
    found = events.get_events(session, [*parts, *([occasion] if occasion else [])])
    return found.get(occasion or ""), [found[one] for one in parts]


def _all_shown(session: Session, event: Event) -> list[Shown]:
    """The sources, the newest first; a copy of another one stands with it, not by itself."""
    found = copies.find_copies(session, (one.article for one in event.sources))
    copied = {one.article for each in found.values() for one in each}
    return [
        replace(_shown(session, source), copies=tuple(found.get(source.article, ())))
        for source in reversed(event.sources)
        if source.article not in copied
    ]


def _shown(session: Session, source: Source) -> Shown:
    quote, start = source.evidence.quote, source.evidence.start
    try:
        text = articles.get_article(session, source.article).text
    except NotFound:
        text = ""
    before, after = around(text, start, source.evidence.end) if text else ("", "")
    if not sees_whole_texts():
        before, after = "", ""
    return Shown(source=source, before=before, pieces=_underlined(source, quote), after=after)


def _underlined(source: Source, quote: str) -> tuple[Piece, ...]:
    timex, start = source.timex, source.evidence.start
    if timex is None or not start <= timex.start < timex.end <= source.evidence.end:
        return cut(quote, (), ())
    left, right = timex.start - start, timex.end - start
    pieces = (
        Piece(text=quote[:left]),
        Piece(text=quote[left:right], timex=timex),
        Piece(text=quote[right:]),
    )
    return tuple(piece for piece in pieces if piece.text)
