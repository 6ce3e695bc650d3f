"""What became of an article that was handed over to a worker."""

from flask import Blueprint, Response, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from timeline.core.errors import NotFound
from timeline.tasks.add import Added
from timeline.tasks.later import State, become_of
from timeline.web.api import added_record
from timeline.web.language import _
from timeline.web.services import services

blueprint = Blueprint("jobs", __name__)

SOON = 2
"""Seconds after which a page looks again."""

FAILED = "the article could not be read: the log of the workers says why"


@blueprint.get("/api/v1/jobs/<job_id>")
def show(job_id: str) -> Response:
    """How far the job is; once it is done, the article and its events."""
    match _become(job_id):
        case Added() as added:
            return jsonify(state="done", **added_record(added))
        case State.FAILED:
            return jsonify(state="failed", error=FAILED)
        case state:
            return jsonify(state=state.value)


@blueprint.get("/add/<job_id>")
def wait(job_id: str) -> AnyResponse | tuple[str, int]:
    """The page of the article once it is read; until then a page that looks again."""
    match _become(job_id):
        case Added(article=article, events=told):
            new = [one.event.id for one in told if len(one.event.sources) == 1]
            place = url_for("articles.show", article_id=article.id, added="new", new=new)
            return redirect(place, code=303)
        case State.FAILED:
            title = _("The article was not added")
            return render_template("error.html", title=title, sentence=FAILED), 422
        case _:
            return render_template("waits.html", soon=SOON), 200


def _become(job: str) -> Added | State:
    ours = services()
    if ours.queue is None:
        raise NotFound("articles are read at once here, there are no jobs")
    return become_of(ours.database, ours.queue, job)
