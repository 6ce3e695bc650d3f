"""The editor's hand on the pages: forms that put right, and the queue of what needs eyes."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from timeline.core.article import Anchor, read_published
from timeline.core.errors import BadInput
from timeline.core.event import Event, EventType, Outcome, Status
from timeline.store import edits, events, queue
from timeline.tasks import edit
from timeline.tasks.edit import Hand
from timeline.web import forms
from timeline.web.services import services
from timeline.web.who import visitor

blueprint = Blueprint("editing", __name__)

Answer = str | Response | tuple[str, int]


@blueprint.get("/queue")
def show_queue() -> str:
    """What needs eyes: conflicts, unsure events, assumed dates; and what was decided lately."""
    with services().database.read() as session:
        found, latest = queue.find_queue(session), edits.find_latest(session, limit=20)
    return render_template("queue.html", queue=found, latest=latest)


@blueprint.get("/events/<event_id>/edit")
def edit_form(event_id: str) -> Answer:
    """The form of everything that a person can decide about an event."""
    return _form(event_id)


@blueprint.post("/events/<event_id>/edit")
def save(event_id: str) -> Answer:
    """Keep what the form gives otherwise than it showed."""
    with services().database.read() as session:
        event = events.get_event(session, event_id)
    return _done(
        event_id,
        lambda: edit.correct(
            services().database, event_id, forms.changes(event, request.form), hand()
        ),
    )


@blueprint.post("/events/<event_id>/<action>")
def decide(event_id: str, action: str) -> Answer:
    """Confirm or reject an event, merge it with another one, or split it."""
    database = services().database
    actions: dict[str, Callable[[], Event]] = {
        "confirm": lambda: edit.confirm(database, event_id, hand()),
        "reject": lambda: edit.reject(database, event_id, hand()),
        "merge": lambda: edit.merge(database, event_id, _other(), hand()),
        "split": lambda: edit.split(database, event_id, request.form.getlist("article"), hand())[0],
    }
    if action not in actions:
        return _form(event_id, f"there is no {action!r}: confirm, reject, merge or split", 404)
    return _done(event_id, actions[action])


@blueprint.post("/edits/<edit_id>/undo")
def undo(edit_id: str) -> Answer:
    """Take an edit back, and go to the event or article that it was about."""
    ours = services()
    with ours.database.read() as session:
        found = edits.get_edit(session, edit_id)
    edit.undo(ours.database, ours.reader, edit_id, hand())
    if found.event is not None:
        return redirect(url_for("event.show", event_id=found.event))
    return redirect(url_for("articles.show", article_id=found.article))


@blueprint.route("/events/new", methods=["GET", "POST"])
def add() -> Answer:
    """An event that no article tells, added by hand."""
    error, code = "", 200
    if request.method == "POST":
        try:
            return redirect(url_for("event.show", event_id=_added().id))
        except BadInput as refused:
            error, code = str(refused), 422
    given = request.form.to_dict() or {"status": "planned", "type": "meeting"}
    return _render("event_new.html", error=error, given=given), code


@blueprint.post("/articles/<article_id>/published")
def published(article_id: str) -> Answer:
    """Put an article's publication date right; its events are anchored anew."""
    ours = services()
    anchor = Anchor(published=read_published(request.form.get("published", "").strip()))
    edit.republish(ours.database, ours.reader, article_id, anchor, hand())
    return redirect(url_for("articles.show", article_id=article_id))


@blueprint.post("/articles/<article_id>/delete")
def delete(article_id: str) -> Answer:
    """Take an article away, with what only it told."""
    edit.delete_article(services().database, article_id, hand())
    return redirect(url_for("editing.show_queue"))


def hand() -> Hand:
    """Whoever sent this request, with the reason that they gave."""
    return Hand(by=visitor().name, now=services().now(), why=request.form.get("why", ""))


def _other() -> str:
    """The id in what was given of the other event: the id itself, or an address of its page."""
    text = request.form.get("other", "").strip().rstrip("/")
    if not text:
        raise BadInput("give the address or the id of the other event")
    return text.rsplit("/", 1)[-1].split("?", 1)[0]


def _added() -> Event:
    form = request.form
    deadline = bool(form.get("deadline"))
    return edit.add_event(
        services().database,
        hand(),
        kind=forms.word(EventType, form.get("type", ""), "type"),
        title=form.get("title", ""),
        interval=forms.dates(form.get("first", ""), form.get("last", ""), deadline=deadline),
        status=forms.word(Status, form.get("status", ""), "status"),
        participants=forms.people(form.get("participants", "")),
        place=form.get("place", "").strip() or None,
    )


def _done(event_id: str, decide: Callable[[], Event]) -> Answer:
    try:
        event = decide()
    except BadInput as error:
        return _form(event_id, str(error), 422)
    if "back" in request.form:
        # From the page of an article that was just added: more of it may have to be taken back.
        new = request.form.getlist("new")
        return redirect(
            url_for("articles.show", article_id=request.form["back"], added="new", new=new)
        )
    return redirect(url_for("event.show", event_id=event.id))


def _form(event_id: str, error: str = "", code: int = 200) -> Answer:
    with services().database.read() as session:
        event = events.get_event(session, event_id)
        decided = edits.find_edits(session, [event.id])[event.id]
    given = {**forms.fields(event), **(request.form.to_dict() if code == 422 else {})}
    page = _render("event_edit.html", event=event, edits=decided, given=given, error=error)
    return page, code


def _render(template: str, **values: object) -> str:
    outcomes = [one for one in Outcome if one is not Outcome.UNREPORTED]
    return render_template(
        template, types=list(EventType), statuses=list(Status), outcomes=outcomes, **values
    )
