"""The articles, and each with every expression and event marked in its text."""

from flask import Blueprint, render_template, request

from timeline.core.article import AnchorSource
from timeline.core.event import Event
from timeline.store import articles, copies, events
from timeline.web.marking import cut
from timeline.web.services import services
from timeline.web.who import sees_whole_texts

blueprint = Blueprint("articles", __name__)

PAGE = 50


@blueprint.get("/articles")
def list_articles() -> str:
    """Every article, the newest first, a page at a time."""
    with services().database.read() as session:
        total = articles.count_articles(session)
        pages = max(1, -(-total // PAGE))
        page = _page(request.args.get("page", ""), pages)
        found = articles.find_articles(session, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template("articles.html", articles=found, total=total, page=page, pages=pages)


@blueprint.get("/articles/<article_id>")
def show(article_id: str) -> str:
    """One article: its text as far as this reader may see it, and the events that it tells."""
    ours = services()
    with ours.database.read() as session:
        reading = articles.get_reading(session, article_id)
        told: dict[str, Event] = {}
        for _, event_id in reading.readings:
            told.setdefault(event_id, events.get_event(session, event_id))
        also = copies.find_copies(session, [article_id]).get(article_id, [])
    whole = sees_whole_texts()
    new = set(request.args.getlist("new"))  # ids of the events that this article told first
    return render_template(
        "article.html",
        article=reading.article,
        assumed=reading.article.anchor.source is AnchorSource.ASSUMED,
        pieces=cut(reading.article.text, reading.timexes, reading.readings) if whole else (),
        timexes=reading.timexes,
        events=told,
        readings=reading.readings,
        copies=also,
        added=request.args.get("added"),
        new=new & set(told),
        merged=sum(one.id not in new and len(one.sources) > 1 for one in told.values()),
    )


def _page(number: str, pages: int) -> int:
    """The page that was asked for: the first where it is no number, the last where it is beyond."""
    if not (number.isascii() and number.isdigit()):
        return 1
    return min(max(1, int(number[:9])), pages)
