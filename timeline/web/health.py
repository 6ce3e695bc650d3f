"""Whether the service is alive and ready, for whoever watches over it."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify

from timeline.core.errors import StoreUnavailable
from timeline.store import marks
from timeline.web.services import services

blueprint = Blueprint("health", __name__)

LATE = timedelta(minutes=10)


@blueprint.get("/healthz")
def alive() -> Response:
    """200 as long as requests are answered."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 where the store can be used and the scheduler beats, else 503 with what is wrong.

    `scheduler` is "none" where none ever ran on this store: reminders then go out by
    `timeline remind`.
    """
    ours = services()
    try:
        if not ours.database.is_current():
            return jsonify(database="run `timeline migrate`", scheduler="unknown"), 503
        with ours.database.read() as session:
            beat = marks.get_mark(session, marks.BEAT)
    except StoreUnavailable as error:
        return jsonify(database=str(error), scheduler="unknown"), 503
    if beat is None:
        return jsonify(database="ok", scheduler="none"), 200
    late = ours.now() - beat.at > LATE
    said = f"last beat {beat.at.isoformat()}"
    return jsonify(database="ok", scheduler=said), 503 if late else 200
